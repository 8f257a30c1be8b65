//! The statements of one batch of commands. Compiled once per driver.

use std::collections::{BTreeMap, HashMap};

use kernel::{Entri, IdEntri, Putusan, profil::KodeDaerah};
use sqlx::{QueryBuilder, types::Json};
use uuid::Uuid;

use super::{Dbx, KUNCI_BARIS, entri};
use crate::penulis::{KunciSimpan, Urutan};

type Sambungan = <Dbx as sqlx::Database>::Connection;

/// The entries that commands of the batch change, locked in the order of their ids, so that two processes that need
/// the same ones wait for each other instead of dead-locking.
pub(crate) async fn kunci_entri(
    c: &mut Sambungan,
    id: &[(KodeDaerah, IdEntri)],
) -> sqlx::Result<HashMap<(KodeDaerah, IdEntri), Entri>> {
    let mut hasil = HashMap::new();
    for id in id.chunks(500) {
        let mut q = QueryBuilder::<Dbx>::new(format!(
            "select {} from entri where (daerah, id) in (",
            entri::KOLOM
        ));
        pasangan(&mut q, id.iter().map(|(d, i)| (d.as_str(), i.0)));
        q.push(") order by id, daerah").push(KUNCI_BARIS);
        for b in q.build().persistent(false).fetch_all(&mut *c).await? {
            let e = entri::dari_baris(&b)?;
            hasil.insert((e.daerah.clone(), e.id), e);
        }
    }
    Ok(hasil)
}

fn pasangan<'a>(q: &mut QueryBuilder<Dbx>, isi: impl Iterator<Item = (&'a str, Uuid)>) {
    let mut pertama = true;
    for (d, i) in isi {
        if !pertama {
            q.push(", ");
        }
        pertama = false;
        q.push("(")
            .push_bind(d.to_owned())
            .push(", ")
            .push_bind(i)
            .push(")");
    }
}

/// The last number given out, locked until the batch commits.
pub(crate) async fn urutan(c: &mut Sambungan, kunci: &Urutan) -> sqlx::Result<i64> {
    sqlx::query_scalar::<Dbx, i64>(
        "insert into nomor_urut (daerah, register, tahun, terakhir) values ($1, $2, $3, 0) \
         on conflict (daerah, register, tahun) do update set terakhir = nomor_urut.terakhir returning terakhir",
    )
    .bind(kunci.daerah.as_str())
    .bind(&kunci.register)
    .bind(kunci.tahun)
    .fetch_one(c)
    .await
}

pub(crate) async fn simpan_urutan(c: &mut Sambungan, urutan: &BTreeMap<Urutan, i64>) -> sqlx::Result<()> {
    for (k, n) in urutan {
        let sql = "update nomor_urut set terakhir = $4 where daerah = $1 and register = $2 and tahun = $3";
        let q = sqlx::query::<Dbx>(sql)
            .bind(k.daerah.as_str())
            .bind(&k.register)
            .bind(k.tahun)
            .bind(n);
        q.execute(&mut *c).await?;
    }
    Ok(())
}

/// Keys already used: what was asked with them, and the entry it made.
pub(crate) async fn kunci_terpakai(
    c: &mut Sambungan,
    kunci: &[(KodeDaerah, String)],
) -> sqlx::Result<HashMap<(KodeDaerah, String), KunciSimpan>> {
    let mut hasil = HashMap::new();
    for bagian in kunci.chunks(500) {
        let mut q = QueryBuilder::<Dbx>::new(
            "select daerah, kunci, sidik, entri from kunci where (daerah, kunci) in (",
        );
        for (i, (d, k)) in bagian.iter().enumerate() {
            if i > 0 {
                q.push(", ");
            }
            q.push("(")
                .push_bind(d.as_str().to_owned())
                .push(", ")
                .push_bind(k.clone())
                .push(")");
        }
        q.push(")");
        let baris: Vec<(String, String, Vec<u8>, Uuid)> =
            q.build_query_as().persistent(false).fetch_all(&mut *c).await?;
        for (d, k, sidik, id) in baris {
            let d = KodeDaerah::try_from(d).map_err(|e| sqlx::Error::Decode(e.into()))?;
            hasil.insert(
                (d, k),
                KunciSimpan {
                    sidik,
                    entri: IdEntri(id),
                },
            );
        }
    }
    Ok(hasil)
}

/// Whether an entry of that register is there.
pub(crate) async fn ada(
    c: &mut Sambungan,
    daerah: &KodeDaerah,
    register: &str,
    id: IdEntri,
) -> sqlx::Result<bool> {
    let sql = "select count(*) from entri where daerah = $1 and id = $2 and register = $3";
    let n: i64 = sqlx::query_scalar::<Dbx, i64>(sql)
        .bind(daerah.as_str())
        .bind(id.0)
        .bind(register)
        .fetch_one(c)
        .await?;
    Ok(n > 0)
}

/// The uploads there are among these, each with the entry it belongs to; theirs until the batch ends.
pub(crate) async fn kunci_berkas(
    c: &mut Sambungan,
    daerah: &KodeDaerah,
    id: &[Uuid],
) -> sqlx::Result<HashMap<Uuid, Option<Uuid>>> {
    if id.is_empty() {
        return Ok(HashMap::new());
    }
    let mut q = QueryBuilder::<Dbx>::new("select id, entri from berkas where daerah = ");
    q.push_bind(daerah.as_str().to_owned()).push(" and id in ");
    daftar_id(&mut q, id);
    q.push(" order by id").push(KUNCI_BARIS);
    let baris: Vec<(Uuid, Option<Uuid>)> = q.build_query_as().persistent(false).fetch_all(c).await?;
    Ok(baris.into_iter().collect())
}

