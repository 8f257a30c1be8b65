//! Builds the regulation out of its words, in one pass. At each word the question is: does it open something here? A mark is
//! believed by its place: the number that is due, the start of a line, the colon or semicolon before it. "Pasal 14" after "Pasal 13
//! dan" is a reference; "(2)" after "ayat" is one too. What opens nothing is text of the passage that is open.

mod daftar;
mod kelompok;
mod pasal;
mod penjelasan;
mod rangkai;
mod tempat;

use std::collections::HashMap;

use crate::{
    kata::{Kata, polos},
    model::{Baris, Jenis, Ruang, Simpul},
    penanda,
    susun::daftar::Daftar,
    temuan::{Catatan, JenisTemuan, Tingkat},
};

/// A word as part of a passage.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Petik {
    /// Which word.
    pub kata: usize,
    /// From which byte on: a number may be glued before it.
    pub dari: usize,
    /// Its first character is a 1 that stands for an I.
    pub satu_jadi_i: bool,
}

/// The passages, with the words of each.
pub(crate) struct Susunan {
    pub simpul: Vec<Simpul>,
    pub petik: Vec<Vec<Petik>>,
}

/// A regulation of a thousand pages has some twenty thousand passages; noise must not fill the memory.
const MAKS_SIMPUL: usize = 200_000;

/// Where we are.
pub(super) struct Penyusun<'k, 'a> {
    kata: &'k [Kata<'a>],
    simpul: Vec<Simpul>,
    petik: Vec<Vec<Petik>>,
    judul: Vec<Vec<Petik>>,
    alamat: HashMap<String, u32>,
    catatan: &'k mut Catatan,
    ruang: Ruang,
    /// The passage that takes the next word.
    kini: usize,
    /// The next word belongs to the title of `kini`.
    dalam_judul: bool,
    bab: Option<usize>,
    bagian: Option<usize>,
    paragraf: Option<usize>,
    pasal: Option<usize>,
    ayat: Option<usize>,
    /// Open lists, outermost first.
    daftar: Vec<Daftar>,
    bab_akhir: u32,
    pasal_akhir: u32,
    /// Articles of an amending regulation have Roman numbers; those with Arabic ones are quoted in them.
    perubahan: bool,
    /// The article that is not a quotation.
    pasal_luar: Option<usize>,
    /// Letters that hung at line ends: how many, and the line of the first.
    gantung: (usize, usize),
    /// Lines that begin in the middle of a sentence.
    terputus: Vec<(usize, usize)>,
    terlalu_dalam: bool,
    /// How many loose sentences each passage has.
    alinea: HashMap<Option<usize>, u32>,
}

