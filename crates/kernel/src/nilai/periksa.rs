//! The one check of what comes in: a JSON object against a list of fields. Returns the object in its one written
//! form, or every wrong field at once, each with what to do about it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::{Number, Value};

use super::{
    Bujur, Golongan, Jenis, Lintang, Medan, Opsi, Periode, Sumber, Tempat, Tingkat, Uang, identitas, kontak, teks,
    uang::ribuan,
};
use crate::{Peta, bahasa::Pesan, galat::GalatMedan, profil::Profil};

/// Most parts or lines in one list: a bound on what one request can make us do.
const MAKS_BUTIR: usize = 200;

/// Most unknown keys that one answer names.
const MAKS_ASING: usize = 20;

/// The whole numbers that JSON keeps exactly (RFC 8785): what an event commits to is what was typed.
const AMAN: i64 = (1 << 53) - 1;

/// Checks an object and brings it into its written form: computed fields are dropped, defaults filled in, unknown
/// keys refused. O(size of the object).
pub fn periksa_objek(medan: &[Medan], isi: &Peta, profil: &Profil) -> Result<Peta, Vec<GalatMedan>> {
    let mut salah = Vec::new();
    let hasil = objek(medan, isi, profil, "", &mut salah, true);
    if salah.is_empty() { Ok(hasil) } else { Err(salah) }
}

fn objek(
    medan: &[Medan],
    isi: &Peta,
    profil: &Profil,
    awal: &str,
    salah: &mut Vec<GalatMedan>,
    tolak_asing: bool,
) -> Peta {
    let mut hasil = Peta::new();
    for m in medan {
        let jalan = format!("{awal}{}", m.nama);
        if m.hitung {
            continue;
        }
        if m.rata {
            let anak = m.jenis.anak();
            let n = salah.len();
            let mut bagian = objek(&anak, isi, profil, awal, salah, false);
            if m.jenis == Jenis::Tempat && salah.len() == n {
                tempat(&mut bagian, profil, awal, salah);
            }
            hasil.append(&mut bagian);
            continue;
        }
        let diisi = isi.get(m.nama.as_ref()).filter(|v| !kosong(v));
        let Some(v) = diisi.or(m.bawaan.as_ref().filter(|_| !m.wajib)) else {
            if m.wajib {
                salah.push(GalatMedan::baru(jalan, wajib(&m.jenis)));
            }
            continue;
        };
        match nilai(&m.jenis, v, profil, &jalan, salah) {
            // Nothing was left once it was cleaned: as if nothing had been said.
            Some(v) if kosong(&v) || (m.wajib && hampa(&v)) => {
                if m.wajib {
                    salah.push(GalatMedan::baru(jalan, wajib(&m.jenis)));
                }
            }
            Some(v) => {
                hasil.insert(m.nama.to_string(), v);
            }
            None => {}
        }
    }
    if tolak_asing {
        let dikenal = |kunci: &str| {
            medan.iter().any(|m| if m.rata { m.jenis.anak().iter().any(|a| a.nama == kunci) } else { m.nama == kunci })
        };
        for kunci in isi.keys().filter(|k| !dikenal(k)).take(MAKS_ASING) {
            let kunci: String = kunci.chars().take(60).collect();
            salah.push(GalatMedan::baru(
                format!("{awal}{kunci}"),
                "Isian ini tidak dikenal. Periksa ejaannya atau hapus.",
            ));
        }
    }
    hasil
}

fn kosong(v: &Value) -> bool {
    match v {
        Value::Null => true,
        Value::String(s) => s.trim().is_empty(),
        _ => false,
    }
}

/// A list or group that was sent, but with nothing in it.
fn hampa(v: &Value) -> bool {
    match v {
        Value::Array(a) => a.is_empty(),
        Value::Object(o) => o.is_empty(),
        _ => false,
    }
}

fn wajib(j: &Jenis) -> Pesan {
    match j {
        Jenis::Pilihan(_) | Jenis::DariProfil(_) | Jenis::Wilayah(_) | Jenis::Rujukan(_) => "Pilih salah satu.".into(),
        Jenis::Tanggal => "Isi tanggalnya.".into(),
        _ => "Wajib diisi.".into(),
    }
}

