//! Restoring: into an empty place, and all of it.

use std::{
    fs,
    io::Write,
    path::{Component, Path, PathBuf},
};

use jiff::Timestamp;
use kernel::{
    Inventaris, Peta,
    search::{gabung, istilah},
};
use serde_json::Value;

use crate::{
    Gagal, Maju,
    arsip::{Arsip, Potongan, baru, buat_folder, waktu},
    baris::{self, Nilai},
    basis::{ENTRI, Jenis, Pengisi},
    manifes::{FOLDER, Manifes, SETELAN, Tabel},
};

/// Where to.
#[derive(Clone, Debug)]
pub struct Tujuan {
    /// URL of the database.
    pub database: String,
    /// The data folder.
    pub data: PathBuf,
    /// The folder of uploads.
    pub berkas: PathBuf,
    /// Where the configuration of then is put for reading; it is never put back in force by itself.
    pub setelan: PathBuf,
}

/// The newest back-up that is not younger than a moment. Whoever names none means now: a clock that once ran ahead left
/// back-ups that seem newer than all that followed.
///
/// # Errors
/// There is none.
pub fn pilih(arsip: &Arsip, pada: Timestamp) -> Result<(String, Manifes), Gagal> {
    let semua = arsip.semua()?;
    let cukup_tua = |n: &&String| waktu(n).is_some_and(|w| w <= pada);
    let nama = semua.iter().rev().find(cukup_tua);
    let nama = nama.ok_or_else(|| Gagal::Kosong(arsip.akar().to_owned()))?;
    Ok((nama.clone(), arsip.muat(nama)?))
}

/// The back-ups that are younger than a moment, oldest first.
///
/// # Errors
/// When the folder cannot be read.
pub fn sesudah(arsip: &Arsip, saat: Timestamp) -> Result<Vec<String>, Gagal> {
    let mut semua = arsip.semua()?;
    semua.retain(|n| waktu(n).is_some_and(|w| w > saat));
    Ok(semua)
}

/// Restores a back-up; the words for search come from the registers.
///
/// # Errors
/// A place that is not empty, tables of a newer program, a part that is missing or damaged. A database that was not
/// filled to the end is not there.
pub async fn pulihkan(
    arsip: &Arsip,
    m: &Manifes,
    ke: &Tujuan,
    inventaris: &Inventaris,
    maju: Maju<'_>,
) -> Result<(), Gagal> {
    if berisi(&ke.data)? {
        return Err(Gagal::TidakKosong(format!("folder data {}", ke.data.display())));
    }
    let mut hitung = Hitung { maju, ukuran: 0 };
    buat_folder(&ke.data).map_err(Gagal::berkas("membuat folder", &ke.data))?;
    let mut isi = Pengisi::mulai(&ke.database, m.skema).await?;
    let tabel = isi.tabel().await?;
    for t in m.tabel.iter().filter(|t| !t.nama.starts_with('#')) {
        let asing = |k: &str| Gagal::rusak(format!("tabel {}{k} tidak dikenal", t.nama));
        let tujuan = tabel.get(&t.nama).ok_or_else(|| asing(""))?;
        let mut kolom: Vec<(&str, Jenis)> = Vec::new();
        for k in &t.kolom {
            let ada = tujuan.kolom.iter().find(|x| x.nama == *k);
            let ada = ada.ok_or_else(|| asing(&format!(", kolom {k},")))?;
            kolom.push((&ada.nama, ada.jenis));
        }
        for p in &t.potongan {
            let mentah = ambil(arsip, p, &t.nama)?;
            let baris = urai(&mentah, t)?;
            let kata = match t.nama == ENTRI {
                true => baris.iter().map(|b| kata(&t.kolom, b, inventaris)).collect(),
                false => Vec::new(),
            };
            isi.isi(tujuan, &kolom, &baris, &kata).await?;
            hitung.tambah(p.ukuran);
        }
    }
    for (nama, akar) in [(FOLDER, &ke.data), (SETELAN, &ke.setelan)] {
        let Some(t) = m.tabel(nama) else { continue };
        for p in &t.potongan {
            let mentah = ambil(arsip, p, nama)?;
            for b in urai(&mentah, t)? {
                let [Nilai::Teks(jalur), Nilai::Bait(isi)] = b.as_slice() else {
                    return Err(Gagal::rusak(format!("{nama} tidak terbaca")));
                };
                tulis(&dalam(akar, jalur)?, isi)?;
            }
            hitung.tambah(p.ukuran);
        }
    }
    for p in m.berkas(arsip)? {
        let isi = ambil(arsip, &p, "berkas")?;
        tulis(
            &ke.berkas.join(p.sidik.get(..2).unwrap_or("00")).join(&p.sidik),
            &isi,
        )?;
        hitung.tambah(p.ukuran);
    }
    let f = fs::File::open(&ke.data).map_err(Gagal::berkas("membuka", &ke.data))?;
    rustix::fs::syncfs(&f).map_err(|e| Gagal::berkas("menyimpan", &ke.data)(e.into()))?;
    isi.selesai().await
}

