//! The board: how far each application is between request and repository, and what it lacks.

use std::collections::BTreeMap;

use axum::{
    Json,
    extract::Query,
    response::{IntoResponse, Response},
};
use kernel::{
    Entri, Galat,
    kalender::tanggal,
    papan::{Angka, Blok, Papan},
};
use maud::{Markup, html};
use serde_json::{Value, json};
use store::Saringan;
use tata_kelola::pengembangan::{penyerahan_aplikasi, permohonan_aplikasi, uji_aplikasi};
use web::{Gagal, Permintaan, bahan};

use crate::{
    KODE, boleh, n,
    rangkum::{Baris, Kurang, rangkum},
};

/// Code of the register of applications.
const APLIKASI: &str = "aplikasi";
/// Rows of a page.
const SEHALAMAN: usize = 50;

/// What is asked.
struct Tanya {
    opd: String,
    kurang: String,
    /// Rows before this page.
    mulai: usize,
}

impl Tanya {
    /// What an address says; what makes no sense there is as if it were not said.
    fn dari(mut q: BTreeMap<String, String>) -> Self {
        let mut ambil = |k: &str| q.remove(k).unwrap_or_default();
        Tanya {
            opd: ambil("opd"),
            kurang: ambil("kurang"),
            mulai: ambil("mulai").parse().unwrap_or(0),
        }
    }

    fn cocok(&self, s: &Baris) -> bool {
        let milik = self.opd.is_empty() || s.aplikasi.unit.as_str() == self.opd;
        milik && (self.kurang.is_empty() || s.kurang.iter().any(|k| k.kode() == self.kurang))
    }

    fn ke(&self, kurang: &str, mulai: usize) -> String {
        let mut ke = format!("/kerja/pengembangan?opd={}", ui::enkode(&self.opd));
        if !kurang.is_empty() {
            ke.push_str(&format!("&kurang={}", ui::enkode(kurang)));
        }
        if mulai > 0 {
            ke.push_str(&format!("&mulai={mulai}"));
        }
        ke
    }
}

/// What waits for somebody: registers with the states that do, and what that is called.
const MENUNGGU: [(&str, &[&str], &str); 3] = [
    (
        permohonan_aplikasi::KODE,
        &["diajukan", "ditelaah"],
        "permohonan menunggu keputusan",
    ),
    (
        uji_aplikasi::KODE,
        &["direncanakan", "diuji", "tidak_lulus"],
        "sedang diuji",
    ),
    (
        penyerahan_aplikasi::KODE,
        &["diserahkan"],
        "penyerahan menunggu diterima",
    ),
];

/// Every application, and how many entries of each register wait.
struct Isi {
    baris: Vec<Baris>,
    menunggu: [usize; 3],
}

async fn semua(p: &Permintaan, t: &Tanya) -> Result<Isi, Galat> {
    let ambil = |kode| bahan::semua(p, kode, Saringan::default());
    let permohonan = ambil(permohonan_aplikasi::KODE).await?;
    let uji = ambil(uji_aplikasi::KODE).await?;
    let penyerahan = ambil(penyerahan_aplikasi::KODE).await?;
    let milik = |e: &&Entri| t.opd.is_empty() || e.unit.as_str() == t.opd;
    let hitung = |semua: &[Entri], keadaan: &[&str]| {
        let menunggu = |e: &&Entri| keadaan.contains(&e.keadaan.as_str());
        semua.iter().filter(milik).filter(menunggu).count()
    };
    let [(_, diputus, _), (_, diuji, _), (_, diserahkan, _)] = MENUNGGU;
    Ok(Isi {
        menunggu: [
            hitung(&permohonan, diputus),
            hitung(&uji, diuji),
            hitung(&penyerahan, diserahkan),
        ],
        baris: rangkum(ambil(APLIKASI).await?, permohonan, uji, penyerahan),
    })
}

