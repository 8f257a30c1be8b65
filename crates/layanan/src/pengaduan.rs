//! Pengaduan: a citizen's complaint, aspiration or request for information, answered within the time the rule sets
//! (mandat F1; Serang Pasal 20, Jembrana Pasal 50, Bekasi Pasal 20, Batu Bara Pasal 31, Kapuas Pasal 20; Perpres
//! 76/2013, PermenPANRB 62/2018).
//!
//! Nothing is closed against the citizen's word: only the citizen, or ten working days of silence after an answer,
//! close it; an objection or a further word, through whatever channel, brings it back.

use std::borrow::Cow;

use kernel::{
    Entri, Galat, GalatMedan, Kalender, Peta, Tenggat,
    izin::{Cakupan, Hak, Pandangan, Peran, Siapa, Tindakan},
    lifecycle::{Giliran, Keadaan as K, Lama, Langkah as L, Lifecycle, Pindah, Warna},
    nilai::{
        Bilangan, Foto, Jenis, KodeKategori, Medan, Orang, Panjang, Pilihan as _, Rujukan, Sumber, Teks,
        Tempat,
    },
    peristiwa::Terlihat,
    register::{BahanSurat, Kabar, Kepada, Konteks, Lihat, Milik, Register, Surat},
    rekap::Sumbangan,
};
use register_derive::{Kelompok, Pilihan};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{eskalasi::Tujuan, masalah::Masalah};

/// What is filed (SP4N-LAPOR!).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum JenisLaporan {
    /// Something is wrong.
    #[pilihan("Pengaduan")]
    Pengaduan,
    /// A wish or proposal.
    #[pilihan("Aspirasi")]
    Aspirasi,
    /// A question.
    #[pilihan("Permintaan informasi")]
    PermintaanInformasi,
}

/// How it reached us.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pilihan)]
pub enum KanalLaporan {
    /// The portal or the API.
    #[default]
    #[pilihan("Daring")]
    Daring,
    /// Telephone.
    #[pilihan("Telepon")]
    Telepon,
    /// Letter.
    #[pilihan("Surat")]
    Surat,
    /// WhatsApp.
    #[pilihan("WhatsApp")]
    Whatsapp,
    /// In person.
    #[pilihan("Loket")]
    Loket,
    /// E-mail.
    #[pilihan("Surel")]
    Surel,
    /// Short message.
    #[pilihan("SMS")]
    Sms,
}

/// Class of a complaint: how long settling it may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum Kelas {
    /// A question.
    #[pilihan("Permintaan informasi")]
    PermintaanInformasi,
    /// A wish.
    #[pilihan("Aspirasi")]
    Aspirasi,
    /// An ordinary complaint.
    #[pilihan("Pengaduan tidak berkadar pengawasan")]
    TidakBerkadar,
    /// A complaint that needs an inquiry (misconduct, corruption).
    #[pilihan("Pengaduan berkadar pengawasan")]
    Berkadar,
}

/// What the citizen says of how the report was handled, on the four steps of the survey of public satisfaction
/// (PermenPANRB 14/2017).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum Kepuasan {
    /// 1.
    #[pilihan("Tidak puas")]
    TidakPuas,
    /// 2.
    #[pilihan("Kurang puas")]
    KurangPuas,
    /// 3.
    #[pilihan("Puas")]
    Puas,
    /// 4.
    #[pilihan("Sangat puas")]
    SangatPuas,
}

impl Kepuasan {
    /// From 1 (not at all) to 4 (very).
    fn nilai(self) -> i64 {
        match self {
            Kepuasan::TidakPuas => 1,
            Kepuasan::KurangPuas => 2,
            Kepuasan::Puas => 3,
            Kepuasan::SangatPuas => 4,
        }
    }
}

/// How pressing a complaint is: how many people it touches, and whether it is late.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Pilihan)]
pub enum Prioritas {
    /// Like any other.
    #[pilihan("Biasa")]
    Biasa,
    /// A few people, or late.
    #[pilihan("Meningkat")]
    Meningkat,
    /// Many people, or a few and late.
    #[pilihan("Tinggi")]
    Tinggi,
    /// Very many people, or many and late.
    #[pilihan("Mendesak")]
    Mendesak,
}

