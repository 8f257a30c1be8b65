//! Accounts, sessions and tokens.

use kernel::{Akun, Galat, Pelaku, Peran, nilai::KodeUnit};
use store::{AkunSimpan, Catatan, JenisSesi, Kehadiran, UbahAkun};
use uuid::Uuid;

use crate::{
    bekal::{Bekal, HARI, MENIT, medan},
    contoh::*,
};

uji! {
    an_account_comes_back_with_its_roles,
    an_account_is_replaced_by_its_login_name,
    a_role_in_an_unknown_unit_is_refused,
    a_session_speaks_for_its_account_until_it_runs_out,
    a_session_and_a_token_are_different_things,
    an_inactive_account_opens_nothing,
    a_session_counts_in_its_own_regency_only,
    whose_session_it_was_is_known_for_a_while,
    names_are_looked_for_as_they_are,
    a_new_account_takes_no_other_ones_name,
    one_administrator_stays,
    who_is_no_administrator_any_more_changes_nothing,
    a_change_and_its_note_are_one,
    roles_that_changed_meanwhile_stay,
    a_new_password_changes_nothing_else,
    a_replaced_password_opens_no_session,
    who_was_here_when,
}

fn orang(daerah: &str, pengguna: &str, peran: &[(Peran, &str)]) -> AkunSimpan {
    AkunSimpan {
        akun: Akun {
            id: Uuid::nil(),
            daerah: kode(daerah),
            pengguna: pengguna.into(),
            nama: format!("Nama {pengguna} ✍"),
            peran: peran.iter().map(|(p, u)| (*p, KodeUnit((*u).into()))).collect(),
        },
        sandi: format!("$argon2id${pengguna}"),
        aktif: true,
        surel: None,
        nip: None,
        ganti: false,
        dua_langkah: false,
    }
}

fn operator() -> Catatan {
    Catatan {
        oleh: None,
        perbuatan: "uji".into(),
        alasan: String::new(),
    }
}

fn oleh(a: &Akun) -> Catatan {
    Catatan {
        oleh: Some(a.id),
        ..operator()
    }
}

async fn simpan(b: &Bekal, mut a: AkunSimpan) -> Akun {
    a.akun.id = b.store.simpan_akun(&a).await.unwrap();
    a.akun
}

async fn an_account_comes_back_with_its_roles(b: &Bekal) {
    let peran = [
        (Peran::Kepala, "kebun"),
        (Peran::Penghubung, "kebun"),
        (Peran::Penghubung, "pasar"),
    ];
    let a = simpan(b, orang(LEMBAH, "wayan", &peran)).await;
    simpan(b, orang(LEMBAH, "ayu", &[])).await;
    let kembali = b.store.akun(&kode(LEMBAH), "wayan").await.unwrap().unwrap();
    assert_eq!(
        (&kembali.akun, kembali.sandi.as_str(), kembali.aktif),
        (&a, "$argon2id$wayan", true)
    );
    let semua = b.store.semua_akun(&kode(LEMBAH)).await.unwrap();
    assert_eq!(
        semua.iter().map(|a| a.akun.pengguna.as_str()).collect::<Vec<_>>(),
        ["ayu", "wayan"]
    );
    assert_eq!(semua[1].akun, a);
    assert!(b.store.akun(&kode(LEMBAH), "tiada").await.unwrap().is_none());
}

