//! SCIM as a program of an identity provider uses it: requests into the whole site in this process, on SQLite and on
//! PostgreSQL.
//!
//! PostgreSQL comes from `PRAJA_UJI_PG`, which `make test` sets. Without it the `pg` half does nothing, except in CI,
//! where it fails.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bekal;
mod buruk;
mod jalan;
mod masa;
mod wewenang;
