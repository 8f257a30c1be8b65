//! Recognises the words that give a regulation its structure: "BAB II", "Bagian Kedua", "Pasal 12A", "(3)", "c.", "4)". Says what
//! such a word could mean, misprints included; whether it does mean it, only its place can tell (see `susun`).

mod butir;

pub(crate) use butir::{Butir, Gaya, butir, huruf, tulis_huruf};

use crate::kata::{Kata, polos};

/// "Pasal", as scanners write it.
pub(crate) fn kata_pasal(t: &str) -> bool {
    matches!(t, "Pasal" | "PASAL" | "PasaI" | "Pasa1")
}

/// A number of at most four digits.
pub(crate) fn angka(t: &str) -> Option<u32> {
    ((1..=4).contains(&t.len()) && t.bytes().all(|b| b.is_ascii_digit()))
        .then(|| t.parse().ok())
        .flatten()
}

/// The same, with letters that scanners put for digits. The flag tells whether there were any.
pub(crate) fn angka_kabur(t: &str) -> Option<(u32, bool)> {
    if let Some(n) = angka(t) {
        return Some((n, false));
    }
    let tukar: String = t
        .chars()
        .map(|c| match c {
            'l' | 'I' | '|' => '1',
            'O' | 'o' => '0',
            c => c,
        })
        .collect();
    // At least one real digit, or the single stroke that can only be a one.
    let nyata = t.bytes().any(|b| b.is_ascii_digit()) || matches!(t, "l" | "I" | "|");
    angka(&tukar).filter(|_| nyata && t.len() <= 3).map(|n| (n, true))
}

/// A Roman number, strictly written, below 100.
pub(crate) fn romawi(t: &str) -> Option<u32> {
    let nilai = |c| match c {
        'I' => Some(1),
        'V' => Some(5),
        'X' => Some(10),
        'L' => Some(50),
        'C' => Some(100),
        _ => None,
    };
    if t.is_empty() || t.len() > 8 {
        return None;
    }
    let n: Vec<u32> = t.chars().map(nilai).collect::<Option<_>>()?;
    let jumlah = n.iter().enumerate().fold(0_i64, |j, (i, v)| {
        if n.get(i + 1).is_some_and(|w| w > v) {
            j - i64::from(*v)
        } else {
            j + i64::from(*v)
        }
    });
    u32::try_from(jumlah)
        .ok()
        .filter(|j| *j < 100 && tulis_romawi(*j) == t)
}

/// A number below 100 in Roman figures.
pub(crate) fn tulis_romawi(mut n: u32) -> String {
    let mut s = String::new();
    for (v, t) in [
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ] {
        while n >= v && s.len() < 32 {
            s.push_str(t);
            n -= v;
        }
    }
    s
}

/// The number of a chapter, `nanti` being the one expected. "11" is XI on a chapter after the tenth and II after the first.
pub(crate) fn nomor_bab(t: &str, nanti: u32) -> Option<(u32, bool)> {
    let t = t.trim_end_matches(['.', ':', ',']);
    if let Some(n) = romawi(t) {
        return Some((n, false));
    }
    let tukar: String = t
        .chars()
        .map(|c| {
            if matches!(c, '1' | 'l' | '|' | 'i') {
                'I'
            } else {
                c.to_ascii_uppercase()
            }
        })
        .collect();
    let kabur = romawi(&tukar);
    match (angka(t), kabur) {
        (Some(n), _) if n == nanti => Some((n, false)),
        (_, Some(r)) if r == nanti => Some((r, true)),
        (Some(n), _) if n < 100 => Some((n, false)),
        (_, Some(r)) => Some((r, true)),
        _ => None,
    }
}

/// The ordinal that begins at this word, with the number of words it takes: "Kedua Belas".
pub(crate) fn ke(kata: &[Kata<'_>], i: usize) -> Option<(u32, usize)> {
    let t = &kata.get(i)?.teks;
    if !t.starts_with(char::is_uppercase) {
        return None;
    }
    const SATUAN: [&str; 10] = [
        "kesatu",
        "kedua",
        "ketiga",
        "keempat",
        "kelima",
        "keenam",
        "ketujuh",
        "kedelapan",
        "kesembilan",
        "kesepuluh",
    ];
    let k = polos(t);
    if k == "pertama" {
        return Some((1, 1));
    }
    if k == "kesebelas" {
        return Some((11, 1));
    }
    let satuan = |k: &str| {
        SATUAN
            .iter()
            .position(|s| *s == k)
            .and_then(|p| u32::try_from(p + 1).ok())
    };
    if let Some((n, akhiran)) = k
        .strip_suffix("belas")
        .map(|p| (p, 10))
        .or_else(|| k.strip_suffix("puluh").map(|p| (p, 0)))
        && let Some(n) = satuan(n.trim_end_matches('-'))
    {
        return Some((if akhiran == 10 { 10 + n } else { 10 * n }, 1));
    }
    let n = satuan(&k)?;
    match kata.get(i + 1).map(|b| polos(&b.teks)).as_deref() {
        Some("belas") if n < 10 => Some((10 + n, 2)),
        Some("puluh") if n < 10 => Some((10 * n, 2)),
        _ => Some((n, 1)),
    }
}

/// The number of an article: "12", "12A", "I". With the length of the text that is the number.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct NomorPasal {
    pub urut: u32,
    pub sisipan: Option<String>,
    pub romawi: bool,
    pub kabur: bool,
}

