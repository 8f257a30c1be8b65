//! Tokens of programs end, are made and taken away by administrators on their page, and every act of it is told.

use identity::Oleh;
use kernel::{Peran, kalender::saat};
use store::scim::KlienScim;

use crate::bekal::{Program, Uji, program, situs};

bekal::uji!(
    a_token_ends_and_its_use_is_noted,
    administrators_make_renew_and_revoke,
    nobody_else_does,
    what_is_wrong_is_told_at_its_field
);

const HARI: i64 = 86_400_000;

async fn semua(u: &Uji) -> Vec<KlienScim> {
    let d = u.app.store.profil("serang").unwrap().kode().clone();
    u.app.store.scim_klien(&d).await.unwrap()
}

fn maju(u: &Uji, ms: i64) {
    u.jam.setel(saat(u.jam.kini().as_millisecond() + ms));
}

async fn a_token_ends_and_its_use_is_noted(u: &Uji) {
    let p = program(u, "serang", &[]).await;
    assert_eq!(semua(u).await[0].terakhir, None);
    p.ambil(u, "/Users").await.harus(200);
    let dipakai = semua(u).await[0].terakhir.unwrap();
    maju(u, 60_000);
    p.ambil(u, "/Users").await.harus(200);
    assert_eq!(semua(u).await[0].terakhir, Some(dipakai), "to a few minutes");
    maju(u, 600_000);
    p.ambil(u, "/Users").await.harus(200);
    assert!(semua(u).await[0].terakhir > Some(dipakai));
    // A change does not make it look unused.
    let d = u.app.store.profil("serang").unwrap().kode().clone();
    let k = semua(u).await.remove(0);
    let (k, token) = federasi::klien::ganti_token(&u.app.store, Oleh::Operator, &d, &k, 30)
        .await
        .unwrap();
    assert!(semua(u).await[0].terakhir > Some(dipakai));
    p.ambil(u, "/Users").await.tolak(401, "");
    let p = Program { klien: k, token };
    maju(u, 30 * HARI - 60_000);
    p.ambil(u, "/Users").await.harus(200);
    maju(u, 60_000);
    p.ambil(u, "/Users").await.tolak(401, "");
    // Turning it off and on makes no token good again.
    let mati = federasi::klien::atur_aktif(&u.app.store, Oleh::Operator, &d, &p.klien, false)
        .await
        .unwrap();
    federasi::klien::atur_aktif(&u.app.store, Oleh::Operator, &d, &mati, true)
        .await
        .unwrap();
    p.ambil(u, "/Users").await.tolak(401, "");
    for hari in [0, federasi::klien::MAKS_BERLAKU + 1] {
        let hasil = federasi::klien::ganti_token(&u.app.store, Oleh::Operator, &d, &p.klien, hari).await;
        bekal::di(&hasil.unwrap_err(), "berlaku");
    }
}

/// The token on the page that shows it once.
fn token(isi: &str) -> String {
    let (_, sisa) = isi.split_once("id=\"token-program\">").expect(isi);
    sisa.split('<').next().unwrap().to_owned()
}

async fn administrators_make_renew_and_revoke(u: &Uji) {
    let admin = u
        .masuk(Peran::Administrator, &u.unit("kominfo").to_string())
        .await;
    let (status, isi) = u.minta(Some(&admin), "/kerja/scim").await;
    assert!(status == 200 && isi.contains("Belum ada program"), "{isi}");
    let (_, isi) = u.minta(Some(&admin), "/kerja/scim/baru").await;
    assert!(
        isi.contains("value=\"365\"") && !isi.contains("value=\"administrator\""),
        "{isi}"
    );
    let medan = [
        ("nama", "Direktori pegawai"),
        ("peran", "petugas"),
        ("peran", "kepala"),
        ("berlaku", "10"),
    ];
    let (status, isi) = u.kirim(&admin, "/kerja/scim/baru", &medan, None).await;
    assert_eq!(status, 200, "{isi}");
    let klien = semua(u).await.remove(0);
    assert_eq!(klien.peran.len(), 2);
    let p = Program {
        token: token(&isi),
        klien: klien.clone(),
    };
    p.ambil(u, "/Users").await.harus(200);
    let (_, isi) = u.minta(Some(&admin), "/kerja/scim").await;
    assert!(!isi.contains(&p.token), "shown once");
    assert!(
        isi.contains("Token habis 10 hari lagi") || isi.contains("Token habis 9 hari lagi"),
        "{isi}"
    );
    assert!(
        isi.contains("1 program tokennya habis atau hampir habis"),
        "{isi}"
    );

    let alamat = format!("/kerja/scim/{}", klien.id);
    let (status, isi) = u.minta(Some(&admin), &alamat).await;
    assert!(status == 200 && isi.contains("Direktori pegawai"), "{isi}");
    let peran = format!("{alamat}/peran");
    assert_eq!(
        u.kirim(&admin, &peran, &[("peran", "petugas")], None).await.0,
        303
    );
    assert_eq!(semua(u).await[0].peran, [Peran::Petugas]);
    assert_eq!(u.kirim(&admin, &peran, &[], None).await.0, 303);
    assert!(semua(u).await[0].peran.is_empty());

    let (status, isi) = u
        .kirim(&admin, &format!("{alamat}/token"), &[("berlaku", "90")], None)
        .await;
    assert_eq!(status, 200, "{isi}");
    p.ambil(u, "/Users").await.tolak(401, "");
    let p = Program {
        token: token(&isi),
        klien,
    };
    p.ambil(u, "/Users").await.harus(200);
    let (_, isi) = u.minta(Some(&admin), "/kerja/scim").await;
    assert!(!isi.contains("hampir habis"), "{isi}");

    let aktif = format!("{alamat}/aktif");
    assert_eq!(
        u.kirim(&admin, &aktif, &[("aktif", "mungkin")], None).await.0,
        400
    );
    assert_eq!(u.kirim(&admin, &aktif, &[("aktif", "tidak")], None).await.0, 303);
    p.ambil(u, "/Users").await.tolak(401, "");
    assert_eq!(u.kirim(&admin, &aktif, &[("aktif", "ya")], None).await.0, 303);
    p.ambil(u, "/Users").await.harus(200);
    // Every act is told, of which program, by whom.
    let (_, isi) = u.minta(Some(&admin), "/kerja/akun/perubahan").await;
    for kata in [
        "Program pengelola akun didaftarkan",
        "Peran yang boleh diberikan program diatur",
        "Token program diganti",
        "Program dimatikan",
        "Program dinyalakan",
        "Direktori pegawai",
    ] {
        assert!(isi.contains(kata), "{kata}: {isi}");
    }
    assert!(!isi.contains("akun yang sudah tidak ada"), "{isi}");
}

