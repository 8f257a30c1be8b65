//! OpenAPI 3.1 of one regency, made from the inventory: what a register declares is what is described, with the
//! categories, units and kecamatan of this regency as the values that may be sent.

mod jalur;
mod komponen;

use axum::{
    Json,
    http::header,
    response::{IntoResponse, Response},
};
use kernel::{Bahasa, Profil};
use serde_json::{Value, json};

use crate::Permintaan;

/// `GET …/api/openapi.json`
pub(super) async fn dokumen(p: Permintaan) -> Response {
    let inventaris = p.app.store.inventaris().clone();
    let b = p.b;
    let daerah = &p.profil.daerah;
    let mut paths = jalur::tetap(b);
    let mut schemas = komponen::skema(b);
    for def in inventaris.terbuka() {
        jalur::register(b, &p.profil, def, &mut paths);
        komponen::register(b, &p.profil, def, &mut schemas);
    }
    let tag: Vec<Value> = inventaris
        .terbuka()
        .map(|d| json!({ "name": d.kode, "description": b.t(&d.bantuan) }))
        .chain([json!({ "name": "acuan", "description": b.t("Daftar yang dipakai formulir dan mesin.") })])
        .collect();
    let isi = json!({
        "openapi": "3.1.0",
        "info": {
            "title": format!("API {}", daerah.nama),
            "version": "1",
            "description": b.t("Setiap register dengan cara yang sama: daftar, buat, baca, ubah, langkah, riwayat, ekspor, impor."),
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "servers": [{ "url": format!("{}{}", p.app.url_dasar, p.ke("")) }],
        "tags": tag,
        "security": [{}, { "bearer": [] }],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "parameters": komponen::parameter(b),
            "headers": komponen::kepala(b),
            "responses": komponen::jawaban(b),
            "securitySchemes": {
                "bearer": { "type": "http", "scheme": "bearer", "description": b.t("Token akun, hanya untuk daerahnya.") },
                "kodeLacak": {
                    "type": "apiKey", "in": "header", "name": "X-Kode-Lacak",
                    "description": b.t("Kode lacak yang diterima pelapor: membuka satu entri itu saja."),
                },
            },
        },
    });
    ([(header::CACHE_CONTROL, "public, max-age=300")], Json(isi)).into_response()
}

/// Completes a schema with what the regency's profile lists, and puts its words into the reader's language.
pub(super) fn lengkapi(profil: &Profil, b: Bahasa, s: &mut Value) {
    match s {
        Value::Object(o) => {
            let kode: Option<Vec<&str>> = match o.get("x-jenis").and_then(Value::as_str) {
                Some("kategori") => Some(profil.kategori.iter().map(|k| k.kode.as_str()).collect()),
                Some("unit") => Some(profil.unit.iter().map(|u| u.kode.as_str()).collect()),
                Some("kecamatan") => Some(profil.kecamatan.iter().map(|k| k.kode.as_str()).collect()),
                Some("desa") => {
                    o.insert("pattern".into(), r"^\d{2}\.\d{2}\.\d{2}\.\d{4}$".into());
                    None
                }
                _ => None,
            };
            if let Some(k) = kode.filter(|k| !k.is_empty()) {
                o.insert("enum".into(), json!(k));
            }
            for kunci in ["title", "description"] {
                if let Some(Value::String(t)) = o.get_mut(kunci) {
                    *t = b.t(t).to_owned();
                }
            }
            if let Some(Value::Array(label)) = o.get_mut("x-label") {
                for l in label {
                    if let Value::String(t) = l {
                        *t = b.t(t).to_owned();
                    }
                }
            }
            // A number of an entry is taken where its id is.
            if let Some(r) = o.get("x-rujukan").and_then(Value::as_str) {
                let ket = b.isi("Id atau nomor entri register {register}.", &[("register", r)]);
                o.entry("description").or_insert_with(|| ket.into());
                o.remove("format");
            }
            for (k, v) in o.iter_mut().filter(|(k, _)| *k != "default") {
                // A field may be called "title": the words of a schema are texts, fields are schemas.
                if v.is_object() || v.is_array() && k != "enum" && k != "x-label" {
                    lengkapi(profil, b, v);
                }
            }
        }
        Value::Array(a) => a.iter_mut().for_each(|v| lengkapi(profil, b, v)),
        _ => {}
    }
}
