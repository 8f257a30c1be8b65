use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::contoh::*;

fn para_pelaku(id: IdEntri) -> Vec<(&'static str, Pelaku)> {
    let mut semua = vec![
        ("publik", Pelaku::Publik),
        ("pelapor", Pelaku::Pelapor(id)),
        ("pelapor lain", Pelaku::Pelapor(IdEntri(Uuid::from_u128(5)))),
        ("sistem", Pelaku::Sistem),
    ];
    for p in Peran::SEMUA {
        semua.push((p.kode(), pejabat("antah", "A", p, "kantor-lampion")));
    }
    semua.push(("penghubung pemilik", penghubung("dinas-pawai")));
    semua.push((
        "petugas pemilik",
        pejabat("antah", "C", Peran::Petugas, "dinas-pawai"),
    ));
    semua.push(("penghubung lain", penghubung("balai-musik")));
    semua.push((
        "koordinator tetangga",
        pejabat("berantah", "B", Peran::Koordinator, "kantor-lampion"),
    ));
    semua
}

fn nama(t: Tindakan) -> &'static str {
    match t {
        Tindakan::Baca => "baca",
        Tindakan::Buat => "buat",
        Tindakan::Ubah => "ubah",
        Tindakan::Catat => "catat",
        Tindakan::Ekspor => "ekspor",
        Tindakan::Impor => "impor",
        Tindakan::Lupakan => "lupakan",
    }
}

fn matriks(p: &Panggung) -> String {
    let (profil, def, e) = (&p.profil, p.def(), p.entri());
    let baris = |(siapa, pelaku): (&str, Pelaku)| {
        let boleh = Tindakan::SEMUA
            .iter()
            .filter(|t| boleh(profil, def, &pelaku, **t, e))
            .map(|t| nama(*t));
        let langkah = def
            .langkah_boleh(profil, &pelaku, e)
            .into_iter()
            .map(|l| l.kode.to_string());
        let lihat = pandangan(profil, def, &pelaku, e).map_or("-".into(), |p| format!("{p:?}"));
        let (boleh, langkah) = (
            boleh.collect::<Vec<_>>().join(" "),
            langkah.collect::<Vec<_>>().join(" "),
        );
        format!("{siapa}: {boleh} [{lihat}] {langkah}")
            .trim_end()
            .to_owned()
    };
    para_pelaku(p.id)
        .into_iter()
        .map(baris)
        .collect::<Vec<_>>()
        .join("\n")
}

/// Who may do what: a change of rights is a change of these lines.
#[test]
fn the_matrix_of_a_new_entry() {
    let harap = "\
publik: buat [-]
pelapor: baca buat [Pribadi]
pelapor lain: buat [-]
sistem: baca buat ubah catat ekspor impor lupakan [Pribadi]
administrator: buat [-]
koordinator: baca buat ubah catat ekspor impor lupakan [Pribadi] sahkan tanya gabung batalkan
penghubung: buat [-]
petugas: buat [-]
kepala: buat [-]
auditor: baca buat ekspor [Dinas]
pimpinan: buat [-]
penghubung pemilik: baca buat ubah catat [Pribadi]
petugas pemilik: baca buat catat [Dinas]
penghubung lain: buat [-]
koordinator tetangga: buat [-]";
    assert_eq!(matriks(&Panggung::terdaftar()), harap);
}