/// Gives uploads to an entry.
pub(crate) async fn milikkan(
    c: &mut Sambungan,
    daerah: &KodeDaerah,
    berkas: &[Uuid],
    id: IdEntri,
) -> sqlx::Result<()> {
    if berkas.is_empty() {
        return Ok(());
    }
    let mut q = QueryBuilder::<Dbx>::new("update berkas set entri = ");
    q.push_bind(id.0)
        .push(" where daerah = ")
        .push_bind(daerah.as_str().to_owned())
        .push(" and id in ");
    daftar_id(&mut q, berkas);
    q.build().persistent(false).execute(c).await.map(|_| ())
}

fn daftar_id(q: &mut QueryBuilder<Dbx>, id: &[Uuid]) {
    for (i, id) in id.iter().enumerate() {
        q.push(if i == 0 { "(" } else { ", " }).push_bind(*id);
    }
    q.push(")");
}

/// A changed entry, if its version is still the one that was decided upon.
pub(crate) async fn perbarui(c: &mut Sambungan, e: &Entri, versi_lama: i64) -> sqlx::Result<bool> {
    let sql = "update entri set unit = $3, pemegang = $4, keadaan = $5, versi = $6, diubah = $7, jatuh = $8, otomatis = $9, \
               terbuka = $10, terbit = $11, tenggat = $12, isi = $13 where daerah = $1 and id = $2 and versi = $14";
    let q = sqlx::query::<Dbx>(sql)
        .bind(e.daerah.as_str())
        .bind(e.id.0)
        .bind(e.unit.as_str())
        .bind(e.pemegang.as_str())
        .bind(e.keadaan.as_str())
        .bind(e.versi)
        .bind(e.diubah)
        .bind(e.jatuh)
        .bind(e.otomatis)
        .bind(e.terbuka)
        .bind(e.terbit)
        .bind(Json(&e.tenggat))
        .bind(Json(&e.isi))
        .bind(versi_lama);
    Ok(q.execute(c).await?.rows_affected() == 1)
}

/// The events of the batch.
pub(crate) async fn peristiwa(c: &mut Sambungan, p: &[&Putusan]) -> sqlx::Result<()> {
    for p in p.chunks(500) {
        let mut q = QueryBuilder::<Dbx>::new(
            "insert into peristiwa (daerah, entri, versi, waktu, bait, garam, hash) ",
        );
        q.push_values(p, |mut b, p| {
            let i = &p.peristiwa;
            b.push_bind(i.isi.daerah.as_str())
                .push_bind(i.isi.entri.0)
                .push_bind(i.isi.versi)
                .push_bind(i.isi.waktu)
                .push_bind(i.bait.as_slice())
                .push_bind(i.garam.as_slice())
                .push_bind(i.hash.as_slice());
        });
        q.build().persistent(false).execute(&mut *c).await?;
    }
    Ok(())
}

/// The links of one entry: those of its reference fields replace the earlier ones of the same field.
pub(crate) async fn tautan(c: &mut Sambungan, p: &Putusan, rujukan: &[String]) -> sqlx::Result<()> {
    let daerah = p.entri.daerah.as_str();
    if !p.baru {
        for jenis in rujukan {
            let sql = "delete from tautan where daerah = $1 and dari = $2 and jenis = $3";
            sqlx::query::<Dbx>(sql)
                .bind(daerah)
                .bind(p.entri.id.0)
                .bind(jenis)
                .execute(&mut *c)
                .await?;
        }
    }
    for t in &p.tautan {
        let sql =
            "insert into tautan (daerah, dari, jenis, ke) values ($1, $2, $3, $4) on conflict do nothing";
        sqlx::query::<Dbx>(sql)
            .bind(daerah)
            .bind(t.dari.0)
            .bind(&t.jenis)
            .bind(t.ke.0)
            .execute(&mut *c)
            .await?;
    }
    Ok(())
}

/// Messages to send, in the same transaction as what they tell of.
pub(crate) async fn kirim(
    c: &mut Sambungan,
    kirim: &[(KodeDaerah, Uuid, serde_json::Value, i64)],
) -> sqlx::Result<()> {
    for bagian in kirim.chunks(500) {
        let mut q = QueryBuilder::<Dbx>::new("insert into kirim (daerah, id, muatan, berikut) ");
        q.push_values(bagian, |mut b, (d, id, muatan, kini)| {
            b.push_bind(d.as_str())
                .push_bind(*id)
                .push_bind(Json(muatan))
                .push_bind(*kini);
        });
        q.build().persistent(false).execute(&mut *c).await?;
    }
    Ok(())
}

/// Keys used by the batch.
pub(crate) async fn kunci(
    c: &mut Sambungan,
    kunci: &[(KodeDaerah, String, Vec<u8>, Uuid, i64)],
) -> sqlx::Result<()> {
    for bagian in kunci.chunks(500) {
        let mut q = QueryBuilder::<Dbx>::new("insert into kunci (daerah, kunci, sidik, entri, dibuat) ");
        q.push_values(bagian, |mut b, (d, k, s, e, t)| {
            b.push_bind(d.as_str())
                .push_bind(k.as_str())
                .push_bind(s.as_slice())
                .push_bind(*e)
                .push_bind(*t);
        });
        q.build().persistent(false).execute(&mut *c).await?;
    }
    Ok(())
}
