//! Passkeys: each of one account of one regency, an answer counted once, a counter that never goes back, taken away with
//! its record.

use store::{KunciSandi, Pakai, Pasang, Tantangan};

use crate::{
    bekal::{Bekal, MENIT},
    contoh::*,
    faktor::{akun, operator},
};

uji! {
    a_passkey_is_of_one_account,
    no_more_than_allowed_and_each_challenge_once,
    an_answer_counts_once_and_a_counter_never_goes_back,
    taking_it_away_leaves_a_record,
    passkeys_reach_no_other_regency,
}

fn kunci(b: &Bekal, n: u8, hitung: i64) -> KunciSandi {
    KunciSandi {
        kredensial: vec![n; 32],
        kunci: vec![n, 1, 2],
        nama: format!("HP {n}"),
        hitung,
        dibuat: b.ms(),
        terakhir: None,
    }
}

fn tantangan(b: &Bekal, n: u8) -> Tantangan {
    Tantangan {
        isi: vec![n; 24],
        sampai: b.ms() + 5 * MENIT,
    }
}

async fn a_passkey_is_of_one_account(b: &Bekal) {
    let (a, lain) = (akun(b, LEMBAH, "wayan").await, akun(b, LEMBAH, "ayu").await);
    let k = kunci(b, 1, 0);
    let pasang = b.store.pasang_kunci(&a, &k, &tantangan(b, 1), 10).await;
    assert_eq!(pasang.unwrap(), Pasang::Sah);
    let pasang = b.store.pasang_kunci(&lain, &k, &tantangan(b, 2), 10).await;
    assert_eq!(pasang.unwrap(), Pasang::Ada);
    assert_eq!(b.store.kunci_sandi(&a).await.unwrap(), std::slice::from_ref(&k));
    assert!(b.store.kunci_sandi(&lain).await.unwrap().is_empty());
    let milik = b.store.pemilik_kunci(&kode(LEMBAH), &k.kredensial).await.unwrap();
    assert_eq!(milik, Some(("wayan".to_owned(), k)));
    assert_eq!(b.store.pemilik_kunci(&kode(LEMBAH), b"").await.unwrap(), None);
    // It counts as a second factor, and only its owner's.
    let semua = b.store.semua_akun(&kode(LEMBAH)).await.unwrap();
    let dua: Vec<_> = semua
        .iter()
        .map(|s| (s.akun.pengguna.as_str(), s.dua_langkah))
        .collect();
    assert_eq!(dua, [("ayu", false), ("wayan", true)]);
}

async fn no_more_than_allowed_and_each_challenge_once(b: &Bekal) {
    let a = akun(b, LEMBAH, "wayan").await;
    // Many at once, with one challenge: one of them.
    let tugas: Vec<_> = (0..6)
        .map(|n| {
            let (s, a, k, t) = (b.store.clone(), a.clone(), kunci(b, n, 0), tantangan(b, 1));
            tokio::spawn(async move { s.pasang_kunci(&a, &k, &t, 3).await.unwrap() })
        })
        .collect();
    let mut sah = 0;
    for t in tugas {
        match t.await.unwrap() {
            Pasang::Sah => sah += 1,
            p => assert_eq!(p, Pasang::Terpakai),
        }
    }
    assert_eq!(sah, 1);
    // Many at once, each with its own: as many as may be.
    let tugas: Vec<_> = (10..16)
        .map(|n| {
            let (s, a, k, t) = (b.store.clone(), a.clone(), kunci(b, n, 0), tantangan(b, n));
            tokio::spawn(async move { s.pasang_kunci(&a, &k, &t, 3).await.unwrap() })
        })
        .collect();
    for t in tugas {
        assert!(matches!(t.await.unwrap(), Pasang::Sah | Pasang::Penuh));
    }
    assert_eq!(b.store.kunci_sandi(&a).await.unwrap().len(), 3);
}

