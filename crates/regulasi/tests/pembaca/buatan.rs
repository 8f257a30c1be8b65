//! Dirt, one kind at a time, in invented regulations about parks and ponds.

use crate::bersama::{dibuang, neraca_kata, ringkas, utuh};
use regulasi::{Alasan, Hasil, Jenis, JenisTemuan};

fn baca(t: &str) -> Hasil {
    let h = regulasi::baca(t).unwrap();
    utuh(t, &h);
    assert!(neraca_kata(t, &h).is_empty(), "{:?}", neraca_kata(t, &h));
    h
}

fn ada(h: &Hasil, j: JenisTemuan, alamat: &str) -> bool {
    h.temuan
        .iter()
        .any(|t| t.jenis == j && t.alamat.as_deref() == Some(alamat))
}

fn teks<'h>(h: &'h Hasil, alamat: &str) -> &'h str {
    &h.cari(alamat).unwrap_or_else(|| panic!("no {alamat}")).teks
}

#[test]
fn catch_words_page_numbers_and_headers_go_and_the_sentence_is_whole() {
    let h = baca(
        "BAB I\nKOLAM\n\nPasal 1\n\n(1) Kolam dijaga oleh\n\n- 2 -\n\nPERATURAN TAMAN KOTA\n\npenjaga kolam.\n(2) Penjaga ...\n\nHalaman 3 dari 9\nPERATURAN TAMAN KOTA\n\n\
         (2) Penjaga memberi makan ikan:\na. pagi; dan\nb. sore . . .\n\nb. sore hari.\n\nPasal 2\n\nPasal 2\n\nIkan milik taman.",
    );
    assert_eq!(ringkas(&h), "1: 1 2ab\n2:\n");
    assert_eq!(teks(&h, "pasal-1-ayat-1"), "Kolam dijaga oleh penjaga kolam.");
    assert_eq!(dibuang(&h, Alasan::NomorHalaman), ["- 2 -", "Halaman 3 dari 9"]);
    assert_eq!(dibuang(&h, Alasan::KepalaHalaman).len(), 2);
    assert_eq!(
        dibuang(&h, Alasan::KataAlih),
        ["(2) Penjaga ...", "b. sore . . .", "Pasal 2"]
    );
}

#[test]
fn dots_without_a_continuation_stay_in_the_text() {
    let h = baca("Pasal 1\n\n(1) Taman dibuka.\n(2) Warga ...\n\nPasal 2\n\nSelesai.");
    assert_eq!(ringkas(&h), "1: 1 2\n2:\n");
    assert!(
        h.temuan
            .iter()
            .any(|t| t.jenis == JenisTemuan::KataAlih && t.tingkat == regulasi::Tingkat::Ragu)
    );
}

#[test]
fn misread_numbers_are_understood_by_their_place() {
    let h = baca(
        "BAB I\nSATU\n\nPasal 1\n\nPengertian:\n1. satu;\n2.1kan adalah hewan;\n3. tiga.\n\nBAB 11\nDUA\n\nPasal 2\n\n(l) Kolam.\n(2) Taman.\n\nBAB lll\nTIGA\n\nPasal 3\n\nAkhir.",
    );
    assert_eq!(ringkas(&h), "1: -#3\n2: 1 2\n3:\n");
    assert_eq!(teks(&h, "pasal-1-angka-2"), "Ikan adalah hewan;");
    assert!(
        h.cari("bab-2")
            .is_some_and(|b| b.penanda == "BAB 11" && b.label == "II")
    );
    assert!(
        ada(&h, JenisTemuan::PenandaDiperbaiki, "bab-2") && ada(&h, JenisTemuan::PenandaDiperbaiki, "bab-3")
    );
    assert!(
        ada(&h, JenisTemuan::PenandaDiperbaiki, "pasal-2-ayat-1")
            && ada(&h, JenisTemuan::KataDiperbaiki, "pasal-1-angka-2")
    );
}

#[test]
fn a_lost_letter_is_supplied_only_where_its_line_is_printed() {
    let h = baca("Pasal 1\n\nTaman terdiri atas:\na. pohon;\nkolam;\nc. jalan; dan\nd. bangku.");
    assert_eq!(ringkas(&h), "1: -abcd\n");
    assert_eq!(teks(&h, "pasal-1-huruf-b"), "kolam;");
    assert!(ada(&h, JenisTemuan::PenandaHilang, "pasal-1-huruf-b"));
    let h = baca("Pasal 1\n\nTaman terdiri atas:\na. pohon;\nc. jalan; dan\nd. bangku.");
    assert_eq!(ringkas(&h), "1: -acd\n");
    assert!(ada(&h, JenisTemuan::NomorLompat, "pasal-1-huruf-c"));
}

