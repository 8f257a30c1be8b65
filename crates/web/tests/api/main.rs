//! The REST API as machines meet it: requests into the whole site in this process, on SQLite and on PostgreSQL, with
//! profiles of real regencies, the registers of the program and one make-believe register. Every answer is held
//! against the OpenAPI document (see [`kontrak`]). [`kerja`] walks the pages of officials on the same ground.
//!
//! PostgreSQL comes from `PRAJA_UJI_PG`, which `make test` sets. Without it the `pg` half does nothing, except in CI,
//! where it fails.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[macro_use]
mod bekal;
mod acak;
mod acuan;
mod bolak_balik;
mod buat;
mod daftar;
mod ekspor;
mod entri;
mod hak;
mod impor;
mod kalender;
mod kerja;
mod klien;
mod kontrak;
mod langkah;
mod pelapor;
mod pembacaan;
mod perkakas;
mod riwayat;
mod tubuh;
