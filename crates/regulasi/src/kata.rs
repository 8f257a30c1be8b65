//! Words with the line they stand on. Breaks inside words are healed here, where the whole vocabulary of the text can be asked.

use std::{borrow::Cow, collections::HashMap};

use crate::{
    baris::Baris,
    temuan::{Catatan, JenisTemuan, Tingkat},
};

/// One word.
pub(crate) struct Kata<'a> {
    /// As it will be shown.
    pub teks: Cow<'a, str>,
    /// Line of the source.
    pub baris: usize,
    /// First of its line.
    pub awal: bool,
    /// Last of its line.
    pub akhir: bool,
    /// First after an empty line or a page break.
    pub alinea: bool,
    /// First of a Markdown bullet.
    pub butir: bool,
}

/// The words of a line in lower case, letters and digits only: to compare lines.
pub(crate) fn perataan(t: &str) -> impl Iterator<Item = String> + '_ {
    t.split(|c: char| !c.is_alphanumeric())
        .filter(|k| !k.is_empty())
        .map(str::to_lowercase)
}

/// A word in lower case without the punctuation around it.
pub(crate) fn polos(t: &str) -> String {
    t.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

/// All words, broken ones joined. O(words).
pub(crate) fn uraikan<'a>(baris: &'a [Baris<'a>], catatan: &mut Catatan) -> Vec<Kata<'a>> {
    let mut kata: Vec<Kata<'a>> = Vec::new();
    for b in baris {
        let mulai = kata.len();
        for t in b.teks.split_whitespace() {
            let awal = kata.len() == mulai;
            let teks = Cow::Borrowed(t);
            kata.push(Kata {
                teks,
                baris: b.nomor,
                awal,
                akhir: false,
                alinea: awal && b.alinea,
                butir: awal && b.butir,
            });
        }
        if let Some(k) = kata.last_mut().filter(|_| mulai < usize::MAX) {
            k.akhir = true;
        }
    }
    sambung(kata, catatan)
}

fn sambung<'a>(kata: Vec<Kata<'a>>, catatan: &mut Catatan) -> Vec<Kata<'a>> {
    let mut kosakata: HashMap<String, usize> = HashMap::new();
    for k in &kata {
        *kosakata.entry(polos(&k.teks)).or_default() += 1;
    }
    let kenal = |k: &str| kosakata.get(&polos(k)).copied().unwrap_or_default();
    let mut hasil: Vec<Kata<'a>> = Vec::with_capacity(kata.len());
    for k in kata {
        let Some(p) = hasil.last_mut() else {
            hasil.push(k);
            continue;
        };
        let baru = match tergantung(p, &k) {
            Some(kiri) => {
                let tanpa = format!("{kiri}{}", k.teks);
                // A syllable break loses its hyphen only if the text knows the whole word; "masing-masing" keeps it.
                Some(if k.awal && kenal(&tanpa) > 0 && polos(kiri) != polos(&k.teks) {
                    tanpa
                } else {
                    format!("{}{}", p.teks, k.teks)
                })
            }
            // "dimaksu d": one letter fell off a word that the text otherwise always writes whole.
            None => {
                let utuh = format!("{}{}", p.teks, k.teks);
                let lepas = k.teks.len() == 1
                    && k.teks.bytes().all(|b| b.is_ascii_lowercase())
                    && !k.awal
                    && !k.akhir;
                (lepas && p.teks.ends_with(char::is_lowercase) && kenal(&p.teks) == 1 && kenal(&utuh) >= 3)
                    .then_some(utuh)
            }
        };
        let Some(baru) = baru else {
            hasil.push(k);
            continue;
        };
        let asli = format!("{} {}", p.teks, k.teks);
        if baru.len() + 1 != asli.len() || !p.teks.ends_with('-') {
            let pesan = format!("“{asli}” dibaca “{baru}”.");
            catatan.catat(JenisTemuan::KataDiperbaiki, Tingkat::Info, p.baris, None, pesan);
        }
        catatan.perbaiki(p.baris, &asli, &baru);
        p.teks = Cow::Owned(baru);
        p.akhir = k.akhir;
    }
    hasil
}

/// What stands before the hyphen at the end of `p`, when `k` continues the word.
fn tergantung<'p>(p: &'p Kata<'_>, k: &Kata<'_>) -> Option<&'p str> {
    let kiri = p
        .teks
        .strip_suffix('-')
        .filter(|t| t.ends_with(char::is_alphabetic))?;
    // "pra- dan pascapanen": the hyphen waits for a later word, not for this one.
    let gantung = matches!(polos(&k.teks).as_str(), "dan" | "atau" | "serta" | "maupun");
    (k.teks.starts_with(char::is_lowercase) && !gantung && p.teks.len() + k.teks.len() < 80).then_some(kiri)
}
