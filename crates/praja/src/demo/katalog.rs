//! The catalogue of services, entered and published by the administrator some months before.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kernel::{Aksi, Akun, IdEntri, Pelaku, Peta};

use super::{
    Daerah, Oleh, Rencana, id, perintah,
    waktu::{Garis, KANTOR},
};

/// Days before the beginning.
const DIBUAT: i64 = 120;
const TERBIT: i64 = 117;

/// The id of a service of the catalogue, for what refers to it.
pub(super) fn id_layanan(d: &Daerah, garis: &Garis, kode: &str) -> IdEntri {
    id(
        dibuat(d, garis, kode),
        &format!("{}/layanan/{kode}", d.profil.kode()),
    )
}

fn dibuat(d: &Daerah, garis: &Garis, kode: &str) -> Timestamp {
    let benih = format!("{}/layanan/{kode}", d.profil.kode());
    garis.saat(garis.hari_dinas(garis.hari(DIBUAT)), KANTOR, &benih)
}

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
        let dibuat = dibuat(d, &garis, &l.kode);
        let terbit = garis.saat(
            garis.hari_dinas(garis.hari(TERBIT)),
            KANTOR,
            &format!("{benih}/terbit"),
        );
        let id = id_layanan(d, &garis, &l.kode);
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
