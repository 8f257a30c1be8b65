//! Personal and secret fields at rest (UU 27/2022): closed before they are written and sealed, open only in memory.
//!
//! An entry with such fields has a key of its own, wrapped under a master key that stands outside the database. So a
//! new master key means wrapping the keys anew, not writing entries anew; and once the wrapped key of an entry is
//! gone, no copy of its story can be read any more, while the ledger over it still verifies.
//!
//! Fields are closed with AES-256-GCM-SIV (RFC 8452), for which one nonce under a key of its own is enough: the same
//! value of the same field of the same entry is closed to the same bytes, so a story can be held against its entry
//! without any key. Nothing else can be told from them but their length.

use std::collections::BTreeMap;

use aes_gcm_siv::{
    Aes256GcmSiv, KeyInit, Nonce,
    aead::{Aead, Payload},
};
use data_encoding::BASE64URL_NOPAD;
use hmac::{Hmac, Mac};
use serde_json::Value;
use sha2::Sha256;

use crate::{
    Peta,
    entri::{Entri, IdEntri},
    galat::Galat,
    nilai::{Jenis, Medan, Nik, Nip, Surel, Telepon},
    peristiwa::{IsiPeristiwa, Kejadian},
    profil::KodeDaerah,
    register::{RegisterDef, telusuri},
};

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

/// The key of one entry, unwrapped.
struct Terbuka<'a> {
    sandi: Aes256GcmSiv,
    daerah: &'a KodeDaerah,
    entri: IdEntri,
}

