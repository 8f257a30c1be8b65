//! What a question for resources may say beside its address, and lists as answers (RFC 7644, sections 3.4.2 and 3.9).

use axum::{http::StatusCode, response::Response};
use serde_json::{Value, json};

use super::{
    Salah, Tolak,
    jalan::{Jalan, Saring},
    jawab, wujud,
};

/// Most resources of one answer.
pub(crate) const MAKS: usize = 200;

/// Which attributes are told.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pilihan {
    /// Only these.
    hanya: Option<Vec<String>>,
    /// All but these.
    tanpa: Vec<String>,
}

impl Pilihan {
    /// Whether an attribute was asked for; none: nothing was said of it.
    pub(crate) fn diminta(&self, nama: &str) -> Option<bool> {
        let ada = |semua: &[String]| semua.iter().any(|s| s.eq_ignore_ascii_case(nama));
        match &self.hanya {
            Some(hanya) => Some(ada(hanya)),
            None if ada(&self.tanpa) => Some(false),
            None => None,
        }
    }
}

/// A question.
#[derive(Debug, Default)]
pub(crate) struct Tanya {
    saring: Option<Saring>,
    mulai: usize,
    banyak: usize,
    pub(crate) pilih: Pilihan,
}

impl Tanya {
    /// Reads what stands after the question mark; filters may ask for these attributes.
    ///
    /// # Errors
    /// A filter or a number that is none.
    pub(crate) fn baca(q: Option<&str>, dikenal: &[&str]) -> Result<Self, Tolak> {
        let mut t = Tanya {
            mulai: 1,
            banyak: MAKS,
            ..Tanya::default()
        };
        for (k, v) in url::form_urlencoded::parse(q.unwrap_or_default().as_bytes()) {
            match k.to_lowercase().as_str() {
                "filter" => t.saring = Some(Saring::baca(&v, dikenal)?),
                // What lies outside is the nearest that there is.
                "startindex" => t.mulai = angka(&v)?.max(1),
                "count" => t.banyak = angka(&v)?.min(MAKS),
                "attributes" => t.pilih.hanya = Some(nama(&v)),
                "excludedattributes" => t.pilih.tanpa = nama(&v),
                _ => {}
            }
        }
        Ok(t)
    }

    /// The page of these resources that was asked for.
    pub(crate) fn jawab(self, semua: Vec<Value>) -> Response {
        let cocok = |v: &Value| self.saring.as_ref().is_none_or(|s| s.cocok(v));
        let semua: Vec<Value> = semua.into_iter().filter(cocok).collect();
        let jumlah = semua.len();
        let halaman: Vec<Value> = semua
            .into_iter()
            .skip(self.mulai - 1)
            .take(self.banyak)
            .map(|v| wujud::pangkas(v, &self.pilih))
            .collect();
        jawab(
            StatusCode::OK,
            &json!({
                "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
                "totalResults": jumlah,
                "startIndex": self.mulai,
                "itemsPerPage": halaman.len(),
                "Resources": halaman,
            }),
        )
    }
}

/// A number; one below zero counts as zero.
fn angka(teks: &str) -> Result<usize, Tolak> {
    let n = teks.trim().parse::<i64>();
    n.map(|n| usize::try_from(n).unwrap_or_default())
        .map_err(|_| Tolak::salah(Salah::Nilai, "startIndex dan count adalah bilangan bulat."))
}

/// Names of attributes, by what they begin with: parts of one are told with the whole.
fn nama(teks: &str) -> Vec<String> {
    let satu = |s: &str| Jalan::baca(s).ok().map(|j| j.medan);
    teks.split(',').filter_map(satu).collect()
}
