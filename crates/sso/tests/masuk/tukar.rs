//! Codes become tokens, once, for whom they are; tokens say who it is, as long as it holds.

use axum::{body::Body, http::Request};
use data_encoding::BASE64URL_NOPAD;
use identity::Oleh;
use kernel::{Peran, nilai::Nip};
use serde_json::json;
use sha2::{Digest, Sha256};
use store::JenisSesi;

use crate::bekal::*;

uji! {
    a_code_becomes_tokens_that_say_who_it_is,
    only_what_was_asked_for_is_told,
    a_code_is_for_who_asked_and_as_they_asked,
    a_code_is_used_once_and_its_replay_takes_back_what_it_gave,
    of_many_who_bring_one_code_at_once_one_gets_tokens_and_loses_them,
    a_code_lasts_a_minute_and_dies_with_the_session,
    the_number_of_an_official_goes_with_the_office,
    applications_prove_who_they_are,
    a_program_without_secret_needs_its_verifier_only,
    what_an_application_posts_wrongly_it_is_told,
    a_token_lasts_a_quarter_of_an_hour,
    a_token_ends_with_its_session,
    what_is_closed_here_is_closed_there,
    tokens_of_another_regency_say_nothing,
    an_application_asks_about_its_own_tokens_and_gives_them_back,
}

async fn a_code_becomes_tokens_that_say_who_it_is(u: &Uji) {
    let (a, o) = (u.aplikasi(|_| {}).await, u.akun("made", Peran::Petugas).await);
    let sesi = u.sesi(&o).await;
    u.maju(5);
    let t = u.masuk(&sesi, &a).await;
    assert_eq!(
        (&t["token_type"], &t["expires_in"]),
        (&json!("Bearer"), &json!(900))
    );
    let akses = t["access_token"].as_str().unwrap();
    let k = u.klaim(t["id_token"].as_str().unwrap()).await.unwrap();
    let kini = u.jam.kini().as_second();
    let p = u.app.store.profil("serang").unwrap();
    let unit = p.fungsi("kominfo").unwrap().as_str();
    let separuh = BASE64URL_NOPAD.encode(&Sha256::digest(akses.as_bytes())[..16]);
    let tentang = json!({
        "sub": o.id.to_string(), "name": "Ni Made Uji", "preferred_username": "made", "email": "made@contoh.id",
        "email_verified": false,
        "daerah": "serang", "unit": [unit], "unit_nama": [p.nama_unit(unit)], "peran": [format!("petugas:{unit}")],
    });
    let mut semua = tentang.clone();
    for (n, v) in [
        ("iss", json!(format!("{SITUS}/serang/sso"))),
        ("aud", json!(a.id())),
        ("iat", json!(kini)),
        ("exp", json!(kini + 900)),
        ("auth_time", json!(kini - 5)),
        ("nonce", json!("sekali-saja")),
        ("at_hash", json!(separuh)),
    ] {
        semua[n] = v;
    }
    assert_eq!(k, semua);
    assert_eq!(u.siapa("serang", akses).await.harus(200).json(), tentang);
    let j = u
        .mesin("/serang/sso/userinfo", None, &[("access_token", akses)])
        .await;
    assert_eq!(j.harus(200).json(), tentang);
    // A second application sees the same person under the same name; a tampered token is nobody's.
    let b = u.aplikasi(|_| {}).await;
    u.maju(1);
    let lain = u.masuk(&sesi, &b).await;
    let k = u.klaim(lain["id_token"].as_str().unwrap()).await.unwrap();
    assert_eq!((&k["sub"], &k["aud"]), (&json!(o.id.to_string()), &json!(b.id())));
    let asli = t["id_token"].as_str().unwrap();
    let (isi, tanda) = asli.rsplit_once('.').unwrap();
    let (kepala, _) = isi.split_once('.').unwrap();
    let palsu = BASE64URL_NOPAD.encode(semua.to_string().replace("petugas", "administrator").as_bytes());
    assert_eq!(u.klaim(&format!("{kepala}.{palsu}.{tanda}")).await, None);
    // Recorded, once each.
    let d = u.daerah("serang");
    let masuk = u.app.store.sso_masuk(&d, Some(o.id), None, 10).await.unwrap();
    let aplikasi: Vec<&str> = masuk.iter().map(|m| m.klien.as_str()).collect();
    assert_eq!(aplikasi, [b.id(), a.id()]);
}

