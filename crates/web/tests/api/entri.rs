//! One entry: reading with versions, changing with merge patches.

use serde_json::json;

use crate::{bekal::Uji, perkakas};

uji! {
    read_by_id_or_number, an_unchanged_entry_is_not_sent_again, a_change_needs_the_version, a_patch_merges_groups,
    a_secret_is_written_and_never_shown, wrong_patches, who_may_change, methods_that_are_not,
}

async fn read_by_id_or_number(u: &Uji) {
    let l = u.diteruskan(json!({})).await;
    let p = u.publik();
    let a = p.get(&format!("pengaduan/{}", l.id)).await.harus(200);
    let b = p.get(&format!("pengaduan/{}", l.nomor)).await.harus(200);
    assert_eq!(a.json(), b.json());
    assert_eq!(a.kepala("etag"), Some("\"2\""));
    for jalur in [
        format!("layanan/{}", l.id),
        format!("perkakas/{}", l.nomor),
        format!("/jembrana/api/v1/pengaduan/{}", l.id),
        format!("/jembrana/api/v1/pengaduan/{}", l.nomor),
        "pengaduan/SRG-2026-999999".into(),
        "pengaduan/01900000-0000-7000-8000-000000000001".into(),
        "pengaduan/%00".into(),
        "pengaduan/%ff".into(),
        "pengaduan/' or 1=1 --".replace(' ', "%20"),
        format!("pengaduan/{}", "x".repeat(5_000)),
    ] {
        p.get(&jalur).await.harus(404);
    }
}

async fn an_unchanged_entry_is_not_sent_again(u: &Uji) {
    let l = u.diteruskan(json!({})).await;
    let jalur = format!("pengaduan/{}", l.id);
    for (tag, status) in [
        ("\"2\"", 304),
        ("W/\"2\"", 304),
        ("\"1\", \"2\"", 304),
        ("*", 304),
        ("\"1\"", 200),
        ("\"x\"", 200),
    ] {
        let j = u
            .publik()
            .dengan("if-none-match", tag)
            .get(&jalur)
            .await
            .harus(status);
        assert_eq!(j.kepala("etag"), Some("\"2\""), "{tag}");
        assert_eq!(j.isi.is_empty(), status == 304);
    }
    let j = u
        .publik()
        .kirim("HEAD", &jalur, None, Vec::new())
        .await
        .harus(200);
    assert_eq!((j.kepala("etag"), j.isi.len()), (Some("\"2\""), 0));
}

async fn a_change_needs_the_version(u: &Uji) {
    let l = u.lapor(json!({})).await;
    let k = u.sebagai("koordinator").await;
    let jalur = format!("pengaduan/{}", l.id);
    let isi = json!({ "judul": "Jalan ambles" });
    let j = k
        .kirim("PATCH", &jalur, Some("application/json"), isi.to_string().into())
        .await
        .harus(428);
    assert_eq!(j.json()["kode"], "perlu-versi");
    let j = k.patch(&jalur, 1, isi.clone()).await.harus(200);
    assert_eq!(
        (j.json()["judul"].as_str(), j.json()["versi"].as_i64()),
        (Some("Jalan ambles"), Some(2))
    );
    assert_eq!(j.kepala("etag"), Some("\"2\""));
    assert_eq!(
        j.json()["isi"],
        "Lubang besar sejak hujan pekan lalu.",
        "what was not named stays"
    );
    let j = k.patch(&jalur, 1, isi.clone()).await.harus(412);
    assert_eq!(
        (j.json()["versi"].as_i64(), j.json()["kode"].as_str()),
        (Some(2), Some("versi-basi"))
    );
    let k = k.dengan("if-match", "bukan tag\"");
    k.kirim("PATCH", &jalur, Some("application/json"), isi.to_string().into())
        .await
        .harus(400);
}

async fn a_patch_merges_groups(u: &Uji) {
    let l = u.lapor(json!({})).await;
    let k = u.sebagai("koordinator").await;
    let jalur = format!("pengaduan/{}", l.id);
    let tambal = json!({ "pelapor": { "telepon": "081300000000", "surel": null }, "alamat": null });
    let e = k.patch(&jalur, 1, tambal).await.harus(200).json();
    assert_eq!(
        e["pelapor"],
        json!({ "nama": "Siti Aminah", "telepon": "+6281300000000" })
    );
    assert!(e.get("alamat").is_none());
    let e = k
        .patch(&jalur, 2, json!({ "pelapor": null }))
        .await
        .harus(200)
        .json();
    assert!(e.get("pelapor").is_none_or(|p| p == &json!({})), "{e}");
    let a = k
        .post("perkakas", perkakas::isi("Palu", 1, "dlh"))
        .await
        .harus(201)
        .json();
    let jalur = format!("perkakas/{}", a["id"].as_str().unwrap());
    let e = k
        .patch(
            &jalur,
            1,
            json!({ "gudang": { "alamat": "Belakang", "lat": null } }),
        )
        .await
        .harus(200)
        .json();
    assert_eq!(e["gudang"], json!({ "alamat": "Belakang" }));
    let e = k
        .patch(&jalur, 2, json!({ "cocok": ["kayu"], "induk": a["nomor"] }))
        .await
        .harus(200)
        .json();
    assert_eq!((&e["cocok"], &e["induk"]), (&json!(["kayu"]), &a["id"]));
    // An official who does not see personal data changes a group without losing what stands in it.
    let orang = json!({ "penjaga": { "nama": "Pak Amat", "telepon": "081200000000" } });
    k.patch(&jalur, 3, orang).await.harus(200);
    let h = u.sebagai("penghubung:dlh").await;
    assert!(h.get(&jalur).await.harus(200).json().get("penjaga").is_none());
    h.patch(&jalur, 4, json!({ "penjaga": { "telepon": "081300000000" } }))
        .await
        .harus(200);
    let e = k.get(&jalur).await.harus(200).json();
    assert_eq!(
        e["penjaga"],
        json!({ "nama": "Pak Amat", "telepon": "+6281300000000" })
    );
}

