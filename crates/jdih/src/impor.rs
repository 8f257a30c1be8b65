//! Taking a text in: it is read, its document is found by kind, number and year or made, the text is kept byte for byte,
//! and what the text says about itself fills the fields that are still empty. All of it by ordinary commands, so that
//! rights, rules and history are those of the register; the same file again changes nothing.

use jiff::civil::Date;
use kernel::{
    Aksi, Entri, Galat, GalatMedan, IdEntri, Pelaku, Perintah, Pesan, Peta, Profil,
    command::Kunci,
    izin::{self, Tindakan},
    nilai::Pilihan as _,
    profil::potong,
};
use layanan::JenisProduk;
use regulasi::{Hasil, Jenis, Tingkat};
use serde_json::{Value, json};
use store::Store;

use crate::{KODE, produk};

/// What a person says about a text, instead of what stands in it.
#[derive(Clone, Debug, Default)]
pub struct Penentu {
    /// Code of the kind.
    pub jenis: Option<String>,
    /// Number.
    pub nomor: Option<String>,
    /// Year.
    pub tahun: Option<i64>,
    /// Subject.
    pub tentang: Option<String>,
    /// It stays a draft instead of being taken as promulgated and in force.
    pub rancangan: bool,
}

/// What became of a text.
#[derive(Clone, Debug)]
pub struct Laporan {
    /// The document.
    pub entri: Entri,
    /// It was not there before.
    pub baru: bool,
    /// How many commands were carried out; none when everything was there already.
    pub perintah: usize,
    /// What the reader understood.
    pub hasil: Hasil,
}

impl Laporan {
    /// How many findings somebody should look at.
    pub fn temuan(&self) -> usize {
        self.hasil
            .temuan
            .iter()
            .filter(|t| t.tingkat != Tingkat::Info)
            .count()
    }
}

/// Takes a text in.
///
/// # Errors
/// What is no text or too large; kind, number, year or subject that neither the text nor the person says; whatever the
/// register refuses.
pub async fn impor(
    store: &Store,
    profil: &Profil,
    pelaku: &Pelaku,
    bita: Vec<u8>,
    penentu: &Penentu,
) -> Result<Laporan, Galat> {
    let baca = tokio::task::spawn_blocking(move || {
        let hasil = regulasi::baca_bita(&bita);
        (bita, hasil)
    });
    let (bita, hasil) = baca.await.map_err(|e| Galat::dalam("reading a regulation", e))?;
    let hasil = hasil.map_err(|g| {
        let pesan = Pesan::baru("{pesan}").dengan("pesan", &g);
        match g {
            regulasi::Galat::TerlaluBesar { .. } => Galat::TerlaluBesar(pesan),
            _ => Galat::JenisTakDidukung(pesan),
        }
    })?;
    let def = store.inventaris().cari(KODE)?.clone();
    let tolak = || Galat::Ditolak("Akun ini tidak berwenang mengisi produk hukum.".into());
    if !produk::bagian_hukum(profil, pelaku) {
        return Err(tolak());
    }
    let w = izin::wewenang(profil, &def, pelaku, Tindakan::Baca).ok_or_else(tolak)?;
    let (jenis, nomor, tahun) = kenali(&hasil, penentu)?;
    let alamat = (jenis.kode(), tahun.to_string(), nomor.clone());
    let ada = produk::cari(store, &w, pelaku, (alamat.0, &alamat.1, &alamat.2)).await?;
    let lama = ada.into_iter().next().map(|t| t.entri);
    let mut k = Kerja {
        store,
        profil,
        pelaku,
        perintah: 0,
    };
    let isi = isi(profil, &hasil, (jenis, &nomor, tahun), penentu);
    let baru = lama.is_none();
    let entri = match lama {
        Some(e) => k.lengkapi(e, isi, &bita, penentu).await?,
        None => {
            k.buat(isi, &bita, &format!("{}/{}/{}", alamat.0, alamat.1, alamat.2))
                .await?
        }
    };
    let entri = if penentu.rancangan {
        entri
    } else {
        k.berlakukan(entri, &hasil).await?
    };
    Ok(Laporan {
        entri,
        baru,
        perintah: k.perintah,
        hasil,
    })
}

