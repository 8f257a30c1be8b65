//! The ledger of each regency: every event has a place in a Merkle tree, given in the transaction that writes it.
//! Level 0 of the tree is the column `hash` of `peristiwa` and `pembacaan` in the order of `urut`; of the levels above only the
//! roots of complete subtrees of 256 leaves (and 256 of those…) are kept, and the right edge.

use std::collections::BTreeMap;

use kernel::{Galat, IdEntri, profil::KodeDaerah};
use ledger::{Alamat, Genap, Hash, Isi, Pohon, Tanya, daun};

use crate::{Daerah, Db, Store, galat, pada};

/// A log while a batch of commands is decided.
#[derive(Default)]
pub(crate) struct Log {
    pohon: Pohon,
    genap: Vec<Genap>,
    tumbuh: bool,
}

impl Log {
    pub(crate) fn baru(pohon: Pohon) -> Self {
        Log {
            pohon,
            ..Log::default()
        }
    }

    /// Appends an event; says its place.
    pub(crate) fn tambah(&mut self, hash: &[u8; 32]) -> i64 {
        let urut = i64::try_from(self.pohon.ukuran()).unwrap_or(i64::MAX);
        self.genap.extend(self.pohon.tambah(daun(hash)));
        self.tumbuh = true;
        urut
    }

    /// The tree and the subtrees that became complete, if it grew.
    pub(crate) fn baru_ini(&self) -> Option<(&Pohon, &[Genap])> {
        self.tumbuh.then_some((&self.pohon, &self.genap))
    }
}

/// A signed head as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TitikSimpan {
    /// Leaves.
    pub ukuran: u64,
    /// When it was signed, ms.
    pub waktu: i64,
    /// The signed text, with the signatures of witnesses.
    pub catatan: String,
}

/// Gives the events from before there was a log their places, oldest first; once for each regency, so that an event
/// slipped in later is never taken in.
pub(crate) async fn siapkan(db: &Db, daerah: &Daerah) -> Result<(), Galat> {
    for d in daerah.keys() {
        pada!(db, sql, kolam, tulis => sql::log::mulai(kolam, d).await)?;
    }
    Ok(())
}

impl Store {
    /// The tree of a regency's log as it is now.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn pohon(&self, daerah: &KodeDaerah) -> Result<Pohon, Galat> {
        pada!(&self.db, sql, kolam, baca => sql::log::kepala(kolam, daerah).await)
            .map_err(galat("reading the head of the log"))
    }

    /// The content of a tile: hashes one after the other, or log entries each with its length before it (C2SP
    /// tlog-tiles). None when the log does not reach so far. O(256).
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn ubin(&self, daerah: &KodeDaerah, a: &Alamat) -> Result<Option<Vec<u8>>, Galat> {
        let batas = |n: u64| i64::try_from(n).ok();
        let (Some(awal), Some(akhir)) = (
            a.n.checked_mul(ledger::ubin::LEBAR).and_then(batas),
            a.n.checked_mul(ledger::ubin::LEBAR)
                .and_then(|n| n.checked_add(a.lebar.into()))
                .and_then(batas),
        ) else {
            return Ok(None);
        };
        let rentang = (awal, akhir);
        let isi = match a.isi {
            Isi::Entri | Isi::Tingkat(0) => {
                pada!(&self.db, sql, kolam, baca => sql::log::hash(kolam, daerah, rentang).await)?
            }
            Isi::Tingkat(t) => {
                pada!(&self.db, sql, kolam, baca => sql::log::akar(kolam, daerah, t, rentang).await)?
            }
        };
        if isi.len() != usize::from(a.lebar) {
            return Ok(None);
        }
        Ok(Some(match a.isi {
            Isi::Tingkat(0) => isi.iter().flat_map(|h| daun(h).0).collect(),
            Isi::Tingkat(_) => isi.concat(),
            Isi::Entri => isi.iter().flat_map(|h| [&[0, 32][..], h].concat()).collect(),
        }))
    }

    /// A proof about the log, from O(log n) tiles; none when there is no such leaf or size.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn bukti_log(&self, daerah: &KodeDaerah, tanya: Tanya) -> Result<Option<Vec<Hash>>, Galat> {
        let Some(perlu) = tanya.ubin() else {
            return Ok(None);
        };
        let mut ubin = BTreeMap::new();
        for a in perlu {
            let Some(isi) = self.ubin(daerah, &a).await? else {
                return Ok(None);
            };
            ubin.insert(a, isi);
        }
        Ok(tanya.jawab(&ubin))
    }

    /// The place of each event of an entry in the log, with its log entry: version, place, hash.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn letak_log(
        &self,
        daerah: &KodeDaerah,
        id: IdEntri,
    ) -> Result<Vec<(i64, u64, [u8; 32])>, Galat> {
        pada!(&self.db, sql, kolam, baca => sql::log::letak(kolam, daerah, id).await)
    }

    /// The signed heads, newest first; at most `batas`.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn titik(&self, daerah: &KodeDaerah, batas: i64) -> Result<Vec<TitikSimpan>, Galat> {
        pada!(&self.db, sql, kolam, baca => sql::log::titik(kolam, daerah, batas).await)
    }

    /// Keeps a signed head; the last one of its day (in the regency's time) replaces those before it. One that is
    /// smaller than the newest is not kept: a log never shrinks.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn simpan_titik(&self, daerah: &KodeDaerah, t: &TitikSimpan) -> Result<bool, Galat> {
        let profil = self.daerah.get(daerah).ok_or(Galat::TidakDitemukan)?;
        let hari = profil
            .kalender
            .setempat(kernel::kalender::saat(t.waktu))
            .date()
            .to_string();
        pada!(&self.db, sql, kolam, tulis => sql::log::simpan_titik(kolam, daerah, &hari, t).await)
    }
}
