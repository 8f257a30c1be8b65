//! The profile of a regency: every difference between regencies is data read here, never an `if` in code.
//! Files of one folder `profil/<daerah>/` plus `profil/nasional/`; who reads them from disk is not our concern.

use std::{collections::BTreeMap, sync::Arc};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    kalender::Kalender,
    kewajiban::Kitab,
    nilai::{Bujur, KodeUnit, Lintang},
};

/// The short name of a regency in addresses and keys, e.g. `jembrana`: lower-case letters, at most 30.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct KodeDaerah(String);

impl KodeDaerah {
    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for KodeDaerah {
    type Error = String;
    fn try_from(s: String) -> Result<Self, String> {
        if (2..=30).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_lowercase()) {
            Ok(KodeDaerah(s))
        } else {
            Err(format!("kode daerah {s:?} harus 2–30 huruf kecil"))
        }
    }
}

impl From<KodeDaerah> for String {
    fn from(k: KodeDaerah) -> String {
        k.0
    }
}

impl std::fmt::Display for KodeDaerah {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// At most the first `n` characters of a text.
pub fn potong(teks: &str, n: usize) -> &str {
    teks.char_indices()
        .nth(n)
        .map_or(teks, |(i, _)| teks.get(..i).unwrap_or(teks))
}

/// How sure we are of a fact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Keyakinan {
    /// A source is named.
    Found,
    /// From general knowledge; check before relying on it.
    Memory,
    /// Follows from something found.
    Inferred,
    /// Made up for the demonstration.
    Contoh,
    /// Right in name, not certain in detail.
    #[default]
    Unsure,
}

/// Who the regency is (`daerah.toml`).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Daerah {
    /// Short name in addresses.
    pub kode: KodeDaerah,
    /// Kemendagri code, e.g. 36.04.
    pub kode_wilayah: String,
    /// "Kabupaten Serang".
    pub nama: String,
    /// "Serang".
    pub nama_pendek: String,
    /// Province.
    pub provinsi: String,
    /// Seat of government.
    pub ibu_kota: String,
    /// IANA time zone.
    pub zona: String,
    /// Prefix of entry numbers, e.g. SRG.
    pub awalan_nomor: String,
    /// Accent colour of its pages, `#rrggbb`, at least 4.5:1 on white.
    pub aksen: String,
    /// Its SPBE regulation.
    pub regulasi: Regulasi,
    /// How to reach a human.
    pub kontak: Kontak,
    /// Which unit holds which function.
    pub fungsi: BTreeMap<String, Fungsi>,
    /// Time limits in working days.
    pub sla: Sla,
    /// How sure we are of the seat and names.
    #[serde(default)]
    pub confidence: Keyakinan,
    /// Where the facts come from.
    #[serde(default)]
    pub sumber: Option<String>,
}

/// The regulation that a profile puts into data.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Regulasi {
    /// Peraturan Bupati, Peraturan Daerah.
    pub jenis: String,
    /// Its number, where the text has one.
    pub nomor: Option<u32>,
    /// Its year, where the text has one.
    pub tahun: Option<u16>,
    /// Its title.
    pub judul: String,
}

impl std::fmt::Display for Regulasi {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.jenis)?;
        if let (Some(n), Some(t)) = (self.nomor, self.tahun) {
            write!(f, " Nomor {n} Tahun {t}")?;
        }
        Ok(())
    }
}

/// How to reach a human.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kontak {
    /// Street address.
    pub alamat: String,
    /// E-mail.
    pub surel: String,
    /// Telephone.
    #[serde(default)]
    pub telepon: Option<String>,
    /// Opening hours.
    pub jam: String,
    /// How sure we are.
    #[serde(default)]
    pub confidence: Keyakinan,
}

/// The unit that holds a function, and where that is ruled.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fungsi {
    /// Code of the unit.
    pub opd: KodeUnit,
    /// Who held it before, with the last day.
    #[serde(default)]
    pub dulu: Vec<Dulu>,
    /// Pasal.
    #[serde(default)]
    pub dasar: Option<String>,
    /// How sure we are.
    #[serde(default)]
    pub confidence: Keyakinan,
}

/// A unit that held a function until a day.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dulu {
    /// Code of the unit.
    pub opd: KodeUnit,
    /// Its last day.
    pub sampai: Date,
}

/// Time limits of the complaint service in working days (PermenPANRB 62/2018 and what the profile changes).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sla {
    /// Verify and forward.
    pub verifikasi: u16,
    /// First answer.
    pub jawaban: u16,
    /// The citizen completes what was missing.
    pub kelengkapan: u16,
    /// Closing by itself after the answer.
    pub penutupan: u16,
    /// Settle, by class.
    pub penyelesaian: BTreeMap<String, u16>,
    /// Limits of other registers, by name.
    #[serde(default)]
    pub lain: BTreeMap<String, u16>,
}

