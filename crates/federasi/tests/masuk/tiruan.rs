//! An imitation of an identity provider, on a port of this machine.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use axum::{
    Form, Json, Router,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use data_encoding::BASE64URL_NOPAD as B64;
use federasi::oidc::{Cocok, Semua, Setelan};
use saluran::http::{Jangkauan, Klien};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use sso::kunci;
use url::Url;

use crate::peramban::{Jawaban, Peramban};

/// The whole site with this provider.
pub struct Situs {
    pub router: Router,
}

impl Situs {
    pub fn baru(u: &bekal::Uji, t: &Tiruan, atur: impl FnOnce(&mut web::Aplikasi)) -> Self {
        let mut app = u.app.clone();
        app.proksi = true;
        atur(&mut app);
        let semua = t.semua();
        app.masuk_luar = Arc::new(semua.nama());
        Situs {
            router: web::router(app, federasi::rute(&semua)),
        }
    }
}

/// What a code stands for: its token, and the challenge it was asked with.
type Kode = Arc<Mutex<BTreeMap<String, (String, String)>>>;

pub struct Tiruan {
    penerbit: String,
    penanda: kunci::Penanda,
    kode: Kode,
    jam: Arc<kernel::Jam>,
}

impl Tiruan {
    pub async fn baru(u: &bekal::Uji) -> Self {
        let pendengar = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let penerbit = format!("http://{}", pendengar.local_addr().unwrap());
        let d = u.app.store.profil("jembrana").unwrap().kode().clone();
        let penanda = kunci::penanda(&u.app.store, &u.app.identitas, &d).await.unwrap();
        let jwks = kunci::terbit(&u.app.store, &u.app.identitas, &d).await.unwrap();
        let p = &penerbit;
        let penemuan = json!({
            "issuer": p, "authorization_endpoint": format!("{p}/masuk"), "token_endpoint": format!("{p}/token"),
            "jwks_uri": format!("{p}/jwks"), "end_session_endpoint": format!("{p}/keluar"), "authorization_response_iss_parameter_supported": true,
        });
        let kode = Kode::default();
        let milik = kode.clone();
        let tukar = move |kepala: axum::http::HeaderMap, Form(isi): Form<BTreeMap<String, String>>| {
            let milik = milik.clone();
            async move { tukar(&milik, &kepala, &isi) }
        };
        let situs = Router::new()
            .route(
                "/.well-known/openid-configuration",
                get(move || async move { Json(penemuan) }),
            )
            .route("/jwks", get(move || async move { Json(jwks) }))
            .route("/token", post(tukar));
        tokio::spawn(async move { axum::serve(pendengar, situs).await });
        Tiruan {
            penerbit,
            penanda,
            kode,
            jam: u.jam.clone(),
        }
    }

    /// One where nobody answers.
    pub async fn mati(u: &bekal::Uji) -> Self {
        let mut t = Tiruan::baru(u).await;
        let pendengar = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        t.penerbit = format!("http://{}", pendengar.local_addr().unwrap());
        drop(pendengar);
        t
    }

    pub fn semua(&self) -> Semua {
        let s = Setelan {
            daerah: "serang".into(),
            asal: Default::default(),
            nama: "SSO Serang".into(),
            penerbit: self.penerbit.clone(),
            klien: "praja".into(),
            rahasia: "rahasia & sangat".into(),
            cocok: Cocok::Nip,
            klaim: "nip".into(),
            kuat: vec!["mfa".into()],
            jangkauan: Jangkauan::Lokal,
        };
        Semua::baru(vec![s], &Klien::baru().unwrap())
    }

    pub fn enkode(&self) -> String {
        url::form_urlencoded::byte_serialize(self.penerbit.as_bytes()).collect()
    }

    /// The browser goes to the provider; the state it brings, and all that it was asked.
    pub async fn pergi(&self, b: &mut Peramban, s: &Situs) -> (String, BTreeMap<String, String>) {
        self.pergi_ke(b, s, "/serang/kerja/tugas?x=1").await
    }

    async fn pergi_ke(&self, b: &mut Peramban, s: &Situs, ke: &str) -> (String, BTreeMap<String, String>) {
        let ke: String = url::form_urlencoded::byte_serialize(ke.as_bytes()).collect();
        let j = b.buka(s, &format!("/serang/masuk/luar?ke={ke}")).await.harus(303);
        let url = Url::parse(&j.ke()).unwrap();
        assert!(
            url.as_str().starts_with(&format!("{}/masuk?", self.penerbit)),
            "{url}"
        );
        let q: BTreeMap<String, String> = url.query_pairs().into_owned().collect();
        assert_eq!(q["redirect_uri"], "http://localhost/serang/masuk/luar/balik");
        assert_eq!(
            (q["code_challenge_method"].as_str(), q["response_type"].as_str()),
            ("S256", "code")
        );
        (q["state"].clone(), q)
    }

