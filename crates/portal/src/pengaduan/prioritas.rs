//! How pressing a report is: raised by the program when more people follow it, or when it is late.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use ::layanan::{KODE_IKUT, KeadaanIkut, Kelambatan, Langkah, Prioritas};
use kernel::{
    Aksi, Entri, Galat, Pelaku, Perintah, Peta,
    izin::{Tindakan, Wewenang, wewenang},
    nilai::Pilihan as _,
    profil::KodeDaerah,
};
use serde_json::Value;
use store::{Daftar, Kursor, Saringan, Store};

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

/// How many follow a report, up to a thousand; with `pasti`, those whose address was proved. O(followers up to that).
async fn hitung(store: &Store, daerah: &KodeDaerah, nomor: &str, pasti: bool) -> Result<i64, Galat> {
    let w = sendiri(store, daerah, KODE_IKUT)?;
    let mut medan = vec![("laporan".to_owned(), vec![nomor.to_owned()])];
    if pasti {
        medan.push(("pasti".to_owned(), vec!["true".to_owned()]));
    }
    let s = Saringan {
        keadaan: vec![KeadaanIkut::Aktif.kode().to_owned()],
        medan,
        ..Saringan::default()
    };
    store.jumlah(&w, &s, MAKS_HITUNG).await
}

/// How many follow a report, up to a thousand.
pub(super) async fn pengikut(store: &Store, daerah: &KodeDaerah, nomor: &str) -> Result<i64, Galat> {
    hitung(store, daerah, nomor, false).await
}

/// Raises the priority of a report when followers and deadlines ask for it, and says whether it did; it never falls by
/// itself. What it follows from is told with it.
///
/// # Errors
/// When the database does not answer.
pub async fn segarkan(store: &Store, e: &Entri) -> Result<bool, Galat> {
    let n = pengikut(store, &e.daerah, &e.nomor).await?;
    let pasti = match n {
        0 => 0,
        _ => hitung(store, &e.daerah, &e.nomor, true).await?,
    };
    let kini = store.jam().kini();
    let lambat = Kelambatan::dari(&e.tenggat, kini);
    let baru = Prioritas::dari(pasti, n, lambat);
    let lama = Prioritas::dari_kode(e.teks("prioritas")).unwrap_or(Prioritas::Biasa);
    if baru <= lama {
        return Ok(false);
    }
    let isian: Peta = [
        ("prioritas".to_owned(), Value::from(baru.kode())),
        ("pengikut".to_owned(), Value::from(n)),
        ("pengikut_pasti".to_owned(), Value::from(pasti)),
        ("terlambat_hari".to_owned(), Value::from(lambat.hari)),
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

/// Looks at late reports, a group at a time: those that became late at once, and the others again and again, each in
/// its turn, because waiting longer raises them once more.
#[derive(Debug, Default)]
pub struct Pengawas(Mutex<HashMap<KodeDaerah, String>>);

impl Pengawas {
    /// Raises what has to rise, and says how many did.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn putaran(&self, store: &Store) -> Result<usize, Galat> {
        let mut jumlah = 0;
        for daerah in store.daerah().keys() {
            let (baru, _) = terlambat(store, daerah, &[""], None).await?;
            for e in baru {
                jumlah += usize::from(segarkan(store, &e).await?);
            }
            let dari = self.giliran().remove(daerah);
            let naik = [Prioritas::Biasa, Prioritas::Meningkat, Prioritas::Tinggi].map(|p| p.kode());
            let (lama, berikut) = terlambat(store, daerah, &naik, dari).await?;
            for e in lama {
                jumlah += usize::from(perlu(store, &e) && segarkan(store, &e).await?);
            }
            if let Some(k) = berikut {
                self.giliran().insert(daerah.clone(), k);
            }
        }
        Ok(jumlah)
    }

    /// Where the next round goes on; a round that broke off begins anew.
    fn giliran(&self) -> MutexGuard<'_, HashMap<KodeDaerah, String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether waiting has raised a report, by what is known of its followers: only then are they counted again.
fn perlu(store: &Store, e: &Entri) -> bool {
    let angka = |m: &str| e.isi.get(m).and_then(Value::as_i64).unwrap_or(0);
    let lambat = Kelambatan::dari(&e.tenggat, store.jam().kini());
    let kini = Prioritas::dari(angka("pengikut_pasti"), angka("pengikut"), lambat);
    Prioritas::dari_kode(e.teks("prioritas")).is_none_or(|lama| kini > lama)
}

/// A group of late reports of these priorities, and where the next one begins.
async fn terlambat(
    store: &Store,
    daerah: &KodeDaerah,
    prioritas: &[&str],
    dari: Option<String>,
) -> Result<(Vec<Entri>, Option<String>), Galat> {
    let w = sendiri(store, daerah, KODE)?;
    let prioritas = prioritas.iter().map(|p| (*p).to_owned()).collect();
    let d = Daftar {
        saring: Saringan {
            keadaan: ["diteruskan", "dikerjakan"].map(str::to_owned).to_vec(),
            medan: vec![("prioritas".to_owned(), prioritas)],
            jatuh_sebelum: Some(store.jam().kini().as_millisecond()),
            ..Saringan::default()
        },
        setelah: dari.as_deref().map(Kursor::baca).transpose()?,
        batas: KELOMPOK,
        ..Daftar::default()
    };
    let h = store.daftar(&w, &Pelaku::Sistem, &d).await?;
    let entri = h.entri.into_iter().map(|t| t.entri).collect();
    Ok((entri, h.berikut.map(|k| k.tulis())))
}
