//! Channels as citizens and other programs meet them, on SQLite and on PostgreSQL.
//!
//! PostgreSQL comes from `PRAJA_UJI_PG`, which `make test` sets. Without it the `pg` half does nothing, except in CI,
//! where it fails.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[macro_use]
mod bekal;
mod gerbang;
mod surel;
mod webhook;
