//! The second factor of accounts, and what was done to accounts. Compiled once per driver.

use jiff::Timestamp;
use kernel::{Akun, Galat, entri::uuid_v7, profil::KodeDaerah};
use serde_json::Value;
use sqlx::{Executor, Pool, Transaction, types::Json};
use uuid::Uuid;

use super::{Dbx, MULAI};
use crate::{
    faktor::{Catatan, FaktorSimpan, Perubahan},
    galat,
};

const G: &str = "second factors";

pub(crate) async fn ambil(kolam: &Pool<Dbx>, akun: &Akun) -> Result<Option<FaktorSimpan>, Galat> {
    let sql = "select rahasia, langkah, dibuat, \
               (select count(*) from kode_pulih k where k.daerah = f.daerah and k.akun = f.akun) \
               from faktor f where daerah = $1 and akun = $2";
    let q = sqlx::query_as::<Dbx, (String, i64, i64, i64)>(sql)
        .bind(akun.daerah.as_str())
        .bind(akun.id);
    let baris = q.fetch_optional(kolam).await.map_err(galat(G))?;
    Ok(baris.map(|(rahasia, langkah, dibuat, sisa)| FaktorSimpan {
        rahasia,
        langkah,
        dibuat,
        sisa,
    }))
}

pub(crate) async fn pasang(
    kolam: &Pool<Dbx>,
    akun: &Akun,
    rahasia: &str,
    langkah: i64,
    pulih: &[Vec<u8>],
    kini: i64,
) -> Result<bool, Galat> {
    let mut tx = kolam.begin_with(MULAI).await.map_err(galat(G))?;
    let sql = "insert into faktor (daerah, akun, rahasia, langkah, dibuat) values ($1, $2, $3, $4, $5) on conflict do nothing";
    let q = sqlx::query::<Dbx>(sql)
        .bind(akun.daerah.as_str())
        .bind(akun.id)
        .bind(rahasia)
        .bind(langkah)
        .bind(kini);
    if q.execute(&mut *tx).await.map_err(galat(G))?.rows_affected() == 0 {
        return Ok(false);
    }
    tulis_pulih(&mut tx, akun, pulih).await?;
    tx.commit().await.map_err(galat(G))?;
    Ok(true)
}

async fn tulis_pulih(tx: &mut Transaction<'_, Dbx>, akun: &Akun, pulih: &[Vec<u8>]) -> Result<(), Galat> {
    hapus(
        &mut **tx,
        "delete from kode_pulih where daerah = $1 and akun = $2",
        akun,
    )
    .await?;
    for sidik in pulih {
        let q = sqlx::query::<Dbx>("insert into kode_pulih (daerah, akun, sidik) values ($1, $2, $3)")
            .bind(akun.daerah.as_str())
            .bind(akun.id)
            .bind(sidik.as_slice());
        q.execute(&mut **tx).await.map_err(galat(G))?;
    }
    Ok(())
}

async fn hapus<'e, E: Executor<'e, Database = Dbx>>(
    ke: E,
    sql: &'static str,
    akun: &Akun,
) -> Result<u64, Galat> {
    let q = sqlx::query::<Dbx>(sql).bind(akun.daerah.as_str()).bind(akun.id);
    Ok(q.execute(ke).await.map_err(galat(G))?.rows_affected())
}

/// One statement, so that of two who send the same code at once one succeeds.
pub(crate) async fn pakai_langkah(kolam: &Pool<Dbx>, akun: &Akun, langkah: i64) -> Result<bool, Galat> {
    let q =
        sqlx::query::<Dbx>("update faktor set langkah = $3 where daerah = $1 and akun = $2 and langkah < $3")
            .bind(akun.daerah.as_str())
            .bind(akun.id)
            .bind(langkah);
    Ok(q.execute(kolam).await.map_err(galat(G))?.rows_affected() == 1)
}

pub(crate) async fn pakai_pulih(kolam: &Pool<Dbx>, akun: &Akun, sidik: &[u8]) -> Result<bool, Galat> {
    let q = sqlx::query::<Dbx>("delete from kode_pulih where daerah = $1 and akun = $2 and sidik = $3")
        .bind(akun.daerah.as_str())
        .bind(akun.id)
        .bind(sidik);
    Ok(q.execute(kolam).await.map_err(galat(G))?.rows_affected() == 1)
}

pub(crate) async fn ganti_pulih(kolam: &Pool<Dbx>, akun: &Akun, pulih: &[Vec<u8>]) -> Result<bool, Galat> {
    let mut tx = kolam.begin_with(MULAI).await.map_err(galat(G))?;
    // A row that is written stays locked until the end: nobody takes the factor away meanwhile.
    let sql = "update faktor set langkah = langkah where daerah = $1 and akun = $2";
    if hapus(&mut *tx, sql, akun).await? == 0 {
        return Ok(false);
    }
    tulis_pulih(&mut tx, akun, pulih).await?;
    tx.commit().await.map_err(galat(G))?;
    Ok(true)
}

