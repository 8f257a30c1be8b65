//! Open311 GeoReport v2: complaints for programs that nobody here wrote (mandat F1, J50). City apps and gateways of the
//! whole world speak this protocol; here it stands on the register of complaints, with the same rights, rules and limits
//! as the portal and the REST API. Whoever reads here reads as the public.
//!
//! [`penemuan`] says where things are, [`kategori`] what can be reported and what is asked for it, [`daftar`] and
//! [`laporan`] show reports, [`kirim`] takes new ones, [`perkembangan`] carries updates both ways. [`minta`] reads
//! requests, [`bentuk`] writes answers as XML or JSON.

use axum::{
    Extension, Router,
    extract::Request,
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{any, get},
};
use web::{Aplikasi, Rupa};

mod bentuk;
mod daftar;
mod kategori;
mod kirim;
mod laporan;
mod minta;
mod penemuan;
mod perkembangan;

use bentuk::Bentuk;
use minta::Tolak;

/// The register.
pub(crate) const KODE: &str = "pengaduan";

/// What an operator decides about this face.
#[derive(Clone, Copy, Debug, Default)]
pub struct Setelan {
    /// Only programs with a token of ours may send reports; else everybody may, as often as on the portal.
    pub wajib_kunci: bool,
}

/// All routes, for [`web::router`].
pub fn rute(s: Setelan) -> Router<Aplikasi> {
    let mut r = Router::new();
    for f in ["", ".xml", ".json"] {
        r = r
            .route(
                &format!("/{{daerah}}/open311/discovery{f}"),
                get(penemuan::penemuan),
            )
            .route(
                &format!("/{{daerah}}/open311/v2/discovery{f}"),
                get(penemuan::penemuan),
            )
            .route(
                &format!("/{{daerah}}/open311/v2/services{f}"),
                get(kategori::semua),
            )
            .route(
                &format!("/{{daerah}}/open311/v2/requests{f}"),
                get(daftar::daftar).post(kirim::kirim),
            )
            .route(
                &format!("/{{daerah}}/open311/v2/servicerequestupdates{f}"),
                get(perkembangan::daftar).post(perkembangan::kirim),
            );
    }
    r.route("/{daerah}/open311/v2/services/{kode}", get(kategori::satu))
        .route("/{daerah}/open311/v2/requests/{nomor}", get(laporan::satu))
        .route("/{daerah}/open311/v2/tokens/{token}", get(laporan::token))
        .route("/{daerah}/open311/{*lain}", any(minta::tak_ada))
        .method_not_allowed_fallback(web::metode_lain)
        .layer(Extension(s))
        .layer(middleware::from_fn(kepala))
}

/// Gives errors the form and the status codes of the protocol, and lets pages of other sites in: nothing here is done
/// with the rights of a cookie.
async fn kepala(req: Request, next: Next) -> Response {
    let rupa = match Bentuk::dari(req.uri().path(), req.headers()) {
        Bentuk::Xml => Rupa(bentuk::galat_xml),
        Bentuk::Json => Rupa(bentuk::galat_json),
    };
    let metode = req.method().clone();
    let tetap = HeaderValue::from_static;
    let mut r = next.run(req).await;
    if metode == Method::OPTIONS && r.status() == StatusCode::METHOD_NOT_ALLOWED {
        r = StatusCode::NO_CONTENT.into_response();
        let k = r.headers_mut();
        k.insert(header::ACCESS_CONTROL_ALLOW_METHODS, tetap("GET, HEAD, POST"));
        k.insert(
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            tetap("Accept, Accept-Language, Content-Type"),
        );
        k.insert(header::ACCESS_CONTROL_MAX_AGE, tetap("86400"));
    }
    *r.status_mut() = match r.status() {
        StatusCode::UNPROCESSABLE_ENTITY => StatusCode::BAD_REQUEST,
        StatusCode::UNAUTHORIZED => StatusCode::FORBIDDEN,
        s => s,
    };
    r.extensions_mut().insert(rupa);
    let k = r.headers_mut();
    k.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, tetap("*"));
    k.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, tetap("Link, Retry-After"));
    k.insert(header::VARY, tetap("Accept, Accept-Language, Cookie"));
    r
}

/// The header with which a citizen proves that a report is theirs.
const KODE_LACAK: HeaderName = HeaderName::from_static("x-kode-lacak");

type Hasil = Result<Response, Tolak>;
