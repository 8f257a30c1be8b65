//! The roadmap as a timeline: its activities by the seven contents and the years, what waits for what, and what does
//! not fit together.

use std::collections::HashMap;

use axum::{
    Json,
    extract::Query,
    response::{IntoResponse, Response},
};
use kernel::{Entri, Galat, IdEntri, nilai::Pilihan as _};
use maud::html;
use serde::Deserialize;
use serde_json::json;
use store::Saringan;
use tata_kelola::perencanaan::{
    kegiatan_peta::{self, KegiatanPeta},
    peta_rencana::{self, Muatan},
};
use web::{Gagal, Permintaan};

use crate::{
    KODE,
    bahan::{self, n},
    gambar::{self, Batang, Kelompok},
};

#[derive(Deserialize)]
pub(crate) struct Kueri {
    #[serde(default)]
    peta: String,
    #[serde(default)]
    opd: String,
}

/// An activity with its entry.
pub(crate) struct Satu {
    pub entri: Entri,
    pub isi: KegiatanPeta,
}

/// What does not fit together in a roadmap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Janggal {
    /// It waits for itself, through others.
    Melingkar,
    /// It begins before what it waits for has ended.
    Mendahului(usize),
    /// What it waits for was given up.
    Batal(IdEntri),
}

/// What does not fit, by place. O(activities × prerequisites), the circles O(activities + prerequisites) each.
pub(crate) fn janggal(semua: &[Satu]) -> Vec<(usize, Janggal)> {
    let letak: HashMap<IdEntri, usize> = semua.iter().enumerate().map(|(i, s)| (s.entri.id, i)).collect();
    let menunggu: Vec<Vec<usize>> = semua
        .iter()
        .map(|s| {
            s.isi
                .prasyarat
                .0
                .iter()
                .filter_map(|p| letak.get(&p.kegiatan.id()).copied())
                .collect()
        })
        .collect();
    let mut hasil = Vec::new();
    for (i, s) in semua.iter().enumerate() {
        if melingkar(i, &menunggu) {
            hasil.push((i, Janggal::Melingkar));
        }
        for p in &s.isi.prasyarat.0 {
            match letak
                .get(&p.kegiatan.id())
                .and_then(|j| Some((*j, semua.get(*j)?)))
            {
                Some((j, lain)) if lain.isi.akhir.nilai() > s.isi.mulai.nilai() => {
                    hasil.push((i, Janggal::Mendahului(j)))
                }
                Some(_) => {}
                None => hasil.push((i, Janggal::Batal(p.kegiatan.id()))),
            }
        }
    }
    hasil
}

fn melingkar(awal: usize, menunggu: &[Vec<usize>]) -> bool {
    let (mut antre, mut dilihat) = (
        menunggu.get(awal).cloned().unwrap_or_default(),
        vec![false; menunggu.len()],
    );
    while let Some(i) = antre.pop() {
        if i == awal {
            return true;
        }
        if let Some(d) = dilihat.get_mut(i)
            && !std::mem::replace(d, true)
        {
            antre.extend(menunggu.get(i).into_iter().flatten());
        }
    }
    false
}

/// The roadmaps, those laid down first and the newest of them before.
pub(crate) async fn dokumen(p: &Permintaan) -> Result<Vec<Entri>, Galat> {
    let mut semua = web::bahan::semua(p, peta_rencana::KODE, Saringan::default()).await?;
    semua.retain(|e| e.keadaan != "batal");
    let tahun = |e: &Entri| {
        e.isi
            .get("tahun_mulai")
            .and_then(serde_json::Value::as_i64)
            .unwrap_or(0)
    };
    semua.sort_by_key(|e| (e.keadaan != "ditetapkan", -tahun(e), e.nomor.clone()));
    Ok(semua)
}

