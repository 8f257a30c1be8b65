//! Questions about the place of a word: what goes before it, and is the sentence in the middle of a reference?

use super::Penyusun;
use crate::{kata::polos, penanda};

/// What a mark is a mark of; a reference to it is announced by different words.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tanda {
    Judul,
    Ayat,
    Butir,
}

impl Penyusun<'_, '_> {
    /// The word before, if there is one.
    pub(super) fn sebelum(&self, i: usize, mundur: usize) -> &str {
        i.checked_sub(mundur)
            .and_then(|j| self.kata.get(j))
            .map(|k| k.teks.as_ref())
            .unwrap_or_default()
    }

    /// Does a sentence or an item end before word `i`?
    pub(super) fn akhir_kalimat(&self, i: usize) -> bool {
        i == 0
            || self
                .sebelum(i, 1)
                .trim_end_matches(['”', '"', ')'])
                .ends_with(['.', ';', ':'])
    }

    /// Does "; dan", ";dan", "; atau" stand before word `i`?
    pub(super) fn sambung_butir(&self, i: usize) -> bool {
        let p = self.sebelum(i, 1);
        let kata = p.rsplit([';', ',']).next().unwrap_or(p);
        let dua = self.sebelum(i, 2);
        // "huruf a, dan b" goes on citing; "huruf i; atau" has ended.
        penghubung(kata)
            && (kata.len() < p.len() || dua.ends_with(';') || dua.ends_with(',') && !self.tunggal(i, 2))
    }

    /// Is the word a single letter, as in "huruf a, dan"?
    fn tunggal(&self, i: usize, mundur: usize) -> bool {
        polos(self.sebelum(i, mundur)).len() == 1
    }

    /// Is the sentence before word `i` in the middle of citing, so that a mark here is part of the citation?
    pub(super) fn merujuk(&self, i: usize, tanda: Tanda) -> bool {
        let p = self.sebelum(i, 1);
        if i == 0 || p.ends_with(['.', ';', ':']) || self.sambung_butir(i) && tanda == Tanda::Butir {
            return false;
        }
        let kata = polos(p);
        let depan: &[&str] = match tanda {
            Tanda::Judul => &[
                "dalam",
                "pada",
                "dengan",
                "ayat",
                "pasal",
                "huruf",
                "angka",
                "ketentuan",
                "menurut",
                "berdasarkan",
                "dari",
                "oleh",
                "terhadap",
                "nomor",
                "tahun",
                "sebagaimana",
                "dimaksud",
                "bab",
                "bagian",
                "paragraf",
                "kepada",
                "atas",
                "untuk",
            ],
            Tanda::Ayat => &["ayat", "pasal"],
            Tanda::Butir => &["huruf", "angka", "nomor", "ayat", "pasal", "tahun"],
        };
        if depan.contains(&kata.as_str()) {
            return true;
        }
        let dua = self.sebelum(i, 2);
        let unsur = |t: &str| {
            penanda::ayat(t.trim_end_matches(',')).is_some()
                || matches!(polos(t).as_str(), "ayat" | "huruf" | "pasal")
        };
        if penghubung(&kata) {
            return match tanda {
                Tanda::Judul => !dua.ends_with([';', '.']) && !p.contains(';'),
                Tanda::Ayat => unsur(dua) || kata == "dengan" && polos(dua) == "sampai",
                Tanda::Butir => self.tunggal(i, 2) || unsur(dua),
            };
        }
        // "Pasal 3, Pasal 4": a comma joins too.
        p.ends_with(',') && (unsur(dua) || tanda == Tanda::Ayat && unsur(p))
    }

    /// Is this the number that ends its line, after a word that began it?
    pub(super) fn sendiri(&self, i: usize, panjang: usize) -> bool {
        let awal = self.kata.get(i).is_some_and(|k| k.awal);
        awal && self.kata.get(i + panjang).is_none_or(|k| k.awal)
    }

    /// Does a heading of a part or an article begin at word `i`?
    pub(super) fn judul_mulai(&self, i: usize) -> bool {
        let Some(k) = self.kata.get(i) else { return true };
        let berikut = self.kata.get(i + 1).map(|k| k.teks.as_ref()).unwrap_or_default();
        match k.teks.as_ref() {
            "Bagian" | "BAGIAN" => penanda::ke(self.kata, i + 1).is_some(),
            "Paragraf" | "PARAGRAF" => {
                penanda::angka_kabur(berikut).is_some() || penanda::ke(self.kata, i + 1).is_some()
            }
            t => penanda::kata_pasal(t) && penanda::nomor_pasal(berikut).is_some(),
        }
    }
}

/// Words that join items or citations.
pub(super) fn penghubung(kata: &str) -> bool {
    matches!(
        kata,
        "dan" | "atau" | "dan/atau" | "serta" | "maupun" | "sampai" | "s.d" | "dengan"
    )
}