async fn the_number_of_an_official_goes_with_the_office(u: &Uji) {
    let (a, o) = (u.aplikasi(|_| {}).await, u.akun("made", Peran::Petugas).await);
    let sesi = u.sesi(&o).await;
    const NIP: &str = "198501012010011001";
    let nip = Nip::baru(NIP).unwrap();
    assert!(u.app.store.ganti_nip(&o, Some(&nip)).await.unwrap());
    for (lingkup, harap) in [
        ("openid praja", json!(NIP)),
        ("openid profile email", json!(null)),
    ] {
        u.maju(1);
        let kode = u.kode(&sesi, &a, &[("scope", lingkup), ("nonce", "")]).await;
        let t = u.tukar(&a, &kode, &[]).await.harus(200).json();
        let k = u.klaim(t["id_token"].as_str().unwrap()).await.unwrap();
        assert_eq!(k["nip"], harap, "{lingkup}");
    }
}

async fn only_what_was_asked_for_is_told(u: &Uji) {
    let (a, o) = (u.aplikasi(|_| {}).await, u.akun("made", Peran::Petugas).await);
    let sesi = u.sesi(&o).await;
    let nama = |v: &serde_json::Value| -> Vec<String> { v.as_object().unwrap().keys().cloned().collect() };
    for (lingkup, ada) in [
        ("openid", vec!["sub"]),
        ("openid email", vec!["email", "email_verified", "sub"]),
        ("profile openid", vec!["name", "preferred_username", "sub"]),
        (
            "openid praja",
            vec!["daerah", "peran", "sub", "unit", "unit_nama"],
        ),
    ] {
        let kode = u.kode(&sesi, &a, &[("scope", lingkup), ("nonce", "")]).await;
        let t = u.tukar(&a, &kode, &[]).await.harus(200).json();
        let mut kata: Vec<&str> = t["scope"].as_str().unwrap().split(' ').collect();
        let mut minta: Vec<&str> = lingkup.split(' ').collect();
        kata.sort_unstable();
        minta.sort_unstable();
        assert_eq!(kata, minta);
        let isi = u
            .siapa("serang", t["access_token"].as_str().unwrap())
            .await
            .harus(200)
            .json();
        let mut punya = nama(&isi);
        punya.sort();
        assert_eq!(punya, ada, "{lingkup}");
        let k = u.klaim(t["id_token"].as_str().unwrap()).await.unwrap();
        assert!(k.get("nonce").is_none());
        assert_eq!(k.get("email").is_some(), ada.contains(&"email"));
    }
}

async fn a_code_is_for_who_asked_and_as_they_asked(u: &Uji) {
    let (a, b) = (u.aplikasi(|_| {}).await, u.aplikasi(|_| {}).await);
    let sesi = u.sesi(&u.akun("made", Peran::Petugas).await).await;
    let salah = "x".repeat(43);
    for ganti in [
        ("redirect_uri", "https://simpeg.contoh.id/"),
        ("code_verifier", salah.as_str()),
        ("code_verifier", "pendek"),
        ("code", "bukan-kode"),
        ("code", "\0"),
    ] {
        let kode = u.kode(&sesi, &a, &[]).await;
        let j = u.tukar(&a, &kode, &[ganti]).await.harus(400);
        assert_eq!(j.json()["error"], "invalid_grant", "{ganti:?}");
        // Who guesses wrongly guesses once.
        if ganti.0 != "code" {
            u.tukar(&a, &kode, &[]).await.harus(400);
        }
    }
    let kode = u.kode(&sesi, &a, &[]).await;
    let j = u.tukar(&b, &kode, &[]).await.harus(400);
    assert_eq!(j.json()["error"], "invalid_grant", "of another application");
    let d = u.daerah("serang");
    assert!(
        u.app
            .store
            .sso_masuk(&d, None, None, 10)
            .await
            .unwrap()
            .is_empty()
    );
}

