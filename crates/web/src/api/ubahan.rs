//! A row that names an entry: what of it is another value than the entry has now, and whether it may still be said. What
//! is as it was writes nothing; what somebody else changed meanwhile is not overwritten.

use kernel::{
    Aksi, Entri, Galat, Pelaku, Perintah, Pesan, Peta, Profil, RegisterDef,
    command::Tautan,
    kalender::saat,
    nilai::terisi,
    peristiwa::{Kejadian, OlehSiapa, Peristiwa},
    putuskan,
};
use serde_json::Value;
use store::{Store, Tampak};

use super::{entri::gabungkan, tukar::Tanda};

/// What a row does to the entry it names.
#[derive(Debug)]
pub enum Ubahan {
    /// Nothing: it is so already.
    Tetap {
        /// Number of the entry.
        nomor: String,
    },
    /// A change, which would be taken as things stand.
    Berubah {
        /// Number of the entry.
        nomor: String,
        /// The fields that it changes.
        medan: Vec<String>,
        /// The change.
        perintah: Box<Perintah>,
        /// The links that it makes.
        tautan: Vec<Tautan>,
    },
}

fn tak_ada() -> Galat {
    Galat::medan(
        "id",
        "Tidak ada entri dengan id ini di register ini, atau Anda tidak berwenang membacanya.",
    )
}

/// What a row does. `isi` holds the fields that the file speaks of, `null` for an empty one.
///
/// # Errors
/// An entry that is not there for this reader, a version that is not the entry's any more, and whatever the kernel refuses.
pub async fn susun(
    store: &Store,
    profil: &Profil,
    def: &RegisterDef,
    pelaku: &Pelaku,
    tanda: &Tanda,
    mut isi: Peta,
) -> Result<Ubahan, Galat> {
    let utuh = match store.entri(profil.kode(), &Pelaku::Sistem, tanda.id).await {
        Ok(t) if t.entri.register == def.kode => t.entri,
        Ok(_) | Err(Galat::TidakDitemukan) => return Err(tak_ada()),
        Err(g) => return Err(g),
    };
    let tampak = Tampak::dari(profil, def, pelaku, utuh.clone()).ok_or_else(tak_ada)?;
    if tanda.versi > utuh.versi {
        let pesan =
            Pesan::baru("Entri ini baru sampai versi {versi}. Isi kolom versi seperti di berkas ekspor.");
        return Err(Galat::medan("versi", pesan.dengan("versi", utuh.versi)));
    }
    // Compared with what the reader sees: an empty cell where something is hidden says nothing.
    isi.retain(|k, v| !sama(v, tampak.entri.isi.get(k)));
    if tanda.versi < utuh.versi && !isi.is_empty() {
        let cerita = store.riwayat(&tampak, pelaku).await?;
        let sesudah: Vec<&Peristiwa> = cerita.iter().filter(|p| p.isi.versi > tanda.versi).collect();
        isi.retain(|k, v| !dahulu(&sesudah, k).is_some_and(|d| sama(v, Some(d))));
        // What the program itself adds to the row may be there already: then it is no change.
        if !isi.is_empty() {
            return match rencana(store, profil, def, pelaku, &utuh, isi)? {
                Ubahan::Berubah { .. } => Err(basi(profil, tanda, &utuh, sesudah.first().copied())),
                tetap => Ok(tetap),
            };
        }
    }
    let lain = tanda.keadaan.as_ref().filter(|k| **k != utuh.keadaan);
    if tanda.versi == utuh.versi && lain.is_some() {
        let pesan =
            Pesan::baru("Keadaan diubah dengan langkah, bukan lewat berkas. Kembalikan ke {keadaan}.");
        return Err(Galat::medan("keadaan", pesan.dengan("keadaan", &utuh.keadaan)));
    }
    rencana(store, profil, def, pelaku, &utuh, isi)
}

