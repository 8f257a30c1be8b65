//! PostgreSQL's side of the SQL in `sql/`.

use kernel::Galat;

pub(crate) type Dbx = sqlx::Postgres;
/// Row locks: several processes write.
pub(crate) const KUNCI_BARIS: &str = " for update";
/// Byte by byte, whatever the locale of the database.
pub(crate) const BANDING: &str = " collate \"C\"";
pub(crate) const MULAI: &str = "begin";
/// A reading transaction sees one state from beginning to end.
pub(crate) const MULAI_BACA: &str = "begin isolation level repeatable read read only";
pub(crate) const LEWATI_TERKUNCI: &str = " for update skip locked";

pub(crate) async fn migrasi(kolam: &sqlx::Pool<Dbx>) -> Result<(), Galat> {
    let m = sqlx::migrate!("migrasi/postgres");
    m.run(kolam)
        .await
        .map_err(|e| Galat::dalam("bringing the tables up to date", e))
}

/// Names of the indexes there are.
pub(crate) async fn nama_indeks(kolam: &sqlx::Pool<Dbx>) -> Result<Vec<String>, Galat> {
    let sql =
        "select indexname::text from pg_indexes where tablename = 'entri' and schemaname = current_schema()";
    sqlx::query_scalar(sql)
        .fetch_all(kolam)
        .await
        .map_err(crate::galat("looking for indexes"))
}

/// Until the end of the transaction nobody else does what goes by this name.
pub(crate) async fn sendirian(c: &mut sqlx::PgConnection, nama: &str) -> sqlx::Result<()> {
    let q = sqlx::query("select pg_advisory_xact_lock(hashtextextended($1, 20))").bind(nama);
    q.execute(c).await.map(|_| ())
}

pub(crate) use crate::daftar::susun::pg as susun;

pub(crate) mod banyak;
pub(crate) mod sekilas;

#[path = "sql/akun.rs"]
pub(crate) mod akun;
#[path = "sql/cap.rs"]
pub(crate) mod cap;
#[path = "sql/entri.rs"]
pub(crate) mod entri;
#[path = "sql/faktor.rs"]
pub(crate) mod faktor;
#[path = "sql/kirim.rs"]
pub(crate) mod kirim;
#[path = "sql/kunci_sandi.rs"]
pub(crate) mod kunci_sandi;
#[path = "sql/petikan.rs"]
pub(crate) mod kutip;
#[path = "sql/log.rs"]
pub(crate) mod log;
#[path = "sql/luar.rs"]
pub(crate) mod luar;
#[path = "sql/pengingat.rs"]
pub(crate) mod pengingat;
#[path = "sql/periksa.rs"]
pub(crate) mod periksa;
#[path = "sql/pribadi.rs"]
pub(crate) mod pribadi;
#[path = "sql/rekap.rs"]
pub(crate) mod rekap;
#[path = "sql/scim.rs"]
pub(crate) mod scim;
#[path = "sql/sso.rs"]
pub(crate) mod sso;
#[path = "sql/tertutup.rs"]
pub(crate) mod tertutup;
#[path = "sql/titipan.rs"]
pub(crate) mod titipan;
#[path = "sql/tulis.rs"]
pub(crate) mod tulis;

/// Until the end of the transaction nobody changes entries or figures.
pub(crate) async fn rekap_kunci(c: &mut sqlx::PgConnection) -> sqlx::Result<()> {
    let q = sqlx::query("lock table entri, rekap in share row exclusive mode");
    q.execute(c).await.map(|_| ())
}

/// Folds added rows into one a figure. One process at a time; readers see the sum before or the same sum after.
pub(crate) async fn rekap_padatkan(kolam: &sqlx::Pool<Dbx>) -> Result<(), Galat> {
    const G: &str = "folding figures";
    let mut tx = kolam.begin().await.map_err(crate::galat(G))?;
    sendirian(&mut tx, "rekap").await.map_err(crate::galat(G))?;
    let q = sqlx::query(
        "with baru as (delete from rekap where not padat returning daerah, register, dimensi, masa, nilai, ukuran, jumlah) \
         insert into rekap (daerah, register, dimensi, masa, nilai, ukuran, jumlah, padat) \
         select daerah, register, dimensi, masa, nilai, ukuran, sum(jumlah), true from baru group by 1, 2, 3, 4, 5, 6 \
         on conflict (daerah, register, dimensi, masa, nilai, ukuran) where padat \
         do update set jumlah = rekap.jumlah + excluded.jumlah",
    );
    q.execute(&mut *tx).await.map_err(crate::galat(G))?;
    tx.commit().await.map_err(crate::galat(G))
}

/// Full-text search: a `tsvector` column of terms that were stemmed in Rust, so no dictionary of the server counts.
pub(crate) mod cari {
    use kernel::{Galat, Putusan, izin::Wewenang, search::Cari};
    use sqlx::{PgConnection, QueryBuilder};

