//! The single sign-on of other applications. Compiled once per driver.

use kernel::{Galat, profil::KodeDaerah};
use serde_json::Value;
use sqlx::{Pool, types::Json};
use uuid::Uuid;

use super::{Dbx, MULAI};
use crate::{
    galat,
    sso::{Klien, Kode, KunciSso, Masuk, Setelan, TokenSso, Tukar},
};

const G: &str = "single sign-on";

type BarisKlien = (String, String, Option<Vec<u8>>, Json<Setelan>, bool, i64);

pub(crate) async fn klien(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    id: Option<&str>,
) -> Result<Vec<Klien>, Galat> {
    let kolom = "select id, nama, rahasia, setelan, aktif, dibuat from sso_klien where daerah = $1";
    let satu =
        "select id, nama, rahasia, setelan, aktif, dibuat from sso_klien where daerah = $1 and id = $2";
    let q = sqlx::query_as::<Dbx, BarisKlien>(if id.is_some() { satu } else { kolom });
    let q = match id {
        Some(id) => q.bind(daerah.as_str()).bind(id),
        None => q.bind(daerah.as_str()),
    };
    let baris = q.fetch_all(kolam).await.map_err(galat(G))?;
    let mut semua: Vec<Klien> = baris
        .into_iter()
        .map(|(id, nama, rahasia, Json(setelan), aktif, dibuat)| Klien {
            id,
            nama,
            rahasia,
            setelan,
            aktif,
            dibuat,
        })
        .collect();
    semua.sort_by(|a, b| (&a.nama, &a.id).cmp(&(&b.nama, &b.id)));
    Ok(semua)
}

pub(crate) async fn simpan_klien(kolam: &Pool<Dbx>, daerah: &KodeDaerah, k: &Klien) -> Result<(), Galat> {
    let kerja = async {
        let mut tx = kolam.begin_with(MULAI).await?;
        let sql = "insert into sso_klien (daerah, id, nama, rahasia, setelan, aktif, dibuat) \
                   values ($1, $2, $3, $4, $5, $6, $7) on conflict (daerah, id) do update set nama = excluded.nama, \
                   rahasia = excluded.rahasia, setelan = excluded.setelan, aktif = excluded.aktif";
        sqlx::query::<Dbx>(sql)
            .bind(daerah.as_str())
            .bind(&k.id)
            .bind(&k.nama)
            .bind(&k.rahasia)
            .bind(Json(&k.setelan))
            .bind(k.aktif)
            .bind(k.dibuat)
            .execute(&mut *tx)
            .await?;
        if !k.aktif {
            for sql in [
                "delete from sso_kode where daerah = $1 and klien = $2",
                "delete from sso_token where daerah = $1 and klien = $2",
            ] {
                let q = sqlx::query::<Dbx>(sql).bind(daerah.as_str()).bind(&k.id);
                q.execute(&mut *tx).await?;
            }
        }
        tx.commit().await
    };
    kerja.await.map_err(galat(G))
}

pub(crate) async fn sesi(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    sidik: &[u8],
    jenis: &str,
    kini: i64,
) -> Result<Option<(Uuid, i64)>, Galat> {
    let sql =
        "select akun, dibuat from sesi where daerah = $1 and sidik = $2 and jenis = $3 and kadaluarsa > $4";
    let q = sqlx::query_as::<Dbx, (Uuid, i64)>(sql)
        .bind(daerah.as_str())
        .bind(sidik)
        .bind(jenis)
        .bind(kini);
    q.fetch_optional(kolam).await.map_err(galat(G))
}

pub(crate) async fn simpan_kode(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    [kode, sesi]: &[Vec<u8>; 2],
    isi: &Kode,
    rumpun: Uuid,
    sampai: i64,
) -> Result<(), Galat> {
    let sql = "insert into sso_kode (daerah, sidik, klien, akun, sesi, alamat, tantangan, nonce, lingkup, masuk, rumpun, \
               kadaluarsa) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let q = sqlx::query::<Dbx>(sql)
        .bind(daerah.as_str())
        .bind(kode)
        .bind(&isi.klien)
        .bind(isi.akun)
        .bind(sesi)
        .bind(&isi.alamat)
        .bind(&isi.tantangan)
        .bind(&isi.nonce)
        .bind(&isi.lingkup)
        .bind(isi.masuk)
        .bind(rumpun)
        .bind(sampai);
    q.execute(kolam).await.map(|_| ()).map_err(galat(G))
}

type BarisKode = (
    String,
    Uuid,
    Vec<u8>,
    String,
    String,
    Option<String>,
    String,
    i64,
    Uuid,
);

