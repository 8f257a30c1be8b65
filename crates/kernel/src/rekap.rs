//! Running figures: how many entries came in a month, how many were answered in time, by unit, by category. Each
//! entry says what it adds ([`crate::Register::rekap`]); the store keeps the sums in the transaction that changes the
//! entry, so they always equal a recount, and a page of figures costs no more when a million entries stand behind it.

use std::borrow::Cow;

/// What one entry adds: every amount, under every heading, in one span of time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sumbangan {
    /// The span, as text that sorts by time (`2026-11`).
    pub masa: String,
    /// Headings and the entry's value under each (`kategori`, `sampah`).
    pub dimensi: Vec<(&'static str, String)>,
    /// Names of figures and the amount added to each (`masuk`, 1).
    pub ukuran: Vec<(Cow<'static, str>, i64)>,
}

impl Sumbangan {
    /// The figures that change, one for each heading and amount. O(headings × amounts).
    pub fn sel(&self) -> impl Iterator<Item = (&'static str, &str, &str, i64)> {
        self.dimensi.iter().flat_map(|(d, nilai)| {
            self.ukuran
                .iter()
                .filter(|(_, n)| *n != 0)
                .map(move |(u, n)| (*d, nilai.as_str(), u.as_ref(), *n))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_amount_counts_under_every_heading_and_nothing_adds_nothing() {
        let s = Sumbangan {
            masa: "2026-11".into(),
            dimensi: vec![("semua", String::new()), ("kategori", "sampah".into())],
            ukuran: vec![("masuk".into(), 1), ("hari".into(), 3), ("tepat".into(), 0)],
        };
        let sel: Vec<_> = s.sel().collect();
        assert_eq!(
            sel,
            [
                ("semua", "", "masuk", 1),
                ("semua", "", "hari", 3),
                ("kategori", "sampah", "masuk", 1),
                ("kategori", "sampah", "hari", 3)
            ]
        );
        assert_eq!(Sumbangan::default().sel().count(), 0);
    }
}
