//! Contrast of colours, as WCAG 2.2 reckons it.

/// Least contrast of text on its ground (WCAG 2.2, 1.4.3).
pub const KONTRAS_MINIMUM: f64 = 4.5;

/// Contrast of `#rrggbb` on white, 1 to 21; none when it is no colour.
pub fn kontras_pada_putih(warna: &str) -> Option<f64> {
    let heks = warna
        .strip_prefix('#')
        .filter(|h| h.len() == 6 && h.bytes().all(|b| b.is_ascii_hexdigit()))?;
    let kanal = |i: usize| {
        let n = f64::from(u8::from_str_radix(heks.get(i..i + 2)?, 16).ok()?) / 255.0;
        Some(if n <= 0.04045 {
            n / 12.92
        } else {
            ((n + 0.055) / 1.055).powf(2.4)
        })
    };
    let terang = 0.2126 * kanal(0)? + 0.7152 * kanal(2)? + 0.0722 * kanal(4)?;
    Some(1.05 / (terang + 0.05))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_contrasts() {
        assert!((kontras_pada_putih("#000000").unwrap() - 21.0).abs() < 1e-9);
        assert!((kontras_pada_putih("#FFFFFF").unwrap() - 1.0).abs() < 1e-9);
        // The grey that just passes, and the one that just fails.
        assert!(kontras_pada_putih("#767676").unwrap() >= KONTRAS_MINIMUM);
        assert!(kontras_pada_putih("#777777").unwrap() < KONTRAS_MINIMUM);
        for s in ["", "#fff", "0B5A8F", "#0B5A8", "#GGGGGG", "#é5A8F"] {
            assert_eq!(kontras_pada_putih(s), None, "{s}");
        }
    }
}
