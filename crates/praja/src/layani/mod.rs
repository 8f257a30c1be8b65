//! `praja serve`: the web server and what runs beside it. Several such processes may stand in front of one database.

mod luar;
mod otomatis;
mod pegawai;
mod pengikut;
mod pos;
mod surat;
mod surel;

use std::{future::Future, net::SocketAddr, sync::Arc, time::Duration};

use axum::{Router, serve::ListenerExt};
use kernel::Galat;
use store::Store;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

pub use luar::Luar;
pub use otomatis::langkah_otomatis;
pub use pos::{Pos, kirim_semua};

use saluran::surel::{Kotak, ambil_folder};

use crate::{
    cadang::Terjadwal,
    catatan::Metrik,
    konfigurasi::Konfigurasi,
    log,
    rakit::{self, Rakitan, siapkan_folder},
};

/// How long requests under way may take to finish after the signal to stop.
const TENGGANG: Duration = Duration::from_secs(20);
/// How long background work may take to finish after that.
const SISA_LATAR: Duration = Duration::from_secs(5);
/// Between two looks at deadlines that have run out.
const JEDA_OTOMATIS: Duration = Duration::from_secs(60);
/// Between two looks at the outbox.
const JEDA_POS: Duration = Duration::from_secs(5);
/// Between two rounds of telling what is new of problems, and of sending escalations.
const JEDA_KABAR: Duration = Duration::from_secs(20);
/// Between two signed heads of a log.
const JEDA_LOG: Duration = Duration::from_secs(30);
/// Between two looks whether a time stamp over a log is due.
const JEDA_CAP: Duration = Duration::from_secs(60);
/// Between two looks into the letter-boxes.
const JEDA_SUREL: Duration = Duration::from_secs(20);
/// Between two looks at who is to be reminded of obligations.
const JEDA_PENGINGAT: Duration = Duration::from_secs(600);
/// Between two looks whether a back-up is due.
const JEDA_CADANGAN: Duration = Duration::from_secs(300);
/// Between two rounds of forgetting what has run out.
const JEDA_BERSIH: Duration = Duration::from_secs(3600);

/// The whole site.
pub fn situs(r: &Rakitan, k: &Konfigurasi, metrik: Metrik, demo: bool) -> Router {
    let mut a = web::Aplikasi::baru(r.store.clone(), r.identitas.clone(), &k.url_dasar, metrik, demo);
    a.proksi = k.proksi;
    a.pintu = [
        &[jdih::PINTU, jabatan::PINTU, saluran::webhook::PINTU],
        &arsitektur::PINTU[..],
        &meja::PINTU[..],
        &pengembangan::PINTU[..],
        &proses::PINTU[..],
        &rencana::PINTU[..],
    ]
    .concat()
    .into();
    a.pendamping = [
        meja::pendamping(),
        jdih::pendamping(),
        kewajiban::pendamping(&r.kewajiban),
        jabatan::pendamping(),
        arsitektur::pendamping(&r.arsitektur),
        pengembangan::pendamping(),
        proses::pendamping(),
        rencana::pendamping(),
    ]
    .into();
    let bilik = [
        wbs::BILIK,
        rencana::BILIK,
        arsitektur::BILIK,
        pengembangan::BILIK,
        proses::BILIK,
    ];
    a.bilik = [&bilik, &[federasi::BILIK][..], &sso::BILIK[..]].concat().into();
    a.masuk_luar = Arc::new(r.penyedia.nama());
    a.menu = rakit::MENU.into();
    a.ubin = k.ubin.clone().map(Arc::new);
    a.kunci_peramban = r.pengirim.publik().into();
    let open311 = open311::Setelan {
        wajib_kunci: k.open311_wajib_kunci,
    };
    web::router(
        a,
        portal::rute()
            .merge(portal::rute_log(k.saksi.clone().into()))
            .merge(jdih::rute())
            .merge(kewajiban::rute(&r.kewajiban))
            .merge(jabatan::rute(&r.kewajiban))
            .merge(arsitektur::rute(&r.arsitektur))
            .merge(meja::rute())
            .merge(pengembangan::rute())
            .merge(proses::rute())
            .merge(rencana::rute())
            .merge(open311::rute(open311))
            .merge(saluran::gerbang::masuk::rute(r.gerbang.clone()))
            .merge(saluran::webhook::rute())
            .merge(federasi::rute(&r.penyedia))
            .merge(sso::rute())
            .merge(wbs::rute()),
    )
}

