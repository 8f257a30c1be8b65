//! A step of a procedure: who does what, with what, and what comes next. Steps are parts of the entry (`Bagian`), so each
//! row is checked by itself, forms work without JavaScript, API and history have them whole, and their references are
//! links like any other.

use kernel::nilai::{Bilangan, KodeUnit, Rujukan, Teks};
use register_derive::{Kelompok, Pilihan};
use serde::{Deserialize, Serialize};

use crate::arsitektur::{Aplikasi, DataInformasi};

/// The symbols of a procedure (Permenpan RB 35/2012, Lampiran).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum JenisLangkah {
    /// Where it begins.
    #[pilihan("Mulai")]
    Mulai,
    /// Something is done.
    #[pilihan("Kegiatan")]
    Kegiatan,
    /// A question with several answers.
    #[pilihan("Keputusan")]
    Keputusan,
    /// Where it ends.
    #[pilihan("Selesai")]
    Selesai,
}

/// What time is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Pilihan)]
pub enum Satuan {
    /// Minutes.
    #[pilihan("menit")]
    Menit,
    /// Hours.
    #[pilihan("jam")]
    Jam,
    /// Working days.
    #[pilihan("hari kerja")]
    Hari,
}

/// A step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Kelompok)]
pub struct LangkahSop {
    /// Its number in the procedure.
    #[medan("Nomor langkah", bantuan = "Misalnya 1, 2, 3a.")]
    pub kode: Teks<20>,
    /// What is done.
    #[medan("Kegiatan")]
    pub kegiatan: Teks<200>,
    /// What kind of step.
    #[medan("Bentuk")]
    pub bentuk: JenisLangkah,
    /// Which office does it.
    #[medan("Perangkat daerah pelaksana")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<KodeUnit>,
    /// Who there, or who outside the regency's offices.
    #[medan("Jabatan atau pihak luar", bantuan = "Misalnya Kepala Bidang, atau Pemohon.")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pelaksana: Option<Teks<80>>,
    /// What it needs.
    #[medan("Masukan")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub masukan: Option<Teks<150>>,
    /// What comes of it.
    #[medan("Keluaran")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keluaran: Option<Teks<150>>,
    /// How long it may take.
    #[medan("Waktu")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waktu: Option<Bilangan<0, 9999>>,
    /// In what that is counted.
    #[medan("Satuan waktu")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub satuan: Option<Satuan>,
    /// The data it uses.
    #[medan("Nomor data", bantuan = "Data di arsitektur.")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<Rujukan<DataInformasi>>,
    /// The application it is done with.
    #[medan("Nomor aplikasi", bantuan = "Aplikasi di arsitektur.")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aplikasi: Option<Rujukan<Aplikasi>>,
    /// What comes next, as [`super::alur::uraikan`] reads it.
    #[medan(
        "Langkah berikutnya",
        bantuan = "Kosong: baris di bawahnya. Keputusan: Lengkap: 4; Tidak lengkap: 2"
    )]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub berikut: Option<Teks<300>>,
}

/// Who does a step: an office, somebody named in words, or somebody in an office.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Aktor {
    /// Code of the office.
    pub unit: Option<String>,
    /// In words.
    pub sebutan: Option<String>,
}

impl LangkahSop {
    /// Who does it.
    pub fn aktor(&self) -> Aktor {
        Aktor {
            unit: self.unit.as_ref().map(ToString::to_string),
            sebutan: self.pelaksana.as_ref().map(|s| s.as_str().to_owned()),
        }
    }

    /// What is written about what comes next.
    pub fn teks_berikut(&self) -> &str {
        self.berikut.as_ref().map_or("", Teks::as_str)
    }
}
