//! What boards compute from: entries as this account may see them, whole registers at a time. A regency has some hundreds
//! of activities, proposals or applications, so a board reads them and computes.

use kernel::{Entri, Galat, IdEntri, izin::Tindakan};
use store::{Daftar, Saringan, Tampak};

use crate::Permintaan;

/// Most entries of one register on a board.
pub const MAKS: usize = 5_000;
/// Entries of one question.
const SEKALI: usize = 500;

/// The entries of a register that pass `saring`, newest first, at most [`MAKS`].
///
/// # Errors
/// When the account may not read the register, or the database does not answer.
pub async fn semua(p: &Permintaan, register: &str, saring: Saringan) -> Result<Vec<Entri>, Galat> {
    let def = p.register(register)?;
    let w = p.wewenang(&def, Tindakan::Baca)?;
    let mut d = Daftar {
        saring,
        batas: SEKALI,
        ..Daftar::default()
    };
    let mut hasil: Vec<Entri> = Vec::new();
    loop {
        let h = p.app.store.daftar(&w, &p.pelaku, &d).await?;
        hasil.extend(h.entri.into_iter().map(|t: Tampak| t.entri));
        match h.berikut {
            Some(k) if hasil.len() < MAKS => d.setelah = Some(k),
            _ => return Ok(hasil),
        }
    }
}

/// The entries whose field has this value.
///
/// # Errors
/// As [`semua`].
pub async fn dengan(p: &Permintaan, register: &str, medan: &str, nilai: &str) -> Result<Vec<Entri>, Galat> {
    let saring = Saringan {
        medan: vec![(medan.to_owned(), vec![nilai.to_owned()])],
        ..Saringan::default()
    };
    semua(p, register, saring).await
}

/// An entry that a field refers to; none when this account may not know of it.
///
/// # Errors
/// When the database does not answer.
pub async fn satu(p: &Permintaan, id: Option<IdEntri>) -> Result<Option<Entri>, Galat> {
    let Some(id) = id else { return Ok(None) };
    match p.app.store.entri(p.daerah(), &p.pelaku, id).await {
        Ok(t) => Ok(Some(t.entri)),
        Err(Galat::TidakDitemukan) => Ok(None),
        Err(g) => Err(g),
    }
}

/// An entry by its number.
///
/// # Errors
/// [`Galat::TidakDitemukan`] for what this account may not know of.
pub async fn bernomor(p: &Permintaan, register: &str, nomor: &str) -> Result<Entri, Galat> {
    let t = p
        .app
        .store
        .entri_bernomor(p.daerah(), &p.pelaku, register, nomor)
        .await?;
    Ok(t.entri)
}
