//! Requests: what the regulation of each regency asks before one is granted, and who decides.

use bekal::{Uji, di, uji};
use kernel::{Entri, Galat, Pelaku, Peran};
use serde_json::{Value, json};

use crate::{DINKES, KOMINFO, aplikasi, dengan, dinkes, kominfo, situs};

uji! {
    a_request_is_granted_once_nothing_is_lacking,
    each_regency_asks_what_its_regulation_asks,
    what_stands_in_for_a_common_application_meets_four_conditions,
    closed_source_is_explained_and_the_minister_is_asked,
    who_asks_does_not_decide,
    beside_a_request_stands_what_does_the_same,
}

fn isi(lain: Value) -> Value {
    let dasar = json!({
        "opd": DINKES, "nama": "Antrean puskesmas", "cara": "sendiri", "jenis": "khusus", "fungsi": "antrean pasien",
        "kebutuhan": "Pasien menunggu sejak subuh.", "sumber": "terbuka", "sejenis": "bukan",
    });
    dengan(dasar, lain)
}

async fn diajukan(u: &Uji, lain: Value) -> Entri {
    let e = u
        .buat(&dinkes(u), "permohonan_aplikasi", isi(lain))
        .await
        .unwrap();
    let e = u.langkah(&dinkes(u), &e, "ajukan", json!({})).await.unwrap();
    assert_eq!((e.keadaan.as_str(), e.pemegang.as_str()), ("diajukan", KOMINFO));
    u.langkah(&kominfo(u), &e, "telaah", json!({ "telaah": "Sudah dilihat." }))
        .await
        .unwrap()
}

async fn setujui(u: &Uji, p: &Pelaku, e: &Entri) -> Result<Entri, Galat> {
    u.langkah(p, e, "disetujui", json!({})).await
}

/// What the refusal of a grant names.
async fn kurang(u: &Uji, e: &Entri) -> String {
    let g = setujui(u, &kominfo(u), e).await.unwrap_err();
    assert!(matches!(g, Galat::Bentrok(_)), "{g}");
    g.to_string()
}

fn surat() -> Value {
    json!({ "pertimbangan": "B-12/2026: dapat dilanjutkan", "pertimbangan_pada": "2026-11-20" })
}

async fn a_request_is_granted_once_nothing_is_lacking(u: &Uji) {
    let a = aplikasi(u, "Antrean puskesmas", json!({})).await;
    let e = diajukan(u, json!({})).await;
    let pesan = kurang(u, &e).await;
    // Jembrana asks a minister before anything is built (Pasal 24 ayat (3)).
    assert!(
        pesan.contains("Aplikasi di arsitektur, Pertimbangan menteri"),
        "{pesan}"
    );
    u.langkah(&kominfo(u), &e, "tautkan", json!({ "aplikasi": a.id }))
        .await
        .unwrap();
    assert!(!kurang(u, &e).await.contains("arsitektur"));
    let besok = dengan(surat(), json!({ "pertimbangan_pada": "2026-11-24" }));
    di(
        &u.langkah(&kominfo(u), &e, "catat_pertimbangan", besok)
            .await
            .unwrap_err(),
        "pertimbangan_pada",
    );
    u.langkah(&kominfo(u), &e, "catat_pertimbangan", surat())
        .await
        .unwrap();
    let e = setujui(u, &kominfo(u), &e).await.unwrap();
    assert_eq!((e.keadaan.as_str(), e.pemegang.as_str()), ("disetujui", DINKES));
    assert_eq!(e.isi["diputus_pada"], "2026-11-23");
    // The application knows by which request it may be built.
    assert_eq!(u.baca(&a).await.isi["persetujuan"], json!(e.nomor));
    assert_eq!(setujui(u, &kominfo(u), &e).await.unwrap_err().status(), 409);
}

async fn each_regency_asks_what_its_regulation_asks(u: &Uji) {
    // Batu Bara asks no minister; Serang does.
    for (daerah, opd, kominfo, menteri) in [
        ("batubara", "dinkesp2kb", "diskominfo", false),
        ("serang", "dinkes", "diskominfosatik", true),
    ] {
        let (punya, putus) = (
            u.sebagai_di(daerah, Peran::Penghubung, opd),
            u.sebagai_di(daerah, Peran::Kepala, kominfo),
        );
        let a = json!({ "nama": "Antrean", "opd": opd, "jenis": "khusus" });
        let a = u.buat(&punya, "aplikasi", a).await.unwrap();
        let isi = isi(json!({ "opd": opd, "aplikasi": a.id }));
        let e = u.buat(&punya, "permohonan_aplikasi", isi).await.unwrap();
        u.langkah(&punya, &e, "ajukan", json!({})).await.unwrap();
        u.langkah(&putus, &e, "telaah", json!({ "telaah": "Ya." }))
            .await
            .unwrap();
        assert_eq!(setujui(u, &putus, &e).await.is_err(), menteri, "{daerah}");
    }
}

