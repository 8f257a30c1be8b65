//! Tiles: the tree cut into files of at most 256 hashes that never change once full (C2SP tlog-tiles), and the
//! proofs made from them.

use std::{cell::RefCell, collections::BTreeMap, fmt};

use tlog_tiles::{
    tile::Tile,
    tlog::{EMPTY_HASH, Error, Hash, HashReader, check_record, check_tree, prove_record, prove_tree},
};

/// Hashes in a full tile.
pub const LEBAR: u64 = 256;
/// Its height.
const TINGGI: u8 = 8;

/// What a tile holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Isi {
    /// The log entries themselves.
    Entri,
    /// Hashes of subtrees of 256 to this power of leaves.
    Tingkat(u8),
}

/// Which tile: what it holds, the how manyth it is, and how many places of it are filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Alamat {
    /// What it holds.
    pub isi: Isi,
    /// Tiles of this kind before it.
    pub n: u64,
    /// Filled places, 1 to 256.
    pub lebar: u16,
}

impl Alamat {
    /// The tile at that place in a tree of this size, as wide as the tree allows; none when the tree does not reach it.
    pub fn dalam(isi: Isi, n: u64, ukuran: u64) -> Option<Self> {
        let isinya = match isi {
            Isi::Entri => ukuran,
            Isi::Tingkat(t) => ukuran.checked_shr(u32::from(t) * u32::from(TINGGI)).unwrap_or(0),
        };
        let lebar = isinya.saturating_sub(n.checked_mul(LEBAR)?).min(LEBAR);
        (lebar > 0).then(|| Alamat {
            isi,
            n,
            lebar: u16::try_from(lebar).unwrap_or(u16::MAX),
        })
    }

    /// The tiles of hashes that a tree of one size has and a smaller one had not, or not so wide.
    pub fn baru(dari: u64, ukuran: u64) -> Vec<Self> {
        let mut semua = Vec::new();
        for tingkat in 0..8_u8 {
            let geser = u32::from(tingkat) * u32::from(TINGGI);
            let (lama, kini) = (dari >> geser, ukuran >> geser);
            if lama < kini {
                let isi = Isi::Tingkat(tingkat);
                let n = lama / LEBAR..=(kini - 1) / LEBAR;
                semua.extend(n.filter_map(|n| Alamat::dalam(isi, n, ukuran)));
            }
        }
        semua
    }

    /// Reads the part of an address after `tile/`: `0/x001/x234/067`, `entries/000.p/12`. None for anything that this
    /// type would not write itself.
    pub fn baca(jalan: &str) -> Option<Self> {
        let (isi, sisa) = jalan.split_once('/')?;
        let isi = match isi {
            "entries" => Isi::Entri,
            t => Isi::Tingkat(t.parse().ok().filter(|t| *t < 8)?),
        };
        let (nomor, lebar) = match sisa.split_once(".p/") {
            Some((nomor, lebar)) => (nomor, lebar.parse().ok().filter(|l| (1..256).contains(l))?),
            None => (sisa, 256),
        };
        let mut n = 0_u64;
        for bagian in nomor.split('/') {
            let angka: u64 = bagian.strip_prefix('x').unwrap_or(bagian).parse().ok()?;
            n = n.checked_mul(1_000)?.checked_add(angka)?;
        }
        let alamat = Alamat { isi, n, lebar };
        (alamat.to_string() == jalan).then_some(alamat)
    }

    /// The first log entry or subtree it holds.
    pub fn awal(&self) -> u64 {
        self.n * LEBAR
    }

    /// Whether nothing can be added to it.
    pub fn penuh(&self) -> bool {
        u64::from(self.lebar) == LEBAR
    }
}

impl fmt::Display for Alamat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.isi {
            Isi::Entri => f.write_str("entries/")?,
            Isi::Tingkat(t) => write!(f, "{t}/")?,
        }
        let mut bagian = vec![format!("{:03}", self.n % 1_000)];
        let mut sisa = self.n / 1_000;
        while sisa > 0 {
            bagian.push(format!("x{:03}", sisa % 1_000));
            sisa /= 1_000;
        }
        bagian.reverse();
        f.write_str(&bagian.join("/"))?;
        if self.penuh() {
            Ok(())
        } else {
            write!(f, ".p/{}", self.lebar)
        }
    }
}

