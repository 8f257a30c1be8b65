//! Filters that let many entries pass, remembered for a while: by which index a list is read hangs on it, what the list
//! shows does not. What many have, many still have ten minutes later; what few have is asked again each time.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use kernel::{izin::Wewenang, profil::KodeDaerah};

/// How long it is believed.
const UMUR: Duration = Duration::from_secs(600);
/// Most filters remembered; beyond that all are forgotten, which costs one look each.
const MAKS: usize = 10_000;

/// A filter: regency, register, what is compared, and the values that fit.
pub(super) type Saring = (KodeDaerah, String, String, Vec<String>);

/// The filter of a register on one thing.
pub(super) fn saring(w: &Wewenang, apa: &str, nilai: &[String]) -> Saring {
    (
        w.daerah().clone(),
        w.register().to_owned(),
        apa.to_owned(),
        nilai.to_vec(),
    )
}

/// What this process remembers.
#[derive(Debug, Default)]
pub(crate) struct Lumrah(Mutex<HashMap<Saring, Instant>>);

impl Lumrah {
    /// Whether many entries passed that filter not long ago.
    pub(super) fn tahu(&self, s: &Saring) -> bool {
        let isi = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        isi.get(s).is_some_and(|sejak| sejak.elapsed() < UMUR)
    }

    /// Many entries pass that filter.
    pub(super) fn ingat(&self, s: Saring) {
        let mut isi = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if isi.len() >= MAKS {
            isi.clear();
        }
        isi.insert(s, Instant::now());
    }
}
