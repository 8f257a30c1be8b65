//! Failed log-ins, and who has to slow down because of them. Log-ins that succeed cost nothing: a whole office behind
//! one address logs in within minutes every Monday.

use std::{
    collections::HashMap,
    num::NonZeroU32,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use governor::{
    DefaultKeyedRateLimiter, Quota, RateLimiter,
    clock::{Clock, DefaultClock},
};
use kernel::Galat;

/// Failures of one account or one address before they have to wait.
const GAGAL: u32 = 10;
/// How long it takes until one more failure is forgiven.
const MAAF: Duration = Duration::from_secs(90);
/// Names remembered before those that have been quiet are forgotten.
const MAKS: usize = 10_000;

type Saat = <DefaultClock as Clock>::Instant;

/// The failures of accounts and addresses.
pub(crate) struct Percobaan {
    jam: DefaultClock,
    gagal: DefaultKeyedRateLimiter<String>,
    /// Who has to wait, until when.
    tunggu: Mutex<HashMap<String, Saat>>,
}

impl Default for Percobaan {
    fn default() -> Self {
        // The failure that finds nothing left begins the wait, so one less is let through.
        let kuota = Quota::with_period(MAAF)
            .unwrap_or(Quota::per_minute(NonZeroU32::MIN))
            .allow_burst(NonZeroU32::new(GAGAL - 1).unwrap_or(NonZeroU32::MIN));
        Percobaan {
            jam: DefaultClock::default(),
            gagal: RateLimiter::keyed(kuota),
            tunggu: Mutex::default(),
        }
    }
}

impl Percobaan {
    /// Whether all of these may try now.
    ///
    /// # Errors
    /// [`Galat::TerlaluSering`] with the seconds to wait.
    pub(crate) fn boleh(&self, siapa: &[String]) -> Result<(), Galat> {
        let tunggu = self.tunggu.lock().unwrap_or_else(PoisonError::into_inner);
        self.ditunggu(&tunggu, siapa)
    }

    fn ditunggu(&self, tunggu: &HashMap<String, Saat>, siapa: &[String]) -> Result<(), Galat> {
        let kini = self.jam.now();
        match siapa.iter().filter_map(|s| tunggu.get(s)).max() {
            Some(sampai) if *sampai > kini => Err(Galat::TerlaluSering {
                detik: sampai.duration_since(kini).as_secs() + 1,
            }),
            _ => Ok(()),
        }
    }

    /// Notes a failure of each of these.
    pub(crate) fn gagal(&self, siapa: &[String]) {
        let mut tunggu = self.tunggu.lock().unwrap_or_else(PoisonError::into_inner);
        self.hitung(&mut tunggu, siapa);
    }

    fn hitung(&self, tunggu: &mut HashMap<String, Saat>, siapa: &[String]) {
        if self.gagal.len() > MAKS {
            self.gagal.retain_recent();
        }
        let kini = self.jam.now();
        tunggu.retain(|_, sampai| *sampai > kini);
        for s in siapa {
            if let Err(n) = self.gagal.check_key(s) {
                tunggu.insert(s.clone(), n.earliest_possible());
            }
        }
    }

    /// Asks, tries and counts in one go: of many guesses sent at once, those behind the last that is let through are
    /// not looked at. `coba` is quick: all others wait for it.
    ///
    /// # Errors
    /// [`Galat::TerlaluSering`] with the seconds to wait.
    pub(crate) fn sekali<T>(
        &self,
        siapa: &[String],
        coba: impl FnOnce() -> Option<T>,
    ) -> Result<Option<T>, Galat> {
        let mut tunggu = self.tunggu.lock().unwrap_or_else(PoisonError::into_inner);
        self.ditunggu(&tunggu, siapa)?;
        let hasil = coba();
        if hasil.is_none() {
            self.hitung(&mut tunggu, siapa);
        }
        Ok(hasil)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_make_wait_and_successes_do_not() {
        let p = Percobaan::default();
        let (akun, alamat) = ("serang/ayu".to_owned(), "@10.0.0.1".to_owned());
        for _ in 0..GAGAL {
            assert!(p.boleh(&[akun.clone(), alamat.clone()]).is_ok());
            p.gagal(std::slice::from_ref(&akun));
        }
        let Err(Galat::TerlaluSering { detik }) = p.boleh(&[akun, alamat.clone()]) else {
            panic!("ten failures make wait");
        };
        assert!((1..=91).contains(&detik), "{detik}");
        // Others, and others behind the same address, are not held up.
        for _ in 0..100 {
            assert!(p.boleh(&["serang/made".to_owned(), alamat.clone()]).is_ok());
        }
    }

    #[test]
    fn of_many_at_once_only_the_first_are_looked_at() {
        let p = Percobaan::default();
        let siapa = ["serang/ayu".to_owned()];
        let dilihat = std::sync::atomic::AtomicUsize::new(0);
        std::thread::scope(|s| {
            for _ in 0..200 {
                s.spawn(|| {
                    let _ = p.sekali(&siapa, || {
                        dilihat.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                        None::<()>
                    });
                });
            }
        });
        assert_eq!(dilihat.into_inner(), GAGAL as usize);
        // What was right is not counted.
        let lain = ["serang/made".to_owned()];
        for _ in 0..50 {
            assert_eq!(p.sekali(&lain, || Some(1)).unwrap(), Some(1));
        }
    }
}
