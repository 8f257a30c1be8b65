//! The ledger as the program runs it: [`terbit`] signs the heads of the logs and copies their tiles out of the
//! database, [`cap`] has them stamped by an authority outside, [`verify`] holds the database against all of it.

mod cap;
mod cermin;
mod terbit;
mod verify;

pub use cap::Stempel;
pub use cermin::Cermin;
pub use terbit::terbitkan;
pub(crate) use verify::{cetak, periksa, verify};

#[cfg(test)]
mod uji;

/// A time stamping authority of the tests, the same that the ledger is tested with.
#[cfg(test)]
#[path = "../../../ledger/tests/cap/tsa.rs"]
pub(crate) mod tsa;
