//! Levels of secrecy in the architecture: who does not reach an entry finds it nowhere, and what hangs on it is found
//! all the same.

use kernel::{Entri, Galat, Pelaku, Peran};
use serde_json::{Value, json};

use crate::bekal::{KOMINFO, Orang, PU, Uji, di, situs, uji};

uji!(
    what_is_secret_is_nowhere_for_another_office,
    impact_counts_what_it_does_not_name,
    the_owner_raises_and_only_the_head_or_diskominfo_lowers,
    who_reads_a_secret_sheet_or_copy_is_known,
    the_past_of_what_is_closed_is_closed,
    the_page_of_rights_tells_the_levels,
    a_test_that_is_secret_takes_its_files_along,
);

const NAMA: &str = "Server sandi negara";

async fn server(u: &Uji, tingkat: &str) -> Entri {
    let isi = json!({ "nama": NAMA, "opd": PU, "jenis": "server", "lokasi": "Ruang bawah tanah", "tingkat_akses": tingkat });
    let p = u.sebagai(Peran::Kepala, PU);
    let huba = u.sebagai(Peran::Penghubung, PU);
    match tingkat {
        "sangat_rahasia" => {
            let mut isi = isi;
            isi["tingkat_akses"] = "rahasia".into();
            let e = u.buat(&huba, "infrastruktur", isi).await.unwrap();
            tetapkan(u, &p, &e, tingkat).await.unwrap()
        }
        _ => u.buat(&huba, "infrastruktur", isi).await.unwrap(),
    }
}

async fn tetapkan(u: &Uji, p: &Pelaku, e: &Entri, tingkat: &str) -> Result<Entri, Galat> {
    let isian = json!({ "tingkat_akses": tingkat, "alasan": "Menurut penilaian risiko." });
    u.langkah(p, e, "tetapkan_tingkat", isian).await
}

async fn aplikasi(u: &Uji, server: &Entri) -> Entri {
    let isi = json!({ "nama": "Surat sandi", "opd": PU, "jenis": "khusus", "infrastruktur": [{ "ke": server.id }] });
    let p = u.sebagai(Peran::Administrator, KOMINFO);
    let e = u.buat(&p, "aplikasi", isi).await.unwrap();
    u.langkah(&p, &e, "operasikan", json!({})).await.unwrap()
}

/// Where the content of an entry could show.
fn muka(e: &Entri) -> Vec<String> {
    let n = &e.nomor;
    vec![
        format!("/kerja/infrastruktur/entri/{n}"),
        format!("/kerja/infrastruktur/entri/{n}/ubah"),
        format!("/kerja/infrastruktur/entri/{n}/langkah/konfirmasi"),
        format!("/api/v1/infrastruktur/{n}"),
        format!("/api/v1/infrastruktur/{n}/riwayat"),
        format!("/api/v1/infrastruktur/{n}/tautan"),
        format!("/api/v1/infrastruktur/{n}/langkah"),
        format!("/kerja/arsitektur/entri/infrastruktur/{n}"),
        format!("/kerja/arsitektur/entri/infrastruktur/{n}/data.json"),
    ]
}

/// Where it could show among others.
const KUMPULAN: [&str; 13] = [
    "/kerja/infrastruktur",
    "/kerja/infrastruktur?q=sandi",
    "/kerja/infrastruktur?tingkat_akses=rahasia",
    "/api/v1/infrastruktur",
    "/api/v1/infrastruktur?format=csv",
    "/kerja/arsitektur?register=infrastruktur",
    "/kerja/arsitektur/data.json?register=infrastruktur",
    "/kerja/arsitektur/celah",
    "/kerja/arsitektur/celah/data.json",
    "/kerja/arsitektur/beda/data.json?dari=2026-01-01",
    "/kerja/arsitektur/graf.json",
    "/kerja/arsitektur/archimate.xml",
    "/kerja/arsitektur/referensi",
];

async fn terlihat(u: &Uji, o: &Orang, jalur: &str) -> bool {
    let (_, isi) = u.minta(Some(o), jalur).await;
    isi.contains(NAMA) || isi.contains("bawah tanah")
}

