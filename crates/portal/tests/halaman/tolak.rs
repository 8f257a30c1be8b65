//! What nobody may see: reports of others, secret reports, names, other regencies, numbers that do not exist.

use kernel::Peran;
use serde_json::json;

use crate::bantu::{Dunia, laporan};

const COCOK: &str = "Nomor atau kode lacak tidak cocok.";

#[tokio::test]
async fn a_wrong_number_and_a_wrong_code_look_the_same() {
    let d = Dunia::baru().await;
    let mut w = d.warga();
    let (nomor, kode) = w.lapor(&[]).await;
    let mut lain = d.warga();
    lain.buka("/jembrana/pengaduan/lacak").await;
    let salah = lain
        .kirim(
            "/jembrana/pengaduan/lacak",
            &[("nomor", &nomor), ("kode", "0000-0000-0000")],
        )
        .await;
    let tiada = lain
        .kirim(
            "/jembrana/pengaduan/lacak",
            &[("nomor", "JBR-2026-999999"), ("kode", &kode)],
        )
        .await;
    salah
        .berstatus(422)
        .memuat(COCOK)
        .memuat(&format!("value=\"{nomor}\""))
        .tanpa("0000-0000-0000");
    tiada.berstatus(422).memuat(COCOK);
    assert_eq!(
        salah.isi.replace(&nomor, "N"),
        tiada.isi.replace("JBR-2026-999999", "N")
    );
    lain.kirim("/jembrana/pengaduan/lacak", &[])
        .await
        .berstatus(422)
        .memuat("Wajib diisi.");
    // The code of one regency opens nothing in another.
    lain.buka("/kapuas/pengaduan/lacak").await;
    lain.kirim("/kapuas/pengaduan/lacak", &[("nomor", &nomor), ("kode", &kode)])
        .await
        .berstatus(422);
}

#[tokio::test]
async fn tracking_needs_the_cookie_of_this_regency_and_this_report() {
    let d = Dunia::baru().await;
    let mut w = d.warga();
    let (nomor, _) = w.lapor(&[]).await;
    let (dua, _) = d.warga().lapor(&[]).await;
    let lacak = format!("/jembrana/pengaduan/lacak/{nomor}");
    let asing = d.warga().buka(&lacak).await;
    asing
        .berstatus(403)
        .memuat("Masukkan kode lacak")
        .tanpa("Lampu jalan mati");
    let tiada = d.warga().buka("/jembrana/pengaduan/lacak/JBR-2026-999999").await;
    tiada.berstatus(403).memuat("Masukkan kode lacak");
    w.buka(&lacak).await.berstatus(200);
    w.buka(&format!("/jembrana/pengaduan/lacak/{dua}"))
        .await
        .berstatus(403);
    // The same cookie under another regency's address, and with a letter changed.
    let (_, _, nilai) = w.kuki.iter().find(|(n, ..)| n == "praja_lacak").unwrap().clone();
    let mut palsu = d.warga();
    palsu.kuki.push(("praja_lacak".into(), "/".into(), nilai.clone()));
    palsu.buka(&lacak).await.berstatus(200);
    palsu
        .buka(&format!("/kapuas/pengaduan/lacak/{nomor}"))
        .await
        .berstatus(403);
    palsu
        .buka("/kapuas/pengaduan/lacak")
        .await
        .tanpa("Lampu jalan mati");
    let mut ubah = d.warga();
    let rusak: String = nilai.chars().rev().collect();
    ubah.kuki.push(("praja_lacak".into(), "/".into(), rusak));
    ubah.buka(&lacak).await.berstatus(403);
    // Without the cookie nothing can be said either.
    let mut bisu = d.warga();
    bisu.buka("/jembrana/pengaduan/lacak").await;
    bisu.kirim(
        &format!("{lacak}/tanggapi"),
        &[("tanggapi-pesan", "pesan tanpa kuki")],
    )
    .await
    .berstatus(403);
    w.buka(&lacak).await.tanpa("pesan tanpa kuki");
}

#[tokio::test]
async fn steps_of_officials_are_not_for_citizens() {
    let d = Dunia::baru().await;
    let mut w = d.warga();
    let (nomor, _) = w.lapor(&[]).await;
    let lacak = format!("/jembrana/pengaduan/lacak/{nomor}");
    w.buka(&lacak).await;
    for langkah in ["teruskan", "arsipkan", "jawab", "tutup"] {
        let s = w
            .kirim(
                &format!("{lacak}/{langkah}"),
                &[(&format!("{langkah}-jawaban"), "x")],
            )
            .await
            .status
            .as_u16();
        assert!([403, 409].contains(&s), "{langkah}: {s}");
    }
    w.kirim(&format!("{lacak}/tidak-ada"), &[]).await.berstatus(404);
    w.buka(&lacak).await.memuat("Menunggu verifikasi");
    // A word that comes too late is shown again, so that it is not lost.
    let b = w
        .kirim(
            &format!("{lacak}/keberatan"),
            &[("keberatan-pesan", "Belum dijawab sama sekali!")],
        )
        .await;
    b.berstatus(409)
        .memuat("Belum dijawab sama sekali!")
        .memuat("Salin dari sini");
}

