//! The map in levels: what each process has and lacks, and several offices as one.

use bekal::{Uji, uji};
use kernel::Peran;
use serde_json::{Value, json};

use crate::{DINKES, KOMINFO, dinkes, ditetapkan, langkah, proses_bisnis, situs, sop};

uji! {
    without_anything_the_map_says_so,
    the_map_has_levels_and_names_what_is_missing,
    the_map_is_for_officials,
}

async fn without_anything_the_map_says_so(u: &Uji) {
    let o = u.masuk(Peran::Penghubung, DINKES).await;
    let (status, isi) = u.minta(Some(&o), "/kerja/proses").await;
    assert!(
        status == 200 && isi.contains("Tidak ada proses bisnis yang cocok."),
        "{status}"
    );
    for tanya in [
        "?mulai=99999999999999999999",
        "?mulai=-1",
        "?opd=%00",
        "?celah=apa",
        "?lintas=x",
    ] {
        assert_eq!(
            u.minta(Some(&o), &format!("/kerja/proses{tanya}")).await.0,
            200,
            "{tanya}"
        );
    }
}

async fn the_map_has_levels_and_names_what_is_missing(u: &Uji) {
    let p = dinkes(u);
    let atas = proses_bisnis(u, &p, DINKES, "Kesehatan", None).await;
    let bawah = proses_bisnis(u, &p, DINKES, "Perizinan klinik", Some(&atas)).await;
    let lain = proses_bisnis(u, &p, DINKES, "Imunisasi", Some(&atas)).await;
    proses_bisnis(u, &p, DINKES, "Ambulans", None).await;
    let e = sop(u, &p, &bawah, DINKES, langkah(None)).await;
    ditetapkan(u, &e).await;
    sop(u, &p, &lain, DINKES, json!([])).await;
    let o = u.masuk(Peran::Penghubung, DINKES).await;
    let ambil = async |tanya: &str| -> Vec<Value> {
        let (_, isi) = u
            .minta(Some(&o), &format!("/kerja/proses/data.json{tanya}"))
            .await;
        let j: Value = serde_json::from_str(&isi).unwrap();
        j["proses"].as_array().unwrap().clone()
    };
    let semua = ambil("").await;
    let ringkas: Vec<(&str, u64, &Value)> = semua
        .iter()
        .map(|x| {
            (
                x["nama"].as_str().unwrap(),
                x["tingkat"].as_u64().unwrap(),
                &x["celah"],
            )
        })
        .collect();
    let harap = [
        ("Ambulans", 1, &json!(["tanpa-sop"])),
        ("Kesehatan", 1, &json!([])),
        ("Imunisasi", 2, &json!(["belum-ditetapkan", "tanpa-langkah"])),
        ("Perizinan klinik", 2, &json!([])),
    ];
    assert_eq!(ringkas, harap);
    assert_eq!(
        semua[3]["opd"],
        json!([DINKES, "dpmptspnaker"]),
        "shown once, with both"
    );
    assert_eq!(semua[3]["bagian_dari"], json!(atas.nomor));
    assert_eq!(semua[3]["sop_ditetapkan"][0]["nomor"], json!(e.nomor));
    assert_eq!(ambil("?lintas=ya").await.len(), 1);
    assert_eq!(
        ambil("?opd=dpmptspnaker").await.len(),
        1,
        "who takes part finds it too"
    );
    assert_eq!(ambil("?celah=tanpa-sop").await.len(), 1);
    // Of a draft of another office nothing is known.
    let o = u.masuk(Peran::Penghubung, KOMINFO).await;
    let (_, isi) = u
        .minta(Some(&o), "/kerja/proses/data.json?celah=tanpa-langkah")
        .await;
    let j: Value = serde_json::from_str(&isi).unwrap();
    assert_eq!(j["proses"], json!([]));
    let (_, isi) = u.minta(Some(&o), "/kerja/proses").await;
    assert!(
        isi.contains("1 dari 4 proses bisnis mempunyai SOP yang ditetapkan"),
        "{isi}"
    );
    assert!(isi.contains("Lintas perangkat daerah"));
}

async fn the_map_is_for_officials(u: &Uji) {
    for jalur in ["/kerja/proses", "/kerja/proses/data.json"] {
        assert_eq!(u.minta(None, jalur).await.0, 401, "{jalur}");
    }
    let koordinator = u.masuk(Peran::Koordinator, KOMINFO).await;
    assert_eq!(u.minta(Some(&koordinator), "/kerja/proses").await.0, 403);
}
