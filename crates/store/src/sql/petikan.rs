//! Passages of texts: reading what was found, and reading all texts anew. Compiled once per driver.

use kernel::{Entri, Galat, RegisterDef, profil::KodeDaerah, register::Petikan};
use sqlx::{Pool, QueryBuilder, Row};
use uuid::Uuid;

use super::{Dbx, MULAI, entri, petikan};
use crate::{galat, pribadi::Tersimpan};

/// Found passages: entry, address, words, row.
pub(crate) async fn baca(
    kolam: &Pool<Dbx>,
    mut q: QueryBuilder<Dbx>,
) -> Result<Vec<(Tersimpan, String, String, i64)>, Galat> {
    let baris = q.build().persistent(false).fetch_all(kolam).await;
    baris
        .and_then(|b| {
            b.iter()
                .map(|b| {
                    Ok((
                        entri::dari_baris(b)?,
                        b.try_get(entri::LEBAR)?,
                        b.try_get(entri::LEBAR + 1)?,
                        b.try_get(entri::LEBAR + 2)?,
                    ))
                })
                .collect()
        })
        .map_err(galat("looking for passages"))
}

/// The version by which the texts of a register were read.
pub(crate) async fn versi(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    register: &str,
) -> Result<Option<i64>, Galat> {
    let q =
        sqlx::query_scalar::<Dbx, i64>("select versi from petikan_versi where daerah = $1 and register = $2")
            .bind(daerah.as_str())
            .bind(register);
    q.fetch_optional(kolam)
        .await
        .map_err(galat("reading the version of passages"))
}

/// The entries of a register after one of them, by id.
pub(crate) async fn setelah(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    register: &str,
    id: Uuid,
) -> Result<Vec<Tersimpan>, Galat> {
    let mut q = QueryBuilder::<Dbx>::new(format!("select {} from entri where daerah = ", entri::KOLOM));
    q.push_bind(daerah.as_str())
        .push(" and register = ")
        .push_bind(register)
        .push(" and id > ")
        .push_bind(id)
        .push(" order by id limit 200");
    entri::banyak(kolam, q).await
}

/// The passages of one entry, in place of those it had, as long as it still holds the text they are from.
pub(crate) async fn ganti_satu(kolam: &Pool<Dbx>, e: &Entri, p: &[Petikan]) -> Result<(), Galat> {
    const G: &str = "writing passages anew";
    let mut tx = kolam.begin_with(MULAI).await.map_err(galat(G))?;
    let kunci = (e.daerah.clone(), e.id);
    let kini = super::tulis::kunci_entri(&mut tx, std::slice::from_ref(&kunci))
        .await
        .map_err(galat(G))?;
    if kini.iter().any(|Tersimpan(k)| k.versi == e.versi) {
        petikan::ganti(&mut tx, e.daerah.as_str(), e.id.0, p)
            .await
            .map_err(galat(G))?;
    }
    tx.commit().await.map_err(galat(G))
}

pub(crate) async fn catat_versi(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    def: &RegisterDef,
) -> Result<(), Galat> {
    let sql = "insert into petikan_versi (daerah, register, versi) values ($1, $2, $3) \
               on conflict (daerah, register) do update set versi = excluded.versi";
    let q = sqlx::query::<Dbx>(sql)
        .bind(daerah.as_str())
        .bind(def.kode.as_ref())
        .bind(def.petikan_versi);
    q.execute(kolam)
        .await
        .map(|_| ())
        .map_err(galat("recording the version of passages"))
}
