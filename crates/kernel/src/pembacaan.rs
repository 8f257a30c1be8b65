//! Readings: of an entry that is secret, also who read it is kept. How secret an entry is, its register says
//! ([`crate::Register::klasifikasi`], in the four levels of Perka ANRI 17/2011); that it was read is an event
//! ([`crate::peristiwa::Kejadian::Dibaca`]) that changes nothing of it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    Peta,
    entri::Entri,
    izin::{Pelaku, Peran, Tindakan, boleh},
    nilai::{Jenis, Nilai, Pilihan},
    profil::Profil,
    register::RegisterDef,
};

/// How secret an entry is, least first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Klasifikasi {
    /// Whoever may read it reads it.
    #[default]
    Biasa,
    /// For those who need it.
    Terbatas,
    /// Who reads it is written down.
    Rahasia,
    /// Who reads it is written down.
    SangatRahasia,
}

impl Klasifikasi {
    /// Whether reading such an entry is an event.
    pub fn tercatat(self) -> bool {
        self >= Klasifikasi::Rahasia
    }

    /// What stands in a field of an entry: nothing is [`Klasifikasi::Biasa`], and what is no level the highest, so that
    /// nobody reads by mistake.
    pub fn dari_isi(isi: &Peta, medan: &str) -> Self {
        match isi.get(medan) {
            None | Some(Value::Null) => Klasifikasi::Biasa,
            Some(v) => v
                .as_str()
                .and_then(Klasifikasi::dari_kode)
                .unwrap_or(Klasifikasi::SangatRahasia),
        }
    }
}

impl Pilihan for Klasifikasi {
    const SEMUA: &'static [Self] = &[
        Klasifikasi::Biasa,
        Klasifikasi::Terbatas,
        Klasifikasi::Rahasia,
        Klasifikasi::SangatRahasia,
    ];

    fn kode(self) -> &'static str {
        match self {
            Klasifikasi::Biasa => "biasa",
            Klasifikasi::Terbatas => "terbatas",
            Klasifikasi::Rahasia => "rahasia",
            Klasifikasi::SangatRahasia => "sangat_rahasia",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Klasifikasi::Biasa => "Biasa",
            Klasifikasi::Terbatas => "Terbatas",
            Klasifikasi::Rahasia => "Rahasia",
            Klasifikasi::SangatRahasia => "Sangat rahasia",
        }
    }
}

impl Nilai for Klasifikasi {
    fn jenis() -> Jenis {
        Jenis::Pilihan(Klasifikasi::opsi())
    }
}

/// Through what an entry was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lewat {
    /// A page that shows its content.
    Halaman,
    /// The entry by API.
    Api,
    /// A list with its content.
    Daftar,
    /// A list or a copy as a file.
    Ekspor,
    /// A file that was uploaded to it.
    Berkas,
}

impl Lewat {
    /// What people read.
    pub fn label(self) -> &'static str {
        match self {
            Lewat::Halaman => "halaman entri",
            Lewat::Api => "API",
            Lewat::Daftar => "daftar berisi lengkap",
            Lewat::Ekspor => "ekspor",
            Lewat::Berkas => "berkas",
        }
    }
}

/// Whether somebody oversees who reads an entry: auditors, and the head of the unit that owns it, as far as they may
/// read it themselves.
pub fn mengawasi(profil: &Profil, def: &RegisterDef, pelaku: &Pelaku, e: &Entri) -> bool {
    let kepala = |(p, unit): &(Peran, _)| *p == Peran::Kepala && *unit == e.unit;
    let awas = |a: &crate::Akun| a.ber(Peran::Auditor) || a.peran.iter().any(kepala);
    let di_sini = pelaku.akun().filter(|a| a.daerah == *profil.kode());
    di_sini.is_some_and(awas) && boleh(profil, def, pelaku, Tindakan::Baca, e)
}

#[cfg(test)]
mod tests {
    use crate::{Aksi, Galat, contoh::*, peristiwa::Kejadian};

    use super::*;

    #[test]
    fn a_reading_changes_nothing_and_is_for_who_may_read() {
        let mut p = Panggung::tampil();
        let lama = p.entri().clone();
        let baca = |id| Aksi::Baca {
            id,
            lewat: Lewat::Ekspor,
        };
        let huba = penghubung("kantor-lampion");
        let putusan = p.jalankan(&huba, baca(lama.id)).unwrap();
        assert_eq!((&putusan.entri, putusan.baru), (&lama, false));
        assert!(putusan.membaca() && putusan.tautan.is_empty() && putusan.kabar.is_empty());
        let i = &putusan.peristiwa;
        assert_eq!((i.versi, i.waktu), (lama.versi, p.kini.as_millisecond()));
        assert!(i.isi.is_empty());
        let tertulis = serde_json::to_value(i).unwrap();
        assert_eq!(
            (&tertulis["apa"], &tertulis["lewat"]),
            (&"dibaca".into(), &"ekspor".into())
        );
        assert_eq!(serde_json::from_value::<Kejadian>(tertulis).unwrap(), i.kejadian);
        // Whoever may not read it, or reads for nobody, leaves no reading.
        let mut p = Panggung::terdaftar();
        let (id, pelapor) = (p.entri().id, p.pelapor());
        for siapa in [penghubung("balai-musik"), Pelaku::Publik, pelapor, Pelaku::Sistem] {
            let h = p.jalankan(&siapa, baca(id));
            assert!(matches!(h, Err(Galat::TidakDitemukan)), "{siapa:?}");
        }
    }

    #[test]
    fn auditors_and_the_head_of_the_owner_oversee() {
        let p = Panggung::tampil();
        for (siapa, harap) in [
            (auditor(), true),
            (kepala("dinas-pawai"), true),
            // It holds the entry, and does not own it.
            (kepala("kantor-lampion"), false),
            (koordinator(), false),
            (pejabat("lain", "Audi", Peran::Auditor, "kantor-lampion"), false),
            (Pelaku::Publik, false),
            (Pelaku::Sistem, false),
        ] {
            assert_eq!(
                mengawasi(&p.profil, p.def(), &siapa, p.entri()),
                harap,
                "{siapa:?}"
            );
        }
        assert!(Klasifikasi::SangatRahasia.tercatat() && !Klasifikasi::Terbatas.tercatat());
    }
}
