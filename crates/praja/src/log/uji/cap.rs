//! Time stamps as the program asks for them, of an authority that is one: `openssl ts` behind HTTP.

use std::{
    net::SocketAddr,
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use axum::{
    Router,
    body::Bytes,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use ledger::cap::Percaya;
use saluran::http::Jangkauan;
use store::Temuan;

use super::{KINI, laku, lapor};
use crate::{
    bekal,
    konfigurasi::{CapWaktu, Konfigurasi, Rahasia},
    log::{
        Stempel, terbitkan,
        tsa::{Kunci, Sertifikat, Tsa},
        verify::laporan,
    },
    rakit::Rakitan,
};

const JAM: i64 = 3_600_000;

/// How the authority behaves.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Laku {
    Baik,
    /// Always the reply to the first request.
    Ulang,
    Rusak,
    Galat,
}

struct Server {
    tsa: Tsa,
    laku: Mutex<Laku>,
    pertama: Mutex<Option<Vec<u8>>>,
    ditanya: AtomicUsize,
}

impl Server {
    async fn jalan(tsa: Tsa) -> (Arc<Self>, SocketAddr) {
        let s = Arc::new(Server {
            tsa,
            laku: Mutex::new(Laku::Baik),
            pertama: Mutex::new(None),
            ditanya: AtomicUsize::new(0),
        });
        let milik = s.clone();
        let jawab = move |kepala: HeaderMap, isi: Bytes| {
            let s = milik.clone();
            async move {
                tokio::task::spawn_blocking(move || s.jawab(&kepala, &isi))
                    .await
                    .unwrap()
            }
        };
        let pendengar = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let alamat = pendengar.local_addr().unwrap();
        let situs = Router::new().fallback(jawab);
        tokio::spawn(async move { axum::serve(pendengar, situs).await });
        (s, alamat)
    }

    fn jawab(&self, kepala: &HeaderMap, isi: &[u8]) -> Response {
        self.ditanya.fetch_add(1, Ordering::Relaxed);
        assert_eq!(kepala[header::CONTENT_TYPE], "application/timestamp-query");
        assert_eq!(kepala[header::AUTHORIZATION], "Basic cHJhamE6cmFoYXNpYQ==");
        let laku = *self.laku.lock().unwrap();
        let balasan = match laku {
            Laku::Galat => return StatusCode::FORBIDDEN.into_response(),
            Laku::Rusak => b"<html>Selamat datang</html>".to_vec(),
            Laku::Baik => self.tsa.jawab(isi),
            Laku::Ulang => self.pertama.lock().unwrap().clone().unwrap(),
        };
        self.pertama
            .lock()
            .unwrap()
            .get_or_insert_with(|| balasan.clone());
        ([(header::CONTENT_TYPE, "application/timestamp-reply")], balasan).into_response()
    }

    fn atur(&self, laku: Laku) {
        *self.laku.lock().unwrap() = laku;
    }

    fn ditanya(&self) -> usize {
        self.ditanya.swap(0, Ordering::Relaxed)
    }
}

/// A program with a log that is published, and an authority that it asks.
async fn dunia(d: &Path) -> (Konfigurasi, Rakitan, Arc<Server>, Stempel) {
    let (mut k, r) = bekal::lite(d, KINI).await;
    let (server, alamat) = Server::jalan(Tsa::baru(Kunci::Ec, Sertifikat::Baik)).await;
    k.cap_waktu = Some(CapWaktu {
        url: format!("http://{alamat}/tsr"),
        jangkauan: Jangkauan::Lokal,
        masuk: Some(("praja".into(), Rahasia::baru("rahasia"))),
        kebijakan: None,
        percaya: Percaya::baca(&server.tsa.induk()).unwrap(),
        tiap_jam: 24,
    });
    let stempel = Stempel::baru(&k, r.klien.clone()).unwrap();
    (k, r, server, stempel)
}

fn maju(r: &Rakitan, ms: i64) {
    let jam = r.store.jam();
    jam.setel(kernel::kalender::saat(jam.kini().as_millisecond() + ms));
}

async fn tumbuh(k: &Konfigurasi, r: &Rakitan) {
    lapor(r, k, 1).await;
    terbitkan(&r.store, &r.identitas, &k.url_dasar, &k.log_terbit())
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_that_grew_is_stamped_once_a_day() {
    let d = tempfile::tempdir().unwrap();
    let (k, r, server, stempel) = dunia(d.path()).await;
    let serang = r.store.profil("serang").unwrap().kode().clone();
    let putaran = async || stempel.putaran(&r.store).await.unwrap();
    assert_eq!(putaran().await, 0, "nothing is published yet");
    tumbuh(&k, &r).await;
    assert_eq!(putaran().await, 1, "the logs in which nothing happened need none");
    assert_eq!(putaran().await, 0);
    maju(&r, 23 * JAM);
    tumbuh(&k, &r).await;
    assert_eq!(putaran().await, 0, "not yet a day");
    maju(&r, JAM);
    assert_eq!(putaran().await, 1);
    maju(&r, 100 * JAM);
    assert_eq!(putaran().await, 0, "nothing new");
    assert_eq!(server.ditanya(), 2);

    let semua = r.store.daftar_cap(&serang, 9).await.unwrap();
    assert_eq!(semua.iter().map(|c| c.ukuran).collect::<Vec<_>>(), [2, 1]);
    for c in semua {
        let c = r.store.cap(&serang, c.ukuran).await.unwrap().unwrap();
        server.tsa.periksa_di_luar(c.catatan.as_bytes(), &c.balasan);
    }
    let l = laporan(&k, &r, "serang").await;
    assert!(l.utuh(), "{:?}", l.temuan);
    assert_eq!((l.cap, l.titik), (2, Some(2)));
    // Whoever moves a stamp to another head is told of, with and without somebody to believe.
    laku(
        d.path(),
        "update log_cap set balasan = (select balasan from log_cap where ukuran = 2) where ukuran = 1",
    )
    .await;
    for cap_waktu in [k.cap_waktu.clone(), None] {
        let k = Konfigurasi {
            cap_waktu,
            ..k.clone()
        };
        let l = laporan(&k, &r, "serang").await;
        let [Temuan::CapSalah { ukuran: 1, sebab }] = l.temuan.as_slice() else {
            panic!("{:?}", l.temuan)
        };
        assert!(sebab.contains("data lain"), "{sebab}");
    }
    r.store.tutup().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_wrong_is_tried_again_ever_more_rarely() {
    let d = tempfile::tempdir().unwrap();
    let (k, r, server, stempel) = dunia(d.path()).await;
    tumbuh(&k, &r).await;
    let putaran = async || stempel.putaran(&r.store).await.unwrap();
    server.atur(Laku::Galat);
    assert_eq!((putaran().await, server.ditanya()), (0, 1));
    for (menit, harap) in [(0, 0), (1, 1), (1, 0), (1, 1), (3, 0), (1, 1)] {
        maju(&r, menit * 60_000);
        assert_eq!((putaran().await, server.ditanya()), (0, harap), "{menit}");
    }
    for _ in 0..30 {
        maju(&r, 6 * JAM);
        assert_eq!(
            (putaran().await, server.ditanya()),
            (0, 1),
            "at least every six hours"
        );
    }
    server.atur(Laku::Baik);
    maju(&r, 6 * JAM);
    assert_eq!(putaran().await, 1);
    r.store.tutup().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_reply_is_told_and_not_kept() {
    let d = tempfile::tempdir().unwrap();
    let (mut k, r, server, stempel) = dunia(d.path()).await;
    let sebab = async |s: &Stempel| s.minta(b"halo").await.map(|_| ()).unwrap_err();
    assert!(stempel.minta(b"halo").await.is_ok());
    for (laku, harap) in [
        (Laku::Ulang, "nonce"),
        (Laku::Rusak, "RFC 3161"),
        (Laku::Galat, "status 403"),
    ] {
        server.atur(laku);
        let kata = sebab(&stempel).await;
        assert!(kata.contains(harap) && kata.contains(';'), "{kata}");
    }
    server.atur(Laku::Baik);
    let cap = k.cap_waktu.as_mut().unwrap();
    cap.percaya = Percaya::baca(&Tsa::baru(Kunci::Ec, Sertifikat::Baik).induk()).unwrap();
    let asing = Stempel::baru(&k, r.klien.clone()).unwrap();
    assert!(sebab(&asing).await.contains("dipercaya"));
    let pendengar = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mati = pendengar.local_addr().unwrap();
    drop(pendengar);
    k.cap_waktu.as_mut().unwrap().url = format!("http://{mati}/");
    let mati = Stempel::baru(&k, r.klien.clone()).unwrap();
    assert!(sebab(&mati).await.contains("tidak tersambung"));
    r.store.tutup().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_tells_of_an_old_stamp_and_a_silent_authority() {
    use crate::dokter::{Tingkat, periksa};
    let d = tempfile::tempdir().unwrap();
    let (mut k, r, server, stempel) = dunia(d.path()).await;
    k.url_dasar = "http://127.0.0.1:1".into();
    let tingkat = async |k: &Konfigurasi, perihal: &str| {
        let semua = periksa(k, r.store.jam()).await;
        let milik = semua.iter().filter(|h| h.perihal == perihal);
        milik.map(|h| h.tingkat).max()
    };
    tumbuh(&k, &r).await;
    assert_eq!(
        tingkat(&k, "cap waktu").await,
        Some(Tingkat::Peringatan),
        "none yet"
    );
    stempel.putaran(&r.store).await.unwrap();
    tumbuh(&k, &r).await;
    assert_eq!(tingkat(&k, "cap waktu").await, Some(Tingkat::Ok));
    assert_eq!(tingkat(&k, "TSA").await, Some(Tingkat::Ok));
    maju(&r, 49 * JAM);
    assert_eq!(tingkat(&k, "cap waktu").await, Some(Tingkat::Peringatan));
    server.atur(Laku::Galat);
    assert_eq!(tingkat(&k, "TSA").await, Some(Tingkat::Salah));
    k.cap_waktu = None;
    assert_eq!(tingkat(&k, "TSA").await, None);
    assert_eq!(tingkat(&k, "cap waktu").await, None);
    r.store.tutup().await;
}
