//! What an entry must be like to prove something: conditions over its fields, as profiles write them.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::{Entri, Peta, entri::IdEntri, nilai::terisi};

/// Conditions by field; all must hold.
pub type Isian = BTreeMap<String, Syarat>;

/// What one field must be.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(
    untagged,
    expecting = "syarat isian ditulis true (terisi), false (kosong), sebuah nilai, daftar nilai, atau { di = register, dengan = { … } }"
)]
pub enum Syarat {
    /// Filled, or not.
    Terisi(bool),
    /// This value.
    Nilai(String),
    /// One of these.
    SalahSatu(Vec<String>),
    /// It leads to an entry, or one of several.
    Tertaut(Tertaut),
}

/// An entry that another one leads to.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tertaut {
    /// Its register.
    pub di: String,
    /// In one of these states; any when none is named.
    #[serde(default)]
    pub keadaan: Vec<String>,
    /// What its own fields must be.
    #[serde(default)]
    pub dengan: Isian,
}

/// Entries that are counted, and what each of them must have.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hitung {
    /// Their register.
    pub register: String,
    /// In one of these states; any when none is named.
    #[serde(default)]
    pub keadaan: Vec<String>,
    /// Only those whose fields are so.
    #[serde(default)]
    pub hanya: Isian,
    /// What meets the duty.
    pub punya: Isian,
}

/// One of the things that there must be.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Butir {
    /// What it is called.
    pub nama: String,
    /// What the fields of its entry are.
    pub dengan: Isian,
}

/// Where an entry stands that another one leads to: its register and id.
pub type Cari<'a, 'e> = &'a dyn Fn(&str, IdEntri) -> Option<&'e Entri>;

/// Whether the fields of an entry are so. O(conditions + links that they follow).
pub fn penuhi(isi: &Peta, syarat: &Isian, cari: Cari<'_, '_>) -> bool {
    syarat.iter().all(|(medan, s)| {
        let v = isi.get(medan);
        match s {
            Syarat::Terisi(ya) => terisi(v) == *ya,
            Syarat::Nilai(n) => sama(v, n),
            Syarat::SalahSatu(semua) => semua.iter().any(|n| sama(v, n)),
            Syarat::Tertaut(t) => tautan(v).any(|id| cari(&t.di, id).is_some_and(|e| t.cocok(e, cari))),
        }
    })
}

impl Hitung {
    /// Whether an entry is among those that count.
    pub fn kena(&self, e: &Entri, cari: Cari<'_, '_>) -> bool {
        berkeadaan(&self.keadaan, e) && penuhi(&e.isi, &self.hanya, cari)
    }
}

impl Tertaut {
    fn cocok(&self, e: &Entri, cari: Cari<'_, '_>) -> bool {
        berkeadaan(&self.keadaan, e) && penuhi(&e.isi, &self.dengan, cari)
    }
}

/// Whether an entry is in one of these states, or in any when none is named.
pub fn berkeadaan(keadaan: &[String], e: &Entri) -> bool {
    keadaan.is_empty() || keadaan.contains(&e.keadaan)
}

/// A value, however it is capitalised, a yes or no, or one of several.
fn sama(v: Option<&Value>, n: &str) -> bool {
    match v {
        Some(Value::String(s)) => s.eq_ignore_ascii_case(n),
        Some(Value::Bool(b)) => n == if *b { "true" } else { "false" },
        Some(Value::Array(a)) => a.iter().any(|v| v.as_str() == Some(n)),
        _ => false,
    }
}

/// The entries that a field leads to: one, or the `ke` of each of its parts.
fn tautan(v: Option<&Value>) -> impl Iterator<Item = IdEntri> {
    let id = |v: &Value| {
        let v = v.get("ke").unwrap_or(v);
        v.as_str()?.parse().ok().map(IdEntri)
    };
    let semua: &[Value] = match v {
        Some(Value::Array(a)) => a,
        Some(v) => std::slice::from_ref(v),
        None => &[],
    };
    semua.iter().filter_map(id)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::contoh::Panggung;

    fn syarat(s: &str) -> Isian {
        toml::from_str(s).unwrap()
    }

    fn isi(v: Value) -> Peta {
        v.as_object().cloned().unwrap()
    }

    #[test]
    fn fields_are_filled_equal_or_one_of_several() {
        let e = isi(json!({ "a": "x", "b": [], "c": ["p", "q"], "d": true, "e": "" }));
        let cari = |_: &str, _| None;
        for (s, harap) in [
            ("", true),
            ("a = true", true),
            ("a = false", false),
            ("b = true", false),
            ("b = false\ne = false\nz = false", true),
            ("a = \"x\"", true),
            ("a = \"X\"", true),
            ("a = \"y\"", false),
            ("a = [\"y\", \"x\"]", true),
            ("a = []", false),
            ("c = \"q\"", true),
            ("c = \"r\"", false),
            ("d = \"true\"", true),
            ("a = \"x\"\nd = \"false\"", false),
            ("a = { di = \"karnaval\" }", false),
        ] {
            assert_eq!(penuhi(&e, &syarat(s), &cari), harap, "{s}");
        }
        assert!(toml::from_str::<Isian>("a = 3").is_err());
        assert!(toml::from_str::<Isian>("a = { ke = \"x\" }").is_err());
    }

    #[test]
    fn links_are_followed_to_what_they_lead_to() {
        let contoh = Panggung::terdaftar();
        let (mut satu, mut dua) = (contoh.entri().clone(), contoh.entri().clone());
        satu.id = IdEntri(uuid::Uuid::from_u128(1));
        dua.id = IdEntri(uuid::Uuid::from_u128(2));
        (satu.isi, dua.isi) = (isi(json!({ "kunci": "nik" })), isi(json!({ "kunci": "nip" })));
        let semua = [satu, dua];
        let cari = |r: &str, id| semua.iter().find(|e| r == "data" && e.id == id);
        let keadaan = &semua[0].keadaan;
        let ke = |n: u128| json!({ "ke": uuid::Uuid::from_u128(n), "cara": "x" });
        let nik = "data = { di = \"data\", dengan = { kunci = \"nik\" } }";
        for (v, s, harap) in [
            (json!([ke(2), ke(1)]), nik.to_owned(), true),
            (json!([ke(2)]), nik.to_owned(), false),
            (json!([ke(9)]), nik.to_owned(), false),
            (json!([]), nik.to_owned(), false),
            (json!(uuid::Uuid::from_u128(1)), nik.to_owned(), true),
            (json!("bukan id"), nik.to_owned(), false),
            (json!([ke(1)]), nik.replace("\"data\"", "\"lain\""), false),
            (
                json!([ke(1)]),
                format!("data = {{ di = \"data\", keadaan = [\"{keadaan}\"] }}"),
                true,
            ),
            (
                json!([ke(1)]),
                "data = { di = \"data\", keadaan = [\"lain\"] }".to_owned(),
                false,
            ),
        ] {
            let e = isi(json!({ "data": v }));
            assert_eq!(penuhi(&e, &syarat(&s), &cari), harap, "{v} {s}");
        }
    }
}
