//! Creating: by the public and by officials, once for each key, within limits.

use serde_json::{Value, json};

use crate::{
    bekal::{Uji, laporan},
    perkakas,
};

uji! {
    the_public_files_a_complaint, every_wrong_field_is_told, a_key_makes_it_happen_once, keys_are_distinct_per_asker,
    wrong_keys_are_refused, the_public_is_limited_by_address, rights_to_create, references_are_taken_by_number,
    photographs_are_named_by_id, computed_fields_and_foreign_keys,
}

async fn the_public_files_a_complaint(u: &Uji) {
    let k = &u.profil("serang").kecamatan[0];
    let isi = json!({
        "jenis": "aspirasi", "judul": "Trotoar", "isi": "Mohon trotoar.", "kategori": "jalan-rusak",
        "kecamatan": k.kode, "desa": k.desa[0].0, "alamat": "Depan SDN 2", "anonim": true, "rahasia": false, "foto": [],
        "pelapor": { "nama": "Budi", "surel": "Budi@Contoh.ID", "telepon": "0812-0000-1234" },
    });
    let j = u.publik().post("pengaduan", isi).await.harus(201);
    let e = j.json();
    assert_eq!(j.kepala("etag"), Some("\"1\""));
    assert_eq!(
        j.kepala("location"),
        Some(format!("/serang/api/v1/pengaduan/{}", e["id"].as_str().unwrap()).as_str())
    );
    assert_eq!(j.kepala("cache-control"), Some("no-store"));
    assert_eq!(j.kepala("idempotency-replayed"), None);
    assert_eq!(e["nomor"], "SRG-2026-000001");
    assert_eq!(e["kode_lacak"].as_str().unwrap().len(), 14);
    assert_eq!(
        e["pelapor"],
        json!({ "nama": "Budi", "surel": "budi@contoh.id", "telepon": "+6281200001234" })
    );
    assert_eq!(
        (&e["desa"], &e["kanal"]),
        (&k.desa[0].0.clone().into(), &"daring".into())
    );
    let paling_sedikit = json!({ "judul": "a", "isi": "b", "kategori": "lainnya" });
    let e = u
        .publik()
        .post("pengaduan", paling_sedikit)
        .await
        .harus(201)
        .json();
    assert_eq!(e["jenis"], "pengaduan");
}

async fn every_wrong_field_is_told(u: &Uji) {
    let p = u.publik();
    let g = p.post("pengaduan", json!({})).await.harus(422).galat();
    let medan: Vec<&str> = g.iter().map(|(m, _)| m.as_str()).collect();
    assert_eq!(medan, ["judul", "isi", "kategori"]);
    let isi = json!({
        "judul": "x".repeat(151), "isi": 7, "kategori": "aneh", "kecamatan": "51.01.01", "lat": -7.9, "lon": 200,
        "pelapor": { "surel": "x", "telepon": "12", "umur": 3 }, "anonim": "ya", "foto": "a", "asing": 1,
    });
    let g = p.post("pengaduan", isi).await.harus(422).galat();
    let mut medan: Vec<&str> = g.iter().map(|(m, _)| m.as_str()).collect();
    medan.sort_unstable();
    let harap = [
        "anonim",
        "asing",
        "foto",
        "isi",
        "judul",
        "kategori",
        "kecamatan",
        "lon",
        "pelapor.surel",
        "pelapor.telepon",
        "pelapor.umur",
    ];
    assert_eq!(medan, harap);
    for (tambah, medan) in [
        (json!({ "lat": -7.0, "lon": 100.0 }), "lat"),
        (json!({ "lat": -6.1 }), "lon"),
        (json!({ "desa": "51.01.01.2001" }), "desa"),
        (json!({ "pelapor": [] }), "pelapor"),
        (json!({ "judul": ["a"] }), "judul"),
        (json!({ "judul": "\u{0}\u{200b}" }), "judul"),
    ] {
        let mut isi = laporan();
        isi.as_object_mut()
            .unwrap()
            .extend(tambah.as_object().unwrap().clone());
        assert_eq!(
            p.post("pengaduan", isi).await.harus(422).medan(),
            medan,
            "{tambah}"
        );
    }
    let j = p
        .dengan("accept-language", "en-GB")
        .post("pengaduan", json!({ "judul": "a", "isi": "b" }))
        .await
        .harus(422);
    assert_eq!(j.json()["title"], "Some fields need correcting");
    assert_eq!(j.galat(), [("kategori".to_owned(), "Choose one.".to_owned())]);
}

