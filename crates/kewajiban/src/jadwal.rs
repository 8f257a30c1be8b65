//! The calendar of due dates: what falls into a month, for the regency or one unit, as a page and as a file that
//! calendar programs fetch again and again. The secret address is the one of an official's own calendar.

use std::{collections::BTreeMap, sync::Arc};

use axum::{Extension, extract::Query, response::Response};
use jiff::{ToSpan, civil::Date};
use kernel::{
    Galat,
    kalender::{bulan_tahun, tanggal},
    kewajiban::Keadaan,
    nilai::KodeUnit,
};
use maud::html;
use serde::Deserialize;
use web::{Gagal, Permintaan, ical::Acara};

use crate::{
    hitung::{self, Nilai},
    ingatan::Ingatan,
    kata,
    tanya::Tanya,
};

#[derive(Default, Deserialize)]
pub(crate) struct Kueri {
    #[serde(default)]
    bulan: String,
    #[serde(default)]
    opd: String,
    kunci: Option<String>,
}

/// What falls on one day: an obligation, whose, and how it stands for the worst of them.
struct Butir<'a> {
    nilai: &'a Nilai<'a>,
    unit: Vec<&'a KodeUnit>,
    keadaan: Keadaan,
}

/// The days that count for a status: the last one on which it was in time when it is late, and the next one.
fn hari(sejak: Option<Date>, berikut: Option<Date>) -> impl Iterator<Item = Date> {
    sejak.and_then(|s| s.yesterday().ok()).into_iter().chain(berikut)
}

/// By day, units of one obligation together. O(obligations × units).
fn per_hari<'a>(semua: &'a [Nilai<'a>]) -> BTreeMap<Date, Vec<Butir<'a>>> {
    let mut hasil: BTreeMap<Date, Vec<Butir>> = BTreeMap::new();
    for n in semua {
        let mut milik: BTreeMap<Date, Butir> = BTreeMap::new();
        for (u, s) in &n.unit {
            for h in hari(s.sejak, s.berikut) {
                let b = milik.entry(h).or_insert_with(|| Butir {
                    nilai: n,
                    unit: Vec::new(),
                    keadaan: s.keadaan,
                });
                b.unit.push(u);
                b.keadaan = b.keadaan.min(s.keadaan);
            }
        }
        for (h, b) in milik {
            hasil.entry(h).or_default().push(b);
        }
    }
    hasil
}

/// The first day of a month written `2026-11`.
fn awal_bulan(s: &str) -> Option<Date> {
    format!("{}-01", s.trim()).parse().ok()
}

/// The unit that was asked for; none for the regency.
fn dipilih(t: &Tanya, opd: &str) -> Result<Option<KodeUnit>, Galat> {
    match opd.trim() {
        "" => Ok(None),
        kode => Ok(Some(
            t.p.profil.unit(kode).ok_or(Galat::TidakDitemukan)?.kode.clone(),
        )),
    }
}

async fn nilai<'a>(t: &'a Tanya, unit: Option<&KodeUnit>) -> Result<Vec<Nilai<'a>>, Galat> {
    let bahan = t.bahan_pada(t.kini).await?;
    Ok(match unit {
        Some(u) => hitung::milik(&t.kitab, &t.p.profil, &bahan, std::slice::from_ref(u)),
        None => hitung::semua(&t.kitab, &t.p.profil, &bahan),
    })
}

