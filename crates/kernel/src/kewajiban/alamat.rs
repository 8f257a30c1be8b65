//! Address of a provision: `pasal-16-ayat-3-huruf-b` is Pasal 16 ayat (3) huruf b. The same addresses stand in the
//! reading page of a regulation.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An address whose form is right; whether a regulation has such a provision is another question.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct Alamat(String);

const TINGKAT: [&str; 4] = ["pasal", "ayat", "huruf", "angka"];

impl TryFrom<String> for Alamat {
    type Error = String;

    fn try_from(s: String) -> Result<Self, String> {
        let bagian: Vec<&str> = s.split('-').collect();
        let sah = bagian.len() <= 12
            && bagian.first() == Some(&"pasal")
            && bagian.chunks(2).all(|p| match p {
                [t, n] => {
                    TINGKAT.contains(t)
                        && (1..=6).contains(&n.len())
                        && n.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
                }
                _ => false,
            });
        if sah {
            Ok(Alamat(s))
        } else {
            Err(format!(
                "alamat ketentuan \"{s}\" tidak dikenal. Tulis seperti pasal-16-ayat-3-huruf-b"
            ))
        }
    }
}

impl Alamat {
    /// As it is written in data and links.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The provision it stands in.
    pub fn induk(&self) -> Option<Alamat> {
        let (atas, _) = self.0.rsplit_once('-')?;
        let (atas, _) = atas.rsplit_once('-')?;
        Some(Alamat(atas.to_owned()))
    }

    /// The article.
    pub fn pasal(&self) -> &str {
        self.0.split('-').nth(1).unwrap_or_default()
    }

    /// Whether this is that provision or stands in it.
    pub fn di_dalam(&self, lain: &Alamat) -> bool {
        self.0
            .strip_prefix(lain.0.as_str())
            .is_some_and(|sisa| sisa.is_empty() || sisa.starts_with('-'))
    }

    /// In which order provisions stand: numbers by size.
    pub fn urutan(&self) -> Vec<(u32, &str)> {
        let bagian: Vec<&str> = self.0.split('-').skip(1).step_by(2).collect();
        bagian
            .into_iter()
            .map(|b| {
                let angka = b.find(|c: char| !c.is_ascii_digit()).unwrap_or(b.len());
                let (n, sisa) = b.split_at(angka);
                (n.parse().unwrap_or(0), sisa)
            })
            .collect()
    }
}

/// "Pasal 16 ayat (3) huruf b", as lawyers write it.
impl fmt::Display for Alamat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bagian: Vec<&str> = self.0.split('-').collect();
        for (i, p) in bagian.chunks(2).enumerate() {
            let (tingkat, nomor) = match p {
                [t, n] => (*t, *n),
                _ => continue,
            };
            if i > 0 {
                f.write_str(" ")?;
            }
            match tingkat {
                "pasal" => write!(f, "Pasal {}", nomor.to_uppercase())?,
                "ayat" => write!(f, "ayat ({nomor})")?,
                t => write!(f, "{t} {nomor}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a(s: &str) -> Alamat {
        Alamat::try_from(s.to_owned()).unwrap()
    }

    #[test]
    fn addresses_read_as_lawyers_write_them() {
        assert_eq!(
            a("pasal-16-ayat-3-huruf-b").to_string(),
            "Pasal 16 ayat (3) huruf b"
        );
        assert_eq!(a("pasal-5a").to_string(), "Pasal 5A");
        assert_eq!(a("pasal-1-angka-12").to_string(), "Pasal 1 angka 12");
        assert_eq!(a("pasal-16-ayat-3").induk(), Some(a("pasal-16")));
        assert_eq!(a("pasal-16").induk(), None);
    }

    #[test]
    fn one_provision_stands_in_another_only_below_it() {
        assert!(a("pasal-1-ayat-1").di_dalam(&a("pasal-1")) && a("pasal-1").di_dalam(&a("pasal-1")));
        assert!(!a("pasal-16").di_dalam(&a("pasal-1")) && !a("pasal-1").di_dalam(&a("pasal-1-ayat-1")));
        let mut urut = [
            a("pasal-10"),
            a("pasal-9-ayat-2"),
            a("pasal-9"),
            a("pasal-9-ayat-10"),
            a("pasal-9a"),
        ];
        urut.sort_by(|x, y| x.urutan().cmp(&y.urutan()));
        let urut: Vec<&str> = urut.iter().map(Alamat::as_str).collect();
        assert_eq!(
            urut,
            [
                "pasal-9",
                "pasal-9-ayat-2",
                "pasal-9-ayat-10",
                "pasal-9a",
                "pasal-10"
            ]
        );
    }

    #[test]
    fn other_forms_are_refused() {
        for s in [
            "",
            "pasal",
            "pasal-",
            "ayat-1",
            "pasal-1-ayat",
            "Pasal-1",
            "pasal-1-bab-2",
            "pasal-1--2",
            "pasal-1-ayat-9999999",
        ] {
            assert!(Alamat::try_from(s.to_owned()).is_err(), "{s}");
        }
    }
}
