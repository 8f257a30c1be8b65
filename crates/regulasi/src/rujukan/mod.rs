//! Cross-references: the words that cite ("Pasal 3 ayat (3) huruf c sampai dengan huruf i"), the addresses they mean, and those that
//! lead nowhere. Also citations of other regulations, which are not looked for here.

mod luar;
mod makna;
mod urai;

use std::collections::HashMap;

use self::{
    makna::Makna,
    urai::{Kutip, Kutipan, Unsur},
};
use crate::{
    istilah::sebutan,
    model::{Jenis, Ruang, Rujukan, Simpul},
    penanda,
    temuan::{Catatan, JenisTemuan, Tingkat},
};

/// A word of a passage with its place in the text.
pub(super) struct Kata<'t> {
    pub teks: &'t str,
    pub mulai: usize,
}

impl Kata<'_> {
    fn akhir(&self) -> usize {
        self.mulai + self.teks.len()
    }
}

/// Which passage has which address.
struct Peta<'s> {
    simpul: &'s [Simpul],
    alamat: HashMap<String, usize>,
    perubahan: bool,
    makna: Makna,
}

/// No regulation cites more often than this; noise must not fill the memory.
const MAKS_SASARAN: usize = 200_000;

/// All references of the regulation. O(length).
pub(crate) fn kumpulkan(simpul: &[Simpul], catatan: &mut Catatan) -> Vec<Rujukan> {
    let mut alamat = HashMap::new();
    for (n, s) in simpul.iter().enumerate() {
        // People cite through a loose sentence as if it were not there.
        if s.alamat.contains("-alinea-") {
            alamat.entry(tanpa_alinea(&s.alamat)).or_insert(n);
        }
        alamat.insert(s.alamat.clone(), n);
    }
    let perubahan = simpul
        .iter()
        .any(|s| s.jenis == Jenis::Pasal && s.label == penanda::tulis_romawi(s.urut));
    let peta = Peta {
        simpul,
        alamat,
        perubahan,
        makna: Makna::baru(simpul),
    };
    let mut banyak = 0;
    let mut semua = Vec::new();
    for (n, s) in simpul.iter().enumerate() {
        if matches!(s.jenis, Jenis::Kepala | Jenis::Penutup | Jenis::Lampiran) {
            continue;
        }
        let kata = urai::kata(&s.teks);
        let mut i = 0;
        while i < kata.len() {
            i = match peta.satu(n, &kata, i, catatan) {
                Some((r, lanjut)) => {
                    banyak += 1 + r.sasaran.len() + r.hilang.len();
                    if banyak > MAKS_SASARAN {
                        let pesan = "Rujukan terlalu banyak; mulai baris ini tidak dicari lagi.".into();
                        catatan.catat(JenisTemuan::Selebihnya, Tingkat::Ragu, s.baris.dari, None, pesan);
                        return semua;
                    }
                    semua.push(r);
                    lanjut
                }
                None => i + 1,
            };
        }
    }
    semua
}

fn tanpa_alinea(alamat: &str) -> String {
    let mut ruas = alamat.split('-');
    let mut hasil: Vec<&str> = Vec::new();
    while let Some(r) = ruas.next() {
        if r == "alinea" {
            ruas.next();
        } else {
            hasil.push(r);
        }
    }
    hasil.join("-")
}

