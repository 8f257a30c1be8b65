//! A gateway, filled in by a program of the test: signed news goes out, signed messages come in, once.

use std::sync::Arc;

use axum::{
    Router,
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, Request, StatusCode},
    routing::post,
};
use http_body_util::BodyExt;
use kernel::{Peran, register::Surat};
use saluran::{
    Keluar, Saluran,
    gerbang::{
        self,
        http::{Gerbang, JenisGerbang, SaluranHttp},
    },
    http::{Jangkauan, Klien},
    tanda::{self, Rahasia},
};
use serde_json::{Value, json};
use tokio::sync::Mutex;
use tower::ServiceExt;

use crate::bekal::Uji;

uji!(
    news_goes_out_signed,
    messages_come_in_signed,
    what_is_not_signed_is_refused,
    a_reply_names_the_report
);

fn rahasia() -> Rahasia {
    Rahasia::dari_bait([9; 32])
}

type Diterima = Arc<Mutex<Vec<(HeaderMap, Bytes)>>>;

/// The provider's adapter: keeps what it gets, and answers as it is told.
async fn palsu(jawab: StatusCode) -> (String, Diterima) {
    let diterima = Diterima::default();
    let terima = move |State(d): State<Diterima>, k: HeaderMap, isi: Bytes| async move {
        d.lock().await.push((k, isi));
        jawab
    };
    let situs = Router::new()
        .route("/kirim", post(terima))
        .with_state(diterima.clone());
    let p = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let alamat = p.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(p, situs).await });
    (format!("http://{alamat}/kirim"), diterima)
}

fn saluran(u: &Uji, url: &str, jangkauan: Jangkauan) -> Arc<SaluranHttp> {
    let g = Gerbang {
        nama: "wa".into(),
        jenis: JenisGerbang::Whatsapp,
        daerah: vec!["serang".into()],
        url: url.into(),
        rahasia: rahasia(),
        jangkauan,
    };
    Arc::new(SaluranHttp::baru(g, Klien::baru().unwrap(), u.jam.clone()))
}

async fn news_goes_out_signed(u: &Uji) {
    let (url, diterima) = palsu(StatusCode::OK).await;
    let wa = saluran(u, &url, Jangkauan::Lokal);
    let situs = situs(u, wa.clone());
    kirim(
        u,
        &situs,
        json!({ "id": "m1", "dari": "0812-3456-7890", "teks": "Lampu mati" }),
    )
    .await;
    let k = u.store.ambil_kiriman(10).await.unwrap().pop().unwrap();
    assert_eq!(k.muatan.ke.as_deref(), Some("whatsapp:+6281234567890"));
    let (jenis, ke) = gerbang::urai(k.muatan.ke.as_deref().unwrap());
    let semua: Vec<Arc<dyn Saluran>> = vec![wa.clone()];
    assert!(
        gerbang::untuk(&semua, u.daerah(), jenis).is_some()
            && gerbang::untuk(&semua, u.daerah(), "sms").is_none()
    );
    let jembrana = u.store.profil("jembrana").unwrap();
    assert!(gerbang::untuk(&semua, jembrana.kode(), jenis).is_none());
    let surat = Surat {
        subjek: "x".into(),
        badan: "Laporan Anda kami terima.\n".into(),
        lihat: None,
    };
    let profil = u.store.profil("serang").unwrap();
    let keluar = Keluar {
        kiriman: &k,
        profil,
        ke,
        surat: &surat,
    };
    wa.kirim(keluar).await.unwrap();
    wa.kirim(keluar).await.unwrap();
    let d = diterima.lock().await;
    let isi: Value = serde_json::from_slice(&d[0].1).unwrap();
    assert_eq!(isi["ke"], "+6281234567890");
    assert_eq!(
        (isi["teks"].as_str(), isi["nomor"].as_str()),
        (Some("Laporan Anda kami terima."), Some("SRG-2026-000001"))
    );
    let kepala = |n: &str| d[0].0[n].to_str().unwrap();
    let kini = u.jam.kini().as_second();
    assert!(rahasia().cocok(
        kepala(tanda::ID),
        kepala(tanda::WAKTU),
        kepala(tanda::TANDA),
        &d[0].1,
        kini
    ));
    assert_eq!(
        d[0].0[tanda::ID],
        d[1].0[tanda::ID],
        "sent again it is the same message"
    );

    let (url, _) = palsu(StatusCode::BAD_GATEWAY).await;
    let e = saluran(u, &url, Jangkauan::Lokal)
        .kirim(keluar)
        .await
        .unwrap_err();
    assert!(e.contains("502") && !e.contains("+62"), "{e}");
    let e = saluran(u, &url, Jangkauan::Umum).kirim(keluar).await.unwrap_err();
    assert!(e.contains("https"), "{e}");
}

