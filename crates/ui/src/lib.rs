//! The look of Praja: plain components that turn values into HTML. No I/O and no register by name; whoever builds a
//! page hands over data and gets markup that works without JavaScript, under a strict content security policy
//! (no inline script, no style attribute), with a keyboard and with a screen reader.
//!
//! [`portal`] and [`kerja`] are the two page frames (citizens, officials); [`formulir`] makes forms from the fields
//! of a register, [`tampil`] shows values, [`daftar`] makes lists, [`kamus`] explains terms where they occur, [`papan`] boards, [`aset`] holds style and script.

pub mod aset;
pub mod daftar;
pub mod formulir;
mod grafik;
pub mod kamus;
mod laman;
pub mod papan;
pub mod peta;
mod qr;
pub mod tampil;

pub use laman::{Butir, Kelompok, Laman, halaman_galat, kerja, portal, portal_dengan};
pub use qr::qr;

/// Percent-encodes a text for use as one value in a query or one segment of a path (RFC 3986, unreserved kept).
pub fn enkode(s: &str) -> String {
    let mut hasil = String::with_capacity(s.len());
    for b in s.bytes() {
        if b.is_ascii_alphanumeric() || b"-._~".contains(&b) {
            hasil.push(char::from(b));
        } else {
            hasil.push_str(&format!("%{b:02X}"));
        }
    }
    hasil
}

#[cfg(test)]
mod uji;
