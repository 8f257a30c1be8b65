//! Produk hukum: a regulation or another legal document of the regency, from its draft to its repeal, with the metadata
//! that JDIHN asks for (mandat F2; Serang, Bekasi and Kapuas Pasal 20 ayat (5), Batu Bara Pasal 31; Perpres 33/2012,
//! Permenkumham 8/2019). Kept by the unit that holds fungsi `hukum`; read by everybody from its promulgation on.
//!
//! What amends or repeals says so in itself; the other end follows. When a regulation that repeals another comes into
//! force, the other is repealed in the same transaction, and both show it.

use jiff::civil::Date;
use kernel::{
    Entri, Galat, GalatMedan, IdEntri, Pelaku, Peta,
    izin::{Cakupan, Hak, Pandangan, Peran, Siapa, Tindakan},
    lifecycle::{Giliran, Keadaan as K, Langkah as L, Lifecycle, Warna},
    nilai::{
        Bagian, Bilangan, Daftar, Dokumen, Jenis, KodeUnit, Medan, Naskah, Panjang, Pilihan as _, Rujukan,
        Teks,
    },
    peristiwa::Terlihat,
    register::{Ikutan, Konteks, Milik, Petikan, Register},
};
use register_derive::{Kelompok, Pilihan};
use serde::{Deserialize, Serialize};

/// Code of the register.
pub const KODE: &str = "produk_hukum";

/// The states in which everybody may read it.
pub const TERBIT: [&str; 4] = ["diundangkan", "berlaku", "diubah", "dicabut"];

/// The four kinds of document of JDIHN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum TipeDokumen {
    /// Regulations and decrees.
    #[pilihan("Peraturan Perundang-undangan")]
    Peraturan,
    /// Books and studies.
    #[pilihan("Monografi Hukum")]
    Monografi,
    /// Articles.
    #[pilihan("Artikel Hukum")]
    Artikel,
    /// Judgements.
    #[pilihan("Putusan Pengadilan")]
    Putusan,
}

/// What kind of document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum JenisProduk {
    /// Made with the council.
    #[pilihan("Peraturan Daerah")]
    Perda,
    /// Made by the regent.
    #[pilihan("Peraturan Bupati")]
    Perbup,
    /// The regent decides a case.
    #[pilihan("Keputusan Bupati")]
    Kepbup,
    /// The regent instructs.
    #[pilihan("Instruksi Bupati")]
    Inbup,
    /// A circular.
    #[pilihan("Surat Edaran")]
    Se,
    /// Of the council.
    #[pilihan("Peraturan DPRD")]
    Perdprd,
    /// Of the council.
    #[pilihan("Keputusan DPRD")]
    Kepdprd,
    /// Between governments.
    #[pilihan("Nota Kesepahaman")]
    Mou,
    /// A book or study.
    #[pilihan("Monografi Hukum")]
    Monografi,
    /// An article.
    #[pilihan("Artikel Hukum")]
    Artikel,
    /// A judgement.
    #[pilihan("Putusan Pengadilan")]
    Putusan,
}

impl JenisProduk {
    /// Its abbreviation, as JDIHN has it.
    pub fn singkatan(self) -> String {
        self.kode().to_uppercase()
    }

    /// Which of JDIHN's kinds of document it is.
    pub fn tipe(self) -> TipeDokumen {
        match self {
            JenisProduk::Monografi => TipeDokumen::Monografi,
            JenisProduk::Artikel => TipeDokumen::Artikel,
            JenisProduk::Putusan => TipeDokumen::Putusan,
            _ => TipeDokumen::Peraturan,
        }
    }

    /// The kind that a title names, as it is printed or typed: "PERATURAN BUPATI SERANG", "Perbup".
    pub fn dari_judul(judul: &str) -> Option<Self> {
        let kecil = judul.to_lowercase();
        let panjang = Self::SEMUA
            .iter()
            .copied()
            .find(|j| kecil.starts_with(&j.label().to_lowercase()));
        panjang.or_else(|| Self::dari_kode(kecil.split_whitespace().next()?))
    }
}

