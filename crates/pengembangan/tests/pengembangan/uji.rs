//! Tests of applications: what was planned is done, what is insecure is not accepted, and the head answers for it.

use bekal::{Uji, di, uji};
use kernel::{Entri, Galat, Peran};
use serde_json::{Value, json};

use crate::{DINKES, aplikasi, dinkes, situs};

uji! {
    what_was_planned_is_tested_before_it_is_accepted,
    what_is_insecure_is_not_accepted_and_the_rest_is_answered_for,
    results_that_cannot_be_are_refused_at_their_field,
    what_was_retired_meanwhile_takes_no_result,
}

async fn rencana(u: &Uji, a: &Entri, jenis: Value) -> Entri {
    let isi = json!({
        "aplikasi": a.id, "opd": DINKES, "nama": "Antrean 2.0", "jenis": jenis, "rencana": "Skenario di setiap loket.",
        "lingkungan": "Server uji", "mulai": "2026-11-20",
    });
    u.buat(&dinkes(u), "uji_aplikasi", isi).await.unwrap()
}

fn hasil(jenis: &str, diuji: u32, lulus: u32) -> Value {
    json!({ "jenis": jenis, "tanggal": "2026-11-21", "diuji": diuji, "lulus": lulus })
}

async fn terima(u: &Uji, e: &Entri, catatan: Option<&str>) -> Result<Entri, Galat> {
    let mut isian = json!({ "berita_acara": "BA-7/2026" });
    if let Some(c) = catatan {
        isian["catatan"] = json!(c);
    }
    u.langkah(&u.sebagai(Peran::Kepala, DINKES), e, "terima", isian)
        .await
}

async fn what_was_planned_is_tested_before_it_is_accepted(u: &Uji) {
    let a = aplikasi(u, "Antrean", json!({})).await;
    let e = rencana(u, &a, json!(["fungsi", "keamanan"])).await;
    assert_eq!(
        terima(u, &e, None).await.unwrap_err().status(),
        409,
        "nothing was tested"
    );
    let e = u
        .langkah(&dinkes(u), &e, "catat_hasil", hasil("fungsi", 10, 10))
        .await
        .unwrap();
    let g = terima(u, &e, None).await.unwrap_err();
    assert!(g.to_string().contains("Uji keamanan"), "{g}");
    let e = u
        .langkah(&dinkes(u), &e, "catat_hasil", hasil("keamanan", 5, 5))
        .await
        .unwrap();
    // Only the head of the office that will answer for it.
    for p in [dinkes(u), u.sebagai(Peran::Kepala, "diskominfo")] {
        let isian = json!({ "berita_acara": "BA-7/2026" });
        assert_eq!(
            u.langkah(&p, &e, "terima", isian).await.unwrap_err().status(),
            403
        );
    }
    let e = terima(u, &e, None).await.unwrap();
    assert_eq!(e.isi["diterima_pada"], "2026-11-23");
    let a = u.baca(&a).await;
    assert_eq!(
        (&a.isi["uji"], &a.isi["uji_diterima"]),
        (&json!("BA-7/2026"), &json!("2026-11-23"))
    );
}

async fn what_is_insecure_is_not_accepted_and_the_rest_is_answered_for(u: &Uji) {
    let a = aplikasi(u, "Antrean", json!({})).await;
    let e = rencana(u, &a, json!(["fungsi", "keamanan"])).await;
    for h in [hasil("fungsi", 10, 9), hasil("keamanan", 5, 4)] {
        u.langkah(&dinkes(u), &e, "catat_hasil", h).await.unwrap();
    }
    let g = terima(u, &e, Some("Segera diperbaiki.")).await.unwrap_err();
    assert!(g.to_string().contains("keamanan"), "{g}");
    // A result of the same kind takes the place of the one before.
    let e = u
        .langkah(&dinkes(u), &e, "catat_hasil", hasil("keamanan", 5, 5))
        .await
        .unwrap();
    assert_eq!(e.isi["hasil"].as_array().unwrap().len(), 2);
    di(&terima(u, &e, None).await.unwrap_err(), "catatan");
    terima(u, &e, Some("Ejaan satu tombol; diperbaiki minggu depan."))
        .await
        .unwrap();
}

async fn results_that_cannot_be_are_refused_at_their_field(u: &Uji) {
    let a = aplikasi(u, "Antrean", json!({})).await;
    let e = rencana(u, &a, json!(["fungsi"])).await;
    let mut besok = hasil("fungsi", 1, 1);
    besok["tanggal"] = json!("2026-11-24");
    for (isian, medan) in [
        (hasil("kinerja", 1, 1), "jenis"),
        (hasil("fungsi", 3, 4), "lulus"),
        (hasil("fungsi", 0, 0), "diuji"),
        (besok, "tanggal"),
    ] {
        di(
            &u.langkah(&dinkes(u), &e, "catat_hasil", isian).await.unwrap_err(),
            medan,
        );
    }
    let g = u.ubah(&dinkes(u), &e, json!({ "jenis": [] })).await.unwrap_err();
    di(&g, "jenis");
}

async fn what_was_retired_meanwhile_takes_no_result(u: &Uji) {
    let a = aplikasi(u, "Antrean", json!({})).await;
    let e = rencana(u, &a, json!(["fungsi"])).await;
    let e = u
        .langkah(&dinkes(u), &e, "catat_hasil", hasil("fungsi", 1, 1))
        .await
        .unwrap();
    u.langkah(&dinkes(u), &a, "pensiunkan", json!({ "alasan": "Diganti." }))
        .await
        .unwrap();
    assert_eq!(terima(u, &e, None).await.unwrap_err().status(), 409);
    assert_eq!(u.baca(&e).await.keadaan, "diuji", "nothing of it was kept");
}
