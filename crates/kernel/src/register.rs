//! A register is a Rust type: its fields, its life cycle, its rules. From that one declaration form, list, API,
//! import, search, permission and history are derived. A register described by data gives the same [`RegisterDef`].

use std::{collections::BTreeMap, sync::Arc};

use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

use crate::{
    Peta,
    bahasa::Pesan,
    entri::{Entri, IdEntri},
    galat::{Galat, GalatMedan},
    izin::{Cakupan, Hak, Pandangan, Pelaku, Siapa, Tindakan},
    kalender::Kalender,
    lifecycle::{Lama, Langkah, Lifecycle},
    nilai::{Jenis, Kata, KodeUnit, Medan, Sumber, ke_teks},
    pembacaan::Klasifikasi,
    peristiwa::{IsiPeristiwa, Kejadian, Terlihat},
    profil::Profil,
    rekap::Sumbangan,
    tingkat::{self, Tingkat},
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

/// To whom a message goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kepada {
    /// An e-mail address, or `whatsapp:` or `sms:` with a telephone number.
    Alamat(String),
    /// Everybody who follows the entry; who that is, is found out when the message is sent.
    Pengikut,
}

/// What a message to a citizen says; the words are put together where mail is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kabar {
    /// To whom.
    pub kepada: Kepada,
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
    /// The page that shows what it is about, with what leads there.
    pub lihat: Option<Lihat>,
}

/// What a letter leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lihat {
    /// Words of the button.
    pub label: String,
    /// Address.
    pub alamat: String,
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

/// A step that another entry takes because this one is as it now is: what repeals, and what is repealed by it.
/// Written in the same transaction, by the program, where the other's state allows it; else nothing happens.
#[derive(Clone, Debug, PartialEq)]
pub struct Ikutan {
    /// The other entry.
    pub ke: IdEntri,
    /// Code of the step; its row must say [`Langkah::ikutan`].
    pub langkah: Kata,
    /// What the step asks for.
    pub isian: Peta,
}

/// What no two entries of a regency share: fields that together name what an entry is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unik {
    /// The fields, each filterable; as long as one of them is empty, nothing is compared. None: nothing ever is.
    pub medan: &'static [&'static str],
    /// States in which an entry does not count: it was given up.
    pub kecuali: &'static [&'static str],
}

/// The values that name an entry in the sense of [`Unik`]: each field with its one value, as it is filtered by.
pub type Nama = Vec<(String, Vec<String>)>;

/// A passage of a long text that an entry holds, found by its own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Petikan {
    /// Its address in the text, stable and unique there: `pasal-16-ayat-3`.
    pub alamat: String,
    /// Its words.
    pub teks: String,
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

    /// The field whose text stands for an entry in lists; empty: its number does.
    const JUDUL: &'static str;

    /// Whether only its own pages know of it: lists, forms, tasks, REST, import and export, made for every register
    /// alike, answer as if there were none of this code.
    const TERTUTUP: bool = false;

    /// Version of what [`Register::rekap`] counts; another number makes the store count anew when it next starts.
    /// Zero: nothing is counted.
    const REKAP: i64 = 0;

    /// The figures of [`Register::rekap`] under the heading `unit` that are also kept by the day on which they changed, so
    /// that what was known on a day stays known.
    const HARIAN: &'static [&'static str] = &[];

    /// Whether the store finds its entries by the time of their last change: somebody keeps what they say in memory and
    /// follows what changes.
    const DIIKUTI: bool = false;
    /// The field that names who of the holding unit has it in hand, by login name; empty: units do, nobody by name.
    const PETUGAS: &'static str = "";
    /// The field that names the account an entry is for, by login name ([`Siapa::Penerima`]); empty: for none.
    const PENERIMA: &'static str = "";

    /// The field whose text is found passage by passage (a [`crate::nilai::Naskah`]); empty: there is none.
    const NASKAH: &'static str = "";
    /// Version of [`Register::petikan`]; another number makes the store read all texts anew when it next starts.
    const PETIKAN: i64 = 0;

    /// The field that names the entry of the same register which this one is a part of; empty: there is none. Whoever
    /// follows it upwards never comes back: the store refuses a ring.
    const INDUK: &'static str = "";

    /// The fungsi whose unit alone makes entries; empty: each unit in which somebody holds a role with that right.
    const PEMBUAT: &'static str = "";
    /// What no two entries of a regency share.
    const UNIK: Unik = Unik {
        medan: &[],
        kecuali: &[],
    };

    /// The field that says how secret an entry is, one of [`Klasifikasi`]; empty: its entries have no levels, and every
    /// row of its rights reaches all of them.
    const TINGKAT: &'static str = "";

    /// Whether what everybody may read of its entries is announced to other programs.
    const SIAR: bool = false;
    /// The state in which its entries are told of everything announced; empty: they are not.
    const PENDENGAR: &'static str = "";

    /// Who owns a new entry.
    fn milik() -> Milik;
    /// Who may do what.
    fn hak() -> Vec<Hak>;
    /// The table of steps.
    fn lifecycle() -> Lifecycle;
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
    /// Who is told of what happened, and what. `langkah` is none when the entry is new: then its number is not known
    /// yet. The number goes with every message in any case.
    fn kabar(&self, _langkah: Option<&str>, _isian: &Peta, _e: &Entri) -> Vec<Kabar> {
        Vec::new()
    }
    /// The letter for a message that [`Register::kabar`] asked for.
    fn surat(_acara: &str, _isi: &Peta, _b: &BahanSurat) -> Option<Surat> {
        None
    }
    /// What an entry adds to the register's running figures. It depends on the entry alone, so that a recount next
    /// year gives the same.
    fn rekap(_e: &Entri, _k: &Kalender) -> Sumbangan {
        Sumbangan::default()
    }
    /// Narrows what somebody sees of this entry (a name withheld, say).
    fn saring_pandangan(_isi: &Peta, _siapa: Siapa, p: Pandangan) -> Pandangan {
        p
    }
    /// How secret an entry with these fields is: from [`Klasifikasi::Rahasia`] on, whoever reads it leaves an event.
    fn klasifikasi(isi: &Peta) -> Klasifikasi {
        if Self::TINGKAT.is_empty() {
            Klasifikasi::Biasa
        } else {
            Klasifikasi::dari_isi(isi, Self::TINGKAT)
        }
    }
    /// Up to which level a row of its rights reaches, where entries have levels. Nothing said: to what is not secret.
    fn sampai(_h: &Hak) -> Klasifikasi {
        Klasifikasi::Biasa
    }
    /// What a link of its entries is called, seen from the entry it leaves or from the one it leads to.
    fn nama_tautan(_jenis: &str, _keluar: bool) -> Option<&'static str> {
        None
    }
    /// What other entries have to do now that this one is as it is. It is asked after every command that changed it.
    fn ikutan(&self, _e: &Entri) -> Vec<Ikutan> {
        Vec::new()
    }
    /// Steps without which this entry may not be as it is now: another entry keeps a ceiling, or must still stand. Asked
    /// after every command that changed it; what was not asked before is carried out in the same transaction, and when
    /// the other entry refuses, the whole command is refused with its words. Each names another entry.
    fn syarat(&self, _e: &Entri) -> Vec<Ikutan> {
        Vec::new()
    }
    /// Why an entry cannot have this text in [`Register::NASKAH`]; none: it can. Asked when it gets it.
    fn tolak_naskah(_naskah: &[u8]) -> Option<Pesan> {
        None
    }
    /// The passages of the text in [`Register::NASKAH`], in reading order; none when it cannot be read.
    fn petikan(_naskah: &[u8]) -> Vec<Petikan> {
        Vec::new()
    }
}

