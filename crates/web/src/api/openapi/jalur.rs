//! The paths: those that every regency has, and those of each register, as far as anybody has the right.

use kernel::{
    Bahasa, Medan, Peta, Profil, RegisterDef, Siapa,
    izin::{Cakupan, Tindakan},
    skema,
};
use serde_json::{Value, json};

use super::{
    super::{saringan, tukar::xlsx},
    komponen::{TOLAK, acu, daftar, hanya_sistem},
    lengkapi,
};

fn isi_json(skema: Value) -> Value {
    json!({ "application/json": { "schema": skema } })
}

/// An operation with its one good answer and its refusals.
fn operasi(b: Bahasa, id: String, tag: &str, ringkas: &str, baik: (&str, Value), tolak: &[u16]) -> Value {
    let mut jawab = Peta::new();
    jawab.insert(baik.0.to_owned(), baik.1);
    for (s, nama, _) in TOLAK.iter().filter(|(s, ..)| tolak.contains(s)) {
        jawab.insert(s.to_string(), acu("responses", nama));
    }
    json!({ "operationId": id, "tags": [tag], "summary": b.t(ringkas), "responses": jawab })
}

fn baik(b: Bahasa, skema: Value, kepala: &[(&str, &str)]) -> Value {
    let kepala: Peta = kepala
        .iter()
        .map(|(n, k)| ((*n).to_owned(), acu("headers", k)))
        .collect();
    let mut r = json!({ "description": b.t("Berhasil"), "content": isi_json(skema) });
    if !kepala.is_empty() {
        r["headers"] = Value::Object(kepala);
    }
    r
}

/// Paths that hang on no register.
pub(super) fn tetap(b: Bahasa) -> Peta {
    let acuan = |id: &str, ringkas: &str, skema: Value| {
        let baik = ("200", baik(b, skema, &[]));
        json!({ "get": operasi(b, id.into(), "acuan", ringkas, baik, &[401, 404]) })
    };
    let foto = json!({ "type": "string", "format": "binary", "maxLength": crate::berkas::MAKS_FOTO });
    let dokumen = json!({ "type": "string", "format": "binary", "maxLength": crate::berkas::MAKS_DOKUMEN });
    let tolak = [400, 401, 404, 413, 415, 422, 429];
    let mut unggah = operasi(
        b,
        "berkas_unggah".into(),
        "acuan",
        "Unggah berkas",
        ("201", baik(b, acu("schemas", "Berkas"), &[])),
        &tolak,
    );
    unggah["requestBody"] = json!({ "required": true, "content": {
        "image/jpeg": { "schema": foto }, "image/png": { "schema": foto }, "image/webp": { "schema": foto },
        "application/pdf": { "schema": dokumen }, "text/plain": { "schema": dokumen }, "application/octet-stream": { "schema": dokumen },
    } });
    unggah["parameters"] = json!([{
        "name": "golongan", "in": "query", "description": b.t("Untuk apa berkasnya: foto, dokumen (PDF, Word, OpenDocument, teks), atau naskah (teks yang dibaca register)."),
        "schema": { "type": "string", "enum": ["foto", "dokumen", "naskah"], "default": "foto" },
    }]);
    let lis = |nama: &str| daftar(acu("schemas", nama));
    let objek = || json!({ "type": "object" });
    let mut saya = acuan("saya", "Akun yang diwakili token", acu("schemas", "Saya"));
    saya["get"]["security"] = json!([{ "bearer": [] }]);
    [
        ("/api/openapi.json", acuan("openapi", "Uraian API ini", objek())),
        ("/api/v1/", acuan("indeks", "Semua register", objek())),
        ("/api/v1/saya", saya),
        (
            "/api/v1/kategori-pengaduan",
            acuan("kategori", "Kategori laporan", lis("Kategori")),
        ),
        (
            "/api/v1/wilayah",
            acuan("wilayah", "Kecamatan, desa, dan kelurahan", lis("Kecamatan")),
        ),
        (
            "/api/v1/perangkat-daerah",
            acuan("perangkat_daerah", "Perangkat daerah", lis("PerangkatDaerah")),
        ),
        ("/api/v1/berkas", json!({ "post": unggah })),
    ]
    .into_iter()
    .map(|(k, v)| (k.to_owned(), v))
    .collect()
}

