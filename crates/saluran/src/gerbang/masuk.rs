//! `POST /{daerah}/saluran/{nama}`: where gateways bring what came in.

use std::sync::Arc;

use axum::{
    Json, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Extension, Path},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
    routing::post,
};
use kernel::Galat;
use serde_json::json;
use web::{Aplikasi, Gagal, Permintaan};

use super::{Bungkus, Saluran, Tolak, http::SaluranHttp};
use crate::{Jadi, Penerima};

/// Largest message: some pictures, a third larger as Base64.
const MAKS: usize = 20 * 1024 * 1024;

/// The gateways' address, for [`web::router`].
pub fn rute(gerbang: Arc<[Arc<SaluranHttp>]>) -> Router<Aplikasi> {
    Router::new()
        .route("/{daerah}/saluran/{nama}", post(terima))
        .layer(DefaultBodyLimit::max(MAKS))
        .layer(Extension(gerbang))
}

async fn terima(
    Extension(gerbang): Extension<Arc<[Arc<SaluranHttp>]>>,
    p: Permintaan,
    Path((_, nama)): Path<(String, String)>,
    kepala: HeaderMap,
    isi: Bytes,
) -> Result<Response, Gagal> {
    let cocok = |g: &&Arc<SaluranHttp>| g.nama() == nama && g.melayani(p.daerah());
    let g = gerbang.iter().find(cocok).ok_or(Galat::TidakDitemukan)?;
    let kepala: Vec<(String, String)> = kepala
        .iter()
        .filter_map(|(n, v)| Some((n.as_str().to_owned(), v.to_str().ok()?.to_owned())))
        .collect();
    let penerima = Penerima::baru(p.app.store.clone(), p.app.identitas.clone());
    let b = Bungkus {
        daerah: p.daerah(),
        kepala: &kepala,
        isi: &isi,
    };
    let (nasib, nomor, sebab) = match g.terima(&penerima, b).await {
        Ok(Jadi::Laporan { nomor, .. }) => ("laporan", Some(nomor), None),
        Ok(Jadi::Tanggapan { nomor, .. }) => ("tanggapan", Some(nomor), None),
        Ok(Jadi::Ulangan { nomor }) => ("ulangan", Some(nomor), None),
        // It would be refused again: the gateway need not repeat it.
        Ok(Jadi::Ditahan(sebab)) => ("ditahan", None, Some(sebab)),
        Err(Tolak::Palsu) => return Err(Gagal(Galat::PerluMasuk)),
        Err(Tolak::Rusak(sebab)) => {
            let isi = json!({ "nasib": "ditolak", "sebab": sebab });
            return Ok((StatusCode::BAD_REQUEST, Json(isi)).into_response());
        }
        Err(Tolak::Galat(g)) => return Err(Gagal(g)),
    };
    metrics::counter!("praja_gerbang_masuk", "nasib" => nasib).increment(1);
    Ok(Json(json!({ "nasib": nasib, "nomor": nomor, "sebab": sebab })).into_response())
}