async fn a_secret_is_written_and_never_shown(u: &Uji) {
    let k = u.sebagai("koordinator").await;
    let mut isi = perkakas::isi("Brankas", 1, "dlh");
    isi["sandi"] = "buka-sesame".into();
    let j = k.post("perkakas", isi).await.harus(201);
    assert!(!j.teks().contains("sesame"));
    let jalur = format!("perkakas/{}", j.json()["id"].as_str().unwrap());
    assert!(
        !k.patch(&jalur, 1, json!({ "sandi": "sesame-lain", "jumlah": 2 }))
            .await
            .harus(200)
            .teks()
            .contains("sesame")
    );
    for jalur in [
        &jalur,
        &format!("{jalur}/riwayat"),
        "perkakas",
        "perkakas.csv",
        "perkakas.ndjson",
    ] {
        let t = k.get(jalur).await.harus(200).teks();
        assert!(!t.contains("sesame") && !t.contains("sandi,"), "{jalur}: {t}");
    }
}

async fn wrong_patches(u: &Uji) {
    let l = u.diteruskan(json!({})).await;
    let k = u.sebagai("koordinator").await;
    let jalur = format!("pengaduan/{}", l.id);
    for (isi, medan) in [
        (json!({ "judul": null }), "judul"),
        (json!({ "kelas": "berkadar" }), "kelas"),
        (json!({ "kelas": null }), "kelas"),
        (json!({ "keadaan": "selesai" }), "keadaan"),
        (json!({ "pelapor": "Siti" }), "pelapor"),
        (json!({ "pelapor": { "surel": "x" } }), "pelapor.surel"),
        (json!({ "kategori": "aneh" }), "kategori"),
    ] {
        assert_eq!(
            k.patch(&jalur, 2, isi.clone()).await.harus(422).medan(),
            medan,
            "{isi}"
        );
    }
    let badan = || b"{}".to_vec();
    let k2 = k.dengan("if-match", "\"2\"");
    k2.kirim("PATCH", &jalur, Some("text/plain"), badan())
        .await
        .harus(415);
    k2.kirim("PATCH", &jalur, None, badan()).await.harus(415);
    k2.kirim(
        "PATCH",
        &jalur,
        Some("application/json-patch+json"),
        b"[]".to_vec(),
    )
    .await
    .harus(415);
    k.dengan("if-match", "*")
        .kirim("PATCH", &jalur, Some("application/json"), badan())
        .await
        .harus(200);
}

async fn who_may_change(u: &Uji) {
    let l = u.diteruskan(json!({})).await;
    let rahasia = u.diteruskan(json!({ "rahasia": true })).await;
    let isi = json!({ "judul": "x" });
    for (siapa, terbit, tertutup) in [
        (u.publik(), 401, 404),
        (u.publik().dengan("x-kode-lacak", &l.kode), 401, 404),
        (u.sebagai("penghubung").await, 403, 403),
        (u.sebagai("penghubung:dlh").await, 403, 404),
        (u.sebagai("auditor").await, 403, 403),
        (u.sebagai("pimpinan").await, 403, 403),
        (u.sebagai("administrator").await, 403, 404),
        (u.sebagai("petugas").await, 403, 403),
    ] {
        siapa
            .patch(&format!("pengaduan/{}", l.id), 2, isi.clone())
            .await
            .harus(terbit);
        siapa
            .patch(&format!("pengaduan/{}", rahasia.id), 2, isi.clone())
            .await
            .harus(tertutup);
    }
}

async fn methods_that_are_not(u: &Uji) {
    let l = u.diteruskan(json!({})).await;
    let k = u.sebagai("koordinator").await;
    for (metode, jalur, boleh) in [
        ("DELETE", format!("pengaduan/{}", l.id), "GET,HEAD,PATCH"),
        ("PUT", "pengaduan".to_owned(), "GET,HEAD,POST"),
        ("PATCH", "pengaduan".to_owned(), "GET,HEAD,POST"),
        ("GET", "pengaduan/impor".to_owned(), "POST"),
        ("POST", format!("pengaduan/{}/langkah", l.id), "GET,HEAD"),
        ("POST", "saya".to_owned(), "GET,HEAD"),
    ] {
        let j = k.kirim(metode, &jalur, None, Vec::new()).await.harus(405);
        assert_eq!(j.kepala("allow"), Some(boleh), "{metode} {jalur}");
    }
    for (jalur, boleh) in [
        ("pengaduan", "GET,HEAD,POST"),
        ("saya", "GET,HEAD"),
        ("pengaduan/impor", "POST"),
    ] {
        let j = u
            .publik()
            .kirim("OPTIONS", jalur, None, Vec::new())
            .await
            .harus(204);
        assert_eq!(j.kepala("allow"), Some(boleh));
        assert_eq!(j.kepala("access-control-allow-origin"), Some("*"));
        assert_eq!(j.kepala("access-control-allow-methods"), Some("GET, HEAD"));
        assert_eq!(j.kepala("access-control-allow-credentials"), None);
    }
}
