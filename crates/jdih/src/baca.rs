//! Texts of documents: fetched by the right of who asks, read once by the reader of regulations, and remembered by their
//! digest, so that a page that many open is understood and set once.

use std::{
    collections::VecDeque,
    sync::{Arc, LazyLock, Mutex},
};

use kernel::{Entri, Galat};
use regulasi::Hasil;
use uuid::Uuid;
use web::Permintaan;

use crate::naskah;

/// Most texts remembered; together with what was set from them a few hundred kilobytes each.
const INGAT: usize = 64;

/// A text that was read.
pub(crate) struct Naskah {
    /// The bytes as they came.
    pub(crate) bita: Vec<u8>,
    /// What was understood; none when nothing can be (the text is kept all the same).
    pub(crate) hasil: Option<Terbaca>,
}

/// What was understood, and how it is shown.
pub(crate) struct Terbaca {
    pub(crate) hasil: Hasil,
    pub(crate) isi: naskah::Laman,
}

/// Texts by their digest, the last asked for first.
type Ingatan = VecDeque<(String, Arc<Naskah>)>;

static INGATAN: LazyLock<Mutex<Ingatan>> = LazyLock::new(Mutex::default);

fn ingat(sidik: &str) -> Option<Arc<Naskah>> {
    let mut semua = INGATAN.lock().ok()?;
    let n = semua.iter().position(|(s, _)| s == sidik)?;
    let satu = semua.remove(n)?;
    let naskah = satu.1.clone();
    semua.push_front(satu);
    Some(naskah)
}

/// The upload that holds the text of an entry, as far as the reader sees it.
pub(crate) fn berkas(e: &Entri) -> Option<Uuid> {
    e.isi.get("naskah")?.get(0)?.as_str()?.parse().ok()
}

/// The text of an entry; none when there is none yet.
///
/// # Errors
/// When the database or the disk does not answer.
pub(crate) async fn naskah(p: &Permintaan, e: &Entri) -> Result<Option<Arc<Naskah>>, Galat> {
    let Some(id) = berkas(e) else { return Ok(None) };
    let (b, bita) = p.app.store.baca_berkas(p.daerah(), &p.pelaku, id).await?;
    if let Some(n) = ingat(&b.sidik) {
        return Ok(Some(n));
    }
    let baca = tokio::task::spawn_blocking(move || {
        let hasil = regulasi::baca_bita(&bita).ok().map(|hasil| Terbaca {
            isi: naskah::susun(&hasil),
            hasil,
        });
        Arc::new(Naskah { bita, hasil })
    });
    let n = baca.await.map_err(|e| Galat::dalam("reading a regulation", e))?;
    // A text of megabytes is rare and not worth its memory.
    if n.bita.len() <= 1024 * 1024
        && let Ok(mut semua) = INGATAN.lock()
    {
        semua.push_front((b.sidik, n.clone()));
        semua.truncate(INGAT);
    }
    Ok(Some(n))
}
