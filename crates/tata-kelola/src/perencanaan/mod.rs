//! Perencanaan: plans and money (mandat A1, A3, A4). The master plan and the roadmap are documents that the Bupati lays
//! down for five years; activities of the roadmap are what budget proposals refer to; the yearly round collects the
//! proposals of every office under ceilings; reviews look back on all of it.

use jiff::civil::Date;
use kernel::{
    Pesan, RegisterDef,
    lifecycle::{Giliran, Langkah as L, Lifecycle, Warna},
    nilai::{Medan, Teks},
    peristiwa::Terlihat,
};

use crate::aturan::{alasan, keadaan, pemutus, penyusun};

pub mod dokumen_arsitektur;
pub mod kegiatan_peta;
pub mod peta_rencana;
pub mod rencana_induk;
pub mod siklus_anggaran;
pub mod tinjauan;
pub mod usulan_tik;

/// How many years a plan covers (Serang Pasal 7, Jembrana Pasal 8 and 10, Bekasi Pasal 7, Batu Bara Pasal 7 and 9, Kapuas
/// Pasal 7).
pub const MASA_TAHUN: i64 = 5;

/// The registers of plans and money: one line each.
pub fn register() -> Vec<RegisterDef> {
    vec![
        RegisterDef::dari_tipe::<rencana_induk::RencanaInduk>(),
        RegisterDef::dari_tipe::<dokumen_arsitektur::DokumenArsitektur>(),
        RegisterDef::dari_tipe::<peta_rencana::PetaRencana>(),
        RegisterDef::dari_tipe::<kegiatan_peta::KegiatanPeta>(),
        RegisterDef::dari_tipe::<tinjauan::Tinjauan>(),
        RegisterDef::dari_tipe::<siklus_anggaran::SiklusAnggaran>(),
        RegisterDef::dari_tipe::<usulan_tik::UsulanTik>(),
    ]
}

/// The life of a document that the Bupati lays down.
#[rustfmt::skip]
fn siklus_dokumen() -> Lifecycle {
    Lifecycle {
        keadaan: vec![
            keadaan("disusun", "Disusun", "Naskahnya masih dikerjakan.", Giliran::Pemegang, Warna::Biru),
            keadaan("diajukan", "Diajukan", "Menunggu penetapan Bupati.", Giliran::Pemegang, Warna::Jingga),
            keadaan("ditetapkan", "Ditetapkan", "Berlaku sejak tanggal penetapannya.", Giliran::Selesai, Warna::Hijau),
            keadaan("diganti", "Diganti", "Sudah ada penggantinya.", Giliran::Selesai, Warna::Abu),
            keadaan("batal", "Batal", "Tidak jadi disusun.", Giliran::Selesai, Warna::Abu),
        ],
        langkah: vec![
            L::baru("ajukan", "Ajukan untuk ditetapkan", "Naskahnya tidak diubah lagi selama menunggu penetapan Bupati.")
                .dari(["disusun"]).ke("diajukan").oleh(pemutus()),
            L::baru("perbaiki", "Perbaiki", "Naskahnya dapat diubah lagi.")
                .dari(["diajukan"]).ke("disusun").oleh(pemutus()).isian([alasan("Apa yang perlu diperbaiki?")]),
            L::baru("tetapkan", "Catat penetapan", "Sejak tanggal penetapannya dokumen ini berlaku dan dibaca semua perangkat daerah.")
                .dari(["diajukan"]).ke("ditetapkan").oleh(pemutus())
                .isian([
                    Medan::dari::<Teks<120>>("nomor_penetapan", "Nomor peraturan atau keputusan"),
                    Medan::dari::<Date>("tanggal_penetapan", "Tanggal penetapan"),
                ])
                .salin(["nomor_penetapan", "tanggal_penetapan"]).terlihat(Terlihat::Publik),
            L::baru("ganti", "Nyatakan diganti", "Dokumen ini tidak lagi menjadi acuan.")
                .dari(["ditetapkan"]).ke("diganti").oleh(pemutus())
                .isian([alasan("Apa penggantinya?")]).terlihat(Terlihat::Publik).bahaya(),
            L::baru("batalkan", "Batalkan", "Tidak jadi disusun; dapat dibuka kembali.")
                .dari(["disusun"]).ke("batal").oleh(penyusun()).bahaya(),
            L::baru("buka_kembali", "Buka kembali", "Dapat dikerjakan lagi.")
                .dari(["batal"]).ke("disusun").oleh(penyusun()),
        ],
        terkunci: ["diajukan", "ditetapkan", "diganti"].map(Into::into).into(),
        ..Lifecycle::default()
    }
}

/// Rupiah for messages, also of sums.
fn rupiah(n: u64) -> String {
    kernel::nilai::Uang::baru(n).map_or_else(|| n.to_string(), |u| u.to_string())
}

/// A message with amounts.
fn dengan_rupiah(pesan: &'static str, isi: &[(&'static str, u64)]) -> Pesan {
    isi.iter()
        .fold(Pesan::baru(pesan), |p, (k, n)| p.dengan(k, rupiah(*n)))
}
