use proptest::prelude::*;
use register_derive::Kelompok;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::*;
use crate::{
    Peran, Peta, Register,
    contoh::*,
    izin::{Cakupan, Pandangan, dasar_baca, wewenang},
    lifecycle::{Giliran, Keadaan, Langkah, Lifecycle, Warna},
    nilai::{KodeUnit, Medan, Teks},
    register::Milik,
};

/// A costume box: what is in it is nobody's business before the parade.
#[derive(Clone, Debug, Serialize, Deserialize, Kelompok)]
struct Peti {
    #[medan("Nama")]
    nama: Teks<80>,
    #[medan("Milik", saring)]
    opd: KodeUnit,
    #[medan("Tingkat kerahasiaan", saring)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tingkat: Option<Klasifikasi>,
}

impl Register for Peti {
    const KODE: &'static str = "karnaval";
    const LABEL: &'static str = "Peti";
    const BANTUAN: &'static str = "Kostum yang belum dilihat siapa pun.";
    const DASAR: &'static [&'static str] = &["Z1"];
    const JUDUL: &'static str = "nama";
    const TINGKAT: &'static str = "tingkat";

    fn milik() -> Milik {
        Milik::Medan("opd".into())
    }

    fn hak() -> Vec<Hak> {
        let hak = |p, boleh, cakupan| Hak {
            siapa: Siapa::Peran(p),
            boleh,
            cakupan,
            pandangan: Pandangan::Dinas,
        };
        use Tindakan::{Baca, Buat, Catat, Ubah};
        vec![
            hak(Peran::Penghubung, &[Baca], Cakupan::Terbit),
            hak(Peran::Penghubung, &[Baca, Buat, Ubah, Catat], Cakupan::Unit),
            hak(Peran::Kepala, &[Baca, Buat, Ubah], Cakupan::Milik),
            hak(Peran::Auditor, &[Baca], Cakupan::Semua),
        ]
    }

    fn sampai(h: &Hak) -> Klasifikasi {
        match (h.siapa, h.cakupan) {
            (Siapa::Peran(Peran::Kepala), _) => Klasifikasi::SangatRahasia,
            (Siapa::Peran(Peran::Penghubung), Cakupan::Unit) => Klasifikasi::Rahasia,
            (Siapa::Peran(Peran::Auditor), _) => Klasifikasi::Terbatas,
            _ => Klasifikasi::Biasa,
        }
    }

    fn lifecycle() -> Lifecycle {
        Lifecycle {
            keadaan: vec![Keadaan {
                kode: "ada".into(),
                label: "Ada".into(),
                arti: "".into(),
                giliran: Giliran::Selesai,
                warna: Warna::Hijau,
            }],
            langkah: vec![
                Langkah::baru("tetapkan", "Tetapkan tingkat", "Berlaku seketika.")
                    .dari(["ada"])
                    .oleh([Peran::Penghubung, Peran::Kepala].map(Siapa::Peran))
                    .isian([Medan::dari::<Klasifikasi>("tingkat", "Tingkat kerahasiaan")])
                    .salin(["tingkat"]),
            ],
            ..Lifecycle::default()
        }
    }

    fn terbit(&self, _keadaan: &str) -> bool {
        true
    }
}

const PEMILIK: &str = "dinas-pawai";
const LAIN: &str = "balai-musik";

fn isi(tingkat: Value) -> Peta {
    peta(json!({ "nama": "Naga", "opd": PEMILIK, "tingkat": tingkat }))
}

fn panggung(tingkat: Klasifikasi) -> Panggung {
    let mut p = Panggung::dengan(RegisterDef::dari_tipe::<Peti>());
    p.buat(&kepala(PEMILIK), isi(tingkat.kode().into())).unwrap();
    p
}

fn baca(p: &Panggung, siapa: &Pelaku) -> bool {
    boleh(&p.profil, p.def(), siapa, Tindakan::Baca, p.entri())
}

