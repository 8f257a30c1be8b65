//! The boards: their figures, their JSON, and whom they are for.

use kernel::Peran;
use serde_json::{Value, json};

use crate::{
    bekal::*,
    usulan::{peta, siklus, usulan},
};

uji! {
    without_anything_the_boards_say_so,
    the_boards_show_what_there_is_and_lead_to_it,
    findings_stand_beside_the_proposal_and_above_its_steps,
    a_budget_line_is_held_against_the_request_for_its_application,
    the_boards_are_for_officials_of_this_regency,
}

const PAPAN: [&str; 4] = [
    "/kerja/rencana",
    "/kerja/rencana/peta",
    "/kerja/rencana/anggaran",
    "/kerja/rencana/tinjauan",
];

async fn json(u: &Uji, o: &Orang, jalur: &str) -> Value {
    let (status, isi) = u.minta(Some(o), jalur).await;
    assert_eq!(status, 200, "{jalur}: {isi}");
    serde_json::from_str(&isi).unwrap()
}

async fn without_anything_the_boards_say_so(u: &Uji) {
    let o = u.masuk(Peran::Penghubung, KOMINFO).await;
    for jalur in PAPAN {
        let (status, isi) = u.minta(Some(&o), jalur).await;
        assert!(status == 200 && isi.contains("<h1>"), "{jalur}: {status}");
    }
    let (_, isi) = u.minta(Some(&o), "/kerja/rencana/peta").await;
    assert!(isi.contains("Belum ada peta rencana"));
    for jalur in [
        "/kerja/rencana/peta/data.json",
        "/kerja/rencana/anggaran/data.json",
        "/kerja/rencana/peta?peta=JBR-2026-999999",
        "/kerja/rencana/anggaran?siklus=x",
        "/kerja/rencana/usulan/x",
        "/kerja/rencana/usulan/x/data.json",
    ] {
        assert_eq!(u.minta(Some(&o), jalur).await.0, 404, "{jalur}");
    }
}

async fn the_boards_show_what_there_is_and_lead_to_it(u: &Uji) {
    let ((p, k), s) = (peta(u).await, siklus(u).await);
    let e = usulan(u, &s, json!({ "kegiatan": k.id })).await;
    let dinkes = u.sebagai(Peran::Penghubung, DINKES);
    u.langkah(&dinkes, &e, "ajukan", json!({})).await.unwrap();
    let tolak = usulan(u, &s, json!({ "nama": "Aplikasi surat", "jumlah": 40_000_000 })).await;
    u.langkah(&dinkes, &tolak, "ajukan", json!({})).await.unwrap();
    u.langkah(
        &u.sebagai(Peran::Kepala, KOMINFO),
        &tolak,
        "tolak",
        json!({ "alasan": "Sudah ada SRIKANDI." }),
    )
    .await
    .unwrap();
    let o = u.masuk(Peran::Pimpinan, "setda").await;
    let (_, isi) = u.minta(Some(&o), "/kerja/rencana/peta").await;
    for ada in [
        "1 kegiatan peta rencana: 1 berjalan",
        "<svg",
        "Antrean puskesmas",
        &format!("/kerja/kegiatan_peta/entri/{}", k.nomor),
        "Layanan SPBE",
        "2029",
    ] {
        assert!(isi.contains(ada), "{ada}");
    }
    let (status, _) = u
        .minta(
            Some(&o),
            &format!("/kerja/rencana/peta?peta={}&opd={DINKES}", p.nomor),
        )
        .await;
    assert_eq!(status, 200);
    assert_eq!(
        u.minta(Some(&o), "/kerja/rencana/peta?opd=tidak-ada").await.0,
        404
    );
    let (_, isi) = u.minta(Some(&o), "/kerja/rencana/anggaran").await;
    for ada in [
        "Anggaran 2027: Rp340.000.000 diusulkan, Rp0 dikonsolidasi dari pagu Rp500.000.000",
        "Sudah ada SRIKANDI.",
        "Sedang berjalan",
        "1 Desember 2026",
        "Dinas Kesehatan",
    ] {
        assert!(isi.contains(ada), "{ada}");
    }
    let j = json(
        u,
        &o,
        &format!("/kerja/rencana/anggaran/data.json?siklus={}", s.nomor),
    )
    .await;
    let blok = j["blok"].as_array().unwrap();
    // What was refused is no money any more; what lives is counted once under each heading.
    for judul in [
        "Jumlah menurut perangkat daerah",
        "Jumlah menurut domain arsitektur",
        "Jumlah menurut muatan peta rencana",
    ] {
        let b = blok.iter().find(|b| b["judul"] == judul).unwrap();
        let total: i64 = b["butir"]
            .as_array()
            .unwrap()
            .iter()
            .map(|a| a["nilai"].as_i64().unwrap())
            .sum();
        assert_eq!(total, 300_000_000, "{judul}");
    }
    let (_, isi) = u.minta(Some(&o), "/kerja/rencana/tinjauan").await;
    // The third year of a roadmap from 2025 is 2027, the fifth 2029.
    for ada in [
        "0 tinjauan jatuh tahun ini, 0 terlewat",
        "2027",
        "2029",
        "Paruh waktu",
        "Tahun terakhir",
    ] {
        assert!(isi.contains(ada), "{ada}");
    }
    let j = json(u, &o, "/kerja/rencana/tinjauan/data.json").await;
    assert_eq!(j["tinjauan"].as_array().unwrap().len(), 2);
    u.jam.setel("2028-01-10T01:00:00Z".parse().unwrap());
    let o = u.masuk(Peran::Auditor, "inspektorat").await;
    assert!(
        u.minta(Some(&o), "/kerja/rencana/tinjauan")
            .await
            .1
            .contains("0 tinjauan jatuh tahun ini, 1 terlewat")
    );
}

