//! A whole list as a file. CSV and NDJSON are written page by page as they are read, so their size costs no memory;
//! XLSX has to be finished before its first byte, so it is bounded.

use std::sync::Arc;

use axum::{
    body::{Body, Bytes},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use futures_util::stream;
use kernel::{
    Galat, Jenis, Lewat, RegisterDef,
    izin::{Tindakan, Wewenang},
};
use rust_xlsxwriter::{Format as Gaya, Workbook, XlsxError};
use serde_json::Value;
use store::{Daftar, Halaman, Kursor, Tampak};
use tokio::sync::Semaphore;

use super::{
    daftar::Format,
    saringan::{self, Kueri},
    tukar::{self, Lajur, MAKS_SEL},
    wujud,
};
use crate::Permintaan;

/// Most rows of an XLSX.
const MAKS_XLSX: i64 = 100_000;
/// What every entry has, as columns before those of its register.
const UMUM: [&str; 12] = [
    "nomor", "keadaan", "unit", "pemegang", "dibuat", "diubah", "jatuh", "terbuka", "terbit", "versi",
    "register", "id",
];

/// One workbook at a time: the others wait, and the memory stays that of one.
static ANTRE: Semaphore = Semaphore::const_new(1);

/// The columns that somebody may see anything in.
fn lajur(def: &RegisterDef, w: &Wewenang) -> Vec<Lajur> {
    let boleh = |l: &Lajur| !l.medan.rahasia && (w.dalam() || (l.medan.publik && !l.medan.pribadi));
    tukar::lajur(def).into_iter().filter(boleh).collect()
}

/// A page of what is written; that it is read is on disk when it is here.
async fn baca(p: &Permintaan, w: &Wewenang, m: &Daftar) -> Result<Halaman, Galat> {
    let halaman = p.app.store.daftar(w, &p.pelaku, m).await?;
    p.catat_baca(&p.pelaku, Lewat::Ekspor, &halaman.entri).await?;
    Ok(halaman)
}

pub(super) async fn ekspor(
    p: Permintaan,
    def: Arc<RegisterDef>,
    kueri: Kueri,
    format: Format,
) -> Result<Response, Galat> {
    let w = p.wewenang(&def, Tindakan::Ekspor)?;
    let mut m = saringan::baca(&p, &def, &w, &kueri, false)?.daftar;
    if format == Format::Xlsx && p.app.store.jumlah(&w, &m.saring, MAKS_XLSX + 1).await? > MAKS_XLSX {
        let pesan = "XLSX memuat paling banyak 100.000 baris. Persempit saringannya, atau unduh sebagai CSV.";
        return Err(Galat::medan("format", pesan));
    }
    let lajur = lajur(&def, &w);
    // The first page is read before anything is promised: what is wrong with the list is told as an error.
    let mut halaman = baca(&p, &w, &m).await?;
    if format == Format::Xlsx {
        let _giliran = ANTRE
            .acquire()
            .await
            .map_err(|e| Galat::dalam("waiting for a turn", e))?;
        let mut buku = Buku::baru(&lajur)?;
        loop {
            buku.tambah(&p, &halaman, &lajur)?;
            let Some(k) = halaman.berikut else { break };
            m.setelah = Some(k);
            halaman = baca(&p, &w, &m).await?;
        }
        let isi = tokio::task::spawn_blocking(move || buku.simpan()).await;
        let isi = isi.map_err(|e| Galat::dalam("saving a workbook", e))??;
        return Ok(berkas(&p, &def, format, Body::from(isi)));
    }
    let ekor = Ekor {
        p: p.clone(),
        def: def.clone(),
        w,
        lajur,
        format,
        m,
        lanjut: Lanjut::Siap(halaman),
        kepala: true,
    };
    let badan = Body::from_stream(stream::try_unfold(ekor, Ekor::potong));
    Ok(berkas(&p, &def, format, badan))
}

/// What of a file has not been written yet. Whoever downloads pulls it piece by piece: nothing is read for somebody who
/// has gone, and no piece waits anywhere on the way, where the last one could be lost.
struct Ekor {
    p: Permintaan,
    def: Arc<RegisterDef>,
    w: Wewenang,
    lajur: Vec<Lajur>,
    format: Format,
    m: Daftar,
    lanjut: Lanjut,
    kepala: bool,
}

enum Lanjut {
    Siap(Halaman),
    Setelah(Kursor),
    Habis,
}

impl Ekor {
    /// The next page as bytes. An error breaks the connection off, so that half a file is not taken for a whole one.
    async fn potong(mut self) -> Result<Option<(Bytes, Self)>, Galat> {
        let halaman = match std::mem::replace(&mut self.lanjut, Lanjut::Habis) {
            Lanjut::Siap(h) => h,
            Lanjut::Setelah(k) => {
                self.m.setelah = Some(k);
                baca(&self.p, &self.w, &self.m)
                    .await
                    .inspect_err(|g| tracing::error!(galat = %g, "an export broke off"))?
            }
            Lanjut::Habis => return Ok(None),
        };
        let potong = match self.format {
            Format::Csv => csv(&self.p, &halaman, &self.lajur, self.kepala)?,
            _ => ndjson(&self.p, &self.def, &halaman)?,
        };
        self.kepala = false;
        if let Some(k) = halaman.berikut {
            self.lanjut = Lanjut::Setelah(k);
        }
        Ok(Some((Bytes::from(potong), self)))
    }
}

fn berkas(p: &Permintaan, def: &RegisterDef, format: Format, isi: Body) -> Response {
    let (tipe, akhiran) = match format {
        Format::Csv => ("text/csv; charset=utf-8; header=present", "csv"),
        Format::Xlsx => (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "xlsx",
        ),
        Format::Ndjson | Format::Json => ("application/x-ndjson", "ndjson"),
    };
    let hari = p.profil.kalender.setempat(p.app.store.jam().kini()).date();
    let nama = format!(
        "attachment; filename=\"{}-{}-{hari}.{akhiran}\"",
        def.kode,
        p.daerah()
    );
    let mut r = ([(header::CONTENT_TYPE, tipe)], isi).into_response();
    if let Ok(v) = HeaderValue::from_str(&nama) {
        r.headers_mut().insert(header::CONTENT_DISPOSITION, v);
    }
    r
}

/// What every entry has, as cells.
fn umum(p: &Permintaan, t: &Tampak) -> [String; 12] {
    let e = &t.entri;
    let ya = |b: bool| if b { "ya" } else { "tidak" }.to_owned();
    let pada = |ms: i64| wujud::waktu(&p.profil, ms);
    [
        e.nomor.clone(),
        e.keadaan.clone(),
        e.unit.to_string(),
        e.pemegang.to_string(),
        pada(e.dibuat),
        pada(e.diubah),
        e.jatuh.map(pada).unwrap_or_default(),
        ya(e.terbuka),
        ya(e.terbit),
        e.versi.to_string(),
        e.register.clone(),
        e.id.to_string(),
    ]
}

fn csv(p: &Permintaan, h: &Halaman, lajur: &[Lajur], kepala: bool) -> Result<Vec<u8>, Galat> {
    let gagal = |e: ::csv::Error| Galat::dalam("writing a CSV", e);
    // Excel takes a CSV for UTF-8 only with the mark in front.
    let awal = if kepala {
        "\u{FEFF}".as_bytes().to_vec()
    } else {
        Vec::new()
    };
    let mut tulis = ::csv::WriterBuilder::new()
        .terminator(::csv::Terminator::CRLF)
        .from_writer(awal);
    if kepala {
        let nama = UMUM.iter().copied().chain(lajur.iter().map(|l| l.nama.as_str()));
        tulis.write_record(nama).map_err(gagal)?;
    }
    for t in &h.entri {
        let sel = tukar::baris(lajur, &t.entri.isi);
        let sel = sel
            .iter()
            .zip(lajur)
            .map(|(s, l)| tukar::amankan(&l.medan.jenis, s).into_owned());
        tulis
            .write_record(umum(p, t).into_iter().chain(sel))
            .map_err(gagal)?;
    }
    tulis
        .into_inner()
        .map_err(|e| Galat::dalam("writing a CSV", e.to_string()))
}

fn ndjson(p: &Permintaan, def: &RegisterDef, h: &Halaman) -> Result<Vec<u8>, Galat> {
    let mut hasil = Vec::new();
    for t in &h.entri {
        let isi = wujud::entri(p, def, t);
        serde_json::to_writer(&mut hasil, &isi).map_err(|e| Galat::dalam("writing a line of JSON", e))?;
        hasil.push(b'\n');
    }
    Ok(hasil)
}

/// A workbook that is being written, row after row, its rows kept in a file of their own.
struct Buku {
    buku: Workbook,
    baris: u32,
}

fn xlsx(e: XlsxError) -> Galat {
    Galat::dalam("writing a workbook", e)
}

impl Buku {
    fn baru(lajur: &[Lajur]) -> Result<Self, Galat> {
        let mut buku = Workbook::new();
        let l = buku.add_worksheet_with_constant_memory().map_err(xlsx)?;
        let tebal = Gaya::new().set_bold();
        l.set_freeze_panes(1, 1).map_err(xlsx)?;
        for (i, n) in UMUM
            .iter()
            .copied()
            .chain(lajur.iter().map(|l| l.nama.as_str()))
            .enumerate()
        {
            let i = u16::try_from(i).map_err(|e| Galat::dalam("writing a workbook", e))?;
            l.set_column_width(i, if n == "id" { 36 } else { 18 })
                .map_err(xlsx)?;
            l.write_string_with_format(0, i, n, &tebal).map_err(xlsx)?;
        }
        Ok(Buku { buku, baris: 0 })
    }

    fn tambah(&mut self, p: &Permintaan, h: &Halaman, lajur: &[Lajur]) -> Result<(), Galat> {
        let l = self.buku.worksheet_from_index(0).map_err(xlsx)?;
        for t in &h.entri {
            self.baris += 1;
            let mut i: u16 = 0;
            for s in umum(p, t) {
                l.write_string(self.baris, i, s).map_err(xlsx)?;
                i += 1;
            }
            for k in lajur {
                let v = tukar::ambil(&t.entri.isi, &k.nama);
                match (&k.medan.jenis, v) {
                    (_, None | Some(Value::Null)) => {}
                    (
                        Jenis::Bilangan { .. } | Jenis::Uang | Jenis::Lintang | Jenis::Bujur,
                        Some(Value::Number(n)),
                    ) => {
                        l.write_number(self.baris, i, n.as_f64().unwrap_or_default())
                            .map_err(xlsx)?;
                    }
                    (j, Some(v)) => {
                        let teks = kernel::nilai::ke_teks(j, v);
                        l.write_string(self.baris, i, kernel::profil::potong(&teks, MAKS_SEL))
                            .map_err(xlsx)?;
                    }
                }
                i += 1;
            }
        }
        Ok(())
    }

    fn simpan(mut self) -> Result<Vec<u8>, Galat> {
        self.buku.save_to_buffer().map_err(xlsx)
    }
}
