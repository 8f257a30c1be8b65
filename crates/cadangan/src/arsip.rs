//! An archive: a folder of parts that are never changed, and of manifests that say which parts make a back-up.
//!
//! ```text
//! FOLDER/potongan/3f/3fa9…   closed parts, named by a keyed hash of their content
//! FOLDER/potongan/3f/3fa9….rusak   a part that a check found damaged
//! FOLDER/daftar/20261122T201704123Z.cadangan   one manifest a back-up: a line in the open, then closed bytes
//! FOLDER/sibuk   locked by whoever writes
//! ```
//!
//! Parts come first, are made durable, and then the manifest appears by its name: whatever interrupts a back-up leaves
//! the former ones as they were, and a few parts that the next one uses or clears away.

use std::{
    collections::{BTreeSet, HashSet},
    fs::{self, File, TryLockError},
    io::{self, Write},
    path::{Path, PathBuf},
};

use data_encoding::HEXLOWER;
use jiff::{Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    Gagal,
    manifes::Manifes,
    sandi::{Kepala, Kunci, Sandi, TAMBAHAN},
};

const AKHIRAN: &str = "cadangan";

/// A part: SHA-256 of its content (hex) and bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Potongan {
    /// SHA-256 of the content, hex.
    pub sidik: String,
    /// Bytes of the content.
    pub ukuran: u64,
}

/// What is wrong with a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cacat {
    /// It is not there.
    Hilang,
    /// It is not what was written.
    Rusak,
}

/// An archive that was opened with its pass-phrase.
pub struct Arsip {
    akar: PathBuf,
    kunci: Kunci,
    kepala: Kepala,
    /// Held as long as the archive is open.
    _sibuk: Option<File>,
}

