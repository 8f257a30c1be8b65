//! Time stamps over signed heads. Compiled once per driver.

use kernel::{Galat, profil::KodeDaerah};
use sqlx::{Executor, Pool};

use super::Dbx;
use crate::{
    cap::{CapRingkas, CapSimpan},
    galat,
};

const G: &str = "reading time stamps";

fn ukuran(n: i64) -> sqlx::Result<u64> {
    u64::try_from(n).map_err(|_| sqlx::Error::Decode("a time stamp over a head of negative size".into()))
}

pub(crate) async fn daftar(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    batas: i64,
) -> Result<Vec<CapRingkas>, Galat> {
    let sql = "select ukuran, waktu, diterima from log_cap where daerah = $1 order by ukuran desc limit $2";
    let q = sqlx::query_as::<Dbx, (i64, i64, i64)>(sql)
        .bind(daerah.as_str())
        .bind(batas);
    let baca = |(n, waktu, diterima): (i64, i64, i64)| {
        Ok(CapRingkas {
            ukuran: ukuran(n)?,
            waktu,
            diterima,
        })
    };
    let baris = q.fetch_all(kolam).await;
    baris
        .and_then(|b| b.into_iter().map(baca).collect())
        .map_err(galat(G))
}

pub(crate) async fn satu(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    ukuran: u64,
) -> Result<Option<CapSimpan>, Galat> {
    let Ok(n) = i64::try_from(ukuran) else {
        return Ok(None);
    };
    let sql = "select waktu, diterima, catatan, balasan from log_cap where daerah = $1 and ukuran = $2";
    let q = sqlx::query_as::<Dbx, (i64, i64, String, Vec<u8>)>(sql)
        .bind(daerah.as_str())
        .bind(n);
    let baris = q.fetch_optional(kolam).await.map_err(galat(G))?;
    Ok(baris.map(|(waktu, diterima, catatan, balasan)| CapSimpan {
        ukuran,
        waktu,
        diterima,
        catatan,
        balasan,
    }))
}

pub(crate) async fn simpan(kolam: &Pool<Dbx>, daerah: &KodeDaerah, cap: &CapSimpan) -> Result<bool, Galat> {
    let sql = "insert into log_cap (daerah, ukuran, waktu, diterima, catatan, balasan) \
               values ($1, $2, $3, $4, $5, $6) on conflict (daerah, ukuran) do nothing";
    let q = sqlx::query::<Dbx>(sql)
        .bind(daerah.as_str())
        .bind(i64::try_from(cap.ukuran).unwrap_or(i64::MAX))
        .bind(cap.waktu)
        .bind(cap.diterima)
        .bind(&cap.catatan)
        .bind(&cap.balasan);
    let hasil = q.execute(kolam).await.map_err(galat("keeping a time stamp"))?;
    Ok(hasil.rows_affected() > 0)
}

/// All of a regency: size, moment, text and reply; for a check, which takes them as they are.
pub(crate) async fn semua<'c>(
    c: impl Executor<'c, Database = Dbx>,
    daerah: &KodeDaerah,
) -> sqlx::Result<Vec<(i64, i64, String, Vec<u8>)>> {
    let sql = "select ukuran, waktu, catatan, balasan from log_cap where daerah = $1 order by ukuran";
    sqlx::query_as::<Dbx, _>(sql)
        .bind(daerah.as_str())
        .fetch_all(c)
        .await
}
