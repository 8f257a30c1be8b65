//! Where profile files come from: a folder, or the copy inside the program.

use std::{
    borrow::Cow,
    io,
    path::{Path, PathBuf},
};

static TERBENAM: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/profil.rs"));

/// The files that all regencies share, as they are inside the program.
pub(crate) fn nasional() -> impl Iterator<Item = (&'static str, &'static [u8])> {
    TERBENAM
        .iter()
        .filter(|(j, _)| j.starts_with("nasional/"))
        .copied()
}

/// A place that holds profiles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sumber {
    /// Inside the program: works from any directory.
    Terbenam,
    /// A folder laid out like `profil/`.
    Folder(PathBuf),
}

impl Sumber {
    /// The folder, or what is inside the program when none is named.
    pub fn dari(folder: Option<&Path>) -> Self {
        folder.map_or(Sumber::Terbenam, |f| Sumber::Folder(f.to_owned()))
    }

    /// What a message calls a file of it.
    pub fn nama(&self, jalur: &str) -> String {
        match self {
            Sumber::Terbenam => jalur.to_owned(),
            Sumber::Folder(f) => f.join(jalur).display().to_string(),
        }
    }

    /// The sub-folders that hold a regency (every one but `nasional`), by name.
    ///
    /// # Errors
    /// A folder that cannot be read.
    pub fn daerah(&self) -> io::Result<Vec<String>> {
        let mut nama: Vec<String> = match self {
            Sumber::Terbenam => TERBENAM
                .iter()
                .filter_map(|(j, _)| Some(j.split_once('/')?.0.to_owned()))
                .collect(),
            Sumber::Folder(f) => {
                let mut nama = Vec::new();
                for isi in std::fs::read_dir(f)? {
                    let isi = isi?;
                    if isi.path().is_dir() {
                        nama.push(isi.file_name().to_string_lossy().into_owned());
                    }
                }
                nama
            }
        };
        nama.retain(|n| n != "nasional" && !n.starts_with('.'));
        nama.sort();
        nama.dedup();
        Ok(nama)
    }

    /// A file as text.
    ///
    /// # Errors
    /// What the file system says, or text that is not UTF-8.
    pub fn baca(&self, jalur: &str) -> io::Result<Cow<'static, str>> {
        match self {
            Sumber::Terbenam => {
                let isi = TERBENAM.iter().find(|(j, _)| *j == jalur).map(|(_, isi)| *isi);
                let isi = isi.ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
                std::str::from_utf8(isi)
                    .map(Cow::Borrowed)
                    .map_err(|e| io::Error::new(io::ErrorKind::InvalidData, e))
            }
            Sumber::Folder(f) => std::fs::read_to_string(f.join(jalur)).map(Cow::Owned),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_regencies_are_inside_the_program() {
        assert_eq!(
            Sumber::Terbenam.daerah().unwrap(),
            ["batubara", "bekasi", "jembrana", "kapuas", "serang"]
        );
        assert!(
            Sumber::Terbenam
                .baca("serang/contoh/pengaduan.toml")
                .unwrap()
                .contains("[[pengaduan]]")
        );
        assert!(Sumber::Terbenam.baca("serang/tidak-ada.toml").is_err());
    }
}