impl Arsip {
    /// Opens an archive to write into it; makes it when the folder is not there or empty.
    ///
    /// # Errors
    /// Another back-up runs, a wrong or short pass-phrase, a folder that holds something else or takes nothing.
    pub fn tulis(folder: &Path, sandi: &Sandi) -> Result<Self, Gagal> {
        for f in [folder, &folder.join("potongan"), &folder.join("daftar")] {
            if f == folder && f.is_dir() && asing(f)? {
                return Err(Gagal::BukanArsip(folder.to_owned()));
            }
            buat_folder(f).map_err(Gagal::berkas("membuat folder", f))?;
        }
        let jalur = folder.join("sibuk");
        let sibuk = File::create(&jalur).map_err(Gagal::berkas("membuat", &jalur))?;
        match sibuk.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Gagal::Terkunci(folder.to_owned())),
            Err(TryLockError::Error(e)) => return Err(Gagal::berkas("mengunci", &jalur)(e)),
        }
        let (kunci, kepala) = match kepala(folder)? {
            Some(k) => (Kunci::buka(sandi, &k)?, k),
            None if !sandi.cukup() => return Err(Gagal::SandiPendek),
            None => Kunci::baru(sandi)?,
        };
        Ok(Arsip {
            akar: folder.to_owned(),
            kunci,
            kepala,
            _sibuk: Some(sibuk),
        })
    }

    /// Opens an archive to read from it; meanwhile nobody writes into it.
    ///
    /// # Errors
    /// No archive, no back-up in it, a wrong pass-phrase, a back-up under way.
    pub fn baca(folder: &Path, sandi: &Sandi) -> Result<Self, Gagal> {
        if !folder.join("daftar").is_dir() {
            return Err(Gagal::BukanArsip(folder.to_owned()));
        }
        // On a medium that takes no writing there is no lock to be had, and nobody who writes.
        let sibuk = File::open(folder.join("sibuk")).ok();
        if let Some(Err(TryLockError::WouldBlock)) = sibuk.as_ref().map(File::try_lock_shared) {
            return Err(Gagal::Terkunci(folder.to_owned()));
        }
        let kepala = kepala(folder)?.ok_or_else(|| Gagal::Kosong(folder.to_owned()))?;
        Ok(Arsip {
            akar: folder.to_owned(),
            kunci: Kunci::buka(sandi, &kepala)?,
            kepala,
            _sibuk: sibuk,
        })
    }

    /// The folder.
    pub fn akar(&self) -> &Path {
        &self.akar
    }

    fn jalur(&self, sidik: &[u8; 32]) -> (String, PathBuf) {
        let nama = self.kunci.nama(sidik);
        let rak = nama.get(..2).unwrap_or("00");
        let jalur = self.akar.join("potongan").join(rak).join(&nama);
        (nama, jalur)
    }

    fn sidik(p: &Potongan) -> Option<[u8; 32]> {
        HEXLOWER.decode(p.sidik.as_bytes()).ok()?.try_into().ok()
    }

    /// Whether a part is there in its full length.
    pub(crate) fn ada(&self, sidik: &[u8; 32], ukuran: u64) -> bool {
        let (_, jalur) = self.jalur(sidik);
        fs::metadata(jalur).is_ok_and(|m| m.len() == ukuran + TAMBAHAN)
    }

    /// Keeps a content as a part; says the part, and how many bytes were written for it.
    pub(crate) fn taruh(&self, isi: &[u8]) -> Result<(Potongan, u64), Gagal> {
        let sidik: [u8; 32] = Sha256::digest(isi).into();
        let potongan = Potongan {
            sidik: HEXLOWER.encode(&sidik),
            ukuran: isi.len() as u64,
        };
        if self.ada(&sidik, potongan.ukuran) {
            return Ok((potongan, 0));
        }
        let (nama, jalur) = self.jalur(&sidik);
        let tertutup = self.kunci.tutup(&nama, isi)?;
        let rak = jalur.parent().unwrap_or(&self.akar);
        fs::create_dir_all(rak).map_err(Gagal::berkas("membuat folder", rak))?;
        // Two threads may meet at one content; each writes its own file, and the name takes either.
        let sementara = rak.join(format!(".{:016x}", rand::random::<u64>()));
        let tulis = || {
            let mut f = baru(&sementara)?;
            f.write_all(&tertutup)?;
            fs::rename(&sementara, &jalur)
        };
        tulis().map_err(|e| {
            let _ = fs::remove_file(&sementara);
            Gagal::berkas("menulis", &jalur)(e)
        })?;
        Ok((potongan, tertutup.len() as u64))
    }

    /// The content of a part.
    ///
    /// # Errors
    /// It is not there, or not what was written.
    pub(crate) fn ambil(&self, p: &Potongan) -> Result<Vec<u8>, Cacat> {
        let sidik = Self::sidik(p).ok_or(Cacat::Rusak)?;
        let (nama, jalur) = self.jalur(&sidik);
        let tertutup = fs::read(jalur).map_err(|e| match e.kind() {
            io::ErrorKind::NotFound => Cacat::Hilang,
            _ => Cacat::Rusak,
        })?;
        let isi = self.kunci.buka_isi(&nama, &tertutup).ok_or(Cacat::Rusak)?;
        let cocok = isi.len() as u64 == p.ukuran && <[u8; 32]>::from(Sha256::digest(&isi)) == sidik;
        if cocok { Ok(isi) } else { Err(Cacat::Rusak) }
    }

    /// Puts a damaged part aside, so that the next back-up writes it anew. On a medium that takes no writing it stays
    /// where it is.
    pub(crate) fn sisihkan(&self, p: &Potongan) {
        if let Some(sidik) = Self::sidik(p) {
            let (_, jalur) = self.jalur(&sidik);
            let _ = fs::rename(&jalur, jalur.with_extension("rusak"));
        }
    }

    /// Makes everything that was written into the archive durable.
    pub(crate) fn pastikan(&self) -> Result<(), Gagal> {
        let f = File::open(&self.akar).map_err(Gagal::berkas("membuka", &self.akar))?;
        rustix::fs::syncfs(&f).map_err(|e| Gagal::berkas("menyimpan", &self.akar)(e.into()))
    }

    /// Adds a back-up, whose parts are durable; says its name.
    pub(crate) fn tulis_manifes(&self, m: &Manifes) -> Result<String, Gagal> {
        let mut waktu = m.waktu;
        let jalur = |nama: &str| self.akar.join("daftar").join(format!("{nama}.{AKHIRAN}"));
        let nama = loop {
            let nama = waktu
                .to_zoned(TimeZone::UTC)
                .strftime("%Y%m%dT%H%M%S%3fZ")
                .to_string();
            if !jalur(&nama).exists() {
                break nama;
            }
            waktu += std::time::Duration::from_millis(1);
        };
        let susun = |e: serde_json::Error| Gagal::rusak(format!("daftar tidak dapat disusun: {e}"));
        let mut isi = serde_json::to_vec(&self.kepala).map_err(susun)?;
        isi.push(b'\n');
        let badan = serde_json::to_vec(m).map_err(susun)?;
        isi.extend(self.kunci.tutup(&nama, &badan)?);
        let (sementara, tujuan) = (self.akar.join("daftar").join(".sementara"), jalur(&nama));
        let tulis = || {
            let mut f = baru(&sementara)?;
            f.write_all(&isi)?;
            f.sync_all()?;
            fs::rename(&sementara, &tujuan)?;
            File::open(self.akar.join("daftar"))?.sync_all()
        };
        tulis().map_err(Gagal::berkas("menulis", &tujuan))?;
        Ok(nama)
    }

    /// Names of the back-ups, oldest first.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn semua(&self) -> Result<Vec<String>, Gagal> {
        daftar(&self.akar)
    }

    /// The manifest of a back-up.
    ///
    /// # Errors
    /// [`Gagal::Rusak`] when a byte of it changed or is missing.
    pub fn muat(&self, nama: &str) -> Result<Manifes, Gagal> {
        let jalur = self.akar.join("daftar").join(format!("{nama}.{AKHIRAN}"));
        let isi = fs::read(&jalur).map_err(Gagal::berkas("membaca", &jalur))?;
        let rusak = || Gagal::rusak(format!("daftar {nama} terpotong atau berubah"));
        let batas = isi.iter().position(|b| *b == b'\n').ok_or_else(rusak)?;
        let badan = isi.get(batas + 1..).ok_or_else(rusak)?;
        let terbuka = self.kunci.buka_isi(nama, badan).ok_or_else(rusak)?;
        serde_json::from_slice(&terbuka).map_err(|_| rusak())
    }

    /// Forgets back-ups, and every part that none of the others needs; says how many bytes went. While a manifest cannot
    /// be read nobody knows what it needs, so then nothing goes.
    ///
    /// # Errors
    /// A manifest that cannot be read, a folder that refuses.
    pub fn hapus(&self, buang: &BTreeSet<String>) -> Result<u64, Gagal> {
        let mut perlu = HashSet::new();
        for nama in self.semua()?.iter().filter(|n| !buang.contains(*n)) {
            let m = self.muat(nama)?;
            for p in m.potongan() {
                perlu.insert(self.nama(p)?);
            }
            for p in m.berkas(self)? {
                perlu.insert(self.nama(&p)?);
            }
        }
        for nama in buang {
            let jalur = self.akar.join("daftar").join(format!("{nama}.{AKHIRAN}"));
            fs::remove_file(&jalur).map_err(Gagal::berkas("menghapus", &jalur))?;
        }
        let akar = self.akar.join("potongan");
        let (mut rak, mut bebas) = (vec![akar], 0);
        while let Some(folder) = rak.pop() {
            for e in fs::read_dir(&folder).map_err(Gagal::berkas("membaca", &folder))? {
                let e = e.map_err(Gagal::berkas("membaca", &folder))?;
                let m = e.metadata().map_err(Gagal::berkas("membaca", &folder))?;
                if m.is_dir() {
                    rak.push(e.path());
                } else if e.file_name().to_str().is_none_or(|n| !perlu.contains(n)) {
                    fs::remove_file(e.path()).map_err(Gagal::berkas("menghapus", &e.path()))?;
                    bebas += m.len();
                }
            }
        }
        Ok(bebas)
    }

    fn nama(&self, p: &Potongan) -> Result<String, Gagal> {
        let sidik = Self::sidik(p).ok_or_else(|| Gagal::rusak("sidik sebuah potongan tidak sah"))?;
        Ok(self.kunci.nama(&sidik))
    }
}

