//! Where: region codes of Kemendagri and coordinates (WGS 84), and the place that joins them.

use register_derive::Kelompok;
use serde::{Deserialize, Deserializer, Serialize};

use super::{Jenis, Nilai, Teks};
use crate::{bahasa::Pesan, galat::GalatMedan, profil::Profil};

/// Level of a region below the regency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tingkat {
    /// District; code of three parts (36.04.05).
    Kecamatan,
    /// Village or urban ward; code of four parts (36.04.05.2001).
    Desa,
}

/// A Kemendagri region code, e.g. 36.04.05 or 36.04.05.2001; `DESA` tells which of the two.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct KodeWilayah<const DESA: bool>(String);

impl<const DESA: bool> KodeWilayah<DESA> {
    /// The code, if it has the right parts.
    pub fn baru(s: &str) -> Result<Self, Pesan> {
        let bagian: Vec<usize> = s
            .split('.')
            .map(|b| {
                if b.bytes().all(|c| c.is_ascii_digit()) {
                    b.len()
                } else {
                    0
                }
            })
            .collect();
        let pola: &[usize] = if DESA { &[2, 2, 2, 4] } else { &[2, 2, 2] };
        if bagian == pola {
            Ok(KodeWilayah(s.to_owned()))
        } else {
            Err("Pilih dari daftar.".into())
        }
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'de, const DESA: bool> Deserialize<'de> for KodeWilayah<DESA> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let s = String::deserialize(d)?;
        KodeWilayah::baru(&s).map_err(|p| serde::de::Error::custom(p.dalam(crate::Bahasa::En)))
    }
}

impl<const DESA: bool> Nilai for KodeWilayah<DESA> {
    fn jenis() -> Jenis {
        Jenis::Wilayah(if DESA { Tingkat::Desa } else { Tingkat::Kecamatan })
    }
}

macro_rules! derajat {
    ($(#[$doc:meta])* $nama:ident, $maks:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $nama(f64);

        impl $nama {
            /// Degrees, rounded to a millionth (11 cm); fails beyond the globe.
            pub fn baru(d: f64) -> Option<Self> {
                (d.is_finite() && d.abs() <= $maks).then(|| $nama((d * 1e6).round() / 1e6))
            }

            /// Degrees.
            pub fn derajat(self) -> f64 {
                self.0
            }
        }

        impl Nilai for $nama {
            fn jenis() -> Jenis {
                Jenis::$nama
            }
        }
    };
}
derajat!(
    /// Degrees north of the equator; south is negative.
    Lintang, 90.0
);
derajat!(
    /// Degrees east of Greenwich.
    Bujur, 180.0
);

/// A place: by kecamatan and desa, by address, by coordinates, or all of them. Stands flat in its parent.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Kelompok)]
pub struct Tempat {
    /// District.
    #[medan("Kecamatan", saring, publik)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kecamatan: Option<KodeWilayah<false>>,
    /// Village.
    #[medan("Desa atau kelurahan", saring, publik)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub desa: Option<KodeWilayah<true>>,
    /// Address or landmark in words.
    #[medan(
        "Alamat atau patokan",
        publik,
        bantuan = "Misalnya: depan SDN 2, dekat jembatan."
    )]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alamat: Option<Teks<300>>,
    /// Latitude.
    #[medan("Lintang", publik, bantuan = "Contoh: -6,1234")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lat: Option<Lintang>,
    /// Longitude.
    #[medan("Bujur", publik, bantuan = "Contoh: 106,1234")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lon: Option<Bujur>,
}

impl Nilai for Tempat {
    const WAJIB: bool = false;
    fn jenis() -> Jenis {
        Jenis::Tempat
    }
}

impl Tempat {
    /// What the single fields cannot know: both coordinates or none, inside the regency, the desa inside its
    /// kecamatan. A kecamatan that was not named follows from the desa or from the point.
    pub fn lengkapi(&mut self, profil: &Profil) -> Result<(), Vec<GalatMedan>> {
        let mut salah = Vec::new();
        match (self.lat, self.lon) {
            (Some(lat), Some(lon)) => match profil.kecamatan_di(lat, lon) {
                None => salah.push(GalatMedan::baru(
                    "lat",
                    Pesan::baru("Titik ini di luar {daerah}. Periksa koordinatnya, atau kosongkan dan pilih kecamatan.")
                        .dengan("daerah", &profil.daerah.nama),
                )),
                Some(k) if self.kecamatan.is_none() && self.desa.is_none() => self.kecamatan = KodeWilayah::baru(&k.kode).ok(),
                Some(_) => {}
            },
            (Some(_), None) => salah.push(GalatMedan::baru("lon", "Isi juga bujurnya, atau kosongkan keduanya.")),
            (None, Some(_)) => salah.push(GalatMedan::baru("lat", "Isi juga lintangnya, atau kosongkan keduanya.")),
            (None, None) => {}
        }
        if let Some(desa) = &self.desa {
            let induk = desa.as_str().get(..8).unwrap_or_default();
            match &self.kecamatan {
                Some(k) if k.as_str() != induk => salah.push(GalatMedan::baru(
                    "desa",
                    "Desa ini bukan bagian dari kecamatan yang dipilih. Pilih ulang.",
                )),
                Some(_) => {}
                None => self.kecamatan = KodeWilayah::baru(induk).ok(),
            }
        }
        if salah.is_empty() { Ok(()) } else { Err(salah) }
    }
}
