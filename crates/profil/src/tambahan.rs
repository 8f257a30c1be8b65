//! What a profile brings besides itself: its catalogue of services, and complaints to show in the demonstration.
//! Both are entries of registers, so the registers' own fields check them.

use std::collections::BTreeSet;

use kernel::{Inventaris, Peta, Profil, RegisterDef, nilai::periksa_objek};
use serde::Deserialize;

use crate::temuan::{Temuan, saran};
use crate::{
    Dokumen, Sumber,
    periksa::{ganda, tak_ada},
    terjemah_io,
};

/// A service of `layanan.toml`: the fields of the register `layanan`.
#[derive(Clone, Debug, Deserialize)]
pub struct Layanan {
    /// Its short name.
    pub kode: String,
    /// How sure we are of it: says something about the file, so it is no field of the register.
    #[serde(default, rename = "confidence")]
    _keyakinan: kernel::profil::Keyakinan,
    #[serde(flatten)]
    sisa: Peta,
}

impl Layanan {
    /// The fields of the register.
    pub fn isi(&self) -> Peta {
        let mut isi = self.sisa.clone();
        isi.insert("kode".into(), self.kode.clone().into());
        isi
    }
}

/// Where the legal documents of the demonstration stand.
const PRODUK: &str = "contoh/produk_hukum.toml";

/// A legal document of `contoh/produk_hukum.toml`: the fields of the register `produk_hukum`.
#[derive(Clone, Debug, Deserialize)]
struct Produk {
    /// How sure we are of it.
    #[serde(default, rename = "confidence")]
    _keyakinan: kernel::profil::Keyakinan,
    #[serde(flatten)]
    isi: Peta,
}

/// A complaint of `contoh/pengaduan.toml` with its story.
#[derive(Clone, Debug, Deserialize)]
pub struct Contoh {
    /// Filed so many days before the demonstration began.
    pub hari_lalu: i64,
    /// What happened to it.
    #[serde(default)]
    pub alur: Vec<Alur>,
    /// The fields of the register.
    #[serde(flatten)]
    pub isi: Peta,
}

/// Where the plans of the demonstration stand.
const PERENCANAAN: &str = "contoh/perencanaan.toml";

/// An entry of any register with its story, in which later ones name earlier ones: plans and money of a demonstration.
/// Texts may be places to fill in: `@key` is the entry with that key, `hari:-30` a day so many days from the beginning,
/// `tahun:1` a year so many years from its own, `tahun:0-06-30` a day of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kisah {
    /// Its name in the file.
    pub kunci: String,
    /// Its register.
    pub register: String,
    /// Who made it: a function or a unit; `kepala:` before it for its head.
    pub oleh: String,
    /// So many days before the beginning.
    pub hari_lalu: i64,
    /// The fields.
    pub isi: Peta,
    /// What happened to it.
    #[serde(default)]
    pub alur: Vec<Tahap>,
}

/// A step of such a story.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tahap {
    /// Code of the step.
    pub langkah: String,
    /// So many days before the beginning.
    pub hari_lalu: i64,
    /// Who took it.
    pub oleh: String,
    /// What the step asks for.
    #[serde(default)]
    pub isian: Peta,
}

/// The plans of a regency's demonstration; empty when its profile has none.
pub fn perencanaan(sumber: &Sumber, folder: &str, temuan: &mut Vec<Temuan>) -> Vec<Kisah> {
    baca(
        sumber,
        folder,
        PERENCANAAN,
        "kisah",
        temuan,
        |_, butir: Vec<(usize, Kisah)>, _| butir,
    )
    .into_iter()
    .map(|(_, k)| k)
    .collect()
}

/// Each story has a register with the steps it takes, a key of its own, and names only those before it.
fn kisah(dok: &Dokumen, butir: &[(usize, Kisah)], inventaris: &Inventaris, temuan: &mut Vec<Temuan>) {
    let mut dikenal: BTreeSet<String> = BTreeSet::new();
    for (i, k) in butir {
        let jalan = format!("kisah.{i}");
        let Some(def) = inventaris.register(&k.register) else {
            let ada = inventaris.semua().map(|d| d.kode.as_ref());
            let pesan = format!(
                "register \"{}\" tidak ada.{}",
                k.register,
                saran(&k.register, ada)
            );
            temuan.push(dok.galat(&format!("{jalan}.register"), pesan));
            continue;
        };
        for (n, t) in k.alur.iter().enumerate() {
            if !def.lifecycle.langkah.iter().any(|l| l.kode == t.langkah) {
                let ada = def.lifecycle.langkah.iter().map(|l| l.kode.as_ref());
                let pesan = format!("langkah \"{}\" tidak ada.{}", t.langkah, saran(&t.langkah, ada));
                temuan.push(dok.galat(&format!("{jalan}.alur.{n}"), pesan));
            }
            let sebelum = if n == 0 {
                Some(k.hari_lalu)
            } else {
                k.alur.get(n - 1).map(|s| s.hari_lalu)
            };
            if sebelum.is_some_and(|s| s < t.hari_lalu) {
                temuan.push(dok.galat(
                    &format!("{jalan}.alur.{n}"),
                    "langkah ini terjadi sebelum yang di atasnya.".to_owned(),
                ));
            }
        }
        let semua: Vec<Peta> = std::iter::once(k.isi.clone())
            .chain(k.alur.iter().map(|t| t.isian.clone()))
            .collect();
        for nama in semua.iter().flat_map(acuan) {
            if !dikenal.contains(&nama) {
                let pesan = format!(
                    "@{nama} belum ada di atasnya.{}",
                    saran(&nama, dikenal.iter().map(String::as_str))
                );
                temuan.push(dok.galat(&jalan, pesan));
            }
        }
        if !dikenal.insert(k.kunci.clone()) {
            temuan.push(dok.galat(
                &format!("{jalan}.kunci"),
                format!("kunci \"{}\" sudah dipakai.", k.kunci),
            ));
        }
    }
}

