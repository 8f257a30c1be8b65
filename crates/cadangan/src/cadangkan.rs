//! Taking a back-up, while others write: first the files beside the database, then one state of it, then the uploads
//! that state names.

use std::{
    collections::VecDeque,
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use data_encoding::HEXLOWER;
use jiff::Timestamp;
use ledger::Pohon;
use sha2::{Digest, Sha256};
use tokio::task::JoinHandle;

use crate::{
    Gagal, Maju,
    arsip::{Arsip, Potongan},
    baris::{Nilai, Pemotong},
    basis::{Basis, Letak, letak},
    manifes::{BERKAS, BerkasCacat, FOLDER, Kepala, Manifes, SETELAN, Tabel},
};

/// Parts closed and written at once.
const SERENTAK: usize = 4;

/// What is kept.
#[derive(Clone, Debug)]
pub struct Sumber {
    /// URL of the database.
    pub database: String,
    /// The data folder.
    pub data: PathBuf,
    /// The folder of uploads.
    pub berkas: PathBuf,
    /// The file of the master key.
    pub kunci: PathBuf,
    /// Configuration and the files and folders it names.
    pub setelan: Vec<PathBuf>,
    /// The public address.
    pub url_dasar: String,
    /// Version of the program.
    pub versi: String,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Hasil {
    /// Name of the back-up.
    pub nama: String,
    /// What it holds.
    pub manifes: Manifes,
    /// Bytes that were written for it, besides the manifest.
    pub ditulis: u64,
}

/// Takes a back-up of one moment.
///
/// # Errors
/// A database or a file that cannot be read, an archive that takes nothing. Former back-ups stay as they are.
pub async fn cadangkan(
    arsip: &Arc<Arsip>,
    s: &Sumber,
    kini: Timestamp,
    maju: Maju<'_>,
) -> Result<Hasil, Gagal> {
    let mut ke = Penulis::baru(arsip.clone(), maju);
    // Before the database: what was published of a ledger is then never ahead of what the back-up holds of it.
    let mut tabel = vec![
        folder(s, arsip.akar(), &mut ke).await?,
        setelan(s, &mut ke).await?,
    ];
    let mut b = Basis::baca(&s.database).await?;
    let skema = b.mulai().await?;
    for t in b.tabel().await? {
        tabel.push(b.salin(&t, &mut ke).await?);
    }
    let mut kepala = Vec::new();
    for (daerah, ukuran, tepi) in b.log().await? {
        let pohon = u64::try_from(ukuran).ok().and_then(|n| Pohon::dari(n, &tepi));
        let pohon = pohon.ok_or_else(|| {
            Gagal::Basis(
                "membaca kepala buku besar",
                format!("{daerah}: rusak; jalankan praja verify"),
            )
        })?;
        kepala.push(Kepala {
            daerah,
            ukuran: pohon.ukuran(),
            akar: HEXLOWER.encode(&pohon.akar().0),
        });
    }
    let unggahan = b.berkas().await?;
    let asal = b.asal().to_owned();
    b.tutup().await;
    let (t, cacat) = berkas(s, unggahan, &mut ke).await?;
    tabel.push(t);
    let (ukuran, ditulis) = (ke.ukuran, ke.ditulis);
    let a = arsip.clone();
    blokir(move || a.pastikan()).await?;
    let manifes = Manifes {
        versi: s.versi.clone(),
        skema,
        asal,
        url_dasar: s.url_dasar.clone(),
        waktu: kini,
        kepala,
        tabel,
        kunci: s.kunci.is_file(),
        cacat,
        ukuran,
    };
    let nama = arsip.tulis_manifes(&manifes)?;
    Ok(Hasil {
        nama,
        manifes,
        ditulis,
    })
}

/// Cuts rows into parts and has them written, a few at once, in their order.
pub(crate) struct Penulis<'a> {
    arsip: Arc<Arsip>,
    maju: Maju<'a>,
    potong: Pemotong,
    antre: VecDeque<JoinHandle<Result<(Potongan, u64), Gagal>>>,
    potongan: Vec<Potongan>,
    ukuran: u64,
    ditulis: u64,
}

impl<'a> Penulis<'a> {
    fn baru(arsip: Arc<Arsip>, maju: Maju<'a>) -> Self {
        Penulis {
            arsip,
            maju,
            potong: Pemotong::default(),
            antre: VecDeque::new(),
            potongan: Vec::new(),
            ukuran: 0,
            ditulis: 0,
        }
    }

    async fn tunggu(&mut self, sisa: usize) -> Result<(), Gagal> {
        while self.antre.len() > sisa
            && let Some(j) = self.antre.pop_front()
        {
            let (p, ditulis) = j.await.map_err(|_| Gagal::rusak("penulis potongan berhenti"))??;
            self.ukuran += p.ukuran;
            self.ditulis += ditulis;
            self.potongan.push(p);
            (self.maju)(self.ukuran);
        }
        Ok(())
    }

    async fn kirim(&mut self, isi: Vec<u8>) -> Result<(), Gagal> {
        self.tunggu(SERENTAK - 1).await?;
        let a = self.arsip.clone();
        self.antre
            .push_back(tokio::task::spawn_blocking(move || a.taruh(&isi)));
        Ok(())
    }

    /// Adds a row whose first values are its key.
    pub(crate) async fn baris<'n>(
        &mut self,
        kunci: usize,
        nilai: impl Iterator<Item = Nilai<'n>>,
    ) -> Result<(), Gagal> {
        match self.potong.baris(kunci, nilai) {
            Some(isi) => self.kirim(isi).await,
            None => Ok(()),
        }
    }

    /// Ends a table.
    pub(crate) async fn tutup(&mut self, nama: &str, kolom: Vec<String>) -> Result<Tabel, Gagal> {
        if let Some(isi) = self.potong.selesai() {
            self.kirim(isi).await?;
        }
        self.tunggu(0).await?;
        Ok(Tabel {
            nama: nama.to_owned(),
            kolom,
            baris: std::mem::take(&mut self.potong.baris),
            potongan: std::mem::take(&mut self.potongan),
        })
    }

    /// A file that is a part by itself.
    async fn tunggal(&mut self, isi: Vec<u8>) -> Result<(), Gagal> {
        self.kirim(isi).await
    }
}

