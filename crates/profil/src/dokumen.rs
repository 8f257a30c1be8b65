//! A TOML file that remembers its lines, so that every mistake can be shown where it stands; and the words of the
//! parser in Indonesian.

use kernel::profil::potong;
use serde::de::DeserializeOwned;
use toml::{
    Spanned,
    de::{DeTable, DeValue, ValueDeserializer},
};

use crate::temuan::{Temuan, saran};

/// How a value begins that the scaffold of a profile leaves to be filled in.
pub(crate) const TEMPLAT: &str = "ISI:";

/// How such a value is told.
pub(crate) const BELUM: &str = "belum diisi:";

/// A parsed file.
pub struct Dokumen<'a> {
    berkas: String,
    teks: &'a str,
    akar: Spanned<DeValue<'a>>,
}

impl<'a> Dokumen<'a> {
    /// Parses a file as far as it goes; every syntax error is told.
    pub fn baca(berkas: impl Into<String>, teks: &'a str, temuan: &mut Vec<Temuan>) -> Self {
        let (akar, salah) = DeTable::parse_recoverable(teks);
        let rentang = akar.span();
        let dok = Dokumen {
            berkas: berkas.into(),
            teks,
            akar: Spanned::new(rentang, DeValue::Table(akar.into_inner())),
        };
        for e in salah {
            temuan.push(dok.dari_galat(&e));
        }
        dok
    }

    /// Name of the file.
    pub fn berkas(&self) -> &str {
        &self.berkas
    }

    /// The line of a value (`kategori.3.opd`), or of the nearest thing above it that is there.
    pub fn baris(&self, jalan: &str) -> Option<usize> {
        let mut rentang = None;
        let mut nilai = &self.akar;
        for bagian in jalan.split('.') {
            let anak = match nilai.get_ref() {
                DeValue::Table(t) => t
                    .iter()
                    .find(|(k, _)| k.get_ref().as_ref() == bagian)
                    .map(|(_, v)| v),
                DeValue::Array(a) => bagian.parse().ok().and_then(|i: usize| a.get(i)),
                _ => None,
            };
            let Some(anak) = anak else { break };
            rentang = Some(anak.span());
            nilai = anak;
        }
        rentang.map(|r| self.baris_di(r.start))
    }

    fn baris_di(&self, bait: usize) -> usize {
        1 + self.teks.bytes().take(bait).filter(|b| *b == b'\n').count()
    }

    /// A finding at a value.
    pub fn galat(&self, jalan: &str, pesan: impl Into<String>) -> Temuan {
        Temuan::galat(&self.berkas, self.baris(jalan), pesan)
    }

    /// A warning at a value.
    pub fn peringatan(&self, jalan: &str, pesan: impl Into<String>) -> Temuan {
        Temuan::peringatan(&self.berkas, self.baris(jalan), pesan)
    }

    fn dari_galat(&self, e: &toml::de::Error) -> Temuan {
        Temuan::galat(
            &self.berkas,
            e.span().map(|r| self.baris_di(r.start)),
            terjemah(e.message()),
        )
    }

