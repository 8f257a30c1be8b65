//! The form of all boards: one answer in a sentence, a drawing, tables whose rows lead on; the same as JSON.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use kernel::{Entri, Galat, kalender::tanggal, papan::Angka};
use maud::{Markup, html};
use serde_json::{Value, json};

use crate::{masuk, tanya::Tanya};

/// Most rows of a table on a page; the data has them all.
pub(crate) const MAKS_BARIS: usize = 150;

/// A cell: its words, and where they lead.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sel(pub String, pub Option<String>);

impl From<&str> for Sel {
    fn from(s: &str) -> Self {
        Sel(s.to_owned(), None)
    }
}

impl From<String> for Sel {
    fn from(s: String) -> Self {
        Sel(s, None)
    }
}

/// A table.
#[derive(Debug, Default)]
pub(crate) struct Tabel {
    /// What it says.
    pub judul: String,
    /// Heads.
    pub kepala: Vec<String>,
    /// Rows.
    pub baris: Vec<Vec<Sel>>,
}

/// A board.
#[derive(Default)]
pub(crate) struct Lembar {
    /// Path of the page below the boards.
    pub jalur: String,
    /// The answer in a sentence.
    pub judul: String,
    /// What one should know to read it.
    pub pengantar: String,
    /// What is asked: a form.
    pub tanya: Option<Markup>,
    /// Figures.
    pub angka: Vec<Angka>,
    /// A drawing.
    pub gambar: Option<Markup>,
    /// Tables.
    pub tabel: Vec<Tabel>,
    /// What stands below.
    pub kaki: Option<Markup>,
}

/// The boards and where they are.
const PAPAN: [(&str, &str); 9] = [
    ("", "Lanskap"),
    ("/dampak", "Dampak"),
    ("/celah", "Celah"),
    ("/kembar", "Fungsi kembar"),
    ("/integrasi", "Integrasi"),
    ("/dokumen", "Dokumen lima tahun"),
    ("/survei", "Survei"),
    ("/beda", "Perubahan"),
    ("/referensi", "Referensi"),
];

/// The way between the boards.
fn nav(t: &Tanya, l: &Lembar) -> Markup {
    let b = t.p.b;
    html! {
        nav aria-label=(b.t("Papan lain")) { ul.keping-baris {
            @for (jalur, label) in PAPAN {
                li { a.keping.keping-pilih href=(t.ke(jalur)) aria-current=[(l.jalur.split('?').next() == Some(jalur)).then_some("page")] { (b.t(label)) } }
            }
            li { a.keping.keping-pilih href=(t.ke("/graf.json")) { (b.t("Graf")) " (JSON)" } }
            li { a.keping.keping-pilih href=(t.ke("/archimate.xml")) { "ArchiMate (XML)" } }
            @if masuk::boleh(&t.p).is_ok() { li { a.keping.keping-pilih href=(t.p.ke(masuk::JALUR)) { (b.t("Masukkan berkas ArchiMate")) } } }
        } }
    }
}

/// The day that is asked about, with what else the address says.
pub(crate) fn pilih_hari(t: &Tanya, jalur: &str, lain: &[(&str, &str)]) -> Markup {
    let b = t.p.b;
    html! {
        form.saringan method="get" action=(t.p.ke(&format!("/kerja/arsitektur{jalur}"))) {
            @for (n, v) in lain { @if !v.is_empty() { input type="hidden" name=(n) value=(v); } }
            div {
                label for="pada" { (b.t("Keadaan pada tanggal")) }
                input #pada type="date" name="pada" value=(t.hari) max=(t.kini);
            }
            button.tombol.tombol-dua type="submit" { (b.t("Tampilkan")) }
        }
        @if t.hari != t.kini {
            div.peringatan role="status" { p {
                (b.isi("Ini keadaan pada akhir {tanggal}, menurut riwayat setiap entri.", &[("tanggal", &tanggal(b, t.hari))]))
            } }
        }
    }
}

/// The entry that the address names, or the first.
///
/// # Errors
/// [`Galat::TidakDitemukan`] when it names none of these.
pub(crate) fn terpilih<'e>(t: &Tanya, semua: &'e [Entri]) -> Result<Option<&'e Entri>, Galat> {
    match t.teks("nomor") {
        "" => Ok(semua.first()),
        n => semua
            .iter()
            .find(|e| e.nomor == n)
            .map(Some)
            .ok_or(Galat::TidakDitemukan),
    }
}

