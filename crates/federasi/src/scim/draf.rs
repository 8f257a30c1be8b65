//! What is to become of an account: what a program says of it, attribute by attribute. Whole bodies and patches end in
//! the same place ([`Draf::terap`]). What Praja does not keep of the standard's attributes is passed over, so that
//! programs need not be told; what no standard knows is a mistake where it is named as a path.

use kernel::{
    Peran, Pesan, Profil,
    nilai::{KodeUnit, Nip, Surel},
};
use serde_json::{Map, Value, json};
use store::AkunSimpan;

use super::{
    Salah, Tolak,
    jalan::{Jalan, PEGAWAI},
    wujud,
};

/// Most changes of one patch.
const MAKS_UBAHAN: usize = 100;
/// Longest name that a program has for an account, characters.
const MAKS_LUAR: usize = 200;

/// Attributes of the standard that are taken and not kept.
const LEWAT: [&str; 14] = [
    "nickname",
    "profileurl",
    "title",
    "usertype",
    "preferredlanguage",
    "locale",
    "timezone",
    "password",
    "phonenumbers",
    "ims",
    "photos",
    "addresses",
    "entitlements",
    "x509certificates",
];
/// Attributes that only we write.
const BACA_SAJA: [&str; 4] = ["id", "meta", "schemas", "groups"];

/// What is done with an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cara {
    Tambah,
    Ganti,
    Hapus,
}

/// An account as it is to be.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Draf {
    pub(crate) pengguna: Option<String>,
    pub(crate) nama: Option<String>,
    pub(crate) surel: Option<Surel>,
    pub(crate) nip: Option<Nip>,
    pub(crate) aktif: bool,
    pub(crate) peran: Vec<(Peran, KodeUnit)>,
    pub(crate) luar: Option<String>,
}

impl Default for Draf {
    fn default() -> Self {
        Draf {
            pengguna: None,
            nama: None,
            surel: None,
            nip: None,
            aktif: true,
            peran: Vec::new(),
            luar: None,
        }
    }
}

fn nilai(pesan: impl Into<Pesan>) -> Tolak {
    Tolak::salah(Salah::Nilai, pesan)
}

fn teks<'a>(v: &'a Value, atribut: &'static str) -> Result<&'a str, Tolak> {
    let teks = v.as_str().filter(|s| !s.contains('\0'));
    teks.map(str::trim)
        .ok_or_else(|| nilai(Pesan::baru("{atribut} harus berupa teks.").dengan("atribut", atribut)))
}

/// What stands in for nothing: a null, or an empty text.
fn kosong(v: &Value) -> bool {
    v.is_null() || v.as_str().is_some_and(|s| s.trim().is_empty())
}

impl Draf {
    /// The account as it is.
    pub(crate) fn dari(a: &AkunSimpan, luar: Option<String>) -> Self {
        Draf {
            pengguna: Some(a.akun.pengguna.clone()),
            nama: Some(a.akun.nama.clone()),
            surel: a.surel.clone(),
            nip: a.nip.clone(),
            aktif: a.aktif,
            peran: a.akun.peran.clone(),
            luar,
        }
    }

    /// What a whole body says; what it does not name stays.
    pub(crate) fn tubuh(&mut self, p: &Profil, isi: &Map<String, Value>) -> Result<(), Tolak> {
        self.semua(p, Cara::Ganti, isi)
    }

    /// What a patch says (RFC 7644, section 3.5.2).
    pub(crate) fn tambal(&mut self, p: &Profil, isi: &Map<String, Value>) -> Result<(), Tolak> {
        let salah = || {
            Tolak::salah(
                Salah::Isi,
                "Operations harus berupa daftar operasi: op, path, value.",
            )
        };
        let ops = isi
            .iter()
            .find(|(k, _)| k.eq_ignore_ascii_case("operations"))
            .and_then(|(_, v)| v.as_array())
            .filter(|o| (1..=MAKS_UBAHAN).contains(&o.len()))
            .ok_or_else(salah)?;
        for o in ops {
            let o = o.as_object().ok_or_else(salah)?;
            let cara = match o
                .get("op")
                .and_then(Value::as_str)
                .map(str::to_lowercase)
                .as_deref()
            {
                Some("add") => Cara::Tambah,
                Some("replace") => Cara::Ganti,
                Some("remove") => Cara::Hapus,
                _ => return Err(salah()),
            };
            let v = o.get("value").unwrap_or(&Value::Null);
            match o.get("path").filter(|p| !p.is_null()) {
                Some(path) => {
                    let j = Jalan::baca(path.as_str().ok_or_else(salah)?)?;
                    self.terap(p, cara, &j, v, true)?;
                }
                None if cara == Cara::Hapus => {
                    return Err(Tolak::salah(Salah::Jalan, "Operasi remove perlu path."));
                }
                None => self.semua(p, cara, v.as_object().ok_or_else(salah)?)?,
            }
        }
        Ok(())
    }

