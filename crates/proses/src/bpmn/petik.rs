//! Steps of a procedure out of what a BPMN file says, and what was understood otherwise than it was drawn. Gateways that
//! only join or split are no steps: their flows go through. Flows may go in rings.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{
    Galat, IdEntri, Pesan,
    nilai::{Bilangan, KodeUnit, Pilihan, Rujukan, Teks},
};
use tata_kelola::proses::{JenisLangkah, LangkahSop, Satuan, alur, langkah::Aktor};

use super::baca::{Model, Simpul};

/// Most steps of a procedure.
const MAKS: usize = 200;

/// What was understood otherwise than it was drawn.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Catatan {
    /// Elements that were left out: their name, and how many.
    Asing(String, usize),
    /// A gateway that runs several ways at once.
    Sejajar(String),
    /// A gateway or event of a kind that procedures have not.
    Disederhanakan(String),
    /// Nothing follows a step that is no end.
    Berakhir(String),
    /// A text was too long.
    Dipotong(String),
    /// Flows that lead from or to what is not there.
    Lepas(usize),
    /// References to data or applications that are not known here.
    TakDikenal(usize),
}

impl Catatan {
    /// What people read.
    pub fn pesan(&self) -> Pesan {
        match self {
            Catatan::Asing(nama, n) => Pesan::baru("{n} unsur {nama} tidak diambil.")
                .dengan("n", n.to_string())
                .dengan("nama", nama.clone()),
            Catatan::Sejajar(nama) => {
                Pesan::baru("Cabang sejajar {nama} menjadi beberapa langkah berikutnya.")
                    .dengan("nama", nama.clone())
            }
            Catatan::Disederhanakan(nama) => {
                Pesan::baru("{nama} dibaca sebagai kegiatan atau keputusan biasa.")
                    .dengan("nama", nama.clone())
            }
            Catatan::Berakhir(nama) => {
                Pesan::baru("Sesudah {nama} tidak ada lanjutannya; dibaca sebagai selesai.")
                    .dengan("nama", nama.clone())
            }
            Catatan::Dipotong(nama) => {
                Pesan::baru("Teks pada {nama} terlalu panjang dan dipotong.").dengan("nama", nama.clone())
            }
            Catatan::Lepas(n) => {
                Pesan::baru("{n} aliran tidak tersambung ke langkah mana pun.").dengan("n", n.to_string())
            }
            Catatan::TakDikenal(n) => {
                Pesan::baru("{n} rujukan ke data atau aplikasi tidak dikenal di sini dan dikosongkan.")
                    .dengan("n", n.to_string())
            }
        }
    }
}

/// What names in a file stand for here.
pub struct Kenal<'a> {
    /// The office with this name or code.
    pub unit: &'a dyn Fn(&str) -> Option<String>,
    /// What an actor is called in a file.
    pub nama: &'a dyn Fn(&Aktor) -> String,
}

/// What a node becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Jadi {
    Langkah(JenisLangkah),
    /// Its flows go through.
    Tembus,
}

fn jadi(s: &Simpul, keluar: usize) -> Jadi {
    match s.jenis.as_str() {
        "startEvent" => Jadi::Langkah(JenisLangkah::Mulai),
        "endEvent" => Jadi::Langkah(JenisLangkah::Selesai),
        "parallelGateway" | "complexGateway" => Jadi::Tembus,
        // Ours is a decision also while it has one answer only.
        "exclusiveGateway" if !s.tambahan.is_empty() => Jadi::Langkah(JenisLangkah::Keputusan),
        "exclusiveGateway" | "inclusiveGateway" | "eventBasedGateway" if keluar < 2 => Jadi::Tembus,
        "exclusiveGateway" | "inclusiveGateway" | "eventBasedGateway" => {
            Jadi::Langkah(JenisLangkah::Keputusan)
        }
        _ => Jadi::Langkah(JenisLangkah::Kegiatan),
    }
}

/// The flows of a model by node: what is said beside each, and where it leads.
struct Aliran {
    keluar: Vec<Vec<(String, usize)>>,
    jadi: Vec<Jadi>,
}

