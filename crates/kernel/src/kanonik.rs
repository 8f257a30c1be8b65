//! The one written form of a JSON value (RFC 8785), under which digests and closed fields stand.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Number, Value, value::RawValue};

use crate::{Peta, galat::Galat};

/// Whole numbers beyond this are no longer exact as a double, which RFC 8785 makes of every number.
const TEPAT: u64 = (1 << 53) - 1;

/// The canonical bytes of a value. O(bytes).
///
/// Nearly everything that is stored has the same form from `serde_json`, which writes it many times faster than the
/// library for the canonical form; what could differ ([`sederhana`]) is left to that.
///
/// # Errors
/// When the value is none of JSON.
pub fn bait(nilai: &impl Serialize) -> Result<Vec<u8>, Galat> {
    let tulis = || {
        let nilai = serde_json::to_value(nilai)?;
        if sederhana(&nilai) {
            serde_json::to_vec(&nilai)
        } else {
            serde_json_canonicalizer::to_vec(&nilai)
        }
    };
    tulis().map_err(|e| Galat::dalam("canonical bytes", e))
}

/// The canonical bytes of an object, as [`bait`] gives them, without a copy of it. O(bytes).
///
/// # Errors
/// As [`bait`].
pub fn bait_isi(isi: &Peta) -> Result<Vec<u8>, Galat> {
    let tulis = if medan_sederhana(isi) {
        serde_json::to_vec(isi)
    } else {
        serde_json_canonicalizer::to_vec(isi)
    };
    tulis.map_err(|e| Galat::dalam("canonical bytes", e))
}

/// The canonical bytes of an object that is written in some other form, as `jsonb` of PostgreSQL is: in another order and
/// with spaces. Values that stand in their canonical form already are copied as they stand. O(bytes).
///
/// # Errors
/// When the text is no object of JSON.
pub fn bait_teks(teks: &str) -> Result<Vec<u8>, Galat> {
    let g = |e| Galat::dalam("canonical bytes", e);
    // A name that is written with an escape cannot be borrowed, and others than ASCII may have another order.
    let medan = serde_json::from_str::<BTreeMap<&str, &RawValue>>(teks).ok();
    let Some(medan) = medan.filter(|m| m.keys().all(|nama| nama.is_ascii())) else {
        return bait_isi(&serde_json::from_str(teks).map_err(g)?);
    };
    let mut b = Vec::with_capacity(teks.len());
    b.push(b'{');
    for (nama, nilai) in medan {
        if b.len() > 1 {
            b.push(b',');
        }
        serde_json::to_writer(&mut b, nama).map_err(g)?;
        b.push(b':');
        if kanonik_tertulis(nilai.get()) {
            b.extend_from_slice(nilai.get().as_bytes());
        } else {
            b.extend(bait(&serde_json::from_str::<Value>(nilai.get()).map_err(g)?)?);
        }
    }
    b.push(b'}');
    Ok(b)
}

/// Whether the text of a value is certainly its canonical form: a word, text without an escape, or a whole number that
/// is not rounded.
fn kanonik_tertulis(teks: &str) -> bool {
    match teks.as_bytes() {
        [b'"', isi @ ..] => !isi.contains(&b'\\'),
        [b'1'..=b'9', lagi @ ..] => lagi.len() < 15 && lagi.iter().all(u8::is_ascii_digit),
        _ => matches!(teks, "true" | "false" | "null" | "0" | "[]" | "{}"),
    }
}

/// Whether both ways of writing give the same: names in ASCII and in their order, numbers that are not rounded and
/// that neither writes with an exponent.
fn sederhana(nilai: &Value) -> bool {
    match nilai {
        Value::Null | Value::Bool(_) | Value::String(_) => true,
        Value::Number(n) => biasa(n),
        Value::Array(a) => a.iter().all(sederhana),
        Value::Object(o) => medan_sederhana(o),
    }
}

fn medan_sederhana(o: &Peta) -> bool {
    o.keys().is_sorted() && o.iter().all(|(nama, v)| nama.is_ascii() && sederhana(v))
}

fn biasa(n: &Number) -> bool {
    if let Some(n) = n.as_i64() {
        return n.unsigned_abs() <= TEPAT;
    }
    !n.is_u64()
        && n.as_f64()
            .is_some_and(|x| x.fract() != 0.0 && (1e-5..1e15).contains(&x.abs()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn nilai() -> impl Strategy<Value = Value> {
        let daun = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            (-9_999_999_i64..9_999_999).prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            (-180.0..180.0).prop_map(Value::from),
            (-1_800_000_i32..1_800_000).prop_map(|n| Value::from(f64::from(n) / 1e4)),
            any::<String>().prop_map(Value::from),
            "[ -~\u{0}-\u{1f}\u{7f}é漢😀]{0,12}".prop_map(Value::from),
        ];
        daun.prop_recursive(4, 40, 6, |isi| {
            prop_oneof![
                prop::collection::vec(isi.clone(), 0..6).prop_map(Value::from),
                prop::collection::btree_map("[a-z_]{1,8}|[\u{e000}-\u{ffff}😀é\"\\\\a]{0,3}", isi, 0..6)
                    .prop_map(|m| m.into_iter().collect()),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn both_ways_of_writing_give_the_same(v in nilai()) {
            let kanonik = serde_json_canonicalizer::to_vec(&v).unwrap();
            if let Some(isi) = v.as_object() {
                prop_assert_eq!(&bait_isi(isi).unwrap(), &kanonik);
                prop_assert_eq!(&bait_teks(&v.to_string()).unwrap(), &kanonik);
                prop_assert_eq!(&bait_teks(&serde_json::to_string_pretty(&v).unwrap()).unwrap(), &kanonik);
            }
            prop_assert_eq!(bait(&v).unwrap(), kanonik);
        }
    }

    #[test]
    fn text_in_another_form_is_brought_to_the_one() {
        for (teks, harap) in [
            ("{}", "{}"),
            (
                r#"{"z": 1, "ab": [2, {"d": 1.50, "c": "\u0061"}]}"#,
                r#"{"ab":[2,{"c":"a","d":1.5}],"z":1}"#,
            ),
            (r#"{"\u0062": -0, "a": 1e2}"#, r#"{"a":100,"b":0}"#),
            (
                r#"{"a": 9007199254740993, "A": 100000000000000}"#,
                r#"{"A":100000000000000,"a":9007199254740992}"#,
            ),
        ] {
            assert_eq!(String::from_utf8(bait_teks(teks).unwrap()).unwrap(), harap);
        }
        for bukan in ["", "[]", "1", r#"{"a": }"#, r#"{"a": 1} 2"#] {
            assert!(bait_teks(bukan).is_err(), "{bukan}");
        }
    }

    #[test]
    fn what_citizens_write_takes_the_quick_way_and_what_differs_does_not() {
        let laporan = json!({ "uraian": "Jalan \"rusak\"\n\t\u{1}", "titik": { "lat": -6.1203, "lon": 106.15 }, "umur": 40 });
        assert!(sederhana(&laporan));
        for lain in [
            json!(1.0),
            json!(-0.0),
            json!(1e-7),
            json!(1e21),
            json!(u64::MAX),
            json!({ "é": 1 }),
        ] {
            assert!(!sederhana(&lain), "{lain}");
        }
    }
}
