//! The whistle-blowing channel of the demonstration: opened by the auditor, with a few reports and what was said, by the
//! same functions that the pages call. Pass-phrase and codes follow from the key of this data folder, so that they are
//! the same at every start and nobody guesses them.

use std::collections::BTreeMap;

use jiff::{Timestamp, ToSpan};
use kernel::{Akun, Galat, Pelaku};
use serde::Deserialize;
use wbs::{
    kanal::{Frasa, Meja},
    kode::{Kode, PANJANG},
    percakapan::Laporan,
    peti::Peti,
};

use super::{
    Daerah,
    waktu::{Garis, KANTOR, acak},
};
use crate::rakit::Rakitan;

/// Who opens the channel.
pub(super) const PEMERIKSA: &str = "auditor";

#[derive(Deserialize)]
struct Bahan {
    laporan: Vec<Cerita>,
}

/// A report and what followed. It is made up, and names no place that there is.
#[derive(Deserialize)]
struct Cerita {
    hari_lalu: i64,
    isi: Laporan,
    #[serde(default)]
    alur: Vec<Alur>,
}

#[derive(Deserialize)]
struct Alur {
    /// Days after the report.
    hari: i64,
    /// Code of the step; `tambah` is the reporter's.
    langkah: String,
    #[serde(default)]
    pesan: String,
}

fn benih(r: &Rakitan, d: &Daerah, nama: &str) -> [u8; 32] {
    let tanda = r
        .identitas
        .tandai("peragaan-wbs", &format!("{}/{nama}", d.profil.kode()));
    acak(&tanda)
}

fn kode(r: &Rakitan, d: &Daerah, nama: &str) -> Kode {
    let mut bait = [0; PANJANG];
    bait.copy_from_slice(benih(r, d, nama).get(..PANJANG).unwrap_or(&[0; PANJANG]));
    Kode::dari_acak(&bait)
}

/// The pass-phrase of the regency's auditor.
pub(super) fn frasa(r: &Rakitan, d: &Daerah) -> String {
    const KATA: [&str; 16] = [
        "padi", "laut", "kopi", "batik", "nyiur", "jati", "awan", "angin", "bambu", "melati", "rusa",
        "elang", "pasir", "sungai", "bukit", "kunyit",
    ];
    let pilih = |b: &u8| KATA.get(usize::from(b % 16)).copied().unwrap_or("padi");
    let kata: Vec<&str> = benih(r, d, "frasa").iter().take(6).map(pilih).collect();
    kata.join("-")
}

/// Opens the channel of a regency, or finds it open, and tells the stories as far as they are not told yet. Gives the
/// number of commands.
pub(super) async fn buat(
    r: &Rakitan,
    d: &Daerah,
    mulai: Timestamp,
    pemeriksa: &Akun,
) -> Result<usize, Galat> {
    let garis = Garis {
        kalender: &d.profil.kalender,
        mulai,
    };
    let bahan: Bahan = toml::from_str(include_str!("wbs.toml"))
        .map_err(|e| Galat::dalam("reading the reports of the demonstration", e.message()))?;
    let saat = |lalu: i64, nama: &str| garis.saat(garis.hari_dinas(garis.hari(lalu.max(0))), KANTOR, nama);
    let meja = |kini| Meja {
        store: &r.store,
        profil: &d.profil,
        kini,
    };
    let (peti, frasa) = (Peti::default(), Frasa::new(self::frasa(r, d)));
    let awal = meja(saat(60, "wbs"));
    let kunci = if awal.kanal().await?.is_some() {
        awal.buka(pemeriksa, frasa, &peti).await?
    } else {
        awal.siapkan(pemeriksa, frasa, &kode(r, d, "pemulihan"), &peti)
            .await?
    };
    let pelaku = Pelaku::Akun(Box::new(pemeriksa.clone()));
    let mut banyak = 0;
    for (i, c) in bahan.laporan.iter().enumerate() {
        let kode = kode(r, d, &format!("laporan/{i}"));
        let dibuat = garis.hari(c.hari_lalu);
        let dikirim = garis.kalender.awal_hari(dibuat);
        let nomor = match meja(dikirim).sejauh(&kode).await? {
            Some((_, nomor, _)) => nomor,
            None => {
                banyak += 1;
                meja(dikirim).lapor(&kode, &c.isi).await?
            }
        };
        for (n, a) in c.alur.iter().enumerate() {
            // Every step makes a version: what is told already is not told again.
            let sudah = meja(dikirim)
                .sejauh(&kode)
                .await?
                .map_or(0, |(_, _, versi)| versi);
            if sudah > i64::try_from(n).unwrap_or(i64::MAX) + 1 {
                continue;
            }
            let kini = saat(c.hari_lalu - a.hari, &format!("wbs/{i}/{n}"));
            let kini = kini.max(dikirim + 9.hours());
            let kini = kini.min(mulai);
            if a.langkah == wbs::laporan::TAMBAH {
                meja(kini).tambah(&kode, &a.pesan).await?;
            } else {
                meja(kini)
                    .langkah_pemeriksa(&pelaku, &nomor, &kunci, &a.langkah, &a.pesan)
                    .await?;
            }
            banyak += 1;
        }
    }
    Ok(banyak)
}

/// The account that opens the channel.
pub(super) fn pemeriksa(akun: &BTreeMap<String, Akun>) -> Result<&Akun, Galat> {
    akun.get(PEMERIKSA)
        .ok_or_else(|| Galat::dalam("making the demonstration", "there is no auditor"))
}
