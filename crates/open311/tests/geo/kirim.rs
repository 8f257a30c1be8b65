//! New reports: what each argument becomes, what is refused and at which argument, who may send.

use axum::http::Request;
use kernel::Peran;
use serde_json::json;

use crate::{
    bekal::{DASAR, Uji},
    xml,
};

uji! {
    every_argument_finds_its_field,
    the_answer_has_the_number_at_once_and_the_code_beside_it,
    what_is_wrong_is_told_at_its_argument,
    a_point_outside_the_regency_is_refused,
    photographs_come_along,
    the_same_report_twice_is_one,
    a_key_that_is_wrong_is_refused_and_one_may_be_demanded,
    a_flood_is_slowed,
}

const LAPORAN: [(&str, &str); 2] = [
    ("service_code", "jalan-rusak"),
    (
        "description",
        "Jalan berlubang di depan pasar. Sejak hujan pekan lalu.",
    ),
];

async fn every_argument_finds_its_field(u: &Uji) {
    let k = &u.profil().kecamatan[0];
    let desa = k.desa[0].0.clone();
    let isian = [
        ("service_code", "jalan-rusak"),
        (
            "description",
            "Jalan berlubang di depan pasar.\n\nSejak hujan <pekan> lalu & 'belum' 💡.",
        ),
        ("address_string", "Depan pasar"),
        ("address_id", &desa),
        ("first_name", "Siti"),
        ("last_name", "Aminah"),
        ("email", "Siti@Contoh.id"),
        ("phone", "0812 0000 1234"),
        ("device_id", "abc"),
        ("media_url", "https://foto.contoh.id/1.jpg"),
        ("attribute[jenis]", "aspirasi"),
        ("attribute[anonim][]", "ya"),
        ("attribute[rahasia]", "tidak"),
        ("jurisdiction_id", "serang"),
        ("api_key", ""),
    ];
    let (nomor, _) = u.lapor(&isian).await;
    let isi = u.isi(&nomor).await;
    assert_eq!(isi["judul"], "Jalan berlubang di depan pasar");
    assert!(
        isi["isi"]
            .as_str()
            .unwrap()
            .contains("<pekan> lalu & 'belum' 💡.")
    );
    assert!(
        isi["isi"]
            .as_str()
            .unwrap()
            .ends_with("Media: https://foto.contoh.id/1.jpg")
    );
    assert_eq!(
        (&isi["jenis"], &isi["kategori"], &isi["alamat"]),
        (&json!("aspirasi"), &json!("jalan-rusak"), &json!("Depan pasar"))
    );
    assert_eq!((&isi["desa"], &isi["kecamatan"]), (&json!(desa), &json!(k.kode)));
    assert_eq!((&isi["anonim"], &isi["rahasia"]), (&json!(true), &json!(false)));
    assert_eq!(
        isi["pelapor"],
        json!({ "nama": "Siti Aminah", "surel": "siti@contoh.id", "telepon": "+6281200001234" })
    );
    // What is said is public only after somebody looked, and never who said it.
    u.get(&format!("requests/{nomor}.json")).await.harus(404);
    u.teruskan(&nomor).await;
    let teks = u.get(&format!("requests/{nomor}.json")).await.harus(200).teks();
    for rahasia in ["Siti", "Aminah", "siti@", "81200001234", "anonim"] {
        assert!(!teks.contains(rahasia), "{teks}");
    }
    // A title of one's own.
    let (nomor, _) = u.lapor(&[("attribute[judul]", "Judul sendiri")]).await;
    assert_eq!(u.isi(&nomor).await["judul"], "Judul sendiri");
}

async fn the_answer_has_the_number_at_once_and_the_code_beside_it(u: &Uji) {
    let r = u.post("requests.xml", &LAPORAN).await.harus(201);
    assert_eq!(r.kepala("cache-control"), Some("no-store"));
    let x = xml::baca(&r.isi);
    assert_eq!(
        (x.nama.as_str(), x.anak[0].nama.as_str()),
        ("service_requests", "request")
    );
    let teks = |k: &str| x.anak[0].anak.iter().find(|a| a.nama == k).unwrap().teks.clone();
    let (nomor, kode) = (teks("service_request_id"), teks("kode_lacak"));
    assert_eq!(nomor, "SRG-2026-000001");
    assert!(
        teks("service_notice").contains("26 November 2026"),
        "{}",
        teks("service_notice")
    );
    assert_eq!(teks("account_id"), "");
    // With the code one follows one's own report before it is public; with another, not.
    let lihat = async |kode: &str| {
        let r = Request::get(format!("{DASAR}/requests/{nomor}.json")).header("x-kode-lacak", kode);
        u.minta(&u.router, r, Vec::new()).await
    };
    let j = lihat(&kode).await.harus(200).json();
    assert_eq!(
        (&j[0]["service_request_id"], &j[0]["status"]),
        (&json!(nomor), &json!("open"))
    );
    lihat("AAAA-BBBB-CCCC").await.harus(404);
    // A token is a way to the number.
    let id = u.id(&nomor).await.to_string();
    let j = u.baca(&format!("tokens/{id}")).await;
    assert_eq!(j, json!([{ "service_request_id": nomor, "token": id }]));
    for t in [nomor.as_str(), "x", "00000000-0000-0000-0000-000000000000"] {
        assert_eq!(
            u.get(&format!("tokens/{t}.xml")).await.harus(404).salah(),
            ["token"]
        );
    }
}

