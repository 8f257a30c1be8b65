//! Logging in with the regency's identity provider (OpenID Connect Core 1.0, authorisation code with PKCE): officials go
//! there from the log-in page and come back with a code. It opens an account that there is already, and makes none; which
//! one is decided in [`akun`]. What the account still owes (a second factor where the provider proved none that counts) is
//! asked as after a password. [`keluar`] is the way out again, from here and from there.
//!
//! What a browser is to bring back stands in a signed cookie that counts for ten minutes and once: state, nonce, the
//! proof of PKCE, and where the person was going.

mod akun;
mod keluar;
mod penyedia;
mod setelan;
mod token;

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Router,
    extract::{DefaultBodyLimit, RawQuery},
    response::Response,
    routing::{get, post},
};
use data_encoding::BASE64URL_NOPAD as B64;
use identity::rahasia_baru;
use kernel::{Galat, Pesan};
use saluran::http::Klien;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use store::AkunSimpan;
use subtle::ConstantTimeEq;
use web::{Aplikasi, Gagal, Permintaan};

use akun::Tamu;
use penyedia::Penyedia;
pub use setelan::{Cocok, Setelan, baca_berkas};
use token::Cacat;

/// Name of the cookie of whoever is at the provider.
const KUKI: &str = "praja_luar";
/// What the cookie is signed for.
const GUNA: &str = "masuk-luar/1";
/// How long somebody may take there, s.
const UMUR: i64 = 600;
/// Longest address that is kept meanwhile, bytes: browsers take cookies of 4 KiB.
const MAKS_KE: usize = 1_000;
/// Largest body that a provider sends here: a token.
const MAKS_TUBUH: usize = 64 * 1024;

/// The providers of an installation.
#[derive(Clone, Default)]
pub struct Semua(Arc<BTreeMap<String, Penyedia>>);

impl Semua {
    /// These, asked with this client.
    pub fn baru(setelan: Vec<Setelan>, klien: &Klien) -> Self {
        let satu = |s: Setelan| (s.daerah.clone(), Penyedia::baru(s, klien.clone()));
        Semua(Arc::new(setelan.into_iter().map(satu).collect()))
    }

    /// What the buttons of the log-in pages say, by regency.
    pub fn nama(&self) -> BTreeMap<String, String> {
        let satu = |(d, p): (&String, &Penyedia)| (d.clone(), p.setelan.nama.clone());
        self.0.iter().map(satu).collect()
    }

    /// Asks each provider who it is and which keys it signs with: the regency's code, and what is wrong.
    pub async fn periksa(&self, kini: jiff::Timestamp) -> Vec<(&str, Result<(), String>)> {
        let mut hasil = Vec::new();
        for (d, p) in self.0.iter() {
            hasil.push((d.as_str(), p.layak(kini).await));
        }
        hasil
    }

    fn untuk(&self, p: &Permintaan) -> Result<&Penyedia, Galat> {
        self.0.get(p.daerah().as_str()).ok_or(Galat::TidakDitemukan)
    }
}

pub(crate) fn rute(semua: &Semua) -> Router<Aplikasi> {
    Router::new()
        .route("/{daerah}/masuk/luar", get(pergi))
        .route("/{daerah}/masuk/luar/balik", get(balik))
        .route("/{daerah}/masuk/luar/keluar", get(keluar::tawarkan))
        .route("/{daerah}/masuk/luar/keluar/belakang", post(keluar::terima))
        .layer(DefaultBodyLimit::max(MAKS_TUBUH))
        .layer(axum::Extension(semua.clone()))
}

type Luar = axum::Extension<Semua>;

fn medan(q: Option<&str>) -> BTreeMap<String, String> {
    url::form_urlencoded::parse(q.unwrap_or_default().as_bytes())
        .map(|(k, v)| (k.into_owned(), v.into_owned()))
        .collect()
}

fn alamat_balik(p: &Permintaan) -> String {
    format!("{}{}", p.app.url_dasar, p.ke("/masuk/luar/balik"))
}

fn salah(pesan: impl Into<Pesan>) -> Galat {
    Galat::medan("", pesan)
}

