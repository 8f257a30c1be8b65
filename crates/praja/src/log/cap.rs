//! Time stamps (RFC 3161): now and then the newest signed head of each log that grew is stamped by an authority outside,
//! and the stamp is kept when it may be believed. Whatever goes wrong there is told to the operator, tried again ever more
//! rarely, and keeps nothing else waiting.

use std::collections::BTreeMap;

use data_encoding::BASE64;
use kernel::{Galat, profil::KodeDaerah};
use ledger::cap::{Cap, Permintaan};
use saluran::http::Klien;
use store::{CapSimpan, Store};
use tokio::sync::Mutex;

use crate::konfigurasi::{CapWaktu, Konfigurasi};

/// Longest reply that is read.
const MAKS_BALASAN: usize = 64 * 1024;
const MENIT: i64 = 60_000;
const JAM: i64 = 60 * MENIT;
/// Longest time between two tries.
const MAKS_TUNDA: i64 = 6 * JAM;

/// Asks an authority for time stamps.
pub struct Stempel {
    klien: Klien,
    tsa: CapWaktu,
    /// Of logs whose last try failed: how often by now, and when the next is (ms).
    tunda: Mutex<BTreeMap<KodeDaerah, (u32, i64)>>,
}

impl Stempel {
    /// The authority that the configuration names, if it names one.
    pub fn baru(k: &Konfigurasi, klien: Klien) -> Option<Self> {
        Some(Stempel {
            klien,
            tsa: k.cap_waktu.clone()?,
            tunda: Mutex::default(),
        })
    }

    /// Has every log stamped whose time has come; says how many stamps were kept.
    ///
    /// # Errors
    /// When the database does not answer. An authority that does not is no error here.
    pub async fn putaran(&self, store: &Store) -> Result<usize, Galat> {
        let mut tunda = self.tunda.lock().await;
        let mut jumlah = 0;
        for daerah in store.daerah().keys() {
            let kini = store.jam().kini().as_millisecond();
            let (coba, sejak) = tunda.get(daerah).copied().unwrap_or_default();
            if kini < sejak {
                continue;
            }
            match self.satu(store, daerah, kini).await? {
                Hasil::Belum => {}
                Hasil::Disimpan => {
                    tunda.remove(daerah);
                    jumlah += 1;
                }
                Hasil::Gagal(sebab) => {
                    let lama = (MENIT << coba.min(20)).min(MAKS_TUNDA);
                    tunda.insert(daerah.clone(), (coba.saturating_add(1), kini + lama));
                    metrics::counter!("praja_cap_waktu_gagal").increment(1);
                    let menit = lama / MENIT;
                    tracing::warn!(%daerah, sebab, menit, "no time stamp over the log; tried again in so many minutes");
                }
            }
        }
        Ok(jumlah)
    }

    async fn satu(&self, store: &Store, daerah: &KodeDaerah, kini: i64) -> Result<Hasil, Galat> {
        let Some(titik) = store.titik(daerah, 1).await?.pop() else {
            return Ok(Hasil::Belum);
        };
        let lalu = store.daftar_cap(daerah, 1).await?.pop();
        let tumbuh = titik.ukuran > lalu.map_or(0, |c| c.ukuran);
        let tiba = lalu.is_none_or(|c| kini - c.diterima >= self.tsa.tiap_jam * JAM);
        if !tumbuh || !tiba {
            return Ok(Hasil::Belum);
        }
        let (cap, balasan) = match self.minta(titik.catatan.as_bytes()).await {
            Ok(jawab) => jawab,
            Err(sebab) => return Ok(Hasil::Gagal(sebab)),
        };
        let cap = CapSimpan {
            ukuran: titik.ukuran,
            waktu: cap.waktu,
            diterima: kini,
            catatan: titik.catatan,
            balasan,
        };
        // Another process may have been quicker; one stamp over a head is enough.
        store.simpan_cap(daerah, &cap).await?;
        Ok(Hasil::Disimpan)
    }

    /// Asks for a stamp over these bytes; it and the reply that holds it, or why there is none.
    ///
    /// # Errors
    /// What is wrong, and what to do.
    pub async fn minta(&self, data: &[u8]) -> Result<(Cap, Vec<u8>), String> {
        let minta = Permintaan::baru(data, rand::random(), self.tsa.kebijakan);
        let tubuh = minta.der().map_err(|e| e.to_string())?;
        let mut kepala = vec![
            ("content-type", "application/timestamp-query".to_owned()),
            ("accept", "application/timestamp-reply".to_owned()),
        ];
        if let Some((pengguna, sandi)) = &self.tsa.masuk {
            let masuk = format!("{pengguna}:{}", sandi.buka());
            kepala.push((
                "authorization",
                format!("Basic {}", BASE64.encode(masuk.as_bytes())),
            ));
        }
        let jawab = self
            .klien
            .tanya(
                &self.tsa.url,
                self.tsa.jangkauan,
                &kepala,
                tubuh,
                MAKS_BALASAN + 1,
            )
            .await
            .map_err(|e| format!("TSA: {e}; periksa alamat TSA dan jaringan"))?;
        if !(200..300).contains(&jawab.status) {
            return Err(format!(
                "TSA menjawab status {}; periksa alamat dan hak akses di TSA",
                jawab.status
            ));
        }
        if jawab.tubuh.len() > MAKS_BALASAN {
            return Err("balasan TSA terlalu panjang; periksa alamat TSA".to_owned());
        }
        match minta.terima(&jawab.tubuh, &self.tsa.percaya) {
            Ok(cap) => Ok((cap, jawab.tubuh)),
            Err(e) => Err(e.to_string()),
        }
    }
}

enum Hasil {
    /// Nothing new, or not yet time.
    Belum,
    Disimpan,
    Gagal(String),
}
