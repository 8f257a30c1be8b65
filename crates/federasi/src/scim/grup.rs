//! Units (perangkat daerah) as groups, to be read: who works where follows from roles, which are given with the account.

use axum::{
    extract::{Path, RawQuery},
    http::StatusCode,
    response::Response,
};
use kernel::{Galat, profil::Unit};
use serde_json::{Value, json};
use store::AkunSimpan;

use super::{Tamu, Tolak, daftar::Tanya, jalan::GRUP, jawab, wujud};

/// Attributes that lists can be filtered by.
const SARING: [&str; 3] = ["id", "displayName", "members"];

fn grup(t: &Tamu, u: &Unit, akun: &[AkunSimpan]) -> Value {
    let kode = u.kode.as_str();
    let anggota = akun
        .iter()
        .filter(|a| a.akun.peran.iter().any(|(_, x)| x.as_str() == kode));
    json!({
        "schemas": [GRUP],
        "id": kode,
        "displayName": u.nama,
        "members": anggota.map(|a| json!({
            "value": a.akun.id.to_string(),
            "display": a.akun.nama,
            "type": "User",
            "$ref": t.alamat(&format!("/Users/{}", a.akun.id)),
        })).collect::<Vec<_>>(),
        "meta": { "resourceType": "Group", "location": t.alamat(&format!("/Groups/{kode}")) },
    })
}

/// The accounts that the program sees.
async fn akun(t: &Tamu) -> Result<Vec<AkunSimpan>, Galat> {
    let d = t.profil.kode();
    let hilang = t.app.store.scim_akun(d, t.klien.id).await?;
    let mut semua = t.app.store.semua_akun(d).await?;
    semua.retain(|a| !hilang.iter().any(|h| h.dihapus && h.akun == a.akun.id));
    Ok(semua)
}

/// `GET …/Groups`
pub(super) async fn daftar(t: Tamu, RawQuery(q): RawQuery) -> Result<Response, Tolak> {
    let tanya = Tanya::baca(q.as_deref(), &SARING)?;
    let akun = akun(&t).await?;
    Ok(tanya.jawab(t.profil.unit.iter().map(|u| grup(&t, u, &akun)).collect()))
}

/// `GET …/Groups/{id}`
pub(super) async fn baca(
    t: Tamu,
    Path((_, id)): Path<(String, String)>,
    RawQuery(q): RawQuery,
) -> Result<Response, Tolak> {
    let tanya = Tanya::baca(q.as_deref(), &SARING)?;
    let u = t.profil.unit(&id).ok_or(Galat::TidakDitemukan)?;
    let v = grup(&t, u, &akun(&t).await?);
    Ok(jawab(StatusCode::OK, &wujud::pangkas(v, &tanya.pilih)))
}