/// What waits, and what is missing how often.
fn papan(p: &Permintaan, t: &Tanya, isi: &Isi) -> Papan {
    let b = p.b;
    let milik: Vec<&Baris> = isi
        .baris
        .iter()
        .filter(|s| t.opd.is_empty() || s.aplikasi.unit.as_str() == t.opd)
        .collect();
    let angka = |label: &str, nilai: usize, tautan: Option<String>| Angka {
        label: b.t(label).to_owned(),
        nilai: i64::try_from(nilai).unwrap_or(i64::MAX),
        tautan,
    };
    let mut butir: Vec<Angka> = MENUNGGU
        .iter()
        .zip(isi.menunggu)
        .map(|((kode, keadaan, label), n)| {
            let saring = keadaan.iter().map(|k| format!("keadaan={k}")).collect::<Vec<_>>();
            angka(label, n, Some(format!("/kerja/{kode}?{}", saring.join("&"))))
        })
        .collect();
    let lengkap = milik.iter().filter(|s| s.kurang.is_empty()).count();
    butir.push(angka("tanpa kekurangan", lengkap, None));
    Papan {
        judul: String::new(),
        blok: vec![
            Blok::Angka { butir },
            Blok::Batang {
                judul: b.t("Yang kurang, menurut jenisnya").to_owned(),
                kepala: b.t("Yang kurang").to_owned(),
                satuan: b.t("aplikasi").to_owned(),
                butir: Kurang::SEMUA
                    .iter()
                    .map(|k| {
                        let ada = milik.iter().filter(|s| s.kurang.contains(k)).count();
                        angka(k.label(), ada, Some(t.ke(k.kode(), 0)))
                    })
                    .collect(),
            },
        ],
    }
}

fn judul(p: &Permintaan, semua: &[&Baris]) -> String {
    let kurang = semua.iter().filter(|s| !s.kurang.is_empty()).count();
    p.b.isi(
        "{kurang} dari {semua} aplikasi masih kurang sesuatu",
        &[("kurang", &n(kurang)), ("semua", &n(semua.len()))],
    )
}

pub(crate) async fn json(
    p: Permintaan,
    Query(q): Query<BTreeMap<String, String>>,
) -> Result<Response, Gagal> {
    boleh(&p)?;
    let t = Tanya::dari(q);
    let semua = semua(&p, &t).await?;
    let tersaring: Vec<&Baris> = semua.baris.iter().filter(|s| t.cocok(s)).collect();
    let ringkas = |e: &Option<Entri>| {
        e.as_ref()
            .map_or(Value::Null, |e| json!({ "nomor": e.nomor, "keadaan": e.keadaan }))
    };
    let baris: Vec<Value> = tersaring
        .iter()
        .map(|s| {
            let a = &s.aplikasi;
            let kurang: Vec<&str> = s.kurang.iter().map(|k| k.kode()).collect();
            json!({
                "nomor": a.nomor, "nama": a.teks("nama"), "opd": a.unit, "keadaan": a.keadaan, "kurang": kurang,
                "permohonan": ringkas(&s.permohonan), "uji": ringkas(&s.uji), "penyerahan": ringkas(&s.penyerahan),
            })
        })
        .collect();
    let isi = json!({
        "daerah": p.daerah(), "judul": judul(&p, &tersaring), "papan": papan(&p, &t, &semua), "aplikasi": baris,
    });
    Ok(Json(isi).into_response())
}

/// An entry of another register in a cell: its state, as the way to it, and what more there is to say.
fn sel(p: &Permintaan, label: &str, e: Option<&Entri>, lagi: &str) -> Markup {
    let b = p.b;
    let keadaan = |e: &Entri| {
        let def = p.register(&e.register).ok()?;
        def.lifecycle.keadaan(&e.keadaan).map(|k| ui::tampil::tanda(b, k))
    };
    html! {
        td data-label=(b.t(label)) {
            @match e {
                Some(e) => {
                    a href=(p.alamat_entri(&e.register, &e.nomor)) { @if let Some(t) = keadaan(e) { (t) } @else { (e.nomor) } }
                }
                None if lagi.is_empty() => { (b.t("Belum ada")) }
                None => {}
            }
            @if !lagi.is_empty() { " " (lagi) }
        }
    }
}

fn baris(p: &Permintaan, s: &Baris) -> Markup {
    let b = p.b;
    let a = &s.aplikasi;
    // A test from before there was a register of tests is known by its record alone.
    let uji_lama = match &s.uji {
        None => a.teks("uji"),
        Some(_) => "",
    };
    // What another office handed over is known by its day; the rest is theirs and Diskominfo's.
    let (kapan, apa) = match &s.penyerahan {
        Some(e) => (e.teks("diperiksa_pada"), "diperiksa {tanggal}"),
        None => (a.teks("diserahkan_pada"), "diserahkan {tanggal}"),
    };
    let kapan = kapan
        .parse()
        .map_or_else(|_| String::new(), |h| b.isi(apa, &[("tanggal", &tanggal(b, h))]));
    html! { tr {
        td { a href=(p.alamat_entri(APLIKASI, &a.nomor)) { (a.teks("nama")) } }
        td data-label=(b.t("Perangkat daerah")) { (p.profil.nama_unit(a.unit.as_str())) }
        (sel(p, "Keadaan", Some(a), ""))
        (sel(p, "Permohonan", s.permohonan.as_ref(), ""))
        (sel(p, "Pengujian", s.uji.as_ref(), uji_lama))
        (sel(p, "Penyerahan", s.penyerahan.as_ref(), &kapan))
        td data-label=(b.t("Yang kurang")) {
            @if s.kurang.is_empty() { (ui::tampil::tanda_kata("hijau", b.t("Tidak ada"))) }
            @else { (s.kurang.iter().map(|k| b.t(k.label())).collect::<Vec<_>>().join("; ")) }
        }
    } }
}