#[test]
fn letters_that_hang_at_line_ends_find_their_text() {
    let h = baca(
        "BAB I UMUM Pasal 1 Dalam peraturan ini: 1.  Taman adalah kebun\n2.  Kolam adalah air; 3. Ikan adalah hewan\nBAB II ISI Pasal 2 (1)  Taman memuat: a\npohon; b\n\
         bangku;dan c\nkolam sebagaimana dimaksud dalam Pasal  2  ayat  (1)  huruf  a\n(2)  Kolam dijaga penjaga (3) Penjaga datang pagi\nPasal 3 Ikan diberi makan",
    );
    assert_eq!(ringkas(&h), "1: -#3\n2: 1abc 2 3\n3:\n");
    assert_eq!(
        h.batang(Jenis::Bab)
            .filter_map(|b| b.judul.as_deref())
            .collect::<Vec<_>>(),
        ["UMUM", "ISI"]
    );
}

#[test]
fn titles_around_and_before_their_headings_are_put_right() {
    let h = baca(
        "BAB I\nUMUM\nPasal 1 Isi; dan selesai; TATA KELOLA TAMAN  BAB II KOTA BAGIAN KESATU Umum Pasal 2 (1)  Satu\nLayanan Taman Kota Paragraf 1 Pasal 3 (1)  Dua",
    );
    let judul = |a: &str| h.cari(a).and_then(|s| s.judul.clone());
    assert_eq!(judul("bab-2").as_deref(), Some("TATA KELOLA TAMAN KOTA"));
    assert_eq!(
        judul("bab-2-bagian-1-paragraf-1").as_deref(),
        Some("Layanan Taman Kota")
    );
    assert!(ada(&h, JenisTemuan::JudulTerbalik, "bab-2"));
    assert_eq!(ringkas(&h), "1:\n2: 1\n3: 1\n");
}

#[test]
fn references_at_line_starts_open_nothing() {
    let h = baca(
        "Pasal 1\n\n(1) Taman dibuka.\n(2) Taman sebagaimana dimaksud pada ayat\n(1) dan ayat\n(2) ditutup malam menurut\nPasal 1 ayat (1) atau huruf\na. tidak ada, dan\nPasal 3 juga.\n\nPasal 2\n\nSelesai.",
    );
    assert_eq!(ringkas(&h), "1: 1 2\n2:\n");
    assert!(ada(&h, JenisTemuan::RujukanMenggantung, "pasal-1-ayat-2"));
}

#[test]
fn lists_in_lists_go_back_to_their_own() {
    let h = baca(
        "Pasal 1\n\n(1) Taman:\na. pohon, meliputi:\n1. jati:\na) tua; dan\nb) muda;\n2. mangga:\na) manis:\n1) besar;\n2) kecil;\nb) masam;\nb. bangku; dan\nc. kolam.\n(2) Selesai.",
    );
    assert_eq!(ringkas(&h), "1: 1abc 2\n");
    assert_eq!(
        teks(&h, "pasal-1-ayat-1-huruf-a-angka-2-huruf-a-angka-2"),
        "kecil;"
    );
    assert_eq!(teks(&h, "pasal-1-ayat-1-huruf-a-angka-2-huruf-b"), "masam;");
}

#[test]
fn a_sentence_after_a_list_belongs_above_it() {
    let h = baca(
        "Pasal 1\n\n(1) Taman memuat:\na. pohon; dan\nb. bangku.\n\nBangku dicat setiap tahun.\n\n(2) Selesai.",
    );
    assert_eq!(ringkas(&h), "1: 1ab 2\n");
    assert_eq!(teks(&h, "pasal-1-ayat-1-alinea-1"), "Bangku dicat setiap tahun.");
}

#[test]
fn lists_inside_a_line_are_lists() {
    let h = baca(
        "Pasal 1\n\nTaman memuat: a. pohon; b. bangku; dan c. kolam.\n\nPasal 2\n\nPenjaga, yaitu warga a. tidak; dibayar menurut huruf b. Selesai.",
    );
    assert_eq!(ringkas(&h), "1: -abc\n2:\n");
}

