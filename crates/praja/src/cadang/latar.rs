//! Back-ups by the clock: one a day after the hour the configuration names, then those that nobody keeps any longer
//! go; once a month every byte of the archive is checked and a restore is tried.

use std::{
    sync::{Mutex, PoisonError},
    time::Instant,
};

use cadangan::Arsip;
use jiff::{SignedDuration, Timestamp, ToSpan, tz::TimeZone};
use kernel::Galat;
use layanan::cadangan::Kegiatan;
use tokio::task::spawn_blocking;

use super::{
    catat::{Catatan, catat},
    keluhan,
    perintah::kalimat,
    pulih, satu, zona,
};
use crate::{
    konfigurasi::{JadwalCadangan, Konfigurasi},
    rakit::Rakitan,
};

/// After a failure it is not tried again before.
const TUNDA: SignedDuration = SignedDuration::from_hours(6);
/// Between two checks, and between two restore tests.
const BULAN: SignedDuration = SignedDuration::from_hours(30 * 24);

/// What takes the back-ups of a server.
pub(crate) struct Terjadwal {
    k: Konfigurasi,
    r: Rakitan,
    jadwal: JadwalCadangan,
    zona: TimeZone,
    gagal: Mutex<Option<Timestamp>>,
}

impl Terjadwal {
    /// None where the configuration asks for none.
    pub(crate) fn baru(k: &Konfigurasi, r: &Rakitan) -> Option<Self> {
        Some(Terjadwal {
            jadwal: k.cadangan.clone()?,
            zona: zona(r.store.daerah()),
            k: k.clone(),
            r: r.clone(),
            gagal: Mutex::default(),
        })
    }

    /// Does what is due.
    ///
    /// # Errors
    /// When the record cannot be written; what goes wrong with a back-up is recorded, and tried again later.
    pub(crate) async fn putaran(&self) -> Result<(), Galat> {
        let kini = self.r.store.jam().kini();
        let gagal = *self.gagal.lock().unwrap_or_else(PoisonError::into_inner);
        if gagal.is_some_and(|g| kini.duration_since(g) < TUNDA) {
            return Ok(());
        }
        // No archive yet counts as no back-up.
        let terakhir = sebelum(&cadangan::daftar(&self.jadwal.folder).unwrap_or_default(), kini);
        let baik = (!jatuh(terakhir, kini, self.jadwal.jam, &self.zona) || self.cadangkan().await?)
            && self.bulanan(kini, Kegiatan::Periksa).await?
            && self.bulanan(kini, Kegiatan::Uji).await?;
        let mut gagal = self.gagal.lock().unwrap_or_else(PoisonError::into_inner);
        *gagal = (!baik).then_some(kini);
        Ok(())
    }

    async fn cadangkan(&self) -> Result<bool, Galat> {
        let mulai = Instant::now();
        let jadwal = &self.jadwal;
        let hasil = satu(
            &self.k,
            &jadwal.folder,
            &jadwal.sandi,
            self.r.store.jam(),
            &|_| {},
        )
        .await;
        let (hasil, masalah) = match hasil {
            // Another process in front of the same database is at it.
            Err(cadangan::Gagal::Terkunci(_)) => return Ok(true),
            Err(g) => (None, Some(g.to_string())),
            Ok(h) => {
                let keluhan = keluhan(&h.manifes);
                (Some(h), keluhan)
            }
        };
        // An upload that is lost stays lost; the archive does not grow without end because of it.
        let pangkas = match &hasil {
            Some(_) => self.pangkas().await.err().map(|g| g.to_string()),
            None => None,
        };
        let masalah = masalah.or(pangkas);
        let c = Catatan::cadangan(hasil.as_ref(), mulai.elapsed().as_secs(), masalah);
        self.lapor(&c, "backup").await
    }

    /// Deletes the back-ups that nothing keeps.
    async fn pangkas(&self) -> Result<(), cadangan::Gagal> {
        let (jadwal, zona) = (self.jadwal.clone(), self.zona.clone());
        let kerja = move || {
            let arsip = Arsip::tulis(&jadwal.folder, &jadwal.sandi)?;
            let buang = cadangan::buang(&arsip.semua()?, jadwal.simpan, &zona);
            if !buang.is_empty() {
                let bait = arsip.hapus(&buang)?;
                tracing::info!(cadangan = buang.len(), bait, "old back-ups were deleted");
            }
            Ok(())
        };
        spawn_blocking(kerja)
            .await
            .unwrap_or_else(|e| Err(cadangan::Gagal::Rusak(e.to_string())))
    }

