//! What a site checks of WebAuthn (level 3, sections 7.1 and 7.2) when it does not ask who made the device: where the
//! answer was given, that its owner was there and was known by the device, and the signature. No state and no clock:
//! whether a challenge is ours says the caller.

mod cbor;

use data_encoding::BASE64URL_NOPAD;
use ring::signature::{
    ECDSA_P256_SHA256_ASN1, ED25519, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey,
};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use url::{Host, Url};

use cbor::{Nilai, ambil};

/// ES256, EdDSA, RS256: what telephones, keys and computers sign with, best first.
pub(crate) const ALGORITMA: [i64; 3] = [-7, -8, -257];

const ADA_ORANG: u8 = 0x01;
const ORANGNYA: u8 = 0x04;
const DAPAT_DISALIN: u8 = 0x08;
const TERSALIN: u8 = 0x10;
const BERKUNCI: u8 = 0x40;
const BERTAMBAHAN: u8 = 0x80;

/// The site as browsers know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Situs {
    /// `https://layanan.contoh.go.id`
    pub(crate) asal: String,
    /// `layanan.contoh.go.id`
    pub(crate) rp: String,
}

impl Situs {
    /// None where browsers make no passkeys: without TLS, unless it is this machine, and where the host has no name.
    pub(crate) fn dari(url_dasar: &str) -> Option<Self> {
        let u = Url::parse(url_dasar).ok()?;
        let Some(Host::Domain(rp)) = u.host() else {
            return None;
        };
        let aman = u.scheme() == "https" || (u.scheme() == "http" && rp == "localhost");
        aman.then(|| Situs {
            asal: u.origin().ascii_serialization(),
            rp: rp.to_owned(),
        })
    }
}

/// Why an answer does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tolak {
    /// Not an answer at all, or one to another question.
    TakTerbaca,
    /// Given at another address.
    Asal,
    /// The device does not know its owner.
    TakDikenali,
    /// The signature is another's.
    Tanda,
}

/// Bytes as they travel: Base64url.
#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Bait(pub(crate) Vec<u8>);

impl TryFrom<String> for Bait {
    type Error = data_encoding::DecodeError;

    fn try_from(s: String) -> Result<Self, Self::Error> {
        BASE64URL_NOPAD.decode(s.as_bytes()).map(Bait)
    }
}

/// What a browser answers.
#[derive(Debug, Deserialize)]
pub(crate) struct Jawaban {
    pub(crate) id: Bait,
    #[serde(rename = "clientDataJSON")]
    klien: Bait,
    #[serde(rename = "attestationObject")]
    baru: Option<Bait>,
    #[serde(rename = "authenticatorData")]
    data: Option<Bait>,
    #[serde(rename = "signature")]
    tanda: Option<Bait>,
    #[serde(rename = "userHandle")]
    pub(crate) pengguna: Option<Bait>,
}

#[derive(Deserialize)]
struct Klien {
    #[serde(rename = "type")]
    jenis: String,
    challenge: Bait,
    origin: String,
    #[serde(rename = "crossOrigin", default)]
    lintas: bool,
}

/// A new passkey.
#[derive(Debug)]
pub(crate) struct Baru {
    pub(crate) kredensial: Vec<u8>,
    pub(crate) kunci: Vec<u8>,
    pub(crate) hitung: u32,
}

impl Jawaban {
    pub(crate) fn baca(teks: &str) -> Result<Self, Tolak> {
        serde_json::from_str(teks).map_err(|_| Tolak::TakTerbaca)
    }

    /// The challenge that it answers, if it was given at this site.
    fn klien(&self, situs: &Situs, jenis: &str) -> Result<Vec<u8>, Tolak> {
        let k: Klien = serde_json::from_slice(&self.klien.0).map_err(|_| Tolak::TakTerbaca)?;
        if k.jenis != jenis {
            return Err(Tolak::TakTerbaca);
        }
        if k.origin != situs.asal || k.lintas {
            return Err(Tolak::Asal);
        }
        Ok(k.challenge.0)
    }

    /// A passkey that was made here, and the challenge it was made for.
    pub(crate) fn dibuat(&self, situs: &Situs) -> Result<(Vec<u8>, Baru), Tolak> {
        let tantangan = self.klien(situs, "webauthn.create")?;
        let mut isi = &self.baru.as_ref().ok_or(Tolak::TakTerbaca)?.0[..];
        let isi = Nilai::baca(&mut isi).ok_or(Tolak::TakTerbaca)?;
        let data = isi
            .bernama("authData")
            .and_then(Nilai::bait)
            .ok_or(Tolak::TakTerbaca)?;
        let data = Data::baca(data, situs)?;
        match data.baru {
            Some(baru) if baru.kredensial == self.id.0 => Ok((tantangan, baru)),
            _ => Err(Tolak::TakTerbaca),
        }
    }

