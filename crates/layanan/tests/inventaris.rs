//! A walk over every register of every chapter: one added tomorrow is covered tomorrow.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::{collections::BTreeSet, fmt::Write as _, path::Path};

use kernel::{
    Bahasa, Jenis, Medan, RegisterDef, Siapa,
    izin::{Cakupan, Hak, Peran, Tindakan},
};

/// The registers of every chapter.
fn semua() -> impl Iterator<Item = RegisterDef> {
    [
        layanan::register(),
        kewajiban::register(),
        wbs::register(),
        tata_kelola::register(),
        jabatan::register(),
        saluran::webhook::register(),
    ]
    .into_iter()
    .flatten()
}

fn teks_medan(m: &Medan, hasil: &mut BTreeSet<String>) {
    hasil.insert(m.label.to_string());
    hasil.extend(m.bantuan.iter().map(ToString::to_string));
    if let Jenis::Pilihan(o) | Jenis::Beberapa(o) = &m.jenis {
        // The names of the national reference codes are official; no language has others.
        let resmi = |k: &str| layanan::referensi::cari(k).is_some();
        hasil.extend(o.iter().filter(|o| !resmi(&o.kode)).map(|o| o.label.to_string()));
    }
    for a in m.jenis.anak() {
        teks_medan(&a, hasil);
    }
}

fn teks(d: &RegisterDef) -> BTreeSet<String> {
    let mut t: BTreeSet<String> = [d.label.to_string(), d.bantuan.to_string()].into();
    d.medan.iter().for_each(|m| teks_medan(m, &mut t));
    for k in &d.lifecycle.keadaan {
        t.extend([k.label.to_string(), k.arti.to_string()]);
    }
    for l in &d.lifecycle.langkah {
        t.extend([l.label.to_string(), l.akibat.to_string()]);
        l.isian.iter().for_each(|m| teks_medan(m, &mut t));
    }
    t.extend(d.lifecycle.nama_tenggat.iter().map(|(_, n)| n.to_string()));
    t.remove("");
    t
}

#[test]
fn every_register_can_be_read_in_both_languages() {
    for d in semua() {
        let kurang: Vec<String> = teks(&d).into_iter().filter(|t| !Bahasa::tersedia(t)).collect();
        assert!(
            kurang.is_empty(),
            "register {} has texts without English: {kurang:#?}",
            d.kode
        );
    }
}

#[test]
fn every_register_has_a_sound_life_cycle_a_source_and_readers() {
    for d in semua() {
        assert_eq!(d.lifecycle.periksa(), Vec::<String>::new(), "register {}", d.kode);
        assert!(!d.dasar.is_empty(), "register {} names no pasal", d.kode);
        let dibaca = |s: &dyn Fn(&Siapa) -> bool| {
            d.hak
                .iter()
                .any(|h| h.boleh.contains(&Tindakan::Baca) && s(&h.siapa))
        };
        assert!(
            dibaca(&|s| matches!(s, Siapa::Peran(_))),
            "no role reads register {}",
            d.kode
        );
        for p in [Peran::Auditor, Peran::Pimpinan] {
            assert!(
                d.tertutup || dibaca(&|s| *s == Siapa::Peran(p)),
                "{p:?} does not read register {}",
                d.kode
            );
        }
        // What only its own pages know of is read by one role in one unit, and by who filed it.
        let sempit = |h: &kernel::izin::Hak| {
            matches!(
                (h.siapa, h.cakupan),
                (Siapa::Peran(Peran::Auditor), kernel::izin::Cakupan::Pegang)
                    | (Siapa::Publik | Siapa::Pelapor, kernel::izin::Cakupan::Sendiri)
            )
        };
        assert!(
            !d.tertutup || d.hak.iter().all(sempit),
            "register {} is open to others",
            d.kode
        );
        for m in d.medan_rata().iter().filter(|m| m.saring || m.urut) {
            let tunggal = !matches!(
                m.jenis,
                Jenis::Orang
                    | Jenis::Tempat
                    | Jenis::Bagian(_)
                    | Jenis::Periode
                    | Jenis::Daftar { .. }
                    | Jenis::Berkas { .. }
            );
            assert!(
                tunggal && !m.pribadi && !m.rahasia,
                "{}.{} cannot be filtered by",
                d.kode,
                m.nama
            );
        }
        for m in d.medan_rata() {
            assert!(
                !(m.publik && m.pribadi),
                "{}.{} is both public and personal",
                d.kode,
                m.nama
            );
        }
    }
}

