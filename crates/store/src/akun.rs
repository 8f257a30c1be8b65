//! Accounts, their roles, their sessions and API tokens. Secrets are hashed before they come here.

use kernel::{Akun, Galat, Pelaku, Peran, nilai::KodeUnit, profil::KodeDaerah};
use uuid::Uuid;

use crate::{Store, pada};

/// An account with the hash of its password.
#[derive(Clone, Debug)]
pub struct AkunSimpan {
    /// The account.
    pub akun: Akun,
    /// PHC string.
    pub sandi: String,
    /// May log in.
    pub aktif: bool,
}

/// What a secret opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JenisSesi {
    /// A browser.
    Web,
    /// A machine.
    Token,
    /// A calendar program: it reads the deadlines of its owner and nothing else.
    Kalender,
}

impl JenisSesi {
    fn kode(self) -> &'static str {
        match self {
            JenisSesi::Web => "web",
            JenisSesi::Token => "token",
            JenisSesi::Kalender => "kalender",
        }
    }
}

impl Store {
    /// Adds an account, or replaces name, password, roles and standing of the one with that login name.
    ///
    /// # Errors
    /// A role in a unit that the regency does not have.
    pub async fn simpan_akun(&self, a: &AkunSimpan) -> Result<Uuid, Galat> {
        let profil = self.daerah.get(&a.akun.daerah).ok_or(Galat::TidakDitemukan)?;
        for (_, KodeUnit(u)) in &a.akun.peran {
            if profil.unit(u).is_none() {
                return Err(Galat::medan(
                    "unit",
                    "Perangkat daerah ini tidak ada di profil daerah.",
                ));
            }
        }
        for (medan, teks) in [("pengguna", &a.akun.pengguna), ("nama", &a.akun.nama)] {
            if crate::mustahil(teks) {
                return Err(Galat::medan(
                    medan,
                    "Hapus karakter yang tidak tampak, lalu simpan lagi.",
                ));
            }
        }
        let kini = self.jam.kini().as_millisecond();
        pada!(&self.db, sql, kolam, tulis => sql::akun::simpan(kolam, a, kini).await)
    }

    /// The account with that login name.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn akun(&self, daerah: &KodeDaerah, pengguna: &str) -> Result<Option<AkunSimpan>, Galat> {
        if crate::mustahil(pengguna) {
            return Ok(None);
        }
        pada!(&self.db, sql, kolam, baca => sql::akun::cari(kolam, daerah, pengguna).await)
    }

    /// All accounts of a regency, by name.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn semua_akun(&self, daerah: &KodeDaerah) -> Result<Vec<AkunSimpan>, Galat> {
        pada!(&self.db, sql, kolam, baca => sql::akun::semua(kolam, daerah).await)
    }

    /// Lets a secret (by its digest) speak for an account until a moment (ms).
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn buka_sesi(
        &self,
        akun: &Akun,
        jenis: JenisSesi,
        nama: &str,
        sidik: &[u8],
        sampai: i64,
    ) -> Result<(), Galat> {
        let kini = self.jam.kini().as_millisecond();
        pada!(&self.db, sql, kolam, tulis => sql::akun::buka_sesi(kolam, akun, jenis.kode(), nama, sidik, kini, sampai).await)
    }

    /// Who a secret speaks for: an active account whose session has not run out.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn sesi(
        &self,
        daerah: &KodeDaerah,
        jenis: JenisSesi,
        sidik: &[u8],
    ) -> Result<Option<Pelaku>, Galat> {
        let kini = self.jam.kini().as_millisecond();
        let a = pada!(&self.db, sql, kolam, baca => sql::akun::sesi(kolam, daerah, jenis.kode(), sidik, kini).await)?;
        Ok(a.map(|a| Pelaku::Akun(Box::new(a))))
    }

    /// The account that a session once spoke for, even if it has run out: to give back what was typed to whoever
    /// typed it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn pemilik_sesi(&self, daerah: &KodeDaerah, sidik: &[u8]) -> Result<Option<Uuid>, Galat> {
        pada!(&self.db, sql, kolam, baca => sql::akun::pemilik_sesi(kolam, daerah, sidik).await)
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn tutup_sesi(&self, daerah: &KodeDaerah, sidik: &[u8]) -> Result<(), Galat> {
        let kini = self.jam.kini().as_millisecond();
        pada!(&self.db, sql, kolam, tulis => sql::akun::tutup_sesi(kolam, daerah, sidik, kini).await)
    }
}

pub(crate) fn peran(baris: Vec<(String, String)>) -> Vec<(Peran, KodeUnit)> {
    baris
        .into_iter()
        .filter_map(|(p, u)| Some((Peran::dari_kode(&p)?, KodeUnit(u))))
        .collect()
}

/// A token as the operator sees it: whose, since when, until when; never the secret.
#[derive(Clone, Debug)]
pub struct TokenSimpan {
    /// Digest of the secret: what names the token.
    pub sidik: Vec<u8>,
    /// Login name of its account.
    pub pengguna: String,
    /// What it is for.
    pub nama: String,
    /// Made, ms.
    pub dibuat: i64,
    /// Valid until, ms.
    pub kadaluarsa: i64,
}

impl Store {
    /// Lets an account log in, or no longer; false when there is no such account.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn atur_aktif(&self, daerah: &KodeDaerah, pengguna: &str, aktif: bool) -> Result<bool, Galat> {
        pada!(&self.db, sql, kolam, tulis => sql::akun::atur_aktif(kolam, daerah, pengguna, aktif).await)
    }

    /// The API tokens of a regency that have not run out, oldest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn token(&self, daerah: &KodeDaerah) -> Result<Vec<TokenSimpan>, Galat> {
        let kini = self.jam.kini().as_millisecond();
        pada!(&self.db, sql, kolam, baca => sql::akun::token(kolam, daerah, JenisSesi::Token.kode(), kini).await)
    }

    /// Ends everything of one kind that speaks for an account: all its browsers, or all its tokens.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn tutup_sesi_akun(&self, akun: &Akun, jenis: JenisSesi) -> Result<u64, Galat> {
        pada!(&self.db, sql, kolam, tulis => sql::akun::tutup_sesi_akun(kolam, akun, jenis.kode()).await)
    }
}
