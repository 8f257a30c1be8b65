//! An XML document read back into the tree that the same answer has in JSON, so that both forms are held together.

use quick_xml::{Reader, events::Event};
use serde_json::{Map, Value};

/// An element: its name, text and children.
#[derive(Debug, Default)]
pub struct Simpul {
    pub nama: String,
    pub teks: String,
    pub anak: Vec<Simpul>,
}

/// Reads a document; anything that is not well-formed stops the test.
pub fn baca(isi: &[u8]) -> Simpul {
    let teks = std::str::from_utf8(isi).expect("UTF-8");
    let mut r = Reader::from_str(teks);
    r.config_mut().check_end_names = true;
    let mut tumpuk = vec![Simpul::default()];
    let baru = |nama: &str| Simpul {
        nama: nama.to_owned(),
        ..Simpul::default()
    };
    loop {
        match r.read_event().unwrap_or_else(|e| panic!("{e}: {teks}")) {
            Event::Start(e) => tumpuk.push(baru(e.name().as_ref())),
            Event::Empty(e) => {
                let s = baru(e.name().as_ref());
                tumpuk.last_mut().unwrap().anak.push(s);
            }
            Event::End(_) => {
                let s = tumpuk.pop().unwrap();
                tumpuk.last_mut().unwrap().anak.push(s);
            }
            Event::Text(t) => tumpuk.last_mut().unwrap().teks.push_str(&t.xml10_content()),
            Event::GeneralRef(r) => {
                let huruf = match &*r {
                    "lt" => '<',
                    "gt" => '>',
                    "amp" => '&',
                    "quot" => '"',
                    "apos" => '\'',
                    _ => r.resolve_char_ref().unwrap().unwrap(),
                };
                tumpuk.last_mut().unwrap().teks.push(huruf);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    let mut akar = tumpuk.pop().unwrap();
    assert!(tumpuk.is_empty() && akar.anak.len() == 1, "one root: {teks}");
    akar.anak.pop().unwrap()
}

impl Simpul {
    /// The same content as JSON, where `contoh` tells what is a list and what a number.
    pub fn seperti(&self, contoh: &Value) -> Value {
        match contoh {
            Value::Array(a) => {
                assert_eq!(a.len(), self.anak.len(), "{}", self.nama);
                self.anak.iter().zip(a).map(|(s, c)| s.seperti(c)).collect()
            }
            Value::Object(o) => {
                let mut hasil = Map::new();
                for s in &self.anak {
                    let c = o.get(&s.nama).unwrap_or_else(|| panic!("{} is new", s.nama));
                    hasil.insert(s.nama.clone(), s.seperti(c));
                }
                Value::Object(hasil)
            }
            Value::Null => {
                assert_eq!((self.teks.as_str(), self.anak.len()), ("", 0), "{}", self.nama);
                Value::Null
            }
            Value::String(_) => self.teks.clone().into(),
            Value::Bool(_) | Value::Number(_) => serde_json::from_str(&self.teks).unwrap(),
        }
    }
}
