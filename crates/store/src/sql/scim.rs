//! Programs that keep accounts. Compiled once per driver.

use kernel::{Galat, Peran, profil::KodeDaerah};
use sqlx::Pool;
use uuid::Uuid;

use super::Dbx;
use crate::{
    galat,
    scim::{AkunScim, KlienScim},
};

const G: &str = "programs that keep accounts";

type Baris = (Uuid, String, Vec<u8>, String, bool, i64);

pub(crate) async fn klien(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    sidik: Option<&[u8]>,
) -> Result<Vec<KlienScim>, Galat> {
    let semua =
        "select id, nama, sidik, peran, aktif, dibuat from scim_klien where daerah = $1 order by nama, id";
    let satu =
        "select id, nama, sidik, peran, aktif, dibuat from scim_klien where daerah = $1 and sidik = $2";
    let q = match sidik {
        Some(s) => sqlx::query_as::<Dbx, Baris>(satu).bind(daerah.as_str()).bind(s),
        None => sqlx::query_as::<Dbx, Baris>(semua).bind(daerah.as_str()),
    };
    let baris = q.fetch_all(kolam).await.map_err(galat(G))?;
    let satu = |(id, nama, sidik, peran, aktif, dibuat): Baris| KlienScim {
        id,
        nama,
        sidik,
        peran: peran.split(' ').filter_map(Peran::dari_kode).collect(),
        aktif,
        dibuat,
    };
    Ok(baris.into_iter().map(satu).collect())
}

pub(crate) async fn simpan_klien(kolam: &Pool<Dbx>, daerah: &KodeDaerah, k: &KlienScim) -> Result<(), Galat> {
    let peran: Vec<&str> = k.peran.iter().map(|p| p.kode()).collect();
    let sql = "insert into scim_klien (daerah, id, nama, sidik, peran, aktif, dibuat) \
               values ($1, $2, $3, $4, $5, $6, $7) on conflict (daerah, id) do update set nama = excluded.nama, \
               sidik = excluded.sidik, peran = excluded.peran, aktif = excluded.aktif";
    let q = sqlx::query::<Dbx>(sql)
        .bind(daerah.as_str())
        .bind(k.id)
        .bind(&k.nama)
        .bind(&k.sidik)
        .bind(peran.join(" "))
        .bind(k.aktif)
        .bind(k.dibuat);
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
