//! References by number: people and machines know SRG-2026-000123, entries are linked by id.

use std::collections::BTreeMap;

use kernel::{Galat, Jenis, Medan, Pelaku, Peta};
use serde_json::Value;

use super::sasaran::mirip_nomor;
use crate::Permintaan;

/// Most numbers looked up for one object: as many as a list of parts may have.
const MAKS: usize = 200;

/// Visits every text in a reference field, with the register it refers to.
fn telusuri(medan: &[Medan], isi: &mut Peta, f: &mut dyn FnMut(&str, &mut Value)) {
    for m in medan {
        if m.rata {
            telusuri(&m.jenis.anak(), isi, f);
            continue;
        }
        let Some(v) = isi.get_mut(m.nama.as_ref()) else {
            continue;
        };
        match (&m.jenis, v) {
            (Jenis::Rujukan(r), v) => f(r, v),
            (j, Value::Object(o)) => telusuri(&j.anak(), o, f),
            (Jenis::Bagian(anak), Value::Array(a)) => {
                for o in a.iter_mut().filter_map(Value::as_object_mut) {
                    telusuri(anak, o, f);
                }
            }
            _ => {}
        }
    }
}

impl Permintaan {
    /// Replaces numbers in reference fields by ids, for entries that this asker may see; what is left as it was is
    /// refused by the check of the fields.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(super) async fn kenali_rujukan(
        &self,
        pelaku: &Pelaku,
        medan: &[Medan],
        isi: &mut Peta,
    ) -> Result<(), Galat> {
        let mut cari: BTreeMap<(String, String), Option<String>> = BTreeMap::new();
        telusuri(medan, isi, &mut |r, v| {
            let nomor = v
                .as_str()
                .map(str::trim)
                .filter(|s| mirip_nomor(s) && s.parse::<uuid::Uuid>().is_err());
            if let Some(n) = nomor.filter(|_| cari.len() < MAKS) {
                cari.insert((r.to_owned(), n.to_owned()), None);
            }
        });
        for ((register, nomor), id) in &mut cari {
            match self
                .app
                .store
                .entri_bernomor(self.daerah(), pelaku, register, nomor)
                .await
            {
                Ok(t) => *id = Some(t.entri.id.to_string()),
                Err(Galat::TidakDitemukan) => {}
                Err(g) => return Err(g),
            }
        }
        telusuri(medan, isi, &mut |r, v| {
            let kunci = v.as_str().map(|s| (r.to_owned(), s.trim().to_owned()));
            if let Some(Some(id)) = kunci.and_then(|k| cari.get(&k)) {
                *v = Value::from(id.as_str());
            }
        });
        Ok(())
    }
}
