//! The regulation reader: the plain text of a regulation, as scanners and converters leave it, becomes provisions with addresses.
//!
//! What is not read right cannot be kept: from here come the reading page of the JDIH, the glossary of a regency (mandat G2) and the
//! ground of the obligations. So three promises hold, and tests hold them: every article, ayat and letter is found and none invented;
//! no word is lost (it stands in a passage, or in [`Hasil::dibuang`] with its line and the reason); what is doubtful is said in
//! [`Hasil::temuan`], never decided in silence.
//!
//! The way of a text: bytes are decoded (`pintu`), lines lose the dress of converters (`baris`) and what printers put between pages
//! (`bersih`), broken words are joined (`kata`), words become passages (`susun`, with `penanda` to recognise marks), and the whole is
//! looked over (`kepala`, `istilah`, `rujukan`, `periksa`). Each step is linear in the length of the text, and none recurses with it.
//!
//! Where a text can be read in two ways, the reader does as a lawyer would:
//!
//! - What is printed counts, not what was meant. An "(6)" that probably should have been letter e. is ayat (6).
//! - Letters under an ayat belong to the ayat, even when a converter set them flush with it.
//! - A sentence without a number after a list belongs to what stands above the list; it keeps its place as [`Jenis::Alinea`].
//! - The promulgation clause ("Agar setiap orang …") is the closing, not part of the last article.
//! - A number that occurs twice is kept twice; the later one's address ends in `-ke-2`.
//! - A lost letter is supplied only where its line is printed, and reported; a lost line is a gap.
//!
//! ```
//! let h = regulasi::baca("BAB I\nKETENTUAN UMUM\n\nPasal 1\n\n(1) Taman dibuka setiap hari.\n(2) Kolam:\na. dalam; dan\nb. dangkal.").unwrap();
//! assert!(h.cari("pasal-1-ayat-2-huruf-b").is_some_and(|s| s.teks == "dangkal."));
//! ```

mod akoma;
mod baris;
mod beda;
mod bersih;
mod istilah;
mod json;
mod kata;
mod kepala;
mod laporan;
mod model;
mod penanda;
mod periksa;
mod pintu;
mod rujukan;
mod satuan;
mod susun;
mod temuan;

use serde::{Deserialize, Serialize};

pub use beda::{Beda, JenisBeda};
pub use istilah::sebutan;
pub use model::{Baris, Identitas, Istilah, Jenis, Luar, Penutup, Ruang, Rujukan, Simpul, Tanda};
pub use pintu::{Galat, MAKS_BITA};
pub use temuan::{Alasan, Dibuang, JenisTemuan, Perbaikan, Temuan, Tingkat};

/// A regulation, read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hasil {
    /// What the title says.
    pub identitas: Identitas,
    /// All passages in the order of the document.
    pub simpul: Vec<Simpul>,
    /// What the closing says.
    pub penutup: Penutup,
    /// The terms it defines.
    pub istilah: Vec<Istilah>,
    /// Its cross-references.
    pub rujukan: Vec<Rujukan>,
    /// What the reader noticed, by line.
    pub temuan: Vec<Temuan>,
    /// Words in no passage.
    pub dibuang: Vec<Dibuang>,
    /// Words that stand in the passages otherwise than printed.
    pub perbaikan: Vec<Perbaikan>,
}

/// Reads a regulation. Whatever the text is, there is a result that keeps all its words; only what is too large is refused.
///
/// # Errors
/// [`Galat::TerlaluBesar`] above [`MAKS_BITA`], [`Galat::Kosong`] for nothing but blanks.
pub fn baca(teks: &str) -> Result<Hasil, Galat> {
    pintu::ukur(teks.len())?;
    if teks.trim().is_empty() {
        return Err(Galat::Kosong);
    }
    Ok(urai(teks, 0))
}

