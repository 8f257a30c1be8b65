//! What a line of the ICT budget is made of: its choices and its parts.

use jiff::civil::Date;
use kernel::nilai::{Bilangan, KodeUnit, Panjang, Teks, Uang};
use register_derive::{Kelompok, Pilihan};
use serde::{Deserialize, Serialize};

/// What is done with the money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum Jenis {
    /// Something new is built.
    #[pilihan("Pembangunan")]
    Bangun,
    /// Something that exists is developed further.
    #[pilihan("Pengembangan")]
    Kembang,
    /// Something is bought.
    #[pilihan("Pembelian")]
    Beli,
    /// Something is kept running.
    #[pilihan("Operasi dan pemeliharaan")]
    Operasi,
}

/// Which part of the architecture it changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Pilihan)]
pub enum Domain {
    /// Business processes.
    #[pilihan("Proses bisnis")]
    ProsesBisnis,
    /// Data and information.
    #[pilihan("Data dan informasi")]
    DataInformasi,
    /// Infrastructure.
    #[pilihan("Infrastruktur SPBE")]
    Infrastruktur,
    /// Applications.
    #[pilihan("Aplikasi SPBE")]
    Aplikasi,
    /// Security.
    #[pilihan("Keamanan SPBE")]
    Keamanan,
    /// Services.
    #[pilihan("Layanan SPBE")]
    Layanan,
}

/// Where the money comes from (Jembrana Pasal 51, Batu Bara Pasal 51).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum SumberDana {
    /// The regency's budget.
    #[pilihan("APBD kabupaten")]
    Apbd,
    /// The province's.
    #[pilihan("APBD provinsi")]
    ApbdProvinsi,
    /// The state's.
    #[pilihan("APBN")]
    Apbn,
    /// Another lawful one.
    #[pilihan("Sumber lain yang sah")]
    Lain,
}

/// What a line must refer to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum Acuan {
    /// The architecture.
    #[pilihan("Arsitektur SPBE")]
    Arsitektur,
    /// The roadmap.
    #[pilihan("Peta rencana SPBE")]
    PetaRencana,
}

/// A quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Pilihan)]
pub enum Triwulan {
    /// January to March.
    #[pilihan("Triwulan I")]
    I,
    /// April to June.
    #[pilihan("Triwulan II")]
    Ii,
    /// July to September.
    #[pilihan("Triwulan III")]
    Iii,
    /// October to December.
    #[pilihan("Triwulan IV")]
    Iv,
}

/// One position of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Kelompok)]
pub struct Rincian {
    /// What.
    #[medan("Uraian")]
    pub uraian: Teks<200>,
    /// How many.
    #[medan("Banyaknya")]
    pub banyak: Bilangan<1, 1_000_000>,
    /// For how much each.
    #[medan("Harga satuan")]
    pub harga: Uang,
}

/// That something need not be referred to, why, and who allowed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Kelompok)]
pub struct Pengecualian {
    /// What need not be referred to.
    #[medan("Acuan")]
    pub acuan: Acuan,
    /// Why.
    #[medan("Alasan")]
    pub alasan: Panjang<1000>,
    /// Login name of who allowed it.
    #[medan("Diizinkan oleh", internal)]
    pub oleh: Teks<120>,
    /// The office that they head.
    #[medan("Perangkat daerah")]
    pub unit: KodeUnit,
    /// When.
    #[medan("Tanggal")]
    pub tanggal: Date,
}

/// What was spent in a quarter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Kelompok)]
pub struct Realisasi {
    /// The quarter.
    #[medan("Triwulan")]
    pub triwulan: Triwulan,
    /// Spent in it.
    #[medan("Realisasi")]
    pub jumlah: Uang,
    /// How far the work itself is at its end, in per cent.
    #[medan("Kemajuan fisik (%)")]
    pub fisik: Bilangan<0, 100>,
}
