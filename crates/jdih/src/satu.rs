//! The reading page of a document: what it is and whether it is in force, how it relates to others, and its text with a
//! permanent address for each provision. Officials of fungsi `hukum` also see what the reader doubts.

use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use kernel::{Entri, Galat, Medan, RegisterDef};
use maud::{Markup, html};
use regulasi::{Hasil, Tingkat};
use serde_json::Value;
use store::{Tampak, Terkait, berkas::Berkas};
use web::{Gagal, Permintaan};

use crate::{
    baca,
    bunyi::{self, Bacaan, Kueri},
    produk,
};

/// The fields of the list of facts; relations and text have places of their own.
const FAKTA: [&str; 14] = [
    "tanggal_penetapan",
    "tanggal_pengundangan",
    "tanggal_berlaku",
    "tempat_penetapan",
    "penandatangan",
    "teu",
    "sumber",
    "subjek",
    "bidang_hukum",
    "bahasa",
    "lokasi",
    "deskripsi_fisik",
    "pemrakarsa",
    "dasar_lain",
];

/// `GET /{daerah}/jdih/{jenis}/{tahun}/{nomor}`
pub(crate) async fn halaman(
    p: Permintaan,
    Path((_, jenis, tahun, nomor)): Path<(String, String, String, String)>,
    Query(q): Query<Kueri>,
) -> Result<Response, Gagal> {
    let t = produk::di(&p, (&jenis, &tahun, &nomor)).await?;
    let (b, e) = (p.b, &t.entri);
    let def = p.register(crate::KODE)?;
    let terkait = p.app.store.terkait(p.daerah(), &p.pelaku, e.id).await?;
    let bacaan = Bacaan::baru(&p, &t, &terkait, q.hari()?).await?;
    let berkas = berkas(&p, e).await?;
    let naskah = &bacaan.naskah;
    let laman = match naskah {
        Some(n) => baca::laman(n, bacaan.tanda.clone()).await?,
        None => None,
    };
    let terbaca = naskah.as_ref().and_then(|n| n.hasil.as_ref());
    let pada = bacaan.hari.map(|h| format!("?pada={h}")).unwrap_or_default();
    let pengelola = produk::bagian_hukum(&p.profil, &p.pelaku);
    let sebutan = produk::sebutan(&p.profil, e);
    let jalur = p.ke(&produk::jalur(e));
    let isi = html! {
        a.tautan-balik href=(p.ke("/jdih")) { (b.t("JDIH: produk hukum")) }
        div.kolom {
            h1 { (sebutan) }
            p.tentang { (b.t("tentang")) " " (e.teks("tentang")) }
            (status(&p, &def, &t, &terkait))
            @if !e.terbit {
                div.peringatan.peringatan-jingga { p { (b.t("Belum terbit: hanya petugas yang melihat halaman ini.")) } }
            }
            @if pengelola { (pintu_kerja(&p, &t)) }
            @if !e.teks("abstrak").is_empty() { (ui::tampil::paragraf(e.teks("abstrak"))) }
            details.keterangan open[terbaca.is_none()] {
                summary { (b.t("Keterangan dokumen")) }
                (ui::tampil::fakta(b, &p.profil, &medan(&def), &e.isi))
            }
            (hubungan(&p, &t, &terkait))
            (daftar_berkas(&p, &berkas))
            (bunyi::pilihan(&p, e, &terkait, &bacaan))
            (bunyi::catatan(&p, &t, &terkait, &bacaan))
            @if naskah.is_some() {
                p.tidak-dicetak {
                    (b.t("Unduh naskah:")) " "
                    a href={ (jalur) "/naskah.txt" (pada) } download { (b.t("teks asli")) }
                    @if terbaca.is_some() {
                        " · " a href={ (jalur) "/naskah.xml" (pada) } download { "Akoma Ntoso (XML)" }
                        " · " a href={ (jalur) "/naskah.json" (pada) } download { "JSON" }
                    }
                    @if let Some(n) = naskah { " · SHA-256 " code.sidik { (n.sidik) } }
                }
            }
        }
        @match (naskah, terbaca.zip(laman.as_ref())) {
            (_, Some((hasil, laman))) => {
                @if pengelola { div.kolom { (temuan(&p, hasil)) } }
                div.naskah-bungkus {
                    details.daftar-isi.tidak-dicetak {
                        summary { (b.t("Daftar isi")) }
                        nav aria-label=(b.t("Daftar isi")) { (laman.daftar_isi) }
                    }
                    // The text has terms of its own, each with its own place.
                    article.naskah lang="id" aria-label=(b.t("Naskah")) data-tanpa-istilah { (laman.isi) }
                }
            }
            (Some(_), None) => {
                div.kolom { (ui::tampil::kosong(
                    b.t("Naskah ini tidak dapat dibaca per pasal."),
                    b.t("Teks aslinya tersimpan utuh dan dapat diunduh di atas."),
                    None,
                )) }
            }
            (None, None) => (belum_ada(&p, pengelola)),
        }
    };
    let kepala = html! {
        link rel="canonical" href={ (p.app.url_dasar) (jalur) };
        @if terbaca.is_some() {
            link rel="alternate" type="application/akn+xml" href={ (jalur) "/naskah.xml" };
            link rel="alternate" type="application/json" href={ (jalur) "/naskah.json" };
        }
    };
    let judul = format!("{sebutan} {} {}", b.t("tentang"), e.teks("tentang"));
    Ok((StatusCode::OK, ui::portal_dengan(&p.laman(&judul), &kepala, isi)).into_response())
}

