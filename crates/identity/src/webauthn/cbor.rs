//! As much of CBOR (RFC 8949) as authenticators write: definite lengths, no tags, no fractions. Nothing is believed of
//! a length before the bytes are there, and nesting ends early.

/// How deep a statement of an authenticator goes at most.
const DALAM: u8 = 8;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Nilai<'a> {
    Bulat(i64),
    Bait(&'a [u8]),
    Teks(&'a str),
    Daftar(Vec<Nilai<'a>>),
    Peta(Vec<(Nilai<'a>, Nilai<'a>)>),
    /// True, false, null.
    Lain,
}

impl<'a> Nilai<'a> {
    /// The first value of some bytes, which are then what follows it.
    pub(super) fn baca(dari: &mut &'a [u8]) -> Option<Self> {
        satu(dari, DALAM)
    }

    fn cari(&self, cocok: impl Fn(&Nilai) -> bool) -> Option<&Self> {
        match self {
            Nilai::Peta(p) => p.iter().find(|(k, _)| cocok(k)).map(|(_, v)| v),
            _ => None,
        }
    }

    pub(super) fn di(&self, kunci: i64) -> Option<&Self> {
        self.cari(|k| *k == Nilai::Bulat(kunci))
    }

    pub(super) fn bernama(&self, nama: &str) -> Option<&Self> {
        self.cari(|k| *k == Nilai::Teks(nama))
    }

    pub(super) fn bulat(&self) -> Option<i64> {
        match self {
            Nilai::Bulat(n) => Some(*n),
            _ => None,
        }
    }

    pub(super) fn bait(&self) -> Option<&'a [u8]> {
        match self {
            Nilai::Bait(b) => Some(b),
            _ => None,
        }
    }
}

pub(super) fn ambil<'a>(dari: &mut &'a [u8], n: usize) -> Option<&'a [u8]> {
    let (awal, sisa) = dari.split_at_checked(n)?;
    *dari = sisa;
    Some(awal)
}

fn satu<'a>(dari: &mut &'a [u8], dalam: u8) -> Option<Nilai<'a>> {
    let dalam = dalam.checked_sub(1)?;
    let [kepala] = *ambil(dari, 1)? else { return None };
    let lebar = match kepala & 31 {
        0..24 => 0,
        24 => 1,
        25 => 2,
        26 => 4,
        27 => 8,
        _ => return None,
    };
    let angka = match lebar {
        0 => u64::from(kepala & 31),
        _ => ambil(dari, lebar)?
            .iter()
            .fold(0_u64, |n, b| (n << 8) | u64::from(*b)),
    };
    let banyak = usize::try_from(angka);
    Some(match kepala >> 5 {
        0 => Nilai::Bulat(i64::try_from(angka).ok()?),
        1 => Nilai::Bulat(-1 - i64::try_from(angka).ok()?),
        2 => Nilai::Bait(ambil(dari, banyak.ok()?)?),
        3 => Nilai::Teks(std::str::from_utf8(ambil(dari, banyak.ok()?)?).ok()?),
        4 => Nilai::Daftar((0..angka).map(|_| satu(dari, dalam)).collect::<Option<_>>()?),
        5 => Nilai::Peta(
            (0..angka)
                .map(|_| Some((satu(dari, dalam)?, satu(dari, dalam)?)))
                .collect::<Option<_>>()?,
        ),
        7 if (20..=22).contains(&angka) && lebar == 0 => Nilai::Lain,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn baca(mut b: &[u8]) -> Option<Nilai<'_>> {
        let n = Nilai::baca(&mut b)?;
        b.is_empty().then_some(n)
    }

    #[test]
    fn as_the_rfc_has_it() {
        // RFC 8949, appendix A.
        for (bait, harap) in [
            (&[0x00][..], Nilai::Bulat(0)),
            (&[0x17], Nilai::Bulat(23)),
            (&[0x18, 0x64], Nilai::Bulat(100)),
            (&[0x19, 0x03, 0xe8], Nilai::Bulat(1000)),
            (&[0x1a, 0x00, 0x0f, 0x42, 0x40], Nilai::Bulat(1_000_000)),
            (&[0x20], Nilai::Bulat(-1)),
            (&[0x39, 0x03, 0xe7], Nilai::Bulat(-1000)),
            (&[0x44, 1, 2, 3, 4], Nilai::Bait(&[1, 2, 3, 4])),
            (&[0x64, 0x49, 0x45, 0x54, 0x46], Nilai::Teks("IETF")),
            (&[0xf5], Nilai::Lain),
        ] {
            assert_eq!(baca(bait).unwrap(), harap, "{bait:x?}");
        }
        let peta = baca(&[0xa2, 0x61, 0x61, 0x01, 0x20, 0x82, 0x02, 0x03]).unwrap();
        assert_eq!(peta.bernama("a").and_then(Nilai::bulat), Some(1));
        let daftar = Nilai::Daftar(vec![Nilai::Bulat(2), Nilai::Bulat(3)]);
        assert_eq!(peta.di(-1), Some(&daftar));
        assert_eq!(peta.di(7), None);
    }

    #[test]
    fn what_is_cut_off_endless_or_too_deep_is_nothing() {
        for bait in [
            &[][..],
            &[0x18],
            &[0x44, 1, 2, 3],
            // Lengths that nobody has, and without end.
            &[0x5b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
            &[0x9b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x00],
            &[0xbb, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x00, 0x00],
            &[0x9f, 0xff],
            &[0x1b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
            &[0x3b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
            &[0x62, 0xff, 0xff],
            &[0xc0, 0x00],
            &[0xfb, 0, 0, 0, 0, 0, 0, 0, 0],
            &[0x81; 100],
        ] {
            assert_eq!(baca(bait), None, "{bait:x?}");
        }
    }
}
