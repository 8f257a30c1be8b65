//! Values that are closed one by one. Compiled once per driver.

use kernel::{
    Galat,
    pribadi::baris::{AWALAN, PANJANG_AWALAN},
    profil::KodeDaerah,
};
use sqlx::{AssertSqlSafe, Pool, types::Json};
use uuid::Uuid;

use super::{Dbx, MULAI};
use crate::{
    galat,
    tertutup::{Baris, Baru, Kolom},
};

/// Table, key beside the regency, column, and where in the column the closed value stands.
fn letak(k: Kolom) -> [&'static str; 4] {
    match k {
        Kolom::Kiriman => ["kirim", "id", "muatan", "muatan->>'tutup'"],
        Kolom::Draf => ["draf", "sidik", "isi", "isi->>'tutup'"],
        Kolom::Pengingat => ["pengingat", "akun", "surel", "surel"],
        Kolom::Surel => ["akun", "id", "surel", "surel"],
        Kolom::Nip => ["akun", "id", "nip", "nip"],
    }
}

type Mentah = (String, Uuid, String);

fn baca(baris: Vec<Mentah>) -> Result<Vec<Baris>, Galat> {
    let satu = |(daerah, id, isi): Mentah| {
        let daerah =
            KodeDaerah::try_from(daerah).map_err(|e| Galat::dalam("reading what is to be closed", e))?;
        Ok(Baris { daerah, id, isi })
    };
    baris.into_iter().map(satu).collect()
}

/// The next rows, in the order of their keys, whose value does not begin with `sudah`.
pub(crate) async fn baris(
    kolam: &Pool<Dbx>,
    k: Kolom,
    sudah: &str,
    (daerah, id): &(String, Uuid),
    batas: i64,
) -> Result<Vec<Baris>, Galat> {
    let [tabel, kunci, kolom, nilai] = letak(k);
    let sql = format!(
        "select daerah, {kunci}, cast({kolom} as text) from {tabel} where {kolom} is not null \
         and coalesce({nilai}, '') not like $1 and (daerah, {kunci}) > ($2, $3) order by daerah, {kunci} limit $4"
    );
    let q = sqlx::query_as::<Dbx, Mentah>(AssertSqlSafe(sql))
        .bind(format!("{sudah}%"))
        .bind(daerah.as_str())
        .bind(*id)
        .bind(batas);
    baca(
        q.fetch_all(kolam)
            .await
            .map_err(galat("looking for what is to be closed"))?,
    )
}

/// Some rows whose value begins with `awal`.
pub(crate) async fn contoh(kolam: &Pool<Dbx>, k: Kolom, awal: &str, batas: i64) -> Result<Vec<Baris>, Galat> {
    let [tabel, kunci, kolom, nilai] = letak(k);
    let sql = format!(
        "select daerah, {kunci}, cast({kolom} as text) from {tabel} where ({nilai}) like $1 limit $2"
    );
    let q = sqlx::query_as::<Dbx, Mentah>(AssertSqlSafe(sql))
        .bind(format!("{awal}%"))
        .bind(batas);
    baca(q.fetch_all(kolam).await.map_err(galat("trying the key file"))?)
}

/// How closed values begin, and how many begin so.
pub(crate) async fn hitung(kolam: &Pool<Dbx>, k: Kolom) -> Result<Vec<(String, i64)>, Galat> {
    let [tabel, _, _, nilai] = letak(k);
    let sql = format!(
        "select substr({nilai}, 1, {PANJANG_AWALAN}), count(*) from {tabel} where ({nilai}) like $1 group by 1 order by 1"
    );
    let q = sqlx::query_as::<Dbx, (String, i64)>(AssertSqlSafe(sql)).bind(format!("{AWALAN}%"));
    q.fetch_all(kolam).await.map_err(galat("counting what is closed"))
}

/// Other values in the place of these, where they still are the same; how many were replaced.
pub(crate) async fn ganti(kolam: &Pool<Dbx>, k: Kolom, semua: &[(Baris, Baru)]) -> Result<u64, Galat> {
    let [tabel, kunci, kolom, _] = letak(k);
    let sama = format!("where daerah = $1 and {kunci} = $2 and cast({kolom} as text) = $3");
    let teks = format!("update {tabel} set {kolom} = $4 {sama}");
    // An older process, which does not know the digest, may have given two accounts one number: the later stays open.
    let bersidik = format!(
        "update {tabel} set {kolom} = $4, nip_sidik = $5 {sama} \
         and not exists (select 1 from akun b where b.daerah = $1 and b.nip_sidik = $5 and b.id <> $2)"
    );
    let kerja = async {
        let (mut tx, mut n) = (kolam.begin_with(MULAI).await?, 0);
        for (b, baru) in semua {
            let sql = match baru {
                Baru::Teks(_, Some(_)) => &bersidik,
                _ => &teks,
            };
            let q = sqlx::query::<Dbx>(AssertSqlSafe(sql.clone()))
                .bind(b.daerah.as_str())
                .bind(b.id)
                .bind(b.isi.as_str());
            let q = match baru {
                Baru::Json(v) => q.bind(Json(v)),
                Baru::Teks(t, None) => q.bind(t.as_str()),
                Baru::Teks(t, Some(s)) => q.bind(t.as_str()).bind(s.as_slice()),
            };
            n += q.execute(&mut *tx).await?.rows_affected();
        }
        tx.commit().await?;
        Ok(n)
    };
    kerja.await.map_err(galat("closing what lay open"))
}
