//! Personal and secret fields at rest (UU 27/2022): closed before they are written and sealed, open only in memory.
//!
//! An entry with such fields has a key of its own, wrapped under a master key that stands outside the database. So a
//! new master key means wrapping the keys anew, not writing entries anew; and once the wrapped key of an entry is
//! gone, no copy of its story can be read any more, while the ledger over it still verifies.
//!
//! Fields are closed with AES-256-GCM-SIV (RFC 8452), for which one nonce under a key of its own is enough: the same
//! value of the same field of the same entry is closed to the same bytes, so a story can be held against its entry
//! without any key. Nothing else can be told from them but their length.

pub mod baris;
mod jejak;

use std::collections::BTreeMap;

use aes_gcm_siv::{
    Aes256GcmSiv, KeyInit, Nonce,
    aead::{Aead, Payload},
};
use data_encoding::BASE64URL_NOPAD;
use serde_json::Value;

use crate::{
    Peta,
    entri::{Entri, IdEntri},
    galat::Galat,
    kanonik,
    nilai::Medan,
    peristiwa::{IsiPeristiwa, Kejadian},
    profil::KodeDaerah,
    register::RegisterDef,
};

pub use baris::{TakTerbuka, Tempat};
pub use jejak::Jejak;

/// The only key of an object that stands for a closed value; no field can have this name.
const TANDA: &str = "$tutup";
/// Bytes of a key.
const PANJANG: usize = 32;
/// Bytes of a nonce.
const NONCE: usize = 12;

/// The key of an entry, wrapped under a master key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KunciEntri {
    /// Number of the master key.
    pub induk: i64,
    /// Nonce and wrapped key.
    pub bungkus: Vec<u8>,
}

/// The master keys by their numbers; the last one wraps new keys, the others still open what they wrapped. One more
/// key makes the digests by which exact values are found.
#[derive(Clone)]
pub struct Cincin {
    induk: BTreeMap<i64, [u8; PANJANG]>,
    indeks: [u8; 2 * PANJANG],
}

impl std::fmt::Debug for Cincin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Cincin")
            .field("induk", &self.induk.keys())
            .finish_non_exhaustive()
    }
}

/// What nobody could write or open.
fn gagal(langkah: &'static str) -> Galat {
    Galat::dalam("closing or opening personal data", langkah)
}

/// Closes bytes, bound to what is said beside them.
fn sandikan(sandi: &Aes256GcmSiv, nonce: &Nonce, msg: &[u8], terikat: &str) -> Result<Vec<u8>, Galat> {
    let aad = terikat.as_bytes();
    sandi
        .encrypt(nonce, Payload { msg, aad })
        .map_err(|_| gagal("bytes are too many to close"))
}

/// Opens what [`sandikan`] closed; none when it is not that.
fn uraikan(sandi: &Aes256GcmSiv, nonce: &Nonce, msg: &[u8], terikat: &str) -> Option<Vec<u8>> {
    let aad = terikat.as_bytes();
    sandi.decrypt(nonce, Payload { msg, aad }).ok()
}

/// The key of one entry, unwrapped.
struct Terbuka<'a> {
    sandi: Aes256GcmSiv,
    daerah: &'a KodeDaerah,
    entri: IdEntri,
}

impl<'a> Terbuka<'a> {
    fn baru(daerah: &'a KodeDaerah, entri: IdEntri, kunci: [u8; PANJANG]) -> Self {
        Terbuka {
            sandi: Aes256GcmSiv::new(&kunci.into()),
            daerah,
            entri,
        }
    }

    /// What a closed value is bound to, so that it opens nowhere else.
    fn tempat(&self, medan: &str) -> String {
        format!("{}/{}/{medan}", self.daerah, self.entri)
    }

    /// Closes a value in its place; what says nothing stays as it is.
    fn tutup(&self, medan: &str, nilai: &mut Value) -> Result<(), Galat> {
        if kosong(nilai) {
            return Ok(());
        }
        let msg = kanonik::bait(nilai)?;
        let tertutup = sandikan(&self.sandi, &Nonce::default(), &msg, &self.tempat(medan))?;
        *nilai = serde_json::json!({ TANDA: BASE64URL_NOPAD.encode(&tertutup) });
        Ok(())
    }

