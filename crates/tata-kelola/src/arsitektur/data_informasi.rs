//! Data dan informasi: each data set with its producer, its steward and who may use it (mandat A2, A6; Perpres 39/2019 and 132/2022).

use kernel::nilai::{Bagian, KodeUnit, Panjang};
use layanan::referensi::KodeReferensi;
use register_derive::Pilihan;

use super::{
    kaitan::{KeInfrastruktur, KeKendali, KeLayanan},
    umum::entri_arsitektur,
};

/// Who may have it; set by the walidata.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum SifatData {
    /// Everybody.
    #[pilihan("Terbuka")]
    Terbuka,
    /// Officials and partners who need it.
    #[pilihan("Terbatas")]
    Terbatas,
    /// Those who keep it.
    #[pilihan("Tertutup")]
    Tertutup,
}

/// What kind of data it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum JenisData {
    /// Figures.
    #[pilihan("Statistik")]
    Statistik,
    /// Places.
    #[pilihan("Geospasial")]
    Geospasial,
    /// Money.
    #[pilihan("Keuangan")]
    Keuangan,
    /// Anything else.
    #[pilihan("Lainnya")]
    Lainnya,
}

/// How long it holds before it is made anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum Validitas {
    /// All the time.
    #[pilihan("Seketika")]
    Realtime,
    /// A day.
    #[pilihan("Harian")]
    Harian,
    /// A week.
    #[pilihan("Mingguan")]
    Mingguan,
    /// A month.
    #[pilihan("Bulanan")]
    Bulanan,
    /// Three months.
    #[pilihan("Tiga bulanan")]
    TigaBulanan,
    /// Six months.
    #[pilihan("Enam bulanan")]
    EnamBulanan,
    /// A year.
    #[pilihan("Tahunan")]
    Tahunan,
    /// Two years.
    #[pilihan("Dua tahunan")]
    DuaTahunan,
    /// Three years.
    #[pilihan("Tiga tahunan")]
    TigaTahunan,
    /// Five years.
    #[pilihan("Lima tahunan")]
    LimaTahunan,
    /// Anything else.
    #[pilihan("Lainnya")]
    Lain,
}

/// By what number of a person it is keyed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum KunciData {
    /// Number of the population register.
    #[pilihan("NIK")]
    Nik,
    /// Number of a civil servant.
    #[pilihan("NIP")]
    Nip,
    /// None: it is not about single persons.
    #[pilihan("Bukan data perorangan")]
    Tidak,
}

entri_arsitektur! {
    /// A data set.
    pub struct DataInformasi {
        /// Its place in the national reference.
        #[medan("Kode RAD", bantuan = "Pilih kode yang paling rinci.")]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub rad: Option<KodeReferensi<'D'>>,
        /// What for.
        #[medan("Tujuan", cari)]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub tujuan: Option<Panjang<1000>>,
        /// Who may have it.
        #[medan("Sifat data", saring, kolom, bantuan = "Ditetapkan oleh walidata.")]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub sifat: Option<SifatData>,
        /// Kind.
        #[medan("Jenis data", saring)]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub jenis: Option<JenisData>,
        /// How long it holds.
        #[medan("Validitas data")]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub validitas: Option<Validitas>,
        /// Who makes it.
        #[medan("Produsen data", saring)]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub produsen: Option<KodeUnit>,
        /// Who answers for its quality and gives it out.
        #[medan("Walidata", saring, bantuan = "Penanggung jawab data: memeriksa mutunya dan menyebarluaskannya.")]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub walidata: Option<KodeUnit>,
        /// By what number of a person it is keyed.
        #[medan("Kunci data", saring, bantuan = "Basis data perorangan ditandai dengan NIK, kepegawaian dengan NIP.")]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub kunci: Option<KunciData>,
        /// Whether it holds personal data.
        #[medan("Memuat data pribadi", saring, bantuan = "Data yang menunjuk orang tertentu (UU 27/2022).")]
        #[serde(default)]
        pub pribadi: bool,
        /// What comes in.
        #[medan("Informasi masukan")]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub masukan: Option<Panjang<500>>,
        /// What comes out.
        #[medan("Informasi luaran")]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub luaran: Option<Panjang<500>>,
        /// With whom it is shared, for what and within what bounds.
        #[medan("Bagi pakai", bantuan = "Kepada siapa, untuk apa, dan sebatas apa; sebut nomor perjanjiannya bila ada.")]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub bagi_pakai: Option<Panjang<1000>>,
        /// Services that need it.
        #[medan("Layanan yang memerlukannya")]
        #[serde(default)]
        pub layanan: Bagian<KeLayanan>,
        /// Where it lies.
        #[medan("Disimpan di")]
        #[serde(default)]
        pub infrastruktur: Bagian<KeInfrastruktur>,
        /// What protects it.
        #[medan("Dilindungi oleh")]
        #[serde(default)]
        pub kendali: Bagian<KeKendali>,
    }
    kode: "data_informasi", label: "Data dan informasi",
    bantuan: "Himpunan data daerah: siapa produsennya, siapa walidatanya, dan siapa boleh memakainya.",
    dasar: ["A2", "A6", "S4", "J9", "B4", "U8", "K4"],
    penting: ["uraian", "rad", "tujuan", "sifat", "jenis", "validitas", "produsen", "walidata", "kunci"]
}
