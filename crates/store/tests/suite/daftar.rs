//! Lists against a model in memory: whatever is filtered and sorted by, in pages of whatever size, both databases
//! give exactly the entries the model gives, in exactly its order.

use std::collections::BTreeMap;

use kernel::{Aksi, Entri, Galat, IdEntri, Jenis, Pelaku, RegisterDef, search};
use proptest::{
    prelude::*,
    sample::{Index, select},
    strategy::ValueTree,
    test_runner::{Config, TestRunner},
};
use serde_json::{Value, json};
use store::{Daftar, Kolom, Kotak, Kursor, Saringan, Urut};

use crate::{
    bekal::{Bekal, HARI, MENIT, antre, medan},
    contoh::*,
};

uji! {
    every_column_sorts_both_ways_in_pages_of_any_size,
    any_filters_together_give_what_the_model_gives,
    counts_and_groups_agree_with_the_lists,
    an_entry_without_a_value_is_not_one_with_zero,
    pages_hold_still_while_entries_come,
    wrong_filters_orders_and_cursors_are_told_at_their_name,
    a_cursor_of_another_order_is_refused,
    nothing_typed_is_taken_for_sql,
    a_page_has_between_one_and_five_hundred,
    thousands_are_listed_as_few_are,
}

/// Names that databases with opinions of their own would order differently.
const NAMA: [&str; 24] = [
    "abang",
    "Abang",
    "ABANG",
    "ábang",
    "Ábang",
    "abang ",
    "Zebra",
    "zebra",
    "ñandu",
    "eclair",
    "éclair",
    "Eclair",
    "😀",
    "10",
    "9",
    "a b",
    "a-b",
    "a'b",
    "ab",
    "a_b",
    "東",
    "ﬁkus",
    "Ökaliptus",
    "A",
];

/// The columns that trees can be sorted by.
fn kolom() -> Vec<Kolom> {
    let medan = [
        "nama",
        "jenis",
        "harga",
        "nilai",
        "tinggi",
        "hari",
        "masa",
        "subur",
        "perawat",
        "kecamatan",
        "desa",
        "induk",
    ];
    let umum = [
        Kolom::Dibuat,
        Kolom::Diubah,
        Kolom::Jatuh,
        Kolom::Keadaan,
        Kolom::Pemegang,
    ];
    umum.into_iter()
        .chain(medan.map(|m| Kolom::Medan(m.into())))
        .collect()
}

/// Where trees stand.
const TITIK: [(f64, f64); 3] = [(-7.95, 114.01), (-7.950001, 114.012_345), (-7.9, 114.05)];

