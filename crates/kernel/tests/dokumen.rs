//! The documents are held to the code: every path, link, picture, function, configuration key, metric and button that
//! they name is there, and the worked example of CONTRIBUTING.md is a register that compiles and is sound.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::{
    fs,
    path::{Path, PathBuf},
};

use kernel::{Jenis, RegisterDef};
use regex_lite::Regex;

#[path = "dokumen/kunjungan.rs"]
mod kunjungan;

/// Where a path that a document names may begin.
const AKAR: [&str; 8] = [
    ".ci/", "crates/", "docs/", "kemas/", "profil/", "setup/", "uji/", "bahasa/",
];
/// Files of the root that documents name without a folder.
const BERKAS_AKAR: [&str; 6] = [
    "Makefile",
    "Cargo.toml",
    "Cargo.lock",
    "deny.toml",
    "clippy.toml",
    "rustfmt.toml",
];

fn akar() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn baca(jalur: &str) -> String {
    fs::read_to_string(akar().join(jalur)).unwrap_or_else(|e| panic!("{jalur}: {e}"))
}

fn kumpulkan(folder: &Path, akhiran: &str, hasil: &mut Vec<PathBuf>) {
    for f in fs::read_dir(folder).unwrap() {
        let p = f.unwrap().path();
        if p.is_dir() {
            kumpulkan(&p, akhiran, hasil);
        } else if p.extension().is_some_and(|e| e == akhiran) {
            hasil.push(p);
        }
    }
}

/// All documents: path from the root, and text.
fn dokumen() -> Vec<(String, String)> {
    let akar = akar();
    let mut berkas: Vec<PathBuf> = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"]
        .map(|b| akar.join(b))
        .into();
    kumpulkan(&akar.join("docs"), "md", &mut berkas);
    let nama = |b: &PathBuf| b.strip_prefix(&akar).unwrap().to_str().unwrap().to_owned();
    berkas
        .iter()
        .map(|b| {
            (
                nama(b),
                fs::read_to_string(b).unwrap_or_else(|e| panic!("{}: {e}", b.display())),
            )
        })
        .collect()
}

/// All sources of the programs, without tests beside them.
fn sumber() -> String {
    let mut berkas = Vec::new();
    for c in fs::read_dir(akar().join("crates")).unwrap() {
        kumpulkan(&c.unwrap().path().join("src"), "rs", &mut berkas);
    }
    berkas.iter().map(|b| fs::read_to_string(b).unwrap()).collect()
}

/// A document without its fenced blocks: those show commands and what they answer.
fn tanpa_blok(teks: &str) -> String {
    teks.split("\n```").step_by(2).collect::<Vec<_>>().join("\n")
}

fn pola(s: &str) -> Regex {
    Regex::new(s).unwrap()
}

#[test]
fn what_documents_name_is_there() {
    let (rentang, tautan) = (pola(r"`([^`\n]+)`"), pola(r"\]\(([^)\s]+)\)"));
    let mut hilang = Vec::new();
    let mut n = 0;
    for (dok, teks) in dokumen() {
        let teks = tanpa_blok(&teks);
        for r in rentang.captures_iter(&teks) {
            let s = &r[1];
            if !AKAR.iter().any(|a| s.starts_with(a)) && !BERKAS_AKAR.contains(&s) {
                continue;
            }
            n += 1;
            // Of `profil/<daerah>/opd.toml` the part before the place is checked.
            let pasti = s.split(['<', '*', '{']).next().unwrap();
            let pasti = if pasti == s {
                pasti
            } else {
                pasti.rsplit_once('/').unwrap().0
            };
            if !akar().join(pasti.trim_end_matches('/')).exists() {
                hilang.push(format!("{dok}: {s}"));
            }
        }
        for t in tautan.captures_iter(&teks) {
            let ke = t[1].split('#').next().unwrap().to_owned();
            if ke.is_empty() || ke.contains(':') {
                continue;
            }
            n += 1;
            if !akar().join(&dok).parent().unwrap().join(&ke).exists() {
                hilang.push(format!("{dok}: {ke}"));
            }
        }
    }
    assert!(n > 150, "found only {n} paths: have the patterns gone stale?");
    assert!(hilang.is_empty(), "named but not there:\n{}", hilang.join("\n"));
}

#[test]
fn functions_are_where_documents_say() {
    let sebut = pola(r"`([A-Za-z_:]+)(?:\(\))?`\s+(?:in|di)\s+`(crates/[^`\s]+\.rs)`");
    let mut hilang = Vec::new();
    let mut n = 0;
    for (dok, teks) in dokumen() {
        for s in sebut.captures_iter(&teks) {
            n += 1;
            let nama = s[1].rsplit("::").next().unwrap();
            let ada = pola(&format!(
                r"\b(?:fn|struct|enum|trait|const|static|type|macro_rules!) {nama}\b"
            ));
            if !ada.is_match(&fs::read_to_string(akar().join(&s[2])).unwrap_or_default()) {
                hilang.push(format!("{dok}: {} in {}", &s[1], &s[2]));
            }
        }
    }
    assert!(n > 40, "found only {n} functions: has the pattern gone stale?");
    assert!(hilang.is_empty(), "not defined there:\n{}", hilang.join("\n"));
}

