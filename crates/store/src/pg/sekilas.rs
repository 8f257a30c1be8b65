//! The quick look over PostgreSQL: rows are read as they come over the wire, without being made over into values of
//! their own, over two connections a share (events, entries) that see the state of the walk's transaction.

use futures_util::{Stream, TryStreamExt};
use kernel::{Galat, kanonik};
use ledger::Hash;
use sqlx::{
    AssertSqlSafe, Connection, PgConnection, PgPool, Row,
    postgres::{PgArguments, PgConnectOptions, PgRow, Postgres},
    query::Query,
};
use tokio::{runtime::Handle, task::spawn_blocking};
use uuid::Uuid;

use super::{
    entri::{self, KOLOM},
    periksa::baca,
};
use crate::{
    galat,
    pembacaan::TabelPeristiwa,
    periksa::{Akhir, Penglihat, Telusur, Utuh, sekilas},
};

/// Each share takes two connections and two processes of the server.
const MAKS_BAGIAN: usize = 4;

const G: &str = "looking over the ledger";

/// Takes up the leaves of all events into the walk, if everything is as it was sealed; says whether it was.
/// O(events + entries); forty bytes an event.
pub(crate) async fn lihat(
    kolam: &PgPool,
    c: &mut PgConnection,
    p: Penglihat,
    t: &mut Telusur<'_>,
) -> Result<bool, Galat> {
    let Some(ukuran) = t.ukuran_kepala() else {
        return Ok(false);
    };
    match p.tunggu(t, semua(kolam, c, &p, ukuran)).await {
        Ok(Some((daun, entri))) => Ok(t.terima_daun(&daun, entri)),
        Ok(None) => Ok(false),
        Err(e) => {
            tracing::warn!(galat = %e, "no quick look over the ledger; it is walked instead");
            Ok(false)
        }
    }
}

/// The leaves of all events in the order of their places, and how many entries there are.
async fn semua(
    kolam: &PgPool,
    c: &mut PgConnection,
    p: &Penglihat,
    ukuran: u64,
) -> Result<Option<(Vec<Hash>, u64)>, Galat> {
    let potret: String = sqlx::query_scalar("select pg_export_snapshot()")
        .fetch_one(&mut *c)
        .await
        .map_err(galat(G))?;
    let awal = awal(c, p, ukuran).await.map_err(galat(G))?;
    let mut kerja = Vec::new();
    for (i, dari) in awal.iter().enumerate() {
        let rentang = Rentang {
            dari: *dari,
            sampai: awal.get(i + 1).copied(),
        };
        let (p, opsi, potret) = (p.clone(), kolam.connect_options(), potret.clone());
        // Hashing keeps a thread busy, so it is none of those that answer requests.
        kerja.push(spawn_blocking(move || {
            Handle::current().block_on(bagian(&p, &opsi, &potret, rentang))
        }));
    }
    let mut hasil = Vec::new();
    for k in kerja {
        hasil.push(k.await.map_err(|e| Galat::dalam(G, e))?.map_err(galat(G))?);
    }
    Ok(sekilas::gabung(hasil, ukuran))
}

/// Ids with which the shares begin, about as large as each other: of the entries whose events stand at even distances in
/// the log, since both go by time.
async fn awal(c: &mut PgConnection, p: &Penglihat, ukuran: u64) -> sqlx::Result<Vec<Uuid>> {
    let n = std::thread::available_parallelism().map_or(1, |n| n.get().min(MAKS_BAGIAN)) as u64;
    let mut awal = vec![Uuid::nil()];
    for i in 1..n {
        let q = sqlx::query_scalar::<_, Uuid>(
            "select entri from peristiwa where daerah = $1 and urut >= $2 order by urut limit 1",
        );
        let q = q
            .bind(p.daerah.as_str())
            .bind(i64::try_from(ukuran / n * i).unwrap_or(i64::MAX));
        awal.extend(q.fetch_optional(&mut *c).await?);
    }
    awal.sort_unstable();
    Ok(awal)
}

/// Ids from one up to another, or to the last.
#[derive(Clone, Copy)]
struct Rentang {
    dari: Uuid,
    sampai: Option<Uuid>,
}

impl Rentang {
    /// The end of a statement that reads the rows of these ids.
    fn sql(self, kunci: &str) -> String {
        let ujung = self
            .sampai
            .map_or_else(String::new, |_| format!(" and {kunci} < $3"));
        format!("where daerah = $1 and {kunci} >= $2{ujung} order by {kunci}")
    }

