//! What happened to an entry: append-only, in the form the ledger needs. An event is canonical bytes (RFC 8785)
//! and a salted hash of them, so its content can be erased one day (UU 27/2022) while the log still verifies.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    Peta,
    entri::{Entri, IdEntri, Sidik},
    galat::Galat,
    izin::Pelaku,
    kanonik,
    nilai::KodeUnit,
    pembacaan::Lewat,
    pribadi::yang_ditutup,
    profil::KodeDaerah,
    register::{Milik, RegisterDef},
};

/// Who may read an event in the story of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Terlihat {
    /// Everybody, once the entry is public.
    Publik,
    /// Who filed it, and officials.
    Pelapor,
    /// Officials only.
    Internal,
}

/// Who did it, as the story tells it. A citizen has no name here: it stands in the entry, under its own protection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "jenis", rename_all = "snake_case")]
pub enum OlehSiapa {
    /// A member of the public.
    Publik,
    /// Who filed the entry.
    Pelapor,
    /// An account.
    Akun {
        /// Id.
        id: Uuid,
        /// Name at the time.
        nama: String,
    },
    /// The program itself.
    Sistem,
}

impl From<&Pelaku> for OlehSiapa {
    fn from(p: &Pelaku) -> Self {
        match p {
            Pelaku::Publik => OlehSiapa::Publik,
            Pelaku::Pelapor(_) => OlehSiapa::Pelapor,
            Pelaku::Akun(a) => OlehSiapa::Akun {
                id: a.id,
                nama: a.nama.clone(),
            },
            Pelaku::Sistem => OlehSiapa::Sistem,
        }
    }
}

/// What kind of thing happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "apa", rename_all = "snake_case")]
pub enum Kejadian {
    /// The entry was made.
    Dibuat,
    /// Fields were changed outside a step.
    Diubah,
    /// A step of the life cycle.
    Langkah {
        /// Code of the step.
        langkah: String,
        /// State before.
        dari: String,
        /// State after.
        ke: String,
    },
    /// An internal note.
    Catatan,
    /// The personal data in it was erased, and what opened it in the story.
    Dilupakan,
    /// It is secret, and somebody read it. Nothing of the entry changed: its version is the one that was read.
    Dibaca {
        /// Through what.
        lewat: Lewat,
    },
}

/// The content that the hash commits to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IsiPeristiwa {
    /// Regency.
    pub daerah: KodeDaerah,
    /// Register.
    pub register: String,
    /// Entry.
    pub entri: IdEntri,
    /// Version of the entry after it: its place in the story.
    pub versi: i64,
    /// When, ms.
    pub waktu: i64,
    /// Who.
    pub oleh: OlehSiapa,
    /// What.
    #[serde(flatten)]
    pub kejadian: Kejadian,
    /// Unit that holds the entry after it.
    pub pemegang: String,
    /// Who may read it.
    pub terlihat: Terlihat,
    /// What was said or changed.
    pub isi: Peta,
    /// Digest of the whole entry after it, so that the row can be held against its own story.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sidik: Option<Sidik>,
}

/// An event as it is stored; entry and version identify it.
#[derive(Clone, Debug, PartialEq)]
pub struct Peristiwa {
    /// Content.
    pub isi: IsiPeristiwa,
    /// Canonical bytes of the content.
    pub bait: Vec<u8>,
    /// Salt.
    pub garam: [u8; 16],
    /// SHA-256 over salt and bytes.
    pub hash: [u8; 32],
}

/// An entry as it stood at a moment (ms), from its whole story, oldest event first; none when it was not there yet, or
/// the story does not begin with its making. State, owner, holder and fields are those of that moment; fields that a
/// step computes by itself, secrets and deadlines are those of the entry given. O(events).
pub fn pada(def: &RegisterDef, kini: &Entri, cerita: &[Peristiwa], saat: i64) -> Option<Entri> {
    let awal = cerita
        .first()
        .filter(|p| p.isi.kejadian == Kejadian::Dibuat && p.isi.waktu <= saat)?;
    let mut e = kini.clone();
    for m in def.medan_rata().iter().filter(|m| !m.hitung && !m.rahasia) {
        e.isi.remove(m.nama.as_ref());
    }
    e.isi.extend(
        awal.isi
            .isi
            .iter()
            .filter(|(m, _)| *m != "nomor")
            .map(|(m, v)| (m.clone(), v.clone())),
    );
    let pertama = cerita.iter().find_map(|p| match &p.isi.kejadian {
        Kejadian::Langkah { dari, .. } => Some(dari.clone()),
        _ => None,
    });
    e.keadaan = pertama.unwrap_or(e.keadaan);
    for p in cerita.iter().take_while(|p| p.isi.waktu <= saat) {
        let i = &p.isi;
        match &i.kejadian {
            Kejadian::Diubah => {
                for (medan, beda) in &i.isi {
                    ganti(&mut e.isi, medan, beda.get("ke"));
                }
            }
            Kejadian::Langkah { langkah, dari, ke } => {
                let salin = def.lifecycle.langkah(langkah, dari).map(|l| l.salin.as_slice());
                for medan in salin.unwrap_or_default() {
                    ganti(&mut e.isi, medan, i.isi.get(medan.as_ref()));
                }
                e.keadaan.clone_from(ke);
            }
            Kejadian::Dilupakan => {
                for medan in yang_ditutup(&def.medan) {
                    e.isi.remove(medan);
                }
            }
            Kejadian::Dibuat | Kejadian::Catatan | Kejadian::Dibaca { .. } => {}
        }
        (e.pemegang, e.versi, e.diubah) = (KodeUnit(i.pemegang.clone()), i.versi, i.waktu);
    }
    if let Milik::Medan(m) = &def.milik
        && let Some(u) = e.isi.get(m.as_ref()).and_then(serde_json::Value::as_str)
    {
        e.unit = KodeUnit(u.to_owned());
    }
    Some(e)
}

fn ganti(isi: &mut Peta, medan: &str, nilai: Option<&serde_json::Value>) {
    match nilai.filter(|v| !v.is_null()) {
        Some(v) => isi.insert(medan.to_owned(), v.clone()),
        None => isi.remove(medan),
    };
}

/// SHA-256 over salt and canonical bytes.
pub fn hash(garam: &[u8; 16], bait: &[u8]) -> [u8; 32] {
    Sha256::new()
        .chain_update(garam)
        .chain_update(bait)
        .finalize()
        .into()
}

impl Peristiwa {
    /// Seals a content: canonical bytes, fresh salt, hash.
    pub fn segel(isi: IsiPeristiwa) -> Result<Self, Galat> {
        let bait = kanonik::bait(&isi)?;
        let garam: [u8; 16] = rand::random();
        let hash = hash(&garam, &bait);
        Ok(Peristiwa {
            isi,
            bait,
            garam,
            hash,
        })
    }

    /// Reads a stored event. Fails when the bytes are no event; says nothing about the hash.
    pub fn baca(bait: Vec<u8>, garam: [u8; 16], hash: [u8; 32]) -> Result<Self, Galat> {
        let isi = serde_json::from_slice(&bait).map_err(|e| Galat::dalam("reading a stored event", e))?;
        Ok(Peristiwa {
            isi,
            bait,
            garam,
            hash,
        })
    }

    /// Whether bytes and salt still give the hash.
    pub fn utuh(&self) -> bool {
        hash(&self.garam, &self.bait) == self.hash
    }
}