#[test]
fn a_step_for_a_fungsi_is_for_those_who_hold_the_role_in_its_unit() {
    let p = Panggung::terdaftar();
    let (profil, def, e) = (&p.profil, p.def(), p.entri());
    let peran = &[Peran::Penghubung, Peran::Koordinator];
    let boleh = |pelaku: Pelaku, fungsi: &'static [&'static str]| {
        boleh_langkah(profil, def, &pelaku, &[Siapa::Fungsi(peran, fungsi)], e)
    };
    // The first that the profile names counts, and no other.
    assert!(boleh(penghubung("dinas-pawai"), &["tidak-ada", "pawai", "musik"]));
    assert!(!boleh(penghubung("dinas-pawai"), &["musik", "pawai"]));
    assert!(!boleh(penghubung("dinas-pawai"), &["tidak-ada"]));
    assert!(
        !boleh(penghubung("balai-musik"), &["musik"]),
        "it does not read the entry"
    );
    let koordinator = pejabat("antah", "A", Peran::Koordinator, "kantor-lampion");
    assert!(
        !boleh(koordinator, &["pawai"]),
        "it reads everything, and works elsewhere"
    );
    let petugas = pejabat("antah", "C", Peran::Petugas, "dinas-pawai");
    assert!(!boleh(petugas, &["pawai"]), "another role");
    for lain in [Pelaku::Publik, Pelaku::Pelapor(p.id), Pelaku::Sistem] {
        assert!(!boleh(lain, &["pawai"]));
    }
}

#[test]
fn the_matrix_of_a_public_entry_held_by_another_unit_than_the_owner() {
    let harap = "\
publik: baca buat [Publik] semangati
pelapor: baca buat [Pribadi] semangati
pelapor lain: baca buat [Publik] semangati
sistem: baca buat ubah catat ekspor impor lupakan [Pribadi]
administrator: baca buat [Publik] semangati
koordinator: baca buat ubah catat ekspor impor lupakan [Pribadi] semangati
penghubung: baca buat ubah catat [Pribadi] kabari titip kembalikan semangati pentaskan
petugas: baca buat catat [Dinas] semangati
kepala: baca buat [Dinas] semangati batalkan
auditor: baca buat ekspor [Dinas] semangati
pimpinan: baca buat [Publik] semangati
penghubung pemilik: baca buat ubah catat [Pribadi] semangati
petugas pemilik: baca buat [Publik] semangati
penghubung lain: baca buat [Publik] semangati
koordinator tetangga: baca buat [Publik] semangati";
    assert_eq!(matriks(&Panggung::tampil()), harap);
}

#[test]
fn only_who_filed_an_entry_speaks_for_it_however_public_it_is() {
    let mut p = Panggung::tampil();
    p.langkah(&penghubung("kantor-lampion"), "pentaskan", json!({}))
        .unwrap();
    let boleh = |s: &Pelaku| -> Vec<String> {
        p.def()
            .langkah_boleh(&p.profil, s, p.entri())
            .into_iter()
            .map(|l| l.kode.to_string())
            .collect()
    };
    for (siapa, pelaku) in para_pelaku(p.id) {
        let harap: &[&str] = match siapa {
            "pelapor" => &["protes"],
            "koordinator" | "sistem" => &["tutup"],
            _ => &[],
        };
        assert_eq!(boleh(&pelaku), harap, "{siapa}");
    }
}

#[test]
fn nobody_reaches_an_entry_of_another_regency_or_register() {
    let mut p = Panggung::tampil();
    for (siapa, pelaku) in para_pelaku(p.id) {
        for (daerah, register) in [("berantah", "karnaval"), ("antah", "sirkus")] {
            let mut e = p.entri().clone();
            e.daerah = kode(daerah);
            e.register = register.into();
            let tidak = Tindakan::SEMUA
                .iter()
                .all(|t| !boleh(&p.profil, p.def(), &pelaku, *t, &e));
            assert!(tidak, "{siapa} in {daerah}/{register}");
            assert_eq!(pandangan(&p.profil, p.def(), &pelaku, &e), None, "{siapa}");
            assert!(
                p.def().langkah_boleh(&p.profil, &pelaku, &e).is_empty(),
                "{siapa}"
            );
        }
    }
    p.profil = profil_lain();
    assert_eq!(pandangan(&p.profil, p.def(), &koordinator(), p.entri()), None);
}