/// The keys that fields name.
fn acuan(isi: &Peta) -> Vec<String> {
    fn dalam(v: &serde_json::Value, hasil: &mut Vec<String>) {
        match v {
            serde_json::Value::String(s) => hasil.extend(s.strip_prefix('@').map(str::to_owned)),
            serde_json::Value::Array(a) => a.iter().for_each(|v| dalam(v, hasil)),
            serde_json::Value::Object(o) => o.values().for_each(|v| dalam(v, hasil)),
            _ => {}
        }
    }
    let mut hasil = Vec::new();
    isi.values().for_each(|v| dalam(v, &mut hasil));
    hasil
}

/// A step of its story.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alur {
    /// Code of the step.
    pub langkah: String,
    /// So many days after filing.
    pub hari: i64,
    /// What the step asks for; `ke` is the place of another complaint in the file.
    #[serde(default)]
    pub isian: Peta,
    /// Who took it.
    pub oleh: Oleh,
}

/// Who took a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Oleh {
    /// The citizen who filed it.
    Warga,
    /// The coordinator.
    Koordinator,
    /// The unit that holds it.
    Opd,
    /// The program, when a deadline has run out.
    Sistem,
}

/// The catalogue of a regency; empty when its profile has none.
pub fn layanan(sumber: &Sumber, folder: &str, temuan: &mut Vec<Temuan>) -> Vec<Layanan> {
    baca(
        sumber,
        folder,
        "layanan.toml",
        "layanan",
        temuan,
        |_, butir, _| butir,
    )
    .into_iter()
    .map(|(_, l)| l)
    .collect()
}

/// The legal documents of a regency's demonstration, as fields of the register; empty when its profile has none.
pub fn produk_hukum(sumber: &Sumber, folder: &str, temuan: &mut Vec<Temuan>) -> Vec<Peta> {
    baca(
        sumber,
        folder,
        PRODUK,
        "produk_hukum",
        temuan,
        |_, butir: Vec<(usize, Produk)>, _| butir,
    )
    .into_iter()
    .map(|(_, p)| p.isi)
    .collect()
}

/// The complaints of a regency's demonstration; empty when its profile has none.
pub fn contoh(sumber: &Sumber, folder: &str, temuan: &mut Vec<Temuan>) -> Vec<Contoh> {
    baca(
        sumber,
        folder,
        "contoh/pengaduan.toml",
        "pengaduan",
        temuan,
        |_, butir, _| butir,
    )
    .into_iter()
    .map(|(_, c)| c)
    .collect()
}

fn baca<T: serde::de::DeserializeOwned, H: Default>(
    sumber: &Sumber,
    folder: &str,
    nama: &str,
    kunci: &str,
    temuan: &mut Vec<Temuan>,
    f: impl FnOnce(&Dokumen, Vec<(usize, T)>, &mut Vec<Temuan>) -> H,
) -> H {
    let jalur = format!("{folder}/{nama}");
    match sumber.baca(&jalur) {
        Ok(teks) => {
            let dok = Dokumen::baca(sumber.nama(&jalur), &teks, temuan);
            let butir = dok.daftar(kunci, temuan);
            f(&dok, butir, temuan)
        }
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => H::default(),
        Err(e) => {
            temuan.push(Temuan::galat(
                sumber.nama(&jalur),
                None,
                format!("tidak dapat dibaca: {}.", terjemah_io(&e)),
            ));
            H::default()
        }
    }
}

