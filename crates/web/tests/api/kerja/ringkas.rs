//! Tasks and boards: what waits for whom, and figures that open the list behind them.

use serde_json::{Value, json};

use super::DASAR;
use crate::bekal::Uji;

uji! { tasks_are_ones_own_and_sorted_by_urgency, a_board_counts_what_its_reader_sees, figures_open_their_lists }

async fn tasks_are_ones_own_and_sorted_by_urgency(u: &Uji) {
    let lama = u.lapor(json!({})).await;
    u.maju(7);
    let baru = u.lapor(json!({})).await;
    let kirim = u.diteruskan(json!({})).await;
    let tugas = async |siapa: &str| u.pegawai(siapa).await.buka("/serang/kerja").await.harus(200);
    let j = tugas("koordinator")
        .await
        .memuat("Tugas saya (2)")
        .memuat("Terlambat");
    assert_eq!(j.baris(), [lama.nomor.clone(), baru.nomor.clone()]);
    assert_eq!(tugas("penghubung").await.baris(), [kirim.nomor]);
    for siapa in [
        "penghubung:dlh",
        "auditor",
        "pimpinan",
        "administrator",
        "petugas",
    ] {
        assert_eq!(tugas(siapa).await.baris().len(), 0, "{siapa}");
    }
    tugas("auditor").await.memuat("Peran Anda tidak menangani entri.");
    tugas("penghubung:dlh")
        .await
        .memuat("Tidak ada yang menunggu Anda.");
    u.peramban().buka("/serang/kerja").await.harus(401);
    let mut lain = u.pegawai_di("jembrana", "koordinator").await;
    lain.buka("/serang/kerja").await.harus(401);
    assert_eq!(lain.buka("/jembrana/kerja").await.harus(200).baris().len(), 0);
}

async fn papan(u: &Uji, siapa: &str) -> Value {
    let j = u
        .pegawai(siapa)
        .await
        .buka(&format!("{DASAR}/papan?format=json"))
        .await
        .harus(200);
    serde_json::from_str(&j.isi).unwrap()
}

fn angka(papan: &Value) -> Vec<i64> {
    let butir = papan["blok"][0]["butir"].as_array().unwrap();
    butir.iter().map(|b| b["nilai"].as_i64().unwrap()).collect()
}

async fn a_board_counts_what_its_reader_sees(u: &Uji) {
    u.lapor(json!({})).await;
    u.maju(30);
    u.diteruskan(json!({ "rahasia": true })).await;
    assert_eq!(angka(&papan(u, "koordinator").await), [2, 2, 1]);
    assert_eq!(angka(&papan(u, "penghubung").await), [1, 1, 0]);
    assert_eq!(angka(&papan(u, "penghubung:dlh").await), [0, 0, 0]);
    let mut p = u.pegawai("koordinator").await;
    p.buka(&format!("{DASAR}/papan"))
        .await
        .harus(200)
        .memuat("2 dari 2 entri masih terbuka; 1 terlambat")
        .memuat("<svg");
    p.buka("/serang/kerja/tidak-ada/papan").await.harus(404);
    p.buka(&format!("{DASAR}/papan?format=xml")).await.harus(200);
    u.peramban().buka(&format!("{DASAR}/papan")).await.harus(401);
    u.pegawai_di("jembrana", "koordinator")
        .await
        .buka(&format!("{DASAR}/papan"))
        .await
        .harus(401);
}

async fn figures_open_their_lists(u: &Uji) {
    u.lapor(json!({})).await;
    u.diteruskan(json!({})).await;
    u.maju(30);
    let b = papan(u, "koordinator").await;
    let mut p = u.pegawai("koordinator").await;
    let mut dibuka = 0;
    for blok in b["blok"].as_array().unwrap() {
        for butir in blok["butir"].as_array().unwrap() {
            let Some(ke) = butir["tautan"].as_str() else {
                continue;
            };
            let j = p.buka(&format!("/serang{ke}")).await.harus(200);
            assert_eq!(
                j.baris().len() as i64,
                butir["nilai"].as_i64().unwrap(),
                "{butir}"
            );
            dibuka += 1;
        }
    }
    assert!(dibuka > 10, "{b}");
}
