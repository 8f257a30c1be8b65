//! An ArchiMate Model Exchange File (The Open Group, version 3) as elements and relationships. Views, folders and
//! whatever else a tool writes stay in its file. O(length).

use std::collections::BTreeMap;

use kernel::Galat;
use quick_xml::events::BytesStart;
use tata_kelola::xml::{Penerima, atribut, salah, telusuri};

/// Most elements, and most relationships.
const MAKS: usize = 100_000;
/// Longest text that is read, characters.
const MAKS_TEKS: usize = 5_000;

/// An element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unsur {
    /// Identifier in the file.
    pub kode: String,
    /// Type, such as `ApplicationComponent`.
    pub jenis: String,
    /// Name.
    pub nama: String,
    /// Documentation.
    pub uraian: String,
    /// Properties by their names.
    pub sifat: BTreeMap<String, String>,
}

/// A relationship.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hubungan {
    /// Type, such as `Serving`.
    pub jenis: String,
    /// Identifier of its source.
    pub dari: String,
    /// Identifier of its target.
    pub ke: String,
}

/// What a file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Berkas {
    /// Its elements, in their order.
    pub unsur: Vec<Unsur>,
    /// Its relationships, in their order.
    pub hubungan: Vec<Hubungan>,
}

#[derive(Default)]
struct Pembaca {
    jalur: Vec<String>,
    kini: Unsur,
    /// The definition that the value being read belongs to.
    acuan: String,
    teks: String,
    nama_sifat: BTreeMap<String, String>,
    hasil: Berkas,
}

impl Pembaca {
    fn di(&self, akhir: &[&str]) -> bool {
        let n = self.jalur.len();
        n >= akhir.len()
            && self
                .jalur
                .iter()
                .skip(n - akhir.len())
                .zip(akhir)
                .all(|(a, b)| a == b)
    }

    /// Properties go by the names that the file defines for them, at its end.
    fn selesai(mut self) -> Berkas {
        for u in &mut self.hasil.unsur {
            u.sifat = std::mem::take(&mut u.sifat)
                .into_iter()
                .map(|(k, v)| (self.nama_sifat.get(&k).unwrap_or(&k).to_lowercase(), v))
                .collect();
        }
        self.hasil
    }
}

impl Penerima for Pembaca {
    fn buka(&mut self, nama: &str, e: &BytesStart) -> Result<(), Galat> {
        if self.jalur.is_empty() && nama != "model" {
            return Err(salah(
                "Ini bukan berkas pertukaran ArchiMate. Di Archi pilih Export › Model to Open Exchange File.",
            ));
        }
        self.jalur.push(nama.to_owned());
        self.teks.clear();
        if self.di(&["model", "elements", "element"]) {
            let mut a = atribut(e)?;
            self.kini = Unsur {
                kode: a.remove("identifier").unwrap_or_default(),
                jenis: a.remove("type").unwrap_or_default(),
                ..Unsur::default()
            };
        } else if self.di(&["model", "relationships", "relationship"]) {
            let mut a = atribut(e)?;
            let mut ambil = |k: &str| a.remove(k).unwrap_or_default();
            let h = Hubungan {
                jenis: ambil("type"),
                dari: ambil("source"),
                ke: ambil("target"),
            };
            self.hasil.hubungan.push(h);
        } else if self.di(&["properties", "property"]) {
            self.acuan = atribut(e)?.remove("propertyDefinitionRef").unwrap_or_default();
        } else if self.di(&["propertyDefinitions", "propertyDefinition"]) {
            self.acuan = atribut(e)?.remove("identifier").unwrap_or_default();
        }
        if self.hasil.unsur.len() > MAKS || self.hasil.hubungan.len() > MAKS {
            return Err(salah(
                "Berkas ini memuat terlalu banyak unsur. Bagi menurut domainnya.",
            ));
        }
        Ok(())
    }

