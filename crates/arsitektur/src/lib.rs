//! Arsitektur SPBE: what the live registers of the six domains say together (mandat A2, A6, A8). The registers stand in
//! `tata-kelola` and `layanan`; here are the graph in memory ([`graf`]), what is missing from it ([`celah`]), and the boards.

use std::sync::Arc;

use axum::{Extension, Router, routing::get};
use kernel::{
    Galat,
    izin::{self, Tindakan},
};
use tata_kelola::{arsitektur::survei as register_survei, perencanaan::dokumen_arsitektur};
use web::{Aplikasi, Bagi, Bilik, Pendamping, Pintu};

mod banding;
pub mod beda;
pub mod celah;
mod daftar;
mod dampak;
pub mod dokumen;
mod fakta;
mod gambar;
pub mod graf;
mod ingatan;
pub mod keluar;
mod lanskap;
mod lembar;
pub mod masuk;
mod survei;
mod tanya;
mod tugas;

pub use ingatan::{Ingatan, pada};

/// The boards in the menu of the workspace, for who may read the whole architecture.
pub const BILIK: Bilik = Bilik {
    kode: "arsitektur",
    label: "Papan arsitektur",
    jalur: "/kerja/arsitektur",
    untuk: |p| {
        let def = p.register("aplikasi");
        let boleh = |d: Arc<kernel::RegisterDef>| -> Result<bool, Galat> {
            let w = izin::wewenang(&p.profil, &d, &p.pelaku, Tindakan::Baca);
            Ok(w.is_some_and(|w| w.lingkup().semua_terbit()))
        };
        def.and_then(boleh).unwrap_or(false)
    },
};

/// Boards that lists lead to.
pub const PINTU: [Pintu; 2] = [
    Pintu {
        register: dokumen_arsitektur::KODE,
        label: "Papan dokumen arsitektur",
        jalur: "/kerja/arsitektur/dokumen",
        bagi: Bagi::Pembaca,
    },
    Pintu {
        register: register_survei::KODE,
        label: "Kemajuan survei",
        jalur: "/kerja/arsitektur/survei",
        bagi: Bagi::Pembaca,
    },
];

/// What surveys add to the tasks of an office.
pub fn pendamping(ingatan: &Arc<Ingatan>) -> Arc<dyn Pendamping> {
    Arc::new(tugas::Teman(ingatan.clone()))
}

/// The boards, for [`web::router`]; they share what `ingatan` remembers.
pub fn rute(ingatan: &Arc<Ingatan>) -> Router<Aplikasi> {
    Router::new()
        .route("/{daerah}/kerja/arsitektur", get(lanskap::halaman))
        .route("/{daerah}/kerja/arsitektur/data.json", get(lanskap::json))
        .route("/{daerah}/kerja/arsitektur/dampak", get(dampak::halaman))
        .route("/{daerah}/kerja/arsitektur/dampak/data.json", get(dampak::json))
        .route("/{daerah}/kerja/arsitektur/celah", get(daftar::halaman_celah))
        .route(
            "/{daerah}/kerja/arsitektur/celah/data.json",
            get(daftar::json_celah),
        )
        .route("/{daerah}/kerja/arsitektur/kembar", get(daftar::halaman_kembar))
        .route(
            "/{daerah}/kerja/arsitektur/kembar/data.json",
            get(daftar::json_kembar),
        )
        .route(
            "/{daerah}/kerja/arsitektur/integrasi",
            get(daftar::halaman_integrasi),
        )
        .route(
            "/{daerah}/kerja/arsitektur/integrasi/data.json",
            get(daftar::json_integrasi),
        )
        .route("/{daerah}/kerja/arsitektur/survei", get(survei::halaman))
        .route("/{daerah}/kerja/arsitektur/survei/data.json", get(survei::json))
        .route("/{daerah}/kerja/arsitektur/dokumen", get(dokumen::halaman))
        .route("/{daerah}/kerja/arsitektur/dokumen/data.json", get(dokumen::json))
        .route("/{daerah}/kerja/arsitektur/beda", get(banding::halaman))
        .route("/{daerah}/kerja/arsitektur/beda/data.json", get(banding::json))
        .route(
            "/{daerah}/kerja/arsitektur/referensi",
            get(daftar::halaman_referensi),
        )
        .route(
            "/{daerah}/kerja/arsitektur/referensi/data.json",
            get(daftar::json_referensi),
        )
        .route(
            "/{daerah}/kerja/arsitektur/entri/{register}/{nomor}",
            get(fakta::halaman),
        )
        .route(
            "/{daerah}/kerja/arsitektur/entri/{register}/{nomor}/data.json",
            get(fakta::json),
        )
        .route(
            "/{daerah}/kerja/arsitektur/masuk",
            get(masuk::halaman).post(masuk::kirim),
        )
        .route("/{daerah}/kerja/arsitektur/graf.json", get(keluar::graf))
        .route("/{daerah}/kerja/arsitektur/archimate.xml", get(keluar::xml))
        .layer(Extension(ingatan.clone()))
}
