//! The terms that the first article defines: the glossary of the regency (mandat G2).

use std::collections::HashMap;

use crate::{
    model::{Istilah, Jenis, Ruang, Simpul},
    temuan::{Catatan, JenisTemuan, Tingkat},
};

/// Terms with their meaning, in the order of the text. Doubles stay in the list and are reported.
pub(crate) fn kumpulkan(simpul: &[Simpul], catatan: &mut Catatan) -> Vec<Istilah> {
    let mut semua = Vec::new();
    let mut lihat: HashMap<String, String> = HashMap::new();
    let Some(pasal) = simpul
        .iter()
        .position(|s| s.ruang == Ruang::Batang && s.teks.to_lowercase().contains("yang dimaksud dengan"))
    else {
        return semua;
    };
    for s in simpul
        .iter()
        .filter(|s| s.induk == Some(pasal) && matches!(s.jenis, Jenis::Angka | Jenis::Huruf))
    {
        let Some(i) = uraikan(&s.teks, &s.alamat) else {
            let pesan = "Butir ini berada di antara pengertian, tetapi tidak memuat “adalah”.".into();
            catatan.catat(
                JenisTemuan::IstilahTanpaIsi,
                Tingkat::Ragu,
                s.baris.dari,
                Some(&s.alamat),
                pesan,
            );
            continue;
        };
        let kunci: String = i.nama.to_lowercase().split_whitespace().collect();
        match lihat.get(&kunci) {
            Some(dulu) => {
                let pesan = format!(
                    "Istilah “{}” diberi pengertian dua kali; yang lain pada {}.",
                    i.nama,
                    sebutan(dulu)
                );
                catatan.catat(
                    JenisTemuan::IstilahGanda,
                    Tingkat::Salah,
                    s.baris.dari,
                    Some(&s.alamat),
                    pesan,
                );
            }
            None => {
                lihat.insert(kunci, s.alamat.clone());
            }
        }
        semua.push(i);
    }
    semua
}

fn uraikan(teks: &str, alamat: &str) -> Option<Istilah> {
    let (kiri, isi) = [" adalah ", " ialah ", " merupakan "]
        .iter()
        .find_map(|k| teks.split_once(k))?;
    let (nama, sebut) = kiri
        .split_once("yang selanjutnya ")
        .or_else(|| kiri.split_once("selanjutnya "))
        .unwrap_or((kiri, ""));
    let sebut = ["disingkat", "disebut"]
        .iter()
        .find_map(|k| sebut.strip_prefix(k))
        .unwrap_or(sebut)
        .trim();
    let sebut = sebut.strip_prefix("dengan ").unwrap_or(sebut);
    // A second short form begins the same way; the first is the one.
    let sebut = sebut.split(" yang selanjutnya").next().unwrap_or(sebut);
    let kurung = || {
        let (_, k) = nama.trim_end().strip_suffix(')')?.rsplit_once('(')?;
        (k.len() >= 2 && k.chars().all(|c| c.is_uppercase() || c.is_numeric())).then_some(k)
    };
    let bersih = |t: &str| {
        t.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '“' | '”' | '"'))
            .to_owned()
    };
    let singkatan = if sebut.is_empty() { kurung() } else { Some(sebut) };
    let nama = bersih(nama);
    (!nama.is_empty() && nama.len() < 300).then(|| Istilah {
        nama,
        singkatan: singkatan.map(bersih).filter(|s| !s.is_empty()),
        isi: isi.trim().to_owned(),
        alamat: alamat.to_owned(),
    })
}

/// An address as people say it: "Pasal 16 ayat (3) huruf c".
pub fn sebutan(alamat: &str) -> String {
    let mut s = String::new();
    let mut ruas = alamat.split('-').peekable();
    while let Some(r) = ruas.next() {
        if !s.is_empty() {
            s.push(' ');
        }
        let besar = |t: &str| t[..t.len().min(1)].to_uppercase() + &t[t.len().min(1)..];
        match (r, ruas.peek()) {
            ("ayat", Some(n)) => {
                s += &format!("ayat ({n})");
                ruas.next();
            }
            ("pasal" | "bagian" | "paragraf" | "menimbang" | "mengingat" | "penjelasan", _)
                if r.is_ascii() =>
            {
                s += &besar(r)
            }
            ("bab", _) => s += "BAB",
            _ => {
                s += &if s.ends_with("Pasal ") {
                    r.to_uppercase()
                } else {
                    r.to_owned()
                }
            }
        }
    }
    s
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_definition_has_a_name_a_short_form_and_a_meaning() {
        let i = uraikan(
            "Kantor Layanan Terpadu yang selanjutnya disingkat KLT adalah tempat warga dilayani.",
            "pasal-1-angka-1",
        )
        .unwrap();
        assert_eq!(
            (i.nama.as_str(), i.singkatan.as_deref()),
            ("Kantor Layanan Terpadu", Some("KLT"))
        );
        assert_eq!(i.isi, "tempat warga dilayani.");
        let i = uraikan("Antarmuka Terbuka (AT) adalah pintu data", "x").unwrap();
        assert_eq!(
            (i.nama.as_str(), i.singkatan.as_deref()),
            ("Antarmuka Terbuka (AT)", Some("AT"))
        );
        assert_eq!(
            uraikan("Rumah, yang selanjutnya disebut Rumah Warga adalah bangunan", "x")
                .unwrap()
                .nama,
            "Rumah"
        );
        assert_eq!(uraikan("tanpa pengertian", "x"), None);
    }

    #[test]
    fn an_address_can_be_said() {
        assert_eq!(sebutan("pasal-16-ayat-3-huruf-c"), "Pasal 16 ayat (3) huruf c");
        assert_eq!(sebutan("pasal-12a"), "Pasal 12A");
        assert_eq!(sebutan("bab-2-bagian-1"), "BAB 2 Bagian 1");
    }
}
