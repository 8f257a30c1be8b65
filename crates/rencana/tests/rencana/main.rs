//! Plans and money as officials meet them: commands and requests into the whole site in this process, on SQLite and on
//! PostgreSQL (`PRAJA_UJI_PG`, which `make test` sets).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bekal;
mod dokumen;
mod papan;
mod usulan;