/// Fifty trees with many ties and many gaps, in every state.
async fn hutan(b: &Bekal) -> Vec<Entri> {
    let mut acak = TestRunner::deterministic();
    let mut pilih = |n: usize| any::<Index>().new_tree(&mut acak).unwrap().current().index(n);
    let induk = b.pohon(isi("Induk")).await;
    let mut semua = Vec::new();
    for i in 0..49 {
        if i % 3 == 0 {
            b.maju([0, 1, MENIT, HARI][pilih(4)]);
        }
        let mut isi = isi(NAMA[pilih(NAMA.len())]);
        if let Some((lat, lon)) = TITIK.get(pilih(TITIK.len() + 1)) {
            isi.insert("lat".into(), json!(lat));
            isi.insert("lon".into(), json!(lon));
        }
        let mut taruh = |nama: &str, nilai: &[Value]| {
            if let Some(v) = nilai.get(pilih(nilai.len() + 1)) {
                isi.insert(nama.into(), v.clone());
            }
        };
        taruh("jenis", &[json!("buah"), json!("langka"), json!("peneduh")]);
        taruh(
            "harga",
            &[
                json!(0),
                json!(1),
                json!(9),
                json!(10),
                json!(1_000_000_000_000_000_u64),
            ],
        );
        taruh(
            "tinggi",
            &[json!(-500), json!(-1), json!(0), json!(7), json!(5_000)],
        );
        taruh(
            "hari",
            &[json!("2026-01-31"), json!("2026-11-23"), json!("1999-12-01")],
        );
        taruh(
            "masa",
            &[
                json!({ "mulai": "2026-01-01", "akhir": "2027-01-01" }),
                json!({ "mulai": "2025-06-01", "akhir": "2025-06-01" }),
            ],
        );
        taruh("subur", &[json!(true), json!(false)]);
        taruh(
            "musim",
            &[json!(["hujan"]), json!(["kemarau", "hujan"]), json!([])],
        );
        taruh("sebutan", &[json!(["si 'a'", "b, c"]), json!(["b, c"])]);
        taruh("perawat", &[json!("kebun"), json!("pasar"), json!("taman")]);
        taruh("kecamatan", &[json!("99.01.01"), json!("99.01.02")]);
        taruh("desa", &[json!("99.01.01.2001"), json!("99.01.02.2002")]);
        taruh("induk", &[json!(induk.id)]);
        taruh(
            "cerita",
            &[json!("Menyelenggarakan lomba"), json!("penyelenggaraan Abang")],
        );
        if let (Some(k), Some(d)) = (isi.get("kecamatan"), isi.get("desa")) {
            let cocok = d.as_str().unwrap().starts_with(k.as_str().unwrap());
            if !cocok {
                isi.remove("desa");
            }
        }
        isi.entry("jenis").or_insert(json!("buah"));
        semua.push(buat_pohon(b, isi));
        // The neighbour has the like of each: none of it may ever show.
        let mut sana = semua.last().unwrap().clone();
        if let Aksi::Buat { isi, id, .. } = &mut sana.aksi {
            (sana.daerah, sana.pelaku, *id) = (kode(PESISIR), koordinator(PESISIR), IdEntri::baru(b.kini()));
            isi.retain(|k, _| !["kecamatan", "desa", "lat", "lon", "induk"].contains(&k.as_str()));
        }
        semua.push(sana);
    }
    let mut pohon = vec![induk];
    for h in antre(&b.store, semua).await {
        pohon.push(h.unwrap().entri);
    }
    pohon.retain(|e| e.daerah == kode(LEMBAH));
    for e in &mut pohon {
        let unit = ["kebun", "pasar", "taman"][pilih(3)];
        if pilih(3) > 0 {
            *e = b.jadi(langkah(b, e, "tanam", json!({ "unit": unit }))).await;
            if pilih(2) == 0 {
                *e = b.jadi(langkah(b, e, "panen", json!({ "pesan": "ya" }))).await;
            }
        }
    }
    b.maju(60 * HARI);
    for (e, l) in b.store.otomatis(5).await.unwrap() {
        let aksi = Aksi::Langkah {
            id: e.id,
            versi: None,
            langkah: l,
            isian: peta(json!({})),
        };
        let e = b.jadi(perintah(b, LEMBAH, &Pelaku::Sistem, aksi)).await;
        let lama = pohon.iter_mut().find(|p| p.id == e.id).unwrap();
        *lama = e;
    }
    assert_eq!(pohon.len(), 50);
    assert!(
        ["bibit", "tumbuh", "panen", "tebang"]
            .iter()
            .all(|k| pohon.iter().any(|e| e.keadaan == *k))
    );
    pohon
}

/// What an entry is sorted by: numbers before texts never meet, what is missing comes first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Nilai {
    Angka(Option<i64>),
    Teks(String),
}

/// The value of a field as the model compares it.
fn nilai(def: &RegisterDef, e: &Entri, nama: &str) -> Nilai {
    let v = e.isi.get(nama);
    match def.medan(nama).unwrap().jenis {
        Jenis::Bilangan { .. } | Jenis::Uang => Nilai::Angka(v.map(|v| v.as_i64().unwrap())),
        Jenis::Periode => Nilai::Teks(v.map_or("", |v| v["mulai"].as_str().unwrap()).into()),
        Jenis::YaTidak => {
            Nilai::Teks(v.map_or(String::new(), |v| if v == true { "ya" } else { "tidak" }.into()))
        }
        _ => Nilai::Teks(v.map_or("", |v| v.as_str().unwrap()).into()),
    }
}

fn kunci(def: &RegisterDef, e: &Entri, k: &Kolom) -> Nilai {
    match k {
        Kolom::Dibuat => Nilai::Angka(None),
        Kolom::Diubah => Nilai::Angka(Some(e.diubah)),
        Kolom::Jatuh => Nilai::Angka(Some(e.jatuh.unwrap_or(i64::MAX))),
        Kolom::Keadaan => Nilai::Teks(e.keadaan.clone()),
        Kolom::Pemegang => Nilai::Teks(e.pemegang.0.clone()),
        Kolom::Medan(n) => {
            let n = nilai(def, e, n);
            // false before true, whatever they are called
            match (
                def.medan(if let Kolom::Medan(n) = k { n } else { "" })
                    .unwrap()
                    .jenis,
                &n,
            ) {
                (Jenis::YaTidak, Nilai::Teks(t)) => Nilai::Teks(if t == "ya" {
                    "true".into()
                } else {
                    t.replace("tidak", "false")
                }),
                _ => n,
            }
        }
    }
}

