//! Rencana Induk SPBE: where the regency wants to be in five years (mandat A1; Jembrana Pasal 7 and 8, Batu Bara Pasal 6
//! and 7). Who coordinates it says the profile's fungsi `rencana_induk`: communication and informatics, or development
//! planning. A regulation that knows no master plan gives that function to nobody, and then nobody makes one.

use jiff::civil::Date;
use kernel::{
    Entri, Galat, GalatMedan, Pesan, Peta,
    izin::{Cakupan, Hak, Siapa, Tindakan},
    lifecycle::Lifecycle,
    nilai::{Bagian, Bilangan, Daftar, Panjang, Rujukan, Teks},
    register::{Konteks, Milik, Register},
};
use register_derive::Kelompok;
use serde::{Deserialize, Serialize};

use super::{MASA_TAHUN, peta_rencana::PetaRencana, siklus_dokumen};
use crate::aturan::{akhir_tahun, hak, hak_perencanaan, isi_kewajiban, sudah_tiba};

/// Code of the register.
pub const KODE: &str = "rencana_induk";
/// The duty whose contents the regulation lists.
const TUGAS: &str = "rencana-induk-disusun";

/// What is to be reached, and how one sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Kelompok)]
pub struct Sasaran {
    /// The target.
    #[medan("Sasaran", publik)]
    pub sasaran: Teks<300>,
    /// By what it is measured.
    #[medan("Indikator", publik)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub indikator: Option<Teks<300>>,
    /// How much in the last year.
    #[medan("Target tahun terakhir", publik)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Teks<120>>,
}

/// A master plan.
#[derive(Clone, Debug, Serialize, Deserialize, Kelompok)]
pub struct RencanaInduk {
    /// What it is called.
    #[medan("Judul", cari, kolom, publik)]
    pub judul: Teks<200>,
    /// Its first year.
    #[medan("Tahun pertama", saring, kolom, publik, bantuan = "Berlaku lima tahun.")]
    pub tahun_mulai: Bilangan<2000, 2100>,
    /// Its last year.
    #[medan("Tahun terakhir", hitung, kolom, publik)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tahun_akhir: Option<Bilangan<2000, 2110>>,
    /// Vision.
    #[medan("Visi", cari, publik)]
    pub visi: Panjang<2000>,
    /// Missions.
    #[medan("Misi", wajib, publik, bantuan = "Satu misi setiap baris.")]
    #[serde(default)]
    pub misi: Daftar<30>,
    /// Goals.
    #[medan("Tujuan", wajib, publik, bantuan = "Satu tujuan setiap baris.")]
    #[serde(default)]
    pub tujuan: Daftar<30>,
    /// Targets.
    #[medan("Sasaran", publik)]
    #[serde(default)]
    pub sasaran: Bagian<Sasaran>,
    /// What was found before it was drawn up.
    #[medan("Hasil evaluasi dan analisis", publik)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evaluasi: Option<Panjang<10000>>,
    /// Policy direction.
    #[medan("Arah kebijakan", wajib, publik, bantuan = "Satu arah setiap baris.")]
    #[serde(default)]
    pub arah_kebijakan: Daftar<50>,
    /// Strategy.
    #[medan("Strategi", publik, bantuan = "Satu strategi setiap baris.")]
    #[serde(default)]
    pub strategi: Daftar<50>,
    /// The roadmap it rests on.
    #[medan(
        "Peta rencana",
        publik,
        bantuan = "Nomor peta rencana SPBE yang menjabarkannya."
    )]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peta_rencana: Option<Rujukan<PetaRencana>>,
    /// The architecture it rests on.
    #[medan(
        "Arsitektur",
        publik,
        bantuan = "Sebutkan dokumen arsitektur SPBE yang menjadi muatannya."
    )]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arsitektur: Option<Teks<200>>,
    /// What it follows.
    #[medan(
        "Pedoman",
        publik,
        bantuan = "Rencana di atasnya yang diikuti, satu setiap baris."
    )]
    #[serde(default)]
    pub pedoman: Daftar<20>,
    /// The regulation that laid it down.
    #[medan("Nomor penetapan", hitung, cari, publik)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nomor_penetapan: Option<Teks<120>>,
    /// When.
    #[medan("Tanggal penetapan", hitung, publik)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tanggal_penetapan: Option<Date>,
    /// Its last day.
    #[medan("Berlaku sampai", hitung, publik)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub berlaku_sampai: Option<Date>,
}

impl RencanaInduk {
    /// What the regulation lists and this plan does not have yet: field and what to do.
    fn kurang(&self, k: &Konteks) -> Vec<GalatMedan> {
        let diminta = |kata: &str| {
            isi_kewajiban(k, TUGAS)
                .iter()
                .any(|i| i.to_lowercase().contains(kata))
        };
        let mut salah = Vec::new();
        let mut perlu = |medan: &'static str, kata: &str, ada: bool| {
            if diminta(kata) && !ada {
                let pesan = Pesan::baru("Peraturan daerah ini memintanya: lengkapi sebelum mengajukan.");
                salah.push(GalatMedan::baru(medan, pesan));
            }
        };
        perlu("sasaran", "sasaran", !self.sasaran.0.is_empty());
        perlu("evaluasi", "evaluasi", self.evaluasi.is_some());
        perlu("strategi", "strategi", !self.strategi.0.is_empty());
        perlu("arsitektur", "arsitektur", self.arsitektur.is_some());
        perlu("peta_rencana", "peta rencana", self.peta_rencana.is_some());
        salah
    }
}

impl Register for RencanaInduk {
    const KODE: &'static str = KODE;
    const LABEL: &'static str = "Rencana induk";
    const BANTUAN: &'static str = "Arah SPBE lima tahun: visi, misi, tujuan, sasaran, dan arah kebijakannya.";
    const DASAR: &'static [&'static str] = &["A1", "J7", "J8", "U6", "U7"];
    const JUDUL: &'static str = "judul";
    const PEMBUAT: &'static str = "rencana_induk";

    fn milik() -> Milik {
        Milik::Fungsi("rencana_induk".into())
    }

    fn hak() -> Vec<Hak> {
        let mut semua = hak_perencanaan();
        semua.push(hak(Siapa::Publik, &[Tindakan::Baca], Cakupan::Terbit));
        semua
    }

    fn lifecycle() -> Lifecycle {
        siklus_dokumen()
    }

    fn hitung(&mut self, _k: &Konteks) {
        let akhir = self.tahun_mulai.nilai() + MASA_TAHUN - 1;
        self.tahun_akhir = Bilangan::baru(akhir);
        self.berlaku_sampai = self.tanggal_penetapan.and_then(|_| akhir_tahun(akhir));
    }

    fn terbit(&self, keadaan: &str) -> bool {
        matches!(keadaan, "ditetapkan" | "diganti")
    }

    fn saat_langkah(&mut self, langkah: &str, _isian: &Peta, _e: &Entri, k: &Konteks) -> Result<(), Galat> {
        match langkah {
            "ajukan" => match self.kurang(k) {
                kurang if kurang.is_empty() => Ok(()),
                kurang => Err(Galat::Isian(kurang)),
            },
            "tetapkan" => sudah_tiba("tanggal_penetapan", self.tanggal_penetapan, k),
            _ => Ok(()),
        }
    }
}
