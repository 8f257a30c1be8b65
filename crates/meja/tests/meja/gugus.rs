//! Clusters: by distance, by desa, never across categories.

use kernel::Peran;
use meja::{Anggota, gugus};
use serde_json::json;

use crate::bekal::{HUB, KOMINFO, Uji};

fn di(kategori: &str, desa: &str, titik: Option<(f64, f64)>) -> Anggota {
    Anggota {
        kategori: kategori.into(),
        desa: desa.into(),
        titik,
    }
}

/// So many metres to the north of a point of Jembrana.
fn utara(meter: f64) -> Option<(f64, f64)> {
    Some((-8.36 + meter / 111_320.0, 114.62))
}

#[test]
fn near_ones_hang_together_far_ones_do_not() {
    let rantai = [0.0, 240.0, 480.0, 731.0].map(|m| di("a", "", utara(m)));
    assert_eq!(gugus(&rantai), [vec![0, 1, 2]], "251 metres are too far");
    let lain = [
        di("a", "", utara(0.0)),
        di("b", "", utara(1.0)),
        di("a", "", utara(2.0)),
    ];
    assert!(gugus(&lain).is_empty(), "another category is another matter");
    let desa = [
        di("a", "x", None),
        di("a", "x", utara(5_000.0)),
        di("a", "x", None),
        di("a", "", None),
    ];
    assert_eq!(
        gugus(&desa),
        [vec![0, 1, 2]],
        "one desa is near enough; nowhere is not"
    );
    let semua: Vec<Anggota> = (0..7)
        .map(|i| di("a", if i < 4 { "x" } else { "y" }, None))
        .collect();
    assert_eq!(
        gugus(&semua),
        [vec![0, 1, 2, 3], vec![4, 5, 6]],
        "the largest first"
    );
    assert!(gugus(&[]).is_empty());
}

#[test]
fn two_thousand_on_one_spot_are_quick_and_one() {
    let semua = vec![di("a", "", utara(0.0)); 2_000];
    assert_eq!(gugus(&semua).len(), 1);
    let kutub = [
        di("a", "", Some((90.0, 180.0))),
        di("a", "", Some((-90.0, -180.0))),
    ];
    assert!(gugus(&kutub).is_empty());
}

async fn the_page_offers_them(u: &Uji) {
    let orang = u.masuk(Peran::Koordinator, KOMINFO).await;
    let mut nomor = Vec::new();
    for _ in 0..3 {
        nomor.push(u.diteruskan(json!({ "desa": "51.01.01.1013" }), HUB).await.nomor);
    }
    u.laporan(json!({ "desa": "51.01.01.1013", "kategori": "sampah" }))
        .await;
    let (s, isi) = u.minta(Some(&orang), "/kerja/gugus").await;
    assert!(s == 200 && isi.contains("1 kelompok laporan yang mirip"), "{isi}");
    assert!(
        nomor.iter().all(|n| isi.contains(n)) && isi.contains("Jadikan masalah"),
        "{isi}"
    );
    // An official sees those of the own office, without the button.
    let hub = u.masuk(Peran::Penghubung, HUB).await;
    let (_, isi) = u.minta(Some(&hub), "/kerja/gugus").await;
    assert!(
        isi.contains(&nomor[0]) && !isi.contains(">Jadikan masalah</button>"),
        "{isi}"
    );
    let dlh = u.masuk(Peran::Penghubung, "dlh").await;
    let (_, isi) = u.minta(Some(&dlh), "/kerja/gugus").await;
    assert!(!isi.contains(&nomor[0]), "{isi}");
    let admin = u.masuk(Peran::Administrator, KOMINFO).await;
    assert_eq!(u.minta(Some(&admin), "/kerja/gugus").await.0, 403);
    assert_eq!(u.minta(None, "/kerja/gugus").await.0, 401);
}

uji!(the_page_offers_them);