async fn what_is_secret_is_nowhere_for_another_office(u: &Uji) {
    let e = server(u, "rahasia").await;
    let luar = u.masuk(Peran::Penghubung, KOMINFO).await;
    let ketua_luar = u.masuk(Peran::Kepala, KOMINFO).await;
    for o in [&luar, &ketua_luar] {
        for jalur in muka(&e) {
            let (s, isi) = u.minta(Some(o), &jalur).await;
            assert_eq!(s.as_u16(), 404, "{jalur}: {isi}");
            assert!(!isi.contains(NAMA), "{jalur}");
        }
        for jalur in KUMPULAN {
            assert!(!terlihat(u, o, jalur).await, "{jalur}");
        }
        // Nor does its number help on a board that asks for one.
        let jalur = format!(
            "/kerja/arsitektur/dampak?register=infrastruktur&nomor={}",
            e.nomor
        );
        let (s, isi) = u.minta(Some(o), &jalur).await;
        assert!(s.as_u16() == 422 && !isi.contains(NAMA), "{s} {isi}");
    }
    // Those who answer for it find it everywhere.
    for (peran, unit) in [
        (Peran::Penghubung, PU),
        (Peran::Kepala, PU),
        (Peran::Administrator, KOMINFO),
        (Peran::Auditor, KOMINFO),
        (Peran::Pimpinan, KOMINFO),
    ] {
        let o = u.masuk(peran, unit).await;
        for jalur in [
            muka(&e)[0].as_str(),
            muka(&e)[3].as_str(),
            "/kerja/infrastruktur",
            "/kerja/arsitektur/archimate.xml",
            "/kerja/arsitektur/graf.json",
        ] {
            assert!(terlihat(u, &o, jalur).await, "{peran:?} {jalur}");
        }
    }
}

async fn impact_counts_what_it_does_not_name(u: &Uji) {
    let s = server(u, "rahasia").await;
    let kepala = u.sebagai(Peran::Kepala, PU);
    u.langkah(&kepala, &s, "operasikan", json!({})).await.unwrap();
    let isi = json!({ "nama": "Ruang server", "opd": KOMINFO, "jenis": "pusat_data" });
    let admin = u.sebagai(Peran::Administrator, KOMINFO);
    let ruang = u.buat(&admin, "infrastruktur", isi).await.unwrap();
    let ruang = u.langkah(&admin, &ruang, "operasikan", json!({})).await.unwrap();
    u.ubah(&admin, &u.baca(&s).await, json!({ "induk": ruang.id }))
        .await
        .unwrap();
    aplikasi(u, &s).await;
    let jalur = format!(
        "/kerja/arsitektur/dampak/data.json?register=infrastruktur&nomor={}",
        ruang.nomor
    );
    let luar = u.masuk(Peran::Penghubung, KOMINFO).await;
    let (_, isi) = u.minta(Some(&luar), &jalur).await;
    assert!(isi.contains("Entri tertutup") && !isi.contains(NAMA), "{isi}");
    // Each register counts for itself, so the number alone may be another's.
    let lembar = format!("infrastruktur/{}", s.nomor);
    assert!(
        !isi.contains(&lembar) && !isi.contains(&s.id.0.to_string()),
        "{isi}"
    );
    assert!(
        isi.contains("Surat sandi"),
        "what hangs on it stops with it: {isi}"
    );
    let j: Value = serde_json::from_str(&isi).unwrap();
    assert_eq!(j["tertutup"], 1);
    // The application itself says that it stands on something.
    let (_, isi) = u.minta(Some(&luar), "/kerja/arsitektur/celah/data.json").await;
    assert!(!isi.contains(NAMA) && !isi.contains("Entri tertutup"), "{isi}");
    let (_, isi) = u.minta(Some(&luar), "/kerja/arsitektur/graf.json").await;
    assert!(!isi.contains(&s.id.0.to_string()), "{isi}");
    let (_, isi) = u.minta(Some(&luar), "/kerja/arsitektur/archimate.xml").await;
    assert!(
        isi.contains("<documentation") && !isi.contains(&s.id.0.to_string()),
        "{isi}"
    );
    let dalam = u.masuk(Peran::Penghubung, PU).await;
    let (_, isi) = u.minta(Some(&dalam), &jalur).await;
    assert!(isi.contains(NAMA) && !isi.contains("Entri tertutup"), "{isi}");
}

