//! What one process remembers of the architecture of each regency, so that a board reads only what changed since the
//! last one.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use kernel::{Galat, IdEntri, profil::KodeDaerah};
use store::Store;

use crate::graf::{Domain, Graf, Simpul};

/// Changes read at a time.
const KELOMPOK: i64 = 2_000;
/// A change may become visible this long after the moment it bears, ms, since a request ends after a minute: what bears
/// such a moment is read again.
const TUNDA: i64 = 90_000;
/// Most entries of one register that a board of a past day reads.
pub(crate) const MAKS_PADA: usize = 100_000;

#[derive(Default)]
struct Salinan {
    sampai: HashMap<Domain, i64>,
    simpul: HashMap<IdEntri, (i64, Arc<Simpul>)>,
    graf: Arc<Graf>,
    /// Whether more was read than the graph shows.
    kotor: bool,
}

impl Salinan {
    /// A domain has been read up to a moment, ms.
    fn maju(&mut self, d: Domain, saat: i64) {
        let sampai = self.sampai.entry(d).or_default();
        *sampai = saat.max(*sampai);
    }
}

/// The memory of a process. Several processes remember each for itself and follow the same database.
#[derive(Default)]
pub struct Ingatan {
    salinan: Mutex<HashMap<KodeDaerah, Arc<tokio::sync::Mutex<Salinan>>>>,
}

impl Ingatan {
    /// The graph as it is now. O(entries changed since the last time); when there are any, O(nodes + links).
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn graf(&self, store: &Store, daerah: &KodeDaerah) -> Result<Arc<Graf>, Galat> {
        let salinan = {
            // Nobody panics while holding it, and what it guards is whole at any moment.
            let mut semua = self.salinan.lock().unwrap_or_else(PoisonError::into_inner);
            semua.entry(daerah.clone()).or_default().clone()
        };
        let mut s = salinan.lock().await;
        let kini = store.jam().kini().as_millisecond();
        for d in Domain::BERSIMPUL {
            let mut setelah = (
                s.sampai.get(&d).copied().unwrap_or(0) - TUNDA,
                IdEntri(uuid::Uuid::nil()),
            );
            loop {
                let bagian = store.berubah(daerah, d.register(), setelah, KELOMPOK).await?;
                let Some(akhir) = bagian.last() else { break };
                setelah = (akhir.diubah, akhir.id);
                // An entry of a clock that went ahead does not hide what comes until then.
                s.maju(d, akhir.diubah.min(kini));
                for e in &bagian {
                    let lama = s.simpul.get(&e.id).map_or(0, |(v, _)| *v);
                    if let (true, Some(baru)) = (e.versi > lama, Simpul::dari(e)) {
                        s.simpul.insert(e.id, (e.versi, Arc::new(baru)));
                        // Remembered with what was read: whoever gives up half-way leaves the rest to the next.
                        s.kotor = true;
                    }
                }
            }
            // Nothing is left until now: what a large import brought is not read again for ever.
            s.maju(d, kini);
        }
        if s.kotor {
            s.graf = Arc::new(Graf::susun(s.simpul.values().map(|(_, n)| n.clone())));
            s.kotor = false;
        }
        Ok(s.graf.clone())
    }
}

/// The graph as it was at a moment (ms) that has passed: what was not changed since is read as it is, the rest from its
/// story. O(entries made until then).
///
/// # Errors
/// When the database does not answer or an event cannot be read.
pub async fn pada(store: &Store, daerah: &KodeDaerah, saat: i64) -> Result<Graf, Galat> {
    let mut semua = Vec::new();
    for d in Domain::BERSIMPUL {
        let keadaan: [&str; 0] = [];
        let entri = store
            .pada_saat(daerah, d.register(), &keadaan, saat, MAKS_PADA)
            .await?;
        semua.extend(entri.iter().filter_map(Simpul::dari).map(Arc::new));
    }
    Ok(Graf::susun(semua))
}
