//! Filling an empty database: all of it or nothing. A file of SQLite appears under its name when it is complete;
//! PostgreSQL takes everything in one transaction.

use std::{
    collections::BTreeMap,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

use sqlx::{
    AssertSqlSafe, PgConnection, PgPool, Postgres, Sqlite, SqliteConnection, SqlitePool, Transaction,
    postgres::PgPoolOptions,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use super::{
    ENTRI, Jenis, KATA, Letak, MIGRASI_LITE, MIGRASI_PG, NOMOR, Tabel, kutip, lite, pg, skema_program,
};
use crate::{Gagal, baris::Nilai};

/// Values in one statement of SQLite at most.
const NILAI_MAKS: usize = 16_000;

/// A database that is being filled.
pub(crate) enum Pengisi {
    Lite {
        kolam: SqlitePool,
        tx: Transaction<'static, Sqlite>,
        sementara: PathBuf,
        tujuan: PathBuf,
        nomor: i64,
    },
    Pg {
        kolam: PgPool,
        tx: Transaction<'static, Postgres>,
    },
}

fn migrasi(e: sqlx::migrate::MigrateError) -> Gagal {
    Gagal::Basis("membuat tabel", e.to_string())
}

impl Pengisi {
    /// Makes the tables of a version in an empty database.
    ///
    /// # Errors
    /// [`Gagal::TidakKosong`] where something is already, [`Gagal::SkemaBaru`] for tables of a newer program.
    pub(crate) async fn mulai(url: &str, skema: i64) -> Result<Self, Gagal> {
        const G: &str = "menyiapkan basis data";
        let l = letak_kosong(url).await?;
        let kita = skema_program(&l);
        if skema > kita {
            return Err(Gagal::SkemaBaru(skema, kita));
        }
        match l {
            Letak::Lite(tujuan) => {
                let sementara = sampingan(&tujuan, ".pemulihan");
                if sementara.exists() {
                    // What a restore that was interrupted left behind; it never had the name that counts.
                    fs::remove_file(&sementara).map_err(Gagal::berkas("menghapus", &sementara))?;
                }
                // Nothing reads the file before it has its name, so it needs no journal, and is made durable once.
                let opsi = SqliteConnectOptions::new()
                    .filename(&sementara)
                    .create_if_missing(true)
                    .journal_mode(SqliteJournalMode::Off)
                    .synchronous(SqliteSynchronous::Off)
                    .pragma("cache_size", "-65536");
                let kolam = SqlitePoolOptions::new()
                    .max_connections(1)
                    .idle_timeout(None)
                    .connect_with(opsi)
                    .await
                    .map_err(Gagal::basis(G))?;
                let mut tx = kolam.begin().await.map_err(Gagal::basis(G))?;
                MIGRASI_LITE.run_to(skema, &mut *tx).await.map_err(migrasi)?;
                Ok(Pengisi::Lite {
                    kolam,
                    tx,
                    sementara,
                    tujuan,
                    nomor: 0,
                })
            }
            Letak::Pg(opsi) => {
                let kolam = PgPoolOptions::new().max_connections(1).connect_with(*opsi).await;
                let kolam = kolam.map_err(Gagal::basis("menghubungi PostgreSQL"))?;
                let mut tx = kolam.begin().await.map_err(Gagal::basis(G))?;
                MIGRASI_PG.run_to(skema, &mut *tx).await.map_err(migrasi)?;
                Ok(Pengisi::Pg { kolam, tx })
            }
        }
    }

    /// The tables that take rows, by name.
    pub(crate) async fn tabel(&mut self) -> Result<BTreeMap<String, Tabel>, Gagal> {
        let semua = match self {
            Pengisi::Lite { tx, .. } => lite::tabel(tx).await?,
            Pengisi::Pg { tx, .. } => pg::tabel(tx).await?,
        };
        Ok(semua.into_iter().map(|t| (t.nama.clone(), t)).collect())
    }

    /// Adds rows with these columns; of entries with their words for search.
    pub(crate) async fn isi(
        &mut self,
        t: &Tabel,
        kolom: &[(&str, Jenis)],
        baris: &[Vec<Nilai<'_>>],
        kata: &[String],
    ) -> Result<(), Gagal> {
        match self {
            Pengisi::Lite { tx, nomor, .. } => isi_lite(tx, t, kolom, baris, kata, nomor).await,
            Pengisi::Pg { tx, .. } => isi_pg(tx, t, kolom, baris, kata).await,
        }
        .map_err(|e| Gagal::Basis("mengisi tabel", format!("{}: {e}", t.nama)))
    }

    /// Brings the tables up to date and makes everything durable.
    pub(crate) async fn selesai(self) -> Result<(), Gagal> {
        const G: &str = "menyelesaikan basis data";
        match self {
            Pengisi::Lite {
                kolam,
                mut tx,
                sementara,
                tujuan,
                ..
            } => {
                MIGRASI_LITE.run(&mut *tx).await.map_err(migrasi)?;
                tx.commit().await.map_err(Gagal::basis(G))?;
                kolam.close().await;
                let simpan = || {
                    fs::File::open(&sementara)?.sync_all()?;
                    fs::rename(&sementara, &tujuan)?;
                    fs::File::open(tujuan.parent().unwrap_or(Path::new(".")))?.sync_all()
                };
                simpan().map_err(Gagal::berkas("menyimpan", &tujuan))
            }
            Pengisi::Pg { kolam, mut tx } => {
                MIGRASI_PG.run(&mut *tx).await.map_err(migrasi)?;
                tx.commit().await.map_err(Gagal::basis(G))?;
                // The planner knows nothing of tables that were just filled.
                let hasil = sqlx::query("analyze").execute(&kolam).await;
                kolam.close().await;
                hasil.map(|_| ()).map_err(Gagal::basis(G))
            }
        }
    }
}

/// A name beside a file.
fn sampingan(jalur: &Path, akhiran: &str) -> PathBuf {
    let mut nama = jalur.as_os_str().to_owned();
    nama.push(akhiran);
    nama.into()
}

/// Where a URL leads, if nothing is there.
pub(crate) async fn letak_kosong(url: &str) -> Result<Letak, Gagal> {
    let l = super::letak(url)?;
    match &l {
        Letak::Lite(jalur) => {
            for j in [jalur.clone(), sampingan(jalur, "-wal")] {
                if j.metadata().is_ok_and(|m| m.len() > 0) {
                    return Err(Gagal::TidakKosong(format!("basis data {}", j.display())));
                }
            }
        }
        Letak::Pg(opsi) => {
            const G: &str = "menghubungi PostgreSQL";
            let mut c = <PgConnection as sqlx::Connection>::connect_with(opsi)
                .await
                .map_err(Gagal::basis(G))?;
            let sql = "select count(*) from pg_class where relnamespace = current_schema()::text::regnamespace and relkind in ('r', 'p')";
            let n: i64 = sqlx::query_scalar(sql)
                .fetch_one(&mut c)
                .await
                .map_err(Gagal::basis(G))?;
            if n > 0 {
                let nama = opsi.get_database().unwrap_or("PostgreSQL");
                return Err(Gagal::TidakKosong(format!("basis data {nama}")));
            }
        }
    }
    Ok(l)
}

async fn isi_lite(
    c: &mut SqliteConnection,
    t: &Tabel,
    kolom: &[(&str, Jenis)],
    baris: &[Vec<Nilai<'_>>],
    kata: &[String],
    nomor: &mut i64,
) -> sqlx::Result<()> {
    let entri = t.nama == ENTRI;
    let mut nama: Vec<String> = kolom.iter().map(|(n, _)| kutip(n)).collect();
    if entri {
        nama.push(NOMOR.to_owned());
    }
    let lebar = nama.len();
    let tempat = |n: usize, lebar: usize| vec![format!("({})", vec!["?"; lebar].join(", ")); n].join(", ");
    let awal = *nomor;
    for bagian in baris.chunks((NILAI_MAKS / lebar).clamp(1, 500)) {
        let sql = format!(
            "insert into {} ({}) values {}",
            kutip(&t.nama),
            nama.join(", "),
            tempat(bagian.len(), lebar)
        );
        let mut q = sqlx::query(AssertSqlSafe(sql));
        for b in bagian {
            for v in b {
                q = match *v {
                    Nilai::Kosong => q.bind(None::<i64>),
                    Nilai::Bulat(n) => q.bind(n),
                    Nilai::Teks(s) => q.bind(s),
                    Nilai::Bait(b) => q.bind(b),
                    Nilai::Pecahan(f) => q.bind(f),
                };
            }
            if entri {
                *nomor += 1;
                q = q.bind(*nomor);
            }
        }
        q.execute(&mut *c).await?;
    }
    for (i, bagian) in kata.chunks(500).enumerate() {
        let sql = format!(
            "insert into cari (rowid, kata) values {}",
            tempat(bagian.len(), 2)
        );
        let mut q = sqlx::query(AssertSqlSafe(sql));
        for (n, k) in (awal + 1 + i as i64 * 500..).zip(bagian) {
            q = q.bind(n).bind(k.as_str());
        }
        q.execute(&mut *c).await?;
    }
    Ok(())
}

async fn isi_pg(
    c: &mut PgConnection,
    t: &Tabel,
    kolom: &[(&str, Jenis)],
    baris: &[Vec<Nilai<'_>>],
    kata: &[String],
) -> sqlx::Result<()> {
    let mut nama: Vec<String> = kolom.iter().map(|(n, _)| kutip(n)).collect();
    if t.nama == ENTRI {
        nama.push(KATA.to_owned());
    }
    let mut teks = String::new();
    for (i, b) in baris.iter().enumerate() {
        for (j, (v, (_, jenis))) in b.iter().zip(kolom).enumerate() {
            if j > 0 {
                teks.push('\t');
            }
            medan(&mut teks, *v, *jenis);
        }
        if let Some(k) = kata.get(i) {
            // Words are letters and digits only (`kernel::search`), so they cannot leave their quotes.
            let kata: Vec<String> = k.split_whitespace().map(|k| format!("'{k}'")).collect();
            teks.push('\t');
            teks.push_str(&kata.join(" "));
        }
        teks.push('\n');
    }
    let sql = format!("copy {} ({}) from stdin", kutip(&t.nama), nama.join(", "));
    let mut salin = c.copy_in_raw(&sql).await?;
    match salin.send(teks.as_bytes()).await {
        Ok(_) => salin.finish().await.map(|_| ()),
        Err(e) => {
            // The first error is the one to tell.
            let _ = salin.abort("gagal").await;
            Err(e)
        }
    }
}

/// A value as COPY reads it.
fn medan(ke: &mut String, v: Nilai<'_>, j: Jenis) {
    // Writing into a String does not fail.
    let _ = match v {
        Nilai::Kosong => write!(ke, "\\N"),
        Nilai::Bulat(n) if j == Jenis::Logis => write!(ke, "{}", n != 0),
        Nilai::Bulat(n) => write!(ke, "{n}"),
        Nilai::Pecahan(f) => write!(ke, "{f:?}"),
        Nilai::Bait(b) if j == Jenis::Uuid => match uuid::Uuid::from_slice(b) {
            Ok(u) => write!(ke, "{u}"),
            // PostgreSQL refuses it, and says so.
            Err(_) => write!(ke, "?"),
        },
        Nilai::Bait(b) => write!(ke, "\\\\x{}", data_encoding::HEXLOWER.encode(b)),
        Nilai::Teks(s) => {
            for c in s.chars() {
                match c {
                    '\\' => ke.push_str("\\\\"),
                    '\t' => ke.push_str("\\t"),
                    '\n' => ke.push_str("\\n"),
                    '\r' => ke.push_str("\\r"),
                    c => ke.push(c),
                }
            }
            Ok(())
        }
    };
}
