//! The ledger: its head, tiles and signed heads. Compiled once per driver.

use std::collections::BTreeMap;

use kernel::{Galat, IdEntri, profil::KodeDaerah};
use ledger::Pohon;
use sqlx::{Executor, Pool};

use super::{Dbx, MULAI};
use crate::{
    galat,
    log::{Log, TitikSimpan},
};

type Sambungan = <Dbx as sqlx::Database>::Connection;

/// Events read at a time when a log begins.
const BAGIAN: usize = 10_000;

fn bulat(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn rusak(apa: &'static str) -> sqlx::Error {
    sqlx::Error::Decode(apa.into())
}

fn susun((ukuran, tepi): (i64, Vec<u8>)) -> sqlx::Result<Pohon> {
    let ukuran = u64::try_from(ukuran).map_err(|_| rusak("a log of negative size"))?;
    Pohon::dari(ukuran, &tepi).ok_or_else(|| rusak("the right edge of a log does not fit its size"))
}

fn tetap(v: Vec<u8>) -> sqlx::Result<[u8; 32]> {
    v.try_into().map_err(|_| rusak("a hash of another length"))
}

/// The head of a log, locked until the batch commits.
pub(crate) async fn kunci(c: &mut Sambungan, daerah: &KodeDaerah) -> sqlx::Result<Pohon> {
    let sql = "insert into log (daerah, ukuran, tepi) values ($1, 0, $2) \
               on conflict (daerah) do update set ukuran = log.ukuran returning ukuran, tepi";
    let q = sqlx::query_as::<Dbx, (i64, Vec<u8>)>(sql)
        .bind(daerah.as_str())
        .bind(Vec::<u8>::new());
    susun(q.fetch_one(c).await?)
}

/// Writes down how logs grew.
pub(crate) async fn simpan(c: &mut Sambungan, log: &BTreeMap<KodeDaerah, Log>) -> sqlx::Result<()> {
    for (daerah, (pohon, genap)) in log.iter().filter_map(|(d, l)| Some((d, l.baru_ini()?))) {
        let sql = "update log set ukuran = $2, tepi = $3 where daerah = $1";
        let q = sqlx::query::<Dbx>(sql)
            .bind(daerah.as_str())
            .bind(bulat(pohon.ukuran()))
            .bind(pohon.tepi());
        q.execute(&mut *c).await?;
        for g in genap {
            let sql = "insert into log_ubin (daerah, tingkat, n, akar) values ($1, $2, $3, $4)";
            let q = sqlx::query::<Dbx>(sql)
                .bind(daerah.as_str())
                .bind(i64::from(g.tingkat))
                .bind(bulat(g.n))
                .bind(&g.akar.0[..]);
            q.execute(&mut *c).await?;
        }
    }
    Ok(())
}

/// Begins a log: once, with the events that are there already, oldest first. O(events · log events).
pub(crate) async fn mulai(kolam: &Pool<Dbx>, daerah: &KodeDaerah) -> Result<(), Galat> {
    let kerja = async {
        let ada = "select ukuran, tepi from log where daerah = $1";
        let ada = sqlx::query_as::<Dbx, (i64, Vec<u8>)>(ada).bind(daerah.as_str());
        if ada.fetch_optional(kolam).await?.is_some() {
            return Ok(());
        }
        let mut tx = kolam.begin_with(MULAI).await?;
        let mut log = BTreeMap::from([(daerah.clone(), Log::baru(kunci(&mut tx, daerah).await?))]);
        let sql = "update peristiwa set urut = u.urut from \
                   (select entri, versi, row_number() over (order by waktu, entri, versi) - 1 as urut \
                    from peristiwa where daerah = $1) as u \
                   where peristiwa.daerah = $1 and peristiwa.entri = u.entri and peristiwa.versi = u.versi";
        let q = sqlx::query::<Dbx>(sql).bind(daerah.as_str());
        let semua = i64::try_from(q.execute(&mut *tx).await?.rows_affected()).unwrap_or(i64::MAX);
        for awal in (0..semua).step_by(BAGIAN) {
            let sql =
                "select hash from peristiwa where daerah = $1 and urut >= $2 and urut < $3 order by urut";
            let q = sqlx::query_scalar::<Dbx, Vec<u8>>(sql)
                .bind(daerah.as_str())
                .bind(awal)
                .bind(awal + BAGIAN as i64);
            let log = log.entry(daerah.clone()).or_default();
            for hash in q.fetch_all(&mut *tx).await? {
                log.tambah(&tetap(hash)?);
            }
        }
        simpan(&mut tx, &log).await?;
        tx.commit().await
    };
    kerja.await.map_err(galat("beginning a log"))
}

/// The tree as it is.
pub(crate) async fn kepala<'c>(
    c: impl Executor<'c, Database = Dbx>,
    daerah: &KodeDaerah,
) -> sqlx::Result<Pohon> {
    let q = sqlx::query_as::<Dbx, (i64, Vec<u8>)>("select ukuran, tepi from log where daerah = $1");
    let baris = q.bind(daerah.as_str()).fetch_optional(c).await?;
    baris.map_or_else(|| Ok(Pohon::default()), susun)
}

