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
    entri::Sidik,
    kanonik,
    nilai::KodeUnit,
    pribadi::{KunciEntri, mungkin_tertutup},
    profil::KodeDaerah,
};
use ledger::Hash;
use rusqlite::{Connection, OpenFlags, Row, types::ValueRef};
use sqlx::SqlitePool;
use tokio::task::spawn_blocking;
use uuid::Uuid;

use crate::{
    kolom,
    periksa::{BarisPeristiwa, Telusur, lihat_bait},
};

/// More threads wait for the disk.
const MAKS_BAGIAN: usize = 8;
/// How often it is told how far the look is.
const JEDA: Duration = Duration::from_millis(200);
/// An id after all others.
const UJUNG: [u8; 17] = [0xff; 17];
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
    let batas = batas(&sambungan, daerah, ukuran)?;
    let bagian = std::thread::scope(|s| {
        let mulai = |(c, dari): (Connection, usize)| {
            let rentang = (&batas[dari][..], &batas[dari + 1][..]);
            s.spawn(move || {
                Penglihat {
                    cincin,
                    daerah,
                    dilihat,
                }
                .bagian(&c, rentang)
            })
        };
        let semua: Vec<_> = sambungan.into_iter().zip(0..).map(mulai).collect();
        let selesai = |k: std::thread::ScopedJoinHandle<'_, rusqlite::Result<Bagian>>| {
            // A thread that fell is one that saw nothing.
            k.join().unwrap_or(Ok(None))
        };
        semua.into_iter().map(selesai).collect::<Vec<_>>()
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

/// Ids between which the shares are about as large as each other: of the entries whose events stand at even distances in
/// the log, since both go by time.
fn batas(sambungan: &[Connection], daerah: &KodeDaerah, ukuran: u64) -> rusqlite::Result<Vec<Vec<u8>>> {
    let n = sambungan.len() as u64;
    let mut batas = vec![Vec::new()];
    for (c, i) in sambungan.iter().zip(1..n) {
        let sql = "select entri from peristiwa where daerah = ?1 and urut >= ?2 order by urut limit 1";
        let mut q = c.prepare(sql)?;
        let mut baris = q.query((daerah.as_str(), i64::try_from(ukuran / n * i).unwrap_or(i64::MAX)))?;
        if let Some(b) = baris.next()? {
            batas.push(b.get_ref(0)?.as_blob().unwrap_or_default().to_vec());
        } else {
            batas.push(UJUNG.to_vec());
        }
    }
    batas.sort();
    batas.push(UJUNG.to_vec());
    Ok(batas)
}

/// Whoever looks at a share.
struct Penglihat<'a> {
    cincin: &'a Cincin,
    daerah: &'a KodeDaerah,
    dilihat: &'a AtomicU64,
}

impl Penglihat<'_> {
    /// Looks at the events and entries with an id from one up to another.
    fn bagian(&self, c: &Connection, (dari, sampai): (&[u8], &[u8])) -> rusqlite::Result<Bagian> {
        let syarat = |kunci: &str| format!("daerah = ?1 and {kunci} >= ?2 and {kunci} < ?3 order by {kunci}");
        let peristiwa = |tabel: &str, urutan: &str| {
            format!(
                "select urut, entri, versi, waktu, bait, garam, hash from {tabel} where {}, {urutan}",
                syarat("entri")
            )
        };
        let rentang = (self.daerah.as_str(), dari, sampai);
        let mut q = c.prepare(&format!("select {} from entri where {}", kolom!(), syarat("id")))?;
        let mut entri = q.query(rentang)?;
        let mut q = c.prepare(&peristiwa("peristiwa", "versi"))?;
        let mut cerita = q.query(rentang)?;
        let (mut daun, mut n) = (Vec::new(), 0);
        let mut akhir: Option<(Uuid, i64, Option<Sidik>)> = None;
        loop {
            let b = cerita.next()?;
            let satu = match b {
                Some(b) => match self.peristiwa(b, false) {
                    Some(satu) => Some(satu),
                    None => return Ok(None),
                },
                None => None,
            };
            let kini = satu.as_ref().map(|(b, ..)| b.entri);
            if let Some((id, versi, sidik)) = akhir.filter(|(id, ..)| Some(*id) != kini) {
                let utuh = entri.next()?.is_some_and(|b| self.entri(b, (id, versi, sidik)));
                if !utuh {
                    return Ok(None);
                }
                n += 1;
            }
            let Some((b, d, sidik)) = satu else { break };
            akhir = Some((b.entri, b.versi, sidik));
            daun.push((b.urut, d));
        }
        if entri.next()?.is_some() {
            return Ok(None);
        }
        let mut q = c.prepare(&peristiwa("pembacaan", "urut"))?;
        let mut dibaca = q.query(rentang)?;
        while let Some(b) = dibaca.next()? {
            let Some((b, d, _)) = self.peristiwa(b, true) else {
                return Ok(None);
            };
            daun.push((b.urut, d));
        }
        Ok(Some((daun, n)))
    }

    /// An event with its leaf and the digest that it seals, if it is as it was sealed.
    fn peristiwa(&self, b: &Row, dibaca: bool) -> Option<(BarisPeristiwa, Hash, Option<Sidik>)> {
        let baris = BarisPeristiwa {
            urut: u64::try_from(bulat(b, 0)?).ok()?,
            entri: id(b, 1)?,
            versi: bulat(b, 2)?,
            waktu: bulat(b, 3)?,
            bait: Vec::new(),
            garam: Vec::new(),
            hash: Vec::new(),
            dibaca,
        };
        let tertulis = (blob(b, 4)?, blob(b, 5)?, blob(b, 6)?);
        let (daun, medan, sidik) = lihat_bait(self.daerah, &baris, tertulis);
        self.dilihat.fetch_add(1, Ordering::Relaxed);
        medan.is_empty().then_some((baris, daun, sidik))
    }

    /// Whether the row is that of the entry, at the version of its latest event and as that sealed it.
    fn entri(&self, b: &Row, (harap, versi, sidik): (Uuid, i64, Option<Sidik>)) -> bool {
        let utuh = || {
            let isi = teks(b, 15)?;
            let e = dari_baris(b)?;
            let kunci = !mungkin_tertutup(isi) || !self.cincin.kunci_hilang(&e);
            let sama = |s: Sidik| e.sidik_tertulis(isi.as_bytes()).is_ok_and(|kini| kini == s);
            // Fields may be written otherwise than canonically.
            let setara = |s: Sidik| {
                let isi: Peta = serde_json::from_str(isi).ok()?;
                let isi = kanonik::bait_isi(&isi).ok()?;
                e.sidik_tertulis(&isi).ok().filter(|kini| *kini == s)
            };
            let cocok = sidik.is_some_and(|s| sama(s) || setara(s).is_some());
            Some(e.id.0 == harap && e.versi == versi && kunci && cocok)
        };
        self.dilihat.fetch_add(1, Ordering::Relaxed);
        utuh().unwrap_or_default()
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