fn tempat(bagian: &mut Peta, profil: &Profil, awal: &str, salah: &mut Vec<GalatMedan>) {
    let Ok(mut t) = serde_json::from_value::<Tempat>(Value::Object(bagian.clone())) else { return };
    match t.lengkapi(profil) {
        Ok(()) => {
            if let Ok(Value::Object(o)) = serde_json::to_value(&t) {
                *bagian = o;
            }
        }
        Err(v) => salah.extend(v.into_iter().map(|g| GalatMedan { medan: format!("{awal}{}", g.medan), ..g })),
    }
}

fn nilai(j: &Jenis, v: &Value, profil: &Profil, jalan: &str, salah: &mut Vec<GalatMedan>) -> Option<Value> {
    let hasil = match j {
        Jenis::Orang => return isi_objek(&j.anak(), v, profil, jalan, salah),
        Jenis::Tempat => {
            let n = salah.len();
            let mut o = isi_objek(&j.anak(), v, profil, jalan, salah)?;
            if let (Value::Object(o), true) = (&mut o, salah.len() == n) {
                tempat(o, profil, &format!("{jalan}."), salah);
            }
            return Some(o);
        }
        Jenis::Bagian(anak) => {
            let butir = daftar(v, MAKS_BUTIR).map_err(|p| salah.push(GalatMedan::baru(jalan, p))).ok()?;
            let hasil: Vec<Value> = butir
                .iter()
                .enumerate()
                .filter_map(|(i, b)| isi_objek(anak, b, profil, &format!("{jalan}.{i}"), salah))
                .collect();
            return Some(Value::Array(hasil));
        }
        _ => tunggal(j, v, profil),
    };
    hasil.map_err(|p| salah.push(GalatMedan::baru(jalan, p))).ok()
}

fn isi_objek(anak: &[Medan], v: &Value, profil: &Profil, jalan: &str, salah: &mut Vec<GalatMedan>) -> Option<Value> {
    match v {
        Value::Object(o) => Some(Value::Object(objek(anak, o, profil, &format!("{jalan}."), salah, true))),
        _ => {
            salah.push(GalatMedan::baru(jalan, "Harus berupa objek dengan isian di dalamnya."));
            None
        }
    }
}

fn daftar(v: &Value, maks: usize) -> Result<&Vec<Value>, Pesan> {
    match v {
        Value::Array(a) if a.len() <= maks => Ok(a),
        Value::Array(a) => Err(Pesan::baru("Paling banyak {maks} butir. Anda mengirim {n}.").dengan("maks", maks).dengan("n", a.len())),
        _ => Err("Harus berupa daftar.".into()),
    }
}

fn kata(v: &Value) -> Result<&str, Pesan> {
    v.as_str().ok_or_else(|| "Harus berupa teks.".into())
}

fn satu_dari(opsi: &[Opsi], v: &Value) -> Result<Value, Pesan> {
    let s = kata(v)?;
    if opsi.iter().any(|o| o.kode == s) { Ok(v.clone()) } else { Err(bukan_pilihan(opsi.iter().map(|o| o.kode.as_ref()))) }
}

fn bukan_pilihan<'a>(kode: impl Iterator<Item = &'a str>) -> Pesan {
    let kode: Vec<&str> = kode.take(20).collect();
    Pesan::baru("Pilih salah satu dari: {pilihan}.").dengan("pilihan", kode.join(", "))
}

