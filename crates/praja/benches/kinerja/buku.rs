//! The ledger: how long `praja verify` takes over the events of a filled regency, and what keeping the log adds to an event.

use std::{
    fmt::Write,
    process::Stdio,
    time::{Duration, Instant},
};

use ledger::{Pohon, daun};
use sha2::{Digest, Sha256};

use crate::{
    Hasil,
    bahan::DAERAH,
    basis::Jenis,
    hasil::{Catatan, Klaim, ribuan},
    isian, kabari, mesin,
    peladen::{Bekal, Peladen, perintah},
};

/// Events of a transaction, as the writer has them under load, and transactions of a round.
const KELOMPOK: usize = 128;
const TRANSAKSI: usize = 200;

/// What was measured.
#[derive(Default)]
pub struct Ukuran {
    /// Database, events, the whole command, its memory in MB.
    periksa: Vec<(Jenis, usize, Duration, f64)>,
    /// Database, microseconds an event without the log and with it.
    tulis: Vec<(Jenis, f64, f64)>,
    /// Microseconds for the tree of one event.
    pohon: f64,
}

/// Measures one database.
pub async fn ukur(bekal: &Bekal, jenis: Jenis, c: &mut Catatan) -> Hasil<()> {
    for n in isian::ukuran(bekal).skip(1) {
        let basis = isian::basis(bekal, jenis, n).await?;
        let data = bekal.sub(&format!("data-{}-isian-{n}", jenis.kode()))?;
        // Makes the key of this data folder.
        drop(Peladen::serve(bekal, &basis.url(), &data)?);
        let mut p = perintah(bekal, &data)?;
        p.args(["verify", "--json", "--daerah", DAERAH])
            .env("PRAJA_DATABASE", basis.url())
            .env("PRAJA_DATA", &data)
            .stdout(Stdio::null());
        let mulai = Instant::now();
        let mut anak = p.spawn()?;
        let mut memori = 0.0_f64;
        let status = loop {
            memori = memori.max(mesin::memori(anak.id()));
            if let Some(s) = anak.try_wait()? {
                break s;
            }
            std::thread::sleep(Duration::from_millis(10));
        };
        let lama = mulai.elapsed();
        if !status.success() {
            return Err(format!("praja verify ended with {status}").into());
        }
        kabari(&format!(
            "{}: {n} peristiwa diperiksa dalam {:.2} d",
            jenis.nama(),
            lama.as_secs_f64()
        ));
        c.buku.periksa.push((jenis, n, lama, memori));
        if n == isian::UKURAN[1] {
            let kolam = basis.sambung().await?;
            let mut us = [f64::MAX; 2];
            // In turns, the best of three: strangers on the machine disturb both alike.
            for _ in 0..3 {
                for (i, log) in [false, true].into_iter().enumerate() {
                    let d = kolam.peristiwa(log, KELOMPOK, TRANSAKSI).await?;
                    us[i] = us[i].min(d.as_secs_f64() * 1e6 / (KELOMPOK * TRANSAKSI) as f64);
                }
            }
            c.buku.tulis.push((jenis, us[0], us[1]));
            kolam.tutup().await;
        }
        basis.hapus().await?;
    }
    Ok(())
}

/// The tree alone: a million leaves.
pub fn ukur_pohon(c: &mut Catatan) {
    let daun: Vec<[u8; 32]> = (0..1_000_000_u32)
        .map(|i| Sha256::digest(i.to_be_bytes()).into())
        .collect();
    let mut p = Pohon::default();
    let mulai = Instant::now();
    let genap: usize = daun.iter().map(|h| p.tambah(self::daun(h)).len()).sum();
    let lama = mulai.elapsed();
    kabari(&format!(
        "pohon: {} daun, {genap} anak pohon genap, {:.2} d",
        p.ukuran(),
        lama.as_secs_f64()
    ));
    c.buku.pohon = lama.as_secs_f64() * 1e6 / daun.len() as f64;
}

impl Ukuran {
    /// What was promised, held against what was measured. `complaint` is the quickest filing of a complaint on each
    /// database, in microseconds: what the log adds is held against that.
    pub fn klaim(&self, laporan: impl Fn(Jenis) -> Option<f64>) -> Vec<Klaim> {
        let mut semua = Vec::new();
        for (jenis, n, lama, _) in &self.periksa {
            let detik = lama.as_secs_f64() * 1e6 / *n as f64;
            semua.push(Klaim {
                apa: format!(
                    "Verifying, seconds for a million events (from {}): {}",
                    ribuan(*n),
                    jenis.nama()
                ),
                batas: "≤ 10 s",
                terukur: format!("{detik:.1} s"),
                terpenuhi: detik <= 10.0,
            });
        }
        for (jenis, tanpa, dengan) in &self.tulis {
            let Some(us) = laporan(*jenis) else { continue };
            let bagian = (dengan - tanpa + self.pohon).max(0.0) / us;
            semua.push(Klaim {
                apa: format!(
                    "Keeping the log, of the time to file a complaint: {}",
                    jenis.nama()
                ),
                batas: "≤ 10 %",
                terukur: format!("{:.1} %", bagian * 100.0),
                terpenuhi: bagian <= 0.1,
            });
        }
        semua
    }

    /// A section of the page; nothing when nothing was measured.
    pub fn susun(&self, h: &mut String) -> std::fmt::Result {
        if self.periksa.is_empty() {
            return Ok(());
        }
        writeln!(
            h,
            "\n## The ledger\n\n\
             `praja verify` over one regency, its start included: every event is hashed anew, the tree rebuilt, the stored \
             levels, the signed heads, the entries and the copy on disk compared.\n\n\
             | database | events | seconds | events/s | memory, MB |\n|---|--:|--:|--:|--:|"
        )?;
        for (j, n, lama, memori) in &self.periksa {
            let d = lama.as_secs_f64();
            writeln!(
                h,
                "| {} | {} | {d:.2} | {} | {memori:.0} |",
                j.nama(),
                ribuan(*n),
                ribuan((*n as f64 / d) as usize)
            )?;
        }
        writeln!(
            h,
            "\nThe tree itself costs {:.2} µs an event. Events of the filled regency inserted once more, {KELOMPOK} in a \
             transaction, into a copy of their table without a place in the log, and with place, index, head and subtrees:\n\n\
             | database | without, µs an event | with, µs an event |\n|---|--:|--:|",
            self.pohon
        )?;
        for (j, tanpa, dengan) in &self.tulis {
            writeln!(h, "| {} | {tanpa:.1} | {dengan:.1} |", j.nama())?;
        }
        Ok(())
    }
}