fn cocok(def: &RegisterDef, e: &Entri, s: &Saringan) -> bool {
    let medan = |(nama, mau): &(String, Vec<String>)| match def.medan(nama).unwrap().jenis {
        _ if mau.is_empty() => true,
        Jenis::Beberapa(_) | Jenis::Daftar { .. } => e.isi[nama]
            .as_array()
            .unwrap()
            .iter()
            .any(|v| mau.iter().any(|m| v == m)),
        _ => match nilai(def, e, nama) {
            Nilai::Angka(a) => mau.iter().any(|m| a == m.parse().ok()),
            Nilai::Teks(t) => mau.contains(&t),
        },
    };
    let istilah = search::istilah(&def.teks_cari(&e.nomor, &e.isi));
    let ada = |k: &search::Cari| {
        istilah.contains(&k.batang)
            || k.awalan
                .as_ref()
                .is_some_and(|a| istilah.iter().any(|i| i.starts_with(a.as_str())))
    };
    let kata = search::uraikan(&s.kata);
    (s.keadaan.is_empty() || s.keadaan.contains(&e.keadaan))
        && (s.pemegang.is_empty() || s.pemegang.contains(&e.pemegang.0))
        && s.medan.iter().all(medan)
        && s.terbuka.is_none_or(|t| t == e.terbuka)
        && s.jatuh_sebelum.is_none_or(|m| e.jatuh.is_some_and(|j| j < m))
        && s.sejak.is_none_or(|m| e.dibuat >= m)
        && s.sebelum.is_none_or(|m| e.dibuat < m)
        && s.diubah_sejak.is_none_or(|m| e.diubah >= m)
        && s.diubah_sebelum.is_none_or(|m| e.diubah < m)
        && s.kotak.is_none_or(|k| {
            let sejuta = |m: &str| e.isi.get(m).map(|v| (v.as_f64().unwrap() * 1e6).round() as i64);
            let dalam = |n: Option<i64>, (a, z)| n.is_some_and(|n| (a..=z).contains(&n));
            dalam(sejuta("lat"), k.lintang) && dalam(sejuta("lon"), k.bujur)
        })
        && kata.iter().all(ada)
        && (s.kata.trim().is_empty() || !kata.is_empty())
}

/// What the model gives.
fn model(def: &RegisterDef, semua: &[Entri], d: &Daftar) -> Vec<IdEntri> {
    let mut ada: Vec<_> = semua
        .iter()
        .filter(|e| cocok(def, e, &d.saring))
        .map(|e| (kunci(def, e, &d.urut.kolom), e.id))
        .collect();
    ada.sort();
    if d.urut.turun {
        ada.reverse();
    }
    ada.into_iter().map(|(_, id)| id).collect()
}

/// The whole list, page by page, each cursor carried as an address would carry it.
async fn lembar_demi_lembar(b: &Bekal, register: &str, d: &Daftar) -> Vec<IdEntri> {
    let w = wewenang(b, LEMBAH, &Pelaku::Sistem, register).unwrap();
    let mut d = d.clone();
    let mut hasil = Vec::new();
    loop {
        let h = b.store.daftar(&w, &Pelaku::Sistem, &d).await.unwrap();
        hasil.extend(h.entri.iter().map(|t| t.entri.id));
        match h.berikut {
            Some(k) => {
                assert_eq!(h.entri.len(), d.batas, "only the last page is short");
                d.setelah = Some(Kursor::baca(&k.tulis()).unwrap());
            }
            None => return hasil,
        }
    }
}

fn urut(kolom: &Kolom, turun: bool) -> Urut {
    Urut {
        kolom: kolom.clone(),
        turun,
    }
}

async fn every_column_sorts_both_ways_in_pages_of_any_size(b: &Bekal) {
    let semua = hutan(b).await;
    let def = b.store.inventaris().cari("pohon").unwrap();
    for k in kolom() {
        for turun in [false, true] {
            for batas in [1, 2, 7, 50, 51] {
                let d = Daftar {
                    urut: urut(&k, turun),
                    batas,
                    ..Daftar::default()
                };
                assert_eq!(
                    lembar_demi_lembar(b, "pohon", &d).await,
                    model(def, &semua, &d),
                    "{d:?}"
                );
            }
        }
    }
}

/// Values to filter a field by: those there are, those that are missing, and those there are not.
fn nilai_saring(nama: &str) -> &'static [&'static str] {
    match nama {
        "nama" => &["abang", "Abang", "ábang", "😀", "a'b", "", "abang%"],
        "jenis" => &["buah", "langka", "BUAH", ""],
        "harga" => &["0", "10", "1000000000000000", "-3", ""],
        "tinggi" => &["-500", "0", "7", "007", ""],
        "hari" => &["2026-11-23", "1999-12-01", ""],
        "subur" => &["ya", "tidak"],
        "musim" => &["hujan", "kemarau", "semi"],
        "sebutan" => &["b, c", "si 'a'", "b", "["],
        "perawat" => &["kebun", "pasar", ""],
        "kecamatan" => &["99.01.01", "99.01.02", ""],
        "desa" => &["99.01.01.2001", "99.02.01.2001", ""],
        _ => &[""],
    }
}

