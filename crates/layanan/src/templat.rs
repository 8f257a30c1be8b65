//! Templat jawaban: texts that a unit writes again and again, with named blanks that the program fills in. A blank
//! never stands for a person: what could be filled in is in [`LUBANG`] and nowhere else.

use kernel::{
    Entri, GalatMedan, Pesan, Profil,
    izin::{Cakupan, Hak, Pandangan, Peran, Siapa, Tindakan},
    kalender::saat,
    lifecycle::{Giliran, Keadaan as K, Langkah as L, Lifecycle, Warna},
    nilai::{Beberapa, KodeKategori, KodeUnit, Panjang, Teks},
    register::{Konteks, Milik, Register},
};
use register_derive::{Kelompok, Pilihan};
use serde::{Deserialize, Serialize};

/// Code of the register.
pub const KODE: &str = "templat_jawaban";
/// The state in which a template is offered.
pub const DIPAKAI: &str = "dipakai";

/// The blanks that there are.
pub const LUBANG: [&str; 7] = [
    "nomor",
    "judul",
    "kategori",
    "kecamatan",
    "nama_unit",
    "nama_daerah",
    "tenggat",
];

/// The step of a complaint whose text it is. The codes are those of the steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum Guna {
    /// First answer.
    #[pilihan("Beri jawaban awal")]
    Kerjakan,
    /// The answer.
    #[pilihan("Jawab")]
    Jawab,
    /// The citizen is asked for more.
    #[pilihan("Minta kelengkapan")]
    Tunda,
}

/// A template.
#[derive(Clone, Debug, Serialize, Deserialize, Kelompok)]
pub struct TemplatJawaban {
    /// What it is called.
    #[medan("Nama templat", cari, kolom, bantuan = "Misalnya: Lampu jalan, dijadwalkan.")]
    pub nama: Teks<150>,
    /// The unit that uses it.
    #[medan("Perangkat daerah", saring, kolom)]
    pub opd: KodeUnit,
    /// Only for complaints of this category.
    #[medan("Kategori", saring, kolom, bantuan = "Kosongkan bila untuk semua kategori.")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kategori: Option<KodeKategori>,
    /// For which steps.
    #[medan("Dipakai pada langkah")]
    #[serde(default)]
    pub guna: Beberapa<Guna>,
    /// The text.
    #[medan(
        "Teks",
        cari,
        bantuan = "Boleh memuat {nomor}, {judul}, {kategori}, {kecamatan}, {nama_unit}, {nama_daerah}, {tenggat}. Jangan tulis data pribadi."
    )]
    pub teks: Panjang<4000>,
}

