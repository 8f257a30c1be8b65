//! What all regencies share (`profil/nasional`): holidays and region codes; and the boundaries beside each profile.

use std::collections::{BTreeMap, HashMap};

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use kernel::profil::{Daerah, Kecamatan};
use serde::Deserialize;

use crate::temuan::Temuan;
use crate::{Dokumen, Sumber, terjemah_io};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Libur {
    tanggal: toml::value::Datetime,
    #[allow(dead_code)]
    jenis: JenisLibur,
    nama: String,
    #[serde(default)]
    #[allow(dead_code)]
    confidence: kernel::profil::Keyakinan,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum JenisLibur {
    LiburNasional,
    /// No working day for civil servants either.
    CutiBersama,
}

#[derive(Deserialize)]
struct Wilayah {
    kode: String,
    tingkat: String,
    induk: String,
    nama: String,
}

/// Holidays and regions.
#[derive(Default)]
pub(super) struct Nasional {
    pub(super) libur: BTreeMap<Date, String>,
    wilayah: Vec<Wilayah>,
}

impl Nasional {
    pub(super) fn baca(sumber: &Sumber, kini: Timestamp, temuan: &mut Vec<Temuan>) -> Self {
        Nasional {
            libur: libur(sumber, kini, temuan),
            wilayah: wilayah(sumber, temuan),
        }
    }

    /// The kecamatan of a regency with their desa and boundaries, by name.
    pub(super) fn kecamatan(
        &self,
        sumber: &Sumber,
        folder: &str,
        daerah: &Daerah,
        temuan: &mut Vec<Temuan>,
    ) -> Vec<Kecamatan> {
        let mut desa: HashMap<&str, Vec<(String, String)>> = HashMap::new();
        for w in self
            .wilayah
            .iter()
            .filter(|w| matches!(w.tingkat.as_str(), "desa" | "kelurahan"))
        {
            desa.entry(w.induk.as_str())
                .or_default()
                .push((w.kode.clone(), w.nama.clone()));
        }
        let mut batas = batas(sumber, folder, temuan);
        let milik = |w: &&Wilayah| w.tingkat == "kecamatan" && w.induk == daerah.kode_wilayah;
        let mut hasil: Vec<Kecamatan> = self
            .wilayah
            .iter()
            .filter(milik)
            .map(|w| {
                let mut desa = desa.remove(w.kode.as_str()).unwrap_or_default();
                desa.sort_by(|a, b| (&a.1, &a.0).cmp(&(&b.1, &b.0)));
                Kecamatan {
                    kode: w.kode.clone(),
                    nama: w.nama.clone(),
                    desa,
                    batas: batas.remove(&w.kode).unwrap_or_default(),
                }
            })
            .collect();
        hasil.sort_by(|a, b| a.nama.cmp(&b.nama));
        let peta = sumber.nama(&format!("{folder}/peta.geojson"));
        for k in hasil.iter().filter(|k| k.batas.is_empty()) {
            let pesan = format!(
                "kecamatan {} ({}) tidak ada di peta: titik di sana tidak dikenali.",
                k.nama, k.kode
            );
            temuan.push(Temuan::peringatan(&peta, None, pesan));
        }
        let mut asing: Vec<&String> = batas.keys().collect();
        asing.sort();
        for k in asing {
            let pesan = format!(
                "kecamatan {k} di peta tidak ada di nasional/wilayah.csv sebagai kecamatan {}.",
                daerah.kode_wilayah
            );
            temuan.push(Temuan::galat(&peta, None, pesan));
        }
        hasil
    }
}

fn libur(sumber: &Sumber, kini: Timestamp, temuan: &mut Vec<Temuan>) -> BTreeMap<Date, String> {
    let nama = sumber.nama("nasional/libur.toml");
    let mut hasil: BTreeMap<Date, String> = BTreeMap::new();
    let teks = match sumber.baca("nasional/libur.toml") {
        Ok(t) => t,
        Err(e) => {
            temuan.push(Temuan::galat(
                nama,
                None,
                format!("tidak dapat dibaca: {}.", terjemah_io(&e)),
            ));
            return hasil;
        }
    };
    let dok = Dokumen::baca(nama, &teks, temuan);
    for (i, l) in dok.daftar::<Libur>("libur", temuan) {
        let tanggal = l.tanggal.date.filter(|_| l.tanggal.time.is_none());
        let tanggal = tanggal.and_then(|d| Date::new(d.year as i16, d.month as i8, d.day as i8).ok());
        let Some(tanggal) = tanggal else {
            temuan.push(dok.galat(
                &format!("libur.{i}.tanggal"),
                "tulis tanggal saja, misalnya 2026-08-17.",
            ));
            continue;
        };
        // Two feasts on one day make one day off.
        hasil
            .entry(tanggal)
            .and_modify(|n| *n = format!("{n}; {}", l.nama))
            .or_insert(l.nama);
    }
    let tahun = kini.to_zoned(TimeZone::UTC).year();
    if !hasil.is_empty() && !hasil.keys().any(|d| d.year() == tahun) {
        let pesan =
            format!("belum memuat hari libur {tahun}: tenggat hanya memperhitungkan Sabtu dan Minggu.");
        temuan.push(Temuan::peringatan(dok.berkas(), None, pesan));
    }
    hasil
}

fn wilayah(sumber: &Sumber, temuan: &mut Vec<Temuan>) -> Vec<Wilayah> {
    let nama = sumber.nama("nasional/wilayah.csv");
    let teks = match sumber.baca("nasional/wilayah.csv") {
        Ok(t) => t,
        Err(e) => {
            temuan.push(Temuan::galat(
                nama,
                None,
                format!("tidak dapat dibaca: {}.", terjemah_io(&e)),
            ));
            return Vec::new();
        }
    };
    let mut baca = csv::Reader::from_reader(teks.as_bytes());
    let mut hasil: Vec<Wilayah> = Vec::new();
    let mut kenal = HashMap::new();
    for (i, baris) in baca.deserialize::<Wilayah>().enumerate() {
        let no = i + 2;
        match baris {
            Ok(w) => {
                if let Some(lama) = kenal.insert(w.kode.clone(), no) {
                    let pesan = format!("kode wilayah {} sudah ada di baris {lama}.", w.kode);
                    temuan.push(Temuan::galat(&nama, Some(no), pesan));
                }
                hasil.push(w);
            }
            Err(_) => temuan.push(Temuan::galat(
                &nama,
                Some(no),
                "baris ini perlu kolom kode,tingkat,induk,nama.",
            )),
        }
    }
    hasil
}

#[derive(Deserialize)]
struct Peta {
    features: Vec<Fitur>,
}

#[derive(Deserialize)]
struct Fitur {
    properties: Sifat,
    geometry: Bentuk,
}

#[derive(Deserialize)]
struct Sifat {
    kode: String,
    tingkat: String,
}

#[derive(Deserialize)]
#[serde(tag = "type", content = "coordinates")]
enum Bentuk {
    Polygon(Vec<Vec<[f64; 2]>>),
    MultiPolygon(Vec<Vec<Vec<[f64; 2]>>>),
}

fn batas(
    sumber: &Sumber,
    folder: &str,
    temuan: &mut Vec<Temuan>,
) -> HashMap<String, Vec<Vec<Vec<[f64; 2]>>>> {
    let jalur = format!("{folder}/peta.geojson");
    let mut tolak = |baris, pesan| temuan.push(Temuan::galat(sumber.nama(&jalur), baris, pesan));
    let peta: Peta = match sumber.baca(&jalur) {
        Ok(t) => match serde_json::from_str(&t) {
            Ok(p) => p,
            Err(e) => {
                tolak(Some(e.line()), format!("bukan GeoJSON yang dikenal ({e})."));
                return HashMap::new();
            }
        },
        Err(e) => {
            tolak(None, format!("tidak dapat dibaca: {}.", terjemah_io(&e)));
            return HashMap::new();
        }
    };
    let poligon = |b| match b {
        Bentuk::Polygon(p) => vec![p],
        Bentuk::MultiPolygon(p) => p,
    };
    peta.features
        .into_iter()
        .filter(|f| f.properties.tingkat == "kec")
        .map(|f| (f.properties.kode, poligon(f.geometry)))
        .collect()
}
