//! Logging in, by password or passkey, and out, and the language switch. What follows the password is in [`langkah`].

use axum::{
    Router,
    extract::{Path, Query},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use identity::UMUR_SESI;
use kernel::{Akun, Galat, GalatMedan, Medan, nilai::Jenis};
use maud::{Markup, html};
use serde::Deserialize;
use store::JenisSesi;

use crate::{
    Aplikasi, Formulir, Gagal, Permintaan, kunci,
    permintaan::{BAHASA, SESI},
};

mod langkah;

pub use langkah::masuk_luar;

/// Name of the cookie of a browser that came in by the identity provider: whoever logs out here may want to there.
const LEWAT: &str = "praja_lewat";
/// How much longer than its session the cookie lives, ms. It opens nothing then, but it still proves whose form comes
/// after the session's end, so that what was typed finds its owner.
const UMUR_KUKI_LEBIH: i64 = 86_400_000;

pub(crate) fn rute() -> Router<Aplikasi> {
    Router::new()
        .route("/{daerah}/masuk", get(tanya).post(masuk))
        .route("/{daerah}/masuk/kunci-sandi", post(masuk_kunci))
        .merge(langkah::rute())
        .route("/{daerah}/keluar", post(keluar))
        .route("/{daerah}/bahasa/{bahasa}", get(bahasa))
}

#[derive(Deserialize)]
struct Ke {
    ke: Option<String>,
}

/// Only paths of this regency: nobody is sent elsewhere by a link to our log-in page.
pub fn tujuan(p: &Permintaan, ke: Option<&str>) -> String {
    let awal = p.ke("/");
    match ke {
        Some(k) if k.starts_with(&awal) && !k.contains(|c: char| c == '\\' || c.is_control()) => k.to_owned(),
        _ => p.ke("/kerja"),
    }
}

fn halaman(p: &Permintaan, ke: &str, pengguna: &str, galat: &[GalatMedan]) -> Markup {
    let b = p.b;
    let judul = b.t("Masuk");
    let medan = [
        Medan::baru("pengguna", "Nama pengguna", Jenis::Teks { maks: 80 }),
        Medan::baru("sandi", "Kata sandi", Jenis::Teks { maks: 200 }),
    ];
    let pesan = |nama: &str| galat.iter().find(|g| g.medan == nama).map(|g| g.pesan.dalam(b));
    ui::portal(
        &p.laman(judul),
        html! {
            div.kolom {
                @if !galat.is_empty() { (ui::formulir::ringkasan_galat(b, galat, &medan)) }
                h1 { (judul) }
                @if let Some(nama) = p.app.masuk_luar.get(p.daerah().as_str()) {
                    div.tombol-baris { a.tombol href={ (p.ke("/masuk/luar")) "?ke=" (ui::enkode(ke)) } { (b.isi("Masuk dengan {penyedia}", &[("penyedia", nama)])) } }
                }
                p { (b.isi("Untuk pegawai {daerah}. Warga tidak perlu akun untuk melapor.", &[("daerah", &p.profil.daerah.nama)])) }
                form method="post" action=(p.ke("/masuk")) {
                    (ui::formulir::csrf(p.csrf()))
                    input type="hidden" name="ke" value=(ke);
                    div.medan {
                        label for="m-pengguna" { (b.t("Nama pengguna")) }
                        input #m-pengguna name="pengguna" autocomplete="username" autocapitalize="none" spellcheck="false" required value=(pengguna);
                    }
                    div.medan .medan-galat[pesan("sandi").is_some()] {
                        label for="m-sandi" { (b.t("Kata sandi")) }
                        @if let Some(s) = pesan("sandi") { p.galat #m-sandi-galat { (s) } }
                        input #m-sandi name="sandi" type="password" autocomplete="current-password" required aria-describedby=[pesan("sandi").map(|_| "m-sandi-galat")] aria-invalid=[pesan("sandi").map(|_| "true")];
                    }
                    button.tombol type="submit" { (b.t("Masuk")) }
                }
                @if let Some(opsi) = p.app.identitas.opsi_masuk(p.daerah(), p.csrf(), &[]) {
                    (kunci::lewat_perangkat(p, &p.ke("/masuk/kunci-sandi"), &opsi, html! {
                        input type="hidden" name="ke" value=(ke);
                        div.tombol-baris { button.tombol.tombol-dua type="button" { (b.t("Masuk dengan kunci sandi")) } }
                    }))
                }
                @if p.app.demo {
                    div.peringatan { p { (b.t("Ini peragaan: nama pengguna dan kata sandi contoh ada di berkas akun-demo.json.")) } }
                }
            }
        },
    )
}

async fn tanya(p: Permintaan, Query(q): Query<Ke>) -> Response {
    let ke = tujuan(&p, q.ke.as_deref());
    if p.pelaku.akun().is_some() {
        return lihat(&ke);
    }
    halaman(&p, &ke, "", &[]).into_response()
}

/// See Other: the answer to a post is a page of its own.
pub fn lihat(ke: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, ke.to_owned())]).into_response()
}

