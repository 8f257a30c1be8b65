//! Taking texts in: the same file changes nothing, what somebody typed stays, what cannot be read is said.

use axum::{
    body::Body,
    http::{Request, header},
};
use jdih::impor::{Penentu, impor};
use kernel::{Galat, Pelaku, Peran};
use serde_json::json;

use crate::bantu::*;

#[tokio::test]
async fn the_same_file_again_changes_nothing() {
    let d = Dunia::baru().await;
    let satu = d.impor(TAMAN, Default::default()).await.unwrap();
    assert_eq!(
        (satu.baru, satu.perintah),
        (true, 5),
        "made, and walked to its place"
    );
    let dua = d.impor(TAMAN, Default::default()).await.unwrap();
    assert_eq!(
        (dua.baru, dua.perintah, dua.entri.versi),
        (false, 0, satu.entri.versi)
    );
    assert_eq!(dua.entri.id, satu.entri.id);
}

#[tokio::test]
async fn a_better_text_replaces_the_worse_and_keeps_what_was_typed() {
    let d = Dunia::baru().await;
    let e = d.impor(TAMAN, Default::default()).await.unwrap().entri;
    let e = d
        .ubah(
            &e,
            json!({ "tentang": "Judul dari petugas", "subjek": ["Taman"] }),
        )
        .await;
    let baik = TAMAN.replace("a. bangku; dan", "a. bangku panjang; dan");
    let l = d.impor(&baik, Default::default()).await.unwrap();
    assert_eq!((l.baru, l.perintah), (false, 1));
    assert_eq!(l.entri.teks("tentang"), "Judul dari petugas");
    assert!(
        d.buka("/kapuas/jdih?q=bangku+panjang")
            .await
            .isi()
            .contains("#pasal-2-ayat-2")
    );
    // The earlier text is still there: its upload belongs to the entry for ever.
    let lama: uuid::Uuid = e.isi["naskah"][0].as_str().unwrap().parse().unwrap();
    let kode = d.profil("kapuas").kode().clone();
    let (_, bita) = d
        .app
        .store
        .baca_berkas(&kode, &d.hukum("kapuas"), lama)
        .await
        .unwrap();
    assert_eq!(bita, TAMAN.as_bytes());
}

#[tokio::test]
async fn what_the_text_does_not_say_is_asked_for() {
    let d = Dunia::baru().await;
    let teks = "Pasal 1\n(1) Taman dibuka.\n(2) Kolam ditutup.\n";
    let g = d.impor(teks, Default::default()).await.unwrap_err();
    let medan: Vec<&str> = g.isian().iter().map(|m| m.medan.as_str()).collect();
    assert_eq!(medan, ["jenis", "nomor", "tahun"]);
    let mut penentu = Penentu {
        jenis: Some("Peraturan Daerah".into()),
        nomor: Some("3".into()),
        tahun: Some(2025),
        ..Default::default()
    };
    let g = d.impor(teks, penentu.clone()).await.unwrap_err();
    assert_eq!(g.isian()[0].medan, "tentang");
    penentu.tentang = Some("Taman".into());
    let l = d.impor(teks, penentu).await.unwrap();
    assert_eq!(d.buka("/kapuas/jdih/perda/2025/3").await.status, 200);
    assert_eq!(l.hasil.batang(regulasi::Jenis::Ayat).count(), 2);
    for (jenis, tahun) in [("resep", 2025), ("perda", 1), ("perda", i64::MAX)] {
        let p = Penentu {
            jenis: Some(jenis.into()),
            nomor: Some("3".into()),
            tahun: Some(tahun),
            tentang: Some("x".into()),
            ..Default::default()
        };
        assert_eq!(
            d.impor(teks, p).await.unwrap_err().status(),
            422,
            "{jenis} {tahun}"
        );
    }
}

