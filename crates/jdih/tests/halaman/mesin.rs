//! What machines read: JDIHN, OAI-PMH, Atom, sitemap.

use axum::{body::Body, http::Request};
use serde_json::json;

use crate::bantu::*;

/// The code of the error element; none for a good answer.
fn galat(isi: &str) -> Option<&str> {
    isi.split_once("<error code=\"")?.1.split('"').next()
}

async fn oai(d: &Dunia, q: &str) -> String {
    let r = d.buka(&format!("/kapuas/jdih/oai?{q}")).await;
    assert_eq!(r.status, 200, "{q}");
    assert_eq!(r.kepala["content-type"], "text/xml; charset=utf-8");
    let isi = r.isi();
    assert!(
        isi.contains("<responseDate>2026-") && isi.contains("http://localhost/kapuas/jdih/oai</request>"),
        "{isi}"
    );
    isi
}

fn antara<'a>(isi: &'a str, awal: &str, akhir: &str) -> &'a str {
    isi.split_once(awal)
        .unwrap_or_else(|| panic!("{awal} is missing in {isi}"))
        .1
        .split(akhir)
        .next()
        .unwrap()
}

#[tokio::test]
async fn every_verb_answers() {
    let d = Dunia::baru().await;
    d.impor(TAMAN, Default::default()).await.unwrap();
    let isi = oai(&d, "verb=Identify").await;
    assert!(
        isi.contains("<deletedRecord>persistent</deletedRecord>") && isi.contains("YYYY-MM-DDThh:mm:ssZ"),
        "{isi}"
    );
    assert!(
        oai(&d, "verb=ListMetadataFormats")
            .await
            .contains("<metadataPrefix>oai_dc</metadataPrefix>")
    );
    assert!(
        oai(&d, "verb=ListSets")
            .await
            .contains("<setSpec>perbup</setSpec>")
    );
    let isi = oai(&d, "verb=ListIdentifiers&metadataPrefix=oai_dc").await;
    let id = antara(&isi, "<identifier>", "</identifier>").to_owned();
    assert!(id.starts_with("oai:localhost:kapuas/"), "{id}");
    assert!(!isi.contains("<metadata>"));
    let isi = oai(
        &d,
        &format!("verb=GetRecord&metadataPrefix=oai_dc&identifier={id}"),
    )
    .await;
    assert!(
        isi.contains("<dc:title>Peraturan Bupati Kapuas Nomor 7 Tahun 2024 tentang"),
        "{isi}"
    );
    assert!(
        isi.contains("<dc:identifier>http://localhost/kapuas/jdih/perbup/2024/7</dc:identifier>"),
        "{isi}"
    );
    let isi = oai(
        &d,
        "verb=ListRecords&metadataPrefix=oai_dc&set=perbup&from=2026-11-23&until=2026-11-23",
    )
    .await;
    assert_eq!(galat(&isi), None, "{isi}");
    assert!(
        oai(&d, &format!("verb=ListMetadataFormats&identifier={id}"))
            .await
            .contains("oai_dc")
    );
    // The same as a form.
    let r = Request::post("/kapuas/jdih/oai")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from("verb=ListRecords&metadataPrefix=oai_dc"));
    let r = d.minta(r.unwrap()).await;
    assert_eq!(galat(&r.isi()), None);
}

