//! A record as harvesters get it: its header, and its metadata as Dublin Core unless it was taken back.

use kernel::{Entri, nilai::Pilihan as _};
use serde_json::Value;
use web::{Permintaan, xml::Unsur};

use crate::{produk, umpan::waktu};

/// The host part of identifiers.
pub(super) fn situs(p: &Permintaan) -> String {
    let tanpa = p.app.url_dasar.split("://").nth(1).unwrap_or(&p.app.url_dasar);
    tanpa.split(['/', ':']).next().unwrap_or("localhost").to_owned()
}

fn pengenal(p: &Permintaan, e: &Entri) -> String {
    format!("oai:{}:{}/{}", situs(p), p.daerah(), e.id)
}

/// Who it is, since when, and whether it is gone.
pub(super) fn kepala(p: &Permintaan, e: &Entri) -> Unsur {
    let u = Unsur::baru(
        "header",
        vec![
            Unsur::teks("identifier", pengenal(p, e)),
            Unsur::teks("datestamp", waktu(e.diubah)),
            Unsur::teks("setSpec", e.teks("jenis")),
        ],
    );
    if e.terbit {
        u
    } else {
        u.dengan("status", "deleted")
    }
}

/// The whole record.
pub(super) fn rekaman(p: &Permintaan, e: &Entri) -> Unsur {
    let mut isi = vec![kepala(p, e)];
    if e.terbit {
        isi.push(Unsur::baru("metadata", vec![dublin(p, e)]));
    }
    Unsur::baru("record", isi)
}

fn dublin(p: &Permintaan, e: &Entri) -> Unsur {
    let mut isi: Vec<Unsur> = Vec::new();
    let mut taruh = |nama: &'static str, nilai: &str| {
        if !nilai.is_empty() {
            isi.push(Unsur::teks(nama, nilai));
        }
    };
    taruh("dc:title", &produk::judul(&p.profil, e));
    taruh("dc:creator", e.teks("teu"));
    for s in e
        .isi
        .get("subjek")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        taruh("dc:subject", s.as_str().unwrap_or_default());
    }
    taruh("dc:subject", e.teks("bidang_hukum"));
    taruh("dc:description", e.teks("abstrak"));
    taruh("dc:publisher", &p.profil.daerah.nama);
    taruh("dc:date", e.teks("tanggal_penetapan"));
    taruh("dc:type", produk::jenis(e).map_or("", |j| j.label()));
    taruh("dc:format", "text/html");
    taruh(
        "dc:identifier",
        &format!("{}{}", p.app.url_dasar, p.ke(&produk::jalur(e))),
    );
    taruh("dc:source", e.teks("sumber"));
    taruh("dc:language", "id");
    taruh("dc:rights", "Pasal 42 UU Nomor 28 Tahun 2014");
    Unsur::baru("oai_dc:dc", isi)
        .dengan("xmlns:oai_dc", "http://www.openarchives.org/OAI/2.0/oai_dc/")
        .dengan("xmlns:dc", "http://purl.org/dc/elements/1.1/")
        .dengan(
            "xsi:schemaLocation",
            "http://www.openarchives.org/OAI/2.0/oai_dc/ http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
        )
}
