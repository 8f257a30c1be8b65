//! One program that keeps accounts: which roles it may grant, its token, turned off and on.

use std::collections::BTreeMap;

use axum::{
    extract::{Path, RawQuery},
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use identity::Oleh;
use kernel::{Galat, GalatMedan, Peta, kalender::saat};
use maud::{Markup, html};
use serde_json::json;
use store::scim::KlienScim;
use ui::formulir::Isian;
use uuid::Uuid;
use web::{Formulir, Gagal, Permintaan, lihat};

use super::{KODE, baca_berlaku, baca_peran, keadaan, medan_berlaku, medan_peran, terakhir, terisi};
use crate::klien::{self, BERLAKU};

type Jalur = Path<(String, String)>;

async fn cari(p: &Permintaan, id: &str) -> Result<KlienScim, Galat> {
    let id: Uuid = id.parse().map_err(|_| Galat::TidakDitemukan)?;
    let semua = p.app.store.scim_klien(p.daerah()).await?;
    semua
        .into_iter()
        .find(|k| k.id == id)
        .ok_or(Galat::TidakDitemukan)
}

/// What came back of one of the forms.
#[derive(Default)]
struct Kembali<'a> {
    mentah: Option<&'a BTreeMap<String, Vec<String>>>,
    galat: &'a [GalatMedan],
    selesai: bool,
}

