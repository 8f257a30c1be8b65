//! The calendar of reviews: which fall when, which were done, what came of them, and for which causes the regulation
//! lets a document be reviewed out of turn.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use kernel::{Bahasa, Entri, Galat, IdEntri, kalender::tanggal, nilai::Pilihan as _, register::Konteks};
use maud::html;
use serde_json::json;
use store::Saringan;
use tata_kelola::perencanaan::{
    MASA_TAHUN, dokumen_arsitektur, peta_rencana, rencana_induk,
    tinjauan::{self, Objek, Sebab, Waktu},
};
use web::{Gagal, Permintaan};

use crate::{KODE, bahan};

/// A review that falls, or was made.
struct Baris {
    objek: Objek,
    waktu: Waktu,
    tahun: i64,
    /// The document's title.
    dokumen: String,
    /// The entry, once somebody began it.
    entri: Option<Entri>,
}

impl Baris {
    fn terlewat(&self, kini: i64) -> bool {
        self.tahun < kini && self.entri.as_ref().is_none_or(|e| e.keadaan == "disiapkan")
    }
}

fn tahun(e: &Entri, medan: &str) -> i64 {
    e.isi.get(medan).and_then(serde_json::Value::as_i64).unwrap_or(0)
}

fn pilihan<T: kernel::nilai::Pilihan>(e: &Entri, medan: &str) -> Option<T> {
    T::dari_kode(e.teks(medan))
}

/// What falls by the calendar, joined with what was made; then what was made out of turn. O(documents × reviews).
fn susun(dokumen: &[(Objek, Entri)], reviu: Vec<Entri>) -> Vec<Baris> {
    let mut sisa = reviu;
    let mut semua = Vec::new();
    for (objek, d) in dokumen {
        let awal = tahun(d, "tahun_mulai");
        let jadwal: &[(Waktu, i64)] = match objek {
            // A master plan is reviewed on results and policy, not by the calendar.
            Objek::RencanaInduk => &[],
            _ => &[
                (Waktu::ParuhWaktu, MASA_TAHUN / 2),
                (Waktu::TahunTerakhir, MASA_TAHUN - 1),
            ],
        };
        for (waktu, lalu) in jadwal {
            let milik = |e: &Entri| {
                pilihan::<Objek>(e, "objek") == Some(*objek)
                    && pilihan::<Waktu>(e, "waktu") == Some(*waktu)
                    && e.teks(objek.kode()).parse().ok().map(IdEntri) == Some(d.id)
            };
            let i = sisa.iter().position(milik);
            semua.push(Baris {
                objek: *objek,
                waktu: *waktu,
                tahun: awal + lalu,
                dokumen: d.teks("judul").to_owned(),
                entri: i.map(|i| sisa.remove(i)),
            });
        }
    }
    for e in sisa {
        if let (Some(objek), Some(waktu)) = (pilihan(&e, "objek"), pilihan(&e, "waktu")) {
            let milik = dokumen
                .iter()
                .find(|(o, d)| *o == objek && e.teks(objek.kode()) == d.id.to_string());
            semua.push(Baris {
                objek,
                waktu,
                tahun: tahun(&e, "tahun"),
                dokumen: milik.map(|(_, d)| d.teks("judul").to_owned()).unwrap_or_default(),
                entri: Some(e),
            });
        }
    }
    semua.sort_by_key(|b| (b.tahun, b.dokumen.clone()));
    semua
}

async fn semua(p: &Permintaan) -> Result<Vec<Baris>, Galat> {
    let mut dokumen = Vec::new();
    for (objek, register) in [
        (Objek::PetaRencana, peta_rencana::KODE),
        (Objek::RencanaInduk, rencana_induk::KODE),
        (Objek::Arsitektur, dokumen_arsitektur::KODE),
    ] {
        let ada = web::bahan::semua(p, register, Saringan::default()).await?;
        dokumen.extend(
            ada.into_iter()
                .filter(|e| e.keadaan == "ditetapkan")
                .map(|e| (objek, e)),
        );
    }
    let mut reviu = web::bahan::semua(p, tinjauan::KODE, Saringan::default()).await?;
    reviu.retain(|e| e.keadaan != "batal");
    Ok(susun(&dokumen, reviu))
}

fn kini(p: &Permintaan) -> i64 {
    p.profil.kalender.setempat(p.app.store.jam().kini()).year().into()
}

/// What is said of a row: colour and word.
fn keadaan(b: Bahasa, s: &Baris, kini: i64) -> (&'static str, &'static str) {
    match s.entri.as_ref().map(|e| e.keadaan.as_str()) {
        Some("disampaikan") => ("hijau", b.t("Disampaikan")),
        Some("selesai") => ("jingga", b.t("Selesai, belum disampaikan")),
        _ if s.terlewat(kini) => ("merah", b.t("Terlewat")),
        Some(_) => ("biru", b.t("Disiapkan")),
        None if s.tahun == kini => ("jingga", b.t("Jatuh tahun ini")),
        None => ("abu", b.t("Nanti")),
    }
}

