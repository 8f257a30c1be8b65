//! Bodies: type, size, encoding, shape. What cannot be read is refused in words, never by a fault of ours.

use serde_json::json;

use crate::bekal::{Uji, laporan};

uji! { types_are_strict, sizes_are_bounded, text_is_utf_8_and_json_is_strict, shapes_are_objects, words_stay_words, browsers_come_back_by_https }

async fn types_are_strict(u: &Uji) {
    let badan = laporan().to_string().into_bytes();
    for tipe in [
        None,
        Some(""),
        Some("text/plain"),
        Some("application/x-www-form-urlencoded"),
        Some("multipart/form-data; boundary=x"),
        Some("application/json; charset=iso-8859-1"),
        Some("application/jsonx"),
        Some("application/merge-patch+json"),
        Some("\u{e9}"),
    ] {
        let j = u
            .publik()
            .kirim("POST", "pengaduan", tipe, badan.clone())
            .await
            .harus(415);
        assert_eq!(j.json()["kode"], "jenis-tak-didukung", "{tipe:?}");
    }
    for tipe in [
        "application/json",
        "Application/JSON; Charset=\"UTF-8\"",
        "application/json ;charset=utf-8",
    ] {
        u.publik()
            .kirim("POST", "pengaduan", Some(tipe), badan.clone())
            .await
            .harus(201);
    }
    let k = u.publik().dengan("content-encoding", "gzip");
    k.kirim("POST", "pengaduan", Some("application/json"), badan)
        .await
        .harus(415);
}

async fn sizes_are_bounded(u: &Uji) {
    let besar = json!({ "judul": "a", "isi": "x".repeat(1024 * 1024), "kategori": "lainnya" });
    let j = u.publik().post("pengaduan", besar.clone()).await.harus(413);
    assert!(j.json()["detail"].as_str().unwrap().contains("1 MB"));
    let k = u.publik().dengan("content-length", "99999999999");
    k.kirim("POST", "pengaduan", Some("application/json"), b"{}".to_vec())
        .await
        .harus(413);
    let l = u.lapor(json!({})).await;
    let k = u.sebagai("koordinator").await;
    k.patch(&format!("pengaduan/{}", l.id), 1, besar.clone())
        .await
        .harus(413);
    k.post(&format!("pengaduan/{}/langkah/tunda", l.id), besar.clone())
        .await
        .harus(413);
    k.post(&format!("pengaduan/{}/catatan", l.id), besar)
        .await
        .harus(413);
}

async fn text_is_utf_8_and_json_is_strict(u: &Uji) {
    let kirim = async |isi: &[u8]| {
        u.publik()
            .kirim("POST", "pengaduan", Some("application/json"), isi.to_vec())
            .await
    };
    let detail = |j: crate::bekal::Jawaban| j.harus(400).json()["detail"].as_str().unwrap().to_owned();
    assert!(detail(kirim(b"{\"judul\":\"\xff\"}").await).contains("bukan UTF-8"));
    assert!(detail(kirim(b"").await).contains("kosong"));
    assert!(detail(kirim(b"{\"judul\":").await).contains("baris 1"));
    assert!(detail(kirim(b"{'judul':1}").await).contains("kolom 2"));
    assert!(detail(kirim(b"{\"judul\":\"a\",\"judul\":\"b\"}").await).contains("“judul” tertulis dua kali"));
    assert!(detail(kirim(b"{\"a\":NaN}").await).contains("salah tulis"));
    assert!(detail(kirim(b"{\"a\":1e999}").await).contains("salah tulis"));
    assert!(detail(kirim(b"{\"a\":\"\\ud800\"}").await).contains("salah tulis"));
    assert!(detail(kirim(b"{} {}").await).contains("salah tulis"));
    let dalam = format!("{{\"a\":{}", "[".repeat(100_000));
    assert!(detail(kirim(dalam.as_bytes()).await).contains("terlalu dalam"));
}

async fn shapes_are_objects(u: &Uji) {
    for isi in [
        json!([]),
        json!([laporan()]),
        json!("x"),
        json!(1),
        json!(null),
        json!(true),
    ] {
        let j = u.publik().post("pengaduan", isi).await.harus(400);
        assert!(j.json()["detail"].as_str().unwrap().contains("satu objek JSON"));
    }
    let bersarang =
        json!({ "judul": { "a": { "b": 1 } }, "isi": [[]], "kategori": {}, "pelapor": [[]], "foto": {} });
    let mut medan: Vec<String> = u
        .publik()
        .post("pengaduan", bersarang)
        .await
        .harus(422)
        .galat()
        .into_iter()
        .map(|g| g.0)
        .collect();
    medan.sort();
    assert_eq!(medan, ["foto", "isi", "judul", "kategori", "pelapor"]);
    let asing: serde_json::Map<String, serde_json::Value> =
        (0..5_000).map(|i| (format!("k{i}"), json!(i))).collect();
    let g = u
        .publik()
        .post("pengaduan", asing.into())
        .await
        .harus(422)
        .galat();
    assert!(g.len() < 50, "an answer stays short");
}

async fn words_stay_words(u: &Uji) {
    let judul = "<script>alert(1)</script> '; drop table entri; -- ${7*7} \u{202e}😀";
    let e = u
        .publik()
        .post(
            "pengaduan",
            json!({ "judul": judul, "isi": "a\r\nb\u{0}", "kategori": "lainnya" }),
        )
        .await
        .harus(201)
        .json();
    assert_eq!(
        e["judul"],
        "<script>alert(1)</script> '; drop table entri; -- ${7*7} 😀"
    );
    assert_eq!(e["isi"], "a\nb");
    let k = u.sebagai("koordinator").await;
    assert_eq!(
        k.get("pengaduan").await.harus(200).json()["data"][0]["judul"],
        e["judul"]
    );
}

async fn browsers_come_back_by_https(u: &Uji) {
    let j = u.publik().get("pengaduan").await;
    assert_eq!(j.kepala("strict-transport-security"), Some("max-age=31536000"));
}
