//! How pressing a report is: raised by the program when more people follow it, or when it is late.

use ::layanan::{KODE_IKUT, KeadaanIkut, Langkah, Prioritas};
use kernel::{
    Aksi, Entri, Galat, Pelaku, Perintah, Peta,
    izin::{Tindakan, Wewenang, wewenang},
    nilai::Pilihan as _,
    profil::KodeDaerah,
};
use serde_json::Value;
use store::{Daftar, Saringan, Store};

use super::KODE;

/// Beyond this many followers the exact number changes nothing.
pub(super) const MAKS_HITUNG: i64 = 1_000;
/// Late reports looked at in one round.
const KELOMPOK: usize = 200;

/// The program's own right to read a register.
fn sendiri(store: &Store, daerah: &KodeDaerah, kode: &str) -> Result<Wewenang, Galat> {
    let profil = store.daerah().get(daerah).ok_or(Galat::TidakDitemukan)?;
    let def = store.inventaris().cari(kode)?;
    wewenang(profil, def, &Pelaku::Sistem, Tindakan::Baca).ok_or(Galat::TidakDitemukan)
}

/// How many follow a report, up to a thousand. O(followers up to that).
pub(super) async fn pengikut(store: &Store, daerah: &KodeDaerah, nomor: &str) -> Result<i64, Galat> {
    let w = sendiri(store, daerah, KODE_IKUT)?;
    let s = Saringan {
        keadaan: vec![KeadaanIkut::Aktif.kode().to_owned()],
        medan: vec![("laporan".to_owned(), vec![nomor.to_owned()])],
        ..Saringan::default()
    };
    store.jumlah(&w, &s, MAKS_HITUNG).await
}

/// Raises the priority of a report when followers and deadlines ask for it, and says whether it did; it never falls by
/// itself.
///
/// # Errors
/// When the database does not answer.
pub async fn segarkan(store: &Store, e: &Entri) -> Result<bool, Galat> {
    let n = pengikut(store, &e.daerah, &e.nomor).await?;
    let kini = store.jam().kini();
    let baru = Prioritas::dari(n, e.tenggat.iter().any(|t| t.terlambat(kini)));
    let lama = Prioritas::dari_kode(e.teks("prioritas")).unwrap_or(Prioritas::Biasa);
    if baru <= lama {
        return Ok(false);
    }
    let isian: Peta = [
        ("prioritas".to_owned(), Value::from(baru.kode())),
        ("pengikut".to_owned(), Value::from(n)),
    ]
    .into_iter()
    .collect();
    let perintah = Perintah {
        daerah: e.daerah.clone(),
        pelaku: Pelaku::Sistem,
        kini,
        aksi: Aksi::Langkah {
            id: e.id,
            versi: Some(e.versi),
            langkah: Langkah::Prioritaskan.kode().to_owned(),
            isian,
        },
        kunci: None,
    };
    match store.jalankan(perintah).await {
        Ok(_) => Ok(true),
        // Somebody was faster, or it is settled by now: the next follower or the next minute looks again.
        Err(Galat::VersiBasi { .. } | Galat::Bentrok(_) | Galat::Ditolak(_)) => Ok(false),
        Err(g) => Err(g),
    }
}

/// Raises the priority of reports that became late since the last round, and says how many.
///
/// # Errors
/// When the database does not answer.
pub async fn terlambat(store: &Store) -> Result<usize, Galat> {
    let mut jumlah = 0;
    for daerah in store.daerah().keys() {
        let w = sendiri(store, daerah, KODE)?;
        let d = Daftar {
            saring: Saringan {
                keadaan: ["diteruskan", "dikerjakan"].map(str::to_owned).to_vec(),
                medan: vec![("prioritas".to_owned(), vec![String::new()])],
                jatuh_sebelum: Some(store.jam().kini().as_millisecond()),
                ..Saringan::default()
            },
            batas: KELOMPOK,
            ..Daftar::default()
        };
        for t in store.daftar(&w, &Pelaku::Sistem, &d).await?.entri {
            jumlah += usize::from(segarkan(store, &t.entri).await?);
        }
    }
    Ok(jumlah)
}
