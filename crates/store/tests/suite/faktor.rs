//! Second factors: set up once, each code taken once, taken away with its record and its letter; sessions of an account.

use kernel::{Akun, nilai::Nip};
use store::{AkunSimpan, Catatan, JenisSesi, Muatan, UbahAkun};
use uuid::Uuid;

use crate::{
    bekal::{Bekal, HARI, MENIT},
    contoh::*,
};

uji! {
    a_factor_is_set_up_once,
    a_step_is_taken_once_and_never_back,
    a_recovery_code_is_taken_once,
    taking_it_away_leaves_record_and_letter,
    nothing_reaches_another_regency,
    what_was_done_is_kept_in_order,
    sessions_of_an_account_end_one_by_one,
    a_number_belongs_to_one_account,
    a_password_to_replace_is_remembered,
}

pub async fn akun(b: &Bekal, daerah: &str, pengguna: &str) -> Akun {
    let mut a = AkunSimpan {
        akun: Akun {
            id: Uuid::nil(),
            daerah: kode(daerah),
            pengguna: pengguna.into(),
            nama: pengguna.into(),
            peran: Vec::new(),
        },
        sandi: "$argon2id$".into(),
        aktif: true,
        surel: None,
        nip: None,
        ganti: false,
        dua_langkah: false,
    };
    a.akun.id = b.store.simpan_akun(&a).await.unwrap();
    a.akun
}

fn pulih(n: u8) -> Vec<Vec<u8>> {
    (0..n).map(|i| vec![i; 32]).collect()
}

pub fn catatan(alasan: &str) -> Catatan {
    Catatan {
        oleh: Some(Uuid::from_u128(7)),
        perbuatan: "lepas dua langkah".into(),
        alasan: alasan.into(),
    }
}

pub fn operator(alasan: &str) -> Catatan {
    Catatan {
        oleh: None,
        ..catatan(alasan)
    }
}

async fn a_factor_is_set_up_once(b: &Bekal) {
    let a = akun(b, LEMBAH, "wayan").await;
    assert_eq!(b.store.faktor(&a).await.unwrap(), None);
    // At once from two sides: one of them succeeds.
    let (p10, p3) = (pulih(10), pulih(3));
    let (x, y) = tokio::join!(
        b.store.pasang_faktor(&a, "tertutup", 5, &p10),
        b.store.pasang_faktor(&a, "lain", 9, &p3)
    );
    assert!(x.unwrap() ^ y.unwrap());
    let f = b.store.faktor(&a).await.unwrap().unwrap();
    let harap = if f.rahasia == "tertutup" { (5, 10) } else { (9, 3) };
    assert_eq!((f.langkah, f.sisa, f.dibuat), (harap.0, harap.1, b.ms()));
    assert!(!b.store.pasang_faktor(&a, "ketiga", 1, &[]).await.unwrap());
    assert_eq!(b.store.faktor(&a).await.unwrap().unwrap(), f);
    let simpan = b.store.akun(&kode(LEMBAH), "wayan").await.unwrap().unwrap();
    assert!(simpan.dua_langkah);
    let ayu = akun(b, LEMBAH, "ayu").await;
    let semua = b.store.semua_akun(&kode(LEMBAH)).await.unwrap();
    let dua: Vec<(Uuid, bool)> = semua.iter().map(|s| (s.akun.id, s.dua_langkah)).collect();
    assert_eq!(dua, [(ayu.id, false), (a.id, true)]);
}

async fn a_step_is_taken_once_and_never_back(b: &Bekal) {
    let a = akun(b, LEMBAH, "wayan").await;
    assert!(!b.store.pakai_langkah(&a, 6).await.unwrap(), "there is no factor");
    b.store.pasang_faktor(&a, "x", 5, &[]).await.unwrap();
    assert!(!b.store.pakai_langkah(&a, 5).await.unwrap());
    let tugas: Vec<_> = (0..10)
        .map(|_| {
            let (s, a) = (b.store.clone(), a.clone());
            tokio::spawn(async move { s.pakai_langkah(&a, 6).await.unwrap() })
        })
        .collect();
    let mut berhasil = 0;
    for t in tugas {
        berhasil += usize::from(t.await.unwrap());
    }
    assert_eq!(berhasil, 1);
    assert!(b.store.pakai_langkah(&a, 9).await.unwrap());
    assert!(!b.store.pakai_langkah(&a, 8).await.unwrap());
}