fn saringan(semua: &[Entri]) -> impl Strategy<Value = Saringan> + use<> {
    let subset = |v: Vec<&'static str>| {
        let n = v.len();
        prop_oneof![3 => Just(Vec::new()), 2 => proptest::sample::subsequence(v, 0..=n)]
            .prop_map(|v| v.into_iter().map(str::to_owned).collect::<Vec<_>>())
    };
    let nama = [
        "nama",
        "jenis",
        "harga",
        "tinggi",
        "hari",
        "subur",
        "musim",
        "sebutan",
        "perawat",
        "kecamatan",
        "desa",
    ];
    let satu = select(nama.to_vec()).prop_flat_map(|n| {
        let v = nilai_saring(n);
        let v = proptest::sample::subsequence(v.to_vec(), 1..=v.len());
        v.prop_map(move |v| (n.to_owned(), v.into_iter().map(str::to_owned).collect::<Vec<_>>()))
    });
    let waktu: Vec<i64> = semua
        .iter()
        .flat_map(|e| [Some(e.dibuat), e.jatuh])
        .flatten()
        .flat_map(|m| [m, m + 1])
        .collect();
    let waktu = move || proptest::option::weighted(0.25, select(waktu.clone()));
    let kotak = select(vec![
        Kotak {
            lintang: (-7_950_001, -7_950_000),
            bujur: (114_000_000, 114_012_345),
        },
        Kotak {
            lintang: (-7_950_000, -7_900_000),
            bujur: (114_010_001, 114_050_000),
        },
    ]);
    let kata = select(vec![
        "",
        "",
        "",
        "",
        "abang",
        "aba",
        "penyelenggaraan",
        "lomba a",
        "lbh 2026",
        "abang 000003",
        "?!",
        "東",
    ]);
    (
        subset(vec!["bibit", "tumbuh", "panen", "tebang", "hilang"]),
        subset(vec!["kebun", "pasar", "taman", "tiada"]),
        proptest::collection::vec(satu, 0..3),
        prop_oneof![2 => Just(None), 1 => any::<bool>().prop_map(Some)],
        waktu(),
        waktu(),
        waktu(),
        (waktu(), waktu(), proptest::option::weighted(0.25, kotak)),
        kata,
    )
        .prop_map(
            |(
                keadaan,
                pemegang,
                medan,
                terbuka,
                jatuh_sebelum,
                sejak,
                sebelum,
                (diubah_sejak, diubah_sebelum, kotak),
                kata,
            )| Saringan {
                keadaan,
                pemegang,
                medan,
                terbuka,
                jatuh_sebelum,
                sejak,
                sebelum,
                diubah_sejak,
                diubah_sebelum,
                kotak,
                kata: kata.into(),
            },
        )
}

/// Runs an async property; proptest itself knows no futures.
fn sekarang<T>(f: impl Future<Output = T>) -> T {
    tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(f))
}

fn acak(kali: u32) -> TestRunner {
    TestRunner::new(Config {
        failure_persistence: None,
        max_shrink_iters: 200,
        ..Config::with_cases(kali)
    })
}

async fn any_filters_together_give_what_the_model_gives(b: &Bekal) {
    let semua = hutan(b).await;
    let def = b.store.inventaris().cari("pohon").unwrap();
    let periksa = |d: Daftar| {
        let harap = model(def, &semua, &d);
        let dapat = sekarang(lembar_demi_lembar(b, "pohon", &d));
        prop_assert_eq!(dapat, harap);
        Ok(())
    };
    // Every filter alone …
    for m in def.saringan() {
        for v in nilai_saring(&m.nama) {
            let medan = vec![(m.nama.to_string(), vec![(*v).to_owned()])];
            let d = Daftar {
                saring: Saringan {
                    medan,
                    ..Saringan::default()
                },
                batas: 50,
                ..Daftar::default()
            };
            periksa(d).unwrap_or_else(|e| panic!("{}={v}: {e}", m.nama));
        }
    }
    let induk = vec![("induk".to_owned(), vec![semua[0].id.to_string()])];
    let d = Daftar {
        saring: Saringan {
            medan: induk,
            ..Saringan::default()
        },
        batas: 3,
        ..Daftar::default()
    };
    assert!(!model(def, &semua, &d).is_empty());
    periksa(d).unwrap();
    // … and any of them together, in any order, in pages of any size.
    let daftar = (
        saringan(&semua),
        select(kolom()),
        any::<bool>(),
        select(vec![1, 2, 7, 100]),
    )
        .prop_map(|(saring, kolom, turun, batas)| Daftar {
            saring,
            urut: Urut { kolom, turun },
            setelah: None,
            batas,
        });
    acak(150).run(&daftar, periksa).unwrap();
}

