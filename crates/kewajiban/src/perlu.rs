//! Which entries, in which states, and which of their fields the obligations of a regency look at.

use std::collections::{BTreeMap, BTreeSet};

use kernel::kewajiban::{
    Bukti, Jadwal, Kewajiban, Kitab, Pelaku,
    syarat::{Isian, Syarat},
};

/// What obligations need of one register.
#[derive(Default)]
pub(crate) struct Perlu<'a> {
    keadaan: BTreeSet<&'a str>,
    bebas: bool,
    tertaut: bool,
    /// Whether all entries are needed; else one tells that there is one.
    pub(crate) semua: bool,
    /// The fields that are looked at.
    pub(crate) medan: BTreeSet<&'a str>,
}

impl<'a> Perlu<'a> {
    /// The states in which an entry counts; none named: any.
    pub(crate) fn terhitung(&self) -> Vec<&'a str> {
        match self.bebas {
            true => Vec::new(),
            false => self.keadaan.iter().copied().collect(),
        }
    }

    /// The states to be read: other entries may also be asked for by those that lead to them.
    pub(crate) fn dibaca(&self) -> Vec<&'a str> {
        match self.tertaut {
            true => Vec::new(),
            false => self.terhitung(),
        }
    }

    fn berkeadaan(&mut self, keadaan: &'a [String]) {
        self.bebas |= keadaan.is_empty();
        self.keadaan.extend(keadaan.iter().map(String::as_str));
    }
}

/// Whether running figures prove it, so that no entry is needed.
pub(crate) fn berangka(k: &Kewajiban) -> bool {
    matches!(&k.jadwal, Jadwal::Peristiwa { semua: Some(_), .. })
}

/// What all obligations need, by register: also those of other days, so that it is the same on every day.
/// O(obligations).
pub(crate) fn semua(kitab: &Kitab) -> BTreeMap<&str, Perlu<'_>> {
    let mut hasil: BTreeMap<&str, Perlu> = BTreeMap::new();
    for k in &kitab.kewajiban {
        match &k.bukti {
            Bukti::Register {
                register,
                keadaan,
                efektif,
                sampai,
                hanya,
                umur,
            } if !berangka(k) => {
                let p = hasil.entry(register).or_default();
                p.berkeadaan(keadaan);
                // A proof that holds only for a while, or only with certain values, may be any of them.
                p.semua |= efektif.is_some() || sampai.is_some() || umur.is_some() || !hanya.is_empty();
                p.semua |= k.pelaku.banyak();
                p.medan.extend(efektif.iter().chain(sampai).map(String::as_str));
                isian(&mut hasil, register, hanya);
            }
            Bukti::Setiap { entri } => {
                for h in entri {
                    let p = hasil.entry(&h.register).or_default();
                    p.berkeadaan(&h.keadaan);
                    p.semua = true;
                    isian(&mut hasil, &h.register, &h.hanya);
                    isian(&mut hasil, &h.register, &h.punya);
                }
            }
            Bukti::Lengkap {
                register,
                keadaan,
                butir,
            } => {
                let p = hasil.entry(register).or_default();
                p.berkeadaan(keadaan);
                p.semua = true;
                butir.iter().for_each(|b| isian(&mut hasil, register, &b.dengan));
            }
            Bukti::Register { .. } | Bukti::Manual { .. } => {}
        }
        if let Pelaku::Pemilik(r) = &k.pelaku {
            hasil.entry(r).or_default().semua = true;
        }
    }
    hasil
}

fn isian<'a>(hasil: &mut BTreeMap<&'a str, Perlu<'a>>, register: &'a str, syarat: &'a Isian) {
    for (medan, s) in syarat {
        hasil.entry(register).or_default().medan.insert(medan);
        if let Syarat::Tertaut(t) = s {
            let p = hasil.entry(&t.di).or_default();
            (p.tertaut, p.semua) = (true, true);
            isian(hasil, &t.di, &t.dengan);
        }
    }
}
