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

/// Index terms as both databases store them: separated by spaces.
pub fn gabung(istilah: &BTreeSet<String>) -> String {
    istilah.iter().map(String::as_str).collect::<Vec<_>>().join(" ")
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::contoh::acak;

    fn ketemu(teks: &str, cari: &str) -> bool {
        let ada = istilah(teks);
        uraikan(cari).iter().all(|c| {
            ada.contains(&c.batang)
                || c.awalan
                    .as_ref()
                    .is_some_and(|a| ada.iter().any(|k| k.starts_with(a.as_str())))
        })
    }

    #[test]
    fn words_meet_at_their_stem() {
        assert!(ketemu(
            "Pemkab menyelenggarakan pelayanan perizinan",
            "penyelenggaraan layanan"
        ));
        assert!(ketemu("Lampu jalan padam di depan SDN 2", "lampu JALAN sdn 2"));
        assert!(ketemu("SRG-2026-000123", "srg-2026-000123"));
        assert!(
            !ketemu("Lampu jalan padam", "lampu jembatan"),
            "every word must be found"
        );
    }

    #[test]
    fn the_last_word_is_found_before_it_is_complete() {
        assert!(ketemu("Kartu keluarga hilang", "kartu kelu"));
        assert!(
            !ketemu("Kartu keluarga hilang", "kelu kartu"),
            "only the last one"
        );
        assert_eq!(uraikan("k")[0].awalan, None, "one letter would find everything");
    }

    #[test]
    fn marks_and_case_do_not_matter() {
        assert_eq!(istilah("Abé MÜLLER"), istilah("abe muller"));
        assert!(ketemu("Kafé Müller", "KAFE muller"));
    }

    #[test]
    fn nothing_to_search_is_nothing() {
        assert_eq!(uraikan(""), []);
        assert_eq!(uraikan(" -- % _ ' \" * : & | ! ( ) "), []);
        assert!(istilah("…").is_empty());
    }

    proptest! {
        #![proptest_config(acak(400))]

        #[test]
        fn a_query_is_bounded_and_holds_no_syntax(teks in any::<String>()) {
            let cari = uraikan(&teks);
            prop_assert!(cari.len() <= 8);
            for c in &cari {
                for k in c.awalan.iter().chain([&c.batang]) {
                    prop_assert!(!k.is_empty() && k.chars().count() <= 120);
                    prop_assert!(!k.contains(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric()), "{:?}", k);
                }
            }
            prop_assert!(cari.iter().rev().skip(1).all(|c| c.awalan.is_none()));
        }

        #[test]
        fn an_index_is_bounded_and_finds_the_text_by_any_of_its_words(kata in proptest::collection::vec("[a-zA-Z]{1,12}", 1..30)) {
            let teks = kata.join(" ");
            let ada = istilah(&teks);
            prop_assert!(ada.len() <= 2 * kata.len());
            for k in &kata {
                prop_assert!(ketemu(&teks, k), "{}", k);
            }
            prop_assert_eq!(&istilah(&teks.to_uppercase()), &ada);
        }

        #[test]
        fn a_text_of_any_length_gives_at_most_two_forms_of_two_thousand_words(n in 0..9_000usize) {
            let teks: String = (0..n).map(|i| format!("kata{i} ")).collect();
            prop_assert!(istilah(&teks).len() <= 4_000);
        }
    }
}
