//! Marks of list items: `c.`, `4)`, `(b)`, and letters that lost their full stop.

use super::angka_kabur;

/// How a list is printed; one list has one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gaya {
    /// `a.`
    Huruf,
    /// `1.`
    Angka,
    /// `a)` or `(a)`
    HurufKurung,
    /// `1)`
    AngkaKurung,
}

impl Gaya {
    pub fn huruf(self) -> bool {
        matches!(self, Self::Huruf | Self::HurufKurung)
    }
}

/// A reading of a word as the mark of a list item.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Butir {
    pub gaya: Gaya,
    pub urut: u32,
    /// Bytes of the word that are the mark; what follows is text glued to it.
    pub panjang: usize,
    /// A letter alone, without full stop.
    pub telanjang: bool,
    /// Read otherwise than printed.
    pub kabur: bool,
}

/// The letter of a list as a number: a is 1, aa is 27.
pub(crate) fn huruf(t: &str) -> Option<u32> {
    let b = t.as_bytes();
    let satu = *b.first().filter(|c| c.is_ascii_lowercase())?;
    match b {
        [_] => Some(u32::from(satu - b'a') + 1),
        [_, dua] if *dua == satu => Some(u32::from(satu - b'a') + 27),
        _ => None,
    }
}

/// The letter for a number; the reverse of [`huruf`].
pub(crate) fn tulis_huruf(n: u32) -> String {
    let huruf = |n: u32| {
        u8::try_from(n)
            .ok()
            .filter(|n| *n < 26)
            .map_or('?', |n| char::from(b'a' + n))
    };
    match n {
        1..=26 => huruf(n - 1).to_string(),
        27..=52 => huruf(n - 27).to_string().repeat(2),
        _ => n.to_string(),
    }
}

/// Every way a word can be read as the mark of a list item, the plainest first.
pub(crate) fn butir(t: &str) -> Vec<Butir> {
    let mut semua = Vec::new();
    let dalam = t.strip_prefix('(');
    let isi = dalam.unwrap_or(t);
    let panjang = isi
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(isi.len());
    if panjang == 0 || panjang > 3 {
        return semua;
    }
    let (label, sisa) = isi.split_at(panjang);
    let titik = dalam.is_none() && sisa.starts_with('.');
    let kurung = sisa.starts_with(')');
    let mut tambah = |gaya, urut, kabur: bool, telanjang: bool| {
        let tanda = usize::from(!telanjang) + usize::from(dalam.is_some());
        semua.push(Butir {
            gaya,
            urut,
            panjang: panjang + tanda,
            telanjang,
            kabur,
        });
    };
    if sisa.is_empty() && dalam.is_none() {
        if label.len() == 1
            && let Some(n) = huruf(label)
        {
            tambah(Gaya::Huruf, n, false, true);
        }
        return semua;
    }
    if !(titik || kurung) || !lekat(sisa.get(1..).unwrap_or_default()) {
        return semua;
    }
    let (h, a) = if titik {
        (Gaya::Huruf, Gaya::Angka)
    } else {
        (Gaya::HurufKurung, Gaya::AngkaKurung)
    };
    if let Some(n) = huruf(label) {
        tambah(h, n, false, false);
    }
    // Brackets on both sides belong to ayat when they hold a number.
    if dalam.is_none()
        && let Some((n, kabur)) = angka_kabur(label).filter(|(n, _)| *n > 0)
    {
        tambah(a, n, kabur, false);
    }
    // "1." for the letter l, read so only where k. went before.
    if label == "1" && dalam.is_none() {
        tambah(h, 12, true, false);
    }
    semua
}

/// May this be text glued to a mark? "d." of "s.d." and "000" of "14.000" may not; "1nfrastruktur" may.
fn lekat(sisa: &str) -> bool {
    sisa.is_empty() || {
        let mut c = sisa.chars();
        let awal = c.next().is_some_and(|a| a.is_alphabetic() || a == '1');
        awal && sisa.chars().count() >= 3 && c.next().is_some_and(char::is_lowercase) && !sisa.contains('.')
            || sisa
                .strip_suffix(['.', ';', ','])
                .is_some_and(|s| s.len() >= 3 && s.chars().all(char::is_alphabetic))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_told_from_words_that_look_like_them() {
        let satu = |t: &str| butir(t).first().map(|b| (b.gaya, b.urut, b.panjang));
        assert_eq!(satu("c."), Some((Gaya::Huruf, 3, 2)));
        assert_eq!(satu("14."), Some((Gaya::Angka, 14, 3)));
        assert_eq!(satu("b)"), Some((Gaya::HurufKurung, 2, 2)));
        assert_eq!(satu("(b)"), Some((Gaya::HurufKurung, 2, 3)));
        assert_eq!(satu("14.1nfrastruktur"), Some((Gaya::Angka, 14, 3)));
        assert_eq!(satu("a.meningkatkan"), Some((Gaya::Huruf, 1, 2)));
        assert_eq!(satu("aa."), Some((Gaya::Huruf, 27, 3)));
        for t in [
            "14.000", "s.d.", "a.n.", "1950)", "dan", "ab.", "12/2011", "e.g.", "(satu)",
        ] {
            assert_eq!(satu(t), None, "{t}");
        }
    }
}
