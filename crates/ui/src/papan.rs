//! Boards: the answer in a sentence, then figures, bars and tables. Bars are measured in per cent of the width, so
//! their words keep their size on a phone; the same numbers always stand in a table beside, with the way to the list
//! behind each.

use kernel::{
    Bahasa,
    papan::{Angka, Blok, Papan},
};
use maud::{Markup, html};

use crate::{grafik, tampil::angka};

/// A board as a page part. Links lead into the regency.
pub fn papan(b: Bahasa, daerah: &str, p: &Papan) -> Markup {
    html! {
        @if !p.judul.is_empty() { h2 { (p.judul) } }
        div.papan { @for (i, isi) in p.blok.iter().enumerate() { section.lebar { (blok(b, daerah, i, isi)) } } }
    }
}

fn blok(b: Bahasa, daerah: &str, i: usize, blok: &Blok) -> Markup {
    let kosong = || html! { p { (b.t("Belum ada data.")) } };
    match blok {
        Blok::Angka { butir } => figur(daerah, butir),
        Blok::Batang {
            judul,
            kepala,
            satuan,
            butir,
        } => html! {
            h3 { (judul) }
            @if butir.is_empty() { (kosong()) } @else {
                div.dua-kolom {
                    (batang(&format!("batang-{i}"), judul, satuan, butir))
                    (tabel_angka(daerah, judul, kepala, satuan, butir))
                }
            }
        },
        Blok::Garis { judul, satuan, butir } => html! {
            h3 { (judul) }
            @if butir.is_empty() { (kosong()) } @else { (grafik::garis(&format!("garis-{i}"), judul, satuan, butir)) }
        },
        Blok::Peta {
            judul,
            kepala,
            satuan,
            butir,
        } => html! {
            h3 { (judul) }
            @if butir.is_empty() { (kosong()) } @else {
                @let angka: Vec<Angka> = butir.iter().map(|b| b.angka.clone()).collect();
                div.dua-kolom {
                    (grafik::peta(&format!("peta-{i}"), judul, satuan, butir))
                    (tabel_angka(daerah, judul, kepala, satuan, &urut(angka)))
                }
            }
        },
        Blok::Tabel { judul, kepala, baris } => html! {
            h3 { (judul) }
            @if baris.is_empty() { (kosong()) } @else { (tabel(judul, kepala, baris)) }
        },
    }
}

fn ke_daftar(daerah: &str, a: &Angka) -> Option<String> {
    a.tautan
        .as_ref()
        .map(|t| format!("/{daerah}/{}", t.trim_start_matches('/')))
}

fn bertaut(href: Option<String>, isi: Markup) -> Markup {
    match href {
        Some(h) => html! { a href=(h) { (isi) } },
        None => isi,
    }
}

fn figur(daerah: &str, butir: &[Angka]) -> Markup {
    html! {
        ul.kisi { @for a in butir {
            li { p.angka-besar { (bertaut(ke_daftar(daerah, a), html! { b { (angka(a.nilai)) } " " (a.label) })) } }
        } }
    }
}

/// Most first: on a map the eye finds the place, in a table the size.
fn urut(mut butir: Vec<Angka>) -> Vec<Angka> {
    butir.sort_by(|a, z| z.nilai.cmp(&a.nilai).then_with(|| a.label.cmp(&z.label)));
    butir
}

const TINGGI: usize = 44;

fn batang(id: &str, judul: &str, satuan: &str, butir: &[Angka]) -> Markup {
    let maks = butir.iter().map(|a| a.nilai).max().unwrap_or(0).max(1);
    // The longest bar leaves room for its number.
    let lebar = |n: i64| format!("{:.1}%", n.max(0) as f64 * 82.0 / maks as f64);
    let uraian: Vec<String> = butir
        .iter()
        .map(|a| format!("{}: {} {satuan}", a.label, angka(a.nilai)))
        .collect();
    let (id_judul, id_uraian) = (format!("{id}-judul"), format!("{id}-uraian"));
    html! {
        svg role="img" width="100%" height=(butir.len() * TINGGI) aria-labelledby=(id_judul) aria-describedby=(id_uraian) {
            title id=(id_judul) { (judul) }
            desc id=(id_uraian) { (uraian.join("; ")) }
            @for (i, a) in butir.iter().enumerate() {
                @let y = i * TINGGI;
                text x="0" y=(y + 15) font-size="14" fill="currentColor" { (singkat(&a.label)) }
                rect x="0" y=(y + 21) width=(lebar(a.nilai)) height="16" fill="var(--tautan)" {}
                text x=(lebar(a.nilai)) y=(y + 34) dx="6" font-size="14" font-weight="700" fill="currentColor" { (angka(a.nilai)) }
            }
        }
    }
}

/// A label that fits beside its bar on a phone; the table has it in full.
fn singkat(label: &str) -> String {
    const MUAT: usize = 36;
    if label.chars().count() <= MUAT {
        return label.to_owned();
    }
    let awal: String = label.chars().take(MUAT - 1).collect();
    format!("{}…", awal.trim_end())
}

fn tabel_angka(daerah: &str, judul: &str, kepala: &str, satuan: &str, butir: &[Angka]) -> Markup {
    html! {
        table.tabel {
            caption.sembunyi-visual { (judul) }
            thead { tr { th scope="col" { (kepala) } th.angka scope="col" { (satuan) } } }
            tbody { @for a in butir {
                tr {
                    td data-label=(kepala) { (a.label) }
                    td.angka data-label=(satuan) { (bertaut(ke_daftar(daerah, a), html! { (angka(a.nilai)) })) }
                }
            } }
        }
    }
}

fn tabel(judul: &str, kepala: &[String], baris: &[Vec<String>]) -> Markup {
    html! {
        div.gulir { table.tabel {
            caption.sembunyi-visual { (judul) }
            thead { tr { @for k in kepala { th scope="col" { (k) } } } }
            tbody { @for r in baris {
                tr { @for (i, s) in r.iter().enumerate() { td data-label=[kepala.get(i)] { (s) } } }
            } }
        } }
    }
}