    fn buka(&self, medan: &str, tertutup: &str) -> Option<Value> {
        let tertutup = BASE64URL_NOPAD.decode(tertutup.as_bytes()).ok()?;
        let isi = uraikan(&self.sandi, &Nonce::default(), &tertutup, &self.tempat(medan))?;
        serde_json::from_slice(&isi).ok()
    }
}

/// Whether nothing is said of anybody.
fn kosong(v: &Value) -> bool {
    match v {
        Value::Null => true,
        Value::Object(o) => o.is_empty(),
        Value::Array(a) => a.is_empty(),
        _ => false,
    }
}

/// The text of a closed value; none of any other.
fn tertutup(v: &Value) -> Option<&str> {
    v.as_object()
        .filter(|o| o.len() == 1)
        .and_then(|o| o.get(TANDA)?.as_str())
}

/// Whether fields as they are written may hold a closed value: when not, none does. O(bytes).
pub fn mungkin_tertutup(isi: &str) -> bool {
    isi.contains(TANDA)
}

/// The values that an event tells, each with its field; of a change both sides.
fn nilai(p: &mut IsiPeristiwa) -> Vec<(&str, &mut Value)> {
    let diubah = p.kejadian == Kejadian::Diubah;
    let mut semua = Vec::with_capacity(p.isi.len());
    for (m, v) in &mut p.isi {
        if diubah {
            let sisi = v.as_object_mut().into_iter().flat_map(|o| o.values_mut());
            semua.extend(sisi.map(|v| (m.as_str(), v)));
        } else {
            semua.push((m.as_str(), v));
        }
    }
    semua
}

/// The fields, as they stand in an entry, that are closed whole: those with anything personal or secret in them.
pub fn yang_ditutup(medan: &[Medan]) -> Vec<&str> {
    fn peka(m: &Medan) -> bool {
        m.pribadi || m.rahasia || m.jenis.dalam().iter().any(peka)
    }
    fn kumpul<'m>(medan: &'m [Medan], semua: bool, hasil: &mut Vec<&'m str>) {
        for m in medan {
            match m.rata {
                // What is said of a flat group is said of each of its fields.
                true => kumpul(m.jenis.dalam(), semua || m.pribadi || m.rahasia, hasil),
                false if semua || peka(m) => hasil.push(&m.nama),
                false => {}
            }
        }
    }
    let mut hasil = Vec::new();
    kumpul(medan, false, &mut hasil);
    hasil
}

impl Cincin {
    /// A ring with one new master key.
    pub fn baru() -> Self {
        Cincin {
            induk: BTreeMap::from([(1, rand::random())]),
            indeks: rand::random(),
        }
    }

    /// Reads a ring: a line `indeks KEY` and lines `NUMBER KEY`, keys in base64url.
    ///
    /// # Errors
    /// The number of the line that is none, or 0 when a part is missing.
    pub fn baca(teks: &str) -> Result<Self, usize> {
        let (mut induk, mut indeks) = (BTreeMap::new(), None);
        for (i, baris) in teks.lines().enumerate() {
            let salah = i + 1;
            let baris = baris.trim();
            if baris.is_empty() || baris.starts_with('#') {
                continue;
            }
            let (nama, kunci) = baris.split_once(' ').ok_or(salah)?;
            let kunci = BASE64URL_NOPAD
                .decode(kunci.trim().as_bytes())
                .map_err(|_| salah)?;
            if nama == "indeks" {
                indeks = Some(kunci.try_into().map_err(|_| salah)?);
            } else {
                let n: i64 = nama.parse().ok().filter(|n| *n > 0).ok_or(salah)?;
                induk.insert(n, kunci.try_into().map_err(|_| salah)?);
            }
        }
        match indeks {
            Some(indeks) if !induk.is_empty() => Ok(Cincin { induk, indeks }),
            _ => Err(0),
        }
    }

