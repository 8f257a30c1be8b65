//! Two states of the architecture side by side, as somebody at a browser and as another program reads them.

use kernel::{Entri, Peran};
use serde_json::{Value, json};

use crate::bekal::{KOMINFO, Orang, PU, Uji, situs, uji};

uji!(
    two_documents_are_compared_field_by_field,
    what_is_asked_wrongly_is_answered_in_words,
);

const JALUR: &str = "/kerja/arsitektur/beda";

async fn dokumen(u: &Uji, judul: &str, potret: &str) -> Entri {
    let isi = json!({ "judul": judul, "tahun_mulai": 2026, "potret": potret });
    let p = u.sebagai(Peran::Kepala, KOMINFO);
    u.buat(&p, "dokumen_arsitektur", isi).await.unwrap()
}

async fn data(u: &Uji, o: &Orang, tanya: &str) -> Value {
    let (s, isi) = u.minta(Some(o), &format!("{JALUR}/data.json?{tanya}")).await;
    assert_eq!(s.as_u16(), 200, "{isi}");
    serde_json::from_str(&isi).unwrap()
}

/// The texts of a table found by its title.
fn tabel(j: &Value, judul: &str) -> Vec<Vec<String>> {
    let t = j["tabel"]
        .as_array()
        .unwrap()
        .iter()
        .find(|t| t["judul"] == judul);
    let baris = t.unwrap_or_else(|| panic!("{j:#}"))["baris"].as_array().unwrap();
    let sel = |r: &Value| {
        let a = r.as_array().unwrap();
        a.iter().map(|s| s["teks"].as_str().unwrap().to_owned()).collect()
    };
    baris.iter().map(sel).collect()
}

/// What the first document shows is changed days later, and a second one shows that.
async fn dua(u: &Uji) -> (Entri, Entri) {
    let p = u.sebagai(Peran::Penghubung, PU);
    let server = json!({ "nama": "Server", "opd": PU, "jenis": "server" });
    let server = u.buat(&p, "infrastruktur", server).await.unwrap();
    let peta = json!({ "nama": "Peta", "opd": PU, "jenis": "khusus", "uraian": "Jalan saja" });
    let peta = u.buat(&p, "aplikasi", peta).await.unwrap();
    let lama = json!({ "nama": "Lama", "opd": PU, "jenis": "khusus" });
    let lama = u.buat(&p, "aplikasi", lama).await.unwrap();
    let satu = dokumen(u, "Arsitektur 1", "2026-11-23").await;
    u.jam.setel("2026-12-02T01:00:00Z".parse().unwrap());
    let tambal =
        json!({ "uraian": "Jalan dan jembatan", "biaya": 5_000_000, "infrastruktur": [{ "ke": server.id }] });
    u.ubah(&p, &peta, tambal).await.unwrap();
    u.langkah(&p, &lama, "pensiunkan", json!({ "alasan": "Usang" }))
        .await
        .unwrap();
    let baru = json!({ "nama": "Baru", "opd": PU, "jenis": "khusus" });
    u.buat(&p, "aplikasi", baru).await.unwrap();
    let dua = dokumen(u, "Arsitektur 2", "2026-12-02").await;
    // What comes after the second document is not in it.
    u.jam.setel("2026-12-05T01:00:00Z".parse().unwrap());
    let kelak = json!({ "nama": "Kelak", "opd": KOMINFO, "jenis": "server" });
    u.buat(&u.sebagai(Peran::Administrator, KOMINFO), "infrastruktur", kelak)
        .await
        .unwrap();
    (satu, dua)
}

