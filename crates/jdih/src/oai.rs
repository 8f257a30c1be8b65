//! OAI-PMH 2.0 (Open Archives Initiative): other libraries harvest the metadata of public documents as Dublin Core. All six
//! verbs, sets by kind, resumption tokens, and deleted records: a document that was public once and no longer is stays
//! known as deleted.

use std::collections::BTreeMap;

use axum::{
    body::Bytes,
    extract::RawQuery,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use kernel::{
    Entri, Galat, IdEntri, Pelaku,
    izin::{self, Tindakan},
    nilai::Pilihan as _,
};
use layanan::JenisProduk;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Daftar, Kolom, Kursor, Saringan, Urut};
use web::{Gagal, Permintaan, xml::Unsur};

use crate::{KODE, produk, umpan::waktu};

/// Records of one answer.
const SEKALI: usize = 100;
/// What resumption tokens are signed for.
const GUNA: &str = "oai";
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
type Argumen = BTreeMap<String, String>;

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

/// Arguments by name; none when one stands twice or cannot be read.
fn urai(q: &str) -> Option<Argumen> {
    let mut hasil = Argumen::new();
    for pasang in q.split('&').filter(|s| !s.is_empty()) {
        let (k, v) = pasang.split_once('=').unwrap_or((pasang, ""));
        let (k, v) = (dekode(k)?, dekode(v)?);
        if hasil.insert(k, v).is_some() || hasil.len() > 20 {
            return None;
        }
    }
    Some(hasil)
}