/// A relation to another document of this register.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Kelompok)]
pub struct Relasi {
    /// The other.
    #[medan(
        "Nomor entri produk hukum",
        bantuan = "Nomornya di ruang kerja, bukan nomor peraturannya."
    )]
    pub produk: Rujukan<ProdukHukum>,
    /// Which part of it.
    #[medan(
        "Bagian yang dimaksud",
        bantuan = "Misalnya: Pasal 5 ayat (2). Kosongkan bila seluruhnya."
    )]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bagian: Option<Teks<200>>,
}

/// A legal document.
#[derive(Clone, Debug, Serialize, Deserialize, Kelompok)]
pub struct ProdukHukum {
    /// Kind.
    #[medan("Jenis", cari, saring, kolom, publik)]
    pub jenis: JenisProduk,
    /// Number, once enacted.
    #[medan(
        "Nomor peraturan",
        cari,
        saring,
        kolom,
        publik,
        bantuan = "Diisi saat penetapan."
    )]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nomor_peraturan: Option<Teks<40>>,
    /// Year, once enacted.
    #[medan("Tahun", cari, saring, urut, kolom, publik)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tahun: Option<Bilangan<1945, 2199>>,
    /// Subject.
    #[medan("Tentang", cari, kolom, publik, bantuan = "Tanpa kata “tentang”.")]
    pub tentang: Teks<500>,
    /// Day of enactment.
    #[medan("Tanggal penetapan", urut, publik)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tanggal_penetapan: Option<Date>,
    /// Day of promulgation.
    #[medan("Tanggal pengundangan", urut, publik)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tanggal_pengundangan: Option<Date>,
    /// Day from which it is in force.
    #[medan("Tanggal mulai berlaku", publik)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tanggal_berlaku: Option<Date>,
    /// Where it was enacted.
    #[medan("Tempat penetapan", publik)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tempat_penetapan: Option<Teks<80>>,
    /// Who signed.
    #[medan("Penanda tangan", publik, bantuan = "Jabatan dan nama, seperti tercetak.")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub penandatangan: Option<Teks<200>>,
    /// Main entry heading: the issuing body.
    #[medan(
        "T.E.U. badan",
        publik,
        bantuan = "Tajuk entri utama: badan yang mengeluarkannya."
    )]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub teu: Option<Teks<150>>,
    /// The gazette it stands in.
    #[medan(
        "Sumber",
        publik,
        bantuan = "Lembaran atau berita daerah, misalnya: BD Tahun 2022 Nomor 51."
    )]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sumber: Option<Teks<200>>,
    /// Keywords.
    #[medan("Subjek", cari, publik)]
    #[serde(default)]
    pub subjek: Daftar<20>,
    /// Field of law.
    #[medan("Bidang hukum", publik, bawaan = "Hukum Administrasi Negara")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bidang_hukum: Option<Teks<100>>,
    /// Language.
    #[medan("Bahasa", publik, bawaan = "Indonesia")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bahasa: Option<Teks<40>>,
    /// Where the paper is kept.
    #[medan("Lokasi naskah asli", publik)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lokasi: Option<Teks<150>>,
    /// Pages and size.
    #[medan("Deskripsi fisik", publik, bantuan = "Misalnya: 24 hlm.")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deskripsi_fisik: Option<Teks<80>>,
    /// The unit that proposed it.
    #[medan("Pemrakarsa", publik)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pemrakarsa: Option<KodeUnit>,
    /// In a few sentences.
    #[medan("Abstrak", cari, publik)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub abstrak: Option<Panjang<5000>>,
    /// What it amends.
    #[medan("Mengubah", publik)]
    #[serde(default)]
    pub mengubah: Bagian<Relasi>,
    /// What it repeals.
    #[medan("Mencabut", publik)]
    #[serde(default)]
    pub mencabut: Bagian<Relasi>,
    /// What it carries out.
    #[medan("Melaksanakan", publik)]
    #[serde(default)]
    pub melaksanakan: Bagian<Relasi>,
    /// Its legal bases of this regency.
    #[medan("Dasar hukum dari daerah ini", publik)]
    #[serde(default)]
    pub dasar_hukum: Bagian<Relasi>,
    /// Its legal bases from elsewhere.
    #[medan("Dasar hukum lain", publik)]
    #[serde(default)]
    pub dasar_lain: Daftar<60>,
    /// Its text, that the program reads.
    #[medan(
        "Naskah",
        publik,
        bantuan = "Teks lengkapnya: dari sini datang halaman baca dan pencarian per pasal."
    )]
    #[serde(default)]
    pub naskah: Naskah,
    /// Signed copies and annexes.
    #[medan("Berkas", publik)]
    #[serde(default)]
    pub berkas: Dokumen<10>,
    /// It was public once: harvesters are told when it no longer is.
    #[medan("Pernah terbit", saring, hitung)]
    #[serde(default)]
    pub pernah_terbit: bool,
}

