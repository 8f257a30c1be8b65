//! What a handing over brings about, on its day: roles, and reports in hand. Done in steps that may each be repeated,
//! so a crash between them loses nothing and gives nobody a role twice.

use std::collections::BTreeSet;

use identity::{Identitas, Oleh};
use kernel::{
    Aksi, Entri, Galat, Pelaku, Peran, Perintah, Peta, Profil,
    izin::{Tindakan, wewenang},
    nilai::{Beberapa, KodeUnit, Teks},
};
use serde_json::json;
use store::{AkunSimpan, Daftar, Saringan, Store, Urut};

use crate::serah_terima::{BERLAKU, DISEPAKATI, KODE, SerahTerima, Sifat, isi};

/// Handings over looked at in a round of a regency.
const BATAS: i64 = 1_000;
/// Reports passed on in one go; the next round takes the rest.
const LAPORAN: usize = 200;

/// Carries out what is due in all regencies, and says how many were begun or ended.
///
/// # Errors
/// When the database does not answer.
pub async fn laksanakan(store: &Store, identitas: &Identitas) -> Result<usize, Galat> {
    let mut jumlah = 0;
    for profil in store.daerah().values() {
        let semua = store
            .berkeadaan(profil.kode(), KODE, &[DISEPAKATI, BERLAKU], BATAS)
            .await?;
        let semua: Vec<(Entri, SerahTerima)> = semua
            .into_iter()
            .filter_map(|e| isi(&e).map(|s| (e, s)))
            .collect();
        for (e, s) in &semua {
            match satu(store, identitas, profil, &semua, e, s).await {
                Ok(maju) => jumlah += usize::from(maju),
                // Another process was faster, or somebody changed it meanwhile: the next round sees.
                Err(Galat::VersiBasi { .. }) => {}
                Err(g) => {
                    tracing::error!(daerah = %e.daerah, nomor = %e.nomor, galat = %g, "a handing over failed")
                }
            }
        }
    }
    Ok(jumlah)
}

async fn satu(
    store: &Store,
    identitas: &Identitas,
    profil: &Profil,
    semua: &[(Entri, SerahTerima)],
    e: &Entri,
    s: &SerahTerima,
) -> Result<bool, Galat> {
    let hari = profil.kalender.setempat(store.jam().kini()).date();
    let lewat = s.sampai.is_some_and(|sampai| sampai < hari);
    // The other hand-overs in the same unit to the same person.
    let lain = || {
        semua
            .iter()
            .filter(|(x, i)| x.id != e.id && i.kepada.as_str() == s.kepada.as_str() && i.opd == s.opd)
    };
    match e.keadaan.as_str() {
        DISEPAKATI if s.mulai > hari => Ok(false),
        DISEPAKATI if lewat && s.berjangka() => {
            let alasan = "Masanya sudah lewat sebelum sempat dilaksanakan.";
            langkah(store, e, "gugurkan", json!({ "alasan": alasan })).await?;
            Ok(true)
        }
        DISEPAKATI => {
            let Some(baru) = aktif(store, profil, s.kepada.as_str()).await? else {
                let alasan = format!("Akun {} tidak ada atau sudah ditutup.", s.kepada.as_str());
                langkah(store, e, "gugurkan", json!({ "alasan": alasan })).await?;
                return Ok(true);
            };
            let punya = |p: &Peran| baru.akun.peran.contains(&(*p, s.opd.clone()));
            // What was only lent by a hand-over before this one goes with this one, not before it.
            let pinjaman = |p: &Peran| lain().any(|(_, i)| i.berjangka() && i.ditambah.0.contains(p));
            let ditambah = |p: &Peran| !punya(p) || pinjaman(p);
            let ditambah: Vec<Peran> = s.peran.0.iter().copied().filter(ditambah).collect();
            let e = langkah(store, e, "berlakukan", json!({ "ditambah": Beberapa(ditambah) })).await?;
            match isi(&e) {
                Some(s) => pindahkan(store, identitas, profil, &e, &s).await,
                None => Ok(false),
            }
        }
        _ if lewat && s.berjangka() => {
            if let Some(a) = store.akun(profil.kode(), s.kepada.as_str()).await? {
                let memberi = |(x, i): &(Entri, SerahTerima)| {
                    (x.keadaan == BERLAKU || i.mulai <= hari) && i.sampai.is_none_or(|d| d >= hari)
                };
                let tetap = |r: &Peran| lain().any(|x| memberi(x) && x.1.peran.0.contains(r));
                atur(identitas, &a, |p| {
                    for r in s.ditambah.0.iter().filter(|r| !tetap(r)) {
                        p.remove(&(*r, s.opd.clone()));
                    }
                })
                .await?;
            }
            langkah(store, e, "habis", json!({})).await?;
            Ok(true)
        }
        _ if !s.terlaksana => pindahkan(store, identitas, profil, e, s).await,
        _ => Ok(false),
    }
}

