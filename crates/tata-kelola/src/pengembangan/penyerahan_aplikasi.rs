//! Penyerahan aplikasi: source, documents and the list of components go to the repository that Diskominfo keeps (mandat A8;
//! Batu Bara Pasal 16 ayat (3) and Pasal 27), with whose copyright it is (Serang, Bekasi, Kapuas Pasal 18; Batu Bara Pasal
//! 27 ayat (4)). What was handed over stays open to inspection (Batu Bara Pasal 27 ayat (5), Jembrana Pasal 24 ayat (4)
//! and (5)).

use jiff::{ToSpan, civil::Date};
use kernel::{
    Entri, Galat, GalatMedan, Klasifikasi, Pesan, Peta,
    izin::Hak,
    lifecycle::{Giliran, Langkah as L, Lifecycle, Pindah, Warna},
    nilai::{Arsip, Beberapa, Dokumen, KodeUnit, Medan, Naskah, Panjang, Pilihan as _, Rujukan, Teks},
    register::{Ikutan, Konteks, Milik, Petikan, Register},
};
use register_derive::{Kelompok, Pilihan};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::hak_pengembangan;
use crate::{
    arsitektur::{
        Aplikasi,
        aplikasi::{HakCipta, Serahan},
        tingkat,
    },
    aturan::{alasan, hari_ini, keadaan, pemutus, penyusun, sudah_tiba, wajib},
};

mod komponen;

pub use komponen::{Komponen, TakTerbaca, baca as komponen};

/// Code of the register.
pub const KODE: &str = "penyerahan_aplikasi";
/// It lies in the repository.
pub const DITERIMA: &str = "diterima";
/// It was looked at there.
pub const DIPERIKSA: &str = "diperiksa";

/// The duty that gives the regency the copyright.
const HAK_CIPTA: &str = "aplikasi-hak-cipta";
/// For how long an inspection speaks, years: as often as applications are audited.
const MASA_PERIKSA: i64 = 2;
/// The documents that the five stages of building leave behind.
const TAHAP: [Serahan; 4] = [
    Serahan::Kebutuhan,
    Serahan::Rancangan,
    Serahan::KodeSumber,
    Serahan::Uji,
];

/// Whether the documents of every stage are there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum Kelengkapan {
    /// All.
    #[pilihan("Lengkap")]
    Lengkap,
    /// Not all.
    #[pilihan("Belum lengkap")]
    Belum,
}

/// What an inspection found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum Kesesuaian {
    /// As it should be.
    #[pilihan("Sesuai")]
    Sesuai,
    /// In part.
    #[pilihan("Sesuai sebagian")]
    Sebagian,
    /// Not.
    #[pilihan("Tidak sesuai")]
    Tidak,
}

