//! Out, from here and from there.

use kernel::Peran;
use serde_json::json;

use crate::{
    NIP, akun,
    peramban::Peramban,
    situs,
    tiruan::{Situs, Tiruan},
};

bekal::uji!(
    whoever_leaves_here_may_leave_there,
    whoever_leaves_there_is_out_here,
    nobody_is_put_out_by_a_spoilt_token
);

const BELAKANG: &str = "/serang/masuk/luar/keluar/belakang";

async fn whoever_leaves_here_may_leave_there(u: &bekal::Uji) {
    let t = Tiruan::baru(u).await;
    akun(u, "made", Some(NIP), Peran::Petugas).await;
    let s = Situs::baru(u, &t, |_| {});
    let mut b = Peramban::default();
    t.masuk(&mut b, &s, json!({}), "").await.harus(303);
    // Whoever is inside has not left.
    let j = b.buka(&s, "/serang/masuk/luar/keluar").await.harus(303);
    assert_eq!(j.ke(), "/serang/kerja");
    let keluar = |b: &Peramban| {
        let tanda = u.app.identitas.token_formulir(b.kuki("praja_sesi").unwrap());
        format!("_csrf={tanda}")
    };
    let isi = keluar(&b);
    let j = b.kirim(&s, "/serang/keluar", isi).await.harus(303);
    assert_eq!(j.ke(), "/serang/masuk/luar/keluar");
    assert_eq!((b.kuki("praja_sesi"), b.kuki("praja_lewat")), (None, None));
    let isi = b.buka(&s, &j.ke()).await.harus(200).isi;
    let ke = "/keluar?client_id=praja&amp;post_logout_redirect_uri=http%3A%2F%2Flocalhost%2Fserang%2Fmasuk\"";
    assert!(
        isi.contains(ke) && isi.contains("Keluar juga dari SSO Serang"),
        "{isi}"
    );
    b.buka(&s, "/serang/kerja").await.bukan(200);
    b.buka(&s, "/jembrana/masuk/luar/keluar").await.harus(404);

    // A provider that is silent keeps nobody in.
    let t = Tiruan::mati(u).await;
    let s = Situs::baru(u, &t, |_| {});
    let isi = b.buka(&s, "/serang/masuk/luar/keluar").await.harus(200).isi;
    assert!(isi.contains("tutup semua jendela peramban"), "{isi}");
}

async fn whoever_leaves_there_is_out_here(u: &bekal::Uji) {
    let t = Tiruan::baru(u).await;
    let a = akun(u, "made", Some(NIP), Peran::Petugas).await;
    let s = Situs::baru(u, &t, |_| {});
    let (mut b, mut penyedia) = (Peramban::default(), Peramban::default());
    t.masuk(&mut b, &s, json!({}), "").await.harus(303);
    // Somebody whom nobody here knows has left: that is well, and ends nothing.
    let kabar = t.kabar_keluar(json!({ "sub": "entah" }), "");
    penyedia.kirim(&s, BELAKANG, kabar).await.harus(200);
    b.buka(&s, "/serang/kerja").await.harus(200);
    let kabar = t.kabar_keluar(json!({}), "");
    penyedia.kirim(&s, BELAKANG, kabar.clone()).await.harus(200);
    b.buka(&s, "/serang/kerja").await.bukan(200);
    let riwayat = u.app.store.riwayat_akun(&a.akun, 50).await.unwrap();
    assert!(
        riwayat
            .iter()
            .any(|(_, c)| c.perbuatan == "keluar lewat penyedia"),
        "{riwayat:?}"
    );
    // It is of one regency.
    let jembrana = BELAKANG.replace("serang", "jembrana");
    penyedia.kirim(&s, &jembrana, kabar).await.harus(404);
    penyedia.buka(&s, BELAKANG).await.harus(405);
    // And in again.
    t.masuk(&mut b, &s, json!({}), "").await.harus(303);
}

async fn nobody_is_put_out_by_a_spoilt_token(u: &bekal::Uji) {
    let t = Tiruan::baru(u).await;
    akun(u, "made", Some(NIP), Peran::Petugas).await;
    let s = Situs::baru(u, &t, |_| {});
    let (mut b, mut orang) = (Peramban::default(), Peramban::default());
    t.masuk(&mut b, &s, json!({}), "").await.harus(303);
    let kini = u.jam.kini().as_second();
    for (ganti, rusak) in [
        (json!({ "iss": "https://lain.contoh.id" }), ""),
        (json!({ "aud": "aplikasi-lain" }), ""),
        (json!({ "exp": kini - 3_600 }), ""),
        (json!({ "exp": null }), ""),
        (json!({ "iat": kini + 3_600 }), ""),
        (json!({ "iat": kini - 3_600, "exp": kini + 3_600 }), ""),
        (json!({ "sub": null }), ""),
        (json!({ "sub": "" }), ""),
        (json!({ "sub": "a".repeat(256) }), ""),
        (json!({ "jti": null }), ""),
        (json!({ "events": null }), ""),
        (
            json!({ "events": { "http://schemas.openid.net/event/lain": {} } }),
            "",
        ),
        (
            json!({ "events": { "http://schemas.openid.net/event/backchannel-logout": 1 } }),
            "",
        ),
        // What vouches for somebody puts nobody out.
        (json!({ "nonce": "n" }), ""),
        (json!({}), "tanda"),
        (json!({}), "none"),
        (json!({}), "kid"),
        (json!({}), "isi"),
    ] {
        let kabar = t.kabar_keluar(ganti.clone(), rusak);
        let j = orang.kirim(&s, BELAKANG, kabar).await.harus(400);
        assert!(j.isi.contains("invalid_request"), "{ganti} {rusak}: {}", j.isi);
    }
    for isi in ["", "logout_token=", "logout_token=a.b.c", "\u{0}"] {
        orang.kirim(&s, BELAKANG, isi.to_owned()).await.harus(400);
    }
    b.buka(&s, "/serang/kerja").await.harus(200);
    // And what puts somebody out lets nobody in.
    let mut b = Peramban::default();
    let kabar =
        json!({ "events": { "http://schemas.openid.net/event/backchannel-logout": {} }, "nonce": null });
    t.masuk(&mut b, &s, kabar, "")
        .await
        .tolak("tidak dimulai di peramban ini");
}
