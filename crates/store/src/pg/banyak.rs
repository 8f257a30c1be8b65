//! Statements of a batch that write or look for many rows at once. PostgreSQL takes them as arrays, one a column, so
//! that the text of a statement does not depend on how many rows there are and is planned once.

use std::collections::HashMap;

use kernel::{Tersegel, profil::KodeDaerah};
use sqlx::{AssertSqlSafe, PgConnection, types::Json};

use crate::{
    pembacaan::TabelPeristiwa,
    penulis::{BarisKunci, KunciBaru, KunciSimpan},
    rekap::Jumlah,
};

/// New entries with their words. An update afterwards would write every row and all its index entries twice.
pub(crate) async fn entri(c: &mut PgConnection, p: &[&Tersegel]) -> sqlx::Result<()> {
    if p.is_empty() {
        return Ok(());
    }
    macro_rules! kolom {
        ($e:ident => $v:expr) => {
            p.iter()
                .map(|p| {
                    let $e = &p.entri;
                    $v
                })
                .collect::<Vec<_>>()
        };
    }
    let kata: Vec<&str> = p.iter().map(|p| p.cari.as_deref().unwrap_or_default()).collect();
    sqlx::query(
        "insert into entri (daerah, id, register, nomor, unit, pemegang, keadaan, versi, dibuat, diubah, jatuh, \
         otomatis, terbuka, terbit, tenggat, isi, induk, kunci, cari) \
         select daerah, id, register, nomor, unit, pemegang, keadaan, versi, dibuat, diubah, jatuh, otomatis, terbuka, \
         terbit, tenggat, isi, induk, kunci, array_to_tsvector(string_to_array(kata, ' ')) \
         from unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[], \
         $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[], $13::boolean[], $14::boolean[], $15::jsonb[], \
         $16::jsonb[], $17::bigint[], $18::bytea[], $19::text[]) as b (daerah, id, register, nomor, unit, pemegang, keadaan, versi, dibuat, diubah, \
         jatuh, otomatis, terbuka, terbit, tenggat, isi, induk, kunci, kata)",
    )
    .bind(kolom!(e => e.daerah.as_str()))
    .bind(kolom!(e => e.id.0))
    .bind(kolom!(e => e.register.as_str()))
    .bind(kolom!(e => e.nomor.as_str()))
    .bind(kolom!(e => e.unit.as_str()))
    .bind(kolom!(e => e.pemegang.as_str()))
    .bind(kolom!(e => e.keadaan.as_str()))
    .bind(kolom!(e => e.versi))
    .bind(kolom!(e => e.dibuat))
    .bind(kolom!(e => e.diubah))
    .bind(kolom!(e => e.jatuh))
    .bind(kolom!(e => e.otomatis))
    .bind(kolom!(e => e.terbuka))
    .bind(kolom!(e => e.terbit))
    .bind(kolom!(e => Json(&e.tenggat)))
    .bind(p.iter().map(|p| Json(p.isi())).collect::<Vec<_>>())
    .bind(kolom!(e => e.kunci.as_ref().map(|k| k.induk)))
    .bind(kolom!(e => e.kunci.as_ref().map(|k| k.bungkus.as_slice())))
    .bind(kata)
    .execute(c)
    .await
    .map(|_| ())
}

/// Adds to the figures: new rows only, so that writers never wait for each other.
pub(crate) async fn rekap_tambah(c: &mut PgConnection, jumlah: &Jumlah) -> sqlx::Result<()> {
    let ada: Vec<_> = jumlah.iter().filter(|(_, n)| **n != 0).collect();
    if ada.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "insert into rekap (daerah, register, dimensi, masa, nilai, ukuran, jumlah) \
         select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[])",
    )
    .bind(ada.iter().map(|(s, _)| s.daerah.as_str()).collect::<Vec<_>>())
    .bind(ada.iter().map(|(s, _)| s.register.as_str()).collect::<Vec<_>>())
    .bind(ada.iter().map(|(s, _)| s.dimensi).collect::<Vec<_>>())
    .bind(ada.iter().map(|(s, _)| s.masa.as_str()).collect::<Vec<_>>())
    .bind(ada.iter().map(|(s, _)| s.nilai.as_str()).collect::<Vec<_>>())
    .bind(ada.iter().map(|(s, _)| s.ukuran.as_str()).collect::<Vec<_>>())
    .bind(ada.iter().map(|(_, n)| **n).collect::<Vec<_>>())
    .execute(c)
    .await
    .map(|_| ())
}

