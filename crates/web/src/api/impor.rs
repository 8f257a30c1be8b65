//! Bringing a file in: every row is a command like any other, so it is checked, numbered and remembered like any
//! other. A row with the id of an entry changes that entry, one without makes a new one. Rows that are refused are told with
//! their fields; the others stand. The same file sent again does nothing twice, so a broken connection is mended by sending
//! it once more.

use std::{future::Future, task::Poll};

use axum::{
    Json,
    extract::{Path, RawQuery, Request},
    response::{IntoResponse, Response},
};
use kernel::{
    Aksi, Galat, GalatMedan, IdEntri, Pelaku, RegisterDef,
    command::{Kunci, Tautan},
    izin::Tindakan,
    putuskan,
};
use serde_json::{Value, json};
use tokio::sync::Semaphore;

use super::{
    buat::sidik,
    json::{tipe, tubuh},
    saringan::Kueri,
    tukar::{self, Baris, Bentuk, Pernah, xlsx},
    ubahan::{self, Ubahan},
};
use crate::{Gagal, Permintaan};

/// Rows on their way at once: as many as the writer takes into one transaction.
const KELOMPOK: usize = 256;

const TIPE: &[&str] = &[
    "text/csv",
    "application/x-ndjson",
    "application/ndjson",
    xlsx::TIPE,
];

/// One workbook at a time: the others wait, and the memory stays that of one.
static ANTRE: Semaphore = Semaphore::const_new(1);

/// A file that somebody sends, as it is read: of a workbook the first sheet.
///
/// # Errors
/// What is no workbook though it begins as one.
pub(crate) async fn terbaca(isi: Vec<u8>) -> Result<Vec<u8>, Galat> {
    let _giliran = ANTRE
        .acquire()
        .await
        .map_err(|e| Galat::dalam("waiting for a turn", e))?;
    let kerja = tokio::task::spawn_blocking(move || xlsx::ke_csv(&isi)).await;
    kerja.map_err(|e| Galat::dalam("reading a workbook", e))?
}

/// `POST …/{register}/impor`, with `?uji=ya` only checking.
pub(super) async fn impor(
    p: Permintaan,
    Path((_, register)): Path<(String, String)>,
    RawQuery(q): RawQuery,
    req: Request,
) -> Result<Response, Gagal> {
    let def = p.register(&register)?;
    p.wewenang(&def, Tindakan::Impor)?;
    let uji = uji(&Kueri::baca(q.as_deref())?)?;
    let tipe = tipe(req.headers(), TIPE)?;
    let bentuk = match tipe {
        "text/csv" | xlsx::TIPE => Bentuk::Csv,
        _ => Bentuk::Ndjson,
    };
    let mut isi = tubuh(req, tukar::MAKS_BERKAS).await?.to_vec();
    if tipe == xlsx::TIPE {
        isi = terbaca(isi).await?;
    }
    let laporan = masukkan(&p, &def, bentuk, &isi, uji).await?;
    Ok(Json(laporan.json(&p)).into_response())
}

/// Brings the rows of a file in, or with `uji` only checks them.
///
/// # Errors
/// What makes the whole file unusable, and a database that does not answer; rows that are wrong are in the report.
pub(crate) async fn masukkan(
    p: &Permintaan,
    def: &RegisterDef,
    bentuk: Bentuk,
    isi: &[u8],
    uji: bool,
) -> Result<Laporan, Galat> {
    p.wewenang(def, Tindakan::Impor)?;
    let berkas = sidik(&[def.kode.as_bytes(), isi]);
    let mut baris = tukar::buka(def, bentuk, isi)?;
    let mut laporan = Laporan {
        uji,
        ..Laporan::default()
    };
    let mut pernah = Pernah::default();
    loop {
        let kelompok: Vec<Baris> = baris.by_ref().take(KELOMPOK).map(|b| pernah.periksa(b)).collect();
        if kelompok.is_empty() {
            return Ok(laporan);
        }
        let mut kerja = Vec::with_capacity(kelompok.len());
        for b in kelompok {
            kerja.push(satu(p, def, &berkas, b, uji));
        }
        for (nomor, hasil) in bersama(kerja).await {
            laporan.catat(nomor, hasil)?;
        }
        // Checking alone waits for nothing; others have their turn between groups.
        tokio::task::yield_now().await;
    }
}

