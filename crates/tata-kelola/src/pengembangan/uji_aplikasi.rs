//! Uji aplikasi: what is built is tested before it runs where people use it (mandat A8; Batu Bara Pasal 26 ayat (11),
//! Jembrana Pasal 24 ayat (4)): a plan, results, and acceptance by the head of the office that will answer for it. The
//! application in the architecture does not go into operation before.

use jiff::civil::Date;
use kernel::{
    Entri, Galat, GalatMedan, Klasifikasi, Pesan, Peta,
    izin::{Hak, Peran, Siapa},
    lifecycle::{Giliran, Langkah as L, Lifecycle, Warna},
    nilai::{Bagian, Beberapa, Bilangan, Dokumen, KodeUnit, Medan, Panjang, Pilihan as _, Rujukan, Teks},
    register::{Ikutan, Konteks, Milik, Register},
};
use register_derive::{Kelompok, Pilihan};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::hak_pengembangan;
use crate::{
    arsitektur::{Aplikasi, tingkat},
    aturan::{alasan, hari_ini, keadaan, pemutus, penyusun, sudah_tiba},
};

/// Code of the register.
pub const KODE: &str = "uji_aplikasi";
/// Its results were accepted.
pub const DITERIMA: &str = "diterima";

/// What is tested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Pilihan)]
pub enum JenisUji {
    /// Whether it does what it should.
    #[pilihan("Uji fungsi")]
    Fungsi,
    /// Whether it works with others.
    #[pilihan("Uji integrasi dan pertukaran data")]
    Integrasi,
    /// Whether it is secure.
    #[pilihan("Uji keamanan")]
    Keamanan,
    /// Whether it bears the load.
    #[pilihan("Uji kinerja")]
    Kinerja,
    /// Whether its users can work with it.
    #[pilihan("Uji penerimaan pengguna")]
    Penerimaan,
}

/// The result of one kind of test.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Kelompok)]
pub struct Hasil {
    /// What was tested.
    #[medan("Jenis uji")]
    pub jenis: JenisUji,
    /// When.
    #[medan("Tanggal")]
    pub tanggal: Date,
    /// How many cases.
    #[medan("Butir yang diuji")]
    pub diuji: Bilangan<1, 1_000_000>,
    /// How many passed.
    #[medan("Butir yang lulus")]
    pub lulus: Bilangan<0, 1_000_000>,
    /// What was found.
    #[medan("Temuan")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub temuan: Option<Panjang<1000>>,
}

impl Hasil {
    /// Cases that did not pass.
    fn gagal(&self) -> i64 {
        self.diuji.nilai() - self.lulus.nilai()
    }
}

/// A test.
#[derive(Clone, Debug, Serialize, Deserialize, Kelompok)]
pub struct UjiAplikasi {
    /// What is tested.
    #[medan("Aplikasi", saring, bantuan = "Nomor aplikasinya di arsitektur.")]
    pub aplikasi: Rujukan<Aplikasi>,
    /// Whose it is.
    #[medan("Perangkat daerah pemilik", saring, kolom)]
    pub opd: KodeUnit,
    /// What people call it.
    #[medan("Yang diuji", cari, kolom, bantuan = "Nama aplikasi dan versinya.")]
    pub nama: Teks<150>,
    /// Which kinds of test.
    #[medan("Jenis uji")]
    pub jenis: Beberapa<JenisUji>,
    /// What is looked at, and how.
    #[medan("Rencana uji", cari, bantuan = "Skenario, data uji, dan ukuran lulusnya.")]
    pub rencana: Panjang<5000>,
    /// Where; never where people work with it.
    #[medan("Lingkungan uji", bantuan = "Terpisah dari lingkungan yang dipakai melayani.")]
    pub lingkungan: Teks<200>,
    /// When it begins.
    #[medan("Rencana mulai", urut, kolom)]
    pub mulai: Date,
    /// The plan in full.
    #[medan("Dokumen rencana uji")]
    #[serde(default)]
    pub dokumen: Dokumen<5>,
    /// What came of it.
    #[medan("Hasil uji", hitung)]
    #[serde(default)]
    pub hasil: Bagian<Hasil>,
    /// The record of acceptance.
    #[medan("Berita acara", hitung, kolom)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub berita_acara: Option<Teks<150>>,
    /// The record as a file.
    #[medan("Dokumen berita acara", hitung)]
    #[serde(default)]
    pub bukti: Dokumen<5>,
    /// Why it is accepted although something did not pass.
    #[medan("Catatan penerimaan", hitung)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub catatan: Option<Panjang<1000>>,
    /// When it was accepted.
    #[medan("Diterima pada", hitung, urut)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub diterima_pada: Option<Date>,
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

impl UjiAplikasi {
    fn catat(&mut self, isian: &Peta, k: &Konteks) -> Result<(), Galat> {
        let h: Hasil = serde_json::from_value(Value::Object(isian.clone()))
            .map_err(|g| Galat::dalam("reading the result of a test", g))?;
        sudah_tiba("tanggal", Some(h.tanggal), k)?;
        if !self.jenis.0.contains(&h.jenis) {
            return Err(Galat::medan(
                "jenis",
                "Jenis uji ini tidak ada dalam rencana. Kembalikan ke rencana untuk menambahkannya.",
            ));
        }
        if h.gagal() < 0 {
            return Err(Galat::medan("lulus", "Paling banyak sebanyak butir yang diuji."));
        }
        self.hasil.0.retain(|l| l.jenis != h.jenis);
        self.hasil.0.push(h);
        self.hasil.0.sort_by_key(|h| h.jenis);
        Ok(())
    }

