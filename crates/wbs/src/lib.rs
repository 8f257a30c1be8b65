//! WBS, the whistle-blowing channel (mandat F3): what somebody reports here is read by the office of internal oversight
//! and by nobody else: no administrator, no operator, no back-up, no other register's page. Reporters have no account and
//! no name; a secret code opens their talk. What is promised, and what cannot be, stands in ADR 0016.
//!
//! [`sandi`] holds the cryptography, [`kode`] the codes on paper, [`laporan`] and [`kunci`] the registers; [`kanal`] is
//! what inspectors do with keys, [`percakapan`] what both sides do with a report, [`peti`] the unlocked key in memory.
//! `publik` and `kerja` are the pages.

use std::sync::Arc;

use axum::{
    Extension, Router, middleware,
    routing::{get, post},
};
use kernel::RegisterDef;
use web::{Aplikasi, Bilik};

pub mod kanal;
mod kerja;
pub mod kode;
pub mod kunci;
pub mod laporan;
pub mod percakapan;
pub mod peti;
mod publik;
pub mod sandi;

/// The registers of this chapter.
pub fn register() -> Vec<RegisterDef> {
    vec![
        RegisterDef::dari_tipe::<laporan::Wbs>(),
        RegisterDef::dari_tipe::<kunci::Kanal>(),
        RegisterDef::dari_tipe::<kunci::Pemegang>(),
    ]
}

/// The room in the workspace, for inspectors only.
pub const BILIK: Bilik = Bilik {
    kode: laporan::KODE,
    label: "Pelaporan pelanggaran",
    jalur: "/kerja/wbs",
    untuk: |p| kanal::pemeriksa(&p.profil, &p.pelaku),
};

/// The pages, for [`web::router`].
pub fn rute() -> Router<Aplikasi> {
    let publik = Router::new()
        .route("/{daerah}/wbs", get(publik::halaman))
        .route("/{daerah}/wbs/baru", get(publik::tanya).post(publik::kirim))
        .route("/{daerah}/wbs/baca", get(publik::minta_kode).post(publik::baca))
        .layer(middleware::from_fn(web::tanpa_jejak));
    let kerja = Router::new()
        .route("/{daerah}/kerja/wbs", get(kerja::halaman))
        .route("/{daerah}/kerja/wbs/buka", post(kerja::gerbang::buka))
        .route("/{daerah}/kerja/wbs/kunci", post(kerja::gerbang::kunci))
        .route(
            "/{daerah}/kerja/wbs/siapkan",
            get(kerja::gerbang::siap).post(kerja::gerbang::siapkan),
        )
        .route("/{daerah}/kerja/wbs/minta", post(kerja::gerbang::minta))
        .route(
            "/{daerah}/kerja/wbs/pulihkan",
            get(kerja::gerbang::pulih).post(kerja::gerbang::pulihkan),
        )
        .route(
            "/{daerah}/kerja/wbs/frasa",
            get(kerja::gerbang::frasa).post(kerja::gerbang::ganti_frasa),
        )
        .route(
            "/{daerah}/kerja/wbs/pemulihan",
            get(kerja::gerbang::kode_baru).post(kerja::gerbang::ganti_kode),
        )
        .route("/{daerah}/kerja/wbs/pemegang", get(kerja::pemegang::halaman))
        .route(
            "/{daerah}/kerja/wbs/pemegang/{id}/terima",
            post(kerja::pemegang::terima),
        )
        .route(
            "/{daerah}/kerja/wbs/pemegang/{id}/cabut",
            post(kerja::pemegang::cabut),
        )
        .route("/{daerah}/kerja/wbs/laporan/{nomor}", get(kerja::satu::halaman))
        .route(
            "/{daerah}/kerja/wbs/laporan/{nomor}/langkah/{langkah}",
            post(kerja::satu::kirim),
        )
        .layer(Extension(Arc::new(peti::Peti::default())));
    publik.merge(kerja)
}
