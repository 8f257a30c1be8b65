//! The bytes of a reply taken apart (RFC 3161, CMS RFC 5652, X.509 RFC 5280): only what is looked at, borrowed, and an
//! error for whatever does not fit. Reading is the library's (`der`); nothing here decides.

use std::time::Duration;

use der::{
    DateTime, Reader, Result, SliceReader, Tag, TagNumber, Tagged,
    asn1::{AnyRef, GeneralizedTime, ObjectIdentifier, OctetStringRef, UtcTime},
};

const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
pub(super) const TST_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");
const EKU: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.37");
const STEMPEL: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.8");

const fn konteks(number: TagNumber) -> Tag {
    Tag::ContextSpecific {
        constructed: true,
        number,
    }
}

const K0: Tag = konteks(TagNumber::N0);
const K1: Tag = konteks(TagNumber::N1);
const K3: Tag = konteks(TagNumber::N3);

/// The inside of the next element, which must bear this tag.
fn dalam<'a>(r: &mut SliceReader<'a>, tag: Tag) -> Result<SliceReader<'a>> {
    let a: AnyRef<'a> = r.decode()?;
    a.tag().assert_eq(tag)?;
    SliceReader::new(a.value())
}

/// The inside of the next element if it bears this tag; another is left where it is.
fn bila<'a>(r: &mut SliceReader<'a>, tag: Tag) -> Result<Option<SliceReader<'a>>> {
    if r.is_finished() || r.peek_tag()? != tag {
        return Ok(None);
    }
    dalam(r, tag).map(Some)
}

fn wajib(benar: bool, tag: Tag) -> Result<()> {
    if benar { Ok(()) } else { Err(tag.value_error()) }
}

/// An element that must be this identifier.
fn jenis(r: &mut SliceReader<'_>, harap: ObjectIdentifier) -> Result<()> {
    let ada: ObjectIdentifier = r.decode()?;
    wajib(ada == harap, Tag::ObjectIdentifier)
}

/// The identifier of an algorithm; its parameters decide nothing here.
fn algoritma(r: &mut SliceReader<'_>) -> Result<ObjectIdentifier> {
    dalam(r, Tag::Sequence)?.decode()
}

fn okt<'a>(r: &mut SliceReader<'a>) -> Result<&'a [u8]> {
    let o: OctetStringRef<'a> = r.decode()?;
    Ok(o.as_bytes())
}

/// A reply of an authority (`TimeStampResp`).
pub(super) struct Balasan<'a> {
    /// Whether it says that it granted a stamp.
    pub(super) diberi: bool,
    /// Its words.
    pub(super) kata: String,
    pub(super) token: Option<&'a [u8]>,
}

pub(super) fn balasan(bait: &[u8]) -> Result<Balasan<'_>> {
    let mut luar = SliceReader::new(bait)?;
    let mut r = dalam(&mut luar, Tag::Sequence)?;
    let mut s = dalam(&mut r, Tag::Sequence)?;
    let status: u8 = s.decode()?;
    let mut kata = format!("status {status}");
    if let Some(mut semua) = bila(&mut s, Tag::Sequence)? {
        while !semua.is_finished() {
            let a: AnyRef<'_> = semua.decode()?;
            kata = format!("{kata}: {}", String::from_utf8_lossy(a.value()));
        }
    }
    let token = if r.is_finished() {
        None
    } else {
        Some(r.tlv_bytes()?)
    };
    wajib(r.is_finished() && luar.is_finished(), Tag::Sequence)?;
    Ok(Balasan {
        diberi: status <= 1,
        kata,
        token,
    })
}

/// A token: what is signed, by whom, how (CMS `SignedData` with one signer).
pub(super) struct Token<'a> {
    /// The content that is signed.
    pub(super) info: &'a [u8],
    /// Certificates that came with it.
    pub(super) sertifikat: Vec<&'a [u8]>,
    /// The fingerprint of the content.
    pub(super) sidik: ObjectIdentifier,
    /// The signed attributes, as they stand there.
    pub(super) atribut: &'a [u8],
    pub(super) tanda: &'a [u8],
}

