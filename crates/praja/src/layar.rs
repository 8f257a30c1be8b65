//! How the command line speaks: results on standard output, everything about them on standard error.

use std::io::{self, Read, Write};

use indicatif::{ProgressBar, ProgressStyle};
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

/// How far something is, on standard error; silent when that is no terminal.
#[derive(Clone)]
pub struct Kemajuan(ProgressBar);

impl Kemajuan {
    /// A counter of something of which nobody knows how much there is.
    pub fn hitung(apa: &'static str) -> Self {
        Self::bentuk(ProgressBar::no_length(), &format!("{apa} {{human_pos}} …"))
    }

    /// A bar of so many bytes.
    pub fn bait(n: u64) -> Self {
        const BENTUK: &str = "[{bar:30}] {percent} % · {msg} · {eta}";
        let b = Self::bentuk(ProgressBar::new(n), BENTUK);
        b.0.set_message("0");
        b
    }

    fn bentuk(b: ProgressBar, templat: &str) -> Self {
        if let Ok(s) = ProgressStyle::with_template(templat) {
            b.set_style(s.progress_chars("=> "));
        }
        Kemajuan(b)
    }

    /// So many are done.
    pub fn maju(&self, n: usize) {
        self.0.set_position(u64::try_from(n).unwrap_or(u64::MAX));
    }

    /// So many bytes are done.
    pub fn maju_bait(&self, n: u64) {
        self.0.set_position(n);
    }

    /// What reads through this moves the bar.
    pub fn baca<R: Read>(&self, sumber: R) -> impl Read + use<R> {
        self.0.wrap_read(sumber)
    }

    /// What stands beside the bar.
    pub fn kata(&self, teks: String) {
        self.0.set_message(teks);
    }

    /// Prints a line above the bar.
    pub fn tulis(&self, teks: &str) {
        self.0.suspend(|| tulis(teks));
    }

    /// Clears the line.
    pub fn selesai(self) {
        self.0.finish_and_clear();
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

/// Something that is shown as a row of a table, or as JSON.
pub trait Kartu: Serialize {
    /// What stands above the cells.
    const KEPALA: &'static [&'static str];

    /// Its cells.
    fn baris(&self) -> Vec<String>;

    /// What is told under the table, this once: a secret that is new, line by line.
    fn sekali(&self) -> Vec<String>;
}

/// Shows cards: as JSON, or as a table with what is told once under it.
pub fn kartu<K: Kartu>(semua: &[K], sebagai_json: bool) {
    if sebagai_json {
        return json(&semua);
    }
    tabel(K::KEPALA, &semua.iter().map(K::baris).collect::<Vec<_>>());
    semua.iter().flat_map(K::sekali).for_each(tulis);
}

/// `ya` or `tidak`.
pub fn ya_tidak(ya: bool) -> String {
    if ya { "ya" } else { "tidak" }.to_owned()
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
    /// An archive, or what it should be restored into, refused (exit code 1).
    Cadangan(cadangan::Gagal),
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

impl From<cadangan::Gagal> for Gagal {
    fn from(g: cadangan::Gagal) -> Self {
        Gagal::Cadangan(g)
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
    /// Why, in a line: for a record that officials read.
    pub fn kalimat(&self) -> String {
        match self {
            Gagal::Pemakaian(p) => p.clone(),
            Gagal::Temuan(t) => t.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
            Gagal::Galat(g) => g.to_string(),
            Gagal::Cadangan(g) => g.to_string(),
        }
    }

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
            Gagal::Cadangan(g) => {
                kabari(format!("praja: {g}"));
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
