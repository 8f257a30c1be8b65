//! Peta Rencana SPBE: the five years in programmes and activities (mandat A3; Serang Pasal 6 and 7, Jembrana Pasal 10,
//! Bekasi Pasal 6 and 7, Batu Bara Pasal 9, Kapuas Pasal 6 and 7). Drawn up by the office of communication and
//! informatics, laid down by the Bupati; what it contains are the activities ([`super::kegiatan_peta`]).

use jiff::civil::Date;
use kernel::{
    Entri, Galat, Peta,
    izin::{Cakupan, Hak, Siapa, Tindakan},
    lifecycle::Lifecycle,
    nilai::{Bilangan, Daftar, Panjang, Teks},
    register::{Konteks, Milik, Register},
};
use register_derive::{Kelompok, Pilihan};
use serde::{Deserialize, Serialize};

use super::{MASA_TAHUN, siklus_dokumen};
use crate::aturan::{akhir_tahun, hak, hak_perencanaan, sudah_tiba};

/// Code of the register.
pub const KODE: &str = "peta_rencana";

/// The seven contents of a roadmap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Pilihan)]
pub enum Muatan {
    /// Governance.
    #[pilihan("Tata kelola SPBE")]
    TataKelola,
    /// Management.
    #[pilihan("Manajemen SPBE")]
    Manajemen,
    /// Services.
    #[pilihan("Layanan SPBE")]
    Layanan,
    /// Infrastructure.
    #[pilihan("Infrastruktur SPBE")]
    Infrastruktur,
    /// Applications.
    #[pilihan("Aplikasi SPBE")]
    Aplikasi,
    /// Security.
    #[pilihan("Keamanan SPBE")]
    Keamanan,
    /// Audit.
    #[pilihan("Audit TIK")]
    Audit,
}

/// A roadmap.
#[derive(Clone, Debug, Serialize, Deserialize, Kelompok)]
pub struct PetaRencana {
    /// What it is called.
    #[medan("Judul", cari, kolom, publik)]
    pub judul: Teks<200>,
    /// Its first year.
    #[medan("Tahun pertama", saring, kolom, publik, bantuan = "Berlaku lima tahun.")]
    pub tahun_mulai: Bilangan<2000, 2100>,
    /// Its last year.
    #[medan("Tahun terakhir", hitung, kolom, publik)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tahun_akhir: Option<Bilangan<2000, 2110>>,
    /// What it says of itself.
    #[medan("Ringkasan", cari, publik)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ringkasan: Option<Panjang<5000>>,
    /// What it follows.
    #[medan(
        "Pedoman",
        publik,
        bantuan = "Rencana di atasnya yang diikuti, satu setiap baris."
    )]
    #[serde(default)]
    pub pedoman: Daftar<20>,
    /// The decree that laid it down.
    #[medan("Nomor penetapan", hitung, cari, publik)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nomor_penetapan: Option<Teks<120>>,
    /// When.
    #[medan("Tanggal penetapan", hitung, publik)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tanggal_penetapan: Option<Date>,
    /// Its last day.
    #[medan("Berlaku sampai", hitung, publik)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub berlaku_sampai: Option<Date>,
}

impl Register for PetaRencana {
    const KODE: &'static str = KODE;
    const LABEL: &'static str = "Peta rencana";
    const BANTUAN: &'static str =
        "Dokumen peta rencana SPBE lima tahun; program dan kegiatannya tercatat sendiri-sendiri.";
    const DASAR: &'static [&'static str] = &["A3", "S6", "S7", "J10", "B6", "B7", "U9", "K6", "K7"];
    const JUDUL: &'static str = "judul";
    const PEMBUAT: &'static str = "kominfo";

    fn milik() -> Milik {
        Milik::Fungsi("kominfo".into())
    }

    fn hak() -> Vec<Hak> {
        let mut semua = hak_perencanaan();
        semua.push(hak(Siapa::Publik, &[Tindakan::Baca], Cakupan::Terbit));
        semua
    }

    fn lifecycle() -> Lifecycle {
        siklus_dokumen()
    }

    fn hitung(&mut self, _k: &Konteks) {
        let akhir = self.tahun_mulai.nilai() + MASA_TAHUN - 1;
        self.tahun_akhir = Bilangan::baru(akhir);
        self.berlaku_sampai = self.tanggal_penetapan.and_then(|_| akhir_tahun(akhir));
    }

    fn terbit(&self, keadaan: &str) -> bool {
        matches!(keadaan, "ditetapkan" | "diganti")
    }

    fn saat_langkah(&mut self, langkah: &str, _isian: &Peta, _e: &Entri, k: &Konteks) -> Result<(), Galat> {
        match langkah {
            "tetapkan" => sudah_tiba("tanggal_penetapan", self.tanggal_penetapan, k),
            _ => Ok(()),
        }
    }
}
