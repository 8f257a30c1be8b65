//! The way in for whom the regency's identity provider vouches: counted and noted like the other ways. What it proved is
//! checked where it is asked.

use kernel::{Akun, Galat};
use store::AkunSimpan;

use crate::{Berikut, Identitas, Oleh};

impl Identitas {
    /// Whether somebody may try to come in from an address.
    ///
    /// # Errors
    /// [`Galat::TerlaluSering`] after too many failures.
    pub fn boleh_masuk(&self, alamat: &str) -> Result<(), Galat> {
        self.coba.boleh(&[format!("@{alamat}")])
    }

    /// Notes that somebody failed to come in from an address.
    pub fn gagal_masuk(&self, alamat: &str) {
        self.coba.gagal(&[format!("@{alamat}")]);
    }

    /// Notes with an account that a provider vouched for its owner.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn catat_masuk_luar(&self, akun: &Akun, penyedia: &str) -> Result<(), Galat> {
        let oleh = Oleh::Akun(akun.id);
        oleh.catat(self, akun, "masuk lewat penyedia", penyedia).await
    }

    /// As [`Identitas::maju`] for whom a provider vouches: a second factor that it proved counts as ours (`kuat`), and a
    /// password that nobody typed need not be replaced.
    ///
    /// # Errors
    /// As [`Identitas::maju`].
    pub async fn maju_luar(
        &self,
        a: &AkunSimpan,
        kuat: bool,
        alat: &str,
        umur: i64,
    ) -> Result<(Berikut, String), Galat> {
        let berikut = match self.berikut(&a.akun, kuat).await? {
            Berikut::Pasang if kuat => Berikut::Masuk,
            Berikut::GantiSandi => Berikut::Masuk,
            lain => lain,
        };
        self.buka_langkah(a, berikut, alat, umur).await
    }
}
