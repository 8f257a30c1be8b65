//! Drawings that are more than bars: a line over time and a map of areas, as SVG without scripts. They name themselves
//! for screen readers; their numbers stand in a table beside.

use std::fmt::Write;

use kernel::papan::{Angka, Bidang};
use maud::{Markup, html};

use crate::tampil::angka;

/// Drawing units of a line chart; it scales to the width of the page.
const LEBAR: f64 = 720.0;
const TINGGI: f64 = 220.0;
/// Room around the plot for its numbers.
const KIRI: f64 = 48.0;
const KANAN: f64 = 16.0;
const ATAS: f64 = 14.0;
const BAWAH: f64 = 28.0;

/// The least round number that is not below `n`: 1, 2 or 5 times a power of ten. The axis ends there.
fn puncak(n: i64) -> i64 {
    let mut langkah: i64 = 1;
    loop {
        for kali in [1, 2, 5] {
            match langkah.checked_mul(kali) {
                Some(p) if p >= n => return p,
                Some(_) => {}
                None => return i64::MAX,
            }
        }
        langkah = langkah.saturating_mul(10);
    }
}

/// A line over time from zero; every point can be pointed at. O(points).
pub(crate) fn garis(id: &str, judul: &str, satuan: &str, butir: &[Angka]) -> Markup {
    let atas = puncak(butir.iter().map(|a| a.nilai).max().unwrap_or(0).max(1));
    let (lebar, tinggi) = (LEBAR - KIRI - KANAN, TINGGI - ATAS - BAWAH);
    let x = |i: usize| KIRI + lebar * i as f64 / (butir.len().max(2) - 1) as f64;
    let y = |n: i64| ATAS + tinggi * (1.0 - n.max(0) as f64 / atas as f64);
    let mut jalur = String::new();
    for (i, a) in butir.iter().enumerate() {
        let huruf = if i == 0 { 'M' } else { 'L' };
        // Writing to a String cannot fail.
        let _ = write!(jalur, "{huruf}{:.1} {:.1}", x(i), y(a.nilai));
    }
    let (id_judul, id_uraian) = (format!("{id}-judul"), format!("{id}-uraian"));
    let uraian: Vec<String> = butir
        .iter()
        .map(|a| format!("{}: {} {satuan}", a.label, angka(a.nilai)))
        .collect();
    // The first, the middle and the last moment are named; more would overlap on a phone.
    let bernama = [0, butir.len() / 2, butir.len().saturating_sub(1)];
    html! {
        svg.grafik role="img" viewBox={ "0 0 " (LEBAR) " " (TINGGI) } aria-labelledby=(id_judul) aria-describedby=(id_uraian) {
            title id=(id_judul) { (judul) }
            desc id=(id_uraian) { (uraian.join("; ")) }
            @for n in [0, atas / 2, atas] {
                line x1=(KIRI) x2=(LEBAR - KANAN) y1=(y(n)) y2=(y(n)) stroke="var(--garis)" {}
                text x=(KIRI - 8.0) y=(y(n) + 5.0) font-size="14" text-anchor="end" fill="currentColor" { (angka(n)) }
            }
            path d=(jalur) fill="none" stroke="var(--tautan)" stroke-width="3" stroke-linejoin="round" {}
            @for (i, a) in butir.iter().enumerate() {
                circle cx=(format!("{:.1}", x(i))) cy=(format!("{:.1}", y(a.nilai))) r="4" fill="var(--tautan)" {
                    title { (a.label) ": " (angka(a.nilai)) " " (satuan) }
                }
                @if bernama.contains(&i) {
                    @let jangkar = match i { 0 => "start", i if i + 1 == butir.len() => "end", _ => "middle" };
                    text x=(format!("{:.1}", x(i))) y=(TINGGI - 6.0) font-size="14" text-anchor=(jangkar) fill="currentColor" { (a.label) }
                }
            }
        }
    }
}

/// Steps of shading, lightest first, as opacity of the colour of links: they keep their order in both colour schemes
/// and in print.
const TINGKAT: [&str; 5] = ["0.1", "0.3", "0.5", "0.7", "0.95"];

/// The step of a number: none at zero, then fifths of the largest.
fn tingkat(n: i64, maks: i64) -> Option<usize> {
    (n > 0).then(|| usize::try_from((n * 5 - 1) / maks.max(1)).unwrap_or(0).min(4))
}

fn kepekatan(t: Option<usize>) -> &'static str {
    t.and_then(|t| TINGKAT.get(t)).copied().unwrap_or("0")
}