/// What is to be proved of a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tanya {
    /// That a tree of this size has its `n`th leaf (RFC 6962, section 2.1.1).
    Termuat {
        /// Leaf.
        n: u64,
        /// Size.
        ukuran: u64,
    },
    /// That a tree only grew from one size to another (section 2.1.2).
    Tumbuh {
        /// Size before.
        dari: u64,
        /// Size now.
        ukuran: u64,
    },
}

/// Hands out nothing and remembers what was asked for.
struct Catat(RefCell<Vec<u64>>);

impl HashReader for Catat {
    fn read_hashes(&self, indeks: &[u64]) -> Result<Vec<Hash>, Error> {
        self.0.borrow_mut().extend(indeks);
        Ok(vec![EMPTY_HASH; indeks.len()])
    }
}

/// Reads from tiles at hand.
struct Baca<'a>(&'a BTreeMap<Alamat, Vec<u8>>);

impl HashReader for Baca<'_> {
    fn read_hashes(&self, indeks: &[u64]) -> Result<Vec<Hash>, Error> {
        let satu = |i: &u64| {
            let t = Tile::from_index(TINGGI, *i);
            let cocok = |a: &Alamat| a.isi == Isi::Tingkat(t.level()) && a.n == t.level_index();
            let (a, bait) = self.0.iter().find(|(a, _)| cocok(a)).ok_or(Error::InvalidTile)?;
            let t = Tile::new(TINGGI, t.level(), a.n, u32::from(a.lebar), false);
            t.hash_at_index(bait, *i)
        };
        indeks.iter().map(satu).collect()
    }
}

impl Tanya {
    fn ukuran(&self) -> u64 {
        match self {
            Tanya::Termuat { ukuran, .. } | Tanya::Tumbuh { ukuran, .. } => *ukuran,
        }
    }

    fn buktikan<R: HashReader>(&self, r: &R) -> Option<Vec<Hash>> {
        match *self {
            Tanya::Termuat { n, ukuran } if n < ukuran => prove_record(ukuran, n, r).ok(),
            Tanya::Tumbuh { dari, ukuran } if dari == 0 || dari == ukuran => Some(Vec::new()),
            Tanya::Tumbuh { dari, ukuran } if dari < ukuran => prove_tree(ukuran, dari, r).ok(),
            _ => None,
        }
    }

    /// The tiles the proof is made of, O(log n) of them; none when there is no such leaf or size.
    pub fn ubin(&self) -> Option<Vec<Alamat>> {
        let catat = Catat(RefCell::default());
        self.buktikan(&catat)?;
        let ubin = |i: &u64| {
            let t = Tile::from_index(TINGGI, *i);
            Alamat::dalam(Isi::Tingkat(t.level()), t.level_index(), self.ukuran())
        };
        let mut semua: Vec<Alamat> = catat.0.borrow().iter().map(ubin).collect::<Option<_>>()?;
        semua.sort();
        semua.dedup();
        Some(semua)
    }

    /// Whether a proof that a tree has a leaf holds for this root.
    pub fn termuat(bukti: &[Hash], (n, daun): (u64, Hash), (ukuran, akar): (u64, Hash)) -> bool {
        n < ukuran && check_record(&bukti.to_vec(), ukuran, akar, n, daun).is_ok()
    }

    /// Whether a proof that a tree only grew holds between these two roots.
    pub fn tumbuh(bukti: &[Hash], (dari, akar_dari): (u64, Hash), (ukuran, akar): (u64, Hash)) -> bool {
        match dari {
            0 => true,
            n if n == ukuran => akar_dari == akar,
            n => check_tree(&bukti.to_vec(), ukuran, akar, n, akar_dari).is_ok(),
        }
    }

