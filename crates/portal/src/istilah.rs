//! The terms of Pasal 1 in plain words (mandate: officials' terms are explained where they occur), from A to Z.

use axum::{Router, extract::Query, response::Response, routing::get};
use kernel::{
    Bahasa,
    profil::{Istilah, potong},
};
use maud::{Markup, html};
use web::{Aplikasi, Gagal, Permintaan};

use crate::{cari::Kata, umum};

pub(crate) fn rute() -> Router<Aplikasi> {
    Router::new().route("/{daerah}/istilah", get(halaman))
}

/// The terms in which all words occur, by name.
pub(crate) fn cari<'a>(p: &'a Permintaan, q: &str) -> Vec<&'a Istilah> {
    let kata: Vec<String> = q
        .split(|c: char| !c.is_alphanumeric())
        .filter(|k| !k.is_empty())
        .map(str::to_lowercase)
        .collect();
    if kata.is_empty() && !q.trim().is_empty() {
        return Vec::new();
    }
    let cocok = |i: &&Istilah| {
        let arti = if p.b == Bahasa::En { &i.arti_en } else { &i.arti };
        let teks = format!(
            "{} {} {arti}",
            i.istilah,
            i.singkatan.as_deref().unwrap_or_default()
        )
        .to_lowercase();
        kata.iter().all(|k| teks.contains(k.as_str()))
    };
    let mut hasil: Vec<&Istilah> = p.profil.istilah.iter().filter(cocok).collect();
    hasil.sort_by_key(|i| i.istilah.to_lowercase());
    hasil
}

/// Where a term stands on the page of all terms.
fn jangkar(i: &Istilah) -> String {
    let kecil = i.istilah.to_lowercase();
    kecil
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|k| !k.is_empty())
        .collect::<Vec<_>>()
        .join("-")
}

/// Terms with their meaning.
pub(crate) fn butir<'a>(b: Bahasa, istilah: impl Iterator<Item = &'a Istilah>) -> Markup {
    html! {
        dl.daftar-ringkas { @for i in istilah {
            div id=(jangkar(i)) {
                dt { (i.istilah) @if let Some(s) = &i.singkatan { " (" (s) ")" } }
                dd { (if b == Bahasa::En { &i.arti_en } else { &i.arti }) " " small { (i.dasar) "." } }
            }
        } }
    }
}

async fn halaman(p: Permintaan, Query(k): Query<Kata>) -> Result<Response, Gagal> {
    let b = p.b;
    let q = potong(k.q.trim(), 200);
    let ada = cari(&p, q);
    let huruf = |i: &Istilah| {
        i.istilah
            .chars()
            .next()
            .map(|c| c.to_uppercase().to_string())
            .unwrap_or_default()
    };
    let mut semua_huruf: Vec<String> = ada.iter().map(|i| huruf(i)).collect();
    semua_huruf.dedup();
    let judul = b.t("Arti istilah");
    let r = &p.profil.daerah.regulasi;
    let isi = html! {
        h1 { (judul) }
        p { (b.t("Istilah di situs ini mengikuti Pasal 1 peraturan daerah ini. Di sini artinya dengan kata sehari-hari; bunyi resminya ada di peraturan.")) }
        p { small { (r) " " (b.t("tentang")) " " (r.judul) "." } }
        (umum::kotak_cari(b, &p.ke("/istilah"), b.t("Cari istilah"), q))
        @if ada.is_empty() {
            (ui::tampil::kosong(
                b.t("Istilah ini tidak ada."),
                b.t("Coba kata lain, atau lihat semua istilah."),
                Some((b.t("Lihat semua istilah"), &p.ke("/istilah"))),
            ))
        }
        @if semua_huruf.len() > 3 {
            nav.huruf aria-label=(b.t("Huruf awal")) { ul {
                @for h in &semua_huruf { li { a href={ "#huruf-" (h) } { (h) } } }
            } }
        }
        @for h in &semua_huruf {
            section aria-labelledby={ "huruf-" (h) } {
                h2 id={ "huruf-" (h) } { (h) }
                (butir(b, ada.iter().copied().filter(|i| huruf(i) == *h)))
            }
        }
    };
    Ok(umum::halaman(&p, judul, isi))
}