fn tunggal(j: &Jenis, v: &Value, profil: &Profil) -> Result<Value, Pesan> {
    match j {
        Jenis::Teks { maks } => teks::rapikan(kata(v)?, *maks, false).map(Value::String),
        Jenis::Panjang { maks } => teks::rapikan(kata(v)?, *maks, true).map(Value::String),
        Jenis::Bilangan { min, maks } => {
            let (min, maks) = ((*min).max(-AMAN), (*maks).min(AMAN));
            match v.as_i64() {
                Some(n) if (min..=maks).contains(&n) => Ok(n.into()),
                Some(_) => Err(Pesan::baru("Isi angka dari {min} sampai {maks}.").dengan("min", ribuan(min)).dengan("maks", ribuan(maks))),
                None => Err("Isi dengan angka bulat.".into()),
            }
        }
        Jenis::Uang => match v.as_u64().and_then(Uang::baru) {
            Some(u) => Ok(u.rupiah().into()),
            None => Err("Isi jumlah rupiah dengan angka bulat, misalnya 1.250.000.".into()),
        },
        Jenis::Tanggal => tanggal(kata(v)?).map(|d| Value::String(d.to_string())),
        Jenis::Periode => {
            let bagian = |k: &str| v.get(k).and_then(Value::as_str).ok_or_else(|| Pesan::from("Isi tanggal mulai dan tanggal akhir."));
            let p = Periode::baru(tanggal(bagian("mulai")?)?, tanggal(bagian("akhir")?)?)?;
            Ok(serde_json::json!({ "mulai": p.mulai().to_string(), "akhir": p.akhir().to_string() }))
        }
        Jenis::YaTidak => v.as_bool().map(Value::Bool).ok_or_else(|| "Isi true atau false.".into()),
        Jenis::Pilihan(opsi) => satu_dari(opsi, v),
        Jenis::Beberapa(opsi) => {
            let pilih = daftar(v, opsi.len().max(1))?.iter().map(|b| satu_dari(opsi, b));
            pilih.collect::<Result<Vec<_>, _>>().map(tanpa_ulang)
        }
        Jenis::DariProfil(Sumber::Kategori) => {
            let s = kata(v)?;
            match profil.kategori(s) {
                Some(_) => Ok(v.clone()),
                None => Err(bukan_pilihan(profil.kategori.iter().map(|k| k.kode.as_str()))),
            }
        }
        Jenis::DariProfil(Sumber::Unit) => match profil.unit(kata(v)?) {
            Some(_) => Ok(v.clone()),
            None => Err("Pilih perangkat daerah dari daftar.".into()),
        },
        Jenis::Rujukan(_) => uuid(v),
        Jenis::Berkas { maks, golongan: Golongan::Foto } => match v {
            Value::Array(a) if a.len() > *maks => {
                Err(Pesan::baru("Paling banyak {maks} foto. Anda mengirim {n}.").dengan("maks", maks).dengan("n", a.len()))
            }
            _ => daftar(v, *maks)?.iter().map(uuid).collect::<Result<Vec<_>, _>>().map(tanpa_ulang),
        },
        Jenis::Wilayah(t) => {
            let s = kata(v)?;
            let ada = match t {
                Tingkat::Kecamatan => profil.kecamatan(s).is_some(),
                Tingkat::Desa => profil.desa(s).is_some(),
            };
            if ada {
                Ok(v.clone())
            } else if *t == Tingkat::Kecamatan {
                Err("Kecamatan ini tidak ada di daerah ini. Pilih dari daftar.".into())
            } else {
                Err("Desa atau kelurahan ini tidak ada di daerah ini. Pilih dari daftar.".into())
            }
        }
        Jenis::Lintang => derajat(v.as_f64().and_then(Lintang::baru).map(Lintang::derajat), "Isi lintang dengan angka antara -90 dan 90."),
        Jenis::Bujur => derajat(v.as_f64().and_then(Bujur::baru).map(Bujur::derajat), "Isi bujur dengan angka antara -180 dan 180."),
        Jenis::Surel => kontak::surel(kata(v)?).map(Value::String),
        Jenis::Telepon => kontak::telepon(kata(v)?).map(Value::String),
        Jenis::Nik => identitas::nik(kata(v)?).map(Value::String),
        Jenis::Nip => identitas::nip(kata(v)?).map(Value::String),
        Jenis::Daftar { maks } => daftar(v, *maks)?
            .iter()
            .map(|b| teks::rapikan(kata(b)?, 500, false).map(Value::String))
            .filter(|b| !b.as_ref().is_ok_and(kosong))
            .collect::<Result<Vec<_>, _>>()
            .map(Value::Array),
        Jenis::Tempat | Jenis::Orang | Jenis::Bagian(_) => Ok(v.clone()),
    }
}

