//! Lists: letters and numbers, one inside the other. A mark continues the innermost list that waits for it; only a first one opens
//! a list. Indonesian drafting goes a. → 1. → a) → 1), four deep; three times that is still followed, deeper is kept as text.

use super::{Penyusun, tempat::Tanda};
use crate::{
    model::{Jenis, Ruang},
    penanda::{self, Butir, Gaya},
    temuan::{JenisTemuan, Tingkat},
};

/// Deepest nesting of lists.
const MAKS_DALAM: usize = 12;
/// So many letters in a row may be lost; a larger leap is a number in a sentence.
const LOMPAT: u32 = 5;

/// An open list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Daftar {
    gaya: Gaya,
    /// Number of its last item.
    urut: u32,
    /// Its last item.
    pub simpul: usize,
    /// What it stands in.
    induk: usize,
    /// The article and ayat that were open, for lists around quoted articles.
    pub pasal: Option<usize>,
    ayat: Option<usize>,
}

/// What a mark does.
enum Ulah {
    /// Next item of the list at this depth.
    Lanjut(usize),
    /// First item of a new list in this passage.
    Mulai(usize),
}

impl Penyusun<'_, '_> {
    /// An item of a list.
    pub(super) fn butir(&mut self, i: usize) -> Option<usize> {
        let k = self.kata.get(i)?;
        if self.dalam_judul
            || matches!(
                self.simpul.get(self.kini)?.jenis,
                Jenis::Kepala | Jenis::Memutuskan
            )
        {
            return None;
        }
        let bacaan = penanda::butir(&k.teks);
        if bacaan.is_empty() || self.merujuk(i, Tanda::Butir) {
            return None;
        }
        let (b, ulah) = bacaan
            .iter()
            .find_map(|b| Some((b, self.lanjut(i, b)?)))
            .or_else(|| {
                let mulai = |b| Some((b, self.mulai(i, b).or_else(|| self.lompat(i, b))?));
                bacaan.iter().find_map(mulai)
            })?;
        let (dalam, induk) = match ulah {
            Ulah::Lanjut(d) => (d, self.daftar.get(d)?.induk),
            Ulah::Mulai(induk) => (self.daftar.len(), induk),
        };
        if dalam >= MAKS_DALAM {
            if !std::mem::replace(&mut self.terlalu_dalam, true) {
                let pesan = format!(
                    "Daftar bersusun lebih dari {MAKS_DALAM} tingkat; yang lebih dalam dibaca sebagai teks."
                );
                self.catatan
                    .catat(JenisTemuan::TerlaluDalam, Tingkat::Ragu, k.baris, None, pesan);
            }
            return None;
        }
        self.pasang(i, b, dalam, induk);
        Some(1)
    }

    fn pasang(&mut self, i: usize, b: &Butir, dalam: usize, induk: usize) {
        let lama = self.daftar.get(dalam).copied();
        self.daftar.truncate(dalam);
        if let Some(lama) = lama {
            (self.pasal, self.ayat) = (lama.pasal, lama.ayat);
            if b.urut > lama.urut + 1 {
                self.sisipkan(lama, b.urut);
            }
        }
        let simpul = self.item(b.gaya, b.urut, i..i + 1, induk);
        let (pasal, ayat) = (self.pasal, self.ayat);
        self.daftar.push(Daftar {
            gaya: b.gaya,
            urut: b.urut,
            simpul,
            induk,
            pasal,
            ayat,
        });
        self.kini = simpul;
        if b.telanjang {
            self.gantung = (
                self.gantung.0 + 1,
                if self.gantung.0 == 0 {
                    self.kata.get(i).map_or(0, |k| k.baris)
                } else {
                    self.gantung.1
                },
            );
        }
        if b.kabur {
            let label = if b.gaya.huruf() {
                penanda::tulis_huruf(b.urut)
            } else {
                b.urut.to_string()
            };
            self.lapor_kabur(simpul, i, &label);
        }
        self.sisa(i, b.panjang);
    }

    fn item(&mut self, gaya: Gaya, urut: u32, penanda: std::ops::Range<usize>, induk: usize) -> usize {
        if gaya.huruf() {
            self.buka(
                Jenis::Huruf,
                penanda::tulis_huruf(urut),
                urut,
                penanda,
                Some(induk),
            )
        } else {
            self.buka(Jenis::Angka, urut.to_string(), urut, penanda, Some(induk))
        }
    }

    /// The lists of this article end. Those around a quoted article do not.
    pub(super) fn tutup_daftar(&mut self) {
        let pasal = self.pasal;
        self.daftar.retain(|d| d.pasal != pasal);
    }

    /// The innermost list of this kind in this article.
    fn sejenis(&self, gaya: Gaya) -> Option<usize> {
        self.daftar
            .iter()
            .rposition(|d| d.gaya == gaya && d.pasal == self.pasal)
    }

