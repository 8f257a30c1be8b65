//! What goes out comes in again; rows that are wrong are told and stop nobody.

use kernel::Peran;

use super::*;
use crate::{akun, bekal, rakit::Rakitan};

async fn rakitan(d: &tempfile::TempDir) -> Rakitan {
    let (_, r) = bekal::lite(d.path(), "2026-11-23T02:00:00Z").await;
    let serang = akun::daerah(&r.store, Some("serang")).unwrap();
    akun::administrator_pertama(&r, &serang, "administrator", "Administrator")
        .await
        .unwrap();
    for (pengguna, peran) in [
        ("koordinator", "koordinator:diskominfosatik"),
        ("penghubung", "penghubung:dpupr"),
    ] {
        let peran = vec![akun::peran(&r.store, &serang, peran).unwrap()];
        akun::tambah(&r, &serang, bekal::orang(pengguna, "Nama", peran), None)
            .await
            .unwrap();
    }
    r
}

/// A report with every row of it.
#[derive(Debug, Default)]
struct Lengkap {
    dibuat: usize,
    sudah_ada: usize,
    diubah: usize,
    tetap: usize,
    ditolak: usize,
    baris: Vec<Baris>,
}

async fn masuk(
    r: &Rakitan,
    register: &str,
    pengguna: &str,
    bentuk: Bentuk,
    isi: &str,
) -> Result<Lengkap, Galat> {
    bawa(r, register, pengguna, bentuk, Cara::Ubah, isi).await
}

async fn bawa(
    r: &Rakitan,
    register: &str,
    pengguna: &str,
    bentuk: Bentuk,
    cara: Cara,
    isi: &str,
) -> Result<Lengkap, Galat> {
    let meja = Meja::buka(&r.store, "serang", register, pengguna).await?;
    let mut baris = Vec::new();
    let l = impor(&meja, bentuk, cara, isi.as_bytes(), &mut |b| baris.push(b)).await?;
    Ok(Lengkap {
        dibuat: l.dibuat,
        sudah_ada: l.sudah_ada,
        diubah: l.diubah,
        tetap: l.tetap,
        ditolak: l.ditolak,
        baris,
    })
}

async fn keluar(r: &Rakitan, register: &str, pengguna: &str, bentuk: Bentuk) -> Result<String, Galat> {
    let meja = Meja::buka(&r.store, "serang", register, pengguna).await?;
    let mut isi = Vec::new();
    ekspor(&meja, bentuk, &mut isi, &mut |_| {}).await?;
    Ok(String::from_utf8(isi).unwrap())
}

const LAYANAN: &str = "kode;nama;jenis;opd;ringkas;syarat;waktu;biaya;kanal;kata\n\
    ktp;KTP-el;publik;disdukcapil;Cetak KTP;\"KK\nSurat\";1 hari;0;loket, daring;ktp\n\
    ;Tanpa kode;publik;disdukcapil;x;;1 hari;lima;loket;\n\
    kk;=Kartu keluarga;publik;disdukcapil;\"+ringkas\";;1 hari;Rp 10.000;;kk\n\
    jalan;Jalan;swasta;tidak-ada;x;;1 hari;0;;\n";

#[tokio::test]
async fn csv_out_and_in_again() {
    let d = tempfile::tempdir().unwrap();
    let r = rakitan(&d).await;
    let l = masuk(&r, "layanan", "administrator", Bentuk::Csv, LAYANAN)
        .await
        .unwrap();
    assert_eq!((l.dibuat, l.sudah_ada, l.ditolak), (2, 0, 2), "{l:#?}");
    let HasilBaris::Ditolak { galat } = &l.baris[1].hasil else {
        panic!("{l:#?}")
    };
    let medan: Vec<&str> = galat.iter().map(|(m, _)| m.as_str()).collect();
    assert_eq!(medan, ["kode", "biaya"], "{galat:?}");
    let HasilBaris::Ditolak { galat } = &l.baris[3].hasil else {
        panic!("{l:#?}")
    };
    assert_eq!(galat.len(), 2, "{galat:?}");

    // The same file with its rows mended: what is there stays, what was wrong is added.
    let benar = LAYANAN.replace(
        ";Tanpa kode;publik;disdukcapil;x;;1 hari;lima",
        "tk;Tanpa kode;publik;disdukcapil;x;;1 hari;5000",
    );
    let l = masuk(&r, "layanan", "administrator", Bentuk::Csv, &benar)
        .await
        .unwrap();
    assert_eq!((l.dibuat, l.sudah_ada, l.ditolak), (1, 2, 1), "{l:#?}");

    for bentuk in [Bentuk::Csv, Bentuk::Ndjson] {
        let isi = keluar(&r, "layanan", "administrator", bentuk).await.unwrap();
        let lain = tempfile::tempdir().unwrap();
        let s = rakitan(&lain).await;
        // Ids of another installation are nobody's here, unless it is said that all of it is new.
        let l = masuk(&s, "layanan", "administrator", bentuk, &isi).await.unwrap();
        assert_eq!((l.dibuat, l.ditolak), (0, 3), "{bentuk:?} {l:#?}");
        let l = bawa(&s, "layanan", "administrator", bentuk, Cara::Baru, &isi)
            .await
            .unwrap();
        assert_eq!((l.dibuat, l.ditolak), (3, 0), "{bentuk:?} {l:#?}");
        let lagi = keluar(&s, "layanan", "administrator", bentuk).await.unwrap();
        let tanpa_id = |s: &str| -> Vec<String> {
            s.lines()
                .map(|b| {
                    b.split(',')
                        .filter(|c| !c.contains('-') || c.contains("ktp"))
                        .collect::<Vec<_>>()
                        .join(",")
                })
                .collect()
        };
        assert_eq!(tanpa_id(&isi), tanpa_id(&lagi));
        assert!(
            bentuk == Bentuk::Ndjson || isi.contains("'=Kartu keluarga"),
            "a formula stays text\n{isi}"
        );
        assert!(
            bentuk == Bentuk::Csv || lagi.contains("\"=Kartu keluarga\""),
            "and comes back as it was\n{lagi}"
        );
    }
}

