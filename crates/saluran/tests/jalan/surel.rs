//! Letters become reports and replies, once; what no program should answer waits for a person.

use kernel::{Pelaku, Peran, register::Register};
use layanan::Pengaduan;
use saluran::{
    Jadi,
    surel::{Nasib, ambil_folder},
};
use serde_json::json;

use crate::bekal::Uji;

uji!(
    a_letter_becomes_a_report,
    pictures_are_written_anew,
    the_same_letter_is_one_report,
    a_reply_is_the_reporters_word,
    a_reply_to_a_closed_report_is_an_objection,
    a_forged_reply_is_put_aside,
    a_forged_sender_is_put_aside,
    programs_are_not_answered,
    our_own_letters_do_not_come_back,
    a_bounce_leaves_a_note,
    one_writer_is_heard_so_often,
    a_flood_of_writers_waits,
    a_maildir_is_emptied,
);

const KEPALA: &str = "From: Siti <siti@contoh.id>\r\nTo: lapor-serang@contoh.go.id\r\nSubject: Lampu mati";

async fn a_letter_becomes_a_report(u: &Uji) {
    let id = u.lapor(1).await;
    let e = u.entri(id).await;
    assert_eq!(
        (e.keadaan.as_str(), e.nomor.as_str()),
        ("baru", "SRG-2026-000001")
    );
    assert_eq!(e.teks("judul"), "Lampu mati");
    assert_eq!(e.teks("isi"), "Lampu jalan depan pasar mati sejak Senin.");
    assert_eq!((e.teks("kanal"), e.teks("kategori")), ("surel", "lainnya"));
    assert_eq!(
        e.isi["pelapor"],
        json!({ "nama": "Siti", "surel": "siti@contoh.id" })
    );
    // Nobody asked the writer whether everybody may read it.
    u.jawab(id).await;
    assert!(u.store.entri(u.daerah(), &Pelaku::Publik, id).await.is_err());
    let kiriman = u.store.ambil_kiriman(10).await.unwrap();
    assert!(
        kiriman
            .iter()
            .any(|k| k.muatan.acara == "diterima" && k.muatan.ke.as_deref() == Some("siti@contoh.id"))
    );
    // Whatever is missing is made up from what is there.
    let n = u
        .surat("From: a@contoh.id", "Jalan rusak di depan sekolah.\nTolong.")
        .await;
    let Nasib::Jadi(Jadi::Laporan { id, .. }) = n else {
        panic!("{n:?}")
    };
    assert_eq!(u.entri(id).await.teks("judul"), "Jalan rusak di depan sekolah.");
    let n = u.surat("From: a@contoh.id\r\nSubject: Hanya judul", "").await;
    let Nasib::Jadi(Jadi::Laporan { id, .. }) = n else {
        panic!("{n:?}")
    };
    assert_eq!(u.entri(id).await.teks("isi"), "Hanya judul");
    let panjang = "x".repeat(20_000);
    let n = u
        .surat(
            &format!("From: b@contoh.id\r\nSubject: {}", "j".repeat(900)),
            &panjang,
        )
        .await;
    assert!(matches!(n, Nasib::Jadi(Jadi::Laporan { .. })), "{n:?}");
    assert_eq!(
        u.surat("From: c@contoh.id", "").await,
        Nasib::Ditahan("pesannya kosong".into())
    );
}

fn png() -> String {
    let mut bait = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(8, 8)
        .write_to(&mut bait, image::ImageFormat::Png)
        .unwrap();
    data_encoding::BASE64.encode(bait.get_ref())
}

