//! Texts of documents: fetched by the right of who asks, read once by the reader of regulations, and remembered by their
//! digest, so that a page that many open is understood and set once.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, LazyLock, Mutex},
};

use kernel::{Entri, Galat};
use maud::Markup;
use regulasi::Hasil;
use uuid::Uuid;
use web::Permintaan;

use crate::naskah::{self, Laman};

/// Most texts remembered, and most pages set from them; each a few hundred kilobytes.
const INGAT: usize = 64;
/// A text of megabytes is rare and not worth its memory.
const MAKS_INGAT: usize = 1024 * 1024;

/// A text that was read.
pub(crate) struct Naskah {
    /// SHA-256 of the bytes, hex.
    pub(crate) sidik: String,
    /// The bytes as they came.
    pub(crate) bita: Vec<u8>,
    /// What was understood; none when nothing can be (the text is kept all the same).
    pub(crate) hasil: Option<Hasil>,
}

/// What was remembered, the last asked for first.
struct Ingatan<T>(Mutex<VecDeque<(String, Arc<T>)>>);

impl<T> Ingatan<T> {
    const fn baru() -> Self {
        Ingatan(Mutex::new(VecDeque::new()))
    }

    fn ambil(&self, kunci: &str) -> Option<Arc<T>> {
        let mut semua = self.0.lock().ok()?;
        let n = semua.iter().position(|(s, _)| s == kunci)?;
        let satu = semua.remove(n)?;
        let isi = satu.1.clone();
        semua.push_front(satu);
        Some(isi)
    }

    fn simpan(&self, kunci: String, isi: &Arc<T>) {
        if let Ok(mut semua) = self.0.lock() {
            semua.push_front((kunci, isi.clone()));
            semua.truncate(INGAT);
        }
    }
}

static NASKAH: LazyLock<Ingatan<Naskah>> = LazyLock::new(Ingatan::baru);
static LAMAN: LazyLock<Ingatan<Laman>> = LazyLock::new(Ingatan::baru);

/// The upload that holds the text of an entry, as far as the reader sees it.
pub(crate) fn berkas(e: &Entri) -> Option<Uuid> {
    e.isi.get("naskah")?.get(0)?.as_str()?.parse().ok()
}

/// The text in an upload, understood.
///
/// # Errors
/// When there is none for who asks, or the database or the disk does not answer.
pub(crate) async fn naskah(p: &Permintaan, id: Uuid) -> Result<Arc<Naskah>, Galat> {
    let b = p.app.store.berkas(p.daerah(), &p.pelaku, id).await?;
    if let Some(n) = NASKAH.ambil(&b.sidik) {
        return Ok(n);
    }
    let (b, bita) = p.app.store.baca_berkas(p.daerah(), &p.pelaku, id).await?;
    let baca = tokio::task::spawn_blocking(move || {
        let hasil = regulasi::baca_bita(&bita).ok();
        Arc::new(Naskah {
            sidik: b.sidik,
            bita,
            hasil,
        })
    });
    let n = baca.await.map_err(|e| Galat::dalam("reading a regulation", e))?;
    if n.bita.len() <= MAKS_INGAT {
        NASKAH.simpan(n.sidik.clone(), &n);
    }
    Ok(n)
}

/// The text set for reading, with what is to be said at its provisions; none for what could not be understood.
///
/// # Errors
/// When setting it panics, which is a fault of ours.
pub(crate) async fn laman(
    n: &Arc<Naskah>,
    tanda: BTreeMap<String, Markup>,
) -> Result<Option<Arc<Laman>>, Galat> {
    if n.hasil.is_none() {
        return Ok(None);
    }
    let mut kunci = n.sidik.clone();
    for (alamat, m) in &tanda {
        kunci += &format!(" {alamat} {}", m.0);
    }
    if let Some(l) = LAMAN.ambil(&kunci) {
        return Ok(Some(l));
    }
    let naskah = n.clone();
    let susun = tokio::task::spawn_blocking(move || {
        naskah.hasil.as_ref().map(|h| Arc::new(naskah::susun(h, &tanda)))
    });
    let l = susun.await.map_err(|e| Galat::dalam("setting a regulation", e))?;
    if let Some(l) = l.as_ref().filter(|_| n.bita.len() <= MAKS_INGAT) {
        LAMAN.simpan(kunci, l);
    }
    Ok(l)
}
