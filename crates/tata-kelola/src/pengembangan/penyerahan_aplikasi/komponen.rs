//! Daftar komponen: what an application is put together from, as CycloneDX 1.x writes it in JSON. Of that format only
//! what names a component is read; whatever else a tool writes stays in the file.

use std::fmt;

use serde::Deserialize;

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

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Bom {
    bom_format: String,
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

fn pendek(s: &str) -> String {
    s.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .take(PANJANG)
        .collect()
}

fn kumpulkan(satu: Vec<Satu>, hasil: &mut Vec<Komponen>) {
    for s in satu {
        if hasil.len() >= MAKS {
            return;
        }
        let nama = match s.group.is_empty() {
            true => s.name,
            false => format!("{}/{}", s.group, s.name),
        };
        let lisensi = s.licenses.into_iter().filter_map(|l| {
            let dari = |n: NamaLisensi| n.id.or(n.name);
            l.expression.or_else(|| l.license.and_then(dari))
        });
        hasil.push(Komponen {
            nama: pendek(&nama),
            versi: pendek(&s.version),
            lisensi: pendek(&lisensi.collect::<Vec<_>>().join(", ")),
            purl: pendek(&s.purl),
        });
        kumpulkan(s.components, hasil);
    }
}

/// The components of a list, in its order, those inside others after them; none when this is no CycloneDX as JSON.
/// O(length).
pub fn baca(naskah: &[u8]) -> Option<Vec<Komponen>> {
    let naskah = naskah.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(naskah);
    let bom: Bom = serde_json::from_slice(naskah).ok()?;
    if bom.bom_format != "CycloneDX" {
        return None;
    }
    let mut hasil = Vec::new();
    kumpulkan(bom.components, &mut hasil);
    Some(hasil)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_are_read_with_what_they_hold() {
        let bom = r#"{ "bomFormat": "CycloneDX", "specVersion": "1.5", "metadata": { "x": 1 }, "components": [
            { "type": "library", "group": "org.apache.logging.log4j", "name": "log4j-core", "version": "2.14.1",
              "purl": "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1",
              "licenses": [{ "license": { "id": "Apache-2.0" } }],
              "components": [{ "type": "library", "name": "di dalam" }] },
            { "type": "library", "name": "dua", "licenses": [{ "expression": "MIT OR Apache-2.0" }, { "license": { "name": "Lain" } }] }
        ] }"#;
        let k = baca(bom.as_bytes()).unwrap();
        let teks: Vec<String> = k.iter().map(ToString::to_string).collect();
        assert_eq!(
            teks,
            [
                "org.apache.logging.log4j/log4j-core 2.14.1 · Apache-2.0 · pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1",
                "di dalam",
                "dua · MIT OR Apache-2.0, Lain",
            ]
        );
    }

    #[test]
    fn what_is_no_list_of_components_is_none() {
        for bukan in [
            "",
            "{",
            "[]",
            "{}",
            "null",
            r#"{"spdxVersion":"SPDX-2.3"}"#,
            r#"{"bomFormat":"Lain","components":[]}"#,
            r#"{"bomFormat":"CycloneDX","components":[{"version":"1"}]}"#,
        ] {
            assert_eq!(baca(bukan.as_bytes()), None, "{bukan}");
        }
        assert_eq!(
            baca(b"\xEF\xBB\xBF{\"bomFormat\":\"CycloneDX\"}"),
            Some(Vec::new())
        );
        // Nested deeper than any list is: refused by the reader, not by the stack.
        let dalam = format!(
            "{}{}",
            r#"{"bomFormat":"CycloneDX","components":[{"name":"a","components":["#,
            r#"{"name":"a","components":["#.repeat(5_000)
        );
        assert_eq!(baca(dalam.as_bytes()), None);
    }

    #[test]
    fn a_list_is_read_up_to_a_bound_and_names_up_to_theirs() {
        let satu = format!(r#"{{"name":"{}"}}"#, "n".repeat(500));
        let bom = format!(
            r#"{{"bomFormat":"CycloneDX","components":[{}]}}"#,
            vec![satu; MAKS + 5].join(",")
        );
        let k = baca(bom.as_bytes()).unwrap();
        assert_eq!(k.len(), MAKS);
        assert_eq!(k[0].nama.len(), PANJANG);
    }
}
