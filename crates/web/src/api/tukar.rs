//! Tables: entries of any register as rows of a CSV, and rows of a CSV or lines of NDJSON as entries. Used by the
//! API and by the command line; nothing here reads a database.
//!
//! What goes out comes in again: columns are paths (`pelapor.nama`), a list stands in one cell as the kernel writes
//! it, and a cell that a spreadsheet would take for a formula gets an apostrophe that reading takes off again.

use std::{
    borrow::Cow,
    io::{BufRead, Read},
};

use kernel::{
    Galat, GalatMedan, Jenis, Medan, Pesan, Peta, RegisterDef,
    nilai::{dari_teks, ke_teks},
};
use serde_json::Value;

use super::{json, wujud::KEPALA};

mod tanda;
pub mod xlsx;

pub use tanda::{Pernah, Tanda};

/// Most rows in one file.
pub const MAKS_BARIS: usize = 50_000;
/// Largest file, bytes.
pub const MAKS_BERKAS: usize = 20 * 1024 * 1024;
/// Most characters that Excel keeps in a cell: one that holds so many was cut off.
pub(crate) const MAKS_SEL: usize = 32_767;

/// A column: a field, or a field inside a group.
#[derive(Clone, Debug, PartialEq)]
pub struct Lajur {
    /// Path, dots between levels.
    pub nama: String,
    /// The field, with what its group says of all its fields.
    pub medan: Medan,
}

/// The columns of a register's own fields, groups unfolded. O(fields).
pub fn lajur(def: &RegisterDef) -> Vec<Lajur> {
    fn kumpul(medan: &[Medan], awal: &str, hasil: &mut Vec<Lajur>) {
        for m in medan {
            let nama = if m.rata {
                awal.to_owned()
            } else {
                format!("{awal}{}", m.nama)
            };
            if matches!(m.jenis, Jenis::Tempat | Jenis::Orang) {
                let turun = |a: Medan| Medan {
                    pribadi: a.pribadi || m.pribadi,
                    rahasia: a.rahasia || m.rahasia,
                    publik: a.publik || m.publik,
                    hitung: a.hitung || m.hitung,
                    wajib: a.wajib && m.wajib,
                    ..a
                };
                let anak: Vec<Medan> = m.jenis.anak().into_iter().map(turun).collect();
                let awal = if m.rata { nama } else { format!("{nama}.") };
                kumpul(&anak, &awal, hasil);
            } else {
                hasil.push(Lajur {
                    nama,
                    medan: m.clone(),
                });
            }
        }
    }
    let mut hasil = Vec::new();
    kumpul(&def.medan, "", &mut hasil);
    hasil
}

/// The columns that a file to be brought in may have: without what the program fills in itself, and without files,
/// which a cell cannot hold.
pub fn lajur_masuk(def: &RegisterDef) -> Vec<Lajur> {
    let boleh = |l: &Lajur| !l.medan.hitung && !matches!(l.medan.jenis, Jenis::Berkas { .. });
    lajur(def).into_iter().filter(boleh).collect()
}

/// The cells of an entry's fields, one for each column.
pub fn baris(lajur: &[Lajur], isi: &Peta) -> Vec<String> {
    lajur
        .iter()
        .map(|l| {
            ambil(isi, &l.nama)
                .map(|v| ke_teks(&l.medan.jenis, v))
                .unwrap_or_default()
        })
        .collect()
}

/// The value under a path.
pub fn ambil<'a>(isi: &'a Peta, jalan: &str) -> Option<&'a Value> {
    match jalan.split_once('.') {
        None => isi.get(jalan),
        Some((awal, sisa)) => ambil(isi.get(awal)?.as_object()?, sisa),
    }
}

fn taruh(isi: &mut Peta, jalan: &str, nilai: Value) {
    match jalan.split_once('.') {
        None => {
            isi.insert(jalan.to_owned(), nilai);
        }
        Some((awal, sisa)) => {
            let dalam = isi.entry(awal).or_insert_with(|| Value::Object(Peta::new()));
            if let Value::Object(o) = dalam {
                taruh(o, sisa, nilai);
            }
        }
    }
}

