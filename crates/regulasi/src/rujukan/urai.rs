//! The grammar of a citation: units (Pasal, ayat, huruf, angka) that refine each other, lists of them, and ranges.

use super::Kata;
use crate::penanda;

/// A range of more provisions than this is a misreading.
const MAKS_RENTANG: u32 = 200;

/// A unit of a citation, outermost first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unsur {
    Pasal,
    Ayat,
    Huruf,
    Angka,
}

/// One provision as cited: the label of each unit that is named. "ini" names none.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Kutip([Option<String>; 4]);

impl Kutip {
    pub fn unsur(&self, u: Unsur) -> Option<&str> {
        self.0.get(u as usize)?.as_deref()
    }

    /// The same citation with another label for this unit, and nothing below it.
    fn dengan(&self, u: Unsur, label: Option<String>) -> Self {
        let mut k = self.clone();
        for (n, tempat) in k.0.iter_mut().enumerate() {
            if n == u as usize {
                tempat.clone_from(&label);
            } else if n > u as usize {
                *tempat = None;
            }
        }
        k
    }
}

/// All provisions that one phrase cites.
#[derive(Debug)]
pub(super) struct Kutipan {
    pub kutip: Vec<Kutip>,
    /// First byte after the phrase.
    pub akhir: usize,
    /// First word after it.
    pub lanjut: usize,
}

/// The words of a text.
pub(super) fn kata(teks: &str) -> Vec<Kata<'_>> {
    let mut semua = Vec::new();
    let mut mulai = None;
    for (i, c) in teks.char_indices().chain([(teks.len(), ' ')]) {
        match (c.is_whitespace(), mulai) {
            (true, Some(m)) => {
                semua.push(Kata {
                    teks: teks.get(m..i).unwrap_or_default(),
                    mulai: m,
                });
                mulai = None;
            }
            (false, None) => mulai = Some(i),
            _ => {}
        }
    }
    semua
}

/// A label with the punctuation behind it taken off; a word may be glued behind a semicolon ("j;atau").
fn label(t: &str) -> &str {
    let t = t.split(';').next().unwrap_or(t);
    t.trim_end_matches([',', ';', '.', ':', '”', '"'])
}

/// The bare label of a unit, as in "ayat (1) dan (2)".
fn baca_label(u: Unsur, t: &str) -> Option<(String, u32)> {
    let t = label(t);
    match u {
        Unsur::Pasal => penanda::nomor_pasal(t).map(|n| match n.romawi {
            true => (penanda::tulis_romawi(n.urut), n.urut),
            false => (format!("{}{}", n.urut, n.sisipan.unwrap_or_default()), n.urut),
        }),
        Unsur::Ayat => penanda::ayat(t)
            .filter(|(_, p, _)| *p == t.len())
            .map(|(n, ..)| (n.to_string(), n)),
        Unsur::Huruf => penanda::huruf(t).map(|n| (penanda::tulis_huruf(n), n)),
        Unsur::Angka => penanda::angka(t).map(|n| (n.to_string(), n)),
    }
}

