//! Reading everything once more, to hold it against the ledger. Compiled once per driver.

use std::{collections::BTreeMap, sync::Arc};

use kernel::{Cincin, Galat, IdEntri, Inventaris, profil::KodeDaerah};
use sqlx::{AssertSqlSafe, Decode, Pool, Row, Type};
use tokio::task::{JoinHandle, spawn_blocking};
use uuid::Uuid;

use super::{Dbx, MULAI_BACA, entri};
use crate::{
    galat,
    pembacaan::TabelPeristiwa,
    periksa::{BarisPeristiwa, Laporan, Pemeriksaan, Penglihat, Salah, Telusur, lihat, lihat_entri, sebut},
    pribadi::Tersimpan,
};

type Sambungan = <Dbx as sqlx::Database>::Connection;
type Baris = <Dbx as sqlx::Database>::Row;

/// Rows read at a time. While one page is looked at, the next is read.
const HALAMAN: usize = 2_000;

/// Most events of one entry that are looked at to name what differs.
const BATAS_CERITA: i64 = 10_000;

const G: &str = "checking the ledger";

/// What another thread found out.
async fn selesai<T>(kerja: JoinHandle<T>) -> Result<T, Galat> {
    kerja.await.map_err(|e| Galat::dalam(G, e))
}

pub(crate) async fn log(
    kolam: &Pool<Dbx>,
    dengan: (&Inventaris, &Arc<Cincin>),
    daerah: &KodeDaerah,
    p: &Pemeriksaan<'_>,
) -> Result<Laporan, Galat> {
    let mut tx = kolam.begin_with(MULAI_BACA).await.map_err(galat(G))?;
    let c = &mut *tx;
    let mut t = mulai(c, daerah, p).await?;
    if super::sekilas::lihat(kolam, c, Penglihat::baru(dengan.1, daerah), &mut t).await? {
        t.tutup();
        t.maju(0);
    } else {
        t = mulai(c, daerah, p).await?;
        telusuri(c, dengan, daerah, &mut t).await?;
    }
    tx.rollback().await.map_err(galat(G))?;
    Ok(t.laporan)
}

/// The walk before its first event.
async fn mulai<'a>(
    c: &mut Sambungan,
    daerah: &KodeDaerah,
    p: &'a Pemeriksaan<'a>,
) -> Result<Telusur<'a>, Galat> {
    let kepala = match super::log::kepala(&mut *c, daerah).await {
        Ok(pohon) => Ok(pohon),
        Err(sqlx::Error::Decode(e)) => Err(format!("kepala: {e}")),
        Err(e) => return Err(galat(G)(e)),
    };
    let (ubin, titik) = async { Ok::<_, sqlx::Error>((ubin(c, daerah).await?, titik(c, daerah).await?)) }
        .await
        .map_err(galat(G))?;
    let mut t = Telusur::baru(daerah, p, kepala, ubin, titik);
    for cap in super::cap::semua(&mut *c, daerah).await.map_err(galat(G))? {
        t.terima_cap(cap);
    }
    t.mulai();
    Ok(t)
}

/// Walks along the events and through the entries, page by page, and names what is not as it should be.
async fn telusuri(
    c: &mut Sambungan,
    dengan: (&Inventaris, &Arc<Cincin>),
    daerah: &KodeDaerah,
    t: &mut Telusur<'_>,
) -> Result<(), Galat> {
    let mut setelah = -1;
    let mut kerja: Option<JoinHandle<sqlx::Result<_>>> = None;
    loop {
        let halaman = peristiwa(c, daerah, setelah).await.map_err(galat(G))?;
        if let Some(k) = kerja.take() {
            t.terima(selesai(k).await?.map_err(galat(G))?);
        }
        let Some(akhir) = halaman.akhir else { break };
        setelah = akhir;
        let daerah = daerah.clone();
        kerja = Some(spawn_blocking(move || Ok(lihat(&daerah, halaman.baca()?))));
    }
    t.tutup();
    for (e, versi, waktu) in asing(c, daerah).await.map_err(galat(G))? {
        t.asing(e, versi, waktu);
    }
    semua_entri(c, dengan, daerah, t).await?;
    if t.mungkin_yatim() {
        for (e, waktu, bait) in yatim(c, daerah).await.map_err(galat(G))? {
            t.yatim(e, waktu, &bait);
        }
    }
    Ok(())
}

