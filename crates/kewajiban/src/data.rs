//! The same answers for machines: one row an obligation and unit.

use axum::{
    Json,
    http::header,
    response::{IntoResponse, Response},
};
use kernel::kewajiban::Status;
use serde_json::{Value, json};
use web::Gagal;

use crate::{
    hitung::{self, Nilai},
    kata,
    tanya::Tanya,
};

fn baris<'a>(semua: &'a [Nilai<'a>]) -> impl Iterator<Item = (&'a Nilai<'a>, &'a str, &'a Status)> {
    semua
        .iter()
        .flat_map(|n| n.unit.iter().map(move |(u, s)| (n, u.as_str(), s)))
}

pub(crate) async fn json(t: Tanya) -> Result<Response, Gagal> {
    let bahan = t.bahan().await?;
    let semua = hitung::semua(&t.kitab, &t.p.profil, &bahan, t.hari);
    let satu = |(n, unit, s): (&Nilai, &str, &Status)| -> Value {
        let k = n.kewajiban;
        json!({
            "tugas": k.tugas.kode, "mandat": k.tugas.mandat, "judul": kata::judul(t.p.b, &k.tugas),
            "sumber": k.sumber, "pelaku": k.pelaku.to_string(), "unit": unit,
            "keadaan": s.keadaan, "alasan": s.alasan.dalam(t.p.b), "sejak": s.sejak, "berikut": s.berikut,
            "bukti": s.bukti.iter().map(|(_, n)| n).collect::<Vec<_>>(),
        })
    };
    let isi: Vec<Value> = baris(&semua).map(satu).collect();
    Ok(Json(json!({ "daerah": t.p.daerah(), "pada": t.hari, "kewajiban": isi })).into_response())
}

pub(crate) async fn csv(t: Tanya) -> Result<Response, Gagal> {
    let bahan = t.bahan().await?;
    let semua = hitung::semua(&t.kitab, &t.p.profil, &bahan, t.hari);
    let mut isi = String::from("tugas,mandat,judul,sumber,unit,keadaan,alasan,sejak,berikut,bukti\r\n");
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
            kata::kode(s.keadaan).to_owned(),
            s.alasan.dalam(t.p.b),
            hari(s.sejak),
            hari(s.berikut),
            bukti.join(" "),
        ];
        let sel: Vec<String> = sel
            .iter()
            .map(|s| format!("\"{}\"", s.replace('"', "\"\"")))
            .collect();
        isi.push_str(&sel.join(","));
        isi.push_str("\r\n");
    }
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
