//! Proses bisnis: what the regency does, in levels, mapped to the RAB (mandat A2, A5; Perpres 132/2022).

use kernel::nilai::{Bagian, Teks};
use layanan::referensi::KodeReferensi;

use super::{kaitan::KeLayanan, umum::entri_arsitektur};

entri_arsitektur! {
    /// A business process.
    pub struct ProsesBisnis {
        /// Its place in the national reference.
        #[medan("Kode RAB", bantuan = "Pilih kode yang paling rinci. Cari katanya di papan Arsitektur, halaman Referensi.")]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub rab: Option<KodeReferensi<'B'>>,
        /// Further levels that the regency sets itself.
        #[medan("Rincian kode RAB tingkat 3 sampai 7", cari, bantuan = "Hanya bila daerah menetapkan rinciannya, misalnya RAB.04.01.02.")]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub rab_rinci: Option<Teks<40>>,
        /// The aim of the plan that it serves.
        #[medan("Sasaran daerah yang didukung", cari)]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub sasaran: Option<Teks<300>>,
        /// The affair of government.
        #[medan("Urusan pemerintahan", cari)]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub urusan: Option<Teks<150>>,
        /// Services that come of it.
        #[medan("Layanan yang dihasilkan")]
        #[serde(default)]
        pub layanan: Bagian<KeLayanan>,
    }
    kode: "proses_bisnis", label: "Proses bisnis",
    bantuan: "Apa yang dikerjakan pemerintah daerah, dari urusan sampai kegiatannya, dan layanan yang dihasilkannya.",
    dasar: ["A2", "A5", "S4", "J9", "B4", "U8", "K4"],
    penting: ["uraian", "rab", "sasaran", "urusan", "layanan", "mulai"]
}
