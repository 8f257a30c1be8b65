//! What an application asks of a person's browser (OpenID Connect Core, section 3.1.2), read strictly. Until the
//! application and the address it is to be answered at are known, nobody is sent anywhere: a page says what is wrong.

use std::collections::BTreeMap;

use data_encoding::BASE64URL_NOPAD;
use kernel::Galat;
use store::sso::Klien;
use url::{Url, form_urlencoded};
use web::Permintaan;

use crate::klaim::LINGKUP;

/// Longest request, bytes.
const MAKS: usize = 8_000;
/// Longest `state` and `nonce`, bytes.
const MAKS_KATA: usize = 2_000;
/// For what a moment is signed that a log-in must come after.
pub(crate) const GUNA_SEJAK: &str = "sso/sejak";
/// Our own marks in a request that comes back from the log-in.
pub(crate) const SEJAK: &str = "praja_sejak";
/// See [`SEJAK`].
pub(crate) const LEWAT: &str = "praja_lewat";

/// The fields of a query or a form, each once; empty ones count as not sent (RFC 6749, section 3.1). The second part
/// names one that was sent twice.
pub(crate) fn medan(teks: &[u8]) -> (BTreeMap<String, String>, Option<String>) {
    let (mut semua, mut ganda) = (BTreeMap::new(), None);
    for (k, v) in form_urlencoded::parse(teks) {
        if !v.is_empty() && semua.insert(k.to_string(), v.into_owned()).is_some() {
            ganda = Some(k.into_owned());
        }
    }
    (semua, ganda)
}

/// How far a person may be asked (`prompt`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tanya {
    /// As far as needed.
    Perlu,
    /// Not at all.
    Jangan,
    /// To log in again.
    Masuk,
    /// To agree again.
    Setuju,
}

/// A request that can be answered.
#[derive(Clone, Debug)]
pub(crate) struct Permohonan {
    pub(crate) klien: Klien,
    pub(crate) alamat: String,
    pub(crate) state: Option<String>,
    /// The scopes we know, in our order.
    pub(crate) lingkup: Vec<&'static str>,
    pub(crate) nonce: Option<String>,
    pub(crate) tantangan: String,
    pub(crate) tanya: Tanya,
    /// The log-in may be this old, ms.
    pub(crate) umur: Option<i64>,
    /// The person logged in for this request after that moment, ms.
    pub(crate) sejak: Option<i64>,
    /// The browser comes from the log-in form.
    pub(crate) lewat: bool,
    /// The request as it came.
    pub(crate) mentah: String,
}

/// Why a request is not granted.
#[derive(Debug)]
pub(crate) enum Salah {
    /// Told to the person, on a page.
    Halaman(Galat),
    /// Told to the application, at its address.
    Kembali(Url),
}

impl From<Galat> for Salah {
    fn from(g: Galat) -> Self {
        Salah::Halaman(g)
    }
}

/// The issuer: what tokens are from.
pub(crate) fn penerbit(url_dasar: &str, daerah: &str) -> String {
    format!("{url_dasar}/{daerah}/sso")
}

/// An answer at the application's address (RFC 6749, section 4.1.2; RFC 9207).
pub(crate) fn balasan(
    p: &Permintaan,
    alamat: &str,
    state: Option<&str>,
    isi: &[(&str, &str)],
) -> Result<Url, Galat> {
    let mut u = Url::parse(alamat).map_err(|e| Galat::dalam("reading a registered address", e))?;
    let iss = penerbit(&p.app.url_dasar, p.daerah().as_str());
    u.query_pairs_mut()
        .extend_pairs(isi)
        .extend_pairs(state.map(|s| ("state", s)))
        .append_pair("iss", &iss);
    Ok(u)
}