/// What is known of the signed copies and annexes.
async fn berkas(p: &Permintaan, e: &Entri) -> Result<Vec<Berkas>, Galat> {
    let id = e
        .isi
        .get("berkas")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    let mut semua = Vec::new();
    for id in id.filter_map(|v| v.as_str()?.parse().ok()) {
        semua.push(p.app.store.berkas(p.daerah(), &p.pelaku, id).await?);
    }
    Ok(semua)
}

/// The files with kind, size and checksum, so that a copy can be told from another.
fn daftar_berkas(p: &Permintaan, semua: &[Berkas]) -> Markup {
    let b = p.b;
    let jenis = |b: &Berkas| match b.tipe.as_str() {
        "application/pdf" => "PDF",
        "text/plain" => "TXT",
        t if t.contains("opendocument") => "ODT",
        _ => "Word",
    };
    html! {
        @if !semua.is_empty() {
            h2 { (b.t("Berkas")) }
            ul.berkas-produk { @for (i, f) in semua.iter().enumerate() { li {
                a href=(p.ke(&format!("/berkas/{}", f.id))) { (b.isi("Berkas {n}", &[("n", &(i + 1).to_string())])) " (" (jenis(f)) ", " (ui::tampil::angka(f.ukuran.div_euclid(1024).max(1))) " KB)" }
                br; small { "SHA-256 " code.sidik { (f.sidik) } }
            } } }
        }
    }
}

fn medan(def: &RegisterDef) -> Vec<Medan> {
    let semua = def.medan_rata();
    FAKTA
        .iter()
        .filter_map(|n| semua.iter().find(|m| m.nama == *n).cloned())
        .collect()
}

/// Whether it is in force, in words; who changed or repealed it stands right there.
fn status(p: &Permintaan, def: &RegisterDef, t: &Tampak, terkait: &[Terkait]) -> Markup {
    let b = p.b;
    let semua = produk::menurut_relasi(&t.entri, terkait);
    // The state decides: what is only planned to repeal, or was restored, stands among the relations.
    let nyata = |n: &str| match n {
        "Dicabut oleh" => t.entri.keadaan == "dicabut",
        "Diubah oleh" => matches!(t.entri.keadaan.as_str(), "diubah" | "dicabut"),
        _ => false,
    };
    let oleh: Vec<_> = semua.iter().filter(|(n, _)| nyata(n)).collect();
    html! {
        p.status-produk {
            @if let Some(k) = def.lifecycle.keadaan(&t.entri.keadaan) { (ui::tampil::tanda(b, k)) " " (b.t(&k.arti)) }
        }
        @for (nama, lain) in &oleh {
            div.peringatan .peringatan-merah[*nama == "Dicabut oleh"] .peringatan-jingga[*nama != "Dicabut oleh"] {
                p { strong { (b.t(nama)) ": " } (daftar_lain(p, lain)) }
            }
        }
    }
}