impl Terbuka<'_> {
    /// What a closed value is bound to, so that it opens nowhere else.
    fn tempat(&self, medan: &str) -> String {
        format!("{}/{}/{medan}", self.daerah, self.entri)
    }

    /// Closes a value in its place; what says nothing stays as it is.
    fn tutup(&self, medan: &str, nilai: &mut Value) -> Result<(), Galat> {
        if kosong(nilai) {
            return Ok(());
        }
        let msg = serde_json_canonicalizer::to_vec(nilai).map_err(|e| Galat::dalam("closing a field", e))?;
        let aad = self.tempat(medan);
        let muatan = Payload {
            msg: &msg,
            aad: aad.as_bytes(),
        };
        let sandi = self
            .sandi
            .encrypt(&Nonce::default(), muatan)
            .map_err(|_| gagal("closing a field"))?;
        *nilai = serde_json::json!({ TANDA: BASE64URL_NOPAD.encode(&sandi) });
        Ok(())
    }

    fn buka(&self, medan: &str, tertutup: &str) -> Option<Value> {
        let msg = BASE64URL_NOPAD.decode(tertutup.as_bytes()).ok()?;
        let aad = self.tempat(medan);
        let muatan = Payload {
            msg: &msg,
            aad: aad.as_bytes(),
        };
        let isi = self.sandi.decrypt(&Nonce::default(), muatan).ok()?;
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

/// Whether closed fields of an entry, as it is stored, have lost their key.
pub fn tanpa_kunci(e: &Entri) -> bool {
    e.kunci.is_none() && e.isi.values().any(|v| tertutup(v).is_some())
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

impl Default for Cincin {
    fn default() -> Self {
        Cincin::baru()
    }
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
        let aad = format!("{induk}/{daerah}/{entri}");
        let muatan = Payload {
            msg: kunci,
            aad: aad.as_bytes(),
        };
        let isi = Aes256GcmSiv::new(&(*sandi).into())
            .encrypt(&Nonce::from(nonce), muatan)
            .map_err(|_| gagal("wrapping a key"))?;
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
        let aad = format!("{}/{daerah}/{entri}", k.induk);
        let muatan = Payload {
            msg,
            aad: aad.as_bytes(),
        };
        let kunci = Aes256GcmSiv::new(&(*sandi).into()).decrypt(&Nonce::from(*nonce), muatan);
        kunci
            .ok()
            .and_then(|k| k.try_into().ok())
            .ok_or_else(|| gagal("the wrapped key of an entry does not open"))
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
        let kunci = match &e.kunci {
            Some(k) => self.lepas(&e.daerah, e.id, k)?,
            None => {
                let kunci = rand::random();
                e.kunci = Some(self.bungkus(&e.daerah, e.id, &kunci)?);
                kunci
            }
        };
        let k = Terbuka {
            sandi: Aes256GcmSiv::new(&kunci.into()),
            daerah: &e.daerah,
            entri: e.id,
        };
        for (m, v) in p.isi.iter_mut().filter(|(m, _)| peka(m)) {
            if p.kejadian == Kejadian::Diubah {
                for (_, sisi) in v.as_object_mut().into_iter().flatten() {
                    k.tutup(m, sisi)?;
                }
            } else {
                k.tutup(m, v)?;
            }
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
        let k = Terbuka {
            sandi: Aes256GcmSiv::new(&self.lepas(&e.daerah, e.id, k)?.into()),
            daerah: &e.daerah,
            entri: e.id,
        };
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

    /// What events of an entry say, opened in place. What its key no longer opens was erased, and is left out.
    pub fn buka_cerita<'p>(
        &self,
        daerah: &KodeDaerah,
        entri: IdEntri,
        kunci: Option<&KunciEntri>,
        cerita: impl Iterator<Item = &'p mut IsiPeristiwa>,
    ) -> Result<(), Galat> {
        let mut k = None;
        for p in cerita {
            let sisi = |v: &Value| {
                let dalam = v.as_object().into_iter().flat_map(|o| o.values());
                tertutup(v).is_some() || dalam.into_iter().any(|v| tertutup(v).is_some())
            };
            if !p.isi.values().any(sisi) {
                continue;
            }
            if let (None, Some(kunci)) = (&k, kunci) {
                k = Some(Terbuka {
                    sandi: Aes256GcmSiv::new(&self.lepas(daerah, entri, kunci)?.into()),
                    daerah,
                    entri,
                });
            }
            let buka = |m: &str, v: &mut Value| {
                if let Some(t) = tertutup(v) {
                    *v = k.as_ref().and_then(|k| k.buka(m, t)).unwrap_or_default();
                }
            };
            for (m, v) in &mut p.isi {
                buka(m, v);
                if p.kejadian == Kejadian::Diubah {
                    for (_, v) in v.as_object_mut().into_iter().flatten() {
                        buka(m, v);
                    }
                }
            }
            if p.kejadian != Kejadian::Diubah {
                p.isi.retain(|_, v| !v.is_null());
            }
        }
        Ok(())
    }

    /// Under what an entry is found by exact values of its personal fields: a digest of each. O(fields).
    pub fn jejak(&self, def: &RegisterDef, e: &Entri) -> Vec<Jejak> {
        let mut hasil = Vec::new();
        telusuri(&def.medan, &e.isi, &mut |_, m, s, v| {
            if let (true, Some(nilai)) = (s.pribadi, v.as_str()) {
                hasil.extend(Golongan::dari(&m.jenis).map(|g| self.sidik(&e.daerah, g, nilai)));
            }
        });
        hasil.sort_unstable();
        hasil.dedup();
        hasil
    }

    /// Under what entries stand in which somebody is named by this value: an address, a telephone number, a NIK, a NIP
    /// or a whole name, as people write them. O(1).
    pub fn cari(&self, daerah: &KodeDaerah, nilai: &str) -> Vec<Jejak> {
        let ditulis = [
            (
                Golongan::Surel,
                Surel::baru(nilai).ok().map(|s| s.as_str().to_owned()),
            ),
            (
                Golongan::Telepon,
                Telepon::baru(nilai).ok().map(|s| s.as_str().to_owned()),
            ),
            (
                Golongan::Nik,
                Nik::baru(nilai).ok().map(|s| s.as_str().to_owned()),
            ),
            (
                Golongan::Nip,
                Nip::baru(nilai).ok().map(|s| s.as_str().to_owned()),
            ),
            (Golongan::Nama, Some(nilai.to_owned())),
        ];
        let ada = ditulis.iter().filter_map(|(g, n)| Some((*g, n.as_deref()?)));
        ada.map(|(g, n)| self.sidik(daerah, g, n)).collect()
    }

    /// Keyed, so that nobody without the ring can try values out (RFC 2104).
    fn sidik(&self, daerah: &KodeDaerah, g: Golongan, nilai: &str) -> Jejak {
        let nilai = match g {
            Golongan::Nama => nilai
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
                .to_lowercase(),
            _ => nilai.to_owned(),
        };
        let mut mac = Hmac::<Sha256>::new(&self.indeks.into());
        mac.update(format!("{daerah}/{g:?}/{nilai}").as_bytes());
        let penuh = mac.finalize().into_bytes();
        std::array::from_fn(|i| penuh.get(i).copied().unwrap_or_default())
    }
}

/// A digest under which an entry is found.
pub type Jejak = [u8; 16];

/// The kinds of value by which people are looked for.
#[derive(Clone, Copy, Debug)]
enum Golongan {
    Surel,
    Telepon,
    Nik,
    Nip,
    Nama,
}

impl Golongan {
    fn dari(jenis: &Jenis) -> Option<Self> {
        Some(match jenis {
            Jenis::Surel => Golongan::Surel,
            Jenis::Telepon => Golongan::Telepon,
            Jenis::Nik => Golongan::Nik,
            Jenis::Nip => Golongan::Nip,
            Jenis::Teks { .. } => Golongan::Nama,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        command::Tersegel,
        contoh::{Panggung, isi_penuh, koordinator},
        izin::Pelaku,
    };
    use serde_json::json;

    const PEKA: [&str; 4] = ["9901010107900001", "buka-sesame", "tujuh", "+6281234567891"];

    /// A new entry with everything in it, and how it is written.
    fn tersegel(p: &mut Panggung, cincin: &Cincin) -> Tersegel {
        let def = p.def().clone();
        let putusan = p.buat(&Pelaku::Publik, isi_penuh()).unwrap();
        putusan.segel(&def, cincin).unwrap()
    }

    /// The entry as a database would give it back.
    fn tersimpan(t: &Tersegel) -> Entri {
        Entri {
            isi: t.isi().clone(),
            ..t.entri.clone()
        }
    }

    fn buka(cincin: &Cincin, mut e: Entri) -> Result<Entri, Galat> {
        cincin.buka(&mut e).map(|()| e)
    }

    #[test]
    fn nothing_personal_or_secret_is_written_or_sealed_open() {
        let (mut p, cincin) = (Panggung::baru(), Cincin::baru());
        let t = tersegel(&mut p, &cincin);
        let entri = serde_json::to_string(t.isi()).unwrap();
        let peristiwa = String::from_utf8(t.segel().bait.clone()).unwrap();
        for teks in [&entri, &peristiwa] {
            for peka in PEKA {
                assert!(!teks.contains(peka), "{peka} in {teks}");
            }
        }
        assert!(entri.contains(r#""peserta":"#), "the rest stays open: {entri}");
        assert_eq!(buka(&cincin, tersimpan(&t)).unwrap(), t.entri);
        assert!(t.segel().utuh());
        let sidik = tersimpan(&t).sidik().unwrap();
        assert_eq!(
            t.segel().isi.sidik,
            Some(sidik),
            "the seal is over what is written"
        );
    }

    #[test]
    fn a_story_opens_with_the_key_of_its_entry_and_with_no_other() {
        let (mut p, cincin) = (Panggung::baru(), Cincin::baru());
        let t = tersegel(&mut p, &cincin);
        let (e, asli) = (&t.entri, &t.peristiwa);
        let baca = |kunci: Option<&KunciEntri>, id: IdEntri| {
            let mut p = t.segel().isi.clone();
            cincin
                .buka_cerita(&e.daerah, id, kunci, [&mut p].into_iter())
                .map(|()| p.isi)
        };
        assert_eq!(baca(e.kunci.as_ref(), e.id).unwrap(), asli.isi);
        let lupa = baca(None, e.id).unwrap();
        assert!(
            lupa.get("nik").is_none() && lupa.get("peserta").is_some(),
            "{lupa:?}"
        );
        let lain = IdEntri(uuid::Uuid::nil());
        assert!(
            baca(e.kunci.as_ref(), lain).is_err(),
            "a key opens in its place only"
        );
        assert!(
            buka(&Cincin::baru(), tersimpan(&t)).is_err(),
            "another ring opens nothing"
        );
    }

    #[test]
    fn a_closed_field_that_was_moved_or_changed_does_not_open() {
        let (mut p, cincin) = (Panggung::baru(), Cincin::baru());
        let t = tersegel(&mut p, &cincin);
        let nik = t.isi()["nik"].clone();
        // The rest opens, so that a page can show it.
        let mut sebagian = tersimpan(&t);
        sebagian.isi.insert("nip".into(), nik.clone());
        assert!(cincin.buka(&mut sebagian).is_err());
        assert_eq!(sebagian.isi["nik"], t.entri.isi["nik"]);
        let mut pindah = tersimpan(&t);
        pindah.isi.insert("nip".into(), nik.clone());
        assert!(buka(&cincin, pindah).is_err());
        let mut tanpa_kunci = tersimpan(&t);
        tanpa_kunci.kunci = None;
        assert!(buka(&cincin, tanpa_kunci).is_err());
        let teks = nik[TANDA].as_str().unwrap();
        for i in 0..teks.len() {
            let lain = if teks.as_bytes()[i] == b'A' { "B" } else { "A" };
            let mut rusak = tersimpan(&t);
            let teks = format!("{}{lain}{}", &teks[..i], &teks[i + 1..]);
            rusak.isi.insert("nik".into(), json!({ TANDA: teks }));
            assert!(buka(&cincin, rusak).is_err(), "character {i}");
        }
    }

    #[test]
    fn the_same_value_is_closed_the_same_way_in_entry_and_story() {
        let (mut p, cincin) = (Panggung::baru(), Cincin::baru());
        let t = tersegel(&mut p, &cincin);
        assert_eq!(t.isi()["nik"], t.segel().isi.isi["nik"]);
        let def = p.def().clone();
        p.entri = Some(t.entri.clone());
        let ubah = p
            .ubah(&koordinator(), json!({ "nik": "9901014107900002" }))
            .unwrap();
        let u = ubah.segel(&def, &cincin).unwrap();
        let beda = &u.segel().isi.isi["nik"];
        assert_eq!((&beda["dari"], &beda["ke"]), (&t.isi()["nik"], &u.isi()["nik"]));
        assert_eq!(t.entri.kunci, u.entri.kunci, "an entry keeps its key");
    }

    #[test]
    fn a_new_master_key_wraps_and_the_old_one_still_opens() {
        let (mut p, satu) = (Panggung::baru(), Cincin::baru());
        let t = tersegel(&mut p, &satu);
        let dua = Cincin::baca(&satu.tambah().tulis()).unwrap();
        assert_eq!((satu.terbaru(), dua.terbaru()), (1, 2));
        let mut e = tersimpan(&t);
        assert_eq!(buka(&dua, e.clone()).unwrap().isi, t.entri.isi);
        let lama = e.kunci.take().unwrap();
        e.kunci = Some(dua.bungkus_ulang(&e.daerah, e.id, &lama).unwrap());
        assert_eq!(e.kunci.as_ref().unwrap().induk, 2);
        let tinggal = dua.tanpa(&[1, 2]);
        assert_eq!(
            tinggal.nomor().collect::<Vec<_>>(),
            [2],
            "the newest always stays"
        );
        assert_eq!(buka(&tinggal, e.clone()).unwrap().isi, t.entri.isi);
        assert!(buka(&satu, e).is_err());
    }

    #[test]
    fn people_are_found_by_exact_values_however_written() {
        let (mut p, cincin) = (Panggung::baru(), Cincin::baru());
        let t = tersegel(&mut p, &cincin);
        let jejak = cincin.jejak(p.def(), &t.entri);
        let temu = |nilai: &str| {
            cincin
                .cari(&t.entri.daerah, nilai)
                .iter()
                .any(|j| jejak.contains(j))
        };
        assert!(temu("9901010107900001"));
        assert!(temu(" 0812-3456-7891 "), "as people write numbers");
        assert!(!temu("9901010107900002") && !temu("990101") && !temu(""));
        let tetangga = KodeDaerah::try_from("berantah".to_owned()).unwrap();
        assert!(
            cincin
                .cari(&tetangga, "9901010107900001")
                .iter()
                .all(|j| !jejak.contains(j))
        );
        assert_ne!(Cincin::baru().jejak(p.def(), &t.entri), jejak, "keyed");
    }

    #[test]
    fn a_key_file_says_which_line_is_wrong() {
        let teks = Cincin::baru().tulis();
        assert_eq!(Cincin::baca(&format!("# kata\n\n{teks}")).unwrap().tulis(), teks);
        assert_eq!(Cincin::baca("").unwrap_err(), 0);
        let indeks = teks.lines().next().unwrap();
        assert_eq!(Cincin::baca(indeks).unwrap_err(), 0);
        for salah in ["1", "1 abc", "nol AAAA", "0 AAAA"] {
            assert_eq!(Cincin::baca(&format!("{teks}{salah}")).unwrap_err(), 3, "{salah}");
        }
    }
}