/// Checks catalogue and complaints of a sound profile against the registers that will hold them.
pub fn periksa_tambahan(sumber: &Sumber, profil: &Profil, inventaris: &Inventaris) -> Vec<Temuan> {
    let folder = profil.kode().as_str();
    let unit: BTreeSet<&str> = profil.unit.iter().map(|u| u.kode.as_str()).collect();
    let mut temuan = Vec::new();
    baca(
        sumber,
        folder,
        "layanan.toml",
        "layanan",
        &mut temuan,
        |dok, butir: Vec<(usize, Layanan)>, temuan| {
            ganda(
                dok,
                "layanan",
                butir.iter().map(|(i, l)| (*i, "kode", l.kode.as_str())),
                temuan,
            );
            for (i, l) in &butir {
                let jalan = format!("layanan.{i}");
                let isi = l.isi();
                let opd = isi.get("opd").and_then(|v| v.as_str()).unwrap_or_default();
                if !unit.contains(opd) {
                    temuan.push(dok.galat(
                        &format!("{jalan}.opd"),
                        tak_ada(&format!("layanan {}", l.kode), opd, &unit),
                    ));
                }
                if let Some(def) = inventaris.register("layanan") {
                    // The unit was told above, with a suggestion.
                    bidang(dok, &jalan, &def.medan, &isi, profil, &["opd"], temuan);
                }
            }
        },
    );
    baca(
        sumber,
        folder,
        "contoh/pengaduan.toml",
        "pengaduan",
        &mut temuan,
        |dok, butir: Vec<(usize, Contoh)>, temuan| {
            let Some(def) = inventaris.register("pengaduan") else {
                return;
            };
            for (i, c) in &butir {
                let jalan = format!("pengaduan.{i}");
                bidang(dok, &jalan, &def.medan, &c.isi, profil, &[], temuan);
                if c.hari_lalu < 0 {
                    temuan.push(dok.galat(
                        &format!("{jalan}.hari_lalu"),
                        "hari_lalu tidak boleh kurang dari 0.",
                    ));
                }
                alur(dok, &jalan, def, c, butir.len(), &unit, temuan);
            }
        },
    );
    baca(
        sumber,
        folder,
        PRODUK,
        "produk_hukum",
        &mut temuan,
        |dok, butir: Vec<(usize, Produk)>, temuan| {
            let Some(def) = inventaris.register("produk_hukum") else {
                return;
            };
            for (i, p) in &butir {
                bidang(
                    dok,
                    &format!("produk_hukum.{i}"),
                    &def.medan,
                    &p.isi,
                    profil,
                    &[],
                    temuan,
                );
            }
        },
    );
    baca(
        sumber,
        folder,
        PERENCANAAN,
        "kisah",
        &mut temuan,
        |dok, butir: Vec<(usize, Kisah)>, temuan| kisah(dok, &butir, inventaris, temuan),
    );
    temuan.sort();
    temuan.dedup();
    temuan
}

fn bidang(
    dok: &Dokumen,
    jalan: &str,
    medan: &[kernel::Medan],
    isi: &Peta,
    profil: &Profil,
    kecuali: &[&str],
    temuan: &mut Vec<Temuan>,
) {
    for g in periksa_objek(medan, isi, profil).err().unwrap_or_default() {
        if !kecuali.contains(&g.medan.as_str()) {
            let pesan = format!("{}: {}", g.medan, g.pesan.dalam(kernel::Bahasa::Id));
            temuan.push(dok.galat(&format!("{jalan}.{}", g.medan), pesan));
        }
    }
}

fn alur(
    dok: &Dokumen,
    jalan: &str,
    def: &RegisterDef,
    c: &Contoh,
    banyak: usize,
    unit: &BTreeSet<&str>,
    temuan: &mut Vec<Temuan>,
) {
    let mut sebelum = 0;
    for (n, a) in c.alur.iter().enumerate() {
        let jalan = format!("{jalan}.alur.{n}");
        let dikenal = || def.lifecycle.langkah.iter().map(|l| l.kode.as_ref());
        if !dikenal().any(|k| k == a.langkah) {
            let pesan = format!(
                "langkah \"{}\" tidak ada di register.{}",
                a.langkah,
                saran(&a.langkah, dikenal())
            );
            temuan.push(dok.galat(&format!("{jalan}.langkah"), pesan));
        }
        if a.hari < sebelum || a.hari > c.hari_lalu {
            let pesan = format!(
                "hari {} harus antara {sebelum} dan {} (hari_lalu).",
                a.hari, c.hari_lalu
            );
            temuan.push(dok.galat(&format!("{jalan}.hari"), pesan));
        }
        sebelum = sebelum.max(a.hari);
        if let Some(u) = a
            .isian
            .get("unit")
            .and_then(|v| v.as_str())
            .filter(|u| !unit.contains(u))
        {
            temuan.push(dok.galat(
                &format!("{jalan}.isian"),
                tak_ada(&format!("langkah {}", a.langkah), u, unit),
            ));
        }
        if let Some(ke) = a.isian.get("ke")
            && ke.as_u64().is_none_or(|k| (k as usize) >= banyak)
        {
            temuan.push(dok.galat(
                &format!("{jalan}.isian"),
                "ke menunjuk pengaduan yang tidak ada di berkas ini.",
            ));
        }
    }
}