pub(super) fn punya(def: &RegisterDef, t: Tindakan) -> bool {
    def.hak.iter().any(|h| h.boleh.contains(&t))
}

/// Who has to show what: nothing, a token, or the tracking code.
fn keamanan(def: &RegisterDef, t: Option<Tindakan>, entri: bool) -> Value {
    let publik = t.is_none_or(|t| {
        def.hak
            .iter()
            .any(|h| h.siapa == Siapa::Publik && h.boleh.contains(&t))
    });
    let mut semua = vec![json!({ "bearer": [] })];
    if publik {
        semua.insert(0, json!({}));
    }
    if entri && def.dilacak && def.hak.iter().any(|h| h.cakupan == Cakupan::Sendiri) {
        semua.push(json!({ "kodeLacak": [] }));
    }
    semua.into()
}

fn kueri(nama: &str, ket: &str, skema: Value) -> Value {
    json!({ "name": nama, "in": "query", "description": ket, "schema": skema })
}

fn bukan_pribadi(m: &Medan) -> bool {
    !m.pribadi && !m.rahasia
}

/// What a list can be asked: the fields that officials may filter by are named, whoever reads this.
fn parameter(b: Bahasa, profil: &Profil, def: &RegisterDef, halaman: bool) -> Vec<Value> {
    let unit: Vec<&str> = profil.unit.iter().map(|u| u.kode.as_str()).collect();
    let keadaan: Vec<&str> = def.lifecycle.keadaan.iter().map(|k| k.kode.as_ref()).collect();
    let satu_dari = |kode: &[&str]| json!({ "type": "array", "items": { "type": "string", "enum": kode } });
    let ya = || json!({ "type": "string", "enum": ["ya", "tidak", "true", "false", "1", "0"] });
    let tanggal = || json!({ "type": "string", "format": "date" });
    let teks = || json!({ "type": "string" });
    let urut: Vec<String> = saringan::urutan(def, bukan_pribadi);
    let urut: Vec<String> = urut.iter().flat_map(|u| [u.clone(), format!("-{u}")]).collect();
    let mut semua = vec![
        kueri(
            "keadaan",
            b.t("Salah satu keadaan ini; ulangi atau pisahkan dengan koma."),
            satu_dari(&keadaan),
        ),
        kueri(
            "pemegang",
            b.t("Dipegang salah satu perangkat daerah ini."),
            satu_dari(&unit),
        ),
        kueri("terbuka", b.t("Belum atau sudah selesai."), ya()),
        kueri(
            "terlambat",
            b.t("Ya: tenggatnya sudah lewat."),
            json!({ "type": "string", "enum": ["ya", "true", "1"] }),
        ),
        kueri(
            "sejak",
            b.t("Dibuat pada atau sesudah hari ini, menurut zona waktu daerah."),
            tanggal(),
        ),
        kueri("sampai", b.t("Dibuat pada atau sebelum hari ini."), tanggal()),
        kueri("kata", b.t("Semua kata ini ada di dalamnya."), teks()),
        kueri(
            "urut",
            b.t("Urutan; awali dengan - untuk menurun."),
            json!({ "type": "string", "enum": urut }),
        ),
    ];
    for m in saringan::saringan(def, bukan_pribadi) {
        let mut s = skema::objek(std::slice::from_ref(&m));
        lengkapi(profil, b, &mut s);
        let butir = s["properties"][m.nama.as_ref()].take();
        semua.push(kueri(
            &m.nama,
            b.t(&m.label),
            json!({ "type": "array", "items": butir }),
        ));
    }
    if halaman {
        let format = json!({ "type": "string", "enum": ["json", "csv", "xlsx", "ndjson"] });
        let batas = json!({ "type": "integer", "minimum": 1, "maximum": 500, "default": 50 });
        semua.push(kueri(
            "format",
            b.t("Bentuk jawaban; selain json perlu hak ekspor."),
            format,
        ));
        semua.push(kueri("kursor", b.t("Dari halaman sebelumnya."), teks()));
        semua.push(kueri("batas", b.t("Banyaknya entri dalam satu halaman."), batas));
    }
    for s in &mut semua {
        if s["schema"]["type"] == "array" {
            s["explode"] = true.into();
        }
    }
    semua
}

