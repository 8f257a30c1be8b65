//! XML that other tools wrote, event by event: what is no XML, too deep, or defines entities is refused in words that
//! people understand. Shared by everything that takes a file of another tool in. O(length).

use std::collections::BTreeMap;

use kernel::{Galat, Pesan};
use quick_xml::{
    Reader, XmlVersion,
    events::{BytesStart, Event},
};

/// Deepest nesting: no format that is read needs more than some ten.
const MAKS_DALAM: usize = 64;

/// Who is told of what stands in a file.
pub trait Penerima {
    /// An element begins; its name without prefix.
    ///
    /// # Errors
    /// When the file is not what it should be.
    fn buka(&mut self, nama: &str, e: &BytesStart) -> Result<(), Galat>;
    /// Text.
    fn teks(&mut self, s: &str);
    /// The element that began last, and has not ended, ends.
    fn tutup(&mut self);
}

/// A refusal at the field that holds the file.
pub fn salah(pesan: impl Into<Pesan>) -> Galat {
    Galat::medan("berkas", pesan)
}

fn tak_terbaca() -> Galat {
    salah("Berkas ini bukan XML yang benar. Ekspor lagi dari alat pembuatnya.")
}

/// The attributes by their local names.
///
/// # Errors
/// When they are not well formed.
pub fn atribut(e: &BytesStart) -> Result<BTreeMap<String, String>, Galat> {
    let mut hasil = BTreeMap::new();
    for a in e.attributes() {
        let a = a.map_err(|_| tak_terbaca())?;
        let nilai = a
            .normalized_value(XmlVersion::Implicit1_0)
            .map_err(|_| tak_terbaca())?;
        hasil.insert(a.key.local_name().as_ref().to_owned(), nilai.into_owned());
    }
    Ok(hasil)
}

/// Reads a file.
///
/// # Errors
/// At the field `berkas`: what is no XML or too deep, and what `p` refuses. Definitions of entities are refused: no tool
/// of the field writes them.
pub fn telusuri(isi: &[u8], p: &mut impl Penerima) -> Result<(), Galat> {
    let teks = std::str::from_utf8(isi.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(isi))
        .map_err(|_| salah("Berkas ini bukan teks UTF-8. Ekspor lagi dari alat pembuatnya."))?;
    let mut r = Reader::from_str(teks);
    r.config_mut().check_end_names = true;
    let (mut akar, mut dalam) = (false, 0_usize);
    loop {
        match r.read_event().map_err(|_| tak_terbaca())? {
            Event::Start(e) => {
                akar = true;
                dalam += 1;
                if dalam > MAKS_DALAM {
                    return Err(salah("Berkas ini bersarang terlalu dalam."));
                }
                p.buka(e.local_name().as_ref(), &e)?;
            }
            Event::Empty(e) => {
                akar = true;
                p.buka(e.local_name().as_ref(), &e)?;
                p.tutup();
            }
            Event::End(_) => {
                dalam = dalam.saturating_sub(1);
                p.tutup();
            }
            Event::Text(t) => p.teks(&t.xml10_content()),
            Event::CData(t) => p.teks(&t.xml10_content()),
            Event::GeneralRef(x) => {
                let huruf = match &*x {
                    "lt" => '<',
                    "gt" => '>',
                    "amp" => '&',
                    "quot" => '"',
                    "apos" => '\'',
                    _ => x.resolve_char_ref().ok().flatten().ok_or_else(tak_terbaca)?,
                };
                p.teks(huruf.encode_utf8(&mut [0; 4]));
            }
            Event::DocType(_) => return Err(tak_terbaca()),
            Event::Eof if akar && dalam == 0 => return Ok(()),
            Event::Eof => return Err(tak_terbaca()),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
    }
}

/// A text as it may stand in XML 1.0, in an attribute too.
pub fn aman(s: &str) -> String {
    let mut hasil = String::with_capacity(s.len());
    for c in s.chars() {
        match c {
            '&' => hasil.push_str("&amp;"),
            '<' => hasil.push_str("&lt;"),
            '>' => hasil.push_str("&gt;"),
            '"' => hasil.push_str("&quot;"),
            '\n' | '\t' => hasil.push(' '),
            // XML 1.0 has no other control characters.
            c if (c as u32) < 0x20 || c == '\u{FFFE}' || c == '\u{FFFF}' => {}
            c => hasil.push(c),
        }
    }
    hasil
}
