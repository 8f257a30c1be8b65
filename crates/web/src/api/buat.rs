//! A new entry. Everybody may file where the register says so; a repeated request with the same `Idempotency-Key`
//! gets the same answer and makes nothing twice.

use axum::{
    extract::{Path, Request},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use kernel::{Aksi, Galat, IdEntri, Pelaku, Peta, command::Kunci, izin::Tindakan};
use sha2::{Digest, Sha256};

use super::{KUNCI, ULANGAN, json, wujud};
use crate::{Gagal, Permintaan};

/// `POST …/{register}`
pub(super) async fn buat(
    p: Permintaan,
    Path((_, register)): Path<(String, String)>,
    req: Request,
) -> Result<Response, Gagal> {
    let def = p.register(&register)?;
    p.wewenang(&def, Tindakan::Buat)?;
    if p.pelaku.akun().is_none() {
        p.app.batas.kirim(&p.alamat)?;
    }
    let kepala = req.headers().clone();
    let mut isi = json::objek(req, json::JSON).await?;
    let kunci = kunci(&p, &p.pelaku, &kepala, &register, &isi)?;
    p.kenali_rujukan(&p.pelaku, &def.medan, &mut isi).await?;
    let id = IdEntri::baru(p.app.store.jam().kini());
    let mut perintah = p.perintah(Aksi::Buat { register, id, isi });
    perintah.kunci = kunci;
    let hasil = p.app.store.jalankan(perintah).await?;
    let e = hasil.entri;
    let (id, versi) = (e.id, e.versi);
    // Without account, whoever filed it is its reporter from now on.
    let pelaku = if p.pelaku.akun().is_some() {
        p.pelaku.clone()
    } else {
        Pelaku::Pelapor(id)
    };
    let mut isi = wujud::entri(&p, &def, &wujud::sesudah(&p, &def, &pelaku, e));
    if def.dilacak {
        isi["kode_lacak"] = p.app.identitas.kode_lacak(p.daerah(), id).into();
    }
    let mut r = wujud::jawab(StatusCode::CREATED, versi, isi);
    let lokasi = p.ke(&format!("/api/v1/{}/{id}", def.kode));
    if let Ok(v) = HeaderValue::from_str(&lokasi) {
        r.headers_mut().insert(header::LOCATION, v);
    }
    // The code opens the entry: no cache keeps it.
    r.headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    tandai(&mut r, hasil.ulangan);
    Ok(r)
}

/// Says that nothing was done now, because the same request was carried out before.
pub(super) fn tandai(r: &mut Response, ulangan: bool) {
    if ulangan {
        r.headers_mut().insert(ULANGAN, HeaderValue::from_static("true"));
    }
}

/// The key of a request, distinct per asker and per address it was sent to. Only a digest is kept: a key may be
/// chosen by people, and an address is personal data.
pub(super) fn kunci(
    p: &Permintaan,
    pelaku: &Pelaku,
    kepala: &HeaderMap,
    sasaran: &str,
    isi: &Peta,
) -> Result<Option<Kunci>, Galat> {
    let mut semua = kepala.get_all(KUNCI).iter();
    let Some(v) = semua.next() else { return Ok(None) };
    let sah = |s: &[u8]| (1..=200).contains(&s.len()) && s.iter().all(u8::is_ascii_graphic);
    if semua.next().is_some() || !sah(v.as_bytes()) {
        let pesan = "Idempotency-Key harus satu, 1 sampai 200 huruf, angka, atau tanda tanpa spasi.";
        return Err(Galat::TidakSah(pesan.into()));
    }
    let siapa = match pelaku {
        Pelaku::Akun(a) => format!("akun {}", a.id),
        Pelaku::Pelapor(id) => format!("pelapor {id}"),
        Pelaku::Publik | Pelaku::Sistem => format!("alamat {}", p.alamat),
    };
    let bagian = [siapa.as_bytes(), sasaran.as_bytes(), v.as_bytes()];
    let isi = serde_json::to_vec(isi).map_err(|e| Galat::dalam("writing a request anew", e))?;
    Ok(Some(Kunci {
        kunci: data_encoding::HEXLOWER.encode(&sidik(&bagian)),
        sidik: sidik(&[&isi]),
    }))
}

/// SHA-256 of parts, each with its length, so that no two lists of parts read alike.
pub(super) fn sidik(bagian: &[&[u8]]) -> [u8; 32] {
    let mut h = Sha256::new();
    for b in bagian {
        h.update((b.len() as u64).to_be_bytes());
        h.update(b);
    }
    h.finalize().into()
}
