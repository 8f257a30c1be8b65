//! Programs that keep accounts. Compiled once per driver.

use jiff::Timestamp;
use kernel::{Galat, Peran, profil::KodeDaerah};
use sqlx::Pool;
use uuid::Uuid;

use super::{Dbx, MULAI, akun::berwenang, faktor::catat};
use crate::{
    faktor::Catatan,
    galat,
    scim::{AkunScim, KlienScim},
};

const G: &str = "programs that keep accounts";

#[derive(sqlx::FromRow)]
struct Baris {
    id: Uuid,
    nama: String,
    sidik: Vec<u8>,
    peran: String,
    aktif: bool,
    dibuat: i64,
    kadaluarsa: i64,
    terakhir: Option<i64>,
}

macro_rules! klien {
    ($syarat:literal) => {
        concat!(
            "select id, nama, sidik, peran, aktif, dibuat, kadaluarsa, terakhir from scim_klien where daerah = $1 ",
            $syarat
        )
    };
}

pub(crate) async fn klien(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    sidik: Option<&[u8]>,
) -> Result<Vec<KlienScim>, Galat> {
    let q = match sidik {
        Some(s) => sqlx::query_as::<Dbx, Baris>(klien!("and sidik = $2"))
            .bind(daerah.as_str())
            .bind(s),
        None => sqlx::query_as::<Dbx, Baris>(klien!("order by nama, id")).bind(daerah.as_str()),
    };
    let baris = q.fetch_all(kolam).await.map_err(galat(G))?;
    let satu = |b: Baris| KlienScim {
        id: b.id,
        nama: b.nama,
        sidik: b.sidik,
        peran: b.peran.split(' ').filter_map(Peran::dari_kode).collect(),
        aktif: b.aktif,
        dibuat: b.dibuat,
        kadaluarsa: b.kadaluarsa,
        terakhir: b.terakhir,
    };
    Ok(baris.into_iter().map(satu).collect())
}

pub(crate) async fn simpan_klien(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    k: &KlienScim,
    c: &Catatan,
    kini: Timestamp,
) -> Result<(), Galat> {
    let mut tx = kolam.begin_with(MULAI).await.map_err(galat(G))?;
    berwenang(&mut tx, daerah, c.oleh).await?;
    let peran: Vec<&str> = k.peran.iter().map(|p| p.kode()).collect();
    let sql = "insert into scim_klien (daerah, id, nama, sidik, peran, aktif, dibuat, kadaluarsa) \
               values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (daerah, id) do update set nama = excluded.nama, \
               sidik = excluded.sidik, peran = excluded.peran, aktif = excluded.aktif, kadaluarsa = excluded.kadaluarsa";
    let q = sqlx::query::<Dbx>(sql)
        .bind(daerah.as_str())
        .bind(k.id)
        .bind(&k.nama)
        .bind(&k.sidik)
        .bind(peran.join(" "))
        .bind(k.aktif)
        .bind(k.dibuat)
        .bind(k.kadaluarsa);
    q.execute(&mut *tx).await.map_err(galat(G))?;
    catat(&mut *tx, daerah, k.id, c, kini).await?;
    tx.commit().await.map_err(galat(G))
}

pub(crate) async fn sentuh(kolam: &Pool<Dbx>, daerah: &KodeDaerah, id: Uuid, kini: i64) -> Result<(), Galat> {
    let q = sqlx::query::<Dbx>("update scim_klien set terakhir = $3 where daerah = $1 and id = $2")
        .bind(daerah.as_str())
        .bind(id)
        .bind(kini);
    q.execute(kolam).await.map(|_| ()).map_err(galat(G))
}

pub(crate) async fn akun(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    klien: Uuid,
) -> Result<Vec<AkunScim>, Galat> {
    let sql = "select akun, luar, dihapus from scim_akun where daerah = $1 and klien = $2";
    let q = sqlx::query_as::<Dbx, (Uuid, Option<String>, bool)>(sql)
        .bind(daerah.as_str())
        .bind(klien);
    let baris = q.fetch_all(kolam).await.map_err(galat(G))?;
    let satu = |(akun, luar, dihapus)| AkunScim { akun, luar, dihapus };
    Ok(baris.into_iter().map(satu).collect())
}

pub(crate) async fn tautkan(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    klien: Uuid,
    a: &AkunScim,
) -> Result<bool, Galat> {
    let sql = "insert into scim_akun (daerah, klien, akun, luar, dihapus) values ($1, $2, $3, $4, $5) \
               on conflict (daerah, klien, akun) do update set luar = excluded.luar, dihapus = excluded.dihapus";
    let q = sqlx::query::<Dbx>(sql)
        .bind(daerah.as_str())
        .bind(klien)
        .bind(a.akun)
        .bind(&a.luar)
        .bind(a.dihapus);
    match q.execute(kolam).await {
        Ok(_) => Ok(true),
        Err(e) if e.as_database_error().is_some_and(|e| e.is_unique_violation()) => Ok(false),
        Err(e) => Err(galat(G)(e)),
    }
}
