//! A post is handed over: each side with its own account, roles and work on the day, and back when a time ends.

use kernel::Peran;
use store::AkunSimpan;

use super::*;

const BESOK: &str = "2026-11-24T02:00:00Z";
const NANTI: &str = "2026-12-05T02:00:00Z";

async fn akun(r: &Rakitan, pengguna: &str, peran: &[&str]) {
    let serang = r.store.profil("serang").unwrap().kode().clone();
    let peran = peran
        .iter()
        .map(|p| crate::akun::peran(&r.store, &serang, p).unwrap())
        .collect();
    crate::akun::tambah(r, &serang, crate::bekal::orang(pengguna, pengguna, peran), None)
        .await
        .unwrap();
}

async fn siapa(r: &Rakitan, pengguna: &str) -> AkunSimpan {
    let serang = r.store.profil("serang").unwrap().kode().clone();
    r.store.akun(&serang, pengguna).await.unwrap().unwrap()
}

async fn sebagai(r: &Rakitan, pengguna: &str) -> Pelaku {
    Pelaku::Akun(Box::new(siapa(r, pengguna).await.akun))
}

async fn peran(r: &Rakitan, pengguna: &str) -> Vec<String> {
    let a = siapa(r, pengguna).await.akun;
    a.peran.iter().map(|(p, u)| format!("{}:{u}", p.kode())).collect()
}

async fn coba(r: &Rakitan, pelaku: Pelaku, aksi: Aksi) -> Result<kernel::Entri, Galat> {
    let perintah = Perintah {
        daerah: r.store.profil("serang").unwrap().kode().clone(),
        pelaku,
        kini: r.store.jam().kini(),
        aksi,
        kunci: None,
    };
    Ok(r.store.jalankan(perintah).await?.entri)
}

async fn siapkan(r: &Rakitan, isi: serde_json::Value) -> Result<kernel::Entri, Galat> {
    let mut semua = json!({
        "jabatan": "Kepala Dinas Perhubungan", "opd": "dishub", "peran": ["kepala"], "kepada": "budi",
        "sifat": "definitif", "mulai": "2026-11-24", "dasar": "SK 800/12 tanggal 20 November 2026",
    });
    let tambahan = isi.as_object().unwrap().clone();
    semua.as_object_mut().unwrap().extend(tambahan);
    let aksi = Aksi::Buat {
        register: "serah_terima".into(),
        id: IdEntri::baru(r.store.jam().kini()),
        isi: semua.as_object().unwrap().clone(),
    };
    coba(r, sebagai(r, "admin").await, aksi).await
}

async fn maju(
    r: &Rakitan,
    oleh: &str,
    e: &kernel::Entri,
    l: &str,
    isian: serde_json::Value,
) -> Result<kernel::Entri, Galat> {
    let aksi = Aksi::Langkah {
        id: e.id,
        versi: None,
        langkah: l.into(),
        isian: isian.as_object().unwrap().clone(),
    };
    coba(r, sebagai(r, oleh).await, aksi).await
}

async fn keadaan(r: &Rakitan, e: &kernel::Entri) -> String {
    let serang = r.store.profil("serang").unwrap().kode().clone();
    let admin = sebagai(r, "admin").await;
    r.store.entri(&serang, &admin, e.id).await.unwrap().entri.keadaan
}

async fn laksanakan(r: &Rakitan) -> usize {
    jabatan::laksanakan(&r.store, &r.identitas).await.unwrap()
}

async fn orang(r: &Rakitan) {
    akun(r, "admin", &["administrator:diskominfosatik"]).await;
    akun(r, "ani", &["kepala:dishub", "petugas:dishub"]).await;
    akun(r, "budi", &["petugas:dlh"]).await;
    akun(r, "citra", &["kepala:dlh"]).await;
}

