//! Problems: made of picked complaints, told to every reporter once and in order, whoever holds the complaint; public
//! with what was told, silent about what is confidential.

use kernel::{Entri, Pelaku, Peran, peristiwa::Kejadian};
use serde_json::json;

use crate::bekal::{HUB, KOMINFO, PU, Uji, di};

fn isi() -> serde_json::Value {
    json!({ "nama": "Lampu padam di Baluk", "uraian": "Kabel induk putus.", "opd": HUB, "kategori": "penerangan-jalan" })
}

async fn kaitkan(u: &Uji, e: &Entri, m: &Entri) -> Entri {
    let isian = json!({ "masalah": m.id });
    u.langkah(&u.koordinator(), e, "kaitkan", isian).await.unwrap()
}

/// What the story of a complaint tells of its problem, the first first.
async fn kabar(u: &Uji, e: &Entri) -> Vec<String> {
    let semua = u.app.store.peristiwa(&e.daerah, e.id).await.unwrap();
    let kabar = semua.iter().rev().filter(
        |p| matches!(&p.isi.kejadian, Kejadian::Langkah { langkah, .. } if langkah == "kabar_masalah"),
    );
    kabar
        .map(|p| p.isi.isi["kabar"].as_str().unwrap().to_owned())
        .collect()
}

async fn siarkan(u: &Uji) -> usize {
    meja::siarkan(&u.app.store).await.unwrap()
}

async fn every_reporter_hears_each_piece_once_and_in_order(u: &Uji) {
    let k = u.koordinator();
    let surel = json!({ "pelapor": { "nama": "Ketut", "surel": "ketut@contoh.id" } });
    let a = u.diteruskan(surel, HUB).await;
    let b = u.diteruskan(json!({ "judul": "Gelap sekali" }), PU).await;
    let c = u.laporan(json!({ "judul": "Padam" })).await;
    let m = u.buat(&k, "masalah", isi()).await.unwrap();
    assert_eq!((m.keadaan.as_str(), m.unit.as_str()), ("dibuka", HUB));
    kaitkan(u, &a, &m).await;
    kaitkan(u, &b, &m).await;
    assert_eq!(
        kabar(u, &a).await,
        Vec::<String>::new(),
        "not in the same transaction"
    );
    let surat_dulu = u.app.store.antrean_kiriman().await.unwrap().0;
    assert_eq!(siarkan(u).await, 2);
    assert_eq!(siarkan(u).await, 0, "nobody hears it twice");
    assert_eq!(kabar(u, &a).await, ["Kabel induk putus."]);
    assert_eq!(
        kabar(u, &b).await,
        ["Kabel induk putus."],
        "also with another office"
    );
    assert_eq!(
        u.app.store.antrean_kiriman().await.unwrap().0,
        surat_dulu + 1 + 2,
        "a letter for who has an address, and one for whoever follows each of the two"
    );
    assert_eq!(u.baca(&m).await.isi["tersiar"], true);

    // Two pieces before the next round: both, in their order. Who joins later hears the last only.
    let hub = u.sebagai(Peran::Penghubung, HUB);
    u.langkah(&hub, &m, "kabari", json!({ "kabar": "Kabel baru dipesan." }))
        .await
        .unwrap();
    let m2 = u
        .langkah(&hub, &m, "selesaikan", json!({ "kabar": "Kabel sudah diganti." }))
        .await
        .unwrap();
    assert_eq!(
        (m2.keadaan.as_str(), &m2.isi["tersiar"]),
        ("selesai", &json!(false))
    );
    kaitkan(u, &c, &m).await;
    assert_eq!(siarkan(u).await, 3);
    let semua = [
        "Kabel induk putus.",
        "Kabel baru dipesan.",
        "Kabel sudah diganti.",
    ];
    assert_eq!(kabar(u, &a).await, semua);
    assert_eq!(kabar(u, &b).await, semua);
    assert_eq!(kabar(u, &c).await, ["Kabel sudah diganti."]);
    assert_eq!(siarkan(u).await, 0);
    let a = u.baca(&a).await;
    assert_eq!(
        (a.keadaan.as_str(), a.pemegang.as_str()),
        ("diteruskan", HUB),
        "it stands where it stood"
    );

    // Taken out, it hears no more; the owner's word goes on to the others.
    u.langkah(&k, &a, "kaitkan", json!({})).await.unwrap();
    u.langkah(&hub, &m, "buka_kembali", json!({ "kabar": "Putus lagi." }))
        .await
        .unwrap();
    assert_eq!(siarkan(u).await, 2);
    assert_eq!(kabar(u, &a).await.len(), 3);
}

async fn many_are_told_in_rounds(u: &Uji) {
    let k = u.koordinator();
    let m = u.buat(&k, "masalah", isi()).await.unwrap();
    for _ in 0..205 {
        let e = u.laporan(json!({})).await;
        kaitkan(u, &e, &m).await;
    }
    assert_eq!(siarkan(u).await, 205, "more than are read at once");
    assert_eq!(siarkan(u).await, 0);
}

