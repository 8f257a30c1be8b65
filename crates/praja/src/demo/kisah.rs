//! Stories of the demonstration, as `profil/<daerah>/contoh/perencanaan.toml`, `pengembangan.toml` and `proses.toml` tell
//! them: plans, two budget rounds, reviews; applications that are asked for, tested, handed over; procedures. Commands of several registers that
//! name each other, in their order.

use std::collections::{BTreeMap, HashMap};

use jiff::{Timestamp, ToSpan};
use kernel::{Aksi, Akun, Galat, IdEntri, Pelaku, Peta};
use serde_json::Value;
use uuid::Uuid;

use super::{
    Daerah, Oleh, Rencana, arsitektur, id, perintah,
    waktu::{Garis, KANTOR},
};
use crate::rakit::Rakitan;

/// Begins a text that is to be an upload.
const NASKAH: &str = "naskah:";

/// The uploads that stories hold, by their text.
pub(super) async fn naskah(r: &Rakitan, d: &Daerah) -> Result<HashMap<String, Uuid>, Galat> {
    fn dalam<'v>(v: &'v Value, hasil: &mut Vec<&'v str>) {
        match v {
            Value::String(s) => hasil.extend(s.strip_prefix(NASKAH)),
            Value::Array(a) => a.iter().for_each(|v| dalam(v, hasil)),
            Value::Object(o) => o.values().for_each(|v| dalam(v, hasil)),
            _ => {}
        }
    }
    let mut teks = Vec::new();
    for k in &d.kisah {
        k.isi.values().for_each(|v| dalam(v, &mut teks));
    }
    let mut hasil = HashMap::new();
    for t in teks {
        let b = r.store.simpan_berkas(d.profil.kode(), t.as_bytes(), "text/plain");
        hasil.insert(t.to_owned(), b.await?.id);
    }
    Ok(hasil)
}

pub(super) fn rencana(
    d: &Daerah,
    mulai: Timestamp,
    akun: &BTreeMap<String, Akun>,
    naskah: &HashMap<String, Uuid>,
) -> Vec<Rencana> {
    let garis = Garis {
        kalender: &d.profil.kalender,
        mulai,
    };
    let mut dikenal = arsitektur::acuan(d, &garis);
    let mut hasil = Vec::new();
    for k in &d.kisah {
        let benih = format!("{}/kisah/{}", d.profil.kode(), k.kunci);
        let saat = |lalu: i64, nama: &str| {
            let hari = garis.hari_dinas(garis.hari(lalu));
            garis.saat(hari, KANTOR, &format!("{benih}/{nama}"))
        };
        let dibuat = saat(k.hari_lalu, "buat");
        let entri = id(dibuat, &benih);
        dikenal.insert(&k.kunci, entri);
        let isian = |isi: &Peta| {
            isi.iter()
                .map(|(n, v)| (n.clone(), terisi(v, &garis, &dikenal, naskah)))
                .collect::<Peta>()
        };
        let buat = Aksi::Buat {
            register: k.register.clone(),
            id: entri,
            isi: isian(&k.isi),
        };
        let mut alur = vec![("buat".to_owned(), k.oleh.as_str(), dibuat, buat)];
        let mut sebelum = dibuat.as_millisecond();
        for (n, t) in k.alur.iter().enumerate() {
            // A holiday may push two steps to one day; they keep their order.
            let kini = saat(t.hari_lalu, &n.to_string())
                .as_millisecond()
                .max(sebelum + 60_000);
            sebelum = kini;
            let aksi = Aksi::Langkah {
                id: entri,
                versi: None,
                langkah: t.langkah.clone(),
                isian: isian(&t.isian),
            };
            alur.push((
                n.to_string(),
                &t.oleh,
                kernel::kalender::saat(kini.min(mulai.as_millisecond())),
                aksi,
            ));
        }
        for (nama, oleh, kini, aksi) in alur {
            let pelaku = orang(d, akun, oleh).map_or(Pelaku::Publik, |a| Pelaku::Akun(Box::new(a.clone())));
            hasil.push(Rencana {
                entri,
                kini,
                otomatis: false,
                oleh: Oleh::Tentu,
                perintah: perintah(
                    &d.profil,
                    pelaku,
                    kini,
                    aksi,
                    &format!("kisah/{}/{nama}", k.kunci),
                ),
            });
        }
    }
    hasil
}

