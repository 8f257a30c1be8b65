//! The first sheet of an Excel workbook (ECMA-376, SpreadsheetML) as the CSV that it would be saved as: what stands in a
//! cell, not how it looks. Nothing of the file is believed: what it unpacks to is bounded while it is unpacked, so that
//! twenty megabytes never become twenty gigabytes.

use std::{
    collections::{BTreeMap, HashSet},
    io::{BufRead, BufReader, Cursor, Read},
};

use jiff::{ToSpan, civil::Date};
use kernel::{Galat, Jenis, Pesan};
use quick_xml::{
    Reader, XmlVersion,
    events::{BytesStart, Event},
};
use zip::ZipArchive;

use super::{MAKS_BERKAS, amankan, pulihkan, tak_terbaca, terlalu_banyak};

/// Media type of a workbook.
pub const TIPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// Most bytes that all read parts of a workbook unpack to.
const MAKS_BUKA: u64 = 128 * 1024 * 1024;
/// Most columns that Excel has.
const MAKS_KOLOM: usize = 16_384;

/// How a workbook begins.
pub const AWAL: &[u8] = b"PK\x03\x04";

fn rusak() -> Galat {
    tak_terbaca("Berkas Excel ini tidak dapat dibaca. Buka di Excel, lalu simpan sekali lagi sebagai .xlsx.")
}

fn terlalu_besar() -> Galat {
    Galat::TerlaluBesar("Isi berkas Excel ini terlalu besar. Bagi menjadi beberapa berkas.".into())
}

/// The workbook's first sheet as CSV, row by row as the sheet numbers them. O(unpacked size), which is bounded.
///
/// # Errors
/// What is no workbook, is too large, or holds a formula that failed.
pub fn ke_csv(isi: &[u8]) -> Result<Vec<u8>, Galat> {
    if isi.len() > MAKS_BERKAS {
        return Err(terlalu_besar());
    }
    let mut buku = Buku {
        arsip: ZipArchive::new(Cursor::new(isi)).map_err(|_| rusak())?,
        sisa: MAKS_BUKA,
    };
    let (lembar, bagian, tahun_1904) = buku.susunan()?;
    let cari = |jenis: &str| {
        bagian
            .values()
            .find(|(j, _)| j.ends_with(jenis))
            .map(|(_, t)| t.clone())
    };
    let kata = match cari("/sharedStrings") {
        Some(p) => buku.kata(&p)?,
        None => Vec::new(),
    };
    let hari = match cari("/styles") {
        Some(p) => buku.gaya_hari(&p)?,
        None => HashSet::new(),
    };
    let (_, jalur) = bagian.get(&lembar).ok_or_else(rusak)?;
    let mut tulis = Penulis::default();
    let mut sel = Sel::default();
    buku.lalui(&jalur.clone(), |kejadian| {
        match kejadian {
            Kejadian::Buka("row", a) => tulis.baris(a.get("r"))?,
            Kejadian::Buka("c", a) => {
                sel = Sel {
                    letak: a.get("r").cloned().unwrap_or_default(),
                    jenis: a.get("t").cloned().unwrap_or_default(),
                    hari: a
                        .get("s")
                        .and_then(|s| s.parse().ok())
                        .is_some_and(|s: usize| hari.contains(&s)),
                    isi: String::new(),
                };
            }
            Kejadian::Teks("v" | "t", s) => sel.isi.push_str(s),
            Kejadian::Tutup("c") => {
                let teks = sel.teks(&kata, tahun_1904)?;
                tulis.sel(&sel.letak, &teks)?;
            }
            Kejadian::Tutup("row") => tulis.tutup()?,
            _ => {}
        }
        Ok(())
    })?;
    Ok(tulis.hasil)
}

/// A cell that is being read.
#[derive(Default)]
struct Sel {
    letak: String,
    jenis: String,
    hari: bool,
    isi: String,
}

