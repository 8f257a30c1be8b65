//! What every board begins with: who asks, about which day, and the graph of that day.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    extract::{Extension, FromRequestParts, Query},
    http::request::Parts,
};
use jiff::civil::Date;
use kernel::{Galat, izin::Tindakan};
use web::{Aplikasi, Gagal, Permintaan};

use crate::{
    graf::{Domain, Graf, Simpul},
    ingatan::{self, Ingatan},
    lembar::MAKS_BARIS,
};

/// A question to the boards, from an official who may read the whole architecture.
pub(crate) struct Tanya {
    /// The request.
    pub p: Permintaan,
    /// What it asks.
    pub q: BTreeMap<String, String>,
    /// The day that is asked about.
    pub hari: Date,
    /// Today.
    pub kini: Date,
    /// The graph of that day.
    pub graf: Arc<Graf>,
}

impl FromRequestParts<Aplikasi> for Tanya {
    type Rejection = Gagal;

    async fn from_request_parts(parts: &mut Parts, app: &Aplikasi) -> Result<Self, Gagal> {
        let p = Permintaan::from_request_parts(parts, app).await?;
        let Extension(ingatan) = Extension::<Arc<Ingatan>>::from_request_parts(parts, app)
            .await
            .map_err(|e| Galat::dalam("looking for the memory of the architecture", e))?;
        let q = Query::<BTreeMap<String, String>>::from_request_parts(parts, app).await;
        Ok(Tanya::baru(p, q.map(|q| q.0).unwrap_or_default(), &ingatan).await?)
    }
}

impl Tanya {
    /// A question, once it is clear that whoever asks may.
    ///
    /// # Errors
    /// Who may not, and a day that is none or has not come.
    pub async fn baru(p: Permintaan, q: BTreeMap<String, String>, ingatan: &Ingatan) -> Result<Self, Galat> {
        p.harus_akun()?;
        let def = p.register(Domain::Aplikasi.register())?;
        // A graph with holes would answer wrongly, so there is one for those who may read all of it, and no other. An
        // application is published to officials from its first draft; the public has no right in that register.
        if !p.wewenang(&def, Tindakan::Baca)?.lingkup().semua_terbit() {
            return Err(Galat::Ditolak(
                "Papan arsitektur dibaca oleh pegawai yang boleh membaca seluruh arsitektur.".into(),
            ));
        }
        let kalender = &p.profil.kalender;
        let kini = kalender.setempat(p.app.store.jam().kini()).date();
        let hari = match q.get("pada").map(|s| s.trim()).filter(|s| !s.is_empty()) {
            None => kini,
            Some(s) => s.parse::<Date>().map_err(|_| {
                Galat::medan(
                    "pada",
                    "Tulis tanggalnya sebagai tahun-bulan-hari, misalnya 2026-06-30.",
                )
            })?,
        };
        if hari > kini {
            return Err(Galat::medan(
                "pada",
                "Tanggal ini belum tiba. Pilih hari ini atau sebelumnya.",
            ));
        }
        let store = &p.app.store;
        let graf = if hari == kini {
            ingatan.graf(store, p.daerah()).await?
        } else {
            let saat = kalender.akhir_hari(hari);
            Arc::new(ingatan::pada(store, p.daerah(), saat.as_millisecond()).await?)
        };
        Ok(Tanya {
            p,
            q,
            hari,
            kini,
            graf,
        })
    }

    /// A parameter of the address; empty when it is not there.
    pub fn teks(&self, nama: &str) -> &str {
        self.q.get(nama).map_or("", |s| s.trim())
    }

    /// How many rows of a table have to be written out; of the others it is enough that they are counted.
    pub fn tertulis(&self) -> usize {
        let jalur = self.p.jalur.split('?').next().unwrap_or_default();
        if jalur.ends_with("/data.json") {
            usize::MAX
        } else {
            MAKS_BARIS
        }
    }

    /// A page of the boards, asked about the same day.
    pub fn ke(&self, jalur: &str) -> String {
        let tanda = if jalur.contains('?') { '&' } else { '?' };
        let pada = if self.hari == self.kini {
            String::new()
        } else {
            format!("{tanda}pada={}", self.hari)
        };
        self.p.ke(&format!("/kerja/arsitektur{jalur}{pada}"))
    }

    /// The fact sheet of an entry.
    pub fn fakta(&self, s: &Simpul) -> String {
        self.ke(&format!(
            "/entri/{}/{}",
            s.domain.register(),
            ui::enkode(&s.nomor)
        ))
    }

    /// The impact of an entry.
    pub fn dampak(&self, s: &Simpul) -> String {
        self.ke(&format!(
            "/dampak?register={}&nomor={}",
            s.domain.register(),
            ui::enkode(&s.nomor)
        ))
    }

    /// What people call a domain.
    pub fn nama_domain(&self, d: Domain) -> &str {
        let def = self.p.app.store.inventaris().register(d.register());
        def.map_or(d.register(), |def| self.p.b.t(&def.label))
    }

    /// What people call the state of an entry.
    pub fn nama_keadaan<'a>(&'a self, s: &'a Simpul) -> &'a str {
        let def = self.p.app.store.inventaris().register(s.domain.register());
        let k = def.and_then(|d| d.lifecycle.keadaan(&s.keadaan));
        k.map_or(s.keadaan.as_str(), |k| self.p.b.t(&k.label))
    }

    /// What people call a value of an entry's field.
    pub fn nama_nilai(&self, d: Domain, medan: &str, nilai: &str) -> String {
        let def = self.p.app.store.inventaris().register(d.register());
        let jenis = def.and_then(|def| def.medan(medan)).map(|m| m.jenis);
        match jenis {
            Some(kernel::Jenis::Pilihan(o)) => o
                .iter()
                .find(|o| o.kode == nilai)
                .map_or(nilai.to_owned(), |o| self.p.b.t(&o.label).to_owned()),
            Some(kernel::Jenis::DariProfil(kernel::nilai::Sumber::Unit)) => {
                self.p.profil.nama_unit(nilai).to_owned()
            }
            Some(kernel::Jenis::YaTidak) => self.p.b.t("Ya").to_owned(),
            _ => nilai.to_owned(),
        }
    }

    /// The label of a field.
    pub fn nama_medan(&self, d: Domain, medan: &str) -> String {
        let def = self.p.app.store.inventaris().register(d.register());
        def.and_then(|def| def.medan(medan))
            .map_or(medan.to_owned(), |m| self.p.b.t(&m.label).to_owned())
    }
}
