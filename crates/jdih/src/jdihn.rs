//! The feed of JDIHN, the national network of legal documentation (Perpres 33/2012, Permenkumham 8/2019): one JSON array,
//! every value a text, one object for each public document.

use axum::{http::HeaderMap, response::Response};
use kernel::{Entri, Pelaku};
use serde_json::{Value, json};
use store::{Daftar, Kolom, Urut};
use web::{Gagal, Permintaan, tetap::jawab};

use crate::produk;

/// Read at a time.
const SEKALI: usize = 500;

/// `GET /{daerah}/jdih/integrasi.json`
pub(crate) async fn umpan(p: Permintaan, k: HeaderMap) -> Result<Response, Gagal> {
    let (_, w) = produk::terbuka(&p)?;
    let mut semua: Vec<Value> = Vec::new();
    let mut setelah = None;
    loop {
        let d = Daftar {
            urut: Urut {
                kolom: Kolom::Dibuat,
                turun: false,
            },
            setelah,
            batas: SEKALI,
            ..Daftar::default()
        };
        let h = p.app.store.daftar(&w, &Pelaku::Publik, &d).await?;
        semua.extend(h.entri.iter().map(|t| satu(&p, &t.entri)));
        setelah = h.berikut;
        if setelah.is_none() {
            break;
        }
    }
    let isi = Value::from(semua).to_string().into_bytes();
    Ok(jawab(&k, "application/json", isi, None))
}

/// "-" stands for what there is not.
fn atau(s: &str) -> &str {
    if s.is_empty() { "-" } else { s }
}

fn satu(p: &Permintaan, e: &Entri) -> Value {
    let profil = &p.profil;
    let jenis = produk::jenis(e);
    let alamat = format!("{}{}", p.app.url_dasar, p.ke(&produk::jalur(e)));
    let daftar = |k: &str| {
        let butir = e
            .isi
            .get(k)
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default();
        let teks: Vec<&str> = butir.iter().filter_map(Value::as_str).collect();
        teks.join("; ")
    };
    let berkas = |k: &str| {
        let id = e.isi.get(k).and_then(|v| v.get(0)).and_then(Value::as_str);
        id.map(|id| {
            (
                id.to_owned(),
                format!("{}{}", p.app.url_dasar, p.ke(&format!("/berkas/{id}"))),
            )
        })
    };
    let undang = e.teks("tanggal_pengundangan");
    let tahun_undang = undang.get(..4).map_or_else(|| produk::tahun(e), str::to_owned);
    let (nama_berkas, url_berkas) = match (berkas("berkas"), berkas("naskah")) {
        (Some(b), _) => b,
        (None, Some(_)) => ("naskah.txt".to_owned(), format!("{alamat}/naskah.txt")),
        (None, None) => ("-".to_owned(), "-".to_owned()),
    };
    json!({
        "idData": e.id.to_string(),
        "tahun_pengundangan": atau(&tahun_undang),
        "tanggal_pengundangan": atau(undang),
        "jenis": jenis.map_or("-", |j| kernel::nilai::Pilihan::label(j)),
        "noPeraturan": atau(e.teks("nomor_peraturan")),
        "judul": produk::judul(profil, e),
        "noPanggil": "-",
        "singkatanJenis": jenis.map_or_else(|| "-".to_owned(), |j| j.singkatan()),
        "tempatTerbit": atau(e.teks("tempat_penetapan")),
        "penerbit": "-",
        "deskripsiFisik": atau(e.teks("deskripsi_fisik")),
        "sumber": atau(e.teks("sumber")),
        "subjek": atau(&daftar("subjek")),
        "isbn": "-",
        "status": if matches!(e.keadaan.as_str(), "berlaku" | "diubah") { "Berlaku" } else { "Tidak Berlaku" },
        "bahasa": atau(e.teks("bahasa")),
        "bidangHukum": atau(e.teks("bidang_hukum")),
        "teuBadan": atau(e.teks("teu")),
        "nomorIndukBuku": "-",
        "fileDownload": nama_berkas,
        "urlDownload": url_berkas,
        "abstrak": if e.teks("abstrak").is_empty() { "-" } else { "abstrak" },
        "urlAbstrak": if e.teks("abstrak").is_empty() { "-" } else { alamat.as_str() },
        "urlDetailPeraturan": alamat,
        "operasi": "4",
        "display": "1",
    })
}
