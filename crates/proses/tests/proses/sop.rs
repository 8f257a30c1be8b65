//! The register: what a draft may lack, who reviews and lays down in which regency, and who reads what.

use bekal::{Uji, di, uji};
use kernel::Peran;
use serde_json::{Value, json};

use crate::{DINKES, KOMINFO, ORTALA, dinkes, ditetapkan, langkah, proses_bisnis, situs, sop};

uji! {
    a_draft_may_be_incomplete_but_is_not_put_forward,
    who_reviews_and_who_lays_down_follows_the_regulation,
    the_sheet_shows_the_flow_to_whom_may_read_it,
    what_replaces_it_is_another_one,
    the_application_knows_which_procedures_stop_with_it,
}

async fn a_draft_may_be_incomplete_but_is_not_put_forward(u: &Uji) {
    let p = dinkes(u);
    let proses = proses_bisnis(u, &p, DINKES, "Perizinan klinik", None).await;
    let e = sop(u, &p, &proses, DINKES, json!([])).await;
    assert_eq!(e.isi["lintas"], "satu");
    di(
        &u.langkah(&p, &e, "ajukan", json!({})).await.unwrap_err(),
        "langkah",
    );
    let buruk =
        json!([{ "kode": "1", "kegiatan": "Mulai", "bentuk": "mulai", "berikut": "9", "satuan": "jam" }]);
    let g = u.ubah(&p, &e, json!({ "langkah": buruk })).await.unwrap_err();
    for medan in ["langkah.0.pelaksana", "langkah.0.waktu", "langkah.0.berikut"] {
        di(&g, medan);
    }
    let e = u.ubah(&p, &e, json!({ "langkah": langkah(None) })).await.unwrap();
    assert_eq!(e.isi["lintas"], "beberapa");
    let e = u.langkah(&p, &e, "ajukan", json!({})).await.unwrap();
    assert_eq!((e.keadaan.as_str(), e.pemegang.as_str()), ("diajukan", ORTALA));
    assert!(
        u.ubah(&p, &e, json!({ "judul": "Lain" })).await.is_err(),
        "it lies with the reviewer"
    );
}

async fn who_reviews_and_who_lays_down_follows_the_regulation(u: &Uji) {
    // Serang hands the drawing up to the organisation unit and the laying down to the Bupati.
    let p = u.sebagai_di("serang", Peran::Penghubung, "dinkes");
    let proses = proses_bisnis(u, &p, "dinkes", "Perizinan klinik", None).await;
    let tanpa_lain: Vec<Value> = langkah(None)
        .as_array()
        .unwrap()
        .iter()
        .cloned()
        .map(|mut l| {
            l["unit"] = "dinkes".into();
            l
        })
        .collect();
    let e = sop(u, &p, &proses, "dinkes", tanpa_lain.into()).await;
    let telaah = json!({ "telaah": "Sesuai." });
    assert_eq!(
        u.langkah(&p, &e, "telaah_sendiri", telaah.clone())
            .await
            .unwrap_err()
            .status(),
        409
    );
    let e = u.langkah(&p, &e, "ajukan", json!({})).await.unwrap();
    assert!(
        u.langkah(&p, &e, "telaah", telaah.clone()).await.is_err(),
        "it lies with the organisation unit"
    );
    let o = u.sebagai_di("serang", Peran::Penghubung, "bag-organisasi");
    let e = u.langkah(&o, &e, "telaah", telaah).await.unwrap();
    assert_eq!(e.isi["ditelaah_pada"], "2026-11-23");
    let isian = |siapa: &str, hari: &str| json!({ "nomor_penetapan": "12/2026", "tanggal_penetapan": hari, "penetap": siapa });
    di(
        &u.langkah(&o, &e, "tetapkan", isian("kepala", "2026-11-20"))
            .await
            .unwrap_err(),
        "penetap",
    );
    di(
        &u.langkah(&o, &e, "tetapkan", isian("bupati", "2026-12-20"))
            .await
            .unwrap_err(),
        "tanggal_penetapan",
    );
    let e = u
        .langkah(&o, &e, "tetapkan", isian("bupati", "2026-11-20"))
        .await
        .unwrap();
    assert_eq!(
        (e.keadaan.as_str(), e.pemegang.as_str()),
        ("ditetapkan", "dinkes")
    );
    // Jembrana leaves both to the office.
    let p = dinkes(u);
    let proses = proses_bisnis(u, &p, DINKES, "Perizinan klinik", None).await;
    let e = sop(u, &p, &proses, DINKES, langkah(None)).await;
    assert_eq!(ditetapkan(u, &e).await.keadaan, "ditetapkan");
}

