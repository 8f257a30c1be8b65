//! Threads: names of letters that lead back to the entry they are about. They are made from the key of the
//! installation, so nobody can make one up, and they hold no personal data.

use data_encoding::BASE32_NOPAD;
use identity::Identitas;
use kernel::{IdEntri, profil::KodeDaerah};
use subtle::ConstantTimeEq;
use uuid::Uuid;

/// Bytes of an id.
const ID: usize = 16;
/// Bytes of a proof: 80 bits, and each guess is a letter.
const BUKTI: usize = 10;

/// The threads of a regency.
#[derive(Clone, Copy)]
pub struct Utas<'a> {
    identitas: &'a Identitas,
    daerah: &'a KodeDaerah,
}

impl<'a> Utas<'a> {
    /// The threads of that regency.
    pub fn baru(identitas: &'a Identitas, daerah: &'a KodeDaerah) -> Self {
        Utas { identitas, daerah }
    }

    fn bukti(&self, guna: &str, id: IdEntri, bagian: &[u8]) -> [u8; BUKTI] {
        let d = self
            .identitas
            .turunkan(guna, &[self.daerah.as_str().as_bytes(), id.0.as_bytes(), bagian]);
        let mut b = [0; BUKTI];
        b.iter_mut().zip(d).for_each(|(b, d)| *b = d);
        b
    }

    fn tulis(&self, guna: &str, id: IdEntri, bagian: &[u8]) -> String {
        let bait = [id.0.as_bytes().as_slice(), &self.bukti(guna, id, bagian)].concat();
        BASE32_NOPAD.encode(&bait).to_lowercase()
    }

    /// The name of an entry's thread: the left part of a Message-ID that all its letters answer to.
    pub fn akar(&self, id: IdEntri) -> String {
        self.tulis("utas", id, &[])
    }

    /// The name of one letter: the left part of its Message-ID. The same letter has the same name, however often it
    /// is sent.
    pub fn surat(&self, id: IdEntri, kiriman: Uuid) -> String {
        let bukti = BASE32_NOPAD.encode(&self.bukti("surat", id, kiriman.as_bytes()));
        format!("{}.{}", self.akar(id), bukti.to_lowercase())
    }

    /// The entry whose thread a Message-ID belongs to, if it is one of ours (with or without its angle brackets).
    pub fn entri(&self, id_pesan: &str) -> Option<IdEntri> {
        let kiri = id_pesan.trim().trim_start_matches('<').split(['@', '.']).next()?;
        let (id, bukti) = urai(kiri)?;
        bool::from(self.bukti("utas", id, &[]).ct_eq(&bukti)).then_some(id)
    }

    /// What proves that a reply comes from whom we wrote to about this entry: 42 letters and digits. It holds only as
    /// long as the reporter's address stays the same, and it is no tracking code: it opens nothing.
    pub fn balas(&self, id: IdEntri, surel: &str) -> String {
        self.tulis("balas", id, surel.to_lowercase().as_bytes())
    }

    /// Whether a proof of reply is that entry's and that address's.
    pub fn cocok_balas(&self, id: IdEntri, surel: &str, tanda: &str) -> bool {
        let benar = self.bukti("balas", id, surel.to_lowercase().as_bytes());
        urai(tanda).is_some_and(|(i, bukti)| i == id && bool::from(benar.ct_eq(&bukti)))
    }

    /// The entry that a proof of reply speaks of; not proved yet.
    pub fn calon(tanda: &str) -> Option<IdEntri> {
        urai(tanda).map(|(id, _)| id)
    }
}

fn urai(teks: &str) -> Option<(IdEntri, [u8; BUKTI])> {
    let bait = BASE32_NOPAD.decode(teks.trim().to_uppercase().as_bytes()).ok()?;
    let (id, bukti) = bait.split_at_checked(ID)?;
    Some((IdEntri(Uuid::from_slice(id).ok()?), bukti.try_into().ok()?))
}