impl Register for TemplatJawaban {
    const KODE: &'static str = KODE;
    const LABEL: &'static str = "Templat jawaban";
    const BANTUAN: &'static str =
        "Teks yang sering dipakai untuk menjawab laporan, dengan bagian yang terisi sendiri.";
    const DASAR: &'static [&'static str] = &["F1", "S20", "J50", "B20", "U31", "K20"];
    const JUDUL: &'static str = "nama";

    fn milik() -> Milik {
        Milik::Medan("opd".into())
    }

    fn hak() -> Vec<Hak> {
        const BACA: &[Tindakan] = &[Tindakan::Baca, Tindakan::Ekspor];
        const KELOLA: &[Tindakan] = &[
            Tindakan::Baca,
            Tindakan::Buat,
            Tindakan::Ubah,
            Tindakan::Catat,
            Tindakan::Ekspor,
        ];
        let hak = |p, boleh, cakupan| Hak {
            siapa: Siapa::Peran(p),
            boleh,
            cakupan,
            pandangan: Pandangan::Dinas,
        };
        vec![
            hak(Peran::Koordinator, KELOLA, Cakupan::Unit),
            hak(Peran::Penghubung, KELOLA, Cakupan::Unit),
            hak(Peran::Kepala, KELOLA, Cakupan::Unit),
            hak(Peran::Auditor, BACA, Cakupan::Semua),
            hak(Peran::Pimpinan, BACA, Cakupan::Semua),
        ]
    }

    #[rustfmt::skip]
    fn lifecycle() -> Lifecycle {
        let keadaan = |kode: &'static str, label: &'static str, arti: &'static str, warna| K {
            kode: kode.into(), label: label.into(), arti: arti.into(), giliran: Giliran::Selesai, warna,
        };
        let pengelola = || [Peran::Koordinator, Peran::Penghubung, Peran::Kepala].map(Siapa::Peran);
        Lifecycle {
            keadaan: vec![
                keadaan(DIPAKAI, "Dipakai", "Ditawarkan saat menjawab laporan.", Warna::Hijau),
                keadaan("ditarik", "Ditarik", "Tidak lagi ditawarkan.", Warna::Abu),
            ],
            langkah: vec![
                L::baru("tarik", "Tarik", "Templat tidak lagi ditawarkan saat menjawab laporan.")
                    .dari([DIPAKAI]).ke("ditarik").oleh(pengelola()).massal(),
                L::baru("pakai", "Pakai lagi", "Templat ditawarkan saat menjawab laporan.")
                    .dari(["ditarik"]).ke(DIPAKAI).oleh(pengelola()).massal(),
            ],
            ..Lifecycle::default()
        }
    }

    fn periksa(&self, _k: &Konteks) -> Vec<GalatMedan> {
        let mut salah = Vec::new();
        if self.guna.0.is_empty() {
            salah.push(GalatMedan::baru("guna", "Pilih paling sedikit satu langkah."));
        }
        let teks = self.teks.as_str();
        for b in bagian(teks) {
            match b {
                Bagian::Lubang(n) if !LUBANG.contains(&n) => {
                    let n: String = n.chars().take(40).collect();
                    salah.push(GalatMedan::baru(
                        "teks",
                        Pesan::baru("Bagian {ini} tidak dikenal. Yang ada: {daftar}.")
                            .dengan("ini", format!("{{{n}}}"))
                            .dengan("daftar", LUBANG.map(|l| format!("{{{l}}}")).join(", ")),
                    ));
                }
                Bagian::Sisa => salah.push(GalatMedan::baru(
                    "teks",
                    "Ada kurung kurawal tanpa pasangan. Tulis misalnya {nomor}, atau hapus kurungnya.",
                )),
                _ => {}
            }
        }
        if ada_nik(teks) {
            salah.push(GalatMedan::baru(
                "teks",
                "Ada 16 angka berurutan seperti NIK. Templat tidak memuat data pribadi.",
            ));
        }
        salah
    }
}

/// Whether sixteen digits follow each other, as in a population number.
fn ada_nik(teks: &str) -> bool {
    teks.split(|c: char| !c.is_ascii_digit()).any(|a| a.len() == 16)
}

enum Bagian<'a> {
    Teks(&'a str),
    Lubang(&'a str),
    /// A brace that has no other.
    Sisa,
}

fn bagian(teks: &str) -> Vec<Bagian<'_>> {
    let mut hasil = Vec::new();
    let mut sisa = teks;
    while let Some(i) = sisa.find(['{', '}']) {
        let (awal, akhir) = sisa.split_at(i);
        hasil.push(Bagian::Teks(awal));
        let dalam = akhir.strip_prefix('{').and_then(|a| a.split_once('}'));
        match dalam.filter(|(n, _)| !n.contains('{')) {
            Some((n, lanjut)) => {
                hasil.push(Bagian::Lubang(n));
                sisa = lanjut;
            }
            None => {
                hasil.push(Bagian::Sisa);
                sisa = akhir.get(1..).unwrap_or_default();
            }
        }
    }
    hasil.push(Bagian::Teks(sisa));
    hasil
}

/// A template's text for a complaint. What is not known of it becomes "…", for a person to fill in. O(length).
pub fn isi(teks: &str, profil: &Profil, e: &Entri) -> String {
    let ada = |s: &str| (!s.is_empty()).then(|| s.to_owned());
    let nilai = |nama: &str| match nama {
        "nomor" => ada(&e.nomor),
        "judul" => ada(e.teks("judul")),
        "kategori" => profil.kategori(e.teks("kategori")).map(|k| k.nama.clone()),
        "kecamatan" => profil.kecamatan(e.teks("kecamatan")).map(|k| k.nama.clone()),
        "nama_unit" => ada(profil.nama_unit(e.pemegang.as_str())),
        "nama_daerah" => ada(&profil.daerah.nama),
        "tenggat" => e
            .jatuh
            .map(|j| profil.kalender.tanggal_panjang(kernel::Bahasa::Id, saat(j))),
        _ => None,
    };
    let mut hasil = String::with_capacity(teks.len());
    for b in bagian(teks) {
        match b {
            Bagian::Teks(t) => hasil.push_str(t),
            Bagian::Lubang(n) => hasil.push_str(&nilai(n).unwrap_or_else(|| "…".to_owned())),
            Bagian::Sisa => {}
        }
    }
    hasil
}