fn rumus(s: &str) -> bool {
    s.trim_start_matches('\'')
        .starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// A cell that no spreadsheet takes for a formula. Numbers stay numbers: a negative one calculates nothing.
pub fn amankan<'a>(j: &Jenis, s: &'a str) -> Cow<'a, str> {
    let angka = matches!(
        j,
        Jenis::Bilangan { .. } | Jenis::Uang | Jenis::Lintang | Jenis::Bujur
    );
    if !angka && rumus(s) {
        Cow::Owned(format!("'{s}"))
    } else {
        Cow::Borrowed(s)
    }
}

/// The cell as it was before [`amankan`].
pub fn pulihkan(s: &str) -> &str {
    s.strip_prefix('\'').filter(|sisa| rumus(sisa)).unwrap_or(s)
}

/// A row as the fields of a new entry: empty cells say nothing, what the program fills in itself is left out.
pub fn peta(lajur: &[&Lajur], sel: &[&str]) -> Peta {
    let mut isi = Peta::new();
    for (l, s) in lajur
        .iter()
        .zip(sel)
        .filter(|(l, s)| !l.medan.hitung && !s.trim().is_empty())
    {
        taruh(&mut isi, &l.nama, dari_teks(&l.medan.jenis, pulihkan(s)));
    }
    isi
}

/// A row as what becomes of an entry that is there: an empty cell empties the field. What the file cannot hold (files,
/// secrets, texts that Excel cut off) is left as it is.
fn peta_lama(lajur: &[&Lajur], sel: &[&str]) -> Peta {
    let mut isi = Peta::new();
    for (l, s) in lajur.iter().zip(sel) {
        let m = &l.medan;
        let kosong = s.trim().is_empty();
        let tak_termuat = matches!(m.jenis, Jenis::Berkas { .. }) || s.chars().count() >= MAKS_SEL;
        if m.hitung || tak_termuat || (kosong && m.rahasia) {
            continue;
        }
        let nilai = if kosong {
            Value::Null
        } else {
            dari_teks(&m.jenis, pulihkan(s))
        };
        taruh(&mut isi, &l.nama, nilai);
    }
    isi
}

/// The two forms that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bentuk {
    /// A table with a head.
    Csv,
    /// One JSON object a line.
    Ndjson,
}

/// A row that was read: the fields of an entry, or what is wrong with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Baris {
    /// Its number as a spreadsheet or an editor counts.
    pub nomor: usize,
    /// The entry whose fields these are; none: a new one.
    pub untuk: Option<Tanda>,
    /// Fields, not yet checked against the register.
    pub isi: Result<Peta, Vec<GalatMedan>>,
}

/// Opens a file of rows. O(size) to count, then each row as it is asked for.
///
/// # Errors
/// What makes the whole file unusable: its encoding, its head, too many rows.
pub fn buka<'a>(
    def: &RegisterDef,
    bentuk: Bentuk,
    isi: &'a [u8],
) -> Result<Box<dyn Iterator<Item = Baris> + Send + 'a>, Galat> {
    if isi.len() > MAKS_BERKAS {
        let mb = MAKS_BERKAS / (1024 * 1024);
        return Err(Galat::TerlaluBesar(
            Pesan::baru("Isi permintaan paling besar {mb} MB.").dengan("mb", mb),
        ));
    }
    let teks = teks(isi)?;
    match bentuk {
        Bentuk::Csv => csv(def, teks),
        Bentuk::Ndjson => ndjson(def, teks),
    }
}

fn tak_terbaca(pesan: impl Into<Pesan>) -> Galat {
    Galat::TidakSah(pesan.into())
}

/// That a file does not begin as spreadsheets and texts in other encodings do, and has no NUL so far.
fn tak_lain(isi: &[u8]) -> Result<(), Galat> {
    if isi.starts_with(b"PK\x03\x04") || isi.starts_with(b"\xD0\xCF\x11\xE0") {
        return Err(tak_terbaca(
            "Ini berkas Excel, bukan CSV. Buka di Excel, lalu pilih Simpan sebagai › CSV UTF-8.",
        ));
    }
    if isi.starts_with(b"\xFF\xFE") || isi.starts_with(b"\xFE\xFF") || isi.contains(&0) {
        return Err(tak_terbaca(
            "Berkas ini bukan UTF-8. Di Excel pilih Simpan sebagai › CSV UTF-8.",
        ));
    }
    Ok(())
}

