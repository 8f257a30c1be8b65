//! The databases as tables of plain values: read in one state from beginning to end, and filled when empty.

mod isi;
mod lite;
mod pg;

use std::path::PathBuf;

use jiff::Timestamp;
use sqlx::{
    Connection, PgConnection, SqliteConnection, migrate::Migrator, postgres::PgConnectOptions,
    sqlite::SqliteConnectOptions,
};

pub(crate) use isi::Pengisi;

use crate::{Gagal, cadangkan::Penulis, manifes};

static MIGRASI_LITE: Migrator = sqlx::migrate!("../store/migrasi/sqlite");
static MIGRASI_PG: Migrator = sqlx::migrate!("../store/migrasi/postgres");

/// Tables that whoever opens the store makes anew from the others.
const TURUNAN: [&str; 3] = ["_sqlx_migrations", "petikan", "petikan_versi"];
/// Entries: their words for search, and the row number that SQLite joins them by, are made anew.
pub(crate) const ENTRI: &str = "entri";
const NOMOR: &str = "no";
const KATA: &str = "cari";
/// PostgreSQL keeps a figure in several rows until they are folded into one; a back-up holds the sum.
const REKAP: &str = "rekap";
const REKAP_KUNCI: [&str; 6] = ["daerah", "register", "dimensi", "masa", "nilai", "ukuran"];
const REKAP_PADAT: &str = "padat";

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Jenis {
    Bulat,
    Teks,
    Bait,
    Pecahan,
    Logis,
    Uuid,
    Json,
}

#[derive(Clone, Debug)]
pub(crate) struct Kolom {
    pub(crate) nama: String,
    pub(crate) jenis: Jenis,
}

/// A table: the columns of its key first.
#[derive(Clone, Debug)]
pub(crate) struct Tabel {
    pub(crate) nama: String,
    pub(crate) kolom: Vec<Kolom>,
    pub(crate) kunci: usize,
}

impl Tabel {
    /// From columns with their place in the key (0: none), in any order.
    fn susun(nama: String, mut kolom: Vec<(i64, Kolom)>) -> Self {
        if nama == REKAP {
            kolom.retain(|(_, k)| k.nama != REKAP_PADAT);
            for (urut, k) in &mut kolom {
                let di = REKAP_KUNCI.iter().position(|n| *n == k.nama);
                *urut = di.map_or(0, |i| i as i64 + 1);
            }
        }
        if nama == ENTRI {
            kolom.retain(|(_, k)| k.nama != NOMOR && k.nama != KATA);
            for (urut, k) in &mut kolom {
                *urut = ["daerah", "id"]
                    .iter()
                    .position(|n| *n == k.nama)
                    .map_or(0, |i| i as i64 + 1);
            }
        }
        kolom.sort_by(|(a, x), (b, y)| (*a == 0, a, &x.nama).cmp(&(*b == 0, b, &y.nama)));
        let kunci = kolom.iter().filter(|(u, _)| *u > 0).count();
        Tabel {
            nama,
            kunci: if kunci == 0 { kolom.len() } else { kunci },
            kolom: kolom.into_iter().map(|(_, k)| k).collect(),
        }
    }

    fn nama_kunci(&self) -> String {
        let nama: Vec<String> = self
            .kolom
            .iter()
            .take(self.kunci)
            .map(|k| kutip(&k.nama))
            .collect();
        nama.join(", ")
    }
}

/// A name as SQL takes any.
fn kutip(nama: &str) -> String {
    format!("\"{}\"", nama.replace('"', "\"\""))
}

/// A database that is read.
pub(crate) enum Basis {
    Lite(SqliteConnection),
    Pg(PgConnection),
}

/// Where a URL leads.
pub(crate) enum Letak {
    Lite(PathBuf),
    Pg(Box<PgConnectOptions>),
}

pub(crate) fn letak(url: &str) -> Result<Letak, Gagal> {
    if let Some(jalur) = url.strip_prefix("sqlite:") {
        return Ok(Letak::Lite(jalur.trim_start_matches("//").into()));
    }
    let opsi: PgConnectOptions = url.parse().map_err(Gagal::basis("membaca alamat PostgreSQL"))?;
    Ok(Letak::Pg(Box::new(opsi.application_name("praja-cadangan"))))
}

impl Basis {
    /// Opens a database for reading only.
    pub(crate) async fn baca(url: &str) -> Result<Self, Gagal> {
        Ok(match letak(url)? {
            Letak::Lite(jalur) => {
                let opsi = SqliteConnectOptions::new()
                    .filename(&jalur)
                    .read_only(true)
                    .busy_timeout(std::time::Duration::from_secs(10))
                    .pragma("mmap_size", "268435456");
                let c = SqliteConnection::connect_with(&opsi).await;
                Basis::Lite(
                    c.map_err(|e| Gagal::Basis("membuka basis data", format!("{}: {e}", jalur.display())))?,
                )
            }
            Letak::Pg(opsi) => {
                let c = PgConnection::connect_with(&opsi).await;
                Basis::Pg(c.map_err(Gagal::basis("menghubungi PostgreSQL"))?)
            }
        })
    }

