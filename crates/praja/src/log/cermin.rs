//! The published tiles of a log as files beside the database: who alters the database does not reach them, and who
//! copies the folder elsewhere has a witness.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use kernel::profil::KodeDaerah;
use ledger::Alamat;

use crate::rakit::siapkan_folder;

/// The folder of one regency's log.
#[derive(Clone, Debug)]
pub struct Cermin(PathBuf);

impl Cermin {
    /// The folder of a regency among those of all.
    pub fn di(folder: &Path, daerah: &KodeDaerah) -> Self {
        Cermin(folder.join(daerah.as_str()))
    }

    fn ubin(&self, a: &Alamat) -> PathBuf {
        self.0.join("tile").join(a.to_string())
    }

    /// A tile as it was published, also when it was narrower then; none when it never was.
    pub fn baca(&self, a: &Alamat) -> Option<Vec<u8>> {
        let penuh = self.ubin(&Alamat { lebar: 256, ..*a });
        fs::read(&penuh).ok().or_else(|| {
            let isi = fs::read_dir(sebagian(&penuh)).ok()?;
            let lebar = |e: io::Result<fs::DirEntry>| e.ok()?.file_name().to_str()?.parse::<u16>().ok();
            let lebar = isi.filter_map(lebar).max()?;
            fs::read(self.ubin(&Alamat { lebar, ..*a })).ok()
        })
    }

    /// The last signed head that was published.
    pub fn titik(&self) -> Option<String> {
        fs::read_to_string(self.0.join("checkpoint")).ok()
    }

    /// Publishes a tile; narrower forms of it go.
    ///
    /// # Errors
    /// What the file system says.
    pub fn tulis(&self, a: &Alamat, isi: &[u8]) -> io::Result<()> {
        let jalur = self.ubin(a);
        taruh(&jalur, isi)?;
        let lama = sebagian(&self.ubin(&Alamat { lebar: 256, ..*a }));
        if a.penuh() {
            return match fs::remove_dir_all(lama) {
                Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
                _ => Ok(()),
            };
        }
        for e in fs::read_dir(lama)? {
            let e = e?.path();
            if e != jalur {
                fs::remove_file(e)?;
            }
        }
        Ok(())
    }

    /// Publishes a signed head, after its tiles.
    ///
    /// # Errors
    /// What the file system says.
    pub fn tulis_titik(&self, catatan: &str) -> io::Result<()> {
        taruh(&self.0.join("checkpoint"), catatan.as_bytes())
    }
}

/// The folder of a tile's forms while it is not full.
fn sebagian(penuh: &Path) -> PathBuf {
    let mut nama = penuh.as_os_str().to_owned();
    nama.push(".p");
    nama.into()
}

/// Writes a file, at once or not at all.
fn taruh(jalur: &Path, isi: &[u8]) -> io::Result<()> {
    if let Some(induk) = jalur.parent() {
        siapkan_folder(induk)?;
    }
    let sementara = jalur.with_extension("sementara");
    fs::write(&sementara, isi)?;
    fs::rename(&sementara, jalur)
}