/// Whoever comes second waits for the row, and then finds it used.
pub(crate) async fn tukar(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    [kode, token]: &[Vec<u8>; 2],
    sah: impl FnOnce(&Kode) -> bool,
    kini: i64,
    sampai: i64,
) -> Result<Tukar, Galat> {
    let d = daerah.as_str();
    let mut tx = kolam.begin_with(MULAI).await.map_err(galat(G))?;
    let sql = "update sso_kode set dipakai = $3 where daerah = $1 and sidik = $2 and dipakai is null and kadaluarsa > $3 \
               returning klien, akun, sesi, alamat, tantangan, nonce, lingkup, masuk, rumpun";
    let q = sqlx::query_as::<Dbx, BarisKode>(sql)
        .bind(d)
        .bind(kode)
        .bind(kini);
    let Some((klien, akun, sesi, alamat, tantangan, nonce, lingkup, masuk, rumpun)) =
        q.fetch_optional(&mut *tx).await.map_err(galat(G))?
    else {
        let sql = "select rumpun from sso_kode where daerah = $1 and sidik = $2 and dipakai is not null";
        let q = sqlx::query_scalar::<Dbx, Uuid>(sql).bind(d).bind(kode);
        let Some(rumpun) = q.fetch_optional(&mut *tx).await.map_err(galat(G))? else {
            return Ok(Tukar::Tolak);
        };
        let q = sqlx::query::<Dbx>("delete from sso_token where daerah = $1 and rumpun = $2");
        q.bind(d).bind(rumpun).execute(&mut *tx).await.map_err(galat(G))?;
        tx.commit().await.map_err(galat(G))?;
        return Ok(Tukar::Ulang);
    };
    let isi = Kode {
        klien,
        akun,
        alamat,
        tantangan,
        nonce,
        lingkup,
        masuk,
    };
    let sql = "select a.pengguna from akun a join sesi s on s.daerah = a.daerah and s.akun = a.id \
               where a.daerah = $1 and a.id = $2 and a.aktif and s.sidik = $3 and s.kadaluarsa > $4";
    let q = sqlx::query_scalar::<Dbx, String>(sql)
        .bind(d)
        .bind(akun)
        .bind(sesi)
        .bind(kini);
    let pengguna = q.fetch_optional(&mut *tx).await.map_err(galat(G))?;
    let Some(pengguna) = pengguna.filter(|_| sah(&isi)) else {
        tx.commit().await.map_err(galat(G))?;
        return Ok(Tukar::Tolak);
    };
    let sql = "insert into sso_token (daerah, sidik, klien, akun, lingkup, rumpun, dibuat, kadaluarsa) \
               values ($1, $2, $3, $4, $5, $6, $7, $8)";
    let q = sqlx::query::<Dbx>(sql)
        .bind(d)
        .bind(token)
        .bind(&isi.klien)
        .bind(akun)
        .bind(&isi.lingkup)
        .bind(rumpun)
        .bind(kini)
        .bind(sampai);
    q.execute(&mut *tx).await.map_err(galat(G))?;
    let sql = "insert into sso_masuk (daerah, id, akun, klien, waktu) values ($1, $2, $3, $4, $5)";
    let q = sqlx::query::<Dbx>(sql)
        .bind(d)
        .bind(rumpun)
        .bind(akun)
        .bind(&isi.klien)
        .bind(kini);
    q.execute(&mut *tx).await.map_err(galat(G))?;
    tx.commit().await.map_err(galat(G))?;
    Ok(Tukar::Jadi(isi, pengguna))
}

pub(crate) async fn token(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    sidik: &[u8],
    kini: i64,
) -> Result<Option<TokenSso>, Galat> {
    let sql = "select t.klien, a.pengguna, t.lingkup, t.dibuat, t.kadaluarsa from sso_token t \
               join akun a on a.daerah = t.daerah and a.id = t.akun \
               join sso_klien k on k.daerah = t.daerah and k.id = t.klien \
               join sso_kode c on c.daerah = t.daerah and c.rumpun = t.rumpun \
               join sesi s on s.daerah = t.daerah and s.sidik = c.sesi and s.kadaluarsa > $3 \
               where t.daerah = $1 and t.sidik = $2 and t.kadaluarsa > $3 and a.aktif and k.aktif";
    let q = sqlx::query_as::<Dbx, (String, String, String, i64, i64)>(sql)
        .bind(daerah.as_str())
        .bind(sidik)
        .bind(kini);
    let b = q.fetch_optional(kolam).await.map_err(galat(G))?;
    Ok(b.map(|(klien, pengguna, lingkup, dibuat, kadaluarsa)| TokenSso {
        klien,
        pengguna,
        lingkup,
        dibuat,
        kadaluarsa,
    }))
}

pub(crate) async fn cabut_token(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    klien: &str,
    sidik: &[u8],
) -> Result<(), Galat> {
    let sql = "delete from sso_token where daerah = $1 and klien = $2 and sidik = $3";
    let q = sqlx::query::<Dbx>(sql)
        .bind(daerah.as_str())
        .bind(klien)
        .bind(sidik);
    q.execute(kolam).await.map(|_| ()).map_err(galat(G))
}