/// The activities of a roadmap that are part of it, in the order in which they are drawn.
pub(crate) async fn kegiatan(p: &Permintaan, peta: &Entri) -> Result<Vec<Satu>, Galat> {
    let entri = web::bahan::dengan(p, kegiatan_peta::KODE, "peta", &peta.id.to_string()).await?;
    let mut semua = Vec::with_capacity(entri.len());
    for entri in entri.into_iter().filter(|e| e.keadaan != "batal") {
        semua.push(Satu {
            isi: KegiatanPeta::dari(&entri)?,
            entri,
        });
    }
    semua.sort_by(|a, z| {
        let kunci = |s: &Satu| (s.isi.muatan, s.isi.mulai, s.isi.akhir, s.entri.nomor.clone());
        kunci(a).cmp(&kunci(z))
    });
    Ok(semua)
}

pub(crate) fn warna(keadaan: &str) -> &'static str {
    match keadaan {
        "selesai" => "hijau",
        "berjalan" => "jingga",
        "ditunda" => "merah",
        "ditugaskan" => "biru",
        _ => "abu",
    }
}

async fn pilih(p: &Permintaan, q: &Kueri) -> Result<(Vec<Entri>, Option<Entri>), Galat> {
    let semua = dokumen(p).await?;
    let satu = match q.peta.trim() {
        "" => semua.first().cloned(),
        nomor => Some(
            semua
                .iter()
                .find(|e| e.nomor == nomor)
                .cloned()
                .ok_or(Galat::TidakDitemukan)?,
        ),
    };
    Ok((semua, satu))
}

fn saring(p: &Permintaan, q: &Kueri, semua: &mut Vec<Satu>) -> Result<(), Galat> {
    match q.opd.trim() {
        "" => {}
        kode => {
            let unit = p.profil.unit(kode).ok_or(Galat::TidakDitemukan)?;
            semua.retain(|s| s.isi.opd == unit.kode);
        }
    }
    Ok(())
}

fn kata_janggal(p: &Permintaan, semua: &[Satu], j: Janggal) -> String {
    let b = p.b;
    match j {
        Janggal::Melingkar => b.t("Menunggu dirinya sendiri lewat kegiatan lain.").to_owned(),
        Janggal::Mendahului(i) => {
            let lain = semua.get(i).map_or("", |s| s.isi.nama.as_str());
            b.isi("Mulai sebelum prasyaratnya selesai: {lain}.", &[("lain", lain)])
        }
        Janggal::Batal(_) => b
            .t("Salah satu prasyaratnya bukan bagian dari peta rencana ini.")
            .to_owned(),
    }
}

pub(crate) async fn json(p: Permintaan, Query(q): Query<Kueri>) -> Result<Response, Gagal> {
    bahan::boleh(&p)?;
    let (_, peta) = pilih(&p, &q).await?;
    let peta = peta.ok_or(Galat::TidakDitemukan)?;
    let mut semua = kegiatan(&p, &peta).await?;
    saring(&p, &q, &mut semua)?;
    let salah = janggal(&semua);
    let kegiatan: Vec<_> = semua
        .iter()
        .enumerate()
        .map(|(i, s)| {
            let janggal: Vec<String> = salah.iter().filter(|(j, _)| *j == i).map(|(_, j)| kata_janggal(&p, &semua, *j)).collect();
            json!({ "nomor": s.entri.nomor, "keadaan": s.entri.keadaan, "isi": s.entri.isi, "janggal": janggal })
        })
        .collect();
    Ok(Json(json!({ "peta": { "nomor": peta.nomor, "keadaan": peta.keadaan, "isi": peta.isi }, "kegiatan": kegiatan })).into_response())
}

