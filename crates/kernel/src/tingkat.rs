//! Levels of secrecy as a dimension of rights: an entry of a register that has levels stands on one of them
//! ([`Klasifikasi`], Perka ANRI 17/2011), and each row of rights reaches up to one. What lies above it is, for whoever
//! has no further row, as if it were not there.

use crate::{
    Pelaku,
    entri::Entri,
    galat::Galat,
    izin::{Hak, Siapa, Tindakan, boleh},
    nilai::{Jenis, Kata, Pilihan},
    pembacaan::Klasifikasi,
    register::{Konteks, RegisterDef},
};

/// The levels of a register.
#[derive(Clone, Debug)]
pub struct Tingkat {
    /// The field that says on which one an entry stands.
    pub medan: Kata,
    /// Up to which one a row of rights reaches.
    pub sampai: fn(&Hak) -> Klasifikasi,
}

impl RegisterDef {
    /// Up to which level a row of its rights reaches: to the last, where there are none.
    pub fn sampai(&self, h: &Hak) -> Klasifikasi {
        self.tingkat
            .as_ref()
            .map_or(Klasifikasi::SangatRahasia, |t| (t.sampai)(h))
    }

    /// Whether a row of its rights reaches an entry, as far as its level goes.
    pub(crate) fn setinggi(&self, h: &Hak, e: &Entri) -> bool {
        self.tingkat.is_none() || (self.klasifikasi)(&e.isi) <= self.sampai(h)
    }
}

/// What is wrong with the levels of a definition, in words.
pub(crate) fn periksa(def: &RegisterDef) -> Option<String> {
    let t = def.tingkat.as_ref()?;
    let bertingkat = |m: &crate::Medan| {
        m.saring && !m.pribadi && !m.rahasia && m.jenis == Jenis::Pilihan(Klasifikasi::opsi())
    };
    if !def
        .medan_rata()
        .iter()
        .any(|m| m.nama == t.medan && bertingkat(m))
    {
        return Some(format!(
            "how secret an entry is stands in the field {}, which is no choice of the four levels that lists filter by",
            t.medan
        ));
    }
    let umum = |h: &&Hak| h.siapa == Siapa::Publik && def.sampai(h) > Klasifikasi::Biasa;
    def.hak
        .iter()
        .find(umum)
        .map(|_| "everybody reaches more than what is not secret".to_owned())
}

/// Nobody raises an entry above what they read themselves: they would not see what they did.
///
/// # Errors
/// At the field that says how secret the entry is.
pub(crate) fn terbaca(
    def: &RegisterDef,
    k: &Konteks,
    lama: Option<&Entri>,
    baru: &Entri,
) -> Result<(), Galat> {
    let Some(t) = def.tingkat.as_ref().filter(|_| *k.pelaku != Pelaku::Sistem) else {
        return Ok(());
    };
    let semula = lama.map_or(Klasifikasi::Biasa, |l| (def.klasifikasi)(&l.isi));
    let naik = (def.klasifikasi)(&baru.isi) > semula;
    if naik && !boleh(k.profil, def, k.pelaku, Tindakan::Baca, baru) {
        return Err(Galat::medan(
            t.medan.to_string(),
            "Tingkat ini di atas yang boleh Anda baca. Minta kepala perangkat daerah pemiliknya menetapkannya.",
        ));
    }
    Ok(())
}

/// A change raises the level or leaves it; lowering it is a step, which asks who and why.
///
/// # Errors
/// At the field that says how secret the entry is.
pub(crate) fn tidak_turun(def: &RegisterDef, k: &Konteks, lama: &Entri, baru: &Entri) -> Result<(), Galat> {
    match &def.tingkat {
        Some(t)
            if *k.pelaku != Pelaku::Sistem && (def.klasifikasi)(&baru.isi) < (def.klasifikasi)(&lama.isi) =>
        {
            Err(Galat::medan(
                t.medan.to_string(),
                "Tingkat kerahasiaan tidak diturunkan di sini. Ambil langkah Tetapkan tingkat kerahasiaan dan sebutkan alasannya.",
            ))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
