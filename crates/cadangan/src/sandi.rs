//! The cryptography of an archive, all of it: a pass-phrase opens the archive's key (Argon2id, then
//! XChaCha20-Poly1305), and that key closes every part. A part is named by a keyed hash of its content, so that equal
//! parts are kept once and a name tells nothing (ADR 0023).

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use data_encoding::{BASE64, HEXLOWER};
use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::Gagal;

/// Bytes that closing adds: nonce and tag.
pub(crate) const TAMBAHAN: u64 = 40;
/// Name and version of the format.
pub(crate) const FORMAT: &str = "praja-cadangan/1";
const NONCE: usize = 24;
/// Characters that a pass-phrase of a new archive has at least.
pub const SANDI_MIN: usize = 12;
/// Argon2id for new archives: 64 MiB, 3 passes.
const BIAYA: (u32, u32, u32) = (65_536, 3, 1);
/// What a file may ask of us at most, so that a forged one cannot eat all memory.
const BIAYA_MAKS: (u32, u32, u32) = (1 << 20, 20, 8);

/// The pass-phrase of an archive. It is never printed, and wiped from memory when it is let go.
#[derive(Clone)]
pub struct Sandi(Zeroizing<String>);

impl Sandi {
    /// Takes a pass-phrase in; blanks and line ends around it do not count.
    pub fn baru(s: &str) -> Self {
        Sandi(Zeroizing::new(s.trim().to_owned()))
    }

    /// Whether it is long enough for a new archive.
    pub fn cukup(&self) -> bool {
        self.0.chars().count() >= SANDI_MIN
    }
}

impl std::fmt::Debug for Sandi {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sandi(…)")
    }
}

/// What stands in the open before each manifest: how the pass-phrase becomes the key of the archive.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Kepala {
    format: String,
    memori_kib: u32,
    putaran: u32,
    lajur: u32,
    garam: String,
    kunci: String,
    /// SHA-256 of the fields before: tells a damaged file from a wrong pass-phrase.
    cek: String,
}

impl Kepala {
    fn hitung_cek(&self) -> String {
        let (m, t, p) = (self.memori_kib, self.putaran, self.lajur);
        let teks = format!("{}\n{m}\n{t}\n{p}\n{}\n{}", self.format, self.garam, self.kunci);
        HEXLOWER.encode(&Sha256::digest(teks.as_bytes()))
    }

    /// Whether it is as it was written.
    pub(crate) fn utuh(&self) -> bool {
        self.cek == self.hitung_cek()
    }

    /// Whether this program reads the format.
    pub(crate) fn dikenal(&self) -> bool {
        self.format == FORMAT
    }