fn situs(u: &Uji, wa: Arc<SaluranHttp>) -> Router {
    let app = web::Aplikasi::baru(
        u.store.clone(),
        u.identitas.clone(),
        "https://praja.contoh.id",
        Arc::new(String::new),
        false,
    );
    web::router(app, gerbang::masuk::rute([wa].into()))
}

async fn minta(situs: &Router, jalur: &str, kepala: &[(&str, String)], isi: Vec<u8>) -> (u16, Value) {
    let mut r = Request::post(jalur).header("accept", "application/json");
    for (n, v) in kepala {
        r = r.header(*n, v);
    }
    let j = situs
        .clone()
        .oneshot(r.body(Body::from(isi)).unwrap())
        .await
        .unwrap();
    let status = j.status().as_u16();
    let isi = j.into_body().collect().await.unwrap().to_bytes();
    (status, serde_json::from_slice(&isi).unwrap_or(Value::Null))
}

async fn kirim(u: &Uji, situs: &Router, isi: Value) -> (u16, Value) {
    let isi = isi.to_string().into_bytes();
    let kepala = rahasia().kepala("d1", u.jam.kini().as_second(), &isi);
    minta(situs, "/serang/saluran/wa", &kepala, isi).await
}

async fn messages_come_in_signed(u: &Uji) {
    let situs = situs(u, saluran(u, "http://127.0.0.1:1/", Jangkauan::Lokal));
    let mut foto = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(8, 8)
        .write_to(&mut foto, image::ImageFormat::Png)
        .unwrap();
    let foto = data_encoding::BASE64.encode(foto.get_ref());
    let isi = json!({ "id": "m1", "dari": "+62 812-3456-7890", "nama": "Siti", "teks": "Lampu mati\ndi depan pasar", "foto": [foto, "AAEC"] });
    let (status, j) = kirim(u, &situs, isi.clone()).await;
    assert_eq!(
        (status, j["nasib"].as_str(), j["nomor"].as_str()),
        (200, Some("laporan"), Some("SRG-2026-000001"))
    );
    let id = u
        .store
        .id_bernomor(u.daerah(), "pengaduan", "SRG-2026-000001")
        .await
        .unwrap()
        .unwrap();
    let e = u.entri(id).await;
    assert_eq!((e.teks("kanal"), e.teks("judul")), ("whatsapp", "Lampu mati"));
    assert_eq!(
        e.isi["pelapor"],
        json!({ "nama": "Siti", "telepon": "+6281234567890" })
    );
    assert_eq!(e.isi["foto"].as_array().unwrap().len(), 1);
    // Sent again, also later and signed anew, it is the same message.
    u.maju(30);
    let (status, j) = kirim(u, &situs, isi).await;
    assert_eq!(
        (status, j["nasib"].as_str(), j["nomor"].as_str()),
        (200, Some("ulangan"), Some("SRG-2026-000001"))
    );
    for (isi, harus) in [
        (json!({ "id": "m2", "dari": "bukan", "teks": "x" }), 400),
        (json!({ "id": "", "dari": "081234567890", "teks": "x" }), 400),
        (json!({ "dari": "081234567890" }), 400),
        (json!({ "id": "m3", "dari": "081234567890", "foto": ["!"] }), 400),
        (json!([]), 400),
    ] {
        assert_eq!(kirim(u, &situs, isi.clone()).await.0, harus, "{isi}");
    }
    let (status, j) = kirim(
        u,
        &situs,
        json!({ "id": "m4", "dari": "081234567890", "teks": " " }),
    )
    .await;
    assert_eq!((status, j["nasib"].as_str()), (200, Some("ditahan")));
}