#[tokio::test]
async fn nobody_else_takes_texts_in() {
    let d = Dunia::baru().await;
    let p = d.app.store.profil("kapuas").unwrap().clone();
    for pelaku in [Pelaku::Publik, Pelaku::Sistem, d.hukum("jembrana")] {
        let g = impor(
            &d.app.store,
            &p,
            &pelaku,
            TAMAN.as_bytes().to_vec(),
            &Penentu::default(),
        )
        .await;
        assert!(matches!(g, Err(Galat::Ditolak(_))), "{pelaku:?}");
    }
}

const BATAS: &str = "----batas";

fn formulir(tanda: &str, berkas: Option<(&str, &[u8])>, medan: &[(&str, &str)]) -> Vec<u8> {
    let mut isi = Vec::new();
    for (k, v) in [("_csrf", tanda)].iter().chain(medan) {
        isi.extend(
            format!("--{BATAS}\r\nContent-Disposition: form-data; name=\"{k}\"\r\n\r\n{v}\r\n").bytes(),
        );
    }
    if let Some((nama, bita)) = berkas {
        let kepala = format!(
            "--{BATAS}\r\nContent-Disposition: form-data; name=\"naskah\"; filename=\"{nama}\"\r\n\r\n"
        );
        isi.extend(kepala.bytes());
        isi.extend(bita);
        isi.extend(b"\r\n");
    }
    isi.extend(format!("--{BATAS}--\r\n").bytes());
    isi
}

async fn unggah(d: &Dunia, kuki: &str, berkas: Option<(&str, &[u8])>, medan: &[(&str, &str)]) -> Balasan {
    let rahasia = kuki.split_once('=').unwrap().1;
    let tanda = d.app.identitas.token_formulir(rahasia);
    let r = Request::post("/kapuas/kerja/produk_hukum/naskah")
        .header("cookie", kuki)
        .header(
            header::CONTENT_TYPE,
            format!("multipart/form-data; boundary={BATAS}"),
        )
        .body(Body::from(formulir(&tanda, berkas, medan)));
    d.minta(r.unwrap()).await
}

#[tokio::test]
async fn the_legal_officer_uploads_in_the_workspace() {
    let d = Dunia::baru().await;
    let unit = d.profil("kapuas").fungsi("hukum").unwrap().0.clone();
    let k = d.sesi(Peran::Penghubung, &unit).await;
    let r = d.buka_sebagai("/kapuas/kerja/produk_hukum/naskah", &k).await;
    assert!(r.isi().contains("Unggah naskah peraturan"));
    let r = unggah(&d, &k, Some(("a.txt", TAMAN.as_bytes())), &[]).await;
    assert_eq!((r.status.as_u16(), r.ke()), (303, "/kapuas/jdih/perbup/2024/7"));
    // What is no text is refused in words, at the field, and nothing else is lost.
    let besar = vec![b'a'; 10 * 1024 * 1024];
    for (nama, bita) in [
        ("a.pdf", &b"%PDF-1.7 x"[..]),
        ("a.docx", b"PK\x03\x04word/document.xml"),
        ("kosong.txt", b" \n "),
        ("besar.txt", &besar),
        ("biner", b"\x00\x01\x02\x00\x00\x00\x07\x00"),
    ] {
        let r = unggah(&d, &k, Some((nama, bita)), &[("tentang", "Yang sudah diketik")]).await;
        assert_eq!(r.status, 422, "{nama}");
        assert!(
            r.isi().contains("naskah-galat") && r.isi().contains("Yang sudah diketik"),
            "{nama}: {}",
            r.isi()
        );
    }
    let r = unggah(&d, &k, None, &[]).await;
    assert_eq!(r.status, 422);
    let r = unggah(
        &d,
        &k,
        Some(("a.txt", TAMAN.as_bytes())),
        &[("tahun", "dua ribu")],
    )
    .await;
    assert_eq!(r.status, 422);
    // Broken UTF-8 is read as far as it goes.
    let mut rusak = taman(11, 2024).into_bytes();
    rusak.extend(b"\xff\xfe\xc3");
    let r = unggah(&d, &k, Some(("a.txt", &rusak)), &[]).await;
    assert_eq!(r.ke(), "/kapuas/jdih/perbup/2024/11");
    assert_eq!(
        d.buka("/kapuas/jdih/perbup/2024/11/naskah.txt").await.bita,
        rusak,
        "kept as it came"
    );
}

