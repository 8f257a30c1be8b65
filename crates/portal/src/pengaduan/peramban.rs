//! News in this browser: the offer to be told of news while the page is closed. Only a script can ask the browser for it;
//! without one the offer is not there, and what was switched on can still be switched off.

use maud::{Markup, html};
use web::Permintaan;

/// What the offer needs: where it is sent, and what stands there now.
pub(super) struct Langganan<'a> {
    /// Address of the form.
    pub(super) tujuan: &'a str,
    /// What stands before the names of its fields.
    pub(super) awal: &'a str,
    /// A browser is told already.
    pub(super) menyala: bool,
    /// Further fields of the form.
    pub(super) lain: Markup,
}

impl Langganan<'_> {
    /// The offer, or the way to end it.
    pub(super) fn gambar(&self, p: &Permintaan) -> Markup {
        let b = p.b;
        if p.app.kunci_peramban.is_empty() {
            return html! {};
        }
        html! {
            form.kabar method="post" action=(self.tujuan) hidden[!self.menyala] data-kabar=[(!self.menyala).then_some(&*p.app.kunci_peramban)] {
                (ui::formulir::csrf(p.csrf()))
                (self.lain)
                @if self.menyala {
                    p { (b.t("Kabar laporan ini muncul di peramban yang Anda pilih, juga bila halaman ini ditutup.")) " "
                        button.tombol-tautan type="submit" { (b.t("Hentikan")) } }
                } @else {
                    input type="hidden" name={ (self.awal) "langganan" };
                    p {
                        button.tombol.tombol-dua type="submit" { (b.t("Beri tahu saya di peramban ini")) } " "
                        span.jelaskan role="status" data-gagal=(b.t("Peramban ini tidak mengizinkannya. Izinkan pemberitahuan untuk situs ini, lalu coba lagi.")) { (b.t("Hanya nomor laporan yang disebut. Dapat dihentikan kapan saja.")) }
                    }
                }
            }
        }
    }
}
