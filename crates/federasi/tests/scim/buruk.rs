//! Bad input: refused in the standard's own words, with nothing changed.

use axum::{body::Body, http::Request};
use identity::Oleh;
use serde_json::json;

use crate::bekal::{PEGAWAI, Uji, akun, minta, orang, program, situs};

bekal::uji!(
    nobody_asks_without_a_token_of_this_regency,
    what_is_wrong_is_told,
    patches_that_say_nothing_sound
);

async fn nobody_asks_without_a_token_of_this_regency(u: &Uji) {
    let p = program(u, "serang", &[]).await;
    let lain = program(u, "jembrana", &[]).await;
    for kepala in [
        None,
        Some(""),
        Some("Bearer"),
        Some("Bearer x"),
        Some("Basic eDp5"),
        Some("Bearer \u{1}"),
    ] {
        let mut r = Request::get("/serang/scim/v2/Users");
        if let Some(k) = kepala.filter(|k| !k.contains('\u{1}')) {
            r = r.header("authorization", k);
        }
        let j = minta(u, r, Body::empty()).await;
        assert!(
            j.kepala["www-authenticate"]
                .to_str()
                .unwrap()
                .starts_with("Bearer")
        );
        j.tolak(401, "");
    }
    lain.ambil(u, "/Users").await.tolak(401, "");
    let r = Request::get("/entah/scim/v2/Users").header("authorization", format!("Bearer {}", p.token));
    minta(u, r, Body::empty()).await.tolak(404, "");
    // Turned off, and given another token.
    let d = u.app.store.profil("serang").unwrap().kode().clone();
    let mati = federasi::klien::atur_aktif(&u.app.store, Oleh::Operator, &d, &p.klien, false)
        .await
        .unwrap();
    p.ambil(u, "/Users").await.tolak(401, "");
    let hidup = federasi::klien::atur_aktif(&u.app.store, Oleh::Operator, &d, &mati, true)
        .await
        .unwrap();
    p.ambil(u, "/Users").await.harus(200);
    federasi::klien::ganti_token(&u.app.store, Oleh::Operator, &d, &hidup, 365)
        .await
        .unwrap();
    p.ambil(u, "/Users").await.tolak(401, "");
}

async fn what_is_wrong_is_told(u: &Uji) {
    let p = program(u, "serang", &[]).await;
    for (ganti, nilai) in [
        ("userName", json!(null)),
        ("userName", json!(7)),
        ("userName", json!("a b")),
        ("userName", json!("ab")),
        ("displayName", json!("x".repeat(121))),
        ("displayName", json!("a\u{0}b")),
        ("emails", json!([{ "value": "bukan surel" }])),
        ("active", json!("mungkin")),
        ("externalId", json!("x".repeat(201))),
        ("roles", json!(["petugas:tiada"])),
        (PEGAWAI, json!({ "employeeNumber": "123" })),
        (PEGAWAI, json!({ "employeeNumber": "999999999999999999" })),
    ] {
        let mut isi = orang();
        isi[ganti] = nilai;
        let j = p.buat(u, isi).await;
        assert!(
            matches!(j.isi["scimType"].as_str(), Some("invalidValue" | "mutability")),
            "{ganti}: {}",
            j.isi
        );
        assert_eq!(j.status, 400);
    }
    p.buat(u, json!({ "displayName": "Tanpa Nama Pengguna" }))
        .await
        .tolak(400, "invalidValue");
    assert_eq!(p.ambil(u, "/Users").await.isi["totalResults"], 0);
    for q in [
        "filter=",
        "filter=userName+eq",
        "filter=password+eq+%22x%22",
        "filter=userName+gt+%22x%22",
        &format!("filter={}", "userName+pr+and+".repeat(300)),
        &format!("filter={}userName+pr{}", "(".repeat(60), ")".repeat(60)),
    ] {
        p.ambil(u, &format!("/Users?{q}"))
            .await
            .tolak(400, "invalidFilter");
    }
    p.ambil(u, "/Users?count=banyak").await.tolak(400, "invalidValue");
    p.ambil(u, "/Users/bukan-id").await.tolak(404, "");
    p.ambil(u, "/Groups/tiada").await.tolak(404, "");
    p.tanya(u, "POST", "/Groups", Some(json!({ "displayName": "x" })))
        .await
        .tolak(405, "");
    for isi in ["", "{", "[]", "\"x\"", "{\"userName\": \"made\"} lagi"] {
        let r = Request::post("/serang/scim/v2/Users")
            .header("authorization", format!("Bearer {}", p.token))
            .header("content-type", "application/json; charset=utf-8");
        minta(u, r, isi).await.tolak(400, "invalidSyntax");
    }
    let r = || Request::post("/serang/scim/v2/Users").header("authorization", format!("Bearer {}", p.token));
    minta(u, r().header("content-type", "text/plain"), "{}")
        .await
        .tolak(415, "");
    let besar = format!("{{\"userName\": \"{}\"}}", "x".repeat(300_000));
    minta(u, r().header("content-type", "application/json"), besar)
        .await
        .tolak(413, "");
}

