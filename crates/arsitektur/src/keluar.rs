//! The whole graph for other programs: JSON, and ArchiMate Model Exchange File Format 3 (The Open Group), which Archi and
//! pyArchimate open. Identifiers follow from the ids of entries, so what is exported twice is recognised.

use std::fmt::Write;

use axum::{
    Json,
    http::header,
    response::{IntoResponse, Response},
};
use kernel::Lewat;
use serde_json::{Value, json};
use tata_kelola::xml::aman;
use web::Gagal;

use crate::{
    graf::{Domain, Graf, Kait, Simpul},
    tanya::Tanya,
};

/// A copy of the graph is a copy of every entry in it that whoever asks reads.
async fn tercatat(t: &Tanya) -> Result<(), Gagal> {
    let semua = t.graf.semua().iter().map(|s| s.id);
    Ok(t.catat_baca(Lewat::Ekspor, semua).await?)
}

pub(crate) async fn graf(t: Tanya) -> Result<Response, Gagal> {
    tercatat(&t).await?;
    let simpul: Vec<Value> = t
        .graf
        .semua()
        .iter()
        .filter(|s| !s.tertutup)
        .map(|s| {
            json!({
                "id": s.id.0, "register": s.domain.register(), "nomor": s.nomor, "nama": s.nama, "opd": s.opd,
                "keadaan": s.keadaan, "kelengkapan": s.kelengkapan, "biaya": s.biaya, "pengguna": s.pengguna,
                "mulai": s.masa.0, "berakhir": s.masa.1, "ciri": s.ciri,
            })
        })
        .collect();
    let mut kait = Vec::new();
    for (i, s) in t.graf.urut().filter(|(_, s)| !s.tertutup) {
        let ke = t
            .graf
            .keluar(i)
            .iter()
            .filter_map(|(k, j)| Some((k, t.graf.satu(*j).filter(|z| !z.tertutup)?)));
        kait.extend(ke.map(|(k, z)| json!({ "dari": s.id.0, "jenis": k.medan(), "ke": z.id.0 })));
    }
    Ok(Json(json!({
        "daerah": t.p.daerah(), "pada": t.hari, "simpul": simpul, "kait": kait, "tertutup": t.tutup.len(),
    }))
    .into_response())
}

/// The element that an entry is in ArchiMate 3; procedures are none, they go out as BPMN.
fn unsur(s: &Simpul) -> Option<&'static str> {
    Some(match s.domain {
        Domain::Sop => return None,
        Domain::Keamanan => "Requirement",
        Domain::Data => "DataObject",
        Domain::Aplikasi => "ApplicationComponent",
        Domain::Proses => "BusinessProcess",
        Domain::Layanan => "BusinessService",
        Domain::Infrastruktur => match s.ciri("jenis") {
            "lokasi" | "pusat_data" => "Facility",
            "server" | "penyimpanan" | "jaringan" | "perangkat_keamanan" | "periferal" => "Device",
            "jaringan_intra" => "CommunicationNetwork",
            "sistem_operasi" | "basis_data" | "utilitas" => "SystemSoftware",
            _ => "Node",
        },
    })
}

/// The relationship that a link is, and whether it runs the other way: a whole is composed of its parts, and what
/// carries serves what it carries.
fn hubungan(k: Kait) -> Option<(&'static str, bool)> {
    Some(match k {
        Kait::Induk => ("Composition", true),
        Kait::Layanan | Kait::Proses => ("Serving", false),
        Kait::Data => ("Access", false),
        Kait::Infrastruktur => ("Serving", true),
        Kait::Integrasi => ("Flow", false),
        Kait::Kendali => ("Association", false),
        Kait::Prosedur | Kait::LangkahData | Kait::LangkahAplikasi => return None,
    })
}

/// The properties that travel with an element.
const SIFAT: [&str; 4] = ["nomor", "opd", "keadaan", "referensi"];

