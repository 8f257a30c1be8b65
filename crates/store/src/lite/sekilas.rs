//! The quick look over an SQLite file: rows are read where they lie, which sqlx cannot (it copies each column for another
//! thread).

use std::{num::NonZero, path::Path, time::Duration};

use kernel::{Entri, Galat, IdEntri, Peta, nilai::KodeUnit, pribadi::KunciEntri, profil::KodeDaerah};
use ledger::Hash;
use rusqlite::{
    Connection, OpenFlags, Row, params_from_iter,
    types::{Value, ValueRef},
};
use sqlx::{SqliteConnection, SqlitePool};
use tokio::task::spawn_blocking;
use uuid::Uuid;

use super::entri::KOLOM;
use crate::periksa::{Akhir, BarisPeristiwa, Penglihat, Telusur, Utuh, sekilas};

/// More threads wait for the disk.
const MAKS_BAGIAN: usize = 8;
/// Bytes of the file that are read without a copy; SQLite takes no more.
const PETA: i64 = 2_147_418_112;

const G: &str = "looking over the ledger";

/// Takes up the leaves of all events into the walk, if everything is as it was sealed; says whether it was. Not when the
/// regency writes just now, either: then the threads do not see what the walk sees. O(events + entries); forty bytes an
/// event.
pub(crate) async fn lihat(
    kolam: &SqlitePool,
    _: &mut SqliteConnection,
    p: Penglihat,
    t: &mut Telusur<'_>,
) -> Result<bool, Galat> {
    let Some(ukuran) = t.ukuran_kepala() else {
        return Ok(false);
    };
    let berkas = kolam.connect_options().get_filename().to_owned();
    let kerja = {
        let p = p.clone();
        spawn_blocking(move || semua(&berkas, &p, ukuran))
    };
    match p.tunggu(t, kerja).await.map_err(|e| Galat::dalam(G, e))? {
        Ok(Some((daun, entri))) => Ok(t.terima_daun(&daun, entri)),
        Ok(None) => Ok(false),
        Err(e) => {
            tracing::warn!(galat = %e, "no quick look over the ledger; it is walked instead");
            Ok(false)
        }
    }
}

/// The leaves of all events in the order of their places, and how many entries there are.
fn semua(berkas: &Path, p: &Penglihat, ukuran: u64) -> rusqlite::Result<Option<(Vec<Hash>, u64)>> {
    let banyak = std::thread::available_parallelism().map_or(1, NonZero::get);
    let mut sambungan = Vec::new();
    for _ in 0..banyak.min(MAKS_BAGIAN) {
        let c = buka(berkas)?;
        if kepala(&c, &p.daerah)? != ukuran {
            return Ok(None);
        }
        sambungan.push(c);
    }
    let awal = awal(&sambungan, &p.daerah, ukuran)?;
    let hasil = std::thread::scope(|s| {
        let awal = &awal;
        let mulai = |(i, c): (usize, Connection)| s.spawn(move || bagian(p, &c, &awal[i], awal.get(i + 1)));
        let kerja: Vec<_> = (0..awal.len()).zip(sambungan).map(mulai).collect();
        // A thread that fell is one that saw nothing.
        let selesai = kerja.into_iter().map(|k| k.join().unwrap_or(Ok(None)));
        selesai.collect::<rusqlite::Result<Vec<_>>>()
    });
    Ok(sekilas::gabung(hasil?, ukuran))
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

/// Looks at the events and entries with an id from one up to another, or to the last.
fn bagian(
    p: &Penglihat,
    c: &Connection,
    dari: &[u8],
    sampai: Option<&Vec<u8>>,
) -> rusqlite::Result<sekilas::Bagian> {
    let rentang = |kunci: &str| {
        let ujung = sampai.map_or_else(String::new, |_| format!(" and {kunci} < ?3"));
        format!("daerah = ?1 and {kunci} >= ?2{ujung} order by {kunci}")
    };
    let tanya = |tabel: &str, urutan: &str| {
        let rentang = rentang("entri");
        format!("select urut, entri, versi, waktu, bait, garam, hash from {tabel} where {rentang}, {urutan}")
    };
    let nilai = || {
        let id = [Some(dari), sampai.map(Vec::as_slice)].into_iter().flatten();
        let daerah = Value::from(p.daerah.as_str().to_owned());
        params_from_iter(std::iter::once(daerah).chain(id.map(|id| Value::from(id.to_vec()))))
    };
    let mut q = c.prepare(&format!("select {KOLOM} from entri where {}", rentang("id")))?;
    let mut entri = q.query(nilai())?;
    let mut q = c.prepare(&tanya("peristiwa", "versi"))?;
    let mut cerita = q.query(nilai())?;
    let (mut daun, mut n) = (Vec::new(), 0);
    let mut kini: Option<(Uuid, Akhir)> = None;
    while let Some(b) = cerita.next()? {
        let Some(u) = peristiwa(p, b, false) else {
            return Ok(None);
        };
        daun.push((u.urut, u.daun));
        let sebelum = kini.replace((u.entri, u.akhir));
        if let Some(akhir) = sebelum.filter(|(id, _)| *id != u.entri) {
            if !berikut(p, &mut entri, akhir)? {
                return Ok(None);
            }
            n += 1;
        }
    }
    if let Some(akhir) = kini {
        if !berikut(p, &mut entri, akhir)? {
            return Ok(None);
        }
        n += 1;
    }
    if entri.next()?.is_some() {
        return Ok(None);
    }
    let mut q = c.prepare(&tanya("pembacaan", "urut"))?;
    let mut dibaca = q.query(nilai())?;
    while let Some(b) = dibaca.next()? {
        let Some(u) = peristiwa(p, b, true) else {
            return Ok(None);
        };
        daun.push((u.urut, u.daun));
    }
    Ok(Some((daun, n)))
}

/// An event, if it is as it was sealed.
fn peristiwa(p: &Penglihat, b: &Row, dibaca: bool) -> Option<Utuh> {
    p.peristiwa(&BarisPeristiwa {
        urut: u64::try_from(bulat(b, 0)?).ok()?,
        entri: id(b, 1)?,
        versi: bulat(b, 2)?,
        waktu: bulat(b, 3)?,
        bait: blob(b, 4)?,
        garam: blob(b, 5)?,
        hash: blob(b, 6)?,
        dibaca,
    })
}

/// Whether the next row is that of this entry, as its latest event sealed it.
fn berikut(p: &Penglihat, entri: &mut rusqlite::Rows, akhir: (Uuid, Akhir)) -> rusqlite::Result<bool> {
    let lihat = |b| p.entri(dari_baris(b)?, teks(b, 15)?, akhir);
    Ok(entri.next()?.and_then(lihat).unwrap_or_default())
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
