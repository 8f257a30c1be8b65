//! SQLite's side of the SQL in `sql/`.

use kernel::Galat;

pub(crate) type Dbx = sqlx::Sqlite;
/// Row locks: one writer needs none.
pub(crate) const KUNCI_BARIS: &str = "";
pub(crate) const LEWATI_TERKUNCI: &str = "";
/// Texts are compared byte by byte anyway.
pub(crate) const BANDING: &str = "";
/// Takes the write lock at once, so that a second process waits instead of failing half-way.
pub(crate) const MULAI: &str = "begin immediate";
/// A reading transaction sees one state from beginning to end.
pub(crate) const MULAI_BACA: &str = "begin";

pub(crate) async fn migrasi(kolam: &sqlx::Pool<Dbx>) -> Result<(), Galat> {
    const G: &str = "bringing the tables up to date";
    let m = sqlx::migrate!("migrasi/sqlite");
    // Within one transaction, because two processes may start at once and SQLite has no other lock for it.
    let mut tx = kolam.begin_with(MULAI).await.map_err(crate::galat(G))?;
    m.run(&mut *tx).await.map_err(|e| Galat::dalam(G, e))?;
    tx.commit().await.map_err(crate::galat(G))
}

/// Names of the indexes there are.
pub(crate) async fn nama_indeks(kolam: &sqlx::Pool<Dbx>) -> Result<Vec<String>, Galat> {
    let q = sqlx::query_scalar("select name from sqlite_master where type = 'index' and tbl_name = 'entri'");
    q.fetch_all(kolam)
        .await
        .map_err(crate::galat("looking for indexes"))
}

/// Until the end of the transaction nobody else does what goes by this name: `begin immediate` saw to that.
pub(crate) async fn sendirian(_: &mut sqlx::SqliteConnection, _: &str) -> sqlx::Result<()> {
    Ok(())
}

pub(crate) use crate::daftar::susun::lite as susun;

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

/// Nobody else writes: SQLite has one writer.
pub(crate) async fn rekap_kunci(_c: &mut sqlx::SqliteConnection) -> sqlx::Result<()> {
    Ok(())
}

/// Full-text search: a contentless FTS5 table beside the entries.
pub(crate) mod cari {
    use std::collections::HashMap;

    use kernel::{Galat, Putusan, izin::Wewenang, search::Cari};
    use sqlx::{QueryBuilder, SqliteConnection};

    use super::Dbx;

    /// The words of entries, told the row numbers by a statement before. New entries are the youngest rows, and
    /// there is nothing of theirs to replace.
    pub(crate) async fn sisipkan(c: &mut SqliteConnection, p: &[&Putusan]) -> sqlx::Result<()> {
        let (baru, lama): (Vec<&Putusan>, Vec<&Putusan>) = p.iter().partition(|p| p.baru);
        if !baru.is_empty() {
            // An entry that was made and then changed in this batch counts among the changed.
            let q =
                sqlx::query_as::<Dbx, Nomor>("select no, daerah, id from entri order by no desc limit $1");
            let nomor = peta(
                q.bind(i64::try_from(p.len()).unwrap_or(i64::MAX))
                    .fetch_all(&mut *c)
                    .await?,
            );
            tulis(c, "insert into cari (rowid, kata) ", &baru, &nomor).await?;
        }
        for p in lama.chunks(500) {
            let mut q = QueryBuilder::<Dbx>::new("select no, daerah, id from entri where (daerah, id) in (");
            q.push_values(p, |mut b, p| {
                b.push_bind(p.entri.daerah.as_str().to_owned())
                    .push_bind(p.entri.id.0);
            });
            q.push(")");
            let nomor = peta(q.build_query_as().persistent(false).fetch_all(&mut *c).await?);
            tulis(c, "insert or replace into cari (rowid, kata) ", p, &nomor).await?;
        }
        Ok(())
    }

    type Nomor = (i64, String, uuid::Uuid);

    fn peta(baris: Vec<Nomor>) -> HashMap<(String, uuid::Uuid), i64> {
        baris
            .into_iter()
            .map(|(no, daerah, id)| ((daerah, id), no))
            .collect()
    }

