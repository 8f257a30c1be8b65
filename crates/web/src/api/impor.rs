//! Bringing a file in: every row is a command like any other, so it is checked, numbered and remembered like any
//! other. Rows that are refused are told with their fields; the others stand. The same file sent again does nothing
//! twice, so a broken connection is mended by sending it once more.

use std::{future::Future, task::Poll};

use axum::{
    Json,
    extract::{Path, RawQuery, Request},
    response::{IntoResponse, Response},
};
use kernel::{
    Aksi, Galat, GalatMedan, IdEntri, Pelaku, Perintah, RegisterDef, command::Kunci, izin::Tindakan, putuskan,
};
use serde_json::{Value, json};

use super::{
    buat::sidik,
    json::{tipe, tubuh},
    saringan::Kueri,
    tukar::{self, Baris, Bentuk},
};
use crate::{Gagal, Permintaan};

/// Rows on their way at once: as many as the writer takes into one transaction.
const KELOMPOK: usize = 256;

const TIPE: &[&str] = &["text/csv", "application/x-ndjson", "application/ndjson"];

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
    let bentuk = match tipe(req.headers(), TIPE)? {
        "text/csv" => Bentuk::Csv,
        _ => Bentuk::Ndjson,
    };
    let isi = tubuh(req, tukar::MAKS_BERKAS).await?;
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
    loop {
        let kelompok: Vec<Baris> = baris.by_ref().take(KELOMPOK).collect();
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

/// What became of a row: its number, and whether it was there before.
type Nasib = Result<Option<(String, bool)>, Galat>;

async fn satu(p: &Permintaan, def: &RegisterDef, berkas: &[u8; 32], b: Baris, uji: bool) -> (usize, Nasib) {
    let kerja = async {
        let mut isi = b.isi.map_err(Galat::Isian)?;
        p.kenali_rujukan(&p.pelaku, &def.medan, &mut isi).await?;
        let id = IdEntri::baru(p.app.store.jam().kini());
        let mut perintah = p.perintah(Aksi::Buat {
            register: def.kode.to_string(),
            id,
            isi,
        });
        if uji {
            return periksa(p, &perintah).await.map(|()| None);
        }
        let nomor = b.nomor.to_be_bytes();
        let kunci = data_encoding::HEXLOWER.encode(&sidik(&[b"impor", berkas, &nomor]));
        perintah.kunci = Some(Kunci {
            kunci,
            sidik: *berkas,
        });
        let hasil = p.app.store.jalankan(perintah).await?;
        Ok(Some((hasil.entri.nomor, hasil.ulangan)))
    };
    (b.nomor, kerja.await)
}

/// Decides without writing, and looks up what the writer would look up.
async fn periksa(p: &Permintaan, perintah: &Perintah) -> Result<(), Galat> {
    let putusan = putuskan(p.app.store.inventaris(), &p.profil, perintah, None, 1)?;
    for t in &putusan.tautan {
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
    /// Nothing; the reasons.
    Ditolak(Vec<GalatMedan>),
}

/// The report of an import, row by row.
#[derive(Debug, Default)]
pub(crate) struct Laporan {
    /// Only checked.
    pub(crate) uji: bool,
    /// Rows that are entries now, or can be.
    pub(crate) diterima: usize,
    /// Rows that were refused.
    pub(crate) ditolak: usize,
    /// Every row by its number, in the order of the file.
    pub(crate) baris: Vec<(usize, Hasil)>,
}

impl Laporan {
    /// Notes a row. What no row is to blame for (a database that does not answer) ends the import.
    fn catat(&mut self, nomor: usize, hasil: Nasib) -> Result<(), Galat> {
        let hasil = match hasil {
            Ok(None) => Hasil::Boleh,
            Ok(Some((n, false))) => Hasil::Dibuat(n),
            Ok(Some((n, true))) => Hasil::Ulangan(n),
            Err(g @ (Galat::Sementara(_) | Galat::Dalam(_))) => return Err(g),
            Err(Galat::Isian(v)) => Hasil::Ditolak(v),
            Err(g) => Hasil::Ditolak(vec![GalatMedan::baru("baris", g.pesan())]),
        };
        match hasil {
            Hasil::Ditolak(_) => self.ditolak += 1,
            _ => self.diterima += 1,
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
            Hasil::Ditolak(v) => json!({ "baris": n, "galat": v.iter().map(galat).collect::<Vec<_>>() }),
        });
        let baris: Vec<Value> = baris.collect();
        json!({ "uji": self.uji, "diterima": self.diterima, "ditolak": self.ditolak, "baris": baris })
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
