//! Aplikasi: the portfolio, from the plan to the last day (mandat A2, A8; Serang Pasal 18, Jembrana Pasal 23–26, Bekasi Pasal 18, Batu Bara Pasal 26–27, Kapuas Pasal 18).

use jiff::civil::Date;
use kernel::{
    Entri, Galat, Peta,
    lifecycle::Langkah as L,
    nilai::{Bagian, Beberapa, Bilangan, Medan, Panjang, Teks, Uang},
};
use layanan::referensi::KodeReferensi;
use register_derive::Pilihan;

use super::{
    Kelayakan,
    kaitan::{KeAplikasi, KeData, KeInfrastruktur, KeKendali, KeLayanan, KeProses},
    umum::{BEROPERASI, DIBANGUN, RENCANA, entri_arsitektur},
};

/// The two kinds that the regulations tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum JenisAplikasi {
    /// The same for all, shared.
    #[pilihan("Aplikasi umum")]
    Umum,
    /// For one office’s own need.
    #[pilihan("Aplikasi khusus")]
    Khusus,
}

/// Whether the source is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum SumberKode {
    /// Open.
    #[pilihan("Kode sumber terbuka")]
    Terbuka,
    /// Closed.
    #[pilihan("Kode sumber tertutup")]
    Tertutup,
}

/// What it runs as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum BasisAplikasi {
    /// In a browser.
    #[pilihan("Web")]
    Web,
    /// On a telephone.
    #[pilihan("Ponsel")]
    Ponsel,
    /// On a computer.
    #[pilihan("Desktop")]
    Desktop,
    /// Several of them.
    #[pilihan("Campuran")]
    Campuran,
}

/// Where in the five stages of development it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum Tahap {
    /// Planning.
    #[pilihan("Perencanaan")]
    Perencanaan,
    /// Analysis.
    #[pilihan("Analisis")]
    Analisis,
    /// Design.
    #[pilihan("Desain")]
    Desain,
    /// Implementation.
    #[pilihan("Implementasi")]
    Implementasi,
    /// Maintenance.
    #[pilihan("Pemeliharaan")]
    Pemeliharaan,
}

/// Whose copyright it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum HakCipta {
    /// The regency’s.
    #[pilihan("Pemerintah daerah")]
    Daerah,
    /// The supplier’s.
    #[pilihan("Penyedia")]
    Penyedia,
    /// The national government’s.
    #[pilihan("Pemerintah pusat")]
    Pusat,
    /// An open-source community’s.
    #[pilihan("Komunitas sumber terbuka")]
    Komunitas,
}

/// What is handed over with an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum Serahan {
    /// Source.
    #[pilihan("Kode sumber")]
    KodeSumber,
    /// API.
    #[pilihan("Dokumen antarmuka program (API)")]
    Antarmuka,
    /// Requirements.
    #[pilihan("Dokumen kebutuhan")]
    Kebutuhan,
    /// Design.
    #[pilihan("Dokumen rancangan")]
    Rancangan,
    /// Database.
    #[pilihan("Struktur basis data")]
    BasisData,
    /// Tests.
    #[pilihan("Hasil uji")]
    Uji,
    /// Installation.
    #[pilihan("Manual pemasangan")]
    ManualPasang,
    /// User.
    #[pilihan("Manual pengguna")]
    ManualPengguna,
    /// Administrator.
    #[pilihan("Manual administrator")]
    ManualAdmin,
    /// Metadata.
    #[pilihan("Metadata")]
    Metadata,
    /// Troubleshooting.
    #[pilihan("Panduan penanganan gangguan")]
    Gangguan,
}

