//! Two languages, one place to translate. Screens are written in Indonesian in the code; English stands in
//! `bahasa/en.toml` (and `bahasa/en.d/`), keyed by the Indonesian text. What is missing there shows in Indonesian;
//! a test walks all texts so that nothing is missing.

use std::{borrow::Cow, collections::HashMap, sync::LazyLock};

use serde::{Deserialize, Serialize};

/// The language a person reads: Indonesian first, English by a switch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Bahasa {
    /// Bahasa Indonesia, the source text.
    #[default]
    Id,
    /// English, read from the catalogue.
    En,
}

const SUMBER: &[&str] = include!(concat!(env!("OUT_DIR"), "/katalog.rs"));

static KATALOG: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    SUMBER
        .iter()
        .filter_map(|s| toml::from_str::<HashMap<String, String>>(s).ok())
        .flatten()
        .collect()
});

impl Bahasa {
    /// BCP 47 tag, for the `lang` attribute.
    pub fn kode(self) -> &'static str {
        match self {
            Bahasa::Id => "id",
            Bahasa::En => "en",
        }
    }

    /// The text in this language; the Indonesian text itself is the key.
    pub fn t(self, teks: &str) -> &str {
        match self {
            Bahasa::Id => teks,
            Bahasa::En => KATALOG.get(teks).map_or(teks, |s| s.as_str()),
        }
    }

    /// The text with `{name}` places filled in, in one pass: a value that looks like a place stays as it is, so
    /// nobody reads another value by typing its name. O(length × values).
    pub fn isi(self, teks: &str, nilai: &[(&str, &str)]) -> String {
        let mut sisa = self.t(teks);
        let mut hasil = String::with_capacity(sisa.len());
        while let Some((awal, lanjut)) = sisa.split_once('{') {
            hasil.push_str(awal);
            let isian = lanjut.split_once('}').and_then(|(nama, akhir)| {
                nilai
                    .iter()
                    .find(|(n, _)| *n == nama)
                    .map(|(_, isi)| (*isi, akhir))
            });
            match isian {
                Some((isi, akhir)) => {
                    hasil.push_str(isi);
                    sisa = akhir;
                }
                None => {
                    hasil.push('{');
                    sisa = lanjut;
                }
            }
        }
        hasil.push_str(sisa);
        hasil
    }

    /// Whether the catalogue has this text: for the tests that walk the inventory.
    pub fn tersedia(teks: &str) -> bool {
        KATALOG.contains_key(teks)
    }
}

/// A message that is put into a language only when somebody reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pesan {
    teks: Cow<'static, str>,
    nilai: Vec<(&'static str, String)>,
}

impl Pesan {
    /// A message without places to fill in.
    pub fn baru(teks: impl Into<Cow<'static, str>>) -> Self {
        Pesan {
            teks: teks.into(),
            nilai: Vec::new(),
        }
    }

    /// Fills `{nama}`.
    pub fn dengan(mut self, nama: &'static str, nilai: impl ToString) -> Self {
        self.nilai.push((nama, nilai.to_string()));
        self
    }

    /// The message in a language.
    pub fn dalam(&self, b: Bahasa) -> String {
        let nilai: Vec<_> = self.nilai.iter().map(|(n, v)| (*n, v.as_str())).collect();
        b.isi(&self.teks, &nilai)
    }

    /// The key under which the catalogue translates it.
    pub fn kunci(&self) -> &str {
        &self.teks
    }
}

impl From<&'static str> for Pesan {
    fn from(teks: &'static str) -> Self {
        Pesan::baru(teks)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_catalogue_file_parses() {
        for s in SUMBER {
            toml::from_str::<HashMap<String, String>>(s).unwrap();
        }
    }

    #[test]
    fn a_value_that_looks_like_a_place_stays_as_it_is() {
        let b = Bahasa::Id;
        let isi = b.isi(
            "{nama} memakai {kode}, { dan {lain}",
            &[("nama", "{kode}"), ("kode", "rahasia")],
        );
        assert_eq!(isi, "{kode} memakai rahasia, { dan {lain}");
        assert_eq!(b.isi("{a}{a}", &[("a", "x")]), "xx");
        assert_eq!(b.isi("tanpa tempat", &[("a", "x")]), "tanpa tempat");
    }

    #[test]
    fn a_translation_keeps_the_places_of_its_source() {
        let tempat = |s: &str| {
            let mut v: Vec<String> = s
                .split('{')
                .skip(1)
                .filter_map(|r| r.split('}').next())
                .map(str::to_owned)
                .collect();
            v.sort();
            v
        };
        for (id, en) in KATALOG.iter() {
            assert_eq!(tempat(id), tempat(en), "{id:?} and {en:?} have different places");
        }
    }
}
