//! Beside a hand-over: what lies in the repository, with the checksum of each file, and what its list of components says.

use std::collections::BTreeMap;

use kernel::{Entri, Galat};
use maud::{Markup, html};
use serde_json::Value;
use store::berkas::Berkas;
use tata_kelola::pengembangan::penyerahan_aplikasi::{Komponen, komponen};
use uuid::Uuid;
use web::Permintaan;

use crate::n;

/// The fields that hold files.
const BERKAS: [&str; 3] = ["arsip", "sbom", "dokumen"];
/// Most licences that are named.
const MAKS_LISENSI: usize = 12;

fn berkas(e: &Entri, medan: &str) -> Vec<Uuid> {
    let ada = e.isi.get(medan).and_then(Value::as_array);
    ada.into_iter()
        .flatten()
        .filter_map(|v| v.as_str()?.parse().ok())
        .collect()
}

/// How many components have each licence, most first.
fn lisensi(semua: &[Komponen]) -> Vec<(&str, usize)> {
    let mut hitung: BTreeMap<&str, usize> = BTreeMap::new();
    for k in semua {
        *hitung.entry(k.lisensi.as_str()).or_default() += 1;
    }
    let mut hasil: Vec<(&str, usize)> = hitung.into_iter().collect();
    hasil.sort_by_key(|(l, n)| (std::cmp::Reverse(*n), *l));
    hasil
}

fn daftar_komponen(p: &Permintaan, e: &Entri, naskah: &[u8]) -> Markup {
    let b = p.b;
    let semua = match komponen(naskah) {
        Ok(semua) => semua,
        Err(g) => return html! { div.peringatan role="status" { p { (b.t(g.pesan())) } } },
    };
    let lisensi = lisensi(&semua);
    let cari = |k: &str| p.ke(&format!("/kerja/pengembangan/komponen?q={}", ui::enkode(k)));
    html! {
        h2 { (b.isi("{n} komponen", &[("n", &n(semua.len()))])) }
        p { (b.isi("Terbaca dari daftar komponen penyerahan {nomor}.", &[("nomor", &e.nomor)])) " " a href=(cari("")) { (b.t("Cari komponen aplikasi")) } }
        @if !lisensi.is_empty() {
            div.gulir { table.tabel {
                caption.sembunyi-visual { (b.t("Lisensi komponen")) }
                thead { tr { th scope="col" { (b.t("Lisensi komponen")) } th scope="col" { (b.t("Banyaknya")) } } }
                tbody { @for (l, banyak) in lisensi.iter().take(MAKS_LISENSI) { tr {
                    td { @if l.is_empty() { (b.t("Tidak disebut")) } @else { (l) } }
                    td data-label=(b.t("Banyaknya")) { (n(*banyak)) }
                } } }
            } }
        }
    }
}

/// The part below the facts of a hand-over and above its steps.
pub(crate) async fn bagian(p: &Permintaan, e: &Entri) -> Result<Markup, Galat> {
    let b = p.b;
    let store = &p.app.store;
    let mut ada: Vec<(&str, Berkas)> = Vec::new();
    let mut sbom = None;
    for medan in BERKAS {
        for id in berkas(e, medan) {
            // Of the list of components the content is read too.
            let hasil = if medan == "sbom" {
                let dibaca = store.baca_berkas(p.daerah(), &p.pelaku, id).await;
                dibaca.map(|(f, isi)| (f, Some(isi)))
            } else {
                store.berkas(p.daerah(), &p.pelaku, id).await.map(|f| (f, None))
            };
            match hasil {
                Ok((f, isi)) => {
                    ada.push((medan, f));
                    sbom = sbom.or(isi);
                }
                Err(Galat::TidakDitemukan) => {}
                Err(g) => return Err(g),
            }
        }
    }
    let def = p.register(&e.register)?;
    let label = |m: &str| def.medan(m).map(|m| b.t(&m.label).to_owned()).unwrap_or_default();
    Ok(html! {
        @if !ada.is_empty() {
            section aria-labelledby="isi-repositori" {
                h2 #isi-repositori { (b.t("Berkas dan sidiknya")) }
                div.gulir tabindex="0" { table.tabel {
                    caption.sembunyi-visual { (b.t("Berkas dan sidiknya")) }
                    thead { tr { th scope="col" { (b.t("Berkas")) } th scope="col" { (b.t("Jenis")) } th scope="col" { (b.t("Ukuran")) } th scope="col" { "SHA-256" } } }
                    tbody { @for (medan, f) in &ada { tr {
                        td { a href=(p.ke(&format!("/berkas/{}", f.id))) { (label(medan)) } }
                        td data-label=(b.t("Jenis")) { (f.tipe) }
                        td data-label=(b.t("Ukuran")) { (ui::tampil::angka(f.ukuran)) " B" }
                        td data-label="SHA-256" { code { (f.sidik) } }
                    } } }
                } }
            }
        }
        @if let Some(s) = &sbom { (daftar_komponen(p, e, s)) }
    })
}
