//! Articles and their ayat.

use super::{Penyusun, Petik, tempat::Tanda};
use crate::{
    kata::polos,
    model::{Jenis, Ruang},
    penanda::{self, kata_pasal},
    temuan::{JenisTemuan, Tingkat},
};

/// A number further ahead than this is no article that follows, but a number in a text.
const LOMPAT: u32 = 200;

impl Penyusun<'_, '_> {
    /// An article.
    pub(super) fn pasal(&mut self, i: usize) -> Option<usize> {
        if !kata_pasal(&self.kata.get(i)?.teks) {
            return None;
        }
        let nomor_teks = &self.kata.get(i + 1)?.teks;
        let n = penanda::nomor_pasal(nomor_teks)?;
        if !self.pasal_di_sini(i, &n) {
            return None;
        }
        if n.sisipan.is_none() && self.kembar(i, Jenis::Pasal, n.urut, 2) {
            return Some(2);
        }
        let kutipan = self.perubahan && !n.romawi;
        if kutipan {
            // Lists of the article quoted before are done; the list of changes around it goes on.
            let luar = self.pasal_luar;
            self.daftar.retain(|d| d.pasal == luar);
        }
        let induk = if kutipan {
            self.daftar.last().map(|d| d.simpul).or(self.pasal_luar)
        } else {
            self.paragraf.or(self.bagian).or(self.bab)
        };
        self.ruang = Ruang::Batang;
        let label = if n.romawi {
            penanda::tulis_romawi(n.urut)
        } else {
            format!("{}{}", n.urut, n.sisipan.as_deref().unwrap_or_default())
        };
        let s = self.buka(Jenis::Pasal, label, n.urut, i..i + 2, induk);
        if let Some(s) = self.simpul.get_mut(s) {
            s.sisipan = n.sisipan;
        }
        if n.kabur {
            self.lapor_kabur(s, i + 1, &n.urut.to_string());
        }
        if !kutipan {
            self.daftar.clear();
            self.pasal_akhir = n.urut;
            self.perubahan |= n.romawi;
            self.pasal_luar = Some(s);
        }
        (self.kini, self.dalam_judul, self.pasal, self.ayat) = (s, false, Some(s), None);
        Some(2)
    }

    /// Is "Pasal 12" here a heading, or a reference?
    fn pasal_di_sini(&self, i: usize, n: &penanda::NomorPasal) -> bool {
        let Some(nomor) = self.kata.get(i + 1) else {
            return false;
        };
        let sendiri = self.sendiri(i, 2);
        let awal = self.kata.get(i).is_some_and(|k| k.awal);
        if nomor.teks.ends_with(['.', ':']) && !sendiri {
            return false;
        }
        let sesudah = self.kata.get(i + 2).map(|k| k.teks.as_ref()).unwrap_or_default();
        let ayat_satu = penanda::ayat(sesudah).is_some_and(|(n, ..)| n == 1);
        let lanjut = matches!(
            polos(sesudah).as_str(),
            "ayat"
                | "huruf"
                | "angka"
                | "dan"
                | "atau"
                | "dan/atau"
                | "sampai"
                | "serta"
                | "s.d"
                | "ini"
                | "jo"
        );
        if lanjut && !ayat_satu || n.urut == 0 || n.urut > self.pasal_akhir.saturating_add(LOMPAT) {
            return false;
        }
        // Roman numbers head articles only in amending regulations, and there from the first one on.
        if n.romawi && (!sendiri || self.pasal_akhir > 0 && !self.perubahan) {
            return false;
        }
        if self.dalam_judul {
            return true;
        }
        if self.merujuk(i, Tanda::Judul) {
            return false;
        }
        if self.perubahan && !n.romawi {
            return sendiri;
        }
        let giliran = n.urut == self.pasal_akhir + 1 || n.sisipan.is_some() && n.urut == self.pasal_akhir;
        let besar = sesudah.starts_with(char::is_uppercase) || ayat_satu;
        let pembukaan = self.ruang == Ruang::Pembukaan;
        match (awal, giliran) {
            (true, true) => sendiri || besar,
            (true, false) => sendiri || ayat_satu && !pembukaan,
            // Inside a line: a sentence has ended, or the first ayat follows at once.
            (false, true) => !pembukaan && (ayat_satu || besar && self.akhir_kalimat(i)),
            (false, false) => false,
        }
    }

