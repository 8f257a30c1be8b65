//! Whether a time stamp may be believed: over this data, signed by the certificate it names, which is for time stamps,
//! was valid then, and stands under one that we trust. Signatures and paths are checked by `webpki` over `ring`.

use std::{fmt, time::Duration};

use der::{Encode, asn1::ObjectIdentifier};
use ring::digest;
use rustls_pki_types::{CertificateDer, TrustAnchor, UnixTime, pem::PemObject};
use webpki::{ALL_VERIFICATION_ALGS, EndEntityCert, Error, KeyUsage, anchor_from_trusted_cert};

use super::{
    Gagal, Kebijakan, MAKS_KATA, SHA256,
    bentuk::{self, Token},
    rusak,
};

const SHA384: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2");
const SHA512: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3");
const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
/// `SigningCertificate` (RFC 2634), by SHA-1.
const PENANDA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.12");
/// `SigningCertificateV2` (RFC 5035).
const PENANDA_2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");
/// `id-kp-timeStamping`, as it stands inside a certificate.
const STEMPEL: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 3, 8];
/// Tag of a set: in the signature the attributes are one, in the token they bear the tag of their place.
const SET: u8 = 0x31;

/// A time stamp that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cap {
    /// When, by the clock of the authority, ms since 1970.
    pub waktu: i64,
    /// Under which policy.
    pub kebijakan: Kebijakan,
    pub(super) nonce: Option<u64>,
}

/// Whom we believe: certificates of authorities, or of those who stand above them.
#[derive(Clone)]
pub struct Percaya {
    sertifikat: Vec<CertificateDer<'static>>,
    jangkar: Vec<TrustAnchor<'static>>,
}

impl fmt::Debug for Percaya {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Percaya({})", self.sertifikat.len())
    }
}

impl Percaya {
    /// Reads certificates in PEM.
    ///
    /// # Errors
    /// [`Gagal::Pem`] when there is none, or one that cannot be read.
    pub fn baca(pem: &[u8]) -> Result<Self, Gagal> {
        let semua: Result<Vec<CertificateDer<'static>>, _> = CertificateDer::pem_slice_iter(pem).collect();
        let sertifikat = semua.map_err(|_| Gagal::Pem)?;
        if sertifikat.is_empty() {
            return Err(Gagal::Pem);
        }
        let jangkar = sertifikat
            .iter()
            .map(|c| anchor_from_trusted_cert(c).map(|a| a.to_owned()))
            .collect::<Result<_, _>>()
            .map_err(|_| Gagal::Pem)?;
        Ok(Percaya { sertifikat, jangkar })
    }

