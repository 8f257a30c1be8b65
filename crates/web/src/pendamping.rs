//! What a chapter adds to the engine's pages of its registers. The engine asks every companion and knows none by name;
//! without any, its pages are complete.

use std::{future::Future, pin::Pin};

use kernel::{
    Entri, Galat, Jenis, Langkah, Peta,
    nilai::{Kata, Opsi},
};
use maud::{Markup, html};
use serde_json::Value;

use crate::{Formulir, Permintaan};

/// An answer that is still to come.
pub type Janji<'a, T> = Pin<Box<dyn Future<Output = Result<T, Galat>> + Send + 'a>>;

/// Ready texts to choose from, for one field of a step.
#[derive(Clone, Debug)]
pub struct TeksSiap {
    /// What the choice is called.
    pub label: Kata,
    /// The field that the text goes into.
    pub medan: Kata,
    /// Code, title and text of each.
    pub pilihan: Vec<(String, String, String)>,
}

impl TeksSiap {
    /// The name of the choice in a form.
    pub(crate) const MASUKAN: &'static str = "_templat";

    /// The text that a form asks for.
    pub(crate) fn terpilih(&self, f: &Formulir) -> Option<&str> {
        let kode = f.teks(Self::MASUKAN);
        let t = self.pilihan.iter().find(|(k, ..)| k == kode)?;
        Some(&t.2)
    }
}

/// A companion of the engine's pages.
pub trait Pendamping: Send + Sync {
    /// What a step's form is filled with beforehand, over what the register itself proposes: what hangs on other
    /// entries too.
    fn usul<'a>(&'a self, _p: &'a Permintaan, _e: &'a Entri, _langkah: &'a str) -> Janji<'a, Peta> {
        Box::pin(async { Ok(Peta::new()) })
    }

    /// What a field of a step may be on this entry, where that hangs on more than the register: field and options. The
    /// form offers nothing else, and nothing else is taken.
    fn pilihan<'a>(
        &'a self,
        _p: &'a Permintaan,
        _e: &'a Entri,
        _langkah: &'a str,
    ) -> Janji<'a, Vec<(Kata, Vec<Opsi>)>> {
        Box::pin(async { Ok(Vec::new()) })
    }

    /// Ready texts for a step that is taken for several entries at once.
    fn teks<'a>(
        &'a self,
        _p: &'a Permintaan,
        _e: &'a [&'a Entri],
        _langkah: &'a str,
    ) -> Janji<'a, Option<TeksSiap>> {
        Box::pin(async { Ok(None) })
    }

    /// What stands above the form of a step.
    fn langkah<'a>(&'a self, _p: &'a Permintaan, _e: &'a Entri, _l: &'a Langkah) -> Janji<'a, Markup> {
        Box::pin(async { Ok(html! {}) })
    }

    /// What stands below the facts of an entry.
    fn entri<'a>(&'a self, _p: &'a Permintaan, _e: &'a Entri) -> Janji<'a, Markup> {
        Box::pin(async { Ok(html! {}) })
    }
}

impl Permintaan {
    /// What all companions propose for a step.
    pub(crate) async fn usul_pendamping(&self, e: &Entri, langkah: &str) -> Result<Peta, Galat> {
        let mut semua = Peta::new();
        for d in self.app.pendamping.iter() {
            semua.extend(d.usul(self, e, langkah).await?);
        }
        Ok(semua)
    }

    /// The ready texts of all companions.
    pub(crate) async fn teks_pendamping(&self, e: &[&Entri], langkah: &str) -> Result<Vec<TeksSiap>, Galat> {
        let mut semua = Vec::new();
        for d in self.app.pendamping.iter() {
            semua.extend(d.teks(self, e, langkah).await?.filter(|t| !t.pilihan.is_empty()));
        }
        Ok(semua)
    }

    /// A step as it can be taken on this entry: its fields narrowed by the companions.
    pub(crate) async fn langkah_di(&self, e: &Entri, l: &Langkah) -> Result<Langkah, Galat> {
        let mut l = l.clone();
        for d in self.app.pendamping.iter() {
            for (nama, opsi) in d.pilihan(self, e, &l.kode.clone()).await? {
                if let Some(m) = l.isian.iter_mut().find(|m| m.nama == nama) {
                    m.jenis = Jenis::Pilihan(opsi);
                }
            }
        }
        Ok(l)
    }
}

/// Whether the answers are among the options where a field was narrowed; everything else is the kernel's to check.
///
/// # Errors
/// The field that holds something else.
pub(crate) fn periksa_pilihan(semula: &Langkah, di_sini: &Langkah, isian: &Peta) -> Result<(), Galat> {
    for (lama, m) in semula.isian.iter().zip(&di_sini.isian) {
        if lama.jenis == m.jenis {
            continue;
        }
        let isi = isian
            .get(m.nama.as_ref())
            .and_then(Value::as_str)
            .unwrap_or_default();
        let ada = matches!(&m.jenis, Jenis::Pilihan(o) if o.iter().any(|o| o.kode == isi));
        if !ada && (m.wajib || !isi.is_empty()) {
            return Err(Galat::medan(m.nama.to_string(), "Pilih salah satu dari daftar."));
        }
    }
    Ok(())
}
