//! The two databases as anybody may use them, without Praja: made, filled, read back, dropped. The tables and indexes
//! in them are Praja's own, made by its first start.

use std::{
    path::PathBuf,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use sha2::{Digest, Sha256};
use sqlx::{
    AssertSqlSafe, FromRow, PgConnection, PgPool, Postgres, Sqlite, SqliteConnection, SqlitePool,
    pool::PoolConnection,
    postgres::PgPoolOptions,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use uuid::Uuid;

use crate::{Hasil, bahan::DAERAH, mesin, peladen::Bekal};

/// Connections that insert into PostgreSQL at once: as many as Praja has writers for one regency.
const PENULIS_PG: usize = 1;

/// Which database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Jenis {
    Sqlite,
    Postgres,
}

impl Jenis {
    pub fn kode(self) -> &'static str {
        match self {
            Jenis::Sqlite => "sqlite",
            Jenis::Postgres => "postgres",
        }
    }

    pub fn nama(self) -> &'static str {
        match self {
            Jenis::Sqlite => "SQLite",
            Jenis::Postgres => "PostgreSQL",
        }
    }
}

/// A database of our own.
pub enum Basis {
    Lite(PathBuf),
    Pg {
        url: String,
        pengelola: String,
        nama: String,
    },
}

impl Basis {
    /// An empty one.
    pub async fn baru(bekal: &Bekal, jenis: Jenis, nama: &str) -> Hasil<Self> {
        match jenis {
            Jenis::Sqlite => Ok(Basis::Lite(
                bekal.sub(&format!("sqlite-{nama}"))?.join("praja.db"),
            )),
            Jenis::Postgres => {
                let pengelola = bekal
                    .postgres
                    .clone()
                    .ok_or("PRAJA_UJI_PG names no PostgreSQL server")?;
                let nama = format!("praja_ukur_{nama}_{}", std::process::id());
                let (tanpa_kueri, kueri) = pengelola
                    .split_once('?')
                    .map_or((pengelola.as_str(), ""), |(a, k)| (a, k));
                let (dasar, _) = tanpa_kueri
                    .rsplit_once('/')
                    .ok_or("PRAJA_UJI_PG has no database")?;
                let url = format!("{dasar}/{nama}{}{kueri}", if kueri.is_empty() { "" } else { "?" });
                let b = Basis::Pg { url, pengelola, nama };
                b.kelola("drop database if exists", "").await?;
                b.kelola("create database", "").await?;
                Ok(b)
            }
        }
    }

    pub fn url(&self) -> String {
        match self {
            Basis::Lite(jalur) => format!("sqlite:{}", jalur.display()),
            Basis::Pg { url, .. } => url.clone(),
        }
    }

    async fn kelola(&self, perintah: &str, ekor: &str) -> Hasil<()> {
        if let Basis::Pg { pengelola, nama, .. } = self {
            let kolam = PgPoolOptions::new().max_connections(1).connect(pengelola).await?;
            sqlx::query(AssertSqlSafe(format!("{perintah} \"{nama}\"{ekor}")))
                .execute(&kolam)
                .await?;
            kolam.close().await;
        }
        Ok(())
    }

    /// Removes it and everything in it.
    pub async fn hapus(self) -> Hasil<()> {
        match &self {
            Basis::Lite(jalur) => Ok(jalur.parent().map_or(Ok(()), std::fs::remove_dir_all)?),
            Basis::Pg { .. } => self.kelola("drop database", "").await,
        }
    }

    /// Takes what an earlier run kept; false when there is nothing.
    pub async fn ambil(&self, bekal: &Bekal, n: usize) -> Hasil<bool> {
        let Some(simpan) = &bekal.simpan else {
            return Ok(false);
        };
        match self {
            Basis::Lite(jalur) => {
                let ada = simpan.join(tersimpan(n)).with_extension("db");
                Ok(ada.exists() && std::fs::copy(ada, jalur).map(|_| true)?)
            }
            Basis::Pg { pengelola, .. } => {
                let kolam = PgPoolOptions::new().max_connections(1).connect(pengelola).await?;
                let q = sqlx::query_scalar("select count(*) from pg_database where datname = $1");
                let ada: i64 = q.bind(tersimpan(n)).fetch_one(&kolam).await?;
                kolam.close().await;
                if ada > 0 {
                    self.kelola("drop database", "").await?;
                    self.kelola("create database", &format!(" template {}", tersimpan(n)))
                        .await?;
                }
                Ok(ada > 0)
            }
        }
    }

