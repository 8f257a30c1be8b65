//! Eskalasi: a complaint that is not the regency's to settle goes to the province or to SP4N-LAPOR! (mandat F1; Perpres
//! 76/2013, PermenPANRB 62/2018). What goes out is the complaint's own words and place with a covering note, never who
//! filed it; nobody types it again. Each escalation says where its sending stands, and its complaint tells the citizen.

use jiff::civil::Date;
use kernel::{
    Entri, Galat, Peta,
    izin::{Cakupan, Hak, Pandangan, Peran, Siapa, Tindakan},
    lifecycle::{Giliran, Keadaan as K, Langkah as L, Lifecycle, Warna},
    nilai::{Bilangan, Jenis, Medan, Panjang, Pilihan as _, Rujukan, Teks},
    register::{Ikutan, Konteks, Milik, Register},
};
use register_derive::{Kelompok, Pilihan};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::Pengaduan;

/// Code of the register.
pub const KODE: &str = "eskalasi";
/// The state in which it waits to be sent.
pub const MENUNGGU: &str = "menunggu";
/// Tries before a person has to look.
const MAKS_COBA: i64 = 10;
const MS_SATU_MENIT: i64 = 60_000;

/// Where it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum Tujuan {
    /// The province.
    #[pilihan("Pemerintah provinsi")]
    Provinsi,
    /// The national channel.
    #[pilihan("SP4N-LAPOR!")]
    Lapor,
}

/// An escalation.
#[derive(Clone, Debug, Serialize, Deserialize, Kelompok)]
pub struct Eskalasi {
    /// The complaint.
    #[medan("Laporan", saring, bantuan = "Nomor laporannya.")]
    pub pengaduan: Rujukan<Pengaduan>,
    /// Where to.
    #[medan("Tujuan", saring, kolom)]
    pub tujuan: Tujuan,
    /// Why.
    #[medan(
        "Pengantar",
        cari,
        kolom,
        bantuan = "Mengapa bukan wewenang daerah. Judul, isi, kategori, dan tempat laporan terkirim sendiri; identitas pelapor tidak."
    )]
    pub pengantar: Teks<500>,
    /// Its number there.
    #[medan("Nomor di tujuan", hitung, kolom)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nomor_luar: Option<Teks<100>>,
    /// When it was sent.
    #[medan("Dikirim pada", hitung)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dikirim: Option<Date>,
    /// Tries that failed.
    #[medan("Percobaan yang gagal", hitung)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percobaan: Option<Bilangan<0, 1_000>>,
    /// Not before this moment again, ms.
    #[medan("Dicoba lagi (ms)", hitung)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub berikut: Option<Bilangan<0, 9_007_199_254_740_991>>,
    /// Why the last try failed.
    #[medan("Sebab kegagalan terakhir", hitung)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub galat: Option<Teks<300>>,
    /// What came back.
    #[medan("Balasan", hitung)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub balasan: Option<Panjang<5000>>,
}

impl Eskalasi {
    /// The escalation of an entry.
    ///
    /// # Errors
    /// When its fields cannot be read.
    pub fn dari(e: &Entri) -> Result<Self, Galat> {
        serde_json::from_value(Value::Object(e.isi.clone()))
            .map_err(|g| Galat::dalam("reading an escalation", g))
    }

    /// Whether it may be tried now.
    pub fn siap(&self, kini: i64) -> bool {
        self.berikut.is_none_or(|b| b.nilai() <= kini)
    }
}

