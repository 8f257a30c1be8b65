//! Praja as the single sign-on of the regency's other applications (mandat A9): an OpenID Connect provider for each
//! regency. Officials log in here, with the accounts, sessions and second factors there are; applications get a code,
//! take it for an identity token, and learn who it is, from which unit, in which role. Nothing here knows a password.
//!
//! [`penemuan`] says where things are, [`izin`] is where people come from an application and go back to it, [`tukar`]
//! where the application takes its code for tokens, [`pemakai`] what it asks with them, [`keluar`] the way out.
//! [`klien`] is who may ask at all, [`kunci`] what is signed with, [`klaim`] what is told. `kerja` are the pages of
//! administrators and of account holders. Why it is so: ADR 0022.

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use kernel::Peran;
use web::{Aplikasi, Bilik, Rupa};

mod izin;
mod keluar;
mod kerja;
mod klaim;
pub mod klien;
pub mod kunci;
mod minta;
mod pemakai;
mod penemuan;
mod tolak;
mod tukar;

/// How long a code may lie before it is taken, ms.
pub const UMUR_KODE: i64 = 60_000;
/// How long an access token and an identity token last, ms.
pub const UMUR_TOKEN: i64 = 15 * 60_000;
/// Largest body that a machine sends here.
const MAKS_TUBUH: usize = 64 * 1024;

/// The rooms in the workspace: the applications, for who registers them, and one's own, for everybody.
pub const BILIK: [Bilik; 2] = [
    Bilik {
        kode: "sso",
        label: "Aplikasi terhubung",
        jalur: "/kerja/sso",
        untuk: |p| p.pelaku.akun().is_some_and(|a| a.ber(Peran::Administrator)),
    },
    Bilik {
        kode: "sso-saya",
        label: "Aplikasi saya",
        jalur: "/kerja/sso/saya",
        untuk: |p| p.pelaku.akun().is_some(),
    },
];

/// The routes, for [`web::router`].
pub fn rute() -> Router<Aplikasi> {
    let mesin = Router::new()
        .route(
            "/{daerah}/sso/.well-known/openid-configuration",
            get(penemuan::penemuan),
        )
        .route("/{daerah}/sso/jwks", get(penemuan::jwks))
        .route("/{daerah}/sso/token", post(tukar::tukar))
        .route(
            "/{daerah}/sso/userinfo",
            get(pemakai::userinfo).post(pemakai::userinfo),
        )
        .route("/{daerah}/sso/introspect", post(pemakai::introspect))
        .route("/{daerah}/sso/revoke", post(pemakai::revoke))
        .method_not_allowed_fallback(web::metode_lain)
        .layer(DefaultBodyLimit::max(MAKS_TUBUH))
        .layer(middleware::from_fn(kepala));
    let orang = Router::new()
        .route("/{daerah}/sso/authorize", get(izin::minta).post(izin::pindah))
        .route("/{daerah}/sso/logout", get(keluar::minta).post(keluar::pindah))
        .route("/{daerah}/kerja/sso/izin", post(izin::jawab))
        .route("/{daerah}/kerja/sso/masuk-ulang", post(izin::masuk_ulang))
        .route("/{daerah}/kerja/sso/keluar", post(keluar::keluar))
        .layer(DefaultBodyLimit::max(MAKS_TUBUH));
    mesin.merge(orang).merge(kerja::rute())
}

/// Errors as RFC 6749 has them, and pages of other sites let in: nothing behind this is done with the rights of a
/// cookie.
async fn kepala(req: Request, next: Next) -> Response {
    let tetap = HeaderValue::from_static;
    let tanya = req.method() == Method::OPTIONS;
    let mut r = next.run(req).await;
    if tanya && r.status() == StatusCode::METHOD_NOT_ALLOWED {
        r = StatusCode::NO_CONTENT.into_response();
        let k = r.headers_mut();
        k.insert(header::ACCESS_CONTROL_ALLOW_METHODS, tetap("GET, HEAD, POST"));
        k.insert(
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            tetap("Authorization, Content-Type"),
        );
        k.insert(header::ACCESS_CONTROL_MAX_AGE, tetap("86400"));
    }
    r.extensions_mut().insert(Rupa(tolak::rupa));
    let k = r.headers_mut();
    k.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, tetap("*"));
    k.insert(
        header::ACCESS_CONTROL_EXPOSE_HEADERS,
        tetap("WWW-Authenticate, Retry-After"),
    );
    r
}
