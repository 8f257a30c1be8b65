//! The map of processes in levels, and what each has: procedures in force and in the making, every office that takes part,
//! and what is missing. A process that several offices share is one row with all of them. Pure.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{Entri, Galat, IdEntri};
use tata_kelola::{
    arsitektur::umum::PENSIUN,
    proses::{
        Sop,
        sop::{DITETAPKAN, TERBUKA},
    },
};

/// What a process lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Celah {
    /// Neither it nor a part of it has a procedure.
    TanpaSop,
    /// It has procedures, and none is in force.
    BelumDitetapkan,
    /// One of its procedures has no steps.
    TanpaLangkah,
}

impl Celah {
    /// All of them.
    pub const SEMUA: [Celah; 3] = [Celah::TanpaSop, Celah::BelumDitetapkan, Celah::TanpaLangkah];

    /// What people read.
    pub fn label(self) -> &'static str {
        match self {
            Celah::TanpaSop => "Belum ada SOP",
            Celah::BelumDitetapkan => "Belum ada SOP yang ditetapkan",
            Celah::TanpaLangkah => "Ada SOP tanpa langkah",
        }
    }

    /// The code in addresses.
    pub fn kode(self) -> &'static str {
        match self {
            Celah::TanpaSop => "tanpa-sop",
            Celah::BelumDitetapkan => "belum-ditetapkan",
            Celah::TanpaLangkah => "tanpa-langkah",
        }
    }
}

/// A process with what there is about it.
#[derive(Debug)]
pub struct Baris {
    /// The process.
    pub proses: Entri,
    /// How deep it lies in the map; the highest are 1.
    pub tingkat: usize,
    /// Procedures in force.
    pub ditetapkan: Vec<Entri>,
    /// Procedures in the making.
    pub terbuka: Vec<Entri>,
    /// Offices that take part, its owner first.
    pub unit: Vec<String>,
    /// What it lacks.
    pub celah: Vec<Celah>,
}

impl Baris {
    /// Whether several offices take part.
    pub fn lintas(&self) -> bool {
        self.unit.len() > 1
    }
}

/// The processes in the order of the map: each followed by its parts, by name. Those whose whole is not to be seen, or lies
/// in a ring, stand at the top. O(entries · log entries + steps).
///
/// # Errors
/// When a procedure cannot be read.
pub fn rangkum(proses: Vec<Entri>, sop: Vec<Entri>) -> Result<Vec<Baris>, Galat> {
    let mut punya: BTreeMap<IdEntri, Vec<(Entri, Sop)>> = BTreeMap::new();
    for e in sop {
        if e.keadaan == DITETAPKAN || TERBUKA.contains(&e.keadaan.as_str()) {
            let s = Sop::dari(&e)?;
            punya.entry(s.proses.id()).or_default().push((e, s));
        }
    }
    let mut ada: BTreeMap<IdEntri, Entri> = proses
        .into_iter()
        .filter(|e| e.keadaan != PENSIUN)
        .map(|e| (e.id, e))
        .collect();
    let induk = |e: &Entri| e.teks("induk").parse().ok().map(IdEntri);
    let mut anak: BTreeMap<Option<IdEntri>, Vec<(String, IdEntri)>> = BTreeMap::new();
    for e in ada.values() {
        let atas = induk(e).filter(|i| ada.contains_key(i) && *i != e.id);
        anak.entry(atas)
            .or_default()
            .push((e.teks("nama").to_lowercase(), e.id));
    }
    anak.values_mut().for_each(|v| v.sort_unstable());
    let mut urutan: Vec<(IdEntri, usize)> = Vec::new();
    let mut lihat: BTreeSet<IdEntri> = BTreeSet::new();
    let turun = |mulai: IdEntri, urutan: &mut Vec<(IdEntri, usize)>, lihat: &mut BTreeSet<IdEntri>| {
        let mut antre = vec![(mulai, 1)];
        while let Some((i, tingkat)) = antre.pop() {
            if lihat.insert(i) {
                urutan.push((i, tingkat));
                let bawah = anak.get(&Some(i)).into_iter().flatten().rev();
                antre.extend(bawah.map(|(_, j)| (*j, tingkat + 1)));
            }
        }
    };
    for (_, i) in anak.get(&None).into_iter().flatten() {
        turun(*i, &mut urutan, &mut lihat);
    }
    let sisa: Vec<IdEntri> = ada.keys().copied().filter(|i| !lihat.contains(i)).collect();
    for i in sisa {
        turun(i, &mut urutan, &mut lihat);
    }
    let mut tanpa = tanpa_sop(&urutan, |i| punya.contains_key(i));
    tanpa.reverse();
    let mut hasil = Vec::new();
    for ((i, tingkat), tanpa) in urutan.into_iter().zip(tanpa) {
        let Some(e) = ada.remove(&i) else { continue };
        hasil.push(satu(e, tingkat, punya.remove(&i).unwrap_or_default(), tanpa));
    }
    Ok(hasil)
}

/// Which processes have no procedure, nor has any of their parts; last first. What lies below a process follows it until the
/// next that is as high, so from the end each level knows of the one below it.
fn tanpa_sop(urutan: &[(IdEntri, usize)], punya: impl Fn(&IdEntri) -> bool) -> Vec<bool> {
    let mut berisi: Vec<bool> = Vec::new();
    let satu = |(i, tingkat): &(IdEntri, usize)| {
        berisi.resize(tingkat + 2, false);
        let bawah = berisi.pop().unwrap_or(false);
        let isi = bawah || punya(i);
        if let Some(b) = berisi.last_mut() {
            *b |= isi;
        }
        !isi
    };
    urutan.iter().rev().map(satu).collect()
}

fn satu(proses: Entri, tingkat: usize, sop: Vec<(Entri, Sop)>, tanpa: bool) -> Baris {
    let mut unit = vec![proses.unit.to_string()];
    for u in sop.iter().flat_map(|(_, s)| s.unit()) {
        if !unit.iter().any(|x| x == u) {
            unit.push(u.to_owned());
        }
    }
    let kosong = sop.iter().any(|(_, s)| s.langkah.0.is_empty());
    let ada = !sop.is_empty();
    let (ditetapkan, terbuka): (Vec<Entri>, Vec<Entri>) = sop
        .into_iter()
        .map(|(e, _)| e)
        .partition(|e| e.keadaan == DITETAPKAN);
    let bila = |c: &Celah| match c {
        Celah::TanpaSop => tanpa,
        Celah::BelumDitetapkan => ada && ditetapkan.is_empty(),
        Celah::TanpaLangkah => kosong,
    };
    Baris {
        celah: Celah::SEMUA.into_iter().filter(bila).collect(),
        proses,
        tingkat,
        ditetapkan,
        terbuka,
        unit,
    }
}
