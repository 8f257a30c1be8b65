//! Working days of one regency: its time zone and its holidays, both data (profile).
//! Collective leave (*cuti bersama*) is no working day for civil servants, so it counts as a holiday here.

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicI64, Ordering},
};

use jiff::{
    Timestamp, ToSpan, Zoned,
    civil::{Date, Weekday},
    tz::TimeZone,
};

use crate::bahasa::Bahasa;

/// Where the present moment comes from: the machine, or a test that moves it by hand.
#[derive(Debug, Default)]
pub enum Jam {
    /// The machine's clock.
    #[default]
    Sistem,
    /// A clock that stands until it is moved; milliseconds since 1970.
    Tetap(AtomicI64),
}

impl Jam {
    /// A clock that stands at a moment.
    pub fn tetap(saat: Timestamp) -> Self {
        Jam::Tetap(AtomicI64::new(saat.as_millisecond()))
    }

    /// The present moment, in whole milliseconds as the stores keep it.
    #[allow(clippy::disallowed_methods)]
    pub fn kini(&self) -> Timestamp {
        let ms = match self {
            Jam::Sistem => Timestamp::now().as_millisecond(),
            Jam::Tetap(ms) => ms.load(Ordering::Relaxed),
        };
        saat(ms)
    }

    /// Moves a standing clock; the machine's clock is left alone.
    pub fn setel(&self, saat: Timestamp) {
        if let Jam::Tetap(ms) = self {
            ms.store(saat.as_millisecond(), Ordering::Relaxed);
        }
    }
}

/// A moment from the milliseconds that stores keep; out-of-range numbers fall to the nearest end.
pub fn saat(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap_or(if ms < 0 { Timestamp::MIN } else { Timestamp::MAX })
}

/// The calendar of one regency.
#[derive(Clone, Debug)]
pub struct Kalender {
    zona: TimeZone,
    sebutan: &'static str,
    libur: BTreeMap<Date, String>,
}

impl Kalender {
    /// A calendar from an IANA zone name and holidays. Fails when the zone is unknown.
    pub fn baru(zona: &str, libur: impl IntoIterator<Item = (Date, String)>) -> Result<Self, jiff::Error> {
        let sebutan = match zona {
            "Asia/Jakarta" | "Asia/Pontianak" => "WIB",
            "Asia/Makassar" => "WITA",
            "Asia/Jayapura" => "WIT",
            _ => "",
        };
        Ok(Kalender {
            zona: TimeZone::get(zona)?,
            sebutan,
            libur: libur.into_iter().collect(),
        })
    }

