//! Collects the translation catalogues (`bahasa/*.toml`, `bahasa/en.d/*.toml`) into one list of embedded files.
use std::{env, error::Error, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    let root = env::var("CARGO_MANIFEST_DIR")?;
    let mut files = Vec::new();
    for folder in ["bahasa", "bahasa/en.d"] {
        let folder = Path::new(&root).join(folder);
        println!("cargo:rerun-if-changed={}", folder.display());
        for file in fs::read_dir(folder)? {
            let path = file?.path();
            if path.extension().is_some_and(|e| e == "toml") {
                println!("cargo:rerun-if-changed={}", path.display());
                files.push(path);
            }
        }
    }
    files.sort();
    let list: Vec<String> = files
        .iter()
        .map(|f| format!("include_str!({:?})", f.display().to_string()))
        .collect();
    fs::write(
        Path::new(&env::var("OUT_DIR")?).join("katalog.rs"),
        format!("&[{}]", list.join(", ")),
    )?;
    Ok(())
}