/// Reads the number of an article. A comma or bracket behind it makes it a reference, so those are not trimmed.
pub(crate) fn nomor_pasal(t: &str) -> Option<NomorPasal> {
    let t = t.trim_end_matches(['.', ':']);
    let angka_dulu = t.len() - t.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (kiri, kanan) = t.split_at(angka_dulu);
    if let Some(urut) =
        angka(kiri).filter(|_| kanan.len() == 1 && kanan.bytes().all(|b| b.is_ascii_uppercase()))
        && !matches!(kanan, "I" | "O")
    {
        return Some(NomorPasal {
            urut,
            sisipan: Some(kanan.into()),
            romawi: false,
            kabur: false,
        });
    }
    if let Some(urut) = romawi(t) {
        return Some(NomorPasal {
            urut,
            sisipan: None,
            romawi: true,
            kabur: false,
        });
    }
    angka_kabur(t).map(|(urut, kabur)| NomorPasal {
        urut,
        sisipan: None,
        romawi: false,
        kabur,
    })
}

/// `(3)`, or `(3)Setiap` with text glued on: the number, the bytes it takes, and whether it was misread.
pub(crate) fn ayat(t: &str) -> Option<(u32, usize, bool)> {
    let dalam = t.strip_prefix('(')?;
    let tutup = dalam.find(')').filter(|p| (1..=3).contains(p))?;
    let (n, kabur) = angka_kabur(dalam.get(..tutup)?)?;
    let sisa = dalam.get(tutup + 1..)?;
    (n > 0 && (sisa.is_empty() || sisa.starts_with(char::is_uppercase))).then_some((n, tutup + 2, kabur))
}

/// Does this line begin with a mark of structure? For catch-words, which repeat one.
pub(crate) fn membuka(t: &str) -> bool {
    let mut kata = t.split_whitespace();
    let (Some(a), b) = (kata.next(), kata.next()) else {
        return false;
    };
    baris_judul(t).is_some() || ayat(a).is_some() || (b.is_some() && butir(a).iter().any(|b| !b.telanjang))
}

/// Does this line hold a heading? `Some(true)` for an article, `Some(false)` for a chapter, part or division.
pub(crate) fn baris_judul(t: &str) -> Option<bool> {
    let mut kata = t.split_whitespace();
    let (a, b) = (kata.next()?, kata.next()?);
    match a {
        "BAB" => nomor_bab(b, 0).map(|_| false),
        "Bagian" | "BAGIAN" => polos(b).starts_with("ke").then_some(false),
        "Paragraf" | "PARAGRAF" => (angka_kabur(b).is_some() || polos(b).starts_with("ke")).then_some(false),
        p if kata_pasal(p) => nomor_pasal(b)
            .filter(|_| kata.next().is_none_or(|k| !k.starts_with(char::is_lowercase)))
            .map(|_| true),
        _ => None,
    }
}

/// Does the closing begin with this line?
pub(crate) fn baris_penutup(t: &str) -> bool {
    let t = t.get(..24.min(t.len())).unwrap_or(t).to_lowercase();
    t.starts_with("agar setiap orang") || t.starts_with("ditetapkan di ") || t.starts_with("disahkan di ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roman_numbers_come_back() {
        for n in 1..100 {
            assert_eq!(romawi(&tulis_romawi(n)), Some(n));
        }
        assert_eq!((romawi("IIII"), romawi("VX"), romawi("")), (None, None, None));
    }

    #[test]
    fn a_misread_chapter_is_understood_by_its_place() {
        assert_eq!(nomor_bab("11", 2), Some((2, true)));
        assert_eq!(nomor_bab("11", 11), Some((11, false)));
        assert_eq!(nomor_bab("1V", 4), Some((4, true)));
        assert_eq!(nomor_bab("lll", 3), Some((3, true)));
        assert_eq!(nomor_bab("VII", 9), Some((7, false)));
        assert_eq!(nomor_bab("UMUM", 1), None);
    }

    #[test]
    fn articles_and_subsections_have_numbers() {
        assert_eq!(
            nomor_pasal("12A").map(|n| (n.urut, n.sisipan)),
            Some((12, Some("A".into())))
        );
        assert_eq!(nomor_pasal("5").map(|n| n.urut), Some(5));
        assert_eq!(nomor_pasal("5,"), None);
        assert_eq!(ayat("(3)"), Some((3, 3, false)));
        assert_eq!(ayat("(l)"), Some((1, 3, true)));
        assert_eq!(ayat("(10)Diskominfo"), Some((10, 4, false)));
        assert_eq!(ayat("(satu)"), None);
        assert_eq!(ayat("(3),"), None);
    }
}
