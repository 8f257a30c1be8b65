//! How completely a profile covers its regulation: computed from the provisions that the reader found, never claimed.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Alamat, Kitab};

/// The result for one regulation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cakupan {
    /// Provisions of the regulation: articles, paragraphs, letters and numbers.
    pub provisions: usize,
    /// Those that an obligation covers.
    pub covered: usize,
    /// Those that are marked as definition, authority, transitional or closing, with a reason.
    pub classified: usize,
    /// The others.
    pub uncovered: Vec<Alamat>,
    /// Addresses that obligations or reasons name and the regulation does not have.
    pub unknown: Vec<Alamat>,
}

#[derive(Clone, Copy, PartialEq)]
enum Oleh {
    Kewajiban,
    Golongan,
}

/// A provision is covered when it, or something above it, is named, or when everything below it is.
/// O(provisions × depth).
pub(super) fn hitung(k: &Kitab) -> Cakupan {
    let mut disebut: BTreeMap<&Alamat, Oleh> = BTreeMap::new();
    for a in k.lain.iter().flat_map(|l| &l.sumber) {
        disebut.insert(a, Oleh::Golongan);
    }
    // What an amendment has ended names provisions of the text before it.
    let kini = k.kewajiban.iter().filter(|k| k.sampai.is_none());
    for a in kini.flat_map(|k| &k.sumber) {
        disebut.insert(a, Oleh::Kewajiban);
    }
    let semua: BTreeSet<&Alamat> = k.ketentuan.iter().collect();
    let mut anak: BTreeMap<Alamat, Vec<&Alamat>> = BTreeMap::new();
    for a in &semua {
        if let Some(i) = a.induk() {
            anak.entry(i).or_default().push(a);
        }
    }
    let mut c = Cakupan {
        provisions: semua.len(),
        covered: 0,
        classified: 0,
        uncovered: Vec::new(),
        unknown: disebut
            .keys()
            .filter(|a| !semua.contains(*a))
            .map(|a| (*a).clone())
            .collect(),
    };
    for a in &semua {
        match dari_atas(a, &disebut).or_else(|| dari_bawah(a, &disebut, &anak)) {
            Some(Oleh::Kewajiban) => c.covered += 1,
            Some(Oleh::Golongan) => c.classified += 1,
            None => c.uncovered.push((*a).clone()),
        }
    }
    c.uncovered.sort_by(|a, b| a.urutan().cmp(&b.urutan()));
    c
}

fn dari_atas(a: &Alamat, disebut: &BTreeMap<&Alamat, Oleh>) -> Option<Oleh> {
    let mut kini = Some(a.clone());
    while let Some(k) = kini {
        if let Some(o) = disebut.get(&k) {
            return Some(*o);
        }
        kini = k.induk();
    }
    None
}

/// An article is an obligation when all its paragraphs are covered and at least one obliges.
fn dari_bawah(
    a: &Alamat,
    disebut: &BTreeMap<&Alamat, Oleh>,
    anak: &BTreeMap<Alamat, Vec<&Alamat>>,
) -> Option<Oleh> {
    let anak_a = anak.get(a)?;
    let mut hasil = Oleh::Golongan;
    for b in anak_a {
        let o = disebut.get(b).copied().or_else(|| dari_bawah(b, disebut, anak))?;
        if o == Oleh::Kewajiban {
            hasil = o;
        }
    }
    Some(hasil)
}