    async fn tulis(
        c: &mut SqliteConnection,
        kepala: &str,
        p: &[&Putusan],
        nomor: &HashMap<(String, uuid::Uuid), i64>,
    ) -> sqlx::Result<()> {
        for p in p.chunks(500) {
            let mut q = QueryBuilder::<Dbx>::new(kepala);
            q.push_values(p, |mut b, p| {
                let kunci = (p.entri.daerah.as_str().to_owned(), p.entri.id.0);
                b.push_bind(nomor.get(&kunci).copied());
                b.push_bind(p.cari.as_deref().unwrap_or_default());
            });
            q.build().persistent(false).execute(&mut *c).await?;
        }
        Ok(())
    }

    /// Words are letters and digits only (`kernel::search`), so they cannot leave their quotes.
    pub(crate) fn ungkapan(kata: &[Cari]) -> String {
        let bagian: Vec<String> = kata
            .iter()
            .map(|k| match &k.awalan {
                Some(a) => format!("(\"{}\" OR \"{a}\"*)", k.batang),
                None => format!("\"{}\"", k.batang),
            })
            .collect();
        bagian.join(" AND ")
    }

    /// A search for words, after a look at how many entries have them.
    pub(crate) struct Timbangan {
        ungkapan: String,
        /// Between which rows the entries of the register lie.
        rentang: (i64, i64),
        /// There are few.
        pub(crate) jarang: bool,
    }

    /// Entries with words that are looked at where they are sorted otherwise than by creation: the newest.
    const TERBARU: i64 = 50_000;

    impl Timbangan {
        /// The rows of `cari` that fit.
        pub(crate) fn cocok(&self, q: &mut QueryBuilder<Dbx>) {
            q.push(" and cari match ")
                .push_bind(self.ungkapan.clone())
                .push(" and cari.rowid between ")
                .push_bind(self.rentang.0)
                .push(" and ")
                .push_bind(self.rentang.1);
        }

        /// The entries of the newest rows that fit.
        pub(crate) fn terbaru(&self, q: &mut QueryBuilder<Dbx>) {
            q.push(" and entri.no in (select rowid from cari where 1 = 1");
            self.cocok(q);
            q.push(" order by rowid desc limit ").push_bind(TERBARU).push(")");
        }
    }

    /// Looks how many entries have the words, up to `jarang`; of the register of `w` only, if it is a small one. A last
    /// word that is frequent as it stands is taken as complete: all words that begin with it would cost as much as
    /// there are entries.
    pub(crate) async fn timbang(
        kolam: &sqlx::Pool<Dbx>,
        w: Option<&Wewenang>,
        mut kata: Vec<Cari>,
        jarang: i64,
    ) -> Result<Timbangan, Galat> {
        let mut t = Timbangan {
            ungkapan: String::new(),
            rentang: (i64::MIN, i64::MAX),
            jarang: false,
        };
        let sering = async |t: &Timbangan| {
            let mut q = QueryBuilder::new("select count(*) from (select 1 from cari where 1 = 1");
            t.cocok(&mut q);
            Ok::<_, Galat>(super::entri::jumlah(kolam, q, jarang + 1).await? > jarang)
        };
        if let Some(akhir) = kata.last_mut().filter(|k| k.awalan.is_some()) {
            let awalan = akhir.awalan.take();
            t.ungkapan = ungkapan(std::slice::from_ref(&*akhir));
            if !sering(&t).await? {
                akhir.awalan = awalan;
            }
        }
        if let Some(w) = w {
            let sql = "select coalesce(min(no), 0), coalesce(max(no), 0) from entri where daerah = $1 and register = $2";
            let q = sqlx::query_as::<Dbx, (i64, i64)>(sql)
                .bind(w.daerah().as_str())
                .bind(w.register());
            t.rentang = q
                .fetch_one(kolam)
                .await
                .map_err(crate::galat("looking for the rows of a register"))?;
        }
        t.ungkapan = ungkapan(&kata);
        t.jarang = !sering(&t).await?;
        Ok(t)
    }

    pub(crate) fn syarat(q: &mut QueryBuilder<Dbx>, kata: &[Cari]) {
        q.push(" and entri.no in (select rowid from cari where cari match ")
            .push_bind(ungkapan(kata))
            .push(")");
    }
}

