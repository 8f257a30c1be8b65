//! Running figures equal a recount at any moment, whoever writes and however many at once.

use std::collections::BTreeMap;

use serde_json::json;
use store::Store;

use crate::{
    bekal::{Bekal, serentak},
    contoh::*,
};

uji! {
    figures_follow_every_change,
    figures_of_many_writers_equal_a_recount,
    a_change_of_the_rules_is_counted_at_the_next_start,
    figures_of_one_regency_and_span_only,
}

type Angka = BTreeMap<(String, String, String, String), i64>;

async fn angka(s: &Store, daerah: &str) -> Angka {
    let mut semua = Angka::new();
    for dimensi in ["semua", "jenis", "pemegang"] {
        for a in s.rekap(&kode(daerah), "pohon", dimensi, "", "9").await.unwrap() {
            semua.insert((dimensi.into(), a.masa, a.nilai, a.ukuran), a.jumlah);
        }
    }
    semua
}

/// The figures, which a recount must not change.
async fn teruji(b: &Bekal, daerah: &str) -> Angka {
    let berjalan = angka(&b.store, daerah).await;
    b.store.padatkan_rekap().await.unwrap();
    assert_eq!(angka(&b.store, daerah).await, berjalan, "folding changes nothing");
    let def = b.store.inventaris().register("pohon").unwrap().clone();
    b.store.hitung_rekap(&kode(daerah), &def).await.unwrap();
    assert_eq!(
        angka(&b.store, daerah).await,
        berjalan,
        "a recount gives the same"
    );
    berjalan
}

async fn figures_follow_every_change(b: &Bekal) {
    let semua = |a: &Angka, ukuran: &str| -> i64 {
        a.iter()
            .filter(|((d, _, _, u), _)| d == "semua" && u == ukuran)
            .map(|(_, n)| n)
            .sum()
    };
    assert_eq!(teruji(b, LEMBAH).await, Angka::new());
    let e = b.pohon(isi_dengan("Kelapa", json!({ "harga": 500 }))).await;
    let f = b.pohon(isi("Jati")).await;
    let a = teruji(b, LEMBAH).await;
    assert_eq!(
        (semua(&a, "ada"), semua(&a, "harga"), semua(&a, "terbit")),
        (2, 500, 0)
    );

    let e = b.jadi(ubah(b, &e, json!({ "harga": 200 }))).await;
    b.tolak(ubah(b, &f, json!({ "nama": "Terlarang" }))).await;
    let a = teruji(b, LEMBAH).await;
    assert_eq!(
        (semua(&a, "ada"), semua(&a, "harga")),
        (2, 200),
        "a refusal counts nothing"
    );

    b.jadi(catat(b, &e, "Dekat pagar")).await;
    assert_eq!(teruji(b, LEMBAH).await, a, "a note changes no figure");
    assert!(angka(&b.store, PESISIR).await.is_empty());
}

async fn figures_of_many_writers_equal_a_recount(b: &Bekal) {
    let lain = b.lain().await;
    for putaran in 0..4 {
        let baru: Vec<_> = (0..40)
            .map(|i| {
                buat_pohon(
                    b,
                    isi_dengan(&format!("Pohon {putaran}.{i}"), json!({ "harga": i })),
                )
            })
            .collect();
        let jadi = serentak(&[&b.store, &lain], baru).await;
        let ubahan = jadi
            .into_iter()
            .map(|h| ubah(b, &h.unwrap().entri, json!({ "harga": 7, "jenis": "langka" })))
            .collect();
        for h in serentak(&[&lain, &b.store], ubahan).await {
            h.unwrap();
        }
        if putaran == 2 {
            lain.padatkan_rekap().await.unwrap();
        }
    }
    let a = teruji(b, LEMBAH).await;
    let langka: i64 = a
        .iter()
        .filter(|((d, _, n, u), _)| d == "jenis" && n == "langka" && u == "harga")
        .map(|(_, n)| n)
        .sum();
    assert_eq!(langka, 160 * 7);
    assert!(
        !a.keys().any(|(d, _, n, _)| d == "jenis" && n != "langka"),
        "what fell to zero is not told"
    );
    lain.tutup().await;
}

async fn a_change_of_the_rules_is_counted_at_the_next_start(b: &Bekal) {
    b.pohon(isi("Jati")).await;
    let benar = teruji(b, LEMBAH).await;
    b.laku("update rekap set jumlah = 99; update rekap_versi set versi = 0")
        .await;
    let s = b.lain().await;
    assert_eq!(angka(&s, LEMBAH).await, benar);
    s.tutup().await;
    // The same rules: what stands there is believed, a start reads no entry.
    b.laku("update rekap set jumlah = 99").await;
    let s = b.lain().await;
    assert!(angka(&s, LEMBAH).await.values().all(|n| *n == 99));
    s.tutup().await;
}

async fn figures_of_one_regency_and_span_only(b: &Bekal) {
    b.pohon(isi("Sini")).await;
    b.jadi(buat(b, PESISIR, &koordinator(PESISIR), "pohon", isi("Sana")))
        .await;
    let masa = angka(&b.store, LEMBAH).await.into_keys().next().unwrap().1;
    let ada = |d: &'static str, dari: String, sampai: String| async move {
        let a = b
            .store
            .rekap(&kode(d), "pohon", "semua", &dari, &sampai)
            .await
            .unwrap();
        a.iter()
            .filter(|a| a.ukuran == "ada")
            .map(|a| a.jumlah)
            .sum::<i64>()
    };
    assert_eq!(ada(LEMBAH, masa.clone(), masa.clone()).await, 1);
    assert_eq!(ada(PESISIR, masa.clone(), masa.clone()).await, 1);
    assert_eq!(ada(LEMBAH, "0000".into(), "0001".into()).await, 0);
    assert_eq!(ada(LEMBAH, format!("{masa}x"), "9".into()).await, 0);
}
