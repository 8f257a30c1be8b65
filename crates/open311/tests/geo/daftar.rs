//! Lists and single reports: what everybody may know, by every argument.

use kernel::Peran;
use serde_json::{Value, json};

use crate::bekal::{Uji, sandi};

uji! {
    only_what_is_public_is_shown,
    a_report_says_all_that_the_protocol_asks,
    by_service_status_and_words,
    ninety_days_are_the_most_and_the_least,
    numbers_override_everything,
    pages_by_number_and_by_link,
    changed_since,
    around_a_point,
}

async fn only_what_is_public_is_shown(u: &Uji) {
    let a = u.terbuka(&[]).await;
    let (b, _) = u.lapor(&[]).await;
    let c = u.terbuka(&[("attribute[rahasia]", "ya")]).await;
    assert_eq!(u.nomor("").await, [a.as_str()]);
    assert_eq!(
        u.nomor(&format!("service_request_id={a},{b},{c}")).await,
        [a.as_str()]
    );
    for n in [&b, &c] {
        for f in ["xml", "json"] {
            let r = u.get(&format!("requests/{n}.{f}")).await.harus(404);
            assert_eq!(r.salah(), ["service_request_id"]);
        }
    }
    // Another regency has none of them.
    let r = u.get("/jembrana/open311/v2/requests.json").await.harus(200);
    assert_eq!(r.json(), json!([]));
    u.get(&format!("/jembrana/open311/v2/requests/{a}.json"))
        .await
        .harus(404);
    assert_eq!(
        u.baca(&format!("tokens/{a}")).await[0]["service_request_id"],
        json!(a)
    );
}

async fn a_report_says_all_that_the_protocol_asks(u: &Uji) {
    let k = u.profil().kecamatan[0].clone();
    let n = u
        .terbuka(&[("address_string", "Depan pasar <1>"), ("address_id", &k.kode)])
        .await;
    let opd = u.profil().kategori("jalan-rusak").unwrap().opd.to_string();
    let satu = async || u.baca(&format!("requests/{n}")).await[0].clone();
    let j = satu().await;
    let harap = json!({
        "service_request_id": n, "status": "open", "status_notes": null, "service_code": "jalan-rusak",
        "service_name": u.profil().kategori("jalan-rusak").unwrap().nama,
        "title": "Jalan berlubang di depan pasar",
        "description": "Jalan berlubang di depan pasar. Sejak hujan pekan lalu.",
        "agency_responsible": u.profil().nama_unit(&opd),
        "service_notice": "Diteruskan ke perangkat daerah",
        "requested_datetime": "2026-11-23T09:15:01+07:00", "updated_datetime": "2026-11-23T09:15:02+07:00",
        "expected_datetime": j["expected_datetime"], "address": format!("Depan pasar <1>, {}", k.nama),
        "address_id": k.kode, "zipcode": null, "lat": null, "long": null, "media_url": null, "media_urls": [],
    });
    assert_eq!(j, harap);
    assert!(
        j["expected_datetime"]
            .as_str()
            .unwrap()
            .ends_with("T23:59:59+07:00")
    );
    // The last public answer, and never what officials say among themselves.
    let opd = u.pejabat(Peran::Penghubung);
    u.langkah(
        &opd,
        &n,
        "kerjakan",
        json!({ "jawaban": "Tim berangkat.", "catatan": "Alat rusak." }),
    )
    .await;
    u.langkah(
        &opd,
        &n,
        "jawab",
        json!({ "jawaban": "Sudah ditambal.", "catatan": "Biaya besar." }),
    )
    .await;
    let j = satu().await;
    assert_eq!(
        (&j["status_notes"], &j["status"]),
        (&json!("Sudah ditambal."), &json!("open"))
    );
    // Whom it was done for has the last word; then it is closed.
    let warga = kernel::Pelaku::Pelapor(u.id(&n).await);
    u.langkah(
        &warga,
        &n,
        "terima",
        json!({ "pesan": "Terima kasih dari Siti." }),
    )
    .await;
    let j = satu().await;
    assert_eq!(
        (&j["status_notes"], &j["status"]),
        (&json!("Sudah ditambal."), &json!("closed"))
    );
    let teks = j.to_string();
    assert!(
        !["Alat", "Biaya", "Siti", "Petugas"]
            .iter()
            .any(|k| teks.contains(k)),
        "{teks}"
    );
}

