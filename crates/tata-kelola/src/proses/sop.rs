//! SOP: the standard operating procedure of a process in the architecture (mandat A5; Permenpan RB 35/2012). An office
//! writes it; who draws up business processes by the regulation of the regency reviews it (the unit for organisation in
//! Serang, Bekasi and Kapuas; the office itself in Jembrana and Batu Bara); it counts from its decree, which is the
//! Bupati's where the regulation says so.

use jiff::civil::Date;
use kernel::{
    Entri, Galat, GalatMedan, Pesan, Peta,
    izin::{Cakupan, Hak, Peran, Siapa},
    kewajiban::Pelaku,
    lifecycle::{Giliran, Langkah as L, Lifecycle, Pindah, Warna},
    nilai::{Bagian, Daftar, Dokumen, KodeUnit, Medan, Panjang, Rujukan, Teks},
    register::{Konteks, Milik, Register},
};
use register_derive::{Kelompok, Pilihan};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{LangkahSop, alur};
use crate::{
    arsitektur::ProsesBisnis,
    aturan::{BACA, alasan, hak, hak_perencanaan, hari_ini, keadaan, pemutus, penyusun, sudah_tiba},
};

/// Code of the register.
pub const KODE: &str = "sop";
/// Being written.
pub const DISUSUN: &str = "disusun";
/// In force.
pub const DITETAPKAN: &str = "ditetapkan";
/// The states in which it is neither in force nor gone.
pub const TERBUKA: [&str; 3] = [DISUSUN, "diajukan", "ditelaah"];
/// The states in which it was in force and is no more.
pub const BERLALU: [&str; 2] = ["diganti", "dicabut"];
/// Who reviews where the regulation hands the drawing up to one unit.
const ORTALA: &str = "ortala";

/// How many offices it touches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum Lintas {
    /// One.
    #[pilihan("Satu perangkat daerah")]
    Satu,
    /// Several: it is one procedure all the same.
    #[pilihan("Beberapa perangkat daerah")]
    Beberapa,
}

/// Who laid it down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum Penetap {
    /// The Bupati.
    #[pilihan("Bupati")]
    Bupati,
    /// The regional secretary.
    #[pilihan("Sekretaris Daerah")]
    Sekda,
    /// The head of the office.
    #[pilihan("Kepala perangkat daerah")]
    Kepala,
}

/// A procedure.
#[derive(Clone, Debug, Serialize, Deserialize, Kelompok)]
pub struct Sop {
    /// What it is called.
    #[medan("Nama SOP", cari, urut, kolom)]
    pub judul: Teks<200>,
    /// The process it describes.
    #[medan("Proses bisnis", saring, bantuan = "Nomor prosesnya di arsitektur.")]
    pub proses: Rujukan<ProsesBisnis>,
    /// Whose it is.
    #[medan("Perangkat daerah pemilik", saring, kolom)]
    pub opd: KodeUnit,
    /// Number on its paper.
    #[medan("Nomor SOP", cari)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nomor_sop: Option<Teks<80>>,
    /// What for.
    #[medan("Tujuan", cari)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tujuan: Option<Panjang<1000>>,
    /// On which ground.
    #[medan("Dasar hukum", bantuan = "Satu setiap baris.")]
    #[serde(default)]
    pub dasar: Daftar<20>,
    /// What those who do it must be able to do.
    #[medan("Kualifikasi pelaksana")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kualifikasi: Option<Panjang<1000>>,
    /// What it takes.
    #[medan("Peralatan dan perlengkapan")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peralatan: Option<Panjang<1000>>,
    /// What happens when it is not followed.
    #[medan("Peringatan")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peringatan: Option<Panjang<1000>>,
    /// What is written down on the way.
    #[medan("Pencatatan dan pendataan")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pencatatan: Option<Panjang<1000>>,
    /// Its steps.
    #[medan("Langkah-langkah")]
    #[serde(default)]
    pub langkah: Bagian<LangkahSop>,
    /// The signed text.
    #[medan("Naskah")]
    #[serde(default)]
    pub naskah: Dokumen<5>,
    /// How many offices it touches.
    #[medan("Pelaksana", hitung, saring, kolom)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lintas: Option<Lintas>,
    /// What the review found.
    #[medan("Hasil telaah", hitung)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub telaah: Option<Panjang<3000>>,
    /// When.
    #[medan("Ditelaah pada", hitung)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ditelaah_pada: Option<Date>,
    /// The decree that laid it down.
    #[medan("Nomor penetapan", hitung, cari)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nomor_penetapan: Option<Teks<120>>,
    /// When.
    #[medan("Tanggal penetapan", hitung)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tanggal_penetapan: Option<Date>,
    /// Whose decree.
    #[medan("Ditetapkan oleh", hitung, saring)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub penetap: Option<Penetap>,
    /// What came after it.
    #[medan("Pengganti", hitung)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pengganti: Option<Rujukan<Sop>>,
}

