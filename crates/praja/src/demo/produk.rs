//! The legal documents of the demonstration: what is known about them, recorded some months before. Their texts are not
//! part of the program; `praja regulation import` brings them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kernel::{Aksi, Akun, Pelaku, Peta};

use super::{
    Daerah, Oleh, Rencana, id, perintah,
    waktu::{Garis, KANTOR},
};

/// Steps with the days before the beginning, and the fields each copies.
const ALUR: [(&str, i64, &[&str]); 4] = [
    ("ajukan", 99, &[]),
    (
        "tetapkan",
        98,
        &["nomor_peraturan", "tahun", "tanggal_penetapan", "penandatangan"],
    ),
    ("undangkan", 97, &["tanggal_pengundangan", "sumber"]),
    ("berlakukan", 96, &["tanggal_berlaku"]),
];
/// Days before the beginning.
const DIBUAT: i64 = 100;

pub(super) fn rencana(d: &Daerah, mulai: Timestamp, akun: &BTreeMap<String, Akun>) -> Vec<Rencana> {
    let Some(hukum) = akun.get("hukum") else {
        return Vec::new();
    };
    let pelaku = Pelaku::Akun(Box::new(hukum.clone()));
    let garis = Garis {
        kalender: &d.profil.kalender,
        mulai,
    };
    let mut hasil = Vec::new();
    for (i, isi) in d.produk.iter().enumerate() {
        let benih = format!("{}/produk_hukum/{i}", d.profil.kode());
        let saat = |hari: i64| {
            let benih = format!("{benih}/{hari}");
            garis.saat(garis.hari_dinas(garis.hari(hari)), KANTOR, &benih)
        };
        let dibuat = saat(DIBUAT);
        let id = id(dibuat, &benih);
        let mut tambah = |nama: &str, kini: Timestamp, aksi: Aksi| {
            let perintah = perintah(
                &d.profil,
                pelaku.clone(),
                kini,
                aksi,
                &format!("produk_hukum/{i}/{nama}"),
            );
            hasil.push(Rencana {
                entri: id,
                kini,
                otomatis: false,
                oleh: Oleh::Tentu,
                perintah,
            });
        };
        let buat = Aksi::Buat {
            register: "produk_hukum".to_owned(),
            id,
            isi: isi.clone(),
        };
        tambah("buat", dibuat, buat);
        let mut sebelum = dibuat;
        for (langkah, hari, medan) in ALUR {
            let satu = |m: &&str| Some(((*m).to_owned(), isi.get(*m)?.clone()));
            let isian: Peta = medan.iter().filter_map(satu).collect();
            // A holiday may push two steps to one day; they keep their order.
            let kini = saat(hari).max(kernel::kalender::saat(sebelum.as_millisecond() + 60_000));
            sebelum = kini;
            let aksi = Aksi::Langkah {
                id,
                versi: None,
                langkah: langkah.to_owned(),
                isian,
            };
            tambah(langkah, kini, aksi);
        }
    }
    hasil
}