    fn tanya(self, p: &Penglihat, sql: String) -> Query<'static, Postgres, PgArguments> {
        let q = sqlx::query(AssertSqlSafe(sql))
            .bind(p.daerah.as_str().to_owned())
            .bind(self.dari);
        match self.sampai {
            Some(sampai) => q.bind(sampai),
            None => q,
        }
        .persistent(false)
    }

    fn peristiwa(self, p: &Penglihat, tabel: TabelPeristiwa) -> Query<'static, Postgres, PgArguments> {
        let (nama, urutan) = match tabel {
            TabelPeristiwa::Cerita => (tabel.nama(), "versi"),
            TabelPeristiwa::Pembacaan => (tabel.nama(), "urut"),
        };
        let rentang = self.sql("entri");
        let sql =
            format!("select urut, entri, versi, waktu, bait, garam, hash from {nama} {rentang}, {urutan}");
        self.tanya(p, sql)
    }
}

/// A connection that sees the state of the walk's transaction and reads in the order of an index: sorting a million rows
/// would take a file.
async fn buka(opsi: &PgConnectOptions, potret: &str) -> sqlx::Result<PgConnection> {
    let mut c = PgConnection::connect_with(opsi).await?;
    let potret = potret.replace('\'', "''");
    let sql = format!(
        "{}; set transaction snapshot '{potret}'; set local enable_sort = off; set local enable_seqscan = off; \
         set local enable_bitmapscan = off",
        super::MULAI_BACA
    );
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut c).await?;
    Ok(c)
}

/// Looks at the events and entries of a share.
async fn bagian(
    p: &Penglihat,
    opsi: &PgConnectOptions,
    potret: &str,
    r: Rentang,
) -> sqlx::Result<sekilas::Bagian> {
    let (mut ce, mut cp) = (buka(opsi, potret).await?, buka(opsi, potret).await?);
    let (mut daun, mut n) = (Vec::new(), 0);
    {
        let mut entri = r
            .tanya(p, format!("select {KOLOM} from entri {}", r.sql("id")))
            .fetch(&mut ce);
        let mut cerita = r.peristiwa(p, TabelPeristiwa::Cerita).fetch(&mut cp);
        let mut kini: Option<(Uuid, Akhir)> = None;
        while let Some(b) = cerita.try_next().await? {
            let Some(u) = peristiwa(p, &b, false) else {
                return Ok(None);
            };
            daun.push((u.urut, u.daun));
            let sebelum = kini.replace((u.entri, u.akhir));
            if let Some(akhir) = sebelum.filter(|(id, _)| *id != u.entri) {
                if !berikut(p, &mut entri, akhir).await? {
                    return Ok(None);
                }
                n += 1;
            }
        }
        if let Some(akhir) = kini {
            if !berikut(p, &mut entri, akhir).await? {
                return Ok(None);
            }
            n += 1;
        }
        if entri.try_next().await?.is_some() {
            return Ok(None);
        }
    }
    {
        let mut dibaca = r.peristiwa(p, TabelPeristiwa::Pembacaan).fetch(&mut cp);
        while let Some(b) = dibaca.try_next().await? {
            let Some(u) = peristiwa(p, &b, true) else {
                return Ok(None);
            };
            daun.push((u.urut, u.daun));
        }
    }
    ce.close().await?;
    cp.close().await?;
    Ok(Some((daun, n)))
}

/// An event, if it is as it was sealed.
fn peristiwa(p: &Penglihat, b: &PgRow, dibaca: bool) -> Option<Utuh> {
    p.peristiwa(&baca(b, dibaca).ok()?)
}

/// Whether the next row is that of this entry, as its latest event sealed it.
async fn berikut(
    p: &Penglihat,
    entri: &mut (impl Stream<Item = sqlx::Result<PgRow>> + Unpin),
    akhir: (Uuid, Akhir),
) -> sqlx::Result<bool> {
    let baris = entri.try_next().await?;
    Ok(baris.and_then(|b| satu(p, &b, akhir)).unwrap_or_default())
}

fn satu(p: &Penglihat, b: &PgRow, akhir: (Uuid, Akhir)) -> Option<bool> {
    let isi = b.try_get_raw(15).ok()?;
    // The version of the form in which `jsonb` is sent, and then its text.
    let isi = isi.as_bytes().ok()?.strip_prefix(&[1])?;
    let isi = kanonik::bait_teks(std::str::from_utf8(isi).ok()?).ok()?;
    p.entri(entri::tanpa_isi(b).ok()?, std::str::from_utf8(&isi).ok()?, akhir)
}