async fn by_service_status_and_words(u: &Uji) {
    let a = u.terbuka(&[]).await;
    let b = u
        .terbuka(&[
            ("service_code", "sampah"),
            ("description", "Sampah menumpuk di kali."),
        ])
        .await;
    u.langkah(
        &u.pejabat(Peran::Penghubung),
        &b,
        "jawab",
        json!({ "jawaban": "Diangkut." }),
    )
    .await;
    let warga = kernel::Pelaku::Pelapor(u.id(&b).await);
    u.langkah(&warga, &b, "terima", json!({})).await;
    for (kueri, harap) in [
        ("", vec![&b, &a]),
        ("service_code=sampah", vec![&b]),
        ("service_code=sampah,jalan-rusak", vec![&b, &a]),
        ("service_code=sampah&service_code=jalan-rusak", vec![&b, &a]),
        ("status=open", vec![&a]),
        ("status=Closed", vec![&b]),
        ("status=open,closed", vec![&b, &a]),
        ("status=open&status=closed", vec![&b, &a]),
        ("q=menumpuk", vec![&b]),
        ("q=berlubang%20pasar&status=open", vec![&a]),
        ("q=tidakada", vec![]),
        ("kucing=ya&page_size=&status=", vec![&b, &a]),
    ] {
        assert_eq!(
            u.nomor(kueri).await,
            harap.into_iter().cloned().collect::<Vec<_>>(),
            "{kueri}"
        );
    }
    for (kueri, argumen) in [
        ("service_code=kapal", "service_code"),
        ("status=setengah", "status"),
        ("page=0", "page"),
        ("page=-1", "page"),
        ("page=99999999999999999999", "page"),
        ("page=11", "page"),
        ("page_size=1001", "page_size"),
        ("page_size=1&page_size=2", "page_size"),
        ("kursor=abc.def", "kursor"),
    ] {
        for f in ["xml", "json"] {
            let r = u.get(&format!("requests.{f}?{kueri}")).await.harus(400);
            assert_eq!(r.salah(), [argumen], "{kueri}");
        }
    }
}

async fn ninety_days_are_the_most_and_the_least(u: &Uji) {
    let lama = u.terbuka(&[]).await; // 23 November 2026, 09.15 in Serang
    u.maju_hari(100); // 3 March 2027
    let baru = u.terbuka(&[]).await;
    for (kueri, harap) in [
        ("", vec![&baru]),
        ("start_date=2026-11-01T00:00:00Z", vec![&lama]),
        (
            "start_date=2026-11-23T02:15:01Z&end_date=2026-11-23T02:15:01Z",
            vec![&lama],
        ),
        ("start_date=2026-11-23T09:15:02%2B07:00", vec![]),
        (
            "start_date=2026-11-23T09:15:00+07:00&end_date=2026-12-01",
            vec![&lama],
        ),
        ("end_date=2026-11-24", vec![&lama]),
        ("end_date=2026-11-23", vec![]),
        ("start_date=2027-01-01&end_date=2027-04-01", vec![&baru]),
        ("start_date=1970-01-01&end_date=1970-01-02", vec![]),
        ("start_date=9999-01-01", vec![]),
    ] {
        assert_eq!(
            u.nomor(kueri).await,
            harap.into_iter().cloned().collect::<Vec<_>>(),
            "{kueri}"
        );
    }
    for (kueri, argumen) in [
        ("start_date=2026-11-01&end_date=2027-02-15", "end_date"),
        ("start_date=2026-11-02&end_date=2026-11-01", "end_date"),
        ("start_date=kemarin", "start_date"),
        ("end_date=2026-13-45", "end_date"),
        ("start_date=2026-11-01T25:00:00Z", "start_date"),
        ("start_date=2026-11-01&start_date=2026-11-02", "start_date"),
        ("updated_after=x", "updated_after"),
        (
            "updated_after=2026-01-01&updated_before=2026-12-01",
            "updated_before",
        ),
    ] {
        let r = u.get(&format!("requests.xml?{kueri}")).await.harus(400);
        assert_eq!(r.salah(), [argumen], "{kueri}");
    }
}

async fn numbers_override_everything(u: &Uji) {
    let a = u.terbuka(&[]).await;
    u.maju_hari(200);
    let b = u.terbuka(&[]).await;
    let kueri = format!(
        "service_request_id={b},%20{},tak-ada,%00,{b}&status=closed&start_date=x",
        a.to_lowercase()
    );
    assert_eq!(u.nomor(&kueri).await, [b.clone(), a.clone()]);
    let banyak = vec!["SRG-2026-999999".to_owned(); 1].join(",");
    assert_eq!(
        u.nomor(&format!("service_request_id={banyak}")).await,
        Vec::<String>::new()
    );
    let terlalu: Vec<String> = (0..201).map(|i| format!("SRG-{i}")).collect();
    let r = u
        .get(&format!("requests.json?service_request_id={}", terlalu.join(",")))
        .await;
    assert_eq!(r.harus(400).salah(), ["service_request_id"]);
}

