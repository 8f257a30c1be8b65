//! Kewajiban: every sentence of the regulation as an obligation with an owner, a date and a proof (mandat E1, G1).
//! What is obliged stands in the profile, how it stands on a day is the kernel's word; here are the proofs that people
//! put forward ([`bukti`]), the gathering of what proves by itself ([`hitung`]), the boards, and what reminds of them:
//! tasks, calendar, letters.

use std::sync::Arc;

use axum::{Extension, Router, routing::get};
use kernel::RegisterDef;
use web::Aplikasi;

mod banding;
pub mod bukti;
mod data;
pub mod hitung;
mod ingatan;
mod jadwal;
mod kata;
mod lembar;
mod matriks;
mod opd;
mod pasal;
pub mod pengingat;
mod perlu;
mod petugas;
mod pimpinan;
mod ringkas;
mod satu;
mod tanya;
mod tren;
mod tugas;

pub use ingatan::{Ingatan, Jumlah, PerTugas};
pub use tugas::pendamping;

/// The registers of this chapter: one line each.
pub fn register() -> Vec<RegisterDef> {
    vec![RegisterDef::dari_tipe::<bukti::Bukti>()]
}

/// The boards, for [`web::router`]; they share what `ingatan` remembers.
pub fn rute(ingatan: &Arc<Ingatan>) -> Router<Aplikasi> {
    Router::new()
        .route("/banding", get(banding::halaman))
        .route("/banding/data.json", get(banding::json))
        .route("/{daerah}/kerja/kepatuhan", get(ringkas::halaman))
        .route("/{daerah}/kerja/kepatuhan/matriks", get(matriks::halaman))
        .route("/{daerah}/kerja/kepatuhan/pimpinan", get(pimpinan::halaman))
        .route("/{daerah}/kerja/kepatuhan/tren", get(tren::halaman))
        .route("/{daerah}/kerja/kepatuhan/kalender", get(jadwal::halaman))
        .route("/{daerah}/kerja/kepatuhan/kalender.ics", get(jadwal::berkas))
        .route(
            "/{daerah}/kerja/kepatuhan/pengingat",
            get(pengingat::halaman).post(pengingat::atur),
        )
        .route("/{daerah}/kerja/kepatuhan/data.csv", get(data::csv))
        .route("/{daerah}/kerja/kepatuhan/data.json", get(data::json))
        .route("/{daerah}/kerja/kepatuhan/data.xlsx", get(lembar::xlsx))
        .route("/{daerah}/kerja/kepatuhan/opd/{unit}", get(opd::halaman))
        .route("/{daerah}/kerja/kepatuhan/pasal/{alamat}", get(pasal::halaman))
        .route("/{daerah}/kerja/kepatuhan/kewajiban/{tugas}", get(satu::halaman))
        .layer(Extension(ingatan.clone()))
}
