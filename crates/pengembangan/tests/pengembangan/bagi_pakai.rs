//! Agreements about data: who gives, who takes, on which ground, until when.

use bekal::{Uji, di, uji};
use kernel::{Entri, Peran};
use serde_json::{Value, json};

use crate::{DINKES, KOMINFO, dengan, dinkes, kominfo, situs};

uji! {
    the_giver_writes_it_down_and_the_taker_agrees,
    a_body_outside_agrees_on_paper,
    agreements_that_cannot_be_are_refused_at_their_field,
}

async fn data(u: &Uji) -> Entri {
    let isi = json!({ "nama": "Kelahiran", "opd": DINKES, "jenis": "statistik" });
    u.buat(&dinkes(u), "data_informasi", isi).await.unwrap()
}

fn isi(d: &Entri, lain: Value) -> Value {
    let dasar = json!({
        "data": d.id, "judul": "Kelahiran untuk Diskominfo", "opd": DINKES, "penerima": KOMINFO, "tujuan": "Dasbor.",
        "cakupan": "Jumlah per desa per bulan.", "cara": "antarmuka", "pribadi": "tidak", "sejak": "2026-12-01",
        "sampai": "2027-12-31",
    });
    dengan(dasar, lain)
}

async fn the_giver_writes_it_down_and_the_taker_agrees(u: &Uji) {
    let d = data(u).await;
    let nomor = json!({ "nomor_perjanjian": "PKS-1/2026" });
    // What is given is the giver's to write down.
    let g = u.buat(&kominfo(u), "bagi_pakai", isi(&d, json!({}))).await;
    di(&g.unwrap_err(), "opd");
    let e = u
        .buat(&dinkes(u), "bagi_pakai", isi(&d, json!({})))
        .await
        .unwrap();
    assert!(
        u.langkah(&dinkes(u), &e, "catat_kesepakatan", nomor.clone())
            .await
            .is_err()
    );
    let e = u.langkah(&dinkes(u), &e, "tawarkan", json!({})).await.unwrap();
    assert_eq!(e.pemegang.as_str(), KOMINFO);
    // The giver does not agree for the taker.
    assert_eq!(
        u.langkah(&dinkes(u), &e, "sepakati", nomor.clone())
            .await
            .unwrap_err()
            .status(),
        403
    );
    let g = u
        .langkah(&u.sebagai(Peran::Petugas, KOMINFO), &e, "sepakati", nomor.clone())
        .await;
    assert_eq!(g.unwrap_err().status(), 403);
    let e = u
        .langkah(
            &kominfo(u),
            &e,
            "kembalikan",
            json!({ "alasan": "Per kecamatan saja." }),
        )
        .await
        .unwrap();
    let e = u
        .ubah(&dinkes(u), &e, json!({ "cakupan": "Jumlah per kecamatan." }))
        .await
        .unwrap();
    let e = u.langkah(&dinkes(u), &e, "tawarkan", json!({})).await.unwrap();
    let e = u.langkah(&kominfo(u), &e, "sepakati", nomor).await.unwrap();
    assert_eq!((e.keadaan.as_str(), e.pemegang.as_str()), ("berlaku", DINKES));
    assert_eq!(e.isi["disepakati_pada"], "2026-11-23");
    let e = u
        .langkah(
            &dinkes(u),
            &e,
            "akhiri",
            json!({ "alasan": "Tujuannya selesai." }),
        )
        .await
        .unwrap();
    let e = u.langkah(&dinkes(u), &e, "susun_lagi", json!({})).await.unwrap();
    assert!(e.isi.get("nomor_perjanjian").is_none());
}

async fn a_body_outside_agrees_on_paper(u: &Uji) {
    let d = data(u).await;
    let luar = json!({ "penerima": null, "lembaga": "Badan Pusat Statistik" });
    let e = u.buat(&dinkes(u), "bagi_pakai", isi(&d, luar)).await.unwrap();
    assert_eq!(
        u.langkah(&dinkes(u), &e, "tawarkan", json!({}))
            .await
            .unwrap_err()
            .status(),
        409
    );
    let nomor = json!({ "nomor_perjanjian": "PKS-2/2026" });
    let e = u
        .langkah(&dinkes(u), &e, "catat_kesepakatan", nomor)
        .await
        .unwrap();
    assert_eq!(e.keadaan, "berlaku");
}

async fn agreements_that_cannot_be_are_refused_at_their_field(u: &Uji) {
    let d = data(u).await;
    for (lain, medan) in [
        (json!({ "sampai": "2026-11-30" }), "sampai"),
        (json!({ "penerima": null }), "penerima"),
        (json!({ "penerima": DINKES }), "penerima"),
        (json!({ "lembaga": "BPS" }), "lembaga"),
        (json!({ "pribadi": "memuat" }), "dasar"),
        (json!({ "penerima": "bukan-unit" }), "penerima"),
        (json!({ "tujuan": " " }), "tujuan"),
    ] {
        di(
            &u.buat(&dinkes(u), "bagi_pakai", isi(&d, lain)).await.unwrap_err(),
            medan,
        );
    }
}