const KELOLA: &[Tindakan] = &[
    Tindakan::Baca,
    Tindakan::Buat,
    Tindakan::Ubah,
    Tindakan::Catat,
    Tindakan::Ekspor,
    Tindakan::Impor,
];

/// Officials of the unit that holds fungsi `hukum`.
const PENGELOLA: [Peran; 3] = [Peran::Penghubung, Peran::Kepala, Peran::Petugas];

fn hak(siapa: Siapa, boleh: &'static [Tindakan], cakupan: Cakupan, pandangan: Pandangan) -> Hak {
    Hak {
        siapa,
        boleh,
        cakupan,
        pandangan,
    }
}

fn keadaan(kode: &'static str, label: &'static str, arti: &'static str, giliran: Giliran, warna: Warna) -> K {
    K {
        kode: kode.into(),
        label: label.into(),
        arti: arti.into(),
        giliran,
        warna,
    }
}

fn alasan(label: &'static str) -> Medan {
    Medan::baru("alasan", label, Jenis::Panjang { maks: 1_000 })
}

fn oleh_produk() -> Medan {
    Medan::baru("produk", "Oleh produk hukum mana?", Jenis::Rujukan(KODE.into()))
        .boleh_kosong()
        .bantuan("Nomor entrinya di ruang kerja. Kosongkan bila bukan produk hukum daerah ini.")
}

fn tanggal(nama: &'static str, label: &'static str) -> Medan {
    Medan::baru(nama, label, Jenis::Tanggal)
}

