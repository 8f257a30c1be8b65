//! Values that can only be built valid, and the kinds of field they make.
//!
//! A Rust type names its kind through [`Nilai`]; a register described by data names the same kinds in its schema.
//! Both are checked by the one function [`periksa_objek`], so a message is worded once.

mod identitas;
mod kontak;
mod orang;
mod periksa;
mod periode;
mod rujukan;
mod teks;
mod tempat;
mod uang;

use std::{borrow::Cow, sync::LazyLock};

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

pub use identitas::{Nik, Nip};
pub use kontak::{Surel, Telepon};
pub use orang::Orang;
pub use periksa::{dari_formulir, dari_teks, ke_teks, periksa_objek, terisi};
pub use periode::Periode;
pub use rujukan::Rujukan;
pub use teks::{Panjang, Teks};
pub use tempat::{Bujur, KodeWilayah, Lintang, Tempat, Tingkat};
pub use uang::Uang;

use crate::register::Kelompok;

/// A text that is fixed in code, or read from data at run time.
pub type Kata = Cow<'static, str>;

/// One option of a choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opsi {
    /// What is stored.
    pub kode: Kata,
    /// What people read.
    pub label: Kata,
}

/// A choice whose options stand in the regency's profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sumber {
    /// Complaint categories.
    Kategori,
    /// Units (perangkat daerah).
    Unit,
}

/// What kind of file a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Golongan {
    /// Photographs: sniffed, re-encoded, position stripped.
    Foto,
    /// Documents: PDF, Word, OpenDocument or plain text, kept byte for byte.
    Dokumen,
    /// One plain text, kept byte for byte, that the register reads itself.
    Naskah,
    /// An archive, kept byte for byte and never opened.
    Arsip,
}

impl Golongan {
    /// All of them.
    pub const SEMUA: [Golongan; 4] = [
        Golongan::Foto,
        Golongan::Dokumen,
        Golongan::Naskah,
        Golongan::Arsip,
    ];

    /// The name in schemas.
    pub fn kode(self) -> &'static str {
        match self {
            Golongan::Foto => "foto",
            Golongan::Dokumen => "dokumen",
            Golongan::Naskah => "naskah",
            Golongan::Arsip => "arsip",
        }
    }

    /// The kind with that name.
    pub fn dari_kode(kode: &str) -> Option<Self> {
        Self::SEMUA.into_iter().find(|g| g.kode() == kode)
    }
}

/// The kind of a field: what may stand in it and how it is shown.
#[derive(Clone, Debug, PartialEq)]
pub enum Jenis {
    /// One line.
    Teks {
        /// Most characters.
        maks: usize,
    },
    /// Several lines.
    Panjang {
        /// Most characters.
        maks: usize,
    },
    /// Whole number.
    Bilangan {
        /// Least.
        min: i64,
        /// Most.
        maks: i64,
    },
    /// Rupiah, whole.
    Uang,
    /// Calendar day.
    Tanggal,
    /// From a day to a day.
    Periode,
    /// Yes or no.
    YaTidak,
    /// One of several.
    Pilihan(Vec<Opsi>),
    /// Several of several.
    Beberapa(Vec<Opsi>),
    /// One of what the profile lists.
    DariProfil(Sumber),
    /// Another entry of a register.
    Rujukan(Kata),
    /// Uploaded files, by their ids.
    Berkas {
        /// Most files.
        maks: usize,
        /// Which kind.
        golongan: Golongan,
    },
    /// Code of a region of the given level.
    Wilayah(Tingkat),
    /// Degrees north.
    Lintang,
    /// Degrees east.
    Bujur,
    /// Kecamatan, desa, address, coordinates together.
    Tempat,
    /// E-mail address.
    Surel,
    /// Telephone number.
    Telepon,
    /// Population number.
    Nik,
    /// Civil servant number.
    Nip,
    /// A person: name, e-mail, telephone.
    Orang,
    /// A list of lines.
    Daftar {
        /// Most lines.
        maks: usize,
    },
    /// A list of parts, each with its own fields.
    Bagian(Vec<Medan>),
}

impl Jenis {
    /// The options it chooses from, for kinds that have some of their own.
    pub fn opsi(&self) -> &[Opsi] {
        match self {
            Jenis::Pilihan(o) | Jenis::Beberapa(o) => o,
            _ => &[],
        }
    }

    /// The fields inside, for kinds that have some.
    pub fn anak(&self) -> Vec<Medan> {
        self.dalam().to_vec()
    }

    /// The fields inside, lent: every command looks at them.
    pub(crate) fn dalam(&self) -> &[Medan] {
        static TEMPAT: LazyLock<Vec<Medan>> = LazyLock::new(Tempat::medan);
        static ORANG: LazyLock<Vec<Medan>> = LazyLock::new(Orang::medan);
        match self {
            Jenis::Tempat => &TEMPAT,
            Jenis::Orang => &ORANG,
            Jenis::Bagian(m) => m,
            _ => &[],
        }
    }
}

