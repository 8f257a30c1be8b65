//! The pages of citizens, walked through in-process as a telephone without JavaScript walks through them: a router on a
//! database of its own, the profiles of the repository, a clock that stands, a cookie jar, forms read off the page.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bantu;
mod buku;
mod buruk;
mod daftar;
mod ikut;
mod peramban;
mod perjalanan;
mod rupa;
mod rute;
mod tolak;
mod transparansi;
mod umpan;
