//! Under what an entry is found by exact values of its personal fields: keyed digests, which tell nobody without the
//! ring anything.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::Cincin;
use crate::{
    entri::Entri,
    nilai::{Jenis, Nik, Nip, Surel, Telepon},
    profil::KodeDaerah,
    register::{RegisterDef, telusuri},
};

/// A digest under which an entry is found.
pub type Jejak = [u8; 16];

/// The kinds of value by which people are looked for.
#[derive(Clone, Copy)]
enum Golongan {
    Surel,
    Telepon,
    Nik,
    Nip,
    Nama,
}

impl Golongan {
    /// Part of what the digest is made of: another one finds nothing that was written before.
    fn kode(self) -> &'static str {
        match self {
            Golongan::Surel => "Surel",
            Golongan::Telepon => "Telepon",
            Golongan::Nik => "Nik",
            Golongan::Nip => "Nip",
            Golongan::Nama => "Nama",
        }
    }

    fn dari(jenis: &Jenis) -> Option<Self> {
        Some(match jenis {
            Jenis::Surel => Golongan::Surel,
            Jenis::Telepon => Golongan::Telepon,
            Jenis::Nik => Golongan::Nik,
            Jenis::Nip => Golongan::Nip,
            Jenis::Teks { .. } => Golongan::Nama,
            _ => return None,
        })
    }
}

impl Cincin {
    /// Under what an entry is found by exact values of its personal fields: a digest of each. O(fields).
    pub fn jejak(&self, def: &RegisterDef, e: &Entri) -> Vec<Jejak> {
        let mut hasil = Vec::new();
        telusuri(&def.medan, &e.isi, &mut |_, m, s, v| {
            if let (true, Some(nilai)) = (s.pribadi, v.as_str()) {
                hasil.extend(Golongan::dari(&m.jenis).map(|g| self.sidik(&e.daerah, g, nilai)));
            }
        });
        hasil.sort_unstable();
        hasil.dedup();
        hasil
    }

    /// Under what entries stand in which somebody is named by this value: an address, a telephone number, a NIK, a NIP
    /// or a whole name, as people write them. O(1).
    pub fn cari(&self, daerah: &KodeDaerah, nilai: &str) -> Vec<Jejak> {
        let ditulis = [
            (
                Golongan::Surel,
                Surel::baru(nilai).ok().map(|s| s.as_str().to_owned()),
            ),
            (
                Golongan::Telepon,
                Telepon::baru(nilai).ok().map(|s| s.as_str().to_owned()),
            ),
            (
                Golongan::Nik,
                Nik::baru(nilai).ok().map(|s| s.as_str().to_owned()),
            ),
            (
                Golongan::Nip,
                Nip::baru(nilai).ok().map(|s| s.as_str().to_owned()),
            ),
            (Golongan::Nama, Some(nilai.to_owned())),
        ];
        let ada = ditulis.iter().filter_map(|(g, n)| Some((*g, n.as_deref()?)));
        ada.map(|(g, n)| self.sidik(daerah, g, n)).collect()
    }

    /// Keyed, so that nobody without the ring can try values out (RFC 2104).
    fn sidik(&self, daerah: &KodeDaerah, g: Golongan, nilai: &str) -> Jejak {
        let nilai = match g {
            Golongan::Nama => nilai
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
                .to_lowercase(),
            _ => nilai.to_owned(),
        };
        self.ringkas(format!("{daerah}/{}/{nilai}", g.kode()).as_bytes())
    }

    /// The digest of a value of a column, by which rows that are no entries are found and told apart. It is never that of
    /// an entry: nobody can see from two digests that an account and an entry name the same person.
    pub fn jejak_baris(&self, daerah: &KodeDaerah, kolom: &'static str, nilai: &[u8]) -> Jejak {
        self.ringkas(&[format!("{daerah}/{kolom}/").as_bytes(), nilai].concat())
    }

    fn ringkas(&self, bait: &[u8]) -> Jejak {
        let mut mac = Hmac::<Sha256>::new(&self.indeks.into());
        mac.update(bait);
        let penuh = mac.finalize().into_bytes();
        std::array::from_fn(|i| penuh.get(i).copied().unwrap_or_default())
    }
}
