//! The architecture of the demonstration: an inventory that the administrator brought in, put into operation, and partly
//! sealed; with the gaps that such inventories have.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kernel::{Aksi, Akun, IdEntri, Jenis, Pelaku, Peta};
use serde_json::{Value, json};

use super::{Daerah, Oleh, Rencana, id, katalog, perintah, waktu::Garis};

/// Days before the beginning at which the entries of each register were made: what is referred to comes first.
const DIBUAT: [(&str, i64); 5] = [
    ("keamanan", 98),
    ("infrastruktur", 97),
    ("data_informasi", 96),
    ("proses_bisnis", 95),
    ("aplikasi", 94),
];
/// The same for the steps after it.
const ALUR: [(&str, i64); 6] = [
    ("bangun", 84),
    ("operasikan", 77),
    ("tetapkan_sifat", 63),
    ("segel", 35),
    ("pensiunkan", 21),
    ("konfirmasi", 15),
];

pub(super) fn rencana(d: &Daerah, mulai: Timestamp, akun: &BTreeMap<String, Akun>) -> Vec<Rencana> {
    let Some(admin) = akun.get("administrator") else {
        return Vec::new();
    };
    let pelaku = Pelaku::Akun(Box::new(admin.clone()));
    let garis = Garis {
        kalender: &d.profil.kalender,
        mulai,
    };
    let mut id_acuan = acuan(d, &garis);
    for l in &d.layanan {
        id_acuan.insert(&l.kode, katalog::id_layanan(d, &garis, &l.kode));
    }
    let mut hasil = Vec::new();
    for (i, a) in d.arsitektur.iter().enumerate() {
        let awal = dibuat(&garis, &a.register, i);
        let id = id(awal, &benih(d, &a.acuan));
        let buat = Aksi::Buat {
            register: a.register.clone(),
            id,
            isi: rujuk(&a.register, &a.isi, &id_acuan),
        };
        let mut alur = vec![("buat", awal, buat)];
        for (langkah, hari) in ALUR {
            let perlu = match langkah {
                "bangun" => a.keadaan == "dibangun",
                "operasikan" => ["beroperasi", "pensiun"].contains(&a.keadaan.as_str()),
                // The walidata has begun with the data that it keeps, and followed its producers.
                "tetapkan_sifat" => a.isi.contains_key("walidata") && a.isi.contains_key("sifat"),
                "segel" => a.segel,
                // What somebody looked after is also confirmed when the survey asks.
                "konfirmasi" => a.segel && a.keadaan != "pensiun",
                _ => a.keadaan == "pensiun",
            };
            if perlu {
                let mut isian = Peta::new();
                match langkah {
                    "pensiunkan" => {
                        isian.insert("alasan".into(), "Diganti dengan yang baru.".into());
                    }
                    "tetapkan_sifat" => {
                        let usulan = a.isi.get("sifat").cloned().unwrap_or_default();
                        isian.insert("klasifikasi".into(), usulan);
                    }
                    _ => {}
                }
                let aksi = Aksi::Langkah {
                    id,
                    versi: None,
                    langkah: langkah.to_owned(),
                    isian,
                };
                alur.push((langkah, saat(&garis, hari, i), aksi));
            }
        }
        for (nama, kini, aksi) in alur {
            hasil.push(Rencana {
                entri: id,
                kini,
                otomatis: false,
                oleh: Oleh::Tentu,
                perintah: perintah(
                    &d.profil,
                    pelaku.clone(),
                    kini,
                    aksi,
                    &format!("{}/{nama}", benih(d, &a.acuan)),
                ),
            });
        }
    }
    hasil
}

/// An inventory is entered line by line; a line takes a minute.
fn saat(garis: &Garis, hari: i64, i: usize) -> Timestamp {
    let hari = garis.hari_dinas(garis.hari(hari));
    let menit = i64::try_from(i).unwrap_or(0);
    garis.saat(hari, (9 * 60 + menit, 9 * 60 + menit + 1), "arsitektur")
}

fn dibuat(garis: &Garis, register: &str, i: usize) -> Timestamp {
    let ada = DIBUAT.iter().find(|(r, _)| *r == register);
    saat(garis, ada.map_or(94, |(_, h)| *h), i)
}

fn benih(d: &Daerah, acuan: &str) -> String {
    format!("{}/arsitektur/{acuan}", d.profil.kode())
}

/// The entries of the architecture by their names in the file.
pub(super) fn acuan<'d>(d: &'d Daerah, garis: &Garis) -> BTreeMap<&'d str, IdEntri> {
    let satu = |(i, a): (usize, &'d profil::ContohArsitektur)| {
        (
            a.acuan.as_str(),
            id(dibuat(garis, &a.register, i), &benih(d, &a.acuan)),
        )
    };
    d.arsitektur.iter().enumerate().map(satu).collect()
}

/// Fields with the names of the file replaced by ids; a name that is not there stays, and the command is refused.
fn rujuk(register: &str, isi: &Peta, id: &BTreeMap<&str, IdEntri>) -> Peta {
    let def = tata_kelola::register().into_iter().find(|d| d.kode == register);
    let ke = |v: &Value| match v.as_str().and_then(|s| id.get(s)) {
        Some(id) => Value::from(id.to_string()),
        None => v.clone(),
    };
    let mut isi = isi.clone();
    for m in def.iter().flat_map(|d| &d.medan) {
        match (&m.jenis, isi.get_mut(m.nama.as_ref())) {
            (Jenis::Rujukan(_), Some(v)) => *v = ke(v),
            (Jenis::Bagian(_), Some(Value::Array(a))) => {
                for b in a.iter_mut() {
                    *b = json!({ "ke": ke(b) });
                }
            }
            _ => {}
        }
    }
    isi
}