/// Takes the address, so that one that is in use is told before anything else is done.
///
/// # Errors
/// The address is in use, not ours, or not allowed.
pub async fn dengarkan(listen: &str) -> Result<TcpListener, Galat> {
    TcpListener::bind(listen)
        .await
        .map_err(|e| Galat::dalam("listening", format!("{listen}: {e}")))
}

/// Serves until `henti` comes true: then takes no new requests, finishes those under way (at most 20 seconds), and
/// writes everything that was accepted.
///
/// # Errors
/// When the listener fails.
pub async fn layani(
    r: Rakitan,
    k: &Konfigurasi,
    pendengar: TcpListener,
    situs: Router,
    henti: CancellationToken,
) -> Result<(), Galat> {
    let pos = Arc::new(Pos::baru(k, &r)?);
    let luar = Arc::new(Luar::baru(k, r.klien.clone()));
    siapkan_folder(&k.eskalasi_keluar()).map_err(|e| Galat::dalam("making the folder for escalations", e))?;
    let mut kerja = latar(&r.store, pos, luar, &henti);
    kerja.push(pengingat(&r, &henti));
    let (s, id) = (r.store.clone(), r.identitas.clone());
    kerja.push(berkala(&henti, JEDA_OTOMATIS, "handing over posts", move || {
        let (s, id) = (s.clone(), id.clone());
        async move { jabatan::laksanakan(&s, &id).await.map(|_| ()) }
    }));
    kerja.extend(surel_masuk(rakit::kotak(k, &r), &henti));
    let (s, id, url, folder) = (
        r.store.clone(),
        r.identitas.clone(),
        k.url_dasar.clone(),
        k.log_terbit(),
    );
    kerja.push(berkala(&henti, JEDA_LOG, "publishing the logs", move || {
        let (s, id, url, folder) = (s.clone(), id.clone(), url.clone(), folder.clone());
        async move { log::terbitkan(&s, &id, &url, &folder).await.map(|_| ()) }
    }));
    if let Some(t) = log::Stempel::baru(k, r.klien.clone()) {
        let (s, t) = (r.store.clone(), Arc::new(t));
        kerja.push(berkala(&henti, JEDA_CAP, "asking for time stamps", move || {
            let (s, t) = (s.clone(), t.clone());
            async move { t.putaran(&s).await.map(|_| ()) }
        }));
    }
    if let Some(t) = Terjadwal::baru(k, &r) {
        let t = Arc::new(t);
        kerja.push(berkala(&henti, JEDA_CADANGAN, "backing up", move || {
            let t = t.clone();
            // Files are read without yielding: a thread of its own keeps requests from waiting behind them.
            async move {
                let mesin = tokio::runtime::Handle::current();
                let kerja = tokio::task::spawn_blocking(move || mesin.block_on(t.putaran()));
                kerja.await.map_err(|e| Galat::dalam("backing up", e))?
            }
        }));
    }
    let layanan = situs.into_make_service_with_connect_info::<SocketAddr>();
    let pendengar = pendengar.tap_io(|io| {
        if let Err(e) = io.set_nodelay(true) {
            tracing::debug!(galat = %e, "a connection keeps its delay");
        }
    });
    let server = axum::serve(pendengar, layanan).with_graceful_shutdown(henti.clone().cancelled_owned());
    let batas = async {
        henti.cancelled().await;
        tracing::info!("berhenti: menyelesaikan permintaan yang berjalan");
        tokio::time::sleep(TENGGANG).await;
    };
    let hasil = tokio::select! {
        h = async { server.await } => h.map_err(|e| Galat::dalam("serving", e)),
        () = batas => {
            tracing::warn!("beberapa permintaan tidak selesai dalam 20 detik");
            Ok(())
        }
    };
    henti.cancel();
    let latar = async {
        for k in kerja {
            let _ = k.await;
        }
    };
    if tokio::time::timeout(SISA_LATAR, latar).await.is_err() {
        tracing::warn!("a background task is left behind; the next process takes up its work");
    }
    r.store.tutup().await;
    tracing::info!("berhenti");
    hasil
}

