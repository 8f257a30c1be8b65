//! The flow of a procedure: which step follows which, and what is wrong with that. Pure.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{GalatMedan, Pesan};

use super::{JenisLangkah, LangkahSop};

/// A way on from a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cabang {
    /// The answer that leads this way, for decisions.
    pub bila: Option<String>,
    /// Where to: the place of the step in the list.
    pub ke: usize,
}

/// The ways on that a text names, each with its condition: `4`, or `Lengkap: 4; Tidak lengkap: 2`.
pub fn uraikan(teks: &str) -> Vec<(Option<&str>, &str)> {
    teks.split(';')
        .map(str::trim)
        .filter(|s| !s.is_empty())
        .map(|s| match s.rsplit_once(':') {
            Some((bila, ke)) => (Some(bila.trim()).filter(|b| !b.is_empty()), ke.trim()),
            None => (None, s),
        })
        .collect()
}

/// The text that [`uraikan`] reads.
pub fn tulis<'a>(cabang: impl IntoIterator<Item = (Option<&'a str>, &'a str)>) -> String {
    let satu = |(bila, ke): (Option<&str>, &str)| match bila {
        Some(b) => format!("{}: {ke}", b.replace(';', ",")),
        None => ke.to_owned(),
    };
    cabang.into_iter().map(satu).collect::<Vec<_>>().join("; ")
}

fn letak(langkah: &[LangkahSop]) -> BTreeMap<&str, usize> {
    let mut hasil = BTreeMap::new();
    for (i, l) in langkah.iter().enumerate() {
        hasil.entry(l.kode.as_str()).or_insert(i);
    }
    hasil
}

/// Where each step leads. What names no step is left out; [`salah`] tells of it. O(text).
pub fn sambungan(langkah: &[LangkahSop]) -> Vec<Vec<Cabang>> {
    let letak = letak(langkah);
    let satu = |(i, l): (usize, &LangkahSop)| {
        if l.bentuk == JenisLangkah::Selesai {
            return Vec::new();
        }
        let disebut = uraikan(l.teks_berikut());
        if disebut.is_empty() {
            let ke = i + 1;
            return (ke < langkah.len())
                .then_some(Cabang { bila: None, ke })
                .into_iter()
                .collect();
        }
        let cabang = disebut.into_iter().filter_map(|(bila, ke)| {
            Some(Cabang {
                bila: bila.map(str::to_owned),
                ke: *letak.get(ke)?,
            })
        });
        cabang.collect()
    };
    langkah.iter().enumerate().map(satu).collect()
}

/// What is wrong with single rows: also a draft may not have it.
pub fn salah(langkah: &[LangkahSop]) -> Vec<GalatMedan> {
    let letak = letak(langkah);
    let mut semua = Vec::new();
    for (i, l) in langkah.iter().enumerate() {
        let mut di = |medan: &str, pesan: Pesan| {
            semua.push(GalatMedan::baru(format!("langkah.{i}.{medan}"), pesan));
        };
        let kode = l.kode.as_str();
        if kode.contains([';', ':']) {
            di("kode", Pesan::baru("Tanpa titik dua dan titik koma."));
        } else if letak.get(kode) != Some(&i) {
            di("kode", Pesan::baru("Nomor ini sudah dipakai langkah lain."));
        }
        if l.unit.is_none() && l.pelaksana.is_none() {
            di(
                "pelaksana",
                Pesan::baru("Isi perangkat daerah atau jabatan yang mengerjakannya."),
            );
        }
        match (l.waktu, l.satuan) {
            (Some(_), None) => di("satuan", Pesan::baru("Pilih satuan waktunya.")),
            (None, Some(_)) => di("waktu", Pesan::baru("Isi lamanya, atau kosongkan satuannya.")),
            _ => {}
        }
        for (bila, ke) in uraikan(l.teks_berikut()) {
            if l.bentuk == JenisLangkah::Selesai {
                di(
                    "berikut",
                    Pesan::baru("Kosongkan: sesudah langkah ini prosedurnya selesai."),
                );
                break;
            }
            if bila.is_some() && l.bentuk != JenisLangkah::Keputusan {
                di(
                    "berikut",
                    Pesan::baru("Syarat hanya untuk langkah berbentuk keputusan."),
                );
                break;
            }
            if !letak.contains_key(ke) {
                let pesan = Pesan::baru("Tidak ada langkah bernomor {nomor}.").dengan("nomor", ke.to_owned());
                di("berikut", pesan);
                break;
            }
        }
    }
    semua
}

