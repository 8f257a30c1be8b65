//! Reading and finding: provisions under their address, terms, relations from both ends, citations as they are typed.

use kernel::Peran;
use serde_json::json;

use crate::bantu::*;

#[tokio::test]
async fn a_text_becomes_a_page_with_addresses_terms_and_references() {
    let d = Dunia::baru().await;
    let l = d.impor(TAMAN, Default::default()).await.unwrap();
    assert_eq!((l.baru, l.entri.keadaan.as_str()), (true, "berlaku"));
    let e = &l.entri;
    assert_eq!(e.teks("tentang"), "Penataan Taman dan Kolam");
    assert_eq!(e.teks("tanggal_penetapan"), "2024-03-04");
    assert_eq!(
        e.teks("tanggal_berlaku"),
        "2024-03-05",
        "in force when promulgated"
    );
    assert_eq!(e.teks("sumber"), "BD Kabupaten Kapuas Tahun 2024 Nomor 7");
    assert_eq!(
        e.isi["dasar_lain"][0],
        "Undang-Undang Nomor 1 Tahun 2001 tentang Taman"
    );
    let r = d.buka("/kapuas/jdih/perbup/2024/7").await;
    assert_eq!(r.status, 200);
    let isi = r.isi();
    for ada in [
        "<h1>Peraturan Bupati Kapuas Nomor 7 Tahun 2024</h1>",
        "id=\"pasal-2-ayat-2-huruf-b\"",
        "href=\"#pasal-2-ayat-1\">ayat (1)</a>",
        "class=\"istilah-naskah\" href=\"#pasal-1-angka-1\"",
        "&lt;script&gt;alert(1)",
        "naskah.xml",
    ] {
        assert!(isi.contains(ada), "{ada} is missing in {isi}");
    }
    assert!(!isi.contains("<script>alert"), "nothing becomes markup");
    assert!(!isi.contains("Temuan"), "findings are not for the public");
    assert_eq!(isi.matches("<h1").count(), 1);
}

#[tokio::test]
async fn findings_are_shown_to_the_legal_division_only() {
    let d = Dunia::baru().await;
    d.impor(TAMAN, Default::default()).await.unwrap();
    let hukum = d.profil("kapuas").fungsi("hukum").unwrap().0.clone();
    let lain = d.profil("kapuas").fungsi("kominfo").unwrap().0.clone();
    let jalur = "/kapuas/jdih/perbup/2024/7";
    for (peran, unit, lihat) in [
        (Peran::Penghubung, &hukum, true),
        (Peran::Kepala, &hukum, true),
        (Peran::Penghubung, &lain, false),
        (Peran::Auditor, &lain, false),
    ] {
        let k = d.sesi(peran, unit).await;
        let isi = d.buka_sebagai(jalur, &k).await.isi();
        assert_eq!(
            isi.contains("Temuan pembaca naskah"),
            lihat,
            "{peran:?} of {unit}"
        );
        let j = d.buka_sebagai(&format!("{jalur}/naskah.json"), &k).await.json();
        assert_eq!(j.get("temuan").is_some(), lihat, "{peran:?} of {unit}");
    }
}

#[tokio::test]
async fn downloads_are_the_text_itself_and_its_structure() {
    let d = Dunia::baru().await;
    d.impor(TAMAN, Default::default()).await.unwrap();
    let jalur = "/kapuas/jdih/perbup/2024/7";
    let teks = d.buka(&format!("{jalur}/naskah.txt")).await;
    assert_eq!(teks.bita, TAMAN.as_bytes(), "byte for byte");
    let disposisi = teks.kepala["content-disposition"].to_str().unwrap();
    assert_eq!(disposisi, "attachment; filename=\"perbup-2024-7.txt\"");
    let json = d.buka(&format!("{jalur}/naskah.json")).await.json();
    assert_eq!(json["pasal"].as_array().unwrap().len(), 3);
    let xml = d.buka(&format!("{jalur}/naskah.xml")).await;
    assert!(xml.isi().contains("<akomaNtoso") && xml.isi().contains("eId=\"pasal-2-ayat-1\""));
    // Who has it already gets no more than that word.
    let etag = xml.kepala["etag"].to_str().unwrap();
    let r = axum::http::Request::get(format!("{jalur}/naskah.xml")).header("if-none-match", etag);
    assert_eq!(
        d.minta(r.body(axum::body::Body::empty()).unwrap()).await.status,
        304
    );
}

#[tokio::test]
async fn a_citation_leads_to_its_place() {
    let d = Dunia::baru().await;
    d.impor(TAMAN, Default::default()).await.unwrap();
    for q in [
        "perbup 7 2024 pasal 2 ayat 3",
        "Perbup+No.7/2024+ps+2+(3)",
        "perbup 7 pasal 2 ayat (3)",
    ] {
        let r = d.buka(&format!("/kapuas/jdih?q={}", q.replace(' ', "%20"))).await;
        assert_eq!(
            (r.status.as_u16(), r.ke()),
            (303, "/kapuas/jdih/perbup/2024/7#pasal-2-ayat-3"),
            "{q}"
        );
    }
    assert_eq!(
        d.buka("/kapuas/jdih?q=perbup%208%202024").await.status,
        200,
        "not there: a search"
    );
    d.impor(&taman(7, 2025), Default::default()).await.unwrap();
    let r = d.buka("/kapuas/jdih?q=perbup%207").await;
    assert_eq!(r.status, 200, "of two years the list says which");
    assert!(r.isi().contains("/jdih/perbup/2024/7") && r.isi().contains("/jdih/perbup/2025/7"));
}