    /// An ayat of the article that is open.
    pub(super) fn ayat(&mut self, i: usize) -> Option<usize> {
        let k = self.kata.get(i)?;
        let (n, panjang, kabur) = penanda::ayat(&k.teks)?;
        let lekat = panjang < k.teks.len();
        let akhir = self.ayat.and_then(|a| self.simpul.get(a)).map_or(0, |s| s.urut);
        let giliran = n == akhir + 1;
        let besar = lekat
            || self.kata.get(i + 1).is_some_and(|k| {
                k.teks
                    .starts_with(|c: char| c.is_uppercase() || c == '“' || c == '"')
            });
        if self.merujuk(i, Tanda::Ayat) || kabur && !giliran {
            return None;
        }
        let kosong = self.petik.get(self.kini).is_some_and(Vec::is_empty);
        let layak = if k.awal {
            giliran || (n > akhir && n - akhir <= 20 || n == 1 || k.butir) && (besar || k.butir)
        } else if n == 1 {
            giliran && self.pasal == Some(self.kini) && kosong
        } else {
            giliran && (besar || self.akhir_kalimat(i) || self.sambung_butir(i))
        };
        if !layak || self.pasal.is_none() && !(k.awal && self.dalam_judul && n == 1) && self.ayat.is_none() {
            return None;
        }
        let induk = self
            .pasal
            .or(self.ayat.and_then(|a| self.simpul.get(a)?.induk))
            .unwrap_or(self.kini);
        if self.dalam_judul {
            let alamat = self.simpul.get(induk).map(|s| s.alamat.clone());
            let pesan = "Ayat ini tidak berada di bawah pasal; mungkin judul pasalnya hilang.".into();
            self.catatan.catat(
                JenisTemuan::TeksTanpaPasal,
                Tingkat::Salah,
                k.baris,
                alamat.as_deref(),
                pesan,
            );
            self.dalam_judul = false;
        }
        let s = self.buka(Jenis::Ayat, n.to_string(), n, i..i + 1, Some(induk));
        if kabur {
            self.lapor_kabur(s, i, &format!("({n})"));
        }
        self.tutup_daftar();
        (self.kini, self.ayat) = (s, Some(s));
        self.sisa(i, panjang);
        Some(1)
    }

    /// Text glued to a mark goes to the passage that the mark opened; the mark keeps only itself.
    pub(super) fn sisa(&mut self, i: usize, panjang: usize) {
        let Some(k) = self.kata.get(i) else { return };
        let Some((tanda, sisa)) = k.teks.split_at_checked(panjang).filter(|(_, s)| !s.is_empty()) else {
            return;
        };
        if let Some(s) = self.simpul.get_mut(self.kini) {
            s.penanda = tanda.to_owned();
        }
        let satu_jadi_i = sisa.starts_with('1');
        if satu_jadi_i {
            let baru = sisa.replacen('1', "I", 1);
            let alamat = self.simpul.get(self.kini).map(|s| s.alamat.clone());
            let pesan = format!("“{sisa}” dibaca “{baru}”: angka 1 tercetak untuk huruf I.");
            self.catatan.catat(
                JenisTemuan::KataDiperbaiki,
                Tingkat::Ragu,
                k.baris,
                alamat.as_deref(),
                pesan,
            );
            self.catatan.perbaiki(k.baris, sisa, &baru);
        }
        self.taruh(Petik {
            kata: i,
            dari: panjang,
            satu_jadi_i,
        });
    }

    /// A mark was read otherwise than printed.
    pub(super) fn lapor_kabur(&mut self, n: usize, i: usize, menjadi: &str) {
        let (Some(k), Some(s)) = (self.kata.get(i), self.simpul.get(n)) else {
            return;
        };
        let pesan = format!("“{}” dibaca {menjadi}, menurut urutannya.", k.teks);
        self.catatan.catat(
            JenisTemuan::PenandaDiperbaiki,
            Tingkat::Ragu,
            k.baris,
            Some(&s.alamat),
            pesan,
        );
    }
}
