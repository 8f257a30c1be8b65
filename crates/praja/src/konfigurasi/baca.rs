//! From file and environment to one text (or list of texts) for each known key, with where it stands.

use std::{collections::BTreeMap, ffi::OsString};

use toml::de::DeValue;

use profil::{
    Dokumen,
    temuan::{Temuan, saran},
};

/// What a key takes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bentuk {
    Teks,
    Angka,
    YaTidak,
    Daftar,
}

/// Every key there is.
const KUNCI: [(&str, Bentuk); 45] = [
    ("listen", Bentuk::Teks),
    ("data", Bentuk::Teks),
    ("database", Bentuk::Teks),
    ("url_dasar", Bentuk::Teks),
    ("profil", Bentuk::Teks),
    ("daerah", Bentuk::Daftar),
    ("proksi", Bentuk::YaTidak),
    ("open311_wajib_kunci", Bentuk::YaTidak),
    ("saluran_berkas", Bentuk::Teks),
    ("penyedia_berkas", Bentuk::Teks),
    ("webhook_lokal", Bentuk::YaTidak),
    ("saksi", Bentuk::Daftar),
    ("wajib_dua_langkah", Bentuk::Daftar),
    ("log", Bentuk::Teks),
    ("log_bentuk", Bentuk::Teks),
    ("smtp.host", Bentuk::Teks),
    ("smtp.port", Bentuk::Angka),
    ("smtp.user", Bentuk::Teks),
    ("smtp.sandi_file", Bentuk::Teks),
    ("smtp.dari", Bentuk::Teks),
    ("smtp.tls", Bentuk::Teks),
    ("surel_masuk.alamat", Bentuk::Teks),
    ("surel_masuk.folder", Bentuk::Teks),
    ("surel_masuk.authserv", Bentuk::Teks),
    ("cadangan.folder", Bentuk::Teks),
    ("cadangan.sandi_file", Bentuk::Teks),
    ("cadangan.jam", Bentuk::Angka),
    ("cadangan.harian", Bentuk::Angka),
    ("cadangan.mingguan", Bentuk::Angka),
    ("cadangan.bulanan", Bentuk::Angka),
    ("cap_waktu.url", Bentuk::Teks),
    ("cap_waktu.sertifikat_berkas", Bentuk::Teks),
    ("cap_waktu.tiap_jam", Bentuk::Angka),
    ("cap_waktu.kebijakan", Bentuk::Teks),
    ("cap_waktu.user", Bentuk::Teks),
    ("cap_waktu.sandi_file", Bentuk::Teks),
    ("cap_waktu.lokal", Bentuk::YaTidak),
    ("peta.ubin", Bentuk::Teks),
    ("peta.atribusi", Bentuk::Teks),
    ("eskalasi_provinsi.url", Bentuk::Teks),
    ("eskalasi_provinsi.kunci_file", Bentuk::Teks),
    ("eskalasi_provinsi.lokal", Bentuk::YaTidak),
    ("eskalasi_lapor.url", Bentuk::Teks),
    ("eskalasi_lapor.kunci_file", Bentuk::Teks),
    ("eskalasi_lapor.lokal", Bentuk::YaTidak),
];

/// The variable that may hold the pass-phrase of an archive, for a command that asks for it.
pub(crate) const SANDI_CADANGAN: &str = "PRAJA_SANDI_CADANGAN";

/// Variables of the same family that belong to a command, or to the build and its tests.
const BUKAN_KONFIGURASI: [&str; 10] = [
    SANDI_CADANGAN,
    "PRAJA_CACHE",
    "PRAJA_TARGET",
    "PRAJA_BIN",
    "PRAJA_BASIS",
    "PRAJA_AKUN",
    "PRAJA_CHROMIUM",
    "PRAJA_GAMBAR",
    "PRAJA_REGULASI",
    "PRAJA_AKOMA_KE",
];

/// Where a value stands.
#[derive(Clone, Debug)]
pub(super) struct Asal {
    berkas: String,
    baris: Option<usize>,
    /// What people call the key there.
    pub(super) kunci: String,
}