/// A field of a register: its kind and everything the program derives a form, list, API and right from.
#[derive(Clone, Debug, PartialEq)]
pub struct Medan {
    /// Key in the JSON object.
    pub nama: Kata,
    /// What people read.
    pub label: Kata,
    /// One line of help under the label.
    pub bantuan: Option<Kata>,
    /// What may stand in it.
    pub jenis: Jenis,
    /// Must be filled in.
    pub wajib: bool,
    /// Found by full-text search.
    pub cari: bool,
    /// A list can be filtered by it: gets an index.
    pub saring: bool,
    /// A list can be sorted by it: gets an index.
    pub urut: bool,
    /// Shown as a column of the list.
    pub kolom: bool,
    /// Personal data (UU 27/2022): shown to those whose duty needs it, never public, never in logs.
    pub pribadi: bool,
    /// Part of what everybody may read once the entry is public.
    pub publik: bool,
    /// Read by officials only, not by who filed the entry.
    pub internal: bool,
    /// Secret: written, never shown again.
    pub rahasia: bool,
    /// Filled in by the register's rules, never by people.
    pub hitung: bool,
    /// Its inner fields stand in the parent object itself.
    pub rata: bool,
    /// What stands in it when nothing was said.
    pub bawaan: Option<Value>,
}

impl Medan {
    /// A required field without further properties.
    pub fn baru(nama: impl Into<Kata>, label: impl Into<Kata>, jenis: Jenis) -> Self {
        Medan {
            nama: nama.into(),
            label: label.into(),
            bantuan: None,
            jenis,
            wajib: true,
            cari: false,
            saring: false,
            urut: false,
            kolom: false,
            pribadi: false,
            publik: false,
            internal: false,
            rahasia: false,
            hitung: false,
            rata: false,
            bawaan: None,
        }
    }

    /// A field of the kind a Rust type stands for.
    pub fn dari<T: Nilai>(nama: impl Into<Kata>, label: impl Into<Kata>) -> Self {
        let mut m = Medan::baru(nama, label, T::jenis());
        m.wajib = T::WAJIB;
        m.bawaan = T::bawaan();
        m
    }
}

