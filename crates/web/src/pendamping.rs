//! What a chapter adds to the engine's pages of its registers. The engine asks every companion and knows none by name;
//! without any, its pages are complete.

use std::{future::Future, pin::Pin};

use kernel::{Entri, Galat, Langkah, Peta};
use maud::{Markup, html};

use crate::{Permintaan, ical::Acara};

/// An answer that is still to come.
pub type Janji<'a, T> = Pin<Box<dyn Future<Output = Result<T, Galat>> + Send + 'a>>;

/// A companion of the engine's pages.
pub trait Pendamping: Send + Sync {
    /// What a step's form is filled with beforehand, over what the register itself proposes: what hangs on other
    /// entries too.
    fn usul<'a>(&'a self, _p: &'a Permintaan, _e: &'a Entri, _langkah: &'a str) -> Janji<'a, Peta> {
        Box::pin(async { Ok(Peta::new()) })
    }

    /// What stands above the form of a step.
    fn langkah<'a>(&'a self, _p: &'a Permintaan, _e: &'a Entri, _l: &'a Langkah) -> Janji<'a, Markup> {
        Box::pin(async { Ok(html! {}) })
    }

    /// What waits for an account besides entries: the part below its tasks, none when nothing does.
    fn tugas<'a>(&'a self, _p: &'a Permintaan) -> Janji<'a, Option<Markup>> {
        Box::pin(async { Ok(None) })
    }

    /// Days in the calendar of an account besides the deadlines of its entries.
    fn tenggat<'a>(&'a self, _p: &'a Permintaan) -> Janji<'a, Vec<Acara>> {
        Box::pin(async { Ok(Vec::new()) })
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