async fn pictures_are_written_anew(u: &Uji) {
    let bagian = |jenis: &str, isi: &str| {
        format!(
            "--b\r\nContent-Type: {jenis}\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment\r\n\r\n{isi}\r\n"
        )
    };
    let isi = format!(
        "--b\r\nContent-Type: text/plain\r\n\r\nLihat foto.\r\n{}{}{}--b--\r\n",
        bagian("image/png", &png()),
        bagian("image/jpeg", "AAEC"),
        bagian("application/x-msdownload", "TVqQ"),
    );
    let kepala = format!("{KEPALA}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b");
    let n = u.surat(&kepala, &isi).await;
    let Nasib::Jadi(Jadi::Laporan { id, .. }) = n else {
        panic!("{n:?}")
    };
    let e = u.entri(id).await;
    let foto: Vec<uuid::Uuid> = serde_json::from_value(e.isi["foto"].clone()).unwrap();
    assert_eq!(foto.len(), 1);
    let (b, isi_foto) = u
        .store
        .baca_berkas(u.daerah(), &Pelaku::Pelapor(id), foto[0])
        .await
        .unwrap();
    assert_eq!(
        (b.tipe.as_str(), &isi_foto[..3]),
        ("image/jpeg", &[0xFF, 0xD8, 0xFF][..])
    );
    assert!(
        e.teks("isi").ends_with("[2 lampiran tidak dimuat.]"),
        "{}",
        e.teks("isi")
    );

    // The same in a reply.
    u.jawab(id).await;
    let tanda = u.utas().balas(id, "siti@contoh.id");
    let kepala = format!(
        "From: siti@contoh.id\r\nTo: lapor-serang+{tanda}@contoh.go.id\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b"
    );
    let n = u.surat(&kepala, &isi).await;
    assert!(matches!(n, Nasib::Jadi(Jadi::Tanggapan { .. })), "{n:?}");
    let cerita = u.cerita(&Pelaku::Pelapor(id), id).await;
    let akhir = cerita.last().unwrap().isi.isi.clone();
    assert_eq!(akhir["foto"].as_array().map(Vec::len), Some(1), "{akhir:?}");
}

async fn the_same_letter_is_one_report(u: &Uji) {
    let kepala = format!("{KEPALA}\r\nMessage-ID: <satu@contoh.id>");
    let n = u.surat(&kepala, "Mati.").await;
    let Nasib::Jadi(Jadi::Laporan { nomor, id }) = n else {
        panic!("{n:?}")
    };
    // Mail servers add to the head on each way.
    let n = u.surat(&format!("Received: by x\r\n{kepala}"), "Mati.").await;
    assert_eq!(n, Nasib::Jadi(Jadi::Ulangan { nomor: nomor.clone() }));
    // Request keys are forgotten after two days, those of letters not.
    u.maju(3 * 24 * 60);
    u.store.bersihkan().await.unwrap();
    assert_eq!(
        u.surat(&kepala, "Mati.").await,
        Nasib::Jadi(Jadi::Ulangan { nomor })
    );
    // Without a Message-ID the bytes tell.
    let n = u.surat(KEPALA, "Lain.").await;
    assert!(matches!(n, Nasib::Jadi(Jadi::Laporan { .. })));
    assert!(matches!(
        u.surat(KEPALA, "Lain.").await,
        Nasib::Jadi(Jadi::Ulangan { .. })
    ));
    // A reply that comes again adds nothing either.
    let balas = format!(
        "From: siti@contoh.id\r\nTo: lapor-serang+{}@contoh.go.id\r\nMessage-ID: <b@contoh.id>",
        u.utas().balas(id, "siti@contoh.id")
    );
    u.surat(&balas, "Masih.").await;
    let versi = u.entri(id).await.versi;
    assert!(matches!(
        u.surat(&balas, "Masih.").await,
        Nasib::Jadi(Jadi::Ulangan { .. })
    ));
    assert_eq!(u.entri(id).await.versi, versi);
}

