//! How the counts of states went: at the end of each of the last twelve months and today, for the regency or one unit.
//! A past day never changes, so what was counted once is remembered.

use std::{collections::BTreeMap, sync::Arc};

use axum::{extract::Query, response::Response};
use jiff::{ToSpan, civil::Date};
use kernel::{Bahasa, Galat, kalender::bulan_tahun, kewajiban::Keadaan, nilai::KodeUnit};
use maud::{Markup, html};
use serde::Deserialize;
use web::Gagal;

use crate::{hitung, ingatan::Jumlah, kata, tanya::Tanya};

/// Months shown before this one.
const BULAN: i32 = 12;

#[derive(Default, Deserialize)]
pub(crate) struct Kueri {
    #[serde(default)]
    opd: String,
}

pub(crate) async fn halaman(t: Tanya, Query(q): Query<Kueri>) -> Result<Response, Gagal> {
    let b = t.p.b;
    let unit: Option<KodeUnit> = match q.opd.trim() {
        "" => None,
        u => Some(t.p.profil.unit(u).ok_or(Galat::TidakDitemukan)?.kode.clone()),
    };
    let mut titik: Vec<(Date, [usize; 5])> = Vec::new();
    for mundur in (0..=BULAN).rev() {
        let hari = match mundur {
            0 => t.hari,
            n => t.hari.saturating_sub(n.months()).last_of_month(),
        };
        let j = jumlah(&t, hari).await?;
        let angka = match &unit {
            Some(u) => j.1.get(u).copied().unwrap_or_default(),
            None => j.0,
        };
        titik.push((hari, angka));
    }
    let awal = titik.first().map_or(0, |(_, n)| n[0]);
    let akhir = titik.last().map_or(0, |(_, n)| n[0]);
    let milik = unit.as_ref().map_or(t.p.profil.daerah.nama.as_str(), |u| {
        t.p.profil.nama_unit(u.as_str())
    });
    let judul = b.isi(
        "{milik}: kewajiban terlambat dari {awal} menjadi {akhir} dalam setahun",
        &[
            ("milik", milik),
            ("awal", &awal.to_string()),
            ("akhir", &akhir.to_string()),
        ],
    );
    let alamat = unit
        .as_ref()
        .map_or_else(|| "/tren".to_owned(), |u| format!("/tren?opd={u}"));
    let isi = html! {
        a.tautan-balik href=(t.ke("")) { (b.t("Kepatuhan")) }
        h1 { (judul) }
        form.saringan method="get" action=(t.p.ke("/kerja/kepatuhan/tren")) {
            div { label for="opd" { (b.t("Perangkat daerah")) } select #opd name="opd" {
                option value="" { (b.t("Seluruh daerah")) }
                @for u in t.p.profil.unit.iter().filter(|u| u.ada(t.hari)) { option value=(u.kode) selected[unit.as_ref() == Some(&u.kode)] { (u.nama) } }
            } }
            @if t.hari != t.kini { input type="hidden" name="pada" value=(t.hari); }
            button.tombol.tombol-dua type="submit" { (b.t("Tampilkan")) }
        }
        p.jelaskan { (b.t("Setiap tiang adalah keadaan pada akhir bulan itu, menurut bukti yang sudah diterima hari itu; yang terakhir keadaan hari yang ditanyakan.")) }
        (tiang(b, &judul, &titik))
        div.gulir tabindex="0" { table.tabel.tetap.rapat {
            caption { (b.t("Jumlah kewajiban menurut keadaan")) }
            thead { tr {
                th scope="col" { (b.t("Tanggal")) }
                @for k in Keadaan::SEMUA { th.angka scope="col" { (kata::nama(b, k)) } }
            } }
            tbody { @for (h, n) in &titik { tr {
                th scope="row" { a href=(t.p.ke(&format!("/kerja/kepatuhan{}?pada={h}", unit.as_ref().map(|u| format!("/opd/{u}")).unwrap_or_default()))) { time datetime=(h) { (h.strftime("%d.%m.%Y")) } } }
                @for (i, k) in Keadaan::SEMUA.iter().enumerate() { td.angka data-label=(kata::nama(b, *k)) { (n[i]) } }
            } } }
        } }
        p { a href=(t.p.ke(&format!("/kerja/kepatuhan{alamat}"))) { (b.t("Sampai hari ini")) } }
    };
    Ok(t.p.ruang(&judul, "kepatuhan", isi))
}

