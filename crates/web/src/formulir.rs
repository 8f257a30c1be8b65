//! A posted form: fields and files, whatever way the browser sends them, with the form token checked.

use std::collections::BTreeMap;

use axum::{
    extract::{FromRequest, FromRequestParts, Multipart, RawForm, Request},
    http::header,
};
use kernel::Galat;

use crate::{Aplikasi, Gagal, Permintaan};

/// Most fields in one form.
const MAKS_MEDAN: usize = 2_000;
/// Most files in one form: more than five are refused at the field, not here.
const MAKS_BERKAS: usize = 60;

/// A file in a form.
#[derive(Clone, Debug)]
pub struct Unggahan {
    /// Name of the field.
    pub medan: String,
    /// Name of the file as the sender calls it: for messages only.
    pub nama: String,
    /// Content.
    pub isi: Vec<u8>,
}

/// A posted form of a page of ours. Extracting it checks the form token, so no handler can forget to.
pub struct Formulir {
    /// Fields, each with all its values.
    pub medan: BTreeMap<String, Vec<String>>,
    /// Files that are not empty.
    pub berkas: Vec<Unggahan>,
}

impl Formulir {
    /// The first value of a field, trimmed; empty when it was not sent.
    pub fn teks(&self, nama: &str) -> &str {
        self.medan
            .get(nama)
            .and_then(|v| v.first())
            .map_or("", |s| s.trim())
    }

    /// What a button says with a field: `ya` or `tidak`.
    ///
    /// # Errors
    /// [`Galat::TidakSah`] when it says something else.
    pub fn ya(&self, nama: &str) -> Result<bool, Galat> {
        match self.teks(nama) {
            "ya" => Ok(true),
            "tidak" => Ok(false),
            _ => Err(bukan_milik_kita()),
        }
    }

    /// Whether a field was sent: a button, a ticked box.
    pub fn ada(&self, nama: &str) -> bool {
        self.medan.contains_key(nama)
    }
}

impl Formulir {
    /// Reads a form that a machine posts. There is no form token in it, so whoever calls this must not act with the
    /// rights of a cookie.
    ///
    /// # Errors
    /// A body that cannot be read or is too large.
    pub async fn dari_mesin(req: Request, app: &Aplikasi) -> Result<Self, Gagal> {
        let tipe = req.headers().get(header::CONTENT_TYPE);
        let multi = tipe.and_then(|v| v.to_str().ok()).is_some_and(|t| {
            t.get(..19)
                .is_some_and(|t| t.eq_ignore_ascii_case("multipart/form-data"))
        });
        if multi {
            bagian(req, app).await
        } else {
            rata(req, app).await
        }
    }
}

impl FromRequest<Aplikasi> for Formulir {
    type Rejection = Gagal;

    async fn from_request(req: Request, app: &Aplikasi) -> Result<Self, Gagal> {
        let (mut parts, body) = req.into_parts();
        let p = Permintaan::from_request_parts(&mut parts, app).await?;
        let req = Request::from_parts(parts, body);
        let f = Formulir::dari_mesin(req, app).await?;
        if !f
            .medan
            .get("_csrf")
            .and_then(|v| v.first())
            .is_some_and(|t| p.cocok_csrf(t))
        {
            let pesan = "Formulir ini sudah kedaluwarsa atau bukan dari situs ini. Kembali, muat ulang halamannya, lalu kirim lagi.";
            return Err(Gagal(Galat::Ditolak(pesan.into())));
        }
        Ok(f)
    }
}

fn tak_terbaca(e: impl std::fmt::Display) -> Gagal {
    tracing::debug!(galat = %e, "unreadable form");
    Gagal(bukan_milik_kita())
}

/// A form that says what none of ours does.
pub(crate) fn bukan_milik_kita() -> Galat {
    Galat::TidakSah("Formulir ini tidak dapat dibaca. Muat ulang halamannya, lalu kirim lagi.".into())
}

fn terlalu_besar() -> Gagal {
    Gagal(Galat::TerlaluBesar(
        "Foto-foto ini terlalu besar bersama-sama. Kirim lebih sedikit, atau foto yang lebih kecil.".into(),
    ))
}

async fn rata(req: Request, app: &Aplikasi) -> Result<Formulir, Gagal> {
    let RawForm(isi) = RawForm::from_request(req, app).await.map_err(|e| {
        if e.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
            Gagal(Galat::TerlaluBesar("Yang Anda kirim terlalu besar.".into()))
        } else {
            tak_terbaca(e)
        }
    })?;
    let mut medan: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (i, pasang) in isi.split(|b| *b == b'&').filter(|p| !p.is_empty()).enumerate() {
        if i >= MAKS_MEDAN {
            return Err(tak_terbaca("too many fields"));
        }
        let mut bagian = pasang.splitn(2, |b| *b == b'=');
        let (k, v) = (
            bagian.next().unwrap_or_default(),
            bagian.next().unwrap_or_default(),
        );
        medan.entry(dekode(k)?).or_default().push(dekode(v)?);
    }
    Ok(Formulir {
        medan,
        berkas: Vec::new(),
    })
}

fn dekode(b: &[u8]) -> Result<String, Gagal> {
    let b: Vec<u8> = b.iter().map(|c| if *c == b'+' { b' ' } else { *c }).collect();
    let b: Vec<u8> = percent_encoding::percent_decode(&b).collect();
    String::from_utf8(b).map_err(|_| {
        Gagal(Galat::TidakSah(
            "Ada huruf yang tidak dapat dibaca (bukan UTF-8). Ketik ulang isian Anda.".into(),
        ))
    })
}

async fn bagian(req: Request, app: &Aplikasi) -> Result<Formulir, Gagal> {
    let gagal = |e: axum::extract::multipart::MultipartError| {
        if e.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
            terlalu_besar()
        } else {
            tak_terbaca(e)
        }
    };
    let mut m = Multipart::from_request(req, app).await.map_err(tak_terbaca)?;
    let mut f = Formulir {
        medan: BTreeMap::new(),
        berkas: Vec::new(),
    };
    let mut n = 0;
    while let Some(b) = m.next_field().await.map_err(gagal)? {
        n += 1;
        if n > MAKS_MEDAN || f.berkas.len() > MAKS_BERKAS {
            return Err(tak_terbaca("too many parts"));
        }
        let nama = b.name().unwrap_or_default().to_owned();
        let berkas = b.file_name().map(|n| kernel::profil::potong(n, 80).to_owned());
        let isi = b.bytes().await.map_err(gagal)?.to_vec();
        let Some(nama_berkas) = berkas else {
            let isi = String::from_utf8(isi).map_err(|_| {
                Gagal(Galat::TidakSah(
                    "Ada huruf yang tidak dapat dibaca (bukan UTF-8). Ketik ulang isian Anda.".into(),
                ))
            })?;
            f.medan.entry(nama).or_default().push(isi);
            continue;
        };
        if !isi.is_empty() {
            f.berkas.push(Unggahan {
                medan: nama,
                nama: nama_berkas,
                isi,
            });
        }
    }
    Ok(f)
}
