//! The demonstration is made by ordinary commands, completely, once.

use std::{collections::BTreeMap, os::unix::fs::PermissionsExt};

use kernel::{Pelaku, izin::Tindakan};
use store::{Daftar, Kolom, Saringan};

use super::*;
use crate::{bekal, konfigurasi::Konfigurasi, layani};

/// A Sunday evening: nobody is at work, and yet the demonstration stands.
const MULAI: &str = "2026-11-22T13:00:00Z";

async fn buka(data: &Path, kini: &str) -> Rakitan {
    bekal::lite(data, kini).await.1
}

/// Entries by state, of one regency and register.
async fn keadaan(r: &Rakitan, daerah: &str, register: &str) -> BTreeMap<String, i64> {
    let (p, def) = (
        r.store.profil(daerah).unwrap(),
        r.store.inventaris().register(register).unwrap(),
    );
    let w = kernel::izin::wewenang(p, def, &Pelaku::Sistem, Tindakan::Baca).unwrap();
    r.store
        .kelompok(&w, &Saringan::default(), &Kolom::Keadaan)
        .await
        .unwrap()
        .into_iter()
        .collect()
}

async fn semua(r: &Rakitan) -> BTreeMap<(String, String), BTreeMap<String, i64>> {
    let mut hasil = BTreeMap::new();
    for d in r.store.daerah().keys() {
        for reg in ["pengaduan", "layanan"] {
            hasil.insert((d.to_string(), reg.to_owned()), keadaan(r, d.as_str(), reg).await);
        }
    }
    hasil
}

