//! Services are the categories of complaints; what is asked for each stands in the register.

use axum::extract::Path;
use kernel::{Bahasa, Jenis, Medan, Profil, RegisterDef, nilai::Tingkat, profil::Kategori};
use serde_json::{Value, json};

use crate::{
    Hasil, KODE,
    bentuk::pisah,
    minta::{Minta, Tolak},
};

/// The fields of the register that clients fill in as attributes. All others have arguments of their own.
const ATRIBUT: [&str; 6] = ["jenis", "judul", "kecamatan", "desa", "anonim", "rahasia"];

/// Those fields, in this order.
pub(crate) fn atribut(def: &RegisterDef) -> Vec<Medan> {
    ATRIBUT.iter().filter_map(|n| def.medan(n)).collect()
}

/// The name of a category.
pub(crate) fn nama(b: Bahasa, k: &Kategori) -> &str {
    match b {
        Bahasa::Id => &k.nama,
        Bahasa::En => &k.nama_en,
    }
}

/// `GET …/services`
pub(crate) async fn semua(m: Minta) -> Hasil {
    let (profil, b) = (&m.p.profil, m.p.b);
    let satu = |k: &Kategori| {
        let bantuan = k.bantuan_en.as_ref().filter(|_| b == Bahasa::En);
        json!({
            "service_code": k.kode,
            "service_name": nama(b, k),
            "description": bantuan.unwrap_or(&k.bantuan),
            "metadata": true,
            "type": "realtime",
            "keywords": k.kata.join(","),
            "group": profil.nama_unit(k.opd.as_str()),
        })
    };
    let isi: Vec<Value> = profil.kategori.iter().map(satu).collect();
    m.jawab("services", &isi.into())
}

/// `GET …/services/{code}`
pub(crate) async fn satu(m: Minta, Path((_, kode)): Path<(String, String)>) -> Hasil {
    let kode = pisah(&kode).0;
    if m.p.profil.kategori(kode).is_none() {
        return Err(tak_dikenal());
    }
    let def = m.p.register(KODE)?;
    let semua: Vec<Value> = atribut(&def)
        .iter()
        .enumerate()
        .map(|(i, medan)| uraian(m.p.b, &m.p.profil, i + 1, medan))
        .collect();
    m.jawab(
        "service_definition",
        &json!({ "service_code": kode, "attributes": semua }),
    )
}

/// A category that this regency does not have.
pub(crate) fn tak_dikenal() -> Tolak {
    Tolak::tak_ada(
        "service_code",
        "Kategori ini tidak ada. Pilih dari daftar services.",
    )
}

fn uraian(b: Bahasa, profil: &Profil, urutan: usize, m: &Medan) -> Value {
    let nilai = nilai(b, profil, &m.jenis);
    let tipe = match (&m.jenis, &nilai) {
        (_, Some(_)) => "singlevaluelist",
        (Jenis::Panjang { .. }, None) => "text",
        _ => "string",
    };
    let mut o = json!({
        "variable": true,
        "code": m.nama,
        "datatype": tipe,
        // The title is made of the description when it is not given.
        "required": m.wajib && m.bawaan.is_none() && m.nama != "judul",
        "datatype_description": m.bantuan.as_ref().map(|t| b.t(t)).unwrap_or_default(),
        "order": urutan,
        "description": b.t(&m.label),
    });
    if let Some(nilai) = nilai {
        o["values"] = nilai.into();
    }
    o
}

/// What may be chosen; none where anything may be typed.
fn nilai(b: Bahasa, profil: &Profil, j: &Jenis) -> Option<Vec<Value>> {
    let satu = |kunci: &str, nama: &str| json!({ "key": kunci, "name": nama });
    let kecamatan = profil.kecamatan.iter();
    match j {
        Jenis::Pilihan(opsi) => Some(opsi.iter().map(|o| satu(&o.kode, b.t(&o.label))).collect()),
        Jenis::YaTidak => Some(vec![satu("tidak", b.t("Tidak")), satu("ya", b.t("Ya"))]),
        Jenis::Wilayah(Tingkat::Kecamatan) => Some(kecamatan.map(|k| satu(&k.kode, &k.nama)).collect()),
        Jenis::Wilayah(Tingkat::Desa) => {
            let desa = kecamatan.flat_map(|k| k.desa.iter().map(move |(kode, nama)| (kode, nama, &k.nama)));
            Some(
                desa.map(|(kode, nama, kecamatan)| satu(kode, &format!("{nama}, {kecamatan}")))
                    .collect(),
            )
        }
        _ => None,
    }
}
