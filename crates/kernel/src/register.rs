//! A register is a Rust type: its fields, its life cycle, its rules. From that one declaration form, list, API,
//! import, search, permission and history are derived. A register described by data gives the same [`RegisterDef`].

use std::{collections::BTreeMap, sync::Arc};

use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{
    Peta,
    entri::Entri,
    galat::{Galat, GalatMedan},
    izin::{Hak, Pandangan, Pelaku, Siapa, Tindakan},
    lifecycle::{Lama, Langkah, Lifecycle},
    nilai::{Jenis, Kata, KodeUnit, Medan, Sumber, ke_teks},
    profil::Profil,
};

/// A type with fields: a register, or a part of one (`#[derive(Kelompok)]`).
pub trait Kelompok: Serialize + DeserializeOwned {
    /// Its fields, in the order people see them.
    fn medan() -> Vec<Medan>;
}

/// What rules may know besides the entry: nothing that is not an argument.
#[derive(Clone, Copy)]
pub struct Konteks<'a> {
    /// The regency.
    pub profil: &'a Profil,
    /// The moment of the command.
    pub kini: Timestamp,
    /// Who commands.
    pub pelaku: &'a Pelaku,
}

/// Who owns a new entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Milik {
    /// The unit that holds this function in the profile.
    Fungsi(Kata),
    /// The unit named in this field.
    Medan(Kata),
}

/// What a message to a citizen says; the words are put together where mail is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kabar {
    /// Where to.
    pub surel: String,
    /// Which template of the register.
    pub acara: String,
    /// What it says.
    pub isi: Peta,
}

/// A letter to somebody outside: plain text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Surat {
    /// Subject line.
    pub subjek: String,
    /// Body, plain text.
    pub badan: String,
}

/// What a letter may mention besides its own words.
#[derive(Clone, Copy)]
pub struct BahanSurat<'a> {
    /// The regency that writes.
    pub profil: &'a Profil,
    /// Number of the entry.
    pub nomor: &'a str,
    /// Tracking code, for registers that have one.
    pub kode_lacak: &'a str,
    /// Address of the regency's portal, without a slash at the end.
    pub alamat: &'a str,
}

/// A kind of record as a Rust type.
pub trait Register: Kelompok + Send + Sync + 'static {
    /// Code in addresses and keys.
    const KODE: &'static str;
    /// What people call it.
    const LABEL: &'static str;
    /// What it is for, in a sentence.
    const BANTUAN: &'static str;
    /// The pasal of the mandate that ask for it, e.g. `F1`, `J50`.
    const DASAR: &'static [&'static str];
    /// Whether a new entry gets a secret tracking code (whoever filed it may be without account).
    const DILACAK: bool = false;

    /// Who owns a new entry.
    fn milik() -> Milik;
    /// Who may do what.
    fn hak() -> Vec<Hak>;
    /// The table of steps.
    fn lifecycle() -> Lifecycle;
    /// The line that stands for the entry in lists.
    fn judul(&self) -> String;

    /// Fills in computed fields.
    fn hitung(&mut self, _k: &Konteks) {}
    /// Rules between fields.
    fn periksa(&self, _k: &Konteks) -> Vec<GalatMedan> {
        Vec::new()
    }
    /// Whether everybody may read it in this state.
    fn terbit(&self, _keadaan: &str) -> bool {
        false
    }
    /// What a step's form is filled with beforehand.
    fn usul(&self, _langkah: &str, _k: &Konteks) -> Peta {
        Peta::new()
    }
    /// Rules of a step that need the entry: what is asked further, what is refused.
    fn saat_langkah(&mut self, _langkah: &str, _isian: &Peta, _e: &Entri, _k: &Konteks) -> Result<(), Galat> {
        Ok(())
    }
    /// Who is told of what happened, and what. `langkah` is none when the entry is new.
    fn kabar(&self, _langkah: Option<&str>, _isian: &Peta, _e: &Entri) -> Vec<Kabar> {
        Vec::new()
    }
    /// The letter for a message that [`Register::kabar`] asked for.
    fn surat(_acara: &str, _isi: &Peta, _b: &BahanSurat) -> Option<Surat> {
        None
    }
    /// Narrows what somebody sees of this entry (a name withheld, say).
    fn saring_pandangan(_isi: &Peta, _siapa: Siapa, p: Pandangan) -> Pandangan {
        p
    }
}

type Tipe = Peta;
type AturanIsi = Arc<dyn Fn(&mut Tipe, &Konteks) -> Result<(), Galat> + Send + Sync>;

