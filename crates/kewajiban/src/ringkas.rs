//! All obligations of the regency: which are met, which are late, who answers.

use axum::{extract::Query, response::Response};
use kernel::kewajiban::Keadaan;
use maud::{Markup, html};
use serde::Deserialize;
use web::Gagal;

use crate::{
    hitung::{self, Nilai},
    kata, petugas,
    tanya::Tanya,
};

#[derive(Default, Deserialize)]
pub(crate) struct Saring {
    keadaan: Option<String>,
    #[serde(default)]
    q: String,
}

pub(crate) async fn halaman(t: Tanya, Query(s): Query<Saring>) -> Result<Response, Gagal> {
    let (b, bahan) = (t.p.b, t.bahan().await?);
    let semua = hitung::semua(&t.kitab, &t.p.profil, &bahan);
    let alarm = petugas::alarm(
        &t.p.app.store,
        &t.p.profil,
        if t.hari == t.kini { &semua } else { &[] },
    )
    .await?;
    let dipilih = Keadaan::SEMUA
        .into_iter()
        .find(|k| Some(k.kode()) == s.keadaan.as_deref());
    let cari = s.q.trim().to_lowercase();
    let cocok = |n: &&Nilai| {
        let k = n.kewajiban;
        let kata_ada = || {
            let pasal = k
                .sumber
                .iter()
                .any(|a| a.to_string().to_lowercase().contains(&cari));
            pasal
                || [kata::judul(b, &k.tugas), &k.wajib, &k.tugas.kode]
                    .iter()
                    .any(|x| x.to_lowercase().contains(&cari))
        };
        dipilih.is_none_or(|d| n.keadaan() == d) && (cari.is_empty() || kata_ada())
    };
    let tampil: Vec<&Nilai> = semua.iter().filter(cocok).collect();
    let banyak = |k| semua.iter().filter(|n| n.keadaan() == k).count();
    let judul = b.isi(
        "{ada} dari {semua} kewajiban terpenuhi, {lambat} terlambat",
        &[
            ("ada", &banyak(Keadaan::Terpenuhi).to_string()),
            ("semua", &semua.len().to_string()),
            ("lambat", &banyak(Keadaan::Terlambat).to_string()),
        ],
    );
    let saringan_lain = |k: Option<Keadaan>| {
        let mut q = Vec::new();
        if let Some(k) = k {
            q.push(format!("keadaan={}", k.kode()));
        }
        if !s.q.trim().is_empty() {
            q.push(format!("q={}", ui::enkode(s.q.trim())));
        }
        t.ke(&if q.is_empty() {
            String::new()
        } else {
            format!("?{}", q.join("&"))
        })
    };
    let isi = html! {
        h1 { (judul) }
        p.jelaskan { (b.isi("Menurut {regulasi}. Setiap kalimatnya yang mewajibkan ada di sini, dengan penanggung jawab dan buktinya.", &[("regulasi", &t.p.profil.daerah.regulasi.to_string())])) }
        nav aria-label=(b.t("Papan lain")) { ul.keping-baris {
            li { a.keping.keping-pilih href=(t.ke("/matriks")) { (b.t("Matriks perangkat daerah")) } }
            li { a.keping.keping-pilih href=(t.p.ke("/kerja/kepatuhan/kalender")) { (b.t("Kalender jatuh tempo")) } }
            li { a.keping.keping-pilih href=(t.ke("/tren")) { (b.t("Tren setahun")) } }
            li { a.keping.keping-pilih href=(t.ke("/pimpinan")) { (b.t("Satu halaman untuk pimpinan")) } }
            li { a.keping.keping-pilih href=(t.p.ke("/kerja/bukti")) { (b.t("Daftar bukti")) } }
            li { a.keping.keping-pilih href="/banding" { (b.t("Bandingkan antardaerah")) } }
            li { a.keping.keping-pilih href=(t.p.ke("/kerja/kepatuhan/pengingat")) { (b.t("Pengingat lewat surel")) } }
            li { a.keping.keping-pilih href=(t.ke("/data.xlsx")) { "XLSX" } }
            li { a.keping.keping-pilih href=(t.ke("/data.csv")) { "CSV" } }
            li { a.keping.keping-pilih href=(t.ke("/data.json")) { "JSON" } }
        } }
        (petugas::tampil(&t, &alarm))
        (kata::pilih_hari(&t, ""))
        (batang(&t, &semua))
        ul.keping-baris {
            li { a.keping.keping-pilih href=(saringan_lain(None)) aria-current=[dipilih.is_none().then_some("true")] { (b.t("Semua")) " " (semua.len()) } }
            @for k in Keadaan::SEMUA {
                li { a.keping.keping-pilih href=(saringan_lain(Some(k))) aria-current=[(dipilih == Some(k)).then_some("true")] { (kata::nama(b, k)) " " (banyak(k)) } }
            }
        }
        form.saringan method="get" action=(t.p.ke("/kerja/kepatuhan")) role="search" {
            @if t.hari != t.kini { input type="hidden" name="pada" value=(t.hari); }
            @if let Some(k) = dipilih { input type="hidden" name="keadaan" value=(k.kode()); }
            div {
                label for="q" { (b.t("Cari kewajiban atau pasal")) }
                input #q type="search" name="q" value=(s.q.trim()) maxlength="100";
            }
            button.tombol.tombol-dua type="submit" { (b.t("Cari")) }
        }
        @if tampil.is_empty() {
            (ui::tampil::kosong(b.t("Tidak ada kewajiban yang cocok."), b.t("Ubah kata atau pilihannya."), Some((b.t("Tampilkan semua"), &t.ke("")))))
        } @else {
            (tabel(&t, &tampil))
        }
    };
    Ok(t.p.ruang(&judul, "kepatuhan", isi))
}