/// Kind, number and year: as said, else as read.
fn kenali(h: &Hasil, p: &Penentu) -> Result<(JenisProduk, String, i64), Galat> {
    let mut salah = Vec::new();
    let jenis = match &p.jenis {
        Some(j) => JenisProduk::dari_kode(j).or_else(|| JenisProduk::dari_judul(j)),
        None => h.identitas.jenis.as_deref().and_then(JenisProduk::dari_judul),
    };
    if jenis.is_none() {
        let ada: Vec<&str> = JenisProduk::SEMUA.iter().map(|j| j.kode()).collect();
        salah.push(GalatMedan::baru(
            "jenis",
            Pesan::baru("Jenisnya tidak terbaca. Sebutkan salah satu: {daftar}.")
                .dengan("daftar", ada.join(", ")),
        ));
    }
    let nomor = p.nomor.clone().or_else(|| h.identitas.nomor.clone());
    let nomor = nomor
        .map(|n| n.trim().to_owned())
        .filter(|n| !n.is_empty() && n.chars().count() <= 40);
    if nomor.is_none() {
        salah.push(GalatMedan::baru(
            "nomor",
            "Nomornya tidak terbaca. Sebutkan nomornya.",
        ));
    }
    let tahun = p
        .tahun
        .or(h.identitas.tahun.map(i64::from))
        .filter(|t| (1945..=2199).contains(t));
    if tahun.is_none() {
        salah.push(GalatMedan::baru(
            "tahun",
            "Tahunnya tidak terbaca. Sebutkan tahunnya.",
        ));
    }
    match (jenis, nomor, tahun) {
        (Some(j), Some(n), Some(t)) => Ok((j, n, t)),
        _ => Err(Galat::Isian(salah)),
    }
}

/// What the text says of itself, as fields of the register.
fn isi(profil: &Profil, h: &Hasil, (jenis, nomor, tahun): (JenisProduk, &str, i64), p: &Penentu) -> Peta {
    let mut isi = Peta::new();
    let mut taruh = |k: &str, v: Option<Value>| {
        if let Some(v) = v {
            isi.insert(k.to_owned(), v);
        }
    };
    let teks = |s: &str, maks: usize| {
        let s: String = s.split_whitespace().collect::<Vec<_>>().join(" ");
        let s = potong(&s, maks).trim().replace('\0', "");
        (!s.is_empty()).then(|| Value::from(s))
    };
    let tanda = &h.penutup.penetapan;
    let tentang = p
        .tentang
        .clone()
        .or_else(|| h.identitas.tentang.as_deref().map(kalimat));
    taruh("jenis", Some(jenis.kode().into()));
    taruh("nomor_peraturan", Some(nomor.into()));
    taruh("tahun", Some(tahun.into()));
    taruh("tentang", tentang.as_deref().and_then(|t| teks(t, 500)));
    taruh("tanggal_penetapan", hari(tanda.hari.as_deref()));
    taruh(
        "tanggal_pengundangan",
        hari(h.penutup.pengundangan.hari.as_deref()),
    );
    taruh(
        "tempat_penetapan",
        tanda.tempat.as_deref().and_then(|t| teks(t, 80)),
    );
    let oleh = match (&tanda.jabatan, &tanda.nama) {
        (Some(j), Some(n)) => Some(format!("{}, {}", kalimat(j), kalimat(n))),
        (Some(s), None) | (None, Some(s)) => Some(kalimat(s)),
        (None, None) => None,
    };
    taruh("penandatangan", oleh.as_deref().and_then(|t| teks(t, 200)));
    taruh("teu", teks(&profil.daerah.nama, 150));
    taruh("sumber", sumber(h).as_deref().and_then(|t| teks(t, 200)));
    let unit = profil.fungsi("hukum").map(|u| profil.nama_unit(u.as_str()));
    taruh("lokasi", unit.and_then(|u| teks(u, 150)));
    let dasar: Vec<Value> = h
        .simpul
        .iter()
        .filter(|s| {
            let atas = s.induk.and_then(|i| h.simpul.get(i));
            atas.is_some_and(|a| a.jenis == Jenis::Mengingat)
        })
        .filter_map(|s| teks(s.teks.trim_end_matches([';', '.', ' ']), 500))
        .take(60)
        .collect();
    taruh("dasar_lain", (!dasar.is_empty()).then(|| Value::from(dasar)));
    isi
}

