//! `praja check`: mistakes in configuration and profiles, and how completely a profile covers its regulation.

use std::path::Path;

use kernel::{
    Jam, Profil,
    kewajiban::{Alamat, Cakupan},
};
use profil::{
    Muatan, Sumber, periksa_tambahan,
    temuan::{Temuan, Tingkat, ada_galat},
};
use serde::Serialize;

use crate::{
    cli,
    jalankan::Kode,
    konfigurasi::Konfigurasi,
    layar::{Gagal, json, tulis},
    rakit, regulasi,
};

/// What the check of one regency prints as JSON.
#[derive(Serialize)]
struct Lapor<'a> {
    daerah: &'a str,
    kewajiban: usize,
    #[serde(flatten)]
    cakupan: &'a Cakupan,
    temuan: &'a [Temuan],
}

/// 0: sound, and of a regency that was named every provision is covered; 1: not.
pub(crate) fn check(c: cli::Check) -> Kode {
    let mut temuan = Vec::new();
    let k = match Konfigurasi::muat(c.dasar.config.as_deref(), std::env::vars_os()) {
        Ok(k) => Some(k),
        Err(mut t) => {
            temuan.append(&mut t);
            None
        }
    };
    let umum = Sumber::dari(k.as_ref().and_then(|k| k.profil.as_deref()));
    let kode = c.profil.as_deref().and_then(|p| satu_daerah(&umum, p));
    let (sumber, pilih) = match (&kode, c.profil) {
        (Some(kode), _) => (umum, vec![kode.clone()]),
        (None, Some(folder)) => (Sumber::dari(Some(&folder)), Vec::new()),
        (None, None) => (umum, k.map(|k| k.daerah).unwrap_or_default()),
    };
    let inventaris = rakit::inventaris();
    let Muatan { daerah, temuan: t } = profil::muat(&sumber, &pilih, &inventaris, Jam::Sistem.kini());
    temuan.extend(t);
    for p in daerah.values() {
        temuan.extend(periksa_tambahan(&sumber, p, &inventaris));
    }
    temuan.sort();
    let Some(kode) = kode else {
        if c.regulasi.is_some() {
            return Err(Gagal::Pemakaian(
                "--regulasi memerlukan --profil dengan kode satu daerah.".into(),
            ));
        }
        if c.json {
            json(&temuan);
        } else {
            temuan.iter().for_each(|t| tulis(t.to_string()));
            daerah
                .values()
                .filter_map(|p| Some((p, cakupan(p, None)?)))
                .for_each(|(p, c)| tulis(kalimat(&p.daerah.nama, &c)));
            tulis(ringkas(&temuan, daerah.len()));
        }
        return Ok(u8::from(ada_galat(&temuan)));
    };
    let nyata = match &c.regulasi {
        Some(f) => match regulasi::ketentuan(f) {
            Ok(a) => Some(a),
            Err(pesan) => return Err(Gagal::Pemakaian(pesan)),
        },
        None => None,
    };
    let p = daerah.values().next();
    let hasil = p.and_then(|p| Some((p, cakupan(p, nyata)?)));
    let Some((p, c_)) = hasil else {
        temuan.iter().for_each(|t| tulis(t.to_string()));
        tulis(format!(
            "Profil {kode} belum dapat dinilai: perbaiki galat di atas."
        ));
        return Ok(1);
    };
    if c.json {
        json(&Lapor {
            daerah: &kode,
            kewajiban: p.kitab.as_ref().map_or(0, |k| k.kewajiban.len()),
            cakupan: &c_,
            temuan: &temuan,
        });
    } else {
        temuan.iter().for_each(|t| tulis(t.to_string()));
        for a in &c_.uncovered {
            tulis(format!(
                "{a}: belum tercakup. Tambahkan {} ke sumber sebuah kewajiban atau ketentuan di {kode}/kewajiban.toml.",
                a.as_str()
            ));
        }
        for a in &c_.unknown {
            tulis(format!(
                "{a}: disebut di {kode}/kewajiban.toml, tetapi tidak ada di peraturan."
            ));
        }
        tulis(kalimat(&p.daerah.nama, &c_));
    }
    let lengkap = c_.uncovered.is_empty() && c_.unknown.is_empty();
    Ok(u8::from(!lengkap || ada_galat(&temuan)))
}

/// The code of a regency, when that is what was typed.
fn satu_daerah(sumber: &Sumber, diketik: &Path) -> Option<String> {
    let diketik = diketik.to_str()?;
    let semua = sumber.daerah().unwrap_or_default();
    semua.into_iter().find(|d| d == diketik)
}

fn cakupan(p: &Profil, nyata: Option<Vec<Alamat>>) -> Option<Cakupan> {
    let mut kitab = (**p.kitab.as_ref()?).clone();
    if let Some(nyata) = nyata {
        kitab.ketentuan = nyata;
    }
    Some(kitab.cakupan())
}

fn kalimat(nama: &str, c: &Cakupan) -> String {
    format!(
        "{nama}: {} ketentuan; {} dicakup kewajiban, {} digolongkan dengan alasan, {} belum tercakup.",
        c.provisions,
        c.covered,
        c.classified,
        c.uncovered.len()
    )
}

fn ringkas(temuan: &[Temuan], daerah: usize) -> String {
    let galat = temuan.iter().filter(|t| t.tingkat == Tingkat::Galat).count();
    match (galat, temuan.len() - galat) {
        (0, 0) => format!("Baik: konfigurasi dan {daerah} profil daerah tanpa temuan."),
        (g, p) => format!("{g} galat, {p} peringatan; {daerah} profil daerah dapat dipakai."),
    }
}
