//! Fields as JSON Schema (2020-12) for machines, and back: a register described by data is a JSON Schema with a few
//! `x-` words, a life cycle and rights. Both ways use the same words, so what goes out comes in again.

use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

use crate::{
    Peta,
    izin::{Cakupan, Hak, Pandangan, Peran, Siapa, Tindakan},
    lifecycle::{Giliran, Keadaan, Lama, Langkah, Lifecycle, Pindah, Warna},
    nilai::{Golongan, Jenis, Kata, Medan, Opsi, Sumber, Tingkat, Uang},
    peristiwa::Terlihat,
    register::{Milik, RegisterDef, rata},
    rekap::Sumbangan,
};

/// JSON Schema of an object with these fields. Computed fields are read-only, personal ones marked.
pub fn objek(medan: &[Medan]) -> Value {
    let mut sifat = Peta::new();
    let mut wajib = Vec::new();
    // JSON objects have no order, forms do: `x-urut` keeps it.
    for (i, m) in rata(medan).iter().enumerate() {
        if m.wajib && !m.hitung {
            wajib.push(m.nama.to_string());
        }
        let mut s = medan_skema(m);
        s["x-urut"] = i.into();
        sifat.insert(m.nama.to_string(), s);
    }
    json!({ "type": "object", "properties": sifat, "required": wajib, "additionalProperties": false })
}

fn medan_skema(m: &Medan) -> Value {
    let mut s = jenis(&m.jenis);
    if let Value::Object(o) = &mut s {
        o.insert("title".into(), m.label.as_ref().into());
        if let Some(b) = &m.bantuan {
            o.insert("description".into(), b.as_ref().into());
        }
        if m.hitung {
            o.insert("readOnly".into(), true.into());
        }
        if m.rahasia {
            o.insert("writeOnly".into(), true.into());
        }
        if let Some(v) = &m.bawaan {
            o.insert("default".into(), v.clone());
        }
        let sifat: Vec<&str> = [
            ("cari", m.cari),
            ("saring", m.saring),
            ("urut", m.urut),
            ("kolom", m.kolom),
            ("pribadi", m.pribadi),
            ("publik", m.publik),
            ("internal", m.internal),
        ]
        .into_iter()
        .filter_map(|(n, ya)| ya.then_some(n))
        .collect();
        if !sifat.is_empty() {
            o.insert("x-sifat".into(), json!(sifat));
        }
    }
    s
}

fn jenis(j: &Jenis) -> Value {
    let kode = |o: &[Opsi]| o.iter().map(|o| o.kode.to_string()).collect::<Vec<_>>();
    let label = |o: &[Opsi]| o.iter().map(|o| o.label.to_string()).collect::<Vec<_>>();
    match j {
        Jenis::Teks { maks } => json!({ "type": "string", "maxLength": maks }),
        Jenis::Panjang { maks } => json!({ "type": "string", "maxLength": maks, "x-jenis": "panjang" }),
        Jenis::Bilangan { min, maks } => json!({ "type": "integer", "minimum": min, "maximum": maks }),
        Jenis::Uang => json!({ "type": "integer", "minimum": 0, "maximum": Uang::MAKS, "x-jenis": "uang" }),
        Jenis::Tanggal => json!({ "type": "string", "format": "date" }),
        Jenis::Periode => json!({
            "type": "object", "x-jenis": "periode", "required": ["mulai", "akhir"],
            "properties": { "mulai": { "type": "string", "format": "date" }, "akhir": { "type": "string", "format": "date" } }
        }),
        Jenis::YaTidak => json!({ "type": "boolean" }),
        Jenis::Pilihan(o) => json!({ "type": "string", "enum": kode(o), "x-label": label(o) }),
        Jenis::Beberapa(o) => {
            json!({ "type": "array", "items": { "type": "string", "enum": kode(o), "x-label": label(o) } })
        }
        Jenis::DariProfil(Sumber::Kategori) => json!({ "type": "string", "x-jenis": "kategori" }),
        Jenis::DariProfil(Sumber::Unit) => json!({ "type": "string", "x-jenis": "unit" }),
        Jenis::Rujukan(r) => json!({ "type": "string", "format": "uuid", "x-rujukan": r }),
        Jenis::Berkas { maks, golongan } => json!({
            "type": "array", "maxItems": maks, "x-jenis": golongan.kode(), "items": { "type": "string", "format": "uuid" }
        }),
        Jenis::Wilayah(Tingkat::Kecamatan) => json!({ "type": "string", "x-jenis": "kecamatan" }),
        Jenis::Wilayah(Tingkat::Desa) => json!({ "type": "string", "x-jenis": "desa" }),
        Jenis::Lintang => json!({ "type": "number", "minimum": -90, "maximum": 90, "x-jenis": "lintang" }),
        Jenis::Bujur => json!({ "type": "number", "minimum": -180, "maximum": 180, "x-jenis": "bujur" }),
        Jenis::Tempat => tandai(objek(&j.anak()), "tempat"),
        Jenis::Orang => tandai(objek(&j.anak()), "orang"),
        Jenis::Surel => json!({ "type": "string", "format": "email" }),
        Jenis::Telepon => json!({ "type": "string", "x-jenis": "telepon" }),
        Jenis::Nik => json!({ "type": "string", "x-jenis": "nik", "minLength": 16, "maxLength": 16 }),
        Jenis::Nip => json!({ "type": "string", "x-jenis": "nip", "minLength": 18, "maxLength": 18 }),
        Jenis::Daftar { maks } => {
            json!({ "type": "array", "maxItems": maks, "items": { "type": "string", "maxLength": 500 } })
        }
        Jenis::Bagian(m) => json!({ "type": "array", "maxItems": 200, "items": objek(m) }),
    }
}

