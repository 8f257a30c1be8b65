//! `make bench`: the figures of `docs/kinerja.md`, taken from the program as it is delivered. Each database gets the
//! real `praja serve` in a process of its own, a client in a second one, and the same rows once more without Praja.
//!
//! [`tulis`] compares creating through HTTP with plain inserts, [`latensi`] reads pages while others write, [`daftar`]
//! asks small and large lists that [`isian`] fills, [`impor`] brings files in, [`jdih`] reads and searches regulations,
//! [`kewajiban`] evaluates obligations, [`arsitektur`] asks the boards of a large architecture, [`buku`] verifies the
//! ledger, [`masuk`] logs in, [`cadangan`] backs up and restores, [`demo`] starts the demonstration and weighs its pages.
//! [`basis`] and [`peladen`] are what they stand on, [`http`] and [`klien`] the client, [`bahan`] the reports it files,
//! [`hasil`] what is written down. Arguments name the parts to run (`tulis`, `daftar`, `jdih`, `kewajiban`, `arsitektur`,
//! `buku`, `masuk`, `cadangan`, `demo`, `sqlite`, `postgres`); only a run of everything writes the page. The part `isian`
//! only fills the databases that `PRAJA_UKUR_SIMPAN` keeps.

use std::{error::Error, io::Write, process::ExitCode, time::Instant};

mod arsitektur;
mod bahan;
mod basis;
mod buku;
mod cadangan;
mod daftar;
mod demo;
mod hasil;
mod http;
mod impor;
mod isian;
mod jdih;
mod kewajiban;
mod klien;
mod latensi;
mod masuk;
mod mesin;
mod peladen;
mod tulis;

use basis::Jenis;
use hasil::Catatan;
use peladen::Bekal;

/// Whatever goes wrong ends the run; there is nobody to hand it on to.
type Hasil<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// Where the page goes.
const HALAMAN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/kinerja.md");

fn main() -> ExitCode {
    let argumen: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| !a.starts_with("--"))
        .collect();
    let jadi = match argumen.first().map(String::as_str) {
        Some(klien::PERINTAH) => klien::utama().map(|()| true),
        _ => utama(&argumen),
    };
    match jadi {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(e) => {
            kabari(&format!("make bench: {e}"));
            ExitCode::FAILURE
        }
    }
}

/// A line for whoever waits.
fn kabari(teks: &str) {
    let _ = writeln!(std::io::stderr(), "{teks}");
}

/// Runs the parts asked for; true when every claim holds.
fn utama(bagian: &[String]) -> Hasil<bool> {
    let diminta = |nama: &str, kelompok: &[&str]| {
        !bagian.iter().any(|b| kelompok.contains(&b.as_str())) || bagian.iter().any(|b| b == nama)
    };
    let ukur = |nama| {
        diminta(
            nama,
            &[
                "tulis",
                "daftar",
                "jdih",
                "kewajiban",
                "arsitektur",
                "buku",
                "masuk",
                "cadangan",
                "demo",
                "isian",
            ],
        )
    };
    let mulai = Instant::now();
    let bekal = Bekal::siapkan()?;
    let mut c = Catatan::baru(&bekal);
    let mesin = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    mesin.block_on(async {
        if ukur("demo") {
            demo::ukur(&bekal, &mut c).await?;
        }
        if ukur("jdih") {
            jdih::ukur_baca(&mut c)?;
        }
        if ukur("kewajiban") {
            kewajiban::negara(&bekal, &mut c)?;
        }
        if ukur("buku") {
            buku::ukur_pohon(&mut c);
        }
        for jenis in [Jenis::Sqlite, Jenis::Postgres] {
            if !diminta(jenis.kode(), &["sqlite", "postgres"]) {
                continue;
            }
            if bagian.iter().any(|b| b == "isian") {
                isian::siapkan(&bekal, jenis).await?;
            }
            if ukur("tulis") {
                tulis::ukur(&bekal, jenis, &mut c).await?;
            }
            if ukur("daftar") {
                daftar::ukur(&bekal, jenis, &mut c).await?;
            }
            if ukur("jdih") {
                jdih::ukur(&bekal, jenis, &mut c).await?;
            }
            if ukur("kewajiban") {
                kewajiban::ukur(&bekal, jenis, &mut c).await?;
            }
            if ukur("arsitektur") {
                arsitektur::ukur(&bekal, jenis, &mut c).await?;
            }
            if ukur("buku") {
                buku::ukur(&bekal, jenis, &mut c).await?;
            }
            if ukur("masuk") {
                masuk::ukur(&bekal, jenis, &mut c).await?;
            }
            if ukur("cadangan") {
                cadangan::ukur(&bekal, jenis, &mut c.cadangan).await?;
            }
        }
        Ok::<_, Box<dyn Error + Send + Sync>>(())
    })?;
    let halaman = c.tulis(mulai.elapsed());
    if bagian.is_empty() {
        std::fs::write(HALAMAN, &halaman)?;
        kabari("docs/kinerja.md ditulis.");
    } else {
        kabari(&halaman);
    }
    Ok(c.terpenuhi())
}