    /// Keeps what was filled for later runs. Nobody may be connected.
    pub async fn simpan(&self, bekal: &Bekal, n: usize) -> Hasil<()> {
        let Some(simpan) = &bekal.simpan else {
            return Ok(());
        };
        match self {
            Basis::Lite(jalur) => {
                std::fs::create_dir_all(simpan)?;
                Ok(std::fs::copy(jalur, simpan.join(tersimpan(n)).with_extension("db")).map(|_| ())?)
            }
            Basis::Pg { pengelola, nama, .. } => {
                let kolam = PgPoolOptions::new().max_connections(1).connect(pengelola).await?;
                let sql = format!("create database {} template \"{nama}\"", tersimpan(n));
                sqlx::query(AssertSqlSafe(sql)).execute(&kolam).await?;
                kolam.close().await;
                Ok(())
            }
        }
    }

    /// Connects as Praja connects: the same durability.
    pub async fn sambung(&self) -> Hasil<Kolam> {
        Ok(match self {
            Basis::Lite(jalur) => {
                let o = SqliteConnectOptions::new()
                    .filename(jalur)
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Full)
                    .busy_timeout(Duration::from_secs(10))
                    .pragma("cache_size", "-16384")
                    .pragma("mmap_size", "268435456");
                Kolam::Lite(
                    SqlitePoolOptions::new()
                        .max_connections(1)
                        .connect_with(o)
                        .await?,
                )
            }
            Basis::Pg { url, .. } => Kolam::Pg(
                PgPoolOptions::new()
                    .max_connections(u32::try_from(PENULIS_PG)?)
                    .connect(url)
                    .await?,
            ),
        })
    }
}

/// What a filled database is kept as.
fn tersimpan(n: usize) -> String {
    format!("praja_ukur_isian_{n}")
}

/// All that creating one complaint writes: its row, its event, its words.
#[derive(Clone, FromRow)]
pub struct Baris {
    pub id: Uuid,
    pub nomor: String,
    pub unit: String,
    pub pemegang: String,
    pub keadaan: String,
    pub versi: i64,
    pub dibuat: i64,
    pub diubah: i64,
    pub jatuh: Option<i64>,
    pub otomatis: Option<i64>,
    pub terbuka: bool,
    pub terbit: bool,
    pub tenggat: String,
    pub isi: String,
    pub bait: Vec<u8>,
    pub garam: Vec<u8>,
    pub hash: Vec<u8>,
    /// Index terms. SQLite keeps no copy of them, so they are made again from what was read back.
    #[sqlx(default)]
    pub kata: String,
}

/// Connections to a database.
#[derive(Clone)]
pub enum Kolam {
    Lite(SqlitePool),
    Pg(PgPool),
}

const REGISTER: &str = "pengaduan";

impl Kolam {
    pub async fn tutup(self) {
        match self {
            Kolam::Lite(k) => k.close().await,
            Kolam::Pg(k) => k.close().await,
        }
    }

    /// An account that coordinates complaints, with an API token and a browser session of these secrets.
    pub async fn buat_akun(&self, unit: &str, token: &str, sesi: &str) -> Hasil<()> {
        let akun = Uuid::from_u128(1);
        let sidik = |s: &str| Sha256::digest(s.as_bytes()).to_vec();
        macro_rules! jalankan {
            ($k:expr) => {{
                let q = sqlx::query(
                    "insert into akun (daerah, id, pengguna, nama, sandi, aktif, dibuat) values ($1, $2, 'ukur', 'Petugas Ukur', '-', $3, 0)",
                );
                q.bind(DAERAH).bind(akun).bind(true).execute($k).await?;
                let q = sqlx::query("insert into akun_peran (daerah, akun, peran, unit) values ($1, $2, $3, $4)");
                q.bind(DAERAH).bind(akun).bind(kernel::Peran::Koordinator.kode()).bind(unit).execute($k).await?;
                for (rahasia, jenis) in [(token, "token"), (sesi, "web")] {
                    let q = sqlx::query(
                        "insert into sesi (daerah, sidik, akun, jenis, nama, dibuat, kadaluarsa) values ($1, $2, $3, $4, 'ukur', 0, $5)",
                    );
                    q.bind(DAERAH).bind(sidik(rahasia)).bind(akun).bind(jenis).bind(i64::MAX).execute($k).await?;
                }
            }};
        }
        match self {
            Kolam::Lite(k) => jalankan!(k),
            Kolam::Pg(k) => jalankan!(k),
        }
        Ok(())
    }