#[tokio::test(flavor = "multi_thread")]
async fn first_and_second_start() {
    let d = tempfile::tempdir().unwrap();
    let r = buka(d.path(), MULAI).await;
    let l = siapkan(&r, d.path()).await.unwrap();
    assert_eq!(l.ditolak, Vec::<String>::new());
    assert!(l.perintah > 500, "{}", l.perintah);
    let isi = semua(&r).await;
    for ((daerah, register), k) in &isi {
        if register == "layanan" {
            assert!(k.get("terbit").is_some_and(|n| *n >= 20), "{daerah}: {k:?}");
            continue;
        }
        for s in [
            "baru",
            "ditunda",
            "diteruskan",
            "dikerjakan",
            "dijawab",
            "selesai",
            "digabung",
            "diarsipkan",
        ] {
            assert!(k.contains_key(s), "{daerah} has no complaint that is {s}: {k:?}");
        }
    }
    // Some are late, some are not, and each is somebody's.
    for profil in r.store.daerah().values() {
        let def = r.store.inventaris().register("pengaduan").unwrap();
        let w = kernel::izin::wewenang(profil, def, &Pelaku::Sistem, Tindakan::Baca).unwrap();
        let h = r
            .store
            .daftar(
                &w,
                &Pelaku::Sistem,
                &Daftar {
                    batas: 500,
                    ..Daftar::default()
                },
            )
            .await
            .unwrap();
        let kini = r.store.jam().kini().as_millisecond();
        let terlambat = h
            .entri
            .iter()
            .filter(|t| t.entri.jatuh.is_some_and(|j| j < kini))
            .count();
        assert!(
            (3..h.entri.len() / 2).contains(&terlambat),
            "{}: {terlambat} late",
            profil.kode()
        );
        let nomor: Vec<&str> = h.entri.iter().rev().map(|t| t.entri.nomor.as_str()).collect();
        assert!(nomor.is_sorted(), "numbers follow the time of filing: {nomor:?}");
        for t in &h.entri {
            assert!(profil.unit(t.entri.pemegang.as_str()).is_some());
            assert!(t.entri.diubah <= kini && t.entri.dibuat <= t.entri.diubah);
            let riwayat = r.store.peristiwa(profil.kode(), t.entri.id).await.unwrap();
            assert!(
                riwayat.iter().rev().is_sorted_by_key(|p| p.isi.waktu)
                    || riwayat.is_sorted_by_key(|p| p.isi.waktu)
            );
            assert!(riwayat.iter().all(kernel::Peristiwa::utuh));
        }
    }

    let berkas = d.path().join(BERKAS_AKUN);
    assert_eq!(
        std::fs::metadata(&berkas).unwrap().permissions().mode() & 0o777,
        0o600
    );
    let tertulis = std::fs::read(&berkas).unwrap();
    let akun: Vec<AkunDemo> = serde_json::from_slice(&tertulis).unwrap();
    assert_eq!(akun, l.akun);
    for daerah in r.store.daerah().keys() {
        let ada = |p: &str| {
            akun.iter()
                .filter(|a| a.daerah == daerah.as_str() && a.peran == p)
                .count()
        };
        let banyak = [
            "administrator",
            "koordinator",
            "petugas",
            "kepala",
            "auditor",
            "pimpinan",
        ]
        .map(ada);
        assert_eq!(banyak, [1, 2, 1, 3, 1, 1], "{daerah}");
        assert!(ada("penghubung") >= 6, "{daerah}");
    }
    let mut nama: Vec<(&str, &str)> = akun
        .iter()
        .map(|a| (a.daerah.as_str(), a.nama.as_str()))
        .collect();
    nama.sort_unstable();
    let berbeda = nama.len();
    nama.dedup();
    assert_eq!(nama.len(), berbeda, "no two people of a regency share a name");
    let a = akun.iter().find(|a| a.peran == "koordinator").unwrap();
    let kode = r.store.profil(&a.daerah).unwrap().kode().clone();
    let masuk = r
        .identitas
        .masuk(&kode, &a.pengguna, &a.sandi, "uji")
        .await
        .unwrap();
    assert_eq!(masuk.akun.nama, a.nama);
    let token = r
        .identitas
        .siapa(&kode, store::JenisSesi::Token, &a.token)
        .await
        .unwrap();
    assert_eq!(token.unwrap().akun().unwrap().pengguna, a.pengguna);
    r.store.tutup().await;

    // Two days later, after everything that runs beside the server: as it was.
    let r = buka(d.path(), "2026-11-22T13:00:30Z").await;
    let l = siapkan(&r, d.path()).await.unwrap();
    assert_eq!((l.perintah, l.akun.len()), (0, akun.len()));
    assert_eq!(std::fs::read(&berkas).unwrap(), tertulis);
    assert_eq!(semua(&r).await, isi);
    assert_eq!(
        layani::langkah_otomatis(&r.store).await.unwrap(),
        0,
        "stories leave nothing to the clock"
    );
    r.store.bersihkan().await.unwrap();
    siapkan(&r, d.path()).await.unwrap();
    assert_eq!(semua(&r).await, isi);

    // Somebody lost the file: accounts are written anew, entries stay.
    std::fs::remove_file(&berkas).unwrap();
    let l = siapkan(&r, d.path()).await.unwrap();
    assert_eq!(l.perintah, 0);
    assert_eq!(semua(&r).await, isi);
    let b = l.akun.iter().find(|a| a.peran == "auditor").unwrap();
    let kode = r.store.profil(&b.daerah).unwrap().kode().clone();
    assert!(
        r.identitas
            .masuk(&kode, &b.pengguna, &b.sandi, "uji")
            .await
            .is_ok()
    );
    assert!(
        r.identitas
            .siapa(&kode, store::JenisSesi::Token, &b.token)
            .await
            .unwrap()
            .is_some()
    );
    assert!(
        r.identitas
            .siapa(&kode, store::JenisSesi::Token, &a.token)
            .await
            .unwrap()
            .is_none()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interrupted_start_is_completed() {
    let utuh = tempfile::tempdir().unwrap();
    let r = buka(utuh.path(), MULAI).await;
    siapkan(&r, utuh.path()).await.unwrap();
    let benar = semua(&r).await;

    let d = tempfile::tempdir().unwrap();
    let r = buka(d.path(), MULAI).await;
    let tahap = baca_tahap(&r, d.path()).await.unwrap();
    let daerah = bahan(&r).unwrap();
    akun::buat(&r, &daerah).await.unwrap();
    let mut separuh = Vec::new();
    for x in &daerah {
        separuh.extend(cerita::rencana(
            x,
            tahap.mulai,
            &akun::semua(&r, x).await.unwrap(),
        ));
    }
    separuh.sort_by_key(|p| p.kini);
    separuh.truncate(separuh.len() / 2);
    cerita::jalankan(&r, separuh, tahap.mulai, &mut Laporan::default())
        .await
        .unwrap();
    r.store.tutup().await;

    // The next start is on another day; the story still begins when it first did.
    let r = buka(d.path(), "2026-11-24T01:00:00Z").await;
    let l = siapkan(&r, d.path()).await.unwrap();
    assert_eq!(l.ditolak, Vec::<String>::new());
    assert_eq!(semua(&r).await, benar);
}

#[tokio::test(flavor = "multi_thread")]
async fn mail_lands_in_the_folder() {
    let d = tempfile::tempdir().unwrap();
    let r = buka(d.path(), MULAI).await;
    siapkan(&r, d.path()).await.unwrap();
    let k = Konfigurasi::bawaan("127.0.0.1:8080", d.path());
    let pos = layani::Pos::baru(&k, &r).unwrap();
    let n = layani::kirim_semua(&r.store, &pos).await.unwrap();
    assert!(n > 100, "{n}");
    assert_eq!(layani::kirim_semua(&r.store, &pos).await.unwrap(), 0);
    assert_eq!(r.store.antrean_kiriman().await.unwrap(), (0, 0));
    let surat: Vec<_> = std::fs::read_dir(k.surat_keluar())
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    assert_eq!(surat.len(), n);
    let teks = std::fs::read_to_string(
        surat
            .iter()
            .find(|s| s.to_string_lossy().contains("diterima"))
            .unwrap(),
    )
    .unwrap();
    for kepala in [
        "From: \"Kabupaten ",
        "Reply-To:",
        "Message-ID: <",
        "In-Reply-To: <",
        "References: <",
        "Auto-Submitted: auto-generated",
        "Content-Language: id",
        "Date: ",
        "Subject: ",
        "Content-Type: multipart/alternative;",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Type: text/html; charset=utf-8",
    ] {
        assert!(teks.contains(kepala), "{kepala}\n{teks}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pg_holds_the_same_demonstration() {
    let d = tempfile::tempdir().unwrap();
    let r = buka(d.path(), MULAI).await;
    siapkan(&r, d.path()).await.unwrap();
    let benar = semua(&r).await;

    let pg = bekal::Pg::baru().await;
    let d = tempfile::tempdir().unwrap();
    let (_, r) = pg.buka(d.path(), MULAI).await;
    let l = siapkan(&r, d.path()).await.unwrap();
    assert_eq!(l.ditolak, Vec::<String>::new());
    assert_eq!(semua(&r).await, benar);
    assert_eq!(siapkan(&r, d.path()).await.unwrap().perintah, 0);
    r.store.tutup().await;
    pg.hapus().await;
}
