//! The board of a register: how many stand where, who holds them, what is late. Data first, so the same board is
//! also JSON.

use axum::{
    Json,
    extract::{Path, Query},
    response::{IntoResponse, Response},
};
use kernel::{
    Galat,
    izin::Tindakan,
    papan::{Angka, Blok, Papan},
};
use maud::html;
use serde::Deserialize;
use store::{Kolom, Saringan};

use crate::{Gagal, Permintaan};

/// Bars shown; the rest are joined.
const BATAS: usize = 15;

#[derive(Deserialize)]
pub(super) struct Bentuk {
    format: Option<String>,
}

async fn susun(p: &Permintaan, register: &str) -> Result<Papan, Galat> {
    let def = p.register(register)?;
    let w = p.wewenang(&def, Tindakan::Baca)?;
    let (b, store) = (p.b, &p.app.store);
    let semua = Saringan::default();
    let terbuka = Saringan {
        terbuka: Some(true),
        ..Saringan::default()
    };
    let kini = store.jam().kini().as_millisecond();
    let telat = Saringan {
        jatuh_sebelum: Some(kini),
        ..terbuka.clone()
    };
    let keadaan = store.kelompok(&w, &semua, &Kolom::Keadaan).await?;
    let pemegang = store.kelompok(&w, &terbuka, &Kolom::Pemegang).await?;
    let pemegang_telat = store.kelompok(&w, &telat, &Kolom::Pemegang).await?;
    let total: i64 = keadaan.iter().map(|(_, n)| n).sum();
    let n_terbuka: i64 = pemegang.iter().map(|(_, n)| n).sum();
    let n_telat: i64 = pemegang_telat.iter().map(|(_, n)| n).sum();
    let tautan = |q: String| Some(format!("/kerja/{register}?{q}"));
    let angka = |label: &str, nilai, q: &str| Angka {
        label: b.t(label).to_owned(),
        nilai,
        tautan: tautan(q.to_owned()),
    };
    let n = |i: i64| ui::tampil::angka(i);
    let unit = |daftar: &[(String, i64)], q: &str| -> Vec<Angka> {
        let mut v: Vec<Angka> = daftar
            .iter()
            .take(BATAS)
            .map(|(k, n)| Angka {
                label: p.profil.nama_unit(k).to_owned(),
                nilai: *n,
                tautan: tautan(format!("{q}&pemegang={}", ui::enkode(k))),
            })
            .collect();
        let lain: i64 = daftar.iter().skip(BATAS).map(|(_, n)| n).sum();
        if lain > 0 {
            v.push(Angka {
                label: b.t("lainnya").to_owned(),
                nilai: lain,
                tautan: None,
            });
        }
        v
    };
    let mut blok = vec![
        Blok::Angka {
            butir: vec![
                angka("Semua", total, ""),
                angka("Masih terbuka", n_terbuka, "terbuka=ya"),
                angka("Terlambat", n_telat, "terlambat=ya&terbuka=ya"),
            ],
        },
        Blok::Batang {
            judul: b.t("Jumlah entri menurut keadaan").to_owned(),
            kepala: b.t("Keadaan").to_owned(),
            satuan: b.t("Entri").to_owned(),
            butir: def
                .lifecycle
                .keadaan
                .iter()
                .map(|k| Angka {
                    label: b.t(&k.label).to_owned(),
                    nilai: keadaan
                        .iter()
                        .find(|(kode, _)| *kode == k.kode)
                        .map_or(0, |(_, n)| *n),
                    tautan: tautan(format!("keadaan={}", k.kode)),
                })
                .collect(),
        },
    ];
    if n_terbuka > 0 {
        blok.push(Blok::Batang {
            judul: b.t("Entri terbuka menurut pemegang").to_owned(),
            kepala: b.t("Perangkat daerah").to_owned(),
            satuan: b.t("Entri").to_owned(),
            butir: unit(&pemegang, "terbuka=ya"),
        });
    }
    if n_telat > 0 {
        blok.push(Blok::Batang {
            judul: b.t("Entri terlambat menurut pemegang").to_owned(),
            kepala: b.t("Perangkat daerah").to_owned(),
            satuan: b.t("Entri").to_owned(),
            butir: unit(&pemegang_telat, "terlambat=ya&terbuka=ya"),
        });
    }
    let judul = b.isi(
        "{terbuka} dari {semua} entri masih terbuka; {telat} terlambat",
        &[
            ("terbuka", &n(n_terbuka)),
            ("semua", &n(total)),
            ("telat", &n(n_telat)),
        ],
    );
    Ok(Papan { judul, blok })
}

pub(super) async fn halaman(
    p: Permintaan,
    Path((_, register)): Path<(String, String)>,
    Query(q): Query<Bentuk>,
) -> Result<Response, Gagal> {
    p.harus_akun()?;
    let papan = susun(&p, &register).await?;
    if q.format.as_deref() == Some("json") {
        return Ok(Json(papan).into_response());
    }
    let def = p.register(&register)?;
    let b = p.b;
    let isi = html! {
        a.tautan-balik href=(p.ke(&format!("/kerja/{register}"))) { (b.t(&def.label)) }
        h1 { (b.t(&def.label)) }
        (ui::papan::papan(b, p.daerah().as_str(), &papan))
        p { a href="?format=json" { (b.t("Data papan ini sebagai JSON")) } }
    };
    Ok(p.ruang(&papan.judul, &register, isi))
}
