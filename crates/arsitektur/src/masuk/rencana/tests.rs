//! What a file of our own changes, and what one of another tool does.

use std::sync::Arc;

use serde_json::json;

use super::*;
use crate::{graf::tests::simpul, keluar::archimate, masuk::baca::baca};

fn susun_dari(g: &Graf, xml: &str, bawaan: Option<&str>) -> Rencana {
    let mut n = 1_000;
    let baru = || {
        n += 1;
        IdEntri(uuid::Uuid::from_u128(n))
    };
    susun(g, &baca(xml.as_bytes()).unwrap(), |u| u == "dinkes", bawaan, baru)
}

fn graf() -> Graf {
    let mut app = simpul(
        1,
        Domain::Aplikasi,
        &[(Kait::Infrastruktur, 0), (Kait::Layanan, 2), (Kait::Integrasi, 3)],
    );
    app.nama = "A & <b>".into();
    Graf::susun(
        [
            simpul(0, Domain::Infrastruktur, &[]),
            app,
            simpul(2, Domain::Layanan, &[]),
            simpul(
                3,
                Domain::Aplikasi,
                &[(Kait::Induk, 1), (Kait::Kendali, 4), (Kait::Data, 5)],
            ),
            simpul(4, Domain::Keamanan, &[]),
            simpul(5, Domain::Data, &[]),
            simpul(6, Domain::Proses, &[(Kait::Layanan, 2)]),
        ]
        .map(Arc::new),
    )
}

#[test]
fn what_we_wrote_ourselves_changes_nothing() {
    let g = graf();
    let r = susun_dari(&g, &archimate("Uji", None, &g), None);
    assert!(
        r.butir
            .iter()
            .all(|b| b.apa == Apa::Sama && b.kait.is_empty() && b.hilang.is_empty()),
        "{:?}",
        r.butir
    );
    assert_eq!((r.butir.len(), r.hubungan_lewat), (7, 0));
}

#[test]
fn a_name_that_was_changed_and_a_link_that_was_drawn_are_found() {
    let g = graf();
    let id = |n: u32| {
        g.semua()
            .iter()
            .find(|s| s.nama == format!("Entri {n}"))
            .unwrap()
            .id
    };
    let xml = archimate("Uji", None, &g).replace("Entri 3", "Entri tiga").replace(
        "<relationships>",
        &format!("<relationships><relationship identifier=\"x\" source=\"id-{}\" target=\"id-{}\" xsi:type=\"Serving\"/>", id(0), id(5)),
    );
    let r = susun_dari(&g, &xml, None);
    let berubah: Vec<_> = r
        .butir
        .iter()
        .filter(|b| b.apa != Apa::Sama || !b.kait.is_empty())
        .collect();
    assert_eq!(berubah.len(), 2, "{berubah:?}");
    assert!(berubah.iter().any(|b| b.apa == Apa::Ganti("Entri tiga".into())));
    assert!(
        berubah
            .iter()
            .any(|b| b.id == id(5) && b.kait == [(Kait::Infrastruktur, id(0))])
    );
}

#[test]
fn elements_of_another_tool_become_entries_or_say_why_not() {
    let panjang = "n".repeat(151);
    let xml = format!(
        r#"<model xmlns:xsi="y"><elements>
        <element identifier="a" xsi:type="ApplicationComponent"><name>Antrean</name><documentation>Untuk pasien</documentation>
          <properties><property propertyDefinitionRef="p"><value>dinkes</value></property></properties></element>
        <element identifier="b" xsi:type="Device"><name>Server</name></element>
        <element identifier="c" xsi:type="Capability"><name>Kemampuan</name></element>
        <element identifier="d" xsi:type="BusinessService"><name>Layanan</name></element>
        <element identifier="e" xsi:type="DataObject"/>
        <element identifier="f" xsi:type="DataObject"><name>{panjang}</name></element>
        <element identifier="a" xsi:type="DataObject"><name>Kembar</name></element>
        <element xsi:type="DataObject"><name>Tanpa kode</name></element>
        </elements><relationships>
        <relationship identifier="r1" source="b" target="a" xsi:type="Assignment"/>
        <relationship identifier="r2" source="b" target="a" xsi:type="Assignment"/>
        <relationship identifier="r3" source="a" target="c" xsi:type="Serving"/>
        <relationship identifier="r4" source="a" target="zzz" xsi:type="Serving"/>
        <relationship identifier="r5" source="a" target="b" xsi:type="Triggering"/>
        </relationships><propertyDefinitions><propertyDefinition identifier="p"><name>opd</name></propertyDefinition></propertyDefinitions></model>"#
    );
    let r = susun_dari(&Graf::default(), &xml, None);
    let apa: Vec<&Apa> = r.butir.iter().map(|b| &b.apa).collect();
    let Apa::Baru(isi) = apa[0] else { panic!("{apa:?}") };
    let harap = json!({ "nama": "Antrean", "opd": "dinkes", "kode": "a", "jenis": "khusus", "uraian": "Untuk pasien" });
    assert_eq!(serde_json::Value::Object(isi.clone()), harap);
    let lewat = [
        Lewat::TanpaPemilik,
        Lewat::JenisAsing,
        Lewat::Katalog,
        Lewat::TanpaNama,
        Lewat::TanpaNama,
        Lewat::TanpaKode,
        Lewat::TanpaKode,
    ];
    assert_eq!(apa[1..], lewat.map(Apa::Lewat).iter().collect::<Vec<_>>());
    assert_eq!(r.hubungan_lewat, 5, "the server belongs to nobody");
    let r = susun_dari(&Graf::default(), &xml, Some("diskominfo"));
    assert!(matches!(&r.butir[1].apa, Apa::Baru(isi) if isi["opd"] == "diskominfo"));
    assert_eq!(
        r.butir[0].kait,
        [(Kait::Infrastruktur, r.butir[1].id)],
        "one link, however often it is drawn"
    );
    assert_eq!(r.hubungan_lewat, 3);
}

