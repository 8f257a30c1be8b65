//! The reusable parts: schemas, parameters, answers.

use std::collections::BTreeMap;

use kernel::{Bahasa, Peta, Profil, RegisterDef, izin::Tindakan, skema};
use serde_json::{Value, json};

use super::{super::wujud::KEPALA, jalur::punya, lengkapi};

pub(super) fn acu(jenis: &str, nama: &str) -> Value {
    json!({ "$ref": format!("#/components/{jenis}/{nama}") })
}

fn objek(sifat: Value) -> Value {
    let wajib: Vec<String> = sifat
        .as_object()
        .map(|o| o.keys().cloned().collect())
        .unwrap_or_default();
    json!({ "type": "object", "properties": sifat, "required": wajib })
}

pub(super) fn daftar(butir: Value) -> Value {
    objek(json!({ "data": { "type": "array", "items": butir } }))
}

/// Schemas that are the same for every register.
pub(super) fn skema(b: Bahasa) -> Peta {
    let teks = || json!({ "type": "string" });
    let boleh_null = || json!({ "type": ["string", "null"] });
    let waktu = || json!({ "type": "string", "format": "date-time" });
    let waktu_null = || json!({ "type": ["string", "null"], "format": "date-time" });
    let mut galat = objek(json!({ "medan": teks(), "pesan": teks() }));
    galat["properties"]["entri"] = objek(json!({ "register": teks(), "nomor": teks() }));
    let masalah = json!({
        "type": "object",
        "description": b.t("Apa yang keliru dan apa yang dapat dilakukan (RFC 9457)."),
        "required": ["type", "title", "status", "detail", "kode"],
        "properties": {
            "type": { "type": "string", "format": "uri" }, "title": teks(), "status": { "type": "integer" },
            "detail": teks(), "kode": teks(), "galat": { "type": "array", "items": galat.clone() },
            "versi": { "type": "integer" }, "nomor": teks(),
        },
    });
    let tenggat = objek(json!({
        "kode": teks(), "nama": teks(), "mulai": waktu(), "jatuh": waktu(), "henti": waktu_null(),
        "terlambat": { "type": "boolean" },
    }));
    let peristiwa = json!({
        "type": "object", "required": ["versi", "waktu", "apa", "oleh", "pemegang", "terlihat", "isi"],
        "properties": {
            "versi": { "type": "integer" }, "waktu": waktu(),
            "apa": { "type": "string", "enum": ["dibuat", "diubah", "langkah", "catatan", "dilupakan", "dibaca"] },
            "lewat": { "type": "string", "enum": ["halaman", "api", "daftar", "ekspor", "berkas"] },
            "langkah": teks(), "label": teks(), "dari": teks(), "ke": teks(), "pemegang": teks(),
            "oleh": {
                "type": "object", "required": ["jenis"],
                "properties": {
                    "jenis": { "type": "string", "enum": ["publik", "pelapor", "akun", "sistem"] }, "nama": teks(),
                },
            },
            "terlihat": { "type": "string", "enum": ["publik", "pelapor", "internal"] }, "isi": { "type": "object" },
            "log": {
                "type": "object", "required": ["n", "hash"],
                "properties": { "n": { "type": "integer" }, "hash": teks() },
            },
        },
    });
    let langkah = objek(json!({
        "langkah": teks(), "label": teks(), "akibat": teks(), "ke": boleh_null(), "bahaya": { "type": "boolean" },
        "massal": { "type": "boolean" }, "skema": { "type": "object" }, "usul": { "type": "object" }, "tautan": teks(),
    }));
    let tautan = objek(json!({
        "jenis": teks(), "arah": { "type": "string", "enum": ["keluar", "masuk"] }, "entri": { "type": "object" },
    }));
    let impor = objek(json!({
        "uji": { "type": "boolean" }, "diterima": { "type": "integer" }, "diubah": { "type": "integer" },
        "tetap": { "type": "integer" }, "ditolak": { "type": "integer" },
        "baris": { "type": "array", "items": {
            "type": "object", "required": ["baris"], "properties": {
                "baris": { "type": "integer" }, "nomor": teks(), "ulangan": { "type": "boolean" },
                "diubah": { "type": "array", "items": teks() }, "tetap": { "type": "boolean" },
                "galat": { "type": "array", "items": galat },
            },
        } },
    }));
    let kategori = objek(json!({
        "kode": teks(), "nama": teks(), "nama_en": teks(), "bantuan": teks(), "bantuan_en": boleh_null(),
        "kelas": teks(), "perangkat_daerah": teks(), "nama_perangkat_daerah": teks(),
    }));
    let desa = objek(json!({ "kode": teks(), "nama": teks() }));
    let kecamatan =
        objek(json!({ "kode": teks(), "nama": teks(), "desa": { "type": "array", "items": desa } }));
    let unit = objek(json!({
        "kode": teks(), "nama": teks(), "singkatan": teks(), "jenis": teks(), "induk": boleh_null(),
        "wilayah": boleh_null(), "keyakinan": teks(),
    }));
    let peran = objek(json!({ "peran": teks(), "label": teks(), "unit": teks(), "nama_unit": teks() }));
    let saya = objek(json!({
        "id": { "type": "string", "format": "uuid" }, "daerah": teks(), "pengguna": teks(), "nama": teks(),
        "peran": { "type": "array", "items": peran },
    }));
    let semua: BTreeMap<&str, Value> = [
        ("Masalah", masalah),
        ("Tenggat", tenggat),
        ("Peristiwa", peristiwa),
        ("LangkahBoleh", langkah),
        ("Tautan", tautan),
        ("LaporanImpor", impor),
        ("Kategori", kategori),
        ("Kecamatan", kecamatan),
        ("PerangkatDaerah", unit),
        ("Saya", saya),
        (
            "Berkas",
            objek(json!({
                "id": { "type": "string", "format": "uuid" }, "tipe": teks(), "ukuran": { "type": "integer" }, "sha256": teks(),
            })),
        ),
    ]
    .into();
    semua.into_iter().map(|(k, v)| (k.to_owned(), v)).collect()
}

