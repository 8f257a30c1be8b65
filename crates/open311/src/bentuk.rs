//! Answers: one tree for both forms. In XML a list is an element whose children have the name of one of its kind.

use axum::{
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use kernel::{Bahasa, Galat};
use serde_json::{Value, json};
use web::xml::Unsur;

/// The two forms of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bentuk {
    Xml,
    Json,
}

impl Bentuk {
    /// The form that the end of a path asks for; without one, what the asker accepts; else XML, as the protocol says.
    pub(crate) fn dari(jalur: &str, kepala: &HeaderMap) -> Self {
        match pisah(jalur).1 {
            Some(b) => b,
            None => {
                let terima = kepala.get(header::ACCEPT).and_then(|v| v.to_str().ok());
                match terima.is_some_and(|t| t.contains("json")) {
                    true => Bentuk::Json,
                    false => Bentuk::Xml,
                }
            }
        }
    }

    /// An answer with this content; `akar` is the name of the root in XML.
    pub(crate) fn jawab(
        self,
        status: StatusCode,
        akar: &'static str,
        isi: &Value,
    ) -> Result<Response, Galat> {
        let (tipe, isi) = match self {
            Bentuk::Xml => ("text/xml; charset=utf-8", unsur(akar, isi).dokumen()?),
            Bentuk::Json => ("application/json; charset=utf-8", isi.to_string().into_bytes()),
        };
        Ok((status, [(header::CONTENT_TYPE, tipe)], isi).into_response())
    }
}

/// A path or name without its ending, and the form that the ending asks for.
pub(crate) fn pisah(jalur: &str) -> (&str, Option<Bentuk>) {
    match jalur.rsplit_once('.') {
        Some((nama, "xml")) => (nama, Some(Bentuk::Xml)),
        Some((nama, "json")) => (nama, Some(Bentuk::Json)),
        _ => (jalur, None),
    }
}

/// The name of one member of a list.
fn tunggal(daftar: &str) -> &'static str {
    match daftar {
        "services" => "service",
        "attributes" => "attribute",
        "values" => "value",
        "endpoints" => "endpoint",
        "formats" => "format",
        "service_requests" => "request",
        "service_requests_updates" | "service_request_updates" => "request_update",
        "media_urls" => "media_url",
        "errors" => "error",
        _ => "item",
    }
}

fn unsur(nama: &str, v: &Value) -> Unsur {
    let nama = nama.to_owned();
    match v {
        Value::Null => Unsur::teks(nama, ""),
        Value::String(s) => Unsur::teks(nama, s.clone()),
        Value::Bool(_) | Value::Number(_) => Unsur::teks(nama, v.to_string()),
        Value::Array(a) => {
            let satu = tunggal(&nama);
            Unsur::baru(nama, a.iter().map(|v| unsur(satu, v)).collect())
        }
        Value::Object(o) => Unsur::baru(nama, o.iter().map(|(k, v)| unsur(k, v)).collect()),
    }
}

/// The errors of the protocol: what is wrong, each with the argument it is about.
fn galat(bentuk: Bentuk, g: &Galat, status: StatusCode, b: Bahasa, nomor: Option<&str>) -> Response {
    let satu = |uraian: String| json!({ "code": status.as_u16(), "description": uraian });
    let mut semua: Vec<Value> = g
        .isian()
        .iter()
        .map(|m| satu(format!("{}: {}", m.medan, m.pesan.dalam(b))))
        .collect();
    if semua.is_empty() {
        let pesan = g.pesan().dalam(b);
        semua.push(satu(match nomor {
            Some(n) => format!("{pesan} ({n})"),
            None => pesan,
        }));
    }
    let mut r = match bentuk.jawab(status, "errors", &semua.into()) {
        Ok(r) => r,
        Err(_) => status.into_response(),
    };
    r.headers_mut().insert(
        header::CACHE_CONTROL,
        header::HeaderValue::from_static("no-store"),
    );
    r
}

pub(crate) fn galat_xml(g: &Galat, status: StatusCode, b: Bahasa, nomor: Option<&str>) -> Response {
    galat(Bentuk::Xml, g, status, b, nomor)
}

pub(crate) fn galat_json(g: &Galat, status: StatusCode, b: Bahasa, nomor: Option<&str>) -> Response {
    galat(Bentuk::Json, g, status, b, nomor)
}
