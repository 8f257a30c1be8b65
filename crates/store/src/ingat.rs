//! Who a session speaks for, remembered for a moment: it is asked before every request. What this process changes
//! about accounts and sessions it forgets at once; what another process changes it learns after [`UMUR`].

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use kernel::{Akun, profil::KodeDaerah};

use crate::JenisSesi;

/// How long an answer is believed.
const UMUR: Duration = Duration::from_secs(2);
/// Most answers remembered; beyond that all are forgotten, which costs one look-up each.
const MAKS: usize = 10_000;

type Kunci = (KodeDaerah, JenisSesi, Vec<u8>);

#[derive(Debug)]
struct Jawaban {
    akun: Akun,
    /// Ms: when the session ends.
    sampai: i64,
    sejak: Instant,
}

/// The answers of this process.
#[derive(Debug, Default)]
pub(crate) struct Ingatan(Mutex<Isi>);

#[derive(Debug, Default)]
struct Isi {
    /// How often everything was forgotten: an answer asked for before is not remembered after.
    giliran: u64,
    jawaban: HashMap<Kunci, Jawaban>,
}

impl Ingatan {
    fn isi(&self) -> MutexGuard<'_, Isi> {
        // Nobody panics while holding it, and if somebody did, the answers would still be answers.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The account of a session that has not run out at `kini` (ms), or the turn under which to remember it.
    pub(crate) fn ambil(&self, kunci: &Kunci, kini: i64) -> Result<Akun, u64> {
        let isi = self.isi();
        match isi.jawaban.get(kunci) {
            Some(j) if j.sejak.elapsed() < UMUR && j.sampai > kini => Ok(j.akun.clone()),
            _ => Err(isi.giliran),
        }
    }

    /// Remembers an answer, unless something was changed since it was asked for.
    pub(crate) fn simpan(&self, giliran: u64, kunci: Kunci, akun: &Akun, sampai: i64) {
        let mut isi = self.isi();
        if isi.giliran != giliran {
            return;
        }
        if isi.jawaban.len() >= MAKS {
            isi.jawaban.clear();
        }
        let jawaban = Jawaban {
            akun: akun.clone(),
            sampai,
            sejak: Instant::now(),
        };
        isi.jawaban.insert(kunci, jawaban);
    }

    /// Forgets everything when the value returned is dropped: after the change of an account or a session, whatever
    /// became of it.
    pub(crate) fn lupa_nanti(&self) -> Lupa<'_> {
        Lupa(self)
    }
}

/// Forgetting that is due.
#[must_use]
pub(crate) struct Lupa<'a>(&'a Ingatan);

impl Drop for Lupa<'_> {
    fn drop(&mut self) {
        let mut isi = self.0.isi();
        isi.giliran += 1;
        isi.jawaban.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kunci(n: u8) -> Kunci {
        (
            KodeDaerah::try_from("antah".to_owned()).unwrap(),
            JenisSesi::Web,
            vec![n],
        )
    }

    fn akun() -> Akun {
        Akun {
            id: uuid::Uuid::nil(),
            daerah: kunci(0).0,
            pengguna: "polan".into(),
            nama: "Polan".into(),
            peran: Vec::new(),
        }
    }

    #[test]
    fn an_answer_lasts_until_the_session_ends_or_something_changes() {
        let i = Ingatan::default();
        let giliran = i.ambil(&kunci(1), 10).unwrap_err();
        i.simpan(giliran, kunci(1), &akun(), 20);
        assert_eq!(i.ambil(&kunci(1), 19).unwrap(), akun());
        assert!(i.ambil(&kunci(1), 20).is_err(), "the session has ended");
        assert!(i.ambil(&kunci(2), 19).is_err(), "another secret");
        let mut lain = kunci(1);
        lain.1 = JenisSesi::Token;
        assert!(i.ambil(&lain, 19).is_err(), "another kind");
        drop(i.lupa_nanti());
        assert!(i.ambil(&kunci(1), 19).is_err());
    }

    #[test]
    fn what_was_asked_before_a_change_is_not_remembered_after_it() {
        let i = Ingatan::default();
        let giliran = i.ambil(&kunci(1), 10).unwrap_err();
        drop(i.lupa_nanti());
        i.simpan(giliran, kunci(1), &akun(), 20);
        assert!(i.ambil(&kunci(1), 10).is_err());
    }

    #[test]
    fn memory_is_bounded() {
        let i = Ingatan::default();
        for n in 0..MAKS + 5 {
            let k = (kunci(0).0, JenisSesi::Web, n.to_be_bytes().to_vec());
            i.simpan(0, k, &akun(), 20);
        }
        assert!(i.isi().jawaban.len() <= MAKS);
    }
}
