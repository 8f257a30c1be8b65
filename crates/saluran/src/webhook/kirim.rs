//! Bringing an event to another program. What is told is what everybody may read at that moment: a report that became
//! secret meanwhile is not told of.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use identity::Identitas;
use kernel::{Aksi, Entri, Galat, IdEntri, Pelaku, Perintah, Peta, profil::KodeDaerah};
use serde_json::{Value, json};
use store::{Antar, MAKS_COBA, Store};
use uuid::Uuid;

use super::daftar::{AKTIF, KODE, PADAMKAN};
use crate::{
    Jadi, Penerima,
    gerbang::{Bungkus, Keluar, Kerja, Saluran, Tolak},
    http::{Jangkauan, Klien},
    tanda,
};

/// How long an address that did not answer is left alone, ms, so that it does not keep the others waiting.
const ISTIRAHAT: i64 = 60_000;

/// The channel to other programs.
pub struct SaluranWebhook {
    store: Store,
    identitas: Identitas,
    klien: Klien,
    url_dasar: Arc<str>,
    jangkauan: Jangkauan,
    /// Until when (ms) an address is left alone.
    istirahat: Mutex<HashMap<Uuid, i64>>,
}

impl SaluranWebhook {
    /// The channel; `jangkauan`: whether the operator allows addresses on our own network.
    pub fn baru(
        store: Store,
        identitas: Identitas,
        klien: Klien,
        url_dasar: &str,
        jangkauan: Jangkauan,
    ) -> Self {
        SaluranWebhook {
            store,
            identitas,
            klien,
            url_dasar: url_dasar.into(),
            jangkauan,
            istirahat: Mutex::default(),
        }
    }