/// The events of the batch, each with its place in the log.
pub(crate) async fn peristiwa(
    c: &mut PgConnection,
    tabel: TabelPeristiwa,
    p: &[Tersegel],
    urut: &[i64],
) -> sqlx::Result<()> {
    if p.is_empty() {
        return Ok(());
    }
    let isi = || p.iter().map(|p| p.segel());
    let sql = format!(
        "{}select * from unnest($1::text[], $2::uuid[], $3::bigint[], $4::bigint[], $5::bytea[], $6::bytea[], $7::bytea[], \
         $8::bigint[])",
        tabel.sisipkan()
    );
    sqlx::query(AssertSqlSafe(sql))
        .bind(isi().map(|i| i.isi.daerah.as_str()).collect::<Vec<_>>())
        .bind(isi().map(|i| i.isi.entri.0).collect::<Vec<_>>())
        .bind(isi().map(|i| i.isi.versi).collect::<Vec<_>>())
        .bind(isi().map(|i| i.isi.waktu).collect::<Vec<_>>())
        .bind(isi().map(|i| i.bait.as_slice()).collect::<Vec<_>>())
        .bind(isi().map(|i| i.garam.as_slice()).collect::<Vec<_>>())
        .bind(isi().map(|i| i.hash.as_slice()).collect::<Vec<_>>())
        .bind(urut)
        .execute(c)
        .await
        .map(|_| ())
}

/// Keys already used: what was asked with them, and the entry it made.
pub(crate) async fn kunci_terpakai(
    c: &mut PgConnection,
    kunci: &[(KodeDaerah, String)],
) -> sqlx::Result<HashMap<(KodeDaerah, String), KunciSimpan>> {
    if kunci.is_empty() {
        return Ok(HashMap::new());
    }
    let q = sqlx::query_as::<_, BarisKunci>(
        "select k.daerah, k.kunci, k.sidik, k.entri from unnest($1::text[], $2::text[]) as d (daerah, kunci) \
         join kunci k on k.daerah = d.daerah and k.kunci = d.kunci",
    )
    .bind(kunci.iter().map(|(d, _)| d.as_str()).collect::<Vec<_>>())
    .bind(kunci.iter().map(|(_, k)| k.as_str()).collect::<Vec<_>>());
    let baris = q.fetch_all(c).await?;
    baris.into_iter().map(KunciSimpan::dari_baris).collect()
}

/// Keys used by the batch.
pub(crate) async fn kunci(c: &mut PgConnection, kunci: &[KunciBaru]) -> sqlx::Result<()> {
    if kunci.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "insert into kunci (daerah, kunci, sidik, entri, dibuat) \
         select * from unnest($1::text[], $2::text[], $3::bytea[], $4::uuid[], $5::bigint[])",
    )
    .bind(kunci.iter().map(|k| k.daerah.as_str()).collect::<Vec<_>>())
    .bind(kunci.iter().map(|k| k.kunci.as_str()).collect::<Vec<_>>())
    .bind(kunci.iter().map(|k| k.sidik.as_slice()).collect::<Vec<_>>())
    .bind(kunci.iter().map(|k| k.entri).collect::<Vec<_>>())
    .bind(kunci.iter().map(|k| k.dibuat).collect::<Vec<_>>())
    .execute(c)
    .await
    .map(|_| ())
}