#[tokio::test]
async fn nobody_else_gets_the_door() {
    let d = Dunia::baru().await;
    let kominfo = d.profil("kapuas").fungsi("kominfo").unwrap().0.clone();
    let jalur = "/kapuas/kerja/produk_hukum/naskah";
    assert_eq!(d.buka(jalur).await.status, 401);
    for peran in Peran::SEMUA {
        let k = d.sesi(peran, &kominfo).await;
        assert_eq!(d.buka_sebagai(jalur, &k).await.status, 403, "{peran:?}");
        let r = unggah(&d, &k, Some(("a.txt", TAMAN.as_bytes())), &[]).await;
        assert_eq!(r.status, 403, "{peran:?}");
    }
}

/// Posts the form of a new entry.
async fn ketik(d: &Dunia, kuki: &str, medan: &[(&str, &str)]) -> Balasan {
    let tanda = d.app.identitas.token_formulir(kuki.split_once('=').unwrap().1);
    let r = Request::post("/kapuas/kerja/produk_hukum/baru")
        .header("cookie", kuki)
        .header(
            header::CONTENT_TYPE,
            format!("multipart/form-data; boundary={BATAS}"),
        )
        .body(Body::from(formulir(&tanda, None, medan)));
    d.minta(r.unwrap()).await
}

#[tokio::test]
async fn what_is_there_already_is_refused_with_the_way_to_it() {
    let d = Dunia::baru().await;
    let ada = d.impor(TAMAN, Default::default()).await.unwrap().entri;
    let unit = d.profil("kapuas").fungsi("hukum").unwrap().0.clone();
    let k = d.sesi(Peran::Penghubung, &unit).await;
    let medan = |nomor: &'static str| {
        [
            ("_kunci", "kunci-uji-yang-cukup-panjang-0123"),
            ("jenis", "perbup"),
            ("nomor_peraturan", nomor),
            ("tahun", "2024"),
            ("tentang", "Taman lagi"),
        ]
    };
    let r = ketik(&d, &k, &medan("7")).await;
    let isi = r.isi();
    assert_eq!(r.status, 422, "{isi}");
    let ke = format!("href=\"/kapuas/kerja/produk_hukum/entri/{}\"", ada.nomor);
    assert!(isi.contains(&ke) && isi.contains("Taman lagi"), "{isi}");
    // Another number is another document.
    assert_eq!(ketik(&d, &k, &medan("8")).await.status, 303);
}

#[tokio::test]
async fn only_the_legal_division_is_offered_a_new_entry() {
    let d = Dunia::baru().await;
    let p = d.profil("kapuas");
    let (hukum, lain) = (
        p.fungsi("hukum").unwrap().0.clone(),
        p.fungsi("kominfo").unwrap().0.clone(),
    );
    for (unit, boleh) in [(&hukum, true), (&lain, false)] {
        for peran in [Peran::Penghubung, Peran::Kepala, Peran::Petugas] {
            let k = d.sesi(peran, unit).await;
            let isi = d.buka_sebagai("/kapuas/kerja/produk_hukum", &k).await.isi();
            for tombol in ["Buat entri baru", "Unggah naskah peraturan"] {
                assert_eq!(isi.contains(tombol), boleh, "{tombol}: {peran:?} of {unit}");
            }
            let r = d.buka_sebagai("/kapuas/kerja/produk_hukum/baru", &k).await;
            assert_eq!(r.status == 200, boleh, "{peran:?} of {unit}: {}", r.status);
        }
    }
}