impl Prioritas {
    /// Of a report that this many others follow; being late counts for one step.
    pub fn dari(pengikut: i64, terlambat: bool) -> Self {
        let orang = match pengikut {
            ..3 => 0,
            3..10 => 1,
            10..30 => 2,
            _ => 3,
        };
        match orang + i64::from(terlambat) {
            0 => Prioritas::Biasa,
            1 => Prioritas::Meningkat,
            2 => Prioritas::Tinggi,
            _ => Prioritas::Mendesak,
        }
    }
}

/// Where a complaint stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum Keadaan {
    /// Waits for the coordinator.
    #[pilihan("Menunggu verifikasi")]
    Baru,
    /// Waits for the citizen to complete it.
    #[pilihan("Menunggu kelengkapan")]
    Ditunda,
    /// Waits for the unit's first answer.
    #[pilihan("Diteruskan ke perangkat daerah")]
    Diteruskan,
    /// The unit is at it.
    #[pilihan("Sedang ditindaklanjuti")]
    Dikerjakan,
    /// Answered; waits for the citizen's word.
    #[pilihan("Sudah dijawab")]
    Dijawab,
    /// Over.
    #[pilihan("Selesai")]
    Selesai,
    /// Goes on in another report.
    #[pilihan("Digabung")]
    Digabung,
    /// Cannot be handled; the reason is told.
    #[pilihan("Diarsipkan")]
    Diarsipkan,
}

/// Steps of a complaint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum Langkah {
    /// Verified and sent to the unit.
    #[pilihan("Teruskan ke perangkat daerah")]
    Teruskan,
    /// The citizen is asked for more.
    #[pilihan("Minta kelengkapan")]
    Tunda,
    /// Put aside with a reason.
    #[pilihan("Arsipkan")]
    Arsipkan,
    /// Not this unit's duty.
    #[pilihan("Kembalikan ke koordinator")]
    Kembalikan,
    /// First answer; work begins.
    #[pilihan("Beri jawaban awal")]
    Kerjakan,
    /// The answer.
    #[pilihan("Jawab")]
    Jawab,
    /// A word of the citizen.
    #[pilihan("Tambah keterangan")]
    Tanggapi,
    /// The citizen is content.
    #[pilihan("Terima jawaban")]
    Terima,
    /// How content the citizen is, asked once.
    #[pilihan("Nilai penanganannya")]
    Nilai,
    /// The citizen is not.
    #[pilihan("Ajukan keberatan")]
    Keberatan,
    /// Joined to another report.
    #[pilihan("Gabungkan")]
    Gabung,
    /// Taken up again by the coordinator.
    #[pilihan("Buka kembali")]
    BukaKembali,
    /// Somebody who follows it says that it is not over.
    #[pilihan("Sanggahan warga lain")]
    Sanggah,
    /// More people, or late.
    #[pilihan("Naikkan prioritas")]
    Prioritaskan,
    /// Part of a known problem, or not any more.
    #[pilihan("Kaitkan ke masalah")]
    Kaitkan,
    /// What the owner of that problem tells.
    #[pilihan("Kabar masalah")]
    KabarMasalah,
    /// Sent on to the province or the nation.
    #[pilihan("Diteruskan ke luar daerah")]
    DiteruskanLuar,
    /// What they answered.
    #[pilihan("Balasan dari luar daerah")]
    BalasanLuar,
    /// Somebody went there.
    #[pilihan("Catat pemeriksaan lapangan")]
    Periksa,
    /// Closed by ten working days of silence.
    #[pilihan("Tutup otomatis")]
    Tutup,
    /// Put aside because the citizen did not complete it.
    #[pilihan("Arsipkan otomatis")]
    Kedaluwarsa,
}

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

fn pesan(nama: &'static str, label: &'static str) -> Medan {
    Medan::baru(nama, label, Jenis::Panjang { maks: 5_000 })
}

fn unit() -> Medan {
    Medan::baru("unit", "Perangkat daerah tujuan", Jenis::DariProfil(Sumber::Unit))
}

fn kelas() -> Medan {
    Medan::dari::<Kelas>("kelas", "Kelas laporan").bantuan("Menentukan batas waktu penyelesaian.")
}