#[tokio::test]
async fn wrong_arguments_have_their_code() {
    let d = Dunia::baru().await;
    let kosong = oai(&d, "verb=ListRecords&metadataPrefix=oai_dc").await;
    assert_eq!(galat(&kosong), Some("noRecordsMatch"), "an empty library");
    d.impor(TAMAN, Default::default()).await.unwrap();
    let panjang = format!("verb=ListRecords&resumptionToken={}", "a".repeat(4_000));
    for (q, kode) in [
        ("", "badVerb"),
        ("verb=Entah", "badVerb"),
        ("verb=identify", "badVerb"),
        ("verb=Identify&verb=Identify", "badArgument"),
        ("verb=Identify&set=perbup", "badArgument"),
        ("verb=ListRecords", "badArgument"),
        (
            "verb=ListRecords&metadataPrefix=marc21",
            "cannotDisseminateFormat",
        ),
        ("verb=ListRecords&metadataPrefix=oai_dc&entah=1", "badArgument"),
        (
            "verb=ListRecords&metadataPrefix=oai_dc&from=kemarin",
            "badArgument",
        ),
        (
            "verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-31",
            "badArgument",
        ),
        (
            "verb=ListRecords&metadataPrefix=oai_dc&from=2026-11-23T00:00:00",
            "badArgument",
        ),
        (
            "verb=ListRecords&metadataPrefix=oai_dc&from=2026-11-23&until=2026-11-23T00:00:00Z",
            "badArgument",
        ),
        (
            "verb=ListRecords&metadataPrefix=oai_dc&from=2026-12-01&until=2026-11-23",
            "badArgument",
        ),
        (
            "verb=ListRecords&metadataPrefix=oai_dc&from=2030-01-01",
            "noRecordsMatch",
        ),
        (
            "verb=ListRecords&metadataPrefix=oai_dc&set=perda",
            "noRecordsMatch",
        ),
        (
            "verb=ListRecords&metadataPrefix=oai_dc&set=entah",
            "noRecordsMatch",
        ),
        (
            "verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=x",
            "badArgument",
        ),
        ("verb=ListRecords&resumptionToken=x", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=", "badResumptionToken"),
        (&panjang, "badResumptionToken"),
        ("verb=ListSets&resumptionToken=x", "badResumptionToken"),
        ("verb=GetRecord&metadataPrefix=oai_dc", "badArgument"),
        ("verb=GetRecord&identifier=x", "badArgument"),
        (
            "verb=GetRecord&identifier=x&metadataPrefix=marc21",
            "cannotDisseminateFormat",
        ),
        (
            "verb=GetRecord&identifier=x&metadataPrefix=oai_dc",
            "idDoesNotExist",
        ),
        (
            "verb=GetRecord&identifier=oai:localhost:kapuas/00000000-0000-0000-0000-000000000000&metadataPrefix=oai_dc",
            "idDoesNotExist",
        ),
        ("verb=ListMetadataFormats&identifier=x", "idDoesNotExist"),
        ("verb=%ff", "badArgument"),
        ("verb=%zz", "badArgument"),
        ("verb=%", "badArgument"),
        ("verb=Identify&%00=%00", "badArgument"),
    ] {
        let isi = oai(&d, q).await;
        assert_eq!(galat(&isi), Some(kode), "{q}: {isi}");
    }
    for (tipe, isi) in [("application/json", "{}"), ("text/plain", "verb=Identify")] {
        let r = Request::post("/kapuas/jdih/oai")
            .header("content-type", tipe)
            .body(Body::from(isi));
        assert_eq!(galat(&d.minta(r.unwrap()).await.isi()), Some("badVerb"), "{tipe}");
    }
}

#[tokio::test]
async fn a_long_list_goes_on_by_tokens_without_gap_or_double() {
    let d = Dunia::baru().await;
    for n in 1..=230 {
        let isi = json!({ "jenis": "se", "tentang": format!("Edaran {n}"), "nomor_peraturan": n.to_string(), "tahun": 2024 });
        let aksi = kernel::Aksi::Buat {
            register: "produk_hukum".into(),
            id: kernel::IdEntri::baru(d.jam.kini()),
            isi: isi.as_object().unwrap().clone(),
        };
        let mut e = d.perintah(aksi).await.unwrap();
        for (l, isian) in [
            ("ajukan", json!({})),
            (
                "tetapkan",
                json!({ "nomor_peraturan": n.to_string(), "tahun": 2024 }),
            ),
            ("undangkan", json!({})),
        ] {
            e = d.langkah(&e, l, isian).await;
        }
    }
    let mut semua = Vec::new();
    let mut q = "verb=ListIdentifiers&metadataPrefix=oai_dc&set=se".to_owned();
    let mut halaman = 0;
    let token = loop {
        let isi = oai(&d, &q).await;
        assert_eq!(galat(&isi), None, "{isi}");
        semua.extend(
            isi.split("<identifier>")
                .skip(1)
                .map(|s| s.split('<').next().unwrap().to_owned()),
        );
        halaman += 1;
        let Some((_, sisa)) = isi.split_once("<resumptionToken cursor=\"") else {
            panic!("{isi}")
        };
        let token = sisa
            .split_once('>')
            .unwrap()
            .1
            .split('<')
            .next()
            .unwrap()
            .to_owned();
        if sisa.split_once('>').unwrap().0.ends_with('/') {
            break q;
        }
        q = format!("verb=ListIdentifiers&resumptionToken={token}");
    };
    assert_eq!((halaman, semua.len()), (3, 230));
    semua.sort();
    semua.dedup();
    assert_eq!(semua.len(), 230);
    // A token belongs to its list, its regency, and to us.
    for q in [
        token.replace("ListIdentifiers", "ListRecords"),
        format!("{token}0"),
        token.replacen("resumptionToken=7b", "resumptionToken=7c", 1),
    ] {
        assert_eq!(galat(&oai(&d, &q).await), Some("badResumptionToken"), "{q}");
    }
    let lain = d.buka(&format!("/jembrana/jdih/oai?{token}")).await.isi();
    assert_eq!(galat(&lain), Some("badResumptionToken"));
    let json = d.buka("/kapuas/jdih/integrasi.json").await.json();
    assert_eq!(json.as_array().unwrap().len(), 230);
    let peta = d.buka("/kapuas/jdih/sitemap.xml").await.isi();
    assert_eq!(peta.matches("<loc>").count(), 231);
}

#[tokio::test]
async fn what_was_taken_back_is_told_as_deleted() {
    let d = Dunia::baru().await;
    let p = jdih::impor::Penentu {
        rancangan: true,
        ..Default::default()
    };
    let mut e = d.impor(TAMAN, p).await.unwrap().entri;
    assert_eq!(
        galat(&oai(&d, "verb=ListRecords&metadataPrefix=oai_dc").await),
        Some("noRecordsMatch"),
        "a draft"
    );
    let id = format!("oai:localhost:kapuas/{}", e.id);
    let satu = format!("verb=GetRecord&metadataPrefix=oai_dc&identifier={id}");
    assert_eq!(galat(&oai(&d, &satu).await), Some("idDoesNotExist"));
    for (l, isian) in [
        ("ajukan", json!({})),
        ("tetapkan", json!({ "nomor_peraturan": "7", "tahun": 2024 })),
        ("undangkan", json!({})),
    ] {
        e = d.langkah(&e, l, isian).await;
    }
    assert!(oai(&d, &satu).await.contains("<dc:title>"));
    d.langkah(&e, "tarik", json!({ "alasan": "Rahasia alasan." }))
        .await;
    for q in [&satu[..], "verb=ListRecords&metadataPrefix=oai_dc"] {
        let isi = oai(&d, q).await;
        assert!(
            isi.contains("<header status=\"deleted\">") && !isi.contains("<metadata>"),
            "{isi}"
        );
        assert!(!isi.contains("Taman") && !isi.contains("Rahasia"), "{isi}");
    }
}

#[tokio::test]
async fn jdihn_gets_its_fields_as_texts() {
    let d = Dunia::baru().await;
    d.impor(TAMAN, Default::default()).await.unwrap();
    let p = jdih::impor::Penentu {
        rancangan: true,
        ..Default::default()
    };
    d.impor(&taman(8, 2025), p).await.unwrap();
    let r = d.buka("/kapuas/jdih/integrasi.json").await;
    assert_eq!(r.kepala["access-control-allow-origin"], "*");
    let json = r.json();
    let semua = json.as_array().unwrap();
    assert_eq!(semua.len(), 1, "no drafts");
    let o = semua[0].as_object().unwrap();
    let bidang = [
        "idData",
        "tahun_pengundangan",
        "tanggal_pengundangan",
        "jenis",
        "noPeraturan",
        "judul",
        "noPanggil",
        "singkatanJenis",
        "tempatTerbit",
        "penerbit",
        "deskripsiFisik",
        "sumber",
        "subjek",
        "isbn",
        "status",
        "bahasa",
        "bidangHukum",
        "teuBadan",
        "nomorIndukBuku",
        "fileDownload",
        "urlDownload",
        "abstrak",
        "urlAbstrak",
        "urlDetailPeraturan",
        "operasi",
        "display",
    ];
    for b in bidang {
        assert!(o.get(b).is_some_and(|v| v.is_string()), "{b}: {o:?}");
    }
    assert_eq!(o.len(), bidang.len());
    assert_eq!(o["singkatanJenis"], "PERBUP");
    assert_eq!(o["tanggal_pengundangan"], "2024-03-05");
    assert_eq!(o["status"], "Berlaku");
    assert_eq!(
        o["urlDetailPeraturan"],
        "http://localhost/kapuas/jdih/perbup/2024/7"
    );
    let unduh = o["urlDownload"]
        .as_str()
        .unwrap()
        .strip_prefix("http://localhost")
        .unwrap();
    assert_eq!(d.buka(unduh).await.bita, TAMAN.as_bytes());
}

#[tokio::test]
async fn feed_and_maps_lead_to_the_pages() {
    let d = Dunia::baru().await;
    let kosong = d.buka("/kapuas/jdih/umpan.atom").await.isi();
    assert!(kosong.contains("<feed") && !kosong.contains("<entry>"));
    d.impor(TAMAN, Default::default()).await.unwrap();
    for jalur in ["/kapuas/jdih/umpan.atom", "/kapuas/jdih/sitemap.xml"] {
        let isi = d.buka(jalur).await.isi();
        assert!(
            isi.contains("http://localhost/kapuas/jdih/perbup/2024/7"),
            "{jalur}: {isi}"
        );
    }
    let robot = d.buka("/robots.txt").await.isi();
    assert!(
        robot.contains("Sitemap: http://localhost/kapuas/jdih/sitemap.xml"),
        "{robot}"
    );
}