async fn counts_and_groups_agree_with_the_lists(b: &Bekal) {
    let semua = hutan(b).await;
    let def = b.store.inventaris().cari("pohon").unwrap().clone();
    let w = wewenang(b, LEMBAH, &Pelaku::Sistem, "pohon").unwrap();
    let periksa = |(s, k): (Saringan, Kolom)| {
        let ada: Vec<&Entri> = semua.iter().filter(|e| cocok(&def, e, &s)).collect();
        for batas in [0, 1, 10, 1_000] {
            prop_assert_eq!(
                sekarang(b.store.jumlah(&w, &s, batas)).unwrap(),
                batas.min(ada.len() as i64)
            );
        }
        let mut harap: BTreeMap<String, i64> = BTreeMap::new();
        for e in ada {
            let nama = match &k {
                Kolom::Diubah => e.diubah.to_string(),
                Kolom::Jatuh => e.jatuh.map_or(String::new(), |j| j.to_string()),
                Kolom::Medan(n) => match nilai(&def, e, n) {
                    Nilai::Angka(a) => a.map_or(String::new(), |a| a.to_string()),
                    Nilai::Teks(t) => t,
                },
                k => match kunci(&def, e, k) {
                    Nilai::Teks(t) => t,
                    n => format!("{n:?}"),
                },
            };
            *harap.entry(nama).or_default() += 1;
        }
        let dapat = sekarang(b.store.kelompok(&w, &s, &k)).unwrap();
        prop_assert!(dapat.is_sorted_by(|a, b| a.1 >= b.1), "most first: {:?}", dapat);
        prop_assert_eq!(dapat.into_iter().collect::<BTreeMap<_, _>>(), harap);
        Ok(())
    };
    let kolom: Vec<Kolom> = kolom().into_iter().filter(|k| *k != Kolom::Dibuat).collect();
    for k in &kolom {
        periksa((Saringan::default(), k.clone())).unwrap_or_else(|e| panic!("{k:?}: {e}"));
    }
    acak(60).run(&(saringan(&semua), select(kolom)), periksa).unwrap();
    let g = b
        .store
        .kelompok(&w, &Saringan::default(), &Kolom::Dibuat)
        .await
        .unwrap_err();
    assert_eq!(medan(&g), ["dibuat"]);
}

async fn an_entry_without_a_value_is_not_one_with_zero(b: &Bekal) {
    for (nama, harga) in [("nol", json!(0)), ("kosong", json!(null)), ("satu", json!(1))] {
        b.pohon(isi_dengan(nama, json!({ "harga": harga }))).await;
    }
    let w = wewenang(b, LEMBAH, &Pelaku::Sistem, "pohon").unwrap();
    let nama = async |v: &str| {
        let saring = Saringan {
            medan: vec![("harga".into(), vec![v.into()])],
            ..Saringan::default()
        };
        let d = Daftar {
            saring,
            batas: 9,
            ..Daftar::default()
        };
        b.store
            .daftar(&w, &Pelaku::Sistem, &d)
            .await
            .unwrap()
            .entri
            .into_iter()
            .map(|t| t.judul)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        (nama("0").await, nama("").await),
        (vec!["nol".to_owned()], vec!["kosong".to_owned()])
    );
}

async fn pages_hold_still_while_entries_come(b: &Bekal) {
    let mut lama = Vec::new();
    for i in 0..20 {
        b.maju(1);
        lama.push(b.pohon(isi(&format!("L{i:02}"))).await.id);
    }
    let w = wewenang(b, LEMBAH, &Pelaku::Sistem, "pohon").unwrap();
    for (u, terbalik) in [
        (Urut::default(), true),
        (urut(&Kolom::Medan("nama".into()), false), false),
    ] {
        let mut d = Daftar {
            urut: u,
            batas: 6,
            ..Daftar::default()
        };
        let mut hasil = Vec::new();
        loop {
            let h = b.store.daftar(&w, &Pelaku::Sistem, &d).await.unwrap();
            hasil.extend(h.entri.iter().map(|t| t.entri.id));
            // Somebody files a new one, before the page that is read next.
            b.maju(1);
            b.pohon(isi("A")).await;
            d.setelah = h.berikut;
            if d.setelah.is_none() {
                break;
            }
        }
        hasil.retain(|id| lama.contains(id));
        if terbalik {
            hasil.reverse();
        }
        assert_eq!(hasil, lama, "none twice, none missing");
    }
}