#[test]
fn each_row_reaches_up_to_its_level() {
    let siapa = [
        penghubung(LAIN),
        auditor(),
        penghubung(PEMILIK),
        kepala(PEMILIK),
        kepala(LAIN),
        Pelaku::Publik,
    ];
    for (tingkat, harap) in [
        (Klasifikasi::Biasa, [true, true, true, true, false, false]),
        (Klasifikasi::Terbatas, [false, true, true, true, false, false]),
        (Klasifikasi::Rahasia, [false, false, true, true, false, false]),
        (
            Klasifikasi::SangatRahasia,
            [false, false, false, true, false, false],
        ),
    ] {
        let p = panggung(tingkat);
        assert_eq!(siapa.each_ref().map(|s| baca(&p, s)), harap, "{tingkat:?}");
        assert!(baca(&p, &Pelaku::Sistem));
    }
}

#[test]
fn what_is_not_read_is_not_changed_and_not_known() {
    let mut p = panggung(Klasifikasi::SangatRahasia);
    let huba = penghubung(PEMILIK);
    for hasil in [
        p.ubah(&huba, json!({ "nama": "Singa" })),
        p.langkah(&huba, "tetapkan", json!({ "tingkat": "biasa" })),
        p.catat(&huba, "Sudah dicat."),
    ] {
        assert!(matches!(hasil, Err(Galat::TidakDitemukan)), "{hasil:?}");
    }
    assert!(p.def().langkah_boleh(&p.profil, &huba, p.entri()).is_empty());
}

#[test]
fn a_change_raises_a_step_lowers_and_nobody_leaves_their_own_sight() {
    let mut p = Panggung::dengan(RegisterDef::dari_tipe::<Peti>());
    let (huba, ketua) = (penghubung(PEMILIK), kepala(PEMILIK));
    let medan = |g: Galat| salah(&g).into_iter().map(|(m, _)| m).collect::<Vec<_>>();
    let g = p.buat(&huba, isi("sangat_rahasia".into())).unwrap_err();
    assert_eq!(medan(g), ["tingkat"], "above what the liaison reads");
    p.buat(&huba, isi(Value::Null)).unwrap();
    let g = p.ubah(&huba, json!({ "tingkat": "sangat_rahasia" })).unwrap_err();
    assert_eq!(medan(g), ["tingkat"]);
    p.ubah(&huba, json!({ "tingkat": "rahasia" })).unwrap();
    for turun in [json!("terbatas"), json!("biasa"), Value::Null] {
        for siapa in [&huba, &ketua] {
            let g = p.ubah(siapa, json!({ "tingkat": turun })).unwrap_err();
            assert_eq!(medan(g), ["tingkat"], "not by the way of a change");
        }
    }
    p.langkah(&ketua, "tetapkan", json!({ "tingkat": "terbatas" }))
        .unwrap();
    let g = p.langkah(&huba, "tetapkan", json!({ "tingkat": "sangat_rahasia" }));
    assert_eq!(medan(g.unwrap_err()), ["tingkat"]);
    p.langkah(&ketua, "tetapkan", json!({ "tingkat": "sangat_rahasia" }))
        .unwrap();
    assert!(!baca(&p, &huba) && baca(&p, &ketua));
}

#[test]
fn what_is_no_level_is_the_highest() {
    for (v, harap) in [
        (Value::Null, Klasifikasi::Biasa),
        (json!("biasa"), Klasifikasi::Biasa),
        (json!("terbatas"), Klasifikasi::Terbatas),
        (json!("rahasia"), Klasifikasi::Rahasia),
        (json!("sangat_rahasia"), Klasifikasi::SangatRahasia),
        (json!("Rahasia"), Klasifikasi::SangatRahasia),
        (json!(""), Klasifikasi::SangatRahasia),
        (json!(3), Klasifikasi::SangatRahasia),
    ] {
        assert_eq!(Klasifikasi::dari_isi(&isi(v.clone()), "tingkat"), harap, "{v}");
    }
    assert_eq!(Klasifikasi::dari_isi(&Peta::new(), "tingkat"), Klasifikasi::Biasa);
    for k in Klasifikasi::SEMUA {
        assert_eq!(
            serde_json::to_value(k).unwrap(),
            json!(k.kode()),
            "stored as its code"
        );
    }
}

