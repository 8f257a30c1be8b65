//! Orphans and gaps: what is missing from the graph, each with who has to mend it. Pure.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use kernel::search::istilah;

use crate::graf::{Domain, Graf, Kait, Simpul};

/// A kind of gap, gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Celah {
    /// Personal data that no control in use protects.
    PribadiTanpaKendali,
    /// In use, hanging on what was retired.
    KePensiun,
    /// A link to an entry that is not there.
    TautanPutus,
    /// Part of itself.
    Lingkar,
    /// Owned by a unit that is no more.
    TanpaPemilik,
    /// A procedure in force with a step of a unit that is no more.
    TanpaPelaksana,
    /// A service that no application in use carries.
    LayananTanpaAplikasi,
    /// An application in use that nobody keeps.
    TanpaPengelola,
    /// Data without steward.
    TanpaWalidata,
    /// Data of which nobody has set who may have it.
    SifatBelumDitetapkan,
    /// An application in use that supports neither service nor process.
    AplikasiYatim,
    /// An application in use that stands nowhere.
    TanpaInfrastruktur,
    /// A data set that nothing uses.
    DataTakTerpakai,
    /// A server or cloud in use that carries nothing.
    InfrastrukturMenganggur,
    /// In use past its last day.
    LewatMasa,
    /// Without a code of the national reference.
    TanpaReferensi,
}

impl Celah {
    /// All of them.
    pub const SEMUA: [Celah; 16] = [
        Celah::PribadiTanpaKendali,
        Celah::KePensiun,
        Celah::TautanPutus,
        Celah::Lingkar,
        Celah::TanpaPemilik,
        Celah::TanpaPelaksana,
        Celah::LayananTanpaAplikasi,
        Celah::TanpaPengelola,
        Celah::TanpaWalidata,
        Celah::SifatBelumDitetapkan,
        Celah::AplikasiYatim,
        Celah::TanpaInfrastruktur,
        Celah::DataTakTerpakai,
        Celah::InfrastrukturMenganggur,
        Celah::LewatMasa,
        Celah::TanpaReferensi,
    ];

    /// What people read.
    pub fn label(self) -> &'static str {
        match self {
            Celah::PribadiTanpaKendali => "Data pribadi tanpa kendali keamanan",
            Celah::KePensiun => "Bergantung pada yang sudah dipensiunkan",
            Celah::TautanPutus => "Tautan ke entri yang tidak ada",
            Celah::Lingkar => "Saling menjadi bagian",
            Celah::TanpaPemilik => "Pemiliknya bukan perangkat daerah yang ada",
            Celah::TanpaPelaksana => "SOP dengan pelaksana yang sudah tidak ada",
            Celah::LayananTanpaAplikasi => "Layanan tanpa aplikasi",
            Celah::TanpaPengelola => "Aplikasi tanpa pengelola",
            Celah::TanpaWalidata => "Data tanpa walidata",
            Celah::SifatBelumDitetapkan => "Sifat data belum ditetapkan walidata",
            Celah::AplikasiYatim => "Aplikasi yang tidak mendukung layanan atau proses",
            Celah::TanpaInfrastruktur => "Aplikasi yang tidak jelas berjalan di mana",
            Celah::DataTakTerpakai => "Data yang tidak dipakai aplikasi atau layanan",
            Celah::InfrastrukturMenganggur => "Server yang tidak menjalankan apa pun",
            Celah::LewatMasa => "Masih beroperasi melewati tanggal berakhir",
            Celah::TanpaReferensi => "Belum dipetakan ke referensi nasional",
        }
    }

    /// The code in addresses.
    pub fn kode(self) -> &'static str {
        match self {
            Celah::PribadiTanpaKendali => "pribadi",
            Celah::KePensiun => "pensiun",
            Celah::TautanPutus => "putus",
            Celah::Lingkar => "lingkar",
            Celah::TanpaPemilik => "pemilik",
            Celah::TanpaPelaksana => "pelaksana",
            Celah::LayananTanpaAplikasi => "layanan",
            Celah::TanpaPengelola => "pengelola",
            Celah::TanpaWalidata => "walidata",
            Celah::SifatBelumDitetapkan => "sifat",
            Celah::AplikasiYatim => "yatim",
            Celah::TanpaInfrastruktur => "infrastruktur",
            Celah::DataTakTerpakai => "data",
            Celah::InfrastrukturMenganggur => "menganggur",
            Celah::LewatMasa => "masa",
            Celah::TanpaReferensi => "referensi",
        }
    }
}

