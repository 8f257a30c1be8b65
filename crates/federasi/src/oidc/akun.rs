//! Which account somebody from the provider opens. The first time, a claim of the token finds it; from then on the two
//! are bound, and neither another claim nor another person with the same claim changes that until an administrator does.

use kernel::{
    Galat,
    nilai::{Nip, Surel},
};
use serde_json::{Map, Value};
use store::AkunSimpan;
use web::Permintaan;

use super::{Cocok, Setelan};

/// Who came.
pub(super) enum Tamu {
    /// The owner of an active account.
    Pemilik(AkunSimpan),
    /// Nobody with an active account.
    TakDikenal,
    /// Somebody whose claim fits an account that another person at the provider is bound to.
    OrangLain,
}

/// Finds the account of a person with these claims, and binds the two if they were not.
pub(super) async fn temukan(p: &Permintaan, s: &Setelan, klaim: &Map<String, Value>) -> Result<Tamu, Galat> {
    let (store, id, d) = (&p.app.store, &p.app.identitas, p.daerah());
    let subjek = klaim.get("sub").and_then(Value::as_str).unwrap_or_default();
    if let Some(a) = store.akun_terikat(d, &s.penerbit, subjek).await? {
        return Ok(if a.aktif {
            Tamu::Pemilik(a)
        } else {
            Tamu::TakDikenal
        });
    }
    let Some(a) = cari(p, s, klaim).await?.filter(|a| a.aktif) else {
        return Ok(Tamu::TakDikenal);
    };
    if id.ikat_luar(&a.akun, &s.penerbit, subjek, &s.nama).await? {
        return Ok(Tamu::Pemilik(a));
    }
    // The same person came through another window a moment ago, or somebody else long before.
    match store.akun_terikat(d, &s.penerbit, subjek).await? {
        Some(b) if b.aktif && b.akun.id == a.akun.id => Ok(Tamu::Pemilik(b)),
        _ => {
            id.catat_orang_lain(&a.akun, &s.nama).await?;
            Ok(Tamu::OrangLain)
        }
    }
}

/// The one account that a claim names.
async fn cari(p: &Permintaan, s: &Setelan, klaim: &Map<String, Value>) -> Result<Option<AkunSimpan>, Galat> {
    let (store, d) = (&p.app.store, p.daerah());
    let Some(nilai) = klaim
        .get(&s.klaim)
        .and_then(Value::as_str)
        .filter(|v| !v.trim().is_empty())
    else {
        tracing::warn!(daerah = %d, "the identity token lacks the claim that names an account");
        return Ok(None);
    };
    Ok(match s.cocok {
        Cocok::Pengguna => store.akun(d, &nilai.trim().to_lowercase()).await?,
        Cocok::Nip => match Nip::baru(nilai) {
            Ok(n) => satu(store.semua_akun(d).await?, |a| a.nip.as_ref() == Some(&n)),
            Err(_) => None,
        },
        Cocok::Surel => match (Surel::baru(nilai), klaim.get("email_verified")) {
            (Ok(e), Some(Value::Bool(true))) => {
                satu(store.semua_akun(d).await?, |a| a.surel.as_ref() == Some(&e))
            }
            _ => None,
        },
    })
}

/// The one active account that fits. Where two do, nobody knows who came.
fn satu(semua: Vec<AkunSimpan>, cocok: impl Fn(&AkunSimpan) -> bool) -> Option<AkunSimpan> {
    let mut ada = semua.into_iter().filter(|a| a.aktif && cocok(a));
    ada.next().filter(|_| ada.next().is_none())
}
