//! Discovery: where this regency's endpoint is and what it speaks.

use serde_json::json;

use crate::{Hasil, minta::Minta};

/// When this document last came to say something else.
const BERUBAH: &str = "2026-11-22T00:00:00Z";

/// `GET …/open311/discovery`
pub(crate) async fn penemuan(m: Minta) -> Hasil {
    let (p, b) = (&m.p, m.p.b);
    let d = &p.profil.daerah;
    let contact = format!("{} ({}, {})", d.nama, d.kontak.surel, d.kontak.alamat);
    let isi = json!({
        "changeset": BERUBAH,
        "contact": contact,
        "key_service": b.t("Membaca dan mengirim laporan tidak memerlukan kunci, kecuali operator mewajibkannya. Program milik perangkat daerah memakai token dari operator sebagai api_key."),
        "endpoints": [{
            "specification": "http://wiki.open311.org/GeoReport_v2",
            "url": format!("{}{}", p.app.url_dasar, p.ke("/open311/v2")),
            "changeset": BERUBAH,
            "type": if p.app.demo { "test" } else { "production" },
            "formats": ["text/xml", "application/json"],
        }],
    });
    m.jawab("discovery", &isi)
}