impl Sel {
    fn teks(&self, kata: &[String], tahun_1904: bool) -> Result<String, Galat> {
        // Whoever saves our CSV as a workbook keeps the signs that defused it.
        let teks = |s: &str| amankan(&Jenis::Teks { maks: 1 }, pulihkan(s)).into_owned();
        match self.jenis.as_str() {
            "s" => {
                let i: usize = self.isi.trim().parse().map_err(|_| rusak())?;
                kata.get(i).map(|s| teks(s)).ok_or_else(rusak)
            }
            "str" | "inlineStr" => Ok(teks(&self.isi)),
            "b" => Ok(if self.isi.trim() == "1" { "ya" } else { "tidak" }.to_owned()),
            "d" => Ok(self.isi.trim().to_owned()),
            "e" => {
                let pesan =
                    Pesan::baru("Sel {sel} berisi rumus yang gagal ({isi}). Perbaiki di Excel, lalu simpan.");
                let isi = kernel::profil::potong(self.isi.trim(), 20);
                Err(tak_terbaca(
                    pesan
                        .dengan("sel", kernel::profil::potong(&self.letak, 10))
                        .dengan("isi", isi),
                ))
            }
            _ => Ok(angka(self.isi.trim(), self.hari, tahun_1904)),
        }
    }
}

/// A number as its digits; one that is shown as a day, as that day.
fn angka(s: &str, hari: bool, tahun_1904: bool) -> String {
    let Ok(n) = s.parse::<f64>() else {
        return s.to_owned();
    };
    // Excel counts days from here, having taken 1900 for a leap year.
    let awal = if tahun_1904 {
        Date::constant(1904, 1, 1)
    } else {
        Date::constant(1899, 12, 30)
    };
    let tanggal = || {
        awal.checked_add((n.floor() as i64).days())
            .ok()
            .map(|d| d.to_string())
    };
    if hari
        && (0.0..3_000_000.0).contains(&n)
        && let Some(d) = tanggal()
    {
        return d;
    }
    if n.fract() == 0.0 && n.abs() < 1e15 {
        format!("{n:.0}")
    } else {
        n.to_string()
    }
}

/// The rows that come out.
#[derive(Default)]
struct Penulis {
    hasil: Vec<u8>,
    kini: Vec<String>,
    nomor: usize,
    lebar: usize,
}

impl Penulis {
    /// Begins a row; rows that the sheet leaves out are empty ones.
    fn baris(&mut self, r: Option<&String>) -> Result<(), Galat> {
        let nomor = match r {
            Some(r) => r.parse().map_err(|_| rusak())?,
            None => self.nomor + 1,
        };
        if nomor <= self.nomor {
            return Err(rusak());
        }
        if self.nomor == 0 && nomor > 1 {
            return Err(tak_terbaca("Baris pertama lembar Excel harus berisi nama kolom."));
        }
        // Sheets go on with rows that are only formatted; the head is one row more.
        terlalu_banyak(nomor.saturating_sub(1))?;
        while self.nomor + 1 < nomor {
            self.nomor += 1;
            self.tutup()?;
        }
        self.nomor = nomor;
        Ok(())
    }

    fn sel(&mut self, letak: &str, teks: &str) -> Result<(), Galat> {
        let i = match letak {
            "" => self.kini.len(),
            s => kolom(s).ok_or_else(rusak)?,
        };
        if teks.is_empty() {
            return Ok(());
        }
        if i >= self.kini.len() {
            self.kini.resize(i + 1, String::new());
        }
        if let Some(s) = self.kini.get_mut(i) {
            teks.clone_into(s);
        }
        Ok(())
    }

    fn tutup(&mut self) -> Result<(), Galat> {
        if self.nomor == 1 {
            self.lebar = self.kini.len();
        }
        if self.kini.len() < self.lebar {
            self.kini.resize(self.lebar, String::new());
        }
        let mut w = ::csv::Writer::from_writer(&mut self.hasil);
        let tulis = w.write_record(&self.kini).and_then(|()| Ok(w.flush()?));
        tulis.map_err(|e| Galat::dalam("writing a CSV", e))?;
        drop(w);
        self.kini.clear();
        if self.hasil.len() > MAKS_BERKAS {
            Err(terlalu_besar())
        } else {
            Ok(())
        }
    }
}

