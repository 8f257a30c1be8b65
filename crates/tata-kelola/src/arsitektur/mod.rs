//! Arsitektur SPBE as live registers (mandat A2): five domains here, the sixth is the catalogue of services
//! ([`layanan::Layanan`]), since nothing is entered twice. Boards over them stand in a crate of their own.

pub mod aplikasi;
pub mod data_informasi;
pub mod infrastruktur;
pub mod kaitan;
pub mod keamanan;
pub mod proses_bisnis;
pub mod survei;
pub mod tingkat;
pub mod umum;

use kernel::RegisterDef;
use register_derive::Pilihan;

pub use aplikasi::Aplikasi;
pub use data_informasi::DataInformasi;
pub use infrastruktur::Infrastruktur;
pub use keamanan::Keamanan;
pub use proses_bisnis::ProsesBisnis;
pub use survei::SurveiArsitektur;

/// How fit something is for what it is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum Kelayakan {
    /// To be replaced.
    #[pilihan("Tidak layak")]
    Tidak,
    /// With work.
    #[pilihan("Kurang layak")]
    Kurang,
    /// As it is.
    #[pilihan("Layak")]
    Layak,
    /// An example to others.
    #[pilihan("Sangat layak")]
    Sangat,
}

/// The registers of the architecture, one line each.
pub fn register() -> Vec<RegisterDef> {
    vec![
        RegisterDef::dari_tipe::<Aplikasi>(),
        RegisterDef::dari_tipe::<ProsesBisnis>(),
        RegisterDef::dari_tipe::<DataInformasi>(),
        RegisterDef::dari_tipe::<Infrastruktur>(),
        RegisterDef::dari_tipe::<Keamanan>(),
        RegisterDef::dari_tipe::<SurveiArsitektur>(),
    ]
}
