//! Steps of the life cycle and internal notes: what this asker may do with the entry now, and doing it.

use axum::{
    Json,
    extract::{Path, Request},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use kernel::{
    Aksi, Galat, IdEntri, Langkah, Lewat, Pelaku, Peta,
    izin::{self, Tindakan},
    register::Konteks,
    skema,
};
use serde_json::{Value, json as nilai};

use super::{
    buat::{kunci, tandai},
    json,
    openapi::lengkapi,
    sasaran::Sasaran,
    wujud::{self, Cocok},
};
use crate::{Gagal, Permintaan, pendamping::periksa_pilihan};

type Alamat = Path<(String, String, String)>;

/// `GET …/{id}/langkah`: the steps this asker may take now, each with the schema of what it asks for.
pub(super) async fn boleh(
    p: Permintaan,
    Path((_, register, id)): Alamat,
    kepala: HeaderMap,
) -> Result<Response, Gagal> {
    let s = p.sasaran(&kepala, &register, &id).await?;
    p.catat_baca(&s.pelaku, Lewat::Api, [&s.tampak]).await?;
    let e = &s.tampak.entri;
    // What is suggested hangs on the whole entry, also on fields that the asker does not see.
    let utuh = p.app.store.entri(p.daerah(), &Pelaku::Sistem, e.id).await?.entri;
    let k = Konteks {
        profil: &p.profil,
        kini: p.app.store.jam().kini(),
        pelaku: &s.pelaku,
    };
    let boleh = s.def.langkah_boleh(&p.profil, &s.pelaku, e);
    let mut tambahan = Vec::with_capacity(boleh.len());
    for l in &boleh {
        tambahan.push((
            p.usul_pendamping(&utuh, &l.kode).await?,
            p.langkah_di(&utuh, l).await?,
        ));
    }
    let data: Vec<Value> = boleh
        .into_iter()
        .zip(tambahan)
        .map(|(l, (tambahan, di_sini))| {
            let mut usul = s.def.usul(&utuh.isi, &l.kode, &k);
            usul.extend(tambahan);
            usul.retain(|n, _| l.isian.iter().any(|m| m.nama == n.as_str()));
            let jalur = p.ke(&format!("/api/v1/{register}/{}/langkah/{}", e.id, l.kode));
            nilai!({
                "langkah": l.kode, "label": p.b.t(&l.label), "akibat": p.b.t(&l.akibat), "ke": l.ke,
                "bahaya": l.bahaya, "massal": l.massal, "skema": skema_langkah(&p, &di_sini), "usul": usul, "tautan": jalur,
            })
        })
        .collect();
    let mut r = Json(nilai!({ "data": data, "versi": e.versi })).into_response();
    r.headers_mut().insert(header::ETAG, wujud::etag(e.versi));
    Ok(r)
}

fn skema_langkah(p: &Permintaan, l: &Langkah) -> Value {
    let mut s = skema::objek(&l.isian);
    lengkapi(&p.profil, p.b, &mut s);
    s
}

/// `POST …/{id}/langkah/{langkah}`
pub(super) async fn ambil(
    p: Permintaan,
    Path((_, register, id, langkah)): Path<(String, String, String, String)>,
    req: Request,
) -> Result<Response, Gagal> {
    let kepala = req.headers().clone();
    let s = p.sasaran(&kepala, &register, &id).await?;
    let lama = &s.tampak.entri;
    let mut isian = json::objek(req, json::JSON).await?;
    let aku = format!("{}/langkah/{langkah}", lama.id);
    let kunci = kunci(&p, &s.pelaku, &kepala, &aku, &isian)?;
    if let Some(l) = s.def.lifecycle.langkah(&langkah, &lama.keadaan) {
        p.kenali_rujukan(&s.pelaku, &l.isian, &mut isian).await?;
        if izin::boleh_langkah(&p.profil, &s.def, &s.pelaku, &l.oleh, lama) {
            periksa_pilihan(l, &p.langkah_di(lama, l).await?, &isian)?;
        }
    }
    // With a key, a stale version may just be our own first answer that never arrived: the writer looks.
    let cocok = Cocok::baca(&kepala, header::IF_MATCH)?;
    let versi = match cocok {
        Some(Cocok::Versi(v)) if !v.contains(&lama.versi) => Some(v.first().copied().unwrap_or(-1)),
        Some(Cocok::Versi(_)) => Some(lama.versi),
        Some(Cocok::Apa) | None => None,
    };
    let aksi = Aksi::Langkah {
        id: lama.id,
        versi,
        langkah,
        isian,
    };
    jalankan(&p, &s, aksi, kunci, StatusCode::OK).await
}

/// `POST …/{id}/catatan` with `{"catatan": "…"}`
pub(super) async fn catat(
    p: Permintaan,
    Path((_, register, id)): Alamat,
    req: Request,
) -> Result<Response, Gagal> {
    let kepala = req.headers().clone();
    let s = p.sasaran(&kepala, &register, &id).await?;
    let isi = json::objek(req, json::JSON).await?;
    let id = s.tampak.entri.id;
    let kunci = kunci(&p, &s.pelaku, &kepala, &format!("{id}/catatan"), &isi)?;
    let teks = satu_isian(isi, "catatan")?;
    jalankan(&p, &s, Aksi::Catat { id, teks }, kunci, StatusCode::CREATED).await
}

/// `POST …/{id}/lupakan` with `{"alasan": "…"}`: the personal data in it is erased.
pub(super) async fn lupakan(
    p: Permintaan,
    Path((_, register, id)): Alamat,
    req: Request,
) -> Result<Response, Gagal> {
    let s = p.sasaran(req.headers(), &register, &id).await?;
    let e = &s.tampak.entri;
    // Who may not is told so, whatever version they saw.
    if !izin::boleh(&p.profil, &s.def, &s.pelaku, Tindakan::Lupakan, e) {
        return Err(Gagal(match s.pelaku {
            Pelaku::Publik => Galat::PerluMasuk,
            _ => Galat::Ditolak("Anda tidak berwenang menghapus data pribadi pada entri ini.".into()),
        }));
    }
    let cocok = Cocok::baca(req.headers(), header::IF_MATCH)?.ok_or(Galat::PerluVersi)?;
    let (id, versi) = (e.id, cocok.dasar(e.versi)?);
    let alasan = satu_isian(json::objek(req, json::JSON).await?, "alasan")?;
    jalankan(&p, &s, Aksi::Lupakan { id, versi, alasan }, None, StatusCode::OK).await
}

/// The one text of a body that has one text.
fn satu_isian(mut isi: Peta, nama: &'static str) -> Result<String, Galat> {
    let teks = match isi.remove(nama) {
        None | Some(Value::Null) => Err(Galat::medan(nama, "Wajib diisi.")),
        Some(Value::String(s)) => Ok(s),
        Some(_) => Err(Galat::medan(nama, "Harus berupa teks.")),
    }?;
    match isi.keys().next() {
        None => Ok(teks),
        Some(asing) => {
            let asing = kernel::profil::potong(asing, 60).to_owned();
            Err(Galat::medan(
                asing,
                "Isian ini tidak dikenal. Periksa ejaannya atau hapus.",
            ))
        }
    }
}

async fn jalankan(
    p: &Permintaan,
    s: &Sasaran,
    aksi: Aksi,
    kunci: Option<kernel::command::Kunci>,
    status: StatusCode,
) -> Result<Response, Gagal> {
    let id: IdEntri = aksi.id();
    // The answer shows the entry.
    p.catat_baca(&s.pelaku, Lewat::Api, [&s.tampak]).await?;
    let mut perintah = p.perintah(aksi);
    perintah.pelaku = s.pelaku.clone();
    perintah.kunci = kunci;
    let hasil = p.app.store.jalankan(perintah).await?;
    debug_assert_eq!(hasil.entri.id, id);
    let versi = hasil.entri.versi;
    let t = wujud::sesudah(p, &s.def, &s.pelaku, hasil.entri);
    let mut r = wujud::jawab(status, versi, wujud::entri(p, &s.def, &t));
    tandai(&mut r, hasil.ulangan);
    Ok(r)
}
