//! Drawings of the graph: columns of named boxes with lines between them, and rows of coloured cells. SVG from the server,
//! with a name for screen readers; the table beside says the same.

use std::collections::BTreeMap;

use maud::{Markup, html};

/// Drawing units.
const KOTAK: (f64, f64) = (190.0, 44.0);
const JARAK: (f64, f64) = (64.0, 12.0);
const ATAS: f64 = 30.0;
/// Most boxes of a column; the rest are told by their number.
pub(crate) const MAKS_KOLOM: usize = 12;

/// A box.
#[derive(Clone, Debug)]
pub(crate) struct Kotak {
    /// Which.
    pub kunci: u32,
    /// First line.
    pub nama: String,
    /// Second line.
    pub rinci: String,
    /// Where it leads.
    pub tautan: String,
    /// Drawn strongly.
    pub tebal: bool,
}

fn potong(s: &str, n: usize) -> String {
    if s.chars().count() <= n {
        return s.to_owned();
    }
    let awal: String = s.chars().take(n - 1).collect();
    format!("{}…", awal.trim_end())
}

/// Columns of boxes, each with a head, and lines between boxes. O(boxes + lines).
pub(crate) fn lapis(
    judul: &str,
    uraian: &str,
    kolom: &[(String, Vec<Kotak>)],
    garis: &[(u32, u32)],
    lagi: impl Fn(usize) -> String,
) -> Markup {
    let kolom: Vec<&(String, Vec<Kotak>)> = kolom.iter().filter(|(_, k)| !k.is_empty()).collect();
    let tinggi_maks = kolom
        .iter()
        .map(|(_, k)| k.len().min(MAKS_KOLOM + 1))
        .max()
        .unwrap_or(0);
    let lebar = kolom.len() as f64 * (KOTAK.0 + JARAK.0) - JARAK.0 + 8.0;
    let tinggi = ATAS + tinggi_maks as f64 * (KOTAK.1 + JARAK.1) + 4.0;
    let x = |i: usize| 4.0 + i as f64 * (KOTAK.0 + JARAK.0);
    let y = |j: usize| ATAS + j as f64 * (KOTAK.1 + JARAK.1);
    let mut letak: BTreeMap<u32, (usize, usize)> = BTreeMap::new();
    for (i, (_, kotak)) in kolom.iter().enumerate() {
        for (j, k) in kotak.iter().take(MAKS_KOLOM).enumerate() {
            letak.insert(k.kunci, (i, j));
        }
    }
    let jalur = |a: &(usize, usize), z: &(usize, usize)| {
        let (kiri, kanan) = if a.0 <= z.0 { (a, z) } else { (z, a) };
        let (x1, y1) = (x(kiri.0) + KOTAK.0, y(kiri.1) + KOTAK.1 / 2.0);
        let (x2, y2) = (
            if kiri.0 == kanan.0 {
                x(kanan.0) + KOTAK.0
            } else {
                x(kanan.0)
            },
            y(kanan.1) + KOTAK.1 / 2.0,
        );
        let m = if kiri.0 == kanan.0 {
            x1 + JARAK.0 / 2.0
        } else {
            (x1 + x2) / 2.0
        };
        format!("M{x1:.0} {y1:.0}C{m:.0} {y1:.0} {m:.0} {y2:.0} {x2:.0} {y2:.0}")
    };
    html! {
        div.gulir tabindex="0" role="region" aria-label=(judul) {
            svg role="group" width=(format!("{lebar:.0}")) height=(format!("{tinggi:.0}")) viewBox={ "0 0 " (format!("{lebar:.0} {tinggi:.0}")) } aria-label=(judul) {
                title { (judul) }
                desc { (uraian) }
                @for (dari, ke) in garis {
                    @if let (Some(a), Some(z)) = (letak.get(dari), letak.get(ke)) {
                        path d=(jalur(a, z)) fill="none" stroke="var(--tinta-2)" stroke-width="1.5" {}
                    }
                }
                @for (i, (kepala, kotak)) in kolom.iter().enumerate() {
                    text x=(x(i)) y="18" font-size="14" font-weight="700" fill="currentColor" { (kepala) " (" (kotak.len()) ")" }
                    @for (j, k) in kotak.iter().take(MAKS_KOLOM).enumerate() {
                        a href=(k.tautan) {
                            rect x=(x(i)) y=(y(j)) width=(KOTAK.0) height=(KOTAK.1) rx="4" fill="var(--kertas)" stroke=(if k.tebal { "var(--merah)" } else { "var(--tautan)" }) stroke-width=(if k.tebal { "3" } else { "1.5" }) {}
                            text x=(x(i) + 8.0) y=(y(j) + 18.0) font-size="14" font-weight="700" fill="currentColor" { (potong(&k.nama, 21)) }
                            text x=(x(i) + 8.0) y=(y(j) + 36.0) font-size="12" fill="var(--tinta-2)" { (potong(&k.rinci, 26)) }
                            title { (k.nama) ", " (k.rinci) }
                        }
                    }
                    @if kotak.len() > MAKS_KOLOM {
                        text x=(x(i) + 8.0) y=(y(MAKS_KOLOM) + 20.0) font-size="14" fill="currentColor" { (lagi(kotak.len() - MAKS_KOLOM)) }
                    }
                }
            }
        }
    }
}

