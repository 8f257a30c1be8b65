//! `praja scim`: the programs of the regency's identity provider that keep the accounts of officials.

use federasi::klien::{self, Baru};
use identity::Oleh;
use kernel::{Galat, Peran, kalender::saat, profil::KodeDaerah};
use serde::Serialize;
use store::{Store, scim::KlienScim};

use crate::{
    cli::{Scim, Tempat},
    jalankan::{Kode, di_daerah, pemakaian},
    layar::{self, Gagal, ya_tidak},
    tukar::tak_ada,
};

/// A program as it is shown, with its token the one time that it is new.
#[derive(Debug, Serialize)]
struct Kartu {
    id: String,
    nama: String,
    aktif: bool,
    peran: Vec<&'static str>,
    sampai: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    terakhir: Option<String>,
    /// Where the program asks.
    alamat: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
}

impl layar::Kartu for Kartu {
    const KEPALA: &'static [&'static str] = &["ID", "NAMA", "MENYALA", "SAMPAI", "PERAN"];

    fn baris(&self) -> Vec<String> {
        vec![
            self.id.clone(),
            self.nama.clone(),
            ya_tidak(self.aktif),
            self.sampai.clone(),
            self.peran.join(" "),
        ]
    }

    fn sekali(&self) -> Vec<String> {
        let satu = |t: &String| {
            [
                format!("Alamat: {}", self.alamat),
                format!("Token: {t}   (ditampilkan sekali ini saja)"),
            ]
        };
        self.token.iter().flat_map(satu).collect()
    }
}

fn tempat(s: &Scim) -> &Tempat {
    match s {
        Scim::Add { tempat, .. }
        | Scim::List { tempat }
        | Scim::Peran { tempat, .. }
        | Scim::Token { tempat, .. } => tempat,
        Scim::Disable(p) | Scim::Enable(p) => &p.tempat,
    }
}

/// Does it.
pub(crate) async fn jalankan(s: Scim) -> Kode {
    let di = tempat(&s);
    let kartu = di_daerah(di, async |k, r, d| {
        let alamat = format!("{}/{d}/scim/v2", k.url_dasar);
        let profil = r.store.profil(d.as_str()).ok_or(Galat::TidakDitemukan)?;
        let tanggal = |ms| {
            let hari = profil.kalender.setempat(saat(ms));
            hari.strftime("%Y-%m-%d").to_string()
        };
        let satu = |(k, token): (KlienScim, Option<String>)| Kartu {
            id: k.id.to_string(),
            nama: k.nama,
            aktif: k.aktif,
            peran: k.peran.iter().map(|p| p.kode()).collect(),
            sampai: tanggal(k.kadaluarsa),
            terakhir: k.terakhir.map(tanggal),
            alamat: alamat.clone(),
            token,
        };
        let semua = lakukan(&r.store, d, &s).await?;
        Ok(semua.into_iter().map(satu).collect::<Vec<_>>())
    })
    .await?;
    layar::kartu(&kartu, di.json);
    Ok(0)
}

/// The programs that a command is about, each with its token where it is new.
async fn lakukan(s: &Store, d: &KodeDaerah, apa: &Scim) -> Result<Vec<(KlienScim, Option<String>)>, Gagal> {
    const OLEH: Oleh = Oleh::Operator;
    let satu = match apa {
        Scim::List { .. } => {
            let semua = s.scim_klien(d).await?;
            return Ok(semua.into_iter().map(|k| (k, None)).collect());
        }
        Scim::Add {
            nama, peran: p, masa, ..
        } => {
            let b = Baru {
                nama: nama.clone(),
                peran: peran(p)?,
                berlaku: masa.berlaku,
            };
            let (k, token) = klien::tambah(s, OLEH, d, b).await.map_err(pemakaian)?;
            (k, Some(token))
        }
        Scim::Peran { id, peran: p, .. } => {
            let k = ada(s, d, id).await?;
            let k = klien::atur_peran(s, OLEH, d, &k, peran(p)?).await;
            (k.map_err(pemakaian)?, None)
        }
        Scim::Token { id, masa, .. } => {
            let k = ada(s, d, id).await?;
            let (k, token) = klien::ganti_token(s, OLEH, d, &k, masa.berlaku)
                .await
                .map_err(pemakaian)?;
            (k, Some(token))
        }
        Scim::Disable(p) => {
            let k = ada(s, d, &p.id).await?;
            (klien::atur_aktif(s, OLEH, d, &k, false).await?, None)
        }
        Scim::Enable(p) => {
            let k = ada(s, d, &p.id).await?;
            (klien::atur_aktif(s, OLEH, d, &k, true).await?, None)
        }
    };
    Ok(vec![satu])
}

fn peran(kode: &[String]) -> Result<Vec<Peran>, Gagal> {
    let satu = |k: &String| {
        let galat = || pemakaian(tak_ada("peran", k, Peran::SEMUA.map(Peran::kode)));
        Peran::dari_kode(k).ok_or_else(galat)
    };
    kode.iter().map(satu).collect()
}

async fn ada(s: &Store, d: &KodeDaerah, id: &str) -> Result<KlienScim, Gagal> {
    let semua = s.scim_klien(d).await?;
    let satu = semua.iter().find(|k| k.id.to_string() == id.trim());
    satu.cloned().ok_or_else(|| {
        let galat: Galat = tak_ada("program", id, semua.iter().map(|k| k.nama.as_str()));
        pemakaian(galat)
    })
}
