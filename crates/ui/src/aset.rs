//! The one style sheet and the one script, inside the program so that a page never waits for another server; and the
//! accent colour, which is the only thing a regency changes about the look.

use std::sync::LazyLock;

use kernel::Profil;

/// The style sheet, served as `/aset/praja.css`.
pub const CSS: &str = include_str!("../aset/praja.css");

/// The script, served as `/aset/praja.js`; every page works without it.
pub const JS: &str = include_str!("../aset/praja.js");

/// The service worker that shows news, served as `/aset/kabar.js`.
pub const KABAR: &str = include_str!("../aset/kabar.js");

static VERSI: LazyLock<String> = LazyLock::new(|| {
    // FNV-1a: the same content gives the same address on every machine, and nothing depends on it being secret.
    let campur = |h: u64, b: &u8| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3);
    let hash = CSS
        .as_bytes()
        .iter()
        .chain(&[0])
        .chain(JS.as_bytes())
        .fold(0xcbf2_9ce4_8422_2325, campur);
    format!("{hash:016x}").chars().take(12).collect()
});

/// A short hash of both files, so that their addresses change exactly when they do and may be cached for good.
pub fn versi() -> &'static str {
    &VERSI
}

/// The accent when a profile names none that can be read.
const BAWAAN: [u8; 3] = [0x0b, 0x5a, 0x8f];

/// The lightest ground of the dark scheme (`--abu-dasar` there): links have to be legible even on it.
const GELAP: [u8; 3] = [0x2a, 0x35, 0x3d];

/// The style of `/{daerah}/aksen.css`: the regency's accent on white, and a lighter one of the same hue for
/// accent and links where the reader's system is dark. Goes after the style sheet, whose own guess it replaces.
pub fn aksen(profil: &Profil) -> String {
    let terang = warna(&profil.daerah.aksen)
        .filter(|w| kontras(*w, [255; 3]) >= 4.5)
        .unwrap_or(BAWAAN);
    let gelap = (0..=20)
        .map(|n| campur_putih(terang, n))
        .find(|w| kontras(*w, GELAP) >= 4.6)
        .unwrap_or([255; 3]);
    format!(
        ":root{{--aksen:{terang}}}\n@media screen and (prefers-color-scheme:dark){{:root{{--aksen:{gelap};--tautan:{gelap}}}}}\n",
        terang = tulis(terang),
        gelap = tulis(gelap)
    )
}

fn warna(s: &str) -> Option<[u8; 3]> {
    let s = s.strip_prefix('#').filter(|s| s.len() == 6)?;
    let n = u32::from_str_radix(s, 16).ok()?;
    let [_, r, g, b] = n.to_be_bytes();
    Some([r, g, b])
}

fn tulis([r, g, b]: [u8; 3]) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

/// A mix with white in steps of a twentieth.
fn campur_putih(w: [u8; 3], n: u16) -> [u8; 3] {
    w.map(|c| u8::try_from((u16::from(c) * (20 - n) + 255 * n) / 20).unwrap_or(255))
}

/// Contrast ratio of WCAG 2.2.
fn kontras(a: [u8; 3], b: [u8; 3]) -> f64 {
    let terang = |w: [u8; 3]| {
        let [r, g, b] = w.map(|c| {
            let c = f64::from(c) / 255.0;
            if c <= 0.04045 {
                c / 12.92
            } else {
                ((c + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let (a, b) = (terang(a), terang(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_as_wcag_counts_it() {
        assert!((kontras([0; 3], [255; 3]) - 21.0).abs() < 0.01);
        assert!((kontras([0x76, 0x76, 0x76], [255; 3]) - 4.54).abs() < 0.01);
    }

    #[test]
    fn the_accent_is_legible_in_both_schemes_whatever_the_profile_says() {
        let mut p = crate::uji::profil();
        for a in [
            "#0B5A8F",
            "#000000",
            "#7A1F1F",
            "#ffff00",
            "merah; } body { display: none",
        ] {
            p.daerah.aksen = a.to_owned();
            let css = aksen(&p);
            let w: Vec<_> = css
                .split("--aksen:")
                .skip(1)
                .filter_map(|s| warna(&s[..7]))
                .collect();
            assert_eq!(w.len(), 2, "{css}");
            assert!(
                kontras(w[0], [255; 3]) >= 4.5 && kontras(w[1], GELAP) >= 4.6,
                "{css}"
            );
            assert!(!css.contains("display"));
        }
    }

    #[test]
    fn the_version_is_short_and_fit_for_an_address() {
        assert_eq!(versi().len(), 12);
        assert!(versi().bytes().all(|b| b.is_ascii_hexdigit()));
    }
}
