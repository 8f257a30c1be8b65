//! Anything may come in. Regulations made up at random must be read back exactly, in whatever dress they are printed; damaged ones and
//! noise must be read without panic, in linear time, and without losing a letter.

use std::{fmt::Write, time::Instant};

use crate::bersama::{ringkas, utuh};
use proptest::prelude::*;
use regulasi::{Galat, JenisTemuan};

/// An article: ayat with the number of their letters, or no ayat and a list.
#[derive(Clone, Debug)]
enum Pasal {
    Teks,
    Daftar(usize),
    Ayat(Vec<usize>),
}

fn pasal() -> impl Strategy<Value = Pasal> {
    prop_oneof![
        Just(Pasal::Teks),
        (2_usize..14).prop_map(Pasal::Daftar),
        prop::collection::vec(prop_oneof![Just(0_usize), 2_usize..12], 1..14).prop_map(Pasal::Ayat),
    ]
}

/// How it is printed.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Cetak {
    Biasa,
    Markdown,
    KataAlih,
    SatuBaris,
    Gantung,
}

const KALIMAT: [&str; 4] = [
    "Taman kota dibuka setiap hari sebagaimana dimaksud dalam Pasal 1 ayat (1) dan ayat (2)",
    "Penjaga kolam memberi makan ikan paling sedikit 2 (dua) kali sehari menurut huruf a dan huruf b",
    "Setiap warga boleh duduk di bangku taman selama 1 (satu) jam",
    "Pohon ditanam oleh dinas berdasarkan Peraturan Bupati Nomor 4 Tahun 2030 tentang Pohon",
];

fn huruf(n: usize) -> char {
    char::from(b'a' + u8::try_from(n).unwrap())
}

/// Prints the articles, and says what must be read.
fn cetak(semua: &[Pasal], c: Cetak) -> (String, String) {
    let (mut teks, mut harap) = (String::from("BAB I\nKETENTUAN TAMAN\n\n"), String::new());
    let kalimat = |n: usize| KALIMAT[n % KALIMAT.len()];
    let daftar = |t: &mut String, n: usize| match c {
        Cetak::Gantung => {
            let _ = writeln!(t, " dengan ketentuan: a");
            for k in 0..n {
                let ekor = match n - k {
                    1 => "\n".to_owned(),
                    2 => format!("; dan {}\n", huruf(k + 1)),
                    _ => format!("; {}\n", huruf(k + 1)),
                };
                let _ = write!(t, "butir taman kolam{ekor}");
            }
        }
        _ => {
            let _ = writeln!(t, " dengan ketentuan:");
            for k in 0..n {
                let ekor = match n - k {
                    1 => ".",
                    2 => "; dan",
                    _ => ";",
                };
                let tanda = if c == Cetak::Markdown { " - " } else { "" };
                let _ = writeln!(t, "{tanda}{}. butir taman kolam{ekor}", huruf(k));
            }
        }
    };
    let akhir = if c == Cetak::Gantung { "\n" } else { ".\n" };
    for (n, p) in semua.iter().enumerate() {
        let nomor = n + 1;
        match c {
            Cetak::Markdown => writeln!(teks, "\n#### Pasal {nomor}\n"),
            Cetak::KataAlih => writeln!(teks, "\nPasal {nomor} ...\n\n- {nomor} -\n\nPasal {nomor}\n"),
            Cetak::Gantung => write!(teks, "Pasal {nomor} "),
            _ => writeln!(teks, "\nPasal {nomor}\n"),
        }
        .unwrap();
        let _ = write!(harap, "{nomor}:");
        match p {
            Pasal::Teks => teks += &format!("{}{akhir}", kalimat(n)),
            Pasal::Daftar(d) => {
                teks += kalimat(n);
                daftar(&mut teks, *d);
                let _ = write!(harap, " -{}", (0..*d).map(huruf).collect::<String>());
            }
            Pasal::Ayat(ayat) => {
                for (m, d) in ayat.iter().enumerate() {
                    if c == Cetak::KataAlih && m > 0 {
                        teks += &format!(
                            "\n({}) {} ...\n\n",
                            m + 1,
                            kalimat(n + m).split(' ').next().unwrap()
                        );
                    }
                    let tanda = if c == Cetak::Markdown { "- " } else { "" };
                    teks += &format!("{tanda}({}) {}", m + 1, kalimat(n + m));
                    if *d == 0 {
                        teks += akhir;
                    } else {
                        daftar(&mut teks, *d);
                    }
                    let _ = write!(harap, " {}{}", m + 1, (0..*d).map(huruf).collect::<String>());
                }
            }
        }
        harap += "\n";
    }
    teks += "\nAgar setiap orang mengetahuinya, ditempatkan dalam Berita Daerah.\n";
    if c == Cetak::SatuBaris {
        // One line, but the promulgation clause keeps its own, as in the worst file there is.
        let (batang, ekor) = teks.rsplit_once("\nAgar").unwrap();
        teks = format!(
            "{}\nAgar{ekor}",
            batang.split_whitespace().collect::<Vec<_>>().join(" ")
        );
    }
    (teks, harap)
}