async fn the_owner_raises_and_only_the_head_or_diskominfo_lowers(u: &Uji) {
    let (huba, ketua) = (u.sebagai(Peran::Penghubung, PU), u.sebagai(Peran::Kepala, PU));
    let admin = u.sebagai(Peran::Administrator, KOMINFO);
    let e = server(u, "biasa").await;
    let e = tetapkan(u, &huba, &e, "rahasia").await.unwrap();
    let g = tetapkan(u, &huba, &e, "sangat_rahasia").await.unwrap_err();
    di(&g, "tingkat_akses");
    let g = tetapkan(u, &huba, &e, "terbatas").await.unwrap_err();
    assert_eq!(g.status(), 403, "{g}");
    let g = u
        .ubah(&huba, &e, json!({ "tingkat_akses": "biasa" }))
        .await
        .unwrap_err();
    di(&g, "tingkat_akses");
    let tanpa = u
        .langkah(
            &ketua,
            &e,
            "tetapkan_tingkat",
            json!({ "tingkat_akses": "terbatas" }),
        )
        .await
        .unwrap_err();
    di(&tanpa, "alasan");
    let e = tetapkan(u, &ketua, &e, "terbatas").await.unwrap();
    // The head of another office now reads it, its liaison does not; and neither does anything to it.
    let (luar, ketua_luar) = (
        u.masuk(Peran::Penghubung, KOMINFO).await,
        u.masuk(Peran::Kepala, KOMINFO).await,
    );
    let jalur = format!("/kerja/infrastruktur/entri/{}", e.nomor);
    assert_eq!(u.minta(Some(&luar), &jalur).await.0.as_u16(), 404);
    assert_eq!(u.minta(Some(&ketua_luar), &jalur).await.0.as_u16(), 200);
    let g = tetapkan(u, &u.sebagai(Peran::Kepala, KOMINFO), &e, "biasa")
        .await
        .unwrap_err();
    assert_eq!(g.status(), 403, "{g}");
    let e = tetapkan(u, &admin, &e, "biasa").await.unwrap();
    assert_eq!(u.minta(Some(&luar), &jalur).await.0.as_u16(), 200);
    // What only the head and the leaders read, Diskominfo does not lower: it is not there for them.
    let e = tetapkan(u, &ketua, &e, "sangat_rahasia").await.unwrap();
    for siapa in [&admin, &huba] {
        let g = tetapkan(u, siapa, &e, "biasa").await.unwrap_err();
        assert!(matches!(g, Galat::TidakDitemukan), "{g}");
    }
    tetapkan(u, &ketua, &e, "rahasia").await.unwrap();
}

/// Readings of an entry, as the head of its owner is told.
async fn pembacaan(u: &Uji, e: &Entri) -> usize {
    let ketua = u.sebagai(Peran::Kepala, PU);
    let store = &u.app.store;
    let t = store.entri(&e.daerah, &ketua, e.id).await.unwrap();
    store
        .pembacaan(&t, &ketua)
        .await
        .unwrap()
        .unwrap_or_default()
        .len()
}

async fn who_reads_a_secret_sheet_or_copy_is_known(u: &Uji) {
    let e = server(u, "rahasia").await;
    let o = u.masuk(Peran::Auditor, KOMINFO).await;
    assert_eq!(pembacaan(u, &e).await, 0);
    let lembar = format!("/kerja/arsitektur/entri/infrastruktur/{}", e.nomor);
    for (jalur, harap) in [
        // Titles in lists do not count; content does, once for each way.
        ("/kerja/arsitektur?register=infrastruktur", 0),
        (lembar.as_str(), 1),
        (lembar.as_str(), 1),
        ("/kerja/arsitektur/graf.json", 2),
        ("/kerja/arsitektur/archimate.xml", 2),
    ] {
        assert!(terlihat(u, &o, jalur).await, "{jalur}");
        assert_eq!(pembacaan(u, &e).await, harap, "{jalur}");
    }
    // Who does not see it leaves no reading.
    let luar = u.masuk(Peran::Penghubung, KOMINFO).await;
    u.minta(Some(&luar), "/kerja/arsitektur/graf.json").await;
    u.minta(Some(&luar), &lembar).await;
    assert_eq!(pembacaan(u, &e).await, 2);
}

