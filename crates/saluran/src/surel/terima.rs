//! A letter's way through: is it a person's, whose, about what; or is it for a person to look at.

use std::path::{Path, PathBuf};

use kernel::{Galat, IdEntri, nilai, profil::KodeDaerah};
use layanan::KanalLaporan;
use sha2::{Digest, Sha256};

use super::{Setelan, Sifat, Surel, baca, potong};
use crate::{Jadi, Masuk, Penerima, Utas, terima::Pengirim};

/// The letter-box of the regencies.
#[derive(Clone)]
pub struct Kotak {
    penerima: Penerima,
    setelan: Setelan,
    tahan: PathBuf,
}

/// What became of a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Nasib {
    /// A report, a word on one, or a repeat.
    Jadi(Jadi),
    /// It told that a letter of ours did not arrive.
    Pantulan,
    /// It lies in the folder for a person; why.
    Ditahan(String),
}

impl Kotak {
    /// A letter-box that puts into `tahan` what a person has to look at.
    pub fn baru(penerima: Penerima, setelan: Setelan, tahan: PathBuf) -> Self {
        Kotak {
            penerima,
            setelan,
            tahan,
        }
    }

    /// What is remembered.
    pub fn store(&self) -> &store::Store {
        self.penerima.store()
    }

    /// The settings.
    pub fn setelan(&self) -> &Setelan {
        &self.setelan
    }

    /// Takes a letter in. When it answers, the letter is either acted upon or lies in the folder.
    ///
    /// # Errors
    /// When database or disk do not answer: the letter should be brought again.
    pub async fn terima(&self, daerah: &KodeDaerah, bait: &[u8]) -> Result<Nasib, Galat> {
        let nasib = self.putuskan(daerah, bait).await?;
        let nama = match &nasib {
            Nasib::Jadi(Jadi::Laporan { .. }) => "laporan",
            Nasib::Jadi(Jadi::Tanggapan { .. }) => "tanggapan",
            Nasib::Jadi(Jadi::Ulangan { .. }) => "ulangan",
            Nasib::Pantulan => "pantulan",
            Nasib::Jadi(Jadi::Ditahan(_)) | Nasib::Ditahan(_) => "ditahan",
        };
        metrics::counter!("praja_surel_masuk", "nasib" => nama).increment(1);
        if let Nasib::Ditahan(sebab) = &nasib {
            self.tahan(daerah, bait, sebab).await?;
            tracing::warn!(%daerah, sebab, "a letter was put aside for a person");
        }
        Ok(nasib)
    }

    async fn putuskan(&self, daerah: &KodeDaerah, bait: &[u8]) -> Result<Nasib, Galat> {
        let (isi, authserv) = (bait.to_vec(), self.setelan.authserv.clone());
        let surat = tokio::task::spawn_blocking(move || baca(&isi, authserv.as_deref())).await;
        let ditahan = |s: &str| Ok(Nasib::Ditahan(s.to_owned()));
        let Ok(Some(s)) = surat else {
            return ditahan("bukan surel yang dapat dibaca, terlalu besar, atau terlalu rumit");
        };
        let identitas = self.penerima.identitas().clone();
        let utas = Utas::baru(&identitas, daerah);
        if s.id.as_deref().and_then(|i| utas.entri(i)).is_some() {
            return ditahan("surat kami sendiri kembali kepada kami (lingkaran)");
        }
        match &s.sifat {
            Sifat::Orang => {}
            Sifat::Otomatis(sebab) => return ditahan(&format!("ditulis oleh program ({sebab})")),
            Sifat::Pantulan(p) => {
                let milik = p.surat.iter().find_map(|i| Some((i, utas.entri(i)?)));
                let Some((surat, id)) = milik.filter(|_| p.tetap) else {
                    return ditahan("pantulan yang tidak menyebut surat kami, atau hanya penundaan");
                };
                let kode = p.kode.as_deref().unwrap_or("tidak disebut");
                tracing::warn!(%daerah, entri = %id, kode, "a letter to a reporter did not arrive");
                return match self.penerima.tak_sampai(daerah, id, surat, kode).await {
                    Ok(()) => Ok(Nasib::Pantulan),
                    Err(g @ (Galat::Sementara(_) | Galat::Dalam { .. })) => Err(g),
                    Err(_) => ditahan("pantulan tentang laporan yang tidak dikenal"),
                };
            }
        }
        let Some(surel) = s.dari.as_deref().and_then(|d| nilai::Surel::baru(d).ok()) else {
            return ditahan("pengirimnya bukan alamat surel");
        };
        if surel.as_str() == self.setelan.alamat(daerah)
            || self.setelan.tanda(daerah, surel.as_str()).is_some()
        {
            return ditahan("dikirim dari alamat kami sendiri (lingkaran)");
        }
        if s.terbukti == Some(false) {
            return ditahan("server surel kami menyatakan pengirimnya palsu (SPF, DKIM, atau DMARC gagal)");
        }
        let balas = match self.balasan(&utas, daerah, &s, &surel).await? {
            Balasan::Bukan => None,
            Balasan::Milik(id) => Some(id),
            Balasan::Asing => {
                return ditahan("membalas sebuah laporan, tetapi tidak terbukti dari pelapornya");
            }
        };
        let masuk = susun(daerah, s, surel, balas, bait);
        Ok(match self.penerima.terima(masuk).await? {
            Jadi::Ditahan(sebab) => Nasib::Ditahan(sebab),
            j => Nasib::Jadi(j),
        })
    }