type Tipe = Peta;
type Terbit = Arc<dyn Fn(&Tipe, &str) -> bool + Send + Sync>;
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
    /// The field whose text stands for an entry in lists; empty: its number does.
    pub judul: Kata,
    /// Only its own pages know of it.
    pub tertutup: bool,
    /// The field that names who of the holding unit has it in hand.
    pub petugas: Option<Kata>,
    /// The field that names the account it is for.
    pub penerima: Option<Kata>,
    /// Version of the running figures; zero when there are none.
    pub rekap_versi: i64,
    /// Found by the time of their last change.
    pub diikuti: bool,
    /// Figures kept by day.
    pub harian: Vec<Kata>,
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
    pub(crate) terbit: Terbit,
    pub(crate) usul: fn(&Tipe, &str, &Konteks) -> Peta,
    pub(crate) saat_langkah: fn(&mut Tipe, &str, &Peta, &Entri, &Konteks) -> Result<(), Galat>,
    pub(crate) kabar: fn(&Tipe, Option<&str>, &Peta, &Entri) -> Vec<Kabar>,
    pub(crate) saring_pandangan: fn(&Tipe, Siapa, Pandangan) -> Pandangan,
    /// How secret an entry with these fields is.
    pub klasifikasi: fn(&Peta) -> Klasifikasi,
    /// Its levels of secrecy, where rights reach only up to one of them.
    pub tingkat: Option<Tingkat>,
    pub(crate) rekap: fn(&Entri, &Kalender) -> Sumbangan,
    pub(crate) surat: fn(&str, &Peta, &BahanSurat) -> Option<Surat>,
    pub(crate) ikutan: fn(&Entri) -> Vec<Ikutan>,
    pub(crate) syarat: fn(&Entri) -> Vec<Ikutan>,
    /// What a link is called, by kind and whether it is seen from where it leaves.
    pub nama_tautan: fn(&str, bool) -> Option<&'static str>,
    /// The field whose text is found passage by passage.
    pub naskah: Option<Kata>,
    /// Version of the passages.
    pub petikan_versi: i64,
    pub(crate) petikan: fn(&[u8]) -> Vec<Petikan>,
    pub(crate) tolak_naskah: fn(&[u8]) -> Option<Pesan>,
    /// The fungsi whose unit alone makes entries.
    pub pembuat: Option<Kata>,
    /// The field that names what an entry is a part of.
    pub induk: Option<Kata>,
    /// What no two entries share.
    pub unik: Unik,
    /// What everybody may read of its entries is announced to other programs.
    pub siar: bool,
    /// The state in which its entries are told of everything announced.
    pub pendengar: Option<Kata>,
}