async fn the_past_of_what_is_closed_is_closed(u: &Uji) {
    let e = server(u, "biasa").await;
    u.jam.setel("2026-12-02T01:00:00Z".parse().unwrap());
    let luar = u.masuk(Peran::Penghubung, KOMINFO).await;
    let jalur = [
        format!(
            "/kerja/arsitektur/entri/infrastruktur/{}?pada=2026-11-24",
            e.nomor
        ),
        "/kerja/arsitektur/graf.json?pada=2026-11-24".to_owned(),
        "/kerja/arsitektur/beda/data.json?dari=2026-11-01&pada=2026-11-24".to_owned(),
    ];
    for j in &jalur {
        assert!(terlihat(u, &luar, j).await, "{j}");
    }
    tetapkan(u, &u.sebagai(Peran::Penghubung, PU), &e, "rahasia")
        .await
        .unwrap();
    for j in &jalur {
        assert!(!terlihat(u, &luar, j).await, "{j}");
    }
}

async fn the_page_of_rights_tells_the_levels(u: &Uji) {
    let e = server(u, "sangat_rahasia").await;
    let luar = u.masuk(Peran::Penghubung, KOMINFO).await;
    let (_, isi) = u
        .minta(Some(&luar), "/kerja/wewenang?register=infrastruktur")
        .await;
    for kata in [
        "Tingkat kerahasiaan",
        "sampai tingkat rahasia",
        "sampai tingkat sangat rahasia",
        "setiap pembacaan tercatat",
        "dijawab seperti entri yang tidak ada",
    ] {
        assert!(isi.contains(kata), "{kata}: {isi}");
    }
    assert!(!isi.contains(&e.nomor) && !isi.contains(NAMA));
    let (_, isi) = u.minta(Some(&luar), "/kerja/wewenang?register=aplikasi").await;
    assert!(!isi.contains("sampai tingkat"), "{isi}");
}

async fn a_test_that_is_secret_takes_its_files_along(u: &Uji) {
    let huba = u.sebagai(Peran::Penghubung, PU);
    let kepala = u.sebagai(Peran::Kepala, PU);
    let app = json!({ "nama": "Surat", "opd": PU, "jenis": "khusus" });
    let app = u.buat(&huba, "aplikasi", app).await.unwrap();
    let daerah = &app.daerah;
    let isi = b"%PDF-1.4 celah yang ditemukan";
    let berkas = u
        .app
        .store
        .simpan_berkas(daerah, isi, "application/pdf")
        .await
        .unwrap();
    let isi = json!({
        "aplikasi": app.id, "opd": PU, "nama": "Surat 1.0", "jenis": ["keamanan"], "rencana": "Uji penetrasi.",
        "lingkungan": "Terpisah", "mulai": "2026-12-01", "dokumen": [berkas.id],
    });
    let e = u.buat(&huba, "uji_aplikasi", isi).await.unwrap();
    let (luar, dalam) = (
        u.masuk(Peran::Penghubung, KOMINFO).await,
        u.masuk(Peran::Penghubung, PU).await,
    );
    let jalur = [
        format!("/kerja/uji_aplikasi/entri/{}", e.nomor),
        format!("/api/v1/uji_aplikasi/{}", e.id.0),
        format!("/berkas/{}", berkas.id),
    ];
    let status = async |o: &Orang| {
        let mut semua = Vec::new();
        for j in &jalur {
            semua.push(u.minta(Some(o), j).await.0.as_u16());
        }
        semua
    };
    assert_eq!(status(&luar).await, [200; 3]);
    tetapkan(u, &kepala, &e, "rahasia").await.unwrap();
    assert_eq!(status(&luar).await, [404; 3]);
    assert_eq!(status(&dalam).await, [200; 3]);
    // The application says that there was a test, to who may read that test.
    let tautan = format!("/api/v1/aplikasi/{}/tautan", app.id.0);
    assert!(!u.minta(Some(&luar), &tautan).await.1.contains(&e.nomor));
    assert!(u.minta(Some(&dalam), &tautan).await.1.contains(&e.nomor));
}