fn tanpa_ulang(butir: Vec<Value>) -> Value {
    let mut hasil: Vec<Value> = Vec::new();
    for b in butir {
        if !hasil.contains(&b) {
            hasil.push(b);
        }
    }
    Value::Array(hasil)
}

fn derajat(d: Option<f64>, pesan: &'static str) -> Result<Value, Pesan> {
    d.and_then(Number::from_f64).map(Value::Number).ok_or_else(|| pesan.into())
}

fn uuid(v: &Value) -> Result<Value, Pesan> {
    match kata(v)?.parse::<uuid::Uuid>() {
        Ok(u) => Ok(Value::String(u.to_string())),
        Err(_) => Err("Rujukan ini tidak dikenal. Pilih dari daftar.".into()),
    }
}

/// ISO 8601 as browsers and machines send it, or day-month-year as people type it (23-11-2026, 23/11/2026).
fn tanggal(s: &str) -> Result<Date, Pesan> {
    let s = s.trim();
    let galat = || Pesan::from("Tulis tanggal seperti 23-11-2026.");
    if let Ok(d) = s.parse::<Date>() {
        return Ok(d);
    }
    let bagian: Vec<i16> = s.split(['-', '/', '.', ' ']).map(str::parse).collect::<Result<_, _>>().map_err(|_| galat())?;
    match bagian[..] {
        // A year of two digits could be of either century, so it is asked again.
        [h, b, t] if (1..=31).contains(&h) && (1..=12).contains(&b) && t >= 1000 => {
            Date::new(t, b as i8, h as i8).map_err(|_| galat())
        }
        _ => Err(galat()),
    }
}

/// A whole number as people type it: "1.250.000", "Rp 1.250.000,00", "-5". A dot anywhere but between thousands is
/// no whole number: 12.5 is not 125.
fn bulat(s: &str) -> Option<i64> {
    let bersih: String = s.chars().filter(|c| !c.is_whitespace()).collect();
    let angka = match bersih.get(..2) {
        Some(awal) if awal.eq_ignore_ascii_case("rp") => bersih.get(2..)?.trim_start_matches('.'),
        _ => &bersih,
    };
    let angka = angka.strip_suffix(",00").or_else(|| angka.strip_suffix(",-")).unwrap_or(angka);
    let (minus, angka) = angka.strip_prefix('-').map_or(("", angka), |a| ("-", a));
    let mut ribu = angka.split('.');
    let awal = ribu.next()?;
    let tertata = ribu.clone().next().is_none() || (1..=3).contains(&awal.len());
    let tiga = tertata && ribu.all(|r| r.len() == 3);
    let rapat = angka.replace('.', "");
    (tiga && rapat.bytes().all(|b| b.is_ascii_digit())).then(|| format!("{minus}{rapat}").parse().ok())?
}

/// A text from a form, a CSV cell or a query as the JSON value that [`periksa_objek`] expects. What cannot be read
/// stays text, so that the check names it at its field.
pub fn dari_teks(j: &Jenis, s: &str) -> Value {
    let apa_adanya = || Value::String(s.to_owned());
    let t = s.trim();
    match j {
        Jenis::Bilangan { .. } | Jenis::Uang => {
            bulat(t).map_or_else(apa_adanya, Into::into)
        }
        Jenis::Lintang | Jenis::Bujur => {
            let angka = t.replace(',', ".").parse::<f64>().ok().and_then(Number::from_f64);
            angka.map_or_else(apa_adanya, Value::Number)
        }
        Jenis::YaTidak => match t.to_lowercase().as_str() {
            "ya" | "true" | "1" | "on" => true.into(),
            "" | "tidak" | "false" | "0" => false.into(),
            _ => apa_adanya(),
        },
        Jenis::Beberapa(_) | Jenis::Berkas { .. } => {
            Value::Array(t.split([',', ';', '\n']).map(str::trim).filter(|b| !b.is_empty()).map(Value::from).collect())
        }
        Jenis::Daftar { .. } => {
            Value::Array(t.lines().map(str::trim).filter(|b| !b.is_empty()).map(Value::from).collect())
        }
        Jenis::Periode => match t.split_once("..") {
            Some((a, b)) => serde_json::json!({ "mulai": a.trim(), "akhir": b.trim() }),
            None => apa_adanya(),
        },
        Jenis::Bagian(_) | Jenis::Tempat | Jenis::Orang => serde_json::from_str(t).unwrap_or_else(|_| apa_adanya()),
        _ => apa_adanya(),
    }
}

