//! A square code (QR) as SVG: for a telephone to read off the screen.

use maud::{Markup, html};
use qrcode::{Color, EcLevel, QrCode};

/// Light margin that readers need, in modules.
const TEPI: usize = 4;

/// The code of a text, black on white in both colour schemes, with words for whoever cannot see it; none when the text
/// is too long for one.
pub fn qr(teks: &str, judul: &str) -> Option<Markup> {
    let kode = QrCode::with_error_correction_level(teks, EcLevel::M).ok()?;
    let lebar = kode.width();
    let mut jalan = String::new();
    for (y, baris) in kode.to_colors().chunks(lebar).enumerate() {
        for (x, c) in baris.iter().enumerate() {
            if *c == Color::Dark {
                jalan.push_str(&format!("M{} {}h1v1h-1z", x + TEPI, y + TEPI));
            }
        }
    }
    let sisi = lebar + 2 * TEPI;
    Some(html! {
        svg.qr viewBox={ "0 0 " (sisi) " " (sisi) } width="240" height="240" role="img" aria-label=(judul) shape-rendering="crispEdges" {
            rect width=(sisi) height=(sisi) fill="#fff" {}
            path d=(jalan) fill="#000" {}
        }
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_code_has_its_margin_and_its_words() {
        let m = super::qr("otpauth://totp/Serang:ayu?secret=JBSWY3DPEHPK3PXP", "Kode QR").unwrap();
        let m = m.into_string();
        assert!(
            m.contains("aria-label=\"Kode QR\"") && m.contains("M4 4h1v1h-1z"),
            "{m}"
        );
        assert!(!m.contains("M3 "), "the margin is light");
        assert!(
            super::qr(&"x".repeat(5_000), "").is_none(),
            "too long for any code"
        );
    }
}