#[tokio::test]
async fn equal_rows_of_one_file_are_two() {
    let d = tempfile::tempdir().unwrap();
    let r = rakitan(&d).await;
    let baris = "{\"judul\":\"Lampu mati\",\"isi\":\"Lampu mati di depan pasar\",\"kategori\":\"penerangan-jalan\",\"kanal\":\"telepon\"}\n";
    let l = masuk(
        &r,
        "pengaduan",
        "koordinator",
        Bentuk::Ndjson,
        &format!("{baris}\n{baris}[1]\nx\n"),
    )
    .await
    .unwrap();
    assert_eq!((l.dibuat, l.ditolak), (2, 2), "{l:#?}");
    assert_eq!(l.baris[2].baris, 4);
    let l = masuk(&r, "pengaduan", "koordinator", Bentuk::Ndjson, &baris.repeat(2))
        .await
        .unwrap();
    assert_eq!((l.dibuat, l.sudah_ada), (0, 2));
}

#[tokio::test]
async fn what_is_secret_is_taken_out_on_the_record() {
    let d = tempfile::tempdir().unwrap();
    let r = rakitan(&d).await;
    let satu = |rahasia: bool| {
        format!(
            "{{\"judul\":\"Pungutan {rahasia}\",\"isi\":\"Di loket\",\"kategori\":\"penerangan-jalan\",\"kanal\":\"telepon\",\"rahasia\":{rahasia}}}\n"
        )
    };
    let isi = [satu(true), satu(false)].concat();
    masuk(&r, "pengaduan", "koordinator", Bentuk::Ndjson, &isi)
        .await
        .unwrap();
    let serang = r.store.profil("serang").unwrap().kode().clone();
    let dulu = r.store.pohon(&serang).await.unwrap().ukuran();
    for bentuk in [Bentuk::Csv, Bentuk::Ndjson] {
        let isi = keluar(&r, "pengaduan", "koordinator", bentuk).await.unwrap();
        assert!(isi.contains("Pungutan true") && isi.contains("Pungutan false"));
        let kini = r.store.pohon(&serang).await.unwrap().ukuran();
        assert_eq!(kini, dulu + 1, "one of two, once");
    }
}

#[tokio::test]
async fn nobody_without_the_right() {
    let d = tempfile::tempdir().unwrap();
    let r = rakitan(&d).await;
    for g in [
        masuk(&r, "layanan", "penghubung", Bentuk::Csv, LAYANAN)
            .await
            .map(|_| ()),
        keluar(&r, "pengaduan", "administrator", Bentuk::Csv)
            .await
            .map(|_| ()),
    ] {
        assert!(matches!(g, Err(Galat::Ditolak(_))), "{g:?}");
    }
    for (daerah, register, pengguna, kata) in [
        ("serag", "layanan", "administrator", "Maksud Anda \"serang\"?"),
        ("serang", "laynan", "administrator", "Maksud Anda \"layanan\"?"),
        ("serang", "layanan", "siapa", "\"siapa\" tidak ada."),
    ] {
        let g = Meja::buka(&r.store, daerah, register, pengguna)
            .await
            .map(|_| ())
            .unwrap_err();
        assert!(g.to_string().contains(kata), "{g}");
    }
    let g = masuk(&r, "layanan", "administrator", Bentuk::Csv, "kode,nma\na,b\n")
        .await
        .unwrap_err();
    assert!(g.to_string().contains("nma"), "{g}");
}