impl Peta<'_> {
    /// The reference that begins at word `i` of passage `n`, and the word after it.
    fn satu(&self, n: usize, kata: &[Kata<'_>], i: usize, catatan: &mut Catatan) -> Option<(Rujukan, usize)> {
        let s = self.simpul.get(n)?;
        let buat = |awal: usize, akhir: usize| {
            let (mulai, akhir) = (kata.get(awal)?.mulai, akhir);
            let teks = s.teks.get(mulai..akhir)?.to_owned();
            Some(Rujukan {
                dari: s.alamat.clone(),
                mulai,
                akhir,
                teks,
                sasaran: Vec::new(),
                hilang: Vec::new(),
                luar: None,
            })
        };
        let Some(k) = urai::kutipan(kata, i) else {
            let (l, lanjut) = luar::baca(kata, i)?;
            let mut r = buat(i, kata.get(lanjut.checked_sub(1)?)?.akhir())?;
            trim(&mut r);
            r.luar = Some(l);
            return Some((r, lanjut));
        };
        if let Some((mut l, lanjut)) = luar::baca(kata, k.lanjut) {
            let mut r = buat(i, kata.get(lanjut.checked_sub(1)?)?.akhir())?;
            trim(&mut r);
            l.bagian = s.teks.get(kata.get(i)?.mulai..k.akhir).map(Into::into);
            r.luar = Some(l);
            return Some((r, lanjut));
        }
        let mut r = buat(i, k.akhir)?;
        self.sasarkan(n, &k, &mut r);
        self.periksa(n, kata, i, &r, catatan);
        Some((r, k.lanjut))
    }

    /// Finds what the words mean.
    fn sasarkan(&self, n: usize, k: &Kutipan, r: &mut Rujukan) {
        for kutip in &k.kutip {
            let dasar = self.alamat_dari(n, kutip);
            match self.alamat.get(&dasar) {
                Some(m) => {
                    let tepat = self.simpul.get(*m).map_or(dasar, |s| s.alamat.clone());
                    r.sasaran.push(tepat);
                }
                None => r.hilang.push(dasar),
            }
        }
        r.sasaran.dedup();
        r.hilang.dedup();
    }

    /// The address that a citation in passage `n` means. What it leaves out is where it stands: "ayat (2)" is of this article.
    fn alamat_dari(&self, n: usize, k: &Kutip) -> String {
        let mut jalur = Vec::new();
        let mut m = Some(n);
        while let Some(s) = m.and_then(|m| self.simpul.get(m)) {
            jalur.push(s);
            m = s.induk;
        }
        let milik = |j: Jenis| {
            jalur
                .iter()
                .find(|s| s.jenis == j)
                .map(|s| s.alamat.trim_start_matches("penjelasan-").to_owned())
        };
        let akar = || jalur.last().map(|s| s.alamat.clone()).unwrap_or_default();
        let pasal = k.unsur(Unsur::Pasal).map_or_else(
            || milik(Jenis::Pasal).unwrap_or_else(akar),
            |p| format!("pasal-{}", p.to_lowercase()),
        );
        let mut alamat = match k.unsur(Unsur::Ayat) {
            Some(a) => format!("{pasal}-ayat-{a}"),
            None => pasal.clone(),
        };
        let sendiri = k.unsur(Unsur::Pasal).is_none() && k.unsur(Unsur::Ayat).is_none();
        for (unsur, nama) in [(Unsur::Huruf, "huruf"), (Unsur::Angka, "angka")] {
            let Some(label) = k.unsur(unsur) else { continue };
            if sendiri && !alamat.contains("-huruf-") {
                // "huruf b" alone: the nearest list around that has one.
                let dekat = jalur
                    .iter()
                    .map(|s| format!("{}-{nama}-{label}", s.alamat))
                    .find(|a| self.alamat.contains_key(a));
                alamat = dekat.unwrap_or_else(|| {
                    format!(
                        "{}-{nama}-{label}",
                        milik(Jenis::Ayat).unwrap_or_else(|| pasal.clone())
                    )
                });
            } else {
                alamat = format!("{alamat}-{nama}-{label}");
            }
        }
        alamat
    }

    fn periksa(&self, n: usize, kata: &[Kata<'_>], i: usize, r: &Rujukan, catatan: &mut Catatan) {
        let Some(s) = self.simpul.get(n) else { return };
        let baris = s.baris.dari;
        // What an amendment cites stands in the regulation it amends.
        if !r.hilang.is_empty() && !self.perubahan {
            let apa: Vec<String> = r.hilang.iter().take(5).map(|a| sebutan(a)).collect();
            let apa = apa.join(", ");
            // "ayat (7)" is said in full; "Pasal 9" is said once.
            let lengkap = if apa == r.teks {
                String::new()
            } else {
                format!(" ({apa})")
            };
            let pesan = format!("“{}”{lengkap} tidak ada dalam peraturan ini.", r.teks);
            catatan.catat(
                JenisTemuan::RujukanMenggantung,
                Tingkat::Salah,
                baris,
                Some(&s.alamat),
                pesan,
            );
        }
        let [satu] = r.sasaran.as_slice() else { return };
        let Some(m) = self.alamat.get(satu).copied() else {
            return;
        };
        if s.ruang != Ruang::Batang || r.teks.ends_with(" ini") || !r.hilang.is_empty() {
            return;
        }
        if m == n || s.alamat.starts_with(&format!("{satu}-")) && !r.teks.starts_with("Pasal") {
            let pesan = format!("“{}” menunjuk ketentuan ini sendiri.", r.teks);
            catatan.catat(
                JenisTemuan::RujukanRagu,
                Tingkat::Ragu,
                baris,
                Some(&s.alamat),
                pesan,
            );
        } else if let Some(pokok) = self.makna.tak_disebut(self.simpul, kata, i, m) {
            let pesan = format!(
                "“{}” dikatakan tentang “{pokok}”, tetapi {} tidak menyebutnya.",
                r.teks,
                sebutan(satu)
            );
            catatan.catat(
                JenisTemuan::RujukanRagu,
                Tingkat::Ragu,
                baris,
                Some(&s.alamat),
                pesan,
            );
        }
    }
}

/// Takes punctuation off the end of the words.
fn trim(r: &mut Rujukan) {
    let rapi = r.teks.trim_end_matches([',', ';', '.', ':', ')']).len();
    r.teks.truncate(rapi);
    r.akhir = r.mulai + rapi;
}
