//! Profiles: reads the files of `profil/` (a folder, or the copy inside the program) into what the kernel knows of
//! a regency, and tells every mistake in them at once.

mod dokumen;
mod kewajiban;
pub mod kisah;
mod masa;
mod nasional;
mod periksa;
mod perlu;
mod rangka;
mod sumber;
mod syarat;
mod tambahan;
pub mod temuan;
mod warna;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use jiff::Timestamp;
use kernel::{
    Inventaris, Kalender, Profil,
    profil::{Daerah, Istilah, Kategori, KodeDaerah, Unit},
};

pub use dokumen::{Dokumen, terjemah};
pub use rangka::rangka;
pub use sumber::Sumber;
pub use tambahan::{
    Alur, Contoh, ContohArsitektur, Layanan, Oleh, arsitektur, contoh, layanan, periksa_tambahan,
    produk_hukum,
};

use dokumen::BELUM;
use nasional::Nasional;
use temuan::{Temuan, ada_galat, saran};

/// Profiles that are sound, and what was found in all of them.
#[derive(Debug, Default)]
pub struct Muatan {
    /// By code of the regency.
    pub daerah: BTreeMap<KodeDaerah, Arc<Profil>>,
    /// Mistakes and warnings, by file and line.
    pub temuan: Vec<Temuan>,
}

/// Reads profiles: those of the named regencies, or all when none is named. The registers say which functions and
/// time limits a profile has to have. O(size of the files).
pub fn muat(sumber: &Sumber, pilih: &[String], inventaris: &Inventaris, kini: Timestamp) -> Muatan {
    let mut m = Muatan::default();
    let folder = match sumber.daerah() {
        Ok(f) => f,
        Err(e) => {
            m.temuan.push(Temuan::galat(
                sumber.nama(""),
                None,
                format!("folder profil tidak dapat dibaca: {e}."),
            ));
            return m;
        }
    };
    for p in pilih.iter().filter(|p| !folder.contains(p)) {
        let pesan = format!(
            "daerah \"{p}\" tidak punya profil.{}",
            saran(p, folder.iter().map(String::as_str))
        );
        m.temuan.push(Temuan::galat(sumber.nama(p), None, pesan));
    }
    let umum = Umum {
        sumber,
        nasional: Nasional::baca(sumber, kini, &mut m.temuan),
        katalog: kewajiban::katalog(sumber, inventaris, &mut m.temuan),
        inventaris,
        kini,
    };
    for f in folder.iter().filter(|f| pilih.is_empty() || pilih.contains(f)) {
        let mut temuan = Vec::new();
        let profil = satu(&umum, f, &mut temuan);
        if let Some(p) = profil.filter(|_| !ada_galat(&temuan)) {
            m.daerah.insert(p.kode().clone(), Arc::new(p));
        }
        m.temuan.append(&mut temuan);
    }
    if folder.is_empty() {
        m.temuan.push(Temuan::galat(
            sumber.nama(""),
            None,
            "tidak berisi satu pun folder daerah.",
        ));
    }
    periksa::antardaerah(sumber, &m.daerah, &mut m.temuan);
    m.temuan.sort();
    m.temuan.dedup();
    // What is not filled in yet is told once; everything else that is wrong with it follows from that.
    let kosong = m.temuan.iter().filter(|t| t.pesan.starts_with(BELUM));
    let kosong: BTreeSet<(String, Option<usize>)> = kosong.map(|t| (t.berkas.clone(), t.baris)).collect();
    m.temuan
        .retain(|t| t.pesan.starts_with(BELUM) || !kosong.contains(&(t.berkas.clone(), t.baris)));
    m
}

/// What all regencies share.
struct Umum<'a> {
    sumber: &'a Sumber,
    nasional: Nasional,
    katalog: kewajiban::Katalog,
    inventaris: &'a Inventaris,
    kini: Timestamp,
}

/// What was read of one regency, with the place of each thing in its file.
struct Bahan<'a> {
    folder: &'a str,
    dok_daerah: Dokumen<'a>,
    daerah: Option<Daerah>,
    dok_unit: Dokumen<'a>,
    unit: Vec<(usize, Unit)>,
    dok_kategori: Dokumen<'a>,
    kategori: Vec<(usize, Kategori)>,
    dok_istilah: Dokumen<'a>,
    istilah: Vec<(usize, Istilah)>,
}

