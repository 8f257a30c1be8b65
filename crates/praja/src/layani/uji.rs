//! The server stops without losing anything, mail goes by SMTP, and two processes share one PostgreSQL.

use std::net::SocketAddr;

use kernel::{Aksi, IdEntri, Pelaku, Perintah, Peta};
use serde_json::json;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
    task::JoinHandle,
};

use super::*;
use crate::{
    bekal::{self, Pg},
    konfigurasi::{Smtp, Tls},
};

mod jalan;
mod serah;

const KINI: &str = "2026-11-23T02:00:00Z";

struct Server {
    alamat: SocketAddr,
    henti: CancellationToken,
    kerja: JoinHandle<Result<(), Galat>>,
}

async fn server(r: &Rakitan, k: &Konfigurasi) -> Server {
    let pendengar = dengarkan("127.0.0.1:0").await.unwrap();
    let alamat = pendengar.local_addr().unwrap();
    let henti = CancellationToken::new();
    let situs = situs(r, k, Arc::new(String::new), false);
    let (r, k, tanda) = (r.clone(), k.clone(), henti.clone());
    let kerja = tokio::spawn(async move { layani(r, &k, pendengar, situs, tanda).await });
    Server { alamat, henti, kerja }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_finishes_what_was_begun() {
    let d = tempfile::tempdir().unwrap();
    let (k, r) = bekal::lite(d.path(), KINI).await;
    let s = server(&r, &k).await;
    let (status, _) = bekal::kirim(
        s.alamat,
        "GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    )
    .await;
    assert_eq!(status, 200);

    let permintaan = bekal::lapor("serang", "Lampu mati", "a@contoh.id");
    let (awal, akhir) = permintaan.split_at(permintaan.len() - 20);
    let mut separuh = TcpStream::connect(s.alamat).await.unwrap();
    separuh.write_all(awal.as_bytes()).await.unwrap();
    tokio::time::sleep(Duration::from_millis(200)).await;
    s.henti.cancel();
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(TcpStream::connect(s.alamat).await.is_err(), "no new connections");
    separuh.write_all(akhir.as_bytes()).await.unwrap();
    let (status, teks) = bekal::jawaban(separuh).await;
    assert_eq!(status, 201, "{teks}");
    s.kerja.await.unwrap().unwrap();

    let (_, r) = bekal::lite(d.path(), KINI).await;
    let serang = r.store.profil("serang").unwrap().kode().clone();
    assert!(
        r.store
            .id_bernomor(&serang, "pengaduan", "SRG-2026-000001")
            .await
            .unwrap()
            .is_some()
    );
}

#[tokio::test]
async fn an_address_in_use_is_told() {
    let a = dengarkan("127.0.0.1:0").await.unwrap();
    let alamat = a.local_addr().unwrap().to_string();
    let g = dengarkan(&alamat).await.unwrap_err().to_string();
    assert!(g.contains(&alamat), "{g}");
}

/// A mail server that refuses the first letter, repeating the address as servers do, and takes the others.
async fn server_surel() -> (u16, JoinHandle<Vec<String>>) {
    let p = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = p.local_addr().unwrap().port();
    let kerja = tokio::spawn(async move {
        let mut surat = Vec::new();
        for ke in 0..3 {
            let (s, _) = p.accept().await.unwrap();
            let (baca, mut tulis) = s.into_split();
            let mut baris = BufReader::new(baca).lines();
            tulis.write_all(b"220 uji ESMTP\r\n").await.unwrap();
            let mut isi = None::<String>;
            while let Ok(Some(b)) = baris.next_line().await {
                if let Some(i) = &mut isi {
                    if b == "." {
                        surat.push(isi.take().unwrap());
                        tulis.write_all(b"250 diterima\r\n").await.unwrap();
                    } else {
                        i.push_str(&b);
                        i.push('\n');
                    }
                    continue;
                }
                let jawab = match b.split([' ', ':']).next().unwrap_or_default() {
                    "RCPT" if ke == 0 => format!("550 5.1.1 {b} unknown\r\n"),
                    "DATA" => {
                        isi = Some(String::new());
                        "354 silakan\r\n".to_owned()
                    }
                    "QUIT" => "221 sampai jumpa\r\n".to_owned(),
                    _ => "250 baik\r\n".to_owned(),
                };
                tulis.write_all(jawab.as_bytes()).await.unwrap();
            }
        }
        surat
    });
    (port, kerja)
}

#[tokio::test(flavor = "multi_thread")]
async fn mail_by_smtp_and_again_after_a_refusal() {
    let d = tempfile::tempdir().unwrap();
    let (mut k, r) = bekal::lite(d.path(), KINI).await;
    let serang = r.store.profil("serang").unwrap().kode().clone();
    for i in 1..=2 {
        let isi = json!({
            "judul": "Lampu mati", "isi": "Sejak Senin", "kategori": "penerangan-jalan",
            "pelapor": { "surel": format!("warga{i}@contoh.id") },
        });
        let kini = r.store.jam().kini();
        let aksi = Aksi::Buat {
            register: "pengaduan".into(),
            id: IdEntri::baru(kini),
            isi: isi.as_object().unwrap().clone(),
        };
        let p = Perintah {
            daerah: serang.clone(),
            pelaku: Pelaku::Publik,
            kini,
            aksi,
            kunci: None,
        };
        r.store.jalankan(p).await.unwrap();
    }
    let (port, kerja) = server_surel().await;
    let dari = "Layanan <praja@contoh.go.id>".parse().unwrap();
    k.smtp = Some(Smtp {
        host: "127.0.0.1".into(),
        port,
        masuk: None,
        dari,
        tls: Tls::Tanpa,
    });
    let pos = Pos::baru(&k, &r).unwrap();
    assert_eq!(kirim_semua(&r.store, &pos).await.unwrap(), 1);
    assert_eq!(
        r.store.antrean_kiriman().await.unwrap(),
        (1, 0),
        "the refused one waits"
    );
    assert_eq!(
        kirim_semua(&r.store, &pos).await.unwrap(),
        0,
        "not before its time"
    );
    r.store.jam().setel("2026-11-23T02:02:00Z".parse().unwrap());
    assert_eq!(kirim_semua(&r.store, &pos).await.unwrap(), 1);
    assert_eq!(r.store.antrean_kiriman().await.unwrap(), (0, 0));
    let surat = kerja.await.unwrap();
    assert_eq!(surat.len(), 2);
    for s in &surat {
        assert!(
            s.contains("From: \"Kabupaten Serang\" <praja@contoh.go.id>"),
            "{s}"
        );
        assert!(s.contains("Auto-Submitted: auto-generated"), "{s}");
    }
}

#[test]
fn a_refusal_is_kept_without_the_address() {
    // The words come from the reply's code alone; this pins that nobody adds the server's text.
    let sumber = include_str!("surel.rs");
    let sebab = sumber
        .split("fn sebab(")
        .nth(1)
        .unwrap()
        .split("\n}")
        .next()
        .unwrap();
    assert!(!sebab.contains("{e}") && !sebab.contains("to_string"), "{sebab}");
}

#[tokio::test(flavor = "multi_thread")]
async fn pg_two_processes_on_one_database() {
    let pg = Pg::baru().await;
    let d = tempfile::tempdir().unwrap();
    let (k, r1) = pg.buka(d.path(), KINI).await;
    let (_, r2) = pg.buka(d.path(), KINI).await;
    let (a, b) = (server(&r1, &k).await, server(&r2, &k).await);

    let mut kerja = tokio::task::JoinSet::new();
    for i in 0..40 {
        let ke = if i % 2 == 0 { a.alamat } else { b.alamat };
        kerja.spawn(async move {
            bekal::kirim(ke, &bekal::lapor("serang", &format!("Lampu {i}"), "a@contoh.id")).await
        });
    }
    for (status, teks) in kerja.join_all().await {
        assert_eq!(status, 201, "{teks}");
    }
    let serang = r1.store.profil("serang").unwrap().kode().clone();
    for n in 1..=40 {
        let nomor = format!("SRG-2026-{n:06}");
        assert!(
            r2.store
                .id_bernomor(&serang, "pengaduan", &nomor)
                .await
                .unwrap()
                .is_some(),
            "{nomor} is missing"
        );
    }

    // A deadline that has run out is met by one of them, and so is each letter.
    let koordinator = crate::akun::peran(&r1.store, &serang, "koordinator:diskominfosatik").unwrap();
    crate::akun::tambah(
        &r1,
        &serang,
        crate::bekal::orang("koordinator", "K", vec![koordinator]),
        None,
    )
    .await
    .unwrap();
    let akun = r1.store.akun(&serang, "koordinator").await.unwrap().unwrap().akun;
    for n in 1..=10 {
        let id = r1
            .store
            .id_bernomor(&serang, "pengaduan", &format!("SRG-2026-{n:06}"))
            .await
            .unwrap()
            .unwrap();
        let isian: Peta = json!({ "pesan": "Di sebelah mana?" })
            .as_object()
            .unwrap()
            .clone();
        let aksi = Aksi::Langkah {
            id,
            versi: None,
            langkah: "tunda".into(),
            isian,
        };
        let pelaku = Pelaku::Akun(Box::new(akun.clone()));
        let p = Perintah {
            daerah: serang.clone(),
            pelaku,
            kini: r1.store.jam().kini(),
            aksi,
            kunci: None,
        };
        r1.store.jalankan(p).await.unwrap();
    }
    let nanti = "2027-01-23T02:00:00Z".parse().unwrap();
    r1.store.jam().setel(nanti);
    r2.store.jam().setel(nanti);
    let (satu, dua) = tokio::join!(langkah_otomatis(&r1.store), langkah_otomatis(&r2.store));
    assert_eq!(satu.unwrap() + dua.unwrap(), 10);

    for s in [a, b] {
        s.henti.cancel();
        s.kerja.await.unwrap().unwrap();
    }
    let (k, r) = pg.buka(d.path(), "2027-01-23T02:10:00Z").await;
    let pos = Pos::baru(&k, &r).unwrap();
    kirim_semua(&r.store, &pos).await.unwrap();
    assert_eq!(r.store.antrean_kiriman().await.unwrap(), (0, 0));
    let surat = std::fs::read_dir(k.surat_keluar()).unwrap().count();
    assert_eq!(surat, 40 + 10 + 10, "one letter for each thing that happened");
    r.store.tutup().await;
    pg.hapus().await;
}

async fn perintah(r: &Rakitan, pelaku: Pelaku, aksi: impl FnOnce(IdEntri) -> Aksi) -> IdEntri {
    let kini = kernel::kalender::saat(r.store.jam().kini().as_millisecond() + 1);
    r.store.jam().setel(kini);
    let p = Perintah {
        daerah: r.store.profil("serang").unwrap().kode().clone(),
        pelaku,
        kini,
        aksi: aksi(IdEntri::baru(kini)),
        kunci: None,
    };
    r.store.jalankan(p).await.unwrap().entri.id
}

async fn buat(r: &Rakitan, register: &str, isi: serde_json::Value) -> IdEntri {
    let isi = isi.as_object().unwrap().clone();
    let register = register.to_owned();
    perintah(r, Pelaku::Publik, |id| Aksi::Buat { register, id, isi }).await
}

async fn langkah(r: &Rakitan, pelaku: Pelaku, id: IdEntri, langkah: &str, isian: serde_json::Value) {
    let (langkah, isian) = (langkah.to_owned(), isian.as_object().unwrap().clone());
    let aksi = |_| Aksi::Langkah {
        id,
        versi: None,
        langkah,
        isian,
    };
    perintah(r, pelaku, aksi).await;
}

fn koordinator(r: &Rakitan) -> Pelaku {
    let profil = r.store.profil("serang").unwrap();
    Pelaku::Akun(Box::new(kernel::Akun {
        id: uuid::Uuid::from_u128(7),
        daerah: profil.kode().clone(),
        pengguna: "uji".into(),
        nama: "Uji".into(),
        peran: vec![(
            kernel::Peran::Koordinator,
            profil.fungsi("pengaduan").unwrap().clone(),
        )],
    }))
}

async fn kepada_pengikut(r: Rakitan, k: Konfigurasi) {
    let lapor = |judul: &str, surel: &str| json!({ "judul": judul, "isi": "Sejak Senin", "kategori": "penerangan-jalan", "pelapor": { "surel": surel } });
    let utama = buat(&r, "pengaduan", lapor("Lampu mati", "pelapor@contoh.id")).await;
    let kedua = buat(&r, "pengaduan", lapor("Lampu padam", "kedua@contoh.id")).await;
    let teruskan = json!({ "unit": "dishub", "kelas": "tidak_berkadar" });
    langkah(&r, koordinator(&r), utama, "teruskan", teruskan).await;
    langkah(&r, koordinator(&r), kedua, "gabung", json!({ "ke": utama })).await;
    let (pasti, belum, henti) = ("pasti@contoh.id", "belum@contoh.id", "henti@contoh.id");
    let mut ikut = Vec::new();
    for surel in [pasti, belum, henti] {
        ikut.push(
            buat(
                &r,
                "ikut",
                json!({ "laporan": "SRG-2026-000001", "surel": surel }),
            )
            .await,
        );
    }
    buat(&r, "ikut", json!({ "laporan": "SRG-2026-000001" })).await;
    for i in [0, 2] {
        langkah(&r, Pelaku::Pelapor(ikut[i]), ikut[i], "konfirmasi", json!({})).await;
    }
    langkah(&r, Pelaku::Pelapor(ikut[2]), ikut[2], "berhenti", json!({})).await;
    let pos = Pos::baru(&k, &r).unwrap();
    while kirim_semua(&r.store, &pos).await.unwrap() > 0 {}
    let surat = |kata: &str| -> Vec<String> {
        let mut semua: Vec<String> = std::fs::read_dir(k.surat_keluar())
            .unwrap()
            .map(|f| std::fs::read_to_string(f.unwrap().path()).unwrap())
            .filter(|s| s.contains(kata))
            .collect();
        semua.sort();
        semua
    };
    for surel in [pasti, belum, henti] {
        assert_eq!(
            surat(surel).len(),
            1,
            "{surel} is asked whether the address is theirs"
        );
    }
    let tutup = json!({ "jawaban": "Sudah menyala kembali." });
    let penghubung = |r: &Rakitan| match koordinator(r) {
        Pelaku::Akun(mut a) => {
            a.peran = vec![(
                kernel::Peran::Penghubung,
                kernel::nilai::KodeUnit("dishub".into()),
            )];
            Pelaku::Akun(a)
        }
        p => p,
    };
    langkah(&r, penghubung(&r), utama, "jawab", tutup).await;
    while kirim_semua(&r.store, &pos).await.unwrap() > 0 {}
    // Once more, so that what was handed out also went.
    kirim_semua(&r.store, &pos).await.unwrap();
    assert_eq!(r.store.antrean_kiriman().await.unwrap(), (0, 0));
    let kode = r
        .identitas
        .kode_lacak(r.store.profil("serang").unwrap().kode(), utama);
    let kepada = |surel: &str| -> Vec<String> {
        surat("Sudah menyala")
            .into_iter()
            .filter(|s| s.contains(&format!("To: {surel}")))
            .collect()
    };
    assert_eq!(
        surat("Sudah menyala").len(),
        3,
        "reporter, follower, joined reporter"
    );
    for surel in ["pelapor@contoh.id", pasti, "kedua@contoh.id"] {
        assert_eq!(kepada(surel).len(), 1, "{surel}");
    }
    assert!(
        kepala(&kepada(pasti)[0], "List-Unsubscribe")
            .contains("/serang/pengaduan/ikut/SRG-2026-000001?kode="),
        "{}",
        kepada(pasti)[0]
    );
    assert!(!kepada("pelapor@contoh.id")[0].contains("List-Unsubscribe"));
    for surel in [pasti, "kedua@contoh.id"] {
        assert!(
            !kepada(surel)[0].contains(&kode),
            "the code is the reporter's own"
        );
    }
    assert!(
        kepada(pasti)[0].contains("/pengaduan/ikut/SRG-2026-000001?kode"),
        "{}",
        kepada(pasti)[0]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn followers_hear_of_it() {
    let d = tempfile::tempdir().unwrap();
    let (k, r) = bekal::lite(d.path(), KINI).await;
    kepada_pengikut(r, k).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pg_followers_hear_of_it() {
    let pg = Pg::baru().await;
    let d = tempfile::tempdir().unwrap();
    let (k, r) = pg.buka(d.path(), KINI).await;
    kepada_pengikut(r, k).await;
    pg.hapus().await;
}

/// Many are reached a group at a time, each once.
#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_followers_in_groups() {
    let d = tempfile::tempdir().unwrap();
    let (_, r) = bekal::lite(d.path(), KINI).await;
    let lapor = json!({ "judul": "Banjir", "isi": "Tinggi", "kategori": "lainnya" });
    let id = buat(&r, "pengaduan", lapor).await;
    for i in 0..1_100 {
        let ikut = buat(
            &r,
            "ikut",
            json!({ "laporan": "SRG-2026-000001", "surel": format!("w{i}@contoh.id") }),
        )
        .await;
        langkah(&r, Pelaku::Pelapor(ikut), ikut, "konfirmasi", json!({})).await;
    }
    // The questions whether the address is theirs.
    loop {
        let k = r.store.ambil_kiriman(500).await.unwrap();
        if k.is_empty() {
            break;
        }
        for k in k {
            r.store.kiriman_terkirim(&k).await.unwrap();
        }
    }
    langkah(
        &r,
        koordinator(&r),
        id,
        "teruskan",
        json!({ "unit": "dishub", "kelas": "tidak_berkadar" }),
    )
    .await;
    let (mut putaran, mut dapat) = (0, std::collections::BTreeMap::<String, usize>::new());
    loop {
        let semua = r.store.ambil_kiriman(5_000).await.unwrap();
        if semua.is_empty() {
            break;
        }
        for k in semua {
            match &k.muatan.ke {
                None => {
                    putaran += 1;
                    pengikut::bagikan(&r.store, &k).await.unwrap();
                }
                Some(surel) => {
                    *dapat.entry(surel.clone()).or_default() += 1;
                    r.store.kiriman_terkirim(&k).await.unwrap();
                }
            }
        }
    }
    assert_eq!(putaran, 3, "1,100 in groups of 500");
    assert_eq!(dapat.len(), 1_100);
    assert!(dapat.values().all(|n| *n == 1));
}

/// The value of a header, unfolded.
fn kepala(surat: &str, nama: &str) -> String {
    let awal = format!("{nama}: ");
    let mulai = surat
        .find(&awal)
        .unwrap_or_else(|| panic!("no {nama} in {surat}"))
        + awal.len();
    let mut nilai = String::new();
    for b in surat[mulai..].split("\r\n") {
        if !nilai.is_empty() && !b.starts_with(' ') {
            break;
        }
        nilai.push_str(b);
    }
    nilai
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_and_its_answer() {
    let d = tempfile::tempdir().unwrap();
    let (mut k, r) = bekal::lite(d.path(), KINI).await;
    k.surel_masuk = Some(saluran::surel::Setelan {
        alamat: "lapor-{daerah}@contoh.go.id".into(),
        folder: None,
        authserv: None,
    });
    let serang = r.store.profil("serang").unwrap().kode().clone();
    let kotak = rakit::kotak(&k, &r).unwrap();
    let masuk = "From: Siti <siti@contoh.id>\r\nSubject: Lampu <mati> & gelap\r\nMessage-ID: <a@b.id>\r\n\r\nSejak Senin.";
    kotak.terima(&serang, masuk.as_bytes()).await.unwrap();
    let pos = Pos::baru(&k, &r).unwrap();
    let surat = async || {
        kirim_semua(&r.store, &pos).await.unwrap();
        let mut semua: Vec<_> = std::fs::read_dir(k.surat_keluar())
            .unwrap()
            .map(|e| e.unwrap().path())
            .collect();
        semua.sort();
        semua
            .into_iter()
            .map(|p| std::fs::read_to_string(p).unwrap())
            .collect::<Vec<_>>()
    };
    let satu = surat().await.pop().unwrap();
    // What is acknowledged says number and code, twice, and none of it in a header.
    let id = r
        .store
        .id_bernomor(&serang, "pengaduan", "SRG-2026-000001")
        .await
        .unwrap()
        .unwrap();
    let kode = r.identitas.kode_lacak(&serang, id);
    assert_eq!(satu.matches(&kode).count(), 2, "{satu}");
    assert!(!satu.split("\r\n\r\n").next().unwrap().contains(&kode));
    assert!(
        satu.contains("multipart/alternative") && satu.contains("text/html; charset=utf-8"),
        "{satu}"
    );
    assert!(
        satu.contains("&lt;mati&gt; &amp; gelap") || satu.contains("&lt;mati&gt;"),
        "{satu}"
    );
    let balas_ke = kepala(&satu, "Reply-To");
    assert!(
        balas_ke.contains("<lapor-serang+") && !balas_ke.to_uppercase().contains(&kode.replace('-', "")),
        "{balas_ke}"
    );
    let (pesan, utas) = (kepala(&satu, "Message-ID"), kepala(&satu, "References"));
    assert_eq!(kepala(&satu, "In-Reply-To"), utas);
    assert!(!pesan.contains("siti") && !utas.contains(&id.0.simple().to_string()) && pesan != utas);

    // The reporter answers, as their mail program does.
    let jawab = format!(
        "From: siti@contoh.id\r\nTo: {balas_ke}\r\nSubject: Re: x\r\nIn-Reply-To: {pesan}\r\nReferences: {utas} {pesan}\r\nMessage-ID: <c@b.id>\r\n\r\nDi depan pasar."
    );
    let n = kotak.terima(&serang, jawab.as_bytes()).await.unwrap();
    assert!(
        matches!(n, saluran::surel::Nasib::Jadi(saluran::Jadi::Tanggapan { .. })),
        "{n:?}"
    );

    // The next letter stands in the same talk.
    let koordinator = crate::akun::peran(&r.store, &serang, "koordinator:diskominfosatik").unwrap();
    crate::akun::tambah(
        &r,
        &serang,
        crate::bekal::orang("koordinator", "K", vec![koordinator]),
        None,
    )
    .await
    .unwrap();
    let akun = r.store.akun(&serang, "koordinator").await.unwrap().unwrap().akun;
    let aksi = Aksi::Langkah {
        id,
        versi: None,
        langkah: "tunda".into(),
        isian: json!({ "pesan": "Nomor tiang?" }).as_object().unwrap().clone(),
    };
    r.store.jam().setel("2026-11-23T03:00:00Z".parse().unwrap());
    let p = Perintah {
        daerah: serang.clone(),
        pelaku: Pelaku::Akun(Box::new(akun)),
        kini: r.store.jam().kini(),
        aksi,
        kunci: None,
    };
    r.store.jalankan(p).await.unwrap();
    let dua = surat().await.pop().unwrap();
    assert_eq!(
        (kepala(&dua, "References"), kepala(&dua, "Subject")),
        (utas, kepala(&satu, "Subject"))
    );
    assert_ne!(kepala(&dua, "Message-ID"), pesan);
    // Our own letter, sent back to us by some rule, goes no further.
    let n = kotak.terima(&serang, dua.as_bytes()).await.unwrap();
    assert!(matches!(n, saluran::surel::Nasib::Ditahan(_)), "{n:?}");
}

/// A program of others that takes one message, and says what it was.
async fn program() -> (String, JoinHandle<String>) {
    use tokio::io::AsyncReadExt;
    let p = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let alamat = format!("http://{}/kait", p.local_addr().unwrap());
    let kerja = tokio::spawn(async move {
        let (mut s, _) = p.accept().await.unwrap();
        let (mut teks, mut bait) = (String::new(), [0; 4096]);
        let utuh = |teks: &str| {
            let panjang = teks.split("content-length: ").nth(1)?.split("\r\n").next()?;
            let isi = teks.split_once("\r\n\r\n")?.1;
            Some(isi.len() >= panjang.parse::<usize>().ok()?)
        };
        while utuh(&teks) != Some(true) {
            let n = s.read(&mut bait).await.unwrap();
            assert!(n > 0, "cut off: {teks}");
            teks.push_str(&String::from_utf8_lossy(&bait[..n]));
        }
        s.write_all(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
            .await
            .unwrap();
        teks
    });
    (alamat, kerja)
}

#[tokio::test(flavor = "multi_thread")]
async fn webhooks_leave_with_the_letters() {
    let d = tempfile::tempdir().unwrap();
    let (mut k, r) = bekal::lite(d.path(), KINI).await;
    k.webhook_lokal = true;
    let serang = r.store.profil("serang").unwrap().kode().clone();
    let (alamat, kerja) = program().await;
    for peran in ["administrator", "koordinator"] {
        let p = crate::akun::peran(&r.store, &serang, &format!("{peran}:diskominfosatik")).unwrap();
        crate::akun::tambah(&r, &serang, crate::bekal::orang(peran, "K", vec![p]), None)
            .await
            .unwrap();
    }
    let sebagai = async |siapa: &str, aksi: Aksi| {
        let akun = r.store.akun(&serang, siapa).await.unwrap().unwrap().akun;
        let p = Perintah {
            daerah: serang.clone(),
            pelaku: Pelaku::Akun(Box::new(akun)),
            kini: r.store.jam().kini(),
            aksi,
            kunci: None,
        };
        r.store.jalankan(p).await.unwrap().entri
    };
    let buat = |register: &str, isi: serde_json::Value| Aksi::Buat {
        register: register.into(),
        id: IdEntri::baru(r.store.jam().kini()),
        isi: isi.as_object().unwrap().clone(),
    };
    let langkah = |id, langkah: &str, isian: serde_json::Value| Aksi::Langkah {
        id,
        versi: None,
        langkah: langkah.into(),
        isian: isian.as_object().unwrap().clone(),
    };
    let kait = buat("webhook", json!({ "nama": "Situs", "alamat": alamat }));
    let kait = sebagai("administrator", kait).await;
    sebagai("administrator", langkah(kait.id, "ganti_rahasia", json!({}))).await;
    let isi =
        json!({ "judul": "Lampu mati", "isi": "Gelap.", "kategori": "penerangan-jalan", "kanal": "telepon" });
    let e = sebagai("koordinator", buat("pengaduan", isi)).await;
    let unit = r
        .store
        .profil("serang")
        .unwrap()
        .kategori("penerangan-jalan")
        .unwrap()
        .opd
        .clone();
    let terus = json!({ "unit": unit, "kelas": "tidak_berkadar" });
    sebagai("koordinator", langkah(e.id, "teruskan", terus)).await;

    let pos = Pos::baru(&k, &r).unwrap();
    assert_eq!(kirim_semua(&r.store, &pos).await.unwrap(), 1);
    assert_eq!(r.store.antrean_kiriman().await.unwrap(), (0, 0));
    let pesan = kerja.await.unwrap();
    assert!(
        pesan.contains("pengaduan.teruskan") && pesan.contains(&e.nomor),
        "{pesan}"
    );
    assert!(pesan.contains("webhook-signature: v1,"), "{pesan}");
    let catatan = r.store.antar(&serang, kait.id.0, 5).await.unwrap();
    assert_eq!((catatan.len(), catatan[0].kode), (1, Some(204)));
}
