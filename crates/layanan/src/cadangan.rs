//! Cadangan: what became of each back-up, each check of an archive and each restore test (mandat A6, A9). The program
//! writes it, nobody else; so it proves by itself that data are backed up and can be restored.

use jiff::{ToSpan, civil::Date};
use kernel::{
    Entri, Peta,
    izin::{Cakupan, Hak, Pandangan, Peran, Siapa, Tindakan},
    lifecycle::{Giliran, Keadaan as K, Langkah as L, Lifecycle, Warna},
    nilai::{Bilangan, Jenis, Medan, Teks},
    register::{BahanSurat, Kabar, Kepada, Konteks, Lihat, Milik, Register, Surat},
};
use register_derive::{Kelompok, Pilihan};
use serde::{Deserialize, Serialize};

/// Code of the register.
pub const KODE: &str = "cadangan";
/// The step that notes a success.
pub const BERHASIL: &str = "catat_berhasil";
/// The step that notes a failure.
pub const GAGAL: &str = "catat_gagal";
/// Before the colon of an address that is a role whose holders are told at once.
pub const SEGERA: &str = "segera";

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum Kegiatan {
    /// A back-up.
    #[pilihan("Pencadangan")]
    Cadangan,
    /// A check of every byte.
    #[pilihan("Pemeriksaan arsip")]
    Periksa,
    /// A restore into a temporary place.
    #[pilihan("Uji pemulihan")]
    Uji,
}

/// A run.
#[derive(Clone, Debug, Serialize, Deserialize, Kelompok)]
pub struct Cadangan {
    /// What.
    #[medan("Kegiatan", saring, kolom)]
    pub kegiatan: Kegiatan,
    /// Which back-up.
    #[medan("Nama cadangan", cari, kolom)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arsip: Option<Teks<60>>,
    /// Content in it.
    #[medan("Isi (kB)", kolom)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub isi_kb: Option<Bilangan<0, 9_007_199_254_740_991>>,
    /// New in the archive.
    #[medan("Ditulis (kB)", bantuan = "Yang sudah ada di arsip tidak ditulis lagi.")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tulis_kb: Option<Bilangan<0, 9_007_199_254_740_991>>,
    /// How long it took.
    #[medan("Lama (detik)")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lama: Option<Bilangan<0, 9_007_199_254_740_991>>,
    /// Events of the ledger in it.
    #[medan("Peristiwa dalam buku besar")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peristiwa: Option<Bilangan<0, 9_007_199_254_740_991>>,
    /// Root of the ledger in it.
    #[medan("Akar buku besar")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub akar: Option<Teks<64>>,
    /// What was found, or why it failed.
    #[medan("Hasil pemeriksaan", cari)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub catatan: Option<Teks<1000>>,
    /// How long it proves that data are backed up.
    #[medan("Menjadi bukti sampai", hitung, kolom)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bukti_sampai: Option<Date>,
}

impl Register for Cadangan {
    const KODE: &'static str = KODE;
    const LABEL: &'static str = "Cadangan";
    const BANTUAN: &'static str = "Setiap pencadangan, pemeriksaan arsip, dan uji pemulihan: kapan, seberapa besar, dan bagaimana hasilnya.";
    const DASAR: &'static [&'static str] = &["A6", "A9", "S19", "J25", "B19", "U15", "U28", "K19"];
    const JUDUL: &'static str = "arsip";

    fn milik() -> Milik {
        Milik::Fungsi("kominfo".into())
    }

    fn hak() -> Vec<Hak> {
        use Tindakan::{Baca, Catat, Ekspor};
        let hak = |p, boleh, cakupan| Hak {
            siapa: Siapa::Peran(p),
            boleh,
            cakupan,
            pandangan: Pandangan::Dinas,
        };
        vec![
            hak(Peran::Administrator, &[Baca, Catat, Ekspor], Cakupan::Semua),
            hak(Peran::Kepala, &[Baca, Catat, Ekspor], Cakupan::Unit),
            hak(Peran::Auditor, &[Baca, Ekspor], Cakupan::Semua),
            hak(Peran::Pimpinan, &[Baca, Ekspor], Cakupan::Semua),
        ]
    }

    #[rustfmt::skip]
    fn lifecycle() -> Lifecycle {
        let keadaan = |kode: &'static str, label: &'static str, arti: &'static str, giliran, warna| K {
            kode: kode.into(), label: label.into(), arti: arti.into(), giliran, warna,
        };
        Lifecycle {
            keadaan: vec![
                keadaan("dijalankan", "Dijalankan", "Hasilnya dicatat program.", Giliran::Pemegang, Warna::Biru),
                keadaan("berhasil", "Berhasil", "Selesai tanpa temuan.", Giliran::Selesai, Warna::Hijau),
                keadaan("gagal", "Gagal", "Sebabnya tertulis; administrator memperbaikinya.", Giliran::Pemegang, Warna::Merah),
                keadaan("ditangani", "Sudah ditangani", "Sebab kegagalannya sudah diperbaiki.", Giliran::Selesai, Warna::Abu),
            ],
            langkah: vec![
                L::baru(BERHASIL, "Berhasil", "Menjadi bukti pencadangan.")
                    .dari(["dijalankan"]).ke("berhasil").oleh([Siapa::Sistem]).ikutan(),
                L::baru(GAGAL, "Gagal", "Administrator diberi tahu lewat surel.")
                    .dari(["dijalankan"]).ke("gagal").oleh([Siapa::Sistem]).ikutan(),
                L::baru("tangani", "Catat penanganan", "Kegagalan ini tidak lagi menunggu.")
                    .dari(["dijalankan", "gagal"]).ke("ditangani").oleh([Peran::Administrator, Peran::Kepala].map(Siapa::Peran))
                    .isian([Medan::baru("alasan", "Apa sebabnya dan apa yang diperbaiki?", Jenis::Panjang { maks: 1_000 })]),
            ],
            ..Lifecycle::default()
        }
    }

    /// A back-up of today proves for a week, a check or a restore test until the next one is due.
    fn hitung(&mut self, k: &Konteks) {
        let hari = match self.kegiatan {
            Kegiatan::Cadangan => 7,
            Kegiatan::Periksa | Kegiatan::Uji => 31,
        };
        let kini = k.profil.kalender.setempat(k.kini).date();
        self.bukti_sampai = self.bukti_sampai.or_else(|| kini.checked_add(hari.days()).ok());
    }

    fn kabar(&self, langkah: Option<&str>, _isian: &Peta, _e: &Entri) -> Vec<Kabar> {
        match langkah {
            Some(GAGAL) => vec![Kabar {
                kepada: Kepada::Alamat(format!("{SEGERA}:{}", Peran::Administrator.kode())),
                acara: GAGAL.to_owned(),
                isi: Peta::new(),
            }],
            _ => Vec::new(),
        }
    }

    fn surat(_acara: &str, _isi: &Peta, b: &BahanSurat) -> Option<Surat> {
        let alamat = format!("{}/kerja/{KODE}/{}", b.alamat, b.nomor);
        Some(Surat {
            subjek: format!("Cadangan gagal: {}", b.nomor),
            badan: format!(
                "Pencadangan, pemeriksaan arsip, atau uji pemulihan tidak berhasil. Sebabnya tertulis di sini:\n{alamat}\n\n\
                 Perbaiki, lalu jalankan praja doctor di server.\n\n{}\n",
                b.profil.daerah.nama
            ),
            lihat: Some(Lihat {
                label: "Lihat sebabnya".to_owned(),
                alamat,
            }),
        })
    }
}
