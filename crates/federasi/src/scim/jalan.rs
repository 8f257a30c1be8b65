//! Paths of attributes and filters (RFC 7644, sections 3.4.2.2 and 3.5.2): read with limits, and asked of a resource as
//! it is written.

use serde_json::Value;

use super::{Salah, Tolak};

/// The schema of persons.
pub(crate) const ORANG: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
/// What is said of persons who work for somebody.
pub(crate) const PEGAWAI: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
/// The schema of groups.
pub(crate) const GRUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";

/// Longest filter or path, bytes.
const MAKS: usize = 1_000;
/// Deepest nesting of a filter.
const DALAM: usize = 8;

/// A path: `emails[type eq "work"].value`. Names are in lower case.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Jalan {
    pub(crate) medan: String,
    pub(crate) pilih: Option<Box<Saring>>,
    pub(crate) anak: Option<String>,
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Banding {
    Sama,
    Beda,
    Memuat,
    Awal,
    Akhir,
}

/// A filter.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Saring {
    Dan(Box<Saring>, Box<Saring>),
    Atau(Box<Saring>, Box<Saring>),
    Bukan(Box<Saring>),
    Nilai(Jalan, Banding, Value),
    Ada(Jalan),
}

fn saringan() -> Tolak {
    Tolak::salah(
        Salah::Saringan,
        "Saringan ini tidak dapat dibaca. Yang dikenal: eq, ne, co, sw, ew, pr, and, or, not, dan tanda kurung.",
    )
}

impl Saring {
    /// Reads a filter whose attributes are among these.
    ///
    /// # Errors
    /// What is no filter, is too long or too deep, or asks for something else.
    pub(crate) fn baca(teks: &str, dikenal: &[&str]) -> Result<Self, Tolak> {
        let mut p = Pembaca::baru(teks)?;
        let s = p.atau(0)?;
        if p.lewati() < p.teks.len() {
            return Err(saringan());
        }
        match s.asing(dikenal) {
            None => Ok(s),
            Some(a) => Err(Tolak::salah(
                Salah::Saringan,
                kernel::Pesan::baru("Atribut {atribut} tidak dapat disaring di sini.").dengan("atribut", a),
            )),
        }
    }

    fn asing(&self, dikenal: &[&str]) -> Option<&str> {
        match self {
            Saring::Dan(a, b) | Saring::Atau(a, b) => a.asing(dikenal).or_else(|| b.asing(dikenal)),
            Saring::Bukan(a) => a.asing(dikenal),
            Saring::Nilai(j, ..) | Saring::Ada(j) => {
                (!dikenal.iter().any(|d| d.eq_ignore_ascii_case(&j.medan))).then_some(j.medan.as_str())
            }
        }
    }

    /// Whether a resource passes.
    pub(crate) fn cocok(&self, v: &Value) -> bool {
        match self {
            Saring::Dan(a, b) => a.cocok(v) && b.cocok(v),
            Saring::Atau(a, b) => a.cocok(v) || b.cocok(v),
            Saring::Bukan(a) => !a.cocok(v),
            Saring::Ada(j) => !j.nilai(v).is_empty(),
            Saring::Nilai(j, Banding::Beda, mau) => !j.nilai(v).iter().any(|ada| sama(j, ada, mau)),
            Saring::Nilai(j, Banding::Sama, mau) => j.nilai(v).iter().any(|ada| sama(j, ada, mau)),
            Saring::Nilai(j, cara, mau) => {
                let Some(mau) = mau.as_str().map(str::to_lowercase) else {
                    return false;
                };
                let satu = |ada: &&Value| {
                    let ada = ada.as_str().unwrap_or_default().to_lowercase();
                    match cara {
                        Banding::Memuat => ada.contains(&mau),
                        Banding::Awal => ada.starts_with(&mau),
                        _ => ada.ends_with(&mau),
                    }
                };
                j.nilai(v).iter().any(satu)
            }
        }
    }
}

/// Case does not matter, except in what others made up as a key.
fn sama(j: &Jalan, ada: &Value, mau: &Value) -> bool {
    match (ada, mau) {
        (Value::String(a), Value::String(m)) if matches!(j.medan.as_str(), "externalid" | "id") => a == m,
        (Value::String(a), Value::String(m)) => a.to_lowercase() == m.to_lowercase(),
        // Some programs write truth as text.
        (Value::Bool(a), Value::String(m)) => m.eq_ignore_ascii_case(if *a { "true" } else { "false" }),
        (a, m) => a == m,
    }
}

impl Jalan {
    /// Reads a path.
    ///
    /// # Errors
    /// What is no path.
    pub(crate) fn baca(teks: &str) -> Result<Self, Tolak> {
        let salah = |_| Tolak::salah(Salah::Jalan, "Jalur atribut (path) ini tidak dapat dibaca.");
        let mut p = Pembaca::baru(teks.trim()).map_err(salah)?;
        let j = p.jalan(0).map_err(salah)?;
        match p.lewati() < p.teks.len() {
            true => Err(salah(saringan())),
            false => Ok(j),
        }
    }

    /// The values that a resource has there.
    fn nilai<'a>(&self, v: &'a Value) -> Vec<&'a Value> {
        let mut semua = datar(ambil(v, &self.medan));
        if let Some(p) = &self.pilih {
            semua.retain(|v| p.cocok(v));
        }
        match &self.anak {
            Some(a) => semua.into_iter().flat_map(|v| datar(ambil(v, a))).collect(),
            // Of a list of things that have values, those are meant.
            None if self.pilih.is_none() => semua
                .into_iter()
                .map(|v| ambil(v, "value").unwrap_or(v))
                .collect(),
            None => semua,
        }
    }
}

