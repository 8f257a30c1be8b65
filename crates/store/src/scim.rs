//! What is remembered of the programs that keep accounts (SCIM): who they are, which roles they may grant, and what they
//! call the accounts. Tokens come in as they are and are kept as digests only.

use kernel::{Galat, Peran, profil::KodeDaerah};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{Catatan, Store, akun::SELANG, mustahil, pada};

/// A program that keeps the accounts of a regency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KlienScim {
    /// Its number: what it does to accounts is noted under it.
    pub id: Uuid,
    /// Its name for people.
    pub nama: String,
    /// Digest of its token.
    pub sidik: Vec<u8>,
    /// Roles that it may grant and take; none when empty.
    pub peran: Vec<Peran>,
    /// It may be used.
    pub aktif: bool,
    /// Registered, ms.
    pub dibuat: i64,
    /// Until when its token is good, ms.
    pub kadaluarsa: i64,
    /// When it was last used, ms, to a few minutes.
    pub terakhir: Option<i64>,
}

impl KlienScim {
    /// Whether its token opens anything at a moment (ms).
    pub fn berlaku(&self, kini: i64) -> bool {
        self.aktif && kini < self.kadaluarsa
    }

    /// The digest under which a token is kept.
    pub fn sidik(token: &str) -> Vec<u8> {
        Sha256::digest(token.as_bytes()).to_vec()
    }
}

/// An account as such a program knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AkunScim {
    /// The account.
    pub akun: Uuid,
    /// What the program calls it.
    pub luar: Option<String>,
    /// The program deleted it: the account stays, closed, and the program does not see it.
    pub dihapus: bool,
}

impl Store {
    /// The programs that keep accounts of a regency, by name; also those turned off.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn scim_klien(&self, daerah: &KodeDaerah) -> Result<Vec<KlienScim>, Galat> {
        pada!(&self.db, sql, kolam, baca => sql::scim::klien(kolam, daerah, None).await)
    }

    /// The program that a token belongs to, if it is turned on and the token has not run out; notes that it was used.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn scim_siapa(&self, daerah: &KodeDaerah, token: &str) -> Result<Option<KlienScim>, Galat> {
        let sidik = KlienScim::sidik(token);
        let semua = pada!(&self.db, sql, kolam, baca => sql::scim::klien(kolam, daerah, Some(&sidik)).await)?;
        let kini = self.jam.kini().as_millisecond();
        let klien = semua.into_iter().find(|k| k.berlaku(kini));
        if let Some(k) = klien
            .as_ref()
            .filter(|k| k.terakhir.is_none_or(|t| t + SELANG <= kini))
        {
            pada!(&self.db, sql, kolam, tulis => sql::scim::sentuh(kolam, daerah, k.id, kini).await)?;
        }
        Ok(klien)
    }

    /// Keeps a program as it is now, together with the note of what was done to it. When it was last used is not
    /// touched.
    ///
    /// # Errors
    /// [`Galat::Ditolak`] when who does it is no administrator any more.
    pub async fn scim_simpan_klien(
        &self,
        daerah: &KodeDaerah,
        k: &KlienScim,
        catatan: &Catatan,
    ) -> Result<(), Galat> {
        let kini = self.jam.kini();
        pada!(&self.db, sql, kolam, tulis => sql::scim::simpan_klien(kolam, daerah, k, catatan, kini).await)
    }

    /// What a program calls the accounts it knows.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn scim_akun(&self, daerah: &KodeDaerah, klien: Uuid) -> Result<Vec<AkunScim>, Galat> {
        pada!(&self.db, sql, kolam, baca => sql::scim::akun(kolam, daerah, klien).await)
    }

    /// Notes what a program calls an account; false when it calls another one so.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn scim_tautkan(&self, daerah: &KodeDaerah, klien: Uuid, a: &AkunScim) -> Result<bool, Galat> {
        if a.luar.as_deref().is_some_and(mustahil) {
            return Ok(false);
        }
        pada!(&self.db, sql, kolam, tulis => sql::scim::tautkan(kolam, daerah, klien, a).await)
    }
}
