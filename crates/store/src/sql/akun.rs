//! Accounts and sessions. Compiled once per driver.

use kernel::{
    Akun, Galat, Peran,
    entri::uuid_v7,
    kalender::saat,
    nilai::{KodeUnit, Nip, Surel},
    profil::KodeDaerah,
};
use sqlx::{Pool, Transaction};
use uuid::Uuid;

use super::{Dbx, MULAI, sendirian};
use crate::{
    akun::{AkunSimpan, SesiSimpan, TokenSimpan, UbahAkun, peran},
    galat,
};

const G: &str = "accounts";

pub(crate) async fn simpan(kolam: &Pool<Dbx>, a: &AkunSimpan, kini: i64) -> Result<Uuid, Galat> {
    let mut tx = kolam.begin_with(MULAI).await.map_err(galat(G))?;
    let sql = "insert into akun (daerah, id, pengguna, nama, sandi, aktif, dibuat, surel, nip, ganti) \
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
               on conflict (daerah, pengguna) do update set nama = excluded.nama, sandi = excluded.sandi, \
               aktif = excluded.aktif, ganti = excluded.ganti returning id";
    let id = sqlx::query_scalar::<Dbx, Uuid>(sql)
        .bind(a.akun.daerah.as_str())
        .bind(uuid_v7(saat(kini)))
        .bind(&a.akun.pengguna)
        .bind(&a.akun.nama)
        .bind(&a.sandi)
        .bind(a.aktif)
        .bind(kini)
        .bind(a.surel.as_ref().map(Surel::as_str))
        .bind(a.nip.as_ref().map(Nip::as_str))
        .bind(a.ganti)
        .fetch_one(&mut *tx)
        .await
        .map_err(galat(G))?;
    tulis_peran(&mut tx, &a.akun.daerah, id, &a.akun.peran).await?;
    tx.commit().await.map_err(galat(G))?;
    Ok(id)
}

async fn tulis_peran(
    tx: &mut Transaction<'_, Dbx>,
    daerah: &KodeDaerah,
    id: Uuid,
    peran: &[(Peran, KodeUnit)],
) -> Result<(), Galat> {
    let q = sqlx::query::<Dbx>("delete from akun_peran where daerah = $1 and akun = $2")
        .bind(daerah.as_str())
        .bind(id);
    q.execute(&mut **tx).await.map_err(galat(G))?;
    for (p, u) in peran {
        let sql = "insert into akun_peran (daerah, akun, peran, unit) values ($1, $2, $3, $4) on conflict do nothing";
        let q = sqlx::query::<Dbx>(sql)
            .bind(daerah.as_str())
            .bind(id)
            .bind(p.kode())
            .bind(u.as_str());
        q.execute(&mut **tx).await.map_err(galat(G))?;
    }
    Ok(())
}

pub(crate) async fn tambah(kolam: &Pool<Dbx>, a: &AkunSimpan, kini: i64) -> Result<Option<Uuid>, Galat> {
    let mut tx = kolam.begin_with(MULAI).await.map_err(galat(G))?;
    let sql = "insert into akun (daerah, id, pengguna, nama, sandi, aktif, dibuat, surel, nip, ganti) \
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing returning id";
    let id = sqlx::query_scalar::<Dbx, Uuid>(sql)
        .bind(a.akun.daerah.as_str())
        .bind(uuid_v7(saat(kini)))
        .bind(&a.akun.pengguna)
        .bind(&a.akun.nama)
        .bind(&a.sandi)
        .bind(a.aktif)
        .bind(kini)
        .bind(a.surel.as_ref().map(Surel::as_str))
        .bind(a.nip.as_ref().map(Nip::as_str))
        .bind(a.ganti)
        .fetch_optional(&mut *tx)
        .await
        .map_err(galat(G))?;
    if let Some(id) = id {
        tulis_peran(&mut tx, &a.akun.daerah, id, &a.akun.peran).await?;
    }
    tx.commit().await.map_err(galat(G))?;
    Ok(id)
}