    /// Every complaint with its first event and its words, oldest first.
    pub async fn baca(&self) -> Hasil<Vec<Baris>> {
        let sql = |isi: &str| {
            AssertSqlSafe(format!(
                "select e.id, e.nomor, e.unit, e.pemegang, e.keadaan, e.versi, e.dibuat, e.diubah, e.jatuh, e.otomatis, \
                 e.terbuka, e.terbit, {isi}, p.bait, p.garam, p.hash from entri e \
                 join peristiwa p on p.daerah = e.daerah and p.entri = e.id and p.versi = 1 \
                 where e.daerah = $1 and e.register = '{REGISTER}' order by e.nomor"
            ))
        };
        let mut semua: Vec<Baris> = match self {
            Kolam::Lite(k) => {
                sqlx::query_as(sql("e.tenggat, e.isi"))
                    .bind(DAERAH)
                    .fetch_all(k)
                    .await?
            }
            Kolam::Pg(k) => {
                sqlx::query_as(sql("e.tenggat::text, e.isi::text"))
                    .bind(DAERAH)
                    .fetch_all(k)
                    .await?
            }
        };
        for b in &mut semua {
            b.kata = kata(&b.nomor, &serde_json::from_str(&b.isi)?)?;
        }
        Ok(semua)
    }

    /// Rows of all tables that creating a complaint writes to, and the last number given out.
    pub async fn jumlah(&self) -> Hasil<[i64; 3]> {
        let sql = "select (select count(*) from entri where register = 'pengaduan'), (select count(*) from peristiwa), \
                   cast((select coalesce(max(terakhir), 0) from nomor_urut where register = 'pengaduan') as bigint)";
        let (a, b, c): (i64, i64, i64) = match self {
            Kolam::Lite(k) => sqlx::query_as(sql).fetch_one(k).await?,
            Kolam::Pg(k) => sqlx::query_as(sql).fetch_one(k).await?,
        };
        Ok([a, b, c])
    }

    /// Inserts rows straight, so many in a transaction, each transaction durable before the next of its connection.
    pub async fn sisipkan(&self, baris: &Arc<Vec<Baris>>, kelompok: usize, tahun: i64) -> Hasil<Duration> {
        let kelompok = kelompok.max(1);
        let giliran = Arc::new(AtomicUsize::new(0));
        let mulai;
        match self {
            Kolam::Lite(k) => {
                let mut c = k.acquire().await?;
                let dasar: i64 = sqlx::query_scalar("select coalesce(max(no), 0) from entri")
                    .fetch_one(&mut *c)
                    .await?;
                mulai = Instant::now();
                for (i, b) in baris.chunks(kelompok).enumerate() {
                    lite(&mut c, b, dasar + i64::try_from(i * kelompok)?, tahun).await?;
                }
            }
            Kolam::Pg(k) => {
                let mut sambungan: Vec<PoolConnection<Postgres>> = Vec::new();
                for _ in 0..PENULIS_PG {
                    sambungan.push(k.acquire().await?);
                }
                mulai = Instant::now();
                let tugas: Vec<_> = sambungan
                    .into_iter()
                    .map(|mut c| {
                        let (baris, giliran) = (baris.clone(), giliran.clone());
                        tokio::spawn(async move {
                            while let Some(b) = baris
                                .chunks(kelompok)
                                .nth(giliran.fetch_add(1, Ordering::Relaxed))
                            {
                                pg(&mut c, b, tahun).await?;
                            }
                            Ok::<_, sqlx::Error>(())
                        })
                    })
                    .collect();
                for t in tugas {
                    t.await??;
                }
            }
        }
        Ok(mulai.elapsed())
    }

