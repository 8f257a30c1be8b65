//! A make-believe register, described by data: tools that units own and lend. It has the fields and rights that the
//! real registers do not have yet: references, parts, numbers, a secret, a personal field.

use kernel::RegisterDef;
use serde_json::{Value, json};

pub fn def() -> RegisterDef {
    RegisterDef::dari_data(&uraian().to_string()).unwrap()
}

fn uraian() -> Value {
    json!({
        "kode": "perkakas", "label": "Perkakas", "bantuan": "Alat milik perangkat daerah.", "dasar": ["Z1"],
        "judul": "nama", "milik": { "medan": "opd" }, "terbit": ["siap", "dipinjam"],
        "hak": [
            { "siapa": "publik", "boleh": ["baca", "ekspor"], "cakupan": "terbit", "pandangan": "publik" },
            { "siapa": "koordinator", "boleh": ["baca", "buat", "ubah", "catat", "ekspor", "impor"], "cakupan": "semua", "pandangan": "pribadi" },
            { "siapa": "penghubung", "boleh": ["baca", "buat", "ubah", "catat", "ekspor"], "cakupan": "unit" },
            { "siapa": "auditor", "boleh": ["baca", "ekspor"], "cakupan": "semua" }
        ],
        "keadaan": [
            { "kode": "baru", "label": "Baru", "giliran": "pemegang" },
            { "kode": "siap", "label": "Siap", "giliran": "pemegang" },
            { "kode": "dipinjam", "label": "Dipinjam", "giliran": "pemegang" },
            { "kode": "rusak", "label": "Rusak", "giliran": "selesai" }
        ],
        "mulai": [["verifikasi", { "hari_kerja": 2 }]],
        "tenggat": [["verifikasi", "Pemeriksaan"]],
        "langkah": [
            { "kode": "siapkan", "label": "Siapkan", "dari": ["baru", "dipinjam"], "ke": "siap",
              "oleh": ["koordinator", "penghubung"], "henti": ["verifikasi"], "terlihat": "publik" },
            { "kode": "pinjamkan", "label": "Pinjamkan", "dari": ["siap"], "ke": "dipinjam", "oleh": ["penghubung"],
              "pindah": { "isian": "ke" }, "tautkan": ["pengganti", "diganti"],
              "isian": { "required": ["ke"], "properties": {
                "ke": { "type": "string", "x-jenis": "unit" },
                "pengganti": { "type": "string", "format": "uuid", "x-rujukan": "perkakas" } } } },
            { "kode": "rusakkan", "label": "Nyatakan rusak", "dari": ["baru", "siap", "dipinjam"], "ke": "rusak",
              "oleh": ["koordinator"], "bahaya": true }
        ],
        "skema": { "required": ["nama", "jumlah", "opd"], "properties": {
            "nama": { "type": "string", "maxLength": 60, "x-sifat": ["cari", "saring", "urut", "kolom", "publik"], "x-urut": 1 },
            "jumlah": { "type": "integer", "minimum": -100, "maximum": 1000, "x-sifat": ["saring", "urut", "publik"], "x-urut": 2 },
            "opd": { "type": "string", "x-jenis": "unit", "x-sifat": ["saring", "publik"], "x-urut": 3 },
            "harga": { "type": "integer", "x-jenis": "uang", "x-sifat": ["saring", "urut"], "x-urut": 4 },
            "dibeli": { "type": "string", "format": "date", "x-sifat": ["saring", "urut", "publik"], "x-urut": 5 },
            "nik": { "type": "string", "x-jenis": "nik", "x-sifat": ["pribadi"], "x-urut": 6 },
            "penjaga": { "type": "object", "x-jenis": "orang", "x-urut": 7 },
            "gudang": { "type": "object", "x-jenis": "tempat", "x-sifat": ["publik"], "x-urut": 8 },
            "induk": { "type": "string", "format": "uuid", "x-rujukan": "perkakas", "x-sifat": ["publik"], "x-urut": 9 },
            "sandi": { "type": "string", "maxLength": 40, "writeOnly": true, "x-urut": 10 },
            "suku": { "type": "array", "x-sifat": ["publik"], "x-urut": 11, "items": {
                "type": "object", "required": ["nama"], "properties": {
                    "nama": { "type": "string", "x-urut": 1 },
                    "dari": { "type": "string", "format": "uuid", "x-rujukan": "perkakas", "x-urut": 2 } } } },
            "masa": { "type": "object", "x-jenis": "periode", "x-urut": 12 },
            "cocok": { "type": "array", "items": { "type": "string", "enum": ["kayu", "besi"] }, "x-urut": 13 },
            "catatan": { "type": "array", "items": { "type": "string" }, "x-urut": 14 },
            "tajam": { "type": "boolean", "x-urut": 15 }
        } }
    })
}

/// A tool with the least that must be said.
pub fn isi(nama: &str, jumlah: i64, opd: &str) -> Value {
    json!({ "nama": nama, "jumlah": jumlah, "opd": opd })
}