async fn daftar(b: &Bekal, d: &Daftar) -> Result<usize, Galat> {
    let w = wewenang(b, LEMBAH, &Pelaku::Sistem, "pohon").unwrap();
    b.store
        .daftar(&w, &Pelaku::Sistem, d)
        .await
        .map(|h| h.entri.len())
}

async fn wrong_filters_orders_and_cursors_are_told_at_their_name(b: &Bekal) {
    b.pohon(isi("A")).await;
    // Unknown, not filterable, secret, inside a person, and things that only look like a field.
    for nama in [
        "tiada",
        "cerita",
        "pagar",
        "penanam",
        "penanam.nama",
        "nama'",
        "nama\"",
        "1=1",
        "",
        "nama\0",
        "daerah",
        "isi",
    ] {
        let saring = Saringan {
            medan: vec![(nama.into(), vec!["x".into()])],
            ..Saringan::default()
        };
        let g = daftar(
            b,
            &Daftar {
                saring: saring.clone(),
                batas: 5,
                ..Daftar::default()
            },
        )
        .await
        .unwrap_err();
        assert_eq!((g.status(), medan(&g)), (422, vec![nama]));
        let w = wewenang(b, LEMBAH, &Pelaku::Sistem, "pohon").unwrap();
        assert_eq!(b.store.jumlah(&w, &saring, 5).await.unwrap_err().status(), 422);
        let kolom = Kolom::Medan(nama.into());
        assert_eq!(
            b.store
                .kelompok(&w, &Saringan::default(), &kolom)
                .await
                .unwrap_err()
                .status(),
            422
        );
        let d = Daftar {
            urut: urut(&kolom, true),
            batas: 5,
            ..Daftar::default()
        };
        assert_eq!(daftar(b, &d).await.unwrap_err().status(), 422);
        let def = b.store.inventaris().cari("pohon").unwrap();
        assert_eq!(Kolom::dari(def, nama), None);
    }
    for (nama, nilai) in [
        ("harga", "mahal"),
        ("harga", "1e3"),
        ("harga", "99999999999999999999"),
        ("tinggi", "7; --"),
        ("subur", "mungkin"),
    ] {
        let saring = Saringan {
            medan: vec![(nama.into(), vec![nilai.into()])],
            ..Saringan::default()
        };
        let g = daftar(
            b,
            &Daftar {
                saring,
                batas: 5,
                ..Daftar::default()
            },
        )
        .await
        .unwrap_err();
        assert_eq!((g.status(), medan(&g)), (422, vec![nama]), "{nilai}");
    }
    let rusak = [
        "",
        "x",
        "!!!!",
        "bnVsbA",
        "e30",
        "eyJuIjpudWxsfQ",
        "eyJuIjpbXSwiaWQiOiIifQ",
        "eyJuIjpudWxsLCJpZCI6IjEifQ",
        "🌳",
        "../..",
        "a\0",
    ];
    for k in rusak {
        assert_eq!(medan(&Kursor::baca(k).unwrap_err()), ["kursor"], "{k}");
    }
}

async fn a_cursor_of_another_order_is_refused(b: &Bekal) {
    for i in 0..4 {
        b.pohon(isi_dengan(&format!("{i}"), json!({ "harga": i }))).await;
    }
    let macam = [
        Kolom::Dibuat,
        Kolom::Medan("harga".into()),
        Kolom::Medan("nama".into()),
        Kolom::Jatuh,
        Kolom::Keadaan,
    ];
    let w = wewenang(b, LEMBAH, &Pelaku::Sistem, "pohon").unwrap();
    // What each order keeps in its cursor: nothing, a number, a text.
    let simpan = [0, 1, 2, 1, 2];
    for (i, a) in macam.iter().enumerate() {
        let d = Daftar {
            urut: urut(a, true),
            batas: 2,
            ..Daftar::default()
        };
        let setelah = b.store.daftar(&w, &Pelaku::Sistem, &d).await.unwrap().berikut;
        assert!(setelah.is_some());
        for (j, c) in macam.iter().enumerate() {
            let d = Daftar {
                urut: urut(c, true),
                setelah: setelah.clone(),
                batas: 2,
                ..Daftar::default()
            };
            match b.store.daftar(&w, &Pelaku::Sistem, &d).await {
                Ok(h) => assert!(simpan[i] == simpan[j] && h.entri.len() <= 2, "{a:?} then {c:?}"),
                Err(g) => assert!(
                    simpan[i] != simpan[j] && medan(&g) == ["kursor"],
                    "{a:?} then {c:?}: {g}"
                ),
            }
        }
    }
    // A cursor somebody made up.
    let palsu = |n: Value| {
        let t = json!({ "n": n, "id": uuid::Uuid::nil() }).to_string();
        Kursor::baca(&data_encoding::BASE64URL_NOPAD.encode(t.as_bytes()))
    };
    for (k, n) in [
        ("nama", json!("a\0b")),
        ("nama", json!("'; drop table entri; --")),
        ("harga", json!(i64::MIN)),
        ("harga", json!(i64::MAX)),
    ] {
        let d = Daftar {
            urut: urut(&Kolom::Medan(k.into()), false),
            setelah: Some(palsu(n).unwrap()),
            batas: 2,
            ..Daftar::default()
        };
        match daftar(b, &d).await {
            Ok(_) => {}
            Err(g) => assert_eq!(medan(&g), ["kursor"]),
        }
    }
    assert_eq!(b.baris("entri").await, 4);
}

