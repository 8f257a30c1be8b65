//! Open311 as outside clients meet it: requests into the whole site in this process, on SQLite and on PostgreSQL. Every
//! answer is read back by a parser, in the form that was asked for.
//!
//! PostgreSQL comes from `PRAJA_UJI_PG`, which `make test` sets. Without it the `pg` half does nothing, except in CI,
//! where it fails.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[macro_use]
mod bekal;
mod buruk;
mod daftar;
mod kirim;
mod penemuan;
mod perkembangan;
mod xml;
