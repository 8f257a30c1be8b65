//! The way in for whom the regency's identity provider vouches: counted and noted like the other ways. What it proved is
//! checked where it is asked. A person there is bound to one account here ([`store::Store::akun_terikat`]).

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

    /// Binds a person at a provider to an account, from now on; false when the account is somebody else's there, or the
    /// person has another account here. `nama` is what people call the provider.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn ikat_luar(
        &self,
        akun: &Akun,
        penerbit: &str,
        subjek: &str,
        nama: &str,
    ) -> Result<bool, Galat> {
        const IKAT: &str = "ikat penyedia";
        let oleh = Oleh::Akun(akun.id);
        let catatan = oleh.catatan(IKAT, nama);
        let jadi = self.store.ikat_luar(akun, penerbit, subjek, &catatan).await?;
        if jadi {
            oleh.tulis_log(akun, IKAT);
        }
        Ok(jadi)
    }

    /// Notes with an account that somebody else at the provider asked for it and was turned away.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn catat_orang_lain(&self, akun: &Akun, penyedia: &str) -> Result<(), Galat> {
        let oleh = Oleh::Akun(akun.id);
        oleh.catat(self, akun, "orang lain ditolak", penyedia).await
    }

    /// Takes away who an account is at the provider: the next log-in from there that fits it binds anew. Its browsers end.
    ///
    /// # Errors
    /// [`Galat::Bentrok`] when it is bound to nobody, [`Galat::Ditolak`] when who does it is no administrator any more.
    pub async fn lepas_luar(&self, oleh: Oleh, akun: &Akun) -> Result<(), Galat> {
        const LEPAS: &str = "lepas penyedia";
        if !self.store.lepas_luar(akun, &oleh.catatan(LEPAS, "")).await? {
            return Err(Galat::Bentrok(
                "Akun ini tidak terikat dengan penyedia identitas. Muat ulang halaman ini.".into(),
            ));
        }
        oleh.tulis_log(akun, LEPAS);
        self.akhiri_peramban(akun).await
    }

    /// Ends the browsers of an account because its owner left the provider (back-channel logout).
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn keluar_luar(&self, akun: &Akun, penyedia: &str) -> Result<(), Galat> {
        self.akhiri_peramban(akun).await?;
        let oleh = Oleh::Akun(akun.id);
        oleh.catat(self, akun, "keluar lewat penyedia", penyedia).await
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
