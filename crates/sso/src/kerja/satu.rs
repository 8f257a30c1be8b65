//! One application: what was decided about it, its secret, who signed in, turned off and on.

use std::collections::BTreeMap;

use axum::{
    extract::{Path, RawQuery},
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use identity::Oleh;
use kernel::{Galat, GalatMedan};
use maud::{Markup, html};
use store::sso::Klien;
use ui::formulir::Isian;
use web::{Formulir, Gagal, Permintaan, lihat};

use super::{KODE, keadaan, medan, tabel_masuk, terisi, tulis};
use crate::{klien, minta::penerbit};

/// Sign-ins shown.
const TERAKHIR: i64 = 50;

type Jalur = Path<(String, String)>;

async fn cari(p: &Permintaan, id: &str) -> Result<Klien, Galat> {
    let k = p.app.store.sso_klien(p.daerah(), id).await?;
    k.ok_or(Galat::TidakDitemukan)
}

async fn tampilkan(
    p: &Permintaan,
    k: &Klien,
    mentah: Option<&BTreeMap<String, Vec<String>>>,
    galat: &[GalatMedan],
    selesai: bool,
) -> Result<Response, Gagal> {
    let b = p.b;
    let masuk = p
        .app
        .store
        .sso_masuk(p.daerah(), None, Some(&k.id), TERAKHIR)
        .await?;
    let (medan, nilai) = (medan(false), tulis(k));
    let i = Isian {
        mentah,
        ..Isian::baru(b, &p.profil, &nilai, galat)
    };
    let alamat = p.ke(&format!("/kerja/sso/{}", k.id));
    let isi = html! {
        a.tautan-balik href=(p.ke("/kerja/sso")) { (b.t("Aplikasi terhubung")) }
        (ui::formulir::ringkasan_galat(b, galat, &medan))
        @if selesai { div.peringatan.peringatan-baik role="status" { p { (b.t("Tersimpan.")) } } }
        h1 { (k.nama) }
        dl.daftar-ringkas {
            div { dt { (b.t("Keadaan")) } dd { (keadaan(p, k)) } }
            div { dt { (b.t("Alamat penerbit")) } dd { code { (penerbit(&p.app.url_dasar, p.daerah().as_str())) } } }
            div { dt { (b.t("Id aplikasi")) } dd { code { (k.id) } } }
            div { dt { (b.t("Rahasia")) } dd { @if k.rahasia.is_some() { (b.t("ada; hanya sidiknya yang disimpan")) } @else { (b.t("tidak ada; aplikasi ini tidak dapat menyimpannya")) } } }
        }
        form method="post" action=(alamat) data-jaga=(if mentah.is_some() { "kotor" } else { "" }) {
            (ui::formulir::csrf(p.csrf()))
            (ui::formulir::semua(&i, &medan))
            div.tombol-baris { button.tombol type="submit" { (b.t("Simpan")) } }
        }
        section { h2 { (b.t("Siapa masuk")) } (tabel_masuk(p, &masuk, true)) }
        @if k.rahasia.is_some() {
            section {
                h2 { (b.t("Rahasia baru")) }
                p { (b.t("Rahasia lama tidak berlaku lagi sejak saat itu; aplikasinya berhenti menerima orang sampai diberi yang baru.")) }
                form method="post" action={ (alamat) "/rahasia" } {
                    (ui::formulir::csrf(p.csrf()))
                    button.tombol.tombol-bahaya type="submit" { (b.t("Buat rahasia baru")) }
                }
            }
        }
        (saklar(p, k, &alamat))
    };
    let mut r = p.ruang(&k.nama, KODE, isi);
    if !galat.is_empty() {
        *r.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(r)
}

fn saklar(p: &Permintaan, k: &Klien, alamat: &str) -> Markup {
    let b = p.b;
    html! {
        section {
            h2 { @if k.aktif { (b.t("Matikan")) } @else { (b.t("Nyalakan")) } }
            p {
                @if k.aktif { (b.t("Tidak ada lagi yang dapat masuk ke aplikasi ini lewat Praja, dan apa yang dipegangnya tidak berlaku lagi. Riwayatnya tetap ada.")) }
                @else { (b.t("Pegawai dapat masuk lagi, dengan id dan rahasia yang sama.")) }
            }
            form method="post" action={ (alamat) "/aktif" } {
                (ui::formulir::csrf(p.csrf()))
                input type="hidden" name="aktif" value=(if k.aktif { "tidak" } else { "ya" });
                @if k.aktif { button.tombol.tombol-bahaya type="submit" { (b.t("Matikan aplikasi")) } }
                @else { button.tombol.tombol-dua type="submit" { (b.t("Nyalakan aplikasi")) } }
            }
        }
    }
}

/// `GET …/kerja/sso/{kode}`
pub(super) async fn halaman(
    p: Permintaan,
    Path((_, id)): Jalur,
    RawQuery(q): RawQuery,
) -> Result<Response, Gagal> {
    p.administrator()?;
    let k = cari(&p, &id).await?;
    let mentah = p.ambil_titipan(&p.jalur).await?;
    let selesai = q.as_deref() == Some("selesai=ya");
    tampilkan(&p, &k, mentah.as_ref(), &[], selesai).await
}

/// The hand and the application; or the way to the log-in and back.
async fn buka(p: &Permintaan, id: &str, f: &Formulir) -> Result<Result<(Oleh, Klien), Response>, Galat> {
    if p.harus_akun().is_err() {
        return Ok(Err(p.titipkan(f, &p.ke(&format!("/kerja/sso/{id}"))).await?));
    }
    let oleh = p.administrator()?;
    Ok(Ok((oleh, cari(p, id).await?)))
}

fn beres(p: &Permintaan, k: &Klien) -> Response {
    lihat(&p.ke(&format!("/kerja/sso/{}?selesai=ya", k.id)))
}

/// `POST …/kerja/sso/{kode}`
pub(super) async fn ubah(p: Permintaan, Path((_, id)): Jalur, f: Formulir) -> Result<Response, Gagal> {
    let (oleh, k) = match buka(&p, &id, &f).await? {
        Ok(x) => x,
        Err(r) => return Ok(r),
    };
    let hasil = match terisi(&p, &f, false) {
        Ok(b) => klien::ubah(&p.app.store, oleh, p.daerah(), &k, &b.nama, b.setelan).await,
        Err(g) => Err(g),
    };
    match hasil {
        Ok(()) => Ok(beres(&p, &k)),
        Err(Galat::Isian(galat)) => tampilkan(&p, &k, Some(&f.medan), &galat, false).await,
        Err(g) => Err(g.into()),
    }
}

/// `POST …/kerja/sso/{kode}/rahasia`
pub(super) async fn rahasia(p: Permintaan, Path((_, id)): Jalur, f: Formulir) -> Result<Response, Gagal> {
    let (oleh, k) = match buka(&p, &id, &f).await? {
        Ok(x) => x,
        Err(r) => return Ok(r),
    };
    let rahasia = klien::ganti_rahasia(&p.app.store, oleh, p.daerah(), &k).await?;
    Ok(sekali(&p, &k, p.b.t("Rahasia baru"), Some(&rahasia)))
}

/// `POST …/kerja/sso/{kode}/aktif`
pub(super) async fn aktif(p: Permintaan, Path((_, id)): Jalur, f: Formulir) -> Result<Response, Gagal> {
    let (oleh, k) = match buka(&p, &id, &f).await? {
        Ok(x) => x,
        Err(r) => return Ok(r),
    };
    klien::atur_aktif(&p.app.store, oleh, p.daerah(), &k, f.ya("aktif")?).await?;
    Ok(beres(&p, &k))
}

/// The secret, on a page that is no address, so that it stays out of histories and logs.
pub(super) fn sekali(p: &Permintaan, k: &Klien, judul: &str, rahasia: Option<&str>) -> Response {
    let b = p.b;
    let isi = html! {
        div.kolom {
            h1 { (judul) }
            dl.daftar-ringkas {
                div { dt { (b.t("Nama aplikasi")) } dd { (k.nama) } }
                div { dt { (b.t("Alamat penerbit")) } dd { code { (penerbit(&p.app.url_dasar, p.daerah().as_str())) } } }
                div { dt { (b.t("Id aplikasi")) } dd { b.kode #id-aplikasi { (k.id) } } }
                @if let Some(r) = rahasia { div { dt { (b.t("Rahasia")) } dd { b.kode #rahasia-aplikasi { (r) } } } }
            }
            @if rahasia.is_some() {
                p { (b.t("Salin rahasia ini sekarang ke setelan aplikasinya; ia tidak ditampilkan lagi. Bila hilang, buat rahasia baru.")) }
            }
            div.tombol-baris { a.tombol href=(p.ke(&format!("/kerja/sso/{}", k.id))) { (b.t("Lanjut")) } }
        }
    };
    let mut r = p.ruang(judul, KODE, isi);
    r.headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    r
}
