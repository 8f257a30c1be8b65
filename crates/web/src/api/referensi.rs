//! What machines choose from: categories, regions, units, and who they are themselves.

use axum::{
    Json,
    http::header,
    response::{IntoResponse, Response},
};
use kernel::{
    Galat,
    izin::{self, Tindakan},
    profil::Keyakinan,
};
use serde_json::{Value, json};

use crate::{Gagal, Permintaan};

/// Changes only when the profile does.
fn tetap(isi: Value) -> Response {
    ([(header::CACHE_CONTROL, "public, max-age=300")], Json(isi)).into_response()
}

fn keyakinan(k: Keyakinan) -> &'static str {
    match k {
        Keyakinan::Found => "found",
        Keyakinan::Memory => "memory",
        Keyakinan::Inferred => "inferred",
        Keyakinan::Contoh => "contoh",
        Keyakinan::Unsure => "unsure",
    }
}

/// What an action is called in addresses and rights.
pub(super) fn nama_tindakan(t: Tindakan) -> &'static str {
    match t {
        Tindakan::Baca => "baca",
        Tindakan::Buat => "buat",
        Tindakan::Ubah => "ubah",
        Tindakan::Catat => "catat",
        Tindakan::Ekspor => "ekspor",
        Tindakan::Impor => "impor",
        Tindakan::Lupakan => "lupakan",
    }
}

/// `GET …/api/v1/`: the registers, with what this asker may do.
pub(super) async fn indeks(p: Permintaan) -> Response {
    let register: Vec<Value> = p
        .app
        .store
        .inventaris()
        .terbuka()
        .map(|def| {
            let boleh: Vec<&str> = Tindakan::SEMUA
                .into_iter()
                .filter(|t| izin::wewenang(&p.profil, def, &p.pelaku, *t).is_some())
                .map(nama_tindakan)
                .collect();
            json!({
                "kode": def.kode, "label": p.b.t(&def.label), "bantuan": p.b.t(&def.bantuan), "dasar": def.dasar,
                "boleh": boleh, "tautan": p.ke(&format!("/api/v1/{}", def.kode)),
            })
        })
        .collect();
    let ke = |jalur: &str| p.ke(jalur);
    Json(json!({
        "daerah": { "kode": p.daerah(), "nama": p.profil.daerah.nama, "zona": p.profil.daerah.zona },
        "register": register,
        "tautan": {
            "openapi": ke("/api/openapi.json"), "saya": ke("/api/v1/saya"),
            "kategori-pengaduan": ke("/api/v1/kategori-pengaduan"), "wilayah": ke("/api/v1/wilayah"),
            "perangkat-daerah": ke("/api/v1/perangkat-daerah"), "berkas": ke("/api/v1/berkas"),
        },
    }))
    .into_response()
}

/// `GET …/api/v1/saya`: who this token speaks for.
pub(super) async fn saya(p: Permintaan) -> Result<Response, Gagal> {
    let a = p.pelaku.akun().ok_or(Galat::PerluMasuk)?;
    let peran: Vec<Value> = a
        .peran
        .iter()
        .map(|(r, u)| {
            let nama = p.profil.nama_unit(u.as_str());
            json!({ "peran": r.kode(), "label": p.b.t(r.label()), "unit": u, "nama_unit": nama })
        })
        .collect();
    let isi =
        json!({ "id": a.id, "daerah": a.daerah, "pengguna": a.pengguna, "nama": a.nama, "peran": peran });
    Ok(Json(isi).into_response())
}

/// `GET …/api/v1/kategori-pengaduan`
pub(super) async fn kategori(p: Permintaan) -> Response {
    let satu = |k: &kernel::profil::Kategori| {
        json!({
            "kode": k.kode, "nama": k.nama, "nama_en": k.nama_en, "bantuan": k.bantuan, "bantuan_en": k.bantuan_en,
            "kelas": k.kelas, "perangkat_daerah": k.opd, "nama_perangkat_daerah": p.profil.nama_unit(k.opd.as_str()),
        })
    };
    let data: Vec<Value> = p.profil.kategori.iter().map(satu).collect();
    tetap(json!({ "data": data }))
}

/// `GET …/api/v1/wilayah`: every kecamatan with its desa and kelurahan.
pub(super) async fn wilayah(p: Permintaan) -> Response {
    let desa = |(kode, nama): &(String, String)| json!({ "kode": kode, "nama": nama });
    let satu = |k: &kernel::profil::Kecamatan| {
        let desa: Vec<Value> = k.desa.iter().map(desa).collect();
        json!({ "kode": k.kode, "nama": k.nama, "desa": desa })
    };
    let data: Vec<Value> = p.profil.kecamatan.iter().map(satu).collect();
    tetap(json!({ "data": data }))
}

/// `GET …/api/v1/perangkat-daerah`: the units, and how sure we are of each.
pub(super) async fn perangkat_daerah(p: Permintaan) -> Response {
    let satu = |u: &kernel::profil::Unit| {
        json!({
            "kode": u.kode, "nama": u.nama, "singkatan": u.singkatan, "jenis": u.jenis, "induk": u.induk,
            "wilayah": u.wilayah, "keyakinan": keyakinan(u.confidence),
        })
    };
    let data: Vec<Value> = p.profil.unit.iter().map(satu).collect();
    tetap(json!({ "data": data }))
}
