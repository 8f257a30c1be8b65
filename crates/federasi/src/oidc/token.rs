//! Identity tokens, checked (OpenID Connect Core 1.0, section 3.1.3.7): a function without state or clock over the keys
//! that the provider publishes. Signed RS256, which every provider must offer; `ring` checks the signature.

use data_encoding::BASE64URL_NOPAD as B64;
use ring::{rsa::PublicKeyComponents, signature::RSA_PKCS1_2048_8192_SHA256};
use serde_json::{Map, Value};

/// How far two clocks may be apart, s.
const SELISIH: i64 = 120;

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
}

/// What a token must be.
pub(crate) struct Harap<'a> {
    pub(crate) penerbit: &'a str,
    pub(crate) klien: &'a str,
    pub(crate) nonce: &'a str,
    /// Now, s.
    pub(crate) kini: i64,
}

fn objek(b: &str) -> Option<Map<String, Value>> {
    serde_json::from_slice(&B64.decode(b.as_bytes()).ok()?).ok()
}

/// The claims of a token that is what it must be.
pub(crate) fn periksa(token: &str, jwks: &Value, h: &Harap) -> Result<Map<String, Value>, Cacat> {
    let (isi, tanda) = token.rsplit_once('.').ok_or(Cacat::Tanda)?;
    let (kepala, klaim) = isi.split_once('.').ok_or(Cacat::Tanda)?;
    let kepala = objek(kepala).ok_or(Cacat::Tanda)?;
    let klaim = objek(klaim).ok_or(Cacat::Tanda)?;
    let tanda = B64.decode(tanda.as_bytes()).map_err(|_| Cacat::Tanda)?;
    // What a token says of how it is signed chooses nothing: there is one way.
    if kepala.get("alg").and_then(Value::as_str) != Some("RS256") || kepala.contains_key("crit") {
        return Err(Cacat::Tanda);
    }
    let semua = jwks["keys"].as_array().ok_or(Cacat::KunciAsing)?;
    let kid = kepala.get("kid");
    let kunci = |k: &&Value| {
        k["kty"] == "RSA"
            && k.get("use").is_none_or(|u| u == "sig")
            && kid.is_none_or(|i| k.get("kid") == Some(i))
    };
    let bait = |k: &Value, m: &str| B64.decode(k[m].as_str()?.as_bytes()).ok();
    let mut ada = false;
    let mut sah = false;
    for k in semua.iter().filter(kunci) {
        ada = true;
        if let (Some(n), Some(e)) = (bait(k, "n"), bait(k, "e")) {
            let k = PublicKeyComponents { n, e };
            sah |= k
                .verify(&RSA_PKCS1_2048_8192_SHA256, isi.as_bytes(), &tanda)
                .is_ok();
        }
    }
    match (ada, sah) {
        (false, _) => return Err(Cacat::KunciAsing),
        (true, false) => return Err(Cacat::Tanda),
        (true, true) => {}
    }
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
    if teks("iss") != Some(h.penerbit)
        || !untuk.contains(&h.klien)
        || !pihak
        || teks("sub").is_none_or(str::is_empty)
    {
        return Err(Cacat::Asing);
    }
    let saat = |k: &str| klaim.get(k).and_then(Value::as_f64).map(|d| d as i64);
    let hidup = saat("exp").is_some_and(|s| s > h.kini - SELISIH);
    let lahir = saat("iat").is_some_and(|s| s < h.kini + SELISIH);
    if !hidup || !lahir || saat("nbf").is_some_and(|s| s > h.kini + SELISIH) {
        return Err(Cacat::Jam);
    }
    match teks("nonce") == Some(h.nonce) {
        true => Ok(klaim),
        false => Err(Cacat::Nonce),
    }
}

/// Whether the provider proved a second factor, by what the operator takes for one.
pub(crate) fn kuat(klaim: &Map<String, Value>, cukup: &[String]) -> bool {
    let ada = |v: &Value| v.as_str().is_some_and(|s| cukup.iter().any(|c| c == s));
    let acr = klaim.get("acr").is_some_and(ada);
    let amr = klaim.get("amr").and_then(Value::as_array);
    acr || amr.is_some_and(|a| a.iter().any(ada))
}
