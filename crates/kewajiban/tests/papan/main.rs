//! From a gap to a proof and back: put forward, checked, accepted, taken back; what the boards say on which day, and who
//! is told of it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bekal;
mod jabatan;
mod lengkap;
mod masa;
mod pengingat;

use kernel::{Aksi, Galat, IdEntri, Pelaku, Peran};
use serde_json::{Value, json};

use bekal::{Dunia, PEMERIKSA, PENJAWAB, TUGAS};

fn di(g: Galat, medan: &str) {
    assert!(g.isian().iter().any(|m| m.medan == medan), "{medan} in {g}");
}

#[tokio::test]
async fn a_gap_is_proved_by_another_office_and_the_past_stays_as_it_was() {
    let d = Dunia::baru().await;
    let kuki = d.sesi("serang", Peran::Pimpinan, "setda").await;
    assert_eq!(d.keadaan(&kuki, "2026-11-23").await["keadaan"], "terlambat");

    let e = d.buat(PENJAWAB, json!({})).await.unwrap();
    assert_eq!((e.keadaan.as_str(), e.teks("pemeriksa")), ("draf", PEMERIKSA));
    let e = d.langkah(&e, PENJAWAB, "ajukan", json!({})).await.unwrap();
    assert_eq!((e.keadaan.as_str(), e.pemegang.as_str()), ("diajukan", PEMERIKSA));
    let sendiri = d.langkah(&e, PENJAWAB, "terima", json!({})).await.unwrap_err();
    assert_eq!(sendiri.status(), 403, "nobody accepts their own proof");
    assert_eq!(
        d.keadaan(&kuki, "2026-11-23").await["keadaan"],
        "terlambat",
        "put forward is not proved"
    );

    let e = d.langkah(&e, PEMERIKSA, "terima", json!({})).await.unwrap();
    assert_eq!(
        (e.keadaan.as_str(), e.teks("diterima")),
        ("diterima", "2026-11-23")
    );
    let kini = d.keadaan(&kuki, "2026-11-23").await;
    assert_eq!(
        (&kini["keadaan"], &kini["berikut"]),
        (&json!("terpenuhi"), &json!("2030-02-28"))
    );
    assert_eq!(kini["bukti"], json!([e.nomor]));
    let kemarin = d.keadaan(&kuki, "2026-11-22").await;
    assert_eq!(
        kemarin["keadaan"], "terlambat",
        "yesterday it was not accepted yet"
    );

    let ubah = Aksi::Ubah {
        id: e.id,
        versi: e.versi,
        tambal: json!({ "efektif": "2026-01-01" }).as_object().unwrap().clone(),
    };
    let g = d
        .perintah(d.sebagai(Peran::Penghubung, PENJAWAB), ubah)
        .await
        .unwrap_err();
    assert_eq!(g.status(), 409, "what was accepted stays as it was accepted");

    d.jam.setel("2026-11-25T09:00:00+07:00".parse().unwrap());
    let tanpa = d.langkah(&e, PEMERIKSA, "cabut", json!({})).await.unwrap_err();
    di(tanpa, "alasan");
    d.langkah(
        &e,
        PEMERIKSA,
        "cabut",
        json!({ "alasan": "Keputusan dibatalkan." }),
    )
    .await
    .unwrap();
    // The working day is over, and with it the session.
    let kuki = d.sesi("serang", Peran::Pimpinan, "setda").await;
    assert_eq!(d.keadaan(&kuki, "2026-11-25").await["keadaan"], "terlambat");
    assert_eq!(d.keadaan(&kuki, "2026-11-24").await["keadaan"], "terpenuhi");
}

#[tokio::test]
async fn wrong_proofs_are_refused_at_their_field() {
    let d = Dunia::baru().await;
    let salah = [
        (json!({ "tugas": "tidak-ada" }), "tugas"),
        (json!({ "tugas": "layanan-pengaduan" }), "tugas"),
        (json!({ "efektif": "2026-11-24" }), "efektif"),
        (json!({ "efektif": "1999-12-31" }), "efektif"),
        (json!({ "sampai": "2025-02-28" }), "sampai"),
        (json!({ "keterangan": null }), "berkas"),
        (json!({ "tautan": "javascript:alert(1)" }), "tautan"),
    ];
    for (isi, medan) in salah {
        di(d.buat(PENJAWAB, isi).await.unwrap_err(), medan);
    }
    di(d.buat("dinkes", json!({})).await.unwrap_err(), "opd");
    // Nobody files for another office.
    let aksi = Aksi::Buat {
        register: "bukti".into(),
        id: IdEntri::baru(d.jam.kini()),
        isi: json!({ "tugas": TUGAS, "opd": PENJAWAB, "nama": "x", "efektif": "2025-03-01", "keterangan": "x" })
            .as_object()
            .unwrap()
            .clone(),
    };
    di(
        d.perintah(d.sebagai(Peran::Penghubung, "dinkes"), aksi.clone())
            .await
            .unwrap_err(),
        "opd",
    );
    for peran in [
        Peran::Auditor,
        Peran::Pimpinan,
        Peran::Administrator,
        Peran::Koordinator,
    ] {
        let g = d
            .perintah(d.sebagai(peran, PENJAWAB), aksi.clone())
            .await
            .unwrap_err();
        assert_eq!(g.status(), 403, "{peran:?}");
    }
    assert_eq!(d.perintah(Pelaku::Publik, aksi).await.unwrap_err().status(), 401);
}