    fn turunkan(&self, sandi: &Sandi, garam: &[u8]) -> Result<Zeroizing<[u8; 32]>, Gagal> {
        let (m, t, p) = (self.memori_kib, self.putaran, self.lajur);
        if m > BIAYA_MAKS.0 || t > BIAYA_MAKS.1 || p > BIAYA_MAKS.2 {
            return Err(Gagal::rusak("kepala arsip meminta terlalu banyak memori"));
        }
        let params = Params::new(m, t, p, Some(32)).map_err(|_| Gagal::rusak("kepala arsip tidak sah"))?;
        let mut kunci = Zeroizing::new([0_u8; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(sandi.0.as_bytes(), garam, kunci.as_mut_slice())
            .map_err(|_| Gagal::rusak("kepala arsip tidak sah"))?;
        Ok(kunci)
    }
}

/// The keys of an archive.
pub(crate) struct Kunci {
    tutup: XChaCha20Poly1305,
    nama: Zeroizing<[u8; 32]>,
}

impl Kunci {
    fn dari_induk(induk: &[u8; 32]) -> Self {
        let turun = |guna: &str| hmac(induk, &[FORMAT.as_bytes(), guna.as_bytes()]);
        Kunci {
            tutup: XChaCha20Poly1305::new(&(*turun("isi")).into()),
            nama: turun("nama"),
        }
    }

    /// The key of a new archive, and what opens it with the pass-phrase.
    pub(crate) fn baru(sandi: &Sandi) -> Result<(Self, Kepala), Gagal> {
        let garam: [u8; 16] = rand::random();
        let mut kepala = Kepala {
            format: FORMAT.into(),
            memori_kib: BIAYA.0,
            putaran: BIAYA.1,
            lajur: BIAYA.2,
            garam: BASE64.encode(&garam),
            kunci: String::new(),
            cek: String::new(),
        };
        let luar = XChaCha20Poly1305::new(&(*kepala.turunkan(sandi, &garam)?).into());
        let induk: Zeroizing<[u8; 32]> = Zeroizing::new(rand::random());
        kepala.kunci = BASE64.encode(&tutup(&luar, induk.as_slice(), b"induk")?);
        kepala.cek = kepala.hitung_cek();
        Ok((Self::dari_induk(&induk), kepala))
    }

    /// Opens the key of an archive.
    ///
    /// # Errors
    /// [`Gagal::Sandi`] for a wrong pass-phrase.
    pub(crate) fn buka(sandi: &Sandi, kepala: &Kepala) -> Result<Self, Gagal> {
        let urai = |s: &str| {
            BASE64
                .decode(s.as_bytes())
                .map_err(|_| Gagal::rusak("kepala arsip tidak sah"))
        };
        let luar = XChaCha20Poly1305::new(&(*kepala.turunkan(sandi, &urai(&kepala.garam)?)?).into());
        let induk = buka(&luar, &urai(&kepala.kunci)?, b"induk").ok_or(Gagal::Sandi)?;
        let induk: &[u8; 32] = induk.as_slice().try_into().map_err(|_| Gagal::Sandi)?;
        Ok(Self::dari_induk(induk))
    }

    /// The name of a part by the SHA-256 of its content.
    pub(crate) fn nama(&self, sidik: &[u8; 32]) -> String {
        HEXLOWER.encode(hmac(&self.nama, &[sidik]).as_slice())
    }

    /// Closes content under its name, so that it opens under no other.
    pub(crate) fn tutup(&self, nama: &str, isi: &[u8]) -> Result<Vec<u8>, Gagal> {
        tutup(&self.tutup, isi, nama.as_bytes())
    }

    /// Opens what was closed under a name; none when a byte of it changed.
    pub(crate) fn buka_isi(&self, nama: &str, tertutup: &[u8]) -> Option<Vec<u8>> {
        buka(&self.tutup, tertutup, nama.as_bytes())
    }
}

fn hmac(kunci: &[u8; 32], bagian: &[&[u8]]) -> Zeroizing<[u8; 32]> {
    // HMAC takes keys of any length, so this cannot fail; an empty key would still be a fixed function.
    let mut mac = Hmac::<Sha256>::new_from_slice(kunci).unwrap_or_else(|_| Hmac::new(&Default::default()));
    for b in bagian {
        mac.update(&(b.len() as u64).to_be_bytes());
        mac.update(b);
    }
    Zeroizing::new(mac.finalize().into_bytes().into())
}

fn tutup(sandi: &XChaCha20Poly1305, isi: &[u8], aad: &[u8]) -> Result<Vec<u8>, Gagal> {
    let nonce: [u8; NONCE] = rand::random();
    let tertutup = sandi
        .encrypt(&XNonce::from(nonce), Payload { msg: isi, aad })
        .map_err(|_| Gagal::rusak("pustaka kriptografi menolak"))?;
    Ok([nonce.as_slice(), &tertutup].concat())
}

fn buka(sandi: &XChaCha20Poly1305, tertutup: &[u8], aad: &[u8]) -> Option<Vec<u8>> {
    let (nonce, msg) = tertutup.split_first_chunk::<NONCE>()?;
    sandi.decrypt(&XNonce::from(*nonce), Payload { msg, aad }).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_the_right_phrase_opens_and_no_byte_may_change() {
        let sandi = Sandi::baru(" kuda nil di sungai \n");
        let (k, kepala) = Kunci::baru(&sandi).unwrap();
        let isi = b"laporan".repeat(9);
        let nama = k.nama(&Sha256::digest(&isi).into());
        let tertutup = k.tutup(&nama, &isi).unwrap();
        assert_eq!(tertutup.len() as u64, isi.len() as u64 + TAMBAHAN);
        let lain = Kunci::buka(&Sandi::baru("kuda nil di sungai"), &kepala).unwrap();
        assert_eq!(lain.buka_isi(&nama, &tertutup).unwrap(), isi);
        assert!(lain.buka_isi("nama lain", &tertutup).is_none());
        for i in [0, 24, tertutup.len() - 1] {
            let mut rusak = tertutup.clone();
            rusak[i] ^= 1;
            assert!(lain.buka_isi(&nama, &rusak).is_none(), "byte {i}");
        }
        let salah = Kunci::buka(&Sandi::baru("kuda nil di laut"), &kepala);
        assert!(matches!(salah.err(), Some(Gagal::Sandi)));
    }

    #[test]
    fn a_forged_head_cannot_ask_for_all_memory() {
        let sandi = Sandi::baru("kuda nil di sungai");
        let (_, mut kepala) = Kunci::baru(&sandi).unwrap();
        assert!(kepala.utuh());
        kepala.memori_kib = u32::MAX;
        assert!(!kepala.utuh());
        assert!(matches!(
            Kunci::buka(&sandi, &kepala).err(),
            Some(Gagal::Rusak(_))
        ));
    }
}