#[test]
fn a_rule_of_the_register_may_narrow_what_is_seen() {
    let mut p = Panggung::tampil();
    let huba = penghubung("kantor-lampion");
    assert_eq!(
        pandangan(&p.profil, p.def(), &huba, p.entri()),
        Some(Pandangan::Pribadi)
    );
    p.ubah(&koordinator(), json!({ "samar": true })).unwrap();
    assert_eq!(
        pandangan(&p.profil, p.def(), &huba, p.entri()),
        Some(Pandangan::Dinas)
    );
    assert_eq!(
        pandangan(&p.profil, p.def(), &koordinator(), p.entri()),
        Some(Pandangan::Pribadi)
    );
}

#[test]
fn a_proof_names_its_regency_register_and_reach() {
    let p = Panggung::terdaftar();
    let w = wewenang(&p.profil, p.def(), &penghubung("dinas-pawai"), Tindakan::Baca).unwrap();
    assert_eq!((w.daerah().as_str(), w.register()), ("antah", "karnaval"));
    let unit = vec![KodeUnit("dinas-pawai".into())];
    assert_eq!(
        *w.lingkup(),
        Lingkup::Sebagian {
            terbit: true,
            unit,
            pegang: vec![],
            milik: vec![],
            sendiri: None
        }
    );
    let w = wewenang(&p.profil, p.def(), &p.pelapor(), Tindakan::Baca).unwrap();
    assert_eq!(
        *w.lingkup(),
        Lingkup::Sebagian {
            terbit: true,
            unit: vec![],
            pegang: vec![],
            milik: vec![],
            sendiri: Some(p.id)
        }
    );
    assert!(wewenang(&p.profil, p.def(), &Pelaku::Publik, Tindakan::Ekspor).is_none());
    assert!(wewenang(&p.profil, p.def(), &penghubung("dinas-pawai"), Tindakan::Impor).is_none());
}

#[test]
fn roles_keep_their_codes() {
    for p in Peran::SEMUA {
        assert_eq!(Peran::dari_kode(p.kode()), Some(p));
        assert_eq!(
            serde_json::to_value(p).unwrap(),
            json!(p.kode()),
            "stored as its code"
        );
    }
    assert_eq!(Peran::dari_kode("raja"), None);
}

proptest! {
    #![proptest_config(acak(300))]

    /// Whoever holds whatever: what is seen is read, what can be stepped is read, and nobody has more than the
    /// same person with one role more.
    #[test]
    fn rights_only_grow_with_roles(
        peran in proptest::collection::vec((0..7usize, 0..3usize), 0..4),
        tambah in (0..7usize, 0..3usize),
        tampil in any::<bool>(),
    ) {
        let p = if tampil { Panggung::tampil() } else { Panggung::terdaftar() };
        let akun = |peran: &[(usize, usize)]| {
            let Pelaku::Akun(mut a) = koordinator() else { unreachable!() };
            a.peran = peran.iter().map(|(r, u)| (Peran::SEMUA[*r], p.profil.unit[*u].kode.clone())).collect();
            Pelaku::Akun(a)
        };
        let sedikit = akun(&peran);
        let banyak = akun(&[peran, vec![tambah]].concat());
        for t in Tindakan::SEMUA {
            let b = |s: &Pelaku| boleh(&p.profil, p.def(), s, t, p.entri());
            prop_assert!(!b(&sedikit) || b(&banyak));
        }
        for s in [&sedikit, &banyak] {
            let baca = boleh(&p.profil, p.def(), s, Tindakan::Baca, p.entri());
            prop_assert_eq!(pandangan(&p.profil, p.def(), s, p.entri()).is_some(), baca);
            prop_assert!(baca || p.def().langkah_boleh(&p.profil, s, p.entri()).is_empty());
        }
        let lihat = |s: &Pelaku| pandangan(&p.profil, p.def(), s, p.entri());
        prop_assert!(lihat(&sedikit) <= lihat(&banyak));
    }
}
