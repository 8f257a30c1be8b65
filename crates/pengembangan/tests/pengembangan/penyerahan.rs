//! Hand-overs: what must be there, whose copyright it is, and what the lists of components say.

use bekal::{Uji, di, uji};
use kernel::{Entri, Galat, Pelaku, Peran};
use serde_json::{Value, json};

use crate::{DINKES, KOMINFO, aplikasi, dengan, dinkes, kominfo, situs};

uji! {
    what_is_missing_has_a_reason_and_source_has_a_place,
    the_application_knows_what_was_handed_over,
    the_copyright_is_the_regencys_where_its_regulation_says_so,
    what_is_in_the_repository_is_inspected_again_and_again,
    components_are_found_across_applications_by_those_who_may_read_them,
    lists_of_other_tools_are_read_and_spoilt_ones_refused_at_the_field,
}

const BOM: &str = r#"{ "bomFormat": "CycloneDX", "specVersion": "1.5", "components": [
    { "name": "log4j-core", "version": "2.14.1", "licenses": [{ "license": { "id": "Apache-2.0" } }] },
    { "name": "jquery", "version": "3.4.1" } ] }"#;

async fn siapkan(u: &Uji, a: &Entri, lain: Value) -> Entri {
    let isi = json!({
        "aplikasi": a.id, "opd": DINKES, "nama": "Antrean 2.0", "serahan": ["kode_sumber", "manual_pengguna"],
        "tanpa": "Sisanya disusun bulan depan.", "repositori": "git.contoh.id/antrean", "komit": "v2.0",
        "hak_cipta": "daerah",
    });
    u.buat(&dinkes(u), "penyerahan_aplikasi", dengan(isi, lain))
        .await
        .unwrap()
}

async fn serahkan(u: &Uji, e: &Entri) -> Result<Entri, Galat> {
    u.langkah(&dinkes(u), e, "serahkan", json!({})).await
}

async fn diterima(u: &Uji, a: &Entri, lain: Value) -> Entri {
    let e = siapkan(u, a, lain).await;
    let e = serahkan(u, &e).await.unwrap();
    let acara = json!({ "berita_acara": "BA-3/2026" });
    u.langkah(&kominfo(u), &e, "terima", acara).await.unwrap()
}

async fn sbom(u: &Uji, e: &Entri, teks: &str) -> Value {
    json!([u
        .app
        .store
        .simpan_berkas(&e.daerah, teks.as_bytes(), "text/plain")
        .await
        .unwrap()
        .id])
}

async fn what_is_missing_has_a_reason_and_source_has_a_place(u: &Uji) {
    let a = aplikasi(u, "Antrean", json!({})).await;
    let g = serahkan(u, &siapkan(u, &a, json!({ "tanpa": null, "komit": null })).await)
        .await
        .unwrap_err();
    di(&g, "tanpa");
    di(&g, "arsip");
    assert!(
        g.to_string().contains("tanpa")
            || g.isian()[0]
                .pesan
                .dalam(kernel::Bahasa::Id)
                .contains("Dokumen kebutuhan")
    );
    let arsip = u
        .app
        .store
        .simpan_berkas(&a.daerah, b"PK\x03\x04kode", "application/zip")
        .await
        .unwrap();
    let e = siapkan(
        u,
        &a,
        json!({ "repositori": null, "komit": null, "arsip": [arsip.id] }),
    )
    .await;
    let e = serahkan(u, &e).await.unwrap();
    assert_eq!(e.pemegang.as_str(), KOMINFO);
    let o = u.masuk(Peran::Penghubung, KOMINFO).await;
    let (_, isi) = u
        .minta(Some(&o), &format!("/kerja/penyerahan_aplikasi/entri/{}", e.nomor))
        .await;
    assert!(isi.contains(&arsip.sidik), "the checksum is shown");
}

