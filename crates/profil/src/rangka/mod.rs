//! The scaffold of a new profile: every file a regency needs, with what only it can know marked `ISI: …`. The check
//! names each mark that is left, so the way from the scaffold to a served regency is one list of findings.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use kernel::profil::KodeDaerah;

use crate::sumber::nasional;

const BERKAS: [(&str, &str); 7] = [
    ("daerah.toml", include_str!("daerah.toml")),
    ("opd.toml", include_str!("opd.toml")),
    ("kategori.toml", include_str!("kategori.toml")),
    ("istilah.toml", include_str!("istilah.toml")),
    ("kewajiban.toml", include_str!("kewajiban.toml")),
    ("ketentuan.txt", include_str!("ketentuan.txt")),
    (
        "peta.geojson",
        "{\"type\":\"FeatureCollection\",\"features\":[]}\n",
    ),
];

/// Writes the profile of a new regency into a folder of profiles, and beside it the national files that are not there
/// yet. Says what was written; a file that exists stays as it is.
///
/// # Errors
/// A regency that has a folder there already, or what the file system says.
pub fn rangka(profil: &Path, kode: &KodeDaerah) -> io::Result<Vec<PathBuf>> {
    let folder = profil.join(kode.as_str());
    if folder.exists() {
        return Err(io::Error::new(
            io::ErrorKind::AlreadyExists,
            format!("{} sudah ada", folder.display()),
        ));
    }
    let nama = besar(kode.as_str());
    let isi = |teks: &str| teks.replace("@KODE@", kode.as_str()).replace("@NAMA@", &nama);
    let milik = BERKAS.map(|(b, teks)| (folder.join(b), isi(teks).into_bytes()));
    let bersama = nasional().map(|(jalur, isi)| (profil.join(jalur), isi.to_vec()));
    let mut ditulis = Vec::new();
    for (jalur, isi) in milik.into_iter().chain(bersama).filter(|(j, _)| !j.exists()) {
        if let Some(induk) = jalur.parent() {
            fs::create_dir_all(induk)?;
        }
        fs::write(&jalur, isi)?;
        ditulis.push(jalur);
    }
    Ok(ditulis)
}

/// With a capital letter.
fn besar(s: &str) -> String {
    let mut huruf = s.chars();
    let awal = huruf.next().map(|c| c.to_ascii_uppercase());
    awal.into_iter().chain(huruf).collect()
}
