//! E-mail addresses and telephone numbers.

use crate::bahasa::Pesan;

/// A text type that only its check can build.
macro_rules! teks_sah {
    ($(#[$doc:meta])* $nama:ident, $jenis:ident, $periksa:path) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
        #[serde(transparent)]
        pub struct $nama(String);

        impl $nama {
            /// The value in its one written form, or what is wrong with it.
            pub fn baru(s: &str) -> Result<Self, crate::bahasa::Pesan> {
                $periksa(s).map($nama)
            }

            /// The value as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        // Personal data stays out of logs, also by accident.
        impl std::fmt::Debug for $nama {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($nama), "(…)"))
            }
        }

        impl<'de> serde::Deserialize<'de> for $nama {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let s = String::deserialize(d)?;
                $nama::baru(&s).map_err(|p| serde::de::Error::custom(p.dalam(crate::Bahasa::En)))
            }
        }

        impl super::Nilai for $nama {
            fn jenis() -> super::Jenis {
                super::Jenis::$jenis
            }
        }
    };
}
pub(super) use teks_sah;

/// RFC 5321 as far as a form can know it; the domain must have a dot.
pub(super) fn surel(s: &str) -> Result<String, Pesan> {
    let s = s.trim();
    let sah = email_address::EmailAddress::is_valid(s) && s.is_ascii() && !s.contains(['"', '<', '>', '[']);
    match s.rsplit_once('@') {
        Some((_, domain)) if sah && domain.contains('.') => Ok(s.to_lowercase()),
        _ => Err("Tulis alamat surel yang lengkap, misalnya nama@contoh.id.".into()),
    }
}

/// E.164 for Indonesia: 0812…, 812… and 62812… become +62812….
pub(super) fn telepon(s: &str) -> Result<String, Pesan> {
    let bersih: String = s
        .chars()
        .filter(|c| !c.is_whitespace() && !"-.()".contains(*c))
        .collect();
    let angka = match bersih.strip_prefix('+') {
        Some(a) => a.to_owned(),
        // A number without its first zero is a mobile number here, not one in Japan (+81).
        None if bersih.starts_with(['0', '8']) => format!("62{}", bersih.trim_start_matches('0')),
        None => bersih,
    };
    if (8..=15).contains(&angka.len()) && angka.bytes().all(|b| b.is_ascii_digit()) && !angka.starts_with('0')
    {
        Ok(format!("+{angka}"))
    } else {
        Err("Tulis nomor telepon dengan angka saja, misalnya 081234567890.".into())
    }
}

teks_sah!(
    /// An e-mail address in lower case.
    Surel, Surel, surel
);
teks_sah!(
    /// A telephone number as +62….
    Telepon, Telepon, telepon
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_written_form() {
        for s in [
            "0812-3456-7890",
            "+62 812 3456 7890",
            "6281234567890",
            "81234567890",
        ] {
            assert_eq!(Telepon::baru(s).unwrap().as_str(), "+6281234567890");
        }
        assert_eq!(
            Surel::baru(" Budi@Contoh.ID ").unwrap().as_str(),
            "budi@contoh.id"
        );
    }

    #[test]
    fn refuses_what_is_no_address() {
        for s in [
            "budi",
            "budi@",
            "@contoh.id",
            "budi@lokal",
            "a b@contoh.id",
            "<x@contoh.id>",
            "\"a\"@contoh.id",
        ] {
            assert!(Surel::baru(s).is_err(), "{s}");
        }
        for s in ["", "12", "08abc12345", "+", "0812345678901234567"] {
            assert!(Telepon::baru(s).is_err(), "{s}");
        }
    }

    #[test]
    fn never_printed_by_debug() {
        assert_eq!(
            format!("{:?}", Surel::baru("budi@contoh.id").unwrap()),
            "Surel(…)"
        );
    }
}
