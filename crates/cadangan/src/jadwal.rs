//! Which back-ups are kept: the newest of each of the last days, weeks and months that have one.

use std::collections::BTreeSet;

use jiff::{Timestamp, tz::TimeZone};

use crate::arsip::waktu;

/// How many days, weeks and months back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Simpan {
    /// Days.
    pub harian: usize,
    /// Weeks.
    pub mingguan: usize,
    /// Months.
    pub bulanan: usize,
}

impl Default for Simpan {
    fn default() -> Self {
        Simpan {
            harian: 7,
            mingguan: 5,
            bulanan: 12,
        }
    }
}

/// The back-ups that nothing keeps. The newest is always kept, and so is one whose name tells no moment.
pub fn buang(semua: &[String], simpan: Simpan, zona: &TimeZone) -> BTreeSet<String> {
    let mut bertanggal: Vec<(Timestamp, &String)> =
        semua.iter().filter_map(|n| Some((waktu(n)?, n))).collect();
    bertanggal.sort();
    let mut tetap: BTreeSet<&String> = bertanggal.last().map(|(_, n)| *n).into_iter().collect();
    let hari = |t: Timestamp| t.to_zoned(zona.clone()).date();
    let mut pertahankan = |batas: usize, masa: &dyn Fn(Timestamp) -> (i16, i16)| {
        let mut ada = BTreeSet::new();
        for (t, n) in bertanggal.iter().rev() {
            let m = masa(*t);
            if ada.contains(&m) {
                continue;
            }
            if ada.len() == batas {
                break;
            }
            ada.insert(m);
            tetap.insert(n);
        }
    };
    pertahankan(simpan.harian, &|t| (hari(t).year(), hari(t).day_of_year()));
    pertahankan(simpan.mingguan, &|t| {
        let m = hari(t).iso_week_date();
        (m.year(), i16::from(m.week()))
    });
    pertahankan(simpan.bulanan, &|t| (hari(t).year(), i16::from(hari(t).month())));
    let dikenal = bertanggal.iter().map(|(_, n)| *n);
    dikenal.filter(|n| !tetap.contains(n)).cloned().collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use jiff::{ToSpan, civil::date};

    use super::*;

    #[test]
    fn days_weeks_and_months_each_keep_their_newest() {
        let zona = TimeZone::get("Asia/Jakarta").unwrap();
        let awal = date(2026, 1, 1).at(1, 0, 0, 0).to_zoned(zona.clone()).unwrap();
        // Twice a day for 100 days.
        let semua: Vec<String> = (0..200)
            .map(|i| {
                let t = awal.checked_add((12 * i).hours()).unwrap().timestamp();
                t.to_zoned(TimeZone::UTC)
                    .strftime("%Y%m%dT%H%M%S%3fZ")
                    .to_string()
            })
            .collect();
        assert_eq!(waktu(&semua[0]), Some(awal.timestamp()));
        let simpan = Simpan {
            harian: 3,
            mingguan: 2,
            bulanan: 4,
        };
        let b = buang(&semua, simpan, &zona);
        let tetap: Vec<&String> = semua.iter().filter(|n| !b.contains(*n)).collect();
        // 8, 9, 10 April; the week before ends on 5 April; the ends of January, February and March. At 13.00 each.
        let harap = [
            "20260131", "20260228", "20260331", "20260405", "20260408", "20260409", "20260410",
        ];
        assert_eq!(tetap.len(), harap.len(), "{tetap:?}");
        for (t, h) in tetap.iter().zip(harap) {
            assert!(t.starts_with(h) && t.contains("T060000"), "{t} {h}");
        }
        let nol = Simpan {
            harian: 0,
            mingguan: 0,
            bulanan: 0,
        };
        assert_eq!(
            buang(&semua, nol, &zona).len(),
            199,
            "the newest stays whatever was said"
        );
        assert!(buang(&["asing".into()], nol, &zona).is_empty());
    }
}