async fn a_reply_is_the_reporters_word(u: &Uji) {
    let id = u.lapor(1).await;
    // By the address it goes to, from whatever address they write now.
    let tanda = u.utas().balas(id, "Siti@Contoh.id");
    assert!(format!("lapor-jembrana+{tanda}").len() <= 64);
    let kepala = format!(
        "From: siti.lain@contoh.net\r\nTo: \"Kabupaten Serang\" <LAPOR-serang+{}@contoh.go.id>",
        tanda.to_uppercase()
    );
    let n = u.surat(&kepala, "Di depan pasar.\r\n\r\nPada Sen, 23 Nov 2026 Kabupaten Serang <x@y.id> menulis:\r\n> Di mana?\r\n").await;
    assert!(
        matches!(&n, Nasib::Jadi(Jadi::Tanggapan { id: i, .. }) if *i == id),
        "{n:?}"
    );
    let cerita = u.cerita(&Pelaku::Pelapor(id), id).await;
    let akhir = &cerita.last().unwrap().isi.isi;
    assert_eq!(
        (akhir["pesan"].as_str(), akhir["kanal"].as_str()),
        (Some("Di depan pasar."), Some("surel"))
    );
    // By the letter it answers, from the reporter's own address.
    u.jawab(id).await;
    let surat = u.utas().surat(id, uuid::Uuid::from_u128(9));
    let kepala = format!(
        "From: SITI@contoh.id\r\nTo: lapor-serang@contoh.go.id\r\nReferences: <x@y> <{surat}@contoh.go.id>"
    );
    let n = u.surat(&kepala, "Masih mati.").await;
    assert!(
        matches!(&n, Nasib::Jadi(Jadi::Tanggapan { id: i, .. }) if *i == id),
        "{n:?}"
    );
    let e = u.entri(id).await;
    assert_eq!(e.keadaan, "dikerjakan", "a word after the answer brings it back");
}

async fn a_reply_to_a_closed_report_is_an_objection(u: &Uji) {
    let id = u.lapor(1).await;
    u.langkah(
        id,
        Peran::Koordinator,
        "arsipkan",
        json!({ "alasan": "Bukan wewenang kami." }),
    )
    .await;
    let kepala = format!(
        "From: siti@contoh.id\r\nTo: lapor-serang+{}@contoh.go.id",
        u.utas().balas(id, "siti@contoh.id")
    );
    let n = u.surat(&kepala, "Saya keberatan.").await;
    assert!(matches!(n, Nasib::Jadi(Jadi::Tanggapan { .. })), "{n:?}");
    assert_eq!(u.entri(id).await.keadaan, "baru");
}

async fn a_forged_reply_is_put_aside(u: &Uji) {
    let id = u.lapor(1).await;
    let versi = u.entri(id).await.versi;
    let lain = u.utas().balas(id, "orang.lain@contoh.id");
    let benar = u.utas().balas(id, "siti@contoh.id");
    let mut rusak = benar.clone();
    rusak.replace_range(30..31, if &benar[30..31] == "a" { "b" } else { "a" });
    let kode = u
        .identitas
        .kode_lacak(u.daerah(), id)
        .replace('-', "")
        .to_lowercase();
    for penerima in [&lain, &rusak, &kode, &String::new(), &"x".repeat(3_000)] {
        let n = u
            .surat(
                &format!("From: siti@contoh.id\r\nTo: lapor-serang+{penerima}@contoh.go.id"),
                "Saya!",
            )
            .await;
        assert!(matches!(n, Nasib::Ditahan(_)), "{penerima}: {n:?}");
    }
    // Answering a letter of ours proves nothing from another address.
    let surat = u.utas().surat(id, uuid::Uuid::from_u128(9));
    let n = u
        .surat(
            &format!("From: penipu@contoh.id\r\nIn-Reply-To: <{surat}@contoh.go.id>"),
            "Tutup saja.",
        )
        .await;
    assert!(matches!(n, Nasib::Ditahan(_)), "{n:?}");
    // A name that only looks like ours is nobody's thread: a report like any other.
    let n = u
        .surat(
            "From: penipu@contoh.id\r\nIn-Reply-To: <abc.def@contoh.go.id>",
            "Halo.",
        )
        .await;
    assert!(matches!(n, Nasib::Jadi(Jadi::Laporan { .. })), "{n:?}");
    // A proof of another regency is none here.
    let jembrana = u.store.profil("jembrana").unwrap().kode().clone();
    let asing = saluran::Utas::baru(&u.identitas, &jembrana).balas(id, "siti@contoh.id");
    let n = u
        .surat(
            &format!("From: siti@contoh.id\r\nTo: lapor-serang+{asing}@contoh.go.id"),
            "Saya!",
        )
        .await;
    assert!(matches!(n, Nasib::Ditahan(_)), "{n:?}");
    assert_eq!(
        u.entri(id).await.versi,
        versi,
        "nothing was written to the report"
    );
    assert!(!u.ditahan().is_empty());
}

