//! People who follow reports of others: none for most, a handful for some, many for a few.

use jiff::Timestamp;
use kernel::{
    Aksi, Galat, Pelaku, Profil,
    izin::{Tindakan, wewenang},
    nilai::Pilihan as _,
};
use layanan::{KODE_IKUT, Keadaan};
use serde_json::json;
use store::{Daftar, Saringan};

use super::{Laporan, id, perintah, waktu::angka};
use crate::rakit::Rakitan;

/// Reports that are looked at for followers, the newest.
const LIHAT: usize = 60;

/// How many follow a report.
fn banyak(benih: &str) -> i64 {
    match angka(benih, 100) {
        0..60 => 0,
        60..80 => 1 + angka(&format!("{benih}/n"), 2),
        80..94 => 3 + angka(&format!("{benih}/n"), 6),
        _ => 11 + angka(&format!("{benih}/n"), 9),
    }
}

/// Followers of the newest open reports; they came by now, so it is now that the priority rises.
pub(super) async fn jalankan(
    r: &Rakitan,
    profil: &Profil,
    mulai: Timestamp,
    laporan: &mut Laporan,
) -> Result<(), Galat> {
    let def = r.store.inventaris().cari("pengaduan")?.clone();
    let Some(w) = wewenang(profil, &def, &Pelaku::Publik, Tindakan::Baca) else {
        return Ok(());
    };
    let d = Daftar {
        saring: Saringan {
            keadaan: [Keadaan::Diteruskan, Keadaan::Dikerjakan, Keadaan::Dijawab]
                .iter()
                .map(|k| k.kode().to_owned())
                .collect(),
            ..Saringan::default()
        },
        batas: LIHAT,
        ..Daftar::default()
    };
    for t in r.store.daftar(&w, &Pelaku::Publik, &d).await?.entri {
        let nomor = &t.entri.nomor;
        let n = banyak(&format!("{}/ikut/{nomor}", profil.kode()));
        for ke in 0..n {
            let nama = format!("ikut/{nomor}/{ke}");
            let aksi = Aksi::Buat {
                register: KODE_IKUT.to_owned(),
                id: id(mulai, &format!("{}/{nama}", profil.kode())),
                isi: [
                    ("laporan".to_owned(), json!(nomor)),
                    ("terdampak".to_owned(), json!(true)),
                ]
                .into_iter()
                .collect(),
            };
            let h = r
                .store
                .jalankan(perintah(profil, Pelaku::Publik, mulai, aksi, &nama))
                .await?;
            laporan.perintah += usize::from(!h.ulangan);
        }
        if n > 0 {
            portal::segarkan_prioritas(&r.store, &t.entri).await?;
        }
    }
    Ok(())
}
