//! How a row says which entry it is about: an export writes id and version beside the fields, and a row that comes back
//! with them changes that entry. A row without an id is a new one.

use std::collections::HashMap;

use kernel::{GalatMedan, IdEntri, Pesan, Peta};
use serde_json::Value;

use super::Baris;

/// The entry that a row is about, as an export wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tanda {
    /// Its id, which stays.
    pub id: IdEntri,
    /// The version that the file shows.
    pub versi: i64,
    /// The state that the file shows, when it shows one.
    pub keadaan: Option<String>,
}

impl Tanda {
    /// What the cells say that every entry has; none: the row is a new entry.
    pub(super) fn dari(ambil: impl Fn(&str) -> String) -> Result<Option<Self>, Vec<GalatMedan>> {
        let (id, nomor, versi) = (ambil("id"), ambil("nomor"), ambil("versi"));
        if id.is_empty() {
            // Whoever deletes the column does not mean to have everything twice.
            let pesan = Pesan::baru(
                "Baris ini bernomor {nomor} tetapi tanpa id. Pakai kolom id dari berkas ekspor, atau kosongkan nomornya bila ini entri baru.",
            );
            return match nomor.as_str() {
                "" => Ok(None),
                n => Err(vec![GalatMedan::baru(
                    "id",
                    pesan.dengan("nomor", kernel::profil::potong(n, 60)),
                )]),
            };
        }
        let mut salah = Vec::new();
        if id.parse::<uuid::Uuid>().is_err() {
            salah.push(GalatMedan::baru(
                "id",
                "Ini bukan id entri. Salin dari berkas ekspor, atau kosongkan bila ini entri baru.",
            ));
        }
        if !versi.parse::<i64>().is_ok_and(|n| n > 0) {
            salah.push(GalatMedan::baru(
                "versi",
                "Isi seperti di berkas ekspor: dengannya ketahuan bila entri sudah diubah orang lain.",
            ));
        }
        match (id.parse(), versi.parse()) {
            (Ok(id), Ok(versi)) if salah.is_empty() => Ok(Some(Tanda {
                id: IdEntri(id),
                versi,
                keadaan: Some(ambil("keadaan")).filter(|k| !k.is_empty()),
            })),
            _ => Err(salah),
        }
    }

    /// The same of an object.
    pub(super) fn dari_objek(o: &Peta) -> Result<Option<Self>, Vec<GalatMedan>> {
        Tanda::dari(|k| match o.get(k) {
            Some(Value::String(s)) => s.trim().to_owned(),
            None | Some(Value::Null) => String::new(),
            Some(v) => v.to_string(),
        })
    }
}

/// The entries that rows of a file have named, each with the first row that did.
#[derive(Default)]
pub struct Pernah(HashMap<IdEntri, usize>);

impl Pernah {
    /// The row, refused when one before it names the same entry: which of the two is meant, nobody can tell.
    pub fn periksa(&mut self, b: Baris) -> Baris {
        let Some(t) = &b.untuk else { return b };
        match self.0.get(&t.id) {
            Some(awal) => {
                let pesan =
                    Pesan::baru("Id ini sudah ada di baris {baris}. Sisakan satu baris untuk setiap entri.");
                Baris {
                    isi: Err(vec![GalatMedan::baru("id", pesan.dengan("baris", awal))]),
                    ..b
                }
            }
            None => {
                self.0.insert(t.id, b.nomor);
                b
            }
        }
    }
}