    /// The value of a key at the top.
    pub fn nilai(&self, kunci: &str) -> Option<&Spanned<DeValue<'a>>> {
        let t = self.akar.get_ref().as_table()?;
        t.iter()
            .find(|(k, _)| k.get_ref().as_ref() == kunci)
            .map(|(_, v)| v)
    }

    /// The keys at the top, with their lines.
    pub fn kunci(&self) -> Vec<(String, usize)> {
        let t = self.akar.get_ref().as_table();
        let kunci = t.into_iter().flat_map(|t| t.keys());
        kunci
            .map(|k| (k.get_ref().to_string(), self.baris_di(k.span().start)))
            .collect()
    }

    /// Tells every value that still is what the scaffold wrote: `ISI: …`.
    pub fn templat(&self, temuan: &mut Vec<Temuan>) {
        let mut antre = vec![&self.akar];
        while let Some(n) = antre.pop() {
            match n.get_ref() {
                DeValue::String(s) if s.starts_with(TEMPLAT) => {
                    let pesan = format!("{BELUM} {}.", s.trim_start_matches(TEMPLAT).trim());
                    temuan.push(Temuan::galat(
                        &self.berkas,
                        Some(self.baris_di(n.span().start)),
                        pesan,
                    ));
                }
                DeValue::Table(t) => antre.extend(t.values()),
                DeValue::Array(a) => antre.extend(a.iter()),
                _ => {}
            }
        }
    }

    /// The whole file as a type; unknown keys are told all at once, then the first other mistake.
    pub fn semua<T: DeserializeOwned>(&self, temuan: &mut Vec<Temuan>) -> Option<T> {
        self.isi(&self.akar, temuan)
    }

    /// One value as a type.
    pub fn isi<T: DeserializeOwned>(
        &self,
        nilai: &Spanned<DeValue<'a>>,
        temuan: &mut Vec<Temuan>,
    ) -> Option<T> {
        let mut nilai = nilai.clone();
        let mut bersih = true;
        loop {
            match T::deserialize(ValueDeserializer::from(nilai.clone())) {
                Ok(t) => return bersih.then_some(t),
                Err(e) => {
                    bersih = false;
                    temuan.push(self.dari_galat(&e));
                    // Without the key that nobody knows, the next mistake shows.
                    let asing = e
                        .message()
                        .strip_prefix("unknown field `")
                        .and_then(|s| s.split('`').next());
                    let (Some(asing), Some(r)) = (asing, e.span()) else {
                        return None;
                    };
                    if !buang(&mut nilai, asing, r.start) {
                        return None;
                    }
                }
            }
        }
    }

    /// The tables of `[[kunci]]`, the only thing in the file: each as a type and with its place; wrong ones are told
    /// and left out.
    pub fn daftar<T: DeserializeOwned>(&self, kunci: &str, temuan: &mut Vec<Temuan>) -> Vec<(usize, T)> {
        self.butir(kunci, &[kunci], temuan)
    }

    /// The tables of `[[kunci]]`, and a word about every key of the file that is not among `dikenal`; no word when
    /// none is given.
    pub fn butir<T: DeserializeOwned>(
        &self,
        kunci: &str,
        dikenal: &[&str],
        temuan: &mut Vec<Temuan>,
    ) -> Vec<(usize, T)> {
        let asing = |k: &str| !dikenal.is_empty() && !dikenal.contains(&k);
        for (lain, baris) in self.kunci().into_iter().filter(|(k, _)| asing(k)) {
            let pesan = format!(
                "kunci \"{lain}\" tidak dikenal.{}",
                saran(&lain, dikenal.iter().copied())
            );
            temuan.push(Temuan::galat(&self.berkas, Some(baris), pesan));
        }
        match self.nilai(kunci).map(|v| v.get_ref()) {
            Some(DeValue::Array(a)) => a
                .iter()
                .enumerate()
                .filter_map(|(i, v)| Some((i, self.isi(v, temuan)?)))
                .collect(),
            Some(_) => {
                temuan.push(self.galat(
                    kunci,
                    format!("tulis sebagai [[{kunci}]], satu bagian untuk tiap butir."),
                ));
                Vec::new()
            }
            None => {
                temuan.push(Temuan::galat(
                    &self.berkas,
                    None,
                    format!("tidak berisi satu pun [[{kunci}]]."),
                ));
                Vec::new()
            }
        }
    }
}

/// Removes a key from wherever its name stands at that byte.
fn buang(nilai: &mut Spanned<DeValue<'_>>, kunci: &str, bait: usize) -> bool {
    match nilai.get_mut() {
        DeValue::Table(t) => {
            let ada = t
                .keys()
                .find(|k| k.get_ref().as_ref() == kunci && k.span().start == bait)
                .cloned();
            match ada {
                Some(k) => t.remove(&k).is_some(),
                None => {
                    let kunci_anak: Vec<_> = t.keys().cloned().collect();
                    kunci_anak
                        .iter()
                        .any(|k| t.get_mut(k).is_some_and(|v| buang(v, kunci, bait)))
                }
            }
        }
        DeValue::Array(a) => a.iter_mut().any(|v| buang(v, kunci, bait)),
        _ => false,
    }
}

