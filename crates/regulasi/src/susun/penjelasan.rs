//! The elucidation: a general part, then article by article, with "Ayat (1)", "Huruf a", "Angka 1" as headings on lines of their own.

use super::{Penyusun, tempat::Tanda};
use crate::{
    kata::polos,
    model::Jenis,
    penanda::{self, kata_pasal},
};

impl Penyusun<'_, '_> {
    /// A heading of the elucidation.
    pub(super) fn penjelasan(&mut self, i: usize) -> Option<usize> {
        let k = self.kata.get(i).filter(|k| k.awal)?;
        let berikut = self.kata.get(i + 1).map(|k| k.teks.as_ref()).unwrap_or_default();
        let akar = self.akar_penjelasan()?;
        // "I. UMUM" and "II. PASAL DEMI PASAL", with or without their numbers.
        let nomor = usize::from(
            penanda::romawi(k.teks.trim_end_matches('.')).is_some()
                || matches!(k.teks.as_ref(), "A." | "B." | "1." | "2."),
        );
        let kata: Vec<String> = self
            .kata
            .iter()
            .skip(i + nomor)
            .take(3)
            .map(|k| polos(&k.teks))
            .collect();
        let kata: Vec<&str> = kata.iter().map(String::as_str).collect();
        if kata.first() == Some(&"umum")
            && self.sendiri(i, nomor + 1)
            && self
                .kata
                .get(i + nomor)
                .is_some_and(|k| k.teks.starts_with("UMUM"))
        {
            self.ayat = None;
            self.kini = self.buka(Jenis::Umum, String::new(), 0, i..i + nomor + 1, Some(akar));
            return Some(nomor + 1);
        }
        if kata == ["pasal", "demi", "pasal"] {
            self.kini = akar;
            for n in i..i + nomor + 3 {
                self.taruh(super::Petik {
                    kata: n,
                    dari: 0,
                    satu_jadi_i: false,
                });
            }
            return Some(nomor + 3);
        }
        // "… demi Pasal" ends a heading, not a citation.
        if self.merujuk(i, Tanda::Judul) && polos(self.sebelum(i, 2)) != "demi" {
            return None;
        }
        let bebas = |n: usize| {
            self.kata
                .get(i + n)
                .is_none_or(|k| k.awal || matches!(polos(&k.teks).as_str(), "cukup" | "yang"))
        };
        if kata_pasal(&k.teks)
            && bebas(2)
            && let Some(n) = penanda::nomor_pasal(berikut)
        {
            let label = if n.romawi {
                penanda::tulis_romawi(n.urut)
            } else {
                format!("{}{}", n.urut, n.sisipan.as_deref().unwrap_or_default())
            };
            let s = self.buka(Jenis::Pasal, label, n.urut, i..i + 2, Some(akar));
            if let Some(s) = self.simpul.get_mut(s) {
                s.sisipan = n.sisipan;
            }
            (self.kini, self.pasal, self.ayat) = (s, Some(s), None);
            return Some(2);
        }
        let pasal = self.pasal.filter(|_| bebas(2))?;
        let (jenis, label, urut, induk) = match k.teks.as_ref() {
            "Ayat" => penanda::ayat(berikut).map(|(n, ..)| (Jenis::Ayat, n.to_string(), n, pasal))?,
            "Huruf" => penanda::huruf(berikut.trim_end_matches('.')).map(|n| {
                (
                    Jenis::Huruf,
                    penanda::tulis_huruf(n),
                    n,
                    self.ayat.unwrap_or(pasal),
                )
            })?,
            "Angka" => {
                let n = penanda::angka(berikut.trim_end_matches('.'))?;
                let kini = self.simpul.get(self.kini)?;
                // An item below the letter just explained, or below the ayat.
                let induk = match kini.jenis {
                    Jenis::Huruf => self.kini,
                    Jenis::Angka => kini.induk.unwrap_or(pasal),
                    _ => self.ayat.unwrap_or(pasal),
                };
                (Jenis::Angka, n.to_string(), n, induk)
            }
            _ => return None,
        };
        let s = self.buka(jenis, label, urut, i..i + 2, Some(induk));
        self.kini = s;
        if jenis == Jenis::Ayat {
            self.ayat = Some(s);
        }
        Some(2)
    }

    /// The passage "PENJELASAN" that is open.
    fn akar_penjelasan(&self) -> Option<usize> {
        let mut n = self.kini;
        loop {
            match self.simpul.get(n)?.induk {
                Some(atas) => n = atas,
                None => return Some(n),
            }
        }
    }
}
