//! What must hold of any graph, found by chance.

use std::collections::BTreeMap;

use proptest::prelude::*;
use tata_kelola::{
    arsitektur::umum::{BEROPERASI, PENSIUN},
    proses::sop,
};

use super::*;

fn id(n: u32) -> IdEntri {
    IdEntri(uuid::Uuid::from_u128(u128::from(n) + 1))
}

/// A node of a domain with links; in use unless said otherwise.
pub(crate) fn simpul(n: u32, domain: Domain, kait: &[(Kait, u32)]) -> Simpul {
    Simpul {
        id: id(n),
        domain,
        nomor: format!("N-{n:06}"),
        nama: format!("Entri {n}"),
        opd: format!("opd{}", n % 7),
        ikut: Vec::new(),
        keadaan: match domain {
            Domain::Layanan => "terbit",
            Domain::Sop => sop::DITETAPKAN,
            _ => BEROPERASI,
        }
        .to_owned(),
        ciri: BTreeMap::new(),
        biaya: 0,
        pengguna: 0,
        kelengkapan: Some(50),
        dikonfirmasi: None,
        masa: (None, None),
        kait: kait.iter().map(|(k, j)| (*k, id(*j))).collect(),
        bertingkat: None,
        tertutup: false,
    }
}

fn graf(s: Vec<Simpul>) -> Graf {
    Graf::susun(s.into_iter().map(Arc::new))
}

fn nomor(g: &Graf, d: &Dampak) -> Vec<String> {
    d.henti
        .iter()
        .filter_map(|k| Some(g.satu(k.simpul)?.nama.clone()))
        .collect()
}

