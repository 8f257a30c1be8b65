//! The end of the pass: words become texts, line ranges are closed, and what concerns the whole is reported.

use super::{Penyusun, Petik, Susunan};
use crate::{
    kata::Kata,
    model::Jenis,
    temuan::{JenisTemuan, Tingkat},
};

impl Penyusun<'_, '_> {
    /// Texts are joined, line ranges closed, and what concerns the whole is reported.
    pub(super) fn selesai(mut self) -> Susunan {
        for n in 0..self.simpul.len() {
            let jenis = self.simpul.get(n).map(|s| s.jenis);
            let teks = rangkai(self.kata, self.petik.get(n), jenis.is_some_and(Jenis::berbaris));
            let judul = rangkai(self.kata, self.judul.get(n), false);
            let semua = self.petik.get(n).into_iter().chain(self.judul.get(n)).flatten();
            let sampai = semua.filter_map(|p| self.kata.get(p.kata)).map(|k| k.baris).max();
            let dari = self
                .judul
                .get(n)
                .and_then(|j| j.first())
                .and_then(|p| self.kata.get(p.kata))
                .map(|k| k.baris);
            if let Some(s) = self.simpul.get_mut(n) {
                s.teks = teks;
                s.judul = (!judul.is_empty()).then(|| judul.replace('\n', " "));
                s.baris.dari = dari.unwrap_or(usize::MAX).min(s.baris.dari);
                s.baris.sampai = sampai.unwrap_or(0).max(s.baris.sampai);
            }
        }
        // Children stand behind their parents, so one walk from the end carries every last line up.
        for n in (0..self.simpul.len()).rev() {
            let Some((induk, sampai)) = self.simpul.get(n).and_then(|s| Some((s.induk?, s.baris.sampai)))
            else {
                continue;
            };
            if let Some(s) = self.simpul.get_mut(induk) {
                s.baris.sampai = s.baris.sampai.max(sampai);
            }
        }
        if self.gantung.0 > 0 {
            let pesan = format!(
                "{} huruf daftar berdiri di akhir baris, terpisah dari teksnya, atau tanpa titik; semuanya dipasangkan dengan teks sesudahnya.",
                self.gantung.0
            );
            self.catatan.catat(
                JenisTemuan::PenandaMenggantung,
                Tingkat::Info,
                self.gantung.1,
                None,
                pesan,
            );
        }
        // Where lines are sentences (their letters hang), a line in the middle of one means that words were lost.
        if self.gantung.0 >= 5 {
            for (baris, n) in &self.terputus {
                let alamat = self.simpul.get(*n).map(|s| s.alamat.as_str());
                let pesan =
                    "Baris ini mulai di tengah kalimat; mungkin ada kata atau titik yang hilang sebelumnya."
                        .into();
                self.catatan
                    .catat(JenisTemuan::KalimatTerputus, Tingkat::Ragu, *baris, alamat, pesan);
            }
        }
        Susunan {
            simpul: self.simpul,
            petik: self.petik,
        }
    }
}

/// The words as text: blanks between them, a line feed where a paragraph ends, or where each line ends.
fn rangkai(kata: &[Kata<'_>], petik: Option<&Vec<Petik>>, berbaris: bool) -> String {
    let mut s = String::new();
    for p in petik.into_iter().flatten() {
        let Some(k) = kata.get(p.kata) else { continue };
        if !s.is_empty() {
            let putus = k.awal && berbaris || k.alinea && s.ends_with(['.', ':', ';']);
            s.push(if putus { '\n' } else { ' ' });
        }
        let teks = k.teks.get(p.dari..).unwrap_or(&k.teks);
        match teks.strip_prefix('1').filter(|_| p.satu_jadi_i) {
            Some(sisa) => {
                s.push('I');
                s.push_str(sisa);
            }
            None => s.push_str(teks),
        }
    }
    s
}
