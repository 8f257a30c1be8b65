//! The pages of citizens, written by hand where looking beats reading: the start page of a regency, a report in four
//! small steps, its tracking, the service catalogue, the terms of Pasal 1. Every page works without JavaScript, on a
//! narrow screen and over a slow line; what is shown is what the kernel lets the public (or the one citizen who proved
//! that a report is theirs) see.
//!
//! One folder or file per service; each brings its own routes, gathered in [`rute`].

use axum::Router;
use web::Aplikasi;

mod beranda;
mod cari;
mod istilah;
mod layanan;
mod log;
mod pengaduan;
mod tentang;
mod transparansi;
mod umum;

pub use log::rute as rute_log;
pub use pengaduan::{Pengawas, segarkan_prioritas};

/// All routes of the portal, for [`web::router`].
pub fn rute() -> Router<Aplikasi> {
    Router::new()
        .merge(beranda::rute())
        .merge(cari::rute())
        .merge(istilah::rute())
        .merge(layanan::rute())
        .merge(pengaduan::rute())
        .merge(tentang::rute())
        .merge(transparansi::rute())
}
