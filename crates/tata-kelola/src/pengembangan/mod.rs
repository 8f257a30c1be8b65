//! Pengembangan: how applications come to be and change hands (mandat A8; Serang Pasal 18 and 34, Jembrana Pasal 20–24,
//! Bekasi Pasal 18 and 34, Batu Bara Pasal 16, 26 and 27, Kapuas Pasal 18 and 34). An office asks before it builds or buys;
//! what was built is tested before it runs; source and documents go to the repository, where Diskominfo may look; whoever
//! outside the regency wants to use it asks. The application itself is an entry of the architecture, and each of these
//! tells it what was decided.

use kernel::{
    RegisterDef,
    izin::{Cakupan, Hak, Peran, Siapa},
};

use crate::aturan::{BACA, hak, hak_perencanaan};

pub mod izin_pakai;
pub mod penyerahan_aplikasi;
pub mod permohonan_aplikasi;
pub mod uji_aplikasi;

pub use izin_pakai::IzinPakai;
pub use penyerahan_aplikasi::PenyerahanAplikasi;
pub use permohonan_aplikasi::PermohonanAplikasi;
pub use uji_aplikasi::UjiAplikasi;

/// The registers of building applications: one line each.
pub fn register() -> Vec<RegisterDef> {
    vec![
        RegisterDef::dari_tipe::<PermohonanAplikasi>(),
        RegisterDef::dari_tipe::<UjiAplikasi>(),
        RegisterDef::dari_tipe::<PenyerahanAplikasi>(),
        RegisterDef::dari_tipe::<IzinPakai>(),
    ]
}

/// As plans; Diskominfo's administrator, who keeps the architecture, reads along.
fn hak_pengembangan() -> Vec<Hak> {
    let mut semua = hak_perencanaan();
    semua.push(hak(Siapa::Peran(Peran::Administrator), BACA, Cakupan::Semua));
    semua
}