/// The counts of a day: remembered for a past one, computed for today. O(obligations × units) the first time.
async fn jumlah(t: &Tanya, hari: Date) -> Result<Arc<Jumlah>, Galat> {
    let daerah = t.p.daerah();
    if hari < t.kini
        && let Some(j) = t.ingatan.ingat(daerah, hari)
    {
        return Ok(j);
    }
    let bahan = t.bahan_pada(hari).await?;
    let mut daerah_ini = [0; 5];
    let mut unit: BTreeMap<KodeUnit, [usize; 5]> = BTreeMap::new();
    let letak = |k: Keadaan| Keadaan::SEMUA.iter().position(|x| *x == k).unwrap_or_default();
    for n in hitung::semua(&t.kitab, &t.p.profil, &bahan) {
        daerah_ini[letak(n.keadaan())] += 1;
        for (u, s) in n.unit {
            unit.entry(u).or_default()[letak(s.keadaan)] += 1;
        }
    }
    let j = Arc::new((daerah_ini, unit));
    if hari < t.kini {
        t.ingatan.simpan(daerah, hari, j.clone());
    }
    Ok(j)
}

const LEBAR: usize = 720;
const TINGGI: usize = 220;
const BAWAH: usize = 24;

/// Stacked columns, the worst at the bottom; every part can be pointed at, and the same numbers stand in the table.
fn tiang(b: Bahasa, judul: &str, titik: &[(Date, [usize; 5])]) -> Markup {
    let puncak = titik
        .iter()
        .map(|(_, n)| n.iter().sum())
        .max()
        .unwrap_or(0)
        .max(1);
    let langkah = LEBAR / titik.len().max(1);
    let tinggi = |n: usize| n * (TINGGI - BAWAH) / puncak;
    let uraian: Vec<String> = titik
        .iter()
        .map(|(h, n)| {
            format!(
                "{}: {} {}",
                bulan_tahun(b, *h),
                kata::nama(b, Keadaan::Terlambat),
                n[0]
            )
        })
        .collect();
    html! {
        figure {
            svg.grafik role="img" viewBox={ "0 0 " (LEBAR) " " (TINGGI) } aria-labelledby="tren-judul" aria-describedby="tren-uraian" {
                title id="tren-judul" { (judul) }
                desc id="tren-uraian" { (uraian.join("; ")) }
                @for (i, (h, n)) in titik.iter().enumerate() {
                    @for (j, k) in Keadaan::SEMUA.iter().enumerate() {
                        @if n[j] > 0 {
                            @let bawah: usize = n[..j].iter().sum();
                            rect x=(i * langkah + 4) width=(langkah - 8) y=(TINGGI - BAWAH - tinggi(bawah + n[j])) height=(tinggi(bawah + n[j]) - tinggi(bawah)) fill={ "var(--" (kata::warna(*k)) ")" } stroke="var(--kertas)" stroke-width="1" {
                                title { (bulan_tahun(b, *h)) ": " (kata::nama(b, *k)) " " (n[j]) }
                            }
                        }
                    }
                    @if i % 3 == 0 { text x=(i * langkah + langkah / 2) y=(TINGGI - 6) font-size="14" text-anchor="middle" fill="currentColor" { (h.strftime("%m.%y")) } }
                }
            }
            figcaption { ul.legenda { @for k in Keadaan::SEMUA { li { (kata::tanda(b, k)) } } } }
        }
    }
}
