//! The one check of what comes in: a JSON object against a list of fields. Returns the object in its one written
//! form, or every wrong field at once, each with what to do about it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Number, Value};

use super::{
    Bujur, Golongan, Jenis, Lintang, Medan, Opsi, Periode, Sumber, Tempat, Tingkat, Uang, identitas, kontak,
    teks, uang::ribuan,
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
        let jalan = Jalan(awal, &m.nama);
        if m.hitung {
            continue;
        }
        if m.rata {
            let n = salah.len();
            let mut bagian = objek(m.jenis.dalam(), isi, profil, awal, salah, false);
            if m.jenis == Jenis::Tempat && salah.len() == n {
                tempat(&mut bagian, profil, awal, salah);
            }
            hasil.append(&mut bagian);
            continue;
        }
        let diisi = isi.get(m.nama.as_ref()).filter(|v| !kosong(v));
        let Some(v) = diisi.or(m.bawaan.as_ref().filter(|_| !m.wajib)) else {
            if m.wajib {
                salah.push(jalan.salah(wajib(&m.jenis)));
            }
            continue;
        };
        match nilai(&m.jenis, v, profil, jalan, salah) {
            // Nothing was left once it was cleaned: as if nothing had been said.
            Some(v) if kosong(&v) || (hampa(&v) && (m.wajib || v.is_object())) => {
                salah.extend(m.wajib.then(|| jalan.salah(wajib(&m.jenis))));
            }
            Some(v) => {
                hasil.insert(m.nama.to_string(), v);
            }
            None => {}
        }
    }
    if tolak_asing {
        let dikenal = |kunci: &str| {
            medan.iter().any(|m| {
                if m.rata {
                    m.jenis.dalam().iter().any(|a| a.nama == kunci)
                } else {
                    m.nama == kunci
                }
            })
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

/// Whether a stored field says something: an empty list or text says as little as none.
pub fn terisi(v: Option<&Value>) -> bool {
    match v {
        None | Some(Value::Null) => false,
        Some(Value::String(s)) => !s.is_empty(),
        Some(Value::Array(a)) => !a.is_empty(),
        Some(_) => true,
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
        Jenis::Pilihan(_) | Jenis::DariProfil(_) | Jenis::Wilayah(_) | Jenis::Rujukan(_) => {
            "Pilih salah satu.".into()
        }
        Jenis::Tanggal => "Isi tanggalnya.".into(),
        _ => "Wajib diisi.".into(),
    }
}

fn tempat(bagian: &mut Peta, profil: &Profil, awal: &str, salah: &mut Vec<GalatMedan>) {
    let Ok(mut t) = Tempat::deserialize(&*bagian) else {
        return;
    };
    match t.lengkapi(profil) {
        Ok(()) => {
            if let Ok(Value::Object(o)) = serde_json::to_value(&t) {
                *bagian = o;
            }
        }
        Err(v) => salah.extend(v.into_iter().map(|g| GalatMedan {
            medan: format!("{awal}{}", g.medan),
            ..g
        })),
    }
}

/// Where a field stands: the path before it and its name, joined only when something is wrong.
#[derive(Clone, Copy)]
struct Jalan<'a>(&'a str, &'a str);

impl Jalan<'_> {
    fn salah(self, pesan: impl Into<Pesan>) -> GalatMedan {
        GalatMedan::baru(self.ke(""), pesan)
    }

    fn ke(self, akhir: &str) -> String {
        format!("{}{}{akhir}", self.0, self.1)
    }
}

fn nilai(j: &Jenis, v: &Value, profil: &Profil, jalan: Jalan, salah: &mut Vec<GalatMedan>) -> Option<Value> {
    let hasil = match j {
        Jenis::Orang => return isi_objek(j.dalam(), v, profil, &jalan.ke(""), salah),
        Jenis::Tempat => {
            let n = salah.len();
            let mut o = isi_objek(j.dalam(), v, profil, &jalan.ke(""), salah)?;
            if let (Value::Object(o), true) = (&mut o, salah.len() == n) {
                tempat(o, profil, &jalan.ke("."), salah);
            }
            return Some(o);
        }
        Jenis::Bagian(anak) => {
            let butir = daftar(v, MAKS_BUTIR)
                .map_err(|p| salah.push(jalan.salah(p)))
                .ok()?;
            let hasil: Vec<Value> = butir
                .iter()
                .enumerate()
                .filter_map(|(i, b)| isi_objek(anak, b, profil, &jalan.ke(&format!(".{i}")), salah))
                .collect();
            return Some(Value::Array(hasil));
        }
        _ => tunggal(j, v, profil),
    };
    hasil.map_err(|p| salah.push(jalan.salah(p))).ok()
}

fn isi_objek(
    anak: &[Medan],
    v: &Value,
    profil: &Profil,
    jalan: &str,
    salah: &mut Vec<GalatMedan>,
) -> Option<Value> {
    match v {
        Value::Object(o) => {
            let o = objek(anak, o, profil, &format!("{jalan}."), salah, true);
            Some(Value::Object(o))
        }
        _ => {
            let pesan = "Harus berupa objek dengan isian di dalamnya.";
            salah.push(GalatMedan::baru(jalan, pesan));
            None
        }
    }
}

fn daftar(v: &Value, maks: usize) -> Result<&Vec<Value>, Pesan> {
    match v {
        Value::Array(a) if a.len() <= maks => Ok(a),
        Value::Array(a) => Err(Pesan::baru("Paling banyak {maks} butir. Anda mengirim {n}.")
            .dengan("maks", maks)
            .dengan("n", a.len())),
        _ => Err("Harus berupa daftar.".into()),
    }
}

fn kata(v: &Value) -> Result<&str, Pesan> {
    v.as_str().ok_or_else(|| "Harus berupa teks.".into())
}

fn satu_dari(opsi: &[Opsi], v: &Value) -> Result<Value, Pesan> {
    let s = kata(v)?;
    if opsi.iter().any(|o| o.kode == s) {
        Ok(v.clone())
    } else {
        Err(bukan_pilihan(opsi.iter().map(|o| o.kode.as_ref())))
    }
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
                Some(_) => Err(Pesan::baru("Isi angka dari {min} sampai {maks}.")
                    .dengan("min", ribuan(min))
                    .dengan("maks", ribuan(maks))),
                None => Err("Isi dengan angka bulat.".into()),
            }
        }
        Jenis::Uang => match v.as_u64().and_then(Uang::baru) {
            Some(u) => Ok(u.rupiah().into()),
            None => Err("Isi jumlah rupiah dengan angka bulat, misalnya 1.250.000.".into()),
        },
        Jenis::Tanggal => tanggal(kata(v)?).map(|d| Value::String(d.to_string())),
        Jenis::Periode => {
            let bagian = |k: &str| {
                v.get(k)
                    .and_then(Value::as_str)
                    .ok_or_else(|| Pesan::from("Isi tanggal mulai dan tanggal akhir."))
            };
            let p = Periode::baru(tanggal(bagian("mulai")?)?, tanggal(bagian("akhir")?)?)?;
            Ok(serde_json::json!({ "mulai": p.mulai().to_string(), "akhir": p.akhir().to_string() }))
        }
        Jenis::YaTidak => v
            .as_bool()
            .map(Value::Bool)
            .ok_or_else(|| "Isi true atau false.".into()),
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
        Jenis::Berkas { maks, golongan } => match v {
            Value::Array(a) if a.len() > *maks => {
                let pesan = match golongan {
                    Golongan::Foto => Pesan::baru("Paling banyak {maks} foto. Anda mengirim {n}."),
                    _ => Pesan::baru("Paling banyak {maks} berkas. Anda mengirim {n}."),
                };
                Err(pesan.dengan("maks", maks).dengan("n", a.len()))
            }
            _ => daftar(v, *maks)?
                .iter()
                .map(uuid)
                .collect::<Result<Vec<_>, _>>()
                .map(tanpa_ulang),
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
        Jenis::Lintang => derajat(
            v.as_f64().and_then(Lintang::baru).map(Lintang::derajat),
            "Isi lintang dengan angka antara -90 dan 90.",
        ),
        Jenis::Bujur => derajat(
            v.as_f64().and_then(Bujur::baru).map(Bujur::derajat),
            "Isi bujur dengan angka antara -180 dan 180.",
        ),
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
    d.and_then(Number::from_f64)
        .map(Value::Number)
        .ok_or_else(|| pesan.into())
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
    let bagian: Vec<i16> = s
        .split(['-', '/', '.', ' '])
        .map(str::parse)
        .collect::<Result<_, _>>()
        .map_err(|_| galat())?;
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
    let angka = angka
        .strip_suffix(",00")
        .or_else(|| angka.strip_suffix(",-"))
        .unwrap_or(angka);
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
        Jenis::Bilangan { .. } | Jenis::Uang => bulat(t).map_or_else(apa_adanya, Into::into),
        Jenis::Lintang | Jenis::Bujur => {
            let angka = t.replace(',', ".").parse::<f64>().ok().and_then(Number::from_f64);
            angka.map_or_else(apa_adanya, Value::Number)
        }
        Jenis::YaTidak => match t.to_lowercase().as_str() {
            "ya" | "true" | "1" | "on" => true.into(),
            "" | "tidak" | "false" | "0" => false.into(),
            _ => apa_adanya(),
        },
        Jenis::Beberapa(_) | Jenis::Berkas { .. } => Value::Array(
            t.split([',', ';', '\n'])
                .map(str::trim)
                .filter(|b| !b.is_empty())
                .map(Value::from)
                .collect(),
        ),
        Jenis::Daftar { .. } => Value::Array(
            t.lines()
                .map(str::trim)
                .filter(|b| !b.is_empty())
                .map(Value::from)
                .collect(),
        ),
        Jenis::Periode => match t.split_once("..") {
            Some((a, b)) => serde_json::json!({ "mulai": a.trim(), "akhir": b.trim() }),
            None => apa_adanya(),
        },
        Jenis::Bagian(_) | Jenis::Tempat | Jenis::Orang => {
            serde_json::from_str(t).unwrap_or_else(|_| apa_adanya())
        }
        _ => apa_adanya(),
    }
}

