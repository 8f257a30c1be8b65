//! Webhooks: other programs are told of what everybody may know, as it happens. An administrator registers an address
//! ([`daftar`]); every public event of a public report becomes a message in the outbox, in the transaction that made
//! it; [`kirim`] signs it and brings it there; [`halaman`] gives the secret, once, and shows what became of messages.

pub mod daftar;
mod halaman;
pub mod kirim;

use identity::Identitas;
use kernel::{Entri, profil::KodeDaerah};

use crate::tanda::Rahasia;

pub use daftar::{KODE, Webhook};
pub use halaman::rute;
pub use kirim::SaluranWebhook;

/// How long the secret before still signs, too, ms: time to bring the new one to the other side.
const PERALIHAN: i64 = 86_400_000;

/// The list in the workspace leads to the page with secrets and messages.
pub const PINTU: web::Pintu = web::Pintu {
    register: KODE,
    label: "Rahasia dan pesan terakhir",
    jalur: "/kerja/webhook-keluar",
    bagi: web::Bagi::Pembuat,
};

/// The registers of this chapter.
pub fn register() -> Vec<kernel::RegisterDef> {
    vec![kernel::RegisterDef::dari_tipe::<Webhook>()]
}

/// A secret of a webhook: made from the key of the installation, so it is stored nowhere.
fn rahasia_ke(identitas: &Identitas, daerah: &KodeDaerah, e: &Entri, ke: i64) -> Rahasia {
    let bagian = [daerah.as_str().as_bytes(), e.id.0.as_bytes(), &ke.to_be_bytes()];
    Rahasia::dari_bait(identitas.turunkan("webhook", &bagian))
}

fn angka(e: &Entri, medan: &str) -> i64 {
    e.isi.get(medan).and_then(serde_json::Value::as_i64).unwrap_or(0)
}

/// The secrets that sign now: the present one, and for a day the one before. None before the first was made.
pub(crate) fn rahasia(identitas: &Identitas, daerah: &KodeDaerah, e: &Entri, kini: i64) -> Vec<Rahasia> {
    let ke = angka(e, "rahasia_ke");
    let mut semua = Vec::new();
    if ke >= 1 {
        semua.push(rahasia_ke(identitas, daerah, e, ke));
    }
    if ke >= 2 && kini - angka(e, "rahasia_sejak") < PERALIHAN {
        semua.push(rahasia_ke(identitas, daerah, e, ke - 1));
    }
    semua
}
