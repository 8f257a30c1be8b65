//! The way out, in both directions. Who came by the provider and logs out here is offered to log out there as well
//! (OpenID Connect RP-Initiated Logout 1.0); a link, because a shared computer is nobody's and a person's own is theirs.
//! Who leaves there is logged out here by the provider itself (OpenID Connect Back-Channel Logout 1.0): it sends a signed
//! token that names the person, and all browsers of the account that is bound to them end.

use axum::{
    extract::Request,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use maud::html;
use serde_json::{Value, json};
use web::{Formulir, Gagal, Permintaan};

use super::{Luar, Penyedia, penyedia, token::Guna};

/// Where the provider ends what it holds of a person and sends them back to our log-in page. Without the identity token,
/// which we do not keep: it asks the person.
async fn alamat_keluar(p: &Permintaan, luar: &Penyedia) -> Option<url::Url> {
    let kenal = luar.kenal(p.app.store.jam().kini()).await.ok()?;
    let mut url = url::Url::parse(&kenal.keluar?).ok()?;
    let balik = format!("{}{}", p.app.url_dasar, p.ke("/masuk"));
    url.query_pairs_mut()
        .append_pair("client_id", &luar.setelan.klien)
        .append_pair("post_logout_redirect_uri", &balik);
    Some(url)
}

/// `GET …/masuk/luar/keluar`: after logging out here.
pub(super) async fn tawarkan(p: Permintaan, semua: Luar) -> Result<Response, Gagal> {
    let luar = semua.untuk(&p)?;
    if p.pelaku.akun().is_some() {
        return Ok(web::lihat(&p.ke("/kerja")));
    }
    let ke = alamat_keluar(&p, luar).await;
    let (b, nama) = (p.b, luar.setelan.nama.as_str());
    let judul = b.t("Anda sudah keluar dari Praja");
    let isi = html! {
        div.kolom {
            h1 { (judul) }
            p { (b.isi("Anda masih masuk di {penyedia}: siapa pun di komputer ini dapat masuk lagi dari sana tanpa kata sandi.", &[("penyedia", nama)])) }
            @match &ke {
                Some(ke) => {
                    p { (b.t("Di komputer bersama, keluarlah juga dari sana.")) }
                    div.tombol-baris {
                        a.tombol href=(ke) { (b.isi("Keluar juga dari {penyedia}", &[("penyedia", nama)])) }
                        a href=(p.ke("/")) { (b.t("Ke halaman depan")) }
                    }
                }
                None => {
                    p { (b.isi("Di komputer bersama, keluarlah juga di halaman {penyedia} sendiri, atau tutup semua jendela peramban.", &[("penyedia", nama)])) }
                    div.tombol-baris { a.tombol href=(p.ke("/")) { (b.t("Ke halaman depan")) } }
                }
            }
        }
    };
    Ok(ui::portal(&p.laman(judul), isi).into_response())
}

/// `POST …/masuk/luar/keluar/belakang`: the provider tells that somebody left it. Whoever sends it, only its signature
/// counts; sent twice, it ends nothing more.
pub(super) async fn terima(p: Permintaan, semua: Luar, req: Request) -> Result<Response, Gagal> {
    let luar = semua.untuk(&p)?;
    let kini = p.app.store.jam().kini();
    let f = Formulir::dari_mesin(req, &p.app).await?;
    let klaim = match luar.periksa(f.teks("logout_token"), Guna::Keluar, kini).await {
        Ok(klaim) => klaim,
        Err(g) => {
            let sebab = match g {
                penyedia::Gagal::Bisu(e) => e,
                penyedia::Gagal::Cacat(c) => format!("{c:?}"),
                penyedia::Gagal::Kode => String::new(),
            };
            tracing::warn!(daerah = %p.daerah(), sebab, "a logout token was refused");
            return Ok(tolak());
        }
    };
    let subjek = klaim.get("sub").and_then(Value::as_str).unwrap_or_default();
    let penerbit = &luar.setelan.penerbit;
    if let Some(a) = p.app.store.akun_terikat(p.daerah(), penerbit, subjek).await? {
        p.app.identitas.keluar_luar(&a.akun, &luar.setelan.nama).await?;
    }
    Ok(StatusCode::OK.into_response())
}

/// A refusal as the standard has it (section 2.8).
fn tolak() -> Response {
    let isi = json!({ "error": "invalid_request", "error_description": "the logout token is not valid" });
    let jenis = [(header::CONTENT_TYPE, "application/json")];
    (StatusCode::BAD_REQUEST, jenis, isi.to_string()).into_response()
}