/// What a procedure lacks before it can be reviewed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kurang {
    /// It has no steps.
    TanpaLangkah,
    /// None of them begins it, or several do.
    Mulai,
    /// None of them ends it.
    Selesai,
    /// A decision without two answers.
    Keputusan(String),
    /// Nothing leads to this step.
    TakTercapai(String),
    /// From this step no end is reached.
    Buntu(String),
}

impl Kurang {
    /// What people read.
    pub fn pesan(&self) -> Pesan {
        match self {
            Kurang::TanpaLangkah => Pesan::baru("Langkah-langkahnya belum ditulis."),
            Kurang::Mulai => Pesan::baru("Tepat satu langkah berbentuk mulai."),
            Kurang::Selesai => Pesan::baru("Belum ada langkah berbentuk selesai."),
            Kurang::Keputusan(k) => {
                Pesan::baru("Keputusan pada langkah {nomor} perlu paling sedikit dua jawaban, masing-masing dengan langkahnya.")
                    .dengan("nomor", k.clone())
            }
            Kurang::TakTercapai(k) => {
                Pesan::baru("Tidak ada yang mengarah ke langkah {nomor}.").dengan("nomor", k.clone())
            }
            Kurang::Buntu(k) => {
                Pesan::baru("Dari langkah {nomor} prosedur ini tidak pernah selesai.").dengan("nomor", k.clone())
            }
        }
    }
}

/// Everything that can be reached from some steps. O(steps + ways).
fn tercapai(mulai: impl IntoIterator<Item = usize>, tetangga: &[Vec<usize>]) -> BTreeSet<usize> {
    let mut sudah: BTreeSet<usize> = BTreeSet::new();
    let mut antre: Vec<usize> = mulai.into_iter().collect();
    while let Some(i) = antre.pop() {
        if sudah.insert(i) {
            antre.extend(tetangga.get(i).into_iter().flatten().copied());
        }
    }
    sudah
}