/// The schemas of one register: its entry, a new one, a page, and what each step asks for.
pub(super) fn register(b: Bahasa, profil: &Profil, def: &RegisterDef, skema: &mut Peta) {
    let mut medan = skema::objek(&def.medan);
    lengkapi(profil, b, &mut medan);
    let kosong = Peta::new();
    let sifat = medan
        .get("properties")
        .and_then(Value::as_object)
        .unwrap_or(&kosong)
        .clone();
    let benar = |v: &Value, k: &str| v.get(k).and_then(Value::as_bool) == Some(true);
    let tulis: Peta = sifat
        .iter()
        .filter(|(_, v)| !benar(v, "readOnly"))
        .map(|(k, v)| (k.clone(), v.clone()))
        .collect();
    let baca: Peta = sifat
        .into_iter()
        .filter(|(_, v)| !benar(v, "writeOnly"))
        .collect();
    let baru = json!({
        "type": "object", "title": b.t(&def.label), "properties": tulis, "required": medan["required"],
        "additionalProperties": false,
    });
    let keadaan: Vec<&str> = def.lifecycle.keadaan.iter().map(|k| k.kode.as_ref()).collect();
    let waktu = json!({ "type": "string", "format": "date-time" });
    let kepala = json!({
        "id": { "type": "string", "format": "uuid" }, "nomor": { "type": "string" },
        "register": { "const": def.kode }, "keadaan": { "type": "string", "enum": keadaan },
        "unit": { "type": "string" }, "pemegang": { "type": "string" }, "versi": { "type": "integer" },
        "dibuat": waktu, "diubah": waktu, "jatuh": { "type": ["string", "null"], "format": "date-time" },
        "terbuka": { "type": "boolean" }, "terbit": { "type": "boolean" },
        "tenggat": { "type": "array", "items": acu("schemas", "Tenggat") },
    });
    let mut entri = baca;
    entri.extend(kepala.as_object().cloned().unwrap_or_default());
    let kode = &def.kode;
    let mut taruh = |nama: String, isi: Value| skema.insert(nama, isi);
    if punya(def, Tindakan::Buat) {
        taruh(format!("{kode}.baru"), baru);
    }
    let entri =
        json!({ "type": "object", "title": b.t(&def.label), "properties": entri, "required": KEPALA });
    if def.dilacak {
        let lacak = json!({ "type": "object", "required": ["kode_lacak"], "properties": {
            "kode_lacak": { "type": "string", "description": b.t("Rahasia pelapor: membuka entri ini tanpa akun.") },
        } });
        taruh(
            format!("{kode}.dibuat"),
            json!({ "allOf": [acu("schemas", kode), lacak] }),
        );
    }
    taruh(kode.to_string(), entri);
    taruh(
        format!("{kode}.halaman"),
        objek(json!({
            "data": { "type": "array", "items": acu("schemas", kode) },
            "berikut": { "type": ["string", "null"], "description": b.t("Nilai kursor untuk halaman berikutnya.") },
        })),
    );
    for (langkah, isian) in langkah(b, profil, def) {
        taruh(format!("{kode}.langkah.{langkah}"), isian);
    }
}

