//! What was typed survives an expired session: the form is kept under a secret in a cookie, and given back after
//! the same person has logged in again.

use std::collections::BTreeMap;

use axum::response::Response;
use identity::rahasia_baru;
use kernel::{Galat, Peta};
use serde_json::Value;

use crate::{Formulir, Permintaan, lihat, lihat_dengan, permintaan::SESI};

const TITIP: &str = "praja_titip";
/// How long a form is kept, ms.
const UMUR: i64 = 3_600_000;
/// Largest form that is kept, bytes: more than any form of ours can rightly say.
const MAKS: usize = 256 * 1024;

impl Permintaan {
    /// Keeps the form and sends the person to log in; `kembali` is the page that shows the form again. The form of
    /// nobody we know is not kept: nobody could ever get it back.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn titipkan(&self, f: &Formulir, kembali: &str) -> Result<Response, Galat> {
        let ke = format!("{}?ke={}", self.ke("/masuk"), ui::enkode(kembali));
        let pemilik = match self.kuki.ambil(SESI) {
            Some(s) => self.app.identitas.pemilik(self.daerah(), s).await?.map(|i| i.0),
            None => None,
        };
        let besar: usize = f
            .medan
            .iter()
            .map(|(k, v)| k.len() + v.iter().map(String::len).sum::<usize>())
            .sum();
        if pemilik.is_none() || besar > MAKS {
            return Ok(lihat(&ke));
        }
        let rahasia = rahasia_baru();
        let mut isi = Peta::new();
        isi.insert("kembali".into(), kembali.into());
        let medan: Peta = f
            .medan
            .iter()
            .filter(|(k, _)| k.as_str() != "_csrf")
            .map(|(k, v)| (k.clone(), v.iter().map(|s| Value::from(s.as_str())).collect()))
            .collect();
        isi.insert("medan".into(), Value::Object(medan));
        let sampai = self.app.store.jam().kini().as_millisecond() + UMUR;
        self.app
            .store
            .simpan_draf(self.daerah(), &rahasia, pemilik, &isi, sampai)
            .await?;
        Ok(lihat_dengan(
            &ke,
            &self.set_kuki(TITIP, &rahasia, "", UMUR / 1000),
        ))
    }

    /// What this account had typed on this page before it had to log in again, once.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn ambil_titipan(&self, halaman: &str) -> Result<Option<BTreeMap<String, Vec<String>>>, Galat> {
        let (Some(rahasia), Some(akun)) = (self.kuki.ambil(TITIP), self.pelaku.akun()) else {
            return Ok(None);
        };
        let Some((pemilik, isi)) = self.app.store.draf(self.daerah(), rahasia).await? else {
            return Ok(None);
        };
        // Without a known owner nobody gets it: it might be somebody else's words.
        if pemilik != Some(akun.id) || isi.get("kembali").and_then(Value::as_str) != Some(halaman) {
            return Ok(None);
        }
        self.app.store.hapus_draf(self.daerah(), rahasia).await?;
        let nilai = |v: &Value| -> Vec<String> {
            v.as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect()
        };
        let medan = isi.get("medan").and_then(Value::as_object);
        Ok(medan.map(|m| m.iter().map(|(k, v)| (k.clone(), nilai(v))).collect()))
    }
}
