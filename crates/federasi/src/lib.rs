//! What the regency's own identity provider does here: it keeps the accounts of officials (SCIM 2.0, [`scim`]; who may is
//! decided in [`klien`]) and lets them in ([`oidc`]). Why it is so: ADR 0030 and ADR 0031.

use axum::Router;
use web::Aplikasi;

pub mod klien;
pub mod oidc;
mod scim;

/// The routes, for [`web::router`]: of the programs that keep accounts, and of the way in by these providers.
pub fn rute(penyedia: &oidc::Semua) -> Router<Aplikasi> {
    scim::rute().merge(oidc::rute(penyedia))
}
