//! "perbup 51 2022 pasal 16 ayat 3", as people type it: which document, and where in it.

use kernel::nilai::Pilihan as _;
use layanan::JenisProduk;

/// What was meant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Loncat {
    /// Kind of document.
    pub(crate) jenis: Option<JenisProduk>,
    /// Its number.
    pub(crate) nomor: Option<String>,
    /// Its year.
    pub(crate) tahun: Option<u16>,
    /// The provision's address, empty for the whole: `pasal-16-ayat-3`.
    pub(crate) alamat: String,
}

/// Words that say nothing here.
const ABAIKAN: [&str; 12] = [
    "no",
    "nomor",
    "nmr",
    "tahun",
    "th",
    "thn",
    "tentang",
    "kabupaten",
    "kab",
    "di",
    "dari",
    "dalam",
];

/// Reads what was typed; none when it does not name a document by kind and number. Anything else that stands in it
/// means that words are looked for, not a place.
pub(crate) fn baca(teks: &str, daerah: &[&str]) -> Option<Loncat> {
    let kecil = titik(&teks.to_lowercase());
    let mut kata: Vec<&str> = kecil
        .split(|c: char| !c.is_alphanumeric() && c != '.')
        .map(|k| k.trim_matches('.'))
        .filter(|k| !k.is_empty())
        .collect();
    if kata.len() > 24 {
        return None;
    }
    kata.retain(|k| !ABAIKAN.contains(k) && !daerah.iter().any(|d| d.split_whitespace().any(|d| d == *k)));
    let mut l = Loncat::default();
    let mut sisa = kata.into_iter().peekable();
    let mut di_naskah = false;
    while let Some(k) = sisa.next() {
        let angka = |s: &str| s.chars().all(|c| c.is_ascii_digit());
        // "Pasal 16 ayat 3 perbup 51 2022": with the kind the place ends.
        if matches!(
            k,
            "peraturan" | "keputusan" | "instruksi" | "surat" | "nota" | "perbub" | "kepbub" | "sk"
        ) || JenisProduk::dari_kode(k).is_some()
        {
            di_naskah = false;
        }
        match k {
            "peraturan" | "keputusan" | "instruksi" | "surat" | "nota" if l.jenis.is_none() => {
                let dua = format!("{k} {}", sisa.next()?);
                l.jenis = Some(JenisProduk::dari_judul(&dua)?);
            }
            "perbub" if l.jenis.is_none() => l.jenis = Some(JenisProduk::Perbup),
            "kepbub" | "sk" if l.jenis.is_none() => l.jenis = Some(JenisProduk::Kepbup),
            "pasal" | "psl" | "ps" => {
                di_naskah = true;
                let n = sisa.next().filter(|n| nomor_pasal(n))?;
                l.alamat = format!("pasal-{n}");
            }
            "bab" => {
                di_naskah = true;
                let n = sisa.next()?;
                let n = if angka(n) { n.parse().ok() } else { romawi(n) }?;
                l.alamat = format!("bab-{n}");
            }
            "ayat" | "ay" | "huruf" | "angka" if di_naskah => {
                let nama = if k == "ay" { "ayat" } else { k };
                let n = sisa.next().filter(|n| n.len() <= 4)?;
                l.alamat += &format!("-{nama}-{n}");
            }
            // "Pasal 16 (3) a".
            n if di_naskah && angka(n) && n.len() <= 3 => l.alamat += &format!("-ayat-{n}"),
            n if di_naskah && n.len() == 1 => l.alamat += &format!("-huruf-{n}"),
            n if l.jenis.is_none() && JenisProduk::dari_kode(n).is_some() => {
                l.jenis = JenisProduk::dari_kode(n);
            }
            n if l.nomor.is_none() && n.starts_with(|c: char| c.is_ascii_digit()) && n.len() <= 40 => {
                l.nomor = Some(n.to_owned());
            }
            n if l.nomor.is_some() && l.tahun.is_none() && angka(n) && n.len() == 4 => {
                l.tahun = n.parse().ok();
            }
            _ => return None,
        }
    }
    (l.jenis.is_some() && l.nomor.is_some()).then_some(l)
}

