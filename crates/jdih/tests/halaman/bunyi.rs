//! The text as of a day: wordings in their order, what each amendment changed, and what the page says when the text does
//! not contain an amendment.

use kernel::{Aksi, Entri, Galat};
use serde_json::{Value, json};

use crate::bantu::*;

const HALAMAN: &str = "/kapuas/jdih/perbup/2024/7";

/// The invented regulation as an amendment leaves it.
fn setelah() -> String {
    TAMAN
        .replace("a. bangku; dan", "a. bangku panjang; dan")
        .replace("Pasal 3\n", "Pasal 2A\nKolam Ikan dijaga.\n\nPasal 3\n")
}

async fn naskah(d: &Dunia, teks: &str) -> Value {
    let kode = d.profil("kapuas").kode().clone();
    let b = d
        .app
        .store
        .simpan_berkas(&kode, teks.as_bytes(), "text/plain")
        .await;
    json!([b.unwrap().id])
}

async fn muat(d: &Dunia, e: &Entri, teks: &str, sejak: &str, oleh: Option<&Entri>) -> Result<Entri, Galat> {
    let mut isian = json!({ "naskah": naskah(d, teks).await, "sejak": sejak });
    if let Some(o) = oleh {
        isian["oleh"] = json!(o.id);
    }
    let aksi = Aksi::Langkah {
        id: e.id,
        versi: None,
        langkah: "muat_bunyi".into(),
        isian: isian.as_object().unwrap().clone(),
    };
    d.perintah(aksi).await
}

/// A regulation and the one that amends it, in force since 1 May 2025.
async fn diubah(d: &Dunia, bagian: &str) -> (Entri, Entri) {
    let lama = d.impor(TAMAN, Default::default()).await.unwrap().entri;
    let ubah = d.impor(&taman(8, 2025), Default::default()).await.unwrap().entri;
    let isi =
        json!({ "tanggal_berlaku": "2025-05-01", "mengubah": [{ "produk": lama.id, "bagian": bagian }] });
    let ubah = d.ubah(&ubah, isi).await;
    (d.entri(lama.id).await, ubah)
}

#[tokio::test]
async fn without_a_consolidated_text_the_page_says_so_at_the_provision() {
    let d = Dunia::baru().await;
    let (lama, _) = diubah(&d, "Pasal 2 ayat (2)").await;
    assert_eq!(lama.keadaan, "diubah");
    let isi = d.buka(HALAMAN).await.isi();
    assert!(
        isi.contains("Naskah di bawah belum memuat perubahan dengan"),
        "{isi}"
    );
    let ayat = isi.split("id=\"pasal-2-ayat-2\"").nth(1).unwrap();
    let ayat = ayat.split("id=\"pasal-2-ayat-2-huruf-a\"").next().unwrap();
    assert!(
        ayat.contains("class=\"tanda-ubah\"") && ayat.contains("/kapuas/jdih/perbup/2025/8"),
        "{ayat}"
    );
    assert_eq!(isi.matches("class=\"tanda-ubah\"").count(), 1, "at no other");
    assert!(!isi.contains("Bunyi menurut tanggal"));
    // As of a day before the amendment there is nothing to say of it.
    let dulu = d.buka(&format!("{HALAMAN}?pada=2025-04-30")).await.isi();
    assert!(!dulu.contains("Naskah di bawah belum memuat"), "{dulu}");
}