async fn blokir<T: Send + 'static>(
    f: impl FnOnce() -> Result<T, Gagal> + Send + 'static,
) -> Result<T, Gagal> {
    let hasil = tokio::task::spawn_blocking(f).await;
    hasil.map_err(|_| Gagal::rusak("pekerjaan berhenti"))?
}

/// The files of the data folder that neither the database nor the uploads nor an archive keep.
async fn folder(s: &Sumber, arsip: &Path, ke: &mut Penulis<'_>) -> Result<Tabel, Gagal> {
    let nyata = |p: &Path| p.canonicalize().unwrap_or_else(|_| p.to_owned());
    let mut lewati = vec![nyata(&s.berkas), nyata(arsip)];
    if let Letak::Lite(db) = letak(&s.database)? {
        let db = nyata(&db);
        for akhir in ["", "-wal", "-shm", "-journal", ".pemulihan"] {
            let mut n = db.clone().into_os_string();
            n.push(akhir);
            lewati.push(n.into());
        }
    }
    let data = nyata(&s.data);
    let semua = telusur(&data, &|p| {
        let nama = p.file_name().and_then(|n| n.to_str()).unwrap_or_default();
        lewati.iter().any(|l| l == p) || nama.starts_with('.') || nama.ends_with(".sementara")
    })?;
    for jalur in semua {
        let relatif = jalur.strip_prefix(&data).unwrap_or(&jalur).to_path_buf();
        satu_berkas(&jalur, &relatif, ke).await?;
    }
    ke.tutup(FOLDER, vec!["jalur".into(), "isi".into()]).await
}

/// The configuration, under its own paths.
async fn setelan(s: &Sumber, ke: &mut Penulis<'_>) -> Result<Tabel, Gagal> {
    for akar in &s.setelan {
        let akar = akar.canonicalize().map_err(Gagal::berkas("membaca", akar))?;
        for jalur in telusur(&akar, &|_| false)? {
            satu_berkas(&jalur, &jalur, ke).await?;
        }
    }
    ke.tutup(SETELAN, vec!["jalur".into(), "isi".into()]).await
}

