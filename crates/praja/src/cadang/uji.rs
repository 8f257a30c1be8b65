//! Back-ups of both databases, restored into both; and everything that must be refused.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use cadangan::{Arsip, Cacat, Gagal as G, Laporan, Sandi};
use kernel::{Aksi, IdEntri, Pelaku, Perintah};
use ledger::cap::{Percaya, Permintaan};
use serde_json::json;
use sqlx::{Connection, PgConnection, SqliteConnection};

use super::*;
use crate::{
    bekal::{self, Pg},
    log::{
        self,
        tsa::{Kunci, Sertifikat, Tsa},
    },
    rakit::{self, Rakitan},
};

const KINI: &str = "2026-11-23T02:00:00Z";
const FRASA: &str = "kuda nil di sungai";

fn diam(_: u64) {}

fn sandi_uji() -> Sandi {
    Sandi::baru(FRASA)
}

/// Files a complaint with a photograph.
async fn lapor(r: &Rakitan, judul: &str) -> String {
    lapor_dengan(r, judul, false).await
}

async fn lapor_dengan(r: &Rakitan, judul: &str, rahasia: bool) -> String {
    let serang = r.store.profil("serang").unwrap().kode().clone();
    let isi = format!("foto {judul}").into_bytes();
    let foto = r.store.simpan_berkas(&serang, &isi, "image/jpeg").await.unwrap();
    let kini = r.store.jam().kini();
    let isi = json!({
        "judul": judul, "isi": "Lampu jalan mati sejak Senin\tmalam.\nGelap \\ sepi.", "kategori": "penerangan-jalan",
        "foto": [foto.id], "rahasia": rahasia, "pelapor": { "surel": "warga@contoh.id" },
    });
    let aksi = Aksi::Buat {
        register: "pengaduan".into(),
        id: IdEntri::baru(kini),
        isi: isi.as_object().unwrap().clone(),
    };
    let p = Perintah {
        daerah: serang,
        pelaku: Pelaku::Publik,
        kini,
        aksi,
        kunci: None,
    };
    r.store.jalankan(p).await.unwrap().entri.nomor
}

/// Keeps a complaint from the public and reads it.
async fn baca_rahasia(r: &Rakitan, nomor: &str) {
    let serang = r.store.profil("serang").unwrap();
    let auditor = Pelaku::Akun(Box::new(kernel::Akun {
        id: uuid::Uuid::from_u128(7),
        daerah: serang.kode().clone(),
        pengguna: "audi".into(),
        nama: "Audi".into(),
        peran: vec![(
            kernel::Peran::Auditor,
            serang.fungsi("pengawasan").unwrap().clone(),
        )],
    }));
    let pembaca = store::Pembaca {
        pelaku: &auditor,
        sesi: "uji",
        lewat: kernel::Lewat::Halaman,
    };
    let t = r
        .store
        .entri_bernomor(serang.kode(), &auditor, "pengaduan", nomor);
    r.store.catat_baca(&pembaca, [&t.await.unwrap()]).await.unwrap();
}

async fn terbit(k: &Konfigurasi, r: &Rakitan) {
    log::terbitkan(&r.store, &r.identitas, &k.url_dasar, &k.log_terbit())
        .await
        .unwrap();
}

async fn cadang(k: &Konfigurasi, folder: &Path) -> Hasil {
    let jam = Jam::tetap(KINI.parse().unwrap());
    satu(k, folder, &sandi_uji(), &jam, &diam).await.unwrap()
}

async fn pulihkan(folder: &Path, k: &Konfigurasi) -> Result<pulih::Pulih, Gagal> {
    let arsip = Arsip::baca(folder, &sandi_uji())?;
    // Back-ups of one moment are named by the milliseconds that follow.
    let kini: Timestamp = KINI.parse().unwrap();
    let pilihan = perintah::terbaru(&arsip, None, kini + jiff::SignedDuration::from_secs(1))?;
    let jam = Arc::new(Jam::tetap(KINI.parse().unwrap()));
    pulih::pulihkan(&arsip, pilihan, k, jam, &diam).await
}

