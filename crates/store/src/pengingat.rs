//! Reminders by mail: where an account wants them, and that nobody is reminded twice of one day.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::{Akun, Galat, profil::KodeDaerah};
use uuid::Uuid;

use crate::{Muatan, Store, pada};

/// Where somebody is reminded, and for which day they last were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pengingat {
    /// Mail address.
    pub surel: String,
    /// The last day for which a letter was promised, `2026-11-23`; empty when there was none.
    pub hari: String,
}

impl Store {
    /// Reminds an account at this address from now on; at none when there is none.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn atur_pengingat(&self, akun: &Akun, surel: Option<&str>) -> Result<(), Galat> {
        pada!(&self.db, sql, kolam, tulis => sql::pengingat::atur(kolam, &akun.daerah, akun.id, surel).await)
    }

    /// Who of a regency wants to be reminded, by account; also accounts that are no longer active.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn pengingat(&self, daerah: &KodeDaerah) -> Result<BTreeMap<Uuid, Pengingat>, Galat> {
        let semua = pada!(&self.db, sql, kolam, baca => sql::pengingat::semua(kolam, daerah).await)?;
        Ok(semua
            .into_iter()
            .map(|(akun, surel, hari)| (akun, Pengingat { surel, hari }))
            .collect())
    }

    /// Promises the letter of a day to an account (or only notes the day, without a letter), in one transaction; false
    /// when that was done before, by whichever process.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn ingatkan(
        &self,
        daerah: &KodeDaerah,
        akun: Uuid,
        hari: Date,
        surat: Option<&Muatan>,
    ) -> Result<bool, Galat> {
        let surat = surat.map(serde_json::to_value).transpose();
        let surat = surat.map_err(|e| Galat::dalam("promising a reminder", e))?;
        let kini = self.jam.kini();
        let id = kernel::entri::uuid_v7(kini);
        let hari = hari.to_string();
        pada!(&self.db, sql, kolam, tulis => sql::pengingat::ingatkan(kolam, daerah, akun, &hari, surat.map(|s| (id, s)), kini.as_millisecond()).await)
    }
}
