//! People who ask, and the answers they get. Every answer is held against the contract on its way.

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, Request},
};
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;

use crate::bekal::Uji;

/// Somebody who asks.
#[derive(Clone)]
pub struct Klien<'a> {
    pub(crate) uji: &'a Uji,
    pub(crate) daerah: String,
    pub(crate) token: Option<String>,
    pub(crate) kepala: Vec<(String, String)>,
}

impl Klien<'_> {
    /// The same asker with one more header.
    pub fn dengan(&self, nama: &str, nilai: &str) -> Self {
        let mut k = self.clone();
        k.kepala.push((nama.to_owned(), nilai.to_owned()));
        k
    }

    /// The same asker at another regency.
    pub fn di(&self, daerah: &str) -> Self {
        Klien {
            daerah: daerah.to_owned(),
            ..self.clone()
        }
    }

    pub async fn get(&self, jalur: &str) -> Jawaban {
        self.kirim("GET", jalur, None, Vec::new()).await
    }

    pub async fn post(&self, jalur: &str, isi: Value) -> Jawaban {
        self.kirim(
            "POST",
            jalur,
            Some("application/json"),
            isi.to_string().into_bytes(),
        )
        .await
    }

    pub async fn patch(&self, jalur: &str, versi: i64, isi: Value) -> Jawaban {
        let k = self.dengan("if-match", &format!("\"{versi}\""));
        k.kirim(
            "PATCH",
            jalur,
            Some("application/merge-patch+json"),
            isi.to_string().into_bytes(),
        )
        .await
    }

    pub async fn impor(&self, jalur: &str, tipe: &str, isi: impl Into<Vec<u8>>) -> Jawaban {
        self.kirim("POST", jalur, Some(tipe), isi.into()).await
    }

    /// Any request; a path without slash in front stands under `/{daerah}/api/v1/`.
    pub async fn kirim(&self, metode: &str, jalur: &str, tipe: Option<&str>, isi: Vec<u8>) -> Jawaban {
        let jalur = match jalur.starts_with('/') {
            true => jalur.to_owned(),
            false => format!("/{}/api/v1/{jalur}", self.daerah),
        };
        let mut r = Request::builder().method(metode).uri(&jalur);
        for (k, v) in &self.kepala {
            r = r.header(k, HeaderValue::from_bytes(v.as_bytes()).unwrap());
        }
        if let Some(t) = &self.token {
            r = r.header("authorization", format!("Bearer {t}"));
        }
        if let Some(t) = tipe {
            r = r.header("content-type", HeaderValue::from_bytes(t.as_bytes()).unwrap());
        }
        let r = self
            .uji
            .router
            .clone()
            .oneshot(r.body(Body::from(isi)).unwrap())
            .await
            .unwrap();
        let (kepala, badan) = r.into_parts();
        let isi = badan.collect().await.unwrap().to_bytes().to_vec();
        let j = Jawaban {
            status: kepala.status.as_u16(),
            kepala: kepala.headers,
            isi,
        };
        self.uji.kontrak().await.periksa(metode, &jalur, &j);
        j
    }
}

/// An answer.
#[derive(Debug)]
pub struct Jawaban {
    pub status: u16,
    pub kepala: HeaderMap,
    pub isi: Vec<u8>,
}

impl Jawaban {
    /// The answer, if it has this status.
    #[track_caller]
    pub fn harus(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.teks());
        self
    }

    pub fn teks(&self) -> String {
        String::from_utf8_lossy(&self.isi).into_owned()
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.isi).unwrap_or_else(|e| panic!("{e}: {}", self.teks()))
    }

    pub fn kepala(&self, nama: &str) -> Option<&str> {
        self.kepala.get(nama).map(|v| v.to_str().unwrap())
    }

    /// Paths of the fields that a refusal names, with what it says of them.
    #[track_caller]
    pub fn galat(&self) -> Vec<(String, String)> {
        let j = self.json();
        let satu = |g: &Value| {
            (
                g["medan"].as_str().unwrap().to_owned(),
                g["pesan"].as_str().unwrap().to_owned(),
            )
        };
        j["galat"].as_array().into_iter().flatten().map(satu).collect()
    }

    /// The one field that a refusal names.
    #[track_caller]
    pub fn medan(&self) -> String {
        let g = self.galat();
        assert_eq!(g.len(), 1, "{g:?}");
        g[0].0.clone()
    }

    /// The entries of a list, each by its number.
    #[track_caller]
    pub fn nomor(&self) -> Vec<String> {
        let j = self.json();
        j["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|e| e["nomor"].as_str().unwrap().to_owned())
            .collect()
    }
}
