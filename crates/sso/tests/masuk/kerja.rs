//! The pages: an administrator registers applications; everybody sees their own.

use kernel::Peran;

use crate::bekal::*;

uji! {
    an_administrator_registers_an_application_and_sees_its_secret_once,
    what_is_wrong_with_an_application_is_said_at_the_field,
    an_administrator_changes_turns_off_and_sees_who_came,
    these_pages_are_for_administrators,
    what_was_agreed_is_taken_back_by_its_owner,
}

fn antara<'a>(isi: &'a str, awal: &str, akhir: &str) -> &'a str {
    let (_, sisa) = isi.split_once(awal).unwrap_or_else(|| panic!("{awal}: {isi}"));
    sisa.split_once(akhir).unwrap().0
}

async fn an_administrator_registers_an_application_and_sees_its_secret_once(u: &Uji) {
    let sesi = u.sesi(&u.akun("admin", Peran::Administrator).await).await;
    let isi = u.buka(Some(&sesi), "/serang/kerja/sso").await.harus(200).isi;
    assert!(isi.contains("https://praja.contoh.id/serang/sso"), "{isi}");
    u.buka(Some(&sesi), "/serang/kerja/sso/baru").await.harus(200);
    let formulir = [
        ("nama", "Absensi"),
        ("alamat", BALIK),
        ("alamat_keluar", ""),
        ("semua", "ya"),
        ("tanpa_tanya", "ya"),
    ];
    let j = u
        .kirim(&sesi, "/serang/kerja/sso/baru", &formulir)
        .await
        .harus(200);
    assert_eq!(j.kepala("cache-control"), Some("no-store"));
    let id = antara(&j.isi, "id=\"id-aplikasi\">", "<").to_owned();
    let rahasia = antara(&j.isi, "id=\"rahasia-aplikasi\">", "<").to_owned();
    let d = u.daerah("serang");
    let klien = u.app.store.sso_klien(&d, &id).await.unwrap().unwrap();
    assert_ne!(
        klien.rahasia.as_deref(),
        Some(rahasia.as_bytes()),
        "only its digest is kept"
    );
    let a = Aplikasi {
        klien,
        rahasia: Some(rahasia.clone()),
    };
    u.masuk(&sesi, &a).await;
    for jalur in [format!("/serang/kerja/sso/{id}"), "/serang/kerja/sso".into()] {
        let isi = u.buka(Some(&sesi), &jalur).await.harus(200).isi;
        assert!(isi.contains("Absensi") && !isi.contains(&rahasia), "{isi}");
    }
    // Another one; the first is worth nothing any more.
    let j = u
        .kirim(&sesi, &format!("/serang/kerja/sso/{id}/rahasia"), &[])
        .await
        .harus(200);
    let baru = antara(&j.isi, "id=\"rahasia-aplikasi\">", "<").to_owned();
    let kode = u.kode(&sesi, &a, &[]).await;
    u.tukar(&a, &kode, &[]).await.harus(401);
    u.tukar(
        &Aplikasi {
            rahasia: Some(baru),
            ..a
        },
        &kode,
        &[],
    )
    .await
    .harus(200);
    // One that keeps no secret gets none.
    let publik = [&formulir[..], &[("publik", "ya")]].concat();
    let j = u.kirim(&sesi, "/serang/kerja/sso/baru", &publik).await.harus(200);
    assert!(!j.isi.contains("rahasia-aplikasi"));
    let id = antara(&j.isi, "id=\"id-aplikasi\">", "<");
    u.kirim(&sesi, &format!("/serang/kerja/sso/{id}/rahasia"), &[])
        .await
        .harus(409);
}

async fn what_is_wrong_with_an_application_is_said_at_the_field(u: &Uji) {
    let sesi = u.sesi(&u.akun("admin", Peran::Administrator).await).await;
    let benar = [("nama", "Absensi"), ("alamat", BALIK), ("semua", "ya")];
    for (ganti, medan) in [
        (("nama", ""), "nama"),
        (("alamat", ""), "alamat"),
        (("alamat", "http://simpeg.contoh.id/"), "alamat"),
        (("alamat", "https://a.id/\njavascript:alert(1)"), "alamat"),
        (("alamat_keluar", "https://a.id/#x"), "alamat_keluar"),
        (("semua", ""), "bagi"),
    ] {
        let mut isi: Vec<(&str, &str)> = benar.iter().copied().filter(|(k, _)| *k != ganti.0).collect();
        if !ganti.1.is_empty() {
            isi.push(ganti);
        }
        let j = u.kirim(&sesi, "/serang/kerja/sso/baru", &isi).await.harus(422);
        assert!(
            j.isi.contains(&format!("href=\"#m-{medan}")),
            "{ganti:?} {}",
            j.isi
        );
    }
    let d = u.daerah("serang");
    assert!(u.app.store.sso_semua_klien(&d).await.unwrap().is_empty());
    // Only some, by rows; a row that says nothing opens nothing to anybody.
    let baris = [
        ("nama", "A"),
        ("alamat", BALIK),
        ("bagi.0.peran", "kepala"),
        ("bagi.1.peran", ""),
        ("bagi.1.unit", ""),
    ];
    u.kirim(&sesi, "/serang/kerja/sso/baru", &baris).await.harus(200);
    let k = u.app.store.sso_semua_klien(&d).await.unwrap().remove(0);
    let peran: Vec<_> = k.setelan.bagi.iter().map(|b| b.peran.as_deref()).collect();
    assert_eq!(peran, [Some("kepala")]);
    assert!(
        !k.setelan.tanpa_tanya,
        "people are asked unless it was said otherwise"
    );
}