async fn a_recovery_code_is_taken_once(b: &Bekal) {
    let a = akun(b, LEMBAH, "wayan").await;
    assert!(
        !b.store.ganti_pulih(&a, &pulih(2)).await.unwrap(),
        "there is no factor"
    );
    assert_eq!(b.baris("kode_pulih").await, 0);
    b.store.pasang_faktor(&a, "x", 5, &pulih(3)).await.unwrap();
    let lain = akun(b, LEMBAH, "ayu").await;
    assert!(!b.store.pakai_pulih(&lain, &[1; 32]).await.unwrap());
    let (x, y) = tokio::join!(
        b.store.pakai_pulih(&a, &[1; 32]),
        b.store.pakai_pulih(&a, &[1; 32])
    );
    assert!(x.unwrap() ^ y.unwrap());
    assert!(!b.store.pakai_pulih(&a, b"").await.unwrap());
    assert_eq!(b.store.faktor(&a).await.unwrap().unwrap().sisa, 2);
    assert!(b.store.ganti_pulih(&a, &[vec![9; 32]]).await.unwrap());
    assert!(!b.store.pakai_pulih(&a, &[0; 32]).await.unwrap());
    assert!(b.store.pakai_pulih(&a, &[9; 32]).await.unwrap());
    assert_eq!(b.store.faktor(&a).await.unwrap().unwrap().sisa, 0);
}

async fn taking_it_away_leaves_record_and_letter(b: &Bekal) {
    let a = akun(b, LEMBAH, "wayan").await;
    let surat = Muatan {
        register: "akun".into(),
        entri: a.id,
        nomor: "wayan".into(),
        ke: Some("akun:wayan".into()),
        acara: "faktor_dilepas".into(),
        isi: kernel::Peta::new(),
        setelah: None,
    };
    // What is not there leaves nothing behind.
    let c = operator("Ponsel hilang ✍");
    assert!(!b.store.lepas_faktor(&a, false, &c, Some(&surat)).await.unwrap());
    assert!(b.store.riwayat_akun(&a, 9).await.unwrap().is_empty());
    assert_eq!(b.baris("kirim").await, 0);
    b.store.pasang_faktor(&a, "x", 5, &pulih(3)).await.unwrap();
    assert!(b.store.lepas_faktor(&a, false, &c, Some(&surat)).await.unwrap());
    assert_eq!(b.store.faktor(&a).await.unwrap(), None);
    assert!(!b.store.pakai_pulih(&a, &[1; 32]).await.unwrap());
    let riwayat = b.store.riwayat_akun(&a, 9).await.unwrap();
    assert_eq!(riwayat, [(b.store.jam().kini(), c.clone())]);
    let kiriman = b.store.ambil_kiriman(9).await.unwrap();
    assert_eq!(kiriman.len(), 1);
    assert_eq!(kiriman[0].muatan.ke.as_deref(), Some("akun:wayan"));
    // Its owner needs no letter.
    b.store.pasang_faktor(&a, "x", 5, &[]).await.unwrap();
    assert!(b.store.lepas_faktor(&a, false, &c, None).await.unwrap());
    assert_eq!(b.baris("kirim").await, 1);
}

