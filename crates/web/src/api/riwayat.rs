//! The story of an entry, and what it is linked with.

use std::collections::BTreeMap;

use axum::{
    Json,
    extract::Path,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use data_encoding::BASE64;
use kernel::{
    Lewat, Pandangan, Pelaku, Peristiwa, RegisterDef,
    peristiwa::{Kejadian, OlehSiapa, Terlihat},
};
use serde_json::{Value, json};
use store::{Pembacaan, Tampak};

use super::{sasaran::Sasaran, wujud};
use crate::{Gagal, Permintaan};

/// `GET …/{id}/riwayat`: what happened, newest first, as far as the asker may know.
pub(super) async fn riwayat(
    p: Permintaan,
    Path((_, register, id)): Path<(String, String, String)>,
    kepala: HeaderMap,
) -> Result<Response, Gagal> {
    let s = p.sasaran(&kepala, &register, &id).await?;
    p.catat_baca(&s.pelaku, Lewat::Api, [&s.tampak]).await?;
    let semua = p.app.store.riwayat(&s.tampak, &s.pelaku).await?;
    let letak = p.app.store.letak_log(p.daerah(), s.tampak.entri.id).await?;
    let letak: BTreeMap<i64, _> = letak
        .into_iter()
        .map(|(versi, n, hash)| (versi, (n, hash)))
        .collect();
    let data: Vec<Value> = semua
        .iter()
        .map(|e| {
            let mut o = peristiwa(&p, &s.def, &s.tampak, &s.pelaku, e);
            if let Some((n, hash)) = letak.get(&e.isi.versi) {
                o["log"] = json!({ "n": n, "hash": BASE64.encode(hash) });
            }
            o
        })
        .collect();
    let mut isi = json!({ "data": data });
    if let Some(semua) = p.app.store.pembacaan(&s.tampak, &s.pelaku).await? {
        isi["pembacaan"] = semua.iter().map(|b| pembacaan(&p, &s, b)).collect();
    }
    Ok(Json(isi).into_response())
}

/// A reading, for who oversees it.
fn pembacaan(p: &Permintaan, s: &Sasaran, b: &Pembacaan) -> Value {
    let mut o = peristiwa(p, &s.def, &s.tampak, &s.pelaku, &b.peristiwa);
    o["log"] = json!({ "n": b.urut, "hash": BASE64.encode(&b.peristiwa.hash) });
    o
}

/// An event as this asker may know it.
pub(crate) fn peristiwa(
    p: &Permintaan,
    def: &RegisterDef,
    t: &Tampak,
    pelaku: &Pelaku,
    e: &Peristiwa,
) -> Value {
    let e = &e.isi;
    let dinas = matches!(pelaku, Pelaku::Akun(_)) && t.pandangan > Pandangan::Publik;
    let batas = match (dinas, t.pandangan) {
        (true, _) => Terlihat::Internal,
        (false, Pandangan::Publik) => Terlihat::Publik,
        (false, _) => Terlihat::Pelapor,
    };
    // Which official it was is known to officials; to everybody else the unit answers.
    let oleh = match &e.oleh {
        OlehSiapa::Akun { nama, .. } if dinas => json!({ "jenis": "akun", "nama": nama }),
        OlehSiapa::Akun { .. } => json!({ "jenis": "akun" }),
        OlehSiapa::Publik => json!({ "jenis": "publik" }),
        OlehSiapa::Pelapor => json!({ "jenis": "pelapor" }),
        OlehSiapa::Sistem => json!({ "jenis": "sistem" }),
    };
    let mut o = json!({
        "versi": e.versi, "waktu": wujud::waktu(&p.profil, e.waktu), "oleh": oleh, "pemegang": e.pemegang,
        "terlihat": e.terlihat, "isi": def.proyeksi_peristiwa(e, t.pandangan, batas),
    });
    o["apa"] = match &e.kejadian {
        Kejadian::Dibuat => "dibuat".into(),
        Kejadian::Diubah => "diubah".into(),
        Kejadian::Catatan => "catatan".into(),
        Kejadian::Dilupakan => "dilupakan".into(),
        Kejadian::Dibaca { lewat } => {
            o["lewat"] = json!(lewat);
            "dibaca".into()
        }
        Kejadian::Langkah { langkah, dari, ke } => {
            let label = def
                .lifecycle
                .langkah(langkah, dari)
                .map_or(langkah.as_str(), |l| l.label.as_ref());
            o["langkah"] = langkah.as_str().into();
            o["label"] = p.b.t(label).into();
            o["dari"] = dari.as_str().into();
            o["ke"] = ke.as_str().into();
            "langkah".into()
        }
    };
    o
}

/// `GET …/{id}/tautan`: entries linked with this one, those the asker may know of.
pub(super) async fn tautan(
    p: Permintaan,
    Path((_, register, id)): Path<(String, String, String)>,
    kepala: HeaderMap,
) -> Result<Response, Gagal> {
    let s = p.sasaran(&kepala, &register, &id).await?;
    let semua = p
        .app
        .store
        .terkait(p.daerah(), &s.pelaku, s.tampak.entri.id)
        .await?;
    p.catat_baca(&s.pelaku, Lewat::Daftar, semua.iter().map(|t| &t.tampak))
        .await?;
    let mut data = Vec::with_capacity(semua.len());
    for t in &semua {
        let def = p.register(&t.tampak.entri.register)?;
        data.push(json!({
            "jenis": t.jenis, "arah": if t.keluar { "keluar" } else { "masuk" },
            "entri": wujud::entri(&p, &def, &t.tampak),
        }));
    }
    Ok(Json(json!({ "data": data })).into_response())
}