/// Why somebody does not come in, and whether it counts as a failure of theirs: that a provider is silent does not.
struct Tolak {
    galat: Galat,
    dihitung: bool,
}

impl From<Galat> for Tolak {
    fn from(galat: Galat) -> Self {
        Tolak {
            galat,
            dihitung: false,
        }
    }
}

fn tolak(pesan: impl Into<Pesan>) -> Tolak {
    Tolak {
        galat: salah(pesan),
        dihitung: true,
    }
}

fn bisu(p: &Permintaan, sebab: &str) -> Galat {
    tracing::warn!(daerah = %p.daerah(), sebab, "the identity provider does not answer as it should");
    salah("Penyedia identitas sedang tidak dapat dihubungi. Coba lagi nanti, atau masuk dengan kata sandi.")
}

/// `GET …/masuk/luar`: to the provider.
async fn pergi(p: Permintaan, semua: Luar, RawQuery(q): RawQuery) -> Result<Response, Gagal> {
    let luar = semua.untuk(&p)?;
    let q = medan(q.as_deref());
    let ke = q.get("ke").map(String::as_str).filter(|k| k.len() <= MAKS_KE);
    let ke = web::tujuan(&p, ke);
    let kini = p.app.store.jam().kini();
    let kenal = match luar.kenal(kini).await {
        Ok(k) => k,
        Err(e) => return web::tolak_masuk(&p, &ke, bisu(&p, &e)),
    };
    let Ok(mut url) = url::Url::parse(&kenal.masuk) else {
        return web::tolak_masuk(&p, &ke, bisu(&p, "authorization_endpoint"));
    };
    let [state, nonce, pembukti] = [rahasia_baru(), rahasia_baru(), rahasia_baru() + &rahasia_baru()];
    url.query_pairs_mut()
        .append_pair("response_type", "code")
        .append_pair("client_id", &luar.setelan.klien)
        .append_pair("redirect_uri", &alamat_balik(&p))
        .append_pair("scope", "openid profile email")
        .append_pair("state", &state)
        .append_pair("nonce", &nonce)
        .append_pair(
            "code_challenge",
            &B64.encode(&Sha256::digest(pembukti.as_bytes())),
        )
        .append_pair("code_challenge_method", "S256");
    let isi = json!({
        "d": p.daerah().as_str(), "s": state, "n": nonce, "p": pembukti, "ke": ke, "t": kini.as_second(),
    });
    let isi = p
        .app
        .identitas
        .tandai(GUNA, &B64.encode(isi.to_string().as_bytes()));
    let kuki = p.set_kuki(KUKI, &isi, "/masuk/luar", UMUR);
    Ok(web::lihat_dengan(url.as_str(), &kuki))
}

/// What the cookie of this browser says, if it is ours, of this regency, and not too old.
fn bekal(p: &Permintaan) -> Option<Map<String, Value>> {
    let isi = p.app.identitas.buka_tanda(GUNA, p.kuki.ambil(KUKI)?)?;
    let o: Map<String, Value> = serde_json::from_slice(&B64.decode(isi.as_bytes()).ok()?).ok()?;
    let umur = p.app.store.jam().kini().as_second() - o.get("t")?.as_i64()?;
    let sah = o.get("d")?.as_str()? == p.daerah().as_str() && (0..UMUR).contains(&umur);
    sah.then_some(o)
}

