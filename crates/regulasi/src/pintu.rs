//! The door: bytes become text, or a polite refusal that says what to do instead.

use std::{borrow::Cow, fmt};

/// A regulation of a thousand pages is about 3 MB of text; whatever is larger is something else.
pub const MAKS_BITA: usize = 5 * 1024 * 1024;

/// Why a file is not read at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Galat {
    /// Larger than [`MAKS_BITA`].
    TerlaluBesar {
        /// Its size in bytes.
        bita: usize,
    },
    /// Nothing in it but blanks.
    Kosong,
    /// A PDF.
    Pdf,
    /// A document of Word or LibreOffice.
    Word,
    /// Another kind of file; its kind.
    BukanTeks(&'static str),
}

impl fmt::Display for Galat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TerlaluBesar { bita } => write!(
                f,
                "Teks ini {} MB; yang dapat dibaca paling besar {} MB. Pisahkan lampirannya, lalu coba lagi.",
                bita.div_ceil(1024 * 1024),
                MAKS_BITA / (1024 * 1024)
            ),
            Self::Kosong => f.write_str("Berkas ini kosong: tidak ada teks yang dapat dibaca."),
            Self::Pdf => f.write_str("Ini berkas PDF, bukan teks. Simpan atau salin isinya sebagai teks (.txt), lalu coba lagi."),
            Self::Word => {
                f.write_str("Ini berkas Word atau sejenisnya, bukan teks. Simpan sebagai teks (.txt, UTF-8), lalu coba lagi.")
            }
            Self::BukanTeks(apa) => write!(f, "Ini {apa}, bukan teks. Simpan isinya sebagai teks (.txt), lalu coba lagi."),
        }
    }
}

impl std::error::Error for Galat {}

/// Text of a file, whatever its encoding, and how many characters could not be read. O(length).
pub(crate) fn teks(bita: &[u8]) -> Result<(Cow<'_, str>, usize), Galat> {
    kenali(bita)?;
    ukur(bita.len())?;
    if let Some(utf8) = bita.strip_prefix(b"\xEF\xBB\xBF") {
        return Ok(longgar(utf8));
    }
    if let Some(b) = bita.strip_prefix(b"\xFF\xFE") {
        return Ok(utf16(b, u16::from_le_bytes));
    }
    if let Some(b) = bita.strip_prefix(b"\xFE\xFF") {
        return Ok(utf16(b, u16::from_be_bytes));
    }
    // Without a mark, zeros at every second place tell UTF-16 and its byte order.
    let contoh = bita.get(..4096).unwrap_or(bita);
    let nol = |mulai: usize| {
        contoh.iter().skip(mulai).step_by(2).filter(|b| **b == 0).count() * 5 > contoh.len().max(1)
    };
    match (nol(0), nol(1)) {
        (false, true) => return Ok(utf16(bita, u16::from_le_bytes)),
        (true, false) => return Ok(utf16(bita, u16::from_be_bytes)),
        (true, true) => return Err(Galat::BukanTeks("berkas biner")),
        (false, false) => {}
    }
    match std::str::from_utf8(bita) {
        Ok(t) => Ok((Cow::Borrowed(t), 0)),
        Err(_) => {
            // A few broken bytes in UTF-8, or an old Windows text: whichever leaves fewer unreadable characters.
            let (utf8, rusak) = longgar(bita);
            let tinggi = bita.iter().filter(|b| **b >= 0x80).count();
            if rusak * 4 < tinggi {
                Ok((utf8, rusak))
            } else {
                Ok(windows_1252(bita))
            }
        }
    }
}

/// Refuses what is too large or empty.
pub(crate) fn ukur(bita: usize) -> Result<(), Galat> {
    match bita {
        0 => Err(Galat::Kosong),
        b if b > MAKS_BITA => Err(Galat::TerlaluBesar { bita: b }),
        _ => Ok(()),
    }
}

