//! Kegiatan Peta Rencana: a programme or activity in one of the seven contents of the roadmap (mandat A3). The office
//! that draws up the roadmap owns the entry; once it is assigned, the office that carries it out holds it and reports.
//! Budget proposals refer to it, so whatever is not in the roadmap shows at once.

use jiff::civil::Date;
use kernel::{
    Entri, Galat, GalatMedan, Pesan, Peta,
    izin::{Cakupan, Hak, Siapa, Tindakan},
    lifecycle::{Giliran, Langkah as L, Lifecycle, Pindah, Warna},
    nilai::{Bagian, Bilangan, KodeUnit, Medan, Panjang, Rujukan, Teks},
    register::{Konteks, Milik, Register},
};
use register_derive::{Kelompok, Pilihan};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    peta_rencana::{Muatan, PetaRencana},
    usulan_tik::UsulanTik,
};
use crate::arsitektur::Aplikasi;
use crate::aturan::{KELOLA, PENYUSUN, alasan, hak, hak_perencanaan, keadaan, pemutus, penyusun};

/// Code of the register.
pub const KODE: &str = "kegiatan_peta";
/// The states in which it is part of the roadmap.
pub const HIDUP: [&str; 4] = ["disusun", "ditugaskan", "berjalan", "ditunda"];

/// What an office does with activities of its own or in its hands.
const PELAKSANA: &[Tindakan] = &[Tindakan::Baca, Tindakan::Buat, Tindakan::Catat, Tindakan::Ekspor];

/// How large it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum Jenis {
    /// Several activities.
    #[pilihan("Program")]
    Program,
    /// One activity.
    #[pilihan("Kegiatan")]
    Kegiatan,
}

/// What is there on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Kelompok)]
pub struct Tonggak {
    /// What.
    #[medan("Tonggak")]
    pub nama: Teks<200>,
    /// By when.
    #[medan("Tanggal")]
    pub tanggal: Date,
    /// Whether it is there.
    #[medan("Sudah tercapai")]
    #[serde(default)]
    pub tercapai: bool,
}

/// What must be there before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Kelompok)]
pub struct Prasyarat {
    /// The other activity.
    #[medan("Kegiatan", bantuan = "Nomor kegiatan yang harus selesai lebih dulu.")]
    pub kegiatan: Rujukan<KegiatanPeta>,
}

/// What is to be reached in a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Kelompok)]
pub struct Target {
    /// The year.
    #[medan("Tahun")]
    pub tahun: Bilangan<2000, 2110>,
    /// How much of what.
    #[medan("Target")]
    pub target: Teks<300>,
}

/// An activity of the roadmap.
#[derive(Clone, Debug, Serialize, Deserialize, Kelompok)]
pub struct KegiatanPeta {
    /// The roadmap.
    #[medan("Peta rencana", saring, bantuan = "Nomor dokumen peta rencana.")]
    pub peta: Rujukan<PetaRencana>,
    /// Which of the seven contents.
    #[medan("Muatan", saring, kolom)]
    pub muatan: Muatan,
    /// Programme or activity.
    #[medan("Jenis", saring)]
    pub jenis: Jenis,
    /// What it is called.
    #[medan("Nama", cari, kolom)]
    pub nama: Teks<200>,
    /// What is done.
    #[medan("Uraian", cari)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uraian: Option<Panjang<3000>>,
    /// Who carries it out.
    #[medan("Perangkat daerah pelaksana", saring, kolom)]
    pub opd: KodeUnit,
    /// First year.
    #[medan("Mulai tahun", saring, urut, kolom)]
    pub mulai: Bilangan<2000, 2110>,
    /// Last year.
    #[medan("Sampai tahun", saring, kolom)]
    pub akhir: Bilangan<2000, 2110>,
    /// Milestones.
    #[medan("Tonggak")]
    #[serde(default)]
    pub tonggak: Bagian<Tonggak>,
    /// What must be there before.
    #[medan("Prasyarat")]
    #[serde(default)]
    pub prasyarat: Bagian<Prasyarat>,
    /// Targets.
    #[medan("Target setiap tahun")]
    #[serde(default)]
    pub target: Bagian<Target>,
    /// The application it is about.
    #[medan(
        "Aplikasi",
        bantuan = "Nomor aplikasi di arsitektur, bila kegiatan ini menyangkut satu aplikasi."
    )]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aplikasi: Option<Rujukan<Aplikasi>>,
    /// How far it is, in per cent.
    #[medan("Capaian (%)", hitung, kolom)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capaian: Option<Bilangan<0, 100>>,
}

