//! Log-ins with a password: how many a second, and what others wait meanwhile. A hash takes 19 MiB and tens of
//! milliseconds of a processor by design.

use std::{
    fmt::Write as _,
    io::Write as _,
    process::Stdio,
    time::{Duration, Instant},
};

use crate::{
    Hasil,
    bahan::DAERAH,
    basis::{Basis, Jenis},
    daftar::KEPALA_WARGA,
    hasil::{Catatan, Klaim},
    http::{Sambungan, permintaan},
    kabari,
    klien::persentil,
    latensi::kirim_formulir,
    peladen::{Bekal, Peladen, perintah},
};

/// Who logs in at the same time, and for how long.
const SERENTAK: usize = 8;
const LAMA: Duration = Duration::from_secs(8);
/// How often others ask for a page.
const JEDA: Duration = Duration::from_millis(50);
const SANDI: &str = "jembatan-kayu-sembilan-lampu";

/// What was measured.
#[derive(Default)]
pub struct Ukuran {
    /// Database, log-ins a second, a page alone and meanwhile: p95, ms.
    masuk: Vec<(Jenis, f64, f64, f64)>,
}

/// Measures one database.
pub async fn ukur(bekal: &Bekal, jenis: Jenis, c: &mut Catatan) -> Hasil<()> {
    let basis = Basis::baru(bekal, jenis, "masuk").await?;
    let data = bekal.sub(&format!("data-{}-masuk", jenis.kode()))?;
    // The first start makes the tables.
    drop(Peladen::serve(bekal, &basis.url(), &data)?);
    let mut p = perintah(bekal, &data)?;
    p.args([
        "user",
        "add",
        "--pengguna",
        "ukur",
        "--nama",
        "Petugas Ukur",
        "--sandi-stdin",
    ])
    .args([
        "--peran",
        &format!("koordinator:{}", bekal.bahan.koordinator),
        "--daerah",
        DAERAH,
    ])
    .env("PRAJA_DATABASE", basis.url())
    .env("PRAJA_DATA", &data)
    .stdin(Stdio::piped());
    let mut anak = p.spawn()?;
    if let Some(mut masukan) = anak.stdin.take() {
        writeln!(masukan, "{SANDI}")?;
    }
    if !anak.wait()?.success() {
        return Err("praja user add was refused".into());
    }
    let peladen = Peladen::serve(bekal, &basis.url(), &data)?;
    let alamat = peladen.alamat.clone();
    let tenang = halaman(&alamat, LAMA / 2).await?;
    let akhir = Instant::now() + LAMA;
    let satu = |alamat: String| async move {
        let mut n = 0_usize;
        let jalur = format!("/{DAERAH}/masuk");
        let mut s = Sambungan::buka(&alamat).await?;
        while Instant::now() < akhir {
            kirim_formulir(&mut s, &jalur, &format!("pengguna=ukur&sandi={SANDI}")).await?;
            n += 1;
        }
        Ok::<_, Box<dyn std::error::Error + Send + Sync>>(n)
    };
    let mulai = Instant::now();
    let banyak: Vec<_> = (0..SERENTAK)
        .map(|_| tokio::spawn(satu(alamat.clone())))
        .collect();
    let ramai = halaman(&alamat, LAMA).await?;
    let mut n = 0;
    for b in banyak {
        n += b.await??;
    }
    let laju = n as f64 / mulai.elapsed().as_secs_f64();
    drop(peladen);
    basis.hapus().await?;
    kabari(&format!(
        "{}: {laju:.1} masuk/s; halaman p95 {tenang:.1} ms sendirian, {ramai:.1} ms selagi itu",
        jenis.nama()
    ));
    c.masuk.masuk.push((jenis, laju, tenang, ramai));
    Ok(())
}

/// A public page asked for again and again: p95 until the first byte, ms. What is late because of the one before it has
/// waited too.
async fn halaman(alamat: &str, lama: Duration) -> Hasil<f64> {
    let mut s = Sambungan::buka(alamat).await?;
    let minta = permintaan("GET", &format!("/{DAERAH}/pengaduan/daftar"), KEPALA_WARGA, "");
    let (mulai, mut us) = (Instant::now(), Vec::new());
    for i in 0_u32.. {
        let saat = JEDA * i;
        if saat >= lama {
            break;
        }
        tokio::time::sleep(saat.saturating_sub(mulai.elapsed())).await;
        let j = s.tanya(&minta).await?;
        if j.status != 200 {
            return Err(format!("the public list answered {}", j.status).into());
        }
        us.push(u32::try_from((j.pertama - mulai - saat).as_micros())?);
    }
    us.sort_unstable();
    Ok(persentil(&us, 0.95))
}

impl Ukuran {
    /// What was promised, held against what was measured.
    pub fn klaim(&self) -> Vec<Klaim> {
        let satu = |(jenis, laju, _, ramai): &(Jenis, f64, f64, f64)| {
            [
                Klaim {
                    apa: format!("Log-ins with a password: {}", jenis.nama()),
                    batas: "≥ 10/s",
                    terukur: format!("{laju:.0}/s"),
                    terpenuhi: *laju >= 10.0,
                },
                Klaim {
                    apa: format!(
                        "A page while {SERENTAK} log in without pause, p95: {}",
                        jenis.nama()
                    ),
                    batas: "≤ 100 ms",
                    terukur: format!("{ramai:.0} ms"),
                    terpenuhi: *ramai <= 100.0,
                },
            ]
        };
        self.masuk.iter().flat_map(satu).collect()
    }

    /// A section of the page; nothing when nothing was measured.
    pub fn susun(&self, h: &mut String) -> std::fmt::Result {
        if self.masuk.is_empty() {
            return Ok(());
        }
        writeln!(
            h,
            "\n## Log-ins\n\n\
             {SERENTAK} browsers fetch the form and log in with name and password again and again for {} seconds (argon2id, \
             19 MiB, 2 passes), while somebody asks for the public list twenty times a second; milliseconds until the first \
             byte, p95, of that list alone and meanwhile.\n\n\
             | database | log-ins/s | list alone | list meanwhile |\n|---|--:|--:|--:|",
            LAMA.as_secs()
        )?;
        for (j, laju, tenang, ramai) in &self.masuk {
            writeln!(h, "| {} | {laju:.1} | {tenang:.1} | {ramai:.1} |", j.nama())?;
        }
        Ok(())
    }
}
