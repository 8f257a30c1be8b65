//! Keamanan: the controls that protect data, applications and infrastructure (mandat A2, A9; Perpres 132/2022).

use kernel::{
    Klasifikasi,
    nilai::{Bilangan, Panjang},
};
use layanan::referensi::KodeReferensi;
use register_derive::Pilihan;

use super::{
    tingkat::{MEDAN, langkah, saat},
    umum::entri_arsitektur,
};

/// What it is, after the objects of the national metadata.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum JenisKendali {
    /// A standard or a rule.
    #[pilihan("Standar, prosedur, atau aturan")]
    Standar,
    /// Awareness.
    #[pilihan("Edukasi kesadaran keamanan")]
    Edukasi,
    /// Finding weaknesses.
    #[pilihan("Identifikasi kerentanan")]
    Kerentanan,
    /// Hardening.
    #[pilihan("Peningkatan keamanan")]
    Peningkatan,
    /// Incidents.
    #[pilihan("Penanganan insiden")]
    Insiden,
    /// An audit.
    #[pilihan("Audit keamanan")]
    Audit,
    /// Fitness for operation.
    #[pilihan("Kelaikan keamanan")]
    Kelaikan,
}

entri_arsitektur! {
    /// A control.
    pub struct Keamanan {
        /// What it is.
        #[medan("Jenis kendali", saring, kolom)]
        pub jenis: JenisKendali,
        /// Its place in the national reference.
        #[medan("Kode RAK", bantuan = "Nama pada daftar ini pasti; urutan kodenya belum, jadi periksa di SIA-SPBE.")]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub rak: Option<KodeReferensi<'K'>>,
        /// How it is applied.
        #[medan("Cara penerapan", cari)]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub penerapan: Option<Panjang<1000>>,
        /// Maturity, 1 to 5.
        #[medan("Nilai kematangan (1 sampai 5)", saring)]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub kematangan: Option<Bilangan<1, 5>>,
        /// Last looked at.
        #[medan("Terakhir diperiksa", urut)]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub diperiksa: Option<jiff::civil::Date>,
        /// What came of an audit, and what was done.
        #[medan("Hasil dan tindak lanjut")]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub tindak_lanjut: Option<Panjang<1000>>,
        /// How secret it is.
        #[medan("Tingkat kerahasiaan", saring, kolom, bantuan = "Kosong berarti biasa. Mulai dari rahasia, setiap pembacaan tercatat.")]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub tingkat_akses: Option<Klasifikasi>,
    }
    kode: "keamanan", label: "Keamanan SPBE",
    bantuan: "Kendali yang melindungi data, aplikasi, dan infrastruktur.",
    dasar: ["A2", "A9", "S4", "J9", "B4", "U8", "K4"],
    penting: ["uraian", "rak", "penerapan", "kematangan", "diperiksa", "mulai"], saat: saat, langkah: langkah, tingkat: MEDAN
}