fn daftar_lain(p: &Permintaan, lain: &[&Tampak]) -> Markup {
    html! { @for (i, l) in lain.iter().enumerate() {
        @if i > 0 { "; " }
        a href=(p.ke(&produk::jalur(&l.entri))) { (produk::judul(&p.profil, &l.entri)) }
    } }
}

fn hubungan(p: &Permintaan, t: &Tampak, terkait: &[Terkait]) -> Markup {
    let b = p.b;
    let semua = produk::menurut_relasi(&t.entri, terkait);
    html! {
        @if !semua.is_empty() {
            h2 { (b.t("Hubungan dengan peraturan lain")) }
            dl.daftar-ringkas { @for (nama, lain) in &semua {
                div { dt { (b.t(nama)) } dd { (daftar_lain(p, lain)) } }
            } }
        }
    }
}

fn pintu_kerja(p: &Permintaan, t: &Tampak) -> Markup {
    let b = p.b;
    html! {
        p.tidak-dicetak {
            a href=(p.ke(&format!("/kerja/produk_hukum/entri/{}", t.entri.nomor))) { (b.t("Buka di ruang kerja")) }
            " · " a href=(p.ke("/kerja/produk_hukum/naskah")) { (b.t("Unggah naskah")) }
        }
    }
}

/// What the reader doubts, for those who can look into the original.
fn temuan(p: &Permintaan, h: &Hasil) -> Markup {
    let b = p.b;
    let perlu: Vec<_> = h.temuan.iter().filter(|t| t.tingkat != Tingkat::Info).collect();
    let rapi = h.temuan.len() - perlu.len();
    html! {
        details.temuan.tidak-dicetak {
            summary { (b.isi("Temuan pembaca naskah: {n} perlu dilihat, {m} sudah dirapikan", &[("n", &perlu.len().to_string()), ("m", &rapi.to_string())])) }
            p.jelaskan { (b.t("Hanya petugas bagian hukum yang melihat daftar ini. Nomor baris menunjuk naskah asli.")) }
            ul lang="id" { @for t in perlu.iter().take(200) { li {
                (ui::tampil::tanda_kata(if t.tingkat == Tingkat::Salah { "merah" } else { "jingga" }, b.t(if t.tingkat == Tingkat::Salah { "Perlu diperbaiki" } else { "Perlu dilihat" })))
                " "
                @if t.baris > 0 { (b.isi("baris {n}", &[("n", &t.baris.to_string())])) ": " }
                (t.pesan)
                @if let Some(a) = &t.alamat { " " a href={ "#" (a) } { (regulasi::sebutan(a)) } }
            } } }
        }
    }
}

/// No text yet: said plainly, with the way on.
fn belum_ada(p: &Permintaan, pengelola: bool) -> Markup {
    let b = p.b;
    html! {
        div.kolom { @if pengelola {
            (ui::tampil::kosong(
                b.t("Naskahnya belum dimuat."),
                b.t("Unggah teksnya: pasal, ayat, istilah, dan rujukan dikenali dan dapat dicari saat itu juga."),
                Some((b.t("Unggah naskah"), &p.ke("/kerja/produk_hukum/naskah"))),
            ))
        } @else {
            (ui::tampil::kosong(
                b.t("Naskahnya belum dimuat."),
                b.t("Keterangan di atas sudah lengkap; teks per pasal menyusul dari bagian hukum."),
                None,
            ))
        } }
        @if p.app.demo {
            div.kolom { div.peringatan { p {
                (b.t("Di peragaan ini naskah tidak ikut dibawa. Muat dengan perintah:")) " "
                code { "praja regulation import " (b.t("NASKAH.txt")) " --daerah " (p.daerah().as_str()) " --data " (b.t("FOLDER-DATA")) }
            } } }
        }
    }
}