/// The text of a file, without the mark that Windows puts in front; what is no UTF-8 text is named for what it is.
pub(crate) fn teks(isi: &[u8]) -> Result<&str, Galat> {
    tak_lain(isi)?;
    let teks = std::str::from_utf8(isi).map_err(|e| {
        let baris = 1 + isi.iter().take(e.valid_up_to()).filter(|b| **b == b'\n').count();
        tak_terbaca(bukan_teks(baris))
    })?;
    let teks = teks.trim_start_matches('\u{FEFF}');
    if teks.trim().is_empty() {
        Err(tak_terbaca("Berkas ini kosong."))
    } else {
        Ok(teks)
    }
}

fn terlalu_banyak(n: usize) -> Result<(), Galat> {
    if n <= MAKS_BARIS {
        return Ok(());
    }
    Err(Galat::TerlaluBesar(
        "Paling banyak 50.000 baris dalam satu berkas. Bagi berkas ini menjadi beberapa.".into(),
    ))
}

/// What separates cells: a comma, or a semicolon as Excel writes it in Indonesian, or a tab. The head says.
fn pemisah(kepala: &str) -> u8 {
    let mut dalam_kutip = false;
    let mut jumlah = [(b',', 0), (b';', 0), (b'\t', 0)];
    for b in kepala.bytes() {
        match b {
            b'"' => dalam_kutip = !dalam_kutip,
            b'\n' if !dalam_kutip => break,
            b => {
                if let Some((_, n)) = jumlah.iter_mut().find(|(p, _)| *p == b && !dalam_kutip) {
                    *n += 1;
                }
            }
        }
    }
    jumlah
        .into_iter()
        .rev()
        .max_by_key(|(_, n)| *n)
        .map_or(b',', |(p, _)| p)
}

fn pembaca_csv<R: Read>(pisah: u8, sumber: R) -> ::csv::ByteRecordsIntoIter<R> {
    ::csv::ReaderBuilder::new()
        .delimiter(pisah)
        .flexible(true)
        .from_reader(sumber)
        .into_byte_records()
}

fn csv<'a>(def: &RegisterDef, teks: &'a str) -> Result<Box<dyn Iterator<Item = Baris> + Send + 'a>, Galat> {
    // Excel may say in a line of its own what separates the cells.
    let sep = teks.strip_prefix("sep=").and_then(|s| s.split_once('\n'));
    let (pisah, teks, lewat) = match sep {
        Some((s, sisa)) => (s.bytes().next().unwrap_or(b','), sisa, 1),
        None => (pemisah(teks), teks, 0),
    };
    terlalu_banyak(pembaca_csv(pisah, teks.as_bytes()).count())?;
    baris_csv(def, lewat, pembaca_csv(pisah, teks.as_bytes()))
}

/// A row that cannot be taken.
fn salah(nomor: usize, pesan: impl Into<Pesan>) -> Baris {
    Baris {
        nomor,
        untuk: None,
        isi: Err(vec![GalatMedan::baru("baris", pesan)]),
    }
}