impl Sop {
    /// The procedure of an entry.
    ///
    /// # Errors
    /// When its fields cannot be read.
    pub fn dari(e: &Entri) -> Result<Self, Galat> {
        serde_json::from_value(Value::Object(e.isi.clone()))
            .map_err(|g| Galat::dalam("reading a procedure", g))
    }

    /// The offices that have a part in it, its owner first.
    pub fn unit(&self) -> Vec<&str> {
        let mut semua = vec![self.opd.as_str()];
        for u in self.langkah.0.iter().filter_map(|l| l.unit.as_ref()) {
            if !semua.contains(&u.as_str()) {
                semua.push(u.as_str());
            }
        }
        semua
    }

    fn siap(&self) -> Result<(), Galat> {
        let kurang = alur::kurang(&self.langkah.0);
        if kurang.is_empty() {
            return Ok(());
        }
        let salah = kurang.iter().map(|x| GalatMedan::baru("langkah", x.pesan()));
        Err(Galat::Isian(salah.collect()))
    }
}

/// The unit to which the regulation hands the drawing up; none where each office does it for itself.
fn penyusun_daerah<'a>(k: &'a Konteks) -> Option<&'a str> {
    let kitab = k.profil.kitab.as_ref()?;
    match &kitab.cari("proses-bisnis-disusun", hari_ini(k))?.pelaku {
        Pelaku::Fungsi(f) => k.profil.fungsi(f).map(KodeUnit::as_str),
        _ => None,
    }
}

/// Whether the regulation keeps the laying down for the Bupati.
fn oleh_bupati(k: &Konteks) -> bool {
    let kitab = k.profil.kitab.as_ref();
    let tugas = kitab.and_then(|kt| kt.cari("proses-bisnis-ditetapkan", hari_ini(k)));
    tugas.is_some_and(|t| t.penetap == Some(Pelaku::Bupati))
}

