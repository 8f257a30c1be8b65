//! Masalah: what many complaints have in common, with an owner of its own (mandat F1). What the owner tells of it
//! reaches every reporter, once, through the complaint that is theirs. The telling is the background's work
//! ([`crate::Langkah::KabarMasalah`]): ten thousand complaints are ten thousand small transactions, not one.

use jiff::civil::Date;
use kernel::{
    Entri, Galat, Peta,
    izin::{Cakupan, Hak, Pandangan, Peran, Siapa, Tindakan},
    lifecycle::{Giliran, Keadaan as K, Langkah as L, Lifecycle, Warna},
    nilai::{Bagian, Bilangan, Jenis, KodeKategori, KodeUnit, Medan, Panjang, Sumber, Teks},
    peristiwa::Terlihat,
    register::{Konteks, Milik, Register},
};
use register_derive::Kelompok;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Code of the register.
pub const KODE: &str = "masalah";
/// Most news of one problem.
const MAKS_KABAR: usize = 50;

/// What was told, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Kelompok)]
pub struct KabarMasalah {
    /// When.
    #[medan("Tanggal", publik)]
    pub tanggal: Date,
    /// What.
    #[medan("Kabar", publik)]
    pub teks: Panjang<2000>,
}

/// A problem.
#[derive(Clone, Debug, Serialize, Deserialize, Kelompok)]
pub struct Masalah {
    /// What it is, in one line.
    #[medan(
        "Nama masalah",
        cari,
        kolom,
        publik,
        bantuan = "Satu kalimat pendek, dibaca umum. Misalnya: Lampu padam di sepanjang Jalan Sudirman."
    )]
    pub nama: Teks<150>,
    /// What everybody may know of it.
    #[medan(
        "Penjelasan untuk pelapor",
        cari,
        publik,
        bantuan = "Kabar pertama kepada semua pelapor yang laporannya dikaitkan. Jangan tulis data pribadi."
    )]
    pub uraian: Panjang<2000>,
    /// Who answers for it.
    #[medan("Perangkat daerah penanggung jawab", saring, kolom, publik)]
    pub opd: KodeUnit,
    /// What it is about.
    #[medan("Kategori", saring, publik)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kategori: Option<KodeKategori>,
    /// Everything told so far, the first first.
    #[medan("Kabar", hitung, publik)]
    #[serde(default)]
    pub kabar: Bagian<KabarMasalah>,
    /// Whether everybody concerned was told the last of it.
    #[medan("Kabar sudah sampai ke semua pelapor", hitung, saring)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tersiar: Option<bool>,
}

impl Masalah {
    /// The problem of an entry.
    ///
    /// # Errors
    /// When its fields cannot be read.
    pub fn dari(e: &Entri) -> Result<Self, Galat> {
        serde_json::from_value(Value::Object(e.isi.clone())).map_err(|g| Galat::dalam("reading a problem", g))
    }

    fn kabari(&mut self, teks: Panjang<2000>, k: &Konteks) {
        let tanggal = k.profil.kalender.setempat(k.kini).date();
        self.kabar.0.push(KabarMasalah { tanggal, teks });
        self.tersiar = Some(false);
    }
}

