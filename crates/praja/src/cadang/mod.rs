//! Back-up and recovery as the program does it: by command, by the clock, and recorded in the register `cadangan`.

mod catat;
mod latar;
mod perintah;
mod pulih;

use std::{io::IsTerminal, path::Path, process::Command, sync::Arc};

use cadangan::{Arsip, Hasil, Maju, Sandi, Sumber};
use jiff::{Timestamp, civil, tz::TimeZone};
use kernel::Jam;

use crate::{
    konfigurasi::{Konfigurasi, SANDI_CADANGAN},
    layar::Gagal,
};

pub(crate) use latar::{Terjadwal, sebelum};
pub(crate) use perintah::{backup, restore};

/// What a configuration makes up.
pub(crate) fn sumber(k: &Konfigurasi) -> Sumber {
    Sumber {
        database: k.database.buka().to_owned(),
        data: k.data.clone(),
        berkas: k.gudang(),
        kunci: k.berkas_kunci(),
        setelan: k.setelan.clone(),
        url_dasar: k.url_dasar.clone(),
        versi: env!("CARGO_PKG_VERSION").to_owned(),
    }
}

/// Takes a back-up into a folder.
pub(crate) async fn satu(
    k: &Konfigurasi,
    folder: &Path,
    sandi: &Sandi,
    jam: &Jam,
    maju: Maju<'_>,
) -> Result<Hasil, cadangan::Gagal> {
    let arsip = Arc::new(Arsip::tulis(folder, sandi)?);
    cadangan::cadangkan(&arsip, &sumber(k), jam.kini(), maju).await
}

/// What a back-up says of itself that a person should know; nothing, when all is well.
pub(crate) fn keluhan(m: &cadangan::Manifes) -> Option<String> {
    let mut kata = Vec::new();
    if !m.kunci {
        kata.push("Berkas kunci tidak ada di folder data, jadi tidak ikut dicadangkan.".to_owned());
    }
    if !m.cacat.is_empty() {
        kata.push(format!(
            "{} unggahan yang dipakai laporan hilang atau berubah di folder berkas; pulihkan dari cadangan yang lebih lama.",
            m.cacat.len()
        ));
    }
    (!kata.is_empty()).then(|| kata.join(" "))
}

/// The pass-phrase of an archive: from a file, the configuration, the environment, or whoever sits at the terminal.
pub(crate) fn sandi(berkas: Option<&Path>, k: Option<&Konfigurasi>) -> Result<Sandi, Gagal> {
    if let Some(b) = berkas {
        let isi =
            std::fs::read_to_string(b).map_err(|e| Gagal::Pemakaian(format!("{}: {e}.", b.display())))?;
        return Ok(Sandi::baru(&isi));
    }
    if let Some(c) = k.and_then(|k| k.cadangan.as_ref()) {
        return Ok(c.sandi.clone());
    }
    if let Some(s) = std::env::var(SANDI_CADANGAN)
        .ok()
        .filter(|s| !s.trim().is_empty())
    {
        return Ok(Sandi::baru(&s));
    }
    if !std::io::stdin().is_terminal() {
        return Err(Gagal::Pemakaian(format!(
            "sandi arsip belum disebut: --sandi-berkas BERKAS, cadangan.sandi_file di konfigurasi, atau {SANDI_CADANGAN}."
        )));
    }
    crate::layar::kabari("Sandi arsip:");
    let gema = |ya: &str| Command::new("stty").arg(ya).status();
    let senyap = gema("-echo").is_ok();
    let mut s = String::new();
    let dibaca = std::io::stdin().read_line(&mut s);
    if senyap && gema("echo").is_err() {
        crate::layar::kabari("praja: jalankan stty echo.");
    }
    dibaca.map_err(|e| Gagal::Pemakaian(format!("sandi tidak terbaca: {e}.")))?;
    Ok(Sandi::baru(&s))
}

/// A moment as people type it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Waktu {
    /// With its zone.
    Saat(Timestamp),
    /// By the regency's clock.
    Setempat(civil::DateTime),
}

impl Waktu {
    /// The moment, where that clock is.
    ///
    /// # Errors
    /// A time beyond all calendars.
    pub(crate) fn saat(self, zona: &TimeZone) -> Result<Timestamp, Gagal> {
        match self {
            Waktu::Saat(t) => Ok(t),
            Waktu::Setempat(w) => match w.to_zoned(zona.clone()) {
                Ok(z) => Ok(z.timestamp()),
                Err(e) => Err(Gagal::Pemakaian(e.to_string())),
            },
        }
    }
}

/// Reads a moment; a day means all of it.
///
/// # Errors
/// What would be one.
pub(crate) fn baca_waktu(s: &str) -> Result<Waktu, String> {
    if let Ok(t) = s.parse::<Timestamp>() {
        return Ok(Waktu::Saat(t));
    }
    match s.parse::<civil::Date>() {
        Ok(d) if s.len() == 10 => Ok(Waktu::Setempat(d.at(23, 59, 59, 999_999_999))),
        _ => s
            .parse()
            .map(Waktu::Setempat)
            .map_err(|_| "bukan waktu".to_owned()),
    }
}

/// The time zone of the first regency.
pub(crate) fn zona(daerah: &store::Daerah) -> TimeZone {
    let kini = Timestamp::UNIX_EPOCH;
    let profil = daerah.values().next();
    profil.map_or(TimeZone::UTC, |p| p.kalender.setempat(kini).time_zone().clone())
}

#[cfg(test)]
mod uji;