#[tokio::test]
async fn the_text_is_read_as_of_a_day() {
    let d = Dunia::baru().await;
    let (lama, ubah) = diubah(&d, "Pasal 2").await;
    let e = muat(&d, &lama, &setelah(), "2025-05-01", Some(&ubah))
        .await
        .unwrap();
    assert_eq!(
        (e.teks("naskah_sejak"), e.keadaan.as_str()),
        ("2025-05-01", "diubah")
    );
    let kini = d.buka(HALAMAN).await.isi();
    for ada in [
        "bangku panjang",
        "id=\"pasal-2a\"",
        "Bunyi menurut tanggal",
        "Sejak 1 Mei 2025",
        "Disisipkan dengan",
        "?pada=2025-04-30#pasal-2-ayat-2",
    ] {
        assert!(kini.contains(ada), "{ada} is missing in {kini}");
    }
    assert!(!kini.contains("belum memuat perubahan"), "{kini}");
    // Exactly what changed is marked: the ayat with the bench, and the inserted article.
    let naskah = kini.split("<article").nth(1).unwrap();
    assert_eq!(naskah.matches("class=\"tanda-ubah\"").count(), 2, "{naskah}");
    for (pada, ada, tiada) in [
        ("2025-05-01", "bangku panjang", "sekarang bunyinya lain"),
        ("2025-04-30", "sekarang bunyinya lain", "bangku panjang"),
        ("2024-03-05", "sekarang bunyinya lain", "pasal-2a"),
        ("2024-03-04", "belum berlaku", "pasal-2a"),
        ("0001-01-01", "belum berlaku", "pasal-2a"),
        ("9999-12-31", "bangku panjang", "belum berlaku"),
    ] {
        let isi = d.buka(&format!("{HALAMAN}?pada={pada}")).await.isi();
        assert!(isi.contains(ada) && !isi.contains(tiada), "{pada}: {isi}");
    }
    // Downloads are of the same day.
    let unduh = |akhir: &str| format!("{HALAMAN}/naskah.{akhir}");
    assert_eq!(d.buka(&unduh("txt")).await.bita, setelah().as_bytes());
    assert_eq!(d.buka(&unduh("txt?pada=2025-01-01")).await.bita, TAMAN.as_bytes());
    assert!(
        !d.buka(&unduh("xml?pada=2025-01-01"))
            .await
            .isi()
            .contains("bangku panjang")
    );
    // The search finds the words of today.
    assert!(
        d.buka("/kapuas/jdih?q=bangku+panjang")
            .await
            .isi()
            .contains("#pasal-2-ayat-2")
    );
    for buruk in ["kemarin", "2024-13-01", "%00", "1"] {
        for jalur in [
            format!("{HALAMAN}?pada={buruk}"),
            unduh(&format!("json?pada={buruk}")),
        ] {
            assert_eq!(d.buka(&jalur).await.status, 422, "{jalur}");
        }
    }
}

#[tokio::test]
async fn wordings_come_in_any_order_and_the_same_day_again_replaces() {
    let d = Dunia::baru().await;
    let e = d.impor(TAMAN, Default::default()).await.unwrap().entri;
    let teks = |kata: &str| TAMAN.replace("bangku", kata);
    let e = muat(&d, &e, &teks("kursi"), "2026-01-01", None).await.unwrap();
    let e = muat(&d, &e, &teks("tikar"), "2025-01-01", None).await.unwrap();
    let e = muat(&d, &e, &teks("tikar lebar"), "2025-01-01", None)
        .await
        .unwrap();
    for (pada, kata) in [
        ("2024-06-01", "bangku"),
        ("2025-06-01", "tikar lebar"),
        ("2026-06-01", "kursi"),
    ] {
        let isi = d.buka(&format!("{HALAMAN}?pada={pada}")).await.isi();
        assert!(isi.contains(kata), "{pada}");
    }
    let isi = d.buka(HALAMAN).await.isi();
    assert!(isi.contains("kursi") && !isi.contains("tikar"), "{isi}");
    for (sejak, medan) in [
        ("2027-01-01", "sejak"),
        ("2024-03-05", "sejak"),
        ("2023-01-01", "sejak"),
    ] {
        let g = muat(&d, &e, &teks("x"), sejak, None).await.unwrap_err();
        assert_eq!(g.isian()[0].medan, medan, "{sejak}");
    }
    // The original comes again by the command line: it is known, and changes nothing. Another is sent to the step.
    let l = d.impor(TAMAN, Default::default()).await.unwrap();
    assert_eq!((l.perintah, l.entri.versi), (0, e.versi));
    let g = d.impor(&teks("hamparan"), Default::default()).await.unwrap_err();
    assert_eq!(g.isian()[0].medan, "naskah");
}

#[tokio::test]
async fn what_was_repealed_was_in_force_before() {
    let d = Dunia::baru().await;
    let lama = d.impor(TAMAN, Default::default()).await.unwrap().entri;
    let cabut = d.impor(&taman(9, 2026), Default::default()).await.unwrap().entri;
    d.ubah(
        &cabut,
        json!({ "tanggal_berlaku": "2026-02-01", "mencabut": [{ "produk": lama.id }] }),
    )
    .await;
    let pada = |h: &str| format!("{HALAMAN}?pada={h}");
    assert!(d.buka(&pada("2026-01-31")).await.isi().contains("masih berlaku"));
    assert!(
        d.buka(&pada("2026-02-01"))
            .await
            .isi()
            .contains("sudah tidak berlaku")
    );
}

#[tokio::test]
async fn a_file_has_its_checksum_on_the_page() {
    let d = Dunia::baru().await;
    let e = d.impor(TAMAN, Default::default()).await.unwrap().entri;
    let kode = d.profil("kapuas").kode().clone();
    let pdf = b"%PDF-1.7 salinan";
    let b = d
        .app
        .store
        .simpan_berkas(&kode, pdf, "application/pdf")
        .await
        .unwrap();
    d.ubah(&e, json!({ "berkas": [b.id] })).await;
    let isi = d.buka(HALAMAN).await.isi();
    assert!(isi.contains(&b.sidik) && isi.contains("PDF"), "{isi}");
}
