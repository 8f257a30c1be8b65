//! A board: computed data in blocks, rendered alike as page, JSON and (later) PDF. No words are put together here;
//! headlines come as finished sentences.

use serde::Serialize;

/// A board.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Papan {
    /// The answer in one sentence.
    pub judul: String,
    /// Its parts.
    pub blok: Vec<Blok>,
}

/// A part of a board.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "jenis", rename_all = "snake_case")]
pub enum Blok {
    /// Figures side by side.
    Angka {
        /// The figures.
        butir: Vec<Angka>,
    },
    /// Bars from zero, with the table of the same numbers.
    Batang {
        /// What the bars say, as a sentence.
        judul: String,
        /// What the labels are.
        kepala: String,
        /// What the numbers are.
        satuan: String,
        /// The bars.
        butir: Vec<Angka>,
    },
    /// A line over time, with the table of the same numbers beside or below it.
    Garis {
        /// What the line says, as a sentence.
        judul: String,
        /// What the numbers are.
        satuan: String,
        /// The moments, oldest first.
        butir: Vec<Angka>,
    },
    /// A map whose areas are the darker the more there is, with the table of the same numbers.
    Peta {
        /// What the map says, as a sentence.
        judul: String,
        /// What the areas are.
        kepala: String,
        /// What the numbers are.
        satuan: String,
        /// The areas.
        butir: Vec<Bidang>,
    },
    /// A table.
    Tabel {
        /// What it says, as a sentence.
        judul: String,
        /// Column heads.
        kepala: Vec<String>,
        /// Rows of cells.
        baris: Vec<Vec<String>>,
    },
}

/// A number with its name and the list behind it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Angka {
    /// Name.
    pub label: String,
    /// Number.
    pub nilai: i64,
    /// Where the list behind it stands, relative to the regency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tautan: Option<String>,
}

/// An area of a map.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Bidang {
    /// Its number.
    #[serde(flatten)]
    pub angka: Angka,
    /// Its polygons, as [`crate::profil::Kecamatan::batas`]; not part of the data.
    #[serde(skip)]
    pub batas: Vec<Vec<Vec<[f64; 2]>>>,
}
