//! Stopping, in good order and otherwise: what was acknowledged is there.

use std::{
    collections::BTreeSet,
    fs::OpenOptions,
    future::Future,
    io::Write,
    process::{Command, Stdio},
    sync::Arc,
    task::{Context, Poll, Waker},
    time::Duration,
};

use kernel::{Galat, IdEntri, Jam, Pelaku};
use serde_json::json;
use store::{Daftar, Saringan};
use tokio::task::unconstrained;

use crate::{
    bekal::{AWAL, Bekal, Pangkalan, antre, pada_pg},
    contoh::*,
};

uji! {
    a_clean_stop_writes_everything_that_was_queued,
    a_stop_does_not_wait_for_requests_that_were_never_handed_over,
    a_stopped_store_says_so,
    whoever_goes_away_has_asked_all_the_same,
    a_killed_process_loses_nothing_it_acknowledged,
}

async fn a_clean_stop_writes_everything_that_was_queued(b: &Bekal) {
    let mut janji: Vec<_> = (0..800)
        .map(|i| {
            Box::pin(unconstrained(
                b.store.jalankan(buat_pohon(b, isi(&format!("P{i}")))),
            ))
        })
        .collect();
    let mut cx = Context::from_waker(Waker::noop());
    for j in &mut janji {
        assert!(j.as_mut().poll(&mut cx).is_pending());
    }
    b.store.tutup().await;
    for j in janji {
        j.await.unwrap();
    }
    assert_eq!((b.baris("entri").await, b.baris("peristiwa").await), (800, 800));
    b.store.tutup().await;
}

async fn a_stop_does_not_wait_for_requests_that_were_never_handed_over(b: &Bekal) {
    // More than one task hands over in one go: the rest never gets as far as the queue.
    let mut janji: Vec<_> = (0..1_500)
        .map(|i| Box::pin(b.store.jalankan(buat_pohon(b, isi(&format!("P{i}"))))))
        .collect();
    let mut cx = Context::from_waker(Waker::noop());
    for j in &mut janji {
        assert!(j.as_mut().poll(&mut cx).is_pending());
    }
    tokio::time::timeout(Duration::from_secs(20), b.store.tutup())
        .await
        .expect("the store stops");
    let mut n = 0;
    for j in janji {
        match j.await {
            Ok(_) => n += 1,
            Err(g) => assert!(matches!(g, Galat::Sementara(_)), "{g}"),
        }
    }
    assert!(n > 0);
    assert_eq!(b.baris("entri").await, n);
}

async fn a_stopped_store_says_so(b: &Bekal) {
    let e = b.pohon(isi("A")).await;
    let klon = b.store.clone();
    b.store.tutup().await;
    for h in antre(&klon, vec![buat_pohon(b, isi("B")), catat(b, &e, "C")]).await {
        assert!(matches!(h, Err(Galat::Sementara(_))), "{h:?}");
    }
    assert!(matches!(klon.siap().await, Err(Galat::Sementara(_))));
    assert!(matches!(
        klon.entri(&e.daerah, &Pelaku::Sistem, e.id).await,
        Err(Galat::Sementara(_))
    ));
    assert_eq!(b.baris("entri").await, 1);
}

async fn whoever_goes_away_has_asked_all_the_same(b: &Bekal) {
    let p = buat_pohon(b, isi("A"));
    let id = p.aksi.id();
    {
        let mut j = Box::pin(b.store.jalankan(p));
        assert!(matches!(
            j.as_mut().poll(&mut Context::from_waker(Waker::noop())),
            Poll::Pending
        ));
    }
    b.store.tutup().await;
    let s = b.lain().await;
    assert_eq!(
        s.entri(&kode(LEMBAH), &Pelaku::Sistem, id).await.unwrap().judul,
        "A"
    );
    s.tutup().await;
}

