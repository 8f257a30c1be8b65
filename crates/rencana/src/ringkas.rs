//! Where plans and money begin: the roadmap in force, the round of the year, and the ways to their boards.

use axum::response::Response;
use maud::html;
use tata_kelola::perencanaan::{
    kegiatan_peta, peta_rencana, rencana_induk, siklus_anggaran, tinjauan, usulan_tik,
};
use web::{Gagal, Permintaan};

use crate::{
    KODE, anggaran,
    bahan::{self, n},
    peta,
};

pub(crate) async fn halaman(p: Permintaan) -> Result<Response, Gagal> {
    bahan::boleh(&p)?;
    let b = p.b;
    let peta = peta::dokumen(&p).await?;
    let kini = match peta.first() {
        Some(d) => peta::kegiatan(&p, d).await?,
        None => Vec::new(),
    };
    let siklus = anggaran::siklus(&p).await?;
    let jalan = kini.iter().filter(|s| s.entri.keadaan == "berjalan").count();
    let judul = b.t("Rencana dan anggaran");
    let def = p.register(siklus_anggaran::KODE)?;
    let keadaan = |k: &str| def.lifecycle.keadaan(k).map_or("", |k| b.t(&k.label)).to_owned();
    let daftar = |kode: &'static str| {
        let label = p
            .register(kode)
            .map_or_else(|_| String::new(), |d| b.t(&d.label).to_owned());
        html! { li { a.keping.keping-pilih href=(p.ke(&format!("/kerja/{kode}"))) { (label) } } }
    };
    let isi = html! {
        h1 { (judul) }
        h2 { a href=(p.ke("/kerja/rencana/peta")) { (b.t("Garis waktu peta rencana")) } }
        @match peta.first() {
            Some(d) => { p { (d.teks("judul")) ": " (b.isi("{jalan} dari {semua} kegiatan berjalan.", &[("jalan", &n(jalan)), ("semua", &n(kini.len()))])) } }
            None => { p { (b.t("Belum ada peta rencana")) "." } }
        }
        h2 { a href=(p.ke("/kerja/rencana/anggaran")) { (b.t("Papan anggaran")) } }
        @match siklus.first() {
            Some(s) => { p { (s.teks("nama")) ": " (keadaan(&s.keadaan)) "." } }
            None => { p { (b.t("Belum ada siklus anggaran")) "." } }
        }
        h2 { a href=(p.ke("/kerja/rencana/tinjauan")) { (b.t("Kalender tinjauan")) } }
        p { (b.t("Kapan rencana induk, arsitektur, dan peta rencana ditinjau, dan apa hasilnya.")) }
        h2 { (b.t("Daftarnya")) }
        ul.keping-baris {
            @if p.profil.fungsi(rencana_induk::KODE).is_some() { (daftar(rencana_induk::KODE)) }
            (daftar(peta_rencana::KODE)) (daftar(kegiatan_peta::KODE)) (daftar(siklus_anggaran::KODE)) (daftar(usulan_tik::KODE)) (daftar(tinjauan::KODE))
        }
        @if p.profil.fungsi(rencana_induk::KODE).is_none() {
            p.jelaskan { (b.isi("{regulasi} tidak mengatur rencana induk.", &[("regulasi", &p.profil.daerah.regulasi.to_string())])) }
        }
    };
    Ok(p.ruang(judul, KODE, isi))
}