impl Register for Masalah {
    const KODE: &'static str = KODE;
    const LABEL: &'static str = "Masalah";
    const BANTUAN: &'static str = "Pokok yang sama dari banyak laporan, dengan satu penanggung jawab. Kabarnya sampai ke semua pelapornya.";
    const DASAR: &'static [&'static str] = &["F1", "S20", "J50", "B20", "U31", "K20"];
    const JUDUL: &'static str = "nama";

    fn milik() -> Milik {
        Milik::Medan("opd".into())
    }

    fn hak() -> Vec<Hak> {
        use Tindakan::{Baca, Buat, Catat, Ekspor, Ubah};
        let hak = |siapa, boleh, cakupan, pandangan| Hak {
            siapa,
            boleh,
            cakupan,
            pandangan,
        };
        let peran = Siapa::Peran;
        vec![
            hak(Siapa::Publik, &[Baca], Cakupan::Terbit, Pandangan::Publik),
            hak(
                peran(Peran::Koordinator),
                &[Baca, Buat, Ubah, Catat, Ekspor],
                Cakupan::Semua,
                Pandangan::Dinas,
            ),
            hak(
                peran(Peran::Penghubung),
                &[Baca, Catat, Ekspor],
                Cakupan::Unit,
                Pandangan::Dinas,
            ),
            hak(
                peran(Peran::Kepala),
                &[Baca, Catat, Ekspor],
                Cakupan::Unit,
                Pandangan::Dinas,
            ),
            hak(
                peran(Peran::Auditor),
                &[Baca, Ekspor],
                Cakupan::Semua,
                Pandangan::Dinas,
            ),
            hak(
                peran(Peran::Pimpinan),
                &[Baca, Ekspor],
                Cakupan::Semua,
                Pandangan::Dinas,
            ),
        ]
    }

    #[rustfmt::skip]
    fn lifecycle() -> Lifecycle {
        let keadaan = |kode: &'static str, label: &'static str, arti: &'static str, giliran, warna| K {
            kode: kode.into(), label: label.into(), arti: arti.into(), giliran, warna,
        };
        let pemilik = || [Peran::Koordinator, Peran::Penghubung, Peran::Kepala].map(Siapa::Peran);
        let koordinator = || [Siapa::Peran(Peran::Koordinator)];
        let kabar = |label: &'static str| {
            Medan::baru("kabar", label, Jenis::Panjang { maks: 2_000 })
                .bantuan("Dibaca semua pelapor yang laporannya dikaitkan, dan umum.")
        };
        Lifecycle {
            keadaan: vec![
                keadaan("dibuka", "Dibuka", "Masalah ini diketahui; penanganannya belum mulai.", Giliran::Pemegang, Warna::Merah),
                keadaan("ditangani", "Ditangani", "Masalah ini sedang ditangani.", Giliran::Pemegang, Warna::Jingga),
                keadaan("selesai", "Selesai", "Masalah ini sudah ditangani.", Giliran::Selesai, Warna::Hijau),
                keadaan("batal", "Batal", "Bukan satu masalah yang sama.", Giliran::Selesai, Warna::Abu),
            ],
            langkah: vec![
                L::baru("kabari", "Beri kabar", "Semua pelapor yang laporannya dikaitkan membaca kabar ini dan menerima surat.")
                    .dari(["dibuka", "ditangani"]).ke("ditangani").oleh(pemilik()).isian([kabar("Kabar untuk pelapor")]).terlihat(Terlihat::Publik),
                L::baru("selesaikan", "Selesaikan", "Semua pelapor membaca apa yang sudah dilakukan. Laporan mereka tetap dijawab satu per satu.")
                    .dari(["dibuka", "ditangani"]).ke("selesai").oleh(pemilik()).isian([kabar("Apa yang sudah dilakukan?")]).terlihat(Terlihat::Publik),
                L::baru("buka_kembali", "Buka kembali", "Masalah ditangani lagi; semua pelapor diberi tahu.")
                    .dari(["selesai", "batal"]).ke("ditangani").oleh(pemilik()).isian([kabar("Mengapa dibuka kembali?")]).terlihat(Terlihat::Publik),
                L::baru("serahkan", "Serahkan ke perangkat daerah lain", "Perangkat daerah itu menjadi penanggung jawabnya.")
                    .dari(["dibuka", "ditangani"]).oleh(koordinator())
                    .isian([Medan::baru("opd", "Perangkat daerah penanggung jawab", Jenis::DariProfil(Sumber::Unit))])
                    .salin(["opd"]).terlihat(Terlihat::Publik),
                L::baru("batalkan", "Batalkan", "Masalah tidak lagi tampil untuk umum; semua pelapor diberi tahu bahwa laporannya ditangani sendiri-sendiri.")
                    .dari(["dibuka", "ditangani"]).ke("batal").oleh(koordinator()).isian([kabar("Kabar untuk pelapor")]).bahaya(),
                L::baru("tersiar", "Kabar tersampaikan", "Semua pelapor yang laporannya dikaitkan sudah membaca kabar terakhir.")
                    .dari(["dibuka", "ditangani", "selesai", "batal"]).oleh([Siapa::Sistem]).ikutan()
                    .isian([Medan::dari::<Bilangan<1, 1_000>>("ke", "Kabar ke")]).terlihat(Terlihat::Internal),
            ],
            ..Lifecycle::default()
        }
    }

    /// The first news is what the problem is.
    fn hitung(&mut self, k: &Konteks) {
        if self.kabar.0.is_empty() {
            self.kabari(self.uraian.clone(), k);
        }
    }

    fn terbit(&self, keadaan: &str) -> bool {
        keadaan != "batal"
    }

    fn saat_langkah(&mut self, langkah: &str, isian: &Peta, _e: &Entri, k: &Konteks) -> Result<(), Galat> {
        if langkah == "tersiar" {
            // News that came meanwhile has not reached everybody.
            let ke = isian.get("ke").and_then(Value::as_u64);
            if ke != u64::try_from(self.kabar.0.len()).ok() || self.tersiar == Some(true) {
                return Err(Galat::Bentrok("Ada kabar yang lebih baru.".into()));
            }
            self.tersiar = Some(true);
        }
        if let Some(teks) = isian.get("kabar") {
            if self.kabar.0.len() >= MAKS_KABAR {
                return Err(Galat::medan(
                    "kabar",
                    "Masalah ini sudah memuat 50 kabar. Buat masalah baru untuk kelanjutannya.",
                ));
            }
            let teks = serde_json::from_value(teks.clone()).map_err(|g| Galat::dalam("reading news", g))?;
            self.kabari(teks, k);
        }
        Ok(())
    }
}