async fn the_application_knows_what_was_handed_over(u: &Uji) {
    let a = aplikasi(u, "Antrean", json!({ "lisensi": "MIT" })).await;
    let e = diterima(u, &a, json!({})).await;
    assert_eq!(e.isi["tahap"], "belum", "requirements and design are missing");
    let a = u.baca(&a).await;
    assert_eq!(a.isi["serahan"], json!(["kode_sumber", "manual_pengguna"]));
    assert_eq!(
        (&a.isi["hak_cipta"], &a.isi["lisensi"]),
        (&json!("daerah"), &json!("MIT"))
    );
    let semua = json!(["kode_sumber", "kebutuhan", "rancangan", "uji", "manual_admin"]);
    let e = diterima(u, &a, json!({ "serahan": semua, "lisensi": "EUPL-1.2" })).await;
    assert_eq!(e.isi["tahap"], "lengkap");
    assert_eq!(u.baca(&a).await.isi["lisensi"], "EUPL-1.2");
}

async fn the_copyright_is_the_regencys_where_its_regulation_says_so(u: &Uji) {
    // Serang gives it to the regency; Jembrana says nothing of it.
    for (daerah, opd, diminta) in [("serang", "dinkes", true), ("jembrana", DINKES, false)] {
        let p = u.sebagai_di(daerah, Peran::Penghubung, opd);
        let a = json!({ "nama": "Antrean", "opd": opd, "jenis": "khusus" });
        let a = u.buat(&p, "aplikasi", a).await.unwrap();
        let isi = json!({
            "aplikasi": a.id, "opd": opd, "nama": "Antrean", "serahan": ["manual_admin"], "tanpa": "Milik penyedia.",
            "hak_cipta": "penyedia",
        });
        let e = u.buat(&p, "penyerahan_aplikasi", isi).await.unwrap();
        let hasil = u.langkah(&p, &e, "serahkan", json!({})).await;
        match diminta {
            true => di(&hasil.unwrap_err(), "alasan_hak"),
            false => assert_eq!(hasil.unwrap().keadaan, "diserahkan"),
        }
    }
}

async fn what_is_in_the_repository_is_inspected_again_and_again(u: &Uji) {
    let a = aplikasi(u, "Antrean", json!({})).await;
    let e = diterima(u, &a, json!({})).await;
    let hasil = |fungsi: &str| json!({ "diperiksa_pada": "2026-11-22", "fungsi": fungsi, "standar": "sesuai", "integrasi": "sesuai" });
    di(
        &u.langkah(&kominfo(u), &e, "periksa", hasil("sebagian"))
            .await
            .unwrap_err(),
        "temuan",
    );
    assert_eq!(
        u.langkah(&dinkes(u), &e, "periksa", hasil("sesuai"))
            .await
            .unwrap_err()
            .status(),
        403
    );
    let e = u
        .langkah(&kominfo(u), &e, "periksa", hasil("sesuai"))
        .await
        .unwrap();
    assert_eq!(e.isi["berlaku_sampai"], "2028-11-22");
    let buruk = dengan(hasil("tidak"), json!({ "temuan": "Antreannya tertukar." }));
    let e = u.langkah(&kominfo(u), &e, "periksa", buruk).await.unwrap();
    assert_eq!(
        (e.keadaan.as_str(), &e.isi["fungsi"]),
        ("diperiksa", &json!("tidak"))
    );
}

