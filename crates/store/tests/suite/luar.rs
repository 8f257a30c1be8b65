//! Who accounts are at identity providers: one person, one account, in one regency; and the tokens of their programs.

use kernel::Galat;
use store::{Catatan, scim::KlienScim};
use uuid::Uuid;

use crate::{
    bekal::{Bekal, HARI, MENIT},
    contoh::*,
    faktor::{akun, catatan, operator},
};

uji! {
    one_person_is_one_account,
    of_many_at_once_one_is_bound,
    taking_it_away_leaves_a_record,
    a_token_opens_until_it_ends,
}

const SSO: &str = "https://sso.contoh.id";
const LAIN: &str = "https://lain.contoh.id";

fn ikat() -> Catatan {
    Catatan {
        perbuatan: "ikat penyedia".into(),
        ..operator("SSO")
    }
}

async fn one_person_is_one_account(b: &Bekal) {
    let (a, lain) = (akun(b, LEMBAH, "wayan").await, akun(b, LEMBAH, "ayu").await);
    let s = &b.store;
    assert!(s.akun_terikat(&kode(LEMBAH), SSO, "s-1").await.unwrap().is_none());
    assert!(s.ikat_luar(&a, SSO, "s-1", &ikat()).await.unwrap());
    // Neither the person nor the account is given away a second time, and nothing is noted of the attempt.
    for (siapa, subjek) in [(&lain, "s-1"), (&a, "s-2"), (&a, "s-1")] {
        assert!(!s.ikat_luar(siapa, SSO, subjek, &ikat()).await.unwrap());
    }
    assert_eq!(s.riwayat_akun(&a, 9).await.unwrap().len(), 1);
    assert!(s.riwayat_akun(&lain, 9).await.unwrap().is_empty());
    // Letters count as they are, and so does the issuer.
    assert!(s.ikat_luar(&lain, SSO, "S-1", &ikat()).await.unwrap());
    assert!(s.ikat_luar(&a, LAIN, "s-2", &ikat()).await.unwrap());
    let siapa = |a: Option<store::AkunSimpan>| a.map(|a| a.akun.pengguna);
    for (penerbit, subjek, pemilik) in [
        (SSO, "s-1", Some("wayan")),
        (SSO, "S-1", Some("ayu")),
        (LAIN, "s-2", Some("wayan")),
        (LAIN, "s-1", None),
        (SSO, "s-1\0", None),
        (SSO, "", None),
    ] {
        let ada = s.akun_terikat(&kode(LEMBAH), penerbit, subjek).await.unwrap();
        assert_eq!(siapa(ada).as_deref(), pemilik, "{penerbit} {subjek:?}");
    }
    let semua = s.ikatan_luar(&a).await.unwrap();
    let penerbit: Vec<&str> = semua.iter().map(|i| i.penerbit.as_str()).collect();
    assert_eq!(penerbit, [LAIN, SSO]);
    // Another regency knows nobody, and may bind the same person to an account of its own.
    assert!(
        s.akun_terikat(&kode(PESISIR), SSO, "s-1")
            .await
            .unwrap()
            .is_none()
    );
    let sana = akun(b, PESISIR, "wayan").await;
    assert!(s.ikat_luar(&sana, SSO, "s-1", &ikat()).await.unwrap());
    assert!(!s.ikat_luar(&sana, SSO, "x\0", &ikat()).await.unwrap());
}

async fn of_many_at_once_one_is_bound(b: &Bekal) {
    let a = akun(b, LEMBAH, "wayan").await;
    let s = &b.store;
    let subjek = ["s-0", "s-1", "s-2", "s-3"];
    let c = ikat();
    let satu = |n: usize| s.ikat_luar(&a, SSO, subjek[n], &c);
    let (p, q, r, t) = tokio::join!(satu(0), satu(1), satu(2), satu(3));
    let jadi = [p, q, r, t].into_iter().filter(|h| *h.as_ref().unwrap()).count();
    assert_eq!(jadi, 1);
    assert_eq!(s.ikatan_luar(&a).await.unwrap().len(), 1);
    assert_eq!(s.riwayat_akun(&a, 9).await.unwrap().len(), 1);
}