#[tokio::test]
async fn accounts_and_tokens() {
    let d = tempfile::tempdir().unwrap();
    let r = rakitan(&d).await;
    let serang = akun::daerah(&r.store, Some("serang")).unwrap();
    assert!(
        matches!(akun::daerah(&r.store, None), Err(Galat::Isian(_))),
        "with five regencies, one must be named"
    );
    assert!(matches!(
        akun::administrator_pertama(&r, &serang, "a.b", "B").await,
        Err(Galat::Bentrok(_))
    ));
    let g = akun::peran(&r.store, &serang, "kordinator:diskominfosatik")
        .unwrap_err()
        .to_string();
    assert!(g.contains("Maksud Anda \"koordinator\"?"), "{g}");

    let k = akun::ganti_sandi(&r, &serang, "koordinator", None).await.unwrap();
    let sandi = k.sandi.unwrap();
    let a = r
        .identitas
        .masuk(&serang, "koordinator", &sandi, "uji")
        .await
        .unwrap();
    assert!(a.akun.ber(Peran::Koordinator));

    let t = akun::token_baru(&r, &serang, "koordinator", "uji", 30)
        .await
        .unwrap();
    let rahasia = t.token.unwrap();
    let siapa = async || {
        r.identitas
            .siapa(&serang, store::JenisSesi::Token, &rahasia)
            .await
            .unwrap()
    };
    assert!(siapa().await.is_some());
    assert_eq!(akun::daftar_token(&r.store, &serang).await.unwrap().len(), 1);
    akun::cabut_token(&r.store, &serang, &t.id).await.unwrap();
    assert!(siapa().await.is_none());
    assert!(akun::cabut_token(&r.store, &serang, &t.id).await.is_err());

    akun::token_baru(&r, &serang, "koordinator", "uji", 30)
        .await
        .unwrap();
    akun::atur_aktif(&r, &serang, "koordinator", false).await.unwrap();
    assert!(
        r.identitas
            .masuk(&serang, "koordinator", &sandi, "uji")
            .await
            .is_err()
    );
    assert!(akun::daftar_token(&r.store, &serang).await.unwrap().is_empty());
    assert!(
        akun::token_baru(&r, &serang, "koordinator", "uji", 30)
            .await
            .is_err()
    );
    // A new password does not open a closed account.
    let k = akun::ganti_sandi(&r, &serang, "koordinator", None).await.unwrap();
    assert!(
        r.identitas
            .masuk(&serang, "koordinator", &k.sandi.unwrap(), "uji")
            .await
            .is_err()
    );
    akun::atur_aktif(&r, &serang, "koordinator", true).await.unwrap();
}

#[tokio::test]
async fn more_rows_than_one_batch_keep_their_order() {
    let d = tempfile::tempdir().unwrap();
    let r = rakitan(&d).await;
    let baris =
        |i| format!("{{\"judul\":\"Lampu {i}\",\"isi\":\"mati\",\"kategori\":\"penerangan-jalan\"}}\n");
    // Two groups and a half.
    let n = 2_500;
    let isi: String = (1..=n).map(baris).collect();
    let l = masuk(&r, "pengaduan", "koordinator", Bentuk::Ndjson, &isi)
        .await
        .unwrap();
    assert_eq!((l.dibuat, l.ditolak, l.baris.len()), (n, 0, n));
    for (i, b) in l.baris.iter().enumerate() {
        assert_eq!(b.baris, i + 1);
        assert_eq!(
            b.hasil,
            HasilBaris::Dibuat {
                nomor: format!("SRG-2026-{:06}", i + 1)
            }
        );
    }
}

#[tokio::test]
async fn a_file_that_went_out_comes_back_with_changes() {
    let d = tempfile::tempdir().unwrap();
    let r = rakitan(&d).await;
    masuk(&r, "layanan", "administrator", Bentuk::Csv, LAYANAN)
        .await
        .unwrap();
    for bentuk in [Bentuk::Csv, Bentuk::Ndjson] {
        let isi = keluar(&r, "layanan", "administrator", bentuk).await.unwrap();
        let l = masuk(&r, "layanan", "administrator", bentuk, &isi).await.unwrap();
        assert_eq!((l.diubah, l.tetap, l.ditolak), (0, 2, 0), "{bentuk:?} {l:#?}");
        let ganti = format!("Cetak ulang {bentuk:?}");
        let lama = if isi.contains("Cetak KTP") {
            "Cetak KTP"
        } else {
            "Cetak ulang Csv"
        };
        let baru = isi.replace(lama, &ganti);
        let l = masuk(&r, "layanan", "administrator", bentuk, &baru)
            .await
            .unwrap();
        assert_eq!(
            (l.dibuat, l.diubah, l.tetap, l.ditolak),
            (0, 1, 1, 0),
            "{bentuk:?} {l:#?}"
        );
        // The same once more is so already; what came from before it is late.
        let l = masuk(&r, "layanan", "administrator", bentuk, &baru)
            .await
            .unwrap();
        assert_eq!((l.diubah, l.tetap), (0, 2), "{l:#?}");
        let l = masuk(
            &r,
            "layanan",
            "administrator",
            bentuk,
            &isi.replace(lama, "Terlambat"),
        )
        .await
        .unwrap();
        assert_eq!((l.diubah, l.tetap, l.ditolak), (0, 1, 1), "{l:#?}");
        let galat = l.baris.iter().find_map(|b| match &b.hasil {
            HasilBaris::Ditolak { galat } => Some(galat.clone()),
            _ => None,
        });
        let galat = galat.unwrap();
        assert!(
            galat[0].0 == "versi" && galat[0].1.contains("diubah Administrator"),
            "{galat:?}"
        );
    }
}
