//! The log of the regency as outsiders see it: head, tiles, proofs, the page, and what witnesses may leave.

use std::sync::Arc;

use axum::{body::Body, http::Request};
use data_encoding::BASE64;
use ledger::{Alamat, Hash, Isi, Pohon, Saksi, Tanya, daun};
use serde_json::Value;
use store::{CapSimpan, TitikSimpan};
use tower::ServiceExt;

use crate::bantu::{Dunia, laporan};

/// Witnesses whose signatures the test world takes.
pub fn saksi() -> Arc<[Saksi]> {
    let kunci = ledger::titik::kunci_saksi("saksi.contoh/uji", &[21; 32]).unwrap();
    [Saksi::baca(&kunci).unwrap()].into()
}

async fn terbitkan(d: &Dunia) -> Pohon {
    let kode = d.app.store.profil("jembrana").unwrap().kode().clone();
    let pohon = d.app.store.pohon(&kode).await.unwrap();
    let kunci = d.app.identitas.kunci_log(&d.app.url_dasar, &kode).unwrap();
    let t = TitikSimpan {
        ukuran: pohon.ukuran(),
        waktu: d.jam.kini().as_millisecond(),
        catatan: kunci.tanda_tangani(pohon.ukuran(), pohon.akar()).unwrap(),
    };
    assert!(d.app.store.simpan_titik(&kode, &t).await.unwrap());
    pohon
}

async fn ambil(d: &Dunia, jalur: &str) -> (u16, Vec<u8>) {
    let r = d
        .router
        .clone()
        .oneshot(Request::get(jalur).body(Body::empty()).unwrap())
        .await
        .unwrap();
    let status = r.status().as_u16();
    let isi = axum::body::to_bytes(r.into_body(), 1 << 20).await.unwrap();
    (status, isi.to_vec())
}

#[tokio::test]
async fn before_the_first_head_the_page_says_so() {
    let d = Dunia::baru().await;
    let mut w = d.warga();
    w.buka("/jembrana/log")
        .await
        .berstatus(200)
        .memuat("Belum ada titik periksa.");
    for jalur in ["checkpoint", "bukti/0"] {
        assert_eq!(
            ambil(&d, &format!("/jembrana/log/{jalur}")).await.0,
            404,
            "{jalur}"
        );
    }
}

#[tokio::test]
async fn an_outsider_can_check_the_log_with_what_is_published() {
    let d = Dunia::baru().await;
    let id = d.laporan(laporan(), Some("dishubkp")).await;
    let pohon = terbitkan(&d).await;
    let kode = d.app.store.profil("jembrana").unwrap().kode().clone();

    let (status, titik) = ambil(&d, "/jembrana/log/checkpoint").await;
    assert_eq!(status, 200);
    let (_, kunci) = ambil(&d, "/jembrana/log/kunci").await;
    let kunci = String::from_utf8(kunci).unwrap();
    let t = ledger::Titik::baca(&titik, kunci.trim()).unwrap();
    assert_eq!(
        (t.ukuran, t.akar, t.asal.as_str()),
        (pohon.ukuran(), pohon.akar(), "localhost/jembrana/log")
    );

    let a = Alamat::dalam(Isi::Tingkat(0), 0, t.ukuran).unwrap();
    let (_, ubin) = ambil(&d, &format!("/jembrana/log/tile/{a}")).await;
    let mut ulang = Pohon::default();
    for h in ubin.as_chunks::<32>().0 {
        ulang.tambah(Hash(*h));
    }
    assert_eq!(ulang.akar(), t.akar);
    let a = Alamat::dalam(Isi::Entri, 0, t.ukuran).unwrap();
    let (_, entri) = ambil(&d, &format!("/jembrana/log/tile/{a}")).await;
    assert_eq!(entri.len(), 34 * usize::try_from(t.ukuran).unwrap());

    // The story of an entry names the place of each event; the proof for that place stands by itself.
    let (_, cerita) = ambil(&d, &format!("/jembrana/api/v1/pengaduan/{id}/riwayat")).await;
    let cerita: Value = serde_json::from_slice(&cerita).unwrap();
    let log = &cerita["data"][0]["log"];
    let n = log["n"].as_u64().unwrap();
    let hash: [u8; 32] = BASE64
        .decode(log["hash"].as_str().unwrap().as_bytes())
        .unwrap()
        .try_into()
        .unwrap();
    let (_, bukti) = ambil(&d, &format!("/jembrana/log/bukti/{n}")).await;
    let bukti = String::from_utf8(bukti).unwrap();
    let (atas, catatan) = bukti.split_once("\n\n").unwrap();
    assert_eq!(catatan.as_bytes(), titik);
    let mut baris = atas.lines();
    assert_eq!(baris.next(), Some("c2sp.org/tlog-proof@v1"));
    assert_eq!(baris.next(), Some(format!("index {n}").as_str()));
    let bukti: Vec<Hash> = baris
        .map(|b| Hash(BASE64.decode(b.as_bytes()).unwrap().try_into().unwrap()))
        .collect();
    assert!(Tanya::termuat(&bukti, (n, daun(&hash)), (t.ukuran, t.akar)));
    assert_eq!(
        d.app.store.letak_log(&kode, id).await.unwrap().last().unwrap().1,
        n
    );

    let mut w = d.warga();
    w.buka("/jembrana/log")
        .await
        .berstatus(200)
        .memuat(&BASE64.encode(&t.akar.0))
        .memuat(kunci.trim());
}

