//! Tinjauan (reviu) of master plan, architecture and roadmap (mandat A1–A3; Serang Pasal 5 and 7, Jembrana Pasal 8–10,
//! Bekasi Pasal 5 and 7, Batu Bara Pasal 7–9, Kapuas Pasal 5 and 7): at mid-term, in the last year, and whenever one of
//! the causes arises that the regulation names. Its result goes to the coordination team.

use jiff::{ToSpan, civil::Date};
use kernel::{
    Entri, Galat, GalatMedan, Pesan, Peta,
    izin::Hak,
    lifecycle::{Giliran, Langkah as L, Lifecycle, Warna},
    nilai::{Beberapa, Bilangan, Jenis, KodeUnit, Medan, Panjang, Pilihan as _, Rujukan, Teks},
    register::{Konteks, Milik, Register},
};
use register_derive::{Kelompok, Pilihan};
use serde::{Deserialize, Serialize};

use super::{dokumen_arsitektur::DokumenArsitektur, peta_rencana::PetaRencana, rencana_induk::RencanaInduk};
use crate::aturan::{alasan, hak_perencanaan, isi_kewajiban, keadaan, pemutus, penyusun, sudah_tiba};

/// Code of the register.
pub const KODE: &str = "tinjauan";

/// What is reviewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum Objek {
    /// The master plan.
    #[pilihan("Rencana induk")]
    RencanaInduk,
    /// The architecture.
    #[pilihan("Arsitektur")]
    Arsitektur,
    /// The roadmap.
    #[pilihan("Peta rencana")]
    PetaRencana,
}

/// When.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum Waktu {
    /// In the third year.
    #[pilihan("Paruh waktu")]
    ParuhWaktu,
    /// In the fifth.
    #[pilihan("Tahun terakhir")]
    TahunTerakhir,
    /// When there is need.
    #[pilihan("Sewaktu-waktu")]
    SewaktuWaktu,
}

/// Why, out of the causes that the five regulations name. Which of them count says the regency's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum Sebab {
    /// The national architecture changed.
    #[pilihan("Arsitektur SPBE nasional berubah")]
    ArsitekturNasional,
    /// The national roadmap changed.
    #[pilihan("Peta rencana SPBE nasional berubah")]
    PetaNasional,
    /// The regency's architecture changed.
    #[pilihan("Arsitektur SPBE daerah berubah")]
    ArsitekturDaerah,
    /// The five-year development plan changed.
    #[pilihan("RPJMD berubah")]
    Rpjmd,
    /// The strategic plan changed.
    #[pilihan("Rencana strategis berubah")]
    Renstra,
    /// Elements of SPBE changed.
    #[pilihan("Unsur SPBE berubah")]
    UnsurSpbe,
    /// Monitoring and evaluation.
    #[pilihan("Hasil pemantauan dan evaluasi")]
    Evaluasi,
    /// Strategic policy changed.
    #[pilihan("Kebijakan strategis berubah")]
    Kebijakan,
}

impl Sebab {
    /// The cause that a regulation's words, as the profile tells them, mean; none when they mean none of these.
    pub fn dari_kata(kata: &str) -> Option<Self> {
        const KUNCI: [(&str, Sebab); 9] = [
            ("arsitektur nasional", Sebab::ArsitekturNasional),
            ("peta rencana nasional", Sebab::PetaNasional),
            ("unsur spbe", Sebab::UnsurSpbe),
            ("infrastruktur", Sebab::UnsurSpbe),
            ("arsitektur spbe", Sebab::ArsitekturDaerah),
            ("rpjmd", Sebab::Rpjmd),
            ("rencana strategis", Sebab::Renstra),
            ("evaluasi", Sebab::Evaluasi),
            ("kebijakan", Sebab::Kebijakan),
        ];
        let kata = kata.to_lowercase();
        KUNCI.iter().find(|(k, _)| kata.contains(k)).map(|(_, s)| *s)
    }

    /// The causes that the regency's regulation names for this object; all where it names none.
    pub fn menurut(objek: Objek, k: &Konteks) -> Vec<Self> {
        let tugas: &[&str] = match objek {
            // Master plans are reviewed on results and on changes of policy (Jembrana Pasal 8, Batu Bara Pasal 7).
            Objek::RencanaInduk => return vec![Sebab::Evaluasi, Sebab::Kebijakan],
            Objek::Arsitektur => &["arsitektur-direviu", "arsitektur-direviu-atas-perubahan"],
            Objek::PetaRencana => &["peta-rencana-direviu", "peta-rencana-direviu-atas-perubahan"],
        };
        let disebut: Vec<Sebab> = tugas
            .iter()
            .flat_map(|t| isi_kewajiban(k, t))
            .filter_map(|i| Sebab::dari_kata(i))
            .collect();
        let ada = |s: &Sebab| disebut.is_empty() || disebut.contains(s);
        Sebab::SEMUA.iter().copied().filter(ada).collect()
    }
}

