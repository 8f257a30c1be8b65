//! What is wrong is said, each by its line; what is well is not complained about.

use std::os::unix::fs::PermissionsExt;

use sqlx::{Connection, SqliteConnection};

use super::*;
use crate::{bekal, konfigurasi::JadwalCadangan};

const KINI: &str = "2026-11-23T02:00:00Z";

fn tingkat(semua: &[Hasil], perihal: &str) -> Tingkat {
    let milik = semua.iter().filter(|h| h.perihal == perihal);
    milik
        .map(|h| h.tingkat)
        .max()
        .unwrap_or_else(|| panic!("no line {perihal}: {semua:#?}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn each_fault_has_its_line() {
    let d = tempfile::tempdir().unwrap();
    let (mut k, r) = bekal::lite(&d.path().join("data"), KINI).await;
    let jam = Jam::tetap(KINI.parse().unwrap());
    k.url_dasar = "http://127.0.0.1:1".into();
    r.store.tutup().await;
    let semua = periksa(&k, &jam).await;
    assert!(semua.iter().all(|h| h.tingkat != Tingkat::Salah), "{semua:#?}");
    for baik in [
        "tabel",
        "hak berkas",
        "buku besar",
        "surat menunggu",
        "surat yang menyerah",
        "unggahan tanpa entri",
    ] {
        assert_eq!(tingkat(&semua, baik), Tingkat::Ok, "{baik}");
    }
    for perlu in [
        "cadangan",
        "alamat umum",
        "dijawab di alamat umum",
        "pengiriman surel",
    ] {
        assert_eq!(tingkat(&semua, perlu), Tingkat::Peringatan, "{perlu}");
        assert!(semua.iter().all(|h| h.perihal != perlu || !h.saran.is_empty()));
    }

    let mut c = SqliteConnection::connect(k.database.buka()).await.unwrap();
    for sql in [
        "insert into kirim (daerah, id, muatan, coba, berikut) values ('serang', x'01', '{}', 1, 0)",
        "insert into kirim (daerah, id, muatan, coba, berikut) values ('serang', x'02', '{}', 10, null)",
        "insert into berkas (daerah, id, sidik, tipe, ukuran, dibuat) values ('serang', x'01', 'x', 'x', 1, 0)",
        "update log set ukuran = 3 where daerah = 'serang'",
        "insert into _sqlx_migrations (version, description, success, checksum, execution_time) values (9999, 'x', 1, x'00', 0)",
    ] {
        sqlx::query(sql).execute(&mut c).await.unwrap();
    }
    fs::set_permissions(&k.data, fs::Permissions::from_mode(0o755)).unwrap();
    fs::remove_file(k.berkas_kunci()).unwrap();
    k.url_dasar = "http://layanan.contoh.invalid".into();
    k.cadangan = Some(JadwalCadangan {
        folder: d.path().join("arsip"),
        sandi: cadangan::Sandi::baru("kuda nil di sungai"),
        jam: 1,
        simpan: cadangan::Simpan::default(),
    });
    let semua = periksa(&k, &jam).await;
    for salah in ["tabel", "hak berkas", "berkas kunci", "alamat umum", "cadangan"] {
        assert_eq!(tingkat(&semua, salah), Tingkat::Salah, "{salah}");
    }
    for perlu in [
        "buku besar",
        "surat menunggu",
        "surat yang menyerah",
        "unggahan tanpa entri",
        "uji pemulihan",
        "arsip diperiksa",
        "kabar kegagalan",
    ] {
        assert_eq!(tingkat(&semua, perlu), Tingkat::Peringatan, "{perlu}");
    }
    // Asking made nothing.
    assert!(!k.berkas_kunci().exists());
    k.database = crate::konfigurasi::Rahasia::baru("sqlite:/tidak/ada.db");
    assert_eq!(tingkat(&periksa(&k, &jam).await, "basis data"), Tingkat::Salah);
}

#[tokio::test(flavor = "multi_thread")]
async fn identity_providers_and_their_programs_have_lines() {
    let d = tempfile::tempdir().unwrap();
    let (mut k, r) = bekal::lite(&d.path().join("data"), KINI).await;
    let jam = Jam::tetap(KINI.parse().unwrap());
    k.url_dasar = "http://127.0.0.1:1".into();
    let serang = r.store.profil("serang").unwrap().kode().clone();
    let (mut program, _) = federasi::klien::tambah(
        &r.store,
        identity::Oleh::Operator,
        &serang,
        federasi::klien::Baru {
            nama: "Direktori".into(),
            peran: Vec::new(),
            berlaku: 365,
        },
    )
    .await
    .unwrap();
    assert_eq!(tingkat(&periksa(&k, &jam).await, "token SCIM"), Tingkat::Ok);
    for (hari, harap) in [(29, Tingkat::Peringatan), (-1, Tingkat::Salah)] {
        program.kadaluarsa = jam.kini().as_millisecond() + hari * 86_400_000;
        let c = store::Catatan {
            oleh: None,
            perbuatan: "uji".into(),
            alasan: String::new(),
        };
        r.store.scim_simpan_klien(&serang, &program, &c).await.unwrap();
        assert_eq!(tingkat(&periksa(&k, &jam).await, "token SCIM"), harap, "{hari}");
    }
    // One of a regency that is not there, and one that does not answer.
    let penyedia = |daerah: &str| federasi::oidc::Setelan {
        daerah: daerah.into(),
        asal: ("penyedia.toml".into(), 3),
        nama: "SSO".into(),
        penerbit: "http://127.0.0.1:1".into(),
        klien: "praja".into(),
        rahasia: "x".into(),
        cocok: federasi::oidc::Cocok::Nip,
        klaim: "nip".into(),
        kuat: Vec::new(),
        jangkauan: Jangkauan::Lokal,
    };
    k.penyedia = vec![penyedia("serang")];
    let semua = periksa(&k, &jam).await;
    assert_eq!(tingkat(&semua, "penyedia identitas"), Tingkat::Salah);
    assert!(semua.iter().all(|h| !h.keadaan.contains("tidak dilayani")));
    k.penyedia = vec![penyedia("serangg")];
    let semua = periksa(&k, &jam).await;
    let kata = "penyedia.toml:3: galat: daerah \"serangg\" tidak dilayani di sini";
    assert!(semua.iter().any(|h| h.keadaan.starts_with(kata)), "{semua:#?}");
    r.store.tutup().await;
    // Nothing starts with it.
    let g = crate::rakit::buka(&k, std::sync::Arc::new(jam)).await;
    let Err(crate::rakit::Gagal::Profil(t)) = g else {
        panic!("a provider of a regency that is not there was let through");
    };
    assert!(t[0].pesan.contains("Maksud Anda \"serang\"?"), "{t:?}");
}

#[test]
fn clocks_may_differ_by_two_seconds() {
    let kini: Timestamp = KINI.parse().unwrap();
    for (detik, harap) in [
        (0, Tingkat::Ok),
        (2, Tingkat::Ok),
        (10, Tingkat::Peringatan),
        (-40, Tingkat::Salah),
    ] {
        let mut l = Lembar::default();
        selisih(&mut l, "jam", Some(kini + SignedDuration::from_secs(detik)), kini);
        assert_eq!(l.0[0].tingkat, harap, "{detik}");
    }
}
