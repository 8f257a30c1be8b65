//! The signed head of a tree (C2SP tlog-checkpoint, signed-note, Ed25519) and the signatures of witnesses under it
//! (C2SP tlog-cosignature, version 1).

use std::fmt;

use data_encoding::BASE64;
use ed25519_dalek::{Signature as TandaTangan, Signer as _, SigningKey, VerifyingKey};
use signed_note::{
    Note, Signature, Signer, StandardSigner, StandardVerifier, VerifierList, is_key_name_valid, key_id,
    new_ed25519_verifier_key,
};
use tlog_tiles::{checkpoint::Checkpoint, tlog::Hash};

/// Kind of key: a plain Ed25519 signature.
const ED25519: u8 = 1;
/// Kind of key: a witness, whose signature carries the time.
const SAKSI: u8 = 4;

/// Why a signed head was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gagal {
    /// No signed head, or a damaged one.
    Bentuk,
    /// No signature of the key that was asked for, or a wrong one.
    TandaTangan,
    /// A key that is none.
    Kunci,
}

impl fmt::Display for Gagal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Gagal::Bentuk => "bukan titik periksa yang utuh",
            Gagal::TandaTangan => "tanda tangan tidak ada atau salah",
            Gagal::Kunci => "kunci publik tidak sah",
        })
    }
}

impl std::error::Error for Gagal {}

/// The head of a tree: whose, how large, its root.
#[derive(Clone, Debug, PartialEq)]
pub struct Titik {
    /// Name of the log; unique in the world.
    pub asal: String,
    /// Leaves.
    pub ukuran: u64,
    /// Root.
    pub akar: Hash,
}

/// The key with which a regency signs the head of its log.
#[derive(Clone)]
pub struct Kunci {
    asal: String,
    benih: [u8; 32],
    penanda: StandardSigner,
    publik: String,
}

impl fmt::Debug for Kunci {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Kunci({})", self.publik)
    }
}

impl Kunci {
    /// The key made from 32 secret bytes, for the log of that name.
    ///
    /// # Errors
    /// [`Gagal::Kunci`] when the name is empty or has blanks or plus signs.
    pub fn dari_benih(asal: &str, benih: &[u8; 32]) -> Result<Self, Gagal> {
        if !is_key_name_valid(asal) {
            return Err(Gagal::Kunci);
        }
        let rahasia = SigningKey::from_bytes(benih);
        let publik = new_ed25519_verifier_key(asal, &rahasia.verifying_key());
        let id = id_kunci(asal, ED25519, &rahasia.verifying_key());
        let bait = [&[ED25519][..], &rahasia.to_bytes()].concat();
        let teks = format!("PRIVATE+KEY+{asal}+{id:08x}+{}", BASE64.encode(&bait));
        let penanda = StandardSigner::new(&teks).map_err(|_| Gagal::Kunci)?;
        Ok(Kunci {
            asal: asal.to_owned(),
            benih: *benih,
            penanda,
            publik,
        })
    }

    /// The public key as others write it down: name, id and key (C2SP signed-note, "vkey").
    pub fn publik(&self) -> &str {
        &self.publik
    }

    /// The name of the log.
    pub fn asal(&self) -> &str {
        &self.asal
    }

    /// Reads a head that this key signed, whatever the log was called then.
    ///
    /// # Errors
    /// As [`Titik::baca`].
    pub fn baca(&self, catatan: &str) -> Result<Titik, Gagal> {
        let asal = catatan.lines().next().unwrap_or_default();
        let dulu = Kunci::dari_benih(asal, &self.benih).map_err(|_| Gagal::Bentuk)?;
        Titik::baca(catatan.as_bytes(), dulu.publik())
    }

    /// The signed head of a tree.
    ///
    /// # Errors
    /// Never for a key that was made; the signing library may refuse.
    pub fn tanda_tangani(&self, ukuran: u64, akar: Hash) -> Result<String, Gagal> {
        let titik = Checkpoint::new(&self.asal, ukuran, akar, "").map_err(|_| Gagal::Bentuk)?;
        let mut nota = Note::new(&titik.to_bytes(), &[]).map_err(|_| Gagal::Bentuk)?;
        let penanda: &dyn Signer = &self.penanda;
        nota.add_sigs(&[penanda]).map_err(|_| Gagal::TandaTangan)?;
        String::from_utf8(nota.to_bytes()).map_err(|_| Gagal::Bentuk)
    }
}

