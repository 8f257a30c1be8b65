//! Dokumen arsitektur: the five-year architecture that the Bupati lays down (mandat A2; Serang and Bekasi Pasal 4 and 5,
//! Jembrana Pasal 9, Batu Bara Pasal 8, Kapuas Pasal 4 and 5). It is a baseline of the live registers: the day of which it
//! shows them, and the years for which their plans count. Nothing of them is copied.

use jiff::civil::Date;
use kernel::{
    Entri, Galat, GalatMedan, Peta,
    izin::{Cakupan, Hak, Siapa, Tindakan},
    lifecycle::Lifecycle,
    nilai::{Bilangan, Daftar, Dokumen, Panjang, Teks},
    register::{Konteks, Milik, Register},
};
use register_derive::Kelompok;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{MASA_TAHUN, siklus_dokumen};
use crate::aturan::{akhir_tahun, hak, hak_perencanaan, hari_ini, sudah_tiba};

/// Code of the register.
pub const KODE: &str = "dokumen_arsitektur";

/// An architecture document.
#[derive(Clone, Debug, Serialize, Deserialize, Kelompok)]
pub struct DokumenArsitektur {
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
    /// The day of the baseline.
    #[medan(
        "Keadaan awal pada",
        kolom,
        publik,
        bantuan = "Arsitektur pada akhir hari itu menjadi keadaan awal; yang berubah sesudahnya tampak di papan."
    )]
    pub potret: Date,
    /// What it says of itself.
    #[medan("Ringkasan", cari, publik)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ringkasan: Option<Panjang<5000>>,
    /// Where it is to lead.
    #[medan("Arah pengembangan", cari, publik)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arah: Option<Panjang<5000>>,
    /// What it follows.
    #[medan(
        "Pedoman",
        publik,
        bantuan = "Rencana di atasnya yang diikuti, satu setiap baris."
    )]
    #[serde(default)]
    pub pedoman: Daftar<20>,
    /// Its text.
    #[medan("Naskah")]
    #[serde(default)]
    pub naskah: Dokumen<5>,
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

impl DokumenArsitektur {
    /// The document of an entry.
    ///
    /// # Errors
    /// When its fields cannot be read.
    pub fn dari(e: &Entri) -> Result<Self, Galat> {
        serde_json::from_value(Value::Object(e.isi.clone()))
            .map_err(|g| Galat::dalam("reading an architecture document", g))
    }
}

impl Register for DokumenArsitektur {
    const KODE: &'static str = KODE;
    const LABEL: &'static str = "Dokumen arsitektur";
    const BANTUAN: &'static str = "Arsitektur SPBE lima tahun yang ditetapkan Bupati: keadaan awalnya, rencana tiap tahun, dan penetapannya.";
    const DASAR: &'static [&'static str] = &["A2", "S4", "S5", "J9", "B4", "B5", "U8", "K4", "K5"];
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
        self.berlaku_sampai = akhir_tahun(akhir);
    }

    fn periksa(&self, k: &Konteks) -> Vec<GalatMedan> {
        if self.potret > hari_ini(k) {
            return vec![GalatMedan::baru(
                "potret",
                "Tanggal ini belum tiba: keadaan awal ialah keadaan yang sudah ada.",
            )];
        }
        Vec::new()
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