entri_arsitektur! {
    /// An application.
    pub struct Aplikasi {
        /// Kind.
        #[medan("Jenis aplikasi", saring, kolom)]
        pub jenis: JenisAplikasi,
        /// Whether it does what a common application does.
        #[medan("Sejenis dengan aplikasi umum", saring, bantuan = "Aplikasi sejenis hanya boleh dipakai bila memenuhi syarat peraturan.")]
        #[serde(default)]
        pub sejenis: bool,
        /// Its place in the national reference.
        #[medan("Kode RAA")]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub raa: Option<KodeReferensi<'A'>>,
        /// What it does, in words that others use too.
        #[medan("Fungsi utama", cari, kolom, bantuan = "Kata baku yang pendek, misalnya: presensi pegawai. Aplikasi dengan fungsi sama dibandingkan.")]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub fungsi: Option<Teks<150>>,
        /// What comes of it.
        #[medan("Luaran", cari)]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub luaran: Option<Panjang<500>>,
        /// What it runs as.
        #[medan("Basis aplikasi", saring)]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub basis: Option<BasisAplikasi>,
        /// Whether the source is open.
        #[medan("Kode sumber", saring)]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub sumber: Option<SumberKode>,
        /// Licence.
        #[medan("Tipe lisensi")]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub lisensi: Option<Teks<100>>,
        /// Whose copyright it is.
        #[medan("Pemegang hak cipta", saring)]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub hak_cipta: Option<HakCipta>,
        /// Database.
        #[medan("Basis data")]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub basis_data: Option<Teks<100>>,
        /// Who built it or sells it.
        #[medan("Penyedia atau pembuat", cari, saring)]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub penyedia: Option<Teks<150>>,
        /// Who answers for it day by day: an office, not a person.
        #[medan("Pengelola", bantuan = "Jabatan atau bidang yang mengelolanya sehari-hari, bukan nama orang.")]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub pengelola: Option<Teks<150>>,
        /// How many use it.
        #[medan("Jumlah pengguna", urut)]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub pengguna: Option<Bilangan<0, 100_000_000>>,
        /// What it costs a year.
        #[medan("Biaya setahun", urut)]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub biaya: Option<Uang>,
        /// Where in the five stages it is.
        #[medan("Tahap pengembangan", saring)]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub tahap: Option<Tahap>,
        /// How fit it is for its purpose.
        #[medan("Kelayakan fungsi", saring)]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub cocok_fungsi: Option<Kelayakan>,
        /// How fit it is technically.
        #[medan("Kelayakan teknis", saring)]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub cocok_teknis: Option<Kelayakan>,
        /// The request by which it was allowed.
        #[medan("Permohonan yang disetujui", hitung, saring)]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub persetujuan: Option<Teks<80>>,
        /// The record of its test before production.
        #[medan("Berita acara uji", bantuan = "Terisi sendiri bila hasil ujinya diterima; untuk aplikasi lama, nomor dan tanggalnya.")]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub uji: Option<Teks<200>>,
        /// When the result of its test was accepted.
        #[medan("Hasil uji diterima pada", hitung)]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub uji_diterima: Option<Date>,
        /// What was handed over.
        #[medan("Serahan ke repositori")]
        #[serde(default)]
        pub serahan: Beberapa<Serahan>,
        /// When it went to the repository last.
        #[medan("Diserahkan ke repositori pada", hitung)]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub diserahkan_pada: Option<Date>,
        /// Services that it carries.
        #[medan("Layanan yang didukung")]
        #[serde(default)]
        pub layanan: Bagian<KeLayanan>,
        /// Processes that it supports.
        #[medan("Proses bisnis yang didukung")]
        #[serde(default)]
        pub proses: Bagian<KeProses>,
        /// Data that it keeps or uses.
        #[medan("Data yang dipakai")]
        #[serde(default)]
        pub data: Bagian<KeData>,
        /// What it runs on.
        #[medan("Berjalan di")]
        #[serde(default)]
        pub infrastruktur: Bagian<KeInfrastruktur>,
        /// Other applications that it exchanges data with.
        #[medan("Terhubung dengan aplikasi")]
        #[serde(default)]
        pub integrasi: Bagian<KeAplikasi>,
        /// What protects it.
        #[medan("Dilindungi oleh")]
        #[serde(default)]
        pub kendali: Bagian<KeKendali>,
    }
    kode: "aplikasi", label: "Aplikasi SPBE",
    bantuan: "Portofolio aplikasi: milik siapa, mendukung apa, berjalan di mana, dan berapa biayanya.",
    dasar: ["A2", "A8", "S18", "J23", "B18", "U26", "K18"],
    penting: ["uraian", "raa", "fungsi", "luaran", "basis", "sumber", "lisensi", "basis_data", "penyedia", "pengelola", "biaya", "cocok_fungsi", "cocok_teknis", "layanan", "infrastruktur"], saat: saat_langkah, langkah: langkah
}

/// What the registers of building applications have an application note about itself.
fn langkah() -> Vec<L> {
    let ada = [RENCANA, DIBANGUN, BEROPERASI];
    vec![
        L::baru(
            "permohonan_disetujui",
            "Permohonan disetujui",
            "Permohonan untuk mengerjakannya disetujui.",
        )
        .dari(ada)
        .ikutan()
        .isian([Medan::dari::<Teks<80>>(
            "persetujuan",
            "Permohonan yang disetujui",
        )])
        .salin(["persetujuan"]),
        L::baru("uji_diterima", "Hasil uji diterima", "Aplikasi ini sudah diuji.")
            .dari(ada)
            .ikutan()
            .isian([
                Medan::dari::<Teks<200>>("uji", "Berita acara uji"),
                Medan::dari::<Date>("uji_diterima", "Hasil uji diterima pada"),
            ])
            .salin(["uji", "uji_diterima"]),
        L::baru(
            "serahan_diterima",
            "Diserahkan ke repositori",
            "Kode sumber dan dokumennya tersimpan di repositori.",
        )
        .dari(ada)
        .ikutan()
        .isian([
            Medan::dari::<Beberapa<Serahan>>("serahan", "Serahan ke repositori"),
            Medan::dari::<HakCipta>("hak_cipta", "Pemegang hak cipta"),
            Medan::dari::<Option<Teks<100>>>("lisensi", "Tipe lisensi"),
            Medan::dari::<Date>("diserahkan_pada", "Diserahkan ke repositori pada"),
        ])
        .salin(["serahan", "hak_cipta", "diserahkan_pada"]),
    ]
}

/// What was built goes into operation after its test; what ran before it was recorded here does not come back to it.
fn saat_langkah(
    a: &mut Aplikasi,
    langkah: &str,
    isian: &Peta,
    e: &Entri,
    _k: &kernel::register::Konteks,
) -> Result<(), Galat> {
    match langkah {
        "operasikan" if e.keadaan == DIBANGUN && a.uji_diterima.is_none() => Err(Galat::Bentrok(
            "Aplikasi yang dibangun diuji dulu. Catat pengujiannya; sesudah hasilnya diterima, aplikasi ini dapat dinyatakan beroperasi.".into(),
        )),
        // A hand-over that names no licence leaves the one that is known.
        "serahan_diterima" => {
            if let Some(l) = isian.get("lisensi").and_then(|v| v.as_str()) {
                a.lisensi = Teks::baru(l).ok();
            }
            Ok(())
        }
        _ => Ok(()),
    }
}
