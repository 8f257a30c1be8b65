//! Who is no inspector finds nothing, on no way; and no face that serves all registers knows of these.

use kernel::Peran;

use crate::bekal::Uji;

uji!(nobody_else_finds_anything, no_common_face_knows_of_it);

async fn nobody_else_finds_anything(u: &Uji) {
    let (o, _) = u.saluran().await;
    let t = u.lapor("Uang perjalanan dinas dipotong.").await;
    u.lihat(&o, &format!("/serang/kerja/wbs/laporan/{}", t.nomor))
        .await
        .harus(200);
    let inspektorat = u.inspektorat("serang");
    let kominfo = u.profil("serang").fungsi("kominfo").unwrap().to_string();
    let setda = u.profil("serang").fungsi("sekda").unwrap().to_string();
    let mut lain = Vec::new();
    // Every role, also in the very office, but the one.
    for (i, p) in Peran::SEMUA.into_iter().enumerate() {
        if p != Peran::Auditor {
            lain.push((p, inspektorat.clone(), format!("dalam.{i}")));
        }
        lain.push((p, kominfo.clone(), format!("luar.{i}")));
    }
    lain.push((Peran::Pimpinan, setda, "bupati".into()));
    let baca = [
        "/serang/kerja/wbs".to_owned(),
        "/serang/kerja/wbs/siapkan".into(),
        "/serang/kerja/wbs/pulihkan".into(),
        "/serang/kerja/wbs/frasa".into(),
        "/serang/kerja/wbs/pemulihan".into(),
        "/serang/kerja/wbs/pemegang".into(),
        format!("/serang/kerja/wbs/laporan/{}", t.nomor),
        "/serang/kerja/wbs/laporan/SRG-2026-999999".into(),
    ];
    let tulis = [
        "/serang/kerja/wbs/buka".to_owned(),
        "/serang/kerja/wbs/kunci".into(),
        "/serang/kerja/wbs/siapkan".into(),
        "/serang/kerja/wbs/minta".into(),
        "/serang/kerja/wbs/pulihkan".into(),
        "/serang/kerja/wbs/frasa".into(),
        "/serang/kerja/wbs/pemulihan".into(),
        format!("/serang/kerja/wbs/pemegang/{}/terima", uuid::Uuid::nil()),
        format!("/serang/kerja/wbs/pemegang/{}/cabut", uuid::Uuid::nil()),
        format!("/serang/kerja/wbs/laporan/{}/langkah/balas", t.nomor),
        format!("/serang/kerja/wbs/laporan/{}/langkah/baca", t.nomor),
    ];
    for (peran, unit, nama) in &lain {
        let siapa = u.orang("serang", nama, *peran, unit).await;
        for j in &baca {
            u.lihat(&siapa, j).await.harus(404).tanpa("dipotong");
        }
        for j in &tulis {
            let f = [("frasa", "padi laut kopi batik nyiur"), ("balas_pesan", "x")];
            u.kirim(&siapa, j, &f).await.harus(404);
        }
        u.lihat(&siapa, "/serang/kerja")
            .await
            .tanpa("/kerja/wbs")
            .tanpa(&t.nomor);
    }
    // An inspector of another regency is a member of the public here, and the public is asked to log in.
    let tetangga = u
        .orang("jembrana", "auditor", Peran::Auditor, &u.inspektorat("jembrana"))
        .await;
    for kuki in [tetangga.kuki.as_str(), ""] {
        for j in &baca {
            u.minta(j, kuki, None).await.harus(401).tanpa("dipotong");
        }
    }
    // Their own regency has a channel of its own, which is not open.
    u.lihat(&tetangga, "/jembrana/kerja/wbs")
        .await
        .harus(200)
        .berisi("belum disiapkan")
        .tanpa(&t.nomor);
    u.lihat(&tetangga, &format!("/jembrana/kerja/wbs/laporan/{}", t.nomor))
        .await
        .tanpa("dipotong");
    // Without the form token nothing happens, also to an inspector.
    u.minta("/serang/kerja/wbs/kunci", &o.kuki, Some(&[]))
        .await
        .harus(403);
}