async fn a_forged_sender_is_put_aside(u: &Uji) {
    let id = u.lapor(1).await;
    let tanda = u.utas().balas(id, "siti@contoh.id");
    let palsu = "Authentication-Results: mx.contoh.go.id; spf=fail; dmarc=fail";
    for ke in [
        format!("lapor-serang+{tanda}@contoh.go.id"),
        "lapor-serang@contoh.go.id".to_owned(),
    ] {
        let n = u
            .surat(&format!("{palsu}\r\nFrom: siti@contoh.id\r\nTo: {ke}"), "x")
            .await;
        assert!(matches!(&n, Nasib::Ditahan(s) if s.contains("palsu")), "{n:?}");
    }
    assert_eq!(u.entri(id).await.versi, 1);
    let surat = u.ditahan();
    assert_eq!(surat.len(), 2);
    let alasan = surat[0].to_string_lossy().replace(".eml", ".alasan.txt");
    assert!(std::fs::read_to_string(alasan).unwrap().contains("palsu"));
}

async fn programs_are_not_answered(u: &Uji) {
    for kepala in [
        "Auto-Submitted: auto-replied",
        "Precedence: bulk",
        "List-Id: <x.y>",
        "X-Loop: a",
        "Return-Path: <>",
        "Content-Type: multipart/report; boundary=b",
    ] {
        let n = u
            .surat(
                &format!("{kepala}\r\n{KEPALA}\r\nMessage-ID: <{}@x.id>", kepala.len()),
                "Saya sedang cuti.",
            )
            .await;
        assert!(matches!(n, Nasib::Ditahan(_)), "{kepala}: {n:?}");
    }
    let n = u.surat("From: <lapor-serang@contoh.go.id>", "x").await;
    assert!(matches!(n, Nasib::Ditahan(_)), "{n:?}");
    for bait in [
        &b""[..],
        b"\0\0\0",
        b"halo",
        b"From: \r\n\r\n",
        "From: tanpa-at\r\n\r\nx".as_bytes(),
    ] {
        let n = u.kotak.terima(u.daerah(), bait).await.unwrap();
        assert!(matches!(n, Nasib::Ditahan(_)), "{bait:?}: {n:?}");
    }
    assert!(
        u.store
            .id_bernomor(u.daerah(), Pengaduan::KODE, "SRG-2026-000001")
            .await
            .unwrap()
            .is_none()
    );
    assert!(
        u.store.ambil_kiriman(10).await.unwrap().is_empty(),
        "nobody is written to"
    );
    // The same letter lies there once.
    let n = u.ditahan().len();
    u.kotak.terima(u.daerah(), b"halo").await.unwrap();
    assert_eq!(u.ditahan().len(), n);
}

async fn our_own_letters_do_not_come_back(u: &Uji) {
    let id = u.lapor(1).await;
    let surat = u.utas().surat(id, uuid::Uuid::from_u128(9));
    // A forwarding rule that lost all other marks.
    let n = u
        .surat(
            &format!("{KEPALA}\r\nMessage-ID: <{surat}@contoh.go.id>"),
            "Laporan Anda sudah kami terima",
        )
        .await;
    assert!(
        matches!(&n, Nasib::Ditahan(s) if s.contains("lingkaran")),
        "{n:?}"
    );
}

