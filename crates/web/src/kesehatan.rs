//! For those who watch the program: alive, ready, figures.

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::IntoResponse,
};

use crate::Aplikasi;

/// The process answers.
pub(crate) async fn hidup() -> &'static str {
    "ok"
}

/// The database answers too.
pub(crate) async fn siap(State(app): State<Aplikasi>) -> impl IntoResponse {
    match app.store.siap().await {
        Ok(()) => (StatusCode::OK, "siap"),
        Err(g) => {
            tracing::warn!(galat = %g, "not ready");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "belum siap: basis data tidak menjawab",
            )
        }
    }
}

/// Prometheus text format.
pub(crate) async fn metrik(State(app): State<Aplikasi>) -> impl IntoResponse {
    if let Ok((antre, gagal)) = app.store.antrean_kiriman().await {
        metrics::gauge!("praja_kiriman_antre").set(antre as f64);
        metrics::gauge!("praja_kiriman_gagal").set(gagal as f64);
    }
    (
        [(header::CONTENT_TYPE, "text/plain; version=0.0.4")],
        (app.metrik)(),
    )
}
