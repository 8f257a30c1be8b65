//! `praja surat terima`: one letter from standard input, as mail servers hand them to a program.

use std::io::Read;

use kernel::Galat;
use saluran::{
    Jadi,
    surel::{MAKS, Nasib},
};
use serde::Serialize;

use crate::{
    akun, cli,
    jalankan::{buka, pemakaian},
    layar::{Gagal, json, kabari},
    rakit,
};

/// What mail servers understand as "keep it and try again later" (EX_TEMPFAIL).
const NANTI: u8 = 75;

/// What is told on standard output with `--json`.
#[derive(Serialize)]
struct Lapor {
    nasib: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    nomor: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sebab: Option<String>,
}

/// 0: taken in, or put aside for a person. 75: could not be done now; a mail server keeps the letter and comes again.
pub(crate) async fn terima(t: cli::Tempat) -> u8 {
    match satu(&t).await {
        Ok(n) => {
            let l = lapor(n);
            if t.json {
                json(&l);
            } else if let Some(sebab) = &l.sebab {
                kabari(format!("ditahan untuk diperiksa petugas: {sebab}"));
            }
            0
        }
        Err(g) => {
            g.katakan();
            NANTI
        }
    }
}

async fn satu(t: &cli::Tempat) -> Result<Nasib, Gagal> {
    // One byte more than is allowed is enough to see that it is too many; the rest is read so that nobody's pipe breaks.
    let mut bait = Vec::new();
    let mut masukan = std::io::stdin().lock();
    let baca = masukan.by_ref().take(MAKS as u64 + 1).read_to_end(&mut bait);
    baca.and_then(|_| std::io::copy(&mut masukan, &mut std::io::sink()))
        .map_err(|e| Gagal::Galat(Galat::dalam("reading the letter", e)))?;
    let (k, r) = buka(&t.dasar).await?;
    let hasil = async {
        let daerah = akun::daerah(&r.store, t.daerah.as_deref()).map_err(pemakaian)?;
        let kotak = rakit::kotak(&k, &r).ok_or_else(|| {
            Gagal::Pemakaian("surel_masuk.alamat belum diisi dalam konfigurasi.".to_owned())
        })?;
        Ok(kotak.terima(&daerah, &bait).await?)
    };
    let hasil = hasil.await;
    r.store.tutup().await;
    hasil
}

fn lapor(n: Nasib) -> Lapor {
    let (nasib, nomor, sebab) = match n {
        Nasib::Jadi(Jadi::Laporan { nomor, .. }) => ("laporan", Some(nomor), None),
        Nasib::Jadi(Jadi::Tanggapan { nomor, .. }) => ("tanggapan", Some(nomor), None),
        Nasib::Jadi(Jadi::Ulangan { nomor }) => ("ulangan", Some(nomor), None),
        Nasib::Pantulan => ("pantulan", None, None),
        Nasib::Jadi(Jadi::Ditahan(s)) | Nasib::Ditahan(s) => ("ditahan", None, Some(s)),
    };
    Lapor { nasib, nomor, sebab }
}
