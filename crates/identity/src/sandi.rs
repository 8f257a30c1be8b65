//! Passwords: argon2id at the OWASP settings (19 MiB, 2 passes, 1 lane).

use std::sync::LazyLock;

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use kernel::Galat;

static ARGON: LazyLock<Argon2<'static>> = LazyLock::new(|| {
    Argon2::new(
        Algorithm::Argon2id,
        Version::V0x13,
        Params::new(19_456, 2, 1, None).unwrap_or_default(),
    )
});

/// What an unknown name is compared with, so that it takes as long as a known one.
static TIRUAN: LazyLock<Option<String>> = LazyLock::new(|| buat("tidak ada akun dengan nama ini").ok());

pub(crate) fn buat(kata_sandi: &str) -> Result<String, Galat> {
    let hash = ARGON.hash_password(kata_sandi.as_bytes());
    hash.map(|h| h.to_string())
        .map_err(|e| Galat::dalam("hashing a password", e.to_string()))
}

pub(crate) fn cocok(kata_sandi: &str, hash: Option<&str>) -> bool {
    let Some(pembanding) = hash.or(TIRUAN.as_deref()) else {
        return false;
    };
    let sama =
        PasswordHash::new(pembanding).is_ok_and(|h| ARGON.verify_password(kata_sandi.as_bytes(), &h).is_ok());
    sama && hash.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_password_of_a_known_account() {
        let h = buat("rahasia-sekali").unwrap();
        assert!(h.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{h}");
        assert!(cocok("rahasia-sekali", Some(&h)));
        assert!(!cocok("rahasia-lain", Some(&h)));
        assert!(!cocok("tidak ada akun dengan nama ini", None));
    }
}
