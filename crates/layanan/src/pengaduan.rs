//! Pengaduan: a citizen's complaint, aspiration or request for information, answered within the time the rule sets
//! (mandat F1; Serang Pasal 20, Jembrana Pasal 50, Bekasi Pasal 20, Batu Bara Pasal 31, Kapuas Pasal 20; Perpres
//! 76/2013, PermenPANRB 62/2018).
//!
//! Nothing is closed against the citizen's word: only the citizen, or ten working days of silence after an answer,
//! close it; an objection or a further word, through whatever channel, brings it back.

use std::borrow::Cow;

mod pilihan;
mod siklus;
mod surat;

pub use pilihan::{JenisLaporan, KanalLaporan, Keadaan, Kelambatan, Kelas, Kepuasan, Langkah, Prioritas};
pub(crate) use surat::kabar_umum;

use kernel::{
    Entri, Galat, GalatMedan, Kalender, Klasifikasi, Peta, Tenggat,
    izin::{Cakupan, Hak, Pandangan, Peran, Siapa, Tindakan},
    lifecycle::Lifecycle,
    nilai::{Bilangan, Foto, KodeKategori, Orang, Panjang, Pilihan as _, Rujukan, Teks, Tempat},
    register::{BahanSurat, Kabar, Konteks, Milik, Register, Surat},
    rekap::Sumbangan,
};
use register_derive::Kelompok;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{ikut::Langganan, masalah::Masalah};

/// A report of a citizen.
#[derive(Clone, Debug, Serialize, Deserialize, Kelompok)]
pub struct Pengaduan {
    /// What is filed.
    #[medan("Jenis laporan", saring, kolom, publik, bawaan = "pengaduan")]
    pub jenis: JenisLaporan,
    /// In one line.
    #[medan(
        "Judul",
        cari,
        kolom,
        publik,
        bantuan = "Satu kalimat pendek: apa masalahnya."
    )]
    pub judul: Teks<150>,
    /// In full.
    #[medan(
        "Isi laporan",
        cari,
        publik,
        bantuan = "Ceritakan apa yang terjadi dan sejak kapan. Jangan tulis NIK atau nomor telepon di sini."
    )]
    pub isi: Panjang<5000>,
    /// What it is about.
    #[medan("Kategori", saring, kolom, publik)]
    pub kategori: KodeKategori,
    /// Where.
    #[medan("Lokasi", rata)]
    #[serde(flatten)]
    pub tempat: Tempat,
    /// Pictures.
    #[medan("Foto", publik)]
    #[serde(default)]
    pub foto: Foto<5>,
    /// Who.
    #[medan("Pelapor", pribadi)]
    #[serde(default)]
    pub pelapor: Orang,
    /// The name is withheld from the unit that handles it.
    #[medan("Rahasiakan nama saya dari perangkat daerah (anonim)")]
    #[serde(default)]
    pub anonim: bool,
    /// The report is not public.
    #[medan("Jangan tampilkan laporan ini kepada umum (rahasia)")]
    #[serde(default)]
    pub rahasia: bool,
    /// How it reached us.
    #[medan("Kanal", saring, bawaan = "daring")]
    #[serde(default)]
    pub kanal: KanalLaporan,
    /// How long settling it may take; set when it is forwarded.
    #[medan("Kelas", saring, hitung)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kelas: Option<Kelas>,
    /// Hours from filing to the first answer.
    #[medan("Jam sampai jawaban pertama", hitung)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jawaban_jam: Option<Bilangan<0, 1_000_000>>,
    /// Whether the first answer came in time.
    #[medan("Jawaban pertama tepat waktu", hitung, saring)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jawaban_tepat: Option<bool>,
    /// How often it came back after an answer, a closing or a refusal.
    #[medan("Berapa kali dibuka kembali", hitung)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dibuka_kembali: Option<Bilangan<0, 1_000_000>>,
    /// How pressing it is.
    #[medan("Prioritas", hitung, saring, kolom, publik)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prioritas: Option<Prioritas>,
    /// How many others followed it when its priority last rose.
    #[medan("Warga lain yang mengikuti", hitung, publik)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pengikut: Option<Bilangan<0, 1_000_000_000>>,
    /// How many of them had proved their address.
    #[medan("Di antaranya dengan surel yang sudah dipastikan", hitung, publik)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pengikut_pasti: Option<Bilangan<0, 1_000_000_000>>,
    /// How long the first missed deadline was over when its priority last rose, in days.
    #[medan("Hari sejak batas waktu pertama terlewat", hitung, publik)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terlambat_hari: Option<Bilangan<0, 1_000_000>>,
    /// Who of the unit that holds it has it in hand, by login name.
    #[medan("Ditangani oleh", hitung, saring, internal)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub petugas: Option<Teks<80>>,
    /// Where the browser of who filed it is told of news (RFC 8030), as the browser gave it.
    #[medan("Langganan peramban", hitung, rahasia)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub langganan: Option<Langganan>,
    /// Whether a browser is told of news.
    #[medan("Kabar di peramban", hitung)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peramban: Option<bool>,
    /// What the citizen says of the handling.
    #[medan("Kepuasan pelapor", hitung, saring)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kepuasan: Option<Kepuasan>,
    /// The problem that it is part of.
    #[medan("Masalah", hitung, saring)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub masalah: Option<Rujukan<Masalah>>,
    /// The last news of the problem that its citizen was told; zero when none was yet.
    #[medan("Kabar masalah ke", hitung, saring)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kabar_masalah: Option<Bilangan<0, 1_000>>,
}

