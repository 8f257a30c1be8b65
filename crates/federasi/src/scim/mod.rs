//! SCIM 2.0 (RFC 7643, RFC 7644): a program of the regency's identity provider keeps the accounts of one regency, with a
//! token of its own. What it does goes through the same functions as the administrator's page and is noted with the
//! account under the program's name.
//!
//! [`orang`] answers for accounts, [`grup`] for units, [`skema`] says what there is; [`jalan`] reads paths and filters,
//! [`draf`] what is to become of an account, [`wujud`] writes one.

use std::sync::Arc;

use axum::{
    Router,
    extract::{DefaultBodyLimit, FromRequestParts, RawPathParams, Request},
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use kernel::{Bahasa, Galat, Pesan, Profil};
use serde_json::{Value, json};
use store::scim::KlienScim;
use web::{Aplikasi, Gagal, Kuki, Rupa};

mod daftar;
mod draf;
mod grup;
mod jalan;
mod orang;
mod skema;
mod wujud;

/// The kind of content of every answer.
const JENIS: &str = "application/scim+json";
/// Largest body: far more than a person.
const MAKS_TUBUH: usize = 256 * 1024;

pub(crate) fn rute() -> Router<Aplikasi> {
    Router::new()
        .route("/{daerah}/scim/v2/ServiceProviderConfig", get(skema::layanan))
        .route("/{daerah}/scim/v2/ResourceTypes", get(skema::jenis))
        .route("/{daerah}/scim/v2/ResourceTypes/{id}", get(skema::satu_jenis))
        .route("/{daerah}/scim/v2/Schemas", get(skema::semua))
        .route("/{daerah}/scim/v2/Schemas/{id}", get(skema::satu))
        .route("/{daerah}/scim/v2/Users", get(orang::daftar).post(orang::buat))
        .route(
            "/{daerah}/scim/v2/Users/{id}",
            get(orang::baca)
                .put(orang::ganti)
                .patch(orang::ubah)
                .delete(orang::hapus),
        )
        .route("/{daerah}/scim/v2/Groups", get(grup::daftar))
        .route("/{daerah}/scim/v2/Groups/{id}", get(grup::baca))
        .method_not_allowed_fallback(web::metode_lain)
        .layer(DefaultBodyLimit::max(MAKS_TUBUH))
        .layer(middleware::from_fn(kepala))
}

/// What kind of mistake a program made (RFC 7644, table 9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Salah {
    Saringan,
    Isi,
    Jalan,
    Nilai,
    Tetap,
    Kembar,
}

impl Salah {
    fn kode(self) -> (StatusCode, &'static str) {
        match self {
            Salah::Saringan => (StatusCode::BAD_REQUEST, "invalidFilter"),
            Salah::Isi => (StatusCode::BAD_REQUEST, "invalidSyntax"),
            Salah::Jalan => (StatusCode::BAD_REQUEST, "invalidPath"),
            Salah::Nilai => (StatusCode::BAD_REQUEST, "invalidValue"),
            Salah::Tetap => (StatusCode::BAD_REQUEST, "mutability"),
            Salah::Kembar => (StatusCode::CONFLICT, "uniqueness"),
        }
    }
}

/// Why a program gets no answer.
#[derive(Debug)]
pub(crate) enum Tolak {
    /// What it sent is not right.
    Salah(Salah, Pesan),
    /// It showed no token, or none that is turned on here.
    Token,
    /// There is no such thing, it is not allowed, or it is our own affair.
    Kami(Galat),
}

impl Tolak {
    pub(crate) fn salah(apa: Salah, pesan: impl Into<Pesan>) -> Self {
        Tolak::Salah(apa, pesan.into())
    }
}

impl From<Galat> for Tolak {
    /// What is wrong with a field is a wrong value here; the rest keeps its status.
    fn from(g: Galat) -> Self {
        match g {
            Galat::Isian(mut semua) if !semua.is_empty() => {
                Tolak::Salah(Salah::Nilai, semua.swap_remove(0).pesan)
            }
            g => Tolak::Kami(g),
        }
    }
}

/// A refusal on its way to the layer that knows the language.
#[derive(Clone)]
struct Bawaan(Arc<(Salah, Pesan)>);