    /// Whether the signer's certificate is one of these or stands under one.
    fn percayai(
        &self,
        milik: &CertificateDer<'_>,
        penanda: &EndEntityCert<'_>,
        antara: &[CertificateDer<'_>],
        waktu: Duration,
    ) -> Result<(), Gagal> {
        if self.sertifikat.iter().any(|c| c.as_ref() == milik.as_ref()) {
            return Ok(());
        }
        let jalan = penanda.verify_for_usage(
            ALL_VERIFICATION_ALGS,
            &self.jangkar,
            antara,
            UnixTime::since_unix_epoch(waktu),
            KeyUsage::required_if_present(STEMPEL),
            None,
            None,
        );
        match jalan {
            Ok(_) => Ok(()),
            Err(Error::CertExpired { .. } | Error::CertNotValidYet { .. }) => Err(Gagal::Kedaluwarsa),
            Err(_) => Err(Gagal::TakDipercaya),
        }
    }
}

/// Checks a reply against the data that it should stamp; without anybody to believe, everything but that.
///
/// # Errors
/// What is wrong with it. Any bytes may be given.
pub fn periksa(balasan: &[u8], data: &[u8], percaya: Option<&Percaya>) -> Result<Cap, Gagal> {
    let b = bentuk::balasan(balasan).map_err(rusak)?;
    if !b.diberi {
        let kata = b.kata.chars().filter(|c| !c.is_control());
        return Err(Gagal::Ditolak(kata.take(MAKS_KATA).collect()));
    }
    let t = bentuk::token(b.token.ok_or(Gagal::Bentuk)?).map_err(rusak)?;
    let info = bentuk::info(t.info).map_err(rusak)?;
    let sidik = digest::digest(&digest::SHA256, data);
    if info.algoritma != SHA256 || info.sidik != sidik.as_ref() {
        return Err(Gagal::LainData);
    }
    let milik = CertificateDer::from(penanda(&t)?);
    let penanda = EndEntityCert::try_from(&milik).map_err(|_| Gagal::Sertifikat)?;
    tertanda(&t, &penanda)?;
    let s = bentuk::sertifikat(&milik).map_err(|_| Gagal::Sertifikat)?;
    if !s.stempel {
        return Err(Gagal::BukanStempel);
    }
    let waktu = Duration::from_millis(u64::try_from(info.waktu).map_err(|_| Gagal::Bentuk)?);
    if waktu < s.dari || waktu.as_secs() > s.sampai.as_secs() {
        return Err(Gagal::Kedaluwarsa);
    }
    if let Some(p) = percaya {
        let lain = t.sertifikat.iter().filter(|c| **c != milik.as_ref());
        let antara: Vec<CertificateDer<'_>> = lain.map(|c| CertificateDer::from(*c)).collect();
        p.percayai(&milik, &penanda, &antara, waktu)?;
    }
    Ok(Cap {
        waktu: info.waktu,
        kebijakan: Kebijakan(info.kebijakan),
        nonce: info.nonce,
    })
}

/// The certificate of the signer: the one whose fingerprint the signed attributes name.
fn penanda<'a>(t: &Token<'a>) -> Result<&'a [u8], Gagal> {
    let atribut = |jenis| bentuk::atribut(t, jenis).map_err(rusak);
    let (jenis, sidik) = match (atribut(PENANDA_2)?, atribut(PENANDA)?) {
        (Some(a), _) => {
            let (jenis, sidik) = bentuk::penanda(a).map_err(rusak)?;
            (algoritma(jenis.unwrap_or(SHA256))?, sidik)
        }
        (None, Some(a)) => {
            let (_, sidik) = bentuk::penanda(a).map_err(rusak)?;
            (&digest::SHA1_FOR_LEGACY_USE_ONLY, sidik)
        }
        (None, None) => return Err(Gagal::Sertifikat),
    };
    let cocok = |c: &&&[u8]| digest::digest(jenis, c).as_ref() == sidik;
    t.sertifikat.iter().find(cocok).copied().ok_or(Gagal::Sertifikat)
}

/// Whether the content is what the attributes say, and the attributes are signed. The key of the certificate decides
/// which signature it may be; each that the library knows is strong enough.
fn tertanda(t: &Token<'_>, penanda: &EndEntityCert<'_>) -> Result<(), Gagal> {
    let atribut = |jenis| {
        bentuk::atribut(t, jenis)
            .map_err(rusak)?
            .ok_or(Gagal::TandaTangan)
    };
    if atribut(CONTENT_TYPE)? != bentuk::TST_INFO.to_der().map_err(rusak)? {
        return Err(Gagal::TandaTangan);
    }
    let sidik = digest::digest(algoritma(t.sidik)?, t.info);
    if bentuk::isi_okt(atribut(MESSAGE_DIGEST)?).map_err(rusak)? != sidik.as_ref() {
        return Err(Gagal::TandaTangan);
    }
    let (_, isi) = t.atribut.split_first().ok_or(Gagal::Bentuk)?;
    let pesan = [&[SET][..], isi].concat();
    let cocok = ALL_VERIFICATION_ALGS
        .iter()
        .any(|a| penanda.verify_signature(*a, &pesan, t.tanda).is_ok());
    if cocok { Ok(()) } else { Err(Gagal::TandaTangan) }
}

fn algoritma(jenis: ObjectIdentifier) -> Result<&'static digest::Algorithm, Gagal> {
    match jenis {
        SHA256 => Ok(&digest::SHA256),
        SHA384 => Ok(&digest::SHA384),
        SHA512 => Ok(&digest::SHA512),
        _ => Err(Gagal::Algoritma),
    }
}
