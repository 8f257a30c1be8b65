//! One quick look over a regency's part of an SQLite file: is everything as it was sealed? Where it is, no more need be
//! known of it; where anything is not, the walk of `sql/periksa.rs` names what.
//!
//! The rows are read where they lie, which sqlx cannot (it copies each column for another thread): entries in the order
//! of their ids with their events beside them, each thread its own share.

use std::{
    num::NonZero,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use kernel::{
    Cincin, Entri, Galat, IdEntri, Peta,
    nilai::KodeUnit,
    pribadi::{KunciEntri, mungkin_tertutup},
    profil::KodeDaerah,
};
use ledger::Hash;
use rusqlite::{
    Connection, OpenFlags, Row, params_from_iter,
    types::{Value, ValueRef},
};
use sqlx::SqlitePool;
use tokio::task::spawn_blocking;
use uuid::Uuid;

use super::entri::KOLOM;
use crate::periksa::{Akhir, BarisPeristiwa, Telusur, lihat_baris};

/// More threads wait for the disk.
const MAKS_BAGIAN: usize = 8;
/// How often it is told how far the look is.
const JEDA: Duration = Duration::from_millis(200);
/// Bytes of the file that are read without a copy; SQLite takes no more.
const PETA: i64 = 2_147_418_112;

const G: &str = "looking over the ledger";

/// What one share gives: the places of its events with their leaves, and how many entries it has; none when anything is
/// not as it was sealed.
type Bagian = Option<(Vec<(u64, Hash)>, u64)>;

/// Takes up the leaves of all events into the walk, if everything is as it was sealed; says whether it was. Not when the
/// regency writes just now, either: then the threads do not see what the walk sees. O(events + entries); forty bytes an
/// event.
pub(crate) async fn lihat(
    kolam: &SqlitePool,
    cincin: &Arc<Cincin>,
    daerah: &KodeDaerah,
    t: &mut Telusur<'_>,
) -> Result<bool, Galat> {
    let Some(ukuran) = t.ukuran_kepala() else {
        return Ok(false);
    };
    let berkas = kolam.connect_options().get_filename().to_owned();
    let dilihat = Arc::new(AtomicU64::new(0));
    let kerja = {
        let (cincin, daerah, dilihat) = (cincin.clone(), daerah.clone(), dilihat.clone());
        spawn_blocking(move || semua(&berkas, &cincin, &daerah, ukuran, &dilihat))
    };
    tokio::pin!(kerja);
    let hasil = loop {
        match tokio::time::timeout(JEDA, &mut kerja).await {
            Ok(hasil) => break hasil.map_err(|e| Galat::dalam(G, e))?,
            Err(_) => t.maju(dilihat.load(Ordering::Relaxed)),
        }
    };
    match hasil {
        Ok(Some((daun, entri))) => Ok(t.terima_daun(&daun, entri)),
        Ok(None) => Ok(false),
        Err(e) => {
            tracing::warn!(galat = %e, "no quick look over the ledger; it is walked instead");
            Ok(false)
        }
    }
}

/// The leaves of all events in the order of their places, and how many entries there are.
fn semua(
    berkas: &Path,
    cincin: &Cincin,
    daerah: &KodeDaerah,
    ukuran: u64,
    dilihat: &AtomicU64,
) -> rusqlite::Result<Option<(Vec<Hash>, u64)>> {
    let banyak = std::thread::available_parallelism().map_or(1, NonZero::get);
    let mut sambungan = Vec::new();
    for _ in 0..banyak.min(MAKS_BAGIAN) {
        let c = buka(berkas)?;
        if kepala(&c, daerah)? != ukuran {
            return Ok(None);
        }
        sambungan.push(c);
    }
    let awal = awal(&sambungan, daerah, ukuran)?;
    let penglihat = Penglihat {
        cincin,
        daerah,
        dilihat,
    };
    let bagian = std::thread::scope(|s| {
        let (penglihat, awal) = (&penglihat, &awal);
        let mulai =
            |(i, c): (usize, Connection)| s.spawn(move || penglihat.bagian(&c, &awal[i], awal.get(i + 1)));
        let kerja: Vec<_> = (0..awal.len()).zip(sambungan).map(mulai).collect();
        // A thread that fell is one that saw nothing.
        let selesai = kerja.into_iter().map(|k| k.join().unwrap_or(Ok(None)));
        selesai.collect::<Vec<_>>()
    });
    let (mut semua, mut entri) = (Vec::new(), 0);
    for b in bagian {
        let Some((daun, n)) = b? else { return Ok(None) };
        semua.extend(daun);
        entri += n;
    }
    semua.sort_unstable_by_key(|(urut, _)| *urut);
    let berurut = (0..ukuran).eq(semua.iter().map(|(urut, _)| *urut));
    Ok(berurut.then(|| (semua.into_iter().map(|(_, d)| d).collect(), entri)))
}

fn buka(berkas: &Path) -> rusqlite::Result<Connection> {
    let c = Connection::open_with_flags(
        berkas,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    c.busy_timeout(Duration::from_secs(10))?;
    c.pragma_update(None, "mmap_size", PETA)?;
    c.execute_batch("begin")?;
    Ok(c)
}

/// The size of the log. Whoever sees the same sees the same events and entries.
fn kepala(c: &Connection, daerah: &KodeDaerah) -> rusqlite::Result<u64> {
    let sql = "select coalesce((select ukuran from log where daerah = ?1), 0)";
    let n: i64 = c.query_row(sql, [daerah.as_str()], |b| b.get(0))?;
    Ok(u64::try_from(n).unwrap_or(u64::MAX))
}

/// Ids with which the shares begin, about as large as each other: of the entries whose events stand at even distances in
/// the log, since both go by time. The last share has no end, so that no id escapes, however it is written.
fn awal(sambungan: &[Connection], daerah: &KodeDaerah, ukuran: u64) -> rusqlite::Result<Vec<Vec<u8>>> {
    let n = sambungan.len() as u64;
    let mut awal = vec![Vec::new()];
    for (c, i) in sambungan.iter().zip(1..n) {
        let sql = "select entri from peristiwa where daerah = ?1 and urut >= ?2 order by urut limit 1";
        let mut q = c.prepare(sql)?;
        let mut baris = q.query((daerah.as_str(), i64::try_from(ukuran / n * i).unwrap_or(i64::MAX)))?;
        if let Some(b) = baris.next()? {
            awal.push(b.get(0)?);
        }
    }
    awal.sort();
    Ok(awal)
}

/// What an event that is as it was sealed tells.
struct Utuh {
    urut: u64,
    entri: Uuid,
    daun: Hash,
    akhir: Akhir,
}

/// Whoever looks at a share.
struct Penglihat<'a> {
    cincin: &'a Cincin,
    daerah: &'a KodeDaerah,
    dilihat: &'a AtomicU64,
}

impl Penglihat<'_> {
    /// Looks at the events and entries with an id from one up to another, or to the last.
    fn bagian(&self, c: &Connection, dari: &[u8], sampai: Option<&Vec<u8>>) -> rusqlite::Result<Bagian> {
        let rentang = |kunci: &str| {
            let ujung = sampai.map_or_else(String::new, |_| format!(" and {kunci} < ?3"));
            format!("daerah = ?1 and {kunci} >= ?2{ujung} order by {kunci}")
        };
        let peristiwa = |tabel: &str, urutan: &str| {
            let rentang = rentang("entri");
            format!(
                "select urut, entri, versi, waktu, bait, garam, hash from {tabel} where {rentang}, {urutan}"
            )
        };
        let nilai = || {
            let id = [Some(dari), sampai.map(Vec::as_slice)].into_iter().flatten();
            let daerah = Value::from(self.daerah.as_str().to_owned());
            params_from_iter(std::iter::once(daerah).chain(id.map(|id| Value::from(id.to_vec()))))
        };
        let mut q = c.prepare(&format!("select {KOLOM} from entri where {}", rentang("id")))?;
        let mut entri = q.query(nilai())?;
        let mut q = c.prepare(&peristiwa("peristiwa", "versi"))?;
        let mut cerita = q.query(nilai())?;
        let (mut daun, mut n) = (Vec::new(), 0);
        let mut kini: Option<(Uuid, Akhir)> = None;
        while let Some(b) = cerita.next()? {
            let Some(p) = self.peristiwa(b, false) else {
                return Ok(None);
            };
            daun.push((p.urut, p.daun));
            let sebelum = kini.replace((p.entri, p.akhir));
            if let Some(akhir) = sebelum.filter(|(id, _)| *id != p.entri) {
                if !self.berikut(&mut entri, akhir)? {
                    return Ok(None);
                }
                n += 1;
            }
        }
        if let Some(akhir) = kini {
            if !self.berikut(&mut entri, akhir)? {
                return Ok(None);
            }
            n += 1;
        }
        if entri.next()?.is_some() {
            return Ok(None);
        }
        let mut q = c.prepare(&peristiwa("pembacaan", "urut"))?;
        let mut dibaca = q.query(nilai())?;
        while let Some(b) = dibaca.next()? {
            let Some(p) = self.peristiwa(b, true) else {
                return Ok(None);
            };
            daun.push((p.urut, p.daun));
        }
        Ok(Some((daun, n)))
    }

    /// An event, if it is as it was sealed.
    fn peristiwa(&self, b: &Row, dibaca: bool) -> Option<Utuh> {
        let baris = BarisPeristiwa {
            urut: u64::try_from(bulat(b, 0)?).ok()?,
            entri: id(b, 1)?,
            versi: bulat(b, 2)?,
            waktu: bulat(b, 3)?,
            bait: blob(b, 4)?,
            garam: blob(b, 5)?,
            hash: blob(b, 6)?,
            dibaca,
        };
        self.dilihat.fetch_add(1, Ordering::Relaxed);
        let (daun, medan, sidik) = lihat_baris(self.daerah, &baris);
        medan.is_empty().then_some(Utuh {
            urut: baris.urut,
            entri: baris.entri,
            daun,
            akhir: Akhir {
                versi: baris.versi,
                sidik,
            },
        })
    }

    /// Whether the next row is that of this entry, as its latest event sealed it.
    fn berikut(&self, entri: &mut rusqlite::Rows, (harap, akhir): (Uuid, Akhir)) -> rusqlite::Result<bool> {
        self.dilihat.fetch_add(1, Ordering::Relaxed);
        Ok(entri
            .next()?
            .and_then(|b| self.entri(b, harap, akhir))
            .unwrap_or_default())
    }

    fn entri(&self, b: &Row, harap: Uuid, akhir: Akhir) -> Option<bool> {
        let (mut e, isi, sidik) = (dari_baris(b)?, teks(b, 15)?, akhir.sidik?);
        if e.id.0 != harap || e.versi != akhir.versi {
            return Some(false);
        }
        // Canonical bytes write what stands for a closed value in one way only; others are read before they are judged.
        if e.sidik_tertulis(isi.as_bytes()).ok()? == sidik
            && (!mungkin_tertutup(isi) || !self.cincin.kunci_hilang(&e))
        {
            return Some(true);
        }
        e.isi = serde_json::from_str(isi).ok()?;
        Some(e.sidik().ok()? == sidik && !self.cincin.kehilangan_kunci(&e))
    }
}

