//! Entries as this account may see them, whole registers at a time: a regency has some hundreds of activities and
//! proposals, so a board reads them and computes.

use kernel::{Entri, Galat, IdEntri, izin::Tindakan};
use store::{Daftar, Saringan, Tampak};
use tata_kelola::perencanaan::usulan_tik;
use web::Permintaan;

/// Most entries of one register on a board.
pub(crate) const MAKS: usize = 5_000;
/// Entries of one question.
const SEKALI: usize = 500;

/// The boards are for officials who have a part in planning.
///
/// # Errors
/// [`Galat::PerluMasuk`] for whoever is nobody here; a refusal for who has none.
pub(crate) fn boleh(p: &Permintaan) -> Result<(), Galat> {
    p.harus_akun()?;
    let def = p.register(usulan_tik::KODE)?;
    p.wewenang(&def, Tindakan::Baca).map(|_| ())
}

/// The entries of a register that pass `saring`, newest first, at most [`MAKS`].
///
/// # Errors
/// When the account may not read the register, or the database does not answer.
pub(crate) async fn semua(p: &Permintaan, register: &str, saring: Saringan) -> Result<Vec<Entri>, Galat> {
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
pub(crate) async fn dengan(
    p: &Permintaan,
    register: &str,
    medan: &str,
    nilai: &str,
) -> Result<Vec<Entri>, Galat> {
    let saring = Saringan {
        medan: vec![(medan.to_owned(), vec![nilai.to_owned()])],
        ..Saringan::default()
    };
    semua(p, register, saring).await
}

/// An entry that a field refers to; none when this account may not know of it.
pub(crate) async fn satu(p: &Permintaan, id: Option<IdEntri>) -> Result<Option<Entri>, Galat> {
    let Some(id) = id else { return Ok(None) };
    match p.app.store.entri(p.daerah(), &p.pelaku, id).await {
        Ok(t) => Ok(Some(t.entri)),
        Err(Galat::TidakDitemukan) => Ok(None),
        Err(g) => Err(g),
    }
}

/// An entry by its number.
pub(crate) async fn bernomor(p: &Permintaan, register: &str, nomor: &str) -> Result<Entri, Galat> {
    let t = p
        .app
        .store
        .entri_bernomor(p.daerah(), &p.pelaku, register, nomor)
        .await?;
    Ok(t.entri)
}

/// A count for a page.
pub(crate) fn n(n: usize) -> String {
    ui::tampil::angka(i64::try_from(n).unwrap_or(i64::MAX))
}

/// Rupiah for a page.
pub(crate) fn rp(n: u64) -> String {
    format!("Rp{}", ui::tampil::angka(i64::try_from(n).unwrap_or(i64::MAX)))
}