/// A review.
#[derive(Clone, Debug, Serialize, Deserialize, Kelompok)]
pub struct Tinjauan {
    /// What is reviewed.
    #[medan("Yang ditinjau", saring, kolom)]
    pub objek: Objek,
    /// When.
    #[medan("Waktu tinjauan", saring, kolom)]
    pub waktu: Waktu,
    /// In which year.
    #[medan("Tahun", saring, urut, kolom)]
    pub tahun: Bilangan<2000, 2110>,
    /// Who reviews.
    #[medan("Perangkat daerah pereviu", saring, kolom)]
    pub opd: KodeUnit,
    /// The architecture document, if it is one.
    #[medan(
        "Dokumen arsitektur",
        bantuan = "Diisi bila yang ditinjau arsitektur dan dokumennya sudah ada."
    )]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arsitektur: Option<Rujukan<DokumenArsitektur>>,
    /// The roadmap, if it is one.
    #[medan("Dokumen peta rencana", bantuan = "Diisi bila yang ditinjau peta rencana.")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peta_rencana: Option<Rujukan<PetaRencana>>,
    /// The master plan, if it is one.
    #[medan("Dokumen rencana induk", bantuan = "Diisi bila yang ditinjau rencana induk.")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rencana_induk: Option<Rujukan<RencanaInduk>>,
    /// Why.
    #[medan("Sebab", bantuan = "Hanya sebab yang disebut peraturan daerah ini.")]
    #[serde(default)]
    pub sebab: Beberapa<Sebab>,
    /// What is planned for it.
    #[medan("Lingkup", cari)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lingkup: Option<Panjang<2000>>,
    /// When it is to be done.
    #[medan("Rencana selesai", urut, kolom)]
    pub rencana_selesai: Date,
    /// What came of it.
    #[medan("Hasil", hitung, cari)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hasil: Option<Panjang<10000>>,
    /// Whether the document is to be changed.
    #[medan("Dokumen perlu diubah", hitung)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub perlu_diubah: Option<bool>,
    /// The decree that followed.
    #[medan("Keputusan yang menyusul", hitung, cari)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keputusan: Option<Teks<200>>,
    /// When it was done.
    #[medan("Selesai pada", hitung, urut)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selesai_pada: Option<Date>,
    /// Until when it says how things stand: one year.
    #[medan("Menjadi dasar sampai", hitung)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dasar_sampai: Option<Date>,
    /// When it was handed over.
    #[medan("Disampaikan pada", hitung)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disampaikan_pada: Option<Date>,
}

