//! `praja scim`: the programs of the regency's identity provider that keep the accounts of officials.

use federasi::klien;
use kernel::{Galat, Peran, profil::KodeDaerah};
use serde::Serialize;
use store::{Store, scim::KlienScim};

use crate::{
    akun,
    cli::{Scim, Tempat},
    jalankan::{Kode, buka, pemakaian},
    layar::{self, Gagal, json, tulis},
    tukar::tak_ada,
};

/// A program as it is shown, with its token the one time that it is new.
#[derive(Debug, Serialize)]
struct Kartu {
    id: String,
    nama: String,
    aktif: bool,
    peran: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
}

impl Kartu {
    fn dari(k: KlienScim, token: Option<String>) -> Self {
        Kartu {
            id: k.id.to_string(),
            nama: k.nama,
            aktif: k.aktif,
            peran: k.peran.iter().map(|p| p.kode()).collect(),
            token,
        }
    }
}

fn tempat(s: &Scim) -> &Tempat {
    match s {
        Scim::Add { tempat, .. } | Scim::List { tempat } | Scim::Peran { tempat, .. } => tempat,
        Scim::Token(p) | Scim::Disable(p) | Scim::Enable(p) => &p.tempat,
    }
}

/// Does it.
pub(crate) async fn jalankan(s: Scim) -> Kode {
    let di = tempat(&s);
    let (k, r) = buka(&di.dasar).await?;
    let hasil = async {
        let d = akun::daerah(&r.store, di.daerah.as_deref()).map_err(pemakaian)?;
        let kartu = lakukan(&r.store, &d, &s).await?;
        Ok::<_, Gagal>((format!("{}/{d}/scim/v2", k.url_dasar), kartu))
    };
    let hasil = hasil.await;
    r.store.tutup().await;
    let (alamat, kartu) = hasil?;
    if di.json {
        json(&kartu);
        return Ok(0);
    }
    let baris = kartu.iter().map(|k| {
        vec![
            k.id.clone(),
            k.nama.clone(),
            if k.aktif { "ya" } else { "tidak" }.to_owned(),
            k.peran.join(" "),
        ]
    });
    layar::tabel(&["ID", "NAMA", "MENYALA", "PERAN"], &baris.collect::<Vec<_>>());
    for t in kartu.iter().filter_map(|k| k.token.as_ref()) {
        tulis(format!("Alamat: {alamat}"));
        tulis(format!("Token: {t}   (ditampilkan sekali ini saja)"));
    }
    Ok(0)
}

async fn lakukan(s: &Store, d: &KodeDaerah, apa: &Scim) -> Result<Vec<Kartu>, Gagal> {
    let (k, token) = match apa {
        Scim::Add { nama, peran: p, .. } => {
            let (k, token) = klien::tambah(s, d, nama, peran(p)?).await.map_err(pemakaian)?;
            (k, Some(token))
        }
        Scim::List { .. } => {
            let semua = s.scim_klien(d).await?;
            return Ok(semua.into_iter().map(|k| Kartu::dari(k, None)).collect());
        }
        Scim::Peran { id, peran: p, .. } => {
            let k = ada(s, d, id).await?;
            (
                klien::atur_peran(s, d, &k, peran(p)?).await.map_err(pemakaian)?,
                None,
            )
        }
        Scim::Token(p) => {
            let (k, token) = klien::ganti_token(s, d, &ada(s, d, &p.id).await?).await?;
            (k, Some(token))
        }
        Scim::Disable(p) => (
            klien::atur_aktif(s, d, &ada(s, d, &p.id).await?, false).await?,
            None,
        ),
        Scim::Enable(p) => (
            klien::atur_aktif(s, d, &ada(s, d, &p.id).await?, true).await?,
            None,
        ),
    };
    Ok(vec![Kartu::dari(k, token)])
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