async fn a_code_is_used_once_and_its_replay_takes_back_what_it_gave(u: &Uji) {
    let a = u.aplikasi(|_| {}).await;
    let sesi = u.sesi(&u.akun("made", Peran::Petugas).await).await;
    let lain = u.masuk(&sesi, &a).await;
    let kode = u.kode(&sesi, &a, &[]).await;
    let t = u.tukar(&a, &kode, &[]).await.harus(200).json();
    let akses = t["access_token"].as_str().unwrap();
    u.siapa("serang", akses).await.harus(200);
    let j = u.tukar(&a, &kode, &[]).await.harus(400);
    assert_eq!(j.json()["error"], "invalid_grant");
    u.siapa("serang", akses).await.harus(401);
    // What another code gave stays.
    u.siapa("serang", lain["access_token"].as_str().unwrap())
        .await
        .harus(200);
    // Also after the hour of forgetting what has run out.
    let kode = u.kode(&sesi, &a, &[]).await;
    let t = u.tukar(&a, &kode, &[]).await.harus(200).json();
    u.maju(120);
    u.app.store.bersihkan().await.unwrap();
    u.tukar(&a, &kode, &[]).await.harus(400);
    u.siapa("serang", t["access_token"].as_str().unwrap())
        .await
        .harus(401);
}

async fn of_many_who_bring_one_code_at_once_one_gets_tokens_and_loses_them(u: &Uji) {
    let a = u.aplikasi(|_| {}).await;
    let sesi = u.sesi(&u.akun("made", Peran::Petugas).await).await;
    u.masuk(&sesi, &a).await;
    let kode = u.kode(&sesi, &a, &[]).await;
    let (x, y, z) = tokio::join!(
        u.tukar(&a, &kode, &[]),
        u.tukar(&a, &kode, &[]),
        u.tukar(&a, &kode, &[])
    );
    let jadi: Vec<&Jawaban> = [&x, &y, &z].into_iter().filter(|j| j.status == 200).collect();
    assert_eq!(jadi.len(), 1);
    let akses = jadi[0].json()["access_token"].as_str().unwrap().to_owned();
    u.siapa("serang", &akses).await.harus(401);
}

async fn a_code_lasts_a_minute_and_dies_with_the_session(u: &Uji) {
    let (a, o) = (u.aplikasi(|_| {}).await, u.akun("made", Peran::Petugas).await);
    let sesi = u.sesi(&o).await;
    let kode = u.kode(&sesi, &a, &[]).await;
    u.maju(59);
    u.tukar(&a, &kode, &[]).await.harus(200);
    let kode = u.kode(&sesi, &a, &[]).await;
    u.maju(60);
    assert_eq!(
        u.tukar(&a, &kode, &[]).await.harus(400).json()["error"],
        "invalid_grant"
    );
    let kode = u.kode(&sesi, &a, &[]).await;
    u.app.identitas.keluar(&o.daerah, &sesi).await.unwrap();
    u.tukar(&a, &kode, &[]).await.harus(400);
    let sesi = u.sesi(&o).await;
    let kode = u.kode(&sesi, &a, &[]).await;
    let simpan = u.app.store.akun(&o.daerah, "made").await.unwrap().unwrap();
    u.app
        .identitas
        .atur_aktif(Oleh::Operator, &simpan, false)
        .await
        .unwrap();
    u.tukar(&a, &kode, &[]).await.harus(400);
}

