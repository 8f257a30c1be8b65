//! Who the boards are for, and how they write figures.

use kernel::{Galat, izin::Tindakan};
use tata_kelola::perencanaan::usulan_tik;
use web::Permintaan;

/// The boards are for officials who have a part in planning.
///
/// # Errors
/// [`Galat::PerluMasuk`] for whoever is nobody here; a refusal for who has none.
pub(crate) fn boleh(p: &Permintaan) -> Result<(), Galat> {
    p.harus_akun()?;
    let def = p.register(usulan_tik::KODE)?;
    p.wewenang(&def, Tindakan::Baca).map(|_| ())
}

/// A count for a page.
pub(crate) fn n(n: usize) -> String {
    ui::tampil::angka(i64::try_from(n).unwrap_or(i64::MAX))
}

/// Rupiah for a page.
pub(crate) fn rp(n: u64) -> String {
    format!("Rp{}", ui::tampil::angka(i64::try_from(n).unwrap_or(i64::MAX)))
}