fn hari(s: Option<&str>) -> Option<Value> {
    let d: Date = s?.parse().ok()?;
    Some(d.to_string().into())
}

/// "BD Kabupaten Serang Tahun 2022 Nomor 51".
fn sumber(h: &Hasil) -> Option<String> {
    let berita = h.penutup.berita.as_deref()?;
    let besar = berita.to_uppercase();
    let singkat = if besar.starts_with("LEMBARAN DAERAH") {
        besar.replacen("LEMBARAN DAERAH", "LD", 1)
    } else {
        besar.replacen("BERITA DAERAH", "BD", 1)
    };
    let (kepala, sisa) = singkat.split_once(' ').unwrap_or((singkat.as_str(), ""));
    let mut s = format!("{kepala} {}", kalimat(sisa));
    if let Some(t) = h.penutup.berita_tahun {
        s += &format!(" Tahun {t}");
    }
    if let Some(n) = &h.penutup.berita_nomor {
        s += &format!(" Nomor {n}");
    }
    Some(s)
}

/// Words that stay small inside a title, and abbreviations that stay large.
const KECIL: [&str; 14] = [
    "di", "dan", "dari", "ke", "pada", "yang", "untuk", "dengan", "atas", "dalam", "tentang", "bagi", "oleh",
    "serta",
];
const BESAR: [&str; 18] = [
    "APBD", "APBN", "ASN", "BLUD", "BPD", "BUMD", "BUMDES", "DPRD", "OPD", "PBB", "PKK", "RPJMD", "RPJPD",
    "RSUD", "RTRW", "SPBE", "TIK", "UMKM",
];

/// What is printed in capitals, as it is written in a sentence.
fn kalimat(s: &str) -> String {
    if s.chars().any(char::is_lowercase) {
        return s.to_owned();
    }
    let satu = |(i, k): (usize, &str)| {
        let kecil = k.to_lowercase();
        let polos: String = k.chars().filter(|c| c.is_alphanumeric()).collect();
        if BESAR.contains(&polos.as_str()) {
            return k.to_owned();
        }
        if i > 0 && KECIL.contains(&kecil.as_str()) {
            return kecil;
        }
        let mut h = String::new();
        let mut awal = true;
        for c in kecil.chars() {
            if awal && c.is_alphabetic() {
                h.extend(c.to_uppercase());
            } else {
                h.push(c);
            }
            awal = !c.is_alphanumeric() && c != '\'';
        }
        h
    };
    s.split_whitespace()
        .enumerate()
        .map(satu)
        .collect::<Vec<_>>()
        .join(" ")
}

/// The commands of one text.
struct Kerja<'a> {
    store: &'a Store,
    profil: &'a Profil,
    pelaku: &'a Pelaku,
    perintah: usize,
}

