use std::io::Write;

use proptest::prelude::*;
use rust_xlsxwriter::{Format, Workbook};
use zip::{ZipWriter, write::SimpleFileOptions};

use super::*;

fn csv(isi: &[u8]) -> String {
    String::from_utf8(ke_csv(isi).unwrap()).unwrap()
}

/// A workbook of these parts.
fn buku(bagian: &[(&str, &str)]) -> Vec<u8> {
    let mut w = ZipWriter::new(Cursor::new(Vec::new()));
    for (nama, isi) in bagian {
        w.start_file(*nama, SimpleFileOptions::default()).unwrap();
        w.write_all(isi.as_bytes()).unwrap();
    }
    w.finish().unwrap().into_inner()
}

const BUKU: (&str, &str) = (
    "xl/workbook.xml",
    "<workbook xmlns:r=\"r\"><sheets><sheet name=\"x\" sheetId=\"9\" state=\"hidden\" r:id=\"r9\"/>\
     <sheet name=\"a\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>",
);
const KAITAN: (&str, &str) = (
    "xl/_rels/workbook.xml.rels",
    "<Relationships><Relationship Id=\"r1\" Type=\"http://x/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
     <Relationship Id=\"r2\" Type=\"http://x/sharedStrings\" Target=\"/xl/sharedStrings.xml\"/></Relationships>",
);
const KATA: (&str, &str) = (
    "xl/sharedStrings.xml",
    "<sst><si><t>nama</t></si><si><r><t>A &amp; </t></r><r><t>B</t></r><rPh><t>lafal</t></rPh></si></sst>",
);

fn lembar(baris: &str) -> Vec<u8> {
    let lembar = format!("<worksheet><sheetData>{baris}</sheetData></worksheet>");
    buku(&[BUKU, KAITAN, KATA, ("xl/worksheets/sheet1.xml", &lembar)])
}

#[test]
fn what_excel_writes_is_the_csv_that_it_would_save() {
    let mut b = Workbook::new();
    let l = b.add_worksheet();
    let hari = Format::new().set_num_format("dd mmmm yyyy");
    let uang = Format::new().set_num_format("\"Rp\"#,##0 [$IDR]");
    for (i, s) in ["nama", "mulai", "biaya", "aktif", "lintang"].iter().enumerate() {
        l.write_string(0, u16::try_from(i).unwrap(), *s).unwrap();
    }
    l.write_string(1, 0, "Peta, \"jalan\" & <lain>\nbaris dua")
        .unwrap();
    l.write_number_with_format(1, 1, 46_349.0, &hari).unwrap();
    l.write_number_with_format(1, 2, 1_250_000.0, &uang).unwrap();
    l.write_boolean(1, 3, true).unwrap();
    l.write_number(1, 4, -6.125).unwrap();
    // A gap stays a row, so that rows are counted as the sheet shows them.
    l.write_string(3, 0, "=1+1").unwrap();
    assert_eq!(
        csv(&b.save_to_buffer().unwrap()),
        "nama,mulai,biaya,aktif,lintang\n\"Peta, \"\"jalan\"\" & <lain>\nbaris dua\",2026-11-23,1250000,ya,-6.125\n\
         ,,,,\n'=1+1,,,,\n"
    );
}

#[test]
fn cells_of_every_kind() {
    let isi = lembar(
        "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"C1\" t=\"inlineStr\"><is><t>c</t></is></c></row>\
         <row r=\"2\"><c t=\"s\"><v>1</v></c><c r=\"C2\" t=\"str\"><f>A1</f><v>hasil</v></c></row>\
         <row><c r=\"A3\"><v>1E3</v></c><c r=\"B3\" t=\"b\"><v>0</v></c><c r=\"D3\"/></row>",
    );
    assert_eq!(csv(&isi), "nama,,c\nA & B,,hasil\n1000,tidak,\n");
}

#[test]
fn what_is_no_workbook_is_refused_in_words() {
    let pesan = |isi: &[u8]| {
        let g = ke_csv(isi).unwrap_err();
        (g.status(), g.pesan().dalam(kernel::Bahasa::Id))
    };
    for isi in [
        &b"PK\x03\x04"[..],
        b"",
        &buku(&[]),
        &buku(&[BUKU]),
        &buku(&[BUKU, KAITAN]),
        &lembar("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>7</v></c></row>"),
        &lembar("<row r=\"1\"><c r=\"ZZZZ1\"><v>7</v></c></row>"),
        &lembar("<row r=\"1\"><c r=\"A1\"><v>7</v></c></row><row r=\"1\"/>"),
        &lembar("<row r=\"1\">"),
        &lembar("<!DOCTYPE x [<!ENTITY a \"b\">]>"),
        &lembar(&"<a>".repeat(100)),
    ] {
        let (status, kata) = pesan(isi);
        assert!(status == 400 && kata.contains("Excel"), "{status} {kata}");
    }
    let (_, kata) = pesan(&lembar("<row r=\"1\"><c r=\"B1\" t=\"e\"><v>#REF!</v></c></row>"));
    assert!(kata.contains("Sel B1") && kata.contains("#REF!"), "{kata}");
    let (_, kata) = pesan(&lembar("<row r=\"3\"><c r=\"A3\"><v>1</v></c></row>"));
    assert!(kata.contains("Baris pertama"), "{kata}");
    assert_eq!(pesan(&lembar("<row r=\"1\"/><row r=\"1000000\"/>")).0, 413);
}

#[test]
fn a_small_file_that_unpacks_to_a_large_one_is_stopped() {
    let besar = " ".repeat(usize::try_from(MAKS_BUKA).unwrap() + 10);
    let isi = lembar(&besar);
    assert!(isi.len() < 1_000_000, "it is small: {}", isi.len());
    assert_eq!(ke_csv(&isi).unwrap_err().status(), 413);
    // A wide head over many rows is mostly commas.
    let baris: String = (2..=3_000)
        .map(|i| format!("<row r=\"{i}\"><c r=\"A{i}\"><v>1</v></c></row>"))
        .collect();
    let isi = lembar(&format!("<row r=\"1\"><c r=\"XFD1\"><v>1</v></c></row>{baris}"));
    assert_eq!(ke_csv(&isi).unwrap_err().status(), 413);
}

#[test]
fn formats_that_show_a_day() {
    for (pola, ya) in [
        ("dd/mm/yyyy", true),
        ("[$-421]d mmmm yyyy;@", true),
        ("\"hari\" 0", false),
        ("#,##0.00_d", false),
        ("0\\d", false),
        ("[Red]0", false),
        ("General", false),
    ] {
        assert_eq!(pola_hari(pola), ya, "{pola}");
    }
    assert_eq!(angka("0", true, true), "1904-01-01");
    assert_eq!(angka("46349.75", true, false), "2026-11-23");
    assert_eq!(angka("9e99", true, false), angka("9e99", false, false));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn no_sheet_makes_it_panic(baris in "[<>/rcvst=\"0-9A-C &;]{0,120}", bait in proptest::collection::vec(any::<u8>(), 0..60)) {
        let _ = ke_csv(&lembar(&format!("<row r=\"1\">{baris}</row>")));
        let _ = ke_csv(&bait);
    }
}
