//! A map to point at: the borders of the regency's kecamatan as SVG, in Web Mercator, so that picture tiles fit under
//! it. Pointing needs the script; whoever has none chooses kecamatan and desa, or writes coordinates.

use std::fmt::Write as _;

use kernel::{Bahasa, Profil};
use maud::{Markup, html};

/// Width of the drawing in its own units.
const LEBAR: f64 = 1_000.0;

/// Picture tiles of somebody's map server, under the borders once the map is near.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ubin {
    /// Address with `{z}`, `{x}` and `{y}`.
    pub templat: String,
    /// Who made the map: stands under it.
    pub atribusi: String,
}

impl Ubin {
    /// Tiles from an address that holds zoom, column and row.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn baru(templat: &str, atribusi: &str) -> Result<Self, String> {
        let kurang = ["{z}", "{x}", "{y}"].into_iter().find(|t| !templat.contains(t));
        if let Some(t) = kurang {
            return Err(format!(
                "alamatnya harus memuat {t}, misalnya https://ubin.contoh.go.id/{{z}}/{{x}}/{{y}}.png."
            ));
        }
        let ubin = Ubin {
            templat: templat.to_owned(),
            atribusi: atribusi.to_owned(),
        };
        match ubin.asal() {
            Some(_) => Ok(ubin),
            None => Err("alamatnya harus diawali https:// dengan nama host yang tetap.".to_owned()),
        }
    }

    /// The one origin that pages may take pictures from, for their security policy.
    pub fn asal(&self) -> Option<&str> {
        let host = self.templat.strip_prefix("https://")?.split('/').next()?;
        let sah = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':');
        let panjang = "https://".len() + host.len();
        (!host.is_empty() && host.bytes().all(sah)).then(|| self.templat.get(..panjang))?
    }
}

/// Longitude as a share of the way round the globe.
fn u(lon: f64) -> f64 {
    (lon + 180.0) / 360.0
}

/// Latitude as Web Mercator has it, 0 in the far north.
fn v(lat: f64) -> f64 {
    let l = lat.to_radians();
    (1.0 - (l.tan() + 1.0 / l.cos()).ln() / std::f64::consts::PI) / 2.0
}

