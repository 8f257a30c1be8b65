//! The telling: what the owner of a problem says reaches every complaint that is part of it, in the background.
//!
//! Each complaint is one command of its own, at most [`PUTARAN`] of them in a round and regency, so that ten thousand
//! complaints never make one large transaction. Every one is told each piece of news once: the complaint itself
//! remembers the last, in the same transaction as the event and the letter, so a crash loses none and repeats none. Who
//! was joined to a problem later is told the latest news only.

use futures_util::future::join_all;
use kernel::{
    Aksi, Entri, Galat, IdEntri, Pelaku, Perintah, Peta, Profil,
    izin::{Tindakan, Wewenang, wewenang},
};
use layanan::masalah::{KODE, Masalah};
use serde_json::json;
use store::{Daftar, Saringan, Store, Urut};

use crate::PENGADUAN;

/// Most complaints told in one round of one regency.
const PUTARAN: usize = 2_000;
/// Complaints read at once.
const SEKALIGUS: usize = 200;
/// Most problems looked at in one round of one regency.
const MAKS_MASALAH: usize = 200;

/// Tells what is to be told, and says how many complaints were. With several processes two may try the same one; the
/// version decides.
///
/// # Errors
/// When the database does not answer.
pub async fn siarkan(store: &Store) -> Result<usize, Galat> {
    let mut jumlah = 0;
    for profil in store.daerah().values() {
        jumlah += Siar::baru(store, profil)?.putaran().await?;
    }
    if jumlah > 0 {
        tracing::info!(jumlah, "kabar masalah disampaikan");
    }
    Ok(jumlah)
}

struct Siar<'a> {
    store: &'a Store,
    profil: &'a Profil,
    laporan: Wewenang,
    masalah: Wewenang,
    sisa: usize,
    jumlah: usize,
}

impl<'a> Siar<'a> {
    fn baru(store: &'a Store, profil: &'a Profil) -> Result<Self, Galat> {
        let baca = |kode: &str| {
            let def = store.inventaris().cari(kode)?;
            wewenang(profil, def, &Pelaku::Sistem, Tindakan::Baca).ok_or(Galat::TidakDitemukan)
        };
        Ok(Siar {
            store,
            profil,
            laporan: baca(PENGADUAN)?,
            masalah: baca(KODE)?,
            sisa: PUTARAN,
            jumlah: 0,
        })
    }

    async fn putaran(mut self) -> Result<usize, Galat> {
        // Those joined since the last round, whatever their problem.
        let baru = vec![("kabar_masalah".to_owned(), vec!["0".to_owned()])];
        while self.sisa > 0 {
            let laporan = self.daftar(&self.laporan, baru.clone()).await?;
            if self.kabari(laporan).await? == 0 {
                break;
            }
        }
        let belum = vec![("tersiar".to_owned(), vec!["tidak".to_owned()])];
        for m in self.daftar(&self.masalah, belum).await? {
            if self.sisa == 0 {
                break;
            }
            self.satu(&m).await?;
        }
        Ok(self.jumlah)
    }

    /// Those who lack news of this problem; when nobody does any more, the problem is marked so.
    async fn satu(&mut self, m: &Entri) -> Result<(), Galat> {
        let ke = Masalah::dari(m)?.kabar.0.len();
        let kurang: Vec<String> = (0..ke).map(|n| n.to_string()).collect();
        let saring = vec![
            ("masalah".to_owned(), vec![m.id.to_string()]),
            ("kabar_masalah".to_owned(), kurang),
        ];
        while self.sisa > 0 {
            let laporan = self.daftar(&self.laporan, saring.clone()).await?;
            if laporan.is_empty() {
                let isian = json!({ "ke": ke });
                self.langkah(m, m.versi, "tersiar", isian).await;
                return Ok(());
            }
            if self.kabari(laporan).await? == 0 {
                return Ok(());
            }
        }
        Ok(())
    }

    async fn daftar(&self, w: &Wewenang, medan: Vec<(String, Vec<String>)>) -> Result<Vec<Entri>, Galat> {
        let batas = if w.register() == KODE {
            MAKS_MASALAH
        } else {
            SEKALIGUS
        };
        let d = Daftar {
            saring: Saringan {
                medan,
                ..Saringan::default()
            },
            urut: Urut::default(),
            setelah: None,
            batas,
        };
        let h = self.store.daftar(w, &Pelaku::Sistem, &d).await?;
        Ok(h.entri.into_iter().map(|t| t.entri).collect())
    }

    /// Tells these complaints what they lack, all at once; how many were told anything.
    async fn kabari(&mut self, laporan: Vec<Entri>) -> Result<usize, Galat> {
        let mut masalah: Vec<(IdEntri, Option<Masalah>)> = Vec::new();
        for e in &laporan {
            if let Some(id) = layanan::masalah_laporan(e)
                && !masalah.iter().any(|(m, _)| *m == id)
            {
                let m = match self.store.entri(self.profil.kode(), &Pelaku::Sistem, id).await {
                    Ok(t) => Some(Masalah::dari(&t.entri)?),
                    Err(Galat::TidakDitemukan) => None,
                    Err(g) => return Err(g),
                };
                masalah.push((id, m));
            }
        }
        let this = &*self;
        let kerja = laporan.iter().map(|e| {
            let id = layanan::masalah_laporan(e);
            let m = masalah.iter().find(|(m, _)| Some(*m) == id);
            async move {
                match m.and_then(|(_, m)| m.as_ref()) {
                    Some(m) => this.kabari_satu(e, m).await,
                    None => false,
                }
            }
        });
        let jadi = join_all(kerja).await.into_iter().filter(|b| *b).count();
        self.jumlah += jadi;
        self.sisa = self.sisa.saturating_sub(laporan.len());
        Ok(jadi)
    }

    async fn kabari_satu(&self, e: &Entri, m: &Masalah) -> bool {
        let sudah = e
            .isi
            .get("kabar_masalah")
            .and_then(serde_json::Value::as_u64)
            .and_then(|n| usize::try_from(n).ok())
            .unwrap_or(0);
        let semua = m.kabar.0.len();
        let mulai = if sudah == 0 {
            semua.saturating_sub(1)
        } else {
            sudah
        };
        let mut versi = e.versi;
        let mut ada = false;
        for (i, k) in m.kabar.0.iter().enumerate().skip(mulai) {
            let isian = json!({ "nama": m.nama, "kabar": k.teks, "ke": i + 1 });
            match self.langkah(e, versi, "kabar_masalah", isian).await {
                Some(baru) => (versi, ada) = (baru, true),
                None => break,
            }
        }
        ada
    }

    /// A step of the program; the version after it, none when it was refused.
    async fn langkah(&self, e: &Entri, versi: i64, langkah: &str, isian: serde_json::Value) -> Option<i64> {
        let perintah = Perintah {
            daerah: e.daerah.clone(),
            pelaku: Pelaku::Sistem,
            kini: self.store.jam().kini(),
            aksi: Aksi::Langkah {
                id: e.id,
                versi: Some(versi),
                langkah: langkah.to_owned(),
                isian: match isian {
                    serde_json::Value::Object(o) => o,
                    _ => Peta::new(),
                },
            },
            kunci: None,
        };
        match self.store.jalankan(perintah).await {
            Ok(h) => Some(h.entri.versi),
            // Somebody was faster; the next round sees what is left.
            Err(Galat::VersiBasi { .. } | Galat::Bentrok(_)) => None,
            Err(g) => {
                tracing::error!(daerah = %e.daerah, entri = %e.id, langkah, galat = %g, "news could not be told");
                None
            }
        }
    }
}