    async fn keluar(&self, k: Keluar<'_>) -> Result<(), String> {
        let daerah = &k.kiriman.daerah;
        let galat = |g: Galat| g.to_string();
        let tujuan = IdEntri(k.ke.parse().map_err(|_| "tujuannya tidak dikenal")?);
        let kait = match self.store.entri(daerah, &Pelaku::Sistem, tujuan).await {
            // Switched off or gone since: nothing is owed to it.
            Ok(t) if t.entri.register == KODE && t.entri.keadaan == AKTIF => t.entri,
            Ok(_) | Err(Galat::TidakDitemukan) => return Ok(()),
            Err(g) => return Err(galat(g)),
        };
        let acara = &k.kiriman.muatan.isi;
        let Some(isi) = self.isi(daerah, acara).await.map_err(galat)? else {
            return Ok(());
        };
        let hasil = self.tanya(&kait, k.kiriman.id, &isi).await;
        let (kode, sebab) = match &hasil {
            Ok(kode @ 200..=299) => (Some(*kode), None),
            Ok(kode) => (Some(*kode), Some(format!("program tujuan menjawab {kode}"))),
            Err(e) => (None, Some(e.clone())),
        };
        let teks = |m: &str| {
            acara
                .get(m)
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        let catatan = Antar {
            id: k.kiriman.id,
            tujuan: tujuan.0,
            acara: jenis(acara),
            nomor: teks("nomor"),
            waktu: self.store.jam().kini().as_millisecond(),
            coba: k.kiriman.coba + 1,
            kode: kode.map(i64::from),
            galat: sebab.clone(),
        };
        self.store.catat_antar(daerah, &catatan).await.map_err(galat)?;
        let Some(sebab) = sebab else { return Ok(()) };
        metrics::counter!("praja_webhook_gagal").increment(1);
        // 410 Gone: it says itself that it wants nothing more.
        if k.kiriman.coba + 1 >= MAKS_COBA || kode == Some(410) {
            self.padamkan(&kait).await.map_err(galat)?;
            return Ok(());
        }
        Err(sebab)
    }

    /// The message; none when the report is not for everybody (any more).
    async fn isi(&self, daerah: &KodeDaerah, acara: &Peta) -> Result<Option<Vec<u8>>, Galat> {
        let id = acara
            .get("entri")
            .and_then(Value::as_str)
            .and_then(|s| s.parse().ok());
        let Some(id) = id else { return Ok(None) };
        let t = match self.store.entri(daerah, &Pelaku::Publik, IdEntri(id)).await {
            Ok(t) => t,
            Err(Galat::TidakDitemukan) => return Ok(None),
            Err(g) => return Err(g),
        };
        let waktu = acara.get("waktu").and_then(Value::as_i64).unwrap_or_default();
        let e = &t.entri;
        let isi = json!({
            "type": jenis(acara),
            "timestamp": kernel::kalender::saat(waktu).to_string(),
            "data": {
                "daerah": daerah.as_str(), "register": e.register, "nomor": e.nomor,
                "langkah": acara.get("langkah"), "keadaan": acara.get("keadaan"), "versi": acara.get("versi"),
                "alamat": format!("{}/{daerah}/api/v1/{}/{}", self.url_dasar, e.register, e.nomor),
                "isi": e.isi,
            },
        });
        Ok(Some(isi.to_string().into_bytes()))
    }

    async fn tanya(&self, kait: &Entri, id: Uuid, isi: &[u8]) -> Result<u16, String> {
        let kini = self.store.jam().kini();
        let istirahat = |m: &Mutex<HashMap<Uuid, i64>>| {
            let peta = m.lock().unwrap_or_else(PoisonError::into_inner);
            peta.get(&kait.id.0).is_some_and(|s| kini.as_millisecond() < *s)
        };
        if istirahat(&self.istirahat) {
            return Err("menunggu: tujuan ini baru saja tidak menjawab".to_owned());
        }
        let (id, detik) = (format!("msg_{}", id.simple()), kini.as_second());
        let rahasia = super::rahasia(&self.identitas, &kait.daerah, kait, kini.as_millisecond());
        let tandas: Vec<String> = rahasia.iter().map(|r| r.tandai(&id, detik, isi)).collect();
        let kepala = [
            (tanda::ID, id),
            (tanda::WAKTU, detik.to_string()),
            (tanda::TANDA, tandas.join(" ")),
        ];
        let alamat = kait.teks("alamat");
        let hasil = self
            .klien
            .post(alamat, self.jangkauan, &kepala, isi.to_vec())
            .await;
        let mut peta = self.istirahat.lock().unwrap_or_else(PoisonError::into_inner);
        match hasil {
            Err(_) => peta.insert(kait.id.0, kini.as_millisecond() + ISTIRAHAT),
            Ok(_) => peta.remove(&kait.id.0),
        };
        hasil
    }

    /// Switches a webhook off; its administrator sees it in the list, and may switch it on again.
    async fn padamkan(&self, kait: &Entri) -> Result<(), Galat> {
        let p = Perintah {
            daerah: kait.daerah.clone(),
            pelaku: Pelaku::Sistem,
            kini: self.store.jam().kini(),
            aksi: Aksi::Langkah {
                id: kait.id,
                versi: None,
                langkah: PADAMKAN.to_owned(),
                isian: Peta::new(),
            },
            kunci: None,
        };
        match self.store.jalankan(p).await {
            Ok(_) => {
                tracing::warn!(daerah = %kait.daerah, webhook = %kait.id, "a webhook was switched off: it has not answered for long");
                Ok(())
            }
            // Another message was faster, or the administrator.
            Err(Galat::Bentrok(_) | Galat::TidakDitemukan) => Ok(()),
            Err(g) => Err(g),
        }
    }
}

/// `pengaduan.jawab`.
fn jenis(acara: &Peta) -> String {
    let teks = |m: &str| acara.get(m).and_then(Value::as_str).unwrap_or_default();
    format!("{}.{}", teks("register"), teks("langkah"))
}

impl Saluran for SaluranWebhook {
    fn jenis(&self) -> &str {
        KODE
    }

    fn melayani(&self, _daerah: &KodeDaerah) -> bool {
        true
    }

    fn kirim<'a>(&'a self, k: Keluar<'a>) -> Kerja<'a, Result<(), String>> {
        Box::pin(self.keluar(k))
    }

    fn terima<'a>(&'a self, _penerima: &'a Penerima, _b: Bungkus<'a>) -> Kerja<'a, Result<Jadi, Tolak>> {
        Box::pin(async { Err(Tolak::Rusak("webhook hanya keluar".to_owned())) })
    }
}
