//! The regulation as JSON: what `praja regulation read FILE --json` prints.

use serde_json::{Map, Value, json};

use crate::{
    Hasil,
    model::{Jenis, Ruang, Simpul},
    periksa::menjelaskan,
};

/// The whole result. `pasal[].nomor` is a number; the letter of an inserted article is in `sisipan`.
pub(crate) fn nilai(h: &Hasil) -> Value {
    let anak = anak(&h.simpul);
    let akar = |j: Jenis| h.simpul.iter().enumerate().filter(move |(_, s)| s.jenis == j);
    let butir = |j: Jenis| -> Vec<Value> {
        akar(j)
            .flat_map(|(n, _)| anak.get(n).into_iter().flatten())
            .map(|n| isi(h, &anak, *n))
            .collect()
    };
    let teks = |j: Jenis| {
        akar(j)
            .map(|(_, s)| s.teks.as_str())
            .filter(|t| !t.is_empty())
            .collect::<Vec<_>>()
            .join("\n")
    };
    let pasal: Vec<Value> = akar(Jenis::Pasal)
        .filter(|(_, s)| s.ruang == Ruang::Batang)
        .map(|(n, _)| pasal(h, &anak, n))
        .collect();
    json!({
        "format": "praja.regulasi/1",
        "judul": h.identitas.judul(),
        "jenis": h.identitas.jenis,
        "nomor": h.identitas.nomor,
        "tahun": h.identitas.tahun,
        "tentang": h.identitas.tentang,
        "penetap": h.identitas.penetap,
        "kepala": teks(Jenis::Kepala),
        "menimbang": butir(Jenis::Menimbang),
        "mengingat": butir(Jenis::Mengingat),
        "menetapkan": teks(Jenis::Menetapkan),
        "bab": akar(Jenis::Bab).map(|(n, _)| kelompok(h, &anak, n)).collect::<Vec<_>>(),
        "pasal": pasal,
        "penutup": h.penutup,
        "penutup_teks": teks(Jenis::Penutup),
        "penjelasan": penjelasan(h),
        "lampiran": akar(Jenis::Lampiran).map(|(_, s)| json!({"nomor": s.urut, "alamat": s.alamat, "teks": s.teks})).collect::<Vec<_>>(),
        "istilah": h.istilah,
        "rujukan": h.rujukan,
        "temuan": h.temuan,
        "dibuang": h.dibuang,
        "perbaikan": h.perbaikan,
    })
}

/// The nodes below each node.
pub(crate) fn anak(simpul: &[Simpul]) -> Vec<Vec<usize>> {
    let mut semua = vec![Vec::new(); simpul.len()];
    for (n, s) in simpul.iter().enumerate() {
        if let Some(a) = s.induk.and_then(|i| semua.get_mut(i)) {
            a.push(n);
        }
    }
    semua
}

fn bawah<'h>(h: &'h Hasil, anak: &'h [Vec<usize>], n: usize) -> impl Iterator<Item = (usize, &'h Simpul)> {
    anak.get(n)
        .into_iter()
        .flatten()
        .filter_map(|n| Some((*n, h.simpul.get(*n)?)))
}

/// A chapter, with its parts and divisions, and the numbers of the articles that stand directly in it.
fn kelompok(h: &Hasil, anak: &[Vec<usize>], n: usize) -> Value {
    let Some(s) = h.simpul.get(n) else {
        return Value::Null;
    };
    let dari = |j: Jenis| bawah(h, anak, n).filter(move |(_, s)| s.jenis == j);
    let mut v = dasar(s);
    v.insert("judul".into(), json!(s.judul));
    if s.jenis == Jenis::Bab {
        v.insert("romawi".into(), json!(s.label));
        v.insert(
            "bagian".into(),
            dari(Jenis::Bagian).map(|(n, _)| kelompok(h, anak, n)).collect(),
        );
    }
    if s.jenis != Jenis::Paragraf {
        v.insert(
            "paragraf".into(),
            dari(Jenis::Paragraf).map(|(n, _)| kelompok(h, anak, n)).collect(),
        );
    }
    v.insert(
        "pasal".into(),
        dari(Jenis::Pasal).map(|(_, s)| json!(s.label)).collect(),
    );
    v.insert(
        "isi".into(),
        bawah(h, anak, n)
            .filter(|(_, s)| !s.jenis.pengelompok() && s.jenis != Jenis::Pasal)
            .map(|(n, _)| isi(h, anak, n))
            .collect(),
    );
    Value::Object(v)
}

