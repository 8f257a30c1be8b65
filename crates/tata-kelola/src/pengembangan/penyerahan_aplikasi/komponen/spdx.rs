//! SPDX 2.x (ISO/IEC 5962) as JSON. What a document describes is the application itself; it is no component, unless there is
//! nothing else.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::{Bahan, Komponen, MAKS, TakTerbaca};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Dokumen {
    #[serde(default)]
    packages: Vec<Paket>,
    #[serde(default)]
    document_describes: Vec<String>,
    #[serde(default)]
    relationships: Vec<Hubungan>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Paket {
    #[serde(rename = "SPDXID", default)]
    id: String,
    name: String,
    #[serde(default)]
    version_info: String,
    #[serde(default)]
    license_concluded: String,
    #[serde(default)]
    license_declared: String,
    #[serde(default)]
    external_refs: Vec<Acuan>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Acuan {
    reference_type: String,
    reference_locator: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Hubungan {
    spdx_element_id: String,
    relationship_type: String,
    related_spdx_element: String,
}

/// A licence that says something.
fn lisensi(p: &Paket) -> Option<String> {
    let isi = |l: &&String| !matches!(l.trim(), "" | "NOASSERTION" | "NONE");
    [&p.license_concluded, &p.license_declared]
        .into_iter()
        .find(isi)
        .cloned()
}

impl From<Paket> for Bahan {
    fn from(p: Paket) -> Self {
        let lisensi = lisensi(&p).into_iter().collect();
        let purl = p.external_refs.into_iter().find(|a| a.reference_type == "purl");
        Bahan {
            kelompok: String::new(),
            nama: p.name,
            versi: p.version_info,
            lisensi,
            purl: purl.map(|a| a.reference_locator).unwrap_or_default(),
        }
    }
}

pub(super) fn json(naskah: &[u8]) -> Result<Vec<Komponen>, TakTerbaca> {
    let d: Dokumen = serde_json::from_slice(naskah).map_err(|_| TakTerbaca::Rusak)?;
    let dari_hubungan = d.relationships.into_iter().filter_map(|h| {
        match (h.spdx_element_id.as_str(), h.relationship_type.as_str()) {
            ("SPDXRef-DOCUMENT", "DESCRIBES") => Some(h.related_spdx_element),
            (_, "DESCRIBED_BY") => Some(h.spdx_element_id),
            _ => None,
        }
    });
    let diuraikan: BTreeSet<String> = d.document_describes.into_iter().chain(dari_hubungan).collect();
    let (sendiri, lain): (Vec<Paket>, Vec<Paket>) =
        d.packages.into_iter().partition(|p| diuraikan.contains(&p.id));
    let semua = if lain.is_empty() { sendiri } else { lain };
    let satu = |p: Paket| Komponen::from(Bahan::from(p));
    Ok(semua.into_iter().take(MAKS).map(satu).collect())
}
