//! What other pages tell of regulations: whatever cites an amended one says so, and the terms of Pasal 1 are explained.

use std::time::Duration;

use serde_json::json;

use crate::bantu::*;

/// Long enough for pages to ask anew.
async fn sebentar() {
    tokio::time::sleep(Duration::from_millis(1_100)).await;
}

#[tokio::test]
async fn a_page_that_cites_a_regulation_says_what_became_of_it() {
    let d = Dunia::baru().await;
    let lama = d.impor(TAMAN, Default::default()).await.unwrap().entri;
    let kutip = d.impor(&taman(3, 2025), Default::default()).await.unwrap().entri;
    d.ubah(
        &kutip,
        json!({ "dasar_lain": ["Peraturan Bupati Kapuas Nomor 7 Tahun 2024 tentang Taman"] }),
    )
    .await;
    let halaman = "/kapuas/jdih/perbup/2025/3";
    let nasib = "nasib-kutipan";
    assert!(!d.buka(halaman).await.isi().contains(nasib), "in force as it was");
    let ubah = d.impor(&taman(8, 2025), Default::default()).await.unwrap().entri;
    let ubah = d
        .ubah(&ubah, json!({ "mengubah": [{ "produk": lama.id }] }))
        .await;
    sebentar().await;
    let isi = d.buka(halaman).await.isi();
    assert!(
        isi.contains("Nomor 7 Tahun 2024</a> <span class=\"nasib-kutipan\">(telah diubah dengan <a href=\"/kapuas/jdih/perbup/2025/8\">Perbup 8/2025</a>)"),
        "{isi}"
    );
    // Repealed: the same page says that instead; taken back, nothing.
    let d8 = d
        .ubah(
            &ubah,
            json!({ "mengubah": [], "mencabut": [{ "produk": lama.id }] }),
        )
        .await;
    sebentar().await;
    assert!(d.buka(halaman).await.isi().contains("(telah dicabut dengan <a"));
    d.ubah(&d8, json!({ "mencabut": [] })).await;
    assert_eq!(d.entri(lama.id).await.keadaan, "berlaku");
    sebentar().await;
    assert!(!d.buka(halaman).await.isi().contains(nasib));
}

#[tokio::test]
async fn terms_of_the_profile_and_of_the_regencys_own_text_are_explained() {
    let d = Dunia::baru().await;
    // The reading page of a regulation leaves its text alone: it has terms of its own.
    let e = d.impor(TAMAN, Default::default()).await.unwrap().entri;
    d.ubah(
        &e,
        json!({ "abstrak": "Menata SPBE dan SPBE dengan Arsitektur SPBE." }),
    )
    .await;
    let isi = d.buka("/kapuas/jdih/perbup/2024/7").await.isi();
    assert_eq!(isi.matches("class=\"kata-istilah\"").count(), 2, "{isi}");
    assert!(isi.contains("href=\"#arti-arsitektur-spbe\"") && isi.contains("id=\"arti-arsitektur-spbe\""));
    // Its own regulation is read: a term that the profile does not explain comes with the official words.
    let r = d.profil("kapuas").daerah.regulasi.clone();
    let jenis = r.jenis.to_uppercase();
    let teks = TAMAN.replace(
        "PERATURAN BUPATI KAPUAS\nNOMOR 7 TAHUN 2024",
        &format!(
            "{jenis} KAPUAS\nNOMOR {} TAHUN {}",
            r.nomor.unwrap_or(1),
            r.tahun.unwrap_or(2020)
        ),
    );
    if r.nomor.is_none() {
        return;
    }
    d.impor(&teks, Default::default()).await.unwrap();
    sebentar().await;
    d.ubah(&d.entri(e.id).await, json!({ "abstrak": "Tentang taman kota." }))
        .await;
    let isi = d.buka("/kapuas/jdih/perbup/2024/7").await.isi();
    assert!(
        isi.contains("href=\"#arti-taman-kota\"") && isi.contains("&lt;script&gt;alert(1)"),
        "{isi}"
    );
    assert!(!isi.contains("<script>alert"));
}
