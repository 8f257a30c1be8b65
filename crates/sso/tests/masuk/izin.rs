//! Where people come from an application and go back to it.

use axum::{body::Body, http::Request};
use kernel::Peran;
use store::sso::Bagi;
use url::Url;

use crate::bekal::*;

uji! {
    discovery_says_where_things_are,
    who_is_logged_in_goes_straight_back_with_a_code,
    who_is_not_logs_in_first_and_comes_back,
    nobody_is_sent_where_nothing_is_registered,
    what_the_application_does_wrong_it_is_told,
    nobody_is_asked_when_nobody_may_be,
    people_agree_once_and_see_what_is_told,
    who_says_no_goes_back_without_a_code,
    an_application_is_for_whom_it_was_opened,
    logging_in_again_is_done_once_and_not_by_asking,
    a_posted_request_comes_again_as_a_page,
    nonsense_is_refused_in_words,
}

async fn discovery_says_where_things_are(u: &Uji) {
    let j = u
        .buka(None, "/serang/sso/.well-known/openid-configuration")
        .await
        .harus(200);
    assert_eq!(j.kepala("access-control-allow-origin"), Some("*"));
    let d = j.json();
    let iss = format!("{SITUS}/serang/sso");
    assert_eq!(d["issuer"], iss);
    for (nama, jalur) in [
        ("authorization_endpoint", "authorize"),
        ("token_endpoint", "token"),
        ("jwks_uri", "jwks"),
    ] {
        assert_eq!(d[nama], format!("{iss}/{jalur}"));
    }
    // Every address named is one that answers.
    for (nama, v) in d.as_object().unwrap() {
        if nama.ends_with("_endpoint") || nama == "jwks_uri" {
            let jalur = v.as_str().unwrap().strip_prefix(SITUS).unwrap();
            let j = u.buka(None, jalur).await;
            assert_ne!(j.status, 404, "{nama}");
        }
    }
    let j = u
        .buka(None, "/entah/sso/.well-known/openid-configuration")
        .await
        .harus(404);
    assert_eq!(j.json()["error"], "invalid_request");
    let r = Request::options("/serang/sso/token").header("origin", "https://spa.contoh.id");
    let j = u.minta(r, Body::empty()).await.harus(204);
    assert_eq!(
        j.kepala("access-control-allow-headers"),
        Some("Authorization, Content-Type")
    );
}

async fn who_is_logged_in_goes_straight_back_with_a_code(u: &Uji) {
    let (a, o) = (u.aplikasi(|_| {}).await, u.akun("made", Peran::Petugas).await);
    let sesi = u.sesi(&o).await;
    let j = u.buka(Some(&sesi), &a.permohonan(&[])).await.harus(303);
    let ke = j.ke();
    // The query that was registered stays; state comes back as it was.
    assert!(ke.as_str().starts_with(BALIK), "{ke}");
    assert_eq!(ambil(&ke, "state").unwrap(), "ke mana & apa");
    assert_eq!(ambil(&ke, "iss").unwrap(), format!("{SITUS}/serang/sso"));
    assert_eq!(ambil(&ke, "code").unwrap().len(), 32);
    let lagi = u.kode(&sesi, &a, &[]).await;
    assert_ne!(ambil(&ke, "code").unwrap(), lagi);
}