/// The moment a name of a back-up tells.
pub fn waktu(nama: &str) -> Option<Timestamp> {
    let (tanggal, jam) = nama.strip_suffix('Z')?.split_once('T')?;
    let (jam, ms) = jam.split_at_checked(6)?;
    format!("{tanggal}T{jam}.{ms}Z").parse().ok()
}

/// Names of the back-ups in a folder, oldest first; no pass-phrase is needed to know when they were made.
///
/// # Errors
/// When the folder cannot be read.
pub fn daftar(folder: &Path) -> Result<Vec<String>, Gagal> {
    let folder = folder.join("daftar");
    let mut semua = Vec::new();
    for e in fs::read_dir(&folder).map_err(Gagal::berkas("membaca", &folder))? {
        let jalur = e.map_err(Gagal::berkas("membaca", &folder))?.path();
        if jalur.extension().is_some_and(|a| a == AKHIRAN) {
            semua.extend(jalur.file_stem().and_then(|n| n.to_str()).map(str::to_owned));
        }
    }
    semua.sort();
    Ok(semua)
}

/// The newest head that is whole; none when there is no back-up yet.
fn kepala(folder: &Path) -> Result<Option<Kepala>, Gagal> {
    let semua = daftar(folder)?;
    let baca = |nama: &String| {
        let isi = fs::read(folder.join("daftar").join(format!("{nama}.{AKHIRAN}"))).ok()?;
        let baris = isi.split(|b| *b == b'\n').next()?;
        let k: Kepala = serde_json::from_slice(baris).ok()?;
        k.utuh().then_some(k)
    };
    match semua.iter().rev().find_map(baca) {
        Some(k) if !k.dikenal() => Err(Gagal::Format),
        Some(k) => Ok(Some(k)),
        None if semua.is_empty() => Ok(None),
        None => Err(Gagal::rusak("tidak ada daftar yang kepalanya utuh")),
    }
}

/// Whether a folder holds something that no archive has.
fn asing(folder: &Path) -> Result<bool, Gagal> {
    let mut isi = fs::read_dir(folder).map_err(Gagal::berkas("membaca", folder))?;
    Ok(isi.any(|e| {
        e.is_ok_and(|e| {
            let nama = e.file_name();
            !["potongan", "daftar", "sibuk", "lost+found"]
                .iter()
                .any(|n| nama == *n)
        })
    }))
}

/// A folder that only its owner can look into.
pub(crate) fn buat_folder(folder: &Path) -> io::Result<()> {
    let mut pembuat = fs::DirBuilder::new();
    pembuat.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut pembuat, 0o700);
    pembuat.create(folder)
}

/// A file that only its owner can read.
pub(crate) fn baru(jalur: &Path) -> io::Result<File> {
    let mut opsi = fs::OpenOptions::new();
    opsi.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut opsi, 0o600);
    opsi.open(jalur)
}
