//! Refusals as applications read them (RFC 6749, section 5.2; RFC 6750, section 3). They are English: programmers read
//! them, and the protocol allows no other letters.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use kernel::{Bahasa, Galat};
use serde_json::json;
use web::Gagal;

/// Why a machine gets no answer.
#[derive(Debug)]
pub(crate) enum Tolak {
    /// What it sent is not right.
    Isi(&'static str, &'static str),
    /// It is not an application that is registered and turned on, or did not prove it.
    Klien,
    /// Its token says nothing (any more).
    Token,
    /// It showed no token.
    TanpaToken,
    /// It is our own affair.
    Kami(Galat),
}

impl From<Galat> for Tolak {
    fn from(g: Galat) -> Self {
        Tolak::Kami(g)
    }
}

impl IntoResponse for Tolak {
    fn into_response(self) -> Response {
        let (status, kode, uraian, tantang) = match self {
            Tolak::Kami(g) => return Gagal(g).into_response(),
            Tolak::Isi(kode, uraian) => (StatusCode::BAD_REQUEST, kode, uraian, None),
            Tolak::Klien => (
                StatusCode::UNAUTHORIZED,
                "invalid_client",
                "unknown application, wrong secret, or turned off",
                Some("Basic realm=\"sso\", charset=\"UTF-8\""),
            ),
            Tolak::Token => (
                StatusCode::UNAUTHORIZED,
                "invalid_token",
                "the access token is unknown, has ended or was revoked",
                Some("Bearer error=\"invalid_token\""),
            ),
            Tolak::TanpaToken => (
                StatusCode::UNAUTHORIZED,
                "invalid_request",
                "an access token is needed",
                Some("Bearer"),
            ),
        };
        let mut r = jawab(status, &json!({ "error": kode, "error_description": uraian }));
        if let Some(t) = tantang {
            r.headers_mut()
                .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(t));
        }
        r
    }
}

/// A JSON answer that nobody keeps.
pub(crate) fn jawab(status: StatusCode, isi: &serde_json::Value) -> Response {
    let kepala = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "no-store"),
        (header::PRAGMA, "no-cache"),
    ];
    (status, kepala, isi.to_string()).into_response()
}

/// How errors of the engine look here.
pub(crate) fn rupa(_: &Galat, status: StatusCode, _: Bahasa, nomor: Option<&str>) -> Response {
    let kode = match status {
        StatusCode::SERVICE_UNAVAILABLE => "temporarily_unavailable",
        s if s.is_server_error() => "server_error",
        _ => "invalid_request",
    };
    let mut isi = json!({ "error": kode });
    if let Some(n) = nomor {
        isi["error_description"] = format!("our fault; it is in the log under {n}").into();
    }
    jawab(status, &isi)
}
