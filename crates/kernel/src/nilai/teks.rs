//! Text of a bounded length.

use serde::{Deserialize, Deserializer, Serialize};

use super::{Jenis, Nilai};
use crate::bahasa::Pesan;

/// Trims, joins line ends, refuses control characters, counts characters: what every text goes through.
pub(super) fn rapikan(s: &str, maks: usize, baris: bool) -> Result<String, Pesan> {
    let mut hasil = String::with_capacity(s.len());
    for c in s.trim().chars() {
        match c {
            '\r' => {}
            '\n' | '\t' if baris => hasil.push(c),
            '\n' | '\t' => hasil.push(' '),
            c if c.is_control() || tak_tampak(c) => {}
            c => hasil.push(c),
        }
    }
    // What was just taken out may have hidden a blank at either end.
    let hasil = hasil.trim().to_owned();
    let n = hasil.chars().count();
    if n > maks {
        return Err(Pesan::baru("Paling banyak {maks} karakter. Anda mengetik {n}.")
            .dengan("maks", maks)
            .dengan("n", n));
    }
    Ok(hasil)
}

/// Blanks without width and direction marks: they change what a reader sees, and nobody types them.
fn tak_tampak(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

macro_rules! teks {
    ($(#[$doc:meta])* $nama:ident, $jenis:ident, $baris:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $nama<const MAKS: usize>(String);

        impl<const MAKS: usize> $nama<MAKS> {
            /// The text, if it is not empty and not too long.
            pub fn baru(s: &str) -> Result<Self, Pesan> {
                let s = rapikan(s, MAKS, $baris)?;
                if s.is_empty() { Err("Wajib diisi.".into()) } else { Ok($nama(s)) }
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl<'de, const MAKS: usize> Deserialize<'de> for $nama<MAKS> {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let s = String::deserialize(d)?;
                $nama::baru(&s).map_err(|p| serde::de::Error::custom(p.dalam(crate::Bahasa::En)))
            }
        }

        impl<const MAKS: usize> Nilai for $nama<MAKS> {
            fn jenis() -> Jenis {
                Jenis::$jenis { maks: MAKS }
            }
        }
    };
}
teks!(
    /// One line of at most `MAKS` characters, never empty.
    Teks, Teks, false
);
teks!(
    /// Several lines of at most `MAKS` characters together, never empty.
    Panjang, Panjang, true
);
