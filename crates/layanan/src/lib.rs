//! Layanan SPBE: the public services that all five regulations name (mandat F, A10). One register = one file.

pub mod aturan;
pub mod cadangan;
pub mod eskalasi;
mod ikut;
mod katalog;
pub mod masalah;
mod pengaduan;
mod produk_hukum;
pub mod referensi;
pub mod templat;

pub use ikut::{Ikut, KE_PERAMBAN, KODE as KODE_IKUT, KeadaanIkut, Langganan, LangkahIkut};
pub use katalog::{JenisLayanan, Kanal, Layanan};
pub use pengaduan::{
    JenisLaporan, KanalLaporan, Keadaan, Kelambatan, Langkah, Pengaduan, Prioritas,
    masalah as masalah_laporan,
};
pub use produk_hukum::{
    Bunyi, JenisProduk, KODE as KODE_PRODUK_HUKUM, ProdukHukum, TERBIT as PRODUK_TERBIT, TipeDokumen,
};

/// The registers of this chapter: one line each.
pub fn register() -> Vec<kernel::RegisterDef> {
    vec![
        kernel::RegisterDef::dari_tipe::<Pengaduan>(),
        kernel::RegisterDef::dari_tipe::<Ikut>(),
        kernel::RegisterDef::dari_tipe::<Layanan>(),
        kernel::RegisterDef::dari_tipe::<ProdukHukum>(),
        kernel::RegisterDef::dari_tipe::<aturan::AturanPenerusan>(),
        kernel::RegisterDef::dari_tipe::<templat::TemplatJawaban>(),
        kernel::RegisterDef::dari_tipe::<masalah::Masalah>(),
        kernel::RegisterDef::dari_tipe::<eskalasi::Eskalasi>(),
        kernel::RegisterDef::dari_tipe::<cadangan::Cadangan>(),
    ]
}