    pub(crate) fn asal(&self) -> &'static str {
        match self {
            Basis::Lite(_) => "sqlite",
            Basis::Pg(_) => "postgres",
        }
    }

    /// From here on everything read is of one state; says the version of the tables.
    pub(crate) async fn mulai(&mut self) -> Result<i64, Gagal> {
        const G: &str = "membaca versi tabel";
        const SQL: &str = "select coalesce(max(version), 0) from _sqlx_migrations where success";
        match self {
            Basis::Lite(c) => {
                sqlx::query("begin")
                    .execute(&mut *c)
                    .await
                    .map_err(Gagal::basis(G))?;
                sqlx::query_scalar(SQL).fetch_one(c).await
            }
            Basis::Pg(c) => {
                let sql = "begin isolation level repeatable read read only";
                sqlx::query(sql).execute(&mut *c).await.map_err(Gagal::basis(G))?;
                sqlx::query_scalar(SQL).fetch_one(c).await
            }
        }
        .map_err(Gagal::basis(G))
    }

    /// The tables to keep, by name.
    pub(crate) async fn tabel(&mut self) -> Result<Vec<Tabel>, Gagal> {
        let mut semua = match self {
            Basis::Lite(c) => lite::tabel(c).await?,
            Basis::Pg(c) => pg::tabel(c).await?,
        };
        semua.sort_by(|a, b| a.nama.cmp(&b.nama));
        Ok(semua)
    }

    /// Hands all rows of a table to the writer, in the order of their keys.
    pub(crate) async fn salin(&mut self, t: &Tabel, ke: &mut Penulis<'_>) -> Result<manifes::Tabel, Gagal> {
        match self {
            Basis::Lite(c) => lite::salin(c, t, ke).await?,
            Basis::Pg(c) => pg::salin(c, t, ke).await?,
        }
        let kolom = t.kolom.iter().map(|k| k.nama.clone()).collect();
        ke.tutup(&t.nama, kolom).await
    }

    /// The ledger of each regency: size and right edge.
    pub(crate) async fn log(&mut self) -> Result<Vec<(String, i64, Vec<u8>)>, Gagal> {
        let sql = "select daerah, ukuran, tepi from log order by daerah";
        match self {
            Basis::Lite(c) => sqlx::query_as(sql).fetch_all(c).await,
            Basis::Pg(c) => sqlx::query_as(sql).fetch_all(c).await,
        }
        .map_err(Gagal::basis("membaca kepala buku besar"))
    }

    /// The contents of uploads: digest, bytes, and whether an entry needs it.
    pub(crate) async fn berkas(&mut self) -> Result<Vec<(String, i64, bool)>, Gagal> {
        let sql = "select sidik, max(ukuran), max(case when entri is null then 0 else 1 end) = 1 \
                   from berkas group by sidik order by sidik";
        match self {
            Basis::Lite(c) => sqlx::query_as(sql).fetch_all(c).await,
            Basis::Pg(c) => sqlx::query_as(sql).fetch_all(c).await,
        }
        .map_err(Gagal::basis("membaca daftar unggahan"))
    }

    pub(crate) async fn tutup(self) {
        // Only reading was done: nothing is lost when the goodbye does not arrive.
        let _ = match self {
            Basis::Lite(c) => c.close().await,
            Basis::Pg(c) => c.close().await,
        };
    }
}

/// The last migration this program knows.
pub(crate) fn skema_program(asal: &Letak) -> i64 {
    let m = match asal {
        Letak::Lite(_) => &MIGRASI_LITE,
        Letak::Pg(_) => &MIGRASI_PG,
    };
    m.iter().map(|m| m.version).max().unwrap_or(0)
}

/// How a database is, for `praja doctor`: nothing is changed by asking.
#[derive(Clone, Debug)]
pub struct Sehat {
    /// Version of its tables, and the last one this program knows.
    pub skema: (i64, i64),
    /// What its clock says, if it has one.
    pub jam: Option<Timestamp>,
    /// Letters that wait, those that were given up, and since when the oldest is due (ms).
    pub antre: (i64, i64, Option<i64>),
    /// Uploads that nothing uses and that should have been forgotten.
    pub yatim: i64,
    /// The ledgers.
    pub log: Vec<Buku>,
    /// When each activity of the register `cadangan` last succeeded (ms).
    pub terakhir: Vec<(String, i64)>,
    /// Active administrators whom a letter reaches.
    pub administrator: i64,
    /// Programs that keep accounts and are turned on: regency, name, until when their token is good (ms).
    pub pengelola: Vec<(String, String, i64)>,
}

