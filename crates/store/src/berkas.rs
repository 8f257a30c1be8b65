//! Files: content on disk under its own digest, written once, fsynced before it is acknowledged; who it belongs to
//! stands in the database. Several processes share the folder (a network file system, or one machine).

use std::path::{Path, PathBuf};

use kernel::{Galat, entri::uuid_v7, profil::KodeDaerah};
use sha2::{Digest, Sha256};
use tokio::io::AsyncWriteExt;
use uuid::Uuid;

use crate::{Store, Tampak, pada};

/// An upload.
#[derive(Clone, Debug)]
pub struct Berkas {
    /// Id.
    pub id: Uuid,
    /// SHA-256 of the content, hex.
    pub sidik: String,
    /// Media type.
    pub tipe: String,
    /// Bytes.
    pub ukuran: i64,
    /// When, ms.
    pub dibuat: i64,
    /// The entry it belongs to.
    pub entri: Option<Uuid>,
}

/// The folder of contents.
#[derive(Clone, Debug)]
pub struct Gudang {
    akar: PathBuf,
}

fn galat(e: std::io::Error) -> Galat {
    Galat::dalam("keeping a file", e)
}

impl Gudang {
    pub(crate) async fn buka(akar: &Path) -> Result<Self, Galat> {
        tokio::fs::create_dir_all(akar).await.map_err(galat)?;
        Ok(Gudang {
            akar: akar.to_owned(),
        })
    }

    fn jalur(&self, sidik: &str) -> PathBuf {
        let rak = sidik.get(..2).unwrap_or("00");
        self.akar.join(rak).join(sidik)
    }

    /// Keeps a content under its digest, if it is not there yet.
    pub(crate) async fn simpan(&self, sidik: &str, isi: &[u8]) -> Result<(), Galat> {
        let jalur = self.jalur(sidik);
        if tokio::fs::try_exists(&jalur).await.map_err(galat)? {
            return Ok(());
        }
        let rak = jalur.parent().unwrap_or(&self.akar).to_owned();
        tokio::fs::create_dir_all(&rak).await.map_err(galat)?;
        let sementara = rak.join(format!(".{}", Uuid::now_v7()));
        let mut f = tokio::fs::File::create(&sementara).await.map_err(galat)?;
        f.write_all(isi).await.map_err(galat)?;
        f.sync_all().await.map_err(galat)?;
        tokio::fs::rename(&sementara, &jalur).await.map_err(galat)?;
        // The name must survive a power cut too.
        let rak = tokio::fs::File::open(&rak).await.map_err(galat)?;
        rak.sync_all().await.map_err(galat)
    }

    pub(crate) async fn baca(&self, sidik: &str) -> Result<Vec<u8>, Galat> {
        tokio::fs::read(self.jalur(sidik))
            .await
            .map_err(|e| Galat::dalam("reading a file", e))
    }

    pub(crate) async fn hapus(&self, sidik: &str) -> Result<(), Galat> {
        match tokio::fs::remove_file(self.jalur(sidik)).await {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(galat(e)),
            _ => Ok(()),
        }
    }
}

impl Store {
    /// Keeps a file that no entry uses yet; unused ones are forgotten after a day.
    ///
    /// # Errors
    /// When the disk or the database refuses.
    pub async fn simpan_berkas(&self, daerah: &KodeDaerah, isi: &[u8], tipe: &str) -> Result<Berkas, Galat> {
        let kini = self.jam.kini();
        let sidik = data_encoding::HEXLOWER.encode(&Sha256::digest(isi));
        // Written before the transaction, which then only has to look whether it is still there.
        self.berkas.simpan(&sidik, isi).await?;
        let berkas = Berkas {
            id: uuid_v7(kini),
            sidik,
            tipe: tipe.to_owned(),
            ukuran: isi.len() as i64,
            dibuat: kini.as_millisecond(),
            entri: None,
        };
        pada!(&self.db, sql, kolam, tulis => sql::titipan::catat_berkas(kolam, daerah, &berkas, &self.berkas, isi).await)?;
        Ok(berkas)
    }

    /// What is known of a file, if the reader sees where it stands in the entry it belongs to or in its story.
    ///
    /// # Errors
    /// [`Galat::TidakDitemukan`] when it is not there or not for them.
    pub async fn berkas(
        &self,
        daerah: &KodeDaerah,
        pelaku: &kernel::Pelaku,
        id: Uuid,
    ) -> Result<Berkas, Galat> {
        self.berkas_milik(daerah, pelaku, id).await.map(|(b, _)| b)
    }

    /// What is known of a file, and the entry it belongs to.
    pub(crate) async fn berkas_milik(
        &self,
        daerah: &KodeDaerah,
        pelaku: &kernel::Pelaku,
        id: Uuid,
    ) -> Result<(Berkas, Option<Tampak>), Galat> {
        let b = pada!(&self.db, sql, kolam, baca => sql::titipan::berkas(kolam, daerah, id).await)?;
        let b = b.ok_or(Galat::TidakDitemukan)?;
        let milik = self.lihat_berkas(daerah, pelaku, &b).await?;
        Ok((b, milik))
    }

    /// A file with its content, if the reader sees where it stands in the entry it belongs to or in its story.
    ///
    /// # Errors
    /// [`Galat::TidakDitemukan`] when it is not there or not for them.
    pub async fn baca_berkas(
        &self,
        daerah: &KodeDaerah,
        pelaku: &kernel::Pelaku,
        id: Uuid,
    ) -> Result<(Berkas, Vec<u8>), Galat> {
        let b = self.berkas(daerah, pelaku, id).await?;
        let isi = self.berkas.baca(&b.sidik).await?;
        Ok((b, isi))
    }
}
