//! Headings of what groups articles: BAB, Bagian, Paragraf, with their titles.

use super::{Penyusun, Petik, tempat::Tanda};
use crate::{
    model::{Jenis, Ruang},
    penanda,
    temuan::{Alasan, JenisTemuan, Tingkat},
};

/// A heading as read.
struct Kelompok {
    jenis: Jenis,
    urut: u32,
    /// Words it takes.
    panjang: usize,
    /// Its number was misread by the scanner.
    kabur: bool,
}

impl Penyusun<'_, '_> {
    /// BAB, Bagian, Paragraf.
    pub(super) fn kelompok(&mut self, i: usize) -> Option<usize> {
        let t = self.tanda_kelompok(i)?;
        // Parts stand in chapters; before the first chapter they are words of a title.
        if self.ruang == Ruang::Pembukaan && t.jenis != Jenis::Bab {
            return None;
        }
        if self.merujuk(i, Tanda::Judul) && !self.dalam_judul {
            return None;
        }
        let tanpa_judul = self.judul_mulai(i + t.panjang);
        let awal = self.kata.get(i).is_some_and(|k| k.awal);
        let besar = self
            .kata
            .get(i + t.panjang)
            .is_some_and(|k| k.teks.starts_with(char::is_uppercase));
        // In running text: only the chapter that is due, or what a capitalised title or an article follows.
        let layak = if t.jenis == Jenis::Bab {
            t.urut == self.bab_akhir + 1
        } else {
            tanpa_judul || besar
        };
        if !awal && !self.dalam_judul && !layak {
            return None;
        }
        if !self.kembar(i, t.jenis, t.urut, t.panjang) {
            let depan = self.judul_di_depan(i, t.jenis, tanpa_judul);
            self.buka_kelompok(i, &t, depan);
        }
        Some(t.panjang)
    }

    /// The heading that word `i` could begin.
    fn tanda_kelompok(&self, i: usize) -> Option<Kelompok> {
        let k = self.kata.get(i)?;
        let berikut = self.kata.get(i + 1)?.teks.as_ref();
        let tanda = |jenis, (urut, kabur), panjang| Kelompok {
            jenis,
            urut,
            panjang,
            kabur,
        };
        let kata = |jenis| penanda::ke(self.kata, i + 1).map(|(n, p)| tanda(jenis, (n, false), 1 + p));
        match k.teks.as_ref() {
            "Bab" if !self.sendiri(i, 2) => None,
            "BAB" | "Bab" => penanda::nomor_bab(berikut, self.bab_akhir + 1).map(|n| tanda(Jenis::Bab, n, 2)),
            "Bagian" | "BAGIAN" => kata(Jenis::Bagian),
            "Paragraf" | "PARAGRAF" => penanda::angka_kabur(berikut)
                .map(|n| tanda(Jenis::Paragraf, n, 2))
                .or_else(|| kata(Jenis::Paragraf)),
            _ => None,
        }
    }

    fn buka_kelompok(&mut self, i: usize, t: &Kelompok, depan: Vec<Petik>) {
        let induk = match t.jenis {
            Jenis::Bab => None,
            Jenis::Bagian => self.bab,
            _ => self.bagian.or(self.bab),
        };
        self.ruang = Ruang::Batang;
        let n = self.buka(t.jenis, t.urut.to_string(), t.urut, i..i + t.panjang, induk);
        let label = if t.jenis == Jenis::Bab {
            penanda::tulis_romawi(t.urut)
        } else {
            t.urut.to_string()
        };
        if t.kabur {
            self.lapor_kabur(n, i + 1, &label);
        }
        if let Some(s) = self.simpul.get_mut(n) {
            s.label = label;
            if !depan.is_empty() {
                let pesan = "Judul tercetak sebelum nomornya; sudah dipasangkan.".into();
                self.catatan.catat(
                    JenisTemuan::JudulTerbalik,
                    Tingkat::Ragu,
                    s.baris.dari,
                    Some(&s.alamat),
                    pesan,
                );
            }
        }
        if let Some(j) = self.judul.get_mut(n) {
            *j = depan;
        }
        match t.jenis {
            Jenis::Bab => {
                (self.bab, self.bagian, self.paragraf, self.bab_akhir) = (Some(n), None, None, t.urut)
            }
            Jenis::Bagian => (self.bagian, self.paragraf) = (Some(n), None),
            _ => self.paragraf = Some(n),
        }
        (self.pasal, self.ayat) = (None, None);
        self.daftar.clear();
        (self.kini, self.dalam_judul) = (n, true);
    }