fn catatan() -> Medan {
    Medan::baru("catatan", "Catatan internal", Jenis::Panjang { maks: 5_000 })
        .boleh_kosong()
        .internal()
        .bantuan("Hanya dibaca petugas; tidak terlihat oleh pelapor.")
}

fn tujuan_luar() -> Medan {
    Medan::dari::<Tujuan>("tujuan", "Tujuan")
}

/// Pictures that the citizen adds to a word of theirs.
fn foto() -> Medan {
    Medan::dari::<Foto<5>>("foto", "Foto").boleh_kosong()
}

fn kanal() -> Medan {
    Medan::dari::<KanalLaporan>("kanal", "Kanal")
        .boleh_kosong()
        .bantuan("Bila petugas mencatat untuk pelapor: lewat apa disampaikan?")
}

impl Pengaduan {
    /// Where news goes: by e-mail; who wrote from a telephone and left no e-mail address hears the same way.
    fn alamat_kabar(&self) -> Option<String> {
        let telepon = |cara: &str| {
            self.pelapor
                .telepon
                .as_ref()
                .map(|t| format!("{cara}:{}", t.as_str()))
        };
        match (&self.pelapor.surel, self.kanal) {
            (Some(s), _) => Some(s.as_str().to_owned()),
            (None, KanalLaporan::Whatsapp) => telepon("whatsapp"),
            (None, KanalLaporan::Sms) => telepon("sms"),
            (None, _) => None,
        }
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

    fn milik() -> Milik {
        Milik::Fungsi("pengaduan".into())
    }

    fn hak() -> Vec<Hak> {
        use Tindakan::{Baca, Buat, Catat, Ekspor, Impor, Ubah};
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
                &[Baca, Buat, Ubah, Catat, Ekspor, Impor],
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
        use Keadaan::*;
        let keadaan = |k: Keadaan, arti: &'static str, giliran, warna| K {
            kode: k.into(),
            label: k.label().into(),
            arti: arti.into(),
            giliran,
            warna,
        };
        let langkah = |l: Langkah, akibat: &'static str| L::baru(l, l.label(), akibat);
        let sla = |kunci: &'static str| Lama::Sla(kunci.into());
        let koordinator = || [Siapa::Peran(Peran::Koordinator)];
        let opd = || [Siapa::Peran(Peran::Penghubung)];
        // An official may pass on what the citizen said by phone or letter, never accept an answer for them.
        let warga = || {
            [
                Siapa::Pelapor,
                Siapa::Peran(Peran::Koordinator),
                Siapa::Peran(Peran::Petugas),
                Siapa::Peran(Peran::Penghubung),
            ]
        };
        let jawaban = || {
            pesan("jawaban", "Jawaban untuk pelapor")
                .bantuan("Dibaca pelapor; bila laporan tidak rahasia, dibaca umum.")
        };
        Lifecycle {
            keadaan: vec![
                keadaan(Baru, "Laporan Anda sedang diperiksa sebelum diteruskan.", Giliran::Pemegang, Warna::Biru),
                keadaan(Ditunda, "Kami perlu keterangan tambahan dari Anda.", Giliran::Pelapor, Warna::Jingga),
                keadaan(Diteruskan, "Perangkat daerah yang berwenang sudah menerima laporan Anda.", Giliran::Pemegang, Warna::Biru),
                keadaan(Dikerjakan, "Perangkat daerah sedang menangani laporan Anda.", Giliran::Pemegang, Warna::Jingga),
                keadaan(Dijawab, "Jawaban sudah diberikan. Katakan apakah Anda menerimanya.", Giliran::Pelapor, Warna::Hijau),
                keadaan(Selesai, "Laporan ini sudah selesai.", Giliran::Selesai, Warna::Hijau),
                keadaan(Digabung, "Laporan ini dilanjutkan bersama laporan lain tentang hal yang sama.", Giliran::Selesai, Warna::Abu),
                keadaan(Diarsipkan, "Laporan ini tidak dapat ditangani; alasannya ada di bawah.", Giliran::Selesai, Warna::Abu),
            ],
            mulai: vec![("verifikasi".into(), sla("verifikasi"))],
            nama_tenggat: vec![
                ("verifikasi".into(), "Verifikasi dan penerusan".into()),
                ("jawaban".into(), "Jawaban pertama".into()),
                ("penyelesaian".into(), "Penyelesaian".into()),
                ("kelengkapan".into(), "Kelengkapan dari pelapor".into()),
                ("penutupan".into(), "Tanggapan pelapor".into()),
            ],
            langkah: vec![
                // ------------------------------------------------------------------ coordinator
                langkah(Langkah::Teruskan, "Perangkat daerah tujuan memegang laporan ini dan wajib menjawab dalam batas waktu.")
                    .dari([Baru, Ditunda])
                    .ke(Diteruskan)
                    .oleh(koordinator())
                    .isian([unit(), kelas(), catatan()])
                    .salin(["kelas"])
                    .pindah(Pindah::KeIsian("unit".into()))
                    .henti(["verifikasi", "kelengkapan"])
                    .mulai("jawaban", sla("jawaban"))
                    .mulai("penyelesaian", sla("penyelesaian.{kelas}"))
                    .terlihat(Terlihat::Publik)
                    .massal(),
                langkah(Langkah::Teruskan, "Laporan berpindah ke perangkat daerah lain; batas waktu penyelesaian tetap berjalan.")
                    .dari([Diteruskan, Dikerjakan])
                    .ke(Diteruskan)
                    .oleh(koordinator())
                    .isian([unit(), catatan()])
                    .pindah(Pindah::KeIsian("unit".into()))
                    .mulai("jawaban", sla("jawaban"))
                    .terlihat(Terlihat::Publik)
                    .massal(),
                langkah(Langkah::Tunda, "Pelapor diminta melengkapi. Tanpa balasan, laporan diarsipkan sendiri pada akhir batas waktu.")
                    .dari([Baru])
                    .ke(Ditunda)
                    .oleh(koordinator())
                    .isian([pesan("pesan", "Apa yang perlu dilengkapi?")])
                    .henti(["verifikasi"])
                    .mulai("kelengkapan", sla("kelengkapan")),
                langkah(Langkah::Arsipkan, "Laporan tidak ditangani lebih lanjut. Pelapor membaca alasannya dan dapat mengajukan keberatan.")
                    .dari([Baru, Ditunda])
                    .ke(Diarsipkan)
                    .oleh(koordinator())
                    .isian([pesan("alasan", "Alasan")])
                    .henti(["verifikasi", "kelengkapan"])
                    .bahaya(),
                langkah(Langkah::Gabung, "Laporan ini dilanjutkan bersama laporan yang Anda sebut; nomornya tetap berlaku.")
                    .dari([Baru, Ditunda, Diteruskan, Dikerjakan])
                    .ke(Digabung)
                    .oleh(koordinator())
                    .isian([Medan::baru("ke", "Laporan utama", Jenis::Rujukan(Self::KODE.into())).bantuan("Nomor laporan yang dilanjutkan.")])
                    .tautkan("ke", "digabung_ke")
                    .henti(["verifikasi", "kelengkapan", "jawaban", "penyelesaian"])
                    .bahaya(),
                langkah(Langkah::BukaKembali, "Laporan ditangani lagi; batas waktu berjalan dari awal.")
                    .dari([Selesai])
                    .ke(Dikerjakan)
                    .oleh(koordinator())
                    .isian([pesan("alasan", "Alasan")])
                    .mulai("jawaban", sla("jawaban"))
                    .mulai("penyelesaian", sla("penyelesaian.{kelas}"))
                    .terlihat(Terlihat::Publik),
                langkah(Langkah::BukaKembali, "Laporan diperiksa lagi dari awal.")
                    .dari([Diarsipkan, Digabung])
                    .ke(Baru)
                    .oleh(koordinator())
                    .isian([pesan("alasan", "Alasan")])
                    .pindah(Pindah::KePemilik)
                    .mulai("verifikasi", sla("verifikasi")),
                langkah(Langkah::Kaitkan, "Pelapor membaca bahwa laporannya bagian dari masalah itu, dan menerima kabar penanggung jawabnya.")
                    .dari([Baru, Ditunda, Diteruskan, Dikerjakan, Dijawab, Selesai, Diarsipkan])
                    .oleh([Siapa::Peran(Peran::Koordinator), Siapa::Peran(Peran::Penghubung)])
                    .isian([Medan::baru("masalah", "Masalah", Jenis::Rujukan(crate::masalah::KODE.into()))
                        .boleh_kosong()
                        .bantuan("Nomor masalahnya. Kosongkan untuk melepaskan laporan dari masalah.")])
                    .salin(["masalah"])
                    .terlihat(Terlihat::Internal)
                    .massal(),
                langkah(Langkah::KabarMasalah, "Pelapor membaca kabar dari penanggung jawab masalah.")
                    .dari(Keadaan::SEMUA.iter().copied())
                    .oleh([Siapa::Sistem])
                    .ikutan()
                    .isian([
                        Medan::dari::<Teks<150>>("nama", "Masalah"),
                        pesan("kabar", "Kabar"),
                        Medan::dari::<Bilangan<1, 1_000>>("ke", "Kabar ke").internal(),
                    ])
                    .terlihat(Terlihat::Publik),
                langkah(Langkah::DiteruskanLuar, "Pelapor membaca ke mana laporannya diteruskan.")
                    .dari(Keadaan::SEMUA.iter().copied())
                    .oleh([Siapa::Sistem])
                    .ikutan()
                    .isian([tujuan_luar(), Medan::dari::<Option<Teks<100>>>("nomor_luar", "Nomor di tujuan")])
                    .terlihat(Terlihat::Publik),
                langkah(Langkah::BalasanLuar, "Pelapor membaca balasannya.")
                    .dari(Keadaan::SEMUA.iter().copied())
                    .oleh([Siapa::Sistem])
                    .ikutan()
                    .isian([tujuan_luar(), pesan("balasan", "Balasan")])
                    .terlihat(Terlihat::Publik),
                // ------------------------------------------------------------------ unit
                langkah(Langkah::Periksa, "Hanya dibaca petugas: apa yang ditemukan di lapangan. Keadaan laporan tetap.")
                    .dari([Diteruskan, Dikerjakan])
                    .oleh([Siapa::Peran(Peran::Penghubung), Siapa::Peran(Peran::Petugas), Siapa::Peran(Peran::Kepala)])
                    .isian([
                        pesan("temuan", "Apa yang ditemukan?"),
                        Medan::dari::<Foto<5>>("foto", "Foto"),
                    ])
                    .terlihat(Terlihat::Internal),
                langkah(Langkah::Kembalikan, "Koordinator memegang laporan ini lagi dan mencari perangkat daerah yang tepat.")
                    .dari([Diteruskan, Dikerjakan])
                    .ke(Baru)
                    .oleh(opd())
                    .isian([pesan("alasan", "Mengapa bukan wewenang Anda?")])
                    .pindah(Pindah::KePemilik)
                    .henti(["jawaban", "penyelesaian"])
                    .mulai("verifikasi", sla("verifikasi"))
                    .terlihat(Terlihat::Internal),
                langkah(Langkah::Kerjakan, "Pelapor membaca bahwa Anda mulai bekerja. Batas waktu penyelesaian tetap berjalan.")
                    .dari([Diteruskan])
                    .ke(Dikerjakan)
                    .oleh(opd())
                    .isian([jawaban(), catatan()])
                    .henti(["jawaban"])
                    .terlihat(Terlihat::Publik)
                    .massal(),
                langkah(Langkah::Kerjakan, "Pelapor membaca perkembangannya. Batas waktu penyelesaian tetap berjalan.")
                    .dari([Dikerjakan])
                    .oleh(opd())
                    .isian([jawaban(), catatan()])
                    .henti(["jawaban"])
                    .terlihat(Terlihat::Publik),
                langkah(Langkah::Jawab, "Pelapor diminta menanggapi. Tanpa keberatan, laporan selesai sendiri pada akhir batas waktu.")
                    .dari([Diteruskan, Dikerjakan])
                    .ke(Dijawab)
                    .oleh(opd())
                    .isian([jawaban(), catatan()])
                    .henti(["jawaban", "penyelesaian"])
                    .mulai("penutupan", sla("penutupan"))
                    .terlihat(Terlihat::Publik)
                    .massal(),
                // ------------------------------------------------------------------ citizen
                langkah(Langkah::Tanggapi, "Laporan kembali diperiksa.")
                    .dari([Ditunda])
                    .ke(Baru)
                    .oleh(warga())
                    .isian([pesan("pesan", "Keterangan"), foto(), kanal()])
                    .pindah(Pindah::KePemilik)
                    .henti(["kelengkapan"])
                    .mulai("verifikasi", sla("verifikasi")),
                langkah(Langkah::Tanggapi, "Perangkat daerah membaca keterangan ini.")
                    .dari([Baru, Diteruskan])
                    .oleh(warga())
                    .isian([pesan("pesan", "Keterangan"), foto(), kanal()]),
                langkah(Langkah::Tanggapi, "Perangkat daerah wajib menjawab keterangan ini.")
                    .dari([Dikerjakan, Dijawab])
                    .ke(Dikerjakan)
                    .oleh(warga())
                    .isian([pesan("pesan", "Keterangan"), foto(), kanal()])
                    .henti(["penutupan"])
                    .mulai("jawaban", sla("jawaban")),
                langkah(Langkah::Terima, "Laporan selesai.")
                    .dari([Dijawab])
                    .ke(Selesai)
                    .oleh([Siapa::Pelapor])
                    .isian([pesan("pesan", "Pesan untuk perangkat daerah").boleh_kosong()])
                    .henti(["penutupan"]),
                langkah(Langkah::Nilai, "Satu ketukan. Laporan tidak berubah karenanya.")
                    .dari([Dijawab, Selesai])
                    .oleh([Siapa::Pelapor])
                    .isian([Medan::dari::<Kepuasan>("kepuasan", "Bagaimana laporan Anda ditangani?")])
                    .salin(["kepuasan"]),
                langkah(Langkah::Keberatan, "Laporan ditangani lagi; perangkat daerah wajib menjawab keberatan Anda.")
                    .dari([Dijawab, Selesai])
                    .ke(Dikerjakan)
                    .oleh(warga())
                    .isian([pesan("pesan", "Apa yang belum sesuai?"), foto(), kanal()])
                    .henti(["penutupan"])
                    .mulai("jawaban", sla("jawaban"))
                    .mulai("penyelesaian", sla("penyelesaian.{kelas}")),
                langkah(Langkah::Keberatan, "Laporan diperiksa lagi dari awal.")
                    .dari([Diarsipkan, Digabung])
                    .ke(Baru)
                    .oleh(warga())
                    .isian([pesan("pesan", "Mengapa laporan ini perlu ditangani?"), foto(), kanal()])
                    .pindah(Pindah::KePemilik)
                    .mulai("verifikasi", sla("verifikasi")),
                // ------------------------------------------------------------------ others, through the program
                langkah(Langkah::Sanggah, "Laporan ditangani lagi; perangkat daerah wajib menjawab sanggahan ini.")
                    .dari([Dijawab, Selesai])
                    .ke(Dikerjakan)
                    .ikutan()
                    .isian([pesan("pesan", "Apa yang belum selesai?")])
                    .henti(["penutupan"])
                    .mulai("jawaban", sla("jawaban"))
                    .mulai("penyelesaian", sla("penyelesaian.{kelas}")),
                langkah(Langkah::Sanggah, "Perangkat daerah membaca sanggahan ini.")
                    .dari([Diteruskan, Dikerjakan])
                    .ikutan()
                    .isian([pesan("pesan", "Apa yang belum selesai?")]),
                langkah(Langkah::Prioritaskan, "Laporan ditandai dalam daftar petugas.")
                    .dari([Diteruskan, Dikerjakan, Dijawab])
                    .ikutan()
                    .isian([
                        Medan::dari::<Prioritas>("prioritas", "Prioritas"),
                        Medan::baru("pengikut", "Warga lain yang mengikuti", Jenis::Bilangan { min: 0, maks: 1_000_000_000 }),
                    ])
                    .salin(["prioritas", "pengikut"])
                    .terlihat(Terlihat::Publik),
                // ------------------------------------------------------------------ clock
                langkah(Langkah::Tutup, "Laporan selesai karena tidak ada keberatan sampai akhir batas waktu.")
                    .dari([Dijawab])
                    .ke(Selesai)
                    .otomatis("penutupan")
                    .henti(["penutupan"])
                    .terlihat(Terlihat::Publik),
                langkah(Langkah::Kedaluwarsa, "Laporan diarsipkan karena tidak dilengkapi sampai akhir batas waktu.")
                    .dari([Ditunda])
                    .ke(Diarsipkan)
                    .otomatis("kelengkapan")
                    .henti(["kelengkapan"]),
            ],
            ..Lifecycle::default()
        }
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
        let acara = match langkah.map(Langkah::dari_kode) {
            None => "diterima",
            Some(Some(Langkah::Teruskan)) => "diteruskan",
            Some(Some(Langkah::Tunda)) => "kelengkapan",
            Some(Some(Langkah::Kerjakan)) => "perkembangan",
            Some(Some(Langkah::Jawab)) => "dijawab",
            Some(Some(Langkah::Arsipkan | Langkah::Kedaluwarsa)) => "diarsipkan",
            Some(Some(Langkah::Gabung)) => "digabung",
            Some(Some(Langkah::Tutup)) => "selesai",
            Some(Some(Langkah::Keberatan | Langkah::BukaKembali | Langkah::Sanggah)) => "dibuka_kembali",
            Some(Some(Langkah::KabarMasalah)) => "masalah",
            Some(Some(Langkah::DiteruskanLuar)) => "luar",
            Some(Some(Langkah::BalasanLuar)) => "balasan_luar",
            // What the citizen did themselves, and what is internal, needs no message.
            Some(_) => return Vec::new(),
        };
        let kata = |k: &str| isian.get(k).and_then(Value::as_str);
        let teks = ["jawaban", "pesan", "alasan", "kabar", "balasan"]
            .iter()
            .find_map(|k| kata(k));
        let isi = json!({
            "judul": self.judul, "teks": teks.unwrap_or_default(), "pemegang": e.pemegang,
            "jatuh": e.jatuh.or(e.otomatis), "masalah": kata("nama"), "tujuan": kata("tujuan"),
        });
        let isi = match isi {
            Value::Object(o) => o,
            _ => Peta::new(),
        };
        // Others are told what everybody may read, and nothing of a report that was never public.
        let untuk_umum = match acara {
            _ if self.rahasia => false,
            "diteruskan" | "perkembangan" | "dijawab" | "selesai" | "dibuka_kembali" | "masalah" | "luar"
            | "balasan_luar" => true,
            _ => false,
        };
        let mut isi_umum = isi.clone();
        if acara == "dibuka_kembali" {
            isi_umum.remove("teks");
        }
        let satu = |kepada, isi| Kabar {
            kepada,
            acara: acara.to_owned(),
            isi,
        };
        self.alamat_kabar()
            .into_iter()
            .map(|a| satu(Kepada::Alamat(a), isi.clone()))
            .chain(untuk_umum.then(|| satu(Kepada::Pengikut, isi_umum)))
            .collect()
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
        let teks = |k: &str| isi.get(k).and_then(Value::as_str).unwrap_or_default();
        let daerah = &b.profil.daerah.nama;
        let pemegang = b.profil.nama_unit(teks("pemegang"));
        let hingga = isi.get("jatuh").and_then(Value::as_i64).map(|ms| {
            b.profil
                .kalender
                .tanggal_panjang(kernel::Bahasa::Id, kernel::kalender::saat(ms))
        });
        let hingga = hingga.as_deref().unwrap_or("waktu yang ditentukan");
        let luar = Tujuan::dari_kode(teks("tujuan")).map_or("luar daerah", Tujuan::label);
        let (pokok, kabar) = match acara {
            "diterima" => ("sudah kami terima", format!("Laporan Anda sudah kami terima dan diperiksa paling lambat {hingga}.")),
            "diteruskan" => ("diteruskan", format!("Laporan Anda diteruskan ke {pemegang}, yang menjawab paling lambat {hingga}.")),
            "kelengkapan" => ("perlu dilengkapi", format!("Kami perlu keterangan tambahan dari Anda paling lambat {hingga}:")),
            "perkembangan" => ("sedang ditindaklanjuti", format!("Kabar dari {pemegang}:")),
            "dijawab" => (
                "sudah dijawab",
                format!("{pemegang} menjawab laporan Anda. Bila belum sesuai, ajukan keberatan paling lambat {hingga}; setelah itu laporan selesai dengan sendirinya."),
            ),
            "diarsipkan" => ("diarsipkan", "Laporan Anda tidak dapat ditangani lebih lanjut. Anda dapat mengajukan keberatan.".to_owned()),
            "digabung" => ("digabung", "Laporan Anda dilanjutkan bersama laporan lain tentang hal yang sama. Nomor Anda tetap berlaku.".to_owned()),
            "selesai" => ("selesai", "Laporan Anda selesai karena tidak ada keberatan. Anda tetap dapat mengajukan keberatan.".to_owned()),
            "dibuka_kembali" => ("dibuka kembali", format!("Laporan Anda ditangani lagi oleh {pemegang}.")),
            // News of the report in which this one goes on.
            "induk" => {
                let (pokok, kabar) = kabar_umum(teks("acara"), isi, b)?;
                (pokok, format!("Laporan Anda dilanjutkan bersama laporan {}. {kabar}", teks("laporan")))
            }
            "luar" => (
                "diteruskan ke luar daerah",
                format!("Penanganan laporan Anda bukan wewenang daerah; kami meneruskannya ke {luar}, tanpa identitas Anda."),
            ),
            "balasan_luar" => ("dibalas", format!("Balasan dari {luar}:")),
            "masalah" => ("bagian dari masalah yang sama", format!("Kabar tentang masalah “{}”, yang juga Anda laporkan:", teks("masalah"))),
            _ => return None,
        };
        // The subject stays the same from letter to letter: large providers keep only such letters together.
        let mut badan = format!("Laporan {} {pokok}.\n\n{kabar}\n", b.nomor);
        if !teks("teks").is_empty() {
            badan.push_str(&format!("\n{}\n", teks("teks")));
        }
        badan.push_str(&format!(
            "\nLaporan: {}\nNomor: {}\nKode lacak: {}\n\nLihat dan tanggapi di {}/pengaduan/lacak\nJangan berikan kode lacak kepada siapa pun.\n\n{daerah}\n",
            teks("judul"),
            b.nomor,
            b.kode_lacak,
            b.alamat
        ));
        Some(Surat {
            subjek: format!("Laporan {}: {}", b.nomor, teks("judul")),
            badan,
            lihat: Some(Lihat {
                label: "Lihat dan tanggapi".to_owned(),
                alamat: format!("{}/pengaduan/lacak", b.alamat),
            }),
        })
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

/// What everybody may be told of an event: how the subject line ends, and the first sentence.
pub(crate) fn kabar_umum(acara: &str, isi: &Peta, b: &BahanSurat) -> Option<(&'static str, String)> {
    let teks = |k: &str| isi.get(k).and_then(Value::as_str).unwrap_or_default();
    let pemegang = b.profil.nama_unit(teks("pemegang"));
    let luar = || Tujuan::dari_kode(teks("tujuan")).map_or("luar daerah", Tujuan::label);
    Some(match acara {
        "diteruskan" => ("diteruskan", format!("Laporan ini diteruskan ke {pemegang}.")),
        "perkembangan" => ("sedang ditindaklanjuti", format!("Kabar dari {pemegang}:")),
        "dijawab" => ("sudah dijawab", format!("{pemegang} menjawab laporan ini:")),
        "selesai" => ("selesai", "Laporan ini selesai.".to_owned()),
        "dibuka_kembali" => (
            "dibuka kembali",
            format!("Laporan ini ditangani lagi oleh {pemegang}."),
        ),
        "masalah" => (
            "bagian dari masalah yang sama",
            format!(
                "Kabar tentang masalah “{}”, yang mencakup laporan ini:",
                teks("masalah")
            ),
        ),
        "luar" => (
            "diteruskan ke luar daerah",
            format!("Laporan ini diteruskan ke {}.", luar()),
        ),
        "balasan_luar" => ("dibalas", format!("Balasan dari {}:", luar())),
        _ => return None,
    })
}
