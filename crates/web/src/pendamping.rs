//! What a chapter adds to the engine's pages of its registers. The engine asks every companion and knows none by name;
//! without any, its pages are complete.

use std::{
    collections::HashMap,
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use kernel::{Entri, Galat, Langkah, Peta, Profil, profil::KodeDaerah};
use maud::{Markup, html};

use ui::kamus::{Istilah, Kamus, Kutipan};

use crate::{Aplikasi, Permintaan};

/// An answer that is still to come.
pub type Janji<'a, T> = Pin<Box<dyn Future<Output = Result<T, Galat>> + Send + 'a>>;

/// Terms and regulations that pages may name.
#[derive(Clone, Debug, Default)]
pub struct Kosakata {
    /// Terms beyond those of the profile, or the official words of those.
    pub istilah: Vec<Istilah>,
    /// Regulations.
    pub kutipan: Vec<Kutipan>,
}

/// A companion of the engine's pages.
pub trait Pendamping: Send + Sync {
    /// The words of a regency that pages explain wherever they occur; asked for every second at most.
    fn kosakata<'a>(&'a self, _app: &'a Aplikasi, _profil: &'a Profil) -> Janji<'a, Kosakata> {
        Box::pin(async { Ok(Kosakata::default()) })
    }

    /// What a step's form is filled with beforehand, over what the register itself proposes: what hangs on other
    /// entries too.
    fn usul<'a>(&'a self, _p: &'a Permintaan, _e: &'a Entri, _langkah: &'a str) -> Janji<'a, Peta> {
        Box::pin(async { Ok(Peta::new()) })
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
}

/// How long the words of a regency are believed: what another process changes is seen after it.
const UMUR: Duration = Duration::from_secs(1);

/// The words of each regency, as last asked for.
#[derive(Debug, Default)]
pub struct Kamusan(Mutex<HashMap<KodeDaerah, (Instant, Arc<Kamus>)>>);

impl Aplikasi {
    /// The words of a regency: the terms of its profile with what the companions know. A page that cannot ask is a page
    /// without explanations, not an error.
    pub(crate) async fn kamus(&self, profil: &Profil) -> Arc<Kamus> {
        let ingat = || self.kamusan.0.lock().unwrap_or_else(PoisonError::into_inner);
        let lama = ingat().get(profil.kode()).cloned();
        if let Some((sejak, k)) = &lama
            && sejak.elapsed() < UMUR
        {
            return k.clone();
        }
        // One asks; whoever comes meanwhile reads the words of a second ago.
        if let Some((_, k)) = &lama {
            ingat().insert(profil.kode().clone(), (Instant::now(), k.clone()));
        }
        let (mut istilah, mut kutipan) = (dari_profil(profil), Vec::new());
        for d in self.pendamping.iter() {
            match d.kosakata(self, profil).await {
                Ok(k) => {
                    lengkapi(&mut istilah, k.istilah);
                    kutipan.extend(k.kutipan);
                }
                Err(g) => tracing::warn!(galat = %g, "the words of a regency are not at hand"),
            }
        }
        let sama = lama.filter(|(_, k)| k.istilah() == istilah && k.kutipan() == kutipan);
        let k = sama.map_or_else(|| Arc::new(Kamus::baru(profil, istilah, kutipan)), |(_, k)| k);
        ingat().insert(profil.kode().clone(), (Instant::now(), k.clone()));
        k
    }
}

fn dari_profil(profil: &Profil) -> Vec<Istilah> {
    let satu = |i: &kernel::profil::Istilah| Istilah {
        nama: i.istilah.clone(),
        singkatan: i.singkatan.clone(),
        arti: i.arti.clone(),
        arti_en: Some(i.arti_en.clone()),
        resmi: None,
        dasar: i.dasar.clone(),
        ke: None,
        umum: i.umum,
    };
    profil.istilah.iter().map(satu).collect()
}

/// The official words join the plain ones; a term that the profile does not explain has them alone.
fn lengkapi(semua: &mut Vec<Istilah>, resmi: Vec<Istilah>) {
    for i in resmi {
        match semua.iter_mut().find(|s| s.nama.eq_ignore_ascii_case(&i.nama)) {
            Some(s) => {
                (s.resmi, s.ke) = (i.resmi, i.ke);
                s.singkatan = s.singkatan.take().or(i.singkatan);
            }
            None => semua.push(i),
        }
    }
}
