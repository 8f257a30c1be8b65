//! Katalog layanan: what the regency does for whom, what to bring, how long, what it costs (mandat A10; Serang
//! Pasal 20, Jembrana Pasal 28–31, Bekasi Pasal 20, Batu Bara Pasal 29–32, Kapuas Pasal 20).
//! Kept by the unit that answers for the service; read by everybody.

use kernel::{
    izin::{Cakupan, Hak, Pandangan, Peran, Siapa, Tindakan},
    lifecycle::{Giliran, Keadaan as K, Langkah as L, Lifecycle, Warna},
    nilai::{Beberapa, Bilangan, Daftar, KodeUnit, Panjang, Teks, Uang},
    register::{Milik, Register},
};
use register_derive::{Kelompok, Pilihan};
use serde::{Deserialize, Serialize};

use crate::referensi::KodeReferensi;

/// The two kinds of service that the regulations tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum JenisLayanan {
    /// For citizens and businesses.
    #[pilihan("Layanan publik")]
    Publik,
    /// For the government's own administration.
    #[pilihan("Layanan administrasi pemerintahan")]
    Administrasi,
}

/// Where a service is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum Kanal {
    /// At the counter.
    #[pilihan("Loket")]
    Loket,
    /// On-line.
    #[pilihan("Daring")]
    Daring,
    /// By telephone.
    #[pilihan("Telepon")]
    Telepon,
    /// A car that comes to the village.
    #[pilihan("Layanan keliling")]
    Keliling,
}

/// A service of the catalogue.
#[derive(Clone, Debug, Serialize, Deserialize, Kelompok)]
pub struct Layanan {
    /// Short name in addresses.
    #[medan("Kode", saring, publik, bantuan = "Huruf kecil dan garis, misalnya ktp-el.")]
    pub kode: Teks<60>,
    /// Name.
    #[medan("Nama layanan", cari, urut, kolom, publik)]
    pub nama: Teks<150>,
    /// Name in English.
    #[medan("Nama dalam bahasa Inggris", cari, publik)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nama_en: Option<Teks<150>>,
    /// Kind.
    #[medan("Jenis layanan", saring, kolom, publik)]
    pub jenis: JenisLayanan,
    /// The unit that answers for it.
    #[medan("Perangkat daerah penanggung jawab", saring, kolom, publik)]
    pub opd: KodeUnit,
    /// What it is, in a few sentences.
    #[medan(
        "Ringkasan",
        cari,
        publik,
        bantuan = "Untuk siapa dan untuk apa, dengan kata sehari-hari."
    )]
    pub ringkas: Panjang<1000>,
    /// What to bring.
    #[medan("Persyaratan", publik, bantuan = "Satu syarat tiap baris.")]
    #[serde(default)]
    pub syarat: Daftar<30>,
    /// How long, in working days.
    #[medan("Lama layanan (hari kerja)", publik)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waktu_hari_kerja: Option<Bilangan<0, 365>>,
    /// How long, in words.
    #[medan("Waktu layanan", publik, bantuan = "Misalnya: 1 hari kerja.")]
    pub waktu: Teks<150>,
    /// What it costs.
    #[medan("Biaya", publik, bantuan = "0 bila gratis.")]
    pub biaya: Uang,
    /// What the cost depends on.
    #[medan("Keterangan biaya", publik)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keterangan_biaya: Option<Teks<300>>,
    /// Where it is given.
    #[medan("Kanal layanan", publik)]
    #[serde(default = "kosong")]
    pub kanal: Beberapa<Kanal>,
    /// Words people type when they look for it.
    #[medan(
        "Kata yang dicari orang",
        cari,
        bantuan = "Satu tiap baris, misalnya: ktp hilang."
    )]
    #[serde(default)]
    pub kata: Daftar<40>,
    /// Where the duty to give it stands.
    #[medan("Dasar hukum", publik)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dasar: Option<Teks<300>>,
    /// Its place in the national reference: the catalogue is the service domain of the architecture.
    #[medan("Kode RAL", bantuan = "Letaknya dalam referensi arsitektur layanan nasional.")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ral: Option<KodeReferensi<'L'>>,
    /// For whom and how many.
    #[medan("Target layanan")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Teks<300>>,
    /// What may go wrong.
    #[medan("Potensi risiko")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risiko: Option<Panjang<1000>>,
    /// What is done about it.
    #[medan("Mitigasi risiko")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mitigasi: Option<Panjang<1000>>,
}

