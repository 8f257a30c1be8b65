//! Reading with permission: a list shows exactly what asking one by one would, and nothing crosses a regency.

use kernel::{
    Aksi, Entri, Galat, IdEntri, Pelaku, Peran,
    izin::{Lingkup, Tindakan},
};
use serde_json::json;
use store::{AkunSimpan, Daftar, JenisSesi, Kolom, Saringan, Tampak};

use crate::{
    bekal::{Bekal, HARI, antre},
    contoh::*,
};

uji! {
    a_list_shows_what_asking_one_by_one_shows,
    every_kind_of_reach_was_among_them,
    nothing_of_one_regency_is_read_with_the_key_of_another,
    nothing_of_one_regency_is_written_with_the_key_of_another,
    an_entry_out_of_reach_is_as_if_it_were_not_there,
}

/// Everybody who may come along in Lembah.
fn semua_orang(pohon: &[Entri]) -> Vec<Pelaku> {
    use Peran::*;
    let p = |peran: &[(Peran, &str)]| pejabat(LEMBAH, peran);
    vec![
        Pelaku::Publik,
        Pelaku::Sistem,
        Pelaku::Pelapor(pohon[0].id),
        Pelaku::Pelapor(pohon[7].id),
        Pelaku::Pelapor(IdEntri(uuid::Uuid::nil())),
        p(&[]),
        p(&[(Administrator, "taman")]),
        p(&[(Koordinator, "pasar")]),
        p(&[(Auditor, "pasar")]),
        p(&[(Penghubung, "kebun")]),
        p(&[(Penghubung, "pasar")]),
        p(&[(Penghubung, "taman")]),
        p(&[(Kepala, "kebun")]),
        p(&[(Kepala, "kebun"), (Penghubung, "pasar")]),
        p(&[
            (Kepala, "kebun"),
            (Kepala, "pasar"),
            (Kepala, "taman"),
            (Administrator, "kebun"),
        ]),
        p(&[(Penghubung, "tiada")]),
        p(&[(Petugas, "kebun")]),
        p(&[(Petugas, "taman"), (Kepala, "pasar")]),
        pejabat(PESISIR, &[(Koordinator, "taman")]),
        pejabat(PESISIR, &[(Penghubung, "kebun")]),
    ]
}

const UNIT: [&str; 3] = ["taman", "kebun", "pasar"];

/// Trees in every state and unit, and beds; the neighbour has the same.
async fn kebun(b: &Bekal) -> (Vec<Entri>, Vec<Entri>) {
    let (mut pohon, mut petak) = (Vec::new(), Vec::new());
    for d in [LEMBAH, PESISIR] {
        for i in 0..18 {
            let pribadi = json!({ "harga": i, "penanam": { "nama": format!("Orang {i}") }, "nik": "9901010107900001", "pagar": "x" });
            let mut e = b
                .jadi(buat(
                    b,
                    d,
                    &koordinator(d),
                    "pohon",
                    isi_dengan(&format!("P{i}"), pribadi),
                ))
                .await;
            if i % 3 > 0 {
                e = b
                    .jadi(langkah(b, &e, "tanam", json!({ "unit": UNIT[i / 3 % 3] })))
                    .await;
            }
            if i % 3 > 1 {
                e = b.jadi(langkah(b, &e, "panen", json!({ "pesan": "ya" }))).await;
            }
            pohon.push(e);
            let isi = peta(json!({ "nama": format!("K{i}"), "unit": UNIT[i % 3], "luas": i }));
            petak.push(b.jadi(buat(b, d, &koordinator(d), "petak-kebun", isi)).await);
        }
    }
    (pohon, petak)
}

async fn semua(b: &Bekal, daerah: &str, register: &str, p: &Pelaku) -> Vec<Tampak> {
    let Some(w) = wewenang(b, daerah, p, register) else {
        return Vec::new();
    };
    let h = b
        .store
        .daftar(
            &w,
            p,
            &Daftar {
                batas: 500,
                ..Daftar::default()
            },
        )
        .await
        .unwrap();
    assert!(h.berikut.is_none());
    assert_eq!(
        b.store.jumlah(&w, &Saringan::default(), 500).await.unwrap(),
        h.entri.len() as i64
    );
    let kelompok = b
        .store
        .kelompok(&w, &Saringan::default(), &Kolom::Keadaan)
        .await
        .unwrap();
    assert_eq!(kelompok.iter().map(|(_, n)| n).sum::<i64>(), h.entri.len() as i64);
    h.entri
}

