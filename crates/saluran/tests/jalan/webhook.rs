//! Webhooks: another program of the test is told of public reports, signed, and of nothing else.

use std::sync::Arc;

use axum::{
    Router,
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, Request, StatusCode},
    routing::post,
};
use http_body_util::BodyExt;
use kernel::{Aksi, Akun, Entri, Galat, IdEntri, Pelaku, Peran, Perintah, register::Surat};
use saluran::{
    Keluar, Saluran,
    gerbang::urai,
    http::{Jangkauan, Klien},
    tanda::{self, Rahasia},
    webhook::{KODE, SaluranWebhook},
};
use serde_json::{Value, json};
use store::Kiriman;
use tokio::sync::Mutex;
use tower::ServiceExt;

use crate::bekal::Uji;

uji!(
    public_news_is_told_and_signed,
    secret_reports_are_not_told_of,
    inner_addresses_are_not_asked,
    who_does_not_answer_is_switched_off,
    the_secret_is_shown_once,
    addresses_that_are_none_are_refused,
);

type Diterima = Arc<Mutex<Vec<(HeaderMap, Bytes)>>>;

async fn tujuan(jawab: StatusCode) -> (String, Diterima) {
    let diterima = Diterima::default();
    let terima = move |State(d): State<Diterima>, k: HeaderMap, isi: Bytes| async move {
        d.lock().await.push((k, isi));
        jawab
    };
    let situs = Router::new()
        .route("/kait", post(terima))
        .with_state(diterima.clone());
    let p = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let alamat = p.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(p, situs).await });
    (format!("http://{alamat}/kait"), diterima)
}

fn saluran(u: &Uji, jangkauan: Jangkauan) -> SaluranWebhook {
    SaluranWebhook::baru(
        u.store.clone(),
        u.identitas.clone(),
        Klien::baru().unwrap(),
        "https://praja.contoh.id",
        jangkauan,
    )
}

fn admin(u: &Uji) -> Pelaku {
    let unit = u
        .store
        .profil("serang")
        .unwrap()
        .fungsi("kominfo")
        .unwrap()
        .clone();
    Pelaku::Akun(Box::new(Akun {
        id: uuid::Uuid::from_u128(3),
        daerah: u.daerah().clone(),
        pengguna: "admin".into(),
        nama: "Admin".into(),
        peran: vec![(Peran::Administrator, unit)],
    }))
}

async fn jalankan(u: &Uji, pelaku: Pelaku, aksi: Aksi) -> Result<Entri, Galat> {
    let p = Perintah {
        daerah: u.daerah().clone(),
        pelaku,
        kini: u.jam.kini(),
        aksi,
        kunci: None,
    };
    Ok(u.store.jalankan(p).await?.entri)
}

async fn daftarkan(u: &Uji, alamat: &str) -> Result<Entri, Galat> {
    let isi = json!({ "nama": "Situs kabupaten", "alamat": alamat });
    let aksi = Aksi::Buat {
        register: KODE.into(),
        id: IdEntri::baru(u.jam.kini()),
        isi: isi.as_object().unwrap().clone(),
    };
    jalankan(u, admin(u), aksi).await
}

async fn langkah(u: &Uji, e: &Entri, langkah: &str) -> Result<Entri, Galat> {
    let aksi = Aksi::Langkah {
        id: e.id,
        versi: None,
        langkah: langkah.into(),
        isian: Default::default(),
    };
    jalankan(u, admin(u), aksi).await
}

/// A report that everybody may read once it was sent on.
async fn terbuka(u: &Uji) -> IdEntri {
    let isi = json!({ "judul": "Lampu mati", "isi": "Sejak Senin.", "kategori": "jalan-rusak", "pelapor": { "nama": "Siti Rahasia", "surel": "siti@contoh.id" } });
    let id = IdEntri::baru(u.jam.kini());
    let aksi = Aksi::Buat {
        register: "pengaduan".into(),
        id,
        isi: isi.as_object().unwrap().clone(),
    };
    jalankan(u, Pelaku::Publik, aksi).await.unwrap();
    id
}

/// Messages to webhooks that are due.
async fn antre(u: &Uji) -> Vec<Kiriman> {
    let semua = u.store.ambil_kiriman(100).await.unwrap();
    semua.into_iter().filter(|k| k.muatan.register == KODE).collect()
}

