//! SQLite's catalogue and rows.

use futures_util::TryStreamExt;
use sqlx::{AssertSqlSafe, Row, SqliteConnection, TypeInfo, ValueRef, sqlite::SqliteRow};

use super::{Jenis, Kolom, TURUNAN, Tabel, kutip};
use crate::{Gagal, baris::Nilai, cadangkan::Penulis};

pub(super) async fn tabel(c: &mut SqliteConnection) -> Result<Vec<Tabel>, Gagal> {
    const G: &str = "membaca daftar tabel";
    // Shadow and virtual tables belong to full-text search, whose words are made anew.
    let sql = "select name from pragma_table_list where schema = 'main' and type = 'table' and name not like 'sqlite\\_%' escape '\\'";
    let nama: Vec<String> = sqlx::query_scalar(sql)
        .fetch_all(&mut *c)
        .await
        .map_err(Gagal::basis(G))?;
    let mut semua = Vec::new();
    for nama in nama.into_iter().filter(|n| !TURUNAN.contains(&n.as_str())) {
        let sql = "select name, type, pk from pragma_table_info($1)";
        let kolom: Vec<(String, String, i64)> = sqlx::query_as(sql)
            .bind(&nama)
            .fetch_all(&mut *c)
            .await
            .map_err(Gagal::basis(G))?;
        let kolom = kolom.into_iter().map(|(kolom, jenis, pk)| {
            let jenis = match jenis.to_ascii_lowercase().as_str() {
                "integer" | "int" => Jenis::Bulat,
                "text" => Jenis::Teks,
                "blob" => Jenis::Bait,
                "real" => Jenis::Pecahan,
                lain => return Err(Gagal::Basis(G, format!("{nama}.{kolom}: {lain}"))),
            };
            Ok((pk, Kolom { nama: kolom, jenis }))
        });
        let kolom = kolom.collect::<Result<Vec<_>, Gagal>>()?;
        semua.push(Tabel::susun(nama, kolom));
    }
    Ok(semua)
}

fn nilai(r: &SqliteRow, i: usize) -> sqlx::Result<Nilai<'_>> {
    let mentah = r.try_get_raw(i)?;
    if mentah.is_null() {
        return Ok(Nilai::Kosong);
    }
    Ok(match mentah.type_info().name() {
        "INTEGER" => Nilai::Bulat(r.try_get_unchecked(i)?),
        "REAL" => Nilai::Pecahan(r.try_get_unchecked(i)?),
        "BLOB" => Nilai::Bait(r.try_get_unchecked(i)?),
        _ => Nilai::Teks(r.try_get_unchecked(i)?),
    })
}

pub(super) async fn salin(c: &mut SqliteConnection, t: &Tabel, ke: &mut Penulis<'_>) -> Result<(), Gagal> {
    const G: &str = "membaca tabel";
    let kolom: Vec<String> = t.kolom.iter().map(|k| kutip(&k.nama)).collect();
    let sql = format!(
        "select {} from {} order by {}",
        kolom.join(", "),
        kutip(&t.nama),
        t.nama_kunci()
    );
    let mut aliran = sqlx::query(AssertSqlSafe(sql)).fetch(c);
    while let Some(r) = aliran.try_next().await.map_err(Gagal::basis(G))? {
        let baris: Vec<Nilai<'_>> = (0..kolom.len())
            .map(|i| nilai(&r, i))
            .collect::<sqlx::Result<_>>()
            .map_err(Gagal::basis(G))?;
        ke.baris(t.kunci, baris.into_iter()).await?;
    }
    Ok(())
}