#[test]
fn inserted_and_doubled_articles_keep_their_own_addresses() {
    let h = baca(
        "Pasal 1\n\nSatu.\n\nPasal 1A\n\nSatu A.\n\nPasal 1B\n\nSatu B.\n\nPasal 2\n\nDua.\n\nPasal 2\n\nDua lagi.\n\nPasal 5\n\nLima.",
    );
    assert_eq!(ringkas(&h), "1:\n1A:\n1B:\n2:\n2:\n5:\n");
    assert_eq!(teks(&h, "pasal-1a"), "Satu A.");
    assert!(ada(&h, JenisTemuan::NomorGanda, "pasal-2-ke-2") && ada(&h, JenisTemuan::NomorLompat, "pasal-5"));
    assert_eq!(h.json()["pasal"][1]["sisipan"], "A");
}

#[test]
fn an_amendment_quotes_articles_inside_its_own() {
    let h = baca(
        "Pasal I\n\nBeberapa ketentuan diubah:\n1. Ketentuan Pasal 5 diubah sehingga berbunyi sebagai berikut:\n\nPasal 5\n\n(1) Taman:\na. besar; dan\nb. kecil.\n(2) Kolam.\n\n\
         2. Di antara Pasal 7 dan Pasal 8 disisipkan satu pasal:\n\nPasal 7A\n\nIkan.\n\nPasal II\n\nPeraturan ini berlaku.",
    );
    assert_eq!(teks(&h, "pasal-i-angka-1-pasal-5-ayat-1-huruf-b"), "kecil.");
    assert_eq!(teks(&h, "pasal-i-angka-2-pasal-7a"), "Ikan.");
    assert!(h.cari("pasal-ii").is_some());
    assert!(
        !h.temuan.iter().any(|t| matches!(
            t.jenis,
            JenisTemuan::NomorLompat | JenisTemuan::RujukanMenggantung
        )),
        "{:?}",
        h.temuan
    );
}

#[test]
fn words_broken_at_line_ends_are_joined_by_what_the_text_knows() {
    let h = baca(
        "Pasal 1\n\nInformasi taman disusun. Setiap infor-\nmasi dibuka menurut perundang-\nundangan, masing-\nmasing, pra- dan\npascapanen.",
    );
    let t = teks(&h, "pasal-1");
    assert!(
        t.contains("Setiap informasi dibuka")
            && t.contains("perundang-undangan, masing-masing, pra- dan pascapanen"),
        "{t}"
    );
}

