//! Katalog layanan for citizens: find a service as people type it, then one page with what to bring, how long, what it
//! costs and where to begin (mandat A10).

use ::layanan::{JenisLayanan, Kanal};
use axum::{
    Router,
    extract::{Path, Query},
    response::Response,
    routing::get,
};
use kernel::{
    Bahasa, Galat, Pelaku, Peta,
    nilai::{Pilihan, Uang},
    profil::potong,
};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::Value;
use store::{Daftar, Kolom, Saringan, Tampak, Urut};
use web::{Aplikasi, Gagal, Permintaan};

use crate::{cari, pengaduan, umum};

/// The register.
const KODE: &str = "layanan";
/// Services by name.
pub(crate) fn menurut_nama() -> Urut {
    Urut {
        kolom: Kolom::Medan("nama".into()),
        turun: false,
    }
}
/// More services than any regency lists on one page.
const BATAS: usize = 300;

pub(crate) fn rute() -> Router<Aplikasi> {
    Router::new()
        .route("/{daerah}/layanan", get(katalog))
        .route("/{daerah}/layanan/{kode}", get(satu))
}

/// Name of a service in the reader's language.
pub(crate) fn nama_layanan(b: Bahasa, isi: &Peta) -> &str {
    let teks = |k: &str| isi.get(k).and_then(Value::as_str);
    let en = if b == Bahasa::En { teks("nama_en") } else { None };
    en.or_else(|| teks("nama")).unwrap_or_default()
}

/// What a service costs, in words.
fn biaya(b: Bahasa, isi: &Peta) -> String {
    let rupiah = isi.get("biaya").and_then(Value::as_u64).and_then(Uang::baru);
    let keterangan = isi.get("keterangan_biaya").and_then(Value::as_str);
    match (rupiah.filter(|u| u.rupiah() > 0), keterangan) {
        (Some(u), _) => u.to_string(),
        (None, Some(_)) => b.t("Tergantung jenisnya").to_owned(),
        (None, None) => b.t("Gratis").to_owned(),
    }
}

/// Services as a list: name, how long, what it costs.
pub(crate) fn butir<'a>(p: &Permintaan, layanan: impl Iterator<Item = &'a Tampak>) -> Markup {
    let b = p.b;
    html! {
        ul.tautan-daftar { @for t in layanan {
            @let e = &t.entri;
            li {
                a href=(p.ke(&format!("/layanan/{}", ui::enkode(e.teks("kode"))))) { (nama_layanan(b, &e.isi)) }
                " " small { (e.teks("waktu")) " · " (biaya(b, &e.isi)) }
            }
        } }
    }
}

/// Filters of the catalogue, as they stand in its address.
#[derive(Deserialize)]
struct Kueri {
    #[serde(default)]
    q: String,
    #[serde(default)]
    jenis: String,
    #[serde(default)]
    opd: String,
}

impl Kueri {
    fn alamat(&self, p: &Permintaan, tanpa: &str) -> String {
        let semua = [
            ("q", self.q.trim()),
            ("jenis", self.jenis.as_str()),
            ("opd", self.opd.as_str()),
        ];
        pengaduan::alamat(&p.ke("/layanan"), semua.into_iter().filter(|(k, _)| *k != tanpa))
    }

    fn keping(&self, p: &Permintaan) -> Vec<(String, String)> {
        let b = p.b;
        let mut k = Vec::new();
        if !self.q.trim().is_empty() {
            k.push((format!("“{}”", potong(self.q.trim(), 60)), self.alamat(p, "q")));
        }
        if !self.jenis.is_empty() {
            let label = JenisLayanan::dari_kode(&self.jenis).map_or(self.jenis.as_str(), |j| j.label());
            k.push((b.t(label).to_owned(), self.alamat(p, "jenis")));
        }
        if !self.opd.is_empty() {
            k.push((p.profil.nama_unit(&self.opd).to_owned(), self.alamat(p, "opd")));
        }
        k
    }
}

async fn katalog(p: Permintaan, Query(k): Query<Kueri>) -> Result<Response, Gagal> {
    let b = p.b;
    let (_, w) = umum::terbuka(&p, KODE)?;
    let mut saring = Saringan {
        kata: potong(k.q.trim(), 200).to_owned(),
        ..Saringan::default()
    };
    for (nama, nilai) in [("jenis", &k.jenis), ("opd", &k.opd)] {
        if !nilai.is_empty() {
            saring.medan.push((nama.into(), vec![nilai.clone()]));
        }
    }
    let ada = cari::longgar(&p, &w, &saring, &menurut_nama(), BATAS).await?;
    let unit = p
        .app
        .store
        .kelompok(&w, &Saringan::default(), &Kolom::Medan("opd".into()))
        .await?;
    let judul = b.t("Layanan");
    let kelompok = |j: JenisLayanan| {
        ada.entri
            .iter()
            .filter(move |t| t.entri.teks("jenis") == j.kode())
    };
    let isi = html! {
        h1 { (judul) }
        (umum::peragaan(&p))
        (saringan(&p, &k, &unit))
        (ui::daftar::keping(b, &k.keping(&p)))
        (cari::sebagian(&p, k.q.trim(), &ada))
        @if ada.entri.is_empty() {
            @if k.keping(&p).is_empty() {
                (ui::tampil::kosong(b.t("Katalog layanan masih kosong."), b.t("Daerah ini belum menerbitkan layanannya di sini."), None))
            } @else {
                (ui::tampil::kosong(
                    b.t("Tidak ada layanan yang cocok."),
                    b.t("Coba kata lain, hapus saringan, atau tanyakan lewat laporan; kami menjawabnya."),
                    Some((b.t("Lihat semua layanan"), &p.ke("/layanan"))),
                ))
            }
        }
        @for j in JenisLayanan::SEMUA.iter().copied().filter(|j| kelompok(*j).next().is_some()) {
            section aria-labelledby={ "jenis-" (j.kode()) } {
                h2 id={ "jenis-" (j.kode()) } { (b.t(j.label())) }
                (butir(&p, kelompok(j)))
            }
        }
    };
    Ok(umum::halaman(&p, judul, isi))
}

