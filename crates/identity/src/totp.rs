//! Time-based one-time codes as authenticator apps make them: RFC 6238 with HMAC-SHA-1, six digits, thirty seconds.
//! Every app speaks exactly this; SHA-1 is sound inside HMAC.

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};

/// How long a code lasts, ms.
pub(crate) const LANGKAH: i64 = 30_000;
/// Bytes of a secret: as many as the hash has (RFC 4226, section 4).
pub(crate) const PANJANG: usize = 20;

/// The time step of a moment (ms).
pub(crate) fn langkah(ms: i64) -> i64 {
    ms.div_euclid(LANGKAH)
}

/// The code of a time step (RFC 4226, section 5.3).
fn kode(rahasia: &[u8], langkah: i64) -> [u8; 6] {
    // HMAC takes keys of any length, so this cannot fail.
    let mut mac = Hmac::<Sha1>::new_from_slice(rahasia).unwrap_or_else(|_| Hmac::new(&Default::default()));
    mac.update(&langkah.to_be_bytes());
    let s = mac.finalize().into_bytes();
    let awal = usize::from(s.last().copied().unwrap_or_default() & 15);
    let mut n = s
        .iter()
        .skip(awal)
        .take(4)
        .fold(0_u32, |n, b| (n << 8) | u32::from(*b))
        & 0x7fff_ffff;
    let mut angka = [b'0'; 6];
    for a in angka.iter_mut().rev() {
        *a += (n % 10) as u8;
        n /= 10;
    }
    angka
}

/// The step among this one, the one before and the one after whose code was typed: clocks of telephones are a little
/// off, and people type slowly. All three are compared, so the time it takes tells nothing.
pub(crate) fn cocok(rahasia: &[u8], diketik: &str, kini: i64) -> Option<i64> {
    let mut jadi = i64::MIN;
    for geser in -1..=1 {
        let l = langkah(kini) + geser;
        let sama: Choice = kode(rahasia, l).ct_eq(diketik.as_bytes());
        jadi.conditional_assign(&l, sama);
    }
    (jadi != i64::MIN).then_some(jadi)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RFC: &[u8] = b"12345678901234567890";

    #[test]
    fn as_the_rfc_has_it() {
        // RFC 6238, appendix B, its last six digits.
        for (detik, harap) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(kode(RFC, langkah(detik * 1000)), harap.as_bytes(), "{detik}");
        }
    }

    #[test]
    fn one_step_off_is_let_pass_and_two_are_not() {
        let kini = 1_111_111_111_000;
        let l = langkah(kini);
        for (geser, harap) in [
            (-2, None),
            (-1, Some(l - 1)),
            (0, Some(l)),
            (1, Some(l + 1)),
            (2, None),
        ] {
            let kode = String::from_utf8(kode(RFC, l + geser).to_vec()).unwrap();
            assert_eq!(cocok(RFC, &kode, kini), harap, "{geser}");
        }
        for salah in ["", "0", "05047", "0504711", "05047a", "０５０４７１"] {
            assert_eq!(cocok(RFC, salah, kini), None, "{salah}");
        }
        assert_eq!(cocok(b"another secret of 20", "050471", kini), None);
    }
}