#[tokio::test]
async fn what_is_secret_or_unverified_is_not_public() {
    let d = Dunia::baru().await;
    let mut rahasia = laporan();
    rahasia["rahasia"] = true.into();
    rahasia["judul"] = "Pungutan di loket".into();
    let r = d.laporan(rahasia, Some("dishubkp")).await;
    let baru = d.laporan(laporan(), None).await;
    let mut w = d.warga();
    for id in [r, baru] {
        w.buka(&format!("/jembrana/pengaduan/{}", d.nomor(id).await))
            .await
            .berstatus(404);
    }
    w.buka("/jembrana/pengaduan/daftar")
        .await
        .memuat("Belum ada laporan.");
    w.buka("/jembrana/cari?q=pungutan")
        .await
        .tanpa("Pungutan di loket");
    w.buka("/jembrana/").await.memuat("<b>0</b> laporan masuk");
    // An official who is logged in sees here what everybody sees.
    let buka = d.laporan(laporan(), Some("dishubkp")).await;
    let nomor = d.nomor(buka).await;
    w.buka(&format!("/jembrana/pengaduan/{nomor}"))
        .await
        .berstatus(200);
    w.buka(&format!("/kapuas/pengaduan/{nomor}")).await.berstatus(404);
    w.buka(&format!("/jembrana/pengaduan/{}", nomor.to_lowercase()))
        .await
        .berstatus(200);
}

#[tokio::test]
async fn names_stay_out_of_everything_public() {
    let d = Dunia::baru().await;
    let mut w = d.warga();
    let siapa = [
        ("pelapor.nama", "Ketut Rahasia"),
        ("pelapor.telepon", "081234567890"),
        ("anonim", "ya"),
    ];
    let (nomor, _) = w.lapor(&siapa).await;
    let b = w.buka(&format!("/jembrana/pengaduan/lacak/{nomor}")).await;
    b.memuat("Ketut Rahasia");
    let kode = d.app.store.profil("jembrana").unwrap().kode().clone();
    let id = d
        .app
        .store
        .id_bernomor(&kode, "pengaduan", &nomor)
        .await
        .unwrap()
        .unwrap();
    let k = d.petugas("jembrana", Peran::Koordinator, "diskominfo");
    d.langkah(
        "jembrana",
        &k,
        id,
        "teruskan",
        json!({ "unit": "dishubkp", "kelas": "tidak_berkadar" }),
    )
    .await;
    let b = d.warga().buka(&format!("/jembrana/pengaduan/{nomor}")).await;
    b.berstatus(200)
        .tanpa("Ketut Rahasia")
        .tanpa("81234567890")
        .tanpa("Nama Petugas")
        .memuat("Pelapor");
    d.warga()
        .buka("/jembrana/pengaduan/daftar")
        .await
        .memuat("Lampu jalan mati")
        .tanpa("Ketut");
}

#[tokio::test]
async fn a_joined_report_says_where_it_goes_on() {
    let d = Dunia::baru().await;
    let utama = d.laporan(laporan(), Some("dishubkp")).await;
    let mut w = d.warga();
    let (nomor, _) = w.lapor(&[]).await;
    let kode = d.app.store.profil("jembrana").unwrap().kode().clone();
    let id = d
        .app
        .store
        .id_bernomor(&kode, "pengaduan", &nomor)
        .await
        .unwrap()
        .unwrap();
    let k = d.petugas("jembrana", Peran::Koordinator, "diskominfo");
    d.langkah("jembrana", &k, id, "gabung", json!({ "ke": utama.to_string() }))
        .await;
    let ke = d.nomor(utama).await;
    w.buka(&format!("/jembrana/pengaduan/lacak/{nomor}"))
        .await
        .memuat("Dilanjutkan di laporan")
        .memuat(&ke);
    d.warga()
        .buka(&format!("/jembrana/pengaduan/{nomor}"))
        .await
        .berstatus(200)
        .memuat(&ke)
        .memuat("digabung");
    // Of a secret one not even that is told.
    let mut rahasia = laporan();
    rahasia["rahasia"] = true.into();
    let r = d.laporan(rahasia, None).await;
    d.langkah("jembrana", &k, r, "gabung", json!({ "ke": utama.to_string() }))
        .await;
    d.warga()
        .buka(&format!("/jembrana/pengaduan/{}", d.nomor(r).await))
        .await
        .berstatus(404);
}

#[tokio::test]
async fn regencies_that_are_not_served() {
    let d = Dunia::baru().await;
    let mut w = d.warga();
    for jalur in [
        "/sleman/",
        "/sleman",
        "/sleman/pengaduan",
        "/JEMBRANA/",
        "/jembrana/tidak-ada",
        "/jembrana/pengaduan/baru/apa/lagi",
    ] {
        w.buka(jalur)
            .await
            .berstatus(404)
            .memuat("<h1>Tidak ditemukan</h1>");
    }
}
