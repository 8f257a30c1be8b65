//! JDIH, the law library of a regency (mandat F2): every legal document from its promulgation on, to read, to search by
//! provision, to cite by permanent address, and to harvest by other machines.
//!
//! [`impor`] takes a text in: the reader of regulations understands it, and ordinary commands of the register
//! `produk_hukum` keep it. [`daftar`] is the way in (search, filters, "perbup 51 2022 pasal 16 ayat 3" by [`loncat`]),
//! [`satu`] the reading page with the text as [`naskah`] sets it in the wording of a day ([`bunyi`]), [`unduh`] its other forms, [`kerja`] the desk of the
//! legal officer. [`jdihn`], [`oai`] and [`umpan`] speak to machines. [`produk`] knows how documents are called and where
//! they stand; [`baca`] reads texts once and remembers. [`kosakata`] tells every page of the regency which regulations
//! were amended and what the terms of its own regulation mean; [`cari`] answers in the portal's search.

use axum::{
    Router,
    routing::{get, post},
};
use web::Aplikasi;

mod baca;
mod bunyi;
mod cari;
mod daftar;
pub mod impor;
mod jdihn;
mod kerja;
mod kosakata;
mod loncat;
mod naskah;
mod oai;
mod produk;
mod satu;
mod umpan;
mod unduh;

pub use cari::hasil;
pub use kosakata::pendamping;

/// The register.
pub(crate) const KODE: &str = layanan::KODE_PRODUK_HUKUM;

/// The door that the list of legal documents leads to.
pub const PINTU: web::Pintu = web::Pintu {
    bagi: web::Bagi::Pembuat,
    register: KODE,
    label: "Unggah naskah peraturan",
    jalur: "/kerja/produk_hukum/naskah",
};

/// All routes, for [`web::router`].
pub fn rute() -> Router<Aplikasi> {
    Router::new()
        .route("/{daerah}/jdih", get(daftar::halaman))
        .route("/{daerah}/jdih/integrasi.json", get(jdihn::umpan))
        .route("/{daerah}/jdih/umpan.atom", get(umpan::atom))
        .route("/{daerah}/jdih/sitemap.xml", get(umpan::peta_situs))
        .route("/{daerah}/jdih/oai", get(oai::lewat_alamat).post(oai::lewat_isi))
        .route("/{daerah}/jdih/{jenis}/{tahun}/{nomor}", get(satu::halaman))
        .route(
            "/{daerah}/jdih/{jenis}/{tahun}/{nomor}/naskah.txt",
            get(unduh::teks),
        )
        .route(
            "/{daerah}/jdih/{jenis}/{tahun}/{nomor}/naskah.json",
            get(unduh::json),
        )
        .route(
            "/{daerah}/jdih/{jenis}/{tahun}/{nomor}/naskah.xml",
            get(unduh::akoma),
        )
        .route("/{daerah}/kerja/produk_hukum/naskah", get(kerja::halaman))
        .route("/{daerah}/kerja/produk_hukum/naskah", post(kerja::kirim))
        .route("/robots.txt", get(umpan::robot))
}
