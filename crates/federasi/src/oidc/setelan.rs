//! The file in which the operator names the identity providers, one a regency at most.

use std::path::Path;

use saluran::http::{Jangkauan, alamat};
use serde::Deserialize;

/// What a claim says of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Cocok {
    /// The number of the official.
    Nip,
    /// The login name.
    Pengguna,
    /// The e-mail address, where the provider says that it is verified.
    Surel,
}

impl Cocok {
    /// The claim that carries it where the operator names none.
    fn klaim(self) -> &'static str {
        match self {
            Cocok::Nip => "nip",
            Cocok::Pengguna => "preferred_username",
            Cocok::Surel => "email",
        }
    }
}

/// An identity provider of a regency.
#[derive(Clone)]
pub struct Setelan {
    /// The regency.
    pub daerah: String,
    /// What the button says after "Masuk dengan".
    pub nama: String,
    /// Its issuer, exactly as its tokens say it.
    pub penerbit: String,
    /// What it calls us.
    pub klien: String,
    /// What we prove ourselves with.
    pub rahasia: String,
    /// What the claim says.
    pub cocok: Cocok,
    /// The claim.
    pub klaim: String,
    /// Values of `acr` and `amr` that count as a second factor; none when empty.
    pub kuat: Vec<String>,
    /// Where it may stand.
    pub jangkauan: Jangkauan,
}

impl std::fmt::Debug for Setelan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Setelan({} {})", self.daerah, self.penerbit)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Isi {
    #[serde(default)]
    penyedia: Vec<Satu>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Satu {
    daerah: String,
    nama: String,
    penerbit: String,
    klien: String,
    rahasia_file: String,
    cocok: Cocok,
    klaim: Option<String>,
    #[serde(default)]
    kuat: Vec<String>,
    #[serde(default)]
    lokal: bool,
}

/// Reads the file. Secrets stand in files of their own.
///
/// # Errors
/// Every mistake, each with the regency's code, in the operator's language.
pub fn baca_berkas(jalur: &Path) -> Result<Vec<Setelan>, Vec<String>> {
    let teks = std::fs::read_to_string(jalur)
        .map_err(|e| vec![format!("berkas \"{}\" tidak dapat dibaca: {e}.", jalur.display())])?;
    let isi: Isi = toml::from_str(&teks).map_err(|e| vec![e.message().to_owned()])?;
    let (mut jadi, mut salah) = (Vec::<Setelan>::new(), Vec::new());
    for s in isi.penyedia {
        let daerah = s.daerah.clone();
        if jadi.iter().any(|j| j.daerah == daerah) {
            salah.push(format!("penyedia \"{daerah}\": daerah ini disebut dua kali."));
        }
        match satu(s) {
            Ok(s) => jadi.push(s),
            Err(pesan) => salah.push(format!("penyedia \"{daerah}\": {pesan}")),
        }
    }
    match salah.is_empty() {
        true => Ok(jadi),
        false => Err(salah),
    }
}

fn satu(s: Satu) -> Result<Setelan, String> {
    let jangkauan = match s.lokal {
        true => Jangkauan::Lokal,
        false => Jangkauan::Umum,
    };
    alamat(&s.penerbit, jangkauan).map_err(|e| format!("penerbit: {e}."))?;
    if !(1..=40).contains(&s.nama.trim().chars().count()) {
        return Err("nama 1 sampai 40 karakter, untuk tombol di halaman masuk.".to_owned());
    }
    let rahasia = std::fs::read_to_string(&s.rahasia_file)
        .map_err(|e| format!("rahasia_file \"{}\" tidak dapat dibaca: {e}.", s.rahasia_file))?;
    if rahasia.trim().is_empty() || s.klien.is_empty() {
        return Err("klien dan isi rahasia_file tidak boleh kosong.".to_owned());
    }
    Ok(Setelan {
        klaim: s.klaim.unwrap_or_else(|| s.cocok.klaim().to_owned()),
        daerah: s.daerah,
        nama: s.nama.trim().to_owned(),
        penerbit: s.penerbit,
        klien: s.klien,
        rahasia: rahasia.trim().to_owned(),
        cocok: s.cocok,
        kuat: s.kuat,
        jangkauan,
    })
}