#[test]
fn links_are_added_to_those_that_are_there() {
    let satu = IdEntri(uuid::Uuid::from_u128(1));
    let isi = json!({ "integrasi": [{ "ke": "x", "cara": "API" }] });
    let t = dengan_kait(
        isi.as_object().unwrap(),
        &[(Kait::Integrasi, satu), (Kait::Data, satu), (Kait::Induk, satu)],
        &[],
    );
    let harap = json!({ "integrasi": [{ "ke": "x", "cara": "API" }, { "ke": satu }], "data": [{ "ke": satu }], "induk": satu });
    assert_eq!(serde_json::Value::Object(t), harap);
}

#[test]
fn links_go_and_what_the_others_say_stays() {
    let id = |n: u128| IdEntri(uuid::Uuid::from_u128(n));
    let isi = json!({
        "integrasi": [{ "ke": id(1), "cara": "API" }, { "ke": id(2), "cara": "berkas" }], "induk": id(3), "data": [{ "ke": id(4) }],
    });
    let t = dengan_kait(
        isi.as_object().unwrap(),
        &[(Kait::Integrasi, id(5))],
        &[
            (Kait::Integrasi, id(1)),
            (Kait::Induk, id(3)),
            (Kait::Data, id(4)),
        ],
    );
    let harap = json!({ "integrasi": [{ "ke": id(2), "cara": "berkas" }, { "ke": id(5) }], "induk": null, "data": [] });
    assert_eq!(serde_json::Value::Object(t), harap);
}

#[test]
fn links_that_a_file_has_not_are_named_when_it_has_both_ends() {
    let lagi = [Arc::new(simpul(7, Domain::Aplikasi, &[]))];
    let g = Graf::susun(graf().semua().iter().cloned().chain(lagi));
    let id = |n: u32| IdEntri(uuid::Uuid::from_u128(u128::from(n) + 1));
    let hilang = |xml: &str| -> Vec<(IdEntri, Kait, IdEntri)> {
        let r = susun_dari(&g, xml, None);
        let semua = r.butir.iter();
        semua
            .flat_map(|b| b.hilang.iter().map(|(k, z)| (b.id, *k, *z)))
            .collect()
    };
    let penuh = archimate("Uji", None, &g);
    let tanpa = |buang: &dyn Fn(&str) -> bool| -> String {
        let baris = penuh.lines().filter(|b| !buang(b));
        baris.collect::<Vec<_>>().join("\n")
    };
    // Every link of the element 3 is gone, and the service is not the one that we know.
    let tiga = format!("rel-{}-", id(3).0);
    let layanan = format!("id-{}", id(2).0);
    let semua = [
        (id(3), Kait::Induk, id(1)),
        (id(3), Kait::Kendali, id(4)),
        (id(3), Kait::Data, id(5)),
    ];
    assert_eq!(
        hilang(&tanpa(&|b| b.contains(&tiga)).replace(&layanan, "lain")),
        semua,
        "a file that has one end only says nothing of a link"
    );
    // Joined in a way that we do not read: nobody can say that the link is gone.
    let asing = format!(
        "<relationships><relationship identifier=\"x\" source=\"id-{}\" target=\"id-{}\" xsi:type=\"Influence\"/>",
        id(5).0,
        id(3).0
    );
    let xml = tanpa(&|b| b.contains(&tiga)).replace("<relationships>", &asing);
    assert_eq!(hilang(&xml), semua[..2]);
    // Part of another whole: that one takes the place of the first.
    let lain = format!(
        "<relationships><relationship identifier=\"x\" source=\"id-{}\" target=\"id-{}\" xsi:type=\"Composition\"/>",
        id(7).0,
        id(3).0
    );
    let xml = tanpa(&|b| b.contains(&tiga)).replace("<relationships>", &lain);
    assert_eq!(hilang(&xml), semua[1..]);
}
