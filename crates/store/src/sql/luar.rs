//! Who accounts are at identity providers. Compiled once per driver.

use jiff::Timestamp;
use kernel::{Akun, Galat, profil::KodeDaerah};
use sqlx::Pool;

use super::{Dbx, MULAI, akun::berwenang, faktor::catat};
use crate::{faktor::Catatan, galat, luar::Ikatan};

const G: &str = "people at identity providers";

/// The login name of the account.
pub(crate) async fn akun(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    penerbit: &str,
    subjek: &str,
) -> Result<Option<String>, Galat> {
    let sql = "select a.pengguna from ikatan_luar i join akun a on a.daerah = i.daerah and a.id = i.akun \
               where i.daerah = $1 and i.penerbit = $2 and i.subjek = $3";
    let q = sqlx::query_scalar::<Dbx, String>(sql)
        .bind(daerah.as_str())
        .bind(penerbit)
        .bind(subjek);
    q.fetch_optional(kolam).await.map_err(galat(G))
}

pub(crate) async fn ikat(
    kolam: &Pool<Dbx>,
    akun: &Akun,
    [penerbit, subjek]: [&str; 2],
    c: &Catatan,
    kini: Timestamp,
) -> Result<bool, Galat> {
    let mut tx = kolam.begin_with(MULAI).await.map_err(galat(G))?;
    let sql = "insert into ikatan_luar (daerah, penerbit, subjek, akun, dibuat) values ($1, $2, $3, $4, $5) \
               on conflict do nothing";
    let q = sqlx::query::<Dbx>(sql)
        .bind(akun.daerah.as_str())
        .bind(penerbit)
        .bind(subjek)
        .bind(akun.id)
        .bind(kini.as_millisecond());
    if q.execute(&mut *tx).await.map_err(galat(G))?.rows_affected() == 0 {
        return Ok(false);
    }
    catat(&mut *tx, &akun.daerah, akun.id, c, kini).await?;
    tx.commit().await.map_err(galat(G))?;
    Ok(true)
}

pub(crate) async fn ikatan(kolam: &Pool<Dbx>, akun: &Akun) -> Result<Vec<Ikatan>, Galat> {
    let sql = "select penerbit, dibuat from ikatan_luar where daerah = $1 and akun = $2 order by penerbit";
    let q = sqlx::query_as::<Dbx, (String, i64)>(sql)
        .bind(akun.daerah.as_str())
        .bind(akun.id);
    let baris = q.fetch_all(kolam).await.map_err(galat(G))?;
    let satu = |(penerbit, dibuat)| Ikatan { penerbit, dibuat };
    Ok(baris.into_iter().map(satu).collect())
}

pub(crate) async fn lepas(
    kolam: &Pool<Dbx>,
    akun: &Akun,
    c: &Catatan,
    kini: Timestamp,
) -> Result<bool, Galat> {
    let mut tx = kolam.begin_with(MULAI).await.map_err(galat(G))?;
    berwenang(&mut tx, &akun.daerah, c.oleh).await?;
    let q = sqlx::query::<Dbx>("delete from ikatan_luar where daerah = $1 and akun = $2")
        .bind(akun.daerah.as_str())
        .bind(akun.id);
    if q.execute(&mut *tx).await.map_err(galat(G))?.rows_affected() == 0 {
        return Ok(false);
    }
    catat(&mut *tx, &akun.daerah, akun.id, c, kini).await?;
    tx.commit().await.map_err(galat(G))?;
    Ok(true)
}