async fn components_are_found_across_applications_by_those_who_may_read_them(u: &Uji) {
    let (satu, dua) = (
        aplikasi(u, "Antrean", json!({})).await,
        aplikasi(u, "Gizi", json!({})).await,
    );
    let e = diterima(u, &satu, json!({ "sbom": sbom(u, &satu, BOM).await })).await;
    let lain = "SPDXVersion: SPDX-2.3\nPackageName: log4j-core\n";
    let tersimpan = diterima(
        u,
        &dua,
        json!({ "sbom": sbom(u, &dua, lain).await, "nama": "Gizi 1" }),
    )
    .await;
    let simpan = siapkan(
        u,
        &dua,
        json!({ "sbom": sbom(u, &dua, BOM).await, "nama": "Gizi 2" }),
    )
    .await;
    let o = u.masuk(Peran::Penghubung, KOMINFO).await;
    let cari = async |kata: &str| {
        let (status, isi) = u
            .minta(
                Some(&o),
                &format!("/kerja/pengembangan/komponen/data.json?q={kata}"),
            )
            .await;
        assert_eq!(status, 200, "{isi}");
        let j: Value = serde_json::from_str(&isi).unwrap();
        let semua = j["komponen"].as_array().unwrap().clone();
        semua
            .iter()
            .map(|k| (k["penyerahan"].clone(), k["komponen"].clone()))
            .collect::<Vec<_>>()
    };
    let harap = [(json!(e.nomor), json!("log4j-core 2.14.1 · Apache-2.0"))];
    assert_eq!(
        cari("log4j").await,
        harap,
        "a draft of another office is not found"
    );
    assert_eq!(cari("log4j%202.14").await, harap);
    for kata in ["", "%25", "log4j%20jquery", "tidak-ada", "%F0%9F%8C%8A"] {
        assert_eq!(cari(kata).await, [], "{kata}");
    }
    let milik = u.masuk(Peran::Penghubung, DINKES).await;
    let (_, isi) = u
        .minta(Some(&milik), "/kerja/pengembangan/komponen?q=log4j")
        .await;
    assert!(isi.contains("Gizi 2"), "its own draft is");
    let (_, isi) = u
        .minta(Some(&o), &format!("/kerja/penyerahan_aplikasi/entri/{}", e.nomor))
        .await;
    assert!(isi.contains("2 komponen") && isi.contains("Apache-2.0"), "{isi}");
    let (_, isi) = u
        .minta(
            Some(&o),
            &format!("/kerja/penyerahan_aplikasi/entri/{}", tersimpan.nomor),
        )
        .await;
    assert!(isi.contains("tersimpan, tetapi bentuknya tidak dibaca"), "{isi}");
    assert_eq!(u.minta(None, "/kerja/pengembangan/komponen?q=log4j").await.0, 401);
    // Source code is nobody else's.
    let lain = u.sebagai(Peran::Penghubung, "bappeda");
    assert!(u.app.store.entri(&e.daerah, &lain, e.id).await.is_err());
    assert!(u.app.store.entri(&e.daerah, &dinkes(u), e.id).await.is_ok());
    let w = u
        .app
        .store
        .entri(&simpan.daerah, &Pelaku::Publik, simpan.id)
        .await;
    assert!(w.is_err());
}

const XML: &str = "<bom xmlns=\"http://cyclonedx.org/schema/bom/1.6\"><metadata><component><name>Gizi</name></component></metadata>\
    <components><component type=\"library\"><name>openssl</name><version>3.0.1</version></component></components></bom>";
const SPDX: &str =
    r#"{ "spdxVersion": "SPDX-2.3", "packages": [{ "name": "openssl", "versionInfo": "3.0.7" }] }"#;

async fn lists_of_other_tools_are_read_and_spoilt_ones_refused_at_the_field(u: &Uji) {
    let a = aplikasi(u, "Gizi", json!({})).await;
    let p = dinkes(u);
    let satu = siapkan(u, &a, json!({ "sbom": sbom(u, &a, XML).await })).await;
    siapkan(
        u,
        &a,
        json!({ "sbom": sbom(u, &a, SPDX).await, "nama": "Gizi 2" }),
    )
    .await;
    let o = u.masuk(Peran::Penghubung, DINKES).await;
    let cari = async || {
        let (_, isi) = u
            .minta(Some(&o), "/kerja/pengembangan/komponen/data.json?q=openssl")
            .await;
        let j: Value = serde_json::from_str(&isi).unwrap();
        let semua = j["komponen"].as_array().unwrap();
        let mut teks: Vec<String> = semua
            .iter()
            .map(|k| k["komponen"].as_str().unwrap().to_owned())
            .collect();
        teks.sort();
        teks
    };
    assert_eq!(cari().await, ["openssl 3.0.1", "openssl 3.0.7"]);
    for buruk in [
        "bukan daftar",
        "{",
        "<bom><components>",
        "<html></html>",
        r#"{"a":1}"#,
    ] {
        let berkas = sbom(u, &a, buruk).await;
        let g = u.ubah(&p, &satu, json!({ "sbom": berkas })).await.unwrap_err();
        di(&g, "sbom");
    }
    assert_eq!(u.baca(&satu).await.versi, satu.versi);
    assert_eq!(cari().await.len(), 2, "what is refused takes nothing away");
    u.ubah(&p, &satu, json!({ "sbom": [] })).await.unwrap();
    assert_eq!(cari().await, ["openssl 3.0.7"]);
}
