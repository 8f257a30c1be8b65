//! Master plan, roadmap, its activities and reviews: what each regulation asks differs, and stands in its profile.

use kernel::Peran;
use serde_json::json;

use crate::{bekal::*, usulan::peta};

uji! {
    a_master_plan_has_what_the_regulation_lists_before_it_is_submitted,
    an_activity_stays_within_its_years_and_waits_for_others,
    who_carries_it_out_reports_and_leaves_the_plan_alone,
    a_review_names_a_cause_of_this_regulation,
}

async fn a_master_plan_has_what_the_regulation_lists_before_it_is_submitted(u: &Uji) {
    let kominfo = u.sebagai(Peran::Penghubung, KOMINFO);
    let isi = json!({ "judul": "Rencana Induk", "tahun_mulai": 2026, "visi": "Terpadu.", "misi": ["Satu"], "tujuan": ["Satu"], "arah_kebijakan": ["Satu"] });
    // In Jembrana informatics coordinates it, not planning.
    assert_eq!(
        u.buat(&u.sebagai(Peran::Kepala, BAPPEDA), "rencana_induk", isi.clone())
            .await
            .unwrap_err()
            .status(),
        403
    );
    let e = u.buat(&kominfo, "rencana_induk", isi).await.unwrap();
    assert_eq!(e.isi["tahun_akhir"], json!(2030));
    let g = u.langkah(&kominfo, &e, "ajukan", json!({})).await.unwrap_err();
    let medan: Vec<&str> = g.isian().iter().map(|m| m.medan.as_str()).collect();
    // Strategy is Batu Bara's to ask, not Jembrana's.
    assert_eq!(medan, ["sasaran", "evaluasi", "arsitektur", "peta_rencana"]);
    let (p, _) = peta(u).await;
    let tambal = json!({ "sasaran": [{ "sasaran": "Indeks naik" }], "evaluasi": "Terpisah-pisah.", "arsitektur": "Arsitektur 2026", "peta_rencana": p.id });
    let tambal = tambal.as_object().unwrap().clone();
    let e = u
        .perintah(
            &kominfo,
            kernel::Aksi::Ubah {
                id: e.id,
                versi: e.versi,
                tambal,
            },
        )
        .await
        .unwrap();
    let e = u.langkah(&kominfo, &e, "ajukan", json!({})).await.unwrap();
    let isian = |t: &str| json!({ "nomor_penetapan": "Perbup 9/2026", "tanggal_penetapan": t });
    assert_eq!(
        u.langkah(&kominfo, &e, "tetapkan", isian("2026-12-31"))
            .await
            .unwrap_err()
            .status(),
        422
    );
    let e = u
        .langkah(&kominfo, &e, "tetapkan", isian("2026-11-01"))
        .await
        .unwrap();
    assert_eq!((&e.isi["berlaku_sampai"], e.terbit), (&json!("2030-12-31"), true));
    // The public reads what was laid down; a draft is nobody else's.
    let t = u
        .app
        .store
        .entri(&e.daerah, &kernel::Pelaku::Publik, e.id)
        .await
        .unwrap();
    assert_eq!(t.entri.isi["visi"], json!("Terpadu."));
}

async fn an_activity_stays_within_its_years_and_waits_for_others(u: &Uji) {
    let (p, k) = peta(u).await;
    let kominfo = u.sebagai(Peran::Penghubung, KOMINFO);
    let isi = |lain: serde_json::Value| {
        let mut isi = json!({ "peta": p.id, "muatan": "aplikasi", "jenis": "kegiatan", "nama": "x", "opd": DINKES, "mulai": 2026, "akhir": 2027 });
        isi.as_object_mut()
            .unwrap()
            .extend(lain.as_object().unwrap().clone());
        isi
    };
    for (lain, medan) in [
        (json!({ "akhir": 2025 }), "akhir"),
        (json!({ "akhir": 2050 }), "akhir"),
        (
            json!({ "tonggak": [{ "nama": "x", "tanggal": "2028-01-01" }] }),
            "tonggak.0.tanggal",
        ),
        (
            json!({ "target": [{ "tahun": 2026, "target": "x" }, { "tahun": 2026, "target": "y" }] }),
            "target.1.tahun",
        ),
        (
            json!({ "target": [{ "tahun": 2030, "target": "x" }] }),
            "target.0.tahun",
        ),
        (json!({ "muatan": "lain" }), "muatan"),
        (json!({ "peta": k.id }), "peta"),
    ] {
        let g = u.buat(&kominfo, "kegiatan_peta", isi(lain)).await.unwrap_err();
        assert!(g.isian().iter().any(|m| m.medan == medan), "{medan} in {g}");
    }
    // It waits for one that waits for it: allowed to write, told on the board.
    let a = u
        .buat(
            &kominfo,
            "kegiatan_peta",
            isi(json!({ "nama": "Kedua", "prasyarat": [{ "kegiatan": k.id }] })),
        )
        .await
        .unwrap();
    let tambal = json!({ "prasyarat": [{ "kegiatan": a.id }] })
        .as_object()
        .unwrap()
        .clone();
    let versi = u.baca(&k).await.versi;
    u.perintah(
        &kominfo,
        kernel::Aksi::Ubah {
            id: k.id,
            versi,
            tambal,
        },
    )
    .await
    .unwrap();
    let o = u.masuk(Peran::Penghubung, KOMINFO).await;
    let (_, isi) = u.minta(Some(&o), "/kerja/rencana/peta/data.json").await;
    let j: serde_json::Value = serde_json::from_str(&isi).unwrap();
    let janggal: Vec<&str> = j["kegiatan"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|k| k["janggal"].as_array().unwrap())
        .filter_map(|v| v.as_str())
        .collect();
    assert_eq!(
        janggal
            .iter()
            .filter(|s| s.contains("Menunggu dirinya sendiri"))
            .count(),
        2,
        "{janggal:?}"
    );
    // Itself it may not wait for.
    let tambal = json!({ "prasyarat": [{ "kegiatan": a.id }] })
        .as_object()
        .unwrap()
        .clone();
    let a = u
        .perintah(
            &kominfo,
            kernel::Aksi::Ubah {
                id: a.id,
                versi: a.versi,
                tambal,
            },
        )
        .await
        .unwrap();
    assert_eq!(
        u.langkah(&kominfo, &a, "tugaskan", json!({}))
            .await
            .unwrap_err()
            .status(),
        409
    );
}

