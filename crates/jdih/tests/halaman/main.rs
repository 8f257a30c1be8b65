//! The law library, walked in-process: a router on a database of its own, the profiles of the repository, invented
//! regulations; and the five real ones where they are at hand.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod baca;
mod bantu;
mod bunyi;
mod buruk;
mod kosakata;
mod mesin;
mod nyata;
mod unggah;