fn tampilkan(p: &Permintaan, k: &KlienScim, kembali: &Kembali) -> Response {
    let b = p.b;
    let galat = kembali.galat;
    let (peran, berlaku) = ([medan_peran()], [medan_berlaku()]);
    let kode: Vec<&str> = k.peran.iter().map(|r| r.kode()).collect();
    let nilai: Peta = [
        ("peran".to_owned(), json!(kode)),
        ("berlaku".to_owned(), json!(BERLAKU)),
    ]
    .into_iter()
    .collect();
    // Two forms: what came back belongs to the one that has the field.
    let isian = |medan: &str| Isian {
        mentah: kembali.mentah.filter(|m| m.contains_key(medan)),
        ..Isian::baru(b, &p.profil, &nilai, galat)
    };
    let semua = [medan_peran(), medan_berlaku()];
    let alamat = p.ke(&format!("/kerja/scim/{}", k.id));
    let isi = html! {
        a.tautan-balik href=(p.ke("/kerja/scim")) { (b.t("Program pengelola akun")) }
        (ui::formulir::ringkasan_galat(b, galat, &semua))
        @if kembali.selesai { div.peringatan.peringatan-baik role="status" { p { (b.t("Tersimpan.")) } } }
        h1 { (k.nama) }
        dl.daftar-ringkas {
            div { dt { (b.t("Keadaan")) } dd { (keadaan(p, k)) } }
            div { dt { (b.t("Token")) } dd { (b.t("ada; hanya sidiknya yang disimpan")) } }
            div { dt { (b.t("Token sampai")) } dd { (p.profil.kalender.waktu_pendek(b, saat(k.kadaluarsa))) } }
            div { dt { (b.t("Dipakai terakhir")) } dd { (terakhir(p, k)) } }
            div { dt { (b.t("Terdaftar")) } dd { (p.profil.kalender.waktu_pendek(b, saat(k.dibuat))) } }
        }
        form method="post" action={ (alamat) "/peran" } {
            (ui::formulir::csrf(p.csrf()))
            (ui::formulir::semua(&isian("peran"), &peran))
            div.tombol-baris { button.tombol type="submit" { (b.t("Simpan peran")) } }
        }
        section {
            h2 { (b.t("Token baru")) }
            p { (b.t("Token lama tidak berlaku lagi sejak saat itu; programnya berhenti bekerja sampai diberi yang baru.")) }
            form method="post" action={ (alamat) "/token" } {
                (ui::formulir::csrf(p.csrf()))
                (ui::formulir::semua(&isian("berlaku"), &berlaku))
                div.tombol-baris { button.tombol.tombol-bahaya type="submit" { (b.t("Buat token baru")) } }
            }
        }
        (saklar(p, k, &alamat))
    };
    let mut r = p.ruang(&k.nama, KODE, isi);
    if !galat.is_empty() {
        *r.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    r
}

fn saklar(p: &Permintaan, k: &KlienScim, alamat: &str) -> Markup {
    let b = p.b;
    html! {
        section {
            h2 { @if k.aktif { (b.t("Cabut")) } @else { (b.t("Nyalakan")) } }
            p {
                @if k.aktif { (b.t("Tokennya tidak membuka apa pun lagi. Akun yang diurusnya tetap seperti adanya, dan riwayatnya tetap ada.")) }
                @else { (b.t("Program dapat mengurus akun lagi dengan token yang sama, selama belum habis. Bila token itu bocor, buat yang baru lebih dulu.")) }
            }
            form method="post" action={ (alamat) "/aktif" } {
                (ui::formulir::csrf(p.csrf()))
                input type="hidden" name="aktif" value=(if k.aktif { "tidak" } else { "ya" });
                div.tombol-baris {
                    @if k.aktif { button.tombol.tombol-bahaya type="submit" { (b.t("Cabut token dan matikan program")) } }
                    @else { button.tombol.tombol-dua type="submit" { (b.t("Nyalakan program")) } }
                }
            }
        }
    }
}

/// `GET …/kerja/scim/{id}`
pub(super) async fn halaman(
    p: Permintaan,
    Path((_, id)): Jalur,
    RawQuery(q): RawQuery,
) -> Result<Response, Gagal> {
    p.administrator()?;
    let k = cari(&p, &id).await?;
    let mentah = p.ambil_titipan(&p.jalur).await?;
    let kembali = Kembali {
        mentah: mentah.as_ref(),
        selesai: q.as_deref() == Some("selesai=ya"),
        ..Kembali::default()
    };
    Ok(tampilkan(&p, &k, &kembali))
}

/// What every button of the page needs: the hand and the program. A session that has run out leads to the log-in and
/// back to the page, where the button waits.
async fn buka(p: &Permintaan, id: &str, f: &Formulir) -> Result<Result<(Oleh, KlienScim), Response>, Galat> {
    if p.harus_akun().is_err() {
        return Ok(Err(p.titipkan(f, &p.ke(&format!("/kerja/scim/{id}"))).await?));
    }
    let oleh = p.administrator()?;
    Ok(Ok((oleh, cari(p, id).await?)))
}

fn beres(p: &Permintaan, k: &KlienScim) -> Response {
    lihat(&p.ke(&format!("/kerja/scim/{}?selesai=ya", k.id)))
}

/// The page again, with what was typed and what is wrong with it.
fn kembali(p: &Permintaan, k: &KlienScim, f: &Formulir, g: Galat) -> Result<Response, Gagal> {
    match g {
        Galat::Isian(galat) => {
            let kembali = Kembali {
                mentah: Some(&f.medan),
                galat: &galat,
                selesai: false,
            };
            Ok(tampilkan(p, k, &kembali))
        }
        g => Err(g.into()),
    }
}

/// `POST …/kerja/scim/{id}/peran`
pub(super) async fn peran(p: Permintaan, Path((_, id)): Jalur, f: Formulir) -> Result<Response, Gagal> {
    let (oleh, k) = match buka(&p, &id, &f).await? {
        Ok(x) => x,
        Err(r) => return Ok(r),
    };
    let hasil = match terisi(&p, &f, &[medan_peran()]) {
        Ok(isi) => klien::atur_peran(&p.app.store, oleh, p.daerah(), &k, baca_peran(&isi)).await,
        Err(g) => Err(g),
    };
    match hasil {
        Ok(k) => Ok(beres(&p, &k)),
        Err(g) => kembali(&p, &k, &f, g),
    }
}

/// `POST …/kerja/scim/{id}/token`
pub(super) async fn token(p: Permintaan, Path((_, id)): Jalur, f: Formulir) -> Result<Response, Gagal> {
    let (oleh, k) = match buka(&p, &id, &f).await? {
        Ok(x) => x,
        Err(r) => return Ok(r),
    };
    let hasil = match terisi(&p, &f, &[medan_berlaku()]) {
        Ok(isi) => klien::ganti_token(&p.app.store, oleh, p.daerah(), &k, baca_berlaku(&isi)).await,
        Err(g) => Err(g),
    };
    match hasil {
        Ok((k, token)) => Ok(sekali(&p, &k, p.b.t("Token baru"), &token)),
        Err(g) => kembali(&p, &k, &f, g),
    }
}

/// `POST …/kerja/scim/{id}/aktif`
pub(super) async fn aktif(p: Permintaan, Path((_, id)): Jalur, f: Formulir) -> Result<Response, Gagal> {
    let (oleh, k) = match buka(&p, &id, &f).await? {
        Ok(x) => x,
        Err(r) => return Ok(r),
    };
    klien::atur_aktif(&p.app.store, oleh, p.daerah(), &k, f.ya("aktif")?).await?;
    Ok(beres(&p, &k))
}

/// The token, on a page that is no address, so that it stays out of histories and logs.
pub(super) fn sekali(p: &Permintaan, k: &KlienScim, judul: &str, token: &str) -> Response {
    let b = p.b;
    let isi = html! {
        div.kolom {
            h1 { (judul) }
            dl.daftar-ringkas {
                div { dt { (b.t("Nama program")) } dd { (k.nama) } }
                div { dt { (b.t("Alamat untuk pengelola program")) } dd { code { (p.app.url_dasar) (p.ke("/scim/v2")) } } }
                div { dt { (b.t("Token")) } dd { b.kode #token-program { (token) } } }
                div { dt { (b.t("Token sampai")) } dd { (p.profil.kalender.waktu_pendek(b, saat(k.kadaluarsa))) } }
            }
            p { (b.t("Salin token ini sekarang ke setelan programnya; ia tidak ditampilkan lagi. Bila hilang, buat token baru.")) }
            div.tombol-baris { a.tombol href=(p.ke(&format!("/kerja/scim/{}", k.id))) { (b.t("Lanjut")) } }
        }
    };
    let mut r = p.ruang(judul, KODE, isi);
    r.headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    r
}
