//! Secret codes that people keep on paper: the one of a reporter, which opens one talk, and the one for recovery, which
//! opens the channel. 140 random bits, so that nothing needs to be stretched: keys follow by HKDF (RFC 5869).

use hkdf::Hkdf;
use kernel::{IdEntri, profil::KodeDaerah};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::sandi::Kunci;

/// Crockford's alphabet: no I, L, O, U.
const HURUF: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Letters and digits, five bits each.
pub const PANJANG: usize = 28;
/// In a group.
const KELOMPOK: usize = 4;

/// A secret code. It is wiped from memory when it is let go.
#[derive(Clone)]
pub struct Kode(Zeroizing<String>);

impl Kode {
    /// A new one.
    pub fn baru() -> Self {
        Kode::dari_acak(&Zeroizing::new(rand::random()))
    }

    /// The code that these random bytes make.
    pub fn dari_acak(acak: &[u8; PANJANG]) -> Self {
        let huruf = |b: &u8| HURUF.get(usize::from(b & 31)).copied().map_or('0', char::from);
        Kode(Zeroizing::new(acak.iter().map(huruf).collect()))
    }

    /// What somebody typed: case, spaces, dashes and look-alikes (O and 0, I L and 1) do not matter.
    pub fn baca(diketik: &str) -> Option<Self> {
        let mut kode = Zeroizing::new(String::with_capacity(PANJANG));
        for c in diketik
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–' | '.'))
        {
            let c = match c.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                c => c,
            };
            if kode.len() == PANJANG || !u8::try_from(c).is_ok_and(|b| HURUF.contains(&b)) {
                return None;
            }
            kode.push(c);
        }
        (kode.len() == PANJANG).then_some(Kode(kode))
    }

    /// In groups, as people write it down.
    pub fn rapi(&self) -> Zeroizing<String> {
        let mut hasil = Zeroizing::new(String::with_capacity(PANJANG + PANJANG / KELOMPOK));
        for (i, c) in self.0.chars().enumerate() {
            if i > 0 && i % KELOMPOK == 0 {
                hasil.push('-');
            }
            hasil.push(c);
        }
        hasil
    }

    fn turunkan(&self, guna: &str, daerah: &KodeDaerah, hasil: &mut [u8]) {
        let hk = Hkdf::<Sha256>::new(Some(b"praja-wbs/1"), self.0.as_bytes());
        // It fails only for more than 8160 bytes.
        let panjang = hk.expand(format!("{guna}\n{daerah}").as_bytes(), hasil);
        debug_assert!(panjang.is_ok());
    }

    /// The entry that a reporter's code leads to. One cannot come back from the id to the code.
    pub fn entri(&self, daerah: &KodeDaerah) -> IdEntri {
        let mut bait = [0; 16];
        self.turunkan("entri", daerah, &mut bait);
        IdEntri(uuid::Builder::from_random_bytes(bait).into_uuid())
    }

    /// The key that a reporter's code makes.
    pub fn kunci_pelapor(&self, daerah: &KodeDaerah) -> Kunci {
        let mut kunci = Zeroizing::new([0; 32]);
        self.turunkan("pelapor", daerah, kunci.as_mut_slice());
        kunci
    }

    /// The key that a code for recovery makes.
    pub fn kunci_pemulihan(&self, daerah: &KodeDaerah) -> Kunci {
        let mut kunci = Zeroizing::new([0; 32]);
        self.turunkan("pemulihan", daerah, kunci.as_mut_slice());
        kunci
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn daerah(k: &str) -> KodeDaerah {
        KodeDaerah::try_from(k.to_owned()).unwrap()
    }

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let k = Kode::baru();
        let rapi = k.rapi();
        assert_eq!(rapi.len(), 34);
        assert_eq!(rapi.split('-').count(), 7);
        let lain = rapi
            .to_lowercase()
            .replace('-', "  ")
            .replace('0', "o")
            .replace('1', "l");
        for ketik in [rapi.as_str(), lain.as_str(), &format!("  {}\n", *rapi)] {
            assert_eq!(*Kode::baca(ketik).unwrap().rapi(), *rapi);
        }
        for salah in [
            "",
            "ABCD",
            &format!("{}A", *rapi),
            "U".repeat(28).as_str(),
            "é".repeat(28).as_str(),
        ] {
            assert!(Kode::baca(salah).is_none(), "{salah}");
        }
    }

    #[test]
    fn what_follows_from_a_code_depends_on_regency_and_use() {
        let k = Kode::dari_acak(&[7; PANJANG]);
        let (a, b) = (daerah("serang"), daerah("kapuas"));
        assert_eq!(k.entri(&a), Kode::baca(&k.rapi()).unwrap().entri(&a));
        assert_ne!(k.entri(&a), k.entri(&b));
        assert_ne!(k.kunci_pelapor(&a), k.kunci_pelapor(&b));
        assert_ne!(k.kunci_pelapor(&a), k.kunci_pemulihan(&a));
        assert_ne!(
            k.kunci_pelapor(&a),
            Kode::dari_acak(&[8; PANJANG]).kunci_pelapor(&a)
        );
    }

    #[test]
    fn no_two_codes_are_alike() {
        let semua: std::collections::BTreeSet<String> =
            (0..1_000).map(|_| Kode::baru().rapi().to_string()).collect();
        assert_eq!(semua.len(), 1_000);
    }
}