    fn semua(&mut self, p: &Profil, cara: Cara, isi: &Map<String, Value>) -> Result<(), Tolak> {
        let nama = nama_dari_bagian(isi);
        if let Some(n) = nama {
            self.nama(&json!(n))?;
        }
        for (k, v) in isi {
            let Ok(j) = Jalan::baca(k) else { continue };
            self.terap(p, cara, &j, v, false)?;
        }
        // The name to show counts more than its parts, whatever stands first.
        match isi
            .iter()
            .find(|(k, v)| k.eq_ignore_ascii_case("displayname") && !kosong(v))
        {
            Some((_, v)) => self.nama(v),
            None => Ok(()),
        }
    }

    /// One attribute. `jelas`: it was named by a path.
    fn terap(&mut self, p: &Profil, cara: Cara, j: &Jalan, v: &Value, jelas: bool) -> Result<(), Tolak> {
        let hapus = cara == Cara::Hapus || kosong(v);
        match (j.medan.as_str(), j.anak.as_deref()) {
            ("username", None) if hapus => Err(Tolak::salah(Salah::Tetap, "userName tidak dapat dihapus.")),
            ("username", None) => {
                self.pengguna = Some(teks(v, "userName")?.to_lowercase());
                Ok(())
            }
            ("externalid", None) => {
                self.luar = match hapus {
                    true => None,
                    false => Some(luar(v)?),
                };
                Ok(())
            }
            ("displayname", None) | ("name", Some("formatted")) if !hapus => self.nama(v),
            ("name", None) if !hapus => match nama_dari_bagian(v.as_object().unwrap_or(&Map::new())) {
                Some(n) => self.nama(&json!(n)),
                None => Ok(()),
            },
            // A name is one text here: a single part of it changes nothing.
            ("displayname" | "name", _) => Ok(()),
            ("active", None) => {
                self.aktif = match v {
                    Value::Bool(b) if cara != Cara::Hapus => *b,
                    Value::String(s) if s.eq_ignore_ascii_case("true") => true,
                    Value::String(s) if s.eq_ignore_ascii_case("false") => false,
                    _ => return Err(nilai("active harus true atau false.")),
                };
                Ok(())
            }
            ("emails", _) => self.surel(cara, j, v),
            ("roles", _) => self.peran(p, cara, j, v),
            (urn, anak) if urn.eq_ignore_ascii_case(PEGAWAI) => match (anak, v) {
                (Some("employeenumber"), _) => self.nip(hapus, v),
                (None, Value::Object(o)) => {
                    let ada = o.iter().find(|(k, _)| k.eq_ignore_ascii_case("employeenumber"));
                    ada.map_or(Ok(()), |(_, v)| self.nip(hapus || kosong(v), v))
                }
                (None, _) if hapus => self.nip(true, v),
                _ => Ok(()),
            },
            (m, _) if BACA_SAJA.contains(&m) && jelas => Err(Tolak::salah(
                Salah::Tetap,
                Pesan::baru("{atribut} hanya dapat dibaca.").dengan("atribut", m),
            )),
            (m, _) if jelas && !LEWAT.contains(&m) => Err(Tolak::salah(
                Salah::Jalan,
                Pesan::baru("Atribut {atribut} tidak dikenal.").dengan("atribut", m),
            )),
            _ => Ok(()),
        }
    }

    fn nama(&mut self, v: &Value) -> Result<(), Tolak> {
        let n = teks(v, "displayName")?;
        if n.is_empty() || n.chars().count() > 120 {
            return Err(nilai("Nama 1–120 karakter."));
        }
        self.nama = Some(n.to_owned());
        Ok(())
    }

    fn nip(&mut self, hapus: bool, v: &Value) -> Result<(), Tolak> {
        self.nip = match hapus {
            true => None,
            false => Some(Nip::baru(teks(v, "employeeNumber")?).map_err(nilai)?),
        };
        Ok(())
    }

