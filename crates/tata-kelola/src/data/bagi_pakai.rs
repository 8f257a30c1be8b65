//! Bagi pakai data: what an office gives another of its data, for what, which part of it, and until when (mandat A6;
//! Perpres 39/2019). The giver writes it down, the taker agrees; a body outside the regency agrees on paper. What flows
//! is later let through or not by what stands here.

use jiff::civil::Date;
use kernel::{
    Entri, Galat, GalatMedan, Peta,
    izin::Hak,
    lifecycle::{Giliran, Langkah as L, Lifecycle, Pindah, Warna},
    nilai::{Dokumen, KodeUnit, Medan, Panjang, Rujukan, Teks},
    register::{Konteks, Milik, Register},
};
use register_derive::{Kelompok, Pilihan};
use serde::{Deserialize, Serialize};

use crate::{
    arsitektur::{Aplikasi, DataInformasi},
    aturan::{alasan, hak_perencanaan, hari_ini, keadaan, pemutus, penyusun},
};

/// Code of the register.
pub const KODE: &str = "bagi_pakai";
/// It holds.
pub const BERLAKU: &str = "berlaku";

/// How data goes over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum CaraBagi {
    /// Asked for, record by record, over the service hub or an interface.
    #[pilihan("Antarmuka program (API)")]
    Antarmuka,
    /// As a file, again and again.
    #[pilihan("Berkas berkala")]
    Berkas,
    /// By looking into the application of the giver.
    #[pilihan("Akses baca ke aplikasi")]
    AksesBaca,
}

/// Whether it is about single persons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum Pribadi {
    /// No.
    #[pilihan("Tidak memuat data pribadi")]
    Tidak,
    /// Yes (UU 27/2022).
    #[pilihan("Memuat data pribadi")]
    Memuat,
}

/// An agreement.
#[derive(Clone, Debug, Serialize, Deserialize, Kelompok)]
pub struct BagiPakai {
    /// What is given.
    #[medan("Data", saring, bantuan = "Nomor datanya di arsitektur.")]
    pub data: Rujukan<DataInformasi>,
    /// What people call it.
    #[medan(
        "Judul",
        cari,
        kolom,
        bantuan = "Data apa untuk siapa, misalnya: Data kelahiran untuk puskesmas."
    )]
    pub judul: Teks<200>,
    /// Who gives.
    #[medan("Perangkat daerah pemberi", saring, kolom)]
    pub opd: KodeUnit,
    /// Which office takes.
    #[medan("Perangkat daerah penerima", saring, kolom)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub penerima: Option<KodeUnit>,
    /// Which body outside takes.
    #[medan(
        "Lembaga penerima di luar daerah",
        cari,
        bantuan = "Bila bukan perangkat daerah."
    )]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lembaga: Option<Teks<200>>,
    /// What takes it in.
    #[medan("Aplikasi penerima", bantuan = "Nomor aplikasinya di arsitektur, bila ada.")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aplikasi: Option<Rujukan<Aplikasi>>,
    /// What for.
    #[medan("Tujuan", cari)]
    pub tujuan: Panjang<1000>,
    /// Which part of it.
    #[medan(
        "Cakupan",
        cari,
        bantuan = "Kolom dan baris yang dibagi; sebatas yang diperlukan tujuannya."
    )]
    pub cakupan: Panjang<2000>,
    /// How it goes over.
    #[medan("Cara berbagi", saring, kolom)]
    pub cara: CaraBagi,
    /// Whether it is about single persons.
    #[medan("Data pribadi", saring, kolom)]
    pub pribadi: Pribadi,
    /// On which ground.
    #[medan(
        "Dasar hukum",
        cari,
        bantuan = "Wajib bila memuat data pribadi: dasar pemrosesannya."
    )]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dasar: Option<Teks<300>>,
    /// From when.
    #[medan("Berlaku sejak", urut, kolom)]
    pub sejak: Date,
    /// Until when.
    #[medan("Berlaku sampai", urut, kolom)]
    pub sampai: Date,
    /// The agreement itself.
    #[medan("Naskah perjanjian")]
    #[serde(default)]
    pub naskah: Dokumen<5>,
    /// When both had agreed.
    #[medan("Disepakati pada", hitung)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disepakati_pada: Option<Date>,
    /// By what.
    #[medan("Nomor perjanjian", hitung, cari)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nomor_perjanjian: Option<Teks<200>>,
}