async fn who_is_not_logs_in_first_and_comes_back(u: &Uji) {
    let (a, o) = (u.aplikasi(|_| {}).await, u.akun("made", Peran::Petugas).await);
    for sesi in [None, Some("bukan-sesi-siapa-pun-xxxxxxxxxxxx")] {
        let j = u.buka(sesi, &a.permohonan(&[])).await.harus(303);
        assert_eq!(j.ke().path(), "/serang/masuk");
    }
    let masuk = u.buka(None, &a.permohonan(&[])).await.ke();
    let ke = ambil(&masuk, "ke").unwrap();
    // The form of the log-in page, as the person sends it.
    let tamu = "t".repeat(32);
    let csrf = u.app.identitas.token_formulir(&tamu);
    let isi = formulir(&[
        ("_csrf", &csrf),
        ("ke", &ke),
        ("pengguna", "made"),
        ("sandi", "kata sandi uji coba"),
    ]);
    let r = Request::post("/serang/masuk")
        .header("cookie", format!("praja_tamu={tamu}"))
        .header("content-type", "application/x-www-form-urlencoded");
    let j = u.minta(r, isi).await.harus(303);
    assert_eq!(j.kepala("location"), Some(ke.as_str()));
    let kuki = j.kepala("set-cookie").unwrap();
    let sesi = kuki
        .strip_prefix("praja_sesi=")
        .unwrap()
        .split(';')
        .next()
        .unwrap();
    // After a form, a page leads on: a redirect would be held against the policy of the page with the form.
    let j = u.buka(Some(sesi), &ke).await.harus(200);
    assert_eq!(j.kepala("location"), None);
    let kode = ambil(&j.ke(), "code").unwrap();
    let t = u.tukar(&a, &kode, &[]).await.harus(200).json();
    let k = u.klaim(t["id_token"].as_str().unwrap()).await.unwrap();
    assert_eq!(k["sub"], o.id.to_string());
    // A token for machines is no person at a browser.
    let mesin = u
        .app
        .identitas
        .buka_sesi(&o, store::JenisSesi::Token, "uji", 60_000)
        .await
        .unwrap();
    let r = Request::get(a.permohonan(&[])).header("authorization", format!("Bearer {mesin}"));
    assert_eq!(
        u.minta(r, Body::empty()).await.harus(303).ke().path(),
        "/serang/masuk"
    );
    let j = u.buka(Some(&mesin), &a.permohonan(&[])).await.harus(303);
    assert_eq!(j.ke().path(), "/serang/masuk");
}

async fn nobody_is_sent_where_nothing_is_registered(u: &Uji) {
    let (a, o) = (u.aplikasi(|_| {}).await, u.akun("made", Peran::Petugas).await);
    let sesi = u.sesi(&o).await;
    let lain = u.aplikasi_di("jembrana", |_| {}).await;
    for ganti in [
        ("client_id", ""),
        ("client_id", "entah"),
        ("client_id", "\0"),
        ("client_id", "' or 1=1 --"),
        ("client_id", lain.id()),
        ("redirect_uri", ""),
        ("redirect_uri", "https://jahat.contoh/"),
        ("redirect_uri", "https://simpeg.contoh.id/masuk"),
        ("redirect_uri", "https://simpeg.contoh.id/masuk?dari=praja&x=1"),
        ("redirect_uri", "https://simpeg.contoh.id/masuk?dari=praja#x"),
        ("redirect_uri", "https://simpeg.contoh.id/masuk/?dari=praja"),
        ("redirect_uri", "HTTPS://simpeg.contoh.id/masuk?dari=praja"),
        ("redirect_uri", "https://simpeg.contoh.id/"),
        ("redirect_uri", "//simpeg.contoh.id/masuk?dari=praja"),
        ("redirect_uri", "javascript:alert(1)"),
    ] {
        for s in [None, Some(sesi.as_str())] {
            u.buka(s, &a.permohonan(&[ganti])).await.harus(400).tinggal();
            let salah = a.permohonan(&[ganti, ("response_type", "token"), ("prompt", "none")]);
            u.buka(s, &salah).await.harus(400).tinggal();
        }
    }
    // Twice, the second one right.
    for ganda in ["client_id=x", "redirect_uri=https%3A%2F%2Fjahat.contoh%2F"] {
        let jalur = a.permohonan(&[]).replace('?', &format!("?{ganda}&"));
        u.buka(Some(&sesi), &jalur).await.harus(400).tinggal();
    }
    // One that is turned off is as good as unknown.
    let d = u.daerah("serang");
    sso::klien::atur_aktif(&u.app.store, identity::Oleh::Operator, &d, &a.klien, false)
        .await
        .unwrap();
    u.buka(Some(&sesi), &a.permohonan(&[])).await.harus(400).tinggal();
    // In the regency next door nobody is anybody.
    let jalur = a.permohonan(&[]).replace("/serang/", "/jembrana/");
    u.buka(Some(&sesi), &jalur).await.harus(400).tinggal();
}

