//! Clients that send nonsense: every answer is one of the protocol, and nothing is kept that was refused.

use axum::http::Request;
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};

use crate::bekal::{DASAR, Uji};

uji! {
    paths_that_lead_nowhere,
    bodies_that_are_no_forms,
    any_query_is_answered,
    any_form_is_answered,
}

async fn paths_that_lead_nowhere(u: &Uji) {
    for jalur in [
        "requests/.json",
        "requests/../services.json",
        "requests/..%2f..%2fetc%2fpasswd",
        "requests/%00.json",
        "requests/%ff%fe.xml",
        "requests/SRG-2026-000001.json.xml",
        "requests/a/b.json",
        "requests//",
        "services/%00",
        "services/.xml",
        "services/..",
        "tokens/",
        "tokens/%0d%0aX: y",
        "v3",
        "",
    ] {
        let jalur = jalur.replace(' ', "%20");
        u.get(&format!("{DASAR}/{jalur}")).await.harus(404).salah();
    }
    let panjang = "9".repeat(4_000);
    u.get(&format!("requests/{panjang}.json"))
        .await
        .harus(404)
        .salah();
}

async fn bodies_that_are_no_forms(u: &Uji) {
    for (tipe, isi) in [
        ("application/json", b"{\"service_code\":\"sampah\"}".to_vec()),
        ("text/xml", b"<a/>".to_vec()),
        (
            "application/x-www-form-urlencoded",
            b"service_code=sampah&description=%ff%fe".to_vec(),
        ),
        ("application/x-www-form-urlencoded", b"&&&===&%&%%%=%zz".to_vec()),
        ("application/x-www-form-urlencoded", Vec::new()),
        (
            "application/x-www-form-urlencoded",
            "a=b&".repeat(5_000).into_bytes(),
        ),
        ("multipart/form-data", b"x".to_vec()),
        ("multipart/form-data; boundary=b", b"--b\r\nkucing".to_vec()),
        (
            "multipart/form-data; boundary=b",
            b"--b\r\nContent-Disposition: form-data; name=\"description\"\r\n\r\n\xff\r\n--b--".to_vec(),
        ),
        ("multipart/form-data; boundary=b", vec![0; 100_000]),
        ("\u{ff}", b"service_code=sampah".to_vec()),
    ] {
        for jalur in ["requests.xml", "requests.json", "servicerequestupdates.json"] {
            let r = Request::post(format!("{DASAR}/{jalur}")).header(
                "content-type",
                axum::http::HeaderValue::from_bytes(tipe.as_bytes()).unwrap(),
            );
            u.minta(&u.router, r, isi.clone()).await.harus(400).salah();
        }
    }
    let besar = Request::post(format!("{DASAR}/requests.json"))
        .header("content-type", "application/x-www-form-urlencoded");
    let isi = vec![b'a'; web::MAKS_TUBUH + 1];
    u.minta(&u.router, besar, isi).await.harus(413).salah();
    assert_eq!(u.banyak().await, 0);
}

fn sekarang<T>(f: impl Future<Output = T>) -> T {
    tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(f))
}

fn acak() -> TestRunner {
    TestRunner::new(Config {
        failure_persistence: None,
        max_shrink_iters: 50,
        ..Config::with_cases(150)
    })
}

/// Pieces of addresses and forms, some that mean something.
fn potongan(nama: &'static [&'static str]) -> impl Strategy<Value = String> {
    let nilai = prop_oneof![
        Just("open".to_owned()),
        Just("sampah".to_owned()),
        Just("2026-11-23T00:00:00Z".to_owned()),
        Just("-6.1".to_owned()),
        Just("SRG-2026-000001".to_owned()),
        any::<f64>().prop_map(|f| f.to_string()),
        any::<i64>().prop_map(|f| f.to_string()),
        "[ -~]{0,20}",
        proptest::collection::vec(any::<u8>(), 0..12)
            .prop_map(|b| b.iter().map(|b| format!("%{b:02X}")).collect()),
    ];
    let satu = (proptest::sample::select(nama), nilai).prop_map(|(k, v)| {
        let v = v.replace(['&', '#', ' ', '"', '<', '>', '\\', '^', '`', '{', '|', '}'], "+");
        format!("{k}={v}")
    });
    proptest::collection::vec(satu, 0..8).prop_map(|v| v.join("&"))
}

async fn any_query_is_answered(u: &Uji) {
    u.terbuka(&[]).await;
    const NAMA: &[&str] = &[
        "service_request_id",
        "service_code",
        "start_date",
        "end_date",
        "status",
        "page",
        "page_size",
        "q",
        "updated_after",
        "updated_before",
        "lat",
        "long",
        "radius",
        "jurisdiction_id",
        "kursor",
        "api_key",
        "%00",
    ];
    let strategi = (
        proptest::sample::select(vec![
            "requests.json",
            "requests.xml",
            "servicerequestupdates.json",
            "services.json",
        ]),
        potongan(NAMA),
    );
    acak()
        .run(&strategi, |(jalur, kueri)| {
            let r = sekarang(u.get(&format!("{jalur}?{kueri}")));
            prop_assert!(matches!(r.status, 200 | 400 | 404), "{}: {}", r.status, r.teks());
            if r.status != 200 {
                r.salah();
            }
            Ok(())
        })
        .unwrap();
}

async fn any_form_is_answered(u: &Uji) {
    const NAMA: &[&str] = &[
        "service_code",
        "description",
        "lat",
        "long",
        "address_string",
        "address_id",
        "email",
        "phone",
        "first_name",
        "last_name",
        "attribute[jenis]",
        "attribute[judul]",
        "attribute[desa]",
        "attribute[",
        "attribute[]",
        "attribute[anonim][]",
        "media_url",
        "jurisdiction_id",
        "api_key",
        "service_request_id",
        "status",
        "kode_lacak",
    ];
    let strategi = (
        proptest::sample::select(vec!["requests.json", "requests.xml", "servicerequestupdates.xml"]),
        potongan(NAMA),
        any::<bool>(),
    );
    acak()
        .run(&strategi, |(jalur, isi, lengkap)| {
            let awal = if lengkap {
                "service_code=sampah&description=Sampah&"
            } else {
                ""
            };
            let r = Request::post(format!("{DASAR}/{jalur}"))
                .header("content-type", "application/x-www-form-urlencoded");
            let sebelum = sekarang(u.banyak());
            let r = sekarang(u.minta(&u.router, r, format!("{awal}{isi}").into_bytes()));
            prop_assert!(
                matches!(r.status, 201 | 400 | 403 | 404),
                "{}: {}",
                r.status,
                r.teks()
            );
            if r.status != 201 {
                r.salah();
                prop_assert_eq!(sekarang(u.banyak()), sebelum);
            }
            Ok(())
        })
        .unwrap();
}
