//! Izin pakai: an application of the regency is used outside it only by permission (mandat A8; Serang, Bekasi and Kapuas
//! Pasal 18).

use jiff::civil::Date;
use kernel::{
    GalatMedan,
    izin::Hak,
    lifecycle::{Giliran, Langkah as L, Lifecycle, Warna},
    nilai::{Dokumen, Medan, Panjang, Rujukan, Teks},
    register::{Konteks, Milik, Register},
};
use register_derive::Kelompok;
use serde::{Deserialize, Serialize};

use super::hak_pengembangan;
use crate::{
    arsitektur::Aplikasi,
    aturan::{alasan, keadaan, pemutus, penyusun},
};

/// Code of the register.
pub const KODE: &str = "izin_pakai";

/// A permission.
#[derive(Clone, Debug, Serialize, Deserialize, Kelompok)]
pub struct IzinPakai {
    /// What is to be used.
    #[medan("Aplikasi", saring, bantuan = "Nomor aplikasinya di arsitektur.")]
    pub aplikasi: Rujukan<Aplikasi>,
    /// Who asks: an authority or a body, not a person.
    #[medan("Lembaga peminta", cari, kolom)]
    pub peminta: Teks<200>,
    /// Their letter.
    #[medan("Surat permintaan", cari, bantuan = "Nomor dan tanggalnya.")]
    pub permintaan: Teks<200>,
    /// What for.
    #[medan("Tujuan pemakaian", cari)]
    pub tujuan: Panjang<2000>,
    /// Their letter as a file.
    #[medan("Dokumen")]
    #[serde(default)]
    pub dokumen: Dokumen<5>,
    /// From when it holds.
    #[medan("Berlaku sejak", hitung, urut, kolom)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub berlaku_sejak: Option<Date>,
    /// Until when; for good when not said.
    #[medan("Berlaku sampai", hitung, urut, kolom)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub berlaku_sampai: Option<Date>,
    /// The letter of permission.
    #[medan("Surat persetujuan", hitung, cari)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub persetujuan: Option<Teks<200>>,
    /// Under which terms.
    #[medan("Syarat pemakaian", hitung)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ketentuan: Option<Panjang<2000>>,
}

impl Register for IzinPakai {
    const KODE: &'static str = KODE;
    const LABEL: &'static str = "Izin pakai aplikasi";
    const BANTUAN: &'static str =
        "Permintaan lembaga di luar daerah untuk memakai aplikasi milik daerah, dan keputusannya.";
    const DASAR: &'static [&'static str] = &["A8", "S18", "B18", "K18"];
    const JUDUL: &'static str = "peminta";
    const PEMBUAT: &'static str = "kominfo";

    fn milik() -> Milik {
        Milik::Fungsi("kominfo".into())
    }

    fn hak() -> Vec<Hak> {
        hak_pengembangan()
    }

    #[rustfmt::skip]
    fn lifecycle() -> Lifecycle {
        Lifecycle {
            keadaan: vec![
                keadaan("diminta", "Diminta", "Menunggu keputusan.", Giliran::Pemegang, Warna::Biru),
                keadaan("diizinkan", "Diizinkan", "Boleh dipakai menurut syaratnya.", Giliran::Selesai, Warna::Hijau),
                keadaan("ditolak", "Ditolak", "Tidak boleh dipakai.", Giliran::Selesai, Warna::Merah),
                keadaan("dicabut", "Dicabut", "Izinnya berakhir.", Giliran::Selesai, Warna::Abu),
            ],
            langkah: vec![
                L::baru("izinkan", "Izinkan", "Lembaga itu boleh memakainya menurut syarat di sini.")
                    .dari(["diminta"]).ke("diizinkan").oleh(pemutus())
                    .isian([
                        Medan::dari::<Teks<200>>("persetujuan", "Nomor dan tanggal surat persetujuan"),
                        Medan::dari::<Date>("berlaku_sejak", "Berlaku sejak"),
                        Medan::dari::<Option<Date>>("berlaku_sampai", "Berlaku sampai"),
                        Medan::dari::<Option<Panjang<2000>>>("ketentuan", "Syarat pemakaian"),
                    ])
                    .salin(["persetujuan", "berlaku_sejak", "berlaku_sampai", "ketentuan"]),
                L::baru("tolak", "Tolak", "Lembaga itu tidak boleh memakainya.")
                    .dari(["diminta"]).ke("ditolak").oleh(pemutus()).isian([alasan("Mengapa ditolak?")]).bahaya(),
                L::baru("cabut", "Cabut", "Izinnya tidak berlaku lagi.")
                    .dari(["diizinkan"]).ke("dicabut").oleh(pemutus()).isian([alasan("Mengapa dicabut?")]).bahaya(),
                L::baru("tinjau_lagi", "Tinjau lagi", "Permintaannya diputus sekali lagi.")
                    .dari(["ditolak"]).ke("diminta").oleh(penyusun()),
            ],
            terkunci: ["diizinkan", "ditolak", "dicabut"].map(Into::into).into(),
            ..Lifecycle::default()
        }
    }

    fn periksa(&self, _k: &Konteks) -> Vec<GalatMedan> {
        match (self.berlaku_sejak, self.berlaku_sampai) {
            (Some(a), Some(z)) if z < a => {
                vec![GalatMedan::baru(
                    "berlaku_sampai",
                    "Tanggal ini sebelum mulai berlaku. Periksa keduanya.",
                )]
            }
            _ => Vec::new(),
        }
    }

    fn terbit(&self, _keadaan: &str) -> bool {
        true
    }

    fn nama_tautan(jenis: &str, keluar: bool) -> Option<&'static str> {
        (jenis == "aplikasi" && !keluar).then_some("Izin pakainya")
    }
}