    /// Takes the indexes of entries off, so that many rows are filled in sooner; returns what makes them again. What
    /// is filled in this way needs no durability; the next start counts its figures and begins its log.
    pub async fn lepas_indeks(&self) -> Hasil<Vec<String>> {
        macro_rules! lepas {
            ($k:expr, $sql:expr, $awal:expr) => {{
                for p in $awal {
                    sqlx::query(p).execute($k).await?;
                }
                for p in ["delete from rekap_versi", "delete from log"] {
                    sqlx::query(p).execute($k).await?;
                }
                let ada: Vec<(String, String)> = sqlx::query_as($sql).fetch_all($k).await?;
                for (nama, _) in &ada {
                    sqlx::query(AssertSqlSafe(format!("drop index \"{nama}\"")))
                        .execute($k)
                        .await?;
                }
                Ok(ada.into_iter().map(|(_, p)| p).collect())
            }};
        }
        match self {
            Kolam::Lite(k) => lepas!(
                k,
                "select name, sql from sqlite_master where type = 'index' and tbl_name = 'entri' and sql is not null",
                ["pragma synchronous = off", "pragma cache_size = -400000"]
            ),
            Kolam::Pg(k) => lepas!(
                k,
                "select indexname::text, indexdef from pg_indexes where tablename = 'entri' and indexname <> 'entri_pkey'",
                [
                    "set synchronous_commit = off",
                    "set maintenance_work_mem = '400MB'"
                ]
            ),
        }
    }

    /// Makes the indexes again.
    pub async fn pasang_indeks(&self, perintah: &[String]) -> Hasil<()> {
        for p in perintah {
            let p = AssertSqlSafe(p.clone());
            match self {
                Kolam::Lite(k) => sqlx::query(p).execute(k).await.map(|_| ())?,
                Kolam::Pg(k) => sqlx::query(p).execute(k).await.map(|_| ())?,
            }
        }
        Ok(())
    }

    /// Runs one statement.
    pub async fn laku(&self, sql: &str) -> Hasil<()> {
        let sql = AssertSqlSafe(sql.to_owned());
        match self {
            Kolam::Lite(k) => sqlx::query(sql).execute(k).await.map(|_| ())?,
            Kolam::Pg(k) => sqlx::query(sql).execute(k).await.map(|_| ())?,
        }
        Ok(())
    }

    /// How long it takes to insert so many events in so many transactions into a table of their own, with or without
    /// what the log adds: a place and its index, the head, the roots of complete subtrees.
    pub async fn peristiwa(&self, log: bool, kelompok: usize, transaksi: usize) -> Hasil<Duration> {
        macro_rules! jalankan {
            ($k:expr, $buat:expr) => {{
                let mut c = $k.acquire().await?;
                for p in $buat {
                    sqlx::query(p).execute(&mut *c).await?;
                }
                if log {
                    sqlx::query("create unique index ukur_urut on ukur_peristiwa (daerah, urut)")
                        .execute(&mut *c)
                        .await?;
                }
                let sql = format!(
                    "insert into ukur_peristiwa (daerah, entri, versi, waktu, bait, garam, hash, urut) \
                     select p.daerah, p.entri, p.versi, p.waktu, p.bait, p.garam, p.hash, {} from peristiwa p \
                     where p.daerah = $1 and p.urut >= $2 and p.urut < $3",
                    if log { "p.urut" } else { "null" }
                );
                let tepi = vec![0_u8; 32 * 17];
                let mulai = Instant::now();
                for i in 0..transaksi {
                    let (awal, akhir) = (i64::try_from(i * kelompok)?, i64::try_from((i + 1) * kelompok)?);
                    sqlx::query("begin").execute(&mut *c).await?;
                    sqlx::query(AssertSqlSafe(sql.clone()))
                        .bind(DAERAH)
                        .bind(awal)
                        .bind(akhir)
                        .execute(&mut *c)
                        .await?;
                    if log {
                        sqlx::query("update log set ukuran = ukuran, tepi = $2 where daerah = $1 returning ukuran")
                            .bind(DAERAH)
                            .bind(&tepi)
                            .fetch_all(&mut *c)
                            .await?;
                        if i % 2 == 1 {
                            sqlx::query("insert into log_ubin (daerah, tingkat, n, akar) values ('ukur', 1, $1, $2)")
                                .bind(awal)
                                .bind(&tepi[..32])
                                .execute(&mut *c)
                                .await?;
                        }
                    }
                    sqlx::query("commit").execute(&mut *c).await?;
                }
                let lama = mulai.elapsed();
                for p in ["drop table ukur_peristiwa", "delete from log_ubin where daerah = 'ukur'"] {
                    sqlx::query(p).execute(&mut *c).await?;
                }
                Ok(lama)
            }};
        }
        match self {
            Kolam::Lite(k) => jalankan!(
                k,
                [
                    "create table ukur_peristiwa (daerah text, entri blob, versi integer, waktu integer, bait blob, garam blob, hash blob, urut integer, primary key (daerah, entri, versi)) without rowid"
                ]
            ),
            Kolam::Pg(k) => jalankan!(
                k,
                [
                    "create table ukur_peristiwa (like peristiwa including defaults)",
                    "alter table ukur_peristiwa add primary key (daerah, entri, versi)"
                ]
            ),
        }
    }