/// The log entries from one place up to another.
pub(crate) async fn hash(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    (awal, akhir): (i64, i64),
) -> Result<Vec<[u8; 32]>, Galat> {
    let sql = "select urut, hash from peristiwa where daerah = $1 and urut >= $2 and urut < $3 \
               union all select urut, hash from pembacaan where daerah = $1 and urut >= $2 and urut < $3 order by urut";
    let q = sqlx::query_as::<Dbx, (i64, Vec<u8>)>(sql)
        .bind(daerah.as_str())
        .bind(awal)
        .bind(akhir);
    let baris = q.fetch_all(kolam).await;
    baris
        .and_then(|b| b.into_iter().map(|(_, hash)| tetap(hash)).collect())
        .map_err(galat("reading entries of the log"))
}

/// Roots of complete subtrees of a level, from one place up to another.
pub(crate) async fn akar(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    tingkat: u8,
    (awal, akhir): (i64, i64),
) -> Result<Vec<[u8; 32]>, Galat> {
    let sql =
        "select akar from log_ubin where daerah = $1 and tingkat = $2 and n >= $3 and n < $4 order by n";
    let q = sqlx::query_scalar::<Dbx, Vec<u8>>(sql)
        .bind(daerah.as_str())
        .bind(i64::from(tingkat))
        .bind(awal)
        .bind(akhir);
    let baris = q.fetch_all(kolam).await;
    baris
        .and_then(|b| b.into_iter().map(tetap).collect())
        .map_err(galat("reading the tiles of the log"))
}

/// Version, place and log entry of each event of an entry.
pub(crate) async fn letak(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    id: IdEntri,
) -> Result<Vec<(i64, u64, [u8; 32])>, Galat> {
    let sql = "select versi, urut, hash from peristiwa where daerah = $1 and entri = $2 and urut is not null \
               order by versi";
    let q = sqlx::query_as::<Dbx, (i64, i64, Vec<u8>)>(sql)
        .bind(daerah.as_str())
        .bind(id.0);
    let baca = |(versi, urut, hash): (i64, i64, Vec<u8>)| {
        let urut = u64::try_from(urut).map_err(|_| rusak("a negative place in the log"))?;
        Ok((versi, urut, tetap(hash)?))
    };
    let baris = q.fetch_all(kolam).await;
    baris
        .and_then(|b| b.into_iter().map(baca).collect())
        .map_err(galat("looking for an entry in the log"))
}

/// Signed heads, newest first.
pub(crate) async fn titik(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    batas: i64,
) -> Result<Vec<TitikSimpan>, Galat> {
    let sql = "select ukuran, waktu, catatan from log_titik where daerah = $1 order by hari desc limit $2";
    let q = sqlx::query_as::<Dbx, (i64, i64, String)>(sql)
        .bind(daerah.as_str())
        .bind(batas);
    let baris = q.fetch_all(kolam).await.map_err(galat("reading signed heads"))?;
    let baca = |(ukuran, waktu, catatan): (i64, i64, String)| {
        Ok(TitikSimpan {
            ukuran: u64::try_from(ukuran).map_err(|_| rusak("a signed head of negative size"))?,
            waktu,
            catatan,
        })
    };
    let semua: sqlx::Result<Vec<TitikSimpan>> = baris.into_iter().map(baca).collect();
    semua.map_err(galat("reading signed heads"))
}

/// Keeps a signed head unless a larger one is kept already; says whether it was.
pub(crate) async fn simpan_titik(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    hari: &str,
    t: &TitikSimpan,
) -> Result<bool, Galat> {
    let sql = "insert into log_titik (daerah, hari, ukuran, waktu, catatan) \
               select $1, $2, $3, $4, $5 where not exists \
               (select 1 from log_titik l where l.daerah = $1 and (l.ukuran > $3 or l.hari > $2)) \
               on conflict (daerah, hari) do update set ukuran = excluded.ukuran, waktu = excluded.waktu, \
               catatan = excluded.catatan where log_titik.ukuran <= excluded.ukuran";
    let q = sqlx::query::<Dbx>(sql)
        .bind(daerah.as_str())
        .bind(hari)
        .bind(bulat(t.ukuran))
        .bind(t.waktu)
        .bind(&t.catatan);
    let hasil = q.execute(kolam).await.map_err(galat("keeping a signed head"))?;
    Ok(hasil.rows_affected() > 0)
}
