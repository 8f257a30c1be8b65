//! When things happened in the demonstration: believable hours, the same at every replay.

use jiff::{Timestamp, ToSpan, civil::Date};
use kernel::Kalender;
use sha2::{Digest, Sha256};

/// Officials work from 8 to 16.
pub(super) const KANTOR: (i64, i64) = (8 * 60, 16 * 60);
/// Citizens write when they are awake.
pub(super) const WARGA: (i64, i64) = (6 * 60, 21 * 60);
/// Whoever is answered on the same day wrote early.
pub(super) const PAGI: (i64, i64) = (6 * 60, 8 * 60);

/// Bytes that look random and are always the same for the same words.
pub(super) fn acak(benih: &str) -> [u8; 32] {
    Sha256::digest(benih.as_bytes()).into()
}

/// A number below `batas` from words.
pub(super) fn angka(benih: &str, batas: i64) -> i64 {
    let b = acak(benih);
    let n = b.iter().take(6).fold(0_i64, |n, b| (n << 8) | i64::from(*b));
    n.rem_euclid(batas.max(1))
}

/// The clock of one regency's story.
pub(super) struct Garis<'a> {
    pub(super) kalender: &'a Kalender,
    /// When the demonstration began; nothing happens after it.
    pub(super) mulai: Timestamp,
}

impl Garis<'_> {
    /// The day so many days before the beginning.
    pub(super) fn hari(&self, lalu: i64) -> Date {
        let hari_ini = self.kalender.setempat(self.mulai).date();
        hari_ini.checked_sub(lalu.days()).unwrap_or(hari_ini)
    }

    /// A moment of a day within some minutes of it, never later than shortly before the beginning.
    pub(super) fn saat(&self, hari: Date, (dari, sampai): (i64, i64), benih: &str) -> Timestamp {
        let menit = dari + angka(benih, sampai - dari);
        let detik = angka(&format!("{benih}/detik"), 60);
        let awal = self.kalender.awal_hari(hari).as_millisecond();
        let ms = awal + (menit * 60 + detik) * 1000 + angka(&format!("{benih}/ms"), 1000);
        let akhir = self.mulai.as_millisecond() - (1 + angka(&format!("{benih}/akhir"), 40)) * 60_000;
        kernel::kalender::saat(ms.min(akhir))
    }

    /// The first working day from a day on: officials rest on the others. Deadlines count working days only, so what
    /// was in time stays in time. A long holiday, or a day after the beginning, leaves it where it was.
    pub(super) fn hari_dinas(&self, hari: Date) -> Date {
        let akhir = self.hari(0);
        let calon = (0..=4).filter_map(|n| hari.checked_add(n.days()).ok());
        calon
            .filter(|h| *h <= akhir)
            .find(|h| self.kalender.hari_kerja(*h))
            .unwrap_or(hari)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_always_the_same_and_never_to_come() {
        let kalender = Kalender::baru("Asia/Makassar", []).unwrap();
        // Sunday, 22 November 2026, 09.00 WITA.
        let g = Garis {
            kalender: &kalender,
            mulai: "2026-11-22T01:00:00Z".parse().unwrap(),
        };
        for i in 0..200 {
            let benih = format!("x/{i}");
            let s = g.saat(g.hari(3), KANTOR, &benih);
            assert_eq!(s, g.saat(g.hari(3), KANTOR, &benih));
            let z = kalender.setempat(s);
            assert_eq!(z.date(), "2026-11-19".parse::<Date>().unwrap());
            assert!((8..16).contains(&z.hour()), "{z}");
            assert!(g.saat(g.hari(0), WARGA, &benih) < g.mulai);
        }
        assert_eq!(
            g.hari_dinas(g.hari(1)),
            g.hari(1),
            "the next working day is yet to come"
        );
        assert_eq!(
            g.hari_dinas(g.hari(8)),
            g.hari(6),
            "Saturday's work is done on Monday"
        );
    }
}