async fn an_administrator_changes_turns_off_and_sees_who_came(u: &Uji) {
    let sesi = u.sesi(&u.akun("admin", Peran::Administrator).await).await;
    let orang = u.sesi(&u.akun("made", Peran::Petugas).await).await;
    let a = u.aplikasi(|_| {}).await;
    let halaman = format!("/serang/kerja/sso/{}", a.id());
    assert!(
        !u.buka(Some(&sesi), &halaman)
            .await
            .harus(200)
            .isi
            .contains("(made)")
    );
    let t = u.masuk(&orang, &a).await;
    let akses = t["access_token"].as_str().unwrap();
    assert!(
        u.buka(Some(&sesi), &halaman)
            .await
            .harus(200)
            .isi
            .contains("(made)")
    );
    let isi = [
        ("nama", "SIMPEG Baru"),
        ("alamat", BALIK),
        ("bagi.0.peran", "kepala"),
    ];
    u.kirim(&sesi, &halaman, &isi).await.harus(303);
    let isi = u.buka(Some(&sesi), &halaman).await.harus(200).isi;
    assert!(isi.contains("SIMPEG Baru"), "{isi}");
    u.siapa("serang", akses).await.harus(401);
    u.buka(Some(&orang), &a.permohonan(&[]))
        .await
        .harus(403)
        .tinggal();
    u.kirim(&sesi, &format!("{halaman}/aktif"), &[("aktif", "tidak")])
        .await
        .harus(303);
    u.buka(Some(&orang), &a.permohonan(&[]))
        .await
        .harus(400)
        .tinggal();
    u.kirim(&sesi, &format!("{halaman}/aktif"), &[("aktif", "entah")])
        .await
        .harus(400);
    u.kirim(&sesi, &format!("{halaman}/aktif"), &[("aktif", "ya")])
        .await
        .harus(303);
    u.buka(Some(&orang), &a.permohonan(&[])).await.harus(403);
    u.buka(Some(&sesi), "/serang/kerja/sso/entah").await.harus(404);
    // Of another regency there is nothing to see.
    let lain = u.aplikasi_di("jembrana", |_| {}).await;
    u.buka(Some(&sesi), &format!("/serang/kerja/sso/{}", lain.id()))
        .await
        .harus(404);
}

async fn these_pages_are_for_administrators(u: &Uji) {
    let a = u.aplikasi(|_| {}).await;
    let satu = format!("/serang/kerja/sso/{}", a.id());
    let tetangga = u
        .sesi(&u.akun_di("jembrana", "admin", Peran::Administrator).await)
        .await;
    for peran in Peran::SEMUA.into_iter().filter(|p| *p != Peran::Administrator) {
        let sesi = u.sesi(&u.akun(peran.kode(), peran).await).await;
        for jalur in ["/serang/kerja/sso", "/serang/kerja/sso/baru", &satu] {
            u.buka(Some(&sesi), jalur).await.harus(403);
        }
        let isi = [("nama", "X"), ("alamat", BALIK), ("semua", "ya")];
        for jalur in [
            "/serang/kerja/sso/baru",
            &satu,
            &format!("{satu}/rahasia"),
            &format!("{satu}/aktif"),
        ] {
            u.kirim(&sesi, jalur, &isi).await.harus(403);
        }
        u.buka(Some(&sesi), "/serang/kerja/sso/saya").await.harus(200);
    }
    for sesi in [None, Some(tetangga.as_str())] {
        for jalur in [
            "/serang/kerja/sso",
            "/serang/kerja/sso/baru",
            "/serang/kerja/sso/saya",
            &satu,
        ] {
            let j = u.buka(sesi, jalur).await;
            assert!([401, 303].contains(&j.status), "{jalur}: {}", j.status);
        }
    }
    let d = u.daerah("serang");
    assert_eq!(u.app.store.sso_semua_klien(&d).await.unwrap(), [a.klien]);
}

async fn what_was_agreed_is_taken_back_by_its_owner(u: &Uji) {
    let a = u.aplikasi(|b| b.setelan.tanpa_tanya = false).await;
    let (made, putu) = (
        u.akun("made", Peran::Petugas).await,
        u.akun("putu", Peran::Petugas).await,
    );
    let q = a.permohonan(&[]);
    let setuju = [("permohonan", q.split_once('?').unwrap().1), ("jawab", "ya")];
    let mut token = Vec::new();
    let mut sesi = Vec::new();
    for o in [&made, &putu] {
        let s = u.sesi(o).await;
        u.kirim(&s, "/serang/kerja/sso/izin", &setuju).await.harus(200);
        let t = u.masuk(&s, &a).await;
        token.push(t["access_token"].as_str().unwrap().to_owned());
        sesi.push(s);
    }
    let isi = u
        .buka(Some(&sesi[0]), "/serang/kerja/sso/saya")
        .await
        .harus(200)
        .isi;
    assert!(isi.contains("Cabut persetujuan untuk SIMPEG"), "{isi}");
    let cabut = [("aplikasi", a.id())];
    u.kirim(&sesi[0], "/serang/kerja/sso/saya/cabut", &cabut)
        .await
        .harus(303);
    u.siapa("serang", &token[0]).await.harus(401);
    u.siapa("serang", &token[1]).await.harus(200);
    u.buka(Some(&sesi[0]), &q).await.harus(200).tinggal();
    u.buka(Some(&sesi[1]), &q).await.harus(303);
    u.kirim(&sesi[0], "/serang/kerja/sso/saya/cabut", &[("aplikasi", "entah")])
        .await
        .harus(404);
    // What was recorded stays.
    let isi = u
        .buka(Some(&sesi[0]), "/serang/kerja/sso/saya")
        .await
        .harus(200)
        .isi;
    assert!(
        isi.contains("SIMPEG") && !isi.contains("Cabut persetujuan untuk"),
        "{isi}"
    );
}
