//! The file in which the operator names the gateways.

use std::{collections::BTreeSet, path::Path};

use serde::Deserialize;

use super::http::{Gerbang, JenisGerbang};
use crate::{
    http::{Jangkauan, alamat},
    tanda::Rahasia,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Isi {
    #[serde(default)]
    saluran: Vec<Satu>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Satu {
    nama: String,
    jenis: String,
    #[serde(default)]
    daerah: Vec<String>,
    url: String,
    rahasia_file: String,
    #[serde(default)]
    lokal: bool,
}

/// Reads the file. Secrets stand in files of their own.
///
/// # Errors
/// Every mistake, each with the gateway's name, in the operator's language.
pub fn baca_berkas(jalur: &Path) -> Result<Vec<Gerbang>, Vec<String>> {
    let teks = std::fs::read_to_string(jalur)
        .map_err(|e| vec![format!("berkas \"{}\" tidak dapat dibaca: {e}.", jalur.display())])?;
    baca(&teks)
}

fn baca(teks: &str) -> Result<Vec<Gerbang>, Vec<String>> {
    let isi: Isi = toml::from_str(teks).map_err(|e| vec![e.message().to_owned()])?;
    let (mut jadi, mut salah, mut nama) = (Vec::new(), Vec::new(), BTreeSet::new());
    for s in isi.saluran {
        let awal = salah.len();
        let mut tolak = |pesan: String| salah.push(format!("saluran \"{}\": {pesan}", s.nama));
        let sah = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-';
        if !(1..=40).contains(&s.nama.len()) || !s.nama.bytes().all(sah) {
            tolak("nama terdiri dari huruf kecil, angka, dan garis.".to_owned());
        }
        if !nama.insert(s.nama.clone()) {
            tolak("nama ini dipakai dua kali.".to_owned());
        }
        let jenis = match s.jenis.as_str() {
            "whatsapp" => Some(JenisGerbang::Whatsapp),
            "sms" => Some(JenisGerbang::Sms),
            lain => {
                tolak(format!(
                    "jenis \"{lain}\" tidak dikenal. Pilih whatsapp atau sms."
                ));
                None
            }
        };
        let jangkauan = if s.lokal {
            Jangkauan::Lokal
        } else {
            Jangkauan::Umum
        };
        if let Err(e) = alamat(&s.url, jangkauan) {
            tolak(format!("url: {e}."));
        }
        let rahasia = match std::fs::read_to_string(&s.rahasia_file) {
            Err(e) => {
                tolak(format!("berkas \"{}\" tidak dapat dibaca: {e}.", s.rahasia_file));
                None
            }
            Ok(t) => {
                let r = Rahasia::baca(&t);
                if r.is_none() {
                    tolak(format!(
                        "berkas \"{}\" harus berisi whsec_ diikuti Base64 dari paling sedikit 16 bita acak.",
                        s.rahasia_file
                    ));
                }
                r
            }
        };
        if let (Some(jenis), Some(rahasia), true) = (jenis, rahasia, salah.len() == awal) {
            jadi.push(Gerbang {
                nama: s.nama,
                jenis,
                daerah: s.daerah,
                url: s.url,
                rahasia,
                jangkauan,
            });
        }
    }
    if salah.is_empty() { Ok(jadi) } else { Err(salah) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    #[test]
    fn every_mistake_is_told() {
        let d = tempfile::tempdir().unwrap();
        let rahasia = d.path().join("r");
        std::fs::write(&rahasia, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n").unwrap();
        let r = rahasia.display();
        let baik = format!(
            "[[saluran]]\nnama = \"wa\"\njenis = \"whatsapp\"\nurl = \"https://gerbang.contoh.id/kirim\"\nrahasia_file = \"{r}\"\n"
        );
        let g = super::baca(&baik).unwrap();
        assert_eq!(g.len(), 1);
        assert!(!format!("{g:?}").contains("MfKQ"));
        assert!(super::baca("").unwrap().is_empty());
        let buruk = format!(
            "{baik}[[saluran]]\nnama = \"wa\"\njenis = \"fax\"\nurl = \"http://10.0.0.1/\"\nrahasia_file = \"/tidak/ada\"\n"
        );
        let salah = super::baca(&buruk).unwrap_err();
        for h in ["dipakai dua kali", "jenis \"fax\"", "url: ", "tidak dapat dibaca"] {
            assert!(salah.iter().any(|s| s.contains(h)), "{h} in {salah:?}");
        }
        assert!(super::baca("[[saluran]]\nnma = \"x\"").is_err());
    }
}