    /// The ring as [`Cincin::baca`] reads it: to be kept where only its owner can read.
    pub fn tulis(&self) -> String {
        let mut teks = format!("indeks {}\n", BASE64URL_NOPAD.encode(&self.indeks));
        for (n, k) in &self.induk {
            teks.push_str(&format!("{n} {}\n", BASE64URL_NOPAD.encode(k)));
        }
        teks
    }

    /// The ring with one more master key, which wraps from now on.
    pub fn tambah(&self) -> Self {
        let mut c = self.clone();
        c.induk.insert(self.terbaru() + 1, rand::random());
        c
    }

    /// The ring without master keys that wrap nothing any more; the last one always stays.
    pub fn tanpa(&self, nomor: &[i64]) -> Self {
        let mut c = self.clone();
        c.induk.retain(|n, _| !nomor.contains(n) || *n == self.terbaru());
        c
    }

    /// The number of the master key that wraps new keys.
    pub fn terbaru(&self) -> i64 {
        self.induk.keys().next_back().copied().unwrap_or_default()
    }

    /// The numbers of all master keys.
    pub fn nomor(&self) -> impl Iterator<Item = i64> {
        self.induk.keys().copied()
    }

    fn bungkus(
        &self,
        daerah: &KodeDaerah,
        entri: IdEntri,
        kunci: &[u8; PANJANG],
    ) -> Result<KunciEntri, Galat> {
        let (induk, sandi) = self
            .induk
            .last_key_value()
            .ok_or_else(|| gagal("no master key"))?;
        let nonce: [u8; NONCE] = rand::random();
        let sandi = Aes256GcmSiv::new(&(*sandi).into());
        let isi = sandikan(&sandi, &nonce.into(), kunci, &format!("{induk}/{daerah}/{entri}"))?;
        Ok(KunciEntri {
            induk: *induk,
            bungkus: [&nonce[..], &isi].concat(),
        })
    }

    fn lepas(&self, daerah: &KodeDaerah, entri: IdEntri, k: &KunciEntri) -> Result<[u8; PANJANG], Galat> {
        let sandi = self
            .induk
            .get(&k.induk)
            .ok_or_else(|| gagal("a master key is not in the key file"))?;
        let (nonce, msg) = k
            .bungkus
            .split_first_chunk::<NONCE>()
            .ok_or_else(|| gagal("the wrapped key of an entry is cut off"))?;
        let sandi = Aes256GcmSiv::new(&(*sandi).into());
        let terikat = format!("{}/{daerah}/{entri}", k.induk);
        uraikan(&sandi, &(*nonce).into(), msg, &terikat)
            .and_then(|k| k.try_into().ok())
            .ok_or_else(|| gagal("the wrapped key of an entry does not open"))
    }