fn satu(umum: &Umum, folder: &str, temuan: &mut Vec<Temuan>) -> Option<Profil> {
    let sumber = umum.sumber;
    let mut teks = |nama: &str| {
        let jalur = format!("{folder}/{nama}");
        match sumber.baca(&jalur) {
            Ok(t) => t.into_owned(),
            Err(e) => {
                temuan.push(Temuan::galat(
                    sumber.nama(&jalur),
                    None,
                    format!("tidak dapat dibaca: {}.", terjemah_io(&e)),
                ));
                String::new()
            }
        }
    };
    let isi = [
        teks("daerah.toml"),
        teks("opd.toml"),
        teks("kategori.toml"),
        teks("istilah.toml"),
    ];
    // A file that is not there was told once; its absence is not told again as missing keys.
    let kosong = isi.iter().any(String::is_empty);
    let mut dalam = Vec::new();
    let [d, u, k, i] = &isi;
    let nama = |b: &str| sumber.nama(&format!("{folder}/{b}"));
    let dok_daerah = Dokumen::baca(nama("daerah.toml"), d, &mut dalam);
    let dok_unit = Dokumen::baca(nama("opd.toml"), u, &mut dalam);
    let dok_kategori = Dokumen::baca(nama("kategori.toml"), k, &mut dalam);
    let dok_istilah = Dokumen::baca(nama("istilah.toml"), i, &mut dalam);
    let bahan = Bahan {
        folder,
        daerah: periksa::daerah(&dok_daerah, &mut dalam),
        unit: dok_unit.daftar("opd", &mut dalam),
        kategori: dok_kategori.daftar("kategori", &mut dalam),
        istilah: dok_istilah.daftar("istilah", &mut dalam),
        dok_daerah,
        dok_unit,
        dok_kategori,
        dok_istilah,
    };
    let kecamatan = bahan
        .daerah
        .as_ref()
        .map(|d| umum.nasional.kecamatan(sumber, folder, d, &mut dalam));
    periksa::semua(
        &bahan,
        kecamatan.as_deref().unwrap_or_default(),
        umum.inventaris,
        umum.kini,
        &mut dalam,
    );
    for dok in [
        &bahan.dok_daerah,
        &bahan.dok_unit,
        &bahan.dok_kategori,
        &bahan.dok_istilah,
    ] {
        dok.templat(&mut dalam);
    }
    if kosong {
        dalam.retain(|t| !isi_kosong(&isi, &bahan, t));
    }
    temuan.append(&mut dalam);
    let daerah = bahan.daerah?;
    let kalender = Kalender::baru(&daerah.zona, umum.nasional.libur.clone()).ok()?;
    let kitab = kewajiban::kitab(umum, &daerah, temuan).map(Arc::new);
    Some(Profil {
        kalender,
        unit: bahan.unit.into_iter().map(|(_, u)| u).collect(),
        kategori: bahan.kategori.into_iter().map(|(_, k)| k).collect(),
        istilah: bahan.istilah.into_iter().map(|(_, i)| i).collect(),
        kecamatan: kecamatan.unwrap_or_default(),
        kitab,
        daerah,
    })
}

fn isi_kosong(isi: &[String; 4], b: &Bahan, t: &Temuan) -> bool {
    let dok = [&b.dok_daerah, &b.dok_unit, &b.dok_kategori, &b.dok_istilah];
    isi.iter()
        .zip(dok)
        .any(|(i, d)| i.is_empty() && d.berkas() == t.berkas)
}

fn terjemah_io(e: &std::io::Error) -> String {
    match e.kind() {
        std::io::ErrorKind::NotFound => "berkas tidak ada".to_owned(),
        std::io::ErrorKind::PermissionDenied => "tidak diizinkan".to_owned(),
        std::io::ErrorKind::InvalidData => "bukan teks UTF-8".to_owned(),
        _ => e.to_string(),
    }
}

#[cfg(test)]
mod uji;
