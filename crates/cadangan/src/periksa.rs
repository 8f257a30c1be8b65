//! Checking an archive without restoring it: every byte of every part is opened and held against its digest, every
//! row is read. What is damaged is put aside: a back-up looks only whether a part is there in its full length, and writes
//! those anew that are not.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::{
    Gagal, Maju,
    arsip::{Arsip, Cacat, Potongan},
    baris,
};

/// Something wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Temuan {
    /// The back-ups that need it.
    pub cadangan: Vec<String>,
    /// What it is part of: a table, an upload, the manifest.
    pub bagian: String,
    /// What is wrong.
    pub cacat: Cacat,
}

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Laporan {
    /// The back-ups, oldest first.
    pub cadangan: Vec<String>,
    /// Parts that were opened.
    pub potongan: u64,
    /// Bytes of content in them.
    pub ukuran: u64,
    /// What is wrong; nothing, if the archive is whole.
    pub temuan: Vec<Temuan>,
}

/// Where a part is used: which table, how many columns (0: no rows), by which back-ups.
struct Guna {
    bagian: String,
    kolom: usize,
    cadangan: Vec<String>,
}

/// Checks everything that the archive's back-ups need.
///
/// # Errors
/// When the folder cannot be read; whatever is wrong inside is a finding.
pub fn periksa(arsip: &Arsip, maju: Maju<'_>) -> Result<Laporan, Gagal> {
    let mut l = Laporan {
        cadangan: arsip.semua()?,
        ..Laporan::default()
    };
    let mut perlu: BTreeMap<Potongan, Guna> = BTreeMap::new();
    let mut tambah = |p: Potongan, bagian: &str, kolom: usize, nama: &str| {
        let g = perlu.entry(p).or_insert_with(|| Guna {
            bagian: bagian.to_owned(),
            kolom,
            cadangan: Vec::new(),
        });
        if g.cadangan.last().is_none_or(|n| n != nama) {
            g.cadangan.push(nama.to_owned());
        }
    };
    for nama in l.cadangan.clone() {
        let Ok(m) = arsip.muat(&nama) else {
            l.temuan.push(Temuan {
                cadangan: vec![nama],
                bagian: "daftar".into(),
                cacat: Cacat::Rusak,
            });
            continue;
        };
        for t in &m.tabel {
            for p in &t.potongan {
                tambah(p.clone(), &t.nama, t.kolom.len(), &nama);
            }
        }
        // Where the list of uploads is damaged, its own part is the finding.
        for p in m.berkas(arsip).unwrap_or_default() {
            let bagian = format!("berkas {}", p.sidik);
            tambah(p, &bagian, 0, &nama);
        }
    }
    let mut rusak: BTreeSet<(Vec<String>, String)> = BTreeSet::new();
    for (p, g) in perlu {
        let cacat = match arsip.ambil(&p) {
            Ok(isi) if g.kolom > 0 && baris::baca(&isi, g.kolom).is_none() => Some(Cacat::Rusak),
            Ok(_) => None,
            Err(c) => Some(c),
        };
        if cacat == Some(Cacat::Rusak) {
            arsip.sisihkan(&p);
        }
        l.potongan += 1;
        l.ukuran += p.ukuran;
        maju(l.ukuran);
        if let Some(cacat) = cacat
            && rusak.insert((g.cadangan.clone(), g.bagian.clone()))
        {
            l.temuan.push(Temuan {
                cadangan: g.cadangan,
                bagian: g.bagian,
                cacat,
            });
        }
    }
    Ok(l)
}
