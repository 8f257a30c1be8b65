//! Layanan SPBE: the public services that all five regulations name (mandat F, A10). One register = one file.

mod ikut;
mod katalog;
mod pengaduan;
mod produk_hukum;

pub use ikut::{Ikut, KODE as KODE_IKUT, KeadaanIkut, LangkahIkut};
pub use katalog::{JenisLayanan, Kanal, Layanan};
pub use pengaduan::{JenisLaporan, KanalLaporan, Keadaan, Langkah, Pengaduan, Prioritas};
pub use produk_hukum::{
    JenisProduk, KODE as KODE_PRODUK_HUKUM, ProdukHukum, TERBIT as PRODUK_TERBIT, TipeDokumen,
};

/// The registers of this chapter: one line each.
pub fn register() -> Vec<kernel::RegisterDef> {
    vec![
        kernel::RegisterDef::dari_tipe::<Pengaduan>(),
        kernel::RegisterDef::dari_tipe::<Ikut>(),
        kernel::RegisterDef::dari_tipe::<Layanan>(),
        kernel::RegisterDef::dari_tipe::<ProdukHukum>(),
    ]
}
