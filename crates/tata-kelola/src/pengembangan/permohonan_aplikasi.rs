//! Permohonan aplikasi: an office asks before it builds, buys or changes an application (mandat A8). Open source comes
//! first; what stands in for a common application meets four conditions (Jembrana Pasal 23 ayat (3)); a minister is asked
//! where the regency's regulation says so. Which of these hold is read from the duties of its profile, never from its name.

use jiff::civil::Date;
use kernel::{
    Entri, Galat, GalatMedan, Pesan, Peta,
    izin::Hak,
    lifecycle::{Giliran, Langkah as L, Lifecycle, Pindah, Warna},
    nilai::{Dokumen, KodeUnit, Medan, Panjang, Pilihan as _, Rujukan, Teks},
    register::{Ikutan, Konteks, Milik, Register},
};
use register_derive::{Kelompok, Pilihan};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::hak_pengembangan;
use crate::{
    arsitektur::{
        Aplikasi,
        aplikasi::{JenisAplikasi, SumberKode},
    },
    aturan::{alasan, hari_ini, keadaan, pemutus, penyusun, sudah_tiba, wajib},
    perencanaan::usulan_tik::UsulanTik,
};

/// Code of the register.
pub const KODE: &str = "permohonan_aplikasi";
/// It may be built.
pub const DISETUJUI: &str = "disetujui";

/// The duty to ask a minister before anything is built.
const PERTIMBANGAN_SEMUA: &str = "aplikasi-pertimbangan-menteri";
/// The duty to ask a minister before closed source.
const PERTIMBANGAN_TERTUTUP: &str = "aplikasi-sumber-tertutup-dipertimbangkan";
/// The conditions of what stands in for a common application.
const SYARAT_SEJENIS: &str = "aplikasi-sejenis-memenuhi-syarat";

/// How the office means to get it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum Cara {
    /// By its own people.
    #[pilihan("Dibangun sendiri")]
    Sendiri,
    /// By a supplier.
    #[pilihan("Dibangun pihak ketiga")]
    PihakKetiga,
    /// What there is, changed.
    #[pilihan("Aplikasi yang ada dikembangkan")]
    Kembangkan,
    /// As it is sold or rented.
    #[pilihan("Dibeli atau disewa jadi")]
    Jadi,
}

/// Whether it does what a common application does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum Sejenis {
    /// No.
    #[pilihan("Tidak ada aplikasi umumnya")]
    Bukan,
    /// It will, and until then the office goes on with its own (Serang, Bekasi and Kapuas Pasal 34).
    #[pilihan("Sejenis; aplikasi umumnya belum ditetapkan")]
    Peralihan,
    /// Yes.
    #[pilihan("Sejenis; aplikasi umumnya sudah ditetapkan")]
    Sejenis,
}

/// What a request still lacks before it can be granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum Kurang {
    /// Its place in the architecture.
    #[pilihan("Aplikasi di arsitektur")]
    Arsitektur,
    /// The minister's word.
    #[pilihan("Pertimbangan menteri")]
    Pertimbangan,
    /// Proof that it ran before the common application was laid down.
    #[pilihan("Dioperasikan sebelum aplikasi umumnya ditetapkan")]
    Terdahulu,
    /// What it costs and what it brings.
    #[pilihan("Kajian biaya dan manfaat")]
    Kajian,
    /// How it is brought into line with the common application.
    #[pilihan("Penyesuaian dengan proses bisnis dan fungsi aplikasi umum")]
    Penyesuaian,
}