async fn an_account_is_replaced_by_its_login_name(b: &Bekal) {
    let a = simpan(b, orang(LEMBAH, "wayan", &[(Peran::Kepala, "kebun")])).await;
    let mut baru = orang(
        LEMBAH,
        "wayan",
        &[(Peran::Auditor, "pasar"), (Peran::Auditor, "pasar")],
    );
    baru.akun.nama = "Nama baru".into();
    baru.sandi = "$lain".into();
    baru.aktif = false;
    assert_eq!(
        b.store.simpan_akun(&baru).await.unwrap(),
        a.id,
        "the id stays, for what it did stands under it"
    );
    let kembali = b.store.akun(&kode(LEMBAH), "wayan").await.unwrap().unwrap();
    assert_eq!(
        (kembali.akun.nama.as_str(), kembali.sandi.as_str(), kembali.aktif),
        ("Nama baru", "$lain", false)
    );
    assert_eq!(kembali.akun.peran, [(Peran::Auditor, KodeUnit("pasar".into()))]);
    // The same name elsewhere is somebody else.
    let p = simpan(b, orang(PESISIR, "wayan", &[])).await;
    assert_ne!(p.id, a.id);
    assert_eq!(b.store.semua_akun(&kode(PESISIR)).await.unwrap().len(), 1);
    // At once from many sides: one account.
    let tugas: Vec<_> = (0..10)
        .map(|_| {
            let s = b.store.clone();
            tokio::spawn(async move {
                s.simpan_akun(&orang(LEMBAH, "baru", &[(Peran::Kepala, "kebun")]))
                    .await
                    .unwrap()
            })
        })
        .collect();
    let mut id = Vec::new();
    for t in tugas {
        id.push(t.await.unwrap());
    }
    assert!(id.iter().all(|i| *i == id[0]));
}

async fn a_role_in_an_unknown_unit_is_refused(b: &Bekal) {
    let g = b
        .store
        .simpan_akun(&orang(LEMBAH, "wayan", &[(Peran::Kepala, "sihir")]))
        .await
        .unwrap_err();
    assert_eq!(medan(&g), ["unit"]);
    let g = b
        .store
        .simpan_akun(&orang("khayal", "wayan", &[]))
        .await
        .unwrap_err();
    assert!(matches!(g, Galat::TidakDitemukan));
    assert_eq!(b.baris("akun").await, 0);
}

async fn sesi(b: &Bekal, jenis: JenisSesi, sidik: &[u8]) -> Option<Pelaku> {
    b.store.sesi(&kode(LEMBAH), jenis, sidik).await.unwrap()
}

async fn a_session_speaks_for_its_account_until_it_runs_out(b: &Bekal) {
    let a = simpan(b, orang(LEMBAH, "wayan", &[(Peran::Kepala, "kebun")])).await;
    b.store
        .buka_sesi(&a, JenisSesi::Web, "Firefox", b"s1", b.ms() + 10 * MENIT)
        .await
        .unwrap();
    b.store
        .buka_sesi(&a, JenisSesi::Web, "", b"s2", b.ms() + HARI)
        .await
        .unwrap();
    assert_eq!(
        sesi(b, JenisSesi::Web, b"s1").await,
        Some(Pelaku::Akun(Box::new(a.clone())))
    );
    assert_eq!(sesi(b, JenisSesi::Web, b"s3").await, None);
    assert_eq!(sesi(b, JenisSesi::Web, b"").await, None);
    b.maju(10 * MENIT - 1);
    assert!(sesi(b, JenisSesi::Web, b"s1").await.is_some());
    b.maju(1);
    assert_eq!(sesi(b, JenisSesi::Web, b"s1").await, None);
    assert!(sesi(b, JenisSesi::Web, b"s2").await.is_some());
    b.store.tutup_sesi(&kode(LEMBAH), b"s2").await.unwrap();
    assert_eq!(sesi(b, JenisSesi::Web, b"s2").await, None);
    // New roles count at once.
    b.store
        .buka_sesi(&a, JenisSesi::Web, "", b"s4", b.ms() + HARI)
        .await
        .unwrap();
    simpan(b, orang(LEMBAH, "wayan", &[(Peran::Auditor, "pasar")])).await;
    let kini = sesi(b, JenisSesi::Web, b"s4").await.unwrap();
    assert_eq!(
        kini.akun().unwrap().peran,
        [(Peran::Auditor, KodeUnit("pasar".into()))]
    );
}