    /// All the way and back, with a token whose claims are changed by `ganti`, and which is then spoilt.
    pub async fn masuk(&self, b: &mut Peramban, s: &Situs, ganti: Value, rusak: &str) -> Jawaban {
        let (state, q) = self.pergi(b, s).await;
        self.kembali(b, s, &state, &q, ganti, rusak).await
    }

    pub async fn masuk_ke(&self, b: &mut Peramban, s: &Situs, ke: &str) -> Jawaban {
        let (state, q) = self.pergi_ke(b, s, ke).await;
        self.kembali(b, s, &state, &q, json!({}), "").await
    }

    async fn kembali(
        &self,
        b: &mut Peramban,
        s: &Situs,
        state: &str,
        q: &BTreeMap<String, String>,
        ganti: Value,
        rusak: &str,
    ) -> Jawaban {
        let kini = self.jam.kini().as_second();
        let mut klaim = json!({
            "iss": self.penerbit, "sub": "0b5f", "aud": "praja", "exp": kini + 300, "iat": kini,
            "nonce": q["nonce"], "nip": crate::NIP,
        });
        for (k, v) in ganti.as_object().unwrap() {
            klaim[k] = v.clone();
        }
        let token = self.token(&klaim, rusak);
        let kode = format!("kode-{}", self.kode.lock().unwrap().len());
        let isi = (token, q["code_challenge"].clone());
        self.kode.lock().unwrap().insert(kode.clone(), isi);
        let jalur = format!(
            "/serang/masuk/luar/balik?code={kode}&state={state}&iss={}",
            self.enkode()
        );
        b.buka(s, &jalur).await
    }

    /// A token that tells that somebody left, with claims changed by `ganti`, and then spoilt.
    pub fn kabar_keluar(&self, ganti: Value, rusak: &str) -> String {
        let kini = self.jam.kini().as_second();
        let mut klaim = json!({
            "iss": self.penerbit, "sub": "0b5f", "aud": "praja", "exp": kini + 120, "iat": kini, "jti": "bWJq",
            "events": { "http://schemas.openid.net/event/backchannel-logout": {} },
        });
        for (k, v) in ganti.as_object().unwrap() {
            klaim[k] = v.clone();
        }
        if klaim["nonce"].is_null() {
            klaim.as_object_mut().unwrap().remove("nonce");
        }
        format!("logout_token={}", self.token(&klaim, rusak))
    }

    fn token(&self, klaim: &Value, rusak: &str) -> String {
        let baik = self.penanda.tanda(klaim).unwrap();
        let bagian: Vec<&str> = baik.split('.').collect();
        let kepala: Value = serde_json::from_slice(&B64.decode(bagian[0].as_bytes()).unwrap()).unwrap();
        let tulis = |v: &Value| B64.encode(v.to_string().as_bytes());
        let ubah = |k: &str, v: &str| {
            let mut kepala = kepala.clone();
            kepala[k] = v.into();
            tulis(&kepala)
        };
        match rusak {
            "tanda" => format!("{}.{}.{}", bagian[0], bagian[1], B64.encode(&[7; 256])),
            "none" => format!("{}.{}.", ubah("alg", "none"), bagian[1]),
            "kid" => format!("{}.{}.{}", ubah("kid", "lain"), bagian[1], bagian[2]),
            "isi" => {
                let mut klaim = klaim.clone();
                klaim["sub"] = "lain".into();
                format!("{}.{}.{}", bagian[0], tulis(&klaim), bagian[2])
            }
            _ => baik,
        }
    }
}

/// A code is taken once, by who proves to be the application and the browser that asked.
fn tukar(kode: &Kode, kepala: &axum::http::HeaderMap, isi: &BTreeMap<String, String>) -> Response {
    let dasar = data_encoding::BASE64.encode(b"praja:rahasia+%26+sangat");
    let klien = kepala.get("authorization").and_then(|v| v.to_str().ok()) == Some(&format!("Basic {dasar}"));
    let milik = kode.lock().unwrap().remove(&isi["code"]);
    let tantangan = B64.encode(&Sha256::digest(isi["code_verifier"].as_bytes()));
    let balik = isi["redirect_uri"] == "http://localhost/serang/masuk/luar/balik";
    match milik {
        Some((token, t)) if klien && balik && t == tantangan => {
            Json(json!({ "id_token": token, "access_token": "x", "token_type": "Bearer" })).into_response()
        }
        _ => (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_grant" }))).into_response(),
    }
}
