//! Who may have a data set: its producer proposes, the walidata sets.

use kernel::{Entri, Galat, Peran};
use serde_json::{Value, json};

use crate::bekal::{KOMINFO, PU, Uji, situs, uji};

uji!(
    the_producer_proposes_and_the_walidata_sets,
    liaison_and_head_of_the_walidata_set_it_too,
    what_was_brought_in_is_a_proposal,
);

async fn data(u: &Uji) -> Entri {
    let isi = json!({ "nama": "Data jalan", "opd": PU, "sifat": "terbuka" });
    let p = u.sebagai(Peran::Penghubung, PU);
    u.buat(&p, "data_informasi", isi).await.unwrap()
}

async fn the_producer_proposes_and_the_walidata_sets(u: &Uji) {
    let e = data(u).await;
    assert_eq!(
        (&e.isi["sifat"], &e.isi["klasifikasi"]),
        (&json!("terbuka"), &json!("belum"))
    );
    let o = u.masuk(Peran::Penghubung, PU).await;
    let celah = async || u.minta(Some(&o), "/kerja/arsitektur/celah?jenis=sifat").await.1;
    let isi = celah().await;
    assert!(
        isi.contains("Sifat data belum ditetapkan walidata") && isi.contains("Data jalan"),
        "{isi}"
    );
    let lembar = format!("/kerja/arsitektur/entri/data_informasi/{}", e.nomor);
    let (_, isi) = u.minta(Some(&o), &lembar).await;
    assert!(isi.contains("Belum ditetapkan walidata"), "{isi}");
    // Nobody of the producing unit, and no administrator of another one.
    let langkah = json!({ "klasifikasi": "terbatas" });
    for (peran, unit) in [
        (Peran::Penghubung, PU),
        (Peran::Kepala, PU),
        (Peran::Administrator, PU),
        (Peran::Penghubung, "dinkes"),
        (Peran::Kepala, "dinkes"),
        (Peran::Auditor, KOMINFO),
    ] {
        let g = u
            .langkah(&u.sebagai(peran, unit), &e, "tetapkan_sifat", langkah.clone())
            .await
            .unwrap_err();
        assert_eq!(g.status(), 403, "{peran:?} {unit}: {g}");
        if peran == Peran::Administrator {
            assert!(g.to_string().contains("ditetapkan walidata daerah ini"), "{g}");
        }
    }
    // Nor by the way of a change: what is set is not a field that people write.
    for peran in [Peran::Penghubung, Peran::Administrator] {
        let unit = if peran == Peran::Penghubung { PU } else { KOMINFO };
        let g = u
            .ubah(&u.sebagai(peran, unit), &e, json!({ "klasifikasi": "terbuka" }))
            .await
            .unwrap_err();
        assert!(matches!(g, Galat::Isian(_)), "{g}");
    }
    let walidata = u.sebagai(Peran::Administrator, KOMINFO);
    let g = u
        .langkah(&walidata, &e, "tetapkan_sifat", json!({ "klasifikasi": "belum" }))
        .await
        .unwrap_err();
    assert!(
        matches!(g, Galat::Isian(_)),
        "what is set cannot be set to nothing: {g}"
    );
    let e = u.langkah(&walidata, &e, "tetapkan_sifat", langkah).await.unwrap();
    assert_eq!(
        (&e.isi["klasifikasi"], &e.isi["klasifikasi_pada"], &e.isi["sifat"]),
        (&json!("terbatas"), &json!("2026-11-23"), &json!("terbuka"))
    );
    assert!(!celah().await.contains("Data jalan"), "it is no gap any more");
    // The producer proposes something else: what is set stays until the walidata sets it anew.
    let p = u.sebagai(Peran::Penghubung, PU);
    let e = u.ubah(&p, &e, json!({ "sifat": "tertutup" })).await.unwrap();
    assert_eq!(e.isi["klasifikasi"], "terbatas");
    let e = u
        .langkah(
            &walidata,
            &e,
            "tetapkan_sifat",
            json!({ "klasifikasi": "tertutup" }),
        )
        .await
        .unwrap();
    assert_eq!(e.isi["klasifikasi"], "tertutup");
}

async fn liaison_and_head_of_the_walidata_set_it_too(u: &Uji) {
    let mut e = data(u).await;
    for (peran, sifat) in [(Peran::Penghubung, "terbatas"), (Peran::Kepala, "tertutup")] {
        let p = u.sebagai(peran, KOMINFO);
        let isian = json!({ "klasifikasi": sifat });
        e = u.langkah(&p, &e, "tetapkan_sifat", isian).await.unwrap();
        assert_eq!(e.isi["klasifikasi"], sifat, "{peran:?}");
        // That is all they may do with what another office owns.
        let alasan = json!({ "alasan": "Keliru." });
        assert!(
            u.langkah(&p, &e, "pensiunkan", alasan).await.is_err(),
            "{peran:?}"
        );
        assert!(
            u.ubah(&p, &e, json!({ "nama": "Direbut" })).await.is_err(),
            "{peran:?}"
        );
    }
    let halaman = format!("/kerja/data_informasi/entri/{}", e.nomor);
    for (peran, unit, boleh) in [
        (Peran::Penghubung, KOMINFO, true),
        (Peran::Kepala, KOMINFO, true),
        (Peran::Penghubung, PU, false),
    ] {
        let o = u.masuk(peran, unit).await;
        let (s, isi) = u.minta(Some(&o), &halaman).await;
        assert_eq!(s, 200);
        let tombol = isi.contains("/langkah/tetapkan_sifat");
        assert_eq!(tombol, boleh, "{peran:?} {unit}: {isi}");
        let (_, daftar) = u.minta(Some(&o), "/kerja/data_informasi").await;
        assert_eq!(
            daftar.contains("value=\"tetapkan_sifat\""),
            boleh,
            "{peran:?} {unit}: {daftar}"
        );
    }
}

async fn what_was_brought_in_is_a_proposal(u: &Uji) {
    let p = u.sebagai(Peran::Penghubung, PU);
    // An inventory may say what it likes of what is set: it is nobody's word.
    let isi = json!({ "nama": "Data air", "opd": PU, "sifat": "terbatas", "klasifikasi": "terbuka" });
    match u.buat(&p, "data_informasi", isi).await {
        Ok(e) => assert_eq!(e.isi.get("klasifikasi"), Some(&Value::from("belum"))),
        Err(g) => assert!(matches!(g, Galat::Isian(_)), "{g}"),
    }
    let e = data(u).await;
    assert_eq!(e.isi["klasifikasi"], "belum");
}
