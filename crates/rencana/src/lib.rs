//! Rencana: the boards of plans and money (mandat A1, A3, A4). The registers stand in `tata-kelola`; here is what is
//! computed from them: the roadmap as a timeline, the yearly round, how one proposal fits architecture and roadmap, and
//! which reviews fall when. Each board is a page and JSON of the same figures.

use std::sync::Arc;

use axum::{Router, routing::get};
use kernel::{Entri, Langkah};
use maud::{Markup, html};
use tata_kelola::perencanaan::{kegiatan_peta, peta_rencana, siklus_anggaran, tinjauan, usulan_tik};
use web::{Aplikasi, Bagi, Bilik, Janji, Pendamping, Permintaan, Pintu};

mod anggaran;
mod bahan;
mod gambar;
mod keselarasan;
mod peta;
mod reviu;
mod ringkas;
pub mod telaah;

/// Code of the menu entry.
const KODE: &str = "rencana";

/// The boards in the menu: for whoever reads proposals.
pub const BILIK: Bilik = Bilik {
    kode: KODE,
    label: "Rencana dan anggaran",
    jalur: "/kerja/rencana",
    untuk: |p| bahan::boleh(p).is_ok(),
};

const fn pintu(register: &'static str, label: &'static str, jalur: &'static str) -> Pintu {
    Pintu {
        register,
        label,
        jalur,
        bagi: Bagi::Pembaca,
    }
}

/// Boards that lists lead to.
pub const PINTU: [Pintu; 5] = [
    pintu(
        peta_rencana::KODE,
        "Garis waktu peta rencana",
        "/kerja/rencana/peta",
    ),
    pintu(
        kegiatan_peta::KODE,
        "Garis waktu peta rencana",
        "/kerja/rencana/peta",
    ),
    pintu(siklus_anggaran::KODE, "Papan anggaran", "/kerja/rencana/anggaran"),
    pintu(usulan_tik::KODE, "Papan anggaran", "/kerja/rencana/anggaran"),
    pintu(tinjauan::KODE, "Kalender tinjauan", "/kerja/rencana/tinjauan"),
];

/// The boards, for [`web::router`].
pub fn rute() -> Router<Aplikasi> {
    Router::new()
        .route("/{daerah}/kerja/rencana", get(ringkas::halaman))
        .route("/{daerah}/kerja/rencana/peta", get(peta::halaman))
        .route("/{daerah}/kerja/rencana/peta/data.json", get(peta::json))
        .route("/{daerah}/kerja/rencana/anggaran", get(anggaran::halaman))
        .route("/{daerah}/kerja/rencana/anggaran/data.json", get(anggaran::json))
        .route(
            "/{daerah}/kerja/rencana/usulan/{nomor}",
            get(keselarasan::halaman),
        )
        .route(
            "/{daerah}/kerja/rencana/usulan/{nomor}/data.json",
            get(keselarasan::json),
        )
        .route("/{daerah}/kerja/rencana/tinjauan", get(reviu::halaman))
        .route("/{daerah}/kerja/rencana/tinjauan/data.json", get(reviu::json))
}

/// What the boards add to the engine's pages.
pub fn pendamping() -> Arc<dyn Pendamping> {
    Arc::new(Rencana)
}

struct Rencana;

impl Pendamping for Rencana {
    fn langkah<'a>(&'a self, p: &'a Permintaan, e: &'a Entri, l: &'a Langkah) -> Janji<'a, Markup> {
        Box::pin(async move {
            match (e.register.as_str(), l.kode.as_ref()) {
                (usulan_tik::KODE, "periksa" | "rekomendasikan" | "kecualikan" | "lengkapi") => {
                    keselarasan::bagian(p, e).await
                }
                (usulan_tik::KODE, "konsolidasikan") => anggaran::sisa(p, e).await,
                _ => Ok(html! {}),
            }
        })
    }

    fn entri<'a>(&'a self, p: &'a Permintaan, e: &'a Entri) -> Janji<'a, Markup> {
        Box::pin(async move {
            match e.register.as_str() {
                usulan_tik::KODE => keselarasan::bagian(p, e).await,
                _ => Ok(html! {}),
            }
        })
    }
}
