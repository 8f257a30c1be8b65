//! What a check found: in which file, on which line, in words that say what to do.

use std::fmt;

use serde::Serialize;

/// How much it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Tingkat {
    /// Praja does not start with it.
    Galat,
    /// Praja starts, but somebody should look.
    Peringatan,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Temuan {
    /// File, or the environment variable.
    pub berkas: String,
    /// Line, where the format tells.
    pub baris: Option<usize>,
    /// How much it matters.
    pub tingkat: Tingkat,
    /// What is wrong and what to do.
    pub pesan: String,
}

impl Temuan {
    /// Something that has to be mended.
    pub fn galat(berkas: impl Into<String>, baris: Option<usize>, pesan: impl Into<String>) -> Self {
        Temuan {
            berkas: berkas.into(),
            baris,
            tingkat: Tingkat::Galat,
            pesan: pesan.into(),
        }
    }

    /// Something to look at.
    pub fn peringatan(berkas: impl Into<String>, baris: Option<usize>, pesan: impl Into<String>) -> Self {
        Temuan {
            berkas: berkas.into(),
            baris,
            tingkat: Tingkat::Peringatan,
            pesan: pesan.into(),
        }
    }
}

impl fmt::Display for Temuan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.berkas)?;
        if let Some(b) = self.baris {
            write!(f, ":{b}")?;
        }
        let tingkat = match self.tingkat {
            Tingkat::Galat => "galat",
            Tingkat::Peringatan => "peringatan",
        };
        write!(f, ": {tingkat}: {}", self.pesan)
    }
}

/// Whether anything has to be mended.
pub fn ada_galat(temuan: &[Temuan]) -> bool {
    temuan.iter().any(|t| t.tingkat == Tingkat::Galat)
}

/// ` Maksud Anda "…"?` with the known word nearest to what was written; empty when none is near.
/// O(words × length²).
pub fn saran<'a>(tertulis: &str, dikenal: impl IntoIterator<Item = &'a str>) -> String {
    let dekat = dikenal
        .into_iter()
        .map(|k| {
            (
                strsim::damerau_levenshtein(&tertulis.to_lowercase(), &k.to_lowercase()),
                k,
            )
        })
        .min()
        .filter(|(jarak, k)| *jarak <= (k.len() / 3).max(2) && *jarak < k.len());
    dekat
        .map(|(_, k)| format!(" Maksud Anda \"{k}\"?"))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests_only_what_is_near() {
        assert_eq!(saran("lisen", ["listen", "data"]), " Maksud Anda \"listen\"?");
        assert_eq!(
            saran("PRAJA_SMPT_HOST", ["PRAJA_SMTP_HOST"]),
            " Maksud Anda \"PRAJA_SMTP_HOST\"?"
        );
        assert_eq!(saran("warna", ["listen", "data"]), "");
    }

    #[test]
    fn reads_like_a_compiler() {
        let t = Temuan::galat("serang/opd.toml", Some(7), "kode ganda.");
        assert_eq!(t.to_string(), "serang/opd.toml:7: galat: kode ganda.");
    }
}