/// An entry without its fields.
fn dari_baris(b: &Row) -> Option<Entri> {
    let milik = |i| teks(b, i).map(str::to_owned);
    let kunci = match (ada(b, 16)?, ada(b, 17)?) {
        (true, true) => Some(KunciEntri {
            induk: bulat(b, 16)?,
            bungkus: blob(b, 17)?.to_vec(),
        }),
        _ => None,
    };
    Some(Entri {
        daerah: KodeDaerah::try_from(milik(0)?).ok()?,
        id: IdEntri(id(b, 1)?),
        register: milik(2)?,
        nomor: milik(3)?,
        unit: KodeUnit(milik(4)?),
        pemegang: KodeUnit(milik(5)?),
        keadaan: milik(6)?,
        versi: bulat(b, 7)?,
        dibuat: bulat(b, 8)?,
        diubah: bulat(b, 9)?,
        jatuh: mungkin(b, 10)?,
        otomatis: mungkin(b, 11)?,
        terbuka: benar(b, 12)?,
        terbit: benar(b, 13)?,
        tenggat: serde_json::from_str(teks(b, 14)?).ok()?,
        isi: Peta::new(),
        kunci,
    })
}

fn ada(b: &Row, i: usize) -> Option<bool> {
    Some(b.get_ref(i).ok()? != ValueRef::Null)
}

fn bulat(b: &Row, i: usize) -> Option<i64> {
    b.get_ref(i).ok()?.as_i64().ok()
}

/// None of a number that may be missing stands for something else than a number.
fn mungkin(b: &Row, i: usize) -> Option<Option<i64>> {
    b.get_ref(i).ok()?.as_i64_or_null().ok()
}

/// SQLite takes every number but 0 as true; the program writes 1.
fn benar(b: &Row, i: usize) -> Option<bool> {
    match bulat(b, i)? {
        0 => Some(false),
        1 => Some(true),
        _ => None,
    }
}

fn teks<'a>(b: &'a Row, i: usize) -> Option<&'a str> {
    b.get_ref(i).ok()?.as_str().ok()
}

fn blob<'a>(b: &'a Row, i: usize) -> Option<&'a [u8]> {
    b.get_ref(i).ok()?.as_blob().ok()
}

fn id(b: &Row, i: usize) -> Option<Uuid> {
    Uuid::from_slice(blob(b, i)?).ok()
}
