//! The catalogue of services, entered and published by the administrator some months before.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kernel::{Aksi, Akun, Pelaku, Peta};

use super::{
    Daerah, Oleh, Rencana, id, perintah,
    waktu::{Garis, KANTOR},
};

/// Days before the beginning.
const DIBUAT: i64 = 120;
const TERBIT: i64 = 117;

pub(super) fn rencana(d: &Daerah, mulai: Timestamp, akun: &BTreeMap<String, Akun>) -> Vec<Rencana> {
    let Some(admin) = akun.get("administrator") else {
        return Vec::new();
    };
    let pelaku = Pelaku::Akun(Box::new(admin.clone()));
    let garis = Garis {
        kalender: &d.profil.kalender,
        mulai,
    };
    let mut hasil = Vec::new();
    for l in &d.layanan {
        let benih = format!("{}/layanan/{}", d.profil.kode(), l.kode);
        let dibuat = garis.saat(garis.hari_dinas(garis.hari(DIBUAT)), KANTOR, &benih);
        let terbit = garis.saat(
            garis.hari_dinas(garis.hari(TERBIT)),
            KANTOR,
            &format!("{benih}/terbit"),
        );
        let id = id(dibuat, &benih);
        let buat = Aksi::Buat {
            register: "layanan".to_owned(),
            id,
            isi: l.isi(),
        };
        let terbitkan = Aksi::Langkah {
            id,
            versi: None,
            langkah: "terbitkan".to_owned(),
            isian: Peta::new(),
        };
        for (kini, aksi, nama) in [(dibuat, buat, "buat"), (terbit, terbitkan, "terbitkan")] {
            let nama = format!("layanan/{}/{nama}", l.kode);
            let perintah = perintah(&d.profil, pelaku.clone(), kini, aksi, &nama);
            hasil.push(Rencana {
                entri: id,
                kini,
                otomatis: false,
                oleh: Oleh::Tentu,
                perintah,
            });
        }
    }
    hasil
}
