//! Restoring, and proving that what was restored is what was backed up: the ledger is verified with the code of
//! `praja verify`, and its heads are those the back-up noted.

use std::{path::Path, sync::Arc};

use cadangan::{Arsip, Kepala, Maju, Manifes, Tujuan};
use data_encoding::HEXLOWER;
use kernel::{Galat, Jam, entri::uuid_v7};
use serde::Serialize;
use store::Laporan;

use crate::{
    cli,
    konfigurasi::{Konfigurasi, Rahasia},
    layar::Gagal,
    log, rakit,
};

/// What was restored.
#[derive(Serialize)]
pub(crate) struct Pulih {
    /// Name of the back-up.
    pub(crate) nama: String,
    /// Rows.
    pub(crate) baris: u64,
    /// Bytes of content.
    pub(crate) ukuran: u64,
    /// The ledgers the back-up noted.
    pub(crate) kepala: Vec<Kepala>,
    /// Regencies whose ledger is another one now.
    pub(crate) beda: Vec<String>,
    /// What `praja verify` says.
    pub(crate) verifikasi: Vec<Laporan>,
    #[serde(skip)]
    profil: store::Daerah,
}

impl Pulih {
    /// The regency of a report.
    pub(crate) fn profil(&self, l: &Laporan) -> Option<&kernel::Profil> {
        self.profil.get(&l.daerah).map(|p| &**p)
    }

    /// Whether everything is as it was.
    pub(crate) fn utuh(&self) -> bool {
        self.beda.is_empty() && self.verifikasi.iter().all(Laporan::utuh)
    }
}

/// Restores a back-up where a configuration says, and verifies it.
///
/// # Errors
/// A place that is not empty, an archive that is damaged, a key file that nobody has.
pub(crate) async fn pulihkan(
    arsip: &Arsip,
    (nama, m): (String, Manifes),
    k: &Konfigurasi,
    jam: Arc<Jam>,
    maju: Maju<'_>,
) -> Result<Pulih, Gagal> {
    let ke = Tujuan {
        database: k.database.buka().to_owned(),
        data: k.data.clone(),
        berkas: k.gudang(),
        setelan: k.data.join("setelan-dipulihkan"),
    };
    cadangan::pulihkan(arsip, &m, &ke, &rakit::inventaris(), maju).await?;
    if !k.berkas_kunci().is_file() {
        return Err(Gagal::Pemakaian(format!(
            "data dan berkas sudah pulih, tetapi cadangan ini dibuat tanpa berkas kunci. Letakkan salinannya di {}, lalu jalankan \
             praja verify. Jangan menjalankan server tanpa itu: kunci baru membuat semua kode lacak tidak berlaku.",
            k.berkas_kunci().display()
        )));
    }
    // The ledger's key bears the public address of then.
    let mut k = k.clone();
    k.url_dasar.clone_from(&m.url_dasar);
    let r = rakit::buka(&k, jam).await?;
    let hasil = banding(&k, &r, &m).await;
    let profil = r.store.daerah().clone();
    r.store.tutup().await;
    let (beda, verifikasi) = hasil?;
    Ok(Pulih {
        nama,
        baris: m.tabel.iter().map(|t| t.baris).sum(),
        ukuran: m.ukuran,
        kepala: m.kepala,
        beda,
        verifikasi,
        profil,
    })
}

async fn banding(
    k: &Konfigurasi,
    r: &rakit::Rakitan,
    m: &Manifes,
) -> Result<(Vec<String>, Vec<Laporan>), Gagal> {
    let laporan = log::periksa(k, r, &cli::Verify::default()).await?;
    let mut beda = Vec::new();
    for d in r.store.daerah().keys() {
        let pohon = r.store.pohon(d).await?;
        let dulu = m.kepala.iter().find(|x| x.daerah == d.as_str());
        let sama = match dulu {
            Some(x) => x.ukuran == pohon.ukuran() && x.akar == HEXLOWER.encode(&pohon.akar().0),
            // A regency that had no ledger then has an empty one.
            None => pohon.ukuran() == 0,
        };
        if !sama {
            beda.push(d.to_string());
        }
    }
    Ok((beda, laporan))
}

/// Restores the newest back-up into a folder of its own inside the data folder, verifies it, and deletes it again.
///
/// # Errors
/// As [`pulihkan`].
pub(crate) async fn uji(
    arsip: &Arsip,
    k: &Konfigurasi,
    jam: Arc<Jam>,
    maju: Maju<'_>,
) -> Result<Pulih, Gagal> {
    sisa(&k.data)?;
    let id = uuid_v7(jam.kini());
    let tempat = k.data.join(format!("{AWALAN}{}", id.simple()));
    let mut sementara = k.clone();
    sementara.data.clone_from(&tempat);
    sementara.database = Rahasia::baru(format!("sqlite:{}", tempat.join("praja.db").display()));
    let pilihan = cadangan::pilih(arsip, jam.kini())?;
    cukup_ruang(&k.data, pilihan.1.ukuran)?;
    let hasil = pulihkan(arsip, pilihan, &sementara, jam, maju).await;
    sisa(&k.data)?;
    hasil
}

/// That trying leaves the disk of a running server some room: the database beside its log, and a gigabyte.
fn cukup_ruang(folder: &Path, ukuran: u64) -> Result<(), Gagal> {
    let ruang = cadangan::ruang(folder);
    let (bebas, _) = ruang.map_err(|e| Galat::dalam("looking for room on the disk", e))?;
    let perlu = ukuran.saturating_mul(2).saturating_add(1 << 30);
    if bebas < perlu {
        return Err(Gagal::Pemakaian(format!(
            "ruang kosong di {} tinggal {} MB; uji pemulihan memerlukan {} MB. Kosongkan dulu, atau uji di mesin lain.",
            folder.display(),
            bebas >> 20,
            perlu >> 20
        )));
    }
    Ok(())
}

/// Before the name of a folder in which restoring is tried; hidden, so that no back-up holds it.
const AWALAN: &str = ".uji-pemulihan-";

/// Deletes what restore tests leave, also one that was interrupted: it holds personal data.
fn sisa(data: &Path) -> Result<(), Galat> {
    let gagal = |e: std::io::Error| Galat::dalam("clearing away a restore test", e);
    for e in std::fs::read_dir(data).map_err(gagal)? {
        let e = e.map_err(gagal)?;
        if e.file_name().to_string_lossy().starts_with(AWALAN) {
            std::fs::remove_dir_all(e.path()).map_err(gagal)?;
        }
    }
    Ok(())
}
