//! Rules: refused when they ask for nothing, tried on the past, proposed with their name, silent when taken back.

use kernel::Peran;
use serde_json::json;

use crate::bekal::{HUB, KOMINFO, PU, Uji, di};

fn pasar() -> serde_json::Value {
    json!({ "nama": "Lampu pasar", "urutan": 10, "kategori": "penerangan-jalan", "kata": ["pasar"], "tujuan": PU })
}

async fn a_rule_is_tried_on_the_past_and_then_proposes(u: &Uji) {
    let k = u.koordinator();
    let orang = u.masuk(Peran::Koordinator, KOMINFO).await;
    // Three of the past have the word, also inflected; two of those really went where the rule would send them.
    for (judul, unit) in [
        ("Lampu pasar mati", PU),
        ("Lampu di pasarnya padam", PU),
        ("Lampu Pasar Negara mati", HUB),
        ("Lampu jalan mati", HUB),
    ] {
        u.diteruskan(json!({ "judul": judul }), unit).await;
    }
    u.diteruskan(json!({ "judul": "Pasar becek", "kategori": "jalan-rusak" }), PU)
        .await;
    u.laporan(json!({ "judul": "Lampu pasar, belum diteruskan" }))
        .await;

    let a = u.buat(&k, "aturan_penerusan", pasar()).await.unwrap();
    assert_eq!(a.keadaan, "draf");
    let halaman = format!("/kerja/aturan_penerusan/entri/{}/langkah/berlakukan", a.nomor);
    let (s, isi) = u.minta(Some(&orang), &halaman).await;
    assert_eq!(s, 200);
    assert!(isi.contains("mengubah usulan 3 dari 5 laporan"), "{isi}");
    assert!(
        isi.contains("Dari yang berubah, 2 sampai") && isi.contains("tanpa aturan ini, 1."),
        "{isi}"
    );

    let baru = u.laporan(json!({ "judul": "Lampu pasar Melaya mati" })).await;
    let teruskan = format!("/kerja/pengaduan/entri/{}/langkah/teruskan", baru.nomor);
    let (_, isi) = u.minta(Some(&orang), &teruskan).await;
    assert!(
        isi.contains("Tidak ada aturan yang cocok"),
        "a draft proposes nothing"
    );
    u.langkah(&k, &a, "berlakukan", json!({})).await.unwrap();
    let (_, isi) = u.minta(Some(&orang), &teruskan).await;
    assert!(isi.contains("Aturan “Lampu pasar” mengusulkan"), "{isi}");
    assert!(isi.contains(&format!("value=\"{PU}\" selected")), "{isi}");
    let lain = u.laporan(json!({})).await;
    let (_, isi) = u
        .minta(
            Some(&orang),
            &format!("/kerja/pengaduan/entri/{}/langkah/teruskan", lain.nomor),
        )
        .await;
    assert!(
        isi.contains(&format!("value=\"{HUB}\" selected")),
        "the category's unit stands: {isi}"
    );

    // Who forwards decides.
    let isian = json!({ "unit": HUB, "kelas": "tidak_berkadar" });
    let e = u.langkah(&k, &baru, "teruskan", isian).await.unwrap();
    assert_eq!(e.pemegang.as_str(), HUB);

    let a = u
        .langkah(&k, &a, "cabut", json!({ "alasan": "Tidak perlu lagi." }))
        .await
        .unwrap();
    assert_eq!(a.keadaan, "dicabut");
    let lagi = u.laporan(json!({ "judul": "Lampu pasar lagi" })).await;
    let (_, isi) = u
        .minta(
            Some(&orang),
            &format!("/kerja/pengaduan/entri/{}/langkah/teruskan", lagi.nomor),
        )
        .await;
    assert!(isi.contains("Tidak ada aturan yang cocok"), "{isi}");
}

async fn the_first_rule_in_order_wins_and_the_trial_knows_it(u: &Uji) {
    let k = u.koordinator();
    let orang = u.masuk(Peran::Koordinator, KOMINFO).await;
    u.diteruskan(json!({ "judul": "Lampu pasar mati" }), PU).await;
    let pertama = u.buat(&k, "aturan_penerusan", pasar()).await.unwrap();
    u.langkah(&k, &pertama, "berlakukan", json!({})).await.unwrap();
    let mut isi = pasar();
    isi["urutan"] = 20.into();
    isi["tujuan"] = "dlh".into();
    let kedua = u.buat(&k, "aturan_penerusan", isi).await.unwrap();
    let halaman = format!("/kerja/aturan_penerusan/entri/{}/langkah/berlakukan", kedua.nomor);
    let (_, isi) = u.minta(Some(&orang), &halaman).await;
    assert!(isi.contains("mengubah usulan 0 dari 1 laporan"), "{isi}");
    let ubah = kernel::Aksi::Ubah {
        id: kedua.id,
        versi: kedua.versi,
        tambal: json!({ "urutan": 1 }).as_object().unwrap().clone(),
    };
    u.ubah(&k, ubah).await.unwrap();
    let (_, isi) = u.minta(Some(&orang), &halaman).await;
    assert!(isi.contains("mengubah usulan 1 dari 1 laporan"), "{isi}");
    // What is in force stays as it was tried.
    let ubah = kernel::Aksi::Ubah {
        id: pertama.id,
        versi: pertama.versi + 1,
        tambal: json!({ "urutan": 5 }).as_object().unwrap().clone(),
    };
    assert_eq!(u.ubah(&k, ubah).await.unwrap_err().status(), 409);
}

async fn rules_that_ask_for_nothing_and_people_without_the_right_are_refused(u: &Uji) {
    let k = u.koordinator();
    let salah = [
        (json!({ "nama": "x", "urutan": 1, "tujuan": PU }), "kategori"),
        (
            json!({ "nama": "x", "urutan": 1, "tujuan": PU, "kata": ["…"] }),
            "kata",
        ),
        (
            json!({ "nama": "x", "urutan": 0, "tujuan": PU, "kata": ["a"] }),
            "urutan",
        ),
        (
            json!({ "nama": "x", "urutan": 1, "tujuan": "entah", "kata": ["a"] }),
            "tujuan",
        ),
        (
            json!({ "nama": "x", "urutan": 1, "tujuan": PU, "kecamatan": "99.99.99" }),
            "kecamatan",
        ),
    ];
    for (isi, medan) in salah {
        di(&u.buat(&k, "aturan_penerusan", isi).await.unwrap_err(), medan);
    }
    for (peran, unit) in [
        (Peran::Penghubung, PU),
        (Peran::Kepala, KOMINFO),
        (Peran::Petugas, KOMINFO),
        (Peran::Administrator, KOMINFO),
        (Peran::Auditor, KOMINFO),
    ] {
        let p = u.sebagai(peran, unit);
        let g = u.buat(&p, "aturan_penerusan", pasar()).await.unwrap_err();
        assert_eq!(g.status(), 403, "{peran:?}");
    }
    let orang = u.masuk(Peran::Penghubung, PU).await;
    let (s, _) = u.minta(Some(&orang), "/kerja/aturan_penerusan").await;
    assert_eq!(s, 403);
}

uji!(
    a_rule_is_tried_on_the_past_and_then_proposes,
    the_first_rule_in_order_wins_and_the_trial_knows_it,
    rules_that_ask_for_nothing_and_people_without_the_right_are_refused,
);