async fn kirim(u: &Uji, s: &SaluranWebhook, k: &Kiriman) -> Result<(), String> {
    let surat = Surat {
        subjek: String::new(),
        badan: String::new(),
        lihat: None,
    };
    let (jenis, ke) = urai(k.muatan.ke.as_deref().unwrap());
    assert_eq!(jenis, s.jenis());
    s.kirim(Keluar {
        kiriman: k,
        profil: u.store.profil("serang").unwrap(),
        ke,
        surat: &surat,
    })
    .await
}

fn rahasia(u: &Uji, e: &Entri, ke: i64) -> Rahasia {
    let bagian = [
        u.daerah().as_str().as_bytes(),
        e.id.0.as_bytes(),
        &ke.to_be_bytes(),
    ];
    Rahasia::dari_bait(u.identitas.turunkan("webhook", &bagian))
}

fn cocok(u: &Uji, r: &Rahasia, (kepala, isi): &(HeaderMap, Bytes)) -> bool {
    let k = |n: &str| kepala[n].to_str().unwrap();
    r.cocok(
        k(tanda::ID),
        k(tanda::WAKTU),
        k(tanda::TANDA),
        isi,
        u.jam.kini().as_second(),
    )
}

async fn public_news_is_told_and_signed(u: &Uji) {
    let (url, diterima) = tujuan(StatusCode::NO_CONTENT).await;
    let e = daftarkan(u, &url).await.unwrap();
    let id = terbuka(u).await;
    u.jawab(id).await;
    assert!(antre(u).await.is_empty(), "not before it has a secret");
    let e = langkah(u, &e, "ganti_rahasia").await.unwrap();
    let id = terbuka(u).await;
    u.jawab(id).await;
    let semua = antre(u).await;
    assert_eq!(
        semua.len(),
        2,
        "filing it is not public, sending it on and answering are"
    );
    let s = saluran(u, Jangkauan::Lokal);
    for k in &semua {
        kirim(u, &s, k).await.unwrap();
        u.store.kiriman_terkirim(k).await.unwrap();
    }
    let d = diterima.lock().await.clone();
    assert!(cocok(u, &rahasia(u, &e, 1), &d[0]) && !cocok(u, &rahasia(u, &e, 2), &d[0]));
    let isi: Vec<Value> = d
        .iter()
        .map(|(_, i)| serde_json::from_slice(i).unwrap())
        .collect();
    let mut jenis: Vec<_> = isi.iter().map(|i| i["type"].as_str().unwrap()).collect();
    jenis.sort_unstable();
    assert_eq!(jenis, ["pengaduan.jawab", "pengaduan.teruskan"]);
    assert_eq!(isi[0]["data"]["isi"]["judul"], "Lampu mati");
    assert!(
        !format!("{isi:?}").contains("Siti") && !format!("{isi:?}").contains("siti@"),
        "{isi:?}"
    );
    let catatan = u.store.antar(u.daerah(), e.id.0, 10).await.unwrap();
    assert_eq!(
        (catatan.len(), catatan[0].kode, catatan[0].galat.as_deref()),
        (2, Some(204), None)
    );
    // While a secret is changed, both sign, for a day.
    langkah(u, &e, "ganti_rahasia").await.unwrap();
    for (menit, lama) in [(10, true), (24 * 60, false)] {
        u.maju(menit);
        let aksi = Aksi::Langkah {
            id,
            versi: None,
            langkah: "tanggapi".into(),
            isian: json!({ "pesan": "Masih." }).as_object().unwrap().clone(),
        };
        jalankan(u, Pelaku::Pelapor(id), aksi).await.unwrap();
        assert!(
            antre(u).await.is_empty(),
            "what only the reporter reads is not told"
        );
        u.langkah(id, Peran::Penghubung, "jawab", json!({ "jawaban": "Sudah." }))
            .await;
        let k = antre(u).await;
        assert_eq!(k.len(), 1);
        kirim(u, &s, &k[0]).await.unwrap();
        u.store.kiriman_terkirim(&k[0]).await.unwrap();
        let akhir = diterima.lock().await.last().unwrap().clone();
        assert!(cocok(u, &rahasia(u, &e, 2), &akhir));
        assert_eq!(cocok(u, &rahasia(u, &e, 1), &akhir), lama);
    }
}