/// One at a time in a regency, so that two administrators cannot remove each other at once.
pub(crate) async fn ubah(kolam: &Pool<Dbx>, akun: &Akun, ubah: &UbahAkun, jaga: bool) -> Result<bool, Galat> {
    let daerah = akun.daerah.as_str();
    let mut tx = kolam.begin_with(MULAI).await.map_err(galat(G))?;
    sendirian(&mut tx, &format!("akun/{daerah}"))
        .await
        .map_err(galat(G))?;
    match ubah {
        UbahAkun::Peran(p) => tulis_peran(&mut tx, &akun.daerah, akun.id, p).await?,
        UbahAkun::Aktif(aktif) => {
            let q = sqlx::query::<Dbx>("update akun set aktif = $3 where daerah = $1 and id = $2")
                .bind(daerah)
                .bind(akun.id)
                .bind(*aktif);
            q.execute(&mut *tx).await.map_err(galat(G))?;
        }
    }
    if jaga {
        let sql = "select count(*) from akun a join akun_peran p on p.daerah = a.daerah and p.akun = a.id \
                   where a.daerah = $1 and a.aktif and p.peran = $2";
        let q = sqlx::query_scalar::<Dbx, i64>(sql)
            .bind(daerah)
            .bind(Peran::Administrator.kode());
        if q.fetch_one(&mut *tx).await.map_err(galat(G))? == 0 {
            return Ok(false);
        }
    }
    tx.commit().await.map_err(galat(G))?;
    Ok(true)
}

pub(crate) async fn ganti_sandi(
    kolam: &Pool<Dbx>,
    akun: &Akun,
    sandi: &str,
    ganti: bool,
) -> Result<(), Galat> {
    let q = sqlx::query::<Dbx>("update akun set sandi = $3, ganti = $4 where daerah = $1 and id = $2")
        .bind(akun.daerah.as_str())
        .bind(akun.id)
        .bind(sandi)
        .bind(ganti);
    q.execute(kolam).await.map(|_| ()).map_err(galat(G))
}

pub(crate) async fn ganti_nip(kolam: &Pool<Dbx>, akun: &Akun, nip: Option<&Nip>) -> Result<bool, Galat> {
    let q = sqlx::query::<Dbx>("update akun set nip = $3 where daerah = $1 and id = $2")
        .bind(akun.daerah.as_str())
        .bind(akun.id)
        .bind(nip.map(Nip::as_str));
    match q.execute(kolam).await {
        Ok(_) => Ok(true),
        Err(e) if e.as_database_error().is_some_and(|e| e.is_unique_violation()) => Ok(false),
        Err(e) => Err(galat(G)(e)),
    }
}

pub(crate) async fn ganti_surel(kolam: &Pool<Dbx>, akun: &Akun, surel: Option<&Surel>) -> Result<(), Galat> {
    let q = sqlx::query::<Dbx>("update akun set surel = $3 where daerah = $1 and id = $2")
        .bind(akun.daerah.as_str())
        .bind(akun.id)
        .bind(surel.map(Surel::as_str));
    q.execute(kolam).await.map(|_| ()).map_err(galat(G))
}

/// Account, kind, last opened, how many have not run out.
pub(crate) async fn kehadiran(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    kini: i64,
) -> Result<Vec<(Uuid, String, i64, i64)>, Galat> {
    let sql = "select akun, jenis, max(dibuat), sum(case when kadaluarsa > $2 then 1 else 0 end) \
               from sesi where daerah = $1 group by akun, jenis";
    let q = sqlx::query_as::<Dbx, (Uuid, String, i64, i64)>(sql)
        .bind(daerah.as_str())
        .bind(kini);
    q.fetch_all(kolam).await.map_err(galat(G))
}

#[derive(sqlx::FromRow)]
struct Baris {
    id: Uuid,
    pengguna: String,
    nama: String,
    sandi: String,
    aktif: bool,
    surel: Option<String>,
    nip: Option<String>,
    ganti: bool,
    dua_langkah: bool,
}

impl Baris {
    /// Address and number were good ones when they were written.
    fn menjadi(self, daerah: &KodeDaerah, peran: Vec<(Peran, KodeUnit)>) -> AkunSimpan {
        AkunSimpan {
            akun: Akun {
                id: self.id,
                daerah: daerah.clone(),
                pengguna: self.pengguna,
                nama: self.nama,
                peran,
            },
            sandi: self.sandi,
            aktif: self.aktif,
            surel: self.surel.and_then(|s| Surel::baru(&s).ok()),
            nip: self.nip.and_then(|s| Nip::baru(&s).ok()),
            ganti: self.ganti,
            dua_langkah: self.dua_langkah,
        }
    }
}

macro_rules! akun {
    ($syarat:literal) => {
        concat!(
            "select a.id, a.pengguna, a.nama, a.sandi, a.aktif, a.surel, a.nip, a.ganti, \
             exists (select 1 from faktor f where f.daerah = a.daerah and f.akun = a.id) \
             or exists (select 1 from kunci_sandi k where k.daerah = a.daerah and k.akun = a.id) as dua_langkah \
             from akun a where a.daerah = $1 ",
            $syarat
        )
    };
}