async fn nothing_reaches_another_regency(b: &Bekal) {
    let a = akun(b, LEMBAH, "wayan").await;
    let sana = Akun {
        daerah: kode(PESISIR),
        ..a.clone()
    };
    b.store.pasang_faktor(&a, "x", 5, &pulih(3)).await.unwrap();
    assert_eq!(b.store.faktor(&sana).await.unwrap(), None);
    assert!(!b.store.pakai_langkah(&sana, 6).await.unwrap());
    assert!(!b.store.pakai_pulih(&sana, &[1; 32]).await.unwrap());
    assert!(
        !b.store
            .lepas_faktor(&sana, true, &operator(""), None)
            .await
            .unwrap()
    );
    assert!(b.store.riwayat_akun(&sana, 9).await.unwrap().is_empty());
    assert_eq!(b.store.faktor(&a).await.unwrap().unwrap().sisa, 3);
}

async fn what_was_done_is_kept_in_order(b: &Bekal) {
    let (a, lain) = (akun(b, LEMBAH, "wayan").await, akun(b, LEMBAH, "ayu").await);
    for n in 0..5 {
        b.maju(MENIT);
        let c = Catatan {
            oleh: (n % 2 == 0).then_some(a.id),
            ..catatan(&n.to_string())
        };
        b.store.catat_akun(&a, &c).await.unwrap();
        b.store.catat_akun(&lain, &c).await.unwrap();
    }
    let r = b.store.riwayat_akun(&a, 3).await.unwrap();
    let alasan: Vec<&str> = r.iter().map(|(_, c)| c.alasan.as_str()).collect();
    assert_eq!(alasan, ["4", "3", "2"]);
    assert_eq!((r[0].1.oleh, r[1].1.oleh), (Some(a.id), None));
    assert_eq!(r[0].0, b.store.jam().kini());
    // Of the regency, in pages that leave out nothing and tell nothing twice.
    let daerah = kode(LEMBAH);
    let semua = b.store.perubahan_akun(&daerah, None, 99).await.unwrap();
    assert_eq!(semua.len(), 10);
    assert!(
        semua
            .windows(2)
            .all(|w| w[0].id > w[1].id && w[0].saat >= w[1].saat)
    );
    let awal = b.store.perubahan_akun(&daerah, None, 7).await.unwrap();
    let sisa = b
        .store
        .perubahan_akun(&daerah, Some(awal[6].id), 7)
        .await
        .unwrap();
    assert_eq!([awal, sisa].concat(), semua);
    assert!(
        b.store
            .perubahan_akun(&kode(PESISIR), None, 9)
            .await
            .unwrap()
            .is_empty()
    );
}

