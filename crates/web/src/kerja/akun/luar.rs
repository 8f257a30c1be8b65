//! Who an account is at the regency's identity provider, in an administrator's hands: since when, and taken away when it
//! is another person by now.

use axum::{Router, extract::Path, response::Response, routing::post};
use kernel::{Galat, kalender::saat};
use maud::{Markup, html};
use store::AkunSimpan;

use super::satu::{Jalur, Kembali, beres, buka, tersandung};
use crate::{Aplikasi, Formulir, Gagal, Permintaan};

pub(super) fn rute() -> Router<Aplikasi> {
    Router::new().route("/{daerah}/kerja/akun/{id}/penyedia", post(lepas))
}

/// What the page of an account says of it; nothing where it is bound to nobody.
pub(super) async fn bagian(p: &Permintaan, a: &AkunSimpan, alamat: &str) -> Result<Markup, Galat> {
    let b = p.b;
    let semua = p.app.store.ikatan_luar(&a.akun).await?;
    if semua.is_empty() {
        return Ok(html! {});
    }
    Ok(html! {
        section {
            h2 { (b.t("Penyedia identitas")) }
            dl.daftar-ringkas {
                @for i in &semua {
                    div { dt { (i.penerbit) } dd {
                        (b.isi("terikat sejak {waktu}", &[("waktu", &p.profil.kalender.waktu_pendek(b, saat(i.dibuat)))]))
                    } }
                }
            }
            p { (b.t("Hanya satu orang di sana yang dapat masuk ke akun ini. Lepas ikatannya bila pemiliknya mendapat akun baru di sana, atau bila yang terikat bukan dia: semua peramban yang sedang masuk dengan akun ini dikeluarkan, dan orang berikutnya dari sana yang datanya cocok menjadi terikat.")) }
            form method="post" action={ (alamat) "/penyedia" } {
                (ui::formulir::csrf(p.csrf()))
                div.tombol-baris { button.tombol.tombol-bahaya type="submit" { (b.t("Lepas ikatan")) } }
            }
        }
    })
}

async fn lepas(p: Permintaan, Path((_, id)): Jalur, f: Formulir) -> Result<Response, Gagal> {
    let (oleh, a) = match buka(&p, &id, &f).await? {
        Ok(x) => x,
        Err(r) => return Ok(r),
    };
    match p.app.identitas.lepas_luar(oleh, &a.akun).await {
        Ok(()) => Ok(beres(&p, &a)),
        Err(g) => tersandung(&p, &a, g, Kembali::default()).await,
    }
}