async fn a_bounce_leaves_a_note(u: &Uji) {
    let id = u.lapor(1).await;
    let surat = u.utas().surat(id, uuid::Uuid::from_u128(9));
    let pantul = |aksi: &str, surat: &str| {
        format!(
            "--b\r\nContent-Type: text/plain\r\n\r\nTidak sampai ke rahasia@contoh.id.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n\
             Reporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; rahasia@contoh.id\r\nAction: {aksi}\r\nStatus: 5.1.1\r\n--b\r\n\
             Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{surat}@contoh.go.id>\r\n--b--\r\n"
        )
    };
    let kepala = "From: MAILER-DAEMON@mx.id\r\nReturn-Path: <>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b";
    let tunda = u.surat(kepala, &pantul("delayed", &surat)).await;
    assert!(matches!(tunda, Nasib::Ditahan(_)), "{tunda:?}");
    let asing = u.surat(kepala, &pantul("failed", "bukan.kami")).await;
    assert!(matches!(asing, Nasib::Ditahan(_)), "{asing:?}");
    assert_eq!(u.surat(kepala, &pantul("failed", &surat)).await, Nasib::Pantulan);
    let versi = u.entri(id).await.versi;
    let cerita = u.cerita(&Pelaku::Sistem, id).await;
    let catatan = cerita.last().unwrap().isi.isi["catatan"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(catatan.contains("5.1.1") && !catatan.contains('@'), "{catatan}");
    assert_eq!(u.surat(kepala, &pantul("failed", &surat)).await, Nasib::Pantulan);
    assert_eq!(u.entri(id).await.versi, versi, "one note for one letter");
    let dibaca = u.cerita(&Pelaku::Pelapor(id), id).await;
    assert!(
        !dibaca.iter().any(|p| p.isi.isi.contains_key("catatan")),
        "not for the reporter"
    );
}

async fn one_writer_is_heard_so_often(u: &Uji) {
    for i in 0..10 {
        u.lapor(i).await;
    }
    let kepala = format!("{KEPALA}\r\nMessage-ID: <lebih@contoh.id>");
    let n = u.surat(&kepala, "Lagi.").await;
    assert!(matches!(&n, Nasib::Ditahan(s) if s.contains("10 pesan")), "{n:?}");
    let n = u.surat("From: lain@contoh.id\r\nSubject: x", "Orang lain.").await;
    assert!(
        matches!(n, Nasib::Jadi(Jadi::Laporan { .. })),
        "others are not kept waiting: {n:?}"
    );
    u.maju(61);
    assert!(matches!(
        u.surat(&kepala, "Lagi.").await,
        Nasib::Jadi(Jadi::Laporan { .. })
    ));
}

async fn a_flood_of_writers_waits(u: &Uji) {
    for i in 0..300 {
        let n = u
            .surat(&format!("From: a{i}@contoh.id\r\nSubject: x"), "Halo.")
            .await;
        assert!(matches!(n, Nasib::Jadi(Jadi::Laporan { .. })), "{i}: {n:?}");
    }
    let n = u.surat("From: korban@contoh.id\r\nSubject: x", "Halo.").await;
    assert!(
        matches!(&n, Nasib::Ditahan(s) if s.contains("300 pesan")),
        "{n:?}"
    );
}

async fn a_maildir_is_emptied(u: &Uji) {
    let kotak = u.folder.path().join("kotak-serang");
    assert_eq!(
        ambil_folder(&u.kotak, u.daerah()).await.unwrap(),
        0,
        "no folder yet"
    );
    std::fs::create_dir_all(kotak.join("new")).unwrap();
    std::fs::write(
        kotak.join("new/1.a"),
        format!("{KEPALA}\r\nMessage-ID: <m1@x.id>\r\n\r\nMati."),
    )
    .unwrap();
    std::fs::write(kotak.join("new/2.b"), "sampah").unwrap();
    std::fs::write(kotak.join("new/.sementara"), "x").unwrap();
    std::fs::create_dir(kotak.join("new/folder")).unwrap();
    assert_eq!(ambil_folder(&u.kotak, u.daerah()).await.unwrap(), 2);
    assert_eq!(ambil_folder(&u.kotak, u.daerah()).await.unwrap(), 0);
    let mut cur: Vec<_> = std::fs::read_dir(kotak.join("cur"))
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    cur.sort();
    assert_eq!(cur, ["1.a:2,S", "2.b:2,S"]);
    assert!(
        u.store
            .id_bernomor(u.daerah(), Pengaduan::KODE, "SRG-2026-000001")
            .await
            .unwrap()
            .is_some()
    );
    assert_eq!(u.ditahan().len(), 1);
}