/// Holds the entries against their latest events, page by page.
async fn semua_entri(
    c: &mut Sambungan,
    (inventaris, cincin): (&Inventaris, &Arc<Cincin>),
    daerah: &KodeDaerah,
    t: &mut Telusur<'_>,
) -> Result<(), Galat> {
    let akhir = t.akhir();
    let mut setelah = Uuid::nil();
    let mut kerja: Option<(u64, JoinHandle<sqlx::Result<Vec<Salah>>>)> = None;
    loop {
        let baris = entri_setelah(c, daerah, setelah).await.map_err(galat(G))?;
        if let Some((n, k)) = kerja.take() {
            let mut temuan = Vec::new();
            for Salah { id, entri: e, sebab } in selesai(k).await?.map_err(galat(G))? {
                let cerita = entri::riwayat(&mut *c, daerah, IdEntri(id), BATAS_CERITA).await;
                // A story that cannot be read was told of already, event by event.
                let mut cerita = cerita.unwrap_or_default();
                cerita.reverse();
                let register = e.as_ref().map(|e| e.register.as_str());
                let register = register.or(cerita.last().map(|p| p.isi.register.as_str()));
                let def = register.and_then(|r| inventaris.register(r)).map(Arc::as_ref);
                temuan.push(sebut(id, e.as_ref(), def, sebab, &cerita, cincin));
            }
            t.terima_entri(n, temuan);
        }
        let Some(terakhir) = baris.last() else {
            return Ok(());
        };
        setelah = terakhir.try_get(1).map_err(galat(G))?;
        let n = baris.len() as u64;
        let (cincin, akhir) = (cincin.clone(), akhir.clone());
        let lihat = move || {
            let entri = baris.iter().map(|b| {
                let entri = entri::dari_baris(b).ok().map(|Tersimpan(e)| e);
                Ok((b.try_get(1)?, entri))
            });
            Ok(lihat_entri(&cincin, &akhir, entri.collect::<sqlx::Result<_>>()?))
        };
        kerja = Some((n, spawn_blocking(lihat)));
    }
}

async fn ubin(c: &mut Sambungan, daerah: &KodeDaerah) -> sqlx::Result<BTreeMap<(u8, u64), Vec<u8>>> {
    let q =
        sqlx::query_as::<Dbx, (i64, i64, Vec<u8>)>("select tingkat, n, akar from log_ubin where daerah = $1");
    let semua = q.bind(daerah.as_str()).fetch_all(c).await?;
    let kunci = |(t, n, akar): (i64, i64, Vec<u8>)| {
        (
            (
                u8::try_from(t).unwrap_or(u8::MAX),
                u64::try_from(n).unwrap_or(u64::MAX),
            ),
            akar,
        )
    };
    Ok(semua.into_iter().map(kunci).collect())
}

async fn titik(c: &mut Sambungan, daerah: &KodeDaerah) -> sqlx::Result<Vec<(u64, String)>> {
    let sql = "select ukuran, catatan from log_titik where daerah = $1 order by ukuran";
    let q = sqlx::query_as::<Dbx, (i64, String)>(sql).bind(daerah.as_str());
    let semua = q.fetch_all(c).await?;
    Ok(semua
        .into_iter()
        .map(|(n, c)| (u64::try_from(n).unwrap_or(u64::MAX), c))
        .collect())
}

/// The next rows of the two tables of events, as they were fetched: reading them is work for another thread.
struct HalamanPeristiwa {
    cerita: Vec<Baris>,
    dibaca: Vec<Baris>,
    /// The last place up to which all were fetched; none when there are no more.
    akhir: Option<i64>,
}

impl HalamanPeristiwa {
    /// The events, in the order of their places.
    fn baca(&self) -> sqlx::Result<Vec<BarisPeristiwa>> {
        let cerita = self.cerita.iter().map(|b| baca(b, false));
        let semua = cerita.chain(self.dibaca.iter().map(|b| baca(b, true)));
        let mut semua: Vec<_> = semua.collect::<sqlx::Result<_>>()?;
        semua.retain(|b| {
            self.akhir
                .is_some_and(|akhir| i64::try_from(b.urut).is_ok_and(|u| u <= akhir))
        });
        semua.sort_by_key(|b| b.urut);
        Ok(semua)
    }
}

