//! The graph for whoever may not read all of it: what is closed to them stays where it is and says nothing of itself.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use kernel::IdEntri;

use super::{Graf, Kait, Simpul};

impl Simpul {
    /// What is left of it for whoever may not read it: its domain, whether it is in use, and where it is linked.
    fn samar(&self, id: IdEntri, nama: &str, kait: Vec<(Kait, IdEntri)>) -> Self {
        Simpul {
            id,
            domain: self.domain,
            nomor: String::new(),
            nama: nama.to_owned(),
            opd: String::new(),
            ikut: Vec::new(),
            keadaan: self.keadaan.clone(),
            ciri: BTreeMap::new(),
            biaya: 0,
            pengguna: 0,
            kelengkapan: None,
            dikonfirmasi: None,
            masa: (None, None),
            kait,
            bertingkat: None,
            tertutup: true,
        }
    }
}

impl Graf {
    /// The graph as whoever may not read these sees it: they stay where they are, called `nama`, and nothing else is
    /// said of them, so that what hangs on them is still found. O(nodes log nodes + links).
    pub fn samarkan(&self, tutup: &HashSet<IdEntri>, nama: &str) -> Graf {
        let samaran: HashMap<IdEntri, IdEntri> = (0_u128..)
            .zip(self.simpul.iter().filter(|s| tutup.contains(&s.id)))
            .map(|(n, s)| (s.id, IdEntri(uuid::Uuid::from_u128(u128::MAX - n))))
            .collect();
        let satu = |s: &Arc<Simpul>| {
            let kena = |(_, ke): &(Kait, IdEntri)| samaran.contains_key(ke);
            let kait = || -> Vec<(Kait, IdEntri)> {
                let ke = |i: &IdEntri| samaran.get(i).copied().unwrap_or(*i);
                s.kait.iter().map(|(k, i)| (*k, ke(i))).collect()
            };
            match samaran.get(&s.id) {
                Some(id) => Arc::new(s.samar(*id, nama, kait())),
                None if s.kait.iter().any(kena) => Arc::new(Simpul {
                    kait: kait(),
                    ..Simpul::clone(s)
                }),
                None => s.clone(),
            }
        };
        Graf::susun(self.simpul.iter().map(satu))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{
        super::{Domain, tests::simpul},
        *,
    };

    const KAIT: [Kait; 4] = [Kait::Induk, Kait::Layanan, Kait::Infrastruktur, Kait::Integrasi];

    proptest! {
        /// Whatever is closed: as much stops as before, and nothing of what is closed is left in the graph.
        #[test]
        fn what_is_closed_counts_and_says_nothing(
            sisi in proptest::collection::vec((0..12u32, 0..4usize, 0..12u32), 0..30),
            tutup in proptest::collection::hash_set(1..12u32, 0..8),
        ) {
            let kait = |n: u32| -> Vec<(Kait, u32)> {
                sisi.iter().filter(|(a, ..)| *a == n).map(|(_, k, z)| (KAIT[*k], *z)).collect()
            };
            let d = |n: u32| Domain::SEMUA[n as usize % 6];
            let g = Graf::susun((0..12).map(|n| Arc::new(simpul(n, d(n), &kait(n)))));
            let cari = |n: u32| simpul(n, d(n), &[]).id;
            let id: HashSet<IdEntri> = tutup.iter().map(|n| cari(*n)).collect();
            let s = g.samarkan(&id, "Entri tertutup");
            prop_assert_eq!(s.semua().len(), g.semua().len());
            prop_assert_eq!(s.jumlah_kait(), g.jumlah_kait());
            let awal = |g: &Graf| g.cari(cari(0)).unwrap();
            let (a, z) = (g.dampak(&[awal(&g)]), s.dampak(&[awal(&s)]));
            prop_assert_eq!(a.henti.len(), z.henti.len());
            prop_assert_eq!(a.terganggu.len(), z.terganggu.len());
            for x in s.semua() {
                if x.tertutup {
                    prop_assert!(!id.contains(&x.id) && x.nomor.is_empty() && x.opd.is_empty());
                    prop_assert_eq!(x.sebutan(), "Entri tertutup");
                } else {
                    prop_assert!(!id.contains(&x.id) && g.cari(x.id).is_some());
                }
                prop_assert!(x.kait.iter().all(|(_, ke)| !id.contains(ke)));
            }
        }
    }
}
