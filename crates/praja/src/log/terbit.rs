//! Publishing: every half minute the head of each log that grew is signed, after making sure that it only grew since
//! the last one, the one in the database and the one outside it. A log that shrank or was rewritten is not signed.

use std::{io, path::Path};

use identity::Identitas;
use kernel::{Galat, profil::KodeDaerah};
use ledger::{Alamat, Kunci, Pohon, Tanya, Titik};
use store::{Store, TitikSimpan};

use super::Cermin;

/// Publishes the heads and tiles of all logs; says how many heads were signed.
///
/// # Errors
/// When the database or the folder does not answer. A log that must not be signed is told to the operator and keeps
/// the others from nothing.
pub async fn terbitkan(
    store: &Store,
    id: &Identitas,
    url_dasar: &str,
    folder: &Path,
) -> Result<usize, Galat> {
    let mut jumlah = 0;
    for daerah in store.daerah().keys() {
        let kunci = id.kunci_log(url_dasar, daerah)?;
        let cermin = Cermin::di(folder, daerah);
        match satu(store, daerah, &kunci, &cermin).await? {
            Hasil::Terbit => jumlah += 1,
            Hasil::Tetap => {}
            Hasil::Tolak(sebab) => {
                metrics::counter!("praja_log_ditolak").increment(1);
                tracing::error!(%daerah, sebab, "the log is not signed; run praja verify");
            }
        }
    }
    Ok(jumlah)
}

enum Hasil {
    Terbit,
    Tetap,
    Tolak(&'static str),
}

async fn satu(store: &Store, daerah: &KodeDaerah, kunci: &Kunci, cermin: &Cermin) -> Result<Hasil, Galat> {
    let pohon = store.pohon(daerah).await?;
    let simpan = store.titik(daerah, 1).await?.pop();
    let baca = |catatan: Option<&str>| catatan.map(|c| kunci.baca(c)).transpose();
    let (Ok(dalam), Ok(luar)) = (
        baca(simpan.as_ref().map(|t| t.catatan.as_str())),
        baca(cermin.titik().as_deref()),
    ) else {
        return Ok(Hasil::Tolak("an earlier head does not bear our signature"));
    };
    for t in dalam.iter().chain(&luar) {
        if !tumbuh(store, daerah, t, &pohon).await? {
            return Ok(Hasil::Tolak("the log is not a continuation of an earlier head"));
        }
    }
    // Both are at most as large as the log: they were shown to be its past.
    let terkini = |t: &Titik| t.ukuran == pohon.ukuran();
    if luar.as_ref().is_some_and(terkini) && dalam.is_some() {
        return Ok(Hasil::Tetap);
    }
    let tersalin = luar.map_or(0, |t| t.ukuran);
    for a in Alamat::baru(tersalin, pohon.ukuran()) {
        let isi = store.ubin(daerah, &a).await?;
        let isi = isi.ok_or_else(|| Galat::dalam("publishing the log", format!("no tile {a}")))?;
        cermin.tulis(&a, &isi).map_err(gagal)?;
    }
    let tertulis = match simpan.filter(|t| t.ukuran == pohon.ukuran()) {
        Some(t) => t.catatan,
        None => {
            let catatan = kunci
                .tanda_tangani(pohon.ukuran(), pohon.akar())
                .map_err(|e| Galat::dalam("signing the head of the log", e))?;
            let t = TitikSimpan {
                ukuran: pohon.ukuran(),
                waktu: store.jam().kini().as_millisecond(),
                catatan,
            };
            if !store.simpan_titik(daerah, &t).await? {
                // Another process was quicker; the next round copies what it signed.
                return Ok(Hasil::Tetap);
            }
            t.catatan
        }
    };
    cermin.tulis_titik(&tertulis).map_err(gagal)?;
    Ok(Hasil::Terbit)
}

fn gagal(e: io::Error) -> Galat {
    Galat::dalam("copying the log out of the database", e)
}

/// Whether the tree is what an earlier head became.
async fn tumbuh(store: &Store, daerah: &KodeDaerah, lama: &Titik, pohon: &Pohon) -> Result<bool, Galat> {
    if lama.ukuran > pohon.ukuran() {
        return Ok(false);
    }
    let tanya = Tanya::Tumbuh {
        dari: lama.ukuran,
        ukuran: pohon.ukuran(),
    };
    let bukti = store.bukti_log(daerah, tanya).await?;
    let kini = (pohon.ukuran(), pohon.akar());
    Ok(bukti.is_some_and(|b| Tanya::tumbuh(&b, (lama.ukuran, lama.akar), kini)))
}
