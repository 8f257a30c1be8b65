//! What is kept of a growing tree: its size and the roots of the complete subtrees at its right edge, one for each
//! bit of the size. Enough to append in O(1) and to know the root in O(log n).

use tlog_tiles::tlog::{EMPTY_HASH, Hash, node_hash};

/// A tree that grows.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Pohon {
    ukuran: u64,
    /// Largest first.
    tepi: Vec<Hash>,
}

/// A subtree that has just become complete and fills one place in a tile above the leaves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Genap {
    /// It spans 256 to this power of leaves; at least 1.
    pub tingkat: u8,
    /// How many such subtrees stand before it.
    pub n: u64,
    /// Its root.
    pub akar: Hash,
}

impl Pohon {
    /// How many leaves it has.
    pub fn ukuran(&self) -> u64 {
        self.ukuran
    }

    /// Adds a leaf; says which subtrees that fill a place in a tile it completes. O(1) on average.
    pub fn tambah(&mut self, daun: Hash) -> Vec<Genap> {
        let mut genap = Vec::new();
        let (mut akar, mut n) = (daun, self.ukuran);
        let mut tinggi = 0_u8;
        while n & 1 == 1
            && let Some(kiri) = self.tepi.pop()
        {
            akar = node_hash(kiri, akar);
            n >>= 1;
            tinggi += 1;
            if tinggi.is_multiple_of(8) {
                let tingkat = tinggi / 8;
                genap.push(Genap { tingkat, n, akar });
            }
        }
        self.tepi.push(akar);
        self.ukuran += 1;
        genap
    }

    /// The root of the tree (RFC 6962, section 2.1).
    pub fn akar(&self) -> Hash {
        let gabung = |kanan: Option<Hash>, kiri: &Hash| match kanan {
            Some(kanan) => Some(node_hash(*kiri, kanan)),
            None => Some(*kiri),
        };
        self.tepi.iter().rev().fold(None, gabung).unwrap_or(EMPTY_HASH)
    }

    /// The right edge as bytes.
    pub fn tepi(&self) -> Vec<u8> {
        self.tepi.iter().flat_map(|h| h.0).collect()
    }

    /// The tree of a size with that right edge; none when the two do not fit together.
    pub fn dari(ukuran: u64, tepi: &[u8]) -> Option<Self> {
        let (hash, sisa) = tepi.as_chunks::<32>();
        let cocok = sisa.is_empty() && hash.len() == ukuran.count_ones() as usize;
        cocok.then(|| Pohon {
            ukuran,
            tepi: hash.iter().map(|h| Hash(*h)).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;
    use crate::daun;

    /// RFC 6962, section 2.1, word by word.
    fn akar_rfc(d: &[Hash]) -> Hash {
        match d {
            [] => EMPTY_HASH,
            [satu] => *satu,
            d => {
                let k = d.len().next_power_of_two() / 2;
                let (kiri, kanan) = d.split_at(k);
                node_hash(akar_rfc(kiri), akar_rfc(kanan))
            }
        }
    }

    fn daun_ke(i: usize) -> Hash {
        let mut h = [0; 32];
        h[..8].copy_from_slice(&(i as u64).to_be_bytes());
        daun(&h)
    }

    #[test]
    fn satu_daun_menurut_rfc() {
        // Test vector of certificate-transparency-go: the leaf of the empty string.
        let kosong = tlog_tiles::tlog::record_hash(b"");
        let heks: String = kosong.0.iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(
            heks,
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
        );
        assert_eq!(Pohon::default().akar(), EMPTY_HASH);
    }

    #[test]
    fn tepi_yang_tidak_cocok_ditolak() {
        let mut p = Pohon::default();
        for i in 0..5 {
            p.tambah(daun_ke(i));
        }
        let bait = p.tepi();
        assert_eq!(Pohon::dari(5, &bait), Some(p));
        assert_eq!(Pohon::dari(7, &bait), None);
        assert_eq!(Pohon::dari(5, &bait[1..]), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn akar_dan_subpohon_seperti_rfc(n in 0_usize..1_100) {
            let semua: Vec<Hash> = (0..n).map(daun_ke).collect();
            let mut p = Pohon::default();
            let mut genap = Vec::new();
            for d in &semua {
                p = Pohon::dari(p.ukuran(), &p.tepi()).unwrap();
                genap.extend(p.tambah(*d));
            }
            prop_assert_eq!(p.akar(), akar_rfc(&semua));
            prop_assert_eq!(genap.len(), n / 256);
            for g in genap {
                let awal = usize::try_from(g.n).unwrap() * 256;
                prop_assert_eq!(g.tingkat, 1);
                prop_assert_eq!(g.akar, akar_rfc(&semua[awal..awal + 256]));
            }
        }
    }
}