#[test]
fn a_server_takes_its_applications_and_their_services_with_it() {
    let g = graf(vec![
        simpul(0, Domain::Infrastruktur, &[]),
        simpul(1, Domain::Infrastruktur, &[(Kait::Induk, 0)]),
        simpul(
            2,
            Domain::Aplikasi,
            &[(Kait::Infrastruktur, 1), (Kait::Layanan, 3)],
        ),
        simpul(3, Domain::Layanan, &[]),
        simpul(4, Domain::Aplikasi, &[(Kait::Integrasi, 2)]),
        simpul(5, Domain::Aplikasi, &[]),
    ]);
    let d = g.dampak(&[g.cari(id(0)).unwrap()]);
    assert_eq!(nomor(&g, &d), ["Entri 1", "Entri 2", "Entri 3"]);
    assert_eq!(d.henti.iter().map(|k| k.jarak).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(
        d.terganggu,
        [g.cari(id(4)).unwrap()],
        "who only exchanges data goes on, poorer"
    );
    // A service carries nothing: nothing stops with it.
    assert_eq!(g.dampak(&[g.cari(id(3)).unwrap()]), Dampak::default());
}

#[test]
fn a_procedure_stops_with_what_its_steps_use_and_with_its_process() {
    let draf = |keadaan: &str| {
        let mut s = simpul(6, Domain::Sop, &[(Kait::LangkahAplikasi, 0)]);
        s.keadaan = keadaan.into();
        s
    };
    let g = |lain: Simpul| {
        graf(vec![
            simpul(0, Domain::Aplikasi, &[(Kait::Proses, 2)]),
            simpul(1, Domain::Data, &[]),
            simpul(2, Domain::Proses, &[]),
            simpul(3, Domain::Sop, &[(Kait::Prosedur, 2), (Kait::LangkahAplikasi, 0)]),
            simpul(4, Domain::Sop, &[(Kait::Prosedur, 2)]),
            simpul(5, Domain::Sop, &[(Kait::LangkahData, 1)]),
            lain,
        ])
    };
    let kini = g(draf(sop::DITETAPKAN));
    let d = |g: &Graf, n: u32| g.dampak(&[g.cari(id(n)).unwrap()]);
    assert_eq!(
        nomor(&kini, &d(&kini, 0)),
        ["Entri 2", "Entri 3", "Entri 6", "Entri 4"]
    );
    assert_eq!(nomor(&kini, &d(&kini, 1)), ["Entri 5"]);
    assert_eq!(d(&kini, 3), Dampak::default(), "nothing hangs on a procedure");
    let lewat = g(draf("dicabut"));
    assert_eq!(nomor(&lewat, &d(&lewat, 0)), ["Entri 2", "Entri 3", "Entri 4"]);
    assert_eq!(kini.jumlah_kait(), 1, "of the six domains");
}

#[test]
fn what_is_planned_or_retired_does_not_stop() {
    let mut rencana = simpul(1, Domain::Aplikasi, &[(Kait::Infrastruktur, 0)]);
    rencana.keadaan = "rencana".into();
    let mut pensiun = simpul(2, Domain::Aplikasi, &[(Kait::Infrastruktur, 0)]);
    pensiun.keadaan = PENSIUN.into();
    let g = graf(vec![simpul(0, Domain::Infrastruktur, &[]), rencana, pensiun]);
    assert_eq!(g.dampak(&[0]), Dampak::default());
}

#[test]
fn a_ring_is_found_and_a_chain_is_not() {
    let ring = graf(vec![
        simpul(0, Domain::Aplikasi, &[(Kait::Induk, 1)]),
        simpul(1, Domain::Aplikasi, &[(Kait::Induk, 2)]),
        simpul(2, Domain::Aplikasi, &[(Kait::Induk, 1)]),
    ]);
    assert_eq!(ring.lingkar(), [1, 2]);
    let rantai = graf(vec![
        simpul(0, Domain::Aplikasi, &[(Kait::Induk, 1)]),
        simpul(1, Domain::Aplikasi, &[(Kait::Induk, 2)]),
        simpul(2, Domain::Aplikasi, &[]),
    ]);
    assert_eq!(rantai.lingkar(), Vec::<u32>::new());
}

/// Domain, whether in use, links.
type Benih = (usize, bool, Vec<(Kait, u32)>);

fn tanam(n: usize, (d, hidup, kait): Benih) -> Simpul {
    let mut s = simpul(u32::try_from(n).unwrap(), Domain::BERSIMPUL[d], &kait);
    if !hidup {
        s.keadaan = "rencana".into();
    }
    s
}

fn acak() -> impl Strategy<Value = Graf> {
    let semua = [
        &Kait::ENTRI[..],
        &[Kait::Prosedur, Kait::LangkahData, Kait::LangkahAplikasi],
    ]
    .concat();
    let kait = prop::sample::select(semua);
    let satu = (
        0..7_usize,
        any::<bool>(),
        prop::collection::vec((kait, 0..45_u32), 0..5),
    );
    prop::collection::vec(satu, 1..40)
        .prop_map(|v| graf(v.into_iter().enumerate().map(|(n, b)| tanam(n, b)).collect()))
}

proptest! {
    #[test]
    fn every_link_is_seen_from_both_ends_or_is_broken(g in acak()) {
        let n = g.semua().len();
        let semua: usize = g.semua().iter().map(|s| s.kait.len()).sum();
        let keluar: usize = g.urut().map(|(i, _)| g.keluar(i).len()).sum();
        prop_assert_eq!(semua, keluar + g.putus().len());
        for i in 0..u32::try_from(n).unwrap() {
            for (k, j) in g.keluar(i) {
                prop_assert!(g.masuk(*j).contains(&(*k, i)));
            }
            for (k, j) in g.masuk(i) {
                prop_assert!(g.keluar(*j).contains(&(*k, i)));
            }
        }
    }

    #[test]
    fn an_impact_is_closed_and_each_step_of_it_is_a_link(g in acak(), awal in 0..40_u32) {
        prop_assume!((awal as usize) < g.semua().len());
        let d = g.dampak(&[awal]);
        let kena: BTreeMap<u32, u32> = d.henti.iter().map(|k| (k.simpul, k.jarak)).chain([(awal, 0)]).collect();
        for k in &d.henti {
            prop_assert!(g.satu(k.simpul).unwrap().hidup());
            let (kait, sebab) = k.lewat;
            prop_assert!(g.terhenti(sebab).any(|t| t == (kait, k.simpul)));
            prop_assert_eq!(kena[&sebab] + 1, k.jarak, "one step further than what stops it");
        }
        for i in kena.keys() {
            for (_, j) in g.terhenti(*i) {
                prop_assert!(kena.contains_key(&j) || !g.satu(j).unwrap().hidup(), "something in use was left out");
            }
        }
        for j in &d.terganggu {
            prop_assert!(!kena.contains_key(j) && g.satu(*j).unwrap().hidup());
        }
    }

    #[test]
    fn more_that_goes_never_stops_less(g in acak(), a in 0..40_u32, b in 0..40_u32) {
        let n = u32::try_from(g.semua().len()).unwrap();
        prop_assume!(a < n && b < n && a != b);
        let himpun = |m: &[u32]| g.dampak(m).henti.iter().map(|k| k.simpul).chain(m.iter().copied()).collect::<BTreeSet<u32>>();
        let berdua = himpun(&[a, b]);
        prop_assert!(himpun(&[a]).is_subset(&berdua) && himpun(&[b]).is_subset(&berdua));
        let gabung: BTreeSet<u32> = himpun(&[a]).union(&himpun(&[b])).copied().collect();
        prop_assert_eq!(berdua, gabung);
    }

    #[test]
    fn the_order_of_entries_does_not_matter(g in acak()) {
        let balik = Graf::susun(g.semua().iter().rev().cloned());
        prop_assert_eq!(g.semua(), balik.semua());
        prop_assert_eq!(g.dampak(&[0]), balik.dampak(&[0]));
        prop_assert_eq!(g.lingkar(), balik.lingkar());
    }

    #[test]
    fn whoever_is_in_a_ring_comes_back_to_themselves(g in acak()) {
        let ring = g.lingkar();
        for (i, _) in g.urut() {
            let mut j = i;
            let mut kembali = false;
            for _ in 0..g.semua().len() {
                match g.keluar(j).iter().find(|(k, _)| *k == Kait::Induk) {
                    Some((_, ke)) => j = *ke,
                    None => break,
                }
                kembali |= j == i;
            }
            prop_assert_eq!(ring.contains(&i), kembali);
        }
    }
}
