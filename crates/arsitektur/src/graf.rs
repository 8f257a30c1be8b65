//! The architecture as a graph in memory: entries of six registers, the procedures that hang on them, and the links between
//! all of these, compact enough to be asked anew for every page. No I/O; everything here is a function of the entries.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use kernel::IdEntri;

mod simpul;

pub use simpul::{CIRI, Domain, Kait, Simpul};

/// The neighbours of every node in one array, with where those of each begin.
#[derive(Clone, Debug, Default)]
struct Tetangga {
    awal: Vec<u32>,
    ujung: Vec<(Kait, u32)>,
}

impl Tetangga {
    /// O(nodes + links).
    fn susun(n: usize, sisi: &[(u32, Kait, u32)]) -> Self {
        let mut awal = vec![0_u32; n + 1];
        for (dari, ..) in sisi {
            if let Some(a) = awal.get_mut(*dari as usize + 1) {
                *a += 1;
            }
        }
        for i in 1..awal.len() {
            awal[i] += awal[i - 1];
        }
        let mut letak = awal.clone();
        let mut ujung = vec![(Kait::Induk, 0); sisi.len()];
        for (dari, k, ke) in sisi {
            let l = &mut letak[*dari as usize];
            ujung[*l as usize] = (*k, *ke);
            *l += 1;
        }
        Tetangga { awal, ujung }
    }

    fn dari(&self, i: u32) -> &[(Kait, u32)] {
        let i = i as usize;
        match (self.awal.get(i), self.awal.get(i + 1)) {
            (Some(a), Some(z)) => self.ujung.get(*a as usize..*z as usize).unwrap_or(&[]),
            _ => &[],
        }
    }
}

/// The graph.
#[derive(Clone, Debug, Default)]
pub struct Graf {
    simpul: Vec<Arc<Simpul>>,
    indeks: HashMap<IdEntri, u32>,
    keluar: Tetangga,
    masuk: Tetangga,
    putus: Vec<(u32, Kait)>,
}

impl Graf {
    /// Puts nodes together; links to what is not among them are kept apart ([`Graf::putus`]). O(nodes log nodes + links).
    pub fn susun(simpul: impl IntoIterator<Item = Arc<Simpul>>) -> Self {
        let mut simpul: Vec<Arc<Simpul>> = simpul.into_iter().collect();
        simpul.sort_by(|a, b| (a.domain, &a.nomor, a.id).cmp(&(b.domain, &b.nomor, b.id)));
        simpul.dedup_by_key(|s| s.id);
        let nomor = |i: usize| u32::try_from(i).unwrap_or(u32::MAX);
        let indeks: HashMap<IdEntri, u32> =
            simpul.iter().enumerate().map(|(i, s)| (s.id, nomor(i))).collect();
        let (mut sisi, mut putus) = (Vec::new(), Vec::new());
        for (i, s) in simpul.iter().enumerate() {
            for (k, ke) in &s.kait {
                match indeks.get(ke) {
                    Some(j) => sisi.push((nomor(i), *k, *j)),
                    None => putus.push((nomor(i), *k)),
                }
            }
        }
        let balik: Vec<(u32, Kait, u32)> = sisi.iter().map(|(a, k, z)| (*z, *k, *a)).collect();
        Graf {
            keluar: Tetangga::susun(simpul.len(), &sisi),
            masuk: Tetangga::susun(simpul.len(), &balik),
            simpul,
            indeks,
            putus,
        }
    }

    /// All nodes, by domain and number.
    pub fn semua(&self) -> &[Arc<Simpul>] {
        &self.simpul
    }

    /// The owners of what is not closed.
    pub fn opd(&self) -> BTreeSet<&str> {
        let terbuka = self.simpul.iter().filter(|s| !s.tertutup);
        terbuka.map(|s| s.opd.as_str()).collect()
    }

    /// The nodes with their positions.
    pub fn urut(&self) -> impl Iterator<Item = (u32, &Simpul)> {
        (0_u32..).zip(self.simpul.iter().map(Arc::as_ref))
    }

    /// A node by its position.
    pub fn satu(&self, i: u32) -> Option<&Simpul> {
        self.simpul.get(i as usize).map(Arc::as_ref)
    }

    /// Where an entry is.
    pub fn cari(&self, id: IdEntri) -> Option<u32> {
        self.indeks.get(&id).copied()
    }

    /// Where the entry with this number is, in a domain.
    pub fn bernomor(&self, domain: Domain, nomor: &str) -> Option<u32> {
        self.urut()
            .find(|(_, s)| s.domain == domain && s.nomor.eq_ignore_ascii_case(nomor))
            .map(|(i, _)| i)
    }

