//! REST for every register.

use axum::Router;

use crate::Aplikasi;

pub(crate) fn rute() -> Router<Aplikasi> {
    Router::new()
}