#[tokio::test]
async fn every_board_answers_officials_and_nobody_else() {
    let d = Dunia::baru().await;
    let kuki = d.sesi("serang", Peran::Penghubung, "dinkes").await;
    let asing = d.sesi("kapuas", Peran::Pimpinan, "setda").await;
    let jalur = [
        "",
        "/matriks",
        "/pimpinan",
        "/data.csv",
        "/data.json",
        "/data.xlsx",
        "/tren",
        "/tren?opd=dinkes",
        "/opd/dinkes",
        "/pasal/4",
        "/pasal/1",
        "/kewajiban/jaringan-intra-terhubung",
        "/kewajiban/arsitektur-selaras-nasional",
        "/kewajiban/layanan-berpenanggung-jawab",
    ];
    for j in jalur {
        let alamat = format!("/serang/kerja/kepatuhan{j}");
        assert_eq!(d.minta(&kuki, &alamat).await.0, 200, "{j}");
        assert_eq!(d.minta("", &alamat).await.0, 401, "{j}");
        assert_eq!(d.minta(&asing, &alamat).await.0, 401, "{j}");
        let salah = [
            "2026-13-01",
            "kemarin",
            "2026-11-24",
            "9999-12-31",
            "%00",
            "-9999-01-01x",
        ];
        let tanda = if alamat.contains('?') { '&' } else { '?' };
        for pada in salah {
            assert_eq!(
                d.minta(&kuki, &format!("{alamat}{tanda}pada={pada}")).await.0,
                422,
                "{j} {pada}"
            );
        }
        for pada in ["2022-06-05", "-009999-01-01", "0001-01-01", ""] {
            assert_eq!(
                d.minta(&kuki, &format!("{alamat}{tanda}pada={pada}")).await.0,
                200,
                "{j} {pada}"
            );
        }
    }
    for j in [
        "/opd/tidak-ada",
        "/tren?opd=tidak-ada",
        "/kalender?opd=tidak-ada",
        "/kalender.ics?opd=tidak-ada",
        "/kalender.ics?kunci=salah",
        "/pasal/999",
        "/pasal/x-y",
        "/kewajiban/tidak-ada",
    ] {
        assert_eq!(
            d.minta(&kuki, &format!("/serang/kerja/kepatuhan{j}")).await.0,
            404,
            "{j}"
        );
    }
    let (_, opd) = d.minta(&kuki, "/serang/kerja/kepatuhan/opd/dinkes").await;
    assert!(
        opd.contains("/serang/kerja/bukti/baru?tugas="),
        "an office may answer its gaps"
    );
    let (_, lain) = d.minta(&kuki, "/serang/kerja/kepatuhan/opd/dindikbud").await;
    assert!(!lain.contains("/kerja/bukti/baru"), "but not those of others");
    let (s, isi) = d
        .minta(
            &kuki,
            "/serang/kerja/bukti/baru?tugas=jaringan-intra-terhubung&opd=dinkes&diterima=2026-01-01&%3Cscript%3E=1",
        )
        .await;
    assert_eq!(s, 200);
    assert!(isi.contains("value=\"jaringan-intra-terhubung\"") && !isi.contains("<script>"));
}

#[tokio::test]
async fn regencies_are_compared_in_public() {
    let d = Dunia::baru().await;
    for jalur in ["/banding", "/banding?bidang=B", "/banding?bidang=Z"] {
        let (s, isi) = d.minta("", jalur).await;
        assert_eq!(s, 200);
        assert!(isi.contains("Serang") && isi.contains("Kapuas") && isi.len() < 150_000);
    }
    let (s, isi) = d.minta("", "/banding/data.json").await;
    let v: Value = serde_json::from_str(&isi).unwrap();
    assert_eq!(s, 200);
    let arsitektur = v["tugas"]
        .as_array()
        .unwrap()
        .iter()
        .find(|t| t["tugas"] == "arsitektur-selaras-nasional")
        .unwrap();
    assert!(
        arsitektur["daerah"]["serang"]["sumber"]
            .as_array()
            .unwrap()
            .contains(&json!("pasal-4-ayat-4"))
    );
    assert!(arsitektur["daerah"]["kapuas"]["wajib"].is_string());
}