async fn applications_prove_who_they_are(u: &Uji) {
    let (a, b) = (u.aplikasi(|_| {}).await, u.aplikasi(|_| {}).await);
    let sesi = u.sesi(&u.akun("made", Peran::Petugas).await).await;
    let kode = u.kode(&sesi, &a, &[]).await;
    let (id, rahasia) = (a.id(), a.rahasia.as_deref().unwrap());
    let isi = [
        ("grant_type", "authorization_code"),
        ("code", kode.as_str()),
        ("redirect_uri", BALIK),
        ("code_verifier", PEMBUKTI),
    ];
    let dasar = |id: &str, r: &str| {
        format!(
            "Basic {}",
            data_encoding::BASE64.encode(format!("{id}:{r}").as_bytes())
        )
    };
    let lain = b.rahasia.as_deref().unwrap();
    for kepala in [
        None,
        Some(dasar(id, "")),
        Some(dasar(id, lain)),
        Some(dasar(id, &rahasia[..31])),
        Some(dasar(b.id(), rahasia)),
        Some(dasar("entah", rahasia)),
        Some(dasar("\0", "\0")),
        Some("Basic !!!".into()),
        Some("Bearer x".into()),
        Some("\u{e9}".into()),
    ] {
        let j = u
            .mesin("/serang/sso/token", kepala.as_deref(), &isi)
            .await
            .harus(401);
        assert_eq!(j.json()["error"], "invalid_client", "{kepala:?}");
        assert!(j.kepala("www-authenticate").unwrap().starts_with("Basic"));
    }
    for tambah in [
        vec![("client_id", id)],
        vec![("client_id", id), ("client_secret", lain)],
        vec![("client_secret", rahasia)],
    ] {
        let j = u
            .mesin("/serang/sso/token", None, &[&isi[..], &tambah].concat())
            .await
            .harus(401);
        assert_eq!(j.json()["error"], "invalid_client", "{tambah:?}");
    }
    let dua = [&isi[..], &[("client_id", id), ("client_secret", rahasia)]].concat();
    let j = u
        .mesin("/serang/sso/token", Some(&a.dasar()), &dua)
        .await
        .harus(400);
    assert_eq!(j.json()["error"], "invalid_request", "two ways at once");
    // None of that cost the code.
    u.mesin("/serang/sso/token", None, &dua).await.harus(200);
    // Another secret: the one before is worth nothing.
    let d = u.daerah("serang");
    let baru = sso::klien::ganti_rahasia(&u.app.store, Oleh::Operator, &d, &a.klien)
        .await
        .unwrap();
    let kode = u.kode(&sesi, &a, &[]).await;
    u.tukar(&a, &kode, &[]).await.harus(401);
    let a = Aplikasi {
        klien: a.klien,
        rahasia: Some(baru),
    };
    u.tukar(&a, &kode, &[]).await.harus(200);
}

async fn a_program_without_secret_needs_its_verifier_only(u: &Uji) {
    let a = u.aplikasi(|b| b.publik = true).await;
    assert_eq!(a.rahasia, None);
    let sesi = u.sesi(&u.akun("made", Peran::Petugas).await).await;
    let isi = |kode: &str, pembukti: &str, rahasia: &str| {
        let mut v = vec![
            ("grant_type", "authorization_code".to_owned()),
            ("code", kode.to_owned()),
            ("redirect_uri", BALIK.to_owned()),
            ("code_verifier", pembukti.to_owned()),
            ("client_id", a.id().to_owned()),
            ("client_secret", rahasia.to_owned()),
        ];
        v.retain(|(_, x)| !x.is_empty());
        v
    };
    let kirim = async |isi: Vec<(&'static str, String)>| {
        let isi: Vec<(&str, &str)> = isi.iter().map(|(k, v)| (*k, v.as_str())).collect();
        u.mesin("/serang/sso/token", None, &isi).await
    };
    let kode = u.kode(&sesi, &a, &[]).await;
    kirim(isi(&kode, PEMBUKTI, "")).await.harus(200);
    let kode = u.kode(&sesi, &a, &[]).await;
    let j = kirim(isi(&kode, &"y".repeat(43), "")).await.harus(400);
    assert_eq!(j.json()["error"], "invalid_grant");
    let kode = u.kode(&sesi, &a, &[]).await;
    let j = kirim(isi(&kode, "", "")).await.harus(400);
    assert_eq!(j.json()["error"], "invalid_request");
    let j = kirim(isi(&kode, PEMBUKTI, "rahasia karangan")).await.harus(401);
    assert_eq!(j.json()["error"], "invalid_client");
}

