//! Many at once: nothing is lost, nothing is done twice, nobody has to wait for somebody else's mistake.

use std::collections::{BTreeSet, HashMap};

use kernel::{Aksi, Galat, IdEntri, Perintah};
use serde_json::json;
use store::Store;

use crate::{
    bekal::{Bekal, antre, serentak},
    contoh::*,
};

uji! {
    of_fifty_changes_of_one_version_exactly_one_wins,
    fifty_people_who_try_again_all_get_through,
    a_thousand_at_once_get_numbers_without_gaps,
    numbers_begin_anew_with_the_local_year,
    one_bad_command_does_not_sink_the_others,
    a_rule_that_panics_hurts_nobody_else,
    two_processes_write_to_the_same_entries,
    two_processes_claim_the_same_files,
}

async fn of_fifty_changes_of_one_version_exactly_one_wins(b: &Bekal) {
    let lain = b.lain().await;
    let mut e = b.pohon(isi("A")).await;
    for putaran in 0..4 {
        let semua = (0..50)
            .map(|i| ubah(b, &e, json!({ "harga": 100 * putaran + i })))
            .collect();
        let hasil = serentak(&[&b.store, &lain], semua).await;
        let menang: Vec<_> = hasil.iter().filter_map(|h| h.as_ref().ok()).collect();
        assert_eq!(menang.len(), 1);
        for g in hasil.iter().filter_map(|h| h.as_ref().err()) {
            assert!(
                matches!(g, Galat::VersiBasi { kini } if *kini == e.versi + 1),
                "{g}"
            );
        }
        e = menang[0].entri.clone();
        assert_eq!(b.baca(LEMBAH, e.id).await, terlihat(&e));
    }
    assert_eq!(b.baris("peristiwa").await, 5);
    lain.tutup().await;
}

async fn fifty_people_who_try_again_all_get_through(b: &Bekal) {
    let lain = b.lain().await;
    let e = b.pohon(isi_dengan("A", json!({ "tinggi": 0 }))).await;
    let tugas: Vec<_> = (0..50)
        .map(|i| {
            let (s, id, kini) = ([&b.store, &lain][i % 2].clone(), e.id, b.kini());
            tokio::spawn(async move { tambah_satu(&s, id, kini).await })
        })
        .collect();
    let mut versi = BTreeSet::new();
    for t in tugas {
        assert!(versi.insert(t.await.unwrap()), "no version has two winners");
    }
    assert_eq!(
        versi.into_iter().collect::<Vec<_>>(),
        (2..=51).collect::<Vec<_>>()
    );
    let e = b.baca(LEMBAH, e.id).await;
    assert_eq!(
        (e.versi, &e.isi["tinggi"]),
        (51, &json!(50)),
        "no change was lost"
    );
    // The story tells every single one of them in order.
    for (p, n) in b
        .store
        .peristiwa(&e.daerah, e.id)
        .await
        .unwrap()
        .iter()
        .zip((1..=50).rev())
    {
        assert_eq!(p.isi.isi["tinggi"], json!({ "dari": n - 1, "ke": n }));
    }
    lain.tutup().await;
}

/// Reads, adds one, and begins again when somebody else was quicker.
async fn tambah_satu(s: &Store, id: IdEntri, kini: jiff::Timestamp) -> i64 {
    loop {
        let e = s
            .entri(&kode(LEMBAH), &koordinator(LEMBAH), id)
            .await
            .unwrap()
            .entri;
        let tambal = peta(json!({ "tinggi": e.isi["tinggi"].as_i64().unwrap() + 1 }));
        let aksi = Aksi::Ubah {
            id,
            versi: e.versi,
            tambal,
        };
        let p = Perintah {
            daerah: kode(LEMBAH),
            pelaku: koordinator(LEMBAH),
            kini,
            aksi,
            kunci: None,
        };
        match s.jalankan(p).await {
            Ok(h) => return h.entri.versi,
            Err(Galat::VersiBasi { .. }) => {}
            Err(g) => panic!("{g}"),
        }
    }
}

