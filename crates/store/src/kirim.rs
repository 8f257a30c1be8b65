//! The outbox: messages that were promised in the transaction of what they tell of, sent later, tried again when
//! sending fails, never lost by a crash. Several processes may send; each message is taken by one.

use kernel::{Galat, profil::KodeDaerah};
use serde::Deserialize;
use uuid::Uuid;

use crate::{Store, pada};

/// A message to send.
#[derive(Clone, Debug)]
pub struct Kiriman {
    /// Regency.
    pub daerah: KodeDaerah,
    /// Id.
    pub id: Uuid,
    /// What it is about.
    pub muatan: Muatan,
    /// How often it was tried before.
    pub coba: i64,
}

/// What a message is about.
#[derive(Clone, Debug, Deserialize)]
pub struct Muatan {
    /// Register of the entry.
    pub register: String,
    /// The entry.
    pub entri: Uuid,
    /// Its number.
    pub nomor: String,
    /// Where to (as [`kernel::register::Kabar::ke`]; the key is older than the other ways).
    #[serde(rename = "surel")]
    pub ke: String,
    /// Which words.
    pub acara: String,
    /// What they say.
    pub isi: kernel::Peta,
}

/// What became of a message to another program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Antar {
    /// Id of the message.
    pub id: Uuid,
    /// The entry that describes the other program.
    pub tujuan: Uuid,
    /// What it told of.
    pub acara: String,
    /// Number of the entry that it told of.
    pub nomor: String,
    /// When it was last tried, ms.
    pub waktu: i64,
    /// How often it was tried.
    pub coba: i64,
    /// HTTP status of the last answer.
    pub kode: Option<i64>,
    /// Why it did not go; none when it went.
    pub galat: Option<String>,
}

/// How long a taken message is left to whoever took it, ms.
const PEGANG: i64 = 120_000;
/// Tries before a message is given up.
pub const MAKS_COBA: i64 = 10;

impl Store {
    /// Takes up to `batas` due messages for sending; they come back by themselves if nobody says how it went.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn ambil_kiriman(&self, batas: i64) -> Result<Vec<Kiriman>, Galat> {
        let kini = self.jam.kini().as_millisecond();
        pada!(&self.db, sql, kolam, tulis => sql::kirim::ambil(kolam, kini, kini + PEGANG, batas).await)
    }

    /// The message is sent: it is forgotten, with the address in it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn kiriman_terkirim(&self, k: &Kiriman) -> Result<(), Galat> {
        pada!(&self.db, sql, kolam, tulis => sql::kirim::hapus(kolam, &k.daerah, k.id).await)
    }

    /// Sending failed: tried again after 1, 2, 4 … minutes, ten times in all, then kept for the operator to see.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn kiriman_gagal(&self, k: &Kiriman, galat: &str) -> Result<(), Galat> {
        let jeda = 60_000_i64 << k.coba.clamp(0, 9);
        let berikut = (k.coba + 1 < MAKS_COBA).then(|| self.jam.kini().as_millisecond() + jeda);
        let galat = galat.replace('\0', "");
        pada!(&self.db, sql, kolam, tulis => sql::kirim::gagal(kolam, &k.daerah, k.id, berikut, &galat).await)
    }

    /// Notes how a message to another program went; a further try replaces the one before.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn catat_antar(&self, daerah: &KodeDaerah, a: &Antar) -> Result<(), Galat> {
        pada!(&self.db, sql, kolam, tulis => sql::kirim::catat_antar(kolam, daerah, a).await)
    }

    /// The last messages to another program, newest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn antar(&self, daerah: &KodeDaerah, tujuan: Uuid, batas: i64) -> Result<Vec<Antar>, Galat> {
        pada!(&self.db, sql, kolam, baca => sql::kirim::antar(kolam, daerah, tujuan, batas).await)
    }

    /// Messages waiting, and messages given up.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn antrean_kiriman(&self) -> Result<(i64, i64), Galat> {
        pada!(&self.db, sql, kolam, baca => sql::kirim::antrean(kolam).await)
    }
}