async fn nobody_else_does(u: &Uji) {
    let p = program(u, "serang", &[]).await;
    let lain = program(u, "jembrana", &[]).await;
    let id = |p: &Program, apa: &str| format!("/kerja/scim/{}{apa}", p.klien.id);
    let semua_kirim = [
        "/kerja/scim/baru".to_owned(),
        id(&p, "/peran"),
        id(&p, "/token"),
        id(&p, "/aktif"),
    ];
    for peran in Peran::SEMUA.into_iter().filter(|p| *p != Peran::Administrator) {
        let o = u.masuk(peran, &u.unit("kominfo").to_string()).await;
        for jalur in [
            "/kerja/scim".to_owned(),
            "/kerja/scim/baru".to_owned(),
            id(&p, ""),
        ] {
            assert_eq!(u.minta(Some(&o), &jalur).await.0, 403, "{peran:?} {jalur}");
        }
        for jalur in &semua_kirim {
            let medan = [("nama", "x"), ("berlaku", "9"), ("aktif", "tidak")];
            assert_eq!(u.kirim(&o, jalur, &medan, None).await.0, 403, "{peran:?} {jalur}");
        }
    }
    p.ambil(u, "/Users").await.harus(200);
    // The programs of another regency are not there, and neither is what has no number.
    let admin = u
        .masuk(Peran::Administrator, &u.unit("kominfo").to_string())
        .await;
    for jalur in [id(&lain, ""), "/kerja/scim/entah".to_owned()] {
        assert_eq!(u.minta(Some(&admin), &jalur).await.0, 404, "{jalur}");
        let (status, _) = u
            .kirim(&admin, &format!("{jalur}/aktif"), &[("aktif", "tidak")], None)
            .await;
        assert_eq!(status, 404, "{jalur}");
    }
    assert_eq!(semua(u).await.len(), 1);
}

async fn what_is_wrong_is_told_at_its_field(u: &Uji) {
    let p = program(u, "serang", &[]).await;
    let admin = u
        .masuk(Peran::Administrator, &u.unit("kominfo").to_string())
        .await;
    for (nama, peran, berlaku) in [
        ("", "petugas", "30"),
        ("Direktori", "administrator", "30"),
        ("Direktori", "raja", "30"),
        ("Direktori", "petugas", ""),
        ("Direktori", "petugas", "0"),
        ("Direktori", "petugas", "1096"),
        ("Direktori", "petugas", "selamanya"),
    ] {
        let medan = [("nama", nama), ("peran", peran), ("berlaku", berlaku)];
        let (status, isi) = u.kirim(&admin, "/kerja/scim/baru", &medan, None).await;
        assert_eq!(status, 422, "{nama} {peran} {berlaku}: {isi}");
        assert!(isi.contains("ringkasan-galat"), "{isi}");
    }
    let token = format!("/kerja/scim/{}/token", p.klien.id);
    let (status, isi) = u.kirim(&admin, &token, &[("berlaku", "1096")], None).await;
    assert!(status == 422 && isi.contains("value=\"1096\""), "{isi}");
    assert_eq!(semua(u).await.len(), 1);
    p.ambil(u, "/Users").await.harus(200);
}
