//! Lists: a table whose rows become cards on a phone, links to sort and to turn pages, removable filters. All state
//! stands in the address, so the back button and a bookmark work.

use kernel::Bahasa;
use maud::{Markup, html};

/// The head of a column.
pub struct Kolom {
    /// What people read.
    pub label: String,
    /// Address of the list sorted by it; none: it cannot be sorted by.
    pub urut: Option<String>,
    /// How the list is sorted by it now: rising when true.
    pub arah: Option<bool>,
    /// Numbers, set to the right.
    pub angka: bool,
}

impl Kolom {
    /// One of words, in a list that is not sorted by it.
    pub fn polos(label: &str) -> Self {
        Kolom {
            label: label.to_owned(),
            urut: None,
            arah: None,
            angka: false,
        }
    }
}

/// A row.
pub struct Baris {
    /// Id, sent when the row is ticked.
    pub id: String,
    /// What the first cell opens.
    pub href: String,
    /// Its cells.
    pub sel: Vec<Markup>,
}

/// The table. With `massal` each row has a box named `id`, called by the row's own link; the caller puts the form
/// around it.
pub fn tabel(kepala: &[Kolom], baris: Vec<Baris>, massal: bool) -> Markup {
    html! {
        div.gulir { table.tabel {
            thead { tr {
                @if massal { td {} }
                @for k in kepala {
                    th scope="col" class=[k.angka.then_some("angka")] aria-sort=[k.arah.map(|naik| if naik { "ascending" } else { "descending" })] {
                        @match &k.urut {
                            Some(href) => a href=(href) { (k.label) },
                            None => (k.label),
                        }
                    }
                }
            } }
            tbody { @for r in baris {
                tr data-baris=(r.id) {
                    @if massal {
                        td { input type="checkbox" name="id" value=(r.id) aria-labelledby={ "baris-" (r.id) }; }
                    }
                    @for (i, sel) in r.sel.into_iter().enumerate() {
                        @let k = kepala.get(i);
                        td data-label=[k.map(|k| k.label.as_str())] class=[k.is_some_and(|k| k.angka).then_some("angka")] {
                            @if i == 0 { a id={ "baris-" (r.id) } href=(r.href) { (sel) } } @else { (sel) }
                        }
                    }
                }
            } }
        } }
    }
}

/// Links to the page before and after; `jumlah` says how many there are, in words.
pub fn halaman_nav(b: Bahasa, sebelum: Option<&str>, berikut: Option<&str>, jumlah: &str) -> Markup {
    html! {
        nav.halaman-nav aria-label=(b.t("Halaman")) {
            @if let Some(h) = sebelum { a href=(h) rel="prev" { (b.t("Halaman sebelumnya")) } }
            span { (jumlah) }
            @if let Some(h) = berikut { a href=(h) rel="next" { (b.t("Halaman berikutnya")) } }
        }
    }
}

/// The filters in force, each with the address of the list without it.
pub fn keping(b: Bahasa, saringan: &[(String, String)]) -> Markup {
    if saringan.is_empty() {
        return html! {};
    }
    html! {
        ul.keping-baris aria-label=(b.t("Saringan yang dipakai")) {
            @for (teks, href) in saringan {
                li { a.keping href=(href) { span.sembunyi-visual { (b.t("Hapus saringan")) ": " } (teks) } }
            }
        }
    }
}