/// A request.
#[derive(Clone, Debug, Serialize, Deserialize, Kelompok)]
pub struct PermohonanAplikasi {
    /// Who asks.
    #[medan("Perangkat daerah pemohon", saring, kolom)]
    pub opd: KodeUnit,
    /// What it is to be called.
    #[medan("Nama aplikasi", cari, kolom)]
    pub nama: Teks<150>,
    /// How they mean to get it.
    #[medan("Cara pengadaan", saring, kolom)]
    pub cara: Cara,
    /// Kind.
    #[medan("Jenis aplikasi", saring)]
    pub jenis: JenisAplikasi,
    /// What it does, in words that others use too.
    #[medan(
        "Fungsi utama",
        cari,
        bantuan = "Kata baku yang pendek, misalnya: presensi pegawai. Aplikasi dengan fungsi sama ditampilkan."
    )]
    pub fungsi: Teks<150>,
    /// Why it is needed.
    #[medan("Kebutuhan dan manfaat", cari)]
    pub kebutuhan: Panjang<3000>,
    /// The application in the architecture.
    #[medan(
        "Aplikasi di arsitektur",
        bantuan = "Nomor aplikasinya; yang belum ada dicatat dulu sebagai direncanakan."
    )]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aplikasi: Option<Rujukan<Aplikasi>>,
    /// The budget line.
    #[medan("Usulan anggaran", bantuan = "Nomor usulannya, bila sudah ada.")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usulan: Option<Rujukan<UsulanTik>>,
    /// Whether its source is open.
    #[medan("Kode sumber", saring, kolom)]
    pub sumber: SumberKode,
    /// Why it is not.
    #[medan(
        "Mengapa kode sumber tertutup",
        bantuan = "Wajib bila tertutup: sebutkan pilihan terbuka yang ditimbang."
    )]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alasan_tertutup: Option<Panjang<1000>>,
    /// Whether it stands in for a common application.
    #[medan("Dibandingkan dengan aplikasi umum", saring)]
    pub sejenis: Sejenis,
    /// Since when the common application is laid down.
    #[medan("Aplikasi umumnya ditetapkan pada", bantuan = "Bila sudah ditetapkan.")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub umum_ditetapkan: Option<Date>,
    /// Since when the office runs its own.
    #[medan("Aplikasi sejenis dioperasikan sejak")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dioperasikan_sejak: Option<Date>,
    /// What it costs and what it brings.
    #[medan("Kajian biaya dan manfaat")]
    #[serde(default)]
    pub kajian: Dokumen<3>,
    /// How it is brought into line with the common application.
    #[medan(
        "Penyesuaian dengan aplikasi umum",
        bantuan = "Bagaimana proses bisnis dan fungsinya disesuaikan."
    )]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub penyesuaian: Option<Panjang<2000>>,
    /// What else supports the request.
    #[medan("Dokumen pendukung")]
    #[serde(default)]
    pub dokumen: Dokumen<10>,
    /// When it was put forward last.
    #[medan("Diajukan pada", hitung, urut)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub diajukan_pada: Option<Date>,
    /// What Diskominfo found.
    #[medan("Hasil telaah", hitung)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub telaah: Option<Panjang<3000>>,
    /// The minister's word.
    #[medan("Pertimbangan menteri", hitung)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pertimbangan: Option<Teks<200>>,
    /// Its date.
    #[medan("Tanggal pertimbangan", hitung)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pertimbangan_pada: Option<Date>,
    /// Its letter.
    #[medan("Surat pertimbangan", hitung)]
    #[serde(default)]
    pub surat: Dokumen<2>,
    /// Under which terms it was granted, or why not.
    #[medan("Catatan keputusan", hitung)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub catatan: Option<Panjang<2000>>,
    /// When it was decided.
    #[medan("Diputus pada", hitung, urut)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub diputus_pada: Option<Date>,
}

impl PermohonanAplikasi {
    /// The request of an entry.
    ///
    /// # Errors
    /// When its fields cannot be read.
    pub fn dari(e: &Entri) -> Result<Self, Galat> {
        serde_json::from_value(Value::Object(e.isi.clone()))
            .map_err(|g| Galat::dalam("reading a request for an application", g))
    }

    /// What it lacks by the regulation of its regency.
    pub fn kurang(&self, k: &Konteks) -> Vec<Kurang> {
        let diatur = |tugas: &str| wajib(k, tugas);
        let menggantikan = self.sejenis == Sejenis::Sejenis && diatur(SYARAT_SEJENIS);
        let perlu_menteri = diatur(PERTIMBANGAN_SEMUA)
            || menggantikan
            || (self.sumber == SumberKode::Tertutup && diatur(PERTIMBANGAN_TERTUTUP));
        let terdahulu =
            matches!((self.dioperasikan_sejak, self.umum_ditetapkan), (Some(a), Some(b)) if a < b);
        let kurang = |k: &Kurang| match k {
            Kurang::Arsitektur => self.aplikasi.is_none(),
            Kurang::Pertimbangan => perlu_menteri && self.pertimbangan.is_none(),
            Kurang::Terdahulu => menggantikan && !terdahulu,
            Kurang::Kajian => menggantikan && self.kajian.0.is_empty(),
            Kurang::Penyesuaian => menggantikan && self.penyesuaian.is_none(),
        };
        Kurang::SEMUA.iter().copied().filter(kurang).collect()
    }
}

