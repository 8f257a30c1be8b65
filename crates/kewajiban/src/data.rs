//! The same answers for machines: one row an obligation and unit.

use axum::{
    Json,
    http::header,
    response::{IntoResponse, Response},
};
use kernel::{
    Galat,
    kewajiban::{Status, status::Kurang},
};
use serde_json::{Value, json};
use web::Gagal;

use crate::{
    hitung::{self, Nilai},
    kata,
    tanya::Tanya,
};

/// Heads of the columns of the CSV.
const KEPALA: [&str; 10] = [
    "tugas", "mandat", "judul", "sumber", "unit", "keadaan", "alasan", "sejak", "berikut", "bukti",
];

fn baris<'a>(semua: &'a [Nilai<'a>]) -> impl Iterator<Item = (&'a Nilai<'a>, &'a str, &'a Status)> {
    semua
        .iter()
        .flat_map(|n| n.unit.iter().map(move |(u, s)| (n, u.as_str(), s)))
}

pub(crate) async fn json(t: Tanya) -> Result<Response, Gagal> {
    let bahan = t.bahan().await?;
    let semua = hitung::semua(&t.kitab, &t.p.profil, &bahan);
    let satu = |(n, unit, s): (&Nilai, &str, &Status)| -> Value {
        let k = n.kewajiban;
        json!({
            "tugas": k.tugas.kode, "mandat": k.tugas.mandat, "judul": kata::judul(t.p.b, &k.tugas),
            "sumber": k.sumber, "pelaku": k.pelaku.to_string(), "unit": unit,
            "keadaan": s.keadaan, "alasan": s.alasan.dalam(t.p.b), "sejak": s.sejak, "berikut": s.berikut,
            "bukti": s.bukti.iter().map(|(_, n)| n).collect::<Vec<_>>(),
            "kurang": s.kurang.iter().filter_map(kurang).collect::<Vec<_>>(),
            "kurang_lainnya": s.lainnya,
        })
    };
    let isi: Vec<Value> = baris(&semua).map(satu).collect();
    Ok(Json(json!({ "daerah": t.p.daerah(), "pada": t.hari, "kewajiban": isi })).into_response())
}

/// What is missing; none for what may not be named.
fn kurang(k: &Kurang) -> Option<Value> {
    match k {
        Kurang::Entri { nomor, .. } if nomor.is_empty() => None,
        Kurang::Entri { register, nomor } => Some(json!({ "register": register, "nomor": nomor })),
        Kurang::Butir(nama) => Some(json!({ "butir": nama })),
    }
}

pub(crate) async fn csv(t: Tanya) -> Result<Response, Gagal> {
    let bahan = t.bahan().await?;
    let semua = hitung::semua(&t.kitab, &t.p.profil, &bahan);
    let mut tulis = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    let salah = |e: csv::Error| Galat::dalam("writing obligations as CSV", e);
    tulis.write_record(KEPALA).map_err(salah)?;
    for (n, unit, s) in baris(&semua) {
        let k = n.kewajiban;
        let sumber: Vec<String> = k.sumber.iter().map(ToString::to_string).collect();
        let bukti: Vec<&str> = s.bukti.iter().map(|(_, n)| n.as_str()).collect();
        let hari = |d: Option<jiff::civil::Date>| d.map(|d| d.to_string()).unwrap_or_default();
        let sel = [
            k.tugas.kode.clone(),
            k.tugas.mandat.clone(),
            kata::judul(t.p.b, &k.tugas).to_owned(),
            sumber.join("; "),
            t.p.profil.nama_unit(unit).to_owned(),
            s.keadaan.kode().to_owned(),
            s.alasan.dalam(t.p.b),
            hari(s.sejak),
            hari(s.berikut),
            bukti.join(" "),
        ];
        tulis.write_record(&sel).map_err(salah)?;
    }
    let isi = tulis
        .into_inner()
        .map_err(|e| Galat::dalam("writing obligations as CSV", e.into_error()))?;
    let nama = format!(
        "attachment; filename=\"kepatuhan-{}-{}.csv\"",
        t.p.daerah(),
        t.hari
    );
    let kepala = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, nama),
    ];
    Ok((kepala, isi).into_response())
}
