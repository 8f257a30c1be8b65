//! Saluran: the ways by which citizens and other programs speak with the regency besides its pages. Mail and gateways
//! bring complaints and replies in ([`terima`]) and take news out ([`Saluran`]); webhooks tell other programs what
//! everybody may know ([`webhook`]), and browsers are told that there is news ([`peramban`]).

pub mod gerbang;
pub mod http;
pub mod peramban;
pub mod surel;
pub mod tanda;
pub mod terima;
mod utas;
pub mod webhook;

pub use gerbang::{Bungkus, Keluar, Kerja, Saluran, Tolak};
pub use terima::{Jadi, Masuk, Penerima};
pub use utas::Utas;