/// The field with the code of the national reference; procedures have none.
fn referensi(d: Domain) -> Option<&'static str> {
    Some(match d {
        Domain::Keamanan => "rak",
        Domain::Infrastruktur => "rai",
        Domain::Data => "rad",
        Domain::Aplikasi => "raa",
        Domain::Proses => "rab",
        Domain::Layanan => "ral",
        Domain::Sop => return None,
    })
}

/// Every gap of a graph on a day, by kind, each with the positions of its entries in their order. `ada` knows whether a
/// unit exists. O(nodes + links).
pub fn cari(g: &Graf, hari: Date, ada: impl Fn(&str) -> bool) -> BTreeMap<Celah, Vec<u32>> {
    let mut hasil: BTreeMap<Celah, Vec<u32>> = BTreeMap::new();
    for (i, s) in g.urut().filter(|(_, s)| !s.pensiun()) {
        for c in satu(g, i, s, hari, &ada) {
            hasil.entry(c).or_default().push(i);
        }
    }
    let putus: BTreeSet<u32> = g.putus().iter().map(|(i, _)| *i).collect();
    if !putus.is_empty() {
        hasil.insert(Celah::TautanPutus, putus.into_iter().collect());
    }
    let lingkar = g.lingkar();
    if !lingkar.is_empty() {
        hasil.insert(Celah::Lingkar, lingkar);
    }
    hasil
}

/// The gaps of one entry that its neighbours tell. O(its links).
fn satu(g: &Graf, i: u32, s: &Simpul, hari: Date, ada: &impl Fn(&str) -> bool) -> Vec<Celah> {
    let menaut = |k: Kait| g.keluar(i).iter().any(|(j, _)| *j == k);
    let hidup = |j: u32| g.satu(j).is_some_and(Simpul::hidup);
    let ditaut = |k: Kait| g.masuk(i).iter().any(|(l, j)| *l == k && hidup(*j));
    let mut hasil = Vec::new();
    let mut bila = |ya: bool, c: Celah| {
        if ya {
            hasil.push(c);
        }
    };
    bila(!ada(&s.opd), Celah::TanpaPemilik);
    let ke_pensiun = g
        .keluar(i)
        .iter()
        .any(|(_, j)| g.satu(*j).is_some_and(Simpul::pensiun));
    bila(s.hidup() && ke_pensiun, Celah::KePensiun);
    bila(
        s.hidup() && s.masa.1.is_some_and(|akhir| akhir < hari),
        Celah::LewatMasa,
    );
    let tanpa_referensi = referensi(s.domain).is_some_and(|m| s.ciri(m).is_empty());
    bila(tanpa_referensi, Celah::TanpaReferensi);
    bila(s.hidup() && !s.ikut.iter().all(|u| ada(u)), Celah::TanpaPelaksana);
    match s.domain {
        Domain::Layanan => bila(s.hidup() && !ditaut(Kait::Layanan), Celah::LayananTanpaAplikasi),
        Domain::Aplikasi if s.hidup() => {
            bila(s.ciri("pengelola").is_empty(), Celah::TanpaPengelola);
            bila(
                !menaut(Kait::Layanan) && !menaut(Kait::Proses),
                Celah::AplikasiYatim,
            );
            // A part of an application stands where the whole does.
            bila(
                !menaut(Kait::Infrastruktur) && !menaut(Kait::Induk),
                Celah::TanpaInfrastruktur,
            );
        }
        Domain::Data => {
            let terlindung = g.keluar(i).iter().any(|(k, j)| *k == Kait::Kendali && hidup(*j));
            bila(
                s.ciri("pribadi") == "ya" && !terlindung,
                Celah::PribadiTanpaKendali,
            );
            bila(s.ciri("walidata").is_empty(), Celah::TanpaWalidata);
            // Whoever recorded data before this was asked has said no more than a proposal.
            bila(
                matches!(s.ciri("klasifikasi"), "" | "belum"),
                Celah::SifatBelumDitetapkan,
            );
            bila(
                s.hidup() && !ditaut(Kait::Data) && !menaut(Kait::Layanan),
                Celah::DataTakTerpakai,
            );
        }
        Domain::Infrastruktur => {
            let pemikul = matches!(s.ciri("jenis"), "server" | "awan");
            let memikul = ditaut(Kait::Infrastruktur) || ditaut(Kait::Induk);
            bila(s.hidup() && pemikul && !memikul, Celah::InfrastrukturMenganggur);
        }
        _ => {}
    }
    hasil
}