fn periksa(folder: &Path) -> Laporan {
    cadangan::periksa(&Arsip::baca(folder, &sandi_uji()).unwrap(), &diam).unwrap()
}

/// Entries that a search for a word finds.
async fn temu(k: &Konfigurasi, kata: &str) -> i64 {
    let url = k.database.buka();
    if url.starts_with("sqlite:") {
        let mut c = SqliteConnection::connect(url).await.unwrap();
        let sql = "select count(*) from cari join entri on entri.no = cari.rowid where cari match $1 and register = 'pengaduan'";
        sqlx::query_scalar(sql)
            .bind(kata)
            .fetch_one(&mut c)
            .await
            .unwrap()
    } else {
        let mut c = PgConnection::connect(url).await.unwrap();
        let sql = "select count(*) from entri where cari @@ $1::tsquery and register = 'pengaduan'";
        sqlx::query_scalar(sql)
            .bind(kata)
            .fetch_one(&mut c)
            .await
            .unwrap()
    }
}

/// Every part file, sorted.
fn potongan(folder: &Path) -> Vec<PathBuf> {
    let mut semua = Vec::new();
    for rak in fs::read_dir(folder.join("potongan")).unwrap() {
        semua.extend(
            fs::read_dir(rak.unwrap().path())
                .unwrap()
                .map(|e| e.unwrap().path()),
        );
    }
    semua.sort();
    semua
}

fn manifes(folder: &Path, nama: &str) -> PathBuf {
    folder.join("daftar").join(format!("{nama}.cadangan"))
}

/// Rows of each table, but for what the program adds when it opens a store.
fn baris(m: &cadangan::Manifes) -> BTreeMap<String, (Vec<String>, u64)> {
    let milik = m.tabel.iter().filter(|t| !t.nama.starts_with('#'));
    milik
        .map(|t| (t.nama.clone(), (t.kolom.clone(), t.baris)))
        .collect()
}

fn sidik(m: &cadangan::Manifes, tabel: &str) -> Vec<String> {
    let t = m.tabel.iter().find(|t| t.nama == tabel).unwrap();
    t.potongan.iter().map(|p| p.sidik.clone()).collect()
}

/// A small SQLite installation with a back-up of three complaints.
async fn kecil(d: &Path) -> (Konfigurasi, PathBuf) {
    let (k, r) = bekal::lite(&d.join("data"), KINI).await;
    for i in 0..3 {
        lapor(&r, &format!("Lampu {i}")).await;
    }
    terbit(&k, &r).await;
    r.store.tutup().await;
    let folder = d.join("arsip");
    cadang(&k, &folder).await;
    (k, folder)
}

/// The head of Serang's log, stamped.
async fn capkan(r: &Rakitan) {
    let serang = r.store.profil("serang").unwrap().kode().clone();
    let titik = r.store.titik(&serang, 1).await.unwrap().pop().unwrap();
    let tsa = Tsa::baru(Kunci::Ec, Sertifikat::Baik);
    let minta = Permintaan::baru(titik.catatan.as_bytes(), 7, None);
    let balasan = tsa.jawab(&minta.der().unwrap());
    let cap = minta
        .terima(&balasan, &Percaya::baca(&tsa.induk()).unwrap())
        .unwrap();
    let cap = store::CapSimpan {
        ukuran: titik.ukuran,
        waktu: cap.waktu,
        diterima: cap.waktu,
        catatan: titik.catatan,
        balasan,
    };
    assert!(r.store.simpan_cap(&serang, &cap).await.unwrap());
}

fn tujuan(d: &Path, nama: &str) -> Konfigurasi {
    Konfigurasi::bawaan("127.0.0.1:0", &d.join(nama))
}