impl Register for Tinjauan {
    const KODE: &'static str = KODE;
    const LABEL: &'static str = "Tinjauan rencana";
    const BANTUAN: &'static str = "Reviu rencana induk, arsitektur, dan peta rencana: sebab, hasil, keputusan, dan penyampaiannya kepada tim koordinasi.";
    const DASAR: &'static [&'static str] = &[
        "A1", "A2", "A3", "S5", "S7", "J8", "J9", "J10", "B5", "B7", "U7", "U8", "U9", "K5", "K7",
    ];
    const JUDUL: &'static str = "";

    fn milik() -> Milik {
        Milik::Medan("opd".into())
    }

    fn hak() -> Vec<Hak> {
        hak_perencanaan()
    }

    #[rustfmt::skip]
    fn lifecycle() -> Lifecycle {
        Lifecycle {
            keadaan: vec![
                keadaan("disiapkan", "Disiapkan", "Tinjauan ini direncanakan atau sedang dikerjakan.", Giliran::Pemegang, Warna::Biru),
                keadaan("selesai", "Selesai", "Hasilnya belum disampaikan kepada tim koordinasi.", Giliran::Pemegang, Warna::Jingga),
                keadaan("disampaikan", "Disampaikan", "Hasilnya sudah ada pada tim koordinasi.", Giliran::Selesai, Warna::Hijau),
                keadaan("batal", "Batal", "Tidak jadi ditinjau.", Giliran::Selesai, Warna::Abu),
            ],
            langkah: vec![
                L::baru("selesaikan", "Selesaikan", "Hasilnya tercatat, lalu disampaikan kepada tim koordinasi.")
                    .dari(["disiapkan"]).ke("selesai").oleh(pemutus())
                    .isian([
                        Medan::baru("hasil", "Hasil tinjauan", Jenis::Panjang { maks: 10_000 }),
                        Medan::dari::<bool>("perlu_diubah", "Dokumen perlu diubah"),
                        Medan::dari::<Date>("selesai_pada", "Selesai pada"),
                    ])
                    .salin(["hasil", "perlu_diubah", "selesai_pada"]),
                L::baru("sampaikan", "Catat penyampaian", "Tim koordinasi menerima hasilnya.")
                    .dari(["selesai"]).ke("disampaikan").oleh(pemutus())
                    .isian([
                        Medan::dari::<Date>("disampaikan_pada", "Disampaikan pada"),
                        Medan::dari::<Option<Teks<200>>>("keputusan", "Keputusan yang menyusul").bantuan("Nomor dan tanggalnya, bila sudah ada."),
                    ])
                    .salin(["disampaikan_pada", "keputusan"]),
                L::baru("catat_keputusan", "Catat keputusan", "Keputusan yang menyusul tercatat.")
                    .dari(["disampaikan"]).oleh(pemutus())
                    .isian([Medan::dari::<Teks<200>>("keputusan", "Keputusan yang menyusul")]).salin(["keputusan"]),
                L::baru("perbaiki", "Perbaiki", "Hasilnya dapat diubah lagi.")
                    .dari(["selesai"]).ke("disiapkan").oleh(pemutus()).isian([alasan("Apa yang perlu diperbaiki?")]),
                L::baru("batalkan", "Batalkan", "Tidak jadi ditinjau; dapat dibuka kembali.")
                    .dari(["disiapkan"]).ke("batal").oleh(penyusun()).bahaya(),
                L::baru("buka_kembali", "Buka kembali", "Tinjauan ini disiapkan lagi.")
                    .dari(["batal"]).ke("disiapkan").oleh(penyusun()),
            ],
            terkunci: ["selesai", "disampaikan"].map(Into::into).into(),
            ..Lifecycle::default()
        }
    }

    fn hitung(&mut self, _k: &Konteks) {
        self.dasar_sampai = self.selesai_pada.and_then(|h| h.checked_add(1.year()).ok());
    }

    fn periksa(&self, k: &Konteks) -> Vec<GalatMedan> {
        let mut salah = Vec::new();
        if self.waktu == Waktu::SewaktuWaktu && self.sebab.0.is_empty() {
            salah.push(GalatMedan::baru("sebab", "Sebutkan sebabnya: tinjauan di luar jadwal menuntut salah satu sebab yang disebut peraturan."));
        }
        // What was named when it was the law stays named.
        if self.selesai_pada.is_none() {
            let boleh = Sebab::menurut(self.objek, k);
            if let Some(asing) = self.sebab.0.iter().find(|s| !boleh.contains(s)) {
                let daftar: Vec<&str> = boleh.iter().map(|s| s.label()).collect();
                let pesan = Pesan::baru(
                    "“{sebab}” bukan sebab yang disebut peraturan daerah ini. Yang disebut: {daftar}.",
                );
                salah.push(GalatMedan::baru(
                    "sebab",
                    pesan
                        .dengan("sebab", asing.label())
                        .dengan("daftar", daftar.join(", ")),
                ));
            }
        }
        match self.objek {
            Objek::PetaRencana if self.peta_rencana.is_none() => {
                salah.push(GalatMedan::baru(
                    "peta_rencana",
                    "Pilih dokumen peta rencana yang ditinjau.",
                ));
            }
            Objek::RencanaInduk if self.rencana_induk.is_none() => {
                salah.push(GalatMedan::baru(
                    "rencana_induk",
                    "Pilih dokumen rencana induk yang ditinjau.",
                ));
            }
            _ => {}
        }
        if self.objek != Objek::Arsitektur && self.arsitektur.is_some() {
            salah.push(GalatMedan::baru(
                "arsitektur",
                "Kosongkan: yang ditinjau bukan arsitektur.",
            ));
        }
        if self.objek != Objek::PetaRencana && self.peta_rencana.is_some() {
            salah.push(GalatMedan::baru(
                "peta_rencana",
                "Kosongkan: yang ditinjau bukan peta rencana.",
            ));
        }
        if self.objek != Objek::RencanaInduk && self.rencana_induk.is_some() {
            salah.push(GalatMedan::baru(
                "rencana_induk",
                "Kosongkan: yang ditinjau bukan rencana induk.",
            ));
        }
        salah
    }

    fn terbit(&self, keadaan: &str) -> bool {
        keadaan != "batal"
    }

    fn saat_langkah(&mut self, langkah: &str, _isian: &Peta, _e: &Entri, k: &Konteks) -> Result<(), Galat> {
        match langkah {
            "selesaikan" => sudah_tiba("selesai_pada", self.selesai_pada, k),
            "sampaikan" => {
                sudah_tiba("disampaikan_pada", self.disampaikan_pada, k)?;
                if self.disampaikan_pada < self.selesai_pada {
                    return Err(Galat::medan(
                        "disampaikan_pada",
                        "Tidak boleh sebelum tinjauannya selesai.",
                    ));
                }
                Ok(())
            }
            // Given back, it is not done any more.
            "perbaiki" => {
                (self.selesai_pada, self.perlu_diubah) = (None, None);
                Ok(())
            }
            _ => Ok(()),
        }
    }
}
