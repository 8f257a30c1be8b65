//! Bringing files in: how many rows a second `praja import` takes, from its start to its end.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::Path,
    process::Stdio,
    time::{Duration, Instant},
};

use serde_json::Value;

use crate::{
    Hasil,
    bahan::{Acak, Bahan, DAERAH},
    basis::{Basis, Jenis},
    hasil::{Catatan, Impor},
    kabari, mesin,
    peladen::{Bekal, perintah},
};

/// Rows of a file.
const BARIS: usize = 50_000;

/// Measures one database, with the data folder that holds its keys.
pub fn ukur(bekal: &Bekal, jenis: Jenis, basis: &Basis, data: &Path, c: &mut Catatan) -> Hasil<()> {
    for (benih, bentuk) in [(1_u64 << 40, "ndjson"), (1 << 41, "csv")] {
        let berkas = data.join(format!("laporan.{bentuk}"));
        tulis(&bekal.bahan, benih, bentuk, &berkas)?;
        let mut p = perintah(bekal, data)?;
        p.args([
            "import",
            "--daerah",
            DAERAH,
            "--register",
            "pengaduan",
            "--pengguna",
            "ukur",
        ])
        .arg(&berkas)
        .env("PRAJA_DATABASE", basis.url())
        .env("PRAJA_DATA", data)
        .stdout(Stdio::null());
        let mulai = Instant::now();
        let mut anak = p.spawn()?;
        let (mut cpu, mut memori) = (0.0, 0.0_f64);
        let status = loop {
            cpu = mesin::cpu(anak.id()).max(cpu);
            memori = memori.max(mesin::memori(anak.id()));
            if let Some(s) = anak.try_wait()? {
                break s;
            }
            std::thread::sleep(Duration::from_millis(10));
        };
        let detik = mulai.elapsed().as_secs_f64();
        if !status.success() {
            return Err(format!("praja import ended with {status}").into());
        }
        kabari(&format!("  impor {bentuk}: {:.0} baris/s", BARIS as f64 / detik));
        c.impor.push(Impor {
            jenis,
            bentuk,
            baris: BARIS,
            detik,
            cpu,
            memori,
        });
    }
    Ok(())
}

/// Different reports, as one form or the other.
fn tulis(bahan: &Bahan, benih: u64, bentuk: &str, ke: &Path) -> Hasil<()> {
    let mut a = Acak::baru(benih);
    let mut f = BufWriter::new(File::create(ke)?);
    const LAJUR: [&str; 12] = [
        "jenis",
        "judul",
        "isi",
        "kategori",
        "pelapor.nama",
        "pelapor.telepon",
        "kanal",
        "kecamatan",
        "desa",
        "alamat",
        "lat",
        "lon",
    ];
    if bentuk == "csv" {
        writeln!(f, "{}", LAJUR.join(","))?;
    }
    for _ in 0..BARIS {
        let o = bahan.laporan(&mut a);
        if bentuk == "csv" {
            let sel = LAJUR.map(|l| {
                let v = l.split('.').try_fold(&o, |o, k| o.get(k));
                let teks = v.map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned));
                format!("\"{}\"", teks.unwrap_or_default().replace('"', "\"\""))
            });
            writeln!(f, "{}", sel.join(","))?;
        } else {
            writeln!(f, "{}", Value::to_string(&o))?;
        }
    }
    Ok(f.flush()?)
}
