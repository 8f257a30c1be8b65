//! The binary's parts: configuration, profiles, composition, the server with what runs beside it, the command line,
//! and the demonstration. `main` is one call of [`utama`].

use std::{ffi::OsString, process::ExitCode};

pub mod akun;
#[cfg(test)]
mod bekal;
mod cadang;
pub mod catatan;
pub mod cli;
pub mod demo;
mod dokter;
mod jalankan;
pub mod konfigurasi;
mod kunci_data;
pub mod layani;
pub mod layar;
pub mod log;
mod masuk_tunggal;
mod periksa;
pub mod rakit;
mod regulasi;
mod scim;
mod surat;
pub mod tukar;

/// Does what the command line asks. 0: done; 1: refused or failed; 2: asked wrongly.
pub fn utama(argumen: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match cli::baca(argumen) {
        Ok(c) => c,
        Err((teks, 0)) => {
            layar::tulis(teks.trim_end());
            return ExitCode::SUCCESS;
        }
        Err((teks, kode)) => {
            layar::kabari(teks.trim_end());
            return ExitCode::from(kode);
        }
    };
    let mesin = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(m) => m,
        Err(e) => {
            layar::kabari(format!("praja: mesin tidak mau mulai: {e}"));
            return ExitCode::FAILURE;
        }
    };
    match mesin.block_on(jalankan::jalankan(cli.perintah)) {
        Ok(kode) => ExitCode::from(kode),
        Err(g) => ExitCode::from(g.katakan()),
    }
}
