//! What is secret is read on the record, through whatever face: page, API, list, export, file. Who may not read it leaves
//! none, who oversees it is told, and what cannot be written down is not shown.

use axum::{body::Body, http::Request};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use store::JenisSesi;
use tower::ServiceExt;

use crate::bekal::{Laporan, Uji, laporan};

uji! {
    every_face_leaves_a_reading, pages_leave_one_too, lists_of_titles_and_refusals_leave_none,
    who_filed_it_and_everybody_leave_none, what_cannot_be_written_down_is_not_shown, a_copy_for_a_person_is_an_export,
}

const SEMUA: &str = "/serang/kerja/pengaduan";

/// A complaint kept from the public, with a photograph.
async fn rahasia(u: &Uji) -> (Laporan, String) {
    let png = data_encoding::BASE64
        .decode(b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
        .unwrap();
    let j = u.publik().kirim("POST", "berkas", Some("image/png"), png).await;
    let foto = j.harus(201).json()["id"].as_str().unwrap().to_owned();
    let l = u.lapor(json!({ "rahasia": true, "foto": [foto] })).await;
    (l, foto)
}

/// Who read it through what, oldest first, as the auditor's API tells it; looking is a reading of its own, taken away.
async fn pembacaan(u: &Uji, l: &Laporan) -> Vec<(String, String)> {
    let j = u.sebagai("auditor").await;
    let j = j.get(&format!("pengaduan/{}/riwayat", l.id)).await.harus(200);
    let j = j.json();
    assert!(j["data"].as_array().unwrap().iter().all(|e| e["apa"] != "dibaca"));
    let semua = j["pembacaan"].as_array().unwrap().iter().rev();
    let satu = |e: &Value| {
        assert_eq!((&e["apa"], &e["isi"]), (&json!("dibaca"), &json!({})));
        assert!(e["log"]["n"].is_u64());
        let teks = |v: &Value| v.as_str().unwrap().to_owned();
        (teks(&e["oleh"]["nama"]), teks(&e["lewat"]))
    };
    semua
        .map(satu)
        .filter(|(nama, _)| nama != "Pejabat auditor")
        .collect()
}

fn lewat(semua: &[(String, String)]) -> Vec<&str> {
    semua.iter().map(|(_, l)| l.as_str()).collect()
}

async fn every_face_leaves_a_reading(u: &Uji) {
    let (l, foto) = rahasia(u).await;
    let biasa = u.lapor(json!({})).await;
    let k = u.sebagai("koordinator").await;
    let satu = format!("pengaduan/{}", l.id);
    let versi = k.get(&satu).await.harus(200).json()["versi"].clone();
    for jalur in [
        satu.clone(),
        format!("pengaduan/{}", l.nomor),
        format!("{satu}/riwayat"),
        format!("{satu}/langkah"),
        format!("pengaduan/{}", biasa.id),
    ] {
        k.get(&jalur).await.harus(200);
    }
    assert_eq!(lewat(&pembacaan(u, &l).await), ["api"], "once in ten minutes");
    u.detik(601);
    k.get(&satu).await.harus(200);
    k.get("pengaduan").await.harus(200);
    k.get("pengaduan.csv").await.harus(200);
    let j = k.get(&format!("/serang/berkas/{foto}")).await.harus(200);
    assert_eq!(j.kepala("cache-control"), Some("no-store"));
    let semua = pembacaan(u, &l).await;
    assert_eq!(lewat(&semua), ["api", "api", "daftar", "ekspor", "berkas"]);
    assert!(semua.iter().all(|(nama, _)| nama == "Pejabat koordinator"));
    // Nothing moved.
    let j = k.get(&satu).await.harus(200);
    assert_eq!((&j.json()["versi"], j.kepala("etag")), (&versi, Some("\"1\"")));
    // Content that the asker has already is not sent, so it is not read.
    u.detik(601);
    k.dengan("if-none-match", "\"1\"").get(&satu).await.harus(304);
    assert_eq!(pembacaan(u, &l).await.len(), 5);
    // An answer to a change shows the entry as well.
    k.patch(&satu, 1, json!({ "judul": "Lain" })).await.harus(200);
    assert_eq!(pembacaan(u, &l).await.len(), 6);
    // Only who oversees it is told.
    let kantor = u.profil("serang").fungsi("pengaduan").unwrap();
    let kepala = format!("kepala:{kantor}");
    for (siapa, boleh) in [
        ("auditor", true),
        (kepala.as_str(), true),
        ("koordinator", false),
        ("pimpinan", false),
    ] {
        let j = u.sebagai(siapa).await.get(&format!("{satu}/riwayat")).await;
        let j = j.harus(200).json();
        assert_eq!(j.get("pembacaan").is_some(), boleh, "{siapa}");
    }
    let j = u.sebagai("auditor").await;
    let j = j.get(&format!("pengaduan/{}/riwayat", biasa.id)).await;
    assert!(j.harus(200).json().get("pembacaan").is_none());
}

async fn pages_leave_one_too(u: &Uji) {
    let (l, _) = rahasia(u).await;
    let mut k = u.pegawai("koordinator").await;
    let e = format!("{SEMUA}/entri/{}", l.nomor);
    k.buka(&e)
        .await
        .harus(200)
        .memuat("Isi entri ini rahasia. Siapa membacanya")
        .tanpa("Siapa membaca, kapan");
    for jalur in [format!("{e}/ubah"), format!("{e}/langkah/teruskan"), e.clone()] {
        k.buka(&jalur).await.harus(200);
    }
    assert_eq!(lewat(&pembacaan(u, &l).await), ["halaman"]);
    // The form alone is a reading too.
    u.detik(601);
    k.buka(&format!("{e}/ubah")).await.harus(200);
    assert_eq!(pembacaan(u, &l).await.len(), 2);
    let mut a = u.pegawai("auditor").await;
    a.buka(&e)
        .await
        .harus(200)
        .memuat("Siapa membaca, kapan")
        .memuat("Pejabat koordinator, ")
        .memuat("(halaman entri)")
        // Also the auditor's own.
        .memuat("Pejabat auditor, ");
    let biasa = u.lapor(json!({})).await;
    a.buka(&format!("{SEMUA}/entri/{}", biasa.nomor))
        .await
        .harus(200)
        .tanpa("Isi entri ini rahasia")
        .tanpa("Siapa membaca, kapan");
}

async fn lists_of_titles_and_refusals_leave_none(u: &Uji) {
    let (l, foto) = rahasia(u).await;
    let mut k = u.pegawai("koordinator").await;
    for jalur in [SEMUA, "/serang/kerja"] {
        k.buka(jalur).await.harus(200).memuat(&l.nomor);
    }
    let e = format!("{SEMUA}/entri/{}", l.nomor);
    for siapa in ["penghubung:dlh", "administrator"] {
        let mut p = u.pegawai(siapa).await;
        p.buka(&e).await.harus(404);
        let p = u.sebagai(siapa).await;
        for jalur in [
            format!("pengaduan/{}", l.id),
            format!("pengaduan/{}/riwayat", l.id),
            format!("/serang/berkas/{foto}"),
        ] {
            p.get(&jalur).await.harus(404);
        }
        let daftar = p.get("pengaduan").await.harus(200);
        assert!(daftar.nomor().is_empty());
    }
    assert!(pembacaan(u, &l).await.is_empty());
}

async fn who_filed_it_and_everybody_leave_none(u: &Uji) {
    let (l, _) = rahasia(u).await;
    let p = u.publik().dengan("x-kode-lacak", &l.kode);
    p.get(&format!("pengaduan/{}", l.id)).await.harus(200);
    u.publik().get(&format!("pengaduan/{}", l.id)).await.harus(404);
    assert!(pembacaan(u, &l).await.is_empty());
}

/// A request that may fail by our fault, which nothing else in these tests may.
async fn mentah(
    u: &Uji,
    kepala: (&str, &str),
    metode: &str,
    jalur: &str,
    isi: Option<Value>,
) -> (u16, String) {
    let jalur = match jalur.starts_with('/') {
        true => jalur.to_owned(),
        false => format!("/serang/api/v1/{jalur}"),
    };
    let r = Request::builder()
        .method(metode)
        .uri(jalur)
        .header(kepala.0, kepala.1)
        .header("if-match", "\"1\"")
        .header("content-type", "application/merge-patch+json");
    let isi = isi.map_or_else(Body::empty, |v| Body::from(v.to_string()));
    let r = u.router.clone().oneshot(r.body(isi).unwrap()).await.unwrap();
    let status = r.status().as_u16();
    let isi = r.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8_lossy(&isi).into_owned())
}

