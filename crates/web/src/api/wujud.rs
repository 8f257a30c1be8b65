//! How an entry looks to a machine: what every entry has and the fields of its register side by side, times as
//! RFC 3339 in the regency's own zone.

use axum::{
    Json,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use kernel::{Entri, Galat, Pelaku, Peta, RegisterDef, kalender::saat, profil::Profil};
use serde_json::{Value, json};
use store::Tampak;

use crate::Permintaan;

/// What every entry has beside the fields of its register; a register must not name a field so.
pub const KEPALA: [&str; 13] = [
    "id", "nomor", "register", "keadaan", "unit", "pemegang", "versi", "dibuat", "diubah", "jatuh",
    "terbuka", "terbit", "tenggat",
];

/// A moment as RFC 3339 with the regency's offset.
pub(crate) fn waktu(profil: &Profil, ms: i64) -> String {
    let s = saat(ms);
    s.display_with_offset(profil.kalender.setempat(s).offset())
        .to_string()
}

/// An entry as its reader may see it.
pub(crate) fn entri(p: &Permintaan, def: &RegisterDef, t: &Tampak) -> Value {
    let e = &t.entri;
    let pada = |ms: i64| Value::String(waktu(&p.profil, ms));
    let kini = p.app.store.jam().kini();
    let tenggat: Vec<Value> = e
        .tenggat
        .iter()
        .map(|t| {
            json!({
                "kode": t.kode, "nama": p.b.t(def.lifecycle.nama_tenggat(&t.kode)), "mulai": pada(t.mulai),
                "jatuh": pada(t.jatuh), "henti": t.henti.map(pada), "terlambat": t.terlambat(kini),
            })
        })
        .collect();
    let mut o: Peta = e.isi.clone();
    let kepala = json!({
        "id": e.id.0, "nomor": e.nomor, "register": e.register, "keadaan": e.keadaan, "unit": e.unit,
        "pemegang": e.pemegang, "versi": e.versi, "dibuat": pada(e.dibuat), "diubah": pada(e.diubah),
        "jatuh": e.jatuh.map(pada), "terbuka": e.terbuka, "terbit": e.terbit, "tenggat": tenggat,
    });
    if let Value::Object(kepala) = kepala {
        o.extend(kepala);
    }
    Value::Object(o)
}

/// An entry after its asker changed it: as they may see it now. A step may take it out of their sight; then they
/// still learn where it went, and nothing of what is in it.
pub(super) fn sesudah(p: &Permintaan, def: &RegisterDef, pelaku: &Pelaku, e: Entri) -> Tampak {
    Tampak::dari(&p.profil, def, pelaku, e.clone()).unwrap_or_else(|| Tampak {
        judul: String::new(),
        pandangan: kernel::Pandangan::Publik,
        klasifikasi: kernel::Klasifikasi::Biasa,
        entri: Entri {
            isi: Peta::new(),
            ..e
        },
    })
}

/// The version of an entry as an entity tag.
pub(super) fn etag(versi: i64) -> HeaderValue {
    HeaderValue::from_str(&format!("\"{versi}\"")).unwrap_or(HeaderValue::from_static("\"0\""))
}

/// Answers with one entry and its version.
pub(super) fn jawab(status: StatusCode, versi: i64, isi: Value) -> Response {
    let kepala = [
        (header::ETAG, etag(versi)),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("private, no-cache"),
        ),
    ];
    (status, kepala, Json(isi)).into_response()
}

/// The tags in an `If-Match` or `If-None-Match`: any entry, or one of these versions.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Cocok {
    /// `*`
    Apa,
    /// These versions; tags that are none of ours match nothing.
    Versi(Vec<i64>),
}

impl Cocok {
    /// Reads a header; none when it is not there.
    pub(super) fn baca(kepala: &HeaderMap, nama: header::HeaderName) -> Result<Option<Self>, Galat> {
        let mut versi = Vec::new();
        let mut ada = false;
        for v in kepala.get_all(&nama) {
            ada = true;
            let galat =
                || Galat::TidakSah("Tulis kepala If-Match dengan versi entri, misalnya \"3\".".into());
            for s in v.to_str().map_err(|_| galat())?.split(',').map(str::trim) {
                if s == "*" {
                    return Ok(Some(Cocok::Apa));
                }
                // Proxies that compress weaken tags (W/"3"); a version is the same either way.
                let s = s.strip_prefix("W/").unwrap_or(s);
                let isi = s.strip_prefix('"').and_then(|s| s.strip_suffix('"')).unwrap_or(s);
                if isi.is_empty() || isi.contains('"') {
                    return Err(galat());
                }
                versi.extend(isi.parse::<i64>());
            }
        }
        Ok(ada.then_some(Cocok::Versi(versi)))
    }

    /// Whether that version is meant.
    pub(super) fn memuat(&self, versi: i64) -> bool {
        match self {
            Cocok::Apa => true,
            Cocok::Versi(v) => v.contains(&versi),
        }
    }

    /// The stored version, if the request is based on it.
    pub(super) fn dasar(&self, kini: i64) -> Result<i64, Galat> {
        if self.memuat(kini) {
            Ok(kini)
        } else {
            Err(Galat::VersiBasi { kini })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn baca(v: &str) -> Result<Option<Cocok>, Galat> {
        let mut k = HeaderMap::new();
        k.insert(header::IF_MATCH, v.parse().unwrap());
        Cocok::baca(&k, header::IF_MATCH)
    }

    #[test]
    fn tags_as_clients_write_them() {
        assert_eq!(baca("\"3\"").unwrap(), Some(Cocok::Versi(vec![3])));
        assert_eq!(baca("W/\"3\", \"7\"").unwrap(), Some(Cocok::Versi(vec![3, 7])));
        assert_eq!(baca("3").unwrap(), Some(Cocok::Versi(vec![3])));
        assert_eq!(baca("\"abc\"").unwrap(), Some(Cocok::Versi(vec![])));
        assert_eq!(baca("*").unwrap(), Some(Cocok::Apa));
        assert!(baca("").is_err() && baca("\"").is_err() && baca("\"3").is_err());
        assert_eq!(Cocok::baca(&HeaderMap::new(), header::IF_MATCH).unwrap(), None);
    }
}
