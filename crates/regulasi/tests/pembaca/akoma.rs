//! Akoma Ntoso for the schema's judgement: `PRAJA_AKOMA_KE=FOLDER cargo test --release -p regulasi --test pembaca akoma` writes the documents of
//! the real regulations, and some invented ones, for `uji/akoma/periksa.py`.

use std::path::PathBuf;

/// Invented texts with what the real ones do not have.
const BUATAN: [(&str, &str); 5] = [
    ("kosong", "Bukan peraturan & <bukan> apa-apa."),
    (
        "dalam",
        "Pasal 1\n\n(1) Taman:\na. satu:\n1. dua:\na) tiga;\nb) empat.\n\nKalimat sesudahnya memuat:\na. lima.\n(3) Menurut ayat (1) huruf a dan Pasal 9.",
    ),
    (
        "perubahan",
        "Pasal I\n\nDiubah:\n1. Ketentuan Pasal 5 diubah:\n\nPasal 5\n\n(1) Kolam.\n\nPasal II\n\nBerlaku.",
    ),
    (
        "ganda",
        "BAB I\nA\n\nPasal 1\n\nSatu.\n\nPasal 1\n\nDua.\n\nBAB I\nB\n\nBagian Kesatu\nC\n\nParagraf 1\nD\n\nKalimat. Kalimat.\n\nPasal 2\n\nTiga.",
    ),
    (
        "lampiran",
        "Pasal 1\n\nSatu.\n\nDitetapkan di Taman\n\nPENJELASAN\nI. UMUM\n\nDua.\n\nII. PASAL DEMI PASAL\n\nPasal 1\nCukup jelas.\n\nLAMPIRAN I\nTiga\nLAMPIRAN II\nEmpat",
    ),
];

#[test]
fn documents_are_written_for_the_schema() {
    let mut semua: Vec<(String, String)> = BUATAN
        .iter()
        .map(|(n, t)| ((*n).to_owned(), regulasi::baca(t).unwrap().akoma()))
        .collect();
    for berkas in ["000", "001", "002", "003", "004"] {
        semua.extend(crate::bersama::nyata(berkas).map(|(_, h)| (berkas.to_owned(), h.akoma())));
    }
    assert!(
        semua
            .iter()
            .all(|(_, x)| x.starts_with("<?xml") && x.trim_end().ends_with("</akomaNtoso>"))
    );
    let Some(ke) = std::env::var_os("PRAJA_AKOMA_KE").map(PathBuf::from) else {
        return;
    };
    std::fs::create_dir_all(&ke).unwrap();
    for (nama, x) in semua {
        std::fs::write(ke.join(format!("{nama}.xml")), x).unwrap();
    }
}

#[test]
fn addresses_and_links_are_the_readers_own() {
    let h = regulasi::baca("Pasal 1\n\n(1) Kolam & taman.\n(2) Menurut ayat (1).").unwrap();
    let x = h.akoma();
    assert!(x.contains(r##"<paragraph eId="pasal-1-ayat-2"><num>(2)</num><content><p>Menurut <ref href="#pasal-1-ayat-1">ayat (1)</ref>.</p>"##));
    assert!(x.contains("Kolam &amp; taman."));
}
