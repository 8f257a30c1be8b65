//! One error type with two voices: the person at the form reads which field, what is wrong and what to do;
//! the operator's log gets the failing step with its chain of causes.

use std::fmt;

use crate::bahasa::{Bahasa, Pesan};

/// What is wrong with one field. `medan` is its path in the JSON object, e.g. `pelapor.surel`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GalatMedan {
    /// Path of the field, dots between levels.
    pub medan: String,
    /// What to do about it.
    pub pesan: Pesan,
    /// The entry that stands in the way, by register and number: whoever reads of it may open it.
    pub entri: Option<(String, String)>,
}

impl GalatMedan {
    /// An error at a field.
    pub fn baru(medan: impl Into<String>, pesan: impl Into<Pesan>) -> Self {
        GalatMedan {
            medan: medan.into(),
            pesan: pesan.into(),
            entri: None,
        }
    }

    /// The same, naming the entry that stands in the way.
    pub fn karena(mut self, register: &str, nomor: &str) -> Self {
        self.entri = Some((register.to_owned(), nomor.to_owned()));
        self
    }
}

/// Everything that can go wrong, by what the asker can do about it.
#[derive(Debug)]
pub enum Galat {
    /// The request could not be read at all (400).
    TidakSah(Pesan),
    /// Nobody is logged in, and this needs somebody (401).
    PerluMasuk,
    /// Not allowed; the reason is told (403).
    Ditolak(Pesan),
    /// There is no such thing, or the asker may not know of it (404).
    TidakDitemukan,
    /// It clashes with what is already there (409).
    Bentrok(Pesan),
    /// The entry was changed meanwhile; `kini` is its present version (412).
    VersiBasi {
        /// The version now stored.
        kini: i64,
    },
    /// An update came without the version it is based on (428).
    PerluVersi,
    /// More than the limit (413).
    TerlaluBesar(Pesan),
    /// A kind of content that is not taken here (415).
    JenisTakDidukung(Pesan),
    /// One or more fields are wrong (422).
    Isian(Vec<GalatMedan>),
    /// Too many requests; try again after so many seconds (429).
    TerlaluSering {
        /// Seconds to wait.
        detik: u64,
    },
    /// A store or service does not answer just now (503).
    Sementara(Sebab),
    /// What was asked for is secret, and that it is read could not be written down: so nothing is shown (503).
    TakTercatat(Sebab),
    /// A fault of ours (500).
    Dalam(Sebab),
}

/// The operator's voice: which step failed, and why.
#[derive(Debug)]
pub struct Sebab {
    langkah: &'static str,
    sebab: Box<dyn std::error::Error + Send + Sync>,
}

impl Galat {
    /// A single wrong field.
    pub fn medan(medan: impl Into<String>, pesan: impl Into<Pesan>) -> Self {
        Galat::Isian(vec![GalatMedan::baru(medan, pesan)])
    }

