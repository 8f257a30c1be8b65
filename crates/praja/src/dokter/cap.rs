//! Time stamps over the logs: whether the authority answers, and whether the newest stamp is as young as it should be.

use cadangan::Sehat;
use jiff::{SignedDuration, Timestamp};
use saluran::http::Klien;

use super::{Lembar, Tingkat, hari, selisih};
use crate::{konfigurasi::Konfigurasi, log::Stempel};

/// What is stamped to see whether the authority answers.
const CONTOH: &[u8] = b"praja doctor\n";

/// Asks the authority for a stamp that nobody keeps.
pub(super) async fn tsa(l: &mut Lembar, k: &Konfigurasi, kini: Timestamp) {
    const SARAN: &str = "Periksa bagian [cap_waktu] di konfigurasi; praja serve mencoba lagi sendiri.";
    let Ok(klien) = Klien::baru() else { return };
    let Some(stempel) = Stempel::baru(k, klien) else {
        return;
    };
    match stempel.minta(CONTOH).await {
        Ok((cap, _)) => {
            l.catat("TSA", Tingkat::Ok, "memberi cap waktu yang sah", "");
            selisih(l, "jam TSA", Timestamp::from_millisecond(cap.waktu).ok(), kini);
        }
        Err(sebab) => l.catat("TSA", Tingkat::Salah, sebab, SARAN),
    }
}

/// How old the newest stamp over each log is.
pub(super) fn umur(l: &mut Lembar, k: &Konfigurasi, s: &Sehat, kini: Timestamp) {
    let Some(c) = &k.cap_waktu else { return };
    for b in s.log.iter().filter(|b| b.ukuran > 0) {
        let umur = b
            .cap
            .map(|(_, ms)| SignedDuration::from_millis(kini.as_millisecond() - ms));
        let tumbuh = b.cap.is_none_or(|(ukuran, _)| b.ukuran > ukuran);
        // Twice the time between two: one try may fail.
        let tingkat = match umur {
            Some(u) if !tumbuh || u.as_hours() < 2 * c.tiap_jam => Tingkat::Ok,
            _ => Tingkat::Peringatan,
        };
        let kata = umur.map_or_else(|| "belum ada".to_owned(), hari);
        l.catat(
            "cap waktu",
            tingkat,
            format!("{}: {kata}", b.daerah),
            "Lihat baris TSA di atas dan catatan praja serve (no time stamp over the log).",
        );
    }
}