impl Titik {
    /// Reads a signed head that must bear a good signature of this public key.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn baca(catatan: &[u8], publik: &str) -> Result<Self, Gagal> {
        let nota = Note::from_bytes(catatan).map_err(|_| Gagal::Bentuk)?;
        let pemeriksa = StandardVerifier::new(publik).map_err(|_| Gagal::Kunci)?;
        let daftar = VerifierList::new(vec![Box::new(pemeriksa)]);
        nota.verify(&daftar).map_err(|_| Gagal::TandaTangan)?;
        let t = Checkpoint::from_bytes(nota.text()).map_err(|_| Gagal::Bentuk)?;
        Ok(Titik {
            asal: t.origin().to_owned(),
            ukuran: t.size(),
            akar: *t.hash(),
        })
    }
}

/// The public key of a witness, made from 32 secret bytes.
///
/// # Errors
/// [`Gagal::Kunci`] when the name is empty or has blanks or plus signs.
pub fn kunci_saksi(nama: &str, benih: &[u8; 32]) -> Result<String, Gagal> {
    if !is_key_name_valid(nama) {
        return Err(Gagal::Kunci);
    }
    let publik = SigningKey::from_bytes(benih).verifying_key();
    let id = id_kunci(nama, SAKSI, &publik);
    let bait = [&[SAKSI][..], publik.as_bytes()].concat();
    Ok(format!("{nama}+{id:08x}+{}", BASE64.encode(&bait)))
}

/// Signs a head as a witness does, at a time in seconds since 1970: the line to put under it.
///
/// # Errors
/// [`Gagal::Bentuk`] for a damaged head, [`Gagal::Kunci`] for a name that is none.
pub fn saksikan(nama: &str, benih: &[u8; 32], waktu: u64, catatan: &str) -> Result<String, Gagal> {
    if !is_key_name_valid(nama) {
        return Err(Gagal::Kunci);
    }
    let nota = Note::from_bytes(catatan.as_bytes()).map_err(|_| Gagal::Bentuk)?;
    let rahasia = SigningKey::from_bytes(benih);
    let id = id_kunci(nama, SAKSI, &rahasia.verifying_key());
    let tanda = rahasia.sign(&pesan_saksi(waktu, nota.text()));
    let bait = [&id.to_be_bytes()[..], &waktu.to_be_bytes(), &tanda.to_bytes()].concat();
    Ok(format!("— {nama} {}", BASE64.encode(&bait)))
}

fn pesan_saksi(waktu: u64, teks: &[u8]) -> Vec<u8> {
    [format!("cosignature/v1\ntime {waktu}\n").as_bytes(), teks].concat()
}

/// A proof that the log has an entry, complete with the signed head: to be kept and checked without us (C2SP
/// tlog-proof).
pub fn surat_bukti(n: u64, bukti: &[Hash], catatan: &str) -> String {
    let mut teks = format!("c2sp.org/tlog-proof@v1\nindex {n}\n");
    for h in bukti {
        teks += &format!("{h}\n");
    }
    teks + "\n" + catatan
}

fn id_kunci(nama: &str, jenis: u8, kunci: &VerifyingKey) -> u32 {
    key_id(nama, &[&[jenis][..], kunci.as_bytes()].concat())
}

/// Somebody outside who follows the log and signs each head that only grew.
#[derive(Clone, Debug)]
pub struct Saksi {
    nama: String,
    id: u32,
    kunci: VerifyingKey,
}

/// The signature of a witness, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kesaksian {
    /// The line to put under the head.
    pub baris: String,
    /// When the witness saw it, seconds since 1970.
    pub waktu: u64,
}

impl Saksi {
    /// Reads the public key of a witness (`name+id+key`, kind 4).
    ///
    /// # Errors
    /// [`Gagal::Kunci`].
    pub fn baca(publik: &str) -> Result<Self, Gagal> {
        let bagian: Vec<&str> = publik.splitn(3, '+').collect();
        let &[nama, id, kunci] = bagian.as_slice() else {
            return Err(Gagal::Kunci);
        };
        let bait = BASE64.decode(kunci.as_bytes()).map_err(|_| Gagal::Kunci)?;
        let (Some((&SAKSI, kunci)), true) = (bait.split_first(), is_key_name_valid(nama)) else {
            return Err(Gagal::Kunci);
        };
        let kunci = kunci.try_into().map_err(|_| Gagal::Kunci)?;
        let kunci = VerifyingKey::from_bytes(&kunci).map_err(|_| Gagal::Kunci)?;
        let benar = id_kunci(nama, SAKSI, &kunci);
        if u32::from_str_radix(id, 16) != Ok(benar) {
            return Err(Gagal::Kunci);
        }
        Ok(Saksi {
            nama: nama.to_owned(),
            id: benar,
            kunci,
        })
    }

    /// Its name.
    pub fn nama(&self) -> &str {
        &self.nama
    }

