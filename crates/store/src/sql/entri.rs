//! Reading entries, their events and links. Compiled once per driver.

use std::collections::BTreeSet;

use kernel::{
    Entri, Galat, IdEntri, Peristiwa, Peta, nilai::KodeUnit, pribadi::KunciEntri, profil::KodeDaerah,
};
use sqlx::{AssertSqlSafe, Executor, Pool, QueryBuilder, Row, types::Json};
use uuid::Uuid;

use super::{Dbx, MULAI, sendirian};
use crate::{Pembacaan, daftar::indeks::BESAR, galat, kolom, pribadi::Tersimpan};

type Baris = <Dbx as sqlx::Database>::Row;

pub(crate) const KOLOM: &str = kolom!();
/// How many columns that are.
pub(crate) const LEBAR: usize = 18;

pub(crate) fn dari_baris(b: &Baris) -> sqlx::Result<Tersimpan> {
    let Json(isi) = b.try_get(15)?;
    Ok(Tersimpan(Entri { isi, ..tanpa_isi(b)? }))
}

/// An entry without its fields.
pub(crate) fn tanpa_isi(b: &Baris) -> sqlx::Result<Entri> {
    let daerah: String = b.try_get(0)?;
    let Json(tenggat) = b.try_get(14)?;
    let (induk, bungkus): (Option<i64>, Option<Vec<u8>>) = (b.try_get(16)?, b.try_get(17)?);
    Ok(Entri {
        daerah: KodeDaerah::try_from(daerah).map_err(|e| sqlx::Error::Decode(e.into()))?,
        id: IdEntri(b.try_get(1)?),
        register: b.try_get(2)?,
        nomor: b.try_get(3)?,
        unit: KodeUnit(b.try_get(4)?),
        pemegang: KodeUnit(b.try_get(5)?),
        keadaan: b.try_get(6)?,
        versi: b.try_get(7)?,
        dibuat: b.try_get(8)?,
        diubah: b.try_get(9)?,
        jatuh: b.try_get(10)?,
        otomatis: b.try_get(11)?,
        terbuka: b.try_get(12)?,
        terbit: b.try_get(13)?,
        tenggat,
        isi: Peta::new(),
        kunci: induk
            .zip(bungkus)
            .map(|(induk, bungkus)| KunciEntri { induk, bungkus }),
    })
}

/// The registers that are large in one of the regencies, by the numbers that were given out. O(regencies · registers).
pub(crate) async fn besar(kolam: &Pool<Dbx>) -> Result<BTreeSet<String>, Galat> {
    let sql = format!(
        "select distinct register from nomor_urut group by daerah, register having sum(terakhir) >= {BESAR}"
    );
    let q = sqlx::query_scalar::<Dbx, String>(AssertSqlSafe(sql));
    let semua = q.fetch_all(kolam).await.map_err(galat("counting registers"))?;
    Ok(semua.into_iter().collect())
}

/// Makes indexes, one process at a time: `if not exists` alone fails where two begin at once.
pub(crate) async fn buat_indeks(kolam: &Pool<Dbx>, perintah: &[String]) -> Result<(), Galat> {
    if perintah.is_empty() {
        return Ok(());
    }
    let kerja = async {
        let mut tx = kolam.begin_with(MULAI).await?;
        sendirian(&mut tx, "indeks").await?;
        for p in perintah {
            sqlx::query::<Dbx>(AssertSqlSafe(p.clone()))
                .execute(&mut *tx)
                .await?;
        }
        tx.commit().await
    };
    kerja.await.map_err(galat("making indexes"))
}

pub(crate) async fn satu<'c>(
    c: impl Executor<'c, Database = Dbx>,
    daerah: &KodeDaerah,
    id: IdEntri,
) -> Result<Option<Tersimpan>, Galat> {
    let sql = AssertSqlSafe(format!("select {KOLOM} from entri where daerah = $1 and id = $2"));
    let b = sqlx::query::<Dbx>(sql)
        .bind(daerah.as_str())
        .bind(id.0)
        .fetch_optional(c)
        .await;
    b.and_then(|b| b.as_ref().map(dari_baris).transpose())
        .map_err(galat("reading an entry"))
}