async fn a_key_makes_it_happen_once(u: &Uji) {
    let p = u.publik().dengan("idempotency-key", "satu-dua-tiga");
    let a = p.post("pengaduan", laporan()).await.harus(201);
    let b = p.post("pengaduan", laporan()).await.harus(201);
    assert_eq!(a.json(), b.json(), "the same answer, with the tracking code");
    assert_eq!(a.kepala("location"), b.kepala("location"));
    assert_eq!(b.kepala("idempotency-replayed"), Some("true"));
    // The order of keys and blanks do not make another request.
    let lain = format!(" {} ", laporan());
    let c = p
        .kirim(
            "POST",
            "pengaduan",
            Some("application/json; charset=utf-8"),
            lain.into_bytes(),
        )
        .await
        .harus(201);
    assert_eq!(c.json()["id"], a.json()["id"]);
    let mut beda = laporan();
    beda["judul"] = "Lain".into();
    let j = p.post("pengaduan", beda).await.harus(409);
    assert_eq!(j.json()["kode"], "bentrok");
    assert_eq!(
        u.sebagai("koordinator")
            .await
            .get("pengaduan")
            .await
            .nomor()
            .len(),
        1
    );
    // A refusal uses no key up.
    let p = u.publik().dengan("idempotency-key", "empat");
    p.post("pengaduan", json!({})).await.harus(422);
    p.post("pengaduan", laporan()).await.harus(201);
}

async fn keys_are_distinct_per_asker(u: &Uji) {
    let mut nomor = Vec::new();
    let semua = [
        u.publik(),
        u.publik(),
        u.sebagai("koordinator").await,
        u.sebagai("petugas").await,
    ];
    for k in &semua {
        let j = k
            .dengan("idempotency-key", "1")
            .post("pengaduan", laporan())
            .await
            .harus(201);
        assert_eq!(j.kepala("idempotency-replayed"), None);
        nomor.push(j.json()["nomor"].as_str().unwrap().to_owned());
    }
    let k = semua[2].dengan("idempotency-key", "1");
    let alat = perkakas::isi("Palu", 1, "dlh");
    k.post("perkakas", alat.clone()).await.harus(201);
    assert_eq!(
        k.post("perkakas", alat)
            .await
            .harus(201)
            .kepala("idempotency-replayed"),
        Some("true")
    );
    let di_lain = u.publik().di("jembrana").dengan("idempotency-key", "1");
    nomor.push(
        di_lain.post("pengaduan", laporan()).await.harus(201).json()["nomor"]
            .as_str()
            .unwrap()
            .to_owned(),
    );
    nomor.sort();
    nomor.dedup();
    assert_eq!(nomor.len(), 5, "{nomor:?}");
}

async fn wrong_keys_are_refused(u: &Uji) {
    for kunci in ["", "ada spasi", &"x".repeat(201), "\u{e9}"] {
        u.publik()
            .dengan("idempotency-key", kunci)
            .post("pengaduan", laporan())
            .await
            .harus(400);
    }
    let dua = u
        .publik()
        .dengan("idempotency-key", "a")
        .dengan("idempotency-key", "b");
    dua.post("pengaduan", laporan()).await.harus(400);
    u.publik()
        .dengan("idempotency-key", &"x".repeat(200))
        .post("pengaduan", laporan())
        .await
        .harus(201);
}

async fn the_public_is_limited_by_address(u: &Uji) {
    let p = u.publik();
    let mut terakhir = p.post("pengaduan", json!({})).await;
    for _ in 0..80 {
        terakhir = p.post("pengaduan", json!({})).await;
        if terakhir.status == 429 {
            break;
        }
    }
    let j = terakhir.harus(429);
    assert!(j.kepala("retry-after").unwrap().parse::<u32>().unwrap() >= 1);
    assert_eq!(j.json()["kode"], "terlalu-sering");
    u.publik().post("pengaduan", laporan()).await.harus(201);
    let k = u.sebagai("petugas").await;
    for _ in 0..70 {
        k.post("pengaduan", json!({})).await.harus(422);
    }
}

async fn rights_to_create(u: &Uji) {
    let layanan = json!({
        "kode": "ktp", "nama": "KTP", "jenis": "publik", "opd": "disdukcapil", "ringkas": "KTP.", "waktu": "1 hari",
        "biaya": 0,
    });
    u.publik().post("layanan", layanan.clone()).await.harus(401);
    u.sebagai("auditor")
        .await
        .post("layanan", layanan.clone())
        .await
        .harus(403);
    let j = u
        .sebagai("penghubung:dishub")
        .await
        .post("layanan", layanan.clone())
        .await
        .harus(422);
    assert_eq!(j.medan(), "opd", "another unit's service");
    let j = u
        .sebagai("penghubung:disdukcapil")
        .await
        .post("layanan", layanan.clone())
        .await
        .harus(201);
    assert!(
        j.json().get("kode_lacak").is_none(),
        "nobody follows a service by a code"
    );
    u.sebagai("administrator")
        .await
        .post("layanan", layanan)
        .await
        .harus(201);
    // A desk officer of another unit may file, and then only learns the number and the code to hand over.
    let e = u
        .sebagai("petugas:dlh")
        .await
        .post("pengaduan", laporan())
        .await
        .harus(201)
        .json();
    assert!(e["kode_lacak"].is_string() && e["nomor"].is_string());
    assert!(e.get("judul").is_none() && e.get("pelapor").is_none());
    u.publik().post("pengaduan.csv", laporan()).await.harus(404);
}

