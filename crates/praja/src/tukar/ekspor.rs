//! A list as a file.

use std::io::Write;

use kernel::{Entri, Galat, Lewat, izin::Tindakan, kalender::saat};
use serde_json::{Value, json};
use store::{Daftar, Kolom, Kursor, Pembaca, Urut};
use web::api::tukar::{self, Lajur};

use super::{Bentuk, Kemajuan, Meja};

/// What every entry has, before the fields of its register.
const UMUM: [&str; 12] = [
    "nomor", "keadaan", "unit", "pemegang", "dibuat", "diubah", "jatuh", "terbuka", "terbit", "versi",
    "register", "id",
];

/// Entries read at a time.
const HALAMAN: usize = 500;

/// Writes every entry that the account may export, oldest first, each as the account sees it. Returns how many.
///
/// # Errors
/// Without the right to export, and when database or file refuse.
pub async fn ekspor(
    meja: &Meja<'_>,
    bentuk: Bentuk,
    ke: &mut (dyn Write + Send),
    maju: Kemajuan<'_>,
) -> Result<usize, Galat> {
    let w = meja.wewenang(Tindakan::Ekspor)?;
    let lajur: Vec<Lajur> = tukar::lajur(meja.def)
        .into_iter()
        .filter(|l| !l.medan.rahasia)
        .collect();
    let gagal = |e| Galat::dalam("writing the file", e);
    if bentuk == Bentuk::Csv {
        // Excel takes a CSV for UTF-8 only with the mark in front.
        ke.write_all("\u{FEFF}".as_bytes()).map_err(gagal)?;
        baris_csv(ke, UMUM.into_iter().chain(lajur.iter().map(|l| l.nama.as_str()))).map_err(gagal)?;
    }
    let pembaca = Pembaca {
        pelaku: &meja.pelaku,
        sesi: "praja export",
        lewat: Lewat::Ekspor,
    };
    let mut jumlah = 0;
    let mut setelah: Option<Kursor> = None;
    loop {
        let urut = Urut {
            kolom: Kolom::Dibuat,
            turun: false,
        };
        let d = Daftar {
            urut,
            setelah,
            batas: HALAMAN,
            ..Daftar::default()
        };
        let h = meja.store.daftar(&w, &meja.pelaku, &d).await?;
        meja.store.catat_baca(&pembaca, &h.entri).await?;
        for t in &h.entri {
            match bentuk {
                Bentuk::Csv => {
                    let umum = UMUM.map(|n| tampil(&ciri(meja, n, &t.entri)));
                    let sel = tukar::baris(&lajur, &t.entri.isi);
                    let sel: Vec<_> = sel
                        .iter()
                        .zip(&lajur)
                        .map(|(s, l)| tukar::amankan(&l.medan.jenis, s))
                        .collect();
                    baris_csv(
                        ke,
                        umum.iter()
                            .map(String::as_str)
                            .chain(sel.iter().map(AsRef::as_ref)),
                    )
                    .map_err(gagal)?;
                }
                Bentuk::Ndjson => {
                    let mut o = t.entri.isi.clone();
                    o.extend(UMUM.map(|n| (n.to_owned(), ciri(meja, n, &t.entri))));
                    writeln!(ke, "{}", Value::Object(o)).map_err(gagal)?;
                }
            }
        }
        jumlah += h.entri.len();
        maju(jumlah);
        match h.berikut {
            Some(k) => setelah = Some(k),
            None => break,
        }
    }
    ke.flush().map_err(gagal)?;
    Ok(jumlah)
}

fn baris_csv<'a>(ke: &mut (dyn Write + Send), sel: impl Iterator<Item = &'a str>) -> std::io::Result<()> {
    let mut w = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(ke);
    w.write_record(sel).map_err(std::io::Error::other)?;
    w.flush()
}

fn tampil(v: &Value) -> String {
    match v {
        Value::String(s) => s.clone(),
        Value::Null => String::new(),
        Value::Bool(b) => if *b { "ya" } else { "tidak" }.to_owned(),
        v => v.to_string(),
    }
}

/// What every entry has; moments in the regency's own time.
fn ciri(meja: &Meja, nama: &str, e: &Entri) -> Value {
    let waktu = |ms: i64| {
        let s = saat(ms);
        s.display_with_offset(meja.profil.kalender.setempat(s).offset())
            .to_string()
    };
    match nama {
        "id" => json!(e.id),
        "nomor" => json!(e.nomor),
        "register" => json!(e.register),
        "keadaan" => json!(e.keadaan),
        "unit" => json!(e.unit),
        "pemegang" => json!(e.pemegang),
        "versi" => json!(e.versi),
        "dibuat" => json!(waktu(e.dibuat)),
        "diubah" => json!(waktu(e.diubah)),
        "jatuh" => json!(e.jatuh.map(waktu)),
        "terbuka" => json!(e.terbuka),
        "terbit" => json!(e.terbit),
        _ => Value::Null,
    }
}
