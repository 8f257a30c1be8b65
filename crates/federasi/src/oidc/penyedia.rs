//! A provider: where its doors are, the keys it publishes, and taking a code for an identity token.

use data_encoding::BASE64;
use jiff::Timestamp;
use saluran::http::{Klien, alamat};
use serde_json::{Map, Value};
use tokio::sync::Mutex;

use super::{
    Setelan,
    token::{self, Cacat, Guna, Harap},
};

/// How long what it says of itself is remembered, ms.
const INGAT: i64 = 3_600_000;
/// How long its keys are not asked for again because of a token that names another, ms.
const JEDA: i64 = 60_000;
/// How long one that did not answer is left alone, ms: those who wait do not wait for each other.
const DIAM: i64 = 10_000;
/// Longest answer that is read, bytes.
const MAKS: usize = 256 * 1024;

/// A provider and what is remembered of it.
pub(crate) struct Penyedia {
    pub(crate) setelan: Setelan,
    klien: Klien,
    ingat: Mutex<Ingat>,
}

#[derive(Default)]
struct Ingat {
    kenal: Option<Kenal>,
    /// When it did not answer, ms, and why.
    bisu: Option<(i64, String)>,
}

/// What a provider says of itself.
#[derive(Clone)]
pub(crate) struct Kenal {
    saat: i64,
    pub(crate) masuk: String,
    token: String,
    /// Where people leave it, if it says so.
    pub(crate) keluar: Option<String>,
    /// It names itself where it sends people back (RFC 9207).
    pub(crate) sebut_diri: bool,
    lewat_tubuh: bool,
    jwks: Value,
}

/// Why there is no token to go by.
#[derive(Debug)]
pub(crate) enum Gagal {
    /// The provider does not answer, or not as it should.
    Bisu(String),
    /// It does not take the code.
    Kode,
    /// Its token is not right.
    Cacat(Cacat),
}

impl Penyedia {
    pub(crate) fn baru(setelan: Setelan, klien: Klien) -> Self {
        Penyedia {
            setelan,
            klien,
            ingat: Mutex::default(),
        }
    }

    async fn ambil(&self, url: &str) -> Result<Value, String> {
        let j = self.klien.ambil(url, self.setelan.jangkauan, MAKS).await?;
        match j.status {
            200 => serde_json::from_slice(&j.tubuh).map_err(|_| "jawabannya bukan JSON".to_owned()),
            s => Err(format!("menjawab {s}")),
        }
    }

    /// What the provider says of itself, asked for once an hour.
    pub(crate) async fn kenal(&self, kini: Timestamp) -> Result<Kenal, String> {
        self.kenal_sejak(kini, INGAT).await
    }

    /// The same, not older than that.
    async fn kenal_sejak(&self, kini: Timestamp, umur: i64) -> Result<Kenal, String> {
        let mut ingat = self.ingat.lock().await;
        let kini = kini.as_millisecond();
        if let Some(k) = ingat
            .kenal
            .as_ref()
            .filter(|k| (0..umur).contains(&(kini - k.saat)))
        {
            return Ok(k.clone());
        }
        if let Some((_, e)) = ingat
            .bisu
            .as_ref()
            .filter(|(saat, _)| (0..DIAM).contains(&(kini - saat)))
        {
            return Err(e.clone());
        }
        match self.tanya(kini).await {
            Ok(k) => {
                ingat.bisu = None;
                Ok(ingat.kenal.insert(k).clone())
            }
            Err(e) => {
                ingat.bisu = Some((kini, e.clone()));
                Err(e)
            }
        }
    }

    async fn tanya(&self, kini: i64) -> Result<Kenal, String> {
        let s = &self.setelan;
        let penemuan = format!(
            "{}/.well-known/openid-configuration",
            s.penerbit.trim_end_matches('/')
        );
        let v = self.ambil(&penemuan).await?;
        if v["issuer"].as_str() != Some(s.penerbit.as_str()) {
            return Err("menyebut dirinya dengan nama penerbit lain".to_owned());
        }
        let pintu = |nama: &str| {
            let u = v[nama].as_str().ok_or_else(|| format!("tidak menyebut {nama}"))?;
            match alamat(u, s.jangkauan) {
                Ok(_) => Ok(u.to_owned()),
                Err(e) => Err(format!("{nama}: {e}")),
            }
        };
        let cara = v["token_endpoint_auth_methods_supported"].as_array();
        let ada = |c: &str| cara.is_some_and(|a| a.iter().any(|x| x == c));
        Ok(Kenal {
            saat: kini,
            masuk: pintu("authorization_endpoint")?,
            token: pintu("token_endpoint")?,
            keluar: pintu("end_session_endpoint").ok(),
            sebut_diri: v["authorization_response_iss_parameter_supported"] == Value::Bool(true),
            lewat_tubuh: ada("client_secret_post") && !ada("client_secret_basic"),
            jwks: self.ambil(&pintu("jwks_uri")?).await?,
        })
    }

