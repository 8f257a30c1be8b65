//! What machines choose from, who they are, and the description of it all.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::bekal::{Uji, inventaris};

uji! {
    lists_of_the_profile, who_am_i, the_index_says_what_may_be_done, the_document_is_sound, every_described_path_is_there,
    the_document_speaks_both_languages,
}

async fn lists_of_the_profile(u: &Uji) {
    for daerah in ["serang", "jembrana"] {
        let p = u.publik().di(daerah);
        let k = p.get("kategori-pengaduan").await.harus(200).json();
        let kode: Vec<&str> = k["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|k| k["kode"].as_str().unwrap())
            .collect();
        for wajib in [
            "penerangan-jalan",
            "jalan-rusak",
            "sampah",
            "pelayanan",
            "lainnya",
        ] {
            assert!(kode.contains(&wajib), "{daerah}: {wajib}");
        }
        let w = p.get("wilayah").await.harus(200).json();
        let kecamatan = w["data"].as_array().unwrap();
        assert_eq!(kecamatan.len(), u.profil(daerah).kecamatan.len());
        let kode = kecamatan[0]["kode"].as_str().unwrap();
        assert!(
            kecamatan[0]["desa"][0]["kode"]
                .as_str()
                .unwrap()
                .starts_with(kode)
        );
        let o = p.get("perangkat-daerah").await.harus(200);
        assert_eq!(
            o.json()["data"].as_array().unwrap().len(),
            u.profil(daerah).unit.len()
        );
        assert!(
            o.json()["data"]
                .as_array()
                .unwrap()
                .iter()
                .all(|o| o["keyakinan"].is_string())
        );
        assert_eq!(o.kepala("cache-control"), Some("public, max-age=300"));
    }
}

async fn who_am_i(u: &Uji) {
    let j = u
        .sebagai("penghubung:dlh")
        .await
        .get("saya")
        .await
        .harus(200)
        .json();
    assert_eq!(
        (&j["pengguna"], &j["daerah"]),
        (&"penghubung.dlh".into(), &"serang".into())
    );
    assert_eq!(j["peran"][0]["peran"], "penghubung");
    assert_eq!(j["peran"][0]["label"], "Pejabat penghubung");
    assert_eq!(j["peran"][0]["nama_unit"], u.profil("serang").nama_unit("dlh"));
    assert!(j.get("sandi").is_none());
}

async fn the_index_says_what_may_be_done(u: &Uji) {
    let boleh = |j: &Value, kode: &str| -> Value {
        let semua = j["register"].as_array().unwrap();
        semua.iter().find(|r| r["kode"] == kode).unwrap()["boleh"].clone()
    };
    for jalur in ["/serang/api/v1", "/serang/api/v1/"] {
        let j = u.publik().get(jalur).await.harus(200).json();
        assert_eq!(boleh(&j, "pengaduan"), json!(["baca", "buat"]));
        assert_eq!(boleh(&j, "layanan"), json!(["baca", "ekspor"]));
        assert_eq!(j["tautan"]["openapi"], "/serang/api/openapi.json");
        assert_eq!(
            j["daerah"],
            json!({ "kode": "serang", "nama": "Kabupaten Serang", "zona": "Asia/Jakarta" })
        );
    }
    let j = u.sebagai("koordinator").await.get("").await.harus(200).json();
    assert_eq!(
        boleh(&j, "pengaduan"),
        json!(["baca", "buat", "ubah", "catat", "ekspor", "impor", "lupakan"])
    );
}

/// Every operation of the document: path template, method, operation, its parameters with those of the path.
fn operasi(d: &Value) -> Vec<(String, String, Value, Vec<Value>)> {
    let mut semua = Vec::new();
    for (jalur, butir) in d["paths"].as_object().unwrap() {
        let umum: Vec<Value> = butir["parameters"].as_array().cloned().unwrap_or_default();
        for (metode, op) in butir
            .as_object()
            .unwrap()
            .iter()
            .filter(|(k, _)| *k != "parameters")
        {
            let mut p = umum.clone();
            p.extend(op["parameters"].as_array().cloned().unwrap_or_default());
            semua.push((jalur.clone(), metode.clone(), op.clone(), p));
        }
    }
    semua
}

async fn the_document_is_sound(u: &Uji) {
    let j = u.publik().get("/serang/api/openapi.json").await.harus(200);
    let d = j.json();
    let kontrak = crate::kontrak::Kontrak(d.clone());
    assert_eq!(d["openapi"], "3.1.0");
    assert_eq!(d["servers"][0]["url"], "https://praja.contoh.id/serang");
    assert!(d["info"]["title"].is_string() && d["info"]["version"].is_string());
    let mut id = BTreeSet::new();
    let tag: Vec<&Value> = d["tags"].as_array().unwrap().iter().map(|t| &t["name"]).collect();
    for (jalur, metode, op, parameter) in operasi(&d) {
        let di = format!("{metode} {jalur}");
        assert!(
            id.insert(op["operationId"].as_str().unwrap().to_owned()),
            "{di}: operationId twice"
        );
        assert!(op["summary"].as_str().is_some_and(|s| !s.is_empty()), "{di}");
        assert!(
            op["tags"].as_array().unwrap().iter().all(|t| tag.contains(&t)),
            "{di}"
        );
        let jawab = op["responses"].as_object().unwrap();
        assert!(
            jawab.keys().any(|s| s.starts_with('2')) && jawab.keys().any(|s| s.starts_with('4')),
            "{di}"
        );
        assert!(jawab.keys().all(|s| !s.starts_with('5')), "{di}");
        for r in jawab.values() {
            assert!(kontrak.urai(r)["description"].is_string(), "{di}");
        }
        let mut sudah = BTreeSet::new();
        for p in &parameter {
            let p = kontrak.urai(p);
            assert!(
                sudah.insert((p["name"].clone().to_string(), p["in"].to_string())),
                "{di}: {p} twice"
            );
            assert!(p["schema"].is_object(), "{di}: {p}");
        }
        let templat: BTreeSet<String> = jalur
            .split('/')
            .filter(|b| b.starts_with('{'))
            .map(|b| format!("\"{}\"", &b[1..b.len() - 1]))
            .collect();
        let dijelaskan: BTreeSet<String> = sudah
            .iter()
            .filter(|(_, i)| i == "\"path\"")
            .map(|(n, _)| n.clone())
            .collect();
        assert_eq!(templat, dijelaskan, "{di}");
        for s in op["security"]
            .as_array()
            .into_iter()
            .flatten()
            .flat_map(|s| s.as_object().unwrap().keys())
        {
            assert!(d["components"]["securitySchemes"][s].is_object(), "{di}: {s}");
        }
        assert_eq!(
            op.get("requestBody").is_some(),
            matches!(metode.as_str(), "post" | "patch"),
            "{di}"
        );
    }
    // Nothing points to nowhere, nothing is described for nobody.
    let mut acuan = BTreeSet::new();
    kumpulkan(&d, &mut acuan);
    for a in &acuan {
        assert!(d.pointer(&a[1..]).is_some(), "{a}");
    }
    for jenis in ["schemas", "parameters", "responses", "headers"] {
        for nama in d["components"][jenis].as_object().unwrap().keys() {
            assert!(
                acuan.contains(&format!("#/components/{jenis}/{nama}")),
                "{jenis}/{nama} is used nowhere"
            );
        }
    }
    for s in [
        "401", "403", "404", "409", "412", "413", "415", "422", "428", "429",
    ] {
        assert!(
            operasi(&d)
                .iter()
                .any(|(_, _, op, _)| op["responses"].get(s).is_some()),
            "{s}"
        );
    }
    let baru = &d["components"]["schemas"]["pengaduan.baru"];
    assert_eq!(baru["required"], json!(["judul", "isi", "kategori"]));
    assert!(
        baru["properties"]["kategori"]["enum"]
            .as_array()
            .unwrap()
            .contains(&"sampah".into())
    );
    let kecamatan = baru["properties"]["kecamatan"]["enum"].as_array().unwrap();
    assert_eq!(kecamatan.len(), u.profil("serang").kecamatan.len());
    assert!(
        baru["properties"].get("kelas").is_none(),
        "nobody sends what is computed"
    );
    assert!(
        d["components"]["schemas"]["perkakas"]["properties"]
            .get("sandi")
            .is_none(),
        "nobody reads a secret"
    );
    assert!(d["components"]["schemas"]["perkakas.baru"]["properties"]["sandi"]["writeOnly"] == true);
}

fn kumpulkan(v: &Value, semua: &mut BTreeSet<String>) {
    match v {
        Value::Object(o) => {
            if let Some(Value::String(r)) = o.get("$ref") {
                semua.insert(r.clone());
            }
            o.values().for_each(|v| kumpulkan(v, semua));
        }
        Value::Array(a) => a.iter().for_each(|v| kumpulkan(v, semua)),
        _ => {}
    }
}

async fn every_described_path_is_there(u: &Uji) {
    let d = u.publik().get("/serang/api/openapi.json").await.harus(200).json();
    let k = u.sebagai("koordinator").await;
    for (jalur, metode, _, _) in operasi(&d) {
        let jalur = format!("/serang{}", jalur.replace("{id}", "SRG-2026-999999"));
        let j = k
            .kirim(
                &metode.to_uppercase(),
                &jalur,
                Some("application/json"),
                b"{}".to_vec(),
            )
            .await;
        assert_ne!(j.status, 405, "{metode} {jalur}");
    }
    for def in inventaris().semua() {
        assert!(d["paths"][format!("/api/v1/{}", def.kode)].is_object());
        let nama: Vec<String> = def.medan_rata().iter().map(|m| m.nama.to_string()).collect();
        for kepala in d["components"]["schemas"][def.kode.as_ref()]["required"]
            .as_array()
            .unwrap()
        {
            assert!(
                !nama.iter().any(|n| kepala == n),
                "field {kepala} of {} hides what every entry has",
                def.kode
            );
        }
        let umum = [
            "keadaan",
            "pemegang",
            "terbuka",
            "terlambat",
            "sejak",
            "sampai",
            "kata",
            "urut",
            "kursor",
            "batas",
            "format",
        ];
        for m in def.saringan() {
            assert!(
                !umum.contains(&m.nama.as_ref()),
                "filter {} of {} hides one of every list",
                m.nama,
                def.kode
            );
        }
        assert!(
            !web::api::BUKAN_REGISTER.contains(&def.kode.as_ref()),
            "{} has no address of its own",
            def.kode
        );
    }
}

async fn the_document_speaks_both_languages(u: &Uji) {
    let p = u.publik().dengan("accept-language", "en");
    let d = p.get("/serang/api/openapi.json").await.harus(200).json();
    assert_eq!(
        d["paths"]["/api/v1/saya"]["get"]["summary"],
        "The account that the token stands for"
    );
    let ditulis: Vec<String> = operasi(&d)
        .iter()
        .map(|(.., op, _)| op["summary"].as_str().unwrap().to_owned())
        .collect();
    for s in ditulis {
        assert!(
            !kernel::Bahasa::tersedia(&s) || kernel::Bahasa::En.t(&s) == s,
            "{s} is not translated"
        );
    }
}
