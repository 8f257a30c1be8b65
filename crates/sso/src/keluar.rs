//! The way out (OpenID Connect RP-Initiated Logout 1.0): an application sends somebody here who leaves it. They are
//! asked whether to leave Praja as well, so that no link elsewhere can log anybody out, and go back only to an address
//! that is registered for it.

use axum::{
    body::Bytes,
    extract::RawQuery,
    response::{IntoResponse, Response},
};
use kernel::Galat;
use maud::html;
use store::sso::Klien;
use url::Url;
use web::{Formulir, Gagal, Permintaan, SESI, lihat, lihat_dengan};

use crate::{izin::lanjutkan, kunci, minta::medan};

/// Longest request, bytes: it may carry an identity token.
const MAKS: usize = 16_000;

/// Where to go afterwards: an application and its address.
async fn tujuan(p: &Permintaan, mentah: &str) -> Result<Option<(Klien, Url)>, Galat> {
    let salah = || {
        Galat::TidakSah(
            "Alamat tujuan setelah keluar tidak terdaftar untuk aplikasi ini, jadi Anda tidak dikirim ke sana.".into(),
        )
    };
    if mentah.len() > MAKS {
        return Err(salah());
    }
    let (m, ganda) = medan(mentah.as_bytes());
    let Some(ke) = m.get("post_logout_redirect_uri") else {
        return Ok(None);
    };
    let dari_token = match m.get("id_token_hint") {
        Some(t) => {
            let klaim = kunci::periksa(&p.app.store, p.daerah(), t).await?;
            let klaim = klaim.ok_or_else(salah)?;
            Some(klaim["aud"].as_str().unwrap_or_default().to_owned())
        }
        None => None,
    };
    let id = match (m.get("client_id"), dari_token) {
        (Some(a), Some(b)) if *a != b => return Err(salah()),
        (Some(a), _) => a.clone(),
        (None, Some(b)) => b,
        (None, None) => return Err(salah()),
    };
    let k = p.app.store.sso_klien(p.daerah(), &id).await?;
    let k = k.filter(|k| k.aktif && ganda.is_none() && k.setelan.alamat_keluar.contains(ke));
    let k = k.ok_or_else(salah)?;
    let mut u = Url::parse(ke).map_err(|e| Galat::dalam("reading a registered address", e))?;
    if let Some(s) = m.get("state") {
        u.query_pairs_mut().append_pair("state", s);
    }
    Ok(Some((k, u)))
}

/// `GET …/sso/logout`
pub(crate) async fn minta(p: Permintaan, RawQuery(q): RawQuery) -> Result<Response, Gagal> {
    let mentah = q.unwrap_or_default();
    let tujuan = tujuan(&p, &mentah).await?;
    if p.pelaku.akun().is_none() {
        return Ok(match tujuan {
            Some((_, ke)) => lihat(ke.as_str()),
            None => lihat(&p.ke("/")),
        });
    }
    let b = p.b;
    let judul = b.t("Keluar juga dari Praja?");
    let isi = html! {
        div.kolom {
            h1 { (judul) }
            p { (b.t("Anda sudah keluar dari aplikasi itu. Selama masih masuk di Praja, Anda dapat masuk ke aplikasi lain tanpa kata sandi.")) }
            form method="post" action=(p.ke("/kerja/sso/keluar")) {
                (ui::formulir::csrf(p.csrf()))
                input type="hidden" name="permohonan" value=(mentah);
                div.tombol-baris {
                    button.tombol type="submit" { (b.t("Keluar")) }
                    @if let Some((_, ke)) = &tujuan {
                        a href=(ke) { (b.t("Tetap masuk")) }
                    } @else {
                        a href=(p.ke("/kerja")) { (b.t("Tetap masuk")) }
                    }
                }
            }
        }
    };
    Ok(ui::portal(&p.laman(judul), isi).into_response())
}

/// `POST …/sso/logout`: the browser comes again by itself, with its session.
pub(crate) async fn pindah(p: Permintaan, isi: Bytes) -> Result<Response, Gagal> {
    let mentah = std::str::from_utf8(&isi).unwrap_or_default();
    tujuan(&p, mentah).await?;
    let rapi: String = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(medan(mentah.as_bytes()).0)
        .finish();
    Ok(lihat(&p.ke(&format!("/sso/logout?{rapi}"))))
}

/// `POST …/kerja/sso/keluar`
pub(crate) async fn keluar(p: Permintaan, f: Formulir) -> Result<Response, Gagal> {
    let tujuan = tujuan(&p, f.teks("permohonan")).await?;
    if let Some(s) = p.kuki.ambil(SESI) {
        p.app.identitas.keluar(p.daerah(), s).await?;
    }
    let kuki = p.set_kuki(SESI, "", "", 0);
    Ok(match tujuan {
        None => lihat_dengan(&p.ke("/"), &kuki),
        Some((k, ke)) => {
            let mut r = lanjutkan(&p, &k.nama, &ke);
            if let Ok(v) = kuki.parse() {
                r.headers_mut().append(axum::http::header::SET_COOKIE, v);
            }
            r
        }
    })
}
