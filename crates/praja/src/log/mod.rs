//! The ledger as the program runs it: [`terbit`] signs the heads of the logs and copies their tiles out of the
//! database, [`verify`] holds the database against both.

mod cermin;
mod terbit;
mod verify;

pub use cermin::Cermin;
pub use terbit::terbitkan;
pub(crate) use verify::{cetak, periksa, verify};

#[cfg(test)]
mod uji;