/// A value as one cell of a table or one input of a form: the opposite of [`dari_teks`].
pub fn ke_teks(j: &Jenis, v: &Value) -> String {
    match (j, v) {
        (_, Value::Null) => String::new(),
        (Jenis::YaTidak, Value::Bool(b)) => if *b { "ya" } else { "tidak" }.to_owned(),
        (Jenis::Daftar { .. }, Value::Array(a)) => a.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n"),
        (Jenis::Beberapa(_) | Jenis::Berkas { .. }, Value::Array(a)) => {
            a.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", ")
        }
        (Jenis::Periode, Value::Object(o)) => {
            let b = |k: &str| o.get(k).and_then(Value::as_str).unwrap_or_default();
            format!("{}..{}", b("mulai"), b("akhir"))
        }
        (_, Value::String(s)) => s.clone(),
        (_, v) => v.to_string(),
    }
}

/// A posted form as the JSON object of the fields. Inner fields come as `pelapor.nama`, parts as `bagian.0.nama`
/// (parts whose cells are all empty are left out), a period as `x.mulai` and `x.akhir`, several values by repeating.
pub fn dari_formulir(medan: &[Medan], form: &BTreeMap<String, Vec<String>>) -> Peta {
    dalam(medan, form, "")
}

fn dalam(medan: &[Medan], form: &BTreeMap<String, Vec<String>>, awal: &str) -> Peta {
    let mut hasil = Peta::new();
    for m in medan {
        let kunci = format!("{awal}{}", m.nama);
        if m.rata {
            hasil.append(&mut dalam(&m.jenis.anak(), form, awal));
            continue;
        }
        let v = match &m.jenis {
            Jenis::Tempat | Jenis::Orang => {
                let o = dalam(&m.jenis.anak(), form, &format!("{kunci}."));
                if o.is_empty() { continue } else { Value::Object(o) }
            }
            Jenis::Bagian(anak) => {
                // Only parts that the form sent are looked at, so parts within parts stay cheap.
                let butir: Vec<Value> = (0..MAKS_BUTIR)
                    .map(|i| format!("{kunci}.{i}."))
                    .filter(|awal| form.range(awal.clone()..).next().is_some_and(|(k, _)| k.starts_with(awal.as_str())))
                    .map(|awal| dalam(anak, form, &awal))
                    .filter(|o| o.values().any(|v| !kosong(v) && *v != Value::Bool(false)))
                    .map(Value::Object)
                    .collect();
                if butir.is_empty() { continue } else { Value::Array(butir) }
            }
            Jenis::Periode => {
                let b = |k: &str| form.get(&format!("{kunci}.{k}")).and_then(|v| v.first()).map_or("", |s| s.trim());
                match (b("mulai"), b("akhir")) {
                    ("", "") => continue,
                    (a, z) => serde_json::json!({ "mulai": a, "akhir": z }),
                }
            }
            j => match form.get(&kunci) {
                Some(v) if matches!(j, Jenis::Beberapa(_) | Jenis::Berkas { .. }) => dari_teks(j, &v.join("\n")),
                Some(v) => match v.last() {
                    Some(s) if !s.trim().is_empty() || *j == Jenis::YaTidak => dari_teks(j, s),
                    _ => continue,
                },
                // A box that is not ticked is not sent.
                None if *j == Jenis::YaTidak => Value::Bool(false),
                None => continue,
            },
        };
        hasil.insert(m.nama.to_string(), v);
    }
    hasil
}
