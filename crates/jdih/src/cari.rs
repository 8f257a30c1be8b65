//! Regulations among the results of the portal's own search.

use kernel::{Galat, Pelaku};
use maud::{Markup, html};
use store::{Daftar, Saringan};
use web::Permintaan;

use crate::{daftar, produk};

/// Documents, and provisions, at most.
const BATAS: usize = 4;

/// What the library has for these words: where a citation leads, documents, provisions; none when nothing.
///
/// # Errors
/// When the database does not answer.
pub async fn hasil(p: &Permintaan, q: &str) -> Result<Option<Markup>, Galat> {
    let b = p.b;
    let (def, w) = produk::terbuka(p)?;
    let s = Saringan {
        kata: q.to_owned(),
        ..Saringan::default()
    };
    let tempat = daftar::tempat(p, &w, q).await?;
    let (petikan, _) = p.app.store.petikan(&w, &Pelaku::Publik, &s, None, BATAS).await?;
    let d = Daftar {
        saring: s,
        batas: BATAS,
        ..Daftar::default()
    };
    let dokumen = p.app.store.daftar(&w, &Pelaku::Publik, &d).await?.entri;
    if tempat.is_none() && petikan.is_empty() && dokumen.is_empty() {
        return Ok(None);
    }
    Ok(Some(html! {
        @if let Some(ke) = &tempat { p { a href=(ke) { (b.isi("Buka {kutipan}", &[("kutipan", q)])) } } }
        @if !dokumen.is_empty() { (daftar::butir(p, &def, &dokumen)) }
        @if !petikan.is_empty() { ol.petikan { @for t in &petikan { (daftar::butir_petikan(p, t, q)) } } }
    }))
}