async fn a_list_shows_what_asking_one_by_one_shows(b: &Bekal) {
    let (pohon, petak) = kebun(b).await;
    for p in semua_orang(&pohon) {
        for (register, entri) in [("pohon", &pohon), ("petak-kebun", &petak)] {
            let dapat = semua(b, LEMBAH, register, &p).await;
            let boleh = |e: &&Entri| e.daerah == kode(LEMBAH) && b.store.boleh(&p, Tindakan::Baca, e);
            let mut harap: Vec<IdEntri> = entri.iter().filter(boleh).map(|e| e.id).collect();
            harap.sort();
            harap.reverse();
            assert_eq!(
                dapat.iter().map(|t| t.entri.id).collect::<Vec<_>>(),
                harap,
                "{register} {p:?}"
            );
            // And each of them as it is seen alone: no more, no less.
            for t in dapat {
                let sendiri = b.store.entri(&t.entri.daerah, &p, t.entri.id).await.unwrap();
                assert_eq!(
                    (sendiri.entri, sendiri.judul, sendiri.pandangan),
                    (t.entri.clone(), t.judul, t.pandangan)
                );
                assert!(!t.entri.isi.contains_key("pagar"));
            }
            for e in entri
                .iter()
                .filter(|e| e.daerah == kode(LEMBAH) && !harap.contains(&e.id))
            {
                let g = b.store.entri(&e.daerah, &p, e.id).await.unwrap_err();
                assert!(matches!(g, Galat::TidakDitemukan));
            }
        }
    }
}

async fn every_kind_of_reach_was_among_them(b: &Bekal) {
    let (pohon, _) = kebun(b).await;
    let mut macam = [0; 7];
    for p in semua_orang(&pohon) {
        for register in ["pohon", "petak-kebun"] {
            match wewenang(b, LEMBAH, &p, register).map(|w| w.lingkup().clone()) {
                None => {}
                Some(Lingkup::Semua) => macam[0] += 1,
                Some(Lingkup::Sebagian {
                    terbit,
                    unit,
                    pegang,
                    sendiri,
                    ..
                }) => match (terbit, unit.is_empty(), pegang.is_empty(), sendiri) {
                    (false, true, true, None) => macam[1] += 1,
                    (true, true, true, None) => macam[2] += 1,
                    (false, true, true, Some(_)) => macam[3] += 1,
                    (true, true, true, Some(_)) => macam[4] += 1,
                    (_, false, true, _) => macam[5] += 1,
                    _ => macam[6] += 1,
                },
            }
        }
    }
    assert!(
        macam.iter().all(|n| *n > 0),
        "all, nothing, public, own, own and public, units, held: {macam:?}"
    );
}

