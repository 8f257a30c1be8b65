//! Entries as they are stored, with what is personal closed; how they are found by exact values all the same; and the
//! keys that open them ([`kernel::pribadi`]).

use kernel::{
    Cincin, Entri, Galat, IdEntri, Pandangan, Pelaku, Peristiwa,
    izin::Tindakan,
    pribadi::{Jejak, KunciEntri},
    profil::KodeDaerah,
};

use crate::{Db, Store, Tampak, pada};

/// Most entries that one exact value finds.
const BATAS_CARI: i64 = 500;
/// Keys wrapped anew in one transaction.
const SEKALI_BUNGKUS: i64 = 500;

/// An entry as it is stored: whoever works with it opens it first.
#[derive(Debug)]
pub(crate) struct Tersimpan(pub(crate) Entri);

impl Tersimpan {
    /// To change it: all of it must open.
    pub(crate) fn buka(mut self, cincin: &Cincin) -> Result<Entri, Galat> {
        cincin.buka(&mut self.0)?;
        Ok(self.0)
    }

    /// To read it: what was altered behind the program's back stays closed, and hides nothing else.
    pub(crate) fn baca(mut self, cincin: &Cincin) -> Entri {
        if let Err(g) = cincin.buka(&mut self.0) {
            tracing::error!(galat = %g, entri = %self.0.id, "run praja verify");
        }
        self.0
    }
}

/// Opens entries to read them, in their order.
pub(crate) fn baca(cincin: &Cincin, e: Vec<Tersimpan>) -> Vec<Entri> {
    e.into_iter().map(|e| e.baca(cincin)).collect()
}

/// An entry is found under a digest from now on, or no longer.
#[derive(Clone, Debug)]
pub(crate) struct JejakBaru {
    pub(crate) daerah: KodeDaerah,
    pub(crate) entri: IdEntri,
    pub(crate) jejak: Jejak,
    pub(crate) ada: bool,
}

/// A wrapped key as it stands in the database.
#[derive(Debug)]
pub(crate) struct KunciBaris {
    pub(crate) daerah: KodeDaerah,
    pub(crate) entri: IdEntri,
    pub(crate) kunci: KunciEntri,
}

impl Store {
    /// Opens the events of one entry to read them. Where its key was altered behind the program's back, they are told as
    /// if what it opened had been erased.
    pub(crate) fn buka_cerita(&self, e: &Entri, mut cerita: Vec<Peristiwa>) -> Result<Vec<Peristiwa>, Galat> {
        let mut buka = |kunci| {
            let isi = cerita.iter_mut().map(|p| &mut p.isi);
            self.cincin.buka_cerita(&e.daerah, e.id, kunci, isi)
        };
        if let Err(g) = buka(e.kunci.as_ref()) {
            tracing::error!(galat = %g, entri = %e.id, "run praja verify");
            buka(None)?;
        }
        Ok(cerita)
    }

    /// Entries that name somebody by exactly this value (an address, a telephone number, a NIK, a NIP, a whole name), of
    /// all registers, newest first, at most 500: those of which the reader sees personal data or may erase it, and no
    /// others. O(matches), by an index of keyed digests.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn cari_orang(
        &self,
        daerah: &KodeDaerah,
        pelaku: &Pelaku,
        nilai: &str,
    ) -> Result<Vec<Tampak>, Galat> {
        let jejak = self.cincin.cari(daerah, nilai);
        let ada =
            pada!(&self.db, sql, kolam, baca => sql::pribadi::cari(kolam, daerah, &jejak, BATAS_CARI).await)?;
        let mut hasil = Vec::with_capacity(ada.len());
        for e in ada {
            match self.tampak(pelaku, Some(e)) {
                Ok(t)
                    if t.pandangan == Pandangan::Pribadi
                        || self.boleh(pelaku, Tindakan::Lupakan, &t.entri) =>
                {
                    hasil.push(t);
                }
                Ok(_) | Err(Galat::TidakDitemukan) => {}
                Err(g) => return Err(g),
            }
        }
        Ok(hasil)
    }

    /// How many entries have their key under each master key. O(entries with personal data), inside an index.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn kunci_induk(&self) -> Result<Vec<(i64, i64)>, Galat> {
        pada!(&self.db, sql, kolam, baca => sql::pribadi::hitung(kolam).await)
    }

    /// Wraps keys of entries under the newest master key that are under an older one, some hundred at a time; how many
    /// were. Nothing left, when it says 0.
    ///
    /// # Errors
    /// When the database does not answer, or the key file lacks a master key.
    pub async fn bungkus_ulang(&self) -> Result<usize, Galat> {
        let terbaru = self.cincin.terbaru();
        let lama =
            pada!(&self.db, sql, kolam, baca => sql::pribadi::lama(kolam, terbaru, SEKALI_BUNGKUS).await)?;
        let mut baru = Vec::with_capacity(lama.len());
        for k in &lama {
            baru.push(self.cincin.bungkus_ulang(&k.daerah, k.entri, &k.kunci)?);
        }
        pada!(&self.db, sql, kolam, tulis => sql::pribadi::ganti(kolam, &lama, &baru).await)?;
        Ok(lama.len())
    }
}

/// Refuses to work with a key file that does not open what is stored, and says which master keys it proved to have.
/// O(master keys), inside an index.
pub(crate) async fn periksa_cincin(db: &Db, cincin: &Cincin) -> Result<Vec<i64>, Galat> {
    let contoh = pada!(db, sql, kolam, baca => sql::pribadi::contoh(kolam).await)?;
    let satu = |k: KunciBaris| {
        let ada = cincin.periksa(&k.daerah, k.entri, &k.kunci);
        ada.map(|()| k.kunci.induk)
            .map_err(|g| kunci_lain(k.kunci.induk, &g))
    };
    contoh.into_iter().map(satu).collect()
}

/// The key file is not the one of this database.
pub(crate) fn kunci_lain(induk: i64, sebab: &dyn std::fmt::Display) -> Galat {
    Galat::dalam(
        "opening personal data",
        format!(
            "the key file does not open what master key {induk} closed ({sebab}); put the one from the back-up in its place"
        ),
    )
}
