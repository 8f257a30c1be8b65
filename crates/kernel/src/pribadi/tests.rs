//! What is closed, what opens it, and what nobody opens any more.

use super::*;
use crate::{
    command::Tersegel,
    contoh::{Panggung, isi_penuh, koordinator},
    izin::Pelaku,
};
use serde_json::json;

const PEKA: [&str; 4] = ["9901010107900001", "buka-sesame", "tujuh", "+6281234567891"];

/// A new entry with everything in it, and how it is written.
fn tersegel(p: &mut Panggung, cincin: &Cincin) -> Tersegel {
    let def = p.def().clone();
    let putusan = p.buat(&Pelaku::Publik, isi_penuh()).unwrap();
    putusan.segel(&def, cincin).unwrap()
}

/// The entry as a database would give it back.
fn tersimpan(t: &Tersegel) -> Entri {
    Entri {
        isi: t.isi().clone(),
        ..t.entri.clone()
    }
}

fn buka(cincin: &Cincin, mut e: Entri) -> Result<Entri, Galat> {
    cincin.buka(&mut e).map(|()| e)
}

#[test]
fn nothing_personal_or_secret_is_written_or_sealed_open() {
    let (mut p, cincin) = (Panggung::baru(), Cincin::baru());
    let t = tersegel(&mut p, &cincin);
    let entri = serde_json::to_string(t.isi()).unwrap();
    let peristiwa = String::from_utf8(t.segel().bait.clone()).unwrap();
    for teks in [&entri, &peristiwa] {
        for peka in PEKA {
            assert!(!teks.contains(peka), "{peka} in {teks}");
        }
    }
    assert!(entri.contains(r#""peserta":"#), "the rest stays open: {entri}");
    assert_eq!(buka(&cincin, tersimpan(&t)).unwrap(), t.entri);
    assert!(t.segel().utuh());
    let sidik = tersimpan(&t).sidik().unwrap();
    assert_eq!(
        t.segel().isi.sidik,
        Some(sidik),
        "the seal is over what is written"
    );
}

#[test]
fn a_story_opens_with_the_key_of_its_entry_and_with_no_other() {
    let (mut p, cincin) = (Panggung::baru(), Cincin::baru());
    let t = tersegel(&mut p, &cincin);
    let (e, asli) = (&t.entri, &t.peristiwa);
    let baca = |kunci: Option<&KunciEntri>, id: IdEntri| {
        let mut p = t.segel().isi.clone();
        cincin
            .buka_cerita(&e.daerah, id, kunci, [&mut p].into_iter())
            .map(|()| p.isi)
    };
    assert_eq!(baca(e.kunci.as_ref(), e.id).unwrap(), asli.isi);
    let lupa = baca(None, e.id).unwrap();
    assert!(
        lupa.get("nik").is_none() && lupa.get("peserta").is_some(),
        "{lupa:?}"
    );
    let lain = IdEntri(uuid::Uuid::nil());
    assert!(
        baca(e.kunci.as_ref(), lain).is_err(),
        "a key opens in its place only"
    );
    assert!(
        buka(&Cincin::baru(), tersimpan(&t)).is_err(),
        "another ring opens nothing"
    );
}

#[test]
fn a_closed_field_that_was_moved_or_changed_does_not_open() {
    let (mut p, cincin) = (Panggung::baru(), Cincin::baru());
    let t = tersegel(&mut p, &cincin);
    let nik = t.isi()["nik"].clone();
    // The rest opens, so that a page can show it.
    let mut sebagian = tersimpan(&t);
    sebagian.isi.insert("nip".into(), nik.clone());
    assert!(cincin.buka(&mut sebagian).is_err());
    assert_eq!(sebagian.isi["nik"], t.entri.isi["nik"]);
    let mut pindah = tersimpan(&t);
    pindah.isi.insert("nip".into(), nik.clone());
    assert!(buka(&cincin, pindah).is_err());
    let mut tanpa_kunci = tersimpan(&t);
    tanpa_kunci.kunci = None;
    assert!(buka(&cincin, tanpa_kunci).is_err());
    let teks = nik[TANDA].as_str().unwrap();
    for i in 0..teks.len() {
        let lain = if teks.as_bytes()[i] == b'A' { "B" } else { "A" };
        let mut rusak = tersimpan(&t);
        let teks = format!("{}{lain}{}", &teks[..i], &teks[i + 1..]);
        rusak.isi.insert("nik".into(), json!({ TANDA: teks }));
        assert!(buka(&cincin, rusak).is_err(), "character {i}");
    }
}

#[test]
fn the_same_value_is_closed_the_same_way_in_entry_and_story() {
    let (mut p, cincin) = (Panggung::baru(), Cincin::baru());
    let t = tersegel(&mut p, &cincin);
    assert_eq!(t.isi()["nik"], t.segel().isi.isi["nik"]);
    let def = p.def().clone();
    p.entri = Some(t.entri.clone());
    let ubah = p
        .ubah(&koordinator(), json!({ "nik": "9901014107900002" }))
        .unwrap();
    let u = ubah.segel(&def, &cincin).unwrap();
    let beda = &u.segel().isi.isi["nik"];
    assert_eq!((&beda["dari"], &beda["ke"]), (&t.isi()["nik"], &u.isi()["nik"]));
    assert_eq!(t.entri.kunci, u.entri.kunci, "an entry keeps its key");
}

#[test]
fn a_new_master_key_wraps_and_the_old_one_still_opens() {
    let (mut p, satu) = (Panggung::baru(), Cincin::baru());
    let t = tersegel(&mut p, &satu);
    let dua = Cincin::baca(&satu.tambah().tulis()).unwrap();
    assert_eq!((satu.terbaru(), dua.terbaru()), (1, 2));
    let mut e = tersimpan(&t);
    assert_eq!(buka(&dua, e.clone()).unwrap().isi, t.entri.isi);
    let lama = e.kunci.take().unwrap();
    e.kunci = Some(dua.bungkus_ulang(&e.daerah, e.id, &lama).unwrap());
    assert_eq!(e.kunci.as_ref().unwrap().induk, 2);
    let tinggal = dua.tanpa(&[1, 2]);
    assert_eq!(
        tinggal.nomor().collect::<Vec<_>>(),
        [2],
        "the newest always stays"
    );
    assert_eq!(buka(&tinggal, e.clone()).unwrap().isi, t.entri.isi);
    assert!(buka(&satu, e).is_err());
}

#[test]
fn people_are_found_by_exact_values_however_written() {
    let (mut p, cincin) = (Panggung::baru(), Cincin::baru());
    let t = tersegel(&mut p, &cincin);
    let jejak = cincin.jejak(p.def(), &t.entri);
    let temu = |nilai: &str| {
        cincin
            .cari(&t.entri.daerah, nilai)
            .iter()
            .any(|j| jejak.contains(j))
    };
    assert!(temu("9901010107900001"));
    assert!(temu(" 0812-3456-7891 "), "as people write numbers");
    assert!(!temu("9901010107900002") && !temu("990101") && !temu(""));
    let tetangga = KodeDaerah::try_from("berantah".to_owned()).unwrap();
    assert!(
        cincin
            .cari(&tetangga, "9901010107900001")
            .iter()
            .all(|j| !jejak.contains(j))
    );
    assert_ne!(Cincin::baru().jejak(p.def(), &t.entri), jejak, "keyed");
}

#[test]
fn a_key_file_says_which_line_is_wrong() {
    let teks = Cincin::baru().tulis();
    assert_eq!(Cincin::baca(&format!("# kata\n\n{teks}")).unwrap().tulis(), teks);
    assert_eq!(Cincin::baca("").unwrap_err(), 0);
    let indeks = teks.lines().next().unwrap();
    assert_eq!(Cincin::baca(indeks).unwrap_err(), 0);
    for salah in ["1", "1 abc", "nol AAAA", "0 AAAA"] {
        assert_eq!(Cincin::baca(&format!("{teks}{salah}")).unwrap_err(), 3, "{salah}");
    }
}
