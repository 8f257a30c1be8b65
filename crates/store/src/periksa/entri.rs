//! Entries against what their latest events sealed.

use std::collections::HashMap;

use kernel::{
    Cincin, Entri, Peristiwa, Peta, RegisterDef, entri::Sidik, peristiwa::Kejadian, pribadi::yang_ditutup,
};
use serde_json::Value;
use uuid::Uuid;

use super::Temuan;

/// The latest event of an entry: the version that it made, and the digest of the entry that it sealed.
#[derive(Clone, Copy)]
pub(crate) struct Akhir {
    pub(crate) versi: i64,
    pub(crate) sidik: Option<Sidik>,
}

/// The latest event of each entry.
pub(crate) type SemuaAkhir = HashMap<Uuid, Akhir>;

/// An entry that is not what its latest event sealed.
pub(crate) struct Salah {
    pub(crate) id: Uuid,
    pub(crate) entri: Option<Entri>,
    pub(crate) sebab: Sebab,
}

/// In what way.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sebab {
    TanpaPeristiwa,
    Isi,
}

/// The entries among these that are not what their latest event sealed, or that nothing opens any more; none stands for a
/// row that cannot be read. Pure work for the processor.
pub(crate) fn lihat_entri(
    cincin: &Cincin,
    akhir: &SemuaAkhir,
    baris: Vec<(Uuid, Option<Entri>)>,
) -> Vec<Salah> {
    let salah = |(id, entri): (Uuid, Option<Entri>)| {
        let sebab = match (&entri, akhir.get(&id)) {
            (Some(e), Some(a)) if a.versi >= e.versi => {
                let cocok = |s: Sidik| e.sidik().is_ok_and(|kini| kini == s);
                let utuh = a.versi == e.versi && a.sidik.is_none_or(cocok) && !cincin.kehilangan_kunci(e);
                (!utuh).then_some(Sebab::Isi)
            }
            (Some(_), _) => Some(Sebab::TanpaPeristiwa),
            (None, _) => Some(Sebab::Isi),
        }?;
        Some(Salah { id, entri, sebab })
    };
    baris.into_iter().filter_map(salah).collect()
}

/// The finding about an entry, with the columns and fields that its story (oldest first) knows otherwise.
pub(crate) fn sebut(
    id: Uuid,
    e: Option<&Entri>,
    def: Option<&RegisterDef>,
    sebab: Sebab,
    cerita: &[Peristiwa],
    cincin: &Cincin,
) -> Temuan {
    let (awal, akhir) = (cerita.first(), cerita.last());
    let register = e
        .map(|e| &e.register)
        .or(akhir.map(|p| &p.isi.register))
        .cloned()
        .unwrap_or_default();
    let dulu = awal.and_then(|p| p.isi.isi.get("nomor")?.as_str());
    let nomor = e
        .map(|e| e.nomor.as_str())
        .or(dulu)
        .unwrap_or_default()
        .to_owned();
    let waktu = akhir
        .map(|p| p.isi.waktu)
        .or(e.map(|e| e.diubah))
        .unwrap_or_default();
    match sebab {
        Sebab::TanpaPeristiwa => Temuan::EntriAsing {
            register,
            nomor,
            entri: id,
            waktu,
        },
        Sebab::Isi => Temuan::EntriDiubah {
            register,
            nomor,
            entri: id,
            waktu,
            medan: e.map_or_else(|| vec!["isi".to_owned()], |e| beda(e, def, cerita, cincin)),
        },
    }
}

/// The columns and fields of an entry that differ from what its story tells of them.
fn beda(e: &Entri, def: Option<&RegisterDef>, cerita: &[Peristiwa], cincin: &Cincin) -> Vec<String> {
    let (Some(awal), Some(akhir)) = (cerita.first(), cerita.last()) else {
        return Vec::new();
    };
    let mut keadaan = def.and_then(|d| d.lifecycle.awal()).map(|k| k.kode.to_string());
    let mut isi = Peta::new();
    for p in cerita {
        match &p.isi.kejadian {
            Kejadian::Dibuat => isi.extend(p.isi.isi.clone()),
            Kejadian::Diubah => {
                for (nama, v) in &p.isi.isi {
                    isi.insert(nama.clone(), v.get("ke").cloned().unwrap_or(Value::Null));
                }
            }
            Kejadian::Langkah { langkah, dari, ke } => {
                keadaan = Some(ke.clone());
                let salin = def.and_then(|d| d.lifecycle.langkah(langkah, dari));
                for nama in salin.iter().flat_map(|l| &l.salin) {
                    let v = p.isi.isi.get(nama.as_ref()).cloned().unwrap_or(Value::Null);
                    isi.insert(nama.to_string(), v);
                }
            }
            Kejadian::Dilupakan => {
                for nama in def.map(|d| yang_ditutup(&d.medan)).unwrap_or_default() {
                    isi.remove(nama);
                }
            }
            Kejadian::Catatan | Kejadian::Dibaca { .. } => {}
        }
    }
    let nomor = isi.remove("nomor");
    let mut medan: Vec<String> = [
        ("nomor", nomor.is_some_and(|n| n != e.nomor.as_str())),
        ("register", e.register != akhir.isi.register),
        ("pemegang", e.pemegang.0 != akhir.isi.pemegang),
        ("keadaan", keadaan.is_some_and(|k| k != e.keadaan)),
        ("versi", e.versi != akhir.isi.versi),
        ("dibuat", e.dibuat != awal.isi.waktu),
        ("diubah", e.diubah != akhir.isi.waktu),
        ("kunci", cincin.kehilangan_kunci(e)),
    ]
    .into_iter()
    .filter(|(_, beda)| *beda)
    .map(|(nama, _)| nama.to_owned())
    .collect();
    // A computed field may have changed in a step that does not tell of it, and a secret is in no story.
    let tampak = |nama: &str| {
        let m = def.map(|d| d.medan_rata()).unwrap_or_default();
        m.iter().any(|m| m.nama == nama && !m.hitung)
    };
    for (nama, v) in &isi {
        let kini = e.isi.get(nama).unwrap_or(&Value::Null);
        if kini != v && tampak(nama) {
            medan.push(nama.clone());
        }
    }
    medan
}
