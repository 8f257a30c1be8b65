//! REST for every register of the inventory, under `/{daerah}/api/v1/{register}`; it knows none by name.
//!
//! One file per verb: [`daftar`] lists, [`buat`] creates, [`entri`] reads and changes one, [`langkah`] takes steps,
//! [`riwayat`] tells the story, [`ekspor`] and [`impor`] carry tables out and in ([`tukar`] is their format, which the
//! command line uses too), [`referensi`] serves what forms choose from, [`openapi`] describes all of it.
//! [`wujud`] is how an entry looks to a machine, [`sasaran`] how a request names one and proves what it may see.

use axum::{
    Router,
    extract::Request,
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};

use crate::{Aplikasi, gagal};

mod buat;
mod daftar;
mod ekspor;
mod entri;
pub(crate) mod impor;
mod json;
mod langkah;
mod openapi;
mod referensi;
pub(crate) mod riwayat;
mod rujukan;
mod saringan;
mod sasaran;
pub mod tukar;
pub mod ubahan;
pub(crate) mod wujud;

/// Paths under `/api/v1/` and `/kerja/` that are no register: a register must not have one of these codes.
pub const BUKAN_REGISTER: [&str; 7] = [
    "akun",
    "berkas",
    "kategori-pengaduan",
    "orang",
    "perangkat-daerah",
    "saya",
    "wilayah",
];

pub(crate) fn rute() -> Router<Aplikasi> {
    Router::new()
        .route("/{daerah}/api/openapi.json", get(openapi::dokumen))
        .route("/{daerah}/api/v1", get(referensi::indeks))
        .route("/{daerah}/api/v1/", get(referensi::indeks))
        .route("/{daerah}/api/v1/saya", get(referensi::saya))
        .route("/{daerah}/api/v1/kategori-pengaduan", get(referensi::kategori))
        .route("/{daerah}/api/v1/wilayah", get(referensi::wilayah))
        .route(
            "/{daerah}/api/v1/perangkat-daerah",
            get(referensi::perangkat_daerah),
        )
        .route(
            "/{daerah}/api/v1/{register}",
            get(daftar::daftar).post(buat::buat),
        )
        .route("/{daerah}/api/v1/{register}/impor", post(impor::impor))
        .route(
            "/{daerah}/api/v1/{register}/{id}",
            get(entri::baca).patch(entri::ubah),
        )
        .route("/{daerah}/api/v1/{register}/{id}/langkah", get(langkah::boleh))
        .route(
            "/{daerah}/api/v1/{register}/{id}/langkah/{langkah}",
            post(langkah::ambil),
        )
        .route("/{daerah}/api/v1/{register}/{id}/catatan", post(langkah::catat))
        .route("/{daerah}/api/v1/{register}/{id}/lupakan", post(langkah::lupakan))
        .route("/{daerah}/api/v1/{register}/{id}/riwayat", get(riwayat::riwayat))
        .route("/{daerah}/api/v1/{register}/{id}/tautan", get(riwayat::tautan))
        .method_not_allowed_fallback(gagal::metode_lain)
        .layer(middleware::from_fn(kepala))
}

const KODE_LACAK: HeaderName = HeaderName::from_static("x-kode-lacak");
const KUNCI: HeaderName = HeaderName::from_static("idempotency-key");
const ULANGAN: HeaderName = HeaderName::from_static("idempotency-replayed");

/// What an answer hangs on besides its address.
const RAGAM: &str = "Authorization, Cookie, Accept-Language, X-Kode-Lacak";

/// Answers OPTIONS with what the route takes, and lets pages of other sites read (Fetch: CORS) what everybody may
/// read: only for requests that carry nobody's credentials, so a page never reads with its visitor's rights.
async fn kepala(req: Request, next: Next) -> Response {
    let metode = req.method().clone();
    let tanpa_nama =
        !req.headers().contains_key(header::AUTHORIZATION) && !req.headers().contains_key(header::COOKIE);
    let tetap = HeaderValue::from_static;
    let mut r = next.run(req).await;
    if metode == Method::OPTIONS && r.status() == StatusCode::METHOD_NOT_ALLOWED {
        // The router adds what the route takes (Allow) to whatever answers a method that it has no handler for.
        r = StatusCode::NO_CONTENT.into_response();
        r.headers_mut()
            .insert(header::ACCESS_CONTROL_ALLOW_METHODS, tetap("GET, HEAD"));
        let minta = tetap("Accept, Accept-Language, If-None-Match");
        r.headers_mut()
            .insert(header::ACCESS_CONTROL_ALLOW_HEADERS, minta);
        r.headers_mut()
            .insert(header::ACCESS_CONTROL_MAX_AGE, tetap("86400"));
    }
    if tanpa_nama && matches!(metode, Method::GET | Method::HEAD | Method::OPTIONS) {
        r.headers_mut()
            .insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, tetap("*"));
        r.headers_mut().insert(
            header::ACCESS_CONTROL_EXPOSE_HEADERS,
            tetap("ETag, Link, Retry-After"),
        );
    }
    r.headers_mut().insert(header::VARY, tetap(RAGAM));
    r
}
