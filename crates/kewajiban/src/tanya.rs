//! What every board begins with: who asks, about which day, and the answer.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use jiff::civil::Date;
use kernel::{Galat, kewajiban::Kitab};
use serde::Deserialize;
use web::{Aplikasi, Gagal, Permintaan};

use crate::hitung::Bahan;

#[derive(Deserialize)]
struct Pada {
    pada: Option<String>,
}

/// A question to the boards, from an official of the regency.
pub(crate) struct Tanya {
    /// The request.
    pub p: Permintaan,
    /// What the regulation lays down.
    pub kitab: Arc<Kitab>,
    /// The day that is asked about.
    pub hari: Date,
    /// Today.
    pub kini: Date,
}

impl FromRequestParts<Aplikasi> for Tanya {
    type Rejection = Gagal;

    async fn from_request_parts(parts: &mut Parts, app: &Aplikasi) -> Result<Self, Gagal> {
        let p = Permintaan::from_request_parts(parts, app).await?;
        p.harus_akun()?;
        let kitab = p.profil.kitab.clone().ok_or(Galat::TidakDitemukan)?;
        let kini = p.profil.kalender.setempat(app.store.jam().kini()).date();
        let q = Query::<Pada>::from_request_parts(parts, app).await;
        let pada = q.ok().and_then(|q| q.0.pada).filter(|s| !s.trim().is_empty());
        let hari = match pada {
            None => kini,
            Some(s) => s.trim().parse::<Date>().map_err(|_| {
                Galat::medan(
                    "pada",
                    "Tulis tanggalnya sebagai tahun-bulan-hari, misalnya 2026-06-30.",
                )
            })?,
        };
        if hari > kini {
            return Err(
                Galat::medan("pada", "Tanggal ini belum tiba. Pilih hari ini atau sebelumnya.").into(),
            );
        }
        Ok(Tanya { p, kitab, hari, kini })
    }
}

impl Tanya {
    /// What the store knows for that day.
    pub async fn bahan(&self) -> Result<Bahan, Galat> {
        Bahan::ambil(&self.p.app.store, &self.p.profil, &self.kitab, self.hari).await
    }

    /// A page of the boards, asked about the same day.
    pub fn ke(&self, jalur: &str) -> String {
        let tanda = if jalur.contains('?') { '&' } else { '?' };
        let pada = if self.hari == self.kini {
            String::new()
        } else {
            format!("{tanda}pada={}", self.hari)
        };
        self.p.ke(&format!("/kerja/kepatuhan{jalur}{pada}"))
    }
}
