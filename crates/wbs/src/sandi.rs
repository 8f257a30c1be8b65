//! The cryptography, all of it: documented primitives from libraries that others keep, joined and nothing more.
//! Whoever changes a byte of a ciphertext, moves it to another entry, another place of its story or another regency,
//! gets nothing out of it (ADR 0016).
//!
//! | mark | what | with |
//! |---|---|---|
//! | `s1.` | sealed to a public key | HPKE base mode (RFC 9180): X25519, HKDF-SHA256, ChaCha20-Poly1305 |
//! | `k1.` | closed with a secret key | XChaCha20-Poly1305 with a random nonce |
//! | `f1.` | closed with a pass-phrase | Argon2id (64 MiB, 3 passes), then as `k1.` |
//!
//! The mark names the format; another format gets another mark.

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use data_encoding::BASE64URL_NOPAD;
use hpke::{
    Deserializable, Kem as _, OpModeR, OpModeS, Serializable, aead::ChaCha20Poly1305, kdf::HkdfSha256,
    kem::X25519HkdfSha256, single_shot_open, single_shot_seal,
};
use kernel::{Galat, IdEntri, profil::KodeDaerah};
use zeroize::Zeroizing;

type Kem = X25519HkdfSha256;

/// A secret key. It is wiped from memory when it is let go.
pub type Kunci = Zeroizing<[u8; 32]>;
/// A public key.
pub type Publik = [u8; 32];
/// Something opened. It is wiped from memory when it is let go.
pub type Terbuka = Zeroizing<Vec<u8>>;

const SEGEL: &str = "s1.";
const KUNCI: &str = "k1.";
const FRASA: &str = "f1.";
const INFO: &[u8] = b"praja-wbs/1";
const NONCE: usize = 24;
const GARAM: usize = 16;

/// What a ciphertext is and where it belongs: bound to it as associated data, so that it opens nowhere else.
#[derive(Clone, Copy, Debug)]
pub struct Letak<'a> {
    /// What it is.
    pub guna: &'static str,
    /// Regency.
    pub daerah: &'a KodeDaerah,
    /// Entry.
    pub id: IdEntri,
    /// Place in the story of the entry: the version it makes.
    pub urut: i64,
}

impl Letak<'_> {
    /// No part can hold a line end, so no two places read alike.
    fn bait(&self) -> Vec<u8> {
        format!(
            "praja-wbs/1\n{}\n{}\n{}\n{}",
            self.guna, self.daerah, self.id, self.urut
        )
        .into_bytes()
    }
}

fn gagal(apa: &'static str) -> Galat {
    // What the libraries say of it tells nothing, and nothing of the content may come into the log.
    Galat::dalam(apa, "the cryptographic library refused")
}

/// A new secret key.
pub fn kunci_baru() -> Kunci {
    Zeroizing::new(rand::random())
}

/// The public key that belongs to a secret one.
///
/// # Errors
/// When it is no key.
pub fn publik(rahasia: &Kunci) -> Result<Publik, Galat> {
    let sk = <Kem as hpke::Kem>::PrivateKey::from_bytes(rahasia.as_slice())
        .map_err(|_| gagal("reading a secret key"))?;
    Kem::sk_to_pk(&sk)
        .to_bytes()
        .as_slice()
        .try_into()
        .map_err(|_| gagal("reading a public key"))
}

/// A new key pair: secret and public.
///
/// # Errors
/// When the library refuses.
pub fn pasangan_baru() -> Result<(Kunci, Publik), Galat> {
    let (sk, pk) = Kem::derive_keypair(kunci_baru().as_slice());
    let bait = Zeroizing::new(sk.to_bytes().as_slice().to_vec());
    let rahasia: [u8; 32] = bait
        .as_slice()
        .try_into()
        .map_err(|_| gagal("making a key pair"))?;
    let publik = pk.to_bytes().as_slice().try_into();
    Ok((
        Zeroizing::new(rahasia),
        publik.map_err(|_| gagal("making a key pair"))?,
    ))
}

/// A public key as text.
pub fn tulis_publik(p: &Publik) -> String {
    BASE64URL_NOPAD.encode(p)
}

/// A public key from its text.
pub fn baca_publik(teks: &str) -> Option<Publik> {
    BASE64URL_NOPAD.decode(teks.as_bytes()).ok()?.try_into().ok()
}

/// Whether a text has the form of a ciphertext: the last lock before something is stored.
pub fn mirip_sandi(teks: &str) -> bool {
    [SEGEL, KUNCI, FRASA]
        .iter()
        .filter_map(|m| teks.strip_prefix(m))
        .any(|s| {
            BASE64URL_NOPAD
                .decode(s.as_bytes())
                .is_ok_and(|b| b.len() > NONCE)
        })
}

fn tulis(mark: &str, bagian: &[&[u8]]) -> String {
    format!("{mark}{}", BASE64URL_NOPAD.encode(&bagian.concat()))
}

fn baca(mark: &str, teks: &str) -> Option<Vec<u8>> {
    BASE64URL_NOPAD.decode(teks.strip_prefix(mark)?.as_bytes()).ok()
}

/// Seals something to a public key: only who holds the secret one opens it.
///
/// # Errors
/// When the key is none.
pub fn segel(ke: &Publik, l: &Letak, isi: &[u8]) -> Result<String, Galat> {
    let pk = <Kem as hpke::Kem>::PublicKey::from_bytes(ke).map_err(|_| gagal("reading a public key"))?;
    let (bungkus, sandi) =
        single_shot_seal::<ChaCha20Poly1305, HkdfSha256, Kem>(&OpModeS::Base, &pk, INFO, isi, &l.bait())
            .map_err(|_| gagal("sealing"))?;
    Ok(tulis(SEGEL, &[bungkus.to_bytes().as_slice(), &sandi]))
}