fn kosong() -> Beberapa<Kanal> {
    Beberapa(Vec::new())
}

const KELOLA: &[Tindakan] = &[
    Tindakan::Baca,
    Tindakan::Buat,
    Tindakan::Ubah,
    Tindakan::Catat,
    Tindakan::Ekspor,
    Tindakan::Impor,
];

impl Register for Layanan {
    const KODE: &'static str = "layanan";
    const LABEL: &'static str = "Katalog layanan";
    const BANTUAN: &'static str =
        "Semua layanan daerah ini: syarat, waktu, biaya, dan siapa penanggung jawabnya.";
    const DASAR: &'static [&'static str] = &["A10", "S20", "J28", "B20", "U29", "K20"];
    const JUDUL: &'static str = "nama";
    const DIIKUTI: bool = true;

    fn milik() -> Milik {
        Milik::Medan("opd".into())
    }

    fn hak() -> Vec<Hak> {
        let hak = |siapa, boleh, cakupan, pandangan| Hak {
            siapa,
            boleh,
            cakupan,
            pandangan,
        };
        let peran = |p| Siapa::Peran(p);
        let mut semua = vec![
            hak(
                Siapa::Publik,
                &[Tindakan::Baca, Tindakan::Ekspor],
                Cakupan::Terbit,
                Pandangan::Publik,
            ),
            hak(
                peran(Peran::Administrator),
                KELOLA,
                Cakupan::Semua,
                Pandangan::Dinas,
            ),
            hak(
                peran(Peran::Penghubung),
                &[Tindakan::Baca, Tindakan::Buat, Tindakan::Ubah, Tindakan::Catat],
                Cakupan::Unit,
                Pandangan::Dinas,
            ),
            hak(
                peran(Peran::Kepala),
                &[Tindakan::Baca, Tindakan::Catat],
                Cakupan::Unit,
                Pandangan::Dinas,
            ),
        ];
        // Who keeps the architecture reads what the services of other offices rest on. No row of theirs reaches all of
        // them, so no step does either.
        let dinas = [
            (Peran::Auditor, Cakupan::Semua),
            (Peran::Pimpinan, Cakupan::Semua),
            (Peran::Koordinator, Cakupan::Semua),
            (Peran::Penghubung, Cakupan::Terbit),
            (Peran::Kepala, Cakupan::Terbit),
        ];
        for (p, cakupan) in dinas {
            semua.push(hak(
                peran(p),
                &[Tindakan::Baca, Tindakan::Ekspor],
                cakupan,
                Pandangan::Dinas,
            ));
        }
        semua
    }

    fn lifecycle() -> Lifecycle {
        let keadaan = |kode: &'static str, label: &'static str, arti: &'static str, giliran, warna| K {
            kode: kode.into(),
            label: label.into(),
            arti: arti.into(),
            giliran,
            warna,
        };
        let pengelola = [
            Siapa::Peran(Peran::Administrator),
            Siapa::Peran(Peran::Kepala),
            Siapa::Peran(Peran::Penghubung),
        ];
        Lifecycle {
            keadaan: vec![
                keadaan(
                    "draf",
                    "Draf",
                    "Belum terlihat oleh warga.",
                    Giliran::Pemegang,
                    Warna::Biru,
                ),
                keadaan(
                    "terbit",
                    "Terbit",
                    "Terlihat di katalog.",
                    Giliran::Selesai,
                    Warna::Hijau,
                ),
                keadaan(
                    "ditutup",
                    "Ditutup",
                    "Tidak lagi diberikan.",
                    Giliran::Selesai,
                    Warna::Abu,
                ),
            ],
            langkah: vec![
                L::baru(
                    "terbitkan",
                    "Terbitkan",
                    "Layanan langsung terlihat oleh warga di katalog.",
                )
                .dari(["draf", "ditutup"])
                .ke("terbit")
                .oleh(pengelola)
                .massal(),
                L::baru(
                    "tutup",
                    "Tutup layanan",
                    "Layanan hilang dari katalog; riwayatnya tetap tersimpan.",
                )
                .dari(["draf", "terbit"])
                .ke("ditutup")
                .oleh(pengelola)
                .bahaya(),
            ],
            ..Lifecycle::default()
        }
    }

    fn terbit(&self, keadaan: &str) -> bool {
        keadaan == "terbit"
    }
}
