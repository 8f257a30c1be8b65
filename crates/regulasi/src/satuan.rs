//! The passages by which a regulation is searched and cited. A letter says little without the sentence it completes, so
//! it belongs to its ayat; a definition says everything by itself.

use std::collections::HashSet;

use crate::{
    Hasil,
    model::{Jenis, Simpul},
};

/// Address and words of each, in the order of the document.
pub(crate) fn kumpulkan(h: &Hasil) -> Vec<(&str, String)> {
    let istilah: HashSet<&str> = h.istilah.iter().map(|i| i.alamat.as_str()).collect();
    let mut milik: Vec<usize> = Vec::with_capacity(h.simpul.len());
    let mut teks: Vec<String> = vec![String::new(); h.simpul.len()];
    for (n, s) in h.simpul.iter().enumerate() {
        let induk = s.induk.filter(|i| *i < n);
        let atas = induk.and_then(|i| h.simpul.get(i));
        let ke = match induk.and_then(|i| milik.get(i)) {
            Some(ke) if !sendiri(s, atas, &istilah) => *ke,
            _ => n,
        };
        milik.push(ke);
        if let Some(t) = teks.get_mut(ke) {
            for bagian in s.judul.iter().map(String::as_str).chain([s.teks.as_str()]) {
                if !bagian.is_empty() {
                    if !t.is_empty() {
                        t.push(' ');
                    }
                    t.push_str(bagian);
                }
            }
        }
    }
    let semua = h.simpul.iter().zip(teks);
    semua
        .filter(|(_, t)| !t.is_empty())
        .map(|(s, t)| (s.alamat.as_str(), t))
        .collect()
}

fn sendiri(s: &Simpul, atas: Option<&Simpul>, istilah: &HashSet<&str>) -> bool {
    match s.jenis {
        Jenis::Alinea => false,
        Jenis::Huruf | Jenis::Angka => {
            let pertimbangan = |a: &Simpul| {
                matches!(
                    a.jenis,
                    Jenis::Menimbang | Jenis::Mengingat | Jenis::Memperhatikan
                )
            };
            istilah.contains(s.alamat.as_str()) || atas.is_some_and(pertimbangan)
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_letter_belongs_to_its_ayat_and_a_definition_stands_alone() {
        let teks = "BAB I\nKETENTUAN UMUM\n\nPasal 1\nDalam peraturan ini yang dimaksud dengan:\n1. Taman adalah tempat \
                    bermain.\n2. Kolam adalah air.\n\nPasal 2\n(1) Taman dibuka:\na. pagi; dan\nb. sore.\n(2) Kolam ditutup.";
        let h = crate::baca(teks).unwrap();
        let satuan = h.satuan();
        let satu = |alamat: &str| satuan.iter().find(|(a, _)| *a == alamat).map(|(_, t)| t.as_str());
        assert_eq!(satu("pasal-2-ayat-1"), Some("Taman dibuka: pagi; dan sore."));
        assert_eq!(satu("pasal-2-ayat-2"), Some("Kolam ditutup."));
        assert_eq!(satu("pasal-1-angka-1"), Some("Taman adalah tempat bermain."));
        assert_eq!(satu("pasal-2-ayat-1-huruf-a"), None);
        assert!(satu("bab-1").is_some_and(|t| t.contains("KETENTUAN UMUM")));
    }
}
