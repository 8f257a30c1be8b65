//! Figures of the whole: they follow what happens, name nobody, and are the same as page, CSV and JSON.

use kernel::Peran;
use serde_json::{Value, json};

use crate::bantu::{Dunia, laporan};

#[tokio::test]
async fn figures_follow_a_report_and_name_nobody() {
    let d = Dunia::baru().await;
    let mut w = d.warga();
    w.buka("/jembrana/transparansi")
        .await
        .memuat("Belum ada laporan dalam 12 bulan terakhir.");

    let mut isi = laporan();
    isi["judul"] = "Judul yang tidak untuk umum".into();
    isi["rahasia"] = true.into();
    let id = d.laporan(isi, Some("dishubkp")).await;
    let data = "/jembrana/transparansi/data.json";
    let angka: Vec<Value> = serde_json::from_str(&w.buka(data).await.isi).unwrap();
    let semua: Vec<&Value> = angka.iter().filter(|a| a["dimensi"] == "semua").collect();
    assert_eq!(semua.len(), 1);
    assert_eq!(
        (&semua[0]["masuk"], &semua[0]["dijawab"], &semua[0]["bulan"]),
        (&json!(1), &json!(0), &json!("2026-11"))
    );
    let opd = d.petugas("jembrana", Peran::Penghubung, "dishubkp");
    d.langkah(
        "jembrana",
        &opd,
        id,
        "jawab",
        json!({ "jawaban": "Sudah diganti." }),
    )
    .await;

    w.buka("/jembrana/transparansi?masa=3")
        .await
        .memuat("1 laporan masuk dalam 3 bulan terakhir. 100% sudah dijawab")
        .memuat("/jembrana/transparansi/opd/dishubkp?masa=3")
        .tanpa("Judul yang tidak untuk umum");
    let b = w.buka("/jembrana/transparansi/data.csv").await;
    b.memuat("dimensi,kode,nama,bulan,masuk,dijawab,")
        .memuat("\nunit,dishubkp,")
        .memuat(",2026-11,1,1,0,1,1,0,1,0,0,0,0\n");
    assert_eq!(b.kepala["access-control-allow-origin"], "*");
    assert_eq!(w.buka("/kapuas/transparansi/data.json").await.isi, "[]");

    // Asked once: the second answer is refused, the first counts.
    let pelapor = kernel::Pelaku::Pelapor(id);
    let nilai = json!({ "kepuasan": "sangat_puas" });
    d.langkah("jembrana", &pelapor, id, "nilai", nilai).await;
    w.buka("/jembrana/transparansi/data.csv")
        .await
        .memuat(",2026-11,1,1,0,1,1,0,1,0,0,1,4\n");

    // Nothing is closed against the citizen's word, and what came back is counted.
    let k = d.petugas("jembrana", Peran::Koordinator, "diskominfo");
    d.langkah(
        "jembrana",
        &k,
        id,
        "keberatan",
        json!({ "pesan": "Masih gelap.", "kanal": "telepon" }),
    )
    .await;
    w.buka("/jembrana/transparansi/data.csv")
        .await
        .memuat(",2026-11,1,1,0,1,0,0,0,0,1,1,4\n");
}

#[tokio::test]
async fn pages_of_offices_and_the_badge() {
    let d = Dunia::baru().await;
    let mut w = d.warga();
    for jalur in [
        "/jembrana/transparansi/opd/diskominfo",
        "/jembrana/transparansi?masa=24",
        "/jembrana/transparansi?masa=%00",
        "/jembrana/transparansi?masa=-1",
    ] {
        w.buka(jalur).await.berstatus(200);
    }
    w.buka("/jembrana/transparansi/opd/dinas-khayal")
        .await
        .berstatus(404);
    let b = w.buka("/jembrana/transparansi/lencana.svg").await;
    b.berstatus(200).memuat("<svg").memuat("belum ada");
    assert_eq!(b.kepala["content-type"], "image/svg+xml");
}