async fn what_the_application_does_wrong_it_is_told(u: &Uji) {
    let (a, o) = (u.aplikasi(|_| {}).await, u.akun("made", Peran::Petugas).await);
    let sesi = u.sesi(&o).await;
    let panjang = "x".repeat(2_001);
    for (ganti, galat) in [
        (("response_type", ""), "invalid_request"),
        (("response_type", "token"), "unsupported_response_type"),
        (("response_type", "code id_token"), "unsupported_response_type"),
        (("response_mode", "fragment"), "invalid_request"),
        (("scope", ""), "invalid_scope"),
        (("scope", "profile email"), "invalid_scope"),
        (("code_challenge", ""), "invalid_request"),
        (("code_challenge", "pendek"), "invalid_request"),
        (("code_challenge_method", ""), "invalid_request"),
        (("code_challenge_method", "plain"), "invalid_request"),
        (("request", "ey.ey.x"), "request_not_supported"),
        (
            ("request_uri", "https://jahat.contoh/"),
            "request_uri_not_supported",
        ),
        (("prompt", "none login"), "invalid_request"),
        (("prompt", "entah"), "invalid_request"),
        (("max_age", "-1"), "invalid_request"),
        (("max_age", "banyak"), "invalid_request"),
        (("nonce", &panjang), "invalid_request"),
        (("nonce", "a\0b"), "invalid_request"),
        (("state", &panjang), "invalid_request"),
    ] {
        let j = u.buka(Some(&sesi), &a.permohonan(&[ganti])).await.harus(303);
        assert_eq!(j.galat(), galat, "{ganti:?}");
    }
    let dua = format!("{}&nonce=lain", a.permohonan(&[]));
    assert_eq!(
        u.buka(Some(&sesi), &dua).await.harus(303).galat(),
        "invalid_request"
    );
    // What is not known is not minded.
    let ganti = [("scope", "openid entah"), ("entah", "1"), ("display", "page")];
    assert!(!u.kode(&sesi, &a, &ganti).await.is_empty());
}

async fn nobody_is_asked_when_nobody_may_be(u: &Uji) {
    let a = u.aplikasi(|b| b.setelan.tanpa_tanya = false).await;
    let o = u.akun("made", Peran::Petugas).await;
    let diam = a.permohonan(&[("prompt", "none")]);
    assert_eq!(u.buka(None, &diam).await.harus(303).galat(), "login_required");
    let sesi = u.sesi(&o).await;
    assert_eq!(
        u.buka(Some(&sesi), &diam).await.harus(303).galat(),
        "consent_required"
    );
    u.maju(60);
    let tua = a.permohonan(&[("prompt", "none"), ("max_age", "30")]);
    assert_eq!(
        u.buka(Some(&sesi), &tua).await.harus(303).galat(),
        "login_required"
    );
    let setuju = [("permohonan", diam.split_once('?').unwrap().1), ("jawab", "ya")];
    u.kirim(&sesi, "/serang/kerja/sso/izin", &setuju).await.harus(200);
    assert!(ambil(&u.buka(Some(&sesi), &diam).await.harus(303).ke(), "code").is_some());
}

async fn people_agree_once_and_see_what_is_told(u: &Uji) {
    let a = u.aplikasi(|b| b.setelan.tanpa_tanya = false).await;
    let o = u.akun("made", Peran::Petugas).await;
    let sesi = u.sesi(&o).await;
    let sedikit = a.permohonan(&[("scope", "openid profile")]);
    let j = u.buka(Some(&sesi), &sedikit).await.harus(200);
    j.tinggal();
    assert!(
        j.isi.contains("Ni Made Uji") && j.isi.contains("simpeg.contoh.id"),
        "{}",
        j.isi
    );
    assert!(!j.isi.contains("made@contoh.id"), "not asked for");
    let jawab = |q: &str| {
        [
            ("permohonan".to_owned(), q.split_once('?').unwrap().1.to_owned()),
            ("jawab".into(), "ya".into()),
        ]
    };
    let isi = jawab(&sedikit);
    let isi: Vec<(&str, &str)> = isi.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    // Not without the token of the form.
    let r = Request::post("/serang/kerja/sso/izin")
        .header("cookie", format!("praja_sesi={sesi}"))
        .header("content-type", "application/x-www-form-urlencoded");
    u.minta(r, formulir(&isi)).await.harus(403).tinggal();
    let j = u.kirim(&sesi, "/serang/kerja/sso/izin", &isi).await.harus(200);
    assert!(ambil(&j.ke(), "code").is_some());
    // Asked once; more is asked again; asked on demand.
    u.buka(Some(&sesi), &sedikit).await.harus(303);
    let j = u.buka(Some(&sesi), &a.permohonan(&[])).await.harus(200);
    assert!(j.isi.contains("made@contoh.id"), "{}", j.isi);
    u.buka(
        Some(&sesi),
        &a.permohonan(&[("scope", "openid profile"), ("prompt", "consent")]),
    )
    .await
    .harus(200)
    .tinggal();
    // Somebody else is asked for themselves.
    let lain = u.sesi(&u.akun("putu", Peran::Kepala).await).await;
    u.buka(Some(&lain), &sedikit).await.harus(200).tinggal();
    // A request changed on its way through our page leads nowhere.
    let palsu = sedikit.replace("simpeg.contoh.id", "jahat.contoh.id");
    let isi = jawab(&palsu);
    let isi: Vec<(&str, &str)> = isi.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    u.kirim(&sesi, "/serang/kerja/sso/izin", &isi)
        .await
        .harus(400)
        .tinggal();
}