impl Aliran {
    fn dari(m: &Model) -> (Self, usize) {
        let letak: BTreeMap<&str, usize> = m
            .simpul
            .iter()
            .enumerate()
            .map(|(i, s)| (s.kode.as_str(), i))
            .collect();
        let mut keluar = vec![Vec::new(); m.simpul.len()];
        let mut lepas = 0;
        for a in &m.alir {
            let ujung = (letak.get(a.dari.as_str()), letak.get(a.ke.as_str()));
            match ujung {
                (Some(i), Some(j)) => {
                    if let Some(k) = keluar.get_mut(*i) {
                        k.push((a.nama.trim().to_owned(), *j));
                    }
                }
                _ => lepas += 1,
            }
        }
        let jadi = m
            .simpul
            .iter()
            .zip(&keluar)
            .map(|(s, k)| jadi(s, k.len()))
            .collect();
        (Aliran { keluar, jadi }, lepas)
    }

    fn langkah(&self, i: usize) -> bool {
        !matches!(self.jadi.get(i), Some(Jadi::Tembus) | None)
    }

    /// The steps that follow a node, through gateways that are none; each once. O(nodes + flows).
    fn lanjutan(&self, dari: usize) -> Vec<(String, usize)> {
        let mut hasil: Vec<(String, usize)> = Vec::new();
        let mut lewat: BTreeSet<usize> = BTreeSet::new();
        let mut antre: Vec<(String, usize)> = self
            .keluar
            .get(dari)
            .into_iter()
            .flatten()
            .rev()
            .cloned()
            .collect();
        while let Some((kata, i)) = antre.pop() {
            if self.langkah(i) {
                hasil.push((kata, i));
            } else if lewat.insert(i) {
                for (lagi, j) in self.keluar.get(i).into_iter().flatten().rev() {
                    let kata = if kata.is_empty() { lagi } else { &kata };
                    antre.push((kata.clone(), *j));
                }
            }
        }
        hasil
    }

    /// All nodes in the order in which a reader meets them: from the beginnings along the flow, a branch to its end before
    /// the next.
    fn urutan(&self) -> Vec<usize> {
        let mulai = |i: &usize| self.jadi.get(*i) == Some(&Jadi::Langkah(JenisLangkah::Mulai));
        let semua: Vec<usize> = (0..self.jadi.len()).collect();
        let (awal, lain): (Vec<usize>, Vec<usize>) = semua.into_iter().partition(mulai);
        let mut sudah = BTreeSet::new();
        let mut hasil = Vec::new();
        for i in awal.into_iter().chain(lain) {
            let mut antre = vec![i];
            while let Some(i) = antre.pop() {
                if sudah.insert(i) {
                    hasil.push(i);
                    antre.extend(self.keluar.get(i).into_iter().flatten().rev().map(|(_, j)| *j));
                }
            }
        }
        hasil
    }
}

/// A text that fits, and whether it had to be cut; none when there is none.
fn muat<const N: usize>(s: &str) -> (Option<Teks<N>>, bool) {
    let penuh = Teks::baru(s).ok();
    if penuh.is_some() || s.trim().is_empty() {
        return (penuh, false);
    }
    let awal: String = s.trim().chars().take(N.saturating_sub(1)).collect();
    (Teks::baru(&format!("{}…", awal.trim_end())).ok(), true)
}

struct Pemetik<'m> {
    m: &'m Model,
    kenal: &'m Kenal<'m>,
    catatan: BTreeSet<Catatan>,
    tak_dikenal: usize,
}