/// Puts the words into passages. O(words).
pub(crate) fn susun(kata: &[Kata<'_>], catatan: &mut Catatan) -> Susunan {
    let mut p = Penyusun {
        kata,
        simpul: Vec::new(),
        petik: Vec::new(),
        judul: Vec::new(),
        alamat: HashMap::new(),
        catatan,
        ruang: Ruang::Pembukaan,
        kini: 0,
        dalam_judul: false,
        bab: None,
        bagian: None,
        paragraf: None,
        pasal: None,
        ayat: None,
        daftar: Vec::new(),
        bab_akhir: 0,
        pasal_akhir: 0,
        perubahan: false,
        pasal_luar: None,
        gantung: (0, 0),
        terputus: Vec::new(),
        terlalu_dalam: false,
        alinea: HashMap::new(),
    };
    p.kini = p.buka(Jenis::Kepala, String::new(), 0, 0..0, None);
    let mut i = 0;
    while i < kata.len() {
        i += p.langkah(i).max(1);
    }
    p.selesai()
}

impl Penyusun<'_, '_> {
    /// What word `i` does; the number of words it takes.
    fn langkah(&mut self, i: usize) -> usize {
        if self.simpul.len() >= MAKS_SIMPUL {
            if !std::mem::replace(&mut self.terlalu_dalam, true) {
                let baris = self.kata.get(i).map_or(0, |k| k.baris);
                let pesan =
                    format!("Lebih dari {MAKS_SIMPUL} ketentuan; mulai baris ini dibaca sebagai teks.");
                self.catatan
                    .catat(JenisTemuan::TerlaluDalam, Tingkat::Ragu, baris, None, pesan);
            }
            self.teks(i);
            return 1;
        }
        let dibuka = match self.ruang {
            Ruang::Pembukaan => self
                .pembukaan(i)
                .or_else(|| self.kelompok(i))
                .or_else(|| self.pasal(i))
                .or_else(|| self.butir(i)),
            Ruang::Batang => self
                .akhir_batang(i)
                .or_else(|| self.kelompok(i))
                .or_else(|| self.pasal(i))
                .or_else(|| self.ayat(i))
                .or_else(|| self.butir(i)),
            Ruang::Penutup => self.sesudah(i),
            Ruang::Penjelasan => self.sesudah(i).or_else(|| self.penjelasan(i)),
            Ruang::Lampiran => self.sesudah(i),
        };
        dibuka.unwrap_or_else(|| {
            self.teks(i);
            1
        })
    }

    /// Word `i` opens nothing: it is text.
    fn teks(&mut self, i: usize) {
        let Some(k) = self.kata.get(i) else { return };
        let sebelum = self.akhir_kalimat(i);
        if self.ruang == Ruang::Batang && k.awal {
            let besar = k.teks.starts_with(char::is_uppercase);
            if self.dalam_judul && (sebelum || self.judul.get(self.kini).is_some_and(|j| j.len() > 40)) {
                // Sentences are no title: an article's heading is missing here.
                self.alinea_baru(i, Some(self.kini));
            } else if !self.daftar.is_empty() && besar && sebelum && (k.alinea || k.butir) {
                let induk = self.ayat.or(self.pasal);
                self.tutup_daftar();
                self.alinea_baru(i, induk);
            } else if !besar
                && !sebelum
                && !self.dalam_judul
                && self.petik.get(self.kini).is_some_and(|p| !p.is_empty())
            {
                self.terputus.push((k.baris, self.kini));
            }
        }
        self.taruh(Petik {
            kata: i,
            dari: 0,
            satu_jadi_i: false,
        });
    }

    fn taruh(&mut self, p: Petik) {
        let wadah = if self.dalam_judul {
            &mut self.judul
        } else {
            &mut self.petik
        };
        if let Some(w) = wadah.get_mut(self.kini) {
            w.push(p);
        }
    }

    fn alinea_baru(&mut self, i: usize, induk: Option<usize>) {
        self.dalam_judul = false;
        let urut = self.alinea.entry(induk).or_default();
        *urut += 1;
        let urut = *urut;
        if self.pasal.is_none() {
            let baris = self.kata.get(i).map_or(0, |k| k.baris);
            let pesan = "Kalimat ini tidak berada di bawah pasal; mungkin judul pasalnya hilang.".into();
            let alamat = induk.and_then(|n| self.simpul.get(n)).map(|s| s.alamat.clone());
            self.catatan.catat(
                JenisTemuan::TeksTanpaPasal,
                Tingkat::Salah,
                baris,
                alamat.as_deref(),
                pesan,
            );
        }
        self.kini = self.buka(Jenis::Alinea, urut.to_string(), urut, i..i, induk);
    }

    /// "Menimbang", "Mengingat", "MEMUTUSKAN", "Menetapkan".
    fn pembukaan(&mut self, i: usize) -> Option<usize> {
        let k = self.kata.get(i)?;
        let berikut = self.kata.get(i + 1).map(|k| k.teks.as_ref()).unwrap_or_default();
        let titik_dua = k.teks.ends_with(':') || berikut.starts_with(':');
        if !k.awal && !titik_dua {
            return None;
        }
        let jenis = match (polos(&k.teks).as_str(), polos(berikut).as_str()) {
            ("menimbang", _) => Jenis::Menimbang,
            ("mengingat", _) => Jenis::Mengingat,
            ("memperhatikan", _) => Jenis::Memperhatikan,
            ("memutuskan", _) => Jenis::Memutuskan,
            ("menetapkan", _) if k.teks.starts_with('M') => Jenis::Menetapkan,
            ("dengan", "persetujuan") => Jenis::Persetujuan,
            _ => return None,
        };
        let panjang = if berikut == ":" && jenis != Jenis::Persetujuan {
            2
        } else {
            1
        };
        let panjang_tanda = if jenis == Jenis::Persetujuan { 0 } else { panjang };
        self.daftar.clear();
        self.kini = self.buka(jenis, String::new(), 0, i..i + panjang_tanda, None);
        if jenis == Jenis::Persetujuan {
            self.taruh(Petik {
                kata: i,
                dari: 0,
                satu_jadi_i: false,
            });
        }
        Some(panjang)
    }

    /// Where the articles end.
    fn akhir_batang(&mut self, i: usize) -> Option<usize> {
        let k = self.kata.get(i).filter(|k| k.awal)?;
        let awal: Vec<&str> = self
            .kata
            .iter()
            .skip(i)
            .take(3)
            .map(|k| k.teks.as_ref())
            .collect();
        if penanda::baris_penutup(&(awal.join(" ") + " ")) {
            self.masuk(Ruang::Penutup, Jenis::Penutup, i..i);
            self.taruh(Petik {
                kata: i,
                dari: 0,
                satu_jadi_i: false,
            });
            return Some(1);
        }
        (k.teks.starts_with("PENJELASAN") || k.teks.starts_with("LAMPIRAN"))
            .then(|| self.sesudah(i))
            .flatten()
    }

    /// Elucidation, annexes, and the gazette's line below the elucidation.
    fn sesudah(&mut self, i: usize) -> Option<usize> {
        let k = self.kata.get(i).filter(|k| k.awal)?;
        let berikut = self.kata.get(i + 1);
        match k.teks.as_ref() {
            "PENJELASAN"
                if self.ruang != Ruang::Lampiran
                    && (k.akhir || berikut.is_some_and(|b| b.teks == "ATAS")) =>
            {
                self.masuk(Ruang::Penjelasan, Jenis::Penjelasan, i..i + 1);
                Some(1)
            }
            "LAMPIRAN" => {
                let nomor =
                    berikut.and_then(|b| penanda::romawi(&b.teks).or_else(|| penanda::angka(&b.teks)));
                let panjang = 1 + usize::from(nomor.is_some());
                self.masuk(Ruang::Lampiran, Jenis::Lampiran, i..i + panjang);
                if let (Some(n), Some(s)) = (nomor, self.simpul.get_mut(self.kini)) {
                    (s.label, s.urut) = (n.to_string(), n);
                }
                Some(panjang)
            }
            "TAMBAHAN"
                if self.ruang == Ruang::Penjelasan
                    && berikut.is_some_and(|b| matches!(polos(&b.teks).as_str(), "lembaran" | "berita")) =>
            {
                self.masuk(Ruang::Penutup, Jenis::Penutup, i..i);
                None
            }
            _ => None,
        }
    }

    fn masuk(&mut self, ruang: Ruang, jenis: Jenis, penanda: std::ops::Range<usize>) {
        self.ruang = ruang;
        self.dalam_judul = false;
        (self.bab, self.bagian, self.paragraf, self.pasal, self.ayat) = (None, None, None, None, None);
        self.daftar.clear();
        self.kini = self.buka(jenis, String::new(), 0, penanda, None);
    }

    /// A new passage; its address is made unique.
    fn buka(
        &mut self,
        jenis: Jenis,
        label: String,
        urut: u32,
        penanda: std::ops::Range<usize>,
        induk: Option<usize>,
    ) -> usize {
        let ruas = if label.is_empty() {
            jenis.nama().to_owned()
        } else {
            format!("{}-{}", jenis.nama(), label.to_lowercase())
        };
        let atas = induk.and_then(|n| self.simpul.get(n));
        let dasar = match (jenis, atas) {
            (Jenis::Pasal, Some(s)) if s.jenis.pengelompok() => ruas,
            (_, Some(s)) => format!("{}-{ruas}", s.alamat),
            (_, None) => ruas,
        };
        let kali = self.alamat.entry(dasar.clone()).or_default();
        *kali += 1;
        let alamat = if *kali == 1 {
            dasar
        } else {
            format!("{dasar}-ke-{kali}")
        };
        let baris = self.kata.get(penanda.start).map_or(1, |k| k.baris);
        let kata: Vec<&str> = self
            .kata
            .get(penanda)
            .unwrap_or_default()
            .iter()
            .map(|k| k.teks.as_ref())
            .collect();
        self.simpul.push(Simpul {
            jenis,
            ruang: self.ruang,
            alamat,
            label,
            urut,
            sisipan: None,
            penanda: kata.join(" "),
            judul: None,
            teks: String::new(),
            baris: Baris {
                dari: baris,
                sampai: baris,
            },
            induk,
        });
        self.petik.push(Vec::new());
        self.judul.push(Vec::new());
        self.simpul.len() - 1
    }
}
