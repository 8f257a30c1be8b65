//! Tokens of a provider, checked without state or clock over the keys that it publishes: identity tokens (OpenID Connect
//! Core 1.0, section 3.1.3.7) and logout tokens (OpenID Connect Back-Channel Logout 1.0, section 2.6). Signed RS256, which
//! every provider must offer; `ring` checks the signature. Neither kind passes for the other.

use data_encoding::BASE64URL_NOPAD as B64;
use ring::{rsa::PublicKeyComponents, signature::RSA_PKCS1_2048_8192_SHA256};
use serde_json::{Map, Value};

/// How far two clocks may be apart, s.
const SELISIH: i64 = 120;
/// How old the news may be that somebody left, s: a copy of it is worth nothing later.
const UMUR_KABAR: i64 = 600;
/// Longest name of a person at a provider, characters (Core, section 2).
const MAKS_SUBJEK: usize = 255;
/// What a logout token says has happened.
const KELUAR: &str = "http://schemas.openid.net/event/backchannel-logout";

/// Why a token says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cacat {
    /// It is no token, or not signed by the provider.
    Tanda,
    /// It is signed with a key that is not published (yet).
    KunciAsing,
    /// It is another provider's, or meant for another application.
    Asing,
    /// It has run out, or comes from the future.
    Jam,
    /// It was not made for this log-in.
    Nonce,
    /// It says nothing of somebody who left.
    Peristiwa,
}

/// What a token is shown for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Guna<'a> {
    /// A log-in that was begun with this nonce.
    Masuk { nonce: &'a str },
    /// Ending what somebody holds here.
    Keluar,
}

/// What a token must be.
pub(crate) struct Harap<'a> {
    pub(crate) penerbit: &'a str,
    pub(crate) klien: &'a str,
    pub(crate) guna: Guna<'a>,
    /// Now, s.
    pub(crate) kini: i64,
}

fn objek(b: &str) -> Option<Map<String, Value>> {
    serde_json::from_slice(&B64.decode(b.as_bytes()).ok()?).ok()
}

/// Whether a published key is one that tokens may be signed with, as we check it.
fn terpakai(k: &Value) -> bool {
    k["kty"] == "RSA"
        && k.get("use").is_none_or(|u| u == "sig")
        && k.get("alg").is_none_or(|a| a == "RS256")
        && publik(k).is_some()
}

/// Whether there is such a key at all.
pub(crate) fn ada_kunci(jwks: &Value) -> bool {
    jwks["keys"].as_array().is_some_and(|a| a.iter().any(terpakai))
}

/// The numbers of a key, without the zeros that some write before them.
fn publik(k: &Value) -> Option<PublicKeyComponents<Vec<u8>>> {
    let angka = |m: &str| {
        let b = B64.decode(k[m].as_str()?.as_bytes()).ok()?;
        let awal = b.iter().position(|x| *x != 0)?;
        Some(b.get(awal..)?.to_vec())
    };
    Some(PublicKeyComponents {
        n: angka("n")?,
        e: angka("e")?,
    })
}

/// What a token says, if the provider signed it.
fn buka(token: &str, jwks: &Value) -> Result<Map<String, Value>, Cacat> {
    let (isi, tanda) = token.rsplit_once('.').ok_or(Cacat::Tanda)?;
    let (kepala, klaim) = isi.split_once('.').ok_or(Cacat::Tanda)?;
    let kepala = objek(kepala).ok_or(Cacat::Tanda)?;
    let klaim = objek(klaim).ok_or(Cacat::Tanda)?;
    let tanda = B64.decode(tanda.as_bytes()).map_err(|_| Cacat::Tanda)?;
    // What a token says of how it is signed chooses nothing: there is one way.
    if kepala.get("alg").and_then(Value::as_str) != Some("RS256") || kepala.contains_key("crit") {
        return Err(Cacat::Tanda);
    }
    let kid = kepala.get("kid");
    let semua = jwks["keys"].as_array().into_iter().flatten();
    let mut kunci = semua
        .filter(|k| terpakai(k) && kid.is_none_or(|i| k.get("kid") == Some(i)))
        .filter_map(publik)
        .peekable();
    if kunci.peek().is_none() {
        return Err(Cacat::KunciAsing);
    }
    let sah = |k: PublicKeyComponents<Vec<u8>>| {
        k.verify(&RSA_PKCS1_2048_8192_SHA256, isi.as_bytes(), &tanda)
            .is_ok()
    };
    match kunci.any(sah) {
        true => Ok(klaim),
        // One that names no key may be signed with one that came since.
        false if kid.is_none() => Err(Cacat::KunciAsing),
        false => Err(Cacat::Tanda),
    }
}

/// The claims of a token that is what it must be.
pub(crate) fn periksa(token: &str, jwks: &Value, h: &Harap) -> Result<Map<String, Value>, Cacat> {
    let klaim = buka(token, jwks)?;
    let teks = |k: &str| klaim.get(k).and_then(Value::as_str);
    let untuk: Vec<&str> = match klaim.get("aud") {
        Some(Value::String(s)) => vec![s],
        Some(Value::Array(a)) => a.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let pihak = match teks("azp") {
        Some(a) => a == h.klien,
        None => untuk.len() == 1,
    };
    let orang = |s: &str| (1..=MAKS_SUBJEK).contains(&s.chars().count()) && !s.chars().any(char::is_control);
    if teks("iss") != Some(h.penerbit)
        || !untuk.contains(&h.klien)
        || !pihak
        || !teks("sub").is_some_and(orang)
    {
        return Err(Cacat::Asing);
    }
    let saat = |k: &str| klaim.get(k).and_then(Value::as_f64).map(|d| d as i64);
    let hidup = saat("exp").is_some_and(|s| s > h.kini - SELISIH);
    let lahir = saat("iat").is_some_and(|s| s < h.kini + SELISIH);
    let basi = matches!(h.guna, Guna::Keluar) && saat("iat").is_some_and(|s| s < h.kini - UMUR_KABAR);
    if !hidup || !lahir || basi || saat("nbf").is_some_and(|s| s > h.kini + SELISIH) {
        return Err(Cacat::Jam);
    }
    match h.guna {
        Guna::Masuk { nonce } if teks("nonce") != Some(nonce) => Err(Cacat::Nonce),
        Guna::Keluar if !mengabarkan_keluar(&klaim) => Err(Cacat::Peristiwa),
        _ => Ok(klaim),
    }
}

/// Whether these claims tell that somebody left, and are of no log-in.
fn mengabarkan_keluar(klaim: &Map<String, Value>) -> bool {
    let kabar = klaim.get("events").and_then(|e| e.get(KELUAR));
    let nomor = klaim.get("jti").and_then(Value::as_str);
    kabar.is_some_and(Value::is_object)
        && nomor.is_some_and(|j| !j.is_empty())
        && !klaim.contains_key("nonce")
}

/// Whether the provider proved a second factor, by what the operator takes for one.
pub(crate) fn kuat(klaim: &Map<String, Value>, cukup: &[String]) -> bool {
    let ada = |v: &Value| v.as_str().is_some_and(|s| cukup.iter().any(|c| c == s));
    let acr = klaim.get("acr").is_some_and(ada);
    let amr = klaim.get("amr").and_then(Value::as_array);
    acr || amr.is_some_and(|a| a.iter().any(ada))
}
