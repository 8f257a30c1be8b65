//! What a back-up says of itself.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    Gagal,
    arsip::{Arsip, Potongan},
    baris::{self, Nilai},
};

/// The table of uploads, which are parts of their own: digest and size of each.
pub(crate) const BERKAS: &str = "#berkas";
/// The table of the other files of the data folder: path and content.
pub(crate) const FOLDER: &str = "#folder";
/// The table of configuration and the files it names: path and content.
pub(crate) const SETELAN: &str = "#setelan";

/// How large a regency's ledger was, and its root.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kepala {
    /// Regency.
    pub daerah: String,
    /// Events.
    pub ukuran: u64,
    /// Root of the tree, hex.
    pub akar: String,
}

/// A table as it was kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tabel {
    /// Its name; with `#` before it, it is none of the database.
    pub nama: String,
    /// Columns, in the order of a row's values.
    pub kolom: Vec<String>,
    /// Rows.
    pub baris: u64,
    /// Its rows, part after part.
    pub potongan: Vec<Potongan>,
}

/// An upload that could not be kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BerkasCacat {
    /// SHA-256 it should have, hex.
    pub sidik: String,
    /// Not there, or of other content.
    pub hilang: bool,
}

/// A back-up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifes {
    /// Version of the program.
    pub versi: String,
    /// Version of the tables: number of the last migration.
    pub skema: i64,
    /// `sqlite` or `postgres`.
    pub asal: String,
    /// The public address, which the ledger's key is named after.
    pub url_dasar: String,
    /// The moment whose state it holds.
    pub waktu: Timestamp,
    /// The ledgers.
    pub kepala: Vec<Kepala>,
    /// The tables.
    pub tabel: Vec<Tabel>,
    /// Whether the file of the master key was there.
    pub kunci: bool,
    /// Uploads that entries need and that could not be kept.
    pub cacat: Vec<BerkasCacat>,
    /// Bytes of content.
    pub ukuran: u64,
}

impl Manifes {
    /// The parts of its tables.
    pub fn potongan(&self) -> impl Iterator<Item = &Potongan> {
        self.tabel.iter().flat_map(|t| &t.potongan)
    }

    /// A table by name.
    pub(crate) fn tabel(&self, nama: &str) -> Option<&Tabel> {
        self.tabel.iter().find(|t| t.nama == nama)
    }

    /// The uploads: each a part of its own.
    pub(crate) fn berkas(&self, arsip: &Arsip) -> Result<Vec<Potongan>, Gagal> {
        let mut semua = Vec::new();
        for p in self.tabel(BERKAS).into_iter().flat_map(|t| &t.potongan) {
            let rusak = || Gagal::rusak("daftar berkas unggahan tidak terbaca");
            let isi = arsip.ambil(p).map_err(|_| rusak())?;
            for b in baris::baca(&isi, 2).ok_or_else(rusak)? {
                let [Nilai::Bait(sidik), Nilai::Bulat(n)] = b.as_slice() else {
                    return Err(rusak());
                };
                semua.push(Potongan {
                    sidik: data_encoding::HEXLOWER.encode(sidik),
                    ukuran: u64::try_from(*n).map_err(|_| rusak())?,
                });
            }
        }
        Ok(semua)
    }
}
