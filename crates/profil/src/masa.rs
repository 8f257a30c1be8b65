//! The checks of what changes with time: units that are formed and dissolved, functions that pass on.

use std::collections::BTreeSet;

use jiff::civil::Date;
use kernel::profil::{Daerah, Unit};

use crate::{
    Bahan,
    periksa::tak_ada,
    temuan::{Temuan, saran},
};

/// Everything with a day in it, as it stands on the day of the check.
pub(super) fn semua(b: &Bahan, d: &Daerah, hari: Date, temuan: &mut Vec<Temuan>) {
    let unit: BTreeSet<&str> = b.unit.iter().map(|(_, u)| u.kode.as_str()).collect();
    let cari = |kode: &str| b.unit.iter().map(|(_, u)| u).find(|u| u.kode.as_str() == kode);
    let bubar = |kode: &str| cari(kode).filter(|u| u.sampai.is_some_and(|s| s < hari));
    for (i, u) in &b.unit {
        let di = |medan: &str| format!("opd.{i}.{medan}");
        if let Some(s) = pengganti(b, u, &unit) {
            temuan.push(b.dok_unit.galat(&di("pengganti"), s));
        }
        if let (Some(sejak), Some(sampai)) = (u.sejak, u.sampai)
            && sampai < sejak
        {
            let pesan = format!("{}: hari terakhirnya sebelum hari pertamanya.", u.kode);
            temuan.push(b.dok_unit.galat(&di("sampai"), pesan));
        }
        if u.sampai.is_some() && u.pengganti.is_none() {
            let pesan = format!(
                "{}: bubar tanpa pengganti, jadi tidak ada yang meneruskan kewajibannya. Isi \"pengganti\".",
                u.kode
            );
            temuan.push(b.dok_unit.peringatan(&di("sampai"), pesan));
        }
    }
    for (nama, f) in &d.fungsi {
        let di = |medan: &str| format!("fungsi.{nama}.{medan}");
        if let Some(u) = bubar(f.opd.as_str()) {
            let penerus = u.pengganti.as_ref().map_or("…", |p| p.as_str());
            let pesan = format!(
                "fungsi {nama}: {} sudah bubar. Tulis opd = \"{penerus}\" dan dulu = [{{ opd = \"{}\", sampai = {} }}].",
                u.kode,
                u.kode,
                u.sampai.map(|s| format!("\"{s}\"")).unwrap_or_default()
            );
            temuan.push(b.dok_daerah.galat(&di("opd"), pesan));
        }
        let mut hari_lama = BTreeSet::new();
        for (i, l) in f.dulu.iter().enumerate() {
            let di = |medan: &str| format!("fungsi.{nama}.dulu.{i}.{medan}");
            if !unit.contains(l.opd.as_str()) {
                let pesan = tak_ada(&format!("pemegang lama fungsi {nama}"), l.opd.as_str(), &unit);
                temuan.push(b.dok_daerah.galat(&di("opd"), pesan));
            }
            if l.sampai >= hari {
                let pesan = format!(
                    "pemegang lama fungsi {nama} masih memegangnya sampai {}. Ganti opd pada hari sesudahnya.",
                    l.sampai
                );
                temuan.push(b.dok_daerah.galat(&di("sampai"), pesan));
            }
            if !hari_lama.insert(l.sampai) {
                let pesan = format!("dua pemegang lama fungsi {nama} berakhir pada hari yang sama.");
                temuan.push(b.dok_daerah.galat(&di("sampai"), pesan));
            }
        }
    }
    for (i, k) in &b.kategori {
        if let Some(u) = bubar(k.opd.as_str()) {
            let ke = u.pengganti.iter().map(|p| p.as_str());
            let pesan = format!(
                "kategori {}: {} sudah bubar; alihkan ke perangkat daerah lain.{}",
                k.kode,
                u.kode,
                ke.map(|p| format!(" Penggantinya \"{p}\".")).collect::<String>()
            );
            temuan.push(b.dok_kategori.galat(&format!("kategori.{i}.opd"), pesan));
        }
    }
}

/// What is wrong with who goes on with the work of a unit.
fn pengganti(b: &Bahan, u: &Unit, unit: &BTreeSet<&str>) -> Option<String> {
    let p = u.pengganti.as_ref()?;
    if u.sampai.is_none() {
        return Some(format!(
            "{}: pengganti hanya untuk unit yang bubar; isi \"sampai\".",
            u.kode
        ));
    }
    if !unit.contains(p.as_str()) {
        return Some(format!(
            "pengganti {}: perangkat daerah \"{p}\" tidak ada di opd.toml.{}",
            u.kode,
            saran(p.as_str(), unit.iter().copied())
        ));
    }
    let mut kini = p;
    for _ in 0..b.unit.len() {
        if *kini == u.kode {
            return Some(format!(
                "{}: rantai penggantinya kembali ke dirinya sendiri.",
                u.kode
            ));
        }
        let (_, lain) = b.unit.iter().find(|(_, x)| x.kode == *kini)?;
        kini = lain.pengganti.as_ref()?;
    }
    None
}