async fn what_cannot_be_written_down_is_not_shown(u: &Uji) {
    let (l, foto) = rahasia(u).await;
    let biasa = u.lapor(json!({ "judul": "Lampu taman padam" })).await;
    let k = u.sebagai("koordinator").await;
    let mut halaman = u.pegawai("koordinator").await;
    let token = format!("Bearer {}", k.token.as_deref().unwrap());
    let api = ("authorization", token.as_str());
    let akun = u.akun("serang", "koordinator").await;
    let sesi = u
        .app
        .identitas
        .buka_sesi(&akun, JenisSesi::Web, "uji", 86_400_000);
    let kuki = format!("praja_sesi={}", sesi.await.unwrap());
    let web = ("cookie", kuki.as_str());
    u.laku("alter table pembacaan rename to hilang").await;
    let satu = format!("pengaduan/{}", l.id);
    let judul = laporan()["judul"].as_str().unwrap().to_owned();
    for jalur in [
        satu.clone(),
        format!("{satu}/riwayat"),
        "pengaduan".into(),
        "pengaduan.csv".into(),
        "pengaduan.xlsx".into(),
        format!("/serang/berkas/{foto}"),
    ] {
        let (status, isi) = mentah(u, api, "GET", &jalur, None).await;
        assert_eq!(status, 503, "{jalur}: {isi}");
        assert!(!isi.contains(&judul), "{jalur}: {isi}");
    }
    let (_, isi) = mentah(u, api, "GET", &satu, None).await;
    let j: Value = serde_json::from_str(&isi).unwrap();
    assert_eq!(
        (&j["kode"], &j["title"]),
        (&json!("tak-tercatat"), &json!("Pembacaan tidak dapat dicatat"))
    );
    let e = format!("{SEMUA}/entri/{}", l.nomor);
    for jalur in [e.clone(), format!("{e}/ubah")] {
        let (status, isi) = mentah(u, web, "GET", &jalur, None).await;
        assert_eq!(status, 503, "{jalur}: {isi}");
        assert!(isi.contains("maka isinya tidak ditampilkan"), "{isi}");
        assert!(!isi.contains(&judul) && !isi.contains("Siti Aminah"), "{isi}");
    }
    // A change whose answer could not be shown is not made.
    let (status, _) = mentah(u, api, "PATCH", &satu, Some(json!({ "judul": "Lain" }))).await;
    assert_eq!(status, 503);
    // What is not secret goes on.
    k.get(&format!("pengaduan/{}", biasa.id)).await.harus(200);
    halaman.buka(SEMUA).await.harus(200).memuat(&l.nomor);
    u.laku("alter table hilang rename to pembacaan").await;
    assert_eq!(k.get(&satu).await.harus(200).json()["versi"], 1);
    assert_eq!(lewat(&pembacaan(u, &l).await), ["api"]);
}

async fn a_copy_for_a_person_is_an_export(u: &Uji) {
    let (l, _) = rahasia(u).await;
    let mut k = u.pegawai("koordinator").await;
    k.buka("/serang/kerja/orang").await.harus(200);
    let siti = [("nilai", "siti@contoh.id")];
    k.kirim("/serang/kerja/orang", &siti)
        .await
        .harus(200)
        .memuat(&l.nomor);
    assert!(pembacaan(u, &l).await.is_empty(), "numbers and titles");
    k.kirim("/serang/kerja/orang/unduh", &siti)
        .await
        .harus(200)
        .memuat("Siti Aminah");
    assert_eq!(lewat(&pembacaan(u, &l).await), ["ekspor"]);
}
