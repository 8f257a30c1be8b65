//! A browser: it keeps cookies and goes where it is told.

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicU32, Ordering},
};

use axum::{body::Body, http::Request};
use http_body_util::BodyExt;
use tower::ServiceExt;

use crate::tiruan::Situs;

pub struct Peramban {
    /// Where it stands.
    alamat: String,
    kuki: BTreeMap<String, String>,
    /// The last address it was at.
    pub terakhir: String,
}

impl Default for Peramban {
    fn default() -> Self {
        static BERIKUT: AtomicU32 = AtomicU32::new(1);
        let n = BERIKUT.fetch_add(1, Ordering::Relaxed);
        Peramban {
            alamat: format!("10.0.{}.{}", n / 250, n % 250),
            kuki: BTreeMap::new(),
            terakhir: String::new(),
        }
    }
}

/// An answer.
#[derive(Debug)]
pub struct Jawaban {
    status: u16,
    ke: Option<String>,
    pub isi: String,
}

impl Jawaban {
    #[track_caller]
    pub fn harus(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.isi);
        self
    }

    #[track_caller]
    pub fn bukan(self, status: u16) {
        assert_ne!(self.status, status, "{}", self.isi);
    }

    /// The log-in page again, which says why.
    #[track_caller]
    pub fn tolak(self, kata: &str) {
        assert_eq!(self.status, 422, "{kata}: {:?} {}", self.ke, self.isi);
        assert!(self.isi.contains(kata), "{kata}: {}", self.isi);
    }

    #[track_caller]
    pub fn ke(&self) -> String {
        self.ke.clone().expect(&self.isi)
    }
}

impl Peramban {
    pub async fn buka(&mut self, s: &Situs, jalur: &str) -> Jawaban {
        self.terakhir = jalur.to_owned();
        self.minta(s, Request::get(jalur), String::new()).await
    }

    /// Sends a form as it is written.
    pub async fn kirim(&mut self, s: &Situs, jalur: &str, isi: String) -> Jawaban {
        let r = Request::post(jalur).header("content-type", "application/x-www-form-urlencoded");
        self.minta(s, r, isi).await
    }

    pub fn kuki(&self, nama: &str) -> Option<&str> {
        self.kuki.get(nama).map(String::as_str)
    }

    async fn minta(&mut self, s: &Situs, r: axum::http::request::Builder, isi: String) -> Jawaban {
        let kuki: Vec<String> = self.kuki.iter().map(|(k, v)| format!("{k}={v}")).collect();
        let r = r
            .header("accept", "text/html")
            .header("x-forwarded-for", &self.alamat)
            .header("cookie", kuki.join("; "))
            .body(Body::from(isi))
            .unwrap();
        let r = s.router.clone().oneshot(r).await.unwrap();
        for k in r.headers().get_all("set-cookie") {
            let (k, sisa) = k.to_str().unwrap().split_once('=').unwrap();
            let v = sisa.split(';').next().unwrap();
            match v.is_empty() {
                true => self.kuki.remove(k),
                false => self.kuki.insert(k.to_owned(), v.to_owned()),
            };
        }
        let status = r.status().as_u16();
        let ke = r
            .headers()
            .get("location")
            .map(|v| v.to_str().unwrap().to_owned());
        let isi = r.into_body().collect().await.unwrap().to_bytes();
        let isi = String::from_utf8(isi.to_vec()).unwrap();
        assert!(status < 500, "{status}: {isi}");
        Jawaban { status, ke, isi }
    }
}