/// Gives the successor the roles, takes them from whoever leaves for good, and passes on what is in hand.
async fn pindahkan(
    store: &Store,
    identitas: &Identitas,
    profil: &Profil,
    e: &Entri,
    s: &SerahTerima,
) -> Result<bool, Galat> {
    let Some(baru) = aktif(store, profil, s.kepada.as_str()).await? else {
        return Ok(false);
    };
    let melekat = |p: &Peran| (*p, s.opd.clone());
    atur(identitas, &baru, |p| p.extend(s.peran.0.iter().map(melekat))).await?;
    if let Some(dari) = s.dari.as_ref().map(Teks::as_str) {
        if s.sifat == Sifat::Definitif
            && let Some(lama) = store.akun(profil.kode(), dari).await?
        {
            atur(identitas, &lama, |p| {
                for r in &s.peran.0 {
                    p.remove(&melekat(r));
                }
            })
            .await?;
        }
        if s.pekerjaan && !serahkan_laporan(store, profil, s, dari).await? {
            return Ok(false);
        }
    }
    langkah(store, e, "laksanakan", json!({})).await?;
    Ok(true)
}

/// The account with that login name, if it may log in.
async fn aktif(store: &Store, profil: &Profil, pengguna: &str) -> Result<Option<AkunSimpan>, Galat> {
    Ok(store.akun(profil.kode(), pengguna).await?.filter(|a| a.aktif))
}

/// Changes the roles of an account, if that changes anything.
async fn atur(
    identitas: &Identitas,
    a: &AkunSimpan,
    ubah: impl FnOnce(&mut BTreeSet<(Peran, KodeUnit)>),
) -> Result<(), Galat> {
    let lama: BTreeSet<(Peran, KodeUnit)> = a.akun.peran.iter().cloned().collect();
    let mut baru = lama.clone();
    ubah(&mut baru);
    if baru == lama {
        return Ok(());
    }
    identitas
        .atur_peran(Oleh::Operator, a, baru.into_iter().collect())
        .await
}

/// The entries that somebody has in hand for a unit, as the program sees them: register, and at most so many.
pub(crate) async fn di_tangan(
    store: &Store,
    profil: &Profil,
    opd: &KodeUnit,
    pengguna: &str,
    batas: usize,
) -> Result<Vec<Entri>, Galat> {
    let mut semua = Vec::new();
    for def in store.inventaris().clone().terbuka() {
        let Some(medan) = &def.petugas else { continue };
        let Some(w) = wewenang(profil, def, &Pelaku::Sistem, Tindakan::Baca) else {
            continue;
        };
        let d = Daftar {
            saring: Saringan {
                pemegang: vec![opd.0.clone()],
                medan: vec![(medan.to_string(), vec![pengguna.to_owned()])],
                terbuka: Some(true),
                ..Saringan::default()
            },
            urut: Urut::default(),
            setelah: None,
            batas,
        };
        let h = store.daftar(&w, &Pelaku::Sistem, &d).await?;
        semua.extend(h.entri.into_iter().map(|t| t.entri));
    }
    Ok(semua)
}

/// True when nothing is left in the hands of whoever leaves.
async fn serahkan_laporan(
    store: &Store,
    profil: &Profil,
    s: &SerahTerima,
    dari: &str,
) -> Result<bool, Galat> {
    let semua = di_tangan(store, profil, &s.opd, dari, LAPORAN).await?;
    let mut pindah = 0;
    for e in &semua {
        match langkah(store, e, "tugaskan", json!({ "petugas": s.kepada })).await {
            Ok(_) => pindah += 1,
            // Where it stands now nobody passes it on; it stays where it is, and its unit sees it.
            Err(Galat::VersiBasi { .. } | Galat::Bentrok(_) | Galat::Ditolak(_)) => {}
            Err(g) => return Err(g),
        }
    }
    Ok(pindah == 0 || semua.len() < LAPORAN)
}

async fn langkah(store: &Store, e: &Entri, langkah: &str, isian: serde_json::Value) -> Result<Entri, Galat> {
    let isian: Peta = isian.as_object().cloned().unwrap_or_default();
    let perintah = Perintah {
        daerah: e.daerah.clone(),
        pelaku: Pelaku::Sistem,
        kini: store.jam().kini(),
        aksi: Aksi::Langkah {
            id: e.id,
            versi: Some(e.versi),
            langkah: langkah.to_owned(),
            isian,
        },
        kunci: None,
    };
    Ok(store.jalankan(perintah).await?.entri)
}