pub(crate) async fn json(p: Permintaan) -> Result<Response, Gagal> {
    bahan::boleh(&p)?;
    let kini = kini(&p);
    let semua: Vec<_> = semua(&p)
        .await?
        .iter()
        .map(|s| {
            let e = s.entri.as_ref();
            json!({
                "objek": s.objek.kode(), "waktu": s.waktu.kode(), "tahun": s.tahun, "dokumen": s.dokumen,
                "keadaan": keadaan(p.b, s, kini).1, "nomor": e.map(|e| &e.nomor), "isi": e.map(|e| &e.isi),
            })
        })
        .collect();
    Ok(Json(json!({ "daerah": p.daerah(), "tinjauan": semua })).into_response())
}

pub(crate) async fn halaman(p: Permintaan) -> Result<Response, Gagal> {
    bahan::boleh(&p)?;
    let b = p.b;
    let kini = kini(&p);
    let semua = semua(&p).await?;
    let hitung = |f: &dyn Fn(&Baris) -> bool| bahan::n(semua.iter().filter(|s| f(s)).count());
    let judul = b.isi(
        "{ini} tinjauan jatuh tahun ini, {lewat} terlewat",
        &[
            ("ini", &hitung(&|s| s.tahun == kini)),
            ("lewat", &hitung(&|s| s.terlewat(kini))),
        ],
    );
    let k = Konteks {
        profil: &p.profil,
        kini: p.app.store.jam().kini(),
        pelaku: &p.pelaku,
    };
    let isi = html! {
        a.tautan-balik href=(p.ke("/kerja/rencana")) { (b.t("Rencana dan anggaran")) }
        h1 { (judul) }
        p { (b.isi("Menurut {regulasi}: pada paruh waktu, pada tahun terakhir, dan sewaktu-waktu bila ada sebabnya.", &[("regulasi", &p.profil.daerah.regulasi.to_string())])) " "
            a href=(p.ke(&format!("/kerja/{}", tinjauan::KODE))) { (b.t("Daftar tinjauan")) } " · "
            a href=(p.ke("/kerja/rencana/tinjauan/data.json")) { "JSON" } }
        @if semua.is_empty() {
            (ui::tampil::kosong(b.t("Belum ada tinjauan."), b.t("Tinjauan jatuh pada tahun ketiga dan kelima dokumen yang sudah ditetapkan."), None))
        } @else {
            div.gulir { table.tabel {
                thead { tr {
                    th scope="col" { (b.t("Tahun")) }
                    th scope="col" { (b.t("Yang ditinjau")) }
                    th scope="col" { (b.t("Waktu tinjauan")) }
                    th scope="col" { (b.t("Keadaan")) }
                    th scope="col" { (b.t("Hasil")) }
                    th scope="col" { (b.t("Keputusan")) }
                } }
                tbody { @for s in &semua {
                    @let (warna, kata) = keadaan(b, s, kini);
                    @let teks = |m: &str| s.entri.as_ref().map_or("", |e| e.teks(m)).to_owned();
                    tr {
                        td { (s.tahun) }
                        td data-label=(b.t("Yang ditinjau")) {
                            @match &s.entri {
                                Some(e) => { a href=(p.alamat_entri(tinjauan::KODE, &e.nomor)) { (b.t(s.objek.label())) } }
                                None => { (b.t(s.objek.label())) }
                            }
                            @if !s.dokumen.is_empty() { ": " (s.dokumen) }
                        }
                        td data-label=(b.t("Waktu tinjauan")) { (b.t(s.waktu.label())) }
                        td data-label=(b.t("Keadaan")) {
                            (ui::tampil::tanda_kata(warna, kata))
                            @if let Ok(h) = teks("disampaikan_pada").parse() { " " (tanggal(b, h)) }
                        }
                        td data-label=(b.t("Hasil")) { (kernel::profil::potong(&teks("hasil"), 200)) }
                        td data-label=(b.t("Keputusan")) { (teks("keputusan")) }
                    }
                } }
            } }
        }
        h2 { (b.t("Sebab tinjauan sewaktu-waktu")) }
        dl.fakta { @for o in Objek::SEMUA {
            dt { (b.t(o.label())) }
            dd { (Sebab::menurut(*o, &k).iter().map(|s| b.t(s.label())).collect::<Vec<_>>().join(", ")) }
        } }
    };
    Ok(p.ruang(&judul, KODE, isi))
}
