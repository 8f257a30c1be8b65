//! The channel as people meet it, on both databases: reporter and inspector talk, nobody else finds anything, keys come
//! and go, and nothing that was said lies anywhere in the open.
//!
//! PostgreSQL comes from `PRAJA_UJI_PG`, which `make test` sets. Without it the `pg` half does nothing, except in CI,
//! where it fails.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[macro_use]
mod bekal;

mod jejak;
mod kunci;
mod percakapan;
mod tolak;
