//! Things kept for a while: drafts of forms, under a secret that only their owner holds.

use kernel::{Galat, Peta, profil::KodeDaerah};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{Store, pada};

fn sidik(rahasia: &str) -> Vec<u8> {
    Sha256::digest(rahasia.as_bytes()).to_vec()
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
        pada!(&self.db, sql, kolam, tulis => sql::titipan::simpan_draf(kolam, daerah, &s, akun, isi, sampai).await)
    }

    /// The draft under a secret, with the account it belongs to.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn draf(&self, daerah: &KodeDaerah, rahasia: &str) -> Result<Option<(Option<Uuid>, Peta)>, Galat> {
        let (s, kini) = (sidik(rahasia), self.jam.kini().as_millisecond());
        pada!(&self.db, sql, kolam, baca => sql::titipan::draf(kolam, daerah, &s, kini).await)
    }

    /// Forgets a draft.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn hapus_draf(&self, daerah: &KodeDaerah, rahasia: &str) -> Result<(), Galat> {
        let s = sidik(rahasia);
        pada!(&self.db, sql, kolam, tulis => sql::titipan::hapus_draf(kolam, daerah, &s).await)
    }

    /// Forgets what has run out: sessions, drafts, request keys older than two days, uploads that nothing used for
    /// a day. Returns how many rows went.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn bersihkan(&self) -> Result<u64, Galat> {
        const HARI: i64 = 86_400_000;
        let kini = self.jam.kini().as_millisecond();
        let n = pada!(&self.db, sql, kolam, tulis => sql::titipan::bersihkan(kolam, kini, kini - 2 * HARI).await)?;
        let yatim = pada!(&self.db, sql, kolam, tulis => sql::titipan::berkas_yatim(kolam, kini - HARI).await)?;
        for sidik in &yatim {
            let masih = pada!(&self.db, sql, kolam, baca => sql::titipan::berkas_bersidik(kolam, sidik).await)?;
            if !masih {
                self.berkas.hapus(sidik).await?;
            }
        }
        Ok(n + yatim.len() as u64)
    }
}
