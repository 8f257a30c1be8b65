//! The ledger: a Merkle tree (RFC 6962) over the hashes of everything that happened in a regency, so that what was
//! altered, removed or slipped in behind the program's back can be shown by anybody who kept an earlier head.
//!
//! Hashing, proofs and signatures come from libraries; here is what Praja keeps of a tree ([`pohon`]), how it is cut
//! into tiles that others can fetch ([`ubin`], C2SP tlog-tiles), how its head is signed ([`titik`], C2SP
//! tlog-checkpoint and tlog-cosignature), and when somebody outside says that it was there ([`cap`], RFC 3161). No I/O.

pub mod cap;
pub mod pohon;
pub mod titik;
pub mod ubin;

pub use pohon::{Genap, Pohon};
pub use titik::{Gagal, Kunci, Saksi, Titik, surat_bukti};
pub use tlog_tiles::tlog::Hash;
pub use ubin::{Alamat, Isi, Tanya};

/// The leaf of an event: the RFC 6962 hash of the event's own salted hash, which is the log entry. Who has only the
/// log learns nothing of what happened.
pub fn daun(hash_peristiwa: &[u8; 32]) -> Hash {
    tlog_tiles::tlog::record_hash(hash_peristiwa)
}
