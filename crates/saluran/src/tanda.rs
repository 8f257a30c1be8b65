//! Signatures of messages between programs, as Standard Webhooks has them (`webhook-id`, `webhook-timestamp`,
//! `webhook-signature: v1,…`): who holds the secret sent it, just now, and nobody changed it on the way.

use data_encoding::{BASE64, BASE64URL_NOPAD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// What a secret begins with.
const AWAL: &str = "whsec_";
/// How far the clocks of both sides may be apart, seconds.
pub const TOLERANSI: i64 = 300;
/// Shortest secret, bytes.
const TERPENDEK: usize = 16;

/// The header with the message's name.
pub const ID: &str = "webhook-id";
/// The header with the moment of sending, seconds since 1970.
pub const WAKTU: &str = "webhook-timestamp";
/// The header with the signatures.
pub const TANDA: &str = "webhook-signature";

/// A secret that two programs share. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Rahasia(Vec<u8>);

impl std::fmt::Debug for Rahasia {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Rahasia(…)")
    }
}

impl Rahasia {
    /// Of these bytes.
    pub fn dari_bait(bait: [u8; 32]) -> Self {
        Rahasia(bait.to_vec())
    }

    /// As it is written down: `whsec_` and Base64. None for what is no secret, or too short to be one.
    pub fn baca(teks: &str) -> Option<Self> {
        let isi = teks.trim().strip_prefix(AWAL)?;
        let bait = BASE64
            .decode(isi.as_bytes())
            .or_else(|_| BASE64URL_NOPAD.decode(isi.as_bytes()))
            .ok()?;
        (bait.len() >= TERPENDEK).then_some(Rahasia(bait))
    }

    /// As it is shown, once, to whoever sets the other side up.
    pub fn tulis(&self) -> String {
        format!("{AWAL}{}", BASE64.encode(&self.0))
    }

    fn mac(&self, id: &str, detik: i64, tubuh: &[u8]) -> Hmac<Sha256> {
        // HMAC takes keys of any length, so this cannot fail.
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.0).unwrap_or_else(|_| Hmac::new(&Default::default()));
        mac.update(id.as_bytes());
        mac.update(b".");
        mac.update(detik.to_string().as_bytes());
        mac.update(b".");
        mac.update(tubuh);
        mac
    }

    /// The signature of a message.
    pub fn tandai(&self, id: &str, detik: i64, tubuh: &[u8]) -> String {
        format!(
            "v1,{}",
            BASE64.encode(&self.mac(id, detik, tubuh).finalize().into_bytes())
        )
    }

    /// The three headers of a message.
    pub fn kepala(&self, id: &str, detik: i64, tubuh: &[u8]) -> [(&'static str, String); 3] {
        [
            (ID, id.to_owned()),
            (WAKTU, detik.to_string()),
            (TANDA, self.tandai(id, detik, tubuh)),
        ]
    }

    /// Whether one of the signatures (there are several while a secret is changed) is this secret's, and the message
    /// was sent about now.
    pub fn cocok(&self, id: &str, waktu: &str, tanda: &str, tubuh: &[u8], kini: i64) -> bool {
        let Ok(detik) = waktu.trim().parse::<i64>() else {
            return false;
        };
        if id.is_empty() || id.len() > 200 || kini.saturating_sub(detik).saturating_abs() > TOLERANSI {
            return false;
        }
        tanda
            .split_whitespace()
            .take(10)
            .filter_map(|t| BASE64.decode(t.strip_prefix("v1,")?.as_bytes()).ok())
            .any(|t| self.mac(id, detik, tubuh).verify_slice(&t).is_ok())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    #[test]
    fn the_example_of_the_standard() {
        // The example that the libraries of Standard Webhooks are tested with.
        let r = Rahasia::baca("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let t = r.tandai(
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            b"{\"test\": 2432232314}",
        );
        assert_eq!(t, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn what_was_changed_or_is_old_is_refused() {
        let r = Rahasia::dari_bait([7; 32]);
        assert_eq!(Rahasia::baca(&r.tulis()), Some(r.clone()));
        let t = r.tandai("a", 1_000, b"isi");
        let cocok =
            |id: &str, waktu: &str, tanda: &str, tubuh: &[u8], kini| r.cocok(id, waktu, tanda, tubuh, kini);
        assert!(cocok("a", "1000", &t, b"isi", 1_000));
        assert!(cocok("a", "1000", &format!("v1,AAAA v2,x {t}"), b"isi", 1_300));
        for (id, waktu, tanda, tubuh, kini) in [
            ("b", "1000", t.as_str(), &b"isi"[..], 1_000),
            ("a", "1001", &t, b"isi", 1_000),
            ("a", "1000", &t, b"isi.", 1_000),
            ("a", "1000", &t, b"isi", 1_301),
            ("a", "1000", &t, b"isi", 699),
            ("a", "x", &t, b"isi", 1_000),
            ("a", "9223372036854775807", &t, b"isi", -5),
            ("a", "1000", "", b"isi", 1_000),
            ("a", "1000", t.trim_start_matches("v1,"), b"isi", 1_000),
            ("", "1000", &t, b"isi", 1_000),
        ] {
            assert!(
                !cocok(id, waktu, tanda, tubuh, kini),
                "{id} {waktu} {tanda} {kini}"
            );
        }
        assert!(!Rahasia::dari_bait([8; 32]).cocok("a", "1000", &t, b"isi", 1_000));
        for salah in [
            "",
            "whsec_",
            "whsec_AAAA",
            "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "whsec_!!",
        ] {
            assert_eq!(Rahasia::baca(salah), None, "{salah}");
        }
    }
}