/// Where the child process finds the database, and where it writes down what was acknowledged.
const ANAK_URL: &str = "PRAJA_UJI_ANAK_URL";
const ANAK_FOLDER: &str = "PRAJA_UJI_ANAK_FOLDER";

/// No test by itself: the process that [`a_killed_process_loses_nothing_it_acknowledged`] starts and kills. It
/// creates entries from many tasks for as long as it lives.
#[test]
fn anak() {
    let (Ok(url), Ok(folder)) = (std::env::var(ANAK_URL), std::env::var(ANAK_FOLDER)) else {
        return;
    };
    let folder = std::path::PathBuf::from(folder);
    let rt = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    rt.block_on(async {
        let jam = Arc::new(Jam::tetap(AWAL.parse().unwrap()));
        let s = buka(&url, &folder, jam.clone()).await.unwrap();
        let mut tugas = tokio::task::JoinSet::new();
        for t in 0..12 {
            let (s, jam) = (s.clone(), jam.clone());
            let mut catatan = OpenOptions::new()
                .append(true)
                .create(true)
                .open(folder.join("diterima"))
                .unwrap();
            tugas.spawn(async move {
                for i in 0.. {
                    let nama = format!("kata{t}x{i}y");
                    let mut lain = json!({ "penanam": { "surel": "a@contoh.id" } });
                    if i % 5 == 0 {
                        let f = s
                            .simpan_berkas(&kode(LEMBAH), nama.as_bytes(), "image/png")
                            .await
                            .unwrap();
                        lain["foto"] = json!([f.id]);
                    }
                    let aksi = kernel::Aksi::Buat {
                        register: "pohon".into(),
                        id: IdEntri::baru(jam.kini()),
                        isi: isi_dengan(&nama, lain),
                    };
                    let p = kernel::Perintah {
                        daerah: kode(LEMBAH),
                        pelaku: koordinator(LEMBAH),
                        kini: jam.kini(),
                        aksi,
                        kunci: None,
                    };
                    let p = berkunci(p, &uuid::Uuid::now_v7().to_string());
                    let e = s.jalankan(p).await.unwrap().entri;
                    catatan
                        .write_all(format!("{} {} {nama}\n", e.id, e.nomor).as_bytes())
                        .unwrap();
                }
            });
        }
        while tugas.join_next().await.is_some() {}
    });
}