fn uji(k: &Kueri) -> Result<bool, Galat> {
    let mut salah = Vec::new();
    k.hanya(&["uji".to_owned()], &mut salah);
    let uji = match k.satu("uji", &mut salah) {
        None | Some("tidak") => false,
        Some("ya") => true,
        Some(_) => {
            salah.push(GalatMedan::baru("uji", "Isi ya atau tidak."));
            false
        }
    };
    if salah.is_empty() {
        Ok(uji)
    } else {
        Err(Galat::Isian(salah))
    }
}

async fn satu(
    p: &Permintaan,
    def: &RegisterDef,
    berkas: &[u8; 32],
    b: Baris,
    uji: bool,
) -> (usize, Result<Hasil, Galat>) {
    let kerja = async {
        let mut isi = b.isi.map_err(Galat::Isian)?;
        p.kenali_rujukan(&p.pelaku, &def.medan, &mut isi).await?;
        if let Some(t) = &b.untuk {
            let u = ubahan::susun(&p.app.store, &p.profil, def, &p.pelaku, t, isi).await?;
            return ubah(p, u, uji).await;
        }
        let id = IdEntri::baru(p.app.store.jam().kini());
        let mut perintah = p.perintah(Aksi::Buat {
            register: def.kode.to_string(),
            id,
            isi,
        });
        if uji {
            let putusan = putuskan(p.app.store.inventaris(), &p.profil, &perintah, None, 1)?;
            return tertuju(p, &putusan.tautan).await.map(|()| Hasil::Boleh);
        }
        let nomor = b.nomor.to_be_bytes();
        let kunci = data_encoding::HEXLOWER.encode(&sidik(&[b"impor", berkas, &nomor]));
        perintah.kunci = Some(Kunci {
            kunci,
            sidik: *berkas,
        });
        let hasil = p.app.store.jalankan(perintah).await?;
        Ok(if hasil.ulangan {
            Hasil::Ulangan(hasil.entri.nomor)
        } else {
            Hasil::Dibuat(hasil.entri.nomor)
        })
    };
    (b.nomor, kerja.await)
}

/// A change needs no key to be done once: what it says is so afterwards, and the same row is then no change.
async fn ubah(p: &Permintaan, u: Ubahan, uji: bool) -> Result<Hasil, Galat> {
    match u {
        Ubahan::Tetap { nomor } => Ok(Hasil::Tetap(nomor)),
        Ubahan::Berubah {
            nomor,
            medan,
            perintah,
            tautan,
        } => {
            if uji {
                tertuju(p, &tautan).await?;
                return Ok(Hasil::BolehUbah(nomor, medan));
            }
            p.app.store.jalankan(*perintah).await?;
            Ok(Hasil::Diubah(nomor, medan))
        }
    }
}

/// Looks up what the writer would look up: that the links lead to something.
async fn tertuju(p: &Permintaan, tautan: &[Tautan]) -> Result<(), Galat> {
    for t in tautan {
        match p.app.store.entri(p.daerah(), &Pelaku::Sistem, t.ke).await {
            Ok(e) if e.entri.register == t.register => {}
            Ok(_) | Err(Galat::TidakDitemukan) => {
                return Err(Galat::medan(
                    t.medan.clone(),
                    "Entri yang dirujuk tidak ada. Pilih dari daftar.",
                ));
            }
            Err(g) => return Err(g),
        }
    }
    Ok(())
}

