//! The chest: the channel's secret key while an inspector has it unlocked. In the memory of this process only, for one
//! session, until a quarter of an hour passes without use; never on disk, never to another process.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use jiff::{SignedDuration, Timestamp};
use kernel::Galat;
use tokio::sync::Semaphore;

use crate::sandi::Kunci;

/// How long a key lies unlocked without being used.
pub const LAMA: SignedDuration = SignedDuration::from_mins(15);

struct Isi {
    kunci: Arc<Kunci>,
    sampai: Timestamp,
}

/// The unlocked keys of this process.
pub struct Peti {
    isi: Mutex<HashMap<String, Isi>>,
    /// Stretching a pass-phrase takes 64 MiB: one at a time.
    antre: Semaphore,
}

impl Default for Peti {
    fn default() -> Self {
        Peti {
            isi: Mutex::default(),
            antre: Semaphore::new(1),
        }
    }
}

impl Peti {
    fn pakai<T>(&self, f: impl FnOnce(&mut HashMap<String, Isi>) -> T) -> T {
        f(&mut self.isi.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Keeps a key unlocked for a session.
    pub fn taruh(&self, sesi: String, kunci: Kunci, kini: Timestamp) {
        let kunci = Arc::new(kunci);
        self.pakai(|m| {
            m.insert(
                sesi,
                Isi {
                    kunci,
                    sampai: kini + LAMA,
                },
            )
        });
    }

    /// The key that a session has unlocked. Using it keeps it unlocked; keys of others that have run out are wiped.
    pub fn ambil(&self, sesi: &str, kini: Timestamp) -> Option<Arc<Kunci>> {
        self.pakai(|m| {
            m.retain(|_, i| i.sampai > kini);
            let i = m.get_mut(sesi)?;
            i.sampai = kini + LAMA;
            Some(i.kunci.clone())
        })
    }

    /// Locks a session's key again.
    pub fn kunci(&self, sesi: &str) {
        self.pakai(|m| m.remove(sesi));
    }

    /// Wipes keys that have run out.
    pub fn sapu(&self, kini: Timestamp) {
        self.pakai(|m| m.retain(|_, i| i.sampai > kini));
    }

    /// Does something slow with a pass-phrase, one at a time and beside the threads that answer requests.
    ///
    /// # Errors
    /// When the process is stopping.
    pub async fn berat<T: Send + 'static>(&self, f: impl FnOnce() -> T + Send + 'static) -> Result<T, Galat> {
        let _giliran = self
            .antre
            .acquire()
            .await
            .map_err(|e| Galat::dalam("waiting for a turn", e))?;
        tokio::task::spawn_blocking(f)
            .await
            .map_err(|_| Galat::dalam("stretching a pass-phrase", "the task ended badly"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandi::kunci_baru;

    #[test]
    fn a_key_lies_open_for_its_session_and_a_quarter_of_an_hour() {
        let p = Peti::default();
        let t: Timestamp = "2026-11-23T09:00:00+07:00".parse().unwrap();
        let menit = SignedDuration::from_mins;
        p.taruh("a".into(), kunci_baru(), t);
        assert!(p.ambil("b", t).is_none());
        assert!(p.ambil("a", t + menit(14)).is_some());
        assert!(p.ambil("a", t + menit(28)).is_some(), "use keeps it open");
        assert!(p.ambil("a", t + menit(43)).is_none());
        p.taruh("a".into(), kunci_baru(), t);
        p.kunci("a");
        assert!(p.ambil("a", t).is_none());
        p.taruh("a".into(), kunci_baru(), t);
        p.sapu(t + menit(15));
        assert_eq!(p.pakai(|m| m.len()), 0);
    }
}