/// A regulation with everything in it, to be damaged.
fn contoh() -> String {
    let semua: Vec<Pasal> = (0..12)
        .map(|n| match n % 3 {
            0 => Pasal::Ayat(vec![0, 4, 0, 3]),
            1 => Pasal::Daftar(5),
            _ => Pasal::Teks,
        })
        .collect();
    format!(
        "PERATURAN BUPATI TAMAN\nNOMOR 3 TAHUN 2030\nTENTANG\nKOLAM\nDENGAN RAHMAT TUHAN YANG MAHA ESA\nBUPATI TAMAN,\nMenimbang : a. bahwa kolam;\nb. bahwa taman;\n\
         Mengingat : 1. Undang-Undang Nomor 1 Tahun 2029;\nMEMUTUSKAN:\nMenetapkan : PERATURAN BUPATI TENTANG KOLAM\n{}Ditetapkan di Taman\npada tanggal 1 Mei 2030\n\
         PENJELASAN\nI. UMUM\nKolam.\nII. PASAL DEMI PASAL\nPasal 1\nCukup jelas.\nLAMPIRAN I\n1 2 3\n",
        cetak(&semua, Cetak::Biasa).0
    )
}

fn periksa(t: &str) {
    if let Ok(h) = regulasi::baca(t) {
        utuh(t, &h);
        assert!(!h.laporan().is_empty() && h.json().is_object());
        seimbang(&h.akoma());
    }
}

/// Every tag that opens closes, and no mark of XML is loose.
fn seimbang(x: &str) {
    let mut buka: Vec<&str> = Vec::new();
    for potong in x.split('<').skip(1) {
        let (tag, isi) = potong.split_once('>').expect("tag ends");
        assert!(!isi.contains('>') && isi.split('&').skip(1).all(|e| e.contains(';')));
        if tag.ends_with('/') || tag.starts_with('?') {
            continue;
        }
        match tag.strip_prefix('/') {
            Some(nama) => assert_eq!(buka.pop(), Some(nama)),
            None => buka.push(tag.split(' ').next().unwrap()),
        }
    }
    assert!(buka.is_empty());
}