/// Opens what was sealed; none when the key is another, the place is another or a byte was changed.
pub fn buka_segel(rahasia: &Kunci, l: &Letak, teks: &str) -> Option<Terbuka> {
    let bait = baca(SEGEL, teks)?;
    let (bungkus, sandi) = bait.split_at_checked(32)?;
    let sk = <Kem as hpke::Kem>::PrivateKey::from_bytes(rahasia.as_slice()).ok()?;
    let bungkus = <Kem as hpke::Kem>::EncappedKey::from_bytes(bungkus).ok()?;
    single_shot_open::<ChaCha20Poly1305, HkdfSha256, Kem>(
        &OpModeR::Base,
        &sk,
        &bungkus,
        INFO,
        sandi,
        &l.bait(),
    )
    .ok()
    .map(Zeroizing::new)
}

fn tutup_bait(kunci: &Kunci, l: &Letak, isi: &[u8]) -> Result<([u8; NONCE], Vec<u8>), Galat> {
    let nonce: [u8; NONCE] = rand::random();
    let aead = XChaCha20Poly1305::new_from_slice(kunci.as_slice()).map_err(|_| gagal("reading a key"))?;
    let muatan = Payload {
        msg: isi,
        aad: &l.bait(),
    };
    let sandi = aead
        .encrypt(&XNonce::from(nonce), muatan)
        .map_err(|_| gagal("encrypting"))?;
    Ok((nonce, sandi))
}

fn buka_bait(kunci: &Kunci, l: &Letak, bait: &[u8]) -> Option<Terbuka> {
    let (nonce, sandi) = bait.split_at_checked(NONCE)?;
    let nonce: [u8; NONCE] = nonce.try_into().ok()?;
    let aead = XChaCha20Poly1305::new_from_slice(kunci.as_slice()).ok()?;
    let muatan = Payload {
        msg: sandi,
        aad: &l.bait(),
    };
    aead.decrypt(&XNonce::from(nonce), muatan)
        .ok()
        .map(Zeroizing::new)
}

/// Closes something with a secret key.
///
/// # Errors
/// When the library refuses.
pub fn tutup(kunci: &Kunci, l: &Letak, isi: &[u8]) -> Result<String, Galat> {
    let (nonce, sandi) = tutup_bait(kunci, l, isi)?;
    Ok(tulis(KUNCI, &[&nonce, &sandi]))
}

/// Opens what was closed with a secret key; none as in [`buka_segel`].
pub fn buka(kunci: &Kunci, l: &Letak, teks: &str) -> Option<Terbuka> {
    buka_bait(kunci, l, &baca(KUNCI, teks)?)
}

/// The key that a pass-phrase makes: slow by design (a tenth of a second and 64 MiB).
fn dari_frasa(frasa: &str, garam: &[u8]) -> Option<Kunci> {
    let argon = Argon2::new(
        Algorithm::Argon2id,
        Version::V0x13,
        Params::new(65_536, 3, 1, Some(32)).ok()?,
    );
    let mut kunci = Zeroizing::new([0; 32]);
    argon
        .hash_password_into(frasa.as_bytes(), garam, kunci.as_mut_slice())
        .ok()?;
    Some(kunci)
}

/// Closes something with a pass-phrase. Slow: not on a thread that others wait for.
///
/// # Errors
/// When the library refuses.
pub fn tutup_frasa(frasa: &str, l: &Letak, isi: &[u8]) -> Result<String, Galat> {
    let garam: [u8; GARAM] = rand::random();
    let kunci = dari_frasa(frasa, &garam).ok_or_else(|| gagal("stretching a pass-phrase"))?;
    let (nonce, sandi) = tutup_bait(&kunci, l, isi)?;
    Ok(tulis(FRASA, &[&garam, &nonce, &sandi]))
}

/// Opens what was closed with a pass-phrase; none as in [`buka_segel`]. Slow: not on a thread that others wait for.
pub fn buka_frasa(frasa: &str, l: &Letak, teks: &str) -> Option<Terbuka> {
    let bait = baca(FRASA, teks)?;
    let (garam, sisa) = bait.split_at_checked(GARAM)?;
    buka_bait(&dari_frasa(frasa, garam)?, l, sisa)
}

/// What was opened, as a key.
pub fn sebagai_kunci(t: &Terbuka) -> Option<Kunci> {
    t.as_slice().try_into().ok().map(Zeroizing::new)
}

/// Words are filled up to whole blocks before they are closed, so that the length of a ciphertext tells little.
const BLOK: usize = 1024;

/// Words with their length in front, filled up.
pub fn isi_blok(teks: &str) -> Terbuka {
    let n = teks.len();
    let mut bait = Zeroizing::new(Vec::with_capacity((n + 4).next_multiple_of(BLOK)));
    bait.extend(u32::try_from(n).unwrap_or(u32::MAX).to_be_bytes());
    bait.extend(teks.as_bytes());
    bait.resize((n + 4).next_multiple_of(BLOK), 0);
    bait
}

/// The words without what they were filled up with.
pub fn lepas_blok(bait: &Terbuka) -> Option<Zeroizing<String>> {
    let (n, sisa) = bait.split_first_chunk::<4>()?;
    let n = usize::try_from(u32::from_be_bytes(*n)).ok()?;
    let teks = sisa.get(..n)?;
    std::str::from_utf8(teks)
        .ok()
        .map(|s| Zeroizing::new(s.to_owned()))
}

#[cfg(test)]
mod tests;