    /// Where its links lead.
    pub fn keluar(&self, i: u32) -> &[(Kait, u32)] {
        self.keluar.dari(i)
    }

    /// From where links lead to it.
    pub fn masuk(&self, i: u32) -> &[(Kait, u32)] {
        self.masuk.dari(i)
    }

    /// How many links there are between entries of the six domains: what leaves procedures is not among them.
    pub fn jumlah_kait(&self) -> usize {
        let resmi = |(_, s): &(u32, &Simpul)| s.domain.resmi();
        self.urut().filter(resmi).map(|(i, _)| self.keluar(i).len()).sum()
    }

    /// Links to entries that are not there.
    pub fn putus(&self) -> &[(u32, Kait)] {
        &self.putus
    }

    /// What fails at once when a node does, and by which link.
    fn terhenti(&self, i: u32) -> impl Iterator<Item = (Kait, u32)> {
        let ikut = |menopang: bool| move |(k, _): &&(Kait, u32)| k.menghentikan() && k.menopang() == menopang;
        self.masuk(i)
            .iter()
            .filter(ikut(false))
            .chain(self.keluar(i).iter().filter(ikut(true)))
            .copied()
    }

    /// What stops when these go: everything in use that hangs on them, each with how many steps away it is; and what is
    /// only hurt: applications that exchange data with something that stops, and what loses its protection.
    /// O(nodes + links).
    pub fn dampak(&self, mulai: &[u32]) -> Dampak {
        let mut jarak: HashMap<u32, (u32, Option<(Kait, u32)>)> =
            mulai.iter().map(|i| (*i, (0, None))).collect();
        let mut antre: Vec<u32> = mulai.to_vec();
        let mut kepala = 0;
        while let Some(i) = antre.get(kepala).copied() {
            kepala += 1;
            let n = jarak.get(&i).map_or(0, |(n, _)| *n);
            for (k, j) in self.terhenti(i) {
                if self.satu(j).is_some_and(Simpul::hidup) && !jarak.contains_key(&j) {
                    jarak.insert(j, (n + 1, Some((k, i))));
                    antre.push(j);
                }
            }
        }
        let mut terganggu = BTreeSet::new();
        for i in &antre {
            let lunak = self.masuk(*i).iter().filter(|(k, _)| !k.menghentikan());
            terganggu.extend(
                lunak
                    .map(|(_, j)| *j)
                    .filter(|j| !jarak.contains_key(j) && self.satu(*j).is_some_and(Simpul::hidup)),
            );
        }
        let mut henti: Vec<Kena> = antre
            .iter()
            .skip(mulai.len())
            .filter_map(|i| {
                let (jarak, lewat) = jarak.get(i)?;
                Some(Kena {
                    simpul: *i,
                    jarak: *jarak,
                    lewat: (*lewat)?,
                })
            })
            .collect();
        henti.sort_by_key(|k| (k.jarak, k.simpul));
        Dampak {
            henti,
            terganggu: terganggu.into_iter().collect(),
        }
    }

    /// The entries that are, by way of others, part of themselves. O(nodes).
    pub fn lingkar(&self) -> Vec<u32> {
        let induk = |i: u32| {
            self.keluar(i)
                .iter()
                .find(|(k, _)| *k == Kait::Induk)
                .map(|(_, j)| *j)
        };
        let mut tamat = vec![0_u8; self.simpul.len()];
        let mut hasil = Vec::new();
        for (awal, _) in self.urut() {
            let mut jalan = Vec::new();
            let mut kini = Some(awal);
            while let Some(i) = kini {
                match tamat.get_mut(i as usize) {
                    Some(t) if *t == 0 => *t = 1,
                    Some(1) => {
                        if let Some(p) = jalan.iter().position(|j| *j == i) {
                            hasil.extend_from_slice(&jalan[p..]);
                        }
                        break;
                    }
                    _ => break,
                }
                jalan.push(i);
                kini = induk(i);
            }
            for i in jalan {
                tamat[i as usize] = 2;
            }
        }
        hasil.sort_unstable();
        hasil
    }
}

/// Something that stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kena {
    /// What.
    pub simpul: u32,
    /// How many steps from what goes.
    pub jarak: u32,
    /// By which link, and because of what.
    pub lewat: (Kait, u32),
}

/// What happens when something goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dampak {
    /// What stops, nearest first.
    pub henti: Vec<Kena>,
    /// What goes on, poorer or unprotected.
    pub terganggu: Vec<u32>,
}

mod samar;
#[cfg(test)]
pub(crate) mod tests;
