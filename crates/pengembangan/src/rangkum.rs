//! How far each application is, and what it lacks. Pure.

use std::collections::BTreeMap;

use kernel::{Entri, IdEntri};
use tata_kelola::arsitektur::umum::{BEROPERASI, DIBANGUN, PENSIUN};

/// What an application lacks, gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kurang {
    /// Being built without a request that was granted.
    TanpaPersetujuan,
    /// In use without a record of a test.
    TanpaUji,
    /// In use, of the regency's own, and not in the repository.
    BelumDiserahkan,
    /// Handed over without its source.
    TanpaKodeSumber,
    /// In the repository without a list of its components.
    TanpaKomponen,
    /// Looked at, and not all as it should be.
    TidakSesuai,
}

impl Kurang {
    /// All of them.
    pub const SEMUA: [Kurang; 6] = [
        Kurang::TanpaPersetujuan,
        Kurang::TanpaUji,
        Kurang::BelumDiserahkan,
        Kurang::TanpaKodeSumber,
        Kurang::TanpaKomponen,
        Kurang::TidakSesuai,
    ];

    /// What people read.
    pub fn label(self) -> &'static str {
        match self {
            Kurang::TanpaPersetujuan => "Dibangun tanpa permohonan yang disetujui",
            Kurang::TanpaUji => "Beroperasi tanpa hasil uji",
            Kurang::BelumDiserahkan => "Belum diserahkan ke repositori",
            Kurang::TanpaKodeSumber => "Diserahkan tanpa kode sumber",
            Kurang::TanpaKomponen => "Tanpa daftar komponen",
            Kurang::TidakSesuai => "Pemeriksaannya belum sesuai seluruhnya",
        }
    }

    /// The code in addresses.
    pub fn kode(self) -> &'static str {
        match self {
            Kurang::TanpaPersetujuan => "persetujuan",
            Kurang::TanpaUji => "uji",
            Kurang::BelumDiserahkan => "penyerahan",
            Kurang::TanpaKodeSumber => "kode_sumber",
            Kurang::TanpaKomponen => "komponen",
            Kurang::TidakSesuai => "sesuai",
        }
    }
}

/// An application with the newest entry of each kind about it that the reader may see.
#[derive(Debug)]
pub struct Baris {
    /// The application.
    pub aplikasi: Entri,
    /// Its request.
    pub permohonan: Option<Entri>,
    /// Its test.
    pub uji: Option<Entri>,
    /// Its hand-over.
    pub penyerahan: Option<Entri>,
    /// What it lacks.
    pub kurang: Vec<Kurang>,
}

fn kosong(e: &Entri, medan: &str) -> bool {
    !kernel::nilai::terisi(e.isi.get(medan))
}

fn kurang(a: &Entri, penyerahan: Option<&Entri>) -> Vec<Kurang> {
    let beroperasi = a.keadaan == BEROPERASI;
    // What all regencies share is kept by who provides it.
    let khusus = a.teks("jenis") == "khusus";
    let tersimpan = penyerahan.filter(|p| matches!(p.keadaan.as_str(), "diterima" | "diperiksa"));
    let serahan = a.isi.get("serahan").and_then(serde_json::Value::as_array);
    let tanpa_kode = serahan.is_some_and(|s| !s.is_empty() && !s.iter().any(|s| s == "kode_sumber"));
    let sesuai = |e: &Entri| {
        ["fungsi", "standar", "integrasi"]
            .iter()
            .all(|m| e.teks(m) == "sesuai")
    };
    let bila = |k: &Kurang| match k {
        Kurang::TanpaPersetujuan => a.keadaan == DIBANGUN && kosong(a, "persetujuan"),
        Kurang::TanpaUji => beroperasi && khusus && kosong(a, "uji"),
        Kurang::BelumDiserahkan => beroperasi && khusus && kosong(a, "serahan"),
        Kurang::TanpaKodeSumber => beroperasi && khusus && tanpa_kode,
        Kurang::TanpaKomponen => tersimpan.is_some_and(|p| kosong(p, "sbom")),
        Kurang::TidakSesuai => tersimpan.is_some_and(|p| p.keadaan == "diperiksa" && !sesuai(p)),
    };
    Kurang::SEMUA.into_iter().filter(bila).collect()
}

/// The applications that are planned, built or in use, those that lack most first, then by name. `permohonan`, `uji` and
/// `penyerahan` come newest first. O(entries).
pub fn rangkum(
    aplikasi: Vec<Entri>,
    permohonan: Vec<Entri>,
    uji: Vec<Entri>,
    penyerahan: Vec<Entri>,
) -> Vec<Baris> {
    let terbaru = |semua: Vec<Entri>| {
        let mut hasil: BTreeMap<IdEntri, Entri> = BTreeMap::new();
        for e in semua.into_iter().filter(|e| e.keadaan != "batal") {
            if let Ok(id) = e.teks("aplikasi").parse() {
                hasil.entry(IdEntri(id)).or_insert(e);
            }
        }
        hasil
    };
    let (mut permohonan, mut uji, mut penyerahan) = (terbaru(permohonan), terbaru(uji), terbaru(penyerahan));
    let mut semua: Vec<Baris> = aplikasi
        .into_iter()
        .filter(|a| a.keadaan != PENSIUN)
        .map(|a| {
            let serah = penyerahan.remove(&a.id);
            Baris {
                kurang: kurang(&a, serah.as_ref()),
                permohonan: permohonan.remove(&a.id),
                uji: uji.remove(&a.id),
                penyerahan: serah,
                aplikasi: a,
            }
        })
        .collect();
    semua.sort_by(|a, b| {
        let nama = |x: &Baris| x.aplikasi.teks("nama").to_lowercase();
        b.kurang
            .len()
            .cmp(&a.kurang.len())
            .then_with(|| nama(a).cmp(&nama(b)))
    });
    semua
}
