//! Passkeys of accounts. What they sign is checked before it comes here; here an answer counts once and a counter
//! never goes back, whichever process is asked.

use kernel::{Akun, Galat, profil::KodeDaerah};

use crate::{Catatan, Store, pada};

/// A passkey of an account.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct KunciSandi {
    /// What the device calls it.
    pub kredensial: Vec<u8>,
    /// Its public key, as the device wrote it (COSE).
    pub kunci: Vec<u8>,
    /// What its owner calls it.
    pub nama: String,
    /// How often it signed, where the device counts; else 0.
    pub hitung: i64,
    /// Made, ms.
    pub dibuat: i64,
    /// Last used, ms.
    pub terakhir: Option<i64>,
}

/// A challenge that was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tantangan {
    /// What tells it apart.
    pub isi: Vec<u8>,
    /// When it runs out, ms: until then it is remembered.
    pub sampai: i64,
}

/// What became of a new passkey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pasang {
    /// It is the account's.
    Sah,
    /// The challenge was answered before.
    Terpakai,
    /// The account has as many as it may.
    Penuh,
    /// It is somebody's already.
    Ada,
}

/// What became of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pakai {
    /// It counts.
    Sah,
    /// The challenge was answered before.
    Terpakai,
    /// The counter did not go forward: there may be two devices with one key.
    Mundur,
}

impl Store {
    /// The passkeys of an account, oldest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn kunci_sandi(&self, akun: &Akun) -> Result<Vec<KunciSandi>, Galat> {
        pada!(&self.db, sql, kolam, baca => sql::kunci_sandi::semua(kolam, akun).await)
    }

    /// The passkey of that name in a regency, with the login name of its owner.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn pemilik_kunci(
        &self,
        daerah: &KodeDaerah,
        kredensial: &[u8],
    ) -> Result<Option<(String, KunciSandi)>, Galat> {
        pada!(&self.db, sql, kolam, baca => sql::kunci_sandi::pemilik(kolam, daerah, kredensial).await)
    }

    /// Gives an account a passkey, if it has fewer than `maks`.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn pasang_kunci(
        &self,
        akun: &Akun,
        k: &KunciSandi,
        t: &Tantangan,
        maks: i64,
    ) -> Result<Pasang, Galat> {
        let kini = self.jam.kini().as_millisecond();
        pada!(&self.db, sql, kolam, tulis => sql::kunci_sandi::pasang(kolam, akun, k, t, maks, kini).await)
    }

    /// Takes an answer of a passkey with the counter it came with.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn pakai_kunci(
        &self,
        akun: &Akun,
        kredensial: &[u8],
        hitung: i64,
        t: &Tantangan,
    ) -> Result<Pakai, Galat> {
        let kini = self.jam.kini().as_millisecond();
        pada!(&self.db, sql, kolam, tulis => sql::kunci_sandi::pakai(kolam, akun, kredensial, hitung, t, kini).await)
    }

    /// Takes a passkey from an account and notes who did it; false when the account has none of that name.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn lepas_kunci(&self, akun: &Akun, kredensial: &[u8], c: &Catatan) -> Result<bool, Galat> {
        let kini = self.jam.kini();
        pada!(&self.db, sql, kolam, tulis => sql::kunci_sandi::lepas(kolam, akun, kredensial, c, kini).await)
    }
}
