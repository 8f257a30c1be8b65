//! How the command line speaks: results on standard output, everything about them on standard error.

use std::io::{self, IsTerminal, Write};

use kernel::Galat;
use serde::Serialize;

use profil::temuan::Temuan;

use crate::rakit;

/// Prints a line. Whoever reads may have gone away (`praja export | head`); that is no error of ours.
pub fn tulis(teks: impl AsRef<str>) {
    let _ = writeln!(io::stdout().lock(), "{}", teks.as_ref());
}

/// Prints a line for the person, not for the next program.
pub fn kabari(teks: impl AsRef<str>) {
    let _ = writeln!(io::stderr().lock(), "{}", teks.as_ref());
}

/// Prints a value as JSON.
pub fn json(nilai: &impl Serialize) {
    match serde_json::to_string_pretty(nilai) {
        Ok(s) => tulis(s),
        Err(e) => kabari(format!("praja: hasil tidak dapat ditulis sebagai JSON: {e}")),
    }
}

/// A counter on standard error that stays on its line; silent when nobody watches.
pub struct Kemajuan {
    apa: &'static str,
    tampil: bool,
}

impl Kemajuan {
    /// A counter of something.
    pub fn baru(apa: &'static str) -> Self {
        Kemajuan {
            apa,
            tampil: io::stderr().is_terminal(),
        }
    }

    /// So many are done.
    pub fn maju(&mut self, n: usize) {
        if self.tampil {
            let _ = write!(io::stderr().lock(), "\r{} {n} …", self.apa);
        }
    }

    /// Clears the line.
    pub fn selesai(self) {
        if self.tampil {
            let _ = write!(io::stderr().lock(), "\r\x1b[K");
        }
    }
}

/// Columns of text, as wide as their longest cell.
pub fn tabel(judul: &[&str], baris: &[Vec<String>]) {
    let lebar = |i: usize| {
        let isi = baris
            .iter()
            .filter_map(|b| b.get(i))
            .map(|s| s.chars().count())
            .max()
            .unwrap_or(0);
        isi.max(judul.get(i).map_or(0, |j| j.chars().count()))
    };
    let rapikan = |sel: Vec<&str>| {
        let isi = sel
            .iter()
            .enumerate()
            .map(|(i, s)| format!("{s:<w$}", w = lebar(i)))
            .collect::<Vec<_>>()
            .join("  ");
        isi.trim_end().to_owned()
    };
    tulis(rapikan(judul.to_vec()));
    for b in baris {
        tulis(rapikan(b.iter().map(String::as_str).collect()));
    }
}

/// Why a command did not do what was asked.
#[derive(Debug)]
pub enum Gagal {
    /// It was asked wrongly (exit code 2).
    Pemakaian(String),
    /// Configuration or profiles have mistakes (exit code 1).
    Temuan(Vec<Temuan>),
    /// It was refused or did not work (exit code 1).
    Galat(Galat),
}

impl From<Galat> for Gagal {
    fn from(g: Galat) -> Self {
        Gagal::Galat(g)
    }
}

impl From<Vec<Temuan>> for Gagal {
    fn from(t: Vec<Temuan>) -> Self {
        Gagal::Temuan(t)
    }
}

impl From<rakit::Gagal> for Gagal {
    fn from(g: rakit::Gagal) -> Self {
        match g {
            rakit::Gagal::Profil(t) => Gagal::Temuan(t),
            rakit::Gagal::Galat(g) => Gagal::Galat(g),
        }
    }
}

impl Gagal {
    /// Tells the person, and gives the exit code.
    pub fn katakan(&self) -> u8 {
        match self {
            Gagal::Pemakaian(p) => {
                kabari(format!("praja: {p}"));
                2
            }
            Gagal::Temuan(t) => {
                for t in t {
                    kabari(t.to_string());
                }
                1
            }
            // Two voices: here the operator listens, so the failing step and its causes are told as they are.
            Gagal::Galat(g) => {
                kabari(format!("praja: {g}"));
                1
            }
        }
    }
}
