//! Statements of a batch that write or look for many rows at once. SQLite takes them as lists of values.

use std::collections::HashMap;

use kernel::{Tersegel, profil::KodeDaerah};
use sqlx::{QueryBuilder, SqliteConnection, types::Json};

use super::{Dbx, entri::KOLOM};
use crate::{
    pembacaan::TabelPeristiwa,
    penulis::{BarisKunci, KunciBaru, KunciSimpan},
    rekap::Jumlah,
};

/// New entries, many rows a statement.
pub(crate) async fn entri(c: &mut SqliteConnection, p: &[&Tersegel]) -> sqlx::Result<()> {
    for p in p.chunks(500) {
        let mut q = QueryBuilder::<Dbx>::new(format!("insert into entri ({}) ", KOLOM));
        q.push_values(p, |mut b, p| {
            let e = &p.entri;
            b.push_bind(e.daerah.as_str())
                .push_bind(e.id.0)
                .push_bind(e.register.as_str())
                .push_bind(e.nomor.as_str())
                .push_bind(e.unit.as_str())
                .push_bind(e.pemegang.as_str())
                .push_bind(e.keadaan.as_str())
                .push_bind(e.versi)
                .push_bind(e.dibuat)
                .push_bind(e.diubah)
                .push_bind(e.jatuh)
                .push_bind(e.otomatis)
                .push_bind(e.terbuka)
                .push_bind(e.terbit)
                .push_bind(Json(&e.tenggat))
                .push_bind(Json(p.isi()))
                .push_bind(e.kunci.as_ref().map(|k| k.induk))
                .push_bind(e.kunci.as_ref().map(|k| k.bungkus.as_slice()));
        });
        q.build().persistent(false).execute(&mut *c).await?;
    }
    Ok(())
}

/// Adds to the figures, many a statement.
pub(crate) async fn rekap_tambah(c: &mut SqliteConnection, jumlah: &Jumlah) -> sqlx::Result<()> {
    let ada: Vec<_> = jumlah.iter().filter(|(_, n)| **n != 0).collect();
    for bagian in ada.chunks(1_000) {
        let mut q = QueryBuilder::<Dbx>::new(
            "insert into rekap (daerah, register, dimensi, masa, nilai, ukuran, jumlah) ",
        );
        q.push_values(bagian, |mut b, (s, n)| {
            b.push_bind(s.daerah.as_str())
                .push_bind(&s.register)
                .push_bind(s.dimensi)
                .push_bind(&s.masa)
                .push_bind(&s.nilai)
                .push_bind(&s.ukuran)
                .push_bind(**n);
        });
        q.push(" on conflict do update set jumlah = jumlah + excluded.jumlah");
        q.build().persistent(false).execute(&mut *c).await?;
    }
    Ok(())
}

/// The events of the batch, each with its place in the log.
pub(crate) async fn peristiwa(
    c: &mut SqliteConnection,
    tabel: TabelPeristiwa,
    p: &[Tersegel],
    urut: &[i64],
) -> sqlx::Result<()> {
    let semua: Vec<(&Tersegel, i64)> = p.iter().zip(urut.iter().copied()).collect();
    for p in semua.chunks(500) {
        let mut q = QueryBuilder::<Dbx>::new(tabel.sisipkan());
        q.push_values(p, |mut b, (p, urut)| {
            let i = p.segel();
            b.push_bind(i.isi.daerah.as_str())
                .push_bind(i.isi.entri.0)
                .push_bind(i.isi.versi)
                .push_bind(i.isi.waktu)
                .push_bind(i.bait.as_slice())
                .push_bind(i.garam.as_slice())
                .push_bind(i.hash.as_slice())
                .push_bind(*urut);
        });
        q.build().persistent(false).execute(&mut *c).await?;
    }
    Ok(())
}

/// Keys already used: what was asked with them, and the entry it made.
pub(crate) async fn kunci_terpakai(
    c: &mut SqliteConnection,
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
        let baris: Vec<BarisKunci> = q.build_query_as().persistent(false).fetch_all(&mut *c).await?;
        for b in baris {
            let (kunci, simpan) = KunciSimpan::dari_baris(b)?;
            hasil.insert(kunci, simpan);
        }
    }
    Ok(hasil)
}

/// Keys used by the batch.
pub(crate) async fn kunci(c: &mut SqliteConnection, kunci: &[KunciBaru]) -> sqlx::Result<()> {
    for bagian in kunci.chunks(500) {
        let mut q = QueryBuilder::<Dbx>::new("insert into kunci (daerah, kunci, sidik, entri, dibuat) ");
        q.push_values(bagian, |mut b, k| {
            b.push_bind(k.daerah.as_str())
                .push_bind(k.kunci.as_str())
                .push_bind(k.sidik.as_slice())
                .push_bind(k.entri)
                .push_bind(k.dibuat);
        });
        q.build().persistent(false).execute(&mut *c).await?;
    }
    Ok(())
}
