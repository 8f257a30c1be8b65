//! What every board begins with: who asks, about which day, and the answer.

use std::sync::Arc;

use axum::extract::{Extension, FromRequestParts, Query};
use axum::http::request::Parts;
use jiff::civil::Date;
use kernel::{Galat, kewajiban::Kitab};
use serde::Deserialize;
use web::{Aplikasi, Gagal, Permintaan};

use crate::{hitung::Bahan, ingatan::Ingatan};

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
    /// What this process remembers.
    pub ingatan: Arc<Ingatan>,
}

impl FromRequestParts<Aplikasi> for Tanya {
    type Rejection = Gagal;

    async fn from_request_parts(parts: &mut Parts, app: &Aplikasi) -> Result<Self, Gagal> {
        let p = Permintaan::from_request_parts(parts, app).await?;
        p.harus_akun()?;
        let mut t = Tanya::kini(p, ingatan(parts, app).await?)?;
        let q = Query::<Pada>::from_request_parts(parts, app).await;
        let pada = q.ok().and_then(|q| q.0.pada).filter(|s| !s.trim().is_empty());
        if let Some(s) = pada {
            t.hari = s.trim().parse::<Date>().map_err(|_| {
                Galat::medan(
                    "pada",
                    "Tulis tanggalnya sebagai tahun-bulan-hari, misalnya 2026-06-30.",
                )
            })?;
        }
        if t.hari > t.kini {
            return Err(
                Galat::medan("pada", "Tanggal ini belum tiba. Pilih hari ini atau sebelumnya.").into(),
            );
        }
        Ok(t)
    }
}

/// What the process remembers, for a page that finds out by itself who asks.
pub(crate) async fn ingatan(parts: &mut Parts, app: &Aplikasi) -> Result<Arc<Ingatan>, Galat> {
    let Extension(i) = Extension::<Arc<Ingatan>>::from_request_parts(parts, app)
        .await
        .map_err(|e| Galat::dalam("looking for the memory of obligations", e))?;
    Ok(i)
}

impl Tanya {
    /// A question about today.
    ///
    /// # Errors
    /// [`Galat::TidakDitemukan`] where no obligations are on record.
    pub fn kini(p: Permintaan, ingatan: Arc<Ingatan>) -> Result<Self, Galat> {
        let kitab = p.profil.kitab.clone().ok_or(Galat::TidakDitemukan)?;
        let kini = p.profil.kalender.setempat(p.app.store.jam().kini()).date();
        Ok(Tanya {
            p,
            kitab,
            hari: kini,
            kini,
            ingatan,
        })
    }

    /// What the store knows for that day.
    pub async fn bahan(&self) -> Result<Bahan, Galat> {
        self.bahan_pada(self.hari).await
    }

    /// What the store knows for a day.
    pub async fn bahan_pada(&self, hari: Date) -> Result<Bahan, Galat> {
        let store = &self.p.app.store;
        Bahan::ambil(store, &self.ingatan, &self.p.profil, &self.kitab, hari).await
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