/// An event as its row has it, with bytes of its own or those of the row. A place before the first is none of any log.
pub(crate) fn baca<'r, B>(b: &'r Baris, dibaca: bool) -> sqlx::Result<BarisPeristiwa<B>>
where
    B: Decode<'r, Dbx> + Type<Dbx>,
{
    Ok(BarisPeristiwa {
        urut: b.try_get::<i64, _>(0)?.cast_unsigned(),
        entri: b.try_get(1)?,
        versi: b.try_get(2)?,
        waktu: b.try_get(3)?,
        bait: b.try_get(4)?,
        garam: b.try_get(5)?,
        hash: b.try_get(6)?,
        dibaca,
    })
}

/// The next events, of the stories and of the readings. Each table is read by its own index of places: asked for both at
/// once, PostgreSQL sorts all that is left for every page.
async fn peristiwa(c: &mut Sambungan, daerah: &KodeDaerah, setelah: i64) -> sqlx::Result<HalamanPeristiwa> {
    let cerita = setabel(c, TabelPeristiwa::Cerita, daerah, setelah).await?;
    let dibaca = setabel(c, TabelPeristiwa::Pembacaan, daerah, setelah).await?;
    let ujung = |b: &[Baris]| b.last().map(|b| b.try_get::<i64, _>(0)).transpose();
    let ujung = [(cerita.len(), ujung(&cerita)?), (dibaca.len(), ujung(&dibaca)?)];
    // Beyond the end of a full page its table may have events that were not fetched.
    let penuh = ujung
        .iter()
        .filter(|(n, _)| *n == HALAMAN)
        .filter_map(|(_, u)| *u)
        .min();
    let akhir = penuh.or(ujung.iter().filter_map(|(_, u)| *u).max());
    Ok(HalamanPeristiwa {
        cerita,
        dibaca,
        akhir,
    })
}

async fn setabel(
    c: &mut Sambungan,
    tabel: TabelPeristiwa,
    daerah: &KodeDaerah,
    setelah: i64,
) -> sqlx::Result<Vec<Baris>> {
    let sql = format!(
        "select urut, entri, versi, waktu, bait, garam, hash from {} where daerah = $1 and urut > $2 \
         order by urut limit {HALAMAN}",
        tabel.nama()
    );
    let q = sqlx::query::<Dbx>(AssertSqlSafe(sql))
        .bind(daerah.as_str())
        .bind(setelah);
    q.fetch_all(c).await
}

/// Events without a place in the log.
async fn asing(c: &mut Sambungan, daerah: &KodeDaerah) -> sqlx::Result<Vec<(Uuid, i64, i64)>> {
    // Two looks into the index of places; of an "or" SQLite makes a walk through the table.
    let sql = "select entri, versi, waktu from peristiwa where daerah = $1 and urut is null \
               union all select entri, versi, waktu from peristiwa where daerah = $1 and urut < 0 \
               union all select entri, versi, waktu from pembacaan where daerah = $1 and urut < 0 limit 1001";
    sqlx::query_as::<Dbx, _>(sql)
        .bind(daerah.as_str())
        .fetch_all(c)
        .await
}

/// First events whose entry is not there.
async fn yatim(c: &mut Sambungan, daerah: &KodeDaerah) -> sqlx::Result<Vec<(Uuid, i64, Vec<u8>)>> {
    let sql = "select p.entri, p.waktu, p.bait from peristiwa p where p.daerah = $1 and p.versi = 1 \
               and not exists (select 1 from entri e where e.daerah = p.daerah and e.id = p.entri) limit 1001";
    sqlx::query_as::<Dbx, _>(sql)
        .bind(daerah.as_str())
        .fetch_all(c)
        .await
}

async fn entri_setelah(c: &mut Sambungan, daerah: &KodeDaerah, setelah: Uuid) -> sqlx::Result<Vec<Baris>> {
    let sql = format!(
        "select {} from entri where daerah = $1 and id > $2 order by id limit {}",
        entri::KOLOM,
        HALAMAN / 2
    );
    let q = sqlx::query::<Dbx>(AssertSqlSafe(sql))
        .bind(daerah.as_str())
        .bind(setelah);
    q.fetch_all(c).await
}
