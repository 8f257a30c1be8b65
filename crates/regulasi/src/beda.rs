//! Two wordings of one regulation compared, provision by provision: what an amendment changed, by address.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::Hasil;

/// What happened to a provision between two wordings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum JenisBeda {
    /// Other words.
    Diubah,
    /// It was not there before.
    Ditambah,
    /// It is not there any more.
    Dihapus,
}

/// A provision that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beda {
    /// Its address: `pasal-16-ayat-3`.
    pub alamat: String,
    /// What happened to it.
    pub jenis: JenisBeda,
}

/// The provisions of the body by address, their words without regard to how lines were broken.
fn ketentuan(h: &Hasil) -> Vec<(&str, String)> {
    let semua = h.satuan().into_iter().filter(|(a, _)| a.starts_with("pasal-"));
    semua
        .map(|(a, t)| (a, t.split_whitespace().collect::<Vec<_>>().join(" ")))
        .collect()
}

/// What differs between two wordings, in the order of the later one; what is gone stands last. O(length).
pub(crate) fn bandingkan(lama: &Hasil, baru: &Hasil) -> Vec<Beda> {
    let (lama, baru) = (ketentuan(lama), ketentuan(baru));
    let dulu: HashMap<&str, &str> = lama.iter().map(|(a, t)| (*a, t.as_str())).collect();
    let kini: HashMap<&str, &str> = baru.iter().map(|(a, t)| (*a, t.as_str())).collect();
    let satu = |alamat: &str, jenis| Beda {
        alamat: alamat.to_owned(),
        jenis,
    };
    let tampil = baru.iter().filter_map(|(a, t)| match dulu.get(a) {
        None => Some(satu(a, JenisBeda::Ditambah)),
        Some(d) if d != t => Some(satu(a, JenisBeda::Diubah)),
        Some(_) => None,
    });
    let hilang = lama.iter().filter(|(a, _)| !kini.contains_key(a));
    tampil
        .chain(hilang.map(|(a, _)| satu(a, JenisBeda::Dihapus)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAMA: &str = "Pasal 1\nTaman dibuka pagi.\n\nPasal 2\n(1) Kolam diisi.\n(2) Kolam dikuras.\n\nPasal 3\nTaman ditutup malam.\n";

    #[test]
    fn what_changed_is_named_and_line_breaks_change_nothing() {
        let lama = crate::baca(LAMA).unwrap();
        let baru = LAMA
            .replace("dibuka pagi", "dibuka\npagi")
            .replace("Kolam dikuras", "Kolam dikuras setiap bulan")
            .replace("Pasal 3\nTaman ditutup malam.", "Pasal 2A\nKolam dijaga.");
        let baru = crate::baca(&baru).unwrap();
        let beda: Vec<(String, JenisBeda)> = baru
            .beda(&lama)
            .into_iter()
            .map(|b| (b.alamat, b.jenis))
            .collect();
        assert_eq!(
            beda,
            [
                ("pasal-2-ayat-2".to_owned(), JenisBeda::Diubah),
                ("pasal-2a".to_owned(), JenisBeda::Ditambah),
                ("pasal-3".to_owned(), JenisBeda::Dihapus),
            ]
        );
        assert_eq!(lama.beda(&lama), []);
    }
}