async fn who_says_no_goes_back_without_a_code(u: &Uji) {
    let a = u.aplikasi(|b| b.setelan.tanpa_tanya = false).await;
    let sesi = u.sesi(&u.akun("made", Peran::Petugas).await).await;
    let q = a.permohonan(&[]);
    for jawab in ["tidak", "", "entah"] {
        let isi = [("permohonan", q.split_once('?').unwrap().1), ("jawab", jawab)];
        let j = u.kirim(&sesi, "/serang/kerja/sso/izin", &isi).await.harus(200);
        assert_eq!(j.galat(), "access_denied");
    }
    u.buka(Some(&sesi), &q).await.harus(200).tinggal();
}

async fn an_application_is_for_whom_it_was_opened(u: &Uji) {
    let p = u.app.store.profil("serang").unwrap();
    let (kominfo, awas) = (p.fungsi("kominfo").unwrap(), p.fungsi("pengawasan").unwrap());
    let sesi = u.sesi(&u.akun("made", Peran::Petugas).await).await;
    let bagi = |peran: Option<Peran>, unit: Option<&str>| Bagi {
        peran: peran.map(|p| p.kode().to_owned()),
        unit: unit.map(str::to_owned),
    };
    for (b, boleh) in [
        (vec![bagi(Some(Peran::Petugas), None)], true),
        (vec![bagi(None, Some(kominfo.as_str()))], true),
        (vec![bagi(Some(Peran::Petugas), Some(kominfo.as_str()))], true),
        (
            vec![bagi(Some(Peran::Kepala), None), bagi(Some(Peran::Petugas), None)],
            true,
        ),
        (vec![bagi(Some(Peran::Kepala), None)], false),
        (vec![bagi(None, Some(awas.as_str()))], false),
        (vec![bagi(Some(Peran::Petugas), Some(awas.as_str()))], false),
        (vec![bagi(Some(Peran::Kepala), Some(kominfo.as_str()))], false),
    ] {
        let a = u.aplikasi(|x| x.setelan.bagi = b.clone()).await;
        let j = u.buka(Some(&sesi), &a.permohonan(&[])).await;
        if boleh {
            assert!(ambil(&j.harus(303).ke(), "code").is_some(), "{b:?}");
        } else {
            j.harus(403).tinggal();
            let j = u.buka(Some(&sesi), &a.permohonan(&[("prompt", "none")])).await;
            assert_eq!(j.harus(303).galat(), "access_denied");
        }
    }
}

