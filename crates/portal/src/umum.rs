//! What several pages need: the frame, working days in words, reading as the public reads.

use std::sync::Arc;

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use kernel::{
    Bahasa, Galat, Pelaku, Profil, RegisterDef,
    izin::{self, Tindakan, Wewenang},
    profil::Keyakinan,
};
use maud::{Markup, html};
use web::Permintaan;

/// A page of the portal, its content in one column that is comfortable to read.
pub(crate) fn halaman(p: &Permintaan, judul: &str, isi: Markup) -> Response {
    lebar(p, judul, html! { div.kolom { (isi) } })
}

/// The same, with links to other forms of it in its head.
pub(crate) fn halaman_dengan(p: &Permintaan, judul: &str, kepala: &Markup, isi: Markup) -> Response {
    ui::portal_dengan(&p.laman(judul), kepala, html! { div.kolom { (isi) } }).into_response()
}

/// A page of the portal over the full width.
pub(crate) fn lebar(p: &Permintaan, judul: &str, isi: Markup) -> Response {
    ui::portal(&p.laman(judul), isi).into_response()
}

/// A page that comes back with something to mend: the title says so first, as screen readers read it.
pub(crate) fn perlu_diperbaiki(p: &Permintaan, status: StatusCode, judul: &str, isi: Markup) -> Response {
    let judul = format!("{}: {judul}", p.b.t("Kesalahan"));
    let mut r = halaman(p, &judul, isi);
    *r.status_mut() = status;
    r
}

/// "3 hari kerja".
pub(crate) fn hari_kerja(b: Bahasa, n: u16) -> String {
    match n {
        1 => b.t("1 hari kerja").to_owned(),
        n => b.isi("{n} hari kerja", &[("n", &n.to_string())]),
    }
}

/// A register with the right of everybody to read it. Public pages show what the public sees, whoever looks.
pub(crate) fn terbuka(p: &Permintaan, kode: &str) -> Result<(Arc<RegisterDef>, Wewenang), Galat> {
    let def = p.register(kode)?;
    let w = izin::wewenang(&p.profil, &def, &Pelaku::Publik, Tindakan::Baca).ok_or(Galat::TidakDitemukan)?;
    Ok((def, w))
}

/// How to reach a human. Contact data that was made up for the demonstration says so.
pub(crate) fn kontak(b: Bahasa, profil: &Profil) -> Markup {
    let k = &profil.daerah.kontak;
    html! {
        dl.daftar-ringkas {
            div { dt { (b.t("Datang ke")) } dd { (k.alamat) } }
            div { dt { (b.t("Surel")) } dd { a href={ "mailto:" (k.surel) } { (k.surel) } } }
            @if let Some(t) = &k.telepon {
                div { dt { (b.t("Telepon")) } dd { a href={ "tel:" (t.replace(' ', "")) } { (t) } } }
            }
            div { dt { (b.t("Jam layanan")) } dd { (k.jam) } }
        }
        @if k.confidence == Keyakinan::Contoh {
            p { (ui::tampil::tanda_kata("abu", b.t("Contoh"))) " " (b.t("Kontak ini data peragaan, bukan kontak sebenarnya.")) }
        }
    }
}

/// On a demonstration nobody may believe that a report reaches an office.
pub(crate) fn peragaan(p: &Permintaan) -> Markup {
    html! {
        @if p.app.demo {
            div.peringatan.peringatan-jingga {
                p {
                    strong { (p.b.t("Ini peragaan.")) } " "
                    (p.b.t("Laporan, orang, dan peristiwa di sini karangan. Yang Anda kirim tidak sampai ke kantor mana pun."))
                }
            }
        }
    }
}

/// One search box; `label` says over what.
pub(crate) fn kotak_cari(b: Bahasa, tujuan: &str, label: &str, isi: &str) -> Markup {
    html! {
        form.cari role="search" method="get" action=(tujuan) {
            label for="q" { (label) }
            div {
                input #q type="search" name="q" value=(isi) maxlength="200" autocomplete="off";
                button.tombol type="submit" { (b.t("Cari")) }
            }
        }
    }
}

/// A number with one decimal as the language writes it.
pub(crate) fn sepersepuluh(b: Bahasa, n: f64) -> String {
    let s = format!("{n:.1}");
    if b == Bahasa::Id { s.replace('.', ",") } else { s }
}