impl IntoResponse for Tolak {
    fn into_response(self) -> Response {
        match self {
            Tolak::Salah(apa, pesan) => {
                let mut r = apa.kode().0.into_response();
                r.extensions_mut().insert(Bawaan(Arc::new((apa, pesan))));
                r
            }
            Tolak::Token => Gagal(Galat::PerluMasuk).into_response(),
            Tolak::Kami(g) => Gagal(g).into_response(),
        }
    }
}

fn galat(status: StatusCode, jenis: Option<&str>, uraian: &str) -> Response {
    let mut isi = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
        "status": status.as_u16().to_string(),
        "detail": uraian,
    });
    if let Some(j) = jenis {
        isi["scimType"] = j.into();
    }
    jawab(status, &isi)
}

/// An answer that nobody keeps.
pub(crate) fn jawab(status: StatusCode, isi: &Value) -> Response {
    let kepala = [(header::CONTENT_TYPE, JENIS), (header::CACHE_CONTROL, "no-store")];
    (status, kepala, isi.to_string()).into_response()
}

/// How errors of the engine look here.
fn rupa(g: &Galat, status: StatusCode, b: Bahasa, nomor: Option<&str>) -> Response {
    let pesan = g.pesan().dalam(b);
    let mut r = match nomor {
        Some(n) => galat(status, None, &format!("{pesan} ({n})")),
        None => galat(status, None, &pesan),
    };
    if status == StatusCode::UNAUTHORIZED {
        let tantang = HeaderValue::from_static("Bearer realm=\"scim\"");
        r.headers_mut().insert(header::WWW_AUTHENTICATE, tantang);
    }
    r
}

/// Gives refusals their form, in the language that was asked for.
async fn kepala(req: Request, next: Next) -> Response {
    let b = web::bahasa(&Kuki::default(), req.headers());
    let mut r = next.run(req).await;
    if let Some(Bawaan(t)) = r.extensions_mut().remove::<Bawaan>() {
        let (status, kode) = t.0.kode();
        return galat(status, Some(kode), &t.1.dalam(b));
    }
    r.extensions_mut().insert(Rupa(rupa));
    r
}

/// Which program asks, in which regency.
pub(crate) struct Tamu {
    pub(crate) app: Aplikasi,
    pub(crate) profil: Arc<Profil>,
    pub(crate) klien: KlienScim,
}

impl FromRequestParts<Aplikasi> for Tamu {
    type Rejection = Tolak;

    async fn from_request_parts(parts: &mut Parts, app: &Aplikasi) -> Result<Self, Tolak> {
        let jalur = RawPathParams::from_request_parts(parts, app)
            .await
            .map_err(|_| Galat::TidakDitemukan)?;
        let kode = jalur.iter().find(|(k, _)| *k == "daerah").map(|(_, v)| v);
        let profil = kode.and_then(|k| app.store.profil(k));
        let profil = profil.ok_or(Galat::TidakDitemukan)?.clone();
        let token = parts.headers.get(header::AUTHORIZATION).and_then(|v| {
            let (cara, token) = v.to_str().ok()?.split_once(' ')?;
            cara.eq_ignore_ascii_case("bearer").then(|| token.trim())
        });
        let klien = match token {
            Some(t) => app.store.scim_siapa(profil.kode(), t).await?,
            None => None,
        };
        Ok(Tamu {
            app: app.clone(),
            profil,
            klien: klien.ok_or(Tolak::Token)?,
        })
    }
}

impl Tamu {
    /// The public address of something here.
    pub(crate) fn alamat(&self, jalur: &str) -> String {
        format!("{}/{}/scim/v2{jalur}", self.app.url_dasar, self.profil.kode())
    }
}

/// What a program sent, as an object.
///
/// # Errors
/// Another kind of content, or no JSON object.
pub(crate) fn objek(kepala: &HeaderMap, isi: &[u8]) -> Result<serde_json::Map<String, Value>, Tolak> {
    let jenis = kepala.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok());
    let jenis = jenis.and_then(|j| j.split(';').next()).unwrap_or_default().trim();
    if ![JENIS, "application/json"]
        .iter()
        .any(|j| jenis.eq_ignore_ascii_case(j))
    {
        return Err(Galat::JenisTakDidukung("Kirim isinya sebagai application/scim+json.".into()).into());
    }
    serde_json::from_slice(isi)
        .map_err(|_| Tolak::salah(Salah::Isi, "Isi permintaan ini bukan objek JSON yang utuh."))
}