/// A hand-over.
#[derive(Clone, Debug, Serialize, Deserialize, Kelompok)]
pub struct PenyerahanAplikasi {
    /// What is handed over.
    #[medan("Aplikasi", saring, bantuan = "Nomor aplikasinya di arsitektur.")]
    pub aplikasi: Rujukan<Aplikasi>,
    /// Whose it is.
    #[medan("Perangkat daerah pemilik", saring, kolom)]
    pub opd: KodeUnit,
    /// What people call it.
    #[medan("Aplikasi dan versinya", cari, kolom)]
    pub nama: Teks<150>,
    /// What there is.
    #[medan("Yang diserahkan")]
    pub serahan: Beberapa<Serahan>,
    /// What there is not, and why.
    #[medan(
        "Yang tidak diserahkan, dan alasannya",
        bantuan = "Wajib bila ada yang tidak diserahkan."
    )]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tanpa: Option<Panjang<1000>>,
    /// The documents.
    #[medan("Dokumen")]
    #[serde(default)]
    pub dokumen: Dokumen<20>,
    /// The source as files.
    #[medan(
        "Arsip kode sumber",
        bantuan = "ZIP, tar.gz, atau git bundle. Yang lebih besar disebut alamat dan komitnya."
    )]
    #[serde(default)]
    pub arsip: Arsip<5>,
    /// Where the source lies.
    #[medan("Alamat repositori kode sumber")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repositori: Option<Teks<300>>,
    /// Which state of it.
    #[medan(
        "Komit atau tag",
        bantuan = "Nama pasti dari versi yang diserahkan, misalnya v2.1.0 atau sidik komitnya."
    )]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub komit: Option<Teks<80>>,
    /// What it is put together from.
    #[medan(
        "Daftar komponen (SBOM)",
        bantuan = "CycloneDX (JSON atau XML) atau SPDX 2.3 (JSON). Komponennya dapat dicari di semua aplikasi."
    )]
    #[serde(default)]
    pub sbom: Naskah,
    /// Licence.
    #[medan("Tipe lisensi")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lisensi: Option<Teks<100>>,
    /// Whose copyright it is.
    #[medan("Pemegang hak cipta", saring)]
    pub hak_cipta: HakCipta,
    /// Why not the regency's.
    #[medan("Mengapa hak ciptanya bukan milik daerah")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alasan_hak: Option<Panjang<1000>>,
    /// Who built it.
    #[medan("Pihak ketiga", cari, bantuan = "Yang membangun, bila bukan pegawai sendiri.")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pihak_ketiga: Option<Teks<150>>,
    /// Under which contract.
    #[medan("Kontrak", cari, bantuan = "Nomor dan tanggalnya.")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kontrak: Option<Teks<200>>,
    /// Whether the documents of every stage are there.
    #[medan("Dokumen setiap tahap", hitung, saring)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tahap: Option<Kelengkapan>,
    /// The record of taking over.
    #[medan("Berita acara penerimaan", hitung)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub berita_acara: Option<Teks<150>>,
    /// When it was taken over.
    #[medan("Diterima pada", hitung, urut, kolom)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub diterima_pada: Option<Date>,
    /// When it was looked at last.
    #[medan("Diperiksa pada", hitung, urut)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub diperiksa_pada: Option<Date>,
    /// Until when that speaks.
    #[medan("Hasil pemeriksaan berlaku sampai", hitung)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub berlaku_sampai: Option<Date>,
    /// Does what its office needs.
    #[medan("Kesesuaian fungsi", hitung, saring)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fungsi: Option<Kesesuaian>,
    /// Technical standards and procedures.
    #[medan("Standar teknis dan prosedur", hitung, saring)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standar: Option<Kesesuaian>,
    /// Ready to join, to exchange data, and secure.
    #[medan("Integrasi, pertukaran data, dan keamanan", hitung, saring)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub integrasi: Option<Kesesuaian>,
    /// What was found.
    #[medan("Temuan pemeriksaan", hitung)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub temuan: Option<Panjang<3000>>,
    /// How secret it is.
    #[medan(
        "Tingkat kerahasiaan",
        saring,
        kolom,
        bantuan = "Kosong berarti biasa. Mulai dari rahasia, setiap pembacaan tercatat."
    )]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tingkat_akses: Option<Klasifikasi>,
}

impl PenyerahanAplikasi {
    /// What is not handed over.
    pub fn kurang(&self) -> Vec<Serahan> {
        Serahan::SEMUA
            .iter()
            .copied()
            .filter(|s| !self.serahan.0.contains(s))
            .collect()
    }

    fn siap(&self, k: &Konteks) -> Result<(), Galat> {
        let mut salah = Vec::new();
        let kurang = self.kurang();
        if !kurang.is_empty() && self.tanpa.is_none() {
            let nama: Vec<&str> = kurang.iter().map(|s| s.label()).collect();
            let pesan = Pesan::baru("Belum diserahkan: {kurang}. Serahkan, atau sebutkan alasannya di sini.");
            salah.push(GalatMedan::baru("tanpa", pesan.dengan("kurang", nama.join(", "))));
        }
        let beralamat = self.repositori.is_some() && self.komit.is_some();
        if self.serahan.0.contains(&Serahan::KodeSumber) && self.arsip.0.is_empty() && !beralamat {
            salah.push(GalatMedan::baru(
                "arsip",
                "Kode sumber disebut diserahkan: unggah arsipnya, atau isi alamat repositori dan komitnya.",
            ));
        }
        if self.hak_cipta != HakCipta::Daerah && self.alasan_hak.is_none() && wajib(k, HAK_CIPTA) {
            salah.push(GalatMedan::baru(
                "alasan_hak",
                "Peraturan daerah ini menyerahkan hak cipta kepada daerah. Jelaskan mengapa di sini tidak.",
            ));
        }
        if salah.is_empty() {
            Ok(())
        } else {
            Err(Galat::Isian(salah))
        }
    }
}

