//! Running figures: adding, reading, counting anew. Compiled once per driver.

use kernel::{Galat, Kalender, RegisterDef, profil::KodeDaerah};
use sqlx::{Pool, QueryBuilder};
use uuid::Uuid;

use super::{Dbx, MULAI, banyak, entri, rekap_kunci};
use crate::{
    galat,
    rekap::{Angka, Jumlah, tambahkan},
};

/// Entries read at a time while counting anew.
const HALAMAN: i64 = 1_000;

type Baris = (String, String, String, i64);

pub(crate) async fn baca(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    register: &str,
    dimensi: &str,
    (dari, sampai): (&str, &str),
) -> Result<Vec<Angka>, Galat> {
    let sql = "select masa, nilai, ukuran, cast(sum(jumlah) as bigint) from rekap \
               where daerah = $1 and register = $2 and dimensi = $3 and masa >= $4 and masa <= $5 \
               group by masa, nilai, ukuran having sum(jumlah) <> 0 order by masa, nilai, ukuran";
    let q = sqlx::query_as::<Dbx, Baris>(sql)
        .bind(daerah.as_str())
        .bind(register)
        .bind(dimensi)
        .bind(dari)
        .bind(sampai);
    let baris = q.fetch_all(kolam).await.map_err(galat("reading figures"))?;
    Ok(baris
        .into_iter()
        .map(|(masa, nilai, ukuran, jumlah)| Angka {
            masa,
            nilai,
            ukuran,
            jumlah,
        })
        .collect())
}

/// The version under which the figures of a register were counted.
pub(crate) async fn versi(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    register: &str,
) -> Result<Option<i64>, Galat> {
    let q =
        sqlx::query_scalar::<Dbx, i64>("select versi from rekap_versi where daerah = $1 and register = $2")
            .bind(daerah.as_str())
            .bind(register);
    q.fetch_optional(kolam)
        .await
        .map_err(galat("reading the version of figures"))
}

/// Counts all entries of a register and replaces its figures, while nobody writes. O(entries).
pub(crate) async fn hitung(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    def: &RegisterDef,
    kalender: &Kalender,
) -> Result<(), Galat> {
    const G: &str = "counting figures anew";
    let mut tx = kolam.begin_with(MULAI).await.map_err(galat(G))?;
    rekap_kunci(&mut tx).await.map_err(galat(G))?;
    let mut jumlah = Jumlah::new();
    let mut dari = Uuid::nil();
    loop {
        let mut q = QueryBuilder::<Dbx>::new(format!("select {} from entri where daerah = ", entri::KOLOM));
        q.push_bind(daerah.as_str())
            .push(" and register = ")
            .push_bind(def.kode.as_ref())
            .push(" and id > ")
            .push_bind(dari)
            .push(" order by id limit ")
            .push_bind(HALAMAN);
        let semua = entri::banyak(&mut *tx, q).await?;
        let Some(akhir) = semua.last() else { break };
        dari = akhir.id.0;
        for e in &semua {
            tambahkan(&mut jumlah, e, &def.sumbangan(e, kalender), 1);
        }
    }
    let ganti = async {
        let sql = "delete from rekap where daerah = $1 and register = $2";
        let q = sqlx::query::<Dbx>(sql)
            .bind(daerah.as_str())
            .bind(def.kode.as_ref());
        q.execute(&mut *tx).await?;
        banyak::rekap_tambah(&mut tx, &jumlah).await?;
        let sql = "insert into rekap_versi (daerah, register, versi) values ($1, $2, $3) \
                   on conflict (daerah, register) do update set versi = excluded.versi";
        let q = sqlx::query::<Dbx>(sql)
            .bind(daerah.as_str())
            .bind(def.kode.as_ref())
            .bind(def.rekap_versi);
        q.execute(&mut *tx).await?;
        tx.commit().await
    };
    ganti.await.map_err(galat(G))
}
