//! Answers that machines may keep: whoever has one already gets no more than that word.

use axum::{
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use sha2::{Digest, Sha256};

/// A public answer under the tag of its content; 304 for who names that tag.
pub fn jawab(kepala: &HeaderMap, tipe: &'static str, isi: Vec<u8>, disposisi: Option<String>) -> Response {
    let sidik = Sha256::digest(&isi);
    let angka: String = sidik.iter().take(12).map(|b| format!("{b:02x}")).collect();
    let etag = format!("\"{angka}\"");
    let punya = kepala.get_all(header::IF_NONE_MATCH).iter();
    let sama = punya
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(','))
        .any(|t| t.trim().trim_start_matches("W/") == etag);
    let tetap = [
        (header::ETAG, etag),
        (header::CACHE_CONTROL, "public, no-cache".to_owned()),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*".to_owned()),
        (header::VARY, "Accept-Language, Authorization, Cookie".to_owned()),
    ];
    if sama {
        return (StatusCode::NOT_MODIFIED, tetap).into_response();
    }
    let mut r = (tetap, [(header::CONTENT_TYPE, tipe)], isi).into_response();
    if let Some(d) = disposisi.and_then(|d| d.parse().ok()) {
        r.headers_mut().insert(header::CONTENT_DISPOSITION, d);
    }
    r
}