/// The map, with a point if there is one; nothing when the profile has no borders. It belongs into the form that has
/// inputs `lat` and `lon`. O(corners).
pub fn pilih_titik(b: Bahasa, profil: &Profil, titik: Option<(f64, f64)>, ubin: Option<&Ubin>) -> Markup {
    let sudut = || profil.kecamatan.iter().flat_map(|k| &k.batas).flatten().flatten();
    let batas = sudut().fold(None, |k: Option<[f64; 4]>, [lon, lat]| {
        let (x, y) = (u(*lon), v(*lat));
        let [a, b, c, d] = k.unwrap_or([x, y, x, y]);
        Some([a.min(x), b.min(y), c.max(x), d.max(y)])
    });
    let Some([barat, utara, timur, selatan]) = batas else {
        return html! {};
    };
    let skala = LEBAR / (timur - barat).max(1e-9);
    let x = |lon: f64| (u(lon) - barat) * skala;
    let y = |lat: f64| (v(lat) - utara) * skala;
    let jalur = |batas: &[Vec<Vec<[f64; 2]>>]| {
        let mut d = String::new();
        for cincin in batas.iter().flatten() {
            let mut lalu = (0, 0);
            for (i, [lon, lat]) in cincin.iter().enumerate() {
                let kini = (x(*lon).round() as i64, y(*lat).round() as i64);
                let _ = match i {
                    0 => write!(d, "M{} {}", kini.0, kini.1),
                    _ if kini == lalu => Ok(()),
                    _ => write!(d, "l{} {}", kini.0 - lalu.0, kini.1 - lalu.1),
                };
                lalu = kini;
            }
            d.push('z');
        }
        d
    };
    let tinggi = (selatan - utara) * skala;
    let ada = titik.map(|(lat, lon)| (x(lon), y(lat)));
    html! {
        figure.peta.peta-pilih data-peta={ (barat) " " (utara) " " (skala) } data-dipilih=(b.t("Titik di {tempat}: {lat}, {lon}. Ketuk tempat lain untuk memindahkannya."))
            data-luar=(b.isi("Titik ini di luar batas {daerah}. Ketuk tempat lain, atau pilih kecamatan di atas.", &[("daerah", &profil.daerah.nama)]))
            data-ubin=[ubin.map(|u| &u.templat)]
            data-dekati=(b.t("Ketuk lagi tepat di tempatnya.")) hidden[ada.is_none()] {
            svg role="img" aria-label=(b.isi("Peta {daerah}", &[("daerah", &profil.daerah.nama)]))
                viewBox={ "-10 -10 " (format!("{:.0} {:.0}", LEBAR + 20.0, tinggi + 20.0)) } {
                @for k in &profil.kecamatan {
                    path d=(jalur(&k.batas)) data-nama=(k.nama) vector-effect="non-scaling-stroke" fill-rule="evenodd" { title { (k.nama) } }
                }
                g aria-hidden="true" { @for k in &profil.kecamatan {
                    @if let Some((lon, lat)) = tengah(&k.batas) {
                        text x=(format!("{:.0}", x(lon))) y=(format!("{:.0}", y(lat))) { (k.nama) }
                    }
                } }
                circle data-pin r="12" cx=(format!("{:.1}", ada.map_or(0.0, |a| a.0))) cy=(format!("{:.1}", ada.map_or(0.0, |a| a.1)))
                    visibility=[ada.is_none().then_some("hidden")] vector-effect="non-scaling-stroke" {}
            }
            figcaption {
                span role="status" data-peta-status { (b.t("Ketuk peta untuk mendekat, lalu ketuk tempatnya.")) }
                " " button.tombol-tautan type="button" data-peta-semua hidden { (b.t("Lihat seluruh daerah")) }
                @if let Some(u) = ubin { " " small { (u.atribusi) } }
            }
        }
    }
}

/// About the middle of the largest part of an area: where its name stands. O(corners).
fn tengah(batas: &[Vec<Vec<[f64; 2]>>]) -> Option<(f64, f64)> {
    let cincin = batas
        .iter()
        .filter_map(|p| p.first())
        .max_by_key(|c| c.len())
        .filter(|c| !c.is_empty())?;
    let n = cincin.len() as f64;
    let (lon, lat) = cincin
        .iter()
        .fold((0.0, 0.0), |(a, b), [lon, lat]| (a + lon / n, b + lat / n));
    Some((lon, lat))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn tiles_come_from_one_place() {
        let u = Ubin::baru("https://ubin.contoh.go.id:8443/a/{z}/{x}/{y}.png", "©").unwrap();
        assert_eq!(u.asal(), Some("https://ubin.contoh.go.id:8443"));
        for t in [
            "http://ubin.contoh.go.id/{z}/{x}/{y}.png",
            "https://{z}.contoh.go.id/{x}/{y}.png",
            "https://a.id; script-src *; /{z}/{x}/{y}",
            "https:///{z}/{x}/{y}",
            "https://a.id/{z}/{x}",
            "//a.id/{z}/{x}/{y}",
        ] {
            assert!(Ubin::baru(t, "").is_err(), "{t}");
        }
    }

    #[test]
    fn mercator_is_that_of_tiles() {
        // Tile 0/0/0 ends at ±85.0511 degrees; the equator is in its middle.
        assert!((v(85.051_128_78)).abs() < 1e-6 && (v(-85.051_128_78) - 1.0).abs() < 1e-6);
        assert!((v(0.0) - 0.5).abs() < 1e-12 && (u(0.0) - 0.5).abs() < 1e-12);
        // Serang lies in tile 10/813/529.
        assert_eq!(
            ((u(106.15) * 1024.0) as i64, (v(-6.12) * 1024.0) as i64),
            (813, 529)
        );
    }
}
