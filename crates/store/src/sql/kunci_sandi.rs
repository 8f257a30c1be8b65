//! Passkeys of accounts, and challenges that were answered. Compiled once per driver.

use jiff::Timestamp;
use kernel::{Akun, Galat, profil::KodeDaerah};
use sqlx::{Pool, Transaction};

use super::{Dbx, MULAI, faktor};
use crate::{
    faktor::Catatan,
    galat,
    kunci_sandi::{KunciSandi, Pakai, Pasang, Tantangan},
};

const G: &str = "passkeys";

pub(crate) async fn semua(kolam: &Pool<Dbx>, akun: &Akun) -> Result<Vec<KunciSandi>, Galat> {
    let sql = "select kredensial, kunci, nama, hitung, dibuat, terakhir from kunci_sandi \
               where daerah = $1 and akun = $2 order by dibuat, kredensial";
    let q = sqlx::query_as::<Dbx, KunciSandi>(sql)
        .bind(akun.daerah.as_str())
        .bind(akun.id);
    q.fetch_all(kolam).await.map_err(galat(G))
}

#[derive(sqlx::FromRow)]
struct Milik {
    pengguna: String,
    #[sqlx(flatten)]
    kunci: KunciSandi,
}

pub(crate) async fn pemilik(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    kredensial: &[u8],
) -> Result<Option<(String, KunciSandi)>, Galat> {
    let sql = "select a.pengguna, k.kredensial, k.kunci, k.nama, k.hitung, k.dibuat, k.terakhir \
               from kunci_sandi k join akun a on a.daerah = k.daerah and a.id = k.akun \
               where k.daerah = $1 and k.kredensial = $2";
    let q = sqlx::query_as::<Dbx, Milik>(sql)
        .bind(daerah.as_str())
        .bind(kredensial);
    let milik = q.fetch_optional(kolam).await.map_err(galat(G))?;
    Ok(milik.map(|m| (m.pengguna, m.kunci)))
}

/// One statement, so that of two who send the same answer at once one succeeds.
async fn jawab(
    tx: &mut Transaction<'_, Dbx>,
    daerah: &KodeDaerah,
    t: &Tantangan,
    kini: i64,
) -> Result<bool, Galat> {
    let q = sqlx::query::<Dbx>("delete from tantangan where daerah = $1 and sampai <= $2")
        .bind(daerah.as_str())
        .bind(kini);
    q.execute(&mut **tx).await.map_err(galat(G))?;
    let sql = "insert into tantangan (daerah, isi, sampai) values ($1, $2, $3) on conflict do nothing";
    let q = sqlx::query::<Dbx>(sql)
        .bind(daerah.as_str())
        .bind(t.isi.as_slice())
        .bind(t.sampai);
    Ok(q.execute(&mut **tx).await.map_err(galat(G))?.rows_affected() == 1)
}

pub(crate) async fn pasang(
    kolam: &Pool<Dbx>,
    akun: &Akun,
    k: &KunciSandi,
    t: &Tantangan,
    maks: i64,
    kini: i64,
) -> Result<Pasang, Galat> {
    let mut tx = kolam.begin_with(MULAI).await.map_err(galat(G))?;
    // A row that is written stays locked until the end: nobody else gives this account a passkey meanwhile.
    let q = sqlx::query::<Dbx>("update akun set aktif = aktif where daerah = $1 and id = $2")
        .bind(akun.daerah.as_str())
        .bind(akun.id);
    q.execute(&mut *tx).await.map_err(galat(G))?;
    let q =
        sqlx::query_scalar::<Dbx, i64>("select count(*) from kunci_sandi where daerah = $1 and akun = $2")
            .bind(akun.daerah.as_str())
            .bind(akun.id);
    if q.fetch_one(&mut *tx).await.map_err(galat(G))? >= maks {
        return Ok(Pasang::Penuh);
    }
    if !jawab(&mut tx, &akun.daerah, t, kini).await? {
        return Ok(Pasang::Terpakai);
    }
    let sql = "insert into kunci_sandi (daerah, kredensial, akun, kunci, nama, hitung, dibuat) \
               values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing";
    let q = sqlx::query::<Dbx>(sql)
        .bind(akun.daerah.as_str())
        .bind(k.kredensial.as_slice())
        .bind(akun.id)
        .bind(k.kunci.as_slice())
        .bind(&k.nama)
        .bind(k.hitung)
        .bind(k.dibuat);
    if q.execute(&mut *tx).await.map_err(galat(G))?.rows_affected() == 0 {
        return Ok(Pasang::Ada);
    }
    tx.commit().await.map_err(galat(G))?;
    Ok(Pasang::Sah)
}

pub(crate) async fn pakai(
    kolam: &Pool<Dbx>,
    akun: &Akun,
    kredensial: &[u8],
    hitung: i64,
    t: &Tantangan,
    kini: i64,
) -> Result<Pakai, Galat> {
    let mut tx = kolam.begin_with(MULAI).await.map_err(galat(G))?;
    if !jawab(&mut tx, &akun.daerah, t, kini).await? {
        return Ok(Pakai::Terpakai);
    }
    // Devices that do not count always say 0.
    let sql = "update kunci_sandi set hitung = $4, terakhir = $5 \
               where daerah = $1 and akun = $2 and kredensial = $3 and (hitung < $4 or (hitung = 0 and $4 = 0))";
    let q = sqlx::query::<Dbx>(sql)
        .bind(akun.daerah.as_str())
        .bind(akun.id)
        .bind(kredensial)
        .bind(hitung)
        .bind(kini);
    let maju = q.execute(&mut *tx).await.map_err(galat(G))?.rows_affected() == 1;
    // The answer is used up either way.
    tx.commit().await.map_err(galat(G))?;
    Ok(if maju { Pakai::Sah } else { Pakai::Mundur })
}

pub(crate) async fn lepas(
    kolam: &Pool<Dbx>,
    akun: &Akun,
    kredensial: &[u8],
    c: &Catatan,
    kini: Timestamp,
) -> Result<bool, Galat> {
    let mut tx = kolam.begin_with(MULAI).await.map_err(galat(G))?;
    let q = sqlx::query::<Dbx>("delete from kunci_sandi where daerah = $1 and akun = $2 and kredensial = $3")
        .bind(akun.daerah.as_str())
        .bind(akun.id)
        .bind(kredensial);
    if q.execute(&mut *tx).await.map_err(galat(G))?.rows_affected() == 0 {
        return Ok(false);
    }
    faktor::catat(&mut *tx, &akun.daerah, akun.id, c, kini).await?;
    tx.commit().await.map_err(galat(G))?;
    Ok(true)
}