/// The values as they were written.
#[derive(Default)]
pub(super) struct Mentah(BTreeMap<&'static str, (Vec<String>, Asal)>);

impl Mentah {
    pub(super) fn dari_toml(&mut self, berkas: &str, teks: &str, temuan: &mut Vec<Temuan>) {
        let dok = Dokumen::baca(berkas, teks, temuan);
        for (kunci, baris) in dok.kunci() {
            let Some(nilai) = dok.nilai(&kunci) else { continue };
            match nilai.get_ref() {
                DeValue::Table(t) if KUNCI.iter().any(|(k, _)| k.starts_with(&format!("{kunci}."))) => {
                    for (anak, nilai) in t {
                        let jalan = format!("{kunci}.{}", anak.get_ref());
                        let baris = dok.baris(&jalan).unwrap_or(baris);
                        self.taruh(berkas, baris, &jalan, nilai.get_ref(), temuan);
                    }
                }
                nilai => self.taruh(berkas, baris, &kunci, nilai, temuan),
            }
        }
    }

    fn taruh(&mut self, berkas: &str, baris: usize, jalan: &str, nilai: &DeValue, temuan: &mut Vec<Temuan>) {
        let mut tolak = |pesan| temuan.push(Temuan::galat(berkas, Some(baris), pesan));
        let Some((kunci, bentuk)) = KUNCI.iter().find(|(k, _)| *k == jalan) else {
            tolak(format!(
                "kunci \"{jalan}\" tidak dikenal.{}",
                saran(jalan, KUNCI.iter().map(|(k, _)| *k))
            ));
            return;
        };
        let teks = |v: &DeValue| v.as_str().map(str::to_owned);
        let isi = match bentuk {
            Bentuk::Teks => teks(nilai).map(|t| vec![t]),
            Bentuk::Angka => nilai.as_integer().map(|i| vec![i.to_string()]),
            Bentuk::YaTidak => nilai.as_bool().map(|b| vec![b.to_string()]),
            Bentuk::Daftar => nilai
                .as_array()
                .and_then(|a| a.iter().map(|v| teks(v.get_ref())).collect()),
        };
        match isi {
            Some(isi) => {
                let asal = Asal {
                    berkas: berkas.to_owned(),
                    baris: Some(baris),
                    kunci: jalan.to_owned(),
                };
                self.0.insert(kunci, (isi, asal));
            }
            None => {
                let seharusnya = match bentuk {
                    Bentuk::Teks => "teks dalam tanda kutip",
                    Bentuk::Angka => "bilangan bulat",
                    Bentuk::YaTidak => "true atau false",
                    Bentuk::Daftar => "daftar teks, misalnya [\"serang\"]",
                };
                tolak(format!("{jalan} harus berupa {seharusnya}."));
            }
        }
    }

    pub(super) fn dari_lingkungan(
        &mut self,
        lingkungan: impl IntoIterator<Item = (OsString, OsString)>,
        temuan: &mut Vec<Temuan>,
    ) {
        let variabel = |k: &str| format!("PRAJA_{}", k.to_uppercase().replace('.', "_"));
        for (nama, isi) in lingkungan {
            let Some(nama) = nama.to_str().filter(|n| n.starts_with("PRAJA_")) else {
                continue;
            };
            if BUKAN_KONFIGURASI.contains(&nama) || nama.starts_with("PRAJA_UJI_") {
                continue;
            }
            let Some((kunci, bentuk)) = KUNCI.iter().find(|(k, _)| variabel(k) == nama) else {
                let dikenal: Vec<String> = KUNCI.iter().map(|(k, _)| variabel(k)).collect();
                let pesan = format!(
                    "variabel lingkungan tidak dikenal.{}",
                    saran(nama, dikenal.iter().map(String::as_str))
                );
                temuan.push(Temuan::galat(nama, None, pesan));
                continue;
            };
            let Some(isi) = isi.to_str() else {
                temuan.push(Temuan::galat(nama, None, "isinya bukan teks UTF-8."));
                continue;
            };
            let isi = match bentuk {
                Bentuk::Daftar => isi
                    .split(',')
                    .map(|b| b.trim().to_owned())
                    .filter(|b| !b.is_empty())
                    .collect(),
                _ => vec![isi.to_owned()],
            };
            let asal = Asal {
                berkas: nama.to_owned(),
                baris: None,
                kunci: nama.to_owned(),
            };
            self.0.insert(kunci, (isi, asal));
        }
    }

    /// The text of a key; none when it was not written or is empty.
    pub(super) fn teks(&self, kunci: &str) -> Option<(&str, &Asal)> {
        let (isi, asal) = self.0.get(kunci)?;
        Some((isi.first()?.trim(), asal)).filter(|(t, _)| !t.is_empty())
    }

    pub(super) fn daftar(&self, kunci: &str) -> &[String] {
        self.0.get(kunci).map_or(&[], |(isi, _)| isi)
    }

    /// The files that the configuration names besides itself.
    pub(super) fn berkas(&self) -> Vec<String> {
        let nama = |k: &str| k.ends_with("_file") || k.ends_with("_berkas") || k == "profil";
        let milik = self
            .0
            .iter()
            .filter(|(k, _)| nama(k) && **k != "cadangan.sandi_file");
        milik
            .filter_map(|(_, (isi, _))| isi.first().map(|s| s.trim().to_owned()))
            .filter(|s| !s.is_empty())
            .collect()
    }

    /// The first written key of a section.
    pub(super) fn bagian(&self, awal: &str) -> Option<&Asal> {
        self.0
            .iter()
            .find(|(k, _)| k.starts_with(awal))
            .map(|(_, (_, asal))| asal)
    }
}

impl Asal {
    pub(super) fn galat(&self, pesan: impl Into<String>) -> Temuan {
        Temuan::galat(&self.berkas, self.baris, pesan)
    }
}
