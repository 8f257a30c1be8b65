//! The record: one entry a run in each regency, made by the program itself.

use cadangan::Laporan;
use kernel::{Aksi, Galat, IdEntri, Pelaku, Perintah, Peta, entri::uuid_v7, profil::KodeDaerah};
use layanan::cadangan::{BERHASIL, GAGAL, KODE, Kegiatan};
use serde_json::json;
use store::Store;

use super::pulih::Pulih;
use crate::layar::Gagal;

/// What is recorded.
pub(crate) struct Catatan<'a> {
    pub(crate) kegiatan: Kegiatan,
    pub(crate) nama: Option<&'a str>,
    /// Bytes of content.
    pub(crate) isi: Option<u64>,
    /// Bytes written.
    pub(crate) tulis: Option<u64>,
    /// Seconds.
    pub(crate) lama: u64,
    pub(crate) kepala: &'a [cadangan::Kepala],
    /// What was found; with it, the run counts as failed.
    pub(crate) masalah: Option<String>,
}

impl<'a> Catatan<'a> {
    /// Of a back-up: what came of it, seconds, and what was wrong.
    pub(crate) fn cadangan(hasil: Option<&'a cadangan::Hasil>, lama: u64, masalah: Option<String>) -> Self {
        Catatan {
            kegiatan: Kegiatan::Cadangan,
            nama: hasil.map(|h| h.nama.as_str()),
            isi: hasil.map(|h| h.manifes.ukuran),
            tulis: hasil.map(|h| h.ditulis),
            lama,
            kepala: hasil.map_or(&[], |h| h.manifes.kepala.as_slice()),
            masalah,
        }
    }

    /// Of a check.
    pub(crate) fn periksa(l: Option<&'a Laporan>, lama: u64, masalah: Option<String>) -> Self {
        Catatan {
            kegiatan: Kegiatan::Periksa,
            nama: l.and_then(|l| l.cadangan.last()).map(String::as_str),
            isi: l.map(|l| l.ukuran),
            tulis: None,
            lama,
            kepala: &[],
            masalah,
        }
    }

    /// Of a restore test.
    pub(crate) fn uji(hasil: &'a Result<Pulih, Gagal>, lama: u64) -> Self {
        let p = hasil.as_ref().ok();
        let masalah = match hasil {
            Ok(p) if p.utuh() => None,
            Ok(_) => Some(
                "Yang dipulihkan tidak sama dengan yang dicadangkan; jalankan praja backup --uji untuk rinciannya."
                    .to_owned(),
            ),
            Err(g) => Some(g.kalimat()),
        };
        Catatan {
            kegiatan: Kegiatan::Uji,
            nama: p.map(|p| p.nama.as_str()),
            isi: p.map(|p| p.ukuran),
            tulis: None,
            lama,
            kepala: p.map_or(&[], |p| p.kepala.as_slice()),
            masalah,
        }
    }

    /// The fields of the entry in one regency.
    fn isian(&self, daerah: &KodeDaerah) -> Peta {
        let kepala = self.kepala.iter().find(|k| k.daerah == daerah.as_str());
        let masalah = self.masalah.as_ref().map(|m| kernel::profil::potong(m, 1_000));
        let isi = json!({
            "kegiatan": self.kegiatan, "arsip": self.nama, "isi_kb": self.isi.map(kb), "tulis_kb": self.tulis.map(kb),
            "lama": self.lama, "peristiwa": kepala.map(|k| k.ukuran), "akar": kepala.map(|k| k.akar.as_str()),
            "catatan": masalah,
        });
        let mut isi = isi.as_object().cloned().unwrap_or_default();
        isi.retain(|_, v| !v.is_null());
        isi
    }
}

/// Records a run in every regency.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn catat(store: &Store, c: &Catatan<'_>) -> Result<(), Galat> {
    let isian: Vec<(KodeDaerah, Peta)> = store.daerah().keys().map(|d| (d.clone(), c.isian(d))).collect();
    let langkah = if c.masalah.is_some() { GAGAL } else { BERHASIL };
    for (daerah, isi) in isian {
        let kini = store.jam().kini();
        let id = IdEntri(uuid_v7(kini));
        let mut perintah = Perintah {
            daerah,
            pelaku: Pelaku::Sistem,
            kini,
            aksi: Aksi::Buat {
                register: KODE.to_owned(),
                id,
                isi,
            },
            kunci: None,
        };
        let versi = store.jalankan(perintah.clone()).await?.entri.versi;
        perintah.aksi = Aksi::Langkah {
            id,
            versi: Some(versi),
            langkah: langkah.to_owned(),
            isian: Peta::new(),
        };
        store.jalankan(perintah).await?;
    }
    Ok(())
}

fn kb(bait: u64) -> u64 {
    bait.div_ceil(1_000)
}
