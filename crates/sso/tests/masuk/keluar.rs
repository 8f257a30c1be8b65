//! The way out.

use axum::http::Request;
use kernel::Peran;

use crate::bekal::*;

uji! {
    leaving_is_asked_and_leads_back,
    nobody_is_sent_out_where_nothing_is_registered,
}

const RUMAH: &str = "https://simpeg.contoh.id/";

async fn leaving_is_asked_and_leads_back(u: &Uji) {
    let (a, o) = (u.aplikasi(|_| {}).await, u.akun("made", Peran::Petugas).await);
    let sesi = u.sesi(&o).await;
    let id = u.masuk(&sesi, &a).await["id_token"].as_str().unwrap().to_owned();
    for q in [
        formulir(&[
            ("client_id", a.id()),
            ("post_logout_redirect_uri", RUMAH),
            ("state", "s & t"),
        ]),
        formulir(&[
            ("id_token_hint", &id),
            ("post_logout_redirect_uri", RUMAH),
            ("state", "s & t"),
        ]),
        formulir(&[
            ("id_token_hint", &id),
            ("client_id", a.id()),
            ("post_logout_redirect_uri", RUMAH),
            ("state", "s & t"),
        ]),
    ] {
        let sesi = u.sesi(&o).await;
        // A link alone logs nobody out.
        u.buka(Some(&sesi), &format!("/serang/sso/logout?{q}"))
            .await
            .harus(200)
            .tinggal();
        assert!(u.app.store.sso_sesi(&o.daerah, &sesi).await.unwrap().is_some());
        let j = u
            .kirim(&sesi, "/serang/kerja/sso/keluar", &[("permohonan", &q)])
            .await
            .harus(200);
        let ke = j.ke();
        assert!(ke.as_str().starts_with(RUMAH), "{ke}");
        assert_eq!(ambil(&ke, "state").unwrap(), "s & t");
        assert!(j.kepala("set-cookie").unwrap().starts_with("praja_sesi=;"));
        assert!(u.app.store.sso_sesi(&o.daerah, &sesi).await.unwrap().is_none());
        // Who is not logged in goes on at once.
        let j = u.buka(None, &format!("/serang/sso/logout?{q}")).await.harus(303);
        assert!(j.ke().as_str().starts_with(RUMAH));
    }
    // Without an address: out, and to the front page.
    let j = u.kirim(&sesi, "/serang/kerja/sso/keluar", &[]).await.harus(303);
    assert_eq!(j.ke().path(), "/serang/");
    assert_eq!(
        u.buka(None, "/serang/sso/logout").await.harus(303).ke().path(),
        "/serang/"
    );
    let r = Request::post("/serang/sso/logout").header("content-type", "application/x-www-form-urlencoded");
    let j = u
        .minta(
            r,
            formulir(&[("client_id", a.id()), ("post_logout_redirect_uri", RUMAH)]),
        )
        .await;
    assert_eq!(j.harus(303).ke().path(), "/serang/sso/logout");
}

async fn nobody_is_sent_out_where_nothing_is_registered(u: &Uji) {
    let (a, b) = (
        u.aplikasi(|_| {}).await,
        u.aplikasi(|x| x.setelan.alamat_keluar.clear()).await,
    );
    let o = u.akun("made", Peran::Petugas).await;
    let sesi = u.sesi(&o).await;
    let id = u.masuk(&sesi, &a).await["id_token"].as_str().unwrap().to_owned();
    let (isi, tanda) = id.rsplit_once('.').unwrap();
    let palsu = format!("{}.{tanda}", isi.replacen("ey", "ez", 1));
    for q in [
        vec![("post_logout_redirect_uri", RUMAH)],
        vec![
            ("client_id", a.id()),
            ("post_logout_redirect_uri", "https://jahat.contoh/"),
        ],
        vec![("client_id", a.id()), ("post_logout_redirect_uri", BALIK)],
        vec![("client_id", b.id()), ("post_logout_redirect_uri", RUMAH)],
        vec![
            ("client_id", b.id()),
            ("id_token_hint", &id),
            ("post_logout_redirect_uri", RUMAH),
        ],
        vec![("id_token_hint", &palsu), ("post_logout_redirect_uri", RUMAH)],
        vec![("id_token_hint", "x"), ("post_logout_redirect_uri", RUMAH)],
        vec![
            ("id_token_hint", "a.b.c"),
            ("client_id", a.id()),
            ("post_logout_redirect_uri", RUMAH),
        ],
        vec![
            ("client_id", a.id()),
            ("client_id", a.id()),
            ("post_logout_redirect_uri", RUMAH),
        ],
    ] {
        let q = formulir(&q);
        u.buka(Some(&sesi), &format!("/serang/sso/logout?{q}"))
            .await
            .harus(400)
            .tinggal();
        u.buka(None, &format!("/serang/sso/logout?{q}"))
            .await
            .harus(400)
            .tinggal();
        u.kirim(&sesi, "/serang/kerja/sso/keluar", &[("permohonan", &q)])
            .await
            .harus(400)
            .tinggal();
    }
    assert!(
        u.app.store.sso_sesi(&o.daerah, &sesi).await.unwrap().is_some(),
        "still logged in"
    );
}
