//! Money: whole rupiah, exact.

use serde::{Deserialize, Serialize};

use super::{Jenis, Nilai};

/// An amount in whole rupiah, never negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Uang(u64);

impl Uang {
    /// Largest amount a field takes: a thousand trillion rupiah, well inside what JSON numbers keep exactly.
    pub const MAKS: u64 = 1_000_000_000_000_000;

    /// An amount.
    pub fn baru(rupiah: u64) -> Option<Self> {
        (rupiah <= Self::MAKS).then_some(Uang(rupiah))
    }

    /// Rupiah.
    pub fn rupiah(self) -> u64 {
        self.0
    }
}

/// "1.250.000": thousands by dots, as Indonesian writes them.
pub fn ribuan(n: i64) -> String {
    let angka = n.unsigned_abs().to_string();
    let mut hasil = String::new();
    for (i, c) in angka.chars().enumerate() {
        if i > 0 && (angka.len() - i).is_multiple_of(3) {
            hasil.push('.');
        }
        hasil.push(c);
    }
    if n < 0 { format!("-{hasil}") } else { hasil }
}

impl std::fmt::Display for Uang {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Rp{}", ribuan(self.0 as i64))
    }
}

impl Nilai for Uang {
    fn jenis() -> Jenis {
        Jenis::Uang
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_the_indonesian_way() {
        for (n, s) in [
            (0, "Rp0"),
            (999, "Rp999"),
            (1_250_000, "Rp1.250.000"),
            (12_345, "Rp12.345"),
        ] {
            assert_eq!(Uang::baru(n).unwrap().to_string(), s);
        }
    }
}
