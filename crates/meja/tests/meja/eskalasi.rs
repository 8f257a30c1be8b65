//! Escalations: sent once under one key, without who filed the complaint; tried again with growing pauses; told back.

use std::sync::Mutex;

use futures_util::future::BoxFuture;
use kernel::{Entri, Pelaku, Peran, kalender::saat, peristiwa::Kejadian};
use meja::{Folder, KanalLuar, kirim_eskalasi};
use serde_json::{Value, json};

use crate::bekal::{HUB, KOMINFO, Uji, di};

/// A channel that fails so many times and remembers what it was handed.
#[derive(Default)]
struct Kanal {
    gagal: Mutex<u32>,
    dapat: Mutex<Vec<(String, Value)>>,
}

impl KanalLuar for Kanal {
    fn kirim<'a>(
        &'a self,
        kunci: &'a str,
        muatan: &'a Value,
    ) -> BoxFuture<'a, Result<Option<String>, String>> {
        Box::pin(async move {
            let mut gagal = self.gagal.lock().unwrap();
            if *gagal > 0 {
                *gagal -= 1;
                return Err("tujuan tidak menjawab\0".into());
            }
            self.dapat
                .lock()
                .unwrap()
                .push((kunci.to_owned(), muatan.clone()));
            Ok(Some("LAPOR-77".into()))
        })
    }
}

async fn laporan(u: &Uji) -> Entri {
    u.diteruskan(
        json!({ "judul": "Jalan provinsi berlubang", "kategori": "jalan-rusak", "pelapor": { "nama": "Ketut Rahasia", "surel": "ketut@contoh.id" } }),
        HUB,
    )
    .await
}

async fn eskalasi(u: &Uji, e: &Entri) -> Entri {
    let isi = json!({ "pengaduan": e.id, "tujuan": "lapor", "pengantar": "Jalan ini milik provinsi." });
    u.buat(&u.koordinator(), "eskalasi", isi).await.unwrap()
}

async fn langkah_laporan(u: &Uji, e: &Entri) -> Vec<String> {
    let semua = u.app.store.peristiwa(&e.daerah, e.id).await.unwrap();
    let satu = |p: &kernel::Peristiwa| match &p.isi.kejadian {
        Kejadian::Langkah { langkah, .. } => Some(langkah.clone()),
        _ => None,
    };
    semua.iter().rev().filter_map(satu).collect()
}

async fn it_is_sent_once_told_and_answered(u: &Uji) {
    let k = u.koordinator();
    let e = laporan(u).await;
    let x = eskalasi(u, &e).await;
    assert_eq!(x.keadaan, "menunggu");
    let kanal = Kanal::default();
    let surat = u.app.store.antrean_kiriman().await.unwrap().0;
    assert_eq!(kirim_eskalasi(&u.app.store, &kanal).await.unwrap(), 1);
    assert_eq!(kirim_eskalasi(&u.app.store, &kanal).await.unwrap(), 0);
    let x = u.baca(&x).await;
    assert_eq!(
        (x.keadaan.as_str(), x.teks("nomor_luar"), x.teks("dikirim")),
        ("terkirim", "LAPOR-77", "2026-11-23")
    );
    {
        let dapat = kanal.dapat.lock().unwrap();
        assert_eq!(dapat.len(), 1, "never twice");
        let (kunci, isi) = &dapat[0];
        assert_eq!(*kunci, x.id.to_string());
        assert_eq!(isi["laporan"]["judul"], "Jalan provinsi berlubang");
        assert_eq!(isi["pengantar"], "Jalan ini milik provinsi.");
        let teks = isi.to_string();
        assert!(!teks.contains("Ketut") && !teks.contains("contoh.id"), "{teks}");
    }
    assert_eq!(langkah_laporan(u, &e).await, ["teruskan", "diteruskan_luar"]);
    // One to who filed it, one to whoever follows it.
    assert_eq!(u.app.store.antrean_kiriman().await.unwrap().0, surat + 2);
    let (_, isi) = u.minta(None, &format!("/pengaduan/{}", e.nomor)).await;
    assert!(
        isi.contains("laporan diteruskan ke luar daerah") && isi.contains("LAPOR-77"),
        "{isi}"
    );

    di(
        &u.langkah(&k, &x, "catat_balasan", json!({})).await.unwrap_err(),
        "balasan",
    );
    let x = u
        .langkah(
            &k,
            &x,
            "catat_balasan",
            json!({ "balasan": "Diperbaiki Desember." }),
        )
        .await
        .unwrap();
    assert_eq!(x.keadaan, "dibalas");
    assert_eq!(
        langkah_laporan(u, &e).await,
        ["teruskan", "diteruskan_luar", "balasan_luar"]
    );
    let e = u.baca(&e).await;
    assert_eq!(
        (e.keadaan.as_str(), e.pemegang.as_str()),
        ("diteruskan", HUB),
        "it stands where it stood"
    );
}

