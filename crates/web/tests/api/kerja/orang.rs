//! What is kept of a person: found by an exact value, given out, erased.

use serde_json::json;

use super::entri;
use crate::bekal::Uji;

uji! {
    who_sees_personal_data_finds_by_exact_values,
    others_are_refused_and_nothing_stands_in_an_address,
    a_person_gets_what_is_kept_of_them,
    the_coordinator_erases_and_the_story_stays,
    erasing_by_the_api,
}

const ORANG: &str = "/serang/kerja/orang";

async fn who_sees_personal_data_finds_by_exact_values(u: &Uji) {
    let l = u.diteruskan(json!({})).await;
    let mut p = u.pegawai("koordinator").await;
    p.buka(ORANG).await.harus(200).memuat("Cari data seseorang");
    for nilai in ["SITI@contoh.id", "0812 0000 1234", "siti  aminah"] {
        p.kirim(ORANG, &[("nilai", nilai)])
            .await
            .harus(200)
            .memuat("Ditemukan: 1")
            .memuat(&entri(&l.nomor));
    }
    for nilai in ["siti", "contoh.id", "0812", "' or 1=1 --", "\u{0}", "%"] {
        p.kirim(ORANG, &[("nilai", nilai)])
            .await
            .harus(200)
            .memuat("Ditemukan: 0")
            .tanpa(&l.nomor);
    }
    p.kirim(ORANG, &[("nilai", "  ")])
        .await
        .harus(422)
        .memuat("Wajib diisi.");
    // The office that holds the report sees the reporter; another one does not.
    let mut pemegang = u.pegawai("penghubung").await;
    pemegang.buka(ORANG).await.harus(200);
    pemegang
        .kirim(ORANG, &[("nilai", "siti@contoh.id")])
        .await
        .harus(200)
        .memuat(&l.nomor)
        .tanpa("/lupakan");
    let mut lain = u.pegawai("penghubung:dlh").await;
    lain.buka(ORANG).await.harus(200);
    lain.kirim(ORANG, &[("nilai", "siti@contoh.id")])
        .await
        .harus(200)
        .memuat("Ditemukan: 0");
}

async fn others_are_refused_and_nothing_stands_in_an_address(u: &Uji) {
    let l = u.lapor(json!({})).await;
    u.peramban().buka(ORANG).await.harus(401);
    for siapa in ["auditor", "pimpinan", "administrator"] {
        let mut p = u.pegawai(siapa).await;
        p.buka(ORANG).await.harus(403);
        p.kirim(ORANG, &[("nilai", "siti@contoh.id")]).await.harus(403);
        p.kirim(&format!("{ORANG}/unduh"), &[("nilai", "siti@contoh.id")])
            .await
            .harus(403);
        p.buka(&format!("{}/lupakan", entri(&l.nomor)))
            .await
            .harus(match siapa {
                "administrator" => 404,
                _ => 403,
            });
    }
    let mut p = u.pegawai("koordinator").await;
    p.buka(&format!("{ORANG}?nilai=siti@contoh.id"))
        .await
        .harus(200)
        .tanpa(&l.nomor)
        .tanpa("siti@contoh.id");
    p.csrf = "palsu".into();
    p.kirim(ORANG, &[("nilai", "siti@contoh.id")])
        .await
        .harus(403)
        .tanpa(&l.nomor);
}

async fn a_person_gets_what_is_kept_of_them(u: &Uji) {
    let l = u.diteruskan(json!({})).await;
    let mut p = u.pegawai("koordinator").await;
    p.buka(&entri(&l.nomor)).await.harus(200);
    p.kirim(
        &format!("{}/catatan", entri(&l.nomor)),
        &[("catatan", "Warga ini sering melapor.")],
    )
    .await
    .harus(303);
    let unduh = p
        .kirim(&format!("{ORANG}/unduh"), &[("nilai", "siti@contoh.id")])
        .await
        .harus(200);
    let kepala = |n: &str| unduh.kepala.get(n).unwrap().to_str().unwrap().to_owned();
    assert_eq!(kepala("cache-control"), "no-store");
    assert!(kepala("content-disposition").contains("data-pribadi.json"));
    let isi: serde_json::Value = serde_json::from_str(&unduh.isi).unwrap();
    let e = &isi["entri"][0];
    assert_eq!(e["nomor"], l.nomor);
    assert_eq!(e["pelapor"]["surel"], "siti@contoh.id");
    assert_eq!(e["riwayat"].as_array().unwrap().len(), 2, "{e}");
    assert!(
        !unduh.isi.contains("sering melapor"),
        "internal notes stay inside"
    );
    assert!(
        !unduh.isi.contains("Pejabat koordinator"),
        "offices answer, not people"
    );
}