async fn no_common_face_knows_of_it(u: &Uji) {
    let (o, _) = u.saluran().await;
    let t = u.lapor("Uang perjalanan dinas dipotong.").await;
    let kode = u.profil("serang").kode().clone();
    let id = wbs::kode::Kode::baca(&t.kode).unwrap().entri(&kode).to_string();
    let admin = u
        .orang("serang", "admin", Peran::Administrator, "diskominfosatik")
        .await;
    let koordinator = u
        .orang("serang", "koordinator", Peran::Koordinator, "diskominfosatik")
        .await;
    for reg in ["wbs", "wbs_kanal", "wbs_pemegang"] {
        for jalur in [
            format!("/serang/api/v1/{reg}"),
            format!("/serang/api/v1/{reg}?q={}", t.nomor),
            format!("/serang/api/v1/{reg}.csv"),
            format!("/serang/api/v1/{reg}.ndjson"),
            format!("/serang/api/v1/{reg}.xlsx"),
            format!("/serang/api/v1/{reg}/{id}"),
            format!("/serang/api/v1/{reg}/{}", t.nomor),
            format!("/serang/api/v1/{reg}/{id}/riwayat"),
            format!("/serang/api/v1/{reg}/{id}/langkah"),
            format!("/serang/api/v1/{reg}/{id}/tautan"),
            format!("/serang/kerja/{reg}/baru"),
            format!("/serang/kerja/{reg}/papan"),
            format!("/serang/kerja/{reg}/impor"),
            format!("/serang/kerja/{reg}/entri/{}", t.nomor),
            format!("/serang/kerja/{reg}/entri/{}/ubah", t.nomor),
            format!("/serang/kerja/{reg}/entri/{}/langkah/telaah", t.nomor),
        ] {
            // Not even the inspector meets it there.
            for kuki in [&o.kuki, &admin.kuki, &koordinator.kuki] {
                let j = u.minta(&jalur, kuki, None).await;
                assert_eq!(j.status, 404, "{jalur}: {}", j.isi);
            }
            let s = u.warga(&jalur, None).await.status;
            assert!([401, 404].contains(&s), "{jalur}: {s}");
        }
        for jalur in [
            format!("/serang/kerja/{reg}/entri/{}/catatan", t.nomor),
            format!("/serang/kerja/{reg}/entri/{}/langkah/telaah", t.nomor),
            format!("/serang/kerja/{reg}/baru"),
            format!("/serang/kerja/{reg}/massal"),
        ] {
            for siapa in [&o, &admin, &koordinator] {
                let s = u.kirim(siapa, &jalur, &[("catatan", "x")]).await.status;
                assert!([403, 404].contains(&s), "{jalur}: {s}");
            }
        }
        if reg != "wbs" {
            u.lihat(&o, &format!("/serang/kerja/{reg}")).await.harus(404);
        }
    }
    let ada = u.lapor("Yang kedua.").await;
    for jalur in [
        "/serang/api/openapi.json",
        "/serang/api/v1",
        "/serang/cari?q=SRG",
        "/serang/transparansi",
        "/serang/pengaduan/daftar",
        "/serang/pengaduan/umpan.atom",
        "/serang/open311/v2/requests.json",
        "/serang/kerja",
        "/serang/kerja/kepatuhan",
    ] {
        for kuki in ["", &admin.kuki, &koordinator.kuki] {
            let j = u.minta(jalur, kuki, None).await;
            assert!(
                !j.isi.contains(&t.nomor) && !j.isi.contains(&ada.nomor),
                "{jalur}"
            );
            assert!(!j.isi.contains("wbs_"), "{jalur}");
        }
    }
    let cari = format!("/serang/cari?q={}", t.nomor);
    let j = u.minta(&cari, &admin.kuki, None).await;
    assert!(!j.isi.contains("/wbs/"), "{}", j.isi);
    // Nobody tracks it as a complaint.
    let f = [("nomor", t.nomor.as_str()), ("kode", t.kode.as_str())];
    u.warga("/serang/pengaduan/lacak", Some(&f)).await.harus(403);
}