async fn what_stands_in_for_a_common_application_meets_four_conditions(u: &Uji) {
    let a = aplikasi(u, "Perencanaan sendiri", json!({})).await;
    let tanpa = isi(json!({ "sejenis": "sejenis" }));
    di(
        &u.buat(&dinkes(u), "permohonan_aplikasi", tanpa)
            .await
            .unwrap_err(),
        "umum_ditetapkan",
    );
    let sejenis = json!({ "sejenis": "sejenis", "aplikasi": a.id, "umum_ditetapkan": "2020-01-02", "dioperasikan_sejak": "2021-05-01" });
    let e = diajukan(u, sejenis).await;
    u.langkah(&kominfo(u), &e, "catat_pertimbangan", surat())
        .await
        .unwrap();
    let pesan = kurang(u, &e).await;
    for syarat in [
        "Dioperasikan sebelum aplikasi umumnya ditetapkan",
        "Kajian biaya dan manfaat",
        "Penyesuaian dengan proses bisnis dan fungsi aplikasi umum",
    ] {
        assert!(pesan.contains(syarat), "{syarat} not in {pesan}");
    }
    let e = u
        .langkah(&kominfo(u), &e, "kembalikan", json!({ "alasan": "Lengkapi." }))
        .await
        .unwrap();
    assert_eq!((e.keadaan.as_str(), e.pemegang.as_str()), ("draf", DINKES));
    let berkas = u
        .app
        .store
        .simpan_berkas(&e.daerah, b"%PDF-1.7 kajian", "application/pdf")
        .await
        .unwrap();
    let tambal =
        json!({ "dioperasikan_sejak": "2018-05-01", "penyesuaian": "Alurnya sama.", "kajian": [berkas.id] });
    let e = u.ubah(&dinkes(u), &e, tambal).await.unwrap();
    u.langkah(&dinkes(u), &e, "ajukan", json!({})).await.unwrap();
    u.langkah(&kominfo(u), &e, "telaah", json!({ "telaah": "Lengkap." }))
        .await
        .unwrap();
    setujui(u, &kominfo(u), &e).await.unwrap();
    // As long as the common application is not laid down, the office goes on with its own.
    let e = diajukan(u, json!({ "sejenis": "peralihan", "aplikasi": a.id })).await;
    u.langkah(&kominfo(u), &e, "catat_pertimbangan", surat())
        .await
        .unwrap();
    setujui(u, &kominfo(u), &e).await.unwrap();
}

async fn closed_source_is_explained_and_the_minister_is_asked(u: &Uji) {
    for (lain, medan) in [
        (json!({ "sumber": "tertutup" }), "alasan_tertutup"),
        (json!({ "cara": "kembangkan" }), "aplikasi"),
        (json!({ "umum_ditetapkan": "2020-01-01" }), "umum_ditetapkan"),
        (json!({ "sejenis": "mirip" }), "sejenis"),
        (json!({ "kebutuhan": "  " }), "kebutuhan"),
    ] {
        di(
            &u.buat(&dinkes(u), "permohonan_aplikasi", isi(lain))
                .await
                .unwrap_err(),
            medan,
        );
    }
}

async fn who_asks_does_not_decide(u: &Uji) {
    let a = aplikasi(u, "Antrean puskesmas", json!({})).await;
    let e = diajukan(u, json!({ "aplikasi": a.id })).await;
    u.langkah(&kominfo(u), &e, "catat_pertimbangan", surat())
        .await
        .unwrap();
    for p in [
        dinkes(u),
        u.sebagai(Peran::Kepala, DINKES),
        u.sebagai(Peran::Kepala, "bappeda"),
        u.sebagai(Peran::Petugas, KOMINFO),
        u.sebagai(Peran::Auditor, "inspektorat"),
        u.sebagai_di("serang", Peran::Kepala, "diskominfosatik"),
        Pelaku::Publik,
    ] {
        let g = setujui(u, &p, &e).await.unwrap_err();
        assert!(matches!(g.status(), 401 | 403 | 404), "{p:?}: {g}");
    }
    // What is being looked at is not changed under the eyes of who looks.
    assert_eq!(
        u.ubah(&dinkes(u), &u.baca(&e).await, json!({ "nama": "Lain" }))
            .await
            .unwrap_err()
            .status(),
        409
    );
    let e = u
        .langkah(&kominfo(u), &e, "tolak", json!({ "catatan": "Pakai yang ada." }))
        .await
        .unwrap();
    let e = u.langkah(&dinkes(u), &e, "susun_lagi", json!({})).await.unwrap();
    let e = u.langkah(&dinkes(u), &e, "ajukan", json!({})).await.unwrap();
    assert!(e.isi.get("telaah").is_none() && e.isi.get("diputus_pada").is_none());
}

async fn beside_a_request_stands_what_does_the_same(u: &Uji) {
    let lama = aplikasi(u, "Antre cepat", json!({})).await;
    aplikasi(u, "Gaji", json!({ "fungsi": "penggajian" })).await;
    let e = diajukan(u, json!({ "nama": "Pasien tertib" })).await;
    let o = u.masuk(Peran::Penghubung, KOMINFO).await;
    let (status, isi) = u
        .minta(Some(&o), &format!("/kerja/permohonan_aplikasi/entri/{}", e.nomor))
        .await;
    assert_eq!(status, 200, "{isi}");
    assert!(isi.contains("Antre cepat") && isi.contains(&lama.nomor), "{isi}");
    assert!(!isi.contains("Gaji"));
    assert!(isi.contains("Belum dapat disetujui"));
}