async fn references_are_taken_by_number(u: &Uji) {
    let k = u.sebagai("koordinator").await;
    let induk = k
        .post("perkakas", perkakas::isi("Induk", 1, "dlh"))
        .await
        .harus(201)
        .json();
    let mut isi = perkakas::isi("Anak", 1, "dlh");
    isi["induk"] = induk["nomor"].clone();
    isi["suku"] =
        json!([{ "nama": "gagang", "dari": induk["nomor"] }, { "nama": "mata", "dari": induk["id"] }]);
    let anak = k.post("perkakas", isi.clone()).await.harus(201).json();
    assert_eq!(anak["induk"], induk["id"]);
    assert_eq!(anak["suku"][0]["dari"], induk["id"]);
    let t = k
        .get(&format!("perkakas/{}/tautan", anak["nomor"].as_str().unwrap()))
        .await
        .harus(200)
        .json();
    assert!(
        t["data"]
            .as_array()
            .unwrap()
            .iter()
            .all(|t| t["entri"]["nomor"] == induk["nomor"]),
        "{t}"
    );
    // A number that this asker may not see is as unknown as one that is not there.
    isi["opd"] = "dishub".into();
    isi.as_object_mut().unwrap().remove("suku");
    let lain = u.sebagai("penghubung:dishub").await;
    for nomor in [
        induk["nomor"].clone(),
        "SRG-2026-999999".into(),
        "apa saja".into(),
        "x-".repeat(30).into(),
    ] {
        isi["induk"] = nomor;
        assert_eq!(
            lain.post("perkakas", isi.clone()).await.harus(422).medan(),
            "induk"
        );
    }
    // A complaint's number names no tool.
    isi["induk"] = u.lapor(json!({})).await.nomor.into();
    isi["opd"] = "dlh".into();
    let j = k.post("perkakas", isi.clone()).await;
    assert!(
        j.status == 422 || j.json()["induk"] == induk["id"],
        "numbers count within a register: {}",
        j.teks()
    );
    isi["induk"] = "01900000-0000-7000-8000-000000000001".into();
    assert_eq!(k.post("perkakas", isi).await.harus(422).medan(), "induk");
}

async fn photographs_are_named_by_id(u: &Uji) {
    let p = u.publik();
    let png = data_encoding::BASE64
        .decode(b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
        .unwrap();
    let id = p
        .kirim("POST", "berkas", Some("image/png"), png)
        .await
        .harus(201)
        .json()["id"]
        .clone();
    let dengan = |foto: Value| {
        let mut isi = laporan();
        isi["foto"] = foto;
        isi
    };
    let e = p.post("pengaduan", dengan(json!([id]))).await.harus(201).json();
    assert_eq!(e["foto"], json!([id]));
    for foto in [
        json!([id]),
        json!(["01900000-0000-7000-8000-000000000001"]),
        json!(["x"]),
        json!(vec![id.clone(); 6]),
    ] {
        assert_eq!(p.post("pengaduan", dengan(foto)).await.harus(422).medan(), "foto");
    }
}

async fn computed_fields_and_foreign_keys(u: &Uji) {
    let mut isi = laporan();
    isi["kanal"] = "telepon".into();
    assert_eq!(
        u.publik().post("pengaduan", isi.clone()).await.harus(422).medan(),
        "kanal"
    );
    u.sebagai("petugas")
        .await
        .post("pengaduan", isi.clone())
        .await
        .harus(201);
    for asing in ["id", "nomor", "versi", "keadaan", "pemegang"] {
        let mut isi = laporan();
        isi[asing] = "x".into();
        assert_eq!(u.publik().post("pengaduan", isi).await.harus(422).medan(), asing);
    }
    isi["kelas"] = "berkadar".into();
    let e = u
        .sebagai("koordinator")
        .await
        .post("pengaduan", isi)
        .await
        .harus(201)
        .json();
    assert!(e.get("kelas").is_none(), "the class is set when it is forwarded");
}
