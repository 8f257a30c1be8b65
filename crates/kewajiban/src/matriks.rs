//! Every unit against every obligation that all units have: where the gaps are, at a glance.

use std::collections::BTreeMap;

use axum::response::Response;
use kernel::{
    kalender::tanggal,
    kewajiban::{Keadaan, Pelaku},
    nilai::KodeUnit,
};
use maud::{Markup, html};
use web::Gagal;

use crate::{
    hitung::{self, Nilai},
    kata,
    tanya::Tanya,
};

pub(crate) async fn halaman(t: Tanya) -> Result<Response, Gagal> {
    let (b, profil) = (t.p.b, &t.p.profil);
    let bahan = t.bahan().await?;
    let semua = hitung::semua(&t.kitab, profil, &bahan);
    let kolom: Vec<&Nilai> = semua
        .iter()
        .filter(|n| n.kewajiban.pelaku == Pelaku::SetiapOpd)
        .collect();
    let mut hitungan: BTreeMap<&KodeUnit, [usize; 5]> = BTreeMap::new();
    for n in &semua {
        for (u, s) in &n.unit {
            let baris = hitungan.entry(u).or_default();
            for (i, k) in Keadaan::SEMUA.iter().enumerate() {
                baris[i] += usize::from(s.keadaan == *k);
            }
        }
    }
    let lambat = hitungan.values().filter(|h| h[0] > 0).count();
    let judul = b.isi(
        "{lambat} dari {semua} perangkat daerah punya kewajiban yang terlambat",
        &[
            ("lambat", &lambat.to_string()),
            ("semua", &hitungan.len().to_string()),
        ],
    );
    let baris: Vec<_> = profil
        .unit
        .iter()
        .filter(|u| hitungan.contains_key(&u.kode))
        .collect();
    let isi = html! {
        div.cetak-mendatar {
        a.tautan-balik href=(t.ke("")) { (b.t("Kepatuhan")) }
        h1 { (judul) }
        p { (b.isi("{daerah}, keadaan {tanggal}, menurut {regulasi}.", &[("daerah", &profil.daerah.nama), ("tanggal", &tanggal(b, t.hari)), ("regulasi", &profil.daerah.regulasi.to_string())])) }
        (kata::pilih_hari(&t, "/matriks"))
        p.tidak-dicetak { a href=(t.ke("/data.xlsx")) { (b.t("Unduh sebagai XLSX")) } " · " (b.t("Halaman ini siap dicetak mendatar atau disimpan sebagai PDF dari peramban.")) }
        h2 { (b.t("Jumlah menurut keadaan")) }
        div.gulir { table.tabel.rapat {
            thead { tr {
                th scope="col" { (b.t("Perangkat daerah")) }
                @for k in Keadaan::SEMUA { th.angka scope="col" { (kata::nama(b, k)) } }
            } }
            tbody { @for u in &baris { tr {
                td { a href=(t.ke(&format!("/opd/{}", u.kode))) { (u.nama) } }
                @let h = hitungan.get(&u.kode).copied().unwrap_or_default();
                @for (i, k) in Keadaan::SEMUA.iter().enumerate() { td.angka data-label=(kata::nama(b, *k)) { (h[i]) } }
            } } }
        } }
        h2 { (b.t("Kewajiban yang berlaku bagi setiap perangkat daerah")) }
        p { @for k in Keadaan::SEMUA { (lambang(k)) " " (kata::nama(b, k)) "  " } }
        div.gulir tabindex="0" { table.tabel.tetap.rapat {
            thead { tr {
                th scope="col" { (b.t("Perangkat daerah")) }
                @for (i, n) in kolom.iter().enumerate() { th scope="col" { abbr title=(kata::judul(b, &n.kewajiban.tugas)) { (i + 1) } } }
            } }
            tbody { @for u in &baris { tr {
                th scope="row" { a href=(t.ke(&format!("/opd/{}", u.kode))) { (u.singkatan) } }
                @for n in &kolom { td { @if let Some(s) = n.untuk(&u.kode) { (lambang(s.keadaan)) } } }
            } } }
        } }
        ol { @for n in &kolom {
            @let (penuh, berlaku) = n.pecahan();
            li { a href=(t.ke(&format!("/kewajiban/{}", n.kewajiban.tugas.kode))) { (kata::judul(b, &n.kewajiban.tugas)) } " · " (b.isi("{ada} dari {semua}", &[("ada", &penuh.to_string()), ("semua", &berlaku.to_string())])) }
        } }
        }
    };
    Ok(t.p.ruang(&judul, "kepatuhan", isi))
}

fn lambang(k: Keadaan) -> Markup {
    ui::tampil::tanda_kata(kata::warna(k), kata::huruf(k))
}