async fn the_sheet_shows_the_flow_to_whom_may_read_it(u: &Uji) {
    let p = dinkes(u);
    let proses = proses_bisnis(u, &p, DINKES, "Perizinan klinik", None).await;
    let e = sop(u, &p, &proses, DINKES, langkah(None)).await;
    let (satu, entri) = (
        format!("/kerja/proses/sop/{}", e.nomor),
        format!("/kerja/sop/entri/{}", e.nomor),
    );
    let (milik, lain) = (
        u.masuk(Peran::Penghubung, DINKES).await,
        u.masuk(Peran::Penghubung, KOMINFO).await,
    );
    for jalur in [satu.clone(), format!("{satu}/bpmn.xml"), format!("{satu}/masuk")] {
        assert_eq!(u.minta(None, &jalur).await.0, 401, "{jalur}");
        assert!(
            matches!(u.minta(Some(&lain), &jalur).await.0.as_u16(), 403 | 404),
            "{jalur}"
        );
        assert_eq!(u.minta(Some(&milik), &jalur).await.0, 200, "{jalur}");
    }
    let (_, isi) = u.minta(Some(&milik), &satu).await;
    for ada in [
        "<svg",
        "<desc>",
        "Staf, Dinas Kesehatan",
        "Ya → 4; Tidak → 1",
        "2 hari kerja 30 menit",
        "Perizinan klinik",
    ] {
        assert!(isi.contains(ada), "{ada} in {isi}");
    }
    let (_, isi) = u.minta(Some(&milik), &entri).await;
    assert!(
        isi.contains("<svg") && isi.contains("Alurnya lengkap") && isi.contains("/masuk"),
        "{isi}"
    );
    ditetapkan(u, &e).await;
    assert_eq!(
        u.minta(Some(&lain), &satu).await.0,
        200,
        "every office reads what is in force"
    );
    assert_eq!(u.minta(Some(&milik), &format!("{satu}/masuk")).await.0, 409);
    assert_eq!(u.minta(Some(&milik), "/kerja/proses/sop/TIDAK-ADA").await.0, 404);
}

async fn what_replaces_it_is_another_one(u: &Uji) {
    let p = dinkes(u);
    let proses = proses_bisnis(u, &p, DINKES, "Perizinan klinik", None).await;
    let lama = sop(u, &p, &proses, DINKES, langkah(None)).await;
    let lama = ditetapkan(u, &lama).await;
    let baru = sop(u, &p, &proses, DINKES, langkah(None)).await;
    di(
        &u.langkah(&p, &lama, "ganti", json!({ "pengganti": lama.id }))
            .await
            .unwrap_err(),
        "pengganti",
    );
    let lama = u
        .langkah(&p, &lama, "ganti", json!({ "pengganti": baru.id }))
        .await
        .unwrap();
    assert_eq!(lama.keadaan, "diganti");
    let baru = ditetapkan(u, &baru).await;
    assert_eq!(
        u.langkah(&p, &baru, "cabut", json!({ "alasan": "Tidak perlu." }))
            .await
            .unwrap()
            .keadaan,
        "dicabut"
    );
}

async fn the_application_knows_which_procedures_stop_with_it(u: &Uji) {
    let p = dinkes(u);
    let isi = json!({ "nama": "Antrean", "opd": DINKES, "jenis": "umum" });
    let a = u.buat(&p, "aplikasi", isi).await.unwrap();
    let a = u.langkah(&p, &a, "operasikan", json!({})).await.unwrap();
    let proses = proses_bisnis(u, &p, DINKES, "Perizinan klinik", None).await;
    let e = sop(u, &p, &proses, DINKES, langkah(Some(&a))).await;
    let o = u.masuk(Peran::Penghubung, DINKES).await;
    let (_, isi) = u
        .minta(Some(&o), &format!("/kerja/aplikasi/entri/{}", a.nomor))
        .await;
    assert!(isi.contains("Dipakai SOP"), "{isi}");
    let dampak = format!(
        "/kerja/arsitektur/dampak/data.json?register=aplikasi&nomor={}",
        a.nomor
    );
    let berhenti = async |o: &bekal::Orang, pada: &str| {
        let (status, isi) = u.minta(Some(o), &format!("{dampak}{pada}")).await;
        assert_eq!(status, 200, "{isi}");
        let j: Value = serde_json::from_str(&isi).unwrap();
        let tabel = j["tabel"]
            .as_array()
            .unwrap()
            .iter()
            .find(|t| t["judul"] == "SOP yang berhenti")
            .unwrap()
            .clone();
        tabel["baris"].as_array().unwrap().clone()
    };
    assert!(berhenti(&o, "").await.is_empty(), "a draft stops nothing");
    let lembar = format!("/kerja/arsitektur/entri/sop/{}", e.nomor);
    assert_eq!(u.minta(Some(&o), &lembar).await.0, 404, "a draft is its office's");
    let e = ditetapkan(u, &e).await;
    let baris = berhenti(&o, "").await;
    assert_eq!(baris.len(), 1);
    let unit = baris[0][1]["teks"].as_str().unwrap();
    assert_eq!(
        unit.split("; ").count(),
        2,
        "everybody who has a part in it: {unit}"
    );
    let (status, isi) = u.minta(Some(&o), &lembar).await;
    assert!(
        status == 200 && isi.contains("Menjabarkan proses") && isi.contains("Memakai aplikasi"),
        "{isi}"
    );
    let (_, isi) = u.minta(Some(&o), "/kerja/arsitektur/graf.json").await;
    assert!(isi.contains(&e.nomor));
    let (_, isi) = u.minta(Some(&o), "/kerja/arsitektur/archimate.xml").await;
    assert!(
        !isi.contains(&e.id.to_string()),
        "BPMN is what procedures go out as"
    );
    // Days later it is gone, and what was is still known.
    u.jam.setel(kernel::kalender::saat(
        u.jam.kini().as_millisecond() + 3 * 86_400_000,
    ));
    u.langkah(&p, &e, "cabut", json!({ "alasan": "Tidak perlu." }))
        .await
        .unwrap();
    let o = u.masuk(Peran::Penghubung, DINKES).await;
    assert!(berhenti(&o, "").await.is_empty());
    let kemarin = berhenti(&o, "&pada=2026-11-24").await;
    assert_eq!(kemarin.len(), 1);
    assert!(
        kemarin[0][0]["tautan"]
            .as_str()
            .unwrap()
            .ends_with("pada=2026-11-24")
    );
}