impl Register for PenyerahanAplikasi {
    const KODE: &'static str = KODE;
    const LABEL: &'static str = "Penyerahan aplikasi";
    const BANTUAN: &'static str = "Kode sumber, dokumen, dan daftar komponen yang diserahkan ke repositori Diskominfo, beserta hasil pemeriksaannya.";
    const DASAR: &'static [&'static str] = &["A8", "S18", "J24", "B18", "U16", "U27", "K18"];
    const JUDUL: &'static str = "nama";
    const NASKAH: &'static str = "sbom";
    const PETIKAN: i64 = 2;
    const TINGKAT: &'static str = tingkat::MEDAN;

    fn milik() -> Milik {
        Milik::Medan("opd".into())
    }

    fn sampai(h: &Hak) -> Klasifikasi {
        tingkat::sampai(h)
    }

    fn hak() -> Vec<Hak> {
        hak_pengembangan()
    }

    #[rustfmt::skip]
    fn lifecycle() -> Lifecycle {
        Lifecycle {
            keadaan: vec![
                keadaan("disiapkan", "Disiapkan", "Masih dikumpulkan perangkat daerahnya.", Giliran::Pemegang, Warna::Biru),
                keadaan("diserahkan", "Diserahkan", "Menunggu diterima Diskominfo.", Giliran::Pemegang, Warna::Jingga),
                keadaan(DITERIMA, "Tersimpan", "Ada di repositori; dapat diperiksa sewaktu-waktu.", Giliran::Selesai, Warna::Hijau),
                keadaan(DIPERIKSA, "Tersimpan dan diperiksa", "Kesesuaiannya sudah diperiksa; dapat diperiksa lagi.", Giliran::Selesai, Warna::Hijau),
                keadaan("batal", "Batal", "Tidak jadi diserahkan.", Giliran::Selesai, Warna::Abu),
            ],
            langkah: vec![
                L::baru("serahkan", "Serahkan", "Diskominfo memeriksa kelengkapannya; isinya tidak diubah lagi.")
                    .dari(["disiapkan"]).ke("diserahkan").oleh(pemutus()).pindah(Pindah::KeFungsi("kominfo".into())),
                L::baru("terima", "Terima ke repositori", "Tersimpan di repositori, dan tercatat pada aplikasinya di arsitektur.")
                    .dari(["diserahkan"]).ke(DITERIMA).oleh(pemutus())
                    .isian([Medan::dari::<Teks<150>>("berita_acara", "Nomor dan tanggal berita acara")]).salin(["berita_acara"]),
                L::baru("kembalikan", "Kembalikan", "Perangkat daerahnya melengkapi, lalu menyerahkan lagi.")
                    .dari(["diserahkan"]).ke("disiapkan").oleh(pemutus())
                    .isian([alasan("Apa yang perlu dilengkapi?")]).pindah(Pindah::KePemilik),
                L::baru("periksa", "Catat pemeriksaan", "Hasilnya dibaca pemilik aplikasi dan menjadi bukti selama dua tahun.")
                    .dari([DITERIMA, DIPERIKSA]).ke(DIPERIKSA).oleh(pemutus())
                    .isian([
                        Medan::dari::<Date>("diperiksa_pada", "Diperiksa pada"),
                        Medan::dari::<Kesesuaian>("fungsi", "Kesesuaian fungsi"),
                        Medan::dari::<Kesesuaian>("standar", "Standar teknis dan prosedur"),
                        Medan::dari::<Kesesuaian>("integrasi", "Integrasi, pertukaran data, dan keamanan"),
                        Medan::dari::<Option<Panjang<3000>>>("temuan", "Temuan").bantuan("Wajib bila ada yang tidak sesuai."),
                    ])
                    .salin(["diperiksa_pada", "fungsi", "standar", "integrasi", "temuan"]),
                L::baru("batalkan", "Batalkan", "Tidak jadi diserahkan; dapat dibuka kembali.")
                    .dari(["disiapkan"]).ke("batal").oleh(penyusun()).bahaya(),
                L::baru("buka_kembali", "Buka kembali", "Penyerahan ini disiapkan lagi.")
                    .dari(["batal"]).ke("disiapkan").oleh(penyusun()),
                tingkat::tetapkan(["disiapkan", "diserahkan", DITERIMA, DIPERIKSA, "batal"]),
            ],
            terkunci: ["diserahkan", DITERIMA, DIPERIKSA, "batal"].map(Into::into).into(),
            ..Lifecycle::default()
        }
    }

    fn hitung(&mut self, _k: &Konteks) {
        let ada = |s: &Serahan| self.serahan.0.contains(s);
        let manual = [
            Serahan::ManualPasang,
            Serahan::ManualPengguna,
            Serahan::ManualAdmin,
        ];
        let lengkap = TAHAP.iter().all(ada) && manual.iter().any(ada);
        self.tahap = Some(if lengkap {
            Kelengkapan::Lengkap
        } else {
            Kelengkapan::Belum
        });
        self.berlaku_sampai = self
            .diperiksa_pada
            .and_then(|h| h.checked_add(MASA_PERIKSA.years()).ok());
    }

    fn periksa(&self, _k: &Konteks) -> Vec<GalatMedan> {
        if self.serahan.0.is_empty() {
            return vec![GalatMedan::baru(
                "serahan",
                "Pilih sedikitnya satu yang diserahkan.",
            )];
        }
        Vec::new()
    }

    /// Source code is for its owner, for who keeps it, and for who oversees both: never for every office.
    fn terbit(&self, _keadaan: &str) -> bool {
        false
    }

    fn saat_langkah(&mut self, langkah: &str, isian: &Peta, e: &Entri, k: &Konteks) -> Result<(), Galat> {
        tingkat::boleh(langkah, isian, e, k)?;
        match langkah {
            "serahkan" => self.siap(k),
            "terima" => {
                self.diterima_pada = Some(hari_ini(k));
                Ok(())
            }
            "periksa" => {
                sudah_tiba("diperiksa_pada", self.diperiksa_pada, k)?;
                let hasil = [self.fungsi, self.standar, self.integrasi];
                if hasil.iter().any(|h| *h != Some(Kesesuaian::Sesuai)) && self.temuan.is_none() {
                    return Err(Galat::medan("temuan", "Jelaskan apa yang tidak sesuai."));
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn nama_tautan(jenis: &str, keluar: bool) -> Option<&'static str> {
        (jenis == "aplikasi" && !keluar).then_some("Penyerahannya")
    }

    fn syarat(&self, e: &Entri) -> Vec<Ikutan> {
        let (DITERIMA | DIPERIKSA, Some(tanggal)) = (e.keadaan.as_str(), self.diterima_pada) else {
            return Vec::new();
        };
        let isian = json!({
            "serahan": self.serahan, "hak_cipta": self.hak_cipta, "lisensi": self.lisensi, "diserahkan_pada": tanggal,
        });
        let Value::Object(mut isian) = isian else {
            return Vec::new();
        };
        isian.retain(|_, v| !v.is_null());
        vec![Ikutan {
            ke: self.aplikasi.id(),
            langkah: "serahan_diterima".into(),
            isian,
        }]
    }

    fn tolak_naskah(naskah: &[u8]) -> Option<Pesan> {
        match komponen::baca(naskah) {
            Ok(_) | Err(TakTerbaca::Disimpan) => None,
            Err(g) => Some(g.pesan().into()),
        }
    }

    fn petikan(naskah: &[u8]) -> Vec<Petikan> {
        let semua = komponen::baca(naskah).unwrap_or_default();
        let satu = |(i, k): (usize, Komponen)| Petikan {
            alamat: format!("komponen-{}", i + 1),
            teks: k.to_string(),
        };
        semua.into_iter().enumerate().map(satu).collect()
    }
}
