//! Jabatan: posts change hands, people stay (mandat B5). The register of handings over ([`serah_terima`]), what follows
//! from one on its day ([`laksanakan`]), the screen on which an administrator sees what somebody leaves behind, and the
//! record of the handing over for print.

use std::sync::Arc;

use axum::{Extension, Router, routing::get};
use kernel::{Entri, RegisterDef};
use kewajiban::Ingatan;
use maud::{Markup, html};
use web::{Aplikasi, Bagi, Janji, Pendamping, Permintaan, Pintu};

mod acara;
mod laksana;
mod layar;
pub mod serah_terima;

pub use laksana::laksanakan;
use serah_terima::KODE;

/// The registers of this chapter: one line each.
pub fn register() -> Vec<RegisterDef> {
    vec![RegisterDef::dari_tipe::<serah_terima::SerahTerima>()]
}

/// Pages that lists lead to.
pub const PINTU: Pintu = Pintu {
    register: KODE,
    label: "Siapkan dari akun",
    jalur: layar::JALUR,
    bagi: Bagi::Pembuat,
};

/// The pages, for [`web::router`].
pub fn rute(ingatan: &Arc<Ingatan>) -> Router<Aplikasi> {
    Router::new()
        .route("/{daerah}/kerja/jabatan", get(layar::halaman))
        .route(
            "/{daerah}/kerja/jabatan/{nomor}/berita-acara",
            get(acara::halaman),
        )
        .layer(Extension(ingatan.clone()))
}

/// What this chapter adds to the engine's pages.
pub fn pendamping() -> Arc<dyn Pendamping> {
    Arc::new(Teman)
}

struct Teman;

impl Pendamping for Teman {
    fn tugas<'a>(&'a self, p: &'a Permintaan) -> Janji<'a, Option<Markup>> {
        Box::pin(layar::menunggu(p))
    }

    fn entri<'a>(&'a self, p: &'a Permintaan, e: &'a Entri) -> Janji<'a, Markup> {
        Box::pin(async move {
            Ok(html! { @if e.register == KODE {
                p { a.tombol.tombol-dua href=(p.ke(&acara::jalur(&e.nomor))) { (p.b.t("Berita acara")) } }
            } })
        })
    }
}