/// How often: enough for each run, more when asked (`PROPTEST_CASES`).
fn kali() -> u32 {
    std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(200)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: kali(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_printed_is_read_back(
        semua in prop::collection::vec(pasal(), 1..25),
        c in prop::sample::select(vec![Cetak::Biasa, Cetak::Markdown, Cetak::KataAlih, Cetak::SatuBaris, Cetak::Gantung]),
    ) {
        let (teks, harap) = cetak(&semua, c);
        let h = regulasi::baca(&teks).unwrap();
        prop_assert_eq!(ringkas(&h), harap, "{}", teks);
        let nomor = [JenisTemuan::NomorLompat, JenisTemuan::NomorGanda, JenisTemuan::UrutanTerbalik, JenisTemuan::PenandaHilang];
        prop_assert!(!h.temuan.iter().any(|t| nomor.contains(&t.jenis)), "{:?}", h.temuan);
        utuh(&teks, &h);
    }

    #[test]
    fn any_text_is_kept(t in any::<String>()) {
        periksa(&t);
    }

    #[test]
    fn any_bytes_are_text_or_refused(b in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = regulasi::baca_bita(&b).map(|h| h.json());
    }

    /// Words of the trade in any order and any layout.
    #[test]
    fn the_words_of_the_trade_in_any_order(
        kata in prop::collection::vec(prop::sample::select(vec![
            "BAB", "II", "11", "Bagian", "Kedua", "Belas", "Paragraf", "1", "Pasal", "2", "3", "I", "12A", "(1)", "(2)", "(l)", "a.", "b.", "b", "c)", "1.", "2)",
            "dan", "atau", "sampai", "dengan", "ayat", "huruf", "angka", "taman;", "Taman:", "taman.", "KOLAM", "...", "Menimbang", "Mengingat", ":", "MEMUTUSKAN",
            "Menetapkan", "Agar setiap orang", "Ditetapkan di", "pada tanggal", "PENJELASAN", "UMUM", "LAMPIRAN", "Ayat", "Huruf", "infor-", "masi", "1nfra", "- 3 -",
            "dalam", "ini", "Peraturan Bupati Nomor 3 Tahun 2030", "**", "#", "<p>", "\u{ad}", "sebagaimana dimaksud pada", "adalah", "yang dimaksud dengan",
        ]), 0..120),
        sela in prop::collection::vec(prop::sample::select(vec![" ", "\n", "\n\n", "\n- ", "  "]), 120),
    ) {
        let t: String = kata.iter().zip(&sela).flat_map(|(k, s)| [*k, *s]).collect();
        periksa(&t);
    }

    /// A sound regulation with lines lost, doubled, cut and swapped.
    #[test]
    fn a_damaged_regulation_is_read_all_the_same(luka in prop::collection::vec((0_usize..400, 0_usize..5, 0_usize..60), 1..12)) {
        let t = contoh();
        let mut baris: Vec<String> = t.lines().map(Into::into).collect();
        for (di, cara, n) in luka {
            let i = di % baris.len();
            let j = n % baris.len();
            match cara {
                0 => { baris.remove(i); }
                1 => baris.insert(i, baris[j].clone()),
                2 => baris.swap(i, j),
                3 => baris[i] = baris[i].chars().take(n).collect(),
                _ => { let lain = baris[j].clone(); baris[i].push_str(&lain); }
            }
            if baris.is_empty() { break; }
        }
        periksa(&baris.join("\n"));
    }
}

#[test]
fn a_thousand_levels_are_flattened_and_told() {
    let mut t = String::from("Pasal 1\n\nTaman:\n");
    for n in 0..1000 {
        t += if n % 2 == 0 { "a. isi:\n" } else { "1. isi:\n" };
    }
    let h = regulasi::baca(&t).unwrap();
    utuh(&t, &h);
    assert!(h.temuan.iter().any(|t| t.jenis == JenisTemuan::TerlaluDalam));
    seimbang(&h.akoma());
    assert!(serde_json::to_string(&h.json()).is_ok());
    let kurung = "(((((".repeat(20_000) + &"<p><p>".repeat(1000) + &"#- ".repeat(5_000);
    periksa(&kurung);
}

#[test]
fn nothing_and_too_much_are_refused_politely() {
    assert_eq!(regulasi::baca(""), Err(Galat::Kosong));
    assert_eq!(regulasi::baca(" \n\t\n "), Err(Galat::Kosong));
    assert_eq!(regulasi::baca_bita(b"\xEF\xBB\xBF \r\n"), Err(Galat::Kosong));
    let mulai = Instant::now();
    let derau: Vec<u8> = (0..10_000_000_u32)
        .map(|n| u8::try_from(n.wrapping_mul(2_654_435_761) >> 24).unwrap())
        .collect();
    assert!(regulasi::baca_bita(&derau).is_err());
    assert!(matches!(
        regulasi::baca(&"Pasal 1\n".repeat(1_250_000)),
        Err(Galat::TerlaluBesar { .. })
    ));
    assert!(mulai.elapsed().as_millis() < 1000);
}

/// Twice the text takes about twice the time, for what a reader could stumble over.
#[test]
fn time_grows_with_the_text() {
    let contoh = contoh();
    let bahan: [&str; 13] = [
        &contoh,
        "Pasal 1\n",
        "1.\n",
        "a. ",
        "(1) Taman ",
        "dan\n",
        "BAB I TAMAN ",
        "TAMAN BAB I ",
        "Pasal 1 sampai dengan Pasal 190 ",
        "Taman sebagaimana dimaksud pada ayat (1) ",
        "<p",
        "x- y\n",
        "Taman ...\n",
    ];
    for b in bahan {
        let waktu = |bita: usize| {
            let t = format!("Pasal 1\n\n(1) Taman:\n{}", b.repeat(bita / b.len()));
            let mulai = Instant::now();
            let h = regulasi::baca(&t).unwrap();
            assert!(!h.simpul.is_empty());
            mulai.elapsed().as_millis()
        };
        let (kecil, besar) = (waktu(250_000), waktu(1_000_000));
        assert!(
            besar < 300 + 10 * kecil,
            "{:?}: {kecil} ms, then {besar} ms",
            b.get(..30.min(b.len()))
        );
        assert!(besar < 10_000, "{:?}: {besar} ms", b.get(..30.min(b.len())));
    }
}