async fn definitif(r: Rakitan) {
    orang(&r).await;
    let lapor = json!({ "judul": "Lampu mati", "isi": "Sejak Senin", "kategori": "penerangan-jalan" });
    let laporan = buat(&r, "pengaduan", lapor).await;
    let teruskan = json!({ "unit": "dishub", "kelas": "tidak_berkadar" });
    langkah(&r, koordinator(&r), laporan, "teruskan", teruskan).await;
    langkah(
        &r,
        koordinator(&r),
        laporan,
        "tugaskan",
        json!({ "petugas": "ani" }),
    )
    .await;

    let e = siapkan(&r, json!({ "dari": "ani", "pekerjaan": true }))
        .await
        .unwrap();
    // Only whose it is says yes, one after the other; nobody else prepares or calls off.
    for (oleh, l) in [("budi", "serahkan"), ("citra", "serahkan"), ("admin", "serahkan")] {
        assert!(
            matches!(maju(&r, oleh, &e, l, json!({})).await, Err(Galat::Ditolak(_))),
            "{oleh}"
        );
    }
    assert!(
        maju(&r, "budi", &e, "terima", json!({})).await.is_err(),
        "not handed over yet"
    );
    assert!(
        maju(&r, "citra", &e, "batalkan", json!({ "alasan": "iseng" }))
            .await
            .is_err()
    );
    maju(&r, "ani", &e, "serahkan", json!({})).await.unwrap();
    assert!(matches!(
        maju(&r, "ani", &e, "terima", json!({})).await,
        Err(Galat::Ditolak(_))
    ));
    maju(&r, "budi", &e, "terima", json!({})).await.unwrap();
    // Its day has not come.
    assert_eq!(laksanakan(&r).await, 0);
    assert_eq!(peran(&r, "ani").await, ["kepala:dishub", "petugas:dishub"]);

    r.store.jam().setel(BESOK.parse().unwrap());
    assert_eq!(laksanakan(&r).await, 1);
    assert_eq!(laksanakan(&r).await, 0, "once");
    assert_eq!(keadaan(&r, &e).await, "berlaku");
    assert_eq!(
        peran(&r, "ani").await,
        ["petugas:dishub"],
        "what was not handed over stays"
    );
    assert_eq!(peran(&r, "budi").await, ["kepala:dishub", "petugas:dlh"]);
    let serang = r.store.profil("serang").unwrap().kode().clone();
    let t = r.store.entri(&serang, &koordinator(&r), laporan).await.unwrap();
    assert_eq!(t.entri.teks("petugas"), "budi", "the report in hand went along");
    assert!(matches!(
        maju(&r, "admin", &e, "akhiri", json!({ "alasan": "salah" })).await,
        Err(Galat::Bentrok(_))
    ));
    r.store.tutup().await;
}

async fn berjangka(r: Rakitan) {
    orang(&r).await;
    let plt = json!({ "dari": "ani", "sifat": "plt", "mulai": "2026-11-23", "sampai": "2026-12-04", "peran": ["kepala", "petugas"] });
    // Budi had one of the roles already; it is his own.
    let b = siapa(&r, "budi").await;
    let mut punya = b.akun.peran.clone();
    punya.push((Peran::Petugas, kernel::nilai::KodeUnit("dishub".into())));
    r.identitas
        .atur_peran(identity::Oleh::Operator, &b, punya)
        .await
        .unwrap();
    let e = siapkan(&r, plt).await.unwrap();
    maju(&r, "ani", &e, "serahkan", json!({})).await.unwrap();
    maju(&r, "budi", &e, "terima", json!({})).await.unwrap();
    assert_eq!(laksanakan(&r).await, 1);
    assert_eq!(
        peran(&r, "budi").await,
        ["kepala:dishub", "petugas:dishub", "petugas:dlh"]
    );
    assert_eq!(
        peran(&r, "ani").await,
        ["kepala:dishub", "petugas:dishub"],
        "whoever is away keeps the post"
    );
    r.store.jam().setel(NANTI.parse().unwrap());
    assert_eq!(laksanakan(&r).await, 1);
    assert_eq!(keadaan(&r, &e).await, "berakhir");
    assert_eq!(peran(&r, "budi").await, ["petugas:dishub", "petugas:dlh"]);
    assert_eq!(laksanakan(&r).await, 0);
    r.store.tutup().await;
}