/// In the guides for people, bold words are words of the screen.
#[test]
fn buttons_of_the_guides_are_on_the_screens() {
    let (tebal, sumber) = (pola(r"\*\*([^*\n]+)\*\*"), sumber());
    let mut hilang = Vec::new();
    for dok in [
        "docs/panduan/warga.md",
        "docs/panduan/arsitektur.md",
        "docs/panduan/pengembangan.md",
        "docs/panduan/proses-bisnis.md",
        "docs/panduan/petugas.md",
        "docs/panduan/wbs.md",
    ] {
        let teks = baca(dok);
        assert!(tebal.find_iter(&teks).count() > 20, "{dok} names too few buttons");
        for t in tebal.captures_iter(&teks) {
            if !sumber.contains(&t[1]) {
                hilang.push(format!("{dok}: {}", &t[1]));
            }
        }
    }
    assert!(hilang.is_empty(), "on no screen:\n{}", hilang.join("\n"));
}

#[test]
fn the_operator_finds_every_key_and_metric() {
    let panduan = baca("docs/panduan/operator.md");
    let kunci: Vec<String> = pola(r#"\("([a-z0-9_.]+)", Bentuk::"#)
        .captures_iter(&baca("crates/praja/src/konfigurasi/baca.rs"))
        .map(|k| k[1].to_owned())
        .collect();
    assert!(
        kunci.len() > 10,
        "found only {} keys: has the pattern gone stale?",
        kunci.len()
    );
    let diam: Vec<&String> = kunci
        .iter()
        .filter(|k| !panduan.contains(&format!("| `{k}` |")))
        .collect();
    assert!(diam.is_empty(), "keys without a line in the guide: {diam:?}");

    let sumber = sumber();
    let metrik: Vec<String> = pola(r#"metrics::(?:counter|histogram|gauge)!\(\s*"(praja_[a-z_]+)""#)
        .captures_iter(&sumber)
        .map(|m| m[1].to_owned())
        .filter(|m| !m.starts_with("praja_uji_"))
        .collect();
    assert!(
        metrik.len() > 5,
        "found only {} metrics: has the pattern gone stale?",
        metrik.len()
    );
    let diam: Vec<&String> = metrik
        .iter()
        .filter(|m| !panduan.contains(&format!("`{m}`")))
        .collect();
    assert!(diam.is_empty(), "metrics without a line in the guide: {diam:?}");
    for m in pola(r"`(praja_[a-z_]+)`").captures_iter(&panduan) {
        assert!(sumber.contains(&m[1]), "no such metric: {}", &m[1]);
    }
}

/// The blocks of CONTRIBUTING.md in one language.
fn blok(bahasa: &str) -> Vec<String> {
    let teks = baca("CONTRIBUTING.md");
    let awal = format!("\n```{bahasa}\n");
    teks.split(&awal)
        .skip(1)
        .map(|b| b.split("\n```").next().unwrap().to_owned())
        .collect()
}

#[test]
fn the_worked_example_is_the_file_that_compiles() {
    // But for line breaks, which are the formatter's.
    let rapat = |s: &str| {
        let s: String = s.split_whitespace().collect();
        s.replace(",)", ")").replace(",]", "]").replace(",}", "}")
    };
    let berkas = rapat(include_str!("dokumen/kunjungan.rs"));
    assert!(
        blok("rust").iter().any(|b| rapat(b) == berkas),
        "CONTRIBUTING.md shows another file"
    );
}

#[test]
fn the_worked_example_is_sound_and_translated() {
    let def = RegisterDef::dari_tipe::<kunjungan::Kunjungan>();
    assert_eq!(def.periksa(), Vec::<String>::new());

    let terjemah = blok("toml").join("\n");
    let mut teks: Vec<String> = vec![def.label.to_string(), def.bantuan.to_string()];
    for m in def
        .medan
        .iter()
        .chain(def.lifecycle.langkah.iter().flat_map(|l| &l.isian))
    {
        teks.push(m.label.to_string());
        teks.extend(m.bantuan.as_ref().map(ToString::to_string));
        if let Jenis::Pilihan(o) = &m.jenis {
            teks.extend(o.iter().map(|o| o.label.to_string()));
        }
    }
    teks.extend(
        def.lifecycle
            .keadaan
            .iter()
            .flat_map(|k| [k.label.to_string(), k.arti.to_string()]),
    );
    teks.extend(
        def.lifecycle
            .langkah
            .iter()
            .flat_map(|l| [l.label.to_string(), l.akibat.to_string()]),
    );
    teks.extend(def.lifecycle.nama_tenggat.iter().map(|(_, n)| n.to_string()));
    let kurang: Vec<&String> = teks
        .iter()
        .filter(|t| !terjemah.contains(&format!("\"{t}\" = ")) && !kernel::Bahasa::tersedia(t))
        .collect();
    assert!(kurang.is_empty(), "without translation: {kurang:?}");
}
