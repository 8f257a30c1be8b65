//! Personal data that is closed: where it is found, and the keys of it. Compiled once per driver.

use kernel::{
    Galat, IdEntri,
    pribadi::{Jejak, KunciEntri},
    profil::KodeDaerah,
};
use sqlx::{AssertSqlSafe, Pool, QueryBuilder};
use uuid::Uuid;

use super::{Dbx, MULAI, entri};
use crate::{
    galat,
    pribadi::{JejakBaru, KunciBaris, Tersimpan},
};

type Sambungan = <Dbx as sqlx::Database>::Connection;

/// Where entries are found, as a batch of commands leaves it.
pub(crate) async fn jejak(c: &mut Sambungan, jejak: &[JejakBaru]) -> sqlx::Result<()> {
    for j in jejak.iter().filter(|j| !j.ada) {
        let sql = "delete from jejak where daerah = $1 and sidik = $2 and entri = $3";
        let q = sqlx::query::<Dbx>(sql)
            .bind(j.daerah.as_str())
            .bind(j.jejak.as_slice())
            .bind(j.entri.0);
        q.execute(&mut *c).await?;
    }
    let ada: Vec<&JejakBaru> = jejak.iter().filter(|j| j.ada).collect();
    for bagian in ada.chunks(1_000) {
        let mut q = QueryBuilder::<Dbx>::new("insert into jejak (daerah, sidik, entri) ");
        q.push_values(bagian, |mut b, j| {
            b.push_bind(j.daerah.as_str())
                .push_bind(j.jejak.as_slice())
                .push_bind(j.entri.0);
        });
        q.push(" on conflict do nothing");
        q.build().persistent(false).execute(&mut *c).await?;
    }
    Ok(())
}

/// The entries found under any of these digests, newest first.
pub(crate) async fn cari(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    jejak: &[Jejak],
    batas: i64,
) -> Result<Vec<Tersimpan>, Galat> {
    let mut q = QueryBuilder::<Dbx>::new(format!("select {} from entri where daerah = ", entri::KOLOM));
    q.push_bind(daerah.as_str().to_owned())
        .push(" and id in (select entri from jejak where daerah = ")
        .push_bind(daerah.as_str().to_owned())
        .push(" and sidik in (");
    let mut pisah = q.separated(", ");
    for j in jejak {
        pisah.push_bind(j.to_vec());
    }
    q.push(")) order by id desc limit ").push_bind(batas);
    entri::banyak(kolam, q).await
}

/// How many entries have their key under each master key.
pub(crate) async fn hitung(kolam: &Pool<Dbx>) -> Result<Vec<(i64, i64)>, Galat> {
    let sql = "select induk, count(*) from entri where induk is not null group by induk order by induk";
    sqlx::query_as::<Dbx, (i64, i64)>(sql)
        .fetch_all(kolam)
        .await
        .map_err(galat("counting keys"))
}

const KOLOM: &str = "select daerah, id, induk, kunci from entri where induk";

type Baris = (String, Uuid, i64, Vec<u8>);

fn baca(baris: Vec<Baris>) -> Result<Vec<KunciBaris>, Galat> {
    let satu = |(daerah, id, induk, bungkus): Baris| {
        Ok(KunciBaris {
            daerah: KodeDaerah::try_from(daerah).map_err(|e| Galat::dalam("reading a key", e))?,
            entri: IdEntri(id),
            kunci: KunciEntri { induk, bungkus },
        })
    };
    baris.into_iter().map(satu).collect()
}

/// Keys under a master key older than this one.
pub(crate) async fn lama(kolam: &Pool<Dbx>, terbaru: i64, batas: i64) -> Result<Vec<KunciBaris>, Galat> {
    let sql = format!("{KOLOM} < $1 and kunci is not null order by induk limit $2");
    let q = sqlx::query_as::<Dbx, Baris>(AssertSqlSafe(sql))
        .bind(terbaru)
        .bind(batas);
    baca(
        q.fetch_all(kolam)
            .await
            .map_err(galat("looking for older keys"))?,
    )
}

/// One key under each master key.
pub(crate) async fn contoh(kolam: &Pool<Dbx>) -> Result<Vec<KunciBaris>, Galat> {
    const G: &str = "looking for the keys of personal data";
    let mut hasil = Vec::new();
    let mut setelah = 0;
    loop {
        let sql = format!("{KOLOM} > $1 and kunci is not null order by induk limit 1");
        let q = sqlx::query_as::<Dbx, Baris>(AssertSqlSafe(sql)).bind(setelah);
        let Some(b) = q.fetch_optional(kolam).await.map_err(galat(G))? else {
            return Ok(hasil);
        };
        setelah = b.2;
        hasil.extend(baca(vec![b])?);
    }
}

/// Other wrapped keys in the place of these, where they still are the same.
pub(crate) async fn ganti(kolam: &Pool<Dbx>, lama: &[KunciBaris], baru: &[KunciEntri]) -> Result<(), Galat> {
    if lama.is_empty() {
        return Ok(());
    }
    let kerja = async {
        let mut tx = kolam.begin_with(MULAI).await?;
        for (l, b) in lama.iter().zip(baru) {
            let sql = "update entri set induk = $3, kunci = $4 where daerah = $1 and id = $2 and kunci = $5";
            let q = sqlx::query::<Dbx>(sql)
                .bind(l.daerah.as_str())
                .bind(l.entri.0)
                .bind(b.induk)
                .bind(b.bungkus.as_slice())
                .bind(l.kunci.bungkus.as_slice());
            q.execute(&mut *tx).await?;
        }
        tx.commit().await
    };
    kerja.await.map_err(galat("wrapping keys anew"))
}
