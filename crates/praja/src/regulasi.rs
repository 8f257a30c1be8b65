//! `praja regulation`: what the reader of regulations makes of a file.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use kernel::kewajiban::Alamat;

use crate::layar::{self, kabari, tulis};

/// How the result is printed.
pub(crate) enum Bentuk {
    /// For people.
    Laporan,
    /// For machines.
    Json,
    /// The address of each provision.
    Alamat,
}

/// Prints what was understood of a file and what was not. 0: read; 1: refused.
pub(crate) fn baca(berkas: &Path, bentuk: Bentuk) -> u8 {
    match buka(berkas) {
        Ok(h) => match bentuk {
            Bentuk::Json => layar::json(&h.json()),
            Bentuk::Laporan => tulis(h.laporan().trim_end()),
            Bentuk::Alamat => h.ketentuan().for_each(|s| tulis(&s.alamat)),
        },
        Err(pesan) => {
            kabari(format!("praja: {pesan}"));
            return 1;
        }
    }
    0
}

/// The provisions of a regulation.
///
/// # Errors
/// Why the file cannot be read, in words for the terminal.
pub(crate) fn ketentuan(berkas: &Path) -> Result<Vec<Alamat>, String> {
    let h = buka(berkas)?;
    h.ketentuan()
        .map(|s| Alamat::try_from(s.alamat.clone()))
        .collect()
}

fn buka(berkas: &Path) -> Result<regulasi::Hasil, String> {
    isi(berkas)
        .map_err(|e| e.to_string())
        .and_then(|isi| regulasi::baca_bita(&isi).map_err(|g| g.to_string()))
        .map_err(|pesan| format!("{}: {pesan}", berkas.display()))
}

/// One byte more than the reader takes, so that it can tell; no more, whatever the file is.
fn isi(berkas: &Path) -> io::Result<Vec<u8>> {
    let mut isi = Vec::new();
    let batas = u64::try_from(regulasi::MAKS_BITA).unwrap_or(u64::MAX);
    File::open(berkas)?
        .take(batas.saturating_add(1))
        .read_to_end(&mut isi)?;
    Ok(isi)
}