/// What the first bytes say it is.
fn kenali(bita: &[u8]) -> Result<(), Galat> {
    let awal = bita.get(..1024.min(bita.len())).unwrap_or(bita);
    // The header of a PDF may stand anywhere in its first kilobyte, but only at the beginning of a line of it.
    let awal_teks = awal
        .trim_ascii_start()
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(awal.trim_ascii_start());
    if awal_teks.starts_with(b"%PDF-") {
        return Err(Galat::Pdf);
    }
    if awal.starts_with(b"PK\x03\x04")
        || awal.starts_with(b"\xD0\xCF\x11\xE0")
        || awal_teks.starts_with(b"{\\rtf")
    {
        return Err(Galat::Word);
    }
    let lain: [(&[u8], &'static str); 6] = [
        (b"\x89PNG", "gambar"),
        (b"\xFF\xD8\xFF", "gambar"),
        (b"GIF8", "gambar"),
        (b"II*\0", "gambar"),
        (b"\x1F\x8B", "berkas terkompresi"),
        (b"\x7FELF", "program"),
    ];
    match lain.iter().find(|(tanda, _)| awal.starts_with(tanda)) {
        Some((_, apa)) => Err(Galat::BukanTeks(apa)),
        None => Ok(()),
    }
}

fn longgar(bita: &[u8]) -> (Cow<'_, str>, usize) {
    let t = String::from_utf8_lossy(bita);
    let rusak = if matches!(t, Cow::Owned(_)) {
        t.matches('\u{FFFD}').count()
    } else {
        0
    };
    (t, rusak)
}

fn utf16(bita: &[u8], baca: fn([u8; 2]) -> u16) -> (Cow<'static, str>, usize) {
    let satuan = bita.chunks_exact(2).map(|p| baca([p[0], p[1]]));
    let mut rusak = bita.len() % 2;
    let t: String = char::decode_utf16(satuan)
        .map(|c| {
            c.unwrap_or_else(|_| {
                rusak += 1;
                char::REPLACEMENT_CHARACTER
            })
        })
        .collect();
    (Cow::Owned(t), rusak)
}

/// The places 0x80–0x9F of the old Windows code page; the rest equals Unicode.
const ATAS: [u16; 32] = [
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,
    0x017D, 0, 0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
    0x0153, 0, 0x017E, 0x0178,
];

fn windows_1252(bita: &[u8]) -> (Cow<'static, str>, usize) {
    let mut rusak = 0;
    let t = bita
        .iter()
        .map(|b| match b {
            0x80..=0x9F => match ATAS
                .get(usize::from(b - 0x80))
                .copied()
                .filter(|c| *c != 0)
                .and_then(|c| char::from_u32(c.into()))
            {
                Some(c) => c,
                None => {
                    rusak += 1;
                    char::REPLACEMENT_CHARACTER
                }
            },
            _ => char::from(*b),
        })
        .collect();
    (Cow::Owned(t), rusak)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_in_whatever_encoding_it_comes() {
        let apa = "Pasal 1 – “Kantor” é";
        let le: Vec<u8> = [0xFF, 0xFE]
            .into_iter()
            .chain(apa.encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        let be: Vec<u8> = apa.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let bom: Vec<u8> = [0xEF, 0xBB, 0xBF].into_iter().chain(apa.bytes()).collect();
        let lama = b"Pasal 1 \x96 \x93Kantor\x94 \xE9".to_vec();
        for b in [le, be, bom, lama, apa.as_bytes().to_vec()] {
            assert_eq!(teks(&b).unwrap(), (Cow::Borrowed(apa), 0));
        }
    }

    #[test]
    fn what_is_not_text_is_refused_with_its_name() {
        assert_eq!(teks(b"%PDF-1.7\n..."), Err(Galat::Pdf));
        assert_eq!(teks(b"PK\x03\x04word/document.xml"), Err(Galat::Word));
        assert_eq!(teks(b"\xD0\xCF\x11\xE0\xA1\xB1"), Err(Galat::Word));
        assert_eq!(teks(b"\x89PNG\r\n"), Err(Galat::BukanTeks("gambar")));
        assert_eq!(teks(&[0; 64]), Err(Galat::BukanTeks("berkas biner")));
        assert_eq!(teks(b""), Err(Galat::Kosong));
        assert!(matches!(
            teks(&vec![b'x'; 10_000_000]),
            Err(Galat::TerlaluBesar { .. })
        ));
        assert!(
            Galat::TerlaluBesar { bita: 10_000_000 }
                .to_string()
                .contains("5 MB")
        );
    }
}