    /// Everything planned was done; nothing of security is open; whatever else did not pass is answered for.
    fn terima(&mut self, k: &Konteks) -> Result<(), Galat> {
        let hasil = |j: &JenisUji| self.hasil.0.iter().find(|h| h.jenis == *j);
        let belum: Vec<&str> = self
            .jenis
            .0
            .iter()
            .filter(|j| hasil(j).is_none())
            .map(|j| j.label())
            .collect();
        if !belum.is_empty() {
            let pesan = Pesan::baru("Belum ada hasil untuk: {jenis}. Catat hasilnya dahulu.");
            return Err(Galat::Bentrok(pesan.dengan("jenis", belum.join(", "))));
        }
        if hasil(&JenisUji::Keamanan).is_some_and(|h| h.gagal() > 0) {
            return Err(Galat::Bentrok(
                "Uji keamanan belum lulus seluruhnya. Perbaiki, lalu uji lagi.".into(),
            ));
        }
        if self.hasil.0.iter().any(|h| h.gagal() > 0) && self.catatan.is_none() {
            return Err(Galat::medan(
                "catatan",
                "Ada butir yang tidak lulus. Jelaskan mengapa tetap diterima dan kapan diperbaiki.",
            ));
        }
        self.diterima_pada = Some(hari_ini(k));
        Ok(())
    }
}

impl Register for UjiAplikasi {
    const KODE: &'static str = KODE;
    const LABEL: &'static str = "Pengujian aplikasi";
    const BANTUAN: &'static str = "Rencana, hasil, dan penerimaan uji aplikasi. Aplikasi yang dibangun beroperasi sesudah hasil ujinya diterima.";
    const DASAR: &'static [&'static str] = &["A8", "S18", "J24", "B18", "U16", "U26", "K18"];
    const JUDUL: &'static str = "nama";
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
        let kepala = || [Siapa::Peran(Peran::Kepala)];
        Lifecycle {
            keadaan: vec![
                keadaan("direncanakan", "Direncanakan", "Rencananya disusun; belum ada hasil.", Giliran::Pemegang, Warna::Biru),
                keadaan("diuji", "Diuji", "Hasilnya dicatat; menunggu penerimaan kepala perangkat daerah.", Giliran::Pemegang, Warna::Jingga),
                keadaan(DITERIMA, "Diterima", "Aplikasinya boleh beroperasi.", Giliran::Selesai, Warna::Hijau),
                keadaan("tidak_lulus", "Tidak lulus", "Harus diperbaiki dan diuji lagi.", Giliran::Pemegang, Warna::Merah),
                keadaan("batal", "Batal", "Tidak jadi diuji.", Giliran::Selesai, Warna::Abu),
            ],
            langkah: vec![
                L::baru("catat_hasil", "Catat hasil", "Hasil jenis uji itu tercatat; yang lama untuk jenis yang sama diganti.")
                    .dari(["direncanakan", "diuji"]).ke("diuji").oleh(penyusun())
                    .isian([
                        Medan::dari::<JenisUji>("jenis", "Jenis uji"),
                        Medan::dari::<Date>("tanggal", "Tanggal"),
                        Medan::dari::<Bilangan<1, 1_000_000>>("diuji", "Butir yang diuji"),
                        Medan::dari::<Bilangan<0, 1_000_000>>("lulus", "Butir yang lulus"),
                        Medan::dari::<Option<Panjang<1000>>>("temuan", "Temuan"),
                    ]),
                L::baru("terima", "Terima hasil", "Aplikasinya tercatat sudah diuji dan dapat dinyatakan beroperasi.")
                    .dari(["diuji"]).ke(DITERIMA).oleh(kepala())
                    .isian([
                        Medan::dari::<Teks<150>>("berita_acara", "Nomor dan tanggal berita acara"),
                        Medan::dari::<Dokumen<5>>("bukti", "Dokumen berita acara"),
                        Medan::dari::<Option<Panjang<1000>>>("catatan", "Catatan penerimaan").bantuan("Wajib bila ada butir yang tidak lulus."),
                    ])
                    .salin(["berita_acara", "bukti", "catatan"]),
                L::baru("tolak", "Nyatakan tidak lulus", "Aplikasinya diperbaiki, lalu diuji lagi.")
                    .dari(["diuji"]).ke("tidak_lulus").oleh(pemutus()).isian([alasan("Apa yang harus diperbaiki?")]).bahaya(),
                L::baru("ulangi", "Kembali ke rencana", "Rencananya dapat diubah; hasil yang sudah dicatat tetap sampai diganti.")
                    .dari(["diuji", "tidak_lulus"]).ke("direncanakan").oleh(penyusun()),
                L::baru("batalkan", "Batalkan", "Tidak jadi diuji; dapat dibuka kembali.")
                    .dari(["direncanakan"]).ke("batal").oleh(penyusun()).bahaya(),
                L::baru("buka_kembali", "Buka kembali", "Pengujian ini direncanakan lagi.")
                    .dari(["batal"]).ke("direncanakan").oleh(penyusun()),
                tingkat::tetapkan(["direncanakan", "diuji", DITERIMA, "tidak_lulus", "batal"]),
            ],
            terkunci: ["diuji", DITERIMA, "tidak_lulus", "batal"].map(Into::into).into(),
            ..Lifecycle::default()
        }
    }

    fn periksa(&self, _k: &Konteks) -> Vec<GalatMedan> {
        if self.jenis.0.is_empty() {
            return vec![GalatMedan::baru("jenis", "Pilih sedikitnya satu jenis uji.")];
        }
        Vec::new()
    }

    fn terbit(&self, keadaan: &str) -> bool {
        keadaan != "batal"
    }

    fn saat_langkah(&mut self, langkah: &str, isian: &Peta, e: &Entri, k: &Konteks) -> Result<(), Galat> {
        tingkat::boleh(langkah, isian, e, k)?;
        match langkah {
            "catat_hasil" => self.catat(isian, k),
            "terima" => self.terima(k),
            _ => Ok(()),
        }
    }

    fn nama_tautan(jenis: &str, keluar: bool) -> Option<&'static str> {
        (jenis == "aplikasi" && !keluar).then_some("Pengujiannya")
    }

    fn syarat(&self, e: &Entri) -> Vec<Ikutan> {
        let (DITERIMA, Some(acara), Some(tanggal)) =
            (e.keadaan.as_str(), &self.berita_acara, self.diterima_pada)
        else {
            return Vec::new();
        };
        let Value::Object(isian) = json!({ "uji": acara, "uji_diterima": tanggal }) else {
            return Vec::new();
        };
        vec![Ikutan {
            ke: self.aplikasi.id(),
            langkah: "uji_diterima".into(),
            isian,
        }]
    }
}