async fn a_killed_process_loses_nothing_it_acknowledged(b: &Bekal) {
    b.store.tutup().await;
    let berkas = b.folder.path().join("diterima");
    let baris = || {
        std::fs::read_to_string(&berkas)
            .unwrap_or_default()
            .lines()
            .count()
    };
    for putaran in 1..=3 {
        let mulai = baris();
        let mut anak = Command::new(std::env::current_exe().unwrap())
            .args(["mati::anak", "--exact", "--nocapture"])
            .env(ANAK_URL, &b.url)
            .env(ANAK_FOLDER, b.folder.path())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        // Killed at moments that differ, always in the middle of writing.
        while baris() < mulai + 60 * putaran {
            assert!(
                anak.try_wait().unwrap().is_none(),
                "the child process ended by itself"
            );
            tokio::time::sleep(Duration::from_millis(3)).await;
        }
        anak.kill().unwrap();
        anak.wait().unwrap();
    }
    if matches!(b.pangkalan, Pangkalan::Pg { .. }) {
        // The server may still be carrying out what the process sent last.
        let lain = "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()";
        while b.angka(lain).await > 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    } else {
        assert_eq!(
            b.angka("select count(*) from pragma_integrity_check where integrity_check = 'ok'")
                .await,
            1
        );
    }

    let s = b.lain().await;
    let d = kode(LEMBAH);
    let w = wewenang(b, LEMBAH, &Pelaku::Sistem, "pohon").unwrap();
    let diterima = std::fs::read_to_string(&berkas).unwrap();
    assert!(diterima.lines().count() >= 360);
    for (i, b) in diterima.lines().enumerate() {
        let [id, nomor, nama] = b.split(' ').collect::<Vec<_>>()[..] else {
            panic!("{b}")
        };
        let id = IdEntri(id.parse().unwrap());
        let e = s.entri(&d, &Pelaku::Sistem, id).await.unwrap().entri;
        assert_eq!((e.nomor.as_str(), e.teks("nama")), (nomor, nama));
        for f in e.isi["foto"].as_array().unwrap() {
            let f = f.as_str().unwrap().parse().unwrap();
            assert_eq!(
                s.baca_berkas(&d, &Pelaku::Sistem, f).await.unwrap().1,
                nama.as_bytes()
            );
        }
        if i % 10 == 0 {
            let kisah = s.peristiwa(&d, id).await.unwrap();
            assert!(kisah.len() == 1 && kisah[0].utuh());
            let saring = Saringan {
                kata: nama.into(),
                ..Saringan::default()
            };
            let h = s
                .daftar(
                    &w,
                    &Pelaku::Sistem,
                    &Daftar {
                        saring,
                        batas: 500,
                        ..Daftar::default()
                    },
                )
                .await
                .unwrap();
            // The last word typed is looked for as a beginning, so others may be found beside it.
            assert!(h.entri.iter().any(|t| t.entri.id == id), "{nama} is not found");
        }
    }
    // What was not acknowledged is there as a whole or not at all.
    let n = b.baris("entri").await;
    assert!(n >= diterima.lines().count() as i64);
    for tabel in ["peristiwa", "kirim", "kunci"] {
        assert_eq!(b.baris(tabel).await, n, "{tabel}");
    }
    assert_eq!(
        b.angka("select max(terakhir) from nomor_urut").await,
        n,
        "no number is missing"
    );
    assert_eq!(
        s.jalankan(buat_pohon(b, isi("Lanjut")))
            .await
            .unwrap()
            .entri
            .nomor,
        format!("LBH-2026-{:06}", n + 1)
    );
    s.tutup().await;
}

/// Only PostgreSQL has connections that somebody can cut.
#[test]
fn connections_that_are_cut_lose_and_double_nothing() {
    pada_pg(connections_cut);
}

async fn connections_cut(b: &Bekal) {
    let tugas: Vec<_> = (0..24)
        .map(|t| {
            let s = b.store.clone();
            let semua: Vec<_> = (0..15)
                .map(|i| berkunci(buat_pohon(b, isi(&format!("P{t}x{i}"))), &format!("{t}-{i}")))
                .collect();
            tokio::spawn(async move {
                let mut nomor = Vec::new();
                for p in semua {
                    // As a client does: the same request again until it is answered.
                    loop {
                        match s.jalankan(p.clone()).await {
                            Ok(h) => break nomor.push(h.entri.nomor),
                            Err(Galat::Sementara(_) | Galat::Dalam(_)) => {
                                tokio::time::sleep(Duration::from_millis(5)).await
                            }
                            Err(g) => panic!("{g}"),
                        }
                    }
                }
                nomor
            })
        })
        .collect();
    let potong = "select count(pg_terminate_backend(pid)) from pg_stat_activity \
                  where datname = current_database() and pid <> pg_backend_pid()";
    let mut terpotong = 0;
    while !tugas.iter().all(tokio::task::JoinHandle::is_finished) {
        tokio::time::sleep(Duration::from_millis(60)).await;
        terpotong += b.angka(potong).await;
    }
    assert!(terpotong > 3, "{terpotong}");
    let mut semua = BTreeSet::new();
    for t in tugas {
        for n in t.await.unwrap() {
            assert!(semua.insert(n), "two requests got one number");
        }
    }
    assert_eq!(semua, (1..=360).map(|i| format!("LBH-2026-{i:06}")).collect());
    for tabel in ["entri", "peristiwa", "kunci"] {
        assert_eq!(b.baris(tabel).await, 360, "{tabel}");
    }
}