    use super::Dbx;

    /// The words of changed entries, all in one statement; new ones came with theirs.
    pub(crate) async fn sisipkan(c: &mut PgConnection, p: &[&Putusan]) -> sqlx::Result<()> {
        let p: Vec<&&Putusan> = p.iter().filter(|p| !p.baru).collect();
        if p.is_empty() {
            return Ok(());
        }
        let daerah: Vec<String> = p.iter().map(|p| p.entri.daerah.as_str().to_owned()).collect();
        let id: Vec<uuid::Uuid> = p.iter().map(|p| p.entri.id.0).collect();
        let kata: Vec<&str> = p.iter().map(|p| p.cari.as_deref().unwrap_or_default()).collect();
        sqlx::query(
            "update entri set cari = array_to_tsvector(string_to_array(b.kata, ' ')) \
             from unnest($1::text[], $2::uuid[], $3::text[]) as b (daerah, id, kata) \
             where entri.daerah = b.daerah and entri.id = b.id",
        )
        .bind(daerah)
        .bind(id)
        .bind(kata)
        .execute(c)
        .await?;
        Ok(())
    }

    /// How many times as many entries the planner may expect of words that are looked at whether few have them. Of a
    /// word that its statistics do not know it expects one entry in two hundred, however rare it is.
    const MUNGKIN_JARANG: i64 = 20;

    /// A search for words, after a look at how many entries have them.
    pub(crate) struct Timbangan {
        kata: Vec<Cari>,
        /// The entries, when they are few.
        jarang: Option<Vec<uuid::Uuid>>,
    }

    impl Timbangan {
        /// The entries that fit.
        pub(crate) fn cocok(&self, q: &mut QueryBuilder<Dbx>) {
            syarat(q, &self.kata);
            if let Some(id) = &self.jarang {
                q.push(" and id = any(").push_bind(id.clone()).push(")");
            }
        }

        pub(crate) fn jarang(&self) -> bool {
            self.jarang.is_some()
        }
    }

    /// Looks how many entries have the words. A list walks its order until it has a page: quick when every third entry
    /// fits, a walk through everything when hardly any does. So few are fetched by their words and sorted. Whether they
    /// may be few is the planner's estimate: its index of words finds all entries before it tells of the first. A last
    /// word that is frequent as it stands is taken as complete.
    pub(crate) async fn timbang(
        kolam: &sqlx::Pool<Dbx>,
        w: &Wewenang,
        mut kata: Vec<Cari>,
        tumbuh: bool,
        jarang: i64,
    ) -> Result<Timbangan, Galat> {
        let milik = |kepala: &str, kata: &[Cari]| {
            let mut q = QueryBuilder::new(kepala);
            q.push(" from entri where daerah = ")
                .push_bind(w.daerah().as_str().to_owned())
                .push(" and register = ")
                .push_bind(w.register().to_owned());
            syarat(&mut q, kata);
            q
        };
        // The planner finds its way through a register that stays small.
        if tumbuh {
            const TAKSIR: &str = "explain (format json) select 1";
            let mungkin = MUNGKIN_JARANG * jarang;
            if let Some(akhir) = kata.last_mut().filter(|k| k.awalan.is_some()) {
                let awalan = akhir.awalan.take();
                if super::taksiran(kolam, milik(TAKSIR, std::slice::from_ref(&*akhir))).await? <= mungkin {
                    akhir.awalan = awalan;
                }
            }
            if super::taksiran(kolam, milik(TAKSIR, &kata)).await? > mungkin {
                return Ok(Timbangan { kata, jarang: None });
            }
        }
        let mut q = milik("select id", &kata);
        q.push(" limit ").push_bind(jarang + 1);
        let id: Vec<uuid::Uuid> = q
            .build_query_scalar()
            .persistent(false)
            .fetch_all(kolam)
            .await
            .map_err(crate::galat("looking for words"))?;
        let jarang = i64::try_from(id.len()).is_ok_and(|n| n <= jarang).then_some(id);
        Ok(Timbangan { kata, jarang })
    }

    /// Words are letters and digits only (`kernel::search`), so they cannot leave their quotes.
    pub(crate) fn ungkapan(kata: &[Cari]) -> String {
        let bagian: Vec<String> = kata
            .iter()
            .map(|k| match &k.awalan {
                Some(a) => format!("('{}' | '{a}':*)", k.batang),
                None => format!("'{}'", k.batang),
            })
            .collect();
        bagian.join(" & ")
    }

    pub(crate) fn syarat(q: &mut QueryBuilder<Dbx>, kata: &[Cari]) {
        q.push(" and cari @@ ")
            .push_bind(ungkapan(kata))
            .push("::tsquery");
    }
}

