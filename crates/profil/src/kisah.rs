//! Stories of the demonstration: plans and money, applications that are asked for, tested and handed over, procedures.

use std::collections::BTreeSet;

use kernel::{Inventaris, Peta};
use serde::Deserialize;

use crate::{
    Dokumen, Sumber,
    tambahan::{self, baca},
    temuan::{Temuan, saran},
};

/// Where they stand, in the order in which they may name each other.
const BERKAS: [&str; 3] = [
    "contoh/perencanaan.toml",
    "contoh/pengembangan.toml",
    "contoh/proses.toml",
];
/// The key of the list in each.
const KUNCI: &str = "kisah";

/// An entry of any register with its story, in which later ones name earlier ones. Texts may be places to fill in: `@key`
/// is the entry with that key (or that name in `contoh/arsitektur.toml`), `hari:-30` a day so many days from the
/// beginning, `tahun:1` a year so many years from its own, `tahun:0-06-30` a day of it, `naskah:…` an upload of that text.
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

/// The stories of a regency's demonstration, in their order; empty when its profile has none.
pub fn semua(sumber: &Sumber, folder: &str, temuan: &mut Vec<Temuan>) -> Vec<Kisah> {
    let satu = |nama| {
        let butir = baca(
            sumber,
            folder,
            nama,
            KUNCI,
            temuan,
            |_, butir: Vec<(usize, Kisah)>, _| butir,
        );
        butir.into_iter().map(|(_, k)| k)
    };
    BERKAS.into_iter().flat_map(satu).collect()
}

/// Checks all stories of a regency against the registers that will hold them.
pub(super) fn periksa(sumber: &Sumber, folder: &str, inventaris: &Inventaris, temuan: &mut Vec<Temuan>) {
    let arsitektur = tambahan::arsitektur(sumber, folder, temuan);
    let mut dikenal: BTreeSet<String> = arsitektur.into_iter().map(|a| a.acuan).collect();
    for nama in BERKAS {
        let periksa = |dok: &Dokumen, butir: Vec<(usize, Kisah)>, temuan: &mut Vec<Temuan>| {
            setiap(dok, &butir, &mut dikenal, inventaris, temuan);
        };
        baca(sumber, folder, nama, KUNCI, temuan, periksa);
    }
}

/// Each story has a register with the steps it takes, a key of its own, and names only those before it.
fn setiap(
    dok: &Dokumen,
    butir: &[(usize, Kisah)],
    dikenal: &mut BTreeSet<String>,
    inventaris: &Inventaris,
    temuan: &mut Vec<Temuan>,
) {
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