    /// WIB, WITA or WIT.
    pub fn sebutan_zona(&self) -> &'static str {
        self.sebutan
    }

    /// The moment as this regency's wall clock shows it.
    pub fn setempat(&self, saat: Timestamp) -> Zoned {
        saat.to_zoned(self.zona.clone())
    }

    /// Monday to Friday, and no holiday.
    pub fn hari_kerja(&self, hari: Date) -> bool {
        !matches!(hari.weekday(), Weekday::Saturday | Weekday::Sunday) && !self.libur.contains_key(&hari)
    }

    /// The name of the holiday on that day, if it is one.
    pub fn libur(&self, hari: Date) -> Option<&str> {
        self.libur.get(&hari).map(String::as_str)
    }

    /// The last day with a holiday on record: beyond it, deadlines only know weekends.
    pub fn sampai(&self) -> Option<Date> {
        self.libur.keys().next_back().copied()
    }

    /// The end (23.59.59.999) of the n-th working day after the day of `mulai`. The day itself does not count,
    /// so a report of Friday evening with 3 days is due Wednesday night. O(n + holidays between).
    pub fn jatuh_tempo(&self, mulai: Timestamp, hari: u16) -> Timestamp {
        let mut tanggal = self.setempat(mulai).date();
        let mut sisa = hari;
        while sisa > 0 {
            let Ok(besok) = tanggal.tomorrow() else {
                return Timestamp::MAX;
            };
            tanggal = besok;
            if self.hari_kerja(tanggal) {
                sisa -= 1;
            }
        }
        let akhir = tanggal.at(23, 59, 59, 999_000_000).to_zoned(self.zona.clone());
        akhir.map_or(Timestamp::MAX, |z| z.timestamp())
    }

    /// Working days from today until the day of `jatuh`: 0 is today, negative is late. O(days), capped at a year.
    pub fn sisa_hari_kerja(&self, kini: Timestamp, jatuh: Timestamp) -> i32 {
        let (a, b) = (self.setempat(kini).date(), self.setempat(jatuh).date());
        if jatuh < kini {
            return -self.di_antara(b, a).max(1);
        }
        self.di_antara(a, b)
    }

    fn di_antara(&self, dari: Date, sampai: Date) -> i32 {
        let mut tanggal = dari;
        let mut n = 0;
        for _ in 0..366 {
            if tanggal >= sampai {
                break;
            }
            let Ok(besok) = tanggal.tomorrow() else { break };
            tanggal = besok;
            if self.hari_kerja(tanggal) {
                n += 1;
            }
        }
        n
    }

    /// The moment a local day begins.
    pub fn awal_hari(&self, hari: Date) -> Timestamp {
        hari.to_zoned(self.zona.clone())
            .map_or(Timestamp::MIN, |z| z.timestamp())
    }

    /// The moment the day after begins: an end bound that leaves nothing of the day out.
    pub fn akhir_hari(&self, hari: Date) -> Timestamp {
        hari.checked_add(1.day())
            .map_or(Timestamp::MAX, |d| self.awal_hari(d))
    }

    /// "Senin, 23 November 2026".
    pub fn tanggal_panjang(&self, b: Bahasa, saat: Timestamp) -> String {
        let d = self.setempat(saat).date();
        format!(
            "{}, {}",
            b.t(HARI[d.weekday().to_monday_zero_offset() as usize]),
            tanggal(b, d)
        )
    }

    /// "Senin, 23 November 2026 pukul 09.15 WITA".
    pub fn waktu_panjang(&self, b: Bahasa, saat: Timestamp) -> String {
        let z = self.setempat(saat);
        let pukul = format!("{:02}.{:02}", z.hour(), z.minute());
        b.isi(
            "{tanggal} pukul {pukul} {zona}",
            &[
                ("tanggal", &self.tanggal_panjang(b, saat)),
                ("pukul", &pukul),
                ("zona", self.sebutan),
            ],
        )
    }

    /// "23 Nov 2026 09.15", for dense tables.
    pub fn waktu_pendek(&self, b: Bahasa, saat: Timestamp) -> String {
        let z = self.setempat(saat);
        let bulan: String = b.t(BULAN[(z.month() - 1) as usize]).chars().take(3).collect();
        format!(
            "{} {} {} {:02}.{:02}",
            z.day(),
            bulan,
            z.year(),
            z.hour(),
            z.minute()
        )
    }
}

const HARI: [&str; 7] = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"];
const BULAN: [&str; 12] = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
];

/// "23 November 2026".
pub fn tanggal(b: Bahasa, d: Date) -> String {
    format!(
        "{} {} {}",
        d.day(),
        b.t(BULAN[(d.month() - 1) as usize]),
        d.year()
    )
}

