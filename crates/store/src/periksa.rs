//! Holding the store against its ledger: every event against its place in the tree, every entry against the digest
//! that its latest event sealed, the tree against the signed heads and against what was kept elsewhere. What was
//! altered, removed or slipped in behind the program's back is named.

use kernel::{Galat, profil::KodeDaerah};
use ledger::{Alamat, Hash, Titik};
use serde::Serialize;
use uuid::Uuid;

pub(crate) use self::{
    entri::{Akhir, Salah, SemuaAkhir, lihat_entri, sebut},
    sekilas::{Penglihat, Utuh},
    telusur::{BarisPeristiwa, Telusur, lihat, lihat_baris},
};
use crate::{Store, pada};

mod entri;
pub(crate) mod sekilas;
mod telusur;

/// Most findings that are told one by one.
const MAKS_TEMUAN: usize = 1_000;
/// A hole in the log longer than this ends the walk: somebody wrote a place that is none.
const MAKS_LUBANG: u64 = 100_000;

/// The moment that a time stamp says (ms), or what is wrong with it.
pub type SaatCap = Result<i64, ledger::cap::Gagal>;

/// What a check is held against, besides the database itself.
pub struct Pemeriksaan<'a> {
    /// Reads a signed head with the key of the regency.
    pub baca_titik: &'a (dyn Fn(&str) -> Result<Titik, ledger::Gagal> + Sync),
    /// A tile as it was published, from a place that the database does not reach.
    pub cermin: &'a (dyn Fn(&Alamat) -> Option<Vec<u8>> + Sync),
    /// Checks a time stamp (its reply) against the text that it stamps: the moment that it says, ms.
    pub baca_cap: &'a (dyn Fn(&[u8], &str) -> SaatCap + Sync),
    /// Heads that were kept elsewhere, their signatures already checked.
    pub titik_luar: Vec<Titik>,
    /// Told how many events and entries were looked at so far.
    pub maju: &'a (dyn Fn(u64) + Sync),
}

/// Something that is not as the program left it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "jenis", rename_all = "snake_case")]
pub enum Temuan {
    /// The stored bytes of an event are not those that were sealed, or its row says something else than they do.
    PeristiwaDiubah {
        /// Its place in the log.
        urut: u64,
        /// Entry.
        entri: Uuid,
        /// Version of the entry.
        versi: i64,
        /// When it happened, as the row says, ms.
        waktu: i64,
        /// The parts that do not fit.
        medan: Vec<String>,
    },
    /// An event was replaced by another that is whole in itself; the published log tells them apart.
    PeristiwaDiganti {
        /// Its place in the log.
        urut: u64,
        /// Entry.
        entri: Uuid,
        /// Version of the entry.
        versi: i64,
        /// When it happened, as the row says, ms.
        waktu: i64,
    },
    /// Events are gone.
    PeristiwaHilang {
        /// First place without an event.
        dari: u64,
        /// First place after them that has one again, or the size of the log.
        sampai: u64,
    },
    /// An event that never got a place in the log, or one beyond its end.
    PeristiwaAsing {
        /// Entry.
        entri: Uuid,
        /// Version of the entry.
        versi: i64,
        /// When it says that it happened, ms.
        waktu: i64,
    },
    /// A tile of the tree, or its right edge, is not what the events give.
    PohonDiubah {
        /// Which part.
        bagian: String,
    },
    /// The copy outside the database is not what the signed heads say; the database is.
    CerminRusak {
        /// Which part.
        bagian: String,
    },
    /// A signed head that the log does not bear out.
    TitikBeda {
        /// Its size.
        ukuran: u64,
        /// Where it is kept.
        asal: String,
        /// What is wrong.
        sebab: String,
    },
    /// A time stamp that does not fit the head it stands over.
    CapSalah {
        /// Size of the head.
        ukuran: u64,
        /// What is wrong.
        sebab: String,
    },
    /// The row of an entry is not what its latest event sealed.
    EntriDiubah {
        /// Register.
        register: String,
        /// Number.
        nomor: String,
        /// Entry.
        entri: Uuid,
        /// When it was last changed by the program, ms.
        waktu: i64,
        /// Columns and fields that differ from its story; empty when the story does not tell them.
        medan: Vec<String>,
    },
    /// An entry whose row is gone, though its events are there.
    EntriHilang {
        /// Register.
        register: String,
        /// Entry.
        entri: Uuid,
        /// When it was made, ms.
        waktu: i64,
    },
    /// An entry without the event of its version.
    EntriAsing {
        /// Register.
        register: String,
        /// Number.
        nomor: String,
        /// Entry.
        entri: Uuid,
        /// When it says that it was last changed, ms.
        waktu: i64,
    },
}

/// What a check found.
#[derive(Debug, Serialize)]
pub struct Laporan {
    /// Regency.
    pub daerah: KodeDaerah,
    /// Events looked at.
    pub peristiwa: u64,
    /// Entries looked at.
    pub entri: u64,
    /// The root that the events give.
    #[serde(serialize_with = "heks")]
    pub akar: Hash,
    /// Size of the largest signed head that was borne out.
    pub titik: Option<u64>,
    /// Time stamps looked at.
    pub cap: u64,
    /// What is not as it should be, at most a thousand.
    pub temuan: Vec<Temuan>,
    /// How many more there are.
    pub lebih: u64,
    /// Whether one quick look was enough to tell.
    #[serde(skip)]
    pub sekilas: bool,
}

fn heks<S: serde::Serializer>(h: &Hash, s: S) -> Result<S::Ok, S::Error> {
    s.serialize_str(&data_encoding::HEXLOWER.encode(&h.0))
}

impl Laporan {
    /// Whether everything is as the program left it.
    pub fn utuh(&self) -> bool {
        self.temuan.is_empty()
    }

    fn temukan(&mut self, t: Temuan) {
        if self.temuan.len() < MAKS_TEMUAN {
            self.temuan.push(t);
        } else {
            self.lebih += 1;
        }
    }
}

impl Store {
    /// Holds a regency's part of the store against its ledger, as it is at one moment, so it may run beside the server.
    /// O(events + entries); memory about forty bytes an event where all is well, else a hundred an entry.
    ///
    /// # Errors
    /// When the database does not answer; what is wrong with its content is in the report.
    pub async fn periksa_log(&self, daerah: &KodeDaerah, p: &Pemeriksaan<'_>) -> Result<Laporan, Galat> {
        pada!(&self.db, sql, kolam, baca => sql::periksa::log(kolam, (&self.inventaris, &self.cincin), daerah, p).await)
    }
}