async fn nothing_of_one_regency_is_read_with_the_key_of_another(b: &Bekal) {
    let (l, p) = (kode(LEMBAH), kode(PESISIR));
    let foto = b
        .store
        .simpan_berkas(&l, b"rahasia", "image/png")
        .await
        .unwrap()
        .id;
    let induk = b.pohon(isi("Induk lembah")).await;
    let lain = json!({ "foto": [foto], "induk": induk.id, "sebutan": ["lembah"] });
    let e = b.pohon(isi_dengan("Cendana lembah", lain)).await;
    let e = b.jadi(langkah(b, &e, "tanam", json!({ "unit": "kebun" }))).await;
    // The neighbour's own, so that there is something to confuse it with.
    let sana = b
        .jadi(buat(
            b,
            PESISIR,
            &koordinator(PESISIR),
            "pohon",
            isi("Cendana pesisir"),
        ))
        .await;
    let mut akun = kernel::Akun {
        id: uuid::Uuid::nil(),
        daerah: l.clone(),
        pengguna: "wayan".into(),
        nama: "W".into(),
        peran: vec![],
    };
    akun.id = b
        .store
        .simpan_akun(&AkunSimpan {
            akun: akun.clone(),
            sandi: "x".into(),
            aktif: true,
            surel: None,
            nip: None,
            ganti: false,
            dua_langkah: false,
        })
        .await
        .unwrap();
    b.store
        .buka_sesi(&akun, JenisSesi::Web, "", b"sesi", b.ms() + HARI)
        .await
        .unwrap();
    b.store
        .buka_sesi(&akun, JenisSesi::Token, "", b"token", b.ms() + HARI)
        .await
        .unwrap();
    b.store
        .simpan_draf(&l, "draf", Some(akun.id), &peta(json!({ "a": 1 })), b.ms() + HARI)
        .await
        .unwrap();

    let orang = [
        Pelaku::Publik,
        Pelaku::Sistem,
        Pelaku::Pelapor(e.id),
        koordinator(LEMBAH),
        koordinator(PESISIR),
    ];
    for o in &orang {
        assert!(
            matches!(b.store.entri(&p, o, e.id).await, Err(Galat::TidakDitemukan)),
            "{o:?}"
        );
        assert!(matches!(
            b.store.entri_bernomor(&p, o, "pohon", &e.nomor).await,
            Err(Galat::TidakDitemukan)
        ));
        assert!(b.store.terkait(&p, o, e.id).await.unwrap().is_empty());
        assert!(matches!(
            b.store.baca_berkas(&p, o, foto).await,
            Err(Galat::TidakDitemukan)
        ));
        for t in semua(b, PESISIR, "pohon", o).await {
            assert_eq!((&t.entri.daerah, t.entri.id), (&p, sana.id));
        }
        if let Some(w) = wewenang(b, PESISIR, o, "pohon") {
            let d = |s: Saringan| Daftar {
                saring: s,
                batas: 9,
                ..Daftar::default()
            };
            let cari = Saringan {
                kata: "cendana".into(),
                ..Saringan::default()
            };
            let lembah = Saringan {
                kata: "lembah".into(),
                ..Saringan::default()
            };
            let medan = Saringan {
                medan: vec![("sebutan".into(), vec!["lembah".into()])],
                ..Saringan::default()
            };
            assert!(
                b.store
                    .daftar(&w, o, &d(cari))
                    .await
                    .unwrap()
                    .entri
                    .iter()
                    .all(|t| t.entri.id == sana.id)
            );
            assert!(
                b.store
                    .daftar(&w, o, &d(lembah.clone()))
                    .await
                    .unwrap()
                    .entri
                    .is_empty()
            );
            assert!(b.store.daftar(&w, o, &d(medan)).await.unwrap().entri.is_empty());
            assert_eq!(b.store.jumlah(&w, &lembah, 9).await.unwrap(), 0);
            for (nilai, n) in b
                .store
                .kelompok(&w, &Saringan::default(), &Kolom::Medan("nama".into()))
                .await
                .unwrap()
            {
                assert_eq!((nilai.as_str(), n), ("Cendana pesisir", 1));
            }
            // A permission of one regency, used by somebody of the other.
            let semua = Daftar {
                batas: 9,
                ..Daftar::default()
            };
            let halaman = b.store.daftar(&w, &koordinator(LEMBAH), &semua).await.unwrap();
            assert!(halaman.entri.is_empty(), "{:?} is not public", halaman.entri);
        }
    }
    assert_eq!(b.store.id_bernomor(&p, "pohon", &e.nomor).await.unwrap(), None);
    assert_eq!(b.store.peristiwa(&p, e.id).await.unwrap(), []);
    let palsu = Tampak {
        entri: Entri {
            daerah: p.clone(),
            ..e.clone()
        },
        ..b.store.entri(&l, &Pelaku::Sistem, e.id).await.unwrap()
    };
    assert_eq!(b.store.riwayat(&palsu, &Pelaku::Sistem).await.unwrap(), []);
    assert!(b.store.akun(&p, "wayan").await.unwrap().is_none());
    assert!(b.store.semua_akun(&p).await.unwrap().is_empty());
    for (jenis, sidik) in [(JenisSesi::Web, &b"sesi"[..]), (JenisSesi::Token, b"token")] {
        assert!(b.store.sesi(&p, jenis, sidik).await.unwrap().is_none());
        assert!(b.store.sesi(&l, jenis, sidik).await.unwrap().is_some());
    }
    assert_eq!(b.store.pemilik_sesi(&p, b"sesi").await.unwrap(), None);
    assert_eq!(b.store.draf(&p, "draf").await.unwrap(), None);
    // Both regencies count their numbers alone.
    assert_eq!(
        (induk.nomor.as_str(), sana.nomor.as_str()),
        ("LBH-2026-000001", "PSR-2026-000001")
    );
}

