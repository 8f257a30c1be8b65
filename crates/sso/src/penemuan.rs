//! Discovery (OpenID Connect Discovery 1.0): where things are, what is spoken, what tokens are checked with.

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use kernel::Galat;
use serde_json::json;
use web::Aplikasi;

use crate::{
    klaim::{LINGKUP, NAMA},
    kunci,
    minta::penerbit,
    tolak::{Tolak, jawab},
};

/// `GET …/sso/.well-known/openid-configuration`
pub(crate) async fn penemuan(
    State(app): State<Aplikasi>,
    Path(daerah): Path<String>,
) -> Result<Response, Tolak> {
    let profil = app.store.profil(&daerah).ok_or(Galat::TidakDitemukan)?;
    let iss = penerbit(&app.url_dasar, profil.kode().as_str());
    let ke = |jalur: &str| format!("{iss}/{jalur}");
    let masuk = ["client_secret_basic", "client_secret_post", "none"];
    let mut klaim = vec!["iss", "aud", "exp", "iat", "auth_time", "nonce", "at_hash"];
    klaim.extend(NAMA);
    Ok(jawab(
        StatusCode::OK,
        &json!({
            "issuer": iss,
            "authorization_endpoint": ke("authorize"),
            "token_endpoint": ke("token"),
            "userinfo_endpoint": ke("userinfo"),
            "jwks_uri": ke("jwks"),
            "introspection_endpoint": ke("introspect"),
            "revocation_endpoint": ke("revoke"),
            "end_session_endpoint": ke("logout"),
            "scopes_supported": LINGKUP,
            "claims_supported": klaim,
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code"],
            "code_challenge_methods_supported": ["S256"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": masuk,
            "introspection_endpoint_auth_methods_supported": masuk,
            "revocation_endpoint_auth_methods_supported": masuk,
            "prompt_values_supported": ["none", "login", "consent", "select_account"],
            "authorization_response_iss_parameter_supported": true,
            "claims_parameter_supported": false,
            "request_parameter_supported": false,
            "request_uri_parameter_supported": false,
            "ui_locales_supported": ["id", "en"],
            "service_documentation": format!("{}/{}/tentang", app.url_dasar, profil.kode()),
        }),
    ))
}

/// `GET …/sso/jwks`
pub(crate) async fn jwks(State(app): State<Aplikasi>, Path(daerah): Path<String>) -> Result<Response, Tolak> {
    let profil = app.store.profil(&daerah).ok_or(Galat::TidakDitemukan)?;
    let kunci = kunci::terbit(&app.store, &app.identitas, profil.kode()).await?;
    Ok(jawab(StatusCode::OK, &kunci))
}