#[tokio::test]
async fn files_come_over_the_api_with_their_checksum() {
    let d = Dunia::baru().await;
    let e = d.impor(TAMAN, Default::default()).await.unwrap().entri;
    let unit = d.profil("kapuas").fungsi("hukum").unwrap().0.clone();
    d.sesi(Peran::Penghubung, &unit).await;
    let kode = d.profil("kapuas").kode().clone();
    let akun = d
        .app
        .store
        .akun(&kode, &format!("penghubung.{unit}"))
        .await
        .unwrap()
        .unwrap()
        .akun;
    let token = d
        .app
        .identitas
        .buka_sesi(&akun, store::JenisSesi::Token, "uji", identity::UMUR_SESI)
        .await
        .unwrap();
    let unggah = async |golongan: &str, isi: &[u8], token: Option<&str>| {
        let mut r = Request::post(format!("/kapuas/api/v1/berkas?golongan={golongan}"));
        if let Some(t) = token {
            r = r.header("authorization", format!("Bearer {t}"));
        }
        d.minta(r.body(Body::from(isi.to_vec())).unwrap()).await
    };
    let pdf = b"%PDF-1.7 salinan resmi";
    let r = unggah("dokumen", pdf, Some(&token)).await;
    assert_eq!(r.status, 201);
    let j = r.json();
    assert_eq!(
        (j["tipe"].as_str(), j["ukuran"].as_u64()),
        (Some("application/pdf"), Some(pdf.len() as u64))
    );
    let sidik = j["sha256"].as_str().unwrap().to_owned();
    assert_eq!(sidik.len(), 64);
    d.ubah(&e, json!({ "berkas": [j["id"]] })).await;
    let ambil = d
        .buka(&format!("/kapuas/berkas/{}", j["id"].as_str().unwrap()))
        .await;
    assert_eq!(ambil.bita, pdf);
    assert_eq!(ambil.kepala["etag"].to_str().unwrap(), format!("\"{sidik}\""));
    // A PDF where text is wanted is told so; who is nobody uploads no documents; an unknown kind is named.
    let r = unggah("naskah", pdf, Some(&token)).await;
    assert_eq!((r.status.as_u16(), r.isi().contains("(.txt)")), (415, true));
    assert_eq!(unggah("naskah", TAMAN.as_bytes(), Some(&token)).await.status, 201);
    for golongan in ["dokumen", "naskah"] {
        assert_eq!(unggah(golongan, pdf, None).await.status, 401, "{golongan}");
    }
    assert_eq!(unggah("resep", pdf, Some(&token)).await.status, 422);
    assert_eq!(unggah("foto", pdf, Some(&token)).await.status, 415);
}

#[tokio::test]
async fn what_was_declared_in_force_by_mistake_undoes_what_it_did() {
    let d = Dunia::baru().await;
    let a = d.impor(TAMAN, Default::default()).await.unwrap().entri;
    let b = d.impor(&taman(8, 2024), Default::default()).await.unwrap().entri;
    let isi = json!({ "mencabut": [{ "produk": a.id }], "mengubah": [{ "produk": b.id }] });
    let c = d.impor(&taman(9, 2025), Default::default()).await.unwrap().entri;
    let c = d.ubah(&c, isi).await;
    let keadaan = async |e: &kernel::Entri| d.entri(e.id).await.keadaan;
    assert_eq!(
        (keadaan(&a).await, keadaan(&b).await),
        ("dicabut".into(), "diubah".into())
    );
    let c = d
        .langkah(&c, "belum_berlaku", json!({ "alasan": "Salah tekan." }))
        .await;
    assert_eq!(
        (keadaan(&a).await, keadaan(&b).await),
        ("berlaku".into(), "berlaku".into())
    );
    // In force again, and repealed in its turn: what it repealed stays repealed.
    let c = d.langkah(&c, "berlakukan", json!({})).await;
    let c = d.langkah(&c, "cabut", json!({})).await;
    assert_eq!(c.keadaan, "dicabut");
    assert_eq!(
        (keadaan(&a).await, keadaan(&b).await),
        ("dicabut".into(), "diubah".into())
    );
    // What is taken out of it is undone even so.
    d.ubah(&c, json!({ "mengubah": [] })).await;
    assert_eq!(
        (keadaan(&a).await, keadaan(&b).await),
        ("dicabut".into(), "berlaku".into())
    );
}