    /// What a database does by itself after much was written.
    pub async fn rapikan(&self) -> Hasil<()> {
        match self {
            Kolam::Lite(k) => sqlx::query("pragma wal_checkpoint(truncate)")
                .execute(k)
                .await
                .map(|_| ())?,
            Kolam::Pg(k) => sqlx::query("vacuum analyze").execute(k).await.map(|_| ())?,
        }
        Ok(())
    }

    /// Version, and how durable it is.
    pub async fn gambaran(&self) -> Hasil<String> {
        Ok(match self {
            Kolam::Lite(k) => {
                let (v, s): (String, i64) = (
                    sqlx::query_scalar("select sqlite_version()").fetch_one(k).await?,
                    sqlx::query_scalar("pragma synchronous").fetch_one(k).await?,
                );
                format!(
                    "SQLite {v} (WAL, synchronous = {})",
                    if s >= 2 { "FULL" } else { "less than FULL" }
                )
            }
            Kolam::Pg(k) => {
                let sql = "select split_part(version(), ' ', 2), current_setting('fsync'), \
                           current_setting('synchronous_commit'), current_setting('data_directory')";
                let (v, f, s, d): (String, String, String, String) = sqlx::query_as(sql).fetch_one(k).await?;
                let berkas = mesin::jenis_berkas(std::path::Path::new(&d));
                format!("PostgreSQL {v} (fsync = {f}, synchronous_commit = {s}, on {berkas})")
            }
        })
    }

    /// The server's main process, when it runs on this machine.
    pub async fn induk(&self) -> Hasil<Option<u32>> {
        let Kolam::Pg(k) = self else { return Ok(None) };
        let pid: i32 = sqlx::query_scalar("select pg_backend_pid()").fetch_one(k).await?;
        Ok(u32::try_from(pid).ok().and_then(mesin::induk))
    }
}

/// The index terms of a complaint, as Praja makes them.
pub fn kata(nomor: &str, isi: &kernel::Peta) -> Hasil<String> {
    static DEF: OnceLock<Option<kernel::RegisterDef>> = OnceLock::new();
    let def = DEF.get_or_init(|| layanan::register().into_iter().find(|d| d.kode == REGISTER));
    let teks = def.as_ref().ok_or("no such register")?.teks_cari(nomor, isi);
    Ok(kernel::search::istilah(&teks)
        .into_iter()
        .collect::<Vec<_>>()
        .join(" "))
}

/// `n` rows of `medan` places each.
fn tempat(n: usize, medan: usize) -> String {
    let baris = format!("({})", vec!["?"; medan].join(", "));
    vec![baris.as_str(); n].join(", ")
}

async fn lite(c: &mut PoolConnection<Sqlite>, b: &[Baris], dasar: i64, tahun: i64) -> sqlx::Result<()> {
    let c: &mut SqliteConnection = c;
    // Whole batches have the same text, so SQLite keeps them prepared.
    let (n, nomor) = (b.len(), |i: usize| dasar + 1 + i as i64);
    sqlx::query("begin immediate").execute(&mut *c).await?;
    let sql = format!(
        "insert into entri (no, daerah, register, id, nomor, unit, pemegang, keadaan, versi, dibuat, diubah, jatuh, otomatis, \
         terbuka, terbit, tenggat, isi) values {}",
        tempat(n, 17)
    );
    let mut q = sqlx::query(AssertSqlSafe(sql));
    for (i, b) in b.iter().enumerate() {
        q = q
            .bind(nomor(i))
            .bind(DAERAH)
            .bind(REGISTER)
            .bind(b.id)
            .bind(&b.nomor)
            .bind(&b.unit)
            .bind(&b.pemegang);
        q = q
            .bind(&b.keadaan)
            .bind(b.versi)
            .bind(b.dibuat)
            .bind(b.diubah)
            .bind(b.jatuh)
            .bind(b.otomatis);
        q = q.bind(b.terbuka).bind(b.terbit).bind(&b.tenggat).bind(&b.isi);
    }
    q.execute(&mut *c).await?;
    let sql = format!(
        "insert into peristiwa (daerah, entri, versi, waktu, bait, garam, hash) values {}",
        tempat(n, 7)
    );
    let mut q = sqlx::query(AssertSqlSafe(sql));
    for b in b {
        q = q
            .bind(DAERAH)
            .bind(b.id)
            .bind(1_i64)
            .bind(b.dibuat)
            .bind(&b.bait)
            .bind(&b.garam)
            .bind(&b.hash);
    }
    q.execute(&mut *c).await?;
    let mut q = sqlx::query(AssertSqlSafe(format!(
        "insert into cari (rowid, kata) values {}",
        tempat(n, 2)
    )));
    for (i, b) in b.iter().enumerate() {
        q = q.bind(nomor(i)).bind(&b.kata);
    }
    q.execute(&mut *c).await?;
    let sql = "insert into nomor_urut (daerah, register, tahun, terakhir) values ($1, $2, $3, $4) \
               on conflict (daerah, register, tahun) do update set terakhir = excluded.terakhir";
    sqlx::query(sql)
        .bind(DAERAH)
        .bind(REGISTER)
        .bind(tahun)
        .bind(dasar + n as i64)
        .execute(&mut *c)
        .await?;
    sqlx::query("commit").execute(&mut *c).await?;
    Ok(())
}