struct Hitung<'a> {
    maju: Maju<'a>,
    ukuran: u64,
}

impl Hitung<'_> {
    fn tambah(&mut self, n: u64) {
        self.ukuran += n;
        (self.maju)(self.ukuran);
    }
}

/// Whether a folder holds anything that a restore would mix with.
fn berisi(folder: &Path) -> Result<bool, Gagal> {
    match fs::read_dir(folder) {
        Ok(mut isi) => Ok(isi.any(|e| e.is_ok_and(|e| e.file_name() != "lost+found"))),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(e) => Err(Gagal::berkas("membaca", folder)(e)),
    }
}

fn ambil(arsip: &Arsip, p: &Potongan, bagian: &str) -> Result<Vec<u8>, Gagal> {
    arsip.ambil(p).map_err(|c| {
        let kata = match c {
            crate::Cacat::Hilang => "hilang",
            crate::Cacat::Rusak => "berubah",
        };
        Gagal::rusak(format!("sebuah potongan dari {bagian} {kata}"))
    })
}

fn urai<'a>(isi: &'a [u8], t: &Tabel) -> Result<Vec<Vec<Nilai<'a>>>, Gagal> {
    baris::baca(isi, t.kolom.len()).ok_or_else(|| Gagal::rusak(format!("baris {} tidak terbaca", t.nama)))
}

/// The words of an entry, as the store writes them. A register that is no longer there has none: nobody searches it.
fn kata(kolom: &[String], b: &[Nilai<'_>], inventaris: &Inventaris) -> String {
    let teks = |nama: &str| {
        kolom.iter().zip(b).find_map(|(k, v)| match v {
            Nilai::Teks(s) if k == nama => Some(*s),
            _ => None,
        })
    };
    let def = teks("register").and_then(|r| inventaris.register(r));
    let isi: Option<Peta> = teks("isi").and_then(|s| match serde_json::from_str(s) {
        Ok(Value::Object(o)) => Some(o),
        _ => None,
    });
    match (def, isi) {
        (Some(d), Some(isi)) => gabung(&istilah(&d.teks_cari(teks("nomor").unwrap_or_default(), &isi))),
        _ => String::new(),
    }
}

/// A path below a folder, whatever the archive says.
fn dalam(akar: &Path, jalur: &str) -> Result<PathBuf, Gagal> {
    let mut hasil = akar.to_owned();
    for k in Path::new(jalur).components() {
        match k {
            Component::Normal(n) => hasil.push(n),
            Component::RootDir | Component::CurDir => {}
            _ => return Err(Gagal::rusak("sebuah jalur berkas tidak sah")),
        }
    }
    Ok(hasil)
}

fn tulis(jalur: &Path, isi: &[u8]) -> Result<(), Gagal> {
    if let Some(induk) = jalur.parent() {
        buat_folder(induk).map_err(Gagal::berkas("membuat folder", induk))?;
    }
    let tulis = || baru(jalur)?.write_all(isi);
    tulis().map_err(Gagal::berkas("menulis", jalur))
}
