//! The single sign-on as applications and people meet it: requests into the whole site in this process, on SQLite and
//! on PostgreSQL. Identity tokens are checked with the published keys by `ring`.
//!
//! PostgreSQL comes from `PRAJA_UJI_PG`, which `make test` sets. Without it the `pg` half does nothing, except in CI,
//! where it fails.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[macro_use]
mod bekal;
mod izin;
mod keluar;
mod kerja;
mod kunci;
mod tukar;
