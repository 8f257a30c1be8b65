//! The terms of Pasal 1 in plain words (mandate: officials' terms are explained where they occur), from A to Z.

use axum::{Router, extract::Query, response::Response, routing::get};
use kernel::profil::potong;
use maud::{Markup, html};
use ui::kamus::Istilah;
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
        let arti = i.arti(p.b);
        let teks = format!("{} {} {arti}", i.nama, i.singkatan.as_deref().unwrap_or_default()).to_lowercase();
        kata.iter().all(|k| teks.contains(k.as_str()))
    };
    let mut hasil: Vec<&Istilah> = p.kamus.istilah().iter().filter(cocok).collect();
    hasil.sort_by_key(|i| i.nama.to_lowercase());
    hasil
}

/// Terms with their meaning: in plain words, and officially where the regulation has been read.
pub(crate) fn butir<'a>(p: &Permintaan, istilah: impl Iterator<Item = &'a Istilah>) -> Markup {
    let b = p.b;
    html! {
        dl.daftar-ringkas data-tanpa-istilah { @for i in istilah {
            div id=(i.jangkar()) {
                dt { (i.nama) @if let Some(s) = &i.singkatan { " (" (s) ")" } }
                dd {
                    (i.arti(b)) " " small { (i.dasar) "." }
                    @if let (Some(ke), Some(resmi)) = (&i.ke, &i.resmi) {
                        " "
                        @if *resmi == i.arti { a href=(p.ke(ke)) { (b.t("Baca di peraturannya")) } }
                        @else { details { summary { (b.t("Bunyi resminya")) } p lang="id" { (resmi) " " a href=(p.ke(ke)) { (b.t("Baca di peraturannya")) } } } }
                    }
                }
            }
        } }
    }
}

async fn halaman(p: Permintaan, Query(k): Query<Kata>) -> Result<Response, Gagal> {
    let b = p.b;
    let q = potong(k.q.trim(), 200);
    let ada = cari(&p, q);
    let huruf = |i: &Istilah| {
        i.nama
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
        p { (b.t("Istilah di situs ini mengikuti Pasal 1 peraturan daerah ini. Di sini artinya dengan kata sehari-hari, dan bunyi resminya bila naskah peraturannya sudah dimuat.")) }
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
                (butir(&p, ada.iter().copied().filter(|i| huruf(i) == *h)))
            }
        }
    };
    Ok(umum::halaman(&p, judul, isi))
}
