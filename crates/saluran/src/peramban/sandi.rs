//! What a browser's push service asks for: a message closed for the one browser (RFC 8291, content coding of RFC 8188)
//! and a proof of who sends it (VAPID, RFC 8292). The primitives are those of `ring`, which TLS uses here as well.

use data_encoding::BASE64URL_NOPAD;
use hkdf::Hkdf;
use kernel::Galat;
use ring::{
    aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey},
    agreement::{ECDH_P256, EphemeralPrivateKey, UnparsedPublicKey, agree_ephemeral},
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use serde::Deserialize;
use serde_json::json;
use sha2::Sha256;

/// Record size told to the browser; every message is one record.
const REKAM: u32 = 4096;
/// How long a proof holds, seconds; at most a day is allowed.
const UMUR: i64 = 12 * 3600;

/// A browser as it describes itself (`PushSubscription.toJSON()`).
#[derive(Debug, Deserialize)]
pub struct Langganan {
    /// Where its push service takes messages.
    pub endpoint: String,
    keys: Kunci,
}

#[derive(Debug, Deserialize)]
struct Kunci {
    p256dh: String,
    auth: String,
}

fn bait(teks: &str) -> Option<Vec<u8>> {
    // Some browsers fill up with "=".
    BASE64URL_NOPAD.decode(teks.trim_end_matches('=').as_bytes()).ok()
}

impl Langganan {
    /// A description that can be used; none for anything else.
    pub fn baca(teks: &str) -> Option<Self> {
        let l: Self = serde_json::from_str(teks).ok()?;
        let kunci = bait(&l.keys.p256dh)?;
        (kunci.len() == 65 && kunci.first() == Some(&4) && bait(&l.keys.auth)?.len() == 16).then_some(l)
    }

    /// Closes a message so that only this browser opens it.
    ///
    /// # Errors
    /// A key that is no point of the curve; a message longer than one record.
    pub fn tutup(&self, isi: &[u8]) -> Result<Vec<u8>, Galat> {
        let gagal = |_| {
            Galat::dalam(
                "closing a message for a browser",
                "the cryptographic library refused",
            )
        };
        let galat = || gagal(ring::error::Unspecified);
        if isi.len() + 17 + 86 > REKAM as usize {
            return Err(Galat::dalam("closing a message for a browser", "it is too long"));
        }
        let (peramban, rahasia) = (
            bait(&self.keys.p256dh).ok_or_else(galat)?,
            bait(&self.keys.auth).ok_or_else(galat)?,
        );
        let acak = SystemRandom::new();
        let sendiri = EphemeralPrivateKey::generate(&ECDH_P256, &acak).map_err(gagal)?;
        let publik = sendiri.compute_public_key().map_err(gagal)?;
        let bersama = agree_ephemeral(sendiri, &UnparsedPublicKey::new(&ECDH_P256, &peramban), |s| {
            s.to_vec()
        })
        .map_err(gagal)?;
        let garam: [u8; 16] = ring::rand::generate(&acak).map_err(gagal)?.expose();
        let (kunci, nonce) =
            turunkan(&rahasia, &bersama, &peramban, publik.as_ref(), &garam).ok_or_else(galat)?;
        let kunci = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &kunci).map_err(gagal)?);
        // The delimiter of the last record.
        let mut sandi = [isi, &[2]].concat();
        kunci
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut sandi)
            .map_err(gagal)?;
        Ok([&garam[..], &REKAM.to_be_bytes(), &[65], publik.as_ref(), &sandi].concat())
    }
}

/// Key and nonce of the one record (RFC 8291, section 3.4).
fn turunkan(
    rahasia: &[u8],
    bersama: &[u8],
    peramban: &[u8],
    kita: &[u8],
    garam: &[u8],
) -> Option<([u8; 16], [u8; 12])> {
    let mut ikm = [0; 32];
    let info = [b"WebPush: info\0", peramban, kita].concat();
    Hkdf::<Sha256>::new(Some(rahasia), bersama)
        .expand(&info, &mut ikm)
        .ok()?;
    let h = Hkdf::<Sha256>::new(Some(garam), &ikm);
    let (mut kunci, mut nonce) = ([0; 16], [0; 12]);
    h.expand(b"Content-Encoding: aes128gcm\0", &mut kunci).ok()?;
    h.expand(b"Content-Encoding: nonce\0", &mut nonce).ok()?;
    Some((kunci, nonce))
}

/// The key of this installation: push services know us by it, and browsers allow messages to it alone.
pub struct KunciPengirim(EcdsaKeyPair);

impl KunciPengirim {
    /// A new key as it is kept in a file (PKCS #8).
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn buat() -> Result<Vec<u8>, Galat> {
        EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new())
            .map(|k| k.as_ref().to_vec())
            .map_err(|_| Galat::dalam("making a key for web push", "the cryptographic library refused"))
    }

    /// The key that a file holds.
    ///
    /// # Errors
    /// When it holds none.
    pub fn baca(pkcs8: &[u8]) -> Result<Self, Galat> {
        EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8, &SystemRandom::new())
            .map(KunciPengirim)
            .map_err(|_| Galat::dalam("reading the key for web push", "the file holds none"))
    }

    /// What browsers are told, Base64url.
    pub fn publik(&self) -> String {
        BASE64URL_NOPAD.encode(self.0.public_key().as_ref())
    }

    /// The header that proves to a push service (its origin) who sends, `kini` in seconds.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn bukti(&self, asal: &str, kontak: &str, kini: i64) -> Result<String, Galat> {
        let bagian = |v: serde_json::Value| BASE64URL_NOPAD.encode(v.to_string().as_bytes());
        let kepala = bagian(json!({ "typ": "JWT", "alg": "ES256" }));
        let isi = bagian(json!({ "aud": asal, "exp": kini + UMUR, "sub": format!("mailto:{kontak}") }));
        let teks = format!("{kepala}.{isi}");
        let tanda = self
            .0
            .sign(&SystemRandom::new(), teks.as_bytes())
            .map_err(|_| Galat::dalam("signing for web push", "the cryptographic library refused"))?;
        let tanda = BASE64URL_NOPAD.encode(tanda.as_ref());
        Ok(format!("vapid t={teks}.{tanda}, k={}", self.publik()))
    }
}

#[cfg(test)]
#[path = "uji.rs"]
mod uji;
