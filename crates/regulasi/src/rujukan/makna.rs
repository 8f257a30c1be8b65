//! Does a reference mean its target? "Reviu sebagaimana dimaksud pada ayat (2)" should find a review in ayat (2). Where neither the
//! first two words nor half of what is spoken of occur there, a person should look. Words are compared by their stems, roughly: a doubt too
//! few is better than twenty too many.

use std::collections::HashSet;

use super::Kata;
use crate::{
    kata::{perataan, polos},
    model::{Ruang, Simpul},
};

/// The stems of every passage of the articles, made once.
pub(super) struct Makna(Vec<HashSet<String>>);

impl Makna {
    pub fn baru(simpul: &[Simpul]) -> Self {
        let satu = |s: &Simpul| match s.ruang {
            Ruang::Batang => perataan(&s.teks).map(|k| akar(&k)).collect(),
            _ => HashSet::new(),
        };
        Self(simpul.iter().map(satu).collect())
    }

    /// The subject of the reference at word `i`, when passage `m` mentions nothing of it.
    pub fn tak_disebut(&self, simpul: &[Simpul], kata: &[Kata<'_>], i: usize, m: usize) -> Option<String> {
        let (pokok, frasa) = pokok(kata, i)?;
        let cari: Vec<String> = pokok.iter().map(|k| akar(&k.to_lowercase())).collect();
        let mut ketemu = vec![false; cari.len()];
        let mut lihat = |n: usize| {
            for (k, ada) in cari.iter().zip(&mut ketemu) {
                *ada |= self.0.get(n).is_some_and(|b| b.contains(k));
            }
        };
        // An item is read together with the sentence that introduces it.
        let mut atas = Some(m);
        while let Some((n, s)) = atas
            .and_then(|n| Some((n, simpul.get(n)?)))
            .filter(|(_, s)| !s.jenis.pengelompok())
        {
            lihat(n);
            atas = s.induk;
        }
        // Everything below the target follows it at once.
        let dalam = format!("{}-", simpul.get(m)?.alamat);
        let bawah = simpul
            .iter()
            .enumerate()
            .skip(m + 1)
            .take(200)
            .take_while(|(_, s)| s.alamat.starts_with(&dalam));
        bawah.for_each(|(n, _)| lihat(n));
        let banyak = ketemu.iter().filter(|k| **k).count();
        let kepala = ketemu.iter().take(2).any(|k| *k);
        (!kepala && banyak * 2 < ketemu.len()).then_some(frasa)
    }
}

/// What is spoken of before "sebagaimana dimaksud": the words of weight, and the phrase as printed.
fn pokok<'t>(kata: &[Kata<'t>], i: usize) -> Option<(Vec<&'t str>, String)> {
    let mut j = i.checked_sub(1)?;
    if !matches!(kata.get(j)?.teks, "pada" | "dalam" | "dimaksud") {
        return None;
    }
    while matches!(kata.get(j)?.teks, "pada" | "dalam" | "dimaksud" | "yang") {
        j = j.checked_sub(1)?;
    }
    if !kata.get(j)?.teks.eq_ignore_ascii_case("sebagaimana") {
        return None;
    }
    let jauh = j.saturating_sub(JAUH);
    let putus = kata.get(jauh..j)?.iter().rposition(|k| {
        menyela(k.teks.trim_matches(|c: char| !c.is_alphanumeric())) || k.teks.ends_with([',', ';', ':', '.'])
    });
    // Nothing ends the phrase on this side: its head is unknown.
    if putus.is_none() && jauh > 0 {
        return None;
    }
    let mulai = putus.map_or(jauh, |n| jauh + n + 1);
    let frasa = kata.get(mulai..j)?;
    let mut pokok: Vec<&str> = Vec::new();
    let mut nama = false;
    for k in frasa {
        let t = k.teks.trim_matches(|c: char| !c.is_alphanumeric());
        // Behind "Kabupaten" stands a name.
        if !std::mem::replace(&mut nama, matches!(t, "Kabupaten" | "Kota" | "Provinsi")) && berbobot(t) {
            pokok.push(t);
        }
    }
    // "Hasil reviu": a result is known by what it is the result of.
    if pokok.first().is_some_and(|t| polos(t) == "hasil") && pokok.len() > 1 {
        pokok.remove(0);
        pokok.truncate(1);
    }
    // "Penyediaan dan pengelolaan taman": what is done matters less than to what.
    while pokok.len() > 1 && pokok.first().is_some_and(|t| perbuatan(t)) {
        pokok.remove(0);
    }
    let teks: Vec<&str> = frasa.iter().take(6).map(|k| k.teks).collect();
    (!pokok.is_empty()).then(|| (pokok, teks.join(" ")))
}

/// A noun made of a verb.
fn perbuatan(t: &str) -> bool {
    let t = t.to_lowercase();
    t.len() >= 8 && t.starts_with("pe") && t.ends_with("an")
}

/// A phrase is looked for in so many words.
const JAUH: usize = 14;

/// Ends a phrase: what is spoken of stands behind it.
fn menyela(t: &str) -> bool {
    let kecil = t.starts_with(char::is_lowercase);
    matches!(
        polos(t).as_str(),
        "yang"
            | "dalam"
            | "pada"
            | "di"
            | "untuk"
            | "oleh"
            | "dengan"
            | "dari"
            | "terhadap"
            | "kepada"
            | "atas"
            | "bagi"
            | "antar"
            | "hal"
            | "dapat"
            | "harus"
            | "wajib"
            | "telah"
            | "sesuai"
            | "mengenai"
            | "tentang"
            | "sebagai"
            | "berdasarkan"
            | "melalui"
    ) || kecil && t.len() >= 6 && ["me", "ber", "di", "ter"].iter().any(|d| t.starts_with(d))
}

/// Says what is meant. Abbreviations and the names of the authorities stand everywhere and say nothing.
fn berbobot(t: &str) -> bool {
    let umum = matches!(
        polos(t).as_str(),
        "" | "dan"
            | "atau"
            | "serta"
            | "beserta"
            | "setiap"
            | "seluruh"
            | "ketentuan"
            | "pemerintah"
            | "daerah"
            | "kabupaten"
            | "kota"
    );
    !umum && t != "dan/atau" && t.chars().any(char::is_lowercase)
}

/// A rough stem: no suffixes, no prefixes, and the first letters of the rest.
fn akar(k: &str) -> String {
    let mut t = k;
    for s in ["nya", "kan", "an", "i"] {
        if let Some(p) = t.strip_suffix(s).filter(|p| p.len() >= 4) {
            t = p;
            break;
        }
    }
    let depan = [
        "memper", "diper", "penye", "menye", "menge", "penge", "meng", "peng", "meny", "peny", "mem", "pem",
        "men", "pen", "ber", "ter", "per", "di", "ke", "se", "me", "pe",
    ];
    if let Some(p) = depan
        .iter()
        .find_map(|d| t.strip_prefix(d).filter(|p| p.len() >= 4))
    {
        t = p;
    }
    t.chars().take(5).collect()
}
