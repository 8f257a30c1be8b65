//! Daftar komponen: what an application is put together from, as CycloneDX 1.x writes it (JSON and XML) and SPDX 2.x
//! (JSON). Of these formats only what names a component is read; whatever else a tool writes stays in the file.

use std::fmt;

use serde::{Deserialize, de::IgnoredAny};

mod cyclonedx;
mod spdx;

/// Most components of one list; what comes after is not looked at.
const MAKS: usize = 20_000;
/// Longest of each part of a name, characters.
const PANJANG: usize = 200;

/// A component.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Komponen {
    /// Name, with its group.
    pub nama: String,
    /// Version; empty when the list does not say.
    pub versi: String,
    /// Licences; empty when the list does not say.
    pub lisensi: String,
    /// Package URL; empty when it has none.
    pub purl: String,
}

impl fmt::Display for Komponen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.nama)?;
        if !self.versi.is_empty() {
            write!(f, " {}", self.versi)?;
        }
        for bagian in [&self.lisensi, &self.purl] {
            if !bagian.is_empty() {
                write!(f, " · {bagian}")?;
            }
        }
        Ok(())
    }
}

/// A component as a list has it, before it is cut to what is kept.
#[derive(Debug, Default)]
struct Bahan {
    kelompok: String,
    nama: String,
    versi: String,
    lisensi: Vec<String>,
    purl: String,
}

impl From<Bahan> for Komponen {
    fn from(b: Bahan) -> Self {
        let nama = match b.kelompok.is_empty() {
            true => b.nama,
            false => format!("{}/{}", b.kelompok, b.nama),
        };
        Komponen {
            nama: pendek(&nama),
            versi: pendek(&b.versi),
            lisensi: pendek(&b.lisensi.join(", ")),
            purl: pendek(&b.purl),
        }
    }
}

fn pendek(s: &str) -> String {
    s.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .take(PANJANG)
        .collect()
}

/// Why no component is read from a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakTerbaca {
    /// A list of another form: it is kept, and its components are not looked at.
    Disimpan,
    /// It says that it is a list, and is spoilt.
    Rusak,
    /// It is no list of components.
    Bukan,
}

impl TakTerbaca {
    /// What people read.
    pub fn pesan(self) -> &'static str {
        match self {
            TakTerbaca::Disimpan => {
                "Daftar komponen ini tersimpan, tetapi bentuknya tidak dibaca. Ekspor sebagai CycloneDX (JSON atau XML) atau SPDX 2.3 (JSON) supaya komponennya dapat dicari."
            }
            TakTerbaca::Rusak => {
                "Daftar komponen ini rusak: bukan JSON atau XML yang utuh, atau ada komponen tanpa nama. Ekspor lagi dari alat pembuatnya."
            }
            TakTerbaca::Bukan => {
                "Ini bukan daftar komponen. Unggah CycloneDX (JSON atau XML) atau SPDX 2.3 (JSON)."
            }
        }
    }
}

/// By what a list in JSON says which one it is.
#[derive(Deserialize)]
struct Tanda {
    #[serde(rename = "bomFormat")]
    bom: Option<String>,
    #[serde(rename = "spdxVersion")]
    spdx: Option<String>,
    /// SPDX 3 is linked data.
    #[serde(rename = "@context")]
    konteks: Option<IgnoredAny>,
}

fn json(naskah: &[u8]) -> Result<Vec<Komponen>, TakTerbaca> {
    serde_json::from_slice::<IgnoredAny>(naskah).map_err(|_| TakTerbaca::Rusak)?;
    let tanda: Tanda = serde_json::from_slice(naskah).map_err(|_| TakTerbaca::Bukan)?;
    match (tanda.bom.as_deref(), tanda.spdx.as_deref(), tanda.konteks) {
        (Some("CycloneDX"), ..) => cyclonedx::json(naskah),
        (_, Some(v), _) if v.starts_with("SPDX-2.") => spdx::json(naskah),
        (_, Some(_), _) | (_, _, Some(_)) => Err(TakTerbaca::Disimpan),
        _ => Err(TakTerbaca::Bukan),
    }
}

/// Whether this is SPDX as lines of tags and values.
fn tag_value(naskah: &[u8]) -> bool {
    let awal = naskah.get(..4_096).unwrap_or(naskah);
    let teks = String::from_utf8_lossy(awal);
    let mut baris = teks
        .lines()
        .map(str::trim)
        .filter(|b| !b.is_empty() && !b.starts_with('#'));
    baris.next().is_some_and(|b| b.starts_with("SPDXVersion:"))
}

/// The components of a list, in its order, those inside others after them. O(length).
///
/// # Errors
/// When none are read, why.
pub fn baca(naskah: &[u8]) -> Result<Vec<Komponen>, TakTerbaca> {
    let naskah = naskah
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(naskah)
        .trim_ascii();
    match naskah.first() {
        Some(b'{') => json(naskah),
        Some(b'<') => cyclonedx::xml(naskah),
        _ if tag_value(naskah) => Err(TakTerbaca::Disimpan),
        _ => Err(TakTerbaca::Bukan),
    }
}

#[cfg(test)]
mod tests;
