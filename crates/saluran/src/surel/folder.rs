//! A Maildir as letter-box: what a mail server laid into `new/` is taken in and goes to `cur/`, marked as seen. A
//! letter that cannot be taken in now stays where it is and comes again.

use std::path::{Path, PathBuf};

use kernel::{Galat, profil::KodeDaerah};
use tokio::io::AsyncReadExt;

use super::{Kotak, MAKS};

/// Letters taken in one round, so that one full box does not keep the others waiting.
const SEKALIGUS: usize = 50;

/// Empties the Maildir of a regency, and says how many letters were taken in.
///
/// # Errors
/// When the folder cannot be read, or database or disk do not answer; what was not taken in is still there.
pub async fn ambil_folder(kotak: &Kotak, daerah: &KodeDaerah) -> Result<usize, Galat> {
    let Some(folder) = kotak.setelan().folder(daerah) else {
        return Ok(0);
    };
    let mut jumlah = 0;
    for surat in baru(&folder).await? {
        let bait = match isi(&surat).await {
            Ok(b) => b,
            // Another process was faster.
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => continue,
            Err(e) => return Err(Galat::dalam("reading a letter", e)),
        };
        match kotak.terima(daerah, &bait).await {
            Ok(_) => {}
            Err(g @ Galat::Sementara(_)) => return Err(g),
            // One letter that goes wrong does not keep the others waiting.
            Err(g) => {
                tracing::error!(%daerah, galat = %g, "a letter could not be taken in; it stays in the box");
                continue;
            }
        }
        pindah(&folder, &surat).await?;
        jumlah += 1;
    }
    Ok(jumlah)
}

async fn baru(folder: &Path) -> Result<Vec<PathBuf>, Galat> {
    let galat = |e| Galat::dalam("reading the letter-box", format!("{}: {e}", folder.display()));
    let mut daftar = match tokio::fs::read_dir(folder.join("new")).await {
        Ok(d) => d,
        // Mail servers make the folder with the first letter.
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(e) => return Err(galat(e)),
    };
    let mut surat = Vec::new();
    while let Some(e) = daftar.next_entry().await.map_err(galat)? {
        let berkas = e.file_type().await.map_err(galat)?.is_file();
        if berkas && !e.file_name().to_string_lossy().starts_with('.') {
            surat.push(e.path());
        }
    }
    // Names begin with the time of arrival.
    surat.sort();
    surat.truncate(SEKALIGUS);
    Ok(surat)
}

/// One byte more than is allowed is enough to see that it is too many.
async fn isi(surat: &Path) -> std::io::Result<Vec<u8>> {
    let mut bait = Vec::new();
    let f = tokio::fs::File::open(surat).await?;
    f.take(MAKS as u64 + 1).read_to_end(&mut bait).await?;
    Ok(bait)
}

async fn pindah(folder: &Path, surat: &Path) -> Result<(), Galat> {
    let galat = |e| Galat::dalam("moving a letter", e);
    let cur = folder.join("cur");
    tokio::fs::create_dir_all(&cur).await.map_err(galat)?;
    let nama = surat
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let nama = if nama.contains(":2,") {
        nama
    } else {
        format!("{nama}:2,S")
    };
    match tokio::fs::rename(surat, cur.join(nama)).await {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(galat(e)),
        _ => Ok(()),
    }
}