async fn logging_in_again_is_done_once_and_not_by_asking(u: &Uji) {
    let (a, o) = (u.aplikasi(|_| {}).await, u.akun("made", Peran::Petugas).await);
    let sesi = u.sesi(&o).await;
    u.maju(60);
    for ganti in [
        ("prompt", "login"),
        ("prompt", "login consent"),
        ("max_age", "59"),
        ("max_age", "0"),
    ] {
        let j = u.buka(Some(&sesi), &a.permohonan(&[ganti])).await.harus(200);
        j.tinggal();
        assert!(j.isi.contains("/kerja/sso/masuk-ulang"), "{}", j.isi);
    }
    u.buka(Some(&sesi), &a.permohonan(&[("max_age", "61")]))
        .await
        .harus(303);
    // A mark of one's own making opens nothing.
    for palsu in ["0", "0.x", "1763863000000.AAAAAAAAAAAAAAAAAAAAAAAA"] {
        let jalur = a.permohonan(&[("prompt", "login"), ("praja_sejak", palsu)]);
        u.buka(Some(&sesi), &jalur).await.harus(200).tinggal();
    }
    let q = a.permohonan(&[("prompt", "login")]);
    let isi = [("permohonan", q.split_once('?').unwrap().1)];
    let j = u
        .kirim(&sesi, "/serang/kerja/sso/masuk-ulang", &isi)
        .await
        .harus(303);
    assert_eq!(j.ke().path(), "/serang/masuk");
    let ke = ambil(&j.ke(), "ke").unwrap();
    // The session has ended; the way back wants a new one.
    assert_eq!(
        u.buka(Some(&sesi), &ke).await.harus(303).ke().path(),
        "/serang/masuk"
    );
    let baru = u.sesi(&o).await;
    let j = u.buka(Some(&baru), &ke).await.harus(200);
    let kode = ambil(&j.ke(), "code").unwrap();
    let t = u.tukar(&a, &kode, &[]).await.harus(200).json();
    let k = u.klaim(t["id_token"].as_str().unwrap()).await.unwrap();
    assert_eq!(k["auth_time"], u.jam.kini().as_second());
}

async fn a_posted_request_comes_again_as_a_page(u: &Uji) {
    let a = u.aplikasi(|_| {}).await;
    let sesi = u.sesi(&u.akun("made", Peran::Petugas).await).await;
    let q = a.permohonan(&[]);
    let kirim = async |isi: String| {
        let r = Request::post("/serang/sso/authorize")
            .header("content-type", "application/x-www-form-urlencoded");
        u.minta(r, isi).await
    };
    let j = kirim(q.split_once('?').unwrap().1.to_owned()).await.harus(303);
    let ke = j.ke();
    assert_eq!(ke.path(), "/serang/sso/authorize");
    let jalur = ke.as_str().strip_prefix(SITUS).unwrap();
    assert!(ambil(&u.buka(Some(&sesi), jalur).await.harus(303).ke(), "code").is_some());
    kirim("client_id=entah".into()).await.harus(400).tinggal();
    let salah = a.permohonan(&[("scope", "x")]);
    let j = kirim(salah.split_once('?').unwrap().1.to_owned())
        .await
        .harus(303);
    assert_eq!(j.galat(), "invalid_scope");
}

async fn nonsense_is_refused_in_words(u: &Uji) {
    let a = u.aplikasi(|_| {}).await;
    let sesi = u.sesi(&u.akun("made", Peran::Petugas).await).await;
    for q in [
        "",
        "?",
        "?&&&",
        "?=",
        "?client_id",
        "?client_id=%FF%FE",
        "?client_id=%00",
        "?a=%zz",
    ] {
        u.buka(Some(&sesi), &format!("/serang/sso/authorize{q}"))
            .await
            .harus(400)
            .tinggal();
    }
    let panjang = a.permohonan(&[("x", &"y".repeat(9_000))]);
    u.buka(Some(&sesi), &panjang).await.harus(413).tinggal();
    let r = Request::post("/serang/sso/authorize");
    u.minta(r, vec![0xff_u8, 0xfe, 0]).await.harus(400).tinggal();
    let r = Request::post("/serang/sso/authorize");
    u.minta(r, vec![b'a'; 100_000]).await.harus(413).tinggal();
    // What an attacker puts into the state stays there.
    let jahat = "\"><script>alert(1)</script>\r\nSet-Cookie: a=b";
    let ke: Url = u
        .buka(Some(&sesi), &a.permohonan(&[("state", jahat)]))
        .await
        .harus(303)
        .ke();
    assert_eq!(ambil(&ke, "state").unwrap(), jahat);
    let lewat = a.permohonan(&[("state", jahat), ("praja_lewat", "1")]);
    let j = u.buka(Some(&sesi), &lewat).await.harus(200);
    assert!(!j.isi.contains("<script>"), "{}", j.isi);
    assert_eq!(ambil(&j.ke(), "state").unwrap(), jahat);
}