async fn nothing_typed_is_taken_for_sql(b: &Bekal) {
    b.pohon(isi("A")).await;
    let jahat = [
        "'",
        "\"",
        "''",
        "' or '1'='1",
        "'; drop table entri; --",
        "\\",
        "\\'",
        "%",
        "_",
        "$1",
        "?1",
        ":a",
        "{}",
        "{0}",
        "/*",
        "--",
        "\0",
        "a\0b",
        "🌳' --",
        "') or 1=1 or (\"",
        "NULL",
        "A' --",
        "\u{FFFF}",
    ];
    for s in jahat {
        for nama in [
            "nama",
            "jenis",
            "hari",
            "perawat",
            "kecamatan",
            "induk",
            "musim",
            "sebutan",
        ] {
            let saring = Saringan {
                medan: vec![(nama.into(), vec![s.into()])],
                ..Saringan::default()
            };
            let n = daftar(
                b,
                &Daftar {
                    saring,
                    batas: 5,
                    ..Daftar::default()
                },
            )
            .await;
            assert_eq!(
                n.unwrap_or_else(|g| panic!("{nama}={s:?}: {g}")),
                0,
                "{nama}={s:?}"
            );
        }
        for saring in [
            Saringan {
                keadaan: vec![s.into()],
                ..Saringan::default()
            },
            Saringan {
                pemegang: vec![s.into(), "tiada".into()],
                ..Saringan::default()
            },
            Saringan {
                kata: format!("tiada {s}"),
                ..Saringan::default()
            },
        ] {
            assert_eq!(
                daftar(
                    b,
                    &Daftar {
                        saring,
                        batas: 5,
                        ..Daftar::default()
                    }
                )
                .await
                .unwrap(),
                0,
                "{s:?}"
            );
        }
        // Beside a value that fits, they take nothing away from it.
        let saring = Saringan {
            medan: vec![("nama".into(), vec!["A".into(), s.into()])],
            ..Saringan::default()
        };
        assert_eq!(
            daftar(
                b,
                &Daftar {
                    saring,
                    batas: 5,
                    ..Daftar::default()
                }
            )
            .await
            .unwrap(),
            1,
            "{s:?}"
        );
    }
    // A tree whose own words are SQL is found like any other.
    let nama = "'; delete from entri; --";
    b.pohon(isi(nama)).await;
    let saring = Saringan {
        medan: vec![("nama".into(), vec![nama.into()])],
        ..Saringan::default()
    };
    assert_eq!(
        daftar(
            b,
            &Daftar {
                saring,
                batas: 5,
                ..Daftar::default()
            }
        )
        .await
        .unwrap(),
        1
    );
    let d = Daftar {
        urut: urut(&Kolom::Medan("nama".into()), false),
        batas: 1,
        ..Daftar::default()
    };
    assert_eq!(lembar_demi_lembar(b, "pohon", &d).await.len(), 2);
}

async fn a_page_has_between_one_and_five_hundred(b: &Bekal) {
    for h in antre(
        &b.store,
        (0..505).map(|i| buat_pohon(b, isi(&format!("{i}")))).collect(),
    )
    .await
    {
        h.unwrap();
    }
    for (batas, n) in [
        (0, 1),
        (1, 1),
        (499, 499),
        (500, 500),
        (501, 500),
        (usize::MAX, 500),
    ] {
        assert_eq!(
            daftar(
                b,
                &Daftar {
                    batas,
                    ..Daftar::default()
                }
            )
            .await
            .unwrap(),
            n
        );
    }
}