/// A register as the engine knows it, whether from Rust or from data.
#[derive(Clone)]
pub struct RegisterDef {
    /// Code.
    pub kode: Kata,
    /// Label.
    pub label: Kata,
    /// Help.
    pub bantuan: Kata,
    /// Pasal.
    pub dasar: Vec<Kata>,
    /// New entries get a tracking code.
    pub dilacak: bool,
    /// Owner of a new entry.
    pub milik: Milik,
    /// Fields.
    pub medan: Vec<Medan>,
    /// Rights.
    pub hak: Vec<Hak>,
    /// Steps.
    pub lifecycle: Lifecycle,
    /// Computes and checks: the rules of the type.
    pub(crate) aturan: AturanIsi,
    pub(crate) judul: Arc<dyn Fn(&Tipe) -> String + Send + Sync>,
    pub(crate) terbit: Arc<dyn Fn(&Tipe, &str) -> bool + Send + Sync>,
    pub(crate) usul: fn(&Tipe, &str, &Konteks) -> Peta,
    pub(crate) saat_langkah: fn(&mut Tipe, &str, &Peta, &Entri, &Konteks) -> Result<(), Galat>,
    pub(crate) kabar: fn(&Tipe, Option<&str>, &Peta, &Entri) -> Vec<Kabar>,
    pub(crate) saring_pandangan: fn(&Tipe, Siapa, Pandangan) -> Pandangan,
    pub(crate) surat: fn(&str, &Peta, &BahanSurat) -> Option<Surat>,
}

fn ke<T: Register>(isi: &Peta) -> Result<T, Galat> {
    serde_json::from_value(Value::Object(isi.clone())).map_err(|e| Galat::dalam("typing the fields of an entry", e))
}

fn dari<T: Register>(t: &T) -> Result<Peta, Galat> {
    match serde_json::to_value(t) {
        Ok(Value::Object(o)) => Ok(o),
        Ok(_) => Err(Galat::dalam("writing the fields of an entry", "not an object")),
        Err(e) => Err(Galat::dalam("writing the fields of an entry", e)),
    }
}

impl RegisterDef {
    /// The definition of a Rust register.
    pub fn dari_tipe<T: Register>() -> Self {
        RegisterDef {
            kode: T::KODE.into(),
            label: T::LABEL.into(),
            bantuan: T::BANTUAN.into(),
            dasar: T::DASAR.iter().map(|d| Kata::from(*d)).collect(),
            dilacak: T::DILACAK,
            milik: T::milik(),
            medan: T::medan(),
            hak: T::hak(),
            lifecycle: T::lifecycle(),
            aturan: Arc::new(|isi, k| {
                let mut t = ke::<T>(isi)?;
                t.hitung(k);
                let salah = t.periksa(k);
                if !salah.is_empty() {
                    return Err(Galat::Isian(salah));
                }
                *isi = dari(&t)?;
                Ok(())
            }),
            judul: Arc::new(|isi| ke::<T>(isi).map(|t| t.judul()).unwrap_or_default()),
            terbit: Arc::new(|isi, keadaan| ke::<T>(isi).is_ok_and(|t| t.terbit(keadaan))),
            usul: |isi, langkah, k| ke::<T>(isi).map(|t| t.usul(langkah, k)).unwrap_or_default(),
            saat_langkah: |isi, langkah, isian, e, k| {
                let mut t = ke::<T>(isi)?;
                t.saat_langkah(langkah, isian, e, k)?;
                *isi = dari(&t)?;
                Ok(())
            },
            kabar: |isi, langkah, isian, e| ke::<T>(isi).map(|t| t.kabar(langkah, isian, e)).unwrap_or_default(),
            saring_pandangan: T::saring_pandangan,
            surat: T::surat,
        }
    }

    /// The line that stands for an entry in lists.
    pub fn judul(&self, isi: &Peta) -> String {
        (self.judul)(isi)
    }

    /// The letter for a message of this register.
    pub fn surat(&self, acara: &str, isi: &Peta, b: &BahanSurat) -> Option<Surat> {
        (self.surat)(acara, isi, b)
    }

    /// What a step's form is filled with beforehand.
    pub fn usul(&self, isi: &Peta, langkah: &str, k: &Konteks) -> Peta {
        (self.usul)(isi, langkah, k)
    }

    /// All fields with their paths, inner ones of flat groups beside the others. O(fields).
    pub fn medan_rata(&self) -> Vec<Medan> {
        rata(&self.medan)
    }

    /// The field of that name, also inside flat groups.
    pub fn medan(&self, nama: &str) -> Option<Medan> {
        self.medan_rata().into_iter().find(|m| m.nama == nama)
    }

