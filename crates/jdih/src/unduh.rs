//! A document's text in other forms: as it came, as JSON, as Akoma Ntoso 3.0.

use axum::{
    extract::Path,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use kernel::Galat;
use sha2::{Digest, Sha256};
use web::{Gagal, Permintaan};

use crate::{baca, produk};

type Jalur = Path<(String, String, String, String)>;

#[derive(Clone, Copy)]
enum Bentuk {
    Teks,
    Json,
    Akoma,
}

/// `GET …/naskah.txt`: byte for byte as it came in.
pub(crate) async fn teks(p: Permintaan, j: Jalur, k: HeaderMap) -> Result<Response, Gagal> {
    beri(p, j, k, Bentuk::Teks).await
}

/// `GET …/naskah.json`
pub(crate) async fn json(p: Permintaan, j: Jalur, k: HeaderMap) -> Result<Response, Gagal> {
    beri(p, j, k, Bentuk::Json).await
}

/// `GET …/naskah.xml`
pub(crate) async fn akoma(p: Permintaan, j: Jalur, k: HeaderMap) -> Result<Response, Gagal> {
    beri(p, j, k, Bentuk::Akoma).await
}

async fn beri(
    p: Permintaan,
    Path((_, jenis, tahun, nomor)): Jalur,
    kepala: HeaderMap,
    bentuk: Bentuk,
) -> Result<Response, Gagal> {
    let t = produk::di(&p, (&jenis, &tahun, &nomor)).await?;
    let n = baca::naskah(&p, &t.entri).await?.ok_or(Galat::TidakDitemukan)?;
    let terbaca = || n.hasil.as_ref().ok_or(Galat::TidakDitemukan);
    let (tipe, akhiran, isi) = match bentuk {
        // Which encoding it is in nobody has said: the browser is to save it, not to guess.
        Bentuk::Teks if std::str::from_utf8(&n.bita).is_ok() => {
            ("text/plain; charset=utf-8", "txt", n.bita.clone())
        }
        Bentuk::Teks => ("application/octet-stream", "txt", n.bita.clone()),
        Bentuk::Json => {
            // Findings are for the legal officer, not for the world.
            let mut v = terbaca()?.hasil.json();
            if let Some(o) = v.as_object_mut()
                && !produk::bagian_hukum(&p.profil, &p.pelaku)
            {
                for k in ["temuan", "dibuang", "perbaikan"] {
                    o.remove(k);
                }
            }
            ("application/json", "json", v.to_string().into_bytes())
        }
        Bentuk::Akoma => (
            "application/akn+xml; charset=utf-8",
            "xml",
            terbaca()?.hasil.akoma().into_bytes(),
        ),
    };
    let nama: String = format!(
        "{}-{}-{}",
        t.entri.teks("jenis"),
        produk::tahun(&t.entri),
        t.entri.teks("nomor_peraturan")
    )
    .chars()
    .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
    .collect();
    let disposisi = format!("attachment; filename=\"{nama}.{akhiran}\"");
    Ok(jawab(&kepala, tipe, isi, Some(disposisi)))
}

/// An answer that machines may keep: who has it already gets no more than that word.
pub(crate) fn jawab(
    kepala: &HeaderMap,
    tipe: &'static str,
    isi: Vec<u8>,
    disposisi: Option<String>,
) -> Response {
    let sidik = Sha256::digest(&isi);
    let angka: String = sidik.iter().take(12).map(|b| format!("{b:02x}")).collect();
    let etag = format!("\"{angka}\"");
    let punya = kepala.get_all(header::IF_NONE_MATCH).iter();
    let sama = punya
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(','))
        .any(|t| t.trim().trim_start_matches("W/") == etag);
    let tetap = [
        (header::ETAG, etag),
        (header::CACHE_CONTROL, "public, no-cache".to_owned()),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*".to_owned()),
        (header::VARY, "Accept-Language, Authorization, Cookie".to_owned()),
    ];
    if sama {
        return (StatusCode::NOT_MODIFIED, tetap).into_response();
    }
    let mut r = (tetap, [(header::CONTENT_TYPE, tipe)], isi).into_response();
    if let Some(d) = disposisi.and_then(|d| d.parse().ok()) {
        r.headers_mut().insert(header::CONTENT_DISPOSITION, d);
    }
    r
}