async fn what_an_application_posts_wrongly_it_is_told(u: &Uji) {
    let a = u.aplikasi(|_| {}).await;
    let sesi = u.sesi(&u.akun("made", Peran::Petugas).await).await;
    let kode = u.kode(&sesi, &a, &[]).await;
    for (ganti, galat) in [
        (("grant_type", ""), "invalid_request"),
        (("grant_type", "password"), "unsupported_grant_type"),
        (("grant_type", "refresh_token"), "unsupported_grant_type"),
        (("grant_type", "client_credentials"), "unsupported_grant_type"),
        (("code", ""), "invalid_request"),
        (("redirect_uri", ""), "invalid_request"),
        (("code_verifier", ""), "invalid_request"),
    ] {
        let j = u.tukar(&a, &kode, &[ganti]).await.harus(400);
        assert_eq!(j.json()["error"], galat, "{ganti:?}");
    }
    let mentah = async |tipe: &str, isi: Vec<u8>| {
        let r = Request::post("/serang/sso/token")
            .header("authorization", a.dasar())
            .header("content-type", tipe);
        u.minta(r, isi).await
    };
    let urai = "application/x-www-form-urlencoded";
    for (tipe, isi) in [
        ("application/json", b"{}".to_vec()),
        ("", Vec::new()),
        (urai, Vec::new()),
        (
            urai,
            b"grant_type=authorization_code&grant_type=authorization_code".to_vec(),
        ),
        (urai, vec![0xff; 500]),
        (urai, b"%%%&&&===".to_vec()),
        ("multipart/form-data; boundary=x", b"--x--".to_vec()),
    ] {
        let j = mentah(tipe, isi).await.harus(400);
        assert_eq!(j.json()["error"], "invalid_request", "{tipe}");
    }
    assert_eq!(
        mentah(urai, vec![b'a'; 100_000]).await.harus(413).json()["error"],
        "invalid_request"
    );
    let j = u.buka(None, "/serang/sso/token").await.harus(405);
    assert_eq!(j.json()["error"], "invalid_request");
    // None of that cost the code.
    u.tukar(&a, &kode, &[]).await.harus(200);
}

async fn a_token_lasts_a_quarter_of_an_hour(u: &Uji) {
    let a = u.aplikasi(|_| {}).await;
    let sesi = u.sesi(&u.akun("made", Peran::Petugas).await).await;
    let t = u.masuk(&sesi, &a).await;
    let akses = t["access_token"].as_str().unwrap();
    u.maju(899);
    u.siapa("serang", akses).await.harus(200);
    u.maju(1);
    let j = u.siapa("serang", akses).await.harus(401);
    assert_eq!(j.json()["error"], "invalid_token");
    assert_eq!(
        j.kepala("www-authenticate"),
        Some("Bearer error=\"invalid_token\"")
    );
    for kepala in ["Bearer ", "Bearer", "bearer x", "Basic eDp5", "", "Bearer \t"] {
        let r = Request::get("/serang/sso/userinfo").header("authorization", kepala);
        u.minta(r, Body::empty()).await.harus(401);
    }
    let j = u.buka(Some(&sesi), "/serang/sso/userinfo").await.harus(401);
    assert_eq!(
        j.kepala("www-authenticate"),
        Some("Bearer"),
        "a cookie is no token"
    );
    // A token for machines of ours is none of these, and the other way round.
    let o = u.akun("putu", Peran::Petugas).await;
    let mesin = u
        .app
        .identitas
        .buka_sesi(&o, JenisSesi::Token, "uji", 60_000)
        .await
        .unwrap();
    u.siapa("serang", &mesin).await.harus(401);
    let t = u.masuk(&u.sesi(&o).await, &a).await;
    let r = Request::get("/serang/api/v1/pengaduan").header(
        "authorization",
        format!("Bearer {}", t["access_token"].as_str().unwrap()),
    );
    u.minta(r, Body::empty()).await.harus(401);
}

