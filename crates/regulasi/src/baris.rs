//! Lines of the source without the dress that converters put on: Markdown headings, bullets, bold, HTML tags.

use std::borrow::Cow;

use crate::temuan::{Alasan, Catatan, JenisTemuan, Tingkat};

/// A line that says something.
pub(crate) struct Baris<'a> {
    /// Its number in the source, from 1.
    pub nomor: usize,
    /// Its words.
    pub teks: Cow<'a, str>,
    /// An empty line stands before it.
    pub alinea: bool,
    /// It was an item of a Markdown list.
    pub butir: bool,
}

/// The lines of the source that hold words. O(length).
pub(crate) fn uraikan<'a>(sumber: &'a str, catatan: &mut Catatan) -> Vec<Baris<'a>> {
    let mut semua = Vec::new();
    let (mut alinea, mut tanda, mut pertama) = (true, 0, 0);
    // Very old files end their lines with a carriage return alone.
    let akhir = if sumber.contains('\n') { '\n' } else { '\r' };
    for (i, asli) in sumber.split(akhir).enumerate() {
        // A form feed is a page break: as good as an empty line.
        alinea |= asli.contains('\u{0C}');
        let (teks, butir, lepas) = telanjang(asli, i + 1, catatan);
        if lepas > 0 {
            tanda += lepas;
            pertama = if pertama == 0 { i + 1 } else { pertama };
        }
        if !teks.chars().any(char::is_alphanumeric) && !teks.contains(['.', ':', ';', '…', '(']) {
            if !teks.is_empty() {
                catatan.buang(i + 1, &teks, Alasan::TandaTata);
            }
            alinea = true;
            continue;
        }
        semua.push(Baris {
            nomor: i + 1,
            teks,
            alinea,
            butir,
        });
        alinea = false;
    }
    if tanda > 0 {
        let pesan = format!(
            "{tanda} tanda tata letak (butir, tebal, judul Markdown, HTML) dilepas; kata-katanya tetap."
        );
        catatan.catat(JenisTemuan::TandaTata, Tingkat::Info, pertama, None, pesan);
    }
    semua
}

/// The line without its dress, whether it was a bullet, and how many marks came off.
fn telanjang<'a>(asli: &'a str, nomor: usize, catatan: &mut Catatan) -> (Cow<'a, str>, bool, usize) {
    let rapi =
        |c: char| c.is_whitespace() || c.is_control() || matches!(c, '\u{FEFF}' | '\u{200B}' | '\u{AD}');
    let mut t = asli.trim_matches(rapi);
    let (mut butir, mut lepas) = (false, 0);
    loop {
        let pagar = t.len() - t.trim_start_matches('#').len();
        let sisa = if (1..=6).contains(&pagar) {
            t.get(pagar..)
        } else {
            t.strip_prefix(['-', '*', '•', '>', '+', '·', '▪', '–'])
        };
        match sisa {
            Some(s)
                if s.starts_with([' ', '\t']) && s.contains(char::is_alphanumeric) && !nomor_halaman(t) =>
            {
                butir |= pagar == 0;
                lepas += 1;
                t = s.trim_start_matches(rapi);
            }
            _ => break,
        }
    }
    if !t.contains(['*', '<', '\\', '_', '\u{AD}', '\u{200B}', '`']) {
        return (Cow::Borrowed(t), butir, lepas);
    }
    let mut bersih = String::with_capacity(t.len());
    let mut sisa = t;
    while let Some(c) = sisa.chars().next() {
        let lebar = c.len_utf8();
        let mut maju = lebar;
        match c {
            '*' | '`' | '\u{AD}' | '\u{200B}' => lepas += 1,
            '_' if sisa.starts_with("__") => {
                lepas += 1;
                maju = sisa.len() - sisa.trim_start_matches('_').len();
            }
            // A backslash only guards the mark behind it.
            '\\' if sisa
                .get(1..)
                .is_some_and(|s| s.starts_with(|c: char| c.is_ascii_punctuation())) =>
            {
                lepas += 1
            }
            '<' => match tag(sisa) {
                Some(panjang) => {
                    lepas += 1;
                    maju = panjang;
                    bersih.push(' ');
                    catatan.buang(nomor, sisa.get(..panjang).unwrap_or_default(), Alasan::TandaTata);
                }
                None => bersih.push(c),
            },
            c => bersih.push(c),
        }
        sisa = sisa.get(maju..).unwrap_or_default();
    }
    (Cow::Owned(bersih.trim_matches(rapi).to_owned()), butir, lepas)
}

/// The length of the HTML tag that the text begins with. Only known names, so that "a < b" stays.
fn tag(t: &str) -> Option<usize> {
    if !t
        .get(1..)
        .is_some_and(|s| s.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/'))
    {
        return None;
    }
    let dalam: String = t.chars().take(200).take_while(|c| *c != '>').collect();
    let nama: String = dalam
        .trim_start_matches(['<', '/'])
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect();
    let dikenal = [
        "p", "br", "b", "i", "u", "em", "strong", "span", "div", "table", "tr", "td", "th", "tbody", "thead",
        "ul", "ol", "li", "sup", "sub", "center", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "html",
        "body", "a", "img",
    ];
    let utuh = t.get(dalam.len()..).is_some_and(|s| s.starts_with('>'));
    (utuh && dikenal.contains(&nama.to_ascii_lowercase().as_str())).then_some(dalam.len() + 1)
}

/// "3", "- 3 -", "Halaman 3 dari 10": a line that only counts pages.
pub(crate) fn nomor_halaman(t: &str) -> bool {
    let t = t.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '*' | '_' | '|'));
    let angka = |s: &str| (1..=4).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit());
    if angka(t) {
        return true;
    }
    let kecil = t.to_lowercase();
    let Some(sisa) = ["halaman", "hal.", "hal", "page"]
        .iter()
        .find_map(|k| kecil.strip_prefix(k))
    else {
        return false;
    };
    let mut kata = sisa.split_whitespace();
    kata.next().is_some_and(angka)
        && match (kata.next(), kata.next(), kata.next()) {
            (None, ..) => true,
            (Some("dari" | "of" | "/"), Some(n), None) => angka(n),
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn satu(t: &str) -> (String, bool) {
        let mut c = Catatan::default();
        let b = uraikan(t, &mut c);
        b.first()
            .map(|b| (b.teks.to_string(), b.butir))
            .unwrap_or_default()
    }

    #[test]
    fn marks_come_off_and_words_stay() {
        assert_eq!(satu("#### Pasal 4"), ("Pasal 4".into(), false));
        assert_eq!(satu("  - (2) *kota* cerdas"), ("(2) kota cerdas".into(), true));
        assert_eq!(satu("**BAB I  "), ("BAB I".into(), false));
        assert_eq!(satu("<p>Salinan</p>"), ("Salinan".into(), false));
        assert_eq!(satu("1\\. satu"), ("1. satu".into(), false));
        assert_eq!(satu("jika a < b maka"), ("jika a < b maka".into(), false));
    }

    #[test]
    fn page_numbers_are_told_from_other_numbers() {
        for t in ["3", "- 3 -", "-12-", "Halaman 3 dari 10", "hal. 4"] {
            assert!(nomor_halaman(t), "{t}");
        }
        for t in ["3.", "(3)", "Tahun 2020", "20201", "halaman muka", ""] {
            assert!(!nomor_halaman(t), "{t}");
        }
    }
}
