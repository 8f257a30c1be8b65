//! Feeds: what everybody may read, for programs that look again and again.

use kernel::Peran;
use serde_json::{Value, json};

use crate::bantu::{Dunia, laporan};

/// Texts of an element, in order.
fn teks<'a>(xml: &'a str, nama: &str) -> Vec<&'a str> {
    let (awal, akhir) = (format!("<{nama}>"), format!("</{nama}>"));
    xml.split(awal.as_str())
        .skip(1)
        .map(|s| s.split(akhir.as_str()).next().unwrap())
        .collect()
}

#[tokio::test]
async fn a_feed_holds_what_is_public_the_last_change_first() {
    let d = Dunia::baru().await;
    let dengan = |medan: Value| {
        let mut isi = laporan();
        isi.as_object_mut()
            .unwrap()
            .extend(medan.as_object().unwrap().clone());
        isi
    };
    let lama = dengan(json!({ "judul": "Lampu <mati> & \"gelap\"", "pelapor": { "nama": "Siti Aminah" } }));
    let lama = d.laporan(lama, Some("dishubkp")).await;
    d.laporan(
        dengan(json!({ "judul": "Sampah", "kategori": "sampah", "kecamatan": "51.01.01" })),
        Some("dlh"),
    )
    .await;
    d.laporan(
        dengan(json!({ "judul": "Tertutup", "rahasia": true })),
        Some("dlh"),
    )
    .await;
    d.laporan(dengan(json!({ "judul": "Belum diperiksa" })), None)
        .await;
    let opd = d.petugas("jembrana", Peran::Penghubung, "dishubkp");
    let isian = json!({ "jawaban": "Sudah diganti.", "catatan": "Stok habis." });
    d.langkah("jembrana", &opd, lama, "jawab", isian).await;
    let mut w = d.warga();
    let b = w.buka("/jembrana/pengaduan/umpan.atom").await;
    assert_eq!(b.kepala["content-type"], "application/atom+xml; charset=utf-8");
    assert_eq!(b.kepala["access-control-allow-origin"], "*");
    b.berstatus(200)
        .memuat("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"id\"><id>http://localhost/jembrana/pengaduan/umpan.atom</id>")
        .memuat("Jawaban: Sudah diganti.")
        .memuat("&lt;mati&gt; &amp; ")
        .tanpa("Stok habis")
        .tanpa("Siti")
        .tanpa("Tertutup")
        .tanpa("Belum diperiksa");
    let judul = teks(&b.isi, "title");
    assert_eq!(judul.len(), 3, "the feed's own and two");
    assert!(
        judul[1].starts_with("Lampu") && judul[2].starts_with("Sampah"),
        "{judul:?}"
    );
    assert_eq!(
        teks(&b.isi, "updated")[0],
        teks(&b.isi, "updated")[1],
        "the newest change is the feed's"
    );
    assert!(teks(&b.isi, "id")[1].starts_with("urn:uuid:"));
    // The same as JSON.
    let b = w.buka("/jembrana/pengaduan/umpan.json").await;
    assert_eq!(b.kepala["content-type"], "application/feed+json; charset=utf-8");
    let j: Value = serde_json::from_str(&b.isi).unwrap();
    assert_eq!(j["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(j["items"].as_array().unwrap().len(), 2);
    assert_eq!(j["items"][0]["date_published"], "2026-11-23T09:15:00+08:00");
    assert!(
        j["items"][0]["url"]
            .as_str()
            .unwrap()
            .starts_with("http://localhost/jembrana/pengaduan/JBR-2026-")
    );
    // By office, kecamatan, category; what is not there holds nothing.
    for (kueri, harap) in [
        ("unit=dishubkp", 1),
        ("unit=dlh", 1),
        ("unit=dlh&unit=dishubkp", 2),
        ("kecamatan=51.01.01", 1),
        ("kategori=sampah&kecamatan=51.01.01&unit=dlh", 1),
        ("kategori=sampah&unit=dishubkp", 0),
        ("unit=tidak-ada", 0),
        ("kategori=%00&unit=%ff", 0),
        ("kategori=&kucing=ya", 2),
    ] {
        let b = w.buka(&format!("/jembrana/pengaduan/umpan.json?{kueri}")).await;
        let j: Value = serde_json::from_str(&b.berstatus(200).isi).unwrap();
        assert_eq!(j["items"].as_array().unwrap().len(), harap, "{kueri}");
        w.buka(&format!("/jembrana/pengaduan/umpan.atom?{kueri}"))
            .await
            .berstatus(200)
            .memuat("</updated>");
    }
    // The list tells where they are, with its own filters.
    w.buka("/jembrana/pengaduan/daftar?kategori=sampah&q=x")
        .await
        .memuat("<link rel=\"alternate\" type=\"application/atom+xml\" title=\"Laporan warga\" href=\"/jembrana/pengaduan/umpan.atom?kategori=sampah\">")
        .memuat("type=\"application/feed+json\"");
}

#[tokio::test]
async fn a_reader_that_has_it_already_gets_no_more_than_that_word() {
    let d = Dunia::baru().await;
    let n = d.laporan(laporan(), Some("dishubkp")).await;
    let minta = async |etag: &str| {
        let r = axum::http::Request::get("/jembrana/pengaduan/umpan.atom")
            .header("if-none-match", etag)
            .body(axum::body::Body::empty())
            .unwrap();
        let r = tower::ServiceExt::oneshot(d.router.clone(), r).await.unwrap();
        let etag = r.headers()["etag"].to_str().unwrap().to_owned();
        (r.status().as_u16(), etag)
    };
    let (status, etag) = minta("\"lain\"").await;
    assert_eq!(status, 200);
    d.setel("2026-11-24T09:00:00+08:00");
    assert_eq!(minta(&etag).await, (304, etag.clone()));
    assert_eq!(minta(&format!("\"a\", W/{etag}")).await.0, 304);
    // What officials note among themselves is no news; an answer is.
    let opd = d.petugas("jembrana", Peran::Penghubung, "dishubkp");
    d.catat("jembrana", &opd, n).await;
    assert_eq!(minta(&etag).await.0, 304);
    d.langkah("jembrana", &opd, n, "kerjakan", json!({ "jawaban": "Mulai." }))
        .await;
    assert_eq!(minta(&etag).await.0, 200);
}