async fn a_token_ends_with_its_session(u: &Uji) {
    let (a, o) = (u.aplikasi(|_| {}).await, u.akun("made", Peran::Petugas).await);
    let id = &u.app.identitas;
    let token = async |sesi: &str| {
        let t = u.masuk(sesi, &a).await;
        t["access_token"].as_str().unwrap().to_owned()
    };
    let (sesi, lain) = (u.sesi(&o).await, u.sesi(&o).await);
    let (t, tetap) = (token(&sesi).await, token(&lain).await);
    id.keluar(&o.daerah, &sesi).await.unwrap();
    u.siapa("serang", &t).await.harus(401);
    let j = u
        .mesin("/serang/sso/introspect", Some(&a.dasar()), &[("token", &t)])
        .await;
    assert_eq!(j.harus(200).json(), json!({ "active": false }));
    u.siapa("serang", &tetap).await.harus(200);
    // A new password ends all sessions, and so their tokens.
    let simpan = u.app.store.akun(&o.daerah, "made").await.unwrap().unwrap();
    id.ganti_sandi(Oleh::Operator, &simpan, None).await.unwrap();
    u.siapa("serang", &tetap).await.harus(401);
}

async fn what_is_closed_here_is_closed_there(u: &Uji) {
    let d = u.daerah("serang");
    let (s, id) = (&u.app.store, &u.app.identitas);
    let a = u
        .aplikasi(|b| {
            b.setelan.bagi = vec![store::sso::Bagi {
                peran: Some("petugas".into()),
                unit: None,
            }]
        })
        .await;
    let o = u.akun("made", Peran::Petugas).await;
    let simpan = || async { s.akun(&d, "made").await.unwrap().unwrap() };
    let token = async || {
        let t = u.masuk(&u.sesi(&o).await, &a).await;
        t["access_token"].as_str().unwrap().to_owned()
    };
    let tanya = async |t: &str| {
        let j = u
            .mesin("/serang/sso/introspect", Some(&a.dasar()), &[("token", t)])
            .await;
        j.harus(200).json()["active"].as_bool().unwrap()
    };
    // The account is closed; opened again, its token stays worth nothing.
    let t = token().await;
    assert!(tanya(&t).await);
    id.atur_aktif(Oleh::Operator, &simpan().await, false)
        .await
        .unwrap();
    u.siapa("serang", &t).await.harus(401);
    assert!(!tanya(&t).await);
    id.atur_aktif(Oleh::Operator, &simpan().await, true)
        .await
        .unwrap();
    u.siapa("serang", &t).await.harus(401);
    // The role is taken away.
    let t = token().await;
    let unit = o.peran[0].1.clone();
    id.atur_peran(
        Oleh::Operator,
        &simpan().await,
        vec![(Peran::Kepala, unit.clone())],
    )
    .await
    .unwrap();
    u.siapa("serang", &t).await.harus(401);
    assert!(!tanya(&t).await);
    id.atur_peran(Oleh::Operator, &simpan().await, vec![(Peran::Petugas, unit)])
        .await
        .unwrap();
    // The application is turned off: what it held stays worth nothing.
    let t = token().await;
    sso::klien::atur_aktif(s, Oleh::Operator, &d, &a.klien, false)
        .await
        .unwrap();
    u.siapa("serang", &t).await.harus(401);
    u.mesin("/serang/sso/introspect", Some(&a.dasar()), &[("token", &t)])
        .await
        .harus(401);
    sso::klien::atur_aktif(s, Oleh::Operator, &d, &a.klien, true)
        .await
        .unwrap();
    u.siapa("serang", &t).await.harus(401);
}

