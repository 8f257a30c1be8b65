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
    izin::{Hak, Pandangan, Pelaku, Siapa},
    lifecycle::{Langkah, Lifecycle},
    nilai::{Jenis, Kata, KodeUnit, Medan},
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
    pub(crate) terbit: fn(&Tipe, &str) -> bool,
    pub(crate) usul: fn(&Tipe, &str, &Konteks) -> Peta,
    pub(crate) saat_langkah: fn(&mut Tipe, &str, &Peta, &Entri, &Konteks) -> Result<(), Galat>,
    pub(crate) kabar: fn(&Tipe, Option<&str>, &Peta, &Entri) -> Vec<Kabar>,
    pub(crate) saring_pandangan: fn(&Tipe, Siapa, Pandangan) -> Pandangan,
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
            terbit: |isi, keadaan| ke::<T>(isi).is_ok_and(|t| t.terbit(keadaan)),
            usul: |isi, langkah, k| ke::<T>(isi).map(|t| t.usul(langkah, k)).unwrap_or_default(),
            saat_langkah: |isi, langkah, isian, e, k| {
                let mut t = ke::<T>(isi)?;
                t.saat_langkah(langkah, isian, e, k)?;
                *isi = dari(&t)?;
                Ok(())
            },
            kabar: |isi, langkah, isian, e| ke::<T>(isi).map(|t| t.kabar(langkah, isian, e)).unwrap_or_default(),
            saring_pandangan: T::saring_pandangan,
        }
    }

    /// The line that stands for an entry in lists.
    pub fn judul(&self, isi: &Peta) -> String {
        (self.judul)(isi)
    }

    /// What a step's form is filled with beforehand.
    pub fn usul(&self, isi: &Peta, langkah: &str, k: &Konteks) -> Peta {
        (self.usul)(isi, langkah, k)
    }

    /// All fields with their paths, inner ones of flat groups beside the others. O(fields).
    pub fn medan_rata(&self) -> Vec<Medan> {
        self.medan.iter().flat_map(|m| if m.rata { m.jenis.anak() } else { vec![m.clone()] }).collect()
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
            Milik::Medan(m) => isi.get(m.as_ref()).and_then(Value::as_str).and_then(|s| profil.unit(s)).map(|u| u.kode.clone()),
        };
        unit.ok_or_else(|| Galat::dalam("finding the owner of a new entry", format!("{:?} names no unit", self.milik)))
    }

    /// The words under which search finds the entry.
    pub fn teks_cari(&self, nomor: &str, isi: &Peta) -> String {
        let mut teks = nomor.to_owned();
        for m in self.medan_rata().iter().filter(|m| m.cari && !m.pribadi) {
            if let Some(v) = isi.get(m.nama.as_ref()) {
                teks.push(' ');
                teks.push_str(&crate::nilai::ke_teks(&m.jenis, v));
            }
        }
        teks
    }

    /// The fields as somebody with this view sees them: nothing secret ever, personal data only with
    /// [`Pandangan::Pribadi`], and for the public only what is marked so.
    pub fn proyeksi(&self, isi: &Peta, p: Pandangan) -> Peta {
        let mut hasil = Peta::new();
        for m in self.medan_rata() {
            let Some(v) = isi.get(m.nama.as_ref()) else { continue };
            if let Some(v) = satu(&m, v, p) {
                hasil.insert(m.nama.to_string(), v);
            }
        }
        hasil
    }
}

fn satu(m: &Medan, v: &Value, p: Pandangan) -> Option<Value> {
    if m.rahasia || (m.pribadi && p < Pandangan::Pribadi) || (!m.publik && p == Pandangan::Publik) {
        return None;
    }
    let anak = m.jenis.anak();
    let dalam = |o: &Peta| -> Peta {
        anak.iter()
            .filter_map(|a| {
                // Parts of a public field are as public as the field, unless they are personal.
                let a = if m.publik { a.clone().publik() } else { a.clone() };
                Some((a.nama.to_string(), satu(&a, o.get(a.nama.as_ref())?, p)?))
            })
            .collect()
    };
    match (&m.jenis, v) {
        (Jenis::Tempat | Jenis::Orang, Value::Object(o)) => {
            let o = dalam(o);
            (!o.is_empty()).then_some(Value::Object(o))
        }
        (Jenis::Bagian(_), Value::Array(a)) => {
            Some(a.iter().filter_map(Value::as_object).map(|o| Value::Object(dalam(o))).collect())
        }
        _ => Some(v.clone()),
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
