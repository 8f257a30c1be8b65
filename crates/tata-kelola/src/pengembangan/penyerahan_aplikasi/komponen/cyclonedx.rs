//! CycloneDX 1.x (ECMA-424), as JSON and as XML. What a tool says of the application itself stands in its metadata and is
//! no component of it.

use kernel::Galat;
use quick_xml::events::BytesStart;
use serde::Deserialize;

use super::{Bahan, Komponen, MAKS, TakTerbaca};
use crate::xml::{Penerima, salah, telusuri};

#[derive(Deserialize)]
struct Bom {
    #[serde(default)]
    components: Vec<Satu>,
}

#[derive(Deserialize)]
struct Satu {
    #[serde(default)]
    group: String,
    name: String,
    #[serde(default)]
    version: String,
    #[serde(default)]
    purl: String,
    #[serde(default)]
    licenses: Vec<Lisensi>,
    #[serde(default)]
    components: Vec<Satu>,
}

#[derive(Deserialize)]
struct Lisensi {
    #[serde(default)]
    license: Option<NamaLisensi>,
    #[serde(default)]
    expression: Option<String>,
}

#[derive(Deserialize)]
struct NamaLisensi {
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    name: Option<String>,
}

fn kumpulkan(satu: Vec<Satu>, hasil: &mut Vec<Komponen>) {
    for s in satu {
        if hasil.len() >= MAKS {
            return;
        }
        let lisensi = s.licenses.into_iter().filter_map(|l| {
            let dari = |n: NamaLisensi| n.id.or(n.name);
            l.expression.or_else(|| l.license.and_then(dari))
        });
        let bahan = Bahan {
            kelompok: s.group,
            nama: s.name,
            versi: s.version,
            lisensi: lisensi.collect(),
            purl: s.purl,
        };
        hasil.push(bahan.into());
        kumpulkan(s.components, hasil);
    }
}

pub(super) fn json(naskah: &[u8]) -> Result<Vec<Komponen>, TakTerbaca> {
    let bom: Bom = serde_json::from_slice(naskah).map_err(|_| TakTerbaca::Rusak)?;
    let mut hasil = Vec::new();
    kumpulkan(bom.components, &mut hasil);
    Ok(hasil)
}

/// A component that is open: how deep it lies, and its place in the list; none beyond the bound.
type Terbuka = (usize, Option<usize>);

#[derive(Default)]
struct Pembaca {
    akar: String,
    jalur: Vec<String>,
    terbuka: Vec<Terbuka>,
    teks: String,
    hasil: Vec<Bahan>,
}

/// The path below the innermost component that is open, or below the root.
fn di_bawah<'a>(jalur: &'a [String], terbuka: &[Terbuka]) -> Vec<&'a str> {
    let awal = terbuka.last().map_or(1, |(dalam, _)| *dalam);
    jalur.iter().skip(awal).map(String::as_str).collect()
}

impl Penerima for Pembaca {
    fn buka(&mut self, nama: &str, _e: &BytesStart) -> Result<(), Galat> {
        if self.jalur.is_empty() {
            self.akar = nama.to_owned();
        }
        if self.akar != "bom" {
            return Err(salah(TakTerbaca::Bukan.pesan()));
        }
        self.jalur.push(nama.to_owned());
        self.teks.clear();
        if di_bawah(&self.jalur, &self.terbuka) == ["components", "component"] {
            let muat = self.hasil.len() < MAKS;
            self.terbuka
                .push((self.jalur.len(), muat.then_some(self.hasil.len())));
            if muat {
                self.hasil.push(Bahan::default());
            }
        }
        Ok(())
    }

    fn teks(&mut self, s: &str) {
        self.teks.push_str(s);
    }

    fn tutup(&mut self) {
        let teks = std::mem::take(&mut self.teks).trim().to_owned();
        let letak = di_bawah(&self.jalur, &self.terbuka);
        let ini = self.terbuka.last().and_then(|(_, i)| self.hasil.get_mut((*i)?));
        match (letak.as_slice(), ini) {
            ([], _) => {
                self.terbuka.pop();
            }
            (["group"], Some(b)) => b.kelompok = teks,
            (["name"], Some(b)) => b.nama = teks,
            (["version"], Some(b)) => b.versi = teks,
            (["purl"], Some(b)) => b.purl = teks,
            (["licenses", "expression"] | ["licenses", "license", "id" | "name"], Some(b)) => {
                b.lisensi.push(teks);
            }
            _ => {}
        }
        self.jalur.pop();
    }
}

pub(super) fn xml(naskah: &[u8]) -> Result<Vec<Komponen>, TakTerbaca> {
    let mut p = Pembaca::default();
    telusuri(naskah, &mut p).map_err(|_| match p.akar.as_str() {
        "" | "bom" => TakTerbaca::Rusak,
        // SPDX as RDF.
        "RDF" => TakTerbaca::Disimpan,
        _ => TakTerbaca::Bukan,
    })?;
    if p.hasil.iter().any(|b| b.nama.is_empty()) {
        return Err(TakTerbaca::Rusak);
    }
    Ok(p.hasil.into_iter().map(Komponen::from).collect())
}
