//! The arguments of a request: each once, and days and seconds in UTC.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use super::{Hasil, Salah};

/// Arguments by name.
pub(super) type Argumen = BTreeMap<String, String>;

/// Arguments by name; none when one stands twice or cannot be read.
pub(super) fn urai(q: &str) -> Option<Argumen> {
    let mut hasil = Argumen::new();
    for pasang in q.split('&').filter(|s| !s.is_empty()) {
        let (k, v) = pasang.split_once('=').unwrap_or((pasang, ""));
        let (k, v) = (dekode(k)?, dekode(v)?);
        if hasil.insert(k, v).is_some() || hasil.len() > 20 {
            return None;
        }
    }
    Some(hasil)
}

fn dekode(s: &str) -> Option<String> {
    let mut hasil = Vec::with_capacity(s.len());
    let mut b = s.bytes();
    while let Some(c) = b.next() {
        match c {
            b'+' => hasil.push(b' '),
            b'%' => {
                let angka = |c: u8| (c as char).to_digit(16).and_then(|d| u8::try_from(d).ok());
                hasil.push(angka(b.next()?)? * 16 + angka(b.next()?)?);
            }
            c => hasil.push(c),
        }
    }
    String::from_utf8(hasil).ok()
}

/// A day or a second: its first moment, and the first after it.
pub(super) fn saat(s: &str, nama: &str) -> Hasil<(i64, i64)> {
    let tak_sah = || {
        Salah(
            "badArgument",
            format!("{nama} is no UTC date of the form YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ."),
        )
    };
    match s.len() {
        10 => {
            let d: Date = s.parse().map_err(|_| tak_sah())?;
            let awal = d.to_zoned(TimeZone::UTC).map_err(|_| tak_sah())?;
            let ms = awal.timestamp().as_millisecond();
            Ok((ms, ms + 86_400_000))
        }
        20 if s.ends_with('Z') => {
            let t: Timestamp = s.parse().map_err(|_| tak_sah())?;
            let ms = t.as_millisecond();
            Ok((ms, ms + 1_000))
        }
        _ => Err(tak_sah().into()),
    }
}