async fn what_is_wrong_is_told_at_its_argument(u: &Uji) {
    let panjang = "a".repeat(6_000);
    for (isian, status, argumen) in [
        (vec![("service_code", "")], 400, vec!["service_code"]),
        (vec![("description", "")], 400, vec!["description"]),
        (vec![("service_code", "kapal")], 404, vec!["service_code"]),
        (vec![("description", &*panjang)], 400, vec!["description"]),
        (vec![("email", "bukan surel")], 400, vec!["email"]),
        (vec![("phone", "abc")], 400, vec!["phone"]),
        (vec![("first_name", &*panjang)], 400, vec!["first_name"]),
        (vec![("lat", "-6.1")], 400, vec!["long"]),
        (vec![("lat", "NaN"), ("long", "106.1")], 400, vec!["lat"]),
        (vec![("lat", "1e400"), ("long", "106.1")], 400, vec!["lat"]),
        (vec![("lat", "-6.1"), ("long", "timur")], 400, vec!["long"]),
        (vec![("address_id", "3604")], 400, vec!["address_id"]),
        (vec![("address_id", "99.99.99")], 400, vec!["address_id"]),
        (vec![("address_string", &*panjang)], 400, vec!["address_string"]),
        (
            vec![("attribute[jenis]", "pujian")],
            400,
            vec!["attribute[jenis]"],
        ),
        (
            vec![("attribute[anonim]", "mungkin")],
            400,
            vec!["attribute[anonim]"],
        ),
        (vec![("attribute[warna]", "biru")], 400, vec!["attribute[warna]"]),
        (vec![("attribute[kanal]", "surat")], 400, vec!["attribute[kanal]"]),
        (vec![("media_url", "javascript:alert(1)")], 400, vec!["media_url"]),
        (vec![("email", "x"), ("phone", "y")], 400, vec!["email", "phone"]),
        (
            vec![("email", "a@contoh.id"), ("email", "b@contoh.id")],
            400,
            vec!["email"],
        ),
        (vec![("description", "\u{0}\u{1}")], 400, vec!["description"]),
    ] {
        let mut semua: Vec<(&str, &str)> = LAPORAN
            .into_iter()
            .filter(|(k, _)| !isian.iter().any(|(n, _)| n == k))
            .collect();
        semua.extend(&isian);
        for f in ["xml", "json"] {
            let r = u.post(&format!("requests.{f}"), &semua).await;
            let mut salah = r.salah();
            // A title made of a description that is wrong is not another mistake.
            salah.dedup();
            assert_eq!(
                (r.status, salah),
                (status, argumen.iter().map(ToString::to_string).collect()),
                "{isian:.80?}"
            );
        }
    }
    assert_eq!(u.banyak().await, 0);
    // The same words again are read again.
    let satu = [LAPORAN[0], LAPORAN[0], LAPORAN[1]];
    u.post("requests.json", &satu).await.harus(201);
}

async fn a_point_outside_the_regency_is_refused(u: &Uji) {
    for (lat, long) in [("-8.36", "114.63"), ("0", "0"), ("90", "180")] {
        let isian = [LAPORAN[0], LAPORAN[1], ("lat", lat), ("long", long)];
        let r = u.post("requests.json", &isian).await.harus(400);
        assert_eq!(r.salah(), ["lat"]);
        assert!(r.teks().contains("Kabupaten Serang"), "{}", r.teks());
    }
    // Inside, the kecamatan is found from the point.
    let k = &u.profil().kecamatan[0];
    let cincin = &k.batas[0][0];
    let n = cincin.len() as f64;
    let (lon, lat) = cincin
        .iter()
        .fold((0.0, 0.0), |(x, y), p| (x + p[0] / n, y + p[1] / n));
    let di = (
        kernel::nilai::Lintang::baru(lat).unwrap(),
        kernel::nilai::Bujur::baru(lon).unwrap(),
    );
    let harap = u.profil().kecamatan_di(di.0, di.1).unwrap().kode.clone();
    let (lat, lon) = (lat.to_string(), lon.to_string());
    let (nomor, _) = u.lapor(&[("lat", &lat), ("long", &lon)]).await;
    assert_eq!(u.isi(&nomor).await["kecamatan"], harap);
}

fn foto(warna: u8) -> Vec<u8> {
    let gambar = image::RgbImage::from_pixel(24, 18, image::Rgb([warna, 80, 40]));
    let mut isi = std::io::Cursor::new(Vec::new());
    gambar.write_to(&mut isi, image::ImageFormat::Jpeg).unwrap();
    isi.into_inner()
}