/// A value as one cell of a table or one input of a form: the opposite of [`dari_teks`].
pub fn ke_teks(j: &Jenis, v: &Value) -> String {
    match (j, v) {
        (_, Value::Null) => String::new(),
        (Jenis::YaTidak, Value::Bool(b)) => if *b { "ya" } else { "tidak" }.to_owned(),
        (Jenis::Daftar { .. }, Value::Array(a)) => {
            a.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n")
        }
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
    // Forms do not show what is computed: a box that is not there was not left unticked.
    for m in medan.iter().filter(|m| !m.hitung) {
        let kunci = format!("{awal}{}", m.nama);
        if m.rata {
            hasil.append(&mut dalam(m.jenis.dalam(), form, awal));
            continue;
        }
        let v = match &m.jenis {
            Jenis::Tempat | Jenis::Orang => {
                let o = dalam(m.jenis.dalam(), form, &format!("{kunci}."));
                if o.is_empty() { continue } else { Value::Object(o) }
            }
            Jenis::Bagian(anak) => {
                // Only parts that the form sent are looked at, so parts within parts stay cheap.
                let butir: Vec<Value> = (0..MAKS_BUTIR)
                    .map(|i| format!("{kunci}.{i}."))
                    .filter(|awal| {
                        form.range(awal.clone()..)
                            .next()
                            .is_some_and(|(k, _)| k.starts_with(awal.as_str()))
                    })
                    .map(|awal| dalam(anak, form, &awal))
                    .filter(|o| o.values().any(|v| !kosong(v) && *v != Value::Bool(false)))
                    .map(Value::Object)
                    .collect();
                if butir.is_empty() {
                    continue;
                } else {
                    Value::Array(butir)
                }
            }
            Jenis::Periode => {
                let b = |k: &str| {
                    form.get(&format!("{kunci}.{k}"))
                        .and_then(|v| v.first())
                        .map_or("", |s| s.trim())
                };
                match (b("mulai"), b("akhir")) {
                    ("", "") => continue,
                    (a, z) => serde_json::json!({ "mulai": a, "akhir": z }),
                }
            }
            j => match form.get(&kunci) {
                Some(v) if matches!(j, Jenis::Beberapa(_) | Jenis::Berkas { .. }) => {
                    dari_teks(j, &v.join("\n"))
                }
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::{
        contoh::{Karnaval, acak, hampir_karnaval, isi_penuh, isi_wajib, json_apa_saja, peta, profil},
        register::Kelompok,
    };

    fn satu(j: Jenis, v: Value) -> Result<Value, String> {
        let isi = [("x".to_owned(), v)].into_iter().collect();
        let hasil = periksa_objek(&[Medan::baru("x", "X", j).boleh_kosong()], &isi, &profil());
        let pesan = |g: Vec<GalatMedan>| {
            g.iter()
                .map(|g| g.pesan.dalam(crate::Bahasa::Id))
                .collect::<Vec<_>>()
                .join(" ")
        };
        hasil
            .map(|mut o| o.remove("x").unwrap_or_default())
            .map_err(pesan)
    }

    fn teks(maks: usize) -> Jenis {
        Jenis::Teks { maks }
    }

    const UANG: Jenis = Jenis::Uang;
    const BILANGAN: Jenis = Jenis::Bilangan {
        min: i64::MIN,
        maks: i64::MAX,
    };

    #[test]
    fn text_comes_into_one_form() {
        for (masuk, keluar) in [
            ("  halo  dunia ", "halo  dunia"),
            ("satu\r\ndua\ttiga", "satu dua tiga"),
            ("\u{0}\u{FEFF} halo\u{200B} \u{7}", "halo"),
            ("aman\u{202E}kilabret\u{2066}", "amankilabret"),
            ("👩‍🌾 tetap", "👩‍🌾 tetap"),
        ] {
            assert_eq!(satu(teks(40), json!(masuk)), Ok(json!(keluar)), "{masuk:?}");
        }
        assert_eq!(
            satu(Jenis::Panjang { maks: 40 }, json!(" a\r\n\tb\n")),
            Ok(json!("a\n\tb"))
        );
        assert_eq!(
            satu(teks(4), json!("éééé")),
            Ok(json!("éééé")),
            "characters are counted, not bytes"
        );
        assert_eq!(
            satu(teks(4), json!("ééééé")),
            Err("Paling banyak 4 karakter. Anda mengetik 5.".into())
        );
        assert_eq!(
            satu(teks(4), json!("\u{200B}\u{0}")),
            Ok(Value::Null),
            "nothing is nothing"
        );
    }

    #[test]
    fn numbers_as_people_type_them() {
        for (j, masuk, keluar) in [
            (UANG, "1.250.000", json!(1_250_000)),
            (UANG, "Rp 1.250.000,00", json!(1_250_000)),
            (UANG, "Rp. 1.250.000,-", json!(1_250_000)),
            (UANG, "rp1 250 000", json!(1_250_000)),
            (BILANGAN, "-1.250", json!(-1_250)),
            (BILANGAN, " 007 ", json!(7)),
            (Jenis::Lintang, "-6,1234", json!(-6.1234)),
            (Jenis::YaTidak, "Ya", json!(true)),
            (Jenis::YaTidak, "tidak", json!(false)),
        ] {
            assert_eq!(dari_teks(&j, masuk), keluar, "{masuk:?}");
        }
        // What is no whole number stays text, and the check says so: never another number than was typed.
        for masuk in [
            "12.5",
            "1.25.000",
            "1250.000",
            ".5",
            "1,5",
            "1.250,50",
            "-",
            "--5",
            "1e3",
            "٣",
            "99999999999999999999",
            "Rp",
        ] {
            assert_eq!(dari_teks(&BILANGAN, masuk), json!(masuk));
            assert_eq!(
                satu(BILANGAN, json!(masuk)),
                Err("Isi dengan angka bulat.".into())
            );
        }
        assert!(satu(UANG, json!(-1)).is_err());
        assert_eq!(satu(UANG, json!(Uang::MAKS)), Ok(json!(Uang::MAKS)));
        assert!(satu(UANG, json!(Uang::MAKS + 1)).is_err() && satu(UANG, json!(1.5)).is_err());
    }

    #[test]
    fn a_number_is_never_larger_than_an_event_can_commit_to() {
        assert_eq!(satu(BILANGAN, json!(AMAN)), Ok(json!(AMAN)));
        let harap = "Isi angka dari -9.007.199.254.740.991 sampai 9.007.199.254.740.991.";
        assert_eq!(satu(BILANGAN, json!(AMAN + 1)), Err(harap.into()));
        assert_eq!(satu(BILANGAN, json!(i64::MIN)), Err(harap.into()));
        let bait = serde_json_canonicalizer::to_vec(&json!([AMAN, AMAN - 1])).unwrap();
        assert_eq!(
            bait, b"[9007199254740991,9007199254740990]",
            "two numbers, two forms"
        );
    }

    #[test]
    fn days_as_people_type_them() {
        for s in [
            "2026-11-23",
            "23-11-2026",
            "23/11/2026",
            "23.11.2026",
            " 23 11 2026 ",
        ] {
            assert_eq!(satu(Jenis::Tanggal, json!(s)), Ok(json!("2026-11-23")), "{s}");
        }
        for s in [
            "23-11-26",
            "31-02-2026",
            "2026-13-01",
            "11/23/2026",
            "23 Nov 2026",
            "23-x-11-2026",
            "23-11",
            "besok",
            "0",
        ] {
            assert_eq!(
                satu(Jenis::Tanggal, json!(s)),
                Err("Tulis tanggal seperti 23-11-2026.".into()),
                "{s}"
            );
        }
        let p = json!({ "mulai": "1-12-2026", "akhir": "1-12-2026" });
        assert_eq!(
            satu(Jenis::Periode, p),
            Ok(json!({ "mulai": "2026-12-01", "akhir": "2026-12-01" }))
        );
        for p in [
            json!("x"),
            json!({}),
            json!({ "mulai": "2026-12-01" }),
            json!([1]),
        ] {
            assert_eq!(
                satu(Jenis::Periode, p),
                Err("Isi tanggal mulai dan tanggal akhir.".into())
            );
        }
    }

    #[test]
    fn lists_hold_each_thing_once_and_nothing_empty() {
        let opsi = |k: &'static str| Opsi {
            kode: k.into(),
            label: k.into(),
        };
        let j = Jenis::Beberapa(vec![opsi("a"), opsi("b")]);
        assert_eq!(satu(j.clone(), json!(["b", "b"])), Ok(json!(["b"])));
        assert_eq!(satu(j, json!("a")), Err("Harus berupa daftar.".into()));
        let id = "01900000-0000-7000-8000-0000000000f0";
        let foto = Jenis::Berkas {
            maks: 3,
            golongan: Golongan::Foto,
        };
        assert_eq!(satu(foto, json!([id, id.to_uppercase()])), Ok(json!([id])));
        assert_eq!(
            satu(Jenis::Daftar { maks: 3 }, json!(["a", " ", "a"])),
            Ok(json!(["a", "a"]))
        );
        assert!(satu(Jenis::Daftar { maks: 3 }, json!(["a", 1])).is_err());
    }

    #[test]
    fn a_required_list_or_person_is_not_filled_by_emptiness() {
        let pesan = |m: Medan, v: Value| {
            let isi = [("x".to_owned(), v)].into_iter().collect();
            periksa_objek(&[m], &isi, &profil()).map_err(|g| g[0].pesan.dalam(crate::Bahasa::Id))
        };
        let foto = || Medan::dari::<crate::nilai::Foto<2>>("x", "Foto");
        let orang = || Medan::dari::<crate::nilai::Orang>("x", "Orang");
        assert!(pesan(foto(), json!([])).is_ok() && pesan(orang(), json!({})).is_ok());
        for (m, v) in [
            (foto(), json!([])),
            (orang(), json!({})),
            (orang(), json!({ "nama": " " })),
        ] {
            assert_eq!(pesan(m.wajib(), v), Err("Wajib diisi.".into()));
        }
    }

    #[test]
    fn a_default_is_checked_as_what_is_typed_is() {
        let m = Medan::dari::<crate::nilai::Bilangan<1, 9>>("x", "X").bawaan(12);
        let g = periksa_objek(&[m], &Peta::new(), &profil()).unwrap_err();
        assert_eq!(g[0].pesan.dalam(crate::Bahasa::Id), "Isi angka dari 1 sampai 9.");
    }

    #[test]
    fn a_place_holds_together() {
        let tempat = |v| {
            let isi = peta(v);
            periksa_objek(
                &[Medan::dari::<Tempat>("tempat", "Tempat").rata()],
                &isi,
                &profil(),
            )
            .map(Value::Object)
            .map_err(|g| g.into_iter().map(|g| g.medan).collect::<Vec<_>>().join(" "))
        };
        let titik = json!({ "lat": -7.95, "lon": 114.15 });
        assert_eq!(
            tempat(titik),
            Ok(json!({ "kecamatan": "99.01.02", "lat": -7.95, "lon": 114.15 })),
            "the point names it"
        );
        let desa = json!({ "desa": "99.01.01.2002" });
        assert_eq!(
            tempat(desa),
            Ok(json!({ "kecamatan": "99.01.01", "desa": "99.01.01.2002" })),
            "the village names it"
        );
        assert_eq!(
            tempat(json!({ "kecamatan": "99.01.02", "desa": "99.01.01.2002" })),
            Err("desa".into())
        );
        assert_eq!(tempat(json!({ "lat": -7.95 })), Err("lon".into()));
        assert_eq!(
            tempat(json!({ "lat": -7.95, "lon": "?" })),
            Err("lon".into()),
            "one mistake, one message"
        );
        assert_eq!(
            tempat(json!({ "lat": 40.7, "lon": -74.0 })),
            Err("lat".into()),
            "outside the regency"
        );
        let tepi = json!({ "lat": -7.8960, "lon": 114.05 });
        assert!(
            tempat(tepi).is_ok(),
            "boundaries are simplified: what almost touches counts"
        );
        assert_eq!(
            tempat(json!({ "kecamatan": "99.02.01" })),
            Err("kecamatan".into()),
            "the neighbour's"
        );
        assert_eq!(tempat(json!({})), Ok(json!({})));
    }

    #[test]
    fn only_so_many_unknown_keys_are_named() {
        let isi: Peta = (0..1_000).map(|i| (format!("{i:0>200}"), Value::Null)).collect();
        let g = periksa_objek(&[], &isi, &profil()).unwrap_err();
        assert_eq!(g.len(), MAKS_ASING);
        assert!(g.iter().all(|g| g.medan.chars().count() == 60));
    }

    fn formulir(isi: &[(&str, &str)]) -> BTreeMap<String, Vec<String>> {
        let mut form: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (k, v) in isi {
            form.entry(k.to_string()).or_default().push(v.to_string());
        }
        form
    }

    #[test]
    fn a_posted_form_is_the_object() {
        let form = formulir(&[
            ("nama", "Naga Tidur"),
            ("cerita", "Seekor naga\r\nyang tertidur."),
            ("peserta", "40"),
            ("anggaran", "Rp1.250.000"),
            ("hari", "10-01-2027"),
            ("latihan.mulai", "2026-12-01"),
            ("latihan.akhir", "2026-12-20"),
            ("ukuran", "kecil"),
            ("alat", "gendang"),
            ("alat", "kentongan"),
            ("kategori", "naga"),
            ("pengiring", "balai-musik"),
            ("depan", crate::contoh::DEPAN),
            ("foto", crate::contoh::FOTO),
            ("foto", ""),
            ("kecamatan", "99.01.01"),
            ("desa", "99.01.01.2001"),
            ("alamat", "Depan balai"),
            ("lat", "-7,95"),
            ("lon", "114,05"),
            ("gudang.kecamatan", "99.01.02"),
            ("gudang.alamat", "Belakang pasar"),
            ("pelapor.nama", "Si Fulan"),
            ("pelapor.surel", "Fulan@contoh.id"),
            ("pelapor.telepon", "0812-3456-7890"),
            ("surel", "naga@contoh.id"),
            ("nik", "9901 0101 0790 0001"),
            ("nip", "198501012010011001"),
            ("lagu", "Bangun Naga\r\n\r\nTidurlah\r\n"),
            ("sandi", "buka-sesame"),
            ("kendaraan.0.nama", ""),
            ("kendaraan.0.roda", ""),
            ("kendaraan.7.nama", "Gerobak"),
            ("kendaraan.7.roda", "4"),
            ("kendaraan.7.lampu", "on"),
            ("kendaraan.7.sopir", "081234567891"),
            ("kendaraan.7.kunci", "tujuh"),
            ("kendaraan.7.bekas", crate::contoh::BEKAS),
            ("kendaraan.7.potret", crate::contoh::POTRET),
            ("csrf", "bukan medan"),
            ("kendaraan.x.nama", "tersesat"),
        ]);
        let isi = dari_formulir(&Karnaval::medan(), &form);
        let hasil = periksa_objek(&Karnaval::medan(), &isi, &profil()).unwrap();
        assert_eq!(Value::Object(hasil), Value::Object(isi_penuh()));
    }

    #[test]
    fn an_empty_form_says_nothing_but_that_boxes_are_not_ticked() {
        let isi = dari_formulir(
            &Karnaval::medan(),
            &formulir(&[("nama", "  "), ("latihan.mulai", " ")]),
        );
        assert_eq!(Value::Object(isi), json!({ "samar": false }));
    }

    #[test]
    fn parts_within_parts_within_parts_cost_what_was_sent() {
        let mut j = Jenis::Bagian(vec![Medan::baru("daun", "Daun", teks(9))]);
        for _ in 0..6 {
            j = Jenis::Bagian(vec![Medan::baru("anak", "Anak", j)]);
        }
        let medan = [Medan::baru("akar", "Akar", j)];
        assert!(dari_formulir(&medan, &formulir(&[("akar", "x")])).is_empty());
        let dalam = "akar.0.anak.199.anak.0.anak.0.anak.3.anak.0.anak.0.daun";
        let isi = dari_formulir(
            &medan,
            &formulir(&[(dalam, "hijau"), ("akar.200.anak.0.daun", "terlalu jauh")]),
        );
        assert!(Value::Object(isi).to_string().contains("hijau"));
    }

    fn kunci_formulir() -> impl Strategy<Value = String> {
        let nama: Vec<String> = isi_penuh().keys().cloned().collect();
        let dasar = proptest::sample::select(nama);
        prop_oneof![
            any::<String>(),
            dasar.clone(),
            (dasar, "[0-9]{1,3}|mulai|nama|telepon|", "nama|roda|lampu|akhir|")
                .prop_map(|(a, b, c)| format!("{a}.{b}.{c}")),
        ]
    }

    proptest! {
        #![proptest_config(acak(1_500))]

        #[test]
        fn any_json_is_answered_never_a_crash(isi in json_apa_saja(), j in 0..40usize) {
            let medan = Karnaval::medan();
            let m = &medan[j % medan.len()];
            let isi: Peta = [(m.nama.to_string(), isi)].into_iter().collect();
            let _ = periksa_objek(&medan, &isi, &profil());
        }

        #[test]
        fn what_is_accepted_is_accepted_as_it_is_and_fits_the_type(isi in hampir_karnaval()) {
            let (medan, profil) = (Karnaval::medan(), profil());
            match periksa_objek(&medan, &isi, &profil) {
                Ok(sekali) => {
                    prop_assert_eq!(periksa_objek(&medan, &sekali, &profil).unwrap(), sekali.clone());
                    let t: Karnaval = serde_json::from_value(Value::Object(sekali.clone())).unwrap();
                    let mut tertulis = peta(serde_json::to_value(&t).unwrap());
                    prop_assert_eq!(&periksa_objek(&medan, &tertulis, &profil).unwrap(), &sekali);
                    // A type may write down that there is nobody where nothing was said; the next check forgets it.
                    tertulis.retain(|_, v| !(v.is_object() && hampa(v)));
                    prop_assert_eq!(tertulis, sekali.clone());
                    prop_assert!(!Value::Object(sekali).to_string().contains("\\u0000"), "PostgreSQL refuses it");
                }
                Err(salah) => {
                    prop_assert!(!salah.is_empty());
                    for g in salah {
                        let (id, en) = (g.pesan.dalam(crate::Bahasa::Id), g.pesan.dalam(crate::Bahasa::En));
                        prop_assert!(!id.is_empty() && !en.is_empty());
                        prop_assert!(!g.medan.is_empty() || isi.contains_key(""));
                    }
                }
            }
        }

        #[test]
        fn what_is_accepted_survives_a_table_and_a_form(isi in hampir_karnaval()) {
            let (medan, profil) = (Karnaval::medan(), profil());
            let Ok(isi) = periksa_objek(&medan, &isi, &profil) else { return Ok(()) };
            let mut sel = Peta::new();
            let mut form: BTreeMap<String, Vec<String>> = BTreeMap::new();
            for m in medan.iter().flat_map(|m| if m.rata { m.jenis.anak() } else { vec![m.clone()] }) {
                let Some(v) = isi.get(m.nama.as_ref()) else { continue };
                sel.insert(m.nama.to_string(), dari_teks(&m.jenis, &ke_teks(&m.jenis, v)));
                formulirkan(&m.jenis, v, &m.nama, &mut form);
            }
            prop_assert_eq!(&periksa_objek(&medan, &sel, &profil).unwrap(), &isi);
            let form = dari_formulir(&medan, &form);
            prop_assert_eq!(periksa_objek(&medan, &form, &profil).unwrap(), isi);
        }

        #[test]
        fn any_form_is_answered_never_a_crash(
            form in proptest::collection::btree_map(kunci_formulir(), proptest::collection::vec(any::<String>(), 0..3), 0..40)
        ) {
            let isi = dari_formulir(&Karnaval::medan(), &form);
            let _ = periksa_objek(&Karnaval::medan(), &isi, &profil());
        }

        #[test]
        fn any_text_is_answered_never_a_crash(s in any::<String>(), aneh in "[-+0-9.,eR pnaifNI:{}\\[\\]\"]{0,12}", v in json_apa_saja()) {
            for m in Karnaval::medan() {
                for s in [&s, &aneh] {
                    let _ = dari_teks(&m.jenis, s);
                }
                let _ = ke_teks(&m.jenis, &v);
            }
        }

        #[test]
        fn a_number_written_the_indonesian_way_is_read_back(n in -AMAN..=AMAN, u in 0..=Uang::MAKS) {
            let s = ribuan(n);
            prop_assert_eq!(dari_teks(&BILANGAN, &s), json!(n));
            prop_assert!(s.trim_start_matches('-').split('.').skip(1).all(|r| r.len() == 3), "{}", s);
            let rp = Uang::baru(u).unwrap();
            prop_assert_eq!(dari_teks(&UANG, &rp.to_string()), json!(u));
            prop_assert_eq!(dari_teks(&UANG, &u.to_string()), json!(u));
        }
    }

    /// What a browser would send of a page that shows this value.
    fn formulirkan(j: &Jenis, v: &Value, kunci: &str, form: &mut BTreeMap<String, Vec<String>>) {
        let mut kirim = |k: String, s: String| form.entry(k).or_default().push(s);
        match (j, v) {
            (Jenis::YaTidak, v) => {
                if *v == Value::Bool(true) {
                    kirim(kunci.to_owned(), "on".to_owned());
                }
            }
            (Jenis::Beberapa(_) | Jenis::Berkas { .. }, Value::Array(a)) => {
                a.iter()
                    .filter_map(Value::as_str)
                    .for_each(|s| kirim(kunci.to_owned(), s.to_owned()));
            }
            (Jenis::Periode, Value::Object(o)) => {
                o.iter()
                    .for_each(|(k, v)| kirim(format!("{kunci}.{k}"), v.as_str().unwrap().to_owned()));
            }
            (Jenis::Tempat | Jenis::Orang, Value::Object(o)) => {
                for m in j.anak().iter().filter(|m| o.contains_key(m.nama.as_ref())) {
                    formulirkan(
                        &m.jenis,
                        &o[m.nama.as_ref()],
                        &format!("{kunci}.{}", m.nama),
                        form,
                    );
                }
            }
            (Jenis::Bagian(anak), Value::Array(a)) => {
                for (i, b) in a.iter().enumerate() {
                    for m in anak.iter().filter(|m| b.get(m.nama.as_ref()).is_some()) {
                        formulirkan(
                            &m.jenis,
                            &b[m.nama.as_ref()],
                            &format!("{kunci}.{i}.{}", m.nama),
                            form,
                        );
                    }
                }
            }
            (j, v) => kirim(kunci.to_owned(), ke_teks(j, v)),
        }
    }

    #[test]
    fn the_random_objects_are_right_and_wrong_in_turn() {
        use proptest::{strategy::ValueTree, test_runner::TestRunner};
        let mut acak = TestRunner::deterministic();
        let contoh: Vec<Peta> = (0..200)
            .map(|_| hampir_karnaval().new_tree(&mut acak).unwrap().current())
            .collect();
        let benar = contoh
            .iter()
            .filter(|i| periksa_objek(&Karnaval::medan(), i, &profil()).is_ok())
            .count();
        assert!(
            (20..180).contains(&benar),
            "{benar} of 200: the properties above would say little"
        );
        assert!(periksa_objek(&Karnaval::medan(), &isi_wajib(), &profil()).is_ok());
    }
}
