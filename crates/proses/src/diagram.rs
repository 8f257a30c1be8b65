//! A procedure as a diagram: lanes for who does it, a node for each step, and where everything stands on paper. The list of
//! steps gives each node a place of its own along the flow, its lane the place across, so that nothing ever overlaps; a
//! line that passes other nodes runs along the edge of a lane. Pure; whoever draws decides which way is down.

use tata_kelola::proses::{
    JenisLangkah, LangkahSop,
    alur::{self, Cabang},
    langkah::Aktor,
};

/// A node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Simpul {
    /// Its lane.
    pub lajur: usize,
    /// What kind of step.
    pub bentuk: JenisLangkah,
}

/// A line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sisi {
    /// Where it leaves.
    pub dari: usize,
    /// Where it leads, and when.
    pub cabang: Cabang,
}

/// Lanes, nodes and lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagram {
    /// Who, in the order in which they first appear.
    pub lajur: Vec<Aktor>,
    /// The steps, in the order of the list.
    pub simpul: Vec<Simpul>,
    /// The lines.
    pub sisi: Vec<Sisi>,
}

impl Diagram {
    /// The diagram of a procedure. O(steps · lanes + lines).
    pub fn dari(langkah: &[LangkahSop]) -> Self {
        let mut d = Diagram::default();
        for l in langkah {
            let a = l.aktor();
            let ada = d.lajur.iter().position(|x| *x == a);
            let lajur = ada.unwrap_or(d.lajur.len());
            if ada.is_none() {
                d.lajur.push(a);
            }
            d.simpul.push(Simpul {
                lajur,
                bentuk: l.bentuk,
            });
        }
        for (dari, semua) in alur::sambungan(langkah).into_iter().enumerate() {
            d.sisi
                .extend(semua.into_iter().map(|cabang| Sisi { dari, cabang }));
        }
        d
    }
}

/// A point: how far along the flow, and how far across it.
pub type Titik = (f64, f64);

/// What a drawing measures.
#[derive(Clone, Copy, Debug)]
pub struct Ukuran {
    /// From one step to the next.
    pub jarak: f64,
    /// Across a lane.
    pub lajur: f64,
    /// Before the first step.
    pub kepala: f64,
    /// Half of a node along and across the flow, by its kind.
    pub setengah: fn(JenisLangkah) -> Titik,
}

/// Where everything stands.
#[derive(Clone, Debug, Default)]
pub struct Tata {
    /// Where each lane begins, across the flow.
    pub lajur: Vec<f64>,
    /// The middle of each node.
    pub pusat: Vec<Titik>,
    /// The corners of each line, from where it leaves to where it leads.
    pub garis: Vec<Vec<Titik>>,
    /// How far everything reaches along the flow, and across it.
    pub luas: Titik,
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a procedure has at most some hundred steps"
)]
fn kali(n: usize, jarak: f64) -> f64 {
    n as f64 * jarak
}

/// Lays a diagram out. O(nodes + lines).
pub fn tata(d: &Diagram, u: &Ukuran) -> Tata {
    let tempat = |i: usize, s: &Simpul| {
        (
            u.kepala + u.jarak / 2.0 + kali(i, u.jarak),
            u.lajur / 2.0 + kali(s.lajur, u.lajur),
        )
    };
    let pusat: Vec<Titik> = d.simpul.iter().enumerate().map(|(i, s)| tempat(i, s)).collect();
    let garis = d
        .sisi
        .iter()
        .enumerate()
        .map(|(n, s)| satu_garis(d, u, &pusat, n, s).unwrap_or_default())
        .collect();
    Tata {
        lajur: (0..d.lajur.len()).map(|i| kali(i, u.lajur)).collect(),
        luas: (
            u.kepala + kali(d.simpul.len(), u.jarak),
            kali(d.lajur.len(), u.lajur),
        ),
        pusat,
        garis,
    }
}

/// The corners of one line. Lines beside each other keep a little apart, by their number.
fn satu_garis(d: &Diagram, u: &Ukuran, pusat: &[Titik], n: usize, s: &Sisi) -> Option<Vec<Titik>> {
    let (dari, ke) = (s.dari, s.cabang.ke);
    let (a, z) = (d.simpul.get(dari)?, d.simpul.get(ke)?);
    let (pa, pz) = (pusat.get(dari)?, pusat.get(ke)?);
    let (sa, sz) = ((u.setengah)(a.bentuk), (u.setengah)(z.bentuk));
    let geser = 4.0 + kali(n % 3, 5.0);
    let masuk = (pz.0 - sz.0, pz.1);
    let sebelum = pz.0 - u.jarak / 2.0 + 5.0;
    if ke == dari + 1 {
        let keluar = (pa.0 + sa.0, pa.1);
        if a.lajur == z.lajur {
            return Some(vec![keluar, masuk]);
        }
        let tengah = pa.0 + u.jarak / 2.0;
        return Some(vec![keluar, (tengah, pa.1), (tengah, pz.1), masuk]);
    }
    if ke > dari {
        let sesudah = pa.0 + u.jarak / 2.0 - 5.0;
        let tepi = kali(z.lajur, u.lajur) + geser;
        return Some(vec![
            (pa.0 + sa.0, pa.1),
            (sesudah, pa.1),
            (sesudah, tepi),
            (sebelum, tepi),
            (sebelum, pz.1),
            masuk,
        ]);
    }
    // Back to an earlier step, or to itself: out at the side.
    let tepi = kali(a.lajur + 1, u.lajur) - geser;
    Some(vec![
        (pa.0, pa.1 + sa.1),
        (pa.0, tepi),
        (sebelum, tepi),
        (sebelum, pz.1),
        masuk,
    ])
}
