//! Reminders by mail: where an account wants them, and that nobody is reminded twice of one day.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::{Akun, Galat, profil::KodeDaerah};
use uuid::Uuid;

use crate::{Muatan, Store, pada, tertutup::Kolom};

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
        let di = Kolom::Pengingat.di(&akun.daerah, akun.id.as_bytes());
        let surel = surel.map(|s| self.cincin.tutup_nilai(di, s)).transpose()?;
        pada!(&self.db, sql, kolam, tulis => sql::pengingat::atur(kolam, &akun.daerah, akun.id, surel.as_deref()).await)
    }

    /// Who of a regency wants to be reminded, by account; also accounts that are no longer active.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn pengingat(&self, daerah: &KodeDaerah) -> Result<BTreeMap<Uuid, Pengingat>, Galat> {
        let semua = pada!(&self.db, sql, kolam, baca => sql::pengingat::semua(kolam, daerah).await)?;
        let satu = |(akun, surel, hari): (Uuid, String, String)| {
            let surel = Kolom::Pengingat.baca(&self.cincin, daerah, akun, &surel)?;
            Some((akun, Pengingat { surel, hari }))
        };
        Ok(semua.into_iter().filter_map(satu).collect())
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
        let kini = self.jam.kini();
        let id = kernel::entri::uuid_v7(kini);
        let surat = surat.map(|m| self.tulis_surat(daerah, id, m)).transpose()?;
        let hari = hari.to_string();
        pada!(&self.db, sql, kolam, tulis => sql::pengingat::ingatkan(kolam, daerah, akun, &hari, surat.map(|s| (id, s)), kini.as_millisecond()).await)
    }
}
