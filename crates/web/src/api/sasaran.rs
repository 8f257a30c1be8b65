//! Which entry a request is about, and as whom its asker sees it.

use std::sync::Arc;

use axum::http::HeaderMap;
use kernel::{Galat, IdEntri, Pelaku, RegisterDef};
use store::Tampak;
use uuid::Uuid;

use super::KODE_LACAK;
use crate::Permintaan;

/// An entry that the asker may see.
pub(super) struct Sasaran {
    pub(super) def: Arc<RegisterDef>,
    /// Who asks: the account, the public, or the citizen who proved by the tracking code that it is theirs.
    pub(super) pelaku: Pelaku,
    pub(super) tampak: Tampak,
}

enum Sebutan<'a> {
    Id(IdEntri),
    Nomor(&'a str),
}

impl<'a> Sebutan<'a> {
    fn baca(s: &'a str) -> Result<Self, Galat> {
        match s.parse::<Uuid>() {
            Ok(id) => Ok(Sebutan::Id(IdEntri(id))),
            Err(_) if mirip_nomor(s) => Ok(Sebutan::Nomor(s)),
            Err(_) => Err(Galat::TidakDitemukan),
        }
    }
}

/// Whether a text can be the number of an entry: everything else need not be looked up.
pub(super) fn mirip_nomor(s: &str) -> bool {
    (3..=40).contains(&s.len())
        && s.contains('-')
        && s.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

impl Permintaan {
    /// The entry of that id or number, as this asker sees it.
    ///
    /// An official is never taken for the citizen, whatever code comes along: the story of the entry would say that
    /// the citizen spoke.
    ///
    /// # Errors
    /// [`Galat::TidakDitemukan`] when it is not there, is not for them, or the tracking code is not its own: nobody
    /// learns which. [`Galat::TerlaluSering`] when one address tries many codes.
    pub(super) async fn sasaran(
        &self,
        kepala: &HeaderMap,
        register: &str,
        sebutan: &str,
    ) -> Result<Sasaran, Galat> {
        let def = self.register(register)?;
        let sebutan = Sebutan::baca(sebutan)?;
        let store = &self.app.store;
        if let (Some(kode), None) = (kepala.get(KODE_LACAK), self.pelaku.akun()) {
            self.app.batas.lacak(&self.alamat)?;
            let id = match sebutan {
                Sebutan::Id(id) => Some(id),
                Sebutan::Nomor(n) => store.id_bernomor(self.daerah(), register, n).await?,
            };
            // An unknown number is compared all the same, so that it takes as long as a known one.
            let id_banding = id.unwrap_or(IdEntri(Uuid::nil()));
            let kode = kode.to_str().unwrap_or_default();
            let cocok = self.app.identitas.cocok_lacak(self.daerah(), id_banding, kode);
            let id = id.filter(|_| cocok && def.dilacak).ok_or(Galat::TidakDitemukan)?;
            let pelaku = Pelaku::Pelapor(id);
            let tampak = store.entri(self.daerah(), &pelaku, id).await?;
            return di_register(def, pelaku, tampak);
        }
        let pelaku = self.pelaku.clone();
        let tampak = match sebutan {
            Sebutan::Id(id) => store.entri(self.daerah(), &pelaku, id).await?,
            Sebutan::Nomor(n) => store.entri_bernomor(self.daerah(), &pelaku, register, n).await?,
        };
        di_register(def, pelaku, tampak)
    }
}

/// An id names an entry of any register; under this address only those of one are found.
fn di_register(def: Arc<RegisterDef>, pelaku: Pelaku, tampak: Tampak) -> Result<Sasaran, Galat> {
    if tampak.entri.register != def.kode {
        return Err(Galat::TidakDitemukan);
    }
    Ok(Sasaran { def, pelaku, tampak })
}