fn saringan(p: &Permintaan, t: &Tanya, semua: &[Baris]) -> Markup {
    let b = p.b;
    let unit: BTreeMap<&str, &str> = semua
        .iter()
        .map(|s| s.aplikasi.unit.as_str())
        .map(|u| (p.profil.nama_unit(u), u))
        .collect();
    html! {
        form.saringan method="get" action=(p.ke("/kerja/pengembangan")) {
            div {
                label for="opd" { (b.t("Perangkat daerah")) }
                select #opd name="opd" {
                    option value="" { (b.t("Semua")) }
                    @for (nama, u) in &unit { option value=(u) selected[*u == t.opd] { (nama) } }
                }
            }
            div {
                label for="kurang" { (b.t("Yang kurang")) }
                select #kurang name="kurang" {
                    option value="" { (b.t("Semua")) }
                    @for k in Kurang::SEMUA { option value=(k.kode()) selected[k.kode() == t.kurang] { (b.t(k.label())) } }
                }
            }
            button.tombol.tombol-dua type="submit" { (b.t("Tampilkan")) }
        }
    }
}

pub(crate) async fn halaman(
    p: Permintaan,
    Query(q): Query<BTreeMap<String, String>>,
) -> Result<Response, Gagal> {
    boleh(&p)?;
    let t = Tanya::dari(q);
    let b = p.b;
    let semua = semua(&p, &t).await?;
    let tersaring: Vec<&Baris> = semua.baris.iter().filter(|s| t.cocok(s)).collect();
    let judul = judul(&p, &tersaring);
    let sampai = t.mulai.saturating_add(SEHALAMAN);
    let kepala = [
        "Aplikasi",
        "Perangkat daerah",
        "Keadaan",
        "Permohonan",
        "Pengujian",
        "Penyerahan",
        "Yang kurang",
    ];
    let isi = html! {
        h1 { (judul) }
        p { (b.t("Dari permohonan perangkat daerah sampai repositori: setiap aplikasi di arsitektur dengan permohonan, pengujian, dan penyerahannya yang terakhir.")) " "
            a href=(p.ke("/kerja/pengembangan/komponen")) { (b.t("Cari komponen aplikasi")) } " · "
            a href=(p.ke(&t.ke(&t.kurang, 0).replacen("/kerja/pengembangan?", "/kerja/pengembangan/data.json?", 1))) { "JSON" } }
        (ui::papan::papan(b, p.daerah().as_str(), &papan(&p, &t, &semua)))
        h2 { (b.t("Setiap aplikasi")) }
        (saringan(&p, &t, &semua.baris))
        @if tersaring.is_empty() {
            (ui::tampil::kosong(b.t("Tidak ada aplikasi yang cocok."), b.t("Ubah saringannya, atau catat aplikasi di arsitektur lebih dahulu."), None))
        } @else {
            div.gulir tabindex="0" { table.tabel {
                caption.sembunyi-visual { (b.t("Setiap aplikasi")) }
                thead { tr { @for k in kepala { th scope="col" { (b.t(k)) } } } }
                tbody { @for s in tersaring.iter().skip(t.mulai).take(SEHALAMAN) { (baris(&p, s)) } }
            } }
            @let sebelum = (t.mulai > 0).then(|| p.ke(&t.ke(&t.kurang, t.mulai.saturating_sub(SEHALAMAN))));
            @let berikut = (sampai < tersaring.len()).then(|| p.ke(&t.ke(&t.kurang, sampai)));
            @if sebelum.is_some() || berikut.is_some() {
                (ui::daftar::halaman_nav(b, sebelum.as_deref(), berikut.as_deref(), &b.isi("{n} aplikasi", &[("n", &n(tersaring.len()))])))
            }
        }
    };
    Ok(p.ruang(&judul, KODE, isi))
}
