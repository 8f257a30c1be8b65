//! The administrator's page: each webhook with what became of its last messages, and a new secret, shown once.

use axum::{
    Router,
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use kernel::{Aksi, Bahasa, Entri, Galat, Peta, RegisterDef, izin::Tindakan, kalender::saat};
use maud::{Markup, html};
use store::{Antar, Daftar, Tampak};
use web::{Aplikasi, Formulir, Gagal, Permintaan};

use super::{
    daftar::{AKTIF, GANTI, KODE},
    rahasia,
};

/// Messages shown of each.
const TERAKHIR: i64 = 20;

/// Its addresses, for [`web::router`].
pub fn rute() -> Router<Aplikasi> {
    Router::new()
        .route("/{daerah}/kerja/webhook-keluar", get(halaman))
        .route("/{daerah}/kerja/webhook-keluar/{nomor}/rahasia", post(ganti))
}

async fn halaman(p: Permintaan) -> Result<Response, Gagal> {
    p.harus_akun()?;
    let def = p.register(KODE)?;
    let semua = daftar(&p, &def).await?;
    let mut isi = Vec::new();
    for t in &semua {
        let catatan = p.app.store.antar(p.daerah(), t.entri.id.0, TERAKHIR).await?;
        isi.push(satu(&p, &def, &t.entri, &catatan));
    }
    let b = p.b;
    let judul = b.t("Webhook");
    let badan = html! {
        a.tautan-balik href=(p.ke(&format!("/kerja/{KODE}"))) { (b.t("Daftar webhook")) }
        h1 { (judul) }
        p.jelaskan { (b.t("Program lain diberi tahu setiap ada kabar tentang laporan yang terbuka untuk umum. Pesannya ditandatangani menurut Standard Webhooks.")) }
        @if semua.is_empty() { p { (b.t("Belum ada webhook. Daftarkan satu lewat Daftar webhook.")) } }
        @for s in isi { (s) }
    };
    Ok(p.ruang(judul, KODE, badan))
}

async fn daftar(p: &Permintaan, def: &RegisterDef) -> Result<Vec<Tampak>, Galat> {
    let w = p.wewenang(def, Tindakan::Baca)?;
    let d = Daftar {
        batas: 100,
        ..Daftar::default()
    };
    Ok(p.app.store.daftar(&w, &p.pelaku, &d).await?.entri)
}

fn satu(p: &Permintaan, def: &RegisterDef, e: &Entri, catatan: &[Antar]) -> Markup {
    let b = p.b;
    let keadaan = def.lifecycle.keadaan(&e.keadaan).map_or("", |k| k.label.as_ref());
    let boleh = def
        .langkah_boleh(&p.profil, &p.pelaku, e)
        .iter()
        .any(|l| l.kode == GANTI);
    let tujuan = p.ke(&format!("/kerja/webhook-keluar/{}/rahasia", ui::enkode(&e.nomor)));
    html! {
        section.kartu {
            h2 { a href=(p.ke(&format!("/kerja/{KODE}/entri/{}", ui::enkode(&e.nomor)))) { (e.teks("nama")) } }
            dl {
                dt { (b.t("Alamat tujuan")) } dd { code { (e.teks("alamat")) } }
                dt { (b.t("Keadaan")) } dd { (b.t(keadaan)) }
            }
            @if boleh {
                form method="post" action=(tujuan) {
                    (ui::formulir::csrf(p.csrf()))
                    button.tombol.tombol-dua type="submit" {
                        (b.t(if e.keadaan == AKTIF { "Ganti rahasia" } else { "Buat rahasia dan aktifkan" }))
                    }
                }
            }
            @if catatan.is_empty() {
                p { (b.t("Belum ada pesan.")) }
            } @else {
                table {
                    caption { (b.t("Pesan terakhir")) }
                    thead { tr {
                        th scope="col" { (b.t("Waktu")) } th scope="col" { (b.t("Kabar")) }
                        th scope="col" { (b.t("Laporan")) } th scope="col" { (b.t("Hasil")) }
                    } }
                    tbody { @for a in catatan { tr {
                        td { (p.profil.kalender.waktu_pendek(b, saat(a.waktu))) }
                        td { code { (a.acara) } } td { (a.nomor) } td { (hasil(b, a)) }
                    } } }
                }
            }
        }
    }
}

fn hasil(b: Bahasa, a: &Antar) -> String {
    let coba = a.coba.to_string();
    match &a.galat {
        None => b.isi("Sampai pada percobaan ke-{n}", &[("n", &coba)]),
        Some(sebab) => b.isi(
            "Gagal pada percobaan ke-{n}: {sebab}",
            &[("n", &coba), ("sebab", sebab)],
        ),
    }
}

/// A new secret, on this one answer only.
async fn ganti(
    p: Permintaan,
    Path((_, nomor)): Path<(String, String)>,
    _f: Formulir,
) -> Result<Response, Gagal> {
    p.harus_akun()?;
    let t = p
        .app
        .store
        .entri_bernomor(p.daerah(), &p.pelaku, KODE, &nomor)
        .await?;
    let aksi = Aksi::Langkah {
        id: t.entri.id,
        versi: Some(t.entri.versi),
        langkah: GANTI.to_owned(),
        isian: Peta::new(),
    };
    let e = p.app.store.jalankan(p.perintah(aksi)).await?.entri;
    let kini = p.app.store.jam().kini().as_millisecond();
    let semua = rahasia(&p.app.identitas, p.daerah(), &e, kini);
    let rahasia = semua.first().ok_or(Galat::TidakDitemukan)?;
    let b = p.b;
    let judul = b.t("Rahasia baru");
    let isi = html! {
        a.tautan-balik href=(p.ke("/kerja/webhook-keluar")) { (b.t("Webhook")) }
        h1 { (judul) }
        div.peringatan.peringatan-baik role="status" {
            p { (b.isi("Rahasia untuk {nama}:", &[("nama", e.teks("nama"))])) }
            p.kode { code { (rahasia.tulis()) } }
            p { (b.t("Salin sekarang ke program tujuan: rahasia ini tidak ditampilkan lagi. Rahasia sebelumnya, bila ada, ikut berlaku 24 jam lagi.")) }
        }
    };
    let mut r = p.ruang(judul, KODE, isi).into_response();
    let simpan = axum::http::HeaderValue::from_static("no-store");
    r.headers_mut().insert(header::CACHE_CONTROL, simpan);
    Ok(r)
}
