//! `praja regulation`: what the reader of regulations makes of a file.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use crate::layar::{self, kabari, tulis};

/// Prints what was understood of a file and what was not, as a report or as JSON. 0: read; 1: refused.
pub(crate) fn baca(berkas: &Path, json: bool) -> u8 {
    let hasil = isi(berkas)
        .map_err(|e| e.to_string())
        .and_then(|isi| regulasi::baca_bita(&isi).map_err(|g| g.to_string()));
    match hasil {
        Ok(h) if json => layar::json(&h.json()),
        Ok(h) => tulis(h.laporan().trim_end()),
        Err(pesan) => {
            kabari(format!("praja: {}: {pesan}", berkas.display()));
            return 1;
        }
    }
    0
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