#[tokio::test]
async fn words_are_found_in_provisions_by_their_stem() {
    let d = Dunia::baru().await;
    d.impor(TAMAN, Default::default()).await.unwrap();
    let r = d.buka("/kapuas/jdih?q=penyelenggaraan+taman").await.isi();
    assert!(r.contains("/jdih/perbup/2024/7#pasal-2-ayat-1"), "{r}");
    assert!(r.contains("<mark>menyelenggarakan</mark>"), "{r}");
    let r = d.buka("/kapuas/jdih?q=taman&jenis=perda").await.isi();
    assert!(r.contains("Tidak ada yang cocok."), "{r}");
    let r = d
        .buka("/kapuas/jdih?q=taman&tahun=2024&status=berlaku&jenis=perbup")
        .await
        .isi();
    assert!(r.contains("#pasal-2-ayat-1"), "{r}");
    let r = d.buka("/jembrana/jdih?q=taman").await.isi();
    assert!(!r.contains("#pasal"), "another regency: {r}");
}

#[tokio::test]
async fn what_repeals_and_what_is_repealed_show_it_both() {
    let d = Dunia::baru().await;
    let lama = d.impor(TAMAN, Default::default()).await.unwrap().entri;
    let ubah = d.impor(&taman(8, 2025), Default::default()).await.unwrap().entri;
    d.ubah(&ubah, json!({ "mengubah": [{ "produk": lama.id }] }))
        .await;
    assert_eq!(
        d.entri(lama.id).await.keadaan,
        "diubah",
        "at once, since it is in force already"
    );
    let baca = |n: u32, t: u32| format!("/kapuas/jdih/perbup/{t}/{n}");
    let isi = d.buka(&baca(7, 2024)).await.isi();
    assert!(
        isi.contains("Diubah oleh") && isi.contains(&baca(8, 2025)),
        "{isi}"
    );
    let isi = d.buka(&baca(8, 2025)).await.isi();
    assert!(isi.contains("Mengubah") && isi.contains(&baca(7, 2024)), "{isi}");

    let rancangan = jdih::impor::Penentu {
        rancangan: true,
        ..Default::default()
    };
    let cabut = d.impor(&taman(9, 2026), rancangan).await.unwrap().entri;
    assert_eq!(cabut.keadaan, "draf");
    d.ubah(&cabut, json!({ "mencabut": [{ "produk": lama.id }] }))
        .await;
    assert_eq!(
        d.entri(lama.id).await.keadaan,
        "diubah",
        "a draft repeals nothing"
    );
    let isi = d.buka(&baca(7, 2024)).await.isi();
    assert!(!isi.contains(&baca(9, 2026)), "the public knows of no draft");
    assert_eq!(d.buka(&baca(9, 2026)).await.status, 404);
    let l = d.impor(&taman(9, 2026), Default::default()).await.unwrap();
    assert_eq!((l.baru, l.entri.keadaan.as_str()), (false, "berlaku"));
    assert_eq!(d.entri(lama.id).await.keadaan, "dicabut");
    let isi = d.buka(&baca(7, 2024)).await.isi();
    assert!(
        isi.contains("Dicabut oleh") && isi.contains(&baca(9, 2026)),
        "{isi}"
    );
    let isi = d.buka(&baca(9, 2026)).await.isi();
    assert!(isi.contains("Mencabut") && isi.contains(&baca(7, 2024)), "{isi}");
    let daftar = d.buka("/kapuas/jdih?status=dicabut").await.isi();
    assert!(daftar.contains(&baca(7, 2024)) && !daftar.contains(&baca(9, 2026)));
    // Recorded by mistake: taken out of the one, the other is as before, and neither says it any more.
    d.ubah(&d.entri(cabut.id).await, json!({ "mencabut": [] })).await;
    assert_eq!(
        d.entri(lama.id).await.keadaan,
        "diubah",
        "the amendment still stands"
    );
    for jalur in [baca(7, 2024), baca(9, 2026)] {
        let isi = d.buka(&jalur).await.isi();
        assert!(
            !isi.contains("Dicabut oleh") && !isi.contains("Mencabut"),
            "{isi}"
        );
    }
}

#[tokio::test]
async fn a_document_without_text_says_so() {
    let d = Dunia::baru().await;
    let l = d.impor(TAMAN, Default::default()).await.unwrap();
    d.ubah(&l.entri, json!({ "naskah": null })).await;
    let isi = d.buka("/kapuas/jdih/perbup/2024/7").await.isi();
    assert!(
        isi.contains("Naskahnya belum dimuat.") && isi.contains("praja regulation import"),
        "{isi}"
    );
    assert!(!d.buka("/kapuas/jdih?q=bangku").await.isi().contains("#pasal"));
    assert_eq!(d.buka("/kapuas/jdih/perbup/2024/7/naskah.txt").await.status, 404);
}

#[tokio::test]
async fn the_library_reads_in_english_too() {
    let d = Dunia::baru().await;
    d.impor(TAMAN, Default::default()).await.unwrap();
    let isi = d.buka_sebagai("/kapuas/jdih", "praja_bahasa=en").await.isi();
    assert!(
        isi.contains("JDIH: legal documents") && isi.contains("In force"),
        "{isi}"
    );
}
