//! What the reader noticed: repairs it made, places it doubts, numbers that do not run on. Shown to the legal officer, who decides.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tingkat {
    /// For the record: dirt removed, with certainty.
    Info,
    /// The reader decided, but a person should look.
    Ragu,
    /// The text contradicts itself or something is missing.
    Salah,
}

/// What was noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JenisTemuan {
    /// A catch-word at the end of a page was taken out.
    KataAlih,
    /// A page number was taken out.
    NomorHalaman,
    /// A header that repeats on pages was taken out.
    KepalaHalaman,
    /// Marks of Markdown or HTML were taken off.
    TandaTata,
    /// Letters of lists hung at the ends of lines.
    PenandaMenggantung,
    /// A number or letter was misread by the scanner and has been repaired.
    PenandaDiperbaiki,
    /// A letter is lost; the line it stood before was recognised.
    PenandaHilang,
    /// Something looks like a number or letter of a list but was left in the text.
    PenandaRagu,
    /// A word was repaired.
    KataDiperbaiki,
    /// A line begins in the middle of a sentence; words may be missing.
    KalimatTerputus,
    /// A title stood before or around its heading.
    JudulTerbalik,
    /// A number or letter is missing.
    NomorLompat,
    /// A number or letter occurs twice.
    NomorGanda,
    /// A number or letter comes after a higher one.
    UrutanTerbalik,
    /// A list ends with "dan" or "atau", or with a colon that nothing follows.
    DaftarTerputus,
    /// Sentences without a full stop.
    TitikHilang,
    /// A reference to a provision that does not exist.
    RujukanMenggantung,
    /// A reference whose target does not seem to be meant.
    RujukanRagu,
    /// A term is defined twice.
    IstilahGanda,
    /// An item among the definitions defines nothing.
    IstilahTanpaIsi,
    /// An abbreviation is used that is explained nowhere.
    SingkatanTakDikenal,
    /// Title, considerations or legal bases are not in the text.
    PembukaanKurang,
    /// Number, year or kind were taken from elsewhere in the text.
    Disimpulkan,
    /// Something about enactment or promulgation is missing or odd.
    PenutupRagu,
    /// Elucidation and articles do not match.
    PenjelasanTakCocok,
    /// Text that belongs to no article.
    TeksTanpaPasal,
    /// Not one article was found.
    TidakAdaPasal,
    /// Lists deeper than the reader follows.
    TerlaluDalam,
    /// Bytes that are not text in the encoding.
    Aksara,
    /// More findings than are listed.
    Selebihnya,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Temuan {
    /// What.
    pub jenis: JenisTemuan,
    /// How much it matters.
    pub tingkat: Tingkat,
    /// The line of the source, from 1; 0 when it concerns the whole.
    pub baris: usize,
    /// The provision, when it is one.
    pub alamat: Option<String>,
    /// In plain Indonesian.
    pub pesan: String,
}

/// Why words of the source are in no provision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Alasan {
    /// Catch-word: the first words of the next page.
    KataAlih,
    /// Page number.
    NomorHalaman,
    /// Header repeated on pages.
    KepalaHalaman,
    /// A rule or a tag.
    TandaTata,
}

/// Words left out, word for word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dibuang {
    /// Line of the source.
    pub baris: usize,
    /// The words.
    pub teks: String,
    /// Why.
    pub alasan: Alasan,
}

/// A word that stands in the text otherwise than in the source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Perbaikan {
    /// Line of the source.
    pub baris: usize,
    /// As printed.
    pub asli: String,
    /// As read.
    pub menjadi: String,
}

/// Of one kind at most this many are listed; noise must not fill the memory. How many more there are is said.
const MAKS_SEJENIS: usize = 500;

/// Findings while they are collected.
#[derive(Default)]
pub(crate) struct Catatan {
    pub temuan: Vec<Temuan>,
    pub dibuang: Vec<Dibuang>,
    pub perbaikan: Vec<Perbaikan>,
    banyak: HashMap<JenisTemuan, usize>,
}

impl Catatan {
    pub fn catat(
        &mut self,
        jenis: JenisTemuan,
        tingkat: Tingkat,
        baris: usize,
        alamat: Option<&str>,
        pesan: String,
    ) {
        let n = self.banyak.entry(jenis).or_default();
        *n += 1;
        if *n <= MAKS_SEJENIS {
            self.temuan.push(Temuan {
                jenis,
                tingkat,
                baris,
                alamat: alamat.map(Into::into),
                pesan,
            });
        }
    }

    pub fn buang(&mut self, baris: usize, teks: &str, alasan: Alasan) {
        self.dibuang.push(Dibuang {
            baris,
            teks: teks.into(),
            alasan,
        });
    }

    pub fn perbaiki(&mut self, baris: usize, asli: &str, menjadi: &str) {
        self.perbaikan.push(Perbaikan {
            baris,
            asli: asli.into(),
            menjadi: menjadi.into(),
        });
    }

    /// In the order of the source, with what was left unlisted.
    pub fn selesai(mut self) -> (Vec<Temuan>, Vec<Dibuang>, Vec<Perbaikan>) {
        let lebih: usize = self.banyak.values().map(|n| n.saturating_sub(MAKS_SEJENIS)).sum();
        if lebih > 0 {
            self.temuan.push(Temuan {
                jenis: JenisTemuan::Selebihnya,
                tingkat: Tingkat::Ragu,
                baris: 0,
                alamat: None,
                pesan: format!("Masih ada {lebih} temuan sejenis yang tidak ditulis satu per satu."),
            });
        }
        self.temuan.sort_by_key(|t| t.baris);
        self.dibuang.sort_by_key(|d| d.baris);
        (self.temuan, self.dibuang, self.perbaikan)
    }
}