impl Pemetik<'_> {
    fn teks<const N: usize>(&mut self, s: &str, pada: &str) -> Option<Teks<N>> {
        let (teks, potong) = muat(s);
        if potong {
            self.catatan
                .insert(Catatan::Dipotong(pada.chars().take(60).collect()));
        }
        teks
    }

    /// Who does it: as we wrote it, unless somebody moved it to another lane; else what lane or pool say.
    fn aktor(&mut self, s: &Simpul) -> (Option<KodeUnit>, Option<Teks<80>>) {
        let lajur = self
            .m
            .lajur
            .get(&s.kode)
            .or_else(|| self.m.peserta.get(&s.proses));
        let lajur = lajur
            .map(|l| l.trim())
            .filter(|l| !l.is_empty())
            .unwrap_or_default();
        let ambil = |k: &str| s.tambahan.get(k).filter(|v| !v.trim().is_empty()).cloned();
        let tertulis = Aktor {
            unit: ambil("unit"),
            sebutan: ambil("pelaksana"),
        };
        let dikenal = tertulis
            .unit
            .as_ref()
            .is_none_or(|u| (self.kenal.unit)(u).as_ref() == Some(u));
        if tertulis != Aktor::default() && dikenal && (self.kenal.nama)(&tertulis) == lajur {
            let sebutan = tertulis.sebutan.and_then(|s| self.teks(&s, lajur));
            return (tertulis.unit.map(KodeUnit), sebutan);
        }
        match (self.kenal.unit)(lajur) {
            Some(u) => (Some(KodeUnit(u)), None),
            None if lajur.is_empty() => (None, Teks::baru("Pelaksana").ok()),
            None => (None, self.teks(lajur, lajur)),
        }
    }

    fn rujukan<R>(&mut self, s: &Simpul, kunci: &str) -> Option<Rujukan<R>> {
        let teks = s.tambahan.get(kunci)?;
        let id = teks.parse().ok();
        self.tak_dikenal += usize::from(id.is_none());
        id.map(|i| Rujukan::ke(IdEntri(i)))
    }

    fn langkah(&mut self, s: &Simpul, bentuk: JenisLangkah, kode: &str) -> Option<LangkahSop> {
        let bawaan = match bentuk {
            JenisLangkah::Mulai => "Mulai",
            JenisLangkah::Selesai => "Selesai",
            JenisLangkah::Keputusan => "Keputusan",
            JenisLangkah::Kegiatan => "Kegiatan",
        };
        let nama = if s.nama.trim().is_empty() {
            bawaan
        } else {
            s.nama.trim()
        };
        if matches!(
            s.jenis.as_str(),
            "inclusiveGateway"
                | "eventBasedGateway"
                | "subProcess"
                | "transaction"
                | "adHocSubProcess"
                | "intermediateCatchEvent"
                | "intermediateThrowEvent"
        ) {
            self.catatan
                .insert(Catatan::Disederhanakan(nama.chars().take(60).collect()));
        }
        let (unit, pelaksana) = self.aktor(s);
        let ambil = |k: &str| s.tambahan.get(k).map_or("", String::as_str);
        let waktu: Option<Bilangan<0, 9999>> = ambil("waktu").parse().ok().and_then(Bilangan::baru);
        let satuan = Satuan::dari_kode(ambil("satuan"));
        // A number without its unit says nothing, nor does the other without it.
        let (waktu, satuan) = waktu.zip(satuan).unzip();
        Some(LangkahSop {
            kode: Teks::baru(kode).ok()?,
            kegiatan: self.teks(nama, nama)?,
            bentuk,
            unit,
            pelaksana,
            masukan: self.teks(ambil("masukan"), nama),
            keluaran: self.teks(ambil("keluaran"), nama),
            waktu,
            satuan,
            data: self.rujukan(s, "data"),
            aplikasi: self.rujukan(s, "aplikasi"),
            berikut: None,
        })
    }
}

/// The codes that we wrote ourselves, when every step has one; else numbers.
fn kode(simpul: &[&Simpul]) -> Vec<String> {
    let tertulis: Vec<&str> = simpul
        .iter()
        .filter_map(|s| s.tambahan.get("kode").map(|k| k.trim()))
        .filter(|k| Teks::<20>::baru(k).is_ok_and(|t| t.as_str() == *k) && !k.contains([';', ':']))
        .collect();
    let berbeda: BTreeSet<&str> = tertulis.iter().copied().collect();
    if tertulis.len() == simpul.len() && berbeda.len() == simpul.len() {
        return tertulis.into_iter().map(str::to_owned).collect();
    }
    (1..=simpul.len()).map(|n| n.to_string()).collect()
}

/// What comes next, in words that the field takes: long answers are cut until all fit.
fn berikut(bentuk: JenisLangkah, i: usize, cabang: &[(String, usize)], kode: &[String]) -> Option<Teks<300>> {
    let tujuan = |j: &usize| kode.get(*j).map(String::as_str);
    if bentuk == JenisLangkah::Selesai {
        return None;
    }
    if bentuk != JenisLangkah::Keputusan {
        if let [(_, j)] = cabang
            && *j == i + 1
        {
            return None;
        }
        let semua = cabang.iter().filter_map(|(_, j)| Some((None, tujuan(j)?)));
        return Teks::baru(&alur::tulis(semua)).ok();
    }
    [100, 40, 15, 6].into_iter().find_map(|maks| {
        let semua: Vec<(String, &str)> = cabang
            .iter()
            .enumerate()
            .filter_map(|(n, (kata, j))| {
                let kata: String = kata.split_whitespace().collect::<Vec<_>>().join(" ");
                let kata: String = kata.chars().take(maks).collect();
                let kata = match kata.trim() {
                    "" => format!("Jawaban {}", n + 1),
                    k => k.to_owned(),
                };
                Some((kata, tujuan(j)?))
            })
            .collect();
        Teks::baru(&alur::tulis(semua.iter().map(|(b, k)| (Some(b.as_str()), *k)))).ok()
    })
}

