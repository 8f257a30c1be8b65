//! The citizen's word on their own report: whatever steps the life cycle gives to who filed it, without knowing them
//! by name.

use std::collections::BTreeMap;

use axum::{extract::Path, http::StatusCode, response::Response};
use kernel::{
    Aksi, Entri, Galat, GalatMedan, IdEntri, Jenis, Langkah, Medan, Pelaku, Peta, RegisterDef,
    command::Kunci,
    nilai::{Opsi, dari_formulir},
};
use sha2::{Digest, Sha256};
use web::{Formulir, Gagal, Permintaan, lihat};

use super::{
    KODE,
    lacak::{self, Kembali, Tampilan},
    nomor_rapi,
};

/// The steps that this citizen may take now; those that ask nothing first.
pub(super) fn langkah<'a>(
    p: &Permintaan,
    def: &'a RegisterDef,
    siapa: &Pelaku,
    e: &'a Entri,
) -> Vec<&'a Langkah> {
    let mut semua = def.langkah_boleh(&p.profil, siapa, e);
    // What is asked once and was answered is not asked again.
    let terjawab = |l: &Langkah| {
        l.ke.is_none() && !l.salin.is_empty() && l.salin.iter().all(|s| e.isi.contains_key(s.as_ref()))
    };
    semua.retain(|l| !terjawab(l));
    semua.sort_by_key(|l| isian(l).iter().any(|m| m.wajib));
    semua
}

/// Whether a step is drawn as a form of its own: what only a script can fill in has its place elsewhere.
pub(super) fn tergambar(l: &Langkah) -> bool {
    !l.isian.iter().any(|m| m.rahasia)
}

/// What a step asks of the citizen: not what only officials fill in for them (through which channel it came).
pub(super) fn isian(l: &Langkah) -> Vec<Medan> {
    l.isian
        .iter()
        .filter(|m| !m.internal && m.nama != "kanal")
        .cloned()
        .collect()
}

/// The choice that is all a step asks: each answer is a button, one tap is enough.
pub(super) fn satu_ketukan(medan: &[Medan]) -> Option<(&Medan, &[Opsi])> {
    match medan {
        [m] => match &m.jenis {
            Jenis::Pilihan(o) if m.wajib => Some((m, o)),
            _ => None,
        },
        _ => None,
    }
}

/// What stands before the names of a step's fields, as there are several forms on the page.
pub(super) fn awalan(kode: &str) -> String {
    format!("{kode}-")
}

/// Takes a step.
pub(super) async fn kirim(
    p: Permintaan,
    Path((_, nomor, kode)): Path<(String, String, String)>,
    mut f: Formulir,
) -> Result<Response, Gagal> {
    let nomor = nomor_rapi(&nomor);
    let Some((id, t)) = lacak::milikku(&p, &nomor).await? else {
        return Ok(lacak::perlu_kode(&p, &nomor));
    };
    let def = p.register(KODE)?;
    let pelaku = Pelaku::Pelapor(id);
    let awal = awalan(&kode);
    let kunci = f.teks("_kunci").to_owned();
    let l = langkah(&p, &def, &pelaku, &t.entri)
        .into_iter()
        .find(|l| l.kode == kode);
    let medan = l.map(isian).unwrap_or_default();
    let hasil = match unggah(&p, &medan, &awal, &mut f).await? {
        galat if !galat.is_empty() => Err(Galat::Isian(galat)),
        _ => {
            let isian = dari_formulir(&medan, &ui::formulir::lepas_awal(&f.medan, &awal));
            match p.app.batas.kirim(&p.alamat) {
                Ok(()) => jalankan(&p, id, &kode, isian, &kunci).await,
                Err(g) => Err(g),
            }
        }
    };
    match hasil {
        Ok(versi) => Ok(lihat(&format!("{}?baru={versi}", lacak::alamat(&p, &nomor)))),
        Err(g @ (Galat::Isian(_) | Galat::Bentrok(_) | Galat::TerlaluSering { .. } | Galat::Ditolak(_))) => {
            let status = StatusCode::from_u16(g.status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
            let halangan = g.isian().is_empty().then_some(&g);
            let kembali = Some(Kembali {
                langkah: &kode,
                mentah: &f.medan,
                galat: g.isian(),
                halangan,
            });
            // The report may have moved on since the form was drawn.
            let t = p.app.store.entri(p.daerah(), &pelaku, id).await?;
            lacak::gambar(
                &p,
                id,
                &t,
                &Tampilan {
                    kembali,
                    status,
                    ..Tampilan::default()
                },
            )
            .await
        }
        Err(g) => Err(g.into()),
    }
}

/// Carries the step out; the same form sent twice is one step. Its version tells the notice on the page.
async fn jalankan(p: &Permintaan, id: IdEntri, kode: &str, isian: Peta, kunci: &str) -> Result<i64, Galat> {
    // Any version will do: what an official noted meanwhile is no reason to turn the citizen away.
    let aksi = Aksi::Langkah {
        id,
        versi: None,
        langkah: kode.to_owned(),
        isian,
    };
    let mut perintah = p.perintah(aksi);
    perintah.pelaku = Pelaku::Pelapor(id);
    if (16..=64).contains(&kunci.len()) {
        perintah.kunci = Some(Kunci {
            kunci: format!("lacak/{id}/{kunci}"),
            // The form's key says which form it was; sent again, its step may no longer be open to be read.
            sidik: Sha256::digest(kode.as_bytes()).into(),
        });
    }
    Ok(p.app.store.jalankan(perintah).await?.entri.versi)
}

/// Photographs of the step's own fields; what is wrong with one is told at its field.
async fn unggah(
    p: &Permintaan,
    medan: &[Medan],
    awal: &str,
    f: &mut Formulir,
) -> Result<Vec<GalatMedan>, Galat> {
    let mut galat = Vec::new();
    let mut ada: BTreeMap<String, usize> = BTreeMap::new();
    for u in std::mem::take(&mut f.berkas) {
        let milik = |m: &&Medan| u.medan.strip_prefix(awal) == Some(m.nama.as_ref());
        let Some(Jenis::Berkas { maks, .. }) = medan.iter().find(milik).map(|m| &m.jenis) else {
            continue;
        };
        let n = ada.entry(u.medan.clone()).or_default();
        *n += 1;
        // One too many is still named, so that the check of the field tells it; its content is not worth reading.
        let hasil = if *n > *maks {
            Ok(uuid::Uuid::nil())
        } else {
            p.simpan_foto(u.isi).await
        };
        match hasil {
            Ok(id) => f.medan.entry(u.medan).or_default().push(id.to_string()),
            Err(g @ (Galat::JenisTakDidukung(_) | Galat::TerlaluBesar(_))) => {
                let nama = u.medan.strip_prefix(awal).unwrap_or_default();
                galat.push(GalatMedan::baru(nama, g.pesan()));
            }
            Err(g) => return Err(g),
        }
    }
    Ok(galat)
}
