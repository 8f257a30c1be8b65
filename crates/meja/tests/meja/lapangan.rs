//! The field list: what my unit holds and where, with what may be done there.

use kernel::Peran;
use serde_json::json;

use crate::bekal::{HUB, PU, Uji};

async fn the_list_holds_what_my_office_has_to_look_at(u: &Uji) {
    let e = u
        .diteruskan(
            json!({ "desa": "51.01.01.1013", "lat": -8.36, "lon": 114.62, "alamat": "Depan pasar" }),
            HUB,
        )
        .await;
    let tanpa = u.diteruskan(json!({ "judul": "Entah di mana" }), HUB).await;
    let lain = u.diteruskan(json!({ "desa": "51.01.01.1013" }), PU).await;
    let orang = u.masuk(Peran::Penghubung, HUB).await;
    let (s, isi) = u.minta(Some(&orang), "/kerja/lapangan").await;
    assert!(s == 200 && isi.contains("1 laporan di lapangan"), "{isi}");
    assert!(
        isi.contains(&e.nomor) && isi.contains("Depan pasar") && isi.contains("geo:-8.36,114.62"),
        "{isi}"
    );
    assert!(!isi.contains(&tanpa.nomor) && !isi.contains(&lain.nomor), "{isi}");
    assert!(isi.contains("1 laporan lain tidak menyebut tempat"), "{isi}");
    assert!(isi.contains(&format!("{}/langkah/periksa", e.nomor)), "{isi}");
    // What was found is a note with pictures for officials; the complaint stays where it stands.
    let p = u.sebagai(Peran::Penghubung, HUB);
    let isian = json!({ "temuan": "Kabel putus di tiang 4." });
    let e = u.langkah(&p, &e, "periksa", isian.clone()).await.unwrap();
    assert_eq!(e.keadaan, "diteruskan");
    let (_, isi) = u.minta(None, &format!("/pengaduan/{}", e.nomor)).await;
    assert!(!isi.contains("tiang 4"), "{isi}");
    let pu = u.sebagai(Peran::Penghubung, PU);
    assert!(u.langkah(&pu, &e, "periksa", isian).await.is_err());
    // A head reads along, an auditor has nothing to look at, the public logs in.
    let auditor = u.masuk(Peran::Auditor, HUB).await;
    let (s, isi) = u.minta(Some(&auditor), "/kerja/lapangan").await;
    assert!(s == 200 && isi.contains("0 laporan di lapangan"), "{isi}");
    assert_eq!(u.minta(None, "/kerja/lapangan").await.0, 401);
}

/// How many readings of an entry are kept.
async fn dibaca(u: &Uji, e: &kernel::Entri) -> usize {
    let auditor = u.sebagai(Peran::Auditor, HUB);
    let t = u.app.store.entri(&e.daerah, &auditor, e.id).await.unwrap();
    let semua = u.app.store.pembacaan(&t, &auditor).await.unwrap();
    semua.unwrap().len()
}

async fn where_a_secret_one_is_stands_on_its_page_which_is_recorded(u: &Uji) {
    let isi = json!({
        "desa": "51.01.01.1013", "lat": -8.37, "lon": 114.63, "alamat": "Belakang balai banjar", "rahasia": true,
    });
    let e = u.diteruskan(isi, HUB).await;
    let orang = u.masuk(Peran::Penghubung, HUB).await;
    let (s, isi) = u.minta(Some(&orang), "/kerja/lapangan").await;
    assert!(s == 200 && isi.contains("1 laporan di lapangan"), "{isi}");
    assert!(isi.contains(&e.nomor) && isi.contains("Lihat tempatnya"), "{isi}");
    for teks in ["balai banjar", "geo:", "data-lat", "-8.37", "114.63"] {
        assert!(!isi.contains(teks), "{teks} in {isi}");
    }
    assert_eq!(dibaca(u, &e).await, 0, "nothing of it was shown");
    let (s, isi) = u
        .minta(Some(&orang), &format!("/kerja/pengaduan/entri/{}", e.nomor))
        .await;
    assert!(s == 200 && isi.contains("Belakang balai banjar"), "{isi}");
    assert_eq!(dibaca(u, &e).await, 1);
}

uji!(
    the_list_holds_what_my_office_has_to_look_at,
    where_a_secret_one_is_stands_on_its_page_which_is_recorded,
);
