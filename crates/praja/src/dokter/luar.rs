//! What the identity providers of regencies have to do with us: they let officials in, and their programs keep accounts.

use cadangan::Sehat;
use federasi::klien::{Masa, masa};
use jiff::Timestamp;
use kernel::Jam;
use saluran::http::Klien;

use super::{Lembar, Tingkat};
use crate::{konfigurasi::Konfigurasi, rakit};

/// Whether each identity provider is a served regency's, says who it is, and publishes keys that we can check with.
pub(super) async fn penyedia(l: &mut Lembar, k: &Konfigurasi, jam: &Jam) {
    const PERIHAL: &str = "penyedia identitas";
    const SARAN: &str =
        "Periksa penerbit di penyedia_berkas, dan apakah server ini boleh menghubunginya (panduan operator).";
    if k.penyedia.is_empty() {
        return;
    }
    for t in rakit::profil(k, jam).map_or_else(|_| Vec::new(), |d| rakit::penyedia_asing(k, &d)) {
        l.catat(
            PERIHAL,
            Tingkat::Salah,
            t.to_string(),
            "Perbaiki berkas itu; layanan tidak mulai dengannya.",
        );
    }
    let klien = match Klien::baru() {
        Ok(k) => k,
        Err(g) => return l.catat(PERIHAL, Tingkat::Salah, g.to_string(), SARAN),
    };
    let semua = federasi::oidc::Semua::baru(k.penyedia.clone(), &klien);
    for (daerah, hasil) in semua.periksa(jam.kini()).await {
        match hasil {
            Ok(()) => l.catat(
                PERIHAL,
                Tingkat::Ok,
                format!("{daerah}: menjawab, kuncinya ada"),
                "",
            ),
            Err(e) => l.catat(PERIHAL, Tingkat::Salah, format!("{daerah}: {e}"), SARAN),
        }
    }
}

/// How long the tokens of programs that keep accounts are good.
pub(super) fn program(l: &mut Lembar, s: &Sehat, kini: Timestamp) {
    for (daerah, nama, kadaluarsa) in &s.pengelola {
        let (tingkat, kata) = match masa(*kadaluarsa, kini.as_millisecond()) {
            Masa::Panjang => (Tingkat::Ok, "masih lama".to_owned()),
            Masa::Dekat(hari) => (Tingkat::Peringatan, format!("habis {hari} hari lagi")),
            Masa::Habis => (Tingkat::Salah, "sudah habis".to_owned()),
        };
        l.catat(
            "token SCIM",
            tingkat,
            format!("{daerah}, {nama}: {kata}"),
            "Buat token baru di halaman Program pengelola akun atau dengan praja scim token, lalu pasang di programnya.",
        );
    }
}