/// `GET …/masuk/luar/balik`: back from the provider.
async fn balik(p: Permintaan, semua: Luar, RawQuery(q): RawQuery) -> Result<Response, Gagal> {
    let luar = semua.untuk(&p)?;
    p.app.identitas.boleh_masuk(&p.alamat)?;
    let q = medan(q.as_deref());
    let isi = bekal(&p);
    let teks = |k: &str| {
        isi.as_ref()
            .and_then(|o| o.get(k))
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    let ke = web::tujuan(&p, isi.as_ref().and_then(|o| o.get("ke")).and_then(Value::as_str));
    let r = match kenali(&p, luar, &q, [teks("s"), teks("n"), teks("p")]).await {
        Ok((a, kuat)) => {
            p.app
                .identitas
                .catat_masuk_luar(&a.akun, &luar.setelan.nama)
                .await?;
            web::masuk_luar(&p, &a, kuat, &ke).await?
        }
        Err(t) => {
            if t.dihitung {
                p.app.identitas.gagal_masuk(&p.alamat);
            }
            web::tolak_masuk(&p, &ke, t.galat)?
        }
    };
    // What the cookie holds counts once.
    Ok(web::dengan_kuki(r, &p.set_kuki(KUKI, "", "/masuk/luar", 0)))
}

/// Whom the provider sends, and whether it proved a second factor that counts.
async fn kenali(
    p: &Permintaan,
    luar: &Penyedia,
    q: &BTreeMap<String, String>,
    [state, nonce, pembukti]: [&str; 3],
) -> Result<(AkunSimpan, bool), Tolak> {
    let ada = |k: &str| q.get(k).map_or("", String::as_str);
    let ulang = || {
        tolak(
            "Masuk ini tidak dimulai di peramban ini, sudah selesai, atau terlalu lama. Mulai lagi dari sini.",
        )
    };
    let sama: bool = state.as_bytes().ct_eq(ada("state").as_bytes()).into();
    if state.is_empty() || !sama {
        return Err(ulang());
    }
    let kini = p.app.store.jam().kini();
    let kenal = luar.kenal(kini).await.map_err(|e| bisu(p, &e))?;
    // A provider that names itself is held to it: nobody hands us the code of another (RFC 9207).
    let asing = || {
        tolak(
            "Jawaban ini bukan dari penyedia identitas daerah. Mulai lagi dari sini; bila berulang, hubungi Diskominfo.",
        )
    };
    match q.get("iss") {
        Some(i) if *i != luar.setelan.penerbit => return Err(asing()),
        None if kenal.sebut_diri => return Err(asing()),
        _ => {}
    }
    if q.contains_key("error") {
        tracing::info!(daerah = %p.daerah(), "the identity provider sent somebody back without a code");
        return Err(salah(
            "Penyedia identitas tidak meluluskan permintaan ini, atau Anda membatalkannya. Coba lagi, atau masuk dengan kata sandi.",
        )
        .into());
    }
    if ada("code").is_empty() {
        return Err(ulang());
    }
    let hasil = luar
        .tukar(ada("code"), pembukti, &alamat_balik(p), nonce, kini)
        .await;
    let klaim = hasil.map_err(|g| match g {
        penyedia::Gagal::Bisu(e) => bisu(p, &e).into(),
        penyedia::Gagal::Kode => ulang(),
        penyedia::Gagal::Cacat(c) => {
            tracing::warn!(daerah = %p.daerah(), cacat = ?c, "an identity token was refused");
            match c {
                Cacat::Jam => salah("Jam server ini dan jam penyedia identitas tidak sama. Hubungi Diskominfo; sementara itu, masuk dengan kata sandi.").into(),
                Cacat::Nonce => ulang(),
                Cacat::Tanda | Cacat::KunciAsing | Cacat::Asing | Cacat::Peristiwa => asing(),
            }
        }
    })?;
    let kuat = token::kuat(&klaim, &luar.setelan.kuat);
    match akun::temukan(p, &luar.setelan, &klaim).await? {
        Tamu::Pemilik(a) => Ok((a, kuat)),
        Tamu::TakDikenal => {
            tracing::info!(daerah = %p.daerah(), "somebody without an active account came from the identity provider");
            Err(tolak(
                "Penyedia identitas mengenal Anda, tetapi tidak ada akun aktif di sini untuk Anda. Mintalah administrator membuatkannya atau mencatat NIP Anda.",
            ))
        }
        Tamu::OrangLain => {
            tracing::warn!(daerah = %p.daerah(), "the claim of somebody fits an account of another person at the identity provider");
            Err(tolak(
                "Akun yang cocok dengan Anda sudah terikat dengan orang lain di penyedia identitas. Bila akun itu milik Anda, mintalah administrator melepas ikatannya di halaman akun itu.",
            ))
        }
    }
}