impl Register for ProdukHukum {
    const KODE: &'static str = KODE;
    const LABEL: &'static str = "Produk hukum";
    const BANTUAN: &'static str =
        "Peraturan dan dokumen hukum daerah, dari rancangan sampai dicabut, untuk JDIH.";
    const DASAR: &'static [&'static str] = &["F2", "S20", "B20", "U31", "K20"];
    const JUDUL: &'static str = "tentang";
    const NASKAH: &'static str = "naskah";
    const PETIKAN: i64 = 1;

    fn milik() -> Milik {
        Milik::Fungsi("hukum".into())
    }

    fn hak() -> Vec<Hak> {
        let mut semua = vec![hak(
            Siapa::Publik,
            &[Tindakan::Baca, Tindakan::Ekspor],
            Cakupan::Terbit,
            Pandangan::Publik,
        )];
        for p in PENGELOLA {
            semua.push(hak(Siapa::Peran(p), KELOLA, Cakupan::Unit, Pandangan::Dinas));
        }
        for p in [Peran::Auditor, Peran::Pimpinan] {
            semua.push(hak(
                Siapa::Peran(p),
                &[Tindakan::Baca, Tindakan::Ekspor],
                Cakupan::Semua,
                Pandangan::Dinas,
            ));
        }
        semua
    }

    #[rustfmt::skip]
    fn lifecycle() -> Lifecycle {
        let pengelola = || PENGELOLA.map(Siapa::Peran);
        let penentu = || [Siapa::Peran(Peran::Penghubung), Siapa::Peran(Peran::Kepala)];
        let nomor = Medan::baru("nomor_peraturan", "Nomor peraturan", Jenis::Teks { maks: 40 });
        let tahun = Medan::baru("tahun", "Tahun", Jenis::Bilangan { min: 1945, maks: 2199 });
        let tanda = Medan::baru("penandatangan", "Penanda tangan", Jenis::Teks { maks: 200 }).boleh_kosong();
        let sumber = Medan::baru("sumber", "Sumber", Jenis::Teks { maks: 200 }).boleh_kosong()
            .bantuan("Lembaran atau berita daerah, misalnya: BD Tahun 2022 Nomor 51.");
        Lifecycle {
            keadaan: vec![
                keadaan("draf", "Rancangan", "Sedang disusun; belum terlihat oleh umum.", Giliran::Pemegang, Warna::Biru),
                keadaan("harmonisasi", "Harmonisasi", "Sedang diselaraskan dengan peraturan lain.", Giliran::Pemegang, Warna::Jingga),
                keadaan("ditetapkan", "Ditetapkan", "Sudah ditandatangani, menunggu pengundangan.", Giliran::Pemegang, Warna::Jingga),
                keadaan("diundangkan", "Diundangkan", "Sudah diumumkan, belum mulai berlaku.", Giliran::Pemegang, Warna::Biru),
                keadaan("berlaku", "Berlaku", "Masih mengikat; belum diubah dan belum dicabut.", Giliran::Selesai, Warna::Hijau),
                keadaan("diubah", "Berlaku, sudah diubah", "Berlaku dengan perubahan; baca bersama peraturan yang mengubahnya.", Giliran::Selesai, Warna::Jingga),
                keadaan("dicabut", "Dicabut", "Tidak berlaku lagi.", Giliran::Selesai, Warna::Merah),
                keadaan("batal", "Batal", "Rancangan ini tidak dilanjutkan.", Giliran::Selesai, Warna::Abu),
            ],
            langkah: vec![
                L::baru("ajukan", "Ajukan harmonisasi", "Rancangan diselaraskan dengan peraturan lain.")
                    .dari(["draf"]).ke("harmonisasi").oleh(pengelola()).terlihat(Terlihat::Internal),
                L::baru("kembalikan", "Kembalikan ke penyusun", "Rancangan disusun lagi.")
                    .dari(["harmonisasi"]).ke("draf").oleh(penentu()).isian([alasan("Apa yang perlu diperbaiki?")]).terlihat(Terlihat::Internal),
                L::baru("tetapkan", "Catat penetapan", "Nomor, tahun, dan tanggalnya tercatat; menunggu pengundangan.")
                    .dari(["harmonisasi"]).ke("ditetapkan").oleh(penentu())
                    .isian([nomor, tahun, tanggal("tanggal_penetapan", "Tanggal penetapan").boleh_kosong(), tanda])
                    .salin(["nomor_peraturan", "tahun", "tanggal_penetapan", "penandatangan"]).terlihat(Terlihat::Publik),
                L::baru("undangkan", "Catat pengundangan", "Mulai sekarang terlihat oleh umum di JDIH.")
                    .dari(["ditetapkan"]).ke("diundangkan").oleh(penentu())
                    .isian([tanggal("tanggal_pengundangan", "Tanggal pengundangan").boleh_kosong(), sumber])
                    .salin(["tanggal_pengundangan", "sumber"]).terlihat(Terlihat::Publik),
                L::baru("berlakukan", "Nyatakan berlaku", "Berlaku. Yang diubah atau dicabut olehnya ikut berganti status saat itu juga.")
                    .dari(["diundangkan"]).ke("berlaku").oleh(penentu())
                    .isian([tanggal("tanggal_berlaku", "Tanggal mulai berlaku").boleh_kosong()])
                    .salin(["tanggal_berlaku"]).terlihat(Terlihat::Publik),
                L::baru("tarik", "Tarik pengundangan", "Tidak lagi terlihat oleh umum sampai diundangkan kembali.")
                    .dari(["diundangkan"]).ke("ditetapkan").oleh(penentu()).isian([alasan("Mengapa ditarik?")]).bahaya(),
                L::baru("nyatakan_diubah", "Nyatakan diubah", "Tetap berlaku, dengan tanda bahwa sudah diubah.")
                    .dari(["berlaku"]).ke("diubah").oleh(penentu()).ikutan()
                    .isian([oleh_produk(), alasan("Keterangan").boleh_kosong()])
                    .tautkan("produk", "diubah_oleh").terlihat(Terlihat::Publik),
                L::baru("cabut", "Nyatakan dicabut", "Tidak berlaku lagi; tetap dapat dibaca dengan tanda itu.")
                    .dari(["berlaku", "diubah", "diundangkan"]).ke("dicabut").oleh(penentu()).ikutan()
                    .isian([oleh_produk(), alasan("Keterangan").boleh_kosong()])
                    .tautkan("produk", "dicabut_oleh").terlihat(Terlihat::Publik).bahaya(),
                L::baru("pulihkan", "Pulihkan sebagai berlaku", "Kembali berlaku; pencabutan atau perubahannya keliru dicatat.")
                    .dari(["diubah", "dicabut"]).ke("berlaku").oleh(penentu())
                    .isian([alasan("Mengapa dipulihkan?")]).terlihat(Terlihat::Publik),
                L::baru("batalkan", "Batalkan rancangan", "Rancangan tidak dilanjutkan; dapat dibuka kembali.")
                    .dari(["draf", "harmonisasi", "ditetapkan"]).ke("batal").oleh(penentu())
                    .isian([alasan("Mengapa dibatalkan?")]).terlihat(Terlihat::Internal).bahaya(),
                L::baru("buka_kembali", "Buka kembali", "Rancangan dilanjutkan.")
                    .dari(["batal"]).ke("draf").oleh(penentu()).terlihat(Terlihat::Internal),
            ],
            ..Lifecycle::default()
        }
    }

    fn periksa(&self, k: &Konteks) -> Vec<GalatMedan> {
        let mut salah = Vec::new();
        let hukum = k.profil.fungsi("hukum");
        if let Pelaku::Akun(a) = k.pelaku
            && !PENGELOLA
                .iter()
                .any(|p| a.peran.iter().any(|(q, u)| q == p && Some(u) == hukum))
        {
            salah.push(GalatMedan::baru(
                "jenis",
                "Register ini hanya diisi oleh petugas bagian hukum.",
            ));
        }
        if let (Some(tetap), Some(undang)) = (self.tanggal_penetapan, self.tanggal_pengundangan)
            && undang < tetap
        {
            salah.push(GalatMedan::baru(
                "tanggal_pengundangan",
                "Pengundangan tidak mungkin sebelum penetapan. Periksa kedua tanggalnya.",
            ));
        }
        salah
    }

    fn saat_langkah(&mut self, langkah: &str, _isian: &Peta, _e: &Entri, _k: &Konteks) -> Result<(), Galat> {
        self.pernah_terbit |= langkah == "undangkan";
        Ok(())
    }

    fn terbit(&self, keadaan: &str) -> bool {
        TERBIT.contains(&keadaan)
    }

    /// What the entry already says stands in the form beforehand.
    fn usul(&self, langkah: &str, _k: &Konteks) -> Peta {
        let medan: &[&str] = match langkah {
            "tetapkan" => &["nomor_peraturan", "tahun", "tanggal_penetapan", "penandatangan"],
            "undangkan" => &["tanggal_pengundangan", "sumber"],
            "berlakukan" => &["tanggal_berlaku"],
            _ => &[],
        };
        let isi = serde_json::to_value(self).unwrap_or_default();
        let satu = |m: &&str| Some(((*m).to_owned(), isi.get(*m)?.clone()));
        medan.iter().filter_map(satu).collect()
    }

    /// In force, it changes what it amends and repeals.
    fn ikutan(&self, e: &Entri) -> Vec<Ikutan> {
        if !matches!(e.keadaan.as_str(), "berlaku" | "diubah") {
            return Vec::new();
        }
        let satu = |langkah: &'static str, semua: &Bagian<Relasi>| -> Vec<Ikutan> {
            let ke: Vec<IdEntri> = semua
                .0
                .iter()
                // Who repeals only a part amends; the whole stays in force.
                .filter(|r| langkah != "cabut" || r.bagian.is_none())
                .map(|r| r.produk.id())
                .collect();
            ke.into_iter()
                .map(|ke| Ikutan {
                    ke,
                    langkah: langkah.into(),
                    isian: [("produk".to_owned(), e.id.to_string().into())]
                        .into_iter()
                        .collect(),
                })
                .collect()
        };
        let sebagian = Bagian(
            self.mencabut
                .0
                .iter()
                .filter(|r| r.bagian.is_some())
                .cloned()
                .collect(),
        );
        let mut semua = satu("nyatakan_diubah", &self.mengubah);
        semua.extend(satu("nyatakan_diubah", &sebagian));
        semua.extend(satu("cabut", &self.mencabut));
        semua
    }

    fn petikan(naskah: &[u8]) -> Vec<Petikan> {
        let Ok(h) = regulasi::baca_bita(naskah) else {
            return Vec::new();
        };
        let satuan = h.satuan();
        satuan
            .into_iter()
            .map(|(alamat, teks)| Petikan {
                alamat: alamat.to_owned(),
                teks,
            })
            .collect()
    }
}
