//! Things kept for a while: drafts of forms, under a secret that only their owner holds, closed while they lie here.

use kernel::{Galat, Peta, profil::KodeDaerah};
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    Store, pada,
    tertutup::{buka_draf, tutup_draf},
};

fn sidik(rahasia: &str) -> Vec<u8> {
    Sha256::digest(rahasia.as_bytes()).to_vec()
}

/// What was typed, as it was typed, but for NUL, which PostgreSQL's JSON does not take.
fn bersih(isi: &Peta) -> Peta {
    fn nilai(v: &Value) -> Value {
        match v {
            Value::String(s) => s.replace('\0', "").into(),
            Value::Array(a) => a.iter().map(nilai).collect(),
            Value::Object(o) => bersih(o).into(),
            v => v.clone(),
        }
    }
    isi.iter().map(|(k, v)| (k.replace('\0', ""), nilai(v))).collect()
}

impl Store {
    /// Keeps a draft under a secret until a moment (ms), replacing the one before; `akun` when it is one account's.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn simpan_draf(
        &self,
        daerah: &KodeDaerah,
        rahasia: &str,
        akun: Option<Uuid>,
        isi: &Peta,
        sampai: i64,
    ) -> Result<(), Galat> {
        let s = sidik(rahasia);
        let isi = tutup_draf(&self.cincin, daerah, &s, &bersih(isi))?;
        pada!(&self.db, sql, kolam, tulis => sql::titipan::simpan_draf(kolam, daerah, &s, akun, &isi, sampai).await)
    }

    /// The draft under a secret, with the account it belongs to; one that was altered behind the program's back is as good
    /// as gone.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn draf(
        &self,
        daerah: &KodeDaerah,
        rahasia: &str,
    ) -> Result<Option<(Option<Uuid>, Peta)>, Galat> {
        let (s, kini) = (sidik(rahasia), self.jam.kini().as_millisecond());
        let ada = pada!(&self.db, sql, kolam, baca => sql::titipan::draf(kolam, daerah, &s, kini).await)?;
        Ok(ada.and_then(|(akun, isi)| Some((akun, buka_draf(&self.cincin, daerah, &s, isi)?))))
    }

    /// Forgets a draft.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn hapus_draf(&self, daerah: &KodeDaerah, rahasia: &str) -> Result<(), Galat> {
        let s = sidik(rahasia);
        pada!(&self.db, sql, kolam, tulis => sql::titipan::hapus_draf(kolam, daerah, &s).await)
    }

    /// How many requests since a moment (ms) bear a key under `awal`, a path that ends with a slash.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn jumlah_kunci(&self, daerah: &KodeDaerah, awal: &str, sejak: i64) -> Result<i64, Galat> {
        pada!(&self.db, sql, kolam, baca => sql::titipan::jumlah_kunci(kolam, daerah, awal, sejak).await)
    }

    /// Forgets what has run out: drafts, sessions a day after their end (so that what was being typed finds its owner),
    /// request keys older than two days (those of messages from outside, which come again late, after a year), uploads
    /// that nothing used for a day, what became of messages a month ago, codes and tokens of applications, sign-ins to
    /// them a year ago. Returns how many rows went.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn bersihkan(&self) -> Result<u64, Galat> {
        const HARI: i64 = 86_400_000;
        let kini = self.jam.kini().as_millisecond();
        let n = pada!(&self.db, sql, kolam, tulis => sql::titipan::bersihkan(kolam, kini, kini - HARI, [kini - 2 * HARI, kini - 366 * HARI], kini - 31 * HARI).await)?;
        let yatim = pada!(&self.db, sql, kolam, tulis => sql::titipan::hapus_yatim(kolam, kini - HARI, &self.berkas).await)?;
        Ok(n + yatim)
    }
}