/// What the parser says, in plain Indonesian.
pub fn terjemah(pesan: &str) -> String {
    let kutip: Vec<&str> = pesan.split('`').skip(1).step_by(2).collect();
    let pertama = kutip.first().copied().unwrap_or_default();
    let lain = kutip.get(1..).unwrap_or_default();
    if pesan.starts_with("unknown field") {
        return format!(
            "kunci \"{pertama}\" tidak dikenal.{}",
            saran(pertama, lain.iter().copied())
        );
    }
    if pesan.starts_with("missing field") {
        return format!("kunci \"{pertama}\" belum diisi.");
    }
    if pesan.starts_with("unknown variant") {
        return format!(
            "nilai \"{pertama}\" tidak dikenal. Yang ada: {}.",
            lain.join(", ")
        );
    }
    if pesan.starts_with("duplicate key") {
        return "kunci ini ditulis dua kali.".to_owned();
    }
    if let Some(sisa) = pesan.strip_prefix("invalid type: ")
        && let Some((dapat, harap)) = sisa.split_once(", expected ")
    {
        return format!("isinya {}, seharusnya {}.", jenis(dapat), jenis(harap));
    }
    if let Some(sisa) = pesan.strip_prefix("invalid value: ")
        && let Some((dapat, harap)) = sisa.split_once(", expected ")
    {
        return format!("nilai {} tidak sah, seharusnya {}.", jenis(dapat), jenis(harap));
    }
    format!("tidak dapat dibaca ({}).", potong(pesan, 200))
}

fn jenis(kata: &str) -> String {
    let nama = [
        ("string", "teks"),
        ("a string", "teks"),
        ("a borrowed string", "teks"),
        ("integer", "bilangan"),
        ("u16", "bilangan 0 sampai 65.535"),
        ("u32", "bilangan bulat"),
        ("boolean", "true atau false"),
        ("floating point", "bilangan berkoma"),
        ("sequence", "daftar"),
        ("a sequence", "daftar"),
        ("map", "bagian bertabel"),
        ("struct", "bagian bertabel"),
    ];
    let awal = |k: &str| kata == k || kata.starts_with(&format!("{k} "));
    nama.iter()
        .rev()
        .find(|(k, _)| awal(k))
        .map_or_else(|| kata.to_owned(), |(_, n)| (*n).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::profil::Kategori;

    #[test]
    fn every_unknown_key_and_its_line() {
        let teks = "[[kategori]]\nkode = \"a\"\nnam = \"A\"\nkatta = []\nnama_en = \"A\"\nbantuan = \"x\"\nopd = 3\nkelas = \"k\"\n";
        let mut temuan = Vec::new();
        let dok = Dokumen::baca("kategori.toml", teks, &mut temuan);
        let isi = dok.daftar::<Kategori>("kategori", &mut temuan);
        assert!(isi.is_empty());
        let baris: Vec<String> = temuan.iter().map(ToString::to_string).collect();
        assert!(
            baris.contains(
                &"kategori.toml:3: galat: kunci \"nam\" tidak dikenal. Maksud Anda \"nama\"?".to_owned()
            ),
            "{baris:?}"
        );
        assert!(
            baris.contains(
                &"kategori.toml:4: galat: kunci \"katta\" tidak dikenal. Maksud Anda \"kata\"?".to_owned()
            ),
            "{baris:?}"
        );
        assert!(
            baris
                .iter()
                .any(|b| b.starts_with("kategori.toml:7: galat: isinya bilangan, seharusnya teks")),
            "{baris:?}"
        );
    }

    #[test]
    fn syntax_errors_have_a_line() {
        let mut temuan = Vec::new();
        Dokumen::baca("x.toml", "a = 1\nb = \nc = 'x\n", &mut temuan);
        assert!(temuan.iter().any(|t| t.baris == Some(2)), "{temuan:?}");
    }
}