impl Sla {
    /// The limit under a name such as `jawaban`, `penyelesaian.berkadar` or `lain.telaah`.
    pub fn hari(&self, kunci: &str) -> Option<u16> {
        match kunci {
            "verifikasi" => Some(self.verifikasi),
            "jawaban" => Some(self.jawaban),
            "kelengkapan" => Some(self.kelengkapan),
            "penutupan" => Some(self.penutupan),
            _ => {
                let (kelompok, nama) = kunci.split_once('.')?;
                match kelompok {
                    "penyelesaian" => self.penyelesaian.get(nama).copied(),
                    "lain" => self.lain.get(nama).copied(),
                    _ => None,
                }
            }
        }
    }
}

/// A unit (perangkat daerah).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Code in keys and addresses.
    pub kode: KodeUnit,
    /// Full name.
    pub nama: String,
    /// Short name.
    pub singkatan: String,
    /// Kind, as PP 18/2016 sorts them.
    pub jenis: String,
    /// The unit above.
    #[serde(default)]
    pub induk: Option<KodeUnit>,
    /// Region code, for a kecamatan.
    #[serde(default)]
    pub wilayah: Option<String>,
    /// The day on which it was formed; none when it stood before the regulation.
    #[serde(default)]
    pub sejak: Option<Date>,
    /// Its last day, once it is dissolved.
    #[serde(default)]
    pub sampai: Option<Date>,
    /// The unit that goes on with its work after that day.
    #[serde(default)]
    pub pengganti: Option<KodeUnit>,
    /// How sure we are.
    #[serde(default)]
    pub confidence: Keyakinan,
    /// Where the name comes from.
    #[serde(default)]
    pub sumber: Option<String>,
}

impl Unit {
    /// Whether it stands on a day.
    pub fn ada(&self, hari: Date) -> bool {
        self.sejak.is_none_or(|s| s <= hari) && self.sampai.is_none_or(|s| s >= hari)
    }
}

/// A complaint category and where it goes.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kategori {
    /// Code, e.g. `jalan-rusak`.
    pub kode: String,
    /// Name.
    pub nama: String,
    /// Name in English.
    pub nama_en: String,
    /// What belongs here.
    pub bantuan: String,
    /// What belongs here, in English.
    #[serde(default)]
    pub bantuan_en: Option<String>,
    /// The unit that gets it.
    pub opd: KodeUnit,
    /// Class it starts with.
    pub kelas: String,
    /// Words people use for it.
    #[serde(default)]
    pub kata: Vec<String>,
}

/// A term of Pasal 1, explained in our own words.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Istilah {
    /// The term.
    pub istilah: String,
    /// Its abbreviation.
    #[serde(default)]
    pub singkatan: Option<String>,
    /// What it means.
    pub arti: String,
    /// What it means, in English.
    pub arti_en: String,
    /// Where it stands.
    pub dasar: String,
    /// A word of every day, explained on the page of terms and not wherever it occurs.
    #[serde(default)]
    pub umum: bool,
}

/// A kecamatan with its desa and boundary.
#[derive(Clone, Debug)]
pub struct Kecamatan {
    /// Code of three parts.
    pub kode: String,
    /// Name.
    pub nama: String,
    /// Code and name of each desa or kelurahan, sorted by name.
    pub desa: Vec<(String, String)>,
    /// Its polygons: each a list of rings (outer first) of lon, lat.
    pub batas: Vec<Vec<Vec<[f64; 2]>>>,
}

/// All that is known of one regency.
#[derive(Clone, Debug)]
pub struct Profil {
    /// Who it is.
    pub daerah: Daerah,
    /// Its units.
    pub unit: Vec<Unit>,
    /// Its complaint categories.
    pub kategori: Vec<Kategori>,
    /// Its terms.
    pub istilah: Vec<Istilah>,
    /// Its districts, sorted by name.
    pub kecamatan: Vec<Kecamatan>,
    /// Its working days.
    pub kalender: Kalender,
    /// What its regulation obliges to, where that is on record.
    pub kitab: Option<Arc<Kitab>>,
}

impl Profil {
    /// Short name of the regency.
    pub fn kode(&self) -> &KodeDaerah {
        &self.daerah.kode
    }

    /// The unit with that code.
    pub fn unit(&self, kode: &str) -> Option<&Unit> {
        self.unit.iter().find(|u| u.kode.0 == kode)
    }

    /// Name of a unit, or its code when the unit no longer exists.
    pub fn nama_unit<'a>(&'a self, kode: &'a str) -> &'a str {
        self.unit(kode).map_or(kode, |u| u.nama.as_str())
    }

    /// The unit that holds a function.
    pub fn fungsi(&self, nama: &str) -> Option<&KodeUnit> {
        self.daerah.fungsi.get(nama).map(|f| &f.opd)
    }