async fn findings_stand_beside_the_proposal_and_above_its_steps(u: &Uji) {
    let s = siklus(u).await;
    let e = usulan(u, &s, json!({ "sumber_tertutup": true })).await;
    let e = u
        .langkah(&u.sebagai(Peran::Penghubung, DINKES), &e, "ajukan", json!({}))
        .await
        .unwrap();
    let o = u.masuk(Peran::Penghubung, KOMINFO).await;
    let j = json(u, &o, &format!("/kerja/rencana/usulan/{}/data.json", e.nomor)).await;
    let kode: Vec<&str> = j["temuan"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|t| t["kode"].as_str())
        .collect();
    // Jembrana asks for the consideration of the minister; there is no register of risks yet, and that is said.
    assert_eq!(
        kode,
        [
            "di_luar_peta_rencana",
            "di_luar_arsitektur",
            "tanpa_permohonan_aplikasi",
            "sumber_tertutup_tanpa_pertimbangan",
            "belum_ada_register_risiko"
        ]
    );
    for jalur in [
        format!("/kerja/rencana/usulan/{}", e.nomor),
        format!("/kerja/usulan_tik/entri/{}", e.nomor),
        format!("/kerja/usulan_tik/entri/{}/langkah/periksa", e.nomor),
    ] {
        let (status, isi) = u.minta(Some(&o), &jalur).await;
        assert!(
            status == 200 && isi.contains("2 temuan menahan, 2 perlu ditanggapi"),
            "{jalur}"
        );
    }
}

async fn a_budget_line_is_held_against_the_request_for_its_application(u: &Uji) {
    let s = siklus(u).await;
    let e = usulan(u, &s, json!({})).await;
    let dinkes = u.sebagai(Peran::Penghubung, DINKES);
    let o = u.masuk(Peran::Penghubung, DINKES).await;
    let temuan = async || -> Vec<Value> {
        let j = json(u, &o, &format!("/kerja/rencana/usulan/{}/data.json", e.nomor)).await;
        let semua = j["temuan"].as_array().unwrap().clone();
        semua
            .into_iter()
            .filter(|t| t["kode"].as_str().unwrap().contains("permohonan_aplikasi"))
            .collect()
    };
    let t = temuan().await;
    assert_eq!(t[0]["kode"], "tanpa_permohonan_aplikasi");
    let baru = t[0]["tautan"].as_str().unwrap();
    assert!(baru.contains("/kerja/permohonan_aplikasi/baru?usulan="), "{baru}");
    // The link leads to a form that is filled in as far as the proposal goes.
    let (status, isi) = u.minta(Some(&o), baru.trim_start_matches("/jembrana")).await;
    assert!(status == 200 && isi.contains(&e.id.to_string()), "{status} {isi}");
    let isi = json!({
        "opd": DINKES, "nama": "Antrean puskesmas", "cara": "sendiri", "jenis": "khusus", "fungsi": "antrean",
        "kebutuhan": "Antre dari rumah.", "usulan": e.id, "sumber": "terbuka", "sejenis": "bukan",
    });
    let m = u.buat(&dinkes, "permohonan_aplikasi", isi).await.unwrap();
    let m = u.langkah(&dinkes, &m, "ajukan", json!({})).await.unwrap();
    let t = temuan().await;
    assert_eq!(t[0]["kode"], "permohonan_aplikasi_belum_disetujui");
    assert!(t[0]["tautan"].as_str().unwrap().ends_with(&m.nomor), "{t:?}");
    assert!(t[0]["temuan"].as_str().unwrap().ends_with("diajukan."), "{t:?}");
    let kepala = u.sebagai(Peran::Kepala, KOMINFO);
    let app = json!({ "nama": "Antrean", "opd": DINKES, "jenis": "khusus" });
    let app = u.buat(&dinkes, "aplikasi", app).await.unwrap();
    for (langkah, isian) in [
        ("tautkan", json!({ "aplikasi": app.id })),
        (
            "catat_pertimbangan",
            json!({ "pertimbangan": "B-12/2026", "pertimbangan_pada": "2026-11-20" }),
        ),
        ("telaah", json!({ "telaah": "Tidak ada yang serupa." })),
        ("disetujui", json!({})),
    ] {
        let m = u.baca(&m).await;
        u.langkah(&kepala, &m, langkah, isian).await.unwrap();
    }
    assert!(
        temuan().await.is_empty(),
        "what was agreed to is not found fault with"
    );
}

async fn the_boards_are_for_officials_of_this_regency(u: &Uji) {
    let koordinator = u.masuk(Peran::Koordinator, KOMINFO).await;
    for jalur in PAPAN {
        // Who is nobody here is asked to log in; who has no part in planning is refused.
        let (status, _) = u.minta(None, jalur).await;
        assert!(status.is_redirection() || status == 401, "{jalur}: {status}");
        let (status, isi) = u.minta(Some(&koordinator), jalur).await;
        assert!(status == 403 || status == 404, "{jalur}: {status} {isi}");
    }
}
