//! Looking for a component in the lists of all applications: which of them hold the library that a warning names.

use std::collections::BTreeMap;

use axum::{
    Json,
    extract::Query,
    response::{IntoResponse, Response},
};
use kernel::{Galat, IdEntri, Lewat, izin::Tindakan};
use maud::html;
use serde_json::{Value, json};
use store::{Kutipan, Saringan};
use tata_kelola::pengembangan::penyerahan_aplikasi;
use web::{Gagal, Permintaan};

use crate::{KODE, boleh};

/// Components of a page.
const SEHALAMAN: usize = 100;

/// What is asked.
struct Tanya {
    q: String,
    /// The row after which the page begins.
    setelah: Option<i64>,
}

impl Tanya {
    /// What an address says; what makes no sense there is as if it were not said.
    fn dari(mut q: BTreeMap<String, String>) -> Self {
        Tanya {
            q: q.remove("q").unwrap_or_default(),
            setelah: q.remove("setelah").and_then(|s| s.parse().ok()),
        }
    }
}

async fn cari(p: &Permintaan, t: &Tanya) -> Result<(Vec<Kutipan>, Option<i64>), Galat> {
    let def = p.register(penyerahan_aplikasi::KODE)?;
    let w = p.wewenang(&def, Tindakan::Baca)?;
    let s = Saringan {
        kata: t.q.clone(),
        ..Saringan::default()
    };
    let (semua, berikut) = p
        .app
        .store
        .petikan(&w, &p.pelaku, &s, t.setelah, SEHALAMAN)
        .await?;
    // The words of a list of components are its content.
    p.catat_baca(&p.pelaku, Lewat::Daftar, semua.iter().map(|k| &k.tampak))
        .await?;
    Ok((semua, berikut))
}

fn aplikasi(k: &Kutipan) -> Option<IdEntri> {
    k.tampak.entri.teks("aplikasi").parse().ok().map(IdEntri)
}

pub(crate) async fn json(
    p: Permintaan,
    Query(q): Query<BTreeMap<String, String>>,
) -> Result<Response, Gagal> {
    boleh(&p)?;
    let t = Tanya::dari(q);
    let (semua, berikut) = cari(&p, &t).await?;
    let baris: Vec<Value> = semua
        .iter()
        .map(|k| {
            let e = &k.tampak.entri;
            json!({
                "komponen": k.teks, "penyerahan": e.nomor, "nama": e.teks("nama"), "opd": e.unit,
                "aplikasi": aplikasi(k),
            })
        })
        .collect();
    let isi = json!({ "daerah": p.daerah(), "dicari": t.q, "komponen": baris, "setelah": berikut });
    Ok(Json(isi).into_response())
}

pub(crate) async fn halaman(
    p: Permintaan,
    Query(q): Query<BTreeMap<String, String>>,
) -> Result<Response, Gagal> {
    boleh(&p)?;
    let t = Tanya::dari(q);
    let b = p.b;
    let (semua, berikut) = cari(&p, &t).await?;
    let judul = b.t("Cari komponen aplikasi");
    let alamat = |awal: &str, setelah: Option<i64>| {
        let lagi = setelah.map(|n| format!("&setelah={n}")).unwrap_or_default();
        p.ke(&format!(
            "/kerja/pengembangan/komponen{awal}?q={}{lagi}",
            ui::enkode(&t.q)
        ))
    };
    let isi = html! {
        a.tautan-balik href=(p.ke("/kerja/pengembangan")) { (b.t("Papan pengembangan aplikasi")) }
        h1 { (judul) }
        p { (b.t("Bila ada peringatan kelemahan sebuah pustaka, cari namanya di sini: aplikasi mana yang memakainya, versi berapa, milik siapa.")) }
        form.saringan method="get" action=(p.ke("/kerja/pengembangan/komponen")) role="search" {
            div {
                label for="q" { (b.t("Nama, versi, atau lisensi komponen")) }
                input #q type="search" name="q" value=(t.q) maxlength="200" autocomplete="off";
            }
            button.tombol type="submit" { (b.t("Cari")) }
        }
        @if t.q.trim().is_empty() {
            p.jelaskan { (b.t("Dicari di daftar komponen (SBOM) yang diserahkan ke repositori. Aplikasi tanpa daftar komponen tidak ikut dicari; papan pengembangan menyebutkannya.")) }
        } @else if semua.is_empty() {
            (ui::tampil::kosong(
                &b.isi("Tidak ada komponen “{kata}”.", &[("kata", &t.q)]),
                b.t("Periksa ejaannya, atau coba satu kata saja."),
                None,
            ))
        } @else {
            div.gulir tabindex="0" { table.tabel {
                caption.sembunyi-visual { (judul) }
                thead { tr {
                    th scope="col" { (b.t("Komponen")) }
                    th scope="col" { (b.t("Aplikasi dan versinya")) }
                    th scope="col" { (b.t("Perangkat daerah")) }
                } }
                tbody { @for k in &semua {
                    @let e = &k.tampak.entri;
                    tr {
                        td { (k.teks) }
                        td data-label=(b.t("Aplikasi dan versinya")) { a href=(p.alamat_entri(penyerahan_aplikasi::KODE, &e.nomor)) { (e.teks("nama")) } }
                        td data-label=(b.t("Perangkat daerah")) { (p.profil.nama_unit(e.unit.as_str())) }
                    }
                } }
            } }
            @if let Some(n) = berikut { p { a href=(alamat("", Some(n))) { (b.t("Komponen berikutnya")) } } }
            p.tidak-dicetak { a href=(alamat("/data.json", t.setelah)) { (b.t("Data papan ini")) " (JSON)" } }
        }
    };
    Ok(p.ruang(judul, KODE, isi))
}
