//! Every text that a screen can show has an English translation: the sources of all crates are read for the places
//! where texts are written, and each text is looked up in the catalogue.

#![allow(clippy::unwrap_used)]

use std::{collections::BTreeSet, fs, path::Path};

use kernel::Bahasa;

/// Where texts stand in the code, each with the literal as its last group.
const POLA: [&str; 6] = [
    r#"\.(?:t|isi)\(\s*"((?:[^"\\]|\\.)*)""#,
    r#"Pesan::(?:baru|from)\(\s*"((?:[^"\\]|\\.)*)""#,
    r#"Galat(?:Medan)?::[a-zA-Z]\w*\(\s*(?:[^"()]*(?:\([^"()]*\))?[^"()]*,\s*)?"((?:[^"\\]|\\.)*)"\s*(?:\.into\(\))?\s*,?\s*\)"#,
    r#"#\[(?:medan|pilihan)\(\s*"((?:[^"\\]|\\.)*)""#,
    r#"bantuan(?:\(| = )"((?:[^"\\]|\\.)*)""#,
    r#"Medan::(?:baru|dari(?:::<[^(]*>)?)\(\s*"[^"]*",\s*"((?:[^"\\]|\\.)*)""#,
];

fn berkas(folder: &Path, hasil: &mut Vec<std::path::PathBuf>) {
    for f in fs::read_dir(folder).unwrap() {
        let p = f.unwrap().path();
        if p.is_dir() {
            berkas(&p, hasil);
        } else if p.extension().is_some_and(|e| e == "rs")
            && !p.ends_with("contoh.rs")
            && !p.ends_with("uji.rs")
            && !p.ends_with("tests.rs")
        {
            hasil.push(p);
        }
    }
}

#[test]
fn every_text_of_the_screens_is_translated() {
    let akar = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut semua = Vec::new();
    for c in fs::read_dir(&akar).unwrap() {
        let src = c.unwrap().path().join("src");
        // The terminal of the operator speaks Indonesian only; so does what is said of a regulation's Indonesian text.
        let di_terminal = |p: &Path| ["praja", "profil", "regulasi"].iter().any(|n| p.ends_with(n));
        if src.is_dir() && !di_terminal(src.parent().unwrap()) {
            berkas(&src, &mut semua);
        }
    }
    assert!(semua.len() > 40, "found only {} sources", semua.len());
    let pola: Vec<_> = POLA.iter().map(|p| regex_lite::Regex::new(p).unwrap()).collect();
    let mut kurang = BTreeSet::new();
    let mut n = 0;
    for p in &semua {
        let isi = fs::read_to_string(p).unwrap();
        // Unit tests stand at the end of a file.
        let isi = isi.split("#[cfg(test)]\nmod ").next().unwrap();
        let isi: String = isi
            .lines()
            .filter(|b| !b.trim_start().starts_with("//"))
            .collect::<Vec<_>>()
            .join("\n");
        for t in pola.iter().flat_map(|r| r.captures_iter(&isi)) {
            let teks = t
                .get(1)
                .unwrap()
                .as_str()
                .replace("\\\"", "\"")
                .replace("\\n", "\n");
            n += 1;
            // Words for the operator's log (Galat::dalam, Galat::sementara) are English by themselves.
            let log = t.get(0).unwrap().as_str().contains("::dalam(")
                || t.get(0).unwrap().as_str().contains("::sementara(");
            if !log && !Bahasa::tersedia(&teks) && teks.chars().any(char::is_alphabetic) {
                kurang.insert(format!("{}: {teks:?}", p.strip_prefix(&akar).unwrap().display()));
            }
        }
    }
    assert!(n > 200, "found only {n} texts: have the patterns gone stale?");
    let kurang: Vec<String> = kurang.into_iter().collect();
    assert!(
        kurang.is_empty(),
        "{} texts have no English in crates/kernel/bahasa:\n{}",
        kurang.len(),
        kurang.join("\n")
    );
}