fn saringan(p: &Permintaan, k: &Kueri, unit: &[(String, i64)]) -> Markup {
    let b = p.b;
    html! {
        form.saringan role="search" method="get" action=(p.ke("/layanan")) {
            div.medan {
                label for="q" { (b.t("Cari layanan")) }
                input #q type="search" name="q" value=(k.q.trim()) maxlength="200" autocomplete="off" aria-describedby="q-bantuan";
                p.bantuan #q-bantuan { (b.t("Misalnya: bikin ktp, pindah rumah.")) }
            }
            div.medan {
                label for="jenis" { (b.t("Jenis layanan")) }
                select #jenis name="jenis" {
                    option value="" { (b.t("Semua")) }
                    @for j in JenisLayanan::SEMUA { option value=(j.kode()) selected[k.jenis == j.kode()] { (b.t(j.label())) } }
                }
            }
            div.medan {
                label for="opd" { (b.t("Penanggung jawab")) }
                select #opd name="opd" {
                    option value="" { (b.t("Semua")) }
                    @for (kode, n) in unit {
                        option value=(kode) selected[k.opd == *kode] { (p.profil.nama_unit(kode)) " (" (n) ")" }
                    }
                }
            }
            button.tombol type="submit" { (b.t("Tampilkan")) }
        }
    }
}

/// The published service with that code.
pub(crate) async fn cari_kode(p: &Permintaan, kode: &str) -> Result<Option<Tampak>, Galat> {
    let (_, w) = umum::terbuka(p, KODE)?;
    let saring = Saringan {
        medan: vec![("kode".into(), vec![kode.to_owned()])],
        ..Saringan::default()
    };
    let d = Daftar {
        saring,
        urut: menurut_nama(),
        setelah: None,
        batas: 1,
    };
    Ok(p.app.store.daftar(&w, &Pelaku::Publik, &d).await?.entri.pop())
}

async fn satu(p: Permintaan, Path((_, kode)): Path<(String, String)>) -> Result<Response, Gagal> {
    let b = p.b;
    let t = cari_kode(&p, &kode).await?.ok_or(Galat::TidakDitemukan)?;
    let isi = &t.entri.isi;
    let teks = |k: &str| t.entri.teks(k);
    let daftar = |k: &str| {
        isi.get(k)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
    };
    let nama = nama_layanan(b, isi);
    let kanal: Vec<&str> = daftar("kanal")
        .filter_map(Kanal::dari_kode)
        .map(|k| b.t(k.label()))
        .collect();
    let opd = p.profil.nama_unit(teks("opd"));
    let lapor = format!("{}?layanan={}", p.ke("/pengaduan/baru/apa"), ui::enkode(&kode));
    let isi = html! {
        a.tautan-balik href=(p.ke("/layanan")) { (b.t("Semua layanan")) }
        h1 { (nama) }
        @if b == Bahasa::En && nama != teks("nama") { p lang="id" { (teks("nama")) } }
        p { (teks("ringkas")) }
        @if p.app.demo {
            p { (ui::tampil::tanda_kata("abu", b.t("Contoh"))) " " (b.t("Syarat, waktu, dan biaya di bawah adalah contoh peragaan, bukan ketentuan resmi.")) }
        }
        h2 { (b.t("Yang perlu dibawa")) }
        @if daftar("syarat").next().is_none() {
            p { (b.t("Tidak ada syarat khusus.")) }
        } @else {
            ul { @for s in daftar("syarat") { li { (s) } } }
        }
        dl.daftar-ringkas {
            div { dt { (b.t("Lama layanan")) } dd { (teks("waktu")) } }
            div { dt { (b.t("Biaya")) } dd { (biaya(b, isi)) @if !teks("keterangan_biaya").is_empty() { ". " (teks("keterangan_biaya")) } } }
            @if !kanal.is_empty() { div { dt { (b.t("Cara mengurus")) } dd { (kanal.join(", ")) } } }
            div { dt { "Perangkat Daerah " (b.t("penanggung jawab")) } dd { (opd) } }
            @if !teks("dasar").is_empty() { div { dt { (b.t("Dasar hukum")) } dd { (teks("dasar")) } } }
        }
        div.peringatan {
            h2 { (b.t("Cara memulai")) }
            p { (b.isi("Hubungi atau datangi {opd} dengan persyaratan di atas.", &[("opd", opd)])) " " (b.t("Jam layanan")) ": " (p.profil.daerah.kontak.jam) "." }
        }
        h2 { (b.t("Ada masalah dengan layanan ini?")) }
        p { (b.t("Pungutan, antrean, syarat yang berbeda dari yang tertulis di sini: laporkan, dan lihat jawabannya.")) }
        p { a.tombol.tombol-dua href=(lapor) rel="nofollow" { (b.t("Laporkan masalah dengan layanan ini")) } }
    };
    Ok(umum::halaman(&p, nama, isi))
}
