//! What is personal in rows that are no entries lies closed too ([`kernel::pribadi::baris`]): letters that wait, drafts,
//! where somebody is reminded, numbers and addresses of accounts. Rows from before this was so are closed when the program
//! starts.

use std::collections::BTreeMap;

use kernel::{
    Cincin, Galat, Peta,
    nilai::{Nip, Surel},
    pribadi::{
        TakTerbuka, Tempat,
        baris::{self, AWALAN},
    },
    profil::KodeDaerah,
};
use serde_json::Value;
use uuid::Uuid;

use crate::{Db, Store, kirim, pada, pribadi::kunci_lain};

/// Rows looked at and closed in one transaction.
const SEKALIGUS: i64 = 500;
/// Rows under a master key that are tried before the key file is taken for another one.
const CONTOH: i64 = 5;

/// A column that is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kolom {
    /// Where a letter goes and what it says.
    Kiriman,
    /// What was typed and is kept for a day.
    Draf,
    /// Where somebody is reminded.
    Pengingat,
    /// Where letters about work go.
    Surel,
    /// Number of an official: the day of birth is part of it.
    Nip,
}

impl Kolom {
    const SEMUA: [Kolom; 5] = [
        Kolom::Kiriman,
        Kolom::Draf,
        Kolom::Pengingat,
        Kolom::Surel,
        Kolom::Nip,
    ];
    /// Those whose rows are closed anew: drafts run out by themselves.
    const TETAP: [Kolom; 4] = [Kolom::Kiriman, Kolom::Pengingat, Kolom::Surel, Kolom::Nip];

    /// What values are bound to: another word opens nothing that was closed before.
    pub(crate) fn nama(self) -> &'static str {
        match self {
            Kolom::Kiriman => "kirim.muatan",
            Kolom::Draf => "draf.isi",
            Kolom::Pengingat => "pengingat.surel",
            Kolom::Surel => "akun.surel",
            Kolom::Nip => "akun.nip",
        }
    }

    /// The place of a value in a row.
    pub(crate) fn di<'a>(self, daerah: &'a KodeDaerah, baris: &'a [u8]) -> Tempat<'a> {
        let kolom = self.nama();
        Tempat { daerah, kolom, baris }
    }

    /// Opens a value to read it; what does not open is as good as not there, and the operator is told.
    pub(crate) fn baca(self, cincin: &Cincin, daerah: &KodeDaerah, id: Uuid, nilai: &str) -> Option<String> {
        match cincin.buka_nilai(self.di(daerah, id.as_bytes()), nilai) {
            Ok(nilai) => Some(nilai),
            Err(g) => {
                tracing::error!(galat = %g, kolom = self.nama(), %daerah, %id, "run praja kunci-data periksa");
                None
            }
        }
    }

    /// What stands in the column, closed under the newest master key.
    fn tutup_ulang(self, cincin: &Cincin, b: &Baris) -> Result<Baru, Galat> {
        let di = self.di(&b.daerah, b.id.as_bytes());
        if self == Kolom::Kiriman {
            let muatan: Value =
                serde_json::from_str(&b.isi).map_err(|e| Galat::dalam("reading a message", e))?;
            let muatan = kirim::buka(cincin, &b.daerah, b.id, muatan)?;
            return Ok(Baru::Json(kirim::tutup(cincin, &b.daerah, b.id, muatan)?));
        }
        let nilai = cincin.buka_nilai(di, &b.isi)?;
        let sidik = (self == Kolom::Nip).then(|| sidik_nip(cincin, &b.daerah, &nilai));
        Ok(Baru::Teks(cincin.tutup_nilai(di, &nilai)?, sidik))
    }
}

/// The column of a row as it stands in the database.
#[derive(Clone, Debug)]
pub(crate) struct Baris {
    pub(crate) daerah: KodeDaerah,
    pub(crate) id: Uuid,
    pub(crate) isi: String,
}

/// What stands there instead.
#[derive(Clone, Debug)]
pub(crate) enum Baru {
    Json(Value),
    /// With the digest by which the row is found, where it is found by one.
    Teks(String, Option<Vec<u8>>),
}

