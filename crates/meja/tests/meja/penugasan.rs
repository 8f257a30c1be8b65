//! A report handed to a colleague: who is offered, who is refused, where it shows, who never sees it.

use axum::http::StatusCode;
use kernel::{Pelaku, Peran};
use serde_json::json;

use crate::bekal::{HUB, PU, Uji};

uji! {
    only_colleagues_are_offered_and_taken,
    the_colleague_finds_it_and_the_citizen_sees_nothing,
    one_template_for_several_answers,
}

async fn only_colleagues_are_offered_and_taken(u: &Uji) {
    let kepala = u.masuk(Peran::Kepala, HUB).await;
    u.masuk(Peran::Petugas, HUB).await;
    u.masuk(Peran::Petugas, PU).await;
    u.masuk(Peran::Auditor, HUB).await;
    let e = u.diteruskan(json!({}), HUB).await;
    let jalur = format!("/kerja/pengaduan/entri/{}/langkah/tugaskan", e.nomor);
    let (status, isi) = u.minta(Some(&kepala), &jalur).await;
    assert_eq!(status, StatusCode::OK);
    let nilai = |n: &str| format!("value=\"{n}.{HUB}\"");
    assert!(
        isi.contains(&nilai("kepala")) && isi.contains(&nilai("petugas")),
        "{isi}"
    );
    assert!(
        !isi.contains(&nilai("auditor")) && !isi.contains(&format!("petugas.{PU}")),
        "{isi}"
    );
    for asing in [
        format!("petugas.{PU}"),
        format!("auditor.{HUB}"),
        "tak.ada".to_owned(),
        String::new(),
    ] {
        let (status, _, _) = u.kirim(&kepala, &jalur, &[("petugas", &asing)]).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{asing}");
    }
    assert_eq!(u.baca(&e).await.teks("petugas"), "");
    let nama = format!("petugas.{HUB}");
    let (status, _, ke) = u.kirim(&kepala, &jalur, &[("petugas", &nama)]).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert!(ke.contains("selesai=tugaskan"), "{ke}");
    assert_eq!(u.baca(&e).await.teks("petugas"), nama);
    // Whoever has it already is not offered again.
    let (_, isi) = u.minta(Some(&kepala), &jalur).await;
    assert!(
        !isi.contains(&nilai("petugas")) && isi.contains(&nilai("kepala")),
        "{isi}"
    );
}

async fn the_colleague_finds_it_and_the_citizen_sees_nothing(u: &Uji) {
    let kepala = u.masuk(Peran::Kepala, HUB).await;
    let penghubung = u.masuk(Peran::Penghubung, HUB).await;
    let petugas = u.masuk(Peran::Petugas, HUB).await;
    let e = u.diteruskan(json!({}), HUB).await;
    let (_, isi) = u.minta(Some(&penghubung), "/kerja").await;
    assert!(isi.contains(&e.nomor), "it waits for the unit");
    let (_, isi) = u.minta(Some(&petugas), "/kerja").await;
    assert!(!isi.contains(&e.nomor));
    let nama = format!("petugas.{HUB}");
    let jalur = format!("/kerja/pengaduan/entri/{}", e.nomor);
    u.kirim(
        &kepala,
        &format!("{jalur}/langkah/tugaskan"),
        &[("petugas", &nama)],
    )
    .await;
    let (_, isi) = u.minta(Some(&petugas), "/kerja").await;
    assert!(
        isi.contains(&e.nomor) && isi.contains("diserahkan kepada Anda"),
        "{isi}"
    );
    let (_, isi) = u.minta(Some(&penghubung), "/kerja").await;
    assert!(!isi.contains(&e.nomor), "a colleague has it in hand");
    let (_, isi) = u
        .minta(Some(&petugas), &format!("/kerja/pengaduan?petugas={nama}"))
        .await;
    assert!(
        isi.contains(&e.nomor) && isi.contains(&format!("Ditangani oleh: {nama}")),
        "{isi}"
    );
    let (_, isi) = u.minta(Some(&penghubung), &jalur).await;
    assert!(isi.contains("Ditangani oleh") && isi.contains(&nama), "{isi}");
    // Late, it is everybody's again.
    u.jam.setel("2027-02-01T03:00:00Z".parse().unwrap());
    let akun = u
        .app
        .store
        .akun(&e.daerah, &format!("penghubung.{HUB}"))
        .await
        .unwrap()
        .unwrap();
    let baru = u
        .app
        .identitas
        .buka_sesi(&akun.akun, store::JenisSesi::Web, "", identity::UMUR_SESI)
        .await
        .unwrap();
    let (_, isi) = u.minta(Some(&crate::bekal::Orang::dengan(baru)), "/kerja").await;
    assert!(
        isi.contains(&e.nomor) && isi.contains("di tangan rekan, dan terlambat"),
        "{isi}"
    );
    // Who filed it and everybody else learn nothing of it: not from the entry, not from its story.
    for pelaku in [Pelaku::Pelapor(e.id), Pelaku::Publik] {
        let t = u.app.store.entri(&e.daerah, &pelaku, e.id).await.unwrap();
        assert_eq!(t.entri.isi.get("petugas"), None, "{pelaku:?}");
        let cerita = format!("{:?}", u.app.store.riwayat(&t, &pelaku).await.unwrap());
        assert!(
            !cerita.contains("tugaskan") && !cerita.contains(&nama),
            "{pelaku:?}: {cerita}"
        );
    }
}

async fn one_template_for_several_answers(u: &Uji) {
    let penghubung = u.masuk(Peran::Penghubung, HUB).await;
    let isi = json!({
        "nama": "Lampu", "opd": HUB, "guna": ["jawab"],
        "teks": "Laporan {nomor} tentang {kategori} sudah ditangani {nama_unit}.",
    });
    let t = u
        .buat(&u.sebagai(Peran::Penghubung, HUB), "templat_jawaban", isi)
        .await
        .unwrap();
    let a = u.diteruskan(json!({}), HUB).await;
    let b = u.diteruskan(json!({ "judul": "Lampu lain" }), HUB).await;
    let pilih = |tambah: &[(&'static str, String)]| {
        let mut f = vec![
            ("langkah", "jawab".to_owned()),
            ("id", a.nomor.clone()),
            ("id", b.nomor.clone()),
        ];
        f.extend(tambah.iter().cloned());
        f
    };
    let kirim = async |f: Vec<(&'static str, String)>| {
        let f: Vec<(&str, &str)> = f.iter().map(|(k, v)| (*k, v.as_str())).collect();
        u.kirim(&penghubung, "/kerja/pengaduan/massal", &f).await
    };
    let (status, isi, _) = kirim(pilih(&[])).await;
    assert_eq!(status, StatusCode::OK);
    assert!(isi.contains(&format!("value=\"{}\"", t.nomor)), "{isi}");
    let (_, isi, _) = kirim(pilih(&[("_templat", t.nomor.clone())])).await;
    assert!(
        isi.contains("Laporan … tentang"),
        "what differs stays open: {isi}"
    );
    assert!(
        !isi.contains("{nomor}") && !isi.contains(&format!("Laporan {} tentang", a.nomor)),
        "{isi}"
    );
    let f = pilih(&[
        ("_kirim", "ya".to_owned()),
        ("jawaban", "Sudah menyala.".to_owned()),
    ]);
    let (_, isi, _) = kirim(f).await;
    assert!(isi.contains("2 dari 2"), "{isi}");
}