/// What each step asks for; a step that asks differently in different states gets all its forms.
fn langkah(b: Bahasa, profil: &Profil, def: &RegisterDef) -> BTreeMap<String, Value> {
    let mut semua: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for l in def.lifecycle.langkah.iter().filter(|l| !hanya_sistem(l)) {
        let mut s = skema::objek(&l.isian);
        lengkapi(profil, b, &mut s);
        let bentuk = semua.entry(l.kode.to_string()).or_default();
        if !bentuk.contains(&s) {
            bentuk.push(s);
        }
    }
    let satu = |mut v: Vec<Value>| {
        if v.len() == 1 {
            v.remove(0)
        } else {
            json!({ "anyOf": v })
        }
    };
    semua.into_iter().map(|(k, v)| (k, satu(v))).collect()
}

/// A step that only the program takes has no address that anybody would use.
pub(super) fn hanya_sistem(l: &kernel::Langkah) -> bool {
    l.oleh.iter().all(|s| *s == kernel::Siapa::Sistem)
}

pub(super) fn parameter(b: Bahasa) -> Value {
    let kepala = |nama: &str, wajib: bool, pola: &str, ket: &str| {
        let skema = json!({ "type": "string", "pattern": pola });
        json!({ "name": nama, "in": "header", "required": wajib, "description": b.t(ket), "schema": skema })
    };
    let id = b.t("Id atau nomor entri.");
    json!({
        "id": { "name": "id", "in": "path", "required": true, "description": id, "schema": { "type": "string" } },
        "IfMatch": kepala("If-Match", true, r#"^(\*|(W/)?"\d+".*)$"#, "Versi yang diubah, misalnya \"3\"."),
        "IfMatchBoleh": kepala("If-Match", false, r#"^(\*|(W/)?"\d+".*)$"#, "Versi yang Anda lihat; tanpa ini versi mana pun."),
        "IfNoneMatch": kepala("If-None-Match", false, ".*", "Versi yang sudah Anda punya: jawabannya 304 bila belum berubah."),
        "IdempotencyKey": kepala(
            "Idempotency-Key", false, "^[!-~]{1,200}$",
            "Kunci pilihan Anda: permintaan yang sama dengan kunci yang sama tidak dilakukan dua kali (selama dua hari).",
        ),
    })
}

pub(super) fn kepala(b: Bahasa) -> Value {
    let satu = |ket: &str| json!({ "description": b.t(ket), "schema": { "type": "string" } });
    json!({
        "ETag": satu("Versi entri."),
        "Location": satu("Alamat entri yang baru."),
        "Link": satu("Alamat halaman berikutnya (rel=\"next\")."),
        "RetryAfter": { "description": b.t("Detik sampai boleh dicoba lagi."), "schema": { "type": "integer" } },
        "IdempotencyReplayed": satu("true bila permintaan ini sudah pernah dilakukan."),
    })
}

/// The refusals, one for each status.
pub(super) const TOLAK: [(u16, &str, &str); 11] = [
    (400, "TidakSah", "Permintaan tidak dapat dibaca"),
    (401, "PerluMasuk", "Anda perlu masuk"),
    (403, "Ditolak", "Anda tidak berwenang"),
    (404, "TidakDitemukan", "Tidak ditemukan"),
    (409, "Bentrok", "Bertabrakan dengan yang sudah ada"),
    (412, "VersiBasi", "Sudah diubah orang lain"),
    (413, "TerlaluBesar", "Terlalu besar"),
    (415, "JenisTakDidukung", "Jenis isi tidak didukung"),
    (422, "IsianSalah", "Ada isian yang perlu diperbaiki"),
    (428, "PerluVersi", "Versi belum disebut"),
    (429, "TerlaluSering", "Terlalu banyak permintaan"),
];

pub(super) fn jawaban(b: Bahasa) -> Peta {
    let satu = |(status, nama, judul): (u16, &str, &str)| {
        let mut r = json!({
            "description": b.t(judul),
            "content": { "application/problem+json": { "schema": acu("schemas", "Masalah") } },
        });
        if status == 429 {
            r["headers"] = json!({ "Retry-After": acu("headers", "RetryAfter") });
        }
        (nama.to_owned(), r)
    };
    TOLAK.into_iter().map(satu).collect()
}