async fn taking_it_away_leaves_a_record(b: &Bekal) {
    let a = akun(b, LEMBAH, "wayan").await;
    let s = &b.store;
    assert!(!s.lepas_luar(&a, &operator("")).await.unwrap());
    s.ikat_luar(&a, SSO, "s-1", &ikat()).await.unwrap();
    b.maju(MENIT);
    // Whoever is no administrator takes nothing away.
    let g = s.lepas_luar(&a, &catatan("")).await.unwrap_err();
    assert!(matches!(g, Galat::Ditolak(_)), "{g}");
    assert_eq!(s.ikatan_luar(&a).await.unwrap().len(), 1);
    assert!(s.lepas_luar(&a, &operator("dilepas")).await.unwrap());
    assert!(s.akun_terikat(&kode(LEMBAH), SSO, "s-1").await.unwrap().is_none());
    assert_eq!(s.riwayat_akun(&a, 9).await.unwrap()[0].1, operator("dilepas"));
    assert!(s.ikat_luar(&a, SSO, "s-2", &ikat()).await.unwrap());
}

async fn a_token_opens_until_it_ends(b: &Bekal) {
    let (s, d) = (&b.store, kode(LEMBAH));
    let kini = b.ms();
    let mut k = KlienScim {
        id: Uuid::from_u128(3),
        nama: "Direktori".into(),
        sidik: KlienScim::sidik("rahasia"),
        peran: vec![kernel::Peran::Petugas],
        aktif: true,
        dibuat: kini,
        kadaluarsa: kini + HARI,
        terakhir: None,
    };
    let g = s.scim_simpan_klien(&d, &k, &catatan("")).await.unwrap_err();
    assert!(matches!(g, Galat::Ditolak(_)), "{g}");
    s.scim_simpan_klien(&d, &k, &operator("")).await.unwrap();
    assert_eq!(s.scim_klien(&d).await.unwrap(), std::slice::from_ref(&k));
    assert_eq!(s.perubahan_akun(&d, None, 9).await.unwrap()[0].akun, k.id);
    // Who asks is told as it was, and the use is remembered to five minutes.
    assert_eq!(s.scim_siapa(&d, "rahasia").await.unwrap(), Some(k.clone()));
    assert_eq!(s.scim_klien(&d).await.unwrap()[0].terakhir, Some(kini));
    b.maju(MENIT);
    assert!(s.scim_siapa(&d, "rahasia").await.unwrap().is_some());
    assert_eq!(s.scim_klien(&d).await.unwrap()[0].terakhir, Some(kini));
    b.maju(5 * MENIT);
    assert!(s.scim_siapa(&d, "rahasia").await.unwrap().is_some());
    assert_eq!(s.scim_klien(&d).await.unwrap()[0].terakhir, Some(b.ms()));
    assert!(s.scim_siapa(&d, "lain").await.unwrap().is_none());
    assert!(s.scim_siapa(&kode(PESISIR), "rahasia").await.unwrap().is_none());
    // Keeping it anew does not forget the use; turned off or run out, it opens nothing and is not used.
    k.aktif = false;
    s.scim_simpan_klien(&d, &k, &operator("")).await.unwrap();
    let terakhir = s.scim_klien(&d).await.unwrap()[0].terakhir;
    assert!(terakhir.is_some());
    assert!(s.scim_siapa(&d, "rahasia").await.unwrap().is_none());
    k.aktif = true;
    s.scim_simpan_klien(&d, &k, &operator("")).await.unwrap();
    b.maju(HARI - 6 * MENIT);
    assert!(s.scim_siapa(&d, "rahasia").await.unwrap().is_none());
    assert_eq!(s.scim_klien(&d).await.unwrap()[0].terakhir, terakhir);
}
