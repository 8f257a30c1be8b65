//! The page of an entry: facts, story, what may be done; who may open it, and what of it they see; notes.

use serde_json::json;

use super::{DASAR, entri};
use crate::bekal::Uji;

uji! {
    facts_story_and_steps, who_may_open_it, an_anonymous_name_stays_with_the_coordinator, words_stay_words,
    notes_are_kept_inside, wrong_notes_come_back, made_up_numbers,
}

async fn facts_story_and_steps(u: &Uji) {
    let l = u.lapor(json!({})).await;
    let mut p = u.pegawai("koordinator").await;
    p.buka(&entri(&l.nomor))
        .await
        .harus(200)
        .memuat("<h1>Jalan berlubang di depan pasar</h1>")
        .memuat("Menunggu verifikasi")
        .memuat("Siti Aminah")
        .memuat("Pengaduan dibuat")
        .memuat("Verifikasi dan penerusan")
        .memuat("/langkah/teruskan\"")
        .memuat("/ubah\"")
        .tanpa("/langkah/jawab\"")
        .tanpa(&l.kode);
    u.pegawai("auditor")
        .await
        .buka(&entri(&l.nomor))
        .await
        .harus(200)
        .tanpa("Siti Aminah")
        .tanpa("/langkah/teruskan\"")
        .tanpa("/ubah\"")
        .tanpa("Simpan catatan")
        // What one may not do is explained, not hidden.
        .memuat("Yang dapat dilakukan pihak lain sekarang")
        .memuat("Teruskan ke perangkat daerah: oleh Koordinator pengaduan");
}

async fn who_may_open_it(u: &Uji) {
    let l = u.diteruskan(json!({ "rahasia": true })).await;
    let e = entri(&l.nomor);
    for (siapa, status) in [
        ("koordinator", 200),
        ("penghubung", 200),
        ("kepala", 200),
        ("petugas", 200),
        ("auditor", 200),
        ("pimpinan", 200),
        ("penghubung:dlh", 404),
        ("kepala:dlh", 404),
        ("petugas:dlh", 404),
        ("administrator", 404),
    ] {
        let mut p = u.pegawai(siapa).await;
        for jalur in [e.clone(), format!("{e}/ubah"), format!("{e}/langkah/jawab")] {
            let j = p.buka(&jalur).await;
            if status == 404 {
                j.harus(404).tanpa("berlubang").tanpa("Siti");
            } else {
                assert!(matches!(j.status, 200 | 403), "{siapa} {jalur}: {}", j.status);
            }
        }
        if status == 404 {
            p.buka("/serang/kerja").await.harus(200);
            for (jalur, isian) in [
                ("catatan", ("catatan", "x")),
                ("ubah", ("judul", "x")),
                ("langkah/jawab", ("jawaban", "x")),
            ] {
                p.kirim(&format!("{e}/{jalur}"), &[isian, ("_versi", "2")])
                    .await
                    .harus(404);
            }
        }
    }
    // Another regency: its officials are strangers here, and the number means nothing there.
    let mut lain = u.pegawai_di("jembrana", "koordinator").await;
    lain.buka(&e).await.harus(401);
    let sana = e.replace("/serang/", "/jembrana/");
    lain.buka(&sana).await.harus(404);
    lain.buka("/jembrana/kerja").await.harus(200);
    for jalur in ["catatan", "ubah", "langkah/teruskan"] {
        lain.kirim(&format!("{sana}/{jalur}"), &[("catatan", "x"), ("_versi", "1")])
            .await
            .harus(404);
    }
    let baru = u
        .sebagai("koordinator")
        .await
        .get(&format!("pengaduan/{}", l.id))
        .await
        .harus(200)
        .json();
    assert_eq!(
        (&baru["versi"], &baru["keadaan"]),
        (&2.into(), &"diteruskan".into())
    );
}

async fn an_anonymous_name_stays_with_the_coordinator(u: &Uji) {
    let l = u.diteruskan(json!({ "anonim": true })).await;
    let biasa = u.diteruskan(json!({})).await;
    for (siapa, tampak) in [
        ("koordinator", true),
        ("penghubung", false),
        ("petugas", false),
        ("kepala", false),
    ] {
        let j = u.pegawai(siapa).await.buka(&entri(&l.nomor)).await.harus(200);
        assert_eq!(
            j.isi.contains("Siti Aminah") && j.isi.contains("siti@contoh.id"),
            tampak,
            "{siapa}"
        );
        if !tampak {
            j.tanpa("Siti")
                .tanpa("siti@")
                .tanpa("1200001234")
                .memuat("Data pribadi pelapor tidak ditampilkan");
        }
    }
    u.pegawai("penghubung")
        .await
        .buka(&entri(&biasa.nomor))
        .await
        .harus(200)
        .memuat("Siti Aminah");
    // A step by one who does not see the name does not lose it.
    let mut p = u.pegawai("penghubung").await;
    let kerjakan = format!("{}/langkah/kerjakan", entri(&l.nomor));
    p.buka(&kerjakan).await.harus(200).tanpa("Siti");
    let j = p
        .kirim(&kerjakan, &[("_versi", "2"), ("jawaban", "Kami survei.")])
        .await
        .harus(303);
    p.ikut(&j).await.harus(200).tanpa("Siti").memuat("Kami survei.");
    u.pegawai("koordinator")
        .await
        .buka(&entri(&l.nomor))
        .await
        .harus(200)
        .memuat("Siti Aminah");
}

