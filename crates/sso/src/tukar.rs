//! The token endpoint: an application proves itself and takes a code for an access token and an identity token.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::Response,
};
use data_encoding::{BASE64, BASE64URL_NOPAD};
use identity::rahasia_baru;
use kernel::{Galat, Profil};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use store::sso::{Klien, Tukar};
use subtle::ConstantTimeEq;
use web::Aplikasi;

use crate::{
    UMUR_TOKEN, klaim, kunci,
    minta::{medan, penerbit},
    tolak::{Tolak, jawab},
};

/// What an application posts, and which one it has proved to be.
pub(crate) struct Kiriman {
    pub(crate) profil: Arc<Profil>,
    pub(crate) klien: Klien,
    pub(crate) medan: BTreeMap<String, String>,
}

impl Kiriman {
    /// Reads a form and checks who sends it (RFC 6749, section 2.3).
    ///
    /// # Errors
    /// No form, or no application of ours.
    pub(crate) async fn baca(
        app: &Aplikasi,
        daerah: &str,
        kepala: &HeaderMap,
        isi: &[u8],
    ) -> Result<Self, Tolak> {
        let profil = app.store.profil(daerah).ok_or(Galat::TidakDitemukan)?.clone();
        let mut medan = formulir(kepala, isi)?;
        let (id, rahasia) = match kepala.get(header::AUTHORIZATION) {
            Some(v) => {
                if medan.contains_key("client_secret") {
                    return Err(Tolak::Isi("invalid_request", "the secret was sent in two ways"));
                }
                let (id, rahasia) = v.to_str().ok().and_then(dasar).ok_or(Tolak::Klien)?;
                (Some(id), Some(rahasia))
            }
            None => (medan.remove("client_id"), medan.remove("client_secret")),
        };
        let id = id.ok_or(Tolak::Klien)?;
        let klien = app.store.sso_klien(profil.kode(), &id).await?;
        let klien = klien.filter(|k| k.aktif).ok_or(Tolak::Klien)?;
        let sah = match (&klien.rahasia, rahasia) {
            (Some(sidik), Some(r)) => sidik.as_slice().ct_eq(&Klien::sidik(&r)).into(),
            (None, None) => true,
            // A program that cannot keep a secret may still name itself in the header, with nothing after the colon.
            (None, Some(r)) => r.is_empty(),
            (Some(_), None) => false,
        };
        if !sah {
            tracing::warn!(daerah, klien = klien.id, "an application failed to prove itself");
            return Err(Tolak::Klien);
        }
        Ok(Kiriman { profil, klien, medan })
    }

    fn wajib(&self, nama: &'static str, kurang: &'static str) -> Result<&str, Tolak> {
        let v = self.medan.get(nama).map(String::as_str);
        v.ok_or(Tolak::Isi("invalid_request", kurang))
    }
}

/// The fields of a form.
pub(crate) fn formulir(kepala: &HeaderMap, isi: &[u8]) -> Result<BTreeMap<String, String>, Tolak> {
    let tipe = kepala.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok());
    let tipe = tipe.and_then(|t| t.split(';').next()).unwrap_or_default();
    if !tipe
        .trim()
        .eq_ignore_ascii_case("application/x-www-form-urlencoded")
    {
        return Err(Tolak::Isi(
            "invalid_request",
            "send application/x-www-form-urlencoded",
        ));
    }
    match medan(isi) {
        (semua, None) => Ok(semua),
        (_, Some(_)) => Err(Tolak::Isi("invalid_request", "a parameter was sent twice")),
    }
}

/// Name and secret of HTTP Basic, each form-encoded within (RFC 6749, section 2.3.1).
fn dasar(v: &str) -> Option<(String, String)> {
    let (cara, isi) = v.split_once(' ')?;
    if !cara.eq_ignore_ascii_case("basic") {
        return None;
    }
    let isi = String::from_utf8(BASE64.decode(isi.trim().as_bytes()).ok()?).ok()?;
    let (id, rahasia) = isi.split_once(':')?;
    let buka = |s: &str| {
        let berpasang = format!("x={}", s.replace('&', "%26"));
        url::form_urlencoded::parse(berpasang.as_bytes())
            .next()
            .map(|(_, v)| v.into_owned())
    };
    Some((buka(id)?, buka(rahasia)?))
}

/// Whether a verifier fits the challenge (RFC 7636, section 4.6).
fn cocok(tantangan: &str, pembukti: &str) -> bool {
    let bentuk = (43..=128).contains(&pembukti.len())
        && pembukti
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-._~".contains(&b));
    let sidik = BASE64URL_NOPAD.encode(&Sha256::digest(pembukti.as_bytes()));
    bentuk && bool::from(sidik.as_bytes().ct_eq(tantangan.as_bytes()))
}

