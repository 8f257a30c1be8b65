//! One entry: read it, change it.

use axum::{
    extract::{Path, Request},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use kernel::{
    Aksi, Galat, Lewat, Medan, Pelaku, Peta, RegisterDef,
    izin::{Tindakan, boleh},
};
use serde_json::Value;

use super::{
    json,
    wujud::{self, Cocok},
};
use crate::{Gagal, Permintaan};

/// `GET …/{register}/{id}`
pub(super) async fn baca(
    p: Permintaan,
    Path((_, register, id)): Path<(String, String, String)>,
    kepala: HeaderMap,
) -> Result<Response, Gagal> {
    let s = p.sasaran(&kepala, &register, &id).await?;
    let versi = s.tampak.entri.versi;
    // A tag that cannot be read matches nothing; the answer is then complete.
    if Cocok::baca(&kepala, header::IF_NONE_MATCH)
        .ok()
        .flatten()
        .is_some_and(|c| c.memuat(versi))
    {
        let tag = [(header::ETAG, wujud::etag(versi))];
        return Ok((StatusCode::NOT_MODIFIED, tag).into_response());
    }
    p.catat_baca(&s.pelaku, Lewat::Api, [&s.tampak]).await?;
    Ok(wujud::jawab(
        StatusCode::OK,
        versi,
        wujud::entri(&p, &s.def, &s.tampak),
    ))
}

/// `PATCH …/{register}/{id}`: a merge patch (RFC 7396) on the version that `If-Match` names.
pub(super) async fn ubah(
    p: Permintaan,
    Path((_, register, id)): Path<(String, String, String)>,
    req: Request,
) -> Result<Response, Gagal> {
    let s = p.sasaran(req.headers(), &register, &id).await?;
    if !boleh(&p.profil, &s.def, &s.pelaku, Tindakan::Ubah, &s.tampak.entri) {
        return Err(Gagal(match s.pelaku {
            Pelaku::Akun(_) => Galat::Ditolak("Anda tidak berwenang mengubah entri ini.".into()),
            _ => Galat::PerluMasuk,
        }));
    }
    let cocok = Cocok::baca(req.headers(), header::IF_MATCH)?.ok_or(Galat::PerluVersi)?;
    let versi = cocok.dasar(s.tampak.entri.versi)?;
    let mut tambal = json::objek(req, json::TAMBALAN).await?;
    let id = s.tampak.entri.id;
    // The patch may leave out what its sender does not see, so it is applied to the whole entry.
    let utuh = p.app.store.entri(p.daerah(), &Pelaku::Sistem, id).await?.entri;
    gabungkan(&s.def, &utuh.isi, &mut tambal)?;
    p.kenali_rujukan(&s.pelaku, &s.def.medan, &mut tambal).await?;
    // The answer shows the entry.
    p.catat_baca(&s.pelaku, Lewat::Api, [&s.tampak]).await?;
    let perintah = p.perintah(Aksi::Ubah { id, versi, tambal });
    let entri = p.app.store.jalankan(perintah).await?.entri;
    let versi = entri.versi;
    let t = wujud::sesudah(&p, &s.def, &s.pelaku, entri);
    Ok(wujud::jawab(StatusCode::OK, versi, wujud::entri(&p, &s.def, &t)))
}

/// Completes the groups of a patch with what is stored: the command replaces whole fields, a merge patch only the
/// parts it names.
pub(super) fn gabungkan(def: &RegisterDef, lama: &Peta, tambal: &mut Peta) -> Result<(), Galat> {
    for m in def.medan_rata() {
        let Some(Value::Object(baru)) = tambal.get_mut(m.nama.as_ref()) else {
            continue;
        };
        if let Some(Value::Object(dulu)) = lama.get(m.nama.as_ref()) {
            rahasia_utuh(&m, baru)?;
            let mut jadi = dulu.clone();
            tempel(&mut jadi, baru);
            *baru = jadi;
        }
        baru.retain(|_, v| !v.is_null());
    }
    Ok(())
}

/// A secret is never read back, also not here: a group that holds one is sent with it, or without change.
fn rahasia_utuh(m: &Medan, baru: &Peta) -> Result<(), Galat> {
    match m
        .jenis
        .anak()
        .iter()
        .find(|a| a.rahasia && !baru.contains_key(a.nama.as_ref()))
    {
        Some(a) => {
            let pesan =
                "Isian rahasia tidak dapat dibaca kembali: kirim lagi bersama kelompoknya, atau null.";
            Err(Galat::medan(format!("{}.{}", m.nama, a.nama), pesan))
        }
        None => Ok(()),
    }
}

/// RFC 7396, for objects.
fn tempel(sasaran: &mut Peta, tambal: &Peta) {
    for (k, v) in tambal {
        match (sasaran.get_mut(k), v) {
            (_, Value::Null) => {
                sasaran.remove(k);
            }
            (Some(Value::Object(dalam)), Value::Object(t)) => tempel(dalam, t),
            _ => {
                sasaran.insert(k.clone(), v.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn merges_as_rfc_7396_says() {
        let peta = |v: Value| v.as_object().cloned().unwrap();
        let mut s = peta(json!({"a": {"b": 1, "c": [1]}, "d": 2}));
        tempel(&mut s, &peta(json!({"a": {"b": null, "c": [2], "e": 3}, "f": 4})));
        assert_eq!(s, peta(json!({"a": {"c": [2], "e": 3}, "d": 2, "f": 4})));
    }
}
