//! Calendars as files (RFC 5545): days on which something is due, written so that every calendar program reads them.

use jiff::{Timestamp, civil::Date};

/// A day on which something is due.
pub struct Acara {
    /// The same for the same deadline, however often the file is fetched.
    pub uid: String,
    /// Rises with every change.
    pub urutan: i64,
    /// When it was changed last.
    pub diubah: Timestamp,
    /// The day.
    pub hari: Date,
    /// What people see in the calendar.
    pub judul: String,
    /// More about it.
    pub uraian: String,
    /// Where it is dealt with.
    pub alamat: String,
}

/// The file. A deadline takes no time of the day away, so the day stays free for appointments.
pub fn berkas(nama: &str, acara: &[Acara]) -> String {
    let mut k = Berkas(String::new());
    k.baris("BEGIN", "VCALENDAR");
    k.baris("VERSION", "2.0");
    k.baris("PRODID", "-//Praja//Tenggat//ID");
    k.baris("CALSCALE", "GREGORIAN");
    k.baris("METHOD", "PUBLISH");
    k.teks("X-WR-CALNAME", nama);
    k.baris("REFRESH-INTERVAL;VALUE=DURATION", "PT1H");
    k.baris("X-PUBLISHED-TTL", "PT1H");
    for a in acara {
        let saat = a.diubah.strftime("%Y%m%dT%H%M%SZ").to_string();
        k.baris("BEGIN", "VEVENT");
        k.teks("UID", &a.uid);
        k.baris("DTSTAMP", &saat);
        k.baris("LAST-MODIFIED", &saat);
        k.baris("SEQUENCE", &a.urutan.clamp(0, i64::from(i32::MAX)).to_string());
        k.baris("DTSTART;VALUE=DATE", &a.hari.strftime("%Y%m%d").to_string());
        k.teks("SUMMARY", &a.judul);
        k.teks("DESCRIPTION", &a.uraian);
        k.baris("URL", &a.alamat);
        k.baris("TRANSP", "TRANSPARENT");
        k.baris("END", "VEVENT");
    }
    k.baris("END", "VCALENDAR");
    k.0
}

struct Berkas(String);

impl Berkas {
    /// A value of type TEXT.
    fn teks(&mut self, nama: &str, teks: &str) {
        let mut isi = String::with_capacity(teks.len());
        for c in teks.chars() {
            match c {
                '\\' | ';' | ',' => {
                    isi.push('\\');
                    isi.push(c);
                }
                '\n' => isi.push_str("\\n"),
                c if c.is_control() => {}
                c => isi.push(c),
            }
        }
        self.baris(nama, &isi);
    }

    /// A content line, folded after at most 75 bytes and never inside a character.
    fn baris(&mut self, nama: &str, isi: &str) {
        let mut lebar = 0;
        for c in nama.chars().chain([':']).chain(isi.chars()) {
            if lebar + c.len_utf8() > 75 {
                self.0.push_str("\r\n ");
                lebar = 1;
            }
            self.0.push(c);
            lebar += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn satu(judul: &str) -> String {
        berkas(
            "Tenggat",
            &[Acara {
                uid: "a-jawaban@praja.contoh.id".into(),
                urutan: 3,
                diubah: "2026-11-23T02:15:00Z".parse().unwrap(),
                hari: "2026-11-25".parse().unwrap(),
                judul: judul.into(),
                uraian: String::new(),
                alamat: "https://praja.contoh.id/serang/kerja".into(),
            }],
        )
    }

    /// The value of a property as a calendar program reads it: unfolded, then unescaped.
    fn nilai(berkas: &str, nama: &str) -> String {
        let lurus = berkas.replace("\r\n ", "");
        let awal = format!("{nama}:");
        let isi = lurus.split("\r\n").find_map(|b| b.strip_prefix(&awal)).unwrap();
        let mut hasil = String::new();
        let mut huruf = isi.chars();
        while let Some(c) = huruf.next() {
            match c {
                '\\' => match huruf.next().unwrap() {
                    'n' => hasil.push('\n'),
                    c => hasil.push(c),
                },
                c => hasil.push(c),
            }
        }
        hasil
    }

    #[test]
    fn a_deadline_is_a_whole_day_that_stays_free() {
        let b = satu("Jawaban pertama");
        for baris in [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Praja//Tenggat//ID",
            "DTSTAMP:20261123T021500Z",
            "DTSTART;VALUE=DATE:20261125",
            "SEQUENCE:3",
            "SUMMARY:Jawaban pertama",
            "TRANSP:TRANSPARENT",
        ] {
            assert!(b.contains(&format!("{baris}\r\n")), "{baris}");
        }
        assert!(b.ends_with("END:VEVENT\r\nEND:VCALENDAR\r\n"));
    }

    proptest! {
        #[test]
        fn whatever_a_title_says_comes_back_in_short_lines(judul in "(\\PC|[;,\\\\\n\r:💡é]){0,200}") {
            let b = satu(&judul);
            for baris in b.split("\r\n") {
                prop_assert!(baris.len() <= 75 && !baris.contains(['\r', '\n']));
            }
            prop_assert_eq!(b.matches("BEGIN:VEVENT\r\n").count(), 1);
            let harap: String = judul.chars().filter(|c| *c == '\n' || !c.is_control()).collect();
            prop_assert_eq!(nilai(&b, "SUMMARY"), harap);
        }
    }
}
