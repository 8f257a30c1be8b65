//! Single values of rows that are no entries: letters that wait, drafts, numbers and addresses of accounts. Each is closed
//! under a master key itself, with a nonce of its own, and says which key it was. Equal values give other bytes each time;
//! what must be found by its exact value has a keyed digest beside it ([`Cincin::jejak_baris`]).

use std::fmt;

use aes_gcm_siv::{Aes256GcmSiv, KeyInit};
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};

use super::{Cincin, NONCE, gagal, sandikan, uraikan};
use crate::{galat::Galat, profil::KodeDaerah};

/// How a closed value begins. The number of its master key follows, and a colon.
pub const AWALAN: &str = "$tutup:";
/// Characters of a closed value up to the colon after the number: by them a database counts values by master key.
pub const PANJANG_AWALAN: usize = 14;

/// Where a value stands. Closed there, it opens nowhere else.
#[derive(Clone, Copy, Debug)]
pub struct Tempat<'a> {
    /// Regency.
    pub daerah: &'a KodeDaerah,
    /// Table and column.
    pub kolom: &'static str,
    /// Key of the row.
    pub baris: &'a [u8],
}

impl Tempat<'_> {
    fn terikat(&self, induk: i64) -> String {
        let Tempat { daerah, kolom, baris } = self;
        format!("{induk}/{daerah}/{kolom}/{}", HEXLOWER.encode(baris))
    }
}

/// Why a closed value was not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakTerbuka {
    /// This ring does not have its master key; another server may have a newer ring.
    TanpaKunci(i64),
    /// It is not what the program wrote in that place.
    Diubah,
}

impl fmt::Display for TakTerbuka {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TakTerbuka::TanpaKunci(n) => write!(f, "master key {n} is not in the key file"),
            TakTerbuka::Diubah => f.write_str("a closed value was altered or moved"),
        }
    }
}

impl std::error::Error for TakTerbuka {}

impl From<TakTerbuka> for Galat {
    fn from(g: TakTerbuka) -> Self {
        Galat::dalam("opening a closed value", g)
    }
}

/// How values begin that are closed under a master key.
pub fn awalan(induk: i64) -> String {
    format!("{AWALAN}{induk:06}:")
}

/// The number of the master key under which a value is closed; none when it is not closed.
pub fn induk(nilai: &str) -> Option<i64> {
    let (nomor, _) = nilai.strip_prefix(AWALAN)?.split_once(':')?;
    nomor.parse().ok()
}

impl Cincin {
    /// Closes a value in its place, under the newest master key. O(bytes).
    ///
    /// # Errors
    /// A ring without a master key.
    pub fn tutup_nilai(&self, t: Tempat<'_>, nilai: &str) -> Result<String, Galat> {
        let (induk, sandi) = self
            .induk
            .last_key_value()
            .ok_or_else(|| gagal("no master key"))?;
        let nonce: [u8; NONCE] = rand::random();
        let sandi = Aes256GcmSiv::new(&(*sandi).into());
        let isi = sandikan(&sandi, &nonce.into(), nilai.as_bytes(), &t.terikat(*induk))?;
        let isi = BASE64URL_NOPAD.encode(&[&nonce[..], &isi].concat());
        Ok(format!("{}{isi}", awalan(*induk)))
    }