macro_rules! sifat_medan {
    ($($(#[$doc:meta])* $nama:ident),*) => { impl Medan { $($(#[$doc])* pub fn $nama(mut self) -> Self { self.$nama = true; self })* } };
}
sifat_medan! {
    /// Must be filled in.
    wajib,
    /// Found by full-text search.
    cari,
    /// Lists can be filtered by it.
    saring,
    /// Lists can be sorted by it.
    urut,
    /// A column of the list.
    kolom,
    /// Personal data.
    pribadi,
    /// Open to everybody once the entry is public.
    publik,
    /// Read by officials only.
    internal,
    /// Written, never shown again.
    rahasia,
    /// Computed by rules.
    hitung,
    /// Inner fields stand in the parent object.
    rata
}

impl Medan {
    /// Help under the label.
    pub fn bantuan(mut self, teks: impl Into<Kata>) -> Self {
        self.bantuan = Some(teks.into());
        self
    }

    /// Need not be filled in.
    pub fn boleh_kosong(mut self) -> Self {
        self.wajib = false;
        self
    }

    /// What stands in it when nothing was said.
    pub fn bawaan(mut self, nilai: impl Into<Value>) -> Self {
        self.bawaan = Some(nilai.into());
        self.wajib = false;
        self
    }
}

/// A Rust type that can be a field's value.
pub trait Nilai: Serialize + DeserializeOwned {
    /// Whether the field must be filled in; `Option`, lists and yes/no need not.
    const WAJIB: bool = true;
    /// The kind of field.
    fn jenis() -> Jenis;
    /// What stands in it when nothing was said.
    fn bawaan() -> Option<Value> {
        None
    }
}

impl<T: Nilai> Nilai for Option<T> {
    const WAJIB: bool = false;
    fn jenis() -> Jenis {
        T::jenis()
    }
}

impl Nilai for bool {
    const WAJIB: bool = false;
    fn jenis() -> Jenis {
        Jenis::YaTidak
    }
    fn bawaan() -> Option<Value> {
        Some(Value::Bool(false))
    }
}

impl Nilai for jiff::civil::Date {
    fn jenis() -> Jenis {
        Jenis::Tanggal
    }
}

/// A whole number between two bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Bilangan<const MIN: i64, const MAKS: i64>(i64);

impl<const MIN: i64, const MAKS: i64> Bilangan<MIN, MAKS> {
    /// The number, if it lies between the bounds.
    pub fn baru(n: i64) -> Option<Self> {
        (MIN..=MAKS).contains(&n).then_some(Bilangan(n))
    }

    /// The number.
    pub fn nilai(self) -> i64 {
        self.0
    }
}

impl<'de, const MIN: i64, const MAKS: i64> serde::Deserialize<'de> for Bilangan<MIN, MAKS> {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let n = i64::deserialize(d)?;
        Bilangan::baru(n)
            .ok_or_else(|| serde::de::Error::custom(format!("{n} is not between {MIN} and {MAKS}")))
    }
}

impl<const MIN: i64, const MAKS: i64> Nilai for Bilangan<MIN, MAKS> {
    fn jenis() -> Jenis {
        Jenis::Bilangan { min: MIN, maks: MAKS }
    }
}

/// A choice: an enum whose variants are options (`#[derive(Pilihan)]`).
pub trait Pilihan: Copy + Eq + Serialize + DeserializeOwned + 'static {
    /// All variants, in the order people see them.
    const SEMUA: &'static [Self];
    /// What is stored.
    fn kode(self) -> &'static str;
    /// What people read.
    fn label(self) -> &'static str;
    /// The variant with that code.
    fn dari_kode(kode: &str) -> Option<Self> {
        Self::SEMUA.iter().copied().find(|v| v.kode() == kode)
    }
    /// The options, as a field shows them.
    fn opsi() -> Vec<Opsi> {
        Self::SEMUA
            .iter()
            .map(|v| Opsi {
                kode: v.kode().into(),
                label: v.label().into(),
            })
            .collect()
    }
}

/// Several options of a choice, without repeats.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Beberapa<T>(pub Vec<T>);

// Written out, because a derive would ask a default of the option as well.
impl<T> Default for Beberapa<T> {
    fn default() -> Self {
        Beberapa(Vec::new())
    }
}

impl<T: Pilihan> Nilai for Beberapa<T> {
    const WAJIB: bool = false;
    fn jenis() -> Jenis {
        Jenis::Beberapa(T::opsi())
    }
    fn bawaan() -> Option<Value> {
        Some(Value::Array(Vec::new()))
    }
}

/// Up to `N` photographs, by the ids of their uploads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Foto<const N: usize>(pub Vec<uuid::Uuid>);

impl<const N: usize> Nilai for Foto<N> {
    const WAJIB: bool = false;
    fn jenis() -> Jenis {
        Jenis::Berkas {
            maks: N,
            golongan: Golongan::Foto,
        }
    }
    fn bawaan() -> Option<Value> {
        Some(Value::Array(Vec::new()))
    }
}

/// Up to `N` documents, by the ids of their uploads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Dokumen<const N: usize>(pub Vec<uuid::Uuid>);

impl<const N: usize> Nilai for Dokumen<N> {
    const WAJIB: bool = false;
    fn jenis() -> Jenis {
        Jenis::Berkas {
            maks: N,
            golongan: Golongan::Dokumen,
        }
    }
    fn bawaan() -> Option<Value> {
        Some(Value::Array(Vec::new()))
    }
}

/// A plain text, by the id of its upload; or none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Naskah(pub Vec<uuid::Uuid>);

impl Nilai for Naskah {
    const WAJIB: bool = false;
    fn jenis() -> Jenis {
        Jenis::Berkas {
            maks: 1,
            golongan: Golongan::Naskah,
        }
    }
    fn bawaan() -> Option<Value> {
        Some(Value::Array(Vec::new()))
    }
}

/// Up to `N` archives, by the ids of their uploads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Arsip<const N: usize>(pub Vec<uuid::Uuid>);

impl<const N: usize> Nilai for Arsip<N> {
    const WAJIB: bool = false;
    fn jenis() -> Jenis {
        Jenis::Berkas {
            maks: N,
            golongan: Golongan::Arsip,
        }
    }
    fn bawaan() -> Option<Value> {
        Some(Value::Array(Vec::new()))
    }
}

/// Up to `N` lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Daftar<const N: usize>(pub Vec<String>);

impl<const N: usize> Nilai for Daftar<N> {
    const WAJIB: bool = false;
    fn jenis() -> Jenis {
        Jenis::Daftar { maks: N }
    }
    fn bawaan() -> Option<Value> {
        Some(Value::Array(Vec::new()))
    }
}

/// A list of parts (`#[derive(Kelompok)]`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Bagian<T>(pub Vec<T>);

impl<T> Default for Bagian<T> {
    fn default() -> Self {
        Bagian(Vec::new())
    }
}

impl<T: crate::register::Kelompok> Nilai for Bagian<T> {
    const WAJIB: bool = false;
    fn jenis() -> Jenis {
        Jenis::Bagian(T::medan())
    }
    fn bawaan() -> Option<Value> {
        Some(Value::Array(Vec::new()))
    }
}

/// A code of what the profile lists: a category.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct KodeKategori(pub String);

impl Nilai for KodeKategori {
    fn jenis() -> Jenis {
        Jenis::DariProfil(Sumber::Kategori)
    }
}

/// A code of what the profile lists: a unit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct KodeUnit(pub String);

impl KodeUnit {
    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for KodeUnit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl Nilai for KodeUnit {
    fn jenis() -> Jenis {
        Jenis::DariProfil(Sumber::Unit)
    }
}
