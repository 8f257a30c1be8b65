//! What identity tokens are signed with: RSA keys of 2048 bits, one that signs and those before it. A private half is
//! kept closed under a key made from the key file, and is destroyed when the next key takes over; public halves are
//! published until what they signed has ended. `ring` signs and checks; it makes no RSA keys, so two primes come from
//! `crypto-primes` and become a key here, which `ring` then examines.

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use crypto_bigint::{NonZero, Odd, U1024, U2048};
use crypto_primes::{
    Flavor,
    hazmat::{SetBits, SmallFactorsSieveFactory},
    is_prime, sieve_and_find,
};
use data_encoding::BASE64URL_NOPAD as B64;
use identity::Identitas;
use kernel::{Galat, profil::KodeDaerah};
use ring::{
    rand::SystemRandom,
    rsa::{KeyPair, KeyPairComponents, PublicKeyComponents},
    signature::{RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use store::{Store, sso::KunciSso};
use tokio::sync::Mutex;
use zeroize::Zeroizing;

use crate::UMUR_TOKEN;

/// How long the public half of a key stays published after its last signature, ms: longer than what it signed lasts,
/// because clocks differ and other processes may have been signing.
const SISA: i64 = UMUR_TOKEN + 3_600_000;
/// The public exponent that everybody uses.
const E: u32 = 65_537;
/// What stands before the parts of a private key, so that a later form can be told apart.
const VERSI: u8 = 1;
/// One key at a time is made in a process: it takes a while. Held by the task that makes it ([`sendiri`]).
static GILIRAN: Mutex<()> = Mutex::const_new(());

/// The key that signs.
pub struct Penanda {
    kid: String,
    pasangan: KeyPair,
}

fn gagal(apa: &'static str) -> impl FnOnce() -> Galat {
    move || Galat::dalam("the signing key", apa)
}

impl Penanda {
    /// A JSON Web Signature over claims, in its compact form.
    ///
    /// # Errors
    /// When the library refuses.
    pub fn tanda(&self, klaim: &Value) -> Result<String, Galat> {
        let kepala = json!({ "alg": "RS256", "typ": "JWT", "kid": self.kid }).to_string();
        let isi = format!(
            "{}.{}",
            B64.encode(kepala.as_bytes()),
            B64.encode(klaim.to_string().as_bytes())
        );
        let mut tanda = vec![0; self.pasangan.public().modulus_len()];
        self.pasangan
            .sign(
                &RSA_PKCS1_SHA256,
                &SystemRandom::new(),
                isi.as_bytes(),
                &mut tanda,
            )
            .map_err(|_| gagal("it does not sign")())?;
        Ok(format!("{isi}.{}", B64.encode(&tanda)))
    }
}

/// The key that signs now; the first one is made when it is first needed.
///
/// # Errors
/// When the database does not answer, or the key file is not the one that the key was closed under.
pub async fn penanda(store: &Store, identitas: &Identitas, daerah: &KodeDaerah) -> Result<Penanda, Galat> {
    if let Some(k) = store.sso_kunci(daerah).await?.first() {
        return buka(identitas, daerah, k);
    }
    let (s, i, d) = (store.clone(), identitas.clone(), daerah.clone());
    sendiri(async move {
        let _giliran = GILIRAN.lock().await;
        // Of all who asked at once, the first has made it.
        match s.sso_kunci(&d).await?.is_empty() {
            true => tambah(&s, &i, &d, 1).await,
            false => Ok(false),
        }
    })
    .await?;
    let semua = store.sso_kunci(daerah).await?;
    buka(
        identitas,
        daerah,
        semua.first().ok_or_else(gagal("it is not there"))?,
    )
}

/// Lets a new key sign from now on; its name.
///
/// # Errors
/// When the database does not answer; [`Galat::Bentrok`] when another process did the same just now.
pub async fn putar(store: &Store, identitas: &Identitas, daerah: &KodeDaerah) -> Result<String, Galat> {
    let (s, i, d) = (store.clone(), identitas.clone(), daerah.clone());
    let baru = sendiri(async move {
        let _giliran = GILIRAN.lock().await;
        let urut = s.sso_kunci(&d).await?.first().map_or(1, |k| k.urut + 1);
        tambah(&s, &i, &d, urut).await
    });
    if baru.await? {
        Ok(penanda(store, identitas, daerah).await?.kid)
    } else {
        Err(Galat::Bentrok(
            "Kunci baru saja diganti oleh proses lain. Periksa, lalu ulangi bila perlu.".into(),
        ))
    }
}

/// The public halves to be published, newest first: a JSON Web Key Set.
///
/// # Errors
/// When the database does not answer.
pub async fn terbit(store: &Store, identitas: &Identitas, daerah: &KodeDaerah) -> Result<Value, Galat> {
    let mut semua = store.sso_kunci(daerah).await?;
    if semua.is_empty() {
        penanda(store, identitas, daerah).await?;
        semua = store.sso_kunci(daerah).await?;
    }
    let kini = store.jam().kini().as_millisecond();
    let masih = |k: &&KunciSso| k.selesai.is_none_or(|s| s + SISA > kini);
    let kunci: Vec<&Value> = semua.iter().filter(masih).map(|k| &k.publik).collect();
    Ok(json!({ "keys": kunci }))
}

/// The claims of a token that one of our keys signed, whenever that was; none for anything else.
///
/// # Errors
/// When the database does not answer.
pub async fn periksa(store: &Store, daerah: &KodeDaerah, token: &str) -> Result<Option<Value>, Galat> {
    let Some((isi, tanda)) = token.rsplit_once('.') else {
        return Ok(None);
    };
    let Some((kepala, klaim)) = isi.split_once('.') else {
        return Ok(None);
    };
    let json = |b: &str| -> Option<Value> { serde_json::from_slice(&B64.decode(b.as_bytes()).ok()?).ok() };
    let (Some(kepala), Some(klaim), Ok(tanda)) = (json(kepala), json(klaim), B64.decode(tanda.as_bytes()))
    else {
        return Ok(None);
    };
    let semua = store.sso_kunci(daerah).await?;
    let cocok = semua.iter().find(|k| k.publik["kid"] == kepala["kid"]);
    let bait = |k: &KunciSso, m: &str| B64.decode(k.publik[m].as_str()?.as_bytes()).ok();
    let publik = cocok.and_then(|k| Some((bait(k, "n")?, bait(k, "e")?)));
    Ok(publik
        .is_some_and(|(n, e)| {
            PublicKeyComponents { n, e }
                .verify(&RSA_PKCS1_2048_8192_SHA256, isi.as_bytes(), &tanda)
                .is_ok()
        })
        .then_some(klaim))
}

/// Does work in a task of its own: whoever hangs up does not stop it, so that it need not begin again.
async fn sendiri<T: Send + 'static>(
    kerja: impl Future<Output = Result<T, Galat>> + Send + 'static,
) -> Result<T, Galat> {
    let hasil = tokio::spawn(kerja).await;
    hasil.map_err(|e| Galat::dalam("making a signing key", e))?
}

async fn tambah(store: &Store, identitas: &Identitas, daerah: &KodeDaerah, urut: i64) -> Result<bool, Galat> {
    let bagian = tokio::task::spawn_blocking(bangkitkan)
        .await
        .map_err(|e| Galat::dalam("making a signing key", e))??;
    let publik = bagian.jwk();
    let p = Penanda {
        kid: publik["kid"].as_str().unwrap_or_default().to_owned(),
        pasangan: bagian.pasangan()?,
    };
    // ring examines dP and dQ when it signs.
    p.tanda(&json!({}))?;
    let tertutup = tutup(identitas, daerah, urut, &bagian)?;
    let baru = store.sso_tambah_kunci(daerah, urut, &publik, &tertutup).await?;
    if baru {
        tracing::info!(%daerah, kid = p.kid, "a new key signs identity tokens");
    }
    Ok(baru)
}

/// The numbers of a key, each big-endian without leading zeros: n, d, p, q, dP, dQ, qInv.
struct Bagian([Zeroizing<Vec<u8>>; 7]);

impl Bagian {
    fn pasangan(&self) -> Result<KeyPair, Galat> {
        let [n, d, p, q, d_p, d_q, q_inv] = &self.0;
        let e = e_bait();
        KeyPair::from_components(&KeyPairComponents {
            public_key: PublicKeyComponents {
                n: n.as_slice(),
                e: &e,
            },
            d: d.as_slice(),
            p: p.as_slice(),
            q: q.as_slice(),
            dP: d_p.as_slice(),
            dQ: d_q.as_slice(),
            qInv: q_inv.as_slice(),
        })
        .map_err(|e| Galat::dalam("the signing key", e.to_string()))
    }

    /// The public half, named by its thumbprint (RFC 7638).
    fn jwk(&self) -> Value {
        let (n, e) = (B64.encode(&self.0[0]), B64.encode(&e_bait()));
        let cap = format!(r#"{{"e":"{e}","kty":"RSA","n":"{n}"}}"#);
        let kid = B64.encode(&Sha256::digest(cap.as_bytes()));
        json!({ "kty": "RSA", "use": "sig", "alg": "RS256", "kid": kid, "n": n, "e": e })
    }
}

fn e_bait() -> Vec<u8> {
    ramping(&E.to_be_bytes())
}

fn ramping(b: &[u8]) -> Vec<u8> {
    b.iter().copied().skip_while(|b| *b == 0).collect()
}

fn prima() -> Result<U1024, Galat> {
    let buat = SmallFactorsSieveFactory::<U1024>::new(Flavor::Any, U1024::BITS, SetBits::TwoMsb);
    let buat = buat.map_err(|e| Galat::dalam("making a signing key", e.to_string()))?;
    sieve_and_find(&mut rand::rng(), buat, |_, n| is_prime(Flavor::Any, n))
        .map_err(|e| Galat::dalam("making a signing key", e.to_string()))?
        .ok_or_else(gagal("no prime was found"))
}

/// Two primes of 1024 bits and what follows from them (RFC 8017, section 3.2; FIPS 186-5, A.1.3).
fn bangkitkan() -> Result<Bagian, Galat> {
    loop {
        let (a, b) = (prima()?, prima()?);
        let (p, q) = if a > b { (a, b) } else { (b, a) };
        // Primes close to each other are found by Fermat's method.
        if p.wrapping_sub(&q).bits() > U1024::BITS - 100
            && let Some(bagian) = rangkai(&p, &q)
        {
            return Ok(bagian);
        }
    }
}

/// None when the exponent has no inverse.
fn rangkai(p: &U1024, q: &U1024) -> Option<Bagian> {
    let (e, satu) = (U1024::from_u32(E), U1024::ONE);
    let (p1, q1) = (p.wrapping_sub(&satu), q.wrapping_sub(&satu));
    let balik = |m: &U1024| e.invert_mod(&NonZero::new(*m).into_option()?).into_option();
    let (d_p, d_q) = (balik(&p1)?, balik(&q1)?);
    let n: U2048 = p.concatenating_mul(q);
    let phi: U2048 = p1.concatenating_mul(&q1);
    let d = U2048::from_u32(E)
        .invert_mod(&NonZero::new(phi).into_option()?)
        .into_option()?;
    let q_inv = q.invert_odd_mod(&Odd::new(*p).into_option()?).into_option()?;
    let kecil = |n: &U1024| Zeroizing::new(ramping(n.to_be_bytes().as_ref()));
    let besar = |n: &U2048| Zeroizing::new(ramping(n.to_be_bytes().as_ref()));
    Some(Bagian([
        besar(&n),
        besar(&d),
        kecil(p),
        kecil(q),
        kecil(&d_p),
        kecil(&d_q),
        kecil(&q_inv),
    ]))
}

fn sandi(identitas: &Identitas, daerah: &KodeDaerah) -> Result<XChaCha20Poly1305, Galat> {
    let kunci = Zeroizing::new(identitas.turunkan("sso/kunci", &[daerah.as_str().as_bytes()]));
    XChaCha20Poly1305::new_from_slice(kunci.as_slice())
        .map_err(|_| gagal("the key it is closed under has the wrong length")())
}

/// Which key of which regency: one put in the place of another does not open.
fn letak(daerah: &KodeDaerah, urut: i64) -> Vec<u8> {
    format!("sso/{VERSI}/{daerah}/{urut}").into_bytes()
}

const NONCE: usize = 24;

fn tutup(identitas: &Identitas, daerah: &KodeDaerah, urut: i64, b: &Bagian) -> Result<Vec<u8>, Galat> {
    let mut isi = Zeroizing::new(Vec::with_capacity(2048));
    for bagian in &b.0 {
        let panjang = u16::try_from(bagian.len()).map_err(|e| Galat::dalam("closing a signing key", e))?;
        isi.extend_from_slice(&panjang.to_be_bytes());
        isi.extend_from_slice(bagian);
    }
    let nonce: [u8; NONCE] = rand::random();
    let muatan = Payload {
        msg: &isi,
        aad: &letak(daerah, urut),
    };
    let rahasia = sandi(identitas, daerah)?
        .encrypt(&XNonce::from(nonce), muatan)
        .map_err(|_| gagal("it cannot be closed")())?;
    Ok([&nonce[..], &rahasia].concat())
}

fn buka(identitas: &Identitas, daerah: &KodeDaerah, k: &KunciSso) -> Result<Penanda, Galat> {
    let rahasia = k
        .rahasia
        .as_deref()
        .ok_or_else(gagal("its private half is gone"))?;
    let (nonce, isi) = rahasia
        .split_first_chunk::<NONCE>()
        .ok_or_else(gagal("it is damaged"))?;
    let muatan = Payload {
        msg: isi,
        aad: &letak(daerah, k.urut),
    };
    let isi = sandi(identitas, daerah)?
        .decrypt(&XNonce::from(*nonce), muatan)
        .map(Zeroizing::new)
        .map_err(|_| {
            gagal("it does not open: the key file is another, or the database was altered; make a new one with praja sso putar-kunci")()
        })?;
    let mut sisa = isi.as_slice();
    let mut satu = || -> Option<Zeroizing<Vec<u8>>> {
        let (panjang, lagi) = sisa.split_first_chunk::<2>()?;
        let (bagian, lagi) = lagi.split_at_checked(u16::from_be_bytes(*panjang).into())?;
        sisa = lagi;
        Some(Zeroizing::new(bagian.to_vec()))
    };
    let mut semua = || {
        Some(Bagian([
            satu()?,
            satu()?,
            satu()?,
            satu()?,
            satu()?,
            satu()?,
            satu()?,
        ]))
    };
    let bagian = semua().ok_or_else(gagal("it is damaged"))?;
    let kid = k.publik["kid"].as_str().unwrap_or_default().to_owned();
    Ok(Penanda {
        kid,
        pasangan: bagian.pasangan()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_one_that_ring_accepts_and_names_itself() {
        let (a, b) = (bangkitkan().unwrap(), bangkitkan().unwrap());
        assert_ne!(a.jwk()["kid"], b.jwk()["kid"]);
        assert_eq!(a.0[0].len(), 256);
        let p = Penanda {
            kid: "x".into(),
            pasangan: a.pasangan().unwrap(),
        };
        let jws = p.tanda(&json!({ "sub": "1" })).unwrap();
        let (isi, tanda) = jws.rsplit_once('.').unwrap();
        let sah = |n: &[u8], isi: &str| {
            let e = e_bait();
            let k = PublicKeyComponents { n, e: e.as_slice() };
            let tanda = B64.decode(tanda.as_bytes()).unwrap();
            k.verify(&RSA_PKCS1_2048_8192_SHA256, isi.as_bytes(), &tanda)
                .is_ok()
        };
        assert!(sah(&a.0[0], isi));
        assert!(!sah(&b.0[0], isi), "another key");
        assert!(!sah(&a.0[0], &isi.replacen('e', "f", 1)), "other words");
    }

    #[test]
    fn small_primes_make_the_key_of_the_textbook() {
        // 61 and 53: n 3233, phi 3120; 65537 = 17 (mod 3120), whose inverse is 2753.
        let b = rangkai(&U1024::from_u32(61), &U1024::from_u32(53)).unwrap();
        let angka: Vec<u32> =
            b.0.iter()
                .map(|v| v.iter().fold(0, |n, b| (n << 8) | u32::from(*b)))
                .collect();
        assert_eq!(angka[..2], [3233, 2753]);
        assert_eq!(angka[4..], [2753 % 60, 2753 % 52, 38]);
        // 65537 - 1 = 2^16 * 1: a prime of the form 65537k + 1 gives no key.
        assert!(rangkai(&U1024::from_u32(917_519), &U1024::from_u32(53)).is_none());
    }
}
