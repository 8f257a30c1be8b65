//! Logging in with an identity provider: an imitation on this machine issues good and spoilt tokens, signed RS256 with a
//! key of our own single sign-on; a browser walks through the whole site in this process, on SQLite and on PostgreSQL.
//!
//! PostgreSQL comes from `PRAJA_UJI_PG`, which `make test` sets. Without it the `pg` half does nothing, except in CI,
//! where it fails.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod ikatan;
mod keluar;
mod peramban;
mod tiruan;

use identity::{Oleh, Orang};
use kernel::{
    Peran,
    nilai::{Nip, Surel},
};
use peramban::Peramban;
use serde_json::json;
use store::AkunSimpan;
use tiruan::{Situs, Tiruan};

bekal::uji!(
    an_official_comes_in_and_what_is_owed_is_asked,
    nobody_comes_in_with_a_spoilt_token,
    nobody_comes_in_by_another_way,
    only_whom_the_regency_knows,
    a_provider_that_is_silent
);

/// The site of a test: the provider listens on a port that is known only when the test runs.
fn situs() -> bekal::Situs {
    bekal::Situs {
        register: [layanan::register(), tata_kelola::register()].concat(),
        daerah: &["serang", "jembrana"],
        rute: federasi::rute(&federasi::oidc::Semua::default()),
        atur: |_| {},
    }
}

const NIP: &str = "198001012005012001";

async fn akun(u: &bekal::Uji, pengguna: &str, nip: Option<&str>, peran: Peran) -> AkunSimpan {
    let d = u.app.store.profil("serang").unwrap().kode().clone();
    let o = Orang {
        pengguna,
        nama: "Ni Made Sari",
        peran: vec![(peran, u.unit("kominfo"))],
        nip: nip.map(|n| Nip::baru(n).unwrap()),
        surel: Some(Surel::baru("made@contoh.id").unwrap()),
    };
    let sandi = Some("kata sandi uji coba".to_owned());
    u.app
        .identitas
        .tambah_akun(Oleh::Operator, &d, o, sandi)
        .await
        .unwrap()
        .0
}

async fn an_official_comes_in_and_what_is_owed_is_asked(u: &bekal::Uji) {
    let t = Tiruan::baru(u).await;
    let a = akun(u, "made", Some(NIP), Peran::Petugas).await;
    let s = Situs::baru(u, &t, |_| {});
    let mut b = Peramban::default();
    let halaman = b.buka(&s, "/serang/masuk").await;
    assert!(halaman.isi.contains("Masuk dengan SSO Serang"), "{}", halaman.isi);
    assert!(!b.buka(&s, "/jembrana/masuk").await.isi.contains("SSO Serang"));
    b.buka(&s, "/jembrana/masuk/luar").await.harus(404);

    let ke = t.masuk(&mut b, &s, json!({}), "").await;
    let lagi = b.terakhir.clone();
    assert_eq!(ke.harus(303).ke(), "/serang/kerja/tugas?x=1");
    b.buka(&s, "/serang/kerja").await.harus(200);
    let riwayat = u.app.store.riwayat_akun(&a.akun, 9).await.unwrap();
    let tercatat = |c: &store::Catatan| c.perbuatan == "masuk lewat penyedia" && c.alasan == "SSO Serang";
    assert!(riwayat.iter().any(|(_, c)| tercatat(c)), "{riwayat:?}");
    // The way back is gone once.
    b.buka(&s, &lagi).await.tolak("tidak dimulai di peramban ini");

    // A role that asks for a second factor: ours, unless the provider's counts.
    let wajib =
        |app: &mut web::Aplikasi| app.identitas = app.identitas.clone().dengan_wajib(vec![Peran::Petugas]);
    let s = Situs::baru(u, &t, wajib);
    let mut b = Peramban::default();
    let j = t
        .masuk(&mut b, &s, json!({ "amr": ["pwd"], "acr": "lemah" }), "")
        .await;
    assert!(j.harus(303).ke().starts_with("/serang/masuk/langkah"));
    b.buka(&s, "/serang/kerja").await.bukan(200);
    for klaim in [json!({ "amr": ["pwd", "mfa"] }), json!({ "acr": "mfa" })] {
        let mut b = Peramban::default();
        let j = t.masuk(&mut b, &s, klaim, "").await;
        assert_eq!(j.harus(303).ke(), "/serang/kerja/tugas?x=1");
        b.buka(&s, "/serang/kerja").await.harus(200);
    }
}