/// The graph as an exchange file, without what is closed. O(nodes + links).
pub fn archimate(nama: &str, catatan: Option<&str>, g: &Graf) -> String {
    let mut x = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    // Writing to a String cannot fail.
    let _ = writeln!(
        x,
        "<model xmlns=\"http://www.opengroup.org/xsd/archimate/3.0/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xsi:schemaLocation=\"http://www.opengroup.org/xsd/archimate/3.0/ http://www.opengroup.org/xsd/archimate/3.1/archimate3_Model.xsd\" \
         identifier=\"id-model\">\n<name xml:lang=\"id\">{}</name>\n",
        aman(nama)
    );
    if let Some(c) = catatan {
        let _ = writeln!(x, "<documentation xml:lang=\"id\">{}</documentation>", aman(c));
    }
    x.push_str("<elements>\n");
    let terbuka = g.semua().iter().filter(|s| !s.tertutup);
    for (s, unsur) in terbuka.filter_map(|s| Some((s, unsur(s)?))) {
        let _ = writeln!(
            x,
            "<element identifier=\"id-{}\" xsi:type=\"{}\"><name xml:lang=\"id\">{}</name><properties>",
            s.id.0,
            unsur,
            aman(&s.nama)
        );
        let kode = ["rak", "rai", "rad", "raa", "rab", "ral"]
            .map(|m| s.ciri(m))
            .concat();
        for (p, v) in SIFAT
            .iter()
            .zip([&s.nomor, &s.opd, &s.keadaan, &kode])
            .filter(|(_, v)| !v.is_empty())
        {
            let _ = writeln!(
                x,
                "<property propertyDefinitionRef=\"pd-{p}\"><value xml:lang=\"id\">{}</value></property>",
                aman(v)
            );
        }
        x.push_str("</properties></element>\n");
    }
    x.push_str("</elements>\n");
    let mut kaitan = String::new();
    for (i, s) in g.urut().filter(|(_, s)| !s.tertutup) {
        for (n, (k, j)) in g.keluar(i).iter().enumerate() {
            let ke = g.satu(*j).filter(|z| !z.tertutup);
            let (Some(z), Some((jenis, balik))) = (ke, hubungan(*k)) else {
                continue;
            };
            let (dari, ke) = if balik { (z, s) } else { (s, z) };
            let _ = writeln!(
                kaitan,
                "<relationship identifier=\"rel-{}-{n}\" source=\"id-{}\" target=\"id-{}\" xsi:type=\"{jenis}\"/>",
                s.id.0, dari.id.0, ke.id.0
            );
        }
    }
    if !kaitan.is_empty() {
        let _ = writeln!(x, "<relationships>\n{kaitan}</relationships>");
    }
    x.push_str("<propertyDefinitions>\n");
    for p in SIFAT {
        let _ = writeln!(
            x,
            "<propertyDefinition identifier=\"pd-{p}\" type=\"string\"><name>{p}</name></propertyDefinition>"
        );
    }
    x.push_str("</propertyDefinitions>\n</model>\n");
    x
}

pub(crate) async fn xml(t: Tanya) -> Result<Response, Gagal> {
    tercatat(&t).await?;
    let nama = format!("Arsitektur SPBE {}, {}", t.p.profil.daerah.nama, t.hari);
    let kepala = [
        (header::CONTENT_TYPE, "application/xml; charset=utf-8".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!(
                "attachment; filename=\"arsitektur-{}-{}.xml\"",
                t.p.daerah(),
                t.hari
            ),
        ),
    ];
    Ok((kepala, archimate(&nama, t.kata_tutup().as_deref(), &t.graf)).into_response())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::graf::tests::simpul;

    #[test]
    fn every_entry_and_link_is_in_the_file_and_no_name_breaks_it() {
        let mut aneh = simpul(0, Domain::Infrastruktur, &[]);
        aneh.nama = "A & B <\"satu\">\u{1}".into();
        let g = Graf::susun(
            [
                aneh,
                simpul(
                    1,
                    Domain::Aplikasi,
                    &[(Kait::Infrastruktur, 0), (Kait::Integrasi, 1)],
                ),
            ]
            .map(Arc::new),
        );
        let x = archimate("Uji", None, &g);
        assert_eq!(x.matches("<element ").count(), 2);
        assert_eq!(x.matches("<relationship ").count(), 2);
        assert!(x.contains("A &amp; B &lt;&quot;satu&quot;&gt;</name>"), "{x}");
        let (app, server) = (g.semua()[1].id.0, g.semua()[0].id.0);
        assert!(
            x.contains(&format!(
                "source=\"id-{server}\" target=\"id-{app}\" xsi:type=\"Serving\""
            )),
            "{x}"
        );
        for t in ["model", "elements", "relationships", "element", "properties"] {
            assert_eq!(
                x.matches(&format!("<{t} ")).count() + x.matches(&format!("<{t}>")).count(),
                x.matches(&format!("</{t}>")).count(),
                "{t}"
            );
        }
    }
}