    /// The report that a letter answers to: proved by the address it was sent to, or by answering a letter of ours
    /// from the reporter's own address.
    async fn balasan(
        &self,
        utas: &Utas<'_>,
        daerah: &KodeDaerah,
        s: &Surel,
        dari: &nilai::Surel,
    ) -> Result<Balasan, Galat> {
        let tanda: Vec<String> = s
            .kepada
            .iter()
            .filter_map(|k| self.setelan.tanda(daerah, k))
            .collect();
        let mut menyebut = false;
        for t in &tanda {
            menyebut = true;
            let Some(id) = Utas::calon(t) else { continue };
            if let Some(surel) = self.pelapor(daerah, id).await?
                && utas.cocok_balas(id, &surel, t)
            {
                return Ok(Balasan::Milik(id));
            }
        }
        let utas_disebut: Vec<IdEntri> = s.rujukan.iter().filter_map(|r| utas.entri(r)).take(5).collect();
        for id in utas_disebut {
            menyebut = true;
            if self.pelapor(daerah, id).await?.as_deref() == Some(dari.as_str()) {
                return Ok(Balasan::Milik(id));
            }
        }
        Ok(if menyebut { Balasan::Asing } else { Balasan::Bukan })
    }

    /// The address of whom we write to about a report.
    async fn pelapor(&self, daerah: &KodeDaerah, id: IdEntri) -> Result<Option<String>, Galat> {
        match self.penerima.laporan(daerah, id).await {
            Ok(e) => {
                let surel = e.isi.get("pelapor").and_then(|p| p.get("surel"));
                Ok(surel.and_then(|s| s.as_str()).map(str::to_owned))
            }
            Err(Galat::TidakDitemukan) => Ok(None),
            Err(g) => Err(g),
        }
    }

    /// Keeps a letter for a person: the letter itself, and beside it the reason. The same letter lies there once.
    async fn tahan(&self, daerah: &KodeDaerah, bait: &[u8], sebab: &str) -> Result<(), Galat> {
        let folder = self.tahan.join(daerah.as_str());
        let kini = self.penerima.store().jam().kini();
        let profil = self.penerima.store().profil(daerah.as_str());
        let hari = profil.map_or_else(
            || kini.to_string(),
            |p| p.kalender.setempat(kini).strftime("%Y-%m-%d_%H%M").to_string(),
        );
        let sidik = data_encoding::HEXLOWER.encode(Sha256::digest(bait).get(..8).unwrap_or_default());
        let (bait, sebab) = (bait.to_vec(), format!("{sebab}\n"));
        let tulis = move || simpan(&folder, &hari, &sidik, &bait, &sebab);
        tokio::task::spawn_blocking(tulis)
            .await
            .map_err(std::io::Error::other)
            .and_then(|h| h)
            .map_err(|e| Galat::dalam("putting a letter aside", e))
    }
}

enum Balasan {
    /// It answers nothing of ours.
    Bukan,
    /// It answers this, from whom we wrote to.
    Milik(IdEntri),
    /// It claims to answer something of ours.
    Asing,
}

fn susun(daerah: &KodeDaerah, s: Surel, surel: nilai::Surel, balas: Option<IdEntri>, bait: &[u8]) -> Masuk {
    // A letter without a name is known by its bytes.
    let id =
        s.id.unwrap_or_else(|| data_encoding::HEXLOWER.encode(&Sha256::digest(bait)));
    Masuk {
        daerah: daerah.clone(),
        kanal: KanalLaporan::Surel,
        id,
        pengirim: Pengirim {
            nama: s.nama,
            surel: Some(surel),
            telepon: None,
        },
        judul: Some(s.subjek),
        teks: potong(&s.teks, balas.is_some()),
        foto: s.foto,
        lain: s.lain,
        balas,
    }
}

/// Letters hold personal data: only the program's own user reads the folder.
fn simpan(folder: &Path, hari: &str, sidik: &str, bait: &[u8], sebab: &str) -> std::io::Result<()> {
    use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)?;
    let ekor = format!("_{sidik}.eml");
    let sudah = std::fs::read_dir(folder)?
        .filter_map(Result::ok)
        .any(|e| e.file_name().to_string_lossy().ends_with(&ekor));
    if sudah {
        return Ok(());
    }
    let tulis = |nama: String, isi: &[u8]| {
        let sementara = folder.join(format!(".{nama}"));
        let mut f = std::fs::OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&sementara)?;
        std::io::Write::write_all(&mut f, isi)?;
        f.sync_all()?;
        std::fs::rename(&sementara, folder.join(nama))
    };
    tulis(format!("{hari}_{sidik}.alasan.txt"), sebab.as_bytes())?;
    tulis(format!("{hari}{ekor}"), bait)
}