pub(crate) async fn cari(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    pengguna: &str,
) -> Result<Option<AkunSimpan>, Galat> {
    let q = sqlx::query_as::<Dbx, Baris>(akun!("and a.pengguna = $2"))
        .bind(daerah.as_str())
        .bind(pengguna);
    let Some(b) = q.fetch_optional(kolam).await.map_err(galat(G))? else {
        return Ok(None);
    };
    let sql = "select peran, unit from akun_peran where daerah = $1 and akun = $2 order by peran, unit";
    let q = sqlx::query_as::<Dbx, (String, String)>(sql)
        .bind(daerah.as_str())
        .bind(b.id);
    let peran = peran(q.fetch_all(kolam).await.map_err(galat(G))?);
    Ok(Some(b.menjadi(daerah, peran)))
}

pub(crate) async fn semua(kolam: &Pool<Dbx>, daerah: &KodeDaerah) -> Result<Vec<AkunSimpan>, Galat> {
    let baris = sqlx::query_as::<Dbx, Baris>(akun!("order by a.nama, a.id"))
        .bind(daerah.as_str())
        .fetch_all(kolam)
        .await
        .map_err(galat(G))?;
    let sql = "select akun, peran, unit from akun_peran where daerah = $1 order by peran, unit";
    let q = sqlx::query_as::<Dbx, (Uuid, String, String)>(sql).bind(daerah.as_str());
    let semua = q.fetch_all(kolam).await.map_err(galat(G))?;
    let milik = |id: Uuid| {
        let punya = semua.iter().filter(|(a, ..)| *a == id);
        peran(punya.map(|(_, p, u)| (p.clone(), u.clone())).collect())
    };
    let satu = |b: Baris| {
        let peran = milik(b.id);
        b.menjadi(daerah, peran)
    };
    Ok(baris.into_iter().map(satu).collect())
}

pub(crate) async fn buka_sesi(
    kolam: &Pool<Dbx>,
    akun: &Akun,
    jenis: &str,
    nama: &str,
    sidik: &[u8],
    kini: i64,
    sampai: i64,
) -> Result<(), Galat> {
    let sql = "insert into sesi (daerah, sidik, akun, jenis, nama, dibuat, terakhir, kadaluarsa) \
               values ($1, $2, $3, $4, $5, $6, $6, $7)";
    let q = sqlx::query::<Dbx>(sql)
        .bind(akun.daerah.as_str())
        .bind(sidik)
        .bind(akun.id)
        .bind(jenis)
        .bind(nama)
        .bind(kini)
        .bind(sampai);
    q.execute(kolam).await.map(|_| ()).map_err(galat(G))
}

/// An account, until when (ms) the session lasts and when it was last used, in one statement: it runs before requests
/// of an account.
pub(crate) async fn sesi(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    jenis: &str,
    sidik: &[u8],
    kini: i64,
) -> Result<Option<(Akun, i64, i64)>, Galat> {
    type Baris = (Uuid, String, String, i64, i64, Option<String>, Option<String>);
    let sql = "select a.id, a.pengguna, a.nama, s.kadaluarsa, coalesce(s.terakhir, s.dibuat), p.peran, p.unit from sesi s \
               join akun a on a.daerah = s.daerah and a.id = s.akun \
               left join akun_peran p on p.daerah = a.daerah and p.akun = a.id \
               where s.daerah = $1 and s.sidik = $2 and s.jenis = $3 and s.kadaluarsa > $4 and a.aktif \
               order by p.peran, p.unit";
    let q = sqlx::query_as::<Dbx, Baris>(sql)
        .bind(daerah.as_str())
        .bind(sidik)
        .bind(jenis)
        .bind(kini);
    let mut akun = None;
    let mut punya = Vec::new();
    for (id, pengguna, nama, sampai, terakhir, p, u) in q.fetch_all(kolam).await.map_err(galat(G))? {
        akun = Some((id, pengguna, nama, sampai, terakhir));
        punya.extend(p.zip(u));
    }
    Ok(akun.map(|(id, pengguna, nama, sampai, terakhir)| {
        let akun = Akun {
            id,
            daerah: daerah.clone(),
            pengguna,
            nama,
            peran: peran(punya),
        };
        (akun, sampai, terakhir)
    }))
}

