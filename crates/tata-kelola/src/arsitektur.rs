//! Sementara.
use kernel::{
    izin::Hak,
    lifecycle::Lifecycle,
    nilai::Teks,
    register::{Milik, Register},
};
use register_derive::Kelompok;
use serde::{Deserialize, Serialize};
/// Sementara.
#[derive(Clone, Debug, Serialize, Deserialize, Kelompok)]
pub struct Aplikasi {
    /// Nama.
    #[medan("Nama")]
    pub nama: Teks<150>,
}
impl Register for Aplikasi {
    const KODE: &'static str = "aplikasi";
    const LABEL: &'static str = "Aplikasi";
    const BANTUAN: &'static str = "";
    const DASAR: &'static [&'static str] = &[];
    const JUDUL: &'static str = "nama";
    fn milik() -> Milik {
        Milik::Fungsi("kominfo".into())
    }
    fn hak() -> Vec<Hak> {
        Vec::new()
    }
    fn lifecycle() -> Lifecycle {
        Lifecycle::default()
    }
}
