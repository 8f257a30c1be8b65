//! The log as the program runs it: published, copied out, held against the database.

mod cap;

use sqlx::{Connection, SqliteConnection};
use store::Temuan;

use super::{terbit::terbitkan, verify::laporan, *};
use crate::{bekal, konfigurasi::Konfigurasi, layani, rakit::Rakitan};

const KINI: &str = "2026-11-23T02:00:00Z";

async fn lapor(r: &Rakitan, k: &Konfigurasi, n: usize) {
    let pendengar = layani::dengarkan("127.0.0.1:0").await.unwrap();
    let alamat = pendengar.local_addr().unwrap();
    let henti = tokio_util::sync::CancellationToken::new();
    let situs = layani::situs(r, k, std::sync::Arc::new(String::new), false);
    let tanda = henti.clone();
    let server = tokio::spawn(async move {
        axum::serve(
            pendengar,
            situs.into_make_service_with_connect_info::<std::net::SocketAddr>(),
        )
        .with_graceful_shutdown(tanda.cancelled_owned())
        .await
    });
    for i in 0..n {
        let (status, isi) = bekal::kirim(
            alamat,
            &bekal::lapor("serang", &format!("Lampu {i}"), "a@contoh.id"),
        )
        .await;
        assert_eq!(status, 201, "{isi}");
    }
    henti.cancel();
    server.await.unwrap().unwrap();
}

async fn laku(folder: &std::path::Path, sql: &'static str) {
    let url = format!("sqlite:{}", folder.join("praja.db").display());
    let mut c = SqliteConnection::connect(&url).await.unwrap();
    sqlx::raw_sql(sql).execute(&mut c).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_published_names_what_was_done_to_the_database() {
    let d = tempfile::tempdir().unwrap();
    let (k, r) = bekal::lite(d.path(), KINI).await;
    lapor(&r, &k, 3).await;
    let terbit = async || {
        terbitkan(&r.store, &r.identitas, &k.url_dasar, &k.log_terbit())
            .await
            .unwrap()
    };
    assert_eq!(terbit().await, 5, "one head a regency");
    assert_eq!(terbit().await, 0, "nothing new, nothing signed");
    lapor(&r, &k, 2).await;
    assert_eq!(terbit().await, 1);
    let serang = r.store.profil("serang").unwrap().kode().clone();
    let cermin = Cermin::di(&k.log_terbit(), &serang);
    let isi = std::fs::read_dir(k.log_terbit().join("serang/tile/0/000.p"))
        .unwrap()
        .count();
    assert_eq!(isi, 1, "a narrower tile gives way to the wider");
    let ada = ledger::Alamat::dalam(ledger::Isi::Tingkat(0), 0, 5).unwrap();
    assert_eq!(cermin.baca(&ada).unwrap().len(), 160);
    let l = laporan(&k, &r, "serang").await;
    assert!(l.utuh(), "{:?}", l.temuan);
    assert_eq!((l.peristiwa, l.entri, l.titik), (5, 5, Some(5)));

    // The last report vanishes with every trace of it in the database.
    laku(
        d.path(),
        "delete from entri where id = (select entri from peristiwa where daerah = 'serang' and urut = 4); \
         delete from peristiwa where daerah = 'serang' and urut = 4; delete from log_titik where daerah = 'serang'; \
         update log set ukuran = 4, tepi = substr(tepi, 1, 0) where daerah = 'serang'",
    )
    .await;
    let l = laporan(&k, &r, "serang").await;
    let titik = |t: &Temuan| matches!(t, Temuan::TitikBeda { ukuran: 5, .. });
    assert!(l.temuan.iter().any(titik), "{:?}", l.temuan);
    r.store.tutup().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_that_shrank_is_not_signed() {
    let d = tempfile::tempdir().unwrap();
    let (k, r) = bekal::lite(d.path(), KINI).await;
    lapor(&r, &k, 2).await;
    let terbit = async || {
        terbitkan(&r.store, &r.identitas, &k.url_dasar, &k.log_terbit())
            .await
            .unwrap()
    };
    terbit().await;
    let titik = std::fs::read_to_string(k.log_terbit().join("serang/checkpoint")).unwrap();
    // Back to the empty log, as an old copy of the database would be.
    laku(
        d.path(),
        "delete from entri where daerah = 'serang'; delete from peristiwa where daerah = 'serang'; \
         delete from log_titik where daerah = 'serang'; update log set ukuran = 0, tepi = x'' where daerah = 'serang'",
    )
    .await;
    assert_eq!(terbit().await, 0);
    lapor(&r, &k, 3).await;
    assert_eq!(
        terbit().await,
        0,
        "a new history of the same length is another history"
    );
    assert_eq!(
        std::fs::read_to_string(k.log_terbit().join("serang/checkpoint")).unwrap(),
        titik
    );
    r.store.tutup().await;
}
