//! Accounts and sessions. Compiled once per driver.

use std::collections::BTreeSet;

use jiff::Timestamp;
use kernel::{
    Akun, Cincin, Galat, Peran,
    nilai::{KodeUnit, Nip, Surel},
    profil::KodeDaerah,
};
use sqlx::{AssertSqlSafe, Executor, Pool, Transaction};
use uuid::Uuid;

use super::{Dbx, KUNCI_BARIS, MULAI, faktor, sendirian};
use crate::{
    akun::{AkunSimpan, JenisSesi, SesiSimpan, TokenSimpan, UbahAkun, peran},
    faktor::Catatan,
    galat,
    tertutup::{AkunTertutup, Kolom},
};

const G: &str = "accounts";

/// `id` is that of a new account; what of it is closed, is closed for that one.
pub(crate) async fn simpan(
    kolam: &Pool<Dbx>,
    a: &AkunSimpan,
    id: Uuid,
    tertutup: &AkunTertutup,
    kini: i64,
) -> Result<Uuid, Galat> {
    let mut tx = kolam.begin_with(MULAI).await.map_err(galat(G))?;
    let sql = "insert into akun (daerah, id, pengguna, nama, sandi, aktif, dibuat, surel, nip, ganti, nip_sidik) \
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
               on conflict (daerah, pengguna) do update set nama = excluded.nama, sandi = excluded.sandi, \
               aktif = excluded.aktif, ganti = excluded.ganti returning id";
    let id = sqlx::query_scalar::<Dbx, Uuid>(sql)
        .bind(a.akun.daerah.as_str())
        .bind(id)
        .bind(&a.akun.pengguna)
        .bind(&a.akun.nama)
        .bind(&a.sandi)
        .bind(a.aktif)
        .bind(kini)
        .bind(tertutup.surel.as_deref())
        .bind(tertutup.nip.as_deref())
        .bind(a.ganti)
        .bind(tertutup.sidik_nip.as_deref())
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

/// One change at a time in a regency, and only by the operator, by who is an administrator of it now (whoever was one
/// when the request came may be none any more), or by a program that keeps its accounts.
pub(crate) async fn berwenang(
    tx: &mut Transaction<'_, Dbx>,
    daerah: &KodeDaerah,
    oleh: Option<Uuid>,
) -> Result<(), Galat> {
    sendirian(&mut *tx, &format!("akun/{daerah}"))
        .await
        .map_err(galat(G))?;
    let Some(oleh) = oleh else { return Ok(()) };
    let sql = "select (select count(*) from akun a join akun_peran p on p.daerah = a.daerah and p.akun = a.id \
               where a.daerah = $1 and a.id = $2 and a.aktif and p.peran = $3) \
               + (select count(*) from scim_klien where daerah = $1 and id = $2 and aktif)";
    let q = sqlx::query_scalar::<Dbx, i64>(sql)
        .bind(daerah.as_str())
        .bind(oleh)
        .bind(Peran::Administrator.kode());
    match q.fetch_one(&mut **tx).await.map_err(galat(G))? {
        0 => Err(Galat::Ditolak("Halaman ini untuk administrator akun.".into())),
        _ => Ok(()),
    }
}

pub(crate) async fn tambah(
    kolam: &Pool<Dbx>,
    a: &AkunSimpan,
    id: Uuid,
    tertutup: &AkunTertutup,
    c: &Catatan,
    kini: Timestamp,
) -> Result<Option<Uuid>, Galat> {
    let mut tx = kolam.begin_with(MULAI).await.map_err(galat(G))?;
    berwenang(&mut tx, &a.akun.daerah, c.oleh).await?;
    let sql = "insert into akun (daerah, id, pengguna, nama, sandi, aktif, dibuat, surel, nip, ganti, nip_sidik) \
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing returning id";
    let id = sqlx::query_scalar::<Dbx, Uuid>(sql)
        .bind(a.akun.daerah.as_str())
        .bind(id)
        .bind(&a.akun.pengguna)
        .bind(&a.akun.nama)
        .bind(&a.sandi)
        .bind(a.aktif)
        .bind(kini.as_millisecond())
        .bind(tertutup.surel.as_deref())
        .bind(tertutup.nip.as_deref())
        .bind(a.ganti)
        .bind(tertutup.sidik_nip.as_deref())
        .fetch_optional(&mut *tx)
        .await
        .map_err(galat(G))?;
    if let Some(id) = id {
        tulis_peran(&mut tx, &a.akun.daerah, id, &a.akun.peran).await?;
        faktor::catat(&mut *tx, &a.akun.daerah, id, c, kini).await?;
    }
    tx.commit().await.map_err(galat(G))?;
    Ok(id)
}

/// Decided and written under one lock, with its note, so that two administrators cannot remove each other at once.
pub(crate) async fn ubah(
    kolam: &Pool<Dbx>,
    akun: &Akun,
    ubah: &UbahAkun,
    c: &Catatan,
    kini: Timestamp,
) -> Result<bool, Galat> {
    let daerah = akun.daerah.as_str();
    let mut tx = kolam.begin_with(MULAI).await.map_err(galat(G))?;
    // One's own password is nobody else's business.
    let sendiri = matches!(ubah, UbahAkun::Sandi { .. }) && c.oleh == Some(akun.id);
    let administrator = c.oleh.filter(|_| !sendiri);
    berwenang(&mut tx, &akun.daerah, administrator).await?;
    match ubah {
        UbahAkun::Peran(p) => {
            let lama: BTreeSet<_> = peran_akun(&mut *tx, &akun.daerah, akun.id)
                .await?
                .into_iter()
                .collect();
            if lama != akun.peran.iter().cloned().collect() {
                return Err(Galat::Bentrok(
                    "Peran akun ini berubah sejak Anda membukanya. Periksa barisnya di bawah, lalu simpan lagi."
                        .into(),
                ));
            }
            tulis_peran(&mut tx, &akun.daerah, akun.id, p).await?;
        }
        UbahAkun::Aktif(aktif) => {
            let q = sqlx::query::<Dbx>("update akun set aktif = $3 where daerah = $1 and id = $2")
                .bind(daerah)
                .bind(akun.id)
                .bind(*aktif);
            q.execute(&mut *tx).await.map_err(galat(G))?;
        }
        UbahAkun::Sandi { sandi, ganti } => {
            let q =
                sqlx::query::<Dbx>("update akun set sandi = $3, ganti = $4 where daerah = $1 and id = $2")
                    .bind(daerah)
                    .bind(akun.id)
                    .bind(sandi)
                    .bind(*ganti);
            q.execute(&mut *tx).await.map_err(galat(G))?;
        }
    }
    let berakhir: &[JenisSesi] = match ubah {
        UbahAkun::Aktif(false) => &JenisSesi::SEMUA,
        UbahAkun::Sandi { .. } => &JenisSesi::PERAMBAN,
        _ => &[],
    };
    for jenis in berakhir {
        tutup_sesi_akun(&mut *tx, akun, jenis.kode()).await?;
    }
    if administrator.is_some() {
        let sql = "select count(*) from akun a join akun_peran p on p.daerah = a.daerah and p.akun = a.id \
                   where a.daerah = $1 and a.aktif and p.peran = $2";
        let q = sqlx::query_scalar::<Dbx, i64>(sql)
            .bind(daerah)
            .bind(Peran::Administrator.kode());
        if q.fetch_one(&mut *tx).await.map_err(galat(G))? == 0 {
            return Ok(false);
        }
    }
    faktor::catat(&mut *tx, &akun.daerah, akun.id, c, kini).await?;
    tx.commit().await.map_err(galat(G))?;
    Ok(true)
}

pub(crate) async fn ganti_nip(kolam: &Pool<Dbx>, akun: &Akun, t: &AkunTertutup) -> Result<bool, Galat> {
    let q = sqlx::query::<Dbx>("update akun set nip = $3, nip_sidik = $4 where daerah = $1 and id = $2")
        .bind(akun.daerah.as_str())
        .bind(akun.id)
        .bind(t.nip.as_deref())
        .bind(t.sidik_nip.as_deref());
    match q.execute(kolam).await {
        Ok(_) => Ok(true),
        Err(e) if e.as_database_error().is_some_and(|e| e.is_unique_violation()) => Ok(false),
        Err(e) => Err(galat(G)(e)),
    }
}

pub(crate) async fn ganti_nama(kolam: &Pool<Dbx>, akun: &Akun, nama: &str) -> Result<(), Galat> {
    let q = sqlx::query::<Dbx>("update akun set nama = $3 where daerah = $1 and id = $2")
        .bind(akun.daerah.as_str())
        .bind(akun.id)
        .bind(nama);
    q.execute(kolam).await.map(|_| ()).map_err(galat(G))
}

pub(crate) async fn ganti_surel(kolam: &Pool<Dbx>, akun: &Akun, t: &AkunTertutup) -> Result<(), Galat> {
    let q = sqlx::query::<Dbx>("update akun set surel = $3 where daerah = $1 and id = $2")
        .bind(akun.daerah.as_str())
        .bind(akun.id)
        .bind(t.surel.as_deref());
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
    fn menjadi(self, cincin: &Cincin, daerah: &KodeDaerah, peran: Vec<(Peran, KodeUnit)>) -> AkunSimpan {
        let buka = |k: Kolom, nilai: Option<String>| k.baca(cincin, daerah, self.id, &nilai?);
        let (surel, nip) = (buka(Kolom::Surel, self.surel), buka(Kolom::Nip, self.nip));
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
            surel: surel.and_then(|s| Surel::baru(&s).ok()),
            nip: nip.and_then(|s| Nip::baru(&s).ok()),
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
    cincin: &Cincin,
    daerah: &KodeDaerah,
    pengguna: &str,
) -> Result<Option<AkunSimpan>, Galat> {
    let q = sqlx::query_as::<Dbx, Baris>(akun!("and a.pengguna = $2"))
        .bind(daerah.as_str())
        .bind(pengguna);
    let Some(b) = q.fetch_optional(kolam).await.map_err(galat(G))? else {
        return Ok(None);
    };
    let peran = peran_akun(kolam, daerah, b.id).await?;
    Ok(Some(b.menjadi(cincin, daerah, peran)))
}

async fn peran_akun<'e, E: Executor<'e, Database = Dbx>>(
    ke: E,
    daerah: &KodeDaerah,
    id: Uuid,
) -> Result<Vec<(Peran, KodeUnit)>, Galat> {
    let sql = "select peran, unit from akun_peran where daerah = $1 and akun = $2 order by peran, unit";
    let q = sqlx::query_as::<Dbx, (String, String)>(sql)
        .bind(daerah.as_str())
        .bind(id);
    Ok(peran(q.fetch_all(ke).await.map_err(galat(G))?))
}

pub(crate) async fn semua(
    kolam: &Pool<Dbx>,
    cincin: &Cincin,
    daerah: &KodeDaerah,
) -> Result<Vec<AkunSimpan>, Galat> {
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
        b.menjadi(cincin, daerah, peran)
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

/// A session of whoever proved a password: only while the account is active and has that password. The row stays
/// locked until the session is there, so that whoever replaces the password ends it.
pub(crate) async fn buka_sesi_bila(
    kolam: &Pool<Dbx>,
    a: &AkunSimpan,
    jenis: &str,
    nama: &str,
    sidik: &[u8],
    kini: i64,
    sampai: i64,
) -> Result<bool, Galat> {
    let sql = format!(
        "insert into sesi (daerah, sidik, akun, jenis, nama, dibuat, terakhir, kadaluarsa) \
         select daerah, $2, id, $4, $5, $6, $6, $7 from akun where daerah = $1 and id = $3 and aktif and sandi = $8{KUNCI_BARIS}"
    );
    let q = sqlx::query::<Dbx>(AssertSqlSafe(sql))
        .bind(a.akun.daerah.as_str())
        .bind(sidik)
        .bind(a.akun.id)
        .bind(jenis)
        .bind(nama)
        .bind(kini)
        .bind(sampai)
        .bind(&a.sandi);
    Ok(q.execute(kolam).await.map_err(galat(G))?.rows_affected() == 1)
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

pub(crate) async fn tutup_sesi_akun<'e, E: Executor<'e, Database = Dbx>>(
    ke: E,
    akun: &Akun,
    jenis: &str,
) -> Result<u64, Galat> {
    let q = sqlx::query::<Dbx>("delete from sesi where daerah = $1 and akun = $2 and jenis = $3");
    let q = q.bind(akun.daerah.as_str()).bind(akun.id).bind(jenis);
    Ok(q.execute(ke).await.map_err(galat(G))?.rows_affected())
}