fn bagian(isian: &[(&str, &str)], berkas: &[Vec<u8>]) -> Vec<u8> {
    let mut isi = Vec::new();
    for (k, v) in isian {
        let kepala = format!("--batas\r\nContent-Disposition: form-data; name=\"{k}\"\r\n\r\n{v}\r\n");
        isi.extend(kepala.into_bytes());
    }
    for b in berkas {
        let kepala = "--batas\r\nContent-Disposition: form-data; name=\"media\"; filename=\"a.jpg\"\r\n\
                      Content-Type: image/jpeg\r\n\r\n";
        isi.extend(kepala.bytes());
        isi.extend(b);
        isi.extend(b"\r\n");
    }
    isi.extend(b"--batas--\r\n");
    isi
}

async fn photographs_come_along(u: &Uji) {
    let kirim = async |berkas: &[Vec<u8>]| {
        let r = Request::post(format!("{DASAR}/requests.json"))
            .header("content-type", "Multipart/Form-Data; boundary=batas");
        u.minta(&u.router, r, bagian(&LAPORAN, berkas)).await
    };
    let j = kirim(&[foto(10), foto(20)]).await.harus(201).json();
    let nomor = j[0]["service_request_id"].as_str().unwrap();
    assert_eq!(u.isi(nomor).await["foto"].as_array().unwrap().len(), 2);
    u.teruskan(nomor).await;
    let j = u.baca(&format!("requests/{nomor}")).await;
    let alamat = j[0]["media_url"].as_str().unwrap();
    assert_eq!(j[0]["media_urls"].as_array().unwrap().len(), 2);
    let jalur = alamat.strip_prefix("https://praja.contoh.id").unwrap();
    let r = u.get(jalur).await.harus(200);
    assert_eq!(r.kepala("content-type"), Some("image/jpeg"));
    for berkas in [vec![b"bukan foto".to_vec()], (0..6).map(foto).collect()] {
        assert_eq!(kirim(&berkas).await.harus(400).salah(), ["media"]);
    }
    assert_eq!(u.banyak().await, 1);
}

async fn the_same_report_twice_is_one(u: &Uji) {
    let kirim = async |alamat: &str, uraian: &str| {
        let r = Request::post(format!("{DASAR}/requests.json"))
            .header("x-forwarded-for", alamat)
            .header("content-type", "application/x-www-form-urlencoded");
        let isi = format!("service_code=sampah&description={uraian}");
        u.minta(&u.router, r, isi.into_bytes()).await.harus(201).json()
    };
    let pertama = kirim("10.0.0.1", "Sampah").await;
    assert_eq!(kirim("10.0.0.1", "Sampah").await, pertama);
    assert_ne!(kirim("10.0.0.1", "Sampah+lagi").await, pertama);
    assert_ne!(kirim("10.0.0.2", "Sampah").await, pertama);
    u.maju_detik(601);
    assert_ne!(kirim("10.0.0.1", "Sampah").await, pertama);
    assert_eq!(u.banyak().await, 4);
}

async fn a_key_that_is_wrong_is_refused_and_one_may_be_demanded(u: &Uji) {
    let kirim = async |router, kunci: Option<&str>| {
        let isian: Vec<_> = LAPORAN.into_iter().chain(kunci.map(|k| ("api_key", k))).collect();
        u.post_ke(router, "requests.xml", &isian).await
    };
    for router in [&u.router, &u.berkunci] {
        assert_eq!(kirim(router, Some("salah")).await.harus(403).salah(), ["api_key"]);
    }
    for kosong in [None, Some(""), Some(" ")] {
        assert_eq!(kirim(&u.berkunci, kosong).await.harus(403).salah(), ["api_key"]);
    }
    assert_eq!(u.banyak().await, 0);
    let token = u.token(Peran::Petugas).await;
    kirim(&u.berkunci, Some(&token)).await.harus(201);
    u.maju_detik(601);
    // As other clients of ours say it, too; a wrong one is never the public.
    for (bearer, status) in [(token.as_str(), 201), ("salah", 403)] {
        let r = Request::post(format!("{DASAR}/requests.json"))
            .header("authorization", format!("Bearer {bearer}"))
            .header("content-type", "application/x-www-form-urlencoded");
        let isi = "service_code=sampah&description=x".into();
        u.minta(&u.berkunci, r, isi).await.harus(status);
    }
}

async fn a_flood_is_slowed(u: &Uji) {
    let mut status = Vec::new();
    for i in 0..70 {
        let r = Request::post(format!("{DASAR}/requests.xml"))
            .header("x-forwarded-for", "10.9.9.9")
            .header("content-type", "application/x-www-form-urlencoded");
        let isi = format!("service_code=sampah&description=Sampah+{i}");
        let r = u.minta(&u.router, r, isi.into_bytes()).await;
        if r.status == 429 {
            assert!(r.kepala("retry-after").is_some());
            r.salah();
        }
        status.push(r.status);
    }
    assert_eq!(status[..60], [201; 60]);
    assert!(status[65..].contains(&429));
}