async fn picked_complaints_become_a_problem_on_the_page(u: &Uji) {
    let orang = u.masuk(Peran::Koordinator, KOMINFO).await;
    let a = u.diteruskan(json!({ "desa": "51.01.01.1013" }), HUB).await;
    let b = u
        .diteruskan(
            json!({ "desa": "51.01.01.1013", "rahasia": true, "judul": "Yang ini rahasia" }),
            HUB,
        )
        .await;
    let (_, isi) = u.minta(Some(&orang), "/kerja/pengaduan").await;
    assert!(
        isi.contains("formaction=\"/jembrana/kerja/gugus/masalah\""),
        "{isi}"
    );
    let pilih = [
        ("id", a.nomor.as_str()),
        ("id", b.nomor.as_str()),
        ("id", "JBR-2026-999999"),
    ];
    let (s, isi, _) = u.kirim(&orang, "/kerja/gugus/masalah", &pilih).await;
    assert!(s == 200 && isi.contains("Masalah baru dari 2 laporan"), "{isi}");
    let mut medan = pilih.to_vec();
    medan.extend([
        ("_kirim", "ya"),
        ("_kunci", "k1"),
        ("nama", "Lampu padam"),
        ("opd", HUB),
    ]);
    let (s, isi, _) = u.kirim(&orang, "/kerja/gugus/masalah", &medan).await;
    assert!(
        s == 422 && isi.contains("Lampu padam"),
        "what was typed is still there: {isi}"
    );
    medan.push(("uraian", "Sedang diperiksa."));
    let (s, isi, ke) = u.kirim(&orang, "/kerja/gugus/masalah", &medan).await;
    assert_eq!(s, 303, "{isi}");
    let (_, _, lagi) = u.kirim(&orang, "/kerja/gugus/masalah", &medan).await;
    assert_eq!(ke, lagi, "sent twice, it is one problem");
    let (s, isi) = u.minta(Some(&orang), ke.strip_prefix("/jembrana").unwrap()).await;
    assert!(s == 200 && isi.contains("2 laporan dikaitkan"), "{isi}");
    siarkan(u).await;

    // Everybody reads the problem, and of its complaints the public ones.
    let nomor = ke.rsplit('/').next().unwrap().split('?').next().unwrap();
    let (s, isi) = u.minta(None, &format!("/masalah/{nomor}")).await;
    assert!(s == 200 && isi.contains("Sedang diperiksa."), "{isi}");
    assert!(
        isi.contains(&a.nomor) && !isi.contains(&b.nomor) && !isi.contains("rahasia"),
        "{isi}"
    );
    let (_, isi) = u.minta(None, &format!("/pengaduan/{}", a.nomor)).await;
    assert!(
        isi.contains("bagian dari masalah yang sudah diketahui") && isi.contains(nomor),
        "{isi}"
    );
    assert!(isi.contains(&format!("/masalah/{nomor}")), "{isi}");
    assert!(isi.contains("kabar tentang masalah yang sama"), "{isi}");

    // Only who may make problems makes them.
    let lain = u.masuk(Peran::Penghubung, HUB).await;
    let (s, _, _) = u.kirim(&lain, "/kerja/gugus/masalah", &medan).await;
    assert_eq!(s, 403);
}

async fn what_may_not_be_is_refused(u: &Uji) {
    let k = u.koordinator();
    let m = u.buat(&k, "masalah", isi()).await.unwrap();
    let e = u.diteruskan(json!({}), HUB).await;
    di(
        &u.langkah(&k, &e, "kaitkan", json!({})).await.unwrap_err(),
        "masalah",
    );
    let hantu = json!({ "masalah": uuid::Uuid::from_u128(9) });
    di(&u.langkah(&k, &e, "kaitkan", hantu).await.unwrap_err(), "masalah");
    let bukan = json!({ "masalah": e.id });
    assert!(
        u.langkah(&k, &e, "kaitkan", bukan).await.is_err(),
        "not of that register"
    );
    let e = kaitkan(u, &e, &m).await;
    di(
        &u.langkah(&k, &e, "kaitkan", json!({ "masalah": m.id }))
            .await
            .unwrap_err(),
        "masalah",
    );
    // Nobody but the program tells, and the program not the same again.
    let isian = json!({ "nama": "x", "kabar": "y", "ke": 1 });
    for p in [k.clone(), Pelaku::Publik, Pelaku::Pelapor(e.id)] {
        assert!(u.langkah(&p, &e, "kabar_masalah", isian.clone()).await.is_err());
    }
    assert_eq!(siarkan(u).await, 1);
    let g = u
        .langkah(&Pelaku::Sistem, &e, "kabar_masalah", isian)
        .await
        .unwrap_err();
    assert_eq!(g.status(), 409);
    // Another office neither tells of it nor ends it.
    let pu = u.sebagai(Peran::Penghubung, PU);
    assert!(
        u.langkah(&pu, &m, "kabari", json!({ "kabar": "x" }))
            .await
            .is_err()
    );
    assert_eq!(u.buat(&pu, "masalah", isi()).await.unwrap_err().status(), 403);
    // Called off, it is nobody's to read but officials'.
    u.langkah(&k, &m, "batalkan", json!({ "kabar": "Ternyata berbeda-beda." }))
        .await
        .unwrap();
    let (s, _) = u.minta(None, &format!("/masalah/{}", m.nomor)).await;
    assert_eq!(s, 404);
    let (s, isi) = u.minta(None, &format!("/pengaduan/{}", e.nomor)).await;
    assert!(s == 200 && !isi.contains("/masalah/"), "{isi}");
    assert_eq!(siarkan(u).await, 1, "and the reporters are told");
}

uji!(
    every_reporter_hears_each_piece_once_and_in_order,
    many_are_told_in_rounds,
    picked_complaints_become_a_problem_on_the_page,
    what_may_not_be_is_refused,
);