fn latar(
    store: &Store,
    pos: Arc<Pos>,
    luar: Arc<Luar>,
    henti: &CancellationToken,
) -> Vec<tokio::task::JoinHandle<()>> {
    let (s, pengawas) = (store.clone(), Arc::new(portal::Pengawas::default()));
    let otomatis = berkala(henti, JEDA_OTOMATIS, "automatic steps", move || {
        let (s, pengawas) = (s.clone(), pengawas.clone());
        async move {
            langkah_otomatis(&s).await?;
            pengawas.putaran(&s).await.map(|_| ())
        }
    });
    let s = store.clone();
    let kirim = berkala(henti, JEDA_POS, "sending mail", move || {
        let (s, pos) = (s.clone(), pos.clone());
        async move { kirim_semua(&s, &pos).await.map(|_| ()) }
    });
    let s = store.clone();
    let bersih = berkala(henti, JEDA_BERSIH, "forgetting what has run out", move || {
        let s = s.clone();
        async move {
            let n = s.bersihkan().await?;
            tracing::debug!(baris = n, "cleaned up");
            Ok(())
        }
    });
    let s = store.clone();
    let padat = berkala(henti, JEDA_OTOMATIS, "folding figures", move || {
        let s = s.clone();
        async move { s.padatkan_rekap().await }
    });
    let s = store.clone();
    let kabar = berkala(henti, JEDA_KABAR, "telling news of problems", move || {
        let s = s.clone();
        async move { meja::siarkan(&s).await.map(|_| ()) }
    });
    let s = store.clone();
    let eskalasi = berkala(henti, JEDA_KABAR, "sending escalations", move || {
        let (s, luar) = (s.clone(), luar.clone());
        async move { meja::kirim_eskalasi(&s, luar.as_ref()).await.map(|_| ()) }
    });
    vec![otomatis, kirim, bersih, padat, kabar, eskalasi]
}

/// Promises the letters that remind of obligations; the post office sends them.
fn pengingat(r: &Rakitan, henti: &CancellationToken) -> tokio::task::JoinHandle<()> {
    let (s, ingatan) = (r.store.clone(), r.kewajiban.clone());
    berkala(henti, JEDA_PENGINGAT, "reminding of obligations", move || {
        let (s, ingatan) = (s.clone(), ingatan.clone());
        async move { kewajiban::pengingat::ingatkan(&s, &ingatan).await.map(|_| ()) }
    })
}

/// Empties the letter-boxes of all regencies, where mail comes in by folder.
fn surel_masuk(kotak: Option<Kotak>, henti: &CancellationToken) -> Option<tokio::task::JoinHandle<()>> {
    let kotak = kotak.filter(|k| k.setelan().folder.is_some())?;
    Some(berkala(henti, JEDA_SUREL, "taking mail in", move || {
        let kotak = kotak.clone();
        async move {
            let daerah: Vec<_> = kotak.store().daerah().keys().cloned().collect();
            for d in daerah {
                ambil_folder(&kotak, &d).await?;
            }
            Ok(())
        }
    }))
}

/// Runs something at once and then again and again until told to stop; a failure is logged and the next round tries
/// again. What has begun is finished.
fn berkala<F, T>(
    henti: &CancellationToken,
    jeda: Duration,
    nama: &'static str,
    kerja: F,
) -> tokio::task::JoinHandle<()>
where
    F: Fn() -> T + Send + 'static,
    T: Future<Output = Result<(), Galat>> + Send,
{
    let henti = henti.clone();
    tokio::spawn(async move {
        loop {
            if let Err(g) = kerja().await {
                tracing::error!(tugas = nama, galat = %g, "a background task failed");
            }
            tokio::select! {
                () = henti.cancelled() => return,
                () = tokio::time::sleep(jeda) => {}
            }
        }
    })
}

/// Comes true at SIGTERM or SIGINT.
///
/// # Errors
/// When the system lets no handler be set.
pub fn sinyal_henti() -> Result<CancellationToken, Galat> {
    use tokio::signal::unix::{SignalKind, signal};
    let pasang = |jenis| signal(jenis).map_err(|e| Galat::dalam("watching for signals", e));
    let (mut akhiri, mut sela) = (pasang(SignalKind::terminate())?, pasang(SignalKind::interrupt())?);
    let henti = CancellationToken::new();
    let tanda = henti.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = akhiri.recv() => {}
            _ = sela.recv() => {}
        }
        tanda.cancel();
    });
    Ok(henti)
}

#[cfg(test)]
mod uji;