async fn a_thousand_at_once_get_numbers_without_gaps(b: &Bekal) {
    let lain = b.lain().await;
    let buat = |i: usize| {
        let d = if i.is_multiple_of(3) { PESISIR } else { LEMBAH };
        let (register, isi) = match i % 5 {
            0 => (
                "petak-kebun",
                peta(json!({ "nama": format!("Petak {i}"), "unit": "pasar" })),
            ),
            // Refused, for two different reasons: they use up no number.
            1 if i.is_multiple_of(2) => ("pohon", isi_dengan("Salah", json!({ "harga": -1 }))),
            1 => (
                "pohon",
                isi_dengan("Salah", json!({ "induk": IdEntri::baru(b.kini()) })),
            ),
            _ => ("pohon", isi(&format!("Pohon {i}"))),
        };
        buat(b, d, &koordinator(d), register, isi)
    };
    let hasil = serentak(&[&b.store, &lain], (0..1_250).map(buat).collect()).await;
    let mut nomor: HashMap<(String, String), BTreeSet<String>> = HashMap::new();
    let mut n = 0;
    for (i, h) in hasil.into_iter().enumerate() {
        match h {
            Ok(h) => {
                assert_ne!(i % 5, 1);
                n += 1;
                let kunci = (h.entri.daerah.to_string(), h.entri.register);
                assert!(
                    nomor.entry(kunci).or_default().insert(h.entri.nomor),
                    "a number was given twice"
                );
            }
            Err(g) => assert_eq!((i % 5, g.status()), (1, 422), "{g}"),
        }
    }
    assert_eq!(
        (n, b.baris("entri").await, b.baris("peristiwa").await),
        (1_000, 1_000, 1_000)
    );
    for ((d, r), semua) in nomor {
        let awalan = if d == LEMBAH { "LBH" } else { "PSR" };
        let harap: BTreeSet<String> = (1..=semua.len())
            .map(|i| format!("{awalan}-2026-{i:06}"))
            .collect();
        assert_eq!(semua, harap, "{d} {r}");
    }
    lain.tutup().await;
}

async fn numbers_begin_anew_with_the_local_year(b: &Bekal) {
    b.pohon(isi("A")).await;
    b.pohon(isi("B")).await;
    // Already 2027 in Lembah (+8), still 2026 in Pesisir (+7); both in one queue.
    let saat: jiff::Timestamp = "2026-12-31T16:30:00Z".parse().unwrap();
    b.jam.setel(saat);
    let semua = [LEMBAH, PESISIR, LEMBAH, PESISIR].map(|d| buat(b, d, &koordinator(d), "pohon", isi("C")));
    let mut nomor: Vec<String> = antre(&b.store, semua.to_vec())
        .await
        .into_iter()
        .map(|h| h.unwrap().entri.nomor)
        .collect();
    nomor.sort();
    assert_eq!(
        nomor,
        [
            "LBH-2027-000001",
            "LBH-2027-000002",
            "PSR-2026-000001",
            "PSR-2026-000002"
        ]
    );
}

async fn one_bad_command_does_not_sink_the_others(b: &Bekal) {
    let ada = b.pohon(isi("Ada")).await;
    let foto = b
        .store
        .simpan_berkas(&kode(LEMBAH), b"x", "image/png")
        .await
        .unwrap();
    let buruk: Vec<Perintah> = vec![
        buat_pohon(b, isi_dengan("A", json!({ "asing": 1 }))),
        buat_pohon(b, isi_dengan("A", json!({ "induk": IdEntri::baru(b.kini()) }))),
        buat_pohon(b, isi_dengan("A", json!({ "foto": [uuid::Uuid::now_v7()] }))),
        buat_pohon(b, isi(PANIK)),
        buat(b, "khayal", &koordinator("khayal"), "pohon", isi("A")),
        buat(
            b,
            LEMBAH,
            &koordinator(PESISIR),
            "petak-kebun",
            peta(json!({ "nama": "A", "unit": "kebun" })),
        ),
        // The database itself would object to this one.
        perintah(
            b,
            LEMBAH,
            &koordinator(LEMBAH),
            Aksi::Buat {
                register: "pohon".into(),
                id: ada.id,
                isi: isi("Lagi"),
            },
        ),
        perintah(
            b,
            LEMBAH,
            &koordinator(LEMBAH),
            Aksi::Ubah {
                id: ada.id,
                versi: 99,
                tambal: peta(json!({ "harga": 1 })),
            },
        ),
        langkah(b, &ada, "tebang", json!({})),
        langkah(b, &ada, "terbang", json!({})),
        catat(
            b,
            &kernel::Entri {
                id: IdEntri::baru(b.kini()),
                ..ada.clone()
            },
            "tiada",
        ),
    ];
    let status: Vec<u16> = vec![422, 422, 422, 500, 404, 403, 409, 412, 409, 404, 404];
    let mut semua = Vec::new();
    for (i, p) in buruk.into_iter().enumerate() {
        for j in 0..8 {
            semua.push(buat_pohon(b, isi(&format!("Baik {i} {j}"))));
        }
        semua.push(p);
    }
    semua.push(buat_pohon(b, isi_dengan("Berfoto", json!({ "foto": [foto.id] }))));
    let mut harap = status.into_iter();
    for (i, h) in antre(&b.store, semua).await.into_iter().enumerate() {
        if i % 9 == 8 {
            assert_eq!(
                h.as_ref().map_err(Galat::status).unwrap_err(),
                harap.next().unwrap(),
                "{h:?}"
            );
        } else {
            h.unwrap();
        }
    }
    assert_eq!((b.baris("entri").await, b.baris("peristiwa").await), (90, 90));
    assert_eq!(b.angka("select max(terakhir) from nomor_urut").await, 90);
}

