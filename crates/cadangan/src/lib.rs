//! Back-up and recovery: everything the program remembers as an archive of closed parts (mandat A6, A9), and back into
//! either database.
//!
//! A back-up is logical: rows of tables, not pages of a file. What was taken from SQLite can be restored into
//! PostgreSQL and the other way round, so moving from one to the other is a back-up and a restore. Tables are found in
//! the catalogue of the database, so one that a migration adds is kept without a line here; what others derive (words
//! for search, passages) is made anew by whoever restores.

use std::{
    fmt, io,
    path::{Path, PathBuf},
};

mod arsip;
mod baris;
mod basis;
mod cadangkan;
mod jadwal;
mod manifes;
mod periksa;
mod pulihkan;
mod sandi;

pub use arsip::{Arsip, Cacat, Potongan, daftar, waktu};
pub use basis::{Buku, Sehat, ruang, sehat};
pub use cadangkan::{Hasil, Sumber, cadangkan};
pub use jadwal::{Simpan, buang};
pub use manifes::{BerkasCacat, Kepala, Manifes, Tabel};
pub use periksa::{Laporan, Temuan, periksa};
pub use pulihkan::{Tujuan, pilih, pulihkan, sesudah};
pub use sandi::{SANDI_MIN, Sandi};

/// Told how many bytes were dealt with.
pub type Maju<'a> = &'a (dyn Fn(u64) + Send + Sync);

/// Why something did not work; what is printed says what to do.
#[derive(Debug)]
pub enum Gagal {
    /// A wrong pass-phrase.
    Sandi,
    /// A pass-phrase too short for a new archive.
    SandiPendek,
    /// Somebody else works on the archive.
    Terkunci(PathBuf),
    /// A folder that is no archive.
    BukanArsip(PathBuf),
    /// An archive without a back-up, or none so old.
    Kosong(PathBuf),
    /// An archive of a newer program.
    Format,
    /// A back-up of a newer program: its tables and ours.
    SkemaBaru(i64, i64),
    /// What restoring would write over.
    TidakKosong(String),
    /// A part that is missing or changed.
    Rusak(String),
    /// A file or folder that refuses.
    Berkas {
        /// What was tried.
        langkah: &'static str,
        /// With what.
        jalur: PathBuf,
        /// Why not.
        sebab: io::Error,
    },
    /// The database.
    Basis(&'static str, String),
}

impl Gagal {
    pub(crate) fn rusak(apa: impl Into<String>) -> Self {
        Gagal::Rusak(apa.into())
    }

    pub(crate) fn berkas(langkah: &'static str, jalur: &Path) -> impl FnOnce(io::Error) -> Self {
        let jalur = jalur.to_owned();
        move |sebab| Gagal::Berkas {
            langkah,
            jalur,
            sebab,
        }
    }

    pub(crate) fn basis(langkah: &'static str) -> impl FnOnce(sqlx::Error) -> Self {
        move |e| Gagal::Basis(langkah, e.to_string())
    }
}

impl fmt::Display for Gagal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Gagal::Sandi => {
                f.write_str("sandi cadangan salah. Pakai sandi yang dipakai waktu arsip ini dibuat.")
            }
            Gagal::SandiPendek => write!(
                f,
                "sandi cadangan terlalu pendek: paling sedikit {SANDI_MIN} karakter. Simpan di tempat lain: tanpa sandi, cadangan tidak dapat dibuka."
            ),
            Gagal::Terkunci(j) => write!(
                f,
                "{}: cadangan lain sedang berjalan di folder ini. Tunggu sampai selesai, lalu ulangi.",
                j.display()
            ),
            Gagal::BukanArsip(j) => write!(
                f,
                "{}: bukan folder cadangan Praja. Sebutkan folder cadangan, atau folder kosong untuk memulai.",
                j.display()
            ),
            Gagal::Kosong(j) => write!(f, "{}: tidak ada cadangan yang cocok di folder ini.", j.display()),
            Gagal::Format => {
                f.write_str("cadangan ini dibuat program yang lebih baru. Pasang versi itu, lalu ulangi.")
            }
            Gagal::SkemaBaru(ada, kita) => write!(
                f,
                "tabel dalam cadangan ini versi {ada}, program ini hanya mengenal sampai {kita}. Pasang versi program yang membuatnya, lalu ulangi."
            ),
            Gagal::TidakKosong(apa) => write!(
                f,
                "{apa} sudah berisi. Pemulihan hanya ke tempat kosong: sebutkan folder data dan basis data yang baru, atau pindahkan yang lama lebih dahulu."
            ),
            Gagal::Rusak(apa) => write!(
                f,
                "arsip rusak: {apa}. Jalankan praja backup --periksa, dan pakai cadangan lain atau salinan arsip ini."
            ),
            Gagal::Berkas {
                langkah,
                jalur,
                sebab,
            } => {
                write!(f, "{langkah} {}: {sebab}.", jalur.display())?;
                match sebab.kind() {
                    io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                        f.write_str(" Ruang disk habis: kosongkan atau pakai disk lain. Cadangan yang sudah ada tetap utuh.")
                    }
                    io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                        f.write_str(" Jalankan sebagai pengguna yang memiliki folder itu.")
                    }
                    _ => Ok(()),
                }
            }
            Gagal::Basis(langkah, sebab) => write!(f, "{langkah}: {sebab}"),
        }
    }
}

impl std::error::Error for Gagal {}
