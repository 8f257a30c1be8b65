//! What a regulation is, once read: its provisions in document order, each with an address that stays.
//!
//! The nodes lie in one list instead of a tree of boxes: whatever the input, nothing here recurses with its depth, and
//! "every word landed somewhere" can be checked by walking one list.

use serde::{Deserialize, Serialize};

/// What kind of passage a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Jenis {
    /// Everything above the considerations: cover, title, the issuer's name.
    Kepala,
    /// The considerations; its items are letters.
    Menimbang,
    /// The legal bases; its items are numbers.
    Mengingat,
    /// Further documents taken into account.
    Memperhatikan,
    /// "Dengan Persetujuan Bersama …", in regulations made with a council.
    Persetujuan,
    /// The word MEMUTUSKAN.
    Memutuskan,
    /// What is enacted, in one sentence.
    Menetapkan,
    /// Chapter.
    Bab,
    /// Part of a chapter.
    Bagian,
    /// Division of a part.
    Paragraf,
    /// Article.
    Pasal,
    /// Numbered subsection, printed `(1)`.
    Ayat,
    /// Lettered item, printed `a.` or, one level deeper, `a)`.
    Huruf,
    /// Numbered item, printed `1.` or, one level deeper, `1)`.
    Angka,
    /// A sentence without a number that follows a list and belongs to what stands above the list.
    Alinea,
    /// The closing: promulgation clause, places, dates, signatories, gazette.
    Penutup,
    /// The elucidation: its heading, and below it "Umum" and the articles.
    Penjelasan,
    /// The general part of the elucidation.
    Umum,
    /// An annex, as text.
    Lampiran,
}

impl Jenis {
    /// The name as addresses and JSON use it.
    pub fn nama(self) -> &'static str {
        match self {
            Self::Kepala => "kepala",
            Self::Menimbang => "menimbang",
            Self::Mengingat => "mengingat",
            Self::Memperhatikan => "memperhatikan",
            Self::Persetujuan => "persetujuan",
            Self::Memutuskan => "memutuskan",
            Self::Menetapkan => "menetapkan",
            Self::Bab => "bab",
            Self::Bagian => "bagian",
            Self::Paragraf => "paragraf",
            Self::Pasal => "pasal",
            Self::Ayat => "ayat",
            Self::Huruf => "huruf",
            Self::Angka => "angka",
            Self::Alinea => "alinea",
            Self::Penutup => "penutup",
            Self::Penjelasan => "penjelasan",
            Self::Umum => "umum",
            Self::Lampiran => "lampiran",
        }
    }

    /// Title pages, closings and annexes keep their lines: they are set, not running text.
    pub(crate) fn berbaris(self) -> bool {
        matches!(
            self,
            Self::Kepala | Self::Persetujuan | Self::Penutup | Self::Penjelasan | Self::Lampiran
        )
    }

    /// BAB, Bagian and Paragraf group articles and have a title.
    pub fn pengelompok(self) -> bool {
        matches!(self, Self::Bab | Self::Bagian | Self::Paragraf)
    }
}

/// Which part of the document a node stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ruang {
    /// Title to enactment.
    Pembukaan,
    /// The articles.
    Batang,
    /// Closing.
    Penutup,
    /// Elucidation.
    Penjelasan,
    /// Annexes.
    Lampiran,
}

/// Lines of the source, counted from 1, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Baris {
    /// First line.
    pub dari: usize,
    /// Last line, with everything below the node.
    pub sampai: usize,
}

/// One passage of the regulation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Simpul {
    /// Its kind.
    pub jenis: Jenis,
    /// Where in the document.
    pub ruang: Ruang,
    /// Its permanent address, unique in the document: `pasal-16-ayat-3-huruf-c`.
    pub alamat: String,
    /// Its number or letter without ornament: `II`, `3`, `12A`, `c`. Empty where there is none.
    pub label: String,
    /// The same as a number, to count with; 0 where there is none.
    pub urut: u32,
    /// The letter of an inserted article: `A` of "Pasal 12A".
    pub sisipan: Option<String>,
    /// Number or letter exactly as printed: `BAB 11`, `(3)`, `a.`. Empty when the reader inferred it.
    pub penanda: String,
    /// Title of a chapter, part or division.
    pub judul: Option<String>,
    /// Its own text, without that of the nodes below it. Paragraphs are separated by a line feed.
    pub teks: String,
    /// Where it stands in the source.
    pub baris: Baris,
    /// The node it belongs to, as an index into the list.
    pub induk: Option<usize>,
}

/// A term that the regulation defines.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Istilah {
    /// The term.
    pub nama: String,
    /// Its short form: "yang selanjutnya disingkat …" or "disebut …".
    pub singkatan: Option<String>,
    /// What it means: the text after "adalah".
    pub isi: String,
    /// Where it is defined.
    pub alamat: String,
}

/// Another regulation, as it is cited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Luar {
    /// What is cited: "Peraturan Presiden".
    pub jenis: String,
    /// Its number, when one is given.
    pub nomor: Option<String>,
    /// Its year.
    pub tahun: Option<u16>,
    /// The passage in it, in the words of the citation: "Pasal 60 ayat (1)".
    pub bagian: Option<String>,
}

/// A cross-reference.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rujukan {
    /// The node whose text refers.
    pub dari: String,
    /// First byte of the words in that node's text.
    pub mulai: usize,
    /// First byte after them.
    pub akhir: usize,
    /// The words.
    pub teks: String,
    /// The addresses meant, ranges spelled out. All exist in the document.
    pub sasaran: Vec<String>,
    /// Addresses that the words name but that do not exist here.
    pub hilang: Vec<String>,
    /// The other regulation, when the words point outside.
    pub luar: Option<Luar>,
}

/// Who signed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tanda {
    /// Where.
    pub tempat: Option<String>,
    /// The day as printed.
    pub tanggal: Option<String>,
    /// The day as `2022-06-06`, when it could be read.
    pub hari: Option<String>,
    /// The office.
    pub jabatan: Option<String>,
    /// The name.
    pub nama: Option<String>,
}

/// What the closing says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Penutup {
    /// Enactment: place, day, signatory.
    pub penetapan: Tanda,
    /// Promulgation: place, day, secretary.
    pub pengundangan: Tanda,
    /// The gazette: "BERITA DAERAH KABUPATEN …".
    pub berita: Option<String>,
    /// Its year.
    pub berita_tahun: Option<u16>,
    /// Its number.
    pub berita_nomor: Option<String>,
}

/// What the title says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identitas {
    /// Kind: "Peraturan Bupati".
    pub jenis: Option<String>,
    /// Number.
    pub nomor: Option<String>,
    /// Year.
    pub tahun: Option<u16>,
    /// Subject, as printed.
    pub tentang: Option<String>,
    /// Who issues it: "BUPATI …".
    pub penetap: Option<String>,
}

impl Identitas {
    /// The whole title on one line, from what is known.
    pub fn judul(&self) -> String {
        let mut s = self.jenis.clone().unwrap_or_else(|| "Peraturan".into());
        if let Some(n) = &self.nomor {
            s += &format!(" Nomor {n}");
        }
        if let Some(t) = self.tahun {
            s += &format!(" Tahun {t}");
        }
        if let Some(t) = &self.tentang {
            s += &format!(" tentang {t}");
        }
        s
    }
}
