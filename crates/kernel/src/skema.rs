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
        Jenis::Berkas { maks, golongan: Golongan::Foto } => json!({
            "type": "array", "maxItems": maks, "x-jenis": "foto", "items": { "type": "string", "format": "uuid" }
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
        Jenis::Daftar { maks } => json!({ "type": "array", "maxItems": maks, "items": { "type": "string", "maxLength": 500 } }),
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
        _ => Peran::dari_kode(s).map(Siapa::Peran).ok_or_else(|| format!("siapa {s:?} tidak dikenal")),
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
        _ => return Err(format!("tindakan {s:?} tidak dikenal")),
    })
}

fn hak(h: HakData) -> Result<Hak, String> {
    let boleh = h.boleh.iter().map(|t| tindakan(t)).collect::<Result<Vec<_>, _>>()?;
    Ok(Hak {
        siapa: siapa(&h.siapa)?,
        // Rights live as long as the program: registers are read at start and when an official publishes one.
        boleh: Vec::leak(boleh),
        cakupan: match h.cakupan.as_str() {
            "semua" => Cakupan::Semua,
            "unit" => Cakupan::Unit,
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
    let sifat = skema.get("properties").and_then(Value::as_object).ok_or("skema tanpa properties")?;
    let wajib: Vec<&str> =
        skema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    if let Some(n) = wajib.iter().find(|n| !sifat.contains_key(**n)) {
        return Err(format!("required menyebut medan {n:?} yang tidak ada"));
    }
    let mut medan = sifat.iter().map(|(n, s)| satu(n, s, wajib.contains(&n.as_str()))).collect::<Result<Vec<_>, _>>()?;
    let urut = |m: &Medan| sifat.get(m.nama.as_ref()).and_then(|s| s.get("x-urut")).and_then(Value::as_i64).unwrap_or(i64::MAX);
    medan.sort_by_key(urut);
    Ok(medan)
}

fn satu(nama: &str, s: &Value, wajib: bool) -> Result<Medan, String> {
    let huruf = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    if !nama.starts_with(|c: char| c.is_ascii_lowercase()) || nama.len() > 40 || !nama.bytes().all(huruf) {
        return Err(format!("nama medan {nama:?} harus diawali huruf kecil, lalu huruf kecil, angka, garis bawah, paling banyak 40"));
    }
    let label = s.get("title").and_then(Value::as_str).unwrap_or(nama).to_owned();
    let mut m = Medan::baru(nama.to_owned(), label, jenis_dari(s).map_err(|e| format!("medan {nama}: {e}"))?);
    m.bantuan = s.get("description").and_then(Value::as_str).map(|b| Kata::from(b.to_owned()));
    m.wajib = wajib;
    m.hitung = s.get("readOnly").and_then(Value::as_bool).unwrap_or(false);
    m.rahasia = s.get("writeOnly").and_then(Value::as_bool).unwrap_or(false);
    m.bawaan = s.get("default").cloned();
    for sifat in s.get("x-sifat").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
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
    let Some(kode) = s.get("enum") else { return Ok(None) };
    let kode = kode.as_array().filter(|k| !k.is_empty()).ok_or("enum harus berisi pilihan")?;
    let label = s.get("x-label").and_then(Value::as_array);
    let baca = |v: &Value| v.as_str().map(|s| Kata::from(s.to_owned()));
    let satu = |(i, k): (usize, &Value)| {
        // Tables keep several choices in one cell, so their codes hold nothing that separates.
        let kode = baca(k).filter(|k| !k.is_empty() && k.trim() == k && !k.contains([',', ';', '\n']));
        let kode = kode.ok_or_else(|| format!("kode pilihan {k} harus teks tanpa koma atau titik koma"))?;
        let label = label.and_then(|l| l.get(i)).and_then(baca).unwrap_or_else(|| kode.clone());
        Ok(Opsi { kode, label })
    };
    kode.iter().enumerate().map(satu).collect::<Result<Vec<_>, String>>().map(Some)
}

fn jenis_dari(s: &Value) -> Result<Jenis, String> {
    let angka = |k: &str| s.get(k).and_then(Value::as_i64);
    let panjang = |bawaan: usize| angka("maxLength").and_then(|n| usize::try_from(n).ok()).unwrap_or(bawaan).min(100_000);
    let butir = |bawaan: usize| angka("maxItems").and_then(|n| usize::try_from(n).ok()).unwrap_or(bawaan).min(200);
    let khusus = s.get("x-jenis").and_then(Value::as_str);
    Ok(match (khusus, s.get("type").and_then(Value::as_str), s.get("format").and_then(Value::as_str)) {
        (Some("panjang"), ..) => Jenis::Panjang { maks: panjang(5_000) },
        (Some("uang"), ..) => Jenis::Uang,
        (Some("periode"), ..) => Jenis::Periode,
        (Some("kategori"), ..) => Jenis::DariProfil(Sumber::Kategori),
        (Some("unit"), ..) => Jenis::DariProfil(Sumber::Unit),
        (Some("foto"), ..) => Jenis::Berkas { maks: butir(5), golongan: Golongan::Foto },
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
        (None, Some("integer"), _) => {
            Jenis::Bilangan { min: angka("minimum").unwrap_or(i64::MIN), maks: angka("maximum").unwrap_or(i64::MAX) }
        }
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
    })
}

impl RegisterDef {
    /// A register from its description as JSON. The error says, in Indonesian, what is wrong with it.
    pub fn dari_data(teks: &str) -> Result<Self, String> {
        let u: Uraian = serde_json::from_str(teks).map_err(|e| e.to_string())?;
        let medan = medan_dari(&u.skema)?;
        if !medan.iter().any(|m| m.nama == u.judul) {
            return Err(format!("judul menyebut medan {:?} yang tidak ada", u.judul));
        }
        if let Some(k) = u.terbit.iter().find(|k| !u.keadaan.iter().any(|s| s.kode == **k)) {
            return Err(format!("terbit menyebut keadaan {k:?} yang tidak ada"));
        }
        let lifecycle = Lifecycle {
            keadaan: u.keadaan.into_iter().map(keadaan).collect::<Result<_, _>>()?,
            langkah: u.langkah.into_iter().map(langkah).collect::<Result<_, _>>()?,
            mulai: u.mulai.into_iter().map(|(k, l)| (k.into(), l.into())).collect(),
            nama_tenggat: u.tenggat.into_iter().map(|(k, n)| (k.into(), n.into())).collect(),
        };
        let (judul, terbit) = (u.judul, u.terbit);
        let def = RegisterDef {
            kode: u.kode.into(),
            label: u.label.into(),
            bantuan: u.bantuan.into(),
            dasar: u.dasar.into_iter().map(Into::into).collect(),
            dilacak: u.dilacak,
            milik: match u.milik {
                MilikData::Fungsi(f) => Milik::Fungsi(f.into()),
                MilikData::Medan(m) => Milik::Medan(m.into()),
            },
            medan,
            hak: u.hak.into_iter().map(hak).collect::<Result<_, _>>()?,
            lifecycle,
            aturan: Arc::new(|_, _| Ok(())),
            judul: Arc::new(move |isi| isi.get(&judul).and_then(Value::as_str).unwrap_or_default().to_owned()),
            terbit: Arc::new(move |_, keadaan| terbit.iter().any(|k| k == keadaan)),
            usul: |_, _, _| Peta::new(),
            saat_langkah: |_, _, _, _, _| Ok(()),
            kabar: |_, _, _, _| Vec::new(),
            saring_pandangan: |_, _, p| p,
            surat: |_, _, _| None,
        };
        let salah = def.periksa();
        if salah.is_empty() { Ok(def) } else { Err(salah.join("; ")) }
    }
}