async fn a_session_and_a_token_are_different_things(b: &Bekal) {
    let a = simpan(b, orang(LEMBAH, "wayan", &[])).await;
    b.store
        .buka_sesi(&a, JenisSesi::Web, "", b"web", b.ms() + HARI)
        .await
        .unwrap();
    b.store
        .buka_sesi(&a, JenisSesi::Token, "SIPD", b"token", b.ms() + HARI)
        .await
        .unwrap();
    assert!(
        sesi(b, JenisSesi::Web, b"web").await.is_some()
            && sesi(b, JenisSesi::Token, b"token").await.is_some()
    );
    assert!(
        sesi(b, JenisSesi::Token, b"web").await.is_none()
            && sesi(b, JenisSesi::Web, b"token").await.is_none()
    );
}

async fn an_inactive_account_opens_nothing(b: &Bekal) {
    let mut o = orang(LEMBAH, "wayan", &[]);
    let a = simpan(b, o.clone()).await;
    b.store
        .buka_sesi(&a, JenisSesi::Web, "", b"web", b.ms() + HARI)
        .await
        .unwrap();
    o.aktif = false;
    b.store.simpan_akun(&o).await.unwrap();
    assert_eq!(sesi(b, JenisSesi::Web, b"web").await, None);
    o.aktif = true;
    b.store.simpan_akun(&o).await.unwrap();
    assert!(sesi(b, JenisSesi::Web, b"web").await.is_some());
}

async fn a_session_counts_in_its_own_regency_only(b: &Bekal) {
    let a = simpan(b, orang(LEMBAH, "wayan", &[])).await;
    simpan(b, orang(PESISIR, "wayan", &[])).await;
    b.store
        .buka_sesi(&a, JenisSesi::Web, "", b"web", b.ms() + HARI)
        .await
        .unwrap();
    let p = kode(PESISIR);
    assert_eq!(b.store.sesi(&p, JenisSesi::Web, b"web").await.unwrap(), None);
    assert_eq!(b.store.pemilik_sesi(&p, b"web").await.unwrap(), None);
    b.store.tutup_sesi(&p, b"web").await.unwrap();
    assert!(
        sesi(b, JenisSesi::Web, b"web").await.is_some(),
        "nobody elsewhere can end it"
    );
}

async fn whose_session_it_was_is_known_for_a_while(b: &Bekal) {
    let a = simpan(b, orang(LEMBAH, "wayan", &[])).await;
    b.store
        .buka_sesi(&a, JenisSesi::Web, "", b"web", b.ms() + MENIT)
        .await
        .unwrap();
    b.maju(HARI);
    b.store.bersihkan().await.unwrap();
    assert_eq!(sesi(b, JenisSesi::Web, b"web").await, None);
    assert_eq!(
        b.store.pemilik_sesi(&kode(LEMBAH), b"web").await.unwrap(),
        Some(a.id),
        "what they typed can be given back"
    );
    b.maju(MENIT + 1);
    assert_eq!(b.store.bersihkan().await.unwrap(), 1);
    assert_eq!(b.store.pemilik_sesi(&kode(LEMBAH), b"web").await.unwrap(), None);
}

async fn names_are_looked_for_as_they_are(b: &Bekal) {
    simpan(b, orang(LEMBAH, "wayan", &[])).await;
    for nama in [
        "' or '1'='1",
        "wayan'--",
        "way%",
        "wayan\0",
        "\0",
        "WAYAN ",
        "",
        "🌳",
    ] {
        assert!(
            b.store.akun(&kode(LEMBAH), nama).await.unwrap().is_none(),
            "{nama:?}"
        );
    }
}

