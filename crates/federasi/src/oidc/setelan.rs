//! The file in which the operator names the identity providers, one a regency at most.

use std::path::{Path, PathBuf};

use saluran::http::{Jangkauan, alamat};
use serde::Deserialize;
use toml::Spanned;

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
    /// The regency: its code as it is written, whether there is such a regency or not.
    pub daerah: String,
    /// Where that is written: the file, and the line in it.
    pub asal: (PathBuf, usize),
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
    daerah: Spanned<String>,
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
/// Every mistake, each with the regency's code, in the operator's language. Whether there is such a regency is for who
/// knows them to say.
pub fn baca_berkas(jalur: &Path) -> Result<Vec<Setelan>, Vec<String>> {
    let teks = std::fs::read_to_string(jalur)
        .map_err(|e| vec![format!("berkas \"{}\" tidak dapat dibaca: {e}.", jalur.display())])?;
    let isi: Isi = toml::from_str(&teks).map_err(|e| vec![e.message().to_owned()])?;
    let baris = |letak: usize| 1 + teks.bytes().take(letak).filter(|b| *b == b'\n').count();
    let (mut jadi, mut salah) = (Vec::<Setelan>::new(), Vec::new());
    for s in isi.penyedia {
        let daerah = s.daerah.get_ref().clone();
        let asal = (jalur.to_owned(), baris(s.daerah.span().start));
        if jadi.iter().any(|j| j.daerah == daerah) {
            salah.push(format!("penyedia \"{daerah}\": daerah ini disebut dua kali."));
        }
        match satu(s, asal) {
            Ok(s) => jadi.push(s),
            Err(pesan) => salah.push(format!("penyedia \"{daerah}\": {pesan}")),
        }
    }
    match salah.is_empty() {
        true => Ok(jadi),
        false => Err(salah),
    }
}

fn satu(s: Satu, asal: (PathBuf, usize)) -> Result<Setelan, String> {
    let jangkauan = match s.lokal {
        true => Jangkauan::Lokal,
        false => Jangkauan::Umum,
    };
    let penerbit = alamat(&s.penerbit, jangkauan).map_err(|e| format!("penerbit: {e}."))?;
    // OpenID Connect Discovery 1.0, section 2: what is appended to it must arrive in the path.
    if penerbit.query().is_some() || penerbit.fragment().is_some() || s.penerbit.trim() != s.penerbit {
        return Err("penerbit: tulis tanpa tanda tanya, tanda pagar, dan spasi.".to_owned());
    }
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
        daerah: s.daerah.into_inner(),
        asal,
        nama: s.nama.trim().to_owned(),
        penerbit: s.penerbit,
        klien: s.klien,
        rahasia: rahasia.trim().to_owned(),
        cocok: s.cocok,
        kuat: s.kuat,
        jangkauan,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    fn tulis(folder: &Path, ganti: (&str, &str)) -> PathBuf {
        let jalur = folder.join("penyedia.toml");
        let teks = "# SSO daerah\n[[penyedia]]\ndaerah = \"serang\"\nnama = \"SSO Serang\"\n\
                    penerbit = \"https://sso.contoh.id/realms/asn\"\nklien = \"praja\"\nrahasia_file = \"RAHASIA\"\n\
                    cocok = \"nip\"\n";
        let rahasia = folder.join("rahasia");
        std::fs::write(&rahasia, "sangat rahasia\n").unwrap();
        let teks = teks.replace("RAHASIA", &rahasia.display().to_string());
        std::fs::write(&jalur, teks.replace(ganti.0, ganti.1)).unwrap();
        jalur
    }

    #[test]
    fn a_file_says_where_each_provider_stands_in_it() {
        let f = tempfile::tempdir().unwrap();
        let jalur = tulis(f.path(), ("", ""));
        let semua = baca_berkas(&jalur).unwrap();
        let [s] = semua.as_slice() else {
            panic!("one provider: {semua:?}")
        };
        assert_eq!((s.daerah.as_str(), s.klaim.as_str()), ("serang", "nip"));
        assert_eq!(s.asal, (jalur, 3));
        assert_eq!(s.rahasia, "sangat rahasia");
    }

    #[test]
    fn a_file_with_a_mistake_is_refused() {
        let f = tempfile::tempdir().unwrap();
        for (dari, jadi, kata) in [
            ("https://sso", "http://sso", "penerbit"),
            ("/asn\"", "/asn?x=1\"", "penerbit"),
            ("/asn\"", "/asn#x\"", "penerbit"),
            ("/asn\"", "/asn \"", "penerbit"),
            ("SSO Serang", "", "nama 1 sampai 40"),
            ("\"praja\"", "\"\"", "klien"),
            ("cocok = \"nip\"", "cocok = \"nik\"", "nik"),
            ("cocok", "cocokkan", "cocokkan"),
            ("/rahasia\"", "/tiada\"", "rahasia_file"),
        ] {
            let salah = baca_berkas(&tulis(f.path(), (dari, jadi))).unwrap_err();
            assert!(salah.iter().any(|s| s.contains(kata)), "{kata}: {salah:?}");
        }
    }
}
