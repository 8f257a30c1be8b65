//! Discovery, services and their definitions; forms, jurisdictions, other sites.

use axum::http::Request;
use serde_json::Value;

use crate::{
    bekal::{DASAR, Uji},
    xml,
};

uji! {
    discovery_says_where_and_what,
    services_are_the_categories,
    a_definition_asks_for_what_the_register_has,
    the_form_follows_the_path_then_the_header,
    only_this_jurisdiction_is_found,
    pages_of_other_sites_may_read_and_a_cookie_speaks_for_nobody,
    words_follow_the_language,
}

async fn discovery_says_where_and_what(u: &Uji) {
    for dasar in ["/serang/open311/discovery", "/serang/open311/v2/discovery"] {
        let j = u.baca(dasar).await;
        let e = &j["endpoints"][0];
        assert_eq!(e["url"], "https://praja.contoh.id/serang/open311/v2");
        assert_eq!(e["type"], "production");
        assert_eq!(e["specification"], "http://wiki.open311.org/GeoReport_v2");
        let format: Vec<&str> = e["formats"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(Value::as_str)
            .collect();
        assert_eq!(format, ["text/xml", "application/json"]);
        assert!(j["contact"].as_str().unwrap().contains("Serang"));
    }
}

async fn services_are_the_categories(u: &Uji) {
    let j = u.baca("services").await;
    let semua = j.as_array().unwrap();
    assert_eq!(semua.len(), u.profil().kategori.len());
    let jalan = semua.iter().find(|s| s["service_code"] == "jalan-rusak").unwrap();
    assert_eq!(
        (&jalan["metadata"], &jalan["type"]),
        (&true.into(), &"realtime".into())
    );
    assert!(jalan["keywords"].as_str().unwrap().contains("lubang"));
    let x = xml::baca(&u.get("services.xml").await.isi);
    assert_eq!(
        (x.nama.as_str(), x.anak[0].nama.as_str()),
        ("services", "service")
    );
}

async fn a_definition_asks_for_what_the_register_has(u: &Uji) {
    let j = u.baca("services/jalan-rusak").await;
    assert_eq!(j["service_code"], "jalan-rusak");
    let semua = j["attributes"].as_array().unwrap();
    let kode: Vec<&str> = semua.iter().map(|a| a["code"].as_str().unwrap()).collect();
    assert_eq!(kode, ["jenis", "judul", "kecamatan", "desa", "anonim", "rahasia"]);
    for (i, a) in semua.iter().enumerate() {
        assert_eq!(a["order"], i + 1);
        assert_eq!((&a["variable"], &a["required"]), (&true.into(), &false.into()));
        let daftar = a["datatype"] == "singlevaluelist";
        assert_eq!(a.get("values").is_some(), daftar, "{a}");
        let isi = a["values"].as_array().into_iter().flatten();
        assert!(
            isi.map(|v| &v["key"])
                .all(|k| k.as_str().is_some_and(|k| !k.is_empty()))
        );
    }
    let n = semua[2]["values"].as_array().unwrap().len();
    assert_eq!(n, u.profil().kecamatan.len());
    let x = xml::baca(&u.get("services/jalan-rusak.xml").await.isi);
    assert_eq!(x.nama, "service_definition");
    let a = x.anak.iter().find(|a| a.nama == "attributes").unwrap();
    assert_eq!(a.anak[0].nama, "attribute");
    for f in ["xml", "json"] {
        let r = u.get(&format!("services/kapal-terbang.{f}")).await.harus(404);
        assert_eq!(r.salah(), ["service_code"]);
    }
}

async fn the_form_follows_the_path_then_the_header(u: &Uji) {
    let minta = async |jalur: &str, terima: &str| {
        let r = Request::get(format!("{DASAR}/{jalur}")).header("accept", terima);
        let r = u.minta(&u.router, r, Vec::new()).await;
        r.kepala("content-type")
            .unwrap()
            .split(';')
            .next()
            .unwrap()
            .to_owned()
    };
    assert_eq!(minta("services", "*/*").await, "text/xml");
    assert_eq!(minta("services", "application/json").await, "application/json");
    assert_eq!(minta("services.xml", "application/json").await, "text/xml");
    assert_eq!(minta("services.json", "text/html").await, "application/json");
    // Errors too, also where no route is, and where the method is wrong.
    assert_eq!(
        minta("requests/tidak-ada.json", "text/html").await,
        "application/json"
    );
    assert_eq!(minta("kucing.json", "text/html").await, "application/json");
    assert_eq!(minta("kucing", "text/html").await, "text/xml");
    u.get("services.csv").await.harus(404).salah();
    let r = Request::delete(format!("{DASAR}/services.json"));
    let r = u.minta(&u.router, r, Vec::new()).await.harus(405);
    r.salah();
    assert!(r.kepala("allow").unwrap().contains("GET"));
    u.get("/antah/open311/v2/services.json").await.harus(404).salah();
}

async fn only_this_jurisdiction_is_found(u: &Uji) {
    for y in ["serang", "36.04", "praja.contoh.id", "SERANG", ""] {
        u.get(&format!("services.json?jurisdiction_id={y}"))
            .await
            .harus(200);
    }
    for y in ["jembrana", "chicago.il.us", "%00", "%ff"] {
        let r = u
            .get(&format!("services.xml?jurisdiction_id={y}"))
            .await
            .harus(404);
        assert_eq!(r.salah(), ["jurisdiction_id"]);
    }
    let isian = [
        ("jurisdiction_id", "jembrana"),
        ("service_code", "sampah"),
        ("description", "x"),
    ];
    let r = u.post("requests.json", &isian).await.harus(404);
    assert_eq!(
        (r.salah(), u.banyak().await),
        (vec!["jurisdiction_id".to_owned()], 0)
    );
}

async fn pages_of_other_sites_may_read_and_a_cookie_speaks_for_nobody(u: &Uji) {
    for jalur in ["services.json", "requests/x.json", "kucing.xml"] {
        let r = u.get(jalur).await;
        assert_eq!(r.kepala("access-control-allow-origin"), Some("*"), "{jalur}");
    }
    let r = Request::options(format!("{DASAR}/requests.json"));
    let r = u.minta(&u.router, r, Vec::new()).await.harus(204);
    assert!(r.kepala("access-control-allow-methods").unwrap().contains("GET"));
    // A coordinator's session in the browser of the page: reading is reading as the public.
    let (nomor, _) = u.lapor(&[]).await;
    u.token(kernel::Peran::Koordinator).await;
    let akun = u
        .app
        .store
        .akun(u.profil().kode(), "mesin")
        .await
        .unwrap()
        .unwrap()
        .akun;
    let sesi = u
        .app
        .identitas
        .buka_sesi(&akun, store::JenisSesi::Web, "", 1_000_000)
        .await
        .unwrap();
    let r =
        Request::get(format!("{DASAR}/requests/{nomor}.json")).header("cookie", format!("praja_sesi={sesi}"));
    u.minta(&u.router, r, Vec::new()).await.harus(404);
    let r = Request::post(format!("{DASAR}/servicerequestupdates.json"))
        .header("cookie", format!("praja_sesi={sesi}"))
        .header("content-type", "application/x-www-form-urlencoded");
    let isi = format!("service_request_id={nomor}&description=x&status=closed");
    u.minta(&u.router, r, isi.into_bytes()).await.harus(403);
}

async fn words_follow_the_language(u: &Uji) {
    let r = Request::get(format!("{DASAR}/services.json")).header("accept-language", "en");
    let j = u.minta(&u.router, r, Vec::new()).await.harus(200).json();
    let jalan = j
        .as_array()
        .unwrap()
        .iter()
        .find(|s| s["service_code"] == "jalan-rusak");
    let harap = &u.profil().kategori("jalan-rusak").unwrap().nama_en;
    assert_eq!(jalan.unwrap()["service_name"], **harap);
    let r = Request::get(format!("{DASAR}/requests/SRG-1.xml")).header("accept-language", "en");
    let r = u.minta(&u.router, r, Vec::new()).await.harus(404);
    assert!(r.teks().contains("There is no such report"), "{}", r.teks());
}