async fn a_new_account_takes_no_other_ones_name(b: &Bekal) {
    let a = simpan(b, orang(LEMBAH, "wayan", &[(Peran::Kepala, "kebun")])).await;
    let baru = orang(LEMBAH, "wayan", &[(Peran::Administrator, "pasar")]);
    assert_eq!(b.store.tambah_akun(&baru, &operator()).await.unwrap(), None);
    assert_eq!(
        b.store.akun(&kode(LEMBAH), "wayan").await.unwrap().unwrap().akun,
        a
    );
    // In another regency it is another person.
    let sana = orang(PESISIR, "wayan", &[]);
    assert!(
        b.store
            .tambah_akun(&sana, &operator())
            .await
            .unwrap()
            .is_some_and(|id| id != a.id)
    );
    let salah = orang(LEMBAH, "ayu", &[(Peran::Kepala, "tiada")]);
    assert_eq!(
        medan(&b.store.tambah_akun(&salah, &operator()).await.unwrap_err()),
        ["unit"]
    );
    assert!(b.store.akun(&kode(LEMBAH), "ayu").await.unwrap().is_none());
}

async fn one_administrator_stays(b: &Bekal) {
    let admin = [(Peran::Administrator, "kebun")];
    let a = simpan(b, orang(LEMBAH, "wayan", &admin)).await;
    let c = simpan(b, orang(LEMBAH, "ayu", &admin)).await;
    // Somebody else's administrator counts there only.
    simpan(b, orang(PESISIR, "made", &[])).await;
    let tutup = UbahAkun::Aktif(false);
    let lepas = UbahAkun::Peran(vec![(Peran::Auditor, KodeUnit("kebun".into()))]);
    // Two at once: one of them succeeds.
    let (dari_a, dari_c) = (oleh(&a), oleh(&c));
    let (x, y) = tokio::join!(
        b.store.ubah_akun(&a, &tutup, &dari_c),
        b.store.ubah_akun(&c, &lepas, &dari_a)
    );
    // Whoever came second is no administrator any more.
    assert!(x.is_ok_and(|x| x) ^ y.is_ok_and(|y| y));
    let semua = b.store.semua_akun(&kode(LEMBAH)).await.unwrap();
    let tinggal: Vec<&AkunSimpan> = semua
        .iter()
        .filter(|s| s.aktif && s.akun.ber(Peran::Administrator))
        .collect();
    assert_eq!(tinggal.len(), 1);
    for u in [&tutup, &lepas, &UbahAkun::Peran(vec![])] {
        assert!(
            !b.store
                .ubah_akun(&tinggal[0].akun, u, &oleh(&tinggal[0].akun))
                .await
                .unwrap()
        );
    }
    let kini = b.store.semua_akun(&kode(LEMBAH)).await.unwrap();
    assert_eq!(
        kini.iter().map(|s| (&s.akun, s.aktif)).collect::<Vec<_>>(),
        semua.iter().map(|s| (&s.akun, s.aktif)).collect::<Vec<_>>(),
        "a refused change leaves nothing behind"
    );
    // The operator may.
    assert!(
        b.store
            .ubah_akun(&tinggal[0].akun, &tutup, &operator())
            .await
            .unwrap()
    );
    let salah = UbahAkun::Peran(vec![(Peran::Kepala, KodeUnit("tiada".into()))]);
    assert_eq!(
        medan(&b.store.ubah_akun(&a, &salah, &operator()).await.unwrap_err()),
        ["unit"]
    );
}

