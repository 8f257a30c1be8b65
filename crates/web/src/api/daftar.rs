//! Lists, and which of the forms of a list is asked for: pages of JSON, or the whole of it as a file.

use axum::{
    Json,
    extract::{Path, RawQuery},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use kernel::{Galat, Lewat, Pesan, izin::Tindakan};
use serde_json::{Value, json};

use super::{
    ekspor,
    saringan::{self, Kueri},
    wujud,
};
use crate::{Gagal, Permintaan};

/// The forms of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Json,
    Csv,
    Xlsx,
    Ndjson,
}

impl Format {
    const SEMUA: [(&'static str, Format); 4] = [
        ("json", Format::Json),
        ("csv", Format::Csv),
        ("xlsx", Format::Xlsx),
        ("ndjson", Format::Ndjson),
    ];

    fn dari(nama: &str) -> Option<Self> {
        Self::SEMUA.into_iter().find(|(n, _)| *n == nama).map(|(_, f)| f)
    }
}

/// `GET …/{register}`, `…/{register}.csv` and its like.
pub(super) async fn daftar(
    p: Permintaan,
    Path((_, jalur)): Path<(String, String)>,
    RawQuery(q): RawQuery,
) -> Result<Response, Gagal> {
    let (register, akhiran) = jalur
        .rsplit_once('.')
        .map_or((jalur.as_str(), None), |(r, a)| (r, Some(a)));
    let def = p.register(register)?;
    let kueri = Kueri::baca(q.as_deref())?;
    let mut salah = Vec::new();
    let format = match (akhiran, kueri.satu("format", &mut salah)) {
        (Some(a), None) => Format::dari(a).ok_or(Galat::TidakDitemukan)?,
        (None, None) => Format::Json,
        (None, Some(f)) => Format::dari(f).ok_or_else(|| {
            let ada = Format::SEMUA.map(|(n, _)| n).join(", ");
            Galat::medan(
                "format",
                Pesan::baru("Pilih salah satu dari: {pilihan}.").dengan("pilihan", ada),
            )
        })?,
        (Some(_), Some(_)) => return Err(Gagal(Galat::medan("format", "Sebutkan sekali saja."))),
    };
    if !salah.is_empty() {
        return Err(Gagal(Galat::Isian(salah)));
    }
    if format != Format::Json {
        return Ok(ekspor::ekspor(p, def, kueri, format).await?);
    }
    let w = p.wewenang(&def, Tindakan::Baca)?;
    let m = saringan::baca(&p, &def, &w, &kueri, true)?;
    let halaman = p.app.store.daftar(&w, &p.pelaku, &m.daftar).await?;
    p.catat_baca(&p.pelaku, Lewat::Daftar, &halaman.entri).await?;
    let data: Vec<Value> = halaman.entri.iter().map(|t| wujud::entri(&p, &def, t)).collect();
    let berikut = halaman.berikut.map(|k| m.kursor(&p, &def, &k));
    let mut r = Json(json!({ "data": data, "berikut": berikut })).into_response();
    if let Some(k) = &berikut {
        let ke = p.ke(&format!("/api/v1/{}?{}", def.kode, kueri.dengan_kursor(k)));
        if let Ok(v) = HeaderValue::from_str(&format!("<{ke}>; rel=\"next\"")) {
            r.headers_mut().insert(header::LINK, v);
        }
    }
    r.headers_mut().insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-cache"),
    );
    Ok(r)
}