/// The steps of a model, and what was understood otherwise. O(nodes · (nodes + flows)), of a thousand at most.
///
/// # Errors
/// At the field `berkas`: when there are no steps in it, or too many.
pub fn petik(m: &Model, kenal: &Kenal) -> Result<(Vec<LangkahSop>, Vec<Catatan>), Galat> {
    let (aliran, lepas) = Aliran::dari(m);
    let milik_kita = !m.simpul.is_empty() && m.simpul.iter().all(|s| s.tambahan.contains_key("kode"));
    let urutan = if milik_kita {
        (0..m.simpul.len()).collect()
    } else {
        aliran.urutan()
    };
    let dipakai: Vec<usize> = urutan.into_iter().filter(|i| aliran.langkah(*i)).collect();
    let simpul: Vec<&Simpul> = dipakai.iter().filter_map(|i| m.simpul.get(*i)).collect();
    if simpul.is_empty() {
        return Err(Galat::medan("berkas", "Tidak ada langkah di berkas ini."));
    }
    if simpul.len() > MAKS {
        let pesan = Pesan::baru(
            "Berkas ini memuat {n} langkah; paling banyak {maks}. Bagi menjadi beberapa prosedur.",
        );
        let pesan = pesan
            .dengan("n", simpul.len().to_string())
            .dengan("maks", MAKS.to_string());
        return Err(Galat::medan("berkas", pesan));
    }
    let kode = kode(&simpul);
    let tempat: BTreeMap<usize, usize> = dipakai.iter().enumerate().map(|(n, i)| (*i, n)).collect();
    let mut p = Pemetik {
        m,
        kenal,
        catatan: m
            .asing
            .iter()
            .map(|(k, n)| Catatan::Asing(k.clone(), *n))
            .collect(),
        tak_dikenal: 0,
    };
    if lepas > 0 {
        p.catatan.insert(Catatan::Lepas(lepas));
    }
    for (s, k) in m.simpul.iter().zip(&aliran.keluar) {
        if matches!(s.jenis.as_str(), "parallelGateway" | "complexGateway") && k.len() > 1 {
            p.catatan
                .insert(Catatan::Sejajar(s.nama.chars().take(60).collect()));
        }
    }
    let mut hasil = Vec::new();
    for (n, (i, s)) in dipakai.iter().zip(&simpul).enumerate() {
        let Some(Jadi::Langkah(mut bentuk)) = aliran.jadi.get(*i).copied() else {
            continue;
        };
        let cabang: Vec<(String, usize)> = aliran
            .lanjutan(*i)
            .into_iter()
            .filter_map(|(kata, j)| Some((kata, *tempat.get(&j)?)))
            .collect();
        // In a file of ours an empty list is a draft that its author knows; elsewhere a step without a way on is an end.
        if cabang.is_empty() && bentuk == JenisLangkah::Kegiatan && !milik_kita {
            bentuk = JenisLangkah::Selesai;
            let nama = if s.nama.trim().is_empty() {
                &s.kode
            } else {
                &s.nama
            };
            p.catatan
                .insert(Catatan::Berakhir(nama.chars().take(60).collect()));
        }
        let Some(mut l) = kode.get(n).and_then(|k| p.langkah(s, bentuk, k)) else {
            continue;
        };
        l.berikut = berikut(bentuk, n, &cabang, &kode);
        if l.berikut.is_none() && bentuk == JenisLangkah::Keputusan && !cabang.is_empty() {
            p.catatan
                .insert(Catatan::Dipotong(l.kegiatan.as_str().chars().take(60).collect()));
        }
        hasil.push(l);
    }
    if p.tak_dikenal > 0 {
        p.catatan.insert(Catatan::TakDikenal(p.tak_dikenal));
    }
    Ok((hasil, p.catatan.into_iter().collect()))
}
