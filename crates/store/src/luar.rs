//! Who an account is at the regency's identity provider. One person there is one account here and the other way round:
//! the database holds both.

use kernel::{Akun, Galat, profil::KodeDaerah};

use crate::{AkunSimpan, Catatan, Store, mustahil, pada};

/// A person at a provider that an account is bound to. Who it is there is told to nobody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ikatan {
    /// The issuer.
    pub penerbit: String,
    /// Since, ms.
    pub dibuat: i64,
}

impl Store {
    /// The account that a person at a provider is bound to, also one that was closed.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn akun_terikat(
        &self,
        daerah: &KodeDaerah,
        penerbit: &str,
        subjek: &str,
    ) -> Result<Option<AkunSimpan>, Galat> {
        if mustahil(subjek) {
            return Ok(None);
        }
        let pengguna =
            pada!(&self.db, sql, kolam, baca => sql::luar::akun(kolam, daerah, penerbit, subjek).await)?;
        match pengguna {
            Some(p) => self.akun(daerah, &p).await,
            None => Ok(None),
        }
    }

    /// Binds a person at a provider to an account, with the note of it; false when either is bound there already.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn ikat_luar(
        &self,
        akun: &Akun,
        penerbit: &str,
        subjek: &str,
        catatan: &Catatan,
    ) -> Result<bool, Galat> {
        if mustahil(subjek) {
            return Ok(false);
        }
        let (siapa, kini) = ([penerbit, subjek], self.jam.kini());
        pada!(&self.db, sql, kolam, tulis => sql::luar::ikat(kolam, akun, siapa, catatan, kini).await)
    }

    /// Whom an account is bound to, by issuer.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn ikatan_luar(&self, akun: &Akun) -> Result<Vec<Ikatan>, Galat> {
        pada!(&self.db, sql, kolam, baca => sql::luar::ikatan(kolam, akun).await)
    }

    /// Takes away whom an account is bound to, with the note of it; false when there was nobody.
    ///
    /// # Errors
    /// [`Galat::Ditolak`] when who does it is no administrator any more.
    pub async fn lepas_luar(&self, akun: &Akun, catatan: &Catatan) -> Result<bool, Galat> {
        let kini = self.jam.kini();
        pada!(&self.db, sql, kolam, tulis => sql::luar::lepas(kolam, akun, catatan, kini).await)
    }
}
