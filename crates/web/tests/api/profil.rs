//! Profiles of the regencies as the tests need them: the files under `profil/`, without the checks of the program.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use jiff::civil::Date;
use kernel::{
    Kalender, Profil,
    profil::{Daerah, Istilah, Kategori, Kecamatan, Unit},
};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct Hari {
    tanggal: toml::value::Datetime,
    nama: String,
}

fn baca(jalur: &str) -> String {
    let akar = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../profil");
    std::fs::read_to_string(akar.join(jalur)).unwrap()
}

fn daftar<T: serde::de::DeserializeOwned>(jalur: &str, kunci: &str) -> Vec<T> {
    let mut t: toml::Table = baca(jalur).parse().unwrap();
    t.remove(kunci).unwrap().try_into().unwrap()
}

/// The profile of one regency.
pub fn muat(kode: &str) -> Arc<Profil> {
    let daerah: Daerah = toml::from_str(&baca(&format!("{kode}/daerah.toml"))).unwrap();
    let libur: Vec<Hari> = daftar("nasional/libur.toml", "libur");
    let libur = libur
        .into_iter()
        .map(|h| (h.tanggal.to_string().parse::<Date>().unwrap(), h.nama));
    let istilah: Vec<Istilah> = daftar(&format!("{kode}/istilah.toml"), "istilah");
    let unit: Vec<Unit> = daftar(&format!("{kode}/opd.toml"), "opd");
    let kategori: Vec<Kategori> = daftar(&format!("{kode}/kategori.toml"), "kategori");
    let kecamatan = kecamatan(kode, &daerah.kode_wilayah);
    Arc::new(Profil {
        kalender: Kalender::baru(&daerah.zona, libur).unwrap(),
        daerah,
        unit,
        kategori,
        istilah,
        kecamatan,
    })
}

fn kecamatan(kode: &str, wilayah: &str) -> Vec<Kecamatan> {
    let batas = batas(kode);
    let mut semua: Vec<Kecamatan> = Vec::new();
    let mut desa: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    let teks = baca("nasional/wilayah.csv");
    for b in csv::Reader::from_reader(teks.as_bytes()).records() {
        let b = b.unwrap();
        let (kode, tingkat, induk, nama) = (&b[0], &b[1], &b[2], &b[3]);
        match tingkat {
            "kecamatan" if induk == wilayah => semua.push(Kecamatan {
                kode: kode.into(),
                nama: nama.into(),
                desa: Vec::new(),
                batas: batas.get(kode).cloned().unwrap_or_default(),
            }),
            "desa" | "kelurahan" => desa
                .entry(induk.into())
                .or_default()
                .push((kode.into(), nama.into())),
            _ => {}
        }
    }
    for k in &mut semua {
        k.desa = desa.remove(&k.kode).unwrap_or_default();
    }
    semua
}

type Batas = Vec<Vec<Vec<[f64; 2]>>>;

fn batas(kode: &str) -> BTreeMap<String, Batas> {
    let peta: Value = serde_json::from_str(&baca(&format!("{kode}/peta.geojson"))).unwrap();
    let satu = |f: &Value| {
        let kode = f["properties"]["kode"].as_str()?.to_owned();
        let k = &f["geometry"]["coordinates"];
        let poligon = match f["geometry"]["type"].as_str()? {
            "Polygon" => vec![serde_json::from_value(k.clone()).ok()?],
            _ => serde_json::from_value(k.clone()).ok()?,
        };
        Some((kode, poligon))
    };
    peta["features"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(satu)
        .collect()
}
