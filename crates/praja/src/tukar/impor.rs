//! A file as entries, new and changed: each row is a command of its own, and a bad row never stops the others. The file is
//! read as it goes; while a thousand rows are written in one transaction, the next thousand are decided on all processors.

use std::{collections::HashMap, io::BufRead};

use futures_util::stream::{self, StreamExt};
use jiff::{SignedDuration, Timestamp};
use kernel::{Aksi, Bahasa, Galat, GalatMedan, IdEntri, Perintah, Peta, command::Kunci, izin::Tindakan};
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use web::api::{
    tukar::{self, Pernah, Tanda},
    ubahan::{self, Ubahan},
};

use super::{Bentuk, Meja};

/// Rows in one transaction.
const KELOMPOK: usize = 1_000;

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "hasil", rename_all = "snake_case")]
pub enum HasilBaris {
    /// A new entry.
    Dibuat {
        /// Its number.
        nomor: String,
    },
    /// The same file was brought in before.
    SudahAda {
        /// The number of the entry it made.
        nomor: String,
    },
    /// The entry whose id the row bears was changed.
    Diubah {
        /// Its number.
        nomor: String,
    },
    /// The entry whose id the row bears is so already.
    Tetap {
        /// Its number.
        nomor: String,
    },
    /// Nothing; the reasons.
    Ditolak {
        /// Field (or `baris`, the row as a whole) and what to do about it.
        galat: Vec<(String, String)>,
    },
}

/// A row with what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Baris {
    /// Its number as a spreadsheet or an editor counts.
    pub baris: usize,
    /// What became of it.
    #[serde(flatten)]
    pub hasil: HasilBaris,
}

/// The report of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Laporan {
    /// New entries.
    pub dibuat: usize,
    /// Rows that an earlier run had brought in.
    pub sudah_ada: usize,
    /// Entries that were changed.
    pub diubah: usize,
    /// Rows that say what is so already.
    pub tetap: usize,
    /// Rows that were refused.
    pub ditolak: usize,
}

/// What becomes of rows with the id of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cara {
    /// They change that entry.
    Ubah,
    /// They are new entries all the same: the file is of another installation.
    Baru,
}

/// Brings a file in and tells of every row, in the order of the file. Repeating an import, after it was interrupted or
/// with its wrong rows mended, does nothing twice (for two days). Memory: two thousand rows, and a few bytes a row to
/// tell equal rows apart.
///
/// # Errors
/// Without the right to import, and for a file whose columns are not the register's.
pub async fn impor(
    meja: &Meja<'_>,
    bentuk: Bentuk,
    cara: Cara,
    sumber: impl BufRead + Send,
    catat: &mut (dyn FnMut(Baris) + Send),
) -> Result<Laporan, Galat> {
    meja.wewenang(Tindakan::Impor)?;
    let mut laporan = Laporan::default();
    let mut pembuat = Pembuat::baru(meja);
    let mut sumber = tukar::alirkan(meja.def, bentuk, sumber)?;
    let mut pernah = Pernah::default();
    let kelompok = std::iter::from_fn(|| {
        let baris: Vec<tukar::Baris> = sumber.by_ref().take(KELOMPOK).collect();
        let satu = |b: tukar::Baris| match cara {
            Cara::Ubah => pernah.periksa(b),
            Cara::Baru => tukar::Baris { untuk: None, ..b },
        };
        (!baris.is_empty()).then(|| pembuat.calon(baris.into_iter().map(satu).collect()))
    });
    // In order: handed to the writer when its turn comes, while those behind it are decided.
    let siap = stream::iter(kelompok).map(|calon| async move {
        let (mut nasib, mut perintah) = (Vec::with_capacity(calon.len()), Vec::with_capacity(calon.len()));
        for (nomor, c) in calon {
            let n = match c {
                Ok(Calon::Baru(p)) => {
                    perintah.push(p);
                    Nasib::Dibuat
                }
                Ok(Calon::Lama(t, isi)) => {
                    match ubahan::susun(meja.store, meja.profil, meja.def, &meja.pelaku, &t, isi).await {
                        Ok(Ubahan::Berubah { perintah: p, .. }) => {
                            perintah.push(*p);
                            Nasib::Diubah
                        }
                        Ok(Ubahan::Tetap { nomor }) => Nasib::Sudah(HasilBaris::Tetap { nomor }),
                        Err(g) => Nasib::ditolak(&g),
                    }
                }
                Err(g) => Nasib::ditolak(&g),
            };
            nasib.push((nomor, n));
        }
        Ok::<_, Galat>((nasib, meja.store.siapkan_banyak(perintah).await?))
    });
    let tulis = siap.buffered(2).map(|siap| async move {
        let (nasib, banyak) = siap?;
        Ok::<_, Galat>((nasib, meja.store.jalankan_banyak(banyak).await?))
    });
    let mut tulis = std::pin::pin!(tulis.buffered(2));
    while let Some(hasil) = tulis.next().await {
        let (nasib, hasil) = hasil?;
        let mut hasil = hasil.into_iter();
        for (baris, n) in nasib {
            let mut tertulis = || {
                let h = hasil.next();
                h.ok_or_else(|| Galat::dalam("bringing a row in", "no answer"))
            };
            let hasil = match n {
                Nasib::Sudah(h) => h,
                Nasib::Diubah => match tertulis()? {
                    Ok(h) => HasilBaris::Diubah { nomor: h.entri.nomor },
                    Err(g) => HasilBaris::Ditolak { galat: alasan(&g) },
                },
                Nasib::Dibuat => match tertulis()? {
                    Ok(h) if h.ulangan => HasilBaris::SudahAda { nomor: h.entri.nomor },
                    Ok(h) => HasilBaris::Dibuat { nomor: h.entri.nomor },
                    Err(g) => HasilBaris::Ditolak { galat: alasan(&g) },
                },
            };
            match hasil {
                HasilBaris::Dibuat { .. } => laporan.dibuat += 1,
                HasilBaris::SudahAda { .. } => laporan.sudah_ada += 1,
                HasilBaris::Diubah { .. } => laporan.diubah += 1,
                HasilBaris::Tetap { .. } => laporan.tetap += 1,
                HasilBaris::Ditolak { .. } => laporan.ditolak += 1,
            }
            catat(Baris { baris, hasil });
        }
    }
    Ok(laporan)
}