    fn terbuka<'a>(
        &self,
        daerah: &'a KodeDaerah,
        entri: IdEntri,
        k: &KunciEntri,
    ) -> Result<Terbuka<'a>, Galat> {
        Ok(Terbuka::baru(daerah, entri, self.lepas(daerah, entri, k)?))
    }

    /// Whether the ring opens the key of an entry.
    ///
    /// # Errors
    /// When it does not.
    pub fn periksa(&self, daerah: &KodeDaerah, entri: IdEntri, k: &KunciEntri) -> Result<(), Galat> {
        self.lepas(daerah, entri, k).map(drop)
    }

    /// Whether nothing opens the closed fields of an entry, as it is stored, any more. O(fields).
    pub fn kehilangan_kunci(&self, e: &Entri) -> bool {
        e.isi.values().any(|v| tertutup(v).is_some()) && self.kunci_hilang(e)
    }

    /// Whether the key of an entry is gone or opens nothing. A master key that this ring does not have says nothing of
    /// the entry: another server may have a newer ring.
    pub fn kunci_hilang(&self, e: &Entri) -> bool {
        let hilang =
            |k: &KunciEntri| self.induk.contains_key(&k.induk) && self.periksa(&e.daerah, e.id, k).is_err();
        e.kunci.as_ref().is_none_or(hilang)
    }

    /// The same key under the newest master key.
    ///
    /// # Errors
    /// When the ring does not open it.
    pub fn bungkus_ulang(
        &self,
        daerah: &KodeDaerah,
        entri: IdEntri,
        k: &KunciEntri,
    ) -> Result<KunciEntri, Galat> {
        self.bungkus(daerah, entri, &self.lepas(daerah, entri, k)?)
    }

    /// Closes what is personal or secret in an entry and in what its event says, in place in the event; the fields of
    /// the entry as they are written, or none where nothing is closed. The entry gets a key when it needs one. A closed
    /// register brings its own encryption, which nobody here could open. O(fields).
    ///
    /// # Errors
    /// When the ring does not open the entry's key.
    pub fn tutup(
        &self,
        def: &RegisterDef,
        e: &mut Entri,
        p: &mut IsiPeristiwa,
    ) -> Result<Option<Peta>, Galat> {
        if def.tertutup {
            return Ok(None);
        }
        let nama = yang_ditutup(&def.medan);
        let isian = match &p.kejadian {
            Kejadian::Langkah { langkah, dari, .. } => def
                .lifecycle
                .langkah(langkah, dari)
                .map(|l| yang_ditutup(&l.isian))
                .unwrap_or_default(),
            _ => Vec::new(),
        };
        let peka = |m: &str| nama.contains(&m) || isian.contains(&m);
        let di_entri = e
            .isi
            .iter()
            .any(|(m, v)| nama.contains(&m.as_str()) && !kosong(v));
        if !di_entri && !p.isi.iter().any(|(m, v)| peka(m) && !kosong(v)) {
            return Ok(None);
        }
        let k = match &e.kunci {
            Some(k) => self.terbuka(&e.daerah, e.id, k)?,
            None => {
                let kunci = rand::random();
                e.kunci = Some(self.bungkus(&e.daerah, e.id, &kunci)?);
                Terbuka::baru(&e.daerah, e.id, kunci)
            }
        };
        for (m, v) in nilai(p).into_iter().filter(|(m, _)| peka(m)) {
            k.tutup(m, v)?;
        }
        if !di_entri {
            return Ok(None);
        }
        let mut isi = e.isi.clone();
        for (m, v) in isi.iter_mut().filter(|(m, _)| nama.contains(&m.as_str())) {
            k.tutup(m, v)?;
        }
        Ok(Some(isi))
    }

    /// Opens an entry as it is written, in place. What does not open stays closed. O(fields).
    ///
    /// # Errors
    /// When a closed field did not open: another key file, or the row was changed by hand.
    pub fn buka(&self, e: &mut Entri) -> Result<(), Galat> {
        if !e.isi.values().any(|v| tertutup(v).is_some()) {
            return Ok(());
        }
        let k = e
            .kunci
            .as_ref()
            .ok_or_else(|| gagal("an entry has closed fields and no key"))?;
        let k = self.terbuka(&e.daerah, e.id, k)?;
        let mut semua = Ok(());
        for (m, v) in &mut e.isi {
            if let Some(t) = tertutup(v) {
                match k.buka(m, t) {
                    Some(isi) => *v = isi,
                    None => semua = Err(gagal("a closed field does not open")),
                }
            }
        }
        semua
    }

    /// What events of an entry say, opened in place. What its key no longer opens was erased, and is left out. O(values).
    ///
    /// # Errors
    /// When the ring does not open the entry's key.
    pub fn buka_cerita<'p>(
        &self,
        daerah: &KodeDaerah,
        entri: IdEntri,
        kunci: Option<&KunciEntri>,
        cerita: impl Iterator<Item = &'p mut IsiPeristiwa>,
    ) -> Result<(), Galat> {
        let mut k = None;
        for p in cerita {
            let mut hilang = false;
            for (m, v) in nilai(p) {
                let Some(t) = tertutup(v) else { continue };
                if let (None, Some(kunci)) = (&k, kunci) {
                    k = Some(self.terbuka(daerah, entri, kunci)?);
                }
                *v = k.as_ref().and_then(|k| k.buka(m, t)).unwrap_or_default();
                hilang |= v.is_null();
            }
            if hilang && p.kejadian != Kejadian::Diubah {
                p.isi.retain(|_, v| !v.is_null());
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
