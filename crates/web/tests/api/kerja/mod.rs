//! The workspace of officials, page by page, as a browser without JavaScript meets it.

mod akun;
mod daftar;
mod dua_langkah;
mod entri;
mod formulir;
mod gawai;
mod impor;
mod isi;
mod kunci_sandi;
mod langkah;
mod massal;
mod orang;
mod peramban;
mod perangkat;
mod ringkas;
mod sandi;
mod wewenang;

const DASAR: &str = "/serang/kerja/pengaduan";

/// Where a complaint stands in the workspace.
fn entri(nomor: &str) -> String {
    format!("{DASAR}/entri/{nomor}")
}
