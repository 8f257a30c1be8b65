//! Request bodies: their type, size and text are checked at the door, and JSON is read strictly: a key that stands
//! twice or nesting beyond all use is refused, because two readers of such a text may understand two things.

use std::{cell::RefCell, fmt};

use axum::{
    body::Bytes,
    extract::Request,
    http::{HeaderMap, header},
};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use kernel::{Galat, Pesan, Peta};
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

/// Largest JSON body, bytes.
pub(super) const MAKS: usize = 1024 * 1024;
/// Deepest nesting: registers have lists of parts with groups in them, and no more.
const MAKS_DALAM: u8 = 12;

/// JSON as a body.
pub(super) const JSON: &[&str] = &["application/json"];
/// JSON or a merge patch (RFC 7396), which for our fields are the same.
pub(super) const TAMBALAN: &[&str] = &["application/merge-patch+json", "application/json"];

/// The media type of a body, in lower case, if it is one of those; other encodings than UTF-8 are refused.
pub(super) fn tipe(kepala: &HeaderMap, terima: &'static [&'static str]) -> Result<&'static str, Galat> {
    let tolak = || {
        let pesan = Pesan::baru("Kirim isi dengan Content-Type {tipe}.").dengan("tipe", terima.join(" / "));
        Galat::JenisTakDidukung(pesan)
    };
    let tertulis = kepala
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .ok_or_else(tolak)?
        .to_lowercase();
    let mut bagian = tertulis.split(';').map(str::trim);
    let tipe = bagian.next().unwrap_or_default();
    let sandi = bagian
        .find_map(|b| b.strip_prefix("charset="))
        .map(|s| s.trim_matches('"'));
    if sandi.is_some_and(|s| !matches!(s, "utf-8" | "utf8" | "us-ascii")) {
        return Err(Galat::JenisTakDidukung("Kirim teks dalam UTF-8.".into()));
    }
    if kepala
        .get(header::CONTENT_ENCODING)
        .is_some_and(|v| v.as_bytes() != b"identity")
    {
        return Err(Galat::JenisTakDidukung(
            "Kirim isi tanpa pemampatan (tanpa Content-Encoding).".into(),
        ));
    }
    terima.iter().find(|t| **t == tipe).copied().ok_or_else(tolak)
}

/// The body, if it is not larger than that.
pub(super) async fn tubuh(req: Request, maks: usize) -> Result<Bytes, Galat> {
    let besar = || {
        let mb = (maks / (1024 * 1024)).to_string();
        Galat::TerlaluBesar(Pesan::baru("Isi permintaan paling besar {mb} MB.").dengan("mb", mb))
    };
    let panjang = req
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|v| v.to_str().ok()?.parse::<u64>().ok());
    if panjang.is_some_and(|n| n > maks as u64) {
        return Err(besar());
    }
    match Limited::new(req.into_body(), maks).collect().await {
        Ok(isi) => Ok(isi.to_bytes()),
        Err(e) if e.is::<LengthLimitError>() => Err(besar()),
        Err(e) => {
            tracing::debug!(galat = %e, "a request body broke off");
            Err(Galat::TidakSah(
                "Isi permintaan terputus sebelum lengkap. Kirim lagi.".into(),
            ))
        }
    }
}

/// The JSON object in a body.
pub(super) async fn objek(req: Request, terima: &'static [&'static str]) -> Result<Peta, Galat> {
    tipe(req.headers(), terima)?;
    let isi = tubuh(req, MAKS).await?;
    urai(&isi)
}

/// Reads a JSON object strictly.
pub(super) fn urai(isi: &[u8]) -> Result<Peta, Galat> {
    let teks = std::str::from_utf8(isi).map_err(|e| {
        let pesan = Pesan::baru("Isi ini bukan UTF-8: bait ke-{n} tidak dapat dibaca.");
        Galat::TidakSah(pesan.dengan("n", e.valid_up_to() + 1))
    })?;
    let teks = teks.trim_start_matches('\u{FEFF}');
    if teks.trim().is_empty() {
        return Err(Galat::TidakSah(
            "Isi permintaan kosong. Kirim satu objek JSON.".into(),
        ));
    }
    let salah = RefCell::new(None);
    let mut pembaca = serde_json::Deserializer::from_str(teks);
    let nilai = Ketat {
        dalam: 0,
        salah: &salah,
    }
    .deserialize(&mut pembaca)
    .and_then(|v| pembaca.end().map(|()| v));
    match nilai {
        Ok(Value::Object(o)) => Ok(o),
        Ok(_) => Err(Galat::TidakSah("Kirim satu objek JSON: isian di antara kurung kurawal.".into())),
        Err(e) => Err(Galat::TidakSah(salah.take().unwrap_or_else(|| {
            Pesan::baru("JSON ini salah tulis pada baris {baris}, kolom {kolom}. Periksa tanda kutip, koma, dan kurungnya.")
                .dengan("baris", e.line())
                .dengan("kolom", e.column())
        }))),
    }
}

