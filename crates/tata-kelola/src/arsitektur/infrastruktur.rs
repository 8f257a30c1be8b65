//! Infrastruktur: sites, data centres, servers, networks and platforms that applications stand on (mandat A2, A6, A7; Perpres 132/2022).

use kernel::{
    Klasifikasi,
    nilai::{Bagian, Teks, Uang},
};
use layanan::referensi::KodeReferensi;
use register_derive::Pilihan;

use super::{
    kaitan::KeKendali,
    tingkat::{MEDAN, langkah, saat},
    umum::entri_arsitektur,
};

/// What it is, after the objects of the national metadata.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum JenisInfrastruktur {
    /// A site.
    #[pilihan("Lokasi")]
    Lokasi,
    /// A data centre.
    #[pilihan("Fasilitas komputasi (pusat data)")]
    PusatData,
    /// A server.
    #[pilihan("Server")]
    Server,
    /// Cloud.
    #[pilihan("Komputasi awan")]
    Awan,
    /// Storage.
    #[pilihan("Media penyimpanan")]
    Penyimpanan,
    /// A network device.
    #[pilihan("Perangkat jaringan")]
    Jaringan,
    /// The network of the government.
    #[pilihan("Jaringan intra pemerintah")]
    JaringanIntra,
    /// The service hub.
    #[pilihan("Sistem penghubung layanan")]
    Penghubung,
    /// A security device.
    #[pilihan("Perangkat keamanan")]
    PerangkatKeamanan,
    /// A peripheral.
    #[pilihan("Periferal")]
    Periferal,
    /// An operating system.
    #[pilihan("Sistem operasi")]
    SistemOperasi,
    /// A database system.
    #[pilihan("Sistem basis data")]
    BasisData,
    /// A utility.
    #[pilihan("Perangkat lunak utilitas")]
    Utilitas,
}

/// Whose property it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum Kepemilikan {
    /// The regency’s.
    #[pilihan("Milik sendiri")]
    Sendiri,
    /// Rented.
    #[pilihan("Sewa")]
    Sewa,
    /// Provided by the national government.
    #[pilihan("Disediakan pemerintah pusat")]
    Pusat,
    /// Somebody else’s.
    #[pilihan("Milik pihak lain")]
    Lain,
}

entri_arsitektur! {
    /// A piece of infrastructure.
    pub struct Infrastruktur {
        /// What it is.
        #[medan("Jenis infrastruktur", saring, kolom)]
        pub jenis: JenisInfrastruktur,
        /// Its place in the national reference.
        #[medan("Kode RAI")]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub rai: Option<KodeReferensi<'I'>>,
        /// Whose property it is.
        #[medan("Status kepemilikan", saring)]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub kepemilikan: Option<Kepemilikan>,
        /// Owner or provider.
        #[medan("Nama pemilik atau penyedia", cari)]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub penyedia: Option<Teks<150>>,
        /// Where it stands.
        #[medan("Lokasi", cari)]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub lokasi: Option<Teks<200>>,
        /// Memory, processor, storage, bandwidth: what counts for its kind.
        #[medan("Kapasitas", bantuan = "Misalnya memori, prosesor, simpanan, atau lebar pita.")]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub kapasitas: Option<Teks<300>>,
        /// Kind of licence and until when, for software.
        #[medan("Lisensi dan masa berlakunya")]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub lisensi: Option<Teks<200>>,
        /// What it costs a year.
        #[medan("Biaya setahun")]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub biaya: Option<Uang>,
        /// How fit it is technically.
        #[medan("Kelayakan teknis", saring)]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub cocok_teknis: Option<super::Kelayakan>,
        /// What protects it.
        #[medan("Dilindungi oleh")]
        #[serde(default)]
        pub kendali: Bagian<KeKendali>,
        /// How secret it is.
        #[medan("Tingkat kerahasiaan", saring, kolom, bantuan = "Kosong berarti biasa. Mulai dari rahasia, setiap pembacaan tercatat.")]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub tingkat_akses: Option<Klasifikasi>,
    }
    kode: "infrastruktur", label: "Infrastruktur SPBE",
    bantuan: "Tempat aplikasi berdiri: lokasi, pusat data, server, jaringan, dan perangkat lunak dasarnya.",
    dasar: ["A2", "A6", "S4", "J9", "B4", "U8", "K4"],
    penting: ["uraian", "rai", "kepemilikan", "penyedia", "lokasi", "kapasitas", "cocok_teknis", "mulai"], saat: saat, langkah: langkah, tingkat: MEDAN
}
