//! What the regency's own identity provider does here: it keeps the accounts of officials (SCIM 2.0, [`scim`]). Who may
//! do that is decided in [`klien`]. Why it is so: ADR 0030.

use axum::Router;
use web::Aplikasi;

pub mod klien;
mod scim;

/// The routes, for [`web::router`].
pub fn rute() -> Router<Aplikasi> {
    scim::rute()
}
