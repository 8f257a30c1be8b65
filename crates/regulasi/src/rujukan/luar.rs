//! Citations of other regulations: "Peraturan Presiden Nomor 95 Tahun 2018".

use super::Kata;
use crate::{kata::polos, model::Luar};

/// The name of a regulation is at most this long before its number.
const MAKS_NAMA: usize = 14;

/// The regulation cited at word `i`, and the word after it.
pub(super) fn baca(kata: &[Kata<'_>], i: usize) -> Option<(Luar, usize)> {
    let awal = kata.get(i)?.teks.trim_start_matches(['(', '“', '"']);
    if !matches!(
        awal,
        "Undang-Undang" | "Undang-undang" | "Peraturan" | "Keputusan" | "Instruksi" | "Qanun"
    ) {
        return None;
    }
    let tahun = |n: usize| {
        kata.get(n)
            .and_then(|k| polos(k.teks).parse().ok())
            .filter(|t| (1900..2200).contains(t))
    };
    for n in i + 1..(i + MAKS_NAMA).min(kata.len()) {
        let t = kata.get(n)?.teks;
        let nama = || {
            kata.get(i..n).map(|k| {
                k.iter()
                    .map(|k| k.teks.trim_matches(['(', '“', '"']))
                    .collect::<Vec<_>>()
                    .join(" ")
            })
        };
        // The constitution has a year and no number.
        if polos(t) == "tahun" && kata.get(i + 1).is_some_and(|k| k.teks == "Dasar") {
            return Some((
                Luar {
                    jenis: nama()?,
                    nomor: None,
                    tahun: tahun(n + 1),
                    bagian: None,
                },
                n + 2,
            ));
        }
        // "Nomor" itself may be misprinted; number and "Tahun" behind it tell.
        let nomor = kata
            .get(n + 1)
            .map(|k| k.teks)
            .filter(|k| k.starts_with(|c: char| c.is_ascii_digit()));
        if let Some(nomor) = nomor
            && kata.get(n + 2).is_some_and(|k| polos(k.teks) == "tahun")
        {
            return Some((
                Luar {
                    jenis: nama()?,
                    nomor: Some(nomor.to_owned()),
                    tahun: tahun(n + 3),
                    bagian: None,
                },
                (n + 4).min(kata.len()),
            ));
        }
        if polos(t) == "tentang" || polos(t) == "ini" || t.ends_with([';', '.', ':', ',']) {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rujukan::urai;

    #[test]
    fn number_and_year_are_found_behind_a_long_name() {
        let luar = |t: &str| baca(&urai::kata(t), 0).map(|(l, _)| (l.jenis, l.nomor, l.tahun));
        assert_eq!(
            luar("Peraturan Menteri Urusan Taman dan Kolam Nomor 7 Tahun 2031 tentang Ikan"),
            Some((
                "Peraturan Menteri Urusan Taman dan Kolam".into(),
                Some("7".into()),
                Some(2031)
            ))
        );
        assert_eq!(
            luar("Undang-Undang Npmor 8 Tahun 2030;"),
            Some(("Undang-Undang".into(), Some("8".into()), Some(2030)))
        );
        assert_eq!(
            luar("Undang-Undang Dasar Negara Tahun 1945"),
            Some(("Undang-Undang Dasar Negara".into(), None, Some(1945)))
        );
        assert_eq!(luar("Peraturan Bupati ini mulai berlaku"), None);
        assert_eq!(luar("Peraturan Bupati tersendiri."), None);
    }
}