    /// May a mark stand here: at the start of a line, or where one item ends and the next begins?
    fn layak(&self, i: usize, b: &Butir) -> bool {
        let Some(k) = self.kata.get(i) else { return false };
        let batas = self.akhir_kalimat(i) || self.sambung_butir(i);
        if b.telanjang {
            // A letter alone is a mark only when it hangs: last of its line, or first of one, or before a label like "Ketua :".
            return batas
                && !self.sebelum(i, 1).ends_with('.')
                && (k.awal || k.akhir || self.kata.get(i + 1).is_some_and(|n| n.awal));
        }
        k.awal || batas || self.sebelum(i, 1).ends_with(',')
    }

    /// Continues the innermost list that waits for it.
    fn lanjut(&self, i: usize, b: &Butir) -> Option<Ulah> {
        // A colon promises a new list; a misprint is not believed against it.
        if !self.layak(i, b) || b.kabur && self.sebelum(i, 1).ends_with(':') {
            return None;
        }
        let d = self
            .daftar
            .iter()
            .rposition(|d| d.gaya == b.gaya && d.urut + 1 == b.urut)?;
        Some(Ulah::Lanjut(d))
    }

    /// Opens a list.
    fn mulai(&self, i: usize, b: &Butir) -> Option<Ulah> {
        let titik_dua = self.sebelum(i, 1).ends_with(':');
        // "Menimbang : a." has its colon in the mark before.
        let dibuka = self.ruang == Ruang::Pembukaan && self.petik.get(self.kini).is_some_and(Vec::is_empty);
        let di_awal = self.kata.get(i)?.awal && !b.kabur && (!b.telanjang || self.sambung_butir(i));
        let pertama = self.layak(i, b) && (titik_dua || di_awal) || dibuka && !b.kabur && !b.telanjang;
        if b.urut != 1 || !pertama {
            return None;
        }
        // The same kind of list begins anew without a colon: it stands beside the old one, not inside it.
        let ulang = if titik_dua { None } else { self.sejenis(b.gaya) };
        Some(ulang.map_or(Ulah::Mulai(self.kini), Ulah::Lanjut))
    }

    /// At the start of a line: an item before it was lost, or a number was printed twice.
    fn lompat(&self, i: usize, b: &Butir) -> Option<Ulah> {
        let k = self.kata.get(i).filter(|k| k.awal)?;
        if b.telanjang || b.kabur {
            return None;
        }
        let selesai = self.akhir_kalimat(i) || self.sambung_butir(i);
        match self.sejenis(b.gaya) {
            Some(n) => {
                let akhir = self.daftar.get(n)?.urut;
                let maju = b.urut > akhir && b.urut - akhir <= LOMPAT && (selesai || k.butir || k.alinea);
                let mundur = b.urut <= akhir && selesai;
                (maju || mundur).then_some(Ulah::Lanjut(n))
            }
            None => (b.urut <= LOMPAT && self.sebelum(i, 1).ends_with([':', ';']))
                .then_some(Ulah::Mulai(self.kini)),
        }
    }

    /// Letters are missing between two items. If the first holds exactly as many further lines as there are letters missing, each
    /// after a semicolon, then those lines are the missing items: only their letters were lost.
    fn sisipkan(&mut self, lama: Daftar, urut: u32) {
        let Some(petik) = self.petik.get(lama.simpul) else {
            return;
        };
        let mulai: Vec<usize> = (1..petik.len())
            .filter(|n| {
                petik.get(*n).is_some_and(|p| {
                    let titik_koma = self.sebelum(p.kata, 1).ends_with(';') || self.sambung_butir(p.kata);
                    self.kata.get(p.kata).is_some_and(|k| k.awal) && titik_koma
                })
            })
            .collect();
        let hilang = usize::try_from(urut - lama.urut - 1).unwrap_or_default();
        if mulai.len() != hilang || self.simpul.len() != lama.simpul + 1 {
            return;
        }
        let mut sisa = self.petik.get(lama.simpul).cloned().unwrap_or_default();
        let mut potong = Vec::new();
        for m in mulai.iter().rev() {
            potong.push(sisa.split_off(*m));
        }
        if let Some(p) = self.petik.get_mut(lama.simpul) {
            *p = sisa;
        }
        for (n, petik) in (lama.urut + 1..urut).zip(potong.into_iter().rev()) {
            let baris = petik
                .first()
                .and_then(|p| self.kata.get(p.kata))
                .map_or(0, |k| k.baris);
            let s = self.item(lama.gaya, n, 0..0, lama.induk);
            if let (Some(p), Some(simpul)) = (self.petik.get_mut(s), self.simpul.get_mut(s)) {
                *p = petik;
                simpul.baris.dari = baris;
                simpul.baris.sampai = baris;
                let pesan = format!(
                    "Penanda {} {} tidak tercetak; baris ini dibaca sebagai isinya.",
                    simpul.jenis.nama(),
                    simpul.label
                );
                self.catatan.catat(
                    JenisTemuan::PenandaHilang,
                    Tingkat::Ragu,
                    baris,
                    Some(&simpul.alamat),
                    pesan,
                );
            }
        }
    }
}