    fn tutup(&mut self) {
        let teks = self.teks.split_whitespace().collect::<Vec<_>>().join(" ");
        if self.di(&["elements", "element", "name"]) && self.kini.nama.is_empty() {
            self.kini.nama = teks;
        } else if self.di(&["elements", "element", "documentation"]) && self.kini.uraian.is_empty() {
            self.kini.uraian = teks;
        } else if self.di(&["element", "properties", "property", "value"]) {
            self.kini.sifat.insert(self.acuan.clone(), teks);
        } else if self.di(&["propertyDefinition", "name"]) {
            self.nama_sifat.insert(self.acuan.clone(), teks);
        } else if self.di(&["model", "elements", "element"]) {
            self.hasil.unsur.push(std::mem::take(&mut self.kini));
        }
        self.jalur.pop();
        self.teks.clear();
    }

    fn teks(&mut self, s: &str) {
        let sisa = MAKS_TEKS.saturating_sub(self.teks.chars().count());
        self.teks.extend(s.chars().take(sisa));
    }
}

/// Reads a file.
///
/// # Errors
/// At the field `berkas`: what is no XML, no ArchiMate, too deep or too large. Definitions of entities are refused: no
/// tool of the field writes them.
pub fn baca(isi: &[u8]) -> Result<Berkas, Galat> {
    let mut p = Pembaca::default();
    telusuri(isi, &mut p)?;
    Ok(p.selesai())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_read_where_they_stand_and_views_are_not() {
        let b = baca(
            br#"<?xml version="1.0"?><!-- x --><a:model xmlns:a="x" xmlns:xsi="y"><name>M</name><elements>
            <element identifier="e1" xsi:type="ApplicationComponent"><name xml:lang="id">A &amp; B
            &#x43;</name><name>Second</name><documentation><![CDATA[<p>]]></documentation>
            <properties><property propertyDefinitionRef="p1"><value>dinkes</value></property></properties></element>
            <element identifier="e2" xsi:type="Node"/></elements>
            <relationships><relationship identifier="r" source="e2" target="e1" xsi:type="Serving"><name>x</name></relationship></relationships>
            <propertyDefinitions><propertyDefinition identifier="p1" type="string"><name>OPD</name></propertyDefinition></propertyDefinitions>
            <views><diagrams><view identifier="v"><name>V</name><node identifier="n"/></view></diagrams></views></a:model>"#,
        )
        .unwrap();
        assert_eq!(b.unsur.len(), 2);
        let u = &b.unsur[0];
        assert_eq!(
            (u.kode.as_str(), u.nama.as_str(), u.uraian.as_str()),
            ("e1", "A & B C", "<p>")
        );
        assert_eq!(u.sifat["opd"], "dinkes");
        assert_eq!(b.unsur[1].jenis, "Node");
        let h = Hubungan {
            jenis: "Serving".into(),
            dari: "e2".into(),
            ke: "e1".into(),
        };
        assert_eq!(b.hubungan, [h]);
    }

    #[test]
    fn what_is_no_exchange_file_is_refused_in_words() {
        let dalam = format!("<model>{}", "<a>".repeat(100_000));
        for bukan in [
            "",
            "x",
            "<",
            "<model>",
            "<model></x>",
            "<html></html>",
            "<model>&lol;</model>",
            "<!DOCTYPE x [<!ENTITY lol \"lol\">]><model/>",
            "<model><elements><element identifier=\"&x;\"/></elements></model>",
            &dalam,
        ] {
            let g = baca(bukan.as_bytes()).unwrap_err();
            assert_eq!(g.isian()[0].medan, "berkas", "{bukan:.40}");
        }
        assert!(baca(b"\xFF\xFE<model/>").is_err());
        assert_eq!(baca(b"<model/>").unwrap(), Berkas::default());
    }

    proptest::proptest! {
        #[test]
        fn nothing_makes_it_fall(isi in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300)) {
            let _ = baca(&isi);
            let _ = baca(&[b"<model><elements><element ", &isi[..], b"/></elements></model>"].concat());
        }
    }
}
