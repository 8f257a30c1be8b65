//! A list as a file.

use std::io::Write;

use kernel::{Entri, Galat, izin::Tindakan, kalender::saat};
use serde_json::{Value, json};
use store::{Daftar, Kolom as KolomUrut, Kursor, Urut};

use super::{
    Format, Kemajuan, Meja,
    kolom::{Kolom, SELALU, kolom},
};

/// Entries read at a time.
const HALAMAN: usize = 500;

/// Writes every entry that the account may export, oldest first, each as the account sees it. Returns how many.
///
/// # Errors
/// Without the right to export, and when database or file refuse.
pub async fn ekspor(meja: &Meja<'_>, format: Format, ke: &mut (dyn Write + Send), maju: Kemajuan<'_>) -> Result<usize, Galat> {
    let w = meja.wewenang(Tindakan::Ekspor)?;
    let kolom = kolom(meja.def);
    let selalu: Vec<&str> = SELALU.into_iter().filter(|s| !kolom.iter().any(|k| k.jalan == *s)).collect();
    let tulis = |e| Galat::dalam("writing the file", e);
    if format == Format::Csv {
        let judul = selalu.iter().copied().chain(kolom.iter().map(|k| k.jalan.as_str()));
        baris_csv(ke, judul).map_err(tulis)?;
    }
    let mut jumlah = 0;
    let mut setelah: Option<Kursor> = None;
    loop {
        let urut = Urut { kolom: KolomUrut::Dibuat, turun: false };
        let h = meja.store.daftar(&w, &meja.pelaku, &Daftar { urut, setelah, batas: HALAMAN, ..Daftar::default() }).await?;
        for t in &h.entri {
            let e = &t.entri;
            match format {
                Format::Csv => baris_csv(ke, sel(meja, &selalu, &kolom, e).iter().map(String::as_str)).map_err(tulis)?,
                Format::Ndjson => {
                    let mut o: kernel::Peta = selalu.iter().map(|s| ((*s).to_owned(), ciri(meja, s, e))).collect();
                    o.insert("isi".to_owned(), Value::Object(e.isi.clone()));
                    let baris = Value::Object(o).to_string();
                    writeln!(ke, "{baris}").map_err(tulis)?;
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
    ke.flush().map_err(tulis)?;
    Ok(jumlah)
}

fn baris_csv<'a>(ke: &mut (dyn Write + Send), sel: impl Iterator<Item = &'a str>) -> std::io::Result<()> {
    let mut w = csv::WriterBuilder::new().from_writer(ke);
    w.write_record(sel).map_err(std::io::Error::other)?;
    w.flush()
}

fn sel(meja: &Meja, selalu: &[&str], kolom: &[Kolom], e: &Entri) -> Vec<String> {
    let tetap = selalu.iter().map(|s| match ciri(meja, s, e) {
        Value::String(s) => s,
        Value::Null => String::new(),
        v => v.to_string(),
    });
    tetap.chain(kolom.iter().map(|k| k.sel(&e.isi))).collect()
}

/// What every entry has; moments in the regency's own time.
fn ciri(meja: &Meja, nama: &str, e: &Entri) -> Value {
    let waktu = |ms: i64| {
        let z = meja.profil.kalender.setempat(saat(ms));
        z.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    };
    match nama {
        "id" => json!(e.id),
        "nomor" => json!(e.nomor),
        "keadaan" => json!(e.keadaan),
        "unit" => json!(e.unit),
        "pemegang" => json!(e.pemegang),
        "versi" => json!(e.versi),
        "dibuat" => json!(waktu(e.dibuat)),
        "diubah" => json!(waktu(e.diubah)),
        "jatuh" => json!(e.jatuh.map(waktu)),
        _ => Value::Null,
    }
}
