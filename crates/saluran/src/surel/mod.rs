//! Mail that comes in: taken from a pipe or a folder, understood, and handed to [`crate::terima`]; what no program
//! should answer is put aside for a person, with the reason.

mod baca;
mod folder;
mod potong;
mod terima;

use std::path::PathBuf;

use kernel::profil::KodeDaerah;

pub use baca::{MAKS, Pantulan, Sifat, Surel, baca};
pub use folder::ambil_folder;
pub use potong::potong;
pub use terima::{Kotak, Nasib};

/// Stands for the code of the regency in an address or a folder.
pub const DAERAH: &str = "{daerah}";
/// Longest part before the `@`, so that 42 characters of proof and a `+` still fit into 64.
const MAKS_LOKAL: usize = 21;
/// The longest code of a regency that an address is checked with.
const DAERAH_TERPANJANG: &str = "batu-bara";

/// How mail comes in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setelan {
    /// The address, with [`DAERAH`] where the code of the regency stands.
    pub alamat: String,
    /// A Maildir that is emptied, with [`DAERAH`] likewise; none: mail comes through the pipe only.
    pub folder: Option<String>,
    /// The name under which our own mail server writes `Authentication-Results`.
    pub authserv: Option<String>,
}

impl Setelan {
    /// The address of a regency.
    pub fn alamat(&self, daerah: &KodeDaerah) -> String {
        self.alamat.replace(DAERAH, daerah.as_str()).to_lowercase()
    }

    /// The folder of a regency.
    pub fn folder(&self, daerah: &KodeDaerah) -> Option<PathBuf> {
        let f = self.folder.as_ref()?;
        Some(PathBuf::from(f.replace(DAERAH, daerah.as_str())))
    }

    /// The address that replies with this proof go to.
    pub fn alamat_balas(&self, daerah: &KodeDaerah, tanda: &str) -> String {
        let alamat = self.alamat(daerah);
        let (lokal, domain) = alamat.split_once('@').unwrap_or((&alamat, ""));
        format!("{lokal}+{tanda}@{domain}")
    }

    /// The proof in a recipient's address, when it is one of ours.
    pub fn tanda(&self, daerah: &KodeDaerah, penerima: &str) -> Option<String> {
        let (alamat, penerima) = (self.alamat(daerah), penerima.trim().to_lowercase());
        let (lokal, domain) = alamat.split_once('@')?;
        let tanda = penerima.strip_suffix(domain)?.strip_suffix('@')?;
        Some(tanda.strip_prefix(lokal)?.strip_prefix('+')?.to_owned())
    }
}

/// Whether an address with [`DAERAH`] in it can be used.
///
/// # Errors
/// What is wrong with it, for the operator.
pub fn alamat_sah(s: &str) -> Result<String, String> {
    let contoh = s.replace(DAERAH, DAERAH_TERPANJANG);
    let salah = || format!("\"{s}\" bukan alamat surel, misalnya lapor-{DAERAH}@contoh.go.id.");
    kernel::nilai::Surel::baru(&contoh).map_err(|_| salah())?;
    let (lokal, _) = contoh.split_once('@').ok_or_else(salah)?;
    if lokal.contains('+') {
        return Err(format!(
            "\"{s}\" berisi tanda +; tanda itu dipakai untuk balasan."
        ));
    }
    if lokal.len() > MAKS_LOKAL {
        return Err(format!(
            "\"{s}\" terlalu panjang: paling banyak {MAKS_LOKAL} karakter sebelum @, agar alamat balasan muat."
        ));
    }
    Ok(s.to_owned())
}
