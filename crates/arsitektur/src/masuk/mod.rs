//! An ArchiMate exchange file comes back in: first it is read and nothing is written; the person sees what would happen
//! with each element, and then says so. Each change is a command of that person, so rights, rules and story are the same
//! as by hand; what is refused is told, and the rest is done. Read twice, a file changes nothing the second time.

use std::{collections::BTreeMap, sync::Arc};

use axum::{Extension, http::StatusCode, response::Response};
use identity::rahasia_baru;
use kernel::{Aksi, Galat, IdEntri, Peran, Perintah, Peta, izin::Tindakan};
use serde_json::{Value, json};
use web::{Formulir, Gagal, Permintaan};

use crate::{ingatan::Ingatan, tanya::Tanya};

pub mod baca;
pub mod rencana;
mod tampil;

use baca::Berkas;
use rencana::{Apa, Butir, Rencana, dengan_kait, susun};
use tampil::{pilih, selesai, tinjau};

/// Largest file, bytes.
const MAKS: usize = 20 * 1024 * 1024;
/// How long a file waits for its confirmation, ms.
const UMUR: i64 = 3_600_000;
/// Name of the field under whose secret the file waits.
const TITIPAN: &str = "titipan";
/// Name of the field that says that links which the file has not any more go here too.
const HAPUS: &str = "hapus";
/// The page, below the regency.
pub(crate) const JALUR: &str = "/kerja/arsitektur/masuk";

fn kunci(rahasia: &str) -> String {
    format!("archimate/{rahasia}")
}

/// Who may bring entries in.
pub(crate) fn boleh(p: &Permintaan) -> Result<(), Galat> {
    let def = p.register("aplikasi")?;
    p.wewenang(&def, Tindakan::Impor).map(|_| ())
}

/// The units for which this account may enter what the file names no owner for.
fn unit(p: &Permintaan) -> Vec<(String, String)> {
    let Some(akun) = p.pelaku.akun() else {
        return Vec::new();
    };
    let semua = akun.peran.iter().any(|(peran, _)| *peran == Peran::Administrator);
    let punya = akun.unit_sebagai(&[Peran::Penghubung]);
    let hari = p.profil.kalender.setempat(p.app.store.jam().kini()).date();
    p.profil
        .unit
        .iter()
        .filter(|u| u.sampai.is_none_or(|s| s >= hari))
        .filter(|u| semua || punya.contains(&&u.kode))
        .map(|u| (u.kode.to_string(), u.nama.clone()))
        .collect()
}

/// A file that waits, with the unit that was chosen.
struct Menunggu {
    isi: String,
    opd: String,
    /// When it was looked at, ms.
    saat: i64,
}

impl Menunggu {
    async fn simpan(&self, p: &Permintaan) -> Result<String, Galat> {
        let rahasia = rahasia_baru();
        let isi: Peta = [
            ("isi", json!(self.isi)),
            ("opd", json!(self.opd)),
            ("saat", json!(self.saat)),
        ]
        .map(|(k, v)| (k.to_owned(), v))
        .into_iter()
        .collect();
        let sampai = self.saat + UMUR;
        let pemilik = Some(p.akun()?.id);
        p.app
            .store
            .simpan_draf(p.daerah(), &kunci(&rahasia), pemilik, &isi, sampai)
            .await?;
        Ok(rahasia)
    }

    async fn ambil(p: &Permintaan, rahasia: &str) -> Result<Self, Galat> {
        let ada = p.app.store.draf(p.daerah(), &kunci(rahasia)).await?;
        let milik = p.akun()?.id;
        let teks = |isi: &Peta, k: &str| isi.get(k).and_then(Value::as_str).unwrap_or_default().to_owned();
        match ada {
            Some((Some(pemilik), isi)) if pemilik == milik => Ok(Menunggu {
                isi: teks(&isi, "isi"),
                opd: teks(&isi, "opd"),
                saat: isi.get("saat").and_then(Value::as_i64).unwrap_or_default(),
            }),
            _ => Err(Galat::medan(
                "berkas",
                "Berkas ini menunggu terlalu lama dan sudah dihapus. Pilih sekali lagi.",
            )),
        }
    }

    /// What it would change now.
    async fn rencana(&self, t: &Tanya) -> Result<Rencana, Galat> {
        let isi = self.isi.clone();
        let berkas: Berkas = tokio::task::spawn_blocking(move || baca::baca(isi.as_bytes()))
            .await
            .map_err(|e| Galat::dalam("reading an exchange file", e))??;
        let pilihan = unit(&t.p);
        let bawaan = pilihan.iter().map(|(k, _)| k.as_str()).find(|k| *k == self.opd);
        let kini = t.p.app.store.jam().kini();
        let ada = |u: &str| t.p.profil.unit(u).is_some();
        Ok(susun(&t.graf, &berkas, ada, bawaan, || IdEntri::baru(kini)))
    }
}

pub(crate) async fn halaman(t: Tanya) -> Result<Response, Gagal> {
    boleh(&t.p)?;
    Ok(pilih(&t.p, &[], StatusCode::OK))
}