impl KegiatanPeta {
    /// The activity of an entry.
    ///
    /// # Errors
    /// When its fields cannot be read.
    pub fn dari(e: &Entri) -> Result<Self, Galat> {
        serde_json::from_value(Value::Object(e.isi.clone()))
            .map_err(|g| Galat::dalam("reading an activity of the roadmap", g))
    }
}

impl Register for KegiatanPeta {
    const KODE: &'static str = KODE;
    const LABEL: &'static str = "Kegiatan peta rencana";
    const BANTUAN: &'static str = "Program dan kegiatan peta rencana SPBE: muatan, tahun, pelaksana, tonggak, prasyarat, dan targetnya.";
    const DASAR: &'static [&'static str] = &["A3", "S6", "J10", "B6", "U9", "K6"];
    const JUDUL: &'static str = "nama";
    const PEMBUAT: &'static str = "kominfo";

    fn milik() -> Milik {
        Milik::Fungsi("kominfo".into())
    }

    /// Whoever carries it out holds it and reports; what the roadmap says of it stays with whoever draws that up.
    fn hak() -> Vec<Hak> {
        let mut semua = hak_perencanaan();
        for h in &mut semua {
            if h.boleh == KELOLA {
                h.boleh = PELAKSANA;
            }
        }
        for p in PENYUSUN {
            semua.push(hak(Siapa::Peran(p), &[Tindakan::Ubah], Cakupan::Milik));
        }
        semua
    }

    #[rustfmt::skip]
    fn lifecycle() -> Lifecycle {
        let capaian = || [
            Medan::dari::<Bilangan<0, 100>>("capaian", "Capaian (%)"),
            Medan::dari::<Panjang<1000>>("catatan", "Apa yang sudah dicapai?"),
        ];
        Lifecycle {
            keadaan: vec![
                keadaan("disusun", "Disusun", "Bagian dari naskah peta rencana.", Giliran::Pemegang, Warna::Biru),
                keadaan("ditugaskan", "Ditugaskan", "Menunggu dimulai oleh pelaksananya.", Giliran::Pemegang, Warna::Biru),
                keadaan("berjalan", "Berjalan", "Sedang dilaksanakan.", Giliran::Pemegang, Warna::Jingga),
                keadaan("ditunda", "Ditunda", "Tidak dilaksanakan untuk sementara.", Giliran::Pemegang, Warna::Merah),
                keadaan("selesai", "Selesai", "Sudah dilaksanakan.", Giliran::Selesai, Warna::Hijau),
                keadaan("batal", "Batal", "Tidak lagi bagian dari peta rencana.", Giliran::Selesai, Warna::Abu),
            ],
            langkah: vec![
                L::baru("tugaskan", "Tugaskan", "Pelaksananya memulai dan melaporkan capaiannya.")
                    .dari(["disusun"]).ke("ditugaskan").oleh(pemutus()).pindah(Pindah::KeMedan("opd".into())).massal(),
                L::baru("mulai", "Mulai", "Kegiatan ini berjalan.")
                    .dari(["ditugaskan", "ditunda"]).ke("berjalan").oleh(penyusun()),
                L::baru("lapor", "Laporkan capaian", "Capaiannya tampil di peta rencana.")
                    .dari(["berjalan"]).oleh(penyusun()).isian(capaian()).salin(["capaian"]),
                L::baru("tunda", "Tunda", "Tidak dilaksanakan untuk sementara.")
                    .dari(["ditugaskan", "berjalan"]).ke("ditunda").oleh(pemutus()).isian([alasan("Mengapa ditunda?")]),
                // Back to whoever draws up the roadmap: to open it again is theirs.
                L::baru("selesaikan", "Selesaikan", "Capaiannya menjadi seratus persen.")
                    .dari(["berjalan"]).ke("selesai").oleh(penyusun()).pindah(Pindah::KePemilik)
                    .isian([Medan::dari::<Panjang<1000>>("catatan", "Apa hasilnya?")]),
                L::baru("tarik", "Tarik kembali", "Kembali ke penyusun peta rencana untuk diubah.")
                    .dari(["ditugaskan", "ditunda"]).ke("disusun").oleh(pemutus())
                    .isian([alasan("Apa yang perlu diubah?")]).pindah(Pindah::KePemilik),
                L::baru("batalkan", "Batalkan", "Tidak lagi bagian dari peta rencana; usulan anggaran tidak dapat mengacu kepadanya.")
                    .dari(["disusun"]).ke("batal").oleh(pemutus()).isian([alasan("Mengapa dibatalkan?")]).bahaya(),
                L::baru("buka_kembali", "Buka kembali", "Kembali menjadi bagian dari naskah peta rencana.")
                    .dari(["batal", "selesai"]).ke("disusun").oleh(pemutus()).pindah(Pindah::KePemilik),
                L::baru("diusulkan", "Diusulkan anggarannya", "Sebuah usulan anggaran mengacu kepada kegiatan ini.")
                    .dari(HIDUP).oleh([Siapa::Sistem]).ikutan()
                    .isian([Medan::dari::<Rujukan<UsulanTik>>("usulan", "Usulan anggaran")]),
            ],
            terkunci: ["selesai", "batal"].map(Into::into).into(),
            ..Lifecycle::default()
        }
    }

    fn periksa(&self, _k: &Konteks) -> Vec<GalatMedan> {
        let mut salah = Vec::new();
        let (mulai, akhir) = (self.mulai.nilai(), self.akhir.nilai());
        if akhir < mulai {
            salah.push(GalatMedan::baru(
                "akhir",
                "Tahun terakhir tidak boleh sebelum tahun mulai.",
            ));
        }
        if akhir - mulai > 9 {
            salah.push(GalatMedan::baru(
                "akhir",
                "Paling lama sepuluh tahun. Bagi menjadi beberapa kegiatan.",
            ));
        }
        for (i, t) in self.tonggak.0.iter().enumerate() {
            if !(mulai..=akhir).contains(&i64::from(t.tanggal.year())) {
                let pesan = Pesan::baru("Tonggak ini di luar tahun {mulai} sampai {akhir}.");
                let pesan = pesan.dengan("mulai", mulai).dengan("akhir", akhir);
                salah.push(GalatMedan::baru(format!("tonggak.{i}.tanggal"), pesan));
            }
        }
        for (i, t) in self.target.0.iter().enumerate() {
            let ganda = self.target.0.iter().take(i).any(|l| l.tahun == t.tahun);
            if ganda {
                salah.push(GalatMedan::baru(
                    format!("target.{i}.tahun"),
                    "Tahun ini sudah ada targetnya.",
                ));
            } else if !(mulai..=akhir).contains(&t.tahun.nilai()) {
                salah.push(GalatMedan::baru(
                    format!("target.{i}.tahun"),
                    "Tahun ini di luar masa kegiatan.",
                ));
            }
        }
        salah
    }

    /// Of the roadmap every office reads what is in it.
    fn terbit(&self, keadaan: &str) -> bool {
        keadaan != "batal"
    }

    fn saat_langkah(&mut self, langkah: &str, _isian: &Peta, e: &Entri, _k: &Konteks) -> Result<(), Galat> {
        if self.prasyarat.0.iter().any(|p| p.kegiatan.id() == e.id) {
            return Err(Galat::Bentrok(
                "Kegiatan ini menunggu dirinya sendiri. Hapus dari prasyaratnya.".into(),
            ));
        }
        if langkah == "selesaikan" {
            self.capaian = Bilangan::baru(100);
        }
        Ok(())
    }
}