async fn who_carries_it_out_reports_and_leaves_the_plan_alone(u: &Uji) {
    let (_, k) = peta(u).await;
    let kominfo = u.sebagai(Peran::Penghubung, KOMINFO);
    let ubah = async |siapa: &kernel::Pelaku, nama: &str| {
        let aksi = kernel::Aksi::Ubah {
            id: k.id,
            versi: u.baca(&k).await.versi,
            tambal: json!({ "nama": nama }).as_object().unwrap().clone(),
        };
        u.perintah(siapa, aksi).await.map_err(|g| g.status())
    };
    for peran in [Peran::Penghubung, Peran::Petugas, Peran::Kepala] {
        let pelaksana = u.sebagai(peran, DINKES);
        assert_eq!(ubah(&pelaksana, "Lain").await.unwrap_err(), 403);
    }
    assert_eq!(
        ubah(&u.sebagai(Peran::Kepala, BAPPEDA), "Lain")
            .await
            .unwrap_err(),
        403
    );
    ubah(&kominfo, "Antrean puskesmas se-kabupaten").await.unwrap();
    // Its progress is its own, up to the end; and what has ended it does not open again.
    let dinkes = u.sebagai(Peran::Penghubung, DINKES);
    let lapor = json!({ "capaian": 40, "catatan": "Tahap pertama." });
    let e = u
        .langkah(&dinkes, &u.baca(&k).await, "lapor", lapor)
        .await
        .unwrap();
    assert_eq!((&e.isi["capaian"], e.pemegang.as_str()), (&json!(40), DINKES));
    let e = u
        .langkah(&dinkes, &e, "selesaikan", json!({ "catatan": "Jadi." }))
        .await
        .unwrap();
    for peran in [Peran::Penghubung, Peran::Kepala] {
        let g = u
            .langkah(&u.sebagai(peran, DINKES), &e, "buka_kembali", json!({}))
            .await;
        assert_eq!(g.unwrap_err().status(), 403);
    }
    assert_eq!(
        ubah(&kominfo, "Lain").await.unwrap_err(),
        409,
        "what has ended stays"
    );
    let e = u.langkah(&kominfo, &e, "buka_kembali", json!({})).await.unwrap();
    assert_eq!((e.keadaan.as_str(), e.pemegang.as_str()), ("disusun", KOMINFO));
}

async fn a_review_names_a_cause_of_this_regulation(u: &Uji) {
    let (p, _) = peta(u).await;
    let kominfo = u.sebagai(Peran::Penghubung, KOMINFO);
    let isi = |sebab: serde_json::Value, waktu: &str| json!({ "objek": "peta_rencana", "waktu": waktu, "tahun": 2026, "opd": KOMINFO, "peta_rencana": p.id, "sebab": sebab, "rencana_selesai": "2026-12-01" });
    // Jembrana names three causes for its roadmap; the national roadmap is none of them.
    let g = u
        .buat(
            &kominfo,
            "tinjauan",
            isi(json!(["peta_nasional"]), "sewaktu_waktu"),
        )
        .await
        .unwrap_err();
    assert!(
        g.to_string()
            .contains("Arsitektur SPBE daerah berubah, RPJMD berubah, Hasil pemantauan dan evaluasi"),
        "{g}"
    );
    let g = u
        .buat(&kominfo, "tinjauan", isi(json!([]), "sewaktu_waktu"))
        .await
        .unwrap_err();
    assert!(g.isian().iter().any(|m| m.medan == "sebab"), "{g}");
    let mut tanpa = isi(json!(["rpjmd"]), "sewaktu_waktu");
    tanpa["objek"] = json!("arsitektur");
    assert!(
        u.buat(&kominfo, "tinjauan", tanpa)
            .await
            .unwrap_err()
            .isian()
            .iter()
            .any(|m| m.medan == "peta_rencana")
    );
    let e = u
        .buat(&kominfo, "tinjauan", isi(json!(["rpjmd"]), "sewaktu_waktu"))
        .await
        .unwrap();
    let hasil =
        |t: &str| json!({ "hasil": "Dua kegiatan digeser.", "perlu_diubah": true, "selesai_pada": t });
    assert_eq!(
        u.langkah(&kominfo, &e, "selesaikan", hasil("2026-11-30"))
            .await
            .unwrap_err()
            .status(),
        422
    );
    let e = u
        .langkah(&kominfo, &e, "selesaikan", hasil("2026-11-20"))
        .await
        .unwrap();
    assert_eq!(
        u.langkah(
            &kominfo,
            &e,
            "sampaikan",
            json!({ "disampaikan_pada": "2026-11-19" })
        )
        .await
        .unwrap_err()
        .status(),
        422
    );
    let e = u
        .langkah(
            &kominfo,
            &e,
            "sampaikan",
            json!({ "disampaikan_pada": "2026-11-21" }),
        )
        .await
        .unwrap();
    assert_eq!((e.keadaan.as_str(), e.terbuka), ("disampaikan", false));
}
