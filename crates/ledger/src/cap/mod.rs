//! Time stamps (RFC 3161): an authority outside signs that a checkpoint was there at a moment. What is asked
//! ([`Permintaan`]), what is answered and whether it may be believed ([`periksa`]), and whom we believe ([`Percaya`]).
//!
//! What is stamped is the exact text of the checkpoint, with the signatures that stood under it then, so that whoever
//! has the two files needs nothing of ours: `openssl ts -verify -data checkpoint -in checkpoint.tsr -CAfile tsa.pem`.

mod bentuk;
mod sah;

use std::fmt;

use der::{
    Encode, Tag,
    asn1::{AnyRef, ObjectIdentifier, OctetStringRef},
};

pub use sah::{Cap, Percaya, periksa};

/// SHA-256, the only fingerprint that we ask a stamp for.
const SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
/// Longest explanation of an authority that is repeated.
const MAKS_KATA: usize = 200;

/// Why a time stamp was not accepted. Each says what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gagal {
    /// No reply in the form of RFC 3161.
    Bentuk,
    /// The authority gave no stamp, with its own words.
    Ditolak(String),
    /// It stamps other data.
    LainData,
    /// It answers another request.
    LainNonce,
    /// It was given under another policy.
    LainKebijakan,
    /// A fingerprint that is not accepted.
    Algoritma,
    /// The signature does not fit.
    TandaTangan,
    /// The certificate that the signature names is not with it.
    Sertifikat,
    /// A certificate that is not for time stamps only.
    BukanStempel,
    /// A certificate that was not valid at the moment of the stamp.
    Kedaluwarsa,
    /// Nobody whom we believe stands behind it.
    TakDipercaya,
    /// No certificates where whom to believe should stand.
    Pem,
}

impl fmt::Display for Gagal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Gagal::Bentuk => "bukan balasan RFC 3161 yang utuh; periksa alamat TSA",
            Gagal::Ditolak(kata) => {
                return write!(f, "TSA menolak ({kata}); periksa hak akses dan kebijakan di TSA");
            }
            Gagal::LainData => "cap waktu untuk data lain; jangan dipakai, minta lagi",
            Gagal::LainNonce => "cap waktu menjawab permintaan lain (nonce berbeda); jangan dipakai, minta lagi",
            Gagal::LainKebijakan => "cap waktu dengan kebijakan lain; periksa OID kebijakan di konfigurasi",
            Gagal::Algoritma => "sidik di dalam cap waktu bukan SHA-256, SHA-384, atau SHA-512; pakai TSA lain",
            Gagal::TandaTangan => "tanda tangan TSA tidak cocok; jangan dipakai, minta lagi",
            Gagal::Sertifikat => "sertifikat penanda tangannya tidak ada atau lain; hubungi pengelola TSA",
            Gagal::BukanStempel => {
                "sertifikat TSA bukan khusus cap waktu (extendedKeyUsage timeStamping); hubungi pengelola TSA"
            }
            Gagal::Kedaluwarsa => "sertifikat TSA tidak berlaku pada saat cap waktu; hubungi pengelola TSA",
            Gagal::TakDipercaya => {
                "sertifikat TSA tidak berinduk pada yang dipercaya; periksa berkas sertifikat TSA di konfigurasi"
            }
            Gagal::Pem => "tidak ada sertifikat PEM yang sah di dalamnya; isi dengan sertifikat TSA atau induknya",
        })
    }
}

impl std::error::Error for Gagal {}

fn rusak(_: der::Error) -> Gagal {
    Gagal::Bentuk
}

/// The policy under which an authority stamps: an object identifier such as `1.3.6.1.4.1.13762.3`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kebijakan(ObjectIdentifier);

impl Kebijakan {
    /// Reads one; none when the text is no object identifier.
    pub fn baca(teks: &str) -> Option<Self> {
        ObjectIdentifier::new(teks).ok().map(Kebijakan)
    }
}

impl fmt::Display for Kebijakan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// What is asked of an authority.
#[derive(Clone, Debug)]
pub struct Permintaan<'a> {
    data: &'a [u8],
    nonce: u64,
    kebijakan: Option<Kebijakan>,
}

impl<'a> Permintaan<'a> {
    /// A stamp over these bytes; the nonce is drawn by chance, so that no earlier reply fits.
    pub fn baru(data: &'a [u8], nonce: u64, kebijakan: Option<Kebijakan>) -> Self {
        Permintaan {
            data,
            nonce,
            kebijakan,
        }
    }

    /// As it is sent (`TimeStampReq`, RFC 3161 section 2.4.1), with the wish for the certificate.
    ///
    /// # Errors
    /// Never for what fits into memory; the library may refuse.
    pub fn der(&self) -> Result<Vec<u8>, Gagal> {
        self.susun().map_err(rusak)
    }

    fn susun(&self) -> der::Result<Vec<u8>> {
        let sidik = ring::digest::digest(&ring::digest::SHA256, self.data);
        let algoritma = bungkus(&[SHA256.to_der()?, AnyRef::NULL.to_der()?])?;
        let sidik = bungkus(&[algoritma, OctetStringRef::new(sidik.as_ref())?.to_der()?])?;
        let mut isi = vec![1_u8.to_der()?, sidik];
        isi.extend(self.kebijakan.map(|k| k.0.to_der()).transpose()?);
        isi.push(self.nonce.to_der()?);
        isi.push(true.to_der()?);
        bungkus(&isi)
    }

    /// Takes the reply, when it is a good stamp over what was asked.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn terima(&self, balasan: &[u8], percaya: &Percaya) -> Result<Cap, Gagal> {
        let cap = periksa(balasan, self.data, Some(percaya))?;
        if cap.nonce != Some(self.nonce) {
            return Err(Gagal::LainNonce);
        }
        if self.kebijakan.is_some_and(|k| k != cap.kebijakan) {
            return Err(Gagal::LainKebijakan);
        }
        Ok(cap)
    }
}

/// A sequence of what is encoded already.
fn bungkus(isi: &[Vec<u8>]) -> der::Result<Vec<u8>> {
    AnyRef::new(Tag::Sequence, &isi.concat())?.to_der()
}
