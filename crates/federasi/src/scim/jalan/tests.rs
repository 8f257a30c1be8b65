use proptest::prelude::*;
use serde_json::json;

use super::*;

const DIKENAL: [&str; 5] = ["userName", "emails", "active", "externalId", PEGAWAI];

fn cocok(saring: &str) -> bool {
    let v = json!({
        "userName": "ni.made@serang.example", "active": true, "externalId": "Ab", "displayName": "Made",
        "emails": [{ "value": "made@contoh.id", "type": "work" }],
        PEGAWAI: { "employeeNumber": "198001012005012001" },
    });
    Saring::baca(saring, &DIKENAL).unwrap().cocok(&v)
}

#[test]
fn filters_are_read_as_the_standard_has_them() {
    for ya in [
        "userName eq \"NI.MADE@serang.example\"",
        "USERNAME Eq \"ni.made@serang.example\" and active eq true",
        "active eq \"True\"",
        "userName eq \"x\" or emails.value eq \"made@contoh.id\"",
        "emails eq \"made@contoh.id\"",
        "emails[type eq \"work\"].value eq \"made@contoh.id\"",
        "emails[type eq \"work\" and value co \"@contoh\"]",
        "not (userName sw \"x\") and (active eq false or userName pr)",
        "urn:ietf:params:scim:schemas:core:2.0:User:userName sw \"ni.\"",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber eq \"198001012005012001\"",
        "externalId eq \"Ab\"",
        "externalId ne \"ab\"",
    ] {
        assert!(cocok(ya), "{ya}");
    }
    for tidak in [
        "externalId eq \"ab\"",
        "emails[type eq \"home\"].value pr",
        "userName ew \"x\"",
        "userName eq \"x\" and active eq true or active eq false",
        "userName eq null",
    ] {
        assert!(!cocok(tidak), "{tidak}");
    }
}

#[test]
fn what_is_no_filter_is_refused() {
    for buruk in [
        "",
        "userName",
        "userName eq",
        "userName eq x",
        "userName gt \"a\"",
        "userName eq \"a\" and",
        "(userName eq \"a\"",
        "userName eq \"a\")",
        "userName eq [1]",
        "not userName pr",
        "displayName eq \"Made\"",
        "password sw \"a\"",
        "emails[type eq \"work\".value pr",
        "userName.. eq \"a\"",
    ] {
        assert!(Saring::baca(buruk, &DIKENAL).is_err(), "{buruk}");
    }
    let dalam = format!("{}userName pr{}", "(".repeat(20), ")".repeat(20));
    assert!(Saring::baca(&dalam, &DIKENAL).is_err());
    assert!(Saring::baca(&"userName pr or ".repeat(200), &DIKENAL).is_err());
}

#[test]
fn paths_choose_and_go_down() {
    let j = Jalan::baca("emails[type eq \"work\"].value").unwrap();
    assert_eq!((j.medan.as_str(), j.anak.as_deref()), ("emails", Some("value")));
    assert!(j.pilih.is_some());
    assert_eq!(
        Jalan::baca("name.familyName").unwrap().anak.as_deref(),
        Some("familyname")
    );
    assert_eq!(Jalan::baca(PEGAWAI).unwrap().anak, None);
    for buruk in ["", ".", "a b", "a[", "a[x]", "a.b.c", "é", ORANG] {
        assert!(Jalan::baca(buruk).is_err(), "{buruk}");
    }
}

proptest! {
    #[test]
    fn nothing_makes_the_reader_fall(s in "[a-z\"\\[\\]().: é]{0,60}") {
        let _ = Saring::baca(&s, &DIKENAL).map(|f| f.cocok(&json!({})));
        let _ = Jalan::baca(&s);
    }
}