fn dekode(s: &str) -> Option<String> {
    let mut hasil = Vec::with_capacity(s.len());
    let mut b = s.bytes();
    while let Some(c) = b.next() {
        match c {
            b'+' => hasil.push(b' '),
            b'%' => {
                let angka = |c: u8| (c as char).to_digit(16).and_then(|d| u8::try_from(d).ok());
                hasil.push(angka(b.next()?)? * 16 + angka(b.next()?)?);
            }
            c => hasil.push(c),
        }
    }
    String::from_utf8(hasil).ok()
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

/// The host part of identifiers.
fn situs(p: &Permintaan) -> String {
    let tanpa = p.app.url_dasar.split("://").nth(1).unwrap_or(&p.app.url_dasar);
    tanpa.split(['/', ':']).next().unwrap_or("localhost").to_owned()
}

fn pengenal(p: &Permintaan, e: &Entri) -> String {
    format!("oai:{}:{}/{}", situs(p), p.daerah(), e.id)
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

/// Where a list goes on; carried by the harvester, signed by us.
#[derive(Serialize, Deserialize)]
struct Lanjut {
    verb: String,
    dari: Option<i64>,
    sampai: Option<i64>,
    set: Option<String>,
    kursor: String,
    sudah: usize,
}

async fn banyak(p: &Permintaan, a: &Argumen, verb: &str) -> Hasil<Unsur> {
    let l = match a.get("resumptionToken") {
        Some(t) => {
            if a.len() > 2 {
                return salah("badArgument", "resumptionToken is an exclusive argument.");
            }
            let isi = p.app.identitas.buka_tanda(&guna(p), t);
            let l: Option<Lanjut> = isi.and_then(buka);
            match l {
                Some(l) if l.verb == verb => l,
                _ => {
                    return salah(
                        "badResumptionToken",
                        "This token is not one of ours, or of another list.",
                    );
                }
            }
        }
        None => {
            harus_dc(a)?;
            awal(p, a, verb)?
        }
    };
    let mut saring = saringan();
    saring.diubah_sejak = l.dari;
    saring.diubah_sebelum = l.sampai;
    if let Some(s) = &l.set {
        saring.medan.push(("jenis".to_owned(), vec![s.clone()]));
    }
    let setelah = match l.kursor.as_str() {
        "" => None,
        s => match Kursor::baca(s) {
            Ok(k) => Some(k),
            Err(_) => return salah("badResumptionToken", "This token cannot be read."),
        },
    };
    let lanjutan = setelah.is_some();
    let d = Daftar {
        saring,
        urut: Urut {
            kolom: Kolom::Diubah,
            turun: false,
        },
        setelah,
        batas: SEKALI,
    };
    let (semua, berikut) = daftar(p, &d).await?;
    if semua.is_empty() && !lanjutan {
        return salah("noRecordsMatch", "No record fits these arguments.");
    }
    let mut isi: Vec<Unsur> = semua
        .iter()
        .map(|e| {
            if verb == "ListRecords" {
                rekaman(p, e)
            } else {
                kepala(p, e)
            }
        })
        .collect();
    let sudah = l.sudah.to_string();
    match berikut {
        Some(k) => {
            let l = Lanjut {
                kursor: k.tulis(),
                sudah: l.sudah + semua.len(),
                ..l
            };
            let token = p.app.identitas.tandai(&guna(p), &tutup(&l));
            isi.push(Unsur::teks("resumptionToken", token).dengan("cursor", sudah));
        }
        // An empty token says that the list is complete.
        None if lanjutan => isi.push(Unsur::teks("resumptionToken", "").dengan("cursor", sudah)),
        None => {}
    }
    Ok(Unsur::baru(
        if verb == "ListRecords" {
            "ListRecords"
        } else {
            "ListIdentifiers"
        },
        isi,
    ))
}

fn guna(p: &Permintaan) -> String {
    format!("{GUNA}/{}", p.daerah())
}

/// Letters and digits only, so that no harvester has to encode it.
fn tutup(l: &Lanjut) -> String {
    let isi = serde_json::to_vec(l).unwrap_or_default();
    isi.iter().map(|b| format!("{b:02x}")).collect()
}

fn buka(s: &str) -> Option<Lanjut> {
    let bita: Option<Vec<u8>> = (0..s.len())
        .step_by(2)
        .map(|i| u8::from_str_radix(s.get(i..i + 2)?, 16).ok())
        .collect();
    serde_json::from_slice(&bita?).ok()
}

fn awal(p: &Permintaan, a: &Argumen, verb: &str) -> Hasil<Lanjut> {
    let (dari, sampai) = (a.get("from"), a.get("until"));
    if let (Some(d), Some(s)) = (dari, sampai)
        && d.len() != s.len()
    {
        return salah("badArgument", "from and until must have the same granularity.");
    }
    let dari = dari.map(|s| saat(s, "from")).transpose()?.map(|(a, _)| a);
    let sampai = sampai.map(|s| saat(s, "until")).transpose()?.map(|(_, z)| z);
    if let (Some(d), Some(s)) = (dari, sampai)
        && d >= s
    {
        return salah("badArgument", "from is later than until.");
    }
    let set = a.get("set").cloned();
    if let Some(s) = &set
        && JenisProduk::dari_kode(s).is_none()
    {
        let s = kernel::profil::potong(s, 60);
        return salah(
            "noRecordsMatch",
            format!("There is no set {s} in {}.", p.daerah()),
        );
    }
    Ok(Lanjut {
        verb: verb.to_owned(),
        dari,
        sampai,
        set,
        kursor: String::new(),
        sudah: 0,
    })
}

/// A day or a second: its first moment, and the first after it.
fn saat(s: &str, nama: &str) -> Hasil<(i64, i64)> {
    let tak_sah = || {
        Salah(
            "badArgument",
            format!("{nama} is no UTC date of the form YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ."),
        )
    };
    match s.len() {
        10 => {
            let d: Date = s.parse().map_err(|_| tak_sah())?;
            let awal = d.to_zoned(TimeZone::UTC).map_err(|_| tak_sah())?;
            let ms = awal.timestamp().as_millisecond();
            Ok((ms, ms + 86_400_000))
        }
        20 if s.ends_with('Z') => {
            let t: Timestamp = s.parse().map_err(|_| tak_sah())?;
            let ms = t.as_millisecond();
            Ok((ms, ms + 1_000))
        }
        _ => Err(tak_sah().into()),
    }
}

fn kepala(p: &Permintaan, e: &Entri) -> Unsur {
    let u = Unsur::baru(
        "header",
        vec![
            Unsur::teks("identifier", pengenal(p, e)),
            Unsur::teks("datestamp", waktu(e.diubah)),
            Unsur::teks("setSpec", e.teks("jenis")),
        ],
    );
    if e.terbit {
        u
    } else {
        u.dengan("status", "deleted")
    }
}

fn rekaman(p: &Permintaan, e: &Entri) -> Unsur {
    let mut isi = vec![kepala(p, e)];
    if e.terbit {
        isi.push(Unsur::baru("metadata", vec![dublin(p, e)]));
    }
    Unsur::baru("record", isi)
}

fn dublin(p: &Permintaan, e: &Entri) -> Unsur {
    let mut isi: Vec<Unsur> = Vec::new();
    let mut taruh = |nama: &'static str, nilai: &str| {
        if !nilai.is_empty() {
            isi.push(Unsur::teks(nama, nilai));
        }
    };
    taruh("dc:title", &produk::judul(&p.profil, e));
    taruh("dc:creator", e.teks("teu"));
    for s in e
        .isi
        .get("subjek")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        taruh("dc:subject", s.as_str().unwrap_or_default());
    }
    taruh("dc:subject", e.teks("bidang_hukum"));
    taruh("dc:description", e.teks("abstrak"));
    taruh("dc:publisher", &p.profil.daerah.nama);
    taruh("dc:date", e.teks("tanggal_penetapan"));
    taruh("dc:type", produk::jenis(e).map_or("", |j| j.label()));
    taruh("dc:format", "text/html");
    taruh(
        "dc:identifier",
        &format!("{}{}", p.app.url_dasar, p.ke(&produk::jalur(e))),
    );
    taruh("dc:source", e.teks("sumber"));
    taruh("dc:language", "id");
    taruh("dc:rights", "Pasal 42 UU Nomor 28 Tahun 2014");
    Unsur::baru("oai_dc:dc", isi)
        .dengan("xmlns:oai_dc", "http://www.openarchives.org/OAI/2.0/oai_dc/")
        .dengan("xmlns:dc", "http://purl.org/dc/elements/1.1/")
        .dengan(
            "xsi:schemaLocation",
            "http://www.openarchives.org/OAI/2.0/oai_dc/ http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
        )
}