/// What a patch does to an entry as it is now.
///
/// # Errors
/// Whatever the kernel refuses.
fn rencana(
    store: &Store,
    profil: &Profil,
    def: &RegisterDef,
    pelaku: &Pelaku,
    utuh: &Entri,
    mut isi: Peta,
) -> Result<Ubahan, Galat> {
    gabungkan(def, &utuh.isi, &mut isi)?;
    isi.retain(|k, v| !sama(v, utuh.isi.get(k)));
    let nomor = utuh.nomor.clone();
    if isi.is_empty() {
        return Ok(Ubahan::Tetap { nomor });
    }
    let mut medan: Vec<String> = isi.keys().cloned().collect();
    let perintah = Perintah {
        daerah: profil.kode().clone(),
        pelaku: pelaku.clone(),
        kini: store.jam().kini(),
        aksi: Aksi::Ubah {
            id: utuh.id,
            versi: utuh.versi,
            tambal: isi,
        },
        kunci: None,
    };
    let putusan = putuskan(store.inventaris(), profil, &perintah, Some(utuh), 1)?;
    // Two ways of writing one value are no change.
    medan.retain(|m| putusan.peristiwa.isi.contains_key(m));
    Ok(if medan.is_empty() {
        Ubahan::Tetap { nomor }
    } else {
        Ubahan::Berubah {
            nomor,
            medan,
            perintah: Box::new(perintah),
            tautan: putusan.tautan,
        }
    })
}

/// Whether a patch leaves a value as it is: of a group only the parts that it names count.
fn sama(tambal: &Value, ada: Option<&Value>) -> bool {
    let kosong = |v: Option<&Value>| !terisi(v) || v == Some(&Value::Bool(false));
    match (tambal, ada) {
        (Value::Object(t), Some(Value::Object(a))) => t.iter().all(|(k, v)| sama(v, a.get(k))),
        (Value::Object(t), None | Some(Value::Null)) => t.values().all(|v| sama(v, None)),
        (t, a) => Some(t) == a || (kosong(Some(t)) && kosong(a)),
    }
}

/// What stood in a field before the earliest of these changes (newest first) that touched it.
fn dahulu<'a>(sesudah: &[&'a Peristiwa], medan: &str) -> Option<&'a Value> {
    let diubah = |p: &&&Peristiwa| p.isi.kejadian == Kejadian::Diubah && p.isi.isi.contains_key(medan);
    let p = sesudah.iter().rev().find(diubah)?;
    Some(p.isi.isi.get(medan)?.get("dari").unwrap_or(&Value::Null))
}

/// That somebody was faster, and who.
fn basi(profil: &Profil, tanda: &Tanda, e: &Entri, terakhir: Option<&Peristiwa>) -> Galat {
    let siapa = terakhir.and_then(|p| match &p.isi.oleh {
        OlehSiapa::Akun { nama, .. } => Some(nama),
        OlehSiapa::Publik | OlehSiapa::Pelapor | OlehSiapa::Sistem => None,
    });
    let kapan = profil
        .kalender
        .setempat(saat(e.diubah))
        .strftime("%Y-%m-%d %H.%M");
    let pesan = match siapa {
        Some(nama) => Pesan::baru(
            "{nomor} diubah {siapa} pada {kapan}, sesudah berkas ini diunduh (versi {lama}, sekarang {kini}). Unduh lagi, lalu ubah dari sana.",
        )
        .dengan("siapa", nama),
        None => Pesan::baru(
            "{nomor} berubah pada {kapan}, sesudah berkas ini diunduh (versi {lama}, sekarang {kini}). Unduh lagi, lalu ubah dari sana.",
        ),
    };
    let pesan = pesan
        .dengan("nomor", &e.nomor)
        .dengan("kapan", kapan)
        .dengan("lama", tanda.versi)
        .dengan("kini", e.versi);
    Galat::medan("versi", pesan)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_patch_that_says_what_is_there_says_nothing() {
        for (t, a) in [
            (json!(null), json!("")),
            (json!(null), json!(false)),
            (json!({ "a": 1, "b": null }), json!({ "a": 1, "c": 2 })),
            (json!({ "a": null }), json!(null)),
            (json!([]), json!(null)),
        ] {
            assert!(sama(&t, Some(&a)), "{t} {a}");
        }
        for (t, a) in [
            (json!(null), json!(true)),
            (json!({ "a": 2 }), json!({ "a": 1 })),
            (json!([1]), json!(null)),
            (json!(0), json!(null)),
        ] {
            assert!(!sama(&t, Some(&a)), "{t} {a}");
        }
    }
}
