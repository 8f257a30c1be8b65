//! Produk hukum: a regulation or another legal document of the regency, from its draft to its repeal, with the metadata
//! that JDIHN asks for (mandat F2; Serang, Bekasi and Kapuas Pasal 20 ayat (5), Batu Bara Pasal 31; Perpres 33/2012,
//! Permenkumham 8/2019). Kept by the unit that holds fungsi `hukum`; read by everybody from its promulgation on.
//!
//! What amends or repeals says so in itself; the other end follows. When a regulation that repeals another comes into
//! force, the other is repealed in the same transaction, and both show it; when it no longer says so, the other is in
//! force again.
//!
//! An amended regulation may get its consolidated text, with the day from which that is the wording. Each earlier
//! wording is kept, so that the text can be read as of a day.

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
    register::{Ikutan, Konteks, Milik, Petikan, Register, Unik},
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

/// A wording that a regulation had before the present one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Kelompok)]
pub struct Bunyi {
    /// From which day it was the wording; none: from the beginning.
    #[medan("Berlaku sejak", publik)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sejak: Option<Date>,
    /// What brought it.
    #[medan("Diubah dengan", publik)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oleh: Option<Rujukan<ProdukHukum>>,
    /// Its text.
    #[medan("Naskah", publik)]
    #[serde(default)]
    pub naskah: Naskah,
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
    /// From which day the text is the wording; none: from the beginning.
    #[medan("Naskah ini bunyi sejak", publik, hitung)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub naskah_sejak: Option<Date>,
    /// What brought that wording.
    #[medan("Naskah ini setelah diubah dengan", publik, hitung)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub naskah_oleh: Option<Rujukan<ProdukHukum>>,
    /// Earlier wordings, oldest first.
    #[medan("Bunyi sebelumnya", publik, hitung)]
    #[serde(default)]
    pub bunyi_lama: Bagian<Bunyi>,
    /// It was in force once, so what it amended and repealed stays so, even when it is repealed itself.
    #[medan("Pernah berlaku", hitung)]
    #[serde(default)]
    pub pernah_berlaku: bool,
    /// An official, and no other entry, has declared it to be in this state.
    #[medan("Dinyatakan langsung", publik, hitung)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dinyatakan: Option<Teks<20>>,
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

impl ProdukHukum {
    /// Puts a wording where its day says: the newest is the text, the others are kept in their order. The same day again
    /// replaces.
    fn muat_bunyi(&mut self, isian: &Peta, k: &Konteks) -> Result<(), Galat> {
        let baru: Bunyi = Bunyi::deserialize(isian).map_err(|e| Galat::dalam("reading a wording", e))?;
        let hari_ini = k.profil.kalender.setempat(k.kini).date();
        if baru.sejak.is_some_and(|s| s > hari_ini) {
            return Err(Galat::medan(
                "sejak",
                "Tanggal ini belum tiba. Muat naskahnya setelah perubahan itu berlaku.",
            ));
        }
        let awal = self.tanggal_berlaku.or(self.tanggal_pengundangan);
        if let (Some(sejak), Some(awal)) = (baru.sejak, awal)
            && sejak <= awal
        {
            return Err(Galat::medan(
                "sejak",
                "Perubahan berlaku sesudah peraturannya sendiri. Naskah asli dimuat lewat Ubah isian.",
            ));
        }
        let mut semua = std::mem::take(&mut self.bunyi_lama.0);
        if !self.naskah.0.is_empty() {
            semua.push(Bunyi {
                sejak: self.naskah_sejak,
                oleh: self.naskah_oleh,
                naskah: self.naskah.clone(),
            });
        }
        semua.retain(|b| b.sejak != baru.sejak);
        semua.push(baru);
        // Without a day it is the first wording.
        semua.sort_by_key(|b| b.sejak);
        if let Some(b) = semua.pop() {
            (self.naskah, self.naskah_sejak, self.naskah_oleh) = (b.naskah, b.sejak, b.oleh);
        }
        self.bunyi_lama = Bagian(semua);
        Ok(())
    }
}

impl Register for ProdukHukum {
    const KODE: &'static str = KODE;
    const LABEL: &'static str = "Produk hukum";
    const BANTUAN: &'static str =
        "Peraturan dan dokumen hukum daerah, dari rancangan sampai dicabut, untuk JDIH.";
    const DASAR: &'static [&'static str] = &["F2", "S20", "B20", "U31", "K20"];
    const JUDUL: &'static str = "tentang";
    const PEMBUAT: &'static str = "hukum";
    const UNIK: Unik = Unik {
        medan: &["jenis", "tahun", "nomor_peraturan"],
        kecuali: &["batal"],
    };
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
                L::baru("belum_berlaku", "Tarik pernyataan berlaku", "Keliru dinyatakan berlaku. Yang diubah atau dicabut olehnya kembali seperti semula.")
                    .dari(["berlaku"]).ke("diundangkan").oleh(penentu()).isian([alasan("Mengapa ditarik?")]).terlihat(Terlihat::Publik).bahaya(),
                L::baru("muat_bunyi", "Muat naskah setelah perubahan", "Halaman baca menunjukkan bunyi ini sejak tanggalnya; bunyi sebelumnya tetap dapat dibaca menurut tanggal.")
                    .dari(["berlaku", "diubah", "dicabut"]).oleh(pengelola())
                    .isian([
                        Medan::dari::<Naskah>("naskah", "Naskah konsolidasi").wajib()
                            .bantuan("Seluruh teksnya setelah perubahan dimasukkan, sebagai teks (.txt)."),
                        tanggal("sejak", "Berlaku sejak tanggal"),
                        Medan::baru("oleh", "Diubah dengan produk hukum mana?", Jenis::Rujukan(KODE.into())).boleh_kosong()
                            .bantuan("Nomor entrinya di ruang kerja. Kosongkan bila bukan produk hukum daerah ini."),
                    ])
                    .terlihat(Terlihat::Publik),
                L::baru("nyatakan_diubah", "Nyatakan diubah", "Tetap berlaku, dengan tanda bahwa sudah diubah.")
                    .dari(["berlaku"]).ke("diubah").oleh(penentu()).ikutan().lepas("pulih")
                    .isian([oleh_produk(), alasan("Keterangan").boleh_kosong()])
                    .tautkan("produk", "diubah_oleh").terlihat(Terlihat::Publik),
                L::baru("cabut", "Nyatakan dicabut", "Tidak berlaku lagi; tetap dapat dibaca dengan tanda itu.")
                    .dari(["berlaku", "diubah"]).ke("dicabut").oleh(penentu()).ikutan().lepas("pulih")
                    .isian([oleh_produk(), alasan("Keterangan").boleh_kosong()])
                    .tautkan("produk", "dicabut_oleh").terlihat(Terlihat::Publik).bahaya(),
                L::baru("pulihkan", "Pulihkan sebagai berlaku", "Kembali berlaku; pencabutan atau perubahannya keliru dicatat.")
                    .dari(["diubah", "dicabut"]).ke("berlaku").oleh(penentu())
                    .isian([alasan("Mengapa dipulihkan?")]).terlihat(Terlihat::Publik),
                L::baru("pulih", "Berlaku kembali", "Tidak lagi diubah atau dicabut oleh peraturan lain.")
                    .dari(["diubah", "dicabut"]).ke("berlaku").oleh([Siapa::Sistem]).ikutan()
                    .isian([oleh_produk()]).terlihat(Terlihat::Publik),
                L::baru("batalkan", "Batalkan rancangan", "Rancangan tidak dilanjutkan; dapat dibuka kembali.")
                    .dari(["draf", "harmonisasi", "ditetapkan"]).ke("batal").oleh(penentu())
                    .isian([alasan("Mengapa dibatalkan?")]).terlihat(Terlihat::Internal).bahaya(),
                L::baru("buka_kembali", "Buka kembali", "Rancangan dilanjutkan.")
                    .dari(["batal"]).ke("draf").oleh(penentu()).terlihat(Terlihat::Internal),
            ],
            ..Lifecycle::default()
        }
    }

    fn periksa(&self, _k: &Konteks) -> Vec<GalatMedan> {
        let mut salah = Vec::new();
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

    fn saat_langkah(&mut self, langkah: &str, isian: &Peta, e: &Entri, k: &Konteks) -> Result<(), Galat> {
        self.pernah_terbit |= langkah == "undangkan";
        self.pernah_berlaku |= langkah == "berlakukan" || matches!(e.keadaan.as_str(), "berlaku" | "diubah");
        let orang = *k.pelaku != Pelaku::Sistem;
        match langkah {
            "belum_berlaku" => self.pernah_berlaku = false,
            "nyatakan_diubah" if orang => self.dinyatakan = Teks::baru("diubah").ok(),
            "cabut" if orang => self.dinyatakan = Teks::baru("dicabut").ok(),
            "pulihkan" => self.dinyatakan = None,
            "muat_bunyi" => self.muat_bunyi(isian, k)?,
            _ => {}
        }
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

    fn nama_tautan(jenis: &str, keluar: bool) -> Option<&'static str> {
        Some(match (jenis, keluar) {
            ("mengubah.produk", true) | ("diubah_oleh" | "naskah_oleh" | "bunyi_lama.oleh", false) => {
                "Mengubah"
            }
            ("mengubah.produk", false) | ("diubah_oleh" | "naskah_oleh" | "bunyi_lama.oleh", true) => {
                "Diubah oleh"
            }
            ("mencabut.produk", true) | ("dicabut_oleh", false) => "Mencabut",
            ("mencabut.produk", false) | ("dicabut_oleh", true) => "Dicabut oleh",
            ("melaksanakan.produk", true) => "Melaksanakan",
            ("melaksanakan.produk", false) => "Dilaksanakan oleh",
            ("dasar_hukum.produk", true) => "Dasar hukum",
            ("dasar_hukum.produk", false) => "Menjadi dasar hukum",
            _ => return None,
        })
    }

    /// In force, it changes what it amends and repeals; repealed itself, it has done so all the same. What an official
    /// has declared of itself counts like what others ask of it.
    fn ikutan(&self, e: &Entri) -> Vec<Ikutan> {
        let langsung = match self.dinyatakan.as_ref().map(Teks::as_str) {
            Some("diubah") => Some("nyatakan_diubah"),
            Some("dicabut") => Some("cabut"),
            _ => None,
        };
        let diri = langsung.map(|langkah| Ikutan {
            ke: e.id,
            langkah: langkah.into(),
            isian: Peta::new(),
        });
        let berlaku = match e.keadaan.as_str() {
            "berlaku" | "diubah" => true,
            "dicabut" => self.pernah_berlaku,
            _ => false,
        };
        if !berlaku {
            return diri.into_iter().collect();
        }
        let satu = |langkah: &'static str, semua: &Bagian<Relasi>| -> Vec<Ikutan> {
            let ke: Vec<IdEntri> = semua
                .0
                .iter()
                // Who repeals only a part amends; the whole stays in force.
                .filter(|r| langkah != "cabut" || r.bagian.is_none())
                .map(|r| r.produk.id())
                .filter(|ke| *ke != e.id)
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
        let mut semua: Vec<Ikutan> = diri.into_iter().collect();
        semua.extend(satu("nyatakan_diubah", &self.mengubah));
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
