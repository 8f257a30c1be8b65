//! Layanan SPBE: the public services that all five regulations name (mandat F, A10). One register = one file.

mod katalog;
mod pengaduan;

pub use katalog::{JenisLayanan, Kanal, Layanan};
pub use pengaduan::{JenisLaporan, KanalLaporan, Keadaan, Langkah, Pengaduan};

/// The registers of this chapter: one line each.
pub fn register() -> Vec<kernel::RegisterDef> {
    vec![
        kernel::RegisterDef::dari_tipe::<Pengaduan>(),
        kernel::RegisterDef::dari_tipe::<Layanan>(),
    ]
}
