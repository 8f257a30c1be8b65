//! What citizens report: believable bodies of about 600 bytes, different from each other and the same in every run.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::Hasil;

/// The regency that is measured.
pub const DAERAH: &str = "serang";
/// Its folder of data.
const PROFIL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../profil/serang");

/// A generator whose numbers never change between versions of a library (SplitMix64).
pub struct Acak(u64);

impl Acak {
    pub fn baru(benih: u64) -> Self {
        Acak(benih)
    }

    fn angka(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `n`.
    pub fn di_bawah(&mut self, n: u64) -> u64 {
        self.angka() % n.max(1)
    }

    pub fn satu<'a, T>(&mut self, dari: &'a [T]) -> Option<&'a T> {
        let i = self.di_bawah(dari.len() as u64);
        dari.get(usize::try_from(i).unwrap_or(0))
    }

    fn kata(&mut self, dari: &[&'static str]) -> &'static str {
        self.satu(dari).copied().unwrap_or_default()
    }
}

/// A place that is certainly inside its kecamatan, from the profile's own examples.
#[derive(Clone, Deserialize)]
struct Titik {
    kecamatan: String,
    #[serde(default)]
    desa: Option<String>,
    lat: f64,
    lon: f64,
    #[serde(default)]
    alamat: String,
}

/// What the bodies are made from.
#[derive(Clone)]
pub struct Bahan {
    titik: Vec<Titik>,
    /// Unit that coordinates complaints.
    pub koordinator: String,
    /// Category and the unit that handles it.
    pub kategori: Vec<(String, String)>,
}

const NAMA: [&str; 16] = [
    "Siti Maryam",
    "Ahmad Fauzi",
    "Dewi Lestari",
    "Hendra Gunawan",
    "Nurhayati",
    "Rudi Hartono",
    "Tuti Alawiyah",
    "Jajang Nurjaman",
    "Euis Komariah",
    "Bambang Sutrisno",
    "Rina Marlina",
    "Asep Saepudin",
    "Yanti Susanti",
    "Dedi Kurnia",
    "Fitri Handayani",
    "Usman Hakim",
];
const MASALAH: [(&str, &str); 8] = [
    ("penerangan-jalan", "Lampu jalan padam"),
    ("jalan-rusak", "Jalan berlubang dan tergenang"),
    ("sampah", "Sampah menumpuk belum diangkut"),
    ("pelayanan", "Antrean pelayanan terlalu lama"),
    ("lainnya", "Selokan mampet di depan rumah warga"),
    ("jalan-rusak", "Bahu jembatan mulai ambles"),
    ("sampah", "Pembuangan liar di tepi sungai"),
    ("penerangan-jalan", "Tiang lampu miring hampir roboh"),
];
const KEJADIAN: [&str; 6] = [
    "Sudah beberapa kali disampaikan ke ketua RT tetapi belum ada tanggapan.",
    "Kemarin malam ada pengendara motor yang jatuh di tempat ini.",
    "Anak-anak sekolah lewat sini setiap pagi dan orang tua mulai khawatir.",
    "Warga sempat menambal sendiri dengan bahan seadanya, tidak bertahan lama.",
    "Kalau hujan keadaannya bertambah parah sampai ke halaman rumah.",
    "Pedagang di sekitar pasar mengeluh karena pembeli berkurang.",
];
const HARAPAN: [&str; 5] = [
    "Mohon petugas meninjau langsung dan memberi tahu kapan diperbaiki.",
    "Kami berharap ditangani sebelum musim hujan tiba.",
    "Mohon diteruskan ke dinas yang berwenang, terima kasih.",
    "Bila perlu biaya swadaya, warga siap bergotong royong.",
    "Tolong beri kabar perkembangannya lewat telepon.",
];

impl Bahan {
    pub fn baca() -> Hasil<Self> {
        #[derive(Deserialize)]
        struct Contoh {
            pengaduan: Vec<toml::Value>,
        }
        #[derive(Deserialize)]
        struct Kategori {
            kategori: Vec<kernel::profil::Kategori>,
        }
        let baca = |nama: &str| std::fs::read_to_string(format!("{PROFIL}/{nama}"));
        let contoh: Contoh = toml::from_str(&baca("contoh/pengaduan.toml")?)?;
        let titik: Vec<Titik> = contoh
            .pengaduan
            .into_iter()
            .filter_map(|p| p.try_into().ok())
            .collect();
        let kategori: Kategori = toml::from_str(&baca("kategori.toml")?)?;
        let daerah: kernel::profil::Daerah = toml::from_str(&baca("daerah.toml")?)?;
        let koordinator = daerah.fungsi.get("pengaduan").map(|f| f.opd.0.clone());
        Ok(Bahan {
            titik,
            koordinator: koordinator.ok_or("no unit of the profile coordinates complaints")?,
            kategori: kategori.kategori.into_iter().map(|k| (k.kode, k.opd.0)).collect(),
        })
    }

    /// The unit that handles a category.
    pub fn penangan(&self, kategori: &str) -> &str {
        self.kategori
            .iter()
            .find(|(k, _)| k == kategori)
            .map_or(self.koordinator.as_str(), |(_, opd)| opd.as_str())
    }

    /// A report as an official enters it for somebody who phoned or wrote: an account may file without limit.
    pub fn laporan(&self, a: &mut Acak) -> Value {
        let (kategori, masalah) = a.satu(&MASALAH).copied().unwrap_or_default();
        let (rt, rw, hari, nomor) = (
            1 + a.di_bawah(12),
            1 + a.di_bawah(20),
            2 + a.di_bawah(40),
            a.di_bawah(90_000),
        );
        let titik = a.satu(&self.titik).cloned();
        let tempat = titik.as_ref().map_or("balai desa", |t| t.alamat.as_str());
        let isi = format!(
            "{masalah} di sekitar {tempat}, RT {rt:02} RW {rw:02}, dekat rumah nomor {nomor}. Keadaan ini sudah berlangsung sekitar {hari} hari. {} {} {}",
            a.kata(&KEJADIAN),
            a.kata(&KEJADIAN),
            a.kata(&HARAPAN),
        );
        let mut o = json!({
            "jenis": "pengaduan",
            "judul": format!("{masalah} di RT {rt:02} RW {rw:02}"),
            "isi": isi,
            "kategori": kategori,
            "pelapor": { "nama": a.kata(&NAMA), "telepon": format!("0812{:08}", a.di_bawah(100_000_000)) },
            "kanal": a.kata(&["telepon", "surat", "whatsapp", "loket"]),
        });
        if let Some(t) = titik {
            o["kecamatan"] = t.kecamatan.into();
            o["lat"] = t.lat.into();
            o["lon"] = t.lon.into();
            o["alamat"] = t.alamat.into();
            if let Some(d) = t.desa {
                o["desa"] = d.into();
            }
        }
        o
    }
}
