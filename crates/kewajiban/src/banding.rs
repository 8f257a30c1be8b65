//! The same duty in several regencies: where each regulation lays it down, and on whom.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Json,
    extract::{Query, State},
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use jiff::civil::Date;
use kernel::{
    Profil,
    kewajiban::{Kewajiban, Tugas},
};
use maud::html;
use serde::Deserialize;
use serde_json::{Value, json};
use ui::Laman;
use web::{Aplikasi, Kuki, bahasa};

use crate::kata;

#[derive(Default, Deserialize)]
pub(crate) struct Saring {
    bidang: Option<String>,
}

/// A duty, and its obligation in each regency in the order of the regencies.
type Baris<'a> = (&'a Arc<Tugas>, Vec<Option<&'a Kewajiban>>);

fn baris<'a>(daerah: &[&'a Arc<Profil>]) -> Vec<Baris<'a>> {
    let mut semua: BTreeMap<(&str, usize, &str), Baris<'a>> = BTreeMap::new();
    for (i, p) in daerah.iter().enumerate() {
        let Some(kitab) = &p.kitab else { continue };
        for k in &kitab.kewajiban {
            let t = &k.tugas;
            let (huruf, nomor) = t.mandat.split_at(t.mandat.len().min(1));
            let urut = (huruf, nomor.parse().unwrap_or(usize::MAX), t.kode.as_str());
            let b = semua.entry(urut).or_insert_with(|| (t, vec![None; daerah.len()]));
            if let Some(sel) = b.1.get_mut(i) {
                *sel = Some(k);
            }
        }
    }
    semua.into_values().collect()
}

fn daerah(app: &Aplikasi) -> Vec<&Arc<Profil>> {
    app.store
        .daerah()
        .values()
        .filter(|p| p.kitab.is_some())
        .collect()
}

fn hari(app: &Aplikasi, p: &Profil) -> Date {
    p.kalender.setempat(app.store.jam().kini()).date()
}

/// `GET /banding`
pub(crate) async fn halaman(
    State(app): State<Aplikasi>,
    kepala: HeaderMap,
    Query(s): Query<Saring>,
) -> Response {
    let b = bahasa(&Kuki::dari(&kepala), &kepala);
    let daerah = daerah(&app);
    let semua = baris(&daerah);
    const HURUF: [&str; 7] = ["A", "B", "C", "D", "E", "F", "G"];
    let dipilih = HURUF
        .into_iter()
        .find(|h| s.bidang.as_deref() == Some(*h))
        .unwrap_or("A");
    let tampil: Vec<&Baris> = semua
        .iter()
        .filter(|(t, _)| t.mandat.starts_with(dipilih))
        .collect();
    let sama = semua
        .iter()
        .filter(|(_, k)| k.iter().all(Option::is_some))
        .count();
    let judul = b.isi(
        "{sama} dari {semua} tugas SPBE ada di semua {n} daerah",
        &[
            ("sama", &sama.to_string()),
            ("semua", &semua.len().to_string()),
            ("n", &daerah.len().to_string()),
        ],
    );
    let l = Laman {
        b,
        profil: None,
        akun: None,
        jalur: "/banding",
        csrf: "",
        judul: &judul,
        kamus: None,
    };
    let isi = html! {
        a.tautan-balik href="/" { (b.t("Semua daerah")) }
        h1 { (judul) }
        @if daerah.is_empty() {
            (ui::tampil::kosong(b.t("Belum ada yang dapat dibandingkan."), b.t("Profil daerah di sini belum memuat kewajiban."), None))
        } @else {
            p { (b.t("Tugas yang sama, pasalnya di setiap peraturan daerah, dan siapa yang dibebani. Kosong berarti peraturan itu tidak mengaturnya.")) " " a href="/banding/data.json" { "JSON" } }
            nav aria-label=(b.t("Bidang")) { ul.keping-baris { @for h in HURUF {
                @let n = semua.iter().filter(|(t, _)| t.mandat.starts_with(h)).count();
                @if n > 0 { li { a.keping.keping-pilih href={ "/banding?bidang=" (h) } aria-current=[(h == dipilih).then_some("true")] { (kata::bidang(b, h)) " " (n) } } }
            } } }
            div.gulir tabindex="0" { table.tabel {
                caption { (kata::bidang(b, dipilih)) }
                thead { tr { th scope="col" { (b.t("Tugas")) } @for p in &daerah { th scope="col" { (p.daerah.nama_pendek) } } } }
                tbody { @for (t, k) in &tampil { tr {
                    th scope="row" { (kata::judul(b, t)) }
                    @for (p, k) in daerah.iter().zip(k) {
                        td data-label=(p.daerah.nama_pendek) {
                            @if let Some(k) = k {
                                @let pasal: Vec<String> = kata::berurut(&k.sumber).into_iter().map(|(s, _)| s).collect();
                                (pasal.join(", ")) br; span.bantuan { (kata::siapa(b, p, &k.pelaku, hari(&app, p))) }
                            }
                        }
                    }
                } } }
            } }
        }
    };
    ui::portal(&l, isi).into_response()
}

/// `GET /banding/data.json`
pub(crate) async fn json(State(app): State<Aplikasi>) -> Response {
    let daerah = daerah(&app);
    let satu = |(t, k): &Baris| -> Value {
        let di: serde_json::Map<String, Value> = daerah
            .iter()
            .zip(k)
            .filter_map(|(p, k)| {
                let k = (*k)?;
                let isi = json!({ "sumber": k.sumber, "wajib": k.wajib, "pelaku": k.pelaku.to_string() });
                Some((p.kode().to_string(), isi))
            })
            .collect();
        json!({ "tugas": t.kode, "mandat": t.mandat, "judul": t.judul, "daerah": di })
    };
    let isi: Vec<Value> = baris(&daerah).iter().map(satu).collect();
    Json(json!({ "tugas": isi })).into_response()
}
