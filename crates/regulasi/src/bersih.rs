//! Takes out what the printer put between two pages: catch-words, page numbers, headers. Each goes on record.

use std::collections::{HashMap, HashSet};

use crate::{
    baris::{Baris, nomor_halaman},
    kata::perataan,
    penanda,
    temuan::{Alasan, Catatan, JenisTemuan, Tingkat},
};

/// A catch-word is at most this long …
const MAKS_KATA_ALIH: usize = 8;
/// … and what it announces follows within so many lines: page number and header may stand between.
const JANGKAUAN: usize = 5;

/// The lines that belong to the regulation. O(lines).
pub(crate) fn bersihkan<'a>(baris: Vec<Baris<'a>>, catatan: &mut Catatan) -> Vec<Baris<'a>> {
    let baris = tanpa_kepala(tanpa_nomor(baris, catatan), catatan);
    tanpa_kata_alih(baris, catatan)
}

fn tanpa_nomor<'a>(baris: Vec<Baris<'a>>, catatan: &mut Catatan) -> Vec<Baris<'a>> {
    let mut hasil: Vec<Baris<'a>> = Vec::with_capacity(baris.len());
    let (mut lampiran, mut putus) = (false, false);
    for mut b in baris {
        lampiran |= b.teks.starts_with("LAMPIRAN");
        // "Pasal" alone on a line is waiting for its number; and in annexes a number may be a cell of a table.
        let menunggu = hasil
            .last()
            .is_some_and(|p| penanda::kata_pasal(&p.teks) || p.teks.ends_with("Paragraf") || p.teks == "BAB");
        if !lampiran && !menunggu && nomor_halaman(&b.teks) {
            catatan.buang(b.nomor, &b.teks, Alasan::NomorHalaman);
            catatan.catat(
                JenisTemuan::NomorHalaman,
                Tingkat::Info,
                b.nomor,
                None,
                format!("Nomor halaman “{}” dilepas.", b.teks),
            );
            putus = true;
            continue;
        }
        b.alinea |= std::mem::take(&mut putus);
        hasil.push(b);
    }
    hasil
}

/// A line in capitals that returns word for word among the articles, outside of titles, is a header.
fn tanpa_kepala<'a>(baris: Vec<Baris<'a>>, catatan: &mut Catatan) -> Vec<Baris<'a>> {
    let kunci = |t: &str| t.chars().filter(|c| c.is_alphabetic()).collect::<String>();
    let mut banyak: HashMap<String, usize> = HashMap::new();
    let mut calon = HashSet::new();
    let (mut batang, mut judul) = (false, false);
    for b in &baris {
        if penanda::baris_penutup(&b.teks) {
            break;
        }
        match penanda::baris_judul(&b.teks) {
            Some(pasal) => {
                batang |= pasal;
                judul = !pasal;
            }
            None if batang && !judul && mungkin_kepala(&b.teks) => {
                *banyak.entry(kunci(&b.teks)).or_default() += 1;
                calon.insert(b.nomor);
            }
            None => {}
        }
    }
    let mut hasil: Vec<Baris<'a>> = Vec::with_capacity(baris.len());
    let mut putus = false;
    for mut b in baris {
        if calon.contains(&b.nomor) && banyak.get(&kunci(&b.teks)).is_some_and(|n| *n >= 2) {
            catatan.buang(b.nomor, &b.teks, Alasan::KepalaHalaman);
            let pesan = format!("Kepala halaman “{}” dilepas.", b.teks);
            catatan.catat(JenisTemuan::KepalaHalaman, Tingkat::Info, b.nomor, None, pesan);
            putus = true;
            continue;
        }
        b.alinea |= std::mem::take(&mut putus);
        hasil.push(b);
    }
    hasil
}

/// Short, and all in capitals.
fn mungkin_kepala(t: &str) -> bool {
    !t.chars().any(char::is_lowercase)
        && t.chars().filter(|c| c.is_alphabetic()).count() >= 6
        && t.split_whitespace().count() <= 10
}

fn tanpa_kata_alih<'a>(baris: Vec<Baris<'a>>, catatan: &mut Catatan) -> Vec<Baris<'a>> {
    let rata: Vec<Vec<String>> = baris
        .iter()
        .map(|b| perataan(&b.teks).take(MAKS_KATA_ALIH + 1).collect())
        .collect();
    let mut buang = vec![false; baris.len()];
    for (i, b) in baris.iter().enumerate() {
        let Some(kata) = rata.get(i).filter(|k| (1..=MAKS_KATA_ALIH).contains(&k.len())) else {
            continue;
        };
        let titik = elipsis(&b.teks);
        // Without the dots only a heading or number that the next line repeats at once is sure to be one.
        let tanpa_titik = !titik && penanda::membuka(&b.teks) && !b.teks.ends_with(['.', ';', ':', ',']);
        if !titik && !tanpa_titik {
            continue;
        }
        let jauh = if titik { JANGKAUAN } else { 1 };
        let sama = rata
            .iter()
            .skip(i + 1)
            .take(jauh)
            .any(|lain| lain.starts_with(kata));
        if sama {
            if let Some(tempat) = buang.get_mut(i) {
                *tempat = true;
            }
            catatan.buang(b.nomor, &b.teks, Alasan::KataAlih);
            catatan.catat(
                JenisTemuan::KataAlih,
                Tingkat::Info,
                b.nomor,
                None,
                format!("Kata alih halaman “{}” dilepas.", b.teks),
            );
        } else if titik {
            let pesan = format!(
                "“{}” tampak seperti kata alih halaman, tetapi lanjutannya tidak ditemukan; dibiarkan.",
                b.teks
            );
            catatan.catat(JenisTemuan::KataAlih, Tingkat::Ragu, b.nomor, None, pesan);
        }
    }
    let mut putus = false;
    let mut hasil = Vec::with_capacity(baris.len());
    for (mut b, dibuang) in baris.into_iter().zip(buang) {
        if dibuang {
            putus = true;
            continue;
        }
        b.alinea |= std::mem::take(&mut putus);
        hasil.push(b);
    }
    hasil
}

/// Ends with dots, printed together or apart.
fn elipsis(t: &str) -> bool {
    let ekor: String = t
        .chars()
        .rev()
        .filter(|c| !c.is_whitespace())
        .take_while(|c| matches!(c, '.' | '…'))
        .collect();
    ekor.contains('…') || ekor.len() >= 2
}
