//! The map of processes in levels: what each has, who takes part, and what is missing; for one office or the whole regency.

use std::collections::BTreeMap;

use axum::{
    Json,
    extract::Query,
    response::{IntoResponse, Response},
};
use kernel::{
    Entri, Galat,
    papan::{Angka, Blok, Papan},
};
use maud::{Markup, html};
use serde_json::{Value, json};
use store::Saringan;
use tata_kelola::proses::sop;
use web::{Gagal, Permintaan, bahan};

use crate::{
    KODE, PROSES, boleh, jalur_sop, n,
    rangkum::{Baris, Celah, rangkum},
};

/// Rows of a page.
const SEHALAMAN: usize = 100;

/// What is asked.
struct Tanya {
    opd: String,
    celah: String,
    lintas: bool,
    /// Rows before this page.
    mulai: usize,
}

impl Tanya {
    /// What an address says; what makes no sense there is as if it were not said.
    fn dari(mut q: BTreeMap<String, String>) -> Self {
        let mut ambil = |k: &str| q.remove(k).unwrap_or_default();
        Tanya {
            opd: ambil("opd"),
            celah: ambil("celah"),
            lintas: !ambil("lintas").is_empty(),
            mulai: ambil("mulai").parse().unwrap_or(0),
        }
    }

    /// Whether an office takes part, not only whether it owns.
    fn milik(&self, s: &Baris) -> bool {
        self.opd.is_empty() || s.unit.contains(&self.opd)
    }

    fn cocok(&self, s: &Baris) -> bool {
        self.milik(s)
            && (!self.lintas || s.lintas())
            && (self.celah.is_empty() || s.celah.iter().any(|c| c.kode() == self.celah))
    }

    fn ke(&self, akhir: &str, celah: &str, lintas: bool, mulai: usize) -> String {
        let mut ke = format!("/kerja/proses{akhir}?opd={}", ui::enkode(&self.opd));
        if !celah.is_empty() {
            ke.push_str(&format!("&celah={}", ui::enkode(celah)));
        }
        if lintas {
            ke.push_str("&lintas=ya");
        }
        if mulai > 0 {
            ke.push_str(&format!("&mulai={mulai}"));
        }
        ke
    }
}

async fn semua(p: &Permintaan) -> Result<Vec<Baris>, Galat> {
    let proses = bahan::semua(p, PROSES, Saringan::default()).await?;
    rangkum(proses, bahan::semua(p, sop::KODE, Saringan::default()).await?)
}

fn papan(p: &Permintaan, t: &Tanya, semua: &[Baris]) -> Papan {
    let b = p.b;
    let milik: Vec<&Baris> = semua.iter().filter(|s| t.milik(s)).collect();
    let angka = |label: &str, nilai: usize, tautan: Option<String>| Angka {
        label: b.t(label).to_owned(),
        nilai: i64::try_from(nilai).unwrap_or(i64::MAX),
        tautan,
    };
    let jumlah = |f: fn(&Baris) -> usize| milik.iter().map(|s| f(s)).sum();
    let lintas = milik.iter().filter(|s| s.lintas()).count();
    Papan {
        judul: String::new(),
        blok: vec![
            Blok::Angka {
                butir: vec![
                    angka("proses bisnis", milik.len(), Some(t.ke("", "", false, 0))),
                    angka("SOP ditetapkan", jumlah(|s| s.ditetapkan.len()), None),
                    angka("SOP sedang disiapkan", jumlah(|s| s.terbuka.len()), None),
                    angka(
                        "proses lintas perangkat daerah",
                        lintas,
                        Some(t.ke("", "", true, 0)),
                    ),
                ],
            },
            Blok::Batang {
                judul: b.t("Yang belum ada, menurut jenisnya").to_owned(),
                kepala: b.t("Yang belum ada").to_owned(),
                satuan: b.t("proses bisnis").to_owned(),
                butir: Celah::SEMUA
                    .iter()
                    .map(|c| {
                        let ada = milik.iter().filter(|s| s.celah.contains(c)).count();
                        angka(c.label(), ada, Some(t.ke("", c.kode(), false, 0)))
                    })
                    .collect(),
            },
        ],
    }
}

fn judul(p: &Permintaan, semua: &[&Baris]) -> String {
    let ada = semua.iter().filter(|s| !s.ditetapkan.is_empty()).count();
    p.b.isi(
        "{ada} dari {semua} proses bisnis mempunyai SOP yang ditetapkan",
        &[("ada", &n(ada)), ("semua", &n(semua.len()))],
    )
}

pub(crate) async fn json(
    p: Permintaan,
    Query(q): Query<BTreeMap<String, String>>,
) -> Result<Response, Gagal> {
    boleh(&p)?;
    let t = Tanya::dari(q);
    let semua = semua(&p).await?;
    let tersaring: Vec<&Baris> = semua.iter().filter(|s| t.cocok(s)).collect();
    let nomor: BTreeMap<String, &str> = semua
        .iter()
        .map(|s| (s.proses.id.to_string(), s.proses.nomor.as_str()))
        .collect();
    let sop = |semua: &[Entri]| -> Vec<Value> {
        let satu = |e: &Entri| json!({ "nomor": e.nomor, "judul": e.teks("judul"), "opd": e.unit, "keadaan": e.keadaan });
        semua.iter().map(satu).collect()
    };
    let baris: Vec<Value> = tersaring
        .iter()
        .map(|s| {
            let celah: Vec<&str> = s.celah.iter().map(|c| c.kode()).collect();
            json!({
                "nomor": s.proses.nomor, "nama": s.proses.teks("nama"), "tingkat": s.tingkat,
                "bagian_dari": nomor.get(s.proses.teks("induk")), "opd": s.unit,
                "sop_ditetapkan": sop(&s.ditetapkan), "sop_disiapkan": sop(&s.terbuka), "celah": celah,
            })
        })
        .collect();
    let isi = json!({
        "daerah": p.daerah(), "judul": judul(&p, &tersaring), "papan": papan(&p, &t, &semua), "proses": baris,
    });
    Ok(Json(isi).into_response())
}