/// The rows of a table whose head comes next; `lewat` lines stood before it.
fn baris_csv<'a, R: Read + Send + 'a>(
    def: &RegisterDef,
    lewat: usize,
    mut semua: ::csv::ByteRecordsIntoIter<R>,
) -> Result<Box<dyn Iterator<Item = Baris> + Send + 'a>, Galat> {
    let nama: Vec<String> = match semua.reader_mut().byte_headers() {
        Ok(h) => h
            .iter()
            .map(|s| String::from_utf8_lossy(s).trim().to_owned())
            .collect(),
        Err(_) => return Err(tak_terbaca("Berkas ini kosong.")),
    };
    let kolom = kepala(def, &nama)?;
    let mut putus = false;
    let semua = semua.enumerate().take_while(move |(_, r)| {
        // What cannot be read is told once: a reader that failed fails again.
        let lanjut = !putus;
        putus |= r.as_ref().is_err_and(::csv::Error::is_io_error);
        lanjut
    });
    let baris = semua.filter_map(move |(i, r)| {
        let nomor = i + 2 + lewat;
        let Ok(r) = r else {
            return Some(salah(nomor, "Baris ini tidak dapat dibaca."));
        };
        let sel: Option<Vec<&str>> = r.iter().map(utuh).collect();
        let Some(sel) = sel else {
            return Some(salah(nomor, bukan_teks(nomor)));
        };
        if sel.iter().all(|s| s.trim().is_empty()) {
            return None;
        }
        if sel.len() != kolom.len() {
            let pesan =
                Pesan::baru("Baris ini berisi {n} kolom, kepalanya {m}. Periksa pemisah dan tanda kutipnya.");
            return Some(salah(
                nomor,
                pesan.dengan("n", sel.len()).dengan("m", kolom.len()),
            ));
        }
        let dipakai = kolom
            .iter()
            .zip(&sel)
            .filter_map(|(k, s)| Some((k.as_ref()?, *s)));
        let (lajur, isi): (Vec<&Lajur>, Vec<&str>) = dipakai.unzip();
        let letak = |n: &str| nama.iter().position(|m| m == n).and_then(|i| sel.get(i));
        let untuk = Tanda::dari(|n| letak(n).map_or("", |s| pulihkan(s.trim())).to_owned());
        Some(match untuk {
            Ok(untuk) => Baris {
                nomor,
                isi: Ok(if untuk.is_some() {
                    peta_lama(&lajur, &isi)
                } else {
                    peta(&lajur, &isi)
                }),
                untuk,
            },
            Err(g) => Baris {
                nomor,
                untuk: None,
                isi: Err(g),
            },
        })
    });
    Ok(Box::new(baris))
}

/// That a line is no text.
fn bukan_teks(baris: usize) -> Pesan {
    let pesan = "Baris {baris} berisi huruf yang bukan UTF-8. Di Excel pilih Simpan sebagai › CSV UTF-8.";
    Pesan::baru(pesan).dengan("baris", baris)
}

/// The text that these bytes are, if they are one that can be stored.
fn utuh(bait: &[u8]) -> Option<&str> {
    std::str::from_utf8(bait).ok().filter(|s| !s.contains('\0'))
}

/// Opens a file of rows that is read as it goes, however long it is. O(row) of memory.
///
/// # Errors
/// What makes the whole file unusable: that it is none of text, its head. A row that is wrong is told as a row.
pub fn alirkan<'a>(
    def: &RegisterDef,
    bentuk: Bentuk,
    mut sumber: impl BufRead + Send + 'a,
) -> Result<Box<dyn Iterator<Item = Baris> + Send + 'a>, Galat> {
    let gagal = |e| Galat::dalam("reading a file of rows", e);
    let awal = sumber.fill_buf().map_err(gagal)?;
    tak_lain(awal)?;
    if awal.is_empty() {
        return Err(tak_terbaca("Berkas ini kosong."));
    }
    if awal.starts_with("\u{FEFF}".as_bytes()) {
        sumber.consume("\u{FEFF}".len());
    }
    if bentuk == Bentuk::Ndjson {
        return Ok(baris_ndjson(def, sumber.split(b'\n')));
    }
    let awal = sumber.fill_buf().map_err(gagal)?;
    let (mut pisah, mut lewat) = (pemisah(&String::from_utf8_lossy(awal)), 0);
    if let Some(tanda) = awal.strip_prefix(b"sep=") {
        pisah = tanda.first().copied().unwrap_or(b',');
        sumber.skip_until(b'\n').map_err(gagal)?;
        lewat = 1;
    }
    baris_csv(def, lewat, pembaca_csv(pisah, sumber))
}