impl Register for Sop {
    const KODE: &'static str = KODE;
    const LABEL: &'static str = "SOP";
    const BANTUAN: &'static str = "Standar operasional prosedur: langkah sebuah proses bisnis, siapa mengerjakannya, dengan data dan aplikasi apa.";
    const DASAR: &'static [&'static str] = &["A5", "S9", "J13", "J14", "B9", "U11", "K9"];
    const JUDUL: &'static str = "judul";
    const DIIKUTI: bool = true;

    fn milik() -> Milik {
        Milik::Medan("opd".into())
    }

    fn hak() -> Vec<Hak> {
        let mut semua = hak_perencanaan();
        semua.push(hak(Siapa::Peran(Peran::Administrator), BACA, Cakupan::Semua));
        semua
    }

    #[rustfmt::skip]
    fn lifecycle() -> Lifecycle {
        let hasil = || Medan::dari::<Panjang<3000>>("telaah", "Hasil telaah")
            .bantuan("Kesesuaian dengan peta proses, langkah perangkat daerah lain, data, dan aplikasinya.");
        Lifecycle {
            keadaan: vec![
                keadaan(DISUSUN, "Disusun", "Langkah-langkahnya masih ditulis.", Giliran::Pemegang, Warna::Biru),
                keadaan("diajukan", "Menunggu telaah", "Ditelaah penyusun proses bisnis.", Giliran::Pemegang, Warna::Jingga),
                keadaan("ditelaah", "Menunggu penetapan", "Sudah ditelaah; penetapannya ditunggu.", Giliran::Pemegang, Warna::Jingga),
                keadaan(DITETAPKAN, "Ditetapkan", "Berlaku sejak tanggal penetapannya.", Giliran::Selesai, Warna::Hijau),
                keadaan("diganti", "Diganti", "Sudah ada penggantinya.", Giliran::Selesai, Warna::Abu),
                keadaan("dicabut", "Dicabut", "Tidak berlaku lagi.", Giliran::Selesai, Warna::Abu),
                keadaan("batal", "Batal", "Tidak jadi disusun.", Giliran::Selesai, Warna::Abu),
            ],
            langkah: vec![
                L::baru("ajukan", "Ajukan untuk ditelaah", "Bagian organisasi menelaahnya; langkahnya tidak diubah lagi selama itu.")
                    .dari([DISUSUN]).ke("diajukan").oleh(pemutus()).pindah(Pindah::KeFungsi(ORTALA.into())),
                L::baru("telaah_sendiri", "Catat telaah sendiri", "Telaah perangkat daerah ini tercatat; penetapannya menyusul.")
                    .dari([DISUSUN]).ke("ditelaah").oleh(pemutus()).isian([hasil()]).salin(["telaah"]),
                L::baru("telaah", "Catat telaah", "Hasil telaahnya dibaca pemiliknya; penetapannya menyusul.")
                    .dari(["diajukan"]).ke("ditelaah").oleh(pemutus()).isian([hasil()]).salin(["telaah"]),
                L::baru("kembalikan", "Kembalikan", "Pemiliknya memperbaiki, lalu mengajukan lagi.")
                    .dari(["diajukan", "ditelaah"]).ke(DISUSUN).oleh(pemutus()).pindah(Pindah::KePemilik)
                    .isian([alasan("Apa yang perlu diperbaiki?")]),
                L::baru("tetapkan", "Catat penetapan", "Sejak tanggal penetapannya SOP ini berlaku dan dibaca semua perangkat daerah.")
                    .dari(["ditelaah"]).ke(DITETAPKAN).oleh(pemutus()).pindah(Pindah::KePemilik)
                    .isian([
                        Medan::dari::<Teks<120>>("nomor_penetapan", "Nomor peraturan atau keputusan"),
                        Medan::dari::<Date>("tanggal_penetapan", "Tanggal penetapan"),
                        Medan::dari::<Penetap>("penetap", "Ditetapkan oleh"),
                    ])
                    .salin(["nomor_penetapan", "tanggal_penetapan", "penetap"]),
                L::baru("ganti", "Nyatakan diganti", "SOP ini tidak lagi menjadi acuan.")
                    .dari([DITETAPKAN]).ke("diganti").oleh(pemutus())
                    .isian([Medan::dari::<Rujukan<Sop>>("pengganti", "Nomor SOP penggantinya")]).salin(["pengganti"]).bahaya(),
                L::baru("cabut", "Cabut", "SOP ini tidak berlaku lagi, tanpa pengganti.")
                    .dari([DITETAPKAN]).ke("dicabut").oleh(pemutus()).isian([alasan("Mengapa dicabut?")]).bahaya(),
                L::baru("batalkan", "Batalkan", "Tidak jadi disusun; dapat dibuka kembali.")
                    .dari([DISUSUN]).ke("batal").oleh(penyusun()).bahaya(),
                L::baru("buka_kembali", "Buka kembali", "Dapat dikerjakan lagi.")
                    .dari(["batal"]).ke(DISUSUN).oleh(penyusun()),
            ],
            terkunci: ["diajukan", "ditelaah", DITETAPKAN, "diganti", "dicabut", "batal"].map(Into::into).into(),
            ..Lifecycle::default()
        }
    }

    fn hitung(&mut self, _k: &Konteks) {
        self.lintas = Some(match self.unit().len() {
            1 => Lintas::Satu,
            _ => Lintas::Beberapa,
        });
    }

    fn periksa(&self, _k: &Konteks) -> Vec<GalatMedan> {
        alur::salah(&self.langkah.0)
    }

    // Every office follows what is in force, and finds what was.
    fn terbit(&self, keadaan: &str) -> bool {
        keadaan == DITETAPKAN || BERLALU.contains(&keadaan)
    }

    fn saat_langkah(&mut self, langkah: &str, _isian: &Peta, e: &Entri, k: &Konteks) -> Result<(), Galat> {
        match langkah {
            "ajukan" => self.siap(),
            "telaah_sendiri" => {
                if let Some(unit) = penyusun_daerah(k).filter(|u| *u != self.opd.as_str()) {
                    let pesan = Pesan::baru(
                        "Peraturan daerah ini menyerahkan penyusunan proses bisnis kepada {unit}. Ajukan SOP ini ke sana.",
                    );
                    return Err(Galat::Bentrok(
                        pesan.dengan("unit", k.profil.nama_unit(unit).to_owned()),
                    ));
                }
                self.ditelaah_pada = Some(hari_ini(k));
                self.siap()
            }
            "telaah" => {
                self.ditelaah_pada = Some(hari_ini(k));
                Ok(())
            }
            "tetapkan" => {
                if oleh_bupati(k) && self.penetap != Some(Penetap::Bupati) {
                    return Err(Galat::medan(
                        "penetap",
                        "Peraturan daerah ini menyerahkan penetapannya kepada Bupati.",
                    ));
                }
                sudah_tiba("tanggal_penetapan", self.tanggal_penetapan, k)
            }
            "ganti" if self.pengganti.is_some_and(|p| p.id() == e.id) => Err(Galat::medan(
                "pengganti",
                "Ini SOP yang sama. Isi nomor penggantinya.",
            )),
            _ => Ok(()),
        }
    }

    fn nama_tautan(jenis: &str, keluar: bool) -> Option<&'static str> {
        let (dari, ke) = match jenis {
            "proses" => ("Menjabarkan proses", "SOP-nya"),
            "langkah.data" => ("Memakai data", "Dipakai SOP"),
            "langkah.aplikasi" => ("Memakai aplikasi", "Dipakai SOP"),
            "pengganti" => ("Diganti oleh", "Menggantikan"),
            _ => return None,
        };
        Some(if keluar { dari } else { ke })
    }
}