impl Register for PermohonanAplikasi {
    const KODE: &'static str = KODE;
    const LABEL: &'static str = "Permohonan aplikasi";
    const BANTUAN: &'static str = "Permohonan membangun, mengembangkan, membeli, atau menyewa aplikasi: ditelaah Diskominfo sebelum dikerjakan.";
    const DASAR: &'static [&'static str] = &[
        "A8", "S18", "S34", "J20", "J21", "J23", "J24", "B18", "B34", "U16", "U26", "K18", "K34",
    ];
    const JUDUL: &'static str = "nama";

    fn milik() -> Milik {
        Milik::Medan("opd".into())
    }

    fn hak() -> Vec<Hak> {
        hak_pengembangan()
    }

    #[rustfmt::skip]
    fn lifecycle() -> Lifecycle {
        let terbuka = ["diajukan", "ditelaah"];
        Lifecycle {
            keadaan: vec![
                keadaan("draf", "Draf", "Masih disusun perangkat daerahnya.", Giliran::Pemegang, Warna::Biru),
                keadaan("diajukan", "Diajukan", "Menunggu telaah Diskominfo.", Giliran::Pemegang, Warna::Biru),
                keadaan("ditelaah", "Ditelaah", "Sudah ditelaah; keputusannya ditunggu.", Giliran::Pemegang, Warna::Jingga),
                keadaan(DISETUJUI, "Disetujui", "Boleh dikerjakan menurut catatan keputusannya.", Giliran::Selesai, Warna::Hijau),
                keadaan("ditolak", "Ditolak", "Tidak dikerjakan.", Giliran::Selesai, Warna::Merah),
                keadaan("batal", "Batal", "Tidak jadi diajukan.", Giliran::Selesai, Warna::Abu),
            ],
            langkah: vec![
                L::baru("ajukan", "Ajukan", "Diskominfo menelaahnya; isinya tidak diubah lagi selama itu.")
                    .dari(["draf"]).ke("diajukan").oleh(pemutus()).pindah(Pindah::KeFungsi("kominfo".into())),
                L::baru("tautkan", "Tautkan ke arsitektur", "Permohonan mengacu kepada aplikasi yang dipilih di sini.")
                    .dari(terbuka).oleh(pemutus())
                    .isian([Medan::dari::<Rujukan<Aplikasi>>("aplikasi", "Aplikasi di arsitektur")]).salin(["aplikasi"]),
                L::baru("catat_pertimbangan", "Catat pertimbangan menteri", "Pertimbangannya tercatat pada permohonan ini.")
                    .dari(terbuka).oleh(pemutus())
                    .isian([
                        Medan::dari::<Teks<200>>("pertimbangan", "Nomor surat dan isinya"),
                        Medan::dari::<Date>("pertimbangan_pada", "Tanggal surat"),
                        Medan::dari::<Dokumen<2>>("surat", "Suratnya"),
                    ])
                    .salin(["pertimbangan", "pertimbangan_pada", "surat"]),
                L::baru("telaah", "Catat telaah", "Hasil telaahnya dibaca pemohon; keputusan menyusul.")
                    .dari(terbuka).ke("ditelaah").oleh(pemutus())
                    .isian([Medan::dari::<Panjang<3000>>("telaah", "Hasil telaah").bantuan("Aplikasi yang serupa, aplikasi umum yang tersedia, kode sumber, keamanan, dan integrasi.")])
                    .salin(["telaah"]),
                L::baru(DISETUJUI, "Setujui", "Aplikasinya boleh dikerjakan, dan tercatat demikian di arsitektur.")
                    .dari(["ditelaah"]).ke(DISETUJUI).oleh(pemutus()).pindah(Pindah::KePemilik)
                    .isian([Medan::dari::<Option<Panjang<2000>>>("catatan", "Catatan atau syarat")]).salin(["catatan"]),
                L::baru("kembalikan", "Kembalikan", "Pemohon memperbaiki, lalu mengajukan lagi.")
                    .dari(terbuka).ke("draf").oleh(pemutus())
                    .isian([alasan("Apa yang perlu diperbaiki?")]).pindah(Pindah::KePemilik),
                L::baru("tolak", "Tolak", "Tidak dikerjakan; alasannya dibaca pemohon.")
                    .dari(["ditelaah"]).ke("ditolak").oleh(pemutus()).pindah(Pindah::KePemilik)
                    .isian([Medan::dari::<Panjang<2000>>("catatan", "Mengapa ditolak?")]).salin(["catatan"]).bahaya(),
                L::baru("batalkan", "Batalkan", "Tidak jadi diajukan; dapat disusun lagi.")
                    .dari(["draf"]).ke("batal").oleh(penyusun()).bahaya(),
                L::baru("susun_lagi", "Susun lagi", "Kembali menjadi draf.")
                    .dari(["ditolak", "batal"]).ke("draf").oleh(penyusun()),
            ],
            terkunci: ["diajukan", "ditelaah", DISETUJUI, "ditolak", "batal"].map(Into::into).into(),
            ..Lifecycle::default()
        }
    }

    fn periksa(&self, _k: &Konteks) -> Vec<GalatMedan> {
        let mut salah = Vec::new();
        if self.sumber == SumberKode::Tertutup && self.alasan_tertutup.is_none() {
            salah.push(GalatMedan::baru(
                "alasan_tertutup",
                "Kode sumber terbuka diutamakan. Jelaskan mengapa tidak dipakai.",
            ));
        }
        if self.cara == Cara::Kembangkan && self.aplikasi.is_none() {
            salah.push(GalatMedan::baru("aplikasi", "Pilih aplikasi yang dikembangkan."));
        }
        if (self.sejenis == Sejenis::Sejenis) != self.umum_ditetapkan.is_some() {
            salah.push(GalatMedan::baru(
                "umum_ditetapkan",
                "Diisi bila, dan hanya bila, aplikasi umumnya sudah ditetapkan.",
            ));
        }
        salah
    }

    fn terbit(&self, keadaan: &str) -> bool {
        !matches!(keadaan, "draf" | "batal")
    }

    fn saat_langkah(&mut self, langkah: &str, _isian: &Peta, _e: &Entri, k: &Konteks) -> Result<(), Galat> {
        match langkah {
            "ajukan" => {
                self.diajukan_pada = Some(hari_ini(k));
                // What was found was another content; the story keeps it.
                (self.telaah, self.catatan, self.diputus_pada) = (None, None, None);
            }
            "catat_pertimbangan" => sudah_tiba("pertimbangan_pada", self.pertimbangan_pada, k)?,
            DISETUJUI => {
                let kurang = self.kurang(k);
                if !kurang.is_empty() {
                    let nama: Vec<&str> = kurang.iter().map(|a| a.label()).collect();
                    let pesan = Pesan::baru(
                        "Permohonan ini belum dapat disetujui. Yang belum ada: {kurang}. Lengkapi, atau kembalikan kepada pemohon.",
                    );
                    return Err(Galat::Bentrok(pesan.dengan("kurang", nama.join(", "))));
                }
                self.diputus_pada = Some(hari_ini(k));
            }
            "tolak" => self.diputus_pada = Some(hari_ini(k)),
            _ => {}
        }
        Ok(())
    }

    fn nama_tautan(jenis: &str, keluar: bool) -> Option<&'static str> {
        match (jenis, keluar) {
            ("aplikasi", false) => Some("Permohonannya"),
            ("usulan", false) => Some("Permohonan aplikasinya"),
            _ => None,
        }
    }

    fn syarat(&self, e: &Entri) -> Vec<Ikutan> {
        let (DISETUJUI, Some(a)) = (e.keadaan.as_str(), &self.aplikasi) else {
            return Vec::new();
        };
        let Value::Object(isian) = json!({ "persetujuan": e.nomor }) else {
            return Vec::new();
        };
        vec![Ikutan {
            ke: a.id(),
            langkah: "permohonan_disetujui".into(),
            isian,
        }]
    }
}