    /// One address is kept: the primary one, else that of work, else the first.
    fn surel(&mut self, cara: Cara, j: &Jalan, v: &Value) -> Result<(), Tolak> {
        if let Some(pilih) = &j.pilih {
            let ini = json!({
                "value": self.surel.as_ref().map(Surel::as_str), "type": "work", "primary": true,
            });
            // Another address than the one that is kept.
            if !pilih.cocok(&ini) {
                return Ok(());
            }
        }
        if matches!(j.anak.as_deref(), Some(a) if a != "value") {
            return Ok(());
        }
        let utama = |semua: &Vec<Value>| {
            let ya = |v: &&Value| v["primary"] == json!(true) || v["primary"] == json!("True");
            let kerja = |v: &&Value| v["type"] == json!("work");
            let dipilih = semua.iter().find(ya).or_else(|| semua.iter().find(kerja));
            dipilih.or(semua.first()).cloned().unwrap_or_default()
        };
        let mut satu = match v {
            Value::Array(semua) => utama(semua),
            v => v.clone(),
        };
        if let Value::Object(o) = &satu {
            satu = o.get("value").cloned().unwrap_or_default();
        }
        if cara == Cara::Hapus || kosong(&satu) {
            // A remove that names an address takes that one only.
            let lain = |s: &Surel| {
                !kosong(&satu) && satu.as_str().is_some_and(|t| !t.eq_ignore_ascii_case(s.as_str()))
            };
            self.surel = self.surel.take().filter(lain);
            return Ok(());
        }
        self.surel = Some(Surel::baru(teks(&satu, "emails")?).map_err(nilai)?);
        Ok(())
    }

    fn peran(&mut self, p: &Profil, cara: Cara, j: &Jalan, v: &Value) -> Result<(), Tolak> {
        let semua = match v {
            Value::Array(semua) => semua.clone(),
            v if kosong(v) => Vec::new(),
            v => vec![v.clone()],
        };
        let isi = |v: &Value| match v {
            Value::Object(o) => o.get("value").cloned().unwrap_or_default(),
            v => v.clone(),
        };
        let mut disebut = semua
            .iter()
            .map(|v| peran(p, teks(&isi(v), "roles")?))
            .collect::<Result<Vec<_>, _>>()?;
        match cara {
            Cara::Tambah => self.peran.append(&mut disebut),
            Cara::Ganti => self.peran = disebut,
            Cara::Hapus => {
                let kena = |(r, u): &(Peran, KodeUnit)| match &j.pilih {
                    Some(s) => s.cocok(&json!({ "value": wujud::peran(*r, u.as_str()) })),
                    None => disebut.is_empty() || disebut.iter().any(|d| d.0 == *r && d.1 == *u),
                };
                self.peran.retain(|x| !kena(x));
            }
        }
        self.peran.sort();
        self.peran.dedup();
        Ok(())
    }
}

fn luar(v: &Value) -> Result<String, Tolak> {
    let s = teks(v, "externalId")?;
    match s.chars().count() {
        1..=MAKS_LUAR => Ok(s.to_owned()),
        _ => Err(nilai("externalId paling panjang 200 karakter.")),
    }
}

/// `petugas:dinkes`.
fn peran(p: &Profil, teks: &str) -> Result<(Peran, KodeUnit), Tolak> {
    let salah = || {
        let pesan = Pesan::baru("Peran {peran} tidak ada. Tulis PERAN:UNIT, misalnya petugas:dinkes.");
        nilai(pesan.dengan("peran", kernel::profil::potong(teks, 60)))
    };
    let (r, u) = teks.split_once(':').ok_or_else(salah)?;
    let peran = Peran::dari_kode(r).ok_or_else(salah)?;
    Ok((peran, p.unit(u).ok_or_else(salah)?.kode.clone()))
}

/// The name that is written whole, or put together from both its parts.
fn nama_dari_bagian(isi: &Map<String, Value>) -> Option<String> {
    let ambil = |o: &Map<String, Value>, nama: &str| {
        let v = o
            .iter()
            .find(|(k, v)| k.eq_ignore_ascii_case(nama) && !kosong(v))?;
        v.1.as_str().map(|s| s.trim().to_owned())
    };
    let bagian = isi.iter().find(|(k, _)| k.eq_ignore_ascii_case("name"));
    let o = bagian.and_then(|(_, v)| v.as_object());
    let dari = |nama: &str| {
        o.and_then(|o| ambil(o, nama))
            .or_else(|| ambil(isi, nama))
            .or_else(|| ambil(isi, &format!("name.{nama}")))
    };
    dari("formatted").or_else(|| Some(format!("{} {}", dari("givenName")?, dari("familyName")?)))
}
