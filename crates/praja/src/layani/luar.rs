//! The ways out of the regency: each escalation is posted where the configuration says for its kind, or laid into a
//! folder where it says nothing.

use std::collections::BTreeMap;

use futures_util::future::BoxFuture;
use meja::{Folder, KanalLuar};
use saluran::http::Klien;
use serde_json::Value;

use crate::konfigurasi::{Konfigurasi, TujuanHttp};

/// What is read of an answer: a number, not a story.
const MAKS_JAWAB: usize = 16 * 1024;
/// Longest number of the other side.
const MAKS_NOMOR: usize = 100;

/// All ways out.
pub struct Luar {
    klien: Klien,
    http: BTreeMap<&'static str, TujuanHttp>,
    folder: Folder,
}

impl Luar {
    /// The ways that the configuration names.
    pub fn baru(k: &Konfigurasi, klien: Klien) -> Self {
        Luar {
            klien,
            http: k.eskalasi.clone(),
            folder: Folder(k.eskalasi_keluar()),
        }
    }

    /// Posts one under its key: whoever takes them sees by `Idempotency-Key` that it comes again, and answers with the
    /// number it has.
    async fn post(&self, t: &TujuanHttp, kunci: &str, muatan: &Value) -> Result<Option<String>, String> {
        let tubuh = serde_json::to_vec(muatan).map_err(|e| e.to_string())?;
        let kepala = [
            ("authorization", format!("Bearer {}", t.kunci.buka())),
            ("idempotency-key", kunci.to_owned()),
        ];
        let jawab = self
            .klien
            .tanya(&t.url, t.jangkauan, &kepala, tubuh, MAKS_JAWAB)
            .await?;
        let nomor = nomor(&jawab.tubuh);
        match jawab.status {
            200..=299 => Ok(nomor),
            // It has it already.
            409 if nomor.is_some() => Ok(nomor),
            kode => Err(format!("tujuan menjawab {kode}")),
        }
    }
}

/// The number in an answer: `nomor` or `id` of a JSON object.
pub(super) fn nomor(tubuh: &[u8]) -> Option<String> {
    let isi: Value = serde_json::from_slice(tubuh).ok()?;
    let teks = ["nomor", "id"].iter().find_map(|k| match isi.get(k)? {
        Value::String(s) => Some(s.trim().to_owned()),
        Value::Number(n) => Some(n.to_string()),
        _ => None,
    })?;
    let sah = !teks.is_empty() && teks.chars().count() <= MAKS_NOMOR && !teks.chars().any(char::is_control);
    sah.then_some(teks)
}

impl KanalLuar for Luar {
    fn kirim<'a>(
        &'a self,
        kunci: &'a str,
        muatan: &'a Value,
    ) -> BoxFuture<'a, Result<Option<String>, String>> {
        let tujuan = muatan.get("tujuan").and_then(Value::as_str).unwrap_or_default();
        match self.http.get(tujuan) {
            Some(t) => Box::pin(self.post(t, kunci, muatan)),
            None => self.folder.kirim(kunci, muatan),
        }
    }
}