    /// Looks for the signature of this witness among lines, and checks it against the signed head it belongs to.
    ///
    /// # Errors
    /// [`Gagal::Bentuk`] when the head is damaged, [`Gagal::TandaTangan`] when there is no good signature.
    pub fn periksa(&self, catatan: &[u8], baris: &str) -> Result<Kesaksian, Gagal> {
        let nota = Note::from_bytes(catatan).map_err(|_| Gagal::Bentuk)?;
        let milik = |b: &str| {
            let s = Signature::from_bytes(b.as_bytes()).ok()?;
            (s.name() == self.nama && s.id() == self.id).then(|| (b.to_owned(), s.signature().to_vec()))
        };
        let (baris, bait) = baris.lines().find_map(milik).ok_or(Gagal::TandaTangan)?;
        let (waktu, tanda) = bait.split_first_chunk::<8>().ok_or(Gagal::TandaTangan)?;
        let waktu = u64::from_be_bytes(*waktu);
        let tanda = TandaTangan::from_slice(tanda).map_err(|_| Gagal::TandaTangan)?;
        self.kunci
            .verify_strict(&pesan_saksi(waktu, nota.text()), &tanda)
            .map_err(|_| Gagal::TandaTangan)?;
        Ok(Kesaksian { baris, waktu })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::daun;

    fn kunci() -> Kunci {
        Kunci::dari_benih("praja.contoh/serang/log", &[7; 32]).unwrap()
    }

    #[test]
    fn titik_yang_ditandatangani_terbaca_kembali() {
        let k = kunci();
        let akar = daun(&[1; 32]);
        let catatan = k.tanda_tangani(12, akar).unwrap();
        assert!(catatan.starts_with("praja.contoh/serang/log\n12\n"));
        let t = Titik::baca(catatan.as_bytes(), k.publik()).unwrap();
        assert_eq!((t.ukuran, t.akar, t.asal.as_str()), (12, akar, k.asal()));
        let pindah = Kunci::dari_benih("lain.contoh/serang/log", &[7; 32]).unwrap();
        assert_eq!(pindah.baca(&catatan), Ok(t));
        assert!(
            Kunci::dari_benih(k.asal(), &[8; 32])
                .unwrap()
                .baca(&catatan)
                .is_err()
        );
    }

    #[test]
    fn titik_yang_diubah_atau_asing_ditolak() {
        let k = kunci();
        let catatan = k.tanda_tangani(12, daun(&[1; 32])).unwrap();
        let lain = Kunci::dari_benih("praja.contoh/serang/log", &[8; 32]).unwrap();
        let baca = |c: &str, p: &str| Titik::baca(c.as_bytes(), p).unwrap_err();
        assert_eq!(
            baca(&catatan.replace("\n12\n", "\n13\n"), k.publik()),
            Gagal::TandaTangan
        );
        assert_eq!(baca(&catatan, lain.publik()), Gagal::TandaTangan);
        assert_eq!(baca("", k.publik()), Gagal::Bentuk);
        assert_eq!(baca(&catatan[..catatan.len() - 2], k.publik()), Gagal::Bentuk);
        assert_eq!(baca(&catatan, "bukan kunci"), Gagal::Kunci);
        assert!(Kunci::dari_benih("dengan spasi", &[1; 32]).is_err());
    }

    #[test]
    fn kesaksian_diperiksa() {
        let catatan = kunci().tanda_tangani(12, daun(&[1; 32])).unwrap();
        let vkey = kunci_saksi("saksi.contoh/w1", &[3; 32]).unwrap();
        let baris = saksikan("saksi.contoh/w1", &[3; 32], 1_790_000_000, &catatan).unwrap();
        let saksi = Saksi::baca(&vkey).unwrap();
        let hasil = saksi
            .periksa(catatan.as_bytes(), &format!("— lain AAAA\n{baris}\n"))
            .unwrap();
        assert_eq!(
            (hasil.waktu, hasil.baris.as_str()),
            (1_790_000_000, baris.as_str())
        );
        let lain = kunci().tanda_tangani(13, daun(&[1; 32])).unwrap();
        assert_eq!(saksi.periksa(lain.as_bytes(), &baris), Err(Gagal::TandaTangan));
        assert_eq!(saksi.periksa(catatan.as_bytes(), ""), Err(Gagal::TandaTangan));
        // A witness line under the head does not disturb the log's own signature.
        let lengkap = format!("{catatan}{baris}\n");
        assert_eq!(
            Titik::baca(lengkap.as_bytes(), kunci().publik()).unwrap().ukuran,
            12
        );
        assert!(
            Saksi::baca(kunci().publik()).is_err(),
            "a log's key is no witness's"
        );
        assert!(Saksi::baca(&vkey.replace("w1", "w2")).is_err());
    }
}
