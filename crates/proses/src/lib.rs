//! Proses: business processes as pages (mandat A5). The map of processes stands in the architecture, procedures in their
//! register (`tata-kelola`); here are the map in levels with what each process has, the diagram of a procedure, and BPMN 2.0
//! out and in.

use std::sync::Arc;

use axum::{Router, routing::get};
use kernel::{Entri, Galat, izin::Tindakan};
use maud::{Markup, html};
use tata_kelola::proses::sop;
use web::{Aplikasi, Bagi, Bilik, Janji, Pendamping, Permintaan, Pintu};

pub mod bpmn;
pub mod diagram;
mod gambar;
mod lembar;
mod masuk;
mod papan;
pub mod rangkum;

/// Code of the menu entry.
const KODE: &str = "proses";
/// Code of the register of processes.
const PROSES: &str = "proses_bisnis";

/// The map in the menu: for whoever reads procedures and processes.
pub const BILIK: Bilik = Bilik {
    kode: KODE,
    label: "Peta proses bisnis",
    jalur: "/kerja/proses",
    untuk: |p| boleh(p).is_ok(),
};

const fn pintu(register: &'static str) -> Pintu {
    Pintu {
        register,
        label: "Peta proses bisnis",
        jalur: "/kerja/proses",
        bagi: Bagi::Pembaca,
    }
}

/// Boards that lists lead to.
pub const PINTU: [Pintu; 2] = [pintu(sop::KODE), pintu(PROSES)];

/// The pages, for [`web::router`].
pub fn rute() -> Router<Aplikasi> {
    Router::new()
        .route("/{daerah}/kerja/proses", get(papan::halaman))
        .route("/{daerah}/kerja/proses/data.json", get(papan::json))
        .route("/{daerah}/kerja/proses/sop/{nomor}", get(lembar::halaman))
        .route("/{daerah}/kerja/proses/sop/{nomor}/bpmn.xml", get(lembar::xml))
        .route(
            "/{daerah}/kerja/proses/sop/{nomor}/masuk",
            get(masuk::halaman).post(masuk::kirim),
        )
}

/// What is shown beside entries of the engine's pages.
pub fn pendamping() -> Arc<dyn Pendamping> {
    Arc::new(Proses)
}

/// The map is for officials who read procedures and the architecture.
fn boleh(p: &Permintaan) -> Result<(), Galat> {
    p.harus_akun()?;
    for kode in [sop::KODE, PROSES] {
        let def = p.register(kode)?;
        p.wewenang(&def, Tindakan::Baca)?;
    }
    Ok(())
}

/// A count for a page.
fn n(n: usize) -> String {
    ui::tampil::angka(i64::try_from(n).unwrap_or(i64::MAX))
}

/// The page of a procedure, below the regency.
fn jalur_sop(nomor: &str, akhir: &str) -> String {
    format!("/kerja/proses/sop/{}{akhir}", ui::enkode(nomor))
}

struct Proses;

impl Pendamping for Proses {
    fn entri<'a>(&'a self, p: &'a Permintaan, e: &'a Entri) -> Janji<'a, Markup> {
        Box::pin(async move {
            match e.register.as_str() {
                sop::KODE => lembar::bagian(p, e),
                _ => Ok(html! {}),
            }
        })
    }
}
