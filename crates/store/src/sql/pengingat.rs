//! Reminders by mail. Compiled once per driver.

use kernel::{Galat, profil::KodeDaerah};
use serde_json::Value;
use sqlx::{Pool, types::Json};
use uuid::Uuid;

use super::Dbx;
use crate::galat;

pub(crate) async fn atur(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    akun: Uuid,
    surel: Option<&str>,
) -> Result<(), Galat> {
    let q = match surel {
        Some(s) => sqlx::query::<Dbx>(
            "insert into pengingat (daerah, akun, surel) values ($1, $2, $3) \
             on conflict (daerah, akun) do update set surel = excluded.surel",
        )
        .bind(daerah.as_str())
        .bind(akun)
        .bind(s),
        None => sqlx::query::<Dbx>("delete from pengingat where daerah = $1 and akun = $2")
            .bind(daerah.as_str())
            .bind(akun),
    };
    q.execute(kolam)
        .await
        .map(|_| ())
        .map_err(galat("keeping where somebody is reminded"))
}

pub(crate) async fn semua(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
) -> Result<Vec<(Uuid, String, String)>, Galat> {
    sqlx::query_as::<Dbx, (Uuid, String, String)>(
        "select akun, surel, hari from pengingat where daerah = $1 order by akun",
    )
    .bind(daerah.as_str())
    .fetch_all(kolam)
    .await
    .map_err(galat("reading who is reminded"))
}

pub(crate) async fn ingatkan(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    akun: Uuid,
    hari: &str,
    surat: Option<(Uuid, Value)>,
    kini: i64,
) -> Result<bool, Galat> {
    let kerja = async {
        let mut tx = kolam.begin().await?;
        let sql = "update pengingat set hari = $3 where daerah = $1 and akun = $2 and hari < $3";
        let q = sqlx::query::<Dbx>(sql)
            .bind(daerah.as_str())
            .bind(akun)
            .bind(hari);
        let baru = q.execute(&mut *tx).await?.rows_affected() == 1;
        if let Some((id, muatan)) = surat.filter(|_| baru) {
            sqlx::query::<Dbx>("insert into kirim (daerah, id, muatan, berikut) values ($1, $2, $3, $4)")
                .bind(daerah.as_str())
                .bind(id)
                .bind(Json(muatan))
                .bind(kini)
                .execute(&mut *tx)
                .await?;
        }
        tx.commit().await?;
        Ok(baru)
    };
    kerja.await.map_err(galat("promising a reminder"))
}