/// Under what the number of an official is unique in a regency.
fn sidik_nip(cincin: &Cincin, daerah: &KodeDaerah, nip: &str) -> Vec<u8> {
    cincin
        .jejak_baris(daerah, Kolom::Nip.nama(), nip.as_bytes())
        .to_vec()
}

/// Number and address of an account as they are written.
#[derive(Clone, Debug, Default)]
pub(crate) struct AkunTertutup {
    pub(crate) surel: Option<String>,
    pub(crate) nip: Option<String>,
    pub(crate) sidik_nip: Option<Vec<u8>>,
}

impl AkunTertutup {
    pub(crate) fn dari(
        cincin: &Cincin,
        daerah: &KodeDaerah,
        id: Uuid,
        surel: Option<&Surel>,
        nip: Option<&Nip>,
    ) -> Result<Self, Galat> {
        let tutup = |k: Kolom, nilai: Option<&str>| {
            let tertutup = nilai.map(|n| cincin.tutup_nilai(k.di(daerah, id.as_bytes()), n));
            tertutup.transpose()
        };
        Ok(AkunTertutup {
            surel: tutup(Kolom::Surel, surel.map(Surel::as_str))?,
            nip: tutup(Kolom::Nip, nip.map(Nip::as_str))?,
            sidik_nip: nip.map(|n| sidik_nip(cincin, daerah, n.as_str())),
        })
    }
}

/// Under which key a closed draft stands in its row.
const ISI_DRAF: &str = "tutup";

/// A draft as it is written.
pub(crate) fn tutup_draf(
    cincin: &Cincin,
    daerah: &KodeDaerah,
    sidik: &[u8],
    isi: &Peta,
) -> Result<Peta, Galat> {
    let isi = serde_json::to_string(isi).map_err(|e| Galat::dalam("closing a draft", e))?;
    let tertutup = cincin.tutup_nilai(Kolom::Draf.di(daerah, sidik), &isi)?;
    Ok(Peta::from_iter([(ISI_DRAF.to_owned(), tertutup.into())]))
}

/// A draft as it was typed; none when nobody opens it any more.
pub(crate) fn buka_draf(cincin: &Cincin, daerah: &KodeDaerah, sidik: &[u8], isi: Peta) -> Option<Peta> {
    let tertutup = match isi.get(ISI_DRAF) {
        Some(Value::String(s)) if isi.len() == 1 && s.starts_with(AWALAN) => s,
        // From before drafts were closed.
        _ => return Some(isi),
    };
    match cincin.buka_nilai(Kolom::Draf.di(daerah, sidik), tertutup) {
        Ok(isi) => serde_json::from_str(&isi).ok(),
        Err(g) => {
            tracing::error!(galat = %g, kolom = Kolom::Draf.nama(), %daerah, "a draft was left out");
            None
        }
    }
}

/// How a walk over closed values went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ditutup {
    /// Values that were closed anew.
    pub baru: u64,
    /// Values that this key file does not open: altered behind the program's back, or closed under a newer key file.
    pub tak_terbuka: u64,
}

/// Closes the values of all rows that do not begin with `sudah` yet, a page a transaction; rows that another process
/// changes meanwhile are left to it. O(rows).
async fn tutup_semua(db: &Db, cincin: &Cincin, sudah: &str) -> Result<Ditutup, Galat> {
    let mut d = Ditutup::default();
    for k in Kolom::TETAP {
        let mut setelah = (String::new(), Uuid::nil());
        loop {
            let semua = pada!(db, sql, kolam, baca => sql::tertutup::baris(kolam, k, sudah, &setelah, SEKALIGUS).await)?;
            let Some(akhir) = semua.last() else { break };
            setelah = (akhir.daerah.as_str().to_owned(), akhir.id);
            let mut ganti = Vec::with_capacity(semua.len());
            for b in semua {
                match k.tutup_ulang(cincin, &b) {
                    Ok(baru) => ganti.push((b, baru)),
                    Err(g) => {
                        d.tak_terbuka += 1;
                        tracing::error!(galat = %g, kolom = k.nama(), daerah = %b.daerah, id = %b.id, "left as it is");
                    }
                }
            }
            d.baru += pada!(db, sql, kolam, tulis => sql::tertutup::ganti(kolam, k, &ganti).await)?;
        }
    }
    Ok(d)
}