/// Passages of texts: their words in a second FTS5 table.
pub(crate) mod petikan {
    use kernel::{
        register::Petikan,
        search::{Cari, gabung, istilah},
    };
    use sqlx::{QueryBuilder, SqliteConnection};
    use uuid::Uuid;

    use super::Dbx;

    /// Words lead: the newest passages first, each with its entry. `cross` keeps SQLite to that order.
    pub(crate) const DARI: &str = " from petikan_cari cross join petikan on petikan.no = petikan_cari.rowid \
         cross join entri on entri.daerah = petikan.milik_daerah and entri.id = petikan.milik";

    /// The passages of an entry, in place of those it had. The last one is written first, so that the order of the
    /// rows, backwards, is newest text first and each text from its beginning.
    pub(crate) async fn ganti(
        c: &mut SqliteConnection,
        daerah: &str,
        id: Uuid,
        p: &[Petikan],
    ) -> sqlx::Result<()> {
        for sql in [
            "delete from petikan_cari where rowid in (select no from petikan where milik_daerah = $1 and milik = $2)",
            "delete from petikan where milik_daerah = $1 and milik = $2",
        ] {
            sqlx::query::<Dbx>(sql)
                .bind(daerah)
                .bind(id)
                .execute(&mut *c)
                .await?;
        }
        let urut: Vec<(i64, &Petikan)> = (0..).zip(p).collect();
        for bagian in urut.rchunks(500) {
            let mut q =
                QueryBuilder::<Dbx>::new("insert into petikan (milik_daerah, milik, ke, alamat, teks) ");
            q.push_values(bagian.iter().rev(), |mut b, (ke, p)| {
                b.push_bind(daerah)
                    .push_bind(id)
                    .push_bind(*ke)
                    .push_bind(&p.alamat)
                    .push_bind(&p.teks);
            });
            q.build().persistent(false).execute(&mut *c).await?;
        }
        let no: Vec<(i64, i64)> = sqlx::query_as::<Dbx, _>(
            "select no, ke from petikan where milik_daerah = $1 and milik = $2 order by no",
        )
        .bind(daerah)
        .bind(id)
        .fetch_all(&mut *c)
        .await?;
        for bagian in no.chunks(500) {
            let mut q = QueryBuilder::<Dbx>::new("insert into petikan_cari (rowid, kata) ");
            q.push_values(bagian, |mut b, (no, ke)| {
                let p = usize::try_from(*ke).ok().and_then(|ke| p.get(ke));
                b.push_bind(*no)
                    .push_bind(p.map(|p| gabung(&istilah(&p.teks))).unwrap_or_default());
            });
            q.build().persistent(false).execute(&mut *c).await?;
        }
        Ok(())
    }

    pub(crate) fn syarat(q: &mut QueryBuilder<Dbx>, kata: &[Cari]) {
        q.push(" and petikan_cari match ")
            .push_bind(super::cari::ungkapan(kata));
    }

    /// By which the newest come first.
    pub(crate) const URUT: &str = "petikan_cari.rowid";

    /// SQLite reads the words backwards anyway and stops when the page is full.
    pub(crate) async fn jarang(
        _: &sqlx::Pool<Dbx>,
        _: &str,
        _: &[Cari],
    ) -> Result<Option<Vec<i64>>, kernel::Galat> {
        Ok(None)
    }

    pub(crate) fn hanya(_: &mut QueryBuilder<Dbx>, _: Vec<i64>) {}
}

/// Entries whose list of values holds any of these.
pub(crate) fn butir(q: &mut sqlx::QueryBuilder<Dbx>, nama: &str, nilai: &[String]) {
    q.push(format!(
        " and exists (select 1 from json_each(isi, '$.\"{nama}\"') as b where b.value in ("
    ));
    for (i, n) in nilai.iter().enumerate() {
        q.push(if i > 0 { ", " } else { "" }).push_bind(n.clone());
    }
    q.push("))");
}

pub(crate) async fn perintah(kolam: &sqlx::Pool<Dbx>, sql: &str) -> Result<(), Galat> {
    let sql = sqlx::AssertSqlSafe(sql.to_owned());
    sqlx::query(sql)
        .execute(kolam)
        .await
        .map(|_| ())
        .map_err(crate::galat("running a statement"))
}
