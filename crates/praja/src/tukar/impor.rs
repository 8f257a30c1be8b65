//! A file as new entries: each row is a command of its own, and a bad row never stops the others.

use std::collections::HashMap;

use futures_util::future::join_all;
use jiff::Timestamp;
use kernel::{Aksi, Bahasa, Galat, GalatMedan, IdEntri, Perintah, Peta, command::Kunci, izin::Tindakan};
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use web::api::tukar;

use super::{Bentuk, Kemajuan, Meja};

/// Rows handed to the writer at a time.
const KELOMPOK: usize = 256;

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "hasil", rename_all = "snake_case")]
pub enum HasilBaris {
    /// A new entry.
    Dibuat {
        /// Its number.
        nomor: String,
    },
    /// The same file was brought in before.
    SudahAda {
        /// The number of the entry it made.
        nomor: String,
    },
    /// Nothing; the reasons.
    Ditolak {
        /// Field (or `baris`, the row as a whole) and what to do about it.
        galat: Vec<(String, String)>,
    },
}

/// A row with what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Baris {
    /// Its number as a spreadsheet or an editor counts.
    pub baris: usize,
    /// What became of it.
    #[serde(flatten)]
    pub hasil: HasilBaris,
}

/// The report of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Laporan {
    /// New entries.
    pub dibuat: usize,
    /// Rows that an earlier run had brought in.
    pub sudah_ada: usize,
    /// Rows that were refused.
    pub ditolak: usize,
    /// Every row, in the order of the file.
    pub baris: Vec<Baris>,
}

/// Brings a file in. Repeating an import, after it was interrupted or with its wrong rows mended, does nothing twice
/// (for two days).
///
/// # Errors
/// Without the right to import, and for a file whose columns are not the register's; rows that are wrong are in the
/// report.
pub async fn impor(
    meja: &Meja<'_>,
    bentuk: Bentuk,
    isi: &[u8],
    maju: Kemajuan<'_>,
) -> Result<Laporan, Galat> {
    meja.wewenang(Tindakan::Impor)?;
    let mut laporan = Laporan::default();
    let mut kembar = HashMap::new();
    let mut sumber = tukar::buka(meja.def, bentuk, isi)?;
    loop {
        let mut kerja = Vec::with_capacity(KELOMPOK);
        let kini = meja.store.jam().kini();
        // Ids sort by their moment and then by chance; sorted beforehand, entries keep the order of the file.
        let mut id: Vec<IdEntri> = (0..KELOMPOK).map(|_| IdEntri::baru(kini)).collect();
        id.sort_unstable();
        // The ids come first: a zip asks its first side first, and a row that was taken must not be lost.
        for (id, b) in id.into_iter().zip(sumber.by_ref()) {
            kerja.push(satu(meja, b, kini, id, &mut kembar));
        }
        if kerja.is_empty() {
            break;
        }
        // Unconstrained: every row is handed to the writer before any other task runs, so they keep their order.
        laporan
            .baris
            .extend(tokio::task::unconstrained(join_all(kerja)).await);
        maju(laporan.baris.len());
    }
    for b in &laporan.baris {
        match b.hasil {
            HasilBaris::Dibuat { .. } => laporan.dibuat += 1,
            HasilBaris::SudahAda { .. } => laporan.sudah_ada += 1,
            HasilBaris::Ditolak { .. } => laporan.ditolak += 1,
        }
    }
    Ok(laporan)
}

/// One row as a command. The key is made of what the row says and how often it was said before, so the same file
/// brought in again is recognised, and two equal rows of one file are still two.
fn satu<'a>(
    meja: &'a Meja<'_>,
    b: tukar::Baris,
    kini: Timestamp,
    id: IdEntri,
    kembar: &mut HashMap<[u8; 32], u32>,
) -> impl Future<Output = Baris> + 'a {
    let perintah = b.isi.map(|isi: Peta| {
        let pengguna = meja.pelaku.akun().map(|a| a.id).unwrap_or_default();
        let teks = Value::Object(isi.clone()).to_string();
        let dasar: [u8; 32] = Sha256::new()
            .chain_update(meja.def.kode.as_bytes())
            .chain_update([0])
            .chain_update(teks)
            .finalize()
            .into();
        let ke = kembar.entry(dasar).or_insert(0);
        *ke += 1;
        let sidik: [u8; 32] = Sha256::new()
            .chain_update(dasar)
            .chain_update(ke.to_be_bytes())
            .finalize()
            .into();
        let kunci = Kunci {
            kunci: format!("impor:{pengguna}:{}", data_encoding::HEXLOWER.encode(&sidik)),
            sidik,
        };
        Perintah {
            daerah: meja.profil.kode().clone(),
            pelaku: meja.pelaku.clone(),
            kini,
            aksi: Aksi::Buat {
                register: meja.def.kode.to_string(),
                id,
                isi,
            },
            kunci: Some(kunci),
        }
    });
    async move {
        let hasil = match perintah {
            Ok(p) => meja.store.jalankan(p).await,
            Err(g) => Err(Galat::Isian(g)),
        };
        let hasil = match hasil {
            Ok(h) if h.ulangan => HasilBaris::SudahAda { nomor: h.entri.nomor },
            Ok(h) => HasilBaris::Dibuat { nomor: h.entri.nomor },
            Err(g) => HasilBaris::Ditolak { galat: alasan(&g) },
        };
        Baris {
            baris: b.nomor,
            hasil,
        }
    }
}

fn alasan(g: &Galat) -> Vec<(String, String)> {
    if let Galat::Dalam(_) | Galat::Sementara(_) = g {
        tracing::error!(galat = %g, "a row could not be brought in");
    }
    let satu = |g: &GalatMedan| (g.medan.clone(), g.pesan.dalam(Bahasa::Id));
    match g.isian() {
        [] => vec![("baris".to_owned(), g.pesan().dalam(Bahasa::Id))],
        isian => isian.iter().map(satu).collect(),
    }
}
