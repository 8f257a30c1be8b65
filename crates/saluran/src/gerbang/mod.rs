//! A channel is whatever carries words between a reporter and the regency: mail, or a gateway to WhatsApp or SMS. The
//! rest of the program knows only this trait; [`http`] is the gateway that any provider's adapter can be put behind.

use std::{future::Future, pin::Pin, sync::Arc};

use kernel::{Galat, Profil, profil::KodeDaerah, register::Surat};
use store::Kiriman;

use crate::{Jadi, Penerima};

mod berkas;
pub mod http;
pub mod masuk;

pub use berkas::baca_berkas;

/// Work that is waited for.
pub type Kerja<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// News on its way out.
#[derive(Clone, Copy)]
pub struct Keluar<'a> {
    /// The message of the outbox.
    pub kiriman: &'a Kiriman,
    /// The regency.
    pub profil: &'a Profil,
    /// Where to: an e-mail address, a telephone number.
    pub ke: &'a str,
    /// What it says.
    pub surat: &'a Surat,
}

/// A message as it came in.
#[derive(Clone, Copy)]
pub struct Bungkus<'a> {
    /// The regency it came to.
    pub daerah: &'a KodeDaerah,
    /// What the carrier said about it, by name in lower case.
    pub kepala: &'a [(String, String)],
    /// The message itself.
    pub isi: &'a [u8],
}

/// Why a message was not taken in.
#[derive(Debug)]
pub enum Tolak {
    /// It does not come from where it says, or not now.
    Palsu,
    /// It cannot be read; why, for whoever keeps the other side.
    Rusak(String),
    /// We cannot just now; it should come again.
    Galat(Galat),
}

impl From<Galat> for Tolak {
    fn from(g: Galat) -> Self {
        Tolak::Galat(g)
    }
}

/// A way to reach reporters and to be reached by them.
pub trait Saluran: Send + Sync {
    /// What stands before the colon of the addresses it serves; `surel` for those without colon.
    fn jenis(&self) -> &str;

    /// Whether it serves that regency.
    fn melayani(&self, daerah: &KodeDaerah) -> bool;

    /// Sends news. The same message may be sent again after an unclear end, under the same id. The error says why not,
    /// without any address, as it is kept and logged.
    fn kirim<'a>(&'a self, k: Keluar<'a>) -> Kerja<'a, Result<(), String>>;

    /// Takes a message in: a report, or a word on one. What comes twice is done once.
    fn terima<'a>(&'a self, penerima: &'a Penerima, b: Bungkus<'a>) -> Kerja<'a, Result<Jadi, Tolak>>;
}

/// The channels of this program.
pub type Semua = Arc<[Arc<dyn Saluran>]>;

/// Kind and address of where news goes.
pub fn urai(ke: &str) -> (&str, &str) {
    ke.split_once(':').unwrap_or(("surel", ke))
}

/// The channel for addresses of that kind in that regency.
pub fn untuk<'a>(
    semua: &'a [Arc<dyn Saluran>],
    daerah: &KodeDaerah,
    jenis: &str,
) -> Option<&'a Arc<dyn Saluran>> {
    semua.iter().find(|s| s.jenis() == jenis && s.melayani(daerah))
}
