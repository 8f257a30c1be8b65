//! Many entries at once: asked once, told row by row; what cannot be done stops nobody else.

use serde_json::json;

use super::DASAR;
use crate::bekal::Uji;

uji! { asked_once_told_row_by_row, missing_fields_keep_rows_and_words, nothing_ticked, whose_bulk_step_it_is }

const MASSAL: &str = "/serang/kerja/pengaduan/massal";

async fn asked_once_told_row_by_row(u: &Uji) {
    let (a, b) = (u.lapor(json!({})).await, u.diteruskan(json!({})).await);
    let c = u.lapor(json!({})).await;
    u.sebagai("koordinator")
        .await
        .post(
            &format!("pengaduan/{}/langkah/arsipkan", c.id),
            json!({ "alasan": "x" }),
        )
        .await
        .harus(200);
    let mut p = u.pegawai("koordinator").await;
    p.buka(DASAR).await.harus(200).memuat("data-massal");
    let pilih = [
        ("id", a.nomor.as_str()),
        ("id", &b.nomor),
        ("id", &c.nomor),
        ("id", "SRG-2026-999999"),
        ("id", "\0<b>"),
        ("langkah", "teruskan"),
    ];
    let j = p
        .kirim(MASSAL, &pilih)
        .await
        .harus(200)
        .memuat("Teruskan ke perangkat daerah: 5 entri");
    assert_eq!(j.antara("name=\"id\" value=\"", "\"").len(), 5, "{}", j.isi);
    let mut isian = pilih.to_vec();
    isian.extend([("_kirim", "ya"), ("unit", "dlh"), ("kelas", "tidak_berkadar")]);
    let j = p
        .kirim(MASSAL, &isian)
        .await
        .harus(200)
        .memuat("2 dari 5 entri berhasil")
        .tanpa("<b>\"");
    let baris: Vec<String> = j
        .isi
        .split("<tr data-baris=")
        .skip(1)
        .map(str::to_owned)
        .collect();
    assert_eq!(baris.len(), 5);
    for (i, kata) in [
        "Berhasil",
        "Berhasil",
        "Tidak dilakukan",
        "Tidak dilakukan",
        "Tidak dilakukan",
    ]
    .iter()
    .enumerate()
    {
        assert!(baris[i].contains(kata), "{i}: {}", baris[i]);
    }
    for l in [&a, &b] {
        let e = u
            .sebagai("koordinator")
            .await
            .get(&format!("pengaduan/{}", l.id))
            .await
            .json();
        assert_eq!(
            (&e["keadaan"], &e["pemegang"]),
            (&json!("diteruskan"), &json!("dlh"))
        );
    }
    let e = u
        .sebagai("koordinator")
        .await
        .get(&format!("pengaduan/{}", c.id))
        .await
        .json();
    assert_eq!(e["keadaan"], "diarsipkan");
}

async fn missing_fields_keep_rows_and_words(u: &Uji) {
    let a = u.lapor(json!({})).await;
    let mut p = u.pegawai("koordinator").await;
    p.buka(DASAR).await.harus(200);
    let isian = [
        ("id", a.nomor.as_str()),
        ("langkah", "teruskan"),
        ("_kirim", "ya"),
        ("unit", ""),
        ("catatan", "Mohon segera"),
    ];
    let j = p
        .kirim(MASSAL, &isian)
        .await
        .harus(422)
        .memuat("id=\"m-unit-galat\"");
    assert_eq!(
        (j.nilai("catatan"), j.nilai("id")),
        ("Mohon segera".into(), a.nomor.clone())
    );
    let e = u
        .sebagai("koordinator")
        .await
        .get(&format!("pengaduan/{}", a.id))
        .await
        .json();
    assert_eq!(e["versi"], 1);
}

async fn nothing_ticked(u: &Uji) {
    let mut p = u.pegawai("koordinator").await;
    p.buka(DASAR).await.harus(200);
    p.kirim(MASSAL, &[("langkah", "teruskan")])
        .await
        .harus(200)
        .memuat("Belum ada entri yang dipilih");
    p.kirim(MASSAL, &[("langkah", "teruskan"), ("_kirim", "ya")])
        .await
        .harus(200)
        .memuat("Belum ada entri");
    for kode in ["", "tanggapi", "tidak-ada", "\0"] {
        p.kirim(MASSAL, &[("langkah", kode), ("id", "SRG-2026-000001")])
            .await
            .harus(404);
    }
    p.kirim("/serang/kerja/tidak-ada/massal", &[("langkah", "teruskan")])
        .await
        .harus(404);
    let banyak: Vec<(&str, &str)> = (0..1_500)
        .map(|_| ("id", "SRG-2026-999999"))
        .chain([("langkah", "teruskan")])
        .collect();
    p.kirim(MASSAL, &banyak).await.harus(200).memuat("100 entri");
}

async fn whose_bulk_step_it_is(u: &Uji) {
    let a = u.lapor(json!({})).await;
    for siapa in [
        "petugas",
        "penghubung",
        "kepala",
        "auditor",
        "pimpinan",
        "administrator",
    ] {
        let mut p = u.pegawai(siapa).await;
        p.buka(DASAR).await.harus(200).tanpa("data-massal");
        p.buka("/serang/kerja").await.harus(200);
        let isian = [
            ("id", a.nomor.as_str()),
            ("langkah", "teruskan"),
            ("_kirim", "ya"),
            ("unit", "dlh"),
            ("kelas", "aspirasi"),
        ];
        p.kirim(MASSAL, &isian).await.harus(403);
    }
    // The numbers of one regency are nothing in another.
    let mut lain = u.pegawai_di("jembrana", "koordinator").await;
    let isian = [
        ("id", a.nomor.as_str()),
        ("langkah", "teruskan"),
        ("_kirim", "ya"),
        ("unit", "dlhp"),
        ("kelas", "aspirasi"),
    ];
    let j = lain.kirim("/jembrana/kerja/pengaduan/massal", &isian).await;
    assert!(j.status == 422 || j.isi.contains("0 dari 1"), "{}", j.isi);
    let e = u
        .sebagai("koordinator")
        .await
        .get(&format!("pengaduan/{}", a.id))
        .await
        .json();
    assert_eq!(e["versi"], 1);
}