/// Reads one value; what it refuses on its own account stands in `salah`.
#[derive(Clone, Copy)]
struct Ketat<'a> {
    dalam: u8,
    salah: &'a RefCell<Option<Pesan>>,
}

impl<'a> Ketat<'a> {
    fn turun<E: serde::de::Error>(self) -> Result<Ketat<'a>, E> {
        if self.dalam >= MAKS_DALAM {
            let pesan = Pesan::baru("JSON ini bersarang terlalu dalam: paling banyak {n} tingkat.");
            return Err(self.tolak(pesan.dengan("n", MAKS_DALAM)));
        }
        Ok(Ketat {
            dalam: self.dalam + 1,
            ..self
        })
    }

    fn tolak<E: serde::de::Error>(self, pesan: Pesan) -> E {
        self.salah.replace(Some(pesan));
        E::custom("refused")
    }
}

impl<'de> DeserializeSeed<'de> for Ketat<'_> {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Value, D::Error> {
        d.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Ketat<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }
    fn visit_bool<E>(self, v: bool) -> Result<Value, E> {
        Ok(v.into())
    }
    fn visit_i64<E>(self, v: i64) -> Result<Value, E> {
        Ok(v.into())
    }
    fn visit_u64<E>(self, v: u64) -> Result<Value, E> {
        Ok(v.into())
    }
    fn visit_f64<E>(self, v: f64) -> Result<Value, E> {
        Ok(v.into())
    }
    fn visit_str<E>(self, v: &str) -> Result<Value, E> {
        Ok(v.into())
    }
    fn visit_string<E>(self, v: String) -> Result<Value, E> {
        Ok(v.into())
    }
    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut s: A) -> Result<Value, A::Error> {
        let anak = self.turun()?;
        let mut hasil = Vec::new();
        while let Some(v) = s.next_element_seed(anak)? {
            hasil.push(v);
        }
        Ok(Value::Array(hasil))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut m: A) -> Result<Value, A::Error> {
        let anak = self.turun()?;
        let mut hasil = Peta::new();
        while let Some(k) = m.next_key::<String>()? {
            if hasil.contains_key(&k) {
                let pesan =
                    Pesan::baru("Kunci “{kunci}” tertulis dua kali dalam satu objek. Hapus salah satu.");
                return Err(self.tolak(pesan.dengan("kunci", kernel::profil::potong(&k, 60))));
            }
            let v = m.next_value_seed(anak)?;
            hasil.insert(k, v);
        }
        Ok(Value::Object(hasil))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pesan(s: &str) -> String {
        urai(s.as_bytes()).unwrap_err().pesan().dalam(kernel::Bahasa::Id)
    }

    #[test]
    fn reads_what_serde_json_reads() {
        let teks = r#"{"a":[1,-2,3.5,true,null,"é\u0041"],"b":{"c":{}}}"#;
        assert_eq!(
            Value::Object(urai(teks.as_bytes()).unwrap()),
            serde_json::from_str::<Value>(teks).unwrap()
        );
        assert!(
            urai("\u{FEFF}{}".as_bytes()).is_ok(),
            "editors of Windows put a mark in front"
        );
    }

    #[test]
    fn refuses_what_two_readers_may_understand_differently() {
        assert!(pesan(r#"{"a":1,"b":{"x":1,"x":2}}"#).contains("“x” tertulis dua kali"));
        let dalam = format!("{{\"a\":{}{}}}", "[".repeat(40), "]".repeat(40));
        assert!(pesan(&dalam).contains("bersarang terlalu dalam"));
        let sangat = format!("{{\"a\":{}", "[".repeat(200_000));
        assert!(pesan(&sangat).contains("bersarang terlalu dalam"));
    }

    #[test]
    fn says_where_it_is_wrong() {
        assert!(pesan("{\n  \"a\": 1,\n}").contains("baris 3, kolom 1"));
        assert!(pesan("{} x").contains("baris 1, kolom 4"));
        assert!(pesan(r#"{"a":"\ud800"}"#).contains("salah tulis"));
        assert!(pesan("[1]").contains("satu objek JSON"));
        assert!(pesan("  ").contains("kosong"));
        let g = urai(b"{\"a\":\"\xff\"}").unwrap_err();
        assert!(g.pesan().dalam(kernel::Bahasa::Id).contains("bait ke-7"), "{g}");
    }
}
