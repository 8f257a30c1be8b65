//! Errors on their way out: a page for people, a problem document (RFC 9457) for machines, a line in the log when
//! it is our fault.

use axum::{
    body::Body,
    extract::{FromRequestParts, Request},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use kernel::{Bahasa, Galat};
use maud::html;
use serde_json::json;

use crate::{
    Aplikasi, Kuki, Permintaan,
    lapisan::{TanpaJejak, lepas_jejak},
    permintaan,
};

/// An error as a handler returns it. The layer [`tampilkan`] gives it its form.
#[derive(Debug)]
pub struct Gagal(pub Galat);

impl From<Galat> for Gagal {
    fn from(g: Galat) -> Self {
        Gagal(g)
    }
}

#[derive(Clone)]
struct Bawaan(std::sync::Arc<Galat>);

impl IntoResponse for Gagal {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut r = status.into_response();
        r.extensions_mut().insert(Bawaan(std::sync::Arc::new(self.0)));
        r
    }
}

/// How the errors of some routes look, for faces that neither people nor our own API use: put on the answer by a layer
/// around those routes. It gets the error, its status, the language, and the number that stands in the log.
#[derive(Clone, Copy)]
pub struct Rupa(pub fn(&Galat, StatusCode, Bahasa, Option<&str>) -> Response);

/// No route.
pub(crate) async fn tak_ada() -> Gagal {
    Gagal(Galat::TidakDitemukan)
}

/// A route, but not with this method.
pub async fn metode_lain() -> Response {
    let mut r = Gagal(Galat::TidakSah(
        "Metode ini tidak berlaku untuk alamat ini.".into(),
    ))
    .into_response();
    *r.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
    r
}

/// A panic is our fault and costs one request, not the process.
pub(crate) fn panik(apa: Box<dyn std::any::Any + Send + 'static>) -> Response {
    let pesan = apa
        .downcast_ref::<String>()
        .cloned()
        .or_else(|| apa.downcast_ref::<&str>().map(|s| (*s).to_owned()));
    tracing::error!(panik = pesan.unwrap_or_default(), "a handler panicked");
    metrics::counter!("praja_panik").increment(1);
    (
        StatusCode::INTERNAL_SERVER_ERROR,
        "Kesalahan pada sistem kami. Coba lagi.",
    )
        .into_response()
}

/// Gives errors their form: problem documents under `/api/`, pages elsewhere.
pub(crate) async fn tampilkan(app: &Aplikasi, req: Request, next: Next) -> Response {
    let api = req.uri().path().contains("/api/") || req.uri().path().starts_with("/metrics");
    let (mut parts, body) = req.into_parts();
    let mut salinan = {
        let mut p = axum::http::Request::new(()).into_parts().0;
        p.uri = parts.uri.clone();
        p.headers = parts.headers.clone();
        p.extensions = parts.extensions.clone();
        p
    };
    parts.extensions.remove::<Bawaan>();
    let r = next.run(Request::from_parts(parts, body)).await;
    let galat = match r.extensions().get::<Bawaan>() {
        Some(Bawaan(g)) => g.clone(),
        // What the framework itself refuses has no words of ours yet.
        None if r.status().is_client_error() && polos(&r) => std::sync::Arc::new(bawaan(r.status())),
        None => return r,
    };
    let status = r.status();
    let nomor = status.is_server_error().then(|| {
        let nomor = kernel::profil::potong(&identity::rahasia_baru(), 8).to_owned();
        tracing::error!(galat = %galat, %nomor, jalur = salinan.uri.path(), "a request failed by our fault");
        nomor
    });
    let tanpa_jejak = r.extensions().get::<TanpaJejak>().copied();
    if tanpa_jejak.is_some() {
        lepas_jejak(&mut salinan.headers);
    }
    let b = permintaan::bahasa(&Kuki::dari(&salinan.headers), &salinan.headers);
    let mut jadi = if let Some(Rupa(rupa)) = r.extensions().get::<Rupa>() {
        rupa(&galat, status, b, nomor.as_deref())
    } else if api {
        masalah(&galat, status, b, nomor.as_deref())
    } else {
        laman(app, salinan, &galat, nomor.as_deref()).await
    };
    *jadi.status_mut() = status;
    if let Some(t) = tanpa_jejak {
        jadi.extensions_mut().insert(t);
    }
    if let Galat::TerlaluSering { detik } = &*galat {
        jadi.headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(*detik));
    }
    if matches!(&*galat, Galat::PerluMasuk) && api {
        jadi.headers_mut()
            .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    // What the layers below said of the answer, not of its words, stays.
    const TETAP: [header::HeaderName; 5] = [
        header::SET_COOKIE,
        header::ALLOW,
        header::VARY,
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        header::ACCESS_CONTROL_EXPOSE_HEADERS,
    ];
    for (k, v) in r.headers().iter().filter(|(k, _)| TETAP.contains(k)) {
        jadi.headers_mut().append(k, v.clone());
    }
    jadi
}