impl Kerja<'_> {
    async fn jalankan(&mut self, aksi: Aksi, kunci: Option<Kunci>) -> Result<Entri, Galat> {
        let p = Perintah {
            daerah: self.profil.kode().clone(),
            pelaku: self.pelaku.clone(),
            kini: self.store.jam().kini(),
            aksi,
            kunci,
        };
        let h = self.store.jalankan(p).await?;
        self.perintah += usize::from(!h.ulangan);
        Ok(h.entri)
    }

    async fn simpan(&self, bita: &[u8]) -> Result<Value, Galat> {
        let b = self
            .store
            .simpan_berkas(self.profil.kode(), bita, "text/plain")
            .await?;
        Ok(json!([b.id.to_string()]))
    }

    async fn buat(&mut self, mut isi: Peta, bita: &[u8], nama: &str) -> Result<Entri, Galat> {
        if !isi.contains_key("tentang") {
            return Err(Galat::medan(
                "tentang",
                "Judulnya tidak terbaca. Sebutkan tentang apa.",
            ));
        }
        isi.insert("naskah".into(), self.simpan(bita).await?);
        let aksi = Aksi::Buat {
            register: KODE.to_owned(),
            id: IdEntri::baru(self.store.jam().kini()),
            isi,
        };
        // Two who take the same text in at once make one document.
        let kunci = Kunci {
            kunci: format!("jdih/impor/{nama}"),
            sidik: [0; 32],
        };
        self.jalankan(aksi, Some(kunci)).await
    }

    /// The text replaces the earlier one when it differs; fields that somebody has filled stay.
    async fn lengkapi(&mut self, e: Entri, isi: Peta, bita: &[u8], p: &Penentu) -> Result<Entri, Galat> {
        let kosong = |v: Option<&Value>| match v {
            None | Some(Value::Null) => true,
            Some(Value::String(s)) => s.is_empty(),
            Some(Value::Array(a)) => a.is_empty(),
            _ => false,
        };
        let mut tambal: Peta = isi
            .into_iter()
            .filter(|(k, _)| kosong(e.isi.get(k)) || (k == "tentang" && p.tentang.is_some()))
            .filter(|(k, v)| e.isi.get(k) != Some(v))
            .collect();
        let sama = match crate::baca::berkas(&e) {
            Some(id) => {
                let (_, lama) = self
                    .store
                    .baca_berkas(self.profil.kode(), self.pelaku, id)
                    .await?;
                lama == bita
            }
            None => false,
        };
        if !sama && self.sudah_ada(&e, bita).await? {
            // A wording of an earlier day is there already; the present one stays.
        } else if !sama && e.isi.contains_key("naskah_sejak") {
            return Err(Galat::medan(
                "naskah",
                "Peraturan ini sudah punya naskah setelah perubahan. Muat bunyi lain lewat langkah Muat naskah setelah perubahan.",
            ));
        } else if !sama {
            tambal.insert("naskah".into(), self.simpan(bita).await?);
        }
        if tambal.is_empty() {
            return Ok(e);
        }
        let aksi = Aksi::Ubah {
            id: e.id,
            versi: e.versi,
            tambal,
        };
        self.jalankan(aksi, None).await
    }

    /// Whether this is the text of one of its earlier wordings.
    async fn sudah_ada(&self, e: &Entri, bita: &[u8]) -> Result<bool, Galat> {
        for satu in crate::bunyi::semua(e) {
            let (_, lama) = self
                .store
                .baca_berkas(self.profil.kode(), self.pelaku, satu.berkas)
                .await?;
            if lama == bita {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Walks the life cycle up to "in force", as the text itself tells.
    async fn berlakukan(&mut self, mut e: Entri, h: &Hasil) -> Result<Entri, Galat> {
        loop {
            let ambil = |k: &[&str]| -> Peta {
                let satu = |k: &&str| Some(((*k).to_owned(), e.isi.get(*k)?.clone()));
                k.iter().filter_map(satu).collect()
            };
            let (langkah, isian) = match e.keadaan.as_str() {
                "draf" => ("ajukan", Peta::new()),
                "harmonisasi" => (
                    "tetapkan",
                    ambil(&["nomor_peraturan", "tahun", "tanggal_penetapan", "penandatangan"]),
                ),
                "ditetapkan" => ("undangkan", ambil(&["tanggal_pengundangan", "sumber"])),
                "diundangkan" => {
                    let mut isian = ambil(&["tanggal_berlaku"]);
                    if isian.is_empty() && saat_diundangkan(h) {
                        let undang = ambil(&["tanggal_pengundangan"]).remove("tanggal_pengundangan");
                        isian.extend(undang.map(|v| ("tanggal_berlaku".to_owned(), v)));
                    }
                    ("berlakukan", isian)
                }
                _ => return Ok(e),
            };
            let aksi = Aksi::Langkah {
                id: e.id,
                versi: Some(e.versi),
                langkah: langkah.to_owned(),
                isian,
            };
            e = self.jalankan(aksi, None).await?;
        }
    }
}

/// The last article says that it is in force from the day of its promulgation.
fn saat_diundangkan(h: &Hasil) -> bool {
    let satu = |s: &regulasi::Simpul| {
        let t = s
            .teks
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .to_lowercase();
        t.contains("mulai berlaku pada tanggal diundangkan")
    };
    h.simpul.iter().rev().take(40).any(satu)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_become_a_title() {
        assert_eq!(
            kalimat("PENATAAN TAMAN DAN KOLAM DI KABUPATEN ANTAH-BERANTAH (SPBE)"),
            "Penataan Taman dan Kolam di Kabupaten Antah-Berantah (SPBE)"
        );
        assert_eq!(kalimat("Sudah benar"), "Sudah benar");
    }
}
