//! Words as they are indexed and searched: lower case, no marks on Latin letters, Indonesian stems ("menyelenggarakan" and
//! "penyelenggaraan" meet). Stemming happens here, once, so both databases find the same.

use std::collections::BTreeSet;

use snowball_stemmers_rs::{Algorithm, Stemmer};

const MAKS_KATA: usize = 2_000;

fn kata(teks: &str) -> impl Iterator<Item = String> + '_ {
    teks.split(|c: char| !c.is_alphanumeric())
        .filter(|k| !k.is_empty() && k.chars().count() <= 40)
        .take(MAKS_KATA)
        .map(|k| k.to_lowercase().chars().map(polos).collect())
}

/// A letter without its mark, as far as names here have any ("Abé", "Müller").
fn polos(c: char) -> char {
    match c {
        'à'..='å' => 'a',
        'ç' => 'c',
        'è'..='ë' => 'e',
        'ì'..='ï' => 'i',
        'ñ' => 'n',
        'ò'..='ö' | 'ø' => 'o',
        'ù'..='ü' => 'u',
        'ý' | 'ÿ' => 'y',
        c => c,
    }
}

/// All words of a text as index terms: the stem, and the word itself where it differs (so that what is being
/// typed finds before the word is complete). Sorted, without repeats. O(length).
pub fn istilah(teks: &str) -> BTreeSet<String> {
    let pemotong = Stemmer::create(Algorithm::Indonesian);
    let mut semua = BTreeSet::new();
    for k in kata(teks) {
        semua.insert(pemotong.stem(&k).into_owned());
        semua.insert(k);
    }
    semua
}

/// One word of a search: any of these forms may stand in the text. `awalan` is the word as typed so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cari {
    /// The stem.
    pub batang: String,
    /// The word itself, matched as a prefix when it is the last one typed.
    pub awalan: Option<String>,
}

/// What a person typed, as at most eight words that must all be found. Anything that is not a letter or a digit
/// separates words, so no query syntax of a database can be typed.
pub fn uraikan(teks: &str) -> Vec<Cari> {
    let pemotong = Stemmer::create(Algorithm::Indonesian);
    let semua: Vec<String> = kata(teks).take(8).collect();
    let akhir = semua.len().saturating_sub(1);
    semua
        .into_iter()
        .enumerate()
        .map(|(i, k)| Cari {
            batang: pemotong.stem(&k).into_owned(),
            awalan: (i == akhir && k.chars().count() >= 2).then_some(k),
        })
        .collect()
}
