//! A file as new entries: each row is a command of its own, and a bad row never stops the others.

use std::{
    collections::HashMap,
    io::{BufRead, BufReader, Read},
};

use futures_util::future::join_all;
use kernel::{
    Aksi, Bahasa, Galat, IdEntri, Perintah, Pesan, Peta,
    command::Kunci,
    izin::Tindakan,
};
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{
    Format, Kemajuan, Meja,
    kolom::{SELALU, kolom},
};
use crate::temuan::saran;

/// Rows handed to the writer at a time.
const KELOMPOK: usize = 256;
/// Longest line that is read.
const MAKS_BARIS: u64 = 1024 * 1024;

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
        /// Field and what to do about it; an empty field stands for the row.
        galat: Vec<(String, String)>,
    },
}

/// A row with what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Baris {
    /// Line in the file, from 1.
    pub baris: u64,
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

type Terbaca = (u64, Result<Peta, Galat>);

/// Brings a file in. Repeating an import that was interrupted does nothing twice (for two days).
///
/// # Errors
/// Without the right to import, and for a file whose columns are not the register's; rows that are wrong are in the
/// report.
pub async fn impor(meja: &Meja<'_>, format: Format, dari: impl Read, maju: Kemajuan<'_>) -> Result<Laporan, Galat> {
    meja.wewenang(Tindakan::Impor)?;
    let mut laporan = Laporan::default();
    let mut kembar = HashMap::new();
    let mut antre: Vec<Terbaca> = Vec::with_capacity(KELOMPOK);
    let mut sumber: Box<dyn Iterator<Item = Terbaca>> = match format {
        Format::Csv => Box::new(csv(meja, dari)?),
        Format::Ndjson => Box::new(ndjson(dari)),
    };
    loop {
        antre.extend(sumber.by_ref().take(KELOMPOK));
        if antre.is_empty() {
            break;
        }
        let kerja: Vec<_> = antre.drain(..).map(|(no, isi)| satu(meja, no, isi, &mut kembar)).collect();
        laporan.baris.extend(join_all(kerja).await);
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
    no: u64,
    isi: Result<Peta, Galat>,
    kembar: &mut HashMap<[u8; 32], u32>,
) -> impl Future<Output = Baris> + 'a {
    let perintah = isi.map(|isi| {
        let kini = meja.store.jam().kini();
        let pengguna = meja.pelaku.akun().map(|a| a.id).unwrap_or_default();
        let teks = Value::Object(isi.clone()).to_string();
        let dasar: [u8; 32] = Sha256::new().chain_update(meja.def.kode.as_bytes()).chain_update([0]).chain_update(teks).finalize().into();
        let ke = kembar.entry(dasar).or_insert(0);
        *ke += 1;
        let sidik: [u8; 32] = Sha256::new().chain_update(dasar).chain_update(ke.to_be_bytes()).finalize().into();
        let kunci = Kunci { kunci: format!("impor:{pengguna}:{}", data_encoding::HEXLOWER.encode(&sidik)), sidik };
        Perintah {
            daerah: meja.profil.kode().clone(),
            pelaku: meja.pelaku.clone(),
            kini,
            aksi: Aksi::Buat { register: meja.def.kode.to_string(), id: IdEntri::baru(kini), isi },
            kunci: Some(kunci),
        }
    });
    async move {
        let hasil = match perintah {
            Ok(p) => meja.store.jalankan(p).await,
            Err(g) => Err(g),
        };
        let hasil = match hasil {
            Ok(h) if h.ulangan => HasilBaris::SudahAda { nomor: h.entri.nomor },
            Ok(h) => HasilBaris::Dibuat { nomor: h.entri.nomor },
            Err(g) => HasilBaris::Ditolak { galat: alasan(&g) },
        };
        Baris { baris: no, hasil }
    }
}

fn alasan(g: &Galat) -> Vec<(String, String)> {
    if let Galat::Dalam(_) | Galat::Sementara(_) = g {
        tracing::error!(galat = %g, "a row could not be brought in");
    }
    match g.isian() {
        [] => vec![(String::new(), g.pesan().dalam(Bahasa::Id))],
        isian => isian.iter().map(|i| (i.medan.clone(), i.pesan.dalam(Bahasa::Id))).collect(),
    }
}

