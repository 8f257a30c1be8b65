//! Layers around every request: visitor's secret, security headers, log and metrics. No personal data goes into
//! either: the log names routes, not addresses with search words in them.

use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};
use identity::rahasia_baru;

use crate::{
    Aplikasi, Kuki, gagal,
    permintaan::{BAHASA, Tamu},
};

/// Name of the visitor's cookie.
const TAMU: &str = "praja_tamu";

/// Inside, next to the pages: gives every visitor a secret, to which form tokens are bound before there is a session,
/// and gives errors their form.
pub(crate) async fn dalam(State(app): State<Aplikasi>, mut req: Request, next: Next) -> Response {
    let kuki = Kuki::dari(req.headers());
    let ada = kuki.ambil(TAMU).filter(|s| s.len() == 32).map(str::to_owned);
    let rahasia = ada.clone().unwrap_or_else(rahasia_baru);
    req.extensions_mut().insert(Tamu(rahasia.clone()));
    let mut r = gagal::tampilkan(&app, req, next).await;
    if r.extensions().get::<TanpaJejak>().is_some() {
        r.headers_mut().remove(header::SET_COOKIE);
        return r;
    }
    let html = r
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .is_some_and(|t| t.starts_with("text/html"));
    if ada.is_none() && html {
        let aman = if app.url_dasar.starts_with("https:") {
            "; Secure"
        } else {
            ""
        };
        let isi = format!("{TAMU}={rahasia}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax{aman}");
        if let Ok(v) = HeaderValue::from_str(&isi) {
            r.headers_mut().append(header::SET_COOKIE, v);
        }
    }
    r
}

/// Marks an answer that sets no cookie.
#[derive(Clone, Copy)]
pub(crate) struct TanpaJejak;

/// Around pages on which nobody may be recognised: of the request only the language is left, so that no handler can
/// learn of a session, a token or an earlier visit, and the answer sets no cookie. Forms behind it have no form token;
/// they must act with nobody's rights but what they themselves carry.
pub async fn tanpa_jejak(mut req: Request, next: Next) -> Response {
    lepas_jejak(req.headers_mut());
    let mut r = next.run(req).await;
    r.extensions_mut().insert(TanpaJejak);
    r
}

/// Takes everything from a request by which somebody could be known again; the language stays.
pub(crate) fn lepas_jejak(k: &mut HeaderMap) {
    let bahasa = Kuki::dari(k)
        .ambil(BAHASA)
        .and_then(|b| HeaderValue::from_str(&format!("{BAHASA}={b}")).ok());
    for nama in [
        header::COOKIE,
        header::AUTHORIZATION,
        header::USER_AGENT,
        header::REFERER,
    ] {
        k.remove(nama);
    }
    if let Some(b) = bahasa {
        k.insert(header::COOKIE, b);
    }
}

/// What a page may load and from where: everything from us, and pictures also from the one server of map tiles that
/// the operator named.
fn kebijakan(a: &Aplikasi) -> String {
    let ubin = a.ubin.as_ref().and_then(|u| u.asal()).map(|u| format!(" {u}"));
    format!(
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data: blob:{}; connect-src 'self'; \
         manifest-src 'self'; worker-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
        ubin.unwrap_or_default()
    )
}

const KEAMANAN: [(&str, &str); 5] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    (
        "permissions-policy",
        "geolocation=(self), camera=(), microphone=()",
    ),
    ("x-frame-options", "DENY"),
];

/// Outside, around everything: security headers, one log line and two metrics a request.
pub(crate) async fn luar(State(app): State<Aplikasi>, req: Request, next: Next) -> Response {
    let mulai = Instant::now();
    let metode = req.method().clone();
    let rute = req
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "-".to_owned(), |m| m.as_str().to_owned());
    let mut r = next.run(req).await;
    kepala(r.headers_mut());
    if app.url_dasar.starts_with("https:") {
        // A year; other hosts of the domain are not ours to decide about.
        let tahun = HeaderValue::from_static("max-age=31536000");
        r.headers_mut().insert(header::STRICT_TRANSPORT_SECURITY, tahun);
    }
    if let Ok(v) = HeaderValue::from_str(&kebijakan(&app)) {
        r.headers_mut().insert(header::CONTENT_SECURITY_POLICY, v);
    }
    let (detik, status) = (mulai.elapsed().as_secs_f64(), r.status().as_u16());
    metrics::counter!("praja_permintaan", "rute" => rute.clone(), "status" => status.to_string())
        .increment(1);
    metrics::histogram!("praja_permintaan_detik", "rute" => rute.clone()).record(detik);
    tracing::info!(%metode, rute, status, ms = (detik * 1000.0) as u64, "permintaan");
    r
}

/// Pages are never kept by caches between us and the reader.
fn kepala(k: &mut HeaderMap) {
    for (nama, nilai) in KEAMANAN {
        k.insert(HeaderName::from_static(nama), HeaderValue::from_static(nilai));
    }
    k.entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
}