async fn bolak_balik(dari_pg: bool, ke_pg: bool) {
    let d = tempfile::tempdir().unwrap();
    let (pg_asal, pg_tujuan) = (Pg::baru().await, Pg::baru().await);
    let data = d.path().join("data");
    let (k, r) = match dari_pg {
        true => pg_asal.buka(&data, KINI).await,
        false => bekal::lite(&data, KINI).await,
    };
    for i in 0..4 {
        lapor(&r, &format!("Lampu {i}")).await;
    }
    terbit(&k, &r).await;
    fs::create_dir_all(k.surat_ditahan()).unwrap();
    fs::write(k.surat_ditahan().join("a.eml"), "surat").unwrap();
    let folder = d.path().join("arsip");
    // While the program runs.
    let awal = cadang(&k, &folder).await;
    assert!(awal.manifes.cacat.is_empty() && awal.manifes.kunci);
    let ulang = cadang(&k, &folder).await;
    assert_eq!(ulang.ditulis, 0, "nothing changed, nothing is written");
    let nomor = lapor_dengan(&r, "Jalan berlubang", true).await;
    baca_rahasia(&r, &nomor).await;
    terbit(&k, &r).await;
    capkan(&r).await;
    let kini = cadang(&k, &folder).await;
    assert!(kini.ditulis > 0 && kini.nama > ulang.nama && ulang.nama > awal.nama);
    r.store.tutup().await;
    assert_eq!(periksa(&folder).temuan, []);

    let ke = d.path().join("pulih");
    let tuju = match ke_pg {
        true => pg_tujuan.konfigurasi(&ke),
        false => tujuan(d.path(), "pulih"),
    };
    let p = pulihkan(&folder, &tuju).await.unwrap();
    assert!(p.utuh(), "{:?} {:?}", p.beda, p.verifikasi);
    assert_eq!(p.nama, kini.nama);
    let serang = p
        .verifikasi
        .iter()
        .find(|l| l.daerah.as_str() == "serang")
        .unwrap();
    assert_eq!((serang.peristiwa, serang.entri, serang.titik), (6, 5, Some(6)));
    assert_eq!(serang.cap, 1);
    assert_eq!((temu(&tuju, "lampu").await, temu(&tuju, "lubang").await), (5, 1));
    for (asal, jadi) in [
        (k.berkas_kunci(), tuju.berkas_kunci()),
        (k.kunci_peramban(), tuju.kunci_peramban()),
        (
            k.surat_ditahan().join("a.eml"),
            tuju.surat_ditahan().join("a.eml"),
        ),
        (
            k.log_terbit().join("serang/checkpoint"),
            tuju.log_terbit().join("serang/checkpoint"),
        ),
    ] {
        assert_eq!(
            fs::read(&asal).unwrap(),
            fs::read(&jadi).unwrap(),
            "{}",
            jadi.display()
        );
    }
    // What was restored says the same of itself, table by table.
    let lagi = cadang(&tuju, &d.path().join("arsip-2")).await;
    assert_eq!(baris(&kini.manifes), baris(&lagi.manifes));
    assert_eq!(kini.manifes.kepala, lagi.manifes.kepala);
    for t in [
        "peristiwa",
        "pembacaan",
        "berkas",
        "tautan",
        "nomor_urut",
        "rekap",
        "log_titik",
        "log_cap",
        "#berkas",
    ] {
        assert_eq!(sidik(&kini.manifes, t), sidik(&lagi.manifes, t), "{t}");
    }
    // And goes on where the other stopped.
    let r = rakit::buka(&tuju, Arc::new(Jam::tetap(KINI.parse().unwrap())))
        .await
        .unwrap();
    let nomor = lapor(&r, "Lampu baru").await;
    assert!(nomor.ends_with("000006"), "{nomor}");
    terbit(&tuju, &r).await;
    let l = log::periksa(&tuju, &r, &crate::cli::Verify::default())
        .await
        .unwrap();
    assert!(l.iter().all(store::Laporan::utuh), "{l:?}");
    r.store.tutup().await;

    // Earlier back-ups are still there.
    let arsip = Arsip::baca(&folder, &sandi_uji()).unwrap();
    let (nama, m) = cadangan::pilih(&arsip, cadangan::waktu(&awal.nama).unwrap()).unwrap();
    assert_eq!((nama, m), (awal.nama, awal.manifes));
    pg_asal.hapus().await;
    pg_tujuan.hapus().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn from_sqlite_into_sqlite() {
    bolak_balik(false, false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn from_sqlite_into_postgres() {
    bolak_balik(false, true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn from_postgres_into_sqlite() {
    bolak_balik(true, false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn from_postgres_into_postgres() {
    bolak_balik(true, true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_lies_in_the_clear() {
    let d = tempfile::tempdir().unwrap();
    let (k, folder) = kecil(d.path()).await;
    let kunci = fs::read(k.berkas_kunci()).unwrap();
    let mut berkas = potongan(&folder);
    berkas.extend(
        fs::read_dir(folder.join("daftar"))
            .unwrap()
            .map(|e| e.unwrap().path()),
    );
    for b in berkas {
        let isi = fs::read(&b).unwrap();
        for rahasia in [b"warga@contoh.id".as_slice(), b"Lampu", b"serang", &kunci] {
            assert!(
                !isi.windows(rahasia.len()).any(|w| w == rahasia),
                "{}",
                b.display()
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_flipped_byte_and_missing_part_is_found_and_never_restored() {
    let d = tempfile::tempdir().unwrap();
    let (_, folder) = kecil(d.path()).await;
    let semua = potongan(&folder);
    assert!(semua.len() > 5, "{}", semua.len());
    for (i, p) in semua.iter().enumerate() {
        let utuh = fs::read(p).unwrap();
        let mut rusak = utuh.clone();
        let di = (i * 7_919) % rusak.len();
        rusak[di] ^= 0x20;
        fs::write(p, &rusak).unwrap();
        let t = periksa(&folder).temuan;
        assert!(
            t.iter().any(|t| t.cacat == Cacat::Rusak),
            "{} byte {di}: {t:?}",
            p.display()
        );
        let ke = tujuan(d.path(), &format!("rusak-{i}"));
        let g = pulihkan(&folder, &ke).await.err().unwrap();
        assert!(matches!(&g, Gagal::Cadangan(G::Rusak(_))), "{g:?}");
        assert!(!ke.data.join("praja.db").exists(), "half a database is none");
        assert!(!p.exists(), "what is damaged was put aside");
        let t = periksa(&folder).temuan;
        assert!(!t.is_empty(), "{}", p.display());
        let ke = tujuan(d.path(), &format!("hilang-{i}"));
        assert!(matches!(
            pulihkan(&folder, &ke).await,
            Err(Gagal::Cadangan(G::Rusak(_)))
        ));
        fs::write(p, &utuh).unwrap();
    }
    assert_eq!(periksa(&folder).temuan, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_check_found_damaged_is_written_anew() {
    let d = tempfile::tempdir().unwrap();
    let (k, folder) = kecil(d.path()).await;
    for p in potongan(&folder) {
        let mut isi = fs::read(&p).unwrap();
        isi[30] ^= 1;
        fs::write(&p, isi).unwrap();
    }
    // A back-up reads no part that is there. What only a damaged list names is found once the list is whole again.
    cadang(&k, &folder).await;
    for _ in 0..2 {
        assert!(!periksa(&folder).temuan.is_empty());
        cadang(&k, &folder).await;
    }
    assert_eq!(periksa(&folder).temuan, [], "all back-ups are whole again");
    assert!(pulihkan(&folder, &tujuan(d.path(), "ke")).await.unwrap().utuh());
    // What was put aside goes with what nobody needs.
    let arsip = Arsip::tulis(&folder, &sandi_uji()).unwrap();
    arsip.hapus(&Default::default()).unwrap();
    let rusak = |p: &PathBuf| p.extension().is_some_and(|e| e == "rusak");
    assert!(!potongan(&folder).iter().any(rusak));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_back_up_of_a_time_to_come_is_restored_only_by_name() {
    let d = tempfile::tempdir().unwrap();
    let (k, folder) = kecil(d.path()).await;
    let kini: Timestamp = KINI.parse().unwrap();
    let benar = cadangan::daftar(&folder).unwrap().remove(0);
    let depan = "2031-01-01T00:00:00Z".parse().unwrap();
    let maju = satu(&k, &folder, &sandi_uji(), &Jam::tetap(depan), &diam)
        .await
        .unwrap();
    let arsip = Arsip::baca(&folder, &sandi_uji()).unwrap();
    let nama = |pada| perintah::terbaru(&arsip, pada, kini).map(|(nama, _)| nama);
    assert_eq!(nama(None).unwrap(), benar);
    assert_eq!(nama(Some(depan)).unwrap(), maju.nama);
    assert_eq!(
        cadangan::sesudah(&arsip, kini).unwrap(),
        std::slice::from_ref(&maju.nama)
    );
    // Nothing but the future: nothing.
    let lampau = "2020-01-01T00:00:00Z".parse().unwrap();
    assert!(matches!(
        perintah::terbaru(&arsip, None, lampau).err(),
        Some(G::Kosong(_))
    ));
    let jam = Arc::new(Jam::tetap(kini));
    assert_eq!(pulih::uji(&arsip, &k, jam, &diam).await.unwrap().nama, benar);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_manifest_hides_no_other_and_lets_nothing_be_deleted() {
    let d = tempfile::tempdir().unwrap();
    let (k, folder) = kecil(d.path()).await;
    let baru = cadang(&k, &folder).await;
    let jalur = manifes(&folder, &baru.nama);
    let utuh = fs::read(&jalur).unwrap();
    for panjang in [0, 10, utuh.len() / 2, utuh.len() - 1] {
        fs::write(&jalur, &utuh[..panjang]).unwrap();
        let t = periksa(&folder).temuan;
        assert!(t.len() == 1 && t[0].bagian == "daftar", "{panjang}: {t:?}");
        // Nobody is given an older state without asking for it.
        let g = pulihkan(&folder, &tujuan(d.path(), "x")).await.err().unwrap();
        assert!(g.kalimat().contains("terpotong atau berubah"), "{}", g.kalimat());
        let arsip = Arsip::tulis(&folder, &sandi_uji()).unwrap();
        assert!(matches!(arsip.hapus(&Default::default()), Err(G::Rusak(_))));
        let lama = arsip.semua().unwrap().remove(0);
        assert!(cadangan::pilih(&arsip, cadangan::waktu(&lama).unwrap()).is_ok());
    }
    // All of them damaged: told apart from a wrong pass-phrase.
    for nama in cadangan::daftar(&folder).unwrap() {
        fs::write(manifes(&folder, &nama), "{}").unwrap();
    }
    assert!(matches!(
        Arsip::baca(&folder, &sandi_uji()).err(),
        Some(G::Rusak(_))
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn pass_phrases_and_folders_that_do_not_fit_are_refused() {
    let d = tempfile::tempdir().unwrap();
    let (k, folder) = kecil(d.path()).await;
    let salah = Sandi::baru("kuda nil di laut");
    assert!(matches!(Arsip::baca(&folder, &salah).err(), Some(G::Sandi)));
    assert!(matches!(Arsip::tulis(&folder, &salah).err(), Some(G::Sandi)));
    let baru = d.path().join("baru");
    assert!(matches!(
        Arsip::tulis(&baru, &Sandi::baru("pendek")).err(),
        Some(G::SandiPendek)
    ));
    assert!(matches!(
        Arsip::baca(&d.path().join("tiada"), &salah).err(),
        Some(G::BukanArsip(_))
    ));
    assert!(matches!(
        Arsip::tulis(&k.data, &salah).err(),
        Some(G::BukanArsip(_))
    ));
    // A file where a folder should be.
    fs::write(d.path().join("berkas"), "x").unwrap();
    assert!(matches!(
        Arsip::tulis(&d.path().join("berkas"), &sandi_uji()).err(),
        Some(G::Berkas { .. })
    ));
    // No database where the configuration says.
    let g = satu(
        &tujuan(d.path(), "tiada"),
        &folder,
        &sandi_uji(),
        &Jam::Sistem,
        &diam,
    )
    .await;
    assert!(matches!(g.err(), Some(G::Basis(..))));
    assert_eq!(periksa(&folder).temuan, [], "what was there is whole");

    // Two at once.
    let pegang = Arsip::tulis(&folder, &sandi_uji()).unwrap();
    assert!(matches!(
        Arsip::tulis(&folder, &sandi_uji()).err(),
        Some(G::Terkunci(_))
    ));
    assert!(matches!(
        Arsip::baca(&folder, &sandi_uji()).err(),
        Some(G::Terkunci(_))
    ));
    drop(pegang);
    cadang(&k, &folder).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_an_empty_place_is_restored_into() {
    let d = tempfile::tempdir().unwrap();
    let (k, folder) = kecil(d.path()).await;
    let tolak = async |k: &Konfigurasi| match pulihkan(&folder, k).await.err().unwrap() {
        Gagal::Cadangan(g @ G::TidakKosong(_)) => g.to_string(),
        g => panic!("{g:?}"),
    };
    assert!(tolak(&k).await.contains("tempat kosong"));
    // The data folder is new, the database is not.
    let mut lain = tujuan(d.path(), "lain");
    lain.database = k.database.clone();
    assert!(tolak(&lain).await.contains("praja.db"));
    let pg = Pg::baru().await;
    let (berisi, r) = pg.buka(&d.path().join("pg"), KINI).await;
    r.store.tutup().await;
    let mut ke = pg.konfigurasi(&d.path().join("pg-baru"));
    ke.database = berisi.database;
    assert!(tolak(&ke).await.contains("basis data"));
    pg.hapus().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_back_up_of_newer_tables_waits_for_the_newer_program() {
    let d = tempfile::tempdir().unwrap();
    let (k, folder) = kecil(d.path()).await;
    let mut c = SqliteConnection::connect(k.database.buka()).await.unwrap();
    let sql = "insert into _sqlx_migrations (version, description, success, checksum, execution_time) values (9999, 'x', 1, x'00', 0)";
    sqlx::query(sql).execute(&mut c).await.unwrap();
    cadang(&k, &folder).await;
    let ke = tujuan(d.path(), "ke");
    let g = pulihkan(&folder, &ke).await.err().unwrap();
    assert!(matches!(g, Gagal::Cadangan(G::SkemaBaru(9999, _))), "{g:?}");
    assert!(!ke.data.join("praja.db").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_at_the_source_is_said() {
    let d = tempfile::tempdir().unwrap();
    let (k, folder) = kecil(d.path()).await;
    fs::remove_file(k.berkas_kunci()).unwrap();
    let mut unggahan = Vec::new();
    for rak in fs::read_dir(k.gudang()).unwrap() {
        unggahan.extend(
            fs::read_dir(rak.unwrap().path())
                .unwrap()
                .map(|e| e.unwrap().path()),
        );
    }
    assert_eq!(unggahan.len(), 3);
    fs::write(&unggahan[0], "bukan foto itu").unwrap();
    fs::remove_file(&unggahan[1]).unwrap();
    // Into a new archive: the other one has the photographs already.
    let lain = d.path().join("lain");
    let h = cadang(&k, &lain).await;
    assert_eq!(h.manifes.cacat.len(), 2);
    assert_eq!(h.manifes.cacat.iter().filter(|c| c.hilang).count(), 1);
    assert!(keluhan(&h.manifes).is_some_and(|m| m.contains("kunci") && m.contains("2 unggahan")));
    let g = pulihkan(&lain, &tujuan(d.path(), "ke")).await.err().unwrap();
    assert!(g.kalimat().contains("tanpa berkas kunci"), "{}", g.kalimat());
    // The earlier back-up still has all of it.
    let h = cadang(&k, &folder).await;
    assert_eq!(
        h.manifes.cacat,
        [],
        "what the archive has is not asked of the disk"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_interruption_leaves_is_cleared_and_what_others_need_stays() {
    let d = tempfile::tempdir().unwrap();
    let (k, folder) = kecil(d.path()).await;
    let awal = cadangan::daftar(&folder).unwrap().remove(0);
    // Parts without a manifest, a part that was being written, a manifest that was being written.
    let rak = potongan(&folder)[0].parent().unwrap().to_owned();
    fs::write(rak.join(".0123456789abcdef"), "separuh").unwrap();
    fs::write(rak.join("f".repeat(64)), "yatim").unwrap();
    fs::write(folder.join("daftar/.sementara"), "separuh").unwrap();
    assert_eq!(periksa(&folder).temuan, []);
    let r = rakit::buka(&k, Arc::new(Jam::tetap(KINI.parse().unwrap())))
        .await
        .unwrap();
    lapor(&r, "Jalan berlubang").await;
    r.store.tutup().await;
    let kini = cadang(&k, &folder).await;
    let n = potongan(&folder).len();
    let arsip = Arsip::tulis(&folder, &sandi_uji()).unwrap();
    assert!(arsip.hapus(&[awal.clone()].into()).unwrap() > 0);
    drop(arsip);
    assert!(potongan(&folder).len() < n);
    assert!(!rak.join(".0123456789abcdef").exists() && !rak.join("f".repeat(64)).exists());
    assert_eq!(cadangan::daftar(&folder).unwrap(), [kini.nama]);
    let l = periksa(&folder);
    assert!(l.temuan.is_empty() && l.potongan > 0);
    assert!(pulihkan(&folder, &tujuan(d.path(), "ke")).await.unwrap().utuh());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restore_test_proves_itself_and_leaves_nothing_behind() {
    let d = tempfile::tempdir().unwrap();
    let (k, folder) = kecil(d.path()).await;
    let jam = Arc::new(Jam::tetap(KINI.parse().unwrap()));
    // One that was interrupted.
    fs::create_dir(k.data.join(".uji-pemulihan-lama")).unwrap();
    let uji = async || {
        let arsip = Arsip::baca(&folder, &sandi_uji()).unwrap();
        pulih::uji(&arsip, &k, jam.clone(), &diam).await
    };
    let hasil = uji().await;
    assert!(hasil.as_ref().unwrap().utuh());
    let p = potongan(&folder).remove(0);
    let mut isi = fs::read(&p).unwrap();
    isi[30] ^= 1;
    fs::write(&p, isi).unwrap();
    let rusak = uji().await;
    assert!(rusak.is_err());
    let tersisa = |e: fs::DirEntry| e.file_name().to_string_lossy().starts_with(".uji");
    assert!(!fs::read_dir(&k.data).unwrap().any(|e| tersisa(e.unwrap())));

    let r = rakit::buka(&k, jam.clone()).await.unwrap();
    for h in [&hasil, &rusak] {
        catat::catat(&r.store, &catat::Catatan::uji(h, 3)).await.unwrap();
    }
    for daerah in r.store.daerah().keys() {
        let tanya = async |keadaan: &str| {
            r.store
                .berkeadaan(daerah, "cadangan", &[keadaan], 10)
                .await
                .unwrap()
        };
        let (baik, buruk) = (tanya("berhasil").await, tanya("gagal").await);
        assert_eq!((baik.len(), buruk.len()), (1, 1), "{daerah}");
        assert_eq!(baik[0].teks("bukti_sampai"), "2026-12-24");
        assert!(
            buruk[0].teks("catatan").contains("arsip rusak"),
            "{:?}",
            buruk[0].isi
        );
    }
    let kepada: Vec<String> = r
        .store
        .ambil_kiriman(40)
        .await
        .unwrap()
        .into_iter()
        .filter_map(|k| k.muatan.ke)
        .collect();
    assert_eq!(
        kepada.iter().filter(|k| *k == "segera:administrator").count(),
        5,
        "{kepada:?}"
    );
    r.store.tutup().await;
}

#[test]
fn moments_are_read_as_people_type_them() {
    let zona = TimeZone::get("Asia/Makassar").unwrap();
    let saat = |s: &str| baca_waktu(s).unwrap().saat(&zona).unwrap().to_string();
    assert_eq!(saat("2026-11-22"), "2026-11-22T15:59:59.999999999Z");
    assert_eq!(saat("2026-11-22T13:00"), "2026-11-22T05:00:00Z");
    assert_eq!(saat("2026-11-22T13:00:00Z"), "2026-11-22T13:00:00Z");
    assert!(baca_waktu("kemarin").is_err());
}