#[tokio::test]
async fn what_the_log_does_not_have_is_not_found() {
    let d = Dunia::baru().await;
    d.laporan(laporan(), None).await;
    let n = terbitkan(&d).await.ukuran();
    for jalur in [
        format!("bukti/{n}"),
        "bukti/-1".into(),
        "bukti/18446744073709551616".into(),
        "tile/0/001".into(),
        "tile/0/000".into(),
        "tile/0/000.p/255".into(),
        "tile/9/000".into(),
        "tile/0/x999/x999/x999/x999/x999/x999/999".into(),
        "tile/entries/000".into(),
        "tile/0/000.p/1%00".into(),
        "tile/..%2f..%2fkunci".into(),
        format!("cap/{n}/checkpoint"),
        format!("cap/{n}/checkpoint.tsr"),
        "cap/-1/checkpoint".into(),
        "cap/18446744073709551615/checkpoint.tsr".into(),
        "cap/18446744073709551616/checkpoint.tsr".into(),
    ] {
        assert_eq!(
            ambil(&d, &format!("/jembrana/log/{jalur}")).await.0,
            404,
            "{jalur}"
        );
    }
}

#[tokio::test]
async fn a_time_stamp_stands_beside_the_head_that_it_covers() {
    let d = Dunia::baru().await;
    d.laporan(laporan(), None).await;
    let n = terbitkan(&d).await.ukuran();
    assert_eq!(ambil(&d, "/jembrana/log/cap").await, (200, Vec::new()));
    let (_, titik) = ambil(&d, "/jembrana/log/checkpoint").await;
    let kode = d.app.store.profil("jembrana").unwrap().kode().clone();
    let cap = CapSimpan {
        ukuran: n,
        waktu: 1_795_399_200_978,
        diterima: d.jam.kini().as_millisecond(),
        catatan: String::from_utf8(titik.clone()).unwrap(),
        balasan: vec![0x30, 3, 2, 1, 0],
    };
    assert!(d.app.store.simpan_cap(&kode, &cap).await.unwrap());
    let (_, daftar) = ambil(&d, "/jembrana/log/cap").await;
    assert_eq!(
        String::from_utf8(daftar).unwrap(),
        format!("{n} {}\n", kernel::kalender::saat(cap.waktu))
    );
    // A witness that signs later does not change what was stamped.
    let baris = ledger::titik::saksikan("saksi.contoh/uji", &[21; 32], 1_790_000_000, &cap.catatan).unwrap();
    assert_eq!(kirim(&d, baris).await.0, 200);
    let ini = format!("/jembrana/log/cap/{n}/checkpoint");
    assert_eq!(ambil(&d, &ini).await, (200, titik));
    let r = Request::get(format!("{ini}.tsr")).body(Body::empty()).unwrap();
    let r = d.router.clone().oneshot(r).await.unwrap();
    assert_eq!(r.headers()["content-type"], "application/timestamp-reply");
    let isi = axum::body::to_bytes(r.into_body(), 1 << 20).await.unwrap();
    assert_eq!(isi[..], cap.balasan);
    let mut w = d.warga();
    w.buka("/jembrana/log")
        .await
        .berstatus(200)
        .memuat("Cap waktu terbaru")
        .memuat(&format!("{ini}.tsr"));
}

async fn kirim(d: &Dunia, isi: impl Into<Body>) -> (u16, String) {
    let r = Request::post("/jembrana/log/checkpoint")
        .body(isi.into())
        .unwrap();
    let r = d.router.clone().oneshot(r).await.unwrap();
    let status = r.status().as_u16();
    let isi = axum::body::to_bytes(r.into_body(), 1 << 20).await.unwrap();
    (status, String::from_utf8_lossy(&isi).into_owned())
}

#[tokio::test]
async fn only_a_known_witness_may_sign_under_the_newest_head() {
    let d = Dunia::baru().await;
    d.laporan(laporan(), None).await;
    terbitkan(&d).await;
    let (_, titik) = ambil(&d, "/jembrana/log/checkpoint").await;
    let titik = String::from_utf8(titik).unwrap();
    let benar = ledger::titik::saksikan("saksi.contoh/uji", &[21; 32], 1_790_000_000, &titik).unwrap();
    let asing = ledger::titik::saksikan("saksi.contoh/lain", &[22; 32], 1_790_000_000, &titik).unwrap();
    let basi =
        ledger::titik::saksikan("saksi.contoh/uji", &[21; 32], 1, &titik.replacen('\n', "\n9", 1)).unwrap();
    for buruk in [asing.as_str(), basi.as_str(), "", "— saksi.contoh/uji AAAA"] {
        assert_eq!(kirim(&d, buruk.to_owned()).await.0, 400, "{buruk}");
    }
    assert_eq!(kirim(&d, vec![0xff_u8, 0xfe]).await.0, 400);
    assert_eq!(kirim(&d, "x".repeat(20_000)).await.0, 400);
    for _ in 0..2 {
        let (status, isi) = kirim(&d, benar.clone()).await;
        assert_eq!(status, 200, "{isi}");
        assert_eq!(
            isi.matches("saksi.contoh/uji").count(),
            1,
            "signed twice, written once"
        );
    }
    let (_, kini) = ambil(&d, "/jembrana/log/checkpoint").await;
    assert_eq!(String::from_utf8(kini).unwrap(), format!("{titik}{benar}\n"));
    let mut w = d.warga();
    w.buka("/jembrana/log").await.memuat("saksi.contoh/uji");
}
