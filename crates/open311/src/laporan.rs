//! How a report looks to the protocol, one report, and the tokens that lead to one.

use axum::{extract::Path, http::HeaderMap};
use kernel::{
    Entri, Galat, IdEntri, Pelaku, Peristiwa, RegisterDef, nilai::Pilihan as _, peristiwa::Kejadian,
};
use layanan::Langkah;
use serde_json::{Value, json};
use store::Tampak;
use uuid::Uuid;

use crate::{
    Hasil, KODE, KODE_LACAK,
    bentuk::pisah,
    kategori,
    minta::{Minta, Tolak},
};

/// The two states of the protocol.
pub(crate) fn status(terbuka: bool) -> &'static str {
    if terbuka { "open" } else { "closed" }
}

/// Whether a state is one in which somebody still has to act.
pub(crate) fn terbuka(def: &RegisterDef, keadaan: &str) -> bool {
    let k = def.lifecycle.keadaan(keadaan);
    k.is_none_or(|k| k.giliran != kernel::lifecycle::Giliran::Selesai)
}

/// What an office said in an event.
pub(crate) fn kata(p: &Peristiwa) -> Option<&str> {
    let Kejadian::Langkah { langkah, .. } = &p.isi.kejadian else {
        return None;
    };
    if [Langkah::Tanggapi, Langkah::Terima, Langkah::Keberatan]
        .iter()
        .any(|l| l.kode() == langkah)
    {
        return None;
    }
    let semua = ["jawaban", "alasan", "pesan"].iter();
    semua.filter_map(|k| p.isi.isi.get(*k)?.as_str()).next()
}

/// A number as the stores keep it, however it was typed; nothing for what can be no number.
pub(crate) fn nomor(s: &str) -> Option<String> {
    let s = s.trim();
    let mirip = (3..=40).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    mirip.then(|| s.to_ascii_uppercase())
}

/// Reports with what was answered last, as everybody may read them.
pub(crate) async fn banyak(m: &Minta, semua: &[Tampak], pelaku: &Pelaku) -> Result<Vec<Value>, Galat> {
    let def = m.p.register(KODE)?;
    let cerita = m.p.app.store.riwayat_banyak(m.p.daerah(), semua, pelaku).await?;
    let pasang = semua.iter().zip(&cerita);
    Ok(pasang.map(|(t, c)| wujud(m, &def, t, c)).collect())
}

fn wujud(m: &Minta, def: &RegisterDef, t: &Tampak, cerita: &[Peristiwa]) -> Value {
    let (e, profil, b) = (&t.entri, &m.p.profil, m.p.b);
    let kode = e.teks("kategori");
    let keadaan = def.lifecycle.keadaan(&e.keadaan);
    let foto = e.isi.get("foto").and_then(Value::as_array);
    let foto: Vec<String> = foto
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(|id| format!("{}{}", m.p.app.url_dasar, m.p.ke(&format!("/berkas/{id}"))))
        .collect();
    let wilayah = e.isi.get("desa").or_else(|| e.isi.get("kecamatan"));
    // Of a limit that began anew the last one counts.
    let selesai = e.tenggat.iter().filter(|t| t.kode == "penyelesaian");
    json!({
        "service_request_id": e.nomor,
        "status": status(e.terbuka),
        "status_notes": cerita.iter().find_map(kata),
        "service_name": profil.kategori(kode).map_or(kode, |k| kategori::nama(b, k)),
        "service_code": kode,
        "title": e.teks("judul"),
        "description": e.teks("isi"),
        "agency_responsible": profil.nama_unit(e.pemegang.as_str()),
        "service_notice": keadaan.map(|k| b.t(&k.label)),
        "requested_datetime": m.waktu(e.dibuat),
        "updated_datetime": m.waktu(e.diubah),
        "expected_datetime": selesai.map(|t| t.jatuh).max().map(|ms| m.waktu(ms)),
        "address": alamat(m, e),
        "address_id": wilayah,
        "zipcode": null,
        "lat": e.isi.get("lat"),
        "long": e.isi.get("lon"),
        "media_url": foto.first(),
        "media_urls": foto,
    })
}

/// Where it is, in words.
fn alamat(m: &Minta, e: &Entri) -> String {
    let profil = &m.p.profil;
    let bagian = [
        Some(e.teks("alamat")),
        profil.desa(e.teks("desa")),
        profil.kecamatan(e.teks("kecamatan")).map(|k| k.nama.as_str()),
    ];
    let ada: Vec<&str> = bagian.into_iter().flatten().filter(|s| !s.is_empty()).collect();
    ada.join(", ")
}

/// The citizen whose report this is, if the code is its own: nobody learns whether there is such a report.
pub(crate) async fn pelapor(m: &Minta, nomor: &str, kode: &str) -> Result<Pelaku, Galat> {
    let p = &m.p;
    p.app.batas.lacak(&p.alamat)?;
    let id = p.app.store.id_bernomor(p.daerah(), KODE, nomor).await?;
    let banding = id.unwrap_or(IdEntri(Uuid::nil()));
    let cocok = p.app.identitas.cocok_lacak(p.daerah(), banding, kode);
    id.filter(|_| cocok)
        .map(Pelaku::Pelapor)
        .ok_or(Galat::TidakDitemukan)
}

/// `GET …/requests/{id}`: as everybody, or with the tracking code as who sent it.
pub(crate) async fn satu(m: Minta, Path((_, id)): Path<(String, String)>, kepala: HeaderMap) -> Hasil {
    let nomor = nomor(pisah(&id).0).ok_or_else(tak_ada)?;
    let pelaku = match kepala.get(KODE_LACAK) {
        Some(kode) => pelapor(&m, &nomor, kode.to_str().unwrap_or_default()).await,
        None => Ok(Pelaku::Publik),
    };
    let ada = match pelaku {
        Ok(s) => {
            let t = m.p.app.store.entri_bernomor(m.p.daerah(), &s, KODE, &nomor).await;
            t.map(|t| (s, t))
        }
        Err(g) => Err(g),
    };
    match ada {
        Ok((s, t)) => {
            let isi = banyak(&m, &[t], &s).await?;
            m.jawab("service_requests", &isi.into())
        }
        Err(Galat::TidakDitemukan) => Err(tak_ada()),
        Err(g) => Err(g.into()),
    }
}

fn tak_ada() -> Tolak {
    Tolak::tak_ada(
        "service_request_id",
        "Laporan ini tidak ada, belum diperiksa, atau tidak terbuka untuk umum.",
    )
}

/// `GET …/tokens/{token}`: numbers are given at once, so a token is the id of an entry, or a number that already is one.
pub(crate) async fn token(m: Minta, Path((_, token)): Path<(String, String)>) -> Hasil {
    let token = pisah(&token).0;
    let store = &m.p.app.store;
    let ada = match (token.parse::<Uuid>(), nomor(token)) {
        // Whoever knows the id of a report knows it from us.
        (Ok(id), _) => store.entri(m.p.daerah(), &Pelaku::Sistem, IdEntri(id)).await,
        (_, Some(n)) => {
            store
                .entri_bernomor(m.p.daerah(), &Pelaku::Publik, KODE, &n)
                .await
        }
        _ => Err(Galat::TidakDitemukan),
    };
    match ada {
        Ok(t) if t.entri.register == KODE => {
            let isi = json!([{ "service_request_id": t.entri.nomor, "token": token }]);
            m.jawab("service_requests", &isi)
        }
        Ok(_) | Err(Galat::TidakDitemukan) => Err(Tolak::tak_ada("token", "Token ini tidak dikenal.")),
        Err(g) => Err(g.into()),
    }
}