async fn sessions_of_an_account_end_one_by_one(b: &Bekal) {
    let (a, lain) = (akun(b, LEMBAH, "wayan").await, akun(b, LEMBAH, "ayu").await);
    let buka = async |akun: &Akun, jenis, sidik: &'static [u8]| {
        b.store
            .buka_sesi(akun, jenis, "Firefox · Linux", sidik, b.ms() + HARI)
            .await
            .unwrap();
    };
    let hidup =
        async |jenis, sidik: &[u8]| b.store.sesi(&kode(LEMBAH), jenis, sidik).await.unwrap().is_some();
    buka(&a, JenisSesi::Web, b"w1").await;
    b.maju(MENIT);
    buka(&a, JenisSesi::Web, b"w2").await;
    buka(&a, JenisSesi::Web, b"w3").await;
    buka(&a, JenisSesi::Separuh, b"s").await;
    buka(&a, JenisSesi::Token, b"t").await;
    buka(&lain, JenisSesi::Web, b"l").await;
    // Half a session is no session, and the other way about.
    assert!(!hidup(JenisSesi::Web, b"s").await && !hidup(JenisSesi::Separuh, b"w1").await);
    assert!(!hidup(JenisSesi::Tertahan, b"s").await && hidup(JenisSesi::Separuh, b"s").await);
    // Used again after a while, it is noted and stands first.
    b.maju(10 * MENIT);
    assert!(hidup(JenisSesi::Web, b"w1").await);
    let semua = b.store.sesi_akun(&a, JenisSesi::Web).await.unwrap();
    assert_eq!(semua.len(), 3);
    assert_eq!(
        (semua[0].sidik.as_slice(), semua[0].terakhir),
        (&b"w1"[..], b.ms())
    );
    assert_eq!(semua[0].dibuat, b.ms() - 11 * MENIT);
    assert_eq!(
        (semua[1].terakhir, semua[1].nama.as_str()),
        (b.ms() - 10 * MENIT, "Firefox · Linux")
    );
    assert!(
        !b.store
            .tutup_sesi_milik(&lain, JenisSesi::Web, b"w1")
            .await
            .unwrap()
    );
    assert!(!b.store.tutup_sesi_milik(&a, JenisSesi::Web, b"t").await.unwrap());
    assert!(b.store.tutup_sesi_milik(&a, JenisSesi::Web, b"w1").await.unwrap());
    assert!(!b.store.tutup_sesi_milik(&a, JenisSesi::Web, b"w1").await.unwrap());
    assert!(!hidup(JenisSesi::Web, b"w1").await && hidup(JenisSesi::Web, b"w2").await);
    assert_eq!(
        b.store.pemilik_sesi(&kode(LEMBAH), b"w1").await.unwrap(),
        Some(a.id),
        "what was typed there can be given back"
    );
    assert_eq!(
        b.store.tutup_sesi_lain(&a, JenisSesi::Web, b"w2").await.unwrap(),
        1
    );
    assert!(!hidup(JenisSesi::Web, b"w3").await && hidup(JenisSesi::Web, b"w2").await);
    assert!(hidup(JenisSesi::Token, b"t").await && hidup(JenisSesi::Web, b"l").await);
}

async fn a_number_belongs_to_one_account(b: &Bekal) {
    let (a, lain) = (akun(b, LEMBAH, "wayan").await, akun(b, LEMBAH, "ayu").await);
    let nip = Nip::baru("198501012010011001").unwrap();
    let punya = async |pengguna: &str| b.store.akun(&kode(LEMBAH), pengguna).await.unwrap().unwrap().nip;
    assert!(b.store.ganti_nip(&a, Some(&nip)).await.unwrap());
    assert!(
        b.store.ganti_nip(&a, Some(&nip)).await.unwrap(),
        "the same once more"
    );
    assert!(!b.store.ganti_nip(&lain, Some(&nip)).await.unwrap());
    assert_eq!(
        (punya("wayan").await.as_ref(), punya("ayu").await),
        (Some(&nip), None)
    );
    let baru = AkunSimpan {
        akun: Akun {
            pengguna: "made".into(),
            ..a.clone()
        },
        nip: Some(nip.clone()),
        ..b.store.akun(&kode(LEMBAH), "ayu").await.unwrap().unwrap()
    };
    assert_eq!(b.store.tambah_akun(&baru, &operator("")).await.unwrap(), None);
    // Elsewhere it may be the same person.
    let sana = akun(b, PESISIR, "wayan").await;
    assert!(b.store.ganti_nip(&sana, Some(&nip)).await.unwrap());
    assert!(b.store.ganti_nip(&a, None).await.unwrap());
    assert!(b.store.tambah_akun(&baru, &operator("")).await.unwrap().is_some());
    assert_eq!(punya("made").await, Some(nip));
}

async fn a_password_to_replace_is_remembered(b: &Bekal) {
    let a = akun(b, LEMBAH, "wayan").await;
    let ganti = async || b.store.akun(&kode(LEMBAH), "wayan").await.unwrap().unwrap().ganti;
    assert!(!ganti().await);
    let sandi = async |sandi: &str, ganti| {
        let ubah = UbahAkun::Sandi {
            sandi: sandi.into(),
            ganti,
        };
        assert!(b.store.ubah_akun(&a, &ubah, &operator("")).await.unwrap());
    };
    sandi("$satu", true).await;
    assert!(ganti().await);
    sandi("$dua", false).await;
    assert!(!ganti().await);
}
