//! A request sent twice is carried out once, whoever answers it.

use kernel::{Galat, IdEntri};
use serde_json::json;

use crate::{
    bekal::{Bekal, HARI, antre, serentak},
    contoh::*,
};

uji! {
    the_same_request_gives_the_same_entry,
    another_request_under_the_same_key_is_refused,
    a_key_belongs_to_a_regency,
    a_refused_request_may_be_mended_under_its_key,
    duplicates_at_once_make_one_entry,
    duplicates_at_two_processes_make_one_entry,
    keys_are_forgotten_after_two_days,
}

async fn the_same_request_gives_the_same_entry(b: &Bekal) {
    // A repeat comes with an id of its own: the server chooses it anew for each request.
    let minta = || {
        berkunci(
            buat_pohon(
                b,
                isi_dengan("A", json!({ "penanam": { "surel": "a@contoh.id" } })),
            ),
            "k",
        )
    };
    let satu = b.store.jalankan(minta()).await.unwrap();
    let dua = b.store.jalankan(minta()).await.unwrap();
    assert!(!satu.ulangan && dua.ulangan);
    assert_eq!(satu.entri, dua.entri);
    for (tabel, n) in [("entri", 1), ("peristiwa", 1), ("kirim", 1), ("kunci", 1)] {
        assert_eq!(b.baris(tabel).await, n, "{tabel}");
    }
    // A step too is taken once.
    let tanam = berkunci(langkah(b, &satu.entri, "tanam", json!({ "unit": "kebun" })), "l");
    let tiga = b.store.jalankan(tanam.clone()).await.unwrap();
    let empat = b.store.jalankan(tanam).await.unwrap();
    assert_eq!((tiga.ulangan, empat.ulangan, empat.entri.versi), (false, true, 2));
    assert_eq!(tiga.entri, empat.entri);
}

async fn another_request_under_the_same_key_is_refused(b: &Bekal) {
    b.jadi(berkunci(buat_pohon(b, isi("A")), "k")).await;
    let g = b.tolak(berkunci(buat_pohon(b, isi("B")), "k")).await;
    assert!(matches!(g, Galat::Bentrok(_)), "{g}");
    // In one batch as well.
    let hasil = antre(
        &b.store,
        ["C", "C", "D", "C"]
            .map(|n| berkunci(buat_pohon(b, isi(n)), "m"))
            .to_vec(),
    )
    .await;
    let sama = |i: usize| hasil[i].as_ref().map(|h| h.entri.id).ok();
    let c = [0, 1, 3].map(sama);
    let d = sama(2);
    // Whichever of the two came first on PostgreSQL, the other one is refused.
    assert!(
        (c[0].is_some() && c.iter().all(|i| *i == c[0]) && d.is_none()) || (c == [None; 3] && d.is_some()),
        "{hasil:?}"
    );
    assert_eq!(b.baris("entri").await, 2);
}

async fn a_key_belongs_to_a_regency(b: &Bekal) {
    let minta = |d| berkunci(buat(b, d, &koordinator(d), "pohon", isi("A")), "k");
    let (l, p) = (b.jadi(minta(LEMBAH)).await, b.jadi(minta(PESISIR)).await);
    assert_ne!(l.id, p.id);
    assert_eq!(b.jadi(minta(PESISIR)).await, p);
}

async fn a_refused_request_may_be_mended_under_its_key(b: &Bekal) {
    b.tolak(berkunci(
        buat_pohon(b, isi_dengan("A", json!({ "harga": "mahal" }))),
        "k",
    ))
    .await;
    b.tolak(berkunci(
        buat_pohon(b, isi_dengan("A", json!({ "induk": IdEntri::baru(b.kini()) }))),
        "k",
    ))
    .await;
    b.jadi(berkunci(
        buat_pohon(b, isi_dengan("A", json!({ "harga": 5 }))),
        "k",
    ))
    .await;
    assert_eq!(b.baris("entri").await, 1);
}

async fn duplicates_at_once_make_one_entry(b: &Bekal) {
    for putaran in 0..5 {
        let kunci = format!("k{putaran}");
        let semua = (0..40)
            .map(|_| berkunci(buat_pohon(b, isi("A")), &kunci))
            .collect();
        let hasil: Vec<_> = serentak(&[&b.store], semua)
            .await
            .into_iter()
            .map(Result::unwrap)
            .collect();
        assert_eq!(hasil.iter().filter(|h| !h.ulangan).count(), 1);
        assert!(hasil.iter().all(|h| h.entri == hasil[0].entri));
    }
    assert_eq!((b.baris("entri").await, b.baris("peristiwa").await), (5, 5));
}

async fn duplicates_at_two_processes_make_one_entry(b: &Bekal) {
    let lain = b.lain().await;
    for putaran in 0..40 {
        let kunci = format!("k{putaran}");
        let n = if putaran % 2 == 0 { 2 } else { 10 };
        let semua = (0..n)
            .map(|_| berkunci(buat_pohon(b, isi("A")), &kunci))
            .collect();
        let hasil: Vec<_> = serentak(&[&b.store, &lain], semua).await;
        let hasil: Vec<_> = hasil
            .into_iter()
            .map(|h| h.unwrap_or_else(|g| panic!("round {putaran}: {g}")))
            .collect();
        assert_eq!(hasil.iter().filter(|h| !h.ulangan).count(), 1);
        assert!(hasil.iter().all(|h| h.entri == hasil[0].entri));
    }
    assert_eq!((b.baris("entri").await, b.baris("kunci").await), (40, 40));
    lain.tutup().await;
}

async fn keys_are_forgotten_after_two_days(b: &Bekal) {
    let satu = b.jadi(berkunci(buat_pohon(b, isi("A")), "k")).await;
    b.maju(2 * HARI);
    assert_eq!(b.store.bersihkan().await.unwrap(), 0);
    assert_eq!(b.jadi(berkunci(buat_pohon(b, isi("A")), "k")).await, satu);
    b.maju(1);
    assert_eq!(b.store.bersihkan().await.unwrap(), 1);
    assert_ne!(b.jadi(berkunci(buat_pohon(b, isi("A")), "k")).await.id, satu.id);
}