/// The column of a cell such as `AB12`, from zero.
fn kolom(letak: &str) -> Option<usize> {
    let huruf = letak.bytes().take_while(u8::is_ascii_alphabetic);
    let n = huruf.fold(0_usize, |n, b| {
        n.saturating_mul(26)
            .saturating_add(usize::from(b.to_ascii_uppercase() - b'A') + 1)
    });
    n.checked_sub(1).filter(|n| *n < MAKS_KOLOM)
}

/// What a part of the workbook says, one thing after the other, by local names.
enum Kejadian<'a> {
    Buka(&'a str, &'a BTreeMap<String, String>),
    Teks(&'a str, &'a str),
    Tutup(&'a str),
}

/// Parts by their ids in the workbook: kind and path.
type Bagian = BTreeMap<String, (String, String)>;

/// A workbook that is being read.
struct Buku<'a> {
    arsip: ZipArchive<Cursor<&'a [u8]>>,
    sisa: u64,
}

impl Buku<'_> {
    /// Reads a part to its end.
    fn lalui(&mut self, jalur: &str, mut f: impl FnMut(Kejadian) -> Result<(), Galat>) -> Result<(), Galat> {
        let berkas = self.arsip.by_name(jalur).map_err(|_| rusak())?;
        let mut sumber = BufReader::new(berkas.take(self.sisa));
        let hasil = telusuri(&mut sumber, &mut f);
        self.sisa = sumber.into_inner().limit();
        // Cut off where the bound was, a part is no whole XML either: the bound is the reason that helps.
        if self.sisa == 0 {
            Err(terlalu_besar())
        } else {
            hasil
        }
    }

    /// The first sheet's id, the parts there are, and whether days are counted from 1904.
    fn susunan(&mut self) -> Result<(String, Bagian, bool), Galat> {
        let (mut lembar, mut tahun_1904) = (None, false);
        self.lalui("xl/workbook.xml", |k| {
            match k {
                Kejadian::Buka("sheet", a) if lembar.is_none() && !a.contains_key("state") => {
                    lembar = a.get("id").cloned();
                }
                Kejadian::Buka("workbookPr", a) => {
                    tahun_1904 = a.get("date1904").is_some_and(|v| v == "1" || v == "true");
                }
                _ => {}
            }
            Ok(())
        })?;
        let mut bagian = Bagian::new();
        self.lalui("xl/_rels/workbook.xml.rels", |k| {
            if let Kejadian::Buka("Relationship", a) = k
                && let (Some(id), Some(jenis), Some(ke)) = (a.get("Id"), a.get("Type"), a.get("Target"))
            {
                let jalur = match ke.strip_prefix('/') {
                    Some(s) => s.to_owned(),
                    None => format!("xl/{ke}"),
                };
                bagian.insert(id.clone(), (jenis.clone(), jalur));
            }
            Ok(())
        })?;
        Ok((lembar.ok_or_else(rusak)?, bagian, tahun_1904))
    }

    /// The texts that cells share.
    fn kata(&mut self, jalur: &str) -> Result<Vec<String>, Galat> {
        let (mut semua, mut kini, mut lafal) = (Vec::new(), String::new(), false);
        self.lalui(jalur, |k| {
            match k {
                Kejadian::Buka("rPh", _) => lafal = true,
                Kejadian::Tutup("rPh") => lafal = false,
                Kejadian::Teks("t", s) if !lafal => kini.push_str(s),
                Kejadian::Tutup("si") => semua.push(std::mem::take(&mut kini)),
                _ => {}
            }
            Ok(())
        })?;
        Ok(semua)
    }

    /// Which styles of cells show a number as a day.
    fn gaya_hari(&mut self, jalur: &str) -> Result<HashSet<usize>, Galat> {
        let (mut sendiri, mut gaya, mut n, mut di_sel) = (HashSet::new(), HashSet::new(), 0, false);
        self.lalui(jalur, |k| {
            match k {
                Kejadian::Buka("numFmt", a) => {
                    if let (Some(id), Some(pola)) = (a.get("numFmtId"), a.get("formatCode"))
                        && pola_hari(pola)
                    {
                        sendiri.insert(id.clone());
                    }
                }
                Kejadian::Buka("cellXfs", _) => di_sel = true,
                Kejadian::Tutup("cellXfs") => di_sel = false,
                Kejadian::Buka("xf", a) if di_sel => {
                    let id = a.get("numFmtId").map_or("0", String::as_str);
                    let bawaan =
                        matches!(id.parse().unwrap_or(0_u32), 14..=17 | 22 | 27..=31 | 34..=36 | 50..=58);
                    if bawaan || sendiri.contains(id) {
                        gaya.insert(n);
                    }
                    n += 1;
                }
                _ => {}
            }
            Ok(())
        })?;
        Ok(gaya)
    }
}

