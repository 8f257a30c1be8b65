//! The same components, however a tool writes them down; and what is no list.

use super::*;

fn teks(naskah: &str) -> Vec<String> {
    let semua = baca(naskah.as_bytes()).unwrap();
    semua.iter().map(ToString::to_string).collect()
}

const LOG4J: &str = "org.apache.logging.log4j/log4j-core 2.14.1 · Apache-2.0 · pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1";

#[test]
fn components_are_read_with_what_they_hold() {
    let bom = r#"{ "bomFormat": "CycloneDX", "specVersion": "1.5", "metadata": { "x": 1 }, "components": [
        { "type": "library", "group": "org.apache.logging.log4j", "name": "log4j-core", "version": "2.14.1",
          "purl": "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1",
          "licenses": [{ "license": { "id": "Apache-2.0" } }],
          "components": [{ "type": "library", "name": "di dalam" }] },
        { "type": "library", "name": "dua", "licenses": [{ "expression": "MIT OR Apache-2.0" }, { "license": { "name": "Lain" } }] }
    ] }"#;
    let harap = [LOG4J, "di dalam", "dua · MIT OR Apache-2.0, Lain"];
    assert_eq!(teks(bom), harap);
    let xml = r#"<?xml version="1.0"?><!-- sbom --><bom xmlns="http://cyclonedx.org/schema/bom/1.5" version="1">
        <metadata><tools><components><component><name>alat</name></component></components></tools>
          <component type="application"><name>aplikasinya</name></component></metadata>
        <components>
          <component type="library"><group>org.apache.logging.log4j</group><name>log4j-core</name><version> 2.14.1 </version>
            <licenses><license><id>Apache-2.0</id><url>https://contoh</url></license></licenses>
            <purl>pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1</purl>
            <pedigree><ancestors><component><name>leluhur</name></component></ancestors></pedigree>
            <components><component type="library"><name>di dalam</name></component></components>
            <properties><property name="name">x</property></properties></component>
          <component type="library"><name>dua</name>
            <licenses><expression>MIT OR Apache-2.0</expression><license><name>Lain</name></license></licenses></component>
        </components><services><service><name>layanan</name></service></services></bom>"#;
    assert_eq!(teks(xml), harap);
    let prefiks = xml
        .replace("<bom xmlns=", "<b:bom xmlns:b=")
        .replace("</bom>", "</b:bom>");
    assert_eq!(teks(&prefiks), harap);
}

