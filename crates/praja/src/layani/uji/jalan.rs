//! The ways that news takes besides letters to citizens: to browsers, to officials, to inspectors, out of the regency.

use kernel::nilai::Surel;
use tokio::io::AsyncReadExt;

use super::*;
use crate::konfigurasi::{Rahasia, TujuanHttp};

/// A server that gives these answers, one a connection, and tells what it was sent.
async fn penjawab(jawaban: &'static [&'static str]) -> (String, JoinHandle<Vec<String>>) {
    let p = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let alamat = format!("http://{}/masuk", p.local_addr().unwrap());
    let kerja = tokio::spawn(async move {
        let mut semua = Vec::new();
        for jawab in jawaban {
            let (mut s, _) = p.accept().await.unwrap();
            let (mut isi, mut bait) = (Vec::new(), [0; 4096]);
            let utuh = |isi: &[u8]| {
                let teks = String::from_utf8_lossy(isi).to_lowercase();
                let panjang: usize = teks
                    .split("content-length: ")
                    .nth(1)?
                    .split("\r\n")
                    .next()?
                    .parse()
                    .ok()?;
                let kepala = isi.windows(4).position(|w| w == b"\r\n\r\n")?;
                Some(isi.len() >= kepala + 4 + panjang)
            };
            while utuh(&isi) != Some(true) {
                let n = s.read(&mut bait).await.unwrap();
                assert!(n > 0, "cut off");
                isi.extend_from_slice(&bait[..n]);
            }
            s.write_all(jawab.as_bytes()).await.unwrap();
            semua.push(String::from_utf8_lossy(&isi).into_owned());
        }
        semua
    });
    (alamat, kerja)
}

fn langganan(alamat: &str) -> serde_json::Value {
    let isi = json!({ "endpoint": alamat, "expirationTime": null, "keys": {
        "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "auth": "BTBZMqHH6r4Tts7J_aSIgg",
    } });
    json!({ "langganan": isi.to_string() })
}

async fn tersisa(r: &Rakitan, pos: &Pos) -> usize {
    let mut n = 0;
    for _ in 0..4 {
        n += kirim_semua(&r.store, pos).await.unwrap();
    }
    assert_eq!(r.store.antrean_kiriman().await.unwrap(), (0, 0));
    n
}

