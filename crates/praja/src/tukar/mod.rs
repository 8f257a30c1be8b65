//! Files in and out of a register (CSV, NDJSON; in also XLSX), by the same commands and rights as everything else: they are run as
//! somebody's account. The format is the API's (`web::api::tukar`), so a file from one comes in by the other.

mod ekspor;
mod impor;

use std::path::Path;

use kernel::{Galat, Pelaku, Pesan, Profil, RegisterDef, izin};
use store::Store;

pub use ekspor::ekspor;
pub use impor::{Baris, Cara, HasilBaris, Laporan, impor};

use profil::temuan::saran;

/// How a file is written.
pub use web::api::tukar::Bentuk;

/// The form of a file by its ending.
pub fn bentuk(berkas: &Path) -> Option<Bentuk> {
    match berkas.extension()?.to_str()?.to_lowercase().as_str() {
        "csv" => Some(Bentuk::Csv),
        "ndjson" | "jsonl" => Some(Bentuk::Ndjson),
        // Read as the CSV that it would be saved as.
        "xlsx" => Some(Bentuk::Csv),
        _ => None,
    }
}

/// Told now and then how many rows are done.
pub type Kemajuan<'a> = &'a mut (dyn FnMut(usize) + Send);

/// A register of one regency, worked on as one account.
pub struct Meja<'a> {
    store: &'a Store,
    profil: &'a Profil,
    def: &'a RegisterDef,
    pelaku: Pelaku,
}

impl<'a> Meja<'a> {
    /// Finds regency, register and account; each that is not there is told with the nearest that is.
    ///
    /// # Errors
    /// An unknown code, or an account that may not log in.
    pub async fn buka(store: &'a Store, daerah: &str, register: &str, pengguna: &str) -> Result<Self, Galat> {
        let profil = store
            .profil(daerah)
            .ok_or_else(|| tak_ada("daerah", daerah, store.daerah().keys().map(|k| k.as_str())))?;
        let def = store
            .inventaris()
            .register(register)
            .filter(|d| !d.tertutup)
            .ok_or_else(|| {
                tak_ada(
                    "register",
                    register,
                    store.inventaris().terbuka().map(|d| d.kode.as_ref()),
                )
            })?;
        let akun = store.akun(profil.kode(), pengguna).await?.filter(|a| a.aktif);
        let akun = akun.ok_or_else(|| tak_ada("pengguna", pengguna, []))?.akun;
        Ok(Meja {
            store,
            profil,
            def,
            pelaku: Pelaku::Akun(Box::new(akun)),
        })
    }

    fn wewenang(&self, t: izin::Tindakan) -> Result<izin::Wewenang, Galat> {
        izin::wewenang(self.profil, self.def, &self.pelaku, t).ok_or_else(|| {
            Galat::Ditolak("Peran akun ini tidak memberi wewenang itu pada register ini.".into())
        })
    }
}

/// The error for a code that is not there.
pub fn tak_ada<'a>(medan: &'static str, kode: &str, dikenal: impl IntoIterator<Item = &'a str>) -> Galat {
    let pesan = Pesan::baru("\"{kode}\" tidak ada.{saran}")
        .dengan("kode", kode)
        .dengan("saran", saran(kode, dikenal));
    Galat::medan(medan, pesan)
}

#[cfg(test)]
mod uji;