    /// Our own fault, with the step that failed.
    pub fn dalam(langkah: &'static str, sebab: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Galat::Dalam(Sebab {
            langkah,
            sebab: sebab.into(),
        })
    }

    /// Something that may work again later.
    pub fn sementara(
        langkah: &'static str,
        sebab: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Galat::Sementara(Sebab {
            langkah,
            sebab: sebab.into(),
        })
    }

    /// A reading that could not be written down; what the kernel itself refuses stays what it is.
    #[must_use]
    pub fn tak_tercatat(self) -> Self {
        match self {
            Galat::Dalam(_) | Galat::Sementara(_) => Galat::TakTercatat(Sebab {
                langkah: "writing down a reading",
                sebab: Box::new(self),
            }),
            lain => lain,
        }
    }

    /// HTTP status code (RFC 9110).
    pub fn status(&self) -> u16 {
        match self {
            Galat::TidakSah(_) => 400,
            Galat::PerluMasuk => 401,
            Galat::Ditolak(_) => 403,
            Galat::TidakDitemukan => 404,
            Galat::Bentrok(_) => 409,
            Galat::VersiBasi { .. } => 412,
            Galat::TerlaluBesar(_) => 413,
            Galat::JenisTakDidukung(_) => 415,
            Galat::Isian(_) => 422,
            Galat::PerluVersi => 428,
            Galat::TerlaluSering { .. } => 429,
            Galat::Dalam(_) => 500,
            Galat::Sementara(_) | Galat::TakTercatat(_) => 503,
        }
    }

    /// Machine name of the kind, the last part of the problem type (RFC 9457).
    pub fn kode(&self) -> &'static str {
        match self {
            Galat::TidakSah(_) => "tidak-sah",
            Galat::PerluMasuk => "perlu-masuk",
            Galat::Ditolak(_) => "ditolak",
            Galat::TidakDitemukan => "tidak-ditemukan",
            Galat::Bentrok(_) => "bentrok",
            Galat::VersiBasi { .. } => "versi-basi",
            Galat::TerlaluBesar(_) => "terlalu-besar",
            Galat::JenisTakDidukung(_) => "jenis-tak-didukung",
            Galat::Isian(_) => "isian-salah",
            Galat::PerluVersi => "perlu-versi",
            Galat::TerlaluSering { .. } => "terlalu-sering",
            Galat::Dalam(_) => "galat-dalam",
            Galat::Sementara(_) => "sementara",
            Galat::TakTercatat(_) => "tak-tercatat",
        }
    }

    /// A short title for people.
    pub fn judul(&self) -> &'static str {
        match self {
            Galat::TidakSah(_) => "Permintaan tidak dapat dibaca",
            Galat::PerluMasuk => "Anda perlu masuk",
            Galat::Ditolak(_) => "Anda tidak berwenang",
            Galat::TidakDitemukan => "Tidak ditemukan",
            Galat::Bentrok(_) => "Bertabrakan dengan yang sudah ada",
            Galat::VersiBasi { .. } => "Sudah diubah orang lain",
            Galat::TerlaluBesar(_) => "Terlalu besar",
            Galat::JenisTakDidukung(_) => "Jenis isi tidak didukung",
            Galat::Isian(_) => "Ada isian yang perlu diperbaiki",
            Galat::PerluVersi => "Versi belum disebut",
            Galat::TerlaluSering { .. } => "Terlalu banyak permintaan",
            Galat::Dalam(_) => "Kesalahan pada sistem kami",
            Galat::Sementara(_) => "Layanan sedang tidak tersedia",
            Galat::TakTercatat(_) => "Pembacaan tidak dapat dicatat",
        }
    }

    /// What happened and what to do, for people.
    pub fn pesan(&self) -> Pesan {
        match self {
            Galat::TidakSah(p)
            | Galat::Ditolak(p)
            | Galat::Bentrok(p)
            | Galat::TerlaluBesar(p)
            | Galat::JenisTakDidukung(p) => p.clone(),
            Galat::PerluMasuk => "Masuk dengan akun Anda, lalu ulangi.".into(),
            Galat::TidakDitemukan => {
                "Alamat ini tidak ada, sudah dipindahkan, atau tidak terbuka untuk Anda. Periksa kembali alamatnya.".into()
            }
            Galat::VersiBasi { .. } => {
                "Entri ini berubah sejak Anda membukanya. Muat ulang, lalu ulangi perubahan Anda.".into()
            }
            Galat::Isian(_) => "Perbaiki isian yang ditandai, lalu kirim lagi.".into(),
            Galat::PerluVersi => "Sebutkan versi yang Anda ubah dengan kepala If-Match.".into(),
            Galat::TerlaluSering { detik } => Pesan::baru("Coba lagi dalam {detik} detik.").dengan("detik", detik),
            Galat::Dalam(_) => "Kesalahan ini sudah dicatat. Coba lagi; bila berulang, hubungi Diskominfo.".into(),
            Galat::Sementara(_) => "Coba lagi sebentar lagi. Yang Anda ketik belum tersimpan.".into(),
            Galat::TakTercatat(_) => {
                "Isinya rahasia, jadi pembacaannya harus tercatat lebih dahulu. Pencatatan itu gagal, maka isinya tidak ditampilkan. Coba lagi sebentar lagi.".into()
            }
        }
    }

    /// The fields at fault, empty for every other kind.
    pub fn isian(&self) -> &[GalatMedan] {
        match self {
            Galat::Isian(v) => v,
            _ => &[],
        }
    }
}

impl fmt::Display for Galat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Galat::Dalam(s) | Galat::Sementara(s) | Galat::TakTercatat(s) => {
                write!(f, "{}: {}", s.langkah, s.sebab)?;
                let mut sumber = s.sebab.source();
                while let Some(e) = sumber {
                    write!(f, ": {e}")?;
                    sumber = e.source();
                }
                Ok(())
            }
            Galat::Isian(v) => {
                write!(f, "{}", self.judul())?;
                for g in v {
                    write!(f, "; {}: {}", g.medan, g.pesan.dalam(Bahasa::Id))?;
                }
                Ok(())
            }
            lain => write!(f, "{}: {}", lain.judul(), lain.pesan().dalam(Bahasa::Id)),
        }
    }
}

impl std::error::Error for Galat {}
