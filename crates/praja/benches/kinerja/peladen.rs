//! The program under measurement, in a process of its own, as an operator would run it.

use std::{
    fs::File,
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use tempfile::TempDir;

use crate::{Hasil, bahan::Bahan, http, mesin};

/// How long a start may take before it counts as failed.
const SABAR: Duration = Duration::from_secs(900);

/// What every part works with.
pub struct Bekal {
    /// The program.
    pub praja: PathBuf,
    /// For databases and data folders; gone afterwards.
    pub folder: TempDir,
    pub bahan: Bahan,
    /// A PostgreSQL server, as an administrator.
    pub postgres: Option<String>,
    /// Also a million complaints.
    pub besar: bool,
    /// Where filled databases are kept from run to run, if they are.
    pub simpan: Option<PathBuf>,
}

impl Bekal {
    pub fn siapkan() -> Hasil<Self> {
        let praja = std::env::var_os("PRAJA_BIN")
            .map_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_praja")), PathBuf::from);
        let folder = tempfile::Builder::new().prefix("praja-ukur.").tempdir()?;
        if mesin::jenis_berkas(folder.path()) == "tmpfs" {
            return Err(
                "the temporary folder is in memory (tmpfs), where nothing is durable; set TMPDIR to a disk"
                    .into(),
            );
        }
        Ok(Bekal {
            praja,
            folder,
            bahan: Bahan::baca()?,
            postgres: std::env::var("PRAJA_UJI_PG").ok().filter(|s| !s.is_empty()),
            besar: std::env::var("PRAJA_UKUR_BESAR").is_ok_and(|v| v == "ya"),
            simpan: std::env::var_os("PRAJA_UKUR_SIMPAN").map(PathBuf::from),
        })
    }

    /// A folder of that name inside the temporary one.
    pub fn sub(&self, nama: &str) -> Hasil<PathBuf> {
        let jalur = self.folder.path().join(nama);
        std::fs::create_dir_all(&jalur)?;
        Ok(jalur)
    }
}

/// A running server. Dropped, it is asked to stop, and waited for.
pub struct Peladen {
    anak: Child,
    /// `127.0.0.1:PORT`
    pub alamat: String,
    /// From starting the process to the first 200 of `/readyz`.
    pub mulai: Duration,
}

impl Peladen {
    /// `praja serve` on a database.
    pub fn serve(bekal: &Bekal, url: &str, data: &Path) -> Hasil<Self> {
        let alamat = alamat_bebas()?;
        let mut p = perintah(bekal, data)?;
        p.arg("serve")
            .env("PRAJA_DATABASE", url)
            .env("PRAJA_DATA", data)
            .env("PRAJA_LISTEN", &alamat);
        Self::jalankan(p, alamat)
    }

    /// `praja demo`.
    pub fn demo(bekal: &Bekal, data: &Path) -> Hasil<Self> {
        let alamat = alamat_bebas()?;
        let mut p = perintah(bekal, data)?;
        p.arg("demo").arg("--listen").arg(&alamat).arg("--data").arg(data);
        Self::jalankan(p, alamat)
    }

    fn jalankan(mut p: Command, alamat: String) -> Hasil<Self> {
        let awal = Instant::now();
        let anak = p
            .spawn()
            .map_err(|e| format!("starting {:?}: {e}", p.get_program()))?;
        let mut peladen = Peladen {
            anak,
            alamat,
            mulai: Duration::ZERO,
        };
        while !siap(&peladen.alamat) {
            if let Some(kode) = peladen.anak.try_wait()? {
                return Err(format!("praja ended before it was ready ({kode})").into());
            }
            if awal.elapsed() > SABAR {
                return Err("praja was not ready in time".into());
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        peladen.mulai = awal.elapsed();
        Ok(peladen)
    }

    pub fn pid(&self) -> u32 {
        self.anak.id()
    }

    /// Sum and count of a histogram in `/metrics`.
    pub async fn histogram(&self, nama: &str) -> Hasil<(f64, f64)> {
        let mut s = http::Sambungan::buka(&self.alamat).await?;
        s.tanya(&http::permintaan("GET", "/metrics", "", "")).await?;
        let isi = s.isi();
        let nilai = |akhiran: &str| {
            let kunci = format!("{nama}{akhiran} ");
            isi.lines()
                .find_map(|b| b.strip_prefix(&kunci)?.parse().ok())
                .unwrap_or(0.0)
        };
        Ok((nilai("_sum"), nilai("_count")))
    }
}

impl Drop for Peladen {
    fn drop(&mut self) {
        // The standard library only knows SIGKILL, which would not let the writer finish.
        let sopan = Command::new("kill").arg(self.anak.id().to_string()).status();
        let awal = Instant::now();
        while sopan.as_ref().is_ok_and(|s| s.success()) && awal.elapsed() < Duration::from_secs(25) {
            if matches!(self.anak.try_wait(), Ok(Some(_)) | Err(_)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        let _ = self.anak.kill();
        let _ = self.anak.wait();
    }
}

/// The program without whatever configuration the caller's environment holds. It logs as it would for an operator.
pub fn perintah(bekal: &Bekal, data: &Path) -> Hasil<Command> {
    std::fs::create_dir_all(data)?;
    let mut p = Command::new(&bekal.praja);
    for (k, _) in std::env::vars_os().filter(|(k, _)| k.to_string_lossy().starts_with("PRAJA_")) {
        p.env_remove(k);
    }
    let catatan = File::options()
        .create(true)
        .append(true)
        .open(data.with_extension("log"))?;
    p.current_dir(bekal.folder.path())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(catatan);
    Ok(p)
}

fn alamat_bebas() -> Hasil<String> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string())
}

fn siap(alamat: &str) -> bool {
    let Ok(mut s) = TcpStream::connect(alamat) else {
        return false;
    };
    let _ = s.set_read_timeout(Some(Duration::from_secs(5)));
    let mut b = [0; 15];
    s.write_all(b"GET /readyz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
        .is_ok()
        && s.read_exact(&mut b).is_ok()
        && b.starts_with(b"HTTP/1.1 200")
}
