//! Drafts, and forgetting what has run out.

use serde_json::json;
use store::{AkunSimpan, JenisSesi};
use uuid::Uuid;

use crate::{
    bekal::{Bekal, HARI, MENIT},
    contoh::*,
};

uji! {
    a_draft_is_kept_under_its_secret_until_its_time,
    a_later_draft_replaces_the_one_before,
    a_draft_keeps_what_was_typed_whatever_it_was,
    cleaning_forgets_what_has_run_out_and_nothing_else,
}

async fn a_draft_is_kept_under_its_secret_until_its_time(b: &Bekal) {
    let d = kode(LEMBAH);
    let isi = peta(json!({ "judul": "Lampu \"mati\" 💡", "langkah": 2, "lat": -7.95 }));
    b.store
        .simpan_draf(&d, "rahasia", None, &isi, b.ms() + HARI)
        .await
        .unwrap();
    assert_eq!(
        b.store.draf(&d, "rahasia").await.unwrap(),
        Some((None, isi.clone()))
    );
    for lain in ["", "rahasi", "rahasia ", "Rahasia", "' or 1=1 --", "\0"] {
        assert_eq!(b.store.draf(&d, lain).await.unwrap(), None, "{lain:?}");
    }
    assert_eq!(b.store.draf(&kode(PESISIR), "rahasia").await.unwrap(), None);
    b.store.hapus_draf(&kode(PESISIR), "rahasia").await.unwrap();
    b.store.hapus_draf(&d, "lain").await.unwrap();
    b.maju(HARI - 1);
    assert!(b.store.draf(&d, "rahasia").await.unwrap().is_some());
    b.maju(1);
    assert_eq!(b.store.draf(&d, "rahasia").await.unwrap(), None);
    b.store
        .simpan_draf(&d, "rahasia", None, &isi, b.ms() + HARI)
        .await
        .unwrap();
    b.store.hapus_draf(&d, "rahasia").await.unwrap();
    assert_eq!(b.store.draf(&d, "rahasia").await.unwrap(), None);
}

async fn a_later_draft_replaces_the_one_before(b: &Bekal) {
    let d = kode(LEMBAH);
    let isi = |n: i32| peta(json!({ "langkah": n }));
    let akun = Uuid::now_v7();
    b.store
        .simpan_draf(&d, "s", None, &isi(1), b.ms() + MENIT)
        .await
        .unwrap();
    b.store
        .simpan_draf(&d, "t", None, &isi(9), b.ms() + HARI)
        .await
        .unwrap();
    b.store
        .simpan_draf(&d, "s", Some(akun), &isi(2), b.ms() + HARI)
        .await
        .unwrap();
    b.maju(MENIT);
    assert_eq!(
        b.store.draf(&d, "s").await.unwrap(),
        Some((Some(akun), isi(2))),
        "words, owner and time are the new ones"
    );
    assert_eq!(b.store.draf(&d, "t").await.unwrap(), Some((None, isi(9))));
}

async fn a_draft_keeps_what_was_typed_whatever_it_was(b: &Bekal) {
    let d = kode(LEMBAH);
    // A form may hold anything; only NUL, which no database text takes, is left out.
    let isi =
        json!({ "a\0b": ["x\0", { "c": "\0\u{7}\u{202e}", "d": [null, true, 1.5] }], "e": "<script>'\";--" });
    b.store
        .simpan_draf(&d, "s", None, &peta(isi), b.ms() + HARI)
        .await
        .unwrap();
    let harap =
        json!({ "ab": ["x", { "c": "\u{7}\u{202e}", "d": [null, true, 1.5] }], "e": "<script>'\";--" });
    assert_eq!(b.store.draf(&d, "s").await.unwrap(), Some((None, peta(harap))));
}

async fn cleaning_forgets_what_has_run_out_and_nothing_else(b: &Bekal) {
    let d = kode(LEMBAH);
    let kosong = peta(json!({}));
    let akun = kernel::Akun {
        id: Uuid::nil(),
        daerah: d.clone(),
        pengguna: "a".into(),
        nama: "A".into(),
        peran: Vec::new(),
    };
    let id = b
        .store
        .simpan_akun(&AkunSimpan {
            akun: akun.clone(),
            sandi: "x".into(),
            aktif: true,
            surel: None,
            nip: None,
            ganti: false,
            dua_langkah: false,
        })
        .await
        .unwrap();
    let akun = kernel::Akun { id, ..akun };
    // Each once for a short time and once for long.
    for (nama, lama) in [("pendek", MENIT), ("panjang", 30 * HARI)] {
        b.store
            .simpan_draf(&d, nama, None, &kosong, b.ms() + lama)
            .await
            .unwrap();
        b.store
            .buka_sesi(&akun, JenisSesi::Web, "", nama.as_bytes(), b.ms() + lama)
            .await
            .unwrap();
        b.store
            .buka_sesi(
                &akun,
                JenisSesi::Token,
                "",
                format!("t{nama}").as_bytes(),
                b.ms() + lama,
            )
            .await
            .unwrap();
    }
    b.jadi(berkunci(
        buat_pohon(
            b,
            isi_dengan("A", json!({ "penanam": { "surel": "a@contoh.id" } })),
        ),
        "k",
    ))
    .await;
    b.store.simpan_berkas(&d, b"yatim", "image/png").await.unwrap();
    assert_eq!(b.store.bersihkan().await.unwrap(), 0);
    b.maju(3 * HARI);
    // A draft, a session, a token, a key, an upload.
    assert_eq!(b.store.bersihkan().await.unwrap(), 5);
    assert_eq!(b.store.bersihkan().await.unwrap(), 0);
    assert!(b.store.draf(&d, "panjang").await.unwrap().is_some());
    assert!(
        b.store
            .sesi(&d, JenisSesi::Web, b"panjang")
            .await
            .unwrap()
            .is_some()
    );
    assert!(
        b.store
            .sesi(&d, JenisSesi::Token, b"tpanjang")
            .await
            .unwrap()
            .is_some()
    );
    for (tabel, n) in [
        ("entri", 1),
        ("peristiwa", 1),
        ("kirim", 1),
        ("akun", 1),
        ("draf", 1),
        ("sesi", 2),
        ("kunci", 0),
        ("berkas", 0),
    ] {
        assert_eq!(b.baris(tabel).await, n, "{tabel}");
    }
}
