//! Data dan informasi: each data set with its producer, its steward and who may use it (mandat A2, A6; Perpres 39/2019 and 132/2022).

use jiff::civil::Date;
use kernel::{
    Entri, Galat, Pelaku, Peran, Pesan, Peta, Siapa,
    lifecycle::Langkah as L,
    nilai::{Bagian, KodeUnit, Medan, Panjang},
    profil::Profil,
    register::Konteks,
};
use layanan::referensi::KodeReferensi;
use register_derive::Pilihan;

use super::{
    kaitan::{KeInfrastruktur, KeKendali, KeLayanan},
    umum::{self, BEROPERASI, DIBANGUN, RENCANA, entri_arsitektur},
};

/// Who may have it.
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

/// Who may have it, as the walidata has set it, or that it has not (Perpres 39/2019; Jembrana Pasal 27 ayat (5)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum Klasifikasi {
    /// Nobody has set it: until then only the producer's word is known.
    #[pilihan("Belum ditetapkan walidata")]
    Belum,
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

/// How every data set begins.
fn belum() -> Option<Klasifikasi> {
    Some(Klasifikasi::Belum)
}

/// By which fungsi a profile names the walidata: their own, or the office of informatics.
const WALIDATA: &[&str] = &["walidata", "kominfo"];

/// The unit whose task it is to set who may have data.
pub fn walidata(profil: &Profil) -> Option<&KodeUnit> {
    WALIDATA.iter().find_map(|f| profil.fungsi(f))
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
        /// Who may have it, as its producer proposes.
        #[medan("Usulan sifat data", saring, bantuan = "Menurut produsennya; yang berlaku ditetapkan walidata.")]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub sifat: Option<SifatData>,
        /// Who may have it.
        #[medan("Sifat data", hitung, saring, kolom)]
        #[serde(default = "belum", skip_serializing_if = "Option::is_none")]
        pub klasifikasi: Option<Klasifikasi>,
        /// When that was set last.
        #[medan("Sifat data ditetapkan pada", hitung)]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub klasifikasi_pada: Option<Date>,
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
    penting: ["uraian", "rad", "tujuan", "sifat", "jenis", "validitas", "produsen", "walidata", "kunci"], saat: saat_langkah, langkah: langkah
}

/// The walidata sets, and sets anew, who may have the data; whoever produces it only proposes.
fn langkah() -> Vec<L> {
    let tetapkan = L::baru(
        "tetapkan_sifat",
        "Tetapkan sifat data",
        "Berlaku sejak hari ini. Usulan produsennya tetap tercatat; mengubah ketetapan ini hanya lewat langkah ini lagi.",
    )
    .dari([RENCANA, DIBANGUN, BEROPERASI])
    .oleh([
        Siapa::Peran(Peran::Administrator),
        Siapa::Fungsi(&[Peran::Penghubung, Peran::Kepala], WALIDATA),
    ])
    .isian([Medan::dari::<SifatData>("klasifikasi", "Sifat data")])
    .salin(["klasifikasi"])
    .massal();
    vec![tetapkan]
}

/// Who works for another unit is not the walidata, whatever else they keep.
fn saat_langkah(
    d: &mut DataInformasi,
    langkah: &str,
    _isian: &Peta,
    _e: &Entri,
    k: &Konteks,
) -> Result<(), Galat> {
    if langkah != "tetapkan_sifat" {
        return Ok(());
    }
    let unit = walidata(k.profil);
    let berhak = match k.pelaku {
        Pelaku::Akun(a) => a
            .unit_sebagai(&[Peran::Administrator, Peran::Penghubung, Peran::Kepala])
            .into_iter()
            .any(|u| Some(u) == unit),
        _ => false,
    };
    if !berhak {
        let nama = unit.map_or("walidata", |u| k.profil.nama_unit(u.as_str()));
        let pesan = Pesan::baru(
            "Sifat data ditetapkan walidata daerah ini, yaitu {unit}. Tulis usulannya di isian Usulan sifat data.",
        );
        return Err(Galat::Ditolak(pesan.dengan("unit", nama)));
    }
    d.klasifikasi_pada = Some(umum::hari(k));
    Ok(())
}
