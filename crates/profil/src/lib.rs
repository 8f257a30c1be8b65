//! Profiles: reads the files of `profil/` (a folder, or the copy inside the program) into what the kernel knows of
//! a regency, and tells every mistake in them at once.

mod dokumen;
mod kewajiban;
mod nasional;
mod periksa;
mod perlu;
mod sumber;
mod tambahan;
pub mod temuan;
mod warna;

use std::{collections::BTreeMap, sync::Arc};

use jiff::Timestamp;
use kernel::{
    Inventaris, Kalender, Profil,
    profil::{Daerah, Istilah, Kategori, KodeDaerah, Unit},
};

pub use dokumen::{Dokumen, terjemah};
pub use sumber::Sumber;
pub use tambahan::{Alur, Contoh, Layanan, Oleh, contoh, layanan, periksa_tambahan, produk_hukum};

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
    let nasional = Nasional::baca(sumber, kini, &mut m.temuan);
    let katalog = kewajiban::katalog(sumber, inventaris, &mut m.temuan);
    for f in folder.iter().filter(|f| pilih.is_empty() || pilih.contains(f)) {
        let mut temuan = Vec::new();
        let mut profil = satu(sumber, f, &nasional, inventaris, &mut temuan);
        if let Some(p) = &mut profil {
            p.kitab =
                kewajiban::kitab(sumber, &p.daerah, &katalog, inventaris, kini, &mut temuan).map(Arc::new);
        }
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
    m
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

fn satu(
    sumber: &Sumber,
    folder: &str,
    nasional: &Nasional,
    inventaris: &Inventaris,
    temuan: &mut Vec<Temuan>,
) -> Option<Profil> {
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
        .map(|d| nasional.kecamatan(sumber, folder, d, &mut dalam));
    periksa::semua(
        &bahan,
        kecamatan.as_deref().unwrap_or_default(),
        inventaris,
        &mut dalam,
    );
    if kosong {
        dalam.retain(|t| !isi_kosong(&isi, &bahan, t));
    }
    temuan.append(&mut dalam);
    let daerah = bahan.daerah?;
    let kalender = Kalender::baru(&daerah.zona, nasional.libur.clone()).ok()?;
    Some(Profil {
        kalender,
        unit: bahan.unit.into_iter().map(|(_, u)| u).collect(),
        kategori: bahan.kategori.into_iter().map(|(_, k)| k).collect(),
        istilah: bahan.istilah.into_iter().map(|(_, i)| i).collect(),
        kecamatan: kecamatan.unwrap_or_default(),
        kitab: None,
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