async fn patches_that_say_nothing_sound(u: &Uji) {
    let p = program(u, "serang", &[]).await;
    let id = p.buat(u, orang()).await.harus(201).id();
    for (ops, jenis) in [
        (json!([]), "invalidSyntax"),
        (json!("x"), "invalidSyntax"),
        (
            json!([{ "op": "hancurkan", "path": "displayName" }]),
            "invalidSyntax",
        ),
        (
            json!([{ "op": "replace", "path": 7, "value": "x" }]),
            "invalidSyntax",
        ),
        (json!([{ "op": "replace", "value": "x" }]), "invalidSyntax"),
        (json!([{ "op": "remove" }]), "invalidPath"),
        (
            json!([{ "op": "replace", "path": "a b", "value": "x" }]),
            "invalidPath",
        ),
        (
            json!([{ "op": "replace", "path": "emails[", "value": "x" }]),
            "invalidPath",
        ),
        (
            json!([{ "op": "replace", "path": "sandi", "value": "x" }]),
            "invalidPath",
        ),
        (
            json!([{ "op": "replace", "path": "id", "value": "x" }]),
            "mutability",
        ),
        (
            json!([{ "op": "replace", "path": "userName", "value": "orang.lain" }]),
            "mutability",
        ),
        (json!([{ "op": "remove", "path": "userName" }]), "mutability"),
        (json!([{ "op": "remove", "path": "active" }]), "invalidValue"),
        // The first is sound and is not done either.
        (
            json!([{ "op": "replace", "path": "displayName", "value": "Lain" },
                { "op": "replace", "path": "emails", "value": "bukan" }]),
            "invalidValue",
        ),
    ] {
        p.tambal(u, &id, ops).await.tolak(400, jenis);
    }
    let a = akun(u, "ni.made@serang.example").await;
    assert_eq!(
        (a.akun.nama.as_str(), p.riwayat(u, &a.akun.pengguna).await.len()),
        ("Ni Made Sari", 1)
    );
    // What is taken and not kept, and what takes away.
    p.tambal(
        u,
        &id,
        json!([
            { "op": "add", "value": { "title": "Kepala", "name.familyName": "Sari", "entah": 1 } },
            { "op": "replace", "path": "emails[type eq \"home\"].value", "value": "lain@contoh.id" },
            { "op": "remove", "path": format!("{PEGAWAI}:employeeNumber") },
        ]),
    )
    .await
    .harus(200);
    let a = akun(u, "ni.made@serang.example").await;
    assert_eq!(a.nip, None);
    assert_eq!(a.surel.unwrap().as_str(), "made@contoh.id");
    p.tambal(u, &id, json!([{ "op": "remove", "path": "emails" }]))
        .await
        .harus(200);
    assert_eq!(akun(u, "ni.made@serang.example").await.surel, None);
}
