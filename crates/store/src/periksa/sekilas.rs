//! One quick look over a regency's part of the store: is everything as it was sealed? Where it is, no more need be known
//! of it; where anything is not, the walk names what. Each database reads its rows in its own way, entries in the order
//! of their ids with their events beside them, each thread its own share.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use kernel::{Cincin, Entri, pribadi::mungkin_tertutup, profil::KodeDaerah};
use ledger::Hash;
use uuid::Uuid;

use super::{Akhir, BarisPeristiwa, Telusur, lihat_baris};

/// How often it is told how far the look is.
const JEDA: Duration = Duration::from_millis(200);

/// What a share gives: the places of its events with their leaves, and how many entries it has; none when anything is
/// not as it was sealed.
pub(crate) type Bagian = Option<(Vec<(u64, Hash)>, u64)>;

/// What an event that is as it was sealed tells.
pub(crate) struct Utuh {
    pub(crate) urut: u64,
    pub(crate) entri: Uuid,
    pub(crate) daun: Hash,
    pub(crate) akhir: Akhir,
}

/// Whoever looks.
#[derive(Clone)]
pub(crate) struct Penglihat {
    pub(crate) daerah: KodeDaerah,
    cincin: Arc<Cincin>,
    dilihat: Arc<AtomicU64>,
}

impl Penglihat {
    pub(crate) fn baru(cincin: &Arc<Cincin>, daerah: &KodeDaerah) -> Self {
        Penglihat {
            daerah: daerah.clone(),
            cincin: cincin.clone(),
            dilihat: Arc::default(),
        }
    }

    /// An event, if it is as it was sealed. O(bytes).
    pub(crate) fn peristiwa(&self, baris: &BarisPeristiwa<&[u8]>) -> Option<Utuh> {
        self.dilihat.fetch_add(1, Ordering::Relaxed);
        let (daun, medan, sidik) = lihat_baris(&self.daerah, baris);
        medan.is_empty().then_some(Utuh {
            urut: baris.urut,
            entri: baris.entri,
            daun,
            akhir: Akhir {
                versi: baris.versi,
                sidik,
            },
        })
    }

    /// Whether a row is that of this entry, as its latest event sealed it: the entry without its fields, and these as
    /// they are written. O(bytes).
    pub(crate) fn entri(&self, mut e: Entri, isi: &str, (harap, akhir): (Uuid, Akhir)) -> Option<bool> {
        self.dilihat.fetch_add(1, Ordering::Relaxed);
        let sidik = akhir.sidik?;
        if e.id.0 != harap || e.versi != akhir.versi {
            return Some(false);
        }
        // Canonical bytes write what stands for a closed value in one way only; others are read before they are judged.
        if e.sidik_tertulis(isi.as_bytes()).ok()? == sidik
            && (!mungkin_tertutup(isi) || !self.cincin.kunci_hilang(&e))
        {
            return Some(true);
        }
        e.isi = serde_json::from_str(isi).ok()?;
        Some(e.sidik().ok()? == sidik && !self.cincin.kehilangan_kunci(&e))
    }

    /// Waits for the shares, telling now and then how far they are.
    pub(crate) async fn tunggu<T>(&self, t: &Telusur<'_>, kerja: impl Future<Output = T>) -> T {
        tokio::pin!(kerja);
        loop {
            match tokio::time::timeout(JEDA, &mut kerja).await {
                Ok(hasil) => return hasil,
                Err(_) => t.maju(self.dilihat.load(Ordering::Relaxed)),
            }
        }
    }
}

/// The leaves of all shares in the order of their places, and how many entries there are; none when a share has nothing
/// to give or the places are not those of a log of this size. O(n log n).
pub(crate) fn gabung(bagian: Vec<Bagian>, ukuran: u64) -> Option<(Vec<Hash>, u64)> {
    let (mut semua, mut entri) = (Vec::new(), 0);
    for b in bagian {
        let (daun, n) = b?;
        semua.extend(daun);
        entri += n;
    }
    semua.sort_unstable_by_key(|(urut, _)| *urut);
    let berurut = (0..ukuran).eq(semua.iter().map(|(urut, _)| *urut));
    berurut.then(|| (semua.into_iter().map(|(_, d)| d).collect(), entri))
}
