//! How often one address may do what everybody may do: enough for a household behind one address, not for a flood.

use std::{num::NonZeroU32, time::Duration};

use governor::{
    DefaultKeyedRateLimiter, Quota, RateLimiter,
    clock::{Clock, DefaultClock},
};
use kernel::Galat;

/// The limits, each per address.
pub struct Batas {
    kirim: DefaultKeyedRateLimiter<String>,
    unggah: DefaultKeyedRateLimiter<String>,
    lacak: DefaultKeyedRateLimiter<String>,
}

fn baru(tiap: Duration, sekaligus: u32) -> DefaultKeyedRateLimiter<String> {
    let sekaligus = NonZeroU32::new(sekaligus).unwrap_or(NonZeroU32::MIN);
    let kuota = Quota::with_period(tiap).unwrap_or(Quota::per_minute(NonZeroU32::MIN));
    RateLimiter::keyed(kuota.allow_burst(sekaligus))
}

impl Default for Batas {
    fn default() -> Self {
        Batas {
            kirim: baru(Duration::from_secs(5), 60),
            unggah: baru(Duration::from_secs(2), 60),
            // A tracking code has 60 bits; this keeps even a patient guesser at nothing.
            lacak: baru(Duration::from_secs(10), 30),
        }
    }
}

fn periksa(batas: &DefaultKeyedRateLimiter<String>, alamat: &str) -> Result<(), Galat> {
    batas.check_key(&alamat.to_owned()).map_err(|tunggu| {
        let detik = tunggu.wait_time_from(DefaultClock::default().now()).as_secs() + 1;
        Galat::TerlaluSering { detik }
    })
}

impl Batas {
    /// Filing something without account.
    ///
    /// # Errors
    /// [`Galat::TerlaluSering`] with the seconds to wait.
    pub fn kirim(&self, alamat: &str) -> Result<(), Galat> {
        periksa(&self.kirim, alamat)
    }

    /// Uploading a photograph without account.
    ///
    /// # Errors
    /// [`Galat::TerlaluSering`] with the seconds to wait.
    pub fn unggah(&self, alamat: &str) -> Result<(), Galat> {
        periksa(&self.unggah, alamat)
    }

    /// Trying a tracking code.
    ///
    /// # Errors
    /// [`Galat::TerlaluSering`] with the seconds to wait.
    pub fn lacak(&self, alamat: &str) -> Result<(), Galat> {
        periksa(&self.lacak, alamat)
    }

    /// Forgets addresses that have been quiet, so that the tables do not grow for ever.
    pub fn lupakan(&self) {
        for b in [&self.kirim, &self.unggah, &self.lacak] {
            b.retain_recent();
        }
    }
}