/// How a regency's ledger is.
#[derive(Clone, Debug)]
pub struct Buku {
    /// Regency.
    pub daerah: String,
    /// Events.
    pub ukuran: i64,
    /// Events under the last signed head, and when it was signed (ms).
    pub titik: Option<(i64, i64)>,
    /// The last signed head, with the signatures of witnesses.
    pub catatan: String,
    /// Events under the last time stamp, and when it was taken (ms).
    pub cap: Option<(i64, i64)>,
}

/// Bytes that are free on the disk of a folder, and bytes that it has.
///
/// # Errors
/// The folder is not there.
pub fn ruang(folder: &std::path::Path) -> std::io::Result<(u64, u64)> {
    let r = rustix::fs::statvfs(folder)?;
    Ok((r.f_bavail * r.f_frsize, r.f_blocks * r.f_frsize))
}

/// Asks how a database is at a moment.
///
/// # Errors
/// It is not there, or holds no tables of ours.
pub async fn sehat(url: &str, kini: Timestamp) -> Result<Sehat, Gagal> {
    const G: &str = "memeriksa basis data";
    let program = skema_program(&letak(url)?);
    let mut b = Basis::baca(url).await?;
    let skema = b.mulai().await?;
    let kini = kini.as_millisecond();
    macro_rules! tanya {
        ($c:expr) => {{
            let c = $c;
            let sql = "select count(berikut), count(*) - count(berikut), min(berikut) from kirim";
            let antre: (i64, i64, Option<i64>) =
                sqlx::query_as(sql).fetch_one(&mut *c).await.map_err(Gagal::basis(G))?;
            let sql = "select count(*) from berkas where entri is null and dibuat < $1";
            let yatim: i64 = sqlx::query_scalar(sql)
                .bind(kini - 26 * 3_600_000)
                .fetch_one(&mut *c)
                .await
                .map_err(Gagal::basis(G))?;
            let sql = "select log.daerah, log.ukuran, t.ukuran, t.waktu, coalesce(t.catatan, '') from log left join log_titik t \
                       on t.daerah = log.daerah and t.hari = (select max(hari) from log_titik where daerah = log.daerah) \
                       order by log.daerah";
            let log: Vec<(String, i64, Option<i64>, Option<i64>, String)> =
                sqlx::query_as(sql).fetch_all(&mut *c).await.map_err(Gagal::basis(G))?;
            let sql = "select daerah, ukuran, diterima from log_cap c \
                       where ukuran = (select max(ukuran) from log_cap where daerah = c.daerah)";
            let cap: Vec<(String, i64, i64)> = match skema {
                ..18 => Vec::new(),
                _ => sqlx::query_as(sql).fetch_all(&mut *c).await.map_err(Gagal::basis(G))?,
            };
            // A run is recorded in every regency, so one of them tells of all.
            let sql = "select isi->>'kegiatan', max(dibuat) from entri where daerah = (select min(daerah) from log) \
                       and register = 'cadangan' and keadaan = 'berhasil' group by 1 order by 1";
            let terakhir: Vec<(String, i64)> =
                sqlx::query_as(sql).fetch_all(&mut *c).await.map_err(Gagal::basis(G))?;
            let sql = "select count(distinct akun.id) from akun join akun_peran p on p.daerah = akun.daerah \
                       and p.akun = akun.id where p.peran = 'administrator' and akun.aktif and akun.surel is not null";
            let administrator: i64 = match skema {
                // There was no address before.
                ..8 => 0,
                _ => sqlx::query_scalar(sql).fetch_one(&mut *c).await.map_err(Gagal::basis(G))?,
            };
            let sql = "select daerah, nama, kadaluarsa from scim_klien where aktif order by kadaluarsa, daerah, nama";
            let pengelola: Vec<(String, String, i64)> = match skema {
                // Their tokens had no end before.
                ..21 => Vec::new(),
                _ => sqlx::query_as(sql).fetch_all(&mut *c).await.map_err(Gagal::basis(G))?,
            };
            (antre, yatim, (log, cap), terakhir, administrator, pengelola)
        }};
    }
    let mut jam = None;
    let (antre, yatim, (log, cap), terakhir, administrator, pengelola) = match &mut b {
        Basis::Lite(c) => tanya!(c),
        Basis::Pg(c) => {
            let sql = "select (extract(epoch from clock_timestamp()) * 1000)::bigint";
            let ms: i64 = sqlx::query_scalar(sql)
                .fetch_one(&mut *c)
                .await
                .map_err(Gagal::basis(G))?;
            jam = Timestamp::from_millisecond(ms).ok();
            tanya!(c)
        }
    };
    b.tutup().await;
    Ok(Sehat {
        skema: (skema, program),
        jam,
        antre,
        yatim,
        log: log
            .into_iter()
            .map(|(daerah, ukuran, u, w, catatan)| Buku {
                cap: cap.iter().find(|c| c.0 == daerah).map(|c| (c.1, c.2)),
                daerah,
                ukuran,
                titik: u.zip(w),
                catatan,
            })
            .collect(),
        terakhir,
        administrator,
        pengelola,
    })
}
