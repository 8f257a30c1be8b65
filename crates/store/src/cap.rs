//! Time stamps (RFC 3161) over the signed heads of the logs: kept once, never changed.

use kernel::{Galat, profil::KodeDaerah};

use crate::{Store, pada};

/// A time stamp as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CapSimpan {
    /// Leaves under the head.
    pub ukuran: u64,
    /// When, by the clock of the authority, ms.
    pub waktu: i64,
    /// When it was taken, by ours, ms.
    pub diterima: i64,
    /// The text that is stamped: the signed head as it was then.
    pub catatan: String,
    /// The reply of the authority, as it came.
    pub balasan: Vec<u8>,
}

/// Which time stamp there is, without what it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CapRingkas {
    /// Leaves under the head.
    pub ukuran: u64,
    /// When, by the clock of the authority, ms.
    pub waktu: i64,
    /// When it was taken, by ours, ms.
    pub diterima: i64,
}

impl Store {
    /// The time stamps over a regency's log, newest first; at most `batas`.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn daftar_cap(&self, daerah: &KodeDaerah, batas: i64) -> Result<Vec<CapRingkas>, Galat> {
        pada!(&self.db, sql, kolam, baca => sql::cap::daftar(kolam, daerah, batas).await)
    }

    /// The time stamp over the head of a size; none when there is none.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn cap(&self, daerah: &KodeDaerah, ukuran: u64) -> Result<Option<CapSimpan>, Galat> {
        pada!(&self.db, sql, kolam, baca => sql::cap::satu(kolam, daerah, ukuran).await)
    }

    /// Keeps a time stamp; false when the head of that size has one already, which stays as it is.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn simpan_cap(&self, daerah: &KodeDaerah, cap: &CapSimpan) -> Result<bool, Galat> {
        pada!(&self.db, sql, kolam, tulis => sql::cap::simpan(kolam, daerah, cap).await)
    }
}