/// One hand-over after another of the same post to the same person: the role goes with the last.
async fn berurutan(r: Rakitan) {
    orang(&r).await;
    let serah = async |isi: serde_json::Value| {
        let e = siapkan(&r, isi).await.unwrap();
        maju(&r, "ani", &e, "serahkan", json!({})).await.unwrap();
        maju(&r, "budi", &e, "terima", json!({})).await.unwrap();
        e
    };
    let plt = |mulai: &str, sampai: &str| json!({ "dari": "ani", "sifat": "plt", "mulai": mulai, "sampai": sampai });
    let satu = serah(plt("2026-11-23", "2026-11-23")).await;
    let dua = serah(plt("2026-11-24", "2026-12-04")).await;
    assert_eq!(laksanakan(&r).await, 1);
    r.store.jam().setel(BESOK.parse().unwrap());
    laksanakan(&r).await;
    laksanakan(&r).await;
    assert_eq!(keadaan(&r, &satu).await, "berakhir");
    assert_eq!(keadaan(&r, &dua).await, "berlaku");
    assert_eq!(
        peran(&r, "budi").await,
        ["kepala:dishub", "petugas:dlh"],
        "extended"
    );
    // Ended on a day before the last, it takes the role along.
    r.store.jam().setel(NANTI.parse().unwrap());
    laksanakan(&r).await;
    laksanakan(&r).await;
    assert_eq!(peran(&r, "budi").await, ["petugas:dlh"]);
    // From Plt to definitive: the end of the one does not end the other.
    let satu = serah(plt("2026-12-05", "2026-12-20")).await;
    laksanakan(&r).await;
    let definitif = serah(json!({ "dari": "ani", "sifat": "definitif", "mulai": "2026-12-05" })).await;
    laksanakan(&r).await;
    assert_eq!(keadaan(&r, &definitif).await, "berlaku");
    maju(
        &r,
        "admin",
        &satu,
        "akhiri",
        json!({ "alasan": "Sudah definitif." }),
    )
    .await
    .unwrap();
    laksanakan(&r).await;
    assert_eq!(keadaan(&r, &satu).await, "berakhir", "on its first day");
    assert_eq!(peran(&r, "budi").await, ["kepala:dishub", "petugas:dlh"]);
    assert_eq!(peran(&r, "ani").await, ["petugas:dishub"]);
    // A time that was over before the program looked moves nothing.
    let lewat = siapkan(
        &r,
        json!({ "kepada": "citra", "sifat": "plh", "mulai": "2026-12-06", "sampai": "2026-12-06" }),
    );
    let lewat = lewat.await.unwrap();
    let sendiri = siapkan(
        &r,
        json!({ "kepada": "admin", "peran": ["auditor"], "mulai": "2026-12-06" }),
    );
    let sendiri = sendiri.await.unwrap();
    let alasan = json!({ "alasan": "Jabatan ini lowong." });
    maju(&r, "admin", &lewat, "wakili", alasan.clone()).await.unwrap();
    maju(&r, "citra", &lewat, "terima", json!({})).await.unwrap();
    assert!(
        matches!(
            maju(&r, "admin", &sendiri, "wakili", alasan).await,
            Err(Galat::Ditolak(_))
        ),
        "nobody raises themselves"
    );
    r.store.jam().setel("2026-12-09T02:00:00Z".parse().unwrap());
    laksanakan(&r).await;
    assert_eq!(keadaan(&r, &lewat).await, "batal");
    assert_eq!(peran(&r, "citra").await, ["kepala:dlh"]);
    r.store.tutup().await;
}

async fn ditolak(r: Rakitan) {
    orang(&r).await;
    for (isi, medan) in [
        (json!({ "dari": "budi" }), "kepada"),
        (json!({ "peran": [] }), "peran"),
        (json!({ "sifat": "plh" }), "sampai"),
        (json!({ "sifat": "plh", "sampai": "2026-11-01" }), "sampai"),
        (json!({ "sampai": "2026-12-01" }), "sampai"),
        (json!({ "opd": "tidak-ada" }), "opd"),
    ] {
        let Err(Galat::Isian(g)) = siapkan(&r, isi.clone()).await else {
            panic!("{isi}")
        };
        assert!(g.iter().any(|g| g.medan == medan), "{isi}: {g:?}");
    }
    // A vacant post: the administrator says why nobody hands it over. A successor who may not log in gets nothing.
    let kosong = siapkan(&r, json!({ "kepada": "citra", "mulai": "2026-11-23" }))
        .await
        .unwrap();
    let alasan = json!({ "alasan": "Pejabat lama pensiun." });
    maju(&r, "admin", &kosong, "wakili", alasan).await.unwrap();
    maju(&r, "citra", &kosong, "terima", json!({})).await.unwrap();
    let c = siapa(&r, "citra").await;
    r.identitas
        .atur_aktif(identity::Oleh::Operator, &c, false)
        .await
        .unwrap();
    assert_eq!(laksanakan(&r).await, 1);
    assert_eq!(keadaan(&r, &kosong).await, "batal");
    assert_eq!(peran(&r, "citra").await, ["kepala:dlh"]);
    // Who is no administrator prepares none.
    let aksi = Aksi::Buat {
        register: "serah_terima".into(),
        id: IdEntri::baru(r.store.jam().kini()),
        isi: Peta::new(),
    };
    assert!(matches!(
        coba(&r, sebagai(&r, "ani").await, aksi).await,
        Err(Galat::Ditolak(_))
    ));
    r.store.tutup().await;
}