pub(crate) async fn bernomor<'c>(
    c: impl Executor<'c, Database = Dbx>,
    daerah: &KodeDaerah,
    register: &str,
    nomor: &str,
) -> Result<Option<Tersimpan>, Galat> {
    let sql = format!("select {KOLOM} from entri where daerah = $1 and register = $2 and nomor = $3");
    let q = sqlx::query::<Dbx>(AssertSqlSafe(sql))
        .bind(daerah.as_str())
        .bind(register)
        .bind(nomor);
    let b = q.fetch_optional(c).await;
    b.and_then(|b| b.as_ref().map(dari_baris).transpose())
        .map_err(galat("reading an entry by number"))
}

pub(crate) async fn banyak<'c>(
    c: impl Executor<'c, Database = Dbx>,
    mut q: QueryBuilder<Dbx>,
) -> Result<Vec<Tersimpan>, Galat> {
    let b = q.build().persistent(false).fetch_all(c).await;
    b.and_then(|b| b.iter().map(dari_baris).collect())
        .map_err(galat("listing entries"))
}

pub(crate) async fn berkeadaan<'c>(
    c: impl Executor<'c, Database = Dbx>,
    daerah: &KodeDaerah,
    register: &str,
    keadaan: &[&str],
    batas: i64,
) -> Result<Vec<Tersimpan>, Galat> {
    let mut q = QueryBuilder::<Dbx>::new(format!("select {KOLOM} from entri where daerah = "));
    q.push_bind(daerah.as_str().to_owned())
        .push(" and register = ")
        .push_bind(register.to_owned());
    if !keadaan.is_empty() {
        q.push(" and keadaan in (");
        let mut daftar = q.separated(", ");
        for k in keadaan {
            daftar.push_bind((*k).to_owned());
        }
        q.push(")");
    }
    q.push(" order by id desc limit ").push_bind(batas);
    banyak(c, q).await
}

/// Entries made until a moment (ms), by id, after an id.
pub(crate) async fn sejak_id<'c>(
    c: impl Executor<'c, Database = Dbx>,
    daerah: &KodeDaerah,
    register: &str,
    dari: Uuid,
    saat: i64,
    batas: i64,
) -> Result<Vec<Tersimpan>, Galat> {
    let sql = format!(
        "select {KOLOM} from entri where daerah = $1 and register = $2 and id > $3 and dibuat <= $4 \
         order by id limit $5"
    );
    let q = sqlx::query::<Dbx>(AssertSqlSafe(sql))
        .bind(daerah.as_str())
        .bind(register)
        .bind(dari)
        .bind(saat)
        .bind(batas);
    let b = q.fetch_all(c).await;
    b.and_then(|b| b.iter().map(dari_baris).collect())
        .map_err(galat("reading entries of a past day"))
}

/// Entries changed after a moment and id.
pub(crate) async fn berubah<'c>(
    c: impl Executor<'c, Database = Dbx>,
    daerah: &KodeDaerah,
    register: &str,
    (saat, id): (i64, IdEntri),
    batas: i64,
) -> Result<Vec<Tersimpan>, Galat> {
    let q = sqlx::query::<Dbx>(AssertSqlSafe(crate::daftar::indeks::sql_ikuti(KOLOM, register)))
        .bind(daerah.as_str())
        .bind(saat)
        .bind(id.0)
        .bind(batas);
    let b = q.fetch_all(c).await;
    b.and_then(|b| b.iter().map(dari_baris).collect())
        .map_err(galat("following a register"))
}

/// How many rows a `select count(*) from (select 1 from …` that is still open finds, counted up to `batas`.
pub(crate) async fn jumlah<'c>(
    c: impl Executor<'c, Database = Dbx>,
    mut q: QueryBuilder<Dbx>,
    batas: i64,
) -> Result<i64, Galat> {
    q.push(" limit ").push_bind(batas).push(") as n");
    q.build_query_scalar()
        .persistent(false)
        .fetch_one(c)
        .await
        .map_err(galat("counting entries"))
}

pub(crate) async fn kelompok<'c>(
    c: impl Executor<'c, Database = Dbx>,
    mut q: QueryBuilder<Dbx>,
) -> Result<Vec<(String, i64)>, Galat> {
    q.build_query_as()
        .persistent(false)
        .fetch_all(c)
        .await
        .map_err(galat("counting entries by group"))
}

pub(crate) async fn riwayat<'c>(
    c: impl Executor<'c, Database = Dbx>,
    daerah: &KodeDaerah,
    id: IdEntri,
    batas: i64,
) -> Result<Vec<Peristiwa>, Galat> {
    let sql = "select bait, garam, hash from peristiwa where daerah = $1 and entri = $2 order by versi desc limit $3";
    let q = sqlx::query_as::<Dbx, Bait>(sql)
        .bind(daerah.as_str())
        .bind(id.0)
        .bind(batas);
    let baris = q
        .fetch_all(c)
        .await
        .map_err(galat("reading the story of an entry"))?;
    baris.into_iter().map(dari_bait).collect()
}