async fn an_answer_counts_once_and_a_counter_never_goes_back(b: &Bekal) {
    let a = akun(b, LEMBAH, "wayan").await;
    for (n, hitung) in [(1, 5), (2, 0)] {
        let k = kunci(b, n, hitung);
        b.store.pasang_kunci(&a, &k, &tantangan(b, n), 10).await.unwrap();
    }
    b.maju(MENIT);
    let pakai = async |n: u8, hitung: i64, t: u8| {
        let t = tantangan(b, t);
        b.store.pakai_kunci(&a, &[n; 32], hitung, &t).await.unwrap()
    };
    let (x, y) = tokio::join!(pakai(1, 6, 10), pakai(1, 7, 10));
    assert!([x, y].contains(&Pakai::Sah) && [x, y].contains(&Pakai::Terpakai));
    assert_eq!(pakai(1, 8, 11).await, Pakai::Sah);
    assert_eq!(pakai(1, 8, 12).await, Pakai::Mundur);
    assert_eq!(pakai(1, 0, 13).await, Pakai::Mundur);
    // What was refused for that is used up too.
    assert_eq!(pakai(1, 99, 12).await, Pakai::Terpakai);
    // Devices that do not count stay at 0, until they do.
    assert_eq!(pakai(2, 0, 14).await, Pakai::Sah);
    assert_eq!(pakai(2, 0, 15).await, Pakai::Sah);
    assert_eq!(pakai(2, 3, 16).await, Pakai::Sah);
    assert_eq!(pakai(2, 0, 17).await, Pakai::Mundur);
    // One that is not there is none.
    assert_eq!(pakai(3, 1, 18).await, Pakai::Mundur);
    let semua = b.store.kunci_sandi(&a).await.unwrap();
    let kini = Some(b.ms());
    let harap = [(8, kini), (3, kini)];
    assert_eq!([0, 1].map(|i| (semua[i].hitung, semua[i].terakhir)), harap);
    // Remembered no longer than it could be answered.
    assert!(b.baris("tantangan").await > 5);
    b.maju(5 * MENIT);
    assert_eq!(pakai(1, 9, 10).await, Pakai::Sah);
    assert_eq!(b.baris("tantangan").await, 1);
}

async fn taking_it_away_leaves_a_record(b: &Bekal) {
    let (a, lain) = (akun(b, LEMBAH, "wayan").await, akun(b, LEMBAH, "ayu").await);
    for n in 1..=3 {
        let (k, t) = (kunci(b, n, 0), tantangan(b, n));
        b.store.pasang_kunci(&a, &k, &t, 10).await.unwrap();
    }
    let c = operator("HP 1");
    assert!(!b.store.lepas_kunci(&lain, &[1; 32], &c).await.unwrap());
    assert!(b.store.lepas_kunci(&a, &[1; 32], &c).await.unwrap());
    assert!(!b.store.lepas_kunci(&a, &[1; 32], &c).await.unwrap());
    let riwayat = b.store.riwayat_akun(&a, 9).await.unwrap();
    assert_eq!(riwayat, [(b.store.jam().kini(), c.clone())]);
    assert!(b.store.riwayat_akun(&lain, 9).await.unwrap().is_empty());
    // The owner takes the app away and keeps the rest; somebody else takes all.
    assert!(!b.store.lepas_faktor(&a, false, &c, None).await.unwrap());
    assert_eq!(b.store.kunci_sandi(&a).await.unwrap().len(), 2);
    assert!(b.store.lepas_faktor(&a, true, &c, None).await.unwrap());
    assert!(b.store.kunci_sandi(&a).await.unwrap().is_empty());
    assert!(!b.store.lepas_faktor(&a, true, &c, None).await.unwrap());
}

async fn passkeys_reach_no_other_regency(b: &Bekal) {
    let a = akun(b, LEMBAH, "wayan").await;
    let sana = kernel::Akun {
        daerah: kode(PESISIR),
        ..a.clone()
    };
    let k = kunci(b, 1, 0);
    b.store.pasang_kunci(&a, &k, &tantangan(b, 1), 10).await.unwrap();
    assert!(b.store.kunci_sandi(&sana).await.unwrap().is_empty());
    let milik = b.store.pemilik_kunci(&kode(PESISIR), &k.kredensial).await;
    assert_eq!(milik.unwrap(), None);
    assert!(
        !b.store
            .lepas_kunci(&sana, &k.kredensial, &operator(""))
            .await
            .unwrap()
    );
    assert!(
        !b.store
            .lepas_faktor(&sana, true, &operator(""), None)
            .await
            .unwrap()
    );
    let pakai = b
        .store
        .pakai_kunci(&sana, &k.kredensial, 1, &tantangan(b, 2))
        .await;
    assert_eq!(pakai.unwrap(), Pakai::Mundur);
    assert_eq!(b.store.kunci_sandi(&a).await.unwrap(), [k]);
}