async fn tokens_of_another_regency_say_nothing(u: &Uji) {
    let a = u.aplikasi(|_| {}).await;
    let b = u.aplikasi_di("jembrana", |_| {}).await;
    let o = u.akun("made", Peran::Petugas).await;
    let sesi = u.sesi(&o).await;
    let t = u.masuk(&sesi, &a).await;
    let akses = t["access_token"].as_str().unwrap();
    u.siapa("jembrana", akses).await.harus(401);
    let j = u
        .mesin("/jembrana/sso/introspect", Some(&b.dasar()), &[("token", akses)])
        .await;
    assert_eq!(j.harus(200).json(), json!({ "active": false }));
    u.mesin(
        "/jembrana/sso/token",
        Some(&a.dasar()),
        &[("grant_type", "authorization_code")],
    )
    .await
    .harus(401);
    let kode = u.kode(&sesi, &a, &[]).await;
    let isi = [
        ("grant_type", "authorization_code"),
        ("code", kode.as_str()),
        ("redirect_uri", BALIK),
        ("code_verifier", PEMBUKTI),
    ];
    let j = u
        .mesin("/jembrana/sso/token", Some(&b.dasar()), &isi)
        .await
        .harus(400);
    assert_eq!(j.json()["error"], "invalid_grant");
    u.mesin("/jembrana/sso/revoke", Some(&b.dasar()), &[("token", akses)])
        .await
        .harus(200);
    u.siapa("serang", akses).await.harus(200);
    // The keys are others; an official of one regency is nobody in the other.
    let kid = async |d: &str| u.buka(None, &format!("/{d}/sso/jwks")).await.json()["keys"][0]["kid"].clone();
    assert_ne!(kid("serang").await, kid("jembrana").await);
    let jalur = b.permohonan(&[]).replace("/serang/", "/jembrana/");
    assert_eq!(
        u.buka(Some(&sesi), &jalur).await.harus(303).ke().path(),
        "/jembrana/masuk"
    );
}

async fn an_application_asks_about_its_own_tokens_and_gives_them_back(u: &Uji) {
    let (a, b) = (u.aplikasi(|_| {}).await, u.aplikasi(|_| {}).await);
    let o = u.akun("made", Peran::Petugas).await;
    let t = u.masuk(&u.sesi(&o).await, &a).await;
    let akses = t["access_token"].as_str().unwrap();
    let tanya = async |x: &Aplikasi, t: &str| {
        u.mesin("/serang/sso/introspect", Some(&x.dasar()), &[("token", t)])
            .await
            .harus(200)
            .json()
    };
    let isi = tanya(&a, akses).await;
    assert_eq!(
        (&isi["active"], &isi["client_id"], &isi["sub"]),
        (&json!(true), &json!(a.id()), &json!(o.id.to_string()))
    );
    assert_eq!(isi["exp"].as_i64().unwrap() - isi["iat"].as_i64().unwrap(), 900);
    for x in ["", "x", "\0"] {
        let j = u
            .mesin("/serang/sso/introspect", Some(&a.dasar()), &[("token", x)])
            .await;
        if !x.is_empty() {
            assert_eq!(j.harus(200).json(), json!({ "active": false }));
        } else {
            j.harus(400);
        }
    }
    assert_eq!(tanya(&b, akses).await, json!({ "active": false }));
    u.mesin("/serang/sso/introspect", None, &[("token", akses)])
        .await
        .harus(401);
    u.mesin("/serang/sso/revoke", Some(&b.dasar()), &[("token", akses)])
        .await
        .harus(200);
    u.siapa("serang", akses).await.harus(200);
    u.mesin("/serang/sso/revoke", Some(&a.dasar()), &[("token", akses)])
        .await
        .harus(200);
    u.siapa("serang", akses).await.harus(401);
    u.mesin("/serang/sso/revoke", Some(&a.dasar()), &[("token", akses)])
        .await
        .harus(200);
}