/// "November 2026".
pub fn bulan_tahun(b: Bahasa, d: Date) -> String {
    format!("{} {}", b.t(BULAN[(d.month() - 1) as usize]), d.year())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::contoh::{acak, pada};

    fn zona() -> impl Strategy<Value = &'static str> {
        prop_oneof![Just("Asia/Jakarta"), Just("Asia/Makassar"), Just("Asia/Jayapura")]
    }

    /// Any minute of 2026 to 2028.
    fn menit() -> impl Strategy<Value = Timestamp> {
        (1_767_225_600i64..1_861_920_000).prop_map(|s| Timestamp::from_second(s).unwrap())
    }

    /// A calendar with holidays strewn over those years.
    fn kalender() -> impl Strategy<Value = Kalender> {
        (zona(), proptest::collection::btree_set(0..1100i64, 0..120))
            .prop_map(|(z, libur)| libur_pada(z, &libur))
    }

    fn libur_pada(zona: &str, hari: &BTreeSet<i64>) -> Kalender {
        let awal = date(2026, 1, 1);
        Kalender::baru(
            zona,
            hari.iter()
                .map(|n| (awal.checked_add(n.days()).unwrap(), format!("Libur {n}"))),
        )
        .unwrap()
    }

    proptest! {
        #![proptest_config(acak(400))]

        #[test]
        fn a_deadline_falls_on_the_last_moment_of_a_working_day(k in kalender(), mulai in menit(), n in 1..90u16) {
            let jatuh = k.setempat(k.jatuh_tempo(mulai, n));
            prop_assert!(k.hari_kerja(jatuh.date()));
            prop_assert!(!matches!(jatuh.weekday(), Weekday::Saturday | Weekday::Sunday));
            prop_assert_eq!(k.libur(jatuh.date()), None);
            prop_assert_eq!(jatuh.time(), jiff::civil::time(23, 59, 59, 999_000_000));
        }

        #[test]
        fn it_is_n_working_days_away(k in kalender(), mulai in menit(), n in 0..90u16) {
            let jatuh = k.jatuh_tempo(mulai, n);
            prop_assert!(jatuh >= mulai);
            prop_assert_eq!(k.sisa_hari_kerja(mulai, jatuh), i32::from(n));
            // Counted anew, day by day.
            let (mut hari, akhir) = (k.setempat(mulai).date(), k.setempat(jatuh).date());
            let mut hitung = 0;
            while hari < akhir {
                hari = hari.tomorrow().unwrap();
                hitung += u16::from(k.hari_kerja(hari));
            }
            prop_assert_eq!(hitung, n);
        }

        #[test]
        fn later_or_longer_is_never_due_earlier(k in kalender(), a in menit(), b in menit(), n in 0..60u16, m in 0..60u16) {
            let (a, b) = (a.min(b), a.max(b));
            prop_assert!(k.jatuh_tempo(a, n) <= k.jatuh_tempo(b, n));
            let (n, m) = (n.min(m), n.max(m));
            prop_assert!(k.jatuh_tempo(a, n) <= k.jatuh_tempo(a, m));
            if n < m {
                prop_assert!(k.jatuh_tempo(a, n) < k.jatuh_tempo(a, m));
            }
        }

        #[test]
        fn a_holiday_more_never_makes_it_shorter(z in zona(), mut libur in proptest::collection::btree_set(0..1100i64, 0..80), satu in 0..1100i64, mulai in menit(), n in 0..60u16) {
            let lama = libur_pada(z, &libur).jatuh_tempo(mulai, n);
            libur.insert(satu);
            prop_assert!(libur_pada(z, &libur).jatuh_tempo(mulai, n) >= lama);
        }

        #[test]
        fn the_whole_local_day_shares_one_deadline(k in kalender(), saat in menit(), n in 0..30u16) {
            let hari = k.setempat(saat).date();
            let (awal, akhir) = (k.awal_hari(hari), k.akhir_hari(hari));
            prop_assert!(awal <= saat && saat < akhir);
            prop_assert_eq!(k.jatuh_tempo(awal, n), k.jatuh_tempo(saat, n));
            prop_assert_eq!(k.jatuh_tempo(akhir - 1.millisecond(), n), k.jatuh_tempo(saat, n));
            prop_assert_eq!(akhir.duration_since(awal).as_hours(), 24, "no summer time here");
        }

        #[test]
        fn what_is_past_is_late_and_what_is_not_is_not(k in kalender(), kini in menit(), jatuh in menit()) {
            let sisa = k.sisa_hari_kerja(kini, jatuh);
            prop_assert_eq!(sisa < 0, jatuh < kini);
            prop_assert!(sisa.abs() <= 366);
        }

        #[test]
        fn no_moment_is_too_far_to_be_written(ms in any::<i64>(), n in any::<u16>(), z in zona()) {
            let k = Kalender::baru(z, []).unwrap();
            let saat = saat(ms);
            for b in [Bahasa::Id, Bahasa::En] {
                prop_assert!(!k.waktu_panjang(b, saat).is_empty() && !k.waktu_pendek(b, saat).is_empty());
            }
            prop_assert!(k.jatuh_tempo(saat, n) >= saat);
            let hari = k.setempat(saat).date();
            prop_assert!(k.awal_hari(hari) <= k.akhir_hari(hari));
        }
    }

    #[test]
    fn the_day_is_the_regencys_own() {
        // 23.30 on Friday in Jakarta is half past midnight on Saturday in Makassar.
        let saat = pada("2026-11-20T23:30:00+07:00");
        let (wib, wita) = (
            Kalender::baru("Asia/Jakarta", []).unwrap(),
            Kalender::baru("Asia/Makassar", []).unwrap(),
        );
        assert_eq!(
            wib.waktu_panjang(Bahasa::Id, saat),
            "Jumat, 20 November 2026 pukul 23.30 WIB"
        );
        assert_eq!(
            wita.waktu_panjang(Bahasa::Id, saat),
            "Sabtu, 21 November 2026 pukul 00.30 WITA"
        );
        assert_eq!(wita.waktu_pendek(Bahasa::Id, saat), "21 Nov 2026 00.30");
        let jatuh = |k: &Kalender| k.waktu_panjang(Bahasa::Id, k.jatuh_tempo(saat, 3));
        assert_eq!(jatuh(&wib), "Rabu, 25 November 2026 pukul 23.59 WIB");
        assert_eq!(jatuh(&wita), "Rabu, 25 November 2026 pukul 23.59 WITA");
        assert_ne!(
            wib.jatuh_tempo(saat, 3),
            wita.jatuh_tempo(saat, 3),
            "an hour apart"
        );
        assert_eq!(Kalender::baru("Asia/Jayapura", []).unwrap().sebutan_zona(), "WIT");
        assert!(Kalender::baru("Asia/Antah", []).is_err());
    }

    #[test]
    fn holidays_and_weekends_do_not_count_and_today_does_not_either() {
        let k = Kalender::baru("Asia/Makassar", [(date(2026, 11, 24), "Hari Balon".to_owned())]).unwrap();
        assert_eq!(k.libur(date(2026, 11, 24)), Some("Hari Balon"));
        assert_eq!(k.sampai(), Some(date(2026, 11, 24)));
        let jatuh = |n| {
            k.setempat(k.jatuh_tempo(pada("2026-11-20T16:30:00+08:00"), n))
                .date()
        };
        let harap = [
            date(2026, 11, 20),
            date(2026, 11, 23),
            date(2026, 11, 25),
            date(2026, 11, 26),
            date(2026, 11, 27),
            date(2026, 11, 30),
        ];
        for (n, hari) in harap.into_iter().enumerate() {
            assert_eq!(jatuh(n as u16), hari, "{n} working days");
        }
        let sisa = |kini: &str| k.sisa_hari_kerja(pada(kini), pada("2026-11-25T23:59:59.999+08:00"));
        assert_eq!(sisa("2026-11-20T16:30:00+08:00"), 2);
        assert_eq!(sisa("2026-11-25T08:00:00+08:00"), 0, "today");
        assert_eq!(
            sisa("2026-11-26T00:00:00+08:00"),
            -1,
            "a minute late is a day late"
        );
        assert_eq!(
            sisa("2026-11-28T12:00:00+08:00"),
            -2,
            "Thursday and Friday; Saturday does not count"
        );
        // Due on Friday night, seen on Saturday: late already, though no working day has passed.
        let sabtu = k.sisa_hari_kerja(
            pada("2026-11-28T00:00:00+08:00"),
            pada("2026-11-27T23:59:59.999+08:00"),
        );
        assert_eq!(sabtu, -1);
    }

    #[test]
    fn a_standing_clock_stands_until_it_is_moved() {
        let jam = Jam::tetap(pada("2026-11-20T16:30:00Z"));
        assert_eq!(jam.kini(), pada("2026-11-20T16:30:00Z"));
        jam.setel(pada("2026-11-21T00:00:00.5Z"));
        assert_eq!(jam.kini(), pada("2026-11-21T00:00:00.5Z"));
        let mesin = Jam::default();
        mesin.setel(pada("1999-01-01T00:00:00Z"));
        assert!(
            mesin.kini() > pada("2025-01-01T00:00:00Z"),
            "the machine's clock is nobody's to set"
        );
    }
}
