//! Reference codes of the national architecture (Perpres 132/2022): what kind of process, data, service, application,
//! infrastructure or control an entry is. The list stands in `profil/nasional/arsitektur-referensi.csv`, with how sure
//! each code is; it is part of the program, so that a code means the same in every regency.

use std::{fmt, sync::LazyLock};

use kernel::nilai::{Jenis, Nilai, Opsi};
use serde::{Deserialize, Serialize};

/// A code of the list.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Referensi {
    /// Edition of the list: the regulation.
    pub edisi: String,
    /// Model: RAB, RAD, RAI, RAA, RAK or RAL.
    pub model: String,
    /// Code.
    pub kode: String,
    /// Level, from 1.
    pub tingkat: u8,
    /// The code above; empty on the first level.
    pub induk: String,
    /// Official name.
    pub nama: String,
    /// How sure the code is: `found`, `inferred`, `unsure-code`.
    pub confidence: String,
}

impl Referensi {
    /// Code and name in one line.
    pub fn label(&self) -> String {
        format!("{} {}", self.kode, self.nama)
    }
}

static SEMUA: LazyLock<Vec<Referensi>> = LazyLock::new(|| {
    let teks = include_str!("../../../profil/nasional/arsitektur-referensi.csv");
    csv::Reader::from_reader(teks.as_bytes())
        .deserialize()
        .flatten()
        .collect()
});

/// All codes, model by model, in the order of the list.
pub fn semua() -> &'static [Referensi] {
    &SEMUA
}

/// The entry of a code.
pub fn cari(kode: &str) -> Option<&'static Referensi> {
    SEMUA.iter().find(|r| r.kode == kode)
}

/// A code of one model, named by its last letter: `KodeReferensi<'A'>` is of the RAA.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KodeReferensi<const MODEL: char>(pub String);

impl<const MODEL: char> fmt::Debug for KodeReferensi<MODEL> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<const MODEL: char> Nilai for KodeReferensi<MODEL> {
    fn jenis() -> Jenis {
        let satu = |r: &'static Referensi| Opsi {
            kode: r.kode.as_str().into(),
            label: r.label().into(),
        };
        Jenis::Pilihan(
            SEMUA
                .iter()
                .filter(|r| r.model.ends_with(MODEL))
                .map(satu)
                .collect(),
        )
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_line_of_the_list_is_read_and_every_code_has_its_parent() {
        let baris = include_str!("../../../profil/nasional/arsitektur-referensi.csv")
            .lines()
            .count();
        assert_eq!(semua().len(), baris - 1);
        let kode: BTreeSet<&str> = semua().iter().map(|r| r.kode.as_str()).collect();
        assert_eq!(kode.len(), semua().len(), "a code stands twice");
        for r in semua() {
            assert!(r.kode.starts_with(&r.model), "{}", r.kode);
            assert_eq!(r.tingkat == 1, r.induk.is_empty(), "{}", r.kode);
            assert!(
                r.induk.is_empty() || kode.contains(r.induk.as_str()),
                "{}",
                r.kode
            );
        }
    }

    #[test]
    fn a_field_takes_the_codes_of_its_model_only() {
        let Jenis::Pilihan(opsi) = KodeReferensi::<'A'>::jenis() else {
            panic!("a code is a choice")
        };
        assert!(!opsi.is_empty() && opsi.iter().all(|o| o.kode.starts_with("RAA.")));
        assert!(cari("RAB.04.01").is_some_and(|r| r.tingkat == 2));
        assert_eq!(cari("RAB.99"), None);
    }
}