async fn the_coordinator_erases_and_the_story_stays(u: &Uji) {
    let l = u.diteruskan(json!({})).await;
    let alamat = format!("{}/lupakan", entri(&l.nomor));
    let mut p = u.pegawai("koordinator").await;
    p.buka(&entri(&l.nomor)).await.harus(200).memuat(&alamat);
    p.buka(&alamat)
        .await
        .harus(200)
        .memuat("Pelapor")
        .memuat("tidak dapat dibatalkan")
        .memuat(r#"name="_versi" value="2""#);
    p.kirim(&alamat, &[("_versi", "2"), ("alasan", "")])
        .await
        .harus(422)
        .memuat("Wajib diisi.");
    // Somebody changed it meanwhile: the reason is not lost.
    p.kirim(&alamat, &[("_versi", "1"), ("alasan", "Diminta pemilik data")])
        .await
        .harus(422)
        .memuat("berubah sejak Anda membukanya")
        .memuat("Diminta pemilik data");
    p.kirim(&alamat, &[("_versi", "x"), ("alasan", "Ya")])
        .await
        .harus(428);
    let r = p
        .kirim(&alamat, &[("_versi", "2"), ("alasan", "Diminta pemilik data")])
        .await
        .harus(303);
    p.ikut(&r)
        .await
        .harus(200)
        .memuat("Data pribadi dihapus")
        .memuat("Diminta pemilik data")
        .memuat("Jalan berlubang di depan pasar")
        .tanpa("Siti Aminah")
        .tanpa("siti@contoh.id")
        .tanpa(&alamat);
    p.kirim(&alamat, &[("_versi", "3"), ("alasan", "Lagi")])
        .await
        .harus(409);
    p.kirim(ORANG, &[("nilai", "siti@contoh.id")])
        .await
        .harus(200)
        .memuat("Ditemukan: 0");
    // The work goes on: the office answers a report of nobody.
    let mut opd = u.pegawai("penghubung").await;
    opd.buka(&entri(&l.nomor)).await.harus(200).tanpa("Siti Aminah");
}

async fn erasing_by_the_api(u: &Uji) {
    let l = u.lapor(json!({})).await;
    let jalur = format!("pengaduan/{}/lupakan", l.id);
    let isi = || json!({ "alasan": "Diminta pemilik data" });
    u.publik().post(&jalur, isi()).await.harus(404);
    u.publik()
        .dengan("x-kode-lacak", &l.kode)
        .dengan("if-match", "\"1\"")
        .post(&jalur, isi())
        .await
        .harus(403);
    let k = u.sebagai("koordinator").await;
    k.post(&jalur, isi()).await.harus(428);
    k.dengan("if-match", "\"7\"").post(&jalur, isi()).await.harus(412);
    let k = k.dengan("if-match", "\"1\"");
    for salah in [
        json!({}),
        json!({ "alasan": 7 }),
        json!({ "alasan": "", "lain": 1 }),
    ] {
        k.post(&jalur, salah).await.harus(422);
    }
    let j = k.post(&jalur, isi()).await.harus(200).json();
    assert!(j.get("pelapor").is_none_or(|p| p == &json!({})), "{j}");
    let r = k
        .get(&format!("pengaduan/{}/riwayat", l.id))
        .await
        .harus(200)
        .json();
    assert_eq!(r["data"][0]["apa"], "dilupakan");
    assert!(!r.to_string().contains("siti@contoh.id"));
}
