//! The style sheet, the script, the accent colour of each regency.

use axum::{
    extract::Query,
    http::header,
    response::{IntoResponse, Response},
};

use crate::Permintaan;

#[derive(serde::Deserialize)]
pub(crate) struct Versi {
    v: Option<String>,
}

fn berkas(tipe: &'static str, isi: impl IntoResponse, v: &Versi) -> Response {
    // With its version in the address a file never changes.
    let umur = if v.v.is_some() {
        "public, max-age=31536000, immutable"
    } else {
        "public, max-age=300"
    };
    ([(header::CONTENT_TYPE, tipe), (header::CACHE_CONTROL, umur)], isi).into_response()
}

pub(crate) async fn css(Query(v): Query<Versi>) -> Response {
    berkas("text/css; charset=utf-8", ui::aset::CSS, &v)
}

pub(crate) async fn js(Query(v): Query<Versi>) -> Response {
    berkas("text/javascript; charset=utf-8", ui::aset::JS, &v)
}

/// The worker that shows news when the page is closed: looked at anew by each browser, so it is never kept for good.
pub(crate) async fn kabar() -> Response {
    berkas(
        "text/javascript; charset=utf-8",
        ui::aset::KABAR,
        &Versi { v: None },
    )
}

pub(crate) async fn aksen(p: Permintaan) -> Response {
    let kepala = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=86400"),
    ];
    (kepala, ui::aset::aksen(&p.profil)).into_response()
}

pub(crate) async fn ikon() -> Response {
    let svg = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path d="M4 3h24v15c0 6-5 9-12 12C9 27 4 24 4 18z" fill="#0B5A8F"/></svg>"##;
    let kepala = [
        (header::CONTENT_TYPE, "image/svg+xml"),
        (header::CACHE_CONTROL, "public, max-age=86400"),
    ];
    (kepala, svg).into_response()
}
