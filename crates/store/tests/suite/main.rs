//! The one test suite of the store. Every test is written once over a [`bekal::Bekal`] and runs on SQLite and on
//! PostgreSQL alike (`uji!` makes `lite::name` and `pg::name` of it); what may differ between the two is tested
//! nowhere, because nothing may.
//!
//! PostgreSQL comes from `PRAJA_UJI_PG`, which `make test` sets: without it the `pg` half fails, it is not skipped.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[macro_use]
mod bekal;
mod contoh;

mod akun;
mod berkas;
mod cari;
mod daftar;
mod faktor;
mod hubungan;
mod izin;
mod kirim;
mod kunci;
mod kunci_sandi;
mod log;
mod luar;
mod mati;
mod migrasi;
mod pembacaan;
mod petikan;
mod pribadi;
mod rekap;
mod sejarah;
mod serentak;
mod tertutup;
mod tingkat;
mod titipan;
mod tulis;