async fn pages_by_number_and_by_link(u: &Uji) {
    let mut semua = Vec::new();
    for _ in 0..7 {
        semua.insert(0, u.terbuka(&[]).await);
    }
    for n in 1..=9 {
        let mut hasil = Vec::new();
        for h in 1..=8 {
            hasil.extend(u.nomor(&format!("page_size={n}&page={h}")).await);
        }
        assert_eq!(hasil, semua, "{n} a page");
    }
    // The same by following links, from any page on.
    for (mulai, awal) in [("", 0), ("&page=2", 3)] {
        let mut jalur = format!("/serang/open311/v2/requests.json?page_size=3&status=open&q=pasar{mulai}");
        let mut hasil = Vec::new();
        loop {
            let r = u.get(&jalur).await.harus(200);
            let j = r.json();
            let satu = |e: &Value| e["service_request_id"].as_str().unwrap().to_owned();
            hasil.extend(j.as_array().unwrap().iter().map(satu));
            let Some(l) = r.kepala("link") else { break };
            let ke = l.strip_prefix("<https://praja.contoh.id").unwrap();
            jalur = ke.strip_suffix(">; rel=\"next\"").unwrap().to_owned();
        }
        assert_eq!(hasil, semua[awal..]);
    }
    // A cursor of another order is none.
    let r = u.get("requests.json?page_size=3").await;
    let kursor = r
        .kepala("link")
        .unwrap()
        .split("kursor=")
        .nth(1)
        .unwrap()
        .split('>')
        .next()
        .unwrap()
        .to_owned();
    let r = u
        .get(&format!("requests.json?updated_after=2026-11-01&kursor={kursor}"))
        .await;
    assert_eq!(r.harus(400).salah(), ["kursor"]);
}

async fn changed_since(u: &Uji) {
    let a = u.terbuka(&[]).await;
    let b = u.terbuka(&[]).await;
    u.maju_hari(120);
    u.langkah(
        &u.pejabat(Peran::Penghubung),
        &a,
        "kerjakan",
        json!({ "jawaban": "Mulai." }),
    )
    .await;
    // However old a report is, what changed is found; the first change first.
    let kini = u.jam.kini().to_string();
    let kueri = |s: &str| format!("updated_after={}", sandi(s));
    assert_eq!(u.nomor(&kueri("2027-03-01T00:00:00Z")).await, [a.as_str()]);
    assert_eq!(u.nomor(&kueri(&kini)).await, [a.as_str()]);
    assert_eq!(u.nomor("updated_after=2026-11-01").await, [b.as_str()]);
    assert_eq!(u.nomor("updated_before=2026-11-24").await, [b.as_str()]);
    assert_eq!(
        u.nomor(&kueri("2027-03-24T00:00:00Z")).await,
        Vec::<String>::new()
    );
    // Who asks for what changed since the last answer misses nothing.
    let j = u.baca(&format!("requests/{a}")).await;
    let terakhir = j[0]["updated_datetime"].as_str().unwrap();
    assert_eq!(u.nomor(&kueri(terakhir)).await, [a]);
}

async fn around_a_point(u: &Uji) {
    let k = u.profil().kecamatan.iter().find(|k| !k.batas.is_empty()).unwrap();
    let cincin = &k.batas[0][0];
    let n = cincin.len() as f64;
    let (lon, lat) = cincin
        .iter()
        .fold((0.0, 0.0), |(x, y), p| (x + p[0] / n, y + p[1] / n));
    // About 555 m north of it.
    let utara = lat + 0.005;
    let (lon_s, lat_s, utara_s) = (format!("{lon:.6}"), format!("{lat:.6}"), format!("{utara:.6}"));
    let a = u.terbuka(&[("lat", &lat_s), ("long", &lon_s)]).await;
    let b = u.terbuka(&[("lat", &utara_s), ("long", &lon_s)]).await;
    u.terbuka(&[]).await; // nowhere
    let di = |r: &str| format!("lat={lat_s}&long={lon_s}{r}");
    assert_eq!(u.nomor(&di("")).await, [b.clone(), a.clone()]);
    assert_eq!(u.nomor(&di("&radius=600")).await, [b.clone(), a.clone()]);
    assert_eq!(u.nomor(&di("&radius=500")).await, [a.as_str()]);
    assert_eq!(u.nomor(&di("&radius=1")).await, [a.as_str()]);
    assert_eq!(u.nomor("lat=0&long=0&radius=50000").await, Vec::<String>::new());
    assert_eq!(
        u.nomor("lat=90&long=180&radius=50000").await,
        Vec::<String>::new()
    );
    let j = u.baca(&format!("requests/{a}")).await;
    assert!((j[0]["lat"].as_f64().unwrap() - lat).abs() < 1e-5);
    for (kueri, argumen) in [
        ("lat=NaN&long=1", vec!["lat", "lat"]),
        ("lat=inf&long=1", vec!["lat", "lat"]),
        ("lat=91&long=1", vec!["lat", "lat"]),
        ("lat=1", vec!["long"]),
        ("radius=5", vec!["lat", "long"]),
        ("lat=1&long=1&radius=-5", vec!["radius"]),
        ("lat=1&long=1&radius=1e308", vec!["radius"]),
    ] {
        let r = u.get(&format!("requests.json?{kueri}")).await.harus(400);
        let mut salah = r.salah();
        salah.dedup();
        let mut harap = argumen;
        harap.dedup();
        assert_eq!(salah, harap, "{kueri}");
    }
}