/// What is lacking as a whole: one beginning, an end, no step outside the flow and none without a way to an end. Going
/// back to an earlier step is allowed. O(steps + ways).
pub fn kurang(langkah: &[LangkahSop]) -> Vec<Kurang> {
    if langkah.is_empty() {
        return vec![Kurang::TanpaLangkah];
    }
    let sambungan = sambungan(langkah);
    let berbentuk = |j: JenisLangkah| {
        let ada = langkah.iter().enumerate().filter(move |(_, l)| l.bentuk == j);
        ada.map(|(i, _)| i).collect::<Vec<usize>>()
    };
    let (mulai, selesai) = (berbentuk(JenisLangkah::Mulai), berbentuk(JenisLangkah::Selesai));
    let mut semua = Vec::new();
    if mulai.len() != 1 {
        semua.push(Kurang::Mulai);
    }
    if selesai.is_empty() {
        semua.push(Kurang::Selesai);
    }
    for (l, c) in langkah.iter().zip(&sambungan) {
        let tanpa_jawaban = c.len() < 2 || c.iter().any(|c| c.bila.is_none());
        if l.bentuk == JenisLangkah::Keputusan && tanpa_jawaban {
            semua.push(Kurang::Keputusan(l.kode.as_str().to_owned()));
        }
    }
    let maju: Vec<Vec<usize>> = sambungan
        .iter()
        .map(|c| c.iter().map(|c| c.ke).collect())
        .collect();
    let mut mundur = vec![Vec::new(); langkah.len()];
    for (i, ke) in maju.iter().enumerate() {
        for k in ke {
            if let Some(m) = mundur.get_mut(*k) {
                m.push(i);
            }
        }
    }
    let (dari_mulai, ke_selesai) = (tercapai(mulai, &maju), tercapai(selesai, &mundur));
    for (i, l) in langkah.iter().enumerate() {
        let kode = || l.kode.as_str().to_owned();
        if !dari_mulai.is_empty() && !dari_mulai.contains(&i) {
            semua.push(Kurang::TakTercapai(kode()));
        }
        if !ke_selesai.is_empty() && !ke_selesai.contains(&i) {
            semua.push(Kurang::Buntu(kode()));
        }
    }
    semua
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::*;

    fn langkah(semua: &[(&str, &str, &str)]) -> Vec<LangkahSop> {
        let satu = |(kode, bentuk, berikut): &(&str, &str, &str)| {
            let berikut = Some(*berikut).filter(|b| !b.is_empty());
            serde_json::from_value(json!({
                "kode": kode, "kegiatan": "Sesuatu", "bentuk": bentuk, "pelaksana": "Petugas", "berikut": berikut,
            }))
            .unwrap()
        };
        semua.iter().map(satu).collect()
    }

    #[test]
    fn without_a_word_the_next_row_follows() {
        let l = langkah(&[
            ("1", "mulai", ""),
            ("2", "keputusan", "Ya: 3; Tidak, ulangi: 1"),
            ("3", "selesai", ""),
        ]);
        let s = sambungan(&l);
        assert_eq!(s[0], [Cabang { bila: None, ke: 1 }]);
        assert_eq!(
            s[1],
            [
                Cabang {
                    bila: Some("Ya".into()),
                    ke: 2
                },
                Cabang {
                    bila: Some("Tidak, ulangi".into()),
                    ke: 0
                }
            ]
        );
        assert!(s[2].is_empty());
        assert!(salah(&l).is_empty() && kurang(&l).is_empty(), "{:?}", kurang(&l));
    }

    #[test]
    fn rows_that_make_no_sense_are_refused_where_they_stand() {
        let medan = |l: &[LangkahSop]| salah(l).iter().map(|g| g.medan.clone()).collect::<Vec<_>>();
        let l = langkah(&[
            ("1", "mulai", "9"),
            ("1", "kegiatan", "Ya: 3"),
            ("3", "selesai", "1"),
            ("a:b", "kegiatan", ""),
        ]);
        let harap = [
            "langkah.0.berikut",
            "langkah.1.kode",
            "langkah.1.berikut",
            "langkah.2.berikut",
            "langkah.3.kode",
        ];
        assert_eq!(medan(&l), harap);
        let mut tanpa = langkah(&[("1", "mulai", "")]);
        tanpa[0].pelaksana = None;
        tanpa[0].satuan = Some(super::super::Satuan::Jam);
        assert_eq!(medan(&tanpa), ["langkah.0.pelaksana", "langkah.0.waktu"]);
    }

    #[test]
    fn what_is_never_reached_or_never_ends_is_told() {
        assert_eq!(kurang(&[]), [Kurang::TanpaLangkah]);
        let l = langkah(&[
            ("1", "mulai", "4"),
            ("2", "kegiatan", "3"),
            ("3", "kegiatan", "2"),
            ("4", "selesai", ""),
        ]);
        let harap = [
            Kurang::TakTercapai("2".into()),
            Kurang::Buntu("2".into()),
            Kurang::TakTercapai("3".into()),
            Kurang::Buntu("3".into()),
        ];
        assert_eq!(kurang(&l), harap);
        let l = langkah(&[("1", "keputusan", "2"), ("2", "kegiatan", "")]);
        assert_eq!(
            kurang(&l),
            [Kurang::Mulai, Kurang::Selesai, Kurang::Keputusan("1".into())]
        );
    }

    proptest::proptest! {
        #[test]
        fn what_is_written_is_read_again(
            cabang in proptest::collection::vec((proptest::option::of("[A-Za-z][A-Za-z ?]{0,10}[a-z]"), "[0-9a-z]{1,4}"), 0..5)
        ) {
            let teks = tulis(cabang.iter().map(|(b, k)| (b.as_deref(), k.as_str())));
            let lagi: Vec<_> = uraikan(&teks).into_iter().map(|(b, k)| (b.map(str::to_owned), k.to_owned())).collect();
            proptest::prop_assert_eq!(lagi, cabang);
        }

        #[test]
        fn no_text_makes_it_fall(teks in proptest::collection::vec(".{0,20}", 1..6)) {
            let semua: Vec<(&str, &str, &str)> = teks.iter().map(|t| ("1", "keputusan", t.as_str())).collect();
            let mut l = langkah(&semua.iter().map(|(k, b, _)| (*k, *b, "")).collect::<Vec<_>>());
            for (l, t) in l.iter_mut().zip(&teks) {
                l.berikut = kernel::nilai::Teks::baru(t).ok();
            }
            let _ = (sambungan(&l), salah(&l), kurang(&l));
        }
    }
}
