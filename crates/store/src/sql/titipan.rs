//! Drafts, uploads, and forgetting what has run out. Compiled once per driver.

use kernel::{Galat, Peta, profil::KodeDaerah};
use sqlx::{Pool, types::Json};
use uuid::Uuid;

use super::{Dbx, MULAI, sendirian};
use crate::{
    berkas::{Berkas, Gudang},
    galat,
};

pub(crate) async fn simpan_draf(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    sidik: &[u8],
    akun: Option<Uuid>,
    isi: &Peta,
    sampai: i64,
) -> Result<(), Galat> {
    let sql = "insert into draf (daerah, sidik, akun, isi, kadaluarsa) values ($1, $2, $3, $4, $5) \
               on conflict (daerah, sidik) do update set akun = excluded.akun, isi = excluded.isi, kadaluarsa = excluded.kadaluarsa";
    let q = sqlx::query::<Dbx>(sql)
        .bind(daerah.as_str())
        .bind(sidik)
        .bind(akun)
        .bind(Json(isi))
        .bind(sampai);
    q.execute(kolam)
        .await
        .map(|_| ())
        .map_err(galat("keeping a draft"))
}

pub(crate) async fn draf(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    sidik: &[u8],
    kini: i64,
) -> Result<Option<(Option<Uuid>, Peta)>, Galat> {
    let sql = "select akun, isi from draf where daerah = $1 and sidik = $2 and kadaluarsa > $3";
    let q = sqlx::query_as::<Dbx, (Option<Uuid>, Json<Peta>)>(sql)
        .bind(daerah.as_str())
        .bind(sidik)
        .bind(kini);
    let b = q.fetch_optional(kolam).await.map_err(galat("reading a draft"))?;
    Ok(b.map(|(akun, Json(isi))| (akun, isi)))
}

pub(crate) async fn hapus_draf(kolam: &Pool<Dbx>, daerah: &KodeDaerah, sidik: &[u8]) -> Result<(), Galat> {
    let q = sqlx::query::<Dbx>("delete from draf where daerah = $1 and sidik = $2")
        .bind(daerah.as_str())
        .bind(sidik);
    q.execute(kolam)
        .await
        .map(|_| ())
        .map_err(galat("forgetting a draft"))
}

pub(crate) async fn bersihkan(
    kolam: &Pool<Dbx>,
    kini: i64,
    sesi_sejak: i64,
    [kunci_sejak, saluran_sejak]: [i64; 2],
    antar_sejak: i64,
) -> Result<u64, Galat> {
    let mut n = 0;
    for (sql, batas) in [
        ("delete from sesi where kadaluarsa < $1", sesi_sejak),
        ("delete from draf where kadaluarsa < $1", kini),
        (
            "delete from kunci where dibuat < $1 and kunci not like 'saluran/%'",
            kunci_sejak,
        ),
        ("delete from kunci where dibuat < $1", saluran_sejak),
        ("delete from antar where waktu < $1", antar_sejak),
        // A session ends at least a day before it is forgotten; so does a code, whose replay must be known for a while.
        ("delete from sso_kode where kadaluarsa < $1", sesi_sejak),
        ("delete from sso_token where kadaluarsa < $1", kini),
        ("delete from sso_masuk where waktu < $1", saluran_sejak),
    ] {
        let q = sqlx::query::<Dbx>(sql).bind(batas);
        n += q
            .execute(kolam)
            .await
            .map_err(galat("forgetting what has run out"))?
            .rows_affected();
    }
    Ok(n)
}

/// Keys are compared byte by byte, so those under `a/` lie between `a/` and `a0`.
pub(crate) async fn jumlah_kunci(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    awal: &str,
    sejak: i64,
) -> Result<i64, Galat> {
    let akhir = format!("{}0", awal.trim_end_matches('/'));
    let sql = "select count(*) from kunci where daerah = $1 and kunci > $2 and kunci < $3 and dibuat >= $4";
    let q = sqlx::query_scalar::<Dbx, i64>(sql)
        .bind(daerah.as_str())
        .bind(awal)
        .bind(akhir)
        .bind(sejak);
    q.fetch_one(kolam).await.map_err(galat("counting requests"))
}

/// Records an upload whose content is on disk, and makes sure that it still is: somebody may just have been clearing
/// away the same content of an upload that nothing used.
pub(crate) async fn catat_berkas(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    b: &Berkas,
    gudang: &Gudang,
    isi: &[u8],
) -> Result<(), Galat> {
    const G: &str = "recording an upload";
    let mut tx = kolam.begin_with(MULAI).await.map_err(galat(G))?;
    sendirian(&mut tx, &b.sidik).await.map_err(galat(G))?;
    let sql = "insert into berkas (daerah, id, sidik, tipe, ukuran, dibuat) values ($1, $2, $3, $4, $5, $6)";
    let q = sqlx::query::<Dbx>(sql)
        .bind(daerah.as_str())
        .bind(b.id)
        .bind(&b.sidik)
        .bind(&b.tipe)
        .bind(b.ukuran)
        .bind(b.dibuat);
    q.execute(&mut *tx).await.map_err(galat(G))?;
    gudang.simpan(&b.sidik, isi).await?;
    tx.commit().await.map_err(galat(G))
}

pub(crate) async fn berkas(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    id: Uuid,
) -> Result<Option<Berkas>, Galat> {
    let sql = "select sidik, tipe, ukuran, dibuat, entri from berkas where daerah = $1 and id = $2";
    let q = sqlx::query_as::<Dbx, (String, String, i64, i64, Option<Uuid>)>(sql)
        .bind(daerah.as_str())
        .bind(id);
    let b = q
        .fetch_optional(kolam)
        .await
        .map_err(galat("finding an upload"))?;
    Ok(b.map(|(sidik, tipe, ukuran, dibuat, entri)| Berkas {
        id,
        sidik,
        tipe,
        ukuran,
        dibuat,
        entri,
    }))
}

/// Forgets uploads that nothing uses, and their content where no other upload has the same.
pub(crate) async fn hapus_yatim(kolam: &Pool<Dbx>, sebelum: i64, gudang: &Gudang) -> Result<u64, Galat> {
    const G: &str = "forgetting unused uploads";
    let sql = "select distinct sidik from berkas where entri is null and dibuat < $1 order by sidik";
    let sidik = sqlx::query_scalar::<Dbx, String>(sql)
        .bind(sebelum)
        .fetch_all(kolam)
        .await
        .map_err(galat(G))?;
    let mut n = 0;
    for sidik in sidik {
        let mut tx = kolam.begin_with(MULAI).await.map_err(galat(G))?;
        sendirian(&mut tx, &sidik).await.map_err(galat(G))?;
        let q = sqlx::query::<Dbx>("delete from berkas where sidik = $1 and entri is null and dibuat < $2");
        n += q
            .bind(&sidik)
            .bind(sebelum)
            .execute(&mut *tx)
            .await
            .map_err(galat(G))?
            .rows_affected();
        let q = sqlx::query_scalar::<Dbx, i64>("select count(*) from berkas where sidik = $1").bind(&sidik);
        if q.fetch_one(&mut *tx).await.map_err(galat(G))? == 0 {
            gudang.hapus(&sidik).await?;
        }
        tx.commit().await.map_err(galat(G))?;
    }
    Ok(n)
}
