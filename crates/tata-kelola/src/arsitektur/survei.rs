//! Survei arsitektur: Diskominfo asks offices to confirm or correct what is theirs, until a day (mandat A2). Nothing is
//! sent around: each office answers in its own live entries, by the step that confirms one or by changing it, and a board
//! counts who has. An answer given twice is one answer with a later day.

use jiff::civil::Date;
use kernel::{
    Entri, Galat, GalatMedan, Peta,
    izin::{Cakupan, Hak, Peran, Siapa},
    lifecycle::{Giliran, Langkah as L, Lifecycle, Warna},
    nilai::{Bagian, Beberapa, KodeUnit, Medan, Panjang, Teks},
    register::{Konteks, Milik, Register},
};
use register_derive::{Kelompok, Pilihan};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::aturan::{KELOLA, hak, hak_perencanaan, hari_ini, keadaan};

/// Code of the register.
pub const KODE: &str = "survei_arsitektur";
/// It is under way.
pub const BERJALAN: &str = "berjalan";

/// What is asked about; the catalogue of services is kept by its own rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum DomainSurvei {
    /// Processes.
    #[pilihan("Proses bisnis")]
    ProsesBisnis,
    /// Data.
    #[pilihan("Data dan informasi")]
    DataInformasi,
    /// Infrastructure.
    #[pilihan("Infrastruktur")]
    Infrastruktur,
    /// Applications.
    #[pilihan("Aplikasi")]
    Aplikasi,
    /// Controls.
    #[pilihan("Keamanan")]
    Keamanan,
}

/// An office that is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Kelompok)]
pub struct Peserta {
    /// The office.
    #[medan("Perangkat daerah")]
    pub opd: KodeUnit,
}

/// A survey.
#[derive(Clone, Debug, Serialize, Deserialize, Kelompok)]
pub struct SurveiArsitektur {
    /// What it is called.
    #[medan("Judul", cari, kolom)]
    pub judul: Teks<150>,
    /// What it asks about.
    #[medan("Yang ditanyakan")]
    pub domain: Beberapa<DomainSurvei>,
    /// Whom it asks.
    #[medan(
        "Perangkat daerah yang ditanya",
        bantuan = "Kosongkan untuk semua perangkat daerah."
    )]
    #[serde(default)]
    pub peserta: Bagian<Peserta>,
    /// Until when.
    #[medan("Dijawab sampai", urut, kolom)]
    pub batas: Date,
    /// What to look at.
    #[medan("Pengantar", bantuan = "Apa yang perlu diperhatikan saat memeriksa.")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pengantar: Option<Panjang<2000>>,
    /// When it began.
    #[medan("Dimulai pada", hitung, urut, kolom)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dimulai_pada: Option<Date>,
    /// When it ended.
    #[medan("Ditutup pada", hitung)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ditutup_pada: Option<Date>,
}

impl SurveiArsitektur {
    /// The survey of an entry.
    ///
    /// # Errors
    /// When its fields cannot be read.
    pub fn dari(e: &Entri) -> Result<Self, Galat> {
        serde_json::from_value(Value::Object(e.isi.clone()))
            .map_err(|g| Galat::dalam("reading a survey of the architecture", g))
    }

    /// Whether it asks this office.
    pub fn menanya(&self, opd: &str) -> bool {
        self.peserta.0.is_empty() || self.peserta.0.iter().any(|p| p.opd.as_str() == opd)
    }

    fn belum_lewat(&self, k: &Konteks) -> Result<(), Galat> {
        if self.batas < hari_ini(k) {
            return Err(Galat::medan(
                "batas",
                "Tanggal ini sudah lewat. Pilih hari ini atau sesudahnya.",
            ));
        }
        Ok(())
    }
}

impl Register for SurveiArsitektur {
    const KODE: &'static str = KODE;
    const LABEL: &'static str = "Survei arsitektur";
    const BANTUAN: &'static str = "Permintaan kepada perangkat daerah untuk memastikan entri arsitekturnya, dengan batas waktu dan kemajuannya.";
    const DASAR: &'static [&'static str] = &["A2", "S4", "J9", "B4", "U8", "K4"];
    const JUDUL: &'static str = "judul";
    const PEMBUAT: &'static str = "kominfo";

    fn milik() -> Milik {
        Milik::Fungsi("kominfo".into())
    }

    /// As plans, and for Diskominfo's administrator, who keeps the architecture.
    fn hak() -> Vec<Hak> {
        let mut semua = hak_perencanaan();
        semua.push(hak(Siapa::Peran(Peran::Administrator), KELOLA, Cakupan::Semua));
        semua
    }

    #[rustfmt::skip]
    fn lifecycle() -> Lifecycle {
        let pengelola = || [Peran::Administrator, Peran::Penghubung, Peran::Kepala].map(Siapa::Peran);
        Lifecycle {
            keadaan: vec![
                keadaan("disiapkan", "Disiapkan", "Belum ditanyakan.", Giliran::Pemegang, Warna::Biru),
                keadaan(BERJALAN, "Berjalan", "Perangkat daerah memastikan entrinya; kemajuannya tampil di papan.", Giliran::Pemegang, Warna::Jingga),
                keadaan("ditutup", "Ditutup", "Tidak ditanyakan lagi.", Giliran::Selesai, Warna::Hijau),
                keadaan("batal", "Batal", "Tidak jadi ditanyakan.", Giliran::Selesai, Warna::Abu),
            ],
            langkah: vec![
                L::baru("mulai", "Mulai", "Muncul di tugas setiap perangkat daerah yang ditanya, sampai semua entrinya dipastikan.")
                    .dari(["disiapkan"]).ke(BERJALAN).oleh(pengelola()),
                L::baru("perpanjang", "Ubah batas", "Batas yang baru berlaku bagi semua yang ditanya.")
                    .dari([BERJALAN]).oleh(pengelola())
                    .isian([Medan::dari::<Date>("batas", "Dijawab sampai")]).salin(["batas"]),
                L::baru("tutup", "Tutup", "Tidak lagi menjadi tugas siapa pun; hasilnya tetap di papan.")
                    .dari([BERJALAN]).ke("ditutup").oleh(pengelola()),
                L::baru("batalkan", "Batalkan", "Tidak jadi ditanyakan; dapat disiapkan lagi.")
                    .dari(["disiapkan"]).ke("batal").oleh(pengelola()).bahaya(),
                L::baru("buka_kembali", "Buka kembali", "Survei ini disiapkan lagi.")
                    .dari(["batal"]).ke("disiapkan").oleh(pengelola()),
            ],
            terkunci: [BERJALAN, "ditutup", "batal"].map(Into::into).into(),
            ..Lifecycle::default()
        }
    }

    fn periksa(&self, _k: &Konteks) -> Vec<GalatMedan> {
        if self.domain.0.is_empty() {
            return vec![GalatMedan::baru("domain", "Pilih sedikitnya satu domain.")];
        }
        Vec::new()
    }

    fn terbit(&self, keadaan: &str) -> bool {
        matches!(keadaan, BERJALAN | "ditutup")
    }

    fn saat_langkah(&mut self, langkah: &str, _isian: &Peta, _e: &Entri, k: &Konteks) -> Result<(), Galat> {
        match langkah {
            "mulai" => {
                self.dimulai_pada = Some(hari_ini(k));
                self.belum_lewat(k)
            }
            "perpanjang" => self.belum_lewat(k),
            "tutup" => {
                self.ditutup_pada = Some(hari_ini(k));
                Ok(())
            }
            _ => Ok(()),
        }
    }
}