    /// Checks or tries a restore, when the last one that went well is a month old.
    async fn bulanan(&self, kini: Timestamp, kegiatan: Kegiatan) -> Result<bool, Galat> {
        let kode = match kegiatan {
            Kegiatan::Periksa => "periksa",
            Kegiatan::Uji | Kegiatan::Cadangan => "uji",
        };
        let sehat = cadangan::sehat(self.k.database.buka(), kini)
            .await
            .map_err(|e| Galat::dalam("looking for the last restore test", e))?;
        let kini = kini.as_millisecond();
        let baru =
            |(k, ms): &(String, i64)| k == kode && (0..BULAN.as_millis() as i64).contains(&(kini - ms));
        if sehat.terakhir.iter().any(baru) {
            return Ok(true);
        }
        let mulai = Instant::now();
        let (folder, sandi) = (self.jadwal.folder.clone(), self.jadwal.sandi.clone());
        let arsip = match spawn_blocking(move || Arsip::baca(&folder, &sandi)).await {
            Ok(Ok(a)) => a,
            Ok(Err(cadangan::Gagal::Terkunci(_))) => return Ok(true),
            Ok(Err(g)) => {
                let hasil = Err(g.into());
                let c = Catatan {
                    kegiatan,
                    ..Catatan::uji(&hasil, 0)
                };
                return self.lapor(&c, kode).await;
            }
            Err(e) => return Err(Galat::dalam("opening the archive", e)),
        };
        if kegiatan == Kegiatan::Uji {
            let hasil = pulih::uji(&arsip, &self.k, self.r.store.jam().clone(), &|_| {}).await;
            let c = Catatan::uji(&hasil, mulai.elapsed().as_secs());
            return self.lapor(&c, kode).await;
        }
        let l = spawn_blocking(move || cadangan::periksa(&arsip, &|_| {})).await;
        let l = l.map_err(|e| Galat::dalam("checking the archive", e))?;
        let masalah = match &l {
            Ok(l) => l.temuan.first().map(kalimat),
            Err(g) => Some(g.to_string()),
        };
        let c = Catatan::periksa(l.as_ref().ok(), mulai.elapsed().as_secs(), masalah);
        self.lapor(&c, kode).await
    }

    /// Records a run, for officials and for the operator; says whether it went well.
    async fn lapor(&self, c: &Catatan<'_>, apa: &'static str) -> Result<bool, Galat> {
        match &c.masalah {
            Some(sebab) => {
                metrics::counter!("praja_cadangan_gagal").increment(1);
                tracing::error!(apa, sebab, "a back-up failed; run praja doctor");
            }
            None => tracing::info!(apa, nama = c.nama, detik = c.lama, "cadangan"),
        }
        catat(&self.r.store, c).await?;
        Ok(c.masalah.is_none())
    }
}

/// When the last back-up was taken, of those that are not of a time to come: a clock that once went wrong does not stop
/// all that follow.
pub(crate) fn sebelum(semua: &[String], kini: Timestamp) -> Option<Timestamp> {
    semua
        .iter()
        .rev()
        .filter_map(|n| cadangan::waktu(n))
        .find(|t| *t <= kini)
}

/// Whether a back-up is due: none was taken since the hour last struck.
fn jatuh(terakhir: Option<Timestamp>, kini: Timestamp, jam: i8, zona: &TimeZone) -> bool {
    let Some(terakhir) = terakhir else { return true };
    let kini = kini.to_zoned(zona.clone());
    let hari_ini = kini.date().at(jam, 0, 0, 0).to_zoned(zona.clone());
    let batas = match hari_ini {
        Ok(h) if h <= kini => Ok(h),
        Ok(h) => h.checked_sub(1.day()),
        Err(e) => Err(e),
    };
    batas.is_ok_and(|b| terakhir < b.timestamp())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn one_back_up_a_day_after_its_hour() {
        let zona = TimeZone::get("Asia/Makassar").unwrap();
        let t = |s: &str| s.parse::<Timestamp>().unwrap();
        // 01.00 in Makassar is 17.00 UTC of the day before.
        let jatuh = |terakhir: &str, kini: &str| jatuh(Some(t(terakhir)), t(kini), 1, &zona);
        assert!(
            !jatuh("2026-11-22T17:00:05Z", "2026-11-23T16:59:00Z"),
            "taken tonight"
        );
        assert!(
            jatuh("2026-11-22T17:00:05Z", "2026-11-23T17:01:00Z"),
            "the next night"
        );
        assert!(
            jatuh("2026-11-20T17:00:05Z", "2026-11-23T10:00:00Z"),
            "nights that the server slept through"
        );
        assert!(
            !jatuh("2026-11-23T09:00:00Z", "2026-11-23T16:00:00Z"),
            "taken by hand"
        );
        assert!(super::jatuh(None, t("2026-11-23T09:00:00Z"), 1, &zona));
    }
}
