//! What an application does with a token: asks who it speaks for, asks whether it still holds, gives it back. The
//! account is looked at every time, so that what is closed here is closed there.

use axum::{
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::Response,
};
use kernel::{Galat, Profil};
use serde_json::{Value, json};
use store::{AkunSimpan, sso::TokenSso};
use web::Aplikasi;

use crate::{
    klaim,
    minta::penerbit,
    tolak::{Tolak, jawab},
    tukar::{Kiriman, formulir},
};

/// A token that holds, with its account: active, and still allowed to use the application.
async fn hidup(app: &Aplikasi, p: &Profil, token: &str) -> Result<Option<(TokenSso, AkunSimpan)>, Galat> {
    let (s, d) = (&app.store, p.kode());
    let Some(t) = s.sso_token(d, token).await? else {
        return Ok(None);
    };
    let klien = s.sso_klien(d, &t.klien).await?;
    let akun = s.akun(d, &t.pengguna).await?;
    Ok(akun
        .filter(|a| a.aktif && klien.is_some_and(|k| k.boleh(&a.akun)))
        .map(|a| (t, a)))
}

/// `GET` and `POST …/sso/userinfo`
pub(crate) async fn userinfo(
    State(app): State<Aplikasi>,
    Path(daerah): Path<String>,
    kepala: HeaderMap,
    isi: Bytes,
) -> Result<Response, Tolak> {
    let p = app.store.profil(&daerah).ok_or(Galat::TidakDitemukan)?;
    let token = match kepala.get(header::AUTHORIZATION) {
        Some(v) => {
            let (cara, token) = v
                .to_str()
                .ok()
                .and_then(|v| v.split_once(' '))
                .ok_or(Tolak::Token)?;
            if !cara.eq_ignore_ascii_case("bearer") {
                return Err(Tolak::TanpaToken);
            }
            token.trim().to_owned()
        }
        None if isi.is_empty() => return Err(Tolak::TanpaToken),
        None => formulir(&kepala, &isi)?
            .remove("access_token")
            .ok_or(Tolak::TanpaToken)?,
    };
    let (t, a) = hidup(&app, p, &token).await?.ok_or(Tolak::Token)?;
    Ok(jawab(
        StatusCode::OK,
        &Value::Object(klaim::klaim(p, &a, &t.lingkup)),
    ))
}

/// `POST …/sso/introspect` (RFC 7662): of an application's own tokens.
pub(crate) async fn introspect(
    State(app): State<Aplikasi>,
    Path(daerah): Path<String>,
    kepala: HeaderMap,
    isi: Bytes,
) -> Result<Response, Tolak> {
    let k = Kiriman::baca(&app, &daerah, &kepala, &isi).await?;
    let token = k
        .medan
        .get("token")
        .ok_or(Tolak::Isi("invalid_request", "token is missing"))?;
    let hidup = hidup(&app, &k.profil, token)
        .await?
        .filter(|(t, _)| t.klien == k.klien.id);
    let isi = match hidup {
        None => json!({ "active": false }),
        Some((t, a)) => json!({
            "active": true,
            "scope": t.lingkup,
            "client_id": t.klien,
            "username": a.akun.pengguna,
            "token_type": "Bearer",
            "iat": t.dibuat / 1000,
            "exp": t.kadaluarsa / 1000,
            "sub": a.akun.id.to_string(),
            "aud": t.klien,
            "iss": penerbit(&app.url_dasar, k.profil.kode().as_str()),
        }),
    };
    Ok(jawab(StatusCode::OK, &isi))
}

/// `POST …/sso/revoke` (RFC 7009): what is not there, or not theirs, is answered alike.
pub(crate) async fn revoke(
    State(app): State<Aplikasi>,
    Path(daerah): Path<String>,
    kepala: HeaderMap,
    isi: Bytes,
) -> Result<Response, Tolak> {
    let k = Kiriman::baca(&app, &daerah, &kepala, &isi).await?;
    let token = k
        .medan
        .get("token")
        .ok_or(Tolak::Isi("invalid_request", "token is missing"))?;
    app.store
        .sso_cabut_token(k.profil.kode(), &k.klien.id, token)
        .await?;
    Ok(jawab(StatusCode::OK, &json!({})))
}