    /// A heading right behind itself, nothing between: the first was a catch-word. The second is put on record and not opened again.
    pub(super) fn kembar(&mut self, i: usize, jenis: Jenis, urut: u32, panjang: usize) -> bool {
        let kosong = |w: &Vec<Vec<Petik>>| w.get(self.kini).is_none_or(Vec::is_empty);
        let sama = self
            .simpul
            .get(self.kini)
            .is_some_and(|s| s.jenis == jenis && s.urut == urut && s.sisipan.is_none());
        let (Some(k), true) = (
            self.kata.get(i),
            sama && kosong(&self.petik) && kosong(&self.judul),
        ) else {
            return false;
        };
        let kata: Vec<&str> = self
            .kata
            .iter()
            .skip(i)
            .take(panjang)
            .map(|k| k.teks.as_ref())
            .collect();
        let teks = kata.join(" ");
        self.catatan.buang(k.baris, &teks, Alasan::KataAlih);
        self.catatan.catat(
            JenisTemuan::KataAlih,
            Tingkat::Info,
            k.baris,
            None,
            format!("Kata alih halaman “{teks}” dilepas."),
        );
        true
    }

    /// Words of a title that were printed before their heading: taken back from the text they ran into. A chapter's are in capitals;
    /// those of a part are capitalised, reach back to the start of a line, and are looked for only where none follow.
    fn judul_di_depan(&mut self, i: usize, jenis: Jenis, tanpa_judul: bool) -> Vec<Petik> {
        let awal = self.kata.get(i).is_some_and(|k| k.awal);
        if self.dalam_judul || self.ruang != Ruang::Batang || (!tanpa_judul && (awal || jenis != Jenis::Bab))
        {
            return Vec::new();
        }
        let Some(petik) = self.petik.get(self.kini) else {
            return Vec::new();
        };
        let mut mulai = petik.len();
        while let Some(k) = mulai
            .checked_sub(1)
            .and_then(|m| petik.get(m))
            .and_then(|p| self.kata.get(p.kata))
        {
            let kapital = k.teks.chars().any(char::is_alphabetic) && !k.teks.chars().any(char::is_lowercase);
            let sambung = matches!(
                k.teks.as_ref(),
                "dan" | "di" | "dalam" | "atau" | "untuk" | "pada" | "serta" | "dan/atau"
            );
            let cocok = if jenis == Jenis::Bab {
                kapital
            } else {
                sambung || k.teks.starts_with(char::is_uppercase)
            };
            if !cocok || k.teks.ends_with(['.', ';', ':']) || petik.len() - mulai > 20 {
                break;
            }
            mulai -= 1;
            if k.awal && jenis != Jenis::Bab {
                break;
            }
        }
        let pertama = petik.get(mulai).and_then(|p| self.kata.get(p.kata));
        let cukup = petik.len() - mulai >= 2 && (jenis == Jenis::Bab || pertama.is_some_and(|k| k.awal));
        // The text before it must not be left empty: then these words are the text.
        if !cukup
            || (mulai == 0
                && self
                    .simpul
                    .get(self.kini)
                    .is_none_or(|s| s.jenis != Jenis::Alinea))
        {
            return Vec::new();
        }
        self.petik
            .get_mut(self.kini)
            .map(|p| p.split_off(mulai))
            .unwrap_or_default()
    }
}