    /// Opens the value in a place; one that was never closed is given back as it is. O(bytes).
    ///
    /// # Errors
    /// [`TakTerbuka`].
    pub fn buka_nilai(&self, t: Tempat<'_>, nilai: &str) -> Result<String, TakTerbuka> {
        let Some(sisa) = nilai.strip_prefix(AWALAN) else {
            return Ok(nilai.to_owned());
        };
        let (nomor, isi) = sisa.split_once(':').ok_or(TakTerbuka::Diubah)?;
        let nomor: i64 = nomor.parse().map_err(|_| TakTerbuka::Diubah)?;
        let sandi = self.induk.get(&nomor).ok_or(TakTerbuka::TanpaKunci(nomor))?;
        let isi = BASE64URL_NOPAD
            .decode(isi.as_bytes())
            .map_err(|_| TakTerbuka::Diubah)?;
        let (nonce, msg) = isi.split_first_chunk::<NONCE>().ok_or(TakTerbuka::Diubah)?;
        let sandi = Aes256GcmSiv::new(&(*sandi).into());
        uraikan(&sandi, &(*nonce).into(), msg, &t.terikat(nomor))
            .and_then(|b| String::from_utf8(b).ok())
            .ok_or(TakTerbuka::Diubah)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn daerah(kode: &str) -> KodeDaerah {
        KodeDaerah::try_from(kode.to_owned()).unwrap()
    }

    #[test]
    fn a_value_opens_in_its_place_only() {
        let (c, d, lain) = (Cincin::baru(), daerah("lembah"), daerah("pesisir"));
        let di = Tempat {
            daerah: &d,
            kolom: "akun.nip",
            baris: &[1, 2],
        };
        for nilai in ["", "198501012010011001", "💡 dua\nbaris"] {
            let (satu, dua) = (
                c.tutup_nilai(di, nilai).unwrap(),
                c.tutup_nilai(di, nilai).unwrap(),
            );
            assert_ne!(satu, dua, "equal values cannot be told");
            assert!(satu.starts_with(&awalan(1)) && awalan(1).len() == PANJANG_AWALAN);
            assert_eq!(induk(&satu), Some(1));
            assert_eq!(c.buka_nilai(di, &satu).unwrap(), nilai);
            for salah in [
                Tempat { daerah: &lain, ..di },
                Tempat {
                    kolom: "akun.surel",
                    ..di
                },
                Tempat { baris: &[1], ..di },
            ] {
                assert_eq!(c.buka_nilai(salah, &satu), Err(TakTerbuka::Diubah));
            }
            assert_eq!(Cincin::baru().buka_nilai(di, &satu), Err(TakTerbuka::Diubah));
        }
        assert_eq!(c.buka_nilai(di, "terbuka").unwrap(), "terbuka");
        assert_eq!(induk("terbuka"), None);
    }

    #[test]
    fn a_later_master_key_closes_and_the_former_still_opens() {
        let (lama, d) = (Cincin::baru(), daerah("lembah"));
        let di = Tempat {
            daerah: &d,
            kolom: "kirim.muatan",
            baris: &[7],
        };
        let tertutup = lama.tutup_nilai(di, "ayu@contoh.id").unwrap();
        let baru = lama.tambah();
        assert_eq!(baru.buka_nilai(di, &tertutup).unwrap(), "ayu@contoh.id");
        let tertutup = baru.tutup_nilai(di, "ayu@contoh.id").unwrap();
        assert_eq!(induk(&tertutup), Some(2));
        assert_eq!(lama.buka_nilai(di, &tertutup), Err(TakTerbuka::TanpaKunci(2)));
    }

    #[test]
    fn an_altered_value_is_refused() {
        let (c, d) = (Cincin::baru(), daerah("lembah"));
        let di = Tempat {
            daerah: &d,
            kolom: "draf.isi",
            baris: &[],
        };
        let utuh = c.tutup_nilai(di, "Lampu mati").unwrap();
        for i in PANJANG_AWALAN..utuh.len() {
            let mut b = utuh.clone().into_bytes();
            b[i] = if b[i] == b'A' { b'B' } else { b'A' };
            let teks = String::from_utf8(b).unwrap();
            assert_eq!(c.buka_nilai(di, &teks), Err(TakTerbuka::Diubah), "{i}");
        }
        for teks in [
            "$tutup:",
            "$tutup::",
            "$tutup:x:AAAA",
            "$tutup:000001:",
            "$tutup:000001:AAAA",
            "$tutup:000001:é",
        ] {
            assert_eq!(c.buka_nilai(di, teks), Err(TakTerbuka::Diubah), "{teks}");
        }
    }
}