impl Register for BagiPakai {
    const KODE: &'static str = KODE;
    const LABEL: &'static str = "Bagi pakai data";
    const BANTUAN: &'static str = "Perjanjian berbagi data antarperangkat daerah dan dengan lembaga lain: tujuan, cakupan, cara, dan masanya.";
    const DASAR: &'static [&'static str] = &["A6", "S11", "J16", "B11", "U14", "K11"];
    const JUDUL: &'static str = "judul";

    fn milik() -> Milik {
        Milik::Medan("opd".into())
    }

    fn hak() -> Vec<Hak> {
        hak_perencanaan()
    }

    #[rustfmt::skip]
    fn lifecycle() -> Lifecycle {
        let nomor = || Medan::dari::<Teks<200>>("nomor_perjanjian", "Nomor dan tanggal perjanjian");
        Lifecycle {
            keadaan: vec![
                keadaan("disusun", "Disusun", "Masih disusun pemberi data.", Giliran::Pemegang, Warna::Biru),
                keadaan("ditawarkan", "Menunggu penerima", "Penerima membaca dan menyetujuinya.", Giliran::Pemegang, Warna::Jingga),
                keadaan(BERLAKU, "Berlaku", "Data dibagi menurut isinya, sampai tanggal berakhirnya.", Giliran::Selesai, Warna::Hijau),
                keadaan("berakhir", "Berakhir", "Data tidak dibagi lagi.", Giliran::Selesai, Warna::Abu),
                keadaan("batal", "Batal", "Tidak jadi disepakati.", Giliran::Selesai, Warna::Abu),
            ],
            langkah: vec![
                L::baru("tawarkan", "Kirim ke penerima", "Penerima menyetujui atau mengembalikannya; isinya tidak diubah lagi.")
                    .dari(["disusun"]).ke("ditawarkan").oleh(pemutus()).pindah(Pindah::KeMedan("penerima".into())),
                L::baru("sepakati", "Setujui", "Perjanjian ini berlaku bagi kedua perangkat daerah.")
                    .dari(["ditawarkan"]).ke(BERLAKU).oleh(pemutus()).pindah(Pindah::KePemilik)
                    .isian([nomor()]).salin(["nomor_perjanjian"]),
                L::baru("kembalikan", "Kembalikan", "Pemberi data memperbaikinya.")
                    .dari(["ditawarkan"]).ke("disusun").oleh(pemutus()).pindah(Pindah::KePemilik)
                    .isian([alasan("Apa yang perlu diperbaiki?")]),
                L::baru("catat_kesepakatan", "Catat kesepakatan dengan lembaga luar", "Perjanjian yang sudah ditandatangani kedua pihak berlaku.")
                    .dari(["disusun"]).ke(BERLAKU).oleh(pemutus())
                    .isian([nomor()]).salin(["nomor_perjanjian"]),
                L::baru("akhiri", "Akhiri", "Data tidak dibagi lagi mulai hari ini.")
                    .dari([BERLAKU]).ke("berakhir").oleh(pemutus()).isian([alasan("Mengapa diakhiri?")]).bahaya(),
                L::baru("batalkan", "Batalkan", "Tidak jadi disepakati; dapat disusun lagi.")
                    .dari(["disusun"]).ke("batal").oleh(penyusun()).bahaya(),
                L::baru("susun_lagi", "Susun lagi", "Kembali disusun, misalnya untuk masa berikutnya.")
                    .dari(["batal", "berakhir"]).ke("disusun").oleh(penyusun()),
            ],
            terkunci: ["ditawarkan", BERLAKU, "berakhir", "batal"].map(Into::into).into(),
            ..Lifecycle::default()
        }
    }

    fn periksa(&self, _k: &Konteks) -> Vec<GalatMedan> {
        let mut salah = Vec::new();
        if self.sampai < self.sejak {
            salah.push(GalatMedan::baru(
                "sampai",
                "Tanggal ini sebelum mulai berlaku. Periksa keduanya.",
            ));
        }
        match (&self.penerima, &self.lembaga) {
            (None, None) => salah.push(GalatMedan::baru(
                "penerima",
                "Pilih perangkat daerah penerima, atau isi lembaga di luar daerah.",
            )),
            (Some(_), Some(_)) => salah.push(GalatMedan::baru(
                "lembaga",
                "Kosongkan: penerimanya sudah perangkat daerah. Satu perjanjian untuk satu penerima.",
            )),
            (Some(p), None) if *p == self.opd => salah.push(GalatMedan::baru(
                "penerima",
                "Pemberi dan penerimanya sama. Pilih perangkat daerah lain.",
            )),
            _ => {}
        }
        if self.pribadi == Pribadi::Memuat && self.dasar.is_none() {
            salah.push(GalatMedan::baru(
                "dasar",
                "Data pribadi dibagi hanya dengan dasar hukum. Sebutkan dasarnya.",
            ));
        }
        salah
    }

    fn terbit(&self, keadaan: &str) -> bool {
        matches!(keadaan, BERLAKU | "berakhir")
    }

    fn saat_langkah(&mut self, langkah: &str, _isian: &Peta, _e: &Entri, k: &Konteks) -> Result<(), Galat> {
        match langkah {
            "tawarkan" if self.penerima.is_none() => Err(Galat::Bentrok(
                "Penerimanya lembaga di luar daerah. Catat kesepakatannya sesudah ditandatangani.".into(),
            )),
            "catat_kesepakatan" if self.penerima.is_some() => Err(Galat::Bentrok(
                "Penerimanya perangkat daerah. Kirim kepadanya untuk disetujui.".into(),
            )),
            "sepakati" | "catat_kesepakatan" => {
                self.disepakati_pada = Some(hari_ini(k));
                Ok(())
            }
            "susun_lagi" => {
                (self.disepakati_pada, self.nomor_perjanjian) = (None, None);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn nama_tautan(jenis: &str, keluar: bool) -> Option<&'static str> {
        match (jenis, keluar) {
            ("data", false) => Some("Perjanjian bagi pakainya"),
            ("aplikasi", false) => Some("Menerima data menurut"),
            _ => None,
        }
    }
}
