//! Running figures of the registers: what each entry adds, kept as sums by the transactions that change entries.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::{Entri, Galat, RegisterDef, profil::KodeDaerah, rekap::Sumbangan};

use crate::{Store, pada};

/// One figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Angka {
    /// Span of time.
    pub masa: String,
    /// Value of the heading.
    pub nilai: String,
    /// Its name.
    pub ukuran: String,
    /// How much.
    pub jumlah: i64,
}

/// Where a figure stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Sel {
    pub(crate) daerah: KodeDaerah,
    pub(crate) register: String,
    pub(crate) dimensi: &'static str,
    pub(crate) masa: String,
    pub(crate) nilai: String,
    pub(crate) ukuran: String,
}

/// What a transaction adds to the figures, in the order in which every process writes them.
pub(crate) type Jumlah = BTreeMap<Sel, i64>;

/// Adds (`kali` 1) or takes away (−1) what an entry contributes.
pub(crate) fn tambahkan(jumlah: &mut Jumlah, e: &Entri, s: &Sumbangan, kali: i64) {
    for (dimensi, nilai, ukuran, n) in s.sel() {
        let sel = Sel {
            daerah: e.daerah.clone(),
            register: e.register.clone(),
            dimensi,
            masa: s.masa.clone(),
            nilai: nilai.to_owned(),
            ukuran: ukuran.to_owned(),
        };
        *jumlah.entry(sel).or_insert(0) += kali * n;
    }
}

/// The heading of figures kept by the day on which they changed.
pub(crate) const HARI: &str = "hari/unit";

/// Adds (`kali` 1) or takes away (−1) what an entry contributes to the figures kept by day, under the day of a moment.
pub(crate) fn tambahkan_hari(
    jumlah: &mut Jumlah,
    def: &RegisterDef,
    e: &Entri,
    s: &Sumbangan,
    hari: Date,
    kali: i64,
) {
    let unit = s
        .sel()
        .filter(|(d, _, u, _)| *d == "unit" && def.harian.iter().any(|h| h == u));
    for (_, nilai, ukuran, n) in unit {
        let sel = Sel {
            daerah: e.daerah.clone(),
            register: e.register.clone(),
            dimensi: HARI,
            masa: hari.to_string(),
            nilai: nilai.to_owned(),
            ukuran: ukuran.to_owned(),
        };
        *jumlah.entry(sel).or_insert(0) += kali * n;
    }
}

impl Store {
    /// How much the figures of a register that are kept by day changed from one day to another (both included), by unit
    /// and name: what was known on a day never changes. O(figures of those days).
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn rekap_hari(
        &self,
        daerah: &KodeDaerah,
        register: &str,
        dari: Date,
        sampai: Date,
    ) -> Result<Vec<(String, String, i64)>, Galat> {
        let masa = (dari.to_string(), sampai.to_string());
        pada!(&self.db, sql, kolam, baca => sql::rekap::hari(kolam, daerah, register, (&masa.0, &masa.1)).await)
    }

    /// The figures of a register under one heading, for spans from `dari` to `sampai` (both included). They hold no
    /// entry and no person; what is counted, and that everybody may know it, is the register's word.
    /// O(figures of the span), whatever the number of entries.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn rekap(
        &self,
        daerah: &KodeDaerah,
        register: &str,
        dimensi: &str,
        dari: &str,
        sampai: &str,
    ) -> Result<Vec<Angka>, Galat> {
        pada!(&self.db, sql, kolam, baca => sql::rekap::baca(kolam, daerah, register, dimensi, (dari, sampai)).await)
    }

    /// Counts the figures of a register anew from its entries, while nobody writes. Figures kept by day stay as they were
    /// on past days: what other rules count differently changes today. Where there are none yet, an entry counts from
    /// the day of its last change. O(entries).
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn hitung_rekap(&self, daerah: &KodeDaerah, def: &RegisterDef) -> Result<(), Galat> {
        let profil = self.daerah.get(daerah).ok_or(Galat::TidakDitemukan)?;
        let hari = profil.kalender.setempat(self.jam.kini()).date();
        pada!(&self.db, sql, kolam, tulis => sql::rekap::hitung(kolam, daerah, def, &profil.kalender, hari, &self.cincin).await)
    }

    /// Folds what writers added into one row a figure; nothing to do on SQLite.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn padatkan_rekap(&self) -> Result<(), Galat> {
        match &self.db {
            crate::Db::Lite { .. } => Ok(()),
            crate::Db::Pg(kolam) => crate::pg::rekap_padatkan(kolam).await,
        }
    }

    /// Counts what was never counted, or was counted by other rules.
    pub(crate) async fn siapkan_rekap(&self) -> Result<(), Galat> {
        for daerah in self.daerah.keys() {
            for def in self.inventaris.semua().filter(|d| d.rekap_versi != 0) {
                let versi =
                    pada!(&self.db, sql, kolam, baca => sql::rekap::versi(kolam, daerah, &def.kode).await)?;
                if versi != Some(def.rekap_versi) {
                    self.hitung_rekap(daerah, def).await?;
                }
            }
        }
        Ok(())
    }
}
