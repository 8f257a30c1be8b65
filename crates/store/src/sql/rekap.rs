//! Running figures: adding, reading, counting anew. Compiled once per driver.

use jiff::civil::Date;
use kernel::{Cincin, Galat, Kalender, RegisterDef, kalender::saat, profil::KodeDaerah};
use sqlx::{Executor, Pool, QueryBuilder};
use uuid::Uuid;

use super::{Dbx, MULAI, banyak, entri, rekap_kunci};
use crate::{
    galat, pribadi,
    rekap::{Angka, HARI, Jumlah, Sel, tambahkan, tambahkan_hari},
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

pub(crate) async fn hari<'c>(
    c: impl Executor<'c, Database = Dbx>,
    daerah: &KodeDaerah,
    register: &str,
    (dari, sampai): (&str, &str),
) -> Result<Vec<(String, String, i64)>, Galat> {
    let sql = "select nilai, ukuran, cast(sum(jumlah) as bigint) from rekap \
               where daerah = $1 and register = $2 and dimensi = $3 and masa >= $4 and masa <= $5 \
               group by nilai, ukuran";
    let q = sqlx::query_as::<Dbx, (String, String, i64)>(sql)
        .bind(daerah.as_str())
        .bind(register)
        .bind(HARI)
        .bind(dari)
        .bind(sampai);
    q.fetch_all(c).await.map_err(galat("reading figures by day"))
}

/// What is missing of the figures kept by day: all of them where there are none, else the difference, today.
async fn harian(
    c: &mut <Dbx as sqlx::Database>::Connection,
    daerah: &KodeDaerah,
    def: &RegisterDef,
    semua: Jumlah,
    hari_ini: Date,
) -> Result<Jumlah, Galat> {
    let ada = hari(&mut *c, daerah, &def.kode, ("", "9")).await?;
    if ada.is_empty() {
        return Ok(semua);
    }
    let mut beda = Jumlah::new();
    let sel = |nilai: &str, ukuran: &str| Sel {
        daerah: daerah.clone(),
        register: def.kode.to_string(),
        dimensi: HARI,
        masa: hari_ini.to_string(),
        nilai: nilai.to_owned(),
        ukuran: ukuran.to_owned(),
    };
    for (s, n) in semua {
        *beda.entry(sel(&s.nilai, &s.ukuran)).or_insert(0) += n;
    }
    for (nilai, ukuran, n) in ada {
        *beda.entry(sel(&nilai, &ukuran)).or_insert(0) -= n;
    }
    Ok(beda)
}

/// Counts all entries of a register and replaces its figures, while nobody writes. O(entries).
pub(crate) async fn hitung(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    def: &RegisterDef,
    kalender: &Kalender,
    hari_ini: Date,
    cincin: &Cincin,
) -> Result<(), Galat> {
    const G: &str = "counting figures anew";
    let mut tx = kolam.begin_with(MULAI).await.map_err(galat(G))?;
    rekap_kunci(&mut tx).await.map_err(galat(G))?;
    let (mut jumlah, mut per_hari) = (Jumlah::new(), Jumlah::new());
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
        let semua = pribadi::baca(cincin, entri::banyak(&mut *tx, q).await?);
        let Some(akhir) = semua.last() else { break };
        dari = akhir.id.0;
        for e in &semua {
            let s = def.sumbangan(e, kalender);
            tambahkan(&mut jumlah, e, &s, 1);
            let hari = kalender.setempat(saat(e.diubah)).date();
            tambahkan_hari(&mut per_hari, def, e, &s, hari, 1);
        }
    }
    jumlah.append(&mut harian(&mut tx, daerah, def, per_hari, hari_ini).await?);
    let ganti = async {
        let sql = "delete from rekap where daerah = $1 and register = $2 and dimensi <> $3";
        let q = sqlx::query::<Dbx>(sql)
            .bind(daerah.as_str())
            .bind(def.kode.as_ref())
            .bind(HARI);
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
