//! Meja: the desk of an office (mandat F1). What helps whoever handles complaints: rules that propose where one goes,
//! texts that are written again and again, the list for who goes there, and complaints with one cause as one problem.
//! The registers stand in `layanan`; here are their pages, and the telling of news.

use std::sync::Arc;

use axum::{Router, routing::get};
use kernel::{
    Entri, Langkah, Peta,
    nilai::{Kata, Opsi},
};
use maud::{Markup, html};
use web::{Aplikasi, Bagi, Janji, Pendamping, Permintaan, Pintu, TeksSiap};

mod gugus;
mod lapangan;
mod luar;
mod masalah;
mod penugasan;
mod siar;
mod templat;
mod usulan;

pub use gugus::{Anggota, gugus};
pub use luar::{Folder, KanalLuar, kirim_eskalasi};
pub use siar::siarkan;

/// Code of the register of complaints.
const PENGADUAN: &str = "pengaduan";

/// Pages of the desk that lists lead to.
pub const PINTU: [Pintu; 4] = [
    Pintu {
        register: PENGADUAN,
        label: "Daftar lapangan",
        jalur: "/kerja/lapangan",
        bagi: Bagi::Pembaca,
    },
    Pintu {
        register: PENGADUAN,
        label: "Laporan yang mirip",
        jalur: "/kerja/gugus",
        bagi: Bagi::Pembaca,
    },
    Pintu {
        register: PENGADUAN,
        label: "Jadikan masalah",
        jalur: "/kerja/gugus/masalah",
        bagi: Bagi::Terpilih,
    },
    Pintu {
        register: layanan::masalah::KODE,
        label: "Laporan yang mirip",
        jalur: "/kerja/gugus",
        bagi: Bagi::Pembaca,
    },
];

/// The pages of the desk, for [`web::router`].
pub fn rute() -> Router<Aplikasi> {
    Router::new()
        .route("/{daerah}/masalah/{nomor}", get(masalah::umum))
        .route("/{daerah}/kerja/lapangan", get(lapangan::halaman))
        .route("/{daerah}/kerja/gugus", get(gugus::halaman))
        .route(
            "/{daerah}/kerja/gugus/masalah",
            get(masalah::lagi).post(masalah::buat),
        )
}

/// What the desk adds to the engine's pages.
pub fn pendamping() -> Arc<dyn Pendamping> {
    Arc::new(Meja)
}

struct Meja;

impl Pendamping for Meja {
    fn usul<'a>(&'a self, p: &'a Permintaan, e: &'a Entri, langkah: &'a str) -> Janji<'a, Peta> {
        Box::pin(async move {
            match (e.register.as_str(), langkah) {
                (PENGADUAN, usulan::LANGKAH) => usulan::usul(p, e).await,
                (PENGADUAN, l) if templat::medan(l).is_some() => templat::usul(p, e, l).await,
                _ => Ok(Peta::new()),
            }
        })
    }

    fn pilihan<'a>(
        &'a self,
        p: &'a Permintaan,
        e: &'a Entri,
        langkah: &'a str,
    ) -> Janji<'a, Vec<(Kata, Vec<Opsi>)>> {
        Box::pin(async move {
            match (e.register.as_str(), langkah) {
                (PENGADUAN, penugasan::LANGKAH) => penugasan::rekan(p, e).await,
                _ => Ok(Vec::new()),
            }
        })
    }

    fn teks<'a>(
        &'a self,
        p: &'a Permintaan,
        e: &'a [&'a Entri],
        langkah: &'a str,
    ) -> Janji<'a, Option<TeksSiap>> {
        Box::pin(async move {
            match e.first() {
                Some(satu) if satu.register == PENGADUAN => templat::bersama(p, e, langkah).await,
                _ => Ok(None),
            }
        })
    }

    fn langkah<'a>(&'a self, p: &'a Permintaan, e: &'a Entri, l: &'a Langkah) -> Janji<'a, Markup> {
        Box::pin(async move {
            match (e.register.as_str(), l.kode.as_ref()) {
                (PENGADUAN, usulan::LANGKAH) => usulan::sebab(p, e).await,
                (PENGADUAN, l) if templat::medan(l).is_some() => templat::pilih(p, e, l).await,
                (layanan::aturan::KODE, "berlakukan") => usulan::percobaan(p, e).await,
                _ => Ok(html! {}),
            }
        })
    }

    fn entri<'a>(&'a self, p: &'a Permintaan, e: &'a Entri) -> Janji<'a, Markup> {
        Box::pin(async move {
            match e.register.as_str() {
                layanan::masalah::KODE => masalah::laporan(p, e).await,
                PENGADUAN => luar::ajakan(p, e),
                _ => Ok(html! {}),
            }
        })
    }
}