impl Permohonan {
    /// Reads a request.
    ///
    /// # Errors
    /// What is wrong, for the person or for the application.
    pub(crate) async fn baca(p: &Permintaan, mentah: &str) -> Result<Self, Salah> {
        if mentah.len() > MAKS {
            return Err(Galat::TerlaluBesar(
                "Permintaan aplikasi ini terlalu panjang. Kembali ke aplikasinya.".into(),
            )
            .into());
        }
        let (mut m, ganda) = medan(mentah.as_bytes());
        let klien = match m.remove("client_id") {
            Some(id) if ganda.as_deref() != Some("client_id") => {
                p.app.store.sso_klien(p.daerah(), &id).await?
            }
            _ => None,
        };
        let Some(klien) = klien.filter(|k| k.aktif) else {
            return Err(Galat::TidakSah(
                "Aplikasi yang mengirim Anda ke sini tidak terdaftar atau sudah dimatikan. Kembali ke aplikasinya, dan kabari pengelolanya.".into(),
            )
            .into());
        };
        let alamat = m
            .remove("redirect_uri")
            .filter(|a| ganda.as_deref() != Some("redirect_uri") && klien.setelan.alamat.contains(a));
        let Some(alamat) = alamat else {
            return Err(Galat::TidakSah(
                "Alamat balik aplikasi ini tidak sama dengan yang terdaftar, jadi Anda tidak dikirim ke sana. Kabari pengelola aplikasinya.".into(),
            )
            .into());
        };
        let state = m.remove("state");
        let hasil = match ganda {
            Some(_) => Err(("invalid_request", "a parameter was sent twice")),
            None if state.as_ref().is_some_and(|s| s.len() > MAKS_KATA) => {
                Err(("invalid_request", "state is too long"))
            }
            None => isi(&m),
        };
        match hasil {
            Ok(i) => Ok(Permohonan {
                klien,
                alamat,
                state,
                lingkup: i.lingkup,
                nonce: m.remove("nonce"),
                tantangan: i.tantangan,
                tanya: i.tanya,
                umur: i.umur,
                sejak: m
                    .get(SEJAK)
                    .and_then(|t| p.app.identitas.buka_tanda(GUNA_SEJAK, t)?.parse().ok()),
                lewat: m.contains_key(LEWAT),
                mentah: mentah.to_owned(),
            }),
            Err((kode, uraian)) => {
                let isi = [("error", kode), ("error_description", uraian)];
                Err(Salah::Kembali(balasan(p, &alamat, state.as_deref(), &isi)?))
            }
        }
    }

    /// A refusal for the application.
    pub(crate) fn tolak(&self, p: &Permintaan, kode: &str) -> Result<Url, Galat> {
        balasan(p, &self.alamat, self.state.as_deref(), &[("error", kode)])
    }

    /// The request as it came, with one of our marks set.
    pub(crate) fn bertanda(&self, tanda: &[(&str, &str)]) -> String {
        let lama = form_urlencoded::parse(self.mentah.as_bytes())
            .filter(|(k, _)| !tanda.iter().any(|(t, _)| t == k));
        let mut baru = form_urlencoded::Serializer::new(String::new());
        baru.extend_pairs(lama).extend_pairs(tanda);
        baru.finish()
    }

    /// The scopes as one text.
    pub(crate) fn lingkup(&self) -> String {
        self.lingkup.join(" ")
    }
}

struct Isi {
    lingkup: Vec<&'static str>,
    tantangan: String,
    tanya: Tanya,
    umur: Option<i64>,
}

/// The part of a request that the application is told about.
fn isi(m: &BTreeMap<String, String>) -> Result<Isi, (&'static str, &'static str)> {
    let kata = |k: &str| m.get(k).map(String::as_str);
    let salah = |uraian| Err(("invalid_request", uraian));
    if kata("request").is_some() {
        return Err(("request_not_supported", "send the parameters themselves"));
    }
    if kata("request_uri").is_some() {
        return Err(("request_uri_not_supported", "send the parameters themselves"));
    }
    match kata("response_type") {
        Some("code") => {}
        Some(_) => return Err(("unsupported_response_type", "response_type must be code")),
        None => return salah("response_type is missing"),
    }
    if kata("response_mode").is_some_and(|r| r != "query") {
        return salah("response_mode must be query");
    }
    let diminta: Vec<&str> = kata("scope").unwrap_or_default().split(' ').collect();
    if !diminta.contains(&"openid") {
        return Err(("invalid_scope", "scope must contain openid"));
    }
    let lingkup = LINGKUP.into_iter().filter(|l| diminta.contains(l)).collect();
    if kata("code_challenge_method") != Some("S256") {
        return salah("PKCE is required: code_challenge_method must be S256");
    }
    let tantangan = kata("code_challenge").unwrap_or_default();
    if !BASE64URL_NOPAD
        .decode(tantangan.as_bytes())
        .is_ok_and(|t| t.len() == 32)
    {
        return salah("PKCE is required: code_challenge must be the base64url of a SHA-256 digest");
    }
    if kata("nonce").is_some_and(|n| n.len() > MAKS_KATA || n.chars().any(char::is_control)) {
        return salah("nonce is too long or has characters that cannot be kept");
    }
    let tanya = match kata("prompt") {
        None | Some("select_account") => Tanya::Perlu,
        Some("none") => Tanya::Jangan,
        Some("consent") => Tanya::Setuju,
        Some(p)
            if p.split(' ')
                .all(|p| ["login", "consent", "select_account"].contains(&p)) =>
        {
            Tanya::Masuk
        }
        Some(_) => return salah("prompt must be none, or login, consent, select_account"),
    };
    let umur = match kata("max_age").map(str::parse::<u32>) {
        None => None,
        Some(Ok(d)) => Some(i64::from(d) * 1000),
        Some(Err(_)) => return salah("max_age must be a number of seconds"),
    };
    Ok(Isi {
        lingkup,
        tantangan: tantangan.to_owned(),
        tanya,
        umur,
    })
}
