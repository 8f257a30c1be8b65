//! What one process remembers of the proofs of each regency and of the entries that prove by themselves, so that a page
//! reads only what changed since the last one; and the counts of past days, which never change.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use jiff::civil::Date;
use kernel::{Entri, Galat, IdEntri, RegisterDef, kewajiban::Fakta, nilai::KodeUnit, profil::KodeDaerah};
use store::Store;

use crate::{bukti, hitung::ringkas};

/// Proofs by duty.
pub type PerTugas = BTreeMap<String, Arc<Vec<Fakta>>>;

/// The entries of a register, by id.
pub(crate) type PerId = BTreeMap<IdEntri, Entri>;

/// How many obligations are in each state, worst first: of the regency, and of each unit.
pub type Jumlah = ([usize; 5], BTreeMap<KodeUnit, [usize; 5]>);

/// Changes read at a time.
const KELOMPOK: i64 = 2_000;
/// A change may become visible this long after the moment it bears, ms, since a request ends after a minute: what bears
/// such a moment is read again.
const TUNDA: i64 = 90_000;
/// Past days remembered before all are forgotten.
const MAKS_HARI: usize = 5_000;

/// Proofs as they are now, followed by the time of their last change.
#[derive(Default)]
struct Salinan {
    sampai: i64,
    versi: HashMap<IdEntri, (i64, Option<String>)>,
    tugas: Arc<PerTugas>,
}

/// Entries as they are now, followed by the time of their last change.
#[derive(Default)]
struct Terikut {
    sampai: i64,
    entri: Arc<PerId>,
}

/// One thing remembered: of whom, and behind a lock that is held while the database is asked.
type Milik<K, T> = Mutex<HashMap<K, Arc<tokio::sync::Mutex<T>>>>;

/// The memory of a process. Several processes remember each for itself and follow the same database.
#[derive(Default)]
pub struct Ingatan {
    salinan: Milik<KodeDaerah, Salinan>,
    terikut: Milik<(KodeDaerah, String), Terikut>,
    jumlah: Mutex<HashMap<(KodeDaerah, Date), Arc<Jumlah>>>,
}

fn kunci<T>(m: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nobody panics while holding it, and what it guards is whole at any moment.
    m.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Ingatan {
    /// The proofs of a regency that count or once did. A proof that changed replaces what it said before and touches no
    /// other duty. O(proofs changed since the last time).
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn bukti(&self, store: &Store, daerah: &KodeDaerah) -> Result<Arc<PerTugas>, Galat> {
        let salinan = kunci(&self.salinan).entry(daerah.clone()).or_default().clone();
        let mut s = salinan.lock().await;
        let sampai = s.sampai;
        s.sampai = susul(store, daerah, bukti::KODE, sampai, |e| s.terima(&e)).await?;
        Ok(s.tugas.clone())
    }

    /// The entries of a register that is followed, in any state, with these of their fields. O(entries changed since the
    /// last time).
    ///
    /// # Errors
    /// When the database does not answer.
    pub(crate) async fn entri(
        &self,
        store: &Store,
        daerah: &KodeDaerah,
        def: &RegisterDef,
        medan: &BTreeSet<&str>,
    ) -> Result<Arc<PerId>, Galat> {
        let kode = (daerah.clone(), def.kode.to_string());
        let terikut = kunci(&self.terikut).entry(kode).or_default().clone();
        let mut t = terikut.lock().await;
        let sampai = t.sampai;
        t.sampai = susul(store, daerah, &def.kode, sampai, |e| {
            if t.entri.get(&e.id).is_none_or(|lama| lama.versi < e.versi) {
                Arc::make_mut(&mut t.entri).insert(e.id, ringkas(def, medan, e));
            }
        })
        .await?;
        Ok(t.entri.clone())
    }

    /// The counts of a past day, if they are remembered.
    pub(crate) fn ingat(&self, daerah: &KodeDaerah, hari: Date) -> Option<Arc<Jumlah>> {
        kunci(&self.jumlah).get(&(daerah.clone(), hari)).cloned()
    }

    /// Remembers the counts of a past day.
    pub(crate) fn simpan(&self, daerah: &KodeDaerah, hari: Date, jumlah: Arc<Jumlah>) {
        let mut semua = kunci(&self.jumlah);
        if semua.len() >= MAKS_HARI {
            semua.clear();
        }
        semua.insert((daerah.clone(), hari), jumlah);
    }
}

/// Hands over the entries of a register that changed since `sampai`, ms, and says until when it has looked.
async fn susul(
    store: &Store,
    daerah: &KodeDaerah,
    register: &str,
    sampai: i64,
    mut terima: impl FnMut(Entri),
) -> Result<i64, Galat> {
    let kini = store.jam().kini().as_millisecond();
    let mut setelah = (sampai - TUNDA, IdEntri(uuid::Uuid::nil()));
    loop {
        let bagian = store.berubah(daerah, register, setelah, KELOMPOK).await?;
        let Some(akhir) = bagian.last() else { break };
        setelah = (akhir.diubah, akhir.id);
        bagian.into_iter().for_each(&mut terima);
    }
    // What bears a time to come is read again until then; nothing that a large import brought is, for ever.
    Ok(sampai.max(kini))
}

impl Salinan {
    fn terima(&mut self, e: &Entri) {
        let lama = self.versi.get(&e.id);
        if lama.is_some_and(|(v, _)| *v >= e.versi) {
            return;
        }
        let lama = lama.and_then(|(_, t)| t.clone());
        let baru = bukti::fakta(e);
        let tugas = baru.as_ref().map(|(t, _)| t.clone());
        self.versi.insert(e.id, (e.versi, tugas));
        let semua = Arc::make_mut(&mut self.tugas);
        if let Some(f) = lama.and_then(|t| semua.get_mut(&t)) {
            Arc::make_mut(f).retain(|f| f.entri != e.id);
        }
        if let Some((tugas, f)) = baru {
            Arc::make_mut(semua.entry(tugas).or_default()).push(f);
        }
    }
}