async fn failures_are_tried_again_with_growing_pauses_and_given_up(u: &Uji) {
    let k = u.koordinator();
    let e = laporan(u).await;
    let x = eskalasi(u, &e).await;
    let kanal = Kanal {
        gagal: Mutex::new(10),
        ..Kanal::default()
    };
    let mut jeda = 60_000;
    for n in 1..=10 {
        assert_eq!(kirim_eskalasi(&u.app.store, &kanal).await.unwrap(), 0);
        assert_eq!(*kanal.gagal.lock().unwrap(), 10 - n);
        let kini = u.baca(&x).await;
        assert_eq!(kini.isi["percobaan"], n);
        assert_eq!(kini.teks("galat"), "tujuan tidak menjawab");
        assert_eq!(kini.keadaan, if n < 10 { "menunggu" } else { "gagal" });
        // Not before its time.
        kirim_eskalasi(&u.app.store, &kanal).await.unwrap();
        assert_eq!(*kanal.gagal.lock().unwrap(), 10 - n);
        u.jam.setel(saat(u.jam.kini().as_millisecond() + jeda));
        jeda *= 2;
    }
    assert_eq!(
        langkah_laporan(u, &e).await,
        ["teruskan"],
        "nobody is told of what did not happen"
    );
    u.langkah(&k, &x, "kirim_ulang", json!({})).await.unwrap();
    assert_eq!(kirim_eskalasi(&u.app.store, &kanal).await.unwrap(), 1);
    assert_eq!(
        kanal.dapat.lock().unwrap()[0].0,
        x.id.to_string(),
        "the key stays"
    );

    let y = eskalasi(u, &e).await;
    u.langkah(&k, &y, "batalkan", json!({ "alasan": "Sudah ditangani." }))
        .await
        .unwrap();
    assert_eq!(kirim_eskalasi(&u.app.store, &kanal).await.unwrap(), 0);
}

async fn the_folder_holds_one_file_each(u: &Uji) {
    let e = laporan(u).await;
    let x = eskalasi(u, &e).await;
    let map = tempfile::tempdir().unwrap();
    let folder = Folder(map.path().to_owned());
    // A crash after writing and before noting it: the same file again.
    folder.kirim(&x.id.to_string(), &json!({})).await.unwrap();
    assert_eq!(kirim_eskalasi(&u.app.store, &folder).await.unwrap(), 1);
    let berkas: Vec<_> = std::fs::read_dir(map.path())
        .unwrap()
        .map(|f| f.unwrap().path())
        .collect();
    assert_eq!(berkas.len(), 1, "{berkas:?}");
    let isi: Value = serde_json::from_slice(&std::fs::read(&berkas[0]).unwrap()).unwrap();
    assert_eq!(
        (&isi["nomor"], &isi["tujuan"]),
        (&json!(e.nomor), &json!("lapor"))
    );
    let hilang = Folder(map.path().join("tidak-ada"));
    assert!(hilang.kirim("x", &json!({})).await.is_err());
}

async fn only_the_coordinator_escalates_and_only_the_program_notes(u: &Uji) {
    let e = laporan(u).await;
    let isi = json!({ "pengaduan": e.id, "tujuan": "lapor", "pengantar": "x" });
    for (peran, unit) in [
        (Peran::Penghubung, HUB),
        (Peran::Petugas, KOMINFO),
        (Peran::Auditor, KOMINFO),
    ] {
        let g = u
            .buat(&u.sebagai(peran, unit), "eskalasi", isi.clone())
            .await
            .unwrap_err();
        assert_eq!(g.status(), 403, "{peran:?}");
    }
    let mut hantu = isi.clone();
    hantu["pengaduan"] = json!(uuid::Uuid::from_u128(9));
    di(
        &u.buat(&u.koordinator(), "eskalasi", hantu).await.unwrap_err(),
        "pengaduan",
    );
    let x = eskalasi(u, &e).await;
    for p in [u.koordinator(), Pelaku::Publik] {
        assert!(u.langkah(&p, &x, "catat_terkirim", json!({})).await.is_err());
        assert!(
            u.langkah(
                &p,
                &e,
                "balasan_luar",
                json!({ "tujuan": "lapor", "balasan": "x" })
            )
            .await
            .is_err()
        );
    }
    let orang = u.masuk(Peran::Koordinator, KOMINFO).await;
    let (_, isi) = u
        .minta(Some(&orang), &format!("/kerja/pengaduan/entri/{}", e.nomor))
        .await;
    assert!(
        isi.contains(&format!("/kerja/eskalasi/baru?pengaduan={}", e.nomor)),
        "{isi}"
    );
    let (s, isi) = u
        .minta(
            Some(&orang),
            &format!("/kerja/eskalasi/baru?pengaduan={}", e.nomor),
        )
        .await;
    assert!(
        s == 200 && isi.contains(&format!("value=\"{}\"", e.nomor)),
        "{isi}"
    );
    let hub = u.masuk(Peran::Penghubung, HUB).await;
    let (_, isi) = u
        .minta(Some(&hub), &format!("/kerja/pengaduan/entri/{}", e.nomor))
        .await;
    assert!(!isi.contains("/kerja/eskalasi/baru"), "{isi}");
}

uji!(
    it_is_sent_once_told_and_answered,
    failures_are_tried_again_with_growing_pauses_and_given_up,
    the_folder_holds_one_file_each,
    only_the_coordinator_escalates_and_only_the_program_notes,
);