/// Chooses another one.
pub(crate) fn pilih_entri(t: &Tanya, jalur: &str, label: &str, semua: &[Entri], ini: &Entri) -> Markup {
    let b = t.p.b;
    html! {
        form.saringan method="get" action=(t.p.ke(&format!("/kerja/arsitektur{jalur}"))) {
            div {
                label for="nomor" { (b.t(label)) }
                select #nomor name="nomor" { @for e in semua { option value=(e.nomor) selected[e.id == ini.id] { (e.teks("judul")) } } }
            }
            button.tombol.tombol-dua type="submit" { (b.t("Tampilkan")) }
        }
    }
}

fn sel(s: &Sel) -> Markup {
    match &s.1 {
        Some(href) => html! { a href=(href) { (s.0) } },
        None => html! { (s.0) },
    }
}

fn tabel(t: &Tanya, x: &Tabel) -> Markup {
    let b = t.p.b;
    let (tampil, semua) = (x.baris.len().min(MAKS_BARIS), x.baris.len());
    html! {
        h2 { (x.judul) }
        @if x.baris.is_empty() { p { (b.t("Tidak ada.")) } } @else {
            div.gulir tabindex="0" { table.tabel {
                caption.sembunyi-visual { (x.judul) }
                thead { tr { @for k in &x.kepala { th scope="col" { (k) } } } }
                tbody { @for r in x.baris.iter().take(MAKS_BARIS) { tr {
                    @for (i, s) in r.iter().enumerate() { td data-label=[x.kepala.get(i)] { (sel(s)) } }
                } } }
            } }
            @if tampil < semua { p.jelaskan { (b.isi("Ditampilkan {tampil} dari {semua} baris; data JSON memuat semuanya.", &[("tampil", &tampil.to_string()), ("semua", &semua.to_string())])) } }
        }
    }
}

impl Lembar {
    /// The board as a page.
    pub fn halaman(self, t: &Tanya) -> Response {
        let b = t.p.b;
        let (awal, tanya) = self.jalur.split_once('?').unwrap_or((&self.jalur, ""));
        let data = t.ke(&format!(
            "{awal}/data.json{}{tanya}",
            if tanya.is_empty() { "" } else { "?" }
        ));
        let isi = html! {
            h1 { (self.judul) }
            @if !self.pengantar.is_empty() { p.jelaskan { (self.pengantar) } }
            @if let Some(kata) = t.kata_tutup() { p.jelaskan { (kata) } }
            (nav(t, &self))
            @if let Some(m) = &self.tanya { (m) }
            @if !self.angka.is_empty() {
                ul.kisi { @for a in &self.angka { li { p.angka-besar {
                    @match &a.tautan {
                        Some(h) => a href=(h) { b { (ui::tampil::angka(a.nilai)) } " " (a.label) },
                        None => { b { (ui::tampil::angka(a.nilai)) } " " (a.label) },
                    }
                } } } }
            }
            @if let Some(g) = &self.gambar { (g) }
            @for x in &self.tabel { (tabel(t, x)) }
            @if let Some(m) = &self.kaki { (m) }
            p.tidak-dicetak { a href=(data) { (b.t("Data papan ini")) " (JSON)" } }
        };
        t.p.ruang(&self.judul, "arsitektur", isi)
    }

    /// The board as data.
    pub fn json(self, t: &Tanya) -> Response {
        let satu = |x: &Tabel| -> Value {
            let baris: Vec<Vec<Value>> = x
                .baris
                .iter()
                .map(|r| {
                    r.iter()
                        .map(|s| match &s.1 {
                            Some(h) => json!({ "teks": s.0, "tautan": h }),
                            None => json!({ "teks": s.0 }),
                        })
                        .collect()
                })
                .collect();
            json!({ "judul": x.judul, "kepala": x.kepala, "baris": baris })
        };
        let tabel: Vec<Value> = self.tabel.iter().map(satu).collect();
        Json(json!({
            "daerah": t.p.daerah(), "pada": t.hari, "judul": self.judul, "angka": self.angka, "tabel": tabel,
            "tertutup": t.tutup.len(),
        }))
        .into_response()
    }
}
