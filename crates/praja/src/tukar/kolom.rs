//! The columns of a register in a table: inner fields stand beside the others as `pelapor.nama`, lists of parts as
//! JSON in their cell.

use kernel::{
    Jenis, Medan, Peta, RegisterDef,
    nilai::{dari_teks, ke_teks},
};
use serde_json::Value;

/// What every entry has besides its fields; written out, and passed over when coming in.
pub(super) const SELALU: [&str; 9] =
    ["id", "nomor", "keadaan", "unit", "pemegang", "versi", "dibuat", "diubah", "jatuh"];

/// A column.
pub(super) struct Kolom {
    pub(super) jalan: String,
    medan: Medan,
}

/// The columns of a register's fields, in the order people see them.
pub(super) fn kolom(def: &RegisterDef) -> Vec<Kolom> {
    let mut hasil = Vec::new();
    for m in def.medan_rata().into_iter().filter(|m| !m.rahasia) {
        match m.jenis {
            Jenis::Orang | Jenis::Tempat => hasil.extend(m.jenis.anak().into_iter().map(|a| Kolom {
                jalan: format!("{}.{}", m.nama, a.nama),
                medan: a,
            })),
            _ => hasil.push(Kolom { jalan: m.nama.to_string(), medan: m }),
        }
    }
    hasil
}

impl Kolom {
    /// The cell of an entry.
    pub(super) fn sel(&self, isi: &Peta) -> String {
        let mut bagian = self.jalan.split('.');
        let awal = bagian.next().and_then(|k| isi.get(k));
        let nilai = bagian.fold(awal, |v, k| v.and_then(|v| v.get(k)));
        let teks = nilai.map(|v| ke_teks(&self.medan.jenis, v)).unwrap_or_default();
        if self.angka() { teks } else { jinakkan(teks) }
    }

    /// Puts a cell into an object; an empty one says nothing.
    pub(super) fn taruh(&self, sel: &str, isi: &mut Peta) {
        let sel = if self.angka() { sel } else { lepaskan(sel) };
        if sel.trim().is_empty() {
            return;
        }
        let nilai = dari_teks(&self.medan.jenis, sel);
        match self.jalan.split_once('.') {
            None => {
                isi.insert(self.jalan.clone(), nilai);
            }
            Some((luar, dalam)) => {
                if let Value::Object(o) = isi.entry(luar).or_insert_with(|| Value::Object(Peta::new())) {
                    o.insert(dalam.to_owned(), nilai);
                }
            }
        }
    }

    fn angka(&self) -> bool {
        matches!(self.medan.jenis, Jenis::Bilangan { .. } | Jenis::Uang | Jenis::Lintang | Jenis::Bujur)
    }
}

fn rumus(s: &str) -> bool {
    s.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// A spreadsheet would run a cell that begins like a formula; a quote before it makes it text.
fn jinakkan(teks: String) -> String {
    if rumus(&teks) { format!("'{teks}") } else { teks }
}

fn lepaskan(sel: &str) -> &str {
    sel.strip_prefix('\'').filter(|s| rumus(s)).unwrap_or(sel)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_tamed_and_come_back() {
        for s in ["=1+1", "+6281", "-", "@x", "'=x", "''+x"] {
            let jinak = jinakkan(s.to_owned());
            assert!(jinak.starts_with('\''), "{s}");
            assert_eq!(lepaskan(&jinak), s);
        }
        for s in ["", "biasa", "'kutip'", "a=b"] {
            assert_eq!(jinakkan(s.to_owned()), s);
            assert_eq!(lepaskan(s), s);
        }
    }
}