/// What a row asks for.
enum Calon {
    Baru(Perintah),
    Lama(Tanda, Peta),
}

/// The rows of a group by number.
type Kelompok = Vec<(usize, Result<Calon, Galat>)>;

/// What becomes of a row: told by the writer, or known before it is asked.
enum Nasib {
    Dibuat,
    Diubah,
    Sudah(HasilBaris),
}

impl Nasib {
    fn ditolak(g: &Galat) -> Self {
        Nasib::Sudah(HasilBaris::Ditolak { galat: alasan(g) })
    }
}

/// Makes commands of rows.
struct Pembuat<'a> {
    meja: &'a Meja<'a>,
    pengguna: uuid::Uuid,
    /// How often a row was there before, by eight bytes of its digest: two rows that share them by chance only count on.
    kembar: HashMap<u64, u32>,
    /// The last moment of an id.
    saat: Timestamp,
}

impl<'a> Pembuat<'a> {
    fn baru(meja: &'a Meja<'a>) -> Self {
        Pembuat {
            meja,
            pengguna: meja.pelaku.akun().map(|a| a.id).unwrap_or_default(),
            kembar: HashMap::new(),
            saat: Timestamp::MIN,
        }
    }

    fn calon(&mut self, baris: Vec<tukar::Baris>) -> Kelompok {
        let kini = self.meja.store.jam().kini();
        // Ids sort by their moment and then by chance. Sorted beforehand, and never of the moment of an earlier group,
        // entries keep the order of the file.
        let lanjut = self
            .saat
            .checked_add(SignedDuration::from_millis(1))
            .unwrap_or(kini);
        self.saat = kini.max(lanjut);
        let mut id: Vec<IdEntri> = baris.iter().map(|_| IdEntri::baru(self.saat)).collect();
        id.sort_unstable();
        let satu = |(b, id): (tukar::Baris, IdEntri)| {
            let calon = b.isi.map_err(Galat::Isian).map(|isi| match b.untuk {
                Some(t) => Calon::Lama(t, isi),
                None => Calon::Baru(self.satu(isi, kini, id)),
            });
            (b.nomor, calon)
        };
        baris.into_iter().zip(id).map(satu).collect()
    }

    /// One row. The key is made of what the row says and how often it was said before, so the same file brought in
    /// again is recognised, and two equal rows of one file are still two.
    fn satu(&mut self, isi: Peta, kini: Timestamp, id: IdEntri) -> Perintah {
        let teks = Value::Object(isi);
        let dasar: [u8; 32] = Sha256::new()
            .chain_update(self.meja.def.kode.as_bytes())
            .chain_update([0])
            .chain_update(teks.to_string())
            .finalize()
            .into();
        let awal = dasar.first_chunk().copied().map_or(0, u64::from_be_bytes);
        let ke = self.kembar.entry(awal).or_insert(0);
        *ke += 1;
        let sidik: [u8; 32] = Sha256::new()
            .chain_update(dasar)
            .chain_update(ke.to_be_bytes())
            .finalize()
            .into();
        let kunci = Kunci {
            kunci: format!(
                "impor:{}:{}",
                self.pengguna,
                data_encoding::HEXLOWER.encode(&sidik)
            ),
            sidik,
        };
        let isi = match teks {
            Value::Object(isi) => isi,
            _ => Peta::new(),
        };
        Perintah {
            daerah: self.meja.profil.kode().clone(),
            pelaku: self.meja.pelaku.clone(),
            kini,
            aksi: Aksi::Buat {
                register: self.meja.def.kode.to_string(),
                id,
                isi,
            },
            kunci: Some(kunci),
        }
    }
}

fn alasan(g: &Galat) -> Vec<(String, String)> {
    if let Galat::Dalam(_) | Galat::Sementara(_) = g {
        tracing::error!(galat = %g, "a row could not be brought in");
    }
    let satu = |g: &GalatMedan| (g.medan.clone(), g.pesan.dalam(Bahasa::Id));
    match g.isian() {
        [] => vec![("baris".to_owned(), g.pesan().dalam(Bahasa::Id))],
        isian => isian.iter().map(satu).collect(),
    }
}