pub(crate) async fn halaman(p: Permintaan, Query(q): Query<Kueri>) -> Result<Response, Gagal> {
    bahan::boleh(&p)?;
    let b = p.b;
    let (dokumen, peta) = pilih(&p, &q).await?;
    let Some(peta) = peta else {
        let judul = b.t("Belum ada peta rencana");
        let isi = html! {
            a.tautan-balik href=(p.ke("/kerja/rencana")) { (b.t("Rencana dan anggaran")) }
            h1 { (judul) }
            (ui::tampil::kosong(judul, b.t("Perangkat daerah bidang komunikasi dan informatika menyusunnya di daftar Peta rencana."), None))
        };
        return Ok(p.ruang(judul, KODE, isi));
    };
    let mut semua = kegiatan(&p, &peta).await?;
    saring(&p, &q, &mut semua)?;
    let salah = janggal(&semua);
    let banyak = |k: &str| n(semua.iter().filter(|s| s.entri.keadaan == k).count());
    let judul = b.isi(
        "{semua} kegiatan peta rencana: {jalan} berjalan, {selesai} selesai, {tunda} ditunda",
        &[
            ("semua", &n(semua.len())),
            ("jalan", &banyak("berjalan")),
            ("selesai", &banyak("selesai")),
            ("tunda", &banyak("ditunda")),
        ],
    );
    let angka = |m: &str| peta.isi.get(m).and_then(serde_json::Value::as_i64);
    let dari = angka("tahun_mulai").unwrap_or(2025);
    let ke = angka("tahun_akhir").unwrap_or(dari + 4);
    let letak: HashMap<IdEntri, usize> = semua.iter().enumerate().map(|(i, s)| (s.entri.id, i)).collect();
    let def = p.register(kegiatan_peta::KODE)?;
    let keadaan = |s: &Satu| {
        def.lifecycle
            .keadaan(&s.entri.keadaan)
            .map_or("", |k| b.t(&k.label))
            .to_owned()
    };
    let batang = |s: &Satu| Batang {
        nama: s.isi.nama.as_str().to_owned(),
        tahun: (s.isi.mulai.nilai(), s.isi.akhir.nilai()),
        capaian: s.isi.capaian.map_or(0, kernel::nilai::Bilangan::nilai),
        warna: warna(&s.entri.keadaan),
        uraian: format!(
            "{} · {} · {}",
            s.isi.nama.as_str(),
            p.profil.nama_unit(s.isi.opd.as_str()),
            keadaan(s)
        ),
        tonggak: s
            .isi
            .tonggak
            .0
            .iter()
            .map(|t| {
                let hari = f64::from(t.tanggal.day_of_year()) / f64::from(t.tanggal.days_in_year());
                (
                    f64::from(t.tanggal.year()) + hari,
                    format!("{}: {}", t.nama.as_str(), kernel::kalender::tanggal(b, t.tanggal)),
                )
            })
            .collect(),
        prasyarat: s
            .isi
            .prasyarat
            .0
            .iter()
            .filter_map(|q| letak.get(&q.kegiatan.id()).copied())
            .collect(),
    };
    let kelompok: Vec<Kelompok> = Muatan::SEMUA
        .iter()
        .map(|m| Kelompok {
            judul: b.t(m.label()).to_owned(),
            batang: semua.iter().filter(|s| s.isi.muatan == *m).map(batang).collect(),
        })
        .filter(|k| !k.batang.is_empty())
        .collect();
    let nama_peta = peta.teks("judul").to_owned();
    let uraian = b.isi(
        "Garis waktu {peta}, {dari} sampai {ke}; tabelnya di bawah.",
        &[
            ("peta", &nama_peta),
            ("dari", &dari.to_string()),
            ("ke", &ke.to_string()),
        ],
    );
    let isi = html! {
        div.cetak-mendatar {
        a.tautan-balik href=(p.ke("/kerja/rencana")) { (b.t("Rencana dan anggaran")) }
        h1 { (judul) }
        p { a href=(p.alamat_entri(peta_rencana::KODE, &peta.nomor)) { (nama_peta) } ", " (dari) "–" (ke) ". "
            @if !peta.teks("nomor_penetapan").is_empty() { (peta.teks("nomor_penetapan")) "." } @else { (b.t("Belum ditetapkan Bupati.")) } }
        nav.tidak-dicetak aria-label=(b.t("Pilih peta rencana")) { ul.keping-baris {
            @for d in &dokumen { li { a.keping.keping-pilih aria-current=[(d.id == peta.id).then_some("true")] href=(p.ke(&format!("/kerja/rencana/peta?peta={}", ui::enkode(&d.nomor)))) { (d.teks("judul")) } } }
            @if !q.opd.trim().is_empty() { li { a.keping href=(p.ke(&format!("/kerja/rencana/peta?peta={}", ui::enkode(&peta.nomor)))) { (p.profil.nama_unit(q.opd.trim())) } } }
            li { a.keping.keping-pilih href=(p.ke(&format!("/kerja/rencana/peta/data.json?peta={}", ui::enkode(&peta.nomor)))) { "JSON" } }
        } }
        @if semua.is_empty() {
            (ui::tampil::kosong(b.t("Belum ada kegiatan di peta rencana ini."), b.t("Kegiatan ditambahkan di daftar Kegiatan peta rencana."), None))
        } @else {
            @if !salah.is_empty() {
                section.peringatan.peringatan-jingga aria-labelledby="janggal" {
                    h2 #janggal { (b.isi("{n} hal tidak serasi", &[("n", &n(salah.len()))])) }
                    ul { @for (i, j) in &salah { @if let Some(s) = semua.get(*i) {
                        li { a href=(p.alamat_entri(kegiatan_peta::KODE, &s.entri.nomor)) { (s.isi.nama.as_str()) } ": " (kata_janggal(&p, &semua, *j)) }
                    } } }
                }
            }
            div.gulir tabindex="0" role="region" aria-label=(b.t("Garis waktu")) { (gambar::garis_waktu(&judul, &uraian, dari, ke, &kelompok)) }
            h2 { (b.t("Kegiatan menurut muatan")) }
            div.gulir { table.tabel {
                thead { tr {
                    th scope="col" { (b.t("Kegiatan")) }
                    th scope="col" { (b.t("Muatan")) }
                    th scope="col" { (b.t("Pelaksana")) }
                    th scope="col" { (b.t("Tahun")) }
                    th scope="col" { (b.t("Tonggak berikutnya")) }
                    th scope="col" { (b.t("Keadaan")) }
                    th.angka scope="col" { (b.t("Capaian (%)")) }
                } }
                tbody { @for s in &semua { tr {
                    td { a href=(p.alamat_entri(kegiatan_peta::KODE, &s.entri.nomor)) { (s.isi.nama.as_str()) } }
                    td data-label=(b.t("Muatan")) { (b.t(s.isi.muatan.label())) }
                    td data-label=(b.t("Pelaksana")) { a href=(p.ke(&format!("/kerja/rencana/peta?peta={}&opd={}", ui::enkode(&peta.nomor), s.isi.opd))) { (p.profil.nama_unit(s.isi.opd.as_str())) } }
                    td data-label=(b.t("Tahun")) { (s.isi.mulai.nilai()) @if s.isi.akhir != s.isi.mulai { "–" (s.isi.akhir.nilai()) } }
                    td data-label=(b.t("Tonggak berikutnya")) {
                        @match s.isi.tonggak.0.iter().filter(|t| !t.tercapai).min_by_key(|t| t.tanggal) {
                            Some(t) => { (t.nama.as_str()) ", " (kernel::kalender::tanggal(b, t.tanggal)) }
                            None => { "–" }
                        }
                    }
                    td data-label=(b.t("Keadaan")) { (ui::tampil::tanda_kata(warna(&s.entri.keadaan), &keadaan(s))) }
                    td.angka data-label=(b.t("Capaian (%)")) { (s.isi.capaian.map_or(0, kernel::nilai::Bilangan::nilai)) }
                } } }
            } }
        }
        }
    };
    Ok(p.ruang(&judul, KODE, isi))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_waits_for_itself_through_others_is_found_and_the_walk_ends() {
        let menunggu = [vec![1], vec![2], vec![0], vec![0], vec![4], vec![]];
        let hasil: Vec<bool> = (0..menunggu.len()).map(|i| melingkar(i, &menunggu)).collect();
        // The fourth waits for a circle without being in it; the fifth waits for itself.
        assert_eq!(hasil, [true, true, true, false, true, false]);
    }
}