/// Colours of cells, with the words for them elsewhere: fill and letter, so that nobody needs the colour.
pub(crate) const WARNA: [(&str, &str); 6] = [
    ("var(--hijau-dasar)", "A"),
    ("var(--biru-dasar)", "B"),
    ("var(--jingga-dasar)", "C"),
    ("var(--merah-dasar)", "D"),
    ("var(--abu-dasar)", "E"),
    ("var(--kertas)", "F"),
];
/// Cells in a row of the landscape, and how wide each is.
const SEBARIS: usize = 12;
const SEL: f64 = 34.0;

/// A row of cells: whose, and each cell with its name, colour (a position in [`WARNA`]) and where it leads.
pub(crate) type Baris = (String, Vec<(String, usize, String)>);

/// The landscape. O(cells).
pub(crate) fn lanskap(judul: &str, baris: &[Baris]) -> Markup {
    let tinggi_satu = |n: usize| 24.0 + n.div_ceil(SEBARIS) as f64 * SEL + 8.0;
    let mut y = 0.0;
    let mut letak = Vec::new();
    for (_, sel) in baris {
        letak.push(y);
        y += tinggi_satu(sel.len());
    }
    let lebar = SEBARIS as f64 * SEL + 4.0;
    html! {
        div.gulir tabindex="0" role="region" aria-label=(judul) {
            svg role="group" width=(format!("{lebar:.0}")) height=(format!("{y:.0}")) viewBox={ "0 0 " (format!("{lebar:.0} {y:.0}")) } aria-label=(judul) {
                title { (judul) }
                @for ((nama, sel), y) in baris.iter().zip(&letak) {
                    text x="2" y=(format!("{:.0}", y + 17.0)) font-size="14" font-weight="700" fill="currentColor" { (potong(nama, 48)) }
                    @for (i, (apa, warna, tautan)) in sel.iter().enumerate() {
                        @let (kx, ky) = ((i % SEBARIS) as f64 * SEL + 2.0, y + 24.0 + (i / SEBARIS) as f64 * SEL);
                        @let (isi, huruf) = WARNA[*warna % WARNA.len()];
                        a href=(tautan) {
                            rect x=(format!("{kx:.0}")) y=(format!("{ky:.0}")) width="30" height="30" rx="4" fill=(isi) stroke="var(--tinta-2)" {}
                            text x=(format!("{:.0}", kx + 15.0)) y=(format!("{:.0}", ky + 20.0)) font-size="14" text-anchor="middle" fill="var(--tinta)" { (huruf) }
                            title { (apa) }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_and_lines_are_drawn_and_the_rest_is_told() {
        let kotak = |n: u32| Kotak {
            kunci: n,
            nama: format!("<Entri> {n}"),
            rinci: "A".into(),
            tautan: "/x".into(),
            tebal: n == 0,
        };
        let kolom = vec![
            ("Awal".to_owned(), vec![kotak(0)]),
            ("Kosong".to_owned(), vec![]),
            ("Akhir".to_owned(), (1..30).map(kotak).collect()),
        ];
        let svg = lapis("Judul", "Uraian", &kolom, &[(0, 1), (0, 29), (1, 2)], |n| {
            format!("{n} lagi")
        })
        .into_string();
        assert_eq!(svg.matches("<rect").count(), 1 + MAKS_KOLOM);
        assert_eq!(
            svg.matches("<path").count(),
            2,
            "a line to a box that is not drawn is not drawn"
        );
        assert!(
            svg.contains("17 lagi") && !svg.contains("Kosong") && !svg.contains("<Entri>"),
            "{svg}"
        );
        assert!(!svg.contains("NaN"));
        assert!(
            !lapis("Judul", "", &[], &[], |_| String::new())
                .into_string()
                .contains("<rect")
        );
    }
}
