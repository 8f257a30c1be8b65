//! Time stamps over signed heads (RFC 3161) for everybody: the list, and of each the text that is stamped beside the reply
//! of the authority, so that `openssl ts -verify -data checkpoint -in checkpoint.tsr` needs nothing of ours.

use axum::{
    Router,
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};
use kernel::{Galat, kalender::saat};
use maud::{Markup, html};
use store::{CapRingkas, CapSimpan};
use ui::tampil::angka;
use web::{Aplikasi, Gagal, Permintaan};

use super::{SEBENTAR, TETAP, teks};

/// Most stamps that the list names: one a day for a generation.
const MAKS: i64 = 10_000;

pub(super) fn rute() -> Router<Aplikasi> {
    Router::new()
        .route("/{daerah}/log/cap", get(daftar))
        .route("/{daerah}/log/cap/{ukuran}/checkpoint", get(titik))
        .route("/{daerah}/log/cap/{ukuran}/checkpoint.tsr", get(balasan))
}

/// `GET …/log/cap`: each stamp in a line, newest first: size of the head and the moment by the authority.
async fn daftar(p: Permintaan) -> Result<Response, Gagal> {
    let semua = p.app.store.daftar_cap(p.daerah(), MAKS).await?;
    let baris = |c: &CapRingkas| format!("{} {}\n", c.ukuran, saat(c.waktu));
    Ok(teks(SEBENTAR, semua.iter().map(baris).collect()))
}

async fn satu(p: &Permintaan, ukuran: &str) -> Result<CapSimpan, Galat> {
    let ukuran = ukuran.parse().map_err(|_| Galat::TidakDitemukan)?;
    let cap = p.app.store.cap(p.daerah(), ukuran).await?;
    cap.ok_or(Galat::TidakDitemukan)
}

/// `GET …/log/cap/{ukuran}/checkpoint`: the head, letter by letter as it was stamped.
async fn titik(p: Permintaan, Path((_, ukuran)): Path<(String, String)>) -> Result<Response, Gagal> {
    Ok(teks(TETAP, satu(&p, &ukuran).await?.catatan))
}

/// `GET …/log/cap/{ukuran}/checkpoint.tsr`: the reply of the authority.
async fn balasan(p: Permintaan, Path((_, ukuran)): Path<(String, String)>) -> Result<Response, Gagal> {
    let kepala = [
        (header::CONTENT_TYPE, "application/timestamp-reply"),
        (header::CACHE_CONTROL, TETAP),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    ];
    Ok((kepala, satu(&p, &ukuran).await?.balasan).into_response())
}

/// The newest stamp on the page about the log; nothing when there is none.
pub(super) async fn bagian(p: &Permintaan) -> Result<Markup, Galat> {
    let b = p.b;
    let terbaru = p.app.store.daftar_cap(p.daerah(), 1).await?.pop();
    Ok(html! {
        @if let Some(c) = terbaru {
            @let di = p.ke(&format!("/log/cap/{}", c.ukuran));
            h2 { (b.t("Cap waktu terbaru")) }
            p { (b.t("Penyelenggara cap waktu di luar menyatakan bahwa titik periksa ini sudah ada pada saat itu (RFC 3161).")) }
            dl.daftar-ringkas {
                div { dt { (b.t("Waktu")) } dd { (p.profil.kalender.waktu_panjang(b, saat(c.waktu))) } }
                div { dt { (b.t("Jumlah kejadian")) } dd { (angka(i64::try_from(c.ukuran).unwrap_or(i64::MAX))) } }
            }
            ul {
                li { a href={ (di) "/checkpoint" } { (b.t("Unduh titik periksa yang dicap")) } }
                li { a href={ (di) "/checkpoint.tsr" } { (b.t("Unduh cap waktu")) } }
                li { a href=(p.ke("/log/cap")) { (b.t("Semua cap waktu")) } }
            }
        }
    })
}