async fn nobody_comes_in_with_a_spoilt_token(u: &bekal::Uji) {
    let t = Tiruan::baru(u).await;
    akun(u, "made", Some(NIP), Peran::Petugas).await;
    let s = Situs::baru(u, &t, |_| {});
    let kini = u.jam.kini().as_second();
    for (klaim, kata) in [
        (json!({ "iss": "https://lain.contoh.id" }), "bukan dari penyedia"),
        (json!({ "aud": "aplikasi-lain" }), "bukan dari penyedia"),
        (json!({ "aud": ["praja", "lain"] }), "bukan dari penyedia"),
        (json!({ "azp": "lain" }), "bukan dari penyedia"),
        (json!({ "sub": "" }), "bukan dari penyedia"),
        (json!({ "exp": kini - 3_600 }), "Jam server ini"),
        (json!({ "exp": null }), "Jam server ini"),
        (json!({ "iat": kini + 3_600 }), "Jam server ini"),
        (json!({ "nbf": kini + 3_600 }), "Jam server ini"),
        (json!({ "nonce": "milik-orang" }), "tidak dimulai di peramban ini"),
        (json!({ "nonce": null }), "tidak dimulai di peramban ini"),
    ] {
        let mut b = Peramban::default();
        t.masuk(&mut b, &s, klaim, "").await.tolak(kata);
        b.buka(&s, "/serang/kerja").await.bukan(200);
    }
    for rusak in ["tanda", "none", "kid", "isi"] {
        let mut b = Peramban::default();
        t.masuk(&mut b, &s, json!({}), rusak)
            .await
            .tolak("bukan dari penyedia");
    }
    // Nobody can go on for ever.
    let mut b = Peramban::default();
    let mut j = t.masuk(&mut b, &s, json!({ "sub": "" }), "").await;
    for _ in 0..12 {
        j = t.masuk(&mut b, &s, json!({ "sub": "" }), "").await;
    }
    j.harus(429);
}

async fn nobody_comes_in_by_another_way(u: &bekal::Uji) {
    let t = Tiruan::baru(u).await;
    akun(u, "made", Some(NIP), Peran::Petugas).await;
    let s = Situs::baru(u, &t, |_| {});
    let balik = |q: &str| format!("/serang/masuk/luar/balik?{q}");
    // Nothing was begun here, or something else.
    let mut b = Peramban::default();
    b.buka(&s, &balik("code=x&state=y"))
        .await
        .tolak("tidak dimulai di peramban ini");
    let (state, _) = t.pergi(&mut b, &s).await;
    b.buka(&s, &balik("code=x&state=lain"))
        .await
        .tolak("tidak dimulai di peramban ini");
    // That took the cookie away, so the right one is nothing any more.
    b.buka(&s, &balik(&format!("code=x&state={state}")))
        .await
        .tolak("tidak dimulai di peramban ini");
    // The answer of another provider, and one that does not say whose it is.
    for iss in ["&iss=https%3A%2F%2Flain.contoh.id", ""] {
        let (state, _) = t.pergi(&mut b, &s).await;
        b.buka(&s, &balik(&format!("code=x&state={state}{iss}")))
            .await
            .tolak("bukan dari penyedia");
    }
    let (state, _) = t.pergi(&mut b, &s).await;
    let q = format!("error=access_denied&state={state}&iss={}", t.enkode());
    b.buka(&s, &balik(&q)).await.tolak("Anda membatalkannya");
    // A code that the provider does not know, and a cookie that lay for too long.
    let (state, _) = t.pergi(&mut b, &s).await;
    b.buka(
        &s,
        &balik(&format!("code=asing&state={state}&iss={}", t.enkode())),
    )
    .await
    .tolak("tidak dimulai di peramban ini");
    let (state, _) = t.pergi(&mut b, &s).await;
    u.jam
        .setel(kernel::kalender::saat(u.jam.kini().as_millisecond() + 601_000));
    b.buka(
        &s,
        &balik(&format!("code=asing&state={state}&iss={}", t.enkode())),
    )
    .await
    .tolak("tidak dimulai di peramban ini");
    // Nobody is led elsewhere.
    b.buka(&s, "/serang/masuk/luar?ke=https://jahat.id/").await;
    let ke = t.masuk_ke(&mut b, &s, "https://jahat.id/").await;
    assert_eq!(ke.harus(303).ke(), "/serang/kerja");
}

async fn only_whom_the_regency_knows(u: &bekal::Uji) {
    let t = Tiruan::baru(u).await;
    let s = Situs::baru(u, &t, |_| {});
    let mut b = Peramban::default();
    t.masuk(&mut b, &s, json!({}), "")
        .await
        .tolak("tidak ada akun aktif");
    let d = u.app.store.profil("serang").unwrap().kode().clone();
    assert!(
        u.app.store.semua_akun(&d).await.unwrap().is_empty(),
        "none is made"
    );
    let a = akun(u, "made", Some(NIP), Peran::Petugas).await;
    for nip in [json!("198001012005012002"), json!("bukan"), json!(7), json!(null)] {
        t.masuk(&mut b, &s, json!({ "nip": nip }), "")
            .await
            .tolak("tidak ada akun aktif");
    }
    u.app
        .identitas
        .atur_aktif(Oleh::Operator, &a, false)
        .await
        .unwrap();
    t.masuk(&mut b, &s, json!({}), "")
        .await
        .tolak("tidak ada akun aktif");
}

async fn a_provider_that_is_silent(u: &bekal::Uji) {
    let t = Tiruan::mati(u).await;
    let s = Situs::baru(u, &t, |_| {});
    let mut b = Peramban::default();
    b.buka(&s, "/serang/masuk/luar")
        .await
        .tolak("tidak dapat dihubungi");
    let semua = t.semua();
    let hasil = semua.periksa(u.jam.kini()).await;
    assert!(hasil[0].0 == "serang" && hasil[0].1.is_err());
}