/// Reads a file: UTF-8, UTF-16 or the old Windows code page, with or without a byte-order mark.
///
/// # Errors
/// As [`baca`]; and what is no text (PDF, Word, pictures) is refused with what to do instead.
pub fn baca_bita(bita: &[u8]) -> Result<Hasil, Galat> {
    let (teks, rusak) = pintu::teks(bita)?;
    pintu::ukur(teks.len())?;
    if teks.trim().is_empty() {
        return Err(Galat::Kosong);
    }
    Ok(urai(&teks, rusak))
}

fn urai(teks: &str, rusak: usize) -> Hasil {
    let mut catatan = temuan::Catatan::default();
    if rusak > 0 {
        let pesan = format!("{rusak} aksara tidak terbaca dan diganti tanda “\u{FFFD}”.");
        catatan.catat(JenisTemuan::Aksara, Tingkat::Ragu, 0, None, pesan);
    }
    let baris = bersih::bersihkan(baris::uraikan(teks, &mut catatan), &mut catatan);
    let kata = kata::uraikan(&baris, &mut catatan);
    let susunan = susun::susun(&kata, &mut catatan);
    let penutup = kepala::penutup(&kata, &susunan, &mut catatan);
    let identitas = kepala::identitas(&kata, &susunan, &penutup, &mut catatan);
    let simpul = susunan.simpul;
    let istilah = istilah::kumpulkan(&simpul, &mut catatan);
    let rujukan = rujukan::kumpulkan(&simpul, &mut catatan);
    periksa::periksa(&simpul, &istilah, &mut catatan);
    let (temuan, dibuang, perbaikan) = catatan.selesai();
    Hasil {
        identitas,
        simpul,
        penutup,
        istilah,
        rujukan,
        temuan,
        dibuang,
        perbaikan,
    }
}

impl Hasil {
    /// The passage with this address.
    pub fn cari(&self, alamat: &str) -> Option<&Simpul> {
        self.simpul.iter().find(|s| s.alamat == alamat)
    }

    /// The passages of one kind among the articles: chapters, articles, ayat …
    pub fn batang(&self, jenis: Jenis) -> impl Iterator<Item = &Simpul> {
        self.simpul
            .iter()
            .filter(move |s| s.jenis == jenis && s.ruang == Ruang::Batang)
    }

    /// Every provision that can be named: articles, ayat, letters and numbers, in the order of the text.
    pub fn ketentuan(&self) -> impl Iterator<Item = &Simpul> {
        let bernomor = |j| matches!(j, Jenis::Pasal | Jenis::Ayat | Jenis::Huruf | Jenis::Angka);
        self.simpul
            .iter()
            .filter(move |s| s.ruang == Ruang::Batang && bernomor(s.jenis))
    }

    /// The explanation of a provision, where the regulation has one.
    pub fn penjelasan(&self, alamat: &str) -> Option<&Simpul> {
        self.simpul
            .iter()
            .find(|s| periksa::menjelaskan(s) == Some(alamat))
    }

    /// For each passage, the passages right below it, as indices into [`Hasil::simpul`].
    pub fn anak(&self) -> Vec<Vec<usize>> {
        json::anak(&self.simpul)
    }

    /// What people look for and cite: each ayat, each article without ayat, each definition and consideration, with
    /// the words of the list below it; address and words, in reading order. O(length).
    pub fn satuan(&self) -> Vec<(&str, String)> {
        satuan::kumpulkan(self)
    }

    /// What this wording changes in an earlier one, provision by provision. O(length of both).
    pub fn beda(&self, lama: &Hasil) -> Vec<Beda> {
        beda::bandingkan(lama, self)
    }

    /// What `praja regulation read FILE --json` prints.
    pub fn json(&self) -> serde_json::Value {
        json::nilai(self)
    }

    /// What `praja regulation read FILE` prints: what was understood, what was not, with line numbers.
    pub fn laporan(&self) -> String {
        laporan::tulis(self)
    }

    /// The regulation as an Akoma Ntoso 3.0 document.
    pub fn akoma(&self) -> String {
        akoma::tulis(self)
    }
}
