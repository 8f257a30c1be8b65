//! One record of a register: owned by a unit, held by a unit, in a state, versioned.

use data_encoding::BASE64URL_NOPAD;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    Peta, galat::Galat, kalender::saat, kanonik, nilai::KodeUnit, pribadi::KunciEntri, profil::KodeDaerah,
};

/// Id of an entry: UUID version 7, so that ids sort by time of creation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct IdEntri(pub Uuid);

impl IdEntri {
    /// A new id for a moment.
    pub fn baru(kini: Timestamp) -> Self {
        IdEntri(uuid_v7(kini))
    }
}

/// A UUID version 7 of a moment (RFC 9562): the time from our own clock, the rest random.
pub fn uuid_v7(kini: Timestamp) -> Uuid {
    let ms = u64::try_from(kini.as_millisecond()).unwrap_or(0);
    let acak: [u8; 10] = rand::random();
    uuid::Builder::from_unix_timestamp_millis(ms, &acak).into_uuid()
}

impl std::fmt::Display for IdEntri {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// A deadline of an entry: it runs from a moment to a moment, until something stops it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tenggat {
    /// Its name in the life cycle.
    pub kode: String,
    /// When it began, ms.
    pub mulai: i64,
    /// When it is due, ms.
    pub jatuh: i64,
    /// When it was stopped, ms; none while it runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub henti: Option<i64>,
}

impl Tenggat {
    /// Still running.
    pub fn berjalan(&self) -> bool {
        self.henti.is_none()
    }

    /// Whether it was missed, or is by now.
    pub fn terlambat(&self, kini: Timestamp) -> bool {
        self.henti.unwrap_or(kini.as_millisecond()) > self.jatuh
    }
}

/// SHA-256 over the canonical bytes of an entry: two entries are the same exactly when theirs is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Sidik(pub [u8; 32]);

impl From<Sidik> for String {
    fn from(s: Sidik) -> Self {
        BASE64URL_NOPAD.encode(&s.0)
    }
}

impl TryFrom<String> for Sidik {
    type Error = &'static str;

    fn try_from(teks: String) -> Result<Self, Self::Error> {
        const SALAH: &str = "not the digest of an entry";
        let bait = BASE64URL_NOPAD.decode(teks.as_bytes()).map_err(|_| SALAH)?;
        bait.try_into().map(Sidik).map_err(|_| SALAH)
    }
}

/// One record. Whoever writes it out for others narrows it first; the only form of the whole is the one under its
/// digest.
#[derive(Clone, Debug, PartialEq)]
pub struct Entri {
    /// Id.
    pub id: IdEntri,
    /// Regency.
    pub daerah: KodeDaerah,
    /// Register.
    pub register: String,
    /// Number that people use, e.g. SRG-2026-000123.
    pub nomor: String,
    /// Unit that owns it.
    pub unit: KodeUnit,
    /// Unit that holds it now: there always is one.
    pub pemegang: KodeUnit,
    /// State, a code of its life cycle.
    pub keadaan: String,
    /// Version; every command adds one.
    pub versi: i64,
    /// Created, ms.
    pub dibuat: i64,
    /// Last changed, ms.
    pub diubah: i64,
    /// Next deadline somebody must meet, ms.
    pub jatuh: Option<i64>,
    /// Next moment at which the program itself takes a step, ms.
    pub otomatis: Option<i64>,
    /// Not in a final state.
    pub terbuka: bool,
    /// Open to everybody.
    pub terbit: bool,
    /// All its deadlines, running and stopped.
    pub tenggat: Vec<Tenggat>,
    /// Its fields.
    pub isi: Peta,
    /// What opens those of them that are closed where they are stored; no part of what its digest seals.
    pub kunci: Option<KunciEntri>,
}

impl Entri {
    /// When it was created.
    pub fn saat_dibuat(&self) -> Timestamp {
        saat(self.dibuat)
    }

    /// When it was last changed.
    pub fn saat_diubah(&self) -> Timestamp {
        saat(self.diubah)
    }

    /// The digest of everything that is stored of it (RFC 8785, SHA-256), which its latest event seals.
    ///
    /// # Errors
    /// Never for an entry that came out of a command.
    pub fn sidik(&self) -> Result<Sidik, Galat> {
        self.sidik_dengan(&self.isi)
    }

    /// The same, with its fields as they are stored.
    ///
    /// # Errors
    /// As [`Entri::sidik`].
    pub fn sidik_dengan(&self, isi: &Peta) -> Result<Sidik, Galat> {
        self.sidik_tertulis(&kanonik::bait_isi(isi)?)
    }

    /// The same, with the canonical bytes of its fields as they are stored. O(bytes).
    ///
    /// # Errors
    /// As [`Entri::sidik`].
    pub fn sidik_tertulis(&self, isi: &[u8]) -> Result<Sidik, Galat> {
        // What is written last, where the fields belong.
        const AKHIR: &[u8] = b"null]]";
        let tanpa_isi = (
            (&self.daerah, &self.id, &self.register, &self.nomor),
            (&self.unit, &self.pemegang, &self.keadaan, self.versi),
            (self.dibuat, self.diubah, self.jatuh, self.otomatis),
            (self.terbuka, self.terbit, &self.tenggat, ()),
        );
        let bait = kanonik::bait(&tanpa_isi)?;
        let kepala = bait
            .strip_suffix(AKHIR)
            .ok_or_else(|| Galat::dalam("sealing an entry", "the place of its fields is not last"))?;
        let sidik = Sha256::new()
            .chain_update(kepala)
            .chain_update(isi)
            .chain_update(b"]]");
        Ok(Sidik(sidik.finalize().into()))
    }

    /// A text field, empty when it is not there.
    pub fn teks(&self, medan: &str) -> &str {
        self.isi
            .get(medan)
            .and_then(serde_json::Value::as_str)
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_digest_is_that_of_the_canonical_bytes_of_the_whole() {
        for isi in [
            json!({}),
            json!({ "a": "\"]] null", "titik": { "lat": -6.0, "lon": 106.15 }, "é": [1, null] }),
        ] {
            let e = Entri {
                id: IdEntri(Uuid::from_u128(7)),
                daerah: KodeDaerah::try_from("serang".to_owned()).unwrap(),
                register: "pengaduan".into(),
                nomor: "SRG-2026-000001".into(),
                unit: KodeUnit("diskominfo".into()),
                pemegang: KodeUnit("dpupr".into()),
                keadaan: "baru".into(),
                versi: 3,
                dibuat: 1,
                diubah: 2,
                jatuh: Some(5),
                otomatis: None,
                terbuka: true,
                terbit: false,
                tenggat: vec![Tenggat {
                    kode: "jawab".into(),
                    mulai: 1,
                    jatuh: 5,
                    henti: None,
                }],
                isi: isi.as_object().unwrap().clone(),
                kunci: None,
            };
            let utuh = json!([
                ["serang", e.id, "pengaduan", "SRG-2026-000001"],
                ["diskominfo", "dpupr", "baru", 3],
                [1, 2, 5, null],
                [true, false, [{ "kode": "jawab", "mulai": 1, "jatuh": 5 }], isi],
            ]);
            let bait = serde_json_canonicalizer::to_vec(&utuh).unwrap();
            assert_eq!(e.sidik().unwrap(), Sidik(Sha256::digest(bait).into()));
        }
    }
}