fn daftar_sop(p: &Permintaan, semua: &[Entri]) -> Markup {
    html! {
        @if semua.is_empty() { (p.b.t("Belum ada")) }
        @for (i, e) in semua.iter().enumerate() {
            @if i > 0 { br; }
            a href=(p.ke(&jalur_sop(&e.nomor, ""))) { (e.teks("judul")) }
        }
    }
}

fn baris(p: &Permintaan, s: &Baris) -> Markup {
    let b = p.b;
    let unit: Vec<&str> = s.unit.iter().map(|u| p.profil.nama_unit(u)).collect();
    // Deeper levels stand further in; their number says the same.
    let jorok = "\u{2003}".repeat((s.tingkat - 1).min(8));
    html! { tr {
        td { (jorok) a href=(p.alamat_entri(PROSES, &s.proses.nomor)) { (s.proses.teks("nama")) } }
        td.angka data-label=(b.t("Tingkat")) { (s.tingkat) }
        td data-label=(b.t("Perangkat daerah")) {
            (unit.join("; "))
            @if s.lintas() { " " (ui::tampil::tanda_kata("biru", b.t("Lintas perangkat daerah"))) }
        }
        td data-label=(b.t("SOP ditetapkan")) { (daftar_sop(p, &s.ditetapkan)) }
        td data-label=(b.t("SOP disiapkan")) { (daftar_sop(p, &s.terbuka)) }
        td data-label=(b.t("Yang belum ada")) {
            @if s.celah.is_empty() { (ui::tampil::tanda_kata("hijau", b.t("Tidak ada"))) }
            @else { (s.celah.iter().map(|c| b.t(c.label())).collect::<Vec<_>>().join("; ")) }
        }
    } }
}

fn saringan(p: &Permintaan, t: &Tanya, semua: &[Baris]) -> Markup {
    let b = p.b;
    let unit: BTreeMap<&str, &str> = semua
        .iter()
        .flat_map(|s| &s.unit)
        .map(|u| (p.profil.nama_unit(u), u.as_str()))
        .collect();
    html! {
        form.saringan method="get" action=(p.ke("/kerja/proses")) {
            div {
                label for="opd" { (b.t("Perangkat daerah")) }
                select #opd name="opd" {
                    option value="" { (b.t("Semua")) }
                    @for (nama, u) in &unit { option value=(u) selected[*u == t.opd] { (nama) } }
                }
            }
            div {
                label for="celah" { (b.t("Yang belum ada")) }
                select #celah name="celah" {
                    option value="" { (b.t("Semua")) }
                    @for c in Celah::SEMUA { option value=(c.kode()) selected[c.kode() == t.celah] { (b.t(c.label())) } }
                }
            }
            div {
                label for="lintas" { (b.t("Pelaksana")) }
                select #lintas name="lintas" {
                    option value="" { (b.t("Semua")) }
                    option value="ya" selected[t.lintas] { (b.t("Beberapa perangkat daerah")) }
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
    let semua = semua(&p).await?;
    let tersaring: Vec<&Baris> = semua.iter().filter(|s| t.cocok(s)).collect();
    let judul = judul(&p, &tersaring);
    let sampai = t.mulai.saturating_add(SEHALAMAN);
    let kepala = [
        "Proses bisnis",
        "Tingkat",
        "Perangkat daerah",
        "SOP ditetapkan",
        "SOP disiapkan",
        "Yang belum ada",
    ];
    let isi = html! {
        h1 { (judul) }
        p { (b.t("Peta proses dari arsitektur menurut tingkatnya. Proses yang dikerjakan beberapa perangkat daerah tampil satu kali dengan semua pelaksananya, seperti disebut langkah SOP-nya.")) " "
            a href=(p.ke(&t.ke("/data.json", &t.celah, t.lintas, 0))) { "JSON" } }
        (ui::papan::papan(b, p.daerah().as_str(), &papan(&p, &t, &semua)))
        h2 { (b.t("Peta proses bisnis")) }
        (saringan(&p, &t, &semua))
        @if tersaring.is_empty() {
            (ui::tampil::kosong(b.t("Tidak ada proses bisnis yang cocok."), b.t("Ubah saringannya, atau catat proses bisnis di arsitektur lebih dahulu."), None))
        } @else {
            div.gulir tabindex="0" { table.tabel {
                caption.sembunyi-visual { (b.t("Peta proses bisnis")) }
                thead { tr { @for k in kepala { th scope="col" { (b.t(k)) } } } }
                tbody { @for s in tersaring.iter().skip(t.mulai).take(SEHALAMAN) { (baris(&p, s)) } }
            } }
            @let ke = |mulai: usize| p.ke(&t.ke("", &t.celah, t.lintas, mulai));
            @let sebelum = (t.mulai > 0).then(|| ke(t.mulai.saturating_sub(SEHALAMAN)));
            @let berikut = (sampai < tersaring.len()).then(|| ke(sampai));
            @if sebelum.is_some() || berikut.is_some() {
                (ui::daftar::halaman_nav(b, sebelum.as_deref(), berikut.as_deref(), &b.isi("{n} proses bisnis", &[("n", &n(tersaring.len()))])))
            }
        }
    };
    Ok(p.ruang(&judul, KODE, isi))
}