async fn peramban(r: Rakitan, mut k: Konfigurasi) {
    k.webhook_lokal = true;
    let lapor = json!({ "judul": "Lampu mati", "isi": "Sejak Senin", "kategori": "penerangan-jalan", "rahasia": false });
    let laporan = buat(&r, "pengaduan", lapor).await;
    let ikut = buat(&r, "ikut", json!({ "laporan": "SRG-2026-000001" })).await;
    let (alamat, kerja) = penjawab(&[
        "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
    ])
    .await;
    for id in [laporan, ikut] {
        langkah(&r, Pelaku::Pelapor(id), id, "langgan", langganan(&alamat)).await;
    }
    let serang = r.store.profil("serang").unwrap().kode().clone();
    // The address of a browser is no view's and stands in no story.
    for pelaku in [Pelaku::Sistem, Pelaku::Pelapor(laporan), koordinator(&r)] {
        let t = r.store.entri(&serang, &pelaku, laporan).await.unwrap();
        assert_eq!(t.entri.isi.get("langganan"), None);
        assert_eq!(t.entri.isi.get("peramban"), Some(&json!(true)));
    }
    for p in r.store.peristiwa(&serang, laporan).await.unwrap() {
        assert!(!format!("{:?}", p.isi).contains("p256dh"));
    }
    assert!(
        r.store
            .rahasia(&serang, laporan, "langganan")
            .await
            .unwrap()
            .unwrap()
            .contains(&alamat)
    );
    let pos = Pos::baru(&k, &r).unwrap();
    tersisa(&r, &pos).await;
    let teruskan = json!({ "unit": "dishub", "kelas": "tidak_berkadar" });
    langkah(&r, koordinator(&r), laporan, "teruskan", teruskan).await;
    assert_eq!(tersisa(&r, &pos).await, 2, "reporter and follower");
    // Another unit: both browsers say that they are gone, and are asked no more.
    langkah(
        &r,
        koordinator(&r),
        laporan,
        "teruskan",
        json!({ "unit": "dpupr" }),
    )
    .await;
    tersisa(&r, &pos).await;
    langkah(
        &r,
        koordinator(&r),
        laporan,
        "teruskan",
        json!({ "unit": "dishub" }),
    )
    .await;
    assert_eq!(tersisa(&r, &pos).await, 0);
    for id in [laporan, ikut] {
        assert_eq!(r.store.rahasia(&serang, id, "langganan").await.unwrap(), None);
        let t = r.store.entri(&serang, &Pelaku::Sistem, id).await.unwrap();
        assert_eq!(t.entri.isi.get("peramban"), None);
    }
    for s in kerja.await.unwrap() {
        let kepala = s.to_lowercase();
        for harus in [
            "content-encoding: aes128gcm",
            "ttl: ",
            "authorization: vapid t=",
            "content-type: application/octet-stream",
        ] {
            assert!(kepala.contains(harus), "{harus} in {kepala}");
        }
        assert!(
            !s.contains("SRG-2026") && !s.contains("Lampu"),
            "closed for the browser: {s}"
        );
    }
    r.store.tutup().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn browsers_are_told_and_forgotten() {
    let d = tempfile::tempdir().unwrap();
    let (k, r) = bekal::lite(d.path(), KINI).await;
    peramban(r, k).await;
    let kunci = std::fs::metadata(d.path().join("kunci-peramban")).unwrap();
    assert_eq!(
        std::os::unix::fs::PermissionsExt::mode(&kunci.permissions()) & 0o777,
        0o600
    );
    // The same key after a restart: browsers know no other.
    let publik = async || bekal::lite(d.path(), KINI).await.1.pengirim.publik();
    assert_eq!(publik().await, publik().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn pg_browsers_are_told_and_forgotten() {
    let pg = Pg::baru().await;
    let d = tempfile::tempdir().unwrap();
    let (k, r) = pg.buka(d.path(), KINI).await;
    peramban(r, k).await;
    pg.hapus().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_cannot_be_is_forgotten_without_a_try() {
    let d = tempfile::tempdir().unwrap();
    // Without the operator's word nothing on our own network is asked, whatever a browser says.
    let (k, r) = bekal::lite(d.path(), KINI).await;
    let serang = r.store.profil("serang").unwrap().kode().clone();
    let pos = Pos::baru(&k, &r).unwrap();
    for palsu in [
        langganan("http://127.0.0.1:1/x"),
        langganan("https://127.0.0.1/x"),
        langganan("file:///etc/passwd"),
        json!({ "langganan": "bukan apa-apa" }),
        json!({ "langganan": "{\"endpoint\":\"https://contoh.id/\",\"keys\":{}}" }),
    ] {
        let lapor = json!({ "judul": "Lampu", "isi": "Mati", "kategori": "penerangan-jalan" });
        let id = buat(&r, "pengaduan", lapor).await;
        langkah(&r, Pelaku::Pelapor(id), id, "langgan", palsu.clone()).await;
        langkah(&r, koordinator(&r), id, "tunda", json!({ "pesan": "Di mana?" })).await;
        tersisa(&r, &pos).await;
        assert_eq!(
            r.store.rahasia(&serang, id, "langganan").await.unwrap(),
            None,
            "{palsu}"
        );
    }
}

async fn akun(r: &Rakitan, pengguna: &str, peran: &str, surel: Option<&str>) {
    let serang = r.store.profil("serang").unwrap().kode().clone();
    let p = crate::akun::peran(&r.store, &serang, peran).unwrap();
    crate::akun::tambah(r, &serang, crate::bekal::orang(pengguna, "Ani", vec![p]), None)
        .await
        .unwrap();
    let a = r.store.akun(&serang, pengguna).await.unwrap().unwrap();
    let surel = surel.map(|s| Surel::baru(s).unwrap());
    r.store.ganti_surel(&a.akun, surel.as_ref()).await.unwrap();
}

fn surat(k: &Konfigurasi) -> Vec<String> {
    let isi = |f: std::io::Result<std::fs::DirEntry>| std::fs::read_to_string(f.unwrap().path()).unwrap();
    std::fs::read_dir(k.surat_keluar()).unwrap().map(isi).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_colleague_gets_a_letter_that_speaks_for_nobody() {
    let d = tempfile::tempdir().unwrap();
    let (mut k, r) = bekal::lite(d.path(), KINI).await;
    k.surel_masuk = Some(saluran::surel::Setelan {
        alamat: "lapor-{daerah}@contoh.go.id".into(),
        folder: None,
        authserv: None,
    });
    akun(&r, "ani", "petugas:dishub", Some("ani@serang.go.id")).await;
    akun(&r, "tanpa", "petugas:dishub", None).await;
    let lapor =
        json!({ "judul": "Lampu mati", "isi": "Rumah saya di ujung.", "kategori": "penerangan-jalan" });
    let id = buat(&r, "pengaduan", lapor).await;
    langkah(
        &r,
        koordinator(&r),
        id,
        "teruskan",
        json!({ "unit": "dishub", "kelas": "tidak_berkadar" }),
    )
    .await;
    let pos = Pos::baru(&k, &r).unwrap();
    langkah(&r, koordinator(&r), id, "tugaskan", json!({ "petugas": "tanpa" })).await;
    assert_eq!(tersisa(&r, &pos).await, 0, "no address, no letter");
    langkah(&r, koordinator(&r), id, "tugaskan", json!({ "petugas": "ani" })).await;
    assert_eq!(tersisa(&r, &pos).await, 1);
    let [satu] = &surat(&k)[..] else {
        panic!("one letter")
    };
    assert!(
        satu.contains("To: ani@serang.go.id") && satu.contains("SRG-2026-000001"),
        "{satu}"
    );
    assert!(
        !satu.contains("lapor-serang") && !satu.contains("di ujung"),
        "no way to answer as the citizen: {satu}"
    );
    // An account that was closed meanwhile reads nothing.
    let serang = r.store.profil("serang").unwrap().kode().clone();
    let a = r.store.akun(&serang, "ani").await.unwrap().unwrap();
    langkah(&r, koordinator(&r), id, "lepas", json!({})).await;
    langkah(&r, koordinator(&r), id, "tugaskan", json!({ "petugas": "ani" })).await;
    r.identitas
        .atur_aktif(identity::Oleh::Operator, &a, false)
        .await
        .unwrap();
    assert_eq!(tersisa(&r, &pos).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_lost_a_second_factor_is_told_why() {
    let d = tempfile::tempdir().unwrap();
    let (k, r) = bekal::lite(d.path(), KINI).await;
    akun(&r, "ani", "petugas:dishub", Some("ani@serang.go.id")).await;
    let serang = r.store.profil("serang").unwrap().kode().clone();
    let a = r.store.akun(&serang, "ani").await.unwrap().unwrap().akun;
    let pos = Pos::baru(&k, &r).unwrap();
    let lepas = async |alasan| crate::akun::lepas_faktor(&r, &serang, "ani", alasan).await;
    let alasan = "Ponsel hilang, nota dinas 12/2026";
    assert!(lepas(alasan).await.is_err(), "there is none");
    r.store.pasang_faktor(&a, "x", 1, &[]).await.unwrap();
    assert!(lepas("hilang").await.is_err(), "that is no reason");
    assert_eq!(tersisa(&r, &pos).await, 0);
    assert!(!lepas(alasan).await.unwrap().dua_langkah);
    assert_eq!(tersisa(&r, &pos).await, 1);
    let [satu] = &surat(&k)[..] else {
        panic!("one letter")
    };
    assert!(
        satu.contains("To: ani@serang.go.id")
            && satu.contains("/serang/masuk")
            && satu.contains("nota dinas"),
        "{satu}"
    );
}

async fn pemeriksa(r: Rakitan, k: Konfigurasi) {
    let inspektorat = r
        .store
        .profil("serang")
        .unwrap()
        .fungsi("pengawasan")
        .unwrap()
        .0
        .clone();
    akun(
        &r,
        "pemeriksa",
        &format!("auditor:{inspektorat}"),
        Some("p1@serang.go.id"),
    )
    .await;
    akun(
        &r,
        "pemeriksa2",
        &format!("auditor:{inspektorat}"),
        Some("p2@serang.go.id"),
    )
    .await;
    akun(&r, "luar", "auditor:dishub", Some("luar@serang.go.id")).await;
    akun(
        &r,
        "kepala",
        &format!("kepala:{inspektorat}"),
        Some("kepala@serang.go.id"),
    )
    .await;
    let tertutup = format!("k1.{}", data_encoding::BASE64URL_NOPAD.encode(&[7; 64]));
    let isi = json!({ "kunci_kanal": tertutup, "kunci_pelapor": tertutup, "laporan": tertutup });
    let id = buat(&r, "wbs", isi).await;
    let pos = Pos::baru(&k, &r).unwrap();
    for _ in 0..3 {
        assert_eq!(
            kirim_semua(&r.store, &pos).await.unwrap(),
            0,
            "not at the minute it came"
        );
    }
    assert_eq!(r.store.antrean_kiriman().await.unwrap(), (1, 0));
    // Seven in the morning of the next day, in Serang.
    r.store.jam().setel("2026-11-24T00:00:01Z".parse().unwrap());
    assert_eq!(tersisa(&r, &pos).await, 2);
    let mut semua = surat(&k);
    semua.sort();
    assert_eq!(semua.len(), 2);
    let nomor = r
        .store
        .entri(r.store.profil("serang").unwrap().kode(), &Pelaku::Sistem, id)
        .await
        .unwrap()
        .entri
        .nomor;
    for s in &semua {
        assert!(s.contains("To: p1@") || s.contains("To: p2@"), "{s}");
        assert!(
            !s.contains(&nomor) && !s.contains("k1."),
            "that something waits, and nothing of it: {s}"
        );
    }
    r.store.tutup().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn inspectors_hear_in_the_morning_that_something_waits() {
    let d = tempfile::tempdir().unwrap();
    let (k, r) = bekal::lite(d.path(), KINI).await;
    pemeriksa(r, k).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pg_inspectors_hear_in_the_morning_that_something_waits() {
    let pg = Pg::baru().await;
    let d = tempfile::tempdir().unwrap();
    let (k, r) = pg.buka(d.path(), KINI).await;
    pemeriksa(r, k).await;
    pg.hapus().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn escalations_are_posted_under_one_key_until_they_are_taken() {
    let d = tempfile::tempdir().unwrap();
    let (mut k, r) = bekal::lite(d.path(), KINI).await;
    let (alamat, kerja) = penjawab(&[
        "HTTP/1.1 503 Unavailable\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 201 Created\r\nContent-Length: 20\r\n\r\n{\"nomor\": \"LPR-009\"}",
    ])
    .await;
    let tujuan = TujuanHttp {
        url: alamat,
        kunci: Rahasia::baru("kunci-lapor"),
        jangkauan: saluran::http::Jangkauan::Lokal,
    };
    k.eskalasi.insert("lapor", tujuan);
    siapkan_folder(&k.eskalasi_keluar()).unwrap();
    let luar = Luar::baru(&k, r.klien.clone());
    let lapor = json!({ "judul": "Jalan provinsi", "isi": "Berlubang", "kategori": "jalan-rusak", "pelapor": { "nama": "Siti", "surel": "siti@contoh.id" } });
    let laporan = buat(&r, "pengaduan", lapor).await;
    let serang = r.store.profil("serang").unwrap().kode().clone();
    let eskalasi = async |tujuan: &str| {
        let isi = json!({ "pengaduan": laporan, "tujuan": tujuan, "pengantar": "Bukan milik kabupaten." });
        let isi = isi.as_object().unwrap().clone();
        perintah(&r, koordinator(&r), |id| Aksi::Buat {
            register: "eskalasi".into(),
            id,
            isi,
        })
        .await
    };
    let (lewat_http, lewat_folder) = (eskalasi("lapor").await, eskalasi("provinsi").await);
    let baca = async |id| r.store.entri(&serang, &Pelaku::Sistem, id).await.unwrap().entri;
    assert_eq!(
        meja::kirim_eskalasi(&r.store, &luar).await.unwrap(),
        1,
        "the folder takes its own at once"
    );
    let e = baca(lewat_http).await;
    assert_eq!(
        (e.keadaan.as_str(), e.teks("galat")),
        ("menunggu", "tujuan menjawab 503")
    );
    assert_eq!(
        meja::kirim_eskalasi(&r.store, &luar).await.unwrap(),
        0,
        "not before its time"
    );
    r.store.jam().setel("2026-11-23T02:10:00Z".parse().unwrap());
    assert_eq!(meja::kirim_eskalasi(&r.store, &luar).await.unwrap(), 1);
    let e = baca(lewat_http).await;
    assert_eq!(
        (e.keadaan.as_str(), e.teks("nomor_luar")),
        ("terkirim", "LPR-009")
    );
    assert_eq!(
        meja::kirim_eskalasi(&r.store, &luar).await.unwrap(),
        0,
        "never twice"
    );
    let dikirim = kerja.await.unwrap();
    for s in &dikirim {
        assert!(
            s.contains(&format!("idempotency-key: {lewat_http}")),
            "the same key each time: {s}"
        );
        assert!(
            s.contains("authorization: Bearer kunci-lapor") && s.contains("Jalan provinsi"),
            "{s}"
        );
        assert!(
            !s.contains("Siti") && !s.contains("siti@"),
            "nothing of who filed it: {s}"
        );
    }
    assert!(k.eskalasi_keluar().join(format!("{lewat_folder}.json")).exists());
    assert_eq!(baca(lewat_folder).await.keadaan, "terkirim");
    let cerita = format!("{:?}", r.store.peristiwa(&serang, laporan).await.unwrap());
    assert!(cerita.contains("LPR-009"), "the citizen reads the number");
}

#[test]
fn a_number_is_taken_from_an_answer_that_has_one() {
    use super::super::luar::nomor;
    for (isi, harap) in [
        ("{\"nomor\":\"A-1\",\"id\":7}", Some("A-1")),
        ("{\"id\": 77}", Some("77")),
        ("{\"id\": \" x \"}", Some("x")),
        ("{\"id\": \"\"}", None),
        ("{\"id\": \"a\\nb\"}", None),
        ("{\"id\": []}", None),
        ("[1]", None),
        ("<html>", None),
        ("", None),
    ] {
        assert_eq!(nomor(isi.as_bytes()).as_deref(), harap, "{isi}");
    }
    let panjang = format!("{{\"id\":\"{}\"}}", "x".repeat(101));
    assert_eq!(nomor(panjang.as_bytes()), None);
}