/// `POST …/sso/token`
pub(crate) async fn tukar(
    State(app): State<Aplikasi>,
    Path(daerah): Path<String>,
    kepala: HeaderMap,
    isi: Bytes,
) -> Result<Response, Tolak> {
    let k = Kiriman::baca(&app, &daerah, &kepala, &isi).await?;
    match k.wajib("grant_type", "grant_type is missing")? {
        "authorization_code" => {}
        _ => {
            return Err(Tolak::Isi(
                "unsupported_grant_type",
                "grant_type must be authorization_code",
            ));
        }
    }
    let kode = k.wajib("code", "code is missing")?;
    let alamat = k.wajib("redirect_uri", "redirect_uri is missing")?;
    let pembukti = k.wajib("code_verifier", "code_verifier is missing")?;
    let (s, d) = (&app.store, k.profil.kode());
    // First what may fail by our fault: a code is taken once.
    let penanda = kunci::penanda(s, &app.identitas, d).await?;
    let token = rahasia_baru();
    let kini = s.jam().kini().as_millisecond();
    let sah =
        |c: &store::sso::Kode| c.klien == k.klien.id && c.alamat == alamat && cocok(&c.tantangan, pembukti);
    let salah = Err(Tolak::Isi(
        "invalid_grant",
        "the code is unknown, has run out, was used, or is not for this request",
    ));
    let (c, pengguna) = match s.sso_tukar(d, kode, sah, &token, kini + UMUR_TOKEN).await? {
        Tukar::Jadi(c, pengguna) => (c, pengguna),
        Tukar::Ulang => {
            tracing::warn!(daerah = %d, klien = k.klien.id, "a code was used twice; what it gave is taken back");
            return salah;
        }
        Tukar::Tolak => return salah,
    };
    let akun = s
        .akun(d, &pengguna)
        .await?
        .filter(|a| a.aktif && k.klien.boleh(&a.akun));
    let Some(a) = akun else {
        s.sso_cabut_token(d, &k.klien.id, &token).await?;
        return salah;
    };
    let mut id = klaim::klaim(&k.profil, &a, &c.lingkup);
    let mut taruh = |nama: &str, v: Value| id.insert(nama.to_owned(), v);
    taruh("iss", penerbit(&app.url_dasar, d.as_str()).into());
    taruh("aud", k.klien.id.as_str().into());
    taruh("iat", (kini / 1000).into());
    taruh("exp", ((kini + UMUR_TOKEN) / 1000).into());
    taruh("auth_time", (c.masuk / 1000).into());
    let separuh = Sha256::digest(token.as_bytes());
    taruh(
        "at_hash",
        BASE64URL_NOPAD
            .encode(separuh.get(..16).unwrap_or_default())
            .into(),
    );
    if let Some(n) = &c.nonce {
        taruh("nonce", n.as_str().into());
    }
    let id_token = penanda.tanda(&Value::Object(id))?;
    tracing::info!(daerah = %d, klien = k.klien.id, akun = %a.akun.id, "somebody signed in to an application");
    Ok(jawab(
        StatusCode::OK,
        &json!({
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": UMUR_TOKEN / 1000,
            "scope": c.lingkup,
            "id_token": id_token,
        }),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_verifier_of_the_standard_fits_its_challenge() {
        // RFC 7636, appendix B.
        let (v, t) = (
            "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        );
        assert!(cocok(t, v));
        assert!(!cocok(v, v), "the plain method is not ours");
        assert!(!cocok(t, &v[..42]));
        let pendek = "a";
        assert!(!cocok(
            &BASE64URL_NOPAD.encode(&Sha256::digest(pendek.as_bytes())),
            pendek
        ));
    }

    #[test]
    fn basic_carries_encoded_names() {
        let b = |s: &str| format!("Basic {}", BASE64.encode(s.as_bytes()));
        assert_eq!(dasar(&b("a%3Ab:c%2Bd+e")), Some(("a:b".into(), "c+d e".into())));
        assert_eq!(dasar(&b("a:b&c")), Some(("a".into(), "b&c".into())));
        for salah in ["", "Basic", "Basic !", "Bearer YTpi", &b("tanpa titik dua")] {
            assert_eq!(dasar(salah), None, "{salah}");
        }
        assert_eq!(dasar("basic /w=="), None, "no UTF-8");
    }
}