pub(crate) async fn lepas(
    kolam: &Pool<Dbx>,
    akun: &Akun,
    semua: bool,
    c: &Catatan,
    surat: Option<(Uuid, Value)>,
    kini: Timestamp,
) -> Result<bool, Galat> {
    let mut tx = kolam.begin_with(MULAI).await.map_err(galat(G))?;
    super::akun::berwenang(&mut tx, &akun.daerah, c.oleh.filter(|o| *o != akun.id)).await?;
    let mut terlepas = hapus(
        &mut *tx,
        "delete from faktor where daerah = $1 and akun = $2",
        akun,
    )
    .await?;
    if semua {
        let sql = "delete from kunci_sandi where daerah = $1 and akun = $2";
        terlepas += hapus(&mut *tx, sql, akun).await?;
    }
    if terlepas == 0 {
        return Ok(false);
    }
    hapus(
        &mut *tx,
        "delete from kode_pulih where daerah = $1 and akun = $2",
        akun,
    )
    .await?;
    catat(&mut *tx, &akun.daerah, akun.id, c, kini).await?;
    if let Some((id, muatan)) = surat {
        let q = sqlx::query::<Dbx>("insert into kirim (daerah, id, muatan, berikut) values ($1, $2, $3, $4)")
            .bind(akun.daerah.as_str())
            .bind(id)
            .bind(Json(muatan))
            .bind(kini.as_millisecond());
        q.execute(&mut *tx).await.map_err(galat(G))?;
    }
    tx.commit().await.map_err(galat(G))?;
    Ok(true)
}

/// Notes what was done to an account, or to a program that keeps accounts.
pub(crate) async fn catat<'e, E: Executor<'e, Database = Dbx>>(
    ke: E,
    daerah: &KodeDaerah,
    siapa: Uuid,
    c: &Catatan,
    kini: Timestamp,
) -> Result<(), Galat> {
    let sql = "insert into riwayat_akun (daerah, akun, id, oleh, perbuatan, alasan) values ($1, $2, $3, $4, $5, $6)";
    let q = sqlx::query::<Dbx>(sql)
        .bind(daerah.as_str())
        .bind(siapa)
        .bind(uuid_v7(kini))
        .bind(c.oleh)
        .bind(&c.perbuatan)
        .bind(&c.alasan);
    q.execute(ke).await.map(|_| ()).map_err(galat(G))
}

pub(crate) async fn riwayat(
    kolam: &Pool<Dbx>,
    akun: &Akun,
    batas: i64,
) -> Result<Vec<(Timestamp, Catatan)>, Galat> {
    let sql = "select id, oleh, perbuatan, alasan from riwayat_akun \
               where daerah = $1 and akun = $2 order by id desc limit $3";
    let q = sqlx::query_as::<Dbx, (Uuid, Option<Uuid>, String, String)>(sql)
        .bind(akun.daerah.as_str())
        .bind(akun.id)
        .bind(batas);
    let baris = q.fetch_all(kolam).await.map_err(galat(G))?;
    let satu = |(id, oleh, perbuatan, alasan)| {
        let c = Catatan {
            oleh,
            perbuatan,
            alasan,
        };
        (saat(id), c)
    };
    Ok(baris.into_iter().map(satu).collect())
}

/// A row of [`perubahan`]: id, account, by whom, what, why.
type BarisPerubahan = (Uuid, Uuid, Option<Uuid>, String, String);

pub(crate) async fn perubahan(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    sebelum: Uuid,
    batas: i64,
) -> Result<Vec<Perubahan>, Galat> {
    let sql = "select id, akun, oleh, perbuatan, alasan from riwayat_akun \
               where daerah = $1 and id < $2 order by id desc limit $3";
    let q = sqlx::query_as::<Dbx, BarisPerubahan>(sql)
        .bind(daerah.as_str())
        .bind(sebelum)
        .bind(batas);
    let baris = q.fetch_all(kolam).await.map_err(galat(G))?;
    let satu = |(id, akun, oleh, perbuatan, alasan)| Perubahan {
        id,
        saat: saat(id),
        akun,
        catatan: Catatan {
            oleh,
            perbuatan,
            alasan,
        },
    };
    Ok(baris.into_iter().map(satu).collect())
}

/// An id begins with its moment.
fn saat(id: Uuid) -> Timestamp {
    let ms = id.as_u128() >> 80;
    kernel::kalender::saat(i64::try_from(ms).unwrap_or_default())
}