async fn words_stay_words(u: &Uji) {
    let judul = "<script>alert(1)</script> \"><img src=x onerror=alert(1)>";
    let l = u
        .lapor(
            json!({ "judul": judul, "isi": "</textarea><script>x()</script>", "alamat": "' onmouseover='x" }),
        )
        .await;
    let mut p = u.pegawai("koordinator").await;
    for jalur in [
        entri(&l.nomor),
        format!("{}/ubah", entri(&l.nomor)),
        format!("{}/langkah/teruskan", entri(&l.nomor)),
        DASAR.into(),
        "/serang/kerja".into(),
    ] {
        let j = p.buka(&jalur).await.harus(200);
        j.tanpa("<script>alert").tanpa("<img src=x").tanpa("<script>x()");
    }
    let j = p.buka(&format!("{}/ubah", entri(&l.nomor))).await.harus(200);
    assert_eq!(
        (j.nilai("judul"), j.nilai("isi")),
        (judul.into(), "</textarea><script>x()</script>".into())
    );
}

async fn notes_are_kept_inside(u: &Uji) {
    let l = u.diteruskan(json!({})).await;
    let e = entri(&l.nomor);
    let mut p = u.pegawai("penghubung").await;
    p.buka(&e).await.harus(200).memuat("Tulis catatan internal");
    let j = p
        .kirim(
            &format!("{e}/catatan"),
            &[("catatan", "Hubungi Pak Camat <b>dulu</b>.")],
        )
        .await;
    let j = j.menuju(&format!("{e}?selesai=catatan"));
    p.ikut(&j)
        .await
        .harus(200)
        .memuat("Tersimpan.")
        .memuat("Hubungi Pak Camat &lt;b&gt;dulu&lt;/b&gt;.")
        .memuat("Internal");
    u.pegawai("koordinator")
        .await
        .buka(&e)
        .await
        .harus(200)
        .memuat("Pak Camat");
    let umum = u
        .publik()
        .get(&format!("pengaduan/{}/riwayat", l.id))
        .await
        .harus(200);
    assert!(!umum.teks().contains("Camat"), "{}", umum.teks());
    // Who may read but not write is refused.
    let mut a = u.pegawai("auditor").await;
    a.buka(&e).await.harus(200);
    a.kirim(&format!("{e}/catatan"), &[("catatan", "x")])
        .await
        .harus(403);
}

async fn wrong_notes_come_back(u: &Uji) {
    let l = u.lapor(json!({})).await;
    let e = entri(&l.nomor);
    let mut p = u.pegawai("koordinator").await;
    p.buka(&e).await.harus(200);
    p.kirim(&format!("{e}/catatan"), &[("catatan", "  ")])
        .await
        .harus(422)
        .memuat("Wajib diisi.");
    let panjang = "a".repeat(5_001);
    let j = p
        .kirim(&format!("{e}/catatan"), &[("catatan", &panjang)])
        .await
        .harus(422);
    assert_eq!(j.nilai("catatan"), panjang, "what was typed is still there");
    p.kirim(&format!("{e}/catatan"), &[]).await.harus(422);
    p.kirim(&format!("{e}/catatan"), &[("catatan", "a\0b")]).await;
    let j = p.buka(&e).await.harus(200);
    assert!(j.isi.matches("Catatan internal: ").count() <= 1);
}

async fn made_up_numbers(u: &Uji) {
    let mut p = u.pegawai("koordinator").await;
    for nomor in [
        "SRG-2026-999999",
        "x",
        "%00",
        "..%2F..",
        "01900000-0000-7000-8000-000000000001",
        "%F0%9F%98%80",
    ] {
        for akhir in ["", "/ubah", "/langkah/teruskan"] {
            p.buka(&format!("{DASAR}/entri/{nomor}{akhir}")).await.harus(404);
        }
        for akhir in ["/ubah", "/langkah/teruskan", "/catatan"] {
            p.buka("/serang/kerja").await.harus(200);
            p.kirim(&format!("{DASAR}/entri/{nomor}{akhir}"), &[("_versi", "1")])
                .await
                .harus(404);
        }
    }
    p.buka(&format!("{DASAR}/entri/%FF")).await.harus(404);
    let l = u.lapor(json!({})).await;
    p.buka(&format!("/serang/kerja/layanan/entri/{}", l.nomor))
        .await
        .harus(404);
    p.buka(&format!("{}?selesai=x&selesai=y", entri(&l.nomor)))
        .await
        .harus(400);
    p.buka(&format!("{}?selesai=%3Cscript%3E", entri(&l.nomor)))
        .await
        .harus(200)
        .tanpa("<script>");
}