async fn two_documents_are_compared_field_by_field(u: &Uji) {
    let (satu, dua) = dua(u).await;
    let o = u.masuk(Peran::Auditor, KOMINFO).await;
    let j = data(u, &o, &format!("awal={}&akhir={}", satu.nomor, dua.nomor)).await;
    assert_eq!(
        j["judul"],
        "3 entri arsitektur berbeda antara Arsitektur 1 (23 November 2026) dan Arsitektur 2 (2 Desember 2026)"
    );
    let angka: Vec<&Value> = j["angka"]
        .as_array()
        .unwrap()
        .iter()
        .map(|a| &a["nilai"])
        .collect();
    assert_eq!(angka, [&json!(1), &json!(1), &json!(1)]);
    let domain = tabel(&j, "Menurut domain");
    assert_eq!(domain.len(), 6);
    assert!(domain.iter().any(|r| r[1..] == ["1", "1", "1"]), "{domain:?}");
    let ubah = tabel(&j, "Perubahan");
    let cari = |nasib: &str, medan: &str| {
        let r = ubah.iter().find(|r| r[3] == nasib && r[4] == medan);
        r.unwrap_or_else(|| panic!("{nasib} {medan}: {ubah:#?}"))
    };
    assert!(cari("Bertambah", "")[0].ends_with("Baru") && cari("Berkurang", "")[0].ends_with("Lama"));
    assert_eq!(
        cari("Berubah", "Uraian")[5..],
        ["Jalan saja", "Jalan dan jembatan"]
    );
    let kait = ubah.iter().find(|r| r[6].ends_with("· Server")).unwrap();
    assert_eq!(kait[5], "(kosong)", "a link is named, not numbered: {kait:?}");
    assert!(ubah.iter().any(|r| r[6] == "Rp5.000.000"), "{ubah:#?}");
    let isi = tabel(&j, "Isi kedua dokumen");
    assert!(
        isi.iter().any(|r| r[1..] == ["Arsitektur 1", "Arsitektur 2"]),
        "{isi:?}"
    );
    // A document and today; then of one domain and one office only.
    let j = data(u, &o, &format!("awal={}", satu.nomor)).await;
    assert!(
        j["judul"].as_str().unwrap().starts_with("4 entri"),
        "{}",
        j["judul"]
    );
    let j = data(
        u,
        &o,
        &format!("awal={}&domain=infrastruktur&opd={PU}", satu.nomor),
    )
    .await;
    assert!(
        j["judul"].as_str().unwrap().starts_with("0 entri"),
        "{}",
        j["judul"]
    );
    assert_eq!(tabel(&j, "Menurut domain").len(), 1);
    let j = data(u, &o, "dari=2026-12-03&domain=infrastruktur").await;
    assert_eq!(tabel(&j, "Perubahan")[0][3], "Bertambah");
    // The page of the document leads here, and the page says the same.
    let (_, isi) = u
        .minta(
            Some(&o),
            &format!("/kerja/arsitektur/dokumen?nomor={}", dua.nomor),
        )
        .await;
    assert!(
        isi.contains(&format!("/beda?awal={}&amp;akhir={}", satu.nomor, dua.nomor)),
        "{isi}"
    );
    let (_, isi) = u
        .minta(
            Some(&o),
            &format!("{JALUR}?awal={}&akhir={}", satu.nomor, dua.nomor),
        )
        .await;
    assert!(
        isi.contains("Jalan dan jembatan") && isi.contains("Bandingkan"),
        "{isi}"
    );
}

async fn what_is_asked_wrongly_is_answered_in_words(u: &Uji) {
    let (satu, dua) = dua(u).await;
    let o = u.masuk(Peran::Auditor, KOMINFO).await;
    for (tanya, harap) in [
        (format!("awal={}&akhir={}", dua.nomor, satu.nomor), 422),
        ("awal=TIDAK-ADA".to_owned(), 404),
        ("domain=pengaduan".to_owned(), 404),
        ("opd=%00%3Cscript%3E".to_owned(), 200),
    ] {
        let (s, isi) = u.minta(Some(&o), &format!("{JALUR}?{tanya}")).await;
        assert_eq!(s.as_u16(), harap, "{tanya}: {isi}");
        assert!(!isi.contains("<script>"), "{tanya}");
    }
}