    /// Fields a list can be filtered by.
    pub fn saringan(&self) -> Vec<Medan> {
        self.medan_rata().into_iter().filter(|m| m.saring).collect()
    }

    /// The steps an actor may take from the entry's state now.
    pub fn langkah_boleh<'a>(&'a self, profil: &Profil, pelaku: &Pelaku, e: &'a Entri) -> Vec<&'a Langkah> {
        self.lifecycle
            .dari(&e.keadaan)
            .filter(|l| crate::izin::boleh_langkah(profil, self, pelaku, &l.oleh, e))
            .collect()
    }

    /// The unit that would own a new entry with these fields.
    pub(crate) fn pemilik(&self, isi: &Peta, profil: &Profil) -> Result<KodeUnit, Galat> {
        let unit = match &self.milik {
            Milik::Fungsi(f) => profil.fungsi(f).cloned(),
            Milik::Medan(m) => match isi.get(m.as_ref()).and_then(Value::as_str).and_then(|s| profil.unit(s)) {
                Some(u) => Some(u.kode.clone()),
                None => return Err(Galat::medan(m.to_string(), "Pilih perangkat daerah dari daftar.")),
            },
        };
        unit.ok_or_else(|| Galat::dalam("finding the owner of a new entry", format!("{:?} names no unit", self.milik)))
    }

    /// The words under which search finds the entry.
    pub fn teks_cari(&self, nomor: &str, isi: &Peta) -> String {
        let mut teks = nomor.to_owned();
        telusuri(&self.medan, isi, "", &mut |_, m, v| {
            if m.cari && !m.pribadi && !m.rahasia {
                teks.push(' ');
                teks.push_str(&ke_teks(&m.jenis, v));
            }
        });
        teks
    }

    /// The kinds of link that the entry's reference fields make: what [`crate::Putusan::tautan`] replaces.
    pub fn jenis_tautan(&self) -> Vec<String> {
        fn kumpul(medan: &[Medan], awal: &str, hasil: &mut Vec<String>) {
            for m in rata(medan) {
                match &m.jenis {
                    Jenis::Rujukan(_) => hasil.push(format!("{awal}{}", m.nama)),
                    _ => kumpul(&anak(&m), &format!("{awal}{}.", m.nama), hasil),
                }
            }
        }
        let mut hasil = Vec::new();
        kumpul(&self.medan, "", &mut hasil);
        hasil
    }

    /// The fields as somebody with this view sees them: nothing secret ever, personal data only with
    /// [`Pandangan::Pribadi`], and for the public only what is marked so.
    pub fn proyeksi(&self, isi: &Peta, p: Pandangan) -> Peta {
        saring(&self.medan, isi, p)
    }

    /// What is wrong with the definition, in words; empty when it is sound. Besides the life cycle: names that clash,
    /// an owner that nobody names, copies that do not fit, secrets that would show, steps of somebody who cannot
    /// read. O(fields × steps).
    pub fn periksa(&self) -> Vec<String> {
        let mut salah = self.lifecycle.periksa();
        let medan = self.medan_rata();
        let cari = |n: &str| medan.iter().find(|m| m.nama == n);
        for (i, m) in medan.iter().enumerate() {
            if medan.iter().take(i).any(|l| l.nama == m.nama) {
                salah.push(format!("field {} is declared twice", m.nama));
            }
            if m.rahasia && (m.cari || m.saring || m.urut || m.kolom || m.publik) {
                salah.push(format!("field {} is secret and yet shown or searched", m.nama));
            }
            if m.pribadi && (m.publik || m.cari) {
                salah.push(format!("field {} is personal and yet public or searched", m.nama));
            }
            if matches!(&m.jenis, Jenis::Pilihan(o) | Jenis::Beberapa(o) if o.is_empty()) {
                salah.push(format!("field {} is a choice without options", m.nama));
            }
        }
        if let Milik::Medan(n) = &self.milik
            && !cari(n).is_some_and(|m| m.wajib && m.jenis == Jenis::DariProfil(Sumber::Unit))
        {
            salah.push(format!("the owner stands in the field {n}, which need not name a unit"));
        }
        for l in &self.lifecycle.langkah {
            for s in &l.salin {
                let dari = l.isian.iter().find(|m| m.nama == *s);
                let cocok = |ke: &Medan| dari.is_none_or(|d| d.jenis == ke.jenis && (d.wajib || !ke.wajib) && !ke.hitung);
                if !cari(s).is_some_and(cocok) {
                    salah.push(format!("step {} copies the field {s}, which does not fit the entry", l.kode));
                }
            }
            for s in l.oleh.iter().filter(|s| **s != Siapa::Sistem) {
                let baca = |h: &Hak| (h.siapa == *s || h.siapa == Siapa::Publik) && h.boleh.contains(&Tindakan::Baca);
                if !self.hak.iter().any(baca) {
                    salah.push(format!("step {} is for {}, who may not read", l.kode, s.label()));
                }
            }
        }
        let lama = self.lifecycle.mulai.iter().chain(self.lifecycle.langkah.iter().flat_map(|l| &l.mulai));
        for (kode, lama) in lama {
            if let Lama::Sla(s) = lama
                && let Some((_, n)) = s.split_once('{')
                && n.strip_suffix('}').and_then(cari).is_none()
            {
                salah.push(format!("deadline {kode} runs as long as {s} says, which names no field"));
            }
        }
        salah.sort();
        salah.dedup();
        salah
    }
}