#[test]
fn levels_without_a_field_and_a_public_that_knows_too_much_are_found() {
    let mut def = RegisterDef::dari_tipe::<Peti>();
    assert_eq!(periksa(&def), None);
    def.hak.push(Hak {
        siapa: Siapa::Publik,
        boleh: &[Tindakan::Baca],
        cakupan: Cakupan::Terbit,
        pandangan: Pandangan::Publik,
    });
    assert_eq!(periksa(&def), None, "what is not secret may be public");
    if let Some(t) = &mut def.tingkat {
        t.sampai = |_| Klasifikasi::Terbatas;
    }
    assert!(periksa(&def).unwrap().contains("everybody"));
    if let Some(t) = &mut def.tingkat {
        t.medan = "nama".into();
    }
    assert!(periksa(&def).unwrap().contains("nama"));
    // A register without levels is reached whole, however secret its entries are.
    let karnaval = RegisterDef::dari_tipe::<Karnaval>();
    let sampai = |h: &Hak| karnaval.sampai(h) == Klasifikasi::SangatRahasia;
    assert!(karnaval.tingkat.is_none() && karnaval.hak.iter().all(sampai));
}

/// A level for every kind of row, by chance and yet always the same.
fn campur(h: &Hak) -> Klasifikasi {
    let peran = match h.siapa {
        Siapa::Peran(p) => p as usize,
        _ => 0,
    };
    Klasifikasi::SEMUA[(peran * 3 + h.cakupan as usize) % 4]
}

const CAKUPAN: [Cakupan; 5] = [
    Cakupan::Semua,
    Cakupan::Unit,
    Cakupan::Pegang,
    Cakupan::Milik,
    Cakupan::Terbit,
];

proptest! {
    #![proptest_config(acak(400))]

    /// Whatever rows a register has and whatever roles somebody holds: they read an entry exactly when one row reaches
    /// both the entry and its level, and a list level by level holds exactly those.
    #[test]
    fn a_row_reaches_entry_and_level_or_nothing(
        baris in proptest::collection::vec((0..7usize, 0..5usize), 0..6),
        peran in proptest::collection::vec((0..7usize, 0..3usize), 0..4),
        tempat in (0..3usize, 0..3usize, any::<bool>()),
        tingkat in 0..4usize,
    ) {
        let mut def = RegisterDef::dari_tipe::<Peti>();
        if let Some(t) = &mut def.tingkat {
            t.sampai = campur;
        }
        def.hak = baris
            .iter()
            .map(|(p, c)| Hak {
                siapa: Siapa::Peran(Peran::SEMUA[*p]),
                boleh: &[Tindakan::Baca],
                cakupan: CAKUPAN[*c],
                pandangan: Pandangan::Dinas,
            })
            .collect();
        let tingkat = Klasifikasi::SEMUA[tingkat];
        let mut p = panggung(tingkat);
        let unit: Vec<KodeUnit> = p.profil.unit.iter().take(3).map(|u| u.kode.clone()).collect();
        let mut e = p.entri.take().unwrap();
        (e.unit, e.pemegang, e.terbit) = (unit[tempat.0].clone(), unit[tempat.1].clone(), tempat.2);
        let Pelaku::Akun(mut a) = koordinator() else { unreachable!() };
        a.peran = peran.iter().map(|(r, u)| (Peran::SEMUA[*r], unit[*u].clone())).collect();
        let siapa = Pelaku::Akun(a.clone());
        let mencapai = |h: &Hak| {
            a.peran.iter().any(|(r, u)| {
                Siapa::Peran(*r) == h.siapa
                    && match h.cakupan {
                        Cakupan::Semua => true,
                        Cakupan::Terbit => e.terbit,
                        Cakupan::Unit => *u == e.unit || *u == e.pemegang,
                        Cakupan::Pegang => *u == e.pemegang,
                        Cakupan::Milik => *u == e.unit,
                        Cakupan::Sendiri => false,
                    }
            })
        };
        let harap = def.hak.iter().any(|h| mencapai(h) && campur(h) >= tingkat);
        prop_assert_eq!(boleh(&p.profil, &def, &siapa, Tindakan::Baca, &e), harap);
        prop_assert_eq!(dasar_baca(&p.profil, &def, &siapa, &e).next().is_some(), harap);
        let w = wewenang(&p.profil, &def, &siapa, Tindakan::Baca);
        let daftar = w.is_some_and(|w| {
            let j = w.jangkauan();
            // As a list reads it: all of the reach, less what each level withholds.
            j.lingkup().memuat(&e) && j.batas().iter().all(|(k, l)| tingkat < *k || l.memuat(&e))
        });
        prop_assert_eq!(daftar, harap);
    }
}