async fn satu_berkas(jalur: &Path, sebagai: &Path, ke: &mut Penulis<'_>) -> Result<(), Gagal> {
    let nama = sebagai.to_str().ok_or_else(|| {
        Gagal::berkas("membaca", jalur)(io::Error::new(io::ErrorKind::InvalidData, "namanya bukan UTF-8"))
    })?;
    match fs::read(jalur) {
        Ok(isi) => {
            ke.baris(1, [Nilai::Teks(nama), Nilai::Bait(&isi)].into_iter())
                .await
        }
        // A letter that has just gone out.
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(e) => Err(Gagal::berkas("membaca", jalur)(e)),
    }
}

/// All files under a path, sorted; links are not followed.
fn telusur(akar: &Path, lewati: &dyn Fn(&Path) -> bool) -> Result<Vec<PathBuf>, Gagal> {
    let (mut antre, mut semua) = (vec![akar.to_owned()], Vec::new());
    while let Some(j) = antre.pop() {
        if j != akar && lewati(&j) {
            continue;
        }
        let m = match if j == akar {
            fs::metadata(&j)
        } else {
            fs::symlink_metadata(&j)
        } {
            Ok(m) => m,
            Err(e) if e.kind() == io::ErrorKind::NotFound => continue,
            Err(e) => return Err(Gagal::berkas("membaca", &j)(e)),
        };
        if m.is_file() {
            semua.push(j);
        } else if m.is_dir() {
            for e in fs::read_dir(&j).map_err(Gagal::berkas("membaca", &j))? {
                antre.push(e.map_err(Gagal::berkas("membaca", &j))?.path());
            }
        }
    }
    semua.sort();
    Ok(semua)
}

/// The uploads: what is in the archive already is not even read.
async fn berkas(
    s: &Sumber,
    unggahan: Vec<(String, i64, bool)>,
    ke: &mut Penulis<'_>,
) -> Result<(Tabel, Vec<BerkasCacat>), Gagal> {
    let (mut cacat, mut ada) = (Vec::new(), Vec::new());
    for (teks, ukuran, dipakai) in unggahan {
        let sidik = HEXLOWER
            .decode(teks.as_bytes())
            .ok()
            .and_then(|s| <[u8; 32]>::try_from(s).ok());
        let sidik = sidik.ok_or_else(|| Gagal::Basis("membaca daftar unggahan", "sidik tidak sah".into()))?;
        if u64::try_from(ukuran).is_ok_and(|n| ke.arsip.ada(&sidik, n)) {
            ke.ukuran += u64::try_from(ukuran).unwrap_or(0);
            ada.push((sidik, ukuran));
            continue;
        }
        let jalur = s.berkas.join(teks.get(..2).unwrap_or("00")).join(&teks);
        let isi = match fs::read(&jalur) {
            Ok(isi) => Some(isi),
            Err(e) if e.kind() == io::ErrorKind::NotFound => None,
            Err(e) => return Err(Gagal::berkas("membaca", &jalur)(e)),
        };
        let hilang = isi.is_none();
        match isi.filter(|i| <[u8; 32]>::from(Sha256::digest(i)) == sidik) {
            Some(isi) => {
                ada.push((sidik, i64::try_from(isi.len()).unwrap_or(i64::MAX)));
                ke.tunggal(isi).await?;
            }
            // An upload that nothing used may have been forgotten meanwhile.
            None if hilang && !dipakai => {}
            None => cacat.push(BerkasCacat { sidik: teks, hilang }),
        }
    }
    ke.tunggu(0).await?;
    ke.potongan.clear();
    for (sidik, n) in &ada {
        ke.baris(1, [Nilai::Bait(sidik), Nilai::Bulat(*n)].into_iter())
            .await?;
    }
    let t = ke.tutup(BERKAS, vec!["sidik".into(), "ukuran".into()]).await?;
    Ok((t, cacat))
}