/// The fields inside a field, with what the outer one says of all of them.
fn anak(m: &Medan) -> Vec<Medan> {
    let turun = |a: Medan| Medan {
        pribadi: a.pribadi || m.pribadi,
        rahasia: a.rahasia || m.rahasia,
        publik: a.publik || m.publik,
        cari: a.cari || m.cari,
        hitung: a.hitung || m.hitung,
        ..a
    };
    m.jenis.anak().into_iter().map(turun).collect()
}

/// Fields with the inner ones of flat groups beside the others.
pub(crate) fn rata(medan: &[Medan]) -> Vec<Medan> {
    medan.iter().flat_map(|m| if m.rata { anak(m) } else { vec![m.clone()] }).collect()
}

/// The fields as somebody with this view sees them.
pub(crate) fn saring(medan: &[Medan], isi: &Peta, p: Pandangan) -> Peta {
    let terlihat = |m: Medan| Some((m.nama.to_string(), satu(&m, isi.get(m.nama.as_ref())?, p)?));
    rata(medan).into_iter().filter_map(terlihat).collect()
}

/// A value as somebody with this view sees it. Parts of a public field are as public as the field, unless they are
/// personal.
pub(crate) fn satu(m: &Medan, v: &Value, p: Pandangan) -> Option<Value> {
    if m.rahasia || (m.pribadi && p < Pandangan::Pribadi) || (!m.publik && p == Pandangan::Publik) {
        return None;
    }
    match (&m.jenis, v) {
        (Jenis::Tempat | Jenis::Orang, Value::Object(o)) => {
            let o = saring(&anak(m), o, p);
            (!o.is_empty()).then_some(Value::Object(o))
        }
        (Jenis::Bagian(_), Value::Array(a)) => {
            let anak = anak(m);
            Some(a.iter().filter_map(Value::as_object).map(|o| Value::Object(saring(&anak, o, p))).collect())
        }
        _ => Some(v.clone()),
    }
}

/// Visits every value that has no fields inside, with its path and field, also those in groups and parts. O(values).
pub(crate) fn telusuri(medan: &[Medan], isi: &Peta, awal: &str, f: &mut dyn FnMut(&str, &Medan, &Value)) {
    for m in rata(medan) {
        let Some(v) = isi.get(m.nama.as_ref()) else { continue };
        let jalan = format!("{awal}{}", m.nama);
        match (&m.jenis, v) {
            (Jenis::Tempat | Jenis::Orang, Value::Object(o)) => telusuri(&anak(&m), o, &format!("{jalan}."), f),
            (Jenis::Bagian(_), Value::Array(a)) => {
                let anak = anak(&m);
                for (i, b) in a.iter().enumerate() {
                    if let Value::Object(o) = b {
                        telusuri(&anak, o, &format!("{jalan}.{i}."), f);
                    }
                }
            }
            _ => f(&jalan, &m, v),
        }
    }
}

/// All registers of a program.
#[derive(Clone, Default)]
pub struct Inventaris {
    register: BTreeMap<String, Arc<RegisterDef>>,
}

impl Inventaris {
    /// An inventory; of two registers with one code, the later counts.
    pub fn baru(register: impl IntoIterator<Item = RegisterDef>) -> Self {
        Inventaris { register: register.into_iter().map(|r| (r.kode.to_string(), Arc::new(r))).collect() }
    }

    /// The register with that code.
    pub fn register(&self, kode: &str) -> Option<&Arc<RegisterDef>> {
        self.register.get(kode)
    }

    /// The register with that code, or the error that there is none.
    pub fn cari(&self, kode: &str) -> Result<&Arc<RegisterDef>, Galat> {
        self.register.get(kode).ok_or(Galat::TidakDitemukan)
    }

    /// All, by code.
    pub fn semua(&self) -> impl Iterator<Item = &Arc<RegisterDef>> {
        self.register.values()
    }
}