    /// The unit that held a function on a day. The work of a unit that is dissolved goes to its successor.
    pub fn fungsi_pada(&self, nama: &str, hari: Date) -> Option<&KodeUnit> {
        let f = self.daerah.fungsi.get(nama)?;
        let dulu = f
            .dulu
            .iter()
            .filter(|d| d.sampai >= hari)
            .min_by_key(|d| d.sampai);
        self.penerus(dulu.map_or(&f.opd, |d| &d.opd), hari)
    }

    /// The unit that does on a day what once was this one's: itself, or whoever goes on with its work; none when nobody
    /// does. O(units).
    pub fn penerus<'a>(&'a self, kode: &'a KodeUnit, hari: Date) -> Option<&'a KodeUnit> {
        let mut kini = kode;
        for _ in 0..=self.unit.len() {
            match self.unit(kini.as_str()) {
                Some(u) if u.sampai.is_some_and(|s| s < hari) => kini = u.pengganti.as_ref()?,
                _ => return Some(kini),
            }
        }
        None
    }

    /// The category with that code.
    pub fn kategori(&self, kode: &str) -> Option<&Kategori> {
        self.kategori.iter().find(|k| k.kode == kode)
    }

    /// The kecamatan with that code.
    pub fn kecamatan(&self, kode: &str) -> Option<&Kecamatan> {
        self.kecamatan.iter().find(|k| k.kode == kode)
    }

    /// The name of the desa with that code.
    pub fn desa(&self, kode: &str) -> Option<&str> {
        let k = self.kecamatan(kode.get(..8)?)?;
        k.desa.iter().find(|(d, _)| d == kode).map(|(_, n)| n.as_str())
    }

    /// The kecamatan in which a point lies. The boundaries are simplified (about 100 m), so a point just outside
    /// every polygon counts for the one it almost touches. O(vertices).
    pub fn kecamatan_di(&self, lat: Lintang, lon: Bujur) -> Option<&Kecamatan> {
        let p = [lon.derajat(), lat.derajat()];
        if let Some(k) = self
            .kecamatan
            .iter()
            .find(|k| k.batas.iter().any(|poligon| di_dalam(poligon, p)))
        {
            return Some(k);
        }
        const TOLERANSI: f64 = 0.005;
        self.kecamatan
            .iter()
            .filter_map(|k| {
                let jarak = k
                    .batas
                    .iter()
                    .flatten()
                    .map(|cincin| jarak(cincin, p))
                    .fold(f64::INFINITY, f64::min);
                (jarak <= TOLERANSI).then_some((jarak, k))
            })
            .min_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, k)| k)
    }
}

/// Even–odd rule: rings after the first are holes.
fn di_dalam(poligon: &[Vec<[f64; 2]>], [x, y]: [f64; 2]) -> bool {
    poligon.iter().fold(false, |dalam, cincin| {
        let lewat = cincin
            .iter()
            .zip(cincin.iter().cycle().skip(1))
            .filter(|([x1, y1], [x2, y2])| {
                (*y1 > y) != (*y2 > y) && x < (x2 - x1) * (y - y1) / (y2 - y1) + x1
            });
        dalam ^ (lewat.count() % 2 == 1)
    })
}

fn jarak(cincin: &[[f64; 2]], [x, y]: [f64; 2]) -> f64 {
    let ke_ruas = |([x1, y1], [x2, y2]): (&[f64; 2], &[f64; 2])| {
        let (dx, dy) = (x2 - x1, y2 - y1);
        let panjang = dx * dx + dy * dy;
        let t = if panjang == 0.0 {
            0.0
        } else {
            (((x - x1) * dx + (y - y1) * dy) / panjang).clamp(0.0, 1.0)
        };
        (x - x1 - t * dx).hypot(y - y1 - t * dy)
    };
    cincin
        .iter()
        .zip(cincin.iter().skip(1))
        .map(ke_ruas)
        .fold(f64::INFINITY, f64::min)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hole_is_outside() {
        let luar = vec![[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0], [0.0, 0.0]];
        let lubang = vec![[4.0, 4.0], [6.0, 4.0], [6.0, 6.0], [4.0, 6.0], [4.0, 4.0]];
        let p = vec![luar, lubang];
        assert!(di_dalam(&p, [1.0, 1.0]));
        assert!(!di_dalam(&p, [5.0, 5.0]));
        assert!(!di_dalam(&p, [11.0, 5.0]));
    }

    #[test]
    fn a_code_is_a_slug() {
        assert!(KodeDaerah::try_from("serang".to_owned()).is_ok());
        for s in ["", "S", "Serang", "a/b", "../x", "serang;drop"] {
            assert!(KodeDaerah::try_from(s.to_owned()).is_err());
        }
    }
}