async fn pg(c: &mut PoolConnection<Postgres>, b: &[Baris], tahun: i64) -> sqlx::Result<()> {
    let c: &mut PgConnection = c;
    macro_rules! kolom {
        ($m:ident) => {
            b.iter().map(|b| b.$m.clone()).collect::<Vec<_>>()
        };
    }
    sqlx::query("begin").execute(&mut *c).await?;
    // Arrays, one a column: the quickest way into PostgreSQL short of COPY, and one prepared statement for every size.
    sqlx::query(
        "insert into entri (daerah, register, id, nomor, unit, pemegang, keadaan, versi, dibuat, diubah, jatuh, otomatis, \
         terbuka, terbit, tenggat, isi, cari) \
         select $1, $2, id, nomor, unit, pemegang, keadaan, versi, dibuat, diubah, jatuh, otomatis, terbuka, terbit, \
         tenggat::jsonb, isi::jsonb, array_to_tsvector(string_to_array(kata, ' ')) \
         from unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::bigint[], $10::bigint[], \
         $11::bigint[], $12::bigint[], $13::boolean[], $14::boolean[], $15::text[], $16::text[], $17::text[]) \
         as b (id, nomor, unit, pemegang, keadaan, versi, dibuat, diubah, jatuh, otomatis, terbuka, terbit, tenggat, isi, kata)",
    )
    .bind(DAERAH)
    .bind(REGISTER)
    .bind(kolom!(id))
    .bind(kolom!(nomor))
    .bind(kolom!(unit))
    .bind(kolom!(pemegang))
    .bind(kolom!(keadaan))
    .bind(kolom!(versi))
    .bind(kolom!(dibuat))
    .bind(kolom!(diubah))
    .bind(kolom!(jatuh))
    .bind(kolom!(otomatis))
    .bind(kolom!(terbuka))
    .bind(kolom!(terbit))
    .bind(kolom!(tenggat))
    .bind(kolom!(isi))
    .bind(kolom!(kata))
    .execute(&mut *c)
    .await?;
    sqlx::query(
        "insert into peristiwa (daerah, entri, versi, waktu, bait, garam, hash) \
         select $1, entri, 1, waktu, bait, garam, hash \
         from unnest($2::uuid[], $3::bigint[], $4::bytea[], $5::bytea[], $6::bytea[]) as b (entri, waktu, bait, garam, hash)",
    )
    .bind(DAERAH)
    .bind(kolom!(id))
    .bind(kolom!(dibuat))
    .bind(kolom!(bait))
    .bind(kolom!(garam))
    .bind(kolom!(hash))
    .execute(&mut *c)
    .await?;
    sqlx::query(
        "insert into nomor_urut (daerah, register, tahun, terakhir) values ($1, $2, $3, $4) \
         on conflict (daerah, register, tahun) do update set terakhir = nomor_urut.terakhir + excluded.terakhir",
    )
    .bind(DAERAH)
    .bind(REGISTER)
    .bind(tahun)
    .bind(b.len() as i64)
    .execute(&mut *c)
    .await?;
    sqlx::query("commit").execute(&mut *c).await?;
    Ok(())
}