#[test]
fn nothing_a_role_may_do_is_left_without_an_answer_to_who() {
    for d in semua() {
        for k in &d.lifecycle.keadaan {
            let siapa: BTreeSet<Siapa> = d
                .lifecycle
                .dari(&k.kode)
                .flat_map(|l| l.oleh.iter().copied())
                .collect();
            if k.giliran != kernel::lifecycle::Giliran::Selesai {
                assert!(
                    siapa.iter().any(|s| matches!(s, Siapa::Peran(_))),
                    "in state {} of {} no role can act",
                    k.kode,
                    d.kode
                );
            }
        }
    }
}

/// Who reads every entry of a register takes the steps named for that role in all of them (`boleh_langkah`). Who works
/// for one office reads what others have by `Cakupan::Terbit`, or would step on it. The handing over of posts is its
/// own guard: only the two accounts that an entry names take its steps.
#[test]
fn roles_of_one_office_step_on_its_own_entries_only() {
    for d in semua().filter(|d| d.kode != "serah_terima") {
        for p in [Peran::Penghubung, Peran::Kepala, Peran::Petugas] {
            let s = Siapa::Peran(p);
            let membaca_semua =
                |h: &Hak| h.siapa == s && h.cakupan == Cakupan::Semua && h.boleh.contains(&Tindakan::Baca);
            let langkah = d.lifecycle.langkah.iter().find(|l| l.oleh.contains(&s));
            if let (Some(l), true) = (langkah, d.hak.iter().any(membaca_semua)) {
                panic!("{}: {} takes \"{}\" for every office", d.kode, s.label(), l.kode);
            }
        }
    }
}

/// Role × register × action as one text, so that a change of rights is a visible line in a review.
/// After a change that is meant: `PERBARUI=1 cargo test --release -p layanan --test inventaris`.
#[test]
fn the_matrix_of_rights_is_as_reviewed() {
    let mut kini =
        String::from("# Who may do what. Made by the test; read every changed line before accepting it.\n");
    let mut siapa = vec![Siapa::Publik, Siapa::Pelapor, Siapa::Sistem];
    siapa.extend(Peran::SEMUA.map(Siapa::Peran));
    for d in semua() {
        writeln!(kini, "\n[{}]", d.kode).unwrap();
        let penerima = d.penerima.is_some().then_some(Siapa::Penerima);
        let oleh = d.lifecycle.langkah.iter().flat_map(|l| &l.oleh);
        let fungsi: BTreeSet<&Siapa> = oleh.filter(|s| matches!(s, Siapa::Fungsi(..))).collect();
        for s in siapa.iter().chain(&penerima).chain(fungsi) {
            let mut baris: Vec<String> = Vec::new();
            for t in Tindakan::SEMUA {
                for h in d.hak.iter().filter(|h| h.siapa == *s && h.boleh.contains(&t)) {
                    let sampai = d.tingkat.as_ref().map(|_| format!(", sampai {:?}", d.sampai(h)));
                    let sampai = sampai.unwrap_or_default();
                    baris.push(format!("{t:?}({:?}, {:?}{sampai})", h.cakupan, h.pandangan));
                }
            }
            for l in d.lifecycle.langkah.iter().filter(|l| l.oleh.contains(s)) {
                baris.push(format!(
                    "{}: {} -> {}",
                    l.kode,
                    l.dari.join("|"),
                    l.ke.as_deref().unwrap_or("=")
                ));
            }
            if baris.is_empty() {
                baris.push("nothing".into());
            }
            let nama = match s {
                Siapa::Fungsi(peran, fungsi) => {
                    let peran: Vec<&str> = peran.iter().map(|p| p.label()).collect();
                    format!("{} ({}; {})", s.label(), peran.join(", "), fungsi.join(" or "))
                }
                s => s.label().to_owned(),
            };
            writeln!(kini, "{nama}").unwrap();
            baris.iter().for_each(|b| writeln!(kini, "    {b}").unwrap());
        }
    }
    let berkas = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hak.txt");
    if std::env::var_os("PERBARUI").is_some() {
        std::fs::write(&berkas, &kini).unwrap();
    }
    let dulu = std::fs::read_to_string(&berkas).unwrap_or_default();
    assert!(
        kini == dulu,
        "rights differ from tests/hak.txt; review, then PERBARUI=1. Now:\n{kini}"
    );
}