fn ke<T: Register>(isi: &Peta) -> Result<T, Galat> {
    T::deserialize(isi).map_err(|e| Galat::dalam("typing the fields of an entry", e))
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
            judul: T::JUDUL.into(),
            tertutup: T::TERTUTUP,
            petugas: (!T::PETUGAS.is_empty()).then(|| T::PETUGAS.into()),
            penerima: (!T::PENERIMA.is_empty()).then(|| T::PENERIMA.into()),
            rekap_versi: T::REKAP,
            diikuti: T::DIIKUTI,
            harian: T::HARIAN.iter().map(|h| Kata::from(*h)).collect(),
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
            terbit: Arc::new(|isi, keadaan| ke::<T>(isi).is_ok_and(|t| t.terbit(keadaan))),
            usul: |isi, langkah, k| ke::<T>(isi).map(|t| t.usul(langkah, k)).unwrap_or_default(),
            saat_langkah: |isi, langkah, isian, e, k| {
                let mut t = ke::<T>(isi)?;
                t.saat_langkah(langkah, isian, e, k)?;
                *isi = dari(&t)?;
                Ok(())
            },
            kabar: |isi, langkah, isian, e| {
                ke::<T>(isi)
                    .map(|t| t.kabar(langkah, isian, e))
                    .unwrap_or_default()
            },
            saring_pandangan: T::saring_pandangan,
            klasifikasi: T::klasifikasi,
            tingkat: (!T::TINGKAT.is_empty()).then(|| Tingkat {
                medan: T::TINGKAT.into(),
                sampai: T::sampai,
            }),
            rekap: T::rekap,
            surat: T::surat,
            ikutan: |e| ke::<T>(&e.isi).map(|t| t.ikutan(e)).unwrap_or_default(),
            syarat: |e| ke::<T>(&e.isi).map(|t| t.syarat(e)).unwrap_or_default(),
            nama_tautan: T::nama_tautan,
            naskah: (!T::NASKAH.is_empty()).then(|| T::NASKAH.into()),
            petikan_versi: T::PETIKAN,
            petikan: T::petikan,
            tolak_naskah: T::tolak_naskah,
            pembuat: (!T::PEMBUAT.is_empty()).then(|| T::PEMBUAT.into()),
            induk: (!T::INDUK.is_empty()).then(|| T::INDUK.into()),
            unik: T::UNIK,
            siar: T::SIAR,
            pendengar: (!T::PENDENGAR.is_empty()).then(|| T::PENDENGAR.into()),
        }
    }

    /// The line that stands for an entry in lists, from the fields that the reader sees; none when its field is
    /// not among them.
    pub fn judul<'a>(&self, isi: &'a Peta) -> Option<&'a str> {
        isi.get(self.judul.as_ref())?.as_str()
    }

    /// What an entry adds to the running figures.
    pub fn sumbangan(&self, e: &Entri, k: &Kalender) -> Sumbangan {
        (self.rekap)(e, k)
    }

    /// Why an entry of this register cannot have a text; none: it can. O(length).
    pub fn tolak_naskah(&self, naskah: &[u8]) -> Option<Pesan> {
        (self.tolak_naskah)(naskah)
    }

    /// The passages of a text of this register. O(length).
    pub fn petikan(&self, naskah: &[u8]) -> Vec<Petikan> {
        (self.petikan)(naskah)
    }

    /// What an entry asks of others because it is as it is.
    pub fn ikutan(&self, e: &Entri) -> Vec<Ikutan> {
        (self.ikutan)(e)
    }

    /// The values that no other entry may have, field by field, when this decision is to be checked for them: the entry
    /// is new, or took them or counts again now.
    pub(crate) fn yang_unik(&self, lama: Option<&Entri>, baru: &Entri) -> Option<Nama> {
        let kecuali = |e: &Entri| self.unik.kecuali.contains(&e.keadaan.as_str());
        let nilai = |e: &Entri| -> Option<Nama> {
            let satu = |nama: &&str| {
                let teks = ke_teks(&self.medan(nama)?.jenis, e.isi.get(*nama)?);
                (!teks.is_empty()).then(|| ((*nama).to_owned(), vec![teks]))
            };
            self.unik.medan.iter().map(satu).collect()
        };
        let kini = nilai(baru).filter(|n| !n.is_empty() && !kecuali(baru))?;
        let sama = lama.is_some_and(|l| !kecuali(l) && nilai(l).as_ref() == Some(&kini));
        (!sama).then_some(kini)
    }

    /// The upload that holds the entry's text.
    pub fn naskah(&self, isi: &Peta) -> Option<uuid::Uuid> {
        let m = self.naskah.as_ref()?;
        isi.get(m.as_ref())?.get(0)?.as_str()?.parse().ok()
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
            Milik::Medan(m) => match isi
                .get(m.as_ref())
                .and_then(Value::as_str)
                .and_then(|s| profil.unit(s))
            {
                Some(u) => Some(u.kode.clone()),
                None => return Err(Galat::medan(m.to_string(), "Pilih perangkat daerah dari daftar.")),
            },
        };
        unit.ok_or_else(|| {
            Galat::dalam(
                "finding the owner of a new entry",
                format!("{:?} names no unit", self.milik),
            )
        })
    }

    /// The words under which search finds the entry.
    pub fn teks_cari(&self, nomor: &str, isi: &Peta) -> String {
        let mut teks = nomor.to_owned();
        telusuri(&self.medan, isi, &mut |_, m, s, v| {
            if s.cari && !s.pribadi && !s.rahasia {
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
                    _ => kumpul(m.jenis.dalam(), &format!("{awal}{}.", m.nama), hasil),
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

    /// Takes away what only officials read, for everybody else: the citizen sees the own person's data, and yet not
    /// how the office divides its work.
    pub fn tanpa_internal(&self, isi: &mut Peta) {
        for m in self.medan.iter().filter(|m| m.internal) {
            isi.remove(m.nama.as_ref());
        }
    }

    /// What an event says, as somebody with this view reads it; `batas` is the most internal kind of event they read.
    /// A step speaks to whoever reads it, so its fields need no mark for the public; personal and internal ones are
    /// narrowed all the same.
    pub fn proyeksi_peristiwa(&self, e: &IsiPeristiwa, p: Pandangan, batas: Terlihat) -> Peta {
        if e.terlihat > batas {
            return Peta::new();
        }
        match &e.kejadian {
            Kejadian::Dibuat => {
                let mut isi = self.proyeksi(&e.isi, p);
                if batas < Terlihat::Internal {
                    self.tanpa_internal(&mut isi);
                }
                isi
            }
            Kejadian::Diubah => {
                let satu = |m: Medan| {
                    let beda = e.isi.get(m.nama.as_ref())?;
                    let tampak = |k: &str| beda.get(k).and_then(|v| satu(&m, v, p));
                    let terbuka =
                        (!m.pribadi || p == Pandangan::Pribadi) && (m.publik || p > Pandangan::Publik);
                    let terbuka = terbuka && (!m.internal || batas == Terlihat::Internal);
                    terbuka.then(|| {
                        (
                            m.nama.to_string(),
                            json!({ "dari": tampak("dari"), "ke": tampak("ke") }),
                        )
                    })
                };
                self.medan_rata().into_iter().filter_map(satu).collect()
            }
            Kejadian::Langkah { langkah, dari, .. } => match self.lifecycle.langkah(langkah, dari) {
                Some(l) => {
                    let isian: Vec<Medan> = l
                        .isian
                        .iter()
                        .filter(|m| !m.internal || batas == Terlihat::Internal)
                        .cloned()
                        .collect();
                    saring(&isian, &e.isi, p.max(Pandangan::Dinas))
                }
                // A step that the table no longer has: nobody knows any more what in it was delicate.
                None if p == Pandangan::Pribadi && batas == Terlihat::Internal => e.isi.clone(),
                None => Peta::new(),
            },
            Kejadian::Catatan | Kejadian::Dilupakan | Kejadian::Dibaca { .. } => e.isi.clone(),
        }
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
            if m.pribadi && (m.publik || m.cari || m.saring || m.urut) {
                salah.push(format!(
                    "field {} is personal and yet public, searched or sorted by",
                    m.nama
                ));
            }
            let buta = |h: &Hak| h.pandangan == Pandangan::Publik && h.cakupan != Cakupan::Sendiri;
            if m.cari && !m.publik && self.hak.iter().any(buta) {
                salah.push(format!(
                    "field {} is searched by people who do not see it",
                    m.nama
                ));
            }
            if m.internal && (m.publik || m.cari) {
                salah.push(format!("field {} is internal and yet public or searched", m.nama));
            }
            if matches!(&m.jenis, Jenis::Pilihan(o) | Jenis::Beberapa(o) if o.is_empty()) {
                salah.push(format!("field {} is a choice without options", m.nama));
            }
        }
        if !self.judul.is_empty()
            && !cari(&self.judul)
                .is_some_and(|m| m.wajib && matches!(m.jenis, Jenis::Teks { .. } | Jenis::Panjang { .. }))
        {
            salah.push(format!(
                "the title stands in the field {}, which need not be a text",
                self.judul
            ));
        }
        if let Some(n) = &self.petugas
            && !cari(n)
                .is_some_and(|m| m.internal && m.saring && !m.wajib && matches!(m.jenis, Jenis::Teks { .. }))
        {
            salah.push(format!(
                "who has it in hand stands in the field {n}, which is no internal text that lists filter by"
            ));
        }
        if let Some(n) = &self.penerima
            && !cari(n).is_some_and(|m| m.wajib && matches!(m.jenis, Jenis::Teks { .. }))
        {
            salah.push(format!(
                "the account it is for stands in the field {n}, which need not be a text"
            ));
        }
        salah.extend(tingkat::periksa(self));
        if let Milik::Medan(n) = &self.milik
            && !cari(n).is_some_and(|m| m.wajib && m.jenis == Jenis::DariProfil(Sumber::Unit))
        {
            salah.push(format!(
                "the owner stands in the field {n}, which need not name a unit"
            ));
        }
        if self.hak.iter().any(|h| matches!(h.siapa, Siapa::Fungsi(..))) {
            salah.push("a right is given to a fungsi; only steps are".into());
        }
        for l in &self.lifecycle.langkah {
            for s in &l.salin {
                let dari = l.isian.iter().find(|m| m.nama == *s);
                let cocok = |ke: &Medan| dari.is_none_or(|d| d.jenis == ke.jenis && (d.wajib || !ke.wajib));
                if !cari(s).is_some_and(cocok) {
                    salah.push(format!(
                        "step {} copies the field {s}, which does not fit the entry",
                        l.kode
                    ));
                }
            }
            let membaca = |s: Siapa| {
                let baca =
                    |h: &Hak| (h.siapa == s || h.siapa == Siapa::Publik) && h.boleh.contains(&Tindakan::Baca);
                self.hak.iter().any(baca)
            };
            for s in l.oleh.iter().filter(|s| **s != Siapa::Sistem) {
                let ada = match *s {
                    Siapa::Fungsi(peran, _) => peran.iter().all(|p| membaca(Siapa::Peran(*p))),
                    s => membaca(s),
                };
                if !ada {
                    salah.push(format!("step {} is for {}, who may not read", l.kode, s.label()));
                }
            }
        }
        let lama = self
            .lifecycle
            .mulai
            .iter()
            .chain(self.lifecycle.langkah.iter().flat_map(|l| &l.mulai));
        for (kode, lama) in lama {
            if let Lama::Sla(s) = lama
                && let Some((_, n)) = s.split_once('{')
                && n.strip_suffix('}').and_then(cari).is_none()
            {
                salah.push(format!(
                    "deadline {kode} runs as long as {s} says, which names no field"
                ));
            }
        }
        salah.sort();
        salah.dedup();
        salah
    }
}

/// What is said of a field, by itself and by the groups it stands in.
#[derive(Clone, Copy, Default)]
pub(crate) struct Sifat {
    pub(crate) pribadi: bool,
    pub(crate) rahasia: bool,
    pub(crate) publik: bool,
    pub(crate) cari: bool,
    hitung: bool,
    internal: bool,
}

impl Sifat {
    fn dan(self, m: &Medan) -> Self {
        Sifat {
            pribadi: self.pribadi || m.pribadi,
            rahasia: self.rahasia || m.rahasia,
            publik: self.publik || m.publik,
            cari: self.cari || m.cari,
            hitung: self.hitung || m.hitung,
            internal: self.internal || m.internal,
        }
    }

    /// Nothing secret ever, personal data only to those who see it, and to the public only what is marked so.
    fn tampak(self, p: Pandangan) -> bool {
        !self.rahasia && (!self.pribadi || p == Pandangan::Pribadi) && (self.publik || p != Pandangan::Publik)
    }
}

/// Visits fields with what is said of them; the inner ones of flat groups stand beside the others.
fn tiap<'m>(medan: &'m [Medan], atas: Sifat, f: &mut dyn FnMut(&'m Medan, Sifat)) {
    for m in medan {
        let s = atas.dan(m);
        if m.rata {
            tiap(m.jenis.dalam(), s, f)
        } else {
            f(m, s)
        }
    }
}

/// Fields with the inner ones of flat groups beside the others.
pub(crate) fn rata(medan: &[Medan]) -> Vec<Medan> {
    let mut hasil = Vec::with_capacity(medan.len());
    tiap(medan, Sifat::default(), &mut |m, s| {
        hasil.push(Medan {
            pribadi: s.pribadi,
            rahasia: s.rahasia,
            publik: s.publik,
            cari: s.cari,
            hitung: s.hitung,
            internal: s.internal,
            ..m.clone()
        });
    });
    hasil
}

/// The fields as somebody with this view sees them.
pub(crate) fn saring(medan: &[Medan], isi: &Peta, p: Pandangan) -> Peta {
    saring_dalam(medan, Sifat::default(), isi, p)
}

fn saring_dalam(medan: &[Medan], atas: Sifat, isi: &Peta, p: Pandangan) -> Peta {
    let mut hasil = Peta::new();
    tiap(medan, atas, &mut |m, s| {
        if let Some(v) = isi.get(m.nama.as_ref()).and_then(|v| satu_dalam(m, s, v, p)) {
            hasil.insert(m.nama.to_string(), v);
        }
    });
    hasil
}

/// A value as somebody with this view sees it. Parts of a public field are as public as the field, unless they are
/// personal.
pub(crate) fn satu(m: &Medan, v: &Value, p: Pandangan) -> Option<Value> {
    satu_dalam(m, Sifat::default().dan(m), v, p)
}

fn satu_dalam(m: &Medan, s: Sifat, v: &Value, p: Pandangan) -> Option<Value> {
    if !s.tampak(p) {
        return None;
    }
    let anak = m.jenis.dalam();
    match (&m.jenis, v) {
        (Jenis::Tempat | Jenis::Orang, Value::Object(o)) => {
            let o = saring_dalam(anak, s, o, p);
            (!o.is_empty()).then_some(Value::Object(o))
        }
        (Jenis::Bagian(_), Value::Array(a)) => {
            let bagian = a.iter().filter_map(Value::as_object);
            Some(
                bagian
                    .map(|o| Value::Object(saring_dalam(anak, s, o, p)))
                    .collect(),
            )
        }
        _ => Some(v.clone()),
    }
}

/// Visits every value that has no fields inside, also those in groups and parts, with the path before its name, its
/// field and what is said of it. O(values).
pub(crate) fn telusuri(medan: &[Medan], isi: &Peta, f: &mut dyn FnMut(&str, &Medan, Sifat, &Value)) {
    telusuri_dalam(medan, Sifat::default(), isi, "", f);
}

fn telusuri_dalam(
    medan: &[Medan],
    atas: Sifat,
    isi: &Peta,
    awal: &str,
    f: &mut dyn FnMut(&str, &Medan, Sifat, &Value),
) {
    tiap(medan, atas, &mut |m, s| {
        let Some(v) = isi.get(m.nama.as_ref()) else { return };
        let anak = m.jenis.dalam();
        match (&m.jenis, v) {
            (Jenis::Tempat | Jenis::Orang, Value::Object(o)) => {
                telusuri_dalam(anak, s, o, &format!("{awal}{}.", m.nama), f);
            }
            (Jenis::Bagian(_), Value::Array(a)) => {
                for (i, o) in a
                    .iter()
                    .enumerate()
                    .filter_map(|(i, b)| Some((i, b.as_object()?)))
                {
                    telusuri_dalam(anak, s, o, &format!("{awal}{}.{i}.", m.nama), f);
                }
            }
            _ => f(awal, m, s, v),
        }
    });
}

/// All registers of a program.
#[derive(Clone, Default)]
pub struct Inventaris {
    register: BTreeMap<String, Arc<RegisterDef>>,
}

impl Inventaris {
    /// An inventory; of two registers with one code, the later counts.
    pub fn baru(register: impl IntoIterator<Item = RegisterDef>) -> Self {
        Inventaris {
            register: register
                .into_iter()
                .map(|r| (r.kode.to_string(), Arc::new(r)))
                .collect(),
        }
    }

    /// The register with that code.
    pub fn register(&self, kode: &str) -> Option<&Arc<RegisterDef>> {
        self.register.get(kode)
    }

    /// The register with that code, or the error that there is none.
    pub fn cari(&self, kode: &str) -> Result<&Arc<RegisterDef>, Galat> {
        self.register.get(kode).ok_or(Galat::TidakDitemukan)
    }

    /// Those that are shown in the way all registers are, by code: all but [`Register::TERTUTUP`].
    pub fn terbuka(&self) -> impl Iterator<Item = &Arc<RegisterDef>> {
        self.register.values().filter(|d| !d.tertutup)
    }

    /// All, by code.
    pub fn semua(&self) -> impl Iterator<Item = &Arc<RegisterDef>> {
        self.register.values()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contoh::*;

    fn kunci(p: &Peta) -> Vec<&str> {
        p.keys().map(String::as_str).collect()
    }

    #[test]
    fn the_public_sees_what_is_marked_so_and_never_a_person() {
        let p = Panggung::terdaftar();
        let tampak = p.def().proyeksi(&p.entri().isi, Pandangan::Publik);
        let harap = json!({
            "nama": "Naga Tidur", "cerita": "Seekor naga\nyang tertidur.", "peserta": 40, "hari": "2027-01-10",
            "ukuran": "kecil", "alat": ["gendang", "kentongan"], "kategori": "naga", "foto": [FOTO],
            "kecamatan": "99.01.01", "desa": "99.01.01.2001", "alamat": "Depan balai", "lat": -7.95, "lon": 114.05,
            "lagu": ["Bangun Naga", "Tidurlah"],
            "kendaraan": [{ "nama": "Gerobak", "roda": 4, "lampu": true, "bekas": BEKAS, "potret": [POTRET] }],
        });
        assert_eq!(Value::Object(tampak), harap);
    }

    #[test]
    fn officials_see_all_but_persons_and_whose_duty_needs_it_sees_persons() {
        let p = Panggung::terdaftar();
        let dinas = p.def().proyeksi(&p.entri().isi, Pandangan::Dinas);
        let pribadi = p.def().proyeksi(&p.entri().isi, Pandangan::Pribadi);
        for hanya_pribadi in ["pelapor", "surel", "nik", "nip"] {
            assert!(!dinas.contains_key(hanya_pribadi), "{hanya_pribadi}");
            assert_eq!(pribadi[hanya_pribadi], isi_penuh()[hanya_pribadi]);
        }
        assert_eq!(dinas["anggaran"], json!(1_250_000));
        assert_eq!(dinas["gudang"], isi_penuh()["gudang"]);
        assert!(dinas["kendaraan"][0].get("sopir").is_none());
        assert_eq!(pribadi["kendaraan"][0]["sopir"], json!("+6281234567891"));
    }

    #[test]
    fn a_secret_is_shown_to_nobody() {
        let p = Panggung::terdaftar();
        for v in [Pandangan::Publik, Pandangan::Dinas, Pandangan::Pribadi] {
            let teks = Value::Object(p.def().proyeksi(&p.entri().isi, v)).to_string();
            assert!(
                !teks.contains("sesame") && !teks.contains("tujuh") && !teks.contains("sandi"),
                "{v:?}: {teks}"
            );
        }
    }

    #[test]
    fn each_view_contains_the_narrower_one() {
        let p = Panggung::terdaftar();
        let lihat = |v| p.def().proyeksi(&p.entri().isi, v);
        let (publik, dinas, pribadi) = (
            lihat(Pandangan::Publik),
            lihat(Pandangan::Dinas),
            lihat(Pandangan::Pribadi),
        );
        assert!(
            publik.keys().all(|k| dinas.contains_key(k)) && dinas.keys().all(|k| pribadi.contains_key(k))
        );
        assert_eq!(
            p.def().proyeksi(&pribadi, Pandangan::Publik),
            publik,
            "narrowing twice is narrowing once"
        );
    }

    #[test]
    fn what_is_said_of_a_flat_group_holds_for_its_fields() {
        let mut def = RegisterDef::dari_tipe::<Karnaval>();
        for m in def.medan.iter_mut().filter(|m| m.rata) {
            m.pribadi = true;
        }
        let tampak = def.proyeksi(&isi_penuh(), Pandangan::Dinas);
        assert!(
            ["kecamatan", "desa", "alamat", "lat", "lon"]
                .iter()
                .all(|k| !tampak.contains_key(*k)),
            "{:?}",
            kunci(&tampak)
        );
        assert!(
            def.periksa()
                .iter()
                .any(|s| s == "field alamat is personal and yet public, searched or sorted by")
        );
    }

    #[test]
    fn search_finds_words_but_no_person_and_no_secret() {
        let mut def = RegisterDef::dari_tipe::<Karnaval>();
        for m in &mut def.medan {
            m.cari = true;
        }
        let teks = def.teks_cari("ANT-2026-000001", &isi_penuh());
        for ada in [
            "ANT-2026-000001",
            "Naga Tidur",
            "Bangun Naga",
            "Gerobak",
            "Belakang pasar",
            "Depan balai",
        ] {
            assert!(teks.contains(ada), "{ada} is not in {teks}");
        }
        for tiada in [
            "Fulan",
            "fulan@",
            "9901010107900001",
            "sesame",
            "tujuh",
            "81234567891",
            "sopir",
            "{",
        ] {
            assert!(!teks.contains(tiada), "{tiada} is in {teks}");
        }
    }

    #[test]
    fn a_story_is_narrowed_as_the_entry_is() {
        let mut p = Panggung::baru();
        let dibuat = p.buat(&Pelaku::Publik, isi_penuh()).unwrap().peristiwa;
        let tambal = json!({ "nik": null, "peserta": 41, "sandi": "x", "anggaran": 41, "kendaraan": [{ "nama": "Becak", "roda": 3, "sopir": "0811111111" }] });
        let diubah = p.ubah(&koordinator(), tambal).unwrap().peristiwa;
        let catatan = p.catat(&koordinator(), "Hati-hati.").unwrap().peristiwa;
        p.langkah(&koordinator(), "tanya", json!({ "pertanyaan": "?" }))
            .unwrap();
        let pelapor = p.pelapor();
        let jawab = p
            .langkah(
                &pelapor,
                "jawab",
                json!({ "keterangan": "!", "telepon": "0812345678" }),
            )
            .unwrap()
            .peristiwa;
        let isian = json!({ "unit": "balai-musik", "ukuran": "kecil", "catatan": "Awas api." });
        let sahkan = p
            .langkah(&koordinator(), "sahkan", isian.clone())
            .unwrap()
            .peristiwa;
        let baca = |e: &IsiPeristiwa, p_, batas| Value::Object(p.def().proyeksi_peristiwa(e, p_, batas));
        let (publik, warga, dinas, pejabat) = (
            (Pandangan::Publik, Terlihat::Publik),
            (Pandangan::Pribadi, Terlihat::Pelapor),
            (Pandangan::Dinas, Terlihat::Internal),
            (Pandangan::Pribadi, Terlihat::Internal),
        );
        for (v, batas) in [publik, warga, dinas, pejabat] {
            let teks = baca(&dibuat, v, batas).to_string() + &baca(&diubah, v, batas).to_string();
            assert!(!teks.contains("sesame") && !teks.contains("tujuh"));
            assert_eq!(teks.contains("9901010107900001"), v == Pandangan::Pribadi);
            assert_eq!(teks.contains("+62811111111"), (v, batas) == pejabat, "{teks}");
        }
        assert_eq!(baca(&diubah, publik.0, publik.1), json!({}));
        assert_eq!(
            baca(&diubah, warga.0, warga.1),
            json!({}),
            "changes by officials are internal"
        );
        assert_eq!(
            baca(&diubah, dinas.0, dinas.1)["peserta"],
            json!({ "dari": 40, "ke": 41 })
        );
        assert_eq!(
            baca(&diubah, pejabat.0, pejabat.1)["nik"],
            json!({ "dari": "9901010107900001", "ke": null })
        );
        assert_eq!(baca(&catatan, warga.0, warga.1), json!({}));
        assert_eq!(
            baca(&catatan, dinas.0, dinas.1),
            json!({ "catatan": "Hati-hati." })
        );
        assert_eq!(
            baca(&sahkan, warga.0, warga.1),
            json!({ "unit": "balai-musik", "ukuran": "kecil" }),
            "the note is internal"
        );
        assert_eq!(baca(&sahkan, dinas.0, dinas.1), isian);
        assert_eq!(
            baca(&jawab, dinas.0, dinas.1),
            json!({ "keterangan": "!", "bukti": [] })
        );
        assert_eq!(baca(&jawab, warga.0, warga.1)["telepon"], json!("+62812345678"));
        let mut lenyap = sahkan.clone();
        lenyap.kejadian = Kejadian::Langkah {
            langkah: "lama_sekali".into(),
            dari: "daftar".into(),
            ke: "tampil".into(),
        };
        assert_eq!(baca(&lenyap, warga.0, warga.1), json!({}));
        assert_eq!(baca(&lenyap, pejabat.0, pejabat.1), isian);
    }

    type Cacat = (&'static str, fn(&mut RegisterDef));

    fn medan<'a>(d: &'a mut RegisterDef, nama: &str) -> &'a mut Medan {
        d.medan.iter_mut().find(|m| m.nama == nama).unwrap()
    }

    fn langkah<'a>(d: &'a mut RegisterDef, kode: &str) -> &'a mut Langkah {
        d.lifecycle.langkah.iter_mut().find(|l| l.kode == kode).unwrap()
    }

    const CACAT: &[Cacat] = &[
        ("field nama is declared twice", |d| {
            d.medan.push(d.medan[0].clone())
        }),
        ("field lat is declared twice", |d| {
            d.medan.push(Medan::dari::<crate::nilai::Teks<9>>("lat", "Lat"))
        }),
        ("field sandi is secret and yet shown or searched", |d| {
            medan(d, "sandi").kolom = true
        }),
        (
            "field nik is personal and yet public, searched or sorted by",
            |d| medan(d, "nik").publik = true,
        ),
        (
            "field nik is personal and yet public, searched or sorted by",
            |d| medan(d, "nik").saring = true,
        ),
        ("field anggaran is searched by people who do not see it", |d| {
            medan(d, "anggaran").cari = true
        }),
        (
            "the title stands in the field anggaran, which need not be a text",
            |d| d.judul = "anggaran".into(),
        ),
        ("field nama is internal and yet public or searched", |d| {
            medan(d, "nama").internal = true
        }),
        (
            "who has it in hand stands in the field anggaran, which is no internal text that lists filter by",
            |d| d.petugas = Some("anggaran".into()),
        ),
        (
            "the account it is for stands in the field anggaran, which need not be a text",
            |d| d.penerima = Some("anggaran".into()),
        ),
        ("field ukuran is a choice without options", |d| {
            medan(d, "ukuran").jenis = Jenis::Pilihan(Vec::new())
        }),
        (
            "the owner stands in the field pengiring, which need not name a unit",
            |d| d.milik = Milik::Medan("pengiring".into()),
        ),
        (
            "the owner stands in the field siapa, which need not name a unit",
            |d| d.milik = Milik::Medan("siapa".into()),
        ),
        (
            "step kabari copies the field cerita, which does not fit the entry",
            |d| {
                medan(d, "cerita").jenis = Jenis::Panjang { maks: 10 };
            },
        ),
        (
            "step kabari copies the field cerita, which does not fit the entry",
            |d| medan(d, "cerita").wajib = true,
        ),
        (
            "step kabari copies the field cerita, which does not fit the entry",
            |d| d.medan.retain(|m| m.nama != "cerita"),
        ),
        (
            "step batalkan is for Kepala perangkat daerah, who may not read",
            |d| {
                d.hak
                    .retain(|h| h.cakupan != Cakupan::Unit && h.cakupan != Cakupan::Terbit);
            },
        ),
        (
            "deadline penyiapan runs as long as penyelesaian.{warna} says, which names no field",
            |d| {
                langkah(d, "sahkan").mulai[0].1 = Lama::Sla("penyelesaian.{warna}".into());
            },
        ),
        ("no way out of state lengkapi", |d| {
            d.lifecycle
                .langkah
                .retain(|l| !l.dari.iter().any(|k| k == "lengkapi"))
        }),
    ];

    #[test]
    fn each_planted_defect_is_found() {
        for (harap, tanam) in CACAT {
            let mut def = RegisterDef::dari_tipe::<Karnaval>();
            tanam(&mut def);
            let salah = def.periksa();
            assert!(
                salah.iter().any(|s| s == harap),
                "{harap:?} is not among {salah:#?}"
            );
        }
    }

    #[test]
    fn a_definition_is_found_by_its_code() {
        let i = Panggung::baru().inventaris;
        assert_eq!(i.semua().count(), 1);
        assert_eq!(i.register("karnaval").map(|d| d.label.as_ref()), Some("Karnaval"));
        assert_eq!(i.cari("sirkus").map(|_| ()).unwrap_err().status(), 404);
        let def = i.cari("karnaval").unwrap();
        assert_eq!(def.judul(&isi_penuh()), Some("Naga Tidur"));
        assert_eq!(
            def.medan("lat").map(|m| m.jenis),
            Some(Jenis::Lintang),
            "inside the flat place"
        );
        assert_eq!(
            def.saringan().iter().map(|m| m.nama.as_ref()).collect::<Vec<_>>(),
            ["peserta", "ukuran", "kategori", "kecamatan", "desa"]
        );
        assert_eq!(def.dasar, ["Z1"]);
    }

    #[test]
    fn a_closed_register_is_known_by_its_code_only() {
        let mut def = RegisterDef::dari_tipe::<Karnaval>();
        (def.tertutup, def.judul) = (true, "".into());
        assert_eq!(
            def.periksa(),
            Vec::<String>::new(),
            "the number stands for an entry"
        );
        assert_eq!(def.judul(&isi_penuh()), None);
        let i = Inventaris::baru([def]);
        assert_eq!((i.terbuka().count(), i.semua().count()), (0, 1));
        assert!(i.cari("karnaval").is_ok());
    }
}