/// The provisions that a phrase such as "Pasal 5 ayat (2) dan Pasal 7" names, by their addresses.
pub(crate) fn ketentuan(teks: &str) -> Vec<String> {
    let rata = teks.to_lowercase().replace(" dan ", ",").replace(" serta ", ",");
    let satu = |s: &str| baca(&format!("perbup 1 {s}"), &[]).map(|l| l.alamat);
    let semua = rata.split([',', ';']).filter_map(|s| satu(s.trim()));
    semua.filter(|a| a.starts_with("pasal-")).take(100).collect()
}

/// A dot stays only inside a number: "188.45", but "No.7".
fn titik(teks: &str) -> String {
    let huruf: Vec<char> = teks.chars().collect();
    let angka = |i: Option<usize>| i.and_then(|i| huruf.get(i)).is_some_and(char::is_ascii_digit);
    let satu = |(i, c): (usize, &char)| match c {
        '.' if !(angka(i.checked_sub(1)) && angka(Some(i + 1))) => ' ',
        c => *c,
    };
    huruf.iter().enumerate().map(satu).collect()
}

fn nomor_pasal(n: &str) -> bool {
    let angka = n.trim_end_matches(|c: char| c.is_ascii_lowercase());
    !angka.is_empty()
        && angka.len() <= 4
        && angka.chars().all(|c| c.is_ascii_digit())
        && n.len() - angka.len() <= 2
}

fn romawi(s: &str) -> Option<u32> {
    let mut jumlah = 0;
    let mut sebelum = 0;
    for c in s.chars().rev() {
        let n = match c {
            'i' => 1,
            'v' => 5,
            'x' => 10,
            'l' => 50,
            'c' => 100,
            _ => return None,
        };
        if n < sebelum {
            jumlah -= n;
        } else {
            jumlah += n;
            sebelum = n;
        }
    }
    u32::try_from(jumlah).ok().filter(|n| *n > 0 && s.len() <= 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn b(teks: &str) -> Option<(String, String, u16, String)> {
        let l = baca(teks, &["serang", "kabupaten serang"])?;
        Some((
            l.jenis?.kode().to_owned(),
            l.nomor?,
            l.tahun.unwrap_or(0),
            l.alamat,
        ))
    }

    #[test]
    fn a_citation_is_understood_as_it_is_typed() {
        let penuh = Some((
            "perbup".to_owned(),
            "51".to_owned(),
            2022,
            "pasal-16-ayat-3".to_owned(),
        ));
        for t in [
            "perbup 51 2022 pasal 16 ayat 3",
            "Perbup No. 51 Tahun 2022 Pasal 16 ayat (3)",
            "PERBUB No.51/2022 ps.16 (3)",
            "Peraturan Bupati Serang Nomor 51 Tahun 2022 Pasal 16 ayat 3",
            "pasal 16 ayat 3 perbup 51 2022",
        ] {
            assert_eq!(b(t), penuh, "{t}");
        }
        assert_eq!(
            b("perda 2 2022 pasal 12A huruf c").unwrap().3,
            "pasal-12a-huruf-c"
        );
        assert_eq!(b("perda 2 2022 bab IV").unwrap().3, "bab-4");
        assert_eq!(b("perbup 51").unwrap().2, 0);
        assert_eq!(b("kepbup 188.45 2023").unwrap().1, "188.45");
    }

    #[test]
    fn a_phrase_names_its_provisions() {
        assert_eq!(
            ketentuan("Pasal 5 ayat (2), Pasal 7 dan pasal 12A huruf c"),
            ["pasal-5-ayat-2", "pasal-7", "pasal-12a-huruf-c"]
        );
        for lain in ["", "seluruhnya", "Lampiran", "dan,;", "BAB II"] {
            assert_eq!(ketentuan(lain), Vec::<String>::new(), "{lain}");
        }
    }

    #[test]
    fn other_words_are_looked_for_instead() {
        for t in [
            "",
            "pasal 16",
            "perbup",
            "pusat data",
            "perbup 51 2022 pusat data",
            "pasal pasal pasal",
            "' or 1=1 --",
            "perbup 51 2022 pasal",
            "perbup 51 2022 pasal x",
            "\u{0}",
            "bab iiiiiiiiiiiiiiiiii perbup 1",
        ] {
            assert_eq!(b(t), None, "{t:?}");
        }
    }
}