#[test]
fn what_a_document_of_spdx_describes_is_no_component_of_itself() {
    let spdx = |describes: &str| {
        format!(
            r#"{{ "spdxVersion": "SPDX-2.3", "SPDXID": "SPDXRef-DOCUMENT", "name": "x"{describes}, "packages": [
            {{ "SPDXID": "SPDXRef-app", "name": "aplikasinya" }},
            {{ "SPDXID": "SPDXRef-1", "name": "log4j-core", "versionInfo": "2.14.1", "licenseConcluded": "NOASSERTION",
               "licenseDeclared": "Apache-2.0", "externalRefs": [
                 {{ "referenceCategory": "SECURITY", "referenceType": "cpe23Type", "referenceLocator": "cpe:2.3:a:x" }},
                 {{ "referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": "pkg:maven/log4j-core@2.14.1" }}] }},
            {{ "SPDXID": "SPDXRef-2", "name": "dua", "licenseConcluded": "MIT", "licenseDeclared": "NONE" }}] }}"#
        )
    };
    let harap = [
        "log4j-core 2.14.1 · Apache-2.0 · pkg:maven/log4j-core@2.14.1",
        "dua · MIT",
    ];
    assert_eq!(teks(&spdx(r#", "documentDescribes": ["SPDXRef-app"]"#)), harap);
    let hubungan = r#", "relationships": [
        { "spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": "SPDXRef-app" },
        { "spdxElementId": "SPDXRef-app", "relationshipType": "DEPENDS_ON", "relatedSpdxElement": "SPDXRef-1" }]"#;
    assert_eq!(teks(&spdx(hubungan)), harap);
    assert_eq!(teks(&spdx("")).len(), 3);
    let semua = r#", "documentDescribes": ["SPDXRef-app", "SPDXRef-1", "SPDXRef-2"]"#;
    assert_eq!(teks(&spdx(semua)).len(), 3, "a tool that lists everything there");
}

#[test]
fn what_is_read_not_is_told_apart() {
    use TakTerbaca::{Bukan, Disimpan, Rusak};
    for (bukan, sebab) in [
        ("", Bukan),
        ("[]", Bukan),
        ("{}", Bukan),
        ("null", Bukan),
        ("bukan json", Bukan),
        (r#"{"bomFormat":"Lain","components":[]}"#, Bukan),
        (r#"{"bomFormat":1}"#, Bukan),
        ("<html></html>", Bukan),
        ("{", Rusak),
        (
            r#"{"bomFormat":"CycloneDX","components":[{"version":"1"}]}"#,
            Rusak,
        ),
        (r#"{"spdxVersion":"SPDX-2.3","packages":[{}]}"#, Rusak),
        ("<bom>", Rusak),
        ("<", Rusak),
        ("<bom><components><component/></components></bom>", Rusak),
        ("<!DOCTYPE bom [<!ENTITY a \"b\">]><bom>&a;</bom>", Rusak),
        (r#"{"spdxVersion":"SPDX-3.0"}"#, Disimpan),
        (
            r#"{"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld","@graph":[]}"#,
            Disimpan,
        ),
        (
            "# dari alat\nSPDXVersion: SPDX-2.3\nDataLicense: CC0-1.0\n",
            Disimpan,
        ),
        ("<rdf:RDF xmlns:rdf=\"x\"></rdf:RDF>", Disimpan),
    ] {
        assert_eq!(baca(bukan.as_bytes()), Err(sebab), "{bukan}");
    }
    for kosong in [
        "\u{FEFF}{\"bomFormat\":\"CycloneDX\"}",
        "\n<bom/>",
        r#"{"spdxVersion":"SPDX-2.2"}"#,
    ] {
        assert_eq!(baca(kosong.as_bytes()), Ok(Vec::new()), "{kosong}");
    }
    // Nested deeper than any list is: refused by the reader, not by the stack.
    let dalam = format!(
        "{}{}",
        r#"{"bomFormat":"CycloneDX","components":[{"name":"a","components":["#,
        r#"{"name":"a","components":["#.repeat(5_000)
    );
    assert_eq!(baca(dalam.as_bytes()), Err(Rusak));
    let dalam = format!("<bom>{}", "<components><component>".repeat(5_000));
    assert_eq!(baca(dalam.as_bytes()), Err(Rusak));
}

#[test]
fn a_list_is_read_up_to_a_bound_and_names_up_to_theirs() {
    let nama = "n".repeat(500);
    let cyclonedx = vec![format!(r#"{{"name":"{nama}"}}"#); MAKS + 5].join(",");
    let xml = format!("<component><name>{nama}</name></component>").repeat(MAKS + 5);
    for naskah in [
        format!(r#"{{"bomFormat":"CycloneDX","components":[{cyclonedx}]}}"#),
        format!(r#"{{"spdxVersion":"SPDX-2.3","packages":[{cyclonedx}]}}"#),
        format!("<bom><components>{xml}</components></bom>"),
    ] {
        let k = baca(naskah.as_bytes()).unwrap();
        assert_eq!(k.len(), MAKS);
        assert_eq!(k[0].nama.len(), PANJANG);
    }
}

proptest::proptest! {
    #[test]
    fn nothing_makes_it_fall(isi in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300)) {
        let _ = baca(&isi);
        let _ = baca(&[b"<bom><components><component>", &isi[..], b"</component></components></bom>"].concat());
    }
}