pub(crate) async fn halaman(t: Tanya, Query(q): Query<Kueri>) -> Result<Response, Gagal> {
    let b = t.p.b;
    let bulan = match q.bulan.trim() {
        "" => t.kini.first_of_month(),
        s => awal_bulan(s)
            .filter(|d| (1900..=2900).contains(&d.year()))
            .ok_or_else(|| Galat::medan("bulan", "Tulis bulannya sebagai tahun-bulan, misalnya 2026-06."))?,
    };
    let unit = dipilih(&t, &q.opd)?;
    let semua = nilai(&t, unit.as_ref()).await?;
    let hari = per_hari(&semua);
    let isi_bulan: Vec<_> = hari.range(bulan..=bulan.last_of_month()).collect();
    let banyak: usize = isi_bulan.iter().map(|(_, b)| b.len()).sum();
    let milik = unit.as_ref().map_or(t.p.profil.daerah.nama.as_str(), |u| {
        t.p.profil.nama_unit(u.as_str())
    });
    let judul = b.isi(
        "{n} jatuh tempo pada {bulan}: {milik}",
        &[
            ("n", &banyak.to_string()),
            ("bulan", &bulan_tahun(b, bulan)),
            ("milik", milik),
        ],
    );
    let opd = unit.as_ref().map(|u| format!("&opd={u}")).unwrap_or_default();
    let ke_bulan = |d: Date| {
        t.p.ke(&format!(
            "/kerja/kepatuhan/kalender?bulan={}{opd}",
            d.strftime("%Y-%m")
        ))
    };
    let (lalu, nanti) = (bulan.saturating_sub(1.month()), bulan.saturating_add(1.month()));
    let isi = html! {
        a.tautan-balik href=(t.ke("")) { (b.t("Kepatuhan")) }
        h1 { (judul) }
        form.saringan method="get" action=(t.p.ke("/kerja/kepatuhan/kalender")) {
            div { label for="bulan" { (b.t("Bulan")) } input #bulan type="month" name="bulan" value=(bulan.strftime("%Y-%m")) placeholder="2026-11" pattern="[0-9]{4}-[0-9]{2}"; }
            div { label for="opd" { (b.t("Perangkat daerah")) } select #opd name="opd" {
                option value="" { (b.t("Semua")) }
                @for u in t.p.profil.unit.iter().filter(|u| u.ada(t.kini)) { option value=(u.kode) selected[unit.as_ref() == Some(&u.kode)] { (u.nama) } }
            } }
            button.tombol.tombol-dua type="submit" { (b.t("Tampilkan")) }
        }
        nav aria-label=(b.t("Bulan lain")) { ul.keping-baris {
            li { a.keping.keping-pilih href=(ke_bulan(lalu)) { "← " (bulan_tahun(b, lalu)) } }
            li { a.keping.keping-pilih href=(ke_bulan(nanti)) { (bulan_tahun(b, nanti)) " →" } }
        } }
        @if isi_bulan.is_empty() {
            (ui::tampil::kosong(b.t("Tidak ada yang jatuh tempo pada bulan ini."), b.t("Pilih bulan lain, atau lihat semua kewajiban di halaman Kepatuhan."), None))
        } @else {
            div.gulir tabindex="0" { table.tabel {
                caption { (b.t("Tanggal yang menentukan: batas terakhir, atau akhir masa berlaku buktinya.")) }
                thead { tr {
                    th scope="col" { (b.t("Tanggal")) }
                    th scope="col" { (b.t("Kewajiban")) }
                    th scope="col" { (b.t("Perangkat daerah")) }
                    th scope="col" { (b.t("Keadaan")) }
                } }
                tbody { @for (h, butir) in &isi_bulan { @for (i, x) in butir.iter().enumerate() { tr {
                    @if i == 0 { th scope="rowgroup" rowspan=(butir.len()) { time datetime=(h) { (tanggal(b, **h)) } } }
                    td { a href=(t.ke(&format!("/kewajiban/{}", x.nilai.kewajiban.tugas.kode))) { (kata::judul(b, &x.nilai.kewajiban.tugas)) } }
                    td data-label=(b.t("Perangkat daerah")) { (siapa(&t, &x.unit)) }
                    td data-label=(b.t("Keadaan")) { (kata::tanda(b, x.keadaan)) }
                } } } }
            } }
        }
        p.tidak-dicetak {
            a href=(t.p.ke(&format!("/kerja/kepatuhan/kalender.ics?{}", opd.trim_start_matches('&')))) { (b.t("Unduh sebagai berkas kalender")) } " · "
            a href=(t.p.ke("/kerja/kalender")) { (b.t("Berlangganan di kalender Anda")) }
        }
    };
    Ok(t.p.ruang(&judul, "kepatuhan", isi))
}

fn siapa(t: &Tanya, unit: &[&KodeUnit]) -> String {
    match unit {
        [satu] => t.p.profil.nama_unit(satu.as_str()).to_owned(),
        u => t.p.b.isi("{n} perangkat daerah", &[("n", &u.len().to_string())]),
    }
}

/// `GET …/kalender.ics`: by the secret address of the asker's calendar (`kunci`), else as who is logged in.
pub(crate) async fn berkas(
    Extension(ingatan): Extension<Arc<Ingatan>>,
    mut p: Permintaan,
    Query(q): Query<Kueri>,
) -> Result<Response, Gagal> {
    p.lewat_kalender(q.kunci.as_deref()).await?;
    let t = Tanya::kini(p, ingatan)?;
    let unit = dipilih(&t, &q.opd)?;
    let semua = nilai(&t, unit.as_ref()).await?;
    let nama = t.p.b.isi(
        "Kewajiban {daerah}",
        &[("daerah", &t.p.profil.daerah.nama_pendek)],
    );
    Ok(t.p.kalender(&nama, &acara(&t, &semua, unit.is_some())))
}

/// Due dates as days of a calendar. `milik`: of units that the reader asked for, so that their names need not be told.
pub(crate) fn acara(t: &Tanya, semua: &[Nilai], milik: bool) -> Vec<Acara> {
    let b = t.p.b;
    let tuan = t.p.app.url_dasar.split("//").nth(1).unwrap_or("praja");
    let diubah = t.p.profil.kalender.awal_hari(t.kini);
    let satu = |(h, x): (Date, Butir)| {
        let k = &x.nilai.kewajiban.tugas;
        let untuk = match x.unit.as_slice() {
            [u] => u.to_string(),
            _ => "semua".to_owned(),
        };
        let judul = match x.keadaan {
            Keadaan::Terpenuhi => b.isi("Perbarui bukti: {judul}", &[("judul", kata::judul(b, k))]),
            _ => b.isi("Jatuh tempo: {judul}", &[("judul", kata::judul(b, k))]),
        };
        let siapa = siapa(t, &x.unit);
        Acara {
            uid: format!("{}-{}-{untuk}-{h}@{tuan}", t.p.daerah(), k.kode),
            urutan: i64::from((t.kini - t.kitab.acuan.berlaku).get_days()),
            diubah,
            hari: h,
            judul: if milik {
                judul
            } else {
                format!("{judul} ({siapa})")
            },
            uraian: format!("{siapa}\n{}", kata::nama(b, x.keadaan)),
            alamat: format!(
                "{}{}",
                t.p.app.url_dasar,
                t.p.ke(&format!("/kerja/kepatuhan/kewajiban/{}", k.kode))
            ),
        }
    };
    per_hari(semua)
        .into_iter()
        .flat_map(|(h, b)| b.into_iter().map(move |x| (h, x)))
        .map(satu)
        .collect()
}