fn csv<'a>(meja: &Meja, dari: impl Read + 'a) -> Result<impl Iterator<Item = Terbaca> + 'a, Galat> {
    let mut dari = BufReader::new(dari);
    let galat = |e| Galat::dalam("reading the file", e);
    let awal = dari.fill_buf().map_err(galat)?;
    let kepala = awal.split(|b| *b == b'\n').next().unwrap_or_default();
    // Spreadsheets set to Indonesian part cells by semicolons.
    let hitung = |c| kepala.iter().filter(|b| **b == c).count();
    let pisah = if hitung(b';') > hitung(b',') { b';' } else { b',' };
    if awal.starts_with("\u{feff}".as_bytes()) {
        dari.consume(3);
    }
    let mut baca = ::csv::ReaderBuilder::new().delimiter(pisah).flexible(true).from_reader(dari);
    let judul = baca.headers().map_err(|_| Galat::TidakSah("Baris pertama harus berisi nama kolom.".into()))?.clone();
    let kenal = kolom(meja.def);
    let nama = || kenal.iter().map(|k| k.jalan.as_str()).chain(SELALU);
    let asing: Vec<String> = judul
        .iter()
        .map(str::trim)
        .filter(|j| !j.is_empty() && !nama().any(|n| n == *j))
        .map(|j| format!("\"{j}\" bukan kolom register ini.{}", saran(j, nama())))
        .collect();
    if !asing.is_empty() {
        let pesan = Pesan::baru("Kolom berkas ini tidak cocok: {asing}").dengan("asing", asing.join(" "));
        return Err(Galat::TidakSah(pesan));
    }
    let banyak = judul.len();
    let mut urut: Vec<Option<super::kolom::Kolom>> = Vec::new();
    let mut sisa = kenal;
    for j in judul.iter().map(str::trim) {
        urut.push(sisa.iter().position(|k| k.jalan == j).map(|i| sisa.remove(i)));
    }
    Ok(baca.into_records().enumerate().filter_map(move |(i, r)| {
        let no = r.as_ref().ok().and_then(|r| Some(r.position()?.line())).unwrap_or(i as u64 + 2);
        let isi = match r {
            Ok(r) if r.iter().all(|s| s.trim().is_empty()) => return None,
            Ok(r) if r.len() > banyak => {
                let pesan = Pesan::baru("Baris ini berisi {n} sel, padahal kolomnya {m}. Periksa tanda kutip dan pemisah.");
                Err(Galat::TidakSah(pesan.dengan("n", r.len()).dengan("m", banyak)))
            }
            Ok(r) => {
                let mut isi = Peta::new();
                for (sel, k) in r.iter().zip(&urut) {
                    if let Some(k) = k {
                        k.taruh(sel, &mut isi);
                    }
                }
                Ok(isi)
            }
            Err(_) => Err(Galat::TidakSah("Baris ini bukan CSV dalam UTF-8.".into())),
        };
        Some((no, isi))
    }))
}

fn ndjson<'a>(dari: impl Read + 'a) -> impl Iterator<Item = Terbaca> + 'a {
    let mut dari = BufReader::new(dari);
    let mut no = 0;
    std::iter::from_fn(move || {
        loop {
            let mut baris = Vec::new();
            let n = dari.by_ref().take(MAKS_BARIS).read_until(b'\n', &mut baris);
            no += 1;
            match n {
                Ok(0) => return None,
                Ok(_) if baris.iter().all(u8::is_ascii_whitespace) => continue,
                Ok(n) if n as u64 == MAKS_BARIS && !baris.ends_with(b"\n") => {
                    let _ = dari.skip_until(b'\n');
                    return Some((no, Err(Galat::TerlaluBesar("Satu baris paling besar 1 MB.".into()))));
                }
                Ok(_) => return Some((no, objek(&baris))),
                Err(e) => return Some((no, Err(Galat::dalam("reading the file", e)))).filter(|_| false),
            }
        }
    })
}

/// The fields of a line: the object itself, or its `isi` when it is a line that was exported.
fn objek(baris: &[u8]) -> Result<Peta, Galat> {
    match serde_json::from_slice(baris) {
        Ok(Value::Object(mut o)) => match o.remove("isi") {
            Some(Value::Object(isi)) => Ok(isi),
            Some(lain) => {
                o.insert("isi".to_owned(), lain);
                Ok(o)
            }
            None => Ok(o),
        },
        Ok(_) => Err(Galat::TidakSah("Tiap baris harus satu objek JSON.".into())),
        Err(_) => Err(Galat::TidakSah("Baris ini bukan JSON. Periksa tanda kutip dan kurungnya.".into())),
    }
}
