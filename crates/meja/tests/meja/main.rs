//! The desk as officials and citizens meet it: requests into the whole site in this process, on SQLite and on
//! PostgreSQL (`PRAJA_UJI_PG`, which `make test` sets).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[macro_use]
mod bekal;
mod aturan;
mod eskalasi;
mod gugus;
mod lapangan;
mod masalah;
mod penugasan;
mod templat;