pub(crate) async fn sentuh(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    sidik: &[u8],
    kini: i64,
) -> Result<(), Galat> {
    let q = sqlx::query::<Dbx>("update sesi set terakhir = $3 where daerah = $1 and sidik = $2")
        .bind(daerah.as_str())
        .bind(sidik)
        .bind(kini);
    q.execute(kolam).await.map(|_| ()).map_err(galat(G))
}

pub(crate) async fn sesi_akun(
    kolam: &Pool<Dbx>,
    akun: &Akun,
    jenis: &str,
    kini: i64,
) -> Result<Vec<SesiSimpan>, Galat> {
    let sql = "select sidik, nama, dibuat, coalesce(terakhir, dibuat) from sesi \
               where daerah = $1 and akun = $2 and jenis = $3 and kadaluarsa > $4 order by 4 desc, 3 desc, 1";
    let q = sqlx::query_as::<Dbx, (Vec<u8>, String, i64, i64)>(sql)
        .bind(akun.daerah.as_str())
        .bind(akun.id)
        .bind(jenis)
        .bind(kini);
    let satu = |(sidik, nama, dibuat, terakhir)| SesiSimpan {
        sidik,
        nama,
        dibuat,
        terakhir,
    };
    let baris = q.fetch_all(kolam).await.map_err(galat(G))?;
    Ok(baris.into_iter().map(satu).collect())
}

/// Ends the one session of an account (`ini`), or all but that one.
pub(crate) async fn tutup_milik(
    kolam: &Pool<Dbx>,
    akun: &Akun,
    jenis: &str,
    sidik: &[u8],
    ini: bool,
    kini: i64,
) -> Result<u64, Galat> {
    let sql = "update sesi set kadaluarsa = $5 where daerah = $1 and akun = $2 and jenis = $3 \
               and (sidik = $4) = $6 and kadaluarsa > $5";
    let q = sqlx::query::<Dbx>(sql)
        .bind(akun.daerah.as_str())
        .bind(akun.id)
        .bind(jenis)
        .bind(sidik)
        .bind(kini)
        .bind(ini);
    Ok(q.execute(kolam).await.map_err(galat(G))?.rows_affected())
}

pub(crate) async fn pemilik_sesi(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    sidik: &[u8],
) -> Result<Option<Uuid>, Galat> {
    let q = sqlx::query_scalar::<Dbx, Uuid>("select akun from sesi where daerah = $1 and sidik = $2");
    q.bind(daerah.as_str())
        .bind(sidik)
        .fetch_optional(kolam)
        .await
        .map_err(galat(G))
}

pub(crate) async fn tutup_sesi(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    sidik: &[u8],
    kini: i64,
) -> Result<(), Galat> {
    // It ends now, and is forgotten later: whose it was is still needed to give back what they were typing.
    let sql = "update sesi set kadaluarsa = $3 where daerah = $1 and sidik = $2 and kadaluarsa > $3";
    let q = sqlx::query::<Dbx>(sql)
        .bind(daerah.as_str())
        .bind(sidik)
        .bind(kini);
    q.execute(kolam).await.map(|_| ()).map_err(galat(G))
}

pub(crate) async fn token(
    kolam: &Pool<Dbx>,
    daerah: &KodeDaerah,
    jenis: &str,
    kini: i64,
) -> Result<Vec<TokenSimpan>, Galat> {
    let sql = "select s.sidik, a.pengguna, s.nama, s.dibuat, s.kadaluarsa from sesi s \
               join akun a on a.daerah = s.daerah and a.id = s.akun \
               where s.daerah = $1 and s.jenis = $2 and s.kadaluarsa > $3 order by s.dibuat, s.sidik";
    let q = sqlx::query_as::<Dbx, (Vec<u8>, String, String, i64, i64)>(sql)
        .bind(daerah.as_str())
        .bind(jenis)
        .bind(kini);
    let baris = q.fetch_all(kolam).await.map_err(galat(G))?;
    let satu = |(sidik, pengguna, nama, dibuat, kadaluarsa)| TokenSimpan {
        sidik,
        pengguna,
        nama,
        dibuat,
        kadaluarsa,
    };
    Ok(baris.into_iter().map(satu).collect())
}

pub(crate) async fn tutup_sesi_akun(kolam: &Pool<Dbx>, akun: &Akun, jenis: &str) -> Result<u64, Galat> {
    let q = sqlx::query::<Dbx>("delete from sesi where daerah = $1 and akun = $2 and jenis = $3");
    let q = q.bind(akun.daerah.as_str()).bind(akun.id).bind(jenis);
    Ok(q.execute(kolam).await.map_err(galat(G))?.rows_affected())
}
