//! The second factor of accounts, and what was done to accounts. Secrets are closed and codes hashed before they come
//! here.

use jiff::Timestamp;
use kernel::{Akun, Galat, entri::uuid_v7, profil::KodeDaerah};
use uuid::Uuid;

use crate::{Muatan, Store, pada};

/// The second factor of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaktorSimpan {
    /// Its secret, closed.
    pub rahasia: String,
    /// The last time step that a code was taken for.
    pub langkah: i64,
    /// Set up, ms.
    pub dibuat: i64,
    /// Recovery codes left.
    pub sisa: i64,
}

/// What was done to an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catatan {
    /// By which account; none: the operator.
    pub oleh: Option<Uuid>,
    /// What.
    pub perbuatan: String,
    /// Why, where that is asked.
    pub alasan: String,
}

/// One thing done to an account of a regency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Perubahan {
    /// Its place in the order of time.
    pub id: Uuid,
    /// When.
    pub saat: Timestamp,
    /// To which account.
    pub akun: Uuid,
    /// By whom, what, why.
    pub catatan: Catatan,
}

impl Store {
    /// The second factor of an account, if it has one.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn faktor(&self, akun: &Akun) -> Result<Option<FaktorSimpan>, Galat> {
        pada!(&self.db, sql, kolam, baca => sql::faktor::ambil(kolam, akun).await)
    }

    /// Gives an account its second factor, with the step of the code that proved it and the digests of its recovery
    /// codes; false when it has one already.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn pasang_faktor(
        &self,
        akun: &Akun,
        rahasia: &str,
        langkah: i64,
        pulih: &[Vec<u8>],
    ) -> Result<bool, Galat> {
        let kini = self.jam.kini().as_millisecond();
        pada!(&self.db, sql, kolam, tulis => sql::faktor::pasang(kolam, akun, rahasia, langkah, pulih, kini).await)
    }

    /// Takes a code of a time step: false when one of this step or a later one was taken before, by whichever process.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn pakai_langkah(&self, akun: &Akun, langkah: i64) -> Result<bool, Galat> {
        pada!(&self.db, sql, kolam, tulis => sql::faktor::pakai_langkah(kolam, akun, langkah).await)
    }

    /// Takes a recovery code, by its digest: false when there is none, or none any more.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn pakai_pulih(&self, akun: &Akun, sidik: &[u8]) -> Result<bool, Galat> {
        pada!(&self.db, sql, kolam, tulis => sql::faktor::pakai_pulih(kolam, akun, sidik).await)
    }

    /// Replaces the recovery codes of an account that has a second factor; false when it has none.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn ganti_pulih(&self, akun: &Akun, pulih: &[Vec<u8>]) -> Result<bool, Galat> {
        pada!(&self.db, sql, kolam, tulis => sql::faktor::ganti_pulih(kolam, akun, pulih).await)
    }

    /// Takes the app from an account, with `semua` its passkeys too, and notes who did it and why, with the letter that
    /// tells of it, in one transaction; false when there was nothing to take.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn lepas_faktor(
        &self,
        akun: &Akun,
        semua: bool,
        catatan: &Catatan,
        surat: Option<&Muatan>,
    ) -> Result<bool, Galat> {
        let kini = self.jam.kini();
        let id = uuid_v7(kini);
        let surat = surat.map(|m| self.tulis_surat(&akun.daerah, id, m)).transpose()?;
        let surat = surat.map(|s| (id, s));
        pada!(&self.db, sql, kolam, tulis => sql::faktor::lepas(kolam, akun, semua, catatan, surat, kini).await)
    }

    /// Notes what was done to an account.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn catat_akun(&self, akun: &Akun, c: &Catatan) -> Result<(), Galat> {
        let kini = self.jam.kini();
        pada!(&self.db, sql, kolam, tulis => sql::faktor::catat(kolam, &akun.daerah, akun.id, c, kini).await)
    }

    /// The last things done to an account, newest first, each with its moment.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn riwayat_akun(&self, akun: &Akun, batas: i64) -> Result<Vec<(Timestamp, Catatan)>, Galat> {
        pada!(&self.db, sql, kolam, baca => sql::faktor::riwayat(kolam, akun, batas).await)
    }

    /// What was done to the accounts of a regency, newest first; with `sebelum` what came before that one.
    /// O(log n + rows).
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn perubahan_akun(
        &self,
        daerah: &KodeDaerah,
        sebelum: Option<Uuid>,
        batas: i64,
    ) -> Result<Vec<Perubahan>, Galat> {
        let sebelum = sebelum.unwrap_or(Uuid::max());
        pada!(&self.db, sql, kolam, baca => sql::faktor::perubahan(kolam, daerah, sebelum, batas).await)
    }
}