/// The request came when they were one; the change waits for the lock, and finds that they are not.
async fn who_is_no_administrator_any_more_changes_nothing(b: &Bekal) {
    let admin = [(Peran::Administrator, "kebun")];
    let a = simpan(b, orang(LEMBAH, "wayan", &admin)).await;
    let c = simpan(b, orang(LEMBAH, "ayu", &admin)).await;
    let putu = simpan(b, orang(LEMBAH, "putu", &[])).await;
    let naik = UbahAkun::Peran(vec![(Peran::Administrator, KodeUnit("kebun".into()))]);
    let sandi = |s: &str| UbahAkun::Sandi {
        sandi: s.into(),
        ganti: false,
    };
    for turun in [UbahAkun::Peran(vec![]), UbahAkun::Aktif(false)] {
        let kini = b.store.akun(&kode(LEMBAH), "wayan").await.unwrap().unwrap();
        assert!(b.store.ubah_akun(&kini.akun, &turun, &oleh(&c)).await.unwrap());
        let jumlah = b.baris("riwayat_akun").await;
        for (siapa, u) in [
            (&putu, naik.clone()),
            (&c, UbahAkun::Aktif(false)),
            (&c, sandi("$milik-c")),
        ] {
            let g = b.store.ubah_akun(siapa, &u, &oleh(&a)).await.unwrap_err();
            assert!(matches!(g, Galat::Ditolak(_)), "{g}");
        }
        let baru = orang(LEMBAH, "komang", &admin);
        let g = b.store.tambah_akun(&baru, &oleh(&a)).await.unwrap_err();
        assert!(matches!(g, Galat::Ditolak(_)), "{g}");
        let g = b
            .store
            .lepas_faktor(&c, false, &oleh(&a), None)
            .await
            .unwrap_err();
        assert!(matches!(g, Galat::Ditolak(_)), "{g}");
        assert_eq!(b.baris("riwayat_akun").await, jumlah);
        let semua = b.store.semua_akun(&kode(LEMBAH)).await.unwrap();
        assert_eq!(semua.len(), 3);
        let sisa = semua
            .iter()
            .find(|s| s.akun == c && s.aktif && s.sandi.ends_with("ayu"));
        assert!(sisa.is_some(), "{semua:?}");
        simpan(b, orang(LEMBAH, "wayan", &admin)).await;
    }
    // An administrator of another regency is nobody here, and one's own password is one's own.
    let sana = simpan(b, orang(PESISIR, "made", &[])).await;
    assert!(b.store.ubah_akun(&putu, &naik, &oleh(&sana)).await.is_err());
    assert!(
        b.store
            .ubah_akun(&putu, &sandi("$baru"), &oleh(&putu))
            .await
            .unwrap()
    );
}

async fn a_change_and_its_note_are_one(b: &Bekal) {
    let a = simpan(b, orang(LEMBAH, "wayan", &[(Peran::Kepala, "kebun")])).await;
    b.store
        .buka_sesi(&a, JenisSesi::Web, "", b"web", b.ms() + HARI)
        .await
        .unwrap();
    b.laku("alter table riwayat_akun rename to tersembunyi").await;
    let ubah = [
        UbahAkun::Peran(vec![]),
        UbahAkun::Aktif(false),
        UbahAkun::Sandi {
            sandi: "$lain".into(),
            ganti: true,
        },
    ];
    for u in &ubah {
        assert!(b.store.ubah_akun(&a, u, &operator()).await.is_err());
    }
    assert!(
        b.store
            .tambah_akun(&orang(LEMBAH, "ayu", &[]), &operator())
            .await
            .is_err()
    );
    b.laku("alter table tersembunyi rename to riwayat_akun").await;
    let semua = b.store.semua_akun(&kode(LEMBAH)).await.unwrap();
    assert_eq!(semua.len(), 1);
    assert!(semua[0].akun == a && semua[0].aktif && semua[0].sandi == "$argon2id$wayan");
    assert!(sesi(b, JenisSesi::Web, b"web").await.is_some());
    // With its note it is made, and what spoke for the account has ended.
    assert!(b.store.ubah_akun(&a, &ubah[2], &operator()).await.unwrap());
    assert!(sesi(b, JenisSesi::Web, b"web").await.is_none());
    assert_eq!(b.store.riwayat_akun(&a, 9).await.unwrap()[0].1, operator());
}