/// What became of a row.
#[derive(Debug)]
pub(crate) enum Hasil {
    /// It can be brought in: so far it was only checked.
    Boleh,
    /// A new entry with that number.
    Dibuat(String),
    /// The entry with that number, which the same file had made before.
    Ulangan(String),
    /// The entry with that number can be changed, in these fields: so far it was only checked.
    BolehUbah(String, Vec<String>),
    /// The entry with that number was changed, in these fields.
    Diubah(String, Vec<String>),
    /// The entry with that number is so already.
    Tetap(String),
    /// Nothing; the reasons.
    Ditolak(Vec<GalatMedan>),
}

/// The report of an import, row by row.
#[derive(Debug, Default)]
pub(crate) struct Laporan {
    /// Only checked.
    pub(crate) uji: bool,
    /// Rows that are entries now, or can be: new, changed, and as they were.
    pub(crate) diterima: usize,
    /// Of these, the ones that change an entry.
    pub(crate) diubah: usize,
    /// Of these, the ones that leave an entry as it is.
    pub(crate) tetap: usize,
    /// Rows that were refused.
    pub(crate) ditolak: usize,
    /// Every row by its number, in the order of the file.
    pub(crate) baris: Vec<(usize, Hasil)>,
}

impl Laporan {
    /// Notes a row. What no row is to blame for (a database that does not answer) ends the import.
    fn catat(&mut self, nomor: usize, hasil: Result<Hasil, Galat>) -> Result<(), Galat> {
        let hasil = match hasil {
            Ok(h) => h,
            Err(g @ (Galat::Sementara(_) | Galat::Dalam(_))) => return Err(g),
            Err(Galat::Isian(v)) => Hasil::Ditolak(v),
            Err(g) => Hasil::Ditolak(vec![GalatMedan::baru("baris", g.pesan())]),
        };
        match &hasil {
            Hasil::Ditolak(_) => self.ditolak += 1,
            h => {
                self.diterima += 1;
                self.diubah += usize::from(matches!(h, Hasil::BolehUbah(..) | Hasil::Diubah(..)));
                self.tetap += usize::from(matches!(h, Hasil::Tetap(_)));
            }
        }
        self.baris.push((nomor, hasil));
        Ok(())
    }

    fn json(&self, p: &Permintaan) -> Value {
        let galat = |g: &GalatMedan| json!({ "medan": g.medan, "pesan": g.pesan.dalam(p.b) });
        let baris = self.baris.iter().map(|(n, h)| match h {
            Hasil::Boleh => json!({ "baris": n }),
            Hasil::Dibuat(nomor) => json!({ "baris": n, "nomor": nomor }),
            Hasil::Ulangan(nomor) => json!({ "baris": n, "nomor": nomor, "ulangan": true }),
            Hasil::BolehUbah(nomor, medan) | Hasil::Diubah(nomor, medan) => {
                json!({ "baris": n, "nomor": nomor, "diubah": medan })
            }
            Hasil::Tetap(nomor) => json!({ "baris": n, "nomor": nomor, "tetap": true }),
            Hasil::Ditolak(v) => json!({ "baris": n, "galat": v.iter().map(galat).collect::<Vec<_>>() }),
        });
        let baris: Vec<Value> = baris.collect();
        json!({
            "uji": self.uji, "diterima": self.diterima, "diubah": self.diubah, "tetap": self.tetap,
            "ditolak": self.ditolak, "baris": baris,
        })
    }
}

/// Runs all to their end, started in their order: one transaction carries many rows. Numbers follow the file where
/// one writer takes them all (SQLite); several writers (PostgreSQL) may change places within a group.
async fn bersama<F: Future>(semua: Vec<F>) -> Vec<F::Output> {
    let mut kerja: Vec<_> = semua
        .into_iter()
        .map(|f| (Box::pin(f), None::<F::Output>))
        .collect();
    std::future::poll_fn(|cx| {
        let mut selesai = true;
        for (f, hasil) in kerja.iter_mut().filter(|(_, h)| h.is_none()) {
            match f.as_mut().poll(cx) {
                Poll::Ready(h) => *hasil = Some(h),
                Poll::Pending => selesai = false,
            }
        }
        if selesai { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    kerja.into_iter().filter_map(|(_, h)| h).collect()
}
