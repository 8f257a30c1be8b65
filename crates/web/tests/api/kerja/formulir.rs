//! Every form of the workspace alike: the form token, the session that ends meanwhile, bodies that are no form.

use serde_json::json;

use super::{DASAR, entri};
use crate::bekal::Uji;

uji! {
    a_form_without_its_token_is_refused, what_was_typed_comes_back_after_logging_in, words_come_back_to_their_owner_only,
    the_cookie_outlives_the_session, logging_in_leads_nowhere_else,
    guessing_slows_down_and_an_office_does_not, bodies_that_are_no_form, too_large,
    what_takes_no_files_takes_little,
}

/// Every address that takes a form, with a form that would do something.
async fn semua(u: &Uji) -> Vec<(String, Vec<(&'static str, String)>)> {
    let l = u.lapor(json!({})).await;
    let isi = |v: &[(&'static str, &str)]| v.iter().map(|(k, s)| (*k, (*s).to_owned())).collect::<Vec<_>>();
    vec![
        (
            format!("{DASAR}/baru"),
            isi(&[("judul", "Titipan"), ("isi", "x"), ("kategori", "sampah")]),
        ),
        (
            format!("{DASAR}/massal"),
            isi(&[
                ("langkah", "teruskan"),
                ("id", &l.nomor),
                ("catatan", "Titipan"),
                ("_kirim", "ya"),
            ]),
        ),
        (
            format!("{}/ubah", entri(&l.nomor)),
            isi(&[
                ("judul", "Titipan"),
                ("isi", "x"),
                ("kategori", "sampah"),
                ("_versi", "1"),
            ]),
        ),
        (
            format!("{}/catatan", entri(&l.nomor)),
            isi(&[("catatan", "Titipan")]),
        ),
        (
            format!("{}/langkah/tunda", entri(&l.nomor)),
            isi(&[("pesan", "Titipan"), ("_versi", "1")]),
        ),
    ]
}

fn pinjam<'a>(v: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a str)> {
    v.iter().map(|(k, s)| (*k, s.as_str())).collect()
}

async fn tak_berubah(u: &Uji) {
    let d = u
        .sebagai("koordinator")
        .await
        .get("pengaduan")
        .await
        .harus(200)
        .json();
    let d = d["data"].as_array().unwrap().clone();
    assert_eq!((d.len(), &d[0]["versi"]), (1, &json!(1)), "{d:?}");
    assert!(!d[0].to_string().contains("Titipan"));
}

async fn a_form_without_its_token_is_refused(u: &Uji) {
    let semua = semua(u).await;
    let mut p = u.pegawai("koordinator").await;
    let milik_rekan = {
        let mut r = u.pegawai("koordinator").await;
        r.buka("/serang/kerja").await.harus(200);
        r.csrf
    };
    let benar = p.csrf.clone();
    let terbalik: String = benar.chars().rev().collect();
    for (jalur, isian) in &semua {
        for token in ["", "x", milik_rekan.as_str(), terbalik.as_str(), "\0"] {
            p.csrf = ui::enkode(token);
            p.kirim(jalur, &pinjam(isian))
                .await
                .harus(403)
                .memuat("Formulir ini sudah kedaluwarsa");
        }
        p.kirim_mentah(jalur, "application/x-www-form-urlencoded", "a=b")
            .await
            .harus(403);
        p.kirim_mentah(jalur, "application/x-www-form-urlencoded", "")
            .await
            .harus(403);
    }
    tak_berubah(u).await;
    // The same person's token from another tab of the same session is right.
    p.csrf = benar;
    p.kirim(&semua[3].0, &pinjam(&semua[3].1)).await.harus(303);
}

async fn what_was_typed_comes_back_after_logging_in(u: &Uji) {
    let semua = semua(u).await;
    let mut p = u.pegawai("koordinator").await;
    p.buka("/serang/kerja").await.harus(200);
    for (jalur, isian) in &semua {
        let sesi = p.kuki["praja_sesi"].clone();
        u.app
            .identitas
            .keluar(&crate::bekal::kode("serang"), &sesi)
            .await
            .unwrap();
        let j = p.kirim(jalur, &pinjam(isian)).await.harus(303);
        assert!(
            j.ke().starts_with("/serang/masuk?ke=%2Fserang%2Fkerja"),
            "{}",
            j.ke()
        );
        let masuk = p.ikut(&j).await.harus(200);
        let ke = masuk.nilai("ke");
        let isian_masuk = [
            ("pengguna", "koordinator"),
            ("sandi", crate::bekal::KATA_SANDI),
            ("ke", ke.as_str()),
        ];
        let j = p.kirim("/serang/masuk", &isian_masuk).await.harus(303);
        let j = p.ikut(&j).await.harus(200);
        for (k, v) in isian.iter().filter(|(k, _)| *k != "_kirim") {
            assert_eq!(j.nilai(k), *v, "{jalur} {k}");
        }
        // Once: the page opened again is the plain page.
        let ke = ke.clone();
        p.buka(&ke).await.tanpa("Titipan");
    }
    tak_berubah(u).await;
}

async fn words_come_back_to_their_owner_only(u: &Uji) {
    let mut p = u.pegawai("koordinator").await;
    p.buka(&format!("{DASAR}/baru")).await.harus(200);
    let sesi = p.kuki["praja_sesi"].clone();
    u.app
        .identitas
        .keluar(&crate::bekal::kode("serang"), &sesi)
        .await
        .unwrap();
    p.kirim(
        &format!("{DASAR}/baru"),
        &[("judul", "Titipan"), ("_kunci", "\0a")],
    )
    .await
    .harus(303);
    // A colleague at the same desk gets an empty form.
    u.akun("serang", "petugas").await;
    p.masuk("petugas", "/serang/kerja").await.menuju("/serang/kerja");
    p.buka(&format!("{DASAR}/baru")).await.harus(200).tanpa("Titipan");
    // And whoever never had a session cannot leave anything behind.
    let mut asing = u.peramban();
    asing.buka("/serang/masuk").await.harus(200);
    asing
        .kirim(&format!("{DASAR}/baru"), &[("judul", "Titipan")])
        .await
        .harus(303);
    u.akun("serang", "koordinator").await;
    asing.masuk("koordinator", "/serang/kerja").await.harus(303);
    asing
        .buka(&format!("{DASAR}/baru"))
        .await
        .harus(200)
        .tanpa("Titipan");
}

async fn the_cookie_outlives_the_session(u: &Uji) {
    u.akun("serang", "koordinator").await;
    let mut p = u.peramban();
    let j = p
        .masuk("koordinator", "/serang/kerja")
        .await
        .menuju("/serang/kerja");
    let kuki = j.kepala["set-cookie"].to_str().unwrap().to_owned();
    let umur: i64 = kuki
        .split("Max-Age=")
        .nth(1)
        .unwrap()
        .split(';')
        .next()
        .unwrap()
        .parse()
        .unwrap();
    // A browser that threw the cookie away at that very moment could not prove whose form it sends.
    assert!(umur * 1000 >= identity::UMUR_SESI + 3_600_000, "{kuki}");
    for sifat in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/serang"] {
        assert!(kuki.contains(sifat), "{kuki}");
    }
    let baru = format!("{DASAR}/baru");
    p.buka(&baru).await.harus(200);
    u.jam.setel(kernel::kalender::saat(
        u.jam.kini().as_millisecond() + identity::UMUR_SESI + 60_000,
    ));
    p.kirim(&baru, &[("judul", "Ketikan lama")]).await.harus(303);
    let j = p.masuk("koordinator", &baru).await.menuju(&baru);
    assert_eq!(p.ikut(&j).await.harus(200).nilai("judul"), "Ketikan lama");
}

async fn guessing_slows_down_and_an_office_does_not(u: &Uji) {
    u.akun("serang", "koordinator").await;
    u.akun("serang", "petugas").await;
    let mut p = u.peramban();
    for _ in 0..15 {
        p.masuk("koordinator", "/serang/kerja").await.harus(303);
        p.kuki.clear();
    }
    p.buka("/serang/masuk").await.harus(200);
    for _ in 0..10 {
        p.kirim(
            "/serang/masuk",
            &[("pengguna", "koordinator"), ("sandi", "tebakan salah")],
        )
        .await
        .harus(422);
    }
    // From wherever it comes, with whatever password; and from there, whoever it is.
    let mut lain = u.peramban();
    let j = lain.masuk("koordinator", "/serang/kerja").await.harus(429);
    assert!(j.kepala.contains_key("retry-after"));
    p.masuk("petugas", "/serang/kerja").await.harus(429);
    lain.masuk("petugas", "/serang/kerja").await.harus(303);
}

async fn logging_in_leads_nowhere_else(u: &Uji) {
    let mut p = u.pegawai("koordinator").await;
    for ke in [
        "",
        "https://lain.contoh.id/",
        "//lain.contoh.id/",
        "/\\lain.contoh.id",
        "/serang/\\lain",
        "/jembrana/kerja",
        "/serang",
        "/serang/a\r\nset-cookie: x=1",
        "/serang/\0",
        "/serang/\u{7f}",
        "/serang/\u{1b}[0m",
        "javascript:alert(1)",
    ] {
        p.buka(&format!("/serang/masuk?ke={}", ui::enkode(ke)))
            .await
            .menuju("/serang/kerja");
        let j = p.buka(&format!("/serang/bahasa/id?ke={}", ui::enkode(ke))).await;
        assert!(
            matches!(j.ke(), "/serang/" | "/serang/kerja"),
            "{ke:?}: {}",
            j.ke()
        );
    }
    for ke in [
        "/serang/kerja/pengaduan?kata=a%20b",
        "/serang/pengaduan/daftar",
        "/serang/é",
    ] {
        let j = p
            .buka(&format!("/serang/masuk?ke={}", ui::enkode(ke)))
            .await
            .harus(303);
        assert_eq!(j.kepala["location"].as_bytes(), ke.as_bytes());
    }
}

async fn bodies_that_are_no_form(u: &Uji) {
    let semua = semua(u).await;
    let mut p = u.pegawai("koordinator").await;
    p.buka("/serang/kerja").await.harus(200);
    let csrf = p.csrf.clone();
    for (jalur, _) in &semua {
        for (tipe, isi, status) in [
            (
                "application/x-www-form-urlencoded",
                format!("_csrf={csrf}&judul=%FF%FE").into_bytes(),
                400,
            ),
            (
                "application/x-www-form-urlencoded",
                [format!("_csrf={csrf}&judul=").as_bytes(), b"\xff\xfe"].concat(),
                400,
            ),
            (
                "application/x-www-form-urlencoded",
                "a&".repeat(5_000).into_bytes(),
                400,
            ),
            ("application/x-www-form-urlencoded", b"%".to_vec(), 403),
            ("multipart/form-data", b"x".to_vec(), 400),
            ("multipart/form-data; boundary=X", b"--X\r\nkacau".to_vec(), 400),
            (
                "multipart/form-data; boundary=X",
                b"--X\r\nContent-Disposition: form-data; name=\"judul\"\r\n\r\n\xff\r\n--X--\r\n".to_vec(),
                400,
            ),
            ("multipart/form-data; boundary=X", b"--X--\r\n".to_vec(), 403),
            ("application/json", b"{}".to_vec(), 415),
            ("text/plain", format!("_csrf={csrf}").into_bytes(), 415),
            ("", b"x=1".to_vec(), 415),
        ] {
            let j = p.kirim_mentah(jalur, tipe, isi).await;
            assert!(
                j.status == status || (status == 415 && j.status == 400),
                "{jalur} {tipe}: {} {}",
                j.status,
                j.isi
            );
        }
        let banyak: Vec<(&str, &str)> = (0..2_100).map(|_| ("a", "b")).collect();
        p.csrf = csrf.clone();
        p.kirim(jalur, &banyak).await.harus(400);
    }
    tak_berubah(u).await;
}

/// Read before anybody is known, or before rights: no more of it than a form can be.
async fn what_takes_no_files_takes_little(u: &Uji) {
    const RUPA: &str = "application/x-www-form-urlencoded";
    let mut p = u.pegawai("koordinator").await;
    let mut asing = u.peramban();
    asing.buka("/serang/masuk").await.harus(200);
    let isi = |csrf: &str, n: usize| {
        let mut isi = format!("_csrf={csrf}&pengguna=").into_bytes();
        isi.resize(n, b'x');
        isi
    };
    let semua = [
        "masuk",
        "masuk/kode",
        "masuk/pasang",
        "masuk/sandi",
        "keluar",
        "kerja/sandi",
        "kerja/sandi/surel",
        "kerja/akun/baru",
        "kerja/akun/00000000-0000-0000-0000-000000000000/peran",
    ];
    for jalur in semua.map(|j| format!("/serang/{j}")) {
        let csrf = asing.csrf.clone();
        let j = asing.kirim_mentah(&jalur, RUPA, isi(&csrf, 64 * 1024 + 1)).await;
        j.harus(413).memuat("terlalu besar");
    }
    let csrf = asing.csrf.clone();
    let j = asing
        .kirim_mentah("/serang/masuk", RUPA, isi(&csrf, 64 * 1024))
        .await;
    assert_ne!(j.status, 413);
    // What may take photographs still takes more.
    let baru = format!("{DASAR}/baru");
    p.buka(&baru).await;
    let csrf = p.csrf.clone();
    let j = p.kirim_mentah(&baru, RUPA, isi(&csrf, 100_000)).await;
    assert_ne!(j.status, 413);
}

async fn too_large(u: &Uji) {
    let mut p = u.pegawai("koordinator").await;
    let baru = format!("{DASAR}/baru");
    p.buka(&baru).await.harus(200);
    let csrf = p.csrf.clone();
    let mut isi = format!("_csrf={csrf}&isi=").into_bytes();
    isi.resize(web::MAKS_TUBUH + 1, b'x');
    p.kirim_mentah(&baru, "application/x-www-form-urlencoded", isi.clone())
        .await
        .harus(413);
    let kepala = b"--X\r\nContent-Disposition: form-data; name=\"isi\"\r\n\r\n";
    isi.splice(..kepala.len(), kepala.iter().copied());
    p.kirim_mentah(&baru, "multipart/form-data; boundary=X", isi)
        .await
        .harus(413);
    // Far beyond any form, though within the bounds of the photographs: told at its field, and not kept for later.
    let besar = "x".repeat(2_000_000);
    p.kirim(&baru, &[("isi", &besar)]).await.harus(422);
    let sesi = p.kuki["praja_sesi"].clone();
    u.app
        .identitas
        .keluar(&crate::bekal::kode("serang"), &sesi)
        .await
        .unwrap();
    p.kirim(&baru, &[("isi", &besar)]).await.harus(303);
    p.masuk("koordinator", &baru).await.harus(303);
    assert!(p.buka(&baru).await.harus(200).isi.len() < 1_000_000);
}
