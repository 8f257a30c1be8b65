//! Lists every file under `profil/` for embedding, so that `praja demo` works from any directory. Cargo watches the
//! folders too: a new or removed file makes a new list.
use std::{
    env,
    error::Error,
    fs,
    path::{Path, PathBuf},
};

fn kumpulkan(folder: &Path, berkas: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed={}", folder.display());
    for isi in fs::read_dir(folder)? {
        let jalur = isi?.path();
        if jalur.is_dir() {
            kumpulkan(&jalur, berkas)?;
        } else {
            println!("cargo:rerun-if-changed={}", jalur.display());
            berkas.push(jalur);
        }
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let akar = Path::new(&env::var("CARGO_MANIFEST_DIR")?)
        .join("../../profil")
        .canonicalize()?;
    let mut berkas = Vec::new();
    kumpulkan(&akar, &mut berkas)?;
    berkas.sort();
    let mut daftar = String::from("&[\n");
    for b in &berkas {
        let nama: Vec<String> = b
            .strip_prefix(&akar)?
            .iter()
            .map(|p| p.to_string_lossy().into_owned())
            .collect();
        daftar.push_str(&format!(
            "({:?}, include_bytes!({:?})),\n",
            nama.join("/"),
            b.display().to_string()
        ));
    }
    daftar.push(']');
    fs::write(Path::new(&env::var("OUT_DIR")?).join("profil.rs"), daftar)?;
    Ok(())
}