/// Who acts for a function or a unit.
fn orang<'a>(d: &Daerah, akun: &'a BTreeMap<String, Akun>, oleh: &str) -> Option<&'a Akun> {
    let (peran, siapa) = match oleh.split_once(':') {
        Some((p, s)) => (p, s),
        None => ("penghubung", oleh),
    };
    let unit = d.profil.fungsi(siapa).map_or(siapa, |u| u.as_str());
    akun.get(&format!("{peran}.{unit}"))
}

/// A value with its places filled in: the other entry, the day, the year.
fn terisi(
    v: &Value,
    garis: &Garis,
    dikenal: &BTreeMap<&str, IdEntri>,
    naskah: &HashMap<String, Uuid>,
) -> Value {
    match v {
        Value::Array(a) => a.iter().map(|v| terisi(v, garis, dikenal, naskah)).collect(),
        Value::Object(o) => Value::Object(
            o.iter()
                .map(|(n, v)| (n.clone(), terisi(v, garis, dikenal, naskah)))
                .collect(),
        ),
        Value::String(s) => match s.strip_prefix(NASKAH).and_then(|t| naskah.get(t)) {
            Some(id) => id.to_string().into(),
            None => teks(s, garis, dikenal).unwrap_or_else(|| v.clone()),
        },
        _ => v.clone(),
    }
}

fn teks(s: &str, garis: &Garis, dikenal: &BTreeMap<&str, IdEntri>) -> Option<Value> {
    if let Some(kunci) = s.strip_prefix('@') {
        return dikenal.get(kunci).map(|id| id.to_string().into());
    }
    let hari_ini = garis.hari(0);
    if let Some(n) = s.strip_prefix("hari:") {
        let hari = hari_ini.checked_add(n.parse::<i64>().ok()?.days()).ok()?;
        return Some(hari.to_string().into());
    }
    let tahun = s.strip_prefix("tahun:")?;
    if let Ok(n) = tahun.parse::<i64>() {
        return Some((i64::from(hari_ini.year()) + n).into());
    }
    // `0-06-30` or `-1-06-30`: the last two parts are month and day.
    let mut bagian = tahun.rsplitn(3, '-');
    let (tanggal, bulan, n) = (bagian.next()?, bagian.next()?, bagian.next()?);
    Some(
        format!(
            "{}-{bulan}-{tanggal}",
            i64::from(hari_ini.year()) + n.parse::<i64>().ok()?
        )
        .into(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Kalender;
    use serde_json::json;

    #[test]
    fn places_are_filled_in_wherever_they_stand_and_other_texts_stay() {
        let kalender = Kalender::baru("Asia/Makassar", []).unwrap();
        let garis = Garis {
            kalender: &kalender,
            mulai: "2026-11-22T01:00:00Z".parse().unwrap(),
        };
        let satu = IdEntri(uuid::Uuid::from_u128(1));
        let dikenal = BTreeMap::from([("peta", satu)]);
        let isi = json!({ "a": ["@peta", "@lain", "hari:-30"], "b": { "c": "tahun:1", "d": "tahun:-1-06-30" }, "e": "tahun:x", "f": 3, "g": "Hari:1", "h": ["naskah:{}", "naskah:lain"] });
        let naskah = HashMap::from([("{}".to_owned(), satu.0)]);
        let harap = json!({ "a": [satu, "@lain", "2026-10-23"], "b": { "c": 2027, "d": "2025-06-30" }, "e": "tahun:x", "f": 3, "g": "Hari:1", "h": [satu, "naskah:lain"] });
        assert_eq!(terisi(&isi, &garis, &dikenal, &naskah), harap);
    }
}