/// Passages of texts, each with its words.
pub(crate) mod petikan {
    use kernel::{
        register::Petikan,
        search::{Cari, gabung, istilah},
    };
    use sqlx::{PgConnection, QueryBuilder};
    use uuid::Uuid;

    use super::Dbx;

    pub(crate) const DARI: &str =
        " from petikan join entri on entri.daerah = petikan.milik_daerah and entri.id = petikan.milik";

    /// The passages of an entry, in place of those it had. The last one is written first, so that the order of the
    /// rows, backwards, is newest text first and each text from its beginning.
    pub(crate) async fn ganti(
        c: &mut PgConnection,
        daerah: &str,
        id: Uuid,
        p: &[Petikan],
    ) -> sqlx::Result<()> {
        sqlx::query("delete from petikan where milik_daerah = $1 and milik = $2")
            .bind(daerah)
            .bind(id)
            .execute(&mut *c)
            .await?;
        let urut: Vec<(i64, &Petikan)> = (0..).zip(p).collect();
        for bagian in urut.rchunks(500) {
            let bagian: Vec<_> = bagian.iter().rev().collect();
            sqlx::query(
                "insert into petikan (milik_daerah, milik, ke, alamat, teks, kata) \
                 select $1, $2, ke, alamat, teks, array_to_tsvector(string_to_array(kata, ' ')) \
                 from unnest($3::bigint[], $4::text[], $5::text[], $6::text[]) as b (ke, alamat, teks, kata) order by ke desc",
            )
            .bind(daerah)
            .bind(id)
            .bind(bagian.iter().map(|(ke, _)| *ke).collect::<Vec<_>>())
            .bind(bagian.iter().map(|(_, p)| p.alamat.as_str()).collect::<Vec<_>>())
            .bind(bagian.iter().map(|(_, p)| p.teks.as_str()).collect::<Vec<_>>())
            .bind(bagian.iter().map(|(_, p)| gabung(&istilah(&p.teks))).collect::<Vec<_>>())
            .execute(&mut *c)
            .await?;
        }
        Ok(())
    }

    pub(crate) fn syarat(q: &mut QueryBuilder<Dbx>, kata: &[Cari]) {
        q.push(" and petikan.kata @@ ")
            .push_bind(super::cari::ungkapan(kata))
            .push("::tsquery");
    }

    /// By which the newest come first.
    pub(crate) const URUT: &str = "petikan.no";

    /// Most passages that count as few.
    const JARANG: i64 = 1_000;

    /// The passages with these words when they are few, as in [`super::cari::jarang`].
    pub(crate) async fn jarang(
        kolam: &sqlx::Pool<Dbx>,
        daerah: &str,
        kata: &[Cari],
    ) -> Result<Option<Vec<i64>>, kernel::Galat> {
        let mut q = QueryBuilder::new("select no from petikan where milik_daerah = ");
        q.push_bind(daerah.to_owned());
        syarat(&mut q, kata);
        q.push(" limit ").push_bind(JARANG + 1);
        let no: Vec<i64> = q
            .build_query_scalar()
            .persistent(false)
            .fetch_all(kolam)
            .await
            .map_err(crate::galat("looking for words in passages"))?;
        Ok(i64::try_from(no.len()).is_ok_and(|n| n <= JARANG).then_some(no))
    }

    pub(crate) fn hanya(q: &mut QueryBuilder<Dbx>, no: Vec<i64>) {
        q.push(" and petikan.no = any(").push_bind(no).push(")");
    }
}

/// How many rows the planner expects of what `q` explains.
pub(crate) async fn taksiran(kolam: &sqlx::Pool<Dbx>, mut q: sqlx::QueryBuilder<Dbx>) -> Result<i64, Galat> {
    let rencana: serde_json::Value = q
        .build_query_scalar()
        .persistent(false)
        .fetch_one(kolam)
        .await
        .map_err(crate::galat("asking the planner"))?;
    let baris = rencana
        .pointer("/0/Plan/Plan Rows")
        .and_then(serde_json::Value::as_f64);
    Ok(baris.map_or(i64::MAX, |n| n as i64))
}

/// Entries whose list of values holds any of these.
pub(crate) fn butir(q: &mut sqlx::QueryBuilder<Dbx>, nama: &str, nilai: &[String]) {
    q.push(format!(" and isi->'{nama}' ?| "))
        .push_bind(nilai.to_vec());
}

pub(crate) async fn perintah(kolam: &sqlx::Pool<Dbx>, sql: &str) -> Result<(), Galat> {
    let sql = sqlx::AssertSqlSafe(sql.to_owned());
    sqlx::query(sql)
        .execute(kolam)
        .await
        .map(|_| ())
        .map_err(crate::galat("running a statement"))
}