pub(crate) async fn kirim(
    p: Permintaan,
    Extension(ingatan): Extension<Arc<Ingatan>>,
    mut f: Formulir,
) -> Result<Response, Gagal> {
    let t = Tanya::baru(p, BTreeMap::new(), &ingatan).await?;
    boleh(&t.p)?;
    let hasil = if f.ada(TITIPAN) {
        sungguh(&t, f.teks(TITIPAN), f.ada(HAPUS)).await
    } else {
        periksa(&t, &mut f).await
    };
    match hasil {
        Err(Galat::Isian(v)) => Ok(pilih(&t.p, &v, StatusCode::UNPROCESSABLE_ENTITY)),
        hasil => Ok(hasil?),
    }
}

async fn periksa(t: &Tanya, f: &mut Formulir) -> Result<Response, Galat> {
    let u = std::mem::take(&mut f.berkas)
        .into_iter()
        .find(|u| u.medan == "berkas");
    let u = u.ok_or_else(|| Galat::medan("berkas", "Pilih berkas pertukaran ArchiMate (.xml)."))?;
    if u.isi.len() > MAKS {
        return Err(Galat::medan(
            "berkas",
            "Berkas ini terlalu besar. Paling besar 20 MB.",
        ));
    }
    let isi = String::from_utf8(u.isi).map_err(|_| {
        Galat::medan(
            "berkas",
            "Berkas ini bukan teks UTF-8. Ekspor lagi dari alat pembuatnya.",
        )
    })?;
    let m = Menunggu {
        isi,
        opd: f.teks("opd").to_owned(),
        saat: t.p.app.store.jam().kini().as_millisecond(),
    };
    let r = m.rencana(t).await?;
    let rahasia = m.simpan(&t.p).await?;
    Ok(tinjau(t, &r, &rahasia))
}

/// A refused change: name and why.
type Tolakan = (String, Galat);

/// The file stays for its hour: confirming twice does nothing twice, since what was new is known then.
async fn sungguh(t: &Tanya, rahasia: &str, hapus: bool) -> Result<Response, Galat> {
    let m = Menunggu::ambil(&t.p, rahasia).await?;
    let r = m.rencana(t).await?;
    let mut tolakan: Vec<Tolakan> = Vec::new();
    let (mut dibuat, mut diubah) = (0, 0);
    let dilihat = hapus.then_some(m.saat);
    for b in &r.butir {
        let (Apa::Baru(isi), Some(d)) = (&b.apa, b.domain) else {
            continue;
        };
        let aksi = Aksi::Buat {
            register: d.register().to_owned(),
            id: b.id,
            isi: isi.clone(),
        };
        match jalankan(&t.p, aksi).await {
            Ok(()) => dibuat += 1,
            Err(Galat::Dalam(g)) => return Err(Galat::Dalam(g)),
            Err(g) => tolakan.push((b.nama.clone(), g)),
        }
    }
    for b in &r.butir {
        match ubah(&t.p, b, dilihat).await {
            Ok(true) => diubah += 1,
            Ok(false) => {}
            Err(Galat::Dalam(g)) => return Err(Galat::Dalam(g)),
            Err(g) => tolakan.push((b.nama.clone(), g)),
        }
    }
    Ok(selesai(&t.p, dibuat, diubah, &tolakan))
}

async fn jalankan(p: &Permintaan, aksi: Aksi) -> Result<(), Galat> {
    let perintah = Perintah {
        daerah: p.daerah().clone(),
        pelaku: p.pelaku.clone(),
        kini: p.app.store.jam().kini(),
        aksi,
        kunci: None,
    };
    p.app.store.jalankan(perintah).await.map(|_| ())
}

/// Gives an entry its new name and its further links, and takes away those that the file has not, where `dilihat` says
/// when the person saw which they are; whether there was anything to do.
async fn ubah(p: &Permintaan, b: &Butir, dilihat: Option<i64>) -> Result<bool, Galat> {
    let nama = match &b.apa {
        Apa::Ganti(nama) => Some(nama),
        Apa::Lewat(_) => return Ok(false),
        _ => None,
    };
    let hapus = dilihat.map_or(&[][..], |_| b.hilang.as_slice());
    if nama.is_none() && b.kait.is_empty() && hapus.is_empty() {
        return Ok(false);
    }
    let e = match p.app.store.entri(p.daerah(), &p.pelaku, b.id).await {
        Ok(t) => t.entri,
        // It was refused when it was to be made, and told of then.
        Err(Galat::TidakDitemukan) if matches!(b.apa, Apa::Baru(_)) => return Ok(false),
        Err(g) => return Err(g),
    };
    // What somebody linked meanwhile was not among what the person agreed to take away.
    if !hapus.is_empty() && dilihat.is_some_and(|saat| e.diubah > saat) {
        return Err(Galat::Bentrok(
            "Entri ini berubah sesudah berkas diperiksa. Periksa berkasnya sekali lagi.".into(),
        ));
    }
    let mut tambal = dengan_kait(&e.isi, &b.kait, hapus);
    if let Some(nama) = nama {
        tambal.insert("nama".into(), nama.as_str().into());
    }
    let aksi = Aksi::Ubah {
        id: b.id,
        versi: e.versi,
        tambal,
    };
    jalankan(p, aksi).await.map(|()| true)
}
