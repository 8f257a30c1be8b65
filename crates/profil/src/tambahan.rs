//! What a profile brings besides itself: its catalogue of services, and complaints to show in the demonstration.
//! Both are entries of registers, so the registers' own fields check them.

use std::collections::BTreeSet;

use kernel::{Inventaris, Peta, Profil, RegisterDef, nilai::periksa_objek};
use serde::Deserialize;

use crate::temuan::{Temuan, saran};
use crate::{
    Dokumen, Sumber, kisah,
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

/// What a file of a profile lists under a key; nothing when there is no such file.
pub(super) fn baca<T: serde::de::DeserializeOwned, H: Default>(
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
    kisah::periksa(sumber, folder, inventaris, &mut temuan);
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

/// An entry of `contoh/arsitektur.toml`: its register, its name in the file, its fields, and how far it is.
#[derive(Clone, Debug, Deserialize)]
pub struct ContohArsitektur {
    /// Code of the register.
    pub register: String,
    /// Its name in the file; links name others by theirs, services by their code.
    pub acuan: String,
    /// The state it is in when the demonstration begins.
    pub keadaan: String,
    /// Whether it was sealed.
    #[serde(default)]
    pub segel: bool,
    /// The fields; references hold names of the file.
    pub isi: Peta,
}

/// The architecture of a regency's demonstration; empty when its profile has none.
pub fn arsitektur(sumber: &Sumber, folder: &str, temuan: &mut Vec<Temuan>) -> Vec<ContohArsitektur> {
    baca(
        sumber,
        folder,
        "contoh/arsitektur.toml",
        "arsitektur",
        temuan,
        |_, butir: Vec<(usize, ContohArsitektur)>, _| butir,
    )
    .into_iter()
    .map(|(_, a)| a)
    .collect()
}