    /// The proof, from the tiles that [`Tanya::ubin`] named.
    pub fn jawab(&self, ubin: &BTreeMap<Alamat, Vec<u8>>) -> Option<Vec<Hash>> {
        self.buktikan(&Baca(ubin))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::{Pohon, daun};
    use proptest::prelude::*;

    fn tingkat(n: u64, lebar: u16) -> Alamat {
        let isi = Isi::Tingkat(0);
        Alamat { isi, n, lebar }
    }

    #[test]
    fn alamat_seperti_c2sp() {
        assert_eq!(tingkat(1_234_067, 256).to_string(), "0/x001/x234/067");
        assert_eq!(tingkat(0, 12).to_string(), "0/000.p/12");
        let entri = Alamat {
            isi: Isi::Entri,
            n: 999,
            lebar: 256,
        };
        assert_eq!(Alamat::baca("entries/999"), Some(entri));
        for buruk in [
            "",
            "0",
            "0/",
            "0/1",
            "0/0001",
            "0/x000/001",
            "9/000",
            "0/000.p/0",
            "0/000.p/256",
            "0/000.p/",
            "data/000",
            "0/x99999999999999999999999/000",
            "0/-01",
            "0/+01",
            "../000",
            "0/001/002",
        ] {
            assert_eq!(Alamat::baca(buruk), None, "{buruk}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn alamat_pulang_pergi(n in 0_u64..2_000_000_000, lebar in 1_u16..=256, t in 0_u8..8) {
            let a = Alamat { isi: Isi::Tingkat(t), n, lebar };
            prop_assert_eq!(Alamat::baca(&a.to_string()), Some(a));
        }

        #[test]
        fn bukti_dari_ubin_diterima(ukuran in 1_u64..70_000, a in 0.0_f64..1.0, b in 0.0_f64..1.0) {
            let mut pohon = Pohon::default();
            let mut tingkat: Vec<Vec<Hash>> = vec![Vec::new(); 3];
            let dari = ((ukuran as f64) * a) as u64;
            let n = (((ukuran as f64) * b) as u64).min(ukuran - 1);
            let mut akar_dari = pohon.akar();
            let mut hash = [0; 32];
            for i in 0..ukuran {
                hash[..8].copy_from_slice(&i.to_be_bytes());
                let d = daun(&hash);
                tingkat[0].push(d);
                for g in pohon.tambah(d) {
                    tingkat[usize::from(g.tingkat)].push(g.akar);
                }
                if pohon.ukuran() == dari {
                    akar_dari = pohon.akar();
                }
            }
            let muat = |t: &Tanya| -> BTreeMap<Alamat, Vec<u8>> {
                t.ubin().unwrap().into_iter().map(|a| {
                    let Isi::Tingkat(t) = a.isi else { unreachable!() };
                    let awal = usize::try_from(a.awal()).unwrap();
                    let isi = &tingkat[usize::from(t)][awal..awal + usize::from(a.lebar)];
                    (a, isi.iter().flat_map(|h| h.0).collect())
                }).collect()
            };
            let termuat = Tanya::Termuat { n, ukuran };
            let bukti = termuat.jawab(&muat(&termuat)).unwrap();
            let d = tingkat[0][usize::try_from(n).unwrap()];
            let kini = (ukuran, pohon.akar());
            prop_assert!(Tanya::termuat(&bukti, (n, d), kini));
            prop_assert!(!Tanya::termuat(&bukti, (n, daun(&[9; 32])), kini));
            let tumbuh = Tanya::Tumbuh { dari, ukuran };
            let bukti = tumbuh.jawab(&muat(&tumbuh)).unwrap();
            prop_assert!(Tanya::tumbuh(&bukti, (dari, akar_dari), kini));
            if dari > 0 {
                prop_assert!(!Tanya::tumbuh(&bukti, (dari, daun(&[9; 32])), kini));
            }
            let semua = Alamat::baru(dari, ukuran);
            for a in tumbuh.ubin().unwrap() {
                prop_assert!(semua.contains(&a) || a.awal() + u64::from(a.lebar) <= dari || a.penuh());
            }
            prop_assert_eq!(semua.iter().filter(|a| a.isi == Isi::Tingkat(0)).map(|a| a.awal() + u64::from(a.lebar)).max(),
                (dari < ukuran).then_some(ukuran));
            prop_assert_eq!(Tanya::Termuat { n: ukuran, ukuran }.ubin(), None);
            prop_assert_eq!(Tanya::Tumbuh { dari: ukuran + 1, ukuran }.ubin(), None);
        }
    }
}