    /// The challenge that a passkey with this public key has signed here, and its counter.
    pub(crate) fn ditandai(&self, situs: &Situs, kunci: &[u8]) -> Result<(Vec<u8>, u32), Tolak> {
        let tantangan = self.klien(situs, "webauthn.get")?;
        let (Some(data), Some(tanda)) = (&self.data, &self.tanda) else {
            return Err(Tolak::TakTerbaca);
        };
        let hitung = Data::baca(&data.0, situs)?.hitung;
        let pesan = [&data.0[..], &Sha256::digest(&self.klien.0)].concat();
        let cocok = Kunci::baca(kunci).is_some_and(|k| k.cocok(&pesan, &tanda.0));
        cocok.then_some((tantangan, hitung)).ok_or(Tolak::Tanda)
    }
}

/// What the device itself says (section 6.1).
struct Data {
    hitung: u32,
    baru: Option<Baru>,
}

impl Data {
    fn baca(mut b: &[u8], situs: &Situs) -> Result<Self, Tolak> {
        let b = &mut b;
        let rp = ambil(b, 32).ok_or(Tolak::TakTerbaca)?;
        let Some(&[ciri, h1, h2, h3, h4]) = ambil(b, 5) else {
            return Err(Tolak::TakTerbaca);
        };
        if rp != Sha256::digest(&situs.rp).as_slice() {
            return Err(Tolak::Asal);
        }
        if ciri & ADA_ORANG == 0 || ciri & ORANGNYA == 0 {
            return Err(Tolak::TakDikenali);
        }
        let baru = match ciri & BERKUNCI {
            0 => None,
            _ => Some(kredensial(b).ok_or(Tolak::TakTerbaca)?),
        };
        let tambahan = ciri & BERTAMBAHAN == 0 || Nilai::baca(b).is_some();
        let salinan = ciri & TERSALIN == 0 || ciri & DAPAT_DISALIN != 0;
        if !(tambahan && salinan && b.is_empty()) {
            return Err(Tolak::TakTerbaca);
        }
        let hitung = u32::from_be_bytes([h1, h2, h3, h4]);
        Ok(Data {
            hitung,
            baru: baru.map(|(kredensial, kunci)| Baru {
                kredensial,
                kunci,
                hitung,
            }),
        })
    }
}

/// Name and public key of a new passkey (section 6.5.1).
fn kredensial(b: &mut &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    let _model = ambil(b, 16)?;
    let panjang = u16::from_be_bytes(ambil(b, 2)?.try_into().ok()?);
    if !(1..=1023).contains(&panjang) {
        return None;
    }
    let id = ambil(b, panjang.into())?;
    let awal = *b;
    Nilai::baca(b)?;
    let kunci = awal.get(..awal.len() - b.len())?;
    Kunci::baca(kunci)?;
    Some((id.to_owned(), kunci.to_owned()))
}

/// A public key (COSE, RFC 9053).
enum Kunci<'a> {
    Es256([u8; 65]),
    Ed25519(&'a [u8]),
    Rs256 { n: &'a [u8], e: &'a [u8] },
}

impl<'a> Kunci<'a> {
    fn baca(mut b: &'a [u8]) -> Option<Self> {
        let k = Nilai::baca(&mut b)?;
        let bulat = |nama| k.di(nama).and_then(Nilai::bulat);
        let bait = |nama| k.di(nama).and_then(Nilai::bait);
        match (bulat(1)?, bulat(3)?, bulat(-1)) {
            (2, -7, Some(1)) => {
                let titik = [&[4][..], bait(-2)?, bait(-3)?].concat();
                Some(Kunci::Es256(titik.try_into().ok()?))
            }
            (1, -8, Some(6)) => Some(Kunci::Ed25519(bait(-2)?)),
            (3, -257, None) => Some(Kunci::Rs256 {
                n: bait(-1)?,
                e: bait(-2)?,
            }),
            _ => None,
        }
    }

    fn cocok(&self, pesan: &[u8], tanda: &[u8]) -> bool {
        let hasil = match self {
            Kunci::Es256(titik) => {
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, titik).verify(pesan, tanda)
            }
            Kunci::Ed25519(x) => UnparsedPublicKey::new(&ED25519, x).verify(pesan, tanda),
            Kunci::Rs256 { n, e } => {
                RsaPublicKeyComponents { n, e }.verify(&RSA_PKCS1_2048_8192_SHA256, pesan, tanda)
            }
        };
        hasil.is_ok()
    }
}

#[cfg(test)]
mod tests;