const MS_SATU_JAM: i64 = 3_600_000;

/// The problem that a complaint is part of.
pub fn masalah(e: &Entri) -> Option<kernel::IdEntri> {
    e.teks("masalah").parse().ok().map(kernel::IdEntri)
}

impl Pengaduan {
    /// Who has it in hand: the coordinator and the heads of the unit give it to whom they will, an officer takes what
    /// is nobody's and passes on what is their own. Another unit begins with nobody.
    fn serahkan(
        &mut self,
        langkah: Option<Langkah>,
        isian: &Peta,
        e: &Entri,
        k: &Konteks,
    ) -> Result<(), Galat> {
        let kini = e.teks("petugas");
        match langkah {
            Some(Langkah::Teruskan | Langkah::Kembalikan) => self.petugas = None,
            // These go back to the coordinator's desk from where nobody works on it.
            Some(Langkah::Tanggapi | Langkah::Keberatan | Langkah::BukaKembali)
                if [Keadaan::Ditunda, Keadaan::Diarsipkan, Keadaan::Digabung]
                    .iter()
                    .any(|l| l.kode() == e.keadaan) =>
            {
                self.petugas = None;
            }
            Some(Langkah::Langgan) => self.peramban = self.langganan.as_ref().map(|_| true),
            Some(Langkah::LanggananPutus) => (self.langganan, self.peramban) = (None, None),
            Some(l @ (Langkah::Tugaskan | Langkah::Ambil | Langkah::Lepas)) => {
                let Some(a) = k.pelaku.akun() else {
                    return Ok(());
                };
                let mengatur = a.peran.iter().any(|(p, u)| {
                    *p == Peran::Koordinator
                        || *u == e.pemegang && matches!(p, Peran::Kepala | Peran::Penghubung)
                });
                let milik = kini == a.pengguna;
                let bentrok = |teks: &'static str| Err(Galat::Bentrok(teks.into()));
                match l {
                    Langkah::Ambil if milik => return bentrok("Laporan ini sudah Anda tangani."),
                    Langkah::Lepas if kini.is_empty() => {
                        return bentrok("Laporan ini tidak sedang ditangani rekan tertentu.");
                    }
                    Langkah::Tugaskan if isian.get("petugas").and_then(Value::as_str) == Some(kini) => {
                        return Err(Galat::medan(
                            "petugas",
                            "Rekan ini sudah menanganinya. Pilih yang lain.",
                        ));
                    }
                    Langkah::Ambil if mengatur || kini.is_empty() => {
                        self.petugas = Teks::baru(&a.pengguna).ok();
                    }
                    Langkah::Lepas if mengatur || milik => self.petugas = None,
                    Langkah::Tugaskan if mengatur || milik => {}
                    _ => {
                        return Err(Galat::Ditolak(
                            "Laporan ini ditangani rekan lain. Mintalah rekan itu, kepala, atau pejabat penghubung menyerahkannya.".into(),
                        ));
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }
}

impl Register for Pengaduan {
    const KODE: &'static str = "pengaduan";
    const LABEL: &'static str = "Pengaduan";
    const BANTUAN: &'static str = "Laporan warga: pengaduan, aspirasi, dan permintaan informasi.";
    const DASAR: &'static [&'static str] = &["F1", "S20", "J50", "B20", "U31", "K20"];
    const JUDUL: &'static str = "judul";
    const DILACAK: bool = true;
    const REKAP: i64 = 3;
    const HARIAN: &'static [&'static str] = &["dijawab", "jawaban_tepat"];
    const SIAR: bool = true;
    const PETUGAS: &'static str = "petugas";

    fn milik() -> Milik {
        Milik::Fungsi("pengaduan".into())
    }

    fn hak() -> Vec<Hak> {
        use Tindakan::{Baca, Buat, Catat, Ekspor, Impor, Lupakan, Ubah};
        let hak = |siapa, boleh, cakupan, pandangan| Hak {
            siapa,
            boleh,
            cakupan,
            pandangan,
        };
        let peran = |p| Siapa::Peran(p);
        vec![
            hak(Siapa::Publik, &[Baca], Cakupan::Terbit, Pandangan::Publik),
            hak(Siapa::Publik, &[Buat], Cakupan::Semua, Pandangan::Publik),
            hak(Siapa::Pelapor, &[Baca], Cakupan::Sendiri, Pandangan::Pribadi),
            hak(
                peran(Peran::Koordinator),
                &[Baca, Buat, Ubah, Catat, Ekspor, Impor, Lupakan],
                Cakupan::Semua,
                Pandangan::Pribadi,
            ),
            hak(
                peran(Peran::Petugas),
                &[Baca, Buat, Catat],
                Cakupan::Unit,
                Pandangan::Pribadi,
            ),
            hak(
                peran(Peran::Penghubung),
                &[Baca, Catat, Ekspor],
                Cakupan::Pegang,
                Pandangan::Pribadi,
            ),
            hak(
                peran(Peran::Kepala),
                &[Baca, Catat, Ekspor],
                Cakupan::Pegang,
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

    fn lifecycle() -> Lifecycle {
        siklus::lifecycle()
    }

    fn periksa(&self, k: &Konteks) -> Vec<GalatMedan> {
        // Only officials may say that it came by another way than the portal itself.
        let mut salah = Vec::new();
        if k.pelaku.akun().is_none()
            && self.kanal != KanalLaporan::Daring
            && *k.pelaku == kernel::Pelaku::Publik
        {
            salah.push(GalatMedan::baru(
                "kanal",
                "Kanal selain daring hanya dicatat oleh petugas.",
            ));
        }
        salah
    }

    /// Public from the moment the coordinator has verified it, unless the citizen asked otherwise.
    fn terbit(&self, keadaan: &str) -> bool {
        use Keadaan::{Dijawab, Dikerjakan, Diteruskan, Selesai};
        !self.rahasia
            && [Diteruskan, Dikerjakan, Dijawab, Selesai]
                .iter()
                .any(|k| k.kode() == keadaan)
    }

    /// Where the category sends it, and the class that follows from what was filed.
    fn usul(&self, langkah: &str, k: &Konteks) -> Peta {
        let mut usul = Peta::new();
        if langkah == Langkah::Teruskan.kode()
            && let Some(kategori) = k.profil.kategori(&self.kategori.0)
        {
            let kelas = match self.jenis {
                JenisLaporan::PermintaanInformasi => Kelas::PermintaanInformasi.kode(),
                JenisLaporan::Aspirasi => Kelas::Aspirasi.kode(),
                JenisLaporan::Pengaduan => kategori.kelas.as_str(),
            };
            usul.insert("unit".into(), kategori.opd.0.clone().into());
            usul.insert("kelas".into(), kelas.into());
        }
        usul
    }

    fn saat_langkah(&mut self, langkah: &str, isian: &Peta, e: &Entri, k: &Konteks) -> Result<(), Galat> {
        let dari_warga = [Langkah::Tanggapi, Langkah::Keberatan]
            .iter()
            .any(|l| l.kode() == langkah);
        if dari_warga && k.pelaku.akun().is_some() && !isian.contains_key("kanal") {
            return Err(Galat::medan("kanal", "Pilih lewat apa pelapor menyampaikannya."));
        }
        let satu_dari = |l: &[Langkah]| l.iter().any(|l| l.kode() == langkah);
        if satu_dari(&[Langkah::Kerjakan, Langkah::Jawab]) && self.jawaban_jam.is_none() {
            let terlambat = |t: &Tenggat| t.kode == "jawaban" && t.terlambat(k.kini);
            let jam = (k.kini.as_millisecond() - e.dibuat) / MS_SATU_JAM;
            self.jawaban_jam = Bilangan::baru(jam.clamp(0, 1_000_000));
            self.jawaban_tepat = Some(!e.tenggat.iter().any(terlambat));
        }
        if satu_dari(&[Langkah::Kaitkan]) {
            if self.masalah.map(Rujukan::id) == masalah(e) {
                return Err(Galat::medan(
                    "masalah",
                    "Laporan ini sudah dikaitkan ke masalah itu, atau tidak ke masalah mana pun.",
                ));
            }
            self.kabar_masalah = self.masalah.and_then(|_| Bilangan::baru(0));
        }
        if satu_dari(&[Langkah::KabarMasalah]) {
            let ke = isian.get("ke").and_then(Value::as_i64).and_then(Bilangan::baru);
            if self.kabar_masalah.is_none() || ke <= self.kabar_masalah {
                return Err(Galat::Bentrok("Kabar ini sudah disampaikan.".into()));
            }
            self.kabar_masalah = ke;
        }
        self.serahkan(Langkah::dari_kode(langkah), isian, e, k)?;
        if satu_dari(&[Langkah::Nilai]) && e.isi.contains_key("kepuasan") {
            return Err(Galat::Bentrok(
                "Anda sudah menilai penanganan laporan ini. Terima kasih.".into(),
            ));
        }
        if satu_dari(&[Langkah::Keberatan, Langkah::BukaKembali])
            || satu_dari(&[Langkah::Sanggah])
                && e.keadaan != Keadaan::Dikerjakan.kode()
                && e.keadaan != Keadaan::Diteruskan.kode()
        {
            self.dibuka_kembali = Bilangan::baru(self.dibuka_kembali.map_or(0, Bilangan::nilai) + 1);
        }
        if langkah == Langkah::Teruskan.kode()
            && e.keadaan == Keadaan::Diteruskan.kode()
            && isian.get("unit").and_then(Value::as_str) == Some(e.pemegang.as_str())
        {
            return Err(Galat::medan(
                "unit",
                "Laporan ini sudah dipegang perangkat daerah tersebut. Pilih yang lain.",
            ));
        }
        Ok(())
    }

    fn kabar(&self, langkah: Option<&str>, isian: &Peta, e: &Entri) -> Vec<Kabar> {
        surat::kabar(self, langkah, isian, e)
    }

    fn nama_tautan(jenis: &str, keluar: bool) -> Option<&'static str> {
        Some(match (jenis, keluar) {
            ("digabung_ke", true) => "Digabung ke",
            ("digabung_ke", false) => "Menerima gabungan dari",
            ("masalah", true) => "Bagian dari masalah",
            ("masalah", false) => "Memuat laporan",
            _ => return None,
        })
    }

    fn surat(acara: &str, isi: &Peta, b: &BahanSurat) -> Option<Surat> {
        surat::surat(acara, isi, b)
    }

    /// By month of filing: how many came, were answered (and how soon, and whether in time), settled, came back; how
    /// many of each state everybody may read. Under a unit once it was sent there.
    fn rekap(e: &Entri, k: &Kalender) -> Sumbangan {
        let keadaan = Keadaan::dari_kode(&e.keadaan);
        let mut dimensi = vec![
            ("semua", String::new()),
            ("kategori", e.teks("kategori").to_owned()),
        ];
        if !e.teks("kecamatan").is_empty() {
            dimensi.push(("kecamatan", e.teks("kecamatan").to_owned()));
        }
        if !matches!(keadaan, Some(Keadaan::Baru | Keadaan::Ditunda)) {
            dimensi.push(("unit", e.pemegang.as_str().to_owned()));
        }
        let angka = |m: &str| e.isi.get(m).and_then(Value::as_i64);
        let ya = |b: bool| i64::from(b);
        let jam = angka("jawaban_jam");
        let kepuasan = Kepuasan::dari_kode(e.teks("kepuasan"));
        let tepat = e
            .isi
            .get("jawaban_tepat")
            .and_then(Value::as_bool)
            .unwrap_or(false);
        let tuntas = e
            .tenggat
            .iter()
            .find(|t| t.kode == "penyelesaian" && !t.berjalan());
        let tuntas = tuntas.and_then(|t| Some((t.henti?, t.jatuh)));
        let mut ukuran: Vec<(Cow<'static, str>, i64)> = vec![
            ("masuk".into(), 1),
            ("tutup".into(), ya(!e.terbuka)),
            ("dijawab".into(), ya(jam.is_some())),
            ("jawaban_jam".into(), jam.unwrap_or(0)),
            ("jawaban_tepat".into(), ya(tepat)),
            ("tuntas".into(), ya(tuntas.is_some())),
            (
                "tuntas_jam".into(),
                tuntas.map_or(0, |(henti, _)| (henti - e.dibuat) / MS_SATU_JAM),
            ),
            (
                "tuntas_tepat".into(),
                ya(tuntas.is_some_and(|(henti, jatuh)| henti <= jatuh)),
            ),
            ("dibuka_kembali".into(), angka("dibuka_kembali").unwrap_or(0)),
            ("dinilai".into(), ya(kepuasan.is_some())),
            ("kepuasan".into(), kepuasan.map_or(0, Kepuasan::nilai)),
        ];
        if e.terbit {
            ukuran.push((format!("terbit:{}", e.keadaan).into(), 1));
        }
        Sumbangan {
            masa: k.setempat(e.saat_dibuat()).strftime("%Y-%m").to_string(),
            dimensi,
            ukuran,
        }
    }

    /// What the citizen wants kept from the public is read on the record.
    fn klasifikasi(isi: &Peta) -> Klasifikasi {
        match isi.get("rahasia").and_then(Value::as_bool) {
            Some(true) => Klasifikasi::Rahasia,
            _ => Klasifikasi::Biasa,
        }
    }

    /// An anonymous citizen's name reaches the coordinator only.
    fn saring_pandangan(isi: &Peta, siapa: Siapa, p: Pandangan) -> Pandangan {
        let anonim = isi.get("anonim").and_then(Value::as_bool).unwrap_or(false);
        match siapa {
            Siapa::Pelapor | Siapa::Peran(Peran::Koordinator) => p,
            _ if anonim => p.min(Pandangan::Dinas),
            _ => p,
        }
    }
}