    /// Whether officials can come in by it: it says who it is, and signs with a key that we can check.
    pub(crate) async fn layak(&self, kini: Timestamp) -> Result<(), String> {
        let k = self.kenal(kini).await?;
        match token::ada_kunci(&k.jwks) {
            true => Ok(()),
            false => Err("tidak menerbitkan kunci RSA untuk RS256 (jwks_uri)".to_owned()),
        }
    }

    /// Takes a code for the claims of an identity token.
    pub(crate) async fn tukar(
        &self,
        kode: &str,
        pembukti: &str,
        balik: &str,
        nonce: &str,
        kini: Timestamp,
    ) -> Result<Map<String, Value>, Gagal> {
        let s = &self.setelan;
        let k = self.kenal(kini).await.map_err(Gagal::Bisu)?;
        let (kepala, isi) = permintaan(
            s,
            &k,
            &[
                ("code", kode),
                ("redirect_uri", balik),
                ("code_verifier", pembukti),
            ],
        );
        let j = self
            .klien
            .tanya(&k.token, s.jangkauan, &kepala, isi, MAKS)
            .await
            .map_err(Gagal::Bisu)?;
        let v: Value = serde_json::from_slice(&j.tubuh).unwrap_or_default();
        let token = match j.status {
            200 => v["id_token"].as_str(),
            400 if v["error"] == "invalid_grant" => return Err(Gagal::Kode),
            n => return Err(Gagal::Bisu(format!("menjawab {n}"))),
        };
        let token = token.ok_or_else(|| Gagal::Bisu("tidak memberi token identitas".to_owned()))?;
        self.periksa(token, Guna::Masuk { nonce }, kini).await
    }

    /// The claims of a token that the provider signed for us.
    pub(crate) async fn periksa(
        &self,
        token: &str,
        guna: Guna<'_>,
        kini: Timestamp,
    ) -> Result<Map<String, Value>, Gagal> {
        let harap = Harap {
            penerbit: &self.setelan.penerbit,
            klien: &self.setelan.klien,
            guna,
            kini: kini.as_second(),
        };
        let k = self.kenal(kini).await.map_err(Gagal::Bisu)?;
        match token::periksa(token, &k.jwks, &harap) {
            Err(Cacat::KunciAsing) => {
                // Asked anew, and not more than once a minute, whoever names keys.
                let k = self.kenal_sejak(kini, JEDA).await.map_err(Gagal::Bisu)?;
                token::periksa(token, &k.jwks, &harap).map_err(Gagal::Cacat)
            }
            hasil => hasil.map_err(Gagal::Cacat),
        }
    }
}

/// What the token endpoint is sent: headers and form, with our secret where the provider wants it.
fn permintaan(s: &Setelan, k: &Kenal, medan: &[(&str, &str)]) -> (Vec<(&'static str, String)>, Vec<u8>) {
    let mut isi = url::form_urlencoded::Serializer::new(String::new());
    isi.append_pair("grant_type", "authorization_code")
        .extend_pairs(medan);
    let mut kepala = vec![("content-type", "application/x-www-form-urlencoded".to_owned())];
    if k.lewat_tubuh {
        isi.append_pair("client_id", &s.klien)
            .append_pair("client_secret", &s.rahasia);
    } else {
        let aman = |t: &str| url::form_urlencoded::byte_serialize(t.as_bytes()).collect::<String>();
        let dasar = format!("{}:{}", aman(&s.klien), aman(&s.rahasia));
        kepala.push((
            "authorization",
            format!("Basic {}", BASE64.encode(dasar.as_bytes())),
        ));
    }
    (kepala, isi.finish().into_bytes())
}
