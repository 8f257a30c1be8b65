//! Readings of entries that are secret ([`kernel::pembacaan`]): written down before anything is shown, once in a while for
//! each session, and told to those who oversee them.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
};

use kernel::{
    Aksi, Galat, IdEntri, Lewat, Pelaku, Perintah, Peristiwa, pembacaan::mengawasi, profil::KodeDaerah,
};
use tokio::sync::Mutex;
use uuid::Uuid;

use crate::{Store, Tampak, berkas::Berkas, pada};

/// Whoever opens an entry again within that time (ms) has read it once.
const JEDA: i64 = 10 * 60 * 1_000;
/// Readings of one part that are remembered; beyond that all are forgotten, which costs an event each.
const MAKS: usize = 10_000;
/// Sessions of one part wait for each other.
const BAGIAN: usize = 64;
/// Most readings of an entry that are told.
const BATAS: i64 = 500;

/// Somebody who reads.
#[derive(Clone, Copy, Debug)]
pub struct Pembaca<'a> {
    /// Who.
    pub pelaku: &'a Pelaku,
    /// What tells the session from others of the same account; never stored.
    pub sesi: &'a str,
    /// Through what.
    pub lewat: Lewat,
}

/// A reading, with its place in the log.
#[derive(Clone, Debug)]
pub struct Pembacaan {
    /// The event.
    pub peristiwa: Peristiwa,
    /// Its place.
    pub urut: u64,
}

/// Which session read which entry through what.
type Kunci = (u64, KodeDaerah, IdEntri, Lewat);

/// What sessions of this process read a moment ago, and when (ms). A part is held while its readings are written, so that
/// the pictures of a page, asked for at once, make one event.
#[derive(Debug)]
pub(crate) struct Terbaca(Vec<Mutex<HashMap<Kunci, i64>>>);

impl Default for Terbaca {
    fn default() -> Self {
        Terbaca((0..BAGIAN).map(|_| Mutex::default()).collect())
    }
}

/// Where events stand: in the story of their entry, or beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TabelPeristiwa {
    /// What changed the entry.
    Cerita,
    /// Who read it.
    Pembacaan,
}

impl TabelPeristiwa {
    /// Its name.
    pub(crate) fn nama(self) -> &'static str {
        match self {
            TabelPeristiwa::Cerita => "peristiwa",
            TabelPeristiwa::Pembacaan => "pembacaan",
        }
    }

    /// The beginning of what writes them.
    pub(crate) fn sisipkan(self) -> String {
        let nama = self.nama();
        format!("insert into {nama} (daerah, entri, versi, waktu, bait, garam, hash, urut) ")
    }
}

fn ringkas(p: &Pembaca) -> u64 {
    let mut h = DefaultHasher::new();
    (p.sesi, p.pelaku.akun().map(|a| a.id)).hash(&mut h);
    h.finish()
}

impl Store {
    /// Writes down that an account reads what is secret among these entries, and returns when that is durable: only then
    /// may their content be shown. Nothing is asked of the database where none is secret, where whoever filed the entry
    /// reads it, and where the same session read it within ten minutes.
    ///
    /// # Errors
    /// [`Galat::TakTercatat`] when it cannot be written down, [`Galat::TidakDitemukan`] when the entry went out of the
    /// reader's sight meanwhile.
    pub async fn catat_baca(
        &self,
        pembaca: &Pembaca<'_>,
        tampak: impl IntoIterator<Item = &Tampak>,
    ) -> Result<(), Galat> {
        if pembaca.pelaku.akun().is_none() {
            return Ok(());
        }
        let rahasia: Vec<&Tampak> = tampak.into_iter().filter(|t| t.klasifikasi.tercatat()).collect();
        if rahasia.is_empty() {
            return Ok(());
        }
        let sesi = ringkas(pembaca);
        let bagian = usize::try_from(sesi % BAGIAN as u64).unwrap_or_default();
        let bagian = self.terbaca.0.get(bagian);
        let bagian = bagian.ok_or_else(|| Galat::dalam("remembering readings", "there is no such part"))?;
        let mut terbaca = bagian.lock().await;
        let kini = self.jam.kini();
        let ms = kini.as_millisecond();
        let baru_saja = |sejak: &i64| (0..JEDA).contains(&(ms - sejak));
        let (mut perintah, mut kunci) = (Vec::new(), Vec::new());
        for t in rahasia {
            let e = &t.entri;
            let k = (sesi, e.daerah.clone(), e.id, pembaca.lewat);
            if terbaca.get(&k).is_some_and(baru_saja) || kunci.contains(&k) {
                continue;
            }
            kunci.push(k);
            perintah.push(Perintah {
                daerah: e.daerah.clone(),
                pelaku: pembaca.pelaku.clone(),
                kini,
                aksi: Aksi::Baca {
                    id: e.id,
                    lewat: pembaca.lewat,
                },
                kunci: None,
            });
        }
        self.tulis_baca(perintah).await.map_err(Galat::tak_tercatat)?;
        if terbaca.len() + kunci.len() > MAKS {
            terbaca.clear();
        }
        terbaca.extend(kunci.into_iter().map(|k| (k, ms)));
        Ok(())
    }

    async fn tulis_baca(&self, mut perintah: Vec<Perintah>) -> Result<(), Galat> {
        if perintah.len() < 2 {
            return match perintah.pop() {
                Some(p) => self.jalankan(p).await.map(drop),
                None => Ok(()),
            };
        }
        let banyak = self.siapkan_banyak(perintah).await?;
        let hasil = self.jalankan_banyak(banyak).await?;
        hasil.into_iter().try_for_each(|h| h.map(drop))
    }

    /// Who read an entry, newest first, at most 500 readings; none for whoever does not oversee it. Nothing is asked of
    /// the database unless the entry is secret.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn pembacaan(&self, tampak: &Tampak, pelaku: &Pelaku) -> Result<Option<Vec<Pembacaan>>, Galat> {
        let e = &tampak.entri;
        let awas = match (self.inventaris.register(&e.register), self.daerah.get(&e.daerah)) {
            (Some(def), Some(profil)) => mengawasi(profil, def, pelaku, e),
            _ => false,
        };
        if !awas || !tampak.klasifikasi.tercatat() {
            return Ok(None);
        }
        let semua =
            pada!(&self.db, sql, kolam, baca => sql::entri::pembacaan(kolam, &e.daerah, e.id, BATAS).await)?;
        Ok(Some(semua))
    }

    /// A file with its content, if the reader sees where it stands; of an entry that is secret, the reading is written
    /// down before. Says whether it is secret.
    ///
    /// # Errors
    /// As [`Store::baca_berkas`] and [`Store::catat_baca`].
    pub async fn buka_berkas(
        &self,
        daerah: &KodeDaerah,
        pembaca: &Pembaca<'_>,
        id: Uuid,
    ) -> Result<(Berkas, Vec<u8>, bool), Galat> {
        let (b, milik) = self.berkas_milik(daerah, pembaca.pelaku, id).await?;
        self.catat_baca(pembaca, &milik).await?;
        let isi = self.berkas.baca(&b.sidik).await?;
        Ok((b, isi, milik.is_some_and(|t| t.klasifikasi.tercatat())))
    }
}