/// How many values are closed under each master key.
async fn hitung(db: &Db) -> Result<Vec<(Kolom, i64, i64)>, Galat> {
    let mut semua = Vec::new();
    for k in Kolom::SEMUA {
        let ada = pada!(db, sql, kolam, baca => sql::tertutup::hitung(kolam, k).await)?;
        let ada = ada
            .into_iter()
            .filter_map(|(awal, n)| Some((k, baris::induk(&awal)?, n)));
        semua.extend(ada);
    }
    Ok(semua)
}

/// Refuses to work with a key file that does not open what is closed. `terbukti` are master keys of which that is known not
/// to be so. A value that was altered is no other key file: one that opens is enough. O(rows).
pub(crate) async fn periksa_cincin(db: &Db, cincin: &Cincin, terbukti: &[i64]) -> Result<(), Galat> {
    let mut terbuka = BTreeMap::new();
    for (k, induk, _) in hitung(db).await? {
        if !cincin.nomor().any(|n| n == induk) {
            return Err(kunci_lain(induk, &TakTerbuka::TanpaKunci(induk)));
        }
        // Nobody looks for the drafts of a day.
        if k != Kolom::Draf && !terbukti.contains(&induk) {
            let awal = baris::awalan(induk);
            let contoh = pada!(db, sql, kolam, baca => sql::tertutup::contoh(kolam, k, &awal, CONTOH).await)?;
            // None left: somebody sent it meanwhile.
            let cocok = contoh.is_empty() || contoh.iter().any(|b| k.tutup_ulang(cincin, b).is_ok());
            *terbuka.entry(induk).or_insert(false) |= cocok;
        }
    }
    match terbuka.into_iter().find(|(_, terbuka)| !terbuka) {
        Some((induk, _)) => Err(kunci_lain(induk, &TakTerbuka::Diubah)),
        None => Ok(()),
    }
}

/// Closes what lies open from before. O(rows).
pub(crate) async fn siapkan(db: &Db, cincin: &Cincin) -> Result<(), Galat> {
    let d = tutup_semua(db, cincin, AWALAN).await?;
    if d.baru > 0 {
        tracing::info!(jumlah = d.baru, "values from before were closed");
    }
    Ok(())
}

impl Store {
    /// How many values of rows that are no entries are closed under each master key, oldest first. O(rows).
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn nilai_tertutup(&self) -> Result<Vec<(i64, i64)>, Galat> {
        let mut jumlah = BTreeMap::new();
        for (_, induk, n) in hitung(&self.db).await? {
            *jumlah.entry(induk).or_insert(0) += n;
        }
        Ok(jumlah.into_iter().collect())
    }

    /// Closes values under the newest master key that are under an older one; drafts keep theirs and run out within days.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn tutup_ulang(&self) -> Result<Ditutup, Galat> {
        tutup_semua(&self.db, &self.cincin, &baris::awalan(self.cincin.terbaru())).await
    }

    /// How many values of rows that are no entries this key file does not open. O(rows).
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn tak_terbuka(&self) -> Result<u64, Galat> {
        let mut n = 0;
        for k in Kolom::TETAP {
            let mut setelah = (String::new(), Uuid::nil());
            loop {
                // Nothing begins like this, so every row is looked at.
                let semua = pada!(&self.db, sql, kolam, baca => sql::tertutup::baris(kolam, k, "\u{1}", &setelah, SEKALIGUS).await)?;
                let Some(akhir) = semua.last() else { break };
                setelah = (akhir.daerah.as_str().to_owned(), akhir.id);
                let rusak = semua.iter().filter(|b| k.tutup_ulang(&self.cincin, b).is_err());
                n += rusak.count() as u64;
            }
        }
        Ok(n)
    }
}