fn tandai(mut s: Value, jenis: &str) -> Value {
    s["x-jenis"] = jenis.into();
    s
}

/// A register described by data.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Uraian {
    kode: String,
    label: String,
    #[serde(default)]
    bantuan: String,
    dasar: Vec<String>,
    #[serde(default)]
    dilacak: bool,
    #[serde(default)]
    terbit: Vec<String>,
    #[serde(default)]
    terkunci: Vec<String>,
    judul: String,
    milik: MilikData,
    skema: Value,
    hak: Vec<HakData>,
    keadaan: Vec<KeadaanData>,
    langkah: Vec<LangkahData>,
    #[serde(default)]
    mulai: Vec<(String, LamaData)>,
    #[serde(default)]
    tenggat: Vec<(String, String)>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum MilikData {
    Fungsi(String),
    Medan(String),
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum LamaData {
    HariKerja(u16),
    Sla(String),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct HakData {
    siapa: String,
    boleh: Vec<String>,
    cakupan: String,
    #[serde(default)]
    pandangan: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeadaanData {
    kode: String,
    label: String,
    #[serde(default)]
    arti: String,
    giliran: String,
    #[serde(default)]
    warna: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LangkahData {
    kode: String,
    label: String,
    #[serde(default)]
    akibat: String,
    dari: Vec<String>,
    #[serde(default)]
    ke: Option<String>,
    oleh: Vec<String>,
    #[serde(default)]
    isian: Option<Value>,
    #[serde(default)]
    mulai: Vec<(String, LamaData)>,
    #[serde(default)]
    henti: Vec<String>,
    #[serde(default)]
    pindah: Option<PindahData>,
    #[serde(default)]
    otomatis: Option<String>,
    #[serde(default)]
    tautkan: Option<(String, String)>,
    #[serde(default)]
    salin: Vec<String>,
    #[serde(default)]
    terlihat: Option<Terlihat>,
    #[serde(default)]
    massal: bool,
    #[serde(default)]
    bahaya: bool,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum PindahData {
    Isian(String),
    Fungsi(String),
    Pemilik,
}

impl From<LamaData> for Lama {
    fn from(l: LamaData) -> Self {
        match l {
            LamaData::HariKerja(n) => Lama::HariKerja(n),
            LamaData::Sla(k) => Lama::Sla(k.into()),
        }
    }
}

fn siapa(s: &str) -> Result<Siapa, String> {
    match s {
        "publik" => Ok(Siapa::Publik),
        "pelapor" => Ok(Siapa::Pelapor),
        _ => Peran::dari_kode(s)
            .map(Siapa::Peran)
            .ok_or_else(|| format!("siapa {s:?} tidak dikenal")),
    }
}

fn tindakan(s: &str) -> Result<Tindakan, String> {
    Ok(match s {
        "baca" => Tindakan::Baca,
        "buat" => Tindakan::Buat,
        "ubah" => Tindakan::Ubah,
        "catat" => Tindakan::Catat,
        "ekspor" => Tindakan::Ekspor,
        "impor" => Tindakan::Impor,
        "lupakan" => Tindakan::Lupakan,
        _ => return Err(format!("tindakan {s:?} tidak dikenal")),
    })
}

fn hak(h: HakData) -> Result<Hak, String> {
    let boleh = h
        .boleh
        .iter()
        .map(|t| tindakan(t))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Hak {
        siapa: siapa(&h.siapa)?,
        // Rights live as long as the program: registers are read at start and when an official publishes one.
        boleh: Vec::leak(boleh),
        cakupan: match h.cakupan.as_str() {
            "semua" => Cakupan::Semua,
            "unit" => Cakupan::Unit,
            "pegang" => Cakupan::Pegang,
            "milik" => Cakupan::Milik,
            "terbit" => Cakupan::Terbit,
            "sendiri" => Cakupan::Sendiri,
            c => return Err(format!("cakupan {c:?} tidak dikenal")),
        },
        pandangan: match h.pandangan.as_deref() {
            None | Some("dinas") => Pandangan::Dinas,
            Some("publik") => Pandangan::Publik,
            Some("pribadi") => Pandangan::Pribadi,
            Some(p) => return Err(format!("pandangan {p:?} tidak dikenal")),
        },
    })
}

fn keadaan(k: KeadaanData) -> Result<Keadaan, String> {
    Ok(Keadaan {
        giliran: match k.giliran.as_str() {
            "pemegang" => Giliran::Pemegang,
            "pelapor" => Giliran::Pelapor,
            "selesai" => Giliran::Selesai,
            g => return Err(format!("giliran {g:?} pada keadaan {} tidak dikenal", k.kode)),
        },
        warna: match k.warna.as_deref() {
            None | Some("biru") => Warna::Biru,
            Some("jingga") => Warna::Jingga,
            Some("hijau") => Warna::Hijau,
            Some("merah") => Warna::Merah,
            Some("abu") => Warna::Abu,
            Some(w) => return Err(format!("warna {w:?} tidak dikenal")),
        },
        arti: k.arti.into(),
        kode: k.kode.into(),
        label: k.label.into(),
    })
}

fn langkah(l: LangkahData) -> Result<Langkah, String> {
    let mut hasil = Langkah::baru(l.kode, l.label, l.akibat)
        .dari(l.dari)
        .oleh(l.oleh.iter().map(|s| siapa(s)).collect::<Result<Vec<_>, _>>()?)
        .isian(l.isian.as_ref().map(medan_dari).transpose()?.unwrap_or_default())
        .henti(l.henti)
        .salin(l.salin)
        .pindah(match l.pindah {
            None => Pindah::Tetap,
            Some(PindahData::Isian(n)) => Pindah::KeIsian(n.into()),
            Some(PindahData::Fungsi(f)) => Pindah::KeFungsi(f.into()),
            Some(PindahData::Pemilik) => Pindah::KePemilik,
        });
    hasil.ke = l.ke.map(Into::into);
    hasil.terlihat = l.terlihat.unwrap_or(hasil.terlihat);
    (hasil.massal, hasil.bahaya) = (l.massal, l.bahaya);
    for (kode, lama) in l.mulai {
        hasil = hasil.mulai(kode, lama.into());
    }
    if let Some(o) = l.otomatis {
        hasil = hasil.otomatis(o);
    }
    if let Some((isian, jenis)) = l.tautkan {
        hasil = hasil.tautkan(isian, jenis);
    }
    Ok(hasil)
}

fn medan_dari(skema: &Value) -> Result<Vec<Medan>, String> {
    let sifat = skema
        .get("properties")
        .and_then(Value::as_object)
        .ok_or("skema tanpa properties")?;
    let wajib: Vec<&str> = skema
        .get("required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    if let Some(n) = wajib.iter().find(|n| !sifat.contains_key(**n)) {
        return Err(format!("required menyebut medan {n:?} yang tidak ada"));
    }
    let mut medan = sifat
        .iter()
        .map(|(n, s)| satu(n, s, wajib.contains(&n.as_str())))
        .collect::<Result<Vec<_>, _>>()?;
    let urut = |m: &Medan| {
        sifat
            .get(m.nama.as_ref())
            .and_then(|s| s.get("x-urut"))
            .and_then(Value::as_i64)
            .unwrap_or(i64::MAX)
    };
    medan.sort_by_key(urut);
    Ok(medan)
}

fn satu(nama: &str, s: &Value, wajib: bool) -> Result<Medan, String> {
    let huruf = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    if !nama.starts_with(|c: char| c.is_ascii_lowercase()) || nama.len() > 40 || !nama.bytes().all(huruf) {
        return Err(format!(
            "nama medan {nama:?} harus diawali huruf kecil, lalu huruf kecil, angka, garis bawah, paling banyak 40"
        ));
    }
    let label = s.get("title").and_then(Value::as_str).unwrap_or(nama).to_owned();
    let mut m = Medan::baru(
        nama.to_owned(),
        label,
        jenis_dari(s).map_err(|e| format!("medan {nama}: {e}"))?,
    );
    m.bantuan = s
        .get("description")
        .and_then(Value::as_str)
        .map(|b| Kata::from(b.to_owned()));
    m.wajib = wajib;
    m.hitung = s.get("readOnly").and_then(Value::as_bool).unwrap_or(false);
    m.rahasia = s.get("writeOnly").and_then(Value::as_bool).unwrap_or(false);
    m.bawaan = s.get("default").cloned();
    for sifat in s
        .get("x-sifat")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
    {
        match sifat {
            "cari" => m.cari = true,
            "saring" => m.saring = true,
            "urut" => m.urut = true,
            "kolom" => m.kolom = true,
            "pribadi" => m.pribadi = true,
            "publik" => m.publik = true,
            "internal" => m.internal = true,
            lain => return Err(format!("medan {nama}: sifat {lain:?} tidak dikenal")),
        }
    }
    Ok(m)
}

fn opsi(s: &Value) -> Result<Option<Vec<Opsi>>, String> {
    let Some(kode) = s.get("enum") else {
        return Ok(None);
    };
    let kode = kode
        .as_array()
        .filter(|k| !k.is_empty())
        .ok_or("enum harus berisi pilihan")?;
    let label = s.get("x-label").and_then(Value::as_array);
    let baca = |v: &Value| v.as_str().map(|s| Kata::from(s.to_owned()));
    let satu = |(i, k): (usize, &Value)| {
        // Tables keep several choices in one cell, so their codes hold nothing that separates.
        let kode = baca(k).filter(|k| !k.is_empty() && k.trim() == k && !k.contains([',', ';', '\n']));
        let kode = kode.ok_or_else(|| format!("kode pilihan {k} harus teks tanpa koma atau titik koma"))?;
        let label = label
            .and_then(|l| l.get(i))
            .and_then(baca)
            .unwrap_or_else(|| kode.clone());
        Ok(Opsi { kode, label })
    };
    kode.iter()
        .enumerate()
        .map(satu)
        .collect::<Result<Vec<_>, String>>()
        .map(Some)
}

fn jenis_dari(s: &Value) -> Result<Jenis, String> {
    let angka = |k: &str| s.get(k).and_then(Value::as_i64);
    let panjang = |bawaan: usize| {
        angka("maxLength")
            .and_then(|n| usize::try_from(n).ok())
            .unwrap_or(bawaan)
            .min(100_000)
    };
    let butir = |bawaan: usize| {
        angka("maxItems")
            .and_then(|n| usize::try_from(n).ok())
            .unwrap_or(bawaan)
            .min(200)
    };
    let khusus = s.get("x-jenis").and_then(Value::as_str);
    Ok(
        match (
            khusus,
            s.get("type").and_then(Value::as_str),
            s.get("format").and_then(Value::as_str),
        ) {
            (Some("panjang"), ..) => Jenis::Panjang { maks: panjang(5_000) },
            (Some("uang"), ..) => Jenis::Uang,
            (Some("periode"), ..) => Jenis::Periode,
            (Some("kategori"), ..) => Jenis::DariProfil(Sumber::Kategori),
            (Some("unit"), ..) => Jenis::DariProfil(Sumber::Unit),
            (Some(k), ..) if Golongan::dari_kode(k).is_some() => Jenis::Berkas {
                maks: butir(5),
                golongan: Golongan::dari_kode(k).unwrap_or(Golongan::Foto),
            },
            (Some("kecamatan"), ..) => Jenis::Wilayah(Tingkat::Kecamatan),
            (Some("desa"), ..) => Jenis::Wilayah(Tingkat::Desa),
            (Some("lintang"), ..) => Jenis::Lintang,
            (Some("bujur"), ..) => Jenis::Bujur,
            (Some("tempat"), ..) => Jenis::Tempat,
            (Some("orang"), ..) => Jenis::Orang,
            (Some("telepon"), ..) => Jenis::Telepon,
            (Some("nik"), ..) => Jenis::Nik,
            (Some("nip"), ..) => Jenis::Nip,
            (Some(lain), ..) => return Err(format!("x-jenis {lain:?} tidak dikenal")),
            (None, Some("string"), Some("date")) => Jenis::Tanggal,
            (None, Some("string"), Some("email")) => Jenis::Surel,
            (None, Some("string"), Some("uuid")) => match s.get("x-rujukan").and_then(Value::as_str) {
                Some(r) => Jenis::Rujukan(r.to_owned().into()),
                None => return Err("format uuid perlu x-rujukan".into()),
            },
            (None, Some("string"), _) => match opsi(s)? {
                Some(o) => Jenis::Pilihan(o),
                None => Jenis::Teks { maks: panjang(500) },
            },
            (None, Some("integer"), _) => Jenis::Bilangan {
                min: angka("minimum").unwrap_or(i64::MIN),
                maks: angka("maximum").unwrap_or(i64::MAX),
            },
            (None, Some("boolean"), _) => Jenis::YaTidak,
            (None, Some("array"), _) => {
                let b = s.get("items").ok_or("daftar tanpa items")?;
                match (opsi(b)?, b.get("type").and_then(Value::as_str)) {
                    (Some(o), _) => Jenis::Beberapa(o),
                    (None, Some("object")) => Jenis::Bagian(medan_dari(b)?),
                    (None, Some("string")) => Jenis::Daftar { maks: butir(50) },
                    _ => return Err("isi daftar harus teks, pilihan, atau objek".into()),
                }
            }
            (None, t, _) => return Err(format!("type {t:?} tidak didukung")),
        },
    )
}

impl RegisterDef {
    /// A register from its description as JSON. The error says, in Indonesian, what is wrong with it.
    pub fn dari_data(teks: &str) -> Result<Self, String> {
        let u: Uraian = serde_json::from_str(teks).map_err(|e| e.to_string())?;
        let medan = medan_dari(&u.skema)?;
        if !medan.iter().any(|m| m.nama == u.judul) {
            return Err(format!("judul menyebut medan {:?} yang tidak ada", u.judul));
        }
        for (daftar, kode) in [("terbit", &u.terbit), ("terkunci", &u.terkunci)] {
            if let Some(k) = kode.iter().find(|k| !u.keadaan.iter().any(|s| s.kode == **k)) {
                return Err(format!("{daftar} menyebut keadaan {k:?} yang tidak ada"));
            }
        }
        let lifecycle = Lifecycle {
            keadaan: u.keadaan.into_iter().map(keadaan).collect::<Result<_, _>>()?,
            langkah: u.langkah.into_iter().map(langkah).collect::<Result<_, _>>()?,
            mulai: u.mulai.into_iter().map(|(k, l)| (k.into(), l.into())).collect(),
            nama_tenggat: u.tenggat.into_iter().map(|(k, n)| (k.into(), n.into())).collect(),
            terkunci: u.terkunci.into_iter().map(Into::into).collect(),
        };
        let terbit = u.terbit;
        let def = RegisterDef {
            kode: u.kode.into(),
            label: u.label.into(),
            bantuan: u.bantuan.into(),
            dasar: u.dasar.into_iter().map(Into::into).collect(),
            dilacak: u.dilacak,
            judul: u.judul.into(),
            tertutup: false,
            rekap_versi: 0,
            diikuti: false,
            harian: Vec::new(),
            milik: match u.milik {
                MilikData::Fungsi(f) => Milik::Fungsi(f.into()),
                MilikData::Medan(m) => Milik::Medan(m.into()),
            },
            medan,
            hak: u.hak.into_iter().map(hak).collect::<Result<_, _>>()?,
            lifecycle,
            aturan: Arc::new(|_, _| Ok(())),
            terbit: Arc::new(move |_, keadaan| terbit.iter().any(|k| k == keadaan)),
            usul: |_, _, _| Peta::new(),
            saat_langkah: |_, _, _, _, _| Ok(()),
            kabar: |_, _, _, _| Vec::new(),
            saring_pandangan: |_, _, p| p,
            klasifikasi: |_| crate::Klasifikasi::Biasa,
            tingkat: None,
            rekap: |_, _| Sumbangan::default(),
            surat: |_, _, _| None,
            ikutan: |_| Vec::new(),
            syarat: |_| Vec::new(),
            nama_tautan: |_, _| None,
            naskah: None,
            petikan_versi: 0,
            petikan: |_| Vec::new(),
            tolak_naskah: |_| None,
            pembuat: None,
            induk: None,
            unik: crate::register::Unik::default(),
            petugas: None,
            penerima: None,
            siar: false,
            pendengar: None,
        };
        let salah = def.periksa();
        if salah.is_empty() {
            Ok(def)
        } else {
            Err(salah.join("; "))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        contoh::{Karnaval, Panggung, acak, isi_penuh, json_apa_saja, karnaval_data, peta, profil},
        izin::Pelaku,
        nilai::{Nilai, Teks, Tempat, periksa_objek},
        register::Kelompok,
    };

    /// What a schema can say of fields: flat groups are opened, and what is computed is asked of nobody.
    fn terkatakan(medan: &[Medan]) -> Vec<Medan> {
        let satu = |mut m: Medan| {
            m.wajib &= !m.hitung;
            if let Jenis::Bagian(anak) = &m.jenis {
                m.jenis = Jenis::Bagian(terkatakan(anak));
            }
            m
        };
        rata(medan).into_iter().map(satu).collect()
    }

    #[test]
    fn what_goes_out_comes_in_again() {
        let medan = Karnaval::medan();
        assert_eq!(medan_dari(&objek(&medan)).unwrap(), terkatakan(&medan));
        for l in Panggung::baru().def().lifecycle.langkah.iter() {
            assert_eq!(
                medan_dari(&objek(&l.isian)).unwrap(),
                terkatakan(&l.isian),
                "{}",
                l.kode
            );
        }
    }

    #[test]
    fn a_schema_says_what_machines_need() {
        let s = objek(&Karnaval::medan());
        assert_eq!(
            s["required"],
            json!(["nama", "peserta", "anggaran", "hari", "ukuran", "kategori"])
        );
        assert_eq!(s["additionalProperties"], json!(false));
        let p = &s["properties"];
        assert_eq!(p["nama"]["maxLength"], json!(60));
        assert_eq!(
            (&p["nama"]["title"], &p["cerita"]["description"]),
            (&json!("Nama rombongan"), &json!("Apa yang ditampilkan?"))
        );
        assert_eq!(
            p["peserta"],
            json!({ "type": "integer", "minimum": 1, "maximum": 500, "title": "Jumlah peserta",
            "x-sifat": ["saring", "urut", "kolom", "publik"], "x-urut": 2 })
        );
        assert_eq!(
            (&p["per_orang"]["readOnly"], &p["sandi"]["writeOnly"]),
            (&json!(true), &json!(true))
        );
        assert_eq!(p["ukuran"]["enum"], json!(["kecil", "besar_sekali"]));
        assert_eq!(p["ukuran"]["x-label"], json!(["Kecil", "Besar sekali"]));
        assert_eq!(
            p["depan"],
            json!({ "type": "string", "format": "uuid", "x-rujukan": "karnaval", "title": "Rombongan di depan", "x-urut": 11 })
        );
        assert!(
            p.get("tempat").is_none() && p["kecamatan"]["x-jenis"] == "kecamatan",
            "the flat place stands in the object itself"
        );
        assert_eq!(p["kendaraan"]["items"]["required"], json!(["nama", "roda"]));
        let luar = [
            Medan::dari::<Tempat>("tempat", "Tempat").rata(),
            Medan::dari::<Teks<5>>("x", "X"),
        ];
        let urut: Vec<_> = ["kecamatan", "desa", "alamat", "lat", "lon", "x"]
            .iter()
            .map(|k| objek(&luar)["properties"][k]["x-urut"].clone())
            .collect();
        assert_eq!(urut, [0, 1, 2, 3, 4, 5].map(Value::from));
    }

    fn data() -> Value {
        serde_json::from_str(&karnaval_data()).unwrap()
    }

    fn galat(ubah: impl FnOnce(&mut Value)) -> String {
        let mut u = data();
        ubah(&mut u);
        RegisterDef::dari_data(&u.to_string()).err().unwrap_or_default()
    }

    type Salah = (&'static str, fn(&mut Value));

    const SALAH: &[Salah] = &[
        ("unknown field `warna`", |u| u["warna"] = 1.into()),
        ("missing field `kode`", |u| {
            u.as_object_mut().unwrap().remove("kode");
        }),
        ("judul menyebut medan \"x\" yang tidak ada", |u| {
            u["judul"] = "x".into()
        }),
        ("terbit menyebut keadaan \"x\" yang tidak ada", |u| {
            u["terbit"] = json!(["x"])
        }),
        ("skema tanpa properties", |u| u["skema"] = json!({})),
        ("required menyebut medan \"x\" yang tidak ada", |u| {
            u["skema"]["required"] = json!(["x"])
        }),
        ("nama medan \"Nama\" harus diawali huruf kecil", |u| {
            u["skema"]["properties"]["Nama"] = json!({ "type": "string" })
        }),
        ("nama medan \"0\" harus diawali huruf kecil", |u| {
            u["skema"]["properties"]["0"] = json!({ "type": "string" })
        }),
        ("medan x: type Some(\"null\") tidak didukung", |u| {
            u["skema"]["properties"]["x"] = json!({ "type": "null" })
        }),
        ("medan x: x-jenis \"y\" tidak dikenal", |u| {
            u["skema"]["properties"]["x"] = json!({ "x-jenis": "y" })
        }),
        ("medan x: sifat \"y\" tidak dikenal", |u| {
            u["skema"]["properties"]["x"] = json!({ "type": "string", "x-sifat": ["y"] })
        }),
        ("medan x: format uuid perlu x-rujukan", |u| {
            u["skema"]["properties"]["x"] = json!({ "type": "string", "format": "uuid" })
        }),
        ("medan x: enum harus berisi pilihan", |u| {
            u["skema"]["properties"]["x"] = json!({ "type": "string", "enum": [] })
        }),
        ("medan x: kode pilihan 1 harus teks", |u| {
            u["skema"]["properties"]["x"] = json!({ "type": "string", "enum": [1] })
        }),
        ("medan x: kode pilihan \"a,b\" harus teks", |u| {
            u["skema"]["properties"]["x"] = json!({ "type": "array", "items": { "enum": ["a,b"] } })
        }),
        ("medan x: daftar tanpa items", |u| {
            u["skema"]["properties"]["x"] = json!({ "type": "array" })
        }),
        ("siapa \"raja\" tidak dikenal", |u| {
            u["hak"][0]["siapa"] = "raja".into()
        }),
        ("tindakan \"hapus\" tidak dikenal", |u| {
            u["hak"][0]["boleh"] = json!(["hapus"])
        }),
        ("cakupan \"x\" tidak dikenal", |u| {
            u["hak"][0]["cakupan"] = "x".into()
        }),
        ("pandangan \"x\" tidak dikenal", |u| {
            u["hak"][0]["pandangan"] = "x".into()
        }),
        ("giliran \"x\" pada keadaan daftar tidak dikenal", |u| {
            u["keadaan"][0]["giliran"] = "x".into()
        }),
        ("warna \"x\" tidak dikenal", |u| {
            u["keadaan"][0]["warna"] = "x".into()
        }),
        ("siapa \"sistem\" tidak dikenal", |u| {
            u["langkah"][0]["oleh"] = json!(["sistem"])
        }),
        ("step sahkan names the unknown state bulan", |u| {
            u["langkah"][0]["ke"] = "bulan".into()
        }),
        (
            "step sahkan copies the field catatan, which does not fit the entry",
            |u| u["langkah"][0]["salin"] = json!(["catatan"]),
        ),
        ("the owner stands in the field pengiring", |u| {
            u["milik"] = json!({ "medan": "pengiring" })
        }),
        ("unknown variant `berkas`", |u| {
            u["milik"] = json!({ "berkas": "pengiring" })
        }),
    ];

    #[test]
    fn a_wrong_description_says_what_is_wrong_with_it() {
        assert_eq!(galat(|_| {}), "");
        for (harap, ubah) in SALAH {
            let pesan = galat(ubah);
            assert!(pesan.contains(harap), "{harap:?} is not in {pesan:?}");
        }
        assert!(RegisterDef::dari_data("{").is_err() && RegisterDef::dari_data("").is_err());
    }

    #[test]
    fn a_register_described_by_data_runs() {
        let mut p = Panggung::dengan(RegisterDef::dari_data(&karnaval_data()).unwrap());
        let e = p.buat(&Pelaku::Publik, isi_penuh()).unwrap().entri;
        assert_eq!(
            (e.keadaan.as_str(), e.unit.as_str(), p.def().judul(&e.isi)),
            ("daftar", "dinas-pawai", Some("Naga Tidur"))
        );
        assert_eq!(Value::Object(e.isi), Value::Object(isi_penuh()));
        assert!(p.def().dilacak);
        assert_eq!(p.buat(&Pelaku::Publik, Peta::new()).unwrap_err().status(), 409);
        let e = p
            .langkah(
                &crate::contoh::koordinator(),
                "sahkan",
                json!({ "unit": "kantor-lampion", "ukuran": "kecil" }),
            )
            .unwrap()
            .entri;
        assert!(e.terbit, "its states say which are public");
        assert!(p.def().periksa().is_empty());
    }

    fn jenis_acak() -> impl Strategy<Value = Jenis> {
        let opsi = || {
            proptest::collection::btree_map("[a-z][a-z0-9 _-]{0,8}[a-z]", "[^\\u{0}]{1,12}", 1..5).prop_map(
                |o| {
                    o.into_iter()
                        .map(|(k, l)| Opsi {
                            kode: k.into(),
                            label: l.into(),
                        })
                        .collect::<Vec<_>>()
                },
            )
        };
        let daun = prop_oneof![
            (1..5_000usize).prop_map(|maks| Jenis::Teks { maks }),
            (1..5_000usize).prop_map(|maks| Jenis::Panjang { maks }),
            (any::<i64>(), any::<i64>()).prop_map(|(a, b)| Jenis::Bilangan {
                min: a.min(b),
                maks: a.max(b)
            }),
            opsi().prop_map(Jenis::Pilihan),
            opsi().prop_map(Jenis::Beberapa),
            (1..200usize).prop_map(|maks| Jenis::Berkas {
                maks,
                golongan: Golongan::SEMUA[maks % 4],
            }),
            (1..200usize).prop_map(|maks| Jenis::Daftar { maks }),
            "[a-z-]{1,9}".prop_map(|r| Jenis::Rujukan(r.into())),
            proptest::sample::select(vec![
                Jenis::Uang,
                Jenis::Tanggal,
                Jenis::Periode,
                Jenis::YaTidak,
                Jenis::DariProfil(Sumber::Kategori),
                Jenis::DariProfil(Sumber::Unit),
                Jenis::Wilayah(Tingkat::Kecamatan),
                Jenis::Wilayah(Tingkat::Desa),
                Jenis::Lintang,
                Jenis::Bujur,
                Jenis::Tempat,
                Jenis::Surel,
                Jenis::Telepon,
                Jenis::Nik,
                Jenis::Nip,
                Jenis::Orang,
            ]),
        ];
        daun.prop_recursive(2, 12, 4, |dalam| {
            medan_acak(dalam.boxed(), 1..4).prop_map(Jenis::Bagian)
        })
    }

    fn medan_acak(
        jenis: BoxedStrategy<Jenis>,
        berapa: std::ops::Range<usize>,
    ) -> impl Strategy<Value = Vec<Medan>> {
        let sifat = proptest::collection::vec(any::<bool>(), 10);
        let satu = (
            jenis,
            "[^\\u{0}]{1,20}",
            proptest::option::of("[^\\u{0}]{1,20}"),
            sifat,
        );
        let banyak = proptest::collection::vec(satu, berapa);
        ("[a-z][a-z0-9_]{0,20}", banyak).prop_map(|(awal, semua)| {
            let jadi =
                |(i, (jenis, label, bantuan, s)): (usize, (Jenis, String, Option<String>, Vec<bool>))| {
                    // Names in an order other than the alphabet's, so that order is seen to be kept.
                    let mut m = Medan::baru(format!("{awal}_{}", 97 - i), label, jenis);
                    m.bantuan = bantuan.map(Into::into);
                    (m.wajib, m.cari, m.saring, m.urut, m.kolom) = (s[0] && !s[8], s[1], s[2], s[3], s[4]);
                    (m.pribadi, m.publik, m.internal, m.hitung, m.rahasia) = (s[5], s[6], s[7], s[8], s[9]);
                    m.bawaan = (m.jenis == Jenis::YaTidak).then_some(Value::Bool(false));
                    m
                };
            semua.into_iter().enumerate().map(jadi).collect()
        })
    }

    /// Puts a value somewhere inside another.
    fn ganti_di(u: &mut Value, jalan: &[prop::sample::Index], ganti: Value) {
        let n = match u {
            Value::Object(o) => o.len(),
            Value::Array(a) => a.len(),
            _ => 0,
        };
        match (jalan.split_first(), u) {
            (Some((i, sisa)), Value::Object(o)) if n > 0 => {
                o.values_mut()
                    .nth(i.index(n))
                    .into_iter()
                    .for_each(|d| ganti_di(d, sisa, ganti.clone()));
            }
            (Some((i, sisa)), Value::Array(a)) if n > 0 => ganti_di(&mut a[i.index(n)], sisa, ganti),
            (_, u) => *u = ganti,
        }
    }

    proptest! {
        #![proptest_config(acak(400))]

        #[test]
        fn any_fields_go_out_and_come_in_again(medan in medan_acak(jenis_acak().boxed(), 0..8)) {
            let s = objek(&medan);
            prop_assert_eq!(medan_dari(&s).unwrap(), medan);
            // Also by way of text, as it lies in a store.
            let lagi: Value = serde_json::from_str(&s.to_string()).unwrap();
            prop_assert_eq!(objek(&medan_dari(&lagi).unwrap()), s);
        }

        #[test]
        fn any_description_is_answered_never_a_crash(jalan in proptest::collection::vec(any::<prop::sample::Index>(), 1..6), ganti in json_apa_saja()) {
            let mut u = data();
            ganti_di(&mut u, &jalan, ganti);
            if let Ok(def) = RegisterDef::dari_data(&u.to_string()) {
                prop_assert!(def.periksa().is_empty());
                let _ = periksa_objek(&def.medan, &isi_penuh(), &profil());
                prop_assert!(!objek(&def.medan).is_null());
            }
        }
    }

    #[test]
    fn a_list_of_parts_keeps_its_kind() {
        assert_eq!(jenis_dari(&jenis(&Tempat::jenis())).unwrap(), Jenis::Tempat);
        let kosong = peta(json!({ "type": "array", "items": { "type": "object", "properties": {} } }));
        assert_eq!(
            jenis_dari(&Value::Object(kosong)).unwrap(),
            Jenis::Bagian(Vec::new())
        );
    }
}