/// The columns that a head names; none for those that every entry has and the program fills in itself.
fn kepala(def: &RegisterDef, nama: &[String]) -> Result<Vec<Option<Lajur>>, Galat> {
    let semua = lajur(def);
    let mut salah = Vec::new();
    let mut hasil = Vec::new();
    for (i, n) in nama.iter().enumerate() {
        let l = semua.iter().find(|l| l.nama == *n);
        let potong = || kernel::profil::potong(n, 60).to_owned();
        if n.is_empty() {
            salah.push(GalatMedan::baru(
                "kepala",
                Pesan::baru("Kolom ke-{n} tidak bernama.").dengan("n", i + 1),
            ));
        } else if nama.iter().take(i).any(|m| m == n) {
            salah.push(GalatMedan::baru(potong(), "Kolom ini tertulis dua kali."));
        } else if l.is_none() && !KEPALA.contains(&n.as_str()) {
            let ada: Vec<&str> = semua
                .iter()
                .filter(|l| !l.medan.hitung)
                .map(|l| l.nama.as_str())
                .collect();
            let pesan =
                Pesan::baru("Kolom ini tidak dikenal. Yang ada: {daftar}.").dengan("daftar", ada.join(", "));
            salah.push(GalatMedan::baru(potong(), pesan));
        }
        hasil.push(l.cloned());
    }
    // A file about entries that are there may leave out whatever it does not change.
    let lama = nama.iter().any(|n| n == "id");
    for l in semua
        .iter()
        .filter(|l| !lama && l.medan.wajib && !l.medan.hitung && !nama.contains(&l.nama))
    {
        salah.push(GalatMedan::baru(l.nama.clone(), "Kolom wajib ini tidak ada."));
    }
    // A file of another kind has hundreds of wrong columns; twenty tell it.
    salah.truncate(20);
    if salah.is_empty() {
        Ok(hasil)
    } else {
        Err(Galat::Isian(salah))
    }
}

fn ndjson<'a>(
    def: &RegisterDef,
    teks: &'a str,
) -> Result<Box<dyn Iterator<Item = Baris> + Send + 'a>, Galat> {
    let berisi = |(_, b): &(usize, &str)| !b.trim().is_empty();
    terlalu_banyak(teks.lines().enumerate().filter(berisi).count())?;
    Ok(baris_ndjson(def, std::io::Cursor::new(teks).split(b'\n')))
}

/// The rows of lines that hold one object each.
fn baris_ndjson<'a>(
    def: &RegisterDef,
    semua: impl Iterator<Item = std::io::Result<Vec<u8>>> + Send + 'a,
) -> Box<dyn Iterator<Item = Baris> + Send + 'a> {
    let medan = def.medan_rata();
    let mut putus = false;
    let semua = semua.enumerate().take_while(move |(_, b)| {
        let lanjut = !putus;
        putus |= b.is_err();
        lanjut
    });
    let baris = semua.filter_map(move |(i, b)| {
        let nomor = i + 1;
        let Ok(b) = b else {
            return Some(salah(nomor, "Baris ini tidak dapat dibaca."));
        };
        let Some(teks) = utuh(&b) else {
            return Some(salah(nomor, bukan_teks(nomor)));
        };
        if teks.trim().is_empty() {
            return None;
        }
        let isi = json::urai(teks.as_bytes()).map_err(|g| vec![GalatMedan::baru("baris", g.pesan())]);
        let isi = isi.and_then(|o| Ok((Tanda::dari_objek(&o)?, o)));
        Some(match isi {
            Ok((untuk, mut isi)) => {
                // What an export says of every entry is no field, and what was computed is not sent back.
                isi.retain(|k, _| match medan.iter().find(|m| m.nama == k.as_str()) {
                    Some(m) => untuk.is_none() || !m.hitung,
                    None => !KEPALA.contains(&k.as_str()),
                });
                Baris {
                    nomor,
                    untuk,
                    isi: Ok(isi),
                }
            }
            Err(g) => Baris {
                nomor,
                untuk: None,
                isi: Err(g),
            },
        })
    });
    Box::new(baris)
}

#[cfg(test)]
mod tests;