async fn secret_reports_are_not_told_of(u: &Uji) {
    let (url, diterima) = tujuan(StatusCode::OK).await;
    let e = daftarkan(u, &url).await.unwrap();
    langkah(u, &e, "ganti_rahasia").await.unwrap();
    // By letter: nobody asked the writer whether everybody may read it.
    let id = u.lapor(1).await;
    u.jawab(id).await;
    assert!(antre(u).await.is_empty());
    // Made secret between the event and its message.
    let id = terbuka(u).await;
    u.jawab(id).await;
    let k = antre(u).await;
    assert_eq!(k.len(), 2);
    let kini = u.entri(id).await;
    let koordinator = Akun {
        id: uuid::Uuid::from_u128(7),
        daerah: u.daerah().clone(),
        pengguna: "k".into(),
        nama: "K".into(),
        peran: vec![(Peran::Koordinator, kini.unit.clone())],
    };
    let aksi = Aksi::Ubah {
        id,
        versi: kini.versi,
        tambal: json!({ "rahasia": true }).as_object().unwrap().clone(),
    };
    jalankan(u, Pelaku::Akun(Box::new(koordinator)), aksi)
        .await
        .unwrap();
    let s = saluran(u, Jangkauan::Lokal);
    for k in &k {
        kirim(u, &s, k).await.unwrap();
    }
    assert!(diterima.lock().await.is_empty());
    assert!(u.store.antar(u.daerah(), e.id.0, 10).await.unwrap().is_empty());
}

async fn inner_addresses_are_not_asked(u: &Uji) {
    let (url, diterima) = tujuan(StatusCode::OK).await;
    let s = saluran(u, Jangkauan::Umum);
    for alamat in [
        url.clone(),
        url.replace("http://127.0.0.1", "https://localhost"),
        url.replace("http", "https"),
    ] {
        let e = daftarkan(u, &alamat).await.unwrap();
        langkah(u, &e, "ganti_rahasia").await.unwrap();
        let id = terbuka(u).await;
        u.jawab(id).await;
        for k in antre(u).await {
            assert!(kirim(u, &s, &k).await.is_err(), "{alamat}");
        }
        langkah(u, &e, "hentikan").await.unwrap();
    }
    assert!(diterima.lock().await.is_empty());
}

async fn who_does_not_answer_is_switched_off(u: &Uji) {
    let (url, diterima) = tujuan(StatusCode::INTERNAL_SERVER_ERROR).await;
    let e = daftarkan(u, &url).await.unwrap();
    langkah(u, &e, "ganti_rahasia").await.unwrap();
    let id = terbuka(u).await;
    u.jawab(id).await;
    let s = saluran(u, Jangkauan::Lokal);
    let mut k = antre(u).await.remove(0);
    let galat = kirim(u, &s, &k).await.unwrap_err();
    assert!(galat.contains("500"), "{galat}");
    assert_eq!(u.entri(e.id).await.keadaan, "aktif");
    k.coba = store::MAKS_COBA - 1;
    kirim(u, &s, &k).await.unwrap();
    assert_eq!(u.entri(e.id).await.keadaan, "padam");
    let n = diterima.lock().await.len();
    kirim(u, &s, &k).await.unwrap();
    assert_eq!(diterima.lock().await.len(), n, "who is switched off is not asked");
    let catatan = u.store.antar(u.daerah(), e.id.0, 10).await.unwrap();
    assert_eq!(
        (catatan.len(), catatan[0].kode, catatan[0].coba),
        (1, Some(500), 10)
    );
    // Switched on again by the administrator.
    assert_eq!(langkah(u, &e, "aktifkan").await.unwrap().keadaan, "aktif");
    // An address where nobody is, is left alone for a minute.
    let mati = daftarkan(u, "http://127.0.0.1:9/").await.unwrap();
    langkah(u, &mati, "ganti_rahasia").await.unwrap();
    let id = terbuka(u).await;
    u.jawab(id).await;
    let k = antre(u).await;
    let k: Vec<_> = k.iter().filter(|k| k.muatan.entri == mati.id.0).collect();
    let satu = kirim(u, &s, k[0]).await.unwrap_err();
    let dua = kirim(u, &s, k[1]).await.unwrap_err();
    assert!(
        satu.contains("tersambung") && dua.contains("menunggu"),
        "{satu} / {dua}"
    );
    // 410 says that nothing more is wanted.
    let (url, _) = tujuan(StatusCode::GONE).await;
    let pergi = daftarkan(u, &url).await.unwrap();
    langkah(u, &pergi, "ganti_rahasia").await.unwrap();
    let id = terbuka(u).await;
    u.jawab(id).await;
    let k = antre(u).await;
    let k = k.iter().find(|k| k.muatan.entri == pergi.id.0).unwrap();
    kirim(u, &s, k).await.unwrap();
    assert_eq!(u.entri(pergi.id).await.keadaan, "padam");
}

