//! The roadmap drawn: years across, one bar an activity, grouped by the seven contents, milestones as diamonds, arrows
//! from what must be there before. SVG without scripts; the same stands in the table beside it.

use maud::{Markup, html};

/// Drawing units.
const KIRI: f64 = 330.0;
const LEBAR: f64 = 960.0;
const ATAS: f64 = 28.0;
const BARIS: f64 = 30.0;
const KEPALA: f64 = 28.0;

/// A bar.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Batang {
    /// What it is called.
    pub nama: String,
    /// First and last year.
    pub tahun: (i64, i64),
    /// How far it is, in per cent.
    pub capaian: i64,
    /// Ending of the colour's name: `hijau`, `jingga`, `merah`, `biru`, `abu`.
    pub warna: &'static str,
    /// What is said of it when it is pointed at.
    pub uraian: String,
    /// Milestones: part of the year range as years, and what is said of each.
    pub tonggak: Vec<(f64, String)>,
    /// Bars that must be there before, by their place in the whole drawing.
    pub prasyarat: Vec<usize>,
}

/// A group of bars under a heading.
pub(crate) struct Kelompok {
    pub judul: String,
    pub batang: Vec<Batang>,
}

fn f(n: f64) -> String {
    format!("{n:.1}")
}

fn singkat(s: &str) -> String {
    const MUAT: usize = 42;
    if s.chars().count() <= MUAT {
        return s.to_owned();
    }
    let awal: String = s.chars().take(MUAT - 1).collect();
    format!("{}…", awal.trim_end())
}

/// The timeline from year `dari` to year `ke`, both included. O(bars + arrows).
pub(crate) fn garis_waktu(judul: &str, uraian: &str, dari: i64, ke: i64, kelompok: &[Kelompok]) -> Markup {
    let tahun = (ke - dari + 1).clamp(1, 60);
    let per_tahun = (LEBAR - KIRI - 10.0) / tahun as f64;
    let x = |t: f64| KIRI + (t - dari as f64).clamp(0.0, tahun as f64) * per_tahun;
    // Where each bar lies, in the order in which arrows count them.
    let (mut y, mut letak) = (ATAS, Vec::new());
    let mut kepala = Vec::new();
    for k in kelompok {
        kepala.push(y);
        y += KEPALA;
        for b in &k.batang {
            letak.push((y, b));
            y += BARIS;
        }
    }
    let tinggi = y + 6.0;
    html! {
        svg.garis-waktu role="img" width=(LEBAR) height=(f(tinggi)) viewBox={ "0 0 " (LEBAR) " " (f(tinggi)) } aria-labelledby="gw-judul" aria-describedby="gw-uraian" {
            title #gw-judul { (judul) }
            desc #gw-uraian { (uraian) }
            @for t in dari..dari + tahun {
                line x1=(f(x(t as f64))) x2=(f(x(t as f64))) y1="20" y2=(f(tinggi)) stroke="var(--garis)" {}
                text x=(f(x(t as f64 + 0.5))) y="16" font-size="14" text-anchor="middle" fill="currentColor" { (t) }
            }
            @for (k, y) in kelompok.iter().zip(&kepala) {
                line x1="0" x2=(LEBAR) y1=(f(y + 2.0)) y2=(f(y + 2.0)) stroke="var(--garis)" {}
                text x="0" y=(f(y + 20.0)) font-size="14" font-weight="700" fill="currentColor" { (k.judul) }
            }
            @for (y, b) in &letak {
                @let (a, z) = (x(b.tahun.0 as f64), x((b.tahun.1 + 1) as f64));
                g {
                    text x="8" y=(f(y + 19.0)) font-size="14" fill="currentColor" { (singkat(&b.nama)) }
                    rect x=(f(a)) y=(f(y + 5.0)) width=(f((z - a).max(2.0))) height="18" rx="2" fill={ "var(--" (b.warna) "-dasar)" } stroke={ "var(--" (b.warna) ")" } { title { (b.uraian) } }
                    rect x=(f(a)) y=(f(y + 5.0)) width=(f((z - a).max(2.0) * b.capaian.clamp(0, 100) as f64 / 100.0)) height="18" rx="2" fill={ "var(--" (b.warna) ")" } fill-opacity="0.55" { title { (b.uraian) } }
                }
                @for (t, kata) in &b.tonggak {
                    @let (cx, cy) = (x(*t), y + 14.0);
                    path d={ "M" (f(cx)) " " (f(cy - 6.0)) "l6 6l-6 6l-6 -6z" } fill="var(--kertas)" stroke="currentColor" { title { (kata) } }
                }
            }
            @for (y, b) in &letak {
                @for (yp, p) in b.prasyarat.iter().filter_map(|i| letak.get(*i)) {
                    @let (ax, ay) = (x((p.tahun.1 + 1) as f64), yp + 14.0);
                    @let (bx, by) = (x(b.tahun.0 as f64), y + 14.0);
                    path d={ "M" (f(ax)) " " (f(ay)) "H" (f(ax + 5.0)) "V" (f(by - (by - ay).signum() * 11.0)) "H" (f(bx - 5.0)) "V" (f(by)) "h5" } fill="none" stroke="var(--tinta-2)" stroke-dasharray="3 3" {
                        title { (p.nama) " → " (b.nama) }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batang(tahun: (i64, i64), prasyarat: Vec<usize>) -> Batang {
        Batang {
            nama: "Pusat data bersama yang namanya panjang sekali sampai tidak muat".into(),
            tahun,
            capaian: 140,
            warna: "jingga",
            uraian: "berjalan".into(),
            tonggak: vec![(2026.5, "Siap".into()), (3000.0, "Jauh".into())],
            prasyarat,
        }
    }

    #[test]
    fn whatever_the_years_say_the_drawing_stays_inside() {
        let k = [Kelompok {
            judul: "Infrastruktur".into(),
            batang: vec![
                batang((2024, 2026), vec![1, 99]),
                batang((2030, 2020), vec![0]),
                batang((1, 9_999), vec![]),
            ],
        }];
        let svg = garis_waktu("Garis waktu", "Tiga kegiatan", 2025, 2029, &k).into_string();
        assert!(
            !svg.contains("NaN") && !svg.contains("width=\"-") && svg.contains("2029"),
            "{svg}"
        );
        assert!(svg.contains("namanya panjang…") || svg.contains('…'), "{svg}");
        // One arrow from each prerequisite that is drawn, none to one that is not.
        assert_eq!(svg.matches("stroke-dasharray").count(), 2);
    }

    #[test]
    fn without_activities_there_are_still_years() {
        let svg = garis_waktu("Kosong", "", 2025, 2020, &[]).into_string();
        assert!(svg.contains(">2025<") && !svg.contains(">2026<"));
    }
}
