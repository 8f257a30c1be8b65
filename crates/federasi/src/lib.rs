//! What the regency's own identity provider does here: its programs keep the accounts of officials (SCIM 2.0, [`scim`]; who
//! may is decided in [`klien`], by administrators on the pages in [`kerja`]), and it lets officials in ([`oidc`]). Why it is
//! so: ADR 0030 and ADR 0031.

use axum::Router;
use web::Aplikasi;

mod kerja;
pub mod klien;
pub mod oidc;
mod scim;

pub use kerja::BILIK;

/// The routes, for [`web::router`]: of the programs that keep accounts, of administrators, and of the way in by these
/// providers.
pub fn rute(penyedia: &oidc::Semua) -> Router<Aplikasi> {
    scim::rute().merge(kerja::rute()).merge(oidc::rute(penyedia))
}