fn ambil<'a>(v: &'a Value, nama: &str) -> Option<&'a Value> {
    v.as_object()?
        .iter()
        .find(|(k, v)| k.eq_ignore_ascii_case(nama) && !v.is_null())
        .map(|(_, v)| v)
}

fn datar(v: Option<&Value>) -> Vec<&Value> {
    match v {
        Some(Value::Array(semua)) => semua.iter().collect(),
        Some(v) => vec![v],
        None => Vec::new(),
    }
}

struct Pembaca<'a> {
    teks: &'a str,
    di: usize,
}

impl<'a> Pembaca<'a> {
    fn baru(teks: &'a str) -> Result<Self, Tolak> {
        match teks.len() {
            1..=MAKS => Ok(Pembaca { teks, di: 0 }),
            _ => Err(saringan()),
        }
    }

    fn sisa(&self) -> &'a str {
        self.teks.get(self.di..).unwrap_or_default()
    }

    /// Past blanks; where that is.
    fn lewati(&mut self) -> usize {
        let sisa = self.sisa();
        self.di += sisa.len() - sisa.trim_start().len();
        self.di
    }

    fn tanda(&mut self, t: char) -> bool {
        self.lewati();
        let ada = self.sisa().starts_with(t);
        if ada {
            self.di += t.len_utf8();
        }
        ada
    }

    /// The next word, if it is this one.
    fn kata(&mut self, kata: &str) -> bool {
        self.lewati();
        let sisa = self.sisa();
        let ada = sisa
            .get(..kata.len())
            .is_some_and(|s| s.eq_ignore_ascii_case(kata))
            && !sisa
                .get(kata.len()..)
                .is_some_and(|s| s.starts_with(|c: char| c.is_alphanumeric()));
        if ada {
            self.di += kata.len();
        }
        ada
    }

    fn atau(&mut self, dalam: usize) -> Result<Saring, Tolak> {
        let mut kiri = self.dan(dalam)?;
        while self.kata("or") {
            kiri = Saring::Atau(Box::new(kiri), Box::new(self.dan(dalam)?));
        }
        Ok(kiri)
    }

    fn dan(&mut self, dalam: usize) -> Result<Saring, Tolak> {
        let mut kiri = self.satu(dalam)?;
        while self.kata("and") {
            kiri = Saring::Dan(Box::new(kiri), Box::new(self.satu(dalam)?));
        }
        Ok(kiri)
    }

    fn satu(&mut self, dalam: usize) -> Result<Saring, Tolak> {
        if dalam >= DALAM {
            return Err(saringan());
        }
        let bukan = self.kata("not");
        if self.tanda('(') {
            let s = self.atau(dalam + 1)?;
            return match (self.tanda(')'), bukan) {
                (true, true) => Ok(Saring::Bukan(Box::new(s))),
                (true, false) => Ok(s),
                (false, _) => Err(saringan()),
            };
        }
        if bukan {
            return Err(saringan());
        }
        let j = self.jalan(dalam)?;
        if self.kata("pr") {
            return Ok(Saring::Ada(j));
        }
        const CARA: [(&str, Banding); 5] = [
            ("eq", Banding::Sama),
            ("ne", Banding::Beda),
            ("co", Banding::Memuat),
            ("sw", Banding::Awal),
            ("ew", Banding::Akhir),
        ];
        for (kata, cara) in CARA {
            if self.kata(kata) {
                return Ok(Saring::Nilai(j, cara, self.nilai()?));
            }
        }
        // A path that chooses says by itself that there is one.
        match (&j.pilih, &j.anak) {
            (Some(_), None) => Ok(Saring::Ada(j)),
            _ => Err(saringan()),
        }
    }

    fn nama(&mut self) -> Result<&'a str, Tolak> {
        let sisa = self.sisa();
        let n = sisa
            .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '$')))
            .unwrap_or(sisa.len());
        match sisa.get(..n) {
            Some(s) if n > 0 => {
                self.di += n;
                Ok(s)
            }
            _ => Err(saringan()),
        }
    }

    fn jalan(&mut self, dalam: usize) -> Result<Jalan, Tolak> {
        self.lewati();
        for urn in [PEGAWAI, ORANG, GRUP] {
            let ada = self
                .sisa()
                .get(..urn.len())
                .is_some_and(|s| s.eq_ignore_ascii_case(urn));
            if !ada {
                continue;
            }
            self.di += urn.len();
            let lanjut = self.sisa().starts_with(':');
            self.di += usize::from(lanjut);
            if urn == PEGAWAI {
                return Ok(Jalan {
                    medan: urn.to_lowercase(),
                    pilih: None,
                    anak: lanjut.then(|| self.nama().map(str::to_lowercase)).transpose()?,
                });
            }
            if !lanjut {
                return Err(saringan());
            }
            break;
        }
        let medan = self.nama()?.to_lowercase();
        let mut pilih = None;
        if self.sisa().starts_with('[') {
            self.di += 1;
            pilih = Some(Box::new(self.atau(dalam + 1)?));
            if !self.tanda(']') {
                return Err(saringan());
            }
        }
        let mut anak = None;
        if self.sisa().starts_with('.') {
            self.di += 1;
            anak = Some(self.nama()?.to_lowercase());
        }
        Ok(Jalan { medan, pilih, anak })
    }

    /// A JSON value that is no object or list.
    fn nilai(&mut self) -> Result<Value, Tolak> {
        self.lewati();
        let mut semua = serde_json::Deserializer::from_str(self.sisa()).into_iter::<Value>();
        let v = semua.next().and_then(Result::ok).ok_or_else(saringan)?;
        let panjang = semua.byte_offset();
        if v.is_object() || v.is_array() {
            return Err(saringan());
        }
        self.di += panjang;
        Ok(v)
    }
}

#[cfg(test)]
mod tests;