/// The unit that begins at word `i`: which, its label (none for "ini"), its number.
fn baca_unsur(kata: &[Kata<'_>], i: usize) -> Option<(Unsur, Option<String>, u32)> {
    let t = kata.get(i)?.teks.trim_start_matches(['(', '“', '"']);
    let u = match t {
        "Pasal" | "PasaI" => Unsur::Pasal,
        "ayat" | "Ayat" => Unsur::Ayat,
        "huruf" | "Huruf" => Unsur::Huruf,
        "angka" | "Angka" => Unsur::Angka,
        _ => return None,
    };
    let t = kata.get(i + 1)?.teks;
    if label(t) == "ini" && u <= Unsur::Ayat {
        return Some((u, None, 0));
    }
    baca_label(u, t).map(|(l, n)| (u, Some(l), n))
}

/// How the next unit is joined.
#[derive(Clone, Copy, PartialEq)]
enum Sambung {
    /// "Pasal 3 ayat (1)"
    Langsung,
    /// "dan", "atau", a comma
    Daftar,
    /// "sampai dengan"
    Rentang,
}

/// The joining words at `i`, and the word after them.
fn sambung(kata: &[Kata<'_>], i: usize) -> (Sambung, usize) {
    let teks = |n: usize| kata.get(n).map(|k| label(k.teks)).unwrap_or_default();
    match (teks(i), teks(i + 1)) {
        ("sampai", "dengan") => (Sambung::Rentang, i + 2),
        ("s.d" | "s/d" | "sampai" | "-", _) => (Sambung::Rentang, i + 1),
        ("dan" | "atau" | "dan/atau" | "serta" | "maupun" | "juncto" | "jo", _) => (Sambung::Daftar, i + 1),
        _ => (Sambung::Langsung, i),
    }
}

/// The citation that begins at word `i`.
pub(super) fn kutipan(kata: &[Kata<'_>], i: usize) -> Option<Kutipan> {
    let (mut u, l, mut nomor) = baca_unsur(kata, i)?;
    let mut kini = Kutip::default().dengan(u, l);
    let mut kutip = Vec::new();
    let mut j = i + 2;
    loop {
        let lalu = kata.get(j - 1)?;
        let koma = lalu.teks.ends_with(',');
        if lalu.teks.ends_with(['.', ':']) || lalu.teks.contains(';') {
            break;
        }
        let (cara, k) = sambung(kata, j);
        let cara = if cara == Sambung::Langsung && koma {
            Sambung::Daftar
        } else {
            cara
        };
        // A unit with its name, or only its label where a list or range goes on: "huruf a dan b".
        let (baru, panjang) = match baca_unsur(kata, k) {
            Some(b) => (b, 2),
            None if cara != Sambung::Langsung && telanjang(kata, k, u) => {
                match kata.get(k).and_then(|t| baca_label(u, t.teks)) {
                    Some((l, n)) => ((u, Some(l), n), 1),
                    None => break,
                }
            }
            None => break,
        };
        let (v, l, n) = baru;
        match cara {
            Sambung::Langsung if v > u => kini = kini.dengan(v, l),
            Sambung::Langsung => break,
            Sambung::Rentang if v == u && n > nomor && n - nomor <= MAKS_RENTANG => {
                for antara in nomor..n {
                    let l = if v == Unsur::Huruf {
                        penanda::tulis_huruf(antara)
                    } else {
                        antara.to_string()
                    };
                    // The first of the range keeps its own label: it may be "12A".
                    kutip.push(if antara == nomor {
                        kini.clone()
                    } else {
                        kini.dengan(u, Some(l))
                    });
                }
                kini = kini.dengan(v, l);
            }
            _ => {
                kutip.push(kini.clone());
                kini = if v == Unsur::Pasal {
                    Kutip::default().dengan(v, l)
                } else {
                    kini.dengan(v, l)
                };
            }
        }
        (u, nomor, j) = (v, n, k + panjang);
    }
    kutip.push(kini);
    let akhir = kata.get(j - 1)?;
    Some(Kutipan {
        kutip,
        akhir: akhir.mulai + label(akhir.teks).len(),
        lanjut: j,
    })
}

/// May a bare label stand here? "Pasal 5 dan 2 (dua) orang" does not cite Pasal 2.
fn telanjang(kata: &[Kata<'_>], i: usize, u: Unsur) -> bool {
    let berikut = kata.get(i + 1).map(|k| k.teks).unwrap_or_default();
    let angka = kata
        .get(i)
        .is_some_and(|k| k.teks.starts_with(|c: char| c.is_ascii_digit()));
    matches!(u, Unsur::Ayat | Unsur::Huruf) || angka && !berikut.starts_with('(')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uraikan(t: &str) -> Vec<String> {
        let k = kata(t);
        let k = kutipan(&k, 0).unwrap();
        k.kutip
            .iter()
            .map(|k| {
                k.0.iter()
                    .map(|u| u.as_deref().unwrap_or("-"))
                    .collect::<Vec<_>>()
                    .join(" ")
            })
            .collect()
    }

    #[test]
    fn lists_and_ranges_are_spelled_out() {
        assert_eq!(uraikan("Pasal 3 ayat (3) huruf a"), ["3 3 a -"]);
        assert_eq!(
            uraikan("Pasal 3 ayat (3) huruf c, sampai dengan huruf e; atau"),
            ["3 3 c -", "3 3 d -", "3 3 e -"]
        );
        assert_eq!(
            uraikan("Pasal 5 sampai dengan Pasal 7"),
            ["5 - - -", "6 - - -", "7 - - -"]
        );
        assert_eq!(uraikan("Pasal 13 dan Pasal 14 Bupati"), ["13 - - -", "14 - - -"]);
        assert_eq!(
            uraikan("ayat (1), ayat (2), dan ayat (5) huruf b"),
            ["- 1 - -", "- 2 - -", "- 5 b -"]
        );
        assert_eq!(uraikan("ayat (1) dan (2)"), ["- 1 - -", "- 2 - -"]);
        assert_eq!(
            uraikan("huruf a, huruf b, dan huruf c, perlu"),
            ["- - a -", "- - b -", "- - c -"]
        );
        assert_eq!(
            uraikan("Pasal 12A ayat (1) huruf a angka 2 dan Pasal 4 ayat (1)"),
            ["12A 1 a 2", "4 1 - -"]
        );
        assert_eq!(uraikan("Pasal 5 dan 2 (dua) orang"), ["5 - - -"]);
        assert_eq!(uraikan("Pasal 6. Ayat (2)"), ["6 - - -"]);
    }
}