impl Register for Eskalasi {
    const KODE: &'static str = KODE;
    const LABEL: &'static str = "Eskalasi";
    const BANTUAN: &'static str = "Laporan di luar wewenang daerah yang dikirim ke provinsi atau kanal nasional, dan sampai di mana pengirimannya.";
    const DASAR: &'static [&'static str] = &["F1", "S20", "J50", "B20", "U31", "K20"];
    const JUDUL: &'static str = "pengantar";

    fn milik() -> Milik {
        Milik::Fungsi("pengaduan".into())
    }

    fn hak() -> Vec<Hak> {
        use Tindakan::{Baca, Buat, Catat, Ekspor};
        let hak = |p, boleh| Hak {
            siapa: Siapa::Peran(p),
            boleh,
            cakupan: Cakupan::Semua,
            pandangan: Pandangan::Dinas,
        };
        vec![
            hak(Peran::Koordinator, &[Baca, Buat, Catat, Ekspor]),
            hak(Peran::Auditor, &[Baca, Ekspor]),
            hak(Peran::Pimpinan, &[Baca, Ekspor]),
        ]
    }

    #[rustfmt::skip]
    fn lifecycle() -> Lifecycle {
        let keadaan = |kode: &'static str, label: &'static str, arti: &'static str, giliran, warna| K {
            kode: kode.into(), label: label.into(), arti: arti.into(), giliran, warna,
        };
        let koordinator = || [Siapa::Peran(Peran::Koordinator)];
        let sistem = || [Siapa::Sistem];
        let nomor = || Medan::dari::<Option<Teks<100>>>("nomor_luar", "Nomor di tujuan");
        let galat = || Medan::dari::<Teks<300>>("galat", "Sebab kegagalan terakhir");
        Lifecycle {
            keadaan: vec![
                keadaan(MENUNGGU, "Menunggu pengiriman", "Program mengirimnya, dan mencoba lagi bila gagal.", Giliran::Pemegang, Warna::Biru),
                keadaan("terkirim", "Terkirim", "Sudah diterima tujuan; balasannya ditunggu.", Giliran::Pemegang, Warna::Jingga),
                keadaan("gagal", "Gagal dikirim", "Sepuluh kali dicoba tanpa hasil; perlu diperiksa.", Giliran::Pemegang, Warna::Merah),
                keadaan("dibalas", "Dibalas", "Balasan tujuan sudah tercatat.", Giliran::Selesai, Warna::Hijau),
                keadaan("batal", "Batal", "Tidak jadi dikirim.", Giliran::Selesai, Warna::Abu),
            ],
            langkah: vec![
                L::baru("catat_terkirim", "Terkirim", "Pelapor membaca ke mana laporannya diteruskan.")
                    .dari([MENUNGGU]).ke("terkirim").oleh(sistem()).ikutan().isian([nomor()]),
                L::baru("catat_gagal", "Pengiriman gagal", "Program mencoba lagi nanti.")
                    .dari([MENUNGGU]).oleh(sistem()).ikutan().isian([galat()]),
                L::baru("menyerah", "Pengiriman dihentikan", "Sepuluh kali gagal; koordinator memeriksa sebabnya.")
                    .dari([MENUNGGU]).ke("gagal").oleh(sistem()).ikutan().isian([galat()]),
                L::baru("kirim_ulang", "Kirim ulang", "Program mencoba lagi dari awal, dengan kunci yang sama: tujuan tidak menerimanya dua kali.")
                    .dari(["gagal"]).ke(MENUNGGU).oleh(koordinator()),
                L::baru("catat_balasan", "Catat balasan", "Pelapor membaca balasan ini di laporannya.")
                    .dari(["terkirim"]).ke("dibalas").oleh(koordinator())
                    .isian([Medan::baru("balasan", "Balasan", Jenis::Panjang { maks: 5_000 })
                        .bantuan("Dibaca pelapor; bila laporan tidak rahasia, dibaca umum.")])
                    .salin(["balasan"]),
                L::baru("batalkan", "Batalkan", "Tidak dikirim lagi. Yang sudah sampai di tujuan tidak ditarik.")
                    .dari([MENUNGGU, "gagal"]).ke("batal").oleh(koordinator())
                    .isian([Medan::baru("alasan", "Alasan", Jenis::Panjang { maks: 1_000 })]).bahaya(),
            ],
            ..Lifecycle::default()
        }
    }

    fn saat_langkah(&mut self, langkah: &str, isian: &Peta, _e: &Entri, k: &Konteks) -> Result<(), Galat> {
        let kata = |m: &str| isian.get(m).cloned().unwrap_or_default();
        let kini = k.kini.as_millisecond();
        match langkah {
            "catat_terkirim" => {
                self.nomor_luar = serde_json::from_value(kata("nomor_luar")).ok().flatten();
                self.dikirim = Some(k.profil.kalender.setempat(k.kini).date());
                (self.galat, self.berikut) = (None, None);
            }
            "catat_gagal" | "menyerah" => {
                let n = self.percobaan.map_or(0, Bilangan::nilai) + 1;
                self.percobaan = Bilangan::baru(n);
                self.galat = serde_json::from_value(kata("galat")).ok();
                // 1, 2, 4 … minutes.
                self.berikut = Bilangan::baru(kini + (MS_SATU_MENIT << (n - 1).clamp(0, MAKS_COBA)));
            }
            "kirim_ulang" => (self.percobaan, self.berikut) = (None, None),
            _ => {}
        }
        Ok(())
    }

    /// The complaint tells its citizen where it went, and what came back.
    fn ikutan(&self, e: &Entri) -> Vec<Ikutan> {
        let (langkah, isian) = match e.keadaan.as_str() {
            "terkirim" => (
                "diteruskan_luar",
                json!({ "tujuan": self.tujuan, "nomor_luar": self.nomor_luar }),
            ),
            "dibalas" => (
                "balasan_luar",
                json!({ "tujuan": self.tujuan, "balasan": self.balasan }),
            ),
            _ => return Vec::new(),
        };
        let isian = match isian {
            Value::Object(o) => o.into_iter().filter(|(_, v)| !v.is_null()).collect(),
            _ => Peta::new(),
        };
        vec![Ikutan {
            ke: self.pengaduan.id(),
            langkah: langkah.into(),
            isian,
        }]
    }
}

/// The step that notes a failed try: the last one gives up.
pub fn langkah_gagal(e: &Eskalasi) -> &'static str {
    if e.percobaan.map_or(0, Bilangan::nilai) + 1 >= MAKS_COBA {
        "menyerah"
    } else {
        "catat_gagal"
    }
}

/// What goes out of a complaint: its own words and place, the covering note, and nothing of who filed it.
pub fn muatan(e: &Eskalasi, eskalasi: &Entri, laporan: &Entri) -> Value {
    let mut isi = Peta::new();
    for m in [
        "jenis",
        "judul",
        "isi",
        "kategori",
        "kecamatan",
        "desa",
        "alamat",
        "lat",
        "lon",
    ] {
        if let Some(v) = laporan.isi.get(m) {
            isi.insert(m.to_owned(), v.clone());
        }
    }
    json!({
        "kunci": eskalasi.id, "daerah": eskalasi.daerah, "tujuan": e.tujuan.kode(), "nomor": laporan.nomor,
        "diterima": laporan.saat_dibuat().to_string(), "pengantar": e.pengantar, "laporan": isi,
    })
}