async fn a_rule_that_panics_hurts_nobody_else(b: &Bekal) {
    for putaran in 0..10 {
        let nama = |i: i32| {
            if i == 3 {
                PANIK.to_owned()
            } else {
                format!("P {putaran} {i}")
            }
        };
        let hasil = antre(&b.store, (0..6).map(|i| buat_pohon(b, isi(&nama(i)))).collect()).await;
        for (i, h) in hasil.iter().enumerate() {
            assert_eq!(
                h.as_ref().map(|_| 0).map_err(Galat::status),
                if i == 3 { Err(500) } else { Ok(0) }
            );
        }
    }
    assert_eq!(b.baris("entri").await, 50, "the writers outlived all of them");
}

async fn two_processes_write_to_the_same_entries(b: &Bekal) {
    let lain = b.lain().await;
    let mut pohon = Vec::new();
    for i in 0..12 {
        pohon.push(b.pohon(isi(&format!("P{i}"))).await);
    }
    // One goes through the entries forwards, the other backwards: locks are taken in one order all the same.
    let mut semua = Vec::new();
    for putaran in 0..15 {
        for i in 0..pohon.len() {
            semua.push(catat(b, &pohon[i], &format!("maju {putaran}")));
            semua.push(catat(
                b,
                &pohon[pohon.len() - 1 - i],
                &format!("mundur {putaran}"),
            ));
            if i == putaran % pohon.len() {
                semua.push(buat_pohon(b, isi_dengan("Baru", json!({ "induk": pohon[i].id }))));
                semua.push(buat_pohon(b, isi_dengan("Baru", json!({ "induk": pohon[i].id }))));
            }
        }
    }
    for h in serentak(&[&b.store, &lain], semua).await {
        h.unwrap();
    }
    for e in &pohon {
        let kini = b.baca(LEMBAH, e.id).await;
        assert_eq!(kini.versi, 31, "every note counted once");
        let kisah = b.store.peristiwa(&e.daerah, e.id).await.unwrap();
        let mut catatan: Vec<_> = kisah[..30]
            .iter()
            .map(|p| p.isi.isi["catatan"].as_str().unwrap().to_owned())
            .collect();
        catatan.sort();
        catatan.dedup();
        assert_eq!(catatan.len(), 30);
    }
    assert_eq!(b.baris("entri").await, 12 + 30);
    lain.tutup().await;
}

async fn two_processes_claim_the_same_files(b: &Bekal) {
    let lain = b.lain().await;
    for putaran in 0..10 {
        let mut foto = Vec::new();
        for i in 0..3 {
            foto.push(
                b.store
                    .simpan_berkas(&kode(LEMBAH), format!("{putaran}{i}").as_bytes(), "image/png")
                    .await
                    .unwrap()
                    .id,
            );
        }
        // Each wants two or three of them, in every order.
        let mau = [[0, 1, 2], [2, 1, 0], [1, 0, 2], [0, 2, 1]];
        let semua = mau.map(|m| buat_pohon(b, isi_dengan("F", json!({ "foto": m.map(|i| foto[i]) }))));
        let hasil = serentak(&[&b.store, &lain], semua.to_vec()).await;
        assert_eq!(hasil.iter().filter(|h| h.is_ok()).count(), 1, "{hasil:?}");
        for g in hasil.iter().filter_map(|h| h.as_ref().err()) {
            assert_eq!(crate::bekal::medan(g), ["foto"]);
        }
    }
    assert_eq!(
        b.angka("select count(*) from berkas where entri is null").await,
        0
    );
    lain.tutup().await;
}