async fn the_secret_is_shown_once(u: &Uji) {
    let Pelaku::Akun(a) = admin(u) else { unreachable!() };
    u.identitas
        .simpan_akun(
            u.daerah(),
            "admin",
            "Admin",
            "kata sandi uji coba",
            a.peran.clone(),
        )
        .await
        .unwrap();
    let akun = u.store.akun(u.daerah(), "admin").await.unwrap().unwrap().akun;
    let sesi = u
        .identitas
        .buka_sesi(&akun, store::JenisSesi::Web, "uji", 3_600_000)
        .await
        .unwrap();
    let app = web::Aplikasi::baru(
        u.store.clone(),
        u.identitas.clone(),
        "https://praja.contoh.id",
        Arc::new(String::new),
        false,
    );
    let situs = web::router(app, saluran::webhook::rute());
    let e = daftarkan(u, "https://contoh.go.id/kait").await.unwrap();
    let minta = async |r: axum::http::request::Builder, isi: String| {
        let r = r
            .header("cookie", format!("praja_sesi={sesi}"))
            .header("accept", "text/html");
        let j = situs
            .clone()
            .oneshot(r.body(Body::from(isi)).unwrap())
            .await
            .unwrap();
        let (status, kepala) = (j.status().as_u16(), j.headers().clone());
        let isi = j.into_body().collect().await.unwrap().to_bytes();
        (status, kepala, String::from_utf8_lossy(&isi).into_owned())
    };
    let jalur = format!("/serang/kerja/webhook-keluar/{}/rahasia", e.nomor);
    let (status, _, teks) = minta(Request::get("/serang/kerja/webhook-keluar"), String::new()).await;
    assert!(
        status == 200 && teks.contains("Buat rahasia dan aktifkan") && !teks.contains("whsec_"),
        "{status} {teks}"
    );
    let formulir = |isi: &str| {
        (
            Request::post(&jalur).header("content-type", "application/x-www-form-urlencoded"),
            isi.to_owned(),
        )
    };
    let (r, isi) = formulir("_csrf=salah");
    let (status, ..) = minta(r, isi).await;
    assert!((400..500).contains(&status), "{status}");
    let (r, isi) = formulir(&format!("_csrf={}", u.identitas.token_formulir(&sesi)));
    let (status, kepala, teks) = minta(r, isi).await;
    assert_eq!(status, 200, "{teks}");
    assert_eq!(kepala["cache-control"], "no-store");
    assert!(teks.contains(&rahasia(u, &e, 1).tulis()), "{teks}");
    let (_, _, teks) = minta(Request::get("/serang/kerja/webhook-keluar"), String::new()).await;
    assert!(!teks.contains("whsec_") && teks.contains("Ganti rahasia"));
    // Not for others.
    let r = Request::get("/serang/kerja/webhook-keluar")
        .body(Body::empty())
        .unwrap();
    let j = situs.clone().oneshot(r).await.unwrap();
    assert!(matches!(j.status().as_u16(), 303 | 401), "{}", j.status());
}

async fn addresses_that_are_none_are_refused(u: &Uji) {
    for alamat in [
        "",
        "contoh.go.id",
        "ftp://contoh.go.id/",
        "https://a:b@contoh.go.id/",
        "javascript:alert(1)",
    ] {
        assert!(
            matches!(daftarkan(u, alamat).await, Err(Galat::Isian(_))),
            "{alamat}"
        );
    }
    let isi = json!({ "nama": "x", "alamat": "https://contoh.go.id/" })
        .as_object()
        .unwrap()
        .clone();
    let aksi = Aksi::Buat {
        register: KODE.into(),
        id: IdEntri::baru(u.jam.kini()),
        isi,
    };
    assert!(
        jalankan(u, Pelaku::Publik, aksi).await.is_err(),
        "not for the public"
    );
}