#[test]
fn preamble_closing_elucidation_and_annex_are_read() {
    let sumber = "SALINAN\n\nBUPATI KEBUN RAYA\nPROVINSI TAMAN\n\nPERATURAN BUPATI KEBUN RAYA\nNOMOR 7 TAHUN 2031\n\nTENTANG\n\nKOLAM DAN\nTAMAN\n\nDENGAN RAHMAT TUHAN YANG MAHA ESA\n\n\
        BUPATI KEBUN RAYA,\n\nMenimbang : a. bahwa kolam perlu air;\nb. bahwa berdasarkan huruf a perlu menetapkan peraturan;\n\nMengingat : 1. Undang-Undang Nomor 3 Tahun 2030 tentang Air;\n\
        2. Pasal 4 Undang-Undang Nomor 5 Tahun 2030 tentang Ikan;\n\nMEMUTUSKAN:\n\nMenetapkan : PERATURAN BUPATI TENTANG KOLAM DAN TAMAN.\n\nBAB I\nUMUM\n\nPasal 1\n\n\
        Dalam Peraturan Bupati ini yang dimaksud dengan:\n1. Kolam Taman yang selanjutnya disebut Kolam adalah genangan air.\n2. Ikan adalah hewan.\n3. Ikan adalah teman.\n4. Tanpa arti.\n\n\
        Pasal 2\n\n(1) Kolam bersih.\n(2) KKT menjaga Kolam sebagaimana dimaksud pada ayat (1).\n\nAgar setiap orang mengetahuinya, diundangkan.\n\nDitetapkan di Kebun\npada tanggal 9 Mei 2031\n\n\
        BUPATI KEBUN RAYA,\n\nttd\n\nBU IKAN\n\nDiundangkan di Kebun\npada tanggal 10 Mei 2031\n\nSEKRETARIS DAERAH,\n\nttd\n\nPAK AIR\n\nBERITA DAERAH KEBUN RAYA TAHUN 2031 NOMOR 7\n\n\
        PENJELASAN\nATAS\nPERATURAN BUPATI KEBUN RAYA\n\nI. UMUM\n\nKolam itu penting.\n\nII. PASAL DEMI PASAL\n\nPasal 1\nAngka 1\nGenangan yang dalam.\n\nPasal 2\nAyat (1)\nCukup jelas.\nAyat (2)\n\
        Huruf a\nTidak ada.\n\nPasal 9\nCukup jelas.\n\nLAMPIRAN I\n\n1   2   3\n4\n";
    let h = baca(sumber);
    assert_eq!(
        h.identitas.judul(),
        "Peraturan Bupati Nomor 7 Tahun 2031 tentang KOLAM DAN TAMAN"
    );
    assert_eq!(h.identitas.penetap.as_deref(), Some("BUPATI KEBUN RAYA"));
    assert_eq!(teks(&h, "menimbang-huruf-a"), "bahwa kolam perlu air;");
    assert_eq!(h.rujukan[0].sasaran, ["menimbang-huruf-a"]);
    assert!(h.rujukan.iter().any(|r| {
        r.luar
            .as_ref()
            .is_some_and(|l| l.bagian.as_deref() == Some("Pasal 4") && l.tahun == Some(2030))
    }));
    assert_eq!(
        (h.istilah.len(), h.istilah[0].singkatan.as_deref()),
        (3, Some("Kolam"))
    );
    assert!(
        ada(&h, JenisTemuan::IstilahGanda, "pasal-1-angka-3")
            && ada(&h, JenisTemuan::IstilahTanpaIsi, "pasal-1-angka-4")
    );
    assert!(ada(&h, JenisTemuan::SingkatanTakDikenal, "pasal-2-ayat-2"));
    let p = &h.penutup;
    assert_eq!(
        (p.penetapan.nama.as_deref(), p.pengundangan.hari.as_deref()),
        (Some("BU IKAN"), Some("2031-05-10"))
    );
    assert_eq!(
        (p.berita_nomor.as_deref(), p.berita_tahun),
        (Some("7"), Some(2031))
    );
    assert!(
        h.penjelasan("pasal-1-angka-1")
            .is_some_and(|s| s.teks == "Genangan yang dalam.")
    );
    assert!(ada(&h, JenisTemuan::PenjelasanTakCocok, "penjelasan-pasal-9"));
    assert!(ada(
        &h,
        JenisTemuan::PenjelasanTakCocok,
        "penjelasan-pasal-2-ayat-2-huruf-a"
    ));
    assert_eq!(teks(&h, "lampiran"), "1 2 3\n4");
    // The same in one line: no line structure at all.
    let rata = regulasi::baca(&sumber.split("PENJELASAN").next().unwrap().replace('\n', " ")).unwrap();
    assert_eq!(ringkas(&rata), ringkas(&h));
}

#[test]
fn what_lists_promise_is_missed_when_it_is_missing() {
    let h = baca(
        "Pasal 1\n\nTaman terdiri atas:\n\nPasal 2\n\n(1) Kolam:\na. satu; dan\nb. dua; dan\n(2) Selesai.\n\nPasal 3\n\nPasal 4\n\nAkhir",
    );
    for a in ["pasal-1", "pasal-2-ayat-1-huruf-b", "pasal-3"] {
        assert!(ada(&h, JenisTemuan::DaftarTerputus, a), "{a}");
    }
    assert!(ada(&h, JenisTemuan::TitikHilang, "pasal-4"));
}

#[test]
fn other_texts_keep_their_words_and_are_told_to_be_none() {
    for t in [
        "The quick brown fox.\n1. Jumps over\n2. the lazy dog",
        "日本国憲法 第一条",
        "Ὁ βίος βραχύς",
        "الفصل الأول",
        "a",
        "Bab dua puluh cerita\nTamat",
    ] {
        let h = baca(t);
        assert!(
            h.temuan.iter().any(|t| t.jenis == JenisTemuan::TidakAdaPasal),
            "{t}"
        );
        assert!(h.laporan().contains("Tidak ditemukan satu pasal pun"));
    }
}

#[test]
fn the_report_has_lines_and_places() {
    let h = baca("Pasal 1\n\n(1) Taman.\n(3) Kolam menurut Pasal 9.");
    let l = h.laporan();
    assert!(
        l.contains("baris 4: Ayat (2) tidak ditemukan sebelum ayat (3). [pasal-1-ayat-3]"),
        "{l}"
    );
    assert!(
        l.contains("“Pasal 9” tidak ada dalam peraturan ini. [pasal-1-ayat-3]"),
        "{l}"
    );
}