async fn what_is_not_signed_is_refused(u: &Uji) {
    let situs = situs(u, saluran(u, "http://127.0.0.1:1/", Jangkauan::Lokal));
    let isi = json!({ "id": "m1", "dari": "081234567890", "teks": "x" })
        .to_string()
        .into_bytes();
    let kini = u.jam.kini().as_second();
    let benar = rahasia().kepala("d1", kini, &isi);
    let lama = rahasia().kepala("d1", kini - 301, &isi);
    let asing = Rahasia::dari_bait([1; 32]).kepala("d1", kini, &isi);
    assert_eq!(minta(&situs, "/serang/saluran/wa", &[], isi.clone()).await.0, 401);
    assert_eq!(
        minta(&situs, "/serang/saluran/wa", &lama, isi.clone()).await.0,
        401
    );
    assert_eq!(
        minta(&situs, "/serang/saluran/wa", &asing, isi.clone()).await.0,
        401
    );
    assert_eq!(
        minta(&situs, "/serang/saluran/wa", &benar, b"{}".to_vec())
            .await
            .0,
        401
    );
    assert_eq!(
        minta(&situs, "/serang/saluran/lain", &benar, isi.clone()).await.0,
        404
    );
    assert_eq!(
        minta(&situs, "/jembrana/saluran/wa", &benar, isi.clone()).await.0,
        404
    );
    assert_eq!(
        minta(&situs, "/tidak-ada/saluran/wa", &benar, isi.clone())
            .await
            .0,
        404
    );
    assert!(
        u.store
            .id_bernomor(u.daerah(), "pengaduan", "SRG-2026-000001")
            .await
            .unwrap()
            .is_none()
    );
    assert_eq!(minta(&situs, "/serang/saluran/wa", &benar, isi).await.0, 200);
}

async fn a_reply_names_the_report(u: &Uji) {
    let situs = situs(u, saluran(u, "http://127.0.0.1:1/", Jangkauan::Lokal));
    kirim(
        u,
        &situs,
        json!({ "id": "m1", "dari": "081234567890", "teks": "Lampu mati" }),
    )
    .await;
    let id = u
        .store
        .id_bernomor(u.daerah(), "pengaduan", "SRG-2026-000001")
        .await
        .unwrap()
        .unwrap();
    u.langkah(id, Peran::Koordinator, "tunda", json!({ "pesan": "Di mana?" }))
        .await;
    // From another telephone it is a report of its own.
    let (_, j) = kirim(
        u,
        &situs,
        json!({ "id": "m2", "dari": "081200000000", "teks": "SRG-2026-000001 tutup saja" }),
    )
    .await;
    assert_eq!(
        (j["nasib"].as_str(), j["nomor"].as_str()),
        (Some("laporan"), Some("SRG-2026-000002"))
    );
    assert_eq!(u.entri(id).await.keadaan, "ditunda");
    let (_, j) = kirim(
        u,
        &situs,
        json!({ "id": "m3", "dari": "081234567890", "teks": "Depan pasar.", "balas": "srg-2026-000001" }),
    )
    .await;
    assert_eq!(
        (j["nasib"].as_str(), j["nomor"].as_str()),
        (Some("tanggapan"), Some("SRG-2026-000001"))
    );
    assert_eq!(u.entri(id).await.keadaan, "baru");
    let (_, j) = kirim(
        u,
        &situs,
        json!({ "id": "m4", "dari": "081234567890", "teks": "Soal SRG-2026-000001: tolong cepat" }),
    )
    .await;
    assert_eq!(j["nasib"], "tanggapan");
}