pub(crate) async fn setuju(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    akun: Uuid,
    klien: &str,
) -> Result<Option<String>, Galat> {
    let sql = "select lingkup from sso_setuju where daerah = $1 and akun = $2 and klien = $3";
    let q = sqlx::query_scalar::<Dbx, String>(sql)
        .bind(daerah.as_str())
        .bind(akun)
        .bind(klien);
    q.fetch_optional(kolam).await.map_err(galat(G))
}

pub(crate) async fn simpan_setuju(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    akun: Uuid,
    klien: &str,
    lingkup: &str,
    kini: i64,
) -> Result<(), Galat> {
    let sql = "insert into sso_setuju (daerah, akun, klien, lingkup, waktu) values ($1, $2, $3, $4, $5) \
               on conflict (daerah, akun, klien) do update set lingkup = excluded.lingkup, waktu = excluded.waktu";
    let q = sqlx::query::<Dbx>(sql)
        .bind(daerah.as_str())
        .bind(akun)
        .bind(klien)
        .bind(lingkup)
        .bind(kini);
    q.execute(kolam).await.map(|_| ()).map_err(galat(G))
}

pub(crate) async fn cabut_setuju(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    akun: Uuid,
    klien: &str,
) -> Result<(), Galat> {
    let kerja = async {
        let mut tx = kolam.begin_with(MULAI).await?;
        for sql in [
            "delete from sso_kode where daerah = $1 and akun = $2 and klien = $3",
            "delete from sso_token where daerah = $1 and akun = $2 and klien = $3",
            "delete from sso_setuju where daerah = $1 and akun = $2 and klien = $3",
        ] {
            let q = sqlx::query::<Dbx>(sql)
                .bind(daerah.as_str())
                .bind(akun)
                .bind(klien);
            q.execute(&mut *tx).await?;
        }
        tx.commit().await
    };
    kerja.await.map_err(galat(G))
}

pub(crate) async fn masuk(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    akun: Option<Uuid>,
    klien: Option<&str>,
    banyak: i64,
) -> Result<Vec<Masuk>, Galat> {
    let sql = "select m.klien, k.nama, a.nama, a.pengguna, m.waktu from sso_masuk m \
               join sso_klien k on k.daerah = m.daerah and k.id = m.klien \
               join akun a on a.daerah = m.daerah and a.id = m.akun \
               where m.daerah = $1 and ($2 is null or m.akun = $2) and ($3 is null or m.klien = $3) \
               order by m.waktu desc, m.id desc limit $4";
    let q = sqlx::query_as::<Dbx, (String, String, String, String, i64)>(sql)
        .bind(daerah.as_str())
        .bind(akun)
        .bind(klien)
        .bind(banyak);
    let baris = q.fetch_all(kolam).await.map_err(galat(G))?;
    let satu = |(klien, nama_klien, nama_akun, pengguna, waktu)| Masuk {
        klien,
        nama_klien,
        nama_akun,
        pengguna,
        waktu,
    };
    Ok(baris.into_iter().map(satu).collect())
}

pub(crate) async fn kunci(kolam: &Pool<Dbx>, daerah: &KodeDaerah) -> Result<Vec<KunciSso>, Galat> {
    let sql =
        "select urut, publik, rahasia, mulai, selesai from sso_kunci where daerah = $1 order by urut desc";
    let q = sqlx::query_as::<Dbx, (i64, Json<Value>, Option<Vec<u8>>, i64, Option<i64>)>(sql);
    let baris = q.bind(daerah.as_str()).fetch_all(kolam).await.map_err(galat(G))?;
    let satu = |(urut, Json(publik), rahasia, mulai, selesai)| KunciSso {
        urut,
        publik,
        rahasia,
        mulai,
        selesai,
    };
    Ok(baris.into_iter().map(satu).collect())
}

pub(crate) async fn tambah_kunci(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    urut: i64,
    publik: &Value,
    rahasia: &[u8],
    kini: i64,
) -> Result<bool, Galat> {
    let kerja = async {
        let mut tx = kolam.begin_with(MULAI).await?;
        let sql = "insert into sso_kunci (daerah, urut, publik, rahasia, mulai) values ($1, $2, $3, $4, $5) \
                   on conflict (daerah, urut) do nothing";
        let q = sqlx::query::<Dbx>(sql)
            .bind(daerah.as_str())
            .bind(urut)
            .bind(Json(publik))
            .bind(rahasia)
            .bind(kini);
        let baru = q.execute(&mut *tx).await?.rows_affected() == 1;
        if baru {
            let sql = "update sso_kunci set rahasia = null, selesai = $3 \
                       where daerah = $1 and urut < $2 and selesai is null";
            let q = sqlx::query::<Dbx>(sql)
                .bind(daerah.as_str())
                .bind(urut)
                .bind(kini);
            q.execute(&mut *tx).await?;
        }
        tx.commit().await?;
        Ok(baru)
    };
    kerja.await.map_err(galat(G))
}