/// More trees than count as few, so that lists go by wide indexes and words as they come; a few of them rare.
async fn thousands_are_listed_as_few_are(b: &Bekal) {
    const N: usize = 2_600;
    let kode_jenis = ["buah", "peneduh", "buah"];
    let mut perintah = Vec::new();
    for i in 0..N {
        if i % 100 == 0 {
            b.maju(MENIT);
        }
        let perawat = if i % 2 == 0 { "kebun" } else { "pasar" };
        let jenis = if i == 77 { "langka" } else { kode_jenis[i % 3] };
        let lain = json!({
            "jenis": jenis, "subur": i % 2 == 0, "perawat": perawat, "tinggi": i,
            "cerita": format!("lomba kebersihan {}", if i % 1_000 == 9 { "jarang" } else { "sering" }),
        });
        perintah.push(buat_pohon(b, isi_dengan(&format!("P{i:04}"), lain)));
    }
    // Of the same moment the ids are of chance; a batch is in order when they are.
    let mut id: Vec<IdEntri> = perintah.iter().map(|p| p.aksi.id()).collect();
    id.sort_unstable();
    for (p, urut) in perintah.iter_mut().zip(id) {
        if let Aksi::Buat { id, .. } = &mut p.aksi {
            *id = urut;
        }
    }
    let mut semua = Vec::new();
    while !perintah.is_empty() {
        let sisa = perintah.split_off(perintah.len().min(1_000));
        let siap = b
            .store
            .siapkan_banyak(std::mem::replace(&mut perintah, sisa))
            .await
            .unwrap();
        semua.extend(
            b.store
                .jalankan_banyak(siap)
                .await
                .unwrap()
                .into_iter()
                .map(|h| h.unwrap().entri),
        );
    }
    for (i, e) in semua.iter_mut().enumerate() {
        if i % 4 == 0 {
            *e = b.jadi(langkah(b, e, "tanam", json!({ "unit": "taman" }))).await;
        }
    }
    b.laku("analyze").await;
    let def = b.store.inventaris().cari("pohon").unwrap().clone();
    let w = wewenang(b, LEMBAH, &Pelaku::Sistem, "pohon").unwrap();
    let medan = |m: &[(&str, &str)]| -> Vec<(String, Vec<String>)> {
        m.iter().map(|(k, v)| ((*k).into(), vec![(*v).into()])).collect()
    };
    let saringan = [
        Saringan::default(),
        Saringan {
            medan: medan(&[("jenis", "buah"), ("subur", "ya"), ("perawat", "kebun")]),
            ..Saringan::default()
        },
        Saringan {
            medan: medan(&[("jenis", "peneduh"), ("subur", "tidak")]),
            keadaan: vec!["bibit".into()],
            ..Saringan::default()
        },
        Saringan {
            medan: medan(&[("jenis", "langka"), ("subur", "tidak")]),
            ..Saringan::default()
        },
        // Each of them passes many, together they pass none.
        Saringan {
            medan: medan(&[("subur", "ya"), ("perawat", "pasar")]),
            ..Saringan::default()
        },
        Saringan {
            keadaan: vec!["bibit".into(), "tumbuh".into()],
            terbuka: Some(true),
            ..Saringan::default()
        },
        Saringan {
            kata: "lomba bersih".into(),
            ..Saringan::default()
        },
        Saringan {
            kata: "lomba kebersihan".into(),
            medan: medan(&[("jenis", "peneduh")]),
            ..Saringan::default()
        },
        Saringan {
            kata: "lomba jarang".into(),
            ..Saringan::default()
        },
    ];
    for saring in saringan {
        let ada = semua.iter().filter(|e| cocok(&def, e, &saring)).count() as i64;
        let t = b.store.taksir(&w, &saring, 1_000).await.unwrap();
        assert!(
            t.n <= ada.min(1_000) && (!t.tepat || t.n == ada),
            "{t:?} of {ada}: {saring:?}"
        );
        assert!(
            ada > 900 || t.tepat || saring.kata.starts_with("lomba k"),
            "{t:?} of {ada}: {saring:?}"
        );
        for (kolom, turun) in [
            (Kolom::Dibuat, true),
            (Kolom::Dibuat, false),
            (Kolom::Jatuh, false),
            (Kolom::Jatuh, true),
        ] {
            let d = Daftar {
                saring: saring.clone(),
                urut: urut(&kolom, turun),
                setelah: None,
                batas: 400,
            };
            assert_eq!(
                lembar_demi_lembar(b, "pohon", &d).await,
                model(&def, &semua, &d),
                "{d:?}"
            );
        }
    }
}