pub(super) fn token(bait: &[u8]) -> Result<Token<'_>> {
    let mut r = SliceReader::new(bait)?;
    let mut luar = dalam(&mut r, Tag::Sequence)?;
    jenis(&mut luar, SIGNED_DATA)?;
    let mut isi = dalam(&mut luar, K0)?;
    let mut d = dalam(&mut isi, Tag::Sequence)?;
    d.decode::<u8>()?;
    dalam(&mut d, Tag::Set)?;
    let mut e = dalam(&mut d, Tag::Sequence)?;
    jenis(&mut e, TST_INFO)?;
    let info = okt(&mut dalam(&mut e, K0)?)?;
    let mut sertifikat = Vec::new();
    if let Some(mut s) = bila(&mut d, K0)? {
        while !s.is_finished() {
            sertifikat.push(s.tlv_bytes()?);
        }
    }
    bila(&mut d, K1)?;
    let mut semua = dalam(&mut d, Tag::Set)?;
    let mut p = dalam(&mut semua, Tag::Sequence)?;
    wajib(semua.is_finished(), Tag::Set)?;
    p.decode::<u8>()?;
    // Which certificate it is, the signed attributes say more exactly.
    p.tlv_bytes()?;
    let sidik = algoritma(&mut p)?;
    wajib(p.peek_tag()? == K0, K0)?;
    let atribut = p.tlv_bytes()?;
    algoritma(&mut p)?;
    let tanda = okt(&mut p)?;
    Ok(Token {
        info,
        sertifikat,
        sidik,
        atribut,
        tanda,
    })
}

/// The value of a signed attribute; none when it is not there exactly once with exactly one value.
pub(super) fn atribut<'a>(t: &Token<'a>, harap: ObjectIdentifier) -> Result<Option<&'a [u8]>> {
    let mut luar = SliceReader::new(t.atribut)?;
    let mut semua = dalam(&mut luar, K0)?;
    let mut ada = Vec::new();
    while !semua.is_finished() {
        let mut a = dalam(&mut semua, Tag::Sequence)?;
        let jenis: AnyRef<'_> = a.decode()?;
        if jenis.value() == harap.as_bytes() {
            let mut nilai = dalam(&mut a, Tag::Set)?;
            let satu = nilai.tlv_bytes()?;
            ada.push(nilai.is_finished().then_some(satu));
        }
    }
    Ok(match ada.as_slice() {
        [satu] => *satu,
        _ => None,
    })
}

/// The bytes in an octet string.
pub(super) fn isi_okt(bait: &[u8]) -> Result<&[u8]> {
    okt(&mut SliceReader::new(bait)?)
}

/// The fingerprint of the signer's certificate (`ESSCertID`, `ESSCertIDv2`), and of which kind it is if that is said.
pub(super) fn penanda(bait: &[u8]) -> Result<(Option<ObjectIdentifier>, &[u8])> {
    let mut luar = SliceReader::new(bait)?;
    let mut s = dalam(&mut luar, Tag::Sequence)?;
    let mut semua = dalam(&mut s, Tag::Sequence)?;
    let mut satu = dalam(&mut semua, Tag::Sequence)?;
    let jenis = match satu.peek_tag()? {
        Tag::Sequence => Some(algoritma(&mut satu)?),
        _ => None,
    };
    Ok((jenis, okt(&mut satu)?))
}

/// What an authority says (`TSTInfo`).
pub(super) struct Info<'a> {
    pub(super) kebijakan: ObjectIdentifier,
    pub(super) algoritma: ObjectIdentifier,
    pub(super) sidik: &'a [u8],
    /// When, ms since 1970.
    pub(super) waktu: i64,
    pub(super) nonce: Option<u64>,
}

