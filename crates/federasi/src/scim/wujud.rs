//! How an account looks to a program (RFC 7643, sections 4.1 and 4.3).

use data_encoding::HEXLOWER;
use kernel::{Profil, kalender::saat};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use store::AkunSimpan;

use super::{
    Tamu,
    daftar::Pilihan,
    jalan::{ORANG, PEGAWAI},
};

/// A role in a unit, as clients of the single sign-on read it too.
pub(crate) fn peran(p: kernel::Peran, unit: &str) -> String {
    format!("{}:{unit}", p.kode())
}

/// The moment in an id.
pub(crate) fn dibuat(id: uuid::Uuid) -> String {
    saat(i64::try_from(id.as_u128() >> 80).unwrap_or_default()).to_string()
}

/// All of an account, with its version. `luar` is what the program calls it.
pub(crate) fn orang(t: &Tamu, a: &AkunSimpan, luar: Option<&str>) -> Value {
    let id = a.akun.id.to_string();
    let mut v = json!({
        "schemas": [ORANG, PEGAWAI],
        "id": id,
        "userName": a.akun.pengguna,
        "name": { "formatted": a.akun.nama },
        "displayName": a.akun.nama,
        "active": a.aktif,
        "roles": a.akun.peran.iter().map(|(p, u)| json!({
            "value": peran(*p, u.as_str()),
            "display": format!("{}, {}", p.label(), t.profil.nama_unit(u.as_str())),
        })).collect::<Vec<_>>(),
        "groups": grup(t, &t.profil, a),
    });
    if let Some(s) = &a.surel {
        v["emails"] = json!([{ "value": s.as_str(), "type": "work", "primary": true }]);
    }
    if let Some(n) = &a.nip {
        v[PEGAWAI] = json!({ "employeeNumber": n.as_str() });
    }
    if let Some(l) = luar {
        v["externalId"] = l.into();
    }
    let sidik = Sha256::digest(v.to_string().as_bytes());
    v["meta"] = json!({
        "resourceType": "User",
        "created": dibuat(a.akun.id),
        "location": t.alamat(&format!("/Users/{id}")),
        "version": format!("W/\"{}\"", HEXLOWER.encode(sidik.get(..8).unwrap_or_default())),
    });
    v
}

fn grup(t: &Tamu, p: &Profil, a: &AkunSimpan) -> Vec<Value> {
    let mut ada: Vec<&str> = a.akun.peran.iter().map(|(_, u)| u.as_str()).collect();
    ada.sort_unstable();
    ada.dedup();
    let satu = |u: &&str| json!({ "value": u, "display": p.nama_unit(u), "$ref": t.alamat(&format!("/Groups/{u}")), "type": "direct" });
    ada.iter().map(satu).collect()
}

/// The version of a resource.
pub(crate) fn versi(v: &Value) -> &str {
    v["meta"]["version"].as_str().unwrap_or_default()
}

/// What of a resource is told: what was asked for, and always its id. The number of an official is told only where it is
/// asked for by name (RFC 7643, section 7, `returned: request`).
pub(crate) fn pangkas(v: Value, pilih: &Pilihan) -> Value {
    let Value::Object(semua) = v else { return v };
    let mut jadi = Map::new();
    for (nama, nilai) in semua {
        let tetap = ["id", "schemas"].contains(&nama.as_str());
        let diminta = pilih.diminta(&nama);
        let ya = match nama.as_str() {
            PEGAWAI => diminta == Some(true),
            _ => tetap || diminta.unwrap_or(true),
        };
        if ya {
            jadi.insert(nama, nilai);
        }
    }
    Value::Object(jadi)
}
