//! PostgreSQL's catalogue and rows. Rows are read by ourselves, so no program of PostgreSQL's has to be there, in the
//! version that fits the server.

use futures_util::TryStreamExt;
use sqlx::{AssertSqlSafe, PgConnection, Row, ValueRef, postgres::PgRow};

use super::{Jenis, Kolom, REKAP, REKAP_KUNCI, TURUNAN, Tabel, kutip};
use crate::{Gagal, baris::Nilai, cadangkan::Penulis};

pub(super) async fn tabel(c: &mut PgConnection) -> Result<Vec<Tabel>, Gagal> {
    const G: &str = "membaca daftar tabel";
    let sql = "select c.relname::text, a.attname::text, t.typname::text, \
               coalesce(array_position(i.indkey::int2[], a.attnum), -1)::bigint + 1 \
               from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped \
               join pg_type t on t.oid = a.atttypid left join pg_index i on i.indrelid = c.oid and i.indisprimary \
               where c.relnamespace = current_schema()::text::regnamespace and c.relkind in ('r', 'p') order by 1, a.attnum";
    let baris: Vec<(String, String, String, i64)> =
        sqlx::query_as(sql).fetch_all(c).await.map_err(Gagal::basis(G))?;
    let mut semua: Vec<(String, Vec<(i64, Kolom)>)> = Vec::new();
    for (nama, kolom, jenis, pk) in baris {
        if TURUNAN.contains(&nama.as_str()) {
            continue;
        }
        let jenis = match jenis.as_str() {
            "int2" | "int4" | "int8" => Jenis::Bulat,
            "text" | "varchar" => Jenis::Teks,
            "bytea" => Jenis::Bait,
            "float8" => Jenis::Pecahan,
            "bool" => Jenis::Logis,
            "uuid" => Jenis::Uuid,
            "jsonb" => Jenis::Json,
            // Words for search: made anew.
            "tsvector" => continue,
            lain => return Err(Gagal::Basis(G, format!("{nama}.{kolom}: {lain}"))),
        };
        let k = (pk, Kolom { nama: kolom, jenis });
        match semua.last_mut() {
            Some((n, v)) if *n == nama => v.push(k),
            _ => semua.push((nama, vec![k])),
        }
    }
    Ok(semua.into_iter().map(|(n, k)| Tabel::susun(n, k)).collect())
}

/// How a column is asked for, so that it arrives as one of four kinds of value.
fn ungkapan(t: &Tabel, k: &Kolom) -> String {
    let nama = kutip(&k.nama);
    if t.nama == REKAP && !REKAP_KUNCI.contains(&k.nama.as_str()) {
        return format!("sum({nama})::bigint");
    }
    match k.jenis {
        Jenis::Bulat => format!("{nama}::bigint"),
        Jenis::Logis => format!("{nama}::int::bigint"),
        Jenis::Uuid => format!("uuid_send({nama})"),
        Jenis::Json => format!("{nama}::text"),
        Jenis::Teks => format!("{nama}::text"),
        Jenis::Bait | Jenis::Pecahan => nama,
    }
}

fn nilai(r: &PgRow, i: usize, j: Jenis) -> sqlx::Result<Nilai<'_>> {
    if r.try_get_raw(i)?.is_null() {
        return Ok(Nilai::Kosong);
    }
    Ok(match j {
        Jenis::Bulat | Jenis::Logis => Nilai::Bulat(r.try_get(i)?),
        Jenis::Pecahan => Nilai::Pecahan(r.try_get(i)?),
        Jenis::Bait | Jenis::Uuid => Nilai::Bait(r.try_get(i)?),
        Jenis::Teks | Jenis::Json => Nilai::Teks(r.try_get(i)?),
    })
}

pub(super) async fn salin(c: &mut PgConnection, t: &Tabel, ke: &mut Penulis<'_>) -> Result<(), Gagal> {
    const G: &str = "membaca tabel";
    let kolom: Vec<String> = t.kolom.iter().map(|k| ungkapan(t, k)).collect();
    let kelompok = match t.nama == REKAP {
        true => format!(" group by {}", t.nama_kunci()),
        false => String::new(),
    };
    let sql = format!(
        "select {} from {}{kelompok} order by {}",
        kolom.join(", "),
        kutip(&t.nama),
        t.nama_kunci()
    );
    let mut aliran = sqlx::query(AssertSqlSafe(sql)).fetch(c);
    while let Some(r) = aliran.try_next().await.map_err(Gagal::basis(G))? {
        let baris: Vec<Nilai<'_>> = t
            .kolom
            .iter()
            .enumerate()
            .map(|(i, k)| nilai(&r, i, k.jenis))
            .collect::<sqlx::Result<_>>()
            .map_err(Gagal::basis(G))?;
        ke.baris(t.kunci, baris.into_iter()).await?;
    }
    Ok(())
}
