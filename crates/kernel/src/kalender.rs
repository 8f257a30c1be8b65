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
        Ok(Kalender { zona: TimeZone::get(zona)?, sebutan, libur: libur.into_iter().collect() })
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
            let Ok(besok) = tanggal.tomorrow() else { return Timestamp::MAX };
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
        hari.to_zoned(self.zona.clone()).map_or(Timestamp::MIN, |z| z.timestamp())
    }

    /// The moment the day after begins: an end bound that leaves nothing of the day out.
    pub fn akhir_hari(&self, hari: Date) -> Timestamp {
        hari.checked_add(1.day()).map_or(Timestamp::MAX, |d| self.awal_hari(d))
    }

    /// "Senin, 23 November 2026".
    pub fn tanggal_panjang(&self, b: Bahasa, saat: Timestamp) -> String {
        let d = self.setempat(saat).date();
        format!("{}, {}", b.t(HARI[d.weekday().to_monday_zero_offset() as usize]), tanggal(b, d))
    }

    /// "Senin, 23 November 2026 pukul 09.15 WITA".
    pub fn waktu_panjang(&self, b: Bahasa, saat: Timestamp) -> String {
        let z = self.setempat(saat);
        let pukul = format!("{:02}.{:02}", z.hour(), z.minute());
        b.isi(
            "{tanggal} pukul {pukul} {zona}",
            &[("tanggal", &self.tanggal_panjang(b, saat)), ("pukul", &pukul), ("zona", self.sebutan)],
        )
    }

    /// "23 Nov 2026 09.15", for dense tables.
    pub fn waktu_pendek(&self, b: Bahasa, saat: Timestamp) -> String {
        let z = self.setempat(saat);
        let bulan: String = b.t(BULAN[(z.month() - 1) as usize]).chars().take(3).collect();
        format!("{} {} {} {:02}.{:02}", z.day(), bulan, z.year(), z.hour(), z.minute())
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
    format!("{} {} {}", d.day(), b.t(BULAN[(d.month() - 1) as usize]), d.year())
}
