//! Data dan informasi: what offices agree about their data (mandat A6; Serang, Bekasi and Kapuas Pasal 11, Jembrana Pasal
//! 16, Batu Bara Pasal 14). The data sets themselves are entries of the architecture.

use kernel::RegisterDef;

pub mod bagi_pakai;

pub use bagi_pakai::BagiPakai;

/// The registers of data: one line each.
pub fn register() -> Vec<RegisterDef> {
    vec![RegisterDef::dari_tipe::<BagiPakai>()]
}
