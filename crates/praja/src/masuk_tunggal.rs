//! `praja sso`: the applications that officials sign in to with their accounts here, and the key that vouches for them.

use identity::Oleh;
use kernel::{Galat, profil::KodeDaerah};
use serde::Serialize;
use sso::{
    klien::{self, Baru},
    kunci,
};
use store::{
    Store,
    sso::{Bagi, Klien, Setelan},
};

use crate::{
    cli::{self, KlienSso, Sso},
    jalankan::{Kode, di_daerah, pemakaian},
    layar::{self, Gagal, json, tulis, ya_tidak},
    tukar::tak_ada,
};

/// An application as it is shown, with its secret the one time that it is new.
#[derive(Debug, Serialize)]
struct Kartu {
    id: String,
    nama: String,
    aktif: bool,
    publik: bool,
    #[serde(flatten)]
    setelan: Setelan,
    #[serde(skip_serializing_if = "Option::is_none")]
    rahasia: Option<String>,
}

impl Kartu {
    fn dari(k: Klien, rahasia: Option<String>) -> Self {
        Kartu {
            id: k.id,
            nama: k.nama,
            aktif: k.aktif,
            publik: k.rahasia.is_none(),
            setelan: k.setelan,
            rahasia,
        }
    }
}

impl layar::Kartu for Kartu {
    const KEPALA: &'static [&'static str] = &["ID", "NAMA", "MENYALA", "ALAMAT"];

    fn baris(&self) -> Vec<String> {
        vec![
            self.id.clone(),
            self.nama.clone(),
            ya_tidak(self.aktif),
            self.setelan.alamat.join(" "),
        ]
    }

    fn sekali(&self) -> Vec<String> {
        let satu = |s: &String| format!("Rahasia: {s}   (ditampilkan sekali ini saja)");
        self.rahasia.iter().map(satu).collect()
    }
}

/// Does it.
pub(crate) async fn jalankan(s: Sso) -> Kode {
    match s {
        Sso::PutarKunci(t) => {
            let kid = di_daerah(&t, async |_, r, d| {
                Ok(kunci::putar(&r.store, &r.identitas, d).await?)
            })
            .await?;
            if t.json {
                json(&serde_json::json!({ "kid": kid }));
            } else {
                tulis(format!(
                    "Kunci baru {kid} menandatangani mulai sekarang; kunci lama tinggal untuk memeriksa."
                ));
            }
            Ok(0)
        }
        Sso::Klien(k) => {
            let tempat = match &k {
                KlienSso::Add(b) => &b.tempat,
                KlienSso::List { tempat } => tempat,
                KlienSso::Disable(s) | KlienSso::Enable(s) | KlienSso::Secret(s) => &s.tempat,
            };
            let kartu = di_daerah(tempat, async |_, r, d| lakukan(&r.store, d, &k).await).await?;
            layar::kartu(&kartu, tempat.json);
            Ok(0)
        }
    }
}

async fn lakukan(store: &Store, d: &KodeDaerah, k: &KlienSso) -> Result<Vec<Kartu>, Gagal> {
    const OLEH: Oleh = Oleh::Operator;
    Ok(match k {
        KlienSso::Add(b) => {
            let (k, rahasia) = klien::tambah(store, OLEH, d, baru(b)).await.map_err(pemakaian)?;
            vec![Kartu::dari(k, rahasia)]
        }
        KlienSso::List { .. } => {
            let semua = store.sso_semua_klien(d).await?;
            semua.into_iter().map(|k| Kartu::dari(k, None)).collect()
        }
        KlienSso::Disable(s) => {
            klien::atur_aktif(store, OLEH, d, &ada(store, d, &s.id).await?, false).await?;
            vec![Kartu::dari(ada(store, d, &s.id).await?, None)]
        }
        KlienSso::Enable(s) => {
            klien::atur_aktif(store, OLEH, d, &ada(store, d, &s.id).await?, true).await?;
            vec![Kartu::dari(ada(store, d, &s.id).await?, None)]
        }
        KlienSso::Secret(s) => {
            let k = ada(store, d, &s.id).await?;
            let rahasia = klien::ganti_rahasia(store, OLEH, d, &k).await?;
            vec![Kartu::dari(k, Some(rahasia))]
        }
    })
}

async fn ada(store: &Store, d: &KodeDaerah, id: &str) -> Result<Klien, Gagal> {
    match store.sso_klien(d, id).await? {
        Some(k) => Ok(k),
        None => {
            let semua = store.sso_semua_klien(d).await?;
            let galat: Galat = tak_ada("aplikasi", id, semua.iter().map(|k| k.id.as_str()));
            Err(pemakaian(galat))
        }
    }
}

fn baru(b: &cli::KlienBaru) -> Baru {
    let isi = |s: &str| Some(s.to_owned()).filter(|s| !s.is_empty());
    let bagi = |s: &String| match s.split_once(':') {
        _ if s == "semua" => Bagi::default(),
        Some((peran, unit)) if s != ":" => Bagi {
            peran: isi(peran),
            unit: isi(unit),
        },
        _ => Bagi {
            peran: Some(s.clone()),
            unit: None,
        },
    };
    Baru {
        nama: b.nama.clone(),
        setelan: Setelan {
            alamat: b.alamat.clone(),
            alamat_keluar: b.alamat_keluar.clone(),
            bagi: b.bagi.iter().map(bagi).collect(),
            tanpa_tanya: b.tanpa_tanya,
        },
        publik: b.publik,
    }
}