/// The same, setting a cookie on the way.
pub fn lihat_dengan(ke: &str, kuki: &str) -> Response {
    dengan_kuki(lihat(ke), kuki)
}

/// An answer that also sets this cookie.
#[must_use]
pub fn dengan_kuki(mut r: Response, kuki: &str) -> Response {
    if let Ok(v) = HeaderValue::from_str(kuki) {
        r.headers_mut().append(header::SET_COOKIE, v);
    }
    r
}

async fn masuk(p: Permintaan, f: Formulir) -> Result<Response, Gagal> {
    let ke = tujuan(&p, Some(f.teks("ke")));
    let (pengguna, sandi) = (
        f.teks("pengguna"),
        f.medan
            .get("sandi")
            .and_then(|v| v.first())
            .map_or("", String::as_str),
    );
    match p
        .app
        .identitas
        .masuk(p.daerah(), pengguna, sandi, &p.alamat)
        .await
    {
        Ok(a) => Ok(langkah::lanjut(&p, &a, false, &ke).await?),
        Err(g) => ditolak(&p, &ke, pengguna, g),
    }
}

/// A passkey instead of name and password: its device knows the owner, so nothing more is to be proved.
async fn masuk_kunci(p: Permintaan, f: Formulir) -> Result<Response, Gagal> {
    let ke = tujuan(&p, Some(f.teks("ke")));
    let id = &p.app.identitas;
    match id
        .pakai_kunci(p.daerah(), None, f.teks("jawaban"), p.csrf(), &p.alamat)
        .await
    {
        Ok(a) => Ok(langkah::lanjut(&p, &a, true, &ke).await?),
        Err(g) => ditolak(&p, &ke, "", g),
    }
}

/// The log-in page again, with why somebody is not let in.
///
/// # Errors
/// What is not about what somebody sent.
pub fn tolak_masuk(p: &Permintaan, ke: &str, g: Galat) -> Result<Response, Gagal> {
    ditolak(p, ke, "", g)
}

fn ditolak(p: &Permintaan, ke: &str, pengguna: &str, g: Galat) -> Result<Response, Gagal> {
    let Galat::Isian(galat) = g else {
        return Err(g.into());
    };
    metrics::counter!("praja_masuk", "hasil" => "ditolak").increment(1);
    let lembar = halaman(p, ke, pengguna, &galat);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, lembar).into_response())
}

/// A session for this browser, which was logged in before, as the cookie that holds it.
pub(crate) async fn sesi_baru(p: &Permintaan, akun: &Akun) -> Result<String, Galat> {
    let rahasia = p
        .app
        .identitas
        .buka_sesi(akun, JenisSesi::Web, &p.alat, UMUR_SESI)
        .await?;
    if let Some(lama) = p.kuki.ambil(SESI) {
        p.app.identitas.keluar(p.daerah(), lama).await?;
    }
    Ok(p.set_kuki(SESI, &rahasia, "", (UMUR_SESI + UMUR_KUKI_LEBIH) / 1000))
}

async fn keluar(p: Permintaan, _f: Formulir) -> Result<Response, Gagal> {
    if let Some(s) = p.kuki.ambil(SESI) {
        p.app.identitas.keluar(p.daerah(), s).await?;
    }
    let sampai = |ke: &str| lihat_dengan(&p.ke(ke), &p.set_kuki(SESI, "", "", 0));
    if p.kuki.ambil(LEWAT).is_none() {
        return Ok(sampai("/"));
    }
    let r = match p.app.masuk_luar.contains_key(p.daerah().as_str()) {
        true => sampai("/masuk/luar/keluar"),
        false => sampai("/"),
    };
    Ok(dengan_kuki(r, &p.set_kuki(LEWAT, "", "", 0)))
}

async fn bahasa(p: Permintaan, Path((_, bahasa)): Path<(String, String)>, Query(q): Query<Ke>) -> Response {
    let bahasa = if bahasa == "en" { "en" } else { "id" };
    let ke = match q.ke.as_deref() {
        Some(_) => {
            let t = tujuan(&p, q.ke.as_deref());
            if t == p.ke("/kerja") && q.ke.as_deref() != Some(&t) {
                p.ke("/")
            } else {
                t
            }
        }
        None => p.ke("/"),
    };
    let kuki = format!("{BAHASA}={bahasa}; Path=/; Max-Age=31536000; SameSite=Lax");
    lihat_dengan(&ke, &kuki)
}
