//! The diagram as a picture: lanes side by side, the flow from top to bottom as procedures are printed (Permenpan RB
//! 35/2012), shapes by kind. SVG from the server, with a name and a description; the table beside says the same.

use maud::{Markup, html};
use tata_kelola::proses::{JenisLangkah, LangkahSop, langkah::Aktor};

use crate::diagram::{Diagram, Titik, Ukuran, tata};

const KEPALA: f64 = 60.0;

fn setengah(bentuk: JenisLangkah) -> Titik {
    match bentuk {
        JenisLangkah::Mulai | JenisLangkah::Selesai => (22.0, 80.0),
        JenisLangkah::Kegiatan => (29.0, 80.0),
        JenisLangkah::Keputusan => (40.0, 88.0),
    }
}

const UKURAN: Ukuran = Ukuran {
    jarak: 122.0,
    lajur: 212.0,
    kepala: KEPALA,
    setengah,
};

/// A text in lines of at most `lebar` characters, at most `maks` of them; what does not fit is hinted at.
fn pecah(teks: &str, lebar: usize, maks: usize) -> Vec<String> {
    let mut baris: Vec<String> = Vec::new();
    for kata in teks.split_whitespace() {
        let muat = |b: &String| b.chars().count() + 1 + kata.chars().count() <= lebar;
        match baris.last_mut().filter(|b| muat(b)) {
            Some(b) => {
                b.push(' ');
                b.push_str(kata);
            }
            None => baris.push(kata.to_owned()),
        }
    }
    let terpotong = baris.len() > maks;
    baris.truncate(maks);
    let n = baris.len();
    for (i, b) in baris.iter_mut().enumerate() {
        let lagi = terpotong && i + 1 == n;
        if b.chars().count() > lebar || lagi {
            let awal: String = b.chars().take(lebar.saturating_sub(1)).collect();
            *b = format!("{}…", awal.trim_end());
        }
    }
    baris
}

/// Lines of text around a middle.
fn tulisan(x: f64, y: f64, baris: &[String], tebal: bool) -> Markup {
    let atas = baris.iter().skip(1).fold(y + 4.5, |a, _| a - 7.5);
    html! {
        text x=(bulat(x)) y=(bulat(atas)) font-size="12.5" text-anchor="middle" font-weight=[tebal.then_some("700")] fill="currentColor" {
            @for (i, b) in baris.iter().enumerate() {
                tspan x=(bulat(x)) dy=(if i == 0 { "0" } else { "15" }) { (b) }
            }
        }
    }
}

fn bulat(n: f64) -> String {
    format!("{n:.0}")
}

fn bentuk(x: f64, y: f64, j: JenisLangkah) -> Markup {
    let (h, w) = setengah(j);
    let sudut = match j {
        JenisLangkah::Mulai | JenisLangkah::Selesai => bulat(h),
        _ => "3".to_owned(),
    };
    let tebal = if j == JenisLangkah::Selesai { "3" } else { "1.5" };
    html! {
        @if j == JenisLangkah::Keputusan {
            path d={ "M" (bulat(x)) " " (bulat(y - h)) "L" (bulat(x + w)) " " (bulat(y)) "L" (bulat(x)) " " (bulat(y + h)) "L" (bulat(x - w)) " " (bulat(y)) "Z" }
                fill="var(--kertas)" stroke="var(--tautan)" stroke-width="1.5" {}
        } @else {
            rect x=(bulat(x - w)) y=(bulat(y - h)) width=(bulat(w * 2.0)) height=(bulat(h * 2.0)) rx=(sudut)
                fill="var(--kertas)" stroke="var(--tautan)" stroke-width=(tebal) {}
        }
    }
}

/// The picture; `nama` says what an actor is called.
pub fn svg(judul: &str, uraian: &str, langkah: &[LangkahSop], nama: impl Fn(&Aktor) -> String) -> Markup {
    let d = Diagram::dari(langkah);
    let t = tata(&d, &UKURAN);
    let (tinggi, lebar) = (t.luas.0 + 2.0, t.luas.1 + 2.0);
    let jalur = |g: &[Titik]| {
        let titik: Vec<String> = g.iter().map(|(s, l)| format!("{l:.0} {s:.0}")).collect();
        format!("M{}", titik.join("L"))
    };
    html! {
        div.gulir.alur tabindex="0" role="region" aria-label=(judul) {
            svg role="img" width=(bulat(lebar)) height=(bulat(tinggi)) viewBox={ "-1 -1 " (bulat(lebar)) " " (bulat(tinggi)) } aria-label=(judul) {
                title { (judul) }
                desc { (uraian) }
                defs {
                    marker #panah viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto" {
                        path d="M0 0L8 4L0 8Z" fill="var(--tinta-2)" {}
                    }
                }
                @for (i, (a, x)) in d.lajur.iter().zip(t.lajur.iter().copied()).enumerate() {
                    rect x=(bulat(x)) y="0" width=(bulat(UKURAN.lajur)) height=(bulat(t.luas.0)) fill=(if i % 2 == 0 { "var(--dasar)" } else { "var(--kertas)" }) stroke="var(--garis)" {}
                    (tulisan(x + UKURAN.lajur / 2.0, KEPALA / 2.0, &pecah(&nama(a), 27, 3), true))
                    path d={ "M" (bulat(x)) " " (bulat(KEPALA)) "H" (bulat(x + UKURAN.lajur)) } stroke="var(--garis)" {}
                }
                @for g in &t.garis {
                    path d=(jalur(g)) fill="none" stroke="var(--tinta-2)" stroke-width="1.5" marker-end="url(#panah)" {}
                }
                @for (l, (s, p)) in langkah.iter().zip(d.simpul.iter().zip(&t.pusat)) {
                    g {
                        title { (l.kode.as_str()) ". " (l.kegiatan.as_str()) }
                        (bentuk(p.1, p.0, s.bentuk))
                        @let (lebar, maks) = match s.bentuk {
                            JenisLangkah::Keputusan => (15, 2),
                            JenisLangkah::Kegiatan => (24, 3),
                            _ => (22, 2),
                        };
                        (tulisan(p.1, p.0, &pecah(&format!("{}. {}", l.kode.as_str(), l.kegiatan.as_str()), lebar, maks), false))
                    }
                }
                @for (s, g) in d.sisi.iter().zip(&t.garis) {
                    @if let (Some(bila), Some(p)) = (&s.cabang.bila, g.get(1)) {
                        @let kata = pecah(bila, 18, 1).concat();
                        @let balik = s.cabang.ke <= s.dari;
                        @let (x, y) = if balik { (p.1 - 2.0, p.0 - 18.0) } else { (p.1 + 6.0, p.0 - 5.0) };
                        text x=(bulat(x)) y=(bulat(y)) text-anchor=(if balik { "end" } else { "start" }) font-size="12" font-style="italic" fill="currentColor" stroke="var(--kertas)" stroke-width="3" paint-order="stroke" { (kata) }
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
    fn a_text_is_broken_between_words_and_cut_at_the_end() {
        assert_eq!(pecah("Satu dua tiga", 8, 3), ["Satu dua", "tiga"]);
        assert_eq!(pecah("Satu dua tiga empat", 8, 2), ["Satu dua", "tiga…"]);
        assert_eq!(pecah("Pertanggungjawaban", 8, 2), ["Pertang…"]);
        assert!(pecah("", 8, 2).is_empty());
    }
}
