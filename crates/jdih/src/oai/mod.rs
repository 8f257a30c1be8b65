//! OAI-PMH 2.0 (Open Archives Initiative): other libraries harvest the metadata of public documents as Dublin Core. All six
//! verbs, sets by kind, resumption tokens, and deleted records: a document that was public once and no longer is stays
//! known as deleted. [`argumen`] reads what is asked, [`banyak`] pages through lists,
//! [`rekaman`] writes what a record says.

use axum::{
    body::Bytes,
    extract::RawQuery,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use kernel::{
    Entri, Galat, IdEntri, Pelaku,
    izin::{self, Tindakan},
    nilai::Pilihan as _,
};
use layanan::JenisProduk;
use serde_json::Value;
use store::{Daftar, Kolom, Kursor, Saringan, Urut};
use web::{Gagal, Permintaan, xml::Unsur};

use crate::{KODE, umpan::waktu};

mod argumen;
mod banyak;
mod rekaman;

use argumen::{Argumen, urai};
use banyak::banyak;
use rekaman::{rekaman, situs};

/// The one format every repository speaks.
const DC: &str = "oai_dc";

/// Why a request is answered with an error element: code of the protocol and words.
struct Salah(&'static str, String);

/// A refusal of the protocol, or a fault of ours.
enum Henti {
    Salah(Salah),
    Galat(Galat),
}

impl From<Galat> for Henti {
    fn from(g: Galat) -> Self {
        Henti::Galat(g)
    }
}

impl From<Salah> for Henti {
    fn from(s: Salah) -> Self {
        Henti::Salah(s)
    }
}

type Hasil<T> = Result<T, Henti>;

fn salah<T>(kode: &'static str, pesan: impl Into<String>) -> Hasil<T> {
    Err(Salah(kode, pesan.into()).into())
}

/// `GET /{daerah}/jdih/oai?verb=…`
pub(crate) async fn lewat_alamat(p: Permintaan, RawQuery(q): RawQuery) -> Result<Response, Gagal> {
    jawab(p, q.unwrap_or_default()).await
}

/// `POST /{daerah}/jdih/oai` with the same as a form. It changes nothing, so it needs no form token.
pub(crate) async fn lewat_isi(p: Permintaan, k: HeaderMap, isi: Bytes) -> Result<Response, Gagal> {
    let formulir = k
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .is_some_and(|t| t.starts_with("application/x-www-form-urlencoded"));
    // A body of another kind, or far too long, is a request without verb.
    let teks = if formulir && isi.len() <= 8_192 {
        String::from_utf8_lossy(&isi).into_owned()
    } else {
        String::new()
    };
    jawab(p, teks).await
}

async fn jawab(p: Permintaan, q: String) -> Result<Response, Gagal> {
    let argumen = urai(&q);
    let hasil = match &argumen {
        Some(a) => kerjakan(&p, a).await,
        None => salah("badArgument", "An argument stands twice or cannot be read."),
    };
    let mut minta = Unsur::teks("request", alamat(&p));
    let isi = match hasil {
        Ok(isi) => {
            for (k, v) in argumen.iter().flatten() {
                if let Some(nama) = NAMA.iter().find(|n| *n == k) {
                    minta = minta.dengan(nama, v);
                }
            }
            isi
        }
        Err(Henti::Salah(Salah(kode, pesan))) => {
            // The arguments are repeated, unless they are what is wrong.
            if !matches!(kode, "badVerb" | "badArgument") {
                for (k, v) in argumen.iter().flatten() {
                    if let Some(nama) = NAMA.iter().find(|n| *n == k) {
                        minta = minta.dengan(nama, v);
                    }
                }
            }
            Unsur::teks("error", pesan).dengan("code", kode)
        }
        Err(Henti::Galat(g)) => return Err(Gagal(g)),
    };
    let kini = waktu(p.app.store.jam().kini().as_millisecond());
    let dok = Unsur::baru("OAI-PMH", vec![Unsur::teks("responseDate", kini), minta, isi])
        .dengan("xmlns", "http://www.openarchives.org/OAI/2.0/")
        .dengan("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
        .dengan(
            "xsi:schemaLocation",
            "http://www.openarchives.org/OAI/2.0/ http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd",
        );
    let mut r = dok.dokumen()?.into_response();
    let k = r.headers_mut();
    k.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/xml; charset=utf-8"),
    );
    k.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    k.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    Ok(r)
}

const NAMA: [&str; 7] = [
    "verb",
    "identifier",
    "metadataPrefix",
    "from",
    "until",
    "set",
    "resumptionToken",
];

fn alamat(p: &Permintaan) -> String {
    format!("{}{}", p.app.url_dasar, p.ke("/jdih/oai"))
}

async fn kerjakan(p: &Permintaan, a: &Argumen) -> Hasil<Unsur> {
    let boleh: &[&str] = match a.get("verb").map(String::as_str) {
        Some("Identify") => &[],
        Some("ListMetadataFormats") => &["identifier"],
        Some("ListSets") => &["resumptionToken"],
        Some("GetRecord") => &["identifier", "metadataPrefix"],
        Some("ListIdentifiers" | "ListRecords") => {
            &["metadataPrefix", "from", "until", "set", "resumptionToken"]
        }
        Some(_) => return salah("badVerb", "This verb is not one of the protocol."),
        None => return salah("badVerb", "The verb is missing."),
    };
    if let Some(k) = a.keys().find(|k| *k != "verb" && !boleh.contains(&k.as_str())) {
        let k = kernel::profil::potong(k, 60);
        return salah(
            "badArgument",
            format!("The argument {k} does not belong to this verb."),
        );
    }
    match a.get("verb").map(String::as_str) {
        Some("Identify") => identify(p).await,
        Some("ListMetadataFormats") => bentuk(p, a).await,
        Some("ListSets") => himpunan(p, a),
        Some("GetRecord") => satu(p, a).await,
        Some(verb) => banyak(p, a, verb).await,
        None => salah("badVerb", "The verb is missing."),
    }
}

/// Documents that are public, or were.
fn saringan() -> Saringan {
    Saringan {
        medan: vec![("pernah_terbit".to_owned(), vec!["ya".to_owned()])],
        ..Saringan::default()
    }
}

async fn daftar(p: &Permintaan, d: &Daftar) -> Result<(Vec<Entri>, Option<Kursor>), Galat> {
    let def = p.register(KODE)?;
    // The program itself looks, because what was taken back is told as deleted; only what is public is told in full.
    let w = izin::wewenang(&p.profil, &def, &Pelaku::Sistem, Tindakan::Baca).ok_or(Galat::TidakDitemukan)?;
    let h = p.app.store.daftar(&w, &Pelaku::Sistem, d).await?;
    let publik = |mut e: Entri| {
        e.isi = def.proyeksi(&e.isi, kernel::Pandangan::Publik);
        e
    };
    Ok((h.entri.into_iter().map(|t| publik(t.entri)).collect(), h.berikut))
}

async fn identify(p: &Permintaan) -> Hasil<Unsur> {
    let d = Daftar {
        saring: saringan(),
        urut: Urut {
            kolom: Kolom::Diubah,
            turun: false,
        },
        setelah: None,
        batas: 1,
    };
    let (awal, _) = daftar(p, &d).await?;
    let kini = p.app.store.jam().kini().as_millisecond();
    let nama = format!("JDIH {}", p.profil.daerah.nama);
    Ok(Unsur::baru(
        "Identify",
        vec![
            Unsur::teks("repositoryName", nama),
            Unsur::teks("baseURL", alamat(p)),
            Unsur::teks("protocolVersion", "2.0"),
            Unsur::teks("adminEmail", &p.profil.daerah.kontak.surel),
            Unsur::teks(
                "earliestDatestamp",
                waktu(awal.first().map_or(kini, |e| e.diubah)),
            ),
            Unsur::teks("deletedRecord", "persistent"),
            Unsur::teks("granularity", "YYYY-MM-DDThh:mm:ssZ"),
        ],
    ))
}

async fn bentuk(p: &Permintaan, a: &Argumen) -> Hasil<Unsur> {
    if let Some(id) = a.get("identifier") {
        cari(p, id).await?;
    }
    Ok(Unsur::baru(
        "ListMetadataFormats",
        vec![Unsur::baru(
            "metadataFormat",
            vec![
                Unsur::teks("metadataPrefix", DC),
                Unsur::teks("schema", "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"),
                Unsur::teks("metadataNamespace", "http://www.openarchives.org/OAI/2.0/oai_dc/"),
            ],
        )],
    ))
}

fn himpunan(p: &Permintaan, a: &Argumen) -> Hasil<Unsur> {
    if a.contains_key("resumptionToken") {
        return salah(
            "badResumptionToken",
            "The list of sets is complete in one answer.",
        );
    }
    let satu = |j: &JenisProduk| {
        Unsur::baru(
            "set",
            vec![
                Unsur::teks("setSpec", j.kode()),
                Unsur::teks("setName", p.b.t(j.label())),
            ],
        )
    };
    Ok(Unsur::baru(
        "ListSets",
        JenisProduk::SEMUA.iter().map(satu).collect(),
    ))
}

/// The entry behind an identifier, public or once public.
async fn cari(p: &Permintaan, id: &str) -> Hasil<Entri> {
    let tak_ada = || {
        Salah(
            "idDoesNotExist",
            "There is no record with this identifier.".to_owned(),
        )
    };
    let awal = format!("oai:{}:{}/", situs(p), p.daerah());
    let uuid = id
        .strip_prefix(awal.as_str())
        .and_then(|s| s.parse().ok())
        .ok_or_else(tak_ada)?;
    let t = match p
        .app
        .store
        .entri(p.daerah(), &Pelaku::Sistem, IdEntri(uuid))
        .await
    {
        Ok(t) => t,
        Err(Galat::TidakDitemukan) => return Err(tak_ada().into()),
        Err(g) => return Err(g.into()),
    };
    let pernah = t.entri.isi.get("pernah_terbit").and_then(Value::as_bool) == Some(true);
    if t.entri.register != KODE || !pernah {
        return Err(tak_ada().into());
    }
    let def = p.register(KODE)?;
    let mut e = t.entri;
    e.isi = def.proyeksi(&e.isi, kernel::Pandangan::Publik);
    Ok(e)
}

fn harus_dc(a: &Argumen) -> Hasil<()> {
    match a.get("metadataPrefix").map(String::as_str) {
        Some(DC) => Ok(()),
        Some(_) => salah("cannotDisseminateFormat", "Only oai_dc is offered."),
        None => salah("badArgument", "The argument metadataPrefix is missing."),
    }
}

async fn satu(p: &Permintaan, a: &Argumen) -> Hasil<Unsur> {
    let Some(id) = a.get("identifier") else {
        return salah("badArgument", "The argument identifier is missing.");
    };
    harus_dc(a)?;
    let e = cari(p, id).await?;
    Ok(Unsur::baru("GetRecord", vec![rekaman(p, &e)]))
}