/// A list as a file: ending and media type.
const BERKAS: [(&str, &str); 3] = [
    ("csv", "text/csv"),
    (
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    ("ndjson", "application/x-ndjson"),
];

/// The paths of one register.
pub(super) fn register(b: Bahasa, profil: &Profil, def: &RegisterDef, jalur: &mut Peta) {
    let kode = def.kode.as_ref();
    let dasar = format!("/api/v1/{kode}");
    let id = |n: &str| format!("{kode}_{n}");
    let op = |n: &str, ringkas: &str, baik: (&str, Value), tolak: &[u16]| {
        operasi(b, id(n), kode, ringkas, baik, tolak)
    };
    let entri = |kepala: &[(&str, &str)]| baik(b, acu("schemas", kode), kepala);
    let tag: &[(&str, &str)] = &[("ETag", "ETag")];

    let halaman = baik(b, acu("schemas", &format!("{kode}.halaman")), &[("Link", "Link")]);
    let mut halaman = halaman;
    if punya(def, Tindakan::Ekspor) {
        // The same list as a file, for who asks with `format`.
        for (_, tipe) in BERKAS {
            halaman["content"][tipe] = json!({ "schema": { "type": "string" } });
        }
    }
    let mut baca = op("daftar", "Daftar", ("200", halaman), &[400, 401, 403, 404, 422]);
    baca["parameters"] = parameter(b, profil, def, true).into();
    baca["security"] = keamanan(def, Some(Tindakan::Baca), false);
    let mut kumpulan = json!({ "get": baca });
    if punya(def, Tindakan::Buat) {
        let skema = if def.dilacak {
            format!("{kode}.dibuat")
        } else {
            kode.to_owned()
        };
        let kepala = [
            ("ETag", "ETag"),
            ("Location", "Location"),
            ("Idempotency-Replayed", "IdempotencyReplayed"),
        ];
        let dibuat = ("201", baik(b, acu("schemas", &skema), &kepala));
        let mut buat = op(
            "buat",
            "Buat",
            dibuat,
            &[400, 401, 403, 404, 409, 413, 415, 422, 429],
        );
        buat["parameters"] = json!([acu("parameters", "IdempotencyKey")]);
        buat["security"] = keamanan(def, Some(Tindakan::Buat), false);
        buat["requestBody"] =
            json!({ "required": true, "content": isi_json(acu("schemas", &format!("{kode}.baru"))) });
        kumpulan["post"] = buat;
    }
    jalur.insert(dasar.clone(), kumpulan);

    if punya(def, Tindakan::Ekspor) {
        for (akhiran, tipe) in BERKAS {
            let isi = json!({ "description": b.t("Berhasil"), "content": { tipe: { "schema": { "type": "string" } } } });
            let mut o = op(
                &format!("ekspor_{akhiran}"),
                "Seluruh daftar sebagai berkas",
                ("200", isi),
                &[400, 401, 403, 404, 422],
            );
            o["parameters"] = parameter(b, profil, def, false).into();
            o["security"] = keamanan(def, Some(Tindakan::Ekspor), false);
            jalur.insert(format!("{dasar}.{akhiran}"), json!({ "get": o }));
        }
    }
    if punya(def, Tindakan::Impor) {
        let laporan = ("200", baik(b, acu("schemas", "LaporanImpor"), &[]));
        let mut o = op(
            "impor",
            "Buat dan ubah banyak entri dari berkas",
            laporan,
            &[400, 401, 403, 404, 413, 415, 422],
        );
        let uji = json!({ "type": "string", "enum": ["ya", "tidak"] });
        o["parameters"] = json!([kueri(
            "uji",
            b.t("Ya: hanya diperiksa, tidak ada yang disimpan."),
            uji
        )]);
        o["security"] = keamanan(def, Some(Tindakan::Impor), false);
        let teks = json!({ "schema": { "type": "string" } });
        o["requestBody"] = json!({ "required": true, "content": {
                "text/csv": teks, "application/x-ndjson": teks,
                (xlsx::TIPE): { "schema": { "type": "string", "format": "binary" } },
            } });
        jalur.insert(format!("{dasar}/impor"), json!({ "post": o }));
    }

    let mut baca = op("baca", "Baca satu", ("200", entri(tag)), &[401, 404, 429]);
    baca["responses"]["304"] = json!({ "description": b.t("Belum berubah") });
    baca["parameters"] = json!([acu("parameters", "IfNoneMatch")]);
    baca["security"] = keamanan(def, Some(Tindakan::Baca), true);
    let mut satu = json!({ "parameters": [acu("parameters", "id")], "get": baca });
    let tolak_tulis = [400, 401, 403, 404, 409, 412, 413, 415, 422, 429];
    if punya(def, Tindakan::Ubah) {
        let mut ubah = op(
            "ubah",
            "Ubah isian",
            ("200", entri(tag)),
            &[&tolak_tulis[..], &[428]].concat(),
        );
        ubah["parameters"] = json!([acu("parameters", "IfMatch")]);
        ubah["security"] = keamanan(def, Some(Tindakan::Ubah), false);
        // Every field may be left out, and null takes one away.
        let tambal =
            json!({ "type": "object", "description": b.t("Isian yang berubah; null menghapus (RFC 7396).") });
        ubah["requestBody"] = json!({ "required": true, "content": {
            "application/merge-patch+json": { "schema": tambal }, "application/json": { "schema": tambal },
        } });
        satu["patch"] = ubah;
    }
    jalur.insert(format!("{dasar}/{{id}}"), satu);

    let mut anak = |nama: &str, metode: &str, mut o: Value, keamanan: Value| {
        o["security"] = keamanan;
        jalur.insert(
            format!("{dasar}/{{id}}/{nama}"),
            json!({ "parameters": [acu("parameters", "id")], metode: o }),
        );
    };
    let terbaca = || keamanan(def, Some(Tindakan::Baca), true);
    for (nama, ringkas, skema) in [
        ("langkah", "Langkah yang boleh diambil sekarang", "LangkahBoleh"),
        ("riwayat", "Yang terjadi, terbaru dahulu", "Peristiwa"),
        ("tautan", "Entri yang bertaut", "Tautan"),
    ] {
        let mut isi = daftar(acu("schemas", skema));
        if nama == "riwayat" {
            // For who oversees the readings of an entry that is secret.
            isi["properties"]["pembacaan"] = json!({ "type": "array", "items": acu("schemas", skema) });
        }
        let o = op(nama, ringkas, ("200", baik(b, isi, &[])), &[401, 404, 429]);
        anak(nama, "get", o, terbaca());
    }
    if punya(def, Tindakan::Catat) {
        let mut o = op(
            "catat",
            "Tulis catatan internal",
            ("201", entri(tag)),
            &tolak_tulis,
        );
        let catatan = json!({ "type": "object", "required": ["catatan"], "additionalProperties": false, "properties": {
            "catatan": { "type": "string", "maxLength": 5000 },
        } });
        o["parameters"] = json!([acu("parameters", "IdempotencyKey")]);
        o["requestBody"] = json!({ "required": true, "content": isi_json(catatan) });
        anak("catatan", "post", o, keamanan(def, Some(Tindakan::Catat), false));
    }
    if punya(def, Tindakan::Lupakan) {
        let mut o = op(
            "lupakan",
            "Hapus data pribadi",
            ("200", entri(tag)),
            &[&tolak_tulis[..], &[428]].concat(),
        );
        let alasan = json!({ "type": "object", "required": ["alasan"], "additionalProperties": false, "properties": {
            "alasan": { "type": "string", "maxLength": 200 },
        } });
        o["parameters"] = json!([acu("parameters", "IfMatch")]);
        o["requestBody"] = json!({ "required": true, "content": isi_json(alasan) });
        anak(
            "lupakan",
            "post",
            o,
            keamanan(def, Some(Tindakan::Lupakan), false),
        );
    }
    let mut sudah: Vec<&str> = Vec::new();
    for l in def.lifecycle.langkah.iter().filter(|l| !hanya_sistem(l)) {
        if sudah.contains(&l.kode.as_ref()) {
            continue;
        }
        sudah.push(&l.kode);
        let mut o = op(
            &format!("langkah_{}", l.kode),
            &l.label,
            ("200", entri(tag)),
            &tolak_tulis,
        );
        o["description"] = b.t(&l.akibat).into();
        o["parameters"] = json!([
            acu("parameters", "IfMatchBoleh"),
            acu("parameters", "IdempotencyKey")
        ]);
        let skema = acu("schemas", &format!("{kode}.langkah.{}", l.kode));
        o["requestBody"] = json!({ "required": true, "content": isi_json(skema) });
        anak(&format!("langkah/{}", l.kode), "post", o, terbaca());
    }
}