async fn roles_that_changed_meanwhile_stay(b: &Bekal) {
    let a = simpan(b, orang(LEMBAH, "wayan", &[(Peran::Kepala, "kebun")])).await;
    let kini = simpan(b, orang(LEMBAH, "wayan", &[(Peran::Auditor, "pasar")])).await;
    let g = b.store.ubah_akun(&a, &UbahAkun::Peran(vec![]), &operator()).await;
    assert!(matches!(g, Err(Galat::Bentrok(_))));
    assert_eq!(
        b.store.akun(&kode(LEMBAH), "wayan").await.unwrap().unwrap().akun,
        kini
    );
    assert_eq!(b.baris("riwayat_akun").await, 0);
}

async fn a_new_password_changes_nothing_else(b: &Bekal) {
    let a = simpan(b, orang(LEMBAH, "wayan", &[(Peran::Kepala, "kebun")])).await;
    b.store
        .ubah_akun(&a, &UbahAkun::Aktif(false), &operator())
        .await
        .unwrap();
    let sandi = UbahAkun::Sandi {
        sandi: "$argon2id$lain".into(),
        ganti: true,
    };
    assert!(b.store.ubah_akun(&a, &sandi, &operator()).await.unwrap());
    let s = b.store.akun(&kode(LEMBAH), "wayan").await.unwrap().unwrap();
    assert_eq!(
        (&s.akun, s.sandi.as_str(), s.aktif),
        (&a, "$argon2id$lain", false)
    );
}

async fn who_was_here_when(b: &Bekal) {
    let a = simpan(b, orang(LEMBAH, "wayan", &[])).await;
    simpan(b, orang(LEMBAH, "ayu", &[])).await;
    assert!(b.store.kehadiran(&kode(LEMBAH)).await.unwrap().is_empty());
    let awal = b.ms();
    let buka = async |jenis, sidik: &'static [u8], umur| {
        b.store
            .buka_sesi(&a, jenis, "", sidik, b.ms() + umur)
            .await
            .unwrap();
    };
    buka(JenisSesi::Token, b"t1", 3 * HARI).await;
    b.maju(MENIT);
    buka(JenisSesi::Web, b"w1", MENIT).await;
    b.maju(2 * MENIT);
    buka(JenisSesi::Web, b"w2", HARI).await;
    let h = b.store.kehadiran(&kode(LEMBAH)).await.unwrap();
    let harap = Kehadiran {
        terakhir: Some(awal + 3 * MENIT),
        sesi: 1,
        token: 1,
    };
    assert_eq!(h.into_iter().collect::<Vec<_>>(), [(a.id, harap)]);
    assert!(b.store.kehadiran(&kode(PESISIR)).await.unwrap().is_empty());
}

async fn a_replaced_password_opens_no_session(b: &Bekal) {
    simpan(b, orang(LEMBAH, "wayan", &[])).await;
    let a = b.store.akun(&kode(LEMBAH), "wayan").await.unwrap().unwrap();
    let buka = async |a: &AkunSimpan, sidik: &'static [u8]| {
        let sampai = b.ms() + HARI;
        let buka = b.store.buka_sesi_bila(a, JenisSesi::Web, "", sidik, sampai);
        buka.await.unwrap()
    };
    assert!(buka(&a, b"s1").await);
    assert!(sesi(b, JenisSesi::Web, b"s1").await.is_some());
    let ubah = async |u: UbahAkun| b.store.ubah_akun(&a.akun, &u, &operator()).await.unwrap();
    ubah(UbahAkun::Sandi {
        sandi: "$lain".into(),
        ganti: false,
    })
    .await;
    // Compared before, opened after.
    assert!(!buka(&a, b"s2").await);
    assert!(sesi(b, JenisSesi::Web, b"s2").await.is_none());
    let kini = b.store.akun(&kode(LEMBAH), "wayan").await.unwrap().unwrap();
    assert!(buka(&kini, b"s3").await);
    ubah(UbahAkun::Aktif(false)).await;
    assert!(!buka(&kini, b"s4").await);
}
