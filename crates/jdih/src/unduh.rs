//! A document's text in other forms: as it came, as JSON, as Akoma Ntoso 3.0; each as of a day, when one is named.

use axum::{
    extract::{Path, Query},
    http::HeaderMap,
    response::Response,
};
use kernel::Galat;
use web::{Gagal, Permintaan, tetap::jawab};

use crate::{
    baca,
    bunyi::{self, Kueri},
    produk,
};

type Jalur = Path<(String, String, String, String)>;

#[derive(Clone, Copy)]
enum Bentuk {
    Teks,
    Json,
    Akoma,
}

/// `GET …/naskah.txt`: byte for byte as it came in.
pub(crate) async fn teks(p: Permintaan, j: Jalur, q: Query<Kueri>, k: HeaderMap) -> Result<Response, Gagal> {
    beri(p, j, q, k, Bentuk::Teks).await
}

/// `GET …/naskah.json`
pub(crate) async fn json(p: Permintaan, j: Jalur, q: Query<Kueri>, k: HeaderMap) -> Result<Response, Gagal> {
    beri(p, j, q, k, Bentuk::Json).await
}

/// `GET …/naskah.xml`
pub(crate) async fn akoma(p: Permintaan, j: Jalur, q: Query<Kueri>, k: HeaderMap) -> Result<Response, Gagal> {
    beri(p, j, q, k, Bentuk::Akoma).await
}

async fn beri(
    p: Permintaan,
    Path((_, jenis, tahun, nomor)): Jalur,
    Query(q): Query<Kueri>,
    kepala: HeaderMap,
    bentuk: Bentuk,
) -> Result<Response, Gagal> {
    let t = produk::di(&p, (&jenis, &tahun, &nomor)).await?;
    let semua = bunyi::semua(&t.entri);
    let satu = bunyi::pada(&semua, q.hari()?).and_then(|n| semua.get(n));
    let satu = satu.ok_or(Galat::TidakDitemukan)?;
    let n = baca::naskah(&p, satu.berkas).await?;
    let terbaca = || n.hasil.as_ref().ok_or(Galat::TidakDitemukan);
    let (tipe, akhiran, isi) = match bentuk {
        // Which encoding it is in nobody has said: the browser is to save it, not to guess.
        Bentuk::Teks if std::str::from_utf8(&n.bita).is_ok() => {
            ("text/plain; charset=utf-8", "txt", n.bita.clone())
        }
        Bentuk::Teks => ("application/octet-stream", "txt", n.bita.clone()),
        Bentuk::Json => {
            // Findings are for the legal officer, not for the world.
            let mut v = terbaca()?.json();
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
            terbaca()?.akoma().into_bytes(),
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
    let sejak = satu.sejak.map(|s| format!("-sejak-{s}")).unwrap_or_default();
    let disposisi = format!("attachment; filename=\"{nama}{sejak}.{akhiran}\"");
    Ok(jawab(&kepala, tipe, isi, Some(disposisi)))
}