fn dasar(s: &Simpul) -> Map<String, Value> {
    let mut v = Map::new();
    v.insert("nomor".into(), json!(s.urut));
    v.insert("alamat".into(), json!(s.alamat));
    v.insert("baris".into(), json!([s.baris.dari, s.baris.sampai]));
    if !s.teks.is_empty() {
        v.insert("teks".into(), json!(s.teks));
    }
    v
}

/// The labels of the items right below; a loose sentence's items count as its article's.
fn label(h: &Hasil, anak: &[Vec<usize>], n: usize, jenis: Jenis) -> Vec<Value> {
    let mut semua = Vec::new();
    for (m, s) in bawah(h, anak, n) {
        if s.jenis == jenis {
            semua.push(if jenis == Jenis::Huruf {
                json!(s.label)
            } else {
                json!(s.urut)
            });
        } else if s.jenis == Jenis::Alinea {
            semua.extend(label(h, anak, m, jenis));
        }
    }
    semua
}

fn pasal(h: &Hasil, anak: &[Vec<usize>], n: usize) -> Value {
    let Some(s) = h.simpul.get(n) else {
        return Value::Null;
    };
    let mut v = dasar(s);
    if let Some(sisipan) = &s.sisipan {
        v.insert("sisipan".into(), json!(sisipan));
    }
    let mut atas = s.induk;
    while let Some(a) = atas.and_then(|n| h.simpul.get(n)) {
        v.insert(a.jenis.nama().into(), json!(a.alamat));
        atas = a.induk;
    }
    let ayat = bawah(h, anak, n)
        .filter(|(_, s)| s.jenis == Jenis::Ayat)
        .map(|(m, a)| {
            let mut v = dasar(a);
            daftar(h, anak, m, &mut v);
            Value::Object(v)
        });
    v.insert("ayat".into(), ayat.collect());
    daftar(h, anak, n, &mut v);
    Value::Object(v)
}

fn daftar(h: &Hasil, anak: &[Vec<usize>], n: usize, v: &mut Map<String, Value>) {
    v.insert("huruf".into(), json!(label(h, anak, n, Jenis::Huruf)));
    v.insert("angka".into(), json!(label(h, anak, n, Jenis::Angka)));
    v.insert(
        "isi".into(),
        bawah(h, anak, n)
            .filter(|(_, s)| s.jenis != Jenis::Ayat)
            .map(|(n, _)| isi(h, anak, n))
            .collect(),
    );
}

/// A passage with everything below it. Lists are at most a dozen deep, so this may recurse.
fn isi(h: &Hasil, anak: &[Vec<usize>], n: usize) -> Value {
    let Some(s) = h.simpul.get(n) else {
        return Value::Null;
    };
    let mut v = Map::new();
    v.insert("jenis".into(), json!(s.jenis));
    v.insert("label".into(), json!(s.label));
    v.insert("alamat".into(), json!(s.alamat));
    v.insert("teks".into(), json!(s.teks));
    v.insert("baris".into(), json!([s.baris.dari, s.baris.sampai]));
    let isi: Vec<Value> = bawah(h, anak, n).map(|(n, _)| isi(h, anak, n)).collect();
    if !isi.is_empty() {
        v.insert("isi".into(), Value::Array(isi));
    }
    Value::Object(v)
}

/// The elucidation as a flat list; each entry names what it explains.
fn penjelasan(h: &Hasil) -> Vec<Value> {
    let semua = h
        .simpul
        .iter()
        .filter(|s| s.ruang == Ruang::Penjelasan && !(s.teks.is_empty() && s.jenis != Jenis::Pasal));
    semua
        .map(|s| {
            json!({
                "jenis": s.jenis, "alamat": s.alamat, "menjelaskan": menjelaskan(s), "teks": s.teks,
                "baris": [s.baris.dari, s.baris.sampai],
            })
        })
        .collect()
}
