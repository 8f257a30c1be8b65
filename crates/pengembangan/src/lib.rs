//! Pengembangan: the boards of how applications come to be and change hands (mandat A8). The registers stand in
//! `tata-kelola`; here is what they say together: how far each application is, what it lacks, which components it is put
//! together from, and, beside a request, which applications do the same already.

use std::sync::Arc;

use axum::{Router, routing::get};
use kernel::{Entri, Galat, izin::Tindakan};
use maud::{Markup, html};
use tata_kelola::pengembangan::{penyerahan_aplikasi, permohonan_aplikasi, uji_aplikasi};
use web::{Aplikasi, Bagi, Bilik, Janji, Pendamping, Permintaan, Pintu};

mod komponen;
mod papan;
mod permohonan;
pub mod rangkum;
mod repositori;

/// Code of the menu entry.
const KODE: &str = "pengembangan";

/// The boards in the menu: for whoever reads requests.
pub const BILIK: Bilik = Bilik {
    kode: KODE,
    label: "Papan pengembangan aplikasi",
    jalur: "/kerja/pengembangan",
    untuk: |p| boleh(p).is_ok(),
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
pub const PINTU: [Pintu; 3] = [
    pintu(
        permohonan_aplikasi::KODE,
        "Papan pengembangan aplikasi",
        "/kerja/pengembangan",
    ),
    pintu(
        uji_aplikasi::KODE,
        "Papan pengembangan aplikasi",
        "/kerja/pengembangan",
    ),
    pintu(
        penyerahan_aplikasi::KODE,
        "Cari komponen aplikasi",
        "/kerja/pengembangan/komponen",
    ),
];

/// The boards, for [`web::router`].
pub fn rute() -> Router<Aplikasi> {
    Router::new()
        .route("/{daerah}/kerja/pengembangan", get(papan::halaman))
        .route("/{daerah}/kerja/pengembangan/data.json", get(papan::json))
        .route("/{daerah}/kerja/pengembangan/komponen", get(komponen::halaman))
        .route(
            "/{daerah}/kerja/pengembangan/komponen/data.json",
            get(komponen::json),
        )
}

/// What the boards add to the engine's pages.
pub fn pendamping() -> Arc<dyn Pendamping> {
    Arc::new(Pengembangan)
}

/// The boards are for officials who have a part in building applications and read the architecture.
fn boleh(p: &Permintaan) -> Result<(), Galat> {
    p.harus_akun()?;
    for kode in [permohonan_aplikasi::KODE, "aplikasi"] {
        let def = p.register(kode)?;
        p.wewenang(&def, Tindakan::Baca)?;
    }
    Ok(())
}

/// A count for a page.
fn n(n: usize) -> String {
    ui::tampil::angka(i64::try_from(n).unwrap_or(i64::MAX))
}

struct Pengembangan;

impl Pendamping for Pengembangan {
    fn entri<'a>(&'a self, p: &'a Permintaan, e: &'a Entri) -> Janji<'a, Markup> {
        Box::pin(async move {
            match e.register.as_str() {
                permohonan_aplikasi::KODE => permohonan::bagian(p, e).await,
                penyerahan_aplikasi::KODE => repositori::bagian(p, e).await,
                _ => Ok(html! {}),
            }
        })
    }
}