/// Who read an entry, newest first.
pub(crate) async fn pembacaan<'c>(
    c: impl Executor<'c, Database = Dbx>,
    daerah: &KodeDaerah,
    id: IdEntri,
    batas: i64,
) -> Result<Vec<Pembacaan>, Galat> {
    let sql = "select urut, bait, garam, hash from pembacaan where daerah = $1 and entri = $2 order by urut desc limit $3";
    let q = sqlx::query_as::<Dbx, (i64, Vec<u8>, Vec<u8>, Vec<u8>)>(sql)
        .bind(daerah.as_str())
        .bind(id.0)
        .bind(batas);
    let baris = q.fetch_all(c).await.map_err(galat("reading who read an entry"))?;
    let satu = |(urut, bait, garam, hash): (i64, Vec<u8>, Vec<u8>, Vec<u8>)| {
        Ok(Pembacaan {
            peristiwa: dari_bait((bait, garam, hash))?,
            urut: u64::try_from(urut).unwrap_or_default(),
        })
    };
    baris.into_iter().map(satu).collect()
}

/// The newest events of each of these entries.
pub(crate) async fn riwayat_banyak<'c>(
    c: impl Executor<'c, Database = Dbx>,
    daerah: &KodeDaerah,
    id: &[IdEntri],
    batas: i64,
) -> Result<Vec<Peristiwa>, Galat> {
    if id.is_empty() {
        return Ok(Vec::new());
    }
    let mut q = QueryBuilder::<Dbx>::new(
        "select bait, garam, hash from (select entri, versi, bait, garam, hash, \
         row_number() over (partition by entri order by versi desc) as ke from peristiwa where daerah = ",
    );
    q.push_bind(daerah.as_str().to_owned()).push(" and entri in (");
    let mut pisah = q.separated(", ");
    for i in id {
        pisah.push_bind(i.0);
    }
    q.push(")) as p where ke <= ").push_bind(batas);
    q.push(" order by entri, versi desc");
    let baris: Vec<Bait> = q
        .build_query_as()
        .persistent(false)
        .fetch_all(c)
        .await
        .map_err(galat("reading the stories of entries"))?;
    baris.into_iter().map(dari_bait).collect()
}

type Bait = (Vec<u8>, Vec<u8>, Vec<u8>);

fn dari_bait((bait, garam, hash): Bait) -> Result<Peristiwa, Galat> {
    let tetap = |v: Vec<u8>| {
        Galat::dalam(
            "reading a stored event",
            format!("a digest has {} bytes", v.len()),
        )
    };
    Peristiwa::baca(
        bait,
        garam.try_into().map_err(tetap)?,
        hash.try_into().map_err(tetap)?,
    )
}

/// Links from and to an entry: kind, whether it points away from here, the other entry.
pub(crate) async fn tautan<'c>(
    c: impl Executor<'c, Database = Dbx>,
    daerah: &KodeDaerah,
    id: IdEntri,
) -> Result<Vec<(String, bool, Uuid)>, Galat> {
    let sql = "select jenis, true, ke from tautan where daerah = $1 and dari = $2 \
               union all select jenis, false, dari from tautan where daerah = $1 and ke = $2 limit 200";
    let q = sqlx::query_as::<Dbx, (String, bool, Uuid)>(sql)
        .bind(daerah.as_str())
        .bind(id.0);
    q.fetch_all(c)
        .await
        .map_err(galat("reading the links of an entry"))
}

/// Entries whose automatic step is due, oldest first.
pub(crate) async fn otomatis<'c>(
    c: impl Executor<'c, Database = Dbx>,
    kini: i64,
    batas: i64,
) -> Result<Vec<Tersimpan>, Galat> {
    let sql = format!(
        "select {KOLOM} from entri where otomatis is not null and otomatis < $1 order by otomatis limit $2"
    );
    let b = sqlx::query::<Dbx>(AssertSqlSafe(sql))
        .bind(kini)
        .bind(batas)
        .fetch_all(c)
        .await;
    b.and_then(|b| b.iter().map(dari_baris).collect())
        .map_err(galat("finding due automatic steps"))
}
