//! The way out: escalations are handed to a channel outside, tried again with growing pauses, and noted step by step.
//! How a channel is reached is an adapter; the folder is one ([`Folder`]).

use std::path::PathBuf;

use futures_util::future::BoxFuture;
use kernel::{Aksi, Entri, Galat, Pelaku, Perintah, Peta, izin::Tindakan};
use layanan::eskalasi::{Eskalasi, KODE, MENUNGGU, langkah_gagal, muatan};
use maud::{Markup, html};
use serde_json::{Value, json};
use store::Store;
use web::Permintaan;

/// Most escalations looked at in one round of one regency.
const PUTARAN: i64 = 200;

/// A channel to the province or the nation.
pub trait KanalLuar: Send + Sync {
    /// Hands one escalation over. `kunci` is the same at every try, so that the receiver knows a repeat; the answer is
    /// the number it has there, if it is known already. The error says why not, without personal data.
    fn kirim<'a>(
        &'a self,
        kunci: &'a str,
        muatan: &'a Value,
    ) -> BoxFuture<'a, Result<Option<String>, String>>;
}

/// A folder that another program takes files from: one JSON file an escalation, named by its key, written at once or
/// not at all. The same one again is the same file.
pub struct Folder(pub PathBuf);

impl KanalLuar for Folder {
    fn kirim<'a>(
        &'a self,
        kunci: &'a str,
        muatan: &'a Value,
    ) -> BoxFuture<'a, Result<Option<String>, String>> {
        Box::pin(async move {
            let isi = serde_json::to_vec_pretty(muatan).map_err(|e| e.to_string())?;
            let sementara = self.0.join(format!(".{kunci}.sementara"));
            tokio::fs::write(&sementara, isi)
                .await
                .map_err(|e| e.to_string())?;
            let jadi = self.0.join(format!("{kunci}.json"));
            tokio::fs::rename(&sementara, jadi)
                .await
                .map_err(|e| e.to_string())?;
            Ok(None)
        })
    }
}

/// The way to an escalation, on the page of a complaint that is still open.
pub(crate) fn ajakan(p: &Permintaan, e: &Entri) -> Result<Markup, Galat> {
    let b = p.b;
    let boleh = e.terbuka && p.wewenang(&*p.register(KODE)?, Tindakan::Buat).is_ok();
    Ok(html! {
        @if boleh {
            p { a href=(p.ke(&format!("/kerja/{KODE}/baru?pengaduan={}", ui::enkode(&e.nomor)))) { (b.t("Bukan wewenang daerah? Eskalasikan laporan ini")) } }
        }
    })
}

/// Sends what waits and is due, and says how many went. A crash between the sending and the note of it repeats the
/// sending under the same key.
///
/// # Errors
/// When the database does not answer.
pub async fn kirim_eskalasi(store: &Store, kanal: &dyn KanalLuar) -> Result<usize, Galat> {
    let kini = store.jam().kini().as_millisecond();
    let mut jumlah = 0;
    for daerah in store.daerah().keys() {
        for e in store.berkeadaan(daerah, KODE, &[MENUNGGU], PUTARAN).await? {
            let isi = Eskalasi::dari(&e)?;
            if isi.siap(kini) && satu(store, kanal, &e, &isi).await? {
                jumlah += 1;
            }
        }
    }
    Ok(jumlah)
}

async fn satu(store: &Store, kanal: &dyn KanalLuar, e: &Entri, isi: &Eskalasi) -> Result<bool, Galat> {
    let laporan = store
        .entri(&e.daerah, &Pelaku::Sistem, isi.pengaduan.id())
        .await?
        .entri;
    let (langkah, isian) = match kanal.kirim(&e.id.to_string(), &muatan(isi, e, &laporan)).await {
        Ok(Some(n)) => ("catat_terkirim", json!({ "nomor_luar": n })),
        Ok(None) => ("catat_terkirim", json!({})),
        Err(sebab) => {
            let sebab: String = sebab.replace('\0', "").chars().take(300).collect();
            tracing::warn!(daerah = %e.daerah, entri = %e.id, sebab, "an escalation could not be sent");
            let sebab = if sebab.trim().is_empty() {
                "?"
            } else {
                sebab.trim()
            };
            (langkah_gagal(isi), json!({ "galat": sebab }))
        }
    };
    let perintah = Perintah {
        daerah: e.daerah.clone(),
        pelaku: Pelaku::Sistem,
        kini: store.jam().kini(),
        aksi: Aksi::Langkah {
            id: e.id,
            versi: Some(e.versi),
            langkah: langkah.to_owned(),
            isian: match isian {
                Value::Object(o) => o,
                _ => Peta::new(),
            },
        },
        kunci: None,
    };
    match store.jalankan(perintah).await {
        Ok(_) => Ok(langkah == "catat_terkirim"),
        // Another process noted the same.
        Err(Galat::VersiBasi { .. } | Galat::Bentrok(_)) => Ok(false),
        Err(g) => Err(g),
    }
}