fn polos(r: &Response) -> bool {
    let tipe = r
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    tipe.is_empty() || tipe.starts_with("text/plain")
}

fn bawaan(s: StatusCode) -> Galat {
    match s {
        StatusCode::NOT_FOUND => Galat::TidakDitemukan,
        StatusCode::PAYLOAD_TOO_LARGE => Galat::TerlaluBesar("Yang Anda kirim terlalu besar.".into()),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => {
            Galat::JenisTakDidukung("Jenis isi ini tidak diterima di sini.".into())
        }
        _ => Galat::TidakSah("Permintaan ini tidak dapat dibaca. Periksa alamat dan isinya.".into()),
    }
}

/// The problem document of an error.
pub(crate) fn masalah(g: &Galat, status: StatusCode, b: Bahasa, nomor: Option<&str>) -> Response {
    let mut isi = json!({
        "type": format!("https://praja.example/masalah/{}", g.kode()),
        "title": b.t(g.judul()),
        "status": status.as_u16(),
        "detail": g.pesan().dalam(b),
        "kode": g.kode(),
    });
    let galat: Vec<_> = g
        .isian()
        .iter()
        .map(|m| {
            let mut o = json!({ "medan": m.medan, "pesan": m.pesan.dalam(b) });
            if let Some((register, nomor)) = &m.entri {
                o["entri"] = json!({ "register": register, "nomor": nomor });
            }
            o
        })
        .collect();
    if !galat.is_empty() {
        isi["galat"] = galat.into();
    }
    if let Galat::VersiBasi { kini } = g {
        isi["versi"] = (*kini).into();
    }
    if let Some(n) = nomor {
        isi["nomor"] = n.into();
    }
    let kepala = [
        (header::CONTENT_TYPE, "application/problem+json"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (status, kepala, isi.to_string()).into_response()
}

async fn laman(
    app: &Aplikasi,
    mut parts: axum::http::request::Parts,
    g: &Galat,
    nomor: Option<&str>,
) -> Response {
    let b = permintaan::bahasa(&Kuki::dari(&parts.headers), &parts.headers);
    let judul = b.t(g.judul()).to_owned();
    let jalur = parts.uri.path().to_owned();
    // The regency is the first part of the path, also where no route matched.
    let profil = jalur.split('/').nth(1).and_then(|k| app.store.profil(k)).cloned();
    let akun = match Permintaan::dari_jalur(&mut parts, app).await {
        Some(p) => p.pelaku.akun().cloned(),
        None => None,
    };
    let isi = ui::halaman_galat(
        &ui::Laman {
            b,
            profil: profil.as_deref(),
            akun: akun.as_ref(),
            jalur: &jalur,
            csrf: "",
            judul: &judul,
            kamus: None,
        },
        g,
        nomor,
    );
    let isi = html! { (isi) }.into_string();
    let kepala = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (kepala, Body::from(isi)).into_response()
}

impl Permintaan {
    async fn dari_jalur(parts: &mut axum::http::request::Parts, app: &Aplikasi) -> Option<Permintaan> {
        parts.headers.remove(header::AUTHORIZATION);
        Permintaan::from_request_parts(parts, app).await.ok()
    }
}
