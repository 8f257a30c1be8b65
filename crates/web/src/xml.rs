//! XML documents as trees: what a face wants to say is built here and written by a library, so that no text of anybody
//! becomes markup.

use std::borrow::Cow;

use kernel::Galat;
use quick_xml::{
    Writer,
    events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event},
};

/// An element.
#[derive(Clone, Debug)]
pub struct Unsur {
    nama: Cow<'static, str>,
    atribut: Vec<(&'static str, String)>,
    isi: Isi,
}

#[derive(Clone, Debug)]
enum Isi {
    Teks(String),
    Anak(Vec<Unsur>),
}

impl Unsur {
    /// An element with others inside, perhaps none.
    pub fn baru(nama: impl Into<Cow<'static, str>>, anak: Vec<Unsur>) -> Self {
        Unsur {
            nama: nama.into(),
            atribut: Vec::new(),
            isi: Isi::Anak(anak),
        }
    }

    /// An element with a text.
    pub fn teks(nama: impl Into<Cow<'static, str>>, teks: impl Into<String>) -> Self {
        Unsur {
            isi: Isi::Teks(teks.into()),
            ..Unsur::baru(nama, Vec::new())
        }
    }

    /// The same element with one more attribute.
    pub fn dengan(mut self, nama: &'static str, nilai: impl Into<String>) -> Self {
        self.atribut.push((nama, nilai.into()));
        self
    }

    /// The document whose root this is, in UTF-8.
    ///
    /// # Errors
    /// Never in practice: memory takes every byte.
    pub fn dokumen(&self) -> Result<Vec<u8>, Galat> {
        let galat = |e: std::io::Error| Galat::dalam("writing XML", e);
        let mut w = Writer::new(Vec::new());
        w.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))
            .map_err(galat)?;
        self.tulis(&mut w).map_err(galat)?;
        Ok(w.into_inner())
    }

    fn tulis(&self, w: &mut Writer<Vec<u8>>) -> std::io::Result<()> {
        let mut awal = BytesStart::new(&*self.nama);
        for (nama, nilai) in &self.atribut {
            awal.push_attribute((*nama, &*bersih(nilai)));
        }
        match &self.isi {
            Isi::Anak(anak) if anak.is_empty() => w.write_event(Event::Empty(awal)),
            Isi::Teks(t) if t.is_empty() => w.write_event(Event::Empty(awal)),
            isi => {
                w.write_event(Event::Start(awal))?;
                match isi {
                    Isi::Teks(t) => w.write_event(Event::Text(BytesText::new(&bersih(t))))?,
                    Isi::Anak(anak) => anak.iter().try_for_each(|u| u.tulis(w))?,
                }
                w.write_event(Event::End(BytesEnd::new(&*self.nama)))
            }
        }
    }
}

/// Without the characters that XML 1.0 has no way to write.
fn bersih(teks: &str) -> Cow<'_, str> {
    let boleh =
        |c: char| matches!(c, '\t' | '\n' | '\r') || (c >= ' ' && !matches!(c, '\u{FFFE}' | '\u{FFFF}'));
    if teks.chars().all(boleh) {
        Cow::Borrowed(teks)
    } else {
        Cow::Owned(teks.chars().filter(|c| boleh(*c)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobodys_text_becomes_markup() {
        let u = Unsur::baru(
            "a",
            vec![
                Unsur::teks("b", "1 < 2 & \"]]>\" \u{0}\u{8}💡").dengan("c", "<'\"&>\u{1}"),
                Unsur::teks("d", ""),
                Unsur::baru("e", vec![]),
            ],
        );
        let teks = String::from_utf8(u.dokumen().unwrap()).unwrap();
        assert!(teks.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?><a><b c=\""));
        assert!(teks.ends_with("💡</b><d/><e/></a>"), "{teks}");
        assert_eq!(teks.matches('<').count(), 7, "{teks}");
        assert!(!teks.contains(['\u{0}', '\u{1}', '\u{8}']));
    }
}
