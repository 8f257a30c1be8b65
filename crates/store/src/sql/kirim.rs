//! The outbox. Compiled once per driver.

use kernel::{Galat, profil::KodeDaerah};
use sqlx::{Pool, QueryBuilder, types::Json};
use uuid::Uuid;

use super::{Dbx, LEWATI_TERKUNCI};
use crate::{
    galat,
    kirim::{Antar, BarisKiriman, Kiriman},
};

pub(crate) async fn ambil(
    kolam: &Pool<Dbx>,
    kini: i64,
    sampai: i64,
    batas: i64,
) -> Result<Vec<BarisKiriman>, Galat> {
    let sql = format!(
        "update kirim set berikut = $2, coba = coba + 1 where (daerah, id) in \
         (select daerah, id from kirim where berikut <= $1 order by berikut limit $3{LEWATI_TERKUNCI}) \
         returning daerah, id, muatan, coba - 1"
    );
    let q = sqlx::query_as::<Dbx, (String, Uuid, Json<serde_json::Value>, i64)>(sqlx::AssertSqlSafe(sql));
    let baris = q
        .bind(kini)
        .bind(sampai)
        .bind(batas)
        .fetch_all(kolam)
        .await
        .map_err(galat("taking messages to send"))?;
    baris
        .into_iter()
        .map(|(daerah, id, Json(muatan), coba)| {
            let daerah = KodeDaerah::try_from(daerah).map_err(|e| Galat::dalam("reading a message", e))?;
            Ok(BarisKiriman {
                daerah,
                id,
                muatan,
                coba,
            })
        })
        .collect()
}

pub(crate) async fn hapus(kolam: &Pool<Dbx>, daerah: &KodeDaerah, id: Uuid) -> Result<(), Galat> {
    let sql = "delete from kirim where daerah = $1 and id = $2";
    let q = sqlx::query::<Dbx>(sql).bind(daerah.as_str()).bind(id);
    q.execute(kolam)
        .await
        .map(|_| ())
        .map_err(galat("forgetting a sent message"))
}

pub(crate) async fn gagal(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    id: Uuid,
    berikut: Option<i64>,
    sebab: &str,
) -> Result<(), Galat> {
    let sql = "update kirim set berikut = $3, galat = $4 where daerah = $1 and id = $2";
    let q = sqlx::query::<Dbx>(sql)
        .bind(daerah.as_str())
        .bind(id)
        .bind(berikut)
        .bind(sebab);
    q.execute(kolam)
        .await
        .map(|_| ())
        .map_err(galat("noting that a message failed"))
}

pub(crate) async fn tunda(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    id: Uuid,
    sampai: i64,
) -> Result<(), Galat> {
    let sql = "update kirim set berikut = $3, coba = coba - 1 where daerah = $1 and id = $2";
    let q = sqlx::query::<Dbx>(sql)
        .bind(daerah.as_str())
        .bind(id)
        .bind(sampai);
    q.execute(kolam)
        .await
        .map(|_| ())
        .map_err(galat("letting a message wait"))
}

pub(crate) async fn antrean(kolam: &Pool<Dbx>) -> Result<(i64, i64), Galat> {
    let sql = "select count(*) filter (where berikut is not null), count(*) filter (where berikut is null) from kirim";
    sqlx::query_as::<Dbx, (i64, i64)>(sql)
        .fetch_one(kolam)
        .await
        .map_err(galat("counting messages"))
}

pub(crate) async fn bagikan(
    kolam: &Pool<Dbx>,
    induk: &Kiriman,
    baru: &[(Uuid, serde_json::Value)],
    lanjut: Option<serde_json::Value>,
    kini: i64,
) -> Result<(), Galat> {
    const G: &str = "handing a message out";
    let mut tx = kolam.begin().await.map_err(galat(G))?;
    for bagian in baru.chunks(500) {
        let mut q = QueryBuilder::<Dbx>::new("insert into kirim (daerah, id, muatan, berikut) ");
        q.push_values(bagian, |mut b, (id, muatan)| {
            b.push_bind(induk.daerah.as_str())
                .push_bind(*id)
                .push_bind(Json(muatan))
                .push_bind(kini);
        });
        q.push(" on conflict do nothing");
        q.build()
            .persistent(false)
            .execute(&mut *tx)
            .await
            .map_err(galat(G))?;
    }
    let q = match &lanjut {
        None => sqlx::query::<Dbx>("delete from kirim where daerah = $1 and id = $2"),
        Some(_) => sqlx::query::<Dbx>(
            "update kirim set muatan = $3, berikut = $4, coba = 0 where daerah = $1 and id = $2",
        ),
    };
    let q = q.bind(induk.daerah.as_str()).bind(induk.id);
    let q = match lanjut {
        None => q,
        Some(m) => q.bind(Json(m)).bind(kini),
    };
    q.execute(&mut *tx).await.map_err(galat(G))?;
    tx.commit().await.map_err(galat(G))
}

pub(crate) async fn catat_antar(kolam: &Pool<Dbx>, daerah: &KodeDaerah, a: &Antar) -> Result<(), Galat> {
    let sql = "insert into antar (daerah, id, tujuan, acara, nomor, waktu, coba, kode, galat) \
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (daerah, id) do update \
               set waktu = excluded.waktu, coba = excluded.coba, kode = excluded.kode, galat = excluded.galat";
    let q = sqlx::query::<Dbx>(sql)
        .bind(daerah.as_str())
        .bind(a.id)
        .bind(a.tujuan)
        .bind(&a.acara)
        .bind(&a.nomor)
        .bind(a.waktu)
        .bind(a.coba)
        .bind(a.kode)
        .bind(a.galat.as_deref());
    q.execute(kolam)
        .await
        .map(|_| ())
        .map_err(galat("noting a delivery"))
}

type BarisAntar = (Uuid, String, String, i64, i64, Option<i64>, Option<String>);

pub(crate) async fn antar(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    tujuan: Uuid,
    batas: i64,
) -> Result<Vec<Antar>, Galat> {
    let sql = "select id, acara, nomor, waktu, coba, kode, galat from antar where daerah = $1 and tujuan = $2 \
               order by waktu desc, id desc limit $3";
    let q = sqlx::query_as::<Dbx, BarisAntar>(sql)
        .bind(daerah.as_str())
        .bind(tujuan)
        .bind(batas);
    let baris = q.fetch_all(kolam).await.map_err(galat("reading deliveries"))?;
    let satu = |(id, acara, nomor, waktu, coba, kode, galat)| Antar {
        id,
        tujuan,
        acara,
        nomor,
        waktu,
        coba,
        kode,
        galat,
    };
    Ok(baris.into_iter().map(satu).collect())
}