/// Applications of several offices that do the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kembar {
    /// What they do, as the first of them words it.
    pub fungsi: String,
    /// Which, by number.
    pub simpul: Vec<u32>,
    /// How many offices.
    pub opd: usize,
    /// What they cost together, rupiah a year.
    pub biaya: i64,
}

/// Functions that applications of more than one office have, dearest first. Two words for a function are one when their
/// stems are. O(applications × words).
pub fn kembar(g: &Graf) -> Vec<Kembar> {
    let mut kelompok: BTreeMap<BTreeSet<String>, Vec<u32>> = BTreeMap::new();
    for (i, s) in g.urut() {
        if s.domain == Domain::Aplikasi && !s.pensiun() {
            let kata = istilah(s.ciri("fungsi"));
            if !kata.is_empty() {
                kelompok.entry(kata).or_default().push(i);
            }
        }
    }
    let satu = |simpul: Vec<u32>| -> Option<Kembar> {
        let semua: Vec<&Simpul> = simpul.iter().filter_map(|i| g.satu(*i)).collect();
        let opd: BTreeSet<&str> = semua.iter().map(|s| s.opd.as_str()).collect();
        (opd.len() > 1).then(|| Kembar {
            fungsi: semua
                .first()
                .map(|s| s.ciri("fungsi").to_owned())
                .unwrap_or_default(),
            opd: opd.len(),
            biaya: semua.iter().map(|s| s.biaya).sum(),
            simpul,
        })
    };
    let mut hasil: Vec<Kembar> = kelompok.into_values().filter_map(satu).collect();
    hasil.sort_by(|a, b| b.biaya.cmp(&a.biaya).then_with(|| a.fungsi.cmp(&b.fungsi)));
    hasil
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::graf::tests::simpul;

    fn hari() -> Date {
        "2026-11-23".parse().unwrap()
    }

    fn beri(mut s: Simpul, ciri: &[(&'static str, &str)]) -> Simpul {
        s.ciri.extend(ciri.iter().map(|(k, v)| (*k, (*v).to_owned())));
        s
    }

    fn graf(s: Vec<Simpul>) -> Graf {
        Graf::susun(s.into_iter().map(Arc::new))
    }

    #[test]
    fn a_sound_graph_has_no_gaps() {
        let g = graf(vec![
            beri(simpul(0, Domain::Keamanan, &[]), &[("rak", "RAK.01")]),
            beri(
                simpul(1, Domain::Infrastruktur, &[]),
                &[("rai", "RAI.01"), ("jenis", "server")],
            ),
            beri(
                simpul(2, Domain::Data, &[(Kait::Kendali, 0)]),
                &[
                    ("rad", "RAD.01"),
                    ("pribadi", "ya"),
                    ("walidata", "diskominfo"),
                    ("klasifikasi", "terbatas"),
                ],
            ),
            beri(
                simpul(
                    3,
                    Domain::Aplikasi,
                    &[(Kait::Layanan, 4), (Kait::Data, 2), (Kait::Infrastruktur, 1)],
                ),
                &[("raa", "RAA.01"), ("pengelola", "Bidang A")],
            ),
            beri(simpul(4, Domain::Layanan, &[]), &[("ral", "RAL.01")]),
        ]);
        assert_eq!(cari(&g, hari(), |_| true), BTreeMap::new());
    }

    #[test]
    fn each_gap_is_found_where_it_is() {
        let mut lewat = simpul(5, Domain::Aplikasi, &[(Kait::Infrastruktur, 1)]);
        lewat.masa.1 = "2025-12-31".parse().ok();
        let mut pensiun = simpul(1, Domain::Infrastruktur, &[]);
        pensiun.keadaan = "pensiun".into();
        let g = graf(vec![
            pensiun,
            beri(
                simpul(2, Domain::Data, &[(Kait::Kendali, 99)]),
                &[("pribadi", "ya")],
            ),
            beri(simpul(3, Domain::Infrastruktur, &[]), &[("jenis", "server")]),
            simpul(4, Domain::Layanan, &[]),
            lewat,
        ]);
        let ada = cari(&g, hari(), |u| u != "opd5");
        let nama = |c: Celah| -> Vec<String> {
            let semua = ada.get(&c).map_or(&[][..], Vec::as_slice);
            semua.iter().map(|i| g.satu(*i).unwrap().nama.clone()).collect()
        };
        for (c, harap) in [
            (Celah::PribadiTanpaKendali, "Entri 2"),
            (Celah::KePensiun, "Entri 5"),
            (Celah::TautanPutus, "Entri 2"),
            (Celah::TanpaPemilik, "Entri 5"),
            (Celah::LayananTanpaAplikasi, "Entri 4"),
            (Celah::TanpaPengelola, "Entri 5"),
            (Celah::TanpaWalidata, "Entri 2"),
            (Celah::SifatBelumDitetapkan, "Entri 2"),
            (Celah::AplikasiYatim, "Entri 5"),
            (Celah::DataTakTerpakai, "Entri 2"),
            (Celah::InfrastrukturMenganggur, "Entri 3"),
            (Celah::LewatMasa, "Entri 5"),
        ] {
            assert_eq!(nama(c), [harap], "{c:?}");
        }
        assert_eq!(
            nama(Celah::TanpaReferensi).len(),
            4,
            "what is retired is not asked for"
        );
        assert_eq!(nama(Celah::TanpaInfrastruktur), Vec::<String>::new());
    }

    #[test]
    fn a_procedure_is_asked_for_what_it_stands_on_and_for_no_reference() {
        let mut proses = beri(simpul(0, Domain::Proses, &[]), &[("rab", "RAB.01")]);
        let mut sop = simpul(1, Domain::Sop, &[(Kait::Prosedur, 0)]);
        sop.ikut = vec!["opd2".into()];
        let semua = |p: &Simpul, s: &Simpul, ada: &str| -> Vec<Celah> {
            let g = graf(vec![p.clone(), s.clone()]);
            cari(&g, hari(), |u| u != ada).into_keys().collect()
        };
        assert!(semua(&proses, &sop, "").is_empty());
        assert_eq!(semua(&proses, &sop, "opd2"), [Celah::TanpaPelaksana]);
        proses.keadaan = "pensiun".into();
        assert_eq!(semua(&proses, &sop, ""), [Celah::KePensiun]);
        sop.keadaan = "dicabut".into();
        assert!(
            semua(&proses, &sop, "opd2").is_empty(),
            "what is gone lacks nothing"
        );
        sop.kait = vec![(Kait::LangkahAplikasi, kernel::IdEntri(uuid::Uuid::nil()))];
        assert_eq!(semua(&proses, &sop, ""), [Celah::TautanPutus]);
    }

    #[test]
    fn applications_of_two_offices_with_one_function_are_told_with_their_cost() {
        let presensi = |n, fungsi: &str, biaya| {
            let mut s = beri(simpul(n, Domain::Aplikasi, &[]), &[("fungsi", fungsi)]);
            s.biaya = biaya;
            s
        };
        let g = graf(vec![
            presensi(0, "Presensi pegawai", 30),
            presensi(1, "pegawai, PRESENSI", 12),
            presensi(2, "Surat masuk", 5),
            // The same office twice is a matter of its own.
            presensi(9, "Surat masuk", 5),
        ]);
        let k = kembar(&g);
        assert_eq!(k.len(), 1);
        assert_eq!((k[0].opd, k[0].biaya, k[0].simpul.len()), (2, 42, 2));
    }
}