/// How the parts of the mandate stand, as bars of five colours with the same numbers as a table.
fn batang(t: &Tanya, semua: &[Nilai]) -> Markup {
    let b = t.p.b;
    let mut bidang: Vec<(&str, [usize; 5])> = Vec::new();
    for huruf in ["A", "B", "C", "D", "E", "F", "G"] {
        let mut n = [0; 5];
        for s in semua
            .iter()
            .filter(|s| s.kewajiban.tugas.mandat.starts_with(huruf))
        {
            for (i, k) in Keadaan::SEMUA.iter().enumerate() {
                n[i] += usize::from(s.keadaan() == *k);
            }
        }
        if n.iter().sum::<usize>() > 0 {
            bidang.push((kata::bidang(b, huruf), n));
        }
    }
    html! {
        div.gulir tabindex="0" { table.tabel.tetap.rapat {
            caption { (b.t("Keadaan menurut bidang")) }
            thead { tr {
                th scope="col" { (b.t("Bidang")) }
                @for k in Keadaan::SEMUA { th.angka scope="col" { (kata::nama(b, k)) } }
                th.angka scope="col" { (b.t("Jumlah")) }
            } }
            tbody { @for (nama, n) in &bidang { tr {
                th scope="row" { (nama) }
                @for (i, k) in Keadaan::SEMUA.iter().enumerate() {
                    td.angka data-label=(kata::nama(b, *k)) { @if n[i] > 0 { (ui::tampil::tanda_kata(kata::warna(*k), &n[i].to_string())) } }
                }
                td.angka data-label=(b.t("Jumlah")) { (n.iter().sum::<usize>()) }
            } } }
        } }
    }
}

/// Obligations, one a row.
pub(crate) fn tabel(t: &Tanya, n: &[&Nilai]) -> Markup {
    let b = t.p.b;
    html! {
        div.gulir { table.tabel {
            thead { tr {
                th scope="col" { (b.t("Kewajiban")) }
                th scope="col" { (b.t("Dasar")) }
                th scope="col" { (b.t("Penanggung jawab")) }
                th scope="col" { (b.t("Keadaan")) }
            } }
            tbody { @for n in n {
                @let k = n.kewajiban;
                @let (penuh, berlaku) = n.pecahan();
                tr {
                    td { a href=(t.ke(&format!("/kewajiban/{}", k.tugas.kode))) { (kata::judul(b, &k.tugas)) } }
                    td data-label=(b.t("Dasar")) { (kata::sumber(t, &k.sumber)) }
                    td data-label=(b.t("Penanggung jawab")) { (kata::siapa(b, &t.p.profil, &k.pelaku, t.hari)) }
                    td data-label=(b.t("Keadaan")) {
                        (kata::tanda(b, n.keadaan()))
                        @if k.pelaku.banyak() && berlaku > 0 {
                            " " (b.isi("{ada} dari {semua}", &[("ada", &penuh.to_string()), ("semua", &berlaku.to_string())]))
                        }
                        " " (kata::waktu(b, n.keadaan(), n.sejak(), n.berikut()))
                    }
                }
            } }
        } }
    }
}
