//! Whatever somebody may bring instead of clean text: each is read as far as it goes and told of with its line, or
//! refused in words that say what to do. Nothing is lost, nothing panics.

use regulasi::{Galat, Hasil, Jenis, JenisTemuan, baca, baca_bita};

use crate::bersama::utuh;

const TEKS: &str = "PERATURAN BUPATI ANTAH\nNOMOR 7 TAHUN 2024\nTENTANG\nTAMAN\n\nBAB I\nKETENTUAN UMUM\n\nPasal 1\n(1) Taman dibuka – “pagi”.\n\
    (2) Kolam:\na. dalam; dan\nb. dangkal.\n\nPasal 2\nPeraturan Bupati ini mulai berlaku pada tanggal diundangkan.\n";

fn pasal(h: &Hasil) -> Vec<&str> {
    h.batang(Jenis::Pasal).map(|s| s.alamat.as_str()).collect()
}

#[test]
fn the_same_text_in_any_encoding_is_the_same_regulation() {
    let asli = baca(TEKS).unwrap();
    let utf16 = |f: fn(u16) -> [u8; 2]| -> Vec<u8> { TEKS.encode_utf16().flat_map(f).collect() };
    let windows: Vec<u8> = TEKS
        .chars()
        .map(|c| match c {
            '–' => 0x96,
            '“' => 0x93,
            '”' => 0x94,
            c => u8::try_from(u32::from(c)).unwrap(),
        })
        .collect();
    for (nama, bita) in [
        ("UTF-8", TEKS.as_bytes().to_vec()),
        (
            "UTF-8 with a mark",
            [&b"\xEF\xBB\xBF"[..], TEKS.as_bytes()].concat(),
        ),
        (
            "UTF-16 LE with a mark",
            [b"\xFF\xFE".to_vec(), utf16(u16::to_le_bytes)].concat(),
        ),
        (
            "UTF-16 BE with a mark",
            [b"\xFE\xFF".to_vec(), utf16(u16::to_be_bytes)].concat(),
        ),
        ("UTF-16 LE without one", utf16(u16::to_le_bytes)),
        ("UTF-16 BE without one", utf16(u16::to_be_bytes)),
        ("Windows-1252", windows),
        (
            "lines as Windows ends them",
            TEKS.replace('\n', "\r\n").into_bytes(),
        ),
        (
            "lines as old Macs ended them",
            TEKS.replace('\n', "\r").into_bytes(),
        ),
    ] {
        let h = baca_bita(&bita).unwrap_or_else(|g| panic!("{nama}: {g}"));
        assert_eq!(pasal(&h), pasal(&asli), "{nama}");
        assert_eq!(
            h.cari("pasal-1-ayat-1").map(|s| s.teks.as_str()),
            Some("Taman dibuka – “pagi”."),
            "{nama}"
        );
    }
}

#[test]
fn broken_characters_are_kept_and_told_of() {
    let mut bita = TEKS.as_bytes().to_vec();
    let di = TEKS.find("Kolam").unwrap();
    bita.splice(di..di, *b"\xC3\x28\xFF ");
    let h = baca_bita(&bita).unwrap();
    assert_eq!(pasal(&h), ["pasal-1", "pasal-2"]);
    assert!(h.cari("pasal-1-ayat-2").is_some_and(|s| s.teks.contains("Kolam")));
}

#[test]
fn tabs_are_blanks() {
    let t = TEKS
        .replace("(1) ", "\t(1)\t")
        .replace("a. ", "\t\ta.\t")
        .replace("Pasal 2", "\tPasal\t2");
    let h = baca(&t).unwrap();
    utuh(&t, &h);
    assert_eq!(pasal(&h), ["pasal-1", "pasal-2"]);
    assert!(h.cari("pasal-1-ayat-2-huruf-a").is_some());
}

/// What was misread, where, and in which words the report says so.
#[test]
fn each_slip_is_in_the_report_with_its_line() {
    for (nama, teks, alamat, lapor) in [
        (
            "BAB 11 for BAB II",
            TEKS.replace("Pasal 2\n", "BAB 11\nPENUTUP\n\nPasal 2\n"),
            "bab-2",
            "baris 15",
        ),
        (
            "a digit for a letter inside a word",
            "Pasal 1\n\nTaman meliputi:\n1. pohon;\n2. bangku;\n3. jalan; dan\n4.1nfrastruktur taman.\n\nPasal 2\n\nKolam.\n".to_owned(),
            "pasal-1-angka-4",
            "baris 7",
        ),
        (
            "a letter lost from a list",
            TEKS.replace("b. dangkal", "dangkal").replace("a. dalam; dan", "a. dalam;\nsedang; dan\nc. hijau; dan"),
            "pasal-1-ayat-2-huruf-a",
            "baris 1",
        ),
        (
            "an ayat that is missing",
            TEKS.replace("(2) Kolam", "(3) Kolam"),
            "pasal-1-ayat-3",
            "baris 11",
        ),
        (
            "an article that is missing",
            TEKS.replace("Pasal 2\n", "Pasal 4\n"),
            "pasal-4",
            "baris 15",
        ),
    ] {
        let h = baca(&teks).unwrap();
        utuh(&teks, &h);
        assert!(h.cari(alamat).is_some(), "{nama}: {:?}", h.simpul);
        let l = h.laporan();
        assert!(l.contains(lapor), "{nama}: {l}");
    }
}

#[test]
fn what_is_no_text_is_refused_in_words_that_help() {
    for (bita, harap) in [
        (&b"%PDF-1.7\n1 0 obj"[..], Galat::Pdf),
        (b"\n \xEF\xBB\xBF%PDF-1.4", Galat::Pdf),
        (b"PK\x03\x04word/document.xml", Galat::Word),
        (b"{\\rtf1 x", Galat::Word),
        (b"", Galat::Kosong),
        (b"\xEF\xBB\xBF", Galat::Kosong),
        (b"\t \r\n\x0C", Galat::Kosong),
    ] {
        assert_eq!(baca_bita(bita).unwrap_err(), harap, "{bita:?}");
    }
    assert!(Galat::Pdf.to_string().contains("(.txt)"));
    assert!(
        Galat::TerlaluBesar { bita: 10_000_000 }
            .to_string()
            .contains("10 MB")
    );
}

#[test]
fn a_thousand_levels_are_told_with_their_line() {
    let mut t = String::from("Pasal 1\n\nTaman:\n");
    for n in 0..1000 {
        t += if n % 2 == 0 { "a. isi:\n" } else { "1. isi:\n" };
    }
    let h = baca(&t).unwrap();
    let dalam = h
        .temuan
        .iter()
        .find(|t| t.jenis == JenisTemuan::TerlaluDalam)
        .unwrap();
    assert!(dalam.baris > 3 && h.laporan().contains(&format!("baris {}", dalam.baris)));
}
