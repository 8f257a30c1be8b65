//! The board, and the permissions for others.

use bekal::{Uji, di, uji};
use kernel::{Pelaku, Peran};
use serde_json::{Value, json};

use crate::{DINKES, KOMINFO, aplikasi, dinkes, situs};

uji! {
    without_anything_the_board_says_so,
    the_board_says_what_each_application_lacks,
    the_board_is_for_officials,
    use_elsewhere_is_permitted_by_who_informs,
}

const PAPAN: [&str; 2] = ["/kerja/pengembangan", "/kerja/pengembangan/komponen"];

async fn without_anything_the_board_says_so(u: &Uji) {
    let o = u.masuk(Peran::Penghubung, KOMINFO).await;
    for jalur in PAPAN {
        let (status, isi) = u.minta(Some(&o), jalur).await;
        assert!(status == 200 && isi.contains("<h1>"), "{jalur}: {status}");
    }
    let (_, isi) = u.minta(Some(&o), PAPAN[0]).await;
    assert!(isi.contains("Tidak ada aplikasi yang cocok."));
    for tanya in [
        "?mulai=99999999999999999999",
        "?mulai=-1",
        "?mulai=x",
        "?opd=%00",
        "?kurang=apa",
    ] {
        let (status, isi) = u.minta(Some(&o), &format!("{}{tanya}", PAPAN[0])).await;
        assert!(status == 200, "{tanya}: {status} {isi}");
    }
}

async fn the_board_says_what_each_application_lacks(u: &Uji) {
    let p = dinkes(u);
    let jalan = aplikasi(u, "Beroperasi", json!({})).await;
    u.langkah(&p, &jalan, "operasikan", json!({})).await.unwrap();
    let bangun = aplikasi(u, "Dibangun", json!({})).await;
    u.langkah(&p, &bangun, "bangun", json!({})).await.unwrap();
    aplikasi(u, "Direncanakan", json!({})).await;
    let umum = aplikasi(u, "Umum", json!({ "jenis": "umum" })).await;
    u.langkah(&p, &umum, "operasikan", json!({})).await.unwrap();
    let o = u.masuk(Peran::Penghubung, KOMINFO).await;
    let ambil = async |tanya: &str| -> Vec<(String, Value)> {
        let (_, isi) = u
            .minta(Some(&o), &format!("/kerja/pengembangan/data.json{tanya}"))
            .await;
        let j: Value = serde_json::from_str(&isi).unwrap();
        let semua = j["aplikasi"].as_array().unwrap().clone();
        semua
            .iter()
            .map(|a| (a["nama"].as_str().unwrap().to_owned(), a["kurang"].clone()))
            .collect()
    };
    let harap = [
        ("Beroperasi".to_owned(), json!(["uji", "penyerahan"])),
        ("Dibangun".to_owned(), json!(["persetujuan"])),
        ("Direncanakan".to_owned(), json!([])),
        ("Umum".to_owned(), json!([])),
    ];
    assert_eq!(ambil("").await, harap);
    assert_eq!(ambil("?kurang=uji").await.len(), 1);
    assert_eq!(ambil(&format!("?opd={DINKES}")).await.len(), 4);
    assert_eq!(ambil("?opd=bappeda").await.len(), 0);
    // A request counts before it names an application.
    let isi = json!({
        "opd": DINKES, "nama": "Baru", "cara": "sendiri", "jenis": "khusus", "fungsi": "baru", "kebutuhan": "Perlu.",
        "sumber": "terbuka", "sejenis": "bukan",
    });
    let e = u.buat(&p, "permohonan_aplikasi", isi).await.unwrap();
    u.langkah(&p, &e, "ajukan", json!({})).await.unwrap();
    let (_, isi) = u.minta(Some(&o), "/kerja/pengembangan/data.json").await;
    let j: Value = serde_json::from_str(&isi).unwrap();
    assert_eq!(j["papan"]["blok"][0]["butir"][0]["nilai"], 1, "{isi}");
    let (_, isi) = u.minta(Some(&o), "/kerja/pengembangan").await;
    assert!(isi.contains("2 dari 4 aplikasi masih kurang sesuatu"), "{isi}");
}

async fn the_board_is_for_officials(u: &Uji) {
    for jalur in PAPAN {
        for akhir in ["", "/data.json"] {
            assert_eq!(
                u.minta(None, &format!("{jalur}{akhir}")).await.0,
                401,
                "{jalur}{akhir}"
            );
        }
    }
    let koordinator = u.masuk(Peran::Koordinator, KOMINFO).await;
    assert_eq!(u.minta(Some(&koordinator), PAPAN[0]).await.0, 403);
}

async fn use_elsewhere_is_permitted_by_who_informs(u: &Uji) {
    let a = aplikasi(u, "Antrean", json!({})).await;
    let isi = json!({ "aplikasi": a.id, "peminta": "Kabupaten tetangga", "permintaan": "S-1/2026", "tujuan": "Puskesmas perbatasan." });
    assert_eq!(
        u.buat(&dinkes(u), "izin_pakai", isi.clone())
            .await
            .unwrap_err()
            .status(),
        403
    );
    let k = u.sebagai(Peran::Penghubung, KOMINFO);
    let e = u.buat(&k, "izin_pakai", isi).await.unwrap();
    let isian = |sampai: &str| json!({ "persetujuan": "S-2/2026", "berlaku_sejak": "2026-12-01", "berlaku_sampai": sampai });
    di(
        &u.langkah(&k, &e, "izinkan", isian("2026-11-01"))
            .await
            .unwrap_err(),
        "berlaku_sampai",
    );
    assert!(
        u.langkah(&Pelaku::Publik, &e, "izinkan", isian("2028-01-01"))
            .await
            .is_err()
    );
    let e = u.langkah(&k, &e, "izinkan", isian("2028-01-01")).await.unwrap();
    assert_eq!(e.keadaan, "diizinkan");
    u.langkah(&k, &e, "cabut", json!({ "alasan": "Tidak dipakai." }))
        .await
        .unwrap();
}