pub(super) fn info(bait: &[u8]) -> Result<Info<'_>> {
    let mut luar = SliceReader::new(bait)?;
    let mut r = dalam(&mut luar, Tag::Sequence)?;
    let versi: u8 = r.decode()?;
    wajib(versi == 1 && luar.is_finished(), Tag::Integer)?;
    let kebijakan = r.decode()?;
    let mut m = dalam(&mut r, Tag::Sequence)?;
    let (algoritma, sidik) = (algoritma(&mut m)?, okt(&mut m)?);
    r.tlv_bytes()?;
    let a: AnyRef<'_> = r.decode()?;
    a.tag().assert_eq(Tag::GeneralizedTime)?;
    let waktu = saat_teliti(a.value()).ok_or_else(|| Tag::GeneralizedTime.value_error())?;
    let mut nonce = None;
    while !r.is_finished() {
        match r.peek_tag()? {
            Tag::Integer => nonce = Some(r.decode()?),
            _ => {
                r.tlv_bytes()?;
            }
        }
    }
    Ok(Info {
        kebijakan,
        algoritma,
        sidik,
        waktu,
        nonce,
    })
}

/// A moment with parts of a second, which RFC 3161 allows and certificates do not: ms since 1970.
fn saat_teliti(bait: &[u8]) -> Option<i64> {
    let teks = std::str::from_utf8(bait).ok()?.strip_suffix('Z')?;
    let (bulat, pecahan) = teks.split_once('.').unwrap_or((teks, "0"));
    let angka = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if bulat.len() != 14 || !angka(bulat) || !angka(pecahan) {
        return None;
    }
    let dua = |i: usize| bulat.get(i..i + 2)?.parse::<u8>().ok();
    let tahun = bulat.get(..4)?.parse().ok()?;
    let saat = DateTime::new(tahun, dua(4)?, dua(6)?, dua(8)?, dua(10)?, dua(12)?).ok()?;
    let mili: u128 = format!("{pecahan:0<3}").get(..3)?.parse().ok()?;
    i64::try_from(saat.unix_duration().as_millis() + mili).ok()
}

/// The part of a certificate that is looked at here; the rest is the library's.
pub(super) struct Sertifikat {
    pub(super) dari: Duration,
    pub(super) sampai: Duration,
    /// It is for time stamps and for nothing else, and says so critically (RFC 3161 section 2.3).
    pub(super) stempel: bool,
}

pub(super) fn sertifikat(bait: &[u8]) -> Result<Sertifikat> {
    let mut luar = SliceReader::new(bait)?;
    let mut c = dalam(&mut luar, Tag::Sequence)?;
    let mut t = dalam(&mut c, Tag::Sequence)?;
    bila(&mut t, K0)?;
    // Number, algorithm and issuer; after the validity the subject and its key.
    for _ in 0..3 {
        t.tlv_bytes()?;
    }
    let mut masa = dalam(&mut t, Tag::Sequence)?;
    let (dari, sampai) = (saat(masa.decode()?)?, saat(masa.decode()?)?);
    for _ in 0..2 {
        t.tlv_bytes()?;
    }
    let mut stempel = false;
    if let Some(mut e) = bila(&mut t, K3)? {
        let mut semua = dalam(&mut e, Tag::Sequence)?;
        while !semua.is_finished() {
            let mut x = dalam(&mut semua, Tag::Sequence)?;
            let jenis: AnyRef<'_> = x.decode()?;
            let kritis = x.peek_tag()? == Tag::Boolean && x.decode()?;
            let nilai = okt(&mut x)?;
            if jenis.value() == EKU.as_bytes() {
                stempel = kritis && hanya_stempel(nilai)?;
            }
        }
    }
    Ok(Sertifikat {
        dari,
        sampai,
        stempel,
    })
}

fn hanya_stempel(bait: &[u8]) -> Result<bool> {
    let mut luar = SliceReader::new(bait)?;
    let mut r = dalam(&mut luar, Tag::Sequence)?;
    let a: AnyRef<'_> = r.decode()?;
    Ok(a.value() == STEMPEL.as_bytes() && r.is_finished())
}

fn saat(a: AnyRef<'_>) -> Result<Duration> {
    match a.tag() {
        Tag::UtcTime => Ok(a.decode_as::<UtcTime>()?.to_unix_duration()),
        _ => Ok(a.decode_as::<GeneralizedTime>()?.to_unix_duration()),
    }
}
