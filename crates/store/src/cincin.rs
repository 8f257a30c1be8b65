//! The key file of personal data: made once, read at every start, and never by accident another one.

use std::{
    fs::{File, OpenOptions},
    io::{self, ErrorKind, Write},
    path::Path,
};

use kernel::{Cincin, Galat};

const KEPALA: &str = "\
# Kunci data pribadi Praja. Tanpa berkas ini data pribadi di basis data tidak dapat dibaca siapa pun, juga tidak oleh
# Anda: cadangkan, dan jangan taruh di tempat yang sama dengan cadangan basis data tanpa sandi.
";

fn gagal(berkas: &Path) -> impl Fn(io::Error) -> Galat {
    move |e| {
        Galat::dalam(
            "opening the key file of personal data",
            format!("{}: {e}", berkas.display()),
        )
    }
}

/// Reads a key file.
///
/// # Errors
/// A file that is not there, that may not be read, or whose lines are no keys.
pub fn baca(berkas: &Path) -> Result<Cincin, Galat> {
    let teks = std::fs::read_to_string(berkas).map_err(gagal(berkas))?;
    Cincin::baca(&teks).map_err(|baris| {
        let kata = match baris {
            0 => format!("{} lacks the line `indeks` or every master key", berkas.display()),
            n => format!("{}:{n} is no key", berkas.display()),
        };
        Galat::dalam("reading the key file of personal data", kata)
    })
}

/// Reads a key file, and makes one where there is none; whether it was made.
pub(crate) fn buka(berkas: &Path) -> Result<(Cincin, bool), Galat> {
    if berkas.exists() {
        return Ok((baca(berkas)?, false));
    }
    let baru = sementara(berkas, &Cincin::baru()).map_err(gagal(berkas))?;
    // Another process may have been faster: what stands there counts, so nothing is ever put over it.
    let taruh = std::fs::hard_link(&baru, berkas);
    std::fs::remove_file(&baru).map_err(gagal(berkas))?;
    match taruh {
        Ok(()) => Ok((baca(berkas)?, true)),
        Err(e) if e.kind() == ErrorKind::AlreadyExists => Ok((baca(berkas)?, false)),
        Err(e) => Err(gagal(berkas)(e)),
    }
}

/// Puts another ring in the place of a key file, at once or not at all.
///
/// # Errors
/// What the file system says.
pub fn ganti(berkas: &Path, cincin: &Cincin) -> Result<(), Galat> {
    let baru = sementara(berkas, cincin).map_err(gagal(berkas))?;
    std::fs::rename(&baru, berkas).map_err(gagal(berkas))?;
    let folder = berkas.parent().filter(|f| !f.as_os_str().is_empty());
    let folder = File::open(folder.unwrap_or(Path::new("."))).map_err(gagal(berkas))?;
    folder.sync_all().map_err(gagal(berkas))
}

/// The ring in a file beside its place, on the disk and for its owner only.
fn sementara(berkas: &Path, cincin: &Cincin) -> io::Result<std::path::PathBuf> {
    if let Some(folder) = berkas.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let jalur = berkas.with_extension(format!("{:016x}", rand::random::<u64>()));
    let mut opsi = OpenOptions::new();
    opsi.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut opsi, 0o600);
    let mut f = opsi.open(&jalur)?;
    f.write_all(KEPALA.as_bytes())?;
    f.write_all(cincin.tulis().as_bytes())?;
    f.sync_all()?;
    Ok(jalur)
}