/// Areas shaded by their number; none when no area has a border. North is up; one degree of longitude is drawn as
/// wide as it is at this latitude. O(corners).
pub(crate) fn peta(id: &str, judul: &str, satuan: &str, butir: &[Bidang]) -> Markup {
    let titik = || butir.iter().flat_map(|b| &b.batas).flatten().flatten();
    let batas = titik().fold(None, |k: Option<[f64; 4]>, [x, y]| {
        let [a, b, c, d] = k.unwrap_or([*x, *y, *x, *y]);
        Some([a.min(*x), b.min(*y), c.max(*x), d.max(*y)])
    });
    let Some([barat, selatan, timur, utara]) = batas else {
        return html! {};
    };
    let kerut = ((selatan + utara) / 2.0).to_radians().cos();
    let skala = 600.0 / ((timur - barat) * kerut).max(utara - selatan).max(1e-6);
    let x = |lon: f64| (lon - barat) * kerut * skala;
    let y = |lat: f64| (utara - lat) * skala;
    let maks = butir.iter().map(|b| b.angka.nilai).max().unwrap_or(0);
    let jalur = |b: &Bidang| {
        let mut d = String::new();
        for cincin in b.batas.iter().flatten() {
            for (i, [lon, lat]) in cincin.iter().enumerate() {
                let huruf = if i == 0 { 'M' } else { 'L' };
                let _ = write!(d, "{huruf}{:.0} {:.0}", x(*lon), y(*lat));
            }
            d.push('Z');
        }
        d
    };
    let (id_judul, id_uraian) = (format!("{id}-judul"), format!("{id}-uraian"));
    let uraian: Vec<String> = butir
        .iter()
        .map(|b| format!("{}: {} {satuan}", b.angka.label, angka(b.angka.nilai)))
        .collect();
    html! {
        figure.peta {
            svg.grafik role="img" viewBox={ "-4 -4 " (format!("{:.0}", x(timur) + 8.0)) " " (format!("{:.0}", y(selatan) + 8.0)) } aria-labelledby=(id_judul) aria-describedby=(id_uraian) {
                title id=(id_judul) { (judul) }
                desc id=(id_uraian) { (uraian.join("; ")) }
                @for b in butir {
                    path d=(jalur(b)) fill="var(--tautan)" fill-opacity=(kepekatan(tingkat(b.angka.nilai, maks))) stroke="var(--tinta-2)" stroke-width="1" fill-rule="evenodd" {
                        title { (b.angka.label) ": " (angka(b.angka.nilai)) " " (satuan) }
                    }
                }
            }
            @if maks > 0 {
                figcaption { ul.legenda {
                    @for (i, _) in TINGKAT.iter().enumerate() {
                        @let (dari, sampai) = rentang(i, maks);
                        @if dari <= sampai { li {
                            svg width="18" height="18" aria-hidden="true" { rect width="18" height="18" fill="var(--tautan)" fill-opacity=(kepekatan(Some(i))) stroke="var(--tinta-2)" {} }
                            " " (angka(dari)) @if sampai > dari { "–" (angka(sampai)) }
                        } }
                    }
                } }
            }
        }
    }
}

/// The numbers that are shaded with a step: least and largest.
fn rentang(t: usize, maks: i64) -> (i64, i64) {
    let t = i64::try_from(t).unwrap_or(0);
    (t * maks / 5 + 1, (t + 1) * maks / 5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_ends_at_a_round_number() {
        for (n, harap) in [
            (1, 1),
            (2, 2),
            (3, 5),
            (7, 10),
            (11, 20),
            (480, 500),
            (501, 1_000),
            (i64::MAX, i64::MAX),
        ] {
            assert_eq!(puncak(n), harap, "{n}");
        }
    }

    #[test]
    fn every_number_has_the_shade_that_the_legend_says() {
        for maks in [1_i64, 2, 3, 5, 7, 12, 100, 1_234] {
            for n in 1..=maks {
                let t = tingkat(n, maks).unwrap();
                let (dari, sampai) = rentang(t, maks);
                assert!(
                    dari <= n && n <= sampai,
                    "{n} of {maks} is shaded {t}: {dari}–{sampai}"
                );
            }
            assert_eq!(tingkat(0, maks), None);
        }
    }

    #[test]
    fn a_map_without_borders_and_a_line_of_one_point_are_drawn() {
        assert_eq!(peta("p", "Peta", "laporan", &[]).into_string(), "");
        let satu = [Angka {
            label: "Mei".into(),
            nilai: 3,
            tautan: None,
        }];
        let svg = garis("g", "Garis", "laporan", &satu).into_string();
        assert!(svg.contains("M48.0") && !svg.contains("NaN"), "{svg}");
    }
}