async fn nothing_of_one_regency_is_written_with_the_key_of_another(b: &Bekal) {
    let e = b.pohon(isi("Lembah")).await;
    let e = b.jadi(langkah(b, &e, "tanam", json!({ "unit": "kebun" }))).await;
    let sana = b
        .jadi(buat(b, PESISIR, &koordinator(PESISIR), "pohon", isi("Pesisir")))
        .await;
    let aksi = [
        Aksi::Ubah {
            id: e.id,
            versi: e.versi,
            tambal: peta(json!({ "harga": 1 })),
        },
        Aksi::Langkah {
            id: e.id,
            versi: None,
            langkah: "panen".into(),
            isian: peta(json!({ "pesan": "x" })),
        },
        Aksi::Langkah {
            id: e.id,
            versi: None,
            langkah: "tebang".into(),
            isian: peta(json!({})),
        },
        Aksi::Catat {
            id: e.id,
            teks: "x".into(),
        },
    ];
    let mut semua = Vec::new();
    for o in [
        koordinator(PESISIR),
        koordinator(LEMBAH),
        Pelaku::Publik,
        Pelaku::Sistem,
        Pelaku::Pelapor(e.id),
    ] {
        for a in &aksi {
            semua.push(perintah(b, PESISIR, &o, a.clone()));
        }
    }
    // Also side by side with commands that are right, in one queue.
    let n = semua.len();
    semua.push(catat(b, &e, "sini"));
    semua.push(catat(b, &sana, "sana"));
    let hasil = antre(&b.store, semua).await;
    for h in &hasil[..n] {
        assert!(matches!(h, Err(Galat::TidakDitemukan)), "{h:?}");
    }
    assert!(hasil[n..].iter().all(Result::is_ok));
    // An official of the neighbour is a member of the public here.
    for a in &aksi {
        let g = b
            .tolak(perintah(b, LEMBAH, &koordinator(PESISIR), a.clone()))
            .await;
        // A step that the state does not allow is refused for that, whoever asks.
        assert!(
            matches!(
                (&g, a),
                (Galat::Ditolak(_), _) | (Galat::Bentrok(_), Aksi::Langkah { .. })
            ),
            "{g}"
        );
    }
    assert_eq!(
        (
            b.baca(LEMBAH, e.id).await.versi,
            b.baca(PESISIR, sana.id).await.versi
        ),
        (3, 2)
    );
}

async fn an_entry_out_of_reach_is_as_if_it_were_not_there(b: &Bekal) {
    let e = b.pohon(isi("Tertutup")).await;
    for p in [
        Pelaku::Publik,
        Pelaku::Pelapor(IdEntri::baru(b.kini())),
        pejabat(LEMBAH, &[(Peran::Kepala, "pasar")]),
    ] {
        let ada = b.store.entri(&e.daerah, &p, e.id).await.unwrap_err();
        let tiada = b
            .store
            .entri(&e.daerah, &p, IdEntri::baru(b.kini()))
            .await
            .unwrap_err();
        assert_eq!((ada.status(), ada.to_string()), (404, tiada.to_string()));
        for a in [
            Aksi::Catat {
                id: e.id,
                teks: "x".into(),
            },
            Aksi::Ubah {
                id: e.id,
                versi: 1,
                tambal: peta(json!({})),
            },
            Aksi::Langkah {
                id: e.id,
                versi: None,
                langkah: "tanam".into(),
                isian: peta(json!({ "unit": "kebun" })),
            },
        ] {
            assert_eq!(b.tolak(perintah(b, LEMBAH, &p, a)).await.status(), 404);
        }
    }
}