/// Whether a format shows a day: it names year or day outside of quoted text and brackets.
fn pola_hari(pola: &str) -> bool {
    let (mut kutip, mut kurung, mut lewat) = (false, false, false);
    pola.chars().any(|c| {
        if std::mem::take(&mut lewat) {
            return false;
        }
        match c {
            '\\' | '_' | '*' => lewat = true,
            '"' => kutip = !kutip,
            '[' => kurung = true,
            ']' => kurung = false,
            'y' | 'Y' | 'd' | 'D' => return !kutip && !kurung,
            _ => {}
        }
        false
    })
}

fn atribut(e: &BytesStart) -> Result<BTreeMap<String, String>, Galat> {
    let satu = |a: Result<quick_xml::events::attributes::Attribute, _>| {
        let a = a.map_err(|_| rusak())?;
        let nilai = a.normalized_value(XmlVersion::Implicit1_0).map_err(|_| rusak())?;
        Ok((a.key.local_name().as_ref().to_owned(), nilai.into_owned()))
    };
    e.attributes().map(satu).collect()
}

fn telusuri(sumber: impl BufRead, f: &mut impl FnMut(Kejadian) -> Result<(), Galat>) -> Result<(), Galat> {
    let mut r = Reader::from_reader(sumber);
    let (mut tumpuk, mut bait): (Vec<String>, Vec<u8>) = (Vec::new(), Vec::new());
    loop {
        bait.clear();
        let k = r.read_event_into(&mut bait).map_err(|_| rusak())?;
        let di = tumpuk.last().map_or("", String::as_str);
        match k {
            Event::Start(e) => {
                let nama = e.local_name().as_ref().to_owned();
                f(Kejadian::Buka(&nama, &atribut(&e)?))?;
                tumpuk.push(nama);
            }
            Event::Empty(e) => {
                let nama = e.local_name().as_ref().to_owned();
                f(Kejadian::Buka(&nama, &atribut(&e)?))?;
                f(Kejadian::Tutup(&nama))?;
            }
            Event::End(_) => {
                let nama = tumpuk.pop().ok_or_else(rusak)?;
                f(Kejadian::Tutup(&nama))?;
            }
            Event::Text(t) => f(Kejadian::Teks(di, &t.xml10_content()))?,
            Event::CData(t) => f(Kejadian::Teks(di, &t.xml10_content()))?,
            Event::GeneralRef(x) => {
                let huruf = match &*x {
                    "lt" => '<',
                    "gt" => '>',
                    "amp" => '&',
                    "quot" => '"',
                    "apos" => '\'',
                    _ => x.resolve_char_ref().ok().flatten().ok_or_else(rusak)?,
                };
                f(Kejadian::Teks(di, huruf.encode_utf8(&mut [0; 4])))?;
            }
            Event::DocType(_) => return Err(rusak()),
            Event::Eof if tumpuk.is_empty() => return Ok(()),
            Event::Eof => return Err(rusak()),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
        // No part of a workbook nests deeper than a few levels.
        if tumpuk.len() > 64 {
            return Err(rusak());
        }
    }
}

#[cfg(test)]
mod tests;