/// Whoever comes from elsewhere holds no role until the day.
async fn tanpa_peran(r: Rakitan) {
    orang(&r).await;
    akun(&r, "dewi", &[]).await;
    akun(&r, "eka", &[]).await;
    let serang = r.store.profil("serang").unwrap().kode().clone();
    let lain = siapkan(&r, json!({ "dari": "ani" })).await.unwrap();
    maju(&r, "ani", &lain, "serahkan", json!({})).await.unwrap();
    let e = siapkan(&r, json!({ "dari": "ani", "kepada": "dewi" }))
        .await
        .unwrap();
    let baca = async |siapa: &str, e: &kernel::Entri| {
        let siapa = sebagai(&r, siapa).await;
        r.store.entri(&serang, &siapa, e.id).await.is_ok()
    };
    assert!(baca("dewi", &e).await);
    assert!(!baca("dewi", &lain).await && !baca("eka", &e).await);
    maju(&r, "ani", &e, "serahkan", json!({})).await.unwrap();
    for (siapa, e) in [
        ("eka", &e),
        ("budi", &e),
        ("ani", &e),
        ("admin", &e),
        ("dewi", &lain),
    ] {
        for (l, isian) in [("terima", json!({})), ("tolak", json!({ "alasan": "iseng" }))] {
            let g = maju(&r, siapa, e, l, isian).await.unwrap_err();
            assert!(
                matches!(g, Galat::Ditolak(_) | Galat::TidakDitemukan),
                "{siapa} {l}: {g}"
            );
        }
    }
    for l in ["batalkan", "wakili", "serahkan"] {
        assert!(
            maju(&r, "dewi", &e, l, json!({ "alasan": "iseng" }))
                .await
                .is_err()
        );
    }
    maju(&r, "dewi", &e, "terima", json!({})).await.unwrap();
    assert_eq!(keadaan(&r, &e).await, "disepakati");
    r.store.jam().setel(BESOK.parse().unwrap());
    laksanakan(&r).await;
    assert_eq!(peran(&r, "dewi").await, ["kepala:dishub"]);
    // Declining is theirs as well.
    let e = siapkan(
        &r,
        json!({ "dari": "dewi", "kepada": "eka", "mulai": "2026-11-30" }),
    )
    .await
    .unwrap();
    maju(&r, "dewi", &e, "serahkan", json!({})).await.unwrap();
    maju(&r, "eka", &e, "tolak", json!({ "alasan": "Berhalangan." }))
        .await
        .unwrap();
    assert_eq!(keadaan(&r, &e).await, "batal");
    r.store.tutup().await;
}

macro_rules! pada_keduanya {
    ($($uji:ident => $nama:ident),*) => { $(
        #[tokio::test(flavor = "multi_thread")]
        async fn $nama() {
            let d = tempfile::tempdir().unwrap();
            $uji(bekal::lite(d.path(), KINI).await.1).await;
            let (d, pg) = (tempfile::tempdir().unwrap(), Pg::baru().await);
            $uji(pg.buka(d.path(), KINI).await.1).await;
            pg.hapus().await;
        }
    )* };
}

pada_keduanya! {
    definitif => a_post_goes_over_on_its_day_with_what_is_in_hand,
    berjangka => a_plt_ends_by_itself_and_keeps_what_was_his_own,
    berurutan => one_hand_over_after_another_keeps_the_role,
    tanpa_peran => who_holds_no_role_yet_says_yes_to_what_is_theirs,
    ditolak => what_does_not_fit_is_refused
}
